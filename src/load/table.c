/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Published tables: a few lines, a header, records, a few lines.
 *
 * Each column has a role, told by its name or by what stands in it: it names the region, the indicator or the year of
 * its record, or it holds values of one year, one indicator or one region.  What neither the column nor the record
 * says, the lines above the header say, or the name of the file.
 */
#include "load/loader.h"

#include "trendbook/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum role {
    IGNORED,
    REGION,
    INDICATOR,
    YEAR,
    UNIT,
    NOTE,
    SOURCE,
    VALUE,
};

struct column {
    enum role role;
    int year;           /* of a value; 0 = the record's */
    uint32_t indicator; /* TB_NOWHERE = the record's */
    uint32_t region;    /* 0 = the record's */
};

/** What one publisher does differently. */
struct dialect {
    enum load_bracket bracket;
    const char *missing; /* a mark for "no value" that needs no warning, or NULL */
    const char *source;  /* who publishes it, when the file does not say, or NULL */
    bool dates;          /* years are written 2024-01-01 */
};

struct table {
    struct load_reader *reader;
    const struct load_preview *preview;
    const struct dialect *dialect;
    struct column *column;
    bool *understood;
    bool year_down, region_down, indicator_down;
    struct load_number_form form;
    bool in_tail;
    uint32_t indicator, region; /* of the whole file; TB_NOWHERE and 0 when it does not say */
    uint32_t unit, source, note;
    uint32_t above;          /* indicator of the record above: merged cells show it once */
    struct load_field named; /* the label above the header; kept, its text is `words` */
    char *words;
    bool titled;      /* that label is only the title of the table */
    uint32_t section; /* heading of the rows below it */
    size_t first;     /* number of the first observation */
    size_t n_outside, outside_line;
};

/* ---- finding the table ---- */

/* A year as the name of a column: 2024, 2024 with a suffix, 2024 [YR2024]. */
static int year_of(const char *name)
{
    unsigned ignored = 0;
    const char *advice, *more = strstr(name, " [YR");
    return load_year_read(name, more && more - name == 4 ? 4 : strlen(name), &ignored, &advice);
}

/* 2024 with months, a quarter or a half behind it: a part of a year, or a year so far.  A whole date is none. */
static bool is_part(const char *name)
{
    unsigned ignored = 0;
    const char *advice;
    const size_t length = strlen(name);
    if (length <= 4 || !load_year_read(name, 4, &ignored, &advice) || year_of(name))
        return false;
    const char kind = name[4] == '-' ? name[5] : name[4];
    return strncmp(name + 4, "年", strlen("年")) == 0 || (kind && strchr("QMHS", kind)) ||
           (length == strlen("2024-01") && strchr("-./", name[4]));
}

/* Digits of a number with a decimal comma, with a point instead; points in groups of three go.  0 when it is none. */
static size_t with_point(const char *text, size_t length, char *plain, size_t size, bool *one_group)
{
    size_t n = 0, run = 0, groups = 0;
    bool comma = false;
    for (size_t i = 0; i < length; i++) {
        const char c = text[i];
        const bool sign = i == 0 && (c == '-' || c == '+');
        if (n + 1 >= size)
            return 0;
        if (c >= '0' && c <= '9') {
            plain[n++] = c;
            run++;
        } else if (sign) {
            plain[n++] = c;
        } else if (c == '.' && !comma && run && run <= 3 && (!groups || run == 3)) {
            groups++;
            run = 0;
        } else if (c == ',' && !comma && run && (!groups || run == 3)) {
            comma = true;
            plain[n++] = '.';
            run = 0;
        } else {
            return 0;
        }
    }
    if (!run || (groups && !comma && run != 3))
        return 0;
    *one_group = groups == 1 && !comma;
    return n;
}

static bool is_number(const char *text, bool decimal_comma)
{
    struct load_value value;
    char plain[128];
    bool one_group;
    const size_t n = load_without_marks(text, strlen(text));
    if (decimal_comma && strpbrk(text, ",."))
        return with_point(text, n, plain, sizeof plain, &one_group) > 0;
    load_value_read(text, n, &value);
    return value.fault == LOAD_FINE;
}

/* Whether the record names years, behind at least one column that does not. */
static bool names_years(const struct load_header *row)
{
    size_t years = 0, first = 0;
    for (size_t c = 0; c < row->n; c++) {
        const bool year = year_of(row->name[c]) || is_part(row->name[c]);
        if (year && !years)
            first = c;
        if (!year && *row->name[c] && is_number(row->name[c], false))
            return false;
        years += year;
    }
    return years > 0 && first > 0;
}

/* Whether the record names a column of years, or words stand over a record that begins with a year. */
static bool names_columns(const struct load_header *row, const struct load_header *next)
{
    size_t words = 0;
    bool year = false;
    for (size_t c = 0; c < row->n; c++) {
        if (*row->name[c] && is_number(row->name[c], false))
            return false;
        words += *row->name[c] != '\0';
        year = year || load_word_of(row->key[c]) == LOAD_WORD_YEAR;
    }
    return row->n > 1 && words > 0 && (year ? words > 1 : next && next->n > 1 && year_of(next->name[0]));
}

/* 1,5 and 1.234,5; a comma before three digits may part thousands, unless commas cannot part the columns. */
static bool shows_decimal_comma(const char *text, char delimiter)
{
    const char *comma = strchr(text, ',');
    if (!comma || comma == text || strchr(comma + 1, ',') || strchr(comma, '.'))
        return false;
    const char *from = *text == '-' || *text == '+' ? text + 1 : text;
    const size_t before = strspn(from, "0123456789."), after = strspn(comma + 1, "0123456789");
    return from + before == comma && before && after && !comma[1 + after] && (delimiter == ';' || after != 3);
}

void load_find_table(struct load_preview *preview)
{
    preview->header = preview->n;
    for (size_t i = 0; i < preview->n && i < LOAD_PREVIEW_ROWS / 2; i++) {
        const struct load_header *row = &preview->row[i];
        preview->across = names_years(row);
        if (preview->across || names_columns(row, i + 1 < preview->n ? row + 1 : NULL)) {
            preview->header = i;
            break;
        }
    }
    for (size_t i = preview->header < preview->n ? preview->header + 1 : 1; i < preview->n && preview->delimiter != ',';
         i++)
        for (size_t c = 0; c < preview->row[i].n; c++)
            preview->decimal_comma =
                preview->decimal_comma || shows_decimal_comma(preview->row[i].name[c], preview->delimiter);
}

/* ---- recognising ---- */

static bool has(const struct load_header *header, const char *key)
{
    return load_header_find(header, key) >= 0;
}

/* Our own columns: a table that has them must be one of ours. */
static bool is_native(const struct load_header *header)
{
    return has(header, "indicator") || has(header, "value") || has(header, "id");
}

static const struct load_header *header_of(const struct load_preview *preview)
{
    return preview->header < preview->n ? &preview->row[preview->header] : NULL;
}

/* The first preview whose header pleases. */
static enum load_match find(struct load_opening *opening, bool (*pleases)(const struct load_preview *preview))
{
    for (size_t i = 0; i < sizeof opening->preview / sizeof opening->preview[0]; i++)
        if (header_of(&opening->preview[i]) && pleases(&opening->preview[i])) {
            opening->table = &opening->preview[i];
            return LOAD_MATCH;
        }
    return LOAD_NO_MATCH;
}

static bool is_worldbank(const struct load_preview *preview)
{
    const struct load_header *header = header_of(preview);
    return preview->across && has(header, "country name") &&
           (has(header, "indicator name") || has(header, "series name"));
}

static bool is_nbs(const struct load_preview *preview)
{
    const struct load_header *header = header_of(preview);
    size_t rest;
    for (size_t i = 0; i < preview->header; i++)
        switch (load_aside_of(preview->row[i].name[0], strlen(preview->row[i].name[0]), &rest)) {
        case LOAD_ASIDE_DATABASE:
        case LOAD_ASIDE_INDICATOR:
        case LOAD_ASIDE_TIME:
            return true;
        default:
            break;
        }
    const bool region = strcmp(header->name[0], "地区") == 0, indicator = strcmp(header->name[0], "指标") == 0;
    if (is_native(header) || (!region && !indicator && strcmp(header->name[0], "时间") != 0))
        return false;
    for (size_t c = 1; c < header->n; c++)
        if (strlen(header->name[c]) > 4 && year_of(header->name[c]))
            return true;
    const struct load_header *next = preview->header + 1 < preview->n ? header + 1 : NULL;
    return next && strlen(next->name[0]) > 4 && year_of(next->name[0]);
}

static bool is_owid(const struct load_preview *preview)
{
    const struct load_header *header = header_of(preview);
    return !preview->across && has(header, "entity") && has(header, "year");
}

static bool is_across(const struct load_preview *preview)
{
    return preview->across && !is_native(header_of(preview));
}

static bool is_down(const struct load_preview *preview)
{
    return !preview->across && !is_native(header_of(preview));
}

static enum load_match recognise_worldbank(struct load_opening *opening)
{
    return find(opening, is_worldbank);
}

/* The side files of a download: what the indicators and countries are. */
static enum load_match recognise_metadata(struct load_opening *opening)
{
    const struct load_header *header = opening->header;
    return (has(header, "indicator_code") && has(header, "source_note")) ||
                   (has(header, "country code") && has(header, "incomegroup"))
               ? LOAD_MATCH
               : LOAD_NO_MATCH;
}

