/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Sources: specs.frictionlessdata.io (Data Package 1.0), W3C Tabular Data Vocabulary (CSVW, 2015). */
#include "load/describe.h"

#include "model/memory.h"
#include "trendbook/output.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    LARGEST_SIDE_FILE = 16 << 20
};

/* ---- pieces of JSON ---- */

static const char *string_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* A text, or the first of a list or of an object of languages; NULL when there is none. */
static const char *first_text(const json_t *value)
{
    const char *key = NULL;
    json_t *one = NULL;
    if (json_is_array(value))
        return first_text(json_array_get(value, 0));
    if (json_is_object(value))
        json_object_foreach((json_t *)value, key, one) return first_text(one);
    return json_string_value(value);
}

static bool add_word(struct load_words *words, const char *text)
{
    if (!tb_grow(&words->word, &words->capacity, words->n + 1, sizeof *words->word))
        return false;
    words->word[words->n] = strdup(text);
    return words->word[words->n] && ++words->n;
}

/* A text, or a list of them. */
static bool add_words(struct load_words *words, const json_t *value)
{
    bool fine = true;
    if (json_is_string(value))
        return add_word(words, json_string_value(value));
    for (size_t i = 0; i < json_array_size(value) && fine; i++)
        if (json_is_string(json_array_get(value, i)))
            fine = add_word(words, json_string_value(json_array_get(value, i)));
    return fine;
}

static bool set_text(char **to, const char *text)
{
    if (!text || !*text)
        return true;
    *to = strdup(text);
    return *to != NULL;
}

static enum tb_status fail_at(const char *path, const json_error_t *error, struct tb_log *log)
{
    const struct tb_place at = {path, error->line > 0 ? (size_t)error->line : 1,
                                error->column > 0 ? (unsigned)error->column : 1, NULL};
    return tb_fail(log, TB_BAD_DATA, "side-file", &at, "this is no JSON: %s; repair the side file or take it away",
                   error->text);
}

/* The file as JSON; NULL with TB_OK when there is no such file. */
static enum tb_status read_json(const char *path, json_t **root, struct tb_log *log)
{
    json_error_t error;
    struct stat about;
    *root = NULL;
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
        return TB_OK;
    const struct tb_place at = {.file = path};
    if (about.st_size > LARGEST_SIDE_FILE)
        return tb_fail(log, TB_BAD_DATA, "side-file", &at, "the side file is larger than 16 MB and is not read");
    *root = json_load_file(path, 0, &error);
    if (*root)
        return TB_OK;
    return json_error_code(&error) == json_error_out_of_memory ? TB_NO_MEMORY : fail_at(path, &error, log);
}

/* ---- paths ---- */

static const char *base_of(const char *path)
{
    const char *stroke = strrchr(path, '/');
    return stroke ? stroke + 1 : path;
}

/* The path of `name` seen from the folder that `path` lies in; NULL when out of memory. */
static char *beside(const char *path, const char *name)
{
    char *joined = NULL;
    while (strncmp(name, "./", 2) == 0)
        name += 2;
    return asprintf(&joined, "%.*s%s", (int)(base_of(path) - path), path, name) < 0 ? NULL : joined;
}

/* Whether a path leads to a file below the side file: a package describes no other, and nothing is fetched. */
static bool is_below(const char *path)
{
    return *path && *path != '/' && !strstr(path, "..") && !strstr(path, "://") && !strchr(path, '\\');
}

static bool same_file(const char *a, const char *b)
{
    struct stat left, right;
    return stat(a, &left) == 0 && stat(b, &right) == 0 && left.st_ino == right.st_ino && left.st_dev == right.st_dev;
}

/* ---- what both kinds say ---- */

static bool take_dialect(struct load_description *description, const json_t *dialect)
{
    const char *delimiter = string_of(dialect, "delimiter");
    if (delimiter && strlen(delimiter) == 1)
        description->delimiter = *delimiter;
    return true;
}

static struct load_field_description *add_field(struct load_description *description)
{
    if (!tb_grow(&description->field, &description->capacity, description->n + 1, sizeof *description->field))
        return NULL;
    description->field[description->n] = (struct load_field_description){0};
    return &description->field[description->n++];
}

/* ---- Data Package ---- */

static bool take_package_field(struct load_description *description, const json_t *json)
{
    const char *name = string_of(json, "name"), *type = string_of(json, "type"),
               *point = string_of(json, "decimalChar");
    const json_t *display = json_object_get(json, "owidDisplaySettings");
    const char *unit = string_of(json, "unit");
    struct load_field_description *field = name ? add_field(description) : NULL;
    if (!name)
        return true;
    if (!field || !set_text(&field->column, name) || !set_text(&field->title, string_of(json, "title")) ||
        !set_text(&field->unit, unit ? unit : string_of(display, "unit")))
        return false;
    field->year = type && (strcmp(type, "year") == 0 || strcmp(type, "gyear") == 0);
    description->decimal_comma = description->decimal_comma || (point && strcmp(point, ",") == 0);
    return true;
}

