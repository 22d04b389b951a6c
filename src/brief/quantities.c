/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quantities.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Parts of a year as data files name them; others are shown as they are. */
static const struct {
    const char *period;
    enum phrase_id phrase;
} periods[] = {
    {"", WHEN_YEAR}, {"H1", WHEN_H1}, {"H2", WHEN_H2}, {"Q1", WHEN_Q1},
    {"Q2", WHEN_Q2}, {"Q3", WHEN_Q3}, {"Q4", WHEN_Q4},
};

/* ---- numbers ---- */

void brief_add_number(struct tb_bytes *text, double value, int decimals, bool sign, enum tb_language language)
{
    char label[512];
    for (int more = decimals;; more++) {
        tb_display_fixed(value, more, sign, language, label, sizeof label);
        if (value == 0 || more >= decimals + 12 || strpbrk(label, "123456789"))
            break;
    }
    tb_bytes_text(text, label);
}

void brief_add_unit(struct tb_bytes *text, const char *unit, enum tb_language language)
{
    if (!unit[0])
        return;
    const bool joined = language == TB_CHINESE || strcmp(unit, "%") == 0 || strcmp(unit, "‰") == 0;
    const bool power = strncmp(unit, "10", 2) == 0 && (unsigned char)unit[2] >= 0x80; /* 10 and a small raised figure */
    tb_bytes_text(text, power ? "\u00D7" : joined ? "" : " ");
    size_t n = strlen(unit);
    while (n > 0 && unit[n - 1] == ' ')
        n--;
    char *copy = strndup(unit, n);
    if (copy)
        brief_add_safe(text, copy);
    else
        text->failed = true;
    free(copy);
}

const struct tb_indicator *brief_indicator_of(const struct tb_panel *panel, uint32_t series)
{
    return &panel->indicators[panel->series[series].indicator];
}

bool brief_in_percent(const struct tb_panel *panel, uint32_t series)
{
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, brief_indicator_of(panel, series)->unit), &unit);
    return unit.percent;
}

bool brief_unit_is_said(const struct tb_panel *panel, uint32_t series, const struct tb_display *display)
{
    if (display->language == TB_CHINESE)
        return true;
    const struct tb_indicator *indicator = brief_indicator_of(panel, series);
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, indicator->unit), &unit);
    return indicator->kind != TB_COUNT || fabs(unit.numerator_scale * display->divisor - 1) > 1e-9;
}

struct tb_display brief_own_display(const struct tb_panel *panel, size_t i, const struct tb_display *display)
{
    struct tb_display own = *display;
    const int printed = (int)panel->decimals[i] + (int)lround(log10(display->divisor));
    if (printed < own.decimals)
        own.decimals = printed < 0 ? 0 : printed;
    return own;
}

void brief_add_value(struct tb_bytes *text, const struct tb_panel *panel, uint32_t series, size_t i,
                     const struct tb_display *display)
{
    char label[512];
    const struct tb_display own = brief_own_display(panel, i, display);
    tb_bytes_text(text, brief_state_word(panel->state[i], false, display->language));
    tb_display_value(&own, panel->value[i], false, label, sizeof label);
    tb_bytes_text(text, label);
    if (brief_unit_is_said(panel, series, display))
        brief_add_unit(text, display->unit, display->language);
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
            decimals = (int)panel->decimals[i];
    tb_display_choose(panel->value + s->first, s->n, decimals == INT8_MIN ? 0 : decimals,
                      tb_text(panel, brief_indicator_of(panel, series)->unit), language, display);
}

/* ---- years ---- */

void brief_set_year(struct brief_facts *facts, enum slot which, int year)
{
    tb_bytes_format(brief_slot(facts, which), "%d", year);
}

