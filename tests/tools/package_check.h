/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What makes office programs offer to repair a file, checked without one: the zip, content types and relationships of
 * any office file; lists, ids and text bodies of presentations (of documents: document_check.h).  Each fault is one
 * line that begins with the number of its rule: 1 zip   2 content types   3 relationships   4 implicit relationships 5
 * lists 6 ids   7 text and tables   8 charts (chart_check.h)   9 details
 */
#ifndef TOOLS_PACKAGE_CHECK_H
#define TOOLS_PACKAGE_CHECK_H

#include <ctype.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>

struct part {
    char name[256];
    unsigned char *data;
    size_t n;
    xmlDocPtr xml; /* NULL for pictures */
    bool reached;
};

struct package {
    struct part *part;
    size_t n;
    char *faults; /* lines */
    size_t n_faults;
};

#define REL_OFFICE  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define REL_PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"

__attribute__((format(printf, 2, 3))) static inline void fault(struct package *package, const char *format, ...)
{
    char *line = NULL, *all = NULL;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&line, format, arguments) < 0)
        abort();
    va_end(arguments);
    if (asprintf(&all, "%s%s\n", package->faults ? package->faults : "", line) < 0)
        abort();
    free(line);
    free(package->faults);
    package->faults = all;
    package->n_faults++;
}

static inline struct part *find_part(struct package *package, const char *name)
{
    for (size_t i = 0; i < package->n; i++)
        if (strcmp(package->part[i].name, name) == 0)
            return &package->part[i];
    return NULL;
}

/* ---- rule 1: the zip itself ---- */

static inline unsigned le16(const unsigned char *at)
{
    return (unsigned)at[0] | (unsigned)at[1] << 8;
}
static inline unsigned long le32(const unsigned char *at)
{
    return (unsigned long)le16(at) | (unsigned long)le16(at + 2) << 16;
}

static inline void check_zip(struct package *package, const unsigned char *data, size_t n)
{
    if (n < 22 || memcmp(data, "PK\3\4", 4) != 0) {
        fault(package, "1 does not begin with a local header");
        return;
    }
    const unsigned char *end = data + n - 22;
    if (memcmp(end, "PK\5\6", 4) != 0 || le16(end + 20) != 0) {
        fault(package, "1 does not end exactly at the end record");
        return;
    }
    const unsigned entries = le16(end + 10);
    const unsigned long size = le32(end + 12), offset = le32(end + 16);
    if (entries == 0xFFFF || size == 0xFFFFFFFF || offset == 0xFFFFFFFF)
        fault(package, "1 zip64");
    if (offset + size != (size_t)(end - data)) {
        fault(package, "1 central directory is not where the end record says");
        return;
    }
    const unsigned char *at = data + offset;
    char(*names)[256] = calloc(entries ? entries : 1, sizeof *names);
    for (unsigned i = 0; i < entries && at + 46 <= end; i++) {
        const unsigned length = le16(at + 28);
        const unsigned method = le16(at + 10);
        if (length > 255 || at + 46 + length > end)
            break;
        memcpy(names[i], at + 46, length);
        if (le16(at + 8) & 1)
            fault(package, "1 encrypted: %s", names[i]);
        if (method != 0 && method != 8)
            fault(package, "1 method %u: %s", method, names[i]);
        if (length == 0 || names[i][length - 1] == '/')
            fault(package, "1 directory entry: %s", names[i]);
        for (unsigned k = 0; k < length; k++)
            if (!isgraph((unsigned char)names[i][k]) || names[i][k] == '\\') {
                fault(package, "1 name is not plain: %s", names[i]);
                break;
            }
        for (unsigned k = 0; k < i; k++)
            if (strcasecmp(names[k], names[i]) == 0)
                fault(package, "1 name twice: %s", names[i]);
        at += 46 + length + le16(at + 30) + le16(at + 32);
    }
    free(names);
}

/* ---- reading ---- */

static inline bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);
    return n >= m && strcasecmp(text + n - m, end) == 0;
}

