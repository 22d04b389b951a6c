/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/numeric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>

/* ---- distributions, remembered by pattern of ties ---- */

enum {
    N_TABLES = 1024
};

struct table {
    int n; /* 0: free */
    int groups[KENDALL_EXACT_YEARS + 1];
    double *tail; /* tail[d]: probability of d or fewer inversions, d = 0 .. pairs / 2 */
};

struct kendall_tables {
    struct table slot[N_TABLES];
    struct {          /* of so many years without ties: what kendall_sen_rank found last */
        double alpha; /* 0: nothing yet */
        long rank;
    } sen[KENDALL_EXACT_YEARS + 1];
};

struct kendall_tables *kendall_tables_new(void)
{
    return calloc(1, sizeof(struct kendall_tables));
}

void kendall_tables_free(struct kendall_tables *tables)
{
    if (!tables)
        return;
    for (size_t i = 0; i < N_TABLES; i++)
        free(tables->slot[i].tail);
    free(tables);
}

/* by += q^shift of, both of `size` coefficients */
static void add_shifted(double *by, const double *of, size_t shift, size_t size)
{
    for (size_t d = shift; d < size; d++)
        by[d] += of[d - shift];
}

/*
 * The q-binomial [n, k], cut to `size` coefficients, by [n,k] = [n-1,k-1] + q^k [n-1,k]: additions alone, so nothing
 * cancels. row has (k + 1) x size numbers of room; the result is its last `size`.
 */
static double *q_binomial(double *row, int n, int k, size_t size)
{
    memset(row, 0, ((size_t)k + 1) * size * sizeof *row);
    row[0] = 1; /* [0, 0] */
    for (int r = 1; r <= n; r++) {
        for (int j = r < k ? r : k; j >= 1; j--) {
            double *at = row + (size_t)j * size;
            const double *left = at - size;
            for (size_t d = size; d-- > 0;)
                at[d] = left[d] + (d >= (size_t)j ? at[d - (size_t)j] : 0);
        }
    }
    return row + (size_t)k * size;
}

/* product = a x b, all cut to `size` coefficients */
static void multiply(double *product, const double *a, const double *b, size_t size)
{
    memset(product, 0, size * sizeof *product);
    for (size_t i = 0; i < size; i++)
        if (a[i] != 0)
            for (size_t j = 0; i + j < size; j++)
                product[i + j] += a[i] * b[j];
}

/*
 * Counts of the orders of a multiset by their inversions: the q-multinomial of the group sizes (MacMahon), as the
 * product of [t1, t1] [t1+t2, t2] ..., single values by [m] = 1 + q + ... + q^(m-1).  Symmetric, so the lower half is
 * enough.
 */
static double *tail_of(const struct kendall_order *order)
{
    const size_t size = (size_t)order->pairs / 2 + 1;
    int largest = 1;
    for (int t = 2; t <= order->n; t++)
        if (order->groups[t] > 0)
            largest = t;
    double *tail = calloc(size, sizeof *tail);
    double *work = malloc(((size_t)largest + 3) * size * sizeof *work);
    if (!tail || !work) {
        free(tail);
        free(work);
        return NULL;
    }
    double *counts = work;
    double *product = work + size;
    double *row = work + 2 * size;
    memset(counts, 0, size * sizeof *counts);
    counts[0] = 1;
    int placed = 0;
    double all = 1;
    for (int t = largest; t >= 1; t--) {
        for (int g = 0; g < order->groups[t]; g++) {
            placed += t;
            if (t == 1) {
                memset(product, 0, size * sizeof *product);
                for (int shift = 0; shift < placed; shift++)
                    add_shifted(product, counts, (size_t)shift, size);
            } else {
                multiply(product, counts, q_binomial(row, placed, t, size), size);
            }
            double *swap = counts;
            counts = product;
            product = swap;
            for (int j = 0; j < t; j++) /* binomial(placed, t) more orders */
                all = all * (placed - j) / (j + 1);
        }
    }
    double sum = 0;
    for (size_t d = 0; d < size; d++) {
        sum += counts[d];
        tail[d] = sum / all;
    }
    free(work);
    return tail;
}

static const double *tail_for(struct kendall_tables *tables, const struct kendall_order *order)
{
    uint64_t hash = 1469598103934665603U; /* FNV-1a */
    for (int t = 1; t <= order->n; t++)
        hash = (hash ^ (uint64_t)(unsigned)order->groups[t]) * 1099511628211U;
    struct table *slot = &tables->slot[(hash ^ (hash >> 32)) % N_TABLES];
    const size_t key_size = ((size_t)order->n + 1) * sizeof order->groups[0];
    if (slot->n == order->n && memcmp(slot->groups, order->groups, key_size) == 0)
        return slot->tail;
    double *tail = tail_of(order);
    if (!tail)
        return NULL;
    free(slot->tail);
    slot->n = order->n;
    memcpy(slot->groups, order->groups, key_size);
    slot->tail = tail;
    return tail;
}

