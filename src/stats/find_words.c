/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What names, units and notes tell: values that are changes already, years on a new basis. */
#include "stats/find.h"

#include "trendbook/output.h"
#include "trendbook/results.h"

#include <ctype.h>
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

static bool tells_of_new_basis(const char *clause)
{
    static const char *const words[] = {"新口径",
                                        "口径调整",
                                        "口径变",
                                        "口径有变",
                                        "口径改",
                                        "口径发生",
                                        "口径不同",
                                        "统计范围调整",
                                        "统计范围扩大",
                                        "范围扩大",
                                        "范围调整",
                                        "年起",
                                        "不再包括",
                                        "不再包含",
                                        "不再统计",
                                        "机构改革",
                                        "首次纳入",
                                        "不可比",
                                        "调整统计",
                                        "重新分类",
                                        "new basis",
                                        "series break",
                                        "break in",
                                        "rebased",
                                        "scope widened",
                                        "scope narrowed",
                                        "scope changed",
                                        "new scope",
                                        "redefined",
                                        "new definition",
                                        "definition changed",
                                        "changed definition",
                                        "no longer include",
                                        "included since",
                                        "included from",
                                        "not comparable",
                                        "reclassified",
                                        "new methodology",
                                        "methodology changed"};
    static const char *const not_so[] = {"同口径", "可比口径", "no break", "without a break", "口径不变"};
    return WORD_IN(clause, words) && !WORD_IN(clause, not_so);
}

enum {
    MOST_YEARS_NAMED = 8,
    LONGEST_CLAUSE = 400,
};

/* The years that a clause names: four digits, nothing numeric around them. */
static size_t years_of(const char *clause, int *year)
{
    size_t n = 0;
    for (const char *at = clause; *at && n < MOST_YEARS_NAMED; at++) {
        const size_t digits = strspn(at, "0123456789");
        const bool alone = digits == 4 && (at == clause || (at[-1] != '.' && at[-1] != '-')) && at[4] != '.';
        const int number = alone ? atoi(at) : 0;
        if (number >= 1900 && number <= 2100)
            year[n++] = number;
        at += digits ? digits - 1 : 0;
    }
    return n;
}

/* Where the clause at `at` ends, and where the next one begins. */
static const char *clause_end(const char *at, const char **next)
{
    static const char *const ends[] = {";", "；", "。", "\n"};
    const char *first = at + strlen(at);
    size_t step = 0;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *end = strstr(at, ends[i]);
        if (end && end < first) {
            first = end;
            step = strlen(ends[i]);
        }
    }
    *next = first + step;
    return first;
}

static bool is_said(const struct find *find, uint32_t series, size_t observation)
{
    for (size_t i = find->found->n; i-- > 0 && find->found->row[i].series == series;)
        if (find->found->row[i].observation == observation)
            return true;
    return false;
}

/* Offers a break at observation i, of a series that has an earlier value and none there already. */
static void offer(struct find *find, uint32_t series, size_t i, const char *clause)
{
    const struct tb_panel *panel = find->panel;
    const struct tb_series *s = &panel->series[series];
    size_t before = i;
    while (before > s->first && (panel->year[before - 1] == panel->year[i] || !tb_has_value(panel, before - 1)))
        before--;
    if (before == s->first || (tb_flags(panel, i) & TB_FLAG_BREAK) || !tb_has_value(panel, i) ||
        is_said(find, series, i))
        return;
    struct tb_finding *f = find_add(find, FIND_NEW_BASIS, series);
    f->observation = i;
    f->year = panel->year[i];
    f->year2 = panel->year[before - 1];
    f->word = find_copy(find, clause);
    if (!suggest_in_place(find, f))
        suggest_beside(find, f);
}

/* Whether the series has a break already among the years that a clause names. */
static bool is_settled(const struct tb_panel *panel, const struct tb_series *s, const int *year, size_t n)
{
    int first = 9999, last = 0;
    for (size_t k = 0; k < n; k++) {
        first = year[k] < first ? year[k] : first;
        last = year[k] > last ? year[k] : last;
    }
    for (size_t i = s->first; i < s->first + s->n; i++)
        if ((tb_flags(panel, i) & TB_FLAG_BREAK) && panel->year[i] >= first && panel->year[i] <= last + 1)
            return true;
    return false;
}

/* Looks through a note; `at` is the observation that it stands at first, or TB_NO_OBSERVATION: the whole series. */
static void read_note(struct find *find, uint32_t series, const char *note, size_t at)
{
    const struct tb_panel *panel = find->panel;
    const struct tb_series *s = &panel->series[series];
    for (const char *next, *start = note; *start && !find->failed; start = next) {
        char clause[LONGEST_CLAUSE];
        int year[MOST_YEARS_NAMED];
        const char *end = clause_end(start, &next);
        start += strspn(start, " ");
        if (end - start >= LONGEST_CLAUSE || end <= start)
            continue;
        snprintf(clause, sizeof clause, "%.*s", (int)(end - start), start);
        if (!tells_of_new_basis(clause))
            continue;
        const size_t n = years_of(clause, year);
        if (is_settled(panel, s, year, n))
            continue;
        if (!n && at != TB_NO_OBSERVATION && at > s->first)
            offer(find, series, at, clause);
        for (size_t k = 0; k < n; k++) {
            size_t i = s->first;
            while (i < s->first + s->n && (panel->year[i] < year[k] || !tb_has_value(panel, i)))
                i++;
            if (i < s->first + s->n)
                offer(find, series, i, clause);
        }
    }
}

void find_new_basis(struct find *find)
{
    const struct tb_panel *panel = find->panel;
    for (uint32_t s = 0; s < panel->n_series && !find->failed; s++) {
        const struct tb_series *series = &panel->series[s];
        if (find_is_computed(panel, s))
            continue;
        for (size_t i = series->first; i < series->first + series->n && panel->note; i++)
            if (panel->note[i] && (i == series->first || panel->note[i] != panel->note[i - 1]))
                read_note(find, s, tb_text(panel, panel->note[i]), i);
        const uint32_t note = panel->indicators[series->indicator].note;
        if (note)
            read_note(find, s, tb_text(panel, note), TB_NO_OBSERVATION);
    }
}
