/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include "measure.h"
#include "xml.h"

#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what can be said: one row a phrase ---- */

/* Texts that a phrase is filled with, named {like this} in it. */
enum slot {
    SLOT_NAME,
    SLOT_REGION,
    SLOT_WHEN,
    SLOT_VALUE,
    SLOT_SPAN,
    SLOT_CHANGE,
    SLOT_TIMES,
    SLOT_POINTS,
    SLOT_YEAR,
    SLOT_AVERAGE,
    SLOT_UNIT,
    SLOT_OTHER,
    SLOT_OTHER_VALUE,
    SLOT_COUNT,
    SLOT_TEXT,
    SLOT_PRINTED,
    SLOT_COMPUTED,
    SLOT_INPUTS,
    SLOT_BASE,
    SLOT_FORM,
    SLOT_IS,
    SLOTS
};
static const char *const slot_names[SLOTS] = {
    "name",  "region",      "when",  "value", "span",    "change",   "times",  "points", "year", "average", "unit",
    "other", "other_value", "count", "text",  "printed", "computed", "inputs", "base",   "form", "is",
};

enum phrase_id {
    /* the year */
    WHEN_YEAR,
    WHEN_PART,
    WHEN_H1,
    WHEN_H2,
    WHEN_Q1,
    WHEN_Q2,
    WHEN_Q3,
    WHEN_Q4,
    SPAN,
    /* the value */
    SAY_VALUE,
    SAY_VALUE_ROSE,
    SAY_VALUE_FELL,
    SAY_TREND_UP,
    SAY_TREND_DOWN,
    SAY_NO_TREND,
    SAY_NOTHING,
    SAY_REGIONS,
    SAY_REGIONS_EQUAL,
    SAY_REGIONS_PLAIN,
    /* the change against the year before, after the value */
    CHANGE_UP,
    CHANGE_DOWN,
    CHANGE_UP_TIMES,
    CHANGE_UP_POINTS,
    CHANGE_DOWN_POINTS,
    CHANGE_UP_AMOUNT,
    CHANGE_DOWN_AMOUNT,
    CHANGE_NONE,
    CHANGE_UP_AT_LEAST,
    CHANGE_DOWN_AT_LEAST,
    CHANGE_UP_POINTS_AT_LEAST,
    CHANGE_DOWN_POINTS_AT_LEAST,
    CHANGE_UNKNOWN,
    /* the yearly average inside a trend */
    AVERAGE_UP,
    AVERAGE_DOWN,
    AVERAGE_UP_POINTS,
    AVERAGE_DOWN_POINTS,
    /* the trend as a sentence of its own */
    TREND_UP_SENTENCE,
    TREND_DOWN_SENTENCE,
    NO_TREND_SENTENCE,
    /* printed against computed */
    DISPUTE,
    DISPUTE_PARTS,
    DISPUTE_WHY,
    DISPUTE_WHY_PARTS,
    DISPUTE_INPUTS,
    DISPUTE_BASE,
    DISPUTE_NAMED,
    /* around the chart */
    SUBTITLE_REGION,
    SUBTITLE,
    FOOT_SOURCE,
    FOOT_SOURCE_MORE,
    ALT,
    ALT_REGIONS,
    ALT_POINT,
    MARK_BREAK,
    MARK_GAP,
    MARK_UPPER,
    MARK_LOWER,
    MARK_ABOUT,
    MARK_PROVISIONAL,
    MARK_ESTIMATED,
    MARK_UNRELIABLE,
    MARK_PART,
    MARK_COMPUTED,
    /* speaker notes */
    NOTE_METHOD,
    NOTE_P,
    NOTE_P_SMALL,
    NOTE_DATA,
    NOTE_ABOUT,
    NOTE_YEAR,
    NOTE_SOURCES,
    NOTE_MORE,
    NOTE_LOWER_GOOD,
    NOTE_HIGHER_GOOD,
    NOTE_LOWER_BAD,
    NOTE_HIGHER_BAD,
    NOTE_UNDECIDED,
    NOTE_OMITTED,
    PHRASES
};

/*
 * Chinese follows the statistical bulletins of the National Bureau of Statistics: a growth of 240 % is 增长2.4倍
 * (by 2.4 times the base), in English 3.4 times the level.  "fell to" names the value, "down ... " the change.  No
 * causes, no "significant".
 */
