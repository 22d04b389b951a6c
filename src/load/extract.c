/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/extract.h"

#include "load/mark.h"
#include "load/phrase.h"
#include "model/memory.h"
#include "trendbook/number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* ---- matches ---- */

struct match {
    uint32_t sought, report;
    struct reading reading;
    size_t first; /* letter with which the phrase begins */
};

struct matches {
    struct match *match;
    size_t n, capacity;
};

static size_t span_of(const struct match *match)
{
    return match->reading.end - match->first;
}

/* Every number inside is claimed; the one that was read remembers the longest phrase that fits it. */
static void claim(const struct prose *prose, const struct match *match)
{
    for (size_t i = match->first; i < match->reading.end; i++) {
        prose->letter[i].claimed = true;
        struct prose_number *inside = prose_number_at(prose, i);
        if (inside)
            inside->claimed = true;
    }
    struct prose_number *number = match->reading.number;
    if (number && number->span < span_of(match))
        number->span = span_of(match);
}

/* Every place where one phrase fits that begins with this letter.  False when out of memory. */
static bool find_phrase(struct matches *matches, struct sought *sought, const struct phrase *phrase,
                        const struct prose *prose, struct match match, uint32_t begin)
{
    for (size_t i = prose_find(prose, begin); i != SIZE_MAX; i = prose_find_next(prose, i)) {
        if (!*phrase->left && begin >= '0' && begin <= '9' && !prose_number_at(prose, i))
            continue; /* inside a number */
        const size_t behind = *phrase->left ? prose_starts(prose, i, phrase->left) : i;
        if ((*phrase->left && !behind) || !phrase_figure(sought, prose, phrase, behind, &match.reading))
            continue;
        match.first = i;
        claim(prose, &match);
        if (!tb_grow(&matches->match, &matches->capacity, matches->n + 1, sizeof *matches->match))
            return false;
        matches->match[matches->n++] = match;
    }
    return true;
}

/* Every place of one report where the phrases of one indicator fit.  False when out of memory. */
static bool find_in(struct matches *matches, struct sought *sought, uint32_t number, const struct prose *prose,
                    uint32_t report)
{
    const struct match match = {.sought = number, .report = report};
    struct beginnings set;
    phrase_beginnings(&set);
    for (size_t k = 0; k < sought->n; k++) {
        const struct phrase *phrase = &sought->phrase[k];
        const uint32_t own = phrase_first_letter(phrase->left);
        bool fine = true;
        if (own)
            fine = find_phrase(matches, sought, phrase, prose, match, own);
        for (size_t i = 0; !own && i < set.n && fine; i++)
            fine = find_phrase(matches, sought, phrase, prose, match, set.letter[i]);
        if (!fine)
            return false;
    }
    return true;
}

static struct tb_place place_of(const struct prose *prose, size_t i)
{
    return (struct tb_place){.file = prose->name, .line = prose->letter[i].line, .column = prose->letter[i].column};
}

static const char *id_of(const struct tb_panel *panel, const struct sought *sought)
{
    return tb_text(panel, panel->indicators[sought->indicator].id);
}

/* The figure as a person writes it in a data file: >=4800. */
static void show(const struct reading *reading, char *text, size_t size)
{
    char number[TB_NUMBER_SIZE];
    tb_number_exact(reading->value, number);
    snprintf(text, size, "%s%s", tb_state_marks[reading->state], number);
}

/* The first match of an indicator stands; others have to agree with it. */
static void compare(const struct tb_panel *panel, const struct sought *sought, const struct prose *prose,
                    const struct match *first, const struct match *match, struct tb_log *log)
{
    if (match->reading.value == first->reading.value && match->reading.state == first->reading.state)
        return;
    char here[64], there[64];
    show(&match->reading, here, sizeof here);
    show(&first->reading, there, sizeof there);
    const struct tb_place at = place_of(&prose[match->report], match->reading.at);
    const struct tb_place before = place_of(&prose[first->report], first->reading.at);
    tb_log_add(log, TB_ERROR, "conflict", &at,
               "%s is %s here, but %s in %s:%zu:%u; give its phrase more words when it fits both by mistake",
               id_of(panel, sought), here, there, before.file, before.line, before.column);
}

/* ---- what is told ---- */

static bool add_figure(struct tb_figure **figures, size_t *n, size_t *capacity, struct tb_figure figure)
{
    if (!figure.text || !tb_grow(figures, capacity, *n + 1, sizeof **figures)) {
        free(figure.text);
        return false;
    }
    (*figures)[(*n)++] = figure;
    return true;
}

/* Words around a number: some letters before it and behind. */
static char *around(const struct prose *prose, size_t first, size_t end)
{
    enum {
        BEFORE = 14,
        BEHIND = 10
    };
    return prose_printed(prose, first > BEFORE ? first - BEFORE : 0, end + BEHIND);
}

