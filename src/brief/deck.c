/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deck_parts.h"

#include "chart_part.h"
#include "model/memory.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- slides ---- */

struct tb_deck *tb_deck_new(enum tb_language language, const struct deck_page *page, const struct deck_theme *theme)
{
    struct tb_deck *deck = calloc(1, sizeof *deck);
    if (!deck)
        return NULL;
    deck->page = *page;
    deck->theme = theme;
    deck->tongue = language == TB_CHINESE ? "zh-CN" : "en-US";
    deck->other = language == TB_CHINESE ? "en-US" : "zh-CN";
    deck->package = tb_package_new();
    if (!deck->package) {
        free(deck);
        return NULL;
    }
    if (theme) {
        deck_theme_add(theme, deck->package);
    } else {
        tb_package_add_text(deck->package, THEME_PART, OFFICE_TYPE("theme"), deck_own_theme);
        deck_write_master(deck);
        deck_write_layouts(deck);
    }
    tb_package_add_text(deck->package, NOTES_THEME_PART, OFFICE_TYPE("theme"), deck_own_theme);
    deck_write_notes_master(deck);
    return deck;
}

/* Closes the slide in work; its number comes last, so that a screen reader starts with the title. */
static void end_slide(struct tb_deck *deck)
{
    if (!deck->slide)
        return;
    const struct deck_place own_number = {.there = true, .kind = "sldNum", .index = NUMBER_INDEX};
    const struct deck_place *number = deck->theme ? &deck->theme->content.number : &own_number;
    if (deck->layout != DECK_COVER && number->there)
        deck_write_number(deck, deck->slide, ++deck->shape, number, false);
    tb_xml(deck->slide, "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>");
    deck_add_xml(deck, deck->part, TYPE("slide"), deck->slide);
    deck->slide = NULL;
}

void tb_deck_free(struct tb_deck *deck)
{
    if (!deck)
        return;
    end_slide(deck);
    for (size_t i = 0; i < deck->sections; i++)
        free(deck->section[i].title);
    free(deck->section);
    tb_package_free(deck->package);
    free(deck);
}

size_t tb_deck_slides(const struct tb_deck *deck)
{
    return deck->slides;
}

size_t tb_deck_reserve(struct tb_deck *deck)
{
    return ++deck->slides;
}

void tb_deck_section(struct tb_deck *deck, const char *title)
{
    if (!tb_grow_by_one(&deck->section, deck->sections, sizeof *deck->section)) {
        deck->failed = true;
        return;
    }
    struct deck_section *section = &deck->section[deck->sections++];
    *section = (struct deck_section){.title = strdup(title), .first = deck->slides + 1};
    deck->failed |= !section->title;
}

static void slide_part(char name[PART_NAME], size_t number)
{
    snprintf(name, PART_NAME, "ppt/slides/slide%zu.xml", number);
}

void tb_deck_slide(struct tb_deck *deck, enum tb_deck_layout layout, size_t number)
{
    end_slide(deck);
    deck->number = number ? number : tb_deck_reserve(deck);
    deck->layout = layout;
    deck->shape = 1;
    deck->slide = tb_xml_new();
    deck->failed |= !deck->slide;
    tb_xml(deck->slide, "<p:sld" NAMESPACES "><p:cSld>" TREE_BEGIN);
    slide_part(deck->part, deck->number);
    char name[PART_NAME];
    deck_layout_part(name, layout);
    tb_package_relate(deck->package, deck->part, "slideLayout",
                      !deck->theme           ? name
                      : layout == DECK_COVER ? deck->theme->cover.part
                                             : deck->theme->content.part);
}

/* Text with at most one line end; size 0: as the layout has it. */
static void write_paragraph(struct tb_deck *deck, const char *text, double size)
{
    struct tb_xml *xml = deck->slide;
    char sized[32] = "";
    if (size > 0)
        snprintf(sized, sizeof sized, " sz=\"%ld\"", deck_type_size(deck, size));
    tb_xml(xml, "<a:p>");
    const char *end = strchr(text, '\n');
    char *first = end ? strndup(text, (size_t)(end - text)) : NULL;
    if (first) {
        deck_write_run(deck, xml, first, sized);
        tb_xml(xml, "<a:br><a:rPr lang=\"%s\" altLang=\"%s\"%s dirty=\"0\"/></a:br>", deck->tongue, deck->other, sized);
    }
    deck->failed |= end && !first;
    deck_write_run(deck, xml, first ? end + 1 : text, sized);
    free(first);
    tb_xml(xml, "</a:p>");
}

