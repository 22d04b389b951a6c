/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "package.h"

#include "model/memory.h"
#include "xml.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define NAME_SIZE 96

struct part {
    char name[NAME_SIZE];
    const char *type;
    struct tb_bytes bytes;
    bool stored;
};

struct relation {
    char source[NAME_SIZE], target[NAME_SIZE];
    const char *type;
    unsigned number; /* at its source */
    char id[32];     /* "rId1" and so on, or what the source calls it */
};

struct tb_package {
    struct part *parts;
    size_t n_parts, parts_capacity;
    struct relation *relations; /* those of one source stand together or apart, in order of number */
    size_t n_relations, relations_capacity;
    bool failed; /* out of memory; said by tb_package_write */
};

#define OFFICE  "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

struct tb_package *tb_package_new(void)
{
    return calloc(1, sizeof(struct tb_package));
}

void tb_package_free(struct tb_package *package)
{
    if (!package)
        return;
    for (size_t i = 0; i < package->n_parts; i++)
        tb_bytes_free(&package->parts[i].bytes);
    free(package->parts);
    free(package->relations);
    free(package);
}

/* Room for one more of an array, or NULL and the package has failed. */
static void *grow(struct tb_package *package, void **array, size_t *n, size_t *capacity, size_t size)
{
    if (!tb_grow(array, capacity, *n + 1, size)) {
        package->failed = true;
        return NULL;
    }
    void *slot = (char *)*array + *n * size;
    memset(slot, 0, size);
    ++*n;
    return slot;
}

static void set_name(char to[NAME_SIZE], const char *name)
{
    const size_t length = strlen(name);
    assert(length < NAME_SIZE);
    memcpy(to, name, length + 1);
}

void tb_package_add(struct tb_package *package, const char *name, const char *type, struct tb_bytes *bytes, bool stored)
{
    struct part *part =
        grow(package, (void **)&package->parts, &package->n_parts, &package->parts_capacity, sizeof *part);
    if (part) {
        set_name(part->name, name);
        part->type = type;
        part->stored = stored;
        part->bytes = *bytes;
        package->failed |= bytes->failed;
        memset(bytes, 0, sizeof *bytes);
    }
    tb_bytes_free(bytes);
}

void tb_package_add_text(struct tb_package *package, const char *name, const char *type, const char *text)
{
    struct tb_bytes bytes = {0};
    tb_bytes_text(&bytes, text);
    tb_package_add(package, name, type, &bytes, false);
}

static void set_id(struct relation *relation, const char *id)
{
    snprintf(relation->id, sizeof relation->id, "%s", id);
}

unsigned tb_package_relate(struct tb_package *package, const char *source, const char *type, const char *target)
{
    unsigned number = 1;
    for (size_t i = package->n_relations; i-- > 0;)
        if (strcmp(package->relations[i].source, source) == 0) {
            number = package->relations[i].number + 1;
            break;
        }
    struct relation *relation = grow(package, (void **)&package->relations, &package->n_relations,
                                     &package->relations_capacity, sizeof *relation);
    if (relation) {
        set_name(relation->source, source);
        set_name(relation->target, target);
        relation->type = type;
        relation->number = number;
        snprintf(relation->id, sizeof relation->id, "rId%u", number);
    }
    return number;
}

void tb_package_relate_as(struct tb_package *package, const char *source, const char *id, const char *type,
                          const char *target)
{
    tb_package_relate(package, source, type, target);
    if (!package->failed)
        set_id(&package->relations[package->n_relations - 1], id);
}

/* Both ends lie in folders: climb out of the source's, go down to the target. */
static void add_relative_target(struct tb_xml *xml, const char *source, const char *target)
{
    size_t common = 0;
    for (size_t i = 0; source[i] && source[i] == target[i]; i++)
        if (source[i] == '/')
            common = i + 1;
    for (const char *s = source + common; *s; s++)
        if (*s == '/')
            tb_xml(xml, "../");
    tb_xml(xml, "%s", target + common);
}

