/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deck.h"

#include "chart_part.h"
#include "package.h"
#include "xml.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMESPACES                                                                     \
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""               \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"" \
    " xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""

#define TYPE(what)        "application/vnd.openxmlformats-officedocument.presentationml." what "+xml"
#define OFFICE_TYPE(what) "application/vnd.openxmlformats-officedocument." what "+xml"

#define TREE_BEGIN                                                                                    \
    "<p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"      \
    "<p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/>" \
    "<a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>"

#define THEME_PART        "ppt/theme/theme1.xml"
#define NOTES_THEME_PART  "ppt/theme/theme2.xml"
#define MASTER_PART       "ppt/slideMasters/slideMaster1.xml"
#define NOTES_MASTER_PART "ppt/notesMasters/notesMaster1.xml"
#define PRESENTATION_PART "ppt/presentation.xml"
#define PART_NAME         64

struct tb_deck {
    struct tb_package *package;
    const char *tongue; /* of the text: "zh-CN" */
    const char *other;  /* of the foreign words in it: "en-US" */
    size_t slides, pictures, charts;
    struct tb_xml *slide; /* the slide in work, or NULL */
    char part[PART_NAME]; /* its name */
    enum tb_deck_layout layout;
    unsigned shape; /* the last shape id on it */
    bool failed;
};

/* English Metric Units: 12700 to the point. */
static long emu(double points)
{
    return (long)(points * 12700 + 0.5);
}

/* ---- the parts that are the same in every deck ---- */

#define PLAIN_FILL        "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>"
#define PLAIN_LINE(width) "<a:ln w=\"" width "\">" PLAIN_FILL "<a:prstDash val=\"solid\"/></a:ln>"
#define NO_EFFECT         "<a:effectStyle><a:effectLst/></a:effectStyle>"
#define FONTS             "<a:latin typeface=\"Arial\"/><a:ea typeface=\"Microsoft YaHei\"/><a:cs typeface=\"Arial\"/>"

