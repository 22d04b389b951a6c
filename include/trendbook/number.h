/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Numbers as text: exact for programs, readable for people.  Independent of the locale.
 */
#ifndef TRENDBOOK_NUMBER_H
#define TRENDBOOK_NUMBER_H

#include "panel.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TB_NUMBER_SIZE 40

/**
 * Shortest decimal text that reads back to the same double; "" for NaN.  Infinity is an assert: it never gets here.
 * Returns its length.
 */
size_t tb_number_exact(double value, char text[TB_NUMBER_SIZE]);

/**
 * A plain decimal number `[+-]digits[.digits][e[+-]digits]`, the whole of it, nothing else (no blanks, hex, nan, inf).
 * False when the text is anything else, or overflows, or underflows to 0.  *decimals (may be NULL) receives the place
 * of the last digit: 12.50 has 2, 1.5e3 has -2.
 */
bool tb_number_parse(const char *text, size_t length, double *value, int *decimals);

/**
 * A unit as written, split into scale and word: 万元/件 is 1e4 x 元 per 1 x 件; % is 0.01; ‰ is 0.001.
 * Prefixes: 十 百 千 万 亿 and their products (百万 千万 万亿), "thousand", "million", "billion".
 */
struct tb_unit {
    double numerator_scale;   /* 1e4 for 万元/件 */
    double denominator_scale; /* 1e2 for 公里/百平方公里; 1 without a denominator */
    bool percent;             /* % or ‰: numerator_scale is 0.01 or 0.001 */
    bool points;              /* 个百分点, percentage points */
    const char *word;         /* the unit without its prefix, pointing into the text given */
    size_t word_length;
};
void tb_unit_parse(const char *unit, struct tb_unit *result);
/** The unit's word in English without its scale: "km" for 万公里, "people per 10,000 vehicles" for 人/万辆; unknown
 * words stay. */
void tb_unit_english(const struct tb_unit *unit, char *text, size_t size);
/** Bytes of the longest known unit word with which a text begins (辆次 before 辆), % and ‰ among them; 0 without one.
 */
size_t tb_unit_word(const char *text);
/** Whether two unit words, without scale, name one unit: 平方米 and ㎡, 人 and 名. */
bool tb_unit_same(const char *a, const char *b);

/**
 * The factor of a rate: value = numerator / denominator x factor, in the rate's own unit, from the units of the two and
 * `per` (NaN: 100 for %, 1000 for ‰, else the scale in the rate's own denominator).
 */
double tb_rate_factor(const char *numerator_unit, const char *denominator_unit, const char *rate_unit, double per);

/** How all the labels of one chart, table or sentence write their numbers: one unit, one number of decimals. */
struct tb_display {
    double divisor; /* labels show value / divisor */
    int decimals;   /* decimals of the labels */
    char unit[96];  /* the unit after rescaling: 万件, million km */
    enum tb_language language;
};

/**
 * Chooses unit and decimals for a set of values: rescaled where a label would have 6 or more digits (Chinese: 万 from
 * 1e5, 亿 from 1e8, 万亿 from 1e12, a prefix already in the unit is multiplied: 万元 becomes 亿元; English: million
 * from 1e6, billion from 1e9), decimals those of the data, at most 5 significant digits (270.95 stays as it is
 * printed), 4 of a rescaled number, but enough that two different neighbours differ and nothing but 0 becomes 0.
 * Where a tiny value beside a huge one would need more than 2 decimals and 4 digits, the scale is smaller or none.
 * Where words end, labels from 1e7 on and below 1e-5, a power of ten goes into the unit (10¹⁸ yuan).
 * English: the Chinese unit word is put into English and its 万 or 亿 is multiplied out (549.04万公里: 5.49 million
 * km). decimals  largest number of printed decimals among the values (panel->decimals)
 */
void tb_display_choose(const double *values, size_t n, int decimals, const char *unit, enum tb_language language,
                       struct tb_display *display);

/**
 * A value as a label: rounded half even on the decimal text, minus as U+2212, comma groups from 1,000 in English, none
 * in Chinese.  sign: a leading + on values above 0.  Returns the length.  "" for NaN.
 */
size_t tb_display_value(const struct tb_display *display, double value, bool sign, char *text, size_t size);
/** The same for an approximate value: no zeros behind its decimals, which would claim what nobody knows (about 43). */
size_t tb_display_about(const struct tb_display *display, double value, char *text, size_t size);
/** The same as tb_display_value with a fixed number of decimals and no rescaling: percentages and percentage points. */
size_t tb_display_fixed(double value, int decimals, bool sign, enum tb_language language, char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif
