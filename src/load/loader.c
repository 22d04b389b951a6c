/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/loader.h"

#include "model/growth.h"
#include "model/log.h"
#include "model/memory.h"
#include "model/number_short.h"
#include "trendbook/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

void load_out_of_memory(struct load_loader *loader)
{
    if (loader->status != TB_NO_MEMORY)
        loader->status = tb_fail(loader->log, TB_NO_MEMORY, "memory", NULL, "out of memory while reading the data");
}

bool load_loader_open(struct load_loader *loader, const struct tb_load_options *options, struct tb_log *log)
{
    static const struct tb_load_options none;
    *loader = (struct load_loader){.log = log, .options = options ? options : &none, .piece = LOAD_PIECE};
    loader->panel = tb_panel_new();
    loader->folded_ids.keys = tb_names_new();
    loader->folded_regions.keys = tb_names_new();
    loader->labels = tb_names_new();
    if (loader->panel && loader->folded_ids.keys && loader->folded_regions.keys && loader->labels)
        return true;
    load_out_of_memory(loader);
    return false;
}

void load_loader_close(struct load_loader *loader)
{
    tb_panel_free(loader->panel);
    tb_names_free(loader->folded_ids.keys);
    tb_names_free(loader->folded_regions.keys);
    free(loader->folded_ids.first);
    free(loader->folded_regions.first);
    free(loader->trait);
    free(loader->region_fine);
    free(loader->reference);
    tb_names_free(loader->labels);
    free(loader->label_indicator);
    free(loader->unit_seen);
    *loader = (struct load_loader){0};
}

void load_say_remarks(const struct load_reader *reader, unsigned remarks, const struct load_field *cell, size_t column)
{
    static const char negligible[] = "\u2026";
    size_t length = cell->length;
    const char *text = remarks ? load_trim(cell->text, &length) : cell->text;
    const bool small = remarks && length == strlen(negligible) && memcmp(text, negligible, length) == 0;
    for (size_t i = 0; remarks && i < load_n_remarks; i++)
        if (remarks & load_remarks[i].remark)
            tb_log_add(reader->log, TB_WARNING, load_remarks[i].kind, LOAD_AT(reader, cell->line, column), "\"%s\" %s",
                       load_show(cell->text, cell->length).text,
                       small ? "is read as \"below half of the smallest unit\", as yearbooks write it: neither missing "
                               "nor 0"
                             : load_remarks[i].says);
}

/* ---- header and records ---- */

/* Gives the header that was read to the panel. */
static bool keep_header(struct load_reader *reader)
{
    load_describe_header(reader->description, &reader->header);
    uint32_t *names = NULL;
    const size_t n = reader->header.n;
    if (n > LOAD_MOST_COLUMNS) {
        tb_log_add(reader->log, TB_ERROR, "header", LOAD_AT(reader, reader->header.line, 0),
                   "the line names %zu columns, more than %d are not read", n, LOAD_MOST_COLUMNS);
        return false;
    }
    const size_t before = reader->rows->columns_before;
    names = calloc(before + n, sizeof *names);
    for (size_t i = 0; names && i < n; i++)
        names[before + i] = tb_names_add(reader->panel->names, reader->header.name[i], strlen(reader->header.name[i]));
    for (size_t i = 0; i < n; i++)
        reader->unnamed_columns = reader->unnamed_columns || !*reader->header.key[i];
    const bool done = names && tb_panel_input_headers(reader->panel, reader->input, names, before + n);
    if (!done)
        load_out_of_memory(reader->loader);
    free(names);
    return done;
}

bool load_read_header(struct load_reader *reader)
{
    return load_header_read(reader->rows, &reader->header) && keep_header(reader);
}

bool load_take_header(struct load_reader *reader, const struct load_row *row)
{
    return load_header_take(reader->rows, row, &reader->header) && keep_header(reader);
}

