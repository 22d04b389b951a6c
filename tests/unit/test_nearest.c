/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "did you mean": which of some candidates a wrong text is taken for.  Expected by the rules in error.h, by eye. */
#include "trendbook/error.h"

#include "run.h"

#include <stddef.h>

static const char *nearest(const char *wanted, const char *const *candidates)
{
    struct tb_nearest found = tb_nearest_to(wanted);
    for (; *candidates; candidates++)
        tb_nearest_offer(&found, *candidates);
    return found.text ? found.text : "";
}
#define AMONG(...) ((const char *const[]){__VA_ARGS__, NULL})

static void letters_that_differ(void **state)
{
    (void)state;
    assert_string_equal(nearest("stast", AMONG("check", "stats", "plot")), "stats");
    assert_string_equal(nearest("PLOT", AMONG("check", "plot")), "plot");
    assert_string_equal(nearest("fly", AMONG("check", "stats", "plot")), "");
    assert_string_equal(nearest("", AMONG("check")), "");
    assert_string_equal(nearest("公路历程", AMONG("铁路里程", "公路里程")), "公路里程");
    assert_string_equal(nearest("桥", AMONG("路")), "");
}

static void a_text_in_the_other(void **state)
{
    (void)state;
    assert_string_equal(nearest("处罚", AMONG("处理", "行政处罚案件")), "行政处罚案件");
    assert_string_equal(nearest("处罚案件", AMONG("公示行政处罚案件", "行政处罚案件")), "行政处罚案件");
    assert_string_equal(nearest("yoy_pc", AMONG("yoy_pp", "yoy_pct")), "yoy_pct");
    assert_string_equal(nearest("of", AMONG("length of roads")), "");
}

static void told_by_another_name(void **state)
{
    (void)state;
    struct tb_nearest found = tb_nearest_to("公路历程");
    tb_nearest_offer_as(&found, "公路里程", "road_total");
    assert_string_equal(found.text, "road_total");
}

static void long_texts(void **state)
{
    (void)state;
    char text[200];
    for (size_t i = 0; i < sizeof text - 1; i++)
        text[i] = 'a';
    text[sizeof text - 1] = '\0';
    assert_string_equal(nearest(text, AMONG("aaaa")), "");
    assert_string_equal(nearest("aaaa", AMONG(text)), "");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(letters_that_differ),
    cmocka_unit_test(a_text_in_the_other),
    cmocka_unit_test(told_by_another_name),
    cmocka_unit_test(long_texts),
};

RUN_TESTS(tests)
