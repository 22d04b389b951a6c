/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry of statistics, and the loop that runs it over all series. */
#include "stats/job.h"

#include <assert.h>
#include <fnmatch.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>

#include "model/memory.h"

/* id, group, titles, needs, unit, method, source, kernel.  Rows of results come in this order. */
static const struct tb_statistic statistics[] = {
    {"value", "describe", "Value", "数值", "an observation", "as given", "as printed; a bound as an interval", "",
     run_value},
    {"n", "describe", "Number of years", "年数", "an observation; years of the last segment on one basis", "years",
     "years with a value", "", run_n},
    {"mean", "describe", "Mean", "平均值", "one year of the last segment on one basis", "as given",
     "sum / n; with bounds, its range", "", run_mean},
    {"sd", "describe", "Standard deviation", "标准差", "two years of the last segment on one basis", "as given",
     "square root of the sum of squares around the mean / (n - 1); with bounds, its range", "", run_sd},
    {"median", "describe", "Median", "中位数", "one year of the last segment on one basis", "as given",
     "middle value, or the mean of the two in the middle; with bounds, its range", "", run_median},
    {"min", "describe", "Smallest value", "最小值", "one year of the last segment on one basis", "as given",
     "smallest value; with bounds, its range", "", run_min},
    {"max", "describe", "Largest value", "最大值", "one year of the last segment on one basis", "as given",
     "largest value; with bounds, its range", "", run_max},
    {"yoy_abs", "change", "Change on the year before", "较上年增减",
     "both years on one basis, for the same part of the year; not for percent indicators: see yoy_pp", "as given",
     "difference of the printed decimals", "UK Government Statistical Service, Writing about statistics", run_yoy_abs},
    {"yoy_pct", "change", "Change on the year before in percent", "同比",
     "both years on one basis, for the same part of the year, and a base above 0; not for printed changes", "%",
     "100 (later - earlier) / earlier", "UK Government Statistical Service, Writing about statistics", run_yoy_pct},
    {"yoy_pp", "change", "Change on the year before in percentage points", "较上年增减（百分点）",
     "an indicator in percent, per mille or percentage points; both years as for yoy_abs", "percentage points",
     "difference of the printed decimals", "UK Government Statistical Service, Writing about statistics", run_yoy_pp},
    {"annualised_pct", "change", "Change a year across a gap", "跨缺年的年均增速",
     "two years next to each other among those with a value, at least one year missing between them, one basis; "
     "neighbouring years have yoy_pct",
     "% per year", "100 ((later / earlier)^(1 / years) - 1)", "Eurostat, EU SDG monitoring report, annex",
     run_annualised_pct},
    {"cagr_pct", "change", "Compound growth a year", "年均增速",
     "first and last exact year of the last segment on one basis; it sees these two years only", "% per year",
     "100 ((last / first)^(1 / years) - 1)", "Eurostat, EU SDG monitoring report, annex", run_cagr_pct},
    {"total_change_pct", "change", "Change over all years in percent", "累计增长",
     "first and last exact year of the last segment on one basis; a base above 0", "%", "100 (last - first) / first",
     "UK Government Statistical Service, Writing about statistics", run_total_change_pct},
    {"rolling_mean", "change", "Mean of three years", "三年移动平均",
     "three neighbouring years on one basis, for the same part of the year; trailing, so the last year stands for it",
     "as given", "(value + the two years before) / 3", "Eurostat, EU SDG monitoring report, annex", run_rolling_mean},
    {"index", "change", "Index, base year 100", "指数（基年=100）",
     "an exact base year above 0: the one asked for, else the first exact year that is not provisional; same basis",
     "index", "100 x value / value of the base year", "Eurostat, EU SDG monitoring report, annex", run_index},
    {"share_pct", "structure", "Share of the whole", "占比",
     "an indicator named in the parts of another, or a region beside a row for all regions, in an indicator that adds "
     "up",
     "%", "100 x part / whole", "", run_share_pct},
    {"contribution_pp", "structure", "Contribution to the growth of the whole", "拉动（百分点）",
     "as share_pct, for two neighbouring years on one basis, and a whole above 0 in the year before",
     "percentage points", "100 x change of the part / whole of the year before", "national-accounts practice",
     run_contribution_pp},
    {"rank", "structure", "Rank among the regions", "位次", "two or more regions with a value in the same year", "rank",
     "competition rank, largest first; rows for all regions together are left out", "", run_rank},
    {"rate", "rate", "Rate from numerator and denominator", "比率",
     "numerator and denominator of the same region and year; limits need an exact count as numerator", "as given",
     "quotient; exact Poisson limits", "Garwood 1936, Biometrika 28:437-442", run_rate},
    {"proportion", "rate", "Proportion from numerator and denominator", "比例",
     "numerator and denominator of the same region and year; limits need exact counts on both sides", "as given",
     "quotient; Wilson limits, at 0 and all the exact ones", "Wilson 1927; Clopper & Pearson 1934", run_proportion},
    {"rate_ratio", "rate", "Rate against that of the year before", "比率之比（较上年）",
     "a rate whose numerator is a count; both sides in both years on one basis; limits and p need exact counts",
     "ratio",
     "quotient of the two rates; central exact p and limits from the conditional binomial, if counts are Poisson",
     "Przyborowski & Wilenski 1940; Clopper & Pearson 1934; Fay 2010", run_rate_ratio},
    {"difference_pp", "rate", "Proportion less that of the year before", "比例之差（较上年）",
     "a proportion of two counts; both sides in both years on one basis; limits and p need exact counts",
     "percentage points", "difference; Newcombe's method 10; p of Fisher's exact test, central",
     "Newcombe 1998, Statistics in Medicine 17:873-890; Fisher 1935", run_difference_pp},
    {"numerator_effect", "rate", "Change of the rate that comes from the numerator", "分子变动对比率的影响",
     "numerator and denominator of both years on one basis", "as given",
     "(x2 - x1) (1/n1 + 1/n2) / 2; with denominator_effect it is the change of the rate",
     "Kitagawa 1955, JASA 50:1168-1194", run_numerator_effect},
    {"denominator_effect", "rate", "Change of the rate that comes from the denominator", "分母变动对比率的影响",
     "numerator and denominator of both years on one basis", "as given", "(1/n2 - 1/n1) (x1 + x2) / 2",
     "Kitagawa 1955, JASA 50:1168-1194", run_denominator_effect},
    {"rate_effect", "rate", "Change of the numerator that comes from the rate", "比率变动对分子的影响",
     "numerator and denominator of both years on one basis", "as the numerator",
     "(x2/n2 - x1/n1) (n1 + n2) / 2; the rest of the numerator's change comes from the denominator",
     "Kitagawa 1955, JASA 50:1168-1194", run_rate_effect},
    {"ols_slope", "trend", "Straight line, change a year", "线性趋势（每年）",
     "two years of the last segment on one basis; three for a standard error", "as given, per year",
     "least squares on calendar years, centred; t limits with n - 2 degrees; with bounds, the range of the slope",
     "NIST StRD", run_ols_slope},
    {"ols_fit", "trend", "Straight line, fitted values", "线性趋势拟合值",
     "as ols_slope; one row a year used, with the band of the mean", "as given",
     "least squares on calendar years, centred; pointwise t limits of the mean", "NIST StRD", run_ols_fit},
    {"ols_r2", "trend", "Share of the variation that the line explains", "线性趋势决定系数",
     "three exact years of the last segment on one basis, not all equal", "0 to 1",
     "explained / (explained + residual sum of squares)", "NIST StRD", run_ols_r2},
    {"durbin_watson", "trend", "Durbin-Watson statistic of the line's residuals", "Durbin-Watson统计量",
     "as ols_slope, with residuals, and three pairs of neighbouring years", "0 to 4, near 2 without dependence",
     "squared differences of neighbouring years / squares; across gaps the mean pair stands for all",
     "Durbin & Watson 1950", run_durbin_watson},
    {"acf1", "trend", "Autocorrelation of neighbouring residuals of the line", "残差一阶自相关", "as durbin_watson",
     "-1 to 1", "products of neighbouring years / squares; across gaps the mean pair stands for all",
     "Box & Jenkins 1976", run_acf1},
    {"apc", "trend", "Growth a year over all years", "年均变化率（对数线性）",
     "two years above 0 of the last segment on one basis; three for limits", "% per year",
     "100 (exp(slope of the logarithm) - 1); t limits with n - 2 degrees; with bounds, its range",
     "Joinpoint help, Annual percent change", run_apc},
    {"apc_poisson", "trend", "Growth of a count or rate a year, as counts vary", "年均变化率（拟泊松）",
     "three years of exact counts, or of exact counts and their denominators, on one basis; not all 0", "% per year",
     "quasi-Poisson log-linear with offset log denominator; t limits with n - 2 degrees, dispersion at least 1",
     "McCullagh & Nelder 1989", run_apc_poisson},
    {"logistic_slope", "trend", "Log odds of a proportion, change a year", "比例的Logistic斜率（每年）",
     "three years of a proportion of two exact counts on one basis; neither none nor all", "log odds per year",
     "quasi-binomial logistic regression; t limits with n - 2 degrees, dispersion at least 1",
     "McCullagh & Nelder 1989", run_logistic_slope},
    {"cochran_armitage", "trend", "Cochran-Armitage test for a trend of proportions", "Cochran-Armitage趋势检验",
     "two years of a proportion of two exact counts on one basis; neither none nor all", "z",
     "signed root of chi-squared on calendar years; normal p; counts taken as independent",
     "Cochran 1954; Armitage 1955", run_cochran_armitage},
    {"sen_slope", "trend", "Sen's slope, change a year", "Sen斜率（每年）",
     "two years of the last segment on one basis; limits need five years at 95 %", "as given, per year",
     "median of the slopes between all pairs of years; limits from the exact Mann-Kendall distribution",
     "Theil 1950; Sen 1968; Hollander & Wolfe 1999", run_sen_slope},
    {"mann_kendall", "trend", "Mann-Kendall trend test", "Mann-Kendall趋势检验",
     "two years of the last segment on one basis; five before p can reach 5 %", "S",
     "S; exact p with ties; with bounds, the range of S and the largest p they allow",
     "Mann 1945; Kendall 1975; MacMahon 1915 for the counts", run_mann_kendall},
    {"mk_min_p", "trend", "Smallest p that the Mann-Kendall test could reach", "Mann-Kendall检验可达最小p值",
     "two years of the last segment on one basis", "p",
     "2 x product of the factorials of the ties / n!; beyond 60 years "
     "normal",
     "Kendall 1975", run_mk_min_p},
    {"kendall_tau_b", "trend", "Kendall's tau-b of value and year", "Kendall等级相关",
     "two years of the last segment on one basis, not all equal", "-1 to 1",
     "S / square root of (all pairs x pairs of different values); p of mann_kendall; with bounds, its range",
     "Kendall 1975", run_kendall_tau_b},
    {"spearman_rho", "trend", "Spearman's rank correlation of value and year", "Spearman等级相关",
     "two exact years of the last segment on one basis, not all equal", "-1 to 1",
     "correlation of ranks, mean ranks for ties; for p see mann_kendall", "Spearman 1904", run_spearman_rho},
    {"pettitt", "shift", "Pettitt's test, first year of the new level", "Pettitt突变检验（突变起始年）",
     "three exact years of the last segment on one basis; eight before p can reach 5 %; a trend looks like a shift too",
     "year", "largest |U|; p over all orders up to 12 years, then 9999 seeded permutations (fewer once 200 reach it)",
     "Pettitt 1979, Applied Statistics 28:126-135; Besag & Clifford 1991", run_pettitt},
    {"mean_shift", "shift", "Size of one shift of the mean", "均值突变幅度",
     "six exact years of the last segment on one basis, three on each side; empty where one level or a line does as "
     "well",
     "as given", "least squares; against one level and a line by BIC (3, 1 and 2 parameters)",
     "Bai & Perron 2003; Schwarz 1978", run_mean_shift},
    {"joinpoint_year", "shift", "Year in which the growth changes", "增速转折年",
     "seven exact years above 0 of the last segment on one basis; two joinpoints from 12, three from 17", "year",
     "continuous log-linear segments, joinpoints on years, their number by BIC3",
     "Kim et al. 2000; NCI "
     "Joinpoint help",
     run_joinpoint_year},
    {"apc_segment", "shift", "Growth a year between joinpoints", "分段年均变化率", "as joinpoint_year", "% per year",
     "100 (exp(slope) - 1); t limits with n - 2 (joinpoints + 1) degrees; too narrow, as the joinpoints are taken as "
     "known",
     "Kim et al. 2000; NCI Joinpoint help", run_apc_segment},
    {"aapc", "shift", "Average growth a year over the segments", "平均年均变化率", "as joinpoint_year", "% per year",
     "100 (exp(mean of the slopes, weighted by years) - 1); limits as apc_segment", "Clegg et al. 2009", run_aapc},
    {"xmr_centre", "control", "Control chart, centre", "控制图中心线",
     "five exact years of the last segment on one basis, three pairs of them neighbours", "as given", "mean",
     "Wheeler 2000, Understanding variation", run_xmr_centre},
    {"xmr_lower", "control", "Control chart, lower limit", "控制图下限",
     "as xmr_centre; provisional below twelve years", "as given",
     "mean - 2.66 x mean moving range of neighbouring years, those beyond 3.267 means left out once; not below 0 where "
     "values cannot be",
     "Wheeler 2000; NHS England, Making data count", run_xmr_lower},
    {"xmr_upper", "control", "Control chart, upper limit", "控制图上限",
     "as xmr_centre; provisional below twelve years", "as given",
     "mean + 2.66 x mean moving range of neighbouring years, those beyond 3.267 means left out once",
     "Wheeler 2000; NHS England, Making data count", run_xmr_upper},
    {"xmr_outside", "control", "Control chart, years that stand out", "控制图异常年份",
     "as xmr_centre; one row a year that stands out, or one row with 0",
     "1 above or upwards, -1 below or downwards, 0 none",
     "outside the limits; 7 years on one side; 7 years each beyond the one before; 2 of 3 years in the outer third",
     "NHS England, Making data count; Anhoej 2015", run_xmr_outside},
    {"funnel_lower", "control", "Funnel, lower limit of a region", "漏斗图下限",
     "a rate or proportion of exact counts in five regions of the year", "as given",
     "exact limit around the rate of all regions, interpolated, widened where regions scatter more than counts; column "
     "lower: 99.8 %",
     "Spiegelhalter 2005, Statistics in Medicine 24:1185-1202", run_funnel_lower},
    {"funnel_upper", "control", "Funnel, upper limit of a region", "漏斗图上限",
     "a rate or proportion of exact counts in five regions of the year", "as given",
     "exact limit around the rate of all regions, interpolated, widened where regions scatter more than counts; column "
     "upper: 99.8 %",
     "Spiegelhalter 2005, Statistics in Medicine 24:1185-1202", run_funnel_upper},
    {"forecast_naive", "forecast", "Forecast, no change", "预测：维持现值",
     "three exact years of the last segment on one basis; a third of the years ahead, at most five", "as given",
     "random walk over calendar years; t limits", "Hyndman & Athanasopoulos 2021, chapter 5", run_forecast_naive},
    {"forecast_drift", "forecast", "Forecast, mean change so far", "预测：平均增减", "as forecast_naive", "as given",
     "random walk with drift over calendar years; t limits", "Hyndman & Athanasopoulos 2021, chapter 5",
     run_forecast_drift},
    {"forecast_drift_80", "forecast", "Forecast, mean change so far, inner limits", "预测：平均增减（80%区间）",
     "as forecast_naive", "as given", "as forecast_drift, with limits at 80 % whatever level is asked for",
     "Hyndman & Athanasopoulos 2021, chapter 5", run_forecast_drift_80},
    {"forecast_linear", "forecast", "Forecast, straight line", "预测：直线",
     "five exact years of the last segment on one basis; a third of the years ahead, at most five", "as given",
     "line of ols_slope; t prediction limits with n - 2 degrees", "NIST/SEMATECH e-Handbook, 4.5.1.2",
     run_forecast_linear},
    {"forecast_linear_80", "forecast", "Forecast, straight line, inner limits", "预测：直线（80%区间）",
     "as forecast_linear", "as given", "as forecast_linear, with limits at 80 % whatever level is asked for",
     "NIST/SEMATECH e-Handbook, 4.5.1.2", run_forecast_linear_80},
    {"forecast_holt", "forecast", "Forecast, Holt's linear trend", "预测：Holt线性趋势",
     "eight neighbouring exact years of the last segment on one basis", "as given",
     "fixed weights 0.5 (level) and 0.3 (trend), started from the first two years; t limits",
     "Holt 1957; Hyndman & Athanasopoulos 2021, chapter 8", run_forecast_holt},
    {"target_met", "target", "Target met", "是否达标", "a target in the catalogue; judged for every year", "1 or 0",
     "for every value that a bound allows, else empty", "", run_target_met},
    {"target_share", "target", "Share of the way to the target", "目标完成进度",
     "a target that the first exact year of the last segment does not meet, and a later year", "%",
     "100 x (last - first) / (target - first)", "Eurostat, EU SDG monitoring report, annex", run_target_share},
    {"target_required", "target", "Change a year that the target needs", "达标所需年变动",
     "a target of a year that is still to come", "as given, per year", "(target - last) / years left; 0 when met", "",
     run_target_required},
    {"target_probability", "target", "Probability of meeting the target", "达标概率",
     "a target of a coming year within the reach of forecast_linear", "0 to 1",
     "t distribution of the line's prediction, if the line goes on", "NIST/SEMATECH e-Handbook, 4.5.1.2",
     run_target_probability},
    {"audit_rate", "audit", "Printed rate against its two sides", "公布比率核对",
     "a printed rate with numerator and denominator of the same year", "as given",
     "recomputed; digits rounded or cut within the last place agree", "", run_audit_rate},
    {"audit_change", "audit", "Printed change against its two years", "公布增减核对",
     "a printed change (change_of) with both years of its base", "as given",
     "recomputed; digits rounded or cut within the last place agree", "", run_audit_change},
    {"audit_parts", "audit", "Printed total against its parts", "公布合计核对",
     "a printed total with all its parts in the year", "as given",
     "sum; digits rounded or cut within the last place agree", "", run_audit_parts},
    {"verdict", "verdict", "Rising, falling, or no clear change", "趋势判断",
     "five years of the last segment on one basis at 95 %; more when values are equal", "1, 0 or -1",
     "exact Mann-Kendall; with bounds, for every value they allow", "Mann 1945; Kendall 1975", run_verdict},
};
enum {
    N_STATISTICS = sizeof statistics / sizeof statistics[0]
};

