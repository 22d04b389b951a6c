/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * One series at work: what the kernels of the registry see, and how they put down rows.
 *
 * The one break model lives here: a flag b starts a new segment at its year; nothing is computed across it, and
 * whatever needs several years (trends, verdict, compound growth) uses the last segment, with a caveat when that
 * dropped years.  A year of a break that is known on both bases (point_before_break) closes the old one too: the change
 * into it is that of the old basis (pair_change).  tb_link, before anything is computed, may turn breaks into links.
 */
#ifndef STATS_JOB_H
#define STATS_JOB_H

#include "stats/numeric.h"
#include "trendbook/number.h"
#include "trendbook/stats.h"

/** What is known of one year: of its whole-year observation, or of the first part of the year when that is all. */
struct point {
    int year;
    size_t i;       /* the observation */
    bool known;     /* anything at all is known; else the fields below are empty */
    bool exact;     /* value is a number */
    bool new_basis; /* the year carries the flag b */
    bool forecast;
    double value;        /* NaN unless exact (printed, "about", or both bounds equal) */
    double lower, upper; /* the truth lies in between; equal when exact; may be infinite */
    uint8_t open;        /* ends that it is not: OPEN_LOWER, OPEN_UPPER */
    int decimals;
    unsigned caveats;
    uint32_t period;
};

/** The years that a trend uses: whole years of the last segment (parts of years when there are no whole ones). */
struct trend {
    int n;
    int *year;
    double *lower, *upper; /* equal where exact; in units of 10^-decimals when `whole` */
    uint8_t *open;         /* as of its points */
    double scale;          /* value = lower / scale */
    bool whole;            /* all finite ends are whole numbers after scaling */
    bool exact;            /* no bounds */
    unsigned caveats;
    int break_year;  /* of the last break inside the series, 0 when none */
    int n_all;       /* usable years before cutting at the break */
    uint32_t period; /* the part of the year that its years cover; 0: the whole year */
};

struct funnel_year; /* control.c */
struct family;      /* family.h */
struct signal;

/** What is known of the regions of one indicator, for ranks: sorted by year, part of the year and one of the two ends.
 */
struct region_value {
    int year;
    uint32_t period;
    double end;
};

enum {
    JOB_WORK = 8,
    MOST_STATISTICS = 128 /* that the registry may have */
};

struct tb_stat_job {
    const struct tb_panel *panel;
    const struct tb_stat_options *options;
    const struct tb_statistic *statistic; /* whose kernel runs */
    double tail;                          /* probability beyond each limit: (1 - confidence) / 2 */
    double level;                         /* a test answers when its p is at most this: 1 - confidence */
    enum side side;                       /* of the tests for a trend */
    uint64_t seed;

    uint32_t series;
    const struct tb_indicator *indicator;
    struct tb_unit unit;
    struct point *point; /* one a year */
    size_t n_points, point_capacity;
    struct trend trend;
    size_t trend_capacity;
    double *work; /* room for JOB_WORK numbers for each year of the trend */

    /* made at first need, for this series */
    bool has_kendall, has_line, has_slopes, has_joinpoints;
    struct joinpoints joinpoints;
    struct kendall_result kendall;
    struct line line;
    double *slope_lower, *slope_upper; /* slopes of all pairs, lowest and (with bounds) highest; in no order */
    size_t n_slopes, slope_capacity;

    /* kept between series */
    struct kendall_tables *tables;
    struct power_tables *power;
    const struct family *family; /* of the run; NULL where nothing is adjusted */
    gsl_root_fsolver *solver;
    uint32_t *whole_of;  /* for each indicator: the first one it is a part of, or TB_NOWHERE; NULL before first need */
    uint32_t regions_of; /* indicator that the following describe */
    struct region_value *region_lower, *region_upper;
    size_t n_regions, region_lower_capacity, region_upper_capacity;
    uint32_t total_series; /* of that indicator: its row for all regions together, or TB_NOWHERE */

    uint32_t funnels_of; /* indicator that the following describe */
    struct funnel_year *funnel;
    size_t n_funnels, funnel_capacity;
    struct signal *signal;
    size_t signal_capacity;
    struct pettitt_tables *pettitt_tables;
    int *score; /* room for a whole number for each year */
    size_t score_capacity;
    double *hinges;
    size_t hinge_capacity;

    struct tb_results *results;
    struct tb_result spare; /* written to when memory ran out */
    bool failed;            /* out of memory */
};

/* ---- points.c ---- */

