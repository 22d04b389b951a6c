/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Limits of a chart process; tests set them, nobody else. */
#ifndef CHART_DRAW_H
#define CHART_DRAW_H

#include "trendbook/chart.h"

struct tb_draw_limits {
    double seconds; /* by the clock on the wall */
    int cpu_seconds;
    size_t bytes;                                   /* of memory beyond what the parent has */
    void (*before)(const struct tb_chart_job *job); /* runs in the child before it draws: fault injection; NULL */
};
extern struct tb_draw_limits tb_draw_limits;

#endif
