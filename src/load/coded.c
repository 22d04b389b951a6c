/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Tables of statistical offices whose records are keys of codes: SDMX-CSV, the older CSV of the OECD, Eurostat's TSV.
 *
 * A record has a code for each dimension.  One dimension is the region, one may be the frequency, one the time; the
 * codes of the others, joined by points, are the indicator, without those that say "total" or "not applicable".
 */
#include "load/loader.h"

#include "trendbook/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum role {
    DIMENSION,
    REGION,
    FREQUENCY,
    TIME,
    VALUE,
    FLAG,
    CONFIDENTIALITY,
    PRE_BREAK,
    POWER,
    UNIT,
    TITLE,
    LABEL, /* of the column before */
    IGNORED,
};

/* Written as publishers write them: "TIME" is the code, "Time" its label. */
static const struct {
    const char *name;
    enum role role;
} names[] = {
    {"REF_AREA", REGION},
    {"GEO", REGION},
    {"geo", REGION},
    {"LOCATION", REGION},
    {"COUNTRY", REGION},
    {"COU", REGION},
    {"FREQ", FREQUENCY},
    {"freq", FREQUENCY},
    {"FREQUENCY", FREQUENCY},
    {"TIME_PERIOD", TIME},
    {"TIME", TIME},
    {"time", TIME},
    {"OBS_VALUE", VALUE},
    {"VALUE", VALUE},
    {"Value", VALUE},
    {"OBS_STATUS", FLAG},
    {"OBS_FLAG", FLAG},
    {"Flag Codes", FLAG},
    {"CONF_STATUS", CONFIDENTIALITY},
    {"OBS_PRE_BREAK", PRE_BREAK},
    {"PRE_BREAK", PRE_BREAK},
    {"UNIT_MULT", POWER},
    {"PowerCode Code", POWER},
    {"UNIT_MEASURE", UNIT},
    {"UNIT", UNIT},
    {"unit", UNIT},
    {"Unit Code", UNIT},
    {"TITLE", TITLE},
    {"DATAFLOW", IGNORED},
    {"STRUCTURE", IGNORED},
    {"STRUCTURE_ID", IGNORED},
    {"STRUCTURE_NAME", IGNORED},
    {"LAST UPDATE", IGNORED},
    {"ACTION", IGNORED},
    {"KEY", IGNORED},
    {"SERIES_KEY", IGNORED},
    {"OBS_KEY", IGNORED},
    {"Reference Period Code", IGNORED},
};

struct dimension {
    enum role role;
    size_t column; /* from 1 */
    bool in_id;    /* its code is part of the indicator's */
    bool both;     /* cells hold "CODE: label" */
    size_t label;  /* column of its labels, from 1, or 0 */
};

/* A code with its label, as a record gives it. */
struct code {
    struct load_field code, label;
};

struct coded {
    struct load_reader *reader;
    struct dimension *dimension;
    size_t n;
    struct code *code; /* of the record, by dimension */
    struct load_number_form form;
    uint32_t indicator; /* of the last record */
    char key[1024];
    size_t key_length, title_length;
    char title[1024];
    size_t n_parts, parts_line; /* what is no whole year */
    char part[32];
    size_t n_years;
};

/* ---- recognising ---- */

static const struct load_header *first_of(const struct load_preview *preview)
{
    return preview->n ? &preview->row[0] : NULL;
}

/* Length of a column's name without its label: DIM: Dimension. */
static size_t name_length(const char *name)
{
    const char *label = strstr(name, ": ");
    return label ? (size_t)(label - name) : strlen(name);
}

static bool names_column(const struct load_header *header, const char *name)
{
    for (size_t c = 0; c < header->n; c++)
        if (name_length(header->name[c]) == strlen(name) && memcmp(header->name[c], name, strlen(name)) == 0)
            return true;
    return false;
}

/* Takes this preview, whose first record is the header. */
static enum load_match take(struct load_opening *opening, struct load_preview *preview)
{
    preview->header = 0;
    opening->table = preview;
    return LOAD_MATCH;
}

