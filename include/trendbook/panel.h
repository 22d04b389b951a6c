/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The panel: all series of a run, with the catalogue that says what they are.
 *
 * Observations are columns, sorted by series and inside a series by year, so that 20 million of them cost about 20
 * bytes each and a series is a plain slice.  Readers use the fields directly; only the functions below change them.
 */
#ifndef TRENDBOOK_PANEL_H
#define TRENDBOOK_PANEL_H

#include "error.h"
#include "names.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What an indicator measures.  TB_KIND_UNKNOWN: no catalogue says. */
enum tb_kind {
    TB_KIND_UNKNOWN,
    TB_COUNT,
    TB_AMOUNT,
    TB_RATE,
    TB_PROPORTION, /* the numerator is part of the denominator */
    TB_SCORE,
    TB_LENGTH,
    TB_AREA,
    TB_INDEX,
    TB_LABEL, /* a structural number: never charted, no changes */
};

enum tb_better {
    TB_NEUTRAL,
    TB_HIGHER,
    TB_LOWER
};

/** How a value stands to the truth.  From TB_NEGLIGIBLE on, `value` is NaN. */
enum tb_state {
    TB_EXACT,
    TB_ABOUT,         /* ~   printed as approximate; used as a point, always said */
    TB_BELOW,         /* <   the truth is below the value */
    TB_AT_MOST,       /* <= */
    TB_ABOVE,         /* > */
    TB_AT_LEAST,      /* >= */
    TB_NEGLIGIBLE,    /* the yearbook's ellipsis: below half of the smallest unit; not 0, not missing */
    TB_BLANK,         /* empty cell */
    TB_NONE,          /* a dash: none or unknown, the source does not say which */
    TB_NOT_AVAILABLE, /* NA and its relatives */
    TB_CONFIDENTIAL,
};

/** Flags, a mask.  Letters of SDMX CL_OBS_STATUS and Eurostat. */
enum tb_flag {
    TB_FLAG_BREAK = 1 << 0,           /* b: from this year on a new basis */
    TB_FLAG_PROVISIONAL = 1 << 1,     /* p */
    TB_FLAG_ESTIMATED = 1 << 2,       /* e */
    TB_FLAG_REVISED = 1 << 3,         /* r */
    TB_FLAG_UNRELIABLE = 1 << 4,      /* u */
    TB_FLAG_CONFIDENTIAL = 1 << 5,    /* c */
    TB_FLAG_DEFINITION = 1 << 6,      /* d: definition differs */
    TB_FLAG_FORECAST = 1 << 7,        /* f */
    TB_FLAG_SMALL = 1 << 8,           /* n: not significant, small */
    TB_FLAG_EUROSTAT = 1 << 9,        /* s: estimated by Eurostat */
    TB_FLAG_NOT_APPLICABLE = 1 << 10, /* z */
    TB_FLAG_COMPUTED = 1 << 11,       /* made by trendbook from numerator and denominator; in no file */
    TB_FLAG_LINKED = 1 << 12,         /* put on the basis of later years by tb_link; in no file */
    TB_FLAG_LINK = 1 << 13,           /* was a break: tb_link put the years before on this year's basis */
};

/** Flags that trendbook sets itself; a file cannot. */
#define TB_FLAGS_OWN (TB_FLAG_COMPUTED | TB_FLAG_LINKED | TB_FLAG_LINK)

/** One row for a letter: `trendbook list flags`, reading and writing use the same rows. */
struct tb_flag_row {
    char letter;
    unsigned flag;
    const char *name_en, *name_zh;
};
extern const struct tb_flag_row tb_flag_rows[];
extern const size_t tb_n_flag_rows;

/** "no indicator", "no series" */
#define TB_NOWHERE UINT32_MAX

/** A flow of a stock: new roads (+1), closed roads (-1). */
struct tb_flow {
    uint32_t indicator;
    int sign;
};

