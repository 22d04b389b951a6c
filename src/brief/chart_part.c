/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart_part.h"

#include "chart_xml.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHART_NAMESPACES                                                  \
    " xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"" \
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""  \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

/* Axes: of the values and, in a chart with a strip, of the changes. */
#define YEAR_AXIS   1001
#define VALUE_AXIS  1002
#define STRIP_YEARS 1003
#define STRIP_AXIS  1004

static const struct chart_colour words = {"tx1", NULL, 0}, quiet = {"tx2", NULL, 0}, grid = {"bg2", NULL, 0};

/* ---- the plot ---- */

/* How the members of a group are drawn. */
static const struct group {
    const char *element, *grouping;
    void (*series)(struct tb_xml *xml, const struct chart_view *view, size_t column);
    bool strip; /* on the axes of the strip */
} groups[] = {
    {"area", "stacked", chart_write_area, false},
    {"bar", NULL, chart_write_bar, false}, /* its grouping is the plot's */
    {"line", "standard", chart_write_polyline, false},
    {"line", "standard", chart_write_polyline, true},
    {"scatter", NULL, chart_write_polyline, false},
};
enum {
    AREAS,
    BARS,
    LINES,
    STRIP,
    POINTS,
    TABLE_ONLY
};

static int group_of(const struct native *native, size_t column)
{
    const enum native_role role = native->column[column].role;
    switch (role) {
    case NATIVE_BAND_LOW:
    case NATIVE_BAND:
    case NATIVE_CORE:
        return AREAS;
    case NATIVE_GROWTH:
        return STRIP;
    case NATIVE_SIZE:
    case NATIVE_STEP:
        return TABLE_ONLY;
    case NATIVE_TOTAL:
        return LINES;
    default:
        break;
    }
    static const int of_plot[] = {
        [NATIVE_COLUMNS] = BARS, [NATIVE_LINES] = LINES, [NATIVE_STACKS] = BARS, [NATIVE_ROWS] = BARS,
        [NATIVE_STEPS] = BARS,   [NATIVE_SIDES] = LINES, [NATIVE_FIELD] = POINTS};
    return of_plot[native->plot];
}

static bool is_stacked(const struct native *native)
{
    return native->plot == NATIVE_STACKS || native->plot == NATIVE_STEPS;
}

static bool lies(const struct native *native)
{
    return native->plot == NATIVE_ROWS || native->plot == NATIVE_STEPS;
}

/* One group of series that are drawn in one way, with the axes they share. */
static void write_group(struct tb_xml *xml, const struct chart_view *view, int which)
{
    const struct native *native = view->native;
    const struct group *group = &groups[which];
    size_t members = 0;
    for (size_t c = 0; c < native->columns; c++)
        members += group_of(native, c) == which;
    if (!members)
        return;
    tb_xml(xml, "<c:%sChart>", group->element);
    if (which == BARS)
        tb_xml(xml, "<c:barDir val=\"%s\"/><c:grouping val=\"%s\"/>", lies(native) ? "bar" : "col",
               is_stacked(native) ? "stacked" : "clustered");
    else if (which == POINTS)
        tb_xml(xml, "<c:scatterStyle val=\"lineMarker\"/>");
    else
        tb_xml(xml, "<c:grouping val=\"%s\"/>", group->grouping);
    tb_xml(xml, "<c:varyColors val=\"0\"/>");
    for (size_t c = 0; c < native->columns; c++)
        if (group_of(native, c) == which)
            group->series(xml, view, c);
    if (which == BARS)
        tb_xml(xml, "<c:gapWidth val=\"%d\"/>%s", view->gap_width,
               is_stacked(native) ? "<c:overlap val=\"100\"/>" : "");
    if (strcmp(group->element, "line") == 0)
        tb_xml(xml, "<c:marker val=\"1\"/>");
    tb_xml(xml, "<c:axId val=\"%d\"/><c:axId val=\"%d\"/></c:%sChart>", group->strip ? STRIP_YEARS : YEAR_AXIS,
           group->strip ? STRIP_AXIS : VALUE_AXIS, group->element);
}

static void write_range(struct tb_xml *xml, double low, double high, bool downward)
{
    char from[40], to[40];
    chart_number(low, from);
    chart_number(high, to);
    tb_xml(xml, "<c:scaling><c:orientation val=\"%s\"/><c:max val=\"%s\"/><c:min val=\"%s\"/></c:scaling>",
           downward ? "maxMin" : "minMax", to, from);
}