bool load_find_columns(struct load_reader *reader, const struct load_column *columns, size_t n, size_t *place)
{
    const struct load_header *header = &reader->header;
    const struct tb_place whole = {.file = reader->file, .line = header->line};
    bool fine = true, some = false;
    for (size_t i = 0; i < n; i++) {
        place[i] = columns[i].key ? (size_t)(load_header_find(header, columns[i].key) + 1) : 0;
        some = some || place[i];
    }
    if (!some) {
        tb_log_add(
            reader->log, TB_ERROR, "header", &whole,
            "this is no header: the first line must name the columns, and one of them must be %s; it reads \"%s\"",
            columns[0].key, load_show(header->name[0], strlen(header->name[0])).text);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (place[i] || !columns[i].required)
            continue;
        struct tb_place at = whole;
        at.header = columns[i].key;
        tb_log_add(reader->log, TB_ERROR, "header", &at, "the column %s is missing; add it to the first line",
                   columns[i].key);
        fine = false;
    }
    for (size_t c = 1; c <= header->n; c++) {
        const char *key = header->key[c - 1], *name = header->name[c - 1];
        bool known = *name == '#'; /* for people, by its name (form.h) */
        for (size_t i = 0; i < n && !known; i++)
            known = columns[i].key && strcmp(key, columns[i].key) == 0;
        const int first = load_header_find(header, key);
        if (!*key) {
            tb_log_add(reader->log, TB_WARNING, "empty-column", LOAD_AT(reader, header->line, c),
                       "the column has no name and is ignored as long as it is empty");
        } else if (first + 1 < (int)c) {
            tb_log_add(reader->log, TB_ERROR, "header", LOAD_AT(reader, header->line, c),
                       "the column \"%s\" is there twice, first as column %d; keep one",
                       load_show(name, strlen(name)).text, first + 1);
            fine = false;
        } else if (!known) {
            tb_log_add(reader->log, TB_WARNING, "unknown-column", LOAD_AT(reader, header->line, c),
                       "the column \"%s\" is not known and is ignored", load_show(name, strlen(name)).text);
        }
    }
    return fine;
}

bool load_fits(struct load_reader *reader, const struct load_row *row)
{
    const struct load_header *header = &reader->header;
    if (row->n < header->n) {
        tb_log_add(
            reader->log, TB_ERROR, "ragged", LOAD_AT(reader, row->line, 0),
            "the line has %zu field%s, the header has %zu: \"%s\"; complete it, or take it out when it is no data",
            row->n, row->n == 1 ? "" : "s", header->n, load_show(row->field[0].text, row->field[0].length).text);
        return false;
    }
    for (size_t c = 1; c <= row->n; c++) {
        const struct load_field *field = &row->field[c - 1];
        if (c <= header->n && (*header->key[c - 1] || (reader->understood && reader->understood[c - 1])))
            continue;
        if (field->length) {
            const char *what = c > header->n ? "stands behind the last column" : "stands in a column without a name";
            tb_log_add(reader->log, TB_ERROR, "ragged", LOAD_AT(reader, field->line, c),
                       "\"%s\" %s; a comma inside a number or text needs quotes around the field",
                       load_show(field->text, field->length).text, what);
            return false;
        }
    }
    if (row->n > header->n && !reader->published)
        tb_log_add(reader->log, TB_WARNING, "extra-empty", LOAD_AT(reader, row->line, header->n + 1),
                   "the line has %zu empty field%s behind the last column, ignored", row->n - header->n,
                   row->n - header->n == 1 ? "" : "s");
    return true;
}

bool load_next(struct load_reader *reader, struct load_row *row)
{
    while (!reader->loader->status && load_rows_next(reader->rows, row))
        if ((row->n == reader->header.n && !reader->unnamed_columns) || load_fits(reader, row))
            return true;
    return false;
}

/* ---- what an id says about its values ---- */

static bool ends_in(const char *text, size_t length, const char *suffix)
{
    const size_t n = strlen(suffix);
    return length > n && memcmp(text + length - n, suffix, n) == 0;
}

/*
 * What is known of an indicator when it is first met, before its file says its unit: the same for every thread,
 * wherever in the file it begins.
 */