static const struct tb_phrase phrases[PHRASES] = {
    [WHEN_YEAR] = {"{year}", "{year}年"},
    [WHEN_PART] = {"{year} ({text})", "{year}年（{text}）"},
    [WHEN_H1] = {"the first half of {year}", "{year}年上半年"},
    [WHEN_H2] = {"the second half of {year}", "{year}年下半年"},
    [WHEN_Q1] = {"the first quarter of {year}", "{year}年第一季度"},
    [WHEN_Q2] = {"the second quarter of {year}", "{year}年第二季度"},
    [WHEN_Q3] = {"the third quarter of {year}", "{year}年第三季度"},
    [WHEN_Q4] = {"the fourth quarter of {year}", "{year}年第四季度"},
    [SPAN] = {"{year}–{other}", "{year}—{other}年"},

    [SAY_VALUE] = {"{name} came to {value} in {when}", "{name}{when}{is}{value}"},
    [SAY_VALUE_ROSE] = {"{name} rose to {value} in {when}", "{name}{when}{is}{value}"},
    [SAY_VALUE_FELL] = {"{name} fell to {value} in {when}", "{name}{when}{is}{value}"},
    [SAY_TREND_UP] = {"{name} rose over {span}{average}, to {value} in {when}",
                      "{name}{span}呈上升趋势{average}，{when}{is}{value}"},
    [SAY_TREND_DOWN] = {"{name} fell over {span}{average}, to {value} in {when}",
                        "{name}{span}呈下降趋势{average}，{when}{is}{value}"},
    [SAY_NO_TREND] = {"{name} came to {value} in {when}, with no clear trend over {span}",
                      "{name}{when}{is}{value}，{span}无明确升降趋势"},
    [SAY_NOTHING] = {"{name}: no value", "{name}：无数值"},
    [SAY_REGIONS] =
        {"{name} in {when}, {count} regions: highest in {region} ({value}), lowest in {other} ({other_value})",
         "{name}{when}{count}个地区中{region}最高，为{value}；{other}最低，为{other_value}"},
    [SAY_REGIONS_EQUAL] = {"{name} in {when}: {value} in all {count} regions", "{name}{when}{count}个地区均为{value}"},
    [SAY_REGIONS_PLAIN] = {"{name}, {count} regions, {span}", "{name}：{count}个地区，{span}"},

    [CHANGE_UP] = {", up {change} in a year", "，同比增长{change}"},
    [CHANGE_DOWN] = {", down {change} in a year", "，同比下降{change}"},
    [CHANGE_UP_TIMES] = {", {times} times the {year} level", "，同比增长{change}"}, /* {change} is in 倍 */
    [CHANGE_UP_POINTS] = {", up {change} {points} in a year", "，同比上升{change}个百分点"},
    [CHANGE_DOWN_POINTS] = {", down {change} {points} in a year", "，同比下降{change}个百分点"},
    [CHANGE_UP_AMOUNT] = {", up {change} in a year", "，同比增加{change}"},
    [CHANGE_DOWN_AMOUNT] = {", down {change} in a year", "，同比减少{change}"},
    [CHANGE_NONE] = {", the same as in {year}", "，与上年持平"},
    [CHANGE_UP_AT_LEAST] = {", up at least {change} in a year", "，同比至少增长{change}"},
    [CHANGE_DOWN_AT_LEAST] = {", down at least {change} in a year", "，同比至少下降{change}"},
    [CHANGE_UP_POINTS_AT_LEAST] = {", up at least {change} {points} in a year", "，同比至少上升{change}个百分点"},
    [CHANGE_DOWN_POINTS_AT_LEAST] = {", down at least {change} {points} in a year", "，同比至少下降{change}个百分点"},
    [CHANGE_UNKNOWN] = {" (no change over the year: {text})", "（无法与上年比较：{text}）"},

    [AVERAGE_UP] = {" by {change} a year", "，年均增长{change}"},
    [AVERAGE_DOWN] = {" by {change} a year", "，年均下降{change}"},
    [AVERAGE_UP_POINTS] = {" by {change} {points} a year", "，平均每年上升{change}个百分点"},
    [AVERAGE_DOWN_POINTS] = {" by {change} {points} a year", "，平均每年下降{change}个百分点"},

    [TREND_UP_SENTENCE] = {" Over {span} the trend was rising{average}.", "{span}呈上升趋势{average}。"},
    [TREND_DOWN_SENTENCE] = {" Over {span} the trend was falling{average}.", "{span}呈下降趋势{average}。"},
    [NO_TREND_SENTENCE] = {" Over {span} there was no clear trend.", "{span}无明确升降趋势。"},

    [DISPUTE] = {"printed {printed} does not agree with {computed} computed{inputs}",
                 "印出的{printed}与{inputs}算出的{computed}不一致"},
    [DISPUTE_PARTS] = {"printed {printed} does not agree with the sum of its parts, {computed}",
                       "印出的{printed}与各部分之和{computed}不一致"},
    [DISPUTE_WHY] = {"computed{inputs}", "{inputs}算出"},
    [DISPUTE_WHY_PARTS] = {"sum of its parts", "各部分之和"},
    [DISPUTE_INPUTS] = {" from {value} and {other_value}", "由{value}和{other_value}"},
    [DISPUTE_BASE] = {"; it holds from a base of {base}", "，以{base}为基数才成立"},
    [DISPUTE_NAMED] = {"{name} {when}: {text}", "{name}（{when}）：{text}"},

    [SUBTITLE_REGION] = {"{name}, {region}, {span}", "{name}，{region}，{span}"},
    [SUBTITLE] = {"{name}, {span}", "{name}，{span}"},
    [FOOT_SOURCE] = {"Source: {text}", "来源：{text}"},
    [FOOT_SOURCE_MORE] = {"{text} and {count} more", "{text}等{other}处"},
    [ALT] = {"{form} of {name}{unit}, {region}{span}. {text}.", "{form}：{region}{name}{unit}，{span}。{text}。"},
    [ALT_REGIONS] = {"{form} of {name}{unit}, {count} regions, {span}. {text}.",
                     "{form}：{count}个地区{name}{unit}，{span}。{text}。"},
    [ALT_POINT] = {"{text} {value} ({when})", "{text}{when}{value}"},
    [MARK_BREAK] = {"new basis from {text}", "{text}年起新口径"},
    [MARK_GAP] = {"no figures for {text}", "缺{text}年数据"},
    [MARK_UPPER] = {"{text} is an upper bound", "{text}年为上限"},
    [MARK_LOWER] = {"{text} is a lower bound", "{text}年为下限"},
    [MARK_ABOUT] = {"{text} is approximate", "{text}年为约数"},
    [MARK_PROVISIONAL] = {"{text} is provisional", "{text}年为初步数"},
    [MARK_ESTIMATED] = {"{text} is estimated", "{text}年为估计数"},
    [MARK_UNRELIABLE] = {"{text} is unreliable", "{text}年可靠性低"},
    [MARK_PART] = {"{text} covers part of the year", "{text}年非全年"},
    [MARK_COMPUTED] = {"computed from two printed figures", "由两项印出的数字计算"},

    [NOTE_METHOD] = {"Trend: {text}; n = {count}{change}.", "趋势判断：{text}；n={count}{change}。"},
    [NOTE_P] = {", p = {value}", "，p={value}"},
    [NOTE_P_SMALL] = {", p < {value}", "，p<{value}"},
    [NOTE_DATA] = {"Data: {text}.", "数据说明：{text}。"},
    [NOTE_ABOUT] = {"Indicator: {text}", "指标说明：{text}"},
    [NOTE_YEAR] = {"{when}: {text}", "{when}：{text}"},
    [NOTE_SOURCES] = {"Sources: {text}", "来源：{text}"},
    [NOTE_MORE] = {"and {count} more", "另有{count}条"},
    [NOTE_LOWER_GOOD] = {"Lower is better: the change over the year is an improvement.",
                         "越低越好：与上年相比有改善。"},
    [NOTE_HIGHER_GOOD] = {"Higher is better: the change over the year is an improvement.",
                          "越高越好：与上年相比有改善。"},
    [NOTE_LOWER_BAD] = {"Lower is better: the change over the year is for the worse.", "越低越好：与上年相比变差。"},
    [NOTE_HIGHER_BAD] = {"Higher is better: the change over the year is for the worse.", "越高越好：与上年相比变差。"},
    [NOTE_UNDECIDED] = {"No statement on the trend: {text}.", "不作趋势判断：{text}。"},
    [NOTE_OMITTED] = {"{count} more regions are not drawn; the table has them.", "另有{count}个地区未画出，数据见表。"},
};

/* How a value stands to the truth, before it in a sentence and in a table cell. */
static const struct {
    struct tb_phrase sentence, cell;
} state_words[] = {
    [TB_EXACT] = {{"", ""}, {"", ""}},
    [TB_ABOUT] = {{"about ", "约"}, {"~", "约"}},
    [TB_BELOW] = {{"under ", "不到"}, {"<", "<"}},
    [TB_AT_MOST] = {{"at most ", "不超过"}, {"≤", "≤"}},
    [TB_ABOVE] = {{"over ", "超过"}, {">", ">"}},
    [TB_AT_LEAST] = {{"at least ", "至少"}, {"≥", "≥"}},
};

/* Parts of a year as data files name them; others are shown as they are. */
static const struct {
    const char *period;
    enum phrase_id phrase;
} periods[] = {
    {"", WHEN_YEAR}, {"H1", WHEN_H1}, {"H2", WHEN_H2}, {"Q1", WHEN_Q1},
    {"Q2", WHEN_Q2}, {"Q3", WHEN_Q3}, {"Q4", WHEN_Q4},
};

/* What all the words of a chart are made from. */
struct view {
    const struct tb_panel *panel;
    const struct tb_results *results;
    const char *type; /* of the chart */
    const uint32_t *series;
    size_t n;
    enum tb_language language;
    struct tb_display display;
    size_t latest;     /* observation; NOWHERE without any value; of one series */
    int first, last;   /* years with a value */
    bool many_regions; /* the panel has several, so the region belongs to the name */
};

/* ---- filling ---- */

struct facts {
    struct tb_bytes slot[SLOTS];
    enum tb_language language;
};

const char *brief_text(struct tb_bytes *bytes)
{
    tb_bytes_add(bytes, "", 1); /* the closing NUL, not counted */
    if (bytes->failed)
        return "";
    bytes->n--;
    return (const char *)bytes->data;
}

static struct tb_bytes *slot(struct facts *facts, enum slot which)
{
    facts->slot[which].n = 0;
    return &facts->slot[which];
}

static void facts_free(struct facts *facts)
{
    for (size_t i = 0; i < SLOTS; i++)
        tb_bytes_free(&facts->slot[i]);
}

/* Text of the data, made safe for a line of plain text. */
static void add_safe(struct tb_bytes *text, const char *data)
{
    char *safe = brief_safe_text(data);
    if (safe)
        tb_bytes_text(text, safe);
    else
        text->failed = true;
    free(safe);
}

static void fill(struct tb_bytes *text, const struct facts *facts, enum phrase_id which)
{
    const char *at = brief_say(phrases[which], facts->language);
    while (*at) {
        const size_t plain = strcspn(at, "{");
        tb_bytes_add(text, at, plain);
        at += plain;
        if (!*at)
            break;
        const size_t length = strcspn(++at, "}");
        size_t i = 0;
        while (strlen(slot_names[i]) != length || memcmp(slot_names[i], at, length) != 0) {
            i++;
            assert(i < SLOTS); /* the phrase names a slot that is not there */
        }
        tb_bytes_add(text, facts->slot[i].data, facts->slot[i].n);
        text->failed |= facts->slot[i].failed;
        at += length + 1;
    }
}

/* ---- numbers ---- */

/* A rounded number with as few decimals as asked, but enough that it does not become 0. */
static void add_number(struct tb_bytes *text, double value, int decimals, bool sign, enum tb_language language)
{
    char label[512];
    for (int more = decimals;; more++) {
        tb_display_fixed(value, more, sign, language, label, sizeof label);
        if (value == 0 || more >= decimals + 12 || strpbrk(label, "123456789"))
            break;
    }
    tb_bytes_text(text, label);
}

static void add_unit(struct tb_bytes *text, const char *unit, enum tb_language language)
{
    if (!unit[0])
        return;
    const bool joined = language == TB_CHINESE || strcmp(unit, "%") == 0 || strcmp(unit, "‰") == 0;
    if (!joined)
        tb_bytes_text(text, " ");
    size_t n = strlen(unit);
    while (n > 0 && unit[n - 1] == ' ')
        n--;
    char *copy = strndup(unit, n);
    if (copy)
        add_safe(text, copy);
    else
        text->failed = true;
    free(copy);
}

