/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Year-aware statistics over a panel.  Each function below and each row of the registry names its source.
 */
#ifndef TRENDBOOK_STATS_H
#define TRENDBOOK_STATS_H

#include "results.h"

struct tb_stat_options {
    double confidence;   /* two-sided level of intervals and tests, 0.5 .. 0.9999; default 0.95 */
    int index_base;      /* base year of `index`; 0 = the first exact year of each series */
    const char *const *statistics; /* ids or glob patterns, NULL-terminated; NULL = all */
    unsigned threads;    /* 0 or 1: one; the result does not depend on it */
    const volatile int *cancel; /* may be NULL; non-zero ends with TB_INTERRUPTED */
};
struct tb_stat_options tb_stat_defaults(void);

struct tb_stat_job; /* one series at work; private to src/stats */

/** One row of the registry: everything the program says about a statistic. */
struct tb_statistic {
    const char *id;
    const char *group;    /* describe, change, structure, rate, trend, audit, verdict */
    const char *title_en, *title_zh;
    const char *needs;    /* what it needs, in words */
    const char *unit;     /* of value: "as given", "%", "percentage points", "per year", "S", ... */
    const char *method;
    const char *source;   /* paper or standard */
    void (*run)(struct tb_stat_job *job); /* the kernel; tb_compute calls it */
};
const struct tb_statistic *tb_statistics(size_t *n);
const struct tb_statistic *tb_statistic_find(const char *id);

/**
 * Adds to the panel the rates of the catalogue that have numerator and denominator but no data of their own: one
 * observation per region and year in which both have a value, flag TB_FLAG_COMPUTED, units scaled by tb_rate_factor,
 * bounds carried (at most / at least), breaks and other flags of either side taken over.  Warns where units do not fit.
 */
enum tb_status tb_complete(struct tb_panel *panel, struct tb_log *log);

/**
 * Computes the chosen statistics of all series.
 *   results  receives the table, rows by series, then registry order, then years; the caller frees it
 * Values that are not defined stand as rows with the reason in their note.  TB_BAD_OPTION for an unknown id or a
 * confidence out of range.
 */
enum tb_status tb_compute(const struct tb_panel *panel, const struct tb_stat_options *options,
                          struct tb_results **results, struct tb_log *log);

#endif