static const char no_marks[] = "<c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>";

static void write_year_axis(struct tb_xml *xml, const struct chart_view *view)
{
    const struct native *native = view->native;
    const bool beside = lies(native); /* names stand left of their rows, the first on top */
    const bool zero = view->low <= 0 && view->high >= 0;
    tb_xml(xml,
           "<c:catAx><c:axId val=\"%d\"/><c:scaling><c:orientation val=\"%s\"/></c:scaling><c:delete val=\"0\"/>"
           "<c:axPos val=\"%s\"/><c:numFmt formatCode=\"0\" sourceLinked=\"0\"/>%s<c:tickLblPos val=\"%s\"/><c:spPr>",
           YEAR_AXIS, beside ? "maxMin" : "minMax", beside ? "l" : "b", no_marks, native->downward ? "high" : "low");
    if (native->plot == NATIVE_SIDES)
        tb_xml(xml, NO_LINE);
    else
        chart_write_line(xml, view, ZERO_LINE, quiet, "solid");
    tb_xml(xml, "</c:spPr>");
    chart_write_text_style(xml, view, CHART_AXIS_SIZE, false, beside ? words : quiet);
    tb_xml(xml, "<c:crossAx val=\"%d\"/><c:crosses val=\"%s\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/>", VALUE_AXIS,
           native->downward ? "max"
           : zero           ? "autoZero"
                            : "min");
    tb_xml(xml,
           "<c:lblOffset val=\"100\"/><c:tickLblSkip val=\"%zu\"/><c:tickMarkSkip val=\"1\"/>"
           "<c:noMultiLvlLbl val=\"1\"/></c:catAx>",
           view->year_step);
}

/* The sizes of a field, from 0. */
static void write_along_axis(struct tb_xml *xml, const struct chart_view *view)
{
    char pattern[CHART_PATTERN_SIZE], step[40];
    chart_view_along_pattern(view, pattern);
    chart_number(view->along_step, step);
    tb_xml(xml, "<c:valAx><c:axId val=\"%d\"/>", YEAR_AXIS);
    write_range(xml, 0, view->along_high, false);
    tb_xml(xml, "<c:delete val=\"0\"/><c:axPos val=\"b\"/>");
    chart_write_pattern(xml, pattern);
    tb_xml(xml, "%s<c:tickLblPos val=\"low\"/><c:spPr>", no_marks);
    chart_write_line(xml, view, ZERO_LINE, quiet, "solid");
    tb_xml(xml, "</c:spPr>");
    chart_write_text_style(xml, view, CHART_AXIS_SIZE, false, quiet);
    tb_xml(xml,
           "<c:crossAx val=\"%d\"/><c:crosses val=\"min\"/><c:crossBetween val=\"midCat\"/><c:majorUnit val=\"%s\"/>"
           "</c:valAx>",
           VALUE_AXIS, step);
}

static void write_value_axis(struct tb_xml *xml, const struct chart_view *view)
{
    char pattern[CHART_PATTERN_SIZE], step[40];
    chart_view_tick_pattern(view, pattern);
    tb_xml(xml, "<c:valAx><c:axId val=\"%d\"/>", VALUE_AXIS);
    write_range(xml, view->low, view->high, view->native->downward);
    tb_xml(xml, "<c:delete val=\"0\"/><c:axPos val=\"%s\"/>", lies(view->native) ? "b" : "l");
    if (view->ticks && view->strip == STRIP_NONE) {
        tb_xml(xml, "<c:majorGridlines><c:spPr>");
        chart_write_line(xml, view, GRID_LINE, grid, "solid");
        tb_xml(xml, "</c:spPr></c:majorGridlines>");
    }
    chart_write_pattern(xml, pattern);
    tb_xml(xml, "%s<c:tickLblPos val=\"%s\"/><c:spPr>%s</c:spPr>", no_marks, view->ticks ? "low" : "none", NO_LINE);
    chart_write_text_style(xml, view, CHART_AXIS_SIZE, false, quiet);
    tb_xml(xml, "<c:crossAx val=\"%d\"/><c:crosses val=\"autoZero\"/><c:crossBetween val=\"%s\"/>", YEAR_AXIS,
           view->native->plot == NATIVE_SIDES || view->native->plot == NATIVE_FIELD ? "midCat" : "between");
    if (view->ticks) {
        chart_number(view->step, step);
        tb_xml(xml, "<c:majorUnit val=\"%s\"/>", step);
    }
    tb_xml(xml, "</c:valAx>");
}

