/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scale.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

/* 25 x 10^(k-1) is the step 2.5 */
static const struct {
    int mantissa, shift;
    double penalty;
} steps[] = {{1, 0, 0}, {2, 0, 0}, {25, -1, 0.12}, {5, 0, 0}};

static const double wanted_intervals = 4;
static const double headroom = 0.1;
static const double reach = 0.04; /* a tick this near above the range, as a share of it, is included */

static double power_of_ten(int exponent)
{
    return pow(10, exponent); /* exact in glibc for integer exponents up to 22 */
}

static double tick(int mantissa, int exponent, long i)
{
    const double whole = (double)i * mantissa;
    return exponent < 0 ? whole / power_of_ten(-exponent) : whole * power_of_ten(exponent);
}

double tb_scale_tick(const struct tb_scale *scale, long i)
{
    return tick(scale->mantissa, scale->exponent, i);
}

int tb_scale_decimals(const struct tb_scale *scale)
{
    return scale->exponent < 0 ? -scale->exponent : 0;
}

static void choose_range(double min, double max, enum tb_scale_base base, double ceiling, struct tb_scale *scale)
{
    const double largest = fmax(fabs(min), fabs(max));
    if (largest == 0) {
        scale->low = 0;
        scale->high = isfinite(ceiling) ? fmin(1, ceiling) : 1;
        return;
    }
    bool from_zero = base == TB_FROM_ZERO || (min <= 0 && max >= 0);
    if (!from_zero) /* the far end at least twice the near one: 0 is in sight */
        from_zero = min > 0 ? max >= 2 * min : min <= 2 * max;
    if (from_zero) {
        min = fmin(0, min);
        max = fmax(0, max);
    }
    double span = max - min;
    if (span < 1e-9 * largest) /* all equal: PLplot and the eye need a range */
        span = largest;
    scale->low = min == 0 && from_zero ? 0 : min - headroom * span;
    scale->high = max == 0 && from_zero ? 0 : max + headroom * span;
    if (isfinite(ceiling)) {
        scale->low = fmax(scale->low, 0);
        scale->high = fmin(scale->high, fmax(ceiling, max));
    }
}

void tb_scale_choose(double min, double max, enum tb_scale_base base, int decimals, double ceiling,
                     struct tb_scale *scale)
{
    assert(isfinite(min) && isfinite(max) && min <= max && fabs(min) < TB_LARGEST && fabs(max) < TB_LARGEST);
    choose_range(min, max, base, ceiling, scale);

    const double range = scale->high - scale->low;
    const int magnitude = (int)floor(log10(range / wanted_intervals));
    double best = INFINITY;
    scale->mantissa = 0;
    for (int k = magnitude - 1; k <= magnitude + 2; k++) {
        for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
            const int exponent = k + steps[s].shift;
            if (exponent < 0 && -exponent > decimals)
                continue;
            const double step = tick(steps[s].mantissa, exponent, 1);
            const double cost = fabs(log(range / step / wanted_intervals)) + steps[s].penalty;
            if (cost <= best + 1e-12) { /* ties: the larger */
                best = cost;
                scale->mantissa = steps[s].mantissa;
                scale->exponent = exponent;
            }
        }
    }
    if (scale->mantissa == 0) { /* the whole range is a few units of the last printed digit */
        scale->mantissa = 1;
        scale->exponent = -decimals;
    }

    const double step = tb_scale_tick(scale, 1);
    scale->first = (long)ceil(scale->low / step - 1e-9);
    scale->last = (long)floor(scale->high / step + 1e-9);
    if (tb_scale_tick(scale, scale->first) < scale->low - 1e-6 * range)
        scale->first++; /* a range far below the step: 0 lies near it in steps, but not on the page */
    const double next = tb_scale_tick(scale, scale->last + 1);
    if (next - scale->high < reach * range && !(isfinite(ceiling) && next > ceiling)) {
        scale->high = next;
        scale->last++;
    }
    scale->has_zero = scale->low <= 0 && scale->high >= 0;
}

int tb_label_step(double width, double pitch)
{
    static const int leading[] = {1, 2, 5};
    for (int decade = 1; decade <= 100000; decade *= 10) {
        for (size_t i = 0; i < sizeof leading / sizeof *leading; i++) {
            if (width <= pitch * leading[i] * decade)
                return leading[i] * decade;
        }
    }
    return 1000000;
}