/* P(S >= s) */
static double normal_above(const struct kendall_order *order, long s)
{
    const double n = order->n;
    const double variance = (n * (n - 1) * (2 * n + 5) - order->tied) / 18;
    return gsl_cdf_ugaussian_Q((double)(s - 1) / sqrt(variance));
}

/* The same from the counts; S and -S are equally likely. */
static double exact_above(const struct kendall_order *order, const double *tail, long s)
{
    if (s > order->pairs)
        return 0;
    return s > 0 ? tail[(order->pairs - s) / 2] : 1 - exact_above(order, tail, 1 - s);
}

bool kendall_p(struct kendall_tables *tables, const struct kendall_order *order, long s, enum side side, double *p)
{
    *p = 1;
    if (order->pairs == 0 || (s == 0 && side == BOTH_SIDES))
        return true;
    const long from = side == BOTH_SIDES ? labs(s) : side == RISING_SIDE ? s : -s;
    const double times = side == BOTH_SIDES ? 2 : 1;
    if (order->n > KENDALL_EXACT_YEARS) {
        *p = fmin(1, times * normal_above(order, from));
        return true;
    }
    const double *tail = tail_for(tables, order);
    if (!tail)
        return false;
    *p = fmin(1, times * exact_above(order, tail, from));
    return true;
}

double kendall_smallest_p(const struct kendall_order *order, enum side side)
{
    const double times = side == BOTH_SIDES ? 2 : 1;
    if (order->pairs == 0)
        return 1;
    if (order->n > KENDALL_EXACT_YEARS)
        return fmin(1, times * normal_above(order, order->pairs));
    double p = times; /* times the product of t! / n! */
    int placed = 0;
    for (int t = 1; t <= order->n; t++)
        for (int g = 0; g < order->groups[t]; g++)
            for (int j = 1; j <= t; j++)
                p = p * j / ++placed;
    return fmin(1, p);
}

/* kendall_years_needed for the smallest p of these ties */
static int years_needed(const struct kendall_order *order, double smallest_p, double alpha, enum side side)
{
    /* none, one or all equal: 2 t! / t!, or one of these orders on one side */
    double p = order->pairs > 0 ? smallest_p : side == BOTH_SIDES ? 2 : 1;
    int years = order->n;
    while (p > alpha && years < KENDALL_EXACT_YEARS)
        p /= ++years;
    return years;
}

int kendall_years_needed(const struct kendall_order *order, double alpha, enum side side)
{
    return years_needed(order, kendall_smallest_p(order, side), alpha, side);
}

/* ---- orders ---- */

/* rank: any whole numbers that order as the values do, below `n_ranks`; counted is zeroed room for n_ranks */
static void order_of_ranks(const int *rank, int n, int *counted, struct kendall_order *order)
{
    memset(order, 0, sizeof *order);
    order->n = n;
    order->pairs = (long)n * (n - 1) / 2;
    for (int i = 0; i < n; i++)
        counted[rank[i]]++;
    for (int i = 0; i < n; i++) {
        const int t = counted[rank[i]];
        counted[rank[i]] = 0; /* each group is met once, and the room is zero again */
        if (t == 0)
            continue;
        if (n <= KENDALL_EXACT_YEARS)
            order->groups[t]++;
        order->tied += (double)t * (t - 1) * (2 * t + 5);
        order->pairs -= (long)t * (t - 1) / 2;
    }
    for (int j = 1; j < n; j++)
        for (int i = 0; i < j; i++)
            order->s += (rank[j] > rank[i]) - (rank[j] < rank[i]);
}

static void no_ties(int n, struct kendall_order *order)
{
    memset(order, 0, sizeof *order);
    order->n = n;
    order->pairs = (long)n * (n - 1) / 2;
    if (n <= KENDALL_EXACT_YEARS)
        order->groups[1] = n;
}

/* The order of known values.  False without memory. */
static bool order_of_values(const double *value, int n, struct kendall_order *order)
{
    no_ties(n, order);
    long rising = 0;
    long falling = 0;
    for (int j = 1; j < n; j++)
        for (int i = 0; i < j; i++) {
            rising += value[i] < value[j];
            falling += value[i] > value[j];
        }
    order->s = rising - falling;
    if (rising + falling == order->pairs) /* no ties */
        return true;
    int *rank = calloc(2 * (size_t)n + 2, sizeof *rank);
    if (!rank)
        return false;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            rank[i] += value[j] < value[i];
    order_of_ranks(rank, n, rank + n + 1, order);
    free(rank);
    return true;
}

