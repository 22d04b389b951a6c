/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own masters: theme, layouts with their text frames, the master of the notes. */
#include "deck_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* English Metric Units, 12700 to the point of the paper. */
long deck_emu(const struct tb_deck *deck, double points)
{
    return lround(points * deck->page.scale * 12700);
}

/* A size of type in hundredths of a point of the paper. */
long deck_type_size(const struct tb_deck *deck, double points)
{
    return lround(points * deck->page.scale * 100);
}

/* ---- the parts that are the same in every deck ---- */

#define PLAIN_FILL        "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>"
#define PLAIN_LINE(width) "<a:ln w=\"" width "\">" PLAIN_FILL "<a:prstDash val=\"solid\"/></a:ln>"
#define NO_EFFECT         "<a:effectStyle><a:effectLst/></a:effectStyle>"
#define FONTS             "<a:latin typeface=\"Arial\"/><a:ea typeface=\"Microsoft YaHei\"/><a:cs typeface=\"Arial\"/>"

const char deck_own_theme[] =
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

const char *const deck_colours[] = {"tx1", "tx2", "accent1", "accent2", "bg2", "bg1"};

#define TITLE                                                                  \
    {                                                                          \
        DECK_TITLE, "Title", "title", 0, DECK_TITLE_SIZE, true, DECK_TEXT, "t" \
    }
#define KICKER                                                        \
    {                                                                 \
        DECK_KICKER, "Section", "body", 10, 12, true, DECK_HOUSE, "t" \
    }
#define FOOT                                                                        \
    {                                                                               \
        DECK_FOOT, "Source", "body", 12, DECK_FOOT_SIZE, false, DECK_SECONDARY, "b" \
    }

const struct deck_layout deck_layouts[] = {
    [DECK_COVER] = {"Cover",
                    "title",
                    {{DECK_TITLE, "Title", "ctrTitle", 0, 40, true, DECK_TEXT, "b"},
                     {DECK_SUBTITLE, "Subtitle", "subTitle", 1, 20, false, DECK_SECONDARY, "t"},
                     {DECK_FOOT, "Maker", "body", 12, 12, false, DECK_SECONDARY, "b"}},
                    3},
    [DECK_FIGURE] =
        {"Chart",
         NULL,
         {TITLE, KICKER, {DECK_SUBTITLE, "Subtitle", "body", 11, DECK_SUBTITLE_SIZE, false, DECK_SECONDARY, "t"}, FOOT},
         4},
    [DECK_TABLE] = {"Table", NULL, {TITLE, KICKER, FOOT}, 3},
};
#define LAYOUTS (sizeof deck_layouts / sizeof deck_layouts[0])

#define COVER_LEFT 90

/* Where a frame stands on its layout. */
struct deck_box deck_frame_box(const struct deck_page *page, enum tb_deck_layout layout, enum tb_deck_role role)
{
    const double wide = page->width - 2 * COVER_LEFT, room = deck_page_room(page);
    if (layout == DECK_COVER)
        return role == DECK_TITLE      ? (struct deck_box){COVER_LEFT, 150, wide, 100}
               : role == DECK_SUBTITLE ? (struct deck_box){COVER_LEFT, 278, wide, 90}
                                       : (struct deck_box){COVER_LEFT, 470, wide, 20};
    return role == DECK_TITLE    ? deck_page_title(page, 1)
           : role == DECK_KICKER ? (struct deck_box){page->left, 17, room, 17}
           : role == DECK_FOOT   ? deck_page_foot(page)
                                 : (struct deck_box){page->left, deck_page_top(page, 1), room, 24};
}

static struct deck_box number_box(const struct deck_page *page)
{
    return (struct deck_box){page->right - 60, page->bottom - 17, 60, 17};
}

void deck_write_box(const struct tb_deck *deck, struct tb_xml *xml, const char *prefix, struct deck_box box)
{
    tb_xml(xml, "<%s:xfrm><a:off x=\"%ld\" y=\"%ld\"/><a:ext cx=\"%ld\" cy=\"%ld\"/></%s:xfrm>", prefix,
           deck_emu(deck, box.x), deck_emu(deck, box.y), deck_emu(deck, box.width), deck_emu(deck, box.height), prefix);
}

void deck_write_placeholder(struct tb_xml *xml, unsigned id, const char *name, const char *kind, unsigned index)
{
    tb_xml(xml, "<p:sp><p:nvSpPr><p:cNvPr id=\"%u\" name=\"%s %u\"/><p:cNvSpPr>", id, name, id);
    tb_xml(xml, "<a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"%s\"", kind);
    if (index)
        tb_xml(xml, " idx=\"%u\"", index);
    tb_xml(xml, "/></p:nvPr></p:nvSpPr>");
}