static int by_source(const void *a, const void *b)
{
    const struct relation *x = a, *y = b;
    const int order = strcmp(x->source, y->source);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* "ppt/slides/slide1.xml" has its relationships in "ppt/slides/_rels/slide1.xml.rels". */
static void relations_name(const char *source, char to[NAME_SIZE + 16])
{
    const char *slash = strrchr(source, '/');
    const int folder = slash ? (int)(slash - source) + 1 : 0;
    snprintf(to, NAME_SIZE + 16, "%.*s_rels/%s.rels", folder, source, source + folder);
}

static void write_relations(struct tb_package *package)
{
    const size_t n = package->n_relations;
    if (n)
        qsort(package->relations, n, sizeof *package->relations, by_source);
    for (size_t i = 0, next; i < n; i = next) {
        const char *source = package->relations[i].source;
        struct tb_xml *xml = tb_xml_new();
        tb_xml(xml, "<Relationships xmlns=\"" PACKAGE "relationships\">");
        for (next = i; next < n && strcmp(package->relations[next].source, source) == 0; next++) {
            const struct relation *relation = &package->relations[next];
            tb_xml(xml, "<Relationship");
            tb_xml_attribute(xml, "Id", relation->id);
            tb_xml(xml, " Type=\"%s%s\" Target=\"", strchr(relation->type, '/') ? PACKAGE "relationships/" : OFFICE,
                   relation->type);
            add_relative_target(xml, source, relation->target);
            tb_xml(xml, "\"/>");
        }
        tb_xml(xml, "</Relationships>");
        struct tb_bytes bytes = {0};
        char name[NAME_SIZE + 16];
        relations_name(source, name);
        package->failed |= !tb_xml_end(xml, &bytes);
        tb_package_add(package, name, NULL, &bytes, false);
    }
}

void tb_package_properties(struct tb_package *package, const char *title, const char *language, const char *elements)
{
    static const char core[] = "docProps/core.xml", app[] = "docProps/app.xml";
    struct tb_bytes bytes = {0};
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\""
                " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
    tb_xml_text(xml, title);
    tb_xml(xml, "</dc:title><dc:creator>trendbook</dc:creator><dc:language>%s</dc:language></cp:coreProperties>",
           language);
    package->failed |= !tb_xml_end(xml, &bytes);
    tb_package_add(package, core, "application/vnd.openxmlformats-package.core-properties+xml", &bytes, false);

    xml = tb_xml_new();
    tb_xml(xml,
           "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
           "<TotalTime>0</TotalTime><Application>trendbook</Application>%s</Properties>",
           elements);
    package->failed |= !tb_xml_end(xml, &bytes);
    tb_package_add(package, app, "application/vnd.openxmlformats-officedocument.extended-properties+xml", &bytes,
                   false);
    tb_package_relate(package, "", "metadata/core-properties", core);
    tb_package_relate(package, "", "extended-properties", app);
}

static const char *extension(const char *name)
{
    return strrchr(name, '.') + 1;
}

static bool has_extension(const struct tb_package *package, const char *wanted)
{
    for (size_t i = 0; i < package->n_parts; i++)
        if (strcmp(extension(package->parts[i].name), wanted) == 0)
            return true;
    return false;
}

/* Extensions with one type for all their parts; every other part is named with its own. */
static const struct {
    const char *extension, *type;
} defaults[] = {
    {"rels", "application/vnd.openxmlformats-package.relationships+xml"},
    {"xml", "application/xml"},
    {"png", "image/png"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"gif", "image/gif"},
    {"bmp", "image/bmp"},
    {"tiff", "image/tiff"},
    {"tif", "image/tiff"},
    {"emf", "image/x-emf"},
    {"wmf", "image/x-wmf"},
    {"svg", "image/svg+xml"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

bool tb_package_knows(const char *wanted)
{
    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++)
        if (strcmp(defaults[i].extension, wanted) == 0)
            return strncmp(defaults[i].type, "image/", 6) == 0;
    return false;
}

static void write_types(struct tb_package *package, struct tb_bytes *bytes)
{
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<Types xmlns=\"" PACKAGE "content-types\">");
    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++)
        if (has_extension(package, defaults[i].extension))
            tb_xml(xml, "<Default Extension=\"%s\" ContentType=\"%s\"/>", defaults[i].extension, defaults[i].type);
    for (size_t i = 0; i < package->n_parts; i++)
        if (package->parts[i].type && strcmp(extension(package->parts[i].name), "xml") == 0)
            tb_xml(xml, "<Override PartName=\"/%s\" ContentType=\"%s\"/>", package->parts[i].name,
                   package->parts[i].type);
    tb_xml(xml, "</Types>");
    package->failed |= !tb_xml_end(xml, bytes);
}

