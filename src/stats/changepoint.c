/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a series changes: Pettitt's test, one shift of the mean, joinpoints of the growth. */
#include "stats/numeric.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Pettitt ---- */

enum {
    N_SLOTS = 1024,
    EXACT_YEARS = 12, /* up to here all orders are counted */
    PERMUTATIONS = 9999,
    ENOUGH = 200,    /* permutations that reach K end the drawing */
    MOST_YEARS = 100 /* beyond: Pettitt's limit law */
};

/* The p of each K, for one multiset of ranks; NaN where not asked yet. */
struct slot {
    int n; /* 0: free */
    int *score;
    double *p;
};

struct pettitt_tables {
    struct slot slot[N_SLOTS];
    double *ways; /* room for the counts of 2^EXACT_YEARS sets */
};

struct pettitt_tables *pettitt_tables_new(void)
{
    struct pettitt_tables *tables = calloc(1, sizeof *tables);
    if (tables && !(tables->ways = malloc(((size_t)1 << EXACT_YEARS) * sizeof *tables->ways))) {
        free(tables);
        return NULL;
    }
    return tables;
}

void pettitt_tables_free(struct pettitt_tables *tables)
{
    if (!tables)
        return;
    for (size_t i = 0; i < N_SLOTS; i++) {
        free(tables->slot[i].score);
        free(tables->slot[i].p);
    }
    free(tables->ways);
    free(tables);
}

/*
 * Share of all orders whose largest |sum of the first k scores| is K or more.  The orders below K are counted over
 * sets: the first k values are a set, whose sum does not depend on their order.
 */
static double exact_p(double *ways, const int *score, int n, int k)
{
    const unsigned all = (1u << n) - 1;
    double orders = 1;
    ways[0] = 1;
    for (int i = 2; i <= n; i++)
        orders *= i;
    for (unsigned set = 1; set <= all; set++) {
        int sum = 0;
        double count = 0;
        for (int i = 0; i < n; i++)
            if (set >> i & 1) {
                sum += score[i];
                count += ways[set & ~(1u << i)];
            }
        ways[set] = abs(sum) < k ? count : 0;
    }
    return (orders - ways[all]) / orders;
}

/* A whole number below `n`, from 32 random bits; the bias of 2^-32 n is far below what so many draws can see. */
static unsigned below(uint64_t bits, unsigned n)
{
    return (unsigned)((bits & 0xFFFFFFFFU) * n >> 32);
}

/* One random order of the scores; whether it reaches k.  What is drawn after that does not matter. */
static bool reaches(int *score, int n, int k, uint64_t *random)
{
    int sum = 0;
    for (int i = 0; i < n - 1; i++) {
        const int j = i + (int)below(random_next(random), (unsigned)(n - i));
        const int drawn = score[j];
        score[j] = score[i];
        score[i] = drawn;
        sum += drawn;
        if (abs(sum) >= k)
            return true;
    }
    return false;
}

/*
 * The same by drawing, the seed fixed.  (1 + reached) / (1 + drawn) after all draws; when ENOUGH reach K sooner,
 * reached / drawn (Besag & Clifford 1991): large p need few draws.
 */
static double drawn_p(const int *scores, int n, int k, uint64_t seed)
{
    int score[MOST_YEARS];
    memcpy(score, scores, (size_t)n * sizeof *score);
    uint64_t random = seed;
    int reached = 0;
    for (int drawn = 1; drawn <= PERMUTATIONS; drawn++) {
        reached += reaches(score, n, k, &random);
        if (reached == ENOUGH)
            return (double)reached / drawn;
    }
    return (1.0 + reached) / (1 + PERMUTATIONS);
}

