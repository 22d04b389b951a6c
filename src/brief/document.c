/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document.h"

#include "markdown.h"
#include "measure.h"
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EMU_PER_TWIP 635

/* ---- paragraphs ---- */

static void write_run_look(struct tb_xml *xml, const struct word_look *look, enum word_role role,
                           const struct span *span)
{
    const bool slanted = look->own && span->italic, bold = look->own && span->bold;
    tb_xml(xml, "<w:rPr>");
    if (look->own && span->code)
        tb_xml(xml, "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:hint=\"eastAsia\"/>");
    else if (slanted && look->chinese) /* Chinese letters do not lean: another hand takes the place */
        tb_xml(xml, "<w:rFonts w:eastAsia=\"楷体_GB2312\" w:hint=\"eastAsia\"/>");
    else
        tb_xml(xml, "%s", look->run[role]);
    if (bold)
        tb_xml(xml, "<w:b/><w:bCs/>");
    if (slanted && !look->chinese)
        tb_xml(xml, "<w:i/><w:iCs/>");
    tb_xml(xml, "</w:rPr>");
}

static void write_text(struct tb_xml *xml, const struct word_look *look, enum word_role role, const struct span *span)
{
    tb_xml(xml, "<w:r>");
    write_run_look(xml, look, role, span);
    if (span->kind == SPAN_BREAK)
        tb_xml(xml, "<w:br/>");
    else {
        tb_xml(xml, "<w:t xml:space=\"preserve\">");
        tb_xml_text(xml, span->text);
        tb_xml(xml, "</w:t>");
    }
    tb_xml(xml, "</w:r>");
}

static void write_picture(struct tb_xml *xml, const struct word_look *look, const struct brief_figure *figure,
                          const char *id, unsigned number)
{
    const double most = TWIPS_OF_MM(BRIEF_PAPER_WIDTH);
    const double width = fmin(most, look->width) * EMU_PER_TWIP;
    const long cx = lround(width), cy = lround(width * BRIEF_PAPER_HEIGHT / BRIEF_PAPER_WIDTH);
    tb_xml(xml,
           "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%ld\" "
           "cy=\"%ld\"/><wp:docPr id=\"%u\" name=\"Chart %u\"",
           cx, cy, number, number);
    tb_xml_attribute(xml, "descr", figure->words.alt);
    tb_xml(xml,
           "/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/"
           "main\" noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic "
           "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData "
           "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic "
           "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr><pic:cNvPr id=\"%u\" "
           "name=\"chart%u.png\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"%s\"/><a:stretch>"
           "<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%ld\" "
           "cy=\"%ld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
           "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
           number, number, id, cx, cy);
}

static void take_picture(struct tb_xml *xml, const struct word_look *look, enum word_role role, const struct span *span,
                         struct word_pictures *pictures)
{
    char id[32];
    const struct brief_figure *figure = brief_markdown_figure(pictures->plan, span->target);
    if (figure && pictures->relate(pictures->context, figure, id)) {
        write_picture(xml, look, figure, id, ++pictures->last);
        return;
    }
    if (!figure)
        tb_log_add(pictures->log, TB_WARNING, "picture", NULL,
                   "the picture \"%s\" is not taken into the document; put it in there", span->target);
    const struct span words = {.kind = SPAN_TEXT, .text = span->text};
    write_text(xml, look, role, &words);
}

static void write_spans(struct tb_xml *xml, const struct word_look *look, enum word_role role,
                        const struct spans *spans, struct word_pictures *pictures)
{
    for (size_t i = 0; i < spans->n; i++)
        if (spans->span[i].kind == SPAN_PICTURE)
            take_picture(xml, look, role, &spans->span[i], pictures);
        else
            write_text(xml, look, role, &spans->span[i]);
}

/* A paragraph of charts that documents leave to the page and the folder: the table stands for them. */
static bool is_left_out(const struct block *block, const struct brief_plan *plan)
{
    if (block->kind != BLOCK_PARAGRAPH || !block->text->n)
        return false;
    for (size_t i = 0; i < block->text->n; i++) {
        const struct span *span = &block->text->span[i];
        const struct brief_figure *figure =
            span->kind == SPAN_PICTURE ? brief_markdown_figure(plan, span->target) : NULL;
        if (!figure || brief_on_paper(figure))
            return false;
    }
    return true;
}

