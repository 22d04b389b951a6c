/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remarks.h"

#include "measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- printed against computed ---- */

bool brief_is_dispute(const struct tb_result *row)
{
    return row->note.code == TB_NOTE_DIFFERS || row->note.code == TB_NOTE_DIFFERS_BASE ||
           row->note.code == TB_NOTE_DIFFERS_NUMERATOR;
}

/* The value of an indicator in the region of a series, as printed, with its unit; false when there is none. */
static bool add_printed_value(struct tb_bytes *text, const struct tb_panel *panel, uint32_t indicator, uint32_t region,
                              int year, enum tb_language language)
{
    const uint32_t series = indicator == TB_NOWHERE ? TB_NOWHERE : tb_panel_find_series(panel, indicator, region);
    if (series == TB_NOWHERE)
        return false;
    const struct tb_series *s = &panel->series[series];
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (panel->year[i] == year && !tb_period(panel, i) && tb_has_value(panel, i)) {
            tb_bytes_text(text, brief_state_word(panel->state[i], false, language));
            brief_add_number(text, panel->value[i], panel->decimals[i], false, language);
            return true;
        }
    return false;
}

static int printed_decimals(const struct tb_panel *panel, uint32_t series, int year)
{
    const struct tb_series *s = &panel->series[series];
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (panel->year[i] == year && tb_has_value(panel, i))
            return panel->decimals[i] > 0 ? panel->decimals[i] : 0;
    return 0;
}

void brief_dispute_numbers(const struct tb_panel *panel, const struct tb_result *row, enum tb_language language,
                           struct tb_bytes *printed, struct tb_bytes *computed)
{
    const int decimals = printed_decimals(panel, row->series, row->to);
    char shown[512], found[512];
    tb_display_fixed(row->note.a, decimals, false, language, shown, sizeof shown);
    for (int more = decimals; more < decimals + 6; more++) { /* enough decimals to see the difference */
        tb_display_fixed(row->note.b, more, false, language, found, sizeof found);
        char same[512];
        tb_display_fixed(row->note.a, more, false, language, same, sizeof same);
        if (strcmp(found, same) != 0 && (more > decimals || decimals > 0 || row->note.b == floor(row->note.b)))
            break;
    }
    const char *unit = tb_text(panel, brief_indicator_of(panel, row->series)->unit);
    const bool percent = brief_in_percent(panel, row->series);
    tb_bytes_text(printed, shown);
    tb_bytes_text(computed, found);
    if (percent || language == TB_CHINESE) {
        brief_add_unit(printed, unit, language);
        brief_add_unit(computed, unit, language);
    }
}

void brief_dispute_sentence(const struct tb_panel *panel, const struct tb_result *row, enum tb_language language,
                            enum brief_dispute_part part, struct tb_bytes *text)
{
    struct brief_facts facts = {.language = language};
    const struct tb_series *series = &panel->series[row->series];
    const struct tb_indicator *indicator = &panel->indicators[series->indicator];
    const bool change = strcmp(row->statistic, "audit_change") == 0, parts = strcmp(row->statistic, "audit_parts") == 0,
               stock = strcmp(row->statistic, "audit_stock") == 0;

    brief_dispute_numbers(panel, row, language, brief_slot(&facts, SLOT_PRINTED), brief_slot(&facts, SLOT_COMPUTED));
    const uint32_t first = change ? indicator->change_of : indicator->numerator;
    const uint32_t second = change ? indicator->change_of : indicator->denominator;
    if (!parts && !stock &&
        add_printed_value(brief_slot(&facts, SLOT_VALUE), panel, first, series->region, change ? row->to - 1 : row->to,
                          language) &&
        add_printed_value(brief_slot(&facts, SLOT_OTHER_VALUE), panel, second, series->region, row->to, language))
        brief_fill(brief_slot(&facts, SLOT_INPUTS), &facts, DISPUTE_INPUTS);

