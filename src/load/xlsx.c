/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Office Open XML workbooks: a ZIP archive of XML parts, each read as a stream.  ECMA-376 part 1, 18 (SpreadsheetML);
 * the names of elements are looked at without their name space, so that strict and transitional files read alike.
 */
#include "load/book.h"

#include "load/cell.h"
#include "model/memory.h"
#include "trendbook/number.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static const char damaged[] = "the workbook is damaged: open it with an office program and save it again";

enum {
    MOST_UNPACKED = 1 << 30, /* bytes of one part: more is a bomb, or no table of an office */
    MOST_SHARED = 256 << 20, /* bytes of texts */
    MOST_FORMATS = 65536,
};

/* ---- a part as a stream of XML nodes ---- */

struct part {
    struct load_book *book;
    xmlTextReader *xml;
    zip_file_t *file;
    size_t unpacked;
    bool too_large, unreadable;
};

static int read_part(void *context, char *buffer, int size)
{
    struct part *part = context;
    const zip_int64_t got = zip_fread(part->file, buffer, (zip_uint64_t)size);
    if (got < 0) {
        part->unreadable = true;
        return -1;
    }
    part->unpacked += (size_t)got;
    part->too_large = part->unpacked > MOST_UNPACKED;
    return part->too_large ? -1 : (int)got;
}

static void ignore_error(void *context, const char *message, xmlParserSeverities severity,
                         xmlTextReaderLocatorPtr locator)
{
    (void)context;
    (void)message;
    (void)severity;
    (void)locator;
}

/* Opens a part; *there tells whether the archive has it. */
static enum tb_status open_part(struct part *part, struct load_book *book, const char *name, bool *there)
{
    *part = (struct part){.book = book};
    const zip_int64_t index = zip_name_locate(book->inner, name, ZIP_FL_NOCASE);
    *there = index >= 0;
    if (!*there)
        return TB_OK;
    part->file = zip_fopen_index(book->inner, (zip_uint64_t)index, 0);
    part->unreadable = !part->file;
    if (part->file)
        part->xml = xmlReaderForIO(read_part, NULL, part, NULL, NULL, XML_PARSE_NONET);
    if (part->file && !part->xml)
        return TB_NO_MEMORY;
    if (part->xml)
        xmlTextReaderSetErrorHandler(part->xml, ignore_error, NULL);
    return TB_OK;
}

static void close_part(struct part *part)
{
    xmlFreeTextReader(part->xml);
    if (part->file)
        zip_fclose(part->file);
    *part = (struct part){0};
}

/* What a part does with one node; `what` is its own.  False ends the part: memory ran out. */
typedef bool take_node(struct part *part, void *what, const char *name, int type);

/* Reads a part to its end.  A missing one is an error when it is `needed`. */
static enum tb_status read_nodes(struct load_book *book, const char *name, bool needed, take_node *take, void *what,
                                 struct tb_log *log)
{
    struct part part;
    bool there = false, enough = true;
    enum tb_status status = open_part(&part, book, name, &there);
    if (!status && !there && needed)
        status = load_book_fail(book, log, "damaged", damaged);
    int more = !status && part.xml ? xmlTextReaderRead(part.xml) : 0;
    for (; more == 1 && enough; more = xmlTextReaderRead(part.xml)) {
        const int type = xmlTextReaderNodeType(part.xml);
        if (type == XML_READER_TYPE_DOCUMENT_TYPE) { /* no workbook declares entities, but bombs do */
            more = -1;
            break;
        }
        const xmlChar *local = xmlTextReaderConstLocalName(part.xml);
        enough = take(&part, what, local ? (const char *)local : "", type);
    }
    if (!status && part.too_large)
        status =
            load_book_fail(book, log, "too-long",
                           "a part of the workbook is larger than 1 GB when unpacked; save the table as CSV UTF-8");
    if (!status && !enough)
        status = TB_NO_MEMORY;
    if (!status && (more < 0 || part.unreadable))
        status = load_book_fail(book, log, "damaged", damaged);
    close_part(&part);
    return status;
}

/* The value of an attribute, until the next node; NULL when the element has none. */
static const char *attribute(struct part *part, const char *name)
{
    const char *value = NULL;
    for (int more = xmlTextReaderMoveToFirstAttribute(part->xml); more == 1 && !value;
         more = xmlTextReaderMoveToNextAttribute(part->xml))
        if (strcmp((const char *)xmlTextReaderConstLocalName(part->xml), name) == 0)
            value = (const char *)xmlTextReaderConstValue(part->xml);
    xmlTextReaderMoveToElement(part->xml);
    return value;
}

