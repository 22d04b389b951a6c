/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * From records to the panel: what all layouts share.
 *
 * A layout is one row of the registry in layouts.c: how it is recognised and how it is read.  To read, it asks the
 * reader for records and hands cells to the load_take_... functions, which report whatever is wrong with them.
 */
#ifndef LOAD_LOADER_H
#define LOAD_LOADER_H

#include "load/cell.h"
#include "load/describe.h"
#include "load/heading.h"
#include "load/label.h"
#include "load/rows.h"
#include "load/sheet.h"
#include "trendbook/load.h"

/** What an id says about its values: bits of load_loader.trait. */
enum load_trait {
    LOAD_TRAIT_KNOWN = 1 << 0,
    LOAD_NEVER_NEGATIVE = 1 << 1, /* a count */
    LOAD_AT_MOST_100 = 1 << 2,    /* a rate or proportion in percent */
};

/** A reference of the catalogue that waits until all ids are known. */
struct load_reference {
    uint32_t from, to; /* indicator number; name of the id that it refers to */
    enum load_reference_kind {
        LOAD_NUMERATOR,
        LOAD_DENOMINATOR,
        LOAD_CHANGE_OF,
        LOAD_PART,
        LOAD_FLOW_IN,
        LOAD_FLOW_OUT
    } kind;
    uint32_t file, header; /* names, for messages */
    size_t line;
    unsigned column;
};

/** The unit that an indicator had in the file that gave it last; its values count 10^power of the indicator's unit. */
struct load_unit_seen {
    uint32_t input, unit;
    int power;
};

/** One run of tb_load. */
struct load_loader {
    struct tb_panel *panel;
    struct tb_log *log;
    const struct tb_load_options *options;
    enum tb_status status; /* TB_NO_MEMORY ends the run */
    bool only_libcsv;      /* tests: no line is split by our own code */
    size_t piece;          /* bytes of a file that one thread takes at a time */
    size_t bytes_done, bytes_total;

    uint8_t *trait; /* by indicator */
    size_t n_traits, traits_capacity;
    uint8_t *region_fine; /* by name: 1 = checked and allowed as a region */
    size_t n_regions, regions_capacity;
    struct load_folds {
        struct tb_names *keys; /* folded forms of ids that are not their own folded form */
        uint32_t *first;       /* by key: name of the id that came first */
        size_t capacity;
    } folded_ids, folded_regions;
    bool unreadable; /* some input could not be read */
    struct load_reference *reference;
    size_t n_references, references_capacity;
    struct load_newcomers *newcomers; /* this one reads pieces for another: parallel.c */
    struct tb_names *labels;          /* labels of published tables, as written */
    uint32_t *label_indicator;        /* by label: its indicator */
    size_t labels_capacity;
    struct load_unit_seen *unit_seen; /* by indicator */
    size_t n_units_seen, units_seen_capacity;
    bool scaled;           /* some values were put into another unit */
    uint32_t unnamed_said; /* the last indicator that was told to be called after its file, + 1; 0: none */
};

bool load_loader_open(struct load_loader *loader, const struct tb_load_options *options, struct tb_log *log);
void load_loader_close(struct load_loader *loader);

enum {
    LOAD_PIECE = 1 << 20, /* bytes that a thread takes of a large file at a time */
};

/** What is known of a file before it is read: recognisers decide on this. */
struct load_opening {
    const char *file; /* as named */
    const char *base; /* its last part */
    int year;         /* of the name <year>.csv, else 0 */
    bool year_form;   /* the name is <year> with a suffix */
    const char *text; /* the first block, decoded */
    size_t n_text;
    size_t line;                      /* number of its first line */
    struct load_window window;        /* of its source */
    const struct load_header *header; /* first record; n is 0 when there is none */
    struct load_preview preview[3];   /* comma, semicolon, tab */
    const struct load_preview *table; /* set by recognisers of published tables: the preview that shows one */
};

