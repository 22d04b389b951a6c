/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slope of counts whose variance is mean + mean^2 / size: negative binomial, the size by maximum likelihood. */
#include "stats/numeric.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_log.h>
#include <gsl/gsl_sf_psi.h>

enum {
    MOST_STEPS = 200,
    MOST_HALVINGS = 20 /* to less than a millionth */
};

struct negbin {
    const double *time, *events, *exposure;
    int n;
    double level, slope, information; /* of the fit at the size last asked for */
};

static double mean_at(const struct negbin *fit, int i)
{
    return (fit->exposure ? fit->exposure[i] : 1) * exp(fit->level + fit->slope * fit->time[i]);
}

/* First and second derivatives of the log likelihood by level and slope. */
struct derivatives {
    double score, score_along;                         /* by level, by slope */
    double weights, along, squares;                    /* the second ones, turned positive: level, both, slope */
    double expected, expected_along, expected_squares; /* what the second ones are on average over all counts */
};

static struct derivatives derivatives_at(const struct negbin *fit, double inverse_size)
{
    struct derivatives d = {0};
    for (int i = 0; i < fit->n; i++) {
        const double t = fit->time[i];
        const double mean = mean_at(fit, i);
        const double shrink = 1 / (1 + mean * inverse_size);
        const double expected = mean * shrink;
        const double observed = expected * (1 + fit->events[i] * inverse_size) * shrink;
        d.score += (fit->events[i] - mean) * shrink;
        d.score_along += (fit->events[i] - mean) * shrink * t;
        d.weights += observed;
        d.along += observed * t;
        d.squares += observed * t * t;
        d.expected += expected;
        d.expected_along += expected * t;
        d.expected_squares += expected * t * t;
    }
    return d;
}

/*
 * Level and slope at a size (1 / `inverse_size`), by Newton's steps from those of the size before.  The likelihood has
 * one hill only; a step that leads beyond its top to where it is steeper than here is halved (scoring without that runs
 * to and fro between the two sides when the size is small).
 */
static void fit_line(struct negbin *fit, double inverse_size)
{
    const double span = fit->time[fit->n - 1] - fit->time[0];
    struct derivatives d = derivatives_at(fit, inverse_size);
    for (int step = 0; step < MOST_STEPS; step++) {
        const double centre = d.along / d.weights;
        const double change =
            fmax(-2 / span, fmin(2 / span, (d.score_along - centre * d.score) / (d.squares - centre * d.along)));
        const double rise = fmax(-2, fmin(2, d.score / d.weights)) - centre * change;
        const double slope = fit->slope;
        const double level = fit->level;
        const double steep = d.score * rise + d.score_along * change;
        if (fabs(change) * span <= 1e-14 && fabs(rise) <= 1e-14 * fmax(1, fabs(level)))
            break;
        for (int halved = 0; halved < MOST_HALVINGS; halved++) {
            const double part = ldexp(1, -halved);
            fit->slope = slope + part * change;
            fit->level = level + part * rise;
            d = derivatives_at(fit, inverse_size);
            if (d.score * rise + d.score_along * change >= -fabs(steep))
                break;
        }
    }
    fit->information = d.expected_squares - d.expected_along / d.expected * d.expected_along;
}

/* psi(x) - log(x), to its own digits: the series of Abramowitz & Stegun 6.3.18 where the two are nearly equal. */
static double psi_less_log(double x)
{
    if (x < 30)
        return gsl_sf_psi(x) - log(x);
    const double y = 1 / (x * x);
    return -1 / (2 * x) - y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y / 132))));
}

/* Derivative of the log likelihood by the size, over all years, at the line that fits best with it. */
static double size_score(double log_inverse_size, void *parameters)
{
    struct negbin *fit = parameters;
    const double inverse_size = exp(log_inverse_size);
    const double size = 1 / inverse_size;
    fit_line(fit, inverse_size);
    double score = 0;
    for (int i = 0; i < fit->n; i++) {
        const double mean = mean_at(fit, i);
        gsl_sf_result rest;
        if (gsl_sf_log_1plusx_mx_e((fit->events[i] - mean) / (mean + size), &rest) != 0)
            return NAN;
        score += psi_less_log(fit->events[i] + size) - psi_less_log(size) + rest.val;
    }
    return score;
}

bool negbin_slope(gsl_root_fsolver *solver, const double *time, const double *events, const double *exposure, int n,
                  double tail, double *work, struct count_slope *slope, double *size)
{
    if (!poisson_slope(time, events, exposure, n, tail, work, slope))
        return false;
    struct negbin fit = {.time = time, .events = events, .exposure = exposure, .n = n, .slope = slope->slope};
    double all = 0;
    double expected = 0;
    for (int i = 0; i < n; i++) {
        all += events[i];
        expected += mean_at(&fit, i);
    }
    fit.level = log(all / expected);
    double excess = 0; /* of the squares over what counts have, and what an inverse size of 1 would add */
    double squares = 0;
    for (int i = 0; i < n; i++) {
        const double mean = mean_at(&fit, i);
        excess += (events[i] - mean) * (events[i] - mean) - events[i];
        squares += mean * mean;
    }
    *size = INFINITY;
    if (excess > 1e-9 * all) { /* else the likelihood falls from the Poisson on */
        double low = log(excess / squares) - 1;
        double high = low + 2;
        while (size_score(low, &fit) > 0 && low > -60)
            low -= 2;
        while (size_score(high, &fit) < 0 && high < 60)
            high += 2;
        gsl_function function = {.function = size_score, .params = &fit};
        const double root = root_between(solver, &function, low, high, 1);
        if (isfinite(root)) {
            *size = exp(-root);
            fit_line(&fit, exp(root));
        }
    }
    if (isinf(*size))
        fit_line(&fit, 0);
    slope->slope = fit.slope;
    slope->se = 1 / sqrt(fit.information);
    slope->dispersion = 1;
    slope->overdispersed = false;
    const double quantile = gsl_cdf_tdist_Qinv(tail, n - 2);
    slope->p = 2 * gsl_cdf_tdist_Q(fabs(slope->slope) / slope->se, n - 2);
    slope->lower = slope->slope - quantile * slope->se;
    slope->upper = slope->slope + quantile * slope->se;
    return true;
}
