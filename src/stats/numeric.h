/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The numeric kernels: plain numbers in, plain numbers out; no panel, no note, no text.
 *
 * Each refuses nothing: the callers check ranges first, as each comment asks.
 */
#ifndef STATS_NUMERIC_H
#define STATS_NUMERIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gsl/gsl_roots.h>

/* ---- decimal.c: printed decimals subtract and add as on paper ---- */

/**
 * value x 10^decimals as the whole number that stands on paper.
 * False when the double is not the one nearest to such a number below 2^53 (then plain arithmetic is the best there
 * is).
 */
bool decimal_scaled(double value, int decimals, double *whole);
/** The same of n numbers at once, with 0 or more decimals; true when all are.  `whole` is written to either way. */
bool decimal_scale_all(const double *value, size_t n, int decimals, double *whole);

/**
 * later - earlier: the double nearest to the decimal truth, so that 270.95 - 50.41 is 220.54.
 * Infinite arguments and numbers that are no short decimals are subtracted plainly.
 */
double decimal_difference(double later, int later_decimals, double earlier, int earlier_decimals);

/** sum of n values, each with its own decimals, by the same rule. */
double decimal_sum(const double *value, const int *decimals, size_t n);

/** factor x part / whole by the same rule; `whole` is not 0. */
double decimal_ratio(double part, int part_decimals, double whole, int whole_decimals, double factor);

/** 100 (later - earlier) / earlier by the same rule; `earlier` is not 0. */
double decimal_percent_change(double later, int later_decimals, double earlier, int earlier_decimals);

/** Rounds to the nearest number of `decimals` places (0 .. 22). */
double decimal_round(double value, int decimals);

/** 10^decimals; decimal_power(-decimals) is the unit of the last printed digit. */
double decimal_power(int decimals);
/** Decimals that show four significant digits: of values that are computed, not printed. */
int decimal_digits_to_show(double value);

/* ---- limits.c: exact limits of counts ---- */

/**
 * Limits of the mean of a Poisson count.
 *   events  whole, 0 or more;  tail  probability beyond each limit, 0 < tail < 0.5
 * Garwood (1936): gamma quantiles, by Brent on the forward distribution (the library's inverse is wrong from 1159 on);
 * from 1e6 on by Byar's cubic, whose relative error is below 2e-11 there.  With 0 events the lower limit is exactly 0.
 */
double poisson_lower(gsl_root_fsolver *solver, double events, double tail);
double poisson_upper(gsl_root_fsolver *solver, double events, double tail);

/** The same by the formula of Byar (Breslow & Day 1987), events 1 or more; lower at 0. */
double byar_lower(double events, double tail);
double byar_upper(double events, double tail);

/**
 * Limits of a proportion, 0 <= events <= trials, trials > 0, both whole.
 * Wilson (1927); at 0 and at all the exact limits of Clopper & Pearson (1934), with the outer one exactly 0 or 1.
 */
void proportion_limits(double events, double trials, double tail, double *lower, double *upper);

/** The exact limits of Clopper & Pearson (1934). */
void exact_proportion_limits(gsl_root_fsolver *solver, double events, double trials, double tail, double *lower,
                             double *upper);

/** Limits of Wilson (1927) at any count, also 0 and all. */
void score_limits(double events, double trials, double tail, double *lower, double *upper);

/**
 * The root between `low` and `high`, where the function has different signs, by Brent, until it stands still.
 *   least  sizes below this need no digits of their own
 */
double root_between(gsl_root_fsolver *solver, gsl_function *function, double low, double high, double least);

/* ---- exact.c: two counts, two proportions ---- */

/**
 * Ratio of two Poisson rates, events over base_events, both whole; the exposures stand as exposure_ratio : 1, above 0.
 * Returns the central exact p given their sum (Przyborowski & Wilenski 1940), and the limits that go with it: those of
 * Clopper & Pearson (1934) for events of the sum.  With `mid`, half of the probability of the events themselves is left
 * out of either tail, of p as of the limits (Lancaster 1961): nearer to the level, at times beyond it.  With
 * base_events 0 the upper limit is infinite; with both 0 p is 1.
 */
double rate_ratio_test(gsl_root_fsolver *solver, double events, double base_events, double exposure_ratio, double tail,
                       bool mid, double *lower, double *upper);

/** Fisher's exact test of two proportions, central (twice the smaller tail, at most 1).  All whole, trials above 0. */
double fisher_central_p(double events, double trials, double base_events, double base_trials);

/**
 * Exact limit of a count with this mean: Poisson, or binomial when trials is not 0.  The quantile of `probability`,
 * interpolated between whole counts; Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, appendix.
 */
