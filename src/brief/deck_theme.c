/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deck_theme.h"

#include <errno.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>

/* What is read of a template at most: a hostile one unpacks to anything. */
#define ENTRIES_MOST     5000
#define XML_BYTES_MOST   (8u << 20)
#define MEDIA_BYTES_MOST (32u << 20)
#define ALL_BYTES_MOST   (128u << 20)
#define PARTS_MOST       400
#define NAME_MOST        256

#define OFFICE_RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define EMU_PER_POINT    12700.0

/* A part on its way from the template: under its old name until it has a new one. */
struct deck_theme_part {
    char from[NAME_MOST], name[64];
    const char *type; /* static; NULL for pictures */
    xmlDocPtr xml;    /* of parts that are read; their bytes are made at the end */
    struct tb_bytes bytes;
    struct relation {
        char id[32];
        const char *type; /* static */
        size_t target;    /* a part */
    } * relation;
    size_t relations;
};

struct reader {
    const char *path;
    zip_t *zip;
    struct deck_theme *theme;
    size_t read; /* bytes so far */
    size_t layouts, overrides, pictures;
    struct tb_log *log;
};

/* A template that cannot be used: what is wrong with it. */
#define refuse(reader, ...) \
    tb_fail((reader)->log, TB_BAD_DATA, "template", &(struct tb_place){.file = (reader)->path}, __VA_ARGS__)

static enum tb_status no_memory(const struct reader *reader)
{
    return tb_fail(reader->log, TB_NO_MEMORY, "no-memory", NULL,
                   "out of memory while reading the template of the slides");
}

/* ---- parts of the zip ---- */

static enum tb_status read_entry(struct reader *reader, const char *name, size_t most, struct tb_bytes *bytes)
{
    zip_stat_t about;
    if (zip_stat(reader->zip, name, 0, &about) != 0)
        return refuse(reader, "the template has no part %s; save it again as .potx", name);
    if (about.size > most || reader->read + about.size > ALL_BYTES_MOST)
        return refuse(reader, "the part %s of the template is too large", name);
    zip_file_t *file = zip_fopen(reader->zip, name, 0);
    if (!file)
        return refuse(reader, "the part %s of the template cannot be read: %s", name, zip_strerror(reader->zip));
    char block[65536];
    zip_int64_t n;
    while ((n = zip_fread(file, block, sizeof block)) > 0 && bytes->n <= about.size)
        tb_bytes_add(bytes, block, (size_t)n);
    zip_fclose(file);
    reader->read += bytes->n;
    if (bytes->failed)
        return no_memory(reader);
    return n == 0 && bytes->n == about.size
               ? TB_OK
               : refuse(reader, "the part %s of the template is damaged; save it again as .potx", name);
}

