/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact tests of two counts and of two proportions.
 *
 * Tails are sums of probabilities from Loader's deviance form (2000), which loses no digits at any size, continued by
 * the ratio of neighbours.  Beyond MOST_VARIANCE, where the sums grow long, they are the normal tail of the signed root
 * of the deviance with half a count of continuity.
 */
#include "stats/numeric.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>

static const double MOST_VARIANCE = 1e9;

/* log(n! / (sqrt(2 pi n) (n/e)^n)) */
static double stirling_error(double n)
{
    gsl_sf_result star;
    return n > 0 && gsl_sf_gammastar_e(n, &star) == 0 ? log(star.val) : 0;
}

/* x log(x / mean) + mean - x */
static double deviance(double x, double mean)
{
    if (x <= 0)
        return mean;
    gsl_sf_result rest;
    if (gsl_sf_log_1plusx_mx_e((mean - x) / x, &rest) == 0)
        return -x * rest.val;
    return x * log(x / mean) + mean - x;
}

/* ---- one variable on whole numbers: binomial, hypergeometric, or Poisson ---- */

enum family {
    BINOMIAL,
    HYPERGEOMETRIC,
    POISSON
};

struct law {
    enum family family;
    double least, most, mean, variance;
    double trials, p, q;            /* binomial: of `trials`, each with probability p = 1 - q */
    double drawn, marked, unmarked; /* hypergeometric: `drawn` from marked + unmarked;  */
};

static struct law binomial(double trials, double p, double q)
{
    return (struct law){.family = BINOMIAL,
                        .most = trials,
                        .mean = trials * p,
                        .variance = trials * p * q,
                        .trials = trials,
                        .p = p,
                        .q = q};
}

static struct law hypergeometric(double drawn, double marked, double unmarked)
{
    const double all = marked + unmarked;
    return (struct law){.family = HYPERGEOMETRIC,
                        .least = fmax(0, drawn - unmarked),
                        .most = fmin(drawn, marked),
                        .mean = drawn * (marked / all),
                        .variance = drawn * (marked / all) * (unmarked / all) * ((all - drawn) / fmax(1, all - 1)),
                        .drawn = drawn,
                        .marked = marked,
                        .unmarked = unmarked};
}

static struct law poisson(double mean)
{
    return (struct law){.family = POISSON, .most = INFINITY, .mean = mean, .variance = mean};
}

static double binomial_probability(double x, double n, double p, double q)
{
    if (x == 0)
        return q < 0.5 ? pow(q, n) : exp(n * log1p(-p));
    if (x == n)
        return p < 0.5 ? pow(p, n) : exp(n * log1p(-q));
    const double log_size =
        stirling_error(n) - stirling_error(x) - stirling_error(n - x) - deviance(x, n * p) - deviance(n - x, n * q);
    return exp(log_size) * sqrt(n / (2 * M_PI * x * (n - x)));
}

static double probability(const struct law *law, double x)
{
    if (law->family == BINOMIAL)
        return binomial_probability(x, law->trials, law->p, law->q);
    if (law->family == POISSON)
        return x == 0 ? exp(-law->mean) : exp(-stirling_error(x) - deviance(x, law->mean)) / sqrt(2 * M_PI * x);
    const double all = law->marked + law->unmarked;
    const double p = law->drawn / all;
    const double q = (all - law->drawn) / all;
    return binomial_probability(x, law->marked, p, q) * binomial_probability(law->drawn - x, law->unmarked, p, q) /
           binomial_probability(law->drawn, all, p, q);
}

/* P(x + 1) / P(x) */
static double ratio(const struct law *law, double x)
{
    if (law->family == BINOMIAL)
        return (law->trials - x) / (x + 1) * (law->p / law->q);
    if (law->family == POISSON)
        return law->mean / (x + 1);
    return (law->marked - x) / (x + 1) * ((law->drawn - x) / (law->unmarked - law->drawn + x + 1));
}

/* Signed root of the deviance of x, which need not be whole. */
static double signed_root(const struct law *law, double x)
{
    double sum;
    if (law->family == POISSON)
        sum = deviance(x, law->mean);
    else if (law->family == BINOMIAL)
        sum = deviance(x, law->mean) + deviance(law->trials - x, law->trials * law->q);
    else {
        const double all = law->marked + law->unmarked;
        const double rest = law->drawn * (law->unmarked / all);
        sum = deviance(x, law->mean) + deviance(law->drawn - x, rest) +
              deviance(law->marked - x, law->marked - law->mean) +
              deviance(law->unmarked - law->drawn + x, law->unmarked - rest);
    }
    const double root = sqrt(2 * fmax(0, sum));
    return x < law->mean ? -root : root;
}

/* P(X >= x) and P(X <= x), both to their own digits where they are small. */
static void tails(const struct law *law, double x, double *above, double *below)
{
    if (law->variance > MOST_VARIANCE) {
        *above = gsl_cdf_ugaussian_Q(signed_root(law, x - 0.5));
        *below = gsl_cdf_ugaussian_P(signed_root(law, x + 0.5));
        return;
    }
    const double here = probability(law, x);
    double sum = here;
    double term = here;
    double k = x;
    if (x > law->mean) {
        while (k < law->most && term > sum * 1e-17) {
            term *= ratio(law, k++);
            sum += term;
        }
        *above = fmin(1, sum);
        *below = fmin(1, 1 - sum + here);
    } else {
        while (k > law->least && term > sum * 1e-17) {
            term /= ratio(law, --k);
            sum += term;
        }
        *below = fmin(1, sum);
        *above = fmin(1, 1 - sum + here);
    }
}

