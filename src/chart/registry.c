/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of chart types, the choice among them, and one chart from its data to the bytes of a file. */
#include "type.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct tb_drawing drawings[] = {
    {.type = {"column", "Columns", "柱形图", "how much it was each year, and by how much it changed on the year before",
              "one series, at least one year with a value", TB_ONE_SERIES},
     .form = TB_AS_COLUMNS,
     .least_series = 1,
     .most_series = 1,
     .draw = tb_draw_column_chart},
    {.type = {"line", "Lines", "折线图", "how a rate or several series developed", "one or more series in one unit",
              TB_ONE_INDICATOR},
     .form = TB_AS_POINTS,
     .least_series = 1,
     .most_series = TB_MOST_TRACKS,
     .prepare = tb_prepare_line_chart,
     .draw = tb_draw_line_chart},
    {.type = {"trend", "Trend", "趋势图", "whether the points follow a line, and how sure that is",
              "one series; the fitted line and band when the statistics have them (ols_fit)", TB_ONE_SERIES},
     .form = TB_AS_POINTS,
     .least_series = 1,
     .most_series = 1,
     .draw = tb_draw_trend_chart},
    {.type = {"control", "Control chart", "控制图", "which years stand out from the usual variation",
              "one series; limits from 8 exact years on one basis (xmr_centre and its kin), provisional below 12",
              TB_ONE_SERIES},
     .form = TB_AS_POINTS,
     .least_series = 1,
     .most_series = 1,
     .draw = tb_draw_control_chart},
    {.type =
         {"forecast", "Forecast", "预测图", "where it may go in the next years, and how far that is known",
          "one series; years ahead when the statistics have them (forecast_linear from five exact years on one basis)",
          TB_ONE_SERIES},
     .form = TB_AS_POINTS,
     .least_series = 1,
     .most_series = 1,
     .draw = tb_draw_forecast_chart},
    {.type = {"dashboard", "Overview", "概览表",
              "where every indicator of a section stands: value, change, ten years, target, trend",
              "the indicators of a section, 12 a page", TB_SECTIONS},
     .form = TB_AS_POINTS,
     .least_series = 1,
     .most_series = TB_DASHBOARD_ROWS,
     .several_units = true,
     .draw = tb_draw_dashboard},
    {.type = {"figure", "Figure", "数字卡片", "one figure, for what has but one year", "one series; its last value",
              TB_ONE_SERIES},
     .form = TB_AS_POINTS,
     .least_series = 1,
     .most_series = 1,
     .draw = tb_draw_figure},
    {.type = {"index", "Index", "指数图", "which of several series grew faster, whatever their units and size",
              "2 or more series above 0 with one year in which all have an exact value (or --base)", TB_ALL_SERIES},
     .form = TB_AS_POINTS,
     .least_series = 2,
     .most_series = TB_MOST_TRACKS,
     .several_units = true,
     .prepare = tb_prepare_index_chart,
     .draw = tb_draw_line_chart},
    {.type = {"stacked", "Stacked columns", "堆积柱形图", "what a whole is made of, and how much it is",
              "a whole with its parts by the catalogue (parts), or 2 or more series in one unit that add up", TB_PARTS},
     .form = TB_AS_COLUMNS,
     .least_series = 2,
     .most_series = TB_MOST_TRACKS,
     .prepare = tb_prepare_stacked_chart,
     .draw = tb_draw_stacked_chart},
    {.type = {"share", "Shares", "构成图", "what part of the whole each is, and how that changed",
              "a whole with its parts by the catalogue (parts), or 2 or more series in one unit that add up", TB_PARTS},
     .form = TB_AS_COLUMNS,
     .least_series = 2,
     .most_series = TB_MOST_TRACKS,
     .prepare = tb_prepare_share_chart,
     .draw = tb_draw_stacked_chart},
    {.type = {"grouped", "Grouped columns", "分组柱形图", "how two or three series compare, year by year",
              "2 or 3 series in one unit, at most 15 columns", TB_ONE_INDICATOR},
     .form = TB_AS_COLUMNS,
     .least_series = 2,
     .most_series = 3,
     .prepare = tb_prepare_grouped_chart,
     .draw = tb_draw_grouped_chart},
    {.type = {"rank", "Ranking", "排名图", "who is first and who is last, in one year",
              "2 or more regions of one indicator; the last year that most of them have (-y chooses another)",
              TB_ONE_INDICATOR},
     .form = TB_AS_COLUMNS,
     .least_series = 2,
     .most_series = TB_MOST_TRACKS,
     .prepare = tb_prepare_rank_chart,
     .draw = tb_draw_rank_chart},
    {.type = {"slope", "Slopes", "坡度图", "who rose and who fell between two years",
              "2 or more series in one unit with values in two years: the first and the last that most of them have",
              TB_ONE_INDICATOR},
     .form = TB_AS_POINTS,
     .least_series = 2,
     .most_series = 15,
     .prepare = tb_prepare_slope_chart,
     .draw = tb_draw_slope_chart},
    {.type = {"bump", "Ranks over the years", "名次变化图", "who rose and who fell in rank",
              "3 to 12 regions of one indicator in 2 or more years (rank)", TB_ONE_INDICATOR},
     .form = TB_AS_POINTS,
     .least_series = 3,
     .most_series = 13,
     .prepare = tb_prepare_bump_chart,
     .draw = tb_draw_bump_chart},
    {.type = {"heat", "Heat table", "热力表", "when each of many series was high and low",
              "2 to 40 series of any units; rows that the page has no room for are counted in the foot", TB_ALL_SERIES},
     .form = TB_AS_CELLS,
     .least_series = 2,
     .most_series = TB_MOST_TRACKS,
     .several_units = true,
     .prepare = tb_prepare_heat_chart,
     .draw = tb_draw_heat_chart},
    {.type = {"multiples", "Small multiples", "小多图", "how each of many series developed, side by side",
              "2 to 24 series; one scale for all in one unit, each its own otherwise", TB_ALL_SERIES},
     .form = TB_AS_POINTS,
     .least_series = 2,
     .most_series = 24,
     .several_units = true,
     .prepare = tb_prepare_multiples_chart,
     .draw = tb_draw_multiples_chart},
    {.type =
         {"waterfall", "Contributions to growth", "贡献分解图",
          "which parts made the whole grow or shrink on the year before",
          "a whole with its parts by the catalogue (parts), exact in two neighbouring years (-y :2023 ends earlier)",
          TB_PARTS},
     .form = TB_AS_COLUMNS,
     .least_series = 1,
     .most_series = TB_MOST_TRACKS,
     .prepare = tb_prepare_waterfall_chart,
     .draw = tb_draw_waterfall_chart},
    {.type = {"funnel", "Funnel", "漏斗图", "which regions differ by more than chance",
              "a rate or proportion of counts (numerator, denominator) with 5 or more regions in a year", TB_RATES},
     .form = TB_AS_POINTS,
     .least_series = 5,
     .most_series = TB_MOST_TRACKS,
     .prepare = tb_prepare_funnel_chart,
     .draw = tb_draw_funnel_chart},
};
enum {
    N_DRAWINGS = sizeof drawings / sizeof *drawings
};

