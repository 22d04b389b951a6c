/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A report's bytes to text: plain text in any encoding, the paragraphs of a .docx, or a PDF by pdftotext. */
#include "load/prose.h"
#include "load/text.h"

#include "trendbook/load.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum {
    LARGEST_REPORT = 64 << 20, /* bytes */
    LARGEST_TEXT = 4 << 20,
};

static enum tb_status fail(const struct prose *prose, struct tb_log *log, const char *kind, const char *says)
{
    const struct tb_place at = {.file = prose->name};
    return tb_fail(log, TB_BAD_DATA, kind, &at, "%s", says);
}

/* All bytes of a source. */
static enum tb_status read_all(struct prose *prose, struct load_source *source, struct tb_bytes *bytes,
                               struct tb_log *log)
{
    enum {
        STEP = 1 << 16
    };
    unsigned char *block = malloc(STEP);
    if (!block)
        return TB_NO_MEMORY;
    enum tb_status status = TB_OK;
    for (size_t got = STEP; got == STEP && !status;) {
        status = load_source_read(source, block, STEP, &got, log);
        if (!status)
            tb_bytes_add(bytes, block, got);
        if (!status && bytes->n > LARGEST_REPORT)
            status = fail(prose, log, "too-long", "the report is larger than 64 MB; give the text alone");
    }
    free(block);
    if (!status)
        status = load_source_unchanged(source, log);
    return !status && bytes->failed ? TB_NO_MEMORY : status;
}

static bool starts_with(const struct tb_bytes *bytes, const char *start, size_t n)
{
    return bytes->n >= n && memcmp(bytes->data, start, n) == 0;
}

static bool is_pdf(const struct tb_bytes *bytes)
{
    return bytes->n && memmem(bytes->data, bytes->n < 1024 ? bytes->n : 1024, "%PDF-", 5);
}

/* ---- plain text ---- */

/* Lines of UTF-8, each with its LF. */
static enum tb_status read_lines(const char *name, struct load_source *source, struct tb_bytes *lines,
                                 struct tb_log *log)
{
    struct load_text text;
    struct load_line line;
    enum tb_status status = TB_OK;
    load_text_open(&text, source, log);
    while (!status && load_text_line(&text, &line)) {
        const struct tb_place at = {.file = name, .line = line.number};
        if (load_text_has_nul(&text, &line))
            status = tb_fail(log, TB_BAD_DATA, "nul", &at, "the line holds a byte 0: this is no text");
        tb_bytes_add(lines, line.text, line.length);
        tb_bytes_text(lines, "\n");
        if (lines->failed)
            status = TB_NO_MEMORY;
        else if (!status && lines->n > LARGEST_TEXT)
            status = tb_fail(log, TB_BAD_DATA, "too-long", &at, "the text is longer than 4 MB");
    }
    if (!status)
        status = text.status;
    load_text_close(&text);
    return status;
}

enum tb_status tb_load_text(const char *path, struct tb_bytes *text, struct tb_log *log)
{
    struct load_source source;
    enum tb_status status = load_source_file(&source, path, log);
    if (status)
        return status;
    status = read_lines(path, &source, text, log);
    if (!status)
        status = load_source_unchanged(&source, log);
    load_source_close(&source);
    tb_bytes_add(text, "", 1);
    if (!status && text->failed)
        status = TB_NO_MEMORY;
    if (status)
        tb_bytes_free(text);
    else
        text->n--;
    return status;
}

static enum tb_status read_text(struct prose *prose, const struct tb_bytes *bytes, struct tb_log *log)
{
    struct load_source source;
    load_source_memory(&source, prose->name, bytes->data, bytes->n);
    return read_lines(prose->name, &source, &prose->text, log);
}

/* ---- PDF ---- */

static enum tb_status read_pdf(struct prose *prose, const struct tb_bytes *bytes, struct tb_log *log)
{
    struct tb_bytes text = {0};
    enum tb_status status = TB_OK;
    switch (prose_pdf_text(bytes, &text)) {
    case PROSE_PDF_READ:
        status = read_text(prose, &text, log);
        break;
    case PROSE_PDF_NO_PROGRAM:
        status =
            fail(prose, log, "pdf",
                 "the file is a PDF, which pdftotext (poppler-utils) reads, and that is not installed; install it, or "
                 "save the report as text or .docx");
        break;
    case PROSE_PDF_DAMAGED:
        status =
            fail(prose, log, "pdf", "the PDF is damaged or locked with a password: save the report as text or .docx");
        break;
    }
    tb_bytes_free(&text);
    return status;
}

/* ---- .docx ---- */

