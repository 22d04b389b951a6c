/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/number.h"

#include "model/number_short.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- exact text, whatever the locale of the process ---- */

static locale_t c_locale;
static pthread_once_t c_locale_once = PTHREAD_ONCE_INIT;

static void make_c_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

static_assert(FLT_EVAL_METHOD == 0, "the exact powers need arithmetic in double");
static const double exact_power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                     1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
enum {
    LONGEST_NUMBER = 2048
};

/* Two digits of a number below 100. */
static char *write_two(unsigned number, char *text)
{
    static const char two[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                              "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                              "8081828384858687888990919293949596979899";
    memcpy(text, two + (size_t)2 * number, 2);
    return text + 2;
}

/* Eight digits of a number below 10^8. */
static char *write_eight(unsigned number, char *text)
{
    const unsigned high = number / 10000, low = number % 10000;
    write_two(high / 100, text);
    write_two(high % 100, text + 2);
    write_two(low / 100, text + 4);
    return write_two(low % 100, text + 6);
}

/* Writes a whole number; returns its end. */
static char *write_whole(uint64_t number, char *text)
{
    char reversed[24], *from = reversed + sizeof reversed;
    for (; number >= 100; number /= 100)
        write_two((unsigned)(number % 100), from -= 2);
    if (number >= 10)
        write_two((unsigned)number, from -= 2);
    else
        *--from = (char)('0' + number);
    const size_t n = (size_t)(reversed + sizeof reversed - from);
    memcpy(text, from, n);
    return text + n;
}

enum {
    MOST_DIGITS = 17 /* that a double needs */
};
static const uint64_t LEAST_OF_ALL_DIGITS = UINT64_C(10000000000000000); /* 10^(MOST_DIGITS - 1) */

/*
 * Writes a number of MOST_DIGITS digits x 10^(exponent - MOST_DIGITS + 1) without the zeros at its end, as %g does:
 * plain from 1e-4 on.  Returns the end.  Pieces of a fixed length are copied, of which later ones cover what is too
 * much.
 */
static char *write_digits(bool negative, uint64_t digits, int exponent, char text[TB_NUMBER_SIZE])
{
    enum {
        PIECE = 16
    };
    char digit[2 * PIECE] = "";
    const uint64_t rest = digits % LEAST_OF_ALL_DIGITS;
    digit[0] = (char)('0' + digits / LEAST_OF_ALL_DIGITS);
    write_eight((unsigned)(rest / 100000000), digit + 1);
    write_eight((unsigned)(rest % 100000000), digit + 9);
    int n = MOST_DIGITS;
    while (n > 1 && digit[n - 1] == '0')
        n--;
    char *at = text;
    *at = '-';
    at += negative;
    const bool plain = exponent >= -4;
    if (plain && exponent < 0) {
        memcpy(at, "0.000", 5);
        at += 1 - exponent;
        memcpy(at, digit, PIECE);
        at[PIECE] = digit[PIECE];
        at += n;
        *at = '\0';
        return at;
    }
    const int before = plain ? exponent + 1 : 1; /* digits before the point */
    memcpy(at, digit, PIECE);
    at += before;
    if (n > before) {
        *at++ = '.';
        memcpy(at, digit + before, PIECE);
        at += n - before;
    }
    if (!plain) { /* down to e-36 */
        *at++ = 'e';
        *at++ = '-';
        *at++ = (char)('0' - exponent / 10);
        *at++ = (char)('0' - exponent % 10);
    }
    *at = '\0';
    return at;
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide;

enum {
    MOST_FIVES = 54,  /* 5^54 has 126 bits */
    MOST_SHIFT = 122, /* what is compared fits into 128 bits */
};

static wide power_of_five(int n)
{
    static const uint64_t five[] = {
        UINT64_C(1),
        UINT64_C(5),
        UINT64_C(25),
        UINT64_C(125),
        UINT64_C(625),
        UINT64_C(3125),
        UINT64_C(15625),
        UINT64_C(78125),
        UINT64_C(390625),
        UINT64_C(1953125),
        UINT64_C(9765625),
        UINT64_C(48828125),
        UINT64_C(244140625),
        UINT64_C(1220703125),
        UINT64_C(6103515625),
        UINT64_C(30517578125),
        UINT64_C(152587890625),
        UINT64_C(762939453125),
        UINT64_C(3814697265625),
        UINT64_C(19073486328125),
        UINT64_C(95367431640625),
        UINT64_C(476837158203125),
        UINT64_C(2384185791015625),
        UINT64_C(11920928955078125),
        UINT64_C(59604644775390625),
        UINT64_C(298023223876953125),
        UINT64_C(1490116119384765625),
        UINT64_C(7450580596923828125),
    };
    enum {
        HALF = MOST_FIVES / 2
    };
    return n <= HALF ? five[n] : (wide)five[HALF] * five[n - HALF];
}

/* A number x 10^k as `whole` + rest / 2^shift, with nothing lost. */
struct scaled {
    uint64_t whole;
    wide rest;
    int shift;
    wide five; /* 5^k: half the distance to the next number, in units of 2^-(shift + 1) */
};

/* mantissa x 2^power x 10^k; the mantissa has 53 bits. */
static bool scale(uint64_t mantissa, int power, int k, struct scaled *scaled)
{
    const int shift = -power - k;
    if (k < 0 || k > MOST_FIVES || shift < 1 || shift > MOST_SHIFT)
        return false;
    const wide five = power_of_five(k);
    const wide low = (wide)mantissa * (uint64_t)five;
    const wide high = (wide)mantissa * (uint64_t)(five >> 64) + (low >> 64);
    const wide bottom =
        high << 64 | (uint64_t)low; /* the lowest 128 bits of the product; `high` has those from 64 on */
    scaled->whole = (uint64_t)(shift < 64 ? bottom >> shift : high >> (shift - 64));
    scaled->rest = bottom & (((wide)1 << shift) - 1);
    scaled->shift = shift;
    scaled->five = five;
    return true;
}

/* Rounded to a multiple of `unit` (1, 10, 100), half to even, and divided by it.  Which way it goes is chance, so this
 * and the next are computed without branches that a processor would guess wrong. */
static inline uint64_t round_to(const struct scaled *scaled, uint64_t unit)
{
    const uint64_t quotient = scaled->whole / unit, left = scaled->whole % unit;
    const wide half = (wide)1 << (scaled->shift - 1);
    const bool at_half = unit == 1 ? scaled->rest == half : (left == unit / 2) & !scaled->rest;
    const bool from_half = unit == 1 ? scaled->rest >= half : left >= unit / 2;
    return quotient + (from_half & (!at_half | (bool)(quotient % 2)));
}

/* Whether a decimal, in the scale of the number, is nearer to it than to its neighbours, or even and in the middle. */
static inline bool reads_back(const struct scaled *scaled, uint64_t decimal, uint64_t mantissa)
{
    const int64_t steps = (int64_t)(decimal - scaled->whole);
    if (steps > 15 || steps < -15) /* half the distance is below 12 */
        return false;
    const wide away = ((wide)steps << scaled->shift) - scaled->rest; /* to the decimal, as a two's complement */
    const wide sign = (wide)0 - (away >> 127), far = 2 * ((away ^ sign) - sign);
    if (mantissa == UINT64_C(1) << 52 && sign) /* the neighbour below a power of two is half as far */
        return far <= scaled->five / 2;
    return (far < scaled->five) | ((far == scaled->five) & (mantissa % 2 == 0));
}

/* The shortest text, by whole numbers alone; its end.  NULL when the number is very large or small. */
static char *write_shortest(double value, char text[TB_NUMBER_SIZE])
{
    const double size = fabs(value);
    if (!(size >= 1e-36 && size < 1e15))
        return NULL;
    uint64_t bits; /* of a normal number: 52 of the mantissa below its first one, and the power of that + 1023 */
    memcpy(&bits, &size, sizeof bits);
    const int binary = (int)(bits >> 52) - 1023;
    const uint64_t mantissa = (bits & (UINT64_MAX >> 12)) | UINT64_C(1) << 52;
    /* the power of ten of the first digit, or one less: binary x 0.30102920..., log10(2) from below */
    int exponent = (binary * 78913 - (binary < 0 ? (1 << 18) - 1 : 0)) / (1 << 18);
    struct scaled scaled;
    if (!scale(mantissa, binary - 52, MOST_DIGITS - 1 - exponent, &scaled))
        return NULL;
    if (scaled.whole >= 10 * LEAST_OF_ALL_DIGITS &&
        !scale(mantissa, binary - 52, MOST_DIGITS - 1 - ++exponent, &scaled))
        return NULL;
    uint64_t digits = 100 * round_to(&scaled, 100);
    if (!reads_back(&scaled, digits, mantissa)) {
        const uint64_t all = round_to(&scaled, 1);
        digits = 10 * round_to(&scaled, 10);
        digits = reads_back(&scaled, digits, mantissa) ? digits : all;
    }
    const bool carried = digits == 10 * LEAST_OF_ALL_DIGITS;
    return write_digits(value < 0, carried ? LEAST_OF_ALL_DIGITS : digits, exponent + carried, text);
}
#else
static char *write_shortest(double value, char text[TB_NUMBER_SIZE])
{
    (void)value;
    (void)text;
    return NULL;
}
#endif

size_t tb_number_exact(double value, char text[TB_NUMBER_SIZE])
{
    if (isnan(value)) {
        text[0] = '\0';
        return 0;
    }
    assert(!isinf(value));
    if (fabs(value) < 1e15 && value == (double)(long long)value) {
        char *const from = value < 0 ? text + 1 : text; /* no minus before zero */
        text[0] = '-';
        char *const end = write_whole((uint64_t)fabs(value), from);
        *end = '\0';
        return (size_t)(end - text);
    }
    const char *const end = write_shortest(value, text);
    if (end)
        return (size_t)(end - text);
    pthread_once(&c_locale_once, make_c_locale);
    const locale_t before = c_locale ? uselocale(c_locale) : (locale_t)0;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, TB_NUMBER_SIZE, "%.*g", digits, value);
        if (digits == 17 || strtod(text, NULL) == value) /* 17 always do */
            break;
    }
    if (before)
        uselocale(before);
    return strlen(text);
}