const struct tb_chart_type *tb_chart_types(size_t *n)
{
    static struct tb_chart_type types[N_DRAWINGS];
    for (size_t i = 0; i < N_DRAWINGS; i++)
        types[i] = drawings[i].type;
    *n = N_DRAWINGS;
    return types;
}

const struct tb_drawing *tb_drawing_find(const char *id)
{
    for (size_t i = 0; i < N_DRAWINGS; i++) {
        if (strcmp(drawings[i].type.id, id) == 0)
            return &drawings[i];
    }
    return NULL;
}

const struct tb_chart_type *tb_chart_type_find(const char *id)
{
    const struct tb_drawing *drawing = tb_drawing_find(id);
    return drawing ? &drawing->type : NULL;
}

/* ---- auto ---- */

enum reason {
    NO_SERIES,
    IS_LABEL,
    NO_VALUES,
    ONE_YEAR,
    UNITS_DIFFER,
    TOO_MANY,
    TOO_LARGE,
    AMOUNT_BY_YEAR,
    TWO_YEARS,
    MANY_YEARS,
    CLEAR_TREND,
    RATE_BY_YEAR,
    PARTS_OF_WHOLE,
    ONE_YEAR_REGIONS,
    TWO_YEARS_REGIONS,
    FEW_BARS,
    OTHER_UNITS,
    OTHER_SIZES,
    FEW_SERIES,
    MANY_SERIES,
    SMALL_PANELS,
    TABLE_OF_COLOUR,
};

