/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Which sheets of a workbook are read, and each of them as a file of its own. */
#include "load/book.h"
#include "load/loader.h"

#include <stdlib.h>
#include <string.h>

/* A workbook on its way into the panel. */
struct reading {
    struct load_loader *loader;
    struct load_book book;
    bool *empty;  /* by sheet, once looked at */
    bool *chosen; /* by sheet */
    size_t n_chosen;
    enum tb_status status;
};

/* ---- names ---- */

/* The name of a sheet that nobody has named. */
static bool is_unnamed(const char *name)
{
    static const char *const words[] = {"Sheet", "工作表", "表", "Tabelle", "Feuil", "Blad", "Hoja"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const size_t n = strlen(words[i]);
        if (strlen(name) >= n && load_same_word(name, words[i], n) && !name[n + strspn(name + n, "0123456789 ")])
            return true;
    }
    return false;
}

static int year_of_sheet(const char *name)
{
    unsigned remarks = 0;
    const char *advice;
    size_t length = strlen(name);
    name = load_trim(name, &length);
    return load_year_read(name, length, &remarks, &advice);
}

static bool is_catalogue_sheet(const char *name)
{
    return strcmp(name, "指标目录") == 0 ||
           (strlen(name) == strlen("indicators") && load_same_word(name, "indicators", strlen("indicators")));
}

/* The name by which layouts judge a sheet, as if it were a CSV file: that of the sheet where somebody has given it one,
 * else that of the file.  NULL when out of memory. */
static char *called(const struct reading *reading, size_t number)
{
    const char *name = reading->book.sheet[number].name, *base = load_base_of(reading->book.file);
    const int year = year_of_sheet(name);
    size_t stem = strlen(base);
    bool suffix;
    char *text = NULL;
    int n;
    load_book_is_name(base, &stem);
    if (is_catalogue_sheet(name))
        n = asprintf(&text, "indicators.csv");
    else if (year)
        n = asprintf(&text, "%d.csv", year);
    else if (reading->book.n > 1 && !is_unnamed(name) && !load_year_of_name(base, &suffix) &&
             !load_is_catalogue_name(base))
        n = asprintf(&text, "%s.csv", name);
    else
        n = asprintf(&text, "%.*s.csv", (int)stem, base);
    return n < 0 ? NULL : text;
}

/* ---- one sheet ---- */

/* Hands the lines of one sheet to `use` as a source.  `log` hears what is wrong with the sheet itself. */
static enum tb_status with_sheet(struct reading *reading, size_t number, struct tb_log *log,
                                 void (*use)(struct reading *reading, size_t number, struct load_source *source,
                                             struct tb_log *log))
{
    struct load_sheet sheet = {0};
    struct tb_bytes lines = {0};
    struct load_source source;
    char *name = NULL, *stands_for = called(reading, number);
    enum tb_status status = TB_NO_MEMORY;
    if (asprintf(&name, "%s#%s", reading->book.file, reading->book.sheet[number].name) < 0)
        name = NULL;
    if (!name || !stands_for)
        goto done;
    sheet.name = name;
    sheet.called = stands_for;
    sheet.file = reading->book.file;
    status = load_book_read(&reading->book, number, &sheet, log);
    if (!status)
        status = load_sheet_lines(&sheet, &lines, log);
    if (status)
        goto done;
    reading->empty[number] = sheet.n == 0;
    load_source_memory(&source, name, lines.data, lines.n);
    source.sheet = &sheet;
    use(reading, number, &source, log);
done:
    tb_bytes_free(&lines);
    load_sheet_free(&sheet);
    free(name);
    free(stands_for);
    return status;
}

static void choose_when_data(struct reading *reading, size_t number, struct load_source *source, struct tb_log *log)
{
    (void)log;
    if (reading->empty[number] || reading->n_chosen || load_match_of(reading->loader, source) != LOAD_MATCH)
        return;
    reading->chosen[number] = true;
    reading->n_chosen = 1;
}

static void read_lines(struct reading *reading, size_t number, struct load_source *source, struct tb_log *log)
{
    const struct tb_place at = {.file = source->name};
    if (reading->book.sheet[number].hidden)
        tb_log_add(log, TB_WARNING, "hidden", &at, "the sheet is hidden in the workbook");
    load_read_source(reading->loader, source);
}

/* ---- which sheets ---- */

/* "A", "B", "C" of the sheets that please, at most as many as fit. */
static const char *names_of(const struct reading *reading, bool (*pleases)(const struct reading *, size_t), char *text,
                            size_t size)
{
    size_t at = 0;
    *text = '\0';
    for (size_t i = 0; i < reading->book.n; i++) {
        const char *name = reading->book.sheet[i].name;
        if (!pleases(reading, i))
            continue;
        if (at + strlen(name) + 16 > size) {
            memcpy(text + at, at ? ", ..." : "...", at ? 6 : 4);
            break;
        }
        at += (size_t)snprintf(text + at, size - at, "%s\"%s\"", at ? ", " : "", name);
    }
    return text;
}

