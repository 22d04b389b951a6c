/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Cells beyond the corpus: what is read, and what is refused.  Values by hand. */
#include "load/cell.h"

#include "run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text;
    double value;
    enum tb_state state;
    int decimals;
    unsigned remarks;
} accepted[] = {
    {"12.50", 12.5, TB_EXACT, 2, 0},
    {"+3", 3, TB_EXACT, 0, 0},
    {"-.5", -0.5, TB_EXACT, 1, 0},
    {"5.", 5, TB_EXACT, 0, 0},
    {"-0.0", 0, TB_EXACT, 1, 0},
    {"1E5", 1e5, TB_EXACT, -5, 0},
    {"1.5e3", 1500, TB_EXACT, -2, 0},
    {"999,999,999", 999999999, TB_EXACT, 0, 0},
    {"1\u00A0234\u00A0567.8", 1234567.8, TB_EXACT, 1, LOAD_GROUP_SPACE},
    {"1\u202F234", 1234, TB_EXACT, 0, LOAD_GROUP_SPACE},
    {"1\u2009234", 1234, TB_EXACT, 0, LOAD_GROUP_SPACE},
    {"\uFF11\uFF0C\uFF12\uFF13\uFF14", 1234, TB_EXACT, 0, LOAD_FULLWIDTH | LOAD_ONE_GROUP},
    {"\uFF0B\uFF11\uFF0E\uFF15", 1.5, TB_EXACT, 1, LOAD_FULLWIDTH},
    {"4800 \u4F59", 4800, TB_ABOVE, 0, LOAD_QUALIFIER},
    {"10\u4F59\u4E07", 1e5, TB_ABOVE, -4, LOAD_QUALIFIER | LOAD_MULTIPLIER},
    {"0.23% \u4EE5\u4E0B", 0.23, TB_AT_MOST, 2, LOAD_QUALIFIER | LOAD_PERCENT},
    {"\u7EA6500\u5DE6\u53F3", 500, TB_ABOUT, 0, LOAD_QUALIFIER},
    {">=95", 95, TB_AT_LEAST, 0, LOAD_QUALIFIER},
    {"\u2264 3", 3, TB_AT_MOST, 0, LOAD_QUALIFIER},
    /* exact in decimal: 1.005 x 10^4 in doubles would be 10049.999999999998 */
    {"1.005\u4E07", 10050, TB_EXACT, -1, LOAD_MULTIPLIER},
    {"0.07\u5343\u4E07", 700000, TB_EXACT, -5, LOAD_MULTIPLIER},
    {"\u22121.5", -1.5, TB_EXACT, 1, LOAD_MINUS},
    {"1.2346E+05", 123460, TB_EXACT, -1, LOAD_ROUNDED},
    {"1e05", 100000, TB_EXACT, -5, 0},
    {" 7 ", 7, TB_EXACT, 0, LOAD_BLANKS},
    {"0.1000000000000000055511151231257827", 0.1, TB_EXACT, 34, 0}, /* the double's own digits come back */
    {"0.12345678901234567890", 0.12345678901234568, TB_EXACT, 20, LOAD_PRECISION},
    {"4503599627370495.5", 4503599627370495.5, TB_EXACT, 1, 0},            /* 2^52 - 0.5 is a double */
    {"4503599627370497.5", 4503599627370498, TB_EXACT, 1, LOAD_PRECISION}, /* 2^52 + 1.5 is none */
    {"9007199254740992", 9007199254740992, TB_EXACT, 0, 0},
};

static void values_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
        struct load_value got;
        load_value_read(accepted[i].text, strlen(accepted[i].text), &got);
        if (got.fault != LOAD_FINE || memcmp(&got.value, &accepted[i].value, sizeof got.value) != 0 ||
            got.state != accepted[i].state || got.decimals != accepted[i].decimals ||
            got.remarks != accepted[i].remarks)
            fail_msg("\"%s\": fault %d value %.17g state %d decimals %d remarks %#x", accepted[i].text, got.fault,
                     got.value, got.state, got.decimals, got.remarks);
    }
}

