/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One or several series as lines, each named at its end; and one series as points with its fitted line. */
#include "track.h"
#include "type.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_LINES = 2
}; /* of a name at the end of a line */

struct end {
    char *line[MOST_LINES];
    size_t n_lines;
    double width;
};

struct plan {
    bool trend; /* points and the fitted line instead of a line through the points */
    struct tb_axes axes;
    struct end *end;
    enum names {
        AT_ENDS,
        IN_ROWS,
        NOWHERE
    } names;                 /* where the series are named; in rows: the page is narrow */
    double key_height;       /* of the names or the verdict above the plot */
    double years;            /* height of the row of years */
    struct tb_bytes verdict; /* one line of words above a trend */
};

/* The row that holds the interval of one year, or NULL. */
static const struct tb_result *interval_of(const struct tb_sheet *sheet, const struct tb_track *track, int y)
{
    static const char *const with_limits[] = {"rate", "proportion"};
    const struct tb_datum *datum = &track->datum[y];
    if (!sheet->chart->results || !datum->has_value || tb_is_upper(datum) || tb_is_lower(datum))
        return NULL;
    for (size_t i = 0; i < sizeof with_limits / sizeof *with_limits; i++) {
        const struct tb_result *row = tb_results_at(sheet->chart->results, track->series, with_limits[i],
                                                    sheet->first_year + y, sheet->first_year + y);
        const unsigned from_bounds =
            TB_CAVEAT_BOUND | TB_CAVEAT_ALL_BOUNDS; /* what the bounds allow is no interval of chance */
        if (row && isfinite(row->lower) && isfinite(row->upper) && !(row->note.caveats & from_bounds))
            return row;
    }
    return NULL;
}

static bool shows_intervals(const struct tb_sheet *sheet, bool trend)
{
    return sheet->n_tracks == 1 && !trend; /* several ribbons would hide one another */
}

/* The fitted line: one row a year, value and the confidence band of the mean. */
static const struct tb_result *fit_rows(const struct tb_sheet *sheet, size_t *n)
{
    const struct tb_results *results = sheet->chart->results;
    size_t n_verdict = 0;
    const struct tb_result *verdict =
        results ? tb_results_of(results, sheet->track->series, "verdict", &n_verdict) : NULL;
    *n = 0;
    if (n_verdict && verdict->note.code != TB_NOTE_RISING && verdict->note.code != TB_NOTE_FALLING &&
        verdict->note.code != TB_NOTE_NO_CLEAR_CHANGE)
        return NULL; /* too few years, broken, or bounds: a line would say more than is known */
    return results ? tb_results_of(results, sheet->track->series, "ols_fit", n) : NULL;
}

static bool is_fit(const struct tb_sheet *sheet, const struct tb_result *row)
{
    return row->from == row->to && row->from >= sheet->first_year && row->from <= sheet->last_year &&
           isfinite(row->value) && fabs(row->value) < TB_LARGEST;
}

static bool has_band(const struct tb_result *row)
{
    return isfinite(row->lower) && isfinite(row->upper) && fabs(row->lower) < TB_LARGEST &&
           fabs(row->upper) < TB_LARGEST;
}

/* A scale for the values, the intervals and 0 where it is near. */
static struct tb_scale line_scale(const struct tb_sheet *sheet, bool trend)
{
    const struct tb_natural_limits limits = tb_natural_limits(sheet);
    double least = sheet->least, most = sheet->most;
    size_t n_fit = 0;
    const struct tb_result *fit = trend ? fit_rows(sheet, &n_fit) : NULL;
    for (size_t i = 0; i < n_fit; i++) {
        if (!is_fit(sheet, &fit[i]))
            continue;
        least = fmin(least, fmin(fit[i].value, has_band(&fit[i]) ? fmax(fit[i].lower, limits.low) : INFINITY));
        most = fmax(most, fmax(fit[i].value, has_band(&fit[i]) ? fmin(fit[i].upper, limits.high) : -INFINITY));
    }
    for (int y = 0; shows_intervals(sheet, trend) && y < sheet->n_years; y++) {
        const struct tb_result *row = interval_of(sheet, sheet->track, y);
        if (row) {
            least = fmin(least, row->lower);
            most = fmax(most, row->upper);
        }
    }
    return tb_free_scale(sheet, least, most);
}