bool tb_number_parse(const char *text, size_t length, double *value, int *decimals)
{
    char copy[LONGEST_NUMBER];
    size_t i = 0, digits = 0;
    uint64_t mantissa = 0; /* all digits as one whole number, right while there are at most 19 */
    bool significant = false;
    int after_point = 0, exponent = 0;
    if (number_short(text, length, value, &after_point)) {
        if (decimals)
            *decimals = after_point;
        return true;
    }
    if (length >= sizeof copy)
        return false;
    if (i < length && (text[i] == '+' || text[i] == '-'))
        i++;
    for (; i < length && text[i] >= '0' && text[i] <= '9'; i++, digits++)
        mantissa = 10 * mantissa + (uint64_t)(text[i] - '0');
    if (!digits)
        return false;
    if (i < length && text[i] == '.') {
        const size_t point = i++;
        for (; i < length && text[i] >= '0' && text[i] <= '9'; i++)
            mantissa = 10 * mantissa + (uint64_t)(text[i] - '0');
        after_point = (int)(i - point - 1);
        if (!after_point)
            return false;
    }
    if (i < length && (text[i] == 'e' || text[i] == 'E')) {
        const bool negative = ++i < length && text[i] == '-';
        if (i < length && (text[i] == '+' || text[i] == '-'))
            i++;
        if (i >= length)
            return false;
        for (; i < length && text[i] >= '0' && text[i] <= '9'; i++)
            if (exponent < 100000)
                exponent = 10 * exponent + (text[i] - '0');
        exponent = negative ? -exponent : exponent;
    }
    if (i != length)
        return false;
    if (decimals)
        *decimals = after_point - exponent;
    const int power = exponent - after_point;
    if (length <= 19 && mantissa <= UINT64_C(1) << 53 && power >= -22 && power <= 22) {
        /* both are exact, so the one rounding of * or / is the right one (Clinger 1990) */
        const double whole = *text == '-' ? -(double)mantissa : (double)mantissa;
        *value = power < 0 ? whole / exact_power[-power] : whole * exact_power[power];
        return true;
    }
    for (size_t k = 0; k < length && text[k] != 'e' && text[k] != 'E'; k++)
        significant = significant || (text[k] >= '1' && text[k] <= '9');
    memcpy(copy, text, length);
    copy[length] = '\0';
    pthread_once(&c_locale_once, make_c_locale);
    const double number = c_locale ? strtod_l(copy, NULL, c_locale) : strtod(copy, NULL);
    if (isinf(number) || (number == 0 && significant))
        return false;
    *value = number;
    return true;
}

