/* SPDX-License-Identifier: GPL-3.0-or-later */
/** indicators.csv: what is known of the indicators. */
#include "load/loader.h"

#include "model/memory.h"
#include "trendbook/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum column {
    ID,
    NAME_ZH,
    NAME_EN,
    UNIT,
    SECTION,
    SECTION_ZH,
    KIND,
    NUMERATOR,
    DENOMINATOR,
    PER,
    PARTS,
    FLOWS,
    CHANGE_OF,
    BETTER,
    TARGET,
    PHRASE_ZH,
    NOTE,
    COLUMNS
};

static const struct load_column columns[COLUMNS] = {
    [ID] = {"id", true},          [NAME_ZH] = {"name_zh", false},     [NAME_EN] = {"name_en", false},
    [UNIT] = {"unit", false},     [SECTION] = {"section", false},     [SECTION_ZH] = {"section_zh", false},
    [KIND] = {"kind", false},     [NUMERATOR] = {"numerator", false}, [DENOMINATOR] = {"denominator", false},
    [PER] = {"per", false},       [PARTS] = {"parts", false},         [CHANGE_OF] = {"change_of", false},
    [BETTER] = {"better", false}, [TARGET] = {"target", false},       [PHRASE_ZH] = {"phrase_zh", false},
    [NOTE] = {"note", false},     [FLOWS] = {"flows", false},
};

/* A row as it will stand in the panel. */
struct catalogue_row {
    struct tb_indicator indicator;
    struct tb_definition definition;
};

/* Plain texts of a row and where they go. */
static const struct {
    enum column column;
    size_t offset;
} texts[] = {
    {NAME_ZH, offsetof(struct catalogue_row, indicator.name_zh)},
    {NAME_EN, offsetof(struct catalogue_row, indicator.name_en)},
    {UNIT, offsetof(struct catalogue_row, indicator.unit)},
    {SECTION, offsetof(struct catalogue_row, indicator.section)},
    {PHRASE_ZH, offsetof(struct catalogue_row, definition.phrase_zh)},
    {NOTE, offsetof(struct catalogue_row, definition.note)},
    {TARGET, offsetof(struct catalogue_row, definition.target_text)},
    {SECTION_ZH, offsetof(struct catalogue_row, definition.section_zh)},
};
enum {
    TEXTS = sizeof texts / sizeof texts[0]
};

/* One row while it is read. */
struct entry {
    struct load_reader *reader;
    struct load_field cell[COLUMNS];
    size_t place[COLUMNS]; /* column number from 1, 0 = not in the file */
};

static struct tb_place place_of(const struct entry *entry, enum column column)
{
    return *LOAD_AT(entry->reader, entry->cell[column].line, entry->place[column]);
}

static struct load_shown shown(const struct entry *entry, enum column column)
{
    return load_show(entry->cell[column].text, entry->cell[column].length);
}

static bool is(const struct load_field *cell, const char *word)
{
    return strlen(word) == cell->length && memcmp(cell->text, word, cell->length) == 0;
}

static void read_kind(const struct entry *entry, struct tb_indicator *row)
{
    const struct load_field *cell = &entry->cell[KIND];
    for (int kind = 1; tb_kind_names[kind]; kind++)
        if (is(cell, tb_kind_names[kind])) {
            row->kind = (uint8_t)kind;
            return;
        }
    const struct tb_place at = place_of(entry, KIND);
    tb_log_add(entry->reader->log, TB_ERROR, "bad-kind", &at,
               "\"%s\" is no kind; choose count, amount, rate, proportion, score, length, area, index or label",
               shown(entry, KIND).text);
}

