/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A draft of indicators.csv from what was read: what is known stays, what can be guessed is marked as guessed. */
#include "load/cell.h"
#include "trendbook/load.h"

#include "trendbook/number.h"
#include "trendbook/results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- kinds ---- */

/* Unit words, Chinese and English, that tell the kind; the longest that fits counts. */
static const struct {
    const char *word;
    enum tb_kind kind;
} unit_kinds[] = {
    {"公里", TB_LENGTH},   {"千米", TB_LENGTH},      {"米", TB_LENGTH},       {"km", TB_LENGTH},
    {"m", TB_LENGTH},      {"metres", TB_LENGTH},    {"miles", TB_LENGTH},    {"平方公里", TB_AREA},
    {"平方米", TB_AREA},   {"㎡", TB_AREA},          {"公顷", TB_AREA},       {"亩", TB_AREA},
    {"km²", TB_AREA},      {"m²", TB_AREA},          {"ha", TB_AREA},         {"hectares", TB_AREA},
    {"分", TB_SCORE},      {"points", TB_SCORE},     {"元", TB_AMOUNT},       {"美元", TB_AMOUNT},
    {"yuan", TB_AMOUNT},   {"dollars", TB_AMOUNT},   {"US$", TB_AMOUNT},      {"euro", TB_AMOUNT},
    {"EUR", TB_AMOUNT},    {"吨", TB_AMOUNT},        {"吨公里", TB_AMOUNT},   {"人公里", TB_AMOUNT},
    {"千瓦时", TB_AMOUNT}, {"立方米", TB_AMOUNT},    {"吨标准煤", TB_AMOUNT}, {"吨位", TB_AMOUNT},
    {"tonnes", TB_AMOUNT}, {"kWh", TB_AMOUNT},       {"TEU", TB_COUNT},       {"标准箱", TB_COUNT},
    {"天", TB_AMOUNT},     {"工作日", TB_AMOUNT},    {"小时", TB_AMOUNT},     {"年", TB_AMOUNT},
    {"人", TB_COUNT},      {"名", TB_COUNT},         {"人次", TB_COUNT},      {"户", TB_COUNT},
    {"件", TB_COUNT},      {"起", TB_COUNT},         {"次", TB_COUNT},        {"个", TB_COUNT},
    {"项", TB_COUNT},      {"份", TB_COUNT},         {"条", TB_COUNT},        {"块", TB_COUNT},
    {"处", TB_COUNT},      {"部", TB_COUNT},         {"座", TB_COUNT},        {"家", TB_COUNT},
    {"辆", TB_COUNT},      {"辆次", TB_COUNT},       {"艘", TB_COUNT},        {"架", TB_COUNT},
    {"家次", TB_COUNT},    {"户次", TB_COUNT},       {"件次", TB_COUNT},      {"批次", TB_COUNT},
    {"场次", TB_COUNT},    {"人天", TB_COUNT},       {"所", TB_COUNT},        {"台", TB_COUNT},
    {"people", TB_COUNT},  {"persons", TB_COUNT},    {"cases", TB_COUNT},     {"vehicles", TB_COUNT},
    {"number", TB_COUNT},  {"households", TB_COUNT},
};

static bool holds(const char *text, const char *word)
{
    return strcasestr(text, word) != NULL;
}

/* Whether all values are whole and none is below 0. */
static bool are_counts(const struct tb_panel *panel, uint32_t indicator)
{
    bool some = false;
    for (size_t s = 0; s < panel->n_series; s++)
        for (size_t i = panel->series[s].first;
             panel->series[s].indicator == indicator && i < panel->series[s].first + panel->series[s].n; i++) {
            if (!tb_has_value(panel, i))
                continue;
            some = true;
            if (panel->value[i] < 0 || panel->value[i] != floor(panel->value[i]))
                return false;
        }
    return some;
}

static enum tb_kind guess_kind(const struct tb_panel *panel, uint32_t number)
{
    const struct tb_indicator *indicator = &panel->indicators[number];
    const char *text = tb_text(panel, indicator->unit);
    const char *zh = tb_indicator_name(panel, number, TB_CHINESE), *en = tb_indicator_name(panel, number, TB_ENGLISH);
    struct tb_unit unit;
    tb_unit_parse(text, &unit);
    if (holds(zh, "指数") || holds(zh, "上年=100") || holds(zh, "上年＝100") || holds(en, " index"))
        return TB_INDEX;
    if (unit.percent || unit.points || strchr(text, '/') || holds(text, " per "))
        return TB_RATE;
    for (size_t i = 0; i < sizeof unit_kinds / sizeof unit_kinds[0]; i++)
        if (strcmp(unit.word, unit_kinds[i].word) == 0)
            return unit_kinds[i].kind == TB_COUNT && unit.numerator_scale == 1 && !are_counts(panel, number)
                       ? TB_AMOUNT
                       : unit_kinds[i].kind;
    if (!*text && are_counts(panel, number) &&
        (holds(zh, "人数") || holds(zh, "件数") || holds(zh, "起数") || holds(zh, "次数") || holds(zh, "个数") ||
         holds(en, "number of") || holds(en, "_count")))
        return TB_COUNT;
    return TB_KIND_UNKNOWN;
}

