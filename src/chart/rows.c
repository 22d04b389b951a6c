/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tb_rows tb_rows_lay(struct tb_sheet *sheet, struct tb_box box, const char *const *name, size_t n_names, size_t n,
                           double share, double most, bool tight)
{
    struct tb_rows rows = {
        .area = box,
        .left = box.left,
        .face = {.size = tight ? sheet->type.foot : sheet->type.label, .colour = sheet->colours->text}};
    const double least = 1.2 * rows.face.size, height = box.bottom - box.top;
    rows.n = (size_t)fmax(1, floor(height / least + 1e-9));
    rows.n = rows.n < n ? rows.n : n;
    rows.pitch = fmin(height / (double)rows.n, most);
    if (tight && rows.pitch >= 1.2 * sheet->type.axis)
        rows.face.size = sheet->type.axis;
    double widest = 0;
    for (size_t i = 0; i < n_names; i++) {
        char *plain = tb_plain_text(name[i], 120);
        widest = fmax(widest, plain ? tb_measure(sheet->canvas, plain, rows.face).width : 0);
        free(plain);
    }
    rows.names = box.left + fmin(widest, share * (box.right - box.left));
    rows.area.left = rows.names + 1;
    rows.area.bottom = box.top + rows.pitch * (double)rows.n;
    return rows;
}

double tb_row_y(const struct tb_rows *rows, size_t i)
{
    return rows->area.top + rows->pitch * ((double)i + 0.5);
}

/* A last line of `text`, cut to this width less that of the tail, with the tail behind it. */
static char *line_with_tail(struct tb_sheet *sheet, const char *text, const char *tail, struct tb_face face,
                            double width)
{
    char *line[1], *both = NULL;
    const size_t n =
        tb_wrap(sheet->canvas, text, face, width - tb_measure(sheet->canvas, tail, face).width, 1, false, line);
    if (asprintf(&both, "%s%s", n ? line[0] : "", tail) < 0)
        abort(); /* inside a chart process: the caller reports it */
    if (n)
        free(line[0]);
    return both;
}

static bool ends_in(const char *text, const char *tail)
{
    const size_t n = strlen(text), n_tail = strlen(tail);
    return n >= n_tail && strcmp(text + n - n_tail, tail) == 0;
}

/* Name and tail in at most two lines; where they do not fit the rest of the name is cut before the tail, if that leaves
 * it some letters. */
static size_t name_lines(struct tb_sheet *sheet, const char *name, const char *tail, struct tb_face face, double width,
                         size_t most, char *line[2])
{
    char *whole = NULL;
    if (asprintf(&whole, "%s%s", name, tail) < 0)
        abort();
    size_t n = tb_wrap(sheet->canvas, whole, face, width, most, false, line);
    const double room = width - tb_measure(sheet->canvas, tail, face).width;
    if (n && room > 3 * face.size && !ends_in(line[n - 1], tail)) {
        const char *rest = name;
        if (n == 2 && strncmp(name, line[0], strlen(line[0])) == 0)
            rest = name + strlen(line[0]);
        else if (n == 2) {
            free(line[1]);
            n = 1;
        }
        free(line[n - 1]);
        line[n - 1] = line_with_tail(sheet, rest + strspn(rest, " "), tail, face, width);
    }
    free(whole);
    return n;
}

void tb_row_name(struct tb_sheet *sheet, const struct tb_rows *rows, size_t i, const char *name, const char *tail,
                 bool strong)
{
    struct tb_face face = rows->face;
    face.strong = strong;
    const double leading = 1.12 * face.size, digit = tb_digit_height(sheet->canvas) * face.size;
    const size_t most = rows->pitch >= 2 * leading + 0.3 ? 2 : 1;
    char *line[2], *plain = tb_plain_text(name, 120);
    if (!plain)
        abort(); /* inside a chart process: the caller reports it */
    const size_t n = name_lines(sheet, plain, tail, face, rows->names - rows->left, most, line);
    const double first = tb_row_y(rows, i) + digit / 2 - leading * ((double)n - 1) / 2;
    for (size_t k = 0; k < n; k++) {
        tb_draw_text(sheet->canvas, line[k], face, rows->names, first + leading * (double)k, TB_END);
        free(line[k]);
    }
    free(plain);
}

double tb_reach_x(const struct tb_reach *reach, double value)
{
    return reach->left + (value - reach->low) / (reach->high - reach->low) * (reach->right - reach->left);
}