static const struct tb_indicator *indicator_of(const struct tb_panel *panel, uint32_t series)
{
    return &panel->indicators[panel->series[series].indicator];
}

static bool in_percent(const struct tb_panel *panel, uint32_t series)
{
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, indicator_of(panel, series)->unit), &unit);
    return unit.percent;
}

/* English counts do without the word for "cases" that their name already holds; a scale is never left out. */
static bool unit_is_said(const struct tb_panel *panel, uint32_t series, const struct tb_display *display)
{
    if (display->language == TB_CHINESE)
        return true;
    const struct tb_indicator *indicator = indicator_of(panel, series);
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, indicator->unit), &unit);
    return indicator->kind != TB_COUNT || fabs(unit.numerator_scale * display->divisor - 1) > 1e-9;
}

static void add_value(struct tb_bytes *text, const struct tb_panel *panel, uint32_t series, size_t i,
                      const struct tb_display *display)
{
    char label[512];
    tb_bytes_text(text, brief_say(state_words[panel->state[i]].sentence, display->language));
    tb_display_value(display, panel->value[i], false, label, sizeof label);
    tb_bytes_text(text, label);
    if (unit_is_said(panel, series, display))
        add_unit(text, display->unit, display->language);
}

size_t brief_latest(const struct tb_panel *panel, uint32_t series)
{
    const struct tb_series *s = &panel->series[series];
    size_t part = NOWHERE;
    for (size_t i = s->first + s->n; i-- > s->first;) {
        if (!tb_has_value(panel, i))
            continue;
        if (!tb_period(panel, i))
            return i;
        if (part == NOWHERE)
            part = i;
    }
    return part;
}

size_t brief_years(const struct tb_panel *panel, uint32_t series)
{
    const struct tb_series *s = &panel->series[series];
    size_t years = 0;
    int last = INT32_MIN;
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (tb_has_value(panel, i) && panel->year[i] != last) {
            years++;
            last = panel->year[i];
        }
    return years;
}

void brief_series_display(const struct tb_panel *panel, uint32_t series, enum tb_language language,
                          struct tb_display *display)
{
    const struct tb_series *s = &panel->series[series];
    int decimals = INT8_MIN;
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (tb_has_value(panel, i) && panel->decimals[i] > decimals)
            decimals = panel->decimals[i];
    tb_display_choose(panel->value + s->first, s->n, decimals == INT8_MIN ? 0 : decimals,
                      tb_text(panel, indicator_of(panel, series)->unit), language, display);
}

/* ---- years ---- */

static void set_year(struct facts *facts, enum slot which, int year)
{
    tb_bytes_format(slot(facts, which), "%d", year);
}

void brief_when(const struct tb_panel *panel, size_t i, enum tb_language language, struct tb_bytes *text)
{
    struct facts facts = {.language = language};
    const char *period = tb_text(panel, tb_period(panel, i));
    enum phrase_id phrase = WHEN_PART;
    for (size_t k = 0; k < sizeof periods / sizeof periods[0]; k++)
        if (strcmp(period, periods[k].period) == 0)
            phrase = periods[k].phrase;
    set_year(&facts, SLOT_YEAR, panel->year[i]);
    add_safe(slot(&facts, SLOT_TEXT), period);
    fill(text, &facts, phrase);
    facts_free(&facts);
}

static void add_span(struct tb_bytes *text, int from, int to, enum tb_language language)
{
    struct facts facts = {.language = language};
    set_year(&facts, SLOT_YEAR, from);
    set_year(&facts, SLOT_OTHER, to);
    fill(text, &facts, from == to ? WHEN_YEAR : SPAN);
    facts_free(&facts);
}

/* "2010, 2012–2014" of the years for which `wanted` answers yes. */
static size_t add_years(struct tb_bytes *text, const bool *wanted, int first, int n, enum tb_language language)
{
    size_t runs = 0;
    for (int y = 0; y < n; y++) {
        if (!wanted[y])
            continue;
        int end = y;
        while (end + 1 < n && wanted[end + 1])
            end++;
        if (runs++)
            tb_bytes_text(text, language == TB_CHINESE ? "、" : ", ");
        tb_bytes_format(text, "%d", first + y);
        if (end > y)
            tb_bytes_format(text, "%s%d",
                            end == y + 1 ? (language == TB_CHINESE ? "、" : ", ")
                                         : (language == TB_CHINESE ? "—" : "–"),
                            first + end);
        y = end;
    }
    return runs;
}

/* ---- the change over a year ---- */

static double decimal_places(const struct tb_panel *panel, uint32_t series, int from, int to, int most)
{
    const struct tb_series *s = &panel->series[series];
    int decimals = 0;
    for (size_t i = s->first; i < s->first + s->n; i++)
        if ((panel->year[i] == from || panel->year[i] == to) && panel->decimals[i] > decimals)
            decimals = panel->decimals[i];
    return decimals < most ? decimals : most;
}

/* Which of the yoy rows speaks for this series, and how. */
struct change {
    const struct tb_result *row; /* NULL: nothing is said about a change */
    enum {
        BY_PERCENT,
        BY_POINTS,
        BY_AMOUNT
    } by;
    bool about;
};

static struct change year_change(const struct tb_panel *panel, const struct tb_results *results, uint32_t series,
                                 size_t i)
{
    struct change change = {0};
    if (i == NOWHERE || tb_period(panel, i) || indicator_of(panel, series)->kind == TB_LABEL)
        return change;
    const int year = panel->year[i];
    const bool points = in_percent(panel, series);
    change.by = points ? BY_POINTS : BY_PERCENT;
    change.row = tb_results_at(results, series, points ? "yoy_pp" : "yoy_pct", year - 1, year);
    if (change.row && isnan(change.row->value) && isnan(change.row->lower) && isnan(change.row->upper)) {
        const struct tb_result *amount = tb_results_at(results, series, "yoy_abs", year - 1, year);
        if (amount && !isnan(amount->value)) { /* no percent of a base of 0 or below, but a difference */
            change.row = amount;
            change.by = BY_AMOUNT;
        }
    }
    change.about = change.row && (change.row->note.caveats & TB_CAVEAT_ABOUT);
    return change;
}

static bool is_exact(const struct change *change)
{
    return change->row && !isnan(change->row->value);
}

/* A percentage has one decimal; from 200 % Chinese counts in 倍 of the base. */
#define TIMES_FROM 200.0

static void add_percent(struct tb_bytes *text, double percent, enum tb_language language)
{
    const double size = fabs(percent);
    if (language == TB_CHINESE && size >= TIMES_FROM) {
        char label[512];
        tb_display_fixed(size / 100, size >= 10000 ? 0 : 1, false, language, label, sizeof label);
        const size_t n = strlen(label);
        if (n > 2 && strcmp(label + n - 2, ".0") == 0)
            label[n - 2] = '\0';
        tb_bytes_format(text, "%s倍", label);
        return;
    }
    add_number(text, size, 1, false, language);
    tb_bytes_text(text, "%");
}

/* The size of a change, without direction, into its slots. */
static void set_change(struct facts *facts, const struct tb_panel *panel, uint32_t series, const struct change *change,
                       double value, const struct tb_display *display)
{
    const enum tb_language language = facts->language;
    struct tb_bytes *text = slot(facts, SLOT_CHANGE);
    if (change->about)
        tb_bytes_text(text, brief_say(state_words[TB_ABOUT].sentence, language));
    if (change->by == BY_PERCENT) {
        add_percent(text, value, language);
        add_number(slot(facts, SLOT_TIMES), 1 + value / 100, value >= 10000 ? 0 : 1, false, language);
    } else if (change->by == BY_POINTS) {
        add_number(text, fabs(value), (int)decimal_places(panel, series, change->row->from, change->row->to, 3), false,
                   language);
        tb_bytes_text(slot(facts, SLOT_POINTS), fabs(value) == 1 ? "percentage point" : "percentage points");
    } else {
        char label[512];
        tb_display_value(display, fabs(value), false, label, sizeof label);
        tb_bytes_text(text, label);
        if (unit_is_said(panel, series, display))
            add_unit(text, display->unit, language);
    }
    set_year(facts, SLOT_YEAR, change->row->from);
}