void brief_when(const struct tb_panel *panel, size_t i, enum tb_language language, struct tb_bytes *text)
{
    struct brief_facts facts = {.language = language};
    const char *period = tb_text(panel, tb_period(panel, i));
    enum phrase_id phrase = WHEN_PART;
    for (size_t k = 0; k < sizeof periods / sizeof periods[0]; k++)
        if (strcmp(period, periods[k].period) == 0)
            phrase = periods[k].phrase;
    brief_set_year(&facts, SLOT_YEAR, panel->year[i]);
    brief_add_safe(brief_slot(&facts, SLOT_TEXT), period);
    brief_fill(text, &facts, phrase);
    brief_facts_free(&facts);
}

void brief_add_span(struct tb_bytes *text, int from, int to, enum tb_language language)
{
    struct brief_facts facts = {.language = language};
    brief_set_year(&facts, SLOT_YEAR, from);
    brief_set_year(&facts, SLOT_OTHER, to);
    brief_fill(text, &facts, from == to ? WHEN_YEAR : SPAN);
    brief_facts_free(&facts);
}

size_t brief_add_years(struct tb_bytes *text, const bool *wanted, int first, int n, enum tb_language language)
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
            decimals = (int)panel->decimals[i];
    return decimals < most ? decimals : most;
}

struct brief_change brief_year_change(const struct tb_panel *panel, const struct tb_results *results, uint32_t series,
                                      size_t i)
{
    struct brief_change change = {0};
    if (i == NOWHERE || tb_period(panel, i) || brief_indicator_of(panel, series)->kind == TB_LABEL)
        return change;
    const int year = panel->year[i];
    const bool points = brief_in_percent(panel, series);
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

bool brief_is_exact(const struct brief_change *change)
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
    brief_add_number(text, size, 1, false, language);
    tb_bytes_text(text, "%");
}

/* The size of a change, without direction, into its slots. */
static void set_change(struct brief_facts *facts, const struct tb_panel *panel, uint32_t series,
                       const struct brief_change *change, double value, const struct tb_display *display)
{
    const enum tb_language language = facts->language;
    struct tb_bytes *text = brief_slot(facts, SLOT_CHANGE);
    if (change->about)
        tb_bytes_text(text, brief_state_word(TB_ABOUT, false, language));
    if (change->by == BY_PERCENT) {
        add_percent(text, value, language);
        struct tb_bytes *times = brief_slot(facts, SLOT_TIMES);
        if (change->about)
            tb_bytes_text(times, brief_state_word(TB_ABOUT, false, language));
        brief_add_number(times, 1 + value / 100, value >= 10000 ? 0 : 1, false, language);
    } else if (change->by == BY_POINTS) {
        brief_add_number(text, fabs(value), (int)decimal_places(panel, series, change->row->from, change->row->to, 3),
                         false, language);
        tb_bytes_text(brief_slot(facts, SLOT_POINTS), fabs(value) == 1 ? "percentage point" : "percentage points");
    } else {
        char label[512];
        tb_display_value(display, fabs(value), false, label, sizeof label);
        tb_bytes_text(text, label);
        if (brief_unit_is_said(panel, series, display))
            brief_add_unit(text, display->unit, language);
    }
    brief_set_year(facts, SLOT_YEAR, change->row->from);
}

void brief_add_exact_change(struct tb_bytes *text, struct brief_facts *facts, const struct tb_panel *panel,
                            uint32_t series, const struct brief_change *change, const struct tb_display *display)
{
    static const enum phrase_id up[] = {CHANGE_UP, CHANGE_UP_POINTS, CHANGE_UP_AMOUNT};
    static const enum phrase_id down[] = {CHANGE_DOWN, CHANGE_DOWN_POINTS, CHANGE_DOWN_AMOUNT};
    if (!brief_is_exact(change))
        return;
    const double value = change->row->value;
    set_change(facts, panel, series, change, value, display);
    if (value == 0)
        brief_fill(text, facts, CHANGE_NONE);
    else if (change->by == BY_PERCENT && value >= TIMES_FROM)
        brief_fill(text, facts, CHANGE_UP_TIMES);
    else
        brief_fill(text, facts, value > 0 ? up[change->by] : down[change->by]);
    if (change->row->note.caveats & TB_CAVEAT_OLD_BASIS)
        brief_fill(text, facts, CHANGE_OLD_BASIS);
}

