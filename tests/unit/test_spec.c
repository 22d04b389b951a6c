/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs tests/spec/<name>.spec: what goes into a statistic, what comes out, how near, and who says so.
 *
 *   statistic ID              begins a block: nothing is left of the one before
 *   indicator ID key=value... kind, unit, better, numerator, denominator, per, parts (with +), flows (in,-out),
 * change_of, name, target option confidence 0.9     or index_base 2020, or choice NAME=VALUE series [ID[@REGION]]
 * YEAR:CELL...   the id is "x" where none is given; a series after an expectation begins new data CELL: [~ < <= >
 * >=]number[flags][{period}][[value before the break]], or . (blank) - (none) ... (ellipsis) complete adds the rates
 * that the catalogue defines of ID[@REGION]            whose rows are expected; else those of the first series expect
 * [YEAR|FROM-TO] FIELD NUMBER|none [within RELATIVE]    value lower upper se p n; 1e-12 where nothing is said expect
 * rows N note [YEAR|FROM-TO] CODE [NUMBER...]     the note's code, then its year (or a, b, c where the code has
 * numbers) refuse ...                the same, and the value is empty caveat [YEAR|FROM-TO] NAME... exactly these
 */
#include "define.h"
#include "trendbook/number.h"
#include "trendbook/stats.h"

#include <ctype.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const note_names[TB_NOTE_CODES] = {
    [TB_NOTE_NONE] = "NONE",
    [TB_NOTE_YEAR_MISSING] = "YEAR_MISSING",
    [TB_NOTE_NO_VALUE] = "NO_VALUE",
    [TB_NOTE_NEW_BASIS] = "NEW_BASIS",
    [TB_NOTE_PERIOD_DIFFERS] = "PERIOD_DIFFERS",
    [TB_NOTE_BASE_ZERO] = "BASE_ZERO",
    [TB_NOTE_BASE_NEGATIVE] = "BASE_NEGATIVE",
    [TB_NOTE_VALUE_NEGATIVE] = "VALUE_NEGATIVE",
    [TB_NOTE_ONLY_BOUND] = "ONLY_BOUND",
    [TB_NOTE_TOO_FEW_YEARS] = "TOO_FEW_YEARS",
    [TB_NOTE_CONSTANT] = "CONSTANT",
    [TB_NOTE_PERFECT_FIT] = "PERFECT_FIT",
    [TB_NOTE_OVERFLOW] = "OVERFLOW",
    [TB_NOTE_NOT_COUNTS] = "NOT_COUNTS",
    [TB_NOTE_PART_MISSING] = "PART_MISSING",
    [TB_NOTE_DENOMINATOR_ZERO] = "DENOMINATOR_ZERO",
    [TB_NOTE_NUMERATOR_ABOVE] = "NUMERATOR_ABOVE",
    [TB_NOTE_NOT_PERCENT] = "NOT_PERCENT",
    [TB_NOTE_NEGATIVE_PART] = "NEGATIVE_PART",
    [TB_NOTE_UNITS_DIFFER] = "UNITS_DIFFER",
    [TB_NOTE_NOT_POSITIVE] = "NOT_POSITIVE",
    [TB_NOTE_NOT_INSIDE] = "NOT_INSIDE",
    [TB_NOTE_NEEDS_COUNTS] = "NEEDS_COUNTS",
    [TB_NOTE_ALL_ZERO] = "ALL_ZERO",
    [TB_NOTE_NO_FINITE_SLOPE] = "NO_FINITE_SLOPE",
    [TB_NOTE_TOO_FEW_PAIRS] = "TOO_FEW_PAIRS",
    [TB_NOTE_NO_WAY_TO_GO] = "NO_WAY_TO_GO",
    [TB_NOTE_TOO_FAR] = "TOO_FAR",
    [TB_NOTE_NO_SPREAD] = "NO_SPREAD",
    [TB_NOTE_NOTHING_SHOWS] = "NOTHING_SHOWS",
    [TB_NOTE_RISING] = "RISING",
    [TB_NOTE_FALLING] = "FALLING",
    [TB_NOTE_NO_CLEAR_CHANGE] = "NO_CLEAR_CHANGE",
    [TB_NOTE_VERDICT_TOO_FEW] = "VERDICT_TOO_FEW",
    [TB_NOTE_BROKEN] = "BROKEN",
    [TB_NOTE_DEPENDS_ON_BOUND] = "DEPENDS_ON_BOUND",
    [TB_NOTE_AGREES] = "AGREES",
    [TB_NOTE_DIFFERS] = "DIFFERS",
    [TB_NOTE_DIFFERS_BASE] = "DIFFERS_BASE",
    [TB_NOTE_DIFFERS_NUMERATOR] = "DIFFERS_NUMERATOR",
    [TB_NOTE_TARGET_MET] = "TARGET_MET",
    [TB_NOTE_TARGET_MISSED] = "TARGET_MISSED",
    [TB_NOTE_ON_TRACK] = "ON_TRACK",
    [TB_NOTE_SLOW] = "SLOW",
    [TB_NOTE_TOO_SLOW] = "TOO_SLOW",
    [TB_NOTE_MOVED_AWAY] = "MOVED_AWAY",
    [TB_NOTE_OUTSIDE_LIMITS] = "OUTSIDE_LIMITS",
    [TB_NOTE_RUN_ONE_SIDE] = "RUN_ONE_SIDE",
    [TB_NOTE_RUN_ONE_WAY] = "RUN_ONE_WAY",
    [TB_NOTE_OUTER_THIRD] = "OUTER_THIRD",
    [TB_NOTE_NO_SIGNAL] = "NO_SIGNAL",
    [TB_NOTE_NEW_LEVEL] = "NEW_LEVEL",
    [TB_NOTE_ONE_LEVEL] = "ONE_LEVEL",
    [TB_NOTE_LINE_FITS_BETTER] = "LINE_FITS_BETTER",
    [TB_NOTE_ONE_LINE] = "ONE_LINE",
    [TB_NOTE_SEVERAL_YEARS] = "SEVERAL_YEARS",
    [TB_NOTE_AMONG] = "AMONG",
    [TB_NOTE_BORDERLINE] = "BORDERLINE",
};
static const char *const caveat_names[TB_CAVEATS] = {
    "ABOUT",      "BOUND",         "PROVISIONAL", "ESTIMATED",      "UNRELIABLE", "REVISED",
    "PART_YEAR",  "LAST_SEGMENT",  "GAPS",        "AUTOCORRELATED", "COMPUTED",   "FEW_YEARS",
    "ALL_BOUNDS", "OVERDISPERSED", "CUT",         "FEW_EVENTS",     "OLD_BASIS",  "LINKED"};

