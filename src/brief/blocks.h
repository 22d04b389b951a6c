/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Markdown as a list of blocks, for writers that are not Markdown.
 *
 * What reports are made of is read: headings, paragraphs, lists, quotes, tables, pictures, code, emphasis, hard breaks,
 * `\` before punctuation.  Everything else stays as the text it is; comments are left out.  Lines of a paragraph are
 * joined, without a blank between Chinese characters; a line that begins with two wide blanks begins a paragraph, as
 * Chinese text files have it.
 */
#ifndef BRIEF_BLOCKS_H
#define BRIEF_BLOCKS_H

#include "trendbook/output.h"

enum span_kind {
    SPAN_TEXT,
    SPAN_BREAK,
    SPAN_PICTURE
};

struct span {
    enum span_kind kind;
    bool bold, italic, code;
    char *text;   /* of a picture: what it shows, in words */
    char *target; /* of a picture, as written; else NULL */
};

/** One line of text: a paragraph, a heading or a cell. */
struct spans {
    struct span *span;
    size_t n, capacity;
};

enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,
    BLOCK_ITEM,
    BLOCK_TABLE,
    BLOCK_CODE,
    BLOCK_RULE
};

struct block {
    enum block_kind kind;
    unsigned level; /* of a heading 1 to 6, of an item from 0 */
    bool quoted;
    bool ordered;         /* an item with a number */
    bool goes_on;         /* a further paragraph of an item */
    unsigned number;      /* of an ordered item that begins a list; else 0 */
    struct spans *text;   /* one; of a table row by row, the header first */
    size_t rows, columns; /* of a table; else 1 and 1 */
    bool *right;          /* by column: numbers */
};

struct blocks {
    struct block *block;
    size_t n, capacity;
    bool failed; /* out of memory */
};

/** Reads Markdown.  The caller frees the blocks, also when they failed. */
void brief_read_blocks(const char *markdown, struct blocks *blocks);
void brief_free_blocks(struct blocks *blocks);

/** The text of a line without what it looks like; a break is a blank, a picture its words. */
void brief_plain_spans(const struct spans *spans, struct tb_bytes *text);

#endif