void brief_add_note_reason(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_note *note,
                           enum tb_language language)
{
    struct tb_note bare = *note;
    bare.caveats = 0;
    char words[400];
    tb_note_text(panel, &bare, language, words, sizeof words);
    brief_add_safe(text, words);
}

void brief_add_sure_change(struct tb_bytes *text, struct brief_facts *facts, const struct tb_panel *panel,
                           uint32_t series, const struct brief_change *change, const struct tb_display *display)
{
    if (!change->row || brief_is_exact(change)) {
        brief_add_exact_change(text, facts, panel, series, change, display);
        return;
    }
    const double lower = change->row->lower, upper = change->row->upper;
    const bool points = change->by == BY_POINTS;
    if (lower > 0) {
        set_change(facts, panel, series, change, lower, display);
        brief_fill(text, facts, points ? CHANGE_UP_POINTS_AT_LEAST : CHANGE_UP_AT_LEAST);
    } else if (upper < 0) {
        set_change(facts, panel, series, change, upper, display);
        brief_fill(text, facts, points ? CHANGE_DOWN_POINTS_AT_LEAST : CHANGE_DOWN_AT_LEAST);
    }
}

/* The last whole-year figure before observation `i` on the same basis; NOWHERE when there is none. */
static size_t figure_before(const struct tb_panel *panel, uint32_t series, size_t i)
{
    for (size_t k = i; k > panel->series[series].first; k--) {
        if (tb_flags(panel, k) & TB_FLAG_BREAK)
            return NOWHERE;
        if (tb_has_value(panel, k - 1) && !tb_period(panel, k - 1))
            return k - 1;
    }
    return NOWHERE;
}

/* Where the year before is missing: the figure before it, and the mean growth since then where there is one. */
static bool add_since(struct tb_bytes *text, struct brief_facts *facts, const struct tb_panel *panel,
                      const struct tb_results *results, uint32_t series, size_t i, const struct tb_display *display)
{
    const size_t before = figure_before(panel, series, i);
    if (before == NOWHERE)
        return false;
    const struct tb_result *growth =
        brief_in_percent(panel, series)
            ? NULL /* a relative change of a percentage is not what is said */
            : tb_results_at(results, series, "annualised_pct", panel->year[before], panel->year[i]);
    brief_slot(facts, SLOT_AVERAGE);
    if (growth && !isnan(growth->value) && growth->value != 0) {
        struct tb_bytes *change = brief_slot(facts, SLOT_CHANGE);
        if (growth->note.caveats & TB_CAVEAT_ABOUT)
            tb_bytes_text(change, brief_state_word(TB_ABOUT, false, facts->language));
        add_percent(change, growth->value, facts->language);
        brief_fill(&facts->slot[SLOT_AVERAGE], facts, growth->value > 0 ? SINCE_UP : SINCE_DOWN);
    }
    brief_set_year(facts, SLOT_YEAR, panel->year[before]);
    tb_bytes_text(brief_slot(facts, SLOT_IS), panel->state[before] == TB_EXACT ? "为" : "");
    brief_add_value(brief_slot(facts, SLOT_OTHER_VALUE), panel, series, before, display);
    brief_fill(text, facts, CHANGE_SINCE);
    return true;
}

void brief_add_any_change(struct tb_bytes *text, struct brief_facts *facts, const struct tb_panel *panel,
                          const struct tb_results *results, uint32_t series, size_t i,
                          const struct brief_change *change, const struct tb_display *display)
{
    const size_t before = text->n;
    brief_add_sure_change(text, facts, panel, series, change, display);
    if (text->n != before || !change->row || change->row->note.code == TB_NOTE_NONE)
        return;
    brief_add_note_reason(brief_slot(facts, SLOT_TEXT), panel, &change->row->note, facts->language);
    const bool gap = change->row->note.code == TB_NOTE_YEAR_MISSING && change->row->note.year < panel->year[i];
    if (!gap || !add_since(text, facts, panel, results, series, i, display))
        brief_fill(text, facts, CHANGE_UNKNOWN);
}

