/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Lines as records of fields.
 *
 * libcsv reads every record with quotes that are not simple, one physical line at a time, so that each field knows its
 * line.  Lines whose fields are plain, or in quotes that hold no quote, are split here (split.h), at marks that are
 * found many at once (marks.h).  `only_libcsv` sends everything through libcsv, for the tests that compare the two.
 */
#ifndef LOAD_ROWS_H
#define LOAD_ROWS_H

#include "load/marks.h"
#include "load/text.h"

#include <csv.h>

enum {
    LOAD_LONGEST_FIELD = 65536,
    LOAD_MOST_FIELDS = 65536, /* of one record */
    LOAD_MOST_COLUMNS = 4096, /* of one header; there are 401 years */
    LOAD_LONGEST_BEGINNING = 500,
    LOAD_BEGINNING_FIELDS = 8,
    LOAD_AHEAD = 32,         /* lines that are split at once */
    LOAD_FIELDS_AHEAD = 256, /* fields after which that is enough */
};

/** A field without the blanks around it and without its quotes; not NUL-terminated. */
struct load_field {
    const char *text;
    size_t length;
    size_t line;   /* where it begins */
    uint32_t name; /* its number among the names of the panel, or 0: nobody has looked, or it was unknown */
};

static inline struct load_field load_field_at(const char *text, size_t length, size_t line)
{
    return (struct load_field){text, length, line, 0};
}

/** One record.  Everything in it stays until the next one is asked for. */
struct load_row {
    const struct load_field *field;
    size_t n;
    size_t line; /* where it begins */
};

/** Names of the columns, for messages and lookup. */
struct load_header {
    size_t n;
    char **name; /* as written, trimmed */
    char **key;  /* the name in lower case, for lookup */
    char *bytes;
    size_t line;
};

struct load_rows {
    struct load_text *text;
    struct tb_log *log; /* NULL: problems are only counted */
    const char *file;
    const struct load_header *header; /* once known; names columns in messages */
    size_t columns_before;            /* empty columns of a sheet in front of field 1: messages count them */
    struct load_window window;
    size_t columns_of_sheet; /* columns_before, without those in front of the window */
    /* fields at the beginning of a line that name its series: those of the next line are mostly the same */
    size_t leading;
    size_t n_rows, n_ignored;
    size_t n_errors; /* records that are left out */
    size_t n_quote_faults;
    size_t lines; /* physical lines read */

    struct load_field *field;
    size_t n_fields, fields_capacity;
    size_t first_field; /* of the line being split: those before it are of lines before it */
    char *copy;         /* text of the fields that libcsv has read */
    size_t n_copy, copy_capacity;
    size_t line, open_line; /* line being read; line where a field that spans lines began, or 0 */
    struct csv_parser parser;
    struct load_marks marks; /* of the line being split, or of all the text in memory */
    size_t marked;           /* text->fills for which they are those of all the text; 0: of one line */
    struct {
        const char *text;                  /* of the last line, over its leading fields and past its last quote */
        size_t length;                     /* 0: none */
        char copy[LOAD_LONGEST_BEGINNING]; /* where it stands when the line does not stay */
        struct load_field field[LOAD_BEGINNING_FIELDS]; /* what was made of it */
        size_t n;
        size_t missed; /* so many lines have begun otherwise */
    } beginning;
    /* names of the panel, and the columns whose cells are looked up there; NULL: not known, or not worth it */
    const struct tb_names *names;
    size_t name_column[2], n_name_columns; /* from 0 */
    /* by name column: the last name found there.  Files mostly go on with it, or with the one after it. */
    struct {
        uint32_t name;
        unsigned missed; /* so many times it was neither */
    } last[2];
    struct {
        struct load_row row[LOAD_AHEAD];
        size_t first[LOAD_AHEAD]; /* field of each row */
        size_t n, next;
    } ahead;
    enum tb_status status; /* set when nothing more can be read */
    char delimiter;
    bool only_libcsv;
    bool has_parser;
    bool begun;
    bool whole;      /* libcsv has seen the end of the record */
    bool too_many;   /* the record has more than LOAD_MOST_FIELDS */
    bool stray_mark; /* a byte-order mark stood before the header: said once the header has names */
};

void load_rows_open(struct load_rows *rows, struct load_text *text, struct tb_log *log);
void load_rows_close(struct load_rows *rows);
/** Begins anew with another piece of text; how fields are parted and named stays as it is. */
void load_rows_restart(struct load_rows *rows);

/** load_rows_next when no record waits. */
bool load_rows_read(struct load_rows *rows, struct load_row *row);

/**
 * The next record that is not blank.  Records that cannot be read are reported and left out.  False at the end, or when
 * `status` is set.
 */
static inline bool load_rows_next(struct load_rows *rows, struct load_row *row)
{
    if (rows->ahead.next == rows->ahead.n)
        return load_rows_read(rows, row);
    *row = rows->ahead.row[rows->ahead.next++];
    rows->lines = row->line;
    rows->n_rows++;
    return true;
}

/** The next record as a header; false when there is none.  Free with load_header_free, also after false. */
bool load_header_read(struct load_rows *rows, struct load_header *header);
/** The same of a record that was just read. */
bool load_header_take(struct load_rows *rows, const struct load_row *row, struct load_header *header);
void load_header_free(struct load_header *header);
/** Index of the first column with this name (lower case), or -1. */
int load_header_find(const struct load_header *header, const char *key);
/** Name of a column from 1, or NULL. */
const char *load_header_name(const struct load_header *header, size_t column);

#endif