const struct tb_statistic *tb_statistics(size_t *n)
{
    *n = N_STATISTICS;
    return statistics;
}

const struct tb_statistic *tb_statistic_find(const char *id)
{
    for (size_t i = 0; i < N_STATISTICS; i++)
        if (strcmp(statistics[i].id, id) == 0)
            return &statistics[i];
    return NULL;
}

struct tb_stat_options tb_stat_defaults(void)
{
    return (struct tb_stat_options){.confidence = 0.95};
}

/* ---- options ---- */

static enum tb_status check_options(const struct tb_stat_options *options, bool chosen[N_STATISTICS],
                                    struct tb_log *log)
{
    if (!(options->confidence >= 0.5 && options->confidence <= 0.9999))
        return tb_fail(log, TB_BAD_OPTION, "confidence", NULL, "confidence must be between 0.5 and 0.9999, got %g",
                       options->confidence);
    if (options->index_base != 0 && (options->index_base < 1800 || options->index_base > 2200))
        return tb_fail(log, TB_BAD_OPTION, "index-base", NULL,
                       "the base year of the index must be 1800 to 2200, got %d", options->index_base);
    for (size_t s = 0; s < N_STATISTICS; s++)
        chosen[s] = options->statistics == NULL;
    for (const char *const *pattern = options->statistics; pattern && *pattern; pattern++) {
        bool found = false;
        for (size_t s = 0; s < N_STATISTICS; s++) {
            if (fnmatch(*pattern, statistics[s].id, 0) != 0)
                continue;
            chosen[s] = true;
            found = true;
        }
        if (!found)
            return tb_fail(log, TB_BAD_OPTION, "unknown-statistic", NULL,
                           "no statistic matches \"%s\"; trendbook list statistics shows all", *pattern);
    }
    return TB_OK;
}

