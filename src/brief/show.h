/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the slides of a briefing share while they are made: the deck, its page, and how text is fitted on it. */
#ifndef BRIEF_SHOW_H
#define BRIEF_SHOW_H

#include "deck.h"
#include "measure.h"
#include "plan.h"
#include "trendbook/spark.h"

/* Letters of the reader's fonts may be a little wider than ours. */
#define SHOW_SAFE(width) ((width)*0.97)
#define SHOW_GAP         7 /* between contents and foot */

struct show {
    struct tb_deck *deck;
    const struct brief_plan *plan;
    const struct deck_page *page;
    enum tb_language language;
    struct tb_log *log;
    size_t *figure_slide;  /* number of each figure's slide, 0 = none */
    enum tb_status status; /* of a chart that could not be made */
    bool failed;           /* out of memory */
};

__attribute__((format_arg(2), format_arg(3))) static inline const char *say(const struct show *show,
                                                                            const char *english, const char *chinese)
{
    return show->language == TB_CHINESE ? chinese : english;
}

/** Begins a slide of contents with its title. */
void show_page(struct show *show, enum tb_deck_layout layout, size_t number, const char *title);
/** Text cut to its frame.  box: NULL = where the layout has it */
void show_frame(struct show *show, enum tb_deck_role role, const struct deck_box *box, const char *text, double size,
                double width, size_t lines, bool bold);
void show_foot(struct show *show, const char *text);
/** Free text of at most `lines` lines; link: number of the slide a click leads to, 0 = none. */
void show_text(struct show *show, const char *name, struct deck_box box, struct tb_deck_style style, size_t lines,
               const char *text, size_t link);

/** The last ten years of a series, where it has three values or more in them; else false and no points. */
bool show_has_spark(const struct show *show, uint32_t series, struct tb_spark *spark);
/** Draws it; `name` is said to those who cannot see it. */
void show_spark(struct show *show, struct deck_box box, const struct tb_spark *spark, const char *name);

/* ---- slide_tables.c ---- */

void show_overview(struct show *show, bool charted);
void show_disputes(struct show *show);
void show_targets(struct show *show);

/* ---- slide_front.c ---- */

void show_cover(struct show *show);
/** Slides that the key points need. */
size_t show_points_slides(const struct show *show);
/** Writes them on the slides from `first` on, which are reserved. */
void show_points(struct show *show, size_t first);
void show_key_figures(struct show *show);
void show_methods(struct show *show);

struct show_chapter {
    const char *title;
    size_t first; /* number of its first slide; 0 = it has none */
};
void show_contents(struct show *show, size_t number, const struct show_chapter *chapter, size_t n);

#endif
