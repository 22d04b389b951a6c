/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Native charts, one block each:
 *
 *   Length of public roads (10,000 km)
 *   the finding, which is the chart's title too
 *   +---------------------+   Year  value  [value on a new basis]  [bound]  [part of the year]
 *   |        chart        |   2019  =Data!F2
 *   +---------------------+   2020  =Data!G2
 *   source and notes
 *
 * What a line must not join stands in a column, and so in a series, of its own.
 */
#include "sheets.h"

#include "words.h"
#include "xml.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHART_WIDTH   760 /* pixels */
#define CHART_HEIGHT  380
#define CHART_ROWS    19 /* of 20 pixels */
#define TABLE_COLUMN  13 /* behind the chart: 12 columns of 64 pixels */
#define LABELLED_MOST 24 /* columns with their values written on them */
#define AXIS_YEARS    16 /* more years are labelled in steps */

/* Colours of CHARTS: four for lines, two more for groups; then again with dashes. */
static const struct {
    lxw_color_t mark, pale;
} colours[] = {{0x005DA8, 0x99BEDC}, {0xCC4F03, 0xEBB99A}, {0x00A692, 0x99DBD3},
               {0x601745, 0xBFA2B5}, {0x5A8BB7, 0xBDD1E2}, {0xC78437, 0xE9CEAF}};
#define COLOURS (sizeof colours / sizeof colours[0])

struct block {
    struct sheets *sheets;
    const struct brief_figure *figure;
    const struct native *native;
    size_t row;    /* of the first line */
    bool columns;  /* else lines */
    bool labelled; /* each column with its value */
    int decimals;  /* of the labels */
};

/* The columns of the data; what the result table adds is on the sheets of changes and statistics. */
static size_t data_columns(const struct native *native)
{
    size_t n = 0;
    while (n < native->columns && native->column[n].role <= NATIVE_PARTS)
        n++;
    return n;
}

/* As many as the labels of our own chart have; there they may count in ten thousands. */
static int label_decimals(const struct native *native)
{
    const int decimals = native->display.decimals - (int)lround(log10(native->display.divisor));
    return decimals > 0 ? decimals : 0;
}

/* Rows of a block, the blank ones behind it included. */
static size_t block_rows(size_t times)
{
    const size_t table = times + 1 > CHART_ROWS ? times + 1 : CHART_ROWS;
    return 2 + table + 3;
}

/* ---- the table beside the chart ---- */

#define TABLE_ROW(block) ((block)->row + 2)

/* A number that follows the sheet of data; a bound is written as the number it bounds with. */
static void table_value(const struct block *block, size_t layer, size_t t)
{
    struct sheets *sheets = block->sheets;
    const struct native_column *shown = &block->native->column[layer];
    const size_t i = shown->observation[t];
    if (i == NOWHERE)
        return;
    const double value = shown->value[t];
    const size_t row = TABLE_ROW(block) + 1 + t, column = TABLE_COLUMN + 1 + layer;
    const size_t data_row = sheets->row_of[block->figure->series[shown->series]];
    const size_t data_time = brief_time_of(sheets->time, sheets->times, sheets->panel, i);
    char pattern[BOOK_PATTERN_SIZE];
    brief_book_pattern(sheets->book, value, sheets->panel->decimals[i], sheets->panel->state[i] == TB_ABOUT, pattern);
    lxw_format *format = brief_book_format(sheets->book, pattern, brief_sheet_style(sheets->panel, i));
    if (!data_row || data_time == NOWHERE || !brief_sheet_is_number(sheets->panel, i)) {
        brief_book_number(sheets->book, sheets->charts, row, column, value, format);
        return;
    }
    char letters[8], formula[128];
    brief_book_letters(sheets->first_time + data_time, letters);
    snprintf(formula, sizeof formula, "='%s'!%s%zu", sheets->data_name, letters, data_row + 1);
    brief_book_formula(sheets->book, sheets->charts, row, column, formula, value, format);
}