/* A frame on a template's layout: a placeholder where it has one for the role, else free text in the same look. */
static void write_theme_frame(struct tb_deck *deck, const struct deck_frame *frame, const struct deck_box *box,
                              const char *text)
{
    const bool cover = deck->layout == DECK_COVER;
    const struct deck_theme_layout *layout = cover ? &deck->theme->cover : &deck->theme->content;
    const struct deck_place *place = frame->role == DECK_TITLE               ? &layout->title
                                     : frame->role == DECK_SUBTITLE && cover ? &layout->subtitle
                                                                             : NULL;
    struct tb_xml *xml = deck->slide;
    if (place && place->there) {
        deck_write_placeholder(xml, ++deck->shape, frame->name, place->kind, place->index);
        tb_xml(xml, "<p:spPr>");
        if (deck->page.grown && !cover)
            deck_write_box(deck, xml, "a", deck_page_title_frame(&deck->page));
        tb_xml(xml, "</p:spPr><p:txBody><a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/>");
        write_paragraph(deck, text, frame->role == DECK_TITLE && !cover ? deck->page.title_size : 0);
        tb_xml(xml, "</p:txBody></p:sp>");
    } else if (!cover) {
        const struct deck_box own = deck_frame_box(&deck->page, deck->layout, frame->role);
        tb_deck_text(deck, frame->name, box ? *box : own,
                     (struct tb_deck_style){.size = frame->size, .bold = frame->bold, .colour = frame->colour}, text,
                     0);
    }
}

void tb_deck_frame(struct tb_deck *deck, enum tb_deck_role role, const struct deck_box *box, const char *text)
{
    const struct deck_layout *layout = &deck_layouts[deck->layout];
    const struct deck_frame *frame = layout->frame;
    while (frame->role != role) {
        frame++;
        assert(frame < layout->frame + layout->frames); /* the layout has no such frame */
    }
    if (deck->theme) {
        write_theme_frame(deck, frame, box, text);
        return;
    }
    struct tb_xml *xml = deck->slide;
    deck_write_placeholder(xml, ++deck->shape, frame->name, frame->kind, frame->index);
    tb_xml(xml, "<p:spPr>");
    if (box)
        deck_write_box(deck, xml, "a", *box);
    /* a reader's fonts may be wider than those that were measured */
    tb_xml(xml, "</p:spPr><p:txBody><a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/>");
    write_paragraph(deck, text, 0);
    tb_xml(xml, "</p:txBody></p:sp>");
}

void deck_write_paragraph(struct tb_deck *deck, const char *align, struct tb_deck_style style, const char *text)
{
    struct tb_xml *xml = deck->slide;
    tb_xml(xml, "<a:p><a:pPr algn=\"%s\"/>", align);
    const char *element = text[0] ? "rPr" : "endParaRPr"; /* an empty paragraph keeps its height */
    if (text[0])
        tb_xml(xml, "<a:r>");
    tb_xml(xml, "<a:%s lang=\"%s\" altLang=\"%s\" sz=\"%ld\" b=\"%d\" dirty=\"0\"><a:solidFill>", element, deck->tongue,
           deck->other, deck_type_size(deck, style.size), style.bold);
    if (deck->theme && deck->theme->text[0] && style.colour <= DECK_SECONDARY)
        tb_xml(xml, "<a:srgbClr val=\"%s\"/></a:solidFill></a:%s>", deck->theme->text, element);
    else
        tb_xml(xml, "<a:schemeClr val=\"%s\"/></a:solidFill></a:%s>", deck_colours[style.colour], element);
    if (text[0]) {
        tb_xml(xml, "<a:t>");
        tb_xml_text(xml, text);
        tb_xml(xml, "</a:t></a:r>");
    }
    tb_xml(xml, "</a:p>");
}