static struct tb_figure figure_at(const struct prose *prose, uint32_t report, size_t at)
{
    return (struct tb_figure){
        .indicator = TB_NOWHERE, .report = report, .line = prose->letter[at].line, .column = prose->letter[at].column};
}

static bool take_found(struct tb_extract *result, size_t *capacity, const struct prose *prose,
                       const struct match *match, const struct sought *sought, struct tb_log *log)
{
    enum {
        LONGEST = 80 /* letters of the words shown */
    };
    const struct reading *reading = &match->reading;
    const struct tb_place at = place_of(prose, reading->at);
    if (reading->number && reading->number->grouped && !prose_is_latin(prose, reading->number->end))
        tb_log_add(log, TB_WARNING, "ambiguous-group", &at,
                   "the comma is read as one between thousands; look whether it ends a clause");
    if (reading->digits_lost)
        tb_log_add(log, TB_WARNING, "precision", &at, "more digits than a number can hold; the last ones are lost");
    struct tb_figure figure = figure_at(prose, match->report, reading->at);
    figure.indicator = sought->indicator;
    figure.value = reading->value;
    figure.state = reading->state;
    const size_t first = reading->end - match->first > LONGEST ? reading->end - LONGEST : match->first;
    figure.text = prose_printed(prose, first, reading->end);
    return add_figure(&result->found, &result->n_found, capacity, figure);
}

/* 未发生行政复议 | 案件: words behind what was found with which the phrase ends too, since it will write them. */
static size_t end_of_words(const struct prose *prose, const struct match *match, const struct sought *sought)
{
    const size_t end = match->reading.end;
    const char *left = sought->phrase[0].left, *at = left + strlen(left);
    size_t longest = end;
    for (size_t letters = 0; !match->reading.number && at > left;) {
        do
            at--;
        while (at > left && (*at & 0xC0) == 0x80);
        const size_t behind = ++letters >= 2 ? prose_starts(prose, end, at) : 0;
        if (behind && prose->letter[behind - 1].line == prose->letter[match->first].line)
            longest = behind;
    }
    return longest;
}

/* What a template has in place of a match: a number in the catalogue's unit is its own place, else the whole phrase. */
static bool mark_match(struct tb_extract *result, const struct prose *prose, const struct match *match,
                       const struct tb_panel *panel, const struct sought *sought)
{
    const struct reading *reading = &match->reading;
    struct reading printed = {0};
    const bool plain = reading->number && reading->state == TB_EXACT &&
                       phrase_value(prose, reading->number, 0, &printed) && printed.value == reading->value;
    return mark_add(result, prose, match->report, sought->indicator, plain ? reading->number->first : match->first,
                    plain ? reading->number->end : end_of_words(prose, match, sought), plain ? "" : "phrase ",
                    id_of(panel, sought));
}

/* A figure from `first` to `end` that no phrase claims. */
static bool add_unclaimed(struct tb_extract *result, size_t *capacity, const struct prose *prose, uint32_t report,
                          size_t first, size_t end, double value, struct tb_log *log)
{
    struct tb_figure figure = figure_at(prose, report, first);
    figure.value = value;
    figure.text = around(prose, first, end);
    char *printed = prose_printed(prose, first, end);
    const struct tb_place at = place_of(prose, first);
    if (printed && figure.text)
        tb_log_add(log, TB_WARNING, "unclaimed", &at, "no phrase claims %s: %s", printed, figure.text);
    const bool fine = printed && add_figure(&result->unclaimed, &result->n_unclaimed, capacity, figure);
    if (!printed)
        free(figure.text);
    free(printed);
    return fine;
}

/* Numbers that no phrase claims, in digits and in words, and those that are no figures. */
static bool take_unclaimed(struct tb_extract *result, size_t *capacity, const struct prose *prose, uint32_t report,
                           struct tb_log *log)
{
    result->set_aside[TB_ASIDE_PAGE] += prose->pages;
    bool fine = true;
    for (size_t i = 0; i < prose->n && fine; i++) {
        const struct prose_number *number = prose_number_at(prose, i);
        int words;
        const size_t end = number || prose->letter[i].claimed ? 0 : prose_figure_in_words(prose, i, &words);
        if (end) {
            fine = add_unclaimed(result, capacity, prose, report, i, end, words, log);
            i = end - 1;
        } else if (number && !number->claimed && number->aside != PROSE_FIGURE) {
            result->set_aside[number->aside]++;
        } else if (number && !number->claimed) {
            struct reading reading = {.value = NAN};
            phrase_value(prose, number, 0, &reading);
            fine = add_unclaimed(result, capacity, prose, report, i, number->end, reading.value, log);
        }
    }
    return fine;
}