static void read_better(const struct entry *entry, struct tb_indicator *row)
{
    static const struct {
        const char *word;
        enum tb_better better;
    } words[] = {{"higher", TB_HIGHER}, {"lower", TB_LOWER}, {"neutral", TB_NEUTRAL}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (is(&entry->cell[BETTER], words[i].word)) {
            row->better = (uint8_t)words[i].better;
            return;
        }
    const struct tb_place at = place_of(entry, BETTER);
    tb_log_add(entry->reader->log, TB_ERROR, "bad-better", &at, "\"%s\" is not higher, lower or neutral",
               shown(entry, BETTER).text);
}

static void read_per(const struct entry *entry, struct catalogue_row *row)
{
    const struct load_field *cell = &entry->cell[PER];
    const struct tb_place at = place_of(entry, PER);
    double per;
    if (!tb_number_parse(cell->text, cell->length, &per, NULL) || !(per > 0))
        tb_log_add(entry->reader->log, TB_ERROR, "bad-per", &at,
                   "\"%s\" is not a number above 0; write 100 for %%, 1000, 10000, ...", shown(entry, PER).text);
    else
        row->definition.per = per;
    struct tb_unit unit;
    tb_unit_parse(tb_text(entry->reader->panel, row->indicator.unit), &unit);
    if (unit.percent && !isnan(row->definition.per) && fabs(row->definition.per * unit.numerator_scale - 1) > 1e-9)
        tb_log_add(entry->reader->log, TB_ERROR, "bad-per", &at,
                   "per %s does not fit the unit %s; leave per empty or write %s", shown(entry, PER).text,
                   tb_text(entry->reader->panel, row->indicator.unit), unit.numerator_scale < 0.005 ? "1000" : "100");
}

/* `<=0.23`, `>=95`, `2025:>=900` */
static bool parse_target(const char *text, size_t length, struct tb_definition *definition)
{
    static const struct {
        const char *sign;
        enum tb_state state;
    } signs[] = {{"<=", TB_AT_MOST}, {">=", TB_AT_LEAST}, {"<", TB_BELOW}, {">", TB_ABOVE}, {"=", TB_EXACT}};
    const char *colon = memchr(text, ':', length);
    int year = 0;
    if (colon) {
        unsigned remarks = 0;
        const char *advice;
        year = load_year_read(text, (size_t)(colon - text), &remarks, &advice);
        if (!year || remarks)
            return false;
        length -= (size_t)(colon + 1 - text);
        text = colon + 1;
    }
    text = load_trim(text, &length);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        const size_t n = strlen(signs[i].sign);
        if (length <= n || memcmp(text, signs[i].sign, n) != 0)
            continue;
        size_t rest = length - n;
        const char *number = load_trim(text + n, &rest);
        double target;
        if (!tb_number_parse(number, rest, &target, NULL))
            return false;
        definition->target = target;
        definition->target_op = (uint8_t)signs[i].state;
        definition->target_year = (int16_t)year;
        return true;
    }
    return false;
}

static void read_target(const struct entry *entry, struct tb_definition *definition)
{
    const struct tb_place at = place_of(entry, TARGET);
    if (!parse_target(entry->cell[TARGET].text, entry->cell[TARGET].length, definition))
        tb_log_add(entry->reader->log, TB_ERROR, "bad-target", &at,
                   "\"%s\" is no target; write <=0.23, >=95, or 2025:>=900", shown(entry, TARGET).text);
}

/* Every alternative needs the place where the number stands. */
static void check_phrase(const struct entry *entry)
{
    const struct load_field *cell = &entry->cell[PHRASE_ZH];
    const char *at = cell->text, *const end = cell->text + cell->length;
    const struct tb_place place = place_of(entry, PHRASE_ZH);
    while (at <= end) {
        const char *bar = at < end ? memchr(at, '|', (size_t)(end - at)) : NULL;
        const char *stop = bar ? bar : end;
        const char *mark = memmem(at, (size_t)(stop - at), "{}", 2);
        if (!mark || memmem(mark + 2, (size_t)(stop - mark - 2), "{}", 2))
            tb_log_add(entry->reader->log, TB_ERROR, "bad-phrase", &place,
                       "\"%s\" must hold {} once, where the number stands", load_show(at, (size_t)(stop - at)).text);
        at = stop + 1;
    }
}

