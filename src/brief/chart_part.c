/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart_part.h"

#include "workbook.h"
#include "xml.h"

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

/* Strokes in points, as CHARTS has them on a page of 540 points. */
#define MAIN_LINE    2.97
#define OTHER_LINE   1.89
#define CONTEXT_LINE 1.35
#define GRID_LINE    0.65
#define ZERO_LINE    1.08
#define OUTLINE      1.35
#define MAIN_POINT   9
#define OTHER_POINT  7
#define SMALL_POINT  5

static long emu(const struct chart_view *view, double points)
{
    return lround(points * view->scale * 12700);
}

/* ---- colours: those of the theme, so that a house's own template colours the charts ---- */

static const char *const accents[] = {"accent1", "accent2", "accent3", "accent4"};
#define ACCENTS (sizeof accents / sizeof accents[0])

/* Two of many lines are in colour, all others grey. */
static bool is_context(const struct native *native, size_t series)
{
    return native->n > ACCENTS && series >= 2;
}

static const char *colour_of(const struct native *native, size_t series)
{
    return is_context(native, series) ? "tx2" : accents[series % ACCENTS];
}

static void write_colour(struct tb_xml *xml, const char *colour, const char *change, int by)
{
    tb_xml(xml, "<a:solidFill><a:schemeClr val=\"%s\">", colour);
    if (change)
        tb_xml(xml, "<a:%s val=\"%d\"/>", change, by * 1000);
    tb_xml(xml, "</a:schemeClr></a:solidFill>");
}

static void write_line(struct tb_xml *xml, const struct chart_view *view, double width, const char *colour,
                       const char *change, int by, const char *dash)
{
    tb_xml(xml, "<a:ln w=\"%ld\" cap=\"flat\">", emu(view, width));
    write_colour(xml, colour, change, by);
    tb_xml(xml, "<a:prstDash val=\"%s\"/><a:round/></a:ln>", dash);
}

static const char no_line[] = "<a:ln><a:noFill/></a:ln>";

/* Properties of text: one level, as every text of the chart has them. */
static void write_text_style(struct tb_xml *xml, const struct chart_view *view, double size, bool bold,
                             const char *colour, int darker)
{
    tb_xml(xml, "<c:txPr><a:bodyPr rot=\"0\" vert=\"horz\" wrap=\"none\"/><a:lstStyle/><a:p><a:pPr>");
    tb_xml(xml, "<a:defRPr sz=\"%ld\" b=\"%d\">", lround(size * view->scale * 100), bold);
    write_colour(xml, colour, darker ? "lumMod" : NULL, darker);
    tb_xml(xml,
           "<a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/></a:defRPr></a:pPr>"
           "<a:endParaRPr lang=\"%s\"/></a:p></c:txPr>",
           view->native->language == TB_CHINESE ? "zh-CN" : "en-US");
}

/* ---- the table behind the chart ---- */

static void write_pattern(struct tb_xml *xml, const char *pattern)
{
    tb_xml(xml, "<c:numFmt");
    tb_xml_attribute(xml, "formatCode", pattern);
    tb_xml(xml, " sourceLinked=\"0\"/>");
}

static void write_cell_text(struct tb_xml *xml, const char *text)
{
    char *cell = brief_book_cell(text);
    tb_xml_text(xml, cell ? cell : "");
    free(cell);
}

static void write_name(struct tb_xml *xml, const struct chart_view *view, size_t column)
{
    char letters[8];
    brief_book_letters(column + 1, letters);
    tb_xml(xml, "<c:tx><c:strRef><c:f>" CHART_SHEET "!$%s$1</c:f><c:strCache><c:ptCount val=\"1\"/>", letters);
    tb_xml(xml, "<c:pt idx=\"0\"><c:v>");
    write_cell_text(xml, view->name[column]);
    tb_xml(xml, "</c:v></c:pt></c:strCache></c:strRef></c:tx>");
}

static void write_categories(struct tb_xml *xml, const struct chart_view *view)
{
    const struct native *native = view->native;
    const char *kind = view->category ? "str" : "num";
    tb_xml(xml, "<c:cat><c:%sRef><c:f>" CHART_SHEET "!$A$2:$A$%zu</c:f><c:%sCache>", kind, native->times + 1, kind);
    if (!view->category)
        tb_xml(xml, "<c:formatCode>0</c:formatCode>");
    tb_xml(xml, "<c:ptCount val=\"%zu\"/>", native->times);
    for (size_t t = 0; t < native->times; t++) {
        tb_xml(xml, "<c:pt idx=\"%zu\"><c:v>", t);
        if (view->category)
            write_cell_text(xml, view->category[t]);
        else
            tb_xml(xml, "%d", native->time[t].year);
        tb_xml(xml, "</c:v></c:pt>");
    }
    tb_xml(xml, "</c:%sCache></c:%sRef></c:cat>", kind, kind);
}

