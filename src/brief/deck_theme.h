/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * An office's own template (.potx, .pptx) as the ground of a deck: its first master with theme, layouts and pictures.
 *
 * Only what the master needs is taken: no slides, macros, links, tags or embedded objects.
 */
#ifndef BRIEF_DECK_THEME_H
#define BRIEF_DECK_THEME_H

#include "deck_page.h"
#include "package.h"

/** A placeholder of a layout, to be filled on a slide. */
struct deck_place {
    bool there;
    char kind[16]; /* "title", "ctrTitle", "subTitle", "sldNum" */
    unsigned index;
};

struct deck_theme_layout {
    char part[64];
    struct deck_place title, subtitle, number;
};

struct deck_theme {
    struct deck_page page;
    struct deck_theme_layout cover, content;
    char text[7]; /* RRGGBB of text where the master has a colour of its own for it, else "" */
    unsigned long master_id;
    struct deck_theme_part *part; /* private */
    size_t parts;
};

/**
 * Reads a template.  Fails with TB_UNREADABLE, or TB_BAD_DATA with what cannot be used and what to do; macros that are
 * left out are a warning.
 */
enum tb_status deck_theme_read(const char *path, struct deck_theme **theme, struct tb_log *log);
void deck_theme_free(struct deck_theme *theme);

/** Adds its parts to a package, in which nothing has these names yet. */
void deck_theme_add(const struct deck_theme *theme, struct tb_package *package);

#endif