/* ---- decimal text with a shifted point, rounded half even on the digits that are printed ---- */

/* Writes value x 10^-shift with `decimals` decimals, ASCII, minus as '-'; no minus on a rounded zero. */
static void decimal_text(double value, int shift, int decimals, char *out, size_t size)
{
    char exact[TB_NUMBER_SIZE], digit[64];
    tb_number_exact(fabs(value), exact);
    /* digits and the power of ten of the last one */
    int n = 0, power = 0;
    bool point = false;
    const char *at = exact;
    for (; *at && *at != 'e'; at++) {
        if (*at == '.')
            point = true;
        else if (n || *at != '0' || at[1] == '\0') {
            digit[n++] = *at;
            power -= point;
        } else
            power -= point;
    }
    if (*at == 'e')
        power += atoi(at + 1);
    power -= shift;

    /* cut to `decimals`, half to even */
    int drop = -decimals - power;
    if (drop > n) { /* below a tenth of the last digit */
        digit[0] = '0';
        n = 1;
        power = -decimals;
    } else if (drop > 0) {
        const char first = drop <= n ? digit[n - drop] : '0';
        bool rest = false;
        for (int i = n - drop + 1; i < n; i++)
            rest = rest || digit[i] != '0';
        n -= drop;
        power = -decimals;
        const bool odd = n > 0 && (digit[n - 1] - '0') % 2 == 1;
        const bool up = first > '5' || (first == '5' && (rest || odd));
        int i = n - 1;
        for (; up && i >= 0; i--) {
            if (digit[i] != '9') {
                digit[i]++;
                break;
            }
            digit[i] = '0';
        }
        if (up && i < 0) {
            memmove(digit + 1, digit, (size_t)n);
            digit[0] = '1';
            n++;
        }
        if (!n) {
            digit[0] = '0';
            n = 1;
        }
    }
    bool zero = true;
    for (int i = 0; i < n; i++)
        zero = zero && digit[i] == '0';

    /* integer part, point, decimals */
    size_t used = 0;
#define PUT(c)                       \
    do {                             \
        if (used + 1 < size)         \
            out[used++] = (char)(c); \
    } while (0)
    if (value < 0 && !zero)
        PUT('-');
    const int integer_digits = n + power; /* digits before the point */
    if (integer_digits <= 0)
        PUT('0');
    for (int i = 0; i < integer_digits; i++)
        PUT(i < n ? digit[i] : '0');
    if (decimals > 0) {
        PUT('.');
        for (int i = 0; i < decimals; i++) {
            const int from = integer_digits + i;
            PUT(from >= 0 && from < n ? digit[from] : '0');
        }
    }
#undef PUT
    out[used] = '\0';
}