/** The years of the job's series into job->point and job->trend.  False when out of memory. */
bool job_take_series(struct tb_stat_job *job, uint32_t series);
/** What is known of observation i of a series. */
struct point point_of(const struct tb_panel *panel, uint32_t series, size_t i);
/** The same of its value on the basis before the break of its year; false when that is not known. */
bool point_before_break(const struct tb_panel *panel, uint32_t series, size_t i, struct point *point);
/** The point of a year of any series with the same part of the year; false when there is none. */
bool point_at(const struct tb_panel *panel, uint32_t series, int year, uint32_t period, struct point *point);
/** The job's point of a year, or NULL. */
const struct point *job_point(const struct tb_stat_job *job, int year);
/** First year after `from`, up to `to`, that starts a new basis; 0 when none. */
int job_break_between(const struct tb_stat_job *job, int from, int to);

/** Whether trends, forecasts and the like apply: a label has none. */
static inline bool job_has_trend(const struct tb_stat_job *job)
{
    return job->indicator->kind != TB_LABEL && job->n_points > 0;
}
/** Whether percent changes apply: not to labels, percentage points and printed changes. */
static inline bool job_has_growth(const struct tb_stat_job *job)
{
    return job_has_trend(job) && !job->unit.points && job->indicator->change_of == TB_NOWHERE;
}

/* ---- results of the trend, made once a series ---- */

const struct kendall_result *job_kendall(struct tb_stat_job *job);
const struct line *job_line(struct tb_stat_job *job);                 /* NULL below 2 years or with bounds */
double job_p(const struct tb_stat_job *job, const struct line *line); /* of the slope; NaN where nobody asks for p */
bool job_slopes(struct tb_stat_job *job);                             /* false below 2 years */

/* ---- options.c ---- */

/** The number that was chosen; job->side and job->seed are set from it. */
static inline unsigned job_choice(const struct tb_stat_job *job, enum tb_stat_choice choice)
{
    return job->options->choice[choice];
}

/**
 * Puts a slope with t limits on the side that was asked for: p of that side, the other limit infinite.  Nothing is
 * changed when both sides were asked for.
 */
void job_take_side(const struct tb_stat_job *job, double slope, double se, int degrees, double *p, double *lower,
                   double *upper);
/** The test whose p is adjusted over the family. */
const struct tb_statistic *family_test(const struct tb_stat_options *options);
/** The method of the running statistic, or of this text, with the side when it is one. */
const char *job_method(const struct tb_stat_job *job);
#define SIDED(job, text)                                       \
    ((job)->side == BOTH_SIDES    ? (text)                     \
     : (job)->side == RISING_SIDE ? text "; one-sided: rising" \
                                  : text "; one-sided: falling")

/* ---- rows ---- */

/** A new row of the running statistic, all numbers empty. */
struct tb_result *job_row(struct tb_stat_job *job, int from, int to);
/** A new row over the years of the trend, with their number and caveats. */
struct tb_result *job_trend_row(struct tb_stat_job *job);
/** Puts an interval into a row: as value when it is a point, else as lower and upper with the bound said for `year`. */
void row_set_interval(struct tb_result *row, double lower, double upper, int year);
void row_note(struct tb_result *row, enum tb_note_code code, int year);
void row_note_numbers(struct tb_result *row, enum tb_note_code code, double a, double b, double c);
static inline void row_too_few(struct tb_result *row, int needed, int there)
{
    row_note_numbers(row, TB_NOTE_TOO_FEW_YEARS, needed, there, 0);
}

/** Which of two points makes an interval of their result: the later one when it is no point itself. */
int bound_year(const struct point *later, const struct point *earlier);

/* ---- growth.c ---- */

/** The logarithms of the trend's ends, in job->work.  False with the reason in the row where one is not above 0. */
bool job_logarithms(struct tb_stat_job *job, double **lower, double **upper, struct tb_result *row);

/* ---- structure.c ---- */

/** A row for all regions together: no region, or one named as a total. */
bool region_stands_for_all(const struct tb_panel *panel, uint32_t series);

/* ---- forecast.c ---- */

enum {
    FORECAST_YEARS = 5,     /* the furthest a forecast goes */
    FORECAST_SHARE = 3,     /* and no further than the years there are, divided by this */
    FORECAST_LINE_YEARS = 5 /* that a line needs */
};
/** How many years ahead so many years allow. */
int forecast_horizon(int years);
/** A row for the year so many years ahead. */
struct tb_result *job_row_ahead(struct tb_stat_job *job, int ahead);
/** Whether there is a past to go by; else one row, for the next year, says why not. */
bool job_can_forecast(struct tb_stat_job *job, int needed);
/** The ends of what the indicator can be (0, 100 %), in the trend's scale; an end that the past has passed is none. */
void job_possible_range(const struct tb_stat_job *job, double *least, double *most);
/** The value, or the end it has passed; then the row says so. */
double job_keep_possible(double value, double least, double most, struct tb_result *row);

