/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The course of a series over its last years, for a line no larger than a word. */
#ifndef BRIEF_COURSE_H
#define BRIEF_COURSE_H

#include "trendbook/panel.h"

/** So many years, back from the last one with a value. */
#define COURSE_YEARS 10
/** Fewer values make no course. */
#define COURSE_LEAST 3

struct course_point {
    double x, y; /* from 0 to 1: the years with their true distance, the values on a scale of their own, up */
    bool joined; /* to the point before: the year before, on one basis */
    bool plain;  /* a final figure: neither a bound nor about, provisional or estimated */
};

struct course {
    struct course_point point[COURSE_YEARS];
    size_t n;
    int first, last; /* years of its ends */
};

/** Whole years only; a bound stands at its limit.  False when there are fewer than COURSE_LEAST values to show. */
bool brief_course(const struct tb_panel *panel, uint32_t series, struct course *course);

#endif
