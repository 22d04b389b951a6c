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

static void assert_all(const struct tb_names *names, size_t n)
{
    assert_int_equal(tb_names_count(names), n + 1);
    for (size_t k = 0; k < n; k++) {
        const char *text = text_of(k);
        assert_int_equal(tb_names_find(names, text, strlen(text)), k + 1);
        assert_string_equal(tb_name(names, (uint32_t)k + 1), text);
        assert_int_equal(tb_name_length(names, (uint32_t)k + 1), strlen(text));
    }
}

/* Takes a part with the texts from..to, in two steps. */
static void take(struct tb_names *names, size_t from, size_t to)
{
    struct tb_names *part = tb_names_new();
    uint32_t map[MANY + 1];
    assert_non_null(part);
    names_hash_like(part, names);
    assert_int_equal(tb_names_find(part, "", 0), 0);
    for (size_t k = from; k < to; k++) {
        const char *text = text_of(k);
        assert_int_equal(tb_names_add(part, text, strlen(text)), k - from + 1);
        assert_int_equal(tb_names_find(part, text, strlen(text)), k - from + 1);
    }
    const uint32_t n = (uint32_t)tb_names_count(part), half = n / 2;
    names_settle(part);
    assert_true(names_take(names, part, 0, half, map));
    assert_true(names_take(names, part, half, n - half, map));
    assert_int_equal(map[0], 0);
    for (size_t k = from; k < to; k++)
        assert_int_equal(map[k - from + 1], k + 1);
    names_inherit(names, part, map, n);
    tb_names_free(part);
}

static void parts_that_bring_all_some_or_none(void **state)
{
    struct tb_names *names = tb_names_new();
    (void)state;
    assert_non_null(names);
    take(names, 0, 1000);
    assert_all(names, 1000);
    take(names, 0, 1000); /* none is new */
    take(names, 200, 1200);
    assert_all(names, 1200); /* few are: their texts are copied */
    take(names, 1100, MANY);
    assert_all(names, MANY); /* nearly all are */
    const char *text = text_of(MANY);
    assert_int_equal(tb_names_add(names, text, strlen(text)), MANY + 1);
    take(names, 0, 1);
    assert_all(names, MANY + 1);
    tb_names_free(names);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(parts_that_bring_all_some_or_none)};

RUN_TESTS(tests)
