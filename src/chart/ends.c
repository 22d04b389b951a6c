/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ends.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tb_ends tb_ends_new(size_t n)
{
    struct tb_ends ends = {.end = calloc(n + 1, sizeof *ends.end), .n = n};
    if (!ends.end)
        abort(); /* inside a chart process: the caller reports it */
    return ends;
}

static void forget_lines(struct tb_end *end)
{
    for (size_t i = 0; i < end->n_lines; i++)
        free(end->line[i]);
    end->n_lines = 0;
    end->width = 0;
}

void tb_ends_free(struct tb_ends *ends)
{
    for (size_t i = 0; i < ends->n; i++)
        forget_lines(&ends->end[i]);
    free(ends->end);
    *ends = (struct tb_ends){0};
}

void tb_ends_of_tracks(const struct tb_sheet *sheet, struct tb_ends *ends, size_t *number)
{
    size_t n = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_track *track = &sheet->track[s];
        if (track->last_value < 0)
            continue;
        struct tb_end *end = &ends->end[n];
        char value[TB_LABEL_SIZE], year[24] = "";
        tb_datum_label(sheet, &track->datum[track->last_value], sheet->suffix, value);
        end->far = track->last_value < sheet->n_years - 1;
        if (end->far)
            snprintf(year, sizeof year, "%s%d%s", tb_either(sheet, " (", "（"), tb_year_of(sheet, track->last_value),
                     tb_either(sheet, ")", "年）"));
        snprintf(end->value, sizeof end->value, "%s%s", value, year);
        end->name = sheet->n_tracks == 1 ? "" : track->name;
        end->look = tb_series_look(sheet, s, sheet->n_tracks);
        end->strong = sheet->n_tracks == 1 || end->look.line > TB_CONTEXT_LINE;
        end->priority = s < 2 ? 2 - (int)s : 0;
        number[n++] = s;
    }
    ends->n = n;
}

static struct tb_face face_of(const struct tb_sheet *sheet, const struct tb_end *end, double size)
{
    return (struct tb_face){
        .size = size > 0 ? size : sheet->type.label, .strong = end->strong, .colour = end->look.words};
}

/* What fits beside the value, cut with an ellipsis; never NULL. */
static char *cut_to(struct tb_sheet *sheet, const char *name, struct tb_face face, double width)
{
    char *line[1];
    const size_t n = tb_wrap(sheet->canvas, name, face, fmax(width, face.size), 1, false, line);
    char *cut = n ? line[0] : strdup("");
    if (!cut)
        abort();
    return cut;
}

static char *joined(const char *name, const char *value)
{
    char *both = NULL;
    if (asprintf(&both, "%s%s%s", name, *name && *value ? " " : "", value) < 0)
        abort();
    return both;
}

static void wrap(struct tb_sheet *sheet, struct tb_end *end, double most_width)
{
    forget_lines(end);
    const struct tb_face face = face_of(sheet, end, 0);
    char *name = tb_plain_text(end->name, 120);
    if (!name)
        abort();
    char *whole = joined(name, end->value);
    if (!*name || tb_measure(sheet->canvas, whole, face).width <= most_width) {
        end->line[end->n_lines++] = whole;
    } else {
        free(whole);
        const double beside = *end->value ? tb_measure(sheet->canvas, end->value, face).width + 0.3 * face.size : 0;
        char *wrapped[TB_END_LINES];
        const size_t n = tb_wrap(sheet->canvas, name, face, most_width, TB_END_LINES, false, wrapped);
        end->line[end->n_lines++] = n ? wrapped[0] : strdup("");
        if (n == 2) { /* the value joins the second line, which gives way */
            char *second = tb_measure(sheet->canvas, wrapped[1], face).width + beside > most_width
                               ? cut_to(sheet, wrapped[1], face, fmax(most_width - beside, 2 * face.size))
                               : strdup(wrapped[1]);
            end->line[end->n_lines++] = joined(second ? second : "", end->value);
            free(second);
            free(wrapped[1]);
        } else if (*end->value)
            end->line[end->n_lines++] = strdup(end->value);
    }
    free(name);
    for (size_t i = 0; i < end->n_lines; i++) {
        if (!end->line[i])
            abort();
        end->width = fmax(end->width, tb_measure(sheet->canvas, end->line[i], face).width);
    }
}

void tb_ends_wrap(struct tb_sheet *sheet, struct tb_ends *ends, double most_width)
{
    ends->width = 0;
    for (size_t i = 0; i < ends->n; i++) {
        wrap(sheet, &ends->end[i], most_width);
        ends->width = fmax(ends->width, ends->end[i].width);
    }
}

