/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native.h"

#include "chart/type.h"
#include "model/memory.h"
#include "native_made.h"
#include "phrases.h"
#include "xml.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what a chart type is natively ---- */

enum extra {
    WITH_GROWTH = 1 << 0,
    WITH_FIT = 1 << 1,
    WITH_LIMITS = 1 << 2, /* of rates and proportions */
};

static const struct native_kind {
    const char *type; /* of the registry of charts */
    enum native_plot plot;
    unsigned extras;   /* mask of enum extra: what comes to the data */
    native_make *make; /* NULL: the data is what is shown */
} kinds[] = {
    {"column", NATIVE_COLUMNS, WITH_GROWTH, NULL},    {"grouped", NATIVE_COLUMNS, 0, NULL},
    {"line", NATIVE_LINES, WITH_LIMITS, NULL},        {"trend", NATIVE_LINES, WITH_FIT, NULL},
    {"stacked", NATIVE_STACKS, 0, native_stacked},    {"share", NATIVE_STACKS, 0, native_stacked},
    {"waterfall", NATIVE_STEPS, 0, native_waterfall}, {"rank", NATIVE_ROWS, 0, native_rank},
    {"index", NATIVE_LINES, 0, native_index},         {"slope", NATIVE_SIDES, 0, native_slope},
    {"bump", NATIVE_SIDES, 0, native_bump},           {"control", NATIVE_LINES, 0, native_control},
    {"forecast", NATIVE_LINES, 0, native_forecast},   {"funnel", NATIVE_FIELD, 0, native_funnel},
    {"heat", NATIVE_TABLE, 0, native_heat},
};

static const struct native_kind *find_kind(const char *type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].type, type) == 0)
            return &kinds[i];
    return NULL;
}

/* ---- columns of the series ---- */

static bool begins_basis(const struct native *native, size_t i, const struct tb_series *s)
{
    return i > s->first && (tb_flags(native->panel, i) & TB_FLAG_BREAK);
}

static enum native_role role_of(const struct tb_panel *panel, size_t i)
{
    return tb_period(panel, i) ? NATIVE_PARTS : tb_is_bound(panel->state[i]) ? NATIVE_BOUNDS : NATIVE_VALUES;
}

static struct native_column *find_column(const struct native *native, enum native_role role, size_t series,
                                         size_t segment)
{
    for (size_t c = 0; c < native->columns; c++) {
        struct native_column *column = &native->column[c];
        if (column->role == role && column->series == series && column->segment == segment)
            return column;
    }
    return NULL;
}

struct native_column *native_add(struct native *native, enum native_role role, size_t series, size_t segment)
{
    if (!tb_grow_by_one(&native->column, native->columns, sizeof *native->column))
        return NULL;
    struct native_column *column = &native->column[native->columns];
    *column = (struct native_column){.role = role,
                                     .series = series,
                                     .segment = segment,
                                     .value = malloc((native->times + 1) * sizeof(double)),
                                     .observation = malloc((native->times + 1) * sizeof(size_t))};
    native->columns++; /* so that brief_native_free sees it */
    if (!column->value || !column->observation)
        return NULL;
    for (size_t t = 0; t < native->times; t++) {
        column->value[t] = NAN;
        column->observation[t] = NOWHERE;
    }
    return column;
}

static void free_column(struct native_column *column)
{
    free(column->value);
    free(column->observation);
    free(column->name);
}

static void drop_column(struct native *native, size_t which)
{
    free_column(&native->column[which]);
    native->columns--;
    memmove(native->column + which, native->column + which + 1, (native->columns - which) * sizeof *native->column);
}

/* Leaves the first `n`. */
static void drop_columns(struct native *native, size_t n)
{
    while (native->columns > n)
        drop_column(native, native->columns - 1);
}

