/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Where the bytes stand at which a line is split: delimiters, quotes and line ends, a bit each, found many at once. */
#ifndef LOAD_MARKS_H
#define LOAD_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct load_marks {
    const char *text; /* which has n bytes; another mark stands behind the last one */
    size_t n;
    uint64_t *word; /* bit k % 64 of word k / 64: byte k is one of them */
    size_t capacity;
};

/** Looks through `n` bytes.  False when out of memory. */
bool load_marks_find(struct load_marks *marks, const char *text, size_t n, char delimiter);
void load_marks_free(struct load_marks *marks);

/** How many quotes and line feeds a text holds. */
struct load_count {
    size_t quotes, feeds;
};
struct load_count load_marks_count(const void *text, size_t n);

/** Goes from mark to mark. */
struct load_marks_cursor {
    const uint64_t *word;
    size_t at;     /* of the first byte of the word */
    uint64_t left; /* marks of the word that were not given out */
};

/** Stands before byte `from`. */
static inline struct load_marks_cursor load_marks_from(const struct load_marks *marks, size_t from)
{
    const uint64_t *word = marks->word + from / 64;
    return (struct load_marks_cursor){word, from & ~(size_t)63, *word & ~UINT64_C(0) << from % 64};
}

/** The next mark; marks->n is the last one. */
static inline size_t load_marks_next(struct load_marks_cursor *cursor)
{
    while (!cursor->left) {
        cursor->left = *++cursor->word;
        cursor->at += 64;
    }
    const size_t next = cursor->at + (size_t)__builtin_ctzll(cursor->left);
    cursor->left &= cursor->left - 1;
    return next;
}

#endif