/* The main part of the document, unpacked. */
static enum tb_status unpack(const struct prose *prose, const struct tb_bytes *bytes, struct tb_bytes *part,
                             struct tb_log *log)
{
    static const char no_report[] = "the file is an archive, but no .docx document; save the report as text or .docx";
    static const char name[] = "word/document.xml";
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes->data, bytes->n, 0, &error);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    enum tb_status status = TB_OK;
    zip_file_t *file = NULL;
    zip_stat_t about;
    if (!archive) {
        zip_source_free(source);
        status = fail(prose, log, "no-report", no_report);
    } else if (zip_stat(archive, name, 0, &about) != 0 || !(about.valid & ZIP_STAT_SIZE)) {
        status = fail(prose, log, "no-report", no_report);
    } else if (about.size > LARGEST_REPORT) {
        status = fail(prose, log, "too-long", "the document is larger than 64 MB; save its text alone");
    } else {
        file = zip_fopen(archive, name, 0);
        char block[4096];
        zip_int64_t got = file ? 1 : -1;
        while (got > 0 && part->n <= LARGEST_REPORT) {
            got = zip_fread(file, block, sizeof block);
            if (got > 0)
                tb_bytes_add(part, block, (size_t)got);
        }
        if (got != 0)
            status = fail(prose, log, "no-report", "the document is damaged or locked with a password");
    }
    if (file)
        zip_fclose(file);
    if (archive)
        zip_discard(archive);
    zip_error_fini(&error);
    return !status && part->failed ? TB_NO_MEMORY : status;
}

static bool is_name(const xmlTextReader *reader, const char *name)
{
    const xmlChar *local = xmlTextReaderConstLocalName((xmlTextReader *)reader);
    return local && strcmp((const char *)local, name) == 0;
}

/* Text of an element w:t, without line breaks. */
static void add_run(struct tb_bytes *line, const char *text)
{
    for (; *text; text++)
        tb_bytes_add(line, *text == '\n' || *text == '\r' ? " " : text, 1);
}

/* One node of the document; `line` gathers a paragraph. */
static bool take_node(struct prose *prose, xmlTextReader *reader, struct tb_bytes *line, bool *in_text)
{
    const int type = xmlTextReaderNodeType(reader);
    const bool begins = type == XML_READER_TYPE_ELEMENT, ends = type == XML_READER_TYPE_END_ELEMENT;
    const bool empty = begins && xmlTextReaderIsEmptyElement(reader);
    if ((begins || ends) && is_name(reader, "t"))
        *in_text = begins && !empty;
    else if (begins && (is_name(reader, "tab") || is_name(reader, "br") || is_name(reader, "cr")))
        tb_bytes_text(line, " ");
    else if ((ends || empty) && is_name(reader, "p")) {
        if (line->failed || !prose_add_line(prose, line->data ? (const char *)line->data : "", line->n))
            return false;
        line->n = 0;
    } else if (*in_text && (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
                            type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE))
        add_run(line, (const char *)xmlTextReaderConstValue(reader));
    return !line->failed;
}

static void ignore_xml_error(void *context, const char *message, xmlParserSeverities severity,
                             xmlTextReaderLocatorPtr locator)
{
    (void)context;
    (void)message;
    (void)severity;
    (void)locator;
}

static enum tb_status read_docx(struct prose *prose, const struct tb_bytes *bytes, struct tb_log *log)
{
    struct tb_bytes part = {0}, line = {0};
    xmlTextReader *reader = NULL;
    enum tb_status status = unpack(prose, bytes, &part, log);
    if (status)
        goto done;
    reader = xmlReaderForMemory((const char *)part.data, (int)part.n, NULL, NULL, XML_PARSE_NONET);
    status = reader ? TB_OK : TB_NO_MEMORY;
    if (status)
        goto done;
    xmlTextReaderSetErrorHandler(reader, ignore_xml_error, NULL);
    bool in_text = false;
    int more = xmlTextReaderRead(reader);
    while (more == 1 && !status) {
        const bool twice = xmlTextReaderNodeType(reader) == XML_READER_TYPE_ELEMENT && is_name(reader, "Fallback");
        if (!twice && !take_node(prose, reader, &line, &in_text))
            status = TB_NO_MEMORY;
        /* a Fallback says again what stands before it, for older programs */
        more = twice ? xmlTextReaderNext(reader) : xmlTextReaderRead(reader);
    }
    if (!status && more < 0)
        status = fail(prose, log, "no-report", "the document is damaged: save it again with an office program");
done:
    xmlFreeTextReader(reader);
    tb_bytes_free(&part);
    tb_bytes_free(&line);
    return status;
}

enum tb_status prose_read(struct prose *prose, const char *path, int year, struct tb_log *log)
{
    struct load_source source;
    struct tb_bytes bytes = {0};
    const bool standard_input = strcmp(path, "-") == 0;
    prose->name = path;
    enum tb_status status =
        standard_input ? load_source_standard_input(&source, path, log) : load_source_file(&source, path, log);
    if (status)
        return status;
    status = read_all(prose, &source, &bytes, log);
    load_source_close(&source);
    if (status)
        goto done;
    if (is_pdf(&bytes))
        status = read_pdf(prose, &bytes, log);
    else if (starts_with(&bytes, "PK\3\4", 4))
        status = read_docx(prose, &bytes, log);
    else if (starts_with(&bytes, "\xD0\xCF\x11\xE0", 4))
        status = fail(prose, log, "no-report", "the file is an old .doc or .wps document: save it as .docx or text");
    else
        status = read_text(prose, &bytes, log);
    if (!status && prose->text.n > LARGEST_TEXT)
        status = fail(prose, log, "too-long", "the text is longer than 4 MB; give the report alone");
    if (!status && !prose_finish(prose, year))
        status = TB_NO_MEMORY;
    if (!status && !prose->n)
        status = fail(prose, log, "no-data",
                      is_pdf(&bytes) ? "the PDF holds no text, only pictures: it has to be read by OCR first"
                                     : "the report holds no text");
done:
    tb_bytes_free(&bytes);
    return status;
}