static size_t passed, failed;
static const char *file;
static size_t line;

static void failure(const char *what, const char *expected, const char *got)
{
    printf("%s:%zu: %s: expected %s, got %s\n", file, line, what, expected, got);
    failed++;
}

static _Noreturn void broken(const char *why, const char *token)
{
    printf("%s:%zu: the specification is wrong: %s: %s\n", file, line, why, token ? token : "(nothing)");
    exit(1);
}

/* ---- one block ---- */

enum {
    MOST_LINES = 64,
    MOST_WORDS = 512
};

struct block {
    char statistic[64];
    char *indicator[MOST_LINES], *series[MOST_LINES]; /* lines as written */
    size_t n_indicators, n_series;
    struct tb_stat_options options;
    char of[256];
    bool complete, used;
    struct tb_panel *panel;
    struct tb_results *results;
};
static struct block block;

static void drop_results(void)
{
    tb_results_free(block.results);
    tb_panel_free(block.panel);
    block.results = NULL;
    block.panel = NULL;
    block.used = false;
}

static void drop_series(void)
{
    for (size_t i = 0; i < block.n_series; i++)
        free(block.series[i]);
    block.n_series = 0;
    block.of[0] = '\0';
}

/* A series or option after an expectation begins new data. */
static void begin_data(void)
{
    if (!block.used)
        return;
    drop_results();
    drop_series();
}

static void begin_block(const char *statistic)
{
    drop_results();
    drop_series();
    for (size_t i = 0; i < block.n_indicators; i++)
        free(block.indicator[i]);
    memset(&block, 0, sizeof block);
    block.options = tb_stat_defaults();
    snprintf(block.statistic, sizeof block.statistic, "%s", statistic);
    if (!tb_statistic_find(statistic))
        broken("no such statistic", statistic);
}

static size_t split(char *text, char *word[MOST_WORDS])
{
    size_t n = 0;
    for (char *save, *w = strtok_r(text, " \t\n", &save); w; w = strtok_r(NULL, " \t\n", &save))
        if (n < MOST_WORDS)
            word[n++] = w;
    return n;
}