/* ---- the job ---- */

static void close_job(struct tb_stat_job *job)
{
    free(job->point);
    free(job->trend.year);
    free(job->trend.lower);
    free(job->trend.upper);
    free(job->work);
    free(job->funnel);
    free(job->signal);
    free(job->score);
    free(job->hinges);
    pettitt_tables_free(job->pettitt_tables);
    free(job->slope_lower);
    free(job->slope_upper);
    free(job->whole_of);
    free(job->region_lower);
    free(job->region_upper);
    kendall_tables_free(job->tables);
    if (job->solver)
        gsl_root_fsolver_free(job->solver);
}

static bool open_job(struct tb_stat_job *job)
{
    const struct tb_panel *panel = job->panel;
    job->tail = (1 - job->options->confidence) / 2;
    job->level = 2 * job->tail * (1 + 1e-12); /* 1 - 0.95 is a hair off 0.05 */
    job->regions_of = TB_NOWHERE;
    job->funnels_of = TB_NOWHERE;
    job->tables = kendall_tables_new();
    job->pettitt_tables = pettitt_tables_new();
    job->solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    job->whole_of = malloc((panel->n_indicators + 1) * sizeof *job->whole_of);
    if (!job->tables || !job->pettitt_tables || !job->solver || !job->whole_of)
        return false;
    for (size_t i = 0; i < panel->n_indicators; i++)
        job->whole_of[i] = TB_NOWHERE;
    for (uint32_t i = 0; i < panel->n_indicators; i++)
        for (uint32_t k = 0; k < panel->indicators[i].n_parts; k++)
            if (job->whole_of[panel->indicators[i].parts[k]] == TB_NOWHERE)
                job->whole_of[panel->indicators[i].parts[k]] = i;
    return true;
}

