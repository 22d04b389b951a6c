/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many indicators on one page, one a row: name and unit, last value, change on the year before, ten years as a
 * sparkline on a scale of its own, target, verdict.  And the card of a single figure.
 */
#include "mark.h"
#include "trendbook/spark.h"
#include "type.h"
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SPARK_YEARS = 10,
    CELL_SIZE = 2 * TB_LABEL_SIZE
};

enum column {
    NAME,
    VALUE,
    CHANGE,
    SPARK,
    TARGET,
    VERDICT,
    COLUMNS
};

struct row {
    const struct tb_track *track;
    char unit[96];
    char text[COLUMNS][CELL_SIZE];
    char when[24]; /* the year of the value, where it is not the newest */
    tb_colour colour[COLUMNS];
    int last;      /* index of the year shown; -1: no value at all */
    double change; /* its sign; NaN: none */
    double target; /* NaN: none */
};

struct table {
    struct row *row;
    size_t n;
    int year, from; /* indices of the newest year and of the first on the sparklines */
    char head[COLUMNS][TB_LABEL_SIZE];
    double left[COLUMNS], width[COLUMNS]; /* width 0: no room for this column */
    double pitch;                         /* height of a row */
};

/* ---- what stands in the cells ---- */

/* The sheet as if it were of this one series: its own unit and decimals. */
static struct tb_sheet of_one(const struct tb_sheet *sheet, const struct tb_track *track)
{
    struct tb_sheet one = *sheet;
    one.display = track->display;
    one.suffix = track->suffix;
    return one;
}

static const struct tb_result *row_of_years(const struct tb_sheet *sheet, const struct tb_track *track,
                                            const char *statistic, int from, int to)
{
    return sheet->chart->results ? tb_results_at(sheet->chart->results, track->series, statistic,
                                                 sheet->first_year + from, sheet->first_year + to)
                                 : NULL;
}

static const struct tb_indicator *indicator_of(const struct tb_sheet *sheet, const struct tb_track *track)
{
    const struct tb_panel *panel = sheet->chart->panel;
    return &panel->indicators[panel->series[track->series].indicator];
}

static void fill_value(const struct tb_sheet *sheet, const struct table *table, struct row *row)
{
    const struct tb_sheet one = of_one(sheet, row->track);
    if (row->last < 0) {
        snprintf(row->text[VALUE], CELL_SIZE, "%s", tb_either(sheet, "n/a", "缺数"));
        return;
    }
    tb_datum_label(&one, &row->track->datum[row->last], row->track->suffix, row->text[VALUE]);
    if (row->last != table->year)
        snprintf(row->when, sizeof row->when, "%d%s", sheet->first_year + row->last, tb_either(sheet, "", "年"));
}

/* "+96.6%", "−0.08百分点"; where there is none, why when that is short. */
static void fill_change(const struct tb_sheet *sheet, struct row *row)
{
    row->change = NAN;
    row->colour[CHANGE] = sheet->colours->secondary;
    if (row->last < 1)
        return;
    const bool points = row->track->suffix[0] != '\0';
    const struct tb_result *result =
        row_of_years(sheet, row->track, points ? "yoy_pp" : "yoy_pct", row->last - 1, row->last);
    if (!result || !isfinite(result->value)) {
        const char *why =
            result && result->note.code == TB_NOTE_NEW_BASIS ? tb_either(sheet, "new basis", "新口径") : "—";
        snprintf(row->text[CHANGE], CELL_SIZE, "%s", why);
        return;
    }
    row->change = result->value;
    int decimals = points && row->track->display.decimals > 0 ? row->track->display.decimals : 1;
    if (!points && fabs(row->change) >= 1000)
        decimals = 0;
    while (row->change != 0 && decimals < 6 && fabs(row->change) < 0.5 * pow(10, -decimals))
        decimals++;
    const size_t n = tb_display_fixed(row->change, decimals, true, sheet->language, row->text[CHANGE], CELL_SIZE);
    if (n < CELL_SIZE)
        snprintf(row->text[CHANGE] + n, CELL_SIZE - n, "%s", points ? tb_either(sheet, " pp", "百分点") : "%");
    const enum tb_better better = indicator_of(sheet, row->track)->better;
    const double quality = better == TB_NEUTRAL ? 0 : better == TB_HIGHER ? row->change : -row->change;
    row->colour[CHANGE] =
        (sheet->page->red_rise ? tb_direction_hue(sheet->page, row->change) : tb_quality_hue(sheet->page, quality))
            .words;
}

