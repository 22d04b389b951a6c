/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must hold for any figures: shifted, scaled, turned round in time, given in another order, with and without ties.
 * Random series from a fixed seed; no expected number comes from the code under test.
 */
#include "define.h"
#include "run.h"

#include "trendbook/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed;

static unsigned draw(unsigned below)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(seed >> 33) % below;
}

enum {
    MOST = 24
};
struct sample {
    int n;
    int year[MOST];
    double value[MOST];
    enum tb_state state[MOST];
    unsigned flags[MOST];
    int decimals;
};

static struct sample random_sample(unsigned values)
{
    struct sample s = {.n = 2 + (int)draw(MOST - 2)};
    int year = 1990;
    for (int i = 0; i < s.n; i++) {
        year += 1 + (draw(6) == 0);
        s.year[i] = year;
        s.value[i] = (double)draw(values);
    }
    return s;
}

struct computed {
    struct tb_panel *panel;
    struct tb_results *results;
};

/* One series x; `order` is the order in which its rows are given, or NULL. */
static struct computed compute(const struct sample *s, const int *order, double confidence)
{
    struct computed c = {.panel = tb_panel_new()};
    struct tb_log *log = tb_log_new(0);
    const uint32_t input = tb_panel_add_input(c.panel, &(struct tb_input){.layout = "test"});
    const uint32_t indicator = tb_panel_indicator(c.panel, "x", 1);
    for (int i = 0; i < s->n; i++) {
        const int k = order ? order[i] : i;
        const struct tb_observation o = {.value = s->value[k],
                                         .year = s->year[k],
                                         .state = s->state[k],
                                         .flags = s->flags[k],
                                         .decimals = s->decimals,
                                         .input = input,
                                         .line = (size_t)i + 1};
        assert_int_equal(tb_panel_add(c.panel, indicator, 0, &o), TB_OK);
    }
    assert_int_equal(tb_panel_finish(c.panel, log), TB_OK);
    struct tb_stat_options options = tb_stat_defaults();
    options.confidence = confidence;
    assert_int_equal(tb_compute(c.panel, &options, &c.results, log), TB_OK);
    tb_log_free(log);
    return c;
}

static void drop(struct computed *c)
{
    tb_results_free(c->results);
    tb_panel_free(c->panel);
}

static struct tb_result row_of(const struct computed *c, const char *statistic)
{
    size_t n;
    const struct tb_result *row = tb_results_of(c->results, 0, statistic, &n);
    assert_non_null(row);
    return *row;
}

static void assert_near(double a, double b, double scale)
{
    if (isnan(a) || isnan(b))
        assert_true(isnan(a) && isnan(b));
    else
        assert_true(fabs(a - b) <= 1e-9 * fmax(scale, fmax(fabs(a), fabs(b))));
}

/* value x by + up, over years moved by `years` and turned round when `turned` */
static struct sample changed(const struct sample *s, double by, double up, int years, bool turned)
{
    struct sample t = *s;
    for (int i = 0; i < s->n; i++) {
        const int from = turned ? s->n - 1 - i : i;
        t.value[i] = s->value[from] * by + up;
        t.year[i] = turned ? s->year[0] + s->year[s->n - 1] - s->year[from] + years : s->year[from] + years;
    }
    return t;
}

static void trends_follow(const struct sample *s, double by, double up, int years, bool turned)
{
    const struct sample t = changed(s, by, up, years, turned);
    struct computed a = compute(s, NULL, 0.95), b = compute(&t, NULL, 0.95);
    const double sign = (by < 0) != turned ? -1 : 1;
    const double size = fabs(by) * sign;
    const struct tb_result mk[] = {row_of(&a, "mann_kendall"), row_of(&b, "mann_kendall")};
    assert_near(mk[1].value, sign * mk[0].value, 0);
    assert_near(mk[1].p, mk[0].p, 0);
    const struct tb_result verdict[] = {row_of(&a, "verdict"), row_of(&b, "verdict")};
    assert_near(verdict[1].value, sign * verdict[0].value, 0);
    static const char *const slopes[] = {"sen_slope", "ols_slope"};
    for (int k = 0; k < 2; k++) {
        const struct tb_result slope[] = {row_of(&a, slopes[k]), row_of(&b, slopes[k])};
        assert_near(slope[1].value, size * slope[0].value, fabs(by));
        assert_near(slope[1].p, slope[0].p, 0);
        assert_near(sign > 0 ? slope[1].lower : slope[1].upper, size * slope[0].lower, fabs(by));
        assert_near(sign > 0 ? slope[1].upper : slope[1].lower, size * slope[0].upper, fabs(by));
    }
    drop(&a);
    drop(&b);
}

