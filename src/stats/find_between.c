/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What looks wrong between series: wholes, copies, totals, years with gaps. */
#include "stats/find.h"

#include "model/memory.h"
#include "stats/job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The exact whole-year value of a year, or NULL's place: false. */
static bool value_in(const struct tb_panel *panel, uint32_t series, int year, size_t *i)
{
    const struct tb_series *s = &panel->series[series];
    size_t low = s->first, high = s->first + s->n;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (panel->year[middle] < year)
            low = middle + 1;
        else
            high = middle;
    }
    *i = low;
    return low < s->first + s->n && panel->year[low] == year && panel->state[low] <= TB_ABOUT && !tb_period(panel, low);
}

/* ---- parts and wholes ---- */

/* The scale of an indicator's unit: 1e4 for 万元. */
static double scale_of(const struct tb_panel *panel, uint32_t indicator)
{
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, panel->indicators[indicator].unit), &unit);
    return unit.numerator_scale;
}

/* Half of the last printed unit; a count in a unit without a scale is not rounded. */
static double rounding_of(const struct tb_panel *panel, uint32_t series, size_t i)
{
    const uint32_t indicator = panel->series[series].indicator;
    const bool exact = panel->indicators[indicator].kind == TB_COUNT && scale_of(panel, indicator) == 1;
    return exact ? 0 : find_half_unit(panel, i);
}

/* Says the first year in which a part is above its whole by more than rounding. */
static void compare(struct find *find, enum find_code code, uint32_t part, uint32_t whole)
{
    const struct tb_panel *panel = find->panel;
    if (part == TB_NOWHERE || whole == TB_NOWHERE)
        return;
    const double of_part = scale_of(panel, panel->series[part].indicator);
    const double of_whole = scale_of(panel, panel->series[whole].indicator);
    find_take(find, part);
    for (size_t k = 0; k < find->n; k++) {
        size_t i;
        const struct spot *s = &find->spot[k];
        if (!value_in(panel, whole, s->year, &i) || panel->value[i] < 0)
            continue;
        const double rounding = rounding_of(panel, part, s->i) * of_part + rounding_of(panel, whole, i) * of_whole;
        if (s->value * of_part - panel->value[i] * of_whole <= rounding + 1e-9 * panel->value[i] * of_whole)
            continue;
        struct tb_finding *f = find_add(find, code, part);
        f->other = whole;
        f->observation = s->i;
        f->observation2 = i;
        f->year = (int16_t)s->year;
        f->number[0] = s->value;
        f->number[1] = panel->value[i];
        return;
    }
}

static bool names_a_share(const struct tb_panel *panel, const struct tb_indicator *indicator)
{
    static const char *const words[] = {"占比", "比重", "所占比例", "share of", "Share of", "proportion of"};
    const char *zh = tb_text(panel, indicator->name_zh), *en = tb_text(panel, indicator->name_en);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strstr(zh, words[i]) || strstr(en, words[i]))
            return true;
    return indicator->kind == TB_PROPORTION;
}

static void find_shares(struct find *find, uint32_t series)
{
    const struct tb_panel *panel = find->panel;
    const struct tb_indicator *indicator = &panel->indicators[panel->series[series].indicator];
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, indicator->unit), &unit);
    if (!unit.percent || indicator->change_of != TB_NOWHERE || !names_a_share(panel, indicator))
        return;
    find_take(find, series);
    for (size_t k = 0; k < find->n; k++) {
        const double percent = find->spot[k].value * unit.numerator_scale / 0.01;
        if (percent >= 0 && percent <= 100)
            continue;
        struct tb_finding *f = find_add(find, FIND_SHARE_ABOVE_100, series);
        f->observation = find->spot[k].i;
        f->year = (int16_t)find->spot[k].year;
        f->number[0] = percent;
        return;
    }
}

/* The proportions of the catalogue, whether they have figures of their own or not. */
static void find_numerators(struct find *find)
{
    const struct tb_panel *panel = find->panel;
    for (uint32_t k = 0; k < panel->n_indicators; k++) {
        const struct tb_indicator *indicator = &panel->indicators[k];
        if (indicator->kind != TB_PROPORTION || indicator->numerator == TB_NOWHERE ||
            indicator->denominator == TB_NOWHERE)
            continue;
        for (uint32_t s = 0; s < panel->n_series && !find->failed; s++)
            if (panel->series[s].indicator == indicator->numerator)
                compare(find, FIND_NUMERATOR_ABOVE, s,
                        tb_panel_find_series(panel, indicator->denominator, panel->series[s].region));
    }
}