    struct tb_bytes *said = brief_slot(&facts, SLOT_TEXT);
    if (part == BRIEF_DISPUTE_NAMED)
        brief_fill(said, &facts, parts ? DISPUTE_PARTS : stock ? DISPUTE_STOCK : DISPUTE);
    else
        brief_fill(said, &facts, parts ? DISPUTE_WHY_PARTS : stock ? DISPUTE_WHY_STOCK : DISPUTE_WHY);
    if (row->note.code != TB_NOTE_DIFFERS) {
        brief_add_number(brief_slot(&facts, SLOT_BASE), row->note.c, row->note.c == floor(row->note.c) ? 0 : 2, false,
                         language);
        brief_fill(said, &facts, row->note.code == TB_NOTE_DIFFERS_BASE ? DISPUTE_BASE : DISPUTE_NUMERATOR);
    }
    if (part == BRIEF_DISPUTE_NAMED) {
        brief_add_safe(brief_slot(&facts, SLOT_NAME), tb_indicator_name(panel, series->indicator, language));
        brief_set_year(&facts, SLOT_YEAR, row->to);
        brief_fill(brief_slot(&facts, SLOT_WHEN), &facts, WHEN_YEAR);
        brief_fill(text, &facts, DISPUTE_NAMED);
    } else
        tb_bytes_add(text, said->data, said->n);
    text->failed |= facts.slot[SLOT_TEXT].failed;
    brief_facts_free(&facts);
}

size_t brief_add_disputes(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_results *results,
                          const uint32_t *series, size_t n, enum tb_language language, const char *between, size_t most)
{
    static const char *const audits[] = {"audit_rate", "audit_change", "audit_parts", "audit_stock"};
    size_t said = 0;
    for (uint32_t s = 0; s < panel->n_series; s++) {
        bool touches = false;
        for (size_t k = 0; k < n; k++)
            touches |=
                s == series[k] || (panel->series[s].region == panel->series[series[k]].region &&
                                   brief_indicator_of(panel, s)->change_of == panel->series[series[k]].indicator);
        for (size_t a = 0; touches && a < sizeof audits / sizeof audits[0]; a++) {
            size_t rows;
            const struct tb_result *row = tb_results_of(results, s, audits[a], &rows);
            for (size_t r = 0; r < rows; r++)
                if (brief_is_dispute(&row[r])) {
                    if (said < most) {
                        if (said)
                            tb_bytes_text(text, between);
                        brief_dispute_sentence(panel, &row[r], language, BRIEF_DISPUTE_NAMED, text);
                    }
                    said++;
                }
        }
    }
    return said;
}

/* ---- marks of the data ---- */

static bool is_break(const struct tb_panel *panel, const struct tb_series *s, size_t i)
{
    return i > s->first && (tb_flags(panel, i) & TB_FLAG_BREAK);
}