/* Appends ", up 93.8% in a year" and the like.  Only exact changes; nothing else is a finding. */
static void add_exact_change(struct tb_bytes *text, struct facts *facts, const struct tb_panel *panel, uint32_t series,
                             const struct change *change, const struct tb_display *display)
{
    static const enum phrase_id up[] = {CHANGE_UP, CHANGE_UP_POINTS, CHANGE_UP_AMOUNT};
    static const enum phrase_id down[] = {CHANGE_DOWN, CHANGE_DOWN_POINTS, CHANGE_DOWN_AMOUNT};
    if (!is_exact(change))
        return;
    const double value = change->row->value;
    set_change(facts, panel, series, change, value, display);
    if (value == 0)
        fill(text, facts, CHANGE_NONE);
    else if (change->by == BY_PERCENT && value >= TIMES_FROM)
        fill(text, facts, CHANGE_UP_TIMES);
    else
        fill(text, facts, value > 0 ? up[change->by] : down[change->by]);
}

static void add_note_reason(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_note *note,
                            enum tb_language language)
{
    struct tb_note bare = *note;
    bare.caveats = 0;
    char words[400];
    tb_note_text(panel, &bare, language, words, sizeof words);
    add_safe(text, words);
}

/* The change as a sentence says it: exact, or what the bounds leave, or why there is none. */
static void add_any_change(struct tb_bytes *text, struct facts *facts, const struct tb_panel *panel, uint32_t series,
                           const struct change *change, const struct tb_display *display)
{
    if (!change->row)
        return;
    if (is_exact(change)) {
        add_exact_change(text, facts, panel, series, change, display);
        return;
    }
    const double lower = change->row->lower, upper = change->row->upper;
    const bool points = change->by == BY_POINTS;
    if (lower > 0) {
        set_change(facts, panel, series, change, lower, display);
        fill(text, facts, points ? CHANGE_UP_POINTS_AT_LEAST : CHANGE_UP_AT_LEAST);
    } else if (upper < 0) {
        set_change(facts, panel, series, change, upper, display);
        fill(text, facts, points ? CHANGE_DOWN_POINTS_AT_LEAST : CHANGE_DOWN_AT_LEAST);
    } else if (change->row->note.code != TB_NOTE_NONE) {
        add_note_reason(slot(facts, SLOT_TEXT), panel, &change->row->note, facts->language);
        fill(text, facts, CHANGE_UNKNOWN);
    }
}

void brief_cell_change(const struct tb_panel *panel, const struct tb_results *results, uint32_t series, size_t i,
                       enum tb_language language, struct tb_bytes *text)
{
    const struct change change = year_change(panel, results, series, i);
    if (!change.row)
        return;
    double value = change.row->value;
    if (isnan(value)) {
        const double lower = change.row->lower, upper = change.row->upper;
        if (lower > 0)
            tb_bytes_text(text, "≥ ");
        else if (upper < 0)
            tb_bytes_text(text, "≤ ");
        else {
            add_note_reason(text, panel, &change.row->note, language);
            return;
        }
        value = lower > 0 ? lower : upper;
    }
    if (change.about)
        tb_bytes_text(text, brief_say(state_words[TB_ABOUT].cell, language));
    if (change.by == BY_PERCENT) {
        add_number(text, value, fabs(value) >= 1000 ? 0 : 1, true, language);
        tb_bytes_text(text, "%");
    } else if (change.by == BY_POINTS) {
        add_number(text, value, (int)decimal_places(panel, series, change.row->from, change.row->to, 3), true,
                   language);
        tb_bytes_text(text, language == TB_CHINESE ? "个百分点" : " pp");
    } else {
        struct tb_display display;
        char label[512];
        brief_series_display(panel, series, language, &display);
        tb_display_value(&display, value, true, label, sizeof label);
        tb_bytes_text(text, label);
    }
}

/* ---- values in tables ---- */

void brief_cell_year(const struct tb_panel *panel, size_t i, enum tb_language language, struct tb_bytes *text)
{
    static const struct {
        unsigned flag;
        struct tb_phrase word;
    } marks[] = {{TB_FLAG_PROVISIONAL, {" prov.", "初步"}},
                 {TB_FLAG_ESTIMATED | TB_FLAG_EUROSTAT, {" est.", "估"}},
                 {TB_FLAG_FORECAST, {" forecast", "预测"}}};
    const char *period = tb_text(panel, tb_period(panel, i));
    tb_bytes_format(text, "%d", panel->year[i]);
    if (period[0]) {
        tb_bytes_text(text, " ");
        add_safe(text, period);
    }
    for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++)
        if (tb_flags(panel, i) & marks[k].flag) {
            tb_bytes_text(text, brief_say(marks[k].word, language));
            break;
        }
}

void brief_cell_value(const struct tb_panel *panel, size_t i, const struct tb_display *display, struct tb_bytes *text)
{
    static const struct tb_phrase missing[] = {
        [TB_NEGLIGIBLE] = {"…", "…"},         [TB_BLANK] = {"missing", "缺数"},      [TB_NONE] = {"—", "—"},
        [TB_NOT_AVAILABLE] = {"n/a", "缺数"}, [TB_CONFIDENTIAL] = {"conf.", "保密"},
    };
    if (!tb_has_value(panel, i)) {
        tb_bytes_text(text, brief_say(missing[panel->state[i]], display->language));
        return;
    }
    char label[512];
    tb_bytes_text(text, brief_say(state_words[panel->state[i]].cell, display->language));
    tb_display_value(display, panel->value[i], false, label, sizeof label);
    tb_bytes_text(text, label);
}

/* ---- the verdict ---- */

static const struct tb_result *verdict_of(const struct tb_results *results, uint32_t series)
{
    size_t n;
    const struct tb_result *row = tb_results_of(results, series, "verdict", &n);
    return n ? row : NULL;
}

const char *brief_cell_verdict(const struct tb_results *results, uint32_t series, enum tb_language language)
{
    static const struct {
        unsigned code;
        struct tb_phrase word;
    } words[] = {
        {TB_NOTE_RISING, {"▲ rising", "▲ 上升"}},
        {TB_NOTE_FALLING, {"▼ falling", "▼ 下降"}},
        {TB_NOTE_NO_CLEAR_CHANGE, {"no clear trend", "无明确趋势"}},
        {TB_NOTE_VERDICT_TOO_FEW, {"too few years", "年数不足"}},
        {TB_NOTE_BROKEN, {"new basis", "口径中断"}},
        {TB_NOTE_DEPENDS_ON_BOUND, {"depends on a bound", "取决于界限"}},
    };
    const struct tb_result *verdict = verdict_of(results, series);
    for (size_t i = 0; verdict && i < sizeof words / sizeof words[0]; i++)
        if (verdict->note.code == words[i].code)
            return brief_say(words[i].word, language);
    return "";
}

/* Decimals that leave at least two digits of a number. */
static int two_digits(double value, int decimals)
{
    const int needed = value == 0 ? 0 : 1 - (int)floor(log10(fabs(value)));
    return needed > decimals ? needed : decimals;
}

/*
 * "by 2.3% a year", where the table has the yearly average of just these years and it goes the way of the trend.  A
 * percentage moves by points: there it is the slope of the line that the chart draws.
 */
static void set_average(struct facts *facts, const struct view *view, const struct tb_result *verdict)
{
    struct tb_bytes *average = slot(facts, SLOT_AVERAGE);
    const bool points = in_percent(view->panel, view->series[0]);
    const struct tb_result *row =
        tb_results_at(view->results, view->series[0], points ? "ols_slope" : "cagr_pct", verdict->from, verdict->to);
    if (!row || isnan(row->value) || row->value * verdict->value <= 0)
        return;
    struct tb_bytes *change = slot(facts, SLOT_CHANGE);
    if (points) {
        add_number(change, fabs(row->value), two_digits(row->value, view->display.decimals), false, facts->language);
        tb_bytes_text(slot(facts, SLOT_POINTS), "percentage points");
        fill(average, facts, row->value > 0 ? AVERAGE_UP_POINTS : AVERAGE_DOWN_POINTS);
    } else {
        add_number(change, fabs(row->value), 1, false, facts->language);
        tb_bytes_text(change, "%");
        fill(average, facts, row->value > 0 ? AVERAGE_UP : AVERAGE_DOWN);
    }
}

/* ---- printed against computed ---- */

bool brief_is_dispute(const struct tb_result *row)
{
    return row->note.code == TB_NOTE_DIFFERS || row->note.code == TB_NOTE_DIFFERS_BASE;
}

