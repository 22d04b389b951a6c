/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of slides: lists, and shaded cells in the place of a chart. */
#include "deck_parts.h"

#include "measure.h"
#include "native.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* One line under the rows, none elsewhere. */
static void write_borders(const struct tb_deck *deck, struct tb_xml *xml, double line, const char *colour)
{
    static const char *const none[] = {"lnL", "lnR", "lnT"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        tb_xml(xml, "<a:%s w=\"0\"><a:noFill/></a:%s>", none[i], none[i]);
    tb_xml(
        xml,
        "<a:lnB w=\"%ld\" cap=\"flat\" cmpd=\"sng\" algn=\"ctr\"><a:solidFill><a:schemeClr val=\"%s\"/></a:solidFill>",
        deck_emu(deck, line), colour);
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

/* Shades of the first colour of the theme, and whether the ink on each is light. */
static const struct {
    int mod, off; /* per cent of its light, and what comes to it */
    int strength; /* per cent of its saturation: pale shades would glare */
    bool light;
} shades[] = {{10, 90, 60, false}, {28, 72, 60, false}, {46, 54, 55, false},
              {66, 34, 55, false}, {100, 0, 100, true}, {70, 0, 100, true}};

static void write_shade(const struct tb_deck *deck, struct tb_xml *xml, const struct tb_deck_shade *shade)
{
    static const char *const sides[] = {"lnL", "lnR", "lnT", "lnB"};
    for (size_t i = 0; i < 4; i++) { /* seams of the ground's colour */
        const bool dashed = i == 0 && shade->breaks;
        tb_xml(xml, "<a:%s w=\"%ld\" cap=\"flat\" cmpd=\"sng\" algn=\"ctr\"><a:solidFill><a:schemeClr val=\"%s\"/>",
               sides[i], deck_emu(deck, dashed ? 2 : 1.35), dashed ? "tx1" : "bg1");
        tb_xml(xml, "</a:solidFill><a:prstDash val=\"%s\"/></a:%s>", dashed ? "sysDash" : "solid", sides[i]);
    }
    if (shade->missing)
        tb_xml(xml,
               "<a:lnTlToBr w=\"%ld\" cap=\"flat\" cmpd=\"sng\" algn=\"ctr\"><a:solidFill><a:schemeClr val=\"tx2\"/>"
               "</a:solidFill><a:prstDash val=\"solid\"/></a:lnTlToBr>",
               deck_emu(deck, 0.65));
    if (shade->step < 1) {
        tb_xml(xml, "<a:noFill/>");
        return;
    }
    tb_xml(xml, "<a:solidFill><a:schemeClr val=\"accent1\">");
    if (shades[shade->step - 1].strength < 100)
        tb_xml(xml, "<a:satMod val=\"%d\"/>", shades[shade->step - 1].strength * 1000);
    if (shades[shade->step - 1].mod < 100)
        tb_xml(xml, "<a:lumMod val=\"%d\"/>", shades[shade->step - 1].mod * 1000);
    if (shades[shade->step - 1].off)
        tb_xml(xml, "<a:lumOff val=\"%d\"/>", shades[shade->step - 1].off * 1000);
    tb_xml(xml, "</a:schemeClr></a:solidFill>");
}

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
    const bool shaded = table->shade != NULL;
    const struct tb_deck_shade *shade = shaded && column > 0 && row->kind == DECK_BODY
                                            ? &table->shade[(size_t)(row - table->row) * table->columns + column]
                                            : NULL;
    const double padding = shaded ? 1 : DECK_CELL_PADDING, above = shaded ? 1 : 2;
    struct tb_deck_style style = {.size = table->size,
                                  .bold = row_looks[row->kind].bold,
                                  .right = table->right[column] && !whole_row,
                                  .colour = row_looks[row->kind].colour};
    if (shade && shade->step > 0 && shades[shade->step - 1].light)
        style.colour = DECK_GROUND;
    if (row->kind == DECK_BODY && table->secondary[column])
        style.colour = DECK_SECONDARY;
    deck_write_paragraph(deck,
                         shaded && column > 0 ? "ctr"
                         : style.right        ? "r"
                                              : "l",
                         style, whole_row && column > 0 ? "" : row->cell[column]);
    tb_xml(xml, "</a:txBody><a:tcPr marL=\"%ld\" marR=\"%ld\" marT=\"%ld\" marB=\"%ld\" anchor=\"%s\">",
           deck_emu(deck, column == 0 ? 2 : padding), deck_emu(deck, padding), deck_emu(deck, above),
           deck_emu(deck, above), row->kind == DECK_BODY ? "ctr" : "b");
    if (shade)
        write_shade(deck, xml, shade);
    else
        write_borders(deck, xml, row_looks[row->kind].line, row_looks[row->kind].line_colour);
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
    deck_write_box(deck, xml, "p", box);
    tb_xml(xml, "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl>");
    tb_xml(xml, "<a:tblPr firstRow=\"1\"/><a:tblGrid>");
    for (size_t i = 0; i < table->columns; i++)
        tb_xml(xml, "<a:gridCol w=\"%ld\"/>", deck_emu(deck, table->width[i]));
    tb_xml(xml, "</a:tblGrid>");
    for (size_t i = 0; i < table->rows; i++) {
        tb_xml(xml, "<a:tr h=\"%ld\">", deck_emu(deck, table->row[i].height));
        for (size_t k = 0; k < table->columns; k++)
            write_cell(deck, table, &table->row[i], k);
        tb_xml(xml, "</a:tr>");
    }
    tb_xml(xml, "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>");
}

/* ---- shaded cells ---- */

#define GRID_SIZE    12 /* points of the letters: the least that is read from afar */
#define GRID_LEAST   19 /* height of a row with them */
#define GRID_HIGHEST 34
#define GRID_WIDEST  84
#define GRID_INSET   10.8 /* from the edges of a chart, which stands out on both sides, to those of the text */
#define GRID_NAMES   0.3  /* of the width */

struct grid {
    double names, column, row;
};

static double text_width(const char *text, bool bold)
{
    return brief_text_width(text, bold) * GRID_SIZE * 1.04;
}

static bool lay_grid(const struct native *native, double width, double height, struct grid *grid)
{
    double widest = text_width("2024", true);
    width -= 2 * GRID_INSET;
    *grid = (struct grid){0};
    for (size_t i = 0; i < native->times * native->cells; i++)
        widest = fmax(widest, text_width(native->cell[i].text, false));
    for (size_t r = 0; r < native->times; r++)
        grid->names = fmax(grid->names, text_width(native->row[r], false) + 10);
    grid->names = fmin(grid->names, GRID_NAMES * width);
    grid->column = fmin((width - grid->names) / (double)native->cells, GRID_WIDEST);
    grid->row = fmin(height / (double)(native->times + 1), GRID_HIGHEST);
    return widest + 4 <= grid->column && grid->row >= GRID_LEAST;
}

bool tb_deck_grid_fits(const struct native *native, double width, double height)
{
    struct grid grid;
    return lay_grid(native, width, height, &grid);
}

bool tb_deck_grid(struct tb_deck *deck, struct deck_box box, const struct native *native, const char *alt)
{
    const size_t columns = native->cells + 1, rows = native->times + 1;
    struct grid grid;
    struct tb_deck_row *row = calloc(rows, sizeof *row);
    struct tb_deck_shade *shade = calloc(rows * columns, sizeof *shade);
    const char **cell = calloc(rows * columns, sizeof *cell);
    char **name = calloc(rows, sizeof *name);
    double *width = calloc(columns, sizeof *width);
    bool *plain = calloc(columns, sizeof *plain);
    char(*year)[12] = calloc(columns, sizeof *year);
    bool done = row && shade && cell && name && width && plain && year;
    lay_grid(native, box.width, box.height, &grid);
    for (size_t r = 0; done && r < rows; r++) {
        row[r] =
            (struct tb_deck_row){.kind = r ? DECK_BODY : DECK_HEADER, .height = grid.row, .cell = &cell[r * columns]};
        name[r] = r ? brief_text_fit(native->row[r - 1], GRID_SIZE * 1.04, grid.names - 10, 1, false) : NULL;
        cell[r * columns] = r ? name[r] : "";
        done = !r || name[r];
        for (size_t c = 1; c < columns; c++) {
            const struct native_cell *shown = r ? &native->cell[(r - 1) * native->cells + c - 1] : NULL;
            width[c] = grid.column;
            snprintf(year[c], sizeof year[c], "%d", native->time[c - 1].year);
            cell[r * columns + c] = shown ? shown->text : year[c];
            if (shown)
                shade[r * columns + c] = (struct tb_deck_shade){shown->shade, shown->missing, shown->breaks};
        }
    }
    if (done) {
        width[0] = grid.names;
        const struct tb_deck_table table = {.alt = alt,
                                            .columns = columns,
                                            .rows = rows,
                                            .width = width,
                                            .right = plain,
                                            .secondary = plain,
                                            .row = row,
                                            .size = GRID_SIZE,
                                            .shade = shade};
        const double spare = box.width - grid.names - grid.column * (double)native->cells;
        tb_deck_table(deck, box.x + spare / 2, box.y, &table);
    }
    for (size_t r = 0; name && r < rows; r++)
        free(name[r]);
    free(row);
    free(shade);
    free(cell);
    free(name);
    free(width);
    free(plain);
    free(year);
    return done;
}
