/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Which files are read, in which order, and each of them from bytes to the panel. */
#include "load/loader.h"

#include "load/book.h"
#include "load/opening.h"
#include "model/memory.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- names of files ---- */

/* The catalogue of a folder; workbooks follow in the order in which they are looked for. */
static const char *const catalogue_names[] = {"indicators.csv", "indicators.xlsx", "indicators.xls", "indicators.et"};

const char *load_base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool load_is_catalogue_name(const char *base)
{
    for (size_t i = 0; i < sizeof catalogue_names / sizeof catalogue_names[0]; i++)
        if (strlen(base) == strlen(catalogue_names[i]) &&
            load_same_word(base, catalogue_names[i], strlen(catalogue_names[i])))
            return true;
    return false;
}

/* Length of the name without .csv or the extension of a workbook, or 0 when it has another one. */
static size_t table_stem(const char *base)
{
    const size_t length = strlen(base);
    size_t stem = 0;
    if (length > 4 && load_same_word(base + length - 4, ".csv", 4))
        return length - 4;
    return load_book_is_name(base, &stem) ? stem : 0;
}

int load_year_of_name(const char *base, bool *suffix)
{
    const size_t stem = table_stem(base);
    unsigned remarks = 0;
    const char *advice;
    *suffix = false;
    if (stem < 4 || base[0] == ' ' || base[stem - 1] == ' ')
        return 0;
    for (size_t i = 0; i < 4; i++)
        if (base[i] < '0' || base[i] > '9')
            return 0;
    if (stem > 4 && base[4] == '.')
        return 0;
    const int year = load_year_read(base, stem, &remarks, &advice);
    *suffix = remarks != 0;
    return year;
}

/* ---- one file ---- */

static void progress(void *context, size_t bytes)
{
    struct load_loader *loader = context;
    loader->bytes_done += bytes;
    if (loader->options->progress)
        loader->options->progress(loader->options->context, loader->bytes_done, loader->bytes_total);
}

static void unreadable(struct load_loader *loader, const char *path)
{
    const struct tb_place at = {.file = path};
    const int why = errno;
    char beside[1024];
    struct tb_nearest nearest = {.text = why == ENOENT && load_neighbour(path, beside, sizeof beside) ? beside : NULL};
    tb_log_add(loader->log, TB_ERROR, "unreadable", &at, "cannot be read: %s%s%s%s", strerror(why),
               TB_DID_YOU_MEAN(nearest));
    loader->unreadable = true;
}

static const char *encoding_of(const struct load_source *source, const struct load_text *text)
{
    return source->sheet ? source->sheet->encoding : source->first_line ? source->encoding : text->encoding;
}

/* How many lines the header of a published table has. */
static unsigned header_lines_of(const struct load_opening *opening)
{
    const struct load_preview *table = opening->table;
    if (!table || table->depth < 2 || table->header + table->depth > table->n)
        return 1;
    return (unsigned)(table->row[table->header + table->depth - 1].line - table->row[table->header].line + 1);
}

/* Registers the file as an input of the panel, with what is known before its records are read; layout is NULL when none
 * is known. */
static void add_input(struct load_reader *reader, const struct load_opening *opening, const struct load_text *text,
                      const struct tb_layout *layout, enum load_match match)
{
    struct tb_input input = {
        .path = tb_names_add(reader->panel->names, reader->file, strlen(reader->file)),
        .layout = layout ? layout->id : "",
        .file =
            reader->sheet ? tb_names_add(reader->panel->names, reader->sheet->file, strlen(reader->sheet->file)) : 0,
        .why = !layout               ? ""
               : reader->description ? reader->description->why
               : match == LOAD_MATCH ? layout->recognised_by
                                     : "the name of the file",
        .encoding = encoding_of(text->source, text),
        .header_line = opening->table ? opening->table->row[opening->table->header].line : opening->header->line,
        .header_lines = header_lines_of(opening),
        .year = layout && strcmp(layout->id, "year") == 0 ? (int16_t)reader->year : 0,
        .rank = load_rank(reader->loader, reader->file),
    };
    reader->input =
        input.path == TB_NO_NAME || input.file == TB_NO_NAME ? TB_NOWHERE : tb_panel_add_input(reader->panel, &input);
    if (reader->input == TB_NOWHERE)
        load_out_of_memory(reader->loader);
}