static unsigned learn_trait(struct load_loader *loader, uint32_t number)
{
    const struct tb_panel *panel = loader->panel;
    const struct tb_indicator *indicator = &panel->indicators[number];
    const char *id = tb_text(panel, indicator->id), *unit = tb_text(panel, indicator->unit);
    const size_t length = tb_name_length(panel->names, indicator->id);
    struct tb_unit parsed = {0};
    if (*unit)
        tb_unit_parse(unit, &parsed);
    unsigned trait = LOAD_TRAIT_KNOWN;
    if (ends_in(id, length, "_count") || (indicator->kind == TB_COUNT && indicator->change_of == TB_NOWHERE))
        trait |= LOAD_NEVER_NEGATIVE;
    if ((ends_in(id, length, "_rate") || ends_in(id, length, "_pct") || indicator->kind == TB_PROPORTION) &&
        (!*unit || parsed.percent))
        trait |= LOAD_AT_MOST_100;
    if (number >= loader->n_traits) {
        if (!tb_grow(&loader->trait, &loader->traits_capacity, panel->n_indicators, 1)) {
            load_out_of_memory(loader);
            return trait;
        }
        memset(loader->trait + loader->n_traits, 0, panel->n_indicators - loader->n_traits);
        loader->n_traits = panel->n_indicators;
    }
    loader->trait[number] = (uint8_t)trait;
    return trait;
}

static unsigned trait_of(struct load_loader *loader, uint32_t number)
{
    const unsigned known = number < loader->n_traits ? loader->trait[number] : 0;
    return known ? known : learn_trait(loader, number);
}

void load_know_traits(struct load_loader *loader)
{
    for (uint32_t i = 0; i < loader->panel->n_indicators; i++)
        trait_of(loader, i);
}

/* ---- ids and regions ---- */

bool load_folds_to_itself(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text, *const end = at + length;
    while (at < end) {
        if (*at < 0x80 && !(*at >= 'A' && *at <= 'Z'))
            at++;
        else if (*at >= 0xE4 && *at <= 0xE9 && end - at >= 3) /* U+4000 to U+9FFF: Chinese characters */
            at += 3;
        else
            return false;
    }
    return true;
}

/* Whether `name` is in use as an id (or as a region) already. */
static bool in_use(const struct load_loader *loader, bool region, const char *text, size_t length)
{
    if (!region)
        return tb_panel_find_indicator(loader->panel, text, length) != TB_NOWHERE;
    const uint32_t name = tb_names_find(loader->panel->names, text, length);
    return name < loader->n_regions && loader->region_fine[name];
}

/* Warns when a new id differs from another only in case or in the composition of its characters. */
static void check_collision(struct load_reader *reader, bool region, uint32_t name, size_t line, size_t column)
{
    struct load_loader *loader = reader->loader;
    struct load_folds *folds = region ? &loader->folded_regions : &loader->folded_ids;
    const char *text = tb_text(reader->panel, name);
    const size_t length = tb_name_length(reader->panel->names, name);
    const char *other = NULL;
    size_t folded_length = length;
    uint8_t *folded = NULL;
    if (!load_folds_to_itself(text, length)) {
        folded = u8_casefold((const uint8_t *)text, length, NULL, UNINORM_NFC, NULL, &folded_length);
        if (!folded) {
            load_out_of_memory(loader);
            return;
        }
    }
    const char *key = folded ? (const char *)folded : text;
    const bool itself = folded_length == length && memcmp(key, text, length) == 0;
    const bool some = tb_names_count(folds->keys) > 1; /* none as a rule, of a million names */
    const uint32_t known = some ? tb_names_find(folds->keys, key, folded_length) : TB_NO_NAME;
    if (known != TB_NO_NAME) {
        other = tb_text(reader->panel, folds->first[known]);
    } else if (!itself) {
        if (in_use(loader, region, key, folded_length))
            other = tb_text(reader->panel, tb_names_find(reader->panel->names, key, folded_length));
        const uint32_t added = tb_names_add(folds->keys, key, folded_length);
        if (added == TB_NO_NAME || !tb_grow(&folds->first, &folds->capacity, added + 1, sizeof *folds->first))
            load_out_of_memory(loader);
        else
            folds->first[added] = name;
    }
    if (other)
        tb_log_add(reader->log, TB_WARNING, "id-collision", LOAD_AT(reader, line, column),
                   "\"%s\" differs from \"%s\" only in case or composition; write both the same if they are one", text,
                   other);
    free(folded);
}

void load_note_newcomer(struct load_reader *reader, struct load_newcomer newcomer, size_t line)
{
    struct load_newcomers *all = reader->loader->newcomers;
    if (!tb_grow(&all->list, &all->capacity, all->n + 1, sizeof *all->list)) {
        load_out_of_memory(reader->loader);
        return;
    }
    newcomer.line = (uint32_t)(line - all->first_line);
    newcomer.said = (uint32_t)log_arrived(reader->log);
    all->list[all->n++] = newcomer;
}