static void trends_follow_shift_scale_and_time(void **state)
{
    (void)state;
    seed = 1;
    for (int i = 0; i < 300; i++) {
        const struct sample s = random_sample(i % 3 ? 1000 : 4); /* every third with many ties */
        trends_follow(&s, 1, 1234, 0, false);
        trends_follow(&s, 3, 0, 0, false);
        trends_follow(&s, -2, 5, 0, false);
        trends_follow(&s, 1, 0, 100, false);
        trends_follow(&s, 1, 0, 0, true);
    }
}

static void order_of_rows_is_nothing(void **state)
{
    (void)state;
    seed = 2;
    for (int i = 0; i < 100; i++) {
        const struct sample s = random_sample(50);
        int order[MOST];
        for (int k = 0; k < s.n; k++)
            order[k] = k;
        for (int k = s.n - 1; k > 0; k--) {
            const int other = (int)draw((unsigned)k + 1);
            const int swap = order[k];
            order[k] = order[other];
            order[other] = swap;
        }
        struct computed a = compute(&s, NULL, 0.95), b = compute(&s, order, 0.95);
        struct tb_bytes first = {0}, second = {0};
        tb_results_csv(a.panel, a.results, TB_ENGLISH, &first);
        tb_results_csv(b.panel, b.results, TB_ENGLISH, &second);
        assert_int_equal(first.n, second.n);
        assert_memory_equal(first.data, second.data, first.n);
        tb_bytes_free(&first);
        tb_bytes_free(&second);
        drop(&a);
        drop(&b);
    }
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* A flag without a caveat ("definition differs") leaves every row as it is: series without flags are taken in a quicker
 * way, which has to come to the same. */
static void flags_that_say_nothing_change_nothing(void **state)
{
    (void)state;
    seed = 11;
    for (int round = 0; round < 40; round++) {
        struct sample s = random_sample(100000);
        s.decimals = (int)draw(4);
        for (int i = 0; i < s.n; i++) {
            s.value[i] /= pow(10, s.decimals);
            if (round % 3 && draw(5) == 0) {
                s.state[i] = draw(2) ? TB_BLANK : TB_NOT_AVAILABLE;
                s.value[i] = NAN;
            }
        }
        struct sample t = s;
        t.flags[draw((unsigned)s.n)] = TB_FLAG_DEFINITION;
        struct computed a = compute(&s, NULL, 0.95), b = compute(&t, NULL, 0.95);
        assert_int_equal(a.results->n, b.results->n);
        for (size_t i = 0; i < a.results->n; i++) {
            const struct tb_result *one = &a.results->row[i], *other = &b.results->row[i];
            assert_ptr_equal(one->statistic, other->statistic);
            assert_true(one->from == other->from && one->to == other->to && one->n == other->n);
            assert_true(one->note.code == other->note.code && one->note.year == other->note.year &&
                        one->note.caveats == other->note.caveats);
            assert_true(same_number(one->value, other->value) && same_number(one->lower, other->lower) &&
                        same_number(one->upper, other->upper) && same_number(one->se, other->se) &&
                        same_number(one->p, other->p));
        }
        drop(&a);
        drop(&b);
    }
}

/* Sen's limits and the test of Mann and Kendall never say two things; an end of the limits itself may be refused. */
static void interval_and_test_agree(void **state)
{
    (void)state;
    seed = 3;
    static const double confidences[] = {0.8, 0.9, 0.95, 0.99};
    int refused = 0;
    for (int i = 0; i < 4000; i++) {
        const struct sample s = random_sample(i % 4 ? (unsigned)(i % 4) * 3 : 1000);
        const double confidence = confidences[draw(4)];
        struct computed c = compute(&s, NULL, confidence);
        const struct tb_result sen = row_of(&c, "sen_slope"), test = row_of(&c, "mann_kendall"),
                               verdict = row_of(&c, "verdict"), line = row_of(&c, "ols_slope");
        const bool rejects = test.p <= (1 - confidence) * (1 + 1e-12);
        refused += rejects;
        if (sen.lower > 0 || sen.upper < 0)
            assert_true(rejects);
        if (sen.lower < 0 && sen.upper > 0)
            assert_false(rejects);
        assert_true(isnan(sen.value) || isnan(sen.lower) || (sen.lower <= sen.value && sen.value <= sen.upper));
        assert_int_equal(verdict.value == 1 || verdict.value == -1, rejects);
        if (rejects)
            assert_true(verdict.value * test.value > 0);
        if (!isnan(line.p)) /* t test and t limits */
            assert_int_equal(line.lower > 0 || line.upper < 0, line.p < 1 - confidence);
        drop(&c);
    }
    assert_in_range(refused, 100, 3900); /* both answers were met */
}

static bool from_bound(const struct tb_result *row)
{
    return row->note.code == TB_NOTE_ONLY_BOUND || row->note.code == TB_NOTE_DEPENDS_ON_BOUND;
}

/* Every range that comes from a bound holds the number that exact values inside the bounds give. */
static void ranges_hold(const struct computed *bounded, const struct computed *exact, size_t *compared)
{
    for (size_t r = 0; r < bounded->results->n; r++) {
        const struct tb_result *wide = &bounded->results->row[r];
        const struct tb_result *point =
            from_bound(wide) ? tb_results_at(exact->results, 0, wide->statistic, wide->from, wide->to) : NULL;
        if (!point || isnan(point->value) || strcmp(wide->statistic, "index") == 0) /* its base is an exact year */
            continue;
        const double slack = 1e-9 * fmax(1, fabs(point->value));
        assert_true(isnan(wide->lower) || wide->lower <= point->value + slack);
        assert_true(isnan(wide->upper) || wide->upper >= point->value - slack);
        *compared += !isnan(wide->lower) || !isnan(wide->upper);
    }
}

/*
 * Bounds hold for whatever lies inside them: random values put into the intervals never leave the range of S, the
 * slopes, the changes, nor contradict a verdict that claims all values.
 */
static void bounds_hold_inside(void **state)
{
    (void)state;
    seed = 4;
    size_t compared = 0;
    for (int i = 0; i < 300; i++) {
        struct sample s = random_sample(12);
        const int unknown = 1 + (int)draw(i % 5 ? 3 : 6);
        for (int k = 0; k < unknown; k++)
            s.state[draw((unsigned)s.n)] = draw(2) ? TB_AT_MOST : TB_AT_LEAST;
        struct computed bounded = compute(&s, NULL, 0.95);
        const struct tb_result test = row_of(&bounded, "mann_kendall"), verdict = row_of(&bounded, "verdict"),
                               sen = row_of(&bounded, "sen_slope"), line = row_of(&bounded, "ols_slope");
        for (int try = 0; try < 20; try++) {
            struct sample inside = s;
            for (int k = 0; k < s.n; k++) {
                if (s.state[k] == TB_EXACT)
                    continue;
                const double away = (double)draw(30) / 2;
                inside.value[k] += s.state[k] == TB_AT_MOST ? -away : away;
                inside.state[k] = TB_EXACT;
            }
            struct computed exact = compute(&inside, NULL, 0.95);
            const struct tb_result s1 = row_of(&exact, "mann_kendall"), s2 = row_of(&exact, "verdict"),
                                   s3 = row_of(&exact, "sen_slope"), s4 = row_of(&exact, "ols_slope");
            if (!isnan(test.lower))
                assert_true(test.lower <= s1.value && s1.value <= test.upper);
            else if (!isnan(test.value))
                assert_true(test.value == s1.value);
            assert_true(isnan(test.p) || isnan(s1.p) || s1.p <= test.p * (1 + 1e-12));
            if (!isnan(verdict.value)) /* "no clear change" may be "too few" where values inside happen to be equal */
                assert_true(verdict.value == s2.value ||
                            (verdict.value == 0 && s2.note.code == TB_NOTE_VERDICT_TOO_FEW));
            if (!isnan(sen.lower) && !isnan(s3.lower))
                assert_true(sen.lower <= s3.lower + 1e-12);
            if (!isnan(sen.upper) && !isnan(s3.upper))
                assert_true(sen.upper >= s3.upper - 1e-12);
            if (!isnan(line.lower))
                assert_true(line.lower <= s4.value + 1e-12);
            if (!isnan(line.upper))
                assert_true(line.upper >= s4.value - 1e-12);
            ranges_hold(&bounded, &exact, &compared);
            drop(&exact);
        }
        drop(&bounded);
    }
    assert_true(compared > 10000);
}

/* What moves with the values, what only scales, and what stays. */
static void the_rest_follows_shift_and_scale(void **state)
{
    (void)state;
    static const char *const moves[] = {"mean",           "median",         "rolling_mean",    "xmr_centre",
                                        "forecast_naive", "forecast_drift", "forecast_linear", "forecast_holt"};
    static const char *const scales[] = {"yoy_abs", "mean_shift"};
    static const char *const stays[] = {"n", "ols_r2", "durbin_watson", "acf1", "mk_min_p", "pettitt"};
    seed = 9;
    for (int i = 0; i < 200; i++) {
        const struct sample s = random_sample(i % 3 ? 1000 : 4);
        const double by = i % 2 ? 3 : -2;
        const struct sample t = changed(&s, by, 17, 0, false);
        struct computed a = compute(&s, NULL, 0.95), b = compute(&t, NULL, 0.95);
        for (size_t r = 0; r < a.results->n; r++) {
            const struct tb_result *x = &a.results->row[r];
            const struct tb_result *y = tb_results_at(b.results, 0, x->statistic, x->from, x->to);
            for (size_t k = 0; k < sizeof moves / sizeof moves[0]; k++)
                if (strcmp(x->statistic, moves[k]) == 0) {
                    assert_near(y->value, by * x->value + 17, 1000);
                    assert_near(by > 0 ? y->lower : y->upper, by * x->lower + 17, 1000);
                    assert_near(y->se, fabs(by) * x->se, 1000);
                }
            for (size_t k = 0; k < sizeof scales / sizeof scales[0]; k++)
                if (strcmp(x->statistic, scales[k]) == 0)
                    assert_near(y->value, by * x->value, 1000);
            for (size_t k = 0; k < sizeof stays / sizeof stays[0]; k++)
                if (strcmp(x->statistic, stays[k]) == 0) {
                    assert_near(y->value, x->value, 10);
                    assert_near(y->lower, x->lower, 10);
                    assert_near(y->p, x->p, 0);
                }
            if (strcmp(x->statistic, "sd") == 0)
                assert_near(y->value, fabs(by) * x->value, 1000);
            if (strcmp(x->statistic, "kendall_tau_b") == 0 || strcmp(x->statistic, "spearman_rho") == 0)
                assert_near(y->value, by > 0 ? x->value : -x->value, 1);
        }
        drop(&a);
        drop(&b);
    }
}

/* Whatever the figures, no output is nan or inf and every absent value says why. */
static void nothing_undefined_leaves(void **state)
{
    (void)state;
    seed = 5;
    static const double odd[] = {0,    -0.0,   1e308, -1e308, 1.7976931348623157e308, 5e-324, -5e-324,
                                 1,    1e-300, 0.1,   -0.1,   9007199254740993.0,     3,      2.5,
                                 1e22, 1e-22};
    for (int i = 0; i < 1500; i++) {
        struct sample s = random_sample(5);
        for (int k = 0; k < s.n; k++) {
            s.value[k] = odd[draw(sizeof odd / sizeof odd[0])];
            s.state[k] = (enum tb_state)(draw(4) ? 0 : draw(TB_CONFIDENTIAL + 1));
        }
        struct computed c = compute(&s, NULL, 0.95);
        for (size_t r = 0; r < c.results->n; r++) {
            const struct tb_result *row = &c.results->row[r];
            assert_false(isinf(row->value) || isinf(row->lower) || isinf(row->upper) || isinf(row->se) ||
                         isinf(row->p));
            assert_true(!isnan(row->value) || row->note.code != TB_NOTE_NONE);
            assert_false(row->lower > row->upper);
            assert_false(row->p < 0 || row->p > 1);
            assert_false(row->se < 0);
        }
        drop(&c);
    }
}

/* The same for a random catalogue: rates, parts and printed changes of odd kinds, units, regions, flags and parts of
 * years. */
static void nothing_undefined_leaves_a_catalogue(void **state)
{
    (void)state;
    seed = 8;
    static const char *const units[] = {"", "件", "万件", "%", "‰", "个百分点", "公里", "元/万件", "亿元"};
    static const double odd[] = {0, 1, 2, 3, 50, 100, 100.5, -3, 1e12, 1e308, -1e308, 5e-324, 0.3, 208, 403, 1e-9};
    static const unsigned flags[] = {
        0, 0, 0, 0, TB_FLAG_BREAK, TB_FLAG_PROVISIONAL, TB_FLAG_FORECAST, TB_FLAG_COMPUTED};
    enum {
        INDICATORS = 6
    };
    for (int round = 0; round < 300; round++) {
        struct tb_log *log = tb_log_new(0);
        struct tb_panel *panel = tb_panel_new();
        const uint32_t input = tb_panel_add_input(panel, &(struct tb_input){.layout = "test"});
        char id[2] = "a";
        for (int i = 0; i < INDICATORS; i++, id[0]++)
            assert_int_equal(tb_panel_indicator(panel, id, 1), i);
        for (int i = 0; i < INDICATORS; i++) {
            const char *unit = units[draw(sizeof units / sizeof units[0])];
            struct tb_indicator *to = &panel->indicators[i];
            to->kind = (uint8_t)draw(TB_LABEL + 1);
            to->better = (uint8_t)draw(3);
            if (draw(2)) {
                define(panel, to)->target = odd[draw(sizeof odd / sizeof odd[0])];
                define(panel, to)->target_op = (uint8_t)(draw(4) ? TB_BELOW + draw(4) : TB_EXACT);
                define(panel, to)->target_year = (int16_t)(draw(2) ? 2020 + draw(12) : 0);
            }
            to->unit = tb_names_add(panel->names, unit, strlen(unit));
            if (draw(3) == 0) { /* also of itself, and in circles */
                to->numerator = draw(INDICATORS);
                to->denominator = draw(INDICATORS);
            } else if (draw(3) == 0)
                to->change_of = draw(INDICATORS);
            else if (draw(3) == 0) {
                define(panel, to)->n_parts = 1 + draw(3);
                define(panel, to)->parts = malloc(3 * sizeof *define(panel, to)->parts);
                for (uint32_t k = 0; k < define(panel, to)->n_parts; k++)
                    define(panel, to)->parts[k] = draw(INDICATORS);
            }
        }
        static const char *const regions[] = {"", "A", "B", "合计", "C", "D", "E"};
        const bool counts =
            round % 3 == 0; /* small counts over longer years: the fits of counts and the funnels meet them */
        size_t line = 1;
        for (uint32_t i = 0; i < INDICATORS; i++)
            for (int r = 0; r < 7; r++) {
                const uint32_t region = tb_names_add(panel->names, regions[r], strlen(regions[r]));
                for (int year = 2010; year < 2025 && draw(counts ? 30 : 5); year++) {
                    struct tb_observation o = {
                        .value = counts && draw(40) ? draw(20 + 30 * i) : odd[draw(sizeof odd / sizeof odd[0])],
                        .year = year,
                        .state = (enum tb_state)(draw(counts ? 50 : 3) ? 0 : draw(TB_CONFIDENTIAL + 1)),
                        .decimals = counts ? 0 : (int)draw(5) - 2,
                        .flags = counts && draw(10) ? 0 : flags[draw(sizeof flags / sizeof flags[0])],
                        .period = draw(8) ? 0 : tb_names_add(panel->names, "H1", 2),
                        .input = input,
                        .line = line++};
                    assert_int_equal(tb_panel_add(panel, i, region, &o), TB_OK);
                }
            }
        assert_int_equal(tb_panel_finish(panel, log), TB_OK);
        if (round % 2)
            assert_int_equal(tb_complete(panel, log), TB_OK);
        struct tb_stat_options options = tb_stat_defaults();
        struct tb_results *results;
        assert_int_equal(tb_compute(panel, &options, &results, log), TB_OK);
        for (size_t r = 0; r < results->n; r++) {
            const struct tb_result *row = &results->row[r];
            assert_false(isinf(row->value) || isinf(row->lower) || isinf(row->upper) || isinf(row->se) ||
                         isinf(row->p));
            assert_true(!isnan(row->value) || row->note.code != TB_NOTE_NONE);
            assert_false(row->lower > row->upper);
            assert_false(row->p < 0 || row->p > 1);
            const bool share = strcmp(row->statistic, "share_pct") == 0;
            assert_false(share && (row->value < 0 || row->value > 100));
            const bool limits = !isnan(row->lower) && !isnan(row->upper) && !isnan(row->value);
            const double slack = limits ? 1e-9 * fmax(fabs(row->lower), fabs(row->upper)) : 0;
            assert_false(limits && (row->value < row->lower - slack || row->value > row->upper + slack));
        }
        tb_results_free(results);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

/* Differences are those of the printed decimals: whole numbers of the last place, divided once. */
static void differences_are_decimal(void **state)
{
    (void)state;
    seed = 6;
    for (int i = 0; i < 3000; i++) {
        const int decimals = (int)draw(7);
        const double unit = pow(10, decimals);
        const long a = (long)draw(100000000), b = (long)draw(100000000);
        struct tb_log *log = tb_log_new(0);
        struct tb_panel *panel = tb_panel_new();
        const uint32_t x = tb_panel_indicator(panel, "x", 1);
        const uint32_t input = tb_panel_add_input(panel, &(struct tb_input){.layout = "test"});
        struct tb_observation o = {.value = (double)a / unit, .year = 2023, .decimals = decimals, .input = input};
        assert_int_equal(tb_panel_add(panel, x, 0, &o), TB_OK);
        o.value = (double)b / unit;
        o.year = 2024;
        assert_int_equal(tb_panel_add(panel, x, 0, &o), TB_OK);
        assert_int_equal(tb_panel_finish(panel, log), TB_OK);
        struct tb_stat_options options = tb_stat_defaults();
        struct tb_results *results;
        assert_int_equal(tb_compute(panel, &options, &results, log), TB_OK);
        const struct tb_result *row = tb_results_at(results, 0, "yoy_abs", 2023, 2024);
        assert_true(row->value == (double)(b - a) / unit);
        tb_results_free(results);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

/* One thread or several: the same bytes, in the same order. */
static void threads_change_nothing(void **state)
{
    (void)state;
    seed = 9;
    struct tb_log *log = tb_log_new(0);
    struct tb_panel *panel = tb_panel_new();
    const uint32_t input = tb_panel_add_input(panel, &(struct tb_input){.layout = "test"});
    for (size_t s = 0; s < 2000; s++) {
        char name[32];
        const uint32_t indicator = tb_panel_indicator(panel, name, (size_t)snprintf(name, sizeof name, "i%zu", s / 7));
        const uint32_t region = tb_names_add(panel->names, name, (size_t)snprintf(name, sizeof name, "r%zu", s % 7));
        for (int year = 2010; year < 2010 + (int)draw(12); year++) {
            const struct tb_observation o = {
                .value = draw(30), .year = year, .input = input, .line = s * 20 + draw(20)};
            assert_int_equal(tb_panel_add(panel, indicator, region, &o), TB_OK);
        }
    }
    assert_int_equal(tb_panel_finish(panel, log), TB_OK);
    struct tb_stat_options options = tb_stat_defaults();
    struct tb_bytes csv[2] = {{0}, {0}};
    size_t warnings[2];
    for (unsigned t = 0; t < 2; t++) {
        options.threads = t ? 5 : 0;
        struct tb_results *results;
        struct tb_log *own = tb_log_new(20);
        assert_int_equal(tb_compute(panel, &options, &results, own), TB_OK);
        assert_int_equal(results->first[results->n_series], results->n);
        for (size_t s = 0; s < results->n_series; s++)
            for (size_t r = results->first[s]; r < results->first[s + 1]; r++)
                assert_int_equal(results->row[r].series, s);
        tb_results_csv(panel, results, TB_ENGLISH, &csv[t]);
        warnings[t] = tb_log_count(own, TB_WARNING);
        tb_results_free(results);
        tb_log_free(own);
    }
    assert_int_equal(csv[0].n, csv[1].n);
    assert_memory_equal(csv[0].data, csv[1].data, csv[0].n);
    assert_int_equal(warnings[0], warnings[1]);
    tb_bytes_free(&csv[0]);
    tb_bytes_free(&csv[1]);
    tb_panel_free(panel);
    tb_log_free(log);
}

static void registry_is_whole(void **state)
{
    (void)state;
    size_t n;
    const struct tb_statistic *rows = tb_statistics(&n);
    assert_true(n >= 62);
    for (size_t i = 0; i < n; i++) {
        assert_true(rows[i].id[0] && rows[i].group[0] && rows[i].title_en[0] && rows[i].title_zh[0]);
        assert_true(rows[i].needs[0] && rows[i].unit[0] && rows[i].method[0]);
        assert_non_null(rows[i].run);
        assert_ptr_equal(tb_statistic_find(rows[i].id), &rows[i]);
    }
    assert_null(tb_statistic_find("yoy"));
}

static void options_are_checked(void **state)
{
    (void)state;
    seed = 7;
    const struct sample s = random_sample(9);
    struct computed c = compute(&s, NULL, 0.95);
    struct tb_log *log = tb_log_new(0);
    struct tb_results *results = NULL;
    struct tb_stat_options options = tb_stat_defaults();
    static const double bad[] = {0, 0.49, 1, 95, -1, NAN, INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        options.confidence = bad[i];
        assert_int_equal(tb_compute(c.panel, &options, &results, log), TB_BAD_OPTION);
    }
    options = tb_stat_defaults();
    options.index_base = 7;
    assert_int_equal(tb_compute(c.panel, &options, &results, log), TB_BAD_OPTION);
    options.index_base = 0;
    static const char *const unknown[] = {"yoy_*", "yoy", NULL};
    options.statistics = unknown;
    assert_int_equal(tb_compute(c.panel, &options, &results, log), TB_BAD_OPTION);
    assert_int_equal(tb_log_count(log, TB_ERROR), 9);
    assert_null(results);
    static const char *const some[] = {"yoy_*", "verdict", NULL};
    options.statistics = some;
    assert_int_equal(tb_compute(c.panel, &options, &results, log), TB_OK);
    for (size_t r = 0; r < results->n; r++)
        assert_true(strncmp(results->row[r].statistic, "yoy_", 4) == 0 ||
                    strcmp(results->row[r].statistic, "verdict") == 0);
    assert_int_equal(results->first[results->n_series], results->n);
    tb_results_free(results);
    results = NULL;
    const volatile int cancel = 1;
    options.cancel = &cancel;
    assert_int_equal(tb_compute(c.panel, &options, &results, log), TB_INTERRUPTED);
    assert_null(results);
    tb_log_free(log);
    drop(&c);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(trends_follow_shift_scale_and_time),
    cmocka_unit_test(order_of_rows_is_nothing),
    cmocka_unit_test(flags_that_say_nothing_change_nothing),
    cmocka_unit_test(interval_and_test_agree),
    cmocka_unit_test(bounds_hold_inside),
    cmocka_unit_test(the_rest_follows_shift_and_scale),
    cmocka_unit_test(nothing_undefined_leaves),
    cmocka_unit_test(nothing_undefined_leaves_a_catalogue),
    cmocka_unit_test(differences_are_decimal),
    cmocka_unit_test(threads_change_nothing),
    cmocka_unit_test(registry_is_whole),
    cmocka_unit_test(options_are_checked),
};
RUN_TESTS(tests)