static const char theme[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"trendbook\"><a:themeElements>"
    "<a:clrScheme name=\"trendbook\">"
    "<a:dk1><a:srgbClr val=\"1A1F26\"/></a:dk1><a:lt1><a:srgbClr val=\"FFFFFF\"/></a:lt1>"
    "<a:dk2><a:srgbClr val=\"59636B\"/></a:dk2><a:lt2><a:srgbClr val=\"DDE1E6\"/></a:lt2>"
    "<a:accent1><a:srgbClr val=\"005DA8\"/></a:accent1><a:accent2><a:srgbClr val=\"CC4F03\"/></a:accent2>"
    "<a:accent3><a:srgbClr val=\"00A692\"/></a:accent3><a:accent4><a:srgbClr val=\"601745\"/></a:accent4>"
    "<a:accent5><a:srgbClr val=\"5A8BB7\"/></a:accent5><a:accent6><a:srgbClr val=\"C78437\"/></a:accent6>"
    "<a:hlink><a:srgbClr val=\"005DA8\"/></a:hlink><a:folHlink><a:srgbClr val=\"601745\"/></a:folHlink></a:clrScheme>"
    "<a:fontScheme name=\"trendbook\">"
    "<a:majorFont>" FONTS "</a:majorFont><a:minorFont>" FONTS "</a:minorFont></a:fontScheme>"
    "<a:fmtScheme name=\"trendbook\">"
    "<a:fillStyleLst>" PLAIN_FILL PLAIN_FILL PLAIN_FILL "</a:fillStyleLst>"
    "<a:lnStyleLst>" PLAIN_LINE("6350") PLAIN_LINE("12700")
        PLAIN_LINE("19050") "</a:lnStyleLst>"
                            "<a:effectStyleLst>" NO_EFFECT NO_EFFECT NO_EFFECT "</a:effectStyleLst>"
                            "<a:bgFillStyleLst>" PLAIN_FILL PLAIN_FILL PLAIN_FILL "</a:bgFillStyleLst>"
                            "</a:fmtScheme></a:themeElements></a:theme>";

#define COLOUR_MAP                                                                                      \
    "<p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\"" \
    " accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\""  \
    " folHlink=\"folHlink\"/>"

/* ---- the text frames of the layouts ---- */

/* Names of the colours in the theme. */
static const char *const colours[] = {"tx1", "tx2", "accent1"};

struct frame {
    enum tb_deck_role role;
    const char *name, *kind; /* kind of placeholder */
    unsigned index;          /* its number, the same in layout and slide; 0 = none */
    struct deck_box box;
    double size;
    bool bold;
    enum tb_deck_colour colour;
    const char *anchor;
};

#define FULL (DECK_WIDTH - 2 * DECK_MARGIN)
#define FOOT                                                                                               \
    {                                                                                                      \
        DECK_FOOT, "Source", "body", 12, {DECK_MARGIN, 491, FULL - 70, 34}, 12, false, DECK_SECONDARY, "b" \
    }
#define KICKER                                                                                     \
    {                                                                                              \
        DECK_KICKER, "Section", "body", 10, {DECK_MARGIN, 17, FULL, 17}, 12, true, DECK_HOUSE, "t" \
    }
#define TITLE                                                                                  \
    {                                                                                          \
        DECK_TITLE, "Title", "title", 0, {DECK_MARGIN, 36, FULL, 36}, 28, true, DECK_TEXT, "t" \
    }

static const struct layout {
    const char *name, *kind;
    struct frame frame[DECK_ROLES];
    size_t frames;
} layouts[] = {
    [DECK_COVER] = {"Cover",
                    "title",
                    {{DECK_TITLE, "Title", "ctrTitle", 0, {90, 150, 780, 100}, 40, true, DECK_TEXT, "b"},
                     {DECK_SUBTITLE, "Subtitle", "subTitle", 1, {90, 278, 780, 90}, 20, false, DECK_SECONDARY, "t"},
                     {DECK_FOOT, "Maker", "body", 12, {90, 470, 780, 20}, 12, false, DECK_SECONDARY, "b"}},
                    3},
    [DECK_FIGURE] =
        {"Chart",
         NULL,
         {TITLE,
          KICKER,
          {DECK_SUBTITLE, "Subtitle", "body", 11, {DECK_MARGIN, 75, FULL, 24}, 18, false, DECK_SECONDARY, "t"},
          FOOT},
         4},
    [DECK_TABLE] = {"Table", NULL, {TITLE, KICKER, FOOT}, 3},
};
#define LAYOUTS (sizeof layouts / sizeof layouts[0])
static const struct deck_box number_box = {DECK_WIDTH - DECK_MARGIN - 60, 508, 60, 17};

static void write_box(struct tb_xml *xml, const char *prefix, struct deck_box box)
{
    tb_xml(xml, "<%s:xfrm><a:off x=\"%ld\" y=\"%ld\"/><a:ext cx=\"%ld\" cy=\"%ld\"/></%s:xfrm>", prefix, emu(box.x),
           emu(box.y), emu(box.width), emu(box.height), prefix);
}

static void write_placeholder(struct tb_xml *xml, unsigned id, const char *name, const char *kind, unsigned index)
{
    tb_xml(xml, "<p:sp><p:nvSpPr><p:cNvPr id=\"%u\" name=\"%s %u\"/><p:cNvSpPr>", id, name, id);
    tb_xml(xml, "<a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"%s\"", kind);
    if (index)
        tb_xml(xml, " idx=\"%u\"", index);
    tb_xml(xml, "/></p:nvPr></p:nvSpPr>");
}

#define BODY_INSETS "lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\""

/* Character size and colour as a list style of one level. */
static void write_level(struct tb_xml *xml, const char *element, double size, bool bold, bool right,
                        enum tb_deck_colour colour)
{
    tb_xml(xml, "<a:%s marL=\"0\" indent=\"0\" algn=\"%s\"><a:spcBef><a:spcPts val=\"0\"/></a:spcBef><a:buNone/>",
           element, right ? "r" : "l");
    tb_xml(xml, "<a:defRPr sz=\"%ld\" b=\"%d\"><a:solidFill><a:schemeClr val=\"%s\"/></a:solidFill>",
           (long)(size * 100), bold, colours[colour]);
    tb_xml(xml,
           "<a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/></a:defRPr></a:%s>",
           element);
}

static const char *prompt(const struct tb_deck *deck, enum tb_deck_role role)
{
    static const char *const words[DECK_ROLES][2] = {
        [DECK_TITLE] = {"Finding", "结论"},
        [DECK_KICKER] = {"Section", "栏目"},
        [DECK_SUBTITLE] = {"Indicator, unit, years", "指标、单位、年份"},
        [DECK_FOOT] = {"Source", "来源"},
    };
    return words[role][strcmp(deck->tongue, "zh-CN") == 0];
}

static void write_run(struct tb_deck *deck, struct tb_xml *xml, const char *text)
{
    tb_xml(xml, "<a:r><a:rPr lang=\"%s\" altLang=\"%s\" dirty=\"0\"/><a:t>", deck->tongue, deck->other);
    tb_xml_text(xml, text);
    tb_xml(xml, "</a:t></a:r>");
}

static void write_number_frame(struct tb_deck *deck, struct tb_xml *xml, unsigned id, bool in_layout)
{
    write_placeholder(xml, id, "Number", "sldNum", 13);
    tb_xml(xml, "<p:spPr>");
    if (in_layout) {
        write_box(xml, "a", number_box);
        tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>");
    }
    tb_xml(xml, "</p:spPr><p:txBody><a:bodyPr");
    if (in_layout)
        tb_xml(xml, " wrap=\"none\" " BODY_INSETS " anchor=\"b\"><a:noAutofit/></a:bodyPr><a:lstStyle>");
    else
        tb_xml(xml, "/><a:lstStyle>");
    if (in_layout)
        write_level(xml, "lvl1pPr", 12, false, true, DECK_SECONDARY);
    tb_xml(xml, "</a:lstStyle><a:p><a:fld id=\"{6D7A5C1E-2B4F-4E0A-9C53-1F0E8B7D2A46}\" type=\"slidenum\">");
    tb_xml(xml, "<a:rPr lang=\"%s\" dirty=\"0\"/><a:t>%zu</a:t></a:fld></a:p></p:txBody></p:sp>", deck->tongue,
           deck->slides);
}

static void write_layout_frame(struct tb_deck *deck, struct tb_xml *xml, unsigned id, const struct frame *frame)
{
    write_placeholder(xml, id, frame->name, frame->kind, frame->index);
    tb_xml(xml, "<p:spPr>");
    write_box(xml, "a", frame->box);
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody>");
    tb_xml(xml, "<a:bodyPr wrap=\"square\" " BODY_INSETS " anchor=\"%s\"><a:noAutofit/></a:bodyPr><a:lstStyle>",
           frame->anchor);
    write_level(xml, "lvl1pPr", frame->size, frame->bold, false, frame->colour);
    tb_xml(xml, "</a:lstStyle><a:p>");
    write_run(deck, xml, prompt(deck, frame->role));
    tb_xml(xml, "</a:p></p:txBody></p:sp>");
}

static void add_xml(struct tb_deck *deck, const char *name, const char *type, struct tb_xml *xml)
{
    struct tb_bytes bytes = {0};
    deck->failed |= !tb_xml_end(xml, &bytes);
    tb_package_add(deck->package, name, type, &bytes, false);
}

static void write_rectangle(struct tb_xml *xml, unsigned id, struct deck_box box, enum tb_deck_colour colour)
{
    tb_xml(xml, "<p:sp><p:nvSpPr><p:cNvPr id=\"%u\" name=\"Rule %u\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>", id,
           id);
    write_box(xml, "a", box);
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val=\"%s\"/></a:solidFill>",
           colours[colour]);
    tb_xml(xml, "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>");
}