static bool add_entry(zip_t *zip, const struct tb_entry *entry)
{
    zip_source_t *source = zip_source_buffer(zip, entry->bytes->data, entry->bytes->n, 0);
    if (!source)
        return false;
    const zip_int64_t index = zip_file_add(zip, entry->name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    const zip_uint64_t at = (zip_uint64_t)index;
    return zip_set_file_compression(zip, at, entry->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, entry->stored ? 0 : 6) ==
               0 &&
           zip_file_set_dostime(zip, at, 0, 0x21, 0) == 0; /* 1980-01-01, whatever the time zone */
}

static bool read_back(zip_source_t *source, struct tb_bytes *zip)
{
    zip_stat_t about;
    if (zip_source_stat(source, &about) < 0 || zip_source_open(source) < 0)
        return false;
    unsigned char block[65536];
    zip_int64_t got;
    zip_uint64_t all = 0;
    while ((got = zip_source_read(source, block, sizeof block)) > 0) {
        tb_bytes_add(zip, block, (size_t)got);
        all += (zip_uint64_t)got;
    }
    zip_source_close(source);
    return got == 0 && all == about.size && !zip->failed;
}

enum tb_status tb_zip_write(const struct tb_entry *entry, size_t n, struct tb_bytes *zip, struct tb_log *log)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *archive = memory ? zip_open_from_source(memory, ZIP_TRUNCATE, &error) : NULL;
    enum tb_status status = TB_OK;
    if (!archive) {
        status = tb_fail(log, TB_OUTPUT_FAILED, "zip", NULL, "cannot begin the file: %s", zip_error_strerror(&error));
        goto done;
    }
    zip_source_keep(memory); /* the archive owns it; this reference outlives zip_close */

    bool whole = true;
    for (size_t i = 0; i < n && whole; i++)
        whole = add_entry(archive, &entry[i]);
    if (whole && zip_close(archive) == 0) {
        archive = NULL;
        whole = read_back(memory, zip);
    } else {
        whole = false;
    }
    if (!whole)
        status = tb_fail(log, TB_OUTPUT_FAILED, "zip", NULL, "cannot pack the file: %s",
                         archive ? zip_strerror(archive) : "out of memory");
    if (archive)
        zip_discard(archive);
done:
    if (memory)
        zip_source_free(memory);
    zip_error_fini(&error);
    return status;
}

enum tb_status tb_package_write(struct tb_package *package, struct tb_bytes *zip, struct tb_log *log)
{
    struct tb_bytes types = {0};
    struct tb_entry *entry = NULL;
    enum tb_status status = TB_OK;
    size_t n = 0;

    write_relations(package);
    write_types(package, &types);
    entry = calloc(package->n_parts + 1, sizeof *entry);
    if (package->failed || types.failed || !entry) {
        status = tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while making the file");
        goto done;
    }
    entry[n++] = (struct tb_entry){"[Content_Types].xml", &types, false};
    for (int relations = 1; relations >= 0; relations--) /* the way office programs order them: "_rels/.rels" second */
        for (size_t i = 0; i < package->n_parts; i++) {
            const struct part *part = &package->parts[i];
            if ((strcmp(part->name, "_rels/.rels") == 0) == (relations == 1))
                entry[n++] = (struct tb_entry){part->name, &part->bytes, part->stored};
        }
    status = tb_zip_write(entry, n, zip, log);
done:
    free(entry);
    tb_bytes_free(&types);
    return status;
}