static const struct {
    const char *text;
    enum tb_state state;
} missing[] = {
    {"", TB_BLANK},
    {" \t ", TB_BLANK},
    {"n/a", TB_NOT_AVAILABLE},
    {"NULL", TB_NOT_AVAILABLE},
    {"N.A.", TB_NOT_AVAILABLE},
    {"..", TB_NOT_AVAILABLE},
    {"\u7F3A", TB_NOT_AVAILABLE},
    {"\u65E0\u6570\u636E", TB_NOT_AVAILABLE},
    {"--", TB_NONE},
    {"\u2014\u2014", TB_NONE},
    {"\u2026", TB_NEGLIGIBLE},
};

static void missing_values_keep_their_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        struct load_value got;
        load_value_read(missing[i].text, strlen(missing[i].text), &got);
        if (got.fault != LOAD_FINE || !isnan(got.value) || got.state != missing[i].state ||
            (got.remarks != 0) != (missing[i].state != TB_BLANK))
            fail_msg("\"%s\": fault %d value %g state %d remarks %#x", missing[i].text, got.fault, got.value, got.state,
                     got.remarks);
    }
}

static const struct {
    const char *text;
    enum load_fault fault;
} refused[] = {
    {"...", LOAD_NOT_A_NUMBER},
    {"0,123", LOAD_NOT_A_NUMBER},
    {"1,234,56", LOAD_NOT_A_NUMBER},
    {"1234,567", LOAD_NOT_A_NUMBER},
    {"1,234 567", LOAD_NOT_A_NUMBER},
    {"1,234e5", LOAD_NOT_A_NUMBER},
    {"1'234", LOAD_NOT_A_NUMBER},
    {".", LOAD_NOT_A_NUMBER},
    {"-", LOAD_FINE},
    {"+-1", LOAD_NOT_A_NUMBER},
    {"1e", LOAD_NOT_A_NUMBER},
    {"1e+", LOAD_NOT_A_NUMBER},
    {"5%\u4E07", LOAD_NOT_A_NUMBER},
    {"5\u4E07%", LOAD_NOT_A_NUMBER},
    {"\u7EA6", LOAD_NOT_A_NUMBER},
    {"\u4E07", LOAD_NOT_A_NUMBER},
    {">5\u4EE5\u4E0B", LOAD_QUALIFIED_TWICE},
    {"1e-400", LOAD_OUT_OF_RANGE},
    {"0e999999", LOAD_FINE},
    {"1e99999999999999999999", LOAD_OUT_OF_RANGE},
    {"9e307\u4EBF", LOAD_OUT_OF_RANGE},
    {"0x1p3", LOAD_NOT_A_NUMBER},
    {"infinity", LOAD_NOT_A_NUMBER},
    {"1.5.\u4E07", LOAD_NOT_A_NUMBER},
    {"2023-01-01", LOAD_NOT_A_NUMBER},
    {"\xFF", LOAD_NOT_A_NUMBER},
    {"12\xE4\xBD", LOAD_NOT_A_NUMBER},
};

static void other_texts_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct load_value got;
        load_value_read(refused[i].text, strlen(refused[i].text), &got);
        if (got.fault != refused[i].fault || (got.fault != LOAD_FINE && !isnan(got.value)))
            fail_msg("\"%s\": fault %d value %g", refused[i].text, got.fault, got.value);
    }
}

static void years_are_four_digits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int year;
        unsigned remarks;
    } years[] = {
        {"1800", 1800, 0},
        {"2200", 2200, 0},
        {"1799", 0, 0},
        {"2201", 0, 0},
        {"02023", 0, 0},
        {"2023.00", 2023, LOAD_YEAR_FORM},
        {"2023.1", 0, 0},
        {"2023.", 0, 0},
        {"2023\u5E74\u5EA6", 2023, LOAD_YEAR_FORM},
        {"2023\u5EA6", 0, 0},
        {"+2023", 0, 0},
        {"", 0, 0},
        {"202\uFF13", 2023, LOAD_YEAR_FORM},
        {"2023\u5E741\u6708", 0, 0},
    };
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
        unsigned remarks = 0;
        const char *advice;
        const int year = load_year_read(years[i].text, strlen(years[i].text), &remarks, &advice);
        if (year != years[i].year || remarks != years[i].remarks)
            fail_msg("\"%s\": %d, remarks %#x", years[i].text, year, remarks);
    }
}

