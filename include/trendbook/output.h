/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Outputs that are whole or absent: written under a temporary name, checked, flushed, then renamed.
 */
#ifndef TRENDBOOK_OUTPUT_H
#define TRENDBOOK_OUTPUT_H

#include "error.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Growing bytes; `failed` is sticky once memory ran out. */
struct tb_bytes {
    unsigned char *data;
    size_t n, capacity;
    bool failed;
};
void tb_bytes_add(struct tb_bytes *bytes, const void *data, size_t n);
/** Room for n more bytes behind the last one: who fills it adds what was written to bytes->n.  NULL when it failed. */
char *tb_bytes_room(struct tb_bytes *bytes, size_t n);
void tb_bytes_text(struct tb_bytes *bytes, const char *text);
void tb_bytes_format(struct tb_bytes *bytes, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tb_bytes_free(struct tb_bytes *bytes);

/**
 * A copy of text that is safe as plain text everywhere: control characters, marks and overrides of direction,
 * characters XML does not know and broken UTF-8 become U+FFFD, line ends and tabs a blank.  The caller frees it; NULL
 * when out of memory.
 */
char *tb_safe_text(const char *text);

/** One file, replaced in one step.  Never follows a symbolic link at the final name. */
enum tb_status tb_write_file(const char *path, const void *data, size_t n, struct tb_log *log);

/** One file that is written piece by piece, under a temporary name until it is whole. */
struct tb_output;

/** Begins; nothing is seen under `path` until tb_output_commit. */
enum tb_status tb_output_open(const char *path, struct tb_output **output, struct tb_log *log);
enum tb_status tb_output_write(struct tb_output *output, const void *data, size_t n, struct tb_log *log);
/** Puts the file into its place and frees, on failure too. */
enum tb_status tb_output_commit(struct tb_output *output, struct tb_log *log);
/** Removes what was written and frees.  NULL is fine. */
void tb_output_abandon(struct tb_output *output);

/** A folder of files that appear together. */
struct tb_folder;

/**
 * Begins an output folder.  Nothing is seen under `path` until tb_folder_commit; missing parents are made.
 * An existing folder is accepted when it is empty or holds the file `mark` (made by an earlier run), or with `force`;
 * otherwise TB_OUTPUT_FAILED with a sentence that names --force.
 */
enum tb_status tb_folder_open(const char *path, const char *mark, bool force, struct tb_folder **folder,
                              struct tb_log *log);
/** Adds a file; `name` may hold one sub-folder ("charts/a.svg").  The bytes are on disk under a temporary name. */
enum tb_status tb_folder_add(struct tb_folder *folder, const char *name, const void *data, size_t n,
                             struct tb_log *log);
/** Renames all into place (the file named `mark` last) and frees the folder, on failure too. */
enum tb_status tb_folder_commit(struct tb_folder *folder, struct tb_log *log);
/** Removes everything staged and frees.  NULL is fine. */
void tb_folder_abandon(struct tb_folder *folder);

#ifdef __cplusplus
}
#endif

#endif