/* The axis of a strip is hidden, never deleted: programs would then draw the changes on the axis of the values. */
static void write_strip_axes(struct tb_xml *xml, const struct chart_view *view)
{
    tb_xml(xml, "<c:valAx><c:axId val=\"%d\"/>", STRIP_AXIS);
    write_range(xml, view->strip_low, view->strip_high, false);
    tb_xml(xml,
           "<c:delete val=\"0\"/><c:axPos val=\"r\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/>%s"
           "<c:tickLblPos val=\"none\"/><c:spPr>%s</c:spPr><c:crossAx val=\"%d\"/><c:crosses val=\"max\"/>"
           "<c:crossBetween val=\"between\"/></c:valAx>",
           no_marks, NO_LINE, STRIP_YEARS);
    tb_xml(xml,
           "<c:catAx><c:axId val=\"%d\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"1\"/>"
           "<c:axPos val=\"b\"/><c:numFmt formatCode=\"0\" sourceLinked=\"0\"/>%s<c:tickLblPos val=\"none\"/>"
           "<c:crossAx val=\"%d\"/><c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/>"
           "<c:lblOffset val=\"100\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>",
           STRIP_YEARS, no_marks, STRIP_AXIS);
}

static bool write_chart(const struct chart_view *view, struct tb_bytes *bytes)
{
    const struct native *native = view->native;
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<c:chartSpace" CHART_NAMESPACES "><c:date1904 val=\"0\"/><c:lang val=\"%s\"/>",
           native->language == TB_CHINESE ? "zh-CN" : "en-US");
    tb_xml(xml, "<c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout>"
                "<c:manualLayout><c:layoutTarget val=\"inner\"/><c:xMode val=\"edge\"/><c:yMode val=\"edge\"/>");
    tb_xml(xml, "<c:x val=\"%.6f\"/><c:y val=\"%.6f\"/><c:w val=\"%.6f\"/><c:h val=\"%.6f\"/>",
           view->left / view->width, view->top / view->height, (view->right - view->left) / view->width,
           (view->bottom - view->top) / view->height);
    tb_xml(xml, "</c:manualLayout></c:layout>");
    for (int i = 0; i < TABLE_ONLY; i++)
        write_group(xml, view, i);
    if (native->plot == NATIVE_FIELD)
        write_along_axis(xml, view);
    else
        write_year_axis(xml, view);
    write_value_axis(xml, view);
    if (view->strip != STRIP_NONE)
        write_strip_axes(xml, view);
    tb_xml(xml, "<c:spPr><a:noFill/>%s</c:spPr></c:plotArea>", NO_LINE);
    if (view->legend) {
        tb_xml(xml, "<c:legend><c:legendPos val=\"t\"/><c:overlay val=\"1\"/>");
        chart_write_text_style(xml, view, CHART_AXIS_SIZE, false, words);
        tb_xml(xml, "</c:legend>");
    }
    tb_xml(xml, "<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>");
    tb_xml(xml, "<c:spPr><a:noFill/>%s</c:spPr>", NO_LINE);
    chart_write_text_style(xml, view, CHART_AXIS_SIZE, false, words);
    tb_xml(xml, "<c:externalData r:id=\"" CHART_WORKBOOK_ID "\"><c:autoUpdate val=\"0\"/></c:externalData>");
    if (view->shapes)
        tb_xml(xml, "<c:userShapes r:id=\"" CHART_SHAPES_ID "\"/>");
    tb_xml(xml, "</c:chartSpace>");
    return tb_xml_end(xml, bytes);
}

/* ---- shapes ---- */

