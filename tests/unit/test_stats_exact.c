/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An exact interval and its test never contradict each other, over grids of counts from 0 to 1e9. */
#include "run.h"

#include "stats/numeric.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include <gsl/gsl_errno.h>

static gsl_root_fsolver *solver;

static int prepare(void **state)
{
    (void)state;
    gsl_set_error_handler_off();
    solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    return solver == NULL;
}

static int clean_up(void **state)
{
    (void)state;
    gsl_root_fsolver_free(solver);
    return 0;
}

/* The ratio 1 is outside the limits exactly when p is below the level; turned round, limits and p turn with it. */
static void agree_once(double events, double base, double exposure, bool mid)
{
    double lower, upper, turned_lower, turned_upper;
    const double p = rate_ratio_test(solver, events, base, exposure, 0.025, mid, &lower, &upper);
    const double turned = rate_ratio_test(solver, base, events, 1 / exposure, 0.025, mid, &turned_lower, &turned_upper);
    assert_true(p >= 0 && p <= 1 && lower >= 0 && lower <= upper);
    assert_true(fabs(p - turned) <= 1e-7 * p);
    assert_true(isinf(upper) ? turned_lower == 0 : fabs(upper * turned_lower - 1) <= 1e-7);
    if (fabs(p - 0.05) > 1e-9)
        assert_true((lower > 1 || upper < 1) == (p < 0.05));
}

static void agree(double events, double base, double exposure)
{
    agree_once(events, base, exposure, false);
    agree_once(events, base, exposure, true);
}

/* All 961 pairs of 0 .. 30: poisson.test() of R 4.2.2 contradicts itself in 21 of them. */
static void small_counts(void **state)
{
    (void)state;
    for (int events = 0; events <= 30; events++)
        for (int base = 0; base <= 30; base++) {
            agree(events, base, 1);
            agree(events, base, 0.3);
        }
}

static void large_counts(void **state)
{
    (void)state;
    for (double size = 100; size <= 1e9; size *= 10)
        for (double away = -6; away <= 6; away += 0.4)
            agree(size + round(away * sqrt(size)), size, 1);
}

/* Fisher's central p: the same from either side, and for the table turned over. */
static void fisher_turns(void **state)
{
    (void)state;
    for (int n = 1; n <= 12; n++)
        for (int m = 1; m <= 12; m++)
            for (int x = 0; x <= n; x++)
                for (int y = 0; y <= m; y++) {
                    const double p = fisher_central_p(x, n, y, m);
                    assert_true(p > 0 && p <= 1);
                    assert_true(fabs(p - fisher_central_p(y, m, x, n)) <= 1e-12);
                    assert_true(fabs(p - fisher_central_p(n - x, n, m - y, m)) <= 1e-12);
                }
    for (double size = 1000; size <= 1e9; size *= 10)
        for (double away = -6; away <= 6; away += 1) {
            const double events = size + round(away * sqrt(size));
            const double p = fisher_central_p(events, 3 * size, size, 3 * size);
            const double turned = fisher_central_p(size, 3 * size, events, 3 * size);
            assert_true(p >= 0 && p <= 1 && fabs(p - turned) <= 1e-7 * p);
        }
}

/* At each limit of a count the tail is the one asked for, by the forward distribution of GSL where it is sound (below
 * 1e6), beyond by the expansion of the gamma quantile (Cornish & Fisher 1938); the limits rise with the count. */
static void poisson_limits_on_a_grid(void **state)
{
    (void)state;
    double before_lower = -1, before_upper = -1;
    const double z = 1.959963984540054;
    for (double size = 1; size <= 1e9; size *= 10)
        for (int step = 0; step < 45; step++) {
            const double events = size == 1 && step == 0 ? 0 : floor(size * (1 + step / 5.0));
            const double lower = poisson_lower(solver, events, 0.025), upper = poisson_upper(solver, events, 0.025);
            assert_true(lower >= before_lower && upper >= before_upper && lower <= events && upper > events);
            before_lower = lower;
            before_upper = upper;
            if (events < 1e6) {
                assert_true(events == 0 ? lower == 0 : fabs(gsl_cdf_gamma_P(lower, events, 1) / 0.025 - 1) < 1e-9);
                assert_true(fabs(gsl_cdf_gamma_Q(upper, events + 1, 1) / 0.025 - 1) < 1e-9);
            } else {
                const double bend = (z * z - 1) / 3, turn = (z * z * z - 7 * z) / 36;
                assert_true(fabs(lower / (events - z * sqrt(events) + bend - turn / sqrt(events)) - 1) < 3e-11);
                const double next = events + 1;
                assert_true(fabs(upper / (next + z * sqrt(next) + bend + turn / sqrt(next)) - 1) < 3e-11);
            }
        }
}