static void say_missing(const struct tb_panel *panel, const struct sought *sought, struct tb_log *log)
{
    const struct tb_indicator *indicator = &panel->indicators[sought->indicator];
    const char *unit = tb_text(panel, indicator->unit);
    if (sought->near_prose) {
        const struct tb_place at = place_of(sought->near_prose, sought->near_at);
        size_t end = sought->near_end; /* some letters more: the unit that stands there */
        while (end < sought->near_end + 3 &&
               (prose_is_han(sought->near_prose, end) || prose_number_at(sought->near_prose, end)))
            end++;
        char *printed = prose_printed(sought->near_prose, sought->near_at, end);
        if (printed && strcmp(sought->near_kind, "range") == 0)
            tb_log_add(log, TB_WARNING, "range", &at, "%s is not taken: %s is no single figure", id_of(panel, sought),
                       printed);
        else if (printed)
            tb_log_add(log, TB_WARNING, "unit", &at, "%s is not taken: the catalogue counts %s, here stands %s",
                       id_of(panel, sought), unit, printed);
        free(printed);
    }
    struct tb_place at = {.header = "phrase_zh", .line = indicator->definition->line};
    if (indicator->definition->file != TB_NOWHERE)
        at.file = tb_text(panel, panel->inputs[indicator->definition->file].path);
    tb_log_add(log, TB_WARNING, "not-found", at.file ? &at : NULL, "%s is not found: nothing reads like %s",
               id_of(panel, sought), tb_text(panel, indicator->definition->phrase_zh));
}

/* The first line when it is short and no sentence, else the file's name without its suffix. */
static char *title_of(const struct prose *prose)
{
    enum {
        LONGEST = 60
    };
    size_t end = 1;
    while (end < prose->n && prose->letter[end].line == prose->letter[0].line)
        end++;
    bool sentence = end > LONGEST || end < 4;
    for (size_t i = 0; i < end; i++)
        sentence = sentence || prose_starts(prose, i, "。") || prose_starts(prose, i, ";");
    if (!sentence)
        return prose_printed(prose, 0, end);
    const char *slash = strrchr(prose->name, '/'), *base = slash ? slash + 1 : prose->name;
    const char *point = strrchr(base, '.');
    return strndup(base, point && point > base ? (size_t)(point - base) : strlen(base));
}

static void check_year(const struct prose *prose, size_t n, int year, struct tb_log *log)
{
    size_t years = 0, named = 0;
    for (size_t r = 0; r < n; r++)
        for (size_t k = 0; k < prose[r].n_numbers; k++) {
            const struct prose_number *number = &prose[r].number[k];
            char text[8];
            if (number->aside != TB_ASIDE_YEAR && number->aside != TB_ASIDE_DATE)
                continue;
            prose_ahead(&prose[r], number->first, 4, text, sizeof text);
            years += number->end - number->first == 4;
            named += number->end - number->first == 4 && atoi(text) == year;
        }
    const struct tb_place at = {.file = prose[0].name};
    if (years && !named)
        tb_log_add(log, TB_WARNING, "year", &at, "the report never names the year %d; look whether --year is right",
                   year);
}

/* ---- the whole ---- */

static enum tb_status collect_sought(const struct tb_panel *panel, struct sought **result, size_t *n,
                                     struct tb_extract *extract, struct tb_log *log)
{
    struct sought *sought = calloc(panel->n_indicators + 1, sizeof *sought);
    *result = sought;
    *n = 0;
    if (!sought)
        return TB_NO_MEMORY;
    for (uint32_t i = 0; i < panel->n_indicators; i++) {
        const struct tb_indicator *indicator = &panel->indicators[i];
        const char *phrase = tb_text(panel, indicator->definition->phrase_zh), *unit = tb_text(panel, indicator->unit);
        if (!*phrase) {
            extract->n_phraseless++;
            continue;
        }
        struct sought *row = &sought[(*n)++];
        row->indicator = i;
        if (!phrase_read(row, phrase, unit))
            return TB_NO_MEMORY;
    }
    return *n ? TB_OK
              : tb_fail(log, TB_BAD_DATA, "no-phrases", NULL,
                        "the catalogue has no phrases; write them into its column phrase_zh, {} for the number: "
                        "办理案件{}件");
}

/* By indicator, then place; of the alternatives that fit one place the longest comes first. */
static int by_place(const void *left, const void *right)
{
    const struct match *a = left, *b = right;
    if (a->sought != b->sought)
        return a->sought < b->sought ? -1 : 1;
    if (a->report != b->report)
        return a->report < b->report ? -1 : 1;
    if (a->reading.at != b->reading.at)
        return a->reading.at < b->reading.at ? -1 : 1;
    return span_of(a) > span_of(b) ? -1 : span_of(a) < span_of(b);
}