static enum load_match recognise_sdmx(struct load_opening *opening)
{
    for (size_t i = 0; i < sizeof opening->preview / sizeof opening->preview[0]; i++) {
        const struct load_header *header = first_of(&opening->preview[i]);
        if (header && header->n > 2 && names_column(header, "OBS_VALUE") &&
            (names_column(header, "TIME_PERIOD") || strncmp(header->name[0], "STRUCTURE", 9) == 0))
            return take(opening, &opening->preview[i]);
    }
    return LOAD_NO_MATCH;
}

static enum load_match recognise_oecd(struct load_opening *opening)
{
    const struct load_header *header = first_of(&opening->preview[0]);
    const bool all = header && names_column(header, "TIME") && names_column(header, "Value") &&
                     (names_column(header, "LOCATION") || names_column(header, "COUNTRY") ||
                      names_column(header, "COU") || names_column(header, "Flag Codes"));
    return all ? take(opening, &opening->preview[0]) : LOAD_NO_MATCH;
}

static enum load_match recognise_eurostat(struct load_opening *opening)
{
    const struct load_header *header = first_of(&opening->preview[2]);
    if (!header || header->n < 2 || !strchr(header->name[0], '\\'))
        return LOAD_NO_MATCH;
    const char *time = strrchr(header->key[0], '\\') + 1;
    return strcmp(time, "time") == 0 || strcmp(time, "time_period") == 0 ? take(opening, &opening->preview[2])
                                                                         : LOAD_NO_MATCH;
}

/* ---- dimensions ---- */

/* A code is written in one case; "Time period" and "Unit of measure" are labels. */
static bool is_code(const char *name, size_t length)
{
    bool lower = false, upper = false;
    for (size_t i = 0; i < length; i++) {
        const char c = name[i];
        lower = lower || (c >= 'a' && c <= 'z');
        upper = upper || (c >= 'A' && c <= 'Z');
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return length && !(lower && upper);
}

static enum role role_of(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i].name) == length && memcmp(names[i].name, name, length) == 0)
            return names[i].role;
    if (length > strlen("STRUCTURE[") && memcmp(name, "STRUCTURE[", strlen("STRUCTURE[")) == 0)
        return IGNORED;
    return is_code(name, length) ? DIMENSION : LABEL;
}

static const struct dimension *find(const struct coded *coded, enum role role)
{
    for (size_t i = 0; i < coded->n; i++)
        if (coded->dimension[i].role == role)
            return &coded->dimension[i];
    return NULL;
}

/* 2014, 2014-A1, or with something behind it: 2014-Q1, 2014M01, 2014-01-31. */
static int year_of(const char *text, size_t length, bool *whole)
{
    unsigned ignored = 0;
    const char *advice;
    *whole = length == 4 || (length == 7 && memcmp(text + 4, "-A1", 3) == 0);
    if (length < 4 || (length > 4 && !strchr("-QMSW", text[4])))
        return 0;
    return load_year_read(text, 4, &ignored, &advice);
}

/* Of a file that calls its time otherwise: the dimension whose first code is one. */
static struct dimension *unnamed_time(struct coded *coded, const struct load_preview *preview)
{
    for (size_t i = 0; i < coded->n && preview->n > 1; i++) {
        struct dimension *dimension = &coded->dimension[i];
        if (dimension->role != DIMENSION || dimension->column > preview->row[1].n)
            continue;
        const char *text = preview->row[1].name[dimension->column - 1];
        bool whole;
        if (year_of(text, name_length(text), &whole))
            return dimension;
    }
    return NULL;
}