static const struct {
    const char *chart; /* NULL: none */
    const char *english, *chinese;
} reasons[] = {
    [NO_SERIES] = {NULL, "no series was chosen", "没有选中数列"},
    [IS_LABEL] = {NULL, "a structural number is not charted", "结构性编号不作图"},
    [NO_VALUES] = {NULL, "no year has a value", "没有可用数值"},
    [ONE_YEAR] = {NULL, "one year alone shows no development", "只有一年数据，看不出变化"},
    [UNITS_DIFFER] = {NULL, "the series have different units and no common base year", "各数列单位不同，又无共同基年"},
    [TOO_MANY] = {NULL, "more than 40 series do not fit into one chart", "数列超过40条，一张图放不下"},
    [TOO_LARGE] = {NULL, "a value is too large to draw", "有数值过大，无法作图"},
    [AMOUNT_BY_YEAR] = {"column", "amounts by year", "各年总量，用柱形图"},
    [TWO_YEARS] = {"column", "two years", "只有两年，用柱形图"},
    [MANY_YEARS] = {"line", "more than 20 years", "年数超过20，用折线图"},
    [CLEAR_TREND] = {"trend", "a trend that the test confirms", "检验确认有趋势，用趋势图"},
    [RATE_BY_YEAR] = {"line", "a rate or score by year", "比率或得分逐年变化，用折线图"},
    [FEW_SERIES] = {"line", "several series in one unit", "多条同单位数列，用折线图"},
    [MANY_SERIES] = {"line", "many series in one unit: the highest and the lowest in colour",
                     "数列较多，最高和最低两条着色，其余为灰色"},
    [PARTS_OF_WHOLE] = {"stacked", "parts that add up to a whole", "各部分相加为总数，用堆积柱形图"},
    [ONE_YEAR_REGIONS] = {"rank", "several regions in one year", "同一年多个地区，用排名图"},
    [TWO_YEARS_REGIONS] = {"slope", "several regions in two years", "多个地区前后两年，用坡度图"},
    [FEW_BARS] = {"grouped", "two or three series over a few years", "两三条数列、年数不多，用分组柱形图"},
    [OTHER_UNITS] = {"index", "different units: each against a common base year", "单位不同，以共同基年为100比较"},
    [OTHER_SIZES] = {"index", "very different sizes: each against a common base year", "量级悬殊，以共同基年为100比较"},
    [SMALL_PANELS] = {"multiples", "many series: one small panel each", "数列较多，每条一幅小图"},
    [TABLE_OF_COLOUR] = {"heat", "very many series: a table of shaded cells", "数列很多，用热力表"},
};

