/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The beginning of a file, looked at before it is read: its first records, split in each way, and the layout they fit.
 */
#ifndef LOAD_OPENING_H
#define LOAD_OPENING_H

#include "load/loader.h"

enum opening_peek {
    OPENING_HEADER,
    OPENING_NOTHING, /* no record at all */
    OPENING_BROKEN,  /* the first record cannot be read */
    OPENING_UNREADABLE,
    OPENING_NO_MEMORY,
};

/** What parts the columns, unless the content tells otherwise. */
char opening_delimiter(const struct load_source *source);
/** Reads the first record of what is decoded so far without saying anything; the reader says it when it comes there. */
enum opening_peek opening_peek(struct load_text *text, struct load_header *header, const char **start, size_t *n);
/** Looks at the beginning of what is decoded with each delimiter that published tables use.  False when out of memory.
 */
bool opening_fill_previews(struct load_opening *opening, const struct load_description *description);
void opening_free_previews(struct load_opening *opening);
/** The layout that reads this file; NULL when none does, and then that has been said. */
const struct tb_layout *opening_choose(struct load_opening *opening, struct tb_log *log, enum load_match *match);

#endif
