/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slopes of counts over time: Poisson, logistic, and the trend of proportions. */
#include "stats/numeric.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

enum {
    MOST_STEPS = 200
};

/* From slope, information and Pearson's chi-squared to a result with n - 2 degrees of freedom. */
static void finish(struct count_slope *slope, double information, double pearson, int n, double tail)
{
    slope->dispersion = fmax(1, pearson / (n - 2));
    slope->overdispersed = gsl_cdf_chisq_Q(pearson, n - 2) < 0.05;
    slope->se = sqrt(slope->dispersion / information);
    const double quantile = gsl_cdf_tdist_Qinv(tail, n - 2);
    slope->p = 2 * gsl_cdf_tdist_Q(fabs(slope->slope) / slope->se, n - 2);
    slope->lower = slope->slope - quantile * slope->se;
    slope->upper = slope->slope + quantile * slope->se;
}

/* A Newton step, not further than what changes the odds of the two ends by e^2. */
static double bounded_step(double score, double information, double span)
{
    const double most = 2 / span;
    return fmax(-most, fmin(most, score / information));
}

/* ---- Poisson with exposure ---- */

/* Mean and variance of time, weighted by exposure x exp(slope x time); weights are left in `weight`. */
static double weighted_time(const double *time, const double *exposure, int n, double slope, double *weight,
                            double *spread)
{
    const double highest = fmax(slope * time[0], slope * time[n - 1]); /* no weight overflows */
    double all = 0;
    double mean = 0;
    for (int i = 0; i < n; i++) {
        weight[i] = (exposure ? exposure[i] : 1) * exp(slope * time[i] - highest);
        all += weight[i];
        mean += weight[i] * time[i];
    }
    mean /= all;
    *spread = 0;
    for (int i = 0; i < n; i++) {
        weight[i] /= all;
        *spread += weight[i] * (time[i] - mean) * (time[i] - mean);
    }
    return mean;
}

double poisson_information(const double *time, const double *exposure, int n, double slope, double *work)
{
    double spread;
    weighted_time(time, exposure, n, slope, work, &spread);
    return spread;
}

bool poisson_slope(const double *time, const double *events, const double *exposure, int n, double tail, double *work,
                   struct count_slope *slope)
{
    /* given their sum, the counts are multinomial: the slope is where the mean year of the events is the expected one
     */
    double all = 0;
    double mean = 0;
    for (int i = 0; i < n; i++) {
        all += events[i];
        mean += events[i] * (time[i] - time[0]);
    }
    mean = time[0] + mean / all;
    if (mean <= time[0] || mean >= time[n - 1])
        return false;
    const double span = time[n - 1] - time[0];
    double b = 0;
    double spread;
    for (int step = 0; step < MOST_STEPS; step++) {
        const double expected = weighted_time(time, exposure, n, b, work, &spread);
        const double change = bounded_step(mean - expected, spread, span);
        if (fabs(change) * span <= 1e-14)
            break;
        b += change;
    }
    weighted_time(time, exposure, n, b, work, &spread);
    double pearson = 0;
    for (int i = 0; i < n; i++) {
        const double fitted = all * work[i];
        pearson += (events[i] - fitted) * (events[i] - fitted) / fitted;
    }
    slope->slope = b;
    finish(slope, all * spread, pearson, n, tail);
    return true;
}

/* ---- proportions ---- */

/* Whether some year parts the events from the others: all of one before it, all of the other after. */
static bool separated(const double *time, const double *events, const double *trials, int n)
{
    double first[2] = {INFINITY, INFINITY};
    double last[2] = {-INFINITY, -INFINITY};
    for (int i = 0; i < n; i++) {
        const bool has[2] = {events[i] > 0, events[i] < trials[i]};
        for (int k = 0; k < 2; k++)
            if (has[k]) {
                first[k] = fmin(first[k], time[i]);
                last[k] = fmax(last[k], time[i]);
            }
    }
    return last[0] <= first[1] || last[1] <= first[0];
}

/* Sums at the present fit: the score of level and slope, and the matrix of their information. */
struct logistic_sums {
    double score[2], information[3], pearson;
};

static struct logistic_sums logistic_sums(const double *time, const double *events, const double *trials, int n,
                                          double level, double slope)
{
    struct logistic_sums sums = {0};
    for (int i = 0; i < n; i++) {
        const double at = level + slope * time[i];
        const double p = 1 / (1 + exp(-at));
        const double q = 1 / (1 + exp(at));
        const double left = events[i] * q - (trials[i] - events[i]) * p; /* events - trials p */
        const double weight = trials[i] * p * q;
        sums.score[0] += left;
        sums.score[1] += left * time[i];
        sums.information[0] += weight;
        sums.information[1] += weight * time[i];
        sums.information[2] += weight * time[i] * time[i];
        sums.pearson += left * left / weight;
    }
    return sums;
}

/*
 * `time` is centred by the caller's choice of origin; here it is centred on the weighted mean at each step, so that
 * level and slope do not disturb each other.
 */
bool logistic_slope(const double *time, const double *events, const double *trials, int n, double tail,
                    struct count_slope *slope)
{
    if (separated(time, events, trials, n))
        return false;
    double all = 0;
    double met = 0;
    for (int i = 0; i < n; i++) {
        all += trials[i];
        met += events[i];
    }
    const double span = time[n - 1] - time[0];
    double level = log(met / (all - met));
    double b = 0;
    struct logistic_sums sums;
    double around = 0; /* information of the slope around its weighted mean year */
    for (int step = 0; step < MOST_STEPS; step++) {
        sums = logistic_sums(time, events, trials, n, level, b);
        const double mean = sums.information[1] / sums.information[0];
        around = sums.information[2] - mean * sums.information[1];
        const double change = bounded_step(sums.score[1] - mean * sums.score[0], around, span);
        const double rise = bounded_step(sums.score[0], sums.information[0], 1) - mean * change;
        if (fabs(change) * span <= 1e-14 && fabs(rise) <= 1e-14 * fmax(1, fabs(level)))
            break;
        b += change;
        level += rise;
    }
    slope->slope = b;
    finish(slope, around, sums.pearson, n, tail);
    return true;
}

double proportion_trend(const double *time, const double *events, const double *trials, int n)
{
    double all = 0;
    double met = 0;
    double mean = 0;
    for (int i = 0; i < n; i++) {
        all += trials[i];
        met += events[i];
        mean += trials[i] * (time[i] - time[0]);
    }
    mean = time[0] + mean / all;
    double sum = 0;
    double spread = 0;
    for (int i = 0; i < n; i++) {
        sum += (time[i] - mean) * events[i];
        spread += (time[i] - mean) * (time[i] - mean) * trials[i];
    }
    return sum / sqrt(met / all * ((all - met) / all) * spread);
}