static void write_shape_text(struct tb_xml *xml, const struct chart_view *view, const struct chart_shape *shape)
{
    const bool chinese = view->native->language == TB_CHINESE;
    tb_xml(xml, "<cdr:txBody><a:bodyPr wrap=\"%s\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"%s\">",
           shape->wraps ? "square" : "none", shape->wraps ? "t" : "ctr");
    tb_xml(xml, "<a:noAutofit/></a:bodyPr><a:lstStyle/><a:p><a:pPr algn=\"%s\"/>",
           shape->centred   ? "ctr"
           : shape->to_left ? "r"
                            : "l");
    tb_xml(xml, "<a:r><a:rPr lang=\"%s\" altLang=\"%s\" sz=\"%ld\"%s>", chinese ? "zh-CN" : "en-US",
           chinese ? "en-US" : "zh-CN",
           lround((shape->strong ? CHART_LABEL_SIZE : CHART_AXIS_SIZE) * view->scale * 100),
           shape->strong ? " b=\"1\"" : "");
    chart_write_colour(xml, shape->colour
                                ? (struct chart_colour){shape->colour, shape->darker ? "lumMod" : NULL, shape->darker}
                                : quiet);
    tb_xml(xml, "<a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/></a:rPr><a:t>");
    tb_xml_text(xml, shape->text);
    tb_xml(xml, "</a:t></a:r></a:p></cdr:txBody>");
}

static bool write_shapes(const struct chart_view *view, struct tb_bytes *bytes)
{
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<c:userShapes" CHART_NAMESPACES
                " xmlns:cdr=\"http://schemas.openxmlformats.org/drawingml/2006/chartDrawing\">");
    for (size_t i = 0; i < view->shapes; i++) {
        const struct chart_shape *shape = &view->shape[i];
        const bool text = shape->kind == SHAPE_TEXT;
        tb_xml(xml, "<cdr:relSizeAnchor><cdr:from><cdr:x>%.6f</cdr:x><cdr:y>%.6f</cdr:y></cdr:from>",
               shape->left / view->width, shape->top / view->height);
        tb_xml(xml, "<cdr:to><cdr:x>%.6f</cdr:x><cdr:y>%.6f</cdr:y></cdr:to>", shape->right / view->width,
               shape->bottom / view->height);
        if (text)
            tb_xml(xml,
                   "<cdr:sp macro=\"\" textlink=\"\"><cdr:nvSpPr><cdr:cNvPr id=\"%zu\" name=\"Text %zu\"/>"
                   "<cdr:cNvSpPr txBox=\"1\"/></cdr:nvSpPr>",
                   i + 2, i + 2);
        else
            tb_xml(xml,
                   "<cdr:cxnSp macro=\"\"><cdr:nvCxnSpPr><cdr:cNvPr id=\"%zu\" name=\"Line %zu\"/><cdr:cNvCxnSpPr/>"
                   "</cdr:nvCxnSpPr>",
                   i + 2, i + 2);
        tb_xml(xml, "<cdr:spPr><a:xfrm><a:off x=\"%ld\" y=\"%ld\"/><a:ext cx=\"%ld\" cy=\"%ld\"/></a:xfrm>",
               chart_emu(view, shape->left), chart_emu(view, shape->top), chart_emu(view, shape->right - shape->left),
               chart_emu(view, shape->bottom - shape->top));
        tb_xml(xml, "<a:prstGeom prst=\"%s\"><a:avLst/></a:prstGeom>", text ? "rect" : "line");
        if (text)
            tb_xml(xml, "<a:noFill/>%s", NO_LINE);
        else if (shape->kind == SHAPE_ZERO)
            chart_write_line(xml, view, GRID_LINE, (struct chart_colour){"tx2", "alpha", 60}, "solid");
        else
            chart_write_line(xml, view, OUTLINE, quiet, shape->kind == SHAPE_TARGET ? "sysDash" : "dash");
        tb_xml(xml, "</cdr:spPr>");
        if (text)
            write_shape_text(xml, view, shape);
        tb_xml(xml, "</cdr:%s></cdr:relSizeAnchor>", text ? "sp" : "cxnSp");
    }
    tb_xml(xml, "</c:userShapes>");
    return tb_xml_end(xml, bytes);
}

/* ---- the whole ---- */

void chart_parts_free(struct chart_parts *parts)
{
    tb_bytes_free(&parts->chart);
    tb_bytes_free(&parts->workbook);
    tb_bytes_free(&parts->shapes);
}

enum tb_status chart_parts_make(const struct native *native, double width, double height, double scale,
                                struct chart_parts *parts, struct tb_log *log)
{
    struct chart_view view;
    *parts = (struct chart_parts){0};
    const bool done = chart_view_make(&view, native, width, height, scale) && write_chart(&view, &parts->chart) &&
                      (!view.shapes || write_shapes(&view, &parts->shapes));
    const enum tb_status status =
        done ? chart_workbook(&view, &parts->workbook, log)
             : tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while making a chart");
    chart_view_free(&view);
    if (status)
        chart_parts_free(parts);
    return status;
}