void find_wholes(struct find *find)
{
    const struct tb_panel *panel = find->panel;
    for (uint32_t s = 0; s < panel->n_series && !find->failed; s++) {
        const struct tb_series *series = &panel->series[s];
        const struct tb_indicator *indicator = &panel->indicators[series->indicator];
        for (uint32_t k = 0; k < indicator->definition->n_parts; k++)
            compare(find, FIND_PART_ABOVE_WHOLE,
                    tb_panel_find_series(panel, indicator->definition->parts[k], series->region), s);
        if (!find_is_computed(panel, s))
            find_shares(find, s);
    }
    find_numerators(find);
}

/* ---- the same figures twice ---- */

/* Digits that a value needs, without the zeros at its ends: 0.230 has 2, 1200 has 2. */
static int digits_of(const struct tb_panel *panel, size_t i)
{
    const double size = round(fabs(panel->value[i]) * pow(10, panel->decimals[i]));
    if (!(size > 0) || size > 1e15)
        return 0;
    int64_t units = (int64_t)size;
    int digits = 0;
    while (units % 10 == 0)
        units /= 10;
    for (; units; units /= 10)
        digits++;
    return digits;
}

struct print {
    uint64_t hash;
    uint32_t series;
    int digits; /* in all */
    size_t n;
};

static int by_hash(const void *left, const void *right)
{
    const struct print *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->series < b->series ? -1 : a->series > b->series;
}

/* What identifies the values and years of the series taken last. */
static struct print print_of(const struct find *find, uint32_t series)
{
    struct print print = {.hash = 1469598103934665603u, .series = series, .n = find->n};
    for (size_t k = 0; k < find->n; k++) {
        uint64_t bits;
        memcpy(&bits, &find->spot[k].value, sizeof bits);
        print.hash = (print.hash ^ bits ^ (uint64_t)find->spot[k].year << 48) * 1099511628211u;
        const bool repeats = k && find->spot[k].value == find->spot[k - 1].value;
        print.digits += repeats ? 0 : digits_of(find->panel, find->spot[k].i);
    }
    return print;
}

static bool same_values(const struct tb_panel *panel, const struct print *a, const struct print *b)
{
    const struct tb_series *s = &panel->series[a->series], *t = &panel->series[b->series];
    if (a->hash != b->hash || a->n != b->n || s->n != t->n)
        return false;
    for (size_t k = 0; k < s->n; k++) {
        const size_t i = s->first + k, j = t->first + k;
        const bool both = tb_has_value(panel, i) && tb_has_value(panel, j);
        if (panel->year[i] != panel->year[j] || panel->state[i] != panel->state[j] ||
            (both && panel->value[i] != panel->value[j]))
            return false;
    }
    return true;
}

static void find_same_figures(struct find *find)
{
    enum {
        LEAST_YEARS = 3,
        LEAST_DIGITS = 9,
    };
    const struct tb_panel *panel = find->panel;
    struct print *print = malloc((panel->n_series + 1) * sizeof *print);
    size_t n = 0;
    if (!print) {
        find->failed = true;
        return;
    }
    for (uint32_t s = 0; s < panel->n_series && !find->failed; s++) {
        if (find_is_computed(panel, s))
            continue;
        find_take(find, s);
        print[n] = print_of(find, s);
        n += find->n >= LEAST_YEARS && print[n].digits >= LEAST_DIGITS;
    }
    if (n)
        qsort(print, n, sizeof *print, by_hash);
    for (size_t k = 1; k < n && !find->failed; k++) {
        if (!same_values(panel, &print[k - 1], &print[k]))
            continue;
        find_take(find, print[k].series);
        const struct spot *last = &find->spot[find->n - 1];
        struct tb_finding *f = find_add(find, FIND_SAME_FIGURES, print[k - 1].series);
        f->other = print[k].series;
        f->observation = last->i;
        f->year = (int16_t)last->year;
        f->number[0] = (double)find->n;
        f->number[1] = last->value;
    }
    free(print);
}

/* Figures of a year that are those of the year before, over a set of series. */
struct repeat {
    int year;
    size_t pairs, equal, telling; /* telling: of three digits or more */
    uint32_t series;              /* of the first telling one */
    size_t i;
};