static inline void quiet(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

static inline bool read_parts(struct package *package, const unsigned char *data, size_t n)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(data, n, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!zip) {
        fault(package, "1 not a zip: %s", zip_error_strerror(&error));
        zip_source_free(source);
        zip_error_fini(&error);
        return false;
    }
    const zip_int64_t entries = zip_get_num_entries(zip, 0);
    package->part = calloc((size_t)entries + 1, sizeof *package->part);
    xmlSetGenericErrorFunc(NULL, quiet);
    for (zip_int64_t i = 0; i < entries; i++) {
        zip_stat_t about;
        zip_stat_index(zip, (zip_uint64_t)i, 0, &about);
        struct part *part = &package->part[package->n++];
        snprintf(part->name, sizeof part->name, "%s", about.name);
        part->data = calloc(1, (size_t)about.size + 1);
        zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)i, 0);
        const zip_int64_t got = file ? zip_fread(file, part->data, about.size) : -1;
        part->n = got > 0 ? (size_t)got : 0;
        if (got != (zip_int64_t)about.size)
            fault(package, "1 cannot be read: %s", part->name);
        if (file)
            zip_fclose(file);
        if (ends_with(part->name, ".xml") || ends_with(part->name, ".rels")) {
            part->xml = xmlReadMemory((const char *)part->data, (int)part->n, NULL, NULL, XML_PARSE_NONET);
            if (!part->xml)
                fault(package, "2 ill-formed: %s", part->name);
        }
    }
    zip_discard(zip);
    zip_error_fini(&error);
    return true;
}

static inline void package_free(struct package *package)
{
    for (size_t i = 0; i < package->n; i++) {
        free(package->part[i].data);
        if (package->part[i].xml)
            xmlFreeDoc(package->part[i].xml);
    }
    free(package->part);
    free(package->faults);
    *package = (struct package){0};
}

/* ---- nodes ---- */

/* All nodes of an XPath; prefixes p, w, wp, a, c, r, ct, rel, dcterms, xsi.  The caller frees the object. */
static inline xmlXPathObjectPtr nodes(xmlDocPtr xml, const char *path)
{
    static const char *const spaces[][2] = {
        {"p", "http://schemas.openxmlformats.org/presentationml/2006/main"},
        {"w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
        {"wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"},
        {"a", "http://schemas.openxmlformats.org/drawingml/2006/main"},
        {"r", REL_OFFICE},
        {"ct", "http://schemas.openxmlformats.org/package/2006/content-types"},
        {"rel", REL_PACKAGE},
        {"c", "http://schemas.openxmlformats.org/drawingml/2006/chart"},
        {"dcterms", "http://purl.org/dc/terms/"},
        {"xsi", "http://www.w3.org/2001/XMLSchema-instance"},
    };
    xmlXPathContextPtr context = xmlXPathNewContext(xml);
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
        xmlXPathRegisterNs(context, BAD_CAST spaces[i][0], BAD_CAST spaces[i][1]);
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, context);
    xmlXPathFreeContext(context);
    return found;
}
static inline int count(xmlXPathObjectPtr found)
{
    return found && found->nodesetval ? found->nodesetval->nodeNr : 0;
}
static inline xmlNodePtr node(xmlXPathObjectPtr found, int i)
{
    return found->nodesetval->nodeTab[i];
}
static inline int count_of(xmlDocPtr xml, const char *path)
{
    xmlXPathObjectPtr found = nodes(xml, path);
    const int n = count(found);
    xmlXPathFreeObject(found);
    return n;
}
/* The text of an attribute, "" when absent. */
struct text {
    char s[512];
};
static inline struct text attribute(xmlNodePtr element, const char *name)
{
    struct text text;
    xmlChar *value = xmlGetNoNsProp(element, BAD_CAST name);
    snprintf(text.s, sizeof text.s, "%s", value ? (const char *)value : "");
    xmlFree(value);
    return text;
}

/* ---- relationships ---- */

