/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct prefix {
    const char *text;
    double scale;
};

/* Longest first. */
static const struct prefix prefixes[] = {
    {"万亿", 1e12},         {"百亿", 1e10},    {"千亿", 1e11}, {"十亿", 1e9},     {"千万", 1e7}, {"百万", 1e6},
    {"十万", 1e5},          {"亿", 1e8},       {"万", 1e4},    {"千", 1e3},       {"百", 1e2},   {"十", 1e1},
    {"trillion ", 1e12},    {"billion ", 1e9}, {"bn ", 1e9},   {"million ", 1e6}, {"mn ", 1e6},  {"thousand ", 1e3},
    {"thousands of ", 1e3},
};

/* Units that begin like a prefix but are words of their own. */
static const char *const whole_words[] = {"百分点", "百分比", "千克", "千米", "千瓦", "千卡", "百帕", "十字"};

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Cuts the prefix off *text and returns its scale, 1 when there is none. */
static double cut_prefix(const char **text)
{
    for (size_t i = 0; i < sizeof whole_words / sizeof whole_words[0]; i++)
        if (starts_with(*text, whole_words[i]))
            return 1;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (starts_with(*text, prefixes[i].text)) {
            *text += strlen(prefixes[i].text);
            return prefixes[i].scale;
        }
    return 1;
}

/* Where the denominator of a unit begins, past the stroke or "per"; NULL without one. */
static const char *denominator_of(const char *unit)
{
    const char *stroke = strchr(unit, '/');
    const char *wide = strstr(unit, "／");
    const char *per = strstr(unit, " per ");
    if (stroke)
        return stroke + 1;
    if (wide)
        return wide + strlen("／");
    return per ? per + strlen(" per ") : NULL;
}

void tb_unit_parse(const char *text, struct tb_unit *unit)
{
    *unit = (struct tb_unit){.numerator_scale = 1, .denominator_scale = 1, .word = text, .word_length = strlen(text)};
    if (strcmp(text, "%") == 0 || strcmp(text, "％") == 0) {
        unit->percent = true;
        unit->numerator_scale = 0.01;
        return;
    }
    if (strcmp(text, "‰") == 0) {
        unit->percent = true;
        unit->numerator_scale = 0.001;
        return;
    }
    if (strstr(text, "百分点") || strstr(text, "percentage point") || strcmp(text, "pp") == 0) {
        unit->points = true;
        return;
    }
    unit->numerator_scale = cut_prefix(&unit->word);
    unit->word_length = strlen(unit->word);
    const char *denominator = denominator_of(unit->word);
    if (denominator)
        unit->denominator_scale = cut_prefix(&denominator);
}

double tb_rate_factor(const char *numerator_unit, const char *denominator_unit, const char *rate_unit, double per)
{
    struct tb_unit numerator, denominator, rate;
    tb_unit_parse(numerator_unit, &numerator);
    tb_unit_parse(denominator_unit, &denominator);
    tb_unit_parse(rate_unit, &rate);
    /* In units without prefixes: value x rate scale = numerator x its scale / (denominator x its scale) x per */
    if (isnan(per))
        per = rate.percent ? 1 : rate.denominator_scale;
    else if (rate.percent)
        per *= rate.numerator_scale; /* "per 100" and "%" say the same thing once */
    return numerator.numerator_scale / denominator.numerator_scale * per / rate.numerator_scale;
}

struct unit_word {
    const char *chinese, *english;
    const char *each; /* as a denominator */
};

/* Units of yearly figures as the catalogue writes them.  What is not here is shown as it is.  Counting words say in
   English what the indicator's name says already: "Penalty cases: 403", not "403 cases". */
