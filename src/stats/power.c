/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a test would find: the effect that it finds with a given power. */
#include "stats/numeric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>

enum {
    NODES = 48,   /* of each Gauss-Legendre sum; */
    PIECES = 4,   /* the integrand is smooth in each of them */
    DRAWS = 1999, /* seeded series of pure noise */
    FEW = 12,     /* from so many years on gaps matter by the spread of the years alone */
    N_FEW = 1024,
    N_ANSWERS = 64
};

/* Few years with their gaps, and the slope found in them. */
struct few {
    int n, year[FEW]; /* n 0: free */
    double slope;
};

struct power_tables {
    gsl_integration_glfixed_table *nodes;
    double *noise, *slope, *found;            /* room for draws */
    double by_ranks[KENDALL_EXACT_YEARS + 1]; /* 0: not made yet; of one level and power */
    struct few few[N_FEW];
    struct answered {
        struct t_power test;
        double errors;
    } answered[N_ANSWERS]; /* by the degrees of freedom: what was asked last, and its answer */
};

struct power_tables *power_tables_new(void)
{
    const size_t pairs = (size_t)KENDALL_EXACT_YEARS * (KENDALL_EXACT_YEARS - 1) / 2;
    struct power_tables *tables = calloc(1, sizeof *tables);
    if (!tables)
        return NULL;
    tables->nodes = gsl_integration_glfixed_table_alloc(NODES);
    tables->noise = malloc(KENDALL_EXACT_YEARS * sizeof *tables->noise);
    tables->slope = malloc(pairs * sizeof *tables->slope);
    tables->found = malloc(DRAWS * sizeof *tables->found);
    if (tables->nodes && tables->noise && tables->slope && tables->found)
        return tables;
    power_tables_free(tables);
    return NULL;
}

void power_tables_free(struct power_tables *tables)
{
    if (!tables)
        return;
    if (tables->nodes)
        gsl_integration_glfixed_table_free(tables->nodes);
    free(tables->noise);
    free(tables->slope);
    free(tables->found);
    free(tables);
}

/* ---- t test whose standard error has a floor ---- */

/* Density of the estimated over the true standard deviation. */
static double deviation_density(double s, int degrees)
{
    const double half = degrees / 2.0;
    const double rise = degrees == 1 ? 0 : (degrees - 1) * log(s);
    return 2 * exp(half * log(half) - gsl_sf_lngamma(half) + rise - half * s * s);
}

struct power_equation {
    const struct t_power *test;
    const gsl_integration_glfixed_table *nodes;
    double quantile;
};

static double between(double low, double value, double high)
{
    return fmax(low, fmin(value, high));
}

/* Probability of a finding at a slope of `effect` true standard errors, less the one wanted. */
static double power_difference(double effect, void *parameters)
{
    const struct power_equation *e = parameters;
    const int degrees = e->test->degrees;
    const double wide = 10 / sqrt(2.0 * degrees); /* ten of its standard deviations */
    const double first = fmax(0, 1 - wide);
    const double last = 1 + wide;
    const double floor = between(first, e->test->floor, last);
    /* where the finding is lost: with few degrees the quantile is large and this place narrow */
    const double lost = effect / e->quantile;
    const double narrow = 8 / e->quantile;
    const double ends[PIECES + 1] = {first, floor, between(floor, lost - narrow, last),
                                     between(floor, lost + narrow, last), last};
    double power = 0;
    for (int piece = 0; piece < PIECES; piece++) {
        for (size_t i = 0; i < NODES && ends[piece] < ends[piece + 1]; i++) {
            double s;
            double weight;
            gsl_integration_glfixed_point(ends[piece], ends[piece + 1], i, &s, &weight, e->nodes);
            const double limit = e->quantile * fmax(e->test->floor, s);
            double found = gsl_cdf_ugaussian_Q(limit - effect);
            if (e->test->both_sides)
                found += gsl_cdf_ugaussian_Q(limit + effect);
            power += weight * found * deviation_density(s, degrees);
        }
    }
    return power - e->test->power;
}

double detectable_by_t(struct power_tables *tables, gsl_root_fsolver *solver, struct t_power test)
{
    struct answered *const slot = &tables->answered[test.degrees % N_ANSWERS];
    const struct t_power *last = &slot->test;
    if (last->degrees == test.degrees && last->tail == test.tail && last->floor == test.floor &&
        last->power == test.power && last->both_sides == test.both_sides)
        return slot->errors;
    struct power_equation equation = {
        .test = &test, .nodes = tables->nodes, .quantile = gsl_cdf_tdist_Qinv(test.tail, test.degrees)};
    gsl_function function = {.function = power_difference, .params = &equation};
    double high = 4;
    while (power_difference(high, &equation) < 0)
        high *= 2;
    slot->test = test;
    slot->errors = root_between(solver, &function, 0, high, 1);
    return slot->errors;
}

/* ---- Mann-Kendall ---- */

/*
 * Each pair of years turns to "rising" at one slope, so S reaches its limit at an order statistic of those slopes: one
 * series of noise gives the slope from which the test finds it, and the wanted share of many series the slope asked
 * for.
 */
static double slope_found(struct power_tables *tables, const int *year, int n, long rank, double power, uint64_t seed)
{
    uint64_t random = seed;
    for (int draw = 0; draw < DRAWS; draw++) {
        for (int i = 0; i < n; i++) {
            const double uniform = ((double)(random_next(&random) >> 11) + 0.5) * 0x1p-53;
            tables->noise[i] = gsl_cdf_ugaussian_Pinv(uniform);
        }
        size_t pairs = 0;
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++)
                tables->slope[pairs++] = (tables->noise[i] - tables->noise[j]) / (year[j] - year[i]);
        tables->found[draw] = order_statistic(tables->slope, pairs, pairs - 1 - (size_t)rank);
    }
    return order_statistic(tables->found, DRAWS, (size_t)ceil(power * DRAWS) - 1);
}

/* The slope for few years, remembered by their gaps. */
static double slope_of_few(struct power_tables *tables, const int *year, int n, long rank, double power, uint64_t seed)
{
    uint64_t hash = 1469598103934665603U; /* FNV-1a */
    struct few key = {.n = n};
    for (int i = 0; i < n; i++) {
        key.year[i] = year[i] - year[0];
        hash = (hash ^ (uint64_t)(unsigned)key.year[i]) * 1099511628211U;
    }
    struct few *slot = &tables->few[(hash ^ (hash >> 32)) % N_FEW];
    if (slot->n != n || memcmp(slot->year, key.year, sizeof key.year) != 0) {
        key.slope = slope_found(tables, year, n, rank, power, seed);
        *slot = key;
    }
    return slot->slope;
}

double detectable_by_ranks(struct power_tables *tables, const int *year, int n, double spread, long rank, double power,
                           uint64_t seed)
{
    if (n < FEW)
        return slope_of_few(tables, year, n, rank, power, seed);
    const int years = n < KENDALL_EXACT_YEARS ? n : KENDALL_EXACT_YEARS;
    if (tables->by_ranks[years] == 0) {
        int neighbours[KENDALL_EXACT_YEARS];
        for (int i = 0; i < years; i++)
            neighbours[i] = i;
        tables->by_ranks[years] = slope_found(tables, neighbours, years, rank, power, seed);
    }
    const double whole = (double)years * ((double)years * years - 1) / 12; /* squared distances without gaps */
    return tables->by_ranks[years] * sqrt(whole / spread);
}
