/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include <math.h>
#include <stdlib.h>

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

void tb_row_name(struct tb_sheet *sheet, const struct tb_rows *rows, size_t i, const char *name, bool strong)
{
    struct tb_face face = rows->face;
    face.strong = strong;
    const double leading = 1.12 * face.size, digit = tb_digit_height(sheet->canvas) * face.size;
    const size_t most = rows->pitch >= 2 * leading + 0.3 ? 2 : 1;
    char *line[2], *plain = tb_plain_text(name, 120);
    if (!plain)
        abort(); /* inside a chart process: the caller reports it */
    const size_t n = tb_wrap(sheet->canvas, plain, face, rows->names - rows->left, most, false, line);
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
