/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as Markdown: the blocks become paragraphs and tables that are well-formed XML. */
#include "brief/document.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

static bool no_picture(void *context, const struct brief_figure *figure, char id[32])
{
    (void)context;
    (void)figure;
    id[0] = '\0';
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct brief_plan plan = {0};
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    struct blocks blocks;
    struct word_look look;
    struct tb_bytes bytes = {0};
    struct tb_log *log = tb_log_new(1);
    struct word_pictures pictures = {.plan = &plan, .relate = no_picture, .log = log};
    brief_read_blocks(text, &blocks);
    word_own_look(size % 2 ? TB_CHINESE : TB_ENGLISH, &look);
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<x" WORD_NAMESPACES ">");
    word_write_blocks(xml, &blocks, &look, &pictures);
    tb_xml(xml, "</x>");
    if (!tb_xml_end(xml, &bytes))
        abort();
    xmlDocPtr read = xmlReadMemory((const char *)bytes.data, (int)bytes.n, NULL, NULL, XML_PARSE_NONET);
    if (!read)
        abort();
    xmlFreeDoc(read);
    brief_free_blocks(&blocks);
    tb_bytes_free(&bytes);
    tb_log_free(log);
    free(text);
    return 0;
}