/* "≥95% 达标" */
static void fill_target(const struct tb_sheet *sheet, struct row *row)
{
    const struct tb_indicator *indicator = indicator_of(sheet, row->track);
    row->target = NAN;
    row->colour[TARGET] = sheet->colours->secondary;
    if (!isfinite(indicator->definition->target) || fabs(indicator->definition->target) >= TB_LARGEST)
        return;
    row->target = indicator->definition->target;
    const struct tb_sheet one = of_one(sheet, row->track);
    const struct tb_datum as_datum = {
        .has_value = true, .state = indicator->definition->target_op, .value = indicator->definition->target};
    char label[TB_LABEL_SIZE], when[16] = "";
    tb_datum_label(&one, &as_datum, row->track->suffix, label);
    if (indicator->definition->target_year)
        snprintf(when, sizeof when, "%d%s", indicator->definition->target_year, tb_either(sheet, ": ", "年"));
    const bool due = row->last >= 0 && (!indicator->definition->target_year ||
                                        indicator->definition->target_year <= sheet->first_year + row->last);
    const struct tb_result *met = due ? row_of_years(sheet, row->track, "target_met", row->last, row->last) : NULL;
    const char *answer = !met || !isfinite(met->value) ? ""
                         : met->value > 0              ? tb_either(sheet, " met", " 达标")
                                                       : tb_either(sheet, " missed", " 未达标");
    snprintf(row->text[TARGET], CELL_SIZE, "%s%.48s%s", when, label, answer);
    if (*answer)
        row->colour[TARGET] = tb_quality_hue(sheet->page, met->value > 0 ? 1 : -1).words;
}

static void fill_verdict(const struct tb_sheet *sheet, struct row *row)
{
    static const struct {
        enum tb_note_code code;
        const char *english, *chinese;
    } words[] = {
        {TB_NOTE_RISING, "▲ rising", "▲ 上升"},
        {TB_NOTE_FALLING, "▼ falling", "▼ 下降"},
        {TB_NOTE_NO_CLEAR_CHANGE, "no clear change", "无明显变化"},
        {TB_NOTE_VERDICT_TOO_FEW, "too few years", "年数不足"},
        {TB_NOTE_BROKEN, "new basis", "口径变化"},
        {TB_NOTE_DEPENDS_ON_BOUND, "depends on bound", "取决于界限"},
    };
    row->colour[VERDICT] = sheet->colours->secondary;
    size_t n = 0;
    const struct tb_result *verdict =
        sheet->chart->results ? tb_results_of(sheet->chart->results, row->track->series, "verdict", &n) : NULL;
    for (size_t i = 0; n && i < sizeof words / sizeof *words; i++) {
        if (words[i].code == verdict->note.code)
            snprintf(row->text[VERDICT], CELL_SIZE, "%s", tb_either(sheet, words[i].english, words[i].chinese));
    }
    if (n && (verdict->note.code == TB_NOTE_RISING || verdict->note.code == TB_NOTE_FALLING))
        row->colour[VERDICT] = sheet->colours->text;
}

/* The newest year that any row has whole, and the start of the ten years before it. */
static void find_years(const struct tb_sheet *sheet, struct table *table)
{
    table->year = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++)
        table->year = sheet->track[s].last_value > table->year ? sheet->track[s].last_value : table->year;
    table->from = table->year - SPARK_YEARS + 1 > 0 ? table->year - SPARK_YEARS + 1 : 0;
}

