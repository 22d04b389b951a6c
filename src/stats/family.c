/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many tests at once: p adjusted over all series that one table shows. */
#include "stats/family.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "model/memory.h"

/* ---- the family ---- */

enum {
    WAYS = 3
};

/* Holm (1979): step down, p (n - rank) of ranks from 0, never below the one before. */
static void holm(const double *p, size_t n, double *adjusted)
{
    double before = 0;
    for (size_t i = 0; i < n; i++)
        adjusted[i] = before = fmin(1, fmax(before, p[i] * (double)(n - i)));
}

/* Benjamini & Hochberg (1995): step up, p n factor / (rank + 1), never above the one behind. */
static void step_up(const double *p, size_t n, double factor, double *adjusted)
{
    double behind = 1;
    for (size_t i = n; i-- > 0;)
        adjusted[i] = behind = fmin(behind, p[i] * factor * (double)n / (double)(i + 1));
}

static void hochberg(const double *p, size_t n, double *adjusted)
{
    step_up(p, n, 1, adjusted);
}

/* Benjamini & Yekutieli (2001): the same times 1 + 1/2 + ... + 1/n, right for any dependence. */
static void yekutieli(const double *p, size_t n, double *adjusted)
{
    double sum = 0;
    for (size_t i = n; i > 0; i--)
        sum += 1.0 / (double)i;
    step_up(p, n, sum, adjusted);
}

static const struct {
    const char *id;
    void (*adjust)(const double *p, size_t n, double *adjusted);
} ways[WAYS] = {{"p_holm", holm}, {"q_bh", hochberg}, {"q_by", yekutieli}};

static int way_of(const char *statistic)
{
    for (int w = 0; w < WAYS; w++)
        if (strcmp(ways[w].id, statistic) == 0)
            return w;
    return -1;
}

bool family_has(const char *statistic)
{
    return way_of(statistic) >= 0;
}

bool family_add(struct family *family, const struct tb_result *row)
{
    if (isnan(row->p) || row->note.code == TB_NOTE_TOO_FEW_YEARS) /* no answer: no test */
        return true;
    if (!tb_grow(&family->p, &family->capacity, family->n + 1, sizeof *family->p))
        return false;
    family->p[family->n++] = row->p;
    return true;
}

bool family_close(struct family *family)
{
    if (family->n == 0)
        return true;
    family->adjusted = malloc(WAYS * family->n * sizeof *family->adjusted);
    if (!family->adjusted)
        return false;
    gsl_sort(family->p, 1, family->n);
    for (size_t w = 0; w < WAYS; w++)
        ways[w].adjust(family->p, family->n, family->adjusted + w * family->n);
    return true;
}

void family_free(struct family *family)
{
    free(family->p);
    free(family->adjusted);
    *family = (struct family){0};
}

/* Equal p are adjusted alike, so any of them will do. */
static void set_adjusted(const struct family *family, struct tb_result *row)
{
    size_t low = 0;
    size_t high = family->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (family->p[middle] < row->p)
            low = middle + 1;
        else
            high = middle;
    }
    row->note.a = (double)family->n;
    row->value = low < family->n ? family->adjusted[(size_t)way_of(row->statistic) * family->n + low] : NAN;
}

/* ---- rows ---- */

void run_adjusted(struct tb_stat_job *job)
{
    const struct tb_statistic *const test = family_test(job->options);
    const size_t first = job->results->n;
    test->run(job); /* puts its rows under the id that runs */
    for (size_t i = first; i < job->results->n; i++) {
        struct tb_result *row = &job->results->row[i];
        row->value = row->lower = row->upper = row->se = NAN;
        row->method = job->statistic->method;
        if (row->note.code == TB_NOTE_TOO_FEW_YEARS)
            row->p = NAN;
        if (isnan(row->p))
            continue;
        row_note(row, TB_NOTE_AMONG, 0);
        if (job->family)
            set_adjusted(job->family, row);
    }
}

bool tb_adjust(struct tb_results *results)
{
    const char *of = NULL; /* one way is enough: all have the same p */
    struct family family = {0};
    bool fine = true;
    for (size_t i = 0; i < results->n && fine; i++) {
        const struct tb_result *row = &results->row[i];
        if (row->note.code != TB_NOTE_AMONG || (of && row->statistic != of))
            continue;
        of = row->statistic;
        fine = family_add(&family, row);
    }
    fine = fine && family_close(&family);
    for (size_t i = 0; i < results->n && fine; i++)
        if (results->row[i].note.code == TB_NOTE_AMONG)
            set_adjusted(&family, &results->row[i]);
    family_free(&family);
    return fine;
}
