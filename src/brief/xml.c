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

void tb_xml_text(struct tb_xml *xml, const char *text)
{
    if (!xml || xml->failed)
        return;
    char *plain = tb_safe_text(text);
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