void brief_data_marks(const struct tb_panel *panel, const uint32_t *series, size_t n, enum tb_language language,
                      struct tb_bytes *text)
{
    enum {
        BREAK,
        LINK,
        GAP,
        UPPER,
        LOWER,
        ABOUT,
        PROVISIONAL,
        ESTIMATED,
        UNRELIABLE,
        PART,
        KINDS
    };
    static const enum phrase_id phrase[KINDS] = {MARK_BREAK,      MARK_LINK,  MARK_GAP,         MARK_UPPER,
                                                 MARK_LOWER,      MARK_ABOUT, MARK_PROVISIONAL, MARK_ESTIMATED,
                                                 MARK_UNRELIABLE, MARK_PART};
    int first = INT32_MAX, last = INT32_MIN;
    for (size_t k = 0; k < n; k++) {
        const struct tb_series *s = &panel->series[series[k]];
        for (size_t i = s->first; i < s->first + s->n; i++) {
            first = panel->year[i] < first ? panel->year[i] : first;
            last = panel->year[i] > last ? panel->year[i] : last;
        }
    }
    if (first > last)
        return;
    const int years = last - first + 1;
    bool *mark = calloc((size_t)KINDS * (size_t)years, sizeof *mark);
    if (!mark) {
        text->failed = true;
        return;
    }
    bool *gap = mark + (ptrdiff_t)GAP * years;
    memset(gap, true, (size_t)years);
    for (size_t k = 0; k < n; k++) {
        const struct tb_series *s = &panel->series[series[k]];
        for (size_t i = s->first; i < s->first + s->n; i++) {
            const unsigned flags = tb_flags(panel, i);
            const bool is[KINDS] = {[BREAK] = is_break(panel, s, i),
                                    [LINK] = flags & TB_FLAG_LINK,
                                    [UPPER] = panel->state[i] == TB_BELOW || panel->state[i] == TB_AT_MOST,
                                    [LOWER] = panel->state[i] == TB_ABOVE || panel->state[i] == TB_AT_LEAST,
                                    [ABOUT] = panel->state[i] == TB_ABOUT,
                                    [PROVISIONAL] = flags & TB_FLAG_PROVISIONAL,
                                    [ESTIMATED] = flags & (TB_FLAG_ESTIMATED | TB_FLAG_EUROSTAT),
                                    [UNRELIABLE] = flags & TB_FLAG_UNRELIABLE,
                                    [PART] = tb_period(panel, i) != 0};
            for (int kind = 0; kind < KINDS; kind++)
                if (is[kind])
                    mark[kind * years + panel->year[i] - first] = true;
            if (tb_has_value(panel, i))
                gap[panel->year[i] - first] = false;
        }
    }
    struct brief_facts facts = {.language = language};
    bool any = false;
    for (int kind = 0; kind < KINDS; kind++) {
        if (!brief_add_years(brief_slot(&facts, SLOT_TEXT), mark + (ptrdiff_t)kind * years, first, years, language))
            continue;
        if (any)
            tb_bytes_text(text, language == TB_CHINESE ? "；" : "; ");
        any = true;
        brief_fill(text, &facts, phrase[kind]);
    }
    brief_facts_free(&facts);
    free(mark);
}

/* ---- notes of a new basis ---- */

#define MOST_ANNOUNCED 32
/* Of a note, on a slide: what is longer is cut. */
#define CLAUSE_CHARACTERS 60

bool brief_announced(const struct tb_panel *panel, uint32_t series, int from, int to, struct tb_announced *announced)
{
    struct tb_announced row[MOST_ANNOUNCED];
    const size_t n = tb_announced_bases(panel, series, row, MOST_ANNOUNCED);
    int newest = from;
    for (size_t k = 0; k < n; k++) {
        const int year = panel->year[row[k].observation];
        if (year > newest && year <= to) {
            *announced = row[k];
            newest = year;
        }
    }
    return newest > from;
}

static void add_clause(struct tb_bytes *text, const struct tb_announced *announced)
{
    char *clause = strndup(announced->clause, announced->length);
    const char *at = clause ? clause : "", *cut = at;
    size_t n = 0;
    while (brief_utf8_next(&at))
        if (++n == CLAUSE_CHARACTERS - 1)
            cut = at;
    if (clause && n > CLAUSE_CHARACTERS) {
        clause[cut - clause] = '\0';
        brief_add_safe(text, clause);
        tb_bytes_text(text, "…");
    } else if (clause)
        brief_add_safe(text, clause);
    text->failed |= !clause;
    free(clause);
}

bool brief_add_announced(struct tb_bytes *text, const struct tb_panel *panel, const uint32_t *series, size_t n,
                         enum tb_language language)
{
    struct tb_announced newest = {.observation = NOWHERE};
    for (size_t k = 0; k < n; k++) {
        const int from = newest.observation == NOWHERE ? INT16_MIN : panel->year[newest.observation];
        brief_announced(panel, series[k], from, INT16_MAX, &newest);
    }
    if (newest.observation == NOWHERE)
        return false;
    struct brief_facts facts = {.language = language};
    brief_when(panel, newest.observation, language, brief_slot(&facts, SLOT_WHEN));
    add_clause(brief_slot(&facts, SLOT_TEXT), &newest);
    brief_fill(text, &facts, FOOT_ANNOUNCED);
    brief_facts_free(&facts);
    return true;
}

/* ---- sources ---- */

/* The host of an address, else the text itself: a foot has no room for whole addresses. */
static void add_short_source(struct tb_bytes *text, const char *source)
{
    const char *scheme = strstr(source, "://");
    if (!scheme || scheme - source > 8) {
        brief_add_safe(text, source);
        return;
    }
    char *host = strndup(scheme + 3, strcspn(scheme + 3, "/?#"));
    if (host)
        brief_add_safe(text, host);
    else
        text->failed = true;
    free(host);
}