/* Says that a file without anything in it has no data. */
static void no_data(struct load_loader *loader, const char *file, size_t line)
{
    const struct tb_place at = {.file = file, .line = line ? line : 1};
    tb_log_add(loader->log, TB_ERROR, "no-data", &at, "there is no line of data%s",
               line ? " below the header" : ": the file is empty");
}

static void read_rows(struct load_reader *reader, struct load_text *text, const struct tb_layout *layout)
{
    struct load_loader *loader = reader->loader;
    const size_t errors = tb_log_count(loader->log, TB_ERROR);
    const size_t first = reader->panel->n;
    layout->code->read(reader);
    if (reader->description && !loader->status)
        load_use_description(reader, first);
    const struct load_rows *rows = reader->rows;
    if (!loader->status && !rows->n_rows && errors == tb_log_count(loader->log, TB_ERROR))
        no_data(loader, reader->file, reader->header.line);
    struct tb_input *input = &reader->panel->inputs[reader->input];
    input->encoding = encoding_of(text->source, text);
    input->bytes = reader->sheet ? reader->sheet->file_bytes : text->source->done;
    input->lines = rows->lines;
    input->rows = rows->n_rows;
    input->ignored_lines = rows->n_ignored;
}

/* The name by which layouts judge a source. */
static const char *called(const struct load_source *source)
{
    return source->sheet ? source->sheet->called : load_base_of(source->name);
}

enum {
    MOST_BLOCKS = 1000
};

/* Whether a file of this layout may hold several tables; they are looked for when all of it is in memory. */
static bool may_hold_several(const struct load_opening *opening, const struct tb_layout *layout,
                             const struct load_text *text)
{
    const bool plain =
        layout->code == &load_across_code || layout->code == &load_down_code || layout->code == &load_nbs_code;
    return plain && opening->table && text->finished;
}

/* One of several tables in a source. */
static struct load_source part_of(const struct load_source *source, const struct load_text *text, const char *bytes,
                                  size_t n)
{
    struct load_source part;
    load_source_memory(&part, source->name, bytes, n);
    part.sheet = source->sheet;
    part.description = source->description;
    part.encoding = source->first_line ? source->encoding : text->encoding;
    return part;
}

/* Several tables one below the other are read one after the other.  False when there is only one. */
static bool read_blocks(struct load_loader *loader, const struct load_source *source, const struct load_text *text,
                        const struct load_opening *opening, const struct tb_layout *layout)
{
    struct load_block *block = NULL;
    size_t n = 0;
    if (!may_hold_several(opening, layout, text) || source->first_line)
        return false;
    if (!load_find_blocks(opening, text->line, &block, &n))
        load_out_of_memory(loader);
    if (n > MOST_BLOCKS) { /* each is recognised for itself */
        const struct tb_place at = {.file = source->name, .line = block[MOST_BLOCKS].line};
        tb_log_add(loader->log, TB_ERROR, "blocks", &at,
                   "the file holds more than %d tables one below the other; save some of them as files of their own",
                   MOST_BLOCKS);
        free(block);
        return true;
    }
    for (size_t i = 0; i < n && !loader->status; i++) {
        struct load_source part = part_of(source, text, opening->text + block[i].from, block[i].n);
        part.first_line = block[i].line;
        load_read_source(loader, &part);
    }
    free(block);
    return n > 0;
}

/* The same of tables side by side. */
static bool read_windows(struct load_loader *loader, const struct load_source *source, const struct load_text *text,
                         const struct load_opening *opening, const struct tb_layout *layout)
{
    struct load_window window[LOAD_MOST_WINDOWS];
    const size_t n =
        may_hold_several(opening, layout, text) && !source->window.n ? load_find_windows(opening->table, window) : 0;
    for (size_t i = 0; i < n && !loader->status; i++) {
        struct load_source part = part_of(source, text, opening->text, opening->n_text);
        part.first_line = opening->line;
        part.window = window[i];
        load_read_source(loader, &part);
    }
    return n > 0;
}

