/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What the text of one cell means: values, years, identifiers, notes.
 *
 * Nothing here knows files or logs.  Each function answers with what was read and with a mask of remarks; the table
 * load_remarks says what a remark is called and how it is told.
 */
#ifndef LOAD_CELL_H
#define LOAD_CELL_H

#include "trendbook/panel.h"

/** What was taken in a form that is not the plain one: each is a warning. */
enum load_remark {
    LOAD_MARKER = 1 << 0,    /* a word or sign for "no value" */
    LOAD_PERCENT = 1 << 1,   /* % or per mille sign; the number stays as written */
    LOAD_FULLWIDTH = 1 << 2, /* full-width digits, point, comma or sign */
    LOAD_MINUS = 1 << 3,     /* U+2212 */
    LOAD_GROUP_SPACE = 1 << 4,
    LOAD_ONE_GROUP = 1 << 5,  /* 1,234 may be 1.234 */
    LOAD_QUALIFIER = 1 << 6,  /* about, more than, at most ... */
    LOAD_MULTIPLIER = 1 << 7, /* thousand, ten thousand, ... */
    LOAD_PRECISION = 1 << 8,  /* more digits than the number gives back */
    LOAD_ROUNDED = 1 << 9,    /* 1.23457E+11: the shape in which a spreadsheet has lost digits */
    LOAD_BLANKS = 1 << 10,    /* blanks inside the quotes */
    LOAD_YEAR_FORM = 1 << 11,
    LOAD_INVISIBLE = 1 << 12, /* characters that cannot be seen or turn the writing direction */
    LOAD_FORMULA = 1 << 13,   /* a spreadsheet would run it */
};

struct load_remark_row {
    unsigned remark;
    const char *kind;
    const char *says; /* follows the quoted text of the cell */
};
extern const struct load_remark_row load_remarks[];
extern const size_t load_n_remarks;

/** Why a cell is no value. */
enum load_fault {
    LOAD_FINE,
    LOAD_NOT_A_NUMBER,
    LOAD_OUT_OF_RANGE, /* overflow, or underflow to 0 */
    LOAD_QUALIFIED_TWICE,
};

struct load_value {
    double value; /* NaN unless there is one; 0 is never negative */
    enum tb_state state;
    int decimals;
    unsigned remarks;
    enum load_fault fault;
};

/** Reads a value by the grammar of tests/corpus/README.md, rule 8.  The text is UTF-8; blanks around it are dropped. */
void load_value_read(const char *text, size_t length, struct load_value *value);

/** What to do about a text that is no number; static text. */
const char *load_number_advice(const char *text, size_t length);

/** A qualifier on its own, in any of the forms a cell may use.  False when it is none. */
bool load_qualifier_read(const char *text, size_t length, enum tb_state *state);

/**
 * A year: four digits, 1800 to 2200; full-width digits, a suffix and `.0` are remarked.  0 when it is none; *advice
 * then says what to do (static text).
 */
int load_year_read(const char *text, size_t length, unsigned *remarks, const char **advice);

/** Why this text, already trimmed, cannot be an identifier or region: static text, or NULL when it can. */
const char *load_id_fault(const char *text, size_t length);

/** Why this text cannot be a note: static text, or NULL when it can.  *remarks receives what is odd about it. */
const char *load_text_fault(const char *text, size_t length, unsigned *remarks);

/** Whether `n` bytes are equal but for the case of ASCII letters, whatever the locale. */
bool load_same_word(const char *a, const char *b, size_t n);

/** The same text without spaces and tabs around it. */
const char *load_trim(const char *text, size_t *length);

/** A piece of a cell for a message: whole, or its beginning and an ellipsis. */
struct load_shown {
    char text[100];
};
struct load_shown load_show(const char *text, size_t length);

#endif
