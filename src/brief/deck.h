/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Slides as PresentationML (ECMA-376 part 1): masters, layouts, theme, notes and the shapes on a slide.
 *
 * What goes on which slide is decided in slides.c; here is how it is written.  All lengths are parts of a page that is
 * 540 high (points on 13.333 x 7.5 inches).  Text is taken as it is: measured and cut by the caller, escaped here.
 */
#ifndef BRIEF_DECK_H
#define BRIEF_DECK_H

#include "deck_page.h"
#include "trendbook/output.h"
#include "trendbook/panel.h"

#define DECK_CELL_PADDING 9

struct deck_theme;
struct native;
struct tb_deck;
struct tb_spark;

enum tb_deck_layout {
    DECK_COVER,
    DECK_FIGURE,
    DECK_TABLE
};

/** Text frames of the layouts; their size, colour and place are the layout's unless a box is given. */
enum tb_deck_role {
    DECK_TITLE,
    DECK_KICKER, /* small line above the title: the section */
    DECK_SUBTITLE,
    DECK_FOOT,
    DECK_ROLES
};

enum tb_deck_colour {
    DECK_TEXT,
    DECK_SECONDARY,
    DECK_HOUSE,
    DECK_WORSE,
    DECK_PALE,
    DECK_GROUND
};

/** Look of a piece of text that is not a frame of the layout. */
struct tb_deck_style {
    double size;
    bool bold, right;
    enum tb_deck_colour colour;
};

/** A chart on a slide: native where it has the form, else a picture. */
struct tb_deck_figure {
    const struct native *native;      /* or NULL */
    const struct tb_bytes *png, *svg; /* the same picture: programs that know SVG draw that */
    const char *alt;
};

enum tb_deck_row_kind {
    DECK_HEADER,
    DECK_SECTION,
    DECK_BODY
};
/** Ground of a cell that stands for a value. */
struct tb_deck_shade {
    int step;     /* 1 is the palest of 6; 0: none */
    bool missing; /* crossed out */
    bool breaks;  /* dashed at its left */
};
struct tb_deck_row {
    enum tb_deck_row_kind kind;
    double height;
    const char *const *cell; /* one text a column; a section row has only the first */
};
struct tb_deck_table {
    const char *alt;
    size_t columns, rows;
    const double *width;   /* of each column */
    const bool *right;     /* columns of figures stand right */
    const bool *secondary; /* columns in the secondary colour */
    const struct tb_deck_row *row;
    double size; /* of the letters */
    /* of each cell, by rows, where columns behind the first are centred with little room around them; else NULL */
    const struct tb_deck_shade *shade;
};

/**
 * NULL when out of memory.  Any later failure is kept and told by tb_deck_write.
 *   theme  of a template, whose page `page` is then; NULL: our own.  It outlives the deck
 */
struct tb_deck *tb_deck_new(enum tb_language language, const struct deck_page *page, const struct deck_theme *theme);
void tb_deck_free(struct tb_deck *deck);

/** Sets a slide aside that is begun later, when what it points at is known; returns its number, from 1. */
size_t tb_deck_reserve(struct tb_deck *deck);
/** Begins a slide; what follows goes on it.  number: a reserved one, or 0 for the next */
void tb_deck_slide(struct tb_deck *deck, enum tb_deck_layout layout, size_t number);
/** The slides from the next one on belong to a section of this name, for the list of slides. */
void tb_deck_section(struct tb_deck *deck, const char *title);
/** Fills a text frame of the layout; one \n in the text breaks the line.  box: NULL = where the layout has it. */
void tb_deck_frame(struct tb_deck *deck, enum tb_deck_role role, const struct deck_box *box, const char *text);
/** A free text box of one paragraph; a click on it leads to the slide `link` where that is not 0. */
void tb_deck_text(struct tb_deck *deck, const char *name, struct deck_box box, struct tb_deck_style style,
                  const char *text, size_t link);
/** A filled rectangle without words. */
void tb_deck_rule(struct tb_deck *deck, struct deck_box box, enum tb_deck_colour colour);
/** Is there room for the table that stands for a chart (NATIVE_TABLE), with letters that can be read? */
bool tb_deck_grid_fits(const struct native *native, double width, double height);
/** Writes it, in the middle of the box.  False when out of memory. */
bool tb_deck_grid(struct tb_deck *deck, struct deck_box box, const struct native *native, const char *alt);
enum tb_status tb_deck_figure(struct tb_deck *deck, struct deck_box box, const struct tb_deck_figure *figure,
                              struct tb_log *log);
/** A small line; alt says in words what it shows. */
void tb_deck_spark(struct tb_deck *deck, struct deck_box box, const struct tb_spark *spark, const char *alt);
void tb_deck_table(struct tb_deck *deck, double x, double y, const struct tb_deck_table *table);
/** Speaker notes of the slide, one paragraph a line. */
void tb_deck_notes(struct tb_deck *deck, const char *text);

size_t tb_deck_slides(const struct tb_deck *deck);

/** Writes the file; the deck can only be freed afterwards. */
enum tb_status tb_deck_write(struct tb_deck *deck, const char *title, struct tb_bytes *pptx, struct tb_log *log);

#endif
