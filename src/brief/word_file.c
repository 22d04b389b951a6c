/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "word_file.h"

#include "document.h"
#include "model/memory.h"
#include "package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PACKAGE_RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define CONTENT_TYPES     "http://schemas.openxmlformats.org/package/2006/content-types"
#define MAIN_TYPE         "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

/* ---- opening ---- */

static enum tb_status add_part(struct word_file *file, const char *name, bool main)
{
    for (size_t i = 0; i < file->parts; i++)
        if (strcmp(file->part[i].name, name) == 0) /* several sections may name the same header */
            return TB_OK;
    if (!tb_grow_by_one(&file->part, file->parts, sizeof *file->part))
        return office_no_memory(&file->office);
    struct word_part *part = &file->part[file->parts++];
    *part = (struct word_part){0};
    snprintf(part->name, sizeof part->name, "%s", name);
    const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
    if (asprintf(&part->place, "%s%s%.*s", file->office.path, main ? "" : "#", main ? 0 : (int)strcspn(base, "."),
                 base) < 0) {
        part->place = NULL;
        return office_no_memory(&file->office);
    }
    enum tb_status status = office_read_xml(&file->office, name, &part->xml);
    if (!status)
        status = office_read_relations(&file->office, name, &part->relations);
    return status;
}

/* Headers, feet and notes, in the order of the relationships. */
static enum tb_status add_other_parts(struct word_file *file)
{
    static const char *const kinds[] = {"header", "footer", "footnotes", "endnotes"};
    char main[OFFICE_NAME];
    snprintf(main, sizeof main, "%s", file->part[0].name);
    xmlXPathObjectPtr all = file->part[0].relations ? office_find(file->part[0].relations, "//rel:Relationship") : NULL;
    enum tb_status status = TB_OK;
    for (size_t i = 0; i < office_count(all) && !status; i++) {
        char type[200], target[OFFICE_NAME], mode[16], name[OFFICE_NAME];
        xmlNodePtr node = all->nodesetval->nodeTab[i];
        office_attribute(node, "Type", NULL, type, sizeof type);
        office_attribute(node, "Target", NULL, target, sizeof target);
        office_attribute(node, "TargetMode", NULL, mode, sizeof mode);
        const char *word = strrchr(type, '/') ? strrchr(type, '/') + 1 : type;
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
            if (strcmp(word, kinds[k]) == 0 && strcmp(mode, "External") != 0 && office_resolve(main, target, name))
                status = add_part(file, name, false);
    }
    xmlXPathFreeObject(all);
    return status;
}

/* Names that only a hostile file has or that are there twice, and macros under any name. */
static enum tb_status check_entries(struct office_file *office)
{
    const zip_int64_t n = zip_get_num_entries(office->zip, 0);
    for (zip_int64_t i = 0; i < n; i++) {
        const char *name = zip_get_name(office->zip, (zip_uint64_t)i, 0);
        const char *base = name && strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
        if (!name || !*name || *name == '/' || strstr(name, "..") || strchr(name, '\\') || strlen(name) >= OFFICE_NAME)
            return office_refuse(office, "the template holds a part with a strange name; save it again as %s",
                                 office->save_as);
        if (zip_name_locate(office->zip, name, 0) != i)
            return office_refuse(office, "the part %s of the template is damaged; save it again as %s", name,
                                 office->save_as);
        if (strncasecmp(base, "vbaProject", strlen("vbaProject")) == 0)
            return office_refuse(office, "the template holds macros; save it as .docx, without them");
    }
    return TB_OK;
}

/* A template for documents becomes a document, in the list of types too. */
static void set_main_type(struct word_file *file)
{
    char path[OFFICE_NAME + 60];
    snprintf(path, sizeof path, "//ct:Override[@PartName='/%s']", file->part[0].name);
    xmlNodePtr node = office_first(file->types, path);
    if (node)
        xmlSetProp(node, BAD_CAST "ContentType", BAD_CAST MAIN_TYPE);
}