static void fill(const struct tb_sheet *sheet, struct table *table)
{
    find_years(sheet, table);
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct row *row = &table->row[table->n++];
        row->track = &sheet->track[s];
        row->last = row->track->last_value;
        snprintf(row->unit, sizeof row->unit, "%s", row->track->display.unit);
        row->colour[NAME] = row->colour[VALUE] = sheet->colours->text;
        fill_value(sheet, table, row);
        fill_change(sheet, row);
        fill_target(sheet, row);
        fill_verdict(sheet, row);
    }
    const int newest = sheet->first_year + table->year;
    const bool chinese = sheet->language == TB_CHINESE;
    snprintf(table->head[NAME], TB_LABEL_SIZE, "%s", chinese ? "指标" : "Indicator");
    const int oldest = sheet->first_year + table->from;
    const char *year_word = chinese ? "年" : "", *dash = chinese ? "—" : "–";
    snprintf(table->head[VALUE], TB_LABEL_SIZE, "%d%s", newest, year_word);
    snprintf(table->head[CHANGE], TB_LABEL_SIZE, "%s", chinese ? "比上年" : "on year");
    if (oldest < newest)
        snprintf(table->head[SPARK], TB_LABEL_SIZE, "%d%s%d%s", oldest, dash, newest, year_word);
    snprintf(table->head[TARGET], TB_LABEL_SIZE, "%s", chinese ? "目标" : "Target");
    snprintf(table->head[VERDICT], TB_LABEL_SIZE, "%s", chinese ? "趋势" : "Trend");
}

/* ---- room ---- */

static struct tb_face cell_face(const struct tb_sheet *sheet, const struct table *table, enum column column)
{
    const double most = 0.52 * table->pitch; /* many rows: smaller letters, down to the foot's */
    const double size =
        fmax(fmin(column == NAME || column == VALUE ? sheet->type.label : sheet->type.axis, most), sheet->type.foot);
    return (struct tb_face){.size = size, .strong = column == VALUE};
}

static struct tb_face head_face(const struct tb_sheet *sheet)
{
    return (struct tb_face){.size = sheet->type.foot, .colour = sheet->colours->secondary};
}

static double needed(struct tb_sheet *sheet, const struct table *table, enum column column)
{
    double widest = 0;
    for (size_t i = 0; i < table->n; i++) {
        const double width =
            tb_measure(sheet->canvas, table->row[i].text[column], cell_face(sheet, table, column)).width;
        const double arrow = column == CHANGE && isfinite(table->row[i].change) ? 2.2 : 0;
        const double when =
            column == VALUE && *table->row[i].when
                ? tb_measure(sheet->canvas, table->row[i].when, head_face(sheet)).width + head_face(sheet).size
                : 0;
        widest = fmax(widest, width + arrow + when);
    }
    return widest > 0 ? fmax(widest, tb_measure(sheet->canvas, table->head[column], head_face(sheet)).width) : 0;
}

/* Columns share the width; on narrow pages the last ones go, the name and the value never. */
static void plan_columns(struct tb_sheet *sheet, struct table *table)
{
    static const enum column droppable[] = {TARGET, VERDICT, SPARK, CHANGE};
    const double gap = 2.6, room = sheet->plot.right - sheet->plot.left, least = fmax(0.26 * room, 16);
    for (enum column c = VALUE; c < COLUMNS; c++)
        table->width[c] = c == SPARK ? table->from < table->year ? fmin(0.26 * room, 44) : 0 : needed(sheet, table, c);
    size_t next = 0;
    for (;;) {
        double taken = 0;
        for (enum column c = VALUE; c < COLUMNS; c++)
            taken += table->width[c] > 0 ? table->width[c] + gap : 0;
        table->width[NAME] = room - taken;
        if (table->width[NAME] < least && table->width[SPARK] > 0.16 * room) {
            table->width[SPARK] = 0.16 * room;
            continue;
        }
        if (table->width[NAME] >= least || next == sizeof droppable / sizeof *droppable)
            break;
        table->width[droppable[next++]] = 0;
    }
    table->width[NAME] = fmax(table->width[NAME], 4);
    double x = sheet->plot.left;
    for (enum column c = NAME; c < COLUMNS; c++) {
        table->left[c] = x;
        x += table->width[c] > 0 ? table->width[c] + gap : 0;
    }
}

