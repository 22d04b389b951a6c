/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The last step from a drawn surface to the bytes of a file. */
#ifndef CHART_ENCODE_H
#define CHART_ENCODE_H

#include "trendbook/output.h"

/**
 * A PNG of 32-bit pixels 0xXXRRGGBB in rows of `stride` bytes; a palette when 256 colours are enough.
 *   per_metre  pixels per metre for pHYs; 0: none
 */
enum tb_status tb_encode_png(const unsigned char *pixels, int width, int height, int stride, unsigned per_metre,
                             struct tb_log *log, struct tb_bytes *bytes);

/** Puts <title> and <desc> and fixed identifiers into the SVG that Cairo wrote. */
enum tb_status tb_finish_svg(const struct tb_bytes *drawn, const char *title, const char *description,
                             struct tb_log *log, struct tb_bytes *bytes);

#endif
