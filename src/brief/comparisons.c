/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "comparisons.h"

#include "quantities.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The series of a chart, as the sentences about them need them. */
struct group {
    const struct tb_chart *chart;
    const struct tb_panel *panel;
    struct tb_chart_facts shown;
    enum tb_language language;
    bool one_indicator;
    size_t whole;  /* place of the series that the others are parts of; NOWHERE */
    int year;      /* the last in which most have a value; INT32_MIN: none */
    double *value; /* room for one number a series */
};

static const struct tb_series *series_of(const struct group *group, size_t k)
{
    return &group->panel->series[group->chart->series[k]];
}

/* Observation of a series for the whole of a year, with a value; NOWHERE when there is none. */
static size_t value_at(const struct group *group, size_t k, int year)
{
    const struct tb_series *s = series_of(group, k);
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (group->panel->year[i] == year && !tb_period(group->panel, i) && tb_has_value(group->panel, i))
            return i;
    return NOWHERE;
}

static size_t count_values(const struct group *group, int year)
{
    size_t n = 0;
    for (size_t k = 0; k < group->chart->n_series; k++)
        n += value_at(group, k, year) != NOWHERE;
    return n;
}

/* The last year in which at least two have a value, and half as many as in the best one. */
static int last_common(const struct group *group)
{
    size_t best = 1;
    for (int year = group->shown.first_year; year <= group->shown.last_year; year++)
        best = count_values(group, year) > best ? count_values(group, year) : best;
    for (int year = group->shown.last_year; year >= group->shown.first_year; year--)
        if (2 * count_values(group, year) >= best && (best < 2 || count_values(group, year) >= 2))
            return year;
    return INT32_MIN;
}

static size_t find_whole(const struct group *group)
{
    for (size_t w = 0; w < group->chart->n_series; w++) {
        const struct tb_indicator *whole = &group->panel->indicators[series_of(group, w)->indicator];
        size_t parts = 0;
        for (size_t k = 0; k < group->chart->n_series; k++)
            for (uint32_t p = 0; p < whole->definition->n_parts; p++)
                parts += k != w && whole->definition->parts[p] == series_of(group, k)->indicator;
        if (parts && parts == group->chart->n_series - 1)
            return w;
    }
    return NOWHERE;
}

static struct group look_at(const struct tb_chart *chart)
{
    struct group group = {.chart = chart, .panel = chart->panel, .language = chart->language, .one_indicator = true};
    if (!tb_chart_facts(chart, &group.shown)) { /* it cannot be drawn: the years are those of the data */
        group.shown.first_year = INT16_MAX;
        group.shown.last_year = INT16_MIN;
        for (size_t k = 0; k < chart->n_series; k++) {
            const struct tb_series *s = series_of(&group, k);
            for (size_t i = s->first; i < s->first + s->n; i++) {
                const int year = chart->panel->year[i];
                group.shown.first_year = year < group.shown.first_year ? year : group.shown.first_year;
                group.shown.last_year = year > group.shown.last_year ? year : group.shown.last_year;
            }
        }
    }
    for (size_t k = 1; k < chart->n_series; k++)
        group.one_indicator = group.one_indicator && series_of(&group, k)->indicator == series_of(&group, 0)->indicator;
    group.whole = find_whole(&group);
    group.year = last_common(&group);
    return group;
}

/*
 * A chart holds no more than TB_CHART_SERIES_MOST regions; who is highest and lowest is said of all that the data have.
 * False when the chart has them all; else *all receives a chart of every region, whose series the caller frees.
 */
static bool all_regions(const struct group *group, struct tb_chart *all)
{
    const struct tb_panel *panel = group->panel;
    size_t n = 0;
    for (uint32_t s = 0; s < panel->n_series; s++)
        n += panel->series[s].indicator == series_of(group, 0)->indicator;
    if (!group->one_indicator || group->chart->n_series < TB_CHART_SERIES_MOST || n <= group->chart->n_series)
        return false;
    uint32_t *series = malloc(n * sizeof *series);
    if (!series)
        return false;
    *all = *group->chart;
    all->series = series;
    all->n_series = 0;
    for (uint32_t s = 0; s < panel->n_series; s++)
        if (panel->series[s].indicator == series_of(group, 0)->indicator)
            series[all->n_series++] = s;
    return true;
}

static void add_item(struct tb_bytes *text, const struct group *group, size_t k)
{
    const struct tb_series *s = series_of(group, k);
    if (group->one_indicator && s->region)
        brief_add_safe(text, tb_text(group->panel, s->region));
    else
        brief_add_safe(text, tb_indicator_name(group->panel, s->indicator, group->language));
}