static void write_values(struct tb_xml *xml, const struct chart_view *view, size_t column)
{
    const size_t times = view->native->times;
    char letters[8];
    brief_book_letters(column + 1, letters);
    tb_xml(xml, "<c:val><c:numRef><c:f>" CHART_SHEET "!$%s$2:$%s$%zu</c:f><c:numCache>", letters, letters, times + 1);
    tb_xml(xml, "<c:formatCode>General</c:formatCode><c:ptCount val=\"%zu\"/>", times);
    for (size_t t = 0; t < times; t++) {
        char number[40];
        const double value = chart_view_value(view, column, t);
        if (isnan(value))
            continue;
        chart_number(value, number);
        tb_xml(xml, "<c:pt idx=\"%zu\"><c:v>%s</c:v></c:pt>", t, number);
    }
    tb_xml(xml, "</c:numCache></c:numRef></c:val>");
}

/* ---- labels ---- */

static void write_shown(struct tb_xml *xml, bool value, bool name)
{
    tb_xml(xml,
           "<c:showLegendKey val=\"0\"/><c:showVal val=\"%d\"/><c:showCatName val=\"0\"/><c:showSerName val=\"%d\"/>"
           "<c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>",
           value, name);
}

/* A label where the program would not put it by itself, or with a number format of its own. */
static void write_label(struct tb_xml *xml, const struct chart_view *view, size_t column, size_t t)
{
    const struct native *native = view->native;
    const struct native_column *shown = &native->column[column];
    const enum chart_label label = view->label[column][t];
    const bool end = label == LABEL_END, named = end && native->n > 1;
    const bool strip = shown->role == NATIVE_GROWTH;
    char pattern[CHART_PATTERN_SIZE];
    chart_view_pattern(view, column, t, pattern);
    tb_xml(xml, "<c:dLbl><c:idx val=\"%zu\"/>", t);
    if (end && (fabs(view->shift[column]) > 0.5 || view->ahead[column] > 0))
        tb_xml(xml, "<c:layout><c:manualLayout><c:x val=\"%.6f\"/><c:y val=\"%.6f\"/></c:manualLayout></c:layout>",
               view->ahead[column] / view->width, view->shift[column] / view->height);
    write_pattern(xml, pattern);
    tb_xml(xml, "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>");
    if (end)
        write_text_style(xml, view, CHART_LABEL_SIZE, !is_context(native, shown->series),
                         colour_of(native, shown->series),
                         shown->series > 0 && !is_context(native, shown->series) ? 80 : 0);
    else
        write_text_style(xml, view, strip ? CHART_AXIS_SIZE : CHART_LABEL_SIZE, false, "tx1", 0);
    const char *place = strip && view->strip == STRIP_FIGURES      ? "ctr"
                        : end                                      ? "r"
                        : native->plot == NATIVE_COLUMNS && !strip ? "outEnd"
                        : label == LABEL_BELOW                     ? "b"
                                                                   : "t";
    tb_xml(xml, "<c:dLblPos val=\"%s\"/>", place);
    write_shown(xml, true, named);
    if (named)
        tb_xml(xml, "<c:separator> </c:separator>");
    tb_xml(xml, "</c:dLbl>");
}

static void write_labels(struct tb_xml *xml, const struct chart_view *view, size_t column)
{
    tb_xml(xml, "<c:dLbls>");
    for (size_t t = 0; t < view->native->times; t++)
        if (view->label[column][t] != LABEL_NONE)
            write_label(xml, view, column, t);
    tb_xml(xml, "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>");
    write_text_style(xml, view, CHART_LABEL_SIZE, false, "tx1", 0);
    write_shown(xml, false, false);
    tb_xml(xml, "<c:showLeaderLines val=\"0\"/></c:dLbls>");
}

/* ---- columns and lines ---- */

static bool is_pale(const struct native *native, size_t column, size_t t)
{
    const unsigned pale = TB_FLAG_PROVISIONAL | TB_FLAG_ESTIMATED | TB_FLAG_FORECAST | TB_FLAG_EUROSTAT;
    const size_t i = native->column[column].observation[t];
    return i != NOWHERE && (tb_flags(native->panel, i) & pale);
}