void load_read_source(struct load_loader *loader, struct load_source *source)
{
    struct load_text text;
    struct load_rows rows;
    struct load_header header;
    struct load_opening opening = {
        .file = source->name, .base = called(source), .window = source->window, .header = &header};
    struct load_reader reader = {.loader = loader,
                                 .panel = loader->panel,
                                 .log = loader->log,
                                 .rows = &rows,
                                 .file = source->name,
                                 .opening = &opening,
                                 .description = source->description,
                                 .sheet = source->sheet,
                                 .last_indicator = TB_NOWHERE};
    load_text_open(&text, source, loader->log);
    load_rows_open(&rows, &text, loader->log);
    text.progress = source->sheet || source->first_line ? NULL : progress;
    text.line = source->first_line ? source->first_line : 1;
    text.context = loader;
    rows.only_libcsv = loader->only_libcsv;
    rows.delimiter = opening_delimiter(source);
    rows.columns_before = rows.columns_of_sheet = source->sheet ? source->sheet->first_column - 1 : 0;
    opening.year = reader.year = load_year_of_name(opening.base, &opening.year_form);
    reader.year_form = opening.year_form;

    opening.line = text.line;
    const enum opening_peek peek = opening_peek(&text, &header, &opening.text, &opening.n_text);
    if (peek == OPENING_NO_MEMORY) {
        load_out_of_memory(loader);
    } else if (peek == OPENING_HEADER && !opening_fill_previews(&opening, source->description)) {
        load_out_of_memory(loader);
    } else if (peek == OPENING_HEADER) {
        enum load_match match;
        const struct tb_layout *layout = opening_choose(&opening, loader->log, &match);
        if (!layout) /* the run fails; the file is listed nevertheless */
            add_input(&reader, &opening, &text, NULL, match);
        if (layout && !read_blocks(loader, source, &text, &opening, layout) &&
            !read_windows(loader, source, &text, &opening, layout)) {
            add_input(&reader, &opening, &text, layout, match);
            if (!loader->status)
                read_rows(&reader, &text, layout);
        }
    } else if (!text.status) {
        /* nothing there, or a first record that cannot be read: reading it again says why */
        struct load_row row;
        while (load_rows_next(&rows, &row) && !rows.n_errors)
            ;
        if (!rows.status && !rows.n_errors)
            no_data(loader, source->name, 0);
    }
    if (text.status == TB_NO_MEMORY || rows.status == TB_NO_MEMORY)
        loader->status = TB_NO_MEMORY;
    if (text.status == TB_UNREADABLE)
        loader->unreadable = true;
    if (!text.status && text.finished && load_source_unchanged(source, loader->log))
        loader->unreadable = true;
    load_header_free(&reader.header);
    load_header_free(&header);
    opening_free_previews(&opening);
    load_rows_close(&rows);
    load_text_close(&text);
}

/* ---- which files ---- */

struct planned {
    char *path;
    char *sheet; /* of a workbook, when the user has named one */
    bool standard_input;
    dev_t device;
    ino_t file;
    size_t size;
};

struct plan {
    struct planned *file;
    size_t n, capacity;
};

static void free_plan(struct plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        free(plan->file[i].path);
        free(plan->file[i].sheet);
    }
    free(plan->file);
}

/*
 * Adds a file at the end; *again (may be NULL) is set when it is in the plan already.  Takes over `path` and `sheet`,
 * which is NULL unless the user has named one.
 */