static void refer(const struct entry *entry, enum column column, enum load_reference_kind kind, uint32_t from,
                  const char *text, size_t length)
{
    struct load_loader *loader = entry->reader->loader;
    struct tb_names *names = loader->panel->names;
    const char *fault = length ? load_id_fault(text, length) : NULL;
    const struct tb_place at = place_of(entry, column);
    if (fault) {
        tb_log_add(loader->log, TB_ERROR, "bad-id", &at, "\"%s\" cannot be a name: %s", load_show(text, length).text,
                   fault);
        return;
    }
    const struct load_reference reference = {
        .from = from,
        .to = tb_names_add(names, text, length),
        .kind = kind,
        .file = tb_names_add(names, at.file, strlen(at.file)),
        .header = at.header ? tb_names_add(names, at.header, strlen(at.header)) : 0,
        .line = at.line,
        .column = at.column,
    };
    if (reference.to == TB_NO_NAME || reference.file == TB_NO_NAME || reference.header == TB_NO_NAME ||
        !tb_grow(&loader->reference, &loader->references_capacity, loader->n_references + 1, sizeof *loader->reference))
        load_out_of_memory(loader);
    else
        loader->reference[loader->n_references++] = reference;
}

/* A mark between parts that no id can hold, or that ids do not hold as a rule; NULL without one. */
static const char *mark_between(const char *text, size_t length, bool in_no_id)
{
    static const struct {
        const char *mark;
        bool in_no_id;
    } marks[] = {{"|", true},  {"；", false}, {";", false}, {"，", false},
                 {",", false}, {"、", false}, {"+", false}, {"＋", false}};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if ((marks[i].in_no_id || !in_no_id) && memmem(text, length, marks[i].mark, strlen(marks[i].mark)))
            return marks[i].mark;
    return NULL;
}

static const char parts_advice[] =
    "\"%s\" separates its parts by \"%s\"; the column parts holds ids with blanks between them: road_a road_b";

/* One id of a list; those of flows have their sign before them. */
static void refer_to_one(const struct entry *entry, enum column column, uint32_t from, const char *text, size_t length)
{
    if (column == PARTS) {
        refer(entry, PARTS, LOAD_PART, from, text, length);
        return;
    }
    const bool out = *text == '-';
    const size_t sign = out || *text == '+';
    if (length > sign)
        refer(entry, FLOWS, out ? LOAD_FLOW_OUT : LOAD_FLOW_IN, from, text + sign, length - sign);
    else {
        const struct tb_place at = place_of(entry, FLOWS);
        tb_log_add(entry->reader->log, TB_ERROR, "bad-id", &at, "the sign \"%s\" stands alone; write it before an id",
                   load_show(text, length).text);
    }
}

/* Ids separated by blanks. */
static void refer_to_list(const struct entry *entry, enum column column, uint32_t from)
{
    const char *mark = column != PARTS ? NULL : mark_between(entry->cell[PARTS].text, entry->cell[PARTS].length, true);
    if (mark) {
        const struct tb_place at = place_of(entry, PARTS);
        tb_log_add(entry->reader->log, TB_ERROR, "bad-parts", &at, parts_advice, shown(entry, PARTS).text, mark);
        return;
    }
    const char *text = entry->cell[column].text, *const end = text + entry->cell[column].length;
    while (text < end) {
        const char *stop = text;
        while (stop < end && *stop != ' ' && *stop != '\t')
            stop++;
        if (stop > text)
            refer_to_one(entry, column, from, text, (size_t)(stop - text));
        text = stop + 1;
    }
}

/* The texts of a row as names.  False when one cannot be text (reported). */
static bool read_texts(const struct entry *entry, struct catalogue_row *row)
{
    bool fine = true;
    for (size_t i = 0; i < TEXTS; i++) {
        uint32_t *to = (uint32_t *)(void *)((char *)row + texts[i].offset);
        const enum column column = texts[i].column;
        if (column == TARGET) { /* its first sign is no formula */
            *to = tb_names_add(entry->reader->panel->names, entry->cell[column].text, entry->cell[column].length);
            if (*to == TB_NO_NAME)
                load_out_of_memory(entry->reader->loader);
        } else {
            fine = load_take_text(entry->reader, &entry->cell[column], entry->place[column], to) && fine;
        }
    }
    return fine;
}