/* "ppt/slides/_rels/slide1.xml.rels" belongs to "ppt/slides/slide1.xml"; "_rels/.rels" to "". */
static inline void source_of(const char *rels, char source[256])
{
    const char *folder = strstr(rels, "_rels/");
    snprintf(source, 256, "%.*s%s", (int)(folder - rels), rels, folder + strlen("_rels/"));
    source[strlen(source) - strlen(".rels")] = '\0';
}
static inline void rels_of(const char *source, char rels[300])
{
    const char *slash = strrchr(source, '/');
    const int folder = slash ? (int)(slash - source) + 1 : 0;
    snprintf(rels, 300, "%.*s_rels/%s.rels", folder, source, source + folder);
}
static inline void resolve(const char *source, const char *target, char name[256])
{
    if (*target == '/') {
        snprintf(name, 256, "%.250s", target + 1);
        return;
    }
    const char *slash = strrchr(source, '/');
    int folder = slash ? (int)(slash - source) + 1 : 0;
    while (strncmp(target, "../", 3) == 0 && folder > 0) {
        target += 3;
        for (folder--; folder > 0 && source[folder - 1] != '/'; folder--)
            ;
    }
    snprintf(name, 256, "%.*s%.200s", folder < 50 ? folder : 50, source, target);
}
static inline const char *type_word(const char *type)
{
    const char *slash = strrchr(type, '/');
    return slash ? slash + 1 : type;
}

/* Relationships of one type at a source; the last target is put into `name` (may be NULL). */
static inline int related(struct package *package, const char *source, const char *type, char name[256])
{
    char rels[300];
    rels_of(source, rels);
    struct part *part = find_part(package, rels);
    int found = 0;
    if (!part || !part->xml)
        return 0;
    xmlXPathObjectPtr all = nodes(part->xml, "//rel:Relationship");
    for (int i = 0; i < count(all); i++)
        if (strcmp(type_word(attribute(node(all, i), "Type").s), type) == 0) {
            found++;
            if (name)
                resolve(source, attribute(node(all, i), "Target").s, name);
        }
    xmlXPathFreeObject(all);
    return found;
}

/* What a part must be when a relationship of this type points at it. */
static const char *const types_of_relations[][2] = {
    {"officeDocument", ".main+xml"},
    {"styles", "wordprocessingml.styles+xml"},
    {"settings", "wordprocessingml.settings+xml"},
    {"numbering", "wordprocessingml.numbering+xml"},
    {"fontTable", "wordprocessingml.fontTable+xml"},
    {"header", "wordprocessingml.header+xml"},
    {"footer", "wordprocessingml.footer+xml"},
    {"footnotes", "wordprocessingml.footnotes+xml"},
    {"slide", "presentationml.slide+xml"},
    {"slideLayout", "presentationml.slideLayout+xml"},
    {"slideMaster", "presentationml.slideMaster+xml"},
    {"notesMaster", "presentationml.notesMaster+xml"},
    {"notesSlide", "presentationml.notesSlide+xml"},
    {"theme", "officedocument.theme+xml"},
    {"image", "image/"},
    {"chart", "drawingml.chart+xml"},
    {"chartUserShapes", "drawingml.chartshapes+xml"},
    {"package", "spreadsheetml.sheet"},
    {"presProps", "presProps+xml"},
    {"viewProps", "viewProps+xml"},
    {"tableStyles", "tableStyles+xml"},
    {"core-properties", "core-properties+xml"},
    {"extended-properties", "extended-properties+xml"},
};

/* Content type of a part, "" when it has none. */
static inline struct text content_type(struct package *package, const char *name)
{
    struct part *types = find_part(package, "[Content_Types].xml");
    struct text found = {""};
    if (!types || !types->xml)
        return found;
    xmlXPathObjectPtr all = nodes(types->xml, "//ct:Override | //ct:Default");
    for (int pass = 0; pass < 2 && !found.s[0]; pass++)
        for (int i = 0; i < count(all) && !found.s[0]; i++) {
            const bool override = strcmp((const char *)node(all, i)->name, "Override") == 0;
            const char *dot = strrchr(name, '.');
            if (override != (pass == 0))
                continue;
            if (override ? strcmp(attribute(node(all, i), "PartName").s + 1, name) == 0
                         : dot && strcasecmp(attribute(node(all, i), "Extension").s, dot + 1) == 0)
                found = attribute(node(all, i), "ContentType");
        }
    xmlXPathFreeObject(all);
    return found;
}