static void add_file(struct load_loader *loader, struct plan *plan, char *path, char *sheet, const struct stat *about,
                     bool *again)
{
    for (size_t i = 0; i < plan->n; i++)
        if (about && plan->file[i].file == about->st_ino && plan->file[i].device == about->st_dev &&
            strcmp(load_base_of(plan->file[i].path), load_base_of(path)) == 0 &&
            strcmp(plan->file[i].sheet ? plan->file[i].sheet : "", sheet ? sheet : "") == 0) {
            if (again)
                *again = true;
            free(path);
            free(sheet);
            return;
        }
    if (!tb_grow(&plan->file, &plan->capacity, plan->n + 1, sizeof *plan->file)) {
        free(path);
        free(sheet);
        load_out_of_memory(loader);
        return;
    }
    plan->file[plan->n++] = (struct planned){.path = path,
                                             .sheet = sheet,
                                             .standard_input = !about,
                                             .device = about ? about->st_dev : 0,
                                             .file = about ? about->st_ino : 0,
                                             .size = about ? (size_t)about->st_size : 0};
}

/* folder/name, or NULL (reported) when out of memory. */
static char *join(struct load_loader *loader, const char *folder, const char *name)
{
    const size_t length = strlen(folder);
    char *path = NULL;
    if (asprintf(&path, "%s%s%s", folder, length && folder[length - 1] == '/' ? "" : "/", name) < 0) {
        load_out_of_memory(loader);
        return NULL;
    }
    return path;
}

/* What the beginning of a source is, and which layout it fits, without saying anything. */
static enum opening_peek look_at(struct load_source *source, struct tb_log *quiet, enum load_match *match)
{
    struct load_text text;
    struct load_header header = {0};
    struct load_opening opening = {
        .file = source->name, .base = called(source), .window = source->window, .header = &header};
    load_text_open(&text, source, quiet);
    opening.line = text.line;
    enum opening_peek peek = opening_peek(&text, &header, &opening.text, &opening.n_text);
    if (peek == OPENING_HEADER && !opening_fill_previews(&opening, source->description))
        peek = OPENING_NO_MEMORY;
    bool suffix;
    *match = LOAD_NO_MATCH;
    const struct tb_layout *layout = peek == OPENING_HEADER ? load_recognise(&opening, match) : NULL;
    if (*match == LOAD_MATCH && strcmp(layout->id, "year") == 0 && !load_year_of_name(opening.base, &suffix))
        *match = LOAD_NEARLY; /* its name is no year */
    load_header_free(&header);
    opening_free_previews(&opening);
    load_text_close(&text);
    return peek;
}

enum load_match load_match_of(struct load_loader *loader, struct load_source *source)
{
    enum load_match match = LOAD_NO_MATCH;
    struct tb_log *quiet = tb_log_new(1);
    const enum opening_peek peek = quiet ? look_at(source, quiet, &match) : OPENING_NO_MEMORY;
    tb_log_free(quiet);
    if (peek == OPENING_NO_MEMORY)
        load_out_of_memory(loader);
    return peek == OPENING_BROKEN ? LOAD_NEARLY : match;
}

/* A file called .csv or .tsv is text, whatever it holds: its first line then says what is wrong. */
static bool is_workbook(const struct load_source *source)
{
    size_t stem;
    const char *base = load_base_of(source->name), *point = strrchr(base, '.');
    return (!point || load_book_is_name(base, &stem)) && load_book_begins(source);
}

/*
 * Whether a file of a folder, not named for a year, is data.  A foreign table is passed over in silence, a file that
 * may have been meant as data with a warning.
 */
