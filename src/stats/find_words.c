/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What names, units and notes tell: values that are changes already, years on a new basis. */
#include "stats/find.h"

#include "trendbook/output.h"
#include "trendbook/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- changes that do not say of what ---- */

/* The first of the words that stands in the text, or NULL. */
static const char *word_in(const char *text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcasestr(text, words[i]))
            return words[i];
    return NULL;
}
#define WORD_IN(text, words) word_in(text, words, sizeof(words) / sizeof((words)[0]))

static const char *change_word(const struct tb_panel *panel, const struct tb_indicator *indicator)
{
    static const char *const of_any_unit[] = {"上年=100",
                                              "上年＝100",
                                              "以上年为100",
                                              "上年同期=100",
                                              "增减",
                                              "比上年增长",
                                              "比上年增加",
                                              "较上年增长",
                                              "同比",
                                              "annual % growth",
                                              "previous year = 100",
                                              "change on previous",
                                              "previous year=100"};
    static const char *const of_percents[] = {
        "增长率", "增速", "增幅", "growth", "year-on-year", "yoy", "percent change", "% change", "percentage change"};
    struct tb_unit unit;
    const char *unit_text = tb_text(panel, indicator->unit);
    const char *texts[] = {tb_text(panel, indicator->name_zh), tb_text(panel, indicator->name_en), unit_text,
                           tb_text(panel, indicator->id)};
    tb_unit_parse(unit_text, &unit);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *word = WORD_IN(texts[i], of_any_unit);
        if (!word && (unit.percent || unit.points))
            word = WORD_IN(texts[i], of_percents);
        if (word)
            return word;
    }
    return NULL;
}

void find_printed_changes(struct find *find)
{
    const struct tb_panel *panel = find->panel;
    for (uint32_t s = 0; s < panel->n_series && !find->failed; s = find_end_of_indicator(panel, s)) {
        const struct tb_indicator *indicator = &panel->indicators[panel->series[s].indicator];
        if (indicator->change_of != TB_NOWHERE || indicator->kind == TB_LABEL || find_is_computed(panel, s))
            continue;
        const char *word = change_word(panel, indicator);
        if (!word)
            continue;
        struct tb_finding *f = find_add(find, FIND_CHANGES, s);
        f->word = find_copy(find, word);
    }
}

/* ---- the line that would set a break ---- */

/* A value as its file may write it: with the decimals that were printed. */
static void add_value(struct tb_bytes *line, const struct tb_panel *panel, size_t i)
{
    char text[TB_NUMBER_SIZE];
    tb_number_exact(panel->value[i], text);
    if (panel->decimals[i] > 0 && panel->decimals[i] <= 15 && !strchr(text, 'e'))
        tb_bytes_format(line, "%.*f", panel->decimals[i], panel->value[i]);
    else
        tb_bytes_text(line, text);
}

static void add_flags(struct tb_bytes *line, const struct tb_panel *panel, size_t i)
{
    const unsigned flags = tb_flags(panel, i) | TB_FLAG_BREAK;
    for (size_t k = 0; k < tb_n_flag_rows; k++)
        if (flags & tb_flag_rows[k].flag && tb_flag_rows[k].flag != TB_FLAG_COMPUTED)
            tb_bytes_add(line, &tb_flag_rows[k].letter, 1);
}

/* One cell of observation i under this column name; false when the name says nothing that is known here. */
static bool add_cell(struct tb_bytes *line, const struct tb_panel *panel, uint32_t series, size_t i, const char *column)
{
    const struct tb_series *s = &panel->series[series];
    if (strcasecmp(column, "id") == 0 || strcasecmp(column, "indicator") == 0)
        tb_csv_field(line, tb_text(panel, panel->indicators[s->indicator].id));
    else if (strcasecmp(column, "region") == 0)
        tb_csv_field(line, tb_text(panel, s->region));
    else if (strcasecmp(column, "year") == 0)
        tb_bytes_format(line, "%d", panel->year[i]);
    else if (strcasecmp(column, "value") == 0)
        add_value(line, panel, i);
    else if (strcasecmp(column, "qualifier") == 0)
        tb_bytes_text(line, tb_state_marks[panel->state[i]]);
    else if (strcasecmp(column, "flag") == 0)
        add_flags(line, panel, i);
    else if (strcasecmp(column, "period") == 0)
        tb_csv_field(line, tb_text(panel, tb_period(panel, i)));
    else if (strcasecmp(column, "source") == 0)
        tb_csv_field(line, tb_text(panel, tb_source(panel, i)));
    else if (strcasecmp(column, "note") == 0)
        tb_csv_field(line, tb_text(panel, tb_note_of(panel, i)));
    else if (strcasecmp(column, "unit") == 0)
        tb_csv_field(line, tb_text(panel, panel->indicators[s->indicator].unit));
    else if (*column)
        return false;
    return true;
}

