/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text.  Expected values by hand from the rules in number.h; the catalogue's rates from their notes. */
#include "trendbook/number.h"

#include "run.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void exact_text_reads_back(void **state)
{
    (void)state;
    const double values[] = {0.1,    220.54,    1.0 / 3, 1e300,      -1e-300,   DBL_MIN, DBL_MAX,
                             5e-324, 1e15 + 2., 1e22,    123456.789, -0.078125, 93.75,   4503599627370497.5};
    char text[TB_NUMBER_SIZE];
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        tb_number_exact(values[i], text);
        assert_true(strtod(text, NULL) == values[i]);
    }
    tb_number_exact(220.54, text);
    assert_string_equal(text, "220.54");
    tb_number_exact(-0.0, text);
    assert_string_equal(text, "0");
    tb_number_exact(NAN, text);
    assert_string_equal(text, "");
}

/* The shortest text is the first of 15, 16 and 17 digits that strtod reads back: looked for here in the slow way. */
static void exact_text_is_the_shortest(void **state)
{
    uint64_t bits = UINT64_C(88172645463325252);
    (void)state;
    for (int k = 0; k < 300000; k++) {
        char text[TB_NUMBER_SIZE], shortest[TB_NUMBER_SIZE];
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        double value;
        const double some = (double)(bits >> 15 & 0xFFFFFFFFu);
        switch (k % 8) {
        case 0: /* any double there is */
            memcpy(&value, &bits, sizeof value);
            break;
        case 1: /* printed figures */
            value = some / pow(10, (double)(bits % 13));
            break;
        case 2: /* quotients */
            value = some / (double)(bits % 1000 + 1);
            break;
        case 3: /* 15 and 16 digits */
            value = (double)(bits % 10000000000000000u) / pow(10, (double)(bits >> 32 & 15));
            break;
        case 4: /* a hair beside a printed figure */
            value = nextafter((double)(bits % 100000000u) / 1e6, k % 4 ? 0 : 1e300);
            break;
        case 5: /* powers of two, whose neighbour below is half as far, and what stands beside them */
            value = ldexp(1 + ((double)(bits >> 8 & 3) - 1) * DBL_EPSILON, (int)(bits >> 16) % 170);
            break;
        default: /* beside the powers of ten */
            value = pow(10, (double)(bits % 38) - 20) * (1 + ((double)(bits >> 8 & 3) - 1) * 1e-15);
            break;
        case 6: /* small quotients, as p is */
            value = some / 4294967296.0 / pow(10, (double)(bits % 12));
        }
        if (!isfinite(value) || value == 0)
            continue;
        value = bits >> 40 & 1 ? -value : value;
        const bool whole = fabs(value) < 1e15 && value == floor(value); /* those have all their digits */
        for (int digits = 15; digits <= 17; digits++) {
            snprintf(shortest, sizeof shortest, "%.*g", digits, value);
            if (strtod(shortest, NULL) == value)
                break;
        }
        if (whole)
            snprintf(shortest, sizeof shortest, "%.0f", value);
        assert_int_equal(tb_number_exact(value, text), strlen(shortest));
        assert_string_equal(text, shortest);
    }
}

/* Whether this is [+-] digits [. digits] [e [+-] digits], looked at byte by byte; *places: digits behind the point. */
static bool is_number(const char *text, int *places, int *exponent)
{
    const char *at = text + (*text == '+' || *text == '-');
    size_t n = strspn(at, "0123456789");
    *places = *exponent = 0;
    if (!n)
        return false;
    at += n;
    if (*at == '.') {
        n = strspn(++at, "0123456789");
        *places = (int)n;
        if (!n)
            return false;
        at += n;
    }
    if (*at == 'e') {
        *exponent = atoi(++at);
        at += *at == '+' || *at == '-';
        if (!*at)
            return false;
        at += strspn(at, "0123456789");
    }
    return !*at;
}

/* Short texts are read all at once: every text of up to six of these characters, and some that are longer, as strtod.
 */
static void short_texts_are_read_as_strtod_reads_them(void **state)
{
    static const char alphabet[] = "0159.+-e/:";
    uint64_t bits = UINT64_C(88172645463325252);
    size_t numbers = 0;
    (void)state;
    for (int length = 1; length <= 17; length++) {
        const long all = length <= 6 ? lround(pow(10, length)) : 300000;
        for (long k = 0; k < all; k++) {
            char text[24] = "";
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            for (int i = 0; i < length; i++) {
                const uint64_t draw = (bits >> (3 * i) ^ bits >> 41) & 31; /* longer ones: digits mostly */
                text[i] = length <= 6 ? alphabet[k / lround(pow(10, i)) % 10]
                                      : (draw < 29 ? (char)('0' + draw % 10) : alphabet[4 + (draw + (uint64_t)i) % 6]);
            }
            double value = 0;
            int decimals = 99, places, exponent;
            const bool right = is_number(text, &places, &exponent);
            const double expected = right ? strtod(text, NULL) : 0;
            const bool zero = strcspn(text, "123456789") >= strcspn(text, "e");
            const bool fits = right && isfinite(expected) && (expected != 0 || zero); /* else it is out of range */
            assert_int_equal(tb_number_parse(text, (size_t)length, &value, &decimals), fits);
            numbers += fits;
            if (fits && (value != expected || (abs(exponent) < 100000 && decimals != places - exponent)))
                fail_msg("%s: %.17g with %d decimals", text, value, decimals);
        }
    }
    assert_true(numbers > 500000);
}