/* The id is in another catalogue too: the first one holds, and where they differ that is told. */
static void compare(const struct entry *entry, const struct catalogue_row *first, const struct catalogue_row *second)
{
    const struct tb_panel *panel = entry->reader->panel;
    enum column column = ID;
    if (first->indicator.kind != second->indicator.kind)
        column = KIND;
    else if (first->indicator.better != second->indicator.better)
        column = BETTER;
    for (size_t i = 0; i < TEXTS && column == ID; i++) {
        const uint32_t a = *(const uint32_t *)(const void *)((const char *)first + texts[i].offset);
        const uint32_t b = *(const uint32_t *)(const void *)((const char *)second + texts[i].offset);
        if (a != b && texts[i].column != NOTE && texts[i].column != SECTION)
            column = texts[i].column;
    }
    if (column == ID)
        return;
    const struct tb_place at = place_of(entry, column);
    tb_log_add(entry->reader->log, TB_WARNING, "catalogues-differ", &at,
               "%s is described differently in %s:%u, which holds", tb_text(panel, first->indicator.id),
               tb_text(panel, panel->inputs[first->definition.file].path), (unsigned)first->definition.line);
}

static void read_entry(const struct entry *entry)
{
    struct load_reader *reader = entry->reader;
    struct tb_panel *panel = reader->panel;
    const uint32_t number = load_take_indicator(reader, &entry->cell[ID], entry->place[ID]);
    if (number == TB_NOWHERE)
        return;
    struct catalogue_row row = {panel->indicators[number], *panel->indicators[number].definition};
    const struct catalogue_row before = row;
    row.definition.file = reader->input;
    row.definition.line = (uint32_t)entry->cell[ID].line;
    if (before.definition.file == reader->input) {
        const struct tb_place at = place_of(entry, ID);
        tb_log_add(reader->log, TB_ERROR, "conflict", &at, "%s stands in line %u already; keep one of the two",
                   tb_text(panel, row.indicator.id), (unsigned)before.definition.line);
        return;
    }
    if (!read_texts(entry, &row))
        return;
    if (entry->cell[KIND].length)
        read_kind(entry, &row.indicator);
    if (entry->cell[BETTER].length)
        read_better(entry, &row.indicator);
    if (entry->cell[PER].length)
        read_per(entry, &row);
    if (entry->cell[TARGET].length)
        read_target(entry, &row.definition);
    if (entry->cell[PHRASE_ZH].length)
        check_phrase(entry);
    if (!entry->cell[NUMERATOR].length != !entry->cell[DENOMINATOR].length) {
        const enum column missing = entry->cell[NUMERATOR].length ? DENOMINATOR : NUMERATOR;
        const struct tb_place at = place_of(entry, missing);
        tb_log_add(reader->log, TB_WARNING, "half-rate", &at,
                   "a rate needs both numerator and denominator; the %s of %s is empty, so it is not computed",
                   columns[missing].key, tb_text(panel, row.indicator.id));
    }
    if (before.definition.file != TB_NOWHERE) {
        compare(entry, &before, &row);
        return;
    }
    struct tb_definition *own = tb_panel_define(panel, number);
    if (!own) {
        load_out_of_memory(reader->loader);
        return;
    }
    *own = row.definition;
    row.indicator.definition = own;
    panel->indicators[number] = row.indicator;
    if (number < reader->loader->n_traits)
        reader->loader->trait[number] = 0;
    static const struct {
        enum column column;
        enum load_reference_kind kind;
    } single[] = {{NUMERATOR, LOAD_NUMERATOR}, {DENOMINATOR, LOAD_DENOMINATOR}, {CHANGE_OF, LOAD_CHANGE_OF}};
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++) {
        const struct load_field *cell = &entry->cell[single[i].column];
        if (cell->length)
            refer(entry, single[i].column, single[i].kind, number, cell->text, cell->length);
    }
    refer_to_list(entry, PARTS, number);
    refer_to_list(entry, FLOWS, number);
}

