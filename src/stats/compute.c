/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop that runs the registry over all series. */
#include "stats/job.h"

#include <assert.h>
#include <fnmatch.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>

#include "model/memory.h"

/* ---- options ---- */

static enum tb_status check_options(const struct tb_stat_options *options, bool chosen[MOST_STATISTICS],
                                    struct tb_log *log)
{
    size_t n_statistics;
    const struct tb_statistic *const statistics = tb_statistics(&n_statistics);
    if (!(options->confidence >= 0.5 && options->confidence <= 0.9999))
        return tb_fail(log, TB_BAD_OPTION, "confidence", NULL, "confidence must be between 0.5 and 0.9999, got %g",
                       options->confidence);
    if (options->index_base != 0 && (options->index_base < 1800 || options->index_base > 2200))
        return tb_fail(log, TB_BAD_OPTION, "index-base", NULL,
                       "the base year of the index must be 1800 to 2200, got %d", options->index_base);
    for (size_t s = 0; s < n_statistics; s++)
        chosen[s] = options->statistics == NULL;
    for (const char *const *pattern = options->statistics; pattern && *pattern; pattern++) {
        bool found = false;
        for (size_t s = 0; s < n_statistics; s++) {
            if (fnmatch(*pattern, statistics[s].id, 0) != 0)
                continue;
            chosen[s] = true;
            found = true;
        }
        if (!found)
            return tb_fail(log, TB_BAD_OPTION, "unknown-statistic", NULL,
                           "no statistic matches \"%s\"; trendbook list statistics shows all", *pattern);
    }
    return TB_OK;
}

/* ---- the job ---- */

static void close_job(struct tb_stat_job *job)
{
    free(job->point);
    free(job->trend.year);
    free(job->trend.lower);
    free(job->trend.upper);
    free(job->work);
    free(job->funnel);
    free(job->signal);
    free(job->score);
    free(job->hinges);
    pettitt_tables_free(job->pettitt_tables);
    free(job->slope_lower);
    free(job->slope_upper);
    free(job->whole_of);
    free(job->region_lower);
    free(job->region_upper);
    kendall_tables_free(job->tables);
    power_tables_free(job->power);
    if (job->solver)
        gsl_root_fsolver_free(job->solver);
}

static bool open_job(struct tb_stat_job *job)
{
    const struct tb_panel *panel = job->panel;
    job->tail = (1 - job->options->confidence) / 2;
    job->level = 2 * job->tail * (1 + 1e-12); /* 1 - 0.95 is a hair off 0.05 */
    job->side = (enum side)job->options->choice[TB_SIDE];
    job->seed = job->options->choice[TB_SEED] ? job->options->choice[TB_SEED] : 20000101;
    job->regions_of = TB_NOWHERE;
    job->funnels_of = TB_NOWHERE;
    job->tables = kendall_tables_new();
    job->pettitt_tables = pettitt_tables_new();
    job->power = power_tables_new();
    job->solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    job->whole_of = malloc((panel->n_indicators + 1) * sizeof *job->whole_of);
    if (!job->tables || !job->power || !job->pettitt_tables || !job->solver || !job->whole_of)
        return false;
    for (size_t i = 0; i < panel->n_indicators; i++)
        job->whole_of[i] = TB_NOWHERE;
    for (uint32_t i = 0; i < panel->n_indicators; i++)
        for (uint32_t k = 0; k < panel->indicators[i].n_parts; k++)
            if (job->whole_of[panel->indicators[i].parts[k]] == TB_NOWHERE)
                job->whole_of[panel->indicators[i].parts[k]] = i;
    return true;
}

/* nan and inf end here: what is not a number is an empty field, and a value lost to its size says so */
static void keep_finite(double *number, struct tb_result *row)
{
    if (isinf(*number))
        *number = NAN;
    else
        *number += 0.0; /* -0 is 0 */
    if (number == &row->value && isnan(*number) && row->note.code == TB_NOTE_NONE)
        row->note.code = TB_NOTE_OVERFLOW;
}