static void write_bar(struct tb_xml *xml, const struct chart_view *view, size_t column)
{
    const struct native *native = view->native;
    const char *colour = colour_of(native, native->column[column].series);
    tb_xml(xml, "<c:ser><c:idx val=\"%zu\"/><c:order val=\"%zu\"/>", column, column);
    write_name(xml, view, column);
    tb_xml(xml, "<c:spPr>");
    write_colour(xml, colour, NULL, 0);
    tb_xml(xml, "%s</c:spPr><c:invertIfNegative val=\"0\"/>", no_line);
    for (size_t t = 0; t < native->times; t++) {
        if (!is_pale(native, column, t))
            continue;
        tb_xml(xml, "<c:dPt><c:idx val=\"%zu\"/><c:invertIfNegative val=\"0\"/><c:bubble3D val=\"0\"/><c:spPr>", t);
        write_colour(xml, colour, "alpha", 40);
        write_line(xml, view, OUTLINE, colour, NULL, 0, "dash");
        tb_xml(xml, "</c:spPr></c:dPt>");
    }
    write_labels(xml, view, column);
    write_categories(xml, view);
    write_values(xml, view, column);
    tb_xml(xml, "</c:ser>");
}

static void write_marker(struct tb_xml *xml, const struct chart_view *view, const char *shape, int size,
                         const char *fill, const char *edge)
{
    tb_xml(xml, "<c:marker><c:symbol val=\"%s\"/><c:size val=\"%d\"/><c:spPr>", shape, size);
    write_colour(xml, fill, NULL, 0);
    write_line(xml, view, OUTLINE, edge, NULL, 0, "solid");
    tb_xml(xml, "</c:spPr></c:marker>");
}

static int point_size(const struct chart_view *view, const struct native_column *column)
{
    const struct native *native = view->native;
    if (column->role == NATIVE_GROWTH)
        return OTHER_POINT;
    return column->series == 0 ? MAIN_POINT : is_context(native, column->series) ? SMALL_POINT : OTHER_POINT;
}

/* Neighbours on both sides: the point is seen as a bend of the line, and needs no mark where they are many. */
static bool is_inner(const struct native_column *column, size_t times, size_t t)
{
    return t > 0 && t + 1 < times && !isnan(column->value[t - 1]) && !isnan(column->value[t + 1]);
}

static void write_points(struct tb_xml *xml, const struct chart_view *view, size_t column, const char *colour, int size)
{
    const struct native *native = view->native;
    const struct native_column *shown = &native->column[column];
    const bool many = !native->points && view->pitch < 1.6 * size;
    for (size_t t = 0; t < native->times; t++) {
        const bool pale = is_pale(native, column, t) || (shown->role == NATIVE_PARTS && !isnan(shown->value[t]));
        const bool bare = many && is_inner(shown, native->times, t);
        if (isnan(shown->value[t]) || (!pale && !bare))
            continue;
        tb_xml(xml, "<c:dPt><c:idx val=\"%zu\"/>", t);
        if (pale)
            write_marker(xml, view, shown->role == NATIVE_PARTS ? "diamond" : "circle", size, "bg1", colour);
        else
            tb_xml(xml, "<c:marker><c:symbol val=\"none\"/></c:marker>");
        tb_xml(xml, "<c:bubble3D val=\"0\"/>");
        if (pale && !native->points && shown->role == NATIVE_VALUES) { /* the way to it is dashed */
            tb_xml(xml, "<c:spPr>");
            write_line(xml, view, shown->series == 0 ? MAIN_LINE : OTHER_LINE, colour, NULL, 0, "sysDash");
            tb_xml(xml, "</c:spPr>");
        }
        tb_xml(xml, "</c:dPt>");
    }
}

static void write_polyline(struct tb_xml *xml, const struct chart_view *view, size_t column)
{
    const struct native *native = view->native;
    const struct native_column *shown = &native->column[column];
    const bool growth = shown->role == NATIVE_GROWTH, fit = shown->role == NATIVE_FIT;
    const bool joined = growth ? view->strip == STRIP_LINE : fit || (!native->points && shown->role == NATIVE_VALUES);
    const bool marked = growth ? view->strip == STRIP_LINE : !fit;
    const char *colour = growth ? "tx2" : colour_of(native, shown->series);
    const double width = growth || fit                       ? OTHER_LINE
                         : is_context(native, shown->series) ? CONTEXT_LINE
                         : shown->series == 0                ? MAIN_LINE
                                                             : OTHER_LINE;
    const int size = point_size(view, shown);

    tb_xml(xml, "<c:ser><c:idx val=\"%zu\"/><c:order val=\"%zu\"/>", column, column);
    write_name(xml, view, column);
    tb_xml(xml, "<c:spPr>");
    if (joined)
        write_line(xml, view, width, colour, is_context(native, shown->series) ? "alpha" : NULL, 70, "solid");
    else
        tb_xml(xml, "%s", no_line);
    tb_xml(xml, "</c:spPr>");
    if (marked)
        write_marker(xml, view, shown->role == NATIVE_PARTS ? "diamond" : "circle", size, colour, colour);
    else
        tb_xml(xml, "<c:marker><c:symbol val=\"none\"/></c:marker>");
    if (marked)
        write_points(xml, view, column, colour, size);
    write_labels(xml, view, column);
    write_categories(xml, view);
    write_values(xml, view, column);
    tb_xml(xml, "<c:smooth val=\"0\"/></c:ser>");
}