/* ASCII decimal text to a label: U+2212, leading +, comma groups in English. */
static size_t label_text(const char *plain, bool sign, enum tb_language language, char *text, size_t size)
{
    char label[600];
    size_t n = 0;
    bool zero = true;
    for (const char *c = plain; *c; c++)
        zero = zero && (*c == '0' || *c == '.' || *c == '-');
    if (*plain == '-') {
        memcpy(label, "\u2212", 3);
        n = 3;
        plain++;
    } else if (sign && !zero)
        label[n++] = '+';
    size_t integer = strspn(plain, "0123456789");
    for (size_t i = 0; plain[i] && n + 2 < sizeof label; i++) {
        if (language == TB_ENGLISH && i && i < integer && (integer - i) % 3 == 0)
            label[n++] = ',';
        label[n++] = plain[i];
    }
    label[n] = '\0';
    if (size) {
        const size_t copied = n < size ? n : size - 1;
        memcpy(text, label, copied);
        text[copied] = '\0';
    }
    return n;
}

size_t tb_display_fixed(double value, int decimals, bool sign, enum tb_language language, char *text, size_t size)
{
    if (isnan(value)) {
        if (size)
            text[0] = '\0';
        return 0;
    }
    char plain[500];
    decimal_text(value, 0, decimals < 0 ? 0 : decimals, plain, sizeof plain);
    return label_text(plain, sign, language, text, size);
}