enum tb_status word_file_open(const char *path, struct word_file *file, struct tb_log *log)
{
    char name[OFFICE_NAME], type[200];
    *file = (struct word_file){.office = {.path = path, .save_as = ".docx", .log = log}};
    enum tb_status status =
        office_open(&file->office, "this is no .docx or .dotx file (old .doc, .wps and protected files cannot be "
                                   "read); save the template as .docx");
    if (!status)
        status = check_entries(&file->office);
    if (!status)
        status = office_main_part(&file->office, name, type);
    if (!status && strstr(type, "macroEnabled"))
        status = office_refuse(&file->office, "the template holds macros; save it as .docx, without them");
    else if (!status && (!strstr(type, "wordprocessingml") || !name[0] || strchr(name, '\'')))
        status = office_refuse(&file->office, "this is no Word document or template (.docx, .dotx)");
    if (!status)
        status = add_part(file, name, true);
    if (!status)
        status = add_other_parts(file);
    if (!status)
        status = office_read_xml(&file->office, "[Content_Types].xml", &file->types);
    if (!status)
        set_main_type(file);
    return status;
}

void word_file_close(struct word_file *file)
{
    for (size_t i = 0; i < file->parts; i++) {
        free(file->part[i].place);
        xmlFreeDoc(file->part[i].xml);
        xmlFreeDoc(file->part[i].relations);
    }
    for (size_t i = 0; i < file->added_n; i++)
        tb_bytes_free(&file->added[i].bytes);
    free(file->part);
    free(file->added);
    xmlFreeDoc(file->types);
    office_close(&file->office);
    *file = (struct word_file){0};
}

/* ---- pictures ---- */

void word_file_picture_name(struct word_file *file, unsigned *number, char name[64])
{
    do
        snprintf(name, 64, "word/media/trendbook%u.png", (*number)++);
    while (zip_name_locate(file->office.zip, name, ZIP_FL_NOCASE) >= 0);
}

static void add_png_type(struct word_file *file)
{
    if (office_first(file->types, "//ct:Default[@Extension='png' or @Extension='PNG']"))
        return;
    xmlNodePtr root = xmlDocGetRootElement(file->types);
    xmlNodePtr type = xmlNewDocNode(file->types, root->ns, BAD_CAST "Default", NULL);
    xmlSetProp(type, BAD_CAST "Extension", BAD_CAST "png");
    xmlSetProp(type, BAD_CAST "ContentType", BAD_CAST "image/png");
    if (root->children)
        xmlAddPrevSibling(root->children, type);
    else
        xmlAddChild(root, type);
}

bool word_file_add_picture(struct word_file *file, const char *name, struct tb_bytes *png)
{
    if (!tb_grow_by_one(&file->added, file->added_n, sizeof *file->added))
        return false;
    struct word_added *added = &file->added[file->added_n++];
    *added = (struct word_added){.bytes = *png};
    snprintf(added->name, sizeof added->name, "%s", name);
    *png = (struct tb_bytes){0};
    add_png_type(file);
    return !added->bytes.failed;
}

bool word_file_relate(struct word_part *part, const char *id, const char *target)
{
    char absolute[80];
    snprintf(absolute, sizeof absolute, "/%s", target);
    if (!part->relations) {
        part->relations = xmlNewDoc(BAD_CAST "1.0");
        xmlNodePtr root = part->relations ? xmlNewDocNode(part->relations, NULL, BAD_CAST "Relationships", NULL) : NULL;
        if (!root)
            return false;
        xmlDocSetRootElement(part->relations, root);
        xmlSetNs(root, xmlNewNs(root, BAD_CAST PACKAGE_RELATIONS, NULL));
    }
    xmlNodePtr root = xmlDocGetRootElement(part->relations);
    xmlNodePtr node = xmlNewChild(root, root->ns, BAD_CAST "Relationship", NULL);
    return node && xmlSetProp(node, BAD_CAST "Id", BAD_CAST id) &&
           xmlSetProp(node, BAD_CAST "Type", BAD_CAST OFFICE_RELATIONS "/image") &&
           xmlSetProp(node, BAD_CAST "Target", BAD_CAST absolute);
}

/* ---- writing ---- */

static bool dump(xmlDocPtr xml, struct tb_bytes *bytes)
{
    xmlChar *text = NULL;
    int n = 0;
    xml->standalone = 1;
    xmlDocDumpMemoryEnc(xml, &text, &n, "UTF-8");
    if (text)
        tb_bytes_add(bytes, text, (size_t)n);
    xmlFree(text);
    return text && !bytes->failed;
}

/* The tree that takes the place of an entry, or NULL. */
static xmlDocPtr tree_of(const struct word_file *file, const char *name)
{
    char relations[OFFICE_NAME + 16];
    if (strcmp(name, "[Content_Types].xml") == 0)
        return file->types;
    for (size_t i = 0; i < file->parts; i++) {
        office_relations_name(file->part[i].name, relations);
        if (strcmp(file->part[i].name, name) == 0)
            return file->part[i].xml;
        if (strcmp(relations, name) == 0)
            return file->part[i].relations;
    }
    return NULL;
}

