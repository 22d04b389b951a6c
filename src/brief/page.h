/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The fixed parts of the page, and its one way to write text. */
#ifndef BRIEF_PAGE_H
#define BRIEF_PAGE_H

#include "trendbook/output.h"

/** Style and script: page.css and page.js, put into the program by embed.cmake.  Neither holds < or &, so that the page
 * is well-formed XML too. */
extern const char brief_page_style[];
extern const char brief_page_script[];

/** Text of the data as text or as the value of an attribute in double quotes: escaped, safe characters only. */
void brief_page_text(struct tb_bytes *page, const char *text);

/**
 * The rules that give the colours of light charts their dark counterparts, appended to a style sheet; to stand inside
 * a media query.
 */
void brief_page_dark(struct tb_bytes *style);

/** The source of a content security policy that allows just this text: 'sha256-...'. */
void brief_page_hash(struct tb_bytes *page, const char *text, size_t n);

#endif
