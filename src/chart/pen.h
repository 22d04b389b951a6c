/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What stands behind a canvas: the libraries' own things, for canvas.c (page, marks) and letters.c (texts) alone. */
#ifndef CHART_PEN_H
#define CHART_PEN_H

#include "canvas.h"

#include <pango/pangocairo.h>

struct tb_pen {
    enum tb_chart_format format;
    int pixel_width, pixel_height;
    double unit;  /* pixels per u */
    double scale; /* PLplot units per u */
    double per_pixel;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoContext *context;
    struct laid_text *laid; /* texts that were laid out (letters.c), open addressing */
    size_t n_laid, slots;
    struct tb_bytes written; /* what the surface has streamed */
    bool letters;            /* texts go into `texts`, not onto the surface */
    struct tb_bytes texts;   /* <text> elements */
    double digit_height;
};

/** Forgets every text that was laid out. */
void tb_letters_free(struct tb_pen *pen);

#endif