/* Pictures that are packed already. */
static bool is_packed(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcasecmp(dot, ".png") == 0 || strcasecmp(dot, ".jpg") == 0 || strcasecmp(dot, ".jpeg") == 0);
}

enum tb_status word_file_write(struct word_file *file, struct tb_bytes *docx)
{
    const size_t entries = (size_t)zip_get_num_entries(file->office.zip, 0);
    const size_t most = entries + file->parts + file->added_n;
    struct tb_entry *entry = calloc(most + 1, sizeof *entry);
    struct tb_bytes *bytes = calloc(most + 1, sizeof *bytes);
    char(*name)[OFFICE_NAME + 16] = calloc(file->parts + 1, sizeof *name);
    enum tb_status status = TB_OK;
    size_t n = 0;
    if (!entry || !bytes || !name) {
        status = office_no_memory(&file->office);
        goto done;
    }
    for (size_t i = 0; i < entries && !status; i++) {
        const char *of = zip_get_name(file->office.zip, i, 0);
        xmlDocPtr tree = tree_of(file, of);
        if (of[strlen(of) - 1] == '/') /* a folder: office programs have none */
            continue;
        if (tree)
            status = dump(tree, &bytes[n]) ? TB_OK : office_no_memory(&file->office);
        else
            status = office_read(&file->office, of, OFFICE_MEDIA_MOST, &bytes[n]);
        entry[n] = (struct tb_entry){of, &bytes[n], is_packed(of)};
        n++;
    }
    for (size_t i = 0; i < file->parts && !status; i++) { /* relationships that a part did not have before */
        office_relations_name(file->part[i].name, name[i]);
        if (!file->part[i].relations || zip_name_locate(file->office.zip, name[i], 0) >= 0)
            continue;
        status = dump(file->part[i].relations, &bytes[n]) ? TB_OK : office_no_memory(&file->office);
        entry[n] = (struct tb_entry){name[i], &bytes[n], false};
        n++;
    }
    for (size_t i = 0; i < file->added_n && !status; i++)
        entry[n++] = (struct tb_entry){file->added[i].name, &file->added[i].bytes, true};
    if (!status)
        status = tb_zip_write(entry, n, docx, file->office.log);
done:
    for (size_t i = 0; bytes && i < most; i++)
        tb_bytes_free(&bytes[i]);
    free(bytes);
    free(entry);
    free(name);
    return status;
}

/* ---- paragraphs ---- */

bool word_is(const xmlNode *node, const char *name)
{
    return node && node->type == XML_ELEMENT_NODE && node->ns && strcmp((const char *)node->name, name) == 0 &&
           strcmp((const char *)node->ns->href, WORD_MAIN) == 0;
}

static bool is_one_of(const xmlNode *node, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (word_is(node, names[i]))
            return true;
    return false;
}

#define IS_ONE_OF(node, names) is_one_of(node, names, sizeof(names) / sizeof((names)[0]))

/* Adds an atom; its text is what stands for it in the text of the paragraph. */
static bool add_atom(struct word_paragraph *paragraph, xmlNodePtr node, bool text, const char *as)
{
    if (!tb_grow(&paragraph->atom, &paragraph->capacity, paragraph->n + 1, sizeof *paragraph->atom))
        return false;
    struct word_atom *atom = &paragraph->atom[paragraph->n++];
    *atom = (struct word_atom){.node = node, .text = text, .from = paragraph->text.n};
    for (const char *c = as; *c; c++) /* a line's end in w:t is a blank */
        tb_bytes_add(&paragraph->text, text && (*c == '\n' || *c == '\r') ? " " : c, 1);
    atom->n = paragraph->text.n - atom->from;
    return !paragraph->text.failed;
}

