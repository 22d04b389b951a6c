/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Published tables: whether a file is one, and whose. */
#include "load/table.h"

#include <string.h>

static int year_of(const char *text)
{
    const struct load_year_name name = load_year_name_read(text, strlen(text));
    return name.form == LOAD_WHOLE_YEAR ? name.year : 0;
}

static bool has(const struct load_header *header, const char *key)
{
    return load_header_find(header, key) >= 0;
}

/* Our own columns: a table that has them must be one of ours.  Years across are ours with plain years in one line and
 * nothing but indicators in front of them. */
static bool is_native(const struct load_preview *preview)
{
    const struct load_header *header = &preview->flat;
    bool plain = false, labels = false;
    if (!preview->across || has(header, "value") || has(header, "id"))
        return has(header, "indicator") || has(header, "value") || has(header, "id");
    for (size_t c = 0; c < header->n; c++) {
        const enum load_word word = load_word_of(header->key[c]);
        plain = plain || (preview->path[c].value && strspn(header->name[c], "0123456789") == 4);
        labels = labels || (word != LOAD_WORD_NONE && word != LOAD_WORD_INDICATOR);
    }
    return has(header, "indicator") && plain && !labels && preview->depth == 1;
}

static const struct load_header *header_of(const struct load_preview *preview)
{
    return preview->header < preview->n ? &preview->flat : NULL;
}

/* The first preview whose header pleases. */
static enum load_match find(struct load_opening *opening, bool (*pleases)(const struct load_preview *preview))
{
    for (size_t i = 0; i < sizeof opening->preview / sizeof opening->preview[0]; i++)
        if (header_of(&opening->preview[i]) && pleases(&opening->preview[i])) {
            opening->table = &opening->preview[i];
            return LOAD_MATCH;
        }
    return LOAD_NO_MATCH;
}

static bool is_worldbank(const struct load_preview *preview)
{
    const struct load_header *header = header_of(preview);
    return preview->across && has(header, "country name") &&
           (has(header, "indicator name") || has(header, "series name"));
}

/* 2024 with the word year behind it. */
static bool is_year_word(const char *text)
{
    return strlen(text) > 4 && year_of(text);
}

static bool is_nbs(const struct load_preview *preview)
{
    const struct load_header *header = header_of(preview);
    size_t rest;
    for (size_t i = 0; i < preview->header; i++)
        switch (load_aside_of(preview->row[i].name[0], strlen(preview->row[i].name[0]), &rest)) {
        case LOAD_ASIDE_DATABASE:
        case LOAD_ASIDE_INDICATOR:
        case LOAD_ASIDE_TIME:
            return true;
        default:
            break;
        }
    const bool region = strcmp(header->name[0], "地区") == 0, indicator = strcmp(header->name[0], "指标") == 0;
    if (is_native(preview) || (!region && !indicator && strcmp(header->name[0], "时间") != 0))
        return false;
    for (size_t c = 1; c < header->n; c++)
        if (is_year_word(header->name[c]))
            return true;
    const size_t first = preview->header + preview->depth;
    return first < preview->n && is_year_word(preview->row[first].name[0]);
}

static bool is_owid(const struct load_preview *preview)
{
    const struct load_header *header = header_of(preview);
    return !preview->across && has(header, "entity") && has(header, "year");
}

static bool is_across(const struct load_preview *preview)
{
    return preview->across && !is_native(preview);
}

static bool is_down(const struct load_preview *preview)
{
    return !preview->across && !is_native(preview);
}

enum load_match load_recognise_worldbank(struct load_opening *opening)
{
    return find(opening, is_worldbank);
}

/* The side files of a download: what the indicators and countries are. */
enum load_match load_recognise_metadata(struct load_opening *opening)
{
    const struct load_header *header = opening->header;
    return (has(header, "indicator_code") && has(header, "source_note")) ||
                   (has(header, "country code") && has(header, "incomegroup"))
               ? LOAD_MATCH
               : LOAD_NO_MATCH;
}

enum load_match load_recognise_nbs(struct load_opening *opening)
{
    return find(opening, is_nbs);
}

enum load_match load_recognise_owid(struct load_opening *opening)
{
    return find(opening, is_owid);
}

enum load_match load_recognise_across(struct load_opening *opening)
{
    return find(opening, is_across);
}

enum load_match load_recognise_down(struct load_opening *opening)
{
    return find(opening, is_down);
}

enum load_match load_recognise_fred(struct load_opening *opening)
{
    struct load_preview *preview = &opening->preview[0];
    if (!preview->n || preview->row[0].n < 2)
        return LOAD_NO_MATCH;
    const char *first = preview->row[0].key[0], *second = preview->row[0].key[1];
    if (strcmp(first, "observation_date") != 0 && (strcmp(first, "date") != 0 || strcmp(second, "value") != 0))
        return LOAD_NO_MATCH;
    if (!load_take_first_row(preview))
        return LOAD_NO_MATCH;
    opening->table = preview;
    return LOAD_MATCH;
}