/* "A; B (licence C)" */
static bool take_sources(struct load_description *description, const json_t *resource, const json_t *package)
{
    struct tb_bytes text = {0};
    const json_t *sources = json_object_get(resource, "sources"), *licences = json_object_get(resource, "licenses");
    sources = sources ? sources : json_object_get(package, "sources");
    licences = licences ? licences : json_object_get(package, "licenses");
    for (size_t i = 0; i < json_array_size(sources); i++) {
        const json_t *one = json_array_get(sources, i);
        const char *title = string_of(one, "title");
        title = title ? title : string_of(one, "name");
        if (title)
            tb_bytes_format(&text, "%s%s", text.n ? "; " : "", title);
    }
    const char *licence = string_of(json_array_get(licences, 0), "name");
    licence = licence ? licence : string_of(json_array_get(licences, 0), "title");
    if (licence)
        tb_bytes_format(&text, "%s%s", text.n ? " / " : "", licence);
    tb_bytes_add(&text, "", 1);
    const bool fine = !text.failed && set_text(&description->source, (const char *)text.data);
    tb_bytes_free(&text);
    return fine;
}

static bool take_resource(struct load_description *description, const json_t *resource, const json_t *package)
{
    const json_t *schema = json_object_get(resource, "schema"), *fields = json_object_get(schema, "fields");
    bool fine = take_dialect(description, json_object_get(resource, "dialect")) &&
                add_words(&description->missing, json_object_get(schema, "missingValues")) &&
                take_sources(description, resource, package);
    for (size_t i = 0; i < json_array_size(fields) && fine; i++)
        fine = take_package_field(description, json_array_get(fields, i));
    return fine;
}

/* The resource of a package that is this file. */
static const json_t *resource_of(const json_t *package, const char *package_path, const char *path)
{
    const json_t *resources = json_object_get(package, "resources");
    for (size_t i = 0; i < json_array_size(resources); i++) {
        struct load_words paths = {0};
        const json_t *resource = json_array_get(resources, i);
        bool found = false;
        add_words(&paths, json_object_get(resource, "path"));
        for (size_t k = 0; k < paths.n && !found; k++) {
            char *file = is_below(paths.word[k]) ? beside(package_path, paths.word[k]) : NULL;
            found = file && same_file(file, path);
            free(file);
        }
        load_words_free(&paths);
        if (found)
            return resource;
    }
    return NULL;
}

/* ---- CSV on the Web ---- */

static bool take_web_column(struct load_description *description, const json_t *json)
{
    const json_t *type = json_object_get(json, "datatype");
    const char *name = first_text(json_object_get(json, "titles")), *unit = string_of(json, "unit");
    const char *base = json_is_object(type) ? string_of(type, "base") : json_string_value(type);
    const char *point = string_of(json_object_get(type, "format"), "decimalChar");
    name = name ? name : string_of(json, "name");
    if (!name || json_is_true(json_object_get(json, "virtual")))
        return true;
    struct load_field_description *field = add_field(description);
    if (!field || !set_text(&field->column, name) ||
        !set_text(&field->unit, unit ? unit : string_of(json, "schema:unitText")) ||
        !set_text(&field->title, first_text(json_object_get(json, "rdfs:label"))))
        return false;
    field->year = base && strcmp(base, "gYear") == 0;
    description->decimal_comma = description->decimal_comma || (point && strcmp(point, ",") == 0);
    return add_words(&description->missing, json_object_get(json, "null"));
}

static bool take_web_table(struct load_description *description, const json_t *table, const json_t *group)
{
    const json_t *schema = json_object_get(table, "tableSchema"), *dialect = json_object_get(table, "dialect");
    schema = schema ? schema : json_object_get(group, "tableSchema");
    const json_t *columns = json_object_get(schema, "columns");
    const char *source = first_text(json_object_get(table, "dc:source"));
    source = source ? source : first_text(json_object_get(group, "dc:source"));
    source = source ? source : first_text(json_object_get(group, "dc:publisher"));
    bool fine = take_dialect(description, dialect ? dialect : json_object_get(group, "dialect")) &&
                add_words(&description->missing, json_object_get(table, "null")) &&
                add_words(&description->missing, json_object_get(schema, "null")) &&
                set_text(&description->source, source);
    for (size_t i = 0; i < json_array_size(columns) && fine; i++)
        fine = take_web_column(description, json_array_get(columns, i));
    return fine;
}

