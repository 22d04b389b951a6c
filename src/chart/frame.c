/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words around the plot: title, subtitle and foot. */
#include "sheet.h"

#include "words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "≥95%" */
static void target_value(const struct tb_sheet *sheet, char label[TB_LABEL_SIZE])
{
    const struct tb_panel *panel = sheet->chart->panel;
    const struct tb_indicator *indicator = &panel->indicators[panel->series[sheet->track->series].indicator];
    const struct tb_datum as_datum = {
        .has_value = true, .state = indicator->definition->target_op, .value = indicator->definition->target};
    tb_datum_label(sheet, &as_datum, sheet->suffix, label);
}

void tb_target_words(const struct tb_sheet *sheet, char *text, size_t size)
{
    char value[TB_LABEL_SIZE];
    target_value(sheet, value);
    snprintf(text, size, "%s %s", tb_either(sheet, "target", "目标"), value);
}

static void add_target(const struct tb_sheet *sheet, struct tb_bytes *text)
{
    char value[TB_LABEL_SIZE];
    target_value(sheet, value);
    tb_bytes_text(text, value);
}

void tb_sheet_says(struct tb_sheet *sheet, enum tb_sheet_note note)
{
    sheet->says |= UINT64_C(1) << note;
}

void tb_sheet_says_own(struct tb_sheet *sheet, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sheet->own, sizeof sheet->own, format, arguments);
    va_end(arguments);
}

/* Is a year one of those that a note names? */
static bool has_property(const struct tb_track *track, int y, enum tb_sheet_note note)
{
    const struct tb_datum *datum = &track->datum[y];
    const unsigned flags = datum->has_value ? datum->flags : 0;
    switch (note) {
    case TB_SAYS_BREAK:
        return datum->breaks && !datum->overlaps && y > 0;
    case TB_SAYS_OVERLAP:
        return datum->overlaps && y > 0;
    case TB_SAYS_LINK:
        return datum->links && y > 0;
    case TB_SAYS_REVISED:
        return flags & TB_FLAG_REVISED;
    case TB_SAYS_PROVISIONAL:
        return flags & TB_FLAG_PROVISIONAL;
    case TB_SAYS_ESTIMATED:
        return flags & (TB_FLAG_ESTIMATED | TB_FLAG_EUROSTAT);
    case TB_SAYS_FORECAST:
        return flags & TB_FLAG_FORECAST;
    default:
        return !datum->has_value && y > track->first_value && y < track->last_value &&
               !(datum->listed && (datum->state == TB_NEGLIGIBLE || datum->state == TB_CONFIDENTIAL));
    }
}

/* Years that have a property: "2019、2021" */
static void add_years(const struct tb_sheet *sheet, enum tb_sheet_note note, struct tb_bytes *text)
{
    enum {
        MOST = 5
    };
    int n = 0;
    for (int y = 0; y < sheet->n_years; y++) {
        bool has = false;
        for (size_t s = 0; s < sheet->n_tracks; s++) {
            const struct tb_track *track = &sheet->track[s];
            has = has || has_property(track, y, note);
        }
        if (has && n++ < MOST)
            tb_bytes_format(text, "%s%d", n == 1 ? "" : tb_either(sheet, ", ", "、"), tb_year_of(sheet, y));
    }
    if (n > MOST)
        tb_bytes_text(text, tb_either(sheet, " and others", "等"));
}

/* Where and by what one series is linked, of several only where. */
static void add_links(const struct tb_sheet *sheet, struct tb_bytes *text)
{
    const uint32_t words = sheet->chart->panel->series[sheet->track[0].series].linked;
    if (sheet->n_tracks == 1 && words)
        tb_bytes_text(text, tb_text(sheet->chart->panel, words));
    else
        add_years(sheet, TB_SAYS_LINK, text);
}

void tb_sheet_notes(const struct tb_sheet *sheet, struct tb_bytes *text)
{
    bool first = true;
    for (int note = 0; note < TB_SHEET_NOTES; note++) {
        const char *words = tb_note_words((enum tb_sheet_note)note, sheet->form, sheet->n_tracks > 1, sheet->language);
        if (!(sheet->says >> note & 1) || !*words)
            continue;
        if (!first)
            tb_bytes_text(text, tb_either(sheet, "; ", "；"));
        first = false;
        for (; *words; words++) {
            if (strncmp(words, "{years}", 7) == 0) {
                add_years(sheet, (enum tb_sheet_note)note, text);
                words += 6;
            } else if (strncmp(words, "{year}", 6) == 0) {
                tb_bytes_format(text, "%d", sheet->target_year);
                words += 5;
            } else if (strncmp(words, "{links}", 7) == 0) {
                add_links(sheet, text);
                words += 6;
            } else if (strncmp(words, "{target}", 8) == 0) {
                add_target(sheet, text);
                words += 7;
            } else if (strncmp(words, "{n}", 3) == 0) {
                tb_bytes_format(text, "%d",
                                note == TB_SAYS_BAND       ? sheet->level
                                : note == TB_SAYS_LEFT_OUT ? sheet->left_out + sheet->undrawn
                                                           : sheet->unlabelled);
                words += 2;
            } else {
                tb_bytes_add(text, words, 1);
            }
        }
    }
    if (sheet->own[0])
        tb_bytes_format(text, "%s%s", first ? "" : tb_either(sheet, "; ", "；"), sheet->own);
    tb_bytes_add(text, "", 1);
}

