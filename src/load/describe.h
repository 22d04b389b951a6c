/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What a side file says about a table: a Frictionless Data Package (datapackage.json) or CSV on the Web
 * (FILE-metadata.json, csv-metadata.json).  It wins over what would be recognised; where it contradicts the table, that
 * is an error.
 */
#ifndef LOAD_DESCRIBE_H
#define LOAD_DESCRIBE_H

#include "load/rows.h"

struct load_field_description {
    char *column; /* its header in the table */
    char *title;  /* a name for people, or NULL */
    char *unit;   /* or NULL */
    bool year;
};

/** Texts that mean "no value". */
struct load_words {
    char **word;
    size_t n, capacity;
};

struct load_description {
    char *path;      /* of the side file */
    const char *why; /* static text, for check */
    char delimiter;  /* 0 = not said */
    bool decimal_comma;
    struct load_words missing;
    struct load_field_description *field;
    size_t n, capacity;
    char *source; /* sources and licence, or NULL */
};

/**
 * Looks for a side file of `path`: FILE-metadata.json, csv-metadata.json, and datapackage.json in its folder or the one
 * above.  *description is empty when there is none; free it in any case.  A side file that cannot be read is
 * TB_BAD_DATA.
 */
enum tb_status load_describe(const char *path, struct load_description *description, struct tb_log *log);
void load_description_free(struct load_description *description);

/** Files of a Data Package, as paths; free each, and the list.  TB_BAD_DATA (reported) when it is none. */
enum tb_status load_package_files(const char *path, struct load_words *files, struct tb_log *log);
void load_words_free(struct load_words *words);

/** Whether this text means "no value"; `description` may be NULL. */
bool load_says_missing(const struct load_description *description, const char *text, size_t length);
/** Columns that the description calls years get the key "year". */
void load_describe_header(const struct load_description *description, struct load_header *header);

#endif
