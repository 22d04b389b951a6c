/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticks: the examples of the chart rules (data, axis, ticks), decided by hand before the code was written. */
#include "chart/scale.h"

#include "run.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct example {
    double min, max;
    enum tb_scale_base base;
    int decimals;
    double ceiling;
    const char *ticks;
};

static const struct example examples[] = {
    {98, 403, TB_FROM_ZERO, 0, INFINITY, "0 100 200 300 400"},
    {0.12, 0.5, TB_FREE, 2, INFINITY, "0.0 0.1 0.2 0.3 0.4 0.5"},
    {0.23, 0.23, TB_FROM_ZERO, 2, INFINITY, "0.00 0.05 0.10 0.15 0.20 0.25"},
    {0, 100, TB_FREE, 1, 100, "0 25 50 75 100"},
    {92.1, 98.7, TB_FREE, 1, INFINITY, "92 94 96 98"},
    {3, 545, TB_FROM_ZERO, 0, INFINITY, "0 200 400 600"},
    {0, 1, TB_FROM_ZERO, 0, INFINITY, "0 1"},
    {0, 2, TB_FROM_ZERO, 0, INFINITY, "0 1 2"},
    {0, 3, TB_FROM_ZERO, 0, INFINITY, "0 1 2 3"},
    {0, 7, TB_FROM_ZERO, 0, INFINITY, "0 2 4 6 8"},
    {0, 12, TB_FROM_ZERO, 0, INFINITY, "0 5 10"},
    {0, 105, TB_FROM_ZERO, 0, INFINITY, "0 25 50 75 100"},
    {0, 1001, TB_FROM_ZERO, 0, INFINITY, "0 250 500 750 1000"},
    {-12.3, 27.4, TB_FROM_ZERO, 1, INFINITY, "-10 0 10 20 30"},
    {-0.08, 0.02, TB_FROM_ZERO, 2, INFINITY, "-0.08 -0.06 -0.04 -0.02 0.00 0.02"},
    {101.5986, 101.5986, TB_FROM_ZERO, 4, INFINITY, "0 25 50 75 100"},
};

static void ticks_of_the_examples(void **state)
{
    (void)state;
    for (size_t e = 0; e < sizeof examples / sizeof examples[0]; e++) {
        struct tb_scale scale;
        tb_scale_choose(examples[e].min, examples[e].max, examples[e].base, examples[e].decimals, examples[e].ceiling,
                        &scale);
        char ticks[400] = "";
        for (long i = scale.first; i <= scale.last; i++)
            snprintf(ticks + strlen(ticks), sizeof ticks - strlen(ticks), "%s%.*f", i == scale.first ? "" : " ",
                     tb_scale_decimals(&scale), tb_scale_tick(&scale, i));
        assert_string_equal(ticks, examples[e].ticks);
    }
}

static void ticks_are_exact_multiples(void **state)
{
    (void)state;
    struct tb_scale scale;
    tb_scale_choose(0, 0.3, TB_FROM_ZERO, 1, INFINITY, &scale);
    assert_true(tb_scale_tick(&scale, 3) == 0.3); /* adding 0.1 three times gives 0.30000000000000004 */
}

/* Whatever the data: finite, the data inside, ticks inside, not too many. */
static void no_data_breaks_the_axis(void **state)
{
    (void)state;
    static const double values[] = {0,    1e-9,  -1e-9, 0.3,   0.1 + 0.2, 5,         97.5, 100,    1e6,
                                    1e15, -1e15, 1e-30, 1e299, -3,        1 + 1e-15, 4800, 49.999, 1e9 + 1};
    const size_t n = sizeof values / sizeof values[0];
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            for (int decimals = -3; decimals <= 9; decimals += 3) {
                for (int base = TB_FROM_ZERO; base <= TB_FREE; base++) {
                    const double min = fmin(values[i], values[j]), max = fmax(values[i], values[j]);
                    struct tb_scale scale;
                    tb_scale_choose(min, max, (enum tb_scale_base)base, decimals, INFINITY, &scale);
                    assert_true(isfinite(scale.low) && isfinite(scale.high) && scale.low < scale.high);
                    assert_true(scale.low <= min && scale.high >= max);
                    assert_true(scale.last - scale.first <= 12);
                }
            }
        }
    }
}

static void proportions_stay_between_0_and_100(void **state)
{
    (void)state;
    struct tb_scale scale;
    tb_scale_choose(96.2, 99.8, TB_FREE, 1, 100, &scale);
    assert_true(scale.high <= 100);
    tb_scale_choose(0.1, 4, TB_FREE, 1, 100, &scale);
    assert_true(scale.low >= 0);
}

/* Widths in u: a year label of 5.8 + 0.9 into the pitch.  150 u: 20 years every year, 26 every 2; 50 u: 10 every 2, 20
 * every 5. */
static void years_are_thinned(void **state)
{
    (void)state;
    const double width = 6.7;
    assert_int_equal(tb_label_step(width, 150.0 / 2), 1);
    assert_int_equal(tb_label_step(width, 150.0 / 20), 1);
    assert_int_equal(tb_label_step(width, 150.0 / 26), 2);
    assert_int_equal(tb_label_step(width, 50.0 / 10), 2);
    assert_int_equal(tb_label_step(width, 50.0 / 20), 5);
    assert_int_equal(tb_label_step(width, 150.0 / 1000), 50);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(ticks_of_the_examples),   cmocka_unit_test(ticks_are_exact_multiples),
    cmocka_unit_test(no_data_breaks_the_axis), cmocka_unit_test(proportions_stay_between_0_and_100),
    cmocka_unit_test(years_are_thinned),
};
RUN_TESTS(tests)
