/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Interned text: every distinct string is kept once and named by a small number.
 * Number 0 is always the empty string, so "no region" and "no note" are 0.
 */
#ifndef TRENDBOOK_NAMES_H
#define TRENDBOOK_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TB_NO_NAME UINT32_MAX

struct tb_names;

struct tb_names *tb_names_new(void);
void tb_names_free(struct tb_names *names);

/** Number of this text, added when new.  TB_NO_NAME when out of memory.  `text` holds no NUL. */
uint32_t tb_names_add(struct tb_names *names, const char *text, size_t length);
/** Number of this text, or TB_NO_NAME when it was never added. */
uint32_t tb_names_find(const struct tb_names *names, const char *text, size_t length);
/**
 * tb_names_find of many texts: number[k] is that of text[k].  For whoever looks up many among so many names that the
 * processor's caches do not hold them: it waits for all of them at once.
 */
void tb_names_find_all(const struct tb_names *names, const char *const *text, const size_t *length, size_t n,
                       uint32_t *number);
/** Whether this number names this text. */
bool tb_name_is(const struct tb_names *names, uint32_t name, const char *text, size_t length);
/** The text of a number, NUL-terminated; it stays at its address until tb_names_free. */
const char *tb_name(const struct tb_names *names, uint32_t name);
size_t tb_name_length(const struct tb_names *names, uint32_t name);
size_t tb_names_count(const struct tb_names *names);

#ifdef __cplusplus
}
#endif

#endif