static void layout_name(char name[PART_NAME], size_t layout)
{
    snprintf(name, PART_NAME, "ppt/slideLayouts/slideLayout%zu.xml", layout + 1);
}

static void write_layouts(struct tb_deck *deck)
{
    for (size_t i = 0; i < LAYOUTS; i++) {
        struct tb_xml *xml = tb_xml_new();
        unsigned id = 1;
        tb_xml(xml, "<p:sldLayout" NAMESPACES);
        if (layouts[i].kind)
            tb_xml(xml, " type=\"%s\"", layouts[i].kind);
        tb_xml(xml, " preserve=\"1\"><p:cSld name=\"%s\">" TREE_BEGIN, layouts[i].name);
        if (i == DECK_COVER) {
            write_rectangle(xml, ++id, (struct deck_box){0, 0, 24, DECK_HEIGHT}, DECK_HOUSE);
            write_rectangle(xml, ++id, (struct deck_box){90, 263, 72, 3}, DECK_HOUSE);
        }
        for (size_t k = 0; k < layouts[i].frames; k++)
            write_layout_frame(deck, xml, ++id, &layouts[i].frame[k]);
        if (i != DECK_COVER)
            write_number_frame(deck, xml, ++id, true);
        tb_xml(xml, "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>");
        char name[PART_NAME];
        layout_name(name, i);
        add_xml(deck, name, TYPE("slideLayout"), xml);
        tb_package_relate(deck->package, name, "slideMaster", MASTER_PART);
    }
}