static void block_table(const struct block *block)
{
    struct sheets *sheets = block->sheets;
    struct brief_book *book = sheets->book;
    brief_book_text(book, sheets->charts, TABLE_ROW(block), TABLE_COLUMN,
                    sheets->language == TB_CHINESE ? "年份" : "Year", BOOK_HEAD);
    for (size_t t = 0; t < block->native->times; t++)
        brief_sheet_heading(sheets, sheets->charts, TABLE_ROW(block) + 1 + t, TABLE_COLUMN, &block->native->time[t], 0);
    for (size_t l = 0; l < data_columns(block->native); l++) {
        struct tb_bytes text = {0};
        brief_native_heading(block->native, &block->native->column[l], &text);
        brief_book_text(book, sheets->charts, TABLE_ROW(block), TABLE_COLUMN + 1 + l, brief_text(&text),
                        BOOK_HEAD | BOOK_RIGHT);
        book->failed |= text.failed;
        tb_bytes_free(&text);
        for (size_t t = 0; t < block->native->times; t++)
            table_value(block, l, t);
    }
}

static void block_words(const struct block *block)
{
    struct sheets *sheets = block->sheets;
    const struct brief_figure *figure = block->figure;
    const bool chinese = sheets->language == TB_CHINESE;
    struct tb_bytes text = {0}, unit = {0};
    brief_add_safe(&text, figure->words.subtitle);
    brief_sheet_unit(sheets->panel, figure->series[0], sheets->language, &unit);
    if (unit.n) {
        tb_bytes_text(&text, chinese ? "（单位：" : " (");
        brief_add_safe(&text, brief_text(&unit));
        tb_bytes_text(&text, chinese ? "）" : ")");
    }
    brief_book_text(sheets->book, sheets->charts, block->row, 0, brief_text(&text), BOOK_TITLE);
    brief_book_text(sheets->book, sheets->charts, block->row + 1, 0, figure->words.finding, BOOK_QUIET);
    text.n = unit.n = 0; /* the picture's own foot speaks of marks that this chart has not */
    brief_add_safe(&text, figure->words.foot);
    brief_data_marks(sheets->panel, figure->series, figure->n, sheets->language, &unit);
    if (unit.n)
        tb_bytes_format(&text, chinese ? "。注：%s" : ". Note: %s", brief_text(&unit));
    brief_book_text(sheets->book, sheets->charts, block->row + block_rows(block->native->times) - 3, 0,
                    brief_text(&text), BOOK_QUIET);
    sheets->book->failed |= text.failed || unit.failed;
    tb_bytes_free(&text);
    tb_bytes_free(&unit);
}

/* ---- the chart ---- */

/*
 * The numbers that the chart shows until a program has computed the formulas it refers to.  The library would read them
 * from the cells, but knows no results of formulas.
 */
static void cache_values(const struct block *block, size_t layer, lxw_series_range *range)
{
    struct lxw_series_data_points *points = calloc(1, sizeof *points);
    if (!points) {
        block->sheets->book->failed = true;
        return;
    }
    STAILQ_INIT(points);
    free(range->data_cache);
    range->data_cache = points;
    range->ignore_cache = LXW_TRUE;
    range->num_data_points = (uint16_t)block->native->times;
    for (size_t t = 0; t < block->native->times; t++) {
        struct lxw_series_data_point *point = calloc(1, sizeof *point);
        if (!point) {
            block->sheets->book->failed = true;
            return;
        }
        const double value = block->native->column[layer].value[t];
        point->no_data = (uint8_t)(isnan(value) ? LXW_TRUE : LXW_FALSE);
        point->number = isnan(value) ? 0 : value;
        STAILQ_INSERT_TAIL(points, point, list_pointers);
    }
}