/* nan and inf end here: what is not a number is an empty field, and a value lost to its size says so */
static void keep_finite(double *number, struct tb_result *row)
{
    if (isinf(*number))
        *number = NAN;
    else
        *number += 0.0; /* -0 is 0 */
    if (number == &row->value && isnan(*number) && row->note.code == TB_NOTE_NONE)
        row->note.code = TB_NOTE_OVERFLOW;
}

static void run_kernel(struct tb_stat_job *job, const struct tb_statistic *statistic)
{
    job->statistic = statistic;
    const size_t first = job->results->n;
    statistic->run(job);
    for (size_t i = first; i < job->results->n; i++) {
        struct tb_result *row = &job->results->row[i];
        keep_finite(&row->value, row);
        keep_finite(&row->lower, row);
        keep_finite(&row->upper, row);
        keep_finite(&row->se, row);
        keep_finite(&row->p, row);
        assert(!(row->p < 0 || row->p > 1) && !(row->lower > row->upper));
        assert(!isnan(row->value) || row->note.code != TB_NOTE_NONE);
    }
}

/* ---- workers: each takes a run of neighbouring series and writes its own rows ---- */

enum {
    MOST_WORKERS = 64,
    LEAST_SERIES = 256
}; /* below so many series a worker is not worth its start */