void tb_sheet_subtitle(const struct tb_sheet *sheet, struct tb_bytes *text)
{
    const struct tb_chart *chart = sheet->chart;
    if (chart->subtitle) {
        tb_bytes_text(text, chart->subtitle);
    } else {
        const struct tb_series *series = &chart->panel->series[chart->series[0]];
        tb_bytes_text(text, tb_indicator_name(chart->panel, series->indicator, sheet->language));
        if (sheet->n_tracks == 1 && series->region)
            tb_bytes_format(text, "%s%s", tb_either(sheet, ", ", "，"), tb_text(chart->panel, series->region));
        tb_bytes_format(text, "%s%d%s%d%s", tb_either(sheet, ", ", "，"), sheet->first_year, tb_either(sheet, "–", "—"),
                        sheet->last_year, tb_either(sheet, "", "年"));
    }
    if (sheet->base_year) {
        tb_bytes_format(text, "%s%d%s", tb_either(sheet, " (", "（"), sheet->base_year,
                        tb_either(sheet, " = 100)", "年=100）"));
    } else if (sheet->display.unit[0] && !sheet->several_units)
        tb_bytes_format(text, "%s%s%s", tb_either(sheet, " (", "（单位："), sheet->display.unit,
                        tb_either(sheet, ")", "）"));
    tb_bytes_add(text, "", 1);
}

/* Lines set one below the other from the top of `top`; returns where the next block may begin. */
static double set_block(struct tb_sheet *sheet, char *const *line, size_t n, struct tb_face face, double leading,
                        double top)
{
    for (size_t i = 0; i < n; i++)
        tb_draw_text(sheet->canvas, line[i], face, sheet->plot.left, top + face.size * (0.88 + leading * (double)i),
                     TB_START);
    return n ? top + face.size * (1.02 + leading * (double)(n - 1)) : top;
}

enum {
    MOST_LINES = 4
};

/* One text of the frame: made plain, spaced, wrapped and set; returns the lower edge. */
static double set_text(struct tb_sheet *sheet, const char *text, struct tb_face face, double leading, size_t most,
                       bool title, double top)
{
    char *plain = tb_plain_text(text, 400), *spaced = plain && title ? tb_spaced(plain) : NULL;
    char *line[MOST_LINES];
    const size_t n = plain ? tb_wrap(sheet->canvas, title ? spaced : plain, face, sheet->plot.right - sheet->plot.left,
                                     most, title, line)
                           : 0;
    const double bottom = set_block(sheet, line, n, face, leading, top);
    for (size_t i = 0; i < n; i++)
        free(line[i]);
    free(plain);
    free(spaced);
    return bottom;
}

static void set_foot(struct tb_sheet *sheet)
{
    struct tb_bytes foot = {0}, notes = {0};
    tb_sheet_notes(sheet, &notes);
    const bool has_notes = !notes.failed && notes.n > 1;
    const char *given = sheet->chart->foot ? sheet->chart->foot : "";
    tb_bytes_text(&foot, given);
    if (has_notes)
        tb_bytes_format(&foot, "%s%s%s", *given ? tb_either(sheet, ". ", "。") : "", tb_either(sheet, "Note: ", "注："),
                        (const char *)notes.data);
    tb_bytes_add(&foot, "", 1);
    const struct tb_face face = {.size = sheet->type.foot, .colour = sheet->colours->secondary};
    char *plain = foot.failed ? NULL : tb_plain_text((const char *)foot.data, 600);
    char *line[MOST_LINES];
    const size_t most = sheet->canvas->width < 140 ? 3 : 2;
    const size_t n = plain && *plain
                         ? tb_wrap(sheet->canvas, plain, face, sheet->plot.right - sheet->plot.left, most, false, line)
                         : 0;
    const double height = n ? face.size * (1.02 + 1.35 * (double)(n - 1)) : 0;
    const double top = sheet->canvas->height - 3 - height;
    set_block(sheet, line, n, face, 1.35, top);
    sheet->plot.bottom = n ? top - 2.4 : sheet->canvas->height - 3;
    for (size_t i = 0; i < n; i++)
        free(line[i]);
    free(plain);
    tb_bytes_free(&foot);
    tb_bytes_free(&notes);
}

void tb_sheet_frame(struct tb_sheet *sheet, struct tb_canvas *canvas)
{
    sheet->canvas = canvas;
    if (sheet->page->bare) {
        sheet->plot = (struct tb_box){2, 2, canvas->width - 2, canvas->height - 2};
        return;
    }
    sheet->plot = (struct tb_box){5, 4, canvas->width - 5, canvas->height - 3};
    const struct tb_chart *chart = sheet->chart;
    if (chart->title && *chart->title) {
        const struct tb_face face = {.size = sheet->type.title, .strong = true, .colour = sheet->colours->text};
        sheet->plot.top =
            set_text(sheet, chart->title, face, 1.25, canvas->width < 110 ? 3 : 2, true, sheet->plot.top) + 1.2;
    }
    struct tb_bytes subtitle = {0};
    tb_sheet_subtitle(sheet, &subtitle);
    if (!subtitle.failed && subtitle.n > 1) {
        const struct tb_face face = {.size = sheet->type.subtitle, .colour = sheet->colours->secondary};
        sheet->plot.top = set_text(sheet, (const char *)subtitle.data, face, 1.3, 2, true, sheet->plot.top);
    }
    tb_bytes_free(&subtitle);
    sheet->plot.top += 3;
    set_foot(sheet);
}
