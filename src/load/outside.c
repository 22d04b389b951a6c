/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Lines above and below a published table: titles, units, notes, sources, who signs it. */
#include "load/table.h"

#include <stdlib.h>
#include <string.h>

uint32_t table_add_name(struct load_reader *reader, const char *text, size_t length)
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
void table_append(struct table *table, uint32_t *to, const char *text, size_t length, const struct load_row *row)
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
    const struct load_field field = load_field_at(joined, (size_t)n, row->line);
    if (n <= LOAD_LONGEST_FIELD && load_take_text(reader, &field, 1, &name))
        *to = name;
    free(joined);
}

/* Bytes of a numeral and its mark in front of a heading: 一、. */
size_t table_after_number(const struct load_field *text)
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
    size_t at = table_after_number(&title);
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
void table_take_line_above(struct table *table, const struct load_row *row)
{
    struct load_reader *reader = table->reader;
    size_t length, rest = 0;
    reader->rows->n_ignored++;
    reader->rows->n_rows--;
    size_t second = 1;
    while (second + 1 < row->n && !row->field[second].length)
        second++;
    if (second < row->n && is_word(&row->field[0], "Data Source")) {
        table_append(table, &table->source, row->field[second].text, row->field[second].length, row);
        return;
    }
    if (second < row->n && is_word(&row->field[0], "Unit of measure")) {
        table->unit = table_add_name(reader, row->field[second].text, row->field[second].length);
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
    const struct load_field field = load_field_at(text, length, row->line);
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
        table->unit = table_add_name(reader, text, length);
    else if (aside == LOAD_ASIDE_SOURCE)
        table_append(table, &table->source, text, length, row);
    else if (aside == LOAD_ASIDE_NOTE)
        table_append(table, &table->note, text, length, row);
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
bool table_is_remark(const struct load_field *field)
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
    return first->length > 1 && table_is_remark(first) && strchr("*[(1\xE2\xC2", first->text[0]);
}

/* A note or source below the table.  False when the record is data. */
bool table_take_line_below(struct table *table, const struct load_row *row)
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
        table_append(table, aside == LOAD_ASIDE_SOURCE ? &table->source : &table->note, line + rest, length - rest,
                     row);
    }
    free(line);
    return true;
}