/* Ids of master and layouts and those of the slides share one pool in office programs. */
#define FIRST_MASTER_ID 2147483648UL
#define FIRST_SLIDE_ID  256UL

static void write_master(struct tb_deck *deck)
{
    static const struct frame body = {DECK_SUBTITLE, "Text",    "body", 1, {DECK_MARGIN, 110, FULL, 370}, 18,
                                      false,         DECK_TEXT, "t"};
    static const struct frame title = TITLE;
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<p:sldMaster" NAMESPACES "><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill>"
                "<a:effectLst/></p:bgPr></p:bg>" TREE_BEGIN);
    write_layout_frame(deck, xml, 2, &title);
    write_layout_frame(deck, xml, 3, &body);
    write_number_frame(deck, xml, 4, true);
    tb_xml(xml, "</p:spTree></p:cSld>" COLOUR_MAP "<p:sldLayoutIdLst>");
    for (size_t i = 0; i < LAYOUTS; i++) {
        char name[PART_NAME];
        layout_name(name, i);
        tb_xml(xml, "<p:sldLayoutId id=\"%lu\" r:id=\"rId%u\"/>", FIRST_MASTER_ID + 1 + i,
               tb_package_relate(deck->package, MASTER_PART, "slideLayout", name));
    }
    tb_package_relate(deck->package, MASTER_PART, "theme", THEME_PART);
    tb_xml(xml, "</p:sldLayoutIdLst><p:txStyles><p:titleStyle>");
    write_level(xml, "lvl1pPr", 28, true, false, DECK_TEXT);
    tb_xml(xml, "</p:titleStyle><p:bodyStyle>");
    write_level(xml, "lvl1pPr", 18, false, false, DECK_TEXT);
    tb_xml(xml, "</p:bodyStyle><p:otherStyle>");
    write_level(xml, "lvl1pPr", 14, false, false, DECK_TEXT);
    tb_xml(xml, "</p:otherStyle></p:txStyles></p:sldMaster>");
    add_xml(deck, MASTER_PART, TYPE("slideMaster"), xml);
}

static void write_notes_master(struct tb_deck *deck)
{
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml,
           "<p:notesMaster" NAMESPACES "><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill>"
           "<a:effectLst/></p:bgPr></p:bg>" TREE_BEGIN);
    tb_xml(xml,
           "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide 2\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\""
           " noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\" idx=\"2\"/></p:nvPr></p:nvSpPr><p:spPr>");
    write_box(xml, "a", (struct deck_box){30, 54, 480, 270});
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/><a:ln w=\"9525\"><a:solidFill>"
                "<a:schemeClr val=\"bg2\"/></a:solidFill></a:ln></p:spPr></p:sp>");
    write_placeholder(xml, 3, "Notes", "body", 3);
    tb_xml(xml, "<p:spPr>");
    write_box(xml, "a", (struct deck_box){54, 346, 432, 324});
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p>");
    write_run(deck, xml, strcmp(deck->tongue, "zh-CN") == 0 ? "备注" : "Notes");
    tb_xml(xml, "</a:p></p:txBody></p:sp></p:spTree></p:cSld>" COLOUR_MAP "<p:notesStyle>");
    write_level(xml, "lvl1pPr", 12, false, false, DECK_TEXT);
    tb_xml(xml, "</p:notesStyle></p:notesMaster>");
    add_xml(deck, NOTES_MASTER_PART, TYPE("notesMaster"), xml);
    tb_package_relate(deck->package, NOTES_MASTER_PART, "theme", NOTES_THEME_PART);
}

/* ---- slides ---- */

