/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Parts of a zip file as XML documents, for tests that look into what was written. */
#ifndef TESTS_ZIP_PARTS_H
#define TESTS_ZIP_PARTS_H

#include "trendbook/output.h"

#include <assert.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <zip.h>

/** The part as a document, or NULL when there is none or it is not well-formed.  The caller frees it. */
static inline xmlDocPtr zip_part(const struct tb_bytes *bytes, const char *name)
{
    zip_source_t *source = zip_source_buffer_create(bytes->data, bytes->n, 0, NULL);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    assert(zip);
    zip_stat_t about;
    xmlDocPtr document = NULL;
    zip_file_t *part = zip_stat(zip, name, 0, &about) == 0 ? zip_fopen(zip, name, 0) : NULL;
    if (part) {
        char *text = malloc(about.size + 1);
        const zip_int64_t got = text ? zip_fread(part, text, about.size) : -1;
        document = got == (zip_int64_t)about.size ? xmlReadMemory(text, (int)got, name, NULL, XML_PARSE_NONET) : NULL;
        free(text);
        zip_fclose(part);
    }
    zip_discard(zip);
    return document;
}

/** An XPath over a document; `m` is the namespace of spreadsheets, `c` that of charts, `a` that of drawings. */
static inline xmlXPathObjectPtr zip_path(xmlDocPtr document, const char *path)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathRegisterNs(context, BAD_CAST "m", BAD_CAST "http://schemas.openxmlformats.org/spreadsheetml/2006/main");
    xmlXPathRegisterNs(context, BAD_CAST "c", BAD_CAST "http://schemas.openxmlformats.org/drawingml/2006/chart");
    xmlXPathRegisterNs(context, BAD_CAST "a", BAD_CAST "http://schemas.openxmlformats.org/drawingml/2006/main");
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, context);
    assert(found);
    xmlXPathFreeContext(context);
    return found;
}

static inline double zip_number(xmlDocPtr document, const char *path)
{
    xmlXPathObjectPtr found = zip_path(document, path);
    const double number = xmlXPathCastToNumber(found);
    xmlXPathFreeObject(found);
    return number;
}

/** The caller frees it with xmlFree. */
static inline char *zip_text(xmlDocPtr document, const char *path)
{
    xmlXPathObjectPtr found = zip_path(document, path);
    xmlChar *text = xmlXPathCastToString(found);
    xmlXPathFreeObject(found);
    return (char *)text;
}

#endif
