/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The charts of one command. */
struct plan {
    struct tb_chart *chart;
    struct tb_words *words;
    struct tb_chart_job *job;
    char **name; /* file names inside a folder */
    struct tb_chart_groups groups;
    size_t n;
};

static const struct {
    const char *name;
    enum tb_chart_format format;
} formats[] = {{"svg", TB_SVG}, {"png", TB_PNG}, {"pdf", TB_PDF}};

static bool is_auto(const struct options *options)
{
    return !options->type || strcmp(options->type, "auto") == 0;
}

static bool find_format(const char *name, enum tb_chart_format *format)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(name, formats[i].name) == 0) {
            *format = formats[i].format;
            return true;
        }
    return false;
}

/* "svg" of "out/a.svg"; NULL when the output is a folder. */
static const char *extension_of(const char *output)
{
    const char *dot = strrchr(output, '.');
    struct stat there;
    if (!dot || strchr(dot, '/') || (stat(output, &there) == 0 && S_ISDIR(there.st_mode)))
        return NULL;
    return dot + 1;
}

static void plan_free(struct plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        tb_words_free(&plan->words[i]);
        tb_bytes_free(&plan->job[i].output);
        tb_bytes_free(&plan->job[i].notes);
        free(plan->name[i]);
    }
    free(plan->chart);
    free(plan->words);
    free(plan->job);
    free(plan->name);
    tb_chart_groups_free(&plan->groups);
}

/* Plans the chart of n series; `name` is that of its file, without extension. */
static enum tb_status plan_one(const struct session *session, struct plan *plan, const uint32_t *series, size_t n,
                               const char *name, enum tb_chart_format format)
{
    const struct options *options = session->options;
    const size_t at = plan->n;
    const char *why = "", *type = options->type;
    if (is_auto(options)) {
        type = tb_chart_pick(session->panel, session->results, series, n, session->language, &why);
        if (!type) { /* the reason in the language of the sentence around it */
            tb_chart_pick(session->panel, session->results, series, n, message_language(options), &why);
            tb_log_add(session->log, TB_WARNING, "no-chart", NULL, "%s is not drawn: %s", name, why);
            return TB_OK;
        }
        if (options->verbose)
            fprintf(stderr, "%s: %s (%s)\n", name, type, why);
    }
    enum tb_status status = tb_words_make(session->panel, session->results, type, series, n, session->language,
                                          &plan->words[at], session->log);
    if (!status && asprintf(&plan->name[at], "%s.%s", name, formats[format].name) < 0)
        status = TB_NO_MEMORY;
    if (status)
        return status;
    const struct tb_words *words = &plan->words[at];
    plan->chart[at] = (struct tb_chart){
        .type = type,
        .panel = session->panel,
        .results = session->results,
        .series = series,
        .n_series = n,
        .language = session->language,
        .title = options->title ? options->title : words->finding,
        .subtitle = words->subtitle,
        .foot = words->foot,
        .alt = words->alt,
    };
    plan->job[at] = (struct tb_chart_job){
        .chart = &plan->chart[at], .page = &options->page, .format = format, .name = plan->name[at]};
    plan->n++;
    return TB_OK;
}

static bool plan_room(struct plan *plan, size_t most)
{
    plan->chart = calloc(most + 1, sizeof *plan->chart);
    plan->words = calloc(most + 1, sizeof *plan->words);
    plan->job = calloc(most + 1, sizeof *plan->job);
    plan->name = calloc(most + 1, sizeof *plan->name);
    return plan->chart && plan->words && plan->job && plan->name;
}

/* All that was chosen stands in one chart where the type asks for it, or where one file is to hold it. */
static enum tb_status plan_all(const struct session *session, struct plan *plan, enum tb_chart_format format,
                               bool one_file)
{
    const struct tb_panel *panel = session->panel;
    const struct tb_chart_type *type = is_auto(session->options) ? NULL : tb_chart_type_find(session->options->type);
    if (!tb_chart_groups_make(panel, type, one_file, &plan->groups) || !plan_room(plan, plan->groups.n))
        return TB_NO_MEMORY;
    enum tb_status status = TB_OK;
    for (size_t i = 0; i < plan->groups.n && !status; i++) {
        const struct tb_chart_group *group = &plan->groups.group[i];
        if (group->n <= TB_CHART_SERIES_MOST || group->n < panel->n_series) {
            status = plan_one(session, plan, group->series, group->n, group->name, format);
            continue;
        }
        status = one_file && (!type || type->takes == TB_ONE_INDICATOR)
                     ? tb_fail(session->log, TB_BAD_OPTION, "chart-too-many", NULL,
                               "%zu series do not fit into one chart; choose up to %d with -i and -r, or give a folder "
                               "to -o",
                               panel->n_series, TB_CHART_SERIES_MOST)
                     : tb_fail(session->log, TB_BAD_OPTION, "chart-too-many", NULL,
                               "%zu series do not fit into one chart; choose up to %d with -i and -r", panel->n_series,
                               TB_CHART_SERIES_MOST);
    }
    if (!status && !plan->n)
        status = tb_fail(session->log, TB_BAD_DATA, "no-chart", NULL, "nothing here can be drawn over time");
    return status;
}