/* The last part of a path. */
static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/* Distinct texts, each with its NUL. */
struct sources {
    struct tb_bytes list;
    size_t n;
};
#define SOURCES_MOST 200

static void add_source(struct sources *sources, struct tb_bytes *shown)
{
    const char *text = brief_text(shown);
    for (size_t at = 0; at < sources->list.n; at += strlen((char *)sources->list.data + at) + 1)
        if (strcmp((char *)sources->list.data + at, text) == 0)
            return;
    if (sources->n < SOURCES_MOST && !shown->failed) {
        tb_bytes_add(&sources->list, text, strlen(text) + 1);
        sources->n += !sources->list.failed;
    }
}

void brief_add_sources(struct tb_bytes *text, const struct tb_panel *panel, const uint32_t *series, size_t n,
                       enum tb_language language, bool whole, const char *between, size_t most)
{
    struct sources sources = {0};
    struct tb_bytes shown = {0};
    for (size_t k = 0; k < n; k++) {
        const struct tb_series *s = &panel->series[series[k]];
        for (size_t i = s->first; i < s->first + s->n; i++) {
            const char *source = tb_text(panel, tb_source(panel, i));
            const struct tb_place place = tb_panel_place(panel, i);
            shown.n = 0;
            if (source[0] && whole)
                brief_add_safe(&shown, source);
            else if (source[0])
                add_short_source(&shown, source);
            else if (place.file && !(tb_flags(panel, i) & TB_FLAG_COMPUTED))
                brief_add_safe(&shown, file_name(place.file));
            else
                tb_bytes_text(&shown, brief_phrase(MARK_COMPUTED, language));
            add_source(&sources, &shown);
        }
    }
    struct brief_facts facts = {.language = language};
    struct tb_bytes *list = brief_slot(&facts, SLOT_TEXT);
    const char *at = (const char *)sources.list.data;
    for (size_t k = 0; k < sources.n && k < most; k++, at += strlen(at) + 1) {
        if (k)
            tb_bytes_text(list, between);
        tb_bytes_text(list, at);
    }
    if (sources.n > most) {
        tb_bytes_format(brief_slot(&facts, SLOT_COUNT), "%zu", sources.n - most);
        tb_bytes_format(brief_slot(&facts, SLOT_OTHER), "%zu", sources.n);
        brief_fill(text, &facts, FOOT_SOURCE_MORE);
    } else
        tb_bytes_add(text, list->data, list->n);
    text->failed |= sources.list.failed || list->failed;
    brief_facts_free(&facts);
    tb_bytes_free(&shown);
    tb_bytes_free(&sources.list);
}

/* ---- methods ---- */

const struct tb_phrase *brief_methods(size_t *n)
{
    static const struct tb_phrase methods[] = {
        {"Changes compare whole years next to each other on one basis. Where a year is missing, the basis changed or "
         "only "
         "a "
         "bound is known, no change is computed and the reason is given.",
         "同比为相邻两个整年、同一口径数值之比。缺年、口径变化或只知界限时不计算，并写明原因。"},
        {"Figures in percent change in percentage points.", "以百分比表示的指标，变化以百分点表示。"},
        {"Trends are tested on all years of one basis (Mann-Kendall, exact where possible); with too few years nothing "
         "is "
         "stated. Lines and bands are least squares with 95% limits of the mean.",
         "趋势由同一口径各年数值检验得出（Mann-"
         "Kendall检验，能精确时取精确值），年数不足的不作判断。拟合线为最小二乘，浅色带为均值的95%区间。"},
        {"Printed figures are computed again from the figures they belong to; what rounding does not explain is "
         "listed.",
         "公布的比率、增幅和合计按相应数字重新计算，超出四舍五入范围的逐一列出。"},
        {"Nothing here explains causes.", "本简报不解释变化的原因。"},
    };
    *n = sizeof methods / sizeof methods[0];
    return methods;
}