/* ---- the test over intervals ---- */

enum {
    MOST_UNKNOWN = 3,
    MOST_ORDERS = 20000
};

struct search {
    struct kendall_tables *tables;
    struct kendall_result *result;
    double alpha;
    enum side side;
    int n, n_unknown;
    int *rank;                                                          /* of each year, as now tried */
    int *counted;                                                       /* room for order_of_ranks */
    int unknown[MOST_UNKNOWN], first[MOST_UNKNOWN], last[MOST_UNKNOWN]; /* which year, from which rank to which */
};

/* S over the geometric mean of all pairs (years are never equal) and the pairs of different values. */
static double tau_b(const struct kendall_order *order)
{
    return (double)order->s / sqrt((double)order->n * (order->n - 1) / 2 * (double)order->pairs);
}

/* The largest tau-b that goes with an S of at most s, whatever the ties: |S| is at most the pairs of different values.
 */
static double largest_tau(long s, double pairs)
{
    return s > 0 ? sqrt((double)s / pairs) : (double)s / pairs;
}

static bool note_order(const struct search *search, const struct kendall_order *order)
{
    double p;
    if (!kendall_p(search->tables, order, order->s, search->side, &p))
        return false;
    struct kendall_result *r = search->result;
    const double smallest = kendall_smallest_p(order, search->side);
    if (smallest < r->smallest_p || r->needed == 0) {
        r->smallest_p = smallest;
        r->needed = years_needed(order, smallest, search->alpha, search->side);
        r->constant = order->pairs == 0 && search->n > 1;
    }
    if (order->s < r->s_lower)
        r->s_lower = order->s;
    if (order->s > r->s_upper)
        r->s_upper = order->s;
    if (order->pairs > 0) {
        const double tau = tau_b(order);
        r->tau_lower = fmin(r->tau_lower, tau);
        r->tau_upper = fmax(r->tau_upper, tau);
    }
    r->p_lower = fmin(r->p_lower, p);
    r->p_upper = fmax(r->p_upper, p);
    if (p <= search->alpha && order->s > 0 && search->side != FALLING_SIDE)
        r->rising = true;
    else if (p <= search->alpha && order->s < 0 && search->side != RISING_SIDE)
        r->falling = true;
    else
        r->unclear = true;
    return true;
}

static bool try_orders(struct search *search, int k)
{
    if (k == search->n_unknown || k == MOST_UNKNOWN) {
        struct kendall_order order;
        order_of_ranks(search->rank, search->n, search->counted, &order);
        return note_order(search, &order);
    }
    for (int rank = search->first[k]; rank <= search->last[k]; rank++) {
        search->rank[search->unknown[k]] = rank;
        if (!try_orders(search, k + 1))
            return false;
    }
    return true;
}

static bool is_open(const uint8_t *open, int i, uint8_t end)
{
    return open && (open[i] & end);
}

/* Pair by pair: what each pair can add to S whatever the others do. */
static void bound_by_pairs(const double *lower, const double *upper, const uint8_t *open, int n,
                           struct kendall_result *r)
{
    r->s_lower = r->s_upper = 0;
    for (int j = 1; j < n; j++) {
        for (int i = 0; i < j; i++) {
            const bool apart = is_open(open, j, OPEN_LOWER) || is_open(open, i, OPEN_UPPER);
            const bool below = is_open(open, j, OPEN_UPPER) || is_open(open, i, OPEN_LOWER);
            r->s_lower += lower[j] > upper[i] ? 1 : lower[j] == upper[i] ? apart : -1;
            r->s_upper += upper[j] < lower[i] ? -1 : upper[j] == lower[i] ? -below : 1;
        }
    }
}

/*
 * Many unknown values: the range of S, and the largest p as that of the smallest |S| without ties: ties only make the
 * same S rarer (checked for every pattern of ties up to 14 years, in whole numbers).
 */