static enum load_match recognise_nbs(struct load_opening *opening)
{
    return find(opening, is_nbs);
}

static enum load_match recognise_owid(struct load_opening *opening)
{
    return find(opening, is_owid);
}

static enum load_match recognise_across(struct load_opening *opening)
{
    return find(opening, is_across);
}

static enum load_match recognise_down(struct load_opening *opening)
{
    return find(opening, is_down);
}

static enum load_match recognise_fred(struct load_opening *opening)
{
    struct load_preview *preview = &opening->preview[0];
    if (!preview->n || preview->row[0].n < 2)
        return LOAD_NO_MATCH;
    const char *first = preview->row[0].key[0], *second = preview->row[0].key[1];
    if (strcmp(first, "observation_date") != 0 && (strcmp(first, "date") != 0 || strcmp(second, "value") != 0))
        return LOAD_NO_MATCH;
    preview->header = 0;
    preview->across = false;
    opening->table = preview;
    return LOAD_MATCH;
}

/* ---- values ---- */

bool load_take_number(struct load_reader *reader, const struct load_number_form *form, const struct load_field *cell,
                      size_t column, uint32_t indicator, struct tb_observation *observation)
{
    struct load_field trimmed = *cell;
    char plain[160];
    trimmed.text = load_trim_wide(trimmed.text, &trimmed.length);
    if (load_says_missing(reader->description, trimmed.text, trimmed.length))
        return load_take_value(reader, &trimmed, column, indicator, observation);
    if (form->missing && trimmed.length == strlen(form->missing) &&
        load_same_word(trimmed.text, form->missing, trimmed.length)) {
        observation->value = NAN;
        observation->state = TB_NOT_AVAILABLE;
        return true;
    }
    const size_t bare = load_without_marks(trimmed.text, trimmed.length);
    if (bare < trimmed.length) {
        tb_log_add(reader->log, TB_WARNING, "footnote", LOAD_AT(reader, cell->line, column),
                   "\"%s\" bears a footnote mark, which is left out", load_show(trimmed.text, trimmed.length).text);
        trimmed.length = bare;
    }
    if (form->decimal_comma &&
        (memchr(trimmed.text, ',', trimmed.length) || memchr(trimmed.text, '.', trimmed.length))) {
        bool one_group = false;
        const size_t n = with_point(trimmed.text, trimmed.length, plain, sizeof plain - 32, &one_group);
        if (!n) {
            tb_log_add(
                reader->log, TB_ERROR, "bad-number", LOAD_AT(reader, cell->line, column),
                "\"%s\" is not a number with a decimal comma, as the others of this file are; write it like them",
                load_show(cell->text, cell->length).text);
            return false;
        }
        if (one_group)
            load_say_remarks(reader, LOAD_ONE_GROUP, cell, column);
        trimmed.text = plain;
        trimmed.length = n;
    }
    double number;
    if (form->power && trimmed.length < sizeof plain - 32 &&
        tb_number_parse(trimmed.text, trimmed.length, &number, NULL) && !memchr(trimmed.text, 'e', trimmed.length) &&
        !memchr(trimmed.text, 'E', trimmed.length)) { /* 12.5 of millions is 12.5e6, exact in decimal */
        char scaled[sizeof plain];
        trimmed.length =
            (size_t)snprintf(scaled, sizeof scaled, "%.*se%d", (int)trimmed.length, trimmed.text, form->power);
        memcpy(plain, scaled, trimmed.length);
        trimmed.text = plain;
    } else if (form->power && trimmed.length) {
        struct load_value value;
        load_value_read(trimmed.text, trimmed.length, &value);
        if (value.fault == LOAD_FINE && !isnan(value.value)) {
            tb_log_add(reader->log, TB_ERROR, "bad-number", LOAD_AT(reader, cell->line, column),
                       "\"%s\" is counted in powers of ten and must be a plain number",
                       load_show(cell->text, cell->length).text);
            return false;
        }
    }
    return load_take_value(reader, &trimmed, column, indicator, observation);
}

/* ---- lines above and below ---- */

static uint32_t add_name(struct load_reader *reader, const char *text, size_t length)
{
    const uint32_t name = tb_names_add(reader->panel->names, text, length);
    if (name != TB_NO_NAME)
        return name;
    load_out_of_memory(reader->loader);
    return 0;
}