/** A file being read. */
struct load_reader {
    struct load_loader *loader;
    struct tb_panel *panel;
    struct tb_log *log;
    struct load_rows *rows;
    struct load_header header;
    const char *file;
    uint32_t input; /* number in the panel */
    int year;
    bool year_form;
    bool unnamed_columns;   /* the header has empty cells */
    const bool *understood; /* published tables: by column, whether it is read although it has no name */
    bool published;         /* empty fields at the end of a line are the publisher's habit */
    const struct load_opening *opening;
    const struct load_description *description; /* by a side file, or NULL */
    const struct load_sheet *sheet;             /* whose lines are read, or NULL: its formats say decimals and units */
    /* the id and region of the last record: files are mostly sorted, so the next one is often the same */
    char last_id[128], last_region[128];
    size_t last_id_length, last_region_length;
    uint32_t last_indicator, last_region_name;
};

enum load_match {
    LOAD_NO_MATCH,
    LOAD_NEARLY, /* meant to be this layout, but something is missing */
    LOAD_MATCH,
};

struct tb_layout_code {
    enum load_match (*recognise)(struct load_opening *opening);
    /* Reads header and records.  Problems go to the log; only the loader's status ends the run. */
    void (*read)(struct load_reader *reader);
};

/** The last part of a path. */
const char *load_base_of(const char *path);
/** The year of a file called <year>.csv or <year>.xlsx, or 0.  *suffix: the name has one, such as the word year. */
int load_year_of_name(const char *base, bool *suffix);
/** Whether a file of this name is the catalogue of its folder. */
bool load_is_catalogue_name(const char *base);

/** The layout that fits best, and how well. */
const struct tb_layout *load_recognise(struct load_opening *opening, enum load_match *match);

/** Every column name that some layout knows, for telling a wrong delimiter; NULL-terminated. */
extern const char *const load_column_names[];

/* ---- files and sheets ---- */

/** Reads one source to its end: text of any encoding, or the lines of a sheet. */
void load_read_source(struct load_loader *loader, struct load_source *source);
/** How well the beginning of a source fits a layout; LOAD_NEARLY also when it cannot be read as a table. */
enum load_match load_match_of(struct load_loader *loader, struct load_source *source);
/** Reads a workbook: the sheet that is `wanted` (name, number, or * for all), or NULL for those that hold data. */
void load_read_workbook(struct load_loader *loader, struct load_source *source, const char *wanted);
/** Whether a sheet of the workbook is data; LOAD_NEARLY when it cannot be opened.  `quiet` hears why. */
enum load_match load_match_of_workbook(struct load_loader *loader, struct load_source *source, struct tb_log *quiet);

/* ---- for layouts ---- */

/** The column of the file that a field stands in; 0 stays 0. */
static inline unsigned load_column_of(const struct load_reader *reader, size_t field)
{
    return field ? (unsigned)(field + reader->rows->columns_before) : 0;
}

#define LOAD_AT(reader, at_line, at_column)                                \
    (&(const struct tb_place){.file = (reader)->file,                      \
                              .line = (at_line),                           \
                              .column = load_column_of(reader, at_column), \
                              .header = load_header_name(&(reader)->header, (at_column))})

/** Reads the first record as header and gives it to the panel.  False (reported) when there is none. */
bool load_read_header(struct load_reader *reader);
/** The same of a record that was just read. */
bool load_take_header(struct load_reader *reader, const struct load_row *row);

/** A column that a layout knows. */
struct load_column {
    const char *key; /* lower case; NULL = not in this layout */
    bool required;
};

/**
 * Finds the columns of a layout: place[i] receives the column of columns[i], from 1, or 0.
 * Missing required and repeated names are errors; unknown names and empty ones warn.  False when there was an error.
 */
bool load_find_columns(struct load_reader *reader, const struct load_column *columns, size_t n, size_t *place);

/** The next record with as many fields as the header; others are reported and left out. */
bool load_next(struct load_reader *reader, struct load_row *row);

/**
 * Hands each record that has the fields of the header to `take`, in their order; `plan` is whatever it needs.  A large
 * file is read in pieces by several threads, each with a panel and a log of its own that are put together in the end:
 * the panel and the messages are those that one thread would have made.  So `take` may keep nothing between records.
 */