/* Provisional values and the like are pale; the library copies what it is given. */
static void pale_points(const struct block *block, size_t layer, lxw_chart_series *series, size_t colour)
{
    lxw_chart_point plain = {0};
    lxw_chart_fill fill = {.color = block->columns ? colours[colour].pale : 0xFFFFFF};
    lxw_chart_line line = {.color = colours[colour].mark, .width = 1};
    lxw_chart_point pale = {.fill = &fill, .line = &line};
    lxw_chart_point **points = calloc(block->native->times + 1, sizeof(lxw_chart_point *));
    bool any = false;
    for (size_t t = 0; points && t < block->native->times; t++) {
        const size_t i = block->native->column[layer].observation[t];
        const bool is_pale = i != NOWHERE && (brief_sheet_style(block->sheets->panel, i) & BOOK_PALE);
        points[t] = is_pale ? &pale : &plain;
        any |= is_pale;
    }
    if (!points || (any && chart_series_set_points(series, points) != LXW_NO_ERROR))
        block->sheets->book->failed = true;
    free(points);
}

static void style_columns(const struct block *block, size_t l, lxw_chart_series *series, size_t colour,
                          lxw_chart_font *font)
{
    lxw_chart_fill fill = {.color = colours[colour].mark};
    lxw_chart_fill pale = {.color = colours[colour].pale};
    lxw_chart_line edge = {.color = colours[colour].mark, .width = 1};
    lxw_chart_pattern hatch = {
        .fg_color = colours[colour].mark, .bg_color = 0xFFFFFF, .type = LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL};
    switch (block->native->column[l].role) {
    case NATIVE_BOUNDS:
        chart_series_set_pattern(series, &hatch);
        chart_series_set_line(series, &edge);
        break;
    case NATIVE_PARTS:
        chart_series_set_fill(series, &pale);
        chart_series_set_line(series, &edge);
        break;
    default:
        chart_series_set_fill(series, &fill);
        pale_points(block, l, series, colour);
    }
    if (!block->labelled)
        return;
    char pattern[BOOK_PATTERN_SIZE];
    brief_book_pattern(block->sheets->book, 0, block->decimals, false, pattern);
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, pattern);
    chart_series_set_labels_font(series, font);
    chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_OUTSIDE_END);
}

static void style_line(const struct block *block, size_t l, lxw_chart_series *series, size_t colour, bool dashed)
{
    const bool joined = block->native->column[l].role == NATIVE_VALUES;
    lxw_chart_line line = {.color = colours[colour].mark,
                           .width = block->figure->n > 1 ? 1.75F : 2.25F,
                           .dash_type = dashed ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID};
    lxw_chart_line none = {.none = LXW_TRUE};
    lxw_chart_line edge = {.color = colours[colour].mark, .width = 1};
    lxw_chart_fill fill = {.color = joined ? colours[colour].mark : 0xFFFFFF};
    chart_series_set_line(series, joined ? &line : &none);
    static const uint8_t shape[] = {[NATIVE_VALUES] = LXW_CHART_MARKER_CIRCLE,
                                    [NATIVE_BOUNDS] = LXW_CHART_MARKER_TRIANGLE,
                                    [NATIVE_PARTS] = LXW_CHART_MARKER_DIAMOND};
    chart_series_set_marker_type(series, shape[block->native->column[l].role]);
    chart_series_set_marker_size(series, joined ? 5 : 7);
    chart_series_set_marker_fill(series, &fill);
    chart_series_set_marker_line(series, &edge);
    if (joined)
        pale_points(block, l, series, colour);
}

/*
 * Excel fits its line over the places of the years: the same line as ours only where all years of the chart went into
 * ours, on one basis, without a gap.
 */
static bool has_same_fit(const struct block *block)
{
    const struct sheets *sheets = block->sheets;
    if (!block->native->points || data_columns(block->native) != 1 || !sheets->plan->results)
        return false;
    size_t n;
    const struct tb_result *slope = tb_results_of(sheets->plan->results, block->figure->series[0], "ols_slope", &n);
    return n == 1 && isfinite(slope->value) && (size_t)slope->n == block->native->times;
}

