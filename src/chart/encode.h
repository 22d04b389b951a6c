/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The last step from a drawn surface to the bytes of a file. */
#ifndef CHART_ENCODE_H
#define CHART_ENCODE_H

#include "trendbook/output.h"

/**
 * A PNG of 32-bit pixels 0xXXRRGGBB in rows of `stride` bytes.
 *   per_metre  pixels per metre for pHYs; 0: none
 *   exact      colours that must come out as they are, the others may move by 4 of 255 a channel (they are the soft
 * edges of letters and lines): then 256 colours are nearly always enough, for a third of the bytes and the time
 */
struct tb_picture {
    const unsigned char *pixels;
    int width, height, stride;
    unsigned per_metre;
    const uint32_t *exact;
    size_t n_exact;
};
enum tb_status tb_encode_png(const struct tb_picture *picture, struct tb_log *log, struct tb_bytes *bytes);

/** One line of letters; places in pixels. */
struct tb_svg_text {
    const char *text;
    double x, y; /* start and baseline */
    double width, size;
    bool strong;
    uint32_t colour;
};
/** A <text> that keeps its measured width in any font. */
void tb_add_svg_text(const struct tb_svg_text *text, struct tb_bytes *bytes);

/** Puts <title>, <desc>, fixed identifiers and, at the end, the texts (may be empty) into the SVG that Cairo wrote. */
enum tb_status tb_finish_svg(const struct tb_bytes *drawn, const char *title, const char *description,
                             const struct tb_bytes *texts, struct tb_log *log, struct tb_bytes *bytes);

#endif