static enum tb_status parse(struct reader *reader, const char *name, const struct tb_bytes *bytes, xmlDocPtr *xml)
{
    *xml = xmlReadMemory((const char *)bytes->data, (int)bytes->n, NULL, NULL,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (*xml && !(*xml)->intSubset)
        return TB_OK;
    xmlFreeDoc(*xml); /* entities have no place in a document of an office program */
    *xml = NULL;
    return refuse(reader, "the part %s of the template is not well-formed; save it again as .potx", name);
}

static enum tb_status read_xml(struct reader *reader, const char *name, xmlDocPtr *xml)
{
    struct tb_bytes bytes = {0};
    enum tb_status status = read_entry(reader, name, XML_BYTES_MOST, &bytes);
    if (!status)
        status = parse(reader, name, &bytes, xml);
    tb_bytes_free(&bytes);
    return status;
}

/* ---- nodes ---- */

static xmlXPathObjectPtr find(xmlDocPtr xml, const char *path)
{
    static const char *const spaces[][2] = {
        {"p", "http://schemas.openxmlformats.org/presentationml/2006/main"},
        {"a", "http://schemas.openxmlformats.org/drawingml/2006/main"},
        {"r", OFFICE_RELATIONS},
        {"rel", "http://schemas.openxmlformats.org/package/2006/relationships"},
        {"ct", "http://schemas.openxmlformats.org/package/2006/content-types"},
    };
    xmlXPathContextPtr context = xmlXPathNewContext(xml);
    for (size_t i = 0; context && i < sizeof spaces / sizeof spaces[0]; i++)
        xmlXPathRegisterNs(context, BAD_CAST spaces[i][0], BAD_CAST spaces[i][1]);
    xmlXPathObjectPtr found = context ? xmlXPathEvalExpression(BAD_CAST path, context) : NULL;
    xmlXPathFreeContext(context);
    return found;
}

static size_t count(xmlXPathObjectPtr found)
{
    return found && found->nodesetval ? (size_t)found->nodesetval->nodeNr : 0;
}

static xmlNodePtr first(xmlDocPtr xml, const char *path)
{
    xmlXPathObjectPtr found = find(xml, path);
    xmlNodePtr node = count(found) ? found->nodesetval->nodeTab[0] : NULL;
    xmlXPathFreeObject(found);
    return node;
}

static void text_of(xmlNodePtr node, const char *attribute, const char *space, char *text, size_t size)
{
    xmlChar *value = !node   ? NULL
                     : space ? xmlGetNsProp(node, BAD_CAST attribute, BAD_CAST space)
                             : xmlGetNoNsProp(node, BAD_CAST attribute);
    snprintf(text, size, "%s", value ? (const char *)value : "");
    xmlFree(value);
}

static double number_of(xmlNodePtr node, const char *attribute)
{
    char text[32];
    text_of(node, attribute, NULL, text, sizeof text);
    return strtod(text, NULL);
}

static void drop_nodes(xmlDocPtr xml, const char *path)
{
    xmlXPathObjectPtr found = find(xml, path);
    for (size_t i = count(found); i-- > 0;) { /* children behind their parents */
        xmlUnlinkNode(found->nodesetval->nodeTab[i]);
        xmlFreeNode(found->nodesetval->nodeTab[i]);
        found->nodesetval->nodeTab[i] = NULL;
    }
    xmlXPathFreeObject(found);
}

/* ---- relationships ---- */

/* "ppt/slides/slide1.xml" and "../media/a.png" are "ppt/media/a.png"; false when it leaves the package. */
static bool resolve(const char *source, const char *target, char name[NAME_MOST])
{
    if (target[0] == '/') {
        snprintf(name, NAME_MOST, "%s", target + 1);
        return strlen(target) < NAME_MOST;
    }
    const char *slash = strrchr(source, '/');
    size_t folder = slash ? (size_t)(slash - source) + 1 : 0;
    while (strncmp(target, "../", 3) == 0) {
        if (!folder)
            return false;
        target += 3;
        for (folder--; folder > 0 && source[folder - 1] != '/'; folder--)
            ;
    }
    return snprintf(name, NAME_MOST, "%.*s%s", (int)folder, source, target) < NAME_MOST;
}

static enum tb_status read_relations(struct reader *reader, const char *source, xmlDocPtr *xml)
{
    char name[NAME_MOST + 16];
    const char *slash = strrchr(source, '/');
    const int folder = slash ? (int)(slash - source) + 1 : 0;
    snprintf(name, sizeof name, "%.*s_rels/%s.rels", folder, source, source + folder);
    *xml = NULL;
    return zip_name_locate(reader->zip, name, 0) < 0 ? TB_OK : read_xml(reader, name, xml);
}

/* The target of the one relationship of a type, "" when there is none. */
static void related(xmlDocPtr relations, const char *source, const char *type, char name[NAME_MOST])
{
    char path[300], target[NAME_MOST];
    name[0] = '\0';
    snprintf(path, sizeof path, "//rel:Relationship[@Type='" OFFICE_RELATIONS "/%s'][not(@TargetMode='External')]",
             type);
    xmlNodePtr node = relations ? first(relations, path) : NULL;
    text_of(node, "Target", NULL, target, sizeof target);
    if (target[0] && !resolve(source, target, name))
        name[0] = '\0';
}

/* ---- copying ---- */

#define OFFICE_TYPE(what) "application/vnd.openxmlformats-officedocument." what "+xml"

/* What a master may hang on.  Everything else is left where it is. */
static const struct taken {
    const char *relation, *type; /* of the part; NULL: a picture, by its extension */
} taken[] = {
    {"slideMaster", OFFICE_TYPE("presentationml.slideMaster")},
    {"slideLayout", OFFICE_TYPE("presentationml.slideLayout")},
    {"theme", OFFICE_TYPE("theme")},
    {"themeOverride", OFFICE_TYPE("themeOverride")},
    {"image", NULL},
};
enum {
    MASTER,
    LAYOUT,
    THEME,
    OVERRIDE,
    IMAGE,
    TAKEN
};

static size_t find_part(const struct deck_theme *theme, const char *from)
{
    for (size_t i = 0; i < theme->parts; i++)
        if (strcmp(theme->part[i].from, from) == 0)
            return i;
    return SIZE_MAX;
}

static bool picture_name(struct reader *reader, struct deck_theme_part *part)
{
    const char *dot = strrchr(part->from, '.');
    char extension[8] = "";
    for (size_t i = 0; dot && dot[i + 1] && i + 1 < sizeof extension; i++)
        extension[i] = (char)(dot[i + 1] | 0x20);
    snprintf(part->name, sizeof part->name, "ppt/media/template%zu.%s", ++reader->pictures, extension);
    return tb_package_knows(extension);
}

static void name_part(struct reader *reader, struct deck_theme_part *part, size_t kind)
{
    switch (kind) {
    case MASTER:
        snprintf(part->name, sizeof part->name, "ppt/slideMasters/slideMaster1.xml");
        break;
    case LAYOUT:
        snprintf(part->name, sizeof part->name, "ppt/slideLayouts/slideLayout%zu.xml", ++reader->layouts);
        break;
    case OVERRIDE:
        snprintf(part->name, sizeof part->name, "ppt/theme/themeOverride%zu.xml", ++reader->overrides);
        break;
    default:
        snprintf(part->name, sizeof part->name, "ppt/theme/theme1.xml");
    }
}

static enum tb_status copy_part(struct reader *reader, const char *from, size_t kind, size_t *which);

/* What of a part is dropped before anybody looks at its relationships: links, tags, controls, movements. */
static const char *const dropped[] = {"//p:custDataLst", "//p:controls",   "//a:hlinkClick", "//a:hlinkHover",
                                      "//p:timing",      "//p:transition", "//a:snd"};

static bool is_used(xmlDocPtr xml, const char *id)
{
    char path[100];
    snprintf(path, sizeof path, "//@r:*[.='%s']", id);
    xmlXPathObjectPtr found = strchr(id, '\'') ? NULL : find(xml, path);
    const bool used = count(found) > 0;
    xmlXPathFreeObject(found);
    return used;
}

/* Copies what the part hangs on.  A layout or master that uses anything else cannot be taken: *strange names it. */
static enum tb_status copy_relations(struct reader *reader, size_t which, char strange[64])
{
    xmlDocPtr relations = NULL;
    char source[NAME_MOST];
    snprintf(source, sizeof source, "%s", reader->theme->part[which].from);
    enum tb_status status = read_relations(reader, source, &relations);
    xmlXPathObjectPtr all = relations ? find(relations, "//rel:Relationship") : NULL;
    for (size_t i = 0; !status && !strange[0] && i < count(all); i++) {
        xmlNodePtr node = all->nodesetval->nodeTab[i];
        char id[32], type[200], target[NAME_MOST], mode[16], name[NAME_MOST];
        text_of(node, "Id", NULL, id, sizeof id);
        text_of(node, "Type", NULL, type, sizeof type);
        text_of(node, "Target", NULL, target, sizeof target);
        text_of(node, "TargetMode", NULL, mode, sizeof mode);
        const char *word = strrchr(type, '/') ? strrchr(type, '/') + 1 : type;
        size_t kind = 0;
        while (kind < TAKEN && strcmp(taken[kind].relation, word) != 0)
            kind++;
        const bool implicit = kind == MASTER || kind == THEME || kind == OVERRIDE;
        xmlDocPtr xml = reader->theme->part[which].xml;
        if (!implicit && !is_used(xml, id))
            continue;
        if (kind == TAKEN || strcmp(mode, "External") == 0 || !resolve(source, target, name)) {
            snprintf(strange, 64, "%.40s%s", word, strcmp(mode, "External") == 0 ? " (external)" : "");
            continue;
        }
        size_t to = 0;
        status = copy_part(reader, name, kind, &to);
        if (!status && to == SIZE_MAX) { /* a layout that cannot be taken: the master forgets it */
            char path[100];
            snprintf(path, sizeof path, "//p:sldLayoutId[@r:id='%s']", id);
            drop_nodes(reader->theme->part[which].xml, path);
            continue;
        }
        struct deck_theme_part *part = &reader->theme->part[which];
        struct relation *larger = status ? NULL : reallocarray(part->relation, part->relations + 1, sizeof *larger);
        if (!status && !larger)
            status = no_memory(reader);
        if (!status) {
            part->relation = larger;
            larger[part->relations] = (struct relation){.type = taken[kind].relation, .target = to};
            snprintf(larger[part->relations++].id, sizeof larger->id, "%s", id);
        }
    }
    xmlXPathFreeObject(all);
    xmlFreeDoc(relations);
    return status;
}

static void drop_last_parts(struct deck_theme *theme, size_t left)
{
    while (theme->parts > left) {
        struct deck_theme_part *part = &theme->part[--theme->parts];
        xmlFreeDoc(part->xml);
        tb_bytes_free(&part->bytes);
        free(part->relation);
    }
}

/* Some programs write shape numbers twice, which others repair: a number that was there already becomes a new one. */
static void number_shapes(xmlDocPtr xml)
{
    xmlXPathObjectPtr found = find(xml, "//p:cNvPr");
    unsigned long highest = 0;
    for (size_t i = 0; i < count(found); i++)
        highest = (unsigned long)fmax((double)highest, number_of(found->nodesetval->nodeTab[i], "id"));
    for (size_t i = 0; i < count(found); i++) {
        xmlNodePtr node = found->nodesetval->nodeTab[i];
        bool again = number_of(node, "id") < 1;
        for (size_t k = 0; k < i && !again; k++)
            again = number_of(found->nodesetval->nodeTab[k], "id") == number_of(node, "id");
        if (again) {
            char number[24];
            snprintf(number, sizeof number, "%lu", ++highest);
            xmlSetProp(node, BAD_CAST "id", BAD_CAST number);
        }
    }
    xmlXPathFreeObject(found);
}

static const char *const part_words[] = {"master", "theme"};

/* *which receives the number of the part, SIZE_MAX for a layout that is left out. */
static enum tb_status copy_part(struct reader *reader, const char *from, size_t kind, size_t *which)
{
    struct deck_theme *theme = reader->theme;
    *which = find_part(theme, from);
    if (*which != SIZE_MAX)
        return TB_OK;
    if (kind == MASTER && theme->parts) /* a layout of another master */
        return refuse(reader, "the layouts of the template belong to several masters in a way that cannot be followed");
    if (theme->parts == PARTS_MOST)
        return refuse(reader, "the template has more than %d parts", PARTS_MOST);
    struct deck_theme_part *larger = reallocarray(theme->part, theme->parts + 1, sizeof *larger);
    if (!larger)
        return no_memory(reader);
    theme->part = larger;
    const size_t at = *which = theme->parts++;
    struct deck_theme_part *part = &larger[at];
    *part = (struct deck_theme_part){.type = taken[kind].type};
    snprintf(part->from, sizeof part->from, "%s", from);
    if (kind == IMAGE) {
        if (!picture_name(reader, part))
            return refuse(reader, "the template has a picture of a kind that slides cannot hold: %s", from);
        return read_entry(reader, from, MEDIA_BYTES_MOST, &part->bytes);
    }
    name_part(reader, part, kind);
    const size_t layouts = reader->layouts, pictures = reader->pictures;
    char strange[64] = "";
    xmlDocPtr xml = NULL;
    enum tb_status status = read_xml(reader, from, &xml);
    theme->part[at].xml = xml;
    for (size_t i = 0; !status && i < sizeof dropped / sizeof dropped[0]; i++)
        drop_nodes(xml, dropped[i]);
    if (!status) {
        number_shapes(xml);
        status = copy_relations(reader, at, strange);
    }
    if (!status && strange[0] && kind == LAYOUT) {
        reader->layouts = layouts - 1;
        reader->pictures = pictures;
        drop_last_parts(theme, at);
        *which = SIZE_MAX;
    } else if (!status && strange[0])
        status =
            refuse(reader, "the template cannot be used: its %s holds a link to \"%s\"; take it out and save again",
                   part_words[kind == THEME], strange);
    return status;
}

/* ---- layouts ---- */

/* The largest box of the shapes at a path; false when none says where it stands. */
static bool has_box(xmlDocPtr xml, const char *shapes, struct deck_box *box)
{
    char path[400];
    double largest = 0;
    snprintf(path, sizeof path, "%s/p:spPr/a:xfrm[a:off][a:ext]", shapes);
    xmlXPathObjectPtr found = find(xml, path);
    for (size_t i = 0; i < count(found); i++) {
        struct deck_box next = {0};
        for (xmlNodePtr child = found->nodesetval->nodeTab[i]->children; child; child = child->next) {
            if (xmlStrEqual(child->name, BAD_CAST "off")) {
                next.x = number_of(child, "x") / EMU_PER_POINT;
                next.y = number_of(child, "y") / EMU_PER_POINT;
            } else if (xmlStrEqual(child->name, BAD_CAST "ext")) {
                next.width = number_of(child, "cx") / EMU_PER_POINT;
                next.height = number_of(child, "cy") / EMU_PER_POINT;
            }
        }
        if (next.width * next.height > largest) {
            largest = next.width * next.height;
            *box = next;
        }
    }
    xmlXPathFreeObject(found);
    return largest > 0;
}

#define SHAPE(types) "//p:sp[p:nvSpPr/p:nvPr/p:ph[" types "]]"
#define TITLE_TYPES  "@type='title' or @type='ctrTitle'"
#define BODY_TYPES   "@type='body' or @type='obj' or not(@type)"

static struct deck_place place_of(xmlDocPtr xml, const char *types)
{
    struct deck_place place = {0};
    char path[300], index[16];
    snprintf(path, sizeof path, "(//p:sp/p:nvSpPr/p:nvPr/p:ph[%s])[1]", types);
    xmlNodePtr node = first(xml, path);
    if (node) {
        place.there = true;
        text_of(node, "type", NULL, place.kind, sizeof place.kind);
        text_of(node, "idx", NULL, index, sizeof index);
        place.index = (unsigned)strtoul(index, NULL, 10);
    }
    return place;
}

/*
 * The colour that the master gives to text, where that is not the theme's own: free text on its slides has it too.
 * Left empty, text has the first text colour of the theme.
 */
static void text_colour(xmlDocPtr master, char colour[7])
{
    xmlNodePtr node = first(master, "//p:txStyles/p:bodyStyle/a:lvl1pPr/a:defRPr/a:solidFill/a:srgbClr");
    text_of(node, "val", NULL, colour, 7);
    if (strlen(colour) != 6 || strspn(colour, "0123456789ABCDEFabcdef") != 6)
        colour[0] = '\0';
}

static void use_layout(const struct deck_theme_part *part, struct deck_theme_layout *layout)
{
    snprintf(layout->part, sizeof layout->part, "%s", part->name);
    layout->title = place_of(part->xml, TITLE_TYPES);
    layout->subtitle = place_of(part->xml, "@type='subTitle'");
    layout->number = place_of(part->xml, "@type='sldNum'");
}

static bool is_layout(const struct deck_theme_part *part)
{
    return part->type && strcmp(part->type, taken[LAYOUT].type) == 0;
}

/* Two lines of a finding in letters that the last row reads. */
#define TITLE_LEAST 62

/* What of the height a placeholder takes at least to be one for contents. */
#define BODY_SHARE 0.3

/*
 * Where titles and contents stand, from the layout or else its master, in parts of a page 540 high.  False when there
 * is too little room for a chart.
 */
static bool measure(xmlDocPtr master, xmlDocPtr layout, double width, double scale, struct deck_page *page)
{
    const double least = BODY_SHARE * DECK_HEIGHT * scale;
    struct deck_box title = {0}, body = {0};
    if (!has_box(layout, SHAPE(TITLE_TYPES), &title) && !has_box(master, SHAPE(TITLE_TYPES), &title))
        return false;
    if ((!has_box(layout, SHAPE(BODY_TYPES), &body) || body.height < least) &&
        (!has_box(master, SHAPE(BODY_TYPES), &body) || body.height < least))
        return false;
    *page = (struct deck_page){.width = width, .fixed = true, .scale = scale};
    page->left = body.x / scale + DECK_INSET;
    page->right = (body.x + body.width) / scale - DECK_INSET;
    page->title = (struct deck_box){title.x / scale + DECK_INSET, title.y / scale, title.width / scale - 2 * DECK_INSET,
                                    fmax(title.height / scale, TITLE_LEAST)};
    page->grown = title.height / scale < TITLE_LEAST;
    page->title_size = fmin(DECK_TITLE_SIZE, (page->title.height - DECK_INSET) / 2.4);
    page->title_line = 1.2 * page->title_size;
    page->top = page->title.y + page->title.height + 4;
    page->bottom = fmin((body.y + body.height) / scale, DECK_HEIGHT - 8);
    return page->left >= 0 && page->right <= width && page->right - page->left >= 480 && page->title.width >= 300 &&
           page->bottom - page->top >= 270;
}

/* The first layout of the types in their order that has a title and room below it; at last any of any type. */
static bool choose_content(struct deck_theme *theme, double width, double scale)
{
    static const char *const types[] = {"titleOnly", "obj", "tx", ""};
    for (size_t k = 0; k < sizeof types / sizeof types[0]; k++)
        for (size_t i = 0; i < theme->parts; i++) {
            char type[32];
            const struct deck_theme_part *part = &theme->part[i];
            if (!is_layout(part) || !first(part->xml, SHAPE("@type='title'")))
                continue;
            text_of(xmlDocGetRootElement(part->xml), "type", NULL, type, sizeof type);
            if ((types[k][0] && strcmp(type, types[k]) != 0) || strcmp(type, "title") == 0 ||
                !measure(theme->part[0].xml, part->xml, width, scale, &theme->page))
                continue;
            use_layout(part, &theme->content);
            return true;
        }
    return false;
}

/* The layout of title slides, else the first with a centred title, else that of the other slides. */
static void choose_cover(struct deck_theme *theme)
{
    theme->cover = theme->content;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < theme->parts; i++) {
            char type[32];
            const struct deck_theme_part *part = &theme->part[i];
            if (!is_layout(part) || !first(part->xml, SHAPE(TITLE_TYPES)))
                continue;
            text_of(xmlDocGetRootElement(part->xml), "type", NULL, type, sizeof type);
            if (round == 0 ? strcmp(type, "title") == 0 : first(part->xml, SHAPE("@type='ctrTitle'")) != NULL) {
                use_layout(part, &theme->cover);
                return;
            }
        }
}

