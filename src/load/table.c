/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Published tables: a few lines, a header, records, a few lines.
 *
 * Each column has a role, told by its name or by what stands in it: it names the region, the indicator or the year of
 * its record, or it holds values of one year, one indicator or one region.  What neither the column nor the record
 * says, the lines above the header say, or the name of the file.
 */
#include "load/table.h"

#include "model/memory.h"
#include "trendbook/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
        const struct load_field place = load_field_at(region, strlen(region), reader->header.line);
        const struct load_field label = load_field_at(name, strlen(name), reader->header.line);
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
    const struct load_field name = load_field_at(label.id, label.id_length, reader->header.line);
    table->indicator = load_take_label(reader, &name, 0, LOAD_BRACKET_TEXT, table->unit);
    /* once for tables side by side */
    if (table->indicator != TB_NOWHERE &&
        !(reader->rows->window.first && reader->loader->unnamed_said == table->indicator + 1)) {
        reader->loader->unnamed_said = table->indicator + 1;
        tb_log_add(reader->log, TB_WARNING, "unnamed-indicator", LOAD_AT(reader, reader->header.line, 0),
                   "the file does not say what is counted, nor its unit; the indicator is called \"%s\" after the file",
                   tb_text(reader->panel, reader->panel->indicators[table->indicator].id));
    }
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
    static const char english[] = "Financial years: 2022 is 2022/23", chinese[] = "财政年度：2022指2022/23";
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
    struct load_label label;
    load_label_read(reader->header.name[0], strlen(reader->header.name[0]), LOAD_BRACKET_TEXT, &label);
    const char *note = label.chinese ? chinese : english;
    table_append(table, &table->note, note, strlen(note), &line);
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
    return load_field_at(table->joined, table->joined ? strlen(table->joined) : 0, label->line);
}

/* Keeps the groups that a record names; one that is named anew ends those behind it.  *own: the last one named here. */
static bool take_groups(struct table *table, const struct load_row *row, size_t *own)
{
    struct load_reader *reader = table->reader;
    bool grouped = false, anew = false;
    *own = 0;
    for (size_t c = 0; c < reader->header.n; c++) {
        if (table->column[c].role != GROUP)
            continue;
        if (row->field[c].length) {
            keep_text(reader, &table->column[c].above, &row->field[c]);
            *own = c + 1;
        } else if (anew) {
            free(table->column[c].above);
            table->column[c].above = NULL;
        }
        anew = anew || row->field[c].length;
        grouped = grouped || table->column[c].above;
    }
    return grouped;
}

/* The label of a record; an empty cell under one that is not belongs to a merged cell. */
static bool label_of(struct table *table, const struct load_row *row, struct load_field *label, size_t *column)
{
    struct load_reader *reader = table->reader;
    size_t own, second = 0;
    const bool grouped = take_groups(table, row, &own);
    *column = 0;
    for (size_t c = 0; c < reader->header.n; c++)
        if (table->column[c].role == INDICATOR && row->field[c].length) {
            second = *column ? c + 1 : 0;
            *column = *column ? *column : c + 1;
        }
    if (second) {
        tb_log_add(reader->log, TB_ERROR, "two-labels", LOAD_AT(reader, row->line, second),
                   "\"%s\" stands beside \"%s\", and both name what is counted; leave one of them, or name the "
                   "columns",
                   load_show(row->field[second - 1].text, row->field[second - 1].length).text,
                   load_show(row->field[*column - 1].text, row->field[*column - 1].length).text);
        return false;
    }
    if (*column) {
        *label = row->field[*column - 1];
        if (table->region_down || grouped)
            keep_text(reader, &table->above, label);
    } else if (own) { /* the group itself */
        *column = own;
        *label = row->field[own - 1];
        return true;
    } else if (table->above && table->region_down) {
        *label = load_field_at(table->above, strlen(table->above), row->line);
    } else {
        tb_log_add(reader->log, TB_ERROR, "empty-id", LOAD_AT(reader, row->line, 1),
                   "the name of the indicator is empty; every line needs one");
        return false;
    }
    if (grouped)
        *label = with_groups(table, label);
    return label->text != NULL;
}

/* The unit of a record, as a name. */
static uint32_t unit_of(struct table *table, const struct load_row *row)
{
    for (size_t c = 0; c < table->reader->header.n; c++)
        if (table->column[c].role == UNIT && row->field[c].length)
            return table_add_name(table->reader, row->field[c].text, row->field[c].length);
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
        const struct load_field both = load_field_at(joined, strlen(joined), label->line);
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
    const size_t at = table_after_number(&text);
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
    const uint8_t seen = indicator < table->n_percent ? table->percent[indicator] : 0;
    const char first = cell->length ? *cell->text : '\0', last = cell->length ? cell->text[cell->length - 1] : '\0';
    const bool plain = last >= '0' && last <= '9' &&
                       ((first >= '0' && first <= '9') || (cell->length > 1 && (first == '-' || first == '+')));
    if (plain && seen == 2) /* nearly every number there is */
        return true;
    const char *unit = plain ? NULL : percent_of(cell);
    if (!unit && !plain)
        return true; /* no value, or in words */
    if (!seen && *tb_text(reader->panel, reader->panel->indicators[indicator].unit))
        return true; /* the unit was given */
    if (indicator >= table->n_percent) {
        const size_t before = table->n_percent;
        if (!tb_grow(&table->percent, &table->n_percent, (size_t)indicator + 1, sizeof *table->percent)) {
            load_out_of_memory(reader->loader);
            return false;
        }
        memset(table->percent + before, 0, table->n_percent - before);
    }
    table->percent[indicator] = (uint8_t)(seen | (unit ? 1 : 2));
    if (seen && seen != (unit ? 1 : 2)) {
        if (seen != 3)
            tb_log_add(reader->log, TB_ERROR, "unit", LOAD_AT(reader, cell->line, column),
                       unit ? "\"%s\" has a percent sign, other values of %s have none; write all of them in one way"
                            : "\"%s\" has no percent sign, other values of %s have one; write all of them in one way",
                       load_show(cell->text, cell->length).text,
                       tb_text(reader->panel, reader->panel->indicators[indicator].id));
        table->percent[indicator] = 3;
        return false;
    }
    const struct load_field field = load_field_at(unit, unit ? strlen(unit) : 0, cell->line);
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
        const struct load_field field = load_field_at(above, strlen(above), row->line);
        return load_take_place(reader, &field, column, region);
    }
    if (table->indicator_down || table->year_down) /* figures without a region, beside others that have one */
        return true;
    tb_log_add(reader->log, TB_ERROR, "empty-id", LOAD_AT(reader, row->line, column),
               "the name of the region is empty; every line needs one");
    return false;
}