/* The value of an indicator in the region of a series, as printed, with its unit; false when there is none. */
static bool add_printed_value(struct tb_bytes *text, const struct tb_panel *panel, uint32_t indicator, uint32_t region,
                              int year, enum tb_language language)
{
    const uint32_t series = indicator == TB_NOWHERE ? TB_NOWHERE : tb_panel_find_series(panel, indicator, region);
    if (series == TB_NOWHERE)
        return false;
    const struct tb_series *s = &panel->series[series];
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (panel->year[i] == year && !tb_period(panel, i) && tb_has_value(panel, i)) {
            tb_bytes_text(text, brief_say(state_words[panel->state[i]].sentence, language));
            add_number(text, panel->value[i], panel->decimals[i], false, language);
            return true;
        }
    return false;
}

static int printed_decimals(const struct tb_panel *panel, uint32_t series, int year)
{
    const struct tb_series *s = &panel->series[series];
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (panel->year[i] == year && tb_has_value(panel, i))
            return panel->decimals[i] > 0 ? panel->decimals[i] : 0;
    return 0;
}

void brief_dispute_numbers(const struct tb_panel *panel, const struct tb_result *row, enum tb_language language,
                           struct tb_bytes *printed, struct tb_bytes *computed)
{
    const int decimals = printed_decimals(panel, row->series, row->to);
    char shown[512], found[512];
    tb_display_fixed(row->note.a, decimals, false, language, shown, sizeof shown);
    for (int more = decimals; more < decimals + 6; more++) { /* enough decimals to see the difference */
        tb_display_fixed(row->note.b, more, false, language, found, sizeof found);
        char same[512];
        tb_display_fixed(row->note.a, more, false, language, same, sizeof same);
        if (strcmp(found, same) != 0 && (more > decimals || decimals > 0 || row->note.b == floor(row->note.b)))
            break;
    }
    const char *unit = tb_text(panel, indicator_of(panel, row->series)->unit);
    const bool percent = in_percent(panel, row->series);
    tb_bytes_text(printed, shown);
    tb_bytes_text(computed, found);
    if (percent || language == TB_CHINESE) {
        add_unit(printed, unit, language);
        add_unit(computed, unit, language);
    }
}

void brief_dispute_sentence(const struct tb_panel *panel, const struct tb_result *row, enum tb_language language,
                            enum brief_dispute_part part, struct tb_bytes *text)
{
    struct facts facts = {.language = language};
    const struct tb_series *series = &panel->series[row->series];
    const struct tb_indicator *indicator = &panel->indicators[series->indicator];
    const bool change = strcmp(row->statistic, "audit_change") == 0, parts = strcmp(row->statistic, "audit_parts") == 0;

    brief_dispute_numbers(panel, row, language, slot(&facts, SLOT_PRINTED), slot(&facts, SLOT_COMPUTED));
    const uint32_t first = change ? indicator->change_of : indicator->numerator;
    const uint32_t second = change ? indicator->change_of : indicator->denominator;
    if (!parts &&
        add_printed_value(slot(&facts, SLOT_VALUE), panel, first, series->region, change ? row->to - 1 : row->to,
                          language) &&
        add_printed_value(slot(&facts, SLOT_OTHER_VALUE), panel, second, series->region, row->to, language))
        fill(slot(&facts, SLOT_INPUTS), &facts, DISPUTE_INPUTS);

    struct tb_bytes *said = slot(&facts, SLOT_TEXT);
    if (part == BRIEF_DISPUTE_NAMED)
        fill(said, &facts, parts ? DISPUTE_PARTS : DISPUTE);
    else
        fill(said, &facts, parts ? DISPUTE_WHY_PARTS : DISPUTE_WHY);
    if (row->note.code == TB_NOTE_DIFFERS_BASE) {
        add_number(slot(&facts, SLOT_BASE), row->note.c, row->note.c == floor(row->note.c) ? 0 : 2, false, language);
        fill(said, &facts, DISPUTE_BASE);
    }
    if (part == BRIEF_DISPUTE_NAMED) {
        add_safe(slot(&facts, SLOT_NAME), tb_indicator_name(panel, series->indicator, language));
        set_year(&facts, SLOT_YEAR, row->to);
        fill(slot(&facts, SLOT_WHEN), &facts, WHEN_YEAR);
        fill(text, &facts, DISPUTE_NAMED);
    } else
        tb_bytes_add(text, said->data, said->n);
    text->failed |= facts.slot[SLOT_TEXT].failed;
    facts_free(&facts);
}

/* Calls for each dispute that touches an indicator of the chart: its own printed figure, or a printed change of it. */
static size_t add_disputes(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_results *results,
                           const uint32_t *series, size_t n, enum tb_language language, const char *between,
                           size_t most)
{
    static const char *const audits[] = {"audit_rate", "audit_change", "audit_parts"};
    size_t said = 0;
    for (uint32_t s = 0; s < panel->n_series; s++) {
        bool touches = false;
        for (size_t k = 0; k < n; k++)
            touches |= s == series[k] || (panel->series[s].region == panel->series[series[k]].region &&
                                          indicator_of(panel, s)->change_of == panel->series[series[k]].indicator);
        for (size_t a = 0; touches && a < sizeof audits / sizeof audits[0]; a++) {
            size_t rows;
            const struct tb_result *row = tb_results_of(results, s, audits[a], &rows);
            for (size_t r = 0; r < rows; r++)
                if (brief_is_dispute(&row[r])) {
                    if (said < most) {
                        if (said)
                            tb_bytes_text(text, between);
                        brief_dispute_sentence(panel, &row[r], language, BRIEF_DISPUTE_NAMED, text);
                    }
                    said++;
                }
        }
    }
    return said;
}

/* ---- marks of the data ---- */

static bool is_break(const struct tb_panel *panel, const struct tb_series *s, size_t i)
{
    return i > s->first && (tb_flags(panel, i) & TB_FLAG_BREAK);
}

void brief_data_marks(const struct tb_panel *panel, const uint32_t *series, size_t n, enum tb_language language,
                      struct tb_bytes *text)
{
    enum {
        BREAK,
        GAP,
        UPPER,
        LOWER,
        ABOUT,
        PROVISIONAL,
        ESTIMATED,
        UNRELIABLE,
        PART,
        KINDS
    };
    static const enum phrase_id phrase[KINDS] = {MARK_BREAK,     MARK_GAP,        MARK_UPPER,
                                                 MARK_LOWER,     MARK_ABOUT,      MARK_PROVISIONAL,
                                                 MARK_ESTIMATED, MARK_UNRELIABLE, MARK_PART};
    int first = INT32_MAX, last = INT32_MIN;
    for (size_t k = 0; k < n; k++) {
        const struct tb_series *s = &panel->series[series[k]];
        for (size_t i = s->first; i < s->first + s->n; i++) {
            first = panel->year[i] < first ? panel->year[i] : first;
            last = panel->year[i] > last ? panel->year[i] : last;
        }
    }
    if (first > last)
        return;
    const int years = last - first + 1;
    bool *mark = calloc((size_t)KINDS * (size_t)years, sizeof *mark);
    if (!mark) {
        text->failed = true;
        return;
    }
    bool *gap = mark + (ptrdiff_t)GAP * years;
    memset(gap, true, (size_t)years);
    for (size_t k = 0; k < n; k++) {
        const struct tb_series *s = &panel->series[series[k]];
        for (size_t i = s->first; i < s->first + s->n; i++) {
            const unsigned flags = tb_flags(panel, i);
            const bool is[KINDS] = {[BREAK] = is_break(panel, s, i),
                                    [UPPER] = panel->state[i] == TB_BELOW || panel->state[i] == TB_AT_MOST,
                                    [LOWER] = panel->state[i] == TB_ABOVE || panel->state[i] == TB_AT_LEAST,
                                    [ABOUT] = panel->state[i] == TB_ABOUT,
                                    [PROVISIONAL] = flags & TB_FLAG_PROVISIONAL,
                                    [ESTIMATED] = flags & (TB_FLAG_ESTIMATED | TB_FLAG_EUROSTAT),
                                    [UNRELIABLE] = flags & TB_FLAG_UNRELIABLE,
                                    [PART] = tb_period(panel, i) != 0};
            for (int kind = 0; kind < KINDS; kind++)
                if (is[kind])
                    mark[kind * years + panel->year[i] - first] = true;
            if (tb_has_value(panel, i))
                gap[panel->year[i] - first] = false;
        }
    }
    struct facts facts = {.language = language};
    bool any = false;
    for (int kind = 0; kind < KINDS; kind++) {
        if (!add_years(slot(&facts, SLOT_TEXT), mark + (ptrdiff_t)kind * years, first, years, language))
            continue;
        if (any)
            tb_bytes_text(text, language == TB_CHINESE ? "；" : "; ");
        any = true;
        fill(text, &facts, phrase[kind]);
    }
    facts_free(&facts);
    free(mark);
}

