/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "select.h"

#include "quantities.h"
#include "remarks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One series as a reason looks at it. */
struct sight {
    const struct brief_plan *plan;
    uint32_t series;
    size_t latest; /* observation; it has a value */
    struct brief_change change;
    double move; /* the change, or the end of its range nearest to 0; 0 when there is none */
};

/* ---- how strong a reason is: from 0 to 1 ---- */

static double share_of(double value, double full)
{
    return isfinite(value) ? fmin(1, fabs(value) / full) : 0;
}

static double disagrees(const struct sight *sight)
{
    const struct brief_plan *plan = sight->plan;
    struct tb_bytes unused = {0};
    const size_t n = brief_add_disputes(&unused, plan->panel, plan->results, &sight->series, 1, TB_ENGLISH, "", 0);
    tb_bytes_free(&unused);
    return n > 0;
}

/* The row of a statistic that stands for the latest year alone, or NULL. */
static const struct tb_result *of_latest(const struct sight *sight, const char *statistic)
{
    const int year = sight->plan->panel->year[sight->latest];
    return tb_results_at(sight->plan->results, sight->series, statistic, year, year);
}

static double misses_target(const struct sight *sight)
{
    const struct tb_result *row = of_latest(sight, "target_met");
    return row && row->value == 0;
}

/* The usual size of a change in earlier years: the median; NaN with fewer than four of them. */
static double usual_change(const struct sight *sight)
{
    enum {
        MOST = 200,
        LEAST = 4
    };
    size_t n, seen = 0;
    double size[MOST];
    const struct tb_result *row = tb_results_of(sight->plan->results, sight->series, sight->change.row->statistic, &n);
    for (size_t i = 0; i < n && seen < MOST; i++)
        if (row[i].to < sight->change.row->to && !isnan(row[i].value)) {
            size_t at = seen++;
            for (; at > 0 && size[at - 1] > fabs(row[i].value); at--)
                size[at] = size[at - 1];
            size[at] = fabs(row[i].value);
        }
    return seen < LEAST ? NAN : (size[(seen - 1) / 2] + size[seen / 2]) / 2;
}

/*
 * Full for a doubling or halving, or for 10 percentage points; less where so few were counted that chance alone moves
 * them (the difference of two Poisson counts in its standard deviations), and where the series moves as much every
 * year.
 */
static double changed_much(const struct sight *sight)
{
    const struct tb_panel *panel = sight->plan->panel;
    if (sight->move == 0)
        return 0;
    const double now = panel->value[sight->latest];
    const double before = sight->change.by == BY_PERCENT ? now / (1 + sight->move / 100) : now - sight->move;
    const double ratio = before > 0 && now > 0 ? share_of(log(now / before), log(2)) : 1;
    double strength = sight->change.by == BY_POINTS ? fmax(share_of(sight->move, 10), ratio / 2) : ratio;
    const struct tb_indicator *indicator = brief_indicator_of(panel, sight->series);
    if (indicator->kind == TB_COUNT) {
        struct tb_unit unit;
        tb_unit_parse(tb_text(panel, indicator->unit), &unit);
        const double scale = unit.numerator_scale;
        const double sure = share_of((now - before) * scale / sqrt(fmax((now + before) * scale, 1)), 3);
        strength *= sure * sure;
    }
    const double usual = usual_change(sight);
    return strength * (usual > 0 ? share_of(sight->move, 2 * usual) : 1);
}

static double got_worse(const struct sight *sight)
{
    const unsigned better = brief_indicator_of(sight->plan->panel, sight->series)->better;
    const bool worse = (better == TB_HIGHER && sight->move < 0) || (better == TB_LOWER && sight->move > 0);
    return worse ? fmax(0.4, changed_much(sight)) : 0;
}

static const struct tb_result *clear_trend(const struct sight *sight)
{
    const struct tb_result *verdict = brief_verdict_of(sight->plan->results, sight->series);
    const bool clear = verdict && (verdict->note.code == TB_NOTE_RISING || verdict->note.code == TB_NOTE_FALLING);
    return clear ? verdict : NULL;
}

