/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The series of a native chart: columns, areas, lines and points with their labels. */
#include "chart_part.h"
#include "chart_xml.h"
#include "workbook.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAIN_POINT  9
#define OTHER_POINT 7
#define SMALL_POINT 5
#define RING        15

static const struct chart_colour words = {"tx1", NULL, 0}, ground = {"bg1", NULL, 0};

long chart_emu(const struct chart_view *view, double points)
{
    return lround(points * view->scale * 12700);
}

void chart_write_colour(struct tb_xml *xml, struct chart_colour colour)
{
    tb_xml(xml, "<a:solidFill><a:schemeClr val=\"%s\">", colour.name);
    if (colour.change)
        tb_xml(xml, "<a:%s val=\"%d\"/>", colour.change, colour.by * 1000);
    tb_xml(xml, "</a:schemeClr></a:solidFill>");
}

void chart_write_line(struct tb_xml *xml, const struct chart_view *view, double width, struct chart_colour colour,
                      const char *dash)
{
    tb_xml(xml, "<a:ln w=\"%ld\" cap=\"flat\">", chart_emu(view, width));
    chart_write_colour(xml, colour);
    tb_xml(xml, "<a:prstDash val=\"%s\"/><a:round/></a:ln>", dash);
}

void chart_write_text_style(struct tb_xml *xml, const struct chart_view *view, double size, bool bold,
                            struct chart_colour colour)
{
    tb_xml(xml, "<c:txPr><a:bodyPr rot=\"0\" vert=\"horz\" wrap=\"none\"/><a:lstStyle/><a:p><a:pPr>");
    tb_xml(xml, "<a:defRPr sz=\"%ld\" b=\"%d\">", lround(size * view->scale * 100), bold);
    chart_write_colour(xml, colour);
    tb_xml(xml,
           "<a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/></a:defRPr></a:pPr>"
           "<a:endParaRPr lang=\"%s\"/></a:p></c:txPr>",
           view->native->language == TB_CHINESE ? "zh-CN" : "en-US");
}

/* ---- the table behind the chart ---- */

void chart_write_pattern(struct tb_xml *xml, const char *pattern)
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

static void write_numbers(struct tb_xml *xml, const struct chart_view *view, size_t column, const char *element)
{
    const size_t times = view->native->times;
    char letters[8];
    brief_book_letters(column + 1, letters);
    tb_xml(xml, "<c:%s><c:numRef><c:f>" CHART_SHEET "!$%s$2:$%s$%zu</c:f><c:numCache>", element, letters, letters,
           times + 1);
    tb_xml(xml, "<c:formatCode>General</c:formatCode><c:ptCount val=\"%zu\"/>", times);
    for (size_t t = 0; t < times; t++) {
        char number[40];
        const double value = chart_view_value(view, column, t);
        if (isnan(value))
            continue;
        chart_number(value, number);
        tb_xml(xml, "<c:pt idx=\"%zu\"><c:v>%s</c:v></c:pt>", t, number);
    }
    tb_xml(xml, "</c:numCache></c:numRef></c:%s>", element);
}

/* What a series is drawn over, and its values. */
static void write_data(struct tb_xml *xml, const struct chart_view *view, size_t column)
{
    const struct native *native = view->native;
    if (native->plot == NATIVE_FIELD) {
        write_numbers(xml, view, (size_t)(brief_native_find(native, NATIVE_SIZE) - native->column), "xVal");
        write_numbers(xml, view, column, "yVal");
        return;
    }
    write_categories(xml, view);
    write_numbers(xml, view, column, "val");
}

/* ---- labels ---- */

static bool is_pale(const struct native *native, size_t column, size_t t)
{
    const unsigned pale = TB_FLAG_PROVISIONAL | TB_FLAG_ESTIMATED | TB_FLAG_FORECAST | TB_FLAG_EUROSTAT;
    const size_t i = native->column[column].observation[t];
    return i != NOWHERE && (tb_flags(native->panel, i) & pale);
}

static void write_shown(struct tb_xml *xml, bool value, bool name)
{
    tb_xml(xml,
           "<c:showLegendKey val=\"0\"/><c:showVal val=\"%d\"/><c:showCatName val=\"0\"/><c:showSerName val=\"%d\"/>"
           "<c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>",
           value, name);
}