static double central_p(const struct law *law, double x)
{
    double above;
    double below;
    tails(law, x, &above, &below);
    return fmin(1, 2 * fmin(above, below));
}

/* Half of the probability of x itself counts to either tail. */
static double mid_p(const struct law *law, double x)
{
    double above;
    double below;
    tails(law, x, &above, &below);
    return fmin(1, 2 * (fmin(above, below) - probability(law, x) / 2));
}

/* ---- ratio of two Poisson means ---- */

struct odds_equation {
    double events, trials, tail;
    double less; /* share of the probability of the events themselves that is left out: 0, or 1/2 for mid-p */
};

/* rises through 0 where P(X >= events) is the tail */
static double odds_difference(double log_odds, void *parameters)
{
    const struct odds_equation *e = parameters;
    const double q = 1 / (1 + exp(log_odds));
    const double p = 1 / (1 + exp(-log_odds));
    const struct law law = binomial(e->trials, p, q);
    double above;
    double below;
    tails(&law, e->events, &above, &below);
    return above - (e->less > 0 ? e->less * probability(&law, e->events) : 0) - e->tail;
}

/* Lower limit of Clopper and Pearson for events of trials, as odds; with `less`, of mid-p. */
static double odds_lower(gsl_root_fsolver *solver, double events, double trials, double tail, double less)
{
    if (events == 0)
        return 0;
    if (events == trials) {
        const double each = log(tail / (1 - less)) / trials;
        return exp(each) / -expm1(each);
    }
    struct odds_equation equation = {.events = events, .trials = trials, .tail = tail, .less = less};
    gsl_function function = {.function = odds_difference, .params = &equation};
    const double high = log(events / (trials - events));
    double step = 2 * sqrt(1 / events + 1 / (trials - events));
    double low = high - step;
    while (odds_difference(low, &equation) > 0)
        low -= step *= 2;
    return exp(root_between(solver, &function, low, high, 1));
}

void exact_proportion_limits(gsl_root_fsolver *solver, double events, double trials, double tail, double *lower,
                             double *upper)
{
    const double odds = odds_lower(solver, events, trials, tail, 0);
    const double other = odds_lower(solver, trials - events, trials, tail, 0);
    *lower = odds / (1 + odds);
    *upper = 1 / (1 + other);
}

double rate_ratio_test(gsl_root_fsolver *solver, double events, double base_events, double exposure_ratio, double tail,
                       bool mid, double *lower, double *upper)
{
    const double less = mid ? 0.5 : 0;
    *lower = 0;
    *upper = INFINITY;
    const double all = events + base_events;
    if (all == 0)
        return 1;
    const struct law law = binomial(all, exposure_ratio / (1 + exposure_ratio), 1 / (1 + exposure_ratio));
    *lower = odds_lower(solver, events, all, tail, less) / exposure_ratio;
    *upper =
        1 / odds_lower(solver, base_events, all, tail, less) / exposure_ratio; /* 1 / 0 is the infinity it should be */
    return mid ? mid_p(&law, events) : central_p(&law, events);
}

double fisher_central_p(double events, double trials, double base_events, double base_trials)
{
    const double marked = events + base_events;
    if (marked == 0 || marked == trials + base_trials)
        return 1;
    const struct law law = hypergeometric(trials, marked, trials + base_trials - marked);
    return central_p(&law, events);
}

void difference_limits(double events, double trials, double base_events, double base_trials, double tail, double *lower,
                       double *upper)
{
    const double p = events / trials;
    const double base = base_events / base_trials;
    double low;
    double high;
    double base_low;
    double base_high;
    score_limits(events, trials, tail, &low, &high);
    score_limits(base_events, base_trials, tail, &base_low, &base_high);
    *lower = fmax(-1, p - base - hypot(p - low, base_high - base));
    *upper = fmin(1, p - base + hypot(high - p, base - base_low));
}

double count_limit(double mean, double trials, double wanted)
{
    const struct law law = trials > 0 ? binomial(trials, mean / trials, 1 - mean / trials) : poisson(mean);
    const double z = gsl_cdf_ugaussian_Pinv(wanted);
    if (law.variance > MOST_VARIANCE) { /* Cornish and Fisher's first term for the skew, and half a count */
        const double skewed = trials > 0 ? 1 - 2 * mean / trials : 1;
        return mean + z * sqrt(law.variance) + skewed * (z * z - 1) / 6 - 0.5;
    }
    /* the smallest x with P(X <= x) above the probability, from where the normal law puts it */
    double x = fmin(law.most, fmax(0, floor(mean + z * sqrt(law.variance))));
    double above;
    double below;
    tails(&law, x, &above, &below);
    double here = probability(&law, x);
    while (x > 0 && below - here > wanted) {
        below -= here;
        here /= ratio(&law, --x);
    }
    while (x < law.most && below <= wanted) {
        here *= ratio(&law, x++);
        below += here;
    }
    return x - (below - wanted) / here;
}