void load_read_catalogue(struct load_reader *reader)
{
    struct entry entry = {.reader = reader};
    struct load_row row;
    if (!load_read_header(reader) || !load_find_columns(reader, columns, COLUMNS, entry.place))
        return;
    while (load_next(reader, &row)) {
        for (size_t i = 0; i < COLUMNS; i++) {
            entry.cell[i] = entry.place[i] ? row.field[entry.place[i] - 1] : load_field_at("", 0, row.line);
            entry.cell[i].text = load_trim(entry.cell[i].text, &entry.cell[i].length);
        }
        read_entry(&entry);
    }
    load_resolve_references(reader->loader, false);
}

/* ---- references ---- */

static struct tb_place place_of_reference(const struct load_loader *loader, const struct load_reference *reference)
{
    return (struct tb_place){tb_text(loader->panel, reference->file), reference->line, reference->column,
                             tb_text(loader->panel, reference->header)};
}

enum {
    MOST_PARTS = 1000
};

static bool add_part(struct tb_definition *whole, uint32_t part)
{
    if (!tb_grow_by_one(&whole->parts, whole->n_parts, sizeof *whole->parts))
        return false;
    whole->parts[whole->n_parts++] = part;
    return true;
}

static void add_flow(struct load_loader *loader, const struct load_reference *reference, struct tb_definition *stock,
                     uint32_t flow)
{
    const struct tb_place at = place_of_reference(loader, reference);
    const char *id = tb_text(loader->panel, loader->panel->indicators[reference->from].id);
    if (stock->n_flows == MOST_PARTS) {
        tb_log_add(loader->log, TB_ERROR, "too-long", &at, "%s has more than %d flows", id, MOST_PARTS);
        return;
    }
    for (uint32_t i = 0; i < stock->n_flows; i++)
        if (stock->flows[i].indicator == flow) {
            tb_log_add(loader->log, TB_ERROR, "conflict", &at, "%s is listed twice among the flows",
                       tb_text(loader->panel, reference->to));
            return;
        }
    if (!tb_grow_by_one(&stock->flows, stock->n_flows, sizeof *stock->flows)) {
        load_out_of_memory(loader);
        return;
    }
    stock->flows[stock->n_flows++] = (struct tb_flow){flow, reference->kind == LOAD_FLOW_OUT ? -1 : 1};
}

static void unknown(struct load_loader *loader, const struct load_reference *reference)
{
    const struct tb_panel *panel = loader->panel;
    const struct tb_place at = place_of_reference(loader, reference);
    const char *to = tb_text(panel, reference->to);
    const char *mark = reference->kind == LOAD_PART ? mark_between(to, strlen(to), false) : NULL;
    if (mark) {
        tb_log_add(loader->log, TB_ERROR, "bad-parts", &at, parts_advice, load_show(to, strlen(to)).text, mark);
        return;
    }
    tb_log_add(loader->log, TB_ERROR, "unknown-id", &at,
               "%s refers to \"%s\", which is neither in the catalogue nor in the data; correct the id or add its row",
               tb_text(panel, panel->indicators[reference->from].id), to);
}