double count_limit(double mean, double trials, double probability);

/** Limits of the difference of two proportions, method 10 of Newcombe (1998), Statistics in Medicine 17:873-890. */
void difference_limits(double events, double trials, double base_events, double base_trials, double tail, double *lower,
                       double *upper);

/* ---- kendall.c: Mann-Kendall, exact with ties ---- */

/** What a test is asked: change at all, or in one direction that was named before the figures were seen. */
enum side {
    BOTH_SIDES,
    RISING_SIDE,
    FALLING_SIDE
};

#define KENDALL_EXACT_YEARS 60 /* exact up to here, normal with continuity correction beyond */

/** Remembers distributions by the pattern of ties, so that many series cost little.  One for each thread. */
struct kendall_tables;
struct kendall_tables *kendall_tables_new(void);
void kendall_tables_free(struct kendall_tables *tables);

/** Values seen as ranks: how many, S, and the sizes of the groups of equal values. */
struct kendall_order {
    int n;
    int groups[KENDALL_EXACT_YEARS + 1]; /* groups[t]: number of groups of t equal values; larger ones in `tied` only */
    double tied;                         /* sum of t (t-1) (2t+5) over the groups */
    long pairs;                          /* pairs of different values: the largest S there can be */
    long s;                              /* later above earlier, less later below earlier */
};

/**
 * p of |S| >= |s| (on one side: of S >= s, or S <= s) when every order of the values is equally likely.
 * Exact from the counts of inversions of a multiset (MacMahon), built by additions alone; 1 when s is 0 on both sides.
 * False when out of memory.
 */
bool kendall_p(struct kendall_tables *tables, const struct kendall_order *order, long s, enum side side, double *p);

/** The smallest years, n or more, at which these ties and only new, different values can reach p <= alpha. */
int kendall_years_needed(const struct kendall_order *order, double alpha, enum side side);
/** The smallest p these ties can attain. */
double kendall_smallest_p(const struct kendall_order *order, enum side side);

/** What is known of S when each value is known to lie between lower and upper (equal for a known value). */
enum {
    OPEN_LOWER = 1,
    OPEN_UPPER = 2
};

struct kendall_result {
    int n;
    long s_lower, s_upper;         /* range of S */
    double tau_lower, tau_upper;   /* range of tau-b; crossed when nothing has an order */
    double p_lower, p_upper;       /* range of p; p_lower is NaN when only S could be bounded */
    double smallest_p;             /* smallest p that could be attained at all */
    int needed;                    /* years needed for that to be at most alpha */
    bool rising, falling, unclear; /* which answers at level alpha some true values would give */
    bool exact;                    /* all values known */
    bool constant;                 /* all values known and equal */
};

/**
 * Mann-Kendall over intervals.  With up to three unknown values every order that the intervals allow is looked at;
 * beyond that the range of S is that of s_of_intervals (pair by pair where they are many), and p from the nearest S
 * without ties.  n  1 or more.  False when out of memory.
 *   open  of each interval the ends that its true value is not (below 5 is never 5); NULL: none
 */
bool kendall_test(struct kendall_tables *tables, const double *lower, const double *upper, const uint8_t *open, int n,
                  double alpha, enum side side, struct kendall_result *result);

/* ---- intervals.c: the sharp range of S and of Sen's limits ---- */

enum {
    SHARP_UNKNOWN = 10, /* values not known, at most: 1024 sets of them on each level */
    SHARP_YEARS = 100
};
/** Whether the two below are to be asked: no more unknown values and years than that. */
bool intervals_are_few(const double *lower, const double *upper, int n);
/** The least and the largest S of all values that the intervals allow, both reached by some; open as in kendall_test.
 *  False when out of memory. */
bool s_of_intervals(const double *lower, const double *upper, const uint8_t *open, int n, long *least, long *largest);
/** Of all values that the intervals allow: the least slope that `rank` slopes between pairs lie below, and the largest
 *  that `rank` lie above.  Infinite where an interval without an end lets it be.  False when out of memory. */
bool slopes_of_intervals(const int *year, const double *lower, const double *upper, int n, long rank, double *least,
                         double *largest);

/** Mann-Kendall over segments that cannot be compared with each other: their S added. */
struct kendall_sum {
    long s, pairs;        /* pairs of different values inside the segments */
    double p, smallest_p; /* exact up to 60 years in all */
};
/** value  the segments one behind the other, `size` years each.  False when out of memory. */
bool kendall_segments(struct kendall_tables *tables, const double *value, const int *size, int parts, enum side side,
                      struct kendall_sum *sum);

