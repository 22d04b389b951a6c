/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "course.h"

#include <math.h>

#define NOT_FINAL (TB_FLAG_PROVISIONAL | TB_FLAG_ESTIMATED | TB_FLAG_FORECAST)

static bool shown(const struct tb_panel *panel, size_t i)
{
    return tb_has_value(panel, i) && !tb_period(panel, i);
}

bool brief_course(const struct tb_panel *panel, uint32_t series, struct course *course)
{
    const size_t begin = panel->series[series].first, end = begin + panel->series[series].n;
    size_t last = end, first = end;
    double least = INFINITY, most = -INFINITY;

    size_t n = 0;
    course->n = 0;
    for (size_t i = end; i-- > begin;) {
        if (!shown(panel, i))
            continue;
        if (last == end)
            last = i;
        if (panel->year[i] <= panel->year[last] - COURSE_YEARS)
            break;
        first = i;
        least = fmin(least, panel->value[i]);
        most = fmax(most, panel->value[i]);
        n++;
    }
    if (n < COURSE_LEAST)
        return false;

    course->n = n;
    course->first = panel->year[first];
    course->last = panel->year[last];
    const double years = course->last - course->first, span = most - least;
    size_t k = 0, before = end;
    bool broken = false; /* since the point before, also by a year without a value */
    for (size_t i = first; i <= last; i++) {
        broken = broken || (tb_flags(panel, i) & TB_FLAG_BREAK);
        if (!shown(panel, i))
            continue;
        course->point[k++] = (struct course_point){
            .x = (panel->year[i] - course->first) / years,
            .y = span > 0 ? (panel->value[i] - least) / span : 0.5,
            .joined = before != end && !broken && panel->year[i] == panel->year[before] + 1,
            .plain = panel->state[i] == TB_EXACT && !(tb_flags(panel, i) & NOT_FINAL),
        };
        before = i;
        broken = false;
    }
    return true;
}
