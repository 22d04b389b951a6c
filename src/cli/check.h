/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What `trendbook check` prints: the pieces, for people and for programs. */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include "cli/cli.h"

#include "trendbook/findings.h"

/** What is known at the end of a check; panel, results and findings are NULL when loading failed. */
struct check {
    struct session *session;
    struct tb_findings *findings;
};

/** Whether a row of the results is a printed figure that does not agree. */
bool is_difference(const struct tb_result *row);
size_t count_differences(const struct session *session);
/** First and last year of the panel. */
void year_range(const struct tb_panel *panel, int *first, int *last);

/** coverage.c: one line a series, one mark a year. */
void print_coverage(const struct session *session);
/** One letter for what is known of observation i: see docs/check.md, "coverage". */
char coverage_letter(const struct tb_panel *panel, size_t i);

/** findings.c */
void print_findings(const struct session *session, const struct tb_findings *findings);
extern const char *const weight_names[]; /* by enum tb_weight: "note", "doubtful", "impossible" */

/** revisions.c: how far two sources agree, and the values that gave way. */
void print_overlaps(const struct session *session);
bool print_revisions(const struct session *session);
/** The difference in percent of the old value; false when there is none. */
bool revision_percent(const struct tb_revision *revision, double *percent);

/** check_json.c: everything, in the form of docs/check.md. */
bool print_check_json(const struct check *check);

#endif