static const struct unit_word unit_words[] = {
    {"件", "", "case"},
    {"起", "", "case"},
    {"次", "", "time"},
    {"个", "", "unit"},
    {"项", "", "item"},
    {"份", "", "copy"},
    {"条", "", "item"},
    {"块", "", "piece"},
    {"处", "", "place"},
    {"部", "", "unit"},
    {"座", "", "unit"},
    {"家", "", "firm"},
    {"类", "", "class"},
    {"期", "", "issue"},
    {"件次", "", "case"},
    {"批次", "", "batch"},
    {"场次", "", "event"},
    {"家次", "visits", "visit"},
    {"户次", "visits", "visit"},
    {"人", "people", "person"},
    {"名", "people", "person"},
    {"人次", "person-trips", "person-trip"},
    {"户", "households", "household"},
    {"辆", "vehicles", "vehicle"},
    {"辆次", "vehicle passes", "vehicle pass"},
    {"元", "yuan", "yuan"},
    {"吨", "tonnes", "tonne"},
    {"千克", "kg", "kg"},
    {"公里", "km", "km"},
    {"千米", "km", "km"},
    {"米", "m", "m"},
    {"㎡", "m²", "m²"},
    {"平方米", "m²", "m²"},
    {"平方公里", "km²", "km²"},
    {"立方米", "m³", "m³"},
    {"公顷", "ha", "ha"},
    {"亩", "mu", "mu"},
    {"分", "points", "point"},
    {"天", "days", "day"},
    {"年", "years", "year"},
    {"小时", "hours", "hour"},
    {"工作日", "working days", "working day"},
    {"人公里", "passenger-km", "passenger-km"},
    {"吨公里", "tonne-km", "tonne-km"},
    {"吨位", "tonnes of capacity", "tonne of capacity"},
    {"客位", "seats", "seat"},
    {"标准箱", "TEU", "TEU"},
    {"千瓦时", "kWh", "kWh"},
};

size_t tb_unit_word(const char *text)
{
    size_t longest = starts_with(text, "%") ? strlen("%") : starts_with(text, "‰") ? strlen("‰") : 0;
    for (size_t i = 0; i < sizeof unit_words / sizeof unit_words[0]; i++) {
        const size_t length = strlen(unit_words[i].chinese);
        if (length > longest && starts_with(text, unit_words[i].chinese))
            longest = length;
    }
    return longest;
}

bool tb_unit_same(const char *a, const char *b)
{
    const char *words[2] = {NULL, NULL};
    for (size_t i = 0; i < sizeof unit_words / sizeof unit_words[0]; i++) {
        if (strcmp(unit_words[i].chinese, a) == 0)
            words[0] = unit_words[i].english;
        if (strcmp(unit_words[i].chinese, b) == 0)
            words[1] = unit_words[i].english;
    }
    /* words that English does without (个, 条) are not the same for that */
    return strcmp(a, b) == 0 || (words[0] && words[1] && *words[0] && strcmp(words[0], words[1]) == 0);
}

/* English for one side of a unit, as it is when it has no row. */
static void english_side(const char *text, size_t length, bool denominator, char *out, size_t size)
{
    for (size_t i = 0; i < sizeof unit_words / sizeof unit_words[0]; i++)
        if (strlen(unit_words[i].chinese) == length && memcmp(unit_words[i].chinese, text, length) == 0) {
            snprintf(out, size, "%s", denominator ? unit_words[i].each : unit_words[i].english);
            return;
        }
    snprintf(out, size, "%.*s", (int)length, text);
}

/* "10,000 " for 1e4: a denominator is counted, not rescaled. */
static const char *counted(double scale)
{
    return scale == 1e2   ? "100 "
           : scale == 1e3 ? "1,000 "
           : scale == 1e4 ? "10,000 "
           : scale == 1e6 ? "million "
           : scale == 1e8 ? "100 million "
                          : "";
}

void tb_unit_english(const struct tb_unit *unit, char *text, size_t size)
{
    const char *denominator = denominator_of(unit->word);
    if (!denominator) {
        english_side(unit->word, unit->word_length, false, text, size);
        return;
    }
    char above[64], below[64];
    size_t above_length = strcspn(unit->word, "/");
    const char *wide = strstr(unit->word, "／");
    const char *per = strstr(unit->word, " per ");
    if (wide)
        above_length = (size_t)(wide - unit->word);
    else if (per)
        above_length = (size_t)(per - unit->word);
    english_side(unit->word, above_length, false, above, sizeof above);
    const char *word = denominator;
    const double scale = cut_prefix(&word);
    english_side(word, strlen(word), scale == 1, below, sizeof below);
    snprintf(text, size, "%s%sper %s%s", above, *above ? " " : "", counted(scale), below);
    const size_t length = strlen(text);
    if (length && text[length - 1] == ' ')
        text[length - 1] = '\0'; /* "people per 10,000" */
}