/* Against a centre line: a series with a trend leaves it in any case. */
static double stands_out(const struct sight *sight)
{
    const struct tb_result *row = of_latest(sight, "xmr_outside");
    const bool rule = row && row->note.code >= TB_NOTE_OUTSIDE_LIMITS && row->note.code <= TB_NOTE_OUTER_THIRD;
    return rule && !isnan(row->value) && !clear_trend(sight);
}

static double turned(const struct sight *sight)
{
    const struct tb_result *verdict = clear_trend(sight);
    return verdict && sight->move * verdict->value < 0 ? fmax(0.4, changed_much(sight)) : 0;
}

/* Full for four times, or a quarter of, the first level. */
static double has_trend(const struct sight *sight)
{
    const struct tb_result *verdict = clear_trend(sight);
    if (!verdict)
        return 0;
    const struct tb_result *row =
        tb_results_at(sight->plan->results, sight->series, "total_change_pct", verdict->from, verdict->to);
    const double far = row && row->value > -100 ? share_of(log1p(row->value / 100), log(4)) : 0.5;
    return fmax(far, 0.25) * (brief_is_weak(verdict) ? 0.6 : 1);
}

static double is_uncertain(const struct sight *sight)
{
    const struct tb_panel *panel = sight->plan->panel;
    const unsigned doubtful =
        TB_FLAG_PROVISIONAL | TB_FLAG_ESTIMATED | TB_FLAG_UNRELIABLE | TB_FLAG_EUROSTAT | TB_FLAG_FORECAST;
    return tb_is_bound((enum tb_state)panel->state[sight->latest]) || (tb_flags(panel, sight->latest) & doubtful);
}

static double has_new_basis(const struct sight *sight)
{
    const struct tb_panel *panel = sight->plan->panel;
    return sight->latest > panel->series[sight->series].first && (tb_flags(panel, sight->latest) & TB_FLAG_BREAK);
}

/* By a note only, without the flag that would part the years. */
static double may_have_new_basis(const struct sight *sight)
{
    const struct tb_panel *panel = sight->plan->panel;
    const int year = panel->year[sight->latest];
    struct tb_announced announced;
    return brief_announced(panel, sight->series, year - 1, year, &announced);
}

/* ---- the table ---- */

static const struct reason {
    double weight;
    enum {
        LARGEST, /* of the regions of a chart the one where it is strongest */
        MEAN     /* the regions together */
    } across;
    double (*strength)(const struct sight *sight);
    struct tb_phrase words;
} reasons[] = {
    {1.0, LARGEST, misses_target, {"misses its target", "未达目标"}},
    {1.0, MEAN, changed_much, {"a large change over the year", "较上年变化较大"}},
    {0.9, LARGEST, disagrees, {"printed figures do not agree", "公布数与计算结果不一致"}},
    {0.6, MEAN, turned, {"against the trend of the years before", "与多年趋势相反"}},
    {0.6, MEAN, has_trend, {"a trend over the years", "多年趋势明显"}},
    {0.5, MEAN, got_worse, {"moved the wrong way", "变化方向不利"}},
    {0.5, MEAN, stands_out, {"outside its usual range", "超出历年波动范围"}},
    {0.3, LARGEST, has_new_basis, {"new basis", "口径变更"}},
    {0.3, LARGEST, may_have_new_basis, {"by its note perhaps on a new basis", "据备注口径有变化"}},
    {0.3, LARGEST, is_uncertain, {"the latest value is uncertain", "最新数值未确定"}},
};
enum {
    REASONS = sizeof reasons / sizeof reasons[0]
};
/* A reason below this is not worth a word. */
static const double worth_saying = 0.2;