/* A point at every place of numbers of every length, and none. */
static void a_point_may_stand_anywhere(void **state)
{
    uint64_t bits = UINT64_C(88172645463325252);
    (void)state;
    for (int length = 1; length <= 20; length++)
        for (int point = 0; point <= length; point++)
            for (int round = 0; round < 200; round++) {
                char text[24] = "";
                double value = 0;
                int decimals = 99;
                for (int i = 0; i < length; i++) {
                    bits ^= bits << 13;
                    bits ^= bits >> 7;
                    bits ^= bits << 17;
                    text[i] = i == point ? '.' : (char)('0' + (bits >> 20) % 10);
                }
                const bool right = point == length || (point > 0 && point < length - 1);
                assert_int_equal(tb_number_parse(text, (size_t)length, &value, &decimals), right);
                if (right && (value != strtod(text, NULL) || decimals != (point < length ? length - 1 - point : 0)))
                    fail_msg("%s: %.17g with %d decimals", text, value, decimals);
            }
}

static void locale_changes_nothing(void **state)
{
    (void)state;
    char text[TB_NUMBER_SIZE];
    double value;
    setlocale(LC_ALL, "de_DE.UTF-8"); /* has no effect where it is not installed; the rule holds either way */
    tb_number_exact(1.5, text);
    assert_string_equal(text, "1.5");
    assert_true(tb_number_parse("1.5", 3, &value, NULL));
    assert_true(value == 1.5);
    setlocale(LC_ALL, "C");
}

static void parse_takes_plain_numbers_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
        int decimals;
    } good[] = {{"0", 0, 0},         {"-12.50", -12.5, 2}, {"+3", 3, 0},     {"1e3", 1000, -3},
                {"1.5E-2", .015, 3}, {"007", 7, 0},        {"0.00e9", 0, -7}};
    static const char *const bad[] = {"",    " 1",  "1 ",  ".5",    "5.",  "1e",     "1e+",   "0x10",
                                      "nan", "inf", "1,5", "1e400", "--1", "1e-400", "1.2.3", "１"};
    double value;
    int decimals;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(tb_number_parse(good[i].text, strlen(good[i].text), &value, &decimals));
        assert_true(value == good[i].value);
        assert_int_equal(decimals, good[i].decimals);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(tb_number_parse(bad[i], strlen(bad[i]), &value, &decimals));
}

static void units_give_the_factor_of_a_rate(void **state)
{
    (void)state;
    static const struct {
        const char *numerator, *denominator, *rate;
        double per, factor;
    } rows[] = {
        {"万元", "件", "万元", NAN, 1},              /* fines per case */
        {"件", "件", "%", NAN, 100},                 /* publication rate */
        {"亿元", "万公里", "万元/公里", NAN, 1},     /* toll debt per km */
        {"亿人次", "公里", "万人次/公里", NAN, 1e4}, /* urban rail load */
        {"人", "万辆", "人/万辆", NAN, 1},           /* deaths per 10 000 vehicles */
        {"辆次", "万辆次", "%", NAN, 0.01},          /* overloaded share, mixed units */
        {"亿人公里", "亿人", "公里", NAN, 1},        /* mean trip */
        {"人", "万人", "人/10万人", 100000, 10},     /* explicit per */
        {"件", "件", "%", 100, 1 * 100},             /* per 100 and % are the same thing */
        {"件", "件", "‰", NAN, 1000},
        {"公里", "万平方公里", "公里/百平方公里", NAN, 0.01},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double factor = tb_rate_factor(rows[i].numerator, rows[i].denominator, rows[i].rate, rows[i].per);
        assert_true(fabs(factor / rows[i].factor - 1) < 1e-14);
    }
}