struct tb_deck *tb_deck_new(enum tb_language language)
{
    struct tb_deck *deck = calloc(1, sizeof *deck);
    if (!deck)
        return NULL;
    deck->tongue = language == TB_CHINESE ? "zh-CN" : "en-US";
    deck->other = language == TB_CHINESE ? "en-US" : "zh-CN";
    deck->package = tb_package_new();
    if (!deck->package) {
        free(deck);
        return NULL;
    }
    tb_package_add_text(deck->package, THEME_PART, OFFICE_TYPE("theme"), theme);
    write_master(deck);
    write_layouts(deck);
    tb_package_add_text(deck->package, NOTES_THEME_PART, OFFICE_TYPE("theme"), theme);
    write_notes_master(deck);
    return deck;
}

/* Closes the slide in work; its number comes last, so that a screen reader starts with the title. */
static void end_slide(struct tb_deck *deck)
{
    if (!deck->slide)
        return;
    if (deck->layout != DECK_COVER)
        write_number_frame(deck, deck->slide, ++deck->shape, false);
    tb_xml(deck->slide, "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>");
    add_xml(deck, deck->part, TYPE("slide"), deck->slide);
    deck->slide = NULL;
}

void tb_deck_free(struct tb_deck *deck)
{
    if (!deck)
        return;
    end_slide(deck);
    tb_package_free(deck->package);
    free(deck);
}

size_t tb_deck_slides(const struct tb_deck *deck)
{
    return deck->slides;
}

void tb_deck_slide(struct tb_deck *deck, enum tb_deck_layout layout)
{
    end_slide(deck);
    deck->slides++;
    deck->layout = layout;
    deck->shape = 1;
    deck->slide = tb_xml_new();
    deck->failed |= !deck->slide;
    tb_xml(deck->slide, "<p:sld" NAMESPACES "><p:cSld>" TREE_BEGIN);
    snprintf(deck->part, sizeof deck->part, "ppt/slides/slide%zu.xml", deck->slides);
    char name[PART_NAME];
    layout_name(name, layout);
    tb_package_relate(deck->package, deck->part, "slideLayout", name);
}

void tb_deck_frame(struct tb_deck *deck, enum tb_deck_role role, const struct deck_box *box, const char *text)
{
    const struct layout *layout = &layouts[deck->layout];
    const struct frame *frame = layout->frame;
    while (frame->role != role) {
        frame++;
        assert(frame < layout->frame + layout->frames); /* the layout has no such frame */
    }
    struct tb_xml *xml = deck->slide;
    write_placeholder(xml, ++deck->shape, frame->name, frame->kind, frame->index);
    tb_xml(xml, "<p:spPr>");
    if (box)
        write_box(xml, "a", *box);
    tb_xml(xml, "</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p>");
    const char *end = strchr(text, '\n');
    char *first = end ? strndup(text, (size_t)(end - text)) : NULL;
    if (first) {
        write_run(deck, xml, first);
        tb_xml(xml, "<a:br><a:rPr lang=\"%s\" altLang=\"%s\" dirty=\"0\"/></a:br>", deck->tongue, deck->other);
    }
    deck->failed |= end && !first;
    write_run(deck, xml, first ? end + 1 : text);
    free(first);
    tb_xml(xml, "</a:p></p:txBody></p:sp>");
}

static void write_styled_paragraph(struct tb_deck *deck, struct tb_deck_style style, const char *text)
{
    struct tb_xml *xml = deck->slide;
    tb_xml(xml, "<a:p><a:pPr algn=\"%s\"/>", style.right ? "r" : "l");
    const char *element = text[0] ? "rPr" : "endParaRPr"; /* an empty paragraph keeps its height */
    if (text[0])
        tb_xml(xml, "<a:r>");
    tb_xml(xml, "<a:%s lang=\"%s\" altLang=\"%s\" sz=\"%ld\" b=\"%d\" dirty=\"0\"><a:solidFill>", element, deck->tongue,
           deck->other, (long)(style.size * 100), style.bold);
    tb_xml(xml, "<a:schemeClr val=\"%s\"/></a:solidFill></a:%s>", colours[style.colour], element);
    if (text[0]) {
        tb_xml(xml, "<a:t>");
        tb_xml_text(xml, text);
        tb_xml(xml, "</a:t></a:r>");
    }
    tb_xml(xml, "</a:p>");
}

void tb_deck_text(struct tb_deck *deck, const char *name, struct deck_box box, struct tb_deck_style style,
                  const char *text)
{
    struct tb_xml *xml = deck->slide;
    const unsigned id = ++deck->shape;
    tb_xml(xml,
           "<p:sp><p:nvSpPr><p:cNvPr id=\"%u\" name=\"%s %u\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>",
           id, name, id);
    write_box(xml, "a", box);
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>");
    tb_xml(xml, "<a:bodyPr wrap=\"square\" " BODY_INSETS "><a:noAutofit/></a:bodyPr><a:lstStyle/>");
    write_styled_paragraph(deck, style, text);
    tb_xml(xml, "</p:txBody></p:sp>");
}

