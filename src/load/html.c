/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Web pages under the name of a workbook: many reporting systems export a table in HTML and call it .xls.  Excel and
 * WPS open it without a word, so its users do not know.  All tables of the page are one sheet, one below the other.
 */
#include "load/book.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_SPAN = 1000, /* of HTML: larger numbers count as this one */
    LARGEST_PAGE = 32 << 20,
};

struct page {
    struct load_sheet *sheet;
    uint32_t row;    /* the last one that was begun */
    uint8_t *filled; /* by column: rows below this one that a cell above reaches into */
};

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && xmlStrcasecmp(node->name, BAD_CAST name) == 0;
}

/* Text of a cell; what starts a new line in a browser is a blank here. */
static void add_text(const xmlNode *node, struct tb_bytes *to, int depth)
{
    for (const xmlNode *child = node->children; child && depth < 200; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            tb_bytes_text(to, (const char *)child->content);
        else if (is_element(child, "br") || is_element(child, "p") || is_element(child, "div"))
            tb_bytes_text(to, "\n");
        if (child->type == XML_ELEMENT_NODE && !is_element(child, "script") && !is_element(child, "style"))
            add_text(child, to, depth + 1);
    }
}

static uint32_t span_of(xmlNode *cell, const char *name)
{
    xmlChar *text = xmlGetProp(cell, BAD_CAST name);
    const unsigned long number = text ? strtoul((const char *)text, NULL, 10) : 1;
    xmlFree(text);
    return number < 1 ? 1 : number > MOST_SPAN ? MOST_SPAN : (uint32_t)number;
}

/* A no-break space is the usual content of an empty cell. */
static void blank_spaces(struct tb_bytes *text)
{
    for (size_t i = 0; i + 1 < text->n; i++)
        if (text->data[i] == 0xC2 && text->data[i + 1] == 0xA0)
            text->data[i] = text->data[i + 1] = ' ';
}

static void take_cell(struct page *page, xmlNode *node, uint32_t *column)
{
    struct tb_bytes text = {0};
    const uint32_t across = span_of(node, "colspan"), down = span_of(node, "rowspan");
    while (*column <= LOAD_SHEET_MOST_COLUMNS && page->filled[*column])
        (*column)++;
    if (*column + across > LOAD_SHEET_MOST_COLUMNS || page->row + down > LOAD_SHEET_MOST_ROWS) {
        page->sheet->status = TB_BAD_DATA;
        return;
    }
    add_text(node, &text, 0);
    blank_spaces(&text);
    if (text.n)
        load_sheet_add_text(page->sheet, page->row, *column, (const char *)text.data, text.n);
    if (text.failed)
        page->sheet->status = TB_NO_MEMORY;
    const struct load_sheet_block block = {page->row, *column, page->row + down - 1, *column + across - 1};
    if (down > 1 || across > 1)
        load_sheet_add_block(page->sheet, &page->sheet->merged, &block);
    for (uint32_t c = 0; c < across; c++)
        page->filled[*column + c] = (uint8_t)(down > 255 ? 255 : down);
    *column += across;
    tb_bytes_free(&text);
}

static void take_row(struct page *page, xmlNode *row)
{
    uint32_t column = 1;
    if (page->row++ >= LOAD_SHEET_MOST_ROWS)
        page->sheet->status = TB_BAD_DATA;
    for (xmlNode *child = row->children; child && !page->sheet->status; child = child->next)
        if (is_element(child, "td") || is_element(child, "th"))
            take_cell(page, child, &column);
    for (uint32_t c = 1; c <= LOAD_SHEET_MOST_COLUMNS; c++)
        page->filled[c] = (uint8_t)(page->filled[c] ? page->filled[c] - 1 : 0);
}

/* The rows of all tables, but not of tables inside of cells. */
static void take_rows(struct page *page, xmlNode *node, int depth)
{
    for (; node && !page->sheet->status && depth < 200; node = node->next) {
        if (is_element(node, "tr"))
            take_row(page, node);
        else if (node->type == XML_ELEMENT_NODE)
            take_rows(page, node->children, depth + 1);
    }
}

static enum tb_status html_open(struct load_book *book, struct tb_log *log)
{
    const char *bytes = (const char *)book->bytes.data;
    if (book->bytes.n > LARGEST_PAGE)
        return load_book_fail(book, log, "too-long",
                              "the file is a web page (HTML) larger than 32 MB; save the table as CSV UTF-8");
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    const bool utf8 = book->bytes.n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    /* without a word about its encoding, libxml2 would take Latin-1 for Chinese */
    const char *encoding = utf8 ? "UTF-8"
                           : memmem(bytes, book->bytes.n < 4096 ? book->bytes.n : 4096, "charset", strlen("charset"))
                               ? NULL
                               : "GB18030";
    book->inner = htmlReadMemory(bytes, (int)book->bytes.n, NULL, encoding, options);
    if (!book->inner)
        return load_book_fail(book, log, "damaged", "the web page under the name of a workbook cannot be read");
    return load_book_add_sheet(book, "Sheet1", strlen("Sheet1")) ? TB_OK : TB_NO_MEMORY;
}

static enum tb_status html_read(struct load_book *book, const struct load_book_sheet *from, struct load_sheet *sheet,
                                struct tb_log *log)
{
    struct page page = {.sheet = sheet, .filled = calloc(LOAD_SHEET_MOST_COLUMNS + 2, 1)};
    (void)from;
    (void)log;
    if (!page.filled)
        return TB_NO_MEMORY;
    take_rows(&page, xmlDocGetRootElement(book->inner), 0);
    free(page.filled);
    return sheet->status == TB_NO_MEMORY ? TB_NO_MEMORY : TB_OK;
}

static void html_close(struct load_book *book)
{
    xmlFreeDoc(book->inner);
    book->inner = NULL;
}

const struct load_book_kind load_book_html = {"html", html_open, html_read, html_close};