/* ---- the panel of a block ---- */

static uint32_t indicator_named(const char *id)
{
    return tb_panel_indicator(block.panel, id, strlen(id));
}

static uint32_t name_of(const char *text)
{
    return tb_names_add(block.panel->names, text, strlen(text));
}

static void set_parts(uint32_t whole, char *list)
{
    uint32_t parts[16];
    uint32_t n = 0;
    for (char *save, *id = strtok_r(list, "+", &save); id; id = strtok_r(NULL, "+", &save))
        parts[n++] = indicator_named(id);
    struct tb_indicator *to = &block.panel->indicators[whole];
    define(block.panel, to)->parts = malloc((n + 1) * sizeof *parts);
    memcpy(define(block.panel, to)->parts, parts, n * sizeof *parts);
    define(block.panel, to)->n_parts = n;
}

/* in,-out */
static void set_flows(uint32_t stock, char *list)
{
    struct tb_flow flows[16];
    uint32_t n = 0;
    for (char *save, *id = strtok_r(list, ",", &save); id; id = strtok_r(NULL, ",", &save))
        flows[n++] = (struct tb_flow){indicator_named(*id == '-' ? id + 1 : id), *id == '-' ? -1 : 1};
    struct tb_indicator *to = &block.panel->indicators[stock];
    define(block.panel, to)->flows = malloc((n + 1) * sizeof *flows);
    memcpy(define(block.panel, to)->flows, flows, n * sizeof *flows);
    define(block.panel, to)->n_flows = n;
}

/* [YEAR:]OP NUMBER, as in the catalogue */
static void set_target(struct tb_indicator *to, char *text)
{
    char *colon = strchr(text, ':');
    if (colon)
        define(block.panel, to)->target_year = (int16_t)strtol(text, NULL, 10);
    const char *at = colon ? colon + 1 : text;
    const size_t mark = strspn(at, "<>=");
    const bool with = memchr(at, '=', mark) != NULL;
    define(block.panel, to)->target_op = *at == '<'   ? with ? TB_AT_MOST : TB_BELOW
                                         : *at == '>' ? with ? TB_AT_LEAST : TB_ABOVE
                                                      : TB_EXACT;
    if (!tb_number_parse(at + mark, strlen(at + mark), &define(block.panel, to)->target, NULL))
        broken("not a target", text);
}

static void set_property(uint32_t indicator, char *word)
{
    char *value = strchr(word, '=');
    if (!value)
        broken("key=value expected", word);
    *value++ = '\0';
    if (strcmp(word, "numerator") == 0 || strcmp(word, "denominator") == 0 || strcmp(word, "change_of") == 0) {
        const uint32_t other = indicator_named(value);
        struct tb_indicator *to = &block.panel->indicators[indicator];
        *(*word == 'n' ? &to->numerator : *word == 'd' ? &to->denominator : &to->change_of) = other;
        return;
    }
    if (strcmp(word, "flows") == 0) {
        set_flows(indicator, value);
        return;
    }
    if (strcmp(word, "parts") == 0) {
        set_parts(indicator, value);
        return;
    }
    struct tb_indicator *to = &block.panel->indicators[indicator];
    if (strcmp(word, "unit") == 0)
        to->unit = name_of(value);
    else if (strcmp(word, "name") == 0)
        to->name_zh = name_of(value);
    else if (strcmp(word, "per") == 0)
        define(block.panel, to)->per = strtod(value, NULL);
    else if (strcmp(word, "target") == 0)
        set_target(to, value);
    else if (strcmp(word, "better") == 0)
        to->better = strcmp(value, "lower") == 0 ? TB_LOWER : strcmp(value, "higher") == 0 ? TB_HIGHER : TB_NEUTRAL;
    else if (strcmp(word, "kind") == 0) {
        uint8_t kind = 0;
        while (tb_kind_names[kind] && strcmp(tb_kind_names[kind], value) != 0)
            kind++;
        if (!tb_kind_names[kind])
            broken("no such kind", value);
        to->kind = kind;
    } else
        broken("no such property", word);
}