/* Name and last value as they stand at the end of a line. */
static void end_text(const struct tb_sheet *sheet, const struct tb_track *track, char *text, size_t size)
{
    char value[TB_LABEL_SIZE], year[24] = "";
    tb_datum_label(sheet, &track->datum[track->last_value], sheet->suffix, value);
    if (track->last_value < sheet->n_years - 1)
        snprintf(year, sizeof year, "%s%d%s", tb_either(sheet, " (", "（"), sheet->first_year + track->last_value,
                 tb_either(sheet, ")", "年）"));
    if (sheet->n_tracks == 1)
        snprintf(text, size, "%s%s", value, year);
    else
        snprintf(text, size, "%s %s%s", track->name, value, year);
}

/* Lines in colour are named in strong letters. */
static struct tb_face end_face(const struct tb_sheet *sheet, size_t s)
{
    const struct tb_look look = tb_series_look(sheet, s, sheet->n_tracks);
    struct tb_face face = tb_label_face(sheet, look.words);
    face.strong = sheet->n_tracks == 1 || look.line > TB_CONTEXT_LINE;
    return face;
}

/* The name wraps once and is cut after that; the value always stands whole. */
static void make_end(struct tb_sheet *sheet, size_t s, double most_width, struct end *end)
{
    const struct tb_track *track = &sheet->track[s];
    const struct tb_face face = end_face(sheet, s);
    char text[512];
    end_text(sheet, track, text, sizeof text);
    char *plain = tb_plain_text(text, 200);
    if (!plain)
        abort();
    if (tb_measure(sheet->canvas, plain, face).width <= most_width || sheet->n_tracks == 1) {
        end->line[end->n_lines++] = plain;
    } else {
        free(plain);
        char value[TB_LABEL_SIZE + 24];
        end_text(sheet, track, text, sizeof text);
        snprintf(value, sizeof value, "%s", text + strlen(track->name) + 1);
        char *name = tb_plain_text(track->name, 120);
        if (!name)
            abort();
        const double beside = tb_measure(sheet->canvas, value, face).width + 0.3 * face.size;
        char *wrapped[MOST_LINES];
        const size_t n = tb_wrap(sheet->canvas, name, face, most_width, MOST_LINES, false, wrapped);
        free(name);
        /* the value joins the last line of the name when there is room, else it takes the place of the second line */
        if (n == 2 && tb_measure(sheet->canvas, wrapped[1], face).width + beside > most_width) {
            char *rest[1], *second = wrapped[1];
            const size_t m =
                tb_wrap(sheet->canvas, second, face, fmax(most_width - beside, 2 * face.size), 1, false, rest);
            free(second);
            wrapped[1] = m ? rest[0] : strdup("");
        }
        const bool joins = n == 2;
        for (size_t i = 0; i < n; i++)
            end->line[end->n_lines++] = wrapped[i];
        if (joins) {
            char both[512];
            snprintf(both, sizeof both, "%s %s", end->line[1], value);
            free(end->line[1]);
            end->line[1] = strdup(both);
        } else if (end->n_lines < MOST_LINES) {
            end->line[end->n_lines++] = strdup(value);
        }
    }
    for (size_t i = 0; i < end->n_lines; i++) {
        if (!end->line[i])
            abort();
        end->width = fmax(end->width, tb_measure(sheet->canvas, end->line[i], face).width);
    }
}

static void free_ends(const struct tb_sheet *sheet, struct end *end)
{
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        for (size_t i = 0; i < end[s].n_lines; i++)
            free(end[s].line[i]);
    }
    free(end);
}

/* ---- names in a row above the plot, for narrow pages ---- */

/* "城关街道 95.3%" in one line of at most this width: the name is cut where it must be, the value never. */
static char *key_text(struct tb_sheet *sheet, const struct tb_track *track, struct tb_face face, double width)
{
    char text[512], *name[1];
    end_text(sheet, track, text, sizeof text);
    const size_t begin = strlen(track->name) < sizeof text ? strlen(track->name) : 0;
    char *value = tb_plain_text(text + begin, 120), *plain = tb_plain_text(track->name, 120);
    if (!value || !plain)
        abort();
    const double room = fmax(width - tb_measure(sheet->canvas, value, face).width, face.size);
    const size_t n = tb_wrap(sheet->canvas, plain, face, room, 1, false, name);
    snprintf(text, sizeof text, "%s%s", n ? name[0] : "", value);
    if (n)
        free(name[0]);
    free(plain);
    free(value);
    char *key = strdup(text);
    if (!key)
        abort();
    return key;
}