static void displays_follow_the_reader(void **state)
{
    (void)state;
    static const struct {
        enum tb_language language;
        double values[4];
        size_t n;
        int decimals;
        const char *unit;
        const char *shown_unit, *first; /* label of the first value */
    } rows[] = {
        {TB_CHINESE, {1234567}, 1, 0, "件", "万件", "123.5"},
        {TB_CHINESE, {5450000}, 1, 0, "元", "万元", "545"},
        {TB_CHINESE, {5450000}, 1, 0, "万元", "亿元", "545"},
        {TB_CHINESE, {1015986}, 1, 0, "亿元", "万亿元", "101.6"},
        {TB_CHINESE, {12345}, 1, 0, "件", "件", "12345"},
        {TB_CHINESE, {0.12, 0.5}, 2, 2, "%", "%", "0.12"},
        {TB_CHINESE, {270.95, 50.41}, 2, 2, "万元", "万元", "270.95"}, /* as printed */
        {TB_CHINESE, {403, 208}, 2, 0, "件", "件", "403"},
        {TB_CHINESE, {-0.5}, 1, 1, "万人", "万人", "\u22120.5"},
        {TB_CHINESE, {0.000004, 12.5}, 2, 6, "", "", "0.000004"},
        {TB_CHINESE, {99.91, 99.92}, 2, 2, "%", "%", "99.91"},
        {TB_CHINESE, {1234.51, 1234.52}, 2, 2, "", "", "1234.51"},
        {TB_ENGLISH, {12345}, 1, 0, "件", "", "12,345"},
        {TB_ENGLISH, {12345678}, 1, 0, "件", "million", "12.35"},
        {TB_ENGLISH, {1.5}, 1, 1, "人/起", "people per case", "1.5"},
        {TB_ENGLISH, {549.04}, 1, 2, "万公里", "million km", "5.49"},
        {TB_ENGLISH, {1015986}, 1, 0, "亿元", "trillion yuan", "101.6"},
        {TB_ENGLISH, {2.5}, 1, 1, "人/万辆", "people per 10,000 vehicles", "2.5"},
        {TB_CHINESE, {2e300, 1e300}, 2, 0, "件", "10³⁰⁰ 件", "2"},
        {TB_ENGLISH, {2.5e-9}, 1, 10, "", "10⁻⁹", "2.5"},
        {TB_CHINESE, {1e12, 1}, 2, 0, "", "", "1000000000000"},
        {TB_CHINESE, {9e9, 3}, 2, 0, "件", "件", "9000000000"},
        {TB_CHINESE, {1234567, 300}, 2, 0, "件", "万件", "123.46"},
        {TB_CHINESE, {1234567, 30}, 2, 0, "件", "件", "1234567"},
        {TB_ENGLISH, {9e9, 3}, 2, 0, "件", "", "9,000,000,000"},
        {TB_ENGLISH, {-22}, 1, 0, "人", "people", "\u221222"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tb_display display;
        char text[64];
        tb_display_choose(rows[i].values, rows[i].n, rows[i].decimals, rows[i].unit, rows[i].language, &display);
        tb_display_value(&display, rows[i].values[0], false, text, sizeof text);
        assert_string_equal(display.unit, rows[i].shown_unit);
        assert_string_equal(text, rows[i].first);
    }
}

static void approximate_values_claim_no_digits(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *text;
    } rows[] = {{43, 3, "43"}, {14.5, 3, "14.5"}, {100, 0, "100"}, {0, 2, "0"}, {-20, 1, "\u221220"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[32];
        const struct tb_display display = {.divisor = 1, .decimals = rows[i].decimals, .language = TB_CHINESE};
        assert_int_equal(tb_display_about(&display, rows[i].value, text, sizeof text), strlen(rows[i].text));
        assert_string_equal(text, rows[i].text);
    }
}

static void rounding_is_half_even_on_the_decimal_text(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        bool sign;
        const char *text;
    } rows[] = {
        {2.675, 2, false, "2.68"},      {2.665, 2, false, "2.66"},  {0.5, 0, false, "0"},
        {1.5, 0, false, "2"},           {2.5, 0, false, "2"},       {-0.04, 1, false, "0.0"},
        {93.75, 1, true, "+93.8"},      {99.95, 1, false, "100.0"}, {0.05, 1, false, "0.0"},
        {0.15, 1, false, "0.2"},        {0, 1, true, "0.0"},        {1e21, 0, false, "1,000,000,000,000,000,000,000"},
        {-0.08, 2, true, "\u22120.08"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[64];
        tb_display_fixed(rows[i].value, rows[i].decimals, rows[i].sign, TB_ENGLISH, text, sizeof text);
        assert_string_equal(text, rows[i].text);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(exact_text_reads_back),
    cmocka_unit_test(exact_text_is_the_shortest),
    cmocka_unit_test(short_texts_are_read_as_strtod_reads_them),
    cmocka_unit_test(a_point_may_stand_anywhere),
    cmocka_unit_test(locale_changes_nothing),
    cmocka_unit_test(parse_takes_plain_numbers_only),
    cmocka_unit_test(units_give_the_factor_of_a_rate),
    cmocka_unit_test(displays_follow_the_reader),
    cmocka_unit_test(approximate_values_claim_no_digits),
    cmocka_unit_test(rounding_is_half_even_on_the_decimal_text),
};
RUN_TESTS(tests)
