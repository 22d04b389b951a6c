/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the commands share: their options, the steps from input to results, and the one place that prints. */
#ifndef CLI_H
#define CLI_H

#include "trendbook/brief.h"
#include "trendbook/load.h"
#include "trendbook/stats.h"

#include <stdio.h>

enum {
    MOST_PATTERNS = 64
};

/** The years that are read. */
enum {
    FIRST_YEAR = 1800,
    LAST_YEAR = 2200
};

/** The options of all commands; a command reads those that its row allows. */
struct options {
    const char *indicators[MOST_PATTERNS + 1], *regions[MOST_PATTERNS + 1], *statistics[MOST_PATTERNS + 1];
    const char *const *only_warned;         /* statistics of check that are computed for their warnings */
    const char *choices[MOST_PATTERNS + 1]; /* of --option, as given */
    const char *sections[MOST_PATTERNS + 1];
    const char *prefer[MOST_PATTERNS + 1];
    int first_year, last_year; /* FIRST_YEAR and LAST_YEAR: all */
    const char *output, *format, *type, *title, *catalogue, *template;
    const char *columns;  /* of --columns, "a,b,c"; NULL = all */
    int year;             /* of --year; 0 = not given */
    const char *language; /* "zh", "en", or NULL: as the data */
    struct tb_page page;
    double size[2];      /* of --size, in pixels or on paper; 0 = not given */
    double paper_inches; /* inches to the unit of `size` on paper; 0 = pixels */
    double dpi;          /* of --dpi; 0 = not given */
    size_t top;          /* charts on slides; 0 = not given, SIZE_MAX = all */
    double confidence;
    int index_base;
    unsigned jobs;
    const char *theme_from;
    bool pictures, four_by_three; /* of slides */
    bool quiet, verbose, strict, force, methods, fix_catalogue, latest, help;
    const char *const *data;
    size_t n_data;
    char *command_line; /* as given, for the manifest */
};

/** How the value of an option gets into struct options. */
enum option_kind {
    OPTION_SWITCH, /* bool: given or not */
    OPTION_TEXT,   /* const char * */
    OPTION_NAME,   /* the same, of a file, folder or the like: not empty */
    OPTION_LIST,   /* const char *[MOST_PATTERNS + 1]: may be given several times */
    OPTION_READ,   /* by a function of its own */
};

/** One option: a row of the table in options.c, where it is told how to add one. */
struct option_row {
    const char *name;
    const char *letter;   /* of the short form; NULL: none, as is usual */
    const char *argument; /* as the help shows it: a word in capitals, or the words it may be, a|b|c; NULL: none */
    enum option_kind kind;
    size_t member;                                                  /* where in struct options */
    const char *(*read)(struct options *options, const char *text); /* NULL, or what is wrong with the text */
    const char *help_en, *help_zh;
};
extern const struct option_row option_rows[];
extern const size_t n_option_rows;

/** One command: a row of the table in commands.c. */
struct command {
    const char *name;
    const char *arguments; /* "DATA...", or in brackets when they may be left out */
    const char *options;   /* names of the options it takes, a blank between them; --help all take */
    int (*run)(const struct options *options);
    const char *examples;
    const char *summary, *summary_zh;
    const char *description, *description_zh; /* paragraphs behind the examples */
};
extern const struct command commands[];
extern const size_t n_commands;

/* ---- options.c ---- */

/**
 * Reads the arguments of a command.  Returns -1 to go on, or the exit code (help printed: 0; wrong usage: 2).
 */
int options_read(const struct command *command, int argc, char **argv, struct options *options);
void options_free(struct options *options);
bool command_takes(const struct command *command, const struct option_row *row);

/* ---- help.c ---- */

/** A text in lines that fit the terminal, or 100 columns. */
void put_paragraph(const char *text, FILE *to);
void print_help(enum tb_language language, FILE *to);
void print_command_help(const struct command *command, enum tb_language language, FILE *to);

/* ---- session.c: input to results ---- */

struct session {
    const struct options *options;
    struct tb_log *log;
    struct tb_panel *panel;
    struct tb_panel *failed; /* of a load that has failed: its inputs */
    struct tb_results *results;
    enum tb_language language;
};

/**
 * Loads, completes and, with `compute`, computes; leaves the series that -i, -r and --section choose and the years of
 * -y. Messages are printed on the way.  Returns an exit code; the caller calls session_end in any case.
 */
int session_begin(struct session *session, const struct options *options, bool compute);
/** Its first half: loads and completes; nothing is computed yet and no series are left out. */
enum tb_status session_load(struct session *session, const struct options *options);
/** Its second half: computes, then leaves the series that are chosen. */
enum tb_status session_compute(struct session *session);
/** The series that -i, -r and --section choose, one bool each, which the caller frees; NULL when all are. */
enum tb_status session_choose(struct session *session, bool **chosen);
/** The options of the statistics. */
enum tb_status session_stat_options(struct session *session, struct tb_stat_options *stat_options);
/** Prints what the log holds, frees everything, and turns a status into the exit code. */
int session_end(struct session *session, enum tb_status status);
/**
 * Whether a draft of figures of `year` (0: of none) may go to `output` (NULL: standard output): it never takes the
 * place of what somebody has worked on unless --force is given, and a file name that is a year says that year.
 */
enum tb_status draft_output(const struct options *options, const char *output, int year, struct tb_log *log);
/** Puts a draft there, or on standard output. */
enum tb_status draft_write(const struct options *options, const struct tb_bytes *bytes, struct tb_log *log);
/** The language of words for programs: --lang, else English. */
enum tb_language table_language(const struct session *session);