/* Calendar years in which any of the series has a value for the whole year. */
static int count_years(const struct tb_panel *panel, const uint32_t *series, size_t n_series, int *span)
{
    int first = INT16_MAX, last = INT16_MIN;
    for (size_t s = 0; s < n_series; s++) {
        const struct tb_series *one = &panel->series[series[s]];
        for (size_t i = one->first; i < one->first + one->n; i++) {
            if (!tb_has_value(panel, i))
                continue;
            first = panel->year[i] < first ? panel->year[i] : first;
            last = panel->year[i] > last ? panel->year[i] : last;
        }
    }
    if (first > last) {
        *span = 0;
        return 0;
    }
    *span = last - first + 1;
    bool *seen = calloc((size_t)*span, sizeof *seen);
    int n = 0;
    for (size_t s = 0; seen && s < n_series; s++) {
        const struct tb_series *one = &panel->series[series[s]];
        for (size_t i = one->first; i < one->first + one->n; i++) {
            if (tb_has_value(panel, i) && !seen[panel->year[i] - first]) {
                seen[panel->year[i] - first] = true;
                n++;
            }
        }
    }
    free(seen);
    return n;
}

static bool has_too_large_value(const struct tb_panel *panel, const uint32_t *series, size_t n_series)
{
    for (size_t s = 0; s < n_series; s++) {
        const struct tb_series *one = &panel->series[series[s]];
        for (size_t i = one->first; i < one->first + one->n; i++)
            if (tb_has_value(panel, i) && fabs(panel->value[i]) >= TB_LARGEST)
                return true;
    }
    return false;
}

static bool has_clear_trend(const struct tb_results *results, uint32_t series)
{
    size_t n_verdict = 0, n_fit = 0;
    const struct tb_result *verdict = results ? tb_results_of(results, series, "verdict", &n_verdict) : NULL;
    if (!n_verdict || (verdict->note.code != TB_NOTE_RISING && verdict->note.code != TB_NOTE_FALLING))
        return false;
    tb_results_of(results, series, "ols_fit", &n_fit);
    return n_fit > 0;
}

static bool is_amount(enum tb_kind kind)
{
    return kind == TB_COUNT || kind == TB_AMOUNT || kind == TB_LENGTH || kind == TB_AREA;
}

/* Can a chart of this type be drawn from these series? */
static bool can_draw(const char *type, const struct tb_chart *series)
{
    struct tb_chart chart = *series;
    struct tb_chart_facts facts;
    chart.type = type;
    return tb_drawing_find(type) && tb_chart_facts(&chart, &facts);
}

/* The largest last value is over 20 times the least one, both above 0. */
static bool differ_in_size(const struct tb_panel *panel, const uint32_t *series, size_t n_series)
{
    double least = INFINITY, most = 0;
    for (size_t s = 0; s < n_series; s++) {
        const struct tb_series *one = &panel->series[series[s]];
        for (size_t i = one->first + one->n; i-- > one->first;) {
            if (!tb_has_value(panel, i))
                continue;
            least = fmin(least, panel->value[i]);
            most = fmax(most, panel->value[i]);
            break;
        }
    }
    return least > 0 && most > 20 * least;
}

static enum reason choose_of_several(const struct tb_chart *chart, bool one_unit, bool one_indicator, int years)
{
    const size_t n = chart->n_series;
    const bool amount =
        is_amount((enum tb_kind)chart->panel->indicators[chart->panel->series[chart->series[0]].indicator].kind);
    if (years == 1)
        return one_indicator && n >= 3 && can_draw("rank", chart) ? ONE_YEAR_REGIONS : ONE_YEAR;
    if (can_draw("stacked", chart) && tb_chart_whole(chart) < n)
        return PARTS_OF_WHOLE;
    if (!one_unit || (!one_indicator && differ_in_size(chart->panel, chart->series, n))) {
        if (n <= 12 && can_draw("index", chart))
            return one_unit ? OTHER_SIZES : OTHER_UNITS;
        if (!one_unit)
            return n <= 24 && can_draw("multiples", chart) ? SMALL_PANELS
                   : can_draw("heat", chart)               ? TABLE_OF_COLOUR
                                                           : UNITS_DIFFER;
    }
    if (one_indicator && years == 2 && n >= 3 && n <= 15 && can_draw("slope", chart))
        return TWO_YEARS_REGIONS;
    if (amount && n <= 3 && years <= 5 && can_draw("grouped", chart))
        return FEW_BARS;
    if (n <= 5)
        return FEW_SERIES;
    if (n > 24 && can_draw("heat", chart))
        return TABLE_OF_COLOUR;
    if (n > 12 && can_draw("multiples", chart))
        return SMALL_PANELS;
    return MANY_SERIES;
}

