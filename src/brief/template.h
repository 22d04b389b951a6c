/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Reports from templates: Markdown, or a Word document, with {{placeholders}}.
 *
 * template.c walks the text (braces, {{#if}}) of both; placeholders.c has the table of what may stand between braces;
 * reference.c reads `ID[REGION]@YEAR.STATISTIC:DECIMALS`; word_template.c puts what they become into a document.
 * docs/templates.md is the manual.
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
    const char *around; /* the words around it, where nobody can count lines; or NULL */
    bool again;         /* a second copy of the same text: what is wrong was said of the first */
    bool charts;        /* there is a folder for them */
    bool asking;   /* in a condition, or in a branch not taken: what is missing is no error, and nothing is drawn */
    bool optional; /* other words are there for what is missing */
    bool wrong;    /* something was reported */
    bool missing;  /* what was asked for does not exist */
    size_t misses; /* so many were reported */
};

/** Reports at the place of the placeholder, and returns false. */
bool brief_wrong(struct filler *filler, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** The same for a value that does not exist: no error where it is only asked for. */
bool brief_missing(struct filler *filler, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** What stands between two braces, without outer blanks, as text.  False when it was reported, or is missing. */
bool brief_fill_placeholder(struct filler *filler, const char *inside, struct tb_bytes *out);

/* ---- pieces of a text ---- */

/** Where a text is being read: a whole Markdown template, or one paragraph of a document. */
struct template_walk {
    const char *text;
    size_t n, at;
    size_t line, line_start;
};

/** The {{#if}}s that are open.  All zero: none. */
struct choices {
    struct choice {
        size_t line;
        unsigned column;
        bool outer;  /* the text around it is taken */
        bool taken;  /* its own present branch is */
        bool turned; /* {{else}} was there */
    } choice[16];
    size_t n;
    bool left_out; /* all of it stands in a branch that is not taken */
};

enum piece_kind {
    PIECE_TEXT,
    PIECE_FILL,   /* a placeholder */
    PIECE_CHOICE, /* {{#if}}, {{else}}, {{/if}} */
    PIECE_WRONG   /* braces that do not close; reported */
};
struct piece {
    enum piece_kind kind;
    size_t from, end;
    bool written; /* what stands here is taken */
    char *inside; /* of a placeholder; the caller frees it */
};

bool brief_is_taken(const struct choices *choices);
/** The next piece; false at the end of the text. */
bool brief_next_piece(struct filler *filler, struct template_walk *walk, struct choices *choices, struct piece *piece);
/** Reports those that are still open. */
void brief_end_choices(struct filler *filler, const struct choices *choices);
/** After the last piece: says how to go on where values are missing. */
void brief_end_filling(const struct filler *filler, const char *file);
/** A plain piece without the strokes that keep braces from acting. */
void brief_add_plain(struct tb_bytes *out, const char *text, size_t n);

/* ---- the whole ---- */

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