static void add_layer(const struct block *block, lxw_chart *chart, size_t l, lxw_chart_font *font)
{
    struct sheets *sheets = block->sheets;
    const size_t k = block->native->column[l].series, colour = k % COLOURS;
    const lxw_row_t first = (lxw_row_t)(TABLE_ROW(block) + 1),
                    last = (lxw_row_t)(TABLE_ROW(block) + block->native->times);
    const lxw_col_t column = (lxw_col_t)(TABLE_COLUMN + 1 + l);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    if (!series) {
        sheets->book->failed = true;
        return;
    }
    chart_series_set_categories(series, sheets->charts_name, first, TABLE_COLUMN, last, TABLE_COLUMN);
    chart_series_set_values(series, sheets->charts_name, first, column, last, column);
    /* a name that begins with = would be a formula; a cell holds any text */
    chart_series_set_name_range(series, sheets->charts_name, (lxw_row_t)TABLE_ROW(block), column);
    cache_values(block, l, series->values);
    if (block->columns)
        style_columns(block, l, series, colour, font);
    else
        style_line(block, l, series, colour, k >= COLOURS);
    if (has_same_fit(block)) {
        lxw_chart_line fit = {.color = colours[1].mark, .width = 1.5F, .dash_type = LXW_CHART_LINE_DASH_DASH};
        chart_series_set_trendline(series, LXW_CHART_TRENDLINE_TYPE_LINEAR, 0);
        chart_series_set_trendline_line(series, &fit);
    }
}

static bool all_at_least_zero(const struct block *block)
{
    for (size_t l = 0; l < data_columns(block->native); l++)
        for (size_t t = 0; t < block->native->times; t++)
            if (block->native->column[l].value[t] < 0)
                return false;
    return true;
}

static void style_axes(const struct block *block, lxw_chart *chart, lxw_chart_font *font)
{
    lxw_chart_line grid = {.color = 0xDDE1E6, .width = 0.75F}, axis = {.color = 0x59636B, .width = 0.75F};
    lxw_chart_line none = {.none = LXW_TRUE};
    char pattern[BOOK_PATTERN_SIZE];
    brief_book_pattern(block->sheets->book, 0, 0, false, pattern);
    chart_axis_set_num_font(chart->x_axis, font);
    chart_axis_set_num_font(chart->y_axis, font);
    chart_axis_set_line(chart->x_axis, &axis);
    chart_axis_set_line(chart->y_axis, &none);
    chart_axis_set_major_tick_mark(chart->x_axis, LXW_CHART_AXIS_TICK_MARK_NONE);
    chart_axis_set_major_tick_mark(chart->y_axis, LXW_CHART_AXIS_TICK_MARK_NONE);
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    if (block->labelled) {
        chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_FALSE);
        chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_NONE);
    } else
        chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
    chart_axis_set_num_format(chart->x_axis, "0");
    chart_axis_set_num_format(chart->y_axis, block->decimals > 0 ? "General" : pattern);
    if (block->native->times > AXIS_YEARS)
        chart_axis_set_interval_unit(chart->x_axis, (uint16_t)((block->native->times + AXIS_YEARS - 1) / AXIS_YEARS));
    if (block->columns && all_at_least_zero(block))
        chart_axis_set_min(chart->y_axis, 0);
}