/* Lines stop at a new basis, so each basis has its column; columns stand side by side anyway. */
static bool take_series(struct native *native, size_t k)
{
    const struct tb_panel *panel = native->panel;
    const struct tb_series *s = &panel->series[native->series[k]];
    size_t segment = 0;
    int since = 0;
    for (size_t i = s->first; i < s->first + s->n; i++) {
        const size_t t = brief_time_of(native->time, native->times, panel, i);
        if (begins_basis(native, i, s)) {
            if (t != NOWHERE && t > 0)
                native->breaks[t] = true;
            if (native->plot == NATIVE_LINES && segment + 1 < NATIVE_SEGMENTS_MOST) {
                segment++;
                since = panel->year[i];
            }
        }
        if (!tb_has_value(panel, i) || t == NOWHERE)
            continue;
        const enum native_role role = role_of(panel, i);
        const size_t of = role == NATIVE_VALUES ? segment : 0;
        struct native_column *column = find_column(native, role, k, of);
        if (!column) {
            column = native_add(native, role, k, of);
            if (!column)
                return false;
            column->since = role == NATIVE_VALUES ? since : 0;
        }
        column->value[t] = panel->value[i];
        column->observation[t] = i;
    }
    return true;
}

/* One series after the other, values before what is seen of them besides. */
static int compare_columns(const void *first, const void *second)
{
    const struct native_column *a = first, *b = second;
    if (a->series != b->series)
        return a->series > b->series ? 1 : -1;
    if (a->role != b->role)
        return a->role > b->role ? 1 : -1;
    return (a->segment > b->segment) - (a->segment < b->segment);
}

/* ---- columns from the result table ---- */

/* Statistics of one series, one number a year. */
static const struct tb_result *row_at(const struct native *native, const char *statistic, int from, int to)
{
    return native->results ? tb_results_at(native->results, native->series[0], statistic, from, to) : NULL;
}

#define TOO_LARGE 1e9 /* changes from here on are no figure for a strip */

static bool take_growth(struct native *native)
{
    struct tb_unit unit;
    tb_unit_parse(tb_text(native->panel, native->panel->indicators[native->indicator].unit), &unit);
    native->growth_in_points = unit.percent;
    struct native_column *column = NULL;
    for (size_t t = 1; t < native->times; t++) {
        const struct brief_time *now = &native->time[t], *before = &native->time[t - 1];
        if (now->period[0] || before->period[0])
            continue;
        const struct tb_result *row =
            row_at(native, native->growth_in_points ? "yoy_pp" : "yoy_pct", before->year, now->year);
        if (!row || !isfinite(row->value) || fabs(row->value) >= TOO_LARGE)
            continue;
        if (!column)
            column = native_add(native, NATIVE_GROWTH, 0, 0);
        if (!column)
            return false;
        column->value[t] = row->value;
    }
    return true;
}

/* What values can be at all: a band beyond that is not drawn. */
static void natural_limits(const struct native *native, double *low, double *high)
{
    const struct tb_indicator *indicator = &native->panel->indicators[native->indicator];
    const unsigned positive = 1u << TB_COUNT | 1u << TB_RATE | 1u << TB_PROPORTION | 1u << TB_LENGTH | 1u << TB_AREA;
    bool negative = false, above = false;
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; native->column[c].role <= NATIVE_PARTS && t < native->times; t++) {
            negative |= native->column[c].value[t] < 0;
            above |= native->column[c].value[t] > 100;
        }
    *low = (positive & 1u << indicator->kind) && !negative ? 0 : -INFINITY;
    *high = indicator->kind == TB_PROPORTION && !above && strcmp(native->display.unit, "%") == 0 ? 100 : INFINITY;
}

enum taken {
    TAKEN_NONE,
    TAKEN_SOME, /* not from the first year to the last */
    TAKEN_ALL,
    TAKEN_NO_MEMORY
};

/* Between two years the drawn line and band run straight: a year without a row has what they show there. */
static bool fill_between(const struct native *native, struct native_column *column)
{
    const size_t times = native->times;
    size_t before = NOWHERE;
    for (size_t t = 0; t < times; t++) {
        if (isnan(column->value[t]))
            continue;
        for (size_t k = before + 1; before != NOWHERE && k < t; k++) {
            const double share = (double)(native->time[k].year - native->time[before].year) /
                                 (double)(native->time[t].year - native->time[before].year);
            column->value[k] = column->value[before] + share * (column->value[t] - column->value[before]);
        }
        before = t;
    }
    return !isnan(column->value[0]) && !isnan(column->value[times - 1]);
}