typedef void load_take_record(struct load_reader *reader, const struct load_row *row, const void *plan);
void load_each_record(struct load_reader *reader, load_take_record *take, const void *plan);

/** Whether a record has the fields of the header; if not, that is reported. */
bool load_fits(struct load_reader *reader, const struct load_row *row);

/** The id of a record as an indicator, or TB_NOWHERE (reported). */
uint32_t load_take_indicator(struct load_reader *reader, const struct load_field *cell, size_t column);
/**
 * An indicator by its label, as published tables name it: unit and footnote marks are taken off, what an id cannot hold
 * becomes "-", and the label stays as its name.  An indicator of the catalogue that has this name is that indicator.
 *   unit   the unit given elsewhere in the file, or 0; label and this must agree
 */
uint32_t load_take_label(struct load_reader *reader, const struct load_field *cell, size_t column,
                         enum load_bracket bracket, uint32_t unit);
/** A region by its label, cut to what a region can be. */
bool load_take_place(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t *region);
/** The region of a record as a name, 0 when the cell is empty. */
bool load_take_region(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t *region);
bool load_take_year(struct load_reader *reader, const struct load_field *cell, size_t column, int *year);
/** Value, state and decimals of an observation of this indicator; TB_NOWHERE: only the cell itself is checked. */
bool load_take_value(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                     struct tb_observation *observation);
/** A qualifier column, after value and note were taken; a word that is none is kept in front of the note. */
bool load_take_qualifier(struct load_reader *reader, const struct load_field *cell, size_t column,
                         struct tb_observation *observation);
void load_take_flags(struct load_reader *reader, const struct load_field *cell, size_t column,
                     struct tb_observation *observation);
/**
 * The year's value on the basis before the break, after its flags were taken: the flag b is set, with a warning where
 * it was not given.  load_set_pre_break: of a value that was read already.
 */
bool load_take_pre_break(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                         struct tb_observation *observation);
void load_set_pre_break(struct load_reader *reader, const struct load_field *cell, size_t column,
                        const struct tb_observation *before, struct tb_observation *observation);
bool load_take_period(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t *period);
/** Free text: a note, a source, a name. */
bool load_take_text(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t *name);
/** A unit given beside the data: set once, an error when it changes. */
bool load_take_unit(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator);
/** Appends the observation; `cell` and `column` are those of its value. */
void load_add(struct load_reader *reader, uint32_t indicator, uint32_t region, struct tb_observation *observation,
              const struct load_field *cell, size_t column);
/** After the records: names, units and source that a side file gives to the observations from number `first` on. */
void load_use_description(struct load_reader *reader, size_t first);
/** Says every remark about a cell. */
void load_say_remarks(const struct load_reader *reader, unsigned remarks, const struct load_field *cell, size_t column);

/** Memory ran out: ends the run. */
void load_out_of_memory(struct load_loader *loader);

/* ---- published tables ---- */

/** How a published table writes its numbers. */
struct load_number_form {
    const char *missing; /* a mark for "no value" that needs no warning, or NULL */
    bool decimal_comma;  /* 1.234,5 */
    int power;           /* the value counts 10^power */
};
/** load_take_value of a cell in this form. */
bool load_take_number(struct load_reader *reader, const struct load_number_form *form, const struct load_field *cell,
                      size_t column, uint32_t indicator, struct tb_observation *observation);
/** A label made of the file's name without its extension; never empty. */
void load_name_of_file(const struct load_reader *reader, struct load_label *label);

enum {
    LOAD_MOST_WINDOWS = 16
};

/** One of several tables of a file. */
struct load_block {
    size_t from, n; /* bytes of the opening's text */
    size_t line;    /* where it begins */
};
/** Tables side by side, from the left; 0 when there is only one. */
size_t load_find_windows(const struct load_preview *preview, struct load_window window[LOAD_MOST_WINDOWS]);
/** Where the tables of a text begin that is there in full; *n is 0 when it is one.  False when out of memory. */
bool load_find_blocks(const struct load_opening *opening, size_t first_line, struct load_block **block, size_t *n);
/** Whether a record names columns again; *same: with the very words of the header. */
bool load_is_header_again(const struct load_preview *preview, const struct load_row *row, bool *same);