static const char *place_of(const struct chart_view *view, size_t column, enum chart_label label)
{
    const struct native *native = view->native;
    static const char *const places[] = {
        [LABEL_NONE] = "r",     [LABEL_ABOVE] = "t",     [LABEL_BELOW] = "b", [LABEL_END] = "r",  [LABEL_START] = "l",
        [LABEL_INSIDE] = "ctr", [LABEL_BASE] = "inBase", [LABEL_LEFT] = "l",  [LABEL_RIGHT] = "r"};
    const bool strip = native->column[column].role == NATIVE_GROWTH;
    if (strip && view->strip == STRIP_FIGURES)
        return "ctr";
    const bool bars = !strip && (native->plot == NATIVE_COLUMNS || native->plot == NATIVE_ROWS);
    return bars && label != LABEL_END ? "outEnd" : places[label];
}

/* Words of a label: those at ends have the colour of their line. */
static void write_label_style(struct tb_xml *xml, const struct chart_view *view, size_t column, size_t t)
{
    const struct native *native = view->native;
    const enum chart_label label = view->label[column][t];
    const struct native_column *shown = &native->column[column];
    const bool end = label == LABEL_END || label == LABEL_START;
    const bool quiet = (chart_is_context(native, column) && native->n > 1) ||
                       (shown->role >= NATIVE_CENTRE && shown->role <= NATIVE_EDGE);
    if (label == LABEL_INSIDE)
        chart_write_text_style(xml, view, CHART_AXIS_SIZE, false,
                               is_pale(native, column, t) ? words : chart_ink_colour(native, column));
    else if (end)
        chart_write_text_style(xml, view, quiet && shown->role > NATIVE_PARTS ? CHART_AXIS_SIZE : CHART_LABEL_SIZE,
                               !quiet, chart_words_colour(native, column));
    else if (shown->role == NATIVE_RINGED)
        chart_write_text_style(xml, view, CHART_AXIS_SIZE, false, chart_words_colour(native, column));
    else
        chart_write_text_style(xml, view, shown->role == NATIVE_GROWTH ? CHART_AXIS_SIZE : CHART_LABEL_SIZE,
                               shown->role == NATIVE_TOTAL || shown->role == NATIVE_STEP_END, words);
}

/* A label where the program would not put it by itself, or with a number format of its own. */
static void write_label(struct tb_xml *xml, const struct chart_view *view, size_t column, size_t t)
{
    const struct native *native = view->native;
    const enum chart_label label = view->label[column][t];
    const bool field = native->plot == NATIVE_FIELD;
    const bool named = (label == LABEL_END && chart_view_is_named(view, column)) ||
                       (field && native->column[column].role == NATIVE_RINGED);
    const double down = label == LABEL_END ? view->shift[column] : label == LABEL_START ? view->start[column] : 0;
    const bool before_edge =
        native->foreseen && t + 1 == native->foreseen && native->column[column].role <= NATIVE_PARTS;
    const double ahead = label == LABEL_END ? view->ahead[column] : before_edge ? view->nudge : 0;
    char pattern[CHART_PATTERN_SIZE];
    chart_view_pattern(view, column, t, pattern);
    tb_xml(xml, "<c:dLbl><c:idx val=\"%zu\"/>", t);
    if (fabs(down) > 0.5 || ahead != 0)
        tb_xml(xml, "<c:layout><c:manualLayout><c:x val=\"%.6f\"/><c:y val=\"%.6f\"/></c:manualLayout></c:layout>",
               ahead / view->width, down / view->height);
    chart_write_pattern(xml, pattern);
    tb_xml(xml, "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>");
    write_label_style(xml, view, column, t);
    tb_xml(xml, "<c:dLblPos val=\"%s\"/>", place_of(view, column, label));
    write_shown(xml, !field, named);
    if (named && !field)
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
    chart_write_text_style(xml, view, CHART_LABEL_SIZE, false, words);
    write_shown(xml, false, false);
    tb_xml(xml, "<c:showLeaderLines val=\"0\"/></c:dLbls>");
}

/* ---- columns and lines ---- */