/* A statistic of one row a year as a line (where wanted) and as the band of its limits. */
static enum taken take_rows(struct native *native, const char *statistic, bool with_line, bool between)
{
    static const enum native_role roles[] = {NATIVE_FIT, NATIVE_BAND_LOW, NATIVE_BAND};
    double low, high;
    size_t found = 0, bands = 0, columns = native->columns;
    natural_limits(native, &low, &high);
    for (size_t c = 0; c < 3; c++)
        if (!native_add(native, roles[c], 0, 0))
            return TAKEN_NO_MEMORY;
    struct native_column *line = &native->column[columns], *lower = line + 1, *band = line + 2;
    for (size_t t = 0; t < native->times; t++) {
        const struct tb_result *row = row_at(native, statistic, native->time[t].year, native->time[t].year);
        if (!row || native->time[t].period[0] || !isfinite(row->value))
            continue;
        found++;
        line->value[t] = row->value;
        if (!isfinite(row->lower) || !isfinite(row->upper) ||
            (row->note.caveats & (TB_CAVEAT_BOUND | TB_CAVEAT_ALL_BOUNDS)))
            continue;
        bands++;
        lower->value[t] = fmax(row->lower, low);
        band->value[t] = fmin(row->upper, high) - lower->value[t];
    }
    bool whole = true;
    if (found && between) {
        whole = fill_between(native, line);
        if (bands) {
            const bool below = fill_between(native, lower), wide = fill_between(native, band);
            whole = whole && below && wide;
        }
    }
    if (bands && !between)
        whole = bands == native->times;
    if (whole && bands && bands < found)
        whole = false;
    if (!bands) /* only the line is left, or nothing */
        drop_columns(native, columns + (with_line && found ? 1 : 0));
    else if (!with_line)
        drop_column(native, columns);
    return !found || !(bands || with_line) ? TAKEN_NONE : whole ? TAKEN_ALL : TAKEN_SOME;
}

/* The same verdicts as the drawn chart: a line where there is too little to say would say more than is known. */
static bool may_fit(const struct native *native)
{
    size_t n = 0;
    const struct tb_result *verdict =
        native->results ? tb_results_of(native->results, native->series[0], "verdict", &n) : NULL;
    return !n || verdict->note.code == TB_NOTE_RISING || verdict->note.code == TB_NOTE_FALLING ||
           verdict->note.code == TB_NOTE_NO_CLEAR_CHANGE;
}

/* Steps of the axis have no more decimals than the data. */
static int printed_decimals(const struct native *native)
{
    int most = 0;
    bool any = false;
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; t < native->times; t++) {
            const size_t i = native->column[c].observation[t];
            if (i != NOWHERE && (!any || native->panel->decimals[i] > most)) {
                most = native->panel->decimals[i]; /* below 0 for tens */
                any = true;
            }
        }
    return most + (int)lround(log10(native->display.divisor));
}

/* ---- what a native chart cannot say ---- */

#define NATIVE_LINES_MOST 12  /* that are named at their ends */
#define NATIVE_TIMES_MOST 120 /* of columns and points that can still be told apart */