/** Rows of the registry that table.c and coded.c read. */
extern const struct tb_layout_code load_nbs_code, load_worldbank_code, load_metadata_code, load_owid_code,
    load_fred_code, load_across_code, load_down_code;
extern const struct tb_layout_code load_eurostat_code, load_sdmx_code, load_oecd_code;

/* ---- units ---- */

/**
 * Takes a unit (a name) that an indicator has in this file beside the one it has in all.  False when neither is the
 * other scaled by a power of ten, or when this file had another one before.  Says that values are scaled.
 */
bool load_scale_unit(struct load_reader *reader, uint32_t indicator, uint32_t unit, const struct load_field *cell,
                     size_t column);
/** Puts a value of this file into the indicator's unit. */
void load_scale_value(const struct load_reader *reader, uint32_t indicator, struct tb_observation *observation);

/* ---- preferred sources ---- */

/** The rank of a file by the options' preferences: 0 for the first of them, behind the last for all others. */
uint32_t load_rank(const struct load_loader *loader, const char *file);
/** Whether each preference stands for an input of the panel; says which does not. */
enum tb_status load_check_preferences(const struct load_loader *loader);

/* ---- the catalogue ---- */

void load_read_catalogue(struct load_reader *reader);
/**
 * References become indicator numbers.  `last`: no more files come, so that what is still unknown, and circles, are
 * errors where their row stands.
 */
void load_resolve_references(struct load_loader *loader, bool last);

/* ---- several threads ---- */

/**
 * What a thread came across first, so that it can be looked at again in the order of the file.  Indicators are numbered
 * in the order in which they are noted.
 */
struct load_newcomer {
    uint32_t name; /* id of the indicator, or the region */
    uint32_t unit; /* name */
    uint32_t line; /* counted from that where its piece begins */
    uint32_t said; /* messages of its piece before it */
    uint16_t column;
    uint8_t kind;
};
enum load_newcomer_kind {
    LOAD_NEW_INDICATOR,
    LOAD_NEW_REGION,
    LOAD_NEW_UNIT
};
struct load_newcomers {
    struct load_newcomer *list;
    size_t n, capacity;
    size_t first_line; /* of the piece that is being read */
    bool units_differ; /* some indicator has another unit than before */
};
/** Notes it, and where. */
void load_note_newcomer(struct load_reader *reader, struct load_newcomer newcomer, size_t line);

/** Settles what the ids that are known so far say about their values. */
void load_know_traits(struct load_loader *loader);

/** The second half of load_take_indicator and load_take_region for a name that another thread came across. */
bool load_adopt_indicator(struct load_reader *reader, uint32_t name, size_t line, unsigned column, uint32_t *indicator);
bool load_adopt_region(struct load_reader *reader, uint32_t name, size_t line, unsigned column);

/**
 * Whether a text (UTF-8) is one that has neither case nor composition for sure: nothing but ASCII without capitals and
 * Chinese characters.
 */
bool load_folds_to_itself(const char *text, size_t length);

/* ---- for tests and fuzzing ---- */

/** How load_bytes reads. */
struct load_manner {
    bool only_libcsv; /* no line is split by our own code */
    size_t piece;     /* with several threads: bytes of a piece; 0 = as for files */
};
/** tb_load of one file held in memory; `manner` may be NULL. */
enum tb_status load_bytes(const char *name, const void *bytes, size_t n, const struct tb_load_options *options,
                          const struct load_manner *manner, struct tb_panel **panel, struct tb_log *log);

/* ---- neighbour.c ---- */

/** The name beside a path that is not there, as a path, that is nearest to it; false when none is near. */
bool load_neighbour(const char *path, char *found, size_t size);

#endif