static struct slot *slot_for(struct pettitt_tables *tables, const int *score, int n)
{
    uint64_t hash = 1469598103934665603U; /* FNV-1a */
    for (int i = 0; i < n; i++)
        hash = (hash ^ (uint64_t)(unsigned)score[i]) * 1099511628211U;
    struct slot *slot = &tables->slot[(hash ^ (hash >> 32)) % N_SLOTS];
    const size_t size = (size_t)n * sizeof *score;
    if (slot->n == n && memcmp(slot->score, score, size) == 0)
        return slot;
    free(slot->score);
    free(slot->p);
    slot->n = n;
    slot->score = malloc(size + sizeof *score);
    const size_t n_p = (size_t)n * (size_t)n / 2 + 2; /* K is at most n^2 / 2 */
    slot->p = malloc(n_p * sizeof *slot->p);
    if (!slot->score || !slot->p) {
        slot->n = 0;
        return NULL;
    }
    memcpy(slot->score, score, size);
    for (size_t k = 0; k < n_p; k++)
        slot->p[k] = NAN;
    return slot;
}

static int by_score(const void *left, const void *right)
{
    const int a = *(const int *)left;
    const int b = *(const int *)right;
    return (a > b) - (a < b);
}

/* Sorted; and of the two signs, which have one p, always the same one. */
static void sort_scores(int *score, int n)
{
    qsort(score, (size_t)n, sizeof *score, by_score);
    int i = 0;
    while (i < n && score[i] == -score[n - 1 - i])
        i++;
    if (i == n || score[i] < -score[n - 1 - i])
        return;
    for (int low = 0, high = n - 1; low <= high; low++, high--) {
        const int turned = -score[low];
        score[low] = -score[high];
        score[high] = turned;
    }
}

bool pettitt_test(struct pettitt_tables *tables, const double *value, int n, uint64_t seed, int *score,
                  struct pettitt *result)
{
    /* score: twice the distance of the mean rank from the middle one, so that U_k is the sum of the first k */
    for (int i = 0; i < n; i++) {
        score[i] = 0;
        for (int j = 0; j < n; j++)
            score[i] += (value[i] > value[j]) - (value[i] < value[j]);
    }
    *result = (struct pettitt){.first = 1, .last = 1, .p = 1};
    int sum = 0;
    for (int k = 1; k < n; k++) {
        sum += score[k - 1];
        if (abs(sum) > result->k) {
            result->k = abs(sum);
            result->first = k;
        }
        if (abs(sum) == result->k)
            result->last = k;
    }
    if (result->k == 0)
        return true;
    if (n > MOST_YEARS) {
        result->p = fmin(1, 2 * exp(-6.0 * result->k * result->k / ((double)n * n * n + (double)n * n)));
        return true;
    }
    sort_scores(score, n);
    struct slot *slot = slot_for(tables, score, n);
    if (!slot)
        return false;
    double *const p = &slot->p[result->k];
    if (isnan(*p))
        *p = n <= EXACT_YEARS ? exact_p(tables->ways, score, n, result->k) : drawn_p(score, n, result->k, seed);
    result->p = *p;
    return true;
}

double pettitt_smallest_p(int n)
{
    /* even: all low values first, or all high: 2 of the choices of half.  Odd: the middle value may stand on either
     * side, and the order in which it stands in the middle counts for both */
    const int half = n / 2;
    double choices = 1;
    for (int i = 1; i <= half; i++)
        choices = choices * (n - half + i) / i;
    if (n < 2)
        return 1;
    return fmin(1, n % 2 ? 4 / choices - 2 / (choices * (half + 1)) : 2 / choices);
}

/* ---- one shift of the mean ---- */

enum {
    LEAST_SIDE = 3
};

/* Bayesian information criterion; `least` is what rounding leaves of a perfect fit. */
static double bic(double squares, double least, int n, int parameters)
{
    return n * log(fmax(squares, least) / n) + parameters * log(n);
}