void tb_deck_rule(struct tb_deck *deck, struct deck_box box, enum tb_deck_colour colour)
{
    write_rectangle(deck->slide, ++deck->shape, box, colour);
}

/* The frame of a chart; its parts hang on one another: slide, chart, workbook and shapes. */
static void place_chart(struct tb_deck *deck, struct deck_box box, struct chart_parts *parts, const char *alt)
{
    char chart[PART_NAME], workbook[PART_NAME], shapes[PART_NAME];
    const size_t number = ++deck->charts;
    snprintf(chart, sizeof chart, "ppt/charts/chart%zu.xml", number);
    snprintf(workbook, sizeof workbook, "ppt/embeddings/Microsoft_Excel_Worksheet%zu.xlsx", number);
    snprintf(shapes, sizeof shapes, "ppt/drawings/drawing%zu.xml", number);
    tb_package_add(deck->package, chart, OFFICE_TYPE("drawingml.chart"), &parts->chart, false);
    tb_package_add(deck->package, workbook, NULL, &parts->workbook, false);
    tb_package_relate(deck->package, chart, "package", workbook); /* CHART_WORKBOOK_ID */
    if (parts->shapes.n) {
        tb_package_add(deck->package, shapes, OFFICE_TYPE("drawingml.chartshapes"), &parts->shapes, false);
        tb_package_relate(deck->package, chart, "chartUserShapes", shapes); /* CHART_SHAPES_ID */
    }

    struct tb_xml *xml = deck->slide;
    const unsigned id = ++deck->shape;
    tb_xml(xml, "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"%u\" name=\"Chart %u\"", id, id);
    tb_xml_attribute(xml, "descr", alt);
    tb_xml(xml, "/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/>"
                "</p:nvGraphicFramePr>");
    write_box(xml, "p", box);
    tb_xml(xml,
           "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">"
           "<c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rId%u\"/>"
           "</a:graphicData></a:graphic></p:graphicFrame>",
           tb_package_relate(deck->package, deck->part, "chart", chart));
}

static void place_picture(struct tb_deck *deck, struct deck_box box, const struct tb_deck_figure *figure)
{
    char name[PART_NAME];
    snprintf(name, sizeof name, "ppt/media/image%zu.png", ++deck->pictures);
    struct tb_bytes copy = {0};
    tb_bytes_add(&copy, figure->png->data, figure->png->n);
    tb_package_add(deck->package, name, NULL, &copy, true);

    struct tb_xml *xml = deck->slide;
    const unsigned id = ++deck->shape;
    tb_xml(xml, "<p:pic><p:nvPicPr><p:cNvPr id=\"%u\" name=\"Chart %u\"", id, id);
    tb_xml_attribute(xml, "descr", figure->alt);
    tb_xml(xml, "/><p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>");
    tb_xml(xml, "<p:blipFill><a:blip r:embed=\"rId%u\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>",
           tb_package_relate(deck->package, deck->part, "image", name));
    write_box(xml, "a", box);
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>");
}

enum tb_status tb_deck_figure(struct tb_deck *deck, struct deck_box box, const struct tb_deck_figure *figure,
                              struct tb_log *log)
{
    if (!figure->native) {
        place_picture(deck, box, figure);
        return TB_OK;
    }
    struct chart_parts parts;
    const enum tb_status status = chart_parts_make(figure->native, box.width, box.height, &parts, log);
    if (status)
        return status;
    place_chart(deck, box, &parts, figure->alt);
    chart_parts_free(&parts);
    return TB_OK;
}