static int power_of_ten(double divisor)
{
    return (int)lround(log10(divisor));
}

size_t tb_display_value(const struct tb_display *display, double value, bool sign, char *text, size_t size)
{
    if (isnan(value)) {
        if (size)
            text[0] = '\0';
        return 0;
    }
    char plain[500];
    decimal_text(value, power_of_ten(display->divisor), display->decimals, plain, sizeof plain);
    return label_text(plain, sign, display->language, text, size);
}

size_t tb_display_about(const struct tb_display *display, double value, char *text, size_t size)
{
    size_t n = tb_display_value(display, value, false, text, size);
    while (display->decimals > 0 && n < size && n > 0 && strchr(text, '.') &&
           (text[n - 1] == '0' || text[n - 1] == '.'))
        text[--n] = '\0';
    return n;
}

/* ---- choosing unit and decimals for a set of labels ---- */

/* Words for a scale in front of a unit.  Only scales listed here can be shown. */
struct scale_word {
    double scale;
    const char *word;
};
static const struct scale_word chinese_scales[] = {
    {1, ""}, {1e3, "千"}, {1e4, "万"}, {1e6, "百万"}, {1e7, "千万"}, {1e8, "亿"}, {1e12, "万亿"},
};
static const struct scale_word english_scales[] = {
    {1, ""}, {1e3, "thousand "}, {1e6, "million "}, {1e9, "billion "}, {1e12, "trillion "},
};

static const char *scale_word(const struct scale_word *words, size_t n, double scale)
{
    for (size_t i = 0; i < n; i++)
        if (fabs(words[i].scale / scale - 1) < 1e-9)
            return words[i].word;
    return NULL;
}
#define SCALE_WORD(words, scale) scale_word(words, sizeof(words) / sizeof((words)[0]), scale)

static double largest_size(const double *values, size_t n)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i]))
            largest = fmax(largest, fabs(values[i]));
    return largest;
}

static bool same_label(const struct tb_display *display, double a, double b)
{
    char left[500], right[500];
    const int shift = power_of_ten(display->divisor);
    decimal_text(a, shift, display->decimals, left, sizeof left);
    decimal_text(b, shift, display->decimals, right, sizeof right);
    return strcmp(left, right) == 0;
}

/* Some label hides what its value is: two different neighbours look the same, or a small value looks like 0. */
static bool too_coarse(const struct tb_display *display, const double *values, size_t n)
{
    double before = NAN;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(values[i]))
            continue;
        if (values[i] != 0 && same_label(display, values[i], 0))
            return true;
        if (!isnan(before) && before != values[i] && same_label(display, before, values[i]))
            return true;
        before = values[i];
    }
    return false;
}

/* Every label still reads back to the same value with one decimal less. */
static bool last_decimal_idle(const struct tb_display *display, const double *values, size_t n)
{
    char text[500];
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(values[i]))
            continue;
        decimal_text(values[i], power_of_ten(display->divisor), display->decimals, text, sizeof text);
        if (text[strlen(text) - 1] != '0')
            return false;
    }
    return true;
}