/* ---- sources ---- */

/* The host of an address, else the text itself: a foot has no room for whole addresses. */
static void add_short_source(struct tb_bytes *text, const char *source)
{
    const char *scheme = strstr(source, "://");
    if (!scheme || scheme - source > 8) {
        add_safe(text, source);
        return;
    }
    char *host = strndup(scheme + 3, strcspn(scheme + 3, "/?#"));
    if (host)
        add_safe(text, host);
    else
        text->failed = true;
    free(host);
}

/* The last part of a path. */
static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/* Distinct texts, each with its NUL. */
struct sources {
    struct tb_bytes list;
    size_t n;
};
#define SOURCES_MOST 200

static void add_source(struct sources *sources, struct tb_bytes *shown)
{
    const char *text = brief_text(shown);
    for (size_t at = 0; at < sources->list.n; at += strlen((char *)sources->list.data + at) + 1)
        if (strcmp((char *)sources->list.data + at, text) == 0)
            return;
    if (sources->n < SOURCES_MOST && !shown->failed) {
        tb_bytes_add(&sources->list, text, strlen(text) + 1);
        sources->n += !sources->list.failed;
    }
}

/*
 * Sources of all values, where none is given the names of the files they stand in.
 *   whole  full texts for the notes; else hosts of addresses, for a foot
 */
static void add_sources(struct tb_bytes *text, const struct tb_panel *panel, const uint32_t *series, size_t n,
                        enum tb_language language, bool whole, const char *between, size_t most)
{
    struct sources sources = {0};
    struct tb_bytes shown = {0};
    for (size_t k = 0; k < n; k++) {
        const struct tb_series *s = &panel->series[series[k]];
        for (size_t i = s->first; i < s->first + s->n; i++) {
            const char *source = tb_text(panel, tb_source(panel, i));
            const struct tb_place place = tb_panel_place(panel, i);
            shown.n = 0;
            if (source[0] && whole)
                add_safe(&shown, source);
            else if (source[0])
                add_short_source(&shown, source);
            else if (place.file && !(tb_flags(panel, i) & TB_FLAG_COMPUTED))
                add_safe(&shown, file_name(place.file));
            else
                tb_bytes_text(&shown, brief_say(phrases[MARK_COMPUTED], language));
            add_source(&sources, &shown);
        }
    }
    struct facts facts = {.language = language};
    struct tb_bytes *list = slot(&facts, SLOT_TEXT);
    const char *at = (const char *)sources.list.data;
    for (size_t k = 0; k < sources.n && k < most; k++, at += strlen(at) + 1) {
        if (k)
            tb_bytes_text(list, between);
        tb_bytes_text(list, at);
    }
    if (sources.n > most) {
        tb_bytes_format(slot(&facts, SLOT_COUNT), "%zu", sources.n - most);
        tb_bytes_format(slot(&facts, SLOT_OTHER), "%zu", sources.n);
        fill(text, &facts, FOOT_SOURCE_MORE);
    } else
        tb_bytes_add(text, list->data, list->n);
    text->failed |= sources.list.failed || list->failed;
    facts_free(&facts);
    tb_bytes_free(&shown);
    tb_bytes_free(&sources.list);
}

/* ---- the words of one chart ---- */

static bool has_many_regions(const struct tb_panel *panel)
{
    for (size_t s = 1; s < panel->n_series; s++)
        if (panel->series[s].region != panel->series[0].region)
            return true;
    return false;
}

static const char *region_of(const struct view *view, size_t k)
{
    return tb_text(view->panel, view->panel->series[view->series[k]].region);
}

static uint32_t indicator_number(const struct view *view)
{
    return view->panel->series[view->series[0]].indicator;
}

static void look(struct view *view)
{
    const struct tb_panel *panel = view->panel;
    const struct tb_chart chart = {.type = view->type,
                                   .panel = panel,
                                   .results = view->results,
                                   .series = view->series,
                                   .n_series = view->n,
                                   .language = view->language};
    tb_chart_display(&chart, &view->display);
    view->latest = view->n == 1 ? brief_latest(panel, view->series[0]) : NOWHERE;
    view->first = INT32_MAX;
    view->last = INT32_MIN;
    for (size_t k = 0; k < view->n; k++) {
        const struct tb_series *s = &panel->series[view->series[k]];
        for (size_t i = s->first; i < s->first + s->n; i++)
            if (tb_has_value(panel, i)) {
                view->first = panel->year[i] < view->first ? panel->year[i] : view->first;
                view->last = panel->year[i] > view->last ? panel->year[i] : view->last;
            }
    }
    view->many_regions = has_many_regions(panel);
}

/* Name, and the region where one panel has several. */
static void add_subject(struct tb_bytes *text, const struct view *view)
{
    const char *region = view->n == 1 && view->many_regions ? region_of(view, 0) : "";
    if (region[0] && view->language == TB_CHINESE)
        add_safe(text, region);
    add_safe(text, tb_indicator_name(view->panel, indicator_number(view), view->language));
    if (region[0] && view->language == TB_ENGLISH) {
        tb_bytes_text(text, " (");
        add_safe(text, region);
        tb_bytes_text(text, ")");
    }
    /* a Chinese name that ends in a digit must not run into the year: PM2.5，2024年 */
    if (view->language == TB_CHINESE && text->n && isdigit(text->data[text->n - 1]))
        tb_bytes_text(text, "，");
}

static void add_view_span(struct tb_bytes *text, const struct view *view)
{
    if (view->first <= view->last)
        add_span(text, view->first, view->last, view->language);
}

/* The finding of one series: the trend where there is a verdict, else the value and the change over the year. */
static void say_finding(struct tb_bytes *text, const struct view *view, struct facts *facts)
{
    const uint32_t series = view->series[0];
    const struct tb_result *verdict = verdict_of(view->results, series);
    const unsigned code = verdict ? verdict->note.code : TB_NOTE_NONE;
    if (code == TB_NOTE_RISING || code == TB_NOTE_FALLING || code == TB_NOTE_NO_CLEAR_CHANGE) {
        add_span(slot(facts, SLOT_SPAN), verdict->from, verdict->to, view->language);
        if (code != TB_NOTE_NO_CLEAR_CHANGE)
            set_average(facts, view, verdict);
        fill(text, facts,
             code == TB_NOTE_RISING    ? SAY_TREND_UP
             : code == TB_NOTE_FALLING ? SAY_TREND_DOWN
                                       : SAY_NO_TREND);
        return;
    }
    const struct change change = year_change(view->panel, view->results, series, view->latest);
    const double value = is_exact(&change) ? change.row->value : 0;
    fill(text, facts, value > 0 ? SAY_VALUE_ROSE : value < 0 ? SAY_VALUE_FELL : SAY_VALUE);
    add_exact_change(text, facts, view->panel, series, &change, &view->display);
}

/* The last whole year in which at least two regions have a value, or INT_MIN. */
static int common_year(const struct view *view)
{
    const struct tb_panel *panel = view->panel;
    for (int year = view->last; year >= view->first; year--) {
        size_t there = 0;
        for (size_t k = 0; k < view->n; k++) {
            const struct tb_series *s = &panel->series[view->series[k]];
            for (size_t i = s->first; i < s->first + s->n; i++)
                there += panel->year[i] == year && !tb_period(panel, i) && tb_has_value(panel, i);
        }
        if (there >= 2)
            return year;
    }
    return INT32_MIN;
}