/* [value before the break], behind the flags of a cell. */
static struct tb_pre_break before_break(char *cell)
{
    char *at = strchr(cell, '[');
    struct tb_pre_break before = {0};
    if (!at)
        return before;
    *at++ = '\0';
    const size_t mark = strspn(at, "~<>=");
    int decimals;
    before.given = true;
    before.state = !mark ? TB_EXACT : *at == '~' ? TB_ABOUT : *at == '<' ? TB_AT_MOST : TB_AT_LEAST;
    if (!tb_number_parse(at + mark, strcspn(at + mark, "]"), &before.value, &decimals))
        broken("not a number", at);
    before.decimals = (int8_t)decimals;
    return before;
}

static void add_cell(uint32_t indicator, uint32_t region, char *word, uint32_t input, size_t number)
{
    struct tb_observation o = {.input = input, .line = number + 1, .column = 2};
    char *cell;
    o.year = (int)strtol(word, &cell, 10);
    if (*cell++ != ':')
        broken("YEAR:CELL expected", word);
    o.pre_break = before_break(cell);
    char *period = strchr(cell, '{');
    if (period) {
        *period++ = '\0';
        period[strcspn(period, "}")] = '\0';
        o.period = name_of(period);
    }
    static const struct {
        const char *mark;
        enum tb_state state;
    } marks[] = {{"~", TB_ABOUT}, {"<=", TB_AT_MOST}, {"<", TB_BELOW}, {">=", TB_AT_LEAST}, {">", TB_ABOVE}};
    if (strncmp(cell, "...", 3) == 0) {
        o.state = TB_NEGLIGIBLE;
        cell += 3;
    } else if (*cell == '.' || (*cell == '-' && !isdigit((unsigned char)cell[1])))
        o.state = *cell++ == '.' ? TB_BLANK : TB_NONE;
    else {
        for (size_t i = 0; i < sizeof marks / sizeof marks[0] && !o.state; i++)
            if (strncmp(cell, marks[i].mark, strlen(marks[i].mark)) == 0) {
                o.state = marks[i].state;
                cell += strlen(marks[i].mark);
            }
        const size_t length = strspn(cell, "+-0123456789.e");
        size_t digits = length;
        while (digits > 0 && !isdigit((unsigned char)cell[digits - 1]))
            digits--; /* a flag e is no exponent */
        if (!tb_number_parse(cell, digits, &o.value, &o.decimals))
            broken("not a number", cell);
        cell += digits;
    }
    for (; *cell; cell++) {
        const size_t before = o.flags;
        for (size_t i = 0; i < tb_n_flag_rows; i++)
            if (tb_flag_rows[i].letter == *cell)
                o.flags |= tb_flag_rows[i].flag;
        if (o.flags == before)
            broken("no such flag", cell);
    }
    if (tb_panel_add(block.panel, indicator, region, &o) != TB_OK)
        broken("tb_panel_add", word);
}

static void split_series_name(const char *word, char id[128], char region[128])
{
    const size_t length = strcspn(word, "@");
    snprintf(id, 128, "%.*s", (int)length, word);
    snprintf(region, 128, "%s", word[length] ? word + length + 1 : "");
}

/* Makes panel and results of the block unless they stand. */
static void compute(void)
{
    block.used = true;
    if (block.results)
        return;
    char *word[MOST_WORDS];
    char id[128], region[128];
    struct tb_log *log = tb_log_new(0);
    block.panel = tb_panel_new();
    const uint32_t input =
        tb_panel_add_input(block.panel, &(struct tb_input){.path = name_of("spec"), .layout = "spec"});
    for (size_t i = 0; i < block.n_indicators; i++) {
        char *copy = strdup(block.indicator[i]);
        const size_t n = split(copy, word);
        const uint32_t indicator = indicator_named(word[1]);
        for (size_t w = 2; w < n; w++)
            set_property(indicator, word[w]);
        free(copy);
    }
    for (size_t i = 0; i < block.n_series; i++) {
        char *copy = strdup(block.series[i]);
        const size_t n = split(copy, word);
        const bool named = n > 1 && !strchr(word[1], ':');
        split_series_name(named ? word[1] : "x", id, region);
        if (!block.of[0])
            snprintf(block.of, sizeof block.of, "%s%s%s", id, *region ? "@" : "", region);
        const uint32_t indicator = indicator_named(id);
        const uint32_t in_region = name_of(region);
        for (size_t w = named ? 2 : 1; w < n; w++)
            add_cell(indicator, in_region, word[w], input, i * MOST_WORDS + w);
        free(copy);
    }
    const char *const chosen[] = {block.statistic, NULL};
    block.options.statistics = chosen;
    if (tb_panel_finish(block.panel, log) != TB_OK)
        broken("tb_panel_finish", NULL);
    if (block.complete && tb_complete(block.panel, log) != TB_OK)
        broken("tb_complete", NULL);
    if (block.options.choice[TB_BREAKS] && tb_link(block.panel, log) != TB_OK)
        broken("tb_link", NULL);
    if (tb_compute(block.panel, &block.options, &block.results, log) != TB_OK)
        broken("tb_compute", NULL);
    tb_log_free(log);
}

