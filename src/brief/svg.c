/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "svg.h"

#include "page.h"
#include "trendbook/names.h"
#include "trendbook/number.h"

#include <ctype.h>
#include <libxml/hash.h>
#include <libxml/parser.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct brief_shapes {
    struct tb_names *names; /* every distinct shape, as it is written, is a name */
};

struct brief_shapes *brief_shapes_new(void)
{
    struct brief_shapes *shapes = calloc(1, sizeof *shapes);
    if (shapes && !(shapes->names = tb_names_new())) {
        free(shapes);
        shapes = NULL;
    }
    return shapes;
}

void brief_shapes_free(struct brief_shapes *shapes)
{
    if (!shapes)
        return;
    tb_names_free(shapes->names);
    free(shapes);
}

/* One chart on its way into the page. */
struct transfer {
    struct tb_bytes *page;
    const char *prefix;
    struct brief_shapes *shapes;
    xmlHashTablePtr shape_of; /* id of a symbol in the chart: its number + 1, as a pointer */
};

/* ---- what passes ---- */

static const char *const elements[] = {"svg",  "g",        "defs",    "path",           "rect",          "use",
                                       "line", "polyline", "polygon", "circle",         "ellipse",       "clipPath",
                                       "mask", "pattern",  "stop",    "linearGradient", "radialGradient"};

enum value_kind {
    WORDS,   /* as it is */
    LENGTHS, /* numbers that may lose digits nobody sees */
    COLOUR,
    REFERENCE /* url(#id) */
};

static const struct {
    const char *name;
    enum value_kind kind;
} attributes[] = {
    {"d", LENGTHS},
    {"x", LENGTHS},
    {"y", LENGTHS},
    {"x1", LENGTHS},
    {"y1", LENGTHS},
    {"x2", LENGTHS},
    {"y2", LENGTHS},
    {"cx", LENGTHS},
    {"cy", LENGTHS},
    {"r", LENGTHS},
    {"rx", LENGTHS},
    {"ry", LENGTHS},
    {"points", LENGTHS},
    {"width", LENGTHS},
    {"height", LENGTHS},
    {"stroke-width", LENGTHS},
    {"stroke-dasharray", LENGTHS},
    {"stroke-dashoffset", LENGTHS},
    {"transform", WORDS},
    {"gradientTransform", WORDS},
    {"patternTransform", WORDS},
    {"gradientUnits", WORDS},
    {"patternUnits", WORDS},
    {"clipPathUnits", WORDS},
    {"offset", WORDS},
    {"opacity", WORDS},
    {"fill-opacity", WORDS},
    {"fill-rule", WORDS},
    {"clip-rule", WORDS},
    {"stroke-opacity", WORDS},
    {"stroke-linecap", WORDS},
    {"stroke-linejoin", WORDS},
    {"stroke-miterlimit", WORDS},
    {"stop-opacity", WORDS},
    {"overflow", WORDS},
    {"fill", COLOUR},
    {"stroke", COLOUR},
    {"stop-color", COLOUR},
    {"clip-path", REFERENCE},
    {"mask", REFERENCE},
};

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static bool passes(const xmlNode *node)
{
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
        if (is_element(node, elements[i]))
            return true;
    return false;
}

/* ---- values ---- */

/* A hundredth of a pixel is enough for the eye. */
static void add_rounded(struct tb_bytes *bytes, double value)
{
    if (!(fabs(value) < 1e12))
        value = 0;
    const long long hundredths = llround(value * 100);
    const long long size = llabs(hundredths);
    if (hundredths < 0)
        tb_bytes_text(bytes, "-");
    tb_bytes_format(bytes, "%lld", size / 100);
    if (size % 100 && size % 10)
        tb_bytes_format(bytes, ".%02lld", size % 100);
    else if (size % 100)
        tb_bytes_format(bytes, ".%lld", size % 100 / 10);
}

