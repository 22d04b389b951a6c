/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/results.h"

#include "trendbook/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tb_results_free(struct tb_results *results)
{
    if (!results)
        return;
    free(results->row);
    free(results->first);
    free(results);
}

const struct tb_result *tb_results_of(const struct tb_results *results, uint32_t series, const char *statistic,
                                      size_t *n)
{
    *n = 0;
    if (!results || series >= results->n_series)
        return NULL;
    const struct tb_result *row = results->row, *found = NULL;
    for (size_t i = results->first[series]; i < results->first[series + 1]; i++)
        if (row[i].statistic == statistic || strcmp(row[i].statistic, statistic) == 0) {
            if (!found)
                found = &row[i];
            ++*n;
        } else if (found)
            break;
    return found;
}

const struct tb_result *tb_results_at(const struct tb_results *results, uint32_t series, const char *statistic,
                                      int from, int to)
{
    size_t n;
    const struct tb_result *row = tb_results_of(results, series, statistic, &n);
    for (size_t i = 0; i < n; i++)
        if (row[i].from == from && row[i].to == to)
            return &row[i];
    return NULL;
}

void tb_keep_series(struct tb_panel *panel, struct tb_results *results, const bool *chosen)
{
    size_t kept = 0, rows = 0;
    for (size_t s = 0; s < panel->n_series; s++) {
        if (!chosen[s])
            continue;
        panel->series[kept] = panel->series[s];
        if (results) {
            const size_t first = results->first[s], end = results->first[s + 1];
            results->first[kept] = rows;
            for (size_t i = first; i < end; i++) {
                results->row[rows] = results->row[i];
                results->row[rows++].series = (uint32_t)kept;
            }
        }
        kept++;
    }
    panel->n_series = kept;
    if (results) {
        results->first[kept] = rows;
        results->n_series = kept;
        results->n = rows;
    }
}

/* ---- CSV ---- */

enum byte_class {
    PLAIN,
    QUOTED = 1 << 0, /* a field with it stands in quotes */
    STARTS = 1 << 1, /* a text that begins with it may run as a formula */
    ENDS = 1 << 2
};

/* The first bytes of all that runs_as_formula looks for, and what ends a text or sets it in quotes. */
static const uint8_t class_of[256] = {
    ['\0'] = ENDS,  [','] = QUOTED,  ['"'] = QUOTED,  ['\r'] = QUOTED | STARTS, ['\n'] = QUOTED | STARTS,
    [' '] = STARTS, ['='] = STARTS,  ['+'] = STARTS,  ['-'] = STARTS,           ['\t'] = QUOTED | STARTS,
    ['@'] = STARTS, [0xC2] = STARTS, [0xE3] = STARTS, [0xEF] = STARTS,
};

/* A spreadsheet would run a text that begins like this, blanks and full-width forms included. */
static bool runs_as_formula(const char *text)
{
    static const char *const starts[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
    if (!(class_of[(unsigned char)*text] & STARTS))
        return false;
    if (*text == '\t' || *text == '\r' || *text == '\n')
        return true;
    double number;
    if (tb_number_parse(text, strlen(text), &number, NULL))
        return false;
    while (*text == ' ' || *text == '\t' || strncmp(text, "\u3000", 3) == 0 || strncmp(text, "\u00A0", 2) == 0)
        text += *text == ' ' || *text == '\t' ? 1 : strncmp(text, "\u3000", 3) == 0 ? 3 : 2;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (strncmp(text, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

void tb_csv_field(struct tb_bytes *csv, const char *text)
{
    size_t length = 0;
    while (!(class_of[(unsigned char)text[length]] & (QUOTED | ENDS)))
        length++;
    const bool formula = runs_as_formula(text);
    const bool outer_blank = length && (text[0] == ' ' || text[length - 1] == ' ');
    if (!formula && !outer_blank && !text[length]) {
        tb_bytes_add(csv, text, length);
        return;
    }
    tb_bytes_text(csv, formula ? "\"'" : "\"");
    for (const char *at = text; *at;) {
        const size_t plain = strcspn(at, "\"");
        tb_bytes_add(csv, at, plain);
        at += plain;
        if (*at == '"') {
            tb_bytes_text(csv, "\"\"");
            at++;
        }
    }
    tb_bytes_text(csv, "\"");
}

void tb_method_text(const struct tb_result *row, char *text, size_t size)
{
    snprintf(text, size, "%s%s", row->method, row->note.caveats & TB_CAVEAT_LINKED ? "; breaks linked" : "");
}

static void add_number(struct tb_bytes *csv, double value)
{
    char text[TB_NUMBER_SIZE];
    tb_number_exact(isfinite(value) ? value : NAN, text);
    tb_bytes_text(csv, text);
    tb_bytes_text(csv, ",");
}

void tb_results_csv(const struct tb_panel *panel, const struct tb_results *results, enum tb_language language,
                    struct tb_bytes *csv)
{
    tb_bytes_text(csv, "indicator,region,from,to,statistic,value,lower,upper,se,p,n,method,note\n");
    for (size_t i = 0; i < results->n; i++) {
        const struct tb_result *row = &results->row[i];
        const struct tb_series *series = &panel->series[row->series];
        char method[600];
        tb_csv_field(csv, tb_text(panel, panel->indicators[series->indicator].id));
        tb_bytes_text(csv, ",");
        tb_csv_field(csv, tb_text(panel, series->region));
        tb_bytes_format(csv, ",%d,%d,%s,", row->from, row->to, row->statistic);
        add_number(csv, row->value);
        add_number(csv, row->lower);
        add_number(csv, row->upper);
        add_number(csv, row->se);
        add_number(csv, row->p);
        if (row->n)
            tb_bytes_format(csv, "%d", row->n);
        tb_bytes_text(csv, ",");
        tb_method_text(row, method, sizeof method);
        tb_csv_field(csv, method);
        tb_bytes_text(csv, ",");
        char note[1024];
        tb_note_text(panel, &row->note, language, note, sizeof note);
        tb_csv_field(csv, note);
        tb_bytes_text(csv, "\n");
    }
}
