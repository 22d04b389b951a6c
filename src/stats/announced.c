/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes that announce a new basis which no flag sets. */
#include "trendbook/findings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool holds_one(const char *text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcasestr(text, words[i]))
            return true;
    return false;
}
#define HOLDS_ONE(text, words) holds_one(text, words, sizeof(words) / sizeof((words)[0]))

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
    return HOLDS_ONE(clause, words) && !HOLDS_ONE(clause, not_so);
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

/* What is gathered: of one series, each observation once. */
struct list {
    const struct tb_panel *panel;
    uint32_t series;
    struct tb_announced *row;
    size_t n, most;
};

/* A new basis at observation i, which needs an earlier value to differ from, and no flag that says so already. */
static void add(struct list *list, size_t i, const char *clause, size_t length)
{
    const struct tb_panel *panel = list->panel;
    const struct tb_series *s = &panel->series[list->series];
    size_t before = i;
    while (before > s->first && (panel->year[before - 1] == panel->year[i] || !tb_has_value(panel, before - 1)))
        before--;
    bool there = before == s->first || (tb_flags(panel, i) & TB_FLAG_BREAK) || !tb_has_value(panel, i);
    for (size_t k = 0; k < list->n; k++)
        there = there || list->row[k].observation == i;
    if (!there && list->n < list->most)
        list->row[list->n++] =
            (struct tb_announced){.observation = i, .before = before - 1, .clause = clause, .length = length};
}

/* Looks through a note; `at` is the observation that it stands at first, or TB_NO_OBSERVATION: the whole series. */
static void read_note(struct list *list, const char *note, size_t at)
{
    const struct tb_panel *panel = list->panel;
    const struct tb_series *s = &panel->series[list->series];
    for (const char *next, *start = note; *start; start = next) {
        char clause[LONGEST_CLAUSE];
        int year[MOST_YEARS_NAMED];
        const char *end = clause_end(start, &next);
        start += strspn(start, " ");
        if (end - start >= LONGEST_CLAUSE || end <= start)
            continue;
        const size_t length = (size_t)(end - start);
        snprintf(clause, sizeof clause, "%.*s", (int)length, start);
        if (!tells_of_new_basis(clause))
            continue;
        const size_t n = years_of(clause, year);
        if (is_settled(panel, s, year, n))
            continue;
        if (!n && at != TB_NO_OBSERVATION && at > s->first)
            add(list, at, start, length);
        for (size_t k = 0; k < n; k++) {
            size_t i = s->first;
            while (i < s->first + s->n && (panel->year[i] < year[k] || !tb_has_value(panel, i)))
                i++;
            if (i < s->first + s->n)
                add(list, i, start, length);
        }
    }
}

static bool is_computed(const struct tb_panel *panel, const struct tb_series *s)
{
    return s->n && (tb_flags(panel, s->first) & TB_FLAG_COMPUTED);
}

/* What is announced for a figure holds for the rates that are made of it. */
static void add_from(struct list *list, uint32_t indicator)
{
    enum {
        MOST = 8
    };
    const struct tb_panel *panel = list->panel;
    const struct tb_series *s = &panel->series[list->series];
    const uint32_t part = indicator == TB_NOWHERE ? TB_NOWHERE : tb_panel_find_series(panel, indicator, s->region);
    if (part == TB_NOWHERE || is_computed(panel, &panel->series[part]))
        return;
    struct tb_announced row[MOST];
    const size_t n = tb_announced_bases(panel, part, row, MOST);
    for (size_t k = 0; k < n; k++)
        for (size_t i = s->first; i < s->first + s->n; i++)
            if (panel->year[i] == panel->year[row[k].observation])
                add(list, i, row[k].clause, row[k].length);
}

size_t tb_announced_bases(const struct tb_panel *panel, uint32_t series, struct tb_announced *row, size_t most)
{
    const struct tb_series *s = &panel->series[series];
    const struct tb_indicator *indicator = &panel->indicators[s->indicator];
    struct list list = {.panel = panel, .series = series, .row = row, .most = most};
    if (is_computed(panel, s)) {
        add_from(&list, indicator->numerator);
        add_from(&list, indicator->denominator);
        return list.n;
    }
    for (size_t i = s->first; i < s->first + s->n && panel->note; i++)
        if (panel->note[i] && (i == s->first || panel->note[i] != panel->note[i - 1]))
            read_note(&list, tb_text(panel, panel->note[i]), i);
    if (indicator->definition->note)
        read_note(&list, tb_text(panel, indicator->definition->note), TB_NO_OBSERVATION);
    return list.n;
}