/* ---- changes and parts ---- */

/* The indicator whose name or id these letters are, or TB_NOWHERE. */
static uint32_t named(const struct tb_panel *panel, const char *name, size_t length, uint32_t but)
{
    for (uint32_t k = 0; k < panel->n_indicators && length; k++) {
        const struct tb_indicator *indicator = &panel->indicators[k];
        const uint32_t texts[] = {indicator->id, indicator->name_zh, indicator->name_en};
        for (size_t t = 0; t < sizeof texts / sizeof texts[0] && k != but; t++)
            if (tb_name_length(panel->names, texts[t]) == length && memcmp(tb_text(panel, texts[t]), name, length) == 0)
                return k;
    }
    return TB_NOWHERE;
}

/* What an indicator named "freight, growth" is a change of. */
static uint32_t guess_base(const struct tb_panel *panel, uint32_t number)
{
    static const char *const endings[] = {"比上年增长", "较上年增长", "比上年增减", "较上年增减", "同比增长",
                                          "同比增速",   "增长率",     "增速",       "增幅",       "增减",
                                          "同比",       "_yoy",       "_change",    " growth",    "_growth"};
    const struct tb_indicator *indicator = &panel->indicators[number];
    const uint32_t texts[] = {indicator->name_zh, indicator->name_en, indicator->id};
    for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++)
        for (size_t e = 0; e < sizeof endings / sizeof endings[0]; e++) {
            const char *name = tb_text(panel, texts[t]);
            size_t length = tb_name_length(panel->names, texts[t]);
            const size_t ending = strlen(endings[e]);
            if (length <= ending || memcmp(name + length - ending, endings[e], ending) != 0)
                continue;
            length -= ending;
            while (length && (name[length - 1] == '_' || name[length - 1] == ' ' || name[length - 1] == ','))
                length--;
            const uint32_t base = named(panel, name, length, number);
            if (base != TB_NOWHERE)
                return base;
        }
    return TB_NOWHERE;
}

/* The exact value of a year, or NaN. */
static double value_of(const struct tb_panel *panel, uint32_t series, int year, double *rounding)
{
    const struct tb_series *s = &panel->series[series];
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (panel->year[i] == year && panel->state[i] == TB_EXACT && !tb_period(panel, i)) {
            *rounding += 0.5 * pow(10, -panel->decimals[i]);
            return panel->value[i];
        }
    return NAN;
}

/* In how many years a series is the sum of the n series behind it; 0 when it is not in one of them. */
static size_t years_added_up(const struct tb_panel *panel, uint32_t whole, uint32_t n)
{
    const struct tb_series *s = &panel->series[whole];
    size_t years = 0;
    for (size_t i = s->first; i < s->first + s->n; i++) {
        double rounding = 0, sum = 0;
        const double value = value_of(panel, whole, panel->year[i], &rounding);
        for (uint32_t k = 1; k <= n; k++)
            sum += value_of(panel, whole + k, panel->year[i], &rounding);
        if (isnan(value) || isnan(sum))
            continue;
        if (fabs(sum - value) > rounding + 1e-9 * fabs(value) || fabs(value) < 100 * rounding)
            return 0;
        years++;
    }
    return years;
}

/* How many of the series behind this one are its parts: alike in unit and region, adding up in two years or more. */
static uint32_t guess_parts(const struct tb_panel *panel, uint32_t number, size_t *years)
{
    enum {
        MOST_PARTS = 40
    };
    const uint32_t whole = tb_panel_find_series(panel, number, 0);
    for (uint32_t n = 1; whole != TB_NOWHERE && n <= MOST_PARTS && whole + n < panel->n_series; n++) {
        const struct tb_series *part = &panel->series[whole + n];
        if (part->region || panel->indicators[part->indicator].unit != panel->indicators[number].unit)
            break;
        *years = n >= 2 ? years_added_up(panel, whole, n) : 0;
        if (*years >= 2)
            return n;
    }
    return 0;
}

/* ---- the draft ---- */

static const char *id_of(const struct tb_panel *panel, uint32_t indicator)
{
    return indicator == TB_NOWHERE ? "" : tb_text(panel, panel->indicators[indicator].id);
}

/* A field without what the catalogue could not read back: labels of published tables may hold control characters. */
static void add_field(struct tb_bytes *csv, const char *text)
{
    unsigned remarks;
    char *plain = load_text_fault(text, strlen(text), &remarks) ? strdup(text) : NULL;
    size_t n = 0;
    for (const char *at = plain; at && *at; at++) {
        const unsigned char c = (unsigned char)at[0], next = (unsigned char)at[1];
        if (c == 0xC2 && next < 0xA0) /* U+0080 to U+009F */
            at++;
        else if (c >= 0x20 && c != 0x7F)
            plain[n++] = *at;
    }
    if (plain)
        plain[n] = '\0';
    const bool good = !plain || !load_text_fault(plain, n, &remarks);
    tb_bytes_text(csv, ",");
    tb_csv_field(csv, !good ? "" : plain ? plain : text);
    free(plain);
}

