/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deck_theme.h"

#include "model/memory.h"
#include "office.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PARTS_MOST    400
#define EMU_PER_POINT 12700.0

/* A part on its way from the template: under its old name until it has a new one. */
struct deck_theme_part {
    char from[OFFICE_NAME], name[64];
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
    struct office_file file;
    struct deck_theme *theme;
    size_t layouts, overrides, pictures;
};

/* A template that cannot be used: what is wrong with it. */
#define refuse(reader, ...) office_refuse(&(reader)->file, __VA_ARGS__)

static void drop_nodes(xmlDocPtr xml, const char *path)
{
    xmlXPathObjectPtr found = office_find(xml, path);
    for (size_t i = office_count(found); i-- > 0;) { /* children behind their parents */
        xmlUnlinkNode(found->nodesetval->nodeTab[i]);
        xmlFreeNode(found->nodesetval->nodeTab[i]);
        found->nodesetval->nodeTab[i] = NULL;
    }
    xmlXPathFreeObject(found);
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
    xmlXPathObjectPtr found = strchr(id, '\'') ? NULL : office_find(xml, path);
    const bool used = office_count(found) > 0;
    xmlXPathFreeObject(found);
    return used;
}

/* Copies what the part hangs on.  A layout or master that uses anything else cannot be taken: *strange names it. */
static enum tb_status copy_relations(struct reader *reader, size_t which, char strange[64])
{
    xmlDocPtr relations = NULL;
    char source[OFFICE_NAME];
    snprintf(source, sizeof source, "%s", reader->theme->part[which].from);
    enum tb_status status = office_read_relations(&reader->file, source, &relations);
    xmlXPathObjectPtr all = relations ? office_find(relations, "//rel:Relationship") : NULL;
    for (size_t i = 0; !status && !strange[0] && i < office_count(all); i++) {
        xmlNodePtr node = all->nodesetval->nodeTab[i];
        char id[32], type[200], target[OFFICE_NAME], mode[16], name[OFFICE_NAME];
        office_attribute(node, "Id", NULL, id, sizeof id);
        office_attribute(node, "Type", NULL, type, sizeof type);
        office_attribute(node, "Target", NULL, target, sizeof target);
        office_attribute(node, "TargetMode", NULL, mode, sizeof mode);
        const char *word = strrchr(type, '/') ? strrchr(type, '/') + 1 : type;
        size_t kind = 0;
        while (kind < TAKEN && strcmp(taken[kind].relation, word) != 0)
            kind++;
        const bool implicit = kind == MASTER || kind == THEME || kind == OVERRIDE;
        xmlDocPtr xml = reader->theme->part[which].xml;
        if (!implicit && !is_used(xml, id))
            continue;
        if (kind == TAKEN || strcmp(mode, "External") == 0 || !office_resolve(source, target, name)) {
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
        if (!status && !tb_grow_by_one(&part->relation, part->relations, sizeof *part->relation))
            status = office_no_memory(&reader->file);
        if (!status) {
            struct relation *relation = &part->relation[part->relations++];
            *relation = (struct relation){.type = taken[kind].relation, .target = to};
            snprintf(relation->id, sizeof relation->id, "%s", id);
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
    xmlXPathObjectPtr found = office_find(xml, "//p:cNvPr");
    unsigned long highest = 0;
    for (size_t i = 0; i < office_count(found); i++)
        highest = (unsigned long)fmax((double)highest, office_number(found->nodesetval->nodeTab[i], "id"));
    for (size_t i = 0; i < office_count(found); i++) {
        xmlNodePtr node = found->nodesetval->nodeTab[i];
        bool again = office_number(node, "id") < 1;
        for (size_t k = 0; k < i && !again; k++)
            again = office_number(found->nodesetval->nodeTab[k], "id") == office_number(node, "id");
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
    if (!tb_grow_by_one(&theme->part, theme->parts, sizeof *theme->part))
        return office_no_memory(&reader->file);
    const size_t at = *which = theme->parts++;
    struct deck_theme_part *part = &theme->part[at];
    *part = (struct deck_theme_part){.type = taken[kind].type};
    snprintf(part->from, sizeof part->from, "%s", from);
    if (kind == IMAGE) {
        if (!picture_name(reader, part))
            return refuse(reader, "the template has a picture of a kind that slides cannot hold: %s", from);
        return office_read(&reader->file, from, OFFICE_MEDIA_MOST, &part->bytes);
    }
    name_part(reader, part, kind);
    const size_t layouts = reader->layouts, pictures = reader->pictures;
    char strange[64] = "";
    xmlDocPtr xml = NULL;
    enum tb_status status = office_read_xml(&reader->file, from, &xml);
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
    xmlXPathObjectPtr found = office_find(xml, path);
    for (size_t i = 0; i < office_count(found); i++) {
        struct deck_box next = {0};
        for (xmlNodePtr child = found->nodesetval->nodeTab[i]->children; child; child = child->next) {
            if (xmlStrEqual(child->name, BAD_CAST "off")) {
                next.x = office_number(child, "x") / EMU_PER_POINT;
                next.y = office_number(child, "y") / EMU_PER_POINT;
            } else if (xmlStrEqual(child->name, BAD_CAST "ext")) {
                next.width = office_number(child, "cx") / EMU_PER_POINT;
                next.height = office_number(child, "cy") / EMU_PER_POINT;
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
    xmlNodePtr node = office_first(xml, path);
    if (node) {
        place.there = true;
        office_attribute(node, "type", NULL, place.kind, sizeof place.kind);
        office_attribute(node, "idx", NULL, index, sizeof index);
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
    xmlNodePtr node = office_first(master, "//p:txStyles/p:bodyStyle/a:lvl1pPr/a:defRPr/a:solidFill/a:srgbClr");
    office_attribute(node, "val", NULL, colour, 7);
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
            if (!is_layout(part) || !office_first(part->xml, SHAPE("@type='title'")))
                continue;
            office_attribute(xmlDocGetRootElement(part->xml), "type", NULL, type, sizeof type);
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
            if (!is_layout(part) || !office_first(part->xml, SHAPE(TITLE_TYPES)))
                continue;
            office_attribute(xmlDocGetRootElement(part->xml), "type", NULL, type, sizeof type);
            if (round == 0 ? strcmp(type, "title") == 0 : office_first(part->xml, SHAPE("@type='ctrTitle'")) != NULL) {
                use_layout(part, &theme->cover);
                return;
            }
        }
}

/* ---- the whole ---- */

static enum tb_status open_presentation(struct reader *reader, char name[OFFICE_NAME])
{
    char type[200];
    enum tb_status status = office_open(
        &reader->file,
        "this is no .potx or .pptx file (old .ppt and protected files cannot be read); save the template as .potx");
    if (!status)
        status = office_main_part(&reader->file, name, type);
    if (status)
        return status;
    if (!strstr(type, "presentation") && !strstr(type, "powerpoint"))
        return refuse(reader, "this is no presentation or template (.pptx, .potx)");
    if (strstr(type, "macroEnabled")) {
        const struct tb_place at = {.file = reader->file.path};
        tb_log_add(reader->file.log, TB_WARNING, "template-macros", &at,
                   "the template holds macros; they are left out of the slides");
    }
    return TB_OK;
}

static enum tb_status read_template(struct reader *reader)
{
    struct deck_theme *theme = reader->theme;
    char name[OFFICE_NAME] = "", master[OFFICE_NAME] = "", id[32] = "", path[120], target[OFFICE_NAME] = "",
         number[24] = "";
    xmlDocPtr show = NULL, relations = NULL;
    double cx = 0, cy = 0;
    enum tb_status status = open_presentation(reader, name);
    if (!status)
        status = office_read_xml(&reader->file, name, &show);
    if (!status)
        status = office_read_relations(&reader->file, name, &relations);
    if (!status) {
        xmlNodePtr listed = office_first(show, "(//p:sldMasterId)[1]"), size = office_first(show, "//p:sldSz");
        office_attribute(listed, "id", OFFICE_RELATIONS, id, sizeof id);
        office_attribute(listed, "id", NULL, number, sizeof number);
        snprintf(path, sizeof path, "//rel:Relationship[@Id='%s']", strchr(id, '\'') ? "" : id);
        office_attribute(relations ? office_first(relations, path) : NULL, "Target", NULL, target, sizeof target);
        theme->master_id = strtoul(number, NULL, 10);
        cx = office_number(size, "cx");
        cy = office_number(size, "cy");
        if (!target[0] || !office_resolve(name, target, master))
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
            return office_no_memory(&reader->file);
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
    struct reader reader = {.file = {.path = path, .save_as = ".potx", .log = log}, .theme = calloc(1, sizeof **theme)};
    if (!reader.theme)
        return office_no_memory(&reader.file);
    enum tb_status status = read_template(&reader);
    if (!status)
        status = serialise(&reader);
    office_close(&reader.file);
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