/* ---- change.c: pairs of years ---- */

/** A row for a change up to `later`, with its caveats. */
struct tb_result *pair_row(struct tb_stat_job *job, const struct point *later, int from);
/** The earlier year of a pair, of the same part of the year as the later.  False with the reason in the row. */
bool pair_earlier(const struct tb_stat_job *job, const struct point *later, int year, struct point *earlier,
                  struct tb_result *row);
/**
 * The same for a change, which may also go into the year of a break that is known on both bases: `later` is then that
 * year on the old one, and the row says so.
 */
bool pair_change(const struct tb_stat_job *job, struct point *later, int year, struct point *earlier,
                 struct tb_result *row);
/** Says in the row that the earlier year went in too. */
void pair_use(struct tb_result *row, const struct point *earlier);

/** Percent or percentage points as a unit: changes are said in points. */
static inline bool job_in_percent(const struct tb_stat_job *job)
{
    return job->unit.percent || job->unit.points;
}

/* ---- the kernels, one for each row of the registry ---- */

void run_n(struct tb_stat_job *job); /* describe.c */
void run_mean(struct tb_stat_job *job);
void run_sd(struct tb_stat_job *job);
void run_median(struct tb_stat_job *job);
void run_min(struct tb_stat_job *job);
void run_max(struct tb_stat_job *job);
void run_value(struct tb_stat_job *job); /* change.c */
void run_yoy_abs(struct tb_stat_job *job);
void run_yoy_pct(struct tb_stat_job *job);
void run_yoy_pp(struct tb_stat_job *job);
void run_annualised_pct(struct tb_stat_job *job);
void run_cagr_pct(struct tb_stat_job *job);
void run_total_change_pct(struct tb_stat_job *job);
void run_rolling_mean(struct tb_stat_job *job);
void run_index(struct tb_stat_job *job);
void run_rank(struct tb_stat_job *job); /* structure.c */
void run_share_pct(struct tb_stat_job *job);
void run_contribution_pp(struct tb_stat_job *job);
void run_rate(struct tb_stat_job *job); /* rate.c */
void run_proportion(struct tb_stat_job *job);
void run_rate_ratio(struct tb_stat_job *job); /* compare.c */
void run_rate_ratio_mid(struct tb_stat_job *job);
void run_difference_pp(struct tb_stat_job *job);
void run_rate_effect(struct tb_stat_job *job);
void run_numerator_effect(struct tb_stat_job *job);
void run_denominator_effect(struct tb_stat_job *job);
void run_ols_slope(struct tb_stat_job *job); /* trend.c */
void run_ols_fit(struct tb_stat_job *job);
void run_ols_r2(struct tb_stat_job *job);
void run_durbin_watson(struct tb_stat_job *job);
void run_acf1(struct tb_stat_job *job);
void run_sen_slope(struct tb_stat_job *job);
void run_mann_kendall(struct tb_stat_job *job);
void run_mk_min_p(struct tb_stat_job *job);
void run_kendall_tau_a(struct tb_stat_job *job);
void run_kendall_tau_b(struct tb_stat_job *job);
void run_spearman_rho(struct tb_stat_job *job);
void run_verdict(struct tb_stat_job *job);
void run_apc(struct tb_stat_job *job); /* growth.c */
void run_apc_poisson(struct tb_stat_job *job);
void run_apc_negbin(struct tb_stat_job *job);
void run_logistic_slope(struct tb_stat_job *job);
void run_cochran_armitage(struct tb_stat_job *job);
void run_detectable_apc(struct tb_stat_job *job); /* detectable.c */
void run_detectable_apc_mk(struct tb_stat_job *job);
void run_mk_hamed_rao(struct tb_stat_job *job); /* dependence.c */
void run_mk_prewhitened(struct tb_stat_job *job);
void run_mann_kendall_segments(struct tb_stat_job *job); /* segments.c */
void run_jump_slope(struct tb_stat_job *job);
void run_jump_step(struct tb_stat_job *job);
void run_pettitt(struct tb_stat_job *job); /* shift.c */
void run_mean_shift(struct tb_stat_job *job);
void run_joinpoint_year(struct tb_stat_job *job);
void run_apc_segment(struct tb_stat_job *job);
void run_aapc(struct tb_stat_job *job);
void run_adjusted(struct tb_stat_job *job);   /* family.c */
void run_target_met(struct tb_stat_job *job); /* target.c */
void run_target_share(struct tb_stat_job *job);
void run_target_pace(struct tb_stat_job *job);
void run_target_required(struct tb_stat_job *job);
void run_target_probability(struct tb_stat_job *job);
void run_xmr_centre(struct tb_stat_job *job); /* control.c */
void run_xmr_lower(struct tb_stat_job *job);
void run_xmr_upper(struct tb_stat_job *job);
void run_xmr_outside(struct tb_stat_job *job);
void run_u_centre(struct tb_stat_job *job); /* attributes.c */
void run_u_lower(struct tb_stat_job *job);
void run_u_upper(struct tb_stat_job *job);
void run_p_centre(struct tb_stat_job *job);
void run_p_lower(struct tb_stat_job *job);
void run_p_upper(struct tb_stat_job *job);
void run_funnel_lower(struct tb_stat_job *job);
void run_funnel_upper(struct tb_stat_job *job);
void run_forecast_naive(struct tb_stat_job *job); /* forecast.c */
void run_forecast_drift(struct tb_stat_job *job);
void run_forecast_drift_80(struct tb_stat_job *job);
void run_forecast_linear(struct tb_stat_job *job);
void run_forecast_linear_80(struct tb_stat_job *job);
void run_forecast_holt(struct tb_stat_job *job);
void run_forecast_loglinear(struct tb_stat_job *job); /* forecast_growth.c */
void run_forecast_logit(struct tb_stat_job *job);
void run_forecast_poisson(struct tb_stat_job *job);
void run_audit_rate(struct tb_stat_job *job); /* audit.c */
void run_audit_change(struct tb_stat_job *job);
void run_audit_parts(struct tb_stat_job *job);
void run_audit_stock(struct tb_stat_job *job);