static void write_area(struct tb_xml *xml, const struct chart_view *view, size_t column)
{
    tb_xml(xml, "<c:ser><c:idx val=\"%zu\"/><c:order val=\"%zu\"/>", column, column);
    write_name(xml, view, column);
    tb_xml(xml, "<c:spPr>");
    if (view->native->column[column].role == NATIVE_BAND)
        write_colour(xml, accents[0], "alpha", 25);
    else
        tb_xml(xml, "<a:noFill/>");
    tb_xml(xml, "%s</c:spPr>", no_line);
    write_categories(xml, view);
    write_values(xml, view, column);
    tb_xml(xml, "</c:ser>");
}

/* ---- the plot ---- */

static bool is_of(const struct native *native, size_t column, const char *group)
{
    const enum native_role role = native->column[column].role;
    if (role == NATIVE_BAND_LOW || role == NATIVE_BAND)
        return strcmp(group, "area") == 0;
    if (role == NATIVE_GROWTH)
        return strcmp(group, "strip") == 0;
    return strcmp(group, native->plot == NATIVE_COLUMNS ? "bar" : "line") == 0;
}

/* One group of series that are drawn in one way, with the axes they share. */
static void write_group(struct tb_xml *xml, const struct chart_view *view, const char *group)
{
    const struct native *native = view->native;
    const bool strip = strcmp(group, "strip") == 0;
    const char *element = strip ? "line" : group;
    size_t members = 0;
    for (size_t c = 0; c < native->columns; c++)
        members += is_of(native, c, group);
    if (!members)
        return;
    tb_xml(xml, "<c:%sChart>", element);
    if (strcmp(group, "bar") == 0)
        tb_xml(xml, "<c:barDir val=\"col\"/><c:grouping val=\"clustered\"/>");
    else
        tb_xml(xml, "<c:grouping val=\"%s\"/>", strcmp(group, "area") == 0 ? "stacked" : "standard");
    tb_xml(xml, "<c:varyColors val=\"0\"/>");
    for (size_t c = 0; c < native->columns; c++) {
        if (!is_of(native, c, group))
            continue;
        if (strcmp(element, "bar") == 0)
            write_bar(xml, view, c);
        else if (strcmp(element, "area") == 0)
            write_area(xml, view, c);
        else
            write_polyline(xml, view, c);
    }
    if (strcmp(element, "bar") == 0)
        tb_xml(xml, "<c:gapWidth val=\"%d\"/>", view->gap_width);
    if (strcmp(element, "line") == 0)
        tb_xml(xml, "<c:marker val=\"1\"/>");
    tb_xml(xml, "<c:axId val=\"%d\"/><c:axId val=\"%d\"/></c:%sChart>", strip ? STRIP_YEARS : YEAR_AXIS,
           strip ? STRIP_AXIS : VALUE_AXIS, element);
}

static void write_range(struct tb_xml *xml, double low, double high)
{
    char from[40], to[40];
    chart_number(low, from);
    chart_number(high, to);
    tb_xml(xml, "<c:scaling><c:orientation val=\"minMax\"/><c:max val=\"%s\"/><c:min val=\"%s\"/></c:scaling>", to,
           from);
}

static const char no_marks[] = "<c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>";

static void write_year_axis(struct tb_xml *xml, const struct chart_view *view)
{
    tb_xml(xml,
           "<c:catAx><c:axId val=\"%d\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/>"
           "<c:axPos val=\"b\"/><c:numFmt formatCode=\"0\" sourceLinked=\"0\"/>%s<c:tickLblPos val=\"low\"/><c:spPr>",
           YEAR_AXIS, no_marks);
    write_line(xml, view, ZERO_LINE, "tx2", NULL, 0, "solid");
    tb_xml(xml, "</c:spPr>");
    write_text_style(xml, view, CHART_AXIS_SIZE, false, "tx2", 0);
    tb_xml(xml, "<c:crossAx val=\"%d\"/><c:crosses val=\"%s\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/>", VALUE_AXIS,
           view->low <= 0 && view->high >= 0 ? "autoZero" : "min");
    tb_xml(xml,
           "<c:lblOffset val=\"100\"/><c:tickLblSkip val=\"%zu\"/><c:tickMarkSkip val=\"1\"/>"
           "<c:noMultiLvlLbl val=\"1\"/></c:catAx>",
           view->year_step);
}

