/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What each column of a published table holds, told by its name, else by what stands in it.
 */
#include "load/table.h"

#include "trendbook/number.h"

#include <stdlib.h>
#include <string.h>

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
        [LOAD_WORD_SOURCE] = SOURCE, [LOAD_WORD_CODE] = IGNORED,  [LOAD_WORD_PART] = VALUE,
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

/* Whether some record of the preview has a text in both columns. */
static bool both_filled(const struct table *table, size_t first, size_t second)
{
    const struct load_preview *preview = table->preview;
    for (size_t i = preview->header + preview->depth; i < preview->n; i++)
        if (second < preview->row[i].n && *preview->row[i].name[first] && *preview->row[i].name[second])
            return true;
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
    for (size_t before = 0; before < c && column->role == INDICATOR; before++)
        if (table->column[before].role == INDICATOR && both_filled(table, before, c))
            table->column[before].role = GROUP; /* a group and its items, not two places for one label */
    table->region_down = table->region_down || column->role == REGION;
    table->indicator_down = table->indicator_down || column->role == INDICATOR;
    if (column->role == IGNORED && named && !behind && table->indicator_down && content.numbers == 0 &&
        tells_apart(table, c))
        column->role = GROUP;
    if (named && column->role == IGNORED && content.filled)
        say_ignored(table, c + 1, across && 2 * content.numbers >= content.filled);
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
bool table_find_roles(struct table *table)
{
    struct load_reader *reader = table->reader;
    const struct load_header *header = &reader->header;
    const bool across = table->preview->across;
    size_t values = 0, n_parts = 0, part = 0;
    const size_t years = roles_by_name(table);
    table->year_down = years > 0;
    for (size_t c = 0; c < header->n && !across; c++)
        if (load_word_of(header->key[c]) == LOAD_WORD_PART) {
            tb_log_add(
                reader->log, TB_ERROR, "part-year", LOAD_AT(reader, header->line, c + 1),
                "the column \"%s\" says that the records are parts of years; give one record for each whole year",
                load_show(header->name[c], strlen(header->name[c])).text);
            return false;
        }
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