/* A sheet whose name begins with # is for people, as a column is. */
static bool is_visible(const struct reading *reading, size_t number)
{
    return !reading->book.sheet[number].hidden && !reading->book.sheet[number].chart &&
           reading->book.sheet[number].name[0] != '#';
}

static bool is_any(const struct reading *reading, size_t number)
{
    return !reading->book.sheet[number].chart;
}

static bool is_left_out(const struct reading *reading, size_t number)
{
    return is_visible(reading, number) && !reading->empty[number] && !reading->chosen[number];
}

static void look(struct reading *reading, size_t number, struct load_source *source, struct tb_log *log)
{
    (void)reading, (void)number, (void)source, (void)log;
}

/* Whether a sheet holds nothing: spreadsheets begin with three of them, and two are often left as they were. */
static bool is_blank(struct reading *reading, size_t number)
{
    struct tb_log *quiet = tb_log_new(1);
    const enum tb_status status = quiet ? with_sheet(reading, number, quiet, look) : TB_NO_MEMORY;
    tb_log_free(quiet);
    if (status == TB_NO_MEMORY)
        reading->status = status;
    return !status && reading->empty[number];
}

static void choose(struct reading *reading, size_t number)
{
    reading->n_chosen += !reading->chosen[number];
    reading->chosen[number] = true;
}

/* The sheet that the user has named, by its name or its number. */
static void choose_wanted(struct reading *reading, const char *wanted)
{
    char names[600];
    const struct load_book *book = &reading->book;
    const struct tb_place at = {.file = book->file};
    char *end;
    const unsigned long number = strtoul(wanted, &end, 10);
    for (size_t i = 0; i < book->n && strcmp(wanted, "*") == 0; i++)
        if (is_visible(reading, i) && !is_blank(reading, i))
            choose(reading, i);
    for (size_t i = 0; i < book->n && !reading->n_chosen; i++)
        if (strcmp(book->sheet[i].name, wanted) == 0)
            choose(reading, i);
    for (size_t i = 0; i < book->n && !reading->n_chosen; i++)
        if (strlen(book->sheet[i].name) == strlen(wanted) &&
            load_same_word(book->sheet[i].name, wanted, strlen(wanted)))
            choose(reading, i);
    if (!reading->n_chosen && *wanted >= '0' && *wanted <= '9' && !*end && number >= 1 && number <= book->n)
        choose(reading, number - 1);
    if (!reading->n_chosen)
        reading->status =
            tb_fail(reading->loader->log, TB_BAD_DATA, "sheet", &at, "the workbook has no sheet \"%s\"; it has %s",
                    load_show(wanted, strlen(wanted)).text, names_of(reading, is_any, names, sizeof names));
    for (size_t i = 0; i < book->n && reading->n_chosen; i++)
        if (reading->chosen[i] && book->sheet[i].chart) {
            reading->n_chosen = 0;
            reading->status = tb_fail(reading->loader->log, TB_BAD_DATA, "sheet", &at,
                                      "the sheet \"%s\" holds a chart and no cells; the workbook has %s",
                                      book->sheet[i].name, names_of(reading, is_any, names, sizeof names));
            return;
        }
}

/* A workbook that is a data folder: every sheet a year, and perhaps the catalogue; blank ones do not count.  The
 * catalogue is read first. */
static bool is_folder(struct reading *reading)
{
    size_t years = 0;
    for (size_t i = 0; i < reading->book.n; i++) {
        const char *name = reading->book.sheet[i].name;
        if (!is_visible(reading, i))
            continue;
        if (!year_of_sheet(name) && !is_catalogue_sheet(name) && !is_blank(reading, i))
            return false;
        years += year_of_sheet(name) != 0;
    }
    return years > 0;
}