static enum tb_status write_plan(const struct session *session, struct plan *plan, bool to_folder)
{
    const struct options *options = session->options;
    if (!to_folder && strcmp(options->output, "-") == 0) {
        const struct tb_bytes *output = &plan->job[0].output;
        return fwrite(output->data, 1, output->n, stdout) == output->n && fflush(stdout) == 0
                   ? TB_OK
                   : tb_fail(session->log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
    }
    if (!to_folder) {
        const enum tb_status written =
            tb_write_file(options->output, plan->job[0].output.data, plan->job[0].output.n, session->log);
        if (!written)
            hint(options, tb_say(session->language, "the chart is in %s", options->output));
        return written;
    }
    struct tb_folder *folder = NULL;
    enum tb_status status = tb_folder_open(options->output, plan->name[0], options->force, &folder, session->log);
    size_t whole = 0;
    for (size_t i = 0; i < plan->n && !status; i++) {
        if (plan->job[i].status)
            continue;
        status = tb_folder_add(folder, plan->name[i], plan->job[i].output.data, plan->job[i].output.n, session->log);
        whole++;
    }
    if (!status) {
        status = tb_folder_commit(folder, session->log);
        folder = NULL;
    }
    tb_folder_abandon(folder);
    if (!status && !options->quiet && session->language == TB_CHINESE)
        fprintf(stderr, "%s：%zu幅图\n", options->output, whole);
    else if (!status && !options->quiet)
        fprintf(stderr, "%s: %zu chart%s\n", options->output, whole, whole == 1 ? "" : "s");
    return status;
}

/* After a run that came to its end: at least one chart could be drawn, though not all. */
static bool some_are_whole(const struct plan *plan)
{
    size_t whole = 0;
    for (size_t i = 0; i < plan->n; i++) {
        if (plan->job[i].status == TB_INTERRUPTED || plan->job[i].status == TB_NO_MEMORY)
            return false;
        whole += plan->job[i].status == TB_OK && plan->job[i].output.n > 0;
    }
    return whole > 0;
}

static enum tb_status draw(const struct session *session, struct plan *plan)
{
    signals_catch();
    enum tb_status status = tb_chart_warm(session->log);
    if (status)
        return status;
    struct progress progress = progress_begin("drawing", session->options);
    status =
        tb_chart_draw(plan->job, plan->n, session->options->jobs, progress_step, &progress, &cancelled, session->log);
    progress_end(&progress);
    return status;
}

static int unknown_type(const char *type, enum tb_language language)
{
    size_t n;
    const struct tb_chart_type *row = tb_chart_types(&n);
    struct tb_nearest nearest = tb_nearest_to(type);
    for (size_t i = 0; i < n; i++) {
        tb_nearest_offer(&nearest, row[i].id);
        tb_nearest_offer_as(&nearest, row[i].title_zh, row[i].id);
    }
    return complain("plot", language,
                    tb_say(language, "unknown chart type \"%s\"%s%s%s (see: trendbook list charts)", type,
                           TB_DID_YOU_MEAN(nearest)));
}

int command_plot(const struct options *options)
{
    const enum tb_language language = message_language(options);
    enum tb_chart_format format = TB_SVG;
    if (!options->output)
        return complain("plot", language,
                        tb_say(language, "name what to write: -o FILE.svg, FILE.png, FILE.pdf or a folder"));
    const bool to_stdout = strcmp(options->output, "-") == 0;
    const char *extension = to_stdout ? NULL : extension_of(options->output);
    const bool to_folder = !to_stdout && !extension;
    const char *wanted = options->format ? options->format : extension;
    if (wanted && !find_format(wanted, &format))
        return complain("plot", language, tb_say(language, "a chart is svg, png or pdf, not \"%s\"", wanted));
    if (options->format && extension && strcmp(options->format, extension) != 0)
        return complain("plot", language,
                        tb_say(language, "-o %s and -f %s do not agree", options->output, options->format));
    if (!is_auto(options) && !tb_chart_type_find(options->type))
        return unknown_type(options->type, language);
    struct session session;
    struct plan plan = {0};
    enum tb_status status = (enum tb_status)session_begin(&session, options, true);
    if (!status)
        status = plan_all(&session, &plan, format, !to_folder);
    if (!status && !to_folder && plan.n > 1)
        status = tb_fail(session.log, TB_BAD_OPTION, "option", NULL,
                         "%zu charts do not fit into one file; choose one with -i, or give a folder to -o", plan.n);
    if (!status)
        status = draw(&session, &plan);
    if (!status)
        status = write_plan(&session, &plan, to_folder);
    else if (to_folder && some_are_whole(&plan)) { /* the log names the others */
        const enum tb_status written = write_plan(&session, &plan, to_folder);
        status = written ? written : status;
    }
    plan_free(&plan);
    return session_end(&session, status);
}
