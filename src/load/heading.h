/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The header of a published table: which of the first records name the columns, and what each column says.
 *
 * A header may have several records, one above the other, as merged cells leave them: groups over years, years over
 * groups, places over indicators, units below all.  Read from top to bottom they give each column a path, and each step
 * of the path says what it is: a year, a place, a unit, else a part of the indicator's name.
 *
 *     region, 2022年,       , 2023年,              column 3 holds the closed cases of 2022
 *           , filed, closed, filed, closed
 */
#ifndef LOAD_HEADING_H
#define LOAD_HEADING_H

#include "load/rows.h"

enum {
    LOAD_PREVIEW_ROWS = 24,
    LOAD_PREVIEW_BYTES = 256 << 10,
    LOAD_DEEPEST_HEADER = 5,
};

/** How a column or a record names a year. */
enum load_year_form {
    LOAD_NO_YEAR,
    LOAD_WHOLE_YEAR,
    LOAD_FINANCIAL_YEAR, /* 2022/23: the year in which it begins */
    LOAD_PART_OF_YEAR,   /* a quarter, some months, a year so far */
    LOAD_YEAR_AND_TEXT,  /* a year, and what is counted */
};
struct load_year_name {
    enum load_year_form form;
    int year;
    bool fiscal; /* FY2022 */
    bool day;    /* written as its first or last day */
    bool months; /* 2011-12 could be a month as well as a financial year */
    bool loose;  /* year and text with nothing but a blank between them: only among others of its kind */
    const char *text;
    size_t n_text; /* what stands beside the year */
};
struct load_year_name load_year_name_read(const char *text, size_t length);
/** Whether this is a date with its day. */
bool load_is_day(const char *text, size_t length);
/** Whether this names a part of a year without the year: months, a quarter, a half. */
bool load_is_part_of_year(const char *text, size_t length);

/** What one column says; texts are "" when it does not say that. */
struct load_path {
    bool value;    /* holds values, else labels of the records */
    bool part;     /* of a part of a year only */
    bool sum;      /* a sum behind the last of the groups, and in no other */
    bool flags;    /* without a name, it holds the flags of the column before it */
    char flag;     /* of all its values: provisional (p) or estimated (e), else '\0' */
    int year;      /* 0: none */
    char *region;  /* as written */
    char *name;    /* of the indicator, its steps joined, its unit in a bracket; or of the label */
    bool has_unit; /* the name says its unit, or cannot have that of the record */
};

/** What is wrong with a header of several records: no column is read then. */
enum load_heading_fault {
    LOAD_HEADING_FINE,
    LOAD_HEADING_UNCOVERED, /* a column stands under no group, beside others that do */
    LOAD_HEADING_MIXED,     /* financial years beside plain ones */
    LOAD_HEADING_TWO_YEARS, /* a column stands under two years */
};

/** The first records of a file, split at one delimiter. */
struct load_preview {
    char delimiter;
    struct load_header row[LOAD_PREVIEW_ROWS];
    size_t n;
    size_t header;           /* index of the first record that names the columns; n when none does */
    size_t depth;            /* how many records do */
    bool across;             /* they name years */
    bool financial;          /* years are written 2022/23 */
    bool fiscal;             /* or FY2022 */
    bool days;               /* no date is another than the first or last day of a year, which stands for it */
    bool decimal_comma;      /* numbers are written 1,5 */
    struct load_header flat; /* the header as one record */
    const char *unit;        /* of all columns, when a line of the header says nothing but that; else NULL */
    size_t n_unit;
    struct load_path *path; /* by column of it */
    size_t n_paths;
    enum load_heading_fault fault;
    size_t fault_row, fault_column;
};

/** Finds the header, and how numbers are written, in a preview that has its records.  False when out of memory. */
bool load_find_table(struct load_preview *preview);
/** Takes the first record as the header, with years down, whatever was found.  False when out of memory. */
bool load_take_first_row(struct load_preview *preview);
void load_preview_free(struct load_preview *preview);

/**
 * Two labels as one: "freight (t)" and "planned" are "freight-planned (t)".  The unit of the second goes before that of
 * the first; own_unit: it has not that of the first, even if it names none.  Returns an allocated text, or NULL when
 * out of memory.
 */
char *load_join_labels(const char *first, size_t n_first, const char *second, bool own_unit);

/** Whether a text, without blanks, is a number; `decimal_comma`: written 1,5. */
bool load_is_number(const char *text, bool decimal_comma);

#endif