/* The name of a new indicator or region is compared with the others, or noted to be compared later. */
static void meet(struct load_reader *reader, enum load_newcomer_kind kind, uint32_t name, size_t line, size_t column)
{
    const struct load_newcomer newcomer = {.kind = (uint8_t)kind, .name = name, .column = (uint16_t)column};
    if (reader->loader->newcomers)
        load_note_newcomer(reader, newcomer, line);
    else
        check_collision(reader, kind == LOAD_NEW_REGION, name, line, column);
}

/* Checks the text of an id or region.  False (reported) when it cannot be one. */
static bool check_id(struct load_reader *reader, const char *text, size_t length, const struct load_field *cell,
                     size_t column)
{
    const char *fault = load_id_fault(text, length);
    if (fault)
        tb_log_add(reader->log, TB_ERROR, "bad-id", LOAD_AT(reader, cell->line, column), "\"%s\" cannot be a name: %s",
                   load_show(text, length).text, fault);
    return !fault;
}

uint32_t load_take_indicator(struct load_reader *reader, const struct load_field *cell, size_t column)
{
    const uint32_t found = cell->name ? growth_find_indicator(reader->panel, cell->name) : TB_NOWHERE;
    if (found != TB_NOWHERE)
        return found;
    if (cell->length == reader->last_id_length && cell->length &&
        memcmp(cell->text, reader->last_id, cell->length) == 0)
        return reader->last_indicator;
    size_t length = cell->length;
    const char *text = load_trim(cell->text, &length);
    if (!length) {
        tb_log_add(reader->log, TB_ERROR, "empty-id", LOAD_AT(reader, cell->line, column),
                   "the name of the indicator is empty; every line needs one");
        return TB_NOWHERE;
    }
    uint32_t indicator = tb_panel_find_indicator(reader->panel, text, length);
    if (indicator == TB_NOWHERE) {
        if (!check_id(reader, text, length, cell, column))
            return TB_NOWHERE;
        indicator = tb_panel_indicator(reader->panel, text, length);
        if (indicator == TB_NOWHERE) {
            load_out_of_memory(reader->loader);
            return TB_NOWHERE;
        }
        meet(reader, LOAD_NEW_INDICATOR, reader->panel->indicators[indicator].id, cell->line, column);
        trait_of(reader->loader, indicator);
    }
    if (cell->length < sizeof reader->last_id) {
        memcpy(reader->last_id, cell->text, cell->length);
        reader->last_id_length = cell->length;
        reader->last_indicator = indicator;
    }
    return indicator;
}

/* Remembers that this name has been checked as a region. */
static bool mark_region(struct load_loader *loader, uint32_t name)
{
    if (name >= loader->n_regions) {
        const size_t n = tb_names_count(loader->panel->names);
        if (!tb_grow(&loader->region_fine, &loader->regions_capacity, n, 1)) {
            load_out_of_memory(loader);
            return false;
        }
        memset(loader->region_fine + loader->n_regions, 0, n - loader->n_regions);
        loader->n_regions = n;
    }
    loader->region_fine[name] = 1;
    return true;
}

bool load_adopt_indicator(struct load_reader *reader, uint32_t name, size_t line, unsigned column, uint32_t *indicator)
{
    *indicator = growth_find_indicator(reader->panel, name);
    if (*indicator != TB_NOWHERE)
        return true;
    *indicator = growth_indicator(reader->panel, name);
    if (*indicator == TB_NOWHERE) {
        load_out_of_memory(reader->loader);
        return false;
    }
    meet(reader, LOAD_NEW_INDICATOR, name, line, column);
    trait_of(reader->loader, *indicator);
    return true;
}

bool load_adopt_region(struct load_reader *reader, uint32_t name, size_t line, unsigned column)
{
    const struct load_loader *loader = reader->loader;
    if (name < loader->n_regions && loader->region_fine[name])
        return true;
    meet(reader, LOAD_NEW_REGION, name, line, column);
    return mark_region(reader->loader, name);
}