static bool has_picture(const struct spans *spans)
{
    for (size_t i = 0; i < spans->n; i++)
        if (spans->span[i].kind == SPAN_PICTURE)
            return true;
    return false;
}

/* "Source: ..." as the charts begin their feet. */
static bool is_source(const struct spans *spans)
{
    static const char *const starts[] = {"来源：", "资料来源：", "注：", "Source: ", "Sources: ", "Note: "};
    for (size_t i = 0; spans->n && spans->span[0].text && i < sizeof starts / sizeof starts[0]; i++)
        if (strncmp(spans->span[0].text, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

static enum word_role role_of(const struct block *block)
{
    static const enum word_role headings[] = {WORD_TITLE,     WORD_HEADING_1, WORD_HEADING_2,
                                              WORD_HEADING_3, WORD_HEADING_4, WORD_HEADING_4};
    if (has_picture(block->text))
        return WORD_FIGURE;
    switch (block->kind) {
    case BLOCK_HEADING:
        return headings[block->level - 1];
    case BLOCK_ITEM:
        return WORD_ITEM;
    case BLOCK_CODE:
        return WORD_CODE;
    default:
        return block->quoted ? WORD_QUOTE : is_source(block->text) ? WORD_SOURCE : WORD_BODY;
    }
}

/* A paragraph stays with the table that it leads up to; a picture may go to the next page alone. */
static bool leads_to_table(const struct blocks *blocks, size_t at)
{
    return at + 1 < blocks->n && blocks->block[at + 1].kind == BLOCK_TABLE;
}

/* Distances of a new document that no style knows of: behind a table, and of what belongs to an item. */
static void write_distances(struct tb_xml *xml, const struct blocks *blocks, size_t at, enum word_role role)
{
    if (at > 0 && blocks->block[at - 1].kind == BLOCK_TABLE && role != WORD_SOURCE)
        tb_xml(xml, "<w:spacing w:before=\"280\"/>");
    if (blocks->block[at].goes_on)
        tb_xml(xml, "<w:ind w:left=\"%u\"/>", WORD_ITEM_INDENT(blocks->block[at].level));
}

static void write_paragraph(struct tb_xml *xml, const struct blocks *blocks, size_t at, const struct word_look *look,
                            struct word_pictures *pictures, unsigned number)
{
    const struct block *block = &blocks->block[at];
    const enum word_role role = role_of(block);
    tb_xml(xml, "<w:p><w:pPr>%s", look->paragraph[role]);
    if (look->own && leads_to_table(blocks, at))
        tb_xml(xml, "<w:keepNext/>");
    if (role == WORD_ITEM && look->own && !block->goes_on)
        tb_xml(xml, "<w:numPr><w:ilvl w:val=\"%u\"/><w:numId w:val=\"%u\"/></w:numPr>", block->level, number);
    if (block->kind == BLOCK_RULE)
        tb_xml(xml, "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"auto\"/></w:pBdr>");
    if (look->own)
        write_distances(xml, blocks, at, role);
    tb_xml(xml, "</w:pPr>");
    write_spans(xml, look, role, block->text, pictures);
    tb_xml(xml, "</w:p>");
}

/* ---- tables ---- */

enum {
    CELL_MARGIN = 85, /* left and right, in twips */
    COLUMNS_MOST = 63
};

/* How wide each column is in twips: what its longest line needs, and its share of what is left or lacks. */
static unsigned choose_widths(const struct block *table, const struct word_look *look, unsigned width[COLUMNS_MOST])
{
    double wanted[COLUMNS_MOST] = {0}, all = 0;
    for (size_t c = 0; c < table->columns; c++) {
        for (size_t r = 0; r < table->rows; r++) {
            struct tb_bytes plain = {0};
            brief_plain_spans(&table->text[r * table->columns + c], &plain);
            wanted[c] = fmax(wanted[c], brief_text_width(brief_text(&plain), r == 0) * look->size * 20);
            tb_bytes_free(&plain);
        }
        wanted[c] = fmin(fmax(wanted[c], 3 * look->size * 20), 0.5 * look->width) + 2 * CELL_MARGIN + 60;
        all += wanted[c];
    }
    if (all > look->width) { /* the widest give way: the others keep their words in one line */
        double most = look->width;
        for (int round = 0; round < 40 && all > look->width; round++) {
            most *= 0.93;
            all = 0;
            for (size_t c = 0; c < table->columns; c++)
                all += fmin(wanted[c], most);
        }
        for (size_t c = 0; c < table->columns; c++)
            wanted[c] = fmin(wanted[c], most);
    }
    /* a table that needs most of the line has the whole of it */
    const double whole = 1.35 * all > look->width ? look->width : 1.35 * all;
    unsigned sum = 0;
    for (size_t c = 0; c < table->columns; c++) {
        width[c] = (unsigned)lround(wanted[c] * whole / all);
        sum += width[c];
    }
    return sum;
}

enum {
    KEPT_ROWS = 7,  /* a table of so many stands on one page */
    FIRST_ROWS = 3, /* of a longer one so many stay together at either end */
};

/* Whether a row stays with what comes behind it: the next row, or behind the last one the source. */
static bool row_stays(const struct block *table, size_t row, bool has_source)
{
    const size_t behind = table->rows - row - 1;
    return behind ? table->rows <= KEPT_ROWS || row + 1 < FIRST_ROWS || behind < FIRST_ROWS : has_source;
}

static void write_cell(struct tb_xml *xml, const struct block *table, size_t row, size_t column, unsigned width,
                       bool stays, const struct word_look *look, struct word_pictures *pictures)
{
    const enum word_role role = row ? WORD_CELL : WORD_HEAD;
    tb_xml(xml, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/>", width);
    if (!row && look->own)
        tb_xml(xml, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/>");
    tb_xml(xml, "<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr>%s%s<w:jc w:val=\"%s\"/></w:pPr>",
           look->paragraph[role], look->own && stays ? "<w:keepNext/>" : "",
           table->right[column]    ? "right"
           : !row && look->chinese ? "center"
                                   : "left");
    write_spans(xml, look, role, &table->text[row * table->columns + column], pictures);
    tb_xml(xml, "</w:p></w:tc>");
}

static void write_table(struct tb_xml *xml, const struct block *table, bool has_source, const struct word_look *look,
                        struct word_pictures *pictures)
{
    static const struct {
        const char *name;
        bool everywhere; /* else in Chinese tables only */
    } lines[] = {{"top", true},    {"left", false},   {"bottom", true},
                 {"right", false}, {"insideH", true}, {"insideV", false}};
    unsigned width[COLUMNS_MOST];
    const unsigned whole = choose_widths(table, look, width);
    tb_xml(xml, "<w:tbl><w:tblPr><w:tblW w:w=\"%u\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>", whole);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        tb_xml(xml, "<w:%s w:val=\"%s\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>", lines[i].name,
               look->chinese || lines[i].everywhere ? "single" : "nil");
    tb_xml(xml,
           "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"%d\" w:type=\"dxa\"/><w:right "
           "w:w=\"%d\" w:type=\"dxa\"/></w:tblCellMar><w:tblLook w:val=\"0020\"/></w:tblPr><w:tblGrid>",
           CELL_MARGIN, CELL_MARGIN);
    for (size_t c = 0; c < table->columns; c++)
        tb_xml(xml, "<w:gridCol w:w=\"%u\"/>", width[c]);
    tb_xml(xml, "</w:tblGrid>");
    for (size_t r = 0; r < table->rows; r++) {
        tb_xml(xml, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>", r ? "" : "<w:tblHeader/>");
        for (size_t c = 0; c < table->columns; c++)
            write_cell(xml, table, r, c, width[c], row_stays(table, r, has_source), look, pictures);
        tb_xml(xml, "</w:tr>");
    }
    tb_xml(xml, "</w:tbl>");
}

void word_write_blocks(struct tb_xml *xml, const struct blocks *blocks, const struct word_look *look,
                       struct word_pictures *pictures)
{
    unsigned ordered = 1; /* number of the list; 1 has points */
    for (size_t i = 0; i < blocks->n; i++) {
        const struct block *block = &blocks->block[i];
        ordered += block->number > 0;
        if (block->kind == BLOCK_TABLE) {
            write_table(xml, block, i + 1 < blocks->n && role_of(&blocks->block[i + 1]) == WORD_SOURCE, look, pictures);
            if (i + 1 < blocks->n && blocks->block[i + 1].kind == BLOCK_TABLE) /* else the two become one */
                tb_xml(xml, "<w:p><w:pPr>%s</w:pPr></w:p>", look->paragraph[WORD_CELL]);
        } else if (!is_left_out(block, pictures->plan))
            write_paragraph(xml, blocks, i, look, pictures, block->ordered ? ordered : 1);
    }
}

/* ---- the document ---- */

struct new_document {
    struct tb_package *package;
    const struct brief_plan *plan;
    unsigned *id; /* by picture of the plan: of its relationship; 0: not taken yet */
};

static bool relate_picture(void *context, const struct brief_figure *figure, char id[32])
{
    struct new_document *document = context;
    size_t i = 0;
    while (brief_picture(document->plan, i) != figure)
        i++;
    if (!document->id[i]) {
        char name[64];
        struct tb_bytes copy = {0};
        tb_bytes_add(&copy, figure->paper.data, figure->paper.n);
        snprintf(name, sizeof name, "word/media/chart%zu.png", i + 1);
        tb_package_add(document->package, name, NULL, &copy, true);
        document->id[i] = tb_package_relate(document->package, WORD_PART, "image", name);
    }
    snprintf(id, 32, "rId%u", document->id[i]);
    return true;
}

/* A document has to end in a paragraph. */
static bool ends_in_table(const struct blocks *blocks)
{
    return blocks->n && blocks->block[blocks->n - 1].kind == BLOCK_TABLE;
}

static const char *title_of(const struct brief_plan *plan, const struct blocks *blocks, struct tb_bytes *text)
{
    for (size_t i = 0; i < blocks->n; i++)
        if (blocks->block[i].kind == BLOCK_HEADING) {
            brief_plain_spans(blocks->block[i].text, text);
            return brief_text(text);
        }
    return plan->title;
}

static void add_numbering(struct tb_package *package, const struct blocks *blocks)
{
    size_t n = 0;
    unsigned *start = calloc(blocks->n + 1, sizeof *start);
    for (size_t i = 0; start && i < blocks->n; i++)
        if (blocks->block[i].number)
            start[n++] = blocks->block[i].number;
    if (start)
        word_add_numbering(package, start, n);
    free(start);
}

enum tb_status word_write_document(const struct brief_plan *plan, const char *markdown, struct tb_bytes *docx,
                                   struct tb_log *log)
{
    const enum tb_language language = plan->options->language;
    struct new_document document = {
        .package = tb_package_new(), .plan = plan, .id = calloc(brief_pictures(plan) + 1, sizeof *document.id)};
    struct word_pictures pictures = {.plan = plan, .relate = relate_picture, .context = &document, .log = log};
    struct blocks blocks;
    struct word_look look;
    struct tb_bytes title = {0}, bytes = {0};
    enum tb_status status = TB_OK;
    brief_read_blocks(markdown, &blocks);
    word_own_look(language, &look);
    if (!document.package || !document.id || blocks.failed) {
        status = tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while making the document");
        goto done;
    }
    word_add_styles(document.package, language);
    add_numbering(document.package, &blocks);
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<w:document" WORD_NAMESPACES "><w:body>");
    word_write_blocks(xml, &blocks, &look, &pictures);
    if (ends_in_table(&blocks) || !blocks.n)
        tb_xml(xml, "<w:p><w:pPr>%s</w:pPr></w:p>", look.paragraph[WORD_CELL]);
    word_write_section(xml, language);
    tb_xml(xml, "</w:body></w:document>");
    bytes.failed |= !tb_xml_end(xml, &bytes);
    tb_package_add(document.package, WORD_PART, WORD_TYPE("document.main"), &bytes, false);
    tb_package_relate(document.package, "", "officeDocument", WORD_PART);
    tb_package_properties(document.package, title_of(plan, &blocks, &title), language == TB_CHINESE ? "zh-CN" : "en-US",
                          "");
    status = tb_package_write(document.package, docx, log);
done:
    tb_bytes_free(&title);
    brief_free_blocks(&blocks);
    tb_package_free(document.package);
    free(document.id);
    return status;
}