static void block_chart(const struct block *block)
{
    struct sheets *sheets = block->sheets;
    lxw_chart *chart = workbook_add_chart(sheets->book->workbook, block->columns ? LXW_CHART_COLUMN : LXW_CHART_LINE);
    if (!chart) {
        sheets->book->failed = true;
        return;
    }
    char chinese[] = "Microsoft YaHei", latin[] = "Arial";
    char *family = sheets->language == TB_CHINESE ? chinese : latin;
    lxw_chart_font small = {.name = family, .size = 9, .color = 0x59636B};
    lxw_chart_font title = {.name = family, .size = 12, .bold = LXW_TRUE, .color = 0x1A1F26};
    lxw_chart_line none = {.none = LXW_TRUE};
    for (size_t l = 0; l < data_columns(block->native); l++)
        add_layer(block, chart, l, &small);
    chart_title_set_name_range(chart, sheets->charts_name, (lxw_row_t)(block->row + 1), 0);
    chart_title_set_name_font(chart, &title);
    chart_chartarea_set_line(chart, &none);
    style_axes(block, chart, &small);
    if (block->columns) {
        chart_set_series_gap(chart, block->native->times > 8 ? 60 : block->native->times > 4 ? 100 : 220);
        chart_set_series_overlap(chart, 100); /* a place shows one of its layers */
    }
    chart_show_blanks_as(chart, LXW_CHART_BLANKS_AS_GAP);
    chart_legend_set_position(chart, data_columns(block->native) > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
    chart_legend_set_font(chart, &small);

    char *alt = brief_safe_text(block->figure->words.alt);
    lxw_chart_options options = {.x_scale = CHART_WIDTH / 480.0, .y_scale = CHART_HEIGHT / 288.0, .description = alt};
    if (!alt || worksheet_insert_chart_opt(sheets->charts, (lxw_row_t)TABLE_ROW(block), 0, chart, &options))
        sheets->book->failed = true;
    free(alt);
}

/* ---- the sheet ---- */

/* On paper: upright, so small that chart and table stand side by side; no block is cut in two unless it fills a page.
 */
#define PAGE_SCALE  50
#define PAGE_ROWS   100
#define BREAKS_MOST 1000

static void page_breaks(struct sheets *sheets, const size_t *end, size_t blocks)
{
    lxw_row_t breaks[BREAKS_MOST + 1];
    size_t n = 0, top = 0;
    for (size_t f = 0; f < blocks && n < BREAKS_MOST; f++) {
        const size_t begin = f ? end[f - 1] : 0;
        if (end[f] - top > PAGE_ROWS && begin > top)
            breaks[n++] = (lxw_row_t)(top = begin);
    }
    breaks[n] = 0; /* the end of the list */
    worksheet_set_portrait(sheets->charts);
    worksheet_set_print_scale(sheets->charts, PAGE_SCALE);
    if (n && worksheet_set_h_pagebreaks(sheets->charts, breaks) != LXW_NO_ERROR)
        sheets->book->failed = true;
}

void brief_sheet_charts(struct sheets *sheets)
{
    const struct brief_plan *plan = sheets->plan;
    size_t row = 0;
    if (!sheets->charts)
        return;
    size_t *end = calloc(plan->figures + 1, sizeof *end);
    worksheet_gridlines(sheets->charts, LXW_HIDE_ALL_GRIDLINES);
    if (!end || worksheet_set_column(sheets->charts, TABLE_COLUMN, TABLE_COLUMN, 9, NULL) ||
        worksheet_set_column(sheets->charts, TABLE_COLUMN + 1, TABLE_COLUMN + 20, 20, NULL))
        sheets->book->failed = true;
    for (size_t f = 0; f < plan->figures && !sheets->book->failed; f++) {
        const struct native *native = plan->figure[f].native;
        const struct block block = {
            .sheets = sheets,
            .figure = &plan->figure[f],
            .native = native,
            .row = row,
            .columns = native->plot == NATIVE_COLUMNS,
            .labelled = native->plot == NATIVE_COLUMNS && native->times * native->n <= LABELLED_MOST,
            .decimals = label_decimals(native),
        };
        sheets->chart_row[f] = row;
        block_words(&block);
        block_table(&block);
        block_chart(&block);
        row += block_rows(native->times);
        end[f] = row;
    }
    if (!sheets->book->failed)
        page_breaks(sheets, end, plan->figures);
    free(end);
}