/* The row meant, or NULL; *used words name the years. */
static const struct tb_result *row_meant(char **word, size_t n, size_t *used)
{
    compute();
    char id[128], region[128];
    split_series_name(block.of, id, region);
    const uint32_t indicator = tb_panel_find_indicator(block.panel, id, strlen(id));
    const uint32_t series = tb_panel_find_series(block.panel, indicator, name_of(region));
    size_t rows;
    const struct tb_result *row = tb_results_of(block.results, series, block.statistic, &rows);
    *used = 0;
    if (n == 0 || !isdigit((unsigned char)*word[0]))
        return row;
    *used = 1;
    char *end;
    const int from = (int)strtol(word[0], &end, 10);
    const int to = *end == '-' ? (int)strtol(end + 1, NULL, 10) : from;
    return tb_results_at(block.results, series, block.statistic, from, to);
}

/* ---- expectations ---- */

static void expect_number(const struct tb_result *row, const char *field, const char *expected, double within)
{
    const struct {
        const char *name;
        double number;
    } fields[] = {{"value", row->value}, {"lower", row->lower}, {"upper", row->upper}, {"se", row->se},
                  {"p", row->p},         {"n", row->n},         {"from", row->from},   {"to", row->to}};
    size_t f = 0;
    const size_t n_fields = sizeof fields / sizeof fields[0];
    while (f < n_fields && strcmp(fields[f].name, field) != 0)
        f++;
    if (f == n_fields)
        broken("no such field", field);
    const double got = fields[f].number;
    char text[64];
    snprintf(text, sizeof text, "%.17g", got);
    if (strcmp(expected, "none") == 0) {
        if (isnan(got))
            passed++;
        else
            failure(field, expected, text);
        return;
    }
    char *end;
    const double wanted = strtod(expected, &end);
    if (*end || end == expected)
        broken("not a number", expected);
    const double tolerance = within * fabs(wanted);
    if (fabs(got - wanted) <= tolerance) /* false for nan */
        passed++;
    else
        failure(field, expected, text);
}

