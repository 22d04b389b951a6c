/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The page of a deck: how wide it is and where the frames of its layouts stand. */
#ifndef BRIEF_DECK_PAGE_H
#define BRIEF_DECK_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#define DECK_HEIGHT 540 /* of every page: lengths are parts of it, whatever the paper */

struct deck_box {
    double x, y, width, height;
};

struct deck_page {
    double width;          /* 960 is 16:9, 720 is 4:3 */
    double left, right;    /* edges of what stands on the page */
    struct deck_box title; /* of one line, or of all where `fixed` */
    double title_size, title_line;
    bool grown;    /* a template's title has too little room for two lines and is given more */
    bool fixed;    /* the title's box is the template's: contents begin below it, whatever its lines */
    double top;    /* of the contents, where `fixed` */
    double bottom; /* of them */
    bool kicker;   /* room for a small line above the title */
    double scale;  /* points of the paper to one of these */
};

#define DECK_TITLE_SIZE    28
#define DECK_SUBTITLE_SIZE 18
#define DECK_FOOT_SIZE     12
#define DECK_FOOT_HEIGHT   34
#define DECK_NUMBER_WIDTH  70 /* the number of the slide stands beside the foot */

/** Our own page with these proportions; wide: 16:9, else 4:3. */
static inline struct deck_page deck_page_own(bool wide)
{
    const double margin = 27, width = wide ? 960 : 720;
    return (struct deck_page){
        .width = width,
        .left = margin,
        .right = width - margin,
        .title = {margin, 36, width - 2 * margin, 36},
        .title_size = DECK_TITLE_SIZE,
        .title_line = 36,
        .bottom = 523,
        .kicker = true,
        .scale = 1,
    };
}

static inline double deck_page_room(const struct deck_page *page)
{
    return page->right - page->left;
}

static inline struct deck_box deck_page_title(const struct deck_page *page, size_t lines)
{
    struct deck_box box = page->title;
    if (!page->fixed)
        box.height = (double)lines * page->title_line;
    return box;
}

/** The frame of a template's title, with what it keeps free at its sides. */
#define DECK_INSET 7.2
static inline struct deck_box deck_page_title_frame(const struct deck_page *page)
{
    return (struct deck_box){page->title.x - DECK_INSET, page->title.y, page->title.width + 2 * DECK_INSET,
                             page->title.height};
}

/** Where contents begin below a title of so many lines. */
static inline double deck_page_top(const struct deck_page *page, size_t title_lines)
{
    const struct deck_box title = deck_page_title(page, title_lines);
    return page->fixed ? page->top : title.y + title.height + 3;
}

static inline struct deck_box deck_page_foot(const struct deck_page *page)
{
    return (struct deck_box){page->left, page->bottom - DECK_FOOT_HEIGHT, deck_page_room(page) - DECK_NUMBER_WIDTH,
                             DECK_FOOT_HEIGHT};
}

#endif