/* Names as many as leave more than half of the height to the lines; the main series come first. */
static double key_row(struct tb_sheet *sheet, double top, bool draw)
{
    const double lowest = top + 0.4 * (sheet->plot.bottom - top);
    sheet->unlabelled = 0;
    const double size = sheet->type.axis, sample = 3;
    double x = sheet->plot.left, baseline = top + 0.9 * size;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_track *track = &sheet->track[s];
        if (track->last_value < 0)
            continue;
        const struct tb_look look = tb_series_look(sheet, s, sheet->n_tracks);
        const struct tb_face face = {.size = size, .strong = look.line > TB_CONTEXT_LINE, .colour = look.words};
        char *text = key_text(sheet, track, face, sheet->plot.right - sheet->plot.left - sample - 1);
        const double width = tb_measure(sheet->canvas, text, face).width + sample + 1;
        if (x > sheet->plot.left && x + width > sheet->plot.right) {
            x = sheet->plot.left;
            baseline += 1.4 * size;
        }
        if (baseline > lowest && s > 0) {
            baseline -= 1.4 * size;
            for (; s < sheet->n_tracks; s++)
                sheet->unlabelled += sheet->track[s].last_value >= 0;
            tb_sheet_says(sheet, TB_SAYS_UNLABELLED);
            free(text);
            break;
        }
        if (draw) {
            const struct tb_spot stroke[] = {{x, baseline - 0.38 * size}, {x + sample, baseline - 0.38 * size}};
            const struct tb_datum plain_datum = {.has_value = true};
            tb_draw_link(sheet, &plain_datum, &plain_datum, &look, stroke[0], stroke[1]);
            tb_draw_point(sheet, &plain_datum, &look, (struct tb_spot){x + sample / 2, stroke[0].y});
            tb_draw_text(sheet->canvas, text, face, x + sample + 1, baseline, TB_START);
        }
        x += width + 2.5;
        free(text);
    }
    return baseline + 0.6 * size - top;
}

/* ---- the verdict above a trend ---- */

/* "上升：平均每年+4.12（2006—2024年，n=19）" */
static void verdict_words(const struct tb_sheet *sheet, struct tb_bytes *words)
{
    const struct tb_results *results = sheet->chart->results;
    const uint32_t series = sheet->track->series;
    size_t n_verdict = 0, n_slope = 0, n_fit = 0;
    const struct tb_result *verdict = results ? tb_results_of(results, series, "verdict", &n_verdict) : NULL;
    const struct tb_result *slope = results ? tb_results_of(results, series, "ols_slope", &n_slope) : NULL;
    fit_rows(sheet, &n_fit);
    char finding[256] = "", caveats[256] = "";
    if (n_verdict && verdict->note.code) {
        struct tb_note part = verdict->note;
        part.caveats = 0;
        tb_note_text(sheet->chart->panel, &part, sheet->language, finding, sizeof finding);
        part = (struct tb_note){.caveats = verdict->note.caveats};
        tb_note_text(sheet->chart->panel, &part, sheet->language, caveats, sizeof caveats);
    }
    tb_bytes_text(words, finding);
    if (n_slope && n_fit && isfinite(slope->value)) {
        char number[TB_LABEL_SIZE];
        const double shown = slope->value / sheet->display.divisor;
        int decimals = sheet->display.decimals; /* two digits of the slope are enough, and never none */
        while (decimals < 9 && shown != 0 && fabs(shown) * pow(10, decimals) < 10)
            decimals++;
        tb_display_fixed(shown, decimals, true, sheet->language, number, sizeof number);
        const char *comma = finding[0] ? tb_either(sheet, ", ", "，") : "";
        if (sheet->language == TB_CHINESE)
            tb_bytes_format(words, "%s平均每年%s%s（%d—%d年，n=%d）", comma, number, sheet->suffix[0] ? "个百分点" : "",
                            slope->from, slope->to, slope->n);
        else
            tb_bytes_format(words, "%s%s%s a year on average (%d–%d, n = %d)", comma, number,
                            sheet->suffix[0] ? " pp" : "", slope->from, slope->to, slope->n);
    }
    if (caveats[0])
        tb_bytes_format(words, "%s%s", words->n ? tb_either(sheet, "; ", "；") : "", caveats);
    tb_bytes_add(words, "", 1);
    if (words->failed)
        abort();
    if (words->data[0] >= 'a' && words->data[0] <= 'z')
        words->data[0] = (unsigned char)(words->data[0] - 'a' + 'A');
}