/* The finding of several regions: who is highest and lowest, when no bound or tie stands in the way. */
static void say_regions(struct tb_bytes *text, const struct view *view, struct facts *facts)
{
    const struct tb_panel *panel = view->panel;
    const int year = common_year(view);
    size_t highest = NOWHERE, lowest = NOWHERE, at_highest = 0, at_lowest = 0;
    size_t of_highest = 0, of_lowest = 0; /* their places among the series */
    size_t there = 0;                     /* regions with a value that year */
    bool bounds = year == INT32_MIN;
    for (size_t k = 0; k < view->n && !bounds; k++) {
        const struct tb_series *s = &panel->series[view->series[k]];
        for (size_t i = s->first; i < s->first + s->n; i++) {
            if (panel->year[i] != year || tb_period(panel, i))
                continue;
            bounds |= panel->state[i] != TB_EXACT && panel->state[i] != TB_ABOUT && panel->state[i] <= TB_NEGLIGIBLE;
            if (!tb_has_value(panel, i))
                continue;
            there++;
            if (highest == NOWHERE || panel->value[i] > panel->value[highest]) {
                highest = i;
                of_highest = k;
                at_highest = 0;
            }
            if (lowest == NOWHERE || panel->value[i] < panel->value[lowest]) {
                lowest = i;
                of_lowest = k;
                at_lowest = 0;
            }
            at_highest += panel->value[i] == panel->value[highest];
            at_lowest += panel->value[i] == panel->value[lowest];
        }
    }
    const bool equal = !bounds && panel->value[highest] == panel->value[lowest];
    if (bounds || (!equal && (at_highest > 1 || at_lowest > 1))) {
        fill(text, facts, SAY_REGIONS_PLAIN);
        return;
    }
    set_year(facts, SLOT_YEAR, year);
    fill(slot(facts, SLOT_WHEN), facts, WHEN_YEAR);
    tb_bytes_format(slot(facts, SLOT_COUNT), "%zu", there);
    add_value(slot(facts, SLOT_VALUE), panel, view->series[of_highest], highest, &view->display);
    add_value(slot(facts, SLOT_OTHER_VALUE), panel, view->series[of_lowest], lowest, &view->display);
    add_safe(slot(facts, SLOT_REGION), region_of(view, of_highest));
    add_safe(slot(facts, SLOT_OTHER), region_of(view, of_lowest));
    fill(text, facts, equal ? SAY_REGIONS_EQUAL : SAY_REGIONS);
}

/* Name, when, value and span into their slots. */
static void set_basics(struct facts *facts, const struct view *view)
{
    add_subject(slot(facts, SLOT_NAME), view);
    add_view_span(slot(facts, SLOT_SPAN), view);
    tb_bytes_format(slot(facts, SLOT_COUNT), "%zu", view->n);
    if (view->latest != NOWHERE) {
        brief_when(view->panel, view->latest, view->language, slot(facts, SLOT_WHEN));
        add_value(slot(facts, SLOT_VALUE), view->panel, view->series[0], view->latest, &view->display);
        /* 为403件, but 不超过0.23%, 约4800辆次 */
        tb_bytes_text(slot(facts, SLOT_IS), view->panel->state[view->latest] == TB_EXACT ? "为" : "");
    }
}

static void say_title(struct tb_bytes *text, const struct view *view)
{
    struct facts facts = {.language = view->language};
    set_basics(&facts, view);
    if (view->n > 1)
        say_regions(text, view, &facts);
    else if (view->latest == NOWHERE)
        fill(text, &facts, SAY_NOTHING);
    else
        say_finding(text, view, &facts);
    facts_free(&facts);
}

/* The catalogue's own words around the figure, "办理审批服务事项{}件": its first alternative; false when it has none.
 */
static bool add_phrase(struct tb_bytes *text, const struct view *view)
{
    const struct tb_panel *panel = view->panel;
    const char *phrase = tb_text(panel, panel->indicators[indicator_number(view)].phrase_zh);
    const size_t length = strcspn(phrase, "|");
    const char *hole = strstr(phrase, "{}");
    if (view->language != TB_CHINESE || !hole || (size_t)(hole - phrase) >= length)
        return false;
    char *first = strndup(phrase, length);
    if (!first) {
        text->failed = true;
        return true;
    }
    char *after = first + (hole - phrase);
    *after = '\0';
    add_safe(text, first);
    tb_bytes_text(text, brief_say(state_words[panel->state[view->latest]].sentence, TB_CHINESE));
    add_number(text, panel->value[view->latest], panel->decimals[view->latest], false, TB_CHINESE);
    add_safe(text, after + 2);
    free(first);
    return true;
}

static void say_sentence(struct tb_bytes *text, const struct view *view)
{
    const bool chinese = view->language == TB_CHINESE;
    if (view->n > 1 || view->latest == NOWHERE) {
        say_title(text, view);
        tb_bytes_text(text, chinese ? "。" : ".");
        return;
    }
    struct facts facts = {.language = view->language};
    const uint32_t series = view->series[0];
    const struct change change = year_change(view->panel, view->results, series, view->latest);
    const double value = is_exact(&change) ? change.row->value : 0;

    set_basics(&facts, view);
    const char *region = view->many_regions ? region_of(view, 0) : "";
    struct tb_bytes own = {0};
    if (add_phrase(&own, view)) {
        tb_bytes_add(text, facts.slot[SLOT_WHEN].data, facts.slot[SLOT_WHEN].n);
        tb_bytes_text(text, "，");
        add_safe(text, region);
        tb_bytes_add(text, own.data, own.n);
        text->failed |= own.failed;
    } else
        fill(text, &facts, value > 0 ? SAY_VALUE_ROSE : value < 0 ? SAY_VALUE_FELL : SAY_VALUE);
    tb_bytes_free(&own);
    add_any_change(text, &facts, view->panel, series, &change, &view->display);
    tb_bytes_text(text, chinese ? "。" : ".");

    const struct tb_result *verdict = verdict_of(view->results, series);
    static const struct {
        unsigned code;
        enum phrase_id phrase;
    } trends[] = {{TB_NOTE_RISING, TREND_UP_SENTENCE},
                  {TB_NOTE_FALLING, TREND_DOWN_SENTENCE},
                  {TB_NOTE_NO_CLEAR_CHANGE, NO_TREND_SENTENCE}};
    for (size_t i = 0; verdict && i < sizeof trends / sizeof trends[0]; i++)
        if (verdict->note.code == trends[i].code) {
            add_span(slot(&facts, SLOT_SPAN), verdict->from, verdict->to, view->language);
            set_average(&facts, view, verdict);
            fill(text, &facts, trends[i].phrase);
        }
    facts_free(&facts);
}

static void say_subtitle(struct tb_bytes *text, const struct view *view)
{
    struct facts facts = {.language = view->language};
    const char *region = view->n == 1 ? region_of(view, 0) : "";
    add_safe(slot(&facts, SLOT_NAME), tb_indicator_name(view->panel, indicator_number(view), view->language));
    add_safe(slot(&facts, SLOT_REGION), region);
    add_view_span(slot(&facts, SLOT_SPAN), view);
    fill(text, &facts, region[0] ? SUBTITLE_REGION : SUBTITLE);
    facts_free(&facts);
}

static void say_foot(struct tb_bytes *text, const struct view *view)
{
    const bool chinese = view->language == TB_CHINESE;
    struct facts facts = {.language = view->language};
    add_sources(slot(&facts, SLOT_TEXT), view->panel, view->series, view->n, view->language, false,
                chinese ? "、" : ", ", 2);
    fill(text, &facts, FOOT_SOURCE);
    facts_free(&facts);

    struct tb_bytes disputes = {0};
    add_disputes(&disputes, view->panel, view->results, view->series, view->n, view->language, chinese ? "；" : "; ",
                 1);
    if (disputes.n) {
        tb_bytes_text(text, chinese ? "。" : ". ");
        tb_bytes_add(text, disputes.data, disputes.n);
    }
    text->failed |= disputes.failed;
    tb_bytes_free(&disputes);
}

#define ALT_CHARACTERS 250

/* At most 250 characters, the last an ellipsis when there were more. */
static void shorten_alt(struct tb_bytes *text)
{
    const char *start = brief_text(text), *at = start, *cut = start;
    size_t n = 0;
    while (brief_utf8_next(&at))
        if (++n == ALT_CHARACTERS - 1)
            cut = at;
    if (n > ALT_CHARACTERS) {
        text->n = (size_t)(cut - start);
        tb_bytes_text(text, "…");
    }
}