struct worker {
    struct tb_stat_job job;
    const bool *chosen;
    uint32_t from, to;         /* series */
    struct tb_results results; /* rows only */
    size_t *first;             /* of all series; counted from this worker's first row */
    enum tb_status status;
    pthread_t thread;
    bool started;
};

static enum tb_status run_series(struct worker *worker)
{
    struct tb_stat_job *job = &worker->job;
    if (!open_job(job))
        return TB_NO_MEMORY;
    for (uint32_t s = worker->from; s < worker->to; s++) {
        if (job->options->cancel && *job->options->cancel)
            return TB_INTERRUPTED;
        worker->first[s] = job->results->n;
        if (!job_take_series(job, s))
            return TB_NO_MEMORY;
        for (size_t i = 0; i < N_STATISTICS && !job->failed; i++)
            if (worker->chosen[i] && job->n_points > 0)
                run_kernel(job, &statistics[i]);
        if (job->failed)
            return TB_NO_MEMORY;
    }
    return TB_OK;
}

static void *work(void *context)
{
    struct worker *worker = context;
    worker->status = run_series(worker);
    close_job(&worker->job);
    return NULL;
}

static size_t count_workers(const struct tb_panel *panel, const struct tb_stat_options *options)
{
    const size_t useful = panel->n_series / LEAST_SERIES + 1;
    size_t n = options->threads < 1 ? 1 : options->threads;
    n = n < useful ? n : useful;
    return n < MOST_WORKERS ? n : MOST_WORKERS;
}