/* The first visible sheet that holds a table; the others are named. */
static void choose_table(struct reading *reading)
{
    char names[600];
    const struct tb_place at = {.file = reading->book.file};
    struct tb_log *quiet = tb_log_new(1);
    size_t first = reading->book.n;
    if (!quiet) {
        reading->status = TB_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < reading->book.n && reading->status != TB_NO_MEMORY; i++) {
        if (!is_visible(reading, i))
            continue;
        const enum tb_status status = with_sheet(reading, i, quiet, choose_when_data);
        if (status == TB_NO_MEMORY)
            reading->status = status;
        if ((status || !reading->empty[i]) && first == reading->book.n)
            first = i;
    }
    tb_log_free(quiet);
    if (reading->status)
        return;
    if (first == reading->book.n) {
        reading->status = tb_fail(reading->loader->log, TB_BAD_DATA, "no-data", &at,
                                  "no visible sheet of the workbook holds anything");
        return;
    }
    const bool found = reading->n_chosen > 0;
    if (!found) /* reading it says what is wrong with it */
        choose(reading, first);
    if (*names_of(reading, is_left_out, names, sizeof names))
        for (size_t i = 0; i < reading->book.n; i++)
            if (reading->chosen[i])
                tb_log_add(reading->loader->log, TB_WARNING, "sheets", &at,
                           found ? "the sheet \"%s\" is read, the first that holds a table; not read: %s; name one as "
                                   "FILE#SHEET, or FILE#* for all"
                                 : "the sheet \"%s\" is read, for no sheet holds a table that is known; not read: %s; "
                                   "name one as FILE#SHEET",
                           reading->book.sheet[i].name, names);
}

static void choose_sheets(struct reading *reading, const char *wanted)
{
    size_t visible = 0, last = 0;
    for (size_t i = 0; i < reading->book.n; i++)
        if (is_visible(reading, i)) {
            visible++;
            last = i;
        }
    if (wanted) {
        choose_wanted(reading, wanted);
    } else if (visible == 1) {
        choose(reading, last);
    } else if (is_folder(reading)) {
        for (size_t i = 0; i < reading->book.n; i++)
            if (is_visible(reading, i) && !reading->empty[i])
                choose(reading, i);
    } else {
        choose_table(reading);
    }
}

/* A year in the name of the file and another in that of the sheet. */
static bool years_agree(struct reading *reading, size_t number)
{
    bool suffix;
    const int of_file = load_year_of_name(load_base_of(reading->book.file), &suffix);
    const int of_sheet = year_of_sheet(reading->book.sheet[number].name);
    const struct tb_place at = {.file = reading->book.file};
    if (!of_file || !of_sheet || of_file == of_sheet)
        return true;
    tb_log_add(reading->loader->log, TB_ERROR, "file-name", &at,
               "the file is called after the year %d, its sheet \"%s\" after another; rename one of them", of_file,
               reading->book.sheet[number].name);
    return false;
}

void load_read_workbook(struct load_loader *loader, struct load_source *source, const char *wanted)
{
    struct reading reading = {.loader = loader};
    reading.status = load_book_open(&reading.book, source, loader->log);
    reading.empty = calloc(reading.book.n + 1, sizeof *reading.empty);
    reading.chosen = calloc(reading.book.n + 1, sizeof *reading.chosen);
    if (!reading.empty || !reading.chosen)
        reading.status = TB_NO_MEMORY;
    if (!reading.status)
        choose_sheets(&reading, wanted);
    for (int catalogues = 1; catalogues >= 0; catalogues--) /* first what the indicators are, then their values */
        for (size_t i = 0; i < reading.book.n && reading.n_chosen && reading.status != TB_NO_MEMORY; i++)
            if (reading.chosen[i] && is_catalogue_sheet(reading.book.sheet[i].name) == (catalogues == 1) &&
                years_agree(&reading, i))
                reading.status = with_sheet(&reading, i, loader->log, read_lines);
    if (reading.status == TB_NO_MEMORY)
        load_out_of_memory(loader);
    if (reading.status == TB_UNREADABLE)
        loader->unreadable = true;
    load_book_close(&reading.book);
    free(reading.empty);
    free(reading.chosen);
}

enum load_match load_match_of_workbook(struct load_loader *loader, struct load_source *source, struct tb_log *quiet)
{
    struct reading reading = {.loader = loader};
    enum load_match match = LOAD_NO_MATCH;
    reading.status = load_book_open(&reading.book, source, quiet);
    reading.empty = calloc(reading.book.n + 1, sizeof *reading.empty);
    reading.chosen = calloc(reading.book.n + 1, sizeof *reading.chosen);
    if (!reading.empty || !reading.chosen)
        reading.status = TB_NO_MEMORY;
    if (reading.status)
        match = LOAD_NEARLY;
    else if (is_folder(&reading))
        match = LOAD_MATCH;
    for (size_t i = 0; i < reading.book.n && !match && reading.status != TB_NO_MEMORY; i++) {
        if (is_visible(&reading, i))
            reading.status = with_sheet(&reading, i, quiet, choose_when_data);
        match = reading.n_chosen ? LOAD_MATCH : LOAD_NO_MATCH;
    }
    if (reading.status == TB_NO_MEMORY)
        load_out_of_memory(loader);
    load_book_close(&reading.book);
    free(reading.empty);
    free(reading.chosen);
    return match;
}