/* ---- screen.c: terminal ---- */

void screen_begin(void);
/** Colour and emphasis are wanted on this stream (a terminal, and NO_COLOR is not set). */
bool screen_styled(FILE *stream);
size_t screen_width(void);
/** Columns that a text takes on the terminal. */
int screen_columns(const char *text);
/** The terminal shows characters beyond ASCII: UTF-8 by its locale, and no dumb one. */
bool screen_has_dots(void);
/** The text with blanks before it up to a width. */
void put_right(const char *text, int width);
/** Text of the data on standard output: nothing in it speaks to the terminal. */
void put_safe(const char *text);
/** Whoever reads standard output wants no more (`| head`): that is no error to tell. */
bool screen_reader_left(void);
void print_messages(struct tb_log *log, bool quiet, enum tb_language language);
/** The language of messages: that of --lang, else of the user's locale (LC_ALL, LC_MESSAGES, LANG). */
enum tb_language message_language(const struct options *options);
/**
 * Prints `trendbook COMMAND: error: sentence` to standard error and frees the sentence (of tb_say).  command may be
 * NULL.  Returns TB_BAD_OPTION.
 */
int complain(const char *command, enum tb_language language, char *sentence);
/** What a command ends with that only prints: says so when its text did not reach standard output. */
int printed(bool good, enum tb_language language);
/** What can be done next, for somebody at a terminal; frees the sentence (of tb_say). */
void hint(const struct options *options, char *sentence);
/** A name as it is typed into a shell, in quotes where it needs them; the caller frees it. */
char *shell_word(const char *text);
/** Progress on a terminal, `what` is put into Chinese by tb_phrase; `context` is a struct progress. */
struct progress {
    const char *what;
    bool shown, wanted;
};
struct progress progress_begin(const char *what, const struct options *options);
void progress_step(void *context, size_t done, size_t total);
void progress_end(struct progress *progress);
/** Set by INT and TERM once signals_catch was called. */
extern volatile int cancelled;
void signals_catch(void);

/* ---- wrap.c ---- */

/**
 * Adds a text in lines of at most `width` columns: from column `at` on, further lines behind `indent` blanks.  Chinese
 * may end a line at every character that no closing mark follows; what is wider than a line is cut.
 */
void wrap_text(struct tb_bytes *out, const char *text, size_t at, size_t indent, size_t width);

/* ---- curve.c ---- */

/**
 * Prints the whole years of a series as a line chart with round ticks: gaps and breaks stay open (a break is a column
 * of colons), bounds are v and ^, provisional values o.  False, and nothing printed, below two years or 16 columns.
 */
bool put_curve(const struct tb_panel *panel, const struct tb_series *series, const struct tb_display *display,
               bool styled);

/* ---- table.c: rows as table, CSV or JSON ---- */

enum cell_kind {
    CELL_TEXT,
    CELL_NUMBER
};
/** How a column behaves in the terminal table; one without any text is left out there. */
enum column_room {
    FITS,   /* as wide as its cells */
    WIDE,   /* shares what room is left, in as many lines as it takes; on one line where there is no terminal */
    DETAIL, /* for programs only */
};
struct table_column {
    const char *key;   /* name in CSV and JSON */
    const char *title; /* heading in the terminal table, put into Chinese by tb_phrase */
    enum cell_kind kind;
    enum column_room room;
};
struct table;
/** format: "table", "csv" or "json"; NULL: a table on a terminal, else CSV.  The language is that of the headings. */
struct table *table_new(const char *format, enum tb_language language, const struct table_column *columns, size_t n);
/**
 * A long table of CSV or JSON that is written piece by piece: a head, the rows of pieces, a tail.  Each row of JSON
 * begins with a comma, which the first row of the whole must lose.  A piece is made in the `room` of an earlier one,
 * which it takes over.
 */
void table_head(const char *format, const struct table_column *columns, size_t n, struct tb_bytes *bytes);
struct table *table_piece(const char *format, const struct table_column *columns, size_t n, struct tb_bytes *room);
void table_tail(const char *format, bool some, struct tb_bytes *bytes);
/** Cells in order; numbers as exact text, "" for none. */
void table_text(struct table *table, const char *text);
void table_number(struct table *table, double value);
void table_integer(struct table *table, long value);
/** The table as bytes that the caller frees; the table is freed.  False when something failed on the way. */
bool table_finish(struct table *table, struct tb_bytes *bytes);
/** Prints and frees.  False when the output could not be written. */
bool table_print(struct table *table);
bool table_is_for_people(const char *format);
/** A format that is none of table, csv and json is told, and so is true. */
bool table_format_is_wrong(const char *command, const struct options *options);
/** A JSON string with its quotes. */
void json_text(struct tb_bytes *json, const char *text);

/* ---- methods.c ---- */

/** The panel of `show --methods`: what line, ranks, log-line and counts say of one series, and what so many years could
 * show. */
void print_methods(const struct session *session, const struct tb_display *display, uint32_t series);

/* ---- commands ---- */

int command_check(const struct options *options);
int command_stats(const struct options *options);
int command_plot(const struct options *options);
int command_brief(const struct options *options);
int command_show(const struct options *options);
int command_extract(const struct options *options);
int command_form(const struct options *options);
int command_list(const struct options *options);
int command_completion(const struct options *options);

#endif