/* ---- planning ---- */

/* Names at the ends of the lines; their width, or 0 when that would leave too little to the lines. */
static double plan_ends(struct tb_sheet *sheet, struct plan *plan, double room)
{
    double widest = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        if (sheet->track[s].last_value >= 0)
            make_end(sheet, s, fmin(0.24 * sheet->canvas->width, 15 * sheet->type.label), &plan->end[s]);
        widest = fmax(widest, plan->end[s].width);
    }
    const double least = 0.4 * sheet->canvas->width;
    return room - widest >= least ? widest : 0;
}

static void make_plan(struct tb_sheet *sheet, bool trend, struct plan *plan)
{
    *plan = (struct plan){
        .trend = trend,
        .axes = {.area = sheet->plot, .divisor = sheet->display.divisor, .scale = line_scale(sheet, trend)}};
    struct tb_axes *axes = &plan->axes;
    plan->end = calloc(sheet->n_tracks, sizeof *plan->end);
    if (!plan->end)
        abort();
    axes->area.left += tb_ticks_width(sheet, &axes->scale) + 1;
    const bool narrow = sheet->n_tracks > 1 && sheet->canvas->width < 110;
    const double widest = narrow ? 0 : plan_ends(sheet, plan, axes->area.right - axes->area.left);
    plan->names = widest > 0 ? AT_ENDS : sheet->n_tracks > 1 ? IN_ROWS : NOWHERE;
    axes->area.right -= widest > 0 ? widest + 2.2 : 1;
    tb_axes_spread(sheet, axes);
    plan->years = tb_years_height(sheet, axes->pitch);
    axes->area.bottom -= plan->years;
    if (plan->names == IN_ROWS)
        plan->key_height = key_row(sheet, sheet->plot.top, false);
    if (trend) {
        verdict_words(sheet, &plan->verdict);
        plan->key_height = tb_set_words(sheet, (const char *)plan->verdict.data, false);
    }
    axes->area.top += plan->key_height + sheet->type.axis / 2;
    if (!axes->scale.has_zero)
        axes->area.bottom -= 2; /* the zigzag */
}

/* ---- drawing ---- */

/* Pieces of one band lie over each other by this much, or a pale seam would show between them. */
#define OVERLAP 0.15

static void draw_ribbon(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_track *track,
                        const struct tb_look *look)
{
    bool any = false;
    for (int y = 0; y < sheet->n_years; y++) {
        const struct tb_result *here = interval_of(sheet, track, y);
        if (!here)
            continue;
        any = true;
        const struct tb_result *next =
            y + 1 < sheet->n_years && tb_joined(track, y, y + 1) ? interval_of(sheet, track, y + 1) : NULL;
        const bool follows = y > 0 && tb_joined(track, y - 1, y) && interval_of(sheet, track, y - 1);
        const bool alone = !next && !follows;
        const double x = tb_axes_x(axes, y);
        if (next) {
            const double right = tb_axes_x(axes, y + 1), left = x - (follows ? OVERLAP : 0);
            const struct tb_spot corner[] = {{left, tb_axes_y(axes, here->lower)},
                                             {left, tb_axes_y(axes, here->upper)},
                                             {right, tb_axes_y(axes, next->upper)},
                                             {right, tb_axes_y(axes, next->lower)}};
            tb_draw_fill(sheet->canvas, corner, 4, look->ribbon);
        } else if (alone) {
            tb_draw_upright(sheet->canvas, x, tb_axes_y(axes, here->upper), tb_axes_y(axes, here->lower),
                            TB_WHISKER_LINE, look->colour);
        }
    }
    if (any) {
        sheet->level = (int)lround(100 * (sheet->chart->confidence > 0 ? sheet->chart->confidence : 0.95));
        tb_sheet_says(sheet, TB_SAYS_BAND);
    }
}