/** Number of slopes below (and above) which the limits of Sen's slope lie, -1 when the limits are unbounded;
 *  alpha  for both ends together. */
bool kendall_sen_rank(struct kendall_tables *tables, int n, double alpha, long *rank);

/* ---- line.c: straight lines on real years ---- */

struct line {
    int n;
    double first_year, mean_year, spread; /* spread: sum of squared distances from the mean year */
    double level;                         /* at the mean year */
    double origin, rise;                  /* level = origin + rise; apart they have more digits */
    double slope, se, lower, upper;       /* per year; NaN where not defined */
    double residual;                      /* standard deviation of the residuals, n - 2 degrees; NaN below 3 years */
    double quantile;                      /* of t with n - 2 degrees at the confidence; NaN below 3 years */
    bool constant, perfect;               /* all values equal; all points on the line as far as the numbers can tell */
};

/**
 * Least squares of value on year, centred on both.  n >= 2, years different and finite values.
 *   rounded  the values are not whole numbers, so each carries a rounding of its own
 */
void line_fit(const int *year, const double *value, int n, double confidence, bool rounded, struct line *line);
/** Two-sided p of the slope; NaN where there is no standard error.  It takes longer than the fit. */
double line_p(const struct line *line);
/** Fitted value at a year and half the width of the confidence band of the mean there. */
double line_at(const struct line *line, int year);
/** What the line leaves of a value, with the digits that 1e15 and a little has. */
double line_left(const struct line *line, int year, double value);
double line_band(const struct line *line, int year);

/** Standard deviation of the prediction of one value in a year. */
double line_prediction(const struct line *line, int year);

/** Range of the least squares slope when each value lies in its interval; may be infinite.  n >= 2. */
void line_slope_range(const int *year, const double *lower, const double *upper, int n, double *slope_lower,
                      double *slope_upper);

/**
 * Slopes between all pairs of years, from `from` of the earlier to `to` of the later: n (n - 1) / 2 of them, in no
 * order. With the lower ends as `to` and the upper ends as `from` they are the lowest there can be.
 */
void sen_slopes(const int *year, const double *from, const double *to, int n, double *slope);
/* ---- select.c ---- */

/** The k-th smallest of n, k from 0.  It then stands at values[k], with none above it before and none below it behind.
 */
double order_statistic(double *values, size_t n, size_t k);
/** The same where values[known] stands like that already, so that one side of it is enough. */
double order_statistic_beside(double *values, size_t n, size_t known, size_t k);
/** The median; values[(n - 1) / 2] then stands like that. */
double median(double *values, size_t n);

/** Spearman's correlation of the ranks of values, mean ranks for ties, with their order; not all equal.  work  room for
 * n. */
double rank_correlation(const double *value, int n, double *work);

/**
 * Lag-1 autocorrelation of what is left after a line with this slope, over neighbouring years only.
 * NaN below 8 years, or below 7 neighbouring pairs, or when nothing is left.
 */
double lag1_of_residuals(const int *year, const double *value, int n, double slope);

/** What is left after a line, over the years and over neighbouring years. */
struct residuals {
    double squares;               /* sum of squares */
    double differences, products; /* over the pairs of neighbouring years: squared differences, products */
    int pairs;                    /* how many */
};
struct residuals line_residuals(const struct line *line, const int *year, const double *value, int n);

/* ---- changepoint.c ---- */

/** Remembers p by the pattern of ties and K, so that many series cost little.  One for each thread. */
struct pettitt_tables;
struct pettitt_tables *pettitt_tables_new(void);
void pettitt_tables_free(struct pettitt_tables *tables);

struct pettitt {
    int k;           /* the largest |U| */
    int first, last; /* the first value of the new level; a range when several places do equally well */
    double p;
};

/**
 * Pettitt (1979): is there a place after which values are larger, or smaller?  p from permutations: all up to 12
 * values, 9999 seeded ones beyond (fewer once 200 of them reach K: Besag & Clifford 1991), Pettitt's limit law above
 * 100. n  2 or more;  seed  the same for all calls with these tables;  score  room for n.  False when out of memory.
 */
bool pettitt_test(struct pettitt_tables *tables, const double *value, int n, uint64_t seed, int *score,
                  struct pettitt *result);
/** The smallest p that n different values can reach. */
double pettitt_smallest_p(int n);