static bool bound_s(struct kendall_tables *tables, const double *lower, const double *upper, const uint8_t *open, int n,
                    double alpha, enum side side, struct kendall_result *r)
{
    if (!intervals_are_few(lower, upper, n))
        bound_by_pairs(lower, upper, open, n, r);
    else if (!s_of_intervals(lower, upper, open, n, &r->s_lower, &r->s_upper))
        return false;
    struct kendall_order order;
    no_ties(n, &order);
    r->smallest_p = kendall_smallest_p(&order, side);
    r->needed = kendall_years_needed(&order, alpha, side);
    r->constant = false;
    r->tau_upper = largest_tau(r->s_upper, (double)order.pairs);
    r->tau_lower = -largest_tau(-r->s_lower, (double)order.pairs);
    r->p_lower = NAN;
    r->p_upper = 1;
    r->rising = r->s_upper > 0 && side != FALLING_SIDE;
    r->falling = r->s_lower < 0 && side != RISING_SIDE;
    r->unclear = true;
    const long nearest = r->s_lower > 0 && side != FALLING_SIDE  ? r->s_lower
                         : r->s_upper < 0 && side != RISING_SIDE ? -r->s_upper
                                                                 : 0;
    const long reached =
        (order.pairs - nearest) % 2 ? nearest - 1 : nearest; /* without ties S has the parity of pairs */
    if (reached > 0) {
        if (!kendall_p(tables, &order, r->s_lower > 0 ? reached : -reached, side, &r->p_upper))
            return false;
        r->unclear = r->p_upper > alpha;
    }
    return true;
}