/* 300 as "\u00B3\u2070\u2070", with a minus where it is negative. */
static void superscript(int number, char *text, size_t size)
{
    static const char *const digits[] = {"\u2070", "\u00B9", "\u00B2", "\u00B3", "\u2074",
                                         "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
    char plain[16];
    snprintf(plain, sizeof plain, "%d", number < 0 ? -number : number);
    size_t n = (size_t)snprintf(text, size, "%s", number < 0 ? "\u207B" : "");
    for (const char *c = plain; *c && n < size; c++)
        n += (size_t)snprintf(text + n, size - n, "%s", digits[*c - '0']);
}

/* Where words end (labels from 1e7 on, or all below 1e-5) a power of ten goes into the unit: 10\u00B9\u2078 yuan. */
static void name_power(struct tb_display *display, double largest, const char *unit_text)
{
    const double label = largest / display->divisor;
    if (largest == 0 || (label >= 1e-5 && label < 1e7))
        return;
    int power = 3 * (int)floor(floor(log10(largest)) / 3);
    power = power < -300 ? -300 : power; /* below that 10^power is no normal number to divide by */
    char exponent[32];
    superscript(power, exponent, sizeof exponent);
    snprintf(display->unit, sizeof display->unit, "10%s%s%.*s", exponent, *unit_text ? " " : "",
             (int)sizeof display->unit - 40, unit_text);
    display->divisor = pow(10, power);
}

/* Scale and unit for labels up to `largest`; no scale above `cap`. */
static void choose_scale(struct tb_display *display, double largest, const char *unit_text, double cap)
{
    struct tb_unit unit;
    tb_unit_parse(unit_text, &unit);
    display->divisor = 1;
    if (unit.percent || unit.points)
        snprintf(display->unit, sizeof display->unit, "%s",
                 unit.points && display->language == TB_ENGLISH ? "percentage points" : unit_text);
    else if (display->language == TB_CHINESE) {
        static const double steps[] = {1e12, 1e8, 1e4};
        for (size_t i = 0; largest >= 99999.5 && i < sizeof steps / sizeof steps[0]; i++)
            if (steps[i] <= cap && largest / steps[i] >= 1 &&
                SCALE_WORD(chinese_scales, unit.numerator_scale * steps[i])) {
                /* 万 from 1e5, the larger ones from their own size on */
                display->divisor = steps[i];
                break;
            }
        if (display->divisor == 1)
            snprintf(display->unit, sizeof display->unit, "%s", unit_text);
        else
            snprintf(display->unit, sizeof display->unit, "%s%s",
                     SCALE_WORD(chinese_scales, unit.numerator_scale * display->divisor), unit.word);
    } else {
        const double size = fmin(largest * unit.numerator_scale, cap);
        const double scale = size >= 1e12 ? 1e12 : size >= 1e9 ? 1e9 : size >= 1e6 ? 1e6 : 1;
        display->divisor = scale / unit.numerator_scale;
        char word[64];
        tb_unit_english(&unit, word, sizeof word);
        int length = snprintf(display->unit, sizeof display->unit, "%s%s", SCALE_WORD(english_scales, scale), word);
        if (length > 0 && (size_t)length < sizeof display->unit && display->unit[length - 1] == ' ')
            display->unit[length - 1] = '\0'; /* a scale without a word: "million" */
    }
}

/* Decimals: those of the data, at most 5 significant digits as printed, 4 rescaled, but never hiding a difference. */
static void choose_decimals(struct tb_display *display, const double *values, size_t n, int decimals, double largest)
{
    const int data_decimals = decimals + power_of_ten(display->divisor);
    const int most = data_decimals < 0 ? 0 : data_decimals > 15 ? 15 : data_decimals;
    const int integer_digits = largest > 0 ? (int)floor(log10(largest / display->divisor)) + 1 : 1;
    const int room = (display->divisor == 1 ? 5 : 4) - integer_digits;
    display->decimals = most < room ? most : room < 0 ? 0 : room;
    while (display->decimals < most && too_coarse(display, values, n))
        display->decimals++;
    if (display->divisor != 1)
        while (display->decimals > 0 && last_decimal_idle(display, values, n))
            display->decimals--;
}

void tb_display_choose(const double *values, size_t n, int decimals, const char *unit_text, enum tb_language language,
                       struct tb_display *display)
{
    static const double caps[] = {INFINITY, 1e8, 1e6, 1e4, 1};
    static const double longest = 1e13; /* as long as the decimals that it saves */
    const double largest = largest_size(values, n);
    for (size_t i = 0; i < sizeof caps / sizeof caps[0]; i++) {
        struct tb_display tried = {.language = language};
        choose_scale(&tried, largest, unit_text, caps[i]);
        if (i == 0)
            name_power(&tried, largest, unit_text);
        else if (largest / tried.divisor >= longest)
            return;
        choose_decimals(&tried, values, n, decimals, largest);
        const bool plain = tried.decimals <= 2 || largest / tried.divisor * pow(10, tried.decimals) < 1e4;
        if (i == 0 || plain)
            *display = tried;
        if (plain || tried.divisor <= 1)
            return; /* else something tiny stands beside something huge: a smaller scale shows both */
    }
}