/* Character size and colour as a list style of one level. */
void deck_write_level(const struct tb_deck *deck, struct tb_xml *xml, const char *element, double size, bool bold,
                      bool right, enum tb_deck_colour colour)
{
    tb_xml(xml, "<a:%s marL=\"0\" indent=\"0\" algn=\"%s\"><a:spcBef><a:spcPts val=\"0\"/></a:spcBef><a:buNone/>",
           element, right ? "r" : "l");
    tb_xml(xml, "<a:defRPr sz=\"%ld\" b=\"%d\"><a:solidFill><a:schemeClr val=\"%s\"/></a:solidFill>",
           deck_type_size(deck, size), bold, deck_colours[colour]);
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

void deck_write_run(struct tb_deck *deck, struct tb_xml *xml, const char *text, const char *sized)
{
    tb_xml(xml, "<a:r><a:rPr lang=\"%s\" altLang=\"%s\"%s dirty=\"0\"/><a:t>", deck->tongue, deck->other, sized);
    tb_xml_text(xml, text);
    tb_xml(xml, "</a:t></a:r>");
}

void deck_write_number(struct tb_deck *deck, struct tb_xml *xml, unsigned id, const struct deck_place *place,
                       bool in_layout)
{
    deck_write_placeholder(xml, id, "Number", "sldNum", place->index);
    tb_xml(xml, "<p:spPr>");
    if (in_layout) {
        deck_write_box(deck, xml, "a", number_box(&deck->page));
        tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>");
    }
    tb_xml(xml, "</p:spPr><p:txBody><a:bodyPr");
    if (in_layout)
        tb_xml(xml, " wrap=\"none\" " BODY_INSETS " anchor=\"b\"><a:noAutofit/></a:bodyPr><a:lstStyle>");
    else
        tb_xml(xml, "/><a:lstStyle>");
    if (in_layout)
        deck_write_level(deck, xml, "lvl1pPr", 12, false, true, DECK_SECONDARY);
    tb_xml(xml, "</a:lstStyle><a:p><a:fld id=\"{6D7A5C1E-2B4F-4E0A-9C53-1F0E8B7D2A46}\" type=\"slidenum\">");
    tb_xml(xml, "<a:rPr lang=\"%s\" dirty=\"0\"/><a:t>%zu</a:t></a:fld></a:p></p:txBody></p:sp>", deck->tongue,
           deck->number);
}

static void write_layout_frame(struct tb_deck *deck, struct tb_xml *xml, unsigned id, const struct deck_frame *frame,
                               struct deck_box box)
{
    deck_write_placeholder(xml, id, frame->name, frame->kind, frame->index);
    tb_xml(xml, "<p:spPr>");
    deck_write_box(deck, xml, "a", box);
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody>");
    tb_xml(xml, "<a:bodyPr wrap=\"square\" " BODY_INSETS " anchor=\"%s\"><a:noAutofit/></a:bodyPr><a:lstStyle>",
           frame->anchor);
    deck_write_level(deck, xml, "lvl1pPr", frame->size, frame->bold, false, frame->colour);
    tb_xml(xml, "</a:lstStyle><a:p>");
    deck_write_run(deck, xml, prompt(deck, frame->role), "");
    tb_xml(xml, "</a:p></p:txBody></p:sp>");
}

void deck_add_xml(struct tb_deck *deck, const char *name, const char *type, struct tb_xml *xml)
{
    struct tb_bytes bytes = {0};
    deck->failed |= !tb_xml_end(xml, &bytes);
    tb_package_add(deck->package, name, type, &bytes, false);
}

void deck_write_rectangle(const struct tb_deck *deck, struct tb_xml *xml, unsigned id, struct deck_box box,
                          enum tb_deck_colour colour)
{
    tb_xml(xml, "<p:sp><p:nvSpPr><p:cNvPr id=\"%u\" name=\"Rule %u\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>", id,
           id);
    deck_write_box(deck, xml, "a", box);
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val=\"%s\"/></a:solidFill>",
           deck_colours[colour]);
    tb_xml(xml, "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>");
}

void deck_layout_part(char name[PART_NAME], size_t layout)
{
    snprintf(name, PART_NAME, "ppt/slideLayouts/slideLayout%zu.xml", layout + 1);
}

