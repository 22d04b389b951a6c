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
    GROUP, /* what the indicator's name belongs to, where it is there for several */
    FLAGS, /* of the value in the column before it */
};

struct column {
    enum role role;
    int year;           /* of a value; 0 = the record's */
    uint32_t indicator; /* TB_NOWHERE = the record's */
    uint32_t region;    /* 0 = the record's */
    const char *label;  /* of the indicator, or what is added to the record's; NULL = none */
    char flag;          /* of all its values, or '\0' */
    bool has_unit;      /* the label says the unit */
    char *above;        /* of a group or region: the last text; merged cells show it once */
    bool behind;        /* stands behind the years, and is none */
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
    char *above;             /* label of the record above: merged cells show it once */
    char *joined;            /* the label of the record with its groups */
    struct load_field named; /* the label above the header; kept, its text is `words` */
    char *words;
    bool titled;      /* that label is only the title of the table */
    uint32_t section; /* heading of the rows below it */
    size_t first;     /* number of the first observation */
    int year_above;   /* of the record above */
    size_t n_outside, outside_line;
    size_t n_parts, part_line;  /* records of parts of years */
    size_t n_sums, sum_line;    /* records of sums over the years */
    struct load_field kept[16]; /* lines of one label, until it is known what follows */
    size_t n_kept;
    uint8_t *percent; /* by indicator: 1 = some cell has a percent sign, 2 = some has none */
    size_t n_percent;
};

/* ---- recognising ---- */

static int year_of(const char *text)
{
    const struct load_year_name name = load_year_name_read(text, strlen(text));
    return name.form == LOAD_WHOLE_YEAR ? name.year : 0;
}

static bool has(const struct load_header *header, const char *key)
{
    return load_header_find(header, key) >= 0;
}

/* Our own columns: a table that has them must be one of ours.  Years across are ours with plain years in one line and
 * nothing but indicators in front of them. */
static bool is_native(const struct load_preview *preview)
{
    const struct load_header *header = &preview->flat;
    bool plain = false, labels = false;
    if (!preview->across || has(header, "value") || has(header, "id"))
        return has(header, "indicator") || has(header, "value") || has(header, "id");
    for (size_t c = 0; c < header->n; c++) {
        const enum load_word word = load_word_of(header->key[c]);
        plain = plain || (preview->path[c].value && strspn(header->name[c], "0123456789") == 4);
        labels = labels || (word != LOAD_WORD_NONE && word != LOAD_WORD_INDICATOR);
    }
    return has(header, "indicator") && plain && !labels && preview->depth == 1;
}

