/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The figures of a report's prose, found by the phrases of a catalogue (`phrase_zh`).
 *
 * `办理审批服务事项{}件|审批{}件`: the words around the figure, {} where it stands, | between alternatives.  Blanks,
 * line breaks, quotation marks, full-width forms and the case of letters make no difference, in the phrase or in the
 * text.
 *
 * In the place of {} a report may have:
 * - digits, plain or full-width, with commas in groups of three: 1,918
 * - 万, 亿 and their relatives, scaled to the catalogue's unit: 43200吨 and 4.32万吨 are the same amount
 * - 余, 多 (at least: what is printed was rounded down), 以上, 以下, 以内, 左右; 约, 近, 超, 不低于, 不超过, 不到 ...
 * - before it 为, 达, 达到, 共, 共计 ...: `网上办实现率{}%` finds 网上办实现率达到100%
 * - Chinese numerals (四, 一百零三) and 无, 未, 没有 for 0, where words or the unit of the phrase stand behind them
 * - after a phrase that says 增减 the words 增加, 减少, 下降 ...: a decrease is a value below 0
 * - English words in a phrase of English words: at least, more than, under, about, ...; thousand, million, billion
 * The unit behind the figure has to be that of the catalogue; where the phrase ends in {}, no unit is fine too.
 */
#ifndef TRENDBOOK_EXTRACT_H
#define TRENDBOOK_EXTRACT_H

#include "output.h"
#include "panel.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Numbers of a text that are no figures: recognised, counted, set aside. */
enum tb_set_aside {
    TB_ASIDE_YEAR,     /* 2023年, 2021-2023年 */
    TB_ASIDE_DATE,     /* 11月11日, 2024-01-25, 15:35 */
    TB_ASIDE_LIST,     /* 1. (2) 第3 */
    TB_ASIDE_DOCUMENT, /* 〔2023〕12号 */
    TB_ASIDE_NAME,     /* G25, 5G, 12345热线, telephone numbers */
    TB_ASIDE_PAGE,     /* - 3 - */
    TB_ASIDES
};
/** "year", "list number", ... for people; the plural adds an s. */
extern const char *const tb_set_aside_names[TB_ASIDES];

/** One figure of a text. */
struct tb_figure {
    uint32_t indicator; /* number in the catalogue, or TB_NOWHERE: no phrase claims it */
    uint32_t report;    /* index of the report */
    double value;       /* in the indicator's unit; as printed where there is no indicator */
    enum tb_state state;
    size_t line;     /* place of the number in the text; of a .docx the number of its paragraph */
    unsigned column; /* character of the line, from 1 */
    char *text;      /* the words around it as printed, in one line */
};

/** A stretch of a report that a placeholder of a template (docs/templates.md) says anew. */
struct tb_mark {
    uint32_t indicator; /* TB_NOWHERE: a year */
    uint32_t report;
    size_t line;       /* as in tb_figure */
    unsigned column;   /* of its first character */
    char *text;        /* what is printed there */
    char *placeholder; /* "{{penalty_cases}}" for a plain number, "{{phrase overload_rate}}" for words with it */
};

struct tb_extract {
    struct tb_figure *found; /* one an indicator, in the order of the catalogue */
    size_t n_found;
    struct tb_figure *unclaimed; /* in the order of the text */
    size_t n_unclaimed;
    size_t n_missing;    /* indicators with a phrase that fits nowhere */
    size_t n_phraseless; /* indicators without a phrase */
    size_t set_aside[TB_ASIDES];
    struct tb_mark *mark; /* every place of every figure found, and the year; by report, then place; none overlap */
    size_t n_marks;
    size_t n_overlaps; /* marks that gave way to another */
    char **titles;     /* by report: its first line when that is a title, else its file name without suffix */
    size_t n_titles;
};

/**
 * Reads the figures of one year from reports.
 *   reports    text files (UTF-8, UTF-16, GB18030), .docx files, PDFs (where pdftotext is installed), or "-"
 *              for standard input
 *   catalogue  a panel with the catalogue; its values do not matter
 *   year       of the figures; warns when the reports never name it
 *   result     receives what was found; tb_extract_free releases it.  Untouched on failure.
 *   log        receives, located: each figure that no phrase claims ("unclaimed"), each phrase that fits nowhere
 *              ("not-found", at its row of the catalogue), figures with another unit than the catalogue's ("unit") or
 *              that are a range ("range"); two different figures of one indicator ("conflict") are an error
 *
 * TB_BAD_DATA for a conflict, a PDF that cannot be read or another binary file, an empty text; TB_UNREADABLE,
 * TB_NO_MEMORY.
 */
enum tb_status tb_extract(const char *const *reports, size_t n_reports, const struct tb_panel *catalogue, int year,
                          struct tb_extract **result, struct tb_log *log);
void tb_extract_free(struct tb_extract *result);

/**
 * The text of report number `report` as a template: its marks replaced, its own braces written \{{.
 *   text      the report, UTF-8, lines end in LF (tb_load_text)
 *   marked    receives it; the caller frees it with tb_bytes_free
 *   unplaced  receives the number of marks whose text does not stand where it should
 */
enum tb_status tb_extract_template(const struct tb_extract *extract, uint32_t report, const char *text,
                                   struct tb_bytes *marked, size_t *unplaced);

#ifdef __cplusplus
}
#endif

#endif