static struct repeat *repeat_of(struct repeat **repeat, size_t *n, size_t *capacity, int year)
{
    for (size_t k = *n; k-- > 0;)
        if ((*repeat)[k].year == year)
            return &(*repeat)[k];
    if (!tb_grow(repeat, capacity, *n + 1, sizeof **repeat))
        return NULL;
    (*repeat)[*n] = (struct repeat){.year = year};
    return &(*repeat)[(*n)++];
}

/* Adds the pairs of neighbouring years of one series. */
static void count_repeats(struct find *find, uint32_t series, struct repeat **repeat, size_t *n, size_t *capacity)
{
    find_take(find, series);
    for (size_t k = 1; k < find->n && !find->failed; k++) {
        const struct spot *s = &find->spot[k];
        struct repeat *r = s->year == s[-1].year + 1 ? repeat_of(repeat, n, capacity, s->year) : NULL;
        if (s->year == s[-1].year + 1 && !r)
            find->failed = true;
        if (!r || digits_of(find->panel, s->i) < 2)
            continue;
        const bool equal = s->value == s[-1].value, telling = equal && digits_of(find->panel, s->i) >= 3;
        r->pairs++;
        r->equal += equal;
        if (telling && r->telling++ == 0) {
            r->series = series;
            r->i = s->i;
        }
    }
}

/* Says the copied years of a set; `common` is what its series have in common. */
static void say_repeats(struct find *find, const struct repeat *repeat, size_t n, enum find_clause common)
{
    for (size_t k = 0; k < n; k++) {
        const struct repeat *r = &repeat[k];
        if (r->telling < 4 || 5 * r->equal < 4 * r->pairs)
            continue;
        struct tb_finding *f = find_add(find, FIND_SAME_YEARS, r->series);
        f->observation = r->i;
        f->year = (int16_t)r->year;
        f->year2 = (int16_t)(r->year - 1);
        f->number[0] = (double)r->equal;
        f->number[1] = (double)r->pairs;
        f->clause = (uint8_t)common;
    }
}

static int by_region(const void *left, const void *right, void *context)
{
    const struct tb_series *series = ((const struct tb_panel *)context)->series;
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (series[a].region != series[b].region)
        return series[a].region < series[b].region ? -1 : 1;
    return a < b ? -1 : a > b;
}

/* Copied years over the regions of an indicator, then over the indicators of a region. */
static void find_same_years(struct find *find)
{
    struct tb_panel *panel = (struct tb_panel *)find->panel;
    struct repeat *repeat = NULL;
    size_t n = 0, capacity = 0;
    uint32_t *order = malloc((panel->n_series + 1) * sizeof *order);
    find->failed = find->failed || !order;
    for (uint32_t s = 0, end; s < panel->n_series && !find->failed; s = end) {
        end = find_end_of_indicator(panel, s);
        n = 0;
        for (uint32_t k = s; k < end && !find->failed; k++)
            count_repeats(find, k, &repeat, &n, &capacity);
        say_repeats(find, repeat, n, FIND_OF_INDICATOR);
    }
    for (uint32_t s = 0; order && s < panel->n_series; s++)
        order[s] = s;
    if (order && panel->n_series)
        qsort_r(order, panel->n_series, sizeof *order, by_region, panel);
    for (size_t s = 0, end; s < panel->n_series && !find->failed; s = end) {
        const uint32_t region = panel->series[order[s]].region;
        n = 0;
        for (end = s; end < panel->n_series && panel->series[order[end]].region == region && !find->failed; end++)
            if (!find_is_computed(panel, order[end]))
                count_repeats(find, order[end], &repeat, &n, &capacity);
        say_repeats(find, repeat, n, region ? FIND_OF_REGION : FIND_NO_CLAUSE);
    }
    free(order);
    free(repeat);
}

void find_copies(struct find *find)
{
    find_same_figures(find);
    if (!find->failed)
        find_same_years(find);
}

/* ---- last digits ---- */

