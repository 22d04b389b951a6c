/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels at line ends and in the plot: never overlapping, order kept, least squares where that can be said by hand. */
#include "chart/place.h"

#include "run.h"

#include <math.h>

static struct tb_end_label at(double wanted, double height)
{
    return (struct tb_end_label){.wanted = wanted, .height = height};
}

static void free_labels_stay_where_they_are(void **state)
{
    (void)state;
    struct tb_end_label label[] = {at(10, 3), at(20, 3), at(30, 3)};
    assert_int_equal(tb_place_ends(label, 3, 0, 100, 0.4), 0);
    for (size_t i = 0; i < 3; i++)
        assert_true(fabs(label[i].centre - label[i].wanted) < 1e-12);
}

/* Two at 50, heights 3, gap 1: least squares puts the centres 4 apart around 50. */
static void a_tie_is_shared(void **state)
{
    (void)state;
    struct tb_end_label label[] = {at(50, 3), at(50, 3)};
    tb_place_ends(label, 2, 0, 100, 1);
    assert_true(fabs(label[0].centre - 48) < 1e-12);
    assert_true(fabs(label[1].centre - 52) < 1e-12);
}

/* Three at 10, 11, 12 with heights 2 and gap 0: the middle stays at 11, the others at 9 and 13. */
static void a_pool_takes_the_mean(void **state)
{
    (void)state;
    struct tb_end_label label[] = {at(12, 2), at(10, 2), at(11, 2)};
    tb_place_ends(label, 3, 0, 100, 0);
    assert_true(fabs(label[0].centre - 13) < 1e-12);
    assert_true(fabs(label[1].centre - 9) < 1e-12);
    assert_true(fabs(label[2].centre - 11) < 1e-12);
}

static void what_does_not_fit_is_left_out_by_priority(void **state)
{
    (void)state;
    struct tb_end_label label[] = {at(5, 4), at(5, 4), at(5, 4)};
    label[1].priority = 2;
    label[2].priority = 1;
    assert_int_equal(tb_place_ends(label, 3, 0, 9, 0.5), 1);
    assert_false(label[0].kept);
    assert_true(label[1].kept && label[2].kept);
}

static unsigned random_state = 1;
static double random_share(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) / 16777216.0;
}

static void forty_labels_never_meet(void **state)
{
    (void)state;
    enum {
        MOST = 40
    };
    for (int round = 0; round < 2000; round++) {
        struct tb_end_label label[MOST];
        const size_t n = 1 + (size_t)(random_share() * (MOST - 1));
        for (size_t i = 0; i < n; i++)
            label[i] = at(random_share() * 120 - 10, 1 + random_share() * 5);
        const size_t dropped = tb_place_ends(label, n, 5, 95, 0.4);
        size_t kept = 0;
        for (size_t i = 0; i < n; i++) {
            if (!label[i].kept)
                continue;
            kept++;
            assert_true(label[i].centre - label[i].height / 2 >= 5 - 1e-9);
            assert_true(label[i].centre + label[i].height / 2 <= 95 + 1e-9);
            for (size_t j = 0; j < n; j++) {
                if (j == i || !label[j].kept)
                    continue;
                const double apart = fabs(label[i].centre - label[j].centre);
                assert_true(apart >= (label[i].height + label[j].height) / 2 + 0.4 - 1e-9);
                if (label[i].wanted < label[j].wanted)
                    assert_true(label[i].centre < label[j].centre);
            }
        }
        assert_int_equal(kept + dropped, n);
    }
}

static void a_label_avoids_lines_and_boxes(void **state)
{
    (void)state;
    const struct tb_box within = {0, 0, 100, 100}, ink = {0, -2, 6, 0};
    const struct tb_spot point = {50, 50};
    struct tb_obstacles obstacles = {0};
    double x, baseline;
    assert_true(tb_place_near(&obstacles, point, ink, 1, 0.4, false, TB_AROUND, within, &x, &baseline));
    assert_true(baseline == 49 && x == 47); /* above, centred */
    assert_true(tb_place_near(&obstacles, point, ink, 1, 0.4, false, TB_AROUND, within, &x, &baseline));
    assert_true(baseline == 53); /* below: above is taken */
    tb_obstacles_free(&obstacles);

    tb_obstacle_line(&obstacles, (struct tb_spot){0, 47}, (struct tb_spot){100, 49}); /* passes over the point */
    assert_true(tb_place_near(&obstacles, point, ink, 1, 0.4, false, TB_AROUND, within, &x, &baseline));
    assert_true(baseline > 50);
    tb_obstacles_free(&obstacles);

    tb_obstacle_box(&obstacles, (struct tb_box){0, 0, 100, 100});
    assert_false(tb_place_near(&obstacles, point, ink, 1, 0.4, false, TB_AROUND, within, &x, &baseline));
    tb_obstacles_free(&obstacles);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(free_labels_stay_where_they_are), cmocka_unit_test(a_tie_is_shared),
    cmocka_unit_test(a_pool_takes_the_mean),           cmocka_unit_test(what_does_not_fit_is_left_out_by_priority),
    cmocka_unit_test(forty_labels_never_meet),         cmocka_unit_test(a_label_avoids_lines_and_boxes),
};
RUN_TESTS(tests)
