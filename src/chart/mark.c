/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mark.h"

#include <math.h>

static const double least_height = 0.3; /* height of a column for 0, and the least of any */
static const double head = 0.85;        /* half width of an arrow head */

struct tb_look tb_series_look(const struct tb_sheet *sheet, size_t i, size_t n)
{
    static const double dashes[TB_SERIES_COLOURS][2] = {{0, 0}, {1.4, 0.9}, {0.4, 0.6}, {2.4, 0.6}};
    const struct tb_theme_colours *colours = sheet->colours;
    if (n > TB_SERIES_COLOURS && i >= 2) {
        return (struct tb_look){.colour = colours->context,
                                .pale = colours->grid,
                                .ribbon = colours->grid,
                                .words = colours->secondary,
                                .line = TB_CONTEXT_LINE,
                                .radius = TB_OTHER_POINT * 0.75};
    }
    struct tb_look look = {.colour = colours->series[i],
                           .pale = colours->pale[i],
                           .ribbon = colours->ribbon[i],
                           .words = colours->series_words[i],
                           .line = i == 0 ? TB_MAIN_LINE : TB_OTHER_LINE,
                           .radius = i == 0 ? TB_MAIN_POINT : TB_OTHER_POINT};
    if (colours->shapes) {
        look.on = dashes[i][0];
        look.off = dashes[i][1];
        look.shape = (int)i;
    }
    return look;
}

/* ---- columns ---- */

/* A solid arrow from (x, from) to (x, to), upright. */
static void arrow(struct tb_sheet *sheet, double x, double from, double to, tb_colour colour)
{
    const double way = to > from ? 1 : -1, neck = to - way * 1.2;
    tb_draw_rectangle(sheet->canvas, (struct tb_box){x - 0.2, fmin(from, neck), x + 0.2, fmax(from, neck)}, colour);
    const struct tb_spot tip[] = {{x, to}, {x - head, neck}, {x + head, neck}};
    tb_draw_fill(sheet->canvas, tip, 3, colour);
}

static void outline(struct tb_sheet *sheet, struct tb_box box, tb_colour colour, double on, double off)
{
    const double in = TB_OUTLINE / 2;
    const struct tb_spot corner[] = {{box.left + in, box.bottom - in}, {box.left + in, box.top + in},
                                     {box.right - in, box.top + in},   {box.right - in, box.bottom - in},
                                     {box.left + in, box.bottom - in}, {box.left + in, box.top + in}};
    if (on > 0)
        tb_draw_dashes(sheet->canvas, corner, 5, TB_OUTLINE, colour, on, off);
    else
        tb_draw_line(sheet->canvas, corner, 6, TB_OUTLINE, colour);
}

void tb_draw_part(struct tb_sheet *sheet, const struct tb_datum *datum, const struct tb_look *look, struct tb_box box)
{
    struct tb_canvas *canvas = sheet->canvas;
    box = (struct tb_box){tb_snap(canvas, box.left), tb_snap(canvas, box.top), tb_snap(canvas, box.right),
                          tb_snap(canvas, box.bottom)};
    if (tb_is_upper(datum) || look->hatched) {
        tb_draw_hatch(canvas, box, 1.1, TB_GRID_LINE * 1.6, look->colour);
        outline(sheet, box, look->colour, 0, 0);
    } else if (tb_is_pale(datum)) {
        tb_draw_rectangle(canvas, box, look->pale);
        outline(sheet, box, look->colour, 1.0, 0.6);
    } else if (datum->flags & TB_FLAG_UNRELIABLE) {
        tb_draw_rectangle(canvas, box, look->pale);
        outline(sheet, box, look->colour, 0.3, 0.5);
    } else
        tb_draw_rectangle(canvas, box, look->colour);
}

void tb_draw_column(struct tb_sheet *sheet, const struct tb_datum *datum, const struct tb_look *look, double x,
                    double width, double zero, double end)
{
    if (datum->period)
        width /= 2;
    const bool up = end <= zero;
    if (fabs(zero - end) < least_height)
        end = up ? zero - least_height : zero + least_height;
    const struct tb_box box = {x - width / 2, fmin(zero, end), x + width / 2, fmax(zero, end)};
    tb_draw_part(sheet, datum, look, box);
    if (tb_is_upper(datum) && box.bottom - box.top > 4.5) {
        const struct tb_box clear = {x - 1.5, up ? box.top + 0.6 : box.bottom - 4.2, x + 1.5,
                                     up ? box.top + 4.2 : box.bottom - 0.6};
        tb_draw_rectangle(sheet->canvas, clear, sheet->colours->ground);
        arrow(sheet, x, up ? box.top + 0.9 : box.bottom - 0.9, up ? box.top + 3.7 : box.bottom - 3.7, look->colour);
    } else if (tb_is_lower(datum))
        arrow(sheet, x, up ? box.top : box.bottom, up ? box.top - 2.2 : box.bottom + 2.2, look->colour);
}