static void run_kernel(struct tb_stat_job *job, const struct tb_statistic *statistic)
{
    job->statistic = statistic;
    const size_t first = job->results->n;
    statistic->run(job);
    for (size_t i = first; i < job->results->n; i++) {
        struct tb_result *row = &job->results->row[i];
        keep_finite(&row->value, row);
        keep_finite(&row->lower, row);
        keep_finite(&row->upper, row);
        keep_finite(&row->se, row);
        keep_finite(&row->p, row);
        assert(!(row->p < 0 || row->p > 1) && !(row->lower > row->upper));
        assert(!isnan(row->value) || row->note.code != TB_NOTE_NONE);
    }
}

/* ---- workers: each takes a run of neighbouring series and writes its own rows ---- */

enum {
    MOST_WORKERS = 64,
    LEAST_SERIES = 256
}; /* below so many series a worker is not worth its start */

struct worker {
    struct tb_stat_job job;
    const bool *chosen;
    uint32_t from, to;         /* series */
    struct tb_results results; /* rows only */
    size_t *first;             /* of all series; counted from this worker's first row */
    enum tb_status status;
    pthread_t thread;
    bool started;
};

static enum tb_status run_series(struct worker *worker)
{
    struct tb_stat_job *job = &worker->job;
    size_t n_statistics;
    const struct tb_statistic *const statistics = tb_statistics(&n_statistics);
    if (!open_job(job))
        return TB_NO_MEMORY;
    for (uint32_t s = worker->from; s < worker->to; s++) {
        if (job->options->cancel && *job->options->cancel)
            return TB_INTERRUPTED;
        worker->first[s] = job->results->n;
        if (!job_take_series(job, s))
            return TB_NO_MEMORY;
        for (size_t i = 0; i < n_statistics && !job->failed; i++)
            if (worker->chosen[i] && job->n_points > 0)
                run_kernel(job, &statistics[i]);
        if (job->failed)
            return TB_NO_MEMORY;
    }
    return TB_OK;
}

static void *work(void *context)
{
    struct worker *worker = context;
    worker->status = run_series(worker);
    close_job(&worker->job);
    return NULL;
}

static size_t count_workers(const struct tb_panel *panel, const struct tb_stat_options *options)
{
    const size_t useful = panel->n_series / LEAST_SERIES + 1;
    size_t n = options->threads < 1 ? 1 : options->threads;
    n = n < useful ? n : useful;
    return n < MOST_WORKERS ? n : MOST_WORKERS;
}

/* The rows of all workers behind those of the first. */
static enum tb_status join_rows(struct worker *worker, size_t n_workers, struct tb_results *results)
{
    size_t n = 0;
    for (size_t w = 0; w < n_workers; w++) {
        if (worker[w].status)
            return worker[w].status;
        for (uint32_t s = worker[w].from; s < worker[w].to; s++)
            results->first[s] += n;
        n += worker[w].results.n;
    }
    if (n_workers > 1 && !tb_grow(&worker[0].results.row, &worker[0].results.capacity, n, sizeof *results->row))
        return TB_NO_MEMORY;
    struct tb_results *all = &worker[0].results;
    for (size_t w = 1; w < n_workers; w++) {
        if (worker[w].results.n)
            memcpy(all->row + all->n, worker[w].results.row, worker[w].results.n * sizeof *all->row);
        all->n += worker[w].results.n;
        free(worker[w].results.row);
        worker[w].results.row = NULL;
    }
    results->row = all->row;
    results->capacity = all->capacity;
    results->n = n;
    results->first[results->n_series] = n;
    all->row = NULL;
    return TB_OK;
}