/* One line under the rows, none elsewhere. */
static void write_borders(struct tb_xml *xml, double line, const char *colour)
{
    static const char *const none[] = {"lnL", "lnR", "lnT"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        tb_xml(xml, "<a:%s w=\"0\"><a:noFill/></a:%s>", none[i], none[i]);
    tb_xml(
        xml,
        "<a:lnB w=\"%ld\" cap=\"flat\" cmpd=\"sng\" algn=\"ctr\"><a:solidFill><a:schemeClr val=\"%s\"/></a:solidFill>",
        emu(line), colour);
    tb_xml(xml, "<a:prstDash val=\"solid\"/></a:lnB><a:noFill/>");
}

/* Look of the kinds of rows. */
static const struct {
    bool bold;
    enum tb_deck_colour colour;
    double line;
    const char *line_colour;
} row_looks[] = {
    [DECK_HEADER] = {true, DECK_SECONDARY, 1.5, "accent1"},
    [DECK_SECTION] = {true, DECK_HOUSE, 0.75, "bg2"},
    [DECK_BODY] = {false, DECK_TEXT, 0.75, "bg2"},
};

static void write_cell(struct tb_deck *deck, const struct tb_deck_table *table, const struct tb_deck_row *row,
                       size_t column)
{
    struct tb_xml *xml = deck->slide;
    const bool whole_row = row->kind == DECK_SECTION;
    tb_xml(xml, "<a:tc");
    if (whole_row && column == 0 && table->columns > 1)
        tb_xml(xml, " gridSpan=\"%zu\"", table->columns);
    else if (whole_row && column > 0)
        tb_xml(xml, " hMerge=\"1\"");
    tb_xml(xml, "><a:txBody><a:bodyPr/><a:lstStyle/>");
    struct tb_deck_style style = {14, row_looks[row->kind].bold, table->right[column] && !whole_row,
                                  row_looks[row->kind].colour};
    if (row->kind == DECK_BODY && table->secondary[column])
        style.colour = DECK_SECONDARY;
    write_styled_paragraph(deck, style, whole_row && column > 0 ? "" : row->cell[column]);
    tb_xml(xml, "</a:txBody><a:tcPr marL=\"%ld\" marR=\"%ld\" marT=\"%ld\" marB=\"%ld\" anchor=\"%s\">",
           emu(column == 0 ? 2 : DECK_CELL_PADDING), emu(DECK_CELL_PADDING), emu(2), emu(2),
           row->kind == DECK_BODY ? "ctr" : "b");
    write_borders(xml, row_looks[row->kind].line, row_looks[row->kind].line_colour);
    tb_xml(xml, "</a:tcPr></a:tc>");
}

void tb_deck_table(struct tb_deck *deck, double x, double y, const struct tb_deck_table *table)
{
    struct tb_xml *xml = deck->slide;
    struct deck_box box = {x, y, 0, 0};
    for (size_t i = 0; i < table->columns; i++)
        box.width += table->width[i];
    for (size_t i = 0; i < table->rows; i++)
        box.height += table->row[i].height;

    const unsigned id = ++deck->shape;
    tb_xml(xml, "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"%u\" name=\"Table %u\"", id, id);
    tb_xml_attribute(xml, "descr", table->alt);
    tb_xml(xml, "/><p:cNvGraphicFramePr><a:graphicFrameLocks "
                "noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>");
    write_box(xml, "p", box);
    tb_xml(xml, "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl>");
    tb_xml(xml, "<a:tblPr firstRow=\"1\"/><a:tblGrid>");
    for (size_t i = 0; i < table->columns; i++)
        tb_xml(xml, "<a:gridCol w=\"%ld\"/>", emu(table->width[i]));
    tb_xml(xml, "</a:tblGrid>");
    for (size_t i = 0; i < table->rows; i++) {
        tb_xml(xml, "<a:tr h=\"%ld\">", emu(table->row[i].height));
        for (size_t k = 0; k < table->columns; k++)
            write_cell(deck, table, &table->row[i], k);
        tb_xml(xml, "</a:tr>");
    }
    tb_xml(xml, "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>");
}

void tb_deck_notes(struct tb_deck *deck, const char *text)
{
    char name[PART_NAME];
    snprintf(name, sizeof name, "ppt/notesSlides/notesSlide%zu.xml", deck->slides);
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<p:notes" NAMESPACES "><p:cSld>" TREE_BEGIN);
    tb_xml(xml,
           "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide 2\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\""
           " noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>");
    write_placeholder(xml, 3, "Notes", "body", 1);
    tb_xml(xml, "<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>");
    char *copy = strdup(text), *rest = copy;
    deck->failed |= !copy;
    for (char *line; (line = strsep(&rest, "\n"));) {
        tb_xml(xml, "<a:p>");
        if (line[0])
            write_run(deck, xml, line);
        tb_xml(xml, "</a:p>");
    }
    free(copy);
    tb_xml(xml, "</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>");
    add_xml(deck, name, TYPE("notesSlide"), xml);
    tb_package_relate(deck->package, name, "notesMaster", NOTES_MASTER_PART);
    tb_package_relate(deck->package, name, "slide", deck->part);
    tb_package_relate(deck->package, deck->part, "notesSlide", name);
}

/* ---- the whole ---- */

static void write_presentation(struct tb_deck *deck)
{
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<p:presentation" NAMESPACES " saveSubsetFonts=\"1\"><p:sldMasterIdLst>");
    tb_xml(xml, "<p:sldMasterId id=\"%lu\" r:id=\"rId%u\"/></p:sldMasterIdLst>", FIRST_MASTER_ID,
           tb_package_relate(deck->package, PRESENTATION_PART, "slideMaster", MASTER_PART));
    tb_xml(xml, "<p:notesMasterIdLst><p:notesMasterId r:id=\"rId%u\"/></p:notesMasterIdLst><p:sldIdLst>",
           tb_package_relate(deck->package, PRESENTATION_PART, "notesMaster", NOTES_MASTER_PART));
    for (size_t i = 1; i <= deck->slides; i++) {
        char name[PART_NAME];
        snprintf(name, sizeof name, "ppt/slides/slide%zu.xml", i);
        tb_xml(xml, "<p:sldId id=\"%lu\" r:id=\"rId%u\"/>", FIRST_SLIDE_ID + i - 1,
               tb_package_relate(deck->package, PRESENTATION_PART, "slide", name));
    }
    tb_xml(xml, "</p:sldIdLst><p:sldSz cx=\"%ld\" cy=\"%ld\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/>",
           emu(DECK_WIDTH), emu(DECK_HEIGHT));
    tb_xml(xml, "<p:defaultTextStyle>");
    write_level(xml, "lvl1pPr", 18, false, false, DECK_TEXT);
    tb_xml(xml, "</p:defaultTextStyle></p:presentation>");
    add_xml(deck, PRESENTATION_PART, TYPE("presentation.main"), xml);
    tb_package_relate(deck->package, PRESENTATION_PART, "theme", THEME_PART);
}