static bool is_data(struct load_loader *loader, const char *path)
{
    static const char nearly[] =
        "the file looks like data but is not read: its name is no year and its columns are not "
        "indicator,year,value or indicator and years";
    static const char broken[] = "the file is not read: it cannot be understood as a table; give it by name to see why";
    const struct tb_place at = {.file = path};
    enum load_match match = LOAD_NO_MATCH;
    enum opening_peek peek = OPENING_NO_MEMORY;
    struct load_source source;
    struct tb_log *quiet = tb_log_new(1);
    if (quiet && load_source_file(&source, path, quiet) != TB_OK) {
        tb_log_free(quiet);
        return true; /* reading it will say why */
    }
    struct load_description description = {0};
    if (quiet && load_describe(path, &description, quiet) == TB_BAD_DATA) {
        load_source_close(&source);
        load_description_free(&description);
        tb_log_free(quiet);
        return true; /* reading it will say what is wrong with its side file */
    }
    source.description = description.path ? &description : NULL;
    if (quiet && is_workbook(&source)) {
        match = load_match_of_workbook(loader, &source, quiet);
        peek = match == LOAD_NEARLY ? OPENING_BROKEN : OPENING_HEADER;
    } else if (quiet) {
        peek = look_at(&source, quiet, &match);
    }
    if (quiet)
        load_source_close(&source);
    load_description_free(&description);
    tb_log_free(quiet);
    if (peek == OPENING_NO_MEMORY)
        load_out_of_memory(loader);
    else if (peek == OPENING_BROKEN || match == LOAD_NEARLY)
        tb_log_add(loader->log, TB_WARNING, "ignored-file", &at, "%s", peek == OPENING_BROKEN ? broken : nearly);
    return match == LOAD_MATCH || peek == OPENING_UNREADABLE; /* reading it will say why */
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* A table of a folder may also end in .tsv. */
static bool may_be_data(const char *base)
{
    const size_t length = strlen(base);
    return table_stem(base) || (length > 4 && load_same_word(base + length - 4, ".tsv", 4));
}

/* Names of the CSV and TSV files of a folder that are not hidden, sorted.  NULL (reported) when the folder cannot be
 * read. */
static char **csv_files(struct load_loader *loader, const char *folder, size_t *n)
{
    char **names = NULL;
    size_t capacity = 0;
    DIR *stream = opendir(folder);
    *n = 0;
    if (!stream) {
        unreadable(loader, folder);
        return NULL;
    }
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry && errno)
            unreadable(loader, folder);
        if (!entry)
            break;
        if (entry->d_name[0] == '.' || entry->d_name[0] == '~' || !may_be_data(entry->d_name))
            continue;
        char *name = tb_grow(&names, &capacity, *n + 1, sizeof *names) ? strdup(entry->d_name) : NULL;
        if (!name) {
            load_out_of_memory(loader);
            break;
        }
        names[(*n)++] = name;
    }
    closedir(stream);
    if (*n)
        qsort(names, *n, sizeof *names, by_name);
    return names;
}

/* The tables that a Data Package lists.  Returns how many are data. */
static size_t plan_package(struct load_loader *loader, struct plan *plan, const char *path)
{
    struct load_words files = {0};
    size_t n = 0;
    const enum tb_status status = load_package_files(path, &files, loader->log);
    if (status == TB_NO_MEMORY)
        load_out_of_memory(loader);
    for (size_t i = 0; i < files.n && !loader->status; i++) {
        struct stat about;
        bool again = false;
        if (stat(files.word[i], &about) < 0 || !is_data(loader, files.word[i]))
            continue;
        add_file(loader, plan, files.word[i], NULL, &about, &again);
        files.word[i] = NULL; /* the plan's now */
        n += !again;
    }
    load_words_free(&files);
    return n;
}

static const char package_name[] = "datapackage.json";

static void plan_folder(struct load_loader *loader, struct plan *plan, const char *folder)
{
    size_t n = 0, data_files = 0, again = 0;
    char **names = csv_files(loader, folder, &n);
    for (size_t i = 0; i < n && !loader->status; i++) {
        bool suffix;
        struct stat about;
        char *path = join(loader, folder, names[i]);
        if (!path)
            break;
        const bool catalogue = load_is_catalogue_name(names[i]);
        const bool named = catalogue || load_year_of_name(names[i], &suffix);
        if (stat(path, &about) < 0) {
            unreadable(loader, path);
            free(path);
            continue;
        }
        if (S_ISDIR(about.st_mode) || (!named && (!S_ISREG(about.st_mode) || !is_data(loader, path)))) {
            free(path);
            continue;
        }
        bool planned = false;
        data_files += !catalogue;
        add_file(loader, plan, path, NULL, &about, &planned);
        again += planned && !catalogue;
    }
    char *package = join(loader, folder, package_name);
    if (package && access(package, F_OK) == 0)
        data_files += plan_package(loader, plan, package);
    free(package);
    const struct tb_place at = {.file = folder};
    if (!data_files && !loader->unreadable && !loader->status)
        tb_log_add(loader->log, TB_ERROR, "no-data", &at,
                   "the folder holds no file that can be read as data; it needs files such as 2024.csv, or a workbook");
    if (again && again == data_files)
        tb_log_add(loader->log, TB_WARNING, "same-file", &at, "the folder is given twice and is read once");
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
}