/* The first cells of a line as one text: a note may hold commas. */
static char *whole_line(const struct table *table, const struct load_row *row, size_t *length)
{
    size_t n = 0, last = 0;
    for (size_t c = 0; c < row->n; c++) {
        n += row->field[c].length + 1;
        last = row->field[c].length ? c : last;
    }
    char *text = malloc(n + 1);
    *length = 0;
    if (!text) {
        load_out_of_memory(table->reader->loader);
        return NULL;
    }
    for (size_t c = 0; c <= last; c++) {
        if (c)
            text[(*length)++] = table->preview->delimiter;
        if (row->field[c].length)
            memcpy(text + *length, row->field[c].text, row->field[c].length);
        *length += row->field[c].length;
    }
    text[*length] = '\0';
    return text;
}

/* Adds a text to a note, behind a blank. */
static void append(struct table *table, uint32_t *to, const char *text, size_t length, const struct load_row *row)
{
    struct load_reader *reader = table->reader;
    const char *known = tb_text(reader->panel, *to);
    char *joined = NULL;
    text = load_trim_wide(text, &length);
    if (!length)
        return;
    const int n = asprintf(&joined, "%s%s%.*s", known, *known ? " " : "", (int)length, text);
    if (n < 0) {
        load_out_of_memory(reader->loader);
        return;
    }
    uint32_t name = 0;
    const struct load_field field = {joined, (size_t)n, row->line};
    if (n <= LOAD_LONGEST_FIELD && load_take_text(reader, &field, 1, &name))
        *to = name;
    free(joined);
}

/* The title of a table without its number: "Table 1-2 Roads". */
static struct load_field without_number(struct load_field title)
{
    static const char *const words[] = {"表", "Table"};
    size_t at = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (title.length > strlen(words[i]) && memcmp(title.text, words[i], strlen(words[i])) == 0)
            at = strlen(words[i]);
    while (at < title.length && strchr(" 0123456789-.", title.text[at]))
        at++;
    if (at == title.length)
        return title;
    title.length -= at;
    title.text = load_trim_wide(title.text + at, &title.length);
    return title;
}

/* A line above the header. */
static void take_line_above(struct table *table, const struct load_row *row)
{
    struct load_reader *reader = table->reader;
    size_t length, rest = 0;
    reader->rows->n_ignored++;
    reader->rows->n_rows--;
    if (row->n > 1 && row->field[0].length == strlen("Data Source") &&
        memcmp(row->field[0].text, "Data Source", row->field[0].length) == 0) {
        append(table, &table->source, row->field[1].text, row->field[1].length, row);
        return;
    }
    char *line = whole_line(table, row, &length);
    if (!line)
        return;
    const enum load_aside aside = load_aside_of(line, length, &rest);
    const char *text = line + rest;
    length -= rest;
    text = load_trim_wide(text, &length);
    const struct load_field field = {text, length, row->line};
    const bool title = aside == LOAD_ASIDE_NONE && row->field[0].length == length;
    if (length && (aside == LOAD_ASIDE_INDICATOR || (title && (!table->words || table->titled)))) {
        free(table->words);
        table->words = line;
        table->named = title ? without_number(field) : field;
        table->titled = title;
        return;
    }
    if (aside == LOAD_ASIDE_REGION && length)
        load_take_place(reader, &field, 1, &table->region);
    else if (aside == LOAD_ASIDE_UNIT && length)
        table->unit = add_name(reader, text, length);
    else if (aside == LOAD_ASIDE_SOURCE)
        append(table, &table->source, text, length, row);
    else if (aside == LOAD_ASIDE_NOTE)
        append(table, &table->note, text, length, row);
    free(line);
}

/* Whether a record after the notes is data again. */
static bool looks_like_data(const struct table *table, const struct load_row *row)
{
    bool number = false;
    if (row->n < table->reader->header.n || !row->field[0].length)
        return false;
    for (size_t c = 0; c < table->reader->header.n; c++) {
        struct load_value value;
        if (table->column[c].role != VALUE || !row->field[c].length)
            continue;
        load_value_read(row->field[c].text, row->field[c].length, &value);
        number = number || value.fault == LOAD_FINE;
    }
    return number;
}

/* A note or source below the table.  False when the record is data. */
static bool take_line_below(struct table *table, const struct load_row *row)
{
    size_t length, rest = 0;
    const struct load_field *first = &row->field[0];
    const enum load_aside aside = load_aside_of(first->text, first->length, &rest);
    const bool begins = aside == LOAD_ASIDE_NOTE || aside == LOAD_ASIDE_SOURCE || aside == LOAD_ASIDE_TIME;
    if (!begins && (!table->in_tail || looks_like_data(table, row))) {
        table->in_tail = false;
        return false;
    }
    table->in_tail = true;
    table->reader->rows->n_ignored++;
    table->reader->rows->n_rows--;
    if (aside == LOAD_ASIDE_TIME)
        return true;
    char *line = whole_line(table, row, &length);
    if (line) {
        load_aside_of(line, length, &rest);
        append(table, aside == LOAD_ASIDE_SOURCE ? &table->source : &table->note, line + rest, length - rest, row);
    }
    free(line);
    return true;
}

