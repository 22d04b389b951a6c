/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Where labels go so that none meets another. */
#ifndef CHART_PLACE_H
#define CHART_PLACE_H

#include "canvas.h"

/** A label that wants to stand at the height of the end of its line. */
struct tb_end_label {
    double wanted; /* y of its centre */
    double height;
    int priority;  /* the lowest is left out first; equal: the later one */
    bool kept;     /* result */
    double centre; /* result */
};

/**
 * Places labels of one column between top and bottom: least sum of squared shifts, order kept, `gap` between neighbours
 * (isotonic regression by pooling).  Returns how many were left out because they cannot all stand there.
 */
size_t tb_place_ends(struct tb_end_label *label, size_t n, double top, double bottom, double gap);

/** What labels in the plot must not touch. */
struct tb_obstacles {
    struct tb_box *box;
    size_t n_boxes, box_capacity;
    struct tb_spot (*line)[2];
    size_t n_lines, line_capacity;
    size_t n_hard; /* the lines from this number on give way where a label finds no other place; 0: none does */
};
void tb_obstacles_free(struct tb_obstacles *obstacles);
void tb_obstacle_box(struct tb_obstacles *obstacles, struct tb_box box);
void tb_obstacle_line(struct tb_obstacles *obstacles, struct tb_spot a, struct tb_spot b);
bool tb_is_free(const struct tb_obstacles *obstacles, struct tb_box box);

enum tb_places {
    TB_ABOVE_OR_BELOW = 2,
    TB_AROUND = 8
};

/**
 * The first free of eight places around a point, then of eight further off (above, below, above right, above left,
 * right, left, below right, below left) for a text whose ink has this extent; the chosen box is added to the obstacles.
 *   clear     distance from the point to the text
 *   margin    kept free around the text
 *   below     try below before above
 *   places    TB_ABOVE_OR_BELOW: only there and close by, where a label aside could be taken for its neighbour's
 * False when none is free.  *x, *baseline: start of the text.
 */
bool tb_place_near(struct tb_obstacles *obstacles, struct tb_spot point, struct tb_box ink, double clear, double margin,
                   bool below, enum tb_places places, struct tb_box within, double *x, double *baseline);

#endif
