/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The family of tests over which p is adjusted: first every p of the run, then a value for each. */
#ifndef STATS_FAMILY_H
#define STATS_FAMILY_H

#include "stats/job.h"

struct family {
    double *p, *adjusted; /* sorted once it is closed; adjusted: one row of n for each way */
    size_t n, capacity;
};

/** Whether this statistic is a p adjusted over the family. */
bool family_has(const char *statistic);
/** Takes the p of a row of the test, if it answers.  False when out of memory. */
bool family_add(struct family *family, const struct tb_result *row);
/** Adjusts what was added; after this kernels may use it.  False when out of memory. */
bool family_close(struct family *family);
void family_free(struct family *family);

#endif
