/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Year-aware statistics over a panel.  Each function below and each row of the registry names its source.
 */
#ifndef TRENDBOOK_STATS_H
#define TRENDBOOK_STATS_H

#include "results.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What the user may choose where practice differs.  A choice is a number: 0 is the default, then as listed in the row
 * of the option; the seed is the number itself (0: 20000101).
 */
enum tb_stat_choice {
    TB_COUNT_LIMITS,      /* of `rate`: exact | ohid */
    TB_PROPORTION_LIMITS, /* of `proportion`: wilson | clopper-pearson */
    TB_CONTROL_FACTOR,    /* of the XmR limits: 2.66 | d2 */
    TB_SIDE,              /* of the tests for a trend: two | rising | falling */
    TB_SEED,              /* of random draws */
    TB_FAMILY,            /* the test whose p is adjusted: mann_kendall | ... */
    TB_BREAKS,            /* keep | link: whether the caller of tb_compute is to call tb_link first */
    TB_STAT_CHOICES       /* how many */
};

/** One row of `trendbook list options`. */
struct tb_stat_option {
    const char *name;                /* as in name=value */
    const char *choices;             /* "exact|ohid", the first is the default; "" for a whole number */
    const char *title_en, *title_zh; /* what it decides */
    const char *applies_to;          /* ids of statistics */
    const char *source;              /* who does it each way */
};
const struct tb_stat_option *tb_stat_option_rows(size_t *n);

struct tb_stat_options {
    double confidence; /* two-sided level of intervals and tests, 0.5 .. 0.9999; default 0.95 */
    int index_base;    /* base year of `index`; 0 = the first exact year of each series that is not provisional */
    const char *const *statistics;  /* ids or glob patterns, NULL-terminated; NULL = all */
    const char *const *only_warned; /* ids, NULL-terminated, or NULL: chosen, but tb_compute keeps no rows of them */
    const bool *warned; /* one a series of the panel: its changes from 0 are warned of; NULL = those of all are */
    /* Of each series and statistic only the rows up to its last year, or up to the year nearest to that: the last
     * change, the trend, all years of a forecast. */
    bool latest;
    bool without_p;             /* nobody looks at p of lines: it may be left out */
    bool without_limits;        /* nobody looks at lower and upper: where they take long they may be left out */
    unsigned threads;           /* 0 or 1: one; the result does not depend on it */
    const volatile int *cancel; /* may be NULL; non-zero ends with TB_INTERRUPTED */
    uint32_t choice[TB_STAT_CHOICES];
};
struct tb_stat_options tb_stat_defaults(void);
/** Sets one choice from "name=value".  TB_BAD_OPTION, with the names or values there are, for any other text. */
enum tb_status tb_stat_choose(struct tb_stat_options *options, const char *text, struct tb_log *log);

struct tb_stat_job; /* one series at work; private to src/stats */

/** One row of the registry: everything the program says about a statistic. */
struct tb_statistic {
    const char *id;
    const char *group; /* describe, change, structure, rate, trend, shift, control, forecast, target, audit, verdict */
    const char *title_en, *title_zh;
    const char *needs; /* what it needs, in words */
    const char *unit;  /* of value: "as given", "%", "percentage points", "per year", "S", ... */
    const char *method;
    const char *source;                   /* paper or standard */
    void (*run)(struct tb_stat_job *job); /* the kernel; tb_compute calls it */
};
const struct tb_statistic *tb_statistics(size_t *n);
const struct tb_statistic *tb_statistic_find(const char *id);

/**
 * Adds to the panel the rates of the catalogue that have numerator and denominator but no data of their own: one
 * observation per region and year in which both have a value, flag TB_FLAG_COMPUTED, units scaled by tb_rate_factor.
 *
 * Bounds are carried as one bound ("at most" where both ends are known); flags of either side are taken over, and a
 * break in a year that gives no rate starts the new basis at the next one that does.  Decimals are those of four
 * significant digits.  No observation where the denominator is 0 or below, or a proportion would be above all.  A rate
 * of rates is computed too.  Warns ("units-differ") where a percentage has sides in different units.
 */
enum tb_status tb_complete(struct tb_panel *panel, struct tb_log *log);

/**
 * Puts the years before a break on its basis wherever the year of the break is known on both
 * (tb_observation.pre_break): their values times new / old of that year, over several breaks times the product; flag
 * TB_FLAG_LINKED.  The break is then none any more, TB_FLAG_LINK marks its year, and tb_series.linked says where and by
 * what.  It assumes that the ratio of that one year holds for all before it.  A break whose year has only a bound, or a
 * value of 0 or below, on either basis stays a break.  Percentage points and labels have no ratio and stay as they are.
 * Call it after tb_complete, so that computed rates are linked like printed ones.
 * Source: OECD (2007), Data and Metadata Reporting and Presentation Handbook, on breaks in time series; SDMX
 * OBS_PRE_BREAK.
 */
enum tb_status tb_link(struct tb_panel *panel, struct tb_log *log);