/* ---- the change as a cell ---- */

void brief_cell_change(const struct tb_panel *panel, const struct tb_results *results, uint32_t series, size_t i,
                       enum tb_language language, struct tb_bytes *text)
{
    const struct brief_change change = brief_year_change(panel, results, series, i);
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
            brief_add_note_reason(text, panel, &change.row->note, language);
            return;
        }
        value = lower > 0 ? lower : upper;
    }
    if (change.about)
        tb_bytes_text(text, brief_state_word(TB_ABOUT, true, language));
    if (change.by == BY_PERCENT) {
        brief_add_number(text, value, fabs(value) >= 1000 ? 0 : 1, true, language);
        tb_bytes_text(text, "%");
    } else if (change.by == BY_POINTS) {
        brief_add_number(text, value, (int)decimal_places(panel, series, change.row->from, change.row->to, 3), true,
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

const char *brief_year_mark(const struct tb_panel *panel, size_t i, enum tb_language language)
{
    static const struct {
        unsigned flag;
        struct tb_phrase word;
    } marks[] = {{TB_FLAG_PROVISIONAL, {" prov.", "初步"}},
                 {TB_FLAG_ESTIMATED | TB_FLAG_EUROSTAT, {" est.", "估"}},
                 {TB_FLAG_FORECAST, {" forecast", "预测"}}};
    for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++)
        if (tb_flags(panel, i) & marks[k].flag)
            return brief_say(marks[k].word, language);
    return "";
}

void brief_cell_year(const struct tb_panel *panel, size_t i, enum tb_language language, struct tb_bytes *text)
{
    const char *period = tb_text(panel, tb_period(panel, i));
    tb_bytes_format(text, "%d", panel->year[i]);
    if (period[0]) {
        tb_bytes_text(text, " ");
        brief_add_safe(text, period);
    }
    tb_bytes_text(text, brief_year_mark(panel, i, language));
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
    tb_bytes_text(text, brief_state_word(panel->state[i], true, display->language));
    if (panel->state[i] == TB_ABOUT)
        tb_display_about(display, panel->value[i], label, sizeof label);
    else
        tb_display_value(display, panel->value[i], false, label, sizeof label);
    tb_bytes_text(text, label);
}

/* ---- the verdict ---- */

const struct tb_result *brief_verdict_of(const struct tb_results *results, uint32_t series)
{
    size_t n;
    const struct tb_result *row = tb_results_of(results, series, "verdict", &n);
    return n ? row : NULL;
}

/*
 * The test takes years as independent.  Where neighbours go together by one half, S varies three times as much, and
 * what is beyond 0.01 then has a p of 8e-6 here.
 */
bool brief_is_weak(const struct tb_result *verdict)
{
    const double clear = verdict->note.caveats & TB_CAVEAT_AUTOCORRELATED ? 8e-6 : 0.01;
    return verdict->p >= clear || (verdict->note.caveats & TB_CAVEAT_FEW_YEARS);
}

bool brief_is_judged(const struct tb_results *results, uint32_t series)
{
    const struct tb_result *verdict = brief_verdict_of(results, series);
    return verdict && verdict->note.code != TB_NOTE_VERDICT_TOO_FEW && verdict->note.code != TB_NOTE_NONE;
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
    const struct tb_result *verdict = brief_verdict_of(results, series);
    if (verdict && verdict->note.code == TB_NOTE_VERDICT_TOO_FEW && verdict->note.b < 2)
        return ""; /* of one year there is nothing to judge */
    for (size_t i = 0; verdict && i < sizeof words / sizeof words[0]; i++)
        if (verdict->note.code == words[i].code)
            return brief_say(words[i].word, language);
    return "";
}
