/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What makes Word offer to repair a document, checked without it: the rules of package_check.h that fit documents. */
#ifndef TOOLS_DOCUMENT_CHECK_H
#define TOOLS_DOCUMENT_CHECK_H

#include "package_check.h"

/* Every value of an attribute is defined somewhere: styles by w:styleId, lists by w:numId. */
static inline void check_names(struct package *package, const struct part *part, const char *used, const char *source,
                               const char *element, const char *key)
{
    struct part *names = find_part(package, source);
    xmlXPathObjectPtr all = nodes(part->xml, used);
    for (int i = 0; i < count(all); i++) {
        char path[400];
        xmlChar *name = xmlNodeGetContent(node(all, i));
        snprintf(path, sizeof path, "//w:%s[@w:%s='%s']", element, key, (const char *)name);
        if (!names || !names->xml || !count_of(names->xml, path))
            fault(package, "5 %s of %s is not defined", (const char *)name, part->name);
        xmlFree(name);
    }
    xmlXPathFreeObject(all);
}

static inline void check_picture_ids(struct package *package, const struct part *part)
{
    xmlXPathObjectPtr all = nodes(part->xml, "//wp:docPr");
    for (int i = 0; i < count(all); i++) {
        const long id = strtol(attribute(node(all, i), "id").s, NULL, 10);
        if (id <= 0)
            fault(package, "6 picture id %ld in %s", id, part->name);
        for (int j = 0; j < i; j++)
            if (strtol(attribute(node(all, j), "id").s, NULL, 10) == id)
                fault(package, "6 picture id %ld twice in %s", id, part->name);
    }
    xmlXPathFreeObject(all);
}

static inline void check_document(struct package *package, const unsigned char *data, size_t n)
{
    static const struct {
        const char *path, *says;
    } never[] = {
        {"//w:tc[not(*[last()][self::w:p])]", "7 cell that does not end in a paragraph"},
        {"//w:txbxContent[not(w:p)] | //w:hdr[not(w:p)] | //w:ftr[not(w:p)] | //w:footnote[not(w:p)]",
         "7 text without a paragraph"},
        {"//w:tbl[not(w:tr)]", "7 table without rows"},
        {"//w:tr[not(w:tc) and not(w:sdt)]", "7 row without cells"},
        {"//w:tbl[not(.//w:gridSpan)][not(.//w:gridBefore)]/w:tr[count(w:tc) != count(../w:tblGrid/w:gridCol)]",
         "7 ragged table"},
        {"//w:tbl/following-sibling::*[1][self::w:tbl]", "7 tables that become one"},
        {"//w:body/w:sectPr/following-sibling::*", "7 something behind the last section"},
        {"//w:p/w:pPr[preceding-sibling::*]", "7 properties behind the text of a paragraph"},
        {"//w:r/w:rPr[preceding-sibling::*]", "7 properties behind the text of a run"},
        {"//w:p//w:p[not(ancestor::w:txbxContent)]", "7 paragraph in a paragraph"},
        {"//w:t[contains(., '{{')]", "9 braces are left"},
    };
    if (!check_container(package, data, n))
        return;
    if (!find_part(package, "word/document.xml") ||
        !strstr(content_type(package, "word/document.xml").s, "wordprocessingml.document.main+xml"))
        fault(package, "2 no document");
    for (size_t k = 0; k < package->n; k++) {
        struct part *part = &package->part[k];
        if (!part->xml || strncmp(part->name, "word/", strlen("word/")) != 0)
            continue;
        for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
            if (count_of(part->xml, never[i].path))
                fault(package, "%s: %s", never[i].says, part->name);
        check_picture_ids(package, part);
        if (strcmp(part->name, "word/document.xml") != 0)
            continue;
        check_names(package, part, "//w:pStyle/@w:val", "word/styles.xml", "style", "styleId");
        check_names(package, part, "//w:numId/@w:val[. != 0]", "word/numbering.xml", "num", "numId");
    }
}

#endif
