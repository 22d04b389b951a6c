/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Names that come from parts are those that would have been added one by one, and outlive their parts. */
#include "model/names_part.h"

#include "run.h"

#include <stdio.h>
#include <string.h>

enum {
    MANY = 5000
};

/* The text of number k: short ones, and now and then one that needs a chunk of its own. */
static const char *text_of(size_t k)
{
    static char text[70000];
    const int n = snprintf(text, sizeof text, k % 2 ? "town %zu" : "\u4E61\u9547 %zu", k);
    if (k % 1000 == 999) {
        memset(text + n, 'x', sizeof text - 1 - (size_t)n);
        text[sizeof text - 1] = '\0';
    }
    return text;
}

/* All texts up to number n are there, once, in any order. */
static void assert_all(const struct tb_names *names, size_t n)
{
    assert_int_equal(tb_names_count(names), n + 1);
    for (size_t k = 0; k < n; k++) {
        const char *text = text_of(k);
        const uint32_t name = tb_names_find(names, text, strlen(text));
        assert_true(name && name <= n);
        assert_string_equal(tb_name(names, name), text);
        assert_int_equal(tb_name_length(names, name), strlen(text));
    }
}

/*
 * Adds the texts from..to to two parts at once, every third one to both, and takes the parts in two steps each. `known`
 * are there already.
 */
static void take(struct tb_names *names, size_t known, size_t from, size_t to)
{
    struct tb_names *part[2] = {tb_names_new(), tb_names_new()};
    static uint32_t map[2][MANY + 1], expected[2][MANY + 1];
    uint32_t n[2];
    for (int p = 0; p < 2; p++) {
        assert_non_null(part[p]);
        names_build_on(part[p], names);
        assert_int_equal(names_base(part[p]), known + 1);
        assert_int_equal(tb_names_find(part[p], "", 0), 0);
        n[p] = 0;
        for (size_t k = from; k < to; k++) {
            const char *text = text_of(k);
            const size_t length = strlen(text);
            uint32_t found, number = tb_names_find(names, text, length);
            assert_true((number != TB_NO_NAME) == (k < known));
            if (k % 3 && k % 2 != (size_t)p) {
                assert_int_equal(tb_names_find(part[p], text, length), number);
                continue;
            }
            if (k >= known) {
                number = (uint32_t)known + 1 + n[p];
                expected[p][n[p]++] = (uint32_t)k;
            }
            assert_int_equal(tb_names_add(part[p], text, length), number);
            assert_int_equal(tb_names_find(part[p], text, length), number);
            tb_names_find_all(part[p], &text, &length, 1, &found);
            assert_int_equal(found, number);
            assert_string_equal(tb_name(part[p], number), text);
            assert_int_equal(tb_name_length(part[p], number), length);
        }
        assert_int_equal(tb_names_count(part[p]), known + 1 + n[p]);
        names_settle(part[p]);
    }
    const size_t before = tb_names_count(names);
    for (int step = 0; step < 2; step++)
        for (int p = 0; p < 2; p++)
            assert_true(names_take(names, part[p], step ? n[p] / 2 : 0, step ? n[p] - n[p] / 2 : n[p] / 2, map[p]));
    for (int p = 0; p < 2; p++)
        for (size_t k = 0; k < n[p]; k++) /* each has its text, whatever the order */
            assert_string_equal(tb_name(names, map[p][k]), text_of(expected[p][k]));
    assert_int_equal(tb_names_count(names) - before, to > known ? to - (from > known ? from : known) : 0);
    for (int p = 0; p < 2; p++) {
        names_inherit(names, part[p], map[p], n[p]);
        tb_names_free(part[p]);
    }
}

static void parts_that_bring_all_some_or_none(void **state)
{
    struct tb_names *names = tb_names_new();
    (void)state;
    assert_non_null(names);
    take(names, 0, 0, 1000);
    assert_all(names, 1000);
    take(names, 1000, 0, 1000); /* none is new */
    take(names, 1000, 200, 1200);
    assert_all(names, 1200);
    take(names, 1200, 1100, MANY);
    assert_all(names, MANY); /* nearly all are */
    const char *text = text_of(MANY);
    assert_int_equal(tb_names_add(names, text, strlen(text)), MANY + 1);
    take(names, MANY + 1, 0, 1);
    assert_all(names, MANY + 1);
    tb_names_free(names);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(parts_that_bring_all_some_or_none)};

RUN_TESTS(tests)