static bool read_run(struct word_paragraph *paragraph, xmlNodePtr run)
{
    static const char *const marks[] = {"fldChar",
                                        "instrText",
                                        "delText",
                                        "delInstrText",
                                        "lastRenderedPageBreak",
                                        "annotationRef",
                                        "separator",
                                        "continuationSeparator"};
    bool fine = true;
    for (xmlNodePtr node = run->children; node && fine; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || word_is(node, "rPr"))
            continue;
        if (word_is(node, "t")) {
            xmlChar *text = xmlNodeGetContent(node);
            fine = text && add_atom(paragraph, node, true, (const char *)text);
            xmlFree(text);
        } else if (IS_ONE_OF(node, marks)) {
            fine = add_atom(paragraph, node, false, "");
        } else if (word_is(node, "tab")) {
            fine = add_atom(paragraph, node, false, "\t");
        } else if (word_is(node, "br") || word_is(node, "cr")) {
            fine = add_atom(paragraph, node, false, "\v");
        } else {
            paragraph->objects = true;
            fine = add_atom(paragraph, node, false, "\uFFFC");
        }
    }
    return fine;
}

/* Runs, wherever they stand in the paragraph; what was deleted is not there. */
static bool read_runs(struct word_paragraph *paragraph, xmlNodePtr parent)
{
    static const char *const gone[] = {"del", "moveFrom", "pPr", "sdtPr", "sdtEndPr", "rPr", "smartTagPr"};
    bool fine = true;
    for (xmlNodePtr node = parent->children; node && fine; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || IS_ONE_OF(node, gone) || word_is(node, "p") || word_is(node, "tbl") ||
            strcmp((const char *)node->name, "Fallback") == 0) /* the same again for older programs */
            continue;
        fine = word_is(node, "r") ? read_run(paragraph, node) : read_runs(paragraph, node);
    }
    return fine;
}

bool word_read_paragraph(xmlNodePtr node, struct word_paragraph *paragraph)
{
    *paragraph = (struct word_paragraph){.node = node};
    const bool fine = read_runs(paragraph, node);
    tb_bytes_add(&paragraph->text, "", 1);
    paragraph->text.n -= !paragraph->text.failed;
    return fine && !paragraph->text.failed;
}

void word_free_paragraph(struct word_paragraph *paragraph)
{
    tb_bytes_free(&paragraph->text);
    free(paragraph->atom);
    *paragraph = (struct word_paragraph){0};
}

static void set_text(xmlNodePtr node, const struct tb_bytes *text)
{
    xmlNodeSetContent(node, NULL);
    if (text->n)
        xmlNodeAddContentLen(node, text->data, (int)text->n);
    xmlNodeSetSpacePreserve(node, 1);
}

/* The text of one atom after the changes; *next is the first edit that is not behind it. */
static bool change_atom(const struct word_paragraph *paragraph, const struct word_atom *atom,
                        const struct word_edit *edit, size_t n, size_t *next)
{
    struct tb_bytes now = {0};
    const size_t end = atom->from + atom->n;
    bool changed = false;
    while (*next < n && edit[*next].end <= atom->from)
        ++*next;
    if (!atom->text) {
        const size_t at = *next < n ? *next : n - 1;
        if (n && (edit[at].what == WORD_LEAVE_OUT || (edit[at].what == WORD_REPLACE && atom->n))) {
            xmlUnlinkNode(atom->node);
            xmlFreeNode(atom->node);
        }
        return true;
    }
    for (size_t i = *next; i < n && edit[i].from < end; i++) {
        const size_t from = edit[i].from > atom->from ? edit[i].from : atom->from;
        const size_t to = edit[i].end < end ? edit[i].end : end;
        if (edit[i].what == WORD_KEEP && to > from)
            tb_bytes_add(&now, paragraph->text.data + from, to - from);
        changed = changed || edit[i].what != WORD_KEEP;
        if (edit[i].what == WORD_REPLACE && edit[i].words && edit[i].from >= atom->from)
            tb_bytes_text(&now, edit[i].words);
    }
    const bool fine = !now.failed;
    if (fine && changed)
        set_text(atom->node, &now);
    tb_bytes_free(&now);
    return fine;
}

bool word_change_paragraph(struct word_paragraph *paragraph, const struct word_edit *edit, size_t n)
{
    bool fine = true;
    size_t next = 0;
    for (size_t i = 0; i < paragraph->n && fine; i++)
        fine = change_atom(paragraph, &paragraph->atom[i], edit, n, &next);
    return fine;
}

xmlNodePtr word_run_at(const struct word_paragraph *paragraph, size_t byte)
{
    xmlNodePtr run = NULL;
    for (size_t i = 0; i < paragraph->n && paragraph->atom[i].from <= byte; i++)
        if (paragraph->atom[i].n)
            run = paragraph->atom[i].node->parent;
    return run;
}
