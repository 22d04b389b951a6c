/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * XML parts written by libxml2's text writer.
 *
 * Two ways in and no third: fixed markup with numbers in it (tb_xml), and text of the data, which is escaped
 * (tb_xml_text, tb_xml_attribute).
 */
#ifndef BRIEF_XML_H
#define BRIEF_XML_H

#include "trendbook/output.h"

struct tb_xml;

/** A part that starts with the XML declaration, or NULL when out of memory. */
struct tb_xml *tb_xml_new(void);
/** Fixed markup.  The arguments are numbers or constants of the program, never text of the data. */
void tb_xml(struct tb_xml *xml, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** Text content: escaped; characters that XML does not know become U+FFFD, line ends become blanks. */
void tb_xml_text(struct tb_xml *xml, const char *text);
/** ` name="text"` inside a start tag that tb_xml has left open; escaped in the same way. */
void tb_xml_attribute(struct tb_xml *xml, const char *name, const char *text);
/** Closes the part and moves its bytes into `bytes`; frees `xml`, which may be NULL.  False when out of memory. */
bool tb_xml_end(struct tb_xml *xml, struct tb_bytes *bytes);

/** tb_safe_text, as the briefing calls it. */
static inline char *brief_safe_text(const char *text)
{
    return tb_safe_text(text);
}

#endif