/* "M 4.671875 5.609375 L 42.109375 5.609375 Z" becomes "M4.67 5.61L42.11 5.61Z". */
static void add_lengths(struct tb_bytes *bytes, const char *text)
{
    bool number = false; /* the last thing written */
    while (*text) {
        const size_t n = strspn(text, "+-0123456789.eE");
        double value;
        if (n && tb_number_parse(text, n, &value, NULL)) {
            if (number)
                tb_bytes_text(bytes, " ");
            add_rounded(bytes, value);
            number = true;
            text += n;
            continue;
        }
        if (isalpha((unsigned char)*text) || *text == '%') {
            tb_bytes_add(bytes, text, 1);
            number = false;
        }
        text++; /* blanks and commas: what separates numbers is written above */
    }
}

/* rgb(0%,36.470588%,65.882353%) becomes #005da8, so that a style sheet can speak of it. */
static void add_colour(struct tb_bytes *bytes, const char *text)
{
    unsigned channel[3];
    const char *at = text + 4;
    size_t c = 0;
    while (strncmp(text, "rgb(", 4) == 0 && c < 3) {
        const size_t n = strspn(at, "0123456789.");
        double value;
        if (!n || !tb_number_parse(at, n, &value, NULL))
            break;
        channel[c++] = (unsigned)lround(at[n] == '%' ? value * 2.55 : value) & 0xFF;
        at += n + strspn(at + n, "%, ");
    }
    if (c == 3)
        tb_bytes_format(bytes, "#%02x%02x%02x", channel[0], channel[1], channel[2]);
    else
        brief_page_text(bytes, text);
}

static void add_attribute(struct transfer *transfer, const char *name, const char *value)
{
    struct tb_bytes *page = transfer->page;
    size_t i = 0;
    while (i < sizeof attributes / sizeof attributes[0] && strcmp(attributes[i].name, name) != 0)
        i++;
    if (i == sizeof attributes / sizeof attributes[0])
        return;
    /* a colour may be a gradient of the chart */
    const bool refers = strncmp(value, "url(#", 5) == 0;
    if (strstr(value, "url(") && !refers)
        return;
    tb_bytes_format(page, " %s=\"", attributes[i].name);
    if (refers) {
        tb_bytes_format(page, "url(#%s-", transfer->prefix);
        brief_page_text(page, value + 5);
    } else if (attributes[i].kind == LENGTHS)
        add_lengths(page, value);
    else if (attributes[i].kind == COLOUR)
        add_colour(page, value);
    else
        brief_page_text(page, value);
    tb_bytes_text(page, "\"");
}

/* style="fill:none;stroke-width:2;" as attributes of their own */
static void add_style(struct transfer *transfer, char *style)
{
    for (char *rest = style, *part; (part = strsep(&rest, ";"));) {
        char *value = strchr(part, ':');
        if (!value)
            continue;
        *value++ = '\0';
        add_attribute(transfer, part + strspn(part, " "), value + strspn(value, " "));
    }
}

static void add_reference(struct transfer *transfer, const char *target)
{
    if (target[0] != '#')
        return;
    const size_t shape = (size_t)xmlHashLookup(transfer->shape_of, BAD_CAST(target + 1));
    if (shape)
        tb_bytes_format(transfer->page, " href=\"#s%zu\"", shape - 1);
    else {
        tb_bytes_format(transfer->page, " href=\"#%s-", transfer->prefix);
        brief_page_text(transfer->page, target + 1);
        tb_bytes_text(transfer->page, "\"");
    }
}

static void add_attributes(struct transfer *transfer, const xmlNode *node)
{
    for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next) {
        const char *name = (const char *)attribute->name;
        xmlChar *value = xmlNodeListGetString(node->doc, attribute->children, 1);
        if (!value)
            continue;
        if (strcmp(name, "id") == 0) {
            tb_bytes_format(transfer->page, " id=\"%s-", transfer->prefix);
            brief_page_text(transfer->page, (const char *)value);
            tb_bytes_text(transfer->page, "\"");
        } else if (strcmp(name, "href") == 0)
            add_reference(transfer, (const char *)value);
        else if (strcmp(name, "style") == 0)
            add_style(transfer, (char *)value);
        else
            add_attribute(transfer, name, (const char *)value);
        xmlFree(value);
    }
}