/** What a catalogue says of an indicator beyond what every indicator has.  Texts are names (names.h); 0 = not given. */
struct tb_definition {
    uint32_t section_zh, note, phrase_zh, target_text;
    uint32_t *parts;       /* indicators that add up to this one; owned by the panel */
    struct tb_flow *flows; /* what changes this stock from the end of one year to the end of the next; owned as parts */
    uint32_t n_parts, n_flows;
    uint32_t file, line; /* row of the catalogue; file is a number of panel->files or TB_NOWHERE */
    double per;          /* as given; NaN when not given */
    double target;       /* NaN when none */
    int16_t target_year; /* 0: of every year */
    uint8_t target_op;   /* enum tb_state: TB_AT_MOST, TB_BELOW, TB_AT_LEAST, TB_ABOVE, or TB_EXACT */
};

/** One indicator, of which there may be a million.  Texts as above. */
struct tb_indicator {
    uint32_t id, name_zh, name_en, unit, section;
    uint32_t numerator, denominator;        /* indicator numbers, or TB_NOWHERE */
    uint32_t change_of;                     /* this row is a printed change of that indicator, or TB_NOWHERE */
    uint8_t kind;                           /* enum tb_kind */
    uint8_t better;                         /* enum tb_better */
    const struct tb_definition *definition; /* never NULL: without a catalogue it says that nothing is given */
};

/** A year with a break as it is on the basis before, when it is known on both (OBS_PRE_BREAK of SDMX). */
struct tb_pre_break {
    double value;
    bool given;
    uint8_t state; /* enum tb_state, up to TB_AT_LEAST */
    int8_t decimals;
};

struct tb_series {
    uint32_t indicator; /* index into panel->indicators */
    uint32_t region;    /* name; 0 = none */
    uint32_t first;     /* its observations are first .. first + n - 1, by year, then period (whole years first) */
    uint32_t n;
    uint32_t linked; /* name: at which years tb_link linked it, and by what: 2022 (x1.08); 0 = not linked */
    uint32_t origin; /* of all its observations, when panel->origin is NULL: they stand in one line */
};

enum {
    TB_COLUMN_YEARS = 64 /* tables that have years side by side have fewer, mostly */
};
/** The place of a year among so many. */
static inline unsigned tb_column_year(int year)
{
    return (unsigned)year % TB_COLUMN_YEARS;
}

/** An input as it was understood; `check` prints this. */
struct tb_input {
    uint32_t path;         /* name, as the user gave it; of a sheet with its name: book.xlsx#Sheet1 */
    uint32_t file;         /* name of the file alone; 0 when it is added: the same as path */
    uint32_t first_origin; /* the origin number of its line 0; UINT32_MAX before its first observation */
    const char *layout;    /* id of the layout registry; static text */
    const char *why;       /* why that layout was recognised; static text */
    const char *encoding;  /* static text */
    size_t bytes;          /* of the file */
    size_t lines, header_line, rows, ignored_lines;
    unsigned header_lines; /* 0 or 1: one; else the header has so many, from header_line on */
    int16_t year;          /* of a <year>.csv, else 0 */
    uint32_t observations;
    uint32_t rank;     /* of two inputs that contradict each other the one of lower rank holds; equal: a conflict */
    uint32_t *headers; /* names of its columns; owned by the panel, set by tb_panel_input_headers */
    uint32_t n_headers;
    /* columns of its values by the remainder of their year, where panel->column is NULL; set by tb_panel_finish */
    uint16_t column_of[TB_COLUMN_YEARS];
};

/** A value that gave way to another source: [0] is the old one, [1] the one that holds. */
struct tb_revision {
    uint32_t indicator, region; /* as in tb_series */
    int16_t year;
    uint32_t period;
    double value[2];
    uint8_t state[2]; /* enum tb_state */
    int8_t decimals[2];
    uint32_t input[2];
    size_t line[2];
    unsigned column[2];
};

/** Two inputs that give the same years of a series. */
struct tb_overlap {
    uint32_t first, second; /* inputs */
    size_t equal;           /* values equal within their printed decimals */
    size_t revised;         /* values of which one gave way */
    size_t filled;          /* an empty cell of one has a value in the other */
};