static void set_item(struct brief_facts *facts, enum slot slot, const struct group *group, size_t k)
{
    add_item(brief_slot(facts, slot), group, k);
}

static void set_count(struct brief_facts *facts, enum slot slot, size_t n)
{
    tb_bytes_format(brief_slot(facts, slot), "%zu", n);
}

static void set_when(struct brief_facts *facts, int year)
{
    brief_set_year(facts, SLOT_YEAR, year);
    brief_fill(brief_slot(facts, SLOT_WHEN), facts, WHEN_YEAR);
}

static const struct tb_result *row_at(const struct group *group, size_t k, const char *statistic, int from, int to)
{
    return group->chart->results ? tb_results_at(group->chart->results, group->chart->series[k], statistic, from, to)
                                 : NULL;
}

/* ---- the highest and the lowest ---- */

struct extremes {
    size_t highest, lowest; /* places among the series */
    size_t n;               /* with a number */
    bool equal, clear;      /* all the same; highest and lowest are one each, and no bound leaves them open */
};

/* Of one number a series, NaN where there is none. */
static struct extremes find_extremes(const double *value, size_t n)
{
    struct extremes found = {.highest = NOWHERE, .lowest = NOWHERE, .clear = true};
    size_t at_highest = 0, at_lowest = 0;
    for (size_t k = 0; k < n; k++) {
        if (isnan(value[k]))
            continue;
        found.n++;
        if (found.highest == NOWHERE || value[k] > value[found.highest]) {
            found.highest = k;
            at_highest = 0;
        }
        if (found.lowest == NOWHERE || value[k] < value[found.lowest]) {
            found.lowest = k;
            at_lowest = 0;
        }
        at_highest += value[k] == value[found.highest];
        at_lowest += value[k] == value[found.lowest];
    }
    found.equal = found.n > 0 && value[found.highest] == value[found.lowest];
    found.clear = found.n >= 2 && (found.equal || (at_highest == 1 && at_lowest == 1));
    return found;
}

/* The row of a rank that stands for all regions together, which no region can be compared with. */
static bool is_total(const struct group *group, size_t k, int year)
{
    bool ranked = false;
    for (size_t other = 0; group->one_indicator && other < group->chart->n_series; other++)
        ranked = ranked || row_at(group, other, "rank", year, year);
    return ranked && !row_at(group, k, "rank", year, year);
}

static bool say_extremes(struct tb_bytes *text, struct brief_facts *facts, const struct group *group)
{
    double *value = group->value;
    const size_t n = group->chart->n_series;
    bool bounds = group->year == INT32_MIN;
    for (size_t k = 0; k < n && !bounds; k++) {
        const struct tb_series *s = series_of(group, k);
        const size_t at = is_total(group, k, group->year) ? NOWHERE : value_at(group, k, group->year);
        value[k] = at == NOWHERE ? NAN : group->panel->value[at];
        for (size_t i = s->first; i < s->first + s->n; i++)
            bounds = bounds ||
                     (group->panel->year[i] == group->year && !tb_period(group->panel, i) &&
                      (tb_is_bound((enum tb_state)group->panel->state[i]) || group->panel->state[i] == TB_NEGLIGIBLE));
    }
    const struct extremes found = find_extremes(value, bounds ? 0 : n);
    if (bounds || !found.clear)
        return false;
    set_when(facts, group->year);
    set_count(facts, SLOT_COUNT, found.n);
    const struct tb_display *display = &group->shown.display;
    brief_add_value(brief_slot(facts, SLOT_VALUE), group->panel, group->chart->series[found.highest],
                    value_at(group, found.highest, group->year), display);
    brief_add_value(brief_slot(facts, SLOT_OTHER_VALUE), group->panel, group->chart->series[found.lowest],
                    value_at(group, found.lowest, group->year), display);
    set_item(facts, SLOT_REGION, group, found.highest);
    set_item(facts, SLOT_OTHER, group, found.lowest);
    brief_fill(text, facts,
               group->one_indicator ? found.equal ? SAY_REGIONS_EQUAL : SAY_REGIONS
               : found.equal        ? SAY_ITEMS_EQUAL
                                    : SAY_ITEMS);
    return true;
}

/* ---- by type of chart ---- */