/* The rows of all workers behind those of the first. */
static enum tb_status join_rows(struct worker *worker, size_t n_workers, struct tb_results *results)
{
    size_t n = 0;
    for (size_t w = 0; w < n_workers; w++) {
        if (worker[w].status)
            return worker[w].status;
        for (uint32_t s = worker[w].from; s < worker[w].to; s++)
            results->first[s] += n;
        n += worker[w].results.n;
    }
    if (n_workers > 1 && !tb_grow(&worker[0].results.row, &worker[0].results.capacity, n, sizeof *results->row))
        return TB_NO_MEMORY;
    struct tb_results *all = &worker[0].results;
    for (size_t w = 1; w < n_workers; w++) {
        if (worker[w].results.n)
            memcpy(all->row + all->n, worker[w].results.row, worker[w].results.n * sizeof *all->row);
        all->n += worker[w].results.n;
        free(worker[w].results.row);
        worker[w].results.row = NULL;
    }
    results->row = all->row;
    results->capacity = all->capacity;
    results->n = n;
    results->first[results->n_series] = n;
    all->row = NULL;
    return TB_OK;
}

static enum tb_status run_all(const struct tb_panel *panel, const struct tb_stat_options *options, const bool *chosen,
                              struct tb_results *results)
{
    const size_t n = count_workers(panel, options);
    struct worker *worker = calloc(n, sizeof *worker);
    if (!worker)
        return TB_NO_MEMORY;
    for (size_t w = 0; w < n; w++) {
        worker[w].job.panel = panel;
        worker[w].job.options = options;
        worker[w].job.results = &worker[w].results;
        worker[w].chosen = chosen;
        worker[w].first = results->first;
        worker[w].from = (uint32_t)(panel->n_series * w / n);
        worker[w].to = (uint32_t)(panel->n_series * (w + 1) / n);
        worker[w].started = w > 0 && pthread_create(&worker[w].thread, NULL, work, &worker[w]) == 0;
    }
    for (size_t w = 0; w < n; w++) /* the first, and whatever got no thread, runs here */
        if (!worker[w].started)
            work(&worker[w]);
    for (size_t w = 0; w < n; w++)
        if (worker[w].started)
            pthread_join(worker[w].thread, NULL);
    const enum tb_status status = join_rows(worker, n, results);
    for (size_t w = 0; w < n; w++)
        free(worker[w].results.row);
    free(worker);
    return status;
}