static inline void check_types(struct package *package)
{
    struct part *types = find_part(package, "[Content_Types].xml");
    if (!types || !types->xml) {
        fault(package, "2 no content types");
        return;
    }
    for (size_t i = 0; i < package->n; i++)
        if (&package->part[i] != types && !content_type(package, package->part[i].name).s[0])
            fault(package, "2 no type: %s", package->part[i].name);
    xmlXPathObjectPtr all = nodes(types->xml, "//ct:Override");
    for (int i = 0; i < count(all); i++) {
        const struct text part_name = attribute(node(all, i), "PartName");
        const char *name = part_name.s;
        if (name[0] != '/' || !find_part(package, name + 1) || strcmp(name, "/[Content_Types].xml") == 0)
            fault(package, "2 type of no part: %s", name);
        for (int k = 0; k < i; k++)
            if (strcasecmp(attribute(node(all, k), "PartName").s, name) == 0)
                fault(package, "2 type given twice: %s", name);
    }
    xmlXPathFreeObject(all);
}

static inline void check_relations(struct package *package)
{
    for (size_t k = 0; k < package->n; k++) {
        struct part *part = &package->part[k];
        if (!ends_with(part->name, ".rels") || !part->xml)
            continue;
        char source[256];
        source_of(part->name, source);
        if (*source && !find_part(package, source))
            fault(package, "3 relationships of no part: %s", part->name);
        xmlXPathObjectPtr all = nodes(part->xml, "//rel:Relationship");
        for (int i = 0; i < count(all); i++) {
            const struct text id_text = attribute(node(all, i), "Id"), target_text = attribute(node(all, i), "Target");
            const struct text type_text = attribute(node(all, i), "Type");
            const char *id = id_text.s, *target = target_text.s, *type = type_word(type_text.s);
            const bool external = strcmp(attribute(node(all, i), "TargetMode").s, "External") == 0;
            for (int j = 0; j < i; j++)
                if (strcmp(attribute(node(all, j), "Id").s, id) == 0)
                    fault(package, "3 id twice: %s in %s", id, part->name);
            if (strstr(target, "://") || strncmp(target, "mailto:", 7) == 0) {
                if (!external)
                    fault(package, "3 address inside: %s", target);
                continue;
            }
            char name[256];
            resolve(source, target, name);
            struct part *to = find_part(package, name);
            if (!to) {
                fault(package, "3 points at nothing: %s in %s", target, part->name);
                continue;
            }
            for (size_t t = 0; t < sizeof types_of_relations / sizeof types_of_relations[0]; t++)
                if (strcmp(types_of_relations[t][0], type) == 0 &&
                    !strstr(content_type(package, name).s, types_of_relations[t][1]))
                    fault(package, "2 type of %s does not fit %s", name, type);
        }
        xmlXPathFreeObject(all);
    }
    /* every r:id, r:embed ... resolves */
    for (size_t k = 0; k < package->n; k++) {
        struct part *part = &package->part[k];
        if (!part->xml || ends_with(part->name, ".rels"))
            continue;
        xmlXPathObjectPtr all = nodes(part->xml, "//@r:*");
        char rels[300];
        rels_of(part->name, rels);
        struct part *own = find_part(package, rels);
        for (int i = 0; i < count(all); i++) {
            xmlChar *id = xmlNodeGetContent(node(all, i));
            char path[300];
            snprintf(path, sizeof path, "//rel:Relationship[@Id='%s']", (const char *)id);
            if (!own || !own->xml || count_of(own->xml, path) != 1)
                fault(package, "3 %s of %s is not there", (const char *)id, part->name);
            xmlFree(id);
        }
        xmlXPathFreeObject(all);
    }
}

static inline void reach(struct package *package, const char *source)
{
    char rels[300];
    rels_of(source, rels);
    struct part *part = find_part(package, rels);
    if (!part || part->reached || !part->xml)
        return;
    part->reached = true;
    xmlXPathObjectPtr all = nodes(part->xml, "//rel:Relationship[not(@TargetMode='External')]");
    for (int i = 0; i < count(all); i++) {
        char name[256];
        resolve(source, attribute(node(all, i), "Target").s, name);
        struct part *to = find_part(package, name);
        if (to) {
            to->reached = true;
            reach(package, name);
        }
    }
    xmlXPathFreeObject(all);
}

static inline void check_reach(struct package *package)
{
    reach(package, "");
    for (size_t i = 0; i < package->n; i++)
        if (!package->part[i].reached && strcmp(package->part[i].name, "[Content_Types].xml") != 0)
            fault(package, "3 unreachable: %s", package->part[i].name);
}