/* The table that is this file, by the last part of its address. */
static const json_t *table_of(const json_t *group, const char *path)
{
    const json_t *tables = json_object_get(group, "tables");
    const char *url = string_of(group, "url");
    if (url && strcmp(base_of(url), base_of(path)) == 0)
        return group;
    for (size_t i = 0; i < json_array_size(tables); i++) {
        url = string_of(json_array_get(tables, i), "url");
        if (url && strcmp(base_of(url), base_of(path)) == 0)
            return json_array_get(tables, i);
    }
    return NULL;
}

/* ---- finding the side file ---- */

/* Reads one that may be there; takes over `candidate`. */
static enum tb_status try_side_file(char *candidate, bool package, const char *path,
                                    struct load_description *description, struct tb_log *log)
{
    json_t *root = NULL;
    enum tb_status status = candidate ? read_json(candidate, &root, log) : TB_NO_MEMORY;
    const json_t *found = !root ? NULL : package ? resource_of(root, candidate, path) : table_of(root, path);
    if (!status && found) {
        const bool fine = package ? take_resource(description, found, root) : take_web_table(description, found, root);
        description->path = candidate;
        candidate = NULL;
        description->why = package ? "its Data Package, datapackage.json" : "its CSV on the Web metadata";
        status = fine ? TB_OK : TB_NO_MEMORY;
    }
    json_decref(root);
    free(candidate);
    return status;
}

enum tb_status load_describe(const char *path, struct load_description *description, struct tb_log *log)
{
    char *own = NULL;
    *description = (struct load_description){0};
    if (asprintf(&own, "%s-metadata.json", path) < 0)
        return TB_NO_MEMORY;
    enum tb_status status = try_side_file(own, false, path, description, log);
    if (!status && !description->path)
        status = try_side_file(beside(path, "csv-metadata.json"), false, path, description, log);
    if (!status && !description->path)
        status = try_side_file(beside(path, "datapackage.json"), true, path, description, log);
    if (!status && !description->path)
        status = try_side_file(beside(path, "../datapackage.json"), true, path, description, log);
    return status;
}

void load_description_free(struct load_description *description)
{
    for (size_t i = 0; i < description->n; i++) {
        free(description->field[i].column);
        free(description->field[i].title);
        free(description->field[i].unit);
    }
    free(description->field);
    free(description->path);
    free(description->source);
    load_words_free(&description->missing);
    *description = (struct load_description){0};
}

void load_words_free(struct load_words *words)
{
    for (size_t i = 0; i < words->n; i++)
        free(words->word[i]);
    free(words->word);
    *words = (struct load_words){0};
}

enum tb_status load_package_files(const char *path, struct load_words *files, struct tb_log *log)
{
    json_t *root = NULL;
    struct load_words paths = {0};
    const struct tb_place at = {.file = path};
    enum tb_status status = read_json(path, &root, log);
    const json_t *resources = json_object_get(root, "resources");
    if (!status && !json_array_size(resources))
        status = tb_fail(log, TB_BAD_DATA, "side-file", &at, "the file is no Data Package: it lists no resources");
    for (size_t i = 0; i < json_array_size(resources) && !status; i++)
        if (!add_words(&paths, json_object_get(json_array_get(resources, i), "path")))
            status = TB_NO_MEMORY;
    for (size_t i = 0; i < paths.n && !status; i++) {
        struct stat about;
        char *file = is_below(paths.word[i]) ? beside(path, paths.word[i]) : NULL;
        if (!file || stat(file, &about) != 0 || !S_ISREG(about.st_mode))
            tb_log_add(log, TB_WARNING, "side-file", &at,
                       "the resource \"%s\" is no file beside or below the package and is not read; nothing is fetched "
                       "from elsewhere",
                       paths.word[i]);
        else if (!add_word(files, file))
            status = TB_NO_MEMORY;
        free(file);
    }
    load_words_free(&paths);
    json_decref(root);
    return status;
}

/* ---- using it ---- */

bool load_says_missing(const struct load_description *description, const char *text, size_t length)
{
    for (size_t i = 0; description && i < description->missing.n; i++)
        if (strlen(description->missing.word[i]) == length && memcmp(description->missing.word[i], text, length) == 0)
            return true;
    return false;
}

void load_describe_header(const struct load_description *description, struct load_header *header)
{
    static char year[] = "year";
    for (size_t i = 0; description && i < description->n; i++)
        for (size_t c = 0; c < header->n && description->field[i].year; c++)
            if (strcmp(header->name[c], description->field[i].column) == 0)
                header->key[c] = year;
}