/* ---- roles ---- */

/* What stands in a column of the preview. */
struct content {
    size_t filled, numbers, places;
    bool counts; /* 1, 2, 3, ... */
};

static struct content look(const struct table *table, size_t column)
{
    const struct load_preview *preview = table->preview;
    const char *missing = table->dialect->missing;
    struct content content = {.counts = true};
    for (size_t i = preview->header + 1; i < preview->n; i++) {
        const struct load_header *row = &preview->row[i];
        size_t rest;
        if (row->n < preview->row[preview->header].n || column >= row->n || !*row->name[column] ||
            load_aside_of(row->name[0], strlen(row->name[0]), &rest) == LOAD_ASIDE_NOTE)
            continue;
        const char *text = row->name[column];
        content.filled++;
        content.numbers += is_number(text, preview->decimal_comma) || (missing && strcmp(text, missing) == 0);
        content.places += load_is_chinese_place(text, strlen(text));
        content.counts = content.counts && (size_t)strtoul(text, NULL, 10) == content.filled;
    }
    content.counts = content.counts && content.filled && content.numbers == content.filled;
    return content;
}

static enum role role_of_word(enum load_word word)
{
    static const enum role roles[] = {
        [LOAD_WORD_NONE] = VALUE,    [LOAD_WORD_REGION] = REGION, [LOAD_WORD_INDICATOR] = INDICATOR,
        [LOAD_WORD_YEAR] = YEAR,     [LOAD_WORD_UNIT] = UNIT,     [LOAD_WORD_NOTE] = NOTE,
        [LOAD_WORD_SOURCE] = SOURCE, [LOAD_WORD_CODE] = IGNORED,
    };
    return roles[word];
}

static void say_ignored(struct table *table, size_t column)
{
    const struct load_header *header = &table->reader->header;
    tb_log_add(table->reader->log, TB_WARNING, "unknown-column", LOAD_AT(table->reader, header->line, column),
               "the column \"%s\" holds neither numbers nor years and is ignored",
               load_show(header->name[column - 1], strlen(header->name[column - 1])).text);
}

/* A column whose name says nothing: told by what stands in it. */
static void role_by_content(struct table *table, size_t c)
{
    struct column *column = &table->column[c];
    const struct content content = look(table, c);
    const bool named = *table->reader->header.name[c] != '\0';
    const bool across = table->preview->across;
    if (!named)
        table->understood[c] = content.filled > 0;
    if (content.counts && (!named || across))
        column->role = IGNORED;
    else if (!across && named && 2 * content.numbers >= content.filled)
        column->role = VALUE;
    else if (!content.filled)
        column->role = IGNORED;
    else if (across && 2 * content.places < content.filled)
        column->role = table->indicator_down && named ? IGNORED : INDICATOR;
    else
        column->role = table->region_down ? IGNORED : REGION;
    table->region_down = table->region_down || column->role == REGION;
    table->indicator_down = table->indicator_down || column->role == INDICATOR;
    if (named && column->role == IGNORED && content.filled)
        say_ignored(table, c + 1);
}

/* Years down without a name over them, or under a name that says something else. */
static bool holds_years(const struct load_preview *preview, size_t column)
{
    size_t years = 0, others = 0;
    for (size_t i = preview->header + 1; i < preview->n; i++) {
        const struct load_header *row = &preview->row[i];
        if (row->n < preview->row[preview->header].n || !*row->name[column])
            continue;
        if (year_of(row->name[column]))
            years++;
        else
            others++;
    }
    return years > others;
}

