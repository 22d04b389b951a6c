/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Rule 8 of the package check: a native chart, its axes, and the workbook it is made from.
 *
 * PowerPoint draws the numbers that are kept in the chart and shows those of the workbook when somebody edits them, so
 * they must be the same.
 */
#ifndef TOOLS_CHART_CHECK_H
#define TOOLS_CHART_CHECK_H

#include "package_check.h"

#include <math.h>

/* Axes: what a plot names exists, two a plot; each axis crosses another. */
static inline void check_axes(struct package *package, struct part *part)
{
    static const char plots[] = "//c:plotArea/*[c:axId][c:ser]", axes[] = "//c:plotArea/*[c:axId][c:crossAx]";
    xmlXPathObjectPtr all = nodes(part->xml, plots);
    for (int i = 0; i < count(all); i++) {
        int named = 0;
        for (xmlNodePtr child = node(all, i)->children; child; child = child->next)
            if (strcmp((const char *)child->name, "axId") == 0) {
                char path[700];
                named++;
                snprintf(path, sizeof path, "//c:plotArea/*[c:crossAx]/c:axId[@val='%s']", attribute(child, "val").s);
                if (count_of(part->xml, path) != 1)
                    fault(package, "8 axis %s is not there: %s", attribute(child, "val").s, part->name);
            }
        if (named != 2)
            fault(package, "8 a plot has %d axes: %s", named, part->name);
    }
    xmlXPathFreeObject(all);
    all = nodes(part->xml, axes);
    for (int i = 0; i < count(all); i++)
        for (xmlNodePtr child = node(all, i)->children; child; child = child->next) {
            char path[700];
            if (strcmp((const char *)child->name, "crossAx") != 0)
                continue;
            snprintf(path, sizeof path, "//c:plotArea/*[c:crossAx]/c:axId[@val='%s']", attribute(child, "val").s);
            if (count_of(part->xml, path) != 1)
                fault(package, "8 an axis crosses %s, which is not there: %s", attribute(child, "val").s, part->name);
        }
    xmlXPathFreeObject(all);
}

/* A plot over names has an axis of names and one of values, points have two of values; lying bars have their names
 * beside them; stacked bars lie on one another, and have no label outside. */
static inline void check_plots(struct package *package, struct part *part)
{
    static const struct {
        const char *path, *says;
    } never[] = {
        {"//c:scatterChart[c:axId/@val = ../c:catAx/c:axId/@val]", "8 points over an axis of names"},
        {"//c:plotArea/*[self::c:barChart or self::c:lineChart or self::c:areaChart]"
         "[not(c:axId/@val = ../c:catAx/c:axId/@val) or not(c:axId/@val = ../c:valAx/c:axId/@val)]",
         "8 a plot without an axis of names and one of values"},
        {"//c:barChart[c:barDir/@val='bar'][c:axId/@val = ../c:catAx[c:axPos/@val='b' or "
         "c:axPos/@val='t']/c:axId/@val]",
         "8 lying bars with their names below"},
        {"//c:barChart[c:barDir/@val='col'][c:axId/@val = ../c:catAx[c:axPos/@val='l' or "
         "c:axPos/@val='r']/c:axId/@val]",
         "8 columns with their names beside"},
        {"//c:barChart[c:grouping/@val!='clustered'][not(c:overlap/@val='100')]", "8 stacked bars side by side"},
        {"//c:barChart[c:grouping/@val!='clustered']//c:dLblPos[@val='outEnd']", "8 label outside a stacked bar"},
        {"//c:areaChart//c:dLblPos", "8 label with a place in an area"},
        {"//c:lineChart//c:dLblPos[@val='outEnd' or @val='inEnd' or @val='inBase'] | "
         "//c:scatterChart//c:dLblPos[@val='outEnd' or @val='inEnd' or @val='inBase']",
         "8 label at a point as if at a bar"},
        {"//c:scatterChart/c:ser[not(c:xVal) or not(c:yVal)]", "8 points without a place"},
        {"//c:scatterChart/c:ser[c:xVal//c:ptCount/@val != c:yVal//c:ptCount/@val]", "8 points with half a place"},
    };
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (count_of(part->xml, never[i].path))
            fault(package, "%s: %s", never[i].says, part->name);
}