/* ---- warnings ---- */

/* Whether changes of this series are read in points: its relative change in percent is no news to anybody. */
static bool changes_in_points(const struct tb_panel *panel, uint32_t series)
{
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, panel->indicators[panel->series[series].indicator].unit), &unit);
    return unit.percent || unit.points;
}

/* Changes that cannot be a number are told at the later year's place, in the order of the rows. */
static void warn_of_changes(const struct tb_panel *panel, const struct tb_results *results, struct tb_log *log)
{
    const char *const absolute = tb_statistic_find("yoy_abs")->id;
    const char *const percent = tb_statistic_find("yoy_pct")->id;
    for (size_t r = 0; r < results->n; r++) {
        const struct tb_result *row = &results->row[r];
        if (row->statistic != percent && row->statistic != absolute)
            continue;
        const char *kind = NULL;
        const char *why = NULL;
        const bool no_base = row->note.code == TB_NOTE_BASE_ZERO || row->note.code == TB_NOTE_BASE_NEGATIVE;
        if (no_base && changes_in_points(panel, row->series))
            continue;
        if (row->note.code == TB_NOTE_BASE_ZERO) {
            kind = "zero-base";
            why = "the year before is 0, so there is no change in percent";
        } else if (row->note.code == TB_NOTE_BASE_NEGATIVE) {
            kind = "negative-base";
            why = "the year before is below 0, so there is no change in percent";
        } else if (row->note.code == TB_NOTE_OVERFLOW) {
            kind = "range";
            why = "the change is too large for a number";
        }
        const struct tb_series *series = &panel->series[row->series];
        size_t i = series->first;
        while (kind && i < series->first + series->n && panel->year[i] != row->to)
            i++;
        const struct tb_place place = kind ? tb_panel_place(panel, i) : (struct tb_place){0};
        if (place.file) /* computed rates have none */
            tb_log_add(log, TB_WARNING, kind, &place, "%s in %d: %s",
                       tb_text(panel, panel->indicators[series->indicator].id), row->to, why);
    }
}

enum tb_status tb_compute(const struct tb_panel *panel, const struct tb_stat_options *options,
                          struct tb_results **results, struct tb_log *log)
{
    bool chosen[N_STATISTICS] = {false};
    enum tb_status status = check_options(options, chosen, log);
    if (status)
        return status;

    struct tb_results *made = calloc(1, sizeof *made);
    if (made)
        made->first = calloc(panel->n_series + 1, sizeof *made->first);
    if (made && made->first) {
        made->n_series = panel->n_series;
        gsl_error_handler_t *const handler = gsl_set_error_handler_off(); /* the library aborts otherwise */
        status = run_all(panel, options, chosen, made);
        gsl_set_error_handler(handler);
    } else
        status = TB_NO_MEMORY;
    if (status) {
        tb_results_free(made);
        if (status == TB_NO_MEMORY)
            (void)tb_fail(log, status, "memory", NULL, "out of memory while computing statistics");
        return status;
    }
    warn_of_changes(panel, made, log);
    *results = made;
    return TB_OK;
}