/** The best single shift of the mean, three values or more on each side; compared by BIC. */
struct mean_shift {
    int first;           /* first value of the new level */
    double size;         /* later mean less earlier mean */
    double gain;         /* of BIC over the better of one level and the line; above 0: the shift is best */
    bool line_is_better; /* than one level */
};
/** n 6 or more, not all equal;  line_squares  what a straight line leaves. */
struct mean_shift mean_shift_fit(const double *value, int n, double line_squares);

enum {
    MOST_JOINPOINTS = 3
};

/** Continuous line with bends at years, their number by BIC3 (log(SSE / n) + 3 k log(n) / n). */
struct joinpoints {
    int k, at[MOST_JOINPOINTS];                                 /* how many, and the numbers of their years */
    int degrees;                                                /* n - 2 (k + 1): the places count as parameters */
    bool perfect;                                               /* nothing is left: no standard errors */
    double slope[MOST_JOINPOINTS + 1], se[MOST_JOINPOINTS + 1]; /* of each segment */
    double average, average_se;                                 /* weighted by the years of the segments */
};
/** How many joinpoints n years allow: 1 from 7, 2 from 12, 3 from 17; 2 above 100. */
int joinpoints_allowed(int n);
/** line  least squares of the same values;  n 7 or more;  work  room for n^2 + 3 n. */
void joinpoint_fit(const struct line *line, const int *year, const double *value, int n, double *work,
                   struct joinpoints *fit);

/* ---- power.c: what a test would find ---- */

/** Room and what was found so far, of one level, power and seed.  One for each thread. */
struct power_tables;
struct power_tables *power_tables_new(void);
void power_tables_free(struct power_tables *tables);

/** A t test of a slope: its level is `tail` beyond the quantile, at one end or both. */
struct t_power {
    int degrees;
    double tail, floor; /* floor: the standard error is never taken as less than so many true ones */
    double power;       /* wanted; 0.5 .. 0.99 */
    bool both_sides;
};
/** The slope, in true standard errors, that the test finds with that power: a noncentral t, integrated. */
double detectable_by_t(struct power_tables *tables, gsl_root_fsolver *solver, struct t_power test);

/**
 * The slope, in standard deviations of the noise a year, that the exact Mann-Kendall test finds with that power in n
 * years, from 1999 seeded series of normal noise.
 *   spread  sum of squared distances of the years from their mean: from 12 years on the slope is that of neighbouring
 *           years of the same spread;  rank  of kendall_sen_rank for n, 0 or more; above 60 years that of 60
 */
double detectable_by_ranks(struct power_tables *tables, const int *year, int n, double spread, long rank, double power,
                           uint64_t seed);

/** SplitMix64 (Steele, Lea & Flood 2014): small, and the same on every machine. */
static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return z ^ z >> 31;
}

/* ---- regress.c: slopes of counts ---- */

struct count_slope {
    double slope, se, p, lower, upper; /* of the logarithm or the log odds, per unit of time; t with n - 2 degrees */
    double dispersion;                 /* Pearson's chi-squared / (n - 2), at least 1; in se */
    bool overdispersed;                /* Pearson's chi-squared is beyond what 5 % of such counts reach */
};

/**
 * Quasi-Poisson log-linear slope of counts, McCullagh & Nelder (1989).
 *   time      rising;  events  0 or more, one above 0;  exposure  above 0, or NULL;  n  3 or more
 *   work      room for n
 * False when all events lie in the first or last year: then there is no finite slope.
 */
bool poisson_slope(const double *time, const double *events, const double *exposure, int n, double tail, double *work,
                   struct count_slope *slope);

/** Information that each event carries about the slope when the counts have this one: their spread over time. */
double poisson_information(const double *time, const double *exposure, int n, double slope, double *work);

/**
 * Negative binomial log-linear slope, variance mean + mean^2 / size, size by maximum likelihood (infinite where the
 * counts scatter no more than Poisson); Venables & Ripley 2002, 7.4, as MASS::glm.nb.  Arguments and answer as
 * poisson_slope, n 4 or more; t with n - 2 degrees, the size taken as known.
 */
bool negbin_slope(gsl_root_fsolver *solver, const double *time, const double *events, const double *exposure, int n,
                  double tail, double *work, struct count_slope *slope, double *size);

/**
 * Quasi-binomial logistic slope; events 0 .. trials, neither none nor all.  n  3 or more.
 * False when one year parts events from the others (separation): then there is no finite slope.
 */
bool logistic_slope(const double *time, const double *events, const double *trials, int n, double tail,
                    struct count_slope *slope);

/** Signed root of the chi-squared of Cochran (1954) and Armitage (1955), on real times; neither none nor all. */
double proportion_trend(const double *time, const double *events, const double *trials, int n);

#endif