/* ---- points and their lines ---- */

static void shape(struct tb_sheet *sheet, int number, struct tb_spot at, double r, tb_colour colour)
{
    const struct tb_spot square[] = {{at.x - 0.88 * r, at.y - 0.88 * r},
                                     {at.x + 0.88 * r, at.y - 0.88 * r},
                                     {at.x + 0.88 * r, at.y + 0.88 * r},
                                     {at.x - 0.88 * r, at.y + 0.88 * r}};
    const struct tb_spot triangle[] = {
        {at.x, at.y - 1.2 * r}, {at.x + 1.1 * r, at.y + 0.75 * r}, {at.x - 1.1 * r, at.y + 0.75 * r}};
    const struct tb_spot diamond[] = {
        {at.x, at.y - 1.25 * r}, {at.x + 1.25 * r, at.y}, {at.x, at.y + 1.25 * r}, {at.x - 1.25 * r, at.y}};
    switch (number) {
    case 1:
        tb_draw_fill(sheet->canvas, square, 4, colour);
        break;
    case 2:
        tb_draw_fill(sheet->canvas, triangle, 3, colour);
        break;
    case 3:
        tb_draw_fill(sheet->canvas, diamond, 4, colour);
        break;
    default:
        tb_draw_disc(sheet->canvas, at, r, colour);
    }
}

/* An open triangle that points the way the truth may lie, with a short arrow. */
static void bound_point(struct tb_sheet *sheet, struct tb_spot at, double r, bool down, tb_colour colour)
{
    const double way = down ? 1 : -1;
    const struct tb_spot outer[] = {
        {at.x - 1.3 * r, at.y - way * 0.75 * r}, {at.x + 1.3 * r, at.y - way * 0.75 * r}, {at.x, at.y + way * 1.5 * r}};
    const struct tb_spot inner[] = {
        {at.x - 0.7 * r, at.y - way * 0.4 * r}, {at.x + 0.7 * r, at.y - way * 0.4 * r}, {at.x, at.y + way * 0.8 * r}};
    arrow(sheet, at.x, at.y + way * r, at.y + way * (1.5 * r + 2.2), colour);
    tb_draw_fill(sheet->canvas, outer, 3, colour);
    tb_draw_fill(sheet->canvas, inner, 3, sheet->colours->ground);
}

void tb_draw_point(struct tb_sheet *sheet, const struct tb_datum *datum, const struct tb_look *look,
                   struct tb_spot spot)
{
    if (tb_is_upper(datum) || tb_is_lower(datum)) {
        bound_point(sheet, spot, look->radius, tb_is_upper(datum), look->colour);
        return;
    }
    const bool unsure = datum->flags & TB_FLAG_UNRELIABLE;
    const double radius = unsure ? look->radius * 0.8 : look->radius;
    shape(sheet, look->shape, spot, radius, look->colour);
    if (unsure || tb_is_pale(datum))
        shape(sheet, look->shape, spot, radius * 0.58, sheet->colours->ground);
}

static bool is_loose(const struct tb_datum *datum)
{
    return tb_is_upper(datum) || tb_is_lower(datum) || tb_is_pale(datum);
}

void tb_draw_link(struct tb_sheet *sheet, const struct tb_datum *from, const struct tb_datum *to,
                  const struct tb_look *look, struct tb_spot a, struct tb_spot b)
{
    const struct tb_spot line[] = {a, b};
    if (is_loose(from) || is_loose(to))
        tb_draw_dashes(sheet->canvas, line, 2, look->line, look->colour, 1.4, 0.9);
    else if (look->on > 0)
        tb_draw_dashes(sheet->canvas, line, 2, look->line, look->colour, look->on, look->off);
    else
        tb_draw_line(sheet->canvas, line, 2, look->line, look->colour);
}
