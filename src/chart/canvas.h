/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The page: PLplot draws every line, fill and mark; Pango sets every text on the same Cairo surface exactly as
 * measured.
 *
 * Places are in u (1/100 of the page's shorter side) from the top left corner, y downwards.  A canvas belongs to one
 * chart process; there is one at a time.
 */
#ifndef CHART_CANVAS_H
#define CHART_CANVAS_H

#include "theme.h"

struct tb_spot {
    double x, y;
};

struct tb_box {
    double left, top, right, bottom;
};

static inline struct tb_box tb_box_grown(struct tb_box box, double by)
{
    return (struct tb_box){box.left - by, box.top - by, box.right + by, box.bottom + by};
}
static inline bool tb_boxes_meet(struct tb_box a, struct tb_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** How a text looks. */
struct tb_face {
    double size; /* u */
    bool strong;
    tb_colour colour;
};

enum tb_align {
    TB_START,
    TB_CENTRE,
    TB_END
};

/** A text's extent around its own start and baseline, in u. */
struct tb_extent {
    double width;      /* advance */
    struct tb_box ink; /* y: negative above the baseline */
};

/** A text that was set, for the test that no two meet. */
struct tb_set_text {
    struct tb_box ink;
    char text[48];
};

struct tb_canvas {
    const struct tb_theme_colours *colours;
    enum tb_language language;
    double width, height; /* of the page, in u */
    bool dry;             /* measure and record only */
    struct tb_set_text *set;
    size_t n_set, set_capacity;
    struct tb_log *log; /* missing glyphs are warned here */
    struct tb_pen *pen; /* the libraries behind it */
};

/**
 * Opens the page for one output format.  The log outlives the canvas.
 * Fails with TB_NO_MEMORY, or TB_OUTPUT_FAILED when Cairo or PLplot refuse.
 */
enum tb_status tb_canvas_open(const struct tb_page *page, enum tb_chart_format format, enum tb_language language,
                              struct tb_log *log, struct tb_canvas **canvas);
/** Forgets every text recorded so far: the measuring pass is over. */
void tb_canvas_restart(struct tb_canvas *canvas);
/** Ends the page; bytes receive the whole file.  `title` and `alt` (may be NULL) go into SVG and PDF. */
enum tb_status tb_canvas_finish(struct tb_canvas *canvas, const char *title, const char *alt, double inches,
                                struct tb_bytes *bytes);
void tb_canvas_free(struct tb_canvas *canvas);

/* ---- marks ---- */
void tb_draw_line(struct tb_canvas *canvas, const struct tb_spot *spot, size_t n, double width, tb_colour colour);
/** The same with gaps: `on` and `off` u along the line. */
void tb_draw_dashes(struct tb_canvas *canvas, const struct tb_spot *spot, size_t n, double width, tb_colour colour,
                    double on, double off);
void tb_draw_fill(struct tb_canvas *canvas, const struct tb_spot *spot, size_t n, tb_colour colour);
void tb_draw_rectangle(struct tb_canvas *canvas, struct tb_box box, tb_colour colour);
/** A level or upright line on whole pixels. */
void tb_draw_level(struct tb_canvas *canvas, double left, double right, double y, double width, tb_colour colour);
void tb_draw_upright(struct tb_canvas *canvas, double x, double top, double bottom, double width, tb_colour colour);
/** Slanted lines (45 degrees) inside a box. */
void tb_draw_hatch(struct tb_canvas *canvas, struct tb_box box, double step, double width, tb_colour colour);
void tb_draw_disc(struct tb_canvas *canvas, struct tb_spot centre, double radius, tb_colour colour);
/** y on a pixel edge: columns that share a level share it exactly. */
double tb_snap(const struct tb_canvas *canvas, double length);

/* ---- texts ---- */

/**
 * Text made fit to be set: valid UTF-8, no control or direction characters, at most `limit` characters with an
 * ellipsis. Returns an allocated string, or NULL when out of memory.
 */
char *tb_plain_text(const char *text, size_t limit);

struct tb_extent tb_measure(struct tb_canvas *canvas, const char *text, struct tb_face face);
/** Where the ink of a text would be. */
struct tb_box tb_text_box(struct tb_canvas *canvas, const char *text, struct tb_face face, double x, double baseline,
                          enum tb_align align);
/** Sets a text and records its box, which it returns. */
struct tb_box tb_draw_text(struct tb_canvas *canvas, const char *text, struct tb_face face, double x, double baseline,
                           enum tb_align align);
/** Height of digits and of Han characters above the baseline, for a size of 1 u. */
double tb_digit_height(struct tb_canvas *canvas);

/**
 * Breaks a text into at most `most` lines no wider than `width`; what does not fit ends in an ellipsis.
 *   balance  even lines, broken after punctuation where that is near (titles); else lines are filled
 * Returns the number of lines; each is allocated.
 */
size_t tb_wrap(struct tb_canvas *canvas, const char *text, struct tb_face face, double width, size_t most, bool balance,
               char **line);

/**
 * Checks what was set: every box on the page, no two meeting.  Each fault is a warning "text-collides" or
 * "text-cut" in the log; returns how many.
 */
size_t tb_canvas_check(struct tb_canvas *canvas);

/** Opens PLplot, Pango and the font; called by tb_chart_warm. */
enum tb_status tb_canvas_warm(struct tb_log *log);
/**
 * Sets common characters in every face of this page and format, so that many charts of the kind start with them loaded.
 * Worth its few milliseconds from some four charts on.
 */
void tb_canvas_warm_faces(const struct tb_page *page, enum tb_chart_format format, enum tb_language language,
                          struct tb_log *log);
const char *tb_canvas_font(void);

#endif