struct tb_panel {
    struct tb_names *names;

    struct tb_input *inputs;
    size_t n_inputs;

    struct tb_indicator *indicators; /* in catalogue order, then in order of appearance */
    size_t n_indicators;
    struct tb_definition **definitions; /* of those indicators that have one of their own */
    size_t n_definitions, definitions_capacity;

    struct tb_series *series; /* by indicator, then region in order of appearance */
    size_t n_series;

    size_t n;      /* observations */
    double *value; /* in the indicator's unit; NaN when the state says so */
    int16_t *year;
    uint8_t *state;                 /* enum tb_state */
    int8_t *decimals;               /* the last printed digit stands for 10^-decimals (123.40: 2; 1.2 wan: -3) */
    uint32_t *origin;               /* input and line: tb_panel_place; NULL: those of its series */
    uint16_t *column;               /* field number in that line; NULL: tb_input.column_of */
    uint16_t *flags;                /* mask of enum tb_flag;      NULL: none in the whole panel */
    uint32_t *period;               /* name, part of the year;    NULL: all are whole years */
    uint32_t *source;               /* name;                      NULL: none */
    uint32_t *note;                 /* name;                      NULL: none */
    struct tb_pre_break *pre_break; /* at breaks;   NULL: none */

    struct tb_revision *revisions; /* by series, then year */
    size_t n_revisions, revisions_capacity;
    struct tb_overlap *overlaps;
    size_t n_overlaps;

    struct tb_panel_build *build; /* growing state; NULL after tb_panel_finish */
};

/** An empty panel, or NULL when out of memory. */
struct tb_panel *tb_panel_new(void);
void tb_panel_free(struct tb_panel *panel);

/** Text of a name of this panel. */
static inline const char *tb_text(const struct tb_panel *panel, uint32_t name)
{
    return tb_name(panel->names, name);
}

/* ---- building ---- */

/** Registers an input; first_origin and headers of `input` are ignored.  Returns its number, or TB_NOWHERE. */
uint32_t tb_panel_add_input(struct tb_panel *panel, const struct tb_input *input);
/** Names of the columns of an input, so that tb_panel_place can name them.  False when out of memory. */
bool tb_panel_input_headers(struct tb_panel *panel, uint32_t input, const uint32_t *headers, size_t n);

/** The indicator with this id, added with kind unknown when new.  TB_NOWHERE when out of memory. */
uint32_t tb_panel_indicator(struct tb_panel *panel, const char *id, size_t length);
/** The definition of an indicator, for writing; NULL when out of memory. */
struct tb_definition *tb_panel_define(struct tb_panel *panel, uint32_t indicator);
/** The indicator with this id, or TB_NOWHERE. */
uint32_t tb_panel_find_indicator(const struct tb_panel *panel, const char *id, size_t length);
/** The series of an indicator and region name in a finished panel, or TB_NOWHERE. */
uint32_t tb_panel_find_series(const struct tb_panel *panel, uint32_t indicator, uint32_t region);

/** One observation as read. */
struct tb_observation {
    double value;
    int year;
    enum tb_state state;
    int decimals;
    unsigned flags;
    uint32_t period, source, note; /* names */
    struct tb_pre_break pre_break;
    uint32_t input; /* number of the input */
    size_t line;
    unsigned column;
};

/** Appends an observation of (indicator number, region name).  All observations of one input
 * come before those of the next. */
enum tb_status tb_panel_add(struct tb_panel *panel, uint32_t indicator, uint32_t region,
                            const struct tb_observation *observation);

/**
 * Source and note of a whole table, known only at its end: the observations from number `first` on that have none yet
 * get these (names; 0 = leave as it is).
 */
enum tb_status tb_panel_add_texts(struct tb_panel *panel, size_t first, uint32_t source, uint32_t note);

/** Lets tb_panel_finish use so many threads; its result does not depend on it. */
void tb_panel_use_threads(struct tb_panel *panel, unsigned threads);