/* ---- the whole ---- */

static enum tb_status open_zip(struct reader *reader)
{
    int code = 0;
    reader->zip = zip_open(reader->path, ZIP_RDONLY, &code);
    if (reader->zip && zip_get_num_entries(reader->zip, 0) <= ENTRIES_MOST)
        return TB_OK;
    if (reader->zip)
        return refuse(reader, "the template has more than %d parts", ENTRIES_MOST);
    const struct tb_place at = {.file = reader->path};
    if (code == ZIP_ER_NOENT || code == ZIP_ER_OPEN || code == ZIP_ER_READ)
        return tb_fail(reader->log, TB_UNREADABLE, "template", &at, "cannot be read: %s", strerror(errno));
    return refuse(
        reader,
        "this is no .potx or .pptx file (old .ppt and protected files cannot be read); save the template as .potx");
}

/* The presentation part, whatever its name, and what kind of file it makes this. */
static enum tb_status find_presentation(struct reader *reader, char name[NAME_MOST])
{
    xmlDocPtr root = NULL, types = NULL;
    char path[400], type[200] = "";
    enum tb_status status = read_xml(reader, "_rels/.rels", &root);
    if (!status)
        status = read_xml(reader, "[Content_Types].xml", &types);
    if (!status) {
        related(root, "", "officeDocument", name);
        snprintf(path, sizeof path, "//ct:Override[@PartName='/%s']", strchr(name, '\'') ? "" : name);
        text_of(first(types, path), "ContentType", NULL, type, sizeof type);
        if (!strstr(type, "presentation") && !strstr(type, "powerpoint"))
            status = refuse(reader, "this is no presentation or template (.pptx, .potx)");
        else if (strstr(type, "macroEnabled")) {
            const struct tb_place at = {.file = reader->path};
            tb_log_add(reader->log, TB_WARNING, "template-macros", &at,
                       "the template holds macros; they are left out of the slides");
        }
    }
    xmlFreeDoc(root);
    xmlFreeDoc(types);
    return status;
}