bool load_take_region(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t *region)
{
    struct load_loader *loader = reader->loader;
    if (cell->name && cell->name < loader->n_regions && loader->region_fine[cell->name]) {
        *region = cell->name;
        return true;
    }
    if (cell->length == reader->last_region_length && memcmp(cell->text, reader->last_region, cell->length) == 0) {
        *region = reader->last_region_name;
        return true;
    }
    size_t length = cell->length;
    const char *text = load_trim(cell->text, &length);
    uint32_t name = 0;
    if (length) {
        name = tb_names_find(reader->panel->names, text, length);
        const bool known = name != TB_NO_NAME && name < loader->n_regions && loader->region_fine[name];
        if (!known && !check_id(reader, text, length, cell, column))
            return false;
        if (!known) {
            name = tb_names_add(reader->panel->names, text, length);
            if (name == TB_NO_NAME) {
                load_out_of_memory(loader);
                return false;
            }
            meet(reader, LOAD_NEW_REGION, name, cell->line, column);
            if (!mark_region(loader, name))
                return false;
        }
    }
    if (cell->length < sizeof reader->last_region) {
        if (cell->length)
            memcpy(reader->last_region, cell->text, cell->length);
        reader->last_region_length = cell->length;
        reader->last_region_name = name;
    }
    *region = name;
    return true;
}

/* ---- indicators and regions of published tables, by their labels ---- */

/* An indicator of the catalogue with this name, or TB_NOWHERE. */
static uint32_t named_in_catalogue(const struct tb_panel *panel, const char *text, size_t length)
{
    const uint32_t name = tb_names_find(panel->names, text, length);
    for (uint32_t i = 0; name != TB_NO_NAME && name && i < panel->n_indicators; i++)
        if (panel->indicators[i].definition->file != TB_NOWHERE &&
            (panel->indicators[i].name_zh == name || panel->indicators[i].name_en == name))
            return i;
    return TB_NOWHERE;
}

/* The label becomes the indicator's name; two labels that give one id are told apart by nobody. */
static bool keep_name(struct load_reader *reader, uint32_t indicator, const struct load_label *label,
                      const struct load_field *cell, size_t column)
{
    struct tb_indicator *row = &reader->panel->indicators[indicator];
    uint32_t *name = label->chinese ? &row->name_zh : &row->name_en;
    const uint32_t given = tb_names_add(reader->panel->names, label->name, label->name_length);
    if (given == TB_NO_NAME) {
        load_out_of_memory(reader->loader);
        return false;
    }
    if (!*name)
        *name = given;
    if (*name == given || row->definition->file != TB_NOWHERE)
        return true;
    tb_log_add(reader->log, TB_ERROR, "id-collision", LOAD_AT(reader, cell->line, column),
               "\"%s\" and \"%s\" would both be called %s; give one of them another name",
               load_show(label->name, label->name_length).text, tb_text(reader->panel, *name),
               tb_text(reader->panel, row->id));
    return false;
}

static bool remember_label(struct load_loader *loader, const struct load_field *cell, uint32_t indicator)
{
    const uint32_t name = tb_names_add(loader->labels, cell->text, cell->length);
    if (name == TB_NO_NAME ||
        !tb_grow(&loader->label_indicator, &loader->labels_capacity, name + 1, sizeof *loader->label_indicator)) {
        load_out_of_memory(loader);
        return false;
    }
    loader->label_indicator[name] = indicator;
    return true;
}

uint32_t load_take_label(struct load_reader *reader, const struct load_field *cell, size_t column,
                         enum load_bracket bracket, uint32_t unit)
{
    struct load_loader *loader = reader->loader;
    struct load_label label;
    const uint32_t known = tb_names_find(loader->labels, cell->text, cell->length);
    uint32_t indicator = known != TB_NO_NAME && known ? loader->label_indicator[known] : TB_NOWHERE;
    const bool known_unit = indicator != TB_NOWHERE && !reader->loader->scaled; /* else each file says its own */
    if (!known_unit || unit) {
        load_label_read(cell->text, cell->length, bracket, &label);
        if (!label.id_length) {
            tb_log_add(reader->log, TB_ERROR, "empty-id", LOAD_AT(reader, cell->line, column),
                       "\"%s\" names no indicator; every line needs one", load_show(cell->text, cell->length).text);
            return TB_NOWHERE;
        }
    }
    if (indicator == TB_NOWHERE) {
        const struct load_field id = load_field_at(label.id, label.id_length, cell->line);
        indicator = named_in_catalogue(reader->panel, label.name, label.name_length);
        if (indicator == TB_NOWHERE)
            indicator = load_take_indicator(reader, &id, column);
        if (indicator == TB_NOWHERE || !keep_name(reader, indicator, &label, cell, column))
            return TB_NOWHERE;
        const struct load_field in_label = load_field_at(label.unit, label.unit_length, cell->line);
        if (!load_take_unit(reader, &in_label, column, indicator) || !remember_label(loader, cell, indicator))
            return TB_NOWHERE;
    } else if (!known_unit) {
        const struct load_field in_label = load_field_at(label.unit, label.unit_length, cell->line);
        if (!load_take_unit(reader, &in_label, column, indicator))
            return TB_NOWHERE;
    }
    if (unit) {
        const char *text = tb_text(reader->panel, unit);
        const struct load_field beside = load_field_at(text, strlen(text), cell->line);
        if (!load_take_unit(reader, &beside, column, indicator))
            return TB_NOWHERE;
    }
    return indicator;
}