void chart_write_bar(struct tb_xml *xml, const struct chart_view *view, size_t column)
{
    const struct native *native = view->native;
    const enum native_role role = native->column[column].role;
    const struct chart_colour colour = chart_mark_colour(native, column);
    tb_xml(xml, "<c:ser><c:idx val=\"%zu\"/><c:order val=\"%zu\"/>", column, column);
    write_name(xml, view, column);
    tb_xml(xml, "<c:spPr>");
    if (role == NATIVE_BASE || role == NATIVE_STEP_END)
        tb_xml(xml, "<a:noFill/>");
    else
        chart_write_colour(xml, colour);
    if (native->plot == NATIVE_STACKS) /* a seam between the parts */
        chart_write_line(xml, view, SEAM, ground, "solid");
    else
        tb_xml(xml, NO_LINE);
    tb_xml(xml, "</c:spPr><c:invertIfNegative val=\"0\"/>");
    for (size_t t = 0; t < native->times; t++) {
        if (!is_pale(native, column, t))
            continue;
        tb_xml(xml, "<c:dPt><c:idx val=\"%zu\"/><c:invertIfNegative val=\"0\"/><c:bubble3D val=\"0\"/><c:spPr>", t);
        chart_write_colour(xml, (struct chart_colour){colour.name, "alpha", 40});
        chart_write_line(xml, view, OUTLINE, (struct chart_colour){colour.name, NULL, 0}, "dash");
        tb_xml(xml, "</c:spPr></c:dPt>");
    }
    write_labels(xml, view, column);
    write_data(xml, view, column);
    tb_xml(xml, "</c:ser>");
}

static void write_marker(struct tb_xml *xml, const struct chart_view *view, const char *shape, int size,
                         struct chart_colour fill, struct chart_colour edge)
{
    tb_xml(xml, "<c:marker><c:symbol val=\"%s\"/><c:size val=\"%d\"/><c:spPr>", shape, size);
    if (fill.name)
        chart_write_colour(xml, fill);
    else
        tb_xml(xml, "<a:noFill/>");
    chart_write_line(xml, view, OUTLINE, edge, "solid");
    tb_xml(xml, "</c:spPr></c:marker>");
}

static int point_size(const struct chart_view *view, size_t column)
{
    const struct native *native = view->native;
    const struct native_column *shown = &native->column[column];
    if (native->plot == NATIVE_FIELD)
        return shown->role == NATIVE_RINGED ? MAIN_POINT : OTHER_POINT;
    if (shown->role == NATIVE_RINGED)
        return RING;
    if (shown->role > NATIVE_PARTS)
        return OTHER_POINT;
    return chart_is_main(native, column)                       ? MAIN_POINT
           : chart_is_context(native, column) && native->n > 1 ? SMALL_POINT
                                                               : OTHER_POINT;
}

/* Neighbours on both sides: the point is seen as a bend of the line, and needs no mark where they are many. */
static bool is_inner(const struct native_column *column, size_t times, size_t t)
{
    return t > 0 && t + 1 < times && !isnan(column->value[t - 1]) && !isnan(column->value[t + 1]);
}

/* How a line and its points look. */
struct look {
    bool joined;
    double width;
    struct chart_colour line; /* with its change; the points have it plain */
    const char *dash;
    const char *marker; /* NULL: none */
    int size;
    bool open; /* points are rings */
};

static struct look look_of(const struct chart_view *view, size_t column)
{
    const struct native *native = view->native;
    const struct native_column *shown = &native->column[column];
    struct look look = {.line = chart_mark_colour(native, column),
                        .width = OTHER_LINE,
                        .dash = "solid",
                        .size = point_size(view, column)};
    switch (shown->role) {
    case NATIVE_GROWTH:
        look.joined = view->strip == STRIP_LINE;
        look.marker = look.joined ? "circle" : NULL;
        break;
    case NATIVE_FIT:
        look.joined = true;
        break;
    case NATIVE_CENTRE:
    case NATIVE_LIMIT:
    case NATIVE_FAR_LIMIT:
        look.joined = true;
        look.width = OUTLINE;
        look.dash = shown->role == NATIVE_CENTRE ? "solid" : shown->role == NATIVE_LIMIT ? "dash" : "sysDot";
        break;
    case NATIVE_RINGED:
        look.marker = native->plot == NATIVE_FIELD && shown->tone == NATIVE_WORSE ? "diamond" : "circle";
        look.open = native->plot != NATIVE_FIELD;
        break;
    case NATIVE_PATH:
        look.joined = true;
        look.width = MAIN_LINE;
        look.dash = "sysDash";
        look.marker = "circle";
        look.open = true;
        break;
    case NATIVE_TOTAL:
    case NATIVE_EDGE:
        break;
    default:
        look.joined = !native->points && native->plot != NATIVE_FIELD && shown->role == NATIVE_VALUES;
        look.marker = shown->role == NATIVE_PARTS ? "diamond" : "circle";
        look.width = chart_is_main(native, column) ? MAIN_LINE : OTHER_LINE;
        if (chart_is_context(native, column)) {
            look.width = native->n > 1 && native->plot != NATIVE_SIDES ? CONTEXT_LINE : OTHER_LINE;
            look.line = (struct chart_colour){look.line.name, "alpha", 70};
        }
        if (native->plot == NATIVE_SIDES && shown->tone != NATIVE_PLAIN)
            look.width = OTHER_LINE;
    }
    return look;
}