static void draw_leader(struct tb_sheet *sheet, const struct tb_end *end, double centre, double x, double way)
{
    const struct tb_spot leader[] = {{end->from.x + way * 1.2, end->from.y},
                                     {x - way * 2.2, end->from.y},
                                     {x - way * 1.0, centre},
                                     {x - way * 0.4, centre}};
    tb_draw_line(sheet->canvas, leader, 4, TB_LEADER_LINE, sheet->colours->context);
}

void tb_ends_draw(struct tb_sheet *sheet, const struct tb_ends *ends, double x, enum tb_align align, double top,
                  double bottom)
{
    const double size = sheet->type.label, leading = 1.15 * size, way = align == TB_END ? -1 : 1;
    const double digit = tb_digit_height(sheet->canvas) * size;
    struct tb_end_label *label = calloc(ends->n + 1, sizeof *label);
    if (!label)
        abort();
    for (size_t i = 0; i < ends->n; i++)
        label[i] = (struct tb_end_label){.wanted = ends->end[i].from.y,
                                         .height = 1.2 * size + leading * ((double)ends->end[i].n_lines - 1),
                                         .priority = ends->end[i].priority};
    sheet->unlabelled = (int)tb_place_ends(label, ends->n, top, bottom, 0.4);
    if (sheet->unlabelled)
        tb_sheet_says(sheet, TB_SAYS_UNLABELLED);
    for (size_t i = 0; i < ends->n; i++) {
        const struct tb_end *end = &ends->end[i];
        if (!label[i].kept)
            continue;
        const double first = label[i].centre - leading * ((double)end->n_lines - 1) / 2 + digit / 2;
        for (size_t k = 0; k < end->n_lines; k++)
            tb_draw_text(sheet->canvas, end->line[k], face_of(sheet, end, 0), x, first + leading * (double)k, align);
        if (fabs(label[i].centre - label[i].wanted) > label[i].height / 2 || end->far)
            draw_leader(sheet, end, label[i].centre, x, way);
    }
    free(label);
}

/* ---- rows above the plot ---- */

/* "城关街道 95.3%" in one line of at most this width: the name is cut where it must be, the value never. */
static char *row_text(struct tb_sheet *sheet, const struct tb_end *end, struct tb_face face, double width)
{
    char *value = tb_plain_text(end->value, 120), *name = tb_plain_text(end->name, 120);
    if (!value || !name)
        abort();
    const double room = width - tb_measure(sheet->canvas, value, face).width - 0.3 * face.size;
    char *cut = cut_to(sheet, name, face, room), *text = joined(cut, value);
    free(cut);
    free(name);
    free(value);
    return text;
}

double tb_ends_rows(struct tb_sheet *sheet, const struct tb_ends *ends, double top, bool draw)
{
    const double lowest = top + 0.4 * (sheet->plot.bottom - top);
    const double size = sheet->type.axis, sample = 3;
    double x = sheet->plot.left, baseline = top + 0.9 * size;
    sheet->unlabelled = 0;
    for (size_t i = 0; i < ends->n; i++) {
        const struct tb_end *end = &ends->end[i];
        const struct tb_face face = face_of(sheet, end, size);
        char *text = row_text(sheet, end, face, sheet->plot.right - sheet->plot.left - sample - 1);
        const double width = tb_measure(sheet->canvas, text, face).width + sample + 1;
        if (x > sheet->plot.left && x + width > sheet->plot.right) {
            x = sheet->plot.left;
            baseline += 1.4 * size;
        }
        if (baseline > lowest && i > 0) {
            baseline -= 1.4 * size;
            sheet->unlabelled = (int)(ends->n - i);
            tb_sheet_says(sheet, TB_SAYS_UNLABELLED);
            free(text);
            break;
        }
        if (draw) {
            const struct tb_spot stroke[] = {{x, baseline - 0.38 * size}, {x + sample, baseline - 0.38 * size}};
            const struct tb_datum plain = {.has_value = true};
            if (sheet->form == TB_AS_POINTS) {
                tb_draw_link(sheet, &plain, &plain, &end->look, stroke[0], stroke[1]);
                tb_draw_point(sheet, &plain, &end->look, (struct tb_spot){x + sample / 2, stroke[0].y});
            } else
                tb_draw_part(sheet, &plain, &end->look,
                             (struct tb_box){x + 0.5, baseline - 0.8 * size, x + sample - 0.5, baseline});
            tb_draw_text(sheet->canvas, text, face, x + sample + 1, baseline, TB_START);
        }
        x += width + 2.5;
        free(text);
    }
    return baseline + 0.6 * size - top;
}