/* Adds a dimension; a label goes to the one before it. */
static void add_dimension(struct coded *coded, const char *name, size_t length, size_t column, bool attribute)
{
    struct dimension dimension = {.role = role_of(name, length), .column = column};
    dimension.both = length >= 2 && strlen(name) > length && memcmp(name + length, ": ", 2) == 0;
    if (dimension.role == LABEL && coded->n && !coded->dimension[coded->n - 1].label &&
        coded->dimension[coded->n - 1].column + 1 == column) {
        coded->dimension[coded->n - 1].label = column;
        return;
    }
    if (dimension.role == LABEL || (dimension.role == DIMENSION && attribute))
        dimension.role = IGNORED;
    dimension.in_id = !attribute && (dimension.role == DIMENSION || dimension.role == UNIT);
    coded->dimension[coded->n++] = dimension;
}

/* The columns of a CSV.  False (reported) when time or value is not among them. */
static bool find_dimensions(struct coded *coded)
{
    const struct load_header *header = &coded->reader->header;
    bool attributes = false; /* what follows time and value does not belong to the key */
    for (size_t c = 0; c < header->n; c++) {
        const char *name = header->name[c];
        add_dimension(coded, name, name_length(name), c + 1, attributes);
        const enum role role = coded->dimension[coded->n - 1].role;
        attributes = attributes || role == TIME || role == VALUE;
    }
    if (!find(coded, TIME)) {
        struct dimension *time = unnamed_time(coded, coded->reader->opening->table);
        if (time) {
            time->role = TIME;
            time->in_id = false;
        }
    }
    if (find(coded, TIME) && find(coded, VALUE))
        return true;
    const size_t records = coded->reader->opening->table->n - 1;
    const struct tb_place at = {.file = coded->reader->file, .line = header->line};
    if (records) /* without any there is no data, and that is said */
        tb_log_add(coded->reader->log, TB_ERROR, "header", &at, "no column holds the %s",
                   find(coded, VALUE) ? "time" : "value");
    return false;
}

/* ---- one record ---- */

static struct load_field piece(const struct load_field *cell, size_t from, size_t to)
{
    size_t length = to - from;
    const char *text = load_trim_wide(cell->text + from, &length);
    return load_field_at(text, length, cell->line);
}

static void read_code(const struct dimension *dimension, const struct load_row *row, struct code *code)
{
    const struct load_field *cell = &row->field[dimension->column - 1];
    const char *colon = dimension->both ? memmem(cell->text, cell->length, ": ", 2) : NULL;
    const size_t length = colon ? (size_t)(colon - cell->text) : cell->length;
    code->code = piece(cell, 0, length);
    code->label = colon              ? piece(cell, length + 2, cell->length)
                  : dimension->label ? row->field[dimension->label - 1]
                                     : load_field_at("", 0, cell->line);
}

static bool is(const struct load_field *code, const char *text)
{
    return code->length == strlen(text) && memcmp(code->text, text, code->length) == 0;
}

static bool says_nothing(const struct load_field *code)
{
    return !code->length || is(code, "_T") || is(code, "_Z");
}

static bool holds(const struct load_field *code, const char *text)
{
    return memmem(code->text, code->length, text, strlen(text)) != NULL;
}

/* The unit's word: percentages are told by their codes, else the label is the better word. */
static struct load_field unit_of(const struct code *code)
{
    struct load_field unit = code->label.length ? code->label : code->code;
    if (says_nothing(&code->code))
        unit.length = 0;
    else if (is(&code->code, "PC_PNT") || is(&code->code, "PP"))
        unit = load_field_at("percentage points", strlen("percentage points"), unit.line);
    else if (is(&code->code, "PC") || is(&code->code, "PT") || holds(&code->code, "PCH") ||
             (code->code.length > 3 &&
              (memcmp(code->code.text, "PC_", 3) == 0 || memcmp(code->code.text, "PT_", 3) == 0)))
        unit = load_field_at("%", 1, unit.line);
    return unit;
}

/* False when the text would not fit; it is left as it was then. */
static bool add_text(char *text, size_t size, size_t *length, const char *between, const struct load_field *field)
{
    const int n =
        snprintf(text + *length, size - *length, "%s%.*s", *length ? between : "", (int)field->length, field->text);
    const bool fits = n >= 0 && *length + (size_t)n < size;
    if (fits)
        *length += (size_t)n;
    text[*length] = '\0';
    return fits;
}