/*
 * Where a column before names regions too, the place lies in one of those: two of the same name in different ones would
 * become one series.  False when that happens.
 */
static bool keep_place(struct table *table, uint32_t region, const struct load_field *cell, size_t column)
{
    struct load_reader *reader = table->reader;
    const size_t names = tb_names_count(reader->panel->names);
    size_t outer = column - 1;
    table->column[column - 1].place = (struct place){region, cell->line};
    while (outer && table->column[outer - 1].role != REGION)
        outer--;
    const struct place here = outer ? table->column[outer - 1].place : (struct place){0};
    if (!here.region || here.region == region)
        return true;
    if (!tb_grow(&table->within, &table->within_capacity, names, sizeof *table->within)) {
        load_out_of_memory(reader->loader);
        return false;
    }
    for (; table->n_within < names; table->n_within++)
        table->within[table->n_within] = (struct place){0};
    struct place *known = &table->within[region];
    if (!known->region)
        *known = (struct place){here.region, cell->line};
    if (known->region == here.region)
        return true;
    tb_log_add(
        reader->log, TB_ERROR, "two-places", LOAD_AT(reader, cell->line, column),
        "\"%s\" lies in %s here, but in %s in line %zu; if these are two places, write both names into one cell, "
        "else begin the name of column %zu with #, so that it is not read",
        tb_text(reader->panel, region), tb_text(reader->panel, here.region), tb_text(reader->panel, known->region),
        known->line, outer);
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
            fine = load_take_place(reader, cell, c + 1, region) && keep_place(table, *region, cell, c + 1);
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
    if (by_record && table->preview->across && load_is_part_of_year(label.text, label.length)) {
        pass_over(table, &label, &table->n_parts, &table->part_line);
        return;
    }
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
            const struct load_field flag = load_field_at(&column->flag, 1, row->line);
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
        if (field && end && table_is_remark(label)) {
            reader->rows->n_rows--;
            reader->rows->n_ignored++;
            table_append(table, &table->note, label->text, label->length, &row);
        } else if (field) {
            for (size_t c = 0; c < reader->header.n; c++)
                field[c] = load_field_at("", 0, label->line);
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
        table->kept[table->n_kept++] = load_field_at(text, row->field[0].length, row->line);
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
        if (!table_take_line_below(table, &row) && !take_header_again(table, &row) && load_fits(reader, &row) &&
            !take_heading(table, &row) && !keep_label(table, &row))
            read_record(table, &row);
    use_kept_labels(table, true);
    say_years(table);
    if (!table->source && table->dialect->source && !(reader->description && reader->description->source))
        table->source = table_add_name(reader, table->dialect->source, strlen(table->dialect->source));
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
        field[c] = load_field_at(preview->flat.name[c], strlen(preview->flat.name[c]), preview->flat.line);
    const struct load_row flat = {.field = field, .n = preview->flat.n, .line = preview->flat.line};
    fine = fine && load_take_header(reader, &flat);
    for (size_t i = 1; fine && i < preview->depth; i++)
        if (load_rows_next(reader->rows, row))
            reader->rows->n_rows--;
    free(field);
    if (fine && preview->fault)
        tb_log_add(reader->log, TB_ERROR, "header", &at,
                   preview->fault == LOAD_HEADING_UNCOVERED
                       ? "the column stands under no group, although the columns behind it do; write the name of each "
                         "group over the first of its columns"
                   : preview->fault == LOAD_HEADING_MIXED
                       ? "a plain year beside financial years such as 2022/23; write all of them in one way"
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
    if (preview->n_unit)
        table.unit = table_add_name(reader, preview->unit, preview->n_unit);
    reader->rows->delimiter = preview->delimiter;
    while (load_rows_next(reader->rows, &row) && row.line < preview->row[preview->header].line)
        table_take_line_above(&table, &row);
    if (reader->rows->status || !take_header(reader, preview, &row))
        goto done;
    table.column = calloc(reader->header.n, sizeof *table.column);
    table.understood = calloc(reader->header.n, sizeof *table.understood);
    if (!table.column || !table.understood)
        load_out_of_memory(reader->loader);
    else if (table_find_roles(&table))
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
    free(table.within);
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

const struct tb_layout_code load_worldbank_code = {load_recognise_worldbank, read_worldbank};
const struct tb_layout_code load_metadata_code = {load_recognise_metadata, read_metadata};
const struct tb_layout_code load_nbs_code = {load_recognise_nbs, read_nbs};
const struct tb_layout_code load_owid_code = {load_recognise_owid, read_owid};
const struct tb_layout_code load_fred_code = {load_recognise_fred, read_fred};
const struct tb_layout_code load_across_code = {load_recognise_across, read_plain};
const struct tb_layout_code load_down_code = {load_recognise_down, read_plain};