/* The catalogue that lies beside a single file belongs to it. */
static void plan_catalogue_beside(struct load_loader *loader, struct plan *plan, const char *path)
{
    const char *base = load_base_of(path);
    struct stat about;
    if (load_is_catalogue_name(base))
        return;
    for (size_t i = 0; i < sizeof catalogue_names / sizeof catalogue_names[0]; i++) {
        char *beside = NULL;
        if (asprintf(&beside, "%.*s%s", (int)(base - path), path, catalogue_names[i]) < 0) {
            load_out_of_memory(loader);
            return;
        }
        const int absent = stat(beside, &about);
        if (absent && errno != ENOENT)
            unreadable(loader, beside);
        if (!absent && S_ISREG(about.st_mode)) {
            add_file(loader, plan, beside, NULL, &about, NULL);
            return;
        }
        free(beside);
    }
}

/* One sheet of a workbook: `path` is file#sheet, and `length` the length of the file's name. */
static void plan_sheet(struct load_loader *loader, struct plan *plan, const char *path, size_t length)
{
    struct stat about;
    bool again = false;
    const struct tb_place at = {.file = path};
    char *file = strndup(path, length), *sheet = strdup(path + length + 1);
    if (!file || !sheet) {
        load_out_of_memory(loader);
    } else if (stat(file, &about) < 0) {
        unreadable(loader, file);
    } else {
        plan_catalogue_beside(loader, plan, file);
        add_file(loader, plan, file, sheet, &about, &again);
        if (again)
            tb_log_add(loader->log, TB_WARNING, "same-file", &at, "the file is given twice and is read once");
        return;
    }
    free(file);
    free(sheet);
}

static void plan_path(struct load_loader *loader, struct plan *plan, const char *path)
{
    struct stat about;
    const struct tb_place at = {.file = path};
    const bool standard_input = strcmp(path, "-") == 0;
    if (!standard_input && stat(path, &about) < 0) {
        const int error = errno;
        const size_t length = load_book_path_length(path);
        errno = error;
        if (length)
            plan_sheet(loader, plan, path, length);
        else
            unreadable(loader, path);
        return;
    }
    if (!standard_input && S_ISDIR(about.st_mode)) {
        plan_folder(loader, plan, path);
        return;
    }
    if (!standard_input && strcmp(load_base_of(path), package_name) == 0) {
        if (!plan_package(loader, plan, path) && !loader->status)
            tb_log_add(loader->log, TB_ERROR, "no-data", &at, "no table of the package can be read as yearly data");
        return;
    }
    if (!standard_input)
        plan_catalogue_beside(loader, plan, path);
    const char *name =
        standard_input && loader->options->standard_input_name ? loader->options->standard_input_name : path;
    char *copy = strdup(name);
    bool again = false;
    if (!copy) {
        load_out_of_memory(loader);
        return;
    }
    add_file(loader, plan, copy, NULL, standard_input ? NULL : &about, &again);
    if (again && !load_is_catalogue_name(load_base_of(path)))
        tb_log_add(loader->log, TB_WARNING, "same-file", &at, "the file is given twice and is read once");
}

static bool is_catalogue(const struct planned *file)
{
    return load_is_catalogue_name(load_base_of(file->path));
}

/* A workbook, or text. */
static void read_file(struct load_loader *loader, struct load_source *source, const char *sheet)
{
    size_t stem;
    const struct tb_place at = {.file = source->name};
    if (is_workbook(source)) {
        load_read_workbook(loader, source, sheet);
        progress(loader, source->done);
        return;
    }
    if (sheet) {
        tb_log_add(loader->log, TB_ERROR, "sheet", &at, "the file is text and has no sheets; give it without #%s",
                   sheet);
        return;
    }
    if (load_book_is_name(load_base_of(source->name), &stem))
        tb_log_add(loader->log, TB_WARNING, "file-name", &at,
                   "the name is that of a workbook, but the file is text and is read as such; call it .csv");
    load_read_source(loader, source);
}