bool load_take_place(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t *region)
{
    struct load_label label;
    if (cell->length == reader->last_region_length && memcmp(cell->text, reader->last_region, cell->length) == 0) {
        *region = reader->last_region_name;
        return true;
    }
    load_place_read(cell->text, cell->length, &label);
    const struct load_field name = load_field_at(label.id, label.id_length, cell->line);
    return load_take_region(reader, &name, column, region);
}

/* ---- years and values ---- */

bool load_take_year(struct load_reader *reader, const struct load_field *cell, size_t column, int *year)
{
    unsigned remarks = 0;
    const char *advice;
    *year = load_year_read(cell->text, cell->length, &remarks, &advice);
    if (!*year) {
        tb_log_add(reader->log, TB_ERROR, "bad-year", LOAD_AT(reader, cell->line, column), "\"%s\" is not a year; %s",
                   load_show(cell->text, cell->length).text, advice);
        return false;
    }
    load_say_remarks(reader, remarks, cell, column);
    return true;
}

/* What the format of a sheet's cell says beside its number: how many decimals are shown, and in which unit. */
static bool take_shown(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                       struct tb_observation *observation)
{
    const struct load_sheet *sheet = reader->sheet;
    const struct load_sheet_cell *shown = load_sheet_at(sheet, cell->line, load_column_of(reader, column));
    if (!shown || shown->length != cell->length ||
        memcmp(sheet->text.data + shown->text, cell->text, cell->length) != 0)
        return true; /* the layout has counted it in another power of ten */
    if (shown->decimals >= 0)
        observation->decimals = shown->decimals;
    const char *unit = load_sheet_unit(sheet, shown);
    const struct load_field field = load_field_at(unit, strlen(unit), cell->line);
    if (!*unit || indicator == TB_NOWHERE)
        return true;
    struct tb_unit known, here;
    tb_unit_parse(tb_text(reader->panel, reader->panel->indicators[indicator].unit), &known);
    tb_unit_parse(unit, &here);
    if (here.percent && known.percent && here.numerator_scale == known.numerator_scale)
        return true;
    return load_take_unit(reader, &field, column, indicator);
}

/* A cell that is no plain number.  False when that is reported as an error. */
static bool take_other_value(struct load_reader *reader, const struct load_field *cell, size_t column,
                             struct tb_observation *observation)
{
    struct load_value value;
    load_value_read(cell->text, cell->length, &value);
    observation->value = value.value;
    observation->state = value.state;
    observation->decimals = value.decimals;
    if (value.remarks && value.fault == LOAD_FINE)
        load_say_remarks(reader, value.remarks, cell, column);
    if (value.fault == LOAD_FINE)
        return true;
    const struct load_shown shown = load_show(cell->text, cell->length);
    const struct tb_place *at = LOAD_AT(reader, cell->line, column);
    if (value.fault == LOAD_NOT_A_NUMBER)
        tb_log_add(reader->log, TB_ERROR, "bad-number", at, "\"%s\" is not a number; %s", shown.text,
                   load_number_advice(cell->text, cell->length));
    else if (value.fault == LOAD_OUT_OF_RANGE)
        tb_log_add(reader->log, TB_ERROR, "range", at,
                   "\"%s\" is too large or too near to 0 for a number; check the exponent", shown.text);
    else
        tb_log_add(reader->log, TB_ERROR, "bad-number", at,
                   "\"%s\" says two different things about its number; keep one of the words", shown.text);
    return false;
}