/* False (reported) when the columns do not make a table. */
static bool find_roles(struct table *table)
{
    struct load_reader *reader = table->reader;
    const struct load_header *header = &reader->header;
    const bool across = table->preview->across;
    size_t values = 0, years = 0, n_parts = 0, part = 0;
    for (size_t c = 0; c < header->n; c++) {
        struct column *column = &table->column[c];
        const enum load_word word = load_word_of(header->key[c]);
        column->indicator = TB_NOWHERE;
        column->year = across ? year_of(header->name[c]) : 0;
        column->role = column->year ? VALUE : role_of_word(word);
        if (!across && c == 0 && (table->dialect->dates || (column->role != YEAR && holds_years(table->preview, c)))) {
            column->role = YEAR;
            table->understood[c] = true;
        }
        if (column->role == YEAR && (across || years))
            column->role = IGNORED;
        years += column->role == YEAR;
        table->region_down = table->region_down || column->role == REGION;
        table->indicator_down = table->indicator_down || column->role == INDICATOR;
    }
    table->year_down = years > 0;
    for (size_t c = 0; c < header->n; c++) {
        struct column *column = &table->column[c];
        if (across && is_part(header->name[c])) {
            column->role = IGNORED;
            part = n_parts++ ? part : c + 1;
        } else if (column->role == VALUE && !column->year) {
            role_by_content(table, c);
        }
        values += column->role == VALUE;
        for (size_t k = 0; column->year && k < c; k++)
            if (table->column[k].year == column->year) {
                tb_log_add(
                    reader->log, TB_ERROR, "header", LOAD_AT(reader, header->line, c + 1),
                    table->preview->header
                        ? "the year %d is there twice, first as column %zu; keep one; where the line above groups "
                          "the columns, give each group rows of its own, with its name in a column 指标 (indicator)"
                        : "the year %d is there twice, first as column %zu; keep one",
                    column->year, k + 1);
                return false;
            }
    }
    if (n_parts) {
        tb_log_add(reader->log, values ? TB_WARNING : TB_ERROR, "part-year", LOAD_AT(reader, header->line, part),
                   "\"%s\" is a part of a year and is not read, as %zu column%s in all: only whole years are",
                   load_show(header->name[part - 1], strlen(header->name[part - 1])).text, n_parts,
                   n_parts == 1 ? "" : "s");
        if (!values)
            return false;
    }
    const struct tb_place at = {.file = reader->file, .line = header->line};
    if (!values || (!across && !years)) {
        tb_log_add(reader->log, TB_ERROR, "header", &at, "no column below this header holds %s",
                   values ? "years" : "numbers");
        return false;
    }
    if (!across && table->indicator_down && values > 1) {
        tb_log_add(reader->log, TB_ERROR, "header", &at,
                   "the indicator is named in a column, yet %zu columns hold numbers; keep one of them", values);
        return false;
    }
    return true;
}

/* Values of years down: are their columns indicators or regions? */
static bool columns_are_regions(const struct table *table)
{
    size_t values = 0, places = 0;
    for (size_t c = 0; c < table->reader->header.n; c++) {
        const char *name = table->reader->header.name[c];
        if (table->column[c].role != VALUE)
            continue;
        values++;
        places += load_is_chinese_place(name, strlen(name));
    }
    return !table->region_down && 2 * places > values;
}

static bool name_columns(struct table *table)
{
    struct load_reader *reader = table->reader;
    const bool regions = columns_are_regions(table);
    bool fine = true;
    for (size_t c = 0; c < reader->header.n; c++) {
        struct column *column = &table->column[c];
        const struct load_field cell = {reader->header.name[c], strlen(reader->header.name[c]), reader->header.line};
        if (column->role != VALUE)
            continue;
        if (regions) {
            fine = load_take_place(reader, &cell, c + 1, &column->region) && fine;
        } else if (strcmp(reader->header.key[c], "value") != 0) {
            column->indicator = load_take_label(reader, &cell, c + 1, table->dialect->bracket, table->unit);
            fine = column->indicator != TB_NOWHERE && fine;
        }
    }
    return fine;
}

void load_name_of_file(const struct load_reader *reader, struct load_label *label)
{
    const char *base = reader->opening->base, *point = strrchr(base, '.');
    load_label_read(base, point && point > base ? (size_t)(point - base) : strlen(base), LOAD_BRACKET_TEXT, label);
    if (!label->id_length)
        load_label_read("value", strlen("value"), LOAD_BRACKET_TEXT, label);
}

/* The indicator of the whole file: named above the header, else called after the file. */
static uint32_t indicator_of_file(struct table *table)
{
    struct load_reader *reader = table->reader;
    struct load_label label;
    if (table->indicator != TB_NOWHERE || reader->loader->status)
        return table->indicator;
    if (table->words && table->named.length) {
        table->indicator = load_take_label(reader, &table->named, 1, LOAD_BRACKET_UNIT, table->unit);
        return table->indicator;
    }
    load_name_of_file(reader, &label);
    const struct load_field name = {label.id, label.id_length, reader->header.line};
    table->indicator = load_take_label(reader, &name, 0, LOAD_BRACKET_TEXT, table->unit);
    if (table->indicator != TB_NOWHERE)
        tb_log_add(reader->log, TB_WARNING, "unnamed-indicator", LOAD_AT(reader, reader->header.line, 0),
                   "the file does not say what is counted, nor its unit; the indicator is called \"%s\" after the file",
                   tb_text(reader->panel, reader->panel->indicators[table->indicator].id));
    return table->indicator;
}

/* ---- records ---- */

/* 2024-01-01 */
static int year_of_date(const struct load_field *cell)
{
    unsigned ignored = 0;
    const char *advice;
    if (cell->length != strlen("2024-01-01") || memcmp(cell->text + 4, "-01-01", 6) != 0)
        return 0;
    return load_year_read(cell->text, 4, &ignored, &advice);
}