void tb_deck_text(struct tb_deck *deck, const char *name, struct deck_box box, struct tb_deck_style style,
                  const char *text, size_t link)
{
    struct tb_xml *xml = deck->slide;
    const unsigned id = ++deck->shape;
    tb_xml(xml, "<p:sp><p:nvSpPr><p:cNvPr id=\"%u\" name=\"%s %u\"", id, name, id);
    if (link) {
        char target[PART_NAME];
        slide_part(target, link);
        tb_xml(xml, "><a:hlinkClick r:id=\"rId%u\" action=\"ppaction://hlinksldjump\"/></p:cNvPr>",
               tb_package_relate(deck->package, deck->part, "slide", target));
    } else
        tb_xml(xml, "/>");
    tb_xml(xml, "<p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>");
    deck_write_box(deck, xml, "a", box);
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>");
    tb_xml(xml, "<a:bodyPr wrap=\"square\" " BODY_INSETS "><a:noAutofit/></a:bodyPr><a:lstStyle/>");
    deck_write_paragraph(deck, style.right ? "r" : "l", style, text);
    tb_xml(xml, "</p:txBody></p:sp>");
}

void tb_deck_rule(struct tb_deck *deck, struct deck_box box, enum tb_deck_colour colour)
{
    deck_write_rectangle(deck, deck->slide, ++deck->shape, box, colour);
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
    deck_write_box(deck, xml, "p", box);
    tb_xml(xml,
           "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">"
           "<c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rId%u\"/>"
           "</a:graphicData></a:graphic></p:graphicFrame>",
           tb_package_relate(deck->package, deck->part, "chart", chart));
}

/* Adds a picture part, and says its relationship. */
static unsigned add_picture(struct tb_deck *deck, const struct tb_bytes *picture, const char *extension)
{
    char name[PART_NAME];
    snprintf(name, sizeof name, "ppt/media/image%zu.%s", deck->pictures, extension);
    struct tb_bytes copy = {0};
    tb_bytes_add(&copy, picture->data, picture->n);
    tb_package_add(deck->package, name, NULL, &copy, strcmp(extension, "png") == 0);
    return tb_package_relate(deck->package, deck->part, "image", name);
}

static void place_picture(struct tb_deck *deck, struct deck_box box, const struct tb_deck_figure *figure)
{
    struct tb_xml *xml = deck->slide;
    const unsigned id = ++deck->shape;
    deck->pictures++;
    tb_xml(xml, "<p:pic><p:nvPicPr><p:cNvPr id=\"%u\" name=\"Chart %u\"", id, id);
    tb_xml_attribute(xml, "descr", figure->alt);
    tb_xml(xml, "/><p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill>");
    tb_xml(xml, "<a:blip r:embed=\"rId%u\"", add_picture(deck, figure->png, "png"));
    if (figure->svg->n) /* an extension, which programs that do not know it pass over */
        tb_xml(xml,
               "><a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\"><asvg:svgBlip"
               " xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"rId%u\"/>"
               "</a:ext></a:extLst></a:blip>",
               add_picture(deck, figure->svg, "svg"));
    else
        tb_xml(xml, "/>");
    tb_xml(xml, "<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>");
    deck_write_box(deck, xml, "a", box);
    tb_xml(xml, "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>");
}

enum tb_status tb_deck_figure(struct tb_deck *deck, struct deck_box box, const struct tb_deck_figure *figure,
                              struct tb_log *log)
{
    if (!figure->native) {
        place_picture(deck, box, figure);
        return TB_OK;
    }
    if (figure->native->plot == NATIVE_TABLE)
        return tb_deck_grid(deck, box, figure->native, figure->alt)
                   ? TB_OK
                   : tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while making a chart");
    struct chart_parts parts;
    const enum tb_status status =
        chart_parts_make(figure->native, box.width, box.height, deck->page.scale, &parts, log);
    if (status)
        return status;
    place_chart(deck, box, &parts, figure->alt);
    chart_parts_free(&parts);
    return TB_OK;
}

