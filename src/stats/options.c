/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where practice differs: what can be chosen, and how a choice reaches the rows. */
#include "stats/job.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

/* name, choices, titles, statistics, source; in the order of enum tb_stat_choice */
static const struct tb_stat_option rows[TB_STAT_CHOICES] = {
    [TB_COUNT_LIMITS] = {"count-limits", "exact|ohid", "Limits of a rate of counts", "计数比率的置信限", "rate",
                         "exact: Garwood 1936 at any count; ohid: Byar's formula from 10 events on, exact below "
                         "(Breslow & Day 1987, OHID technical guide, PHEindicatormethods)"},
    [TB_PROPORTION_LIMITS] = {"proportion-limits", "wilson|clopper-pearson", "Limits of a proportion", "比例的置信限",
                              "proportion",
                              "wilson: Wilson 1927, Newcombe 1998; clopper-pearson: exact and never too narrow, "
                              "Clopper & Pearson 1934"},
    [TB_CONTROL_FACTOR] = {"control-factor", "2.66|d2", "Moving ranges to control limits", "移动极差换算控制限的系数",
                           "xmr_lower xmr_upper xmr_outside",
                           "2.66: Wheeler 2000, NHS Making data count; d2: 3 / 1.128, Montgomery 2012, qicharts2"},
    [TB_SIDE] = {"side", "two|rising|falling", "Direction a trend test asks for; name it before seeing the figures",
                 "趋势检验的方向；须在看数据之前定下",
                 "ols_slope apc apc_poisson apc_negbin logistic_slope cochran_armitage sen_slope mann_kendall mk_min_p "
                 "kendall_tau_a kendall_tau_b mann_kendall_segments mk_hamed_rao mk_prewhitened detectable_apc "
                 "detectable_apc_mk verdict",
                 "two: Mann 1945, most practice; one side: half the p, where only one direction can matter"},
    [TB_SEED] = {"seed", "", "Seed of random draws", "随机数的种子", "pettitt detectable_apc_mk",
                 "a whole number; 20000101 where none is given"},
    [TB_FAMILY] = {"family",
                   "mann_kendall|mann_kendall_segments|ols_slope|apc|apc_poisson|apc_negbin|logistic_slope|"
                   "cochran_armitage|rate_ratio|rate_ratio_mid|difference_pp|pettitt|jump_slope|jump_step",
                   "Test whose p is adjusted over all series", "对各序列校正p值所用的检验", "p_holm q_bh q_by",
                   "the family is the rows of one run; tests that too few years leave without an answer are not in it"},
    [TB_BREAKS] = {"breaks", "keep|link", "Years before a break whose year is known on both bases",
                   "口径中断年份兼有新旧口径数值时，以前各年的处理", "value and all that goes over a break",
                   "keep: no trend across a break; link: years before it times new / old of its year (pre_break, SDMX "
                   "OBS_PRE_BREAK), as if that ratio had always held"},
};

const struct tb_stat_option *tb_stat_option_rows(size_t *n)
{
    *n = TB_STAT_CHOICES;
    return rows;
}

struct tb_stat_options tb_stat_defaults(void)
{
    return (struct tb_stat_options){.confidence = 0.95};
}

const struct tb_statistic *family_test(const struct tb_stat_options *options)
{
    const char *at = rows[TB_FAMILY].choices;
    for (uint32_t i = 0; i < options->choice[TB_FAMILY]; i++)
        at += strcspn(at, "|") + 1;
    char id[64];
    snprintf(id, sizeof id, "%.*s", (int)strcspn(at, "|"), at);
    return tb_statistic_find(id);
}

/* ---- setting ---- */

/* The number of a value among "a|b|c", or -1. */
static int position(const char *choices, const char *value)
{
    const size_t length = strlen(value);
    int number = 0;
    for (const char *at = choices;; number++) {
        const size_t here = strcspn(at, "|");
        if (here == length && strncmp(at, value, length) == 0)
            return number;
        if (!at[here])
            return -1;
        at += here + 1;
    }
}

static bool whole_number(const char *text, uint32_t *number)
{
    const size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 9 || text[digits])
        return false;
    *number = (uint32_t)strtoul(text, NULL, 10);
    return true;
}

enum tb_status tb_stat_choose(struct tb_stat_options *options, const char *text, struct tb_log *log)
{
    const size_t length = strcspn(text, "=");
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    struct tb_nearest nearest = tb_nearest_to(name);
    for (size_t i = 0; i < TB_STAT_CHOICES; i++) {
        tb_nearest_offer(&nearest, rows[i].name);
        if (strlen(rows[i].name) != length || strncmp(rows[i].name, text, length) != 0)
            continue;
        const char *value = text[length] ? text + length + 1 : "";
        if (!*rows[i].choices) {
            if (whole_number(value, &options->choice[i]))
                return TB_OK;
            return tb_fail(log, TB_BAD_OPTION, "option", NULL, "%s is a whole number below 1000000000, not \"%s\"",
                           rows[i].name, value);
        }
        const int chosen = position(rows[i].choices, value);
        if (chosen < 0)
            return tb_fail(log, TB_BAD_OPTION, "option", NULL, "%s is one of %s, not \"%s\"", rows[i].name,
                           rows[i].choices, value);
        options->choice[i] = (uint32_t)chosen;
        return TB_OK;
    }
    return tb_fail(log, TB_BAD_OPTION, "option", NULL,
                   "no convention is called \"%.*s\"%s%s%s (see: trendbook list options; written name=value)",
                   (int)length, text, TB_DID_YOU_MEAN(nearest));
}

/* ---- one side ---- */

void job_take_side(const struct tb_stat_job *job, double slope, double se, int degrees, double *p, double *lower,
                   double *upper)
{
    if (job->side == BOTH_SIDES || !(se > 0))
        return;
    const double t = slope / se;
    const double distance = gsl_cdf_tdist_Qinv(2 * job->tail, degrees) * se;
    const bool rising = job->side == RISING_SIDE;
    *p = rising ? gsl_cdf_tdist_Q(t, degrees) : gsl_cdf_tdist_P(t, degrees);
    *lower = rising ? slope - distance : -INFINITY;
    *upper = rising ? INFINITY : slope + distance;
}

/* The methods of all statistics with a side behind them: results keep their method as static text. */
static char sided[MOST_STATISTICS][2][320];
static pthread_once_t sided_once = PTHREAD_ONCE_INIT;

static void make_sided(void)
{
    size_t n;
    const struct tb_statistic *statistics = tb_statistics(&n);
    for (size_t i = 0; i < n; i++)
        for (int side = 0; side < 2; side++)
            snprintf(sided[i][side], sizeof sided[i][side], "%s; one-sided: %s", statistics[i].method,
                     side ? "falling" : "rising");
}

const char *job_method(const struct tb_stat_job *job)
{
    if (job->side == BOTH_SIDES)
        return job->statistic->method;
    pthread_once(&sided_once, make_sided);
    size_t n;
    return sided[job->statistic - tb_statistics(&n)][job->side - RISING_SIDE];
}