/* The year of a record; 0 when it is none, reported, or counted when it only lies outside of what is read. */
static int take_year(struct table *table, const struct load_field *cell, size_t column)
{
    struct load_reader *reader = table->reader;
    unsigned ignored = 0;
    const char *advice = NULL;
    size_t length = cell->length;
    const char *text = load_trim_wide(cell->text, &length);
    double number;
    if (table->dialect->dates) {
        const int year = year_of_date(cell);
        if (!year)
            tb_log_add(reader->log, TB_ERROR, "bad-year", LOAD_AT(reader, cell->line, column),
                       "\"%s\" is no whole year: this series is quarterly or monthly; take its annual form",
                       load_show(cell->text, cell->length).text);
        return year;
    }
    const int year = load_year_read(text, length, &ignored, &advice);
    if (year)
        return year;
    if (tb_number_parse(text, length, &number, NULL) && number == floor(number) && (number < 1800 || number > 2200)) {
        if (!table->n_outside++)
            table->outside_line = cell->line;
        reader->rows->n_ignored++;
        return 0;
    }
    tb_log_add(reader->log, TB_ERROR, "bad-year", LOAD_AT(reader, cell->line, column), "\"%s\" is not a year; %s",
               load_show(cell->text, cell->length).text, advice);
    return 0;
}

/* The indicator of a record; an empty cell under one that is not belongs to a merged cell. */
static uint32_t take_indicator(struct table *table, const struct load_row *row)
{
    struct load_reader *reader = table->reader;
    uint32_t unit = table->unit;
    for (size_t c = 0; c < reader->header.n; c++)
        if (table->column[c].role == UNIT && row->field[c].length)
            unit = add_name(reader, row->field[c].text, row->field[c].length);
    for (size_t c = 0; c < reader->header.n; c++)
        if (table->column[c].role == INDICATOR && row->field[c].length) {
            table->above = load_take_label(reader, &row->field[c], c + 1, table->dialect->bracket, unit);
            if (table->above != TB_NOWHERE && !reader->panel->indicators[table->above].section)
                reader->panel->indicators[table->above].section = table->section;
            return table->above;
        }
    if (table->above != TB_NOWHERE && table->region_down)
        return table->above;
    tb_log_add(reader->log, TB_ERROR, "empty-id", LOAD_AT(reader, row->line, 1),
               "the name of the indicator is empty; every line needs one");
    return TB_NOWHERE;
}

