/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "office.h"

#include <errno.h>
#include <libxml/parser.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRIES_MOST   5000
#define ALL_BYTES_MOST (128u << 20)

enum tb_status office_no_memory(const struct office_file *file)
{
    return tb_fail(file->log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while reading the template");
}

/* ---- parts of the zip ---- */

enum tb_status office_open(struct office_file *file, const char *wrong)
{
    int code = 0;
    file->zip = zip_open(file->path, ZIP_RDONLY, &code);
    if (file->zip && zip_get_num_entries(file->zip, 0) <= ENTRIES_MOST)
        return TB_OK;
    if (file->zip)
        return office_refuse(file, "the template has more than %d parts", ENTRIES_MOST);
    const struct tb_place at = {.file = file->path};
    if (code == ZIP_ER_NOENT || code == ZIP_ER_OPEN || code == ZIP_ER_READ)
        return tb_fail(file->log, TB_UNREADABLE, "template", &at, "cannot be read: %s", strerror(errno));
    return office_refuse(file, "%s", wrong);
}

void office_close(struct office_file *file)
{
    if (file->zip)
        zip_discard(file->zip);
    file->zip = NULL;
}

enum tb_status office_read(struct office_file *file, const char *name, size_t most, struct tb_bytes *bytes)
{
    zip_stat_t about;
    if (zip_stat(file->zip, name, 0, &about) != 0)
        return office_refuse(file, "the template has no part %s; save it again as %s", name, file->save_as);
    if (about.size > most || file->read + about.size > ALL_BYTES_MOST)
        return office_refuse(file, "the part %s of the template is too large", name);
    zip_file_t *part = zip_fopen(file->zip, name, 0);
    if (!part)
        return office_refuse(file, "the part %s of the template cannot be read: %s", name, zip_strerror(file->zip));
    char block[65536];
    zip_int64_t n;
    while ((n = zip_fread(part, block, sizeof block)) > 0 && bytes->n <= about.size)
        tb_bytes_add(bytes, block, (size_t)n);
    zip_fclose(part);
    file->read += bytes->n;
    if (bytes->failed)
        return office_no_memory(file);
    return n == 0 && bytes->n == about.size
               ? TB_OK
               : office_refuse(file, "the part %s of the template is damaged; save it again as %s", name,
                               file->save_as);
}

static enum tb_status parse(struct office_file *file, const char *name, const struct tb_bytes *bytes, xmlDocPtr *xml)
{
    *xml = xmlReadMemory((const char *)bytes->data, (int)bytes->n, NULL, NULL,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (*xml && !(*xml)->intSubset)
        return TB_OK;
    xmlFreeDoc(*xml); /* entities have no place in a document of an office program */
    *xml = NULL;
    return office_refuse(file, "the part %s of the template is not well-formed; save it again as %s", name,
                         file->save_as);
}

enum tb_status office_read_xml(struct office_file *file, const char *name, xmlDocPtr *xml)
{
    struct tb_bytes bytes = {0};
    enum tb_status status = office_read(file, name, OFFICE_XML_MOST, &bytes);
    if (!status)
        status = parse(file, name, &bytes, xml);
    tb_bytes_free(&bytes);
    return status;
}

/* ---- nodes ---- */

xmlXPathObjectPtr office_find(xmlDocPtr xml, const char *path)
{
    static const char *const spaces[][2] = {
        {"p", "http://schemas.openxmlformats.org/presentationml/2006/main"},
        {"a", "http://schemas.openxmlformats.org/drawingml/2006/main"},
        {"w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
        {"wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"},
        {"mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"},
        {"r", OFFICE_RELATIONS},
        {"rel", "http://schemas.openxmlformats.org/package/2006/relationships"},
        {"ct", "http://schemas.openxmlformats.org/package/2006/content-types"},
    };
    xmlXPathContextPtr context = xmlXPathNewContext(xml);
    for (size_t i = 0; context && i < sizeof spaces / sizeof spaces[0]; i++)
        xmlXPathRegisterNs(context, BAD_CAST spaces[i][0], BAD_CAST spaces[i][1]);
    xmlXPathObjectPtr found = context ? xmlXPathEvalExpression(BAD_CAST path, context) : NULL;
    xmlXPathFreeContext(context);
    return found;
}

xmlNodePtr office_first(xmlDocPtr xml, const char *path)
{
    xmlXPathObjectPtr found = office_find(xml, path);
    xmlNodePtr node = office_count(found) ? found->nodesetval->nodeTab[0] : NULL;
    xmlXPathFreeObject(found);
    return node;
}

void office_attribute(xmlNodePtr node, const char *name, const char *space, char *text, size_t size)
{
    xmlChar *value = !node   ? NULL
                     : space ? xmlGetNsProp(node, BAD_CAST name, BAD_CAST space)
                             : xmlGetNoNsProp(node, BAD_CAST name);
    snprintf(text, size, "%s", value ? (const char *)value : "");
    xmlFree(value);
}

double office_number(xmlNodePtr node, const char *name)
{
    char text[32];
    office_attribute(node, name, NULL, text, sizeof text);
    return strtod(text, NULL);
}

/* ---- relationships ---- */

bool office_resolve(const char *source, const char *target, char name[OFFICE_NAME])
{
    if (target[0] == '/') {
        snprintf(name, OFFICE_NAME, "%s", target + 1);
        return strlen(target) < OFFICE_NAME;
    }
    const char *slash = strrchr(source, '/');
    size_t folder = slash ? (size_t)(slash - source) + 1 : 0;
    while (strncmp(target, "../", 3) == 0) {
        if (!folder)
            return false;
        target += 3;
        for (folder--; folder > 0 && source[folder - 1] != '/'; folder--)
            ;
    }
    return snprintf(name, OFFICE_NAME, "%.*s%s", (int)folder, source, target) < OFFICE_NAME;
}

void office_relations_name(const char *source, char name[OFFICE_NAME + 16])
{
    const char *slash = strrchr(source, '/');
    const int folder = slash ? (int)(slash - source) + 1 : 0;
    snprintf(name, OFFICE_NAME + 16, "%.*s_rels/%s.rels", folder, source, source + folder);
}

enum tb_status office_read_relations(struct office_file *file, const char *source, xmlDocPtr *xml)
{
    char name[OFFICE_NAME + 16];
    office_relations_name(source, name);
    *xml = NULL;
    return zip_name_locate(file->zip, name, 0) < 0 ? TB_OK : office_read_xml(file, name, xml);
}

/* The target of the one relationship of a type, "" when there is none. */
static void related(xmlDocPtr relations, const char *source, const char *type, char name[OFFICE_NAME])
{
    char path[300], target[OFFICE_NAME];
    name[0] = '\0';
    snprintf(path, sizeof path, "//rel:Relationship[@Type='" OFFICE_RELATIONS "/%s'][not(@TargetMode='External')]",
             type);
    xmlNodePtr node = relations ? office_first(relations, path) : NULL;
    office_attribute(node, "Target", NULL, target, sizeof target);
    if (target[0] && !office_resolve(source, target, name))
        name[0] = '\0';
}

enum tb_status office_main_part(struct office_file *file, char name[OFFICE_NAME], char type[200])
{
    xmlDocPtr root = NULL, types = NULL;
    char path[400];
    type[0] = name[0] = '\0';
    enum tb_status status = office_read_xml(file, "_rels/.rels", &root);
    if (!status)
        status = office_read_xml(file, "[Content_Types].xml", &types);
    if (!status) {
        related(root, "", "officeDocument", name);
        snprintf(path, sizeof path, "//ct:Override[@PartName='/%s']", strchr(name, '\'') ? "" : name);
        office_attribute(office_first(types, path), "ContentType", NULL, type, 200);
    }
    xmlFreeDoc(root);
    xmlFreeDoc(types);
    return status;
}