/* Every kept point lies below the count of its cache; indices and orders of series are unique. */
static inline void check_caches(struct package *package, struct part *part)
{
    if (count_of(part->xml, "//c:pt[number(@idx) >= number(../c:ptCount/@val)]"))
        fault(package, "8 a point beyond its count: %s", part->name);
    if (count_of(part->xml, "//c:ser[c:idx/@val = preceding::c:ser/c:idx/@val]"))
        fault(package, "8 series index twice: %s", part->name);
    if (count_of(part->xml, "//c:ser[c:order/@val = preceding::c:ser/c:order/@val]"))
        fault(package, "8 series order twice: %s", part->name);
}

/* The sheet of this name in a workbook, NULL when there is none. */
static inline struct part *find_sheet(struct package *book, const char *name)
{
    struct part *workbook = find_part(book, "xl/workbook.xml"), *rels = find_part(book, "xl/_rels/workbook.xml.rels");
    struct part *found = NULL;
    if (!workbook || !workbook->xml || !rels || !rels->xml)
        return NULL;
    xmlXPathObjectPtr all = nodes(workbook->xml, "//*[local-name()='sheet']");
    for (int i = 0; i < count(all) && !found; i++) {
        if (strcmp(attribute(node(all, i), "name").s, name) != 0)
            continue;
        xmlChar *id = xmlGetNsProp(node(all, i), BAD_CAST "id", BAD_CAST REL_OFFICE);
        char path[300], target[256];
        snprintf(path, sizeof path, "//rel:Relationship[@Id='%s']", id ? (const char *)id : "");
        xmlXPathObjectPtr relation = nodes(rels->xml, path);
        if (count(relation) == 1) {
            resolve("xl/workbook.xml", attribute(node(relation, 0), "Target").s, target);
            found = find_part(book, target);
        }
        xmlXPathFreeObject(relation);
        xmlFree(id);
    }
    xmlXPathFreeObject(all);
    return found;
}

/* What a cell holds as text; NULL when it is empty.  The caller frees it with xmlFree. */
static inline xmlChar *cell_content(struct package *book, struct part *sheet, const char *column, unsigned row)
{
    char path[700];
    snprintf(path, sizeof path, "//*[local-name()='c'][@r='%s%u']", column, row);
    xmlXPathObjectPtr cell = nodes(sheet->xml, path);
    xmlChar *content = NULL;
    if (count(cell) == 1) {
        const bool shared = strcmp(attribute(node(cell, 0), "t").s, "s") == 0;
        snprintf(path, sizeof path, "string(//*[local-name()='c'][@r='%s%u']/*[local-name()='v'])", column, row);
        xmlXPathObjectPtr value = nodes(sheet->xml, path);
        if (value && value->stringval && value->stringval[0])
            content = xmlStrdup(value->stringval);
        xmlXPathFreeObject(value);
        struct part *strings = find_part(book, "xl/sharedStrings.xml");
        if (content && shared && strings && strings->xml) {
            snprintf(path, sizeof path, "string((//*[local-name()='si'])[%d])", atoi((const char *)content) + 1);
            value = nodes(strings->xml, path);
            xmlFree(content);
            content = value && value->stringval ? xmlStrdup(value->stringval) : NULL;
            xmlXPathFreeObject(value);
        }
    }
    xmlXPathFreeObject(cell);
    return content;
}

static inline bool same_content(const xmlChar *kept, const xmlChar *cell, bool number)
{
    if (!kept || !cell)
        return !kept && !cell;
    return number ? strtod((const char *)kept, NULL) == strtod((const char *)cell, NULL) : xmlStrEqual(kept, cell);
}

