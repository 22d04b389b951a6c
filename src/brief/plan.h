/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What a briefing contains, decided once for all its writers: sections, rows of the tables, charts, disputes. */
#ifndef BRIEF_PLAN_H
#define BRIEF_PLAN_H

#include "deck_theme.h"
#include "native.h"
#include "trendbook/brief.h"

/** A deck of more charts than this is no briefing; the first of the catalogue are drawn, the rest stands in the tables.
 */
#define BRIEF_CHARTS_MOST 150
/** The picture of a chart in a document, in millimetres: as wide as the text of an official Chinese page (GB/T 9704).
 */
#define BRIEF_PAPER_WIDTH 156
/** Two of them, each with heading and sentence, fit on such a page; 900 pixels. */
#define BRIEF_PAPER_HEIGHT 76.2
/** Lines in one chart of several regions: those with the largest last values. */
#define BRIEF_REGIONS_MOST 40

struct brief_section {
    char *title;            /* as shown */
    size_t first_row, rows; /* into plan->row */
};

struct brief_row {
    uint32_t series;
    size_t figure; /* into plan->figure, or NOWHERE: this series is in no chart */
};

struct brief_figure {
    uint32_t indicator;
    uint32_t *series;
    size_t n;
    size_t omitted; /* regions that the chart leaves out */
    size_t section;
    const char *type, *why; /* of chart, and the reason for it */
    char *stem;             /* file name without extension */
    struct tb_words words;
    char *subtitle;           /* words.subtitle with the unit, for where no chart adds it */
    char *foot;               /* words.foot with what the marks mean; made by brief_plan_draw */
    struct tb_bytes svg, png; /* whole charts */
    struct tb_bytes bare;     /* the picture of the slide, as PNG */
    struct tb_bytes bare_svg; /* the same for programs that draw it sharp at any size */
    struct tb_bytes web;      /* the picture of the page, an SVG */
    struct tb_bytes paper;    /* the picture of a document, a PNG of BRIEF_PAPER_WIDTH */
    bool in_template;         /* a template shows it */
    size_t title_lines;       /* of the slide's title: 1 or 2 */
    struct native *native;    /* its data as office programs draw it */
    struct native *shown;     /* what its type makes of that; NULL: the data is what is shown */
    double score;             /* how much it calls for attention, against the other figures (select.h) */
    size_t rank;              /* 0 for the highest score */
    char *reasons; /* for its place, in words: "比上年变化大；公布数与计算不一致"; "" for none */
    bool on_slide; /* a slide of its own; else it stands in the tables of the deck alone */
};

struct brief_plan {
    const struct tb_panel *panel;
    const struct tb_results *results;
    const struct tb_brief_options *options;
    struct deck_theme *theme; /* of the slides: a template's, or NULL */
    struct deck_page page;    /* of the slides */
    char *title;
    int first, last; /* years with values */
    bool many_regions;
    struct brief_section *section;
    size_t sections;
    struct brief_row *row;
    size_t rows;
    struct brief_figure *figure;
    size_t figures, indicators;
    struct brief_figure *extra; /* charts that only a template asks for */
    size_t extras;
    size_t *ranked;         /* figures by rank */
    size_t on_slides;       /* the first of them have slides */
    size_t capped;          /* indicators that could be charted beyond BRIEF_CHARTS_MOST */
    size_t unfit;           /* charts that were asked for in a type in which they cannot be drawn */
    size_t without_chart;   /* series in no chart */
    enum tb_status undrawn; /* why some charts are missing that could not be drawn; TB_OK when none is */
    const struct tb_result **dispute;
    size_t disputes;
};

/** Decides everything but the pictures.  Fails with TB_BAD_DATA when there is no series, or TB_NO_MEMORY. */
enum tb_status brief_plan_make(const struct tb_panel *panel, const struct tb_results *results,
                               const struct tb_brief_options *options, struct brief_plan **plan, struct tb_log *log);
/**
 * The chart of an indicator for a template: a figure of the plan, or a new extra one when it is of another type.
 *   type    NULL: whatever fits
 *   figure  receives it, until the next call; NULL when it is only asked whether there could be one
 *   why     receives the reason when there is none
 */
bool brief_plan_figure(struct brief_plan *plan, uint32_t indicator, const char *type,
                       const struct brief_figure **figure, const char **why, struct tb_log *log);
/** All that is drawn: figures, then extras. */
static inline size_t brief_pictures(const struct brief_plan *plan)
{
    return plan->figures + plan->extras;
}
static inline struct brief_figure *brief_picture(const struct brief_plan *plan, size_t i)
{
    return i < plan->figures ? &plan->figure[i] : &plan->extra[i - plan->figures];
}
/**
 * Draws every picture, in one go; or only those that a document made from the template shows.  A chart that cannot be
 * drawn leaves the plan, with an error in the log; one that a template asks for fails the whole.
 */
enum tb_status brief_plan_draw(struct brief_plan *plan, bool template_alone, struct tb_log *log);
void brief_plan_free(struct brief_plan *plan);

/** Whether documents show the chart: the picked ones of the briefing, and those a template asks for. */
static inline bool brief_on_paper(const struct brief_figure *figure)
{
    return figure->on_slide || figure->in_template;
}

/** The figure's native chart where a slide shows that, NULL where it shows the picture. */
const struct native *brief_figure_native(const struct brief_plan *plan, const struct brief_figure *figure);

/**
 * A file name for an indicator: its id, with what file systems or their users would misread written as %XX, cut to 120
 * bytes with a mark of the whole.  The caller frees it; NULL when out of memory.
 */
char *brief_file_stem(const char *id);

/** The sources of all series, whole, one a line; of more than `most` the count of the rest. */
void brief_plan_sources(const struct brief_plan *plan, size_t most, struct tb_bytes *text);

/* The writers: each makes the bytes of one file from the plan. */
enum tb_status brief_write_pptx(const struct brief_plan *plan, struct tb_bytes *bytes, size_t *slides,
                                struct tb_log *log);
enum tb_status brief_write_xlsx(const struct brief_plan *plan, struct tb_bytes *bytes, struct tb_log *log);
enum tb_status brief_write_html(const struct brief_plan *plan, struct tb_bytes *bytes, struct tb_log *log);
/** `paper`: the text of a document, where charts stand for short tables and sources once at the end. */
enum tb_status brief_write_markdown(const struct brief_plan *plan, bool paper, struct tb_bytes *bytes,
                                    struct tb_log *log);

/** One written file, for the manifest. */
struct brief_output {
    char *name;
    char sha256[65];
    size_t bytes;
};
/**
 * Files of an earlier briefing in `folder` that the new one does not make: those that its manifest lists and nobody has
 * changed since.  Returns *n paths; the caller frees each and the list, which is NULL when out of memory.
 */
char **brief_stale_files(const char *folder, const struct brief_output *output, size_t outputs, size_t *n);
enum tb_status brief_write_manifest(const struct brief_plan *plan, const struct brief_output *output, size_t outputs,
                                    struct tb_bytes *bytes, struct tb_log *log);

#endif