static void read_planned(struct load_loader *loader, const struct planned *file)
{
    struct load_source source;
    const enum tb_status status = file->standard_input ? load_source_standard_input(&source, file->path, loader->log)
                                                       : load_source_file(&source, file->path, loader->log);
    if (status) {
        loader->unreadable = true;
        return;
    }
    struct load_description description = {0};
    const enum tb_status described =
        file->standard_input ? TB_OK : load_describe(file->path, &description, loader->log);
    source.description = description.path ? &description : NULL;
    if (described == TB_NO_MEMORY)
        load_out_of_memory(loader);
    else if (!described)
        read_file(loader, &source, file->sheet);
    load_description_free(&description);
    load_source_close(&source);
}

/* What is left to do after the last file; the panel goes to the caller only when nothing was wrong. */
static enum tb_status finish(struct load_loader *loader, size_t errors, size_t warnings, struct tb_panel **panel)
{
    if (!loader->status)
        load_resolve_references(loader, true);
    tb_panel_use_threads(loader->panel, loader->options->threads);
    if (!loader->status && tb_panel_finish(loader->panel, loader->log) == TB_NO_MEMORY)
        loader->status = TB_NO_MEMORY;
    if (loader->status)
        return loader->status;
    if (loader->unreadable)
        return TB_UNREADABLE;
    if (load_check_preferences(loader))
        return TB_BAD_OPTION;
    if (tb_log_count(loader->log, TB_ERROR) > errors)
        return TB_BAD_DATA;
    const size_t warned = tb_log_count(loader->log, TB_WARNING) - warnings;
    if (loader->options->strict && warned)
        return tb_fail(loader->log, TB_BAD_DATA, "strict", NULL, "%zu warning%s, and warnings count as errors here",
                       warned, warned == 1 ? "" : "s");
    *panel = loader->panel;
    loader->panel = NULL;
    return TB_OK;
}

enum tb_status tb_load(const char *const *paths, size_t n_paths, const struct tb_load_options *options,
                       struct tb_panel **panel, struct tb_log *log)
{
    struct load_loader loader;
    struct plan plan = {0};
    const size_t errors = tb_log_count(log, TB_ERROR), warnings = tb_log_count(log, TB_WARNING);
    enum tb_status status = TB_NO_MEMORY;
    if (!load_loader_open(&loader, options, log))
        goto done;
    for (size_t i = 0; i < n_paths; i++)
        plan_path(&loader, &plan, paths[i]);
    for (size_t i = 0; i < plan.n; i++)
        loader.bytes_total += plan.file[i].size;
    for (int catalogues = 1; catalogues >= 0; catalogues--) /* first what the indicators are, then their values */
        for (size_t i = 0; i < plan.n && !loader.status; i++)
            if (is_catalogue(&plan.file[i]) == (catalogues == 1))
                read_planned(&loader, &plan.file[i]);
    status = finish(&loader, errors, warnings, panel);
    if (status && status != TB_NO_MEMORY && options && options->failed) {
        *options->failed = loader.panel;
        loader.panel = NULL;
    }
done:
    free_plan(&plan);
    load_loader_close(&loader);
    return status;
}

enum tb_status load_bytes(const char *name, const void *bytes, size_t n, const struct tb_load_options *options,
                          const struct load_manner *manner, struct tb_panel **panel, struct tb_log *log)
{
    struct load_loader loader;
    struct load_source source;
    const size_t errors = tb_log_count(log, TB_ERROR), warnings = tb_log_count(log, TB_WARNING);
    enum tb_status status = TB_NO_MEMORY;
    if (load_loader_open(&loader, options, log)) {
        loader.only_libcsv = manner && manner->only_libcsv;
        if (manner && manner->piece)
            loader.piece = manner->piece;
        load_source_memory(&source, name, bytes, n);
        read_file(&loader, &source, NULL);
        status = finish(&loader, errors, warnings, panel);
    }
    load_loader_close(&loader);
    return status;
}