static void write_value_axis(struct tb_xml *xml, const struct chart_view *view)
{
    char pattern[CHART_PATTERN_SIZE], step[40];
    chart_view_tick_pattern(view, pattern);
    tb_xml(xml, "<c:valAx><c:axId val=\"%d\"/>", VALUE_AXIS);
    write_range(xml, view->low, view->high);
    tb_xml(xml, "<c:delete val=\"0\"/><c:axPos val=\"l\"/>");
    if (view->ticks && view->strip == STRIP_NONE) {
        tb_xml(xml, "<c:majorGridlines><c:spPr>");
        write_line(xml, view, GRID_LINE, "bg2", NULL, 0, "solid");
        tb_xml(xml, "</c:spPr></c:majorGridlines>");
    }
    write_pattern(xml, pattern);
    tb_xml(xml, "%s<c:tickLblPos val=\"%s\"/><c:spPr>%s</c:spPr>", no_marks, view->ticks ? "low" : "none", no_line);
    write_text_style(xml, view, CHART_AXIS_SIZE, false, "tx2", 0);
    tb_xml(xml, "<c:crossAx val=\"%d\"/><c:crosses val=\"autoZero\"/><c:crossBetween val=\"between\"/>", YEAR_AXIS);
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
    write_range(xml, view->strip_low, view->strip_high);
    tb_xml(xml,
           "<c:delete val=\"0\"/><c:axPos val=\"r\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/>%s"
           "<c:tickLblPos val=\"none\"/><c:spPr>%s</c:spPr><c:crossAx val=\"%d\"/><c:crosses val=\"max\"/>"
           "<c:crossBetween val=\"between\"/></c:valAx>",
           no_marks, no_line, STRIP_YEARS);
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
    static const char *const groups[] = {"area", "bar", "line", "strip"};
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        write_group(xml, view, groups[i]);
    write_year_axis(xml, view);
    write_value_axis(xml, view);
    if (view->strip != STRIP_NONE)
        write_strip_axes(xml, view);
    tb_xml(xml, "<c:spPr><a:noFill/>%s</c:spPr></c:plotArea>", no_line);
    if (view->legend) {
        tb_xml(xml, "<c:legend><c:legendPos val=\"t\"/><c:overlay val=\"1\"/>");
        write_text_style(xml, view, CHART_AXIS_SIZE, false, "tx1", 0);
        tb_xml(xml, "</c:legend>");
    }
    tb_xml(xml, "<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>");
    tb_xml(xml, "<c:spPr><a:noFill/>%s</c:spPr>", no_line);
    write_text_style(xml, view, CHART_AXIS_SIZE, false, "tx1", 0);
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
    tb_xml(xml, "<cdr:txBody><a:bodyPr wrap=\"none\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"ctr\">");
    tb_xml(xml, "<a:noAutofit/></a:bodyPr><a:lstStyle/><a:p><a:pPr algn=\"%s\"/>",
           shape->centred   ? "ctr"
           : shape->to_left ? "r"
                            : "l");
    tb_xml(xml, "<a:r><a:rPr lang=\"%s\" altLang=\"%s\" sz=\"%ld\">", chinese ? "zh-CN" : "en-US",
           chinese ? "en-US" : "zh-CN", lround(CHART_AXIS_SIZE * view->scale * 100));
    write_colour(xml, "tx2", NULL, 0);
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
               emu(view, shape->left), emu(view, shape->top), emu(view, shape->right - shape->left),
               emu(view, shape->bottom - shape->top));
        tb_xml(xml, "<a:prstGeom prst=\"%s\"><a:avLst/></a:prstGeom>", text ? "rect" : "line");
        if (text)
            tb_xml(xml, "<a:noFill/>%s", no_line);
        else if (shape->kind == SHAPE_ZERO)
            write_line(xml, view, GRID_LINE, "tx2", "alpha", 60, "solid");
        else
            write_line(xml, view, OUTLINE, "tx2", NULL, 0, shape->kind == SHAPE_TARGET ? "sysDash" : "dash");
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