/* The band, then the line, over the years that were used. */
static void draw_fit(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_look *look)
{
    size_t n = 0;
    const struct tb_result *row = fit_rows(sheet, &n), *before = NULL;
    bool follows = false; /* a piece of the band ends here */
    for (int pass = 0; pass < 2; pass++, before = NULL) {
        for (size_t i = 0; i < n; i++) {
            if (!is_fit(sheet, &row[i]))
                continue;
            const double x = tb_axes_x(axes, row[i].from - sheet->first_year);
            const double left = before ? tb_axes_x(axes, before->from - sheet->first_year) : 0;
            if (before && pass == 0 && has_band(before) && has_band(&row[i])) {
                const double begin = left - (follows ? OVERLAP : 0);
                const struct tb_spot corner[] = {{begin, tb_axes_y(axes, before->lower)},
                                                 {begin, tb_axes_y(axes, before->upper)},
                                                 {x, tb_axes_y(axes, row[i].upper)},
                                                 {x, tb_axes_y(axes, row[i].lower)}};
                tb_draw_within(sheet, axes, corner, look->ribbon);
                follows = true;
                sheet->level = (int)lround(100 * (sheet->chart->confidence > 0 ? sheet->chart->confidence : 0.95));
                tb_sheet_says(sheet, TB_SAYS_BAND);
            } else if (pass == 0)
                follows = false;
            else if (before) {
                const struct tb_spot line[] = {{left, tb_axes_y(axes, before->value)},
                                               {x, tb_axes_y(axes, row[i].value)}};
                tb_draw_line(sheet->canvas, line, 2, TB_OTHER_LINE, look->colour);
            }
            before = &row[i];
        }
    }
}

/* Which points of the main series have a label: all of up to 12, else first, highest and lowest. */
static bool is_labelled(const struct tb_sheet *sheet, const struct tb_track *track, int y, int n_values,
                        bool named_at_end)
{
    if (!track->datum[y].has_value || (named_at_end && y == track->last_value))
        return false;
    if (n_values <= 12)
        return true;
    double least = INFINITY, most = -INFINITY;
    for (int k = 0; k < sheet->n_years; k++) {
        if (track->datum[k].has_value) {
            least = fmin(least, track->datum[k].value);
            most = fmax(most, track->datum[k].value);
        }
    }
    const double value = track->datum[y].value;
    return y == track->first_value || y == track->last_value || value == least || value == most;
}

static size_t place_labels(struct tb_sheet *sheet, const struct plan *plan, struct tb_point_label *label)
{
    const struct tb_axes *axes = &plan->axes;
    const struct tb_track *track = &sheet->track[0];
    const struct tb_face face = {.size = sheet->type.axis};
    int n_values = 0;
    for (int y = 0; y < sheet->n_years; y++)
        n_values += track->datum[y].has_value;
    struct tb_obstacles obstacles = {0};
    for (size_t s = 0; s < sheet->n_tracks; s++)
        tb_track_obstacles(sheet, axes, &sheet->track[s], !plan->trend, &obstacles);
    tb_zigzag_obstacle(axes, &obstacles);
    size_t n_fit = 0;
    const struct tb_result *fit = plan->trend ? fit_rows(sheet, &n_fit) : NULL, *last = NULL;
    for (size_t i = 0; i < n_fit; i++) {
        if (!is_fit(sheet, &fit[i]))
            continue;
        if (last)
            tb_obstacle_line(
                &obstacles,
                (struct tb_spot){tb_axes_x(axes, last->from - sheet->first_year), tb_axes_y(axes, last->value)},
                (struct tb_spot){tb_axes_x(axes, fit[i].from - sheet->first_year), tb_axes_y(axes, fit[i].value)});
        last = &fit[i];
    }
    const struct tb_box within = {axes->area.left + 0.3, sheet->plot.top + plan->key_height, axes->area.right + 0.8,
                                  axes->area.bottom - 0.2};
    size_t n = 0;
    for (int y = 0; y < sheet->n_years && n_values; y++) {
        if (!is_labelled(sheet, track, y, n_values, plan->names == AT_ENDS))
            continue;
        label[n].text[0] = '\0';
        n += tb_place_label(sheet, axes, track, y, face, within, &obstacles, &label[n]);
    }
    tb_obstacles_free(&obstacles);
    return n;
}

