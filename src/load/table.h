/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A published table while it is read: what table.c, roles.c and outside.c share.
 */
#ifndef LOAD_TABLE_H
#define LOAD_TABLE_H

#include "load/loader.h"

enum role {
    IGNORED,
    REGION,
    INDICATOR,
    YEAR,
    UNIT,
    NOTE,
    SOURCE,
    VALUE,
    GROUP, /* what the indicator's name belongs to, where it is there for several */
    FLAGS, /* of the value in the column before it */
};

/** A region that was named; 0 = none yet. */
struct place {
    uint32_t region;
    size_t line;
};

struct column {
    enum role role;
    int year;           /* of a value; 0 = the record's */
    uint32_t indicator; /* TB_NOWHERE = the record's */
    uint32_t region;    /* 0 = the record's */
    const char *label;  /* of the indicator, or what is added to the record's; NULL = none */
    char flag;          /* of all its values, or '\0' */
    bool has_unit;      /* the label says the unit */
    struct place place; /* of a region: the last one, which holds for merged cells too */
    char *above;        /* of a group or region: the last text; merged cells show it once */
    bool behind;        /* stands behind the years, and is none */
};

/** What one publisher does differently. */
struct dialect {
    enum load_bracket bracket;
    const char *missing; /* a mark for "no value" that needs no warning, or NULL */
    const char *source;  /* who publishes it, when the file does not say, or NULL */
    bool dates;          /* years are written 2024-01-01 */
};

struct table {
    struct load_reader *reader;
    const struct load_preview *preview;
    const struct dialect *dialect;
    struct column *column;
    bool *understood;
    bool year_down, region_down, indicator_down;
    struct load_number_form form;
    bool in_tail;
    uint32_t indicator, region; /* of the whole file; TB_NOWHERE and 0 when it does not say */
    uint32_t unit, source, note;
    char *above;             /* label of the record above: merged cells show it once */
    char *joined;            /* the label of the record with its groups */
    struct load_field named; /* the label above the header; kept, its text is `words` */
    char *words;
    bool titled;      /* that label is only the title of the table */
    uint32_t section; /* heading of the rows below it */
    size_t first;     /* number of the first observation */
    int year_above;   /* of the record above */
    size_t n_outside, outside_line;
    size_t n_parts, part_line;  /* records of parts of years */
    size_t n_sums, sum_line;    /* records of sums over the years */
    struct load_field kept[16]; /* lines of one label, until it is known what follows */
    size_t n_kept;
    struct place *within; /* by the name of a place: what it lies in, as the column before its own says */
    size_t n_within, within_capacity;
    uint8_t *percent; /* by indicator: 1 = some cell has a percent sign, 2 = some has none */
    size_t n_percent;
};

/* ---- recognise.c: whether a file holds such a table ---- */

enum load_match load_recognise_worldbank(struct load_opening *opening);
enum load_match load_recognise_metadata(struct load_opening *opening);
enum load_match load_recognise_nbs(struct load_opening *opening);
enum load_match load_recognise_owid(struct load_opening *opening);
enum load_match load_recognise_across(struct load_opening *opening);
enum load_match load_recognise_down(struct load_opening *opening);
enum load_match load_recognise_fred(struct load_opening *opening);

/* ---- roles.c: what each column holds ---- */

/** False (reported) when the columns do not make a table. */
bool table_find_roles(struct table *table);

/* ---- outside.c: lines above and below ---- */

uint32_t table_add_name(struct load_reader *reader, const char *text, size_t length);
/** Adds a text to a note, behind a blank. */
void table_append(struct table *table, uint32_t *to, const char *text, size_t length, const struct load_row *row);
/** Bytes of a numeral and its mark in front of a heading, or 0. */
size_t table_after_number(const struct load_field *text);
void table_take_line_above(struct table *table, const struct load_row *row);
/** A note or source below the table.  False when the record is data. */
bool table_take_line_below(struct table *table, const struct load_row *row);
/** A text that no label is as long as, or that begins with the mark of a footnote. */
bool table_is_remark(const struct load_field *field);

#endif