struct mean_shift mean_shift_fit(const double *value, int n, double line_squares)
{
    struct mean_shift shift = {0};
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < n; i++) {
        const double away = value[i] - value[0];
        sum += away;
        squares += away * away;
        largest = fmax(largest, fabs(value[i]));
    }
    const double level_squares = squares - sum * sum / n;
    /* splitting at k takes off (mean difference)^2 k (n - k) / n */
    double best = -1;
    double before = 0;
    for (int k = 1; k <= n - LEAST_SIDE; k++) {
        before += value[k - 1] - value[0];
        const double size = (sum - before) / (n - k) - before / k;
        const double gain = size * size * k * (n - k) / n;
        if (k < LEAST_SIDE || gain <= best)
            continue;
        best = gain;
        shift.first = k;
        shift.size = size;
    }
    const double least = n * 16 * DBL_EPSILON * DBL_EPSILON * largest * largest + DBL_MIN;
    const double with_shift = bic(level_squares - best, fmax(least, 1e-15 * level_squares), n, 3);
    const double with_level = bic(level_squares, least, n, 1);
    const double with_line = bic(line_squares, fmax(least, 1e-15 * level_squares), n, 2);
    shift.line_is_better = with_line < with_level;
    shift.gain = fmin(with_level, with_line) - with_shift;
    return shift;
}

/* ---- joinpoints ---- */

enum {
    END_YEARS = 2,     /* years before the first joinpoint and after the last */
    BETWEEN_YEARS = 3, /* steps from one joinpoint to the next: two years between */
    MANY_YEARS = 100   /* beyond, the places of three would be too many to try */
};

int joinpoints_allowed(int n)
{
    return n > MANY_YEARS ? 2 : n >= 17 ? 3 : n >= 12 ? 2 : n >= 7 ? 1 : 0;
}

/* What the search knows of the hinges (t - t_j)+, once level and slope are taken out of them. */
struct hinges {
    int n;
    double *gram;  /* n x n inner products */
    double *along; /* inner product with the residuals of the line */
    double *tilt;  /* slope of the hinge: what it adds to the slope of the line */
};

static struct hinges make_hinges(const struct line *line, const int *year, const double *value, int n, double *work)
{
    const size_t count = (size_t)n;
    double *const rest = work + count * count;
    struct hinges h = {.n = n, .gram = work, .along = rest, .tilt = rest + count};
    double *const mean = rest + 2 * count;
    for (int j = 0; j < n; j++) {
        h.along[j] = h.tilt[j] = mean[j] = 0;
        for (int i = j + 1; i < n; i++) {
            const double rise = year[i] - year[j];
            mean[j] += rise / n;
            h.tilt[j] += rise * (year[i] - line->mean_year) / line->spread;
            h.along[j] += rise * line_left(line, year[i], value[i]);
        }
    }
    for (int j = 0; j < n; j++)
        for (int k = 0; k <= j; k++) {
            double product = 0;
            for (int i = j + 1; i < n; i++)
                product += (double)(year[i] - year[j]) * (year[i] - year[k]);
            h.gram[j * n + k] = h.gram[k * n + j] =
                product - n * mean[j] * mean[k] - line->spread * h.tilt[j] * h.tilt[k];
        }
    return h;
}

/* Solves gram x = right over the chosen hinges, by Cholesky.  Returns right' x: the squares they take off. */
static double solve_hinges(const struct hinges *h, const int *at, int k, const double *right, double *x)
{
    double lower[MOST_JOINPOINTS][MOST_JOINPOINTS] = {{0}};
    double taken = 0;
    for (int a = 0; a < k; a++) {
        for (int b = 0; b <= a; b++) {
            double sum = h->gram[at[a] * h->n + at[b]];
            for (int c = 0; c < b; c++)
                sum -= lower[a][c] * lower[b][c];
            lower[a][b] = a == b ? sqrt(fmax(sum, DBL_MIN)) : sum / lower[b][b];
        }
        x[a] = right[a];
        for (int c = 0; c < a; c++)
            x[a] -= lower[a][c] * x[c];
        x[a] /= lower[a][a];
        taken += x[a] * x[a];
    }
    for (int a = k; a-- > 0;) {
        for (int c = a + 1; c < k; c++)
            x[a] -= lower[c][a] * x[c];
        x[a] /= lower[a][a];
    }
    return taken;
}

struct search {
    const struct hinges *hinges;
    int k;
    int at[MOST_JOINPOINTS], best[MOST_JOINPOINTS];
    double taken;
};