static void expect(char **word, size_t n)
{
    size_t used;
    const struct tb_result *row = row_meant(word, n, &used);
    if (n == 2 && strcmp(word[0], "rows") == 0) {
        char id[128], region[128], text[32];
        split_series_name(block.of, id, region);
        size_t rows;
        tb_results_of(
            block.results,
            tb_panel_find_series(block.panel, tb_panel_find_indicator(block.panel, id, strlen(id)), name_of(region)),
            block.statistic, &rows);
        snprintf(text, sizeof text, "%zu", rows);
        if (strcmp(text, word[1]) == 0)
            passed++;
        else
            failure("rows", word[1], text);
        return;
    }
    if (n < used + 2)
        broken("expect [YEARS] FIELD NUMBER", word[0]);
    double within = 1e-12;
    if (n == used + 4 && strcmp(word[used + 2], "within") == 0)
        within = strtod(word[used + 3], NULL);
    else if (n != used + 2)
        broken("within RELATIVE", word[used + 2]);
    if (!row)
        failure(word[used], word[used + 1], "no row");
    else
        expect_number(row, word[used], word[used + 1], within);
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

static void expect_note(char **word, size_t n, bool empty)
{
    size_t used;
    const struct tb_result *row = row_meant(word, n, &used);
    if (n <= used)
        broken("note CODE", NULL);
    const char *code = word[used];
    if (!row) {
        failure("note", code, "no row");
        return;
    }
    char got[256];
    snprintf(got, sizeof got, "%s year %d a %.12g b %.12g c %.12g value %.12g", note_names[row->note.code],
             row->note.year, row->note.a, row->note.b, row->note.c, row->value);
    const bool numbers = row->note.code == TB_NOTE_TOO_FEW_YEARS || row->note.code == TB_NOTE_VERDICT_TOO_FEW ||
                         row->note.code == TB_NOTE_TOO_FEW_PAIRS ||
                         (row->note.code >= TB_NOTE_DEPENDS_ON_BOUND && row->note.code != TB_NOTE_NEW_LEVEL);
    const double said[] = {numbers ? row->note.a : row->note.year, row->note.b, row->note.c};
    bool fine = strcmp(code, note_names[row->note.code]) == 0 && (!empty || isnan(row->value));
    for (size_t i = used + 1; i < n && i - used - 1 < 3; i++)
        fine = fine && near(said[i - used - 1], strtod(word[i], NULL));
    if (fine)
        passed++;
    else
        failure(empty ? "refuse" : "note", code, got);
}

static void expect_caveats(char **word, size_t n)
{
    size_t used;
    const struct tb_result *row = row_meant(word, n, &used);
    unsigned wanted = 0;
    for (size_t i = used; i < n; i++) {
        size_t c = 0;
        while (c < TB_CAVEATS && strcmp(caveat_names[c], word[i]) != 0)
            c++;
        if (c == TB_CAVEATS && strcmp(word[i], "none") != 0)
            broken("no such caveat", word[i]);
        if (c < TB_CAVEATS)
            wanted |= 1u << c;
    }
    char expected[32], got[32] = "no row";
    snprintf(expected, sizeof expected, "mask %#x", wanted);
    if (row)
        snprintf(got, sizeof got, "mask %#x", row->note.caveats);
    if (row && row->note.caveats == wanted)
        passed++;
    else
        failure("caveat", expected, got);
}

/* ---- files ---- */

static void run_line(char *text)
{
    char *whole = strdup(text);
    char *word[MOST_WORDS];
    const size_t n = split(text, word);
    if (n > 0 && *word[0] != '#') {
        if (strcmp(word[0], "statistic") == 0 && n == 2)
            begin_block(word[1]);
        else if (strcmp(word[0], "indicator") == 0 && n >= 2 && block.n_indicators < MOST_LINES)
            block.indicator[block.n_indicators++] = strdup(whole);
        else if (strcmp(word[0], "series") == 0 && block.n_series < MOST_LINES) {
            begin_data();
            block.series[block.n_series++] = strdup(whole);
        } else if (strcmp(word[0], "option") == 0 && n == 3) {
            begin_data();
            if (strcmp(word[1], "confidence") == 0)
                block.options.confidence = strtod(word[2], NULL);
            else if (strcmp(word[1], "choice") == 0) {
                struct tb_log *log = tb_log_new(1);
                if (tb_stat_choose(&block.options, word[2], log) != TB_OK)
                    broken("no such choice", word[2]);
                tb_log_free(log);
            } else
                block.options.index_base = (int)strtol(word[2], NULL, 10);
        } else if (strcmp(word[0], "complete") == 0)
            block.complete = true;
        else if (strcmp(word[0], "of") == 0 && n == 2)
            snprintf(block.of, sizeof block.of, "%s", word[1]);
        else if (strcmp(word[0], "expect") == 0)
            expect(word + 1, n - 1);
        else if (strcmp(word[0], "note") == 0 || strcmp(word[0], "refuse") == 0)
            expect_note(word + 1, n - 1, *word[0] == 'r');
        else if (strcmp(word[0], "caveat") == 0)
            expect_caveats(word + 1, n - 1);
        else
            broken("unknown line", word[0]);
    }
    free(whole);
}

static void run_file(const char *path)
{
    FILE *input = fopen(path, "r");
    if (!input) {
        printf("%s cannot be opened\n", path);
        exit(1);
    }
    file = strrchr(path, '/') + 1;
    line = 0;
    char *text = NULL;
    size_t size = 0;
    while (getline(&text, &size, input) >= 0) {
        line++;
        run_line(text);
    }
    free(text);
    fclose(input);
}

static int is_spec(const struct dirent *entry)
{
    const size_t length = strlen(entry->d_name);
    return length > 5 && strcmp(entry->d_name + length - 5, ".spec") == 0;
}

int main(void)
{
    struct dirent **entries;
    const int n = scandir(SOURCE_DIR "/tests/spec", &entries, is_spec, alphasort);
    for (int i = 0; i < n; i++) {
        char path[1024];
        snprintf(path, sizeof path, SOURCE_DIR "/tests/spec/%s", entries[i]->d_name);
        begin_block("value");
        run_file(path);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    begin_block("value"); /* frees the last one */
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