static const char *why_picture(const struct native *native, const struct native_kind *kind, enum taken limits)
{
    const bool chinese = native->language == TB_CHINESE;
    bool same_indicator = true;
    for (size_t k = 1; k < native->n; k++)
        same_indicator &= native->panel->series[native->series[k]].indicator == native->indicator;
    if (!kind || kind->make || !same_indicator) /* what is made of the data has a table of its own */
        return chinese ? "演示软件没有这种图表" : "presentation programs have no such chart";
    if (brief_native_find(native, NATIVE_BOUNDS))
        return chinese ? "演示软件的图表不能标明只知上限或下限的数值"
                       : "a chart of a presentation program cannot mark values of which only a bound is known";
    if (native->plot == NATIVE_COLUMNS && brief_native_find(native, NATIVE_PARTS))
        return chinese ? "演示软件的图表不能区分非全年数"
                       : "a chart of a presentation program cannot set parts of a year apart";
    if (limits == TAKEN_SOME)
        return chinese ? "演示软件的图表不能画出只涉及部分年份的区间"
                       : "a chart of a presentation program cannot draw a band over some of the years";
    if (native->n > NATIVE_LINES_MOST || native->times > NATIVE_TIMES_MOST)
        return chinese ? "数据过多，不便作为可编辑图表" : "there is too much in it for a chart that is edited by hand";
    return NULL;
}

/* ---- the whole ---- */

/* The highest and the lowest of the last year that all have, which the words name; else the first two. */
static void choose_leads(struct native *native)
{
    const struct tb_panel *panel = native->panel;
    size_t high = NOWHERE, low = NOWHERE;
    for (size_t t = native->times; t-- > 0 && high == NOWHERE;) {
        size_t there = 0;
        for (size_t c = 0; c < native->columns; c++)
            there += native->column[c].role <= NATIVE_PARTS && native->column[c].observation[t] != NOWHERE;
        for (size_t c = 0; c < native->columns && there >= native->n; c++) {
            const struct native_column *column = &native->column[c];
            const size_t i = column->role <= NATIVE_PARTS ? column->observation[t] : NOWHERE;
            if (i == NOWHERE)
                continue;
            const double value = panel->value[i];
            if (high == NOWHERE || value > panel->value[native->column[high].observation[t]])
                high = c;
            if (low == NOWHERE || value < panel->value[native->column[low].observation[t]])
                low = c;
        }
    }
    if (high != NOWHERE && native->column[high].series != native->column[low].series) {
        native->lead[0] = native->column[high].series;
        native->lead[1] = native->column[low].series;
    }
}

struct native *brief_native_new(const struct tb_chart *chart)
{
    const struct native_kind *kind = find_kind(chart->type);
    struct native *native = calloc(1, sizeof *native);
    if (!native)
        return NULL;
    native->panel = chart->panel;
    native->results = chart->results;
    native->series = chart->series;
    native->n = chart->n_series;
    native->indicator = chart->panel->series[chart->series[0]].indicator;
    native->language = chart->language;
    native->plot = kind && !kind->make ? kind->plot : NATIVE_LINES;
    native->lead[1] = 1;
    tb_chart_display(chart, &native->display);
    native->times = brief_times(native->panel, native->series, native->n, &native->time);
    native->breaks = calloc(native->times + 1, sizeof *native->breaks);
    bool done = native->time && native->breaks;
    for (size_t k = 0; done && k < native->n; k++)
        done = take_series(native, k);
    if (done && native->columns)
        qsort(native->column, native->columns, sizeof *native->column, compare_columns);
    if (done && native->columns)
        choose_leads(native);

    const unsigned extras = kind ? kind->extras : 0;
    enum taken limits = TAKEN_NONE;
    native->points = extras & WITH_FIT;
    if (done && (extras & WITH_FIT) && may_fit(native))
        limits = take_rows(native, "ols_fit", true, true);
    static const char *const with_limits[] = {"rate", "proportion"};
    for (size_t i = 0; i < 2 && done && (extras & WITH_LIMITS) && native->n == 1 && limits == TAKEN_NONE; i++)
        limits = take_rows(native, with_limits[i], false, false);
    done = done && limits != TAKEN_NO_MEMORY;
    if (done && (extras & WITH_GROWTH) && native->n == 1)
        done = take_growth(native);
    const struct tb_indicator *indicator = &native->panel->indicators[native->indicator];
    native->target = indicator->definition->target_year == 0 ? indicator->definition->target : NAN;
    if (!done) {
        brief_native_free(native);
        return NULL;
    }
    native->decimals = printed_decimals(native);
    natural_limits(native, &native->least, &native->most);
    native->least /= native->display.divisor;
    native->most /= native->display.divisor;
    native->picture = why_picture(native, kind, limits);
    return native;
}