/*
 * Leaves one match a place and drops those where a longer phrase of another indicator fits the same digits:
 * 案均罚款{}万元 before 罚款{}万元.
 */
static void sift(struct matches *matches)
{
    size_t n = 0;
    if (matches->n)
        qsort(matches->match, matches->n, sizeof *matches->match, by_place);
    for (size_t m = 0; m < matches->n; m++) {
        const struct match *match = &matches->match[m], *last = n ? &matches->match[n - 1] : NULL;
        const bool again = last && last->sought == match->sought && last->report == match->report &&
                           last->reading.at == match->reading.at;
        if (!again && (!match->reading.number || span_of(match) == match->reading.number->span))
            matches->match[n++] = *match;
    }
    matches->n = n;
}

static bool take_all_found(struct tb_extract *extract, const struct matches *matches, const struct prose *prose,
                           const struct tb_panel *panel, const struct sought *sought, size_t n_sought,
                           struct tb_log *log)
{
    size_t capacity = 0, m = 0;
    for (uint32_t s = 0; s < n_sought; s++) {
        const size_t first = m;
        for (; m < matches->n && matches->match[m].sought == s; m++) {
            compare(panel, &sought[s], prose, &matches->match[first], &matches->match[m], log);
            if (!mark_match(extract, &prose[matches->match[m].report], &matches->match[m], panel, &sought[s]))
                return false;
        }
        if (m == first) {
            extract->n_missing++;
            say_missing(panel, &sought[s], log);
        } else if (!take_found(extract, &capacity, &prose[matches->match[first].report], &matches->match[first],
                               &sought[s], log))
            return false;
    }
    return true;
}

static enum tb_status match_all(struct tb_extract *extract, struct prose *prose, size_t n_reports,
                                const struct tb_panel *panel, struct sought *sought, size_t n_sought, int year,
                                struct tb_log *log)
{
    struct matches matches = {0};
    size_t capacity = 0;
    bool fine = true;
    for (uint32_t s = 0; s < n_sought && fine; s++)
        for (uint32_t r = 0; r < n_reports && fine; r++)
            fine = find_in(&matches, &sought[s], s, &prose[r], r);
    if (fine)
        sift(&matches);
    fine = fine && take_all_found(extract, &matches, prose, panel, sought, n_sought, log);
    free(matches.match);
    for (uint32_t r = 0; r < n_reports && fine; r++) {
        fine = take_unclaimed(extract, &capacity, &prose[r], r, log) && mark_years(extract, &prose[r], r, year);
        extract->titles[r] = title_of(&prose[r]);
        fine = fine && extract->titles[r];
    }
    mark_sort(extract);
    return fine ? TB_OK : TB_NO_MEMORY;
}

enum tb_status tb_extract(const char *const *reports, size_t n_reports, const struct tb_panel *catalogue, int year,
                          struct tb_extract **result, struct tb_log *log)
{
    assert(n_reports > 0);
    const size_t errors = tb_log_count(log, TB_ERROR);
    struct tb_extract *extract = calloc(1, sizeof *extract);
    struct prose *prose = calloc(n_reports, sizeof *prose);
    struct sought *sought = NULL;
    size_t n_sought = 0;
    enum tb_status status = TB_NO_MEMORY;
    if (!extract || !prose)
        goto done;
    extract->n_titles = n_reports;
    extract->titles = calloc(n_reports, sizeof *extract->titles);
    if (!extract->titles)
        goto done;
    status = collect_sought(catalogue, &sought, &n_sought, extract, log);
    for (size_t r = 0; r < n_reports && status != TB_NO_MEMORY; r++) { /* the problems of all reports are told */
        const enum tb_status one = prose_read(&prose[r], reports[r], year, log);
        status = one > status ? one : status;
    }
    if (status)
        goto done;
    check_year(prose, n_reports, year, log);
    status = match_all(extract, prose, n_reports, catalogue, sought, n_sought, year, log);
    if (!status && tb_log_count(log, TB_ERROR) > errors)
        status = TB_BAD_DATA;
    if (status)
        goto done;
    *result = extract;
    extract = NULL;
done:
    for (size_t r = 0; prose && r < n_reports; r++)
        prose_free(&prose[r]);
    free(prose);
    phrase_free(sought, n_sought);
    tb_extract_free(extract);
    return status;
}

void tb_extract_free(struct tb_extract *result)
{
    if (!result)
        return;
    for (size_t i = 0; i < result->n_found; i++)
        free(result->found[i].text);
    for (size_t i = 0; i < result->n_unclaimed; i++)
        free(result->unclaimed[i].text);
    for (size_t i = 0; result->titles && i < result->n_titles; i++)
        free(result->titles[i]);
    mark_free(result);
    free(result->found);
    free(result->unclaimed);
    free(result->titles);
    free(result);
}