/* A heading between the rows: numbered, without a value.  It becomes the section of the indicators below it. */
static bool take_heading(struct table *table, const struct load_row *row)
{
    static const char *const numbers[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    struct load_reader *reader = table->reader;
    const struct load_field *label = NULL;
    for (size_t c = 0; c < reader->header.n; c++) {
        if (table->column[c].role == VALUE && row->field[c].length)
            return false;
        if (table->column[c].role == INDICATOR && row->field[c].length)
            label = &row->field[c];
    }
    if (!label)
        return false;
    struct load_field text = *label;
    text.text = load_trim_wide(text.text, &text.length);
    size_t at = 0;
    for (size_t i = 0; i < 10 && at + 3 <= text.length; i++)
        if (memcmp(text.text + at, numbers[i], 3) == 0) {
            at += 3;
            i = (size_t)-1;
        }
    if (!at || text.length <= at + 3 || memcmp(text.text + at, "、", 3) != 0)
        return false;
    text.text += at + 3;
    text.length -= at + 3;
    reader->rows->n_ignored++;
    reader->rows->n_rows--;
    return load_take_text(reader, &text, 1, &table->section);
}

static void read_record(struct table *table, const struct load_row *row)
{
    struct load_reader *reader = table->reader;
    struct tb_observation record = {0};
    uint32_t indicator = TB_NOWHERE, region = table->region;
    const bool by_record = table->indicator_down;
    for (size_t c = 0; c < reader->header.n; c++) {
        const struct load_field *cell = &row->field[c];
        bool fine = true;
        if (table->column[c].role == YEAR) {
            record.year = take_year(table, cell, c + 1);
            fine = record.year != 0;
        } else if (table->column[c].role == REGION && cell->length) {
            fine = load_take_place(reader, cell, c + 1, &region);
        } else if (table->column[c].role == NOTE) {
            fine = load_take_text(reader, cell, c + 1, &record.note);
        } else if (table->column[c].role == SOURCE) {
            fine = load_take_text(reader, cell, c + 1, &record.source);
        }
        if (!fine)
            return;
    }
    if (by_record && (indicator = take_indicator(table, row)) == TB_NOWHERE)
        return;
    for (size_t c = 0; c < reader->header.n && !reader->loader->status; c++) {
        const struct column *column = &table->column[c];
        struct tb_observation observation = record;
        if (column->role != VALUE)
            continue;
        uint32_t of = by_record ? indicator : column->indicator;
        if (of == TB_NOWHERE)
            of = indicator_of_file(table);
        if (of == TB_NOWHERE)
            return;
        if (column->year)
            observation.year = column->year;
        if (load_take_number(reader, &table->form, &row->field[c], c + 1, of, &observation))
            load_add(reader, of, column->region ? column->region : region, &observation, &row->field[c], c + 1);
    }
}

static void read_records(struct table *table)
{
    struct load_reader *reader = table->reader;
    struct load_row row;
    if (!table->preview->across && !table->indicator_down && !name_columns(table))
        return;
    reader->understood = table->understood;
    reader->published = true;
    while (!reader->loader->status && load_rows_next(reader->rows, &row))
        if (!take_line_below(table, &row) && load_fits(reader, &row) && !take_heading(table, &row))
            read_record(table, &row);
    if (table->n_outside)
        tb_log_add(reader->log, TB_WARNING, "outside", LOAD_AT(reader, table->outside_line, 0),
                   "%zu record%s of years before 1800 or after 2200, the first of them here, not read",
                   table->n_outside, table->n_outside == 1 ? "" : "s");
    if (!table->source && table->dialect->source && !(reader->description && reader->description->source))
        table->source = add_name(reader, table->dialect->source, strlen(table->dialect->source));
    if (tb_panel_add_texts(reader->panel, table->first, table->source, table->note))
        load_out_of_memory(reader->loader);
}

static void read_table(struct load_reader *reader, const struct dialect *dialect)
{
    const struct load_preview *preview = reader->opening->table;
    struct table table = {.reader = reader,
                          .preview = preview,
                          .dialect = dialect,
                          .form = {.missing = dialect->missing, .decimal_comma = preview->decimal_comma},
                          .indicator = TB_NOWHERE,
                          .above = TB_NOWHERE,
                          .first = reader->panel->n};
    struct load_row row;
    reader->rows->delimiter = preview->delimiter;
    while (load_rows_next(reader->rows, &row) && row.line < preview->row[preview->header].line)
        take_line_above(&table, &row);
    if (reader->rows->status || !load_take_header(reader, &row))
        goto done;
    table.column = calloc(reader->header.n, sizeof *table.column);
    table.understood = calloc(reader->header.n, sizeof *table.understood);
    if (!table.column || !table.understood)
        load_out_of_memory(reader->loader);
    else if (find_roles(&table))
        read_records(&table);
done:
    reader->understood = NULL;
    free(table.column);
    free(table.understood);
    free(table.words);
}

static void read_worldbank(struct load_reader *reader)
{
    static const struct dialect dialect = {.bracket = LOAD_BRACKET_UNIT, .missing = "..", .source = "World Bank"};
    read_table(reader, &dialect);
}

static void read_metadata(struct load_reader *reader)
{
    struct load_row row;
    if (!load_read_header(reader))
        return;
    while (load_rows_next(reader->rows, &row))
        reader->rows->n_ignored++;
    if (reader->rows->n_ignored)
        tb_log_add(reader->log, TB_WARNING, "side-file", LOAD_AT(reader, reader->header.line, 0),
                   "the file describes indicators or countries and holds no figures; it is not read");
}

static void read_nbs(struct load_reader *reader)
{
    static const struct dialect dialect = {.bracket = LOAD_BRACKET_UNIT};
    read_table(reader, &dialect);
}

static void read_owid(struct load_reader *reader)
{
    static const struct dialect dialect = {.bracket = LOAD_BRACKET_TEXT, .source = "Our World in Data"};
    read_table(reader, &dialect);
}

static void read_fred(struct load_reader *reader)
{
    static const struct dialect dialect = {
        .bracket = LOAD_BRACKET_TEXT, .missing = ".", .source = "FRED", .dates = true};
    read_table(reader, &dialect);
}

static void read_plain(struct load_reader *reader)
{
    static const struct dialect dialect = {.bracket = LOAD_BRACKET_TEXT};
    read_table(reader, &dialect);
}

const struct tb_layout_code load_worldbank_code = {recognise_worldbank, read_worldbank};
const struct tb_layout_code load_metadata_code = {recognise_metadata, read_metadata};
const struct tb_layout_code load_nbs_code = {recognise_nbs, read_nbs};
const struct tb_layout_code load_owid_code = {recognise_owid, read_owid};
const struct tb_layout_code load_fred_code = {recognise_fred, read_fred};
const struct tb_layout_code load_across_code = {recognise_across, read_plain};
const struct tb_layout_code load_down_code = {recognise_down, read_plain};