void deck_write_layouts(struct tb_deck *deck)
{
    for (size_t i = 0; i < LAYOUTS; i++) {
        struct tb_xml *xml = tb_xml_new();
        unsigned id = 1;
        tb_xml(xml, "<p:sldLayout" NAMESPACES);
        if (deck_layouts[i].kind)
            tb_xml(xml, " type=\"%s\"", deck_layouts[i].kind);
        tb_xml(xml, " preserve=\"1\"><p:cSld name=\"%s\">" TREE_BEGIN, deck_layouts[i].name);
        if (i == DECK_COVER) {
            deck_write_rectangle(deck, xml, ++id, (struct deck_box){0, 0, 24, DECK_HEIGHT}, DECK_HOUSE);
            deck_write_rectangle(deck, xml, ++id, (struct deck_box){COVER_LEFT, 263, 72, 3}, DECK_HOUSE);
        }
        for (size_t k = 0; k < deck_layouts[i].frames; k++)
            write_layout_frame(deck, xml, ++id, &deck_layouts[i].frame[k],
                               deck_frame_box(&deck->page, (enum tb_deck_layout)i, deck_layouts[i].frame[k].role));
        if (i != DECK_COVER)
            deck_write_number(deck, xml, ++id, &(struct deck_place){.index = NUMBER_INDEX}, true);
        tb_xml(xml, "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>");
        char name[PART_NAME];
        deck_layout_part(name, i);
        deck_add_xml(deck, name, TYPE("slideLayout"), xml);
        tb_package_relate(deck->package, name, "slideMaster", MASTER_PART);
    }
}

void deck_write_master(struct tb_deck *deck)
{
    static const struct deck_frame body = {DECK_SUBTITLE, "Text", "body", 1, DECK_SUBTITLE_SIZE, false, DECK_TEXT, "t"};
    static const struct deck_frame title = TITLE;
    const struct deck_page *page = &deck->page;
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<p:sldMaster" NAMESPACES "><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill>"
                "<a:effectLst/></p:bgPr></p:bg>" TREE_BEGIN);
    write_layout_frame(deck, xml, 2, &title, deck_page_title(page, 1));
    write_layout_frame(deck, xml, 3, &body, (struct deck_box){page->left, 110, deck_page_room(page), 370});
    deck_write_number(deck, xml, 4, &(struct deck_place){.index = NUMBER_INDEX}, true);
    tb_xml(xml, "</p:spTree></p:cSld>" COLOUR_MAP "<p:sldLayoutIdLst>");
    for (size_t i = 0; i < LAYOUTS; i++) {
        char name[PART_NAME];
        deck_layout_part(name, i);
        tb_xml(xml, "<p:sldLayoutId id=\"%lu\" r:id=\"rId%u\"/>", FIRST_MASTER_ID + 1 + i,
               tb_package_relate(deck->package, MASTER_PART, "slideLayout", name));
    }
    tb_package_relate(deck->package, MASTER_PART, "theme", THEME_PART);
    tb_xml(xml, "</p:sldLayoutIdLst><p:txStyles><p:titleStyle>");
    deck_write_level(deck, xml, "lvl1pPr", 28, true, false, DECK_TEXT);
    tb_xml(xml, "</p:titleStyle><p:bodyStyle>");
    deck_write_level(deck, xml, "lvl1pPr", 18, false, false, DECK_TEXT);
    tb_xml(xml, "</p:bodyStyle><p:otherStyle>");
    deck_write_level(deck, xml, "lvl1pPr", 14, false, false, DECK_TEXT);
    tb_xml(xml, "</p:otherStyle></p:txStyles></p:sldMaster>");
    deck_add_xml(deck, MASTER_PART, TYPE("slideMaster"), xml);
}

void deck_write_notes_master(struct tb_deck *deck)
{
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml,
           "<p:notesMaster" NAMESPACES "><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill>"
           "<a:effectLst/></p:bgPr></p:bg>" TREE_BEGIN);
    tb_xml(xml,
           "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide 2\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\""
           " noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\" idx=\"2\"/></p:nvPr></p:nvSpPr><p:spPr>");
    deck_write_box(deck, xml, "a", (struct deck_box){30, 54, 480, 270});
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/><a:ln w=\"9525\"><a:solidFill>"
                "<a:schemeClr val=\"bg2\"/></a:solidFill></a:ln></p:spPr></p:sp>");
    deck_write_placeholder(xml, 3, "Notes", "body", 3);
    tb_xml(xml, "<p:spPr>");
    deck_write_box(deck, xml, "a", (struct deck_box){54, 346, 432, 324});
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p>");
    deck_write_run(deck, xml, strcmp(deck->tongue, "zh-CN") == 0 ? "备注" : "Notes", "");
    tb_xml(xml, "</a:p></p:txBody></p:sp></p:spTree></p:cSld>" COLOUR_MAP "<p:notesStyle>");
    deck_write_level(deck, xml, "lvl1pPr", 12, false, false, DECK_TEXT);
    tb_xml(xml, "</p:notesStyle></p:notesMaster>");
    deck_add_xml(deck, NOTES_MASTER_PART, TYPE("notesMaster"), xml);
    tb_package_relate(deck->package, NOTES_MASTER_PART, "theme", NOTES_THEME_PART);
}