static void draw_ends(struct tb_sheet *sheet, const struct plan *plan)
{
    assert(sheet->n_tracks > 0);
    const struct tb_axes *axes = &plan->axes;
    const struct tb_face plain = tb_label_face(sheet, 0);
    const double digit = tb_digit_height(sheet->canvas) * plain.size, leading = 1.15 * plain.size;
    struct tb_end_label *label = calloc(sheet->n_tracks, sizeof *label);
    size_t *series = calloc(sheet->n_tracks, sizeof *series), n = 0;
    if (!label || !series)
        abort();
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_track *track = &sheet->track[s];
        if (track->last_value < 0)
            continue;
        series[n] = s;
        label[n++] = (struct tb_end_label){.wanted = tb_track_spot(axes, track, track->last_value).y,
                                           .height = 1.2 * plain.size + leading * (double)(plan->end[s].n_lines - 1),
                                           .priority = s < 2 ? 2 - (int)s : 0};
    }
    sheet->unlabelled = (int)tb_place_ends(label, n, sheet->plot.top, axes->area.bottom + plan->years, 0.4);
    if (sheet->unlabelled)
        tb_sheet_says(sheet, TB_SAYS_UNLABELLED);
    const double x = axes->area.right + 1.6;
    for (size_t i = 0; i < n; i++) {
        const size_t s = series[i];
        if (!label[i].kept)
            continue;
        const struct tb_face face = end_face(sheet, s);
        const double first = label[i].centre - leading * (double)(plan->end[s].n_lines - 1) / 2 + digit / 2;
        for (size_t k = 0; k < plan->end[s].n_lines; k++)
            tb_draw_text(sheet->canvas, plan->end[s].line[k], face, x, first + leading * (double)k, TB_START);
        const struct tb_spot from = tb_track_spot(axes, &sheet->track[s], sheet->track[s].last_value);
        if (fabs(label[i].centre - label[i].wanted) > label[i].height / 2 ||
            sheet->track[s].last_value < sheet->n_years - 1) {
            const struct tb_spot leader[] = {{from.x + 1.2, from.y},
                                             {axes->area.right - 0.6, from.y},
                                             {axes->area.right + 0.6, label[i].centre},
                                             {x - 0.4, label[i].centre}};
            tb_draw_line(sheet->canvas, leader, 4, TB_LEADER_LINE, sheet->colours->context);
        }
    }
    free(label);
    free(series);
}

static void draw_lines(struct tb_sheet *sheet, bool trend)
{
    struct plan plan;
    make_plan(sheet, trend, &plan);
    const struct tb_axes *axes = &plan.axes;
    struct tb_point_label *label = calloc((size_t)sheet->n_years, sizeof *label);
    if (!label)
        abort();
    const size_t n_labels = place_labels(sheet, &plan, label);
    const struct tb_face face = {.size = sheet->type.axis, .colour = tb_series_look(sheet, 0, sheet->n_tracks).words};

    tb_draw_ticks(sheet, axes);
    tb_clear_labels(sheet, label, n_labels, face);
    if (shows_intervals(sheet, trend)) {
        const struct tb_look look = tb_series_look(sheet, 0, 1);
        draw_ribbon(sheet, axes, &sheet->track[0], &look);
    }
    if (trend) {
        const struct tb_look look = tb_series_look(sheet, 0, 1);
        draw_fit(sheet, axes, &look);
        tb_set_words(sheet, (const char *)plan.verdict.data, true);
    }
    tb_draw_target(sheet, axes); /* over the bands */
    tb_draw_breaks(sheet, axes, axes->area.top, axes->area.bottom);
    for (size_t s = sheet->n_tracks; s-- > 0;) { /* the main series lies on top */
        const struct tb_look look = tb_series_look(sheet, s, sheet->n_tracks);
        tb_draw_track(sheet, axes, &sheet->track[s], &look, !trend);
    }
    tb_draw_labels(sheet, label, n_labels, face);
    if (plan.names == IN_ROWS)
        key_row(sheet, sheet->plot.top, true);
    else if (plan.names == AT_ENDS)
        draw_ends(sheet, &plan);
    tb_draw_years(sheet, axes, sheet->plot.bottom - plan.years);
    free(label);
    free_ends(sheet, plan.end);
    tb_bytes_free(&plan.verdict);
}

void tb_draw_line_chart(struct tb_sheet *sheet)
{
    draw_lines(sheet, false);
}

void tb_draw_trend_chart(struct tb_sheet *sheet)
{
    draw_lines(sheet, true);
}