/* ---- rate.c, shared with the other kernels ---- */

/** Both sides of a rate, as series of the job's region. */
struct two_sides {
    uint32_t numerator, denominator; /* series */
    double factor;                   /* rate = numerator / denominator x factor */
};
/** False when the indicator is no rate, or its region lacks a side. */
bool rate_sides(const struct tb_stat_job *job, struct two_sides *sides);
/** The rate at which every one of the denominator is in the numerator: 100 for %. */
double rate_whole(const struct tb_stat_job *job, const struct two_sides *sides);
/** The rate of one event when the denominator is printed as 1. */
double rate_of_one(const struct tb_stat_job *job, const struct two_sides *sides);

/** Quotient of two intervals times a factor above 0, or false with the reason why there is none. */
bool ratio_interval(const struct point *numerator, const struct point *denominator, double factor, double *lower,
                    double *upper, enum tb_note_code *why);
/** The series of another indicator for the same region, or TB_NOWHERE. */
uint32_t same_region(const struct tb_panel *panel, uint32_t series, uint32_t indicator);
/** The factor of an indicator's rate; NaN when the units make none. */
double rate_factor(const struct tb_panel *panel, const struct tb_indicator *rate);
/** Whether two indicators count in the same unit but for its scale (万件, 件), and that scale: first / second. */
bool same_measure(const struct tb_panel *panel, uint32_t indicator, uint32_t other, double *scale);
/** A count (or change of a count) known to the last one, in units of one; false when digits were lost or it is no
 * count. */
bool exact_count(const struct tb_panel *panel, uint32_t series, const struct point *point, double *count);

/* ---- growth.c, shared ---- */

/** The counts of events over the years of a trend. */
struct counts {
    int n;
    double *time, *events, *exposure; /* in job->work; exposure is NULL for a plain count */
    double all_events, all_exposure;
};
/** Whether growth is that of events: of a count, or of a rate (then with its sides) whose numerator is one. */
bool job_counts_events(const struct tb_stat_job *job, struct two_sides *sides, bool *rate);
/** A new row over the trend of a proportion of two counts; NULL when the indicator is none. */
struct tb_result *job_proportion_row(struct tb_stat_job *job, struct two_sides *sides);
/** The counts of the trend's years, at least `needed` and not all 0.  False with the reason in the row. */
bool job_take_counts(struct tb_stat_job *job, const struct two_sides *sides, bool of_all, int needed,
                     struct counts *counts, struct tb_result *row);

#endif