/* ---- drawing ---- */

static void draw_name(struct tb_sheet *sheet, const struct table *table, const struct row *row, double baseline)
{
    struct tb_face face = cell_face(sheet, table, NAME), quiet = head_face(sheet);
    face.colour = row->colour[NAME];
    char *plain = tb_plain_text(row->track->name, 120), *line[2], *unit = tb_plain_text(row->unit, 40);
    if (!plain || !unit)
        abort();
    const double unit_width = *unit ? tb_measure(sheet->canvas, unit, quiet).width + 1 : 0;
    const double room = table->width[NAME], whole = tb_measure(sheet->canvas, plain, face).width;
    const bool with_unit = unit_width > 0 && unit_width < 0.65 * room;
    const bool two = whole + (with_unit ? unit_width : 0) > room && table->pitch >= 2.3 * face.size;
    const double width = with_unit && !two ? fmin(whole, room - unit_width) : room;
    size_t n = tb_wrap(sheet->canvas, plain, face, fmax(width, 3), two ? 2 : 1, false, line);
    baseline -= two && n == 2 ? 0.6 * face.size : 0;
    for (size_t i = 0; i < n; i++) {
        const double at = tb_measure(sheet->canvas, line[i], face).width, y = baseline + 1.2 * face.size * (double)i;
        tb_draw_text(sheet->canvas, line[i], face, table->left[NAME], y, TB_START);
        if (with_unit && i + 1 == n && at + unit_width <= room + 0.5)
            tb_draw_text(sheet->canvas, unit, quiet, table->left[NAME] + at + 1, y, TB_START);
        free(line[i]);
    }
    free(plain);
    free(unit);
}

/* An arrow up or down left of the figure. */
static void draw_arrow(struct tb_sheet *sheet, double change, double x, double y, tb_colour colour)
{
    if (!isfinite(change) || change == 0)
        return;
    const double way = change > 0 ? -1 : 1, r = 0.75;
    const struct tb_spot corner[] = {{x - r, y - way * 0.8 * r}, {x + r, y - way * 0.8 * r}, {x, y + way * r}};
    tb_draw_fill(sheet->canvas, corner, 3, colour);
}

static void draw_spark(struct tb_sheet *sheet, const struct table *table, const struct row *row, double top,
                       double bottom)
{
    const struct tb_track *track = row->track;
    struct tb_spark spark;
    tb_spark_make(sheet->chart->panel, track->series, sheet->first_year + table->from, sheet->first_year + table->year,
                  row->target, &spark);
    const double pitch = table->width[SPARK] / SPARK_YEARS, height = bottom - top;
    const double x0 = table->left[SPARK] + pitch / 2 + pitch * (SPARK_YEARS - 1 - (table->year - table->from));
#define SPOT(at, y)                                          \
    (struct tb_spot)                                         \
    {                                                        \
        x0 + pitch *((y)-table->from), bottom - height *(at) \
    }
    if (isfinite(spark.target)) {
        const struct tb_spot line[] = {{table->left[SPARK], SPOT(spark.target, 0).y},
                                       {table->left[SPARK] + table->width[SPARK], SPOT(spark.target, 0).y}};
        tb_draw_dashes(sheet->canvas, line, 2, TB_CONTEXT_LINE * 0.8, sheet->colours->context, 0.6, 0.6);
    }
    struct tb_look look = tb_series_look(sheet, 0, 1);
    look.line = TB_OTHER_LINE;
    for (size_t k = 1; k < spark.n; k++) {
        const struct tb_spark_point *to = &spark.point[k];
        const int y = to->year - sheet->first_year;
        if (to->joined)
            tb_draw_link(sheet, &track->datum[y - 1], &track->datum[y], &look, SPOT(to[-1].height, y - 1),
                         SPOT(to->height, y));
    }
    for (size_t k = 0; k < spark.n; k++) {
        const int y = spark.point[k].year - sheet->first_year;
        struct tb_datum plain = track->datum[y];
        plain.state = TB_EXACT; /* a bound has its dashes; its triangle would not fit */
        look.radius = y == row->last ? 0.62 : 0.4;
        if (spark.point[k].lone || y == row->last)
            tb_draw_point(sheet, &plain, &look, SPOT(spark.point[k].height, y));
    }
#undef SPOT
}

