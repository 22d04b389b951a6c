/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "template.h"

#include "quantities.h"

#include "trendbook/stats.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

/* The parts of a reference behind its id; each may be absent. */
struct parts {
    const char *region, *year, *statistic, *decimals;
    size_t region_length, year_length, statistic_length;
};

/* Splits `[REGION]@YEAR.STATISTIC:DECIMALS`, the whole of it. */
static bool split(const char *text, struct parts *parts)
{
    *parts = (struct parts){0};
    if (*text == '[') {
        parts->region = text + 1;
        parts->region_length = strcspn(text + 1, "]");
        text += 1 + parts->region_length;
        if (*text++ != ']')
            return false;
    }
    if (*text == '@') {
        parts->year = text + 1;
        parts->year_length = strcspn(text + 1, ".:");
        text += 1 + parts->year_length;
    }
    if (*text == '.') {
        parts->statistic = text + 1;
        parts->statistic_length = strcspn(text + 1, ":");
        text += 1 + parts->statistic_length;
    }
    if (*text == ':') {
        parts->decimals = ++text;
        text += isdigit((unsigned char)*text) ? 1 : 0;
    }
    return !*text && (!parts->decimals || *parts->decimals);
}

static bool has_data(const struct tb_panel *panel, uint32_t indicator)
{
    for (size_t s = 0; s < panel->n_series; s++)
        if (panel->series[s].indicator == indicator)
            return true;
    return false;
}

static bool unknown_indicator(struct filler *filler, const char *text, size_t length)
{
    const struct tb_panel *panel = filler->plan->panel;
    char *id = strndup(text, length);
    if (!id)
        return brief_wrong(filler, "out of memory");
    const uint32_t known = tb_panel_find_indicator(panel, id, length);
    struct tb_nearest nearest = tb_nearest_to(id);
    for (size_t i = 0; i < panel->n_indicators; i++) {
        const struct tb_indicator *indicator = &panel->indicators[i];
        tb_nearest_offer(&nearest, tb_text(panel, indicator->id));
        if (indicator->name_zh)
            tb_nearest_offer_as(&nearest, tb_text(panel, indicator->name_zh), tb_text(panel, indicator->id));
    }
    if (known != TB_NOWHERE)
        brief_missing(filler, "\"%s\" is in the catalogue, but the data has no value of it", id);
    else
        brief_wrong(filler, "unknown indicator \"%s\"%s%s%s", id, TB_DID_YOU_MEAN(nearest));
    free(id);
    return false;
}

uint32_t brief_read_indicator(struct filler *filler, const char *id)
{
    const struct tb_panel *panel = filler->plan->panel;
    const uint32_t indicator = tb_panel_find_indicator(panel, id, strlen(id));
    if (indicator != TB_NOWHERE && has_data(panel, indicator))
        return indicator;
    unknown_indicator(filler, id, strlen(id));
    return TB_NOWHERE;
}

/* The series of the region named; without one the only series, or that of the whole. */
static bool find_series(struct filler *filler, const struct parts *parts, struct reference *reference)
{
    const struct tb_panel *panel = filler->plan->panel;
    const char *id = tb_text(panel, panel->indicators[reference->indicator].id);
    size_t there = 0;
    uint32_t only = TB_NOWHERE;
    char *wanted = strndup(parts->region ? parts->region : "", parts->region_length);
    if (!wanted)
        return brief_wrong(filler, "out of memory");
    struct tb_nearest nearest = tb_nearest_to(wanted);
    reference->series = TB_NOWHERE;
    for (uint32_t s = 0; s < panel->n_series; s++) {
        if (panel->series[s].indicator != reference->indicator)
            continue;
        const char *region = tb_text(panel, panel->series[s].region);
        there++;
        only = s;
        if (strcmp(region, wanted) == 0)
            reference->series = s;
        tb_nearest_offer(&nearest, region);
    }
    if (reference->series == TB_NOWHERE && !parts->region && there == 1)
        reference->series = only;
    if (reference->series == TB_NOWHERE && !parts->region)
        brief_wrong(filler, "\"%s\" has %zu regions; name one: {{%s[%s]}}", id, there, id,
                    tb_text(panel, panel->series[only].region));
    else if (reference->series == TB_NOWHERE)
        brief_wrong(filler, "\"%s\" has no region \"%s\"%s%s%s", id, wanted, TB_DID_YOU_MEAN(nearest));
    free(wanted);
    return reference->series != TB_NOWHERE;
}

/* 2023, or -1 for the year before that of the report. */
static bool find_year(struct filler *filler, const struct parts *parts, struct reference *reference)
{
    reference->year = filler->plan->last;
    if (!parts->year)
        return true;
    const bool before = *parts->year == '-';
    const size_t digits = parts->year_length - before;
    reference->named_year = true;
    if (digits < 1 || digits > 4 || strspn(parts->year + before, "0123456789") < digits || (!before && digits < 4))
        return brief_wrong(filler, "\"%.*s\" is no year: write @2023, or @-1 for the year before the report's",
                           (int)parts->year_length, parts->year);
    const int number = atoi(parts->year + before);
    reference->year = before ? filler->plan->last - number : number;
    return true;
}

