/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * An Open Packaging Conventions file (ECMA-376 part 2): parts, their types, their relationships, in a zip.
 *
 * The same parts in the same order give the same bytes: no time, no path, no machine goes in.
 */
#ifndef BRIEF_PACKAGE_H
#define BRIEF_PACKAGE_H

#include "trendbook/output.h"

struct tb_package;

/** NULL when out of memory. */
struct tb_package *tb_package_new(void);
void tb_package_free(struct tb_package *package);

/**
 * Adds a part and takes its bytes (left empty).
 *   name   "ppt/slides/slide1.xml": ASCII, unique
 *   type   content type, static text
 *   stored without compression, for pictures
 */
void tb_package_add(struct tb_package *package, const char *name, const char *type, struct tb_bytes *bytes,
                    bool stored);

/** The same from text. */
void tb_package_add_text(struct tb_package *package, const char *name, const char *type, const char *text);

/**
 * Relates two parts and returns the number of the relationship at its source: 1 is "rId1".
 *   source  "" for the package itself
 *   type    the last word of the relationship's address, "slideLayout"; see package.c for the full addresses
 */
unsigned tb_package_relate(struct tb_package *package, const char *source, const char *type, const char *target);

/** The same under an id that the source already uses; all relationships of that source are then added in this way. */
void tb_package_relate_as(struct tb_package *package, const char *source, const char *id, const char *type,
                          const char *target);

/**
 * Adds what every office file says of itself: title and language, and elements of docProps/app.xml.  No dates: the same
 * figures give the same file.
 */
void tb_package_properties(struct tb_package *package, const char *title, const char *language, const char *elements);

/** One file of a zip. */
struct tb_entry {
    const char *name;
    const struct tb_bytes *bytes;
    bool stored; /* without compression, for pictures */
};
/** Writes entries in this order.  Fails with TB_NO_MEMORY or TB_OUTPUT_FAILED. */
enum tb_status tb_zip_write(const struct tb_entry *entry, size_t n, struct tb_bytes *zip, struct tb_log *log);

/** Is this, in small letters, the extension of a kind of picture that a package holds? */
bool tb_package_knows(const char *extension);

/** Writes the zip into `zip`.  Fails with TB_NO_MEMORY or TB_OUTPUT_FAILED. */
enum tb_status tb_package_write(struct tb_package *package, struct tb_bytes *zip, struct tb_log *log);

#endif