/* The index of the last common year, on the base that the chart has. */
static bool say_index(struct tb_bytes *text, struct brief_facts *facts, const struct group *group)
{
    double *value = group->value;
    const int base = group->shown.base_year;
    for (size_t k = 0; k < group->chart->n_series && base; k++) {
        const struct tb_result *here = row_at(group, k, "index", group->year, group->year);
        const struct tb_result *there = row_at(group, k, "index", base, base);
        value[k] = here && there && there->value > 0 ? 100 * here->value / there->value : NAN;
    }
    const struct extremes found = find_extremes(value, base && base != group->year ? group->chart->n_series : 0);
    if (!found.clear || found.equal)
        return false;
    set_when(facts, group->year);
    brief_set_year(facts, SLOT_BASE, base);
    set_item(facts, SLOT_REGION, group, found.highest);
    set_item(facts, SLOT_OTHER, group, found.lowest);
    brief_add_number(brief_slot(facts, SLOT_VALUE), value[found.highest], group->shown.display.decimals, false,
                     group->language);
    brief_add_number(brief_slot(facts, SLOT_OTHER_VALUE), value[found.lowest], group->shown.display.decimals, false,
                     group->language);
    brief_fill(text, facts, SAY_INDEX);
    return true;
}

/* Shares of the last year that has all the parts; false when one is a bound or missing. */
static bool find_shares(const struct group *group, int year, double *value)
{
    double sum = 0;
    for (size_t k = 0; k < group->chart->n_series; k++) {
        value[k] = NAN;
        if (k == group->whole)
            continue;
        const size_t at = value_at(group, k, year);
        if (at == NOWHERE || (group->panel->state[at] != TB_EXACT && group->panel->state[at] != TB_ABOUT))
            return false;
        value[k] = group->panel->value[at];
        sum += value[k];
    }
    if (group->whole != NOWHERE) {
        const size_t at = value_at(group, group->whole, year);
        if (at == NOWHERE || group->panel->state[at] != TB_EXACT)
            return false;
        sum = fmax(sum, group->panel->value[at]);
    }
    for (size_t k = 0; k < group->chart->n_series; k++)
        value[k] = 100 * value[k] / sum;
    return sum > 0;
}

static bool say_share(struct tb_bytes *text, struct brief_facts *facts, const struct group *group)
{
    double *value = group->value;
    int year = group->shown.last_year;
    while (year >= group->shown.first_year && !find_shares(group, year, value))
        year--;
    const struct extremes found = find_extremes(value, year < group->shown.first_year ? 0 : group->chart->n_series);
    if (found.n < 2 || found.equal)
        return false;
    set_when(facts, year);
    set_item(facts, SLOT_REGION, group, found.highest);
    struct tb_bytes *share = brief_slot(facts, SLOT_CHANGE);
    brief_add_number(share, value[found.highest], 1, false, group->language);
    tb_bytes_text(share, "%");
    if (group->whole == NOWHERE) {
        brief_fill(text, facts, SAY_SHARE);
        return true;
    }
    set_item(facts, SLOT_NAME, group, group->whole);
    brief_add_value(brief_slot(facts, SLOT_VALUE), group->panel, group->chart->series[group->whole],
                    value_at(group, group->whole, year), &group->shown.display);
    brief_fill(text, facts, strcmp(group->chart->type, "share") == 0 ? SAY_SHARE_OF : SAY_STACKED);
    return true;
}

/* How many rose and how many fell between two years, among those with exact values of both on one basis. */
static bool say_slope(struct tb_bytes *text, struct brief_facts *facts, const struct group *group)
{
    size_t up = 0, down = 0, n = 0;
    for (size_t k = 0; k < group->chart->n_series; k++) {
        const size_t a = value_at(group, k, group->shown.first_year), b = value_at(group, k, group->shown.last_year);
        if (a == NOWHERE || b == NOWHERE)
            continue;
        for (size_t i = a + 1; i <= b; i++)
            if (tb_flags(group->panel, i) & TB_FLAG_BREAK)
                return false;
        if (tb_is_bound((enum tb_state)group->panel->state[a]) || tb_is_bound((enum tb_state)group->panel->state[b]))
            return false;
        n++;
        up += group->panel->value[b] > group->panel->value[a];
        down += group->panel->value[b] < group->panel->value[a];
    }
    if (!n)
        return false;
    set_count(facts, SLOT_COUNT, n);
    set_count(facts, SLOT_UP, up);
    set_count(facts, SLOT_DOWN, down);
    brief_set_year(facts, SLOT_YEAR, group->shown.first_year);
    brief_set_year(facts, SLOT_BASE, group->shown.last_year);
    brief_fill(text, facts,
               !group->one_indicator ? SAY_SLOPE_ITEMS
               : up == n             ? SAY_SLOPE_UP
               : down == n           ? SAY_SLOPE_DOWN
                                     : SAY_SLOPE);
    return true;
}