static bool has_han(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (*c >= 0xE4 && *c <= 0xE9 && (c[1] & 0xC0) == 0x80)
            return true;
    return false;
}

/* Joins a remark to the note. */
static void remark(struct tb_bytes *note, const char *text)
{
    tb_bytes_format(note, "%s%s", note->n ? "; " : "", text);
}

static void add_parts(const struct tb_panel *panel, uint32_t number, bool chinese, struct tb_bytes *parts,
                      struct tb_bytes *note)
{
    const struct tb_indicator *indicator = &panel->indicators[number];
    size_t years;
    for (uint32_t k = 0; k < indicator->definition->n_parts; k++)
        tb_bytes_format(parts, "%s%s", k ? " " : "", id_of(panel, indicator->definition->parts[k]));
    const uint32_t n = indicator->definition->n_parts ? 0 : guess_parts(panel, number, &years);
    const uint32_t whole = n ? tb_panel_find_series(panel, number, 0) : 0;
    for (uint32_t k = 1; k <= n; k++)
        if (strchr(id_of(panel, panel->series[whole + k].indicator), ' '))
            return; /* ids of parts are separated by blanks */
    for (uint32_t k = 1; k <= n; k++)
        tb_bytes_format(parts, "%s%s", k > 1 ? " " : "", id_of(panel, panel->series[whole + k].indicator));
    if (n) {
        char *text = tb_say(chinese ? TB_CHINESE : TB_ENGLISH, "parts guessed: they add up in %zu years", years);
        remark(note, text ? text : "");
        free(text);
    }
}

static void add_row(const struct tb_panel *panel, uint32_t number, bool chinese, struct tb_bytes *csv)
{
    static const char *const betters[] = {[TB_NEUTRAL] = "neutral", [TB_HIGHER] = "higher", [TB_LOWER] = "lower"};
    const struct tb_indicator *indicator = &panel->indicators[number];
    const char *id = tb_text(panel, indicator->id), *known = tb_text(panel, indicator->definition->note);
    struct tb_bytes parts = {0}, note = {0};
    char per[TB_NUMBER_SIZE];
    tb_number_exact(indicator->definition->per, per);
    if (*known)
        remark(&note, known);
    const enum tb_kind kind = indicator->kind ? (enum tb_kind)indicator->kind : guess_kind(panel, number);
    if (!indicator->kind && kind)
        remark(&note, chinese ? "kind为推测" : "kind guessed");
    const uint32_t base = indicator->change_of != TB_NOWHERE ? indicator->change_of : guess_base(panel, number);
    if (indicator->change_of == TB_NOWHERE && base != TB_NOWHERE)
        remark(&note, chinese ? "change_of按名称推测" : "change_of guessed from the name");
    add_parts(panel, number, chinese, &parts, &note);
    tb_bytes_add(&parts, "", 1);
    tb_bytes_add(&note, "", 1);
    csv->failed = csv->failed || parts.failed || note.failed;
    if (!csv->failed) {
        tb_csv_field(csv, id);
        add_field(csv, indicator->name_zh || !has_han(id) ? tb_text(panel, indicator->name_zh) : id);
        add_field(csv, tb_text(panel, indicator->name_en));
        add_field(csv, tb_text(panel, indicator->unit));
        add_field(csv, tb_text(panel, indicator->section));
        add_field(csv, tb_text(panel, indicator->definition->section_zh));
        add_field(csv, tb_kind_names[kind]);
        add_field(csv, id_of(panel, indicator->numerator));
        add_field(csv, id_of(panel, indicator->denominator));
        add_field(csv, per);
        add_field(csv, (const char *)parts.data);
        add_field(csv, id_of(panel, base));
        add_field(csv, betters[indicator->better]);
        add_field(csv, tb_text(panel, indicator->definition->target_text));
        add_field(csv, tb_text(panel, indicator->definition->phrase_zh));
        add_field(csv, (const char *)note.data);
        tb_bytes_text(csv, "\n");
    }
    tb_bytes_free(&parts);
    tb_bytes_free(&note);
}

bool tb_draft_catalogue(const struct tb_panel *panel, enum tb_language language, struct tb_bytes *csv)
{
    tb_bytes_text(csv,
                  "id,name_zh,name_en,unit,section,section_zh,kind,numerator,denominator,per,parts,change_of,better,"
                  "target,phrase_zh,note\n");
    for (uint32_t k = 0; k < panel->n_indicators; k++)
        add_row(panel, k, language == TB_CHINESE, csv);
    return !csv->failed;
}