static enum reason choose(const struct tb_panel *panel, const struct tb_results *results, const uint32_t *series,
                          size_t n_series)
{
    if (n_series == 0)
        return NO_SERIES;
    if (n_series > TB_MOST_TRACKS)
        return TOO_MANY;
    const struct tb_indicator *first = &panel->indicators[panel->series[series[0]].indicator];
    bool one_unit = true, one_indicator = true;
    for (size_t s = 0; s < n_series; s++) {
        const struct tb_indicator *one = &panel->indicators[panel->series[series[s]].indicator];
        if (one->kind == TB_LABEL)
            return IS_LABEL;
        one_unit = one_unit && one->unit == first->unit;
        one_indicator = one_indicator && one == first;
    }
    int span;
    const int years = count_years(panel, series, n_series, &span);
    if (years == 0)
        return NO_VALUES;
    if (has_too_large_value(panel, series, n_series))
        return TOO_LARGE;
    if (n_series > 1) {
        const struct tb_chart chart = {
            .type = "line", .panel = panel, .results = results, .series = series, .n_series = n_series};
        return choose_of_several(&chart, one_unit, one_indicator, years);
    }
    if (years == 1)
        return ONE_YEAR;
    if (years == 2 && span <= 20)
        return TWO_YEARS;
    if (is_amount(first->kind))
        return span <= 20 ? AMOUNT_BY_YEAR : MANY_YEARS;
    if (has_clear_trend(results, series[0]))
        return CLEAR_TREND;
    return RATE_BY_YEAR;
}

const char *tb_chart_pick(const struct tb_panel *panel, const struct tb_results *results, const uint32_t *series,
                          size_t n_series, enum tb_language language, const char **why)
{
    const enum reason reason = choose(panel, results, series, n_series);
    *why = language == TB_CHINESE ? reasons[reason].chinese : reasons[reason].english;
    return reasons[reason].chart;
}

/* ---- one chart ---- */

enum tb_status tb_chart_render(const struct tb_chart *chart, const struct tb_page *page, enum tb_chart_format format,
                               struct tb_log *log, struct tb_bytes *notes, struct tb_bytes *output)
{
    const struct tb_drawing *drawing = tb_drawing_find(chart->type);
    if (!drawing)
        return tb_fail(log, TB_BAD_OPTION, "chart-type", NULL, "there is no chart type \"%s\"", chart->type);
    struct tb_sheet sheet;
    struct tb_canvas *canvas = NULL;
    enum tb_status status = tb_sheet_open(&sheet, chart, page, drawing, log);
    if (status)
        goto done;
    status = tb_canvas_open(page, format, chart->language, log, &canvas);
    if (status)
        goto done;
    for (int run = 0; run < 2; run++) { /* the first finds out what the foot has to say */
        canvas->dry = run == 0;
        tb_canvas_restart(canvas);
        tb_sheet_frame(&sheet, canvas);
        drawing->draw(&sheet);
    }
    tb_canvas_check(canvas);
    if (notes)
        tb_sheet_notes(&sheet, notes);
    char *title = chart->title ? tb_plain_text(chart->title, 400) : NULL;
    char *alt = chart->alt ? tb_plain_text(chart->alt, 2000) : NULL;
    status = tb_canvas_finish(canvas, title, alt, page->inches > 0 ? page->inches : 7.5, output);
    free(title);
    free(alt);
done:
    tb_canvas_free(canvas);
    tb_sheet_close(&sheet);
    return status;
}