/* Tries all places for the joinpoints from number `from` on. */
static void try_places(struct search *s, int from)
{
    if (from == s->k) {
        double right[MOST_JOINPOINTS] = {0};
        double x[MOST_JOINPOINTS] = {0};
        for (int a = 0; a < s->k; a++)
            right[a] = s->hinges->along[s->at[a]];
        const double taken = solve_hinges(s->hinges, s->at, s->k, right, x);
        if (taken > s->taken) {
            s->taken = taken;
            memcpy(s->best, s->at, sizeof s->best);
        }
        return;
    }
    const int after = (s->k - from - 1) * BETWEEN_YEARS + END_YEARS;
    for (int j = from == 0 ? END_YEARS : s->at[from - 1] + BETWEEN_YEARS; j < s->hinges->n - after; j++) {
        s->at[from] = j;
        try_places(s, from + 1);
    }
}

/* Slope and its standard error where the hinges count as `share` (1 after a joinpoint, 0 before, in between a mean). */
static void slope_of(const struct line *line, const struct hinges *h, const struct joinpoints *fit, const double *bend,
                     const double *share, double sigma, double *slope, double *se)
{
    double weight[MOST_JOINPOINTS] = {0};
    double solved[MOST_JOINPOINTS] = {0};
    *slope = line->slope;
    for (int a = 0; a < fit->k; a++) {
        weight[a] = share[a] - h->tilt[fit->at[a]];
        *slope += bend[a] * weight[a];
    }
    *se = sigma * sqrt(1 / line->spread + solve_hinges(h, fit->at, fit->k, weight, solved));
}

void joinpoint_fit(const struct line *line, const int *year, const double *value, int n, double *work,
                   struct joinpoints *fit)
{
    const struct hinges hinges = make_hinges(line, year, value, n, work);
    double line_squares = 0;
    double largest = 0;
    for (int i = 0; i < n; i++) {
        const double left = line_left(line, year[i], value[i]);
        line_squares += left * left;
        largest = fmax(largest, fabs(value[i]));
    }
    /* what rounding leaves of a perfect fit: of the logarithms, and of the squares taken off */
    const double least = n * 64 * DBL_EPSILON * DBL_EPSILON * largest * largest + 1e-14 * line_squares + DBL_MIN;

    *fit = (struct joinpoints){.k = 0};
    double best = log(fmax(line_squares, least) / n);
    double squares = line_squares;
    for (int k = 1; k <= joinpoints_allowed(n); k++) {
        struct search search = {.hinges = &hinges, .k = k, .taken = -1};
        try_places(&search, 0);
        const double left = line_squares - search.taken;
        const double criterion = log(fmax(left, least) / n) + 3.0 * k * log(n) / n;
        if (!(criterion < best))
            continue;
        best = criterion;
        squares = left;
        fit->k = k;
        memcpy(fit->at, search.best, sizeof fit->at);
    }

    fit->degrees = n - 2 * fit->k - 2;
    fit->perfect = squares <= least;
    const double sigma = fit->perfect ? 0 : sqrt(squares / fit->degrees);
    double right[MOST_JOINPOINTS] = {0};
    double bend[MOST_JOINPOINTS] = {0};
    for (int a = 0; a < fit->k; a++)
        right[a] = hinges.along[fit->at[a]];
    solve_hinges(&hinges, fit->at, fit->k, right, bend);
    double share[MOST_JOINPOINTS] = {0};
    for (int segment = 0; segment <= fit->k; segment++) {
        for (int a = 0; a < fit->k; a++)
            share[a] = a < segment;
        slope_of(line, &hinges, fit, bend, share, sigma, &fit->slope[segment], &fit->se[segment]);
    }
    for (int a = 0; a < fit->k; a++)
        share[a] = (double)(year[n - 1] - year[fit->at[a]]) / (year[n - 1] - year[0]);
    slope_of(line, &hinges, fit, bend, share, sigma, &fit->average, &fit->average_se);
}
