/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Reading yearly indicator files: bytes -> UTF-8 -> rows -> layout -> panel.
 *
 * The rules for encodings, lines, quotes, headers and cells are the corpus under tests/corpus (README.md there).
 */
#ifndef TRENDBOOK_LOAD_H
#define TRENDBOOK_LOAD_H

#include "output.h"
#include "panel.h"

#ifdef __cplusplus
extern "C" {
#endif

struct tb_load_options {
    /* stands for "-" in messages, and for its year when it is <year>.csv; NULL = "-" */
    const char *standard_input_name;
    bool strict;      /* warnings fail the load too */
    unsigned threads; /* 0 or 1: one; panel and messages do not depend on it */
    /* sources that hold where two give different values of one year, the first before the second, all before the
       others: files, or folders with what was read from them; ends with NULL; may be NULL */
    const char *const *prefer;
    /* called now and then with bytes done and bytes in all (0 when unknown), by one thread at a time; may be NULL */
    void (*progress)(void *context, size_t done, size_t total);
    void *context;
    /* receives, when the data cannot be loaded, a panel of which only inputs and names mean something; may be NULL */
    struct tb_panel **failed;
};

/** A layout that trendbook recognises: one row of the registry. */
struct tb_layout {
    const char *id; /* "year", "long", "wide" */
    const char *title_en, *title_zh;
    const char *recognised_by;         /* what in the content tells it */
    const char *example;               /* its first line, for `trendbook list layouts` */
    const struct tb_layout_code *code; /* how it is recognised and read; private to the loader */
};
/** The registry, in the order of recognition; *n receives the number of rows. */
const struct tb_layout *tb_layouts(size_t *n);

/**
 * Reads inputs into one finished panel.
 *   paths    folders, files, or "-" for standard input
 *   panel    receives the panel; the caller frees it with tb_panel_free.  Untouched on failure.
 *   log      receives every problem of every file, located
 *
 * A workbook (.xlsx, .xls, .et, or HTML under such a name) gives the first visible sheet that holds a table, or all of
 * them when they are called after years; file.xlsx#Sheet (name or number) gives one, file.xlsx#* all visible ones. Each
 * sheet is an input of its own.  datapackage.json gives the tables that it lists; it and CSVW metadata beside a table
 * say how that is read.
 *
 * Of a folder are read: indicators.csv, every <year>.csv, and each other *.csv, *.tsv or workbook that a layout
 * recognises.  Hidden files, lock files and foreign tables are left out; a table that is nearly one of ours is left out
 * with a warning.  A single file brings along the indicators.csv beside it; panel->inputs lists whatever was read.  All
 * catalogues are read before all data, the rest in the order given, in a folder by name.  A file named twice is read
 * once.
 *
 * Each file is read as it was when it was opened: one that another program changes meanwhile is TB_UNREADABLE, as are
 * pipes given by name, devices and missing files.  A file is never held in memory as a whole, but for workbooks.
 *
 * Several inputs are one panel: tb_panel_finish says what becomes of a year that two of them give.
 *
 * Returns TB_BAD_OPTION when a preferred source is not among the inputs, TB_BAD_DATA when any input has an error,
 * TB_UNREADABLE when one cannot be read, TB_NO_MEMORY.
 */
enum tb_status tb_load(const char *const *paths, size_t n_paths, const struct tb_load_options *options,
                       struct tb_panel **panel, struct tb_log *log);

/**
 * A text file as UTF-8, whatever its encoding (UTF-8, UTF-16, GB18030); lines end in LF, a NUL behind the last.
 *   text  receives at most 4 MB; the caller frees it with tb_bytes_free.  Empty on failure.
 * TB_BAD_DATA when it is no text or longer, TB_UNREADABLE, TB_NO_MEMORY.
 */
enum tb_status tb_load_text(const char *path, struct tb_bytes *text, struct tb_log *log);

/**
 * A draft of indicators.csv from what was read, appended to `csv`: every indicator with what is known of it (rows of a
 * catalogue stay as they are) and what can be guessed: its kind from the unit and the name, the base of a printed
 * change from the name ("freight", "freight_yoy"), parts where the indicators behind it add up to it in two years or
 * more. Each guess is named in the note, in this language.  Reading the draft gives no error.  False when out of
 * memory.
 */
bool tb_draft_catalogue(const struct tb_panel *panel, enum tb_language language, struct tb_bytes *csv);

#ifdef __cplusplus
}
#endif

#endif
