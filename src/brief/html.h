/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The parts of the page, and how they write.
 *
 * Two ways in and no third: fixed markup with numbers in it (raw, tb_bytes_format) and text, which is escaped (text,
 * element).
 */
#ifndef BRIEF_HTML_H
#define BRIEF_HTML_H

#include "page.h"
#include "plan.h"
#include "quantities.h"
#include "svg.h"
#include "words.h"

/* Rows of a table; a browser sorts as many at once.  What is more stands in statistics.csv only. */
#define PAGE_ROWS_MOST 5000

struct page {
    struct tb_bytes *bytes;
    const struct brief_plan *plan;
    const struct tb_panel *panel;
    enum tb_language language;
    struct brief_shapes *shapes;
    bool courses; /* has any series a sparkline? */
    bool judged;  /* has any series years enough for a trend? */
    int spark_from,
        spark_to; /* years of the sparklines of tables, so that a year stands at one place in all its rows */
};

__attribute__((format_arg(2), format_arg(3))) static inline const char *say(const struct page *page,
                                                                            const char *english, const char *chinese)
{
    return page->language == TB_CHINESE ? chinese : english;
}

static inline void raw(struct page *page, const char *markup)
{
    tb_bytes_text(page->bytes, markup);
}

static inline void text(struct page *page, const char *words)
{
    brief_page_text(page->bytes, words);
}

/** <name>words</name>; `open` is the start tag without its brackets. */
void page_element(struct page *page, const char *open, const char *words);

/** Words parted by `between` as elements of their own. */
void page_elements(struct page *page, const char *open, const char *words, const char *between);

/** The observation that stands for a series: the latest value, or the last year, to say why it has none. */
size_t page_observation(const struct tb_panel *panel, uint32_t series);
/** enum tb_note_code of the verdict of a series. */
unsigned page_verdict(const struct page *page, uint32_t series);
/** " up better" and the like: how the change of observation `i` is marked; "" where there is none. */
void page_change_class(const struct page *page, uint32_t series, size_t i, struct tb_bytes *name);
/** A sparkline over these years; nothing of fewer than three values. */
void page_spark(struct page *page, uint32_t series, int from, int to);

/* ---- html_front.c ---- */

bool page_has_points(const struct page *page);
const char *page_points_title(const struct page *page);
void page_key_figures(struct page *page);
void page_points(struct page *page);

/* ---- html_tables.c ---- */

void page_overview(struct page *page);
/** The values of one series, year by year. */
void page_years_table(struct page *page, uint32_t series);
/** The series of a chart of several regions, one a row. */
void page_indicators_table(struct page *page, const struct brief_figure *figure);
void page_regions_table(struct page *page, const struct brief_figure *figure);
const char *page_disputes_title(const struct page *page);
void page_disputes(struct page *page);

/* ---- html_figures.c ---- */

/** Charts of a section. */
size_t page_figures_of(const struct brief_plan *plan, size_t section);
void page_figures(struct page *page);
void page_methods(struct page *page);

#endif
