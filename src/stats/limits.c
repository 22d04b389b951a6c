/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/numeric.h"

#include <float.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

static const double BYAR_FROM =
    1e6; /* the library's gamma distribution ends a little above; Byar is 1.5e-11 off here */

struct tail_equation {
    double shape, tail;
    bool upper;
};

/* rises through 0 at the limit: P(X >= events | mean) - tail, or tail - P(X <= events | mean) */
static double tail_difference(double mean, void *parameters)
{
    const struct tail_equation *e = parameters;
    return e->upper ? e->tail - gsl_cdf_gamma_Q(mean, e->shape, 1) : gsl_cdf_gamma_P(mean, e->shape, 1) - e->tail;
}

/* Byar's cubic of a Poisson limit; x is the count, or the count + 1 for the upper limit */
static double byar(double x, double z)
{
    const double root = 1 - 1 / (9 * x) + z / (3 * sqrt(x));
    return root <= 0 ? 0 : x * root * root * root;
}

double root_between(gsl_root_fsolver *solver, gsl_function *function, double low, double high, double least)
{
    if (gsl_root_fsolver_set(solver, function, low, high) != GSL_SUCCESS)
        return NAN;
    double root = high;
    int still = 0; /* one end of Brent's bracket may stay where it is: the root standing still is the end */
    for (int i = 0; i < 200 && still < 2; i++) {
        const double before = root;
        if (gsl_root_fsolver_iterate(solver) != GSL_SUCCESS)
            return NAN;
        root = gsl_root_fsolver_root(solver);
        still = fabs(root - before) <= 2 * DBL_EPSILON * fmax(least, fabs(root)) ? still + 1 : 0;
    }
    return root;
}

double byar_lower(double events, double tail)
{
    return events == 0 ? 0 : byar(events, -gsl_cdf_ugaussian_Qinv(tail));
}

double byar_upper(double events, double tail)
{
    return byar(events + 1, gsl_cdf_ugaussian_Qinv(tail));
}

static double solve(gsl_root_fsolver *solver, struct tail_equation *equation, double start)
{
    double low = start * 0.9;
    double high = start * 1.1 + DBL_MIN;
    while (tail_difference(low, equation) > 0 && low > 0)
        low *= 0.5;
    while (tail_difference(high, equation) < 0)
        high *= 1.5;
    gsl_function function = {.function = tail_difference, .params = equation};
    return root_between(solver, &function, low, high, 0);
}

double poisson_lower(gsl_root_fsolver *solver, double events, double tail)
{
    if (events == 0)
        return 0;
    const double z = -gsl_cdf_ugaussian_Qinv(tail);
    if (events >= BYAR_FROM)
        return byar(events, z);
    if (events == 1)
        return -log1p(-tail);
    struct tail_equation equation = {.shape = events, .tail = tail, .upper = false};
    const double start = byar(events, z);
    return solve(solver, &equation, start > 0 ? start : tail);
}

double poisson_upper(gsl_root_fsolver *solver, double events, double tail)
{
    if (events == 0)
        return -log(tail);
    const double start = byar(events + 1, gsl_cdf_ugaussian_Qinv(tail));
    if (events >= BYAR_FROM)
        return start;
    struct tail_equation equation = {.shape = events + 1, .tail = tail, .upper = true};
    return solve(solver, &equation, start);
}

void score_limits(double events, double trials, double tail, double *lower, double *upper)
{
    const double z = gsl_cdf_ugaussian_Qinv(tail);
    const double p = events / trials;
    const double spread = z * z / trials;
    const double centre = p + spread / 2;
    const double half = z * sqrt((p * (1 - p) + spread / 4) / trials);
    *lower = events == 0 ? 0 : (centre - half) / (1 + spread);
    *upper = events == trials ? 1 : (centre + half) / (1 + spread);
}

void proportion_limits(double events, double trials, double tail, double *lower, double *upper)
{
    score_limits(events, trials, tail, lower, upper);
    if (events == 0)
        *upper = -expm1(log(tail) / trials);
    if (events == trials)
        *lower = exp(log(tail) / trials);
}