/* the number of different finite ends up to `value`; ends is sorted and unique */
static int end_number(const double *ends, size_t n, double value)
{
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (ends[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return (int)low;
}

bool kendall_test(struct kendall_tables *tables, const double *lower, const double *upper, const uint8_t *open, int n,
                  double alpha, enum side side, struct kendall_result *result)
{
    *result = (struct kendall_result){.n = n,
                                      .s_lower = (long)n * n,
                                      .s_upper = -(long)n * n,
                                      .tau_lower = 2,
                                      .tau_upper = -2,
                                      .p_lower = 2,
                                      .p_upper = 0,
                                      .smallest_p = 2};
    struct search search = {.tables = tables, .result = result, .alpha = alpha, .side = side, .n = n};
    if (memcmp(lower, upper, (size_t)n * sizeof *lower) == 0) { /* nearly all series: one order */
        struct kendall_order order;
        result->exact = true;
        return order_of_values(lower, n, &order) && note_order(&search, &order);
    }
    double *ends = malloc((2 * (size_t)n + 1) * sizeof *ends);
    search.rank = calloc((size_t)n + 1, sizeof *search.rank);
    bool fine = ends && search.rank;
    if (!fine)
        goto done;

    size_t n_ends = 0;
    bool few = true;
    for (int i = 0; i < n; i++) {
        if (lower[i] != upper[i]) {
            few = few && search.n_unknown < MOST_UNKNOWN;
            if (few)
                search.unknown[search.n_unknown++] = i;
            if (isfinite(upper[i]))
                ends[n_ends++] = upper[i];
        }
        if (isfinite(lower[i]))
            ends[n_ends++] = lower[i];
    }
    result->exact = few && search.n_unknown == 0;
    if (!few) {
        fine = bound_s(tables, lower, upper, open, n, alpha, side, result);
        goto done;
    }
    gsl_sort(ends, 1, n_ends);
    size_t unique = 0;
    for (size_t i = 0; i < n_ends; i++)
        if (unique == 0 || ends[i] != ends[unique - 1])
            ends[unique++] = ends[i];

    /* Each end is a rank of its own, and between two neighbours as many ranks as there are unknown values: every order
     * that true values could have is then an order of ranks. */
    const int step = search.n_unknown + 1;
    for (int i = 0; i < n; i++)
        if (lower[i] == upper[i])
            search.rank[i] = (end_number(ends, unique, lower[i]) + 1) * step;
    double orders = 1;
    for (int k = 0; k < search.n_unknown; k++) {
        const int i = search.unknown[k];
        search.first[k] = isfinite(lower[i]) ? (end_number(ends, unique, lower[i]) + 1) * step : 1;
        search.last[k] =
            isfinite(upper[i]) ? (end_number(ends, unique, upper[i]) + 1) * step : ((int)unique + 1) * step - 1;
        search.first[k] += is_open(open, i, OPEN_LOWER);
        search.last[k] -= is_open(open, i, OPEN_UPPER);
        orders *= search.last[k] - search.first[k] + 1;
    }
    if (orders > MOST_ORDERS) {
        fine = bound_s(tables, lower, upper, open, n, alpha, side, result);
        goto done;
    }
    search.counted = calloc((unique + 2) * (size_t)step, sizeof *search.counted);
    fine = search.counted && try_orders(&search, 0);
done:
    free(ends);
    free(search.rank);
    free(search.counted);
    return fine;
}

/* probability[d] of d inversions, d = 0 .. pairs, from the lower half of their distribution. */
static void probabilities(const double *tail, long pairs, double *probability)
{
    for (long d = 0; d <= pairs / 2; d++)
        probability[d] = probability[pairs - d] = tail[d] - (d > 0 ? tail[d - 1] : 0);
}

/* P(S >= s) of the sum: the distributions of the segments, one by one. */
static bool sum_above(struct kendall_tables *tables, const struct kendall_order *order, int parts, long pairs, long s,
                      double *above)
{
    const size_t room = (size_t)pairs + 1;
    double *sum = calloc(3 * room, sizeof *sum);
    if (!sum)
        return false;
    double *const one = sum + room;
    double *next = one + room;
    double *now = sum;
    now[0] = 1;
    long reached = 0;
    for (int k = 0; k < parts; k++) {
        if (order[k].pairs == 0)
            continue;
        const double *tail = tail_for(tables, &order[k]);
        if (!tail) {
            free(sum);
            return false;
        }
        probabilities(tail, order[k].pairs, one);
        memset(next, 0, room * sizeof *next);
        for (long a = 0; a <= reached; a++)
            for (long b = 0; b <= order[k].pairs; b++)
                next[a + b] += now[a] * one[b];
        reached += order[k].pairs;
        double *swap = now;
        now = next;
        next = swap;
    }
    *above = 0;
    for (long d = 0; d <= pairs && pairs - 2 * d >= s; d++) /* S = pairs - 2 inversions; small terms first */
        *above += now[d];
    free(sum);
    return true;
}

/* The same from the sum of the variances. */
static double sum_above_normal(const struct kendall_order *order, int parts, long s)
{
    double variance = 0;
    for (int k = 0; k < parts; k++) {
        const double n = order[k].n;
        variance += (n * (n - 1) * (2 * n + 5) - order[k].tied) / 18;
    }
    return gsl_cdf_ugaussian_Q((double)(s - 1) / sqrt(variance));
}

bool kendall_segments(struct kendall_tables *tables, const double *value, const int *size, int parts, enum side side,
                      struct kendall_sum *sum)
{
    *sum = (struct kendall_sum){.p = 1, .smallest_p = 1};
    struct kendall_order *order = calloc((size_t)parts, sizeof *order);
    bool fine = order != NULL;
    int n = 0;
    for (int k = 0; k < parts && fine; n += size[k++]) {
        fine = order_of_values(value + n, size[k], &order[k]);
        sum->s += order[k].s;
        sum->pairs += order[k].pairs;
    }
    if (fine && sum->pairs > 0) {
        const double times = side == BOTH_SIDES ? 2 : 1;
        const long from = side == BOTH_SIDES ? labs(sum->s) : side == RISING_SIDE ? sum->s : -sum->s;
        if (n > KENDALL_EXACT_YEARS) {
            sum->p = sum_above_normal(order, parts, from);
            sum->smallest_p = sum_above_normal(order, parts, sum->pairs);
        } else
            fine = sum_above(tables, order, parts, sum->pairs, from, &sum->p) &&
                   sum_above(tables, order, parts, sum->pairs, sum->pairs, &sum->smallest_p);
        sum->p = fmin(1, times * sum->p);
        sum->smallest_p = fmin(1, times * sum->smallest_p);
    }
    free(order);
    return fine;
}

bool kendall_sen_rank(struct kendall_tables *tables, int n, double alpha, long *rank)
{
    struct kendall_order order;
    no_ties(n, &order);
    *rank = -1;
    const bool kept = n <= KENDALL_EXACT_YEARS;
    if (kept && tables->sen[n].alpha == alpha) {
        *rank = tables->sen[n].rank;
        return true;
    }
    /* the smallest S, of the parity S has, that the test refuses */
    long low = 0;
    long high = order.pairs / 2 + 1; /* S = pairs - 2 rank; P falls as rank falls */
    double p;
    if (!kendall_p(tables, &order, order.pairs, BOTH_SIDES, &p))
        return false;
    if (p > alpha || order.pairs == 0)
        low = -1;
    while (low >= 0 && high - low > 1) { /* rank `low` is refused, `high` is not (or S <= 0) */
        const long middle = low + (high - low) / 2;
        if (!kendall_p(tables, &order, order.pairs - 2 * middle, BOTH_SIDES, &p))
            return false;
        if (p <= alpha)
            low = middle;
        else
            high = middle;
    }
    if (kept) {
        tables->sen[n].alpha = alpha;
        tables->sen[n].rank = low;
    }
    *rank = low;
    return true;
}