static void draw_row(struct tb_sheet *sheet, const struct table *table, const struct row *row, double top)
{
    const double middle = top + table->pitch / 2, digit = tb_digit_height(sheet->canvas);
    draw_name(sheet, table, row, middle + digit * cell_face(sheet, table, NAME).size / 2);
    for (enum column c = VALUE; c < COLUMNS; c++) {
        if (table->width[c] <= 0)
            continue;
        struct tb_face face = cell_face(sheet, table, c);
        face.colour = row->colour[c];
        const bool number = c == VALUE || c == CHANGE;
        if (c == SPARK)
            draw_spark(sheet, table, row, top + 0.2 * table->pitch, top + 0.8 * table->pitch);
        else
            tb_draw_text(sheet->canvas, row->text[c], face, number ? table->left[c] + table->width[c] : table->left[c],
                         middle + digit * face.size / 2, number ? TB_END : TB_START);
        if (c == VALUE && *row->when) {
            const double width = tb_measure(sheet->canvas, row->text[c], face).width;
            tb_draw_text(sheet->canvas, row->when, head_face(sheet),
                         table->left[c] + table->width[c] - width - 0.8 * head_face(sheet).size,
                         middle + digit * face.size / 2, TB_END);
        }
        if (c == CHANGE) {
            const double width = tb_measure(sheet->canvas, row->text[c], face).width;
            draw_arrow(sheet, row->change, table->left[c] + table->width[c] - width - 1.4, middle, face.colour);
        }
    }
    tb_draw_level(sheet->canvas, sheet->plot.left, sheet->plot.right, top + table->pitch, TB_GRID_LINE,
                  sheet->colours->grid);
}

/* The sparklines have no triangles and open points: what is dashed is said instead. */
static void say_dashes(struct tb_sheet *sheet, const struct table *table)
{
    static const enum tb_sheet_note undrawn[] = {TB_SAYS_UPPER,     TB_SAYS_LOWER,    TB_SAYS_PROVISIONAL,
                                                 TB_SAYS_ESTIMATED, TB_SAYS_FORECAST, TB_SAYS_PART};
    for (size_t i = 0; i < sizeof undrawn / sizeof *undrawn; i++)
        sheet->says &= ~(UINT64_C(1) << undrawn[i]);
    for (size_t i = 0; i < table->n && table->width[SPARK] > 0; i++) {
        const struct tb_track *track = table->row[i].track;
        for (int y = table->from + 1; y <= table->year; y++) {
            const struct tb_datum *from = &track->datum[y - 1], *to = &track->datum[y];
            const bool loose = tb_is_upper(from) || tb_is_lower(from) || tb_is_pale(from) || tb_is_upper(to) ||
                               tb_is_lower(to) || tb_is_pale(to);
            if (loose && tb_joined(track, y - 1, y)) {
                tb_sheet_says_own(
                    sheet, "%s",
                    tb_either(sheet, "dashed: towards a bound or a provisional value", "虚线段一端为界限值或初步数"));
                return;
            }
        }
    }
}

