/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include "comparisons.h"
#include "measure.h"
#include "overview.h"
#include "remarks.h"

#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* Decimals that leave at least two digits of a number. */
static int two_digits(double value, int decimals)
{
    const int needed = value == 0 ? 0 : 1 - (int)floor(log10(fabs(value)));
    return needed > decimals ? needed : decimals;
}

/*
 * The year after which a trend turned: of a rising one the highest (the lowest of a falling one), when by the last year
 * a quarter of the whole range has been given back.  0 where there is none: ranks and compound growth say it all.
 */
static int turning_year(const struct view *view, const struct tb_result *verdict)
{
    const double GIVEN_BACK = 0.25;
    const struct tb_panel *panel = view->panel;
    const struct tb_series *s = &panel->series[view->series[0]];
    const double way = verdict->value > 0 ? 1 : -1;
    double best = -INFINITY, worst = INFINITY, last = NAN;
    int year = 0;
    for (size_t i = s->first; i < s->first + s->n; i++) {
        const double value = way * panel->value[i];
        if (panel->year[i] < verdict->from || panel->year[i] > verdict->to || tb_period(panel, i))
            continue;
        if (tb_is_bound((enum tb_state)panel->state[i]))
            return 0; /* the extreme may be anywhere */
        if (!tb_has_value(panel, i))
            continue;
        if (value > best) {
            best = value;
            year = panel->year[i];
        }
        worst = fmin(worst, value);
        last = value;
    }
    return best - last >= GIVEN_BACK * (best - worst) && best > last ? year : 0;
}

/*
 * "by 2.3% a year", where the table has the yearly average of just these years and it goes the way of the trend.  A
 * percentage moves by points: there it is the slope of the line that the chart draws.
 */
static void set_average(struct brief_facts *facts, const struct view *view, const struct tb_result *verdict)
{
    struct tb_bytes *average = brief_slot(facts, SLOT_AVERAGE);
    const bool points = brief_in_percent(view->panel, view->series[0]);
    const struct tb_result *row =
        tb_results_at(view->results, view->series[0], points ? "ols_slope" : "cagr_pct", verdict->from, verdict->to);
    if (!row || isnan(row->value) || row->value * verdict->value <= 0)
        return;
    struct tb_bytes *change = brief_slot(facts, SLOT_CHANGE);
    if (points) {
        brief_add_number(change, fabs(row->value), two_digits(row->value, view->display.decimals), false,
                         facts->language);
        tb_bytes_text(brief_slot(facts, SLOT_POINTS), "percentage points");
        brief_fill(average, facts, row->value > 0 ? AVERAGE_UP_POINTS : AVERAGE_DOWN_POINTS);
    } else {
        brief_add_number(change, fabs(row->value), 1, false, facts->language);
        tb_bytes_text(change, "%");
        brief_fill(average, facts, row->value > 0 ? AVERAGE_UP : AVERAGE_DOWN);
    }
}

/*
 * The year whose change over the year before is more than half of all changes of the trend's years, to and fro: a
 * yearly average alone would pass for a steady pace.  0 where there is none or a bound leaves it open.
 */
static int year_of_most(const struct view *view, const struct tb_result *verdict)
{
    enum {
        LEAST_STEPS = 4
    };
    const struct tb_panel *panel = view->panel;
    const struct tb_series *s = &panel->series[view->series[0]];
    double before = NAN, most = 0, all = 0;
    int year_before = 0, year = 0, steps = -1;
    for (size_t i = s->first; i < s->first + s->n; i++) {
        if (panel->year[i] < verdict->from || panel->year[i] > verdict->to || tb_period(panel, i))
            continue;
        if (tb_is_bound((enum tb_state)panel->state[i]))
            return 0;
        if (!tb_has_value(panel, i))
            continue;
        const double step = (panel->value[i] - before) * verdict->value;
        if (panel->year[i] == year_before + 1 && step > most) {
            most = step;
            year = panel->year[i];
        }
        all += steps < 0 ? 0 : fabs(step);
        before = panel->value[i];
        year_before = panel->year[i];
        steps++;
    }
    return steps >= LEAST_STEPS && most > all / 2 ? year : 0;
}