void find_last_digits(struct find *find)
{
    enum {
        LEAST_VALUES = 60
    };
    const struct tb_panel *panel = find->panel;
    for (uint32_t s = 0, end; s < panel->n_series && !find->failed; s = end) {
        end = find_end_of_indicator(panel, s);
        size_t count[10] = {0}, n = 0, most = 0, first[10] = {0};
        for (uint32_t k = s; k < end && !find_is_computed(panel, k) && !find->failed; k++) {
            find_take(find, k);
            for (size_t i = 0; i < find->n; i++) {
                const double size = fabs(find->spot[i].value);
                if (size < 100 || size > 1e15 || size != floor(size) || panel->decimals[find->spot[i].i] != 0)
                    continue;
                const size_t digit = (size_t)fmod(size, 10);
                if (!count[digit]++)
                    first[digit] = find->spot[i].i;
                n++;
            }
        }
        for (size_t d = 1; d < 10; d++)
            if (count[d] > count[most])
                most = d;
        const double expected = (double)n / 10;
        /* ten digits are looked at; 5.2 standard deviations leave 1e-7 for each */
        if (n < LEAST_VALUES || 10 * count[most] < 3 * n || (double)count[most] < expected + 5.2 * sqrt(0.9 * expected))
            continue;
        struct tb_finding *f = find_add(find, FIND_LAST_DIGITS, s);
        f->observation = first[most]; /* the first of many */
        f->number[0] = (double)count[most];
        f->number[1] = (double)n;
        f->number[2] = (double)most;
        f->number[3] = round(expected);
    }
}

/* ---- years and series that stop ---- */

static bool is_listed(const struct tb_panel *panel, uint32_t s)
{
    return panel->series[s].n > 0 && !find_is_computed(panel, s);
}

static void find_uneven_years(struct find *find)
{
    enum {
        FIRST = 1800,
        YEARS = 401
    };
    const struct tb_panel *panel = find->panel;
    size_t count[YEARS] = {0};
    size_t at[YEARS] = {0};
    for (uint32_t s = 0; s < panel->n_series; s++)
        for (size_t i = panel->series[s].first; is_listed(panel, s) && i < panel->series[s].first + panel->series[s].n;
             i++)
            if (tb_has_value(panel, i) && panel->year[i] >= FIRST && panel->year[i] < FIRST + YEARS) {
                const size_t y = (size_t)(panel->year[i] - FIRST);
                if (!count[y]++)
                    at[y] = i;
            }
    for (size_t y = 1; y < YEARS; y++) {
        bool last = true;
        for (size_t later = y + 1; later < YEARS && last; later++)
            last = count[later] == 0;
        const size_t beside = last                                           ? count[y - 1]
                              : y + 1 < YEARS && count[y + 1] < count[y - 1] ? count[y + 1]
                                                                             : count[y - 1];
        if (!count[y] || beside < 8 || 2 * count[y] >= beside)
            continue;
        struct tb_finding *f = find_add(find, FIND_UNEVEN_YEAR, TB_NOWHERE);
        f->observation = at[y];
        f->year = (int16_t)(FIRST + (int)y);
        f->number[0] = (double)count[y];
        f->number[1] = (double)beside;
    }
}

/* Last year with a value, and whether the four years up to it have one each. */
static int end_of(const struct tb_panel *panel, uint32_t s, bool *regular)
{
    const struct tb_series *series = &panel->series[s];
    size_t last = series->first + series->n;
    while (last > series->first && !tb_has_value(panel, last - 1))
        last--;
    *regular = last >= series->first + 4 && panel->year[last - 1] - panel->year[last - 4] == 3;
    for (size_t i = series->first + 1; i < last && *regular; i++)
        *regular = panel->year[i] == panel->year[i - 1] + 1;
    return last > series->first ? panel->year[last - 1] : 0;
}

static void find_stops(struct find *find)
{
    enum {
        LEAST_SERIES = 4
    };
    const struct tb_panel *panel = find->panel;
    int *last = calloc(panel->n_series + 1, sizeof *last);
    bool *regular = calloc(panel->n_series + 1, sizeof *regular);
    find->failed = !last || !regular;
    for (uint32_t s = 0; s < panel->n_series && !find->failed; s++)
        if (is_listed(panel, s))
            last[s] = end_of(panel, s, &regular[s]);
    for (uint32_t s = 0; s < panel->n_series && !find->failed; s++) {
        const struct tb_series *series = &panel->series[s];
        const uint32_t section = panel->indicators[series->indicator].section;
        size_t n = 0, go_on = 0;
        int latest = 0;
        if (!regular[s] || !section)
            continue;
        for (uint32_t k = 0; k < panel->n_series; k++) {
            if (!last[k] || panel->indicators[panel->series[k].indicator].section != section ||
                panel->series[k].region != series->region)
                continue;
            n++;
            go_on = last[k] > latest ? 1 : go_on + (last[k] == latest);
            latest = last[k] > latest ? last[k] : latest;
        }
        if (latest < last[s] + 2 || n < LEAST_SERIES || 3 * go_on < 2 * n)
            continue;
        struct tb_finding *f = find_add(find, FIND_STOPS, s);
        f->observation = series->first + series->n - 1;
        f->year = (int16_t)last[s];
        f->year2 = (int16_t)latest;
        f->number[0] = (double)go_on;
        f->number[1] = (double)n;
    }
    free(last);
    free(regular);
}