/* A point that stands out has its mark from a column of its own. */
static bool is_marked_elsewhere(const struct native *native, size_t column, size_t t)
{
    for (size_t c = column + 1; native->plot == NATIVE_FIELD && c < native->columns; c++)
        if (native->column[c].role == NATIVE_RINGED && !isnan(native->column[c].value[t]))
            return true;
    return false;
}

static void write_points(struct tb_xml *xml, const struct chart_view *view, size_t column, const struct look *look)
{
    const struct native *native = view->native;
    const struct native_column *shown = &native->column[column];
    const struct chart_colour colour = {look->line.name, NULL, 0};
    const bool many = !native->points && native->plot != NATIVE_FIELD && view->pitch < 1.6 * look->size;
    for (size_t t = 0; t < native->times; t++) {
        const bool pale = is_pale(native, column, t) || (shown->role == NATIVE_PARTS && !isnan(shown->value[t]));
        const bool bare = (many && is_inner(shown, native->times, t)) ||
                          (shown->role == NATIVE_PATH && t < native->foreseen) || /* the last value, seen already */
                          is_marked_elsewhere(native, column, t);
        if (isnan(shown->value[t]) || shown->role == NATIVE_RINGED || (!pale && !bare))
            continue;
        tb_xml(xml, "<c:dPt><c:idx val=\"%zu\"/>", t);
        if (pale)
            write_marker(xml, view, shown->role == NATIVE_PARTS ? "diamond" : "circle", look->size, ground, colour);
        else
            tb_xml(xml, "<c:marker><c:symbol val=\"none\"/></c:marker>");
        tb_xml(xml, "<c:bubble3D val=\"0\"/>");
        if (pale && look->joined && shown->role == NATIVE_VALUES) { /* the way to it is dashed */
            tb_xml(xml, "<c:spPr>");
            chart_write_line(xml, view, shown->series == 0 ? MAIN_LINE : OTHER_LINE, colour, "sysDash");
            tb_xml(xml, "</c:spPr>");
        }
        tb_xml(xml, "</c:dPt>");
    }
}

void chart_write_polyline(struct tb_xml *xml, const struct chart_view *view, size_t column)
{
    const struct look look = look_of(view, column);
    const struct chart_colour colour = {look.line.name, NULL, 0};
    tb_xml(xml, "<c:ser><c:idx val=\"%zu\"/><c:order val=\"%zu\"/>", column, column);
    write_name(xml, view, column);
    tb_xml(xml, "<c:spPr>");
    if (view->native->column[column].role == NATIVE_RINGED) /* some programs colour the points by it */
        chart_write_colour(xml, colour);
    if (look.joined)
        chart_write_line(xml, view, look.width, look.line, look.dash);
    else
        tb_xml(xml, NO_LINE);
    tb_xml(xml, "</c:spPr>");
    if (look.marker) {
        const struct chart_colour none = {NULL, NULL, 0};
        const bool ring = view->native->column[column].role == NATIVE_RINGED && look.open;
        write_marker(xml, view, look.marker, look.size, ring ? none : look.open ? ground : colour, colour);
        write_points(xml, view, column, &look);
    } else
        tb_xml(xml, "<c:marker><c:symbol val=\"none\"/></c:marker>");
    write_labels(xml, view, column);
    write_data(xml, view, column);
    tb_xml(xml, "<c:smooth val=\"0\"/></c:ser>");
}

void chart_write_area(struct tb_xml *xml, const struct chart_view *view, size_t column)
{
    tb_xml(xml, "<c:ser><c:idx val=\"%zu\"/><c:order val=\"%zu\"/>", column, column);
    write_name(xml, view, column);
    tb_xml(xml, "<c:spPr>");
    if (view->native->column[column].role == NATIVE_BAND_LOW)
        tb_xml(xml, "<a:noFill/>");
    else
        chart_write_colour(xml, chart_mark_colour(view->native, column));
    tb_xml(xml, NO_LINE "</c:spPr>");
    write_data(xml, view, column);
    tb_xml(xml, "</c:ser>");
}
