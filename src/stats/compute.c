/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop that runs the registry over all series. */
#include "stats/family.h"
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

/* Marks the statistics that match a pattern. */
static enum tb_status choose(const char *pattern, bool chosen[MOST_STATISTICS], struct tb_log *log)
{
    size_t n;
    const struct tb_statistic *const statistics = tb_statistics(&n);
    struct tb_nearest nearest = tb_nearest_to(pattern);
    bool found = false;
    for (size_t s = 0; s < n; s++) {
        tb_nearest_offer(&nearest, statistics[s].id);
        tb_nearest_offer_as(&nearest, statistics[s].title_zh, statistics[s].id);
        if (fnmatch(pattern, statistics[s].id, 0) != 0)
            continue;
        chosen[s] = true;
        found = true;
    }
    return found ? TB_OK
                 : tb_fail(log, TB_BAD_OPTION, "unknown-statistic", NULL,
                           "no statistic matches \"%s\"%s%s%s (see: trendbook list statistics)", pattern,
                           TB_DID_YOU_MEAN(nearest));
}

static enum tb_status check_options(const struct tb_stat_options *options, bool chosen[MOST_STATISTICS],
                                    struct tb_log *log)
{
    size_t n_statistics;
    tb_statistics(&n_statistics);
    if (!(options->confidence >= 0.5 && options->confidence <= 0.9999))
        return tb_fail(log, TB_BAD_OPTION, "confidence", NULL, "confidence must be between 0.5 and 0.9999, got %g",
                       options->confidence);
    if (options->index_base != 0 && (options->index_base < 1800 || options->index_base > 2200))
        return tb_fail(log, TB_BAD_OPTION, "index-base", NULL,
                       "the base year of the index must be 1800 to 2200, got %d", options->index_base);
    for (size_t s = 0; s < n_statistics; s++)
        chosen[s] = options->statistics == NULL;
    for (const char *const *list = options->statistics; list && *list; list++)
        for (const char *at = *list; *at; at += strcspn(at, ",")) {
            at += strspn(at, ",");
            char pattern[128];
            snprintf(pattern, sizeof pattern, "%.*s", (int)strcspn(at, ","), at);
            const enum tb_status status = *pattern ? choose(pattern, chosen, log) : TB_OK;
            if (status)
                return status;
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
    free(job->trend.open);
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
        for (uint32_t k = 0; k < panel->indicators[i].definition->n_parts; k++)
            if (job->whole_of[panel->indicators[i].definition->parts[k]] == TB_NOWHERE)
                job->whole_of[panel->indicators[i].definition->parts[k]] = i;
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

/* Leaves the rows from number `first` on that reach the last year of the series, or come nearest to it. */
static void keep_latest(struct tb_stat_job *job, size_t first)
{
    struct tb_results *results = job->results;
    int nearest = INT16_MIN;
    for (size_t i = first; i < results->n; i++)
        nearest = results->row[i].to > nearest ? results->row[i].to : nearest;
    const int last = job->point[job->n_points - 1].year, least = nearest < last ? nearest : last;
    size_t kept = first;
    for (size_t i = first; i < results->n; i++)
        if (results->row[i].to >= least)
            results->row[kept++] = results->row[i];
    results->n = kept;
}

static void run_kernel(struct tb_stat_job *job, const struct tb_statistic *statistic)
{
    job->statistic = statistic;
    const size_t first = job->results->n;
    statistic->run(job);
    if (job->options->latest)
        keep_latest(job, first);
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

/* ---- warnings ---- */

/* Whether changes of this series are read in points: its relative change in percent is no news to anybody. */
static bool changes_in_points(const struct tb_panel *panel, uint32_t series)
{
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, panel->indicators[panel->series[series].indicator].unit), &unit);
    return unit.percent || unit.points;
}

/* Changes that cannot be a number are told at the later year's place, in the order of the rows. */
static void warn_of_changes(const struct tb_panel *panel, const bool *warned, const struct tb_result *rows, size_t n,
                            struct tb_log *log)
{
    const char *const absolute = tb_statistic_find("yoy_abs")->id;
    const char *const percent = tb_statistic_find("yoy_pct")->id;
    for (size_t r = 0; r < n; r++) {
        const struct tb_result *row = &rows[r];
        if ((row->statistic != percent && row->statistic != absolute) || (warned && !warned[row->series]))
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

/* ---- workers: each takes the next few series, and hands on their rows when it is their turn ---- */

enum {
    MOST_WORKERS = 64,
    LEAST_SERIES = 256,  /* below so many series a worker is not worth its start */
    STEP_ROWS = 1 << 14, /* about as many as are computed at a time: they are all that is held */
    LONGEST_STEP = 1024, /* series */
    STEPS_EACH = 8,      /* of a worker at least, so that all end at about the same time */
};

struct run {
    const struct tb_panel *panel;
    struct tb_stat_options options;
    const struct tb_stat_sink *sink;
    struct tb_log *log;
    bool chosen[MOST_STATISTICS];
    const struct tb_statistic *statistics[MOST_STATISTICS]; /* those that are chosen */
    size_t n_statistics;
    bool adjusts;         /* some p is adjusted over */
    struct family family; /* every p of the run */
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t turned;
    uint32_t step;       /* series that are computed at a time */
    uint32_t next, turn; /* first series of the step that is computed next, and of the one that is handed on next */
    enum tb_status status;
};

struct worker {
    struct run *run;
    struct tb_stat_job job;
    struct tb_results rows; /* of the step */
    struct tb_bytes bytes;
    pthread_t thread;
    bool started;
};

/* The next step; false when there is none. */
static bool next_step(struct run *run, uint32_t *from, uint32_t *to)
{
    pthread_mutex_lock(&run->lock);
    *from = run->next;
    *to = run->panel->n_series - *from > run->step ? *from + run->step : (uint32_t)run->panel->n_series;
    run->next = *to;
    if (!run->status && run->options.cancel && *run->options.cancel)
        run->status = TB_INTERRUPTED;
    const bool more = !run->status && *from < *to;
    pthread_mutex_unlock(&run->lock);
    return more;
}

static enum tb_status run_step(struct worker *worker, uint32_t from, uint32_t to)
{
    struct tb_stat_job *job = &worker->job;
    const struct run *run = worker->run;
    const bool *wanted = run->sink->wanted;
    worker->rows.n = 0;
    for (uint32_t s = from; s < to; s++) {
        if (wanted && !wanted[s])
            continue;
        if (!job_take_series(job, s))
            return TB_NO_MEMORY;
        for (size_t i = 0; i < run->n_statistics && job->n_points > 0 && !job->failed; i++)
            run_kernel(job, run->statistics[i]);
        if (job->failed)
            return TB_NO_MEMORY;
    }
    return TB_OK;
}

static void hand_on(struct worker *worker, uint32_t from, uint32_t to, enum tb_status status)
{
    struct run *run = worker->run;
    pthread_mutex_lock(&run->lock);
    while (run->turn != from && !run->status)
        pthread_cond_wait(&run->turned, &run->lock);
    if (!run->status && !status) {
        warn_of_changes(run->panel, run->options.warned, worker->rows.row, worker->rows.n, run->log);
        status = run->sink->take(run->sink->context, worker->rows.row, worker->rows.n, &worker->bytes, to);
    }
    run->status = run->status ? run->status : status;
    run->turn = to;
    pthread_cond_broadcast(&run->turned);
    pthread_mutex_unlock(&run->lock);
}

static void *work(void *context)
{
    struct worker *worker = context;
    const struct tb_stat_sink *sink = worker->run->sink;
    const bool open = open_job(&worker->job);
    for (uint32_t from, to; next_step(worker->run, &from, &to);) {
        enum tb_status status = open ? run_step(worker, from, to) : TB_NO_MEMORY;
        worker->bytes.n = 0;
        if (!status && sink->render)
            sink->render(sink->context, worker->rows.row, worker->rows.n, &worker->bytes);
        if (worker->bytes.failed)
            status = TB_NO_MEMORY;
        hand_on(worker, from, to, status);
    }
    close_job(&worker->job);
    free(worker->rows.row);
    tb_bytes_free(&worker->bytes);
    return NULL;
}

static size_t count_workers(const struct tb_panel *panel, const struct tb_stat_options *options)
{
    const size_t useful = panel->n_series / LEAST_SERIES + 1;
    size_t n = options->threads < 1 ? 1 : options->threads;
    n = n < useful ? n : useful;
    return n < MOST_WORKERS ? n : MOST_WORKERS;
}

/* How many series are computed at a time: few when each has many rows, never so few that workers wait for another. */
static uint32_t choose_step(const struct run *run, size_t n_workers)
{
    const size_t n_series = run->panel->n_series ? run->panel->n_series : 1;
    const size_t rows = run->n_statistics * (run->panel->n / n_series + 1) + 1; /* of a series, at most */
    size_t step = STEP_ROWS / rows;
    step = step < LONGEST_STEP ? step : LONGEST_STEP;
    const size_t fair = n_series / (STEPS_EACH * n_workers);
    step = step < fair ? step : fair;
    return step ? (uint32_t)step : 1;
}

static void run_workers(struct run *run)
{
    size_t n_statistics;
    const struct tb_statistic *const statistics = tb_statistics(&n_statistics);
    for (size_t s = 0; s < n_statistics; s++)
        if (run->chosen[s])
            run->statistics[run->n_statistics++] = &statistics[s];
    const size_t n = count_workers(run->panel, &run->options);
    run->step = choose_step(run, n);
    struct worker *worker = calloc(n, sizeof *worker);
    if (!worker) {
        run->status = TB_NO_MEMORY;
        return;
    }
    for (size_t w = 0; w < n; w++) {
        worker[w].run = run;
        worker[w].job.panel = run->panel;
        worker[w].job.options = &run->options;
        worker[w].job.results = &worker[w].rows;
        worker[w].job.family = run->adjusts ? &run->family : NULL;
        worker[w].started = w > 0 && pthread_create(&worker[w].thread, NULL, work, &worker[w]) == 0;
    }
    work(&worker[0]); /* whatever got no thread is not missed: the others take its steps */
    for (size_t w = 0; w < n; w++)
        if (worker[w].started)
            pthread_join(worker[w].thread, NULL);
    free(worker);
}

static enum tb_status gather(void *context, const struct tb_result *row, size_t n, const struct tb_bytes *bytes,
                             size_t done)
{
    bool fine = true;
    (void)bytes;
    (void)done;
    for (size_t i = 0; i < n && fine; i++)
        fine = family_add(context, &row[i]);
    return fine ? TB_OK : TB_NO_MEMORY;
}

/* Runs the test of the family over all series first, when some p is to be adjusted. */
static void gather_family(struct run *run)
{
    size_t n;
    const struct tb_statistic *const statistics = tb_statistics(&n), *const test = family_test(&run->options);
    const struct tb_stat_sink sink = {.context = &run->family, .wanted = run->sink->wanted, .take = gather};
    struct run first = {.panel = run->panel,
                        .options = run->options,
                        .sink = &sink,
                        .log = run->log,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .turned = PTHREAD_COND_INITIALIZER};
    bool adjusts = false;
    for (size_t i = 0; i < n; i++) {
        adjusts = adjusts || (run->chosen[i] && family_has(statistics[i].id));
        first.chosen[i] = &statistics[i] == test;
    }
    if (!adjusts)
        return;
    run->options.without_p = first.options.without_p = false;
    run_workers(&first);
    pthread_mutex_destroy(&first.lock);
    pthread_cond_destroy(&first.turned);
    run->status = first.status ? first.status : family_close(&run->family) ? TB_OK : TB_NO_MEMORY;
    run->adjusts = true;
}

enum tb_status tb_compute_stream(const struct tb_panel *panel, const struct tb_stat_options *options,
                                 const struct tb_stat_sink *sink, struct tb_log *log)
{
    struct run run = {.panel = panel,
                      .options = *options,
                      .sink = sink,
                      .log = log,
                      .lock = PTHREAD_MUTEX_INITIALIZER,
                      .turned = PTHREAD_COND_INITIALIZER};
    enum tb_status status = check_options(options, run.chosen, log);
    if (status)
        return status;
    gsl_error_handler_t *const handler = gsl_set_error_handler_off(); /* the library aborts otherwise */
    gather_family(&run);
    if (!run.status)
        run_workers(&run);
    gsl_set_error_handler(handler);
    family_free(&run.family);
    pthread_mutex_destroy(&run.lock);
    pthread_cond_destroy(&run.turned);
    if (run.status == TB_NO_MEMORY)
        (void)tb_fail(log, run.status, "memory", NULL, "out of memory while computing statistics");
    return run.status;
}

/* ---- all rows at once ---- */

struct collection {
    struct tb_results *results;
    const char *const *only_warned;
};

static bool is_kept(const struct collection *collection, const struct tb_result *row)
{
    for (const char *const *id = collection->only_warned; id && *id; id++)
        if (strcmp(*id, row->statistic) == 0)
            return false;
    return true;
}

/* Rows behind the others, and where those of each series begin. */
static enum tb_status collect(void *context, const struct tb_result *row, size_t n, const struct tb_bytes *bytes,
                              size_t done)
{
    const struct collection *collection = context;
    struct tb_results *results = collection->results;
    (void)bytes;
    for (size_t i = 0; i < n; i++) {
        while (results->n_series <= row[i].series)
            results->first[results->n_series++] = results->n;
        if (!is_kept(collection, &row[i]))
            continue;
        if (!tb_grow(&results->row, &results->capacity, results->n + 1, sizeof *results->row))
            return TB_NO_MEMORY;
        results->row[results->n++] = row[i];
    }
    while (results->n_series < done)
        results->first[results->n_series++] = results->n;
    return TB_OK;
}

enum tb_status tb_compute(const struct tb_panel *panel, const struct tb_stat_options *options,
                          struct tb_results **results, struct tb_log *log)
{
    struct tb_results *made = calloc(1, sizeof *made);
    if (made)
        made->first = calloc(panel->n_series + 1, sizeof *made->first);
    if (!made || !made->first) {
        tb_results_free(made);
        return tb_fail(log, TB_NO_MEMORY, "memory", NULL, "out of memory while computing statistics");
    }
    struct collection collection = {made, options->only_warned};
    const struct tb_stat_sink sink = {.context = &collection, .take = collect};
    const enum tb_status status = tb_compute_stream(panel, options, &sink, log);
    if (status) {
        tb_results_free(made);
        return status;
    }
    made->first[made->n_series] = made->n;
    *results = made;
    return TB_OK;
}