/* Gives a new indicator the words of its codes as its name. */
static void name_indicator(struct coded *coded)
{
    struct load_reader *reader = coded->reader;
    struct tb_indicator *row = &reader->panel->indicators[coded->indicator];
    const struct load_field title = load_field_at(coded->title, coded->title_length, reader->header.line);
    uint32_t name = 0;
    if (coded->title_length && row->definition->file == TB_NOWHERE && load_take_text(reader, &title, 0, &name))
        row->name_en = name;
}

/* Joins the codes of the record: the id, and behind it, after a line end, a unit that is not part of it. */
static bool join_codes(struct coded *coded, char *key, size_t size, size_t *id_length, size_t *length)
{
    bool fits = true;
    *length = 0;
    key[0] = '\0';
    for (size_t i = 0; i < coded->n; i++)
        if (coded->dimension[i].in_id && !says_nothing(&coded->code[i].code))
            fits = add_text(key, size, length, ".", &coded->code[i].code) && fits;
    *id_length = *length;
    for (size_t i = 0; i < coded->n; i++)
        if (coded->dimension[i].role == UNIT && !coded->dimension[i].in_id && coded->code[i].code.length)
            fits = add_text(key, size, length, "\n", &coded->code[i].code) && fits;
    return fits;
}

/* The words of the codes, as far as there are any. */
static void join_titles(struct coded *coded)
{
    coded->title_length = 0;
    for (size_t i = 0; i < coded->n; i++) {
        const struct code *code = &coded->code[i];
        const bool title = coded->dimension[i].role == TITLE;
        const struct load_field *words = title ? &code->code : &code->label;
        if ((title || coded->dimension[i].in_id) && !says_nothing(&code->code) && words->length)
            add_text(coded->title, sizeof coded->title, &coded->title_length, ", ", words);
    }
}

/* The indicator of the codes of this record, or TB_NOWHERE (reported). */
static uint32_t take_indicator(struct coded *coded, size_t line)
{
    struct load_reader *reader = coded->reader;
    char key[sizeof coded->key];
    size_t id_length, length;
    if (!join_codes(coded, key, sizeof key, &id_length, &length)) {
        tb_log_add(reader->log, TB_ERROR, "bad-id", LOAD_AT(reader, line, 0),
                   "the codes of this record are too long to name an indicator");
        return TB_NOWHERE;
    }
    if (coded->indicator != TB_NOWHERE && length == coded->key_length && memcmp(key, coded->key, length) == 0)
        return coded->indicator;
    struct load_label file;
    load_name_of_file(reader, &file);
    const struct load_field label =
        load_field_at(id_length ? key : file.id, id_length ? id_length : file.id_length, line);
    coded->indicator = load_take_label(reader, &label, 1, LOAD_BRACKET_TEXT, 0);
    if (coded->indicator == TB_NOWHERE)
        return TB_NOWHERE;
    join_titles(coded);
    name_indicator(coded);
    memcpy(coded->key, key, length);
    coded->key_length = length;
    for (size_t i = 0; i < coded->n; i++) {
        const struct load_field unit = unit_of(&coded->code[i]);
        if (coded->dimension[i].role == UNIT &&
            !load_take_unit(reader, &unit, coded->dimension[i].column, coded->indicator))
            coded->indicator = TB_NOWHERE; /* and the next record asks again */
    }
    return coded->indicator;
}

/* Quarters, months and days are counted, not read. */
static void count_part(struct coded *coded, const char *text, size_t length, size_t line)
{
    if (!coded->n_parts++) {
        coded->parts_line = line;
        snprintf(coded->part, sizeof coded->part, "%.*s", (int)(length < 24 ? length : 24), text);
    }
}

/* A whole record of that kind. */
static void skip_part(struct coded *coded, const struct load_field *cell)
{
    count_part(coded, cell->text, cell->length, cell->line);
    coded->reader->rows->n_ignored++;
}

