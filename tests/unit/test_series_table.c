/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series by their two numbers, beside a list that is computed from the pattern of the keys. */
#include "model/series_table.h"

#include "run.h"

#include <stdlib.h>

enum {
    KEYS = 30000
};

/* Key number k of a pattern; all of a pattern are different. */
static struct series_key key_of(int pattern, uint32_t k)
{
    switch (pattern) {
    case 0: /* some indicators by turns, many regions */
        return (struct series_key){k % 7, 1 + k / 7};
    case 1: /* many indicators of no region */
        return (struct series_key){k, 0};
    case 2: /* every sixteenth region only, so that all tiles want the same place among their neighbours */
        return (struct series_key){3, 16 * k};
    case 3: /* far from each other */
        return (struct series_key){k * UINT32_C(2654435761) % 4000000007u, k * UINT32_C(40503) % 65521};
    default: /* the highest numbers there are */
        return (struct series_key){UINT32_MAX - 2 - k % 100, UINT32_MAX - 2 - k / 100};
    }
}

static void series_are_found_by_their_numbers(void **state)
{
    (void)state;
    for (int pattern = 0; pattern < 5; pattern++) {
        struct series_table table = {0};
        struct series_key key[SERIES_TOGETHER];
        uint32_t number[SERIES_TOGETHER];
        size_t found = 0;
        for (uint32_t k = 0; k < KEYS; k++) {
            uint32_t *at = series_table_find(&table, key_of(pattern, k));
            assert_non_null(at);
            assert_int_equal(*at, TB_NOWHERE);
            *at = k;
            if (k % 97)
                continue;
            for (uint32_t i = 0; i < SERIES_TOGETHER; i++) /* half of them are not there yet */
                key[i] = key_of(pattern, (k * 31 + i * 7919) % (2 * k + 1));
            series_table_find_all(&table, key, SERIES_TOGETHER, number);
            for (uint32_t i = 0; i < SERIES_TOGETHER; i++) {
                const uint32_t which = (k * 31 + i * 7919) % (2 * k + 1);
                assert_true(number[i] == TB_NOWHERE || number[i] == which);
                assert_true(which <= k || number[i] == TB_NOWHERE);
                found += number[i] != TB_NOWHERE;
            }
        }
        assert_true(found > KEYS / 97 * SERIES_TOGETHER / 2 * 9 / 10); /* hardly one is missed */
        for (uint32_t k = 0; k < KEYS; k++)
            assert_int_equal(*series_table_find(&table, key_of(pattern, k)), k);
        series_table_free(&table);
    }
}

static void nothing_is_found_in_an_empty_table(void **state)
{
    (void)state;
    const struct series_table table = {0};
    const struct series_key key = {1, 2};
    uint32_t number = 7;
    series_table_find_all(&table, &key, 1, &number);
    assert_int_equal(number, TB_NOWHERE);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(series_are_found_by_their_numbers),
    cmocka_unit_test(nothing_is_found_in_an_empty_table),
};
RUN_TESTS(tests)
