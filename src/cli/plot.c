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
    char **name;      /* file names inside a folder */
    uint32_t *series; /* all of the panel */
    uint32_t *group;  /* wholes and their parts */
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
    free(plan->series);
    free(plan->group);
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

static const char *id_of(const struct tb_panel *panel, uint32_t series)
{
    return tb_text(panel, panel->indicators[panel->series[series].indicator].id);
}

/* Each indicator its chart, or each series where the type shows one. */
static enum tb_status plan_each(const struct session *session, struct plan *plan, enum tb_chart_takes takes,
                                enum tb_chart_format format)
{
    const struct tb_panel *panel = session->panel;
    const bool one_series = takes == TB_ONE_SERIES;
    enum tb_status status = TB_OK;
    for (uint32_t first = 0, end; first < panel->n_series && !status; first = end) {
        for (end = first + 1; end < panel->n_series && panel->series[end].indicator == panel->series[first].indicator;)
            end++;
        if (takes == TB_RATES && panel->indicators[panel->series[first].indicator].denominator == TB_NOWHERE)
            continue; /* here as the denominator of another */
        for (uint32_t s = first; one_series && end - first > 1 && s < end && !status; s++) {
            const char *region = tb_text(panel, panel->series[s].region);
            char *name = NULL;
            status = asprintf(&name, "%s%s%s", id_of(panel, s), *region ? "-" : "", region) < 0
                         ? TB_NO_MEMORY
                         : plan_one(session, plan, &plan->series[s], 1, name, format);
            free(name);
        }
        if (!one_series || end - first == 1)
            status = plan_one(session, plan, &plan->series[first], end - first, id_of(panel, first), format);
    }
    return status;
}

/* Each whole with its parts; *found says whether there is any. */
static enum tb_status plan_wholes(const struct session *session, struct plan *plan, enum tb_chart_format format,
                                  bool *found)
{
    const struct tb_panel *panel = session->panel;
    enum tb_status status = TB_OK;
    size_t used = 0; /* one chart's series stand after the other's */
    *found = false;
    for (uint32_t s = 0; s < panel->n_series && !status; s++) {
        const struct tb_indicator *whole = &panel->indicators[panel->series[s].indicator];
        size_t n = 0;
        plan->group[used + n++] = s;
        for (uint32_t k = 0; k < whole->n_parts; k++) {
            const uint32_t part = tb_panel_find_series(panel, whole->parts[k], panel->series[s].region);
            if (part != TB_NOWHERE)
                plan->group[used + n++] = part;
        }
        if (n < 3)
            continue;
        *found = true;
        status = plan_one(session, plan, plan->group + used, n, id_of(panel, s), format);
        used += n;
    }
    return status;
}

static bool belongs_on_a_page(const struct tb_panel *panel, uint32_t series)
{
    const struct tb_series *one = &panel->series[series];
    if (panel->indicators[one->indicator].kind == TB_LABEL)
        return false;
    for (size_t i = one->first; i < one->first + one->n; i++) {
        if (tb_has_value(panel, i) && !tb_period(panel, i))
            return true;
    }
    return false;
}

/* Section by section, so many rows a page: "dashboard-network", "dashboard-network-2". */
static enum tb_status plan_sections(const struct session *session, struct plan *plan, const char *type,
                                    enum tb_chart_format format)
{
    const struct tb_panel *panel = session->panel;
    enum tb_status status = TB_OK;
    size_t used = 0;
    for (uint32_t first = 0, end; first < panel->n_series && !status; first = end) {
        const uint32_t section = panel->indicators[panel->series[first].indicator].section;
        size_t n = 0;
        for (end = first; end < panel->n_series && panel->indicators[panel->series[end].indicator].section == section;
             end++) {
            if (belongs_on_a_page(panel, end))
                plan->group[used + n++] = end;
        }
        for (size_t row = 0; row < n && !status; row += TB_DASHBOARD_ROWS) {
            const size_t left = n - row, page = row / TB_DASHBOARD_ROWS + 1;
            const char *title = tb_text(panel, section);
            char number[24] = "", *name = NULL;
            if (page > 1)
                snprintf(number, sizeof number, "-%zu", page);
            status = asprintf(&name, "%s%s%s%s", type, *title ? "-" : "", title, number) < 0
                         ? TB_NO_MEMORY
                         : plan_one(session, plan, plan->group + used + row,
                                    left < TB_DASHBOARD_ROWS ? left : TB_DASHBOARD_ROWS, name, format);
            free(name);
        }
        used += n;
    }
    return status;
}