static const struct tb_input *input_of(const struct tb_panel *panel, const char *file)
{
    for (size_t k = 0; file && k < panel->n_inputs; k++)
        if (strcmp(tb_text(panel, panel->inputs[k].path), file) == 0)
            return &panel->inputs[k];
    return NULL;
}

static char *take_text(struct find *find, struct tb_bytes *bytes)
{
    tb_bytes_add(bytes, "", 1);
    find->failed = find->failed || bytes->failed;
    if (!bytes->failed)
        return (char *)bytes->data;
    tb_bytes_free(bytes);
    return NULL;
}

/* The same line with the flag b, when the file has a column for it. */
static bool suggest_in_place(struct find *find, struct tb_finding *f)
{
    const struct tb_panel *panel = find->panel;
    const struct tb_place place = tb_finding_place(panel, f);
    const struct tb_input *input = input_of(panel, place.file);
    if (!input || (strcmp(input->layout, "year") != 0 && strcmp(input->layout, "long") != 0))
        return false;
    struct tb_bytes line = {0}, header = {0};
    bool known = true, flag = false;
    for (uint32_t c = 0; c < input->n_headers && known; c++) {
        const char *column = tb_text(panel, input->headers[c]);
        tb_bytes_text(&line, c ? "," : "");
        tb_bytes_text(&header, c ? "," : "");
        tb_csv_field(&header, column);
        known = add_cell(&line, panel, f->series, f->observation, column);
        flag = flag || strcasecmp(column, "flag") == 0;
    }
    if (known && flag) {
        f->suggestion = take_text(find, &line);
        f->header = take_text(find, &header);
        f->file = find_copy(find, place.file);
        f->line = place.line;
        return true;
    }
    tb_bytes_free(&line);
    tb_bytes_free(&header);
    return false;
}

/* The value again, with the flag, in a file beside the others: equal values are united. */
static void suggest_beside(struct find *find, struct tb_finding *f)
{
    static const char *const columns[] = {"indicator", "year", "value", "flag", "qualifier", "region"};
    const struct tb_panel *panel = find->panel;
    const struct tb_place place = tb_finding_place(panel, f);
    const bool region = panel->series[f->series].region != 0, qualified = panel->state[f->observation] != TB_EXACT;
    const char *slash = place.file ? strrchr(place.file, '/') : NULL;
    struct tb_bytes line = {0}, header = {0}, file = {0};
    for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++) {
        if ((c == 4 && !qualified) || (c == 5 && !region))
            continue;
        tb_bytes_format(&header, "%s%s", c ? "," : "", columns[c]);
        tb_bytes_text(&line, c ? "," : "");
        add_cell(&line, panel, f->series, f->observation, columns[c]);
    }
    tb_bytes_add(&file, place.file, slash ? (size_t)(slash + 1 - place.file) : 0);
    tb_bytes_text(&file, "breaks.csv");
    f->suggestion = take_text(find, &line);
    f->header = take_text(find, &header);
    f->file = take_text(find, &file);
}

/* ---- notes of a new basis ---- */

enum {
    MOST_ANNOUNCED = 64
};

static void offer(struct find *find, uint32_t series, const struct tb_announced *announced)
{
    struct tb_finding *f = find_add(find, FIND_NEW_BASIS, series);
    f->observation = announced->observation;
    f->year = find->panel->year[announced->observation];
    f->year2 = find->panel->year[announced->before];
    char *clause = strndup(announced->clause, announced->length);
    find->failed = find->failed || !clause;
    f->word = clause;
    if (!suggest_in_place(find, f))
        suggest_beside(find, f);
}

void find_new_basis(struct find *find)
{
    const struct tb_panel *panel = find->panel;
    for (uint32_t s = 0; s < panel->n_series && !find->failed; s++) {
        struct tb_announced announced[MOST_ANNOUNCED];
        const size_t n = find_is_computed(panel, s) ? 0 : tb_announced_bases(panel, s, announced, MOST_ANNOUNCED);
        for (size_t k = 0; k < n && !find->failed; k++)
            offer(find, s, &announced[k]);
    }
}