/* ---- rules 4 and 5 ---- */

static inline bool is_part(const struct part *part, const char *folder)
{
    return strncmp(part->name, folder, strlen(folder)) == 0 && !strchr(part->name + strlen(folder), '/');
}

static inline void check_implicit(struct package *package)
{
    static const struct {
        const char *folder, *type;
        int most; /* 0: at least one */
    } rules[] = {
        {"ppt/slides/", "slideLayout", 1}, {"ppt/slideLayouts/", "slideMaster", 1},
        {"ppt/slideMasters/", "theme", 1}, {"ppt/slideMasters/", "slideLayout", 0},
        {"ppt/notesMasters/", "theme", 1}, {"ppt/notesSlides/", "notesMaster", 1},
        {"ppt/notesSlides/", "slide", 1},
    };
    for (size_t k = 0; k < package->n; k++)
        for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
            struct part *part = &package->part[k];
            if (!is_part(part, rules[i].folder))
                continue;
            const int n = related(package, part->name, rules[i].type, NULL);
            if (rules[i].most ? n != rules[i].most : n < 1)
                fault(package, "4 %s has %d %s", part->name, n, rules[i].type);
        }
    char themes[2][256] = {"", ""};
    for (size_t k = 0; k < package->n; k++) {
        struct part *part = &package->part[k];
        char slide[256], back[256];
        if (is_part(part, "ppt/slideMasters/"))
            related(package, part->name, "theme", themes[0]);
        if (is_part(part, "ppt/notesMasters/"))
            related(package, part->name, "theme", themes[1]);
        if (is_part(part, "ppt/notesSlides/") && related(package, part->name, "slide", slide) == 1 &&
            (related(package, slide, "notesSlide", back) != 1 || strcmp(back, part->name) != 0))
            fault(package, "4 %s and %s are not each other's", part->name, slide);
    }
    if (themes[0][0] && strcmp(themes[0], themes[1]) == 0)
        fault(package, "4 two masters share %s", themes[0]);
}

/* The ids of a list are exactly the relationships of the type. */
static inline void check_list(struct package *package, const char *source, const char *path, const char *type)
{
    struct part *part = find_part(package, source);
    char rels[300];
    rels_of(source, rels);
    struct part *own = find_part(package, rels);
    if (!part || !part->xml || !own || !own->xml)
        return;
    xmlXPathObjectPtr listed = nodes(part->xml, path);
    const int n = related(package, source, type, NULL);
    if (count(listed) != n)
        fault(package, "5 %s lists %d of %d %s", source, count(listed), n, type);
    for (int i = 0; i < count(listed); i++) {
        xmlChar *id = xmlGetNsProp(node(listed, i), BAD_CAST "id", BAD_CAST REL_OFFICE);
        char query[400];
        snprintf(query, sizeof query, "//rel:Relationship[@Id='%s'][substring-after(@Type,'2006/relationships/')='%s']",
                 id ? (const char *)id : "", type);
        if (count_of(own->xml, query) != 1)
            fault(package, "5 %s lists %s, which is no %s", source, id ? (const char *)id : "nothing", type);
        for (int k = 0; k < i; k++) {
            xmlChar *other = xmlGetNsProp(node(listed, k), BAD_CAST "id", BAD_CAST REL_OFFICE);
            if (other && id && xmlStrEqual(other, id))
                fault(package, "5 %s lists %s twice", source, (const char *)id);
            xmlFree(other);
        }
        xmlFree(id);
    }
    xmlXPathFreeObject(listed);
}

/* ---- rule 6 ---- */