void tb_draw_dashboard(struct tb_sheet *sheet)
{
    struct table table = {.row = calloc(sheet->n_tracks, sizeof *table.row)};
    if (!table.row)
        abort();
    fill(sheet, &table);
    const struct tb_face head = head_face(sheet);
    const double top = sheet->plot.top + 1.5 * head.size;
    table.pitch = fmin((sheet->plot.bottom - top) / (double)(table.n ? table.n : 1), 2.6 * sheet->type.label);
    const double least = 1.35 * sheet->type.foot; /* a stamp: the first rows, the rest is said */
    size_t shown = table.n;
    if (table.pitch < least) {
        table.pitch = least;
        shown = (size_t)fmax(0, floor((sheet->plot.bottom - top) / least));
        sheet->left_out = (int)(table.n - shown);
        tb_sheet_says(sheet, TB_SAYS_LEFT_OUT);
    }
    plan_columns(sheet, &table);
    say_dashes(sheet, &table);
    for (enum column c = NAME; c < COLUMNS && shown; c++) {
        const bool number = c == VALUE || c == CHANGE;
        if (table.width[c] > 0 && tb_measure(sheet->canvas, table.head[c], head).width <= table.width[c] + 0.5)
            tb_draw_text(sheet->canvas, table.head[c], head, number ? table.left[c] + table.width[c] : table.left[c],
                         sheet->plot.top + 0.9 * head.size, number ? TB_END : TB_START);
    }
    tb_draw_level(sheet->canvas, sheet->plot.left, sheet->plot.right, top, TB_GRID_LINE, sheet->colours->context);
    for (size_t i = 0; i < shown; i++)
        draw_row(sheet, &table, &table.row[i], top + table.pitch * (double)i);
    free(table.row);
}

/* ---- the card of one figure ---- */

/* The value as large as the page bears, its unit and year below. */
void tb_draw_figure(struct tb_sheet *sheet)
{
    const struct tb_track *track = sheet->track;
    const struct tb_look look = tb_series_look(sheet, 0, 1);
    char value[TB_LABEL_SIZE], words[3 * TB_LABEL_SIZE], year[TB_LABEL_SIZE];
    const struct tb_datum *datum = &track->datum[track->last_value];
    tb_datum_label(sheet, datum, sheet->suffix, value);
    tb_year_words(tb_text(sheet->chart->panel, datum->period), datum->flags, sheet->language, year, sizeof year);
    snprintf(words, sizeof words, "%s%s%d%s%s", sheet->suffix[0] ? "" : sheet->display.unit,
             sheet->suffix[0] || !sheet->display.unit[0] ? "" : tb_either(sheet, ", ", "，"),
             sheet->first_year + track->last_value, tb_either(sheet, "", "年"), year);
    const struct tb_box plot = sheet->plot;
    const double room = plot.right - plot.left, height = plot.bottom - plot.top;
    struct tb_face big = {.size = fmin(26, 0.5 * height), .strong = true, .colour = look.words};
    const double width = tb_measure(sheet->canvas, value, big).width;
    if (width > room)
        big.size *= room / width * 0.98;
    const struct tb_box ink = tb_measure(sheet->canvas, value, big).ink; /* a comma hangs below the baseline */
    const double digit = -ink.top + fmax(ink.bottom, 0);
    const struct tb_face small = {.size = fmin(sheet->type.subtitle, 0.2 * height),
                                  .colour = sheet->colours->secondary};
    char *plain = tb_plain_text(words, 160), *line[2];
    if (!plain)
        abort();
    const size_t n = tb_wrap(sheet->canvas, plain, small, room, 2, false, line);
    const double block = digit + 1.2 * small.size + 1.35 * small.size * (double)n;
    const double top = plot.top + fmax(0, (height - block) / 2);
    tb_draw_text(sheet->canvas, value, big, plot.left, top - ink.top, TB_START);
    for (size_t i = 0; i < n; i++) {
        const double baseline = top + digit + small.size * (1.9 + 1.35 * (double)i);
        if (baseline < plot.bottom + 1)
            tb_draw_text(sheet->canvas, line[i], small, plot.left, baseline, TB_START);
        free(line[i]);
    }
    free(plain);
}