/**
 * Computes the chosen statistics of all series.
 *   results  receives the table, rows by series, then registry order, then years; the caller frees it.  Untouched on
 *            failure.
 *   log      receives a located warning for each change in percent that has no base ("zero-base", "negative-base") or
 * is too large ("range") TB_BAD_OPTION for an unknown id or a confidence out of range.
 *
 * What holds for all rows:
 * - A statistic that does not apply to an indicator has no rows; one that applies but is not defined has a row with an
 *   empty value and the reason.  Labels have `value` only.
 * - Numbers are those of the printed decimals: 270.95 - 50.41 is 220.54, the double nearest to it.
 * - A bound makes `value` empty (unless both ends are equal), `lower` and `upper` the range, an unbounded end empty,
 * with TB_NOTE_ONLY_BOUND (a trend: TB_NOTE_DEPENDS_ON_BOUND) and TB_CAVEAT_BOUND.
 * - Years with several parts: the whole year counts, or the first part where there is none; a change compares the same
 *   part.  Trends use whole years, or, when a series has none, the part its last year has.
 * - One break model: flag b starts a segment; changes, growth and index never cross it, but a change into a year that
 * is known on both bases (pre_break) is that of the old one (TB_CAVEAT_OLD_BASIS); trends, verdict and cagr_pct use the
 * last segment and say so (TB_CAVEAT_LAST_SEGMENT) when that leaves years out.  Forecasts (flag f) enter no trend.
 * - Target, control and shift statistics and forecasts use the years of the trend too.  A forecast has one row for each
 *   year ahead (from = to), its prediction limits in lower and upper, its standard error in se; one row for the next
 * year says why there is none.  Values and limits that the indicator cannot have are put at its end (TB_CAVEAT_CUT).
 * - Fits of counts (apc_poisson, logistic_slope, cochran_armitage, rate_ratio, difference_pp, funnels) need exact
 * counts; those of rates use the years that have both sides, since the last break of either.  TB_CAVEAT_OVERDISPERSED
 * says that the figures scatter more than counts do.
 * - xmr_outside has a row for each year that stands out, note.code being the rule, or one row with 0 for all years.
 *   funnel_lower and funnel_upper: value at the confidence asked for, lower (upper) the limit at 99.8 %;
 *   note.a carries the rate of all regions together, around which the limits lie.
 * - `pettitt` has the first year of the new level as value; when several do equally well the value is empty, lower and
 *   upper the first and last of them (TB_NOTE_SEVERAL_YEARS).  mean_shift has that year in note.year, the gain of BIC
 * in note.a.  joinpoint_year has one row a joinpoint, apc_segment one a segment.
 * - min and max carry the first year that has them in note.year (0 with bounds).
 * - `index` carries its base year in note.year.  `n` counts the observations used (rank: the regions compared).
 * - Rows that stand for all regions (no region, or named 合计, 全国, total ...) have no rank; they are the whole of
 *   share_pct.
 * - mann_kendall, sen_slope and verdict share one exact test, so they never contradict each other; an end of Sen's
 * limits may itself be a value that the test refuses (ties).  With bounds, p is the largest that they allow.
 * - A choice other than the default stands in `method`.  On one side, the other limit of a trend is open (empty), and
 *   a verdict is of that side or "no clear change".
 *
 * The error handler of GSL is switched off while this runs and put back after; it is one for the whole process.
 */
enum tb_status tb_compute(const struct tb_panel *panel, const struct tb_stat_options *options,
                          struct tb_results **results, struct tb_log *log);

/** What becomes of the rows while others are still computed. */
struct tb_stat_sink {
    void *context;
    const bool *wanted; /* one a series of the panel: the others are not computed; NULL = all are */
    /* Makes bytes of the rows of a few neighbouring series, in several threads at a time; may be NULL. */
    void (*render)(void *context, const struct tb_result *row, size_t n, struct tb_bytes *bytes);
    /*
     * Takes the rows and their bytes, in the order of tb_compute, one call at a time; `done` series are through.  Both
     * are gone afterwards.  Anything but TB_OK ends the run with that status.
     */
    enum tb_status (*take)(void *context, const struct tb_result *row, size_t n, const struct tb_bytes *bytes,
                           size_t done);
};

/**
 * tb_compute in bounded memory: the rows of a few series at a time are handed on instead of kept.  Their order, and the
 * order of the warnings, do not depend on the number of threads.  Returns what tb_compute would, or what `take` says.
 */
enum tb_status tb_compute_stream(const struct tb_panel *panel, const struct tb_stat_options *options,
                                 const struct tb_stat_sink *sink, struct tb_log *log);

/**
 * Computes p_holm, q_bh and q_by anew over the rows there are: the family is what one table shows.  tb_compute and
 * tb_compute_stream do so for the series they are given; call it after tb_keep_series.  False when out of memory.
 */
bool tb_adjust(struct tb_results *results);

#ifdef __cplusplus
}
#endif

#endif