static void ids_are_safe_file_names(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool fine;
    } ids[] = {
        {"penalty_cases", true}, {"con1", true},       {"CONSOLE", true},   {"com10", true},  {"aux", false},
        {"Lpt9.txt", false},     {"com\u00B9", false}, {"nul .csv", false}, {"a.b", true},    {"a.", false},
        {"\u200Ba", false},      {"a\u200Db", false},  {"a\u2066b", false}, {"a\x7F", false}, {"\xC2\x85", false},
        {"a\uFFFFb", false},     {"conin$", false},    {"=a", false},       {"a=b", true},    {"\xFF", false},
    };
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        if ((load_id_fault(ids[i].text, strlen(ids[i].text)) == NULL) != ids[i].fine)
            fail_msg("\"%s\"", ids[i].text);
}

static void notes_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool fine;
        unsigned remarks;
    } notes[] = {
        {"two\nlines\tand a tab", true, 0},
        {"-12.5", true, 0},
        {"- item", true, LOAD_FORMULA},
        {" \t=1", true, LOAD_FORMULA},
        {"\uFF1D1", true, LOAD_FORMULA},
        {"a\u200Bb", true, LOAD_INVISIBLE},
        {"a\u2067b", true, LOAD_INVISIBLE},
        {"a\u200Db", true, 0},
        {"a\x1B[31m", false, 0},
        {"a\xC2\x9B", false, 0},
        {"\uFFFE", false, 0},
        {"2028 is fine: \u2028", true, 0},
    };
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        unsigned remarks;
        const char *fault = load_text_fault(notes[i].text, strlen(notes[i].text), &remarks);
        if ((fault == NULL) != notes[i].fine || (notes[i].fine && remarks != notes[i].remarks))
            fail_msg("\"%s\": %s, remarks %#x", notes[i].text, fault ? fault : "fine", remarks);
    }
}

/* Zeros behind the point change nothing, other digits are more than a number can hold; 2048 of them are no number. */
static void numbers_of_very_many_digits(void **state)
{
    (void)state;
    for (size_t n = 700; n <= 65000; n = n < 2100 ? n + 1 : n + 7000) {
        struct load_value got;
        char *text = malloc(n);
        assert_non_null(text);
        memset(text, '0', n);
        memcpy(text, "11.", 3);
        load_value_read(text, n, &got);
        if (n < 2048)
            assert_true(got.fault == LOAD_FINE && got.value == 11 && !got.remarks);
        else
            assert_true(got.fault == LOAD_OUT_OF_RANGE);
        memset(text + 3, '1', n - 3);
        load_value_read(text, n, &got);
        if (n < 2048)
            assert_true(got.fault == LOAD_FINE && got.value == 100.0 / 9 && got.remarks == LOAD_PRECISION);
        else
            assert_true(got.fault == LOAD_OUT_OF_RANGE);
        free(text);
    }
}

static void long_cells_are_shown_short(void **state)
{
    (void)state;
    char text[3 * 400];
    for (size_t i = 0; i < 400; i++)
        memcpy(text + 3 * i, "\u5B57", 3);
    const struct load_shown shown = load_show(text, sizeof text);
    /* 26 characters of 3 bytes fit into 80, then the ellipsis */
    assert_int_equal(strlen(shown.text), 26 * 3 + 3);
    assert_memory_equal(shown.text + 78, "\u2026", 3);
    assert_string_equal(load_show("abc", 3).text, "abc");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(values_are_read),
    cmocka_unit_test(missing_values_keep_their_kind),
    cmocka_unit_test(other_texts_are_refused),
    cmocka_unit_test(years_are_four_digits),
    cmocka_unit_test(ids_are_safe_file_names),
    cmocka_unit_test(notes_are_checked),
    cmocka_unit_test(numbers_of_very_many_digits),
    cmocka_unit_test(long_cells_are_shown_short),
};

RUN_TESTS(tests)