static struct sight look_at(const struct brief_plan *plan, uint32_t series)
{
    struct sight sight = {.plan = plan, .series = series, .latest = brief_latest(plan->panel, series)};
    if (sight.latest == NOWHERE)
        return sight;
    sight.change = brief_year_change(plan->panel, plan->results, series, sight.latest);
    const struct tb_result *row = sight.change.row;
    if (row)
        sight.move = !isnan(row->value) ? row->value : row->lower > 0 ? row->lower : row->upper < 0 ? row->upper : 0;
    return sight;
}

static int last_year(const struct brief_plan *plan, const struct brief_figure *figure)
{
    int last = INT16_MIN;
    for (size_t k = 0; k < figure->n; k++) {
        const size_t i = brief_latest(plan->panel, figure->series[k]);
        if (i != NOWHERE && plan->panel->year[i] > last)
            last = plan->panel->year[i];
    }
    return last;
}

/* The year in which half of the figures end, or later: a plan for years to come makes no figure old. */
static int usual_last_year(const struct brief_plan *plan)
{
    int best = plan->last;
    for (size_t later = 0; best > plan->first; best--) {
        for (size_t i = 0; i < plan->figures; i++)
            later += last_year(plan, &plan->figure[i]) == best;
        if (2 * later >= plan->figures)
            break;
    }
    return best;
}

/* Figures that end before the others are less news with every year; printed changes stand beside what they are of. */
static double freshness(const struct brief_plan *plan, const struct brief_figure *figure, int usual)
{
    const int last = last_year(plan, figure);
    const bool is_change = plan->panel->indicators[figure->indicator].change_of != TB_NOWHERE;
    return (last < usual ? 1.0 / (1 + usual - last) : 1) * (is_change ? 0.5 : 1);
}

/* Score and reasons of one figure.  False when out of memory. */
static bool weigh(const struct brief_plan *plan, struct brief_figure *figure, int usual)
{
    double part[REASONS] = {0};
    for (size_t k = 0; k < figure->n; k++) {
        const struct sight sight = look_at(plan, figure->series[k]);
        for (size_t r = 0; r < REASONS && sight.latest != NOWHERE; r++) {
            const double strength = reasons[r].weight * reasons[r].strength(&sight);
            part[r] = reasons[r].across == MEAN ? part[r] + strength / (double)figure->n : fmax(part[r], strength);
        }
    }
    struct tb_bytes words = {0};
    figure->score = 0;
    for (size_t r = 0; r < REASONS; r++)
        figure->score += part[r];
    figure->score *= freshness(plan, figure, usual);
    for (;;) { /* the strongest first */
        size_t most = 0;
        for (size_t r = 1; r < REASONS; r++)
            if (part[r] > part[most])
                most = r;
        if (part[most] < worth_saying)
            break;
        part[most] = 0;
        if (words.n)
            tb_bytes_text(&words, plan->options->language == TB_CHINESE ? "；" : "; ");
        tb_bytes_text(&words, brief_say(reasons[most].words, plan->options->language));
    }
    brief_text(&words);
    if (words.failed)
        tb_bytes_free(&words);
    figure->reasons = (char *)words.data;
    return figure->reasons != NULL;
}

bool brief_select(struct brief_plan *plan)
{
    const size_t wanted = plan->options->top ? plan->options->top : BRIEF_SLIDES_USUAL;
    plan->ranked = calloc(plan->figures + 1, sizeof *plan->ranked);
    if (!plan->ranked)
        return false;
    const int usual = usual_last_year(plan);
    for (size_t i = 0; i < plan->figures; i++) {
        if (!weigh(plan, &plan->figure[i], usual))
            return false;
        size_t at = i; /* equal scores stay in the order of the catalogue */
        for (; at > 0 && plan->figure[plan->ranked[at - 1]].score < plan->figure[i].score; at--)
            plan->ranked[at] = plan->ranked[at - 1];
        plan->ranked[at] = i;
    }
    plan->on_slides = plan->figures < wanted ? plan->figures : wanted;
    for (size_t rank = 0; rank < plan->figures; rank++) {
        struct brief_figure *figure = &plan->figure[plan->ranked[rank]];
        figure->rank = rank;
        figure->on_slide = rank < plan->on_slides;
    }
    return true;
}
