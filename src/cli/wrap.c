/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

/* The length of the UTF-8 character at `at`. */
static size_t character(const char *at)
{
    size_t n = 1;
    while ((at[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* What no line begins with. */
static bool clings(const char *at)
{
    static const char *const closing[] = {"，", "。", "、", "；", "：", "）", "”", "？"};
    for (size_t i = 0; i < sizeof closing / sizeof closing[0]; i++)
        if (strncmp(at, closing[i], strlen(closing[i])) == 0)
            return true;
    return false;
}

/* The piece at `at` that stays on one line: a word, or a character beyond ASCII, with what clings to it. */
static size_t piece_length(const char *at)
{
    size_t n = 0;
    if ((unsigned char)*at >= 0x80) {
        while (strncmp(at + n, "（", strlen("（")) == 0 || strncmp(at + n, "“", strlen("“")) == 0)
            n += character(at + n);
        n += at[n] ? character(at + n) : 0;
    }
    while (n == 0 ||
           (at[n] && at[n] != ' ' && at[n] != '\n' && (unsigned char)at[n - 1] < 0x80 && (unsigned char)at[n] < 0x80))
        n++;
    while (at[n] && clings(at + n))
        n += character(at + n);
    return n;
}

static size_t columns_of(const char *text, size_t n)
{
    char piece[256];
    if (n >= sizeof piece)
        return n; /* more than any line has */
    memcpy(piece, text, n);
    piece[n] = '\0';
    return (size_t)screen_columns(piece);
}

/* The first characters of a piece that is wider than a line. */
static size_t cut(const char *text, size_t n, size_t width)
{
    size_t fits = character(text);
    while (fits < n && columns_of(text, fits + character(text + fits)) <= width)
        fits += character(text + fits);
    return fits < n ? fits : n;
}

void wrap_text(struct tb_bytes *out, const char *text, size_t at, size_t indent, size_t width)
{
    size_t pending = 0; /* blanks before the next piece */
    bool fresh = true;  /* nothing stands in this line yet */
    while (*text) {
        if (*text == '\n') {
            tb_bytes_format(out, "\n%*s", (int)indent, "");
            at = indent;
            fresh = true;
        }
        if (*text == ' ' || *text == '\n') {
            pending = fresh ? 0 : pending + 1;
            text++;
            continue;
        }
        size_t n = piece_length(text), columns = columns_of(text, n);
        if (!fresh && at + pending + columns > width) {
            tb_bytes_format(out, "\n%*s", (int)indent, "");
            at = indent;
            pending = 0;
        }
        if (at == indent && columns > width - indent) {
            n = cut(text, n, width - indent);
            columns = columns_of(text, n);
        }
        tb_bytes_format(out, "%*s%.*s", (int)pending, "", (int)n, text);
        at += pending + columns;
        pending = 0;
        fresh = false;
        text += n;
    }
}