/* Status letters of SDMX and Eurostat as our own; what only says "normal" or "missing" goes. */
static void take_flags(struct coded *coded, const struct load_field *cell, size_t column,
                       struct tb_observation *observation)
{
    char letters[64];
    size_t n = 0;
    for (size_t i = 0; i < cell->length && n < sizeof letters; i++) {
        const char c = cell->text[i];
        const char small = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (!strchr("amloh ", small))
            letters[n++] = (char)(small == 'q' ? 'c' : small == 'i' ? 'e' : small); /* suppressed; imputed */
    }
    const struct load_field flags = load_field_at(letters, n, cell->line);
    if (n)
        load_take_flags(coded->reader, &flags, column, observation);
    if (observation->state == TB_NOT_AVAILABLE && (observation->flags & TB_FLAG_CONFIDENTIAL))
        observation->state = TB_CONFIDENTIAL;
}

/* Power of ten of this record.  False (reported) when it is none. */
static bool take_power(struct coded *coded, const struct load_field *cell, size_t column)
{
    double power = 0;
    coded->form.power = 0;
    if (!cell->length)
        return true;
    if (!tb_number_parse(cell->text, cell->length, &power, NULL) || power != floor(power) || fabs(power) > 15) {
        tb_log_add(coded->reader->log, TB_ERROR, "unit", LOAD_AT(coded->reader, cell->line, column),
                   "\"%s\" is no power of ten for a unit; it must be a whole number such as 0, 3 or 6",
                   load_show(cell->text, cell->length).text);
        return false;
    }
    coded->form.power = (int)power;
    return true;
}

/* The region of the record; its label where there is one. */
static bool take_region(struct coded *coded, uint32_t *region)
{
    for (size_t i = 0; i < coded->n; i++) {
        const struct code *code = &coded->code[i];
        const struct load_field *cell = code->label.length ? &code->label : &code->code;
        if (coded->dimension[i].role == REGION && cell->length)
            return load_take_place(coded->reader, cell, coded->dimension[i].column, region);
    }
    *region = 0;
    return true;
}

/* Whether the record is of whole years. */
static bool is_yearly(struct coded *coded)
{
    for (size_t i = 0; i < coded->n; i++) {
        const struct load_field *code = &coded->code[i].code;
        if (coded->dimension[i].role == FREQUENCY && code->length && !is(code, "A")) {
            skip_part(coded, code);
            return false;
        }
    }
    return true;
}

/* The value of the year on the basis before a break, in the power of ten of the record. */
static bool take_pre_break(struct coded *coded, uint32_t indicator, struct tb_observation *observation)
{
    const struct dimension *column = find(coded, PRE_BREAK);
    const struct load_field *cell = column ? &coded->code[column - coded->dimension].code : NULL;
    struct tb_observation before = {.year = observation->year};
    if (!cell || !cell->length)
        return true;
    if (!load_take_number(coded->reader, &coded->form, cell, column->column, indicator, &before))
        return false;
    load_set_pre_break(coded->reader, cell, column->column, &before, observation);
    return true;
}

static void read_record(struct coded *coded, const struct load_row *row)
{
    struct load_reader *reader = coded->reader;
    struct tb_observation observation = {0};
    uint32_t region = 0;
    bool whole = false, fine = true;
    for (size_t i = 0; i < coded->n; i++)
        read_code(&coded->dimension[i], row, &coded->code[i]);
    const struct dimension *time = find(coded, TIME), *value = find(coded, VALUE);
    const struct load_field *when = &coded->code[time - coded->dimension].code;
    observation.year = year_of(when->text, when->length, &whole);
    if (!observation.year) {
        load_take_year(reader, when, time->column, &observation.year); /* says what is wrong */
        return;
    }
    if (!whole)
        skip_part(coded, when);
    if (!whole || !is_yearly(coded))
        return;
    const uint32_t indicator = take_indicator(coded, row->line);
    fine = indicator != TB_NOWHERE && take_region(coded, &region);
    for (size_t i = 0; i < coded->n; i++)
        if (coded->dimension[i].role == POWER)
            fine = take_power(coded, &coded->code[i].code, coded->dimension[i].column) && fine;
    const struct load_field *cell = &row->field[value->column - 1];
    fine = load_take_number(reader, &coded->form, cell, value->column, indicator, &observation) && fine;
    for (size_t i = 0; i < coded->n; i++) {
        const struct load_field *code = &coded->code[i].code;
        if (coded->dimension[i].role == FLAG)
            take_flags(coded, code, coded->dimension[i].column, &observation);
        else if (coded->dimension[i].role == CONFIDENTIALITY && is(code, "C"))
            take_flags(coded, code, coded->dimension[i].column, &observation);
    }
    fine = fine && take_pre_break(coded, indicator, &observation);
    if (!fine)
        return;
    coded->n_years++;
    load_add(reader, indicator, region, &observation, cell, value->column);
}