static void write_properties(struct tb_deck *deck, const char *title)
{
    static const struct {
        const char *name, *type, *relation, *text;
    } parts[] = {
        {"ppt/presProps.xml", TYPE("presProps"), "presProps", "<p:presentationPr" NAMESPACES "/>"},
        {"ppt/viewProps.xml", TYPE("viewProps"), "viewProps", "<p:viewPr" NAMESPACES "/>"},
        {"ppt/tableStyles.xml", TYPE("tableStyles"), "tableStyles",
         "<a:tblStyleLst xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
         " def=\"{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}\"/>"},
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct tb_xml *xml = tb_xml_new();
        tb_xml(xml, "%s", parts[i].text);
        add_xml(deck, parts[i].name, parts[i].type, xml);
        tb_package_relate(deck->package, PRESENTATION_PART, parts[i].relation, parts[i].name);
    }

    /* No dates: the same figures give the same file. */
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<cp:coreProperties"
                " xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\""
                " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
    tb_xml_text(xml, title);
    tb_xml(xml, "</dc:title><dc:creator>trendbook</dc:creator><dc:language>%s</dc:language></cp:coreProperties>",
           deck->tongue);
    add_xml(deck, "docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", xml);

    xml = tb_xml_new();
    tb_xml(xml,
           "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
           "<TotalTime>0</TotalTime><Application>trendbook</Application><Slides>%zu</Slides></Properties>",
           deck->slides);
    add_xml(deck, "docProps/app.xml", OFFICE_TYPE("extended-properties"), xml);

    tb_package_relate(deck->package, "", "officeDocument", PRESENTATION_PART);
    tb_package_relate(deck->package, "", "metadata/core-properties", "docProps/core.xml");
    tb_package_relate(deck->package, "", "extended-properties", "docProps/app.xml");
}

enum tb_status tb_deck_write(struct tb_deck *deck, const char *title, struct tb_bytes *pptx, struct tb_log *log)
{
    end_slide(deck);
    write_presentation(deck);
    write_properties(deck, title);
    if (deck->failed)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while making the slides");
    return tb_package_write(deck->package, pptx, log);
}
