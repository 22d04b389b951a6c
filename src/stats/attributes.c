/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control limits of counted events: u chart of rates and counts, p chart of proportions, each year by its own size. */
#include "stats/job.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

enum {
    CHART_YEARS = 5,
    SETTLED_YEARS = 12 /* below this the limits are provisional */
};

enum limit {
    CENTRE,
    LOWER,
    UPPER
};

/* Whether the years scatter more than such counts do, as 5 % of such series would. */
static bool scatters(const struct counts *counts, double centre, bool proportion)
{
    double pearson = 0;
    for (int i = 0; i < counts->n; i++) {
        const double expected = centre * (counts->exposure ? counts->exposure[i] : 1);
        const double left = counts->events[i] - expected;
        pearson += left * left / (proportion ? expected * (1 - centre) : expected);
    }
    return gsl_cdf_chisq_Q(pearson, counts->n - 1) < 0.05;
}

/* The limits of the years of a chart, one row each; `row` is the first. */
static void put_limits(struct tb_stat_job *job, const struct counts *counts, double per, bool proportion,
                       enum limit limit_of, struct tb_result *row)
{
    const int last_year = job->trend.year[job->trend.n - 1];
    const double all = counts->exposure ? counts->all_exposure : counts->n;
    const double centre = counts->all_events / all;
    unsigned caveats = row->note.caveats;
    if (scatters(counts, centre, proportion))
        caveats |= TB_CAVEAT_OVERDISPERSED;
    if (counts->n < SETTLED_YEARS)
        caveats |= TB_CAVEAT_FEW_YEARS;
    for (int i = 0; i < counts->n; i++) {
        const int year = last_year + (int)counts->time[i];
        if (i > 0)
            row = job_row(job, year, year);
        row->from = row->to = (int16_t)year;
        row->n = counts->n;
        row->note.caveats = caveats;
        const double size = counts->exposure ? counts->exposure[i] : 1;
        const double width = 3 * sqrt(centre * (proportion ? 1 - centre : 1) / size);
        const double limit = limit_of == CENTRE ? centre : limit_of == LOWER ? centre - width : centre + width;
        row->value = per * job_keep_possible(limit, 0, proportion ? 1 : INFINITY, row);
    }
}

static void u_chart(struct tb_stat_job *job, enum limit limit_of)
{
    struct two_sides sides;
    bool rate;
    if (!job_counts_events(job, &sides, &rate))
        return;
    struct counts counts;
    struct tb_result *row = job_trend_row(job);
    if (!rate && limit_of != CENTRE)
        row->method = "mean of the counts -+ 3 square roots of it (c chart)";
    if (job_take_counts(job, rate ? &sides : NULL, false, CHART_YEARS, &counts, row)) {
        double per = 1; /* a count in its own unit: 万件 */
        if (rate)
            per = rate_of_one(job, &sides);
        else if (job->unit.numerator_scale > 0)
            per = 1 / job->unit.numerator_scale;
        put_limits(job, &counts, per, false, limit_of, row);
    }
}

static void p_chart(struct tb_stat_job *job, enum limit limit_of)
{
    struct two_sides sides;
    struct tb_result *row = job_proportion_row(job, &sides);
    struct counts counts;
    if (row && job_take_counts(job, &sides, true, CHART_YEARS, &counts, row))
        put_limits(job, &counts, rate_whole(job, &sides), true, limit_of, row);
}

void run_u_centre(struct tb_stat_job *job)
{
    u_chart(job, CENTRE);
}

void run_u_lower(struct tb_stat_job *job)
{
    u_chart(job, LOWER);
}

void run_u_upper(struct tb_stat_job *job)
{
    u_chart(job, UPPER);
}

void run_p_centre(struct tb_stat_job *job)
{
    p_chart(job, CENTRE);
}

void run_p_lower(struct tb_stat_job *job)
{
    p_chart(job, LOWER);
}

void run_p_upper(struct tb_stat_job *job)
{
    p_chart(job, UPPER);
}