static enum tb_status run_all(const struct tb_panel *panel, const struct tb_stat_options *options, const bool *chosen,
                              struct tb_results *results)
{
    const size_t n = count_workers(panel, options);
    struct worker *worker = calloc(n, sizeof *worker);
    if (!worker)
        return TB_NO_MEMORY;
    for (size_t w = 0; w < n; w++) {
        worker[w].job.panel = panel;
        worker[w].job.options = options;
        worker[w].job.results = &worker[w].results;
        worker[w].chosen = chosen;
        worker[w].first = results->first;
        worker[w].from = (uint32_t)(panel->n_series * w / n);
        worker[w].to = (uint32_t)(panel->n_series * (w + 1) / n);
        worker[w].started = w > 0 && pthread_create(&worker[w].thread, NULL, work, &worker[w]) == 0;
    }
    for (size_t w = 0; w < n; w++) /* the first, and whatever got no thread, runs here */
        if (!worker[w].started)
            work(&worker[w]);
    for (size_t w = 0; w < n; w++)
        if (worker[w].started)
            pthread_join(worker[w].thread, NULL);
    const enum tb_status status = join_rows(worker, n, results);
    for (size_t w = 0; w < n; w++)
        free(worker[w].results.row);
    free(worker);
    return status;
}

/* ---- warnings ---- */

/* Whether changes of this series are read in points: its relative change in percent is no news to anybody. */
static bool changes_in_points(const struct tb_panel *panel, uint32_t series)
{
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, panel->indicators[panel->series[series].indicator].unit), &unit);
    return unit.percent || unit.points;
}

/* Changes that cannot be a number are told at the later year's place, in the order of the rows. */
static void warn_of_changes(const struct tb_panel *panel, const struct tb_results *results, struct tb_log *log)
{
    const char *const absolute = tb_statistic_find("yoy_abs")->id;
    const char *const percent = tb_statistic_find("yoy_pct")->id;
    for (size_t r = 0; r < results->n; r++) {
        const struct tb_result *row = &results->row[r];
        if (row->statistic != percent && row->statistic != absolute)
            continue;
        const char *kind = NULL;
        const char *why = NULL;
        const bool no_base = row->note.code == TB_NOTE_BASE_ZERO || row->note.code == TB_NOTE_BASE_NEGATIVE;
        if (no_base && changes_in_points(panel, row->series))
            continue;
        if (row->note.code == TB_NOTE_BASE_ZERO) {
            kind = "zero-base";
            why = "the year before is 0, so there is no change in percent";
        } else if (row->note.code == TB_NOTE_BASE_NEGATIVE) {
            kind = "negative-base";
            why = "the year before is below 0, so there is no change in percent";
        } else if (row->note.code == TB_NOTE_OVERFLOW) {
            kind = "range";
            why = "the change is too large for a number";
        }
        const struct tb_series *series = &panel->series[row->series];
        size_t i = series->first;
        while (kind && i < series->first + series->n && panel->year[i] != row->to)
            i++;
        const struct tb_place place = kind ? tb_panel_place(panel, i) : (struct tb_place){0};
        if (place.file) /* computed rates have none */
            tb_log_add(log, TB_WARNING, kind, &place, "%s in %d: %s",
                       tb_text(panel, panel->indicators[series->indicator].id), row->to, why);
    }
}

enum tb_status tb_compute(const struct tb_panel *panel, const struct tb_stat_options *options,
                          struct tb_results **results, struct tb_log *log)
{
    bool chosen[MOST_STATISTICS] = {false};
    enum tb_status status = check_options(options, chosen, log);
    if (status)
        return status;

    struct tb_results *made = calloc(1, sizeof *made);
    if (made)
        made->first = calloc(panel->n_series + 1, sizeof *made->first);
    if (made && made->first) {
        made->n_series = panel->n_series;
        gsl_error_handler_t *const handler = gsl_set_error_handler_off(); /* the library aborts otherwise */
        status = run_all(panel, options, chosen, made);
        gsl_set_error_handler(handler);
    } else
        status = TB_NO_MEMORY;
    if (status) {
        tb_results_free(made);
        if (status == TB_NO_MEMORY)
            (void)tb_fail(log, status, "memory", NULL, "out of memory while computing statistics");
        return status;
    }
    if (!tb_adjust(made)) {
        tb_results_free(made);
        return tb_fail(log, TB_NO_MEMORY, "memory", NULL, "out of memory while computing statistics");
    }
    warn_of_changes(panel, made, log);
    *results = made;
    return TB_OK;
}
