/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Twenty million values moved each to a place of its own wait for memory twenty million times, in every column.  So
 * they go into buckets first, a bucket for some neighbouring series, and then from each bucket into columns of which
 * just that part is written.
 */
#include "model/scatter.h"

#include "model/crew.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    BUCKETS = 256,
    BUCKET_GOAL = 1 << 17, /* observations of a bucket: their columns fit a cache of the second level */
    SHEET_BYTES = 1 << 20,
};

/** An observation on its way. */
struct record {
    uint32_t series, origin;
    uint32_t value[2]; /* a double, which would ask for a wider step */
    int16_t year;
    uint8_t state;
    int8_t decimals;
};

struct sheet {
    struct sheet *next;
    size_t n;
    struct record record[(SHEET_BYTES - 2 * sizeof(size_t)) / sizeof(struct record)];
};

struct bucket {
    struct sheet *first, *last;
};

struct plan {
    struct tb_panel *panel;
    const uint32_t *number;
    unsigned shift; /* series of a bucket: 1 << shift */
    uint32_t *next; /* by series: the place of its next observation */
    bool give_all;  /* nothing of a block is needed afterwards */
    struct worker *worker;
    size_t n_workers;
};

/** One thread: it fills buckets of its own from some blocks, then empties all buckets of some series. */
struct worker {
    const struct plan *plan;
    struct arrivals_block *from, *to;
    struct bucket bucket[BUCKETS];
    uint32_t series[ARRIVALS_ROOM]; /* by run of a block */
    int16_t year[ARRIVALS_ROOM];    /* room for those of a block */
    uint32_t first, end;            /* buckets to empty */
    bool failed;
};

bool scatter_pays(const struct arrivals *arrivals)
{
    size_t n = 0, runs = 0;
    for (const struct arrivals_block *block = arrivals->first; block; block = block->next) {
        n += block->n;
        runs += block->n_runs;
    }
    return n > BUCKET_GOAL && runs > n / 3;
}

/* The sheet of a bucket that has room; NULL when out of memory. */
static struct sheet *sheet_of(struct bucket *bucket)
{
    struct sheet *sheet = bucket->last;
    if (sheet && sheet->n < sizeof sheet->record / sizeof *sheet->record)
        return sheet;
    sheet = mmap(NULL, SHEET_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (sheet == MAP_FAILED) // NOLINT(performance-no-int-to-ptr): so mmap says it failed
        return NULL;
    if (bucket->last)
        bucket->last->next = sheet;
    else
        bucket->first = sheet;
    return bucket->last = sheet;
}

_Static_assert(sizeof(struct sheet) <= SHEET_BYTES, "a sheet fits its pages");

static bool fill_from(struct worker *worker, const struct arrivals_block *block)
{
    const struct plan *plan = worker->plan;
    const bool computed = block->input == TB_NOWHERE;
    const uint32_t first = computed ? 0 : plan->panel->inputs[block->input].first_origin + (uint32_t)block->first_line;
    uint32_t *series = worker->series;
    const int16_t *year = arrivals_years(block, worker->year);
    arrivals_series(block, plan->number, series);
    for (uint32_t run = 0, i = 0; run < block->n_runs; run++) {
        struct bucket *bucket = &worker->bucket[series[run] >> plan->shift];
        for (uint32_t k = 0; k < block->run_n[run]; k++, i++) {
            struct sheet *sheet = sheet_of(bucket);
            if (!sheet)
                return false;
            struct record *record = &sheet->record[sheet->n++];
            record->series = series[run];
            record->origin = computed ? UINT32_MAX : first + (block->has_lines ? block->line[i] : block->run_line[run]);
            memcpy(record->value, &block->value[i], sizeof record->value);
            record->year = year[i];
            record->state = arrivals_state(block, i);
            record->decimals = block->decimals[i];
        }
    }
    return true;
}

static void *fill(void *context)
{
    struct worker *worker = context;
    for (struct arrivals_block *block = worker->from; block != worker->to && !worker->failed; block = block->next) {
        worker->failed = !fill_from(worker, block);
        (void)madvise(block->value,
                      worker->plan->give_all ? sizeof *block - offsetof(struct arrivals_block, value)
                                             : sizeof block->value,
                      MADV_DONTNEED);
    }
    return NULL;
}

static void empty_bucket(const struct plan *plan, struct bucket *bucket)
{
    struct tb_panel *panel = plan->panel;
    for (struct sheet *sheet = bucket->first, *next; sheet; sheet = next) {
        for (size_t k = 0; k < sheet->n; k++) {
            const struct record *record = &sheet->record[k];
            const uint32_t to = plan->next[record->series]++;
            memcpy(&panel->value[to], record->value, sizeof record->value);
            panel->origin[to] = record->origin;
            panel->year[to] = record->year;
            if (record->state) /* the column begins as exact ones */
                panel->state[to] = record->state;
            panel->decimals[to] = record->decimals;
        }
        next = sheet->next;
        munmap(sheet, SHEET_BYTES);
    }
    *bucket = (struct bucket){0};
}

static void *empty(void *context)
{
    const struct worker *worker = context;
    const struct plan *plan = worker->plan;
    for (uint32_t b = worker->first; b < worker->end; b++)
        for (size_t w = 0; w < plan->n_workers; w++) /* in the order in which they arrived */
            empty_bucket(plan, &plan->worker[w].bucket[b]);
    return NULL;
}

bool scatter_place(struct arrivals *arrivals, struct tb_panel *panel, const uint32_t *number, unsigned threads)
{
    const size_t n = crew_size(threads, CREW_MOST);
    struct arrivals_block *begin[CREW_MOST + 1];
    struct plan plan = {.panel = panel, .number = number, .n_workers = n};
    while (panel->n_series >> plan.shift >= BUCKETS)
        plan.shift++;
    plan.give_all =
        !(panel->column || panel->flags || panel->period || panel->source || panel->note || panel->pre_break);
    plan.worker = calloc(n, sizeof *plan.worker);
    plan.next = malloc((panel->n_series + 1) * sizeof *plan.next);
    bool done = plan.worker && plan.next;
    if (done) {
        for (size_t s = 0; s < panel->n_series; s++)
            plan.next[s] = (uint32_t)panel->series[s].first;
        arrivals_split(arrivals, n, begin);
        for (size_t w = 0; w < n; w++) {
            struct worker *worker = &plan.worker[w];
            worker->plan = &plan;
            worker->from = begin[w];
            worker->to = begin[w + 1];
            worker->first = (uint32_t)(BUCKETS * w / n);
            worker->end = (uint32_t)(BUCKETS * (w + 1) / n);
        }
        crew_work(fill, plan.worker, sizeof *plan.worker, n);
        for (size_t w = 0; w < n; w++)
            done = done && !plan.worker[w].failed;
        crew_work(empty, plan.worker, sizeof *plan.worker, n);
    }
    free(plan.worker);
    free(plan.next);
    return done;
}