/* ---- Eurostat's TSV: the key in the first cell, a column a year ---- */

/* Takes the key apart at its commas.  The header's last piece ends in a backslash and the word for time. */
static void find_key(struct coded *coded)
{
    const char *name = coded->reader->header.name[0], *end = strrchr(name, '\\');
    while (name < end) {
        const char *comma = memchr(name, ',', (size_t)(end - name));
        const char *stop = comma ? comma : end;
        struct load_field word = load_field_at(name, (size_t)(stop - name), 0);
        word.text = load_trim_wide(word.text, &word.length);
        struct dimension *dimension = &coded->dimension[coded->n++];
        *dimension = (struct dimension){.role = role_of(word.text, word.length), .column = 1};
        if (dimension->role != REGION && dimension->role != FREQUENCY && dimension->role != UNIT)
            dimension->role = DIMENSION;
        dimension->in_id = dimension->role == DIMENSION || dimension->role == UNIT;
        name = stop + 1;
    }
}

/* False (reported) when the key of the record has not as many codes as the header's. */
static bool read_key(struct coded *coded, const struct load_field *cell)
{
    const char *at = cell->text, *end = cell->text + cell->length;
    size_t n = 0;
    for (; n < coded->n && at <= end; n++) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end;
        coded->code[n] = (struct code){.code = piece(cell, (size_t)(at - cell->text), (size_t)(stop - cell->text)),
                                       .label = load_field_at("", 0, cell->line)};
        at = stop + 1;
    }
    if (n == coded->n && at > end)
        return true;
    tb_log_add(coded->reader->log, TB_ERROR, "ragged", LOAD_AT(coded->reader, cell->line, 1),
               "\"%s\" has not the %zu codes that the header names", load_show(cell->text, cell->length).text,
               coded->n);
    return false;
}

/* One cell: a number or a colon, and letters behind a blank. */
static void read_cell(struct coded *coded, const struct load_field *cell, size_t column, uint32_t indicator,
                      uint32_t region, int year)
{
    struct tb_observation observation = {.year = year};
    const char *blank = memchr(cell->text, ' ', cell->length);
    const size_t length = blank ? (size_t)(blank - cell->text) : cell->length;
    const struct load_field number = load_field_at(cell->text, length, cell->line);
    const struct load_field flags = load_field_at(cell->text + length, cell->length - length, cell->line);
    if (!load_take_number(coded->reader, &coded->form, &number, column, indicator, &observation))
        return;
    take_flags(coded, &flags, column, &observation);
    coded->n_years++;
    load_add(coded->reader, indicator, region, &observation, cell, column);
}

/* The year of each column, 0 for those that are none (counted). */
static void find_years(struct coded *coded, int *year)
{
    const struct load_header *header = &coded->reader->header;
    for (size_t c = 1; c < header->n; c++) {
        bool whole;
        year[c] = year_of(header->name[c], strlen(header->name[c]), &whole);
        if (*header->name[c] && (!year[c] || !whole)) {
            year[c] = 0;
            count_part(coded, header->name[c], strlen(header->name[c]), header->line);
        }
        for (size_t k = 1; year[c] && k < c; k++)
            if (year[k] == year[c])
                tb_log_add(coded->reader->log, TB_ERROR, "header", LOAD_AT(coded->reader, header->line, c + 1),
                           "the year %d is there twice, first as column %zu; keep one", year[c], k + 1);
    }
}