static inline void check_ids(struct package *package)
{
    static const struct {
        const char *folder, *path;
        unsigned long least, most;
    } rules[] = {
        {"ppt/", "//p:sldId", 256, 2147483647UL},
        {"ppt/", "//p:sldMasterId", 2147483648UL, 4294967295UL},
        {"ppt/slideMasters/", "//p:sldLayoutId", 2147483648UL, 4294967295UL},
    };
    unsigned long *seen = NULL;
    size_t n = 0;
    for (size_t k = 0; k < package->n; k++)
        for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
            struct part *part = &package->part[k];
            if (!is_part(part, rules[i].folder) || !part->xml)
                continue;
            xmlXPathObjectPtr all = nodes(part->xml, rules[i].path);
            for (int j = 0; j < count(all); j++) {
                xmlChar *text = xmlGetNoNsProp(node(all, j), BAD_CAST "id");
                const unsigned long id = text ? strtoul((const char *)text, NULL, 10) : 0;
                xmlFree(text);
                if (id < rules[i].least || id > rules[i].most)
                    fault(package, "6 id %lu is out of range in %s", id, part->name);
                for (size_t s = 0; s < n; s++)
                    if (seen[s] == id)
                        fault(package, "6 id %lu twice in one pool", id);
                seen = reallocarray(seen, n + 1, sizeof *seen);
                seen[n++] = id;
            }
            xmlXPathFreeObject(all);
        }
    free(seen);
    for (size_t k = 0; k < package->n; k++) {
        struct part *part = &package->part[k];
        if (!part->xml)
            continue;
        xmlXPathObjectPtr all = nodes(part->xml, "//p:cNvPr");
        for (int i = 0; i < count(all); i++) {
            const long id = strtol(attribute(node(all, i), "id").s, NULL, 10);
            if (id <= 0)
                fault(package, "6 shape id %ld in %s", id, part->name);
            for (int j = 0; j < i; j++)
                if (strtol(attribute(node(all, j), "id").s, NULL, 10) == id)
                    fault(package, "6 shape id %ld twice in %s", id, part->name);
        }
        xmlXPathFreeObject(all);
    }
}

/* ---- rules 7 and 9 ---- */

static inline void check_text(struct package *package)
{
    static const struct {
        const char *path, *says;
    } never[] = {
        {"//p:txBody[not(a:p)] | //a:txBody[not(a:p)]", "7 text without a paragraph"},
        {"//a:tc[not(a:txBody)]", "7 cell without text"},
        {"//a:tr[count(a:tc) != count(../a:tblGrid/a:gridCol)]", "7 ragged table"},
        {"//a:tc[@gridSpan > 1][not(following-sibling::a:tc[1][@hMerge])]", "7 merged cell without its rest"},
        {"//p:bgPr[not(*[last()][self::a:effectLst])]", "9 background does not end with effects"},
        {"//a:prstGeom[@prst='rect' or @prst='ellipse']/a:avLst/*", "9 handles on a shape that has none"},
        {"//dcterms:*[not(@xsi:type='dcterms:W3CDTF')]", "9 date without its type"},
        {"//dcterms:*[string-length(.) != 20 or substring(., 20) != 'Z' or substring(., 11, 1) != 'T']",
         "9 date ill-formed"},
    };
    int cores = 0;
    for (size_t k = 0; k < package->n; k++) {
        struct part *part = &package->part[k];
        if (!part->xml)
            continue;
        for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
            if (count_of(part->xml, never[i].path))
                fault(package, "%s: %s", never[i].says, part->name);
        cores += strstr(content_type(package, part->name).s, "core-properties") != NULL;
    }
    if (cores > 1)
        fault(package, "9 core properties twice");
}

/** Rules 1 to 3, of any office file.  False when there is nothing more to look at. */
static inline bool check_container(struct package *package, const unsigned char *data, size_t n)
{
    *package = (struct package){0};
    check_zip(package, data, n);
    if (!read_parts(package, data, n))
        return false;
    check_types(package);
    check_relations(package);
    check_reach(package);
    return true;
}

/** Checks a presentation; package->faults has what was found.  The caller frees the package. */
static inline void check_package(struct package *package, const unsigned char *data, size_t n)
{
    if (!check_container(package, data, n))
        return;
    if (!find_part(package, "ppt/presentation.xml"))
        fault(package, "2 no presentation");
    check_implicit(package);
    check_list(package, "ppt/presentation.xml", "//p:sldId", "slide");
    check_list(package, "ppt/presentation.xml", "//p:sldMasterId", "slideMaster");
    check_list(package, "ppt/presentation.xml", "//p:notesMasterId", "notesMaster");
    for (size_t i = 0; i < package->n; i++)
        if (is_part(&package->part[i], "ppt/slideMasters/"))
            check_list(package, package->part[i].name, "//p:sldLayoutId", "slideLayout");
    check_ids(package);
    check_text(package);
}

#endif