static enum tb_status read_template(struct reader *reader)
{
    struct deck_theme *theme = reader->theme;
    char name[NAME_MOST] = "", master[NAME_MOST] = "", id[32] = "", path[120], target[NAME_MOST] = "", number[24] = "";
    xmlDocPtr show = NULL, relations = NULL;
    double cx = 0, cy = 0;
    enum tb_status status = open_zip(reader);
    if (!status)
        status = find_presentation(reader, name);
    if (!status)
        status = read_xml(reader, name, &show);
    if (!status)
        status = read_relations(reader, name, &relations);
    if (!status) {
        xmlNodePtr listed = first(show, "(//p:sldMasterId)[1]"), size = first(show, "//p:sldSz");
        text_of(listed, "id", OFFICE_RELATIONS, id, sizeof id);
        text_of(listed, "id", NULL, number, sizeof number);
        snprintf(path, sizeof path, "//rel:Relationship[@Id='%s']", strchr(id, '\'') ? "" : id);
        text_of(relations ? first(relations, path) : NULL, "Target", NULL, target, sizeof target);
        theme->master_id = strtoul(number, NULL, 10);
        cx = number_of(size, "cx");
        cy = number_of(size, "cy");
        if (!target[0] || !resolve(name, target, master))
            status = refuse(reader, "the template has no master for its slides; save it again as .potx");
    }
    xmlFreeDoc(show);
    xmlFreeDoc(relations);
    size_t which;
    if (!status)
        status = copy_part(reader, master, MASTER, &which);
    if (status)
        return status;
    if (theme->master_id < 2147483648UL || theme->master_id > 4294967295UL)
        return refuse(reader, "the template has no master for its slides; save it again as .potx");
    const double scale = cy / EMU_PER_POINT / DECK_HEIGHT, width = cx / EMU_PER_POINT / scale;
    if (!(cy >= 914400 && cx >= 914400 && width >= 600 && width <= 1300))
        return refuse(reader, "the slides of the template have a shape that charts do not fit into: %.1f x %.1f inches",
                      cx / 914400, cy / 914400);
    if (!choose_content(theme, width, scale))
        return refuse(reader, "the template has no layout with a title and enough room below it for a chart");
    choose_cover(theme);
    text_colour(theme->part[0].xml, theme->text);
    return TB_OK;
}

