/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Charts: drawn by PLplot on a Cairo surface in memory, by processes with limits.
 *
 * A chart shows numbers that are already in the panel and the result table; it computes none.
 */
#ifndef TRENDBOOK_CHART_H
#define TRENDBOOK_CHART_H

#include "number.h"
#include "output.h"
#include "results.h"

#ifdef __cplusplus
extern "C" {
#endif

enum tb_chart_format {
    TB_SVG,
    TB_PNG,
    TB_PDF
};
enum tb_theme {
    TB_LIGHT,
    TB_DARK,
    TB_PRINT
};

/** How letters stand in an SVG. */
enum tb_text {
    TB_OUTLINE, /* as shapes: the same picture everywhere, whatever fonts there are */
    TB_LETTERS, /* as <text>: can be selected, searched and edited; set in the reader's font, in the measured width */
};

/** The page a chart is drawn on.  All sizes inside follow its shorter side: u = that side / 100. */
struct tb_page {
    int width, height; /* pixels for PNG, the same number of CSS pixels for SVG, points x 0.75 for PDF; 200 .. 8192 */
    double inches;     /* page height in inches, for the smallest type sizes and pHYs; 0 = 7.5 */
    enum tb_theme theme;
    double u;  /* pixels to 1 u; 0: the shorter side / 100.  A bare picture on part of a slide takes the slide's u */
    bool bare; /* no title, subtitle and foot: they stand beside the picture, and the plot takes their room */
    bool red_rise;     /* red for rise, green for fall */
    enum tb_text text; /* of an SVG; PNG and PDF have their own way */
};
struct tb_page tb_page_default(void); /* 1600 x 900, light */

/** Series in one chart at most. */
#define TB_CHART_SERIES_MOST 40

/** One chart to draw. */
struct tb_chart {
    const char *type; /* id of the registry; never "auto": tb_chart_pick resolves it */
    const struct tb_panel *panel;
    const struct tb_results *results;
    const uint32_t *series; /* series numbers, in drawing order */
    size_t n_series;
    enum tb_language language;
    const char *title;    /* the finding; plain text; may be NULL */
    const char *subtitle; /* indicator, region, years; the chart adds its unit; NULL: made from the series */
    const char *foot;     /* source and notes; the chart adds what its marks mean */
    double confidence;    /* level of the intervals among the results, for the note that explains them; 0 = 0.95 */
    const char *alt;      /* text for those who cannot see it: SVG <title>/<desc> and PDF; may be NULL */
};

/** Rows of a dashboard; what is beyond goes on the next page. */
#define TB_DASHBOARD_ROWS 12

/** Which series of a selection make one chart. */
enum tb_chart_takes {
    TB_ONE_SERIES,    /* each series its own chart */
    TB_ONE_INDICATOR, /* the regions of an indicator together */
    TB_ALL_SERIES,    /* everything that was chosen */
    TB_RATES,         /* the regions of a rate together; the panel holds its denominator too */
    TB_SECTIONS,      /* the indicators of a section, TB_DASHBOARD_ROWS a page */
    TB_PARTS,         /* a whole and its parts by the catalogue; else everything that was chosen */
};

/** One row of the registry. */
struct tb_chart_type {
    const char *id;
    const char *title_en, *title_zh;
    const char *shows; /* what question it answers */
    const char *needs; /* what it needs, in words */
    enum tb_chart_takes takes;
};
const struct tb_chart_type *tb_chart_types(size_t *n);
const struct tb_chart_type *tb_chart_type_find(const char *id);

/** The series of one chart, and a name for it: the indicator, with its region where that makes it another. */
struct tb_chart_group {
    uint32_t *series;
    size_t n;
    char *name;
};
struct tb_chart_groups {
    struct tb_chart_group *group;
    size_t n;
};

/**
 * The charts that the series of a panel make, each as the type takes them.
 *   type      NULL: any, one indicator a chart
 *   together  all that shows one indicator a chart stands in one instead
 * The caller frees them, also after a failure.  False when out of memory.
 */
bool tb_chart_groups_make(const struct tb_panel *panel, const struct tb_chart_type *type, bool together,
                          struct tb_chart_groups *groups);
void tb_chart_groups_free(struct tb_chart_groups *groups);

/**
 * Chooses the type for these series (`auto`).
 *   why   receives static text: the reason, in the language
 * Returns an id of the registry, or NULL when nothing can be drawn over time (one year, no values, a label); `why`
 * says.
 */
const char *tb_chart_pick(const struct tb_panel *panel, const struct tb_results *results, const uint32_t *series,
                          size_t n_series, enum tb_language language, const char **why);

/** The number display (unit and decimals) that the chart uses for its labels, so that words beside it can agree. */
void tb_chart_display(const struct tb_chart *chart, struct tb_display *display);

/** What a chart shows of its series, so that words beside it can agree. */
struct tb_chart_facts {
    struct tb_display display; /* of its labels; no unit where the series differ in it */
    int first_year, last_year; /* those drawn: one and the same for a chart of one year */
    int base_year;             /* the year that is 100 in an index; 0: none */
};
/** False when the chart cannot be drawn; then only the display is set. */
bool tb_chart_facts(const struct tb_chart *chart, struct tb_chart_facts *facts);

/** Opens fonts and PLplot once, so that every chart process starts warm.  Call before drawing; cheap to repeat. */
enum tb_status tb_chart_warm(struct tb_log *log);
/** Font family and file used for the charts, for example "Noto Sans CJK SC (/usr/share/...)"; "" before tb_chart_warm.
 */
const char *tb_chart_font(void);

/** One chart drawn to one format. */
struct tb_chart_job {
    const struct tb_chart *chart;
    const struct tb_page *page;
    enum tb_chart_format format;
    const char *name;       /* for messages, for example "charts/penalty_cases.svg" */
    struct tb_bytes output; /* receives the file; the caller frees it with tb_bytes_free */
    struct tb_bytes notes;  /* receives what the marks mean, in words, as the foot says it (for words beside a bare
                               page);  NUL-terminated, "" when there is nothing to say; freed likewise */
    enum tb_status status;  /* of this chart alone */
};

/**
 * Draws all jobs in `jobs` forked workers, each chart with limits on time and memory; a worker that dies costs one
 * chart. A chart that crashes, hangs or fails is one error in the log and an empty output; the others are whole.
 *   progress  called after each chart with done and total; may be NULL
 *   cancel    non-zero ends with TB_INTERRUPTED; may be NULL
 * Returns TB_OK when every chart was drawn.  Output bytes depend only on the chart, the page and the format.
 */
enum tb_status tb_chart_draw(struct tb_chart_job *job, size_t n, unsigned jobs,
                             void (*progress)(void *context, size_t done, size_t total), void *context,
                             const volatile int *cancel, struct tb_log *log);

#ifdef __cplusplus
}
#endif

#endif
