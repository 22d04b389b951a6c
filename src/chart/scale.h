/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The value axis: its range and its ticks. */
#ifndef CHART_SCALE_H
#define CHART_SCALE_H

#include <stdbool.h>

/** Values from here on are not drawn: they leave no room for an axis in a double. */
#define TB_LARGEST 1e305

/** Where an axis begins. */
enum tb_scale_base {
    TB_FROM_ZERO, /* columns: 0 belongs to the range */
    TB_FREE,      /* lines: 0 when it is near, else the data alone */
};

struct tb_scale {
    double low, high; /* range of the axis */
    int mantissa;     /* step = mantissa x 10^exponent */
    int exponent;
    long first, last; /* tick i is i x step, for i in first .. last */
    bool has_zero;    /* the range contains 0 */
};

/**
 * Range and ticks for values between min and max (finite, min <= max, both below TB_LARGEST in size).
 *   decimals  printed decimals of the values as shown: no step has more
 *   ceiling   the range never goes above this, nor below 0 (100 for proportions); INFINITY: no limits
 * The range is the data and a tenth of it on each side that is not 0, or grown to the next tick above.
 */
void tb_scale_choose(double min, double max, enum tb_scale_base base, int decimals, double ceiling,
                     struct tb_scale *scale);

/** Value of tick i, computed from integers so that 3 x 0.1 is 0.3. */
double tb_scale_tick(const struct tb_scale *scale, long i);
/** Decimals that every tick label has. */
int tb_scale_decimals(const struct tb_scale *scale);

/** Every how many places (years, ticks) a label stands: the least of 1, 2, 5, 10, 20, 50, ... at which `width` fits
 * into the pitch. */
int tb_label_step(double width, double pitch);

#endif