void tb_deck_notes(struct tb_deck *deck, const char *text)
{
    char name[PART_NAME];
    snprintf(name, sizeof name, "ppt/notesSlides/notesSlide%zu.xml", deck->number);
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<p:notes" NAMESPACES "><p:cSld>" TREE_BEGIN);
    tb_xml(xml,
           "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide 2\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\""
           " noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>");
    deck_write_placeholder(xml, 3, "Notes", "body", 1);
    tb_xml(xml, "<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>");
    char *copy = strdup(text), *rest = copy;
    deck->failed |= !copy;
    for (char *line; (line = strsep(&rest, "\n"));) {
        tb_xml(xml, "<a:p>");
        if (line[0])
            deck_write_run(deck, xml, line, "");
        tb_xml(xml, "</a:p>");
    }
    free(copy);
    tb_xml(xml, "</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>");
    deck_add_xml(deck, name, TYPE("notesSlide"), xml);
    tb_package_relate(deck->package, name, "notesMaster", NOTES_MASTER_PART);
    tb_package_relate(deck->package, name, "slide", deck->part);
    tb_package_relate(deck->package, deck->part, "notesSlide", name);
}

/* ---- the whole ---- */

/* The sections in the list of slides: an extension, which programs that do not know it pass over. */
static void write_sections(struct tb_deck *deck, struct tb_xml *xml)
{
    if (!deck->sections)
        return;
    tb_xml(xml, "<p:extLst><p:ext uri=\"{521415D9-36F7-43E2-AB2F-B90AF26B5E84}\"><p14:sectionLst"
                " xmlns:p14=\"http://schemas.microsoft.com/office/powerpoint/2010/main\">");
    for (size_t i = 0; i < deck->sections; i++) {
        const size_t end = i + 1 < deck->sections ? deck->section[i + 1].first : deck->slides + 1;
        tb_xml(xml, "<p14:section");
        tb_xml_attribute(xml, "name", deck->section[i].title);
        tb_xml(xml, " id=\"{7C1A9E40-5D2B-4F36-8E1D-%012zX}\"><p14:sldIdLst>", i + 1);
        for (size_t k = deck->section[i].first; k < end; k++)
            tb_xml(xml, "<p14:sldId id=\"%lu\"/>", FIRST_SLIDE_ID + k - 1);
        tb_xml(xml, "</p14:sldIdLst></p14:section>");
    }
    tb_xml(xml, "</p14:sectionLst></p:ext></p:extLst>");
}

static void write_presentation(struct tb_deck *deck)
{
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<p:presentation" NAMESPACES " saveSubsetFonts=\"1\"><p:sldMasterIdLst>");
    tb_xml(xml, "<p:sldMasterId id=\"%lu\" r:id=\"rId%u\"/></p:sldMasterIdLst>",
           deck->theme ? deck->theme->master_id : FIRST_MASTER_ID,
           tb_package_relate(deck->package, PRESENTATION_PART, "slideMaster", MASTER_PART));
    tb_xml(xml, "<p:notesMasterIdLst><p:notesMasterId r:id=\"rId%u\"/></p:notesMasterIdLst><p:sldIdLst>",
           tb_package_relate(deck->package, PRESENTATION_PART, "notesMaster", NOTES_MASTER_PART));
    for (size_t i = 1; i <= deck->slides; i++) {
        char name[PART_NAME];
        slide_part(name, i);
        tb_xml(xml, "<p:sldId id=\"%lu\" r:id=\"rId%u\"/>", FIRST_SLIDE_ID + i - 1,
               tb_package_relate(deck->package, PRESENTATION_PART, "slide", name));
    }
    tb_xml(xml, "</p:sldIdLst><p:sldSz cx=\"%ld\" cy=\"%ld\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/>",
           deck_emu(deck, deck->page.width), deck_emu(deck, DECK_HEIGHT));
    tb_xml(xml, "<p:defaultTextStyle>");
    deck_write_level(deck, xml, "lvl1pPr", 18, false, false, DECK_TEXT);
    tb_xml(xml, "</p:defaultTextStyle>");
    write_sections(deck, xml);
    tb_xml(xml, "</p:presentation>");
    deck_add_xml(deck, PRESENTATION_PART, TYPE("presentation.main"), xml);
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
        deck_add_xml(deck, parts[i].name, parts[i].type, xml);
        tb_package_relate(deck->package, PRESENTATION_PART, parts[i].relation, parts[i].name);
    }

    char slides[40];
    snprintf(slides, sizeof slides, "<Slides>%zu</Slides>", deck->slides);
    tb_package_relate(deck->package, "", "officeDocument", PRESENTATION_PART);
    tb_package_properties(deck->package, title, deck->tongue, slides);
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