/* ---- what is made of the data ---- */

#define ROWS_MOST  20 /* names beside bars */
#define SIDES_MOST 15
#define NAMED_MOST 12 /* points of a field that stand outside */

static const char *why_made_picture(const struct native *native)
{
    const bool chinese = native->language == TB_CHINESE;
    bool bound = false, part = false;
    size_t values = 0, ringed = 0;
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; t < native->times; t++) {
            const struct native_column *column = &native->column[c];
            const size_t i = column->observation[t];
            if (isnan(column->value[t]))
                continue;
            values += column->role == NATIVE_VALUES;
            ringed += column->role == NATIVE_RINGED;
            bound |=
                column->role == NATIVE_BOUNDS ||
                (i != NOWHERE && tb_is_bound((enum tb_state)native->panel->state[i]) && column->role == NATIVE_VALUES);
            part |= i != NOWHERE && tb_period(native->panel, i) && column->role == NATIVE_VALUES &&
                    native->plot == NATIVE_STACKS;
        }
    if (bound)
        return chinese ? "演示软件的图表不能标明只知上限或下限的数值"
                       : "a chart of a presentation program cannot mark values of which only a bound is known";
    if (part)
        return chinese ? "演示软件的图表不能区分非全年数"
                       : "a chart of a presentation program cannot set parts of a year apart";
    const bool rows = native->plot == NATIVE_ROWS || native->plot == NATIVE_STEPS;
    if ((rows && native->times > ROWS_MOST) || (native->plot == NATIVE_SIDES && native->n > SIDES_MOST) ||
        (native->plot == NATIVE_FIELD && ringed > NAMED_MOST) ||
        (native->plot == NATIVE_LINES && native->n > NATIVE_LINES_MOST) || native->times > NATIVE_TIMES_MOST)
        return chinese ? "数据过多，不便作为可编辑图表" : "there is too much in it for a chart that is edited by hand";
    return values || native->plot == NATIVE_STEPS || native->plot == NATIVE_TABLE ? NULL
           : chinese                                                              ? "没有可画的数值"
                                                                                  : "there is no value to draw";
}

bool brief_native_made(const struct tb_chart *chart, struct native **made)
{
    const struct native_kind *kind = find_kind(chart->type);
    const struct tb_page page = tb_page_default();
    *made = NULL;
    if (!kind || !kind->make)
        return true;
    struct tb_log *log = tb_log_new(1);
    struct tb_sheet sheet = {0};
    struct native *native = calloc(1, sizeof *native);
    bool done = log && native;
    if (done && tb_sheet_open(&sheet, chart, &page, tb_drawing_find(chart->type), log) != TB_OK) {
        free(native); /* drawing it fails in the same way, and says why */
        native = NULL;
    } else if (done) {
        native->panel = chart->panel;
        native->results = chart->results;
        native->series = chart->series;
        native->n = sheet.n_tracks;
        native->indicator = chart->panel->series[chart->series[0]].indicator;
        native->language = chart->language;
        native->plot = kind->plot;
        native->display = sheet.display;
        native->decimals = sheet.decimals;
        native->made = true;
        native->target = sheet.target_year ? NAN : sheet.target;
        native->lead[1] = 1;
        native->least = -INFINITY;
        native->most = INFINITY;
        done = kind->make(native, &sheet);
        native->picture = why_made_picture(native);
    }
    tb_sheet_close(&sheet);
    tb_log_free(log);
    if (done)
        *made = native;
    else
        brief_native_free(native);
    return done;
}

void brief_native_free(struct native *native)
{
    if (!native)
        return;
    drop_columns(native, 0);
    for (size_t t = 0; native->row && t < native->times; t++)
        free(native->row[t]);
    free(native->row);
    for (size_t i = 0; native->cell && i < native->times * native->cells; i++)
        free(native->cell[i].text);
    free(native->cell);
    free(native->row_head);
    free(native->target_name);
    free(native->words);
    free(native->column);
    free(native->breaks);
    free(native->time);
    free(native);
}

