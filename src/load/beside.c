/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns beside the value: texts, qualifier, flags, value before a break, period, unit. */
#include "load/loader.h"
#include "model/log.h"

#include <stdlib.h>
#include <string.h>

/* Inside a text CR LF and CR are line ends like LF. */
static uint32_t add_with_plain_line_ends(struct tb_names *names, const struct load_field *cell)
{
    char *copy = malloc(cell->length);
    size_t n = 0;
    if (!copy)
        return TB_NO_NAME;
    for (size_t i = 0; i < cell->length; i++) {
        const bool pair = cell->text[i] == '\r' && i + 1 < cell->length && cell->text[i + 1] == '\n';
        if (!pair)
            copy[n++] = cell->text[i] == '\r' ? '\n' : cell->text[i];
    }
    const uint32_t name = tb_names_add(names, copy, n);
    free(copy);
    return name;
}

bool load_take_text(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t *name)
{
    unsigned remarks;
    *name = 0;
    if (!cell->length)
        return true;
    const uint32_t known = tb_names_find(reader->panel->names, cell->text, cell->length);
    const char *fault = load_text_fault(cell->text, cell->length, &remarks);
    if (fault) {
        tb_log_add(reader->log, TB_ERROR, "control", LOAD_AT(reader, cell->line, column), "\"%s\": %s",
                   load_show(cell->text, cell->length).text, fault);
        return false;
    }
    load_say_remarks(reader, remarks, cell, column);
    if (memchr(cell->text, '\r', cell->length))
        *name = add_with_plain_line_ends(reader->panel->names, cell);
    else
        *name = known != TB_NO_NAME ? known : tb_names_add(reader->panel->names, cell->text, cell->length);
    if (*name == TB_NO_NAME)
        load_out_of_memory(reader->loader);
    return *name != TB_NO_NAME;
}

/* Puts a word in front of the observation's note. */
static void keep_in_note(struct load_reader *reader, const char *word, size_t length,
                         struct tb_observation *observation)
{
    const char *note = tb_text(reader->panel, observation->note);
    char *joined = NULL;
    const int n = asprintf(&joined, "%.*s%s%s", (int)length, word, *note ? "; " : "", note);
    const uint32_t name = n < 0 ? TB_NO_NAME : tb_names_add(reader->panel->names, joined, (size_t)n);
    if (n >= 0)
        free(joined);
    if (name == TB_NO_NAME)
        load_out_of_memory(reader->loader);
    else
        observation->note = name;
}

static const struct tb_flag_row *flag_of(char letter)
{
    for (size_t i = 0; i < tb_n_flag_rows; i++)
        if (tb_flag_rows[i].letter == letter && !(tb_flag_rows[i].flag & TB_FLAGS_OWN))
            return &tb_flag_rows[i];
    return NULL;
}

bool load_take_qualifier(struct load_reader *reader, const struct load_field *cell, size_t column,
                         struct tb_observation *observation)
{
    size_t length = cell->length;
    const char *text = load_trim(cell->text, &length);
    if (!length)
        return true;
    if (length == 1 && strchr("per", *text)) {
        observation->flags |= flag_of(*text)->flag;
        return true;
    }
    const struct tb_place *at = LOAD_AT(reader, cell->line, column);
    enum tb_state state = TB_EXACT;
    const bool known = load_qualifier_read(text, length, &state);
    if (observation->state != TB_EXACT && observation->state < TB_NEGLIGIBLE) {
        tb_log_add(reader->log, TB_ERROR, "qualifier-twice", at,
                   "\"%s\" qualifies a value that has a qualifier in its own cell; keep one of them",
                   load_show(text, length).text);
        return false;
    }
    if (!known) {
        unsigned remarks;
        const char *fault = load_text_fault(text, length, &remarks);
        if (fault) {
            tb_log_add(reader->log, TB_ERROR, "control", at, "\"%s\": %s", load_show(text, length).text, fault);
            return false;
        }
        tb_log_add(reader->log, TB_WARNING, "unknown-qualifier", at,
                   "\"%s\" is none of ~ > < >= <= p e r; it is kept as a note, and the value counts as exact",
                   load_show(text, length).text);
        keep_in_note(reader, text, length, observation);
        return true;
    }
    if (strcmp(tb_state_marks[state], "") != 0 &&
        (strlen(tb_state_marks[state]) != length || memcmp(tb_state_marks[state], text, length) != 0))
        tb_log_add(reader->log, TB_WARNING, "qualifier", at, "\"%s\" is read as %s; write that",
                   load_show(text, length).text, tb_state_marks[state]);
    if (observation->state == TB_EXACT)
        observation->state = state;
    else
        tb_log_add(reader->log, TB_WARNING, "qualifier", at, "\"%s\" has no value to qualify and is ignored",
                   load_show(text, length).text);
    return true;
}

