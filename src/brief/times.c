/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "times.h"

#include <stdlib.h>
#include <string.h>

static int compare_times(const void *first, const void *second)
{
    const struct brief_time *a = first, *b = second;
    return a->year != b->year ? (a->year > b->year) - (a->year < b->year) : strcmp(a->period, b->period);
}

/* Leaves each time once. */
static size_t unique_times(struct brief_time *time, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || compare_times(&time[kept - 1], &time[i]) != 0)
            time[kept++] = time[i];
    return kept;
}

size_t brief_times(const struct tb_panel *panel, const uint32_t *series, size_t n, struct brief_time **times)
{
    size_t count = 0, all = 0;
    for (size_t k = 0; k < n; k++)
        all += panel->series[series[k]].n;
    struct brief_time *time = calloc(all + TIMES_SPAN_MOST + 1, sizeof *time);
    *times = time;
    if (!time)
        return 0;
    for (size_t k = 0; k < n; k++) {
        const struct tb_series *s = &panel->series[series[k]];
        for (size_t i = s->first; i < s->first + s->n; i++)
            time[count++] = (struct brief_time){panel->year[i], tb_text(panel, tb_period(panel, i))};
    }
    qsort(time, count, sizeof *time, compare_times);
    count = unique_times(time, count);
    if (count && time[count - 1].year - time[0].year < TIMES_SPAN_MOST) {
        const size_t known = count;
        for (size_t i = 0; i + 1 < known; i++)
            for (int year = time[i].year + 1; year < time[i + 1].year; year++)
                time[count++] = (struct brief_time){year, ""};
        qsort(time, count, sizeof *time, compare_times);
    }
    return count;
}

size_t brief_time_of(const struct brief_time *times, size_t n, const struct tb_panel *panel, size_t i)
{
    const struct brief_time key = {panel->year[i], tb_text(panel, tb_period(panel, i))};
    const struct brief_time *found = bsearch(&key, times, n, sizeof *times, compare_times);
    return found ? (size_t)(found - times) : SIZE_MAX;
}