static const struct load_header *header_of(const struct load_preview *preview)
{
    return preview->header < preview->n ? &preview->flat : NULL;
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

/* 2024 with the word year behind it. */
static bool is_year_word(const char *text)
{
    return strlen(text) > 4 && year_of(text);
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
    if (is_native(preview) || (!region && !indicator && strcmp(header->name[0], "时间") != 0))
        return false;
    for (size_t c = 1; c < header->n; c++)
        if (is_year_word(header->name[c]))
            return true;
    const size_t first = preview->header + preview->depth;
    return first < preview->n && is_year_word(preview->row[first].name[0]);
}

static bool is_owid(const struct load_preview *preview)
{
    const struct load_header *header = header_of(preview);
    return !preview->across && has(header, "entity") && has(header, "year");
}

static bool is_across(const struct load_preview *preview)
{
    return preview->across && !is_native(preview);
}

static bool is_down(const struct load_preview *preview)
{
    return !preview->across && !is_native(preview);
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
    if (!load_take_first_row(preview))
        return LOAD_NO_MATCH;
    opening->table = preview;
    return LOAD_MATCH;
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

/* Bytes of a numeral and its mark in front of a heading: 一、. */
static size_t after_number(const struct load_field *text)
{
    static const char *const numbers[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    size_t at = 0;
    for (size_t i = 0; i < 10 && at + 3 <= text->length; i++)
        if (memcmp(text->text + at, numbers[i], 3) == 0) {
            at += 3;
            i = (size_t)-1;
        }
    return at && text->length > at + 3 && memcmp(text->text + at, "、", 3) == 0 ? at + 3 : 0;
}

/* The title of a table without its number: "Table 1-2 Roads". */
static struct load_field without_number(struct load_field title)
{
    static const char *const words[] = {"续表", "表", "Table", "Tabelle"};
    size_t at = after_number(&title);
    for (size_t i = 0; i < sizeof words / sizeof words[0] && !at; i++)
        if (title.length > strlen(words[i]) && memcmp(title.text, words[i], strlen(words[i])) == 0)
            at = strlen(words[i]);
    while (at < title.length && strchr(" 0123456789-.:", title.text[at]))
        at++;
    if (at == title.length)
        return title;
    title.length -= at;
    title.text = load_trim_wide(title.text + at, &title.length);
    return title;
}

static bool is_word(const struct load_field *field, const char *word)
{
    return field->length == strlen(word) && memcmp(field->text, word, field->length) == 0;
}

/* Several units in one line: 公里、%. */
static bool names_several(const char *text, size_t length)
{
    static const char *const marks[] = {"、", "，", "；", ",", ";"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (memmem(text, length, marks[i], strlen(marks[i])))
            return true;
    return false;
}

/* A line above the header. */
static void take_line_above(struct table *table, const struct load_row *row)
{
    struct load_reader *reader = table->reader;
    size_t length, rest = 0;
    reader->rows->n_ignored++;
    reader->rows->n_rows--;
    size_t second = 1;
    while (second + 1 < row->n && !row->field[second].length)
        second++;
    if (second < row->n && is_word(&row->field[0], "Data Source")) {
        append(table, &table->source, row->field[second].text, row->field[second].length, row);
        return;
    }
    if (second < row->n && is_word(&row->field[0], "Unit of measure")) {
        table->unit = add_name(reader, row->field[second].text, row->field[second].length);
        return;
    }
    char *line = whole_line(table, row, &length);
    if (!line)
        return;
    size_t first = 0, skip = 0;
    while (first + 1 < row->n && !row->field[first].length)
        first++;
    while (skip < length && line[skip] == table->preview->delimiter) /* a line that stands at the right */
        skip++;
    const enum load_aside aside = load_aside_of(line + skip, length - skip, &rest);
    const char *text = line + skip + rest;
    length -= skip + rest;
    while (aside != LOAD_ASIDE_NONE && length && *text == table->preview->delimiter) { /* the text in the next cell */
        text++;
        length--;
    }
    text = load_trim_wide(text, &length);
    const struct load_field field = {text, length, row->line};
    static const char stamp[] = "Data extracted on ";
    const bool stamped = length >= sizeof stamp && memcmp(text, stamp, sizeof stamp - 1) == 0;
    const bool title = aside == LOAD_ASIDE_NONE && row->field[first].length == length && !stamped;
    const bool named = aside == LOAD_ASIDE_INDICATOR || aside == LOAD_ASIDE_TITLE;
    if (length && (named || (title && (!table->words || table->titled)))) {
        free(table->words);
        table->words = line;
        table->named = title ? without_number(field) : field;
        table->titled = title;
        return;
    }
    if (aside == LOAD_ASIDE_REGION && length)
        load_take_place(reader, &field, 1, &table->region);
    else if (aside == LOAD_ASIDE_UNIT && length && names_several(text, length))
        tb_log_add(
            reader->log, TB_WARNING, "unit", LOAD_AT(reader, row->line, first + 1),
            "\"%s\" names several units and is used for none; write each unit behind its indicator, in a bracket",
            load_show(text, length).text);
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

/* A text that no label is as long as, or that begins with the mark of a footnote. */
static bool is_remark(const struct load_field *field)
{
    static const char *const marks[] = {"*", "※", "†", "①", "②", "③", "[1]", "[2]", "(1)", "1)", "1."};
    static const char *const inside[] = {"。", "；", "：", ": ", ". ", ", "};
    size_t letters = 0;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (field->length > strlen(marks[i]) && memcmp(field->text, marks[i], strlen(marks[i])) == 0)
            return true;
    for (size_t i = 0; i < field->length; i++)
        letters += ((unsigned char)field->text[i] & 0xC0) != 0x80;
    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++)
        if (letters > 10 && memmem(field->text, field->length, inside[i], strlen(inside[i])))
            return true;
    return letters > 40;
}

/* A line of one cell that bears the mark of a footnote, or the words over a key to marks. */
static bool begins_tail(const struct load_row *row)
{
    static const char *const words[] = {"Special value", "Special values", "Available flags", "Observation flags"};
    static const char *const forms[] = {"填报", "制表", "填表", "审核", "报出日期", "统计负责人", "单位负责人", "联系"};
    const struct load_field *first = &row->field[0];
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) /* who signs a form */
        if (first->length > strlen(forms[i]) && memcmp(first->text, forms[i], strlen(forms[i])) == 0 &&
            (memmem(first->text, first->length, "：", strlen("：")) || memchr(first->text, ':', first->length)))
            return true;
    for (size_t c = 1; c < row->n; c++)
        if (row->field[c].length)
            return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (first->length >= strlen(words[i]) && load_same_word(first->text, words[i], strlen(words[i])))
            return true;
    return first->length > 1 && is_remark(first) && strchr("*[(1\xE2\xC2", first->text[0]);
}

/* A note or source below the table.  False when the record is data. */
static bool take_line_below(struct table *table, const struct load_row *row)
{
    size_t length, rest = 0;
    const struct load_field *first = &row->field[0];
    const enum load_aside aside = load_aside_of(first->text, first->length, &rest);
    const bool begins = aside == LOAD_ASIDE_NOTE || aside == LOAD_ASIDE_SOURCE || aside == LOAD_ASIDE_TIME ||
                        (aside == LOAD_ASIDE_NONE && begins_tail(row));
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
        rest = 0;
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
    for (size_t i = preview->header + preview->depth; i < preview->n; i++) {
        const struct load_header *row = &preview->row[i];
        size_t rest;
        if (row->n < preview->flat.n || column >= row->n || !*row->name[column] ||
            load_aside_of(row->name[0], strlen(row->name[0]), &rest) == LOAD_ASIDE_NOTE)
            continue;
        const char *text = row->name[column];
        content.filled++;
        content.numbers += load_is_number(text, preview->decimal_comma) || (missing && strcmp(text, missing) == 0);
        content.places += load_is_chinese_place(text, strlen(text)) || load_is_organisation(text, strlen(text));
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

static void say_ignored(struct table *table, size_t column, bool numbers)
{
    const struct load_header *header = &table->reader->header;
    tb_log_add(table->reader->log, TB_WARNING, "unknown-column", LOAD_AT(table->reader, header->line, column),
               numbers ? "the column \"%s\" holds numbers, but its name is no year; it is not read"
                       : "the column \"%s\" holds neither numbers nor years and is ignored",
               load_show(header->name[column - 1], strlen(header->name[column - 1])).text);
}

/* Whether another column in front of the values names the records. */
static bool has_other_labels(const struct table *table, size_t column)
{
    for (size_t c = 0; c < table->reader->header.n; c++) {
        const struct content content = look(table, c);
        if (c != column && !table->preview->path[c].value && content.filled > 2 * content.numbers &&
            (table->column[c].role == REGION || table->column[c].role == INDICATOR || table->column[c].role == VALUE))
            return true;
    }
    return false;
}

/* The text of a column in a record of the preview, or the one that stands above it when the cell is empty. */
static const char *text_above(const struct load_preview *preview, size_t row, size_t column)
{
    for (size_t i = row + 1; i-- > preview->header + preview->depth;)
        if (column < preview->row[i].n && *preview->row[i].name[column])
            return preview->row[i].name[column];
    return "";
}

/* Whether a column of words tells records apart that have the same indicator and region. */
static bool tells_apart(const struct table *table, size_t column)
{
    const struct load_preview *preview = table->preview;
    for (size_t i = preview->header + preview->depth; i < preview->n; i++)
        for (size_t k = preview->header + preview->depth; k < i; k++) {
            bool same = strcmp(text_above(preview, i, column), text_above(preview, k, column)) != 0;
            for (size_t c = 0; c < table->reader->header.n && same; c++)
                if (table->column[c].role == INDICATOR || table->column[c].role == REGION)
                    same = strcmp(text_above(preview, i, c), text_above(preview, k, c)) == 0;
            if (same)
                return true;
        }
    return false;
}

/* A column whose name says nothing: told by what stands in it. */
static void role_by_content(struct table *table, size_t c)
{
    struct column *column = &table->column[c];
    const struct content content = look(table, c);
    const bool named = *table->reader->header.name[c] != '\0';
    const bool across = table->preview->across;
    const bool behind = across && c > 0 && (table->preview->path[c - 1].value || table->column[c - 1].behind);
    column->behind = behind;
    if (!named)
        table->understood[c] = content.filled > 0 && !behind;
    if ((content.counts && (!named || across)) || behind)
        column->role = IGNORED; /* running numbers; what stands behind the years and has no word for its name */
    else if (across && 2 * content.numbers >= content.filled && (!named || has_other_labels(table, c)))
        column->role = IGNORED; /* codes beside names */
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
    if (column->role == IGNORED && named && !behind && table->indicator_down && content.numbers == 0 &&
        tells_apart(table, c))
        column->role = GROUP;
    if (named && column->role == IGNORED && content.filled)
        say_ignored(table, c + 1, across && 2 * content.numbers >= content.filled && !content.counts);
}

/* Years down without a name over them, or under a name that says something else. */
static bool holds_years(const struct load_preview *preview, size_t column)
{
    size_t years = 0, others = 0;
    for (size_t i = preview->header + preview->depth; i < preview->n; i++) {
        const struct load_header *row = &preview->row[i];
        if (row->n < preview->flat.n || !*row->name[column])
            continue;
        const enum load_year_form form = load_year_name_read(row->name[column], strlen(row->name[column])).form;
        if (form == LOAD_WHOLE_YEAR || (form == LOAD_FINANCIAL_YEAR && preview->financial))
            years++;
        else
            others++;
    }
    return years > others;
}

/* 单位 also means an organisation: such cells are no units, or differ where the indicator is the same. */
static bool unit_is_region(const struct table *table, size_t column)
{
    const struct load_preview *preview = table->preview;
    const struct content content = look(table, column);
    if (2 * content.places > content.filled)
        return true;
    if (!table->indicator_down)
        return preview->across && !table->region_down && !has_other_labels(table, column);
    for (size_t c = 0; c < table->reader->header.n && !table->region_down; c++)
        for (size_t i = preview->header + preview->depth; table->column[c].role == INDICATOR && i < preview->n; i++)
            for (size_t k = preview->header + preview->depth; k < i; k++) {
                const struct load_header *a = &preview->row[i], *b = &preview->row[k];
                if (a->n > column && a->n > c && b->n > column && b->n > c && *a->name[c] && *a->name[column] &&
                    strcmp(a->name[c], b->name[c]) == 0 && strcmp(a->name[column], b->name[column]) != 0)
                    return !tb_unit_word(a->name[column]) && !tb_unit_word(b->name[column]);
            }
    return false;
}

/* Says that two columns would give the same years of the same series.  False when there are such. */
static bool columns_differ(struct table *table, size_t c)
{
    const struct load_header *header = &table->reader->header;
    const struct load_path *path = table->preview->path;
    for (size_t k = 0; table->column[c].year && k < c; k++)
        if (table->column[k].year == table->column[c].year && strcmp(path[k].name, path[c].name) == 0 &&
            strcmp(path[k].region, path[c].region) == 0) {
            tb_log_add(table->reader->log, TB_ERROR, "header", LOAD_AT(table->reader, header->line, c + 1),
                       "the year %d is there twice, first as column %zu; keep one, or say in the line above or below "
                       "what each of them counts",
                       table->column[c].year, k + 1);
            return false;
        }
    return true;
}

/* What the header says of each column, and the words in it. */
static size_t roles_by_name(struct table *table)
{
    struct load_reader *reader = table->reader;
    const struct load_header *header = &reader->header;
    const bool across = table->preview->across;
    size_t years = 0;
    for (size_t c = 0; c < header->n; c++) {
        struct column *column = &table->column[c];
        const struct load_path *path = &table->preview->path[c];
        column->indicator = TB_NOWHERE;
        column->year = across && path->value ? path->year : 0;
        column->role = column->year ? VALUE : path->flags ? FLAGS : role_of_word(load_word_of(header->key[c]));
        if (path->value && *path->name && (across ? column->year != 0 : table->preview->depth > 1))
            column->label = path->name;
        column->has_unit = path->has_unit;
        column->flag = path->flag;
        table->understood[c] = path->flags;
        if (strncmp(header->key[c], "geo (", strlen("geo (")) == 0) /* Eurostat's sheets */
            table->form.missing = ":";
        if (!across && c == 0 && (table->dialect->dates || (column->role != YEAR && holds_years(table->preview, c)))) {
            column->role = YEAR;
            table->understood[c] = true;
        }
        if (column->role == YEAR && (across || years))
            column->role =
                across && !path->value && !years ? VALUE : IGNORED; /* years are across: it names the records */
        years += column->role == YEAR;
        table->region_down = table->region_down || column->role == REGION;
        table->indicator_down = table->indicator_down || column->role == INDICATOR;
    }
    for (size_t c = 0, units = 0; c < header->n; c++) {
        struct column *column = &table->column[c];
        if (column->role != UNIT)
            continue;
        if (unit_is_region(table, c)) {
            column->role = table->region_down ? IGNORED : REGION;
            table->region_down = true;
        } else if (units++) {
            column->role = IGNORED;
        }
        if (column->role == IGNORED)
            say_ignored(table, c + 1, false);
    }
    return years;
}

/* False (reported) when the columns do not make a table. */
static bool find_roles(struct table *table)
{
    struct load_reader *reader = table->reader;
    const struct load_header *header = &reader->header;
    const bool across = table->preview->across;
    size_t values = 0, n_parts = 0, part = 0;
    const size_t years = roles_by_name(table);
    table->year_down = years > 0;
    for (size_t c = 0; c < header->n; c++) {
        struct column *column = &table->column[c];
        if (across && table->preview->path[c].part) {
            column->role = IGNORED;
            column->year = 0;
            part = n_parts++ ? part : c + 1;
        } else if (across && table->preview->path[c].sum) {
            column->role = IGNORED;
            column->year = 0;
            tb_log_add(reader->log, TB_WARNING, "sum", LOAD_AT(reader, header->line, c + 1),
                       "\"%s\" is a sum that stands behind the last year only; nobody can tell what it is the sum of, "
                       "and it is not read",
                       load_show(header->name[c], strlen(header->name[c])).text);
        } else if (column->role == VALUE && !column->year) {
            role_by_content(table, c);
        }
        values += column->role == VALUE;
        if (!columns_differ(table, c))
            return false;
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

/* An indicator by its label.  A percentage is in percent, whatever a line above the table says of the others. */
static uint32_t take_label(struct table *table, const struct load_field *cell, size_t column, uint32_t unit)
{
    struct load_label label;
    if (unit && unit == table->unit) {
        load_label_read(cell->text, cell->length, table->dialect->bracket, &label);
        struct tb_unit parsed;
        tb_unit_parse(label.unit, &parsed);
        if (parsed.percent || parsed.points)
            unit = 0;
    }
    return load_take_label(table->reader, cell, column, table->dialect->bracket, unit);
}

/* Indicators and regions that columns name. */
static bool name_columns(struct table *table)
{
    struct load_reader *reader = table->reader;
    const bool across = table->preview->across, deep = table->preview->depth > 1;
    const bool regions = !across && !deep && columns_are_regions(table);
    bool fine = true;
    for (size_t c = 0; c < reader->header.n; c++) {
        struct column *column = &table->column[c];
        const struct load_path *path = &table->preview->path[c];
        const char *region = regions ? reader->header.name[c] : path->region;
        const char *name = column->label ? column->label : !across && !regions && !deep ? reader->header.name[c] : "";
        const struct load_field place = {region, strlen(region), reader->header.line};
        const struct load_field label = {name, strlen(name), reader->header.line};
        if (column->role != VALUE)
            continue;
        if (*region && table->region_down) {
            tb_log_add(reader->log, TB_ERROR, "header", LOAD_AT(reader, reader->header.line, c + 1),
                       "\"%s\" names a region, and a column names regions too; keep one of them",
                       load_show(region, place.length).text);
            return false;
        }
        if (*region)
            fine = load_take_place(reader, &place, c + 1, &column->region) && fine;
        if (*name && !table->indicator_down && strcmp(reader->header.key[c], "value") != 0) {
            column->indicator = take_label(table, &label, c + 1, column->has_unit ? 0 : table->unit);
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

/* Whether a record is a sum or a mean over the years above it. */
static bool is_sum_word(const char *text, size_t length)
{
    static const char *const words[] = {"合计", "总计",  "小计",    "累计", "平均",  "年均",  "年平均",
                                        "Sum",  "Total", "Average", "Mean", "Summe", "Gesamt"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (length == strlen(words[i]) && load_same_word(text, words[i], length))
            return true;
    return false;
}

/* Counts a record that is understood and not read. */
static void pass_over(struct table *table, const struct load_field *cell, size_t *n, size_t *line)
{
    if (!(*n)++)
        *line = cell->line;
    table->reader->rows->n_ignored++;
    table->reader->rows->n_rows--;
}

/* Whether a date is the first of January: FRED's way to write a year. */
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
    if (year && !table->preview->financial)
        return year;
    const struct load_year_name name = load_year_name_read(text, length);
    if ((name.form == LOAD_WHOLE_YEAR && !table->preview->financial && (!name.day || table->preview->days)) ||
        (name.form == LOAD_FINANCIAL_YEAR && table->preview->financial))
        return name.year;
    if (name.form == LOAD_PART_OF_YEAR) {
        pass_over(table, cell, &table->n_parts, &table->part_line);
        return 0;
    }
    if (is_sum_word(text, length)) {
        pass_over(table, cell, &table->n_sums, &table->sum_line);
        return 0;
    }
    if (tb_number_parse(text, length, &number, NULL) && number == floor(number) && (number < 1800 || number > 2200)) {
        if (!table->n_outside++)
            table->outside_line = cell->line;
        reader->rows->n_ignored++;
        return 0;
    }
    if (name.form == LOAD_WHOLE_YEAR && !table->preview->financial)
        advice = "other days are there too, so this is no year";
    else if (name.form == LOAD_WHOLE_YEAR)
        advice = "the others are financial years such as 2022/23; write all of them in one way";
    tb_log_add(reader->log, TB_ERROR, "bad-year", LOAD_AT(reader, cell->line, column), "\"%s\" is not a year; %s",
               load_show(cell->text, cell->length).text, advice);
    return 0;
}

/* Says what of the years was not read as it stands. */
static void say_years(struct table *table)
{
    struct load_reader *reader = table->reader;
    if (table->n_outside)
        tb_log_add(reader->log, TB_WARNING, "outside", LOAD_AT(reader, table->outside_line, 0),
                   "%zu record%s of years before 1800 or after 2200, the first of them here, not read",
                   table->n_outside, table->n_outside == 1 ? "" : "s");
    if (table->n_parts)
        tb_log_add(reader->log, TB_WARNING, "part-year", LOAD_AT(reader, table->part_line, 0),
                   "%zu record%s of a part of a year, the first of them here, not read: only whole years are",
                   table->n_parts, table->n_parts == 1 ? "" : "s");
    if (table->n_sums)
        tb_log_add(reader->log, TB_WARNING, "sum", LOAD_AT(reader, table->sum_line, 0),
                   "%zu record%s of a sum or mean over the years, the first of them here, not read", table->n_sums,
                   table->n_sums == 1 ? "" : "s");
}

/* Financial years are read as the year in which they begin: said once, and kept as a note of all values. */
static void say_financial(struct table *table)
{
    static const char note[] = "Financial years: 2022 is 2022/23";
    struct load_reader *reader = table->reader;
    const struct load_row line = {.line = reader->header.line};
    if (table->preview->fiscal && !table->preview->financial)
        tb_log_add(reader->log, TB_WARNING, "financial-year", LOAD_AT(reader, reader->header.line, 0),
                   "the years are written FY2022 and the like and are read as 2022; the file does not say which months "
                   "they cover");
    if (!table->preview->financial)
        return;
    tb_log_add(reader->log, TB_WARNING, "financial-year", LOAD_AT(reader, reader->header.line, 0),
               "the years are financial years, 2022/23 and the like; each is read as the year in which it begins");
    append(table, &table->note, note, strlen(note), &line);
}

static void keep_text(struct load_reader *reader, char **kept, const struct load_field *field)
{
    free(*kept);
    *kept = strndup(field->text, field->length);
    if (!*kept)
        load_out_of_memory(reader->loader);
}

/* A label behind the names of its groups; its text is NULL when out of memory. */
static struct load_field with_groups(struct table *table, const struct load_field *label)
{
    struct load_reader *reader = table->reader;
    char *name = NULL;
    for (size_t c = 0; c < reader->header.n; c++) {
        if (table->column[c].role != GROUP || !table->column[c].above)
            continue;
        char *more =
            name ? load_join_labels(name, strlen(name), table->column[c].above, false) : strdup(table->column[c].above);
        free(name);
        name = more;
    }
    char *text = strndup(label->text, label->length);
    free(table->joined);
    table->joined = name && text ? load_join_labels(name, strlen(name), text, false) : NULL;
    free(name);
    free(text);
    if (!table->joined)
        load_out_of_memory(reader->loader);
    return (struct load_field){table->joined, table->joined ? strlen(table->joined) : 0, label->line};
}

/* The label of a record; an empty cell under one that is not belongs to a merged cell. */
static bool label_of(struct table *table, const struct load_row *row, struct load_field *label, size_t *column)
{
    struct load_reader *reader = table->reader;
    *column = 0;
    bool grouped = false;
    for (size_t c = 0; c < reader->header.n; c++) {
        if (table->column[c].role == GROUP && row->field[c].length)
            keep_text(reader, &table->column[c].above, &row->field[c]);
        grouped = grouped || (table->column[c].role == GROUP && table->column[c].above);
    }
    for (size_t c = 0; c < reader->header.n; c++)
        if (table->column[c].role == INDICATOR && row->field[c].length) {
            *label = row->field[c];
            *column = c + 1;
            if (table->region_down || grouped)
                keep_text(reader, &table->above, label);
            if (grouped)
                *label = with_groups(table, label);
            return label->text != NULL;
        }
    if (table->above && table->region_down) {
        *label = (struct load_field){table->above, strlen(table->above), row->line};
        return true;
    }
    tb_log_add(reader->log, TB_ERROR, "empty-id", LOAD_AT(reader, row->line, 1),
               "the name of the indicator is empty; every line needs one");
    return false;
}

/* The unit of a record, as a name. */
static uint32_t unit_of(struct table *table, const struct load_row *row)
{
    for (size_t c = 0; c < table->reader->header.n; c++)
        if (table->column[c].role == UNIT && row->field[c].length)
            return add_name(table->reader, row->field[c].text, row->field[c].length);
    return table->unit;
}

/* The indicator that a label names, with what the column adds to it. */
static uint32_t take_indicator(struct table *table, const struct load_field *label, size_t at, uint32_t unit,
                               const struct column *column)
{
    struct load_reader *reader = table->reader;
    uint32_t indicator;
    if (column && column->label) {
        char *joined = load_join_labels(label->text, label->length, column->label, column->has_unit);
        if (!joined) {
            load_out_of_memory(reader->loader);
            return TB_NOWHERE;
        }
        const struct load_field both = {joined, strlen(joined), label->line};
        indicator = take_label(table, &both, at, column->has_unit ? 0 : unit);
        free(joined);
    } else {
        indicator = take_label(table, label, at, unit);
    }
    if (indicator != TB_NOWHERE && !reader->panel->indicators[indicator].section)
        reader->panel->indicators[indicator].section = table->section;
    return indicator;
}

/* A heading between the rows: numbered, without a value.  It becomes the section of the indicators below it. */
static bool take_heading(struct table *table, const struct load_row *row)
{
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
    const size_t at = after_number(&text);
    if (!at)
        return false;
    text.text += at;
    text.length -= at;
    reader->rows->n_ignored++;
    reader->rows->n_rows--;
    return load_take_text(reader, &text, 1, &table->section);
}

/* Whether a percent sign stands behind a number: %, in full width, or per mille. */
static const char *percent_of(const struct load_field *cell)
{
    static const struct {
        const char *mark, *unit;
    } marks[] = {{"%", "%"}, {"\uFF05", "%"}, {"\u2030", "\u2030"}};
    size_t length = cell->length;
    const char *text = load_trim_wide(cell->text, &length);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const size_t n = strlen(marks[i].mark);
        if (length > n && memcmp(text + length - n, marks[i].mark, n) == 0)
            return marks[i].unit;
    }
    return NULL;
}

/*
 * The percent sign of a cell is the unit of its indicator, when all have it.  False (reported) when some of an
 * indicator without a unit have it and others have not: 0.97 and 96.5% cannot stand in one series.
 */
static bool take_percent(struct table *table, const struct load_field *cell, size_t column, uint32_t indicator)
{
    struct load_reader *reader = table->reader;
    const char *unit = percent_of(cell);
    const char *known = tb_text(reader->panel, reader->panel->indicators[indicator].unit);
    const bool from_cells = indicator < table->n_percent && table->percent[indicator];
    struct load_value value;
    if (!unit && *known && !from_cells)
        return true;
    load_value_read(cell->text, cell->length, &value);
    if (value.fault != LOAD_FINE || isnan(value.value) || (*known && !from_cells))
        return true; /* told elsewhere, or the unit was given */
    if (indicator >= table->n_percent) {
        const size_t n = 2 * (size_t)indicator + 16;
        uint8_t *grown = realloc(table->percent, n);
        if (!grown) {
            load_out_of_memory(reader->loader);
            return false;
        }
        memset(grown + table->n_percent, 0, n - table->n_percent);
        table->percent = grown;
        table->n_percent = n;
    }
    const uint8_t before = table->percent[indicator];
    table->percent[indicator] = (uint8_t)(before | (unit ? 1 : 2));
    if (before && before != (unit ? 1 : 2)) {
        if (before != 3)
            tb_log_add(reader->log, TB_ERROR, "unit", LOAD_AT(reader, cell->line, column),
                       unit ? "\"%s\" has a percent sign, other values of %s have none; write all of them in one way"
                            : "\"%s\" has no percent sign, other values of %s have one; write all of them in one way",
                       load_show(cell->text, cell->length).text,
                       tb_text(reader->panel, reader->panel->indicators[indicator].id));
        table->percent[indicator] = 3;
        return false;
    }
    const struct load_field field = {unit, unit ? strlen(unit) : 0, cell->line};
    return !unit || load_take_unit(reader, &field, column, indicator);
}

/* Whether a record has a label beside its year. */
static bool names_something(const struct table *table, const struct load_row *row)
{
    for (size_t c = 0; c < table->reader->header.n; c++)
        if ((table->column[c].role == INDICATOR || table->column[c].role == REGION) && row->field[c].length)
            return true;
    return false;
}

/* An empty region belongs to a merged cell when the record names an indicator; else nobody knows whose values these
 * are. */
static bool region_above(struct table *table, const struct load_row *row, size_t column, uint32_t *region)
{
    struct load_reader *reader = table->reader;
    const char *above = table->column[column - 1].above;
    bool named = false;
    for (size_t c = 0; c < reader->header.n; c++)
        named = named || (table->column[c].role == INDICATOR && row->field[c].length);
    if (above && named) {
        const struct load_field field = {above, strlen(above), row->line};
        return load_take_place(reader, &field, column, region);
    }
    if (table->indicator_down || table->year_down) /* figures without a region, beside others that have one */
        return true;
    tb_log_add(reader->log, TB_ERROR, "empty-id", LOAD_AT(reader, row->line, column),
               "the name of the region is empty; every line needs one");
    return false;
}

/* What a record says beside its values.  False when it is none, which has been said. */
static bool read_labels(struct table *table, const struct load_row *row, struct tb_observation *record,
                        uint32_t *region)
{
    struct load_reader *reader = table->reader;
    size_t regions = 0, empty = 0;
    bool fine = true;
    for (size_t c = 0; c < reader->header.n && fine; c++) {
        const struct load_field *cell = &row->field[c];
        if (table->column[c].role == YEAR && !cell->length && table->year_above && names_something(table, row)) {
            record->year = table->year_above; /* a merged cell shows it once */
        } else if (table->column[c].role == YEAR) {
            record->year = table->year_above = take_year(table, cell, c + 1);
            fine = record->year != 0;
        } else if (table->column[c].role == REGION && cell->length) {
            fine = load_take_place(reader, cell, c + 1, region);
            regions++;
            if (table->indicator_down)
                keep_text(reader, &table->column[c].above, cell);
        } else if (table->column[c].role == REGION) {
            empty = c + 1;
        } else if (table->column[c].role == NOTE) {
            fine = load_take_text(reader, cell, c + 1, &record->note);
        } else if (table->column[c].role == SOURCE) {
            fine = load_take_text(reader, cell, c + 1, &record->source);
        }
    }
    if (fine && empty && !regions && !table->region)
        return region_above(table, row, empty, region);
    return fine;
}

static void read_record(struct table *table, const struct load_row *row)
{
    struct load_reader *reader = table->reader;
    struct tb_observation record = {0};
    struct load_field label = {0};
    size_t at = 0;
    uint32_t indicator = TB_NOWHERE, region = table->region, unit = 0;
    const bool by_record = table->indicator_down;
    if (!read_labels(table, row, &record, &region) || (by_record && !label_of(table, row, &label, &at)))
        return;
    if (by_record)
        unit = unit_of(table, row);
    for (size_t c = 0; c < reader->header.n && !reader->loader->status; c++) {
        const struct column *column = &table->column[c];
        struct tb_observation observation = record;
        uint32_t of = column->indicator;
        if (column->role != VALUE)
            continue;
        if (by_record && column->label)
            of = take_indicator(table, &label, at, unit, column);
        else if (by_record)
            of = indicator = indicator != TB_NOWHERE ? indicator : take_indicator(table, &label, at, unit, NULL);
        else if (of == TB_NOWHERE)
            of = indicator_of_file(table);
        if (of == TB_NOWHERE)
            return;
        if (column->year)
            observation.year = column->year;
        if (column->flag) {
            const struct load_field flag = {&column->flag, 1, row->line};
            load_take_flags(reader, &flag, c + 1, &observation);
        }
        if (c + 1 < reader->header.n && table->column[c + 1].role == FLAGS && row->field[c + 1].length)
            load_take_flags(reader, &row->field[c + 1], c + 2, &observation);
        if (take_percent(table, &row->field[c], c + 1, of) &&
            load_take_number(reader, &table->form, &row->field[c], c + 1, of, &observation))
            load_add(reader, of, column->region ? column->region : region, &observation, &row->field[c], c + 1);
    }
}

/* The header once more, as on every page of a printed table, is passed over; another one is an error. */
static bool take_header_again(struct table *table, const struct load_row *row)
{
    struct load_reader *reader = table->reader;
    bool same;
    if (!load_is_header_again(table->preview, row, &same))
        return false;
    reader->rows->n_rows--;
    reader->rows->n_ignored++;
    if (!same)
        tb_log_add(reader->log, TB_ERROR, "header", LOAD_AT(reader, row->line, 0),
                   "another table begins here; save each table of the file as a file of its own");
    return true;
}

/*
 * A line of one label and nothing else is a record without values when data follow.  At the end of the table it is a
 * remark, if it is longer than names are: "Produced by the highways team, March 2024".
 */
static void use_kept_labels(struct table *table, bool end)
{
    struct load_reader *reader = table->reader;
    struct load_field *field = table->n_kept ? calloc(reader->header.n, sizeof *field) : NULL;
    if (table->n_kept && !field)
        load_out_of_memory(reader->loader);
    for (size_t i = 0; i < table->n_kept; i++) {
        const struct load_field *label = &table->kept[i];
        const struct load_row row = {.field = field, .n = reader->header.n, .line = label->line};
        if (field && end && is_remark(label)) {
            reader->rows->n_rows--;
            reader->rows->n_ignored++;
            append(table, &table->note, label->text, label->length, &row);
        } else if (field) {
            for (size_t c = 0; c < reader->header.n; c++)
                field[c] = (struct load_field){"", 0, label->line};
            field[0] = *label;
            read_record(table, &row);
        }
        free((char *)label->text);
    }
    free(field);
    table->n_kept = 0;
}

/* Keeps such a line until it is known what follows. */
static bool keep_label(struct table *table, const struct load_row *row)
{
    bool alone = row->field[0].length > 0 && table->column[0].role != VALUE && table->column[0].role != YEAR;
    for (size_t c = 1; c < row->n && alone; c++)
        alone = !row->field[c].length;
    if (!alone || table->n_kept == sizeof table->kept / sizeof table->kept[0]) {
        use_kept_labels(table, false);
        return false;
    }
    char *text = strndup(row->field[0].text, row->field[0].length);
    if (!text)
        load_out_of_memory(table->reader->loader);
    else
        table->kept[table->n_kept++] = (struct load_field){text, row->field[0].length, row->line};
    return true;
}

static void read_records(struct table *table)
{
    struct load_reader *reader = table->reader;
    struct load_row row;
    if (!name_columns(table))
        return;
    reader->understood = table->understood;
    reader->published = true;
    say_financial(table);
    while (!reader->loader->status && load_rows_next(reader->rows, &row))
        if (!take_line_below(table, &row) && !take_header_again(table, &row) && load_fits(reader, &row) &&
            !take_heading(table, &row) && !keep_label(table, &row))
            read_record(table, &row);
    use_kept_labels(table, true);
    say_years(table);
    if (!table->source && table->dialect->source && !(reader->description && reader->description->source))
        table->source = add_name(reader, table->dialect->source, strlen(table->dialect->source));
    if (tb_panel_add_texts(reader->panel, table->first, table->source, table->note))
        load_out_of_memory(reader->loader);
}

/* The header of the preview, of one record or several, as the reader's.  False (reported) when it makes no sense. */
static bool take_header(struct load_reader *reader, const struct load_preview *preview, struct load_row *row)
{
    const struct tb_place at = {.file = reader->file,
                                .line = preview->row[preview->fault_row].line,
                                .column = load_column_of(reader, preview->fault_column + 1)};
    struct load_field *field = calloc(preview->flat.n, sizeof *field);
    bool fine = field != NULL;
    if (!fine)
        load_out_of_memory(reader->loader);
    for (size_t c = 0; fine && c < preview->flat.n; c++)
        field[c] = (struct load_field){preview->flat.name[c], strlen(preview->flat.name[c]), preview->flat.line};
    const struct load_row flat = {.field = field, .n = preview->flat.n, .line = preview->flat.line};
    fine = fine && load_take_header(reader, &flat);
    for (size_t i = 1; fine && i < preview->depth; i++)
        if (load_rows_next(reader->rows, row))
            reader->rows->n_rows--;
    free(field);
    if (fine && preview->fault)
        tb_log_add(reader->log, TB_ERROR, "header", &at, "%s",
                   preview->fault == LOAD_HEADING_UNCOVERED
                       ? "the column stands under no group, although the columns behind it do; write the name of each "
                         "group over the first of its columns"
                       : "the column stands under two different years; write one year over each column");
    return fine && !preview->fault;
}

static void read_table(struct load_reader *reader, const struct dialect *dialect)
{
    const struct load_preview *preview = reader->opening->table;
    struct table table = {.reader = reader,
                          .preview = preview,
                          .dialect = dialect,
                          .form = {.missing = dialect->missing, .decimal_comma = preview->decimal_comma},
                          .indicator = TB_NOWHERE,
                          .first = reader->panel->n};
    struct load_row row;
    reader->rows->delimiter = preview->delimiter;
    while (load_rows_next(reader->rows, &row) && row.line < preview->row[preview->header].line)
        take_line_above(&table, &row);
    if (reader->rows->status || !take_header(reader, preview, &row))
        goto done;
    table.column = calloc(reader->header.n, sizeof *table.column);
    table.understood = calloc(reader->header.n, sizeof *table.understood);
    if (!table.column || !table.understood)
        load_out_of_memory(reader->loader);
    else if (find_roles(&table))
        read_records(&table);
done:
    reader->understood = NULL;
    for (size_t c = 0; table.column && c < reader->header.n; c++)
        free(table.column[c].above);
    free(table.joined);
    free(table.column);
    free(table.understood);
    free(table.words);
    free(table.above);
    free(table.percent);
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