/**
 * Sorts the observations into series and leaves one of each series, year and period.
 *
 * Twice in one input: equal values warn ("duplicate"), different values are an error ("conflict") at the later place
 * that names the earlier one.  In two inputs: values that are equal as far as both are printed are one, the more
 * precise stays and flags, source and notes of both are united; an empty cell gives way to a value; of different
 * values the one of the input of lower rank stays and the other is a revision; with equal ranks it is a "conflict".
 * panel->overlaps counts all that.
 */
enum tb_status tb_panel_finish(struct tb_panel *panel, struct tb_log *log);

/**
 * Adds whole series to a finished panel (rates computed from other series).  Sorted again afterwards by the same rule.
 * Every (indicator, region) must be new to the panel.
 */
struct tb_new_series {
    uint32_t indicator, region;
    const struct tb_observation *observations; /* sorted by year */
    size_t n;
};
enum tb_status tb_panel_append(struct tb_panel *panel, const struct tb_new_series *series, size_t n);

/** Drops the observations outside first_year .. last_year, and the series that are then empty. */
void tb_panel_keep_years(struct tb_panel *panel, int first_year, int last_year);

/** Which series are wanted: lists of glob patterns (fnmatch) that end with NULL; a NULL list takes all. */
struct tb_choice {
    const char *const *indicators; /* by id */
    const char *const *regions;
    const char *const *sections; /* by section or section_zh of the catalogue */
};
/**
 * Marks the series that match one pattern of each list.  `chosen` has room for panel->n_series.
 * Fails with TB_BAD_OPTION when a pattern matches nothing; the message offers the nearest text.
 */
enum tb_status tb_panel_match(const struct tb_panel *panel, const struct tb_choice *choice, bool *chosen,
                              struct tb_log *log);

/* ---- reading ---- */

/** The input that observation `i` came from, or TB_NOWHERE. */
uint32_t tb_panel_input_of(const struct tb_panel *panel, size_t i);
/** Where observation `i` came from; TB_FLAG_COMPUTED ones have no file. */
struct tb_place tb_panel_place(const struct tb_panel *panel, size_t i);
static inline unsigned tb_flags(const struct tb_panel *panel, size_t i)
{
    return panel->flags ? panel->flags[i] : 0;
}
static inline uint32_t tb_period(const struct tb_panel *panel, size_t i)
{
    return panel->period ? panel->period[i] : 0;
}
static inline uint32_t tb_source(const struct tb_panel *panel, size_t i)
{
    return panel->source ? panel->source[i] : 0;
}
static inline uint32_t tb_note_of(const struct tb_panel *panel, size_t i)
{
    return panel->note ? panel->note[i] : 0;
}
static inline bool tb_has_value(const struct tb_panel *panel, size_t i)
{
    return panel->state[i] < TB_NEGLIGIBLE;
}
static inline bool tb_is_bound(enum tb_state s)
{
    return s >= TB_BELOW && s <= TB_AT_LEAST;
}

/**
 * What the truth of observation `i` can be, as a closed interval: a point for exact and about values; bounds reach to
 * infinity, or to 0 where the indicator's kind cannot be negative (count, rate, proportion, length, area), or to 100
 * for a proportion in percent.  NEGLIGIBLE: from 0 to half of the last printed unit is unknown here, so 0 .. +infinity.
 * False when there is no value at all.
 */
bool tb_panel_interval(const struct tb_panel *panel, uint32_t series, size_t i, double *lower, double *upper);
/** The same of its value on the basis before the break; false when that is not known. */
bool tb_panel_pre_break(const struct tb_panel *panel, uint32_t series, size_t i, double *lower, double *upper);

/** Display name: the language's name, else the other one, else the id. */
const char *tb_indicator_name(const struct tb_panel *panel, uint32_t indicator, enum tb_language language);
/** Ids for kinds ("count", ...), in the order of the enum; NULL-terminated. */
extern const char *const tb_kind_names[];
/** "", "~", "<", "<=", ">", ">=", then for missing states their marker. */
extern const char *const tb_state_marks[];

#ifdef __cplusplus
}
#endif

#endif
