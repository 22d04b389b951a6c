/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Reading an office file that somebody else made: the parts of its zip within limits, as XML without entities, and
 * where its relationships lead.
 *
 * A file that cannot be used is refused with what is wrong with it and what to save it as; nothing outside of it is
 * ever read.
 */
#ifndef BRIEF_OFFICE_H
#define BRIEF_OFFICE_H

#include "trendbook/output.h"

#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <zip.h>

/* What is read of a file at most: a hostile one unpacks to anything. */
#define OFFICE_XML_MOST   (8u << 20)
#define OFFICE_MEDIA_MOST (32u << 20)
#define OFFICE_NAME       256

#define OFFICE_RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

struct office_file {
    const char *path;
    const char *save_as; /* ".potx", ".docx": what the messages ask for */
    zip_t *zip;
    size_t read; /* bytes so far */
    struct tb_log *log;
};

/** A file that cannot be used: what is wrong with it. */
#define office_refuse(from, ...) \
    tb_fail((from)->log, TB_BAD_DATA, "template", &(struct tb_place){.file = (from)->path}, __VA_ARGS__)

/** Opens file->path.  `wrong` is said of what is no such file: which kinds there are and which are not read. */
enum tb_status office_open(struct office_file *file, const char *wrong);
void office_close(struct office_file *file);

enum tb_status office_read(struct office_file *file, const char *name, size_t most, struct tb_bytes *bytes);
/** The part as a document; the caller frees it. */
enum tb_status office_read_xml(struct office_file *file, const char *name, xmlDocPtr *xml);
enum tb_status office_no_memory(const struct office_file *file);

/** The main part by the package's relationships, and its content type. */
enum tb_status office_main_part(struct office_file *file, char name[OFFICE_NAME], char type[200]);
/** "ppt/slides/_rels/slide1.xml.rels" of "ppt/slides/slide1.xml". */
void office_relations_name(const char *source, char name[OFFICE_NAME + 16]);
/** The relationships of a part, NULL when it has none; the caller frees them. */
enum tb_status office_read_relations(struct office_file *file, const char *source, xmlDocPtr *xml);
/** "ppt/slides/slide1.xml" and "../media/a.png" are "ppt/media/a.png"; false when it leaves the package. */
bool office_resolve(const char *source, const char *target, char name[OFFICE_NAME]);

/* ---- nodes ---- */

/** All nodes of an XPath; prefixes p, a, w, wp, mc, r, rel, ct.  The caller frees the object. */
xmlXPathObjectPtr office_find(xmlDocPtr xml, const char *path);
static inline size_t office_count(const xmlXPathObject *found)
{
    return found && found->nodesetval ? (size_t)found->nodesetval->nodeNr : 0;
}
xmlNodePtr office_first(xmlDocPtr xml, const char *path);
/** An attribute, "" when there is none; space: NULL for those without namespace. */
void office_attribute(xmlNodePtr node, const char *name, const char *space, char *text, size_t size);
double office_number(xmlNodePtr node, const char *name);

#endif