/* Who is first, and who rose most since the first year. */
static bool say_bump(struct tb_bytes *text, struct brief_facts *facts, const struct group *group)
{
    const int first = group->shown.first_year, last = group->shown.last_year;
    size_t leader = NOWHERE, leaders = 0, riser = NOWHERE, risers = 0;
    double best = 0;
    for (size_t k = 0; k < group->chart->n_series; k++) {
        const struct tb_result *then = row_at(group, k, "rank", first, first);
        const struct tb_result *now = row_at(group, k, "rank", last, last);
        if (now && now->value == 1) {
            leader = k;
            leaders++;
        }
        const double gain = now && then ? then->value - now->value : NAN;
        if (gain > best) {
            best = gain;
            riser = k;
            risers = 0;
        }
        risers += gain == best && best > 0;
    }
    if (leaders != 1)
        return false;
    set_when(facts, last);
    set_item(facts, SLOT_REGION, group, leader);
    if (risers == 1) {
        set_item(facts, SLOT_OTHER, group, riser);
        brief_set_year(facts, SLOT_BASE, first);
        set_count(facts, SLOT_DOWN, (size_t)row_at(group, riser, "rank", first, first)->value);
        set_count(facts, SLOT_UP, (size_t)row_at(group, riser, "rank", last, last)->value);
    }
    brief_fill(text, facts, risers != 1 ? SAY_LEADER : riser == leader ? SAY_BUMP_LEADER : SAY_BUMP);
    return true;
}

/* How many verdicts go up and down. */
static bool say_verdicts(struct tb_bytes *text, struct brief_facts *facts, const struct group *group)
{
    size_t up = 0, down = 0;
    for (size_t k = 0; k < group->chart->n_series; k++) {
        const struct tb_result *verdict = brief_verdict_of(group->chart->results, group->chart->series[k]);
        up += verdict && verdict->note.code == TB_NOTE_RISING;
        down += verdict && verdict->note.code == TB_NOTE_FALLING;
    }
    if (!up && !down)
        return false;
    set_count(facts, SLOT_COUNT, group->chart->n_series);
    set_count(facts, SLOT_UP, up);
    set_count(facts, SLOT_DOWN, down);
    brief_fill(text, facts,
               group->one_indicator ? !down ? SAY_VERDICTS_REGIONS_UP
                                      : !up ? SAY_VERDICTS_REGIONS_DOWN
                                            : SAY_VERDICTS_REGIONS
               : !down              ? SAY_VERDICTS_UP
               : !up                ? SAY_VERDICTS_DOWN
                                    : SAY_VERDICTS);
    return true;
}

/* The growth of the whole and the part that gave most of it. */
static bool say_contributions(struct tb_bytes *text, struct brief_facts *facts, const struct group *group)
{
    double *value = group->value;
    const int to = group->shown.last_year;
    if (group->whole == NOWHERE)
        return false;
    const struct tb_result *growth = row_at(group, group->whole, "yoy_pct", to - 1, to);
    if (!growth || isnan(growth->value) || growth->value == 0)
        return false;
    for (size_t k = 0; k < group->chart->n_series; k++) {
        const struct tb_result *row = row_at(group, k, "contribution_pp", to - 1, to);
        value[k] = k == group->whole || !row ? NAN : growth->value > 0 ? row->value : -row->value;
    }
    const struct extremes found = find_extremes(value, group->chart->n_series);
    if (found.n < 2 || found.equal)
        return false;
    const double given = growth->value > 0 ? value[found.highest] : -value[found.highest];
    if (given * growth->value <= 0)
        return false;
    set_when(facts, to);
    set_item(facts, SLOT_NAME, group, group->whole);
    set_item(facts, SLOT_REGION, group, found.highest);
    struct tb_bytes *change = brief_slot(facts, SLOT_CHANGE);
    brief_add_number(change, fabs(growth->value), 1, false, group->language);
    tb_bytes_text(change, "%");
    brief_add_number(brief_slot(facts, SLOT_VALUE), fabs(given), 1, false, group->language);
    brief_fill(text, facts, growth->value > 0 ? SAY_CONTRIBUTION_UP : SAY_CONTRIBUTION_DOWN);
    return true;
}