/* Room for as many charts as there are series, and for all their wholes with their parts. */
static bool plan_room(struct plan *plan, const struct tb_panel *panel)
{
    const size_t most = panel->n_series + 1;
    size_t parts = 1;
    for (uint32_t s = 0; s < panel->n_series; s++)
        parts += 1 + panel->indicators[panel->series[s].indicator].n_parts;
    plan->chart = calloc(most, sizeof *plan->chart);
    plan->words = calloc(most, sizeof *plan->words);
    plan->job = calloc(most, sizeof *plan->job);
    plan->name = calloc(most, sizeof *plan->name);
    plan->series = calloc(most, sizeof *plan->series);
    plan->group = calloc(parts, sizeof *plan->group);
    if (!plan->chart || !plan->words || !plan->job || !plan->name || !plan->series || !plan->group)
        return false;
    for (uint32_t s = 0; s < panel->n_series; s++)
        plan->series[s] = s;
    return true;
}

/* All that was chosen stands in one chart where the type asks for it, or where one file is to hold it. */
static enum tb_status plan_all(const struct session *session, struct plan *plan, enum tb_chart_format format,
                               bool one_file)
{
    const struct tb_panel *panel = session->panel;
    const struct tb_chart_type *type = is_auto(session->options) ? NULL : tb_chart_type_find(session->options->type);
    const enum tb_chart_takes takes = type ? type->takes : TB_ONE_INDICATOR;
    bool done = false;
    enum tb_status status = takes == TB_PARTS ? plan_wholes(session, plan, format, &done) : TB_OK;
    if (takes == TB_SECTIONS) {
        status = plan_sections(session, plan, type->id, format);
        done = plan->n > 0;
    }
    const bool together = takes == TB_ALL_SERIES || takes == TB_PARTS || (one_file && takes == TB_ONE_INDICATOR);
    if (status || done)
        return status;
    if (together && panel->n_series > TB_CHART_SERIES_MOST)
        return one_file && takes == TB_ONE_INDICATOR
                   ? tb_fail(session->log, TB_BAD_OPTION, "chart-too-many", NULL,
                             "%zu series do not fit into one chart; choose up to %d with -i and -r, or give a folder "
                             "to -o",
                             panel->n_series, TB_CHART_SERIES_MOST)
                   : tb_fail(session->log, TB_BAD_OPTION, "chart-too-many", NULL,
                             "%zu series do not fit into one chart; choose up to %d with -i and -r", panel->n_series,
                             TB_CHART_SERIES_MOST);
    // NOLINTNEXTLINE(clang-analyzer-unix.Malloc): the plan holds it, and plan_free frees it
    status = together ? plan_one(session, plan, plan->series, panel->n_series,
                                 type && takes != TB_ONE_INDICATOR ? type->id : id_of(panel, 0), format)
                      : plan_each(session, plan, takes, format);
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
    if (!to_folder)
        return tb_write_file(options->output, plan->job[0].output.data, plan->job[0].output.n, session->log);
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
    struct progress progress = progress_begin(session->language == TB_CHINESE ? "作图" : "drawing", session->options);
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
    if (!status && !plan_room(&plan, session.panel)) /* plan_free frees it */
        status = TB_NO_MEMORY;
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