void load_take_flags(struct load_reader *reader, const struct load_field *cell, size_t column,
                     struct tb_observation *observation)
{
    bool unknown = false;
    for (size_t i = 0; i < cell->length; i++) {
        const struct tb_flag_row *row = flag_of(cell->text[i]);
        if (row)
            observation->flags |= row->flag;
        else
            unknown = unknown || (cell->text[i] != ' ' && cell->text[i] != ',');
    }
    if (unknown)
        tb_log_add(reader->log, TB_WARNING, "unknown-flag", LOAD_AT(reader, cell->line, column),
                   "\"%s\" holds letters that are no flag, ignored; the flags are listed by: trendbook list flags",
                   load_show(cell->text, cell->length).text);
    if (observation->state == TB_BLANK && (observation->flags & TB_FLAG_CONFIDENTIAL))
        observation->state = TB_CONFIDENTIAL;
    else if (observation->state == TB_BLANK && (observation->flags & TB_FLAG_NOT_APPLICABLE))
        observation->state = TB_NOT_AVAILABLE;
}

bool load_take_pre_break(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                         struct tb_observation *observation)
{
    struct tb_observation before = {.year = observation->year};
    if (!load_take_value(reader, cell, column, indicator, &before))
        return false;
    load_set_pre_break(reader, cell, column, &before, observation);
    return true;
}

void load_set_pre_break(struct load_reader *reader, const struct load_field *cell, size_t column,
                        const struct tb_observation *before, struct tb_observation *observation)
{
    if (before->state >= TB_NEGLIGIBLE)
        return;
    observation->pre_break = (struct tb_pre_break){
        .value = before->value, .given = true, .state = (uint8_t)before->state, .decimals = (int8_t)before->decimals};
    if (!(observation->flags & TB_FLAG_BREAK))
        tb_log_add(
            reader->log, TB_WARNING, "break-implied", LOAD_AT(reader, cell->line, column),
            "%d has a value on the basis before a break (\"%s\") but no flag b; it is read as the first year of the "
            "new basis",
            observation->year, load_show(cell->text, cell->length).text);
    observation->flags |= TB_FLAG_BREAK;
}

/* H1, Q3, 05 (to May), 01-09. */
static bool is_period(const char *text, size_t length, bool *whole_year)
{
    int first = 0, last = 0, used = 0;
    char copy[8];
    *whole_year = false;
    if (length >= sizeof copy)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (length == 2 && (*copy == 'H' || *copy == 'Q'))
        return copy[1] >= '1' && copy[1] <= (*copy == 'H' ? '2' : '4');
    if (length != 2 && length != 5)
        return false;
    for (size_t i = 0; i < length; i++)
        if (i == 2 ? copy[i] != '-' : copy[i] < '0' || copy[i] > '9')
            return false;
    first = 10 * (copy[0] - '0') + copy[1] - '0';
    last = length == 5 ? 10 * (copy[3] - '0') + copy[4] - '0' : first;
    used = last - first;
    *whole_year = used == 11;
    return first >= 1 && last <= 12 && used >= 0;
}

bool load_take_period(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t *period)
{
    size_t length = cell->length;
    const char *text = load_trim(cell->text, &length);
    bool whole_year;
    const struct load_field trimmed = load_field_at(text, length, cell->line);
    *period = 0;
    if (!length)
        return true;
    if (!is_period(text, length, &whole_year))
        tb_log_add(reader->log, TB_WARNING, "unknown-period", LOAD_AT(reader, cell->line, column),
                   "\"%s\" is kept as a part of the year; usual are H1, Q3 and months such as 01-09",
                   load_show(text, length).text);
    else if (whole_year)
        return true;
    return load_take_text(reader, &trimmed, column, period);
}

bool load_take_unit(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator)
{
    size_t length = cell->length;
    const char *text = load_trim(cell->text, &length);
    const struct load_field trimmed = load_field_at(text, length, cell->line);
    struct tb_indicator *row = &reader->panel->indicators[indicator];
    uint32_t unit;
    if (!length)
        return true;
    if (!load_take_text(reader, &trimmed, column, &unit))
        return false;
    struct load_newcomers *newcomers = reader->loader->newcomers;
    if (!row->unit) {
        const struct load_newcomer newcomer = {.kind = LOAD_NEW_UNIT, .name = row->id, .unit = unit};
        row->unit = unit;
        if (newcomers)
            load_note_newcomer(reader, newcomer, cell->line);
    }
    if (newcomers && row->unit != unit) /* one thread will scale it, or say where it is wrong */
        newcomers->units_differ = true;
    if (newcomers ? row->unit == unit : load_scale_unit(reader, indicator, unit, &trimmed, column))
        return true;
    if (reader->loader->status)
        return false;
    tb_log_add(reader->log, TB_ERROR, "unit", LOAD_AT(reader, cell->line, column),
               "\"%s\" is not the unit that %s has elsewhere, \"%s\"; one indicator has one unit",
               load_show(text, length).text, tb_text(reader->panel, row->id), tb_text(reader->panel, row->unit));
    return false;
}