static void resolve(struct load_loader *loader, const struct load_reference *reference, uint32_t number)
{
    struct tb_panel *panel = loader->panel;
    const struct tb_place at = place_of_reference(loader, reference);
    struct tb_indicator *indicator = &panel->indicators[reference->from];
    struct tb_definition *definition = tb_panel_define(panel, reference->from);
    const char *to = tb_text(panel, reference->to);
    if (!definition) {
        load_out_of_memory(loader);
        return;
    }
    if (number == reference->from) {
        tb_log_add(loader->log, TB_ERROR, "circle", &at, "%s refers to itself", to);
        return;
    }
    switch (reference->kind) {
    case LOAD_NUMERATOR:
        indicator->numerator = number;
        break;
    case LOAD_DENOMINATOR:
        indicator->denominator = number;
        break;
    case LOAD_CHANGE_OF:
        indicator->change_of = number;
        break;
    case LOAD_PART:
        if (definition->n_parts == MOST_PARTS) {
            tb_log_add(loader->log, TB_ERROR, "too-long", &at, "%s has more than %d parts",
                       tb_text(panel, indicator->id), MOST_PARTS);
            return;
        }
        for (uint32_t i = 0; i < definition->n_parts; i++)
            if (definition->parts[i] == number) {
                tb_log_add(loader->log, TB_ERROR, "conflict", &at, "%s is listed twice among the parts", to);
                return;
            }
        if (!add_part(definition, number))
            load_out_of_memory(loader);
        break;
    case LOAD_FLOW_IN:
    case LOAD_FLOW_OUT:
        add_flow(loader, reference, definition, number);
        break;
    }
}

/* The k-th indicator that this one is made of, or TB_NOWHERE. */
static uint32_t ingredient(const struct tb_indicator *indicator, uint32_t k)
{
    if (k == 0)
        return indicator->numerator;
    if (k == 1)
        return indicator->denominator;
    return indicator->definition->parts[k - 2];
}

/* Walks down from every indicator; meeting one that is still being walked closes a circle. */
static void find_circles(struct load_loader *loader)
{
    const struct tb_panel *panel = loader->panel;
    const size_t n = panel->n_indicators;
    enum {
        NEW,
        OPEN,
        DONE
    };
    uint8_t *colour = calloc(n, 1);
    struct step {
        uint32_t indicator, next;
    } *path = malloc(n * sizeof *path);
    if (!colour || !path) {
        load_out_of_memory(loader);
        goto done;
    }
    for (uint32_t root = 0; root < n; root++) {
        size_t depth = 0;
        if (colour[root] != NEW)
            continue;
        path[depth++] = (struct step){root, 0};
        colour[root] = OPEN;
        while (depth) {
            struct step *top = &path[depth - 1];
            const struct tb_indicator *indicator = &panel->indicators[top->indicator];
            if (top->next == indicator->definition->n_parts + 2) {
                colour[top->indicator] = DONE;
                depth--;
                continue;
            }
            const uint32_t below = ingredient(indicator, top->next++);
            if (below == TB_NOWHERE || colour[below] == DONE)
                continue;
            if (colour[below] == OPEN) {
                const struct tb_definition *definition = indicator->definition;
                const bool listed = definition->file != TB_NOWHERE;
                const struct tb_place at = {.file =
                                                listed ? tb_text(panel, panel->inputs[definition->file].path) : NULL,
                                            .line = listed ? definition->line : 0};
                tb_log_add(loader->log, TB_ERROR, "circle", &at,
                           "%s is made of %s, which is made of it again; one of the two references is wrong",
                           tb_text(panel, indicator->id), tb_text(panel, panel->indicators[below].id));
                continue;
            }
            colour[below] = OPEN;
            path[depth++] = (struct step){below, 0};
        }
    }
done:
    free(colour);
    free(path);
}

void load_resolve_references(struct load_loader *loader, bool last)
{
    const struct tb_panel *panel = loader->panel;
    size_t left = 0;
    for (size_t i = 0; i < loader->n_references && !loader->status; i++) {
        const struct load_reference *reference = &loader->reference[i];
        const char *to = tb_text(panel, reference->to);
        const uint32_t number = tb_panel_find_indicator(panel, to, tb_name_length(panel->names, reference->to));
        if (number != TB_NOWHERE)
            resolve(loader, reference, number);
        else if (last)
            unknown(loader, reference);
        else
            loader->reference[left++] = *reference;
    }
    loader->n_references = left;
    if (last && !loader->status && loader->reference) /* without references there are none */
        find_circles(loader);
}
