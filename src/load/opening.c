/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/opening.h"

#include <stdlib.h>
#include <string.h>

char opening_delimiter(const struct load_source *source)
{
    return source->description && source->description->delimiter ? source->description->delimiter : ',';
}

enum opening_peek opening_peek(struct load_text *text, struct load_header *header, const char **start, size_t *n)
{
    struct load_source source;
    struct load_text copy;
    struct load_rows rows;
    *start = load_text_peek(text, n);
    *header = (struct load_header){0};
    if (text->status == TB_NO_MEMORY)
        return OPENING_NO_MEMORY;
    if (text->status)
        return text->status == TB_UNREADABLE ? OPENING_UNREADABLE : OPENING_BROKEN;
    struct tb_log *quiet = tb_log_new(1);
    if (!quiet)
        return OPENING_NO_MEMORY;
    load_source_memory(&source, text->source->name, *start, *n);
    source.window = text->source->window;
    load_text_open(&copy, &source, quiet);
    copy.line = text->line;
    load_rows_open(&rows, &copy, NULL);
    rows.delimiter = opening_delimiter(text->source);
    enum opening_peek found = load_header_read(&rows, header) ? OPENING_HEADER : OPENING_NOTHING;
    if (found == OPENING_HEADER)
        load_describe_header(text->source->description, header);
    if (rows.n_errors)
        found = OPENING_BROKEN;
    if (rows.status == TB_NO_MEMORY)
        found = OPENING_NO_MEMORY;
    load_rows_close(&rows);
    load_text_close(&copy);
    tb_log_free(quiet);
    return found;
}

/* The first records as they are when split at one delimiter. */
static bool fill_preview(struct load_preview *preview, const struct load_description *description,
                         const struct load_opening *opening, size_t n, struct tb_log *quiet)
{
    struct load_source source;
    struct load_text copy;
    struct load_rows rows;
    struct load_row row;
    load_source_memory(&source, opening->file, opening->text, n);
    source.window = opening->window;
    load_text_open(&copy, &source, quiet);
    copy.line = opening->line;
    load_rows_open(&rows, &copy, NULL);
    rows.delimiter = preview->delimiter;
    preview->decimal_comma = description && description->decimal_comma;
    while (preview->n < LOAD_PREVIEW_ROWS && load_rows_next(&rows, &row)) {
        rows.header = NULL;
        if (!load_header_take(&rows, &row, &preview->row[preview->n]))
            break;
        load_describe_header(description, &preview->row[preview->n]);
        preview->n++;
    }
    const bool enough = rows.status != TB_NO_MEMORY && copy.status != TB_NO_MEMORY;
    load_rows_close(&rows);
    load_text_close(&copy);
    return load_find_table(preview) && enough;
}

bool opening_fill_previews(struct load_opening *opening, const struct load_description *description)
{
    static const char delimiters[] = {',', ';', '\t'};
    struct tb_log *quiet = tb_log_new(1);
    size_t n = opening->n_text;
    bool enough = quiet != NULL;
    if (n > LOAD_PREVIEW_BYTES) {
        const char *end = memrchr(opening->text, '\n', LOAD_PREVIEW_BYTES);
        n = end ? (size_t)(end - opening->text) : 0;
    }
    for (size_t i = 0; i < sizeof delimiters && enough; i++) {
        const char said = description ? description->delimiter : '\0';
        const bool usual = said && memchr(delimiters, said, sizeof delimiters);
        if (said && (usual ? said != delimiters[i] : i > 0))
            continue;
        opening->preview[i].delimiter = said ? said : delimiters[i];
        enough = fill_preview(&opening->preview[i], description, opening, n, quiet);
    }
    tb_log_free(quiet);
    return enough;
}

void opening_free_previews(struct load_opening *opening)
{
    for (size_t i = 0; i < sizeof opening->preview / sizeof opening->preview[0]; i++)
        load_preview_free(&opening->preview[i]);
}

/* Whether a name that some layout knows stands among the pieces of `text` between delimiters. */
static bool splits_into_known(const char *text, const char *delimiter)
{
    const size_t step = strlen(delimiter);
    if (!strstr(text, delimiter))
        return false;
    for (const char *at = text; at;) {
        const char *stop = strstr(at, delimiter);
        size_t length = stop ? (size_t)(stop - at) : strlen(at);
        const char *piece = load_trim(at, &length);
        for (size_t i = 0; load_column_names[i]; i++)
            if (strlen(load_column_names[i]) == length && load_same_word(load_column_names[i], piece, length))
                return true;
        at = stop ? stop + step : NULL;
    }
    return false;
}

/* Says that the header is split by something else than commas, when it is. */
static bool other_delimiter(const struct load_opening *opening, struct tb_log *log)
{
    static const struct {
        const char *text, *name;
    } delimiters[] = {{";", "semicolons"}, {"\t", "tabs"}, {"|", "bars (|)"}, {"\uFF0C", "full-width commas"}};
    const struct load_header *header = opening->header;
    const struct tb_place at = {.file = opening->file, .line = header->line};
    for (size_t i = 0; i < sizeof delimiters / sizeof delimiters[0]; i++)
        for (size_t c = 0; c < header->n; c++)
            if (splits_into_known(header->key[c], delimiters[i].text)) {
                tb_log_add(log, TB_ERROR, "delimiter", &at,
                           "the columns are separated by %s; save the file with commas (CSV UTF-8)",
                           delimiters[i].name);
                return true;
            }
    return false;
}

const struct tb_layout *opening_choose(struct load_opening *opening, struct tb_log *log, enum load_match *match)
{
    const struct load_header *header = opening->header;
    const struct tb_layout *layout = load_recognise(opening, match);
    if (*match == LOAD_MATCH && opening->table)
        return layout;
    if ((*match != LOAD_MATCH || header->n == 1) && other_delimiter(opening, log))
        return NULL;
    if (*match == LOAD_MATCH)
        return layout;
    size_t n;
    const struct tb_layout *all = tb_layouts(&n);
    for (size_t i = 0; i < n && !layout && opening->year; i++) /* the name says it: its reader tells what is missing */
        if (strcmp(all[i].id, "year") == 0)
            layout = &all[i];
    if (layout)
        return layout;
    const struct tb_place at = {.file = opening->file, .line = header->line};
    tb_log_add(log, TB_ERROR, "header", &at,
               "\"%s\" is no header that is known; the first line must name the columns: indicator,year,value, or "
               "indicator and years, or id,value in a file <year>.csv",
               load_show(header->name[0], strlen(header->name[0])).text);
    return NULL;
}
