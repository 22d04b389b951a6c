/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit.h"

#include "track.h"

#include <math.h>
#include <stdlib.h>

const struct tb_result *tb_fit_rows(const struct tb_sheet *sheet, size_t *n)
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

void tb_fit_extent(const struct tb_sheet *sheet, double low, double high, double *least, double *most)
{
    size_t n = 0;
    const struct tb_result *fit = tb_fit_rows(sheet, &n);
    for (size_t i = 0; i < n; i++) {
        if (!is_fit(sheet, &fit[i]))
            continue;
        *least = fmin(*least, fmin(fit[i].value, has_band(&fit[i]) ? fmax(fit[i].lower, low) : INFINITY));
        *most = fmax(*most, fmax(fit[i].value, has_band(&fit[i]) ? fmin(fit[i].upper, high) : -INFINITY));
    }
}

static void add_path(const struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_result *from, double a,
                     const struct tb_result *to, double b, struct tb_obstacles *obstacles)
{
    tb_obstacle_line(obstacles, (struct tb_spot){tb_axes_x(axes, from->from - sheet->first_year), tb_axes_y(axes, a)},
                     (struct tb_spot){tb_axes_x(axes, to->from - sheet->first_year), tb_axes_y(axes, b)});
}

void tb_fit_obstacles(const struct tb_sheet *sheet, const struct tb_axes *axes, struct tb_obstacles *obstacles)
{
    size_t n = 0;
    const struct tb_result *fit = tb_fit_rows(sheet, &n), *last = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!is_fit(sheet, &fit[i]))
            continue;
        if (last)
            add_path(sheet, axes, last, last->value, &fit[i], fit[i].value, obstacles);
        last = &fit[i];
    }
}

void tb_band_obstacles(const struct tb_sheet *sheet, const struct tb_axes *axes, struct tb_obstacles *obstacles)
{
    size_t n = 0;
    const struct tb_result *fit = tb_fit_rows(sheet, &n), *last = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!is_fit(sheet, &fit[i]) || !has_band(&fit[i]))
            continue;
        if (last) {
            add_path(sheet, axes, last, last->lower, &fit[i], fit[i].lower, obstacles);
            add_path(sheet, axes, last, last->upper, &fit[i], fit[i].upper, obstacles);
        }
        last = &fit[i];
    }
}

void tb_draw_fit(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_look *look)
{
    size_t n = 0;
    const struct tb_result *row = tb_fit_rows(sheet, &n), *before = NULL;
    bool follows = false; /* a piece of the band ends here */
    for (int pass = 0; pass < 2; pass++, before = NULL) {
        for (size_t i = 0; i < n; i++) {
            if (!is_fit(sheet, &row[i]))
                continue;
            const double x = tb_axes_x(axes, row[i].from - sheet->first_year);
            const double left = before ? tb_axes_x(axes, before->from - sheet->first_year) : 0;
            if (before && pass == 0 && has_band(before) && has_band(&row[i])) {
                const double begin = left - (follows ? TB_BAND_OVERLAP : 0);
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

/* "上升：平均每年+4.12（2006—2024年，n=19）" */
void tb_fit_words(const struct tb_sheet *sheet, struct tb_bytes *words)
{
    const struct tb_results *results = sheet->chart->results;
    const uint32_t series = sheet->track->series;
    size_t n_verdict = 0, n_slope = 0, n_fit = 0;
    const struct tb_result *verdict = results ? tb_results_of(results, series, "verdict", &n_verdict) : NULL;
    const struct tb_result *slope = results ? tb_results_of(results, series, "ols_slope", &n_slope) : NULL;
    tb_fit_rows(sheet, &n_fit);
    char finding[256] = "", caveats[256] = "";
    if (n_verdict && verdict->note.code) {
        struct tb_note part = verdict->note;
        part.caveats = 0;
        tb_note_text(sheet->chart->panel, &part, sheet->language, finding, sizeof finding);
        part = (struct tb_note){.caveats = verdict->note.caveats, .linked = verdict->note.linked};
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