static bool is_true(const char *value)
{
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static bool ends_in(const char *text, const char *end)
{
    const size_t n = strlen(text), length = strlen(end);
    return n >= length && strcmp(text + n - length, end) == 0;
}

static bool is_text(int type)
{
    return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
           type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE || type == XML_READER_TYPE_WHITESPACE;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* Text of a cell: _x000D_ is the character of that number; only line ends and blanks are written so in tables. */
static void add_text(struct tb_bytes *to, const char *text)
{
    while (*text) {
        const char *escape = strstr(text, "_x");
        const size_t plain = escape ? (size_t)(escape - text) : strlen(text);
        tb_bytes_add(to, text, plain);
        text += plain;
        if (!escape)
            break;
        int code = 0, n = 0;
        while (n < 4 && hex_digit(escape[2 + n]) >= 0)
            code = 16 * code + hex_digit(escape[2 + n++]);
        const bool whole = n == 4 && escape[6] == '_';
        const char character = (char)code;
        if (whole && (code == '\n' || code == '\r' || code == '\t' || (code >= ' ' && code < 0x7F)))
            tb_bytes_add(to, &character, 1);
        else
            tb_bytes_add(to, escape, whole ? 7 : 2);
        text = escape + (whole ? 7 : 2);
    }
}

/* ---- which parts there are ---- */

struct relations {
    struct relation {
        char *id, *type, *target;
    } * list;
    size_t n, capacity;
};

static void free_relations(struct relations *relations)
{
    for (size_t i = 0; i < relations->n; i++) {
        free(relations->list[i].id);
        free(relations->list[i].type);
        free(relations->list[i].target);
    }
    free(relations->list);
    *relations = (struct relations){0};
}

static char *copy_of(const char *text)
{
    return strdup(text ? text : "");
}

static bool take_relation(struct part *part, void *what, const char *name, int type)
{
    struct relations *relations = what;
    if (type != XML_READER_TYPE_ELEMENT || strcmp(name, "Relationship") != 0 ||
        relations->n > LOAD_BOOK_MOST_SHEETS * 2)
        return true;
    if (!tb_grow(&relations->list, &relations->capacity, relations->n + 1, sizeof *relations->list))
        return false;
    struct relation *relation = &relations->list[relations->n++];
    relation->id = copy_of(attribute(part, "Id"));
    relation->type = copy_of(attribute(part, "Type"));
    relation->target = copy_of(attribute(part, "Target"));
    return relation->id && relation->type && relation->target;
}

static const struct relation *relation_of_type(const struct relations *relations, const char *type)
{
    for (size_t i = 0; i < relations->n; i++)
        if (ends_in(relations->list[i].type, type))
            return &relations->list[i];
    return NULL;
}

/* The path of a part from the root; `base` is the part that names it. */
static char *resolve(const char *base, const char *target)
{
    const char *stroke = strrchr(base, '/');
    size_t folder = stroke ? (size_t)(stroke - base) + 1 : 0;
    if (*target == '/') {
        folder = 0;
        target++;
    }
    for (;;) {
        if (strncmp(target, "./", 2) == 0) {
            target += 2;
        } else if (strncmp(target, "../", 3) == 0) {
            target += 3;
            if (folder)
                folder--;
            while (folder && base[folder - 1] != '/')
                folder--;
        } else {
            break;
        }
    }
    char *path = NULL;
    return asprintf(&path, "%.*s%s", (int)folder, base, target) < 0 ? NULL : path;
}

/* _rels/workbook.xml.rels beside workbook.xml */
static char *relations_of(const char *part)
{
    const char *stroke = strrchr(part, '/');
    const int folder = stroke ? (int)(stroke - part) + 1 : 0;
    char *path = NULL;
    return asprintf(&path, "%.*s_rels/%s.rels", folder, part, part + folder) < 0 ? NULL : path;
}

struct opening {
    char *main, *main_relations;
    struct relations root, relations;
};

static bool take_book_node(struct part *part, void *what, const char *name, int type)
{
    const struct opening *opening = what;
    struct load_book *book = part->book;
    if (type != XML_READER_TYPE_ELEMENT)
        return true;
    if (strcmp(name, "workbookPr") == 0)
        book->dates_from_1904 = is_true(attribute(part, "date1904"));
    if (strcmp(name, "sheet") != 0 || book->n >= LOAD_BOOK_MOST_SHEETS)
        return true;
    const char *state = attribute(part, "state");
    const bool hidden = state && (strcmp(state, "hidden") == 0 || strcmp(state, "veryHidden") == 0);
    const char *title = attribute(part, "name");
    struct load_book_sheet *sheet = title ? load_book_add_sheet(book, title, strlen(title)) : NULL;
    if (!sheet)
        return !title;
    sheet->hidden = hidden;
    const char *id = attribute(part, "id");
    for (size_t i = 0; id && i < opening->relations.n; i++) {
        const struct relation *relation = &opening->relations.list[i];
        if (strcmp(relation->id, id) != 0)
            continue;
        sheet->chart = !ends_in(relation->type, "/worksheet");
        sheet->part = resolve(opening->main, relation->target);
        return sheet->part != NULL;
    }
    return true;
}

/* ---- shared texts and formats ---- */

struct text_state {
    int phonetic; /* inside a reading aid, which is no part of the text */
    bool in_text;
};

/* Text of an element si or is: its runs, without reading aids. */
static void take_text_node(struct part *part, struct text_state *state, struct tb_bytes *to, const char *name, int type)
{
    const bool begins = type == XML_READER_TYPE_ELEMENT, ends = type == XML_READER_TYPE_END_ELEMENT;
    const bool empty = begins && xmlTextReaderIsEmptyElement(part->xml);
    if ((begins || ends) && strcmp(name, "rPh") == 0 && !empty)
        state->phonetic += begins ? 1 : -1;
    else if ((begins || ends) && strcmp(name, "t") == 0)
        state->in_text = begins && !empty;
    else if (state->in_text && !state->phonetic && is_text(type))
        add_text(to, (const char *)xmlTextReaderConstValue(part->xml));
}

static bool take_shared_node(struct part *part, void *what, const char *name, int type)
{
    struct load_book_texts *texts = &part->book->shared;
    const bool empty = type == XML_READER_TYPE_ELEMENT && xmlTextReaderIsEmptyElement(part->xml);
    take_text_node(part, what, &texts->text, name, type);
    part->too_large = part->too_large || texts->text.n > MOST_SHARED;
    if ((type == XML_READER_TYPE_END_ELEMENT || empty) && strcmp(name, "si") == 0)
        return load_book_end_text(texts);
    return !texts->text.failed && !part->too_large;
}

struct style_state {
    struct {
        unsigned number;
        char *code;
    } * own;
    size_t n, capacity;
    bool in_cells;
};

static bool take_style_node(struct part *part, void *what, const char *name, int type)
{
    struct style_state *state = what;
    if (strcmp(name, "cellXfs") == 0)
        state->in_cells = type == XML_READER_TYPE_ELEMENT && !xmlTextReaderIsEmptyElement(part->xml);
    if (type != XML_READER_TYPE_ELEMENT)
        return true;
    const bool format = strcmp(name, "numFmt") == 0, cell = state->in_cells && strcmp(name, "xf") == 0;
    const char *id = format || cell ? attribute(part, "numFmtId") : NULL;
    const unsigned number = id ? (unsigned)strtoul(id, NULL, 10) : 0;
    if (format && id && state->n < MOST_FORMATS) {
        if (!tb_grow(&state->own, &state->capacity, state->n + 1, sizeof *state->own))
            return false;
        state->own[state->n].number = number;
        state->own[state->n].code = copy_of(attribute(part, "formatCode"));
        return state->own[state->n++].code != NULL;
    }
    if (!cell || part->book->n_formats >= MOST_FORMATS)
        return true;
    const char *code = load_sheet_format_code(number);
    for (size_t i = 0; i < state->n; i++)
        if (state->own[i].number == number)
            code = state->own[i].code;
    return load_book_add_format(part->book, code);
}

static enum tb_status read_styles(struct load_book *book, const char *path, struct tb_log *log)
{
    struct style_state state = {0};
    const enum tb_status status = read_nodes(book, path, false, take_style_node, &state, log);
    for (size_t i = 0; i < state.n; i++)
        free(state.own[i].code);
    free(state.own);
    return status;
}

/* ---- opening ---- */

/* What an archive is that is no workbook of this kind. */
static const char *other_archive(zip_t *archive)
{
    static const struct {
        const char *part, *says;
    } others[] = {
        {"xl/workbook.bin", "the file is a binary workbook (.xlsb): open it and save it as .xlsx"},
        {"word/document.xml", "the file is a text document (.docx), no workbook; to read the figures of a report: "
                              "trendbook extract"},
        {"ppt/presentation.xml", "the file is a presentation, no workbook"},
        {"content.xml", "the file is an OpenDocument file: open it and save it as .xlsx"},
        {"Index/Document.iwa", "the file is a Numbers document: export it as .xlsx or CSV"},
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (zip_name_locate(archive, others[i].part, ZIP_FL_NOCASE) >= 0)
            return others[i].says;
    return "the file is an archive (ZIP), no workbook: unpack it first";
}

static enum tb_status open_archive(struct load_book *book, struct tb_log *log)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(book->bytes.data, book->bytes.n, 0, &error);
    book->inner = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    const bool memory = zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    if (!book->inner)
        zip_source_free(source);
    zip_error_fini(&error);
    if (memory)
        return TB_NO_MEMORY;
    return book->inner ? TB_OK : load_book_fail(book, log, "damaged", damaged);
}

static enum tb_status read_main(struct load_book *book, struct opening *opening, struct tb_log *log)
{
    enum tb_status status = read_nodes(book, "_rels/.rels", false, take_relation, &opening->root, log);
    const struct relation *main = relation_of_type(&opening->root, "/officeDocument");
    opening->main = status ? NULL : main ? resolve("", main->target) : copy_of("xl/workbook.xml");
    if (!status && !opening->main)
        status = TB_NO_MEMORY;
    if (!status && (zip_name_locate(book->inner, opening->main, ZIP_FL_NOCASE) < 0 || ends_in(opening->main, ".bin") ||
                    ends_in(opening->main, "document.xml") || ends_in(opening->main, "presentation.xml")))
        status = load_book_fail(book, log, "no-workbook", other_archive(book->inner));
    if (status)
        return status;
    opening->main_relations = relations_of(opening->main);
    if (!opening->main_relations)
        return TB_NO_MEMORY;
    status = read_nodes(book, opening->main_relations, true, take_relation, &opening->relations, log);
    return status ? status : read_nodes(book, opening->main, true, take_book_node, opening, log);
}

static enum tb_status read_side_part(struct load_book *book, const struct opening *opening, const char *type,
                                     struct tb_log *log)
{
    struct text_state state = {0};
    const struct relation *relation = relation_of_type(&opening->relations, type);
    char *path = relation ? resolve(opening->main, relation->target) : NULL;
    if (!relation)
        return TB_OK;
    enum tb_status status = TB_NO_MEMORY;
    if (path && strcmp(type, "/styles") == 0)
        status = read_styles(book, path, log);
    else if (path)
        status = read_nodes(book, path, false, take_shared_node, &state, log);
    free(path);
    return status;
}

static enum tb_status xlsx_open(struct load_book *book, struct tb_log *log)
{
    struct opening opening = {0};
    enum tb_status status = open_archive(book, log);
    if (!status)
        status = read_main(book, &opening, log);
    if (!status)
        status = read_side_part(book, &opening, "/styles", log);
    if (!status)
        status = read_side_part(book, &opening, "/sharedStrings", log);
    if (!status && !book->n)
        status = load_book_fail(book, log, "damaged", damaged);
    free(opening.main);
    free(opening.main_relations);
    free_relations(&opening.root);
    free_relations(&opening.relations);
    return status;
}

static void xlsx_close(struct load_book *book)
{
    if (book->inner)
        zip_discard(book->inner);
    book->inner = NULL;
}

/* ---- a sheet ---- */

struct cells {
    struct load_sheet *sheet;
    struct tb_log *log;
    uint32_t row, column; /* of the cell being read; the last one between cells */
    char type[16];
    unsigned style;
    bool in_cell, in_value, in_formula, has_formula;
    struct text_state text;
    struct tb_bytes value, formula;
    bool bad_reference;
};

/* B12 to row and column; 0 where the text has none.  False when it is no reference. */
static bool read_reference(const char *text, uint32_t *row, uint32_t *column, const char **end)
{
    *row = *column = 0;
    while (*text == '$')
        text++;
    for (; (*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z'); text++) {
        *column = *column * 26 + (uint32_t)((*text | 32) - 'a' + 1);
        if (*column > LOAD_SHEET_MOST_COLUMNS)
            return false;
    }
    while (*text == '$')
        text++;
    for (; *text >= '0' && *text <= '9'; text++) {
        *row = *row * 10 + (uint32_t)(*text - '0');
        if (*row > LOAD_SHEET_MOST_ROWS)
            return false;
    }
    if (end)
        *end = text;
    return end || !*text;
}

static bool read_range(const char *text, struct load_sheet_block *block)
{
    const char *end = text;
    if (!read_reference(text, &block->first_row, &block->first_column, &end) || *end != ':')
        return false;
    return read_reference(end + 1, &block->last_row, &block->last_column, NULL) && block->first_row &&
           block->first_column && block->last_row && block->last_column;
}

static uint32_t number_of(const char *text, uint32_t most)
{
    const unsigned long number = text ? strtoul(text, NULL, 10) : 0;
    return number > most ? most : (uint32_t)number;
}

static void begin_cell(struct part *part, struct cells *cells)
{
    uint32_t row = 0, column = 0;
    strcpy(cells->type, "n");
    cells->style = 0;
    /* one walk over the attributes: a large sheet is mostly this */
    for (int more = xmlTextReaderMoveToFirstAttribute(part->xml); more == 1;
         more = xmlTextReaderMoveToNextAttribute(part->xml)) {
        const char *name = (const char *)xmlTextReaderConstLocalName(part->xml);
        const char *value = name[1] ? NULL : (const char *)xmlTextReaderConstValue(part->xml);
        if (value && *name == 'r' && (!read_reference(value, &row, &column, NULL) || !row || !column))
            cells->bad_reference = true;
        else if (value && *name == 's')
            cells->style = number_of(value, UINT32_MAX);
        else if (value && *name == 't')
            snprintf(cells->type, sizeof cells->type, "%s", value);
    }
    xmlTextReaderMoveToElement(part->xml);
    cells->row = row ? row : cells->row;
    cells->column = column ? column : cells->column + 1;
    cells->bad_reference = cells->bad_reference || cells->column > LOAD_SHEET_MOST_COLUMNS || !cells->row;
    cells->in_cell = true;
    cells->has_formula = cells->in_value = cells->in_formula = false;
    cells->text = (struct text_state){0};
    cells->value.n = cells->formula.n = 0;
}

static void add_plain_number(struct cells *cells, const char *text, size_t length)
{
    static const struct load_sheet_format general = {.kind = LOAD_SHEET_GENERAL};
    double number;
    if (tb_number_parse(text, length, &number, NULL))
        load_sheet_add_number(cells->sheet, cells->row, cells->column, number, &general);
    else
        load_sheet_add_text(cells->sheet, cells->row, cells->column, text, length);
}

static void end_cell(struct part *part, struct cells *cells)
{
    const struct load_book *book = part->book;
    struct load_sheet *sheet = cells->sheet;
    size_t length = cells->value.n;
    tb_bytes_add(&cells->value, "", 1); /* a text that ends, for strtoul */
    cells->value.n = length;
    const char *text = cells->value.failed ? "" : (const char *)cells->value.data;
    double number;
    cells->in_cell = false;
    if (cells->bad_reference)
        return;
    const bool inline_text = strcmp(cells->type, "inlineStr") == 0;
    if (cells->has_formula && !length && strcmp(cells->type, "str") != 0) {
        /* not computed yet: its formula stands there, which is no value */
        tb_bytes_text(&cells->value, "=");
        if (cells->formula.n)
            tb_bytes_add(&cells->value, cells->formula.data, cells->formula.n);
        load_sheet_add_text(sheet, cells->row, cells->column, (const char *)cells->value.data, cells->value.n);
    } else if (strcmp(cells->type, "s") == 0) {
        if (load_book_text(book, number_of(text, UINT32_MAX), &text, &length))
            load_sheet_add_text(sheet, cells->row, cells->column, text, length);
        else if (length)
            cells->bad_reference = true;
    } else if (strcmp(cells->type, "b") == 0) {
        text = length && *text == '1' ? "TRUE" : "FALSE";
        if (length)
            load_sheet_add_text(sheet, cells->row, cells->column, text, strlen(text));
    } else if (strcmp(cells->type, "n") != 0 || inline_text) {
        const bool day = strcmp(cells->type, "d") == 0 && length > 10 && text[10] == 'T';
        load_sheet_add_text(sheet, cells->row, cells->column, text, day ? 10 : length);
    } else if (cells->style < book->n_formats && tb_number_parse(text, length, &number, NULL)) {
        load_sheet_add_number(sheet, cells->row, cells->column, number, &book->format[cells->style]);
    } else if (length) {
        add_plain_number(cells, text, length);
    }
}

static void take_cell_node(struct part *part, struct cells *cells, const char *name, int type)
{
    const bool begins = type == XML_READER_TYPE_ELEMENT, ends = type == XML_READER_TYPE_END_ELEMENT;
    const bool empty = begins && xmlTextReaderIsEmptyElement(part->xml);
    if (ends && strcmp(name, "c") == 0) {
        end_cell(part, cells);
    } else if ((begins || ends) && strcmp(name, "v") == 0) {
        cells->in_value = begins && !empty;
    } else if ((begins || ends) && strcmp(name, "f") == 0) {
        cells->in_formula = begins && !empty;
        cells->has_formula = true;
    } else if (is_text(type) && cells->in_value) {
        add_text(&cells->value, (const char *)xmlTextReaderConstValue(part->xml));
    } else if (is_text(type) && cells->in_formula) {
        tb_bytes_text(&cells->formula, (const char *)xmlTextReaderConstValue(part->xml));
    } else {
        take_text_node(part, &cells->text, &cells->value, name, type);
    }
}

static void take_hidden_columns(struct part *part, struct cells *cells)
{
    const char *hidden = attribute(part, "hidden");
    struct load_sheet_block block = {0};
    if (!is_true(hidden))
        return;
    block.first_column = number_of(attribute(part, "min"), LOAD_SHEET_MOST_COLUMNS);
    block.last_column = number_of(attribute(part, "max"), LOAD_SHEET_MOST_COLUMNS);
    if (block.first_column)
        load_sheet_add_block(cells->sheet, &cells->sheet->hidden, &block);
}

static void take_row(struct part *part, struct cells *cells)
{
    const char *number = attribute(part, "r");
    const uint32_t row = number_of(number, UINT32_MAX);
    cells->row = row ? row : cells->row + 1;
    cells->column = 0;
    cells->bad_reference = cells->bad_reference || cells->row > LOAD_SHEET_MOST_ROWS;
    const struct load_sheet_block block = {cells->row, 0, cells->row, 0};
    if (!cells->bad_reference && is_true(attribute(part, "hidden")))
        load_sheet_add_block(cells->sheet, &cells->sheet->hidden, &block);
}

static bool take_sheet_node(struct part *part, void *what, const char *name, int type)
{
    struct cells *cells = what;
    struct load_sheet_block block;
    if (cells->in_cell) {
        take_cell_node(part, cells, name, type);
    } else if (type != XML_READER_TYPE_ELEMENT) {
        return true;
    } else if (strcmp(name, "c") == 0) {
        begin_cell(part, cells);
        if (xmlTextReaderIsEmptyElement(part->xml))
            cells->in_cell = false;
    } else if (strcmp(name, "row") == 0) {
        take_row(part, cells);
    } else if (strcmp(name, "col") == 0) {
        take_hidden_columns(part, cells);
    } else if (strcmp(name, "mergeCell") == 0) {
        const char *range = attribute(part, "ref");
        if (range && read_range(range, &block))
            load_sheet_add_block(cells->sheet, &cells->sheet->merged, &block);
    }
    return !cells->sheet->status && !cells->value.failed && !cells->formula.failed && !cells->bad_reference;
}

static enum tb_status xlsx_read(struct load_book *book, const struct load_book_sheet *from, struct load_sheet *sheet,
                                struct tb_log *log)
{
    struct cells cells = {.sheet = sheet, .log = log};
    if (!from->part)
        return load_book_fail(book, log, "damaged", damaged);
    enum tb_status status = read_nodes(book, from->part, true, take_sheet_node, &cells, log);
    const struct tb_place at = {.file = sheet->name, .line = cells.row, .column = cells.column};
    if (status == TB_NO_MEMORY && cells.bad_reference)
        status = tb_fail(log, TB_BAD_DATA, "damaged", &at,
                         "the cell is damaged: open the workbook with an office program and save it again");
    else if (status == TB_NO_MEMORY && sheet->status == TB_BAD_DATA)
        status = TB_OK; /* it holds too much, which load_sheet_finish says */
    tb_bytes_free(&cells.value);
    tb_bytes_free(&cells.formula);
    return status;
}

const struct load_book_kind load_book_xlsx = {"xlsx", xlsx_open, xlsx_read, xlsx_close};
