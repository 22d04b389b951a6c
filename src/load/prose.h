/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A text as a row of letters: without blanks, line breaks and quotation marks, in one width and case, each with its
 * place; and the numbers in it, each with what it is.
 */
#ifndef LOAD_PROSE_H
#define LOAD_PROSE_H

#include "trendbook/extract.h"
#include "trendbook/output.h"

/** What was left out before a letter. */
enum prose_gap {
    PROSE_JOINED,
    PROSE_BLANK,
    PROSE_BREAK, /* a line ended */
};

struct prose_letter {
    uint32_t c;
    uint32_t line, column;
    uint32_t at;   /* where it begins in prose.text */
    uint8_t bytes; /* its length there */
    uint8_t gap;   /* enum prose_gap */
    bool wide;     /* was a full-width form */
    bool claimed;  /* some phrase fits here */
};

/** A number in digits: letters first .. end - 1. */
struct prose_number {
    size_t first, end;
    int aside;    /* enum tb_set_aside, or PROSE_FIGURE */
    bool sure;    /* it cannot be a figure, whatever a phrase says */
    bool in_row;  /* one of several that belong together: 3-5, 3/4, 1:2 */
    bool grouped; /* one comma, which could be the end of a clause */
    bool claimed;
    size_t span; /* letters of the longest phrase that fits it */
};
enum {
    PROSE_FIGURE = -1
};

struct prose {
    const char *name;
    struct tb_bytes text; /* UTF-8, lines end in LF */
    struct prose_letter *letter;
    size_t n, capacity;
    struct prose_number *number;
    size_t n_numbers, numbers_capacity;
    size_t pages;       /* page numbers that were left out */
    uint32_t *first_of; /* by letter (its last 16 bits): where it comes first, plus 1; 0: nowhere */
    uint32_t *next_of;  /* by place: where the same letter comes next, plus 1; 0: nowhere */
};

/** One line of the text, without its end. */
bool prose_add_line(struct prose *prose, const char *line, size_t length);
/** After the last line: letters and numbers.  False when out of memory. */
bool prose_finish(struct prose *prose, int year);
void prose_free(struct prose *prose);

/** A letter as all texts and phrases are compared; 0 when it does not count; *wide: it was full-width. */
uint32_t prose_plain(uint32_t c, bool *wide);
/** Whether these letters come next at `i`; returns the place behind them, or 0. */
size_t prose_starts(const struct prose *prose, size_t i, const char *word);
/**
 * Places of a letter, in the order of the text: from prose_find on, by prose_find_next; SIZE_MAX behind the last. Other
 * letters with the same last 16 bits may be among them.
 */
size_t prose_find(const struct prose *prose, uint32_t c);
size_t prose_find_next(const struct prose *prose, size_t i);
/** The letters from `i` on as UTF-8, at most `most`. */
void prose_ahead(const struct prose *prose, size_t i, size_t most, char *text, size_t size);
/** Whether a Chinese character stands at `i`. */
bool prose_is_han(const struct prose *prose, size_t i);
/** The number that begins at this letter, or NULL. */
struct prose_number *prose_number_at(const struct prose *prose, size_t i);
/** The text as printed of the letters first .. end - 1, line breaks and runs of blanks left out; NULL: no memory. */
char *prose_printed(const struct prose *prose, size_t first, size_t end);

/** Whether a Latin letter stands at `i`. */
bool prose_is_latin(const struct prose *prose, size_t i);

/* ---- numeral.c ---- */

/** A Chinese numeral up to 9999 at `i`: 四, 十二, 一百零三, 二〇二三.  Returns the place behind it, or 0. */
size_t prose_numeral(const struct prose *prose, size_t i, int *value);
/**
 * A figure in words that begins at `i`: 三十二辆, 三成, 百分之九十五, 翻一番; not 第三, 四个方面, 一次性.
 * Returns the place behind it (before its unit), or 0.
 */
size_t prose_figure_in_words(const struct prose *prose, size_t i, int *value);

/* ---- pdf.c ---- */

enum prose_pdf {
    PROSE_PDF_READ,
    PROSE_PDF_NO_PROGRAM, /* pdftotext is not installed */
    PROSE_PDF_DAMAGED     /* or locked, or it took more than a minute */
};
/** The text of a PDF; pages end in a form feed. */
enum prose_pdf prose_pdf_text(const struct tb_bytes *pdf, struct tb_bytes *text);

/* ---- report.c ---- */

/** Reads a report of any kind that can be read.  Problems go to the log. */
enum tb_status prose_read(struct prose *prose, const char *path, int year, struct tb_log *log);

#endif