void find_uneven(struct find *find)
{
    find_uneven_years(find);
    if (find->panel->n_series <= 5000) /* every series is held beside all others */
        find_stops(find);
}

/* ---- total rows ---- */

/* The values of one year of all regions but one. */
struct sum {
    double value, slack; /* rounding of all of them */
    size_t n;
};

static struct sum sum_of_others(const struct tb_panel *panel, uint32_t first, uint32_t end, uint32_t but, int year)
{
    struct sum sum = {0};
    for (uint32_t s = first; s < end; s++) {
        size_t i;
        if (s == but || !value_in(panel, s, year, &i))
            continue;
        sum.value += panel->value[i];
        sum.slack += rounding_of(panel, s, i);
        sum.n++;
    }
    return sum;
}

/* How often one row equals the sum of the others. */
struct match {
    size_t years, equal, near, telling; /* near: not equal, within a quarter; telling: digits of the equal ones */
    int year;                           /* the first that is near, else the last that is equal */
    size_t i;
    struct sum sum;
};

static struct match match_total(struct find *find, uint32_t first, uint32_t end, uint32_t total)
{
    const struct tb_panel *panel = find->panel;
    struct match match = {0};
    find_take(find, total);
    for (size_t k = 0; k < find->n; k++) {
        const struct spot *s = &find->spot[k];
        const struct sum sum = sum_of_others(panel, first, end, total, s->year);
        if (sum.n < 2 || sum.n + 1 < end - first)
            continue;
        const double slack = sum.slack + rounding_of(panel, total, s->i);
        const bool equal = fabs(sum.value - s->value) <= slack + 1e-9 * fabs(s->value);
        const bool near = !equal && fabs(sum.value - s->value) <= fabs(s->value) / 4;
        match.years++;
        match.equal += equal;
        match.telling += equal ? (size_t)digits_of(panel, s->i) : 0;
        if (near ? match.near++ == 0 : equal && !match.near) {
            match.year = s->year;
            match.i = s->i;
            match.sum = sum;
        }
    }
    return match;
}

static void say_total(struct find *find, uint32_t total, const struct match *match, size_t regions)
{
    if (!match->equal && !match->near)
        return;
    struct tb_finding *f = find_add(find, match->near ? FIND_TOTAL_DIFFERS : FIND_TOTAL, total);
    if (match->near) {
        f->observation = match->i;
        f->year = (int16_t)match->year;
        f->number[0] = find->panel->value[match->i];
        f->number[1] = match->sum.value;
        f->number[2] = (double)match->sum.n;
        f->number[3] = (double)match->near;
    } else {
        f->number[0] = (double)regions;
        f->number[1] = (double)match->equal;
    }
}

void find_totals(struct find *find)
{
    enum {
        LEAST_REGIONS = 4
    };
    const struct tb_panel *panel = find->panel;
    for (uint32_t s = 0, end; s < panel->n_series && !find->failed; s = end) {
        end = find_end_of_indicator(panel, s);
        if (end - s < 3 || find_is_computed(panel, s) || !find_adds_up(panel, panel->series[s].indicator))
            continue;
        uint32_t total = TB_NOWHERE, largest = s;
        for (uint32_t k = s; k < end; k++) {
            if (region_stands_for_all(panel, k))
                total = k;
            size_t i = panel->series[k].first + panel->series[k].n - 1, j = panel->series[largest].first;
            j += panel->series[largest].n - 1;
            if (!(panel->value[i] <= panel->value[j]) || isnan(panel->value[j]))
                largest = k;
        }
        const struct match match = match_total(find, s, end, total == TB_NOWHERE ? largest : total);
        if (total != TB_NOWHERE)
            say_total(find, total, &match, end - s - 1);
        else if (end - s > LEAST_REGIONS && match.years >= 2 && match.equal == match.years && match.telling >= 6) {
            struct tb_finding *f = find_add(find, FIND_HIDDEN_TOTAL, largest);
            f->observation = match.i;
            f->year = (int16_t)match.year;
            f->number[0] = (double)(end - s - 1);
            f->number[1] = (double)match.equal;
            f->number[2] = panel->value[match.i];
        }
    }
}