/* ---- the tree ---- */

static void add_node(struct transfer *transfer, const xmlNode *node);

static void add_children(struct transfer *transfer, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (passes(child))
            add_node(transfer, child);
}

static void add_node(struct transfer *transfer, const xmlNode *node) /* NOLINT(misc-no-recursion): drawn three deep */
{
    const size_t start = transfer->page->n;
    tb_bytes_format(transfer->page, "<%s", (const char *)node->name);
    add_attributes(transfer, node);
    tb_bytes_text(transfer->page, ">");
    const size_t inside = transfer->page->n;
    add_children(transfer, node);
    if (transfer->page->n > inside)
        tb_bytes_format(transfer->page, "</%s>", (const char *)node->name);
    else if (is_element(node, "g") || is_element(node, "defs"))
        transfer->page->n = start; /* what held only symbols */
    else {
        transfer->page->n--;
        tb_bytes_text(transfer->page, "/>");
    }
}

/* Glyphs go to the shared sheet: what a symbol holds is its name there. */
static bool collect_symbols(struct transfer *transfer, const xmlNode *node) /* NOLINT(misc-no-recursion) */
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        if (!is_element(child, "symbol")) {
            if (!collect_symbols(transfer, child))
                return false;
            continue;
        }
        struct tb_bytes shape = {0}, *page = transfer->page;
        transfer->page = &shape;
        add_children(transfer, child);
        transfer->page = page;
        xmlChar *id = xmlGetNoNsProp(child, BAD_CAST "id");
        const uint32_t number =
            shape.failed ? TB_NO_NAME
                         : tb_names_add(transfer->shapes->names, shape.n ? (const char *)shape.data : "", shape.n);
        const bool done =
            number != TB_NO_NAME && id &&
            xmlHashUpdateEntry(transfer->shape_of, id, (void *)((size_t)number + 1), NULL) == 0; /* NOLINT */
        xmlFree(id);
        tb_bytes_free(&shape);
        if (!done)
            return false;
    }
    return true;
}

bool brief_svg_inline(struct tb_bytes *page, const struct tb_bytes *svg, const char *prefix, const char *label,
                      struct brief_shapes *shapes)
{
    const size_t start = page->n;
    bool done = false;
    struct transfer transfer = {.page = page, .prefix = prefix, .shapes = shapes, .shape_of = xmlHashCreate(256)};
    xmlDocPtr document = xmlReadMemory((const char *)svg->data, (int)svg->n, NULL, NULL,
                                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    xmlChar *view = root ? xmlGetNoNsProp(root, BAD_CAST "viewBox") : NULL;
    if (transfer.shape_of && view && is_element(root, "svg") && collect_symbols(&transfer, root)) {
        tb_bytes_text(page, "<svg role=\"img\" viewBox=\"");
        brief_page_text(page, (const char *)view);
        tb_bytes_text(page, "\" aria-label=\"");
        brief_page_text(page, label);
        tb_bytes_text(page, "\">");
        add_children(&transfer, root);
        tb_bytes_text(page, "</svg>");
        done = true;
    } else
        page->n = start;
    xmlFree(view);
    xmlFreeDoc(document);
    xmlHashFree(transfer.shape_of, NULL);
    return done;
}

void brief_svg_shapes(struct tb_bytes *page, const struct brief_shapes *shapes)
{
    const size_t n = tb_names_count(shapes->names);
    tb_bytes_text(page, "<svg class=\"shapes\" aria-hidden=\"true\"><defs>\n");
    for (uint32_t i = 0; i < n; i++)
        tb_bytes_format(page, "<g id=\"s%u\">%s</g>\n", i, tb_name(shapes->names, i));
    tb_bytes_text(page, "</defs></svg>\n");
}
