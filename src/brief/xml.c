/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xml.h"

#include "measure.h"

#include <libxml/xmlwriter.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct tb_xml {
    xmlBufferPtr buffer;
    xmlTextWriterPtr writer;
    bool failed;
};

struct tb_xml *tb_xml_new(void)
{
    struct tb_xml *xml = calloc(1, sizeof *xml);
    if (!xml)
        return NULL;
    xml->buffer = xmlBufferCreate();
    xml->writer = xml->buffer ? xmlNewTextWriterMemory(xml->buffer, 0) : NULL;
    xml->failed = !xml->writer;
    tb_xml(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    return xml;
}

void tb_xml(struct tb_xml *xml, const char *format, ...)
{
    if (!xml || xml->failed)
        return;
    va_list arguments;
    va_start(arguments, format);
    if (xmlTextWriterWriteVFormatRaw(xml->writer, format, arguments) < 0)
        xml->failed = true;
    va_end(arguments);
}

/* Replaces what cannot stand in plain text; the others are copied. */
static bool is_plain(uint32_t code)
{
    const bool control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
    const bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    const bool separator = code == 0x2028 || code == 0x2029;
    const bool no_character = (code >= 0xD800 && code <= 0xDFFF) || (code & 0xFFFE) == 0xFFFE || code > 0x10FFFF;
    return !control && !direction && !separator && !no_character;
}

char *brief_safe_text(const char *text)
{
    char *copy = malloc(3 * strlen(text) + 1); /* a bad byte becomes the three of U+FFFD */
    char *to = copy;
    while (copy && *text) {
        const char *from = text;
        const uint32_t code = brief_utf8_next(&text);
        if (code == '\n' || code == '\r' || code == '\t' || code == 0x2028 || code == 0x2029) {
            *to++ = ' ';
        } else if (code == 0xFFFD || !is_plain(code)) {
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
        } else {
            memcpy(to, from, (size_t)(text - from));
            to += text - from;
        }
    }
    if (copy)
        *to = '\0';
    return copy;
}

void tb_xml_text(struct tb_xml *xml, const char *text)
{
    if (!xml || xml->failed)
        return;
    char *plain = brief_safe_text(text);
    xmlChar *escaped = plain ? xmlEncodeSpecialChars(NULL, BAD_CAST plain) : NULL;
    if (!escaped || xmlTextWriterWriteRaw(xml->writer, escaped) < 0)
        xml->failed = true;
    xmlFree(escaped);
    free(plain);
}

void tb_xml_attribute(struct tb_xml *xml, const char *name, const char *text)
{
    tb_xml(xml, " %s=\"", name);
    tb_xml_text(xml, text); /* also writes " as &quot; */
    tb_xml(xml, "\"");
}

bool tb_xml_end(struct tb_xml *xml, struct tb_bytes *bytes)
{
    if (!xml)
        return false;
    bool done = !xml->failed && xmlTextWriterFlush(xml->writer) >= 0;
    if (xml->writer)
        xmlFreeTextWriter(xml->writer);
    if (done) {
        tb_bytes_add(bytes, xmlBufferContent(xml->buffer), (size_t)xmlBufferLength(xml->buffer));
        done = !bytes->failed;
    }
    if (xml->buffer)
        xmlBufferFree(xml->buffer);
    free(xml);
    return done;
}