const struct native_column *brief_native_find(const struct native *native, enum native_role role)
{
    for (size_t c = 0; c < native->columns; c++)
        if (native->column[c].role == role)
            return &native->column[c];
    return NULL;
}

/* Names of the columns that are no series. */
static const struct tb_phrase role_names[] = {
    [NATIVE_FIT] = {"Fitted line", "拟合线"},
    [NATIVE_BAND_LOW] = {"Lower limit", "区间下限"},
    [NATIVE_BAND] = {"Width of the interval", "区间宽度"},
    [NATIVE_CORE] = {"Width of the inner interval", "内区间宽度"},
    [NATIVE_TOTAL] = {"Total", "合计"},
    [NATIVE_CENTRE] = {"Centre", "中心"},
    [NATIVE_LIMIT] = {"Limit", "界限"},
    [NATIVE_FAR_LIMIT] = {"Outer limit", "外界限"},
    [NATIVE_EDGE] = {"Limit of the interval", "区间界限"},
    [NATIVE_RINGED] = {"Stands out", "异常年份"},
    [NATIVE_PATH] = {"Forecast", "预测"},
    [NATIVE_SIZE] = {"Size", "规模"},
    [NATIVE_STEP] = {"Contribution", "贡献"},
    [NATIVE_BASE] = {"Begins at", "起点"},
    [NATIVE_RISE] = {"Rise", "拉动"},
    [NATIVE_RISE_BELOW] = {"Rise below 0", "拉动（零以下）"},
    [NATIVE_FALL] = {"Fall", "下拉"},
    [NATIVE_FALL_BELOW] = {"Fall below 0", "下拉（零以下）"},
    [NATIVE_WHOLE] = {"Whole", "总体"},
    [NATIVE_STEP_END] = {"Place of the number", "数字位置"},
};

void brief_native_heading(const struct native *native, const struct native_column *column, struct tb_bytes *text)
{
    const bool chinese = native->language == TB_CHINESE;
    if (column->name) {
        brief_add_safe(text, column->name);
        if (column->since)
            tb_bytes_format(text, chinese ? "，%d年起新口径" : ", new basis from %d", column->since);
        return;
    }
    if (column->role == NATIVE_GROWTH) {
        tb_bytes_text(text, native->growth_in_points ? (chinese ? "比上年增减（个百分点）" : "Change on year, pp")
                                                     : (chinese ? "比上年增长（%）" : "Change on year, %"));
        return;
    }
    if (column->role >= NATIVE_FIT) {
        tb_bytes_text(text, brief_say(role_names[column->role], native->language));
        return;
    }
    const char *region = tb_text(native->panel, native->panel->series[native->series[column->series]].region);
    const bool plain = column->role == NATIVE_VALUES && !column->since;
    const uint32_t indicator = native->panel->series[native->series[column->series]].indicator;
    bool several = false;
    for (size_t k = 0; k < native->n; k++)
        several |= native->panel->series[native->series[k]].indicator != indicator;
    if (several)
        brief_add_safe(text, tb_indicator_name(native->panel, indicator, native->language));
    if (several && native->n > 1 && region[0])
        tb_bytes_text(text, chinese ? "，" : ", ");
    if (native->n > 1 && (region[0] || !several))
        brief_add_safe(text, region[0] ? region : "–");
    else if (plain)
        brief_add_safe(text, tb_indicator_name(native->panel, native->indicator, native->language));
    if (plain)
        return;
    if (text->n)
        tb_bytes_text(text, chinese ? "，" : ", ");
    if (column->role == NATIVE_BOUNDS)
        tb_bytes_text(text, chinese ? "界限" : "bound");
    else if (column->role == NATIVE_PARTS)
        tb_bytes_text(text, chinese ? "非全年" : "part of a year");
    else
        tb_bytes_format(text, chinese ? "%d年起新口径" : "new basis from %d", column->since);
}