static enum tb_status serialise(struct reader *reader)
{
    for (size_t i = 0; i < reader->theme->parts; i++) {
        struct deck_theme_part *part = &reader->theme->part[i];
        if (!part->xml)
            continue;
        xmlChar *text = NULL;
        int n = 0;
        xmlDocDumpMemoryEnc(part->xml, &text, &n, "UTF-8");
        if (text)
            tb_bytes_add(&part->bytes, text, (size_t)n);
        xmlFree(text);
        if (!text || part->bytes.failed)
            return no_memory(reader);
        xmlFreeDoc(part->xml);
        part->xml = NULL;
    }
    return TB_OK;
}

void deck_theme_free(struct deck_theme *theme)
{
    if (!theme)
        return;
    drop_last_parts(theme, 0);
    free(theme->part);
    free(theme);
}

enum tb_status deck_theme_read(const char *path, struct deck_theme **theme, struct tb_log *log)
{
    struct reader reader = {.path = path, .theme = calloc(1, sizeof **theme), .log = log};
    if (!reader.theme)
        return no_memory(&reader);
    enum tb_status status = read_template(&reader);
    if (!status)
        status = serialise(&reader);
    if (reader.zip)
        zip_discard(reader.zip);
    if (status)
        deck_theme_free(reader.theme);
    else
        *theme = reader.theme;
    return status;
}

void deck_theme_add(const struct deck_theme *theme, struct tb_package *package)
{
    for (size_t i = 0; i < theme->parts; i++) {
        const struct deck_theme_part *part = &theme->part[i];
        struct tb_bytes copy = {0};
        tb_bytes_add(&copy, part->bytes.data, part->bytes.n);
        tb_package_add(package, part->name, part->type, &copy, !part->type);
        for (size_t k = 0; k < part->relations; k++)
            tb_package_relate_as(package, part->name, part->relation[k].id, part->relation[k].type,
                                 theme->part[part->relation[k].target].name);
    }
}
