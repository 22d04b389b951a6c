/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Where bytes come from: a regular file, standard input, or memory. */
#ifndef LOAD_SOURCE_H
#define LOAD_SOURCE_H

#include "trendbook/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/** Columns of a table that stands beside others: of each record from `line` on these fields; n = 0: all. */
struct load_window {
    size_t first, n, line;
};

struct load_source {
    const char *name; /* as the user named it: messages show it */
    int file;         /* descriptor, or -1 for memory */
    bool borrowed;    /* standard input, which is not ours to close */
    bool regular;     /* a file whose size and time are checked at the end */
    struct stat opened;
    const unsigned char *memory;
    size_t size;                                /* 0 when unknown */
    size_t done;                                /* bytes read so far */
    off_t start;                                /* where the first of them stands in the file */
    const struct load_sheet *sheet;             /* whose lines these are, or NULL */
    const struct load_description *description; /* what a side file says about it, or NULL */
    size_t first_line;                          /* of a table that stands below others in a file; else 0 */
    const char *encoding;                       /* of that file */
    struct load_window window;
};

/**
 * Opens a regular file; anything else (a folder, a named pipe, a device, a missing file) is TB_UNREADABLE with the
 * reason.  "-" is standard input, shown as `standard_input_name`.  `name` must outlive the source.
 */
enum tb_status load_source_file(struct load_source *source, const char *name, struct tb_log *log);
enum tb_status load_source_standard_input(struct load_source *source, const char *name, struct tb_log *log);
void load_source_memory(struct load_source *source, const char *name, const void *bytes, size_t n);

/** Reads `n` bytes, less only at the end. */
enum tb_status load_source_read(struct load_source *source, void *buffer, size_t n, size_t *got, struct tb_log *log);

/** Goes on reading behind the first `done` bytes of memory or a regular file.  False when that cannot be. */
bool load_source_seek(struct load_source *source, size_t done);

/** After the last byte: fails when the file is not what it was when it was opened. */
enum tb_status load_source_unchanged(const struct load_source *source, struct tb_log *log);
void load_source_close(struct load_source *source);

#endif
