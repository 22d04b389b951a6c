/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many tests at once: p adjusted over all series of a run. */
#include "stats/job.h"

#include <math.h>
#include <stdlib.h>

/* ---- first pass: a row for each test, its p as it is alone ---- */

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
            row->p = NAN; /* no answer: no test */
        if (!isnan(row->p))
            row_note(row, TB_NOTE_AMONG, 0);
    }
}

/* ---- second pass ---- */

static int by_p(const void *left, const void *right)
{
    const struct tb_result *a = *(struct tb_result *const *)left;
    const struct tb_result *b = *(struct tb_result *const *)right;
    return (a->p > b->p) - (a->p < b->p);
}

/* Holm (1979): step down, p (n - rank) of ranks from 0, never below the one before. */
static void holm(struct tb_result **row, size_t n)
{
    double before = 0;
    for (size_t i = 0; i < n; i++)
        row[i]->value = before = fmin(1, fmax(before, row[i]->p * (double)(n - i)));
}

/* Benjamini & Hochberg (1995): step up, p n factor / (rank + 1), never above the one behind. */
static void step_up(struct tb_result **row, size_t n, double factor)
{
    double behind = 1;
    for (size_t i = n; i-- > 0;)
        row[i]->value = behind = fmin(behind, row[i]->p * factor * (double)n / (double)(i + 1));
}

static void hochberg(struct tb_result **row, size_t n)
{
    step_up(row, n, 1);
}

/* Benjamini & Yekutieli (2001): the same times 1 + 1/2 + ... + 1/n, right for any dependence. */
static void yekutieli(struct tb_result **row, size_t n)
{
    double sum = 0;
    for (size_t i = n; i > 0; i--)
        sum += 1.0 / (double)i;
    step_up(row, n, sum);
}

bool tb_adjust(struct tb_results *results)
{
    static const struct {
        const char *id;
        void (*adjust)(struct tb_result **row, size_t n);
    } ways[] = {{"p_holm", holm}, {"q_bh", hochberg}, {"q_by", yekutieli}};
    struct tb_result **row = malloc((results->n + 1) * sizeof *row);
    if (!row)
        return false;
    for (size_t w = 0; w < sizeof ways / sizeof ways[0]; w++) {
        const char *const id = tb_statistic_find(ways[w].id)->id;
        size_t n = 0;
        for (size_t i = 0; i < results->n; i++)
            if (results->row[i].statistic == id && results->row[i].note.code == TB_NOTE_AMONG)
                row[n++] = &results->row[i];
        qsort(row, n, sizeof *row, by_p);
        ways[w].adjust(row, n);
        for (size_t i = 0; i < n; i++)
            row[i]->note.a = (double)n;
    }
    free(row);
    return true;
}
