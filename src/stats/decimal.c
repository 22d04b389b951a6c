/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/numeric.h"

#include <math.h>
#include <stdint.h>

static const double WHOLE = 9007199254740992.0; /* 2^53: every whole number up to here is a double */
enum {
    LAST_EXACT_POWER = 22
}; /* 10^22 is the last power of ten that is a double */

static const double powers[LAST_EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* whole x 10^-decimals: one rounding, so the double nearest to the decimal number */
static double unscaled(double whole, int decimals)
{
    return decimals >= 0 ? whole / powers[decimals] : whole * powers[-decimals];
}

/* As nearbyint rounds, half to even, without a call: beside 2^52 there is no room for a fraction. */
static inline double round_even(double x)
{
    const double edge = copysign(4503599627370496.0, x);
    const double rounded = copysign((x + edge) - edge, x);
    return fabs(x) < 4503599627370496.0 ? rounded : x;
}

bool decimal_scaled(double value, int decimals, double *whole)
{
    if (decimals > LAST_EXACT_POWER || decimals < -LAST_EXACT_POWER || !isfinite(value))
        return false;
    const double k = round_even(decimals >= 0 ? value * powers[decimals] : value / powers[-decimals]);
    if (!(fabs(k) <= WHOLE) || unscaled(k, decimals) != value)
        return false;
    *whole = k;
    return true;
}

bool decimal_scale_all(const double *value, size_t n, int decimals, double *whole)
{
    if (decimals < 0 || decimals > LAST_EXACT_POWER)
        return false;
    const double power = powers[decimals];
    int64_t other = 0; /* as wide as a double, so that several are tried at once */
    for (size_t i = 0; i < n; i++) {
        const double k = round_even(value[i] * power);
        other += !(fabs(k) <= WHOLE);
        other += k / power != value[i];
        whole[i] = k;
    }
    return other == 0;
}

/* both as whole numbers of the finer of the two last places */
static bool scaled_pair(double a, int a_decimals, double b, int b_decimals, double *a_whole, double *b_whole,
                        int *decimals)
{
    *decimals = a_decimals > b_decimals ? a_decimals : b_decimals;
    return decimal_scaled(a, *decimals, a_whole) && decimal_scaled(b, *decimals, b_whole);
}

double decimal_difference(double later, int later_decimals, double earlier, int earlier_decimals)
{
    double a;
    double b;
    int decimals;
    if (scaled_pair(later, later_decimals, earlier, earlier_decimals, &a, &b, &decimals) && fabs(a - b) <= WHOLE)
        return unscaled(a - b, decimals);
    return later - earlier;
}

double decimal_sum(const double *value, const int *decimals, size_t n)
{
    double plain = 0;
    int finest = -LAST_EXACT_POWER;
    for (size_t i = 0; i < n; i++) {
        plain += value[i];
        if (decimals[i] > finest)
            finest = decimals[i];
    }
    double whole = 0;
    for (size_t i = 0; i < n; i++) {
        double k;
        if (!decimal_scaled(value[i], finest, &k) || fabs(whole + k) > WHOLE)
            return plain;
        whole += k;
    }
    return unscaled(whole, finest);
}

double decimal_ratio(double part, int part_decimals, double whole, int whole_decimals, double factor)
{
    double a;
    double b;
    int decimals;
    if (scaled_pair(part, part_decimals, whole, whole_decimals, &a, &b, &decimals))
        return factor * a / b;
    const double ratio = factor * part / whole;
    return isfinite(ratio) ? ratio : factor * (part / whole); /* the product was too large, the ratio may not be */
}

double decimal_percent_change(double later, int later_decimals, double earlier, int earlier_decimals)
{
    double a;
    double b;
    int decimals;
    if (scaled_pair(later, later_decimals, earlier, earlier_decimals, &a, &b, &decimals) && 100 * fabs(a - b) <= WHOLE)
        return 100 * (a - b) / b;
    const double percent =
        (later - earlier) / earlier * 100; /* this way a loss of all but nothing is -100, not a hair more */
    return isfinite(percent) ? percent
                             : 100 * (later / earlier - 1); /* the difference was too large, the ratio may not be */
}

double decimal_round(double value, int decimals)
{
    if (decimals < 0 || decimals > LAST_EXACT_POWER || !(fabs(value) * powers[decimals] < WHOLE))
        return value;
    return round_even(value * powers[decimals]) / powers[decimals];
}

double decimal_power(int decimals)
{
    if (decimals < -LAST_EXACT_POWER || decimals > LAST_EXACT_POWER)
        return pow(10, decimals);
    return decimals >= 0 ? powers[decimals] : 1 / powers[-decimals];
}

int decimal_digits_to_show(double value)
{
    if (value == 0)
        return 0;
    const int decimals = 3 - (int)floor(log10(fabs(value)));
    return decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
}