static bool find_kind(struct filler *filler, const struct parts *parts, struct reference *reference)
{
    if (!parts->statistic)
        return true;
    char *id = strndup(parts->statistic, parts->statistic_length);
    if (!id)
        return brief_wrong(filler, "out of memory");
    reference->statistic = tb_statistic_find(id);
    if (!reference->statistic) {
        struct tb_nearest nearest = tb_nearest_to(id);
        size_t n;
        const struct tb_statistic *row = tb_statistics(&n);
        for (size_t i = 0; i < n; i++)
            tb_nearest_offer(&nearest, row[i].id);
        brief_wrong(filler, "unknown statistic \"%s\"%s%s%s (see: trendbook list statistics)", id,
                    TB_DID_YOU_MEAN(nearest));
    }
    free(id);
    return reference->statistic != NULL;
}

bool brief_read_reference(struct filler *filler, const char *text, struct reference *reference)
{
    const struct tb_panel *panel = filler->plan->panel;
    struct parts parts = {0};
    *reference = (struct reference){.indicator = TB_NOWHERE, .decimals = -1};
    /* an id may hold any character: the longest one with which the text can be read */
    for (size_t length = strlen(text); length > 0 && reference->indicator == TB_NOWHERE; length--)
        if ((!text[length] || strchr("[@.:", text[length])) && split(text + length, &parts)) {
            const uint32_t indicator = tb_panel_find_indicator(panel, text, length);
            if (indicator != TB_NOWHERE && has_data(panel, indicator))
                reference->indicator = indicator;
        }
    if (reference->indicator == TB_NOWHERE) {
        const size_t length = strcspn(text, "[@.:");
        const uint32_t indicator = tb_panel_find_indicator(panel, text, length);
        if (indicator != TB_NOWHERE && has_data(panel, indicator))
            return brief_wrong(
                filler, "\"%s\" cannot be read: ID[REGION]@YEAR.STATISTIC:DECIMALS, all but ID may be absent", text);
        return unknown_indicator(filler, text, length);
    }
    reference->decimals = parts.decimals ? *parts.decimals - '0' : -1;
    return find_series(filler, &parts, reference) && find_year(filler, &parts, reference) &&
           find_kind(filler, &parts, reference);
}

/* ---- finding ---- */

static bool no_value(struct filler *filler, const struct reference *reference)
{
    const struct tb_panel *panel = filler->plan->panel;
    const struct tb_series *s = &panel->series[reference->series];
    const char *id = tb_text(panel, panel->indicators[s->indicator].id);
    int first = 0, last = 0;
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (tb_has_value(panel, i)) {
            first = first ? first : panel->year[i];
            last = panel->year[i];
        }
    if (!first)
        return brief_missing(filler, "\"%s\" has no value", id);
    if (first == last)
        return brief_missing(filler, "\"%s\" has no value for %d, only for %d", id, reference->year, first);
    return brief_missing(filler, "\"%s\" has no value for %d; its years are %d to %d", id, reference->year, first,
                         last);
}

size_t brief_find_value(struct filler *filler, const struct reference *reference)
{
    const struct tb_panel *panel = filler->plan->panel;
    const struct tb_series *s = &panel->series[reference->series];
    size_t found = NOWHERE;
    for (size_t i = s->first; i < s->first + s->n; i++) /* a whole year before a part of one */
        if (panel->year[i] == reference->year && tb_has_value(panel, i) && found == NOWHERE)
            found = i;
    if (found == NOWHERE)
        no_value(filler, reference);
    return found;
}

/* Decimals of a statistic: one of a percentage, those of the data where it is in their unit, else four digits. */
static int usual_decimals(const struct tb_panel *panel, const struct reference *reference, double value)
{
    const char *unit = reference->statistic->unit;
    const struct tb_series *s = &panel->series[reference->series];
    int printed = 0;
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (tb_has_value(panel, i) && panel->decimals[i] > printed)
            printed = (int)panel->decimals[i];
    if (strcmp(unit, "%") == 0)
        return 1;
    if (strcmp(unit, "percentage points") == 0 || value == floor(value))
        return value == floor(value) ? 0 : printed;
    const int digits = 3 - (int)floor(log10(fabs(value)));
    return digits < 0 ? 0 : digits > 9 ? 9 : digits;
}

bool brief_find_statistic(struct filler *filler, const struct reference *reference, struct tb_bytes *out)
{
    const struct tb_panel *panel = filler->plan->panel;
    const char *id = tb_text(panel, panel->indicators[reference->indicator].id);
    const char *statistic = reference->statistic->id;
    size_t n;
    const struct tb_result *row = tb_results_of(filler->plan->results, reference->series, statistic, &n), *found = NULL;
    for (size_t i = 0; i < n; i++) /* of several that end in the year the one with the shortest way */
        if (row[i].to == reference->year && (!found || row[i].from > found->from))
            found = &row[i];
    char note[512] = "";
    if (found)
        tb_note_text(panel, &found->note, filler->plan->options->language, note, sizeof note);
    if (!found && n)
        return brief_missing(filler, "\"%s\" has no %s for %d, the nearest ends in %d", id, statistic, reference->year,
                             row[n - 1].to);
    if (!found)
        return brief_missing(filler, "\"%s\" has no %s", id, statistic);
    if (strcmp(statistic, "verdict") == 0) {
        struct tb_note bare = found->note;
        bare.caveats = 0;
        brief_add_note_reason(out, panel, &bare, filler->plan->options->language);
        return true;
    }
    if (isnan(found->value))
        return brief_missing(filler, "%s of \"%s\" for %d has no value: %s", statistic, id, reference->year, note);
    brief_add_number(out, found->value,
                     reference->decimals >= 0 ? reference->decimals : usual_decimals(panel, reference, found->value),
                     false, filler->plan->options->language);
    return true;
}