/* One reference, Sheet1!$B$2:$B$9 or Sheet1!$B$1: every cell is what the chart keeps of it. */
static inline void check_reference(struct package *package, struct part *part, struct package *book, xmlNodePtr f)
{
    xmlChar *text = xmlNodeGetContent(f);
    char name[128] = "", from[8] = "", to[8] = "";
    unsigned first = 0, last = 0;
    const char *at = (const char *)text;
    int n = sscanf(at, "'%100[^']'!$%7[A-Z]$%u:$%7[A-Z]$%u", name, from, &first, to, &last);
    if (n < 3)
        n = sscanf(at, "%100[^!']!$%7[A-Z]$%u:$%7[A-Z]$%u", name, from, &first, to, &last);
    if (n == 3) {
        last = first;
        snprintf(to, sizeof to, "%s", from);
        n = 5;
    }
    struct part *sheet = n == 5 ? find_sheet(book, name) : NULL;
    if (!sheet || strcmp(from, to) != 0)
        fault(package, "8 reference to nothing: %s in %s", at, part->name);
    for (xmlNodePtr cache = f->next; sheet && cache; cache = cache->next) {
        const bool number = strcmp((const char *)cache->name, "numCache") == 0;
        if (!number && strcmp((const char *)cache->name, "strCache") != 0)
            continue;
        const unsigned cells = last - first + 1;
        xmlChar **kept = calloc(cells, sizeof *kept);
        for (xmlNodePtr pt = cache->children; pt; pt = pt->next) {
            if (strcmp((const char *)pt->name, "ptCount") == 0 && (unsigned)atoi(attribute(pt, "val").s) != cells)
                fault(package, "8 %s points for %u cells: %s", attribute(pt, "val").s, cells, part->name);
            const unsigned i = (unsigned)atoi(attribute(pt, "idx").s);
            if (strcmp((const char *)pt->name, "pt") == 0 && i < cells && !kept[i])
                kept[i] = xmlNodeGetContent(pt);
        }
        for (unsigned i = 0; i < cells; i++) {
            xmlChar *cell = cell_content(book, sheet, from, first + i);
            if (!same_content(kept[i], cell, number))
                fault(package, "8 %s%u is \"%s\" in the sheet and \"%s\" in the chart: %s", from, first + i,
                      cell ? (const char *)cell : "", kept[i] ? (const char *)kept[i] : "", part->name);
            xmlFree(cell);
            xmlFree(kept[i]);
        }
        free(kept);
    }
    xmlFree(text);
}

static inline void check_chart(struct package *package, struct part *part)
{
    check_axes(package, part);
    check_plots(package, part);
    check_caches(package, part);
    char target[256];
    xmlXPathObjectPtr external = nodes(part->xml, "//c:externalData");
    if (count(external) != 1 || related(package, part->name, "package", target) != 1) {
        fault(package, "8 chart without its workbook: %s", part->name);
        xmlXPathFreeObject(external);
        return;
    }
    xmlXPathFreeObject(external);
    struct part *file = find_part(package, target);
    struct package book = {0};
    if (!file || !read_parts(&book, file->data, file->n) || !find_part(&book, "xl/workbook.xml"))
        fault(package, "8 the workbook is none: %s", target);
    else {
        xmlXPathObjectPtr all = nodes(part->xml, "//c:f");
        for (int i = 0; i < count(all); i++)
            check_reference(package, part, &book, node(all, i));
        xmlXPathFreeObject(all);
    }
    package_free(&book);
}

static inline void check_charts(struct package *package)
{
    size_t charts = 0, books = 0;
    for (size_t i = 0; i < package->n; i++) {
        struct part *part = &package->part[i];
        if (is_part(part, "ppt/charts/") && part->xml) {
            check_chart(package, part);
            charts++;
        }
        books += is_part(part, "ppt/embeddings/");
    }
    if (books != charts)
        fault(package, "8 %zu workbooks for %zu charts", books, charts);
}

/** All rules: those of package_check.h and rule 8. */
static inline void check_presentation(struct package *package, const unsigned char *data, size_t n)
{
    check_package(package, data, n);
    if (package->part)
        check_charts(package);
}

#endif
