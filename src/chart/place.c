/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include "model/memory.h"

#include <math.h>
#include <stdlib.h>

/* ---- line ends ---- */

static double total_height(const struct tb_end_label *label, size_t n, double gap)
{
    double total = -gap;
    for (size_t i = 0; i < n; i++)
        total += label[i].kept ? label[i].height + gap : 0;
    return total;
}

static void drop_lowest(struct tb_end_label *label, size_t n)
{
    size_t lowest = n;
    for (size_t i = 0; i < n; i++) {
        if (label[i].kept && (lowest == n || label[i].priority <= label[lowest].priority))
            lowest = i;
    }
    label[lowest].kept = false;
}

struct pool {
    double sum; /* of the wanted places of its members, offsets taken off */
    size_t n;
};

size_t tb_place_ends(struct tb_end_label *label, size_t n, double top, double bottom, double gap)
{
    size_t dropped = 0;
    for (size_t i = 0; i < n; i++)
        label[i].kept = true;
    while (dropped < n && total_height(label, n, gap) > bottom - top + 1e-9) {
        drop_lowest(label, n);
        dropped++;
    }
    const size_t kept = n - dropped;
    if (kept == 0)
        return dropped;

    size_t *sorted = malloc(kept * sizeof *sorted); /* numbers of labels, from the top down */
    struct pool *pool = malloc(kept * sizeof *pool);
    double *offset = malloc(kept * sizeof *offset);
    if (!sorted || !pool || !offset)
        abort(); /* inside a chart process: the caller reports it */
    size_t m = 0;
    for (size_t i = 0; i < n; i++) { /* insertion keeps the given order of equal places */
        if (!label[i].kept)
            continue;
        size_t at = m++;
        for (; at > 0 && label[sorted[at - 1]].wanted > label[i].wanted; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = i;
    }
    double above = 0;
    size_t pools = 0;
    for (size_t i = 0; i < kept; i++) {
        offset[i] = above + label[sorted[i]].height / 2;
        above += label[sorted[i]].height + gap;
        pool[pools++] = (struct pool){label[sorted[i]].wanted - offset[i], 1};
        while (pools > 1 &&
               pool[pools - 2].sum / (double)pool[pools - 2].n >= pool[pools - 1].sum / (double)pool[pools - 1].n) {
            pool[pools - 2].sum += pool[pools - 1].sum;
            pool[pools - 2].n += pool[pools - 1].n;
            pools--;
        }
    }
    const double highest = bottom - (above - gap);
    size_t i = 0;
    for (size_t p = 0; p < pools; p++) {
        const double t = fmax(top, fmin(highest, pool[p].sum / (double)pool[p].n));
        for (size_t k = 0; k < pool[p].n; k++, i++)
            label[sorted[i]].centre = t + offset[i];
    }
    free(sorted);
    free(pool);
    free(offset);
    return dropped;
}

/* ---- labels in the plot ---- */

void tb_obstacles_free(struct tb_obstacles *obstacles)
{
    free(obstacles->box);
    free(obstacles->line);
    *obstacles = (struct tb_obstacles){0};
}

void tb_obstacle_box(struct tb_obstacles *obstacles, struct tb_box box)
{
    if (!tb_grow(&obstacles->box, &obstacles->box_capacity, obstacles->n_boxes + 1, sizeof *obstacles->box))
        abort(); /* inside a chart process: the caller reports it */
    obstacles->box[obstacles->n_boxes++] = box;
}

void tb_obstacle_line(struct tb_obstacles *obstacles, struct tb_spot a, struct tb_spot b)
{
    if (!tb_grow(&obstacles->line, &obstacles->line_capacity, obstacles->n_lines + 1, sizeof *obstacles->line))
        abort();
    obstacles->line[obstacles->n_lines][0] = a;
    obstacles->line[obstacles->n_lines++][1] = b;
}

/* Does the segment pass through the box?  Cut it by the four sides in turn (Liang-Barsky). */
static bool crosses(struct tb_spot a, struct tb_spot b, struct tb_box box)
{
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double p[] = {-dx, dx, -dy, dy};
    const double q[] = {a.x - box.left, box.right - a.x, a.y - box.top, box.bottom - a.y};
    double from = 0, to = 1;
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0) {
            if (q[i] <= 0)
                return false;
            continue;
        }
        const double r = q[i] / p[i];
        if (p[i] < 0)
            from = fmax(from, r);
        else
            to = fmin(to, r);
    }
    return from < to;
}

bool tb_is_free(const struct tb_obstacles *obstacles, struct tb_box box)
{
    for (size_t i = 0; i < obstacles->n_boxes; i++) {
        if (tb_boxes_meet(obstacles->box[i], box))
            return false;
    }
    for (size_t i = 0; i < obstacles->n_lines; i++) {
        if (crosses(obstacles->line[i][0], obstacles->line[i][1], box))
            return false;
    }
    return true;
}

bool tb_place_near(struct tb_obstacles *obstacles, struct tb_spot point, struct tb_box ink, double clear, double margin,
                   bool below, enum tb_places places, struct tb_box within, double *x, double *baseline)
{
    const double width = ink.right - ink.left, height = ink.bottom - ink.top;
    for (int ring = 0; ring < (places == TB_AROUND ? 2 : 1); ring++) { /* close by, then a little further off */
        const double away = ring == 0 ? clear : clear * 1.7, side = away * 0.75;
        const double over = point.y - away - height, under = point.y + away, middle = point.y - height / 2;
        const double centre = point.x - width / 2, right = point.x + side, left = point.x - side - width;
        const struct tb_spot corner[] = {
            {centre, over},
            {centre, under},
            {right, over},
            {left, over},
            {point.x + away, middle},
            {point.x - away - width, middle},
            {right, under},
            {left, under},
        };
        for (int i = 0; i < (int)places; i++) {
            const struct tb_spot at = corner[below && i < 2 ? 1 - i : i];
            const struct tb_box box = {at.x, at.y, at.x + width, at.y + height};
            if (box.left < within.left || box.right > within.right || box.top < within.top ||
                box.bottom > within.bottom)
                continue;
            if (!tb_is_free(obstacles, tb_box_grown(box, margin)))
                continue;
            tb_obstacle_box(obstacles, box);
            *x = box.left - ink.left;
            *baseline = box.top - ink.top;
            return true;
        }
    }
    return false;
}
