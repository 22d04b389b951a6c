/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Reports from templates: Markdown with {{placeholders}}.
 *
 * template.c walks the text (braces, {{#if}}); placeholders.c has the table of what may stand between braces;
 * reference.c reads `ID[REGION]@YEAR.STATISTIC:DECIMALS`.  docs/templates.md is the manual.
 */
#ifndef BRIEF_TEMPLATE_H
#define BRIEF_TEMPLATE_H

#include "plan.h"

/** A template being filled in. */
struct filler {
    struct brief_plan *plan;
    struct tb_log *log;
    const char *file;
    size_t line; /* of the placeholder that is being filled, and its character in it */
    unsigned column;
    bool charts;  /* there is a folder for them */
    bool asking;  /* in a condition, or in a branch not taken: what is missing is no error, and nothing is drawn */
    bool wrong;   /* something was reported */
    bool missing; /* what was asked for does not exist */
};

/** Reports at the place of the placeholder, and returns false. */
bool brief_wrong(struct filler *filler, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** The same for a value that does not exist: no error where it is only asked for. */
bool brief_missing(struct filler *filler, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** What stands between two braces, without outer blanks, as text.  False when it was reported, or is missing. */
bool brief_fill_placeholder(struct filler *filler, const char *inside, struct tb_bytes *out);

/**
 * Fills in plan->options->template_text.  Charts that no figure of the plan shows become plan->extra.
 *   charts  there is a folder that the charts go to
 * TB_BAD_DATA with every unknown name and missing value in the log, at its line and character.
 */
enum tb_status brief_fill_template(struct brief_plan *plan, bool charts, struct tb_bytes *out, struct tb_log *log);

/* ---- reference.c ---- */

/** `ID[REGION]@YEAR.STATISTIC:DECIMALS`; only ID must be there. */
struct reference {
    uint32_t indicator, series;
    int year; /* as named, else that of the report */
    bool named_year;
    const struct tb_statistic *statistic; /* NULL: the value itself */
    int decimals;                         /* as asked for, or -1 */
};

/** Reads a reference.  False when it was reported: no such indicator, region or statistic, or a year that is none. */
bool brief_read_reference(struct filler *filler, const char *text, struct reference *reference);
/** The indicator of this id, all regions; TB_NOWHERE when it was reported. */
uint32_t brief_read_indicator(struct filler *filler, const char *id);
/** The observation a reference names; NOWHERE when it is missing. */
size_t brief_find_value(struct filler *filler, const struct reference *reference);
/** The number or words a reference with a statistic names.  False when there are none. */
bool brief_find_statistic(struct filler *filler, const struct reference *reference, struct tb_bytes *out);

#endif