static void say_alt(struct tb_bytes *text, const struct view *view)
{
    const struct tb_panel *panel = view->panel;
    const bool chinese = view->language == TB_CHINESE;
    struct facts facts = {.language = view->language};
    const struct tb_chart_type *type = tb_chart_type_find(view->type);
    tb_bytes_text(slot(&facts, SLOT_FORM), !type ? "" : chinese ? type->title_zh : type->title_en);
    add_safe(slot(&facts, SLOT_NAME), tb_indicator_name(panel, indicator_number(view), view->language));
    if (view->display.unit[0]) {
        struct tb_bytes *unit = slot(&facts, SLOT_UNIT);
        tb_bytes_text(unit, chinese ? "（" : " (");
        add_safe(unit, view->display.unit);
        while (unit->n && unit->data[unit->n - 1] == ' ')
            unit->n--;
        tb_bytes_text(unit, chinese ? "）" : ")");
    }
    const char *region = view->n == 1 ? region_of(view, 0) : "";
    add_safe(slot(&facts, SLOT_REGION), region);
    if (region[0] && !chinese)
        tb_bytes_text(&facts.slot[SLOT_REGION], ", ");
    add_view_span(slot(&facts, SLOT_SPAN), view);
    tb_bytes_format(slot(&facts, SLOT_COUNT), "%zu", view->n);
    say_title(slot(&facts, SLOT_TEXT), view);
    fill(text, &facts, view->n > 1 ? ALT_REGIONS : ALT);

    /* the ends and extremes of one series */
    if (view->n == 1 && view->latest != NOWHERE) {
        const struct tb_series *s = &panel->series[view->series[0]];
        size_t first = NOWHERE, high = NOWHERE, low = NOWHERE;
        for (size_t i = s->first; i < s->first + s->n; i++) {
            if (!tb_has_value(panel, i) || tb_period(panel, i))
                continue;
            first = first == NOWHERE ? i : first;
            high = high == NOWHERE || panel->value[i] > panel->value[high] ? i : high;
            low = low == NOWHERE || panel->value[i] < panel->value[low] ? i : low;
        }
        static const struct tb_phrase names[] = {
            {"First", "最早"}, {"last", "最近"}, {"high", "最高"}, {"low", "最低"}};
        const size_t point[] = {first, view->latest, high, low};
        for (size_t k = 0; k < 4 && first != NOWHERE; k++) {
            if (k)
                tb_bytes_text(text, chinese ? "，" : ", ");
            else if (!chinese)
                tb_bytes_text(text, " ");
            tb_bytes_text(slot(&facts, SLOT_TEXT), brief_say(names[k], view->language));
            brief_when(panel, point[k], view->language, slot(&facts, SLOT_WHEN));
            add_value(slot(&facts, SLOT_VALUE), panel, view->series[0], point[k], &view->display);
            fill(text, &facts, ALT_POINT);
        }
        tb_bytes_text(text, chinese ? "。" : ".");
    }
    struct tb_bytes *marks = slot(&facts, SLOT_TEXT);
    brief_data_marks(panel, view->series, view->n, view->language, marks);
    if (marks->n) {
        if (!chinese)
            tb_bytes_text(text, " ");
        tb_bytes_add(text, marks->data, marks->n);
        tb_bytes_text(text, chinese ? "。" : ".");
    }
    shorten_alt(text);
    facts_free(&facts);
}

/* ---- speaker notes ---- */

static void new_line(struct tb_bytes *text)
{
    if (text->n)
        tb_bytes_text(text, "\n");
}

static void note_method(struct tb_bytes *text, const struct view *view)
{
    const struct tb_result *verdict = view->n == 1 ? verdict_of(view->results, view->series[0]) : NULL;
    if (!verdict)
        return;
    struct facts facts = {.language = view->language};
    new_line(text);
    if (isnan(verdict->value)) {
        add_note_reason(slot(&facts, SLOT_TEXT), view->panel, &verdict->note, view->language);
        fill(text, &facts, NOTE_UNDECIDED);
    } else {
        struct tb_bytes *method = slot(&facts, SLOT_TEXT);
        tb_bytes_text(method, verdict->method);
        struct tb_note caveats = verdict->note;
        caveats.code = TB_NOTE_NONE;
        char words[400];
        if (tb_note_text(view->panel, &caveats, view->language, words, sizeof words)) {
            tb_bytes_text(method, view->language == TB_CHINESE ? "；" : "; ");
            tb_bytes_text(method, words);
        }
        tb_bytes_format(slot(&facts, SLOT_COUNT), "%d", verdict->n);
        if (!isnan(verdict->p)) {
            const bool small = verdict->p < 0.001;
            add_number(slot(&facts, SLOT_VALUE), small ? 0.001 : verdict->p, 3, false, view->language);
            fill(slot(&facts, SLOT_CHANGE), &facts, small ? NOTE_P_SMALL : NOTE_P);
        }
        fill(text, &facts, NOTE_METHOD);
    }
    facts_free(&facts);
}

static void note_better(struct tb_bytes *text, const struct view *view)
{
    if (view->n != 1)
        return;
    const struct change change = year_change(view->panel, view->results, view->series[0], view->latest);
    const unsigned better = view->panel->indicators[indicator_number(view)].better;
    if (!is_exact(&change) || change.row->value == 0 || better == TB_NEUTRAL)
        return;
    static const enum phrase_id say[2][2] = {{NOTE_LOWER_BAD, NOTE_LOWER_GOOD}, {NOTE_HIGHER_BAD, NOTE_HIGHER_GOOD}};
    const bool higher = better == TB_HIGHER;
    new_line(text);
    tb_bytes_text(text, brief_say(phrases[say[higher][higher == (change.row->value > 0)]], view->language));
}

#define NOTES_MOST 12

/* What the files say beside the values, each text once. */
static void note_data(struct tb_bytes *text, const struct view *view)
{
    const struct tb_panel *panel = view->panel;
    struct facts facts = {.language = view->language};
    struct tb_bytes *marks = slot(&facts, SLOT_TEXT);
    brief_data_marks(panel, view->series, view->n, view->language, marks);
    if (marks->n) {
        new_line(text);
        fill(text, &facts, NOTE_DATA);
    }
    const uint32_t about = panel->indicators[indicator_number(view)].note;
    if (about) {
        add_safe(slot(&facts, SLOT_TEXT), tb_text(panel, about));
        new_line(text);
        fill(text, &facts, NOTE_ABOUT);
    }
    uint32_t said[NOTES_MOST];
    size_t n = 0, more = 0;
    for (size_t k = 0; k < view->n; k++) {
        const struct tb_series *s = &panel->series[view->series[k]];
        for (size_t i = s->first; i < s->first + s->n; i++) {
            const uint32_t note = tb_note_of(panel, i);
            size_t seen = 0;
            while (seen < n && said[seen] != note)
                seen++;
            if (!note || seen < n)
                continue;
            if (n == NOTES_MOST) {
                more++;
                continue;
            }
            said[n++] = note;
            brief_when(panel, i, view->language, slot(&facts, SLOT_WHEN));
            add_safe(slot(&facts, SLOT_TEXT), tb_text(panel, note));
            new_line(text);
            fill(text, &facts, NOTE_YEAR);
        }
    }
    if (more) {
        tb_bytes_format(slot(&facts, SLOT_COUNT), "%zu", more);
        new_line(text);
        fill(text, &facts, NOTE_MORE);
    }
    facts_free(&facts);
}

static void say_notes(struct tb_bytes *text, const struct view *view)
{
    say_sentence(text, view);
    note_better(text, view);
    note_method(text, view);
    note_data(text, view);

    struct tb_bytes disputes = {0};
    add_disputes(&disputes, view->panel, view->results, view->series, view->n, view->language, "\n", NOTES_MOST);
    if (disputes.n) {
        new_line(text);
        tb_bytes_add(text, disputes.data, disputes.n);
    }
    text->failed |= disputes.failed;
    tb_bytes_free(&disputes);

    struct facts facts = {.language = view->language};
    add_sources(slot(&facts, SLOT_TEXT), view->panel, view->series, view->n, view->language, true,
                view->language == TB_CHINESE ? "；" : "; ", NOTES_MOST);
    new_line(text);
    fill(text, &facts, NOTE_SOURCES);
    facts_free(&facts);
}

/* ---- all of them ---- */

void tb_words_free(struct tb_words *words)
{
    if (!words)
        return;
    free(words->finding);
    free(words->subtitle);
    free(words->foot);
    free(words->alt);
    free(words->sentence);
    free(words->notes);
    *words = (struct tb_words){0};
}

enum tb_status tb_words_make(const struct tb_panel *panel, const struct tb_results *results, const char *chart_type,
                             const uint32_t *series, size_t n_series, enum tb_language language, struct tb_words *words,
                             struct tb_log *log)
{
    assert(n_series > 0);
    struct view view = {
        .panel = panel, .results = results, .type = chart_type, .series = series, .n = n_series, .language = language};
    look(&view);
    *words = (struct tb_words){0};
    const struct {
        void (*say)(struct tb_bytes *text, const struct view *view);
        char **to;
    } parts[] = {
        {say_title, &words->finding}, {say_subtitle, &words->subtitle}, {say_foot, &words->foot},
        {say_alt, &words->alt},       {say_sentence, &words->sentence}, {say_notes, &words->notes},
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct tb_bytes text = {0};
        parts[i].say(&text, &view);
        brief_text(&text);
        if (text.failed) {
            tb_bytes_free(&text);
            tb_words_free(words);
            return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while writing sentences");
        }
        *parts[i].to = (char *)text.data; /* malloc'd and closed by its NUL */
    }
    return TB_OK;
}