/* The same for shares: Clopper and Pearson by the forward beta distribution, Wilson by its own equation. */
static void share_limits_on_a_grid(void **state)
{
    (void)state;
    const double z = 1.959963984540054;
    for (double trials = 1; trials <= 1e9; trials *= 10)
        for (double share = 0; share <= 1.0001; share += 0.05) {
            const double events = fmin(trials, floor(trials * share + 0.5));
            double lower, upper;
            exact_proportion_limits(solver, events, trials, 0.025, &lower, &upper);
            assert_true(lower >= 0 && lower <= events / trials && upper >= events / trials && upper <= 1);
            assert_true(events == 0 ? lower == 0 : events == trials ? upper == 1 : lower > 0 && upper < 1);
            if (trials <= 1e4 && events > 0)
                assert_true(fabs(gsl_cdf_beta_P(lower, events, trials - events + 1) / 0.025 - 1) < 1e-8);
            if (trials <= 1e4 && events < trials)
                assert_true(fabs(gsl_cdf_beta_Q(upper, events + 1, trials - events) / 0.025 - 1) < 1e-8);
            score_limits(events, trials, 0.025, &lower, &upper);
            if (events > 0)
                assert_true(fabs((events / trials - lower) / sqrt(lower * (1 - lower) / trials) - z) < 1e-5);
            if (events < trials)
                assert_true(fabs((upper - events / trials) / sqrt(upper * (1 - upper) / trials) - z) < 1e-5);
        }
}

/* ---- all orders of few values ---- */

enum {
    MOST_VALUES = 7,
    MOST_ORDERS = 5040,
    LARGEST_S = MOST_VALUES * (MOST_VALUES - 1) / 2
};

struct orders {
    int n, how_many;
    long s[MOST_ORDERS];
    double p[3][MOST_ORDERS]; /* by side */
    struct kendall_tables *tables;
};

static void note_order(struct orders *all, const double *value)
{
    struct kendall_result result;
    for (int side = BOTH_SIDES; side <= FALLING_SIDE; side++) {
        assert_true(kendall_test(all->tables, value, value, NULL, all->n, 0.05, (enum side)side, &result));
        all->p[side][all->how_many] = result.p_upper;
    }
    all->s[all->how_many++] = result.s_lower;
}

static void each_order(struct orders *all, double *value, int fixed)
{
    if (fixed == all->n)
        note_order(all, value);
    for (int i = fixed; i < all->n; i++) {
        const double swap = value[fixed];
        value[fixed] = value[i];
        value[i] = swap;
        each_order(all, value, fixed + 1);
        value[i] = value[fixed];
        value[fixed] = swap;
    }
}

/* p is the share of all orders with an S as far out; so no level has more false alarms than it says (the corrections of
 * pyMannKendall fire in 29 to 43 % of pure noise). */
static void p_counts_the_orders(void **state)
{
    (void)state;
    static const double values[][MOST_VALUES] = {
        {1, 2, 3, 4, 5, 6, 7}, {1, 1, 2, 3, 4, 5, 6}, {1, 1, 2, 2, 3, 3, 3}, {1, 1, 1, 1, 1, 2, 3}};
    static struct orders all;
    all.tables = kendall_tables_new();
    for (size_t k = 0; k < sizeof values / sizeof values[0]; k++)
        for (all.n = 3; all.n <= MOST_VALUES; all.n++) {
            double value[MOST_VALUES];
            int with_s[2 * LARGEST_S + 1] = {0};
            for (int i = 0; i < all.n; i++)
                value[i] = values[k][i];
            all.how_many = 0;
            each_order(&all, value, 0);
            for (int i = 0; i < all.how_many; i++)
                with_s[all.s[i] + LARGEST_S]++;
            for (int i = 0; i < all.how_many; i++) {
                int above = 0;
                int below = 0;
                int beyond = 0;
                for (long s = -LARGEST_S; s <= LARGEST_S; s++) {
                    const int orders = with_s[s + LARGEST_S];
                    above += s >= all.s[i] ? orders : 0;
                    below += s <= all.s[i] ? orders : 0;
                    beyond += labs(s) >= labs(all.s[i]) ? orders : 0;
                }
                assert_true(fabs(all.p[BOTH_SIDES][i] - (double)beyond / all.how_many) < 1e-12);
                assert_true(with_s[LARGEST_S] == all.how_many ||
                            (fabs(all.p[RISING_SIDE][i] - (double)above / all.how_many) < 1e-12 &&
                             fabs(all.p[FALLING_SIDE][i] - (double)below / all.how_many) < 1e-12));
            }
        }
    kendall_tables_free(all.tables);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(small_counts, prepare, clean_up),
    cmocka_unit_test_setup_teardown(large_counts, prepare, clean_up),
    cmocka_unit_test_setup_teardown(fisher_turns, prepare, clean_up),
    cmocka_unit_test_setup_teardown(poisson_limits_on_a_grid, prepare, clean_up),
    cmocka_unit_test_setup_teardown(share_limits_on_a_grid, prepare, clean_up),
    cmocka_unit_test(p_counts_the_orders),
};
RUN_TESTS(tests)