/* Who lies outside the limits at 99.8 %. */
static bool say_funnel(struct tb_bytes *text, struct brief_facts *facts, const struct group *group)
{
    const int year = group->shown.last_year;
    size_t n = 0, outside = 0;
    struct tb_bytes *names = brief_slot(facts, SLOT_REGION);
    for (size_t k = 0; k < group->chart->n_series; k++) {
        const struct tb_result *low = row_at(group, k, "funnel_lower", year, year);
        const struct tb_result *high = row_at(group, k, "funnel_upper", year, year);
        const size_t at = value_at(group, k, year);
        if (at == NOWHERE || !low || !high || isnan(high->upper))
            continue;
        n++;
        if (group->panel->value[at] <= high->upper && !(group->panel->value[at] < low->lower))
            continue;
        if (outside++ < 3) {
            if (outside > 1)
                tb_bytes_text(names, group->language == TB_CHINESE ? "、" : ", ");
            add_item(names, group, k);
        }
    }
    if (!n)
        return false;
    if (outside > 3)
        tb_bytes_text(names, group->language == TB_CHINESE ? "等" : " and others");
    set_when(facts, year);
    set_count(facts, SLOT_COUNT, n);
    set_count(facts, SLOT_UP, outside);
    brief_fill(text, facts, outside ? SAY_OUTSIDE : SAY_NONE_OUTSIDE);
    return true;
}

void brief_say_comparison(struct tb_bytes *text, const struct tb_chart *chart)
{
    static const struct {
        const char *type;
        bool (*say)(struct tb_bytes *text, struct brief_facts *facts, const struct group *group);
    } sayings[] = {
        {"index", say_index},   {"stacked", say_share}, {"share", say_share},        {"slope", say_slope},
        {"bump", say_bump},     {"heat", say_verdicts}, {"multiples", say_verdicts}, {"waterfall", say_contributions},
        {"funnel", say_funnel},
    };
    struct group group = look_at(chart);
    struct brief_facts facts = {.language = chart->language};
    struct tb_chart all = {0};
    if (all_regions(&group, &all))
        group.chart = &all;
    group.value = calloc(group.chart->n_series, sizeof *group.value);
    bool said = group.value == NULL, own = false;
    text->failed |= said;
    brief_comparison_subject(brief_slot(&facts, SLOT_NAME), chart);
    if (group.one_indicator) {
        struct tb_bytes *name = brief_slot(&facts, SLOT_NAME);
        brief_add_safe(name, tb_indicator_name(chart->panel, series_of(&group, 0)->indicator, chart->language));
    }
    for (size_t i = 0; i < sizeof sayings / sizeof sayings[0] && !said; i++)
        if (strcmp(chart->type, sayings[i].type) == 0) {
            own = true;
            said = sayings[i].say(text, &facts, &group);
        }
    if (!said && !own)
        said = say_extremes(text, &facts, &group);
    if (!said) {
        brief_add_span(brief_slot(&facts, SLOT_SPAN), group.shown.first_year, group.shown.last_year, chart->language);
        set_count(&facts, SLOT_COUNT, group.chart->n_series);
        brief_fill(text, &facts, group.one_indicator ? SAY_REGIONS_PLAIN : SAY_ITEMS_PLAIN);
    }
    free((uint32_t *)all.series);
    free(group.value);
    brief_facts_free(&facts);
}

void brief_comparison_subject(struct tb_bytes *text, const struct tb_chart *chart)
{
    const struct group group = look_at(chart);
    const size_t named = group.whole == NOWHERE ? 0 : group.whole, n = chart->n_series;
    struct brief_facts facts = {.language = chart->language};
    brief_add_safe(brief_slot(&facts, SLOT_NAME),
                   tb_indicator_name(chart->panel, series_of(&group, named)->indicator, chart->language));
    if (n > 1 && !group.one_indicator && group.whole == NOWHERE)
        brief_add_safe(brief_slot(&facts, SLOT_OTHER),
                       tb_indicator_name(chart->panel, series_of(&group, 1)->indicator, chart->language));
    set_count(&facts, SLOT_COUNT, group.whole == NOWHERE ? n : n - 1);
    set_count(&facts, SLOT_UP, n > 2 ? n - 2 : 0);
    brief_fill(text, &facts,
               group.one_indicator      ? SUBJECT_REGIONS
               : group.whole != NOWHERE ? SUBJECT_PARTS
               : n > 2                  ? SUBJECT_MANY
                                        : SUBJECT_TWO);
    brief_facts_free(&facts);
}