/* What the id says of its values, against this one. */
static void check_value(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                        double value, unsigned trait)
{
    if (value < 0 && (trait & LOAD_NEVER_NEGATIVE))
        tb_log_add(reader->log, TB_WARNING, "negative-count", LOAD_AT(reader, cell->line, column),
                   "\"%s\" is below 0, but %s is a count; check it", load_show(cell->text, cell->length).text,
                   tb_text(reader->panel, reader->panel->indicators[indicator].id));
    if (value > 100 && (trait & LOAD_AT_MOST_100))
        tb_log_add(reader->log, TB_WARNING, "rate-over-100", LOAD_AT(reader, cell->line, column),
                   "\"%s\" is above 100, but %s is a share in percent; check it",
                   load_show(cell->text, cell->length).text,
                   tb_text(reader->panel, reader->panel->indicators[indicator].id));
}

bool load_take_value(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                     struct tb_observation *observation)
{
    if (reader->description && load_says_missing(reader->description, cell->text, cell->length)) {
        observation->value = NAN;
        observation->state = cell->length ? TB_NOT_AVAILABLE : TB_BLANK;
        observation->decimals = 0;
        return true;
    }
    if (number_short(cell->text, cell->length, &observation->value, &observation->decimals))
        observation->state = TB_EXACT;
    else if (!take_other_value(reader, cell, column, observation))
        return false;
    if (reader->sheet && !isnan(observation->value) && !take_shown(reader, cell, column, indicator, observation))
        return false;
    if (indicator == TB_NOWHERE)
        return true;
    const unsigned trait = trait_of(reader->loader, indicator);
    if (trait & (LOAD_NEVER_NEGATIVE | LOAD_AT_MOST_100)) /* no comparison is true of what is no number */
        check_value(reader, cell, column, indicator, observation->value, trait);
    return true;
}

/* ---- the observation, and what a side file says ---- */

void load_add(struct load_reader *reader, uint32_t indicator, uint32_t region, struct tb_observation *observation,
              const struct load_field *cell, size_t column)
{
    if (reader->loader->scaled)
        load_scale_value(reader, indicator, observation);
    observation->input = reader->input;
    observation->line = cell->line;
    observation->column = load_column_of(reader, column);
    const enum tb_status status = tb_panel_add(reader->panel, indicator, region, observation);
    if (status)
        load_out_of_memory(reader->loader);
}

/* Name and unit of one indicator whose values stand in a column of its own. */
static void use_field(struct load_reader *reader, const struct load_field_description *field, size_t column)
{
    struct tb_panel *panel = reader->panel;
    struct load_label label;
    load_label_read(field->column, strlen(field->column), LOAD_BRACKET_TEXT, &label);
    const uint32_t indicator = tb_panel_find_indicator(panel, label.id, label.id_length);
    const struct load_field unit =
        load_field_at(field->unit, field->unit ? strlen(field->unit) : 0, reader->header.line);
    const struct load_field title =
        load_field_at(field->title, field->title ? strlen(field->title) : 0, reader->header.line);
    uint32_t name = 0;
    if (indicator == TB_NOWHERE)
        return;
    if (unit.length)
        load_take_unit(reader, &unit, column, indicator);
    if (!title.length || !load_take_text(reader, &title, column, &name))
        return;
    load_label_read(title.text, title.length, LOAD_BRACKET_TEXT, &label);
    *(label.chinese ? &panel->indicators[indicator].name_zh : &panel->indicators[indicator].name_en) = name;
}

void load_use_description(struct load_reader *reader, size_t first)
{
    const struct load_description *description = reader->description;
    const struct tb_place at = {.file = description->path};
    const struct load_field source =
        load_field_at(description->source, description->source ? strlen(description->source) : 0, 1);
    uint32_t name = 0;
    for (size_t i = 0; i < description->n && reader->header.n; i++) {
        size_t column = 0;
        for (size_t c = 1; c <= reader->header.n && !column; c++)
            if (strcmp(reader->header.name[c - 1], description->field[i].column) == 0)
                column = c;
        if (column)
            use_field(reader, &description->field[i], column);
        else
            tb_log_add(reader->log, TB_ERROR, "side-file", &at,
                       "it describes a column \"%s\", which %s does not have; correct one of them",
                       description->field[i].column, reader->file);
    }
    if (source.length && load_take_text(reader, &source, 0, &name) && tb_panel_add_texts(reader->panel, first, name, 0))
        load_out_of_memory(reader->loader);
}