static void read_keys(struct coded *coded)
{
    struct load_reader *reader = coded->reader;
    struct load_row row;
    int *year = calloc(reader->header.n, sizeof *year);
    if (!year) {
        load_out_of_memory(reader->loader);
        return;
    }
    find_key(coded);
    find_years(coded, year);
    while (load_next(reader, &row)) {
        uint32_t region = 0;
        if (!read_key(coded, &row.field[0]) || !is_yearly(coded))
            continue;
        const uint32_t indicator = take_indicator(coded, row.line);
        if (indicator == TB_NOWHERE || !take_region(coded, &region))
            continue;
        for (size_t c = 1; c < reader->header.n; c++)
            if (year[c])
                read_cell(coded, &row.field[c], c + 1, indicator, region, year[c]);
    }
    free(year);
}

/* ---- the files ---- */

static void read_records(struct coded *coded)
{
    struct load_row row;
    if (!find_dimensions(coded))
        return;
    while (load_next(coded->reader, &row))
        read_record(coded, &row);
}

/* Says what was left out because it is no whole year. */
static void say_parts(const struct coded *coded)
{
    struct load_reader *reader = coded->reader;
    if (!coded->n_parts)
        return;
    tb_log_add(reader->log, coded->n_years ? TB_WARNING : TB_ERROR, "part-year", LOAD_AT(reader, coded->parts_line, 0),
               "%zu %s of parts of a year, the first of them %s here, %s not read: only whole years are",
               coded->n_parts, coded->n_parts == 1 ? "record or column" : "records or columns", coded->part,
               coded->n_parts == 1 ? "is" : "are");
}

static void read_coded(struct load_reader *reader, void (*read)(struct coded *coded), const char *missing,
                       const char *source)
{
    const struct load_preview *preview = reader->opening->table;
    const size_t first = reader->panel->n;
    struct coded *coded = calloc(1, sizeof *coded);
    reader->rows->delimiter = preview->delimiter;
    reader->published = true;
    if (!coded) {
        load_out_of_memory(reader->loader);
        return;
    }
    coded->reader = reader;
    coded->indicator = TB_NOWHERE;
    coded->form = (struct load_number_form){.missing = missing, .decimal_comma = preview->decimal_comma};
    if (load_read_header(reader)) {
        size_t most = reader->header.n;
        for (const char *at = reader->header.name[0]; *at; at++)
            most += *at == ',';
        coded->dimension = calloc(most + 1, sizeof *coded->dimension);
        coded->code = calloc(most + 1, sizeof *coded->code);
        if (coded->dimension && coded->code) {
            read(coded);
            say_parts(coded);
        } else {
            load_out_of_memory(reader->loader);
        }
    }
    const uint32_t name = source ? tb_names_add(reader->panel->names, source, strlen(source)) : 0;
    if (name == TB_NO_NAME || tb_panel_add_texts(reader->panel, first, name, 0))
        load_out_of_memory(reader->loader);
    free(coded->dimension);
    free(coded->code);
    free(coded);
}

static void read_sdmx(struct load_reader *reader)
{
    read_coded(reader, read_records, "NaN", NULL);
}

static void read_oecd(struct load_reader *reader)
{
    read_coded(reader, read_records, "..", "OECD");
}

static void read_eurostat(struct load_reader *reader)
{
    read_coded(reader, read_keys, ":", "Eurostat");
}

const struct tb_layout_code load_sdmx_code = {recognise_sdmx, read_sdmx};
const struct tb_layout_code load_oecd_code = {recognise_oecd, read_oecd};
const struct tb_layout_code load_eurostat_code = {recognise_eurostat, read_eurostat};