/* The average of a trend that rises or falls, and where it turned or made most of its way. */
static void set_average_and_turn(struct brief_facts *facts, const struct view *view, const struct tb_result *verdict)
{
    set_average(facts, view, verdict);
    const int turned = turning_year(view, verdict);
    const int most = turned ? 0 : year_of_most(view, verdict);
    if (!turned && !most)
        return;
    tb_bytes_format(brief_slot(facts, SLOT_YEAR), "%d", turned ? turned : most);
    brief_fill(&facts->slot[SLOT_AVERAGE], facts,
               most                 ? MOST_IN_ONE_YEAR
               : verdict->value > 0 ? TURN_HIGHEST
                                    : TURN_LOWEST);
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

static struct tb_chart chart_of(const struct view *view)
{
    return (struct tb_chart){.type = view->type,
                             .panel = view->panel,
                             .results = view->results,
                             .series = view->series,
                             .n_series = view->n,
                             .language = view->language};
}

static void look(struct view *view)
{
    const struct tb_panel *panel = view->panel;
    const struct tb_chart chart = chart_of(view);
    struct tb_chart_facts shown;
    const bool drawn = tb_chart_facts(&chart, &shown);
    view->display = shown.display;
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
    if (view->n > 1 && drawn) { /* one year of several, or the two that are compared */
        view->first = shown.first_year;
        view->last = shown.last_year;
    }
    view->many_regions = has_many_regions(panel);
}

/* What several series are, into the slot of the name. */
static void set_subject(struct brief_facts *facts, const struct view *view)
{
    struct tb_bytes *name = brief_slot(facts, SLOT_NAME);
    const struct tb_chart chart = chart_of(view);
    if (view->n > 1)
        brief_comparison_subject(name, &chart);
    else
        brief_add_safe(name, tb_indicator_name(view->panel, indicator_number(view), view->language));
}

/* A name, cut where it would leave no room for what is said of it; tables have it whole. */
static void add_name(struct tb_bytes *text, const char *name)
{
    enum {
        MOST_COLUMNS = 60 /* a Han character takes two */
    };
    size_t length = 0;
    for (int columns = 0; name[length] && columns < MOST_COLUMNS;) {
        columns += (unsigned char)name[length] >= 0xE3 ? 2 : 1;
        do
            length++;
        while (((unsigned char)name[length] & 0xC0) == 0x80);
    }
    char *start = strndup(name, length);
    if (start)
        brief_add_safe(text, start);
    else
        text->failed = true;
    if (name[length])
        tb_bytes_text(text, "\u2026");
    free(start);
}

/* Name, and the region where one panel has several. */
static void add_subject(struct tb_bytes *text, const struct view *view)
{
    const char *region = view->n == 1 && view->many_regions ? region_of(view, 0) : "";
    if (region[0] && view->language == TB_CHINESE)
        brief_add_safe(text, region);
    add_name(text, tb_indicator_name(view->panel, indicator_number(view), view->language));
    if (region[0] && view->language == TB_ENGLISH) {
        tb_bytes_text(text, " (");
        brief_add_safe(text, region);
        tb_bytes_text(text, ")");
    }
    /* a Chinese name that ends in a digit must not run into the year: PM2.5，2024年 */
    if (view->language == TB_CHINESE && text->n && isdigit(text->data[text->n - 1]))
        tb_bytes_text(text, "，");
}

static void add_view_span(struct tb_bytes *text, const struct view *view)
{
    if (view->first <= view->last)
        brief_add_span(text, view->first, view->last, view->language);
}

/* The finding of one series: the trend where there is a verdict, else the value and the change over the year. */
static void say_finding(struct tb_bytes *text, const struct view *view, struct brief_facts *facts)
{
    const uint32_t series = view->series[0];
    const struct tb_result *verdict = brief_verdict_of(view->results, series);
    const unsigned code = verdict ? verdict->note.code : TB_NOTE_NONE;
    if (code == TB_NOTE_RISING || code == TB_NOTE_FALLING || code == TB_NOTE_NO_CLEAR_CHANGE) {
        brief_add_span(brief_slot(facts, SLOT_SPAN), verdict->from, verdict->to, view->language);
        if (code != TB_NOTE_NO_CLEAR_CHANGE)
            set_average_and_turn(facts, view, verdict);
        static const enum phrase_id rising[] = {SAY_TREND_UP, SAY_TENDS_UP},
                                    falling[] = {SAY_TREND_DOWN, SAY_TENDS_DOWN};
        const bool only_just = brief_is_weak(verdict);
        brief_fill(text, facts,
                   code == TB_NOTE_RISING    ? rising[only_just]
                   : code == TB_NOTE_FALLING ? falling[only_just]
                                             : SAY_NO_TREND);
        return;
    }
    const struct brief_change change = brief_year_change(view->panel, view->results, series, view->latest);
    const double value = brief_is_exact(&change) ? change.row->value : 0;
    brief_fill(text, facts, value > 0 ? SAY_VALUE_ROSE : value < 0 ? SAY_VALUE_FELL : SAY_VALUE);
    brief_add_exact_change(text, facts, view->panel, series, &change, &view->display);
}

/* Name, when, value and span into their slots. */
static void set_basics(struct brief_facts *facts, const struct view *view)
{
    add_subject(brief_slot(facts, SLOT_NAME), view);
    add_view_span(brief_slot(facts, SLOT_SPAN), view);
    tb_bytes_format(brief_slot(facts, SLOT_COUNT), "%zu", view->n);
    if (view->latest != NOWHERE) {
        brief_when(view->panel, view->latest, view->language, brief_slot(facts, SLOT_WHEN));
        brief_add_value(brief_slot(facts, SLOT_VALUE), view->panel, view->series[0], view->latest, &view->display);
        /* 为403件, but 不超过0.23%, 约4800辆次 */
        tb_bytes_text(brief_slot(facts, SLOT_IS), view->panel->state[view->latest] == TB_EXACT ? "为" : "");
    }
}

static bool is_overview(const struct view *view)
{
    return view->type && strcmp(view->type, "dashboard") == 0;
}

static void say_title(struct tb_bytes *text, const struct view *view)
{
    if (is_overview(view)) {
        brief_overview_title(text, view->panel, view->results, view->series, view->n, view->language);
        return;
    }
    struct brief_facts facts = {.language = view->language};
    set_basics(&facts, view);
    if (view->n > 1) {
        const struct tb_chart chart = chart_of(view);
        brief_say_comparison(text, &chart);
    } else if (view->latest == NOWHERE)
        brief_fill(text, &facts, SAY_NOTHING);
    else
        say_finding(text, view, &facts);
    brief_facts_free(&facts);
}

/*
 * A phrase that says 增减 before the figure, 较上年增减{}人, gets the word for its sign, and the figure loses the sign:
 * 较上年减少22人.  Returns that word, "" for other phrases; `end` is the end of `before`.
 */
static const char *cut_direction(const char *before, char *end, const char *unit, double *value, unsigned *state)
{
    static const char either_way[] = "增减";
    static const unsigned turned[] = {[TB_EXACT] = TB_EXACT,      [TB_ABOUT] = TB_ABOUT, [TB_BELOW] = TB_ABOVE,
                                      [TB_AT_MOST] = TB_AT_LEAST, [TB_ABOVE] = TB_BELOW, [TB_AT_LEAST] = TB_AT_MOST};
    const size_t n = strlen(either_way);
    if (*value == 0 || (size_t)(end - before) < n || strcmp(end - n, either_way) != 0)
        return "";
    end[-(ptrdiff_t)n] = '\0';
    struct tb_unit parsed;
    tb_unit_parse(unit, &parsed);
    if (*value > 0)
        return parsed.percent ? "增长" : "增加";
    *value = -*value;
    *state = turned[*state];
    return parsed.percent ? "下降" : "减少";
}

bool brief_has_phrase(const struct tb_panel *panel, uint32_t series)
{
    const char *phrase = tb_text(panel, brief_indicator_of(panel, series)->definition->phrase_zh);
    const char *hole = strstr(phrase, "{}");
    return hole && (size_t)(hole - phrase) < strcspn(phrase, "|");
}

void brief_add_phrase(struct tb_bytes *text, const struct tb_panel *panel, uint32_t series, size_t i)
{
    const struct tb_indicator *indicator = brief_indicator_of(panel, series);
    const char *phrase = tb_text(panel, indicator->definition->phrase_zh);
    char *first = strndup(phrase, strcspn(phrase, "|"));
    if (!first) {
        text->failed = true;
        return;
    }
    char *hole = strstr(first, "{}");
    *hole = '\0';
    double value = panel->value[i];
    unsigned state = panel->state[i];
    const char *direction = cut_direction(first, hole, tb_text(panel, indicator->unit), &value, &state);
    if (value == 0 && state == TB_EXACT && strncmp(first, "发生", strlen("发生")) == 0) {
        tb_bytes_text(text, "未");
        brief_add_safe(text, first);
        free(first);
        return;
    }
    brief_add_safe(text, first);
    tb_bytes_text(text, direction);
    tb_bytes_text(text, brief_state_word(state, false, TB_CHINESE));
    brief_add_number(text, value, panel->decimals[i], false, TB_CHINESE);
    brief_add_safe(text, hole + 2);
    free(first);
}

static void say_sentence(struct tb_bytes *text, const struct view *view)
{
    const bool chinese = view->language == TB_CHINESE;
    if (view->n > 1 || view->latest == NOWHERE) {
        say_title(text, view);
        tb_bytes_text(text, chinese ? "。" : ".");
        return;
    }
    struct brief_facts facts = {.language = view->language};
    const uint32_t series = view->series[0];
    const struct brief_change change = brief_year_change(view->panel, view->results, series, view->latest);
    const double value = brief_is_exact(&change) ? change.row->value : 0;

    set_basics(&facts, view);
    const char *region = view->many_regions ? region_of(view, 0) : "";
    if (chinese && brief_has_phrase(view->panel, series)) {
        tb_bytes_add(text, facts.slot[SLOT_WHEN].data, facts.slot[SLOT_WHEN].n);
        tb_bytes_text(text, "，");
        brief_add_safe(text, region);
        brief_add_phrase(text, view->panel, series, view->latest);
    } else
        brief_fill(text, &facts, value > 0 ? SAY_VALUE_ROSE : value < 0 ? SAY_VALUE_FELL : SAY_VALUE);
    brief_add_any_change(text, &facts, view->panel, view->results, series, view->latest, &change, &view->display);
    tb_bytes_text(text, chinese ? "。" : ".");

    /* the verdict is on the years up to the last one */
    const bool last = view->latest == brief_latest(view->panel, series);
    const struct tb_result *verdict = last ? brief_verdict_of(view->results, series) : NULL;
    static const struct {
        unsigned code;
        enum phrase_id phrase[2]; /* strong, weak */
    } trends[] = {{TB_NOTE_RISING, {TREND_UP_SENTENCE, TENDS_UP_SENTENCE}},
                  {TB_NOTE_FALLING, {TREND_DOWN_SENTENCE, TENDS_DOWN_SENTENCE}},
                  {TB_NOTE_NO_CLEAR_CHANGE, {NO_TREND_SENTENCE, NO_TREND_SENTENCE}}};
    for (size_t i = 0; verdict && i < sizeof trends / sizeof trends[0]; i++)
        if (verdict->note.code == trends[i].code) {
            brief_add_span(brief_slot(&facts, SLOT_SPAN), verdict->from, verdict->to, view->language);
            if (verdict->note.code != TB_NOTE_NO_CLEAR_CHANGE)
                set_average_and_turn(&facts, view, verdict);
            brief_fill(text, &facts, trends[i].phrase[brief_is_weak(verdict)]);
        }

    if (verdict && (verdict->note.caveats & TB_CAVEAT_LINKED)) {
        brief_add_safe(brief_slot(&facts, SLOT_TEXT), tb_text(view->panel, verdict->note.linked));
        brief_fill(text, &facts, SAY_LINKED);
    }

    /* what is said compares years that a note may set apart */
    struct tb_announced announced;
    const bool compares = change.row || (verdict && !isnan(verdict->value));
    const int from = verdict && !isnan(verdict->value) ? verdict->from : change.row ? change.row->from : 0;
    if (compares && brief_announced(view->panel, series, from, view->panel->year[view->latest], &announced)) {
        brief_slot(&facts, SLOT_WHEN)->n = 0;
        brief_when(view->panel, announced.observation, view->language, brief_slot(&facts, SLOT_WHEN));
        brief_fill(text, &facts, SAY_ANNOUNCED);
    }
    brief_facts_free(&facts);
}

void brief_add_sentence(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_results *results,
                        uint32_t series, size_t i, enum tb_language language)
{
    struct view view = {
        .panel = panel, .results = results, .type = "line", .series = &series, .n = 1, .language = language};
    look(&view);
    view.latest = i;
    say_sentence(text, &view);
}

static void say_subtitle(struct tb_bytes *text, const struct view *view)
{
    if (is_overview(view)) {
        brief_overview_subtitle(text, view->language);
        return;
    }
    struct brief_facts facts = {.language = view->language};
    const char *region = view->n == 1 ? region_of(view, 0) : "";
    set_subject(&facts, view);
    brief_add_safe(brief_slot(&facts, SLOT_REGION), region);
    add_view_span(brief_slot(&facts, SLOT_SPAN), view);
    brief_fill(text, &facts, region[0] ? SUBTITLE_REGION : SUBTITLE);
    brief_facts_free(&facts);
}

static void say_foot(struct tb_bytes *text, const struct view *view)
{
    const bool chinese = view->language == TB_CHINESE;
    struct brief_facts facts = {.language = view->language};
    brief_add_sources(brief_slot(&facts, SLOT_TEXT), view->panel, view->series, view->n, view->language, false,
                      chinese ? "、" : ", ", 2);
    brief_fill(text, &facts, FOOT_SOURCE);
    brief_facts_free(&facts);

    struct tb_bytes announced = {0};
    if (brief_add_announced(&announced, view->panel, view->series, view->n, view->language)) {
        tb_bytes_text(text, chinese ? "。" : ". ");
        tb_bytes_add(text, announced.data, announced.n);
    }
    text->failed |= announced.failed;
    tb_bytes_free(&announced);

    /* the foot has room for one of them; the notes have all */
    struct tb_bytes disputes = {0};
    const size_t n =
        brief_add_disputes(&disputes, view->panel, view->results, view->series, view->n, view->language, "", 1);
    if (n) {
        tb_bytes_text(text, chinese ? "。" : ". ");
        tb_bytes_add(text, disputes.data, disputes.n);
    }
    if (n > 1) {
        struct brief_facts more = {.language = view->language};
        tb_bytes_format(brief_slot(&more, SLOT_COUNT), "%zu", n - 1);
        tb_bytes_text(text, chinese ? "；" : "; ");
        brief_fill(text, &more, n == 2 ? DISPUTES_ONE_MORE : DISPUTES_MORE);
        brief_facts_free(&more);
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
    if (is_overview(view)) {
        brief_overview_alt(text, view->panel, view->results, view->series, view->n, view->language);
        shorten_alt(text);
        return;
    }
    const struct tb_panel *panel = view->panel;
    const bool chinese = view->language == TB_CHINESE;
    struct brief_facts facts = {.language = view->language};
    const struct tb_chart_type *type = tb_chart_type_find(view->type);
    tb_bytes_text(brief_slot(&facts, SLOT_FORM), !type ? "" : chinese ? type->title_zh : type->title_en);
    set_subject(&facts, view);
    if (view->display.unit[0]) {
        struct tb_bytes *unit = brief_slot(&facts, SLOT_UNIT);
        tb_bytes_text(unit, chinese ? "（" : " (");
        brief_add_safe(unit, view->display.unit);
        while (unit->n && unit->data[unit->n - 1] == ' ')
            unit->n--;
        tb_bytes_text(unit, chinese ? "）" : ")");
    }
    const char *region = view->n == 1 ? region_of(view, 0) : "";
    brief_add_safe(brief_slot(&facts, SLOT_REGION), region);
    if (region[0] && !chinese)
        tb_bytes_text(&facts.slot[SLOT_REGION], ", ");
    add_view_span(brief_slot(&facts, SLOT_SPAN), view);
    tb_bytes_format(brief_slot(&facts, SLOT_COUNT), "%zu", view->n);
    say_title(brief_slot(&facts, SLOT_TEXT), view);
    brief_fill(text, &facts, view->n > 1 ? ALT_SEVERAL : ALT);

    /* the ends of one series, and its extremes where no bound leaves them open */
    if (view->n == 1 && view->latest != NOWHERE) {
        const struct tb_series *s = &panel->series[view->series[0]];
        size_t first = NOWHERE, high = NOWHERE, low = NOWHERE;
        bool bounds = false;
        for (size_t i = s->first; i < s->first + s->n; i++) {
            if (!tb_has_value(panel, i) || tb_period(panel, i))
                continue;
            bounds = bounds || tb_is_bound((enum tb_state)panel->state[i]);
            first = first == NOWHERE ? i : first;
            high = high == NOWHERE || panel->value[i] > panel->value[high] ? i : high;
            low = low == NOWHERE || panel->value[i] < panel->value[low] ? i : low;
        }
        static const struct tb_phrase names[] = {
            {"First", "最早"}, {"last", "最近"}, {"high", "最高"}, {"low", "最低"}};
        const size_t point[] = {first, view->latest, high, low};
        for (size_t k = 0; k < (bounds ? 2 : 4) && first != NOWHERE; k++) {
            if (k)
                tb_bytes_text(text, chinese ? "，" : ", ");
            else if (!chinese)
                tb_bytes_text(text, " ");
            tb_bytes_text(brief_slot(&facts, SLOT_TEXT), brief_say(names[k], view->language));
            brief_when(panel, point[k], view->language, brief_slot(&facts, SLOT_WHEN));
            brief_add_value(brief_slot(&facts, SLOT_VALUE), panel, view->series[0], point[k], &view->display);
            brief_fill(text, &facts, ALT_POINT);
        }
        tb_bytes_text(text, chinese ? "。" : ".");
    }
    struct tb_bytes *marks = brief_slot(&facts, SLOT_TEXT);
    brief_data_marks(panel, view->series, view->n, view->language, marks);
    if (marks->n) {
        if (!chinese)
            tb_bytes_text(text, " ");
        tb_bytes_add(text, marks->data, marks->n);
        tb_bytes_text(text, chinese ? "。" : ".");
    }
    shorten_alt(text);
    brief_facts_free(&facts);
}

/* ---- speaker notes ---- */

static void new_line(struct tb_bytes *text)
{
    if (text->n)
        tb_bytes_text(text, "\n");
}

static void note_method(struct tb_bytes *text, const struct view *view)
{
    const struct tb_result *verdict = view->n == 1 ? brief_verdict_of(view->results, view->series[0]) : NULL;
    if (!verdict)
        return;
    struct brief_facts facts = {.language = view->language};
    new_line(text);
    if (isnan(verdict->value)) {
        brief_add_note_reason(brief_slot(&facts, SLOT_TEXT), view->panel, &verdict->note, view->language);
        brief_fill(text, &facts, NOTE_UNDECIDED);
    } else {
        struct tb_bytes *method = brief_slot(&facts, SLOT_TEXT);
        tb_bytes_text(method, verdict->method);
        struct tb_note caveats = verdict->note;
        caveats.code = TB_NOTE_NONE;
        char words[400];
        if (tb_note_text(view->panel, &caveats, view->language, words, sizeof words)) {
            tb_bytes_text(method, view->language == TB_CHINESE ? "；" : "; ");
            tb_bytes_text(method, words);
        }
        tb_bytes_format(brief_slot(&facts, SLOT_COUNT), "%d", verdict->n);
        if (!isnan(verdict->p)) {
            const bool small = verdict->p < 0.001;
            brief_add_number(brief_slot(&facts, SLOT_VALUE), small ? 0.001 : verdict->p, 3, false, view->language);
            brief_fill(brief_slot(&facts, SLOT_CHANGE), &facts, small ? NOTE_P_SMALL : NOTE_P);
        }
        brief_fill(text, &facts, NOTE_METHOD);
    }
    brief_facts_free(&facts);
}

static void note_better(struct tb_bytes *text, const struct view *view)
{
    if (view->n != 1)
        return;
    const struct brief_change change = brief_year_change(view->panel, view->results, view->series[0], view->latest);
    const unsigned better = view->panel->indicators[indicator_number(view)].better;
    if (!brief_is_exact(&change) || change.row->value == 0 || better == TB_NEUTRAL)
        return;
    static const enum phrase_id say[2][2] = {{NOTE_LOWER_BAD, NOTE_LOWER_GOOD}, {NOTE_HIGHER_BAD, NOTE_HIGHER_GOOD}};
    const bool higher = better == TB_HIGHER;
    new_line(text);
    tb_bytes_text(text, brief_phrase(say[higher][higher == (change.row->value > 0)], view->language));
}

#define NOTES_MOST 12

/* What the files say beside the values, each text once. */
static void note_data(struct tb_bytes *text, const struct view *view)
{
    const struct tb_panel *panel = view->panel;
    struct brief_facts facts = {.language = view->language};
    struct tb_bytes *marks = brief_slot(&facts, SLOT_TEXT);
    brief_data_marks(panel, view->series, view->n, view->language, marks);
    if (marks->n) {
        new_line(text);
        brief_fill(text, &facts, NOTE_DATA);
    }
    const uint32_t about = panel->indicators[indicator_number(view)].definition->note;
    if (about) {
        brief_add_safe(brief_slot(&facts, SLOT_TEXT), tb_text(panel, about));
        new_line(text);
        brief_fill(text, &facts, NOTE_ABOUT);
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
            brief_when(panel, i, view->language, brief_slot(&facts, SLOT_WHEN));
            brief_add_safe(brief_slot(&facts, SLOT_TEXT), tb_text(panel, note));
            new_line(text);
            brief_fill(text, &facts, NOTE_YEAR);
        }
    }
    if (more) {
        tb_bytes_format(brief_slot(&facts, SLOT_COUNT), "%zu", more);
        new_line(text);
        brief_fill(text, &facts, NOTE_MORE);
    }
    brief_facts_free(&facts);
}

static void say_notes(struct tb_bytes *text, const struct view *view)
{
    say_sentence(text, view);
    note_better(text, view);
    note_method(text, view);
    note_data(text, view);

    struct tb_bytes disputes = {0};
    brief_add_disputes(&disputes, view->panel, view->results, view->series, view->n, view->language, "\n", NOTES_MOST);
    if (disputes.n) {
        new_line(text);
        tb_bytes_add(text, disputes.data, disputes.n);
    }
    text->failed |= disputes.failed;
    tb_bytes_free(&disputes);

    struct brief_facts facts = {.language = view->language};
    brief_add_sources(brief_slot(&facts, SLOT_TEXT), view->panel, view->series, view->n, view->language, true,
                      view->language == TB_CHINESE ? "；" : "; ", NOTES_MOST);
    new_line(text);
    brief_fill(text, &facts, NOTE_SOURCES);
    brief_facts_free(&facts);
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
