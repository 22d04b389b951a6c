/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"
#include "trendbook/findings.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void explain(const char *finding, const char *reasons)
{
    fprintf(stderr, "  %s%s%s\n", finding, *reasons ? " — " : "", reasons);
}

/* A slipped unit makes a fine headline: whoever makes a briefing is told that something wants to be looked at first. */
static void say_doubts(const struct session *session)
{
    struct tb_findings *findings = NULL;
    size_t doubtful = 0;
    if (!tb_find(session->panel, &findings, session->log))
        for (size_t i = 0; i < findings->n; i++)
            doubtful += findings->row[i].kind->weight >= TB_DOUBTFUL;
    if (doubtful && session->language == TB_CHINESE)
        fprintf(stderr, "  数据有%zu处疑点，发出前请用trendbook check核对\n", doubtful);
    else if (doubtful)
        fprintf(stderr, "  %zu figure%s look%s doubtful: see trendbook check before this goes out\n", doubtful,
                doubtful == 1 ? "" : "s", doubtful == 1 ? "s" : "");
    tb_findings_free(findings);
}

static void say_what_was_made(const struct session *session, const struct tb_brief_report *report,
                              enum tb_template_kinds kind, double took)
{
    const char *folder = session->options->output;
    if (session->language == TB_CHINESE)
        fprintf(stderr, "%s：%zu页幻灯片，%zu幅图，%zu个序列，%zu条统计结果，用时%.1f秒\n", folder, report->slides,
                report->charts, report->series, report->rows, took);
    else
        fprintf(stderr, "%s: %zu slides, %zu charts, %zu series, %zu statistics in %.1f s\n", folder, report->slides,
                report->charts, report->series, report->rows, took);
    if (report->on_slides < report->charts && session->language == TB_CHINESE)
        fprintf(stderr, "  %zu幅图上幻灯片，其余%zu幅见网页、文本和charts/（--top all：全部；-v：选取理由）\n",
                report->on_slides, report->charts - report->on_slides);
    else if (report->on_slides < report->charts)
        fprintf(stderr, "  %zu charts on slides, %zu more in the page, the text and charts/ (--top all, -v says why)\n",
                report->on_slides, report->charts - report->on_slides);
    if (report->without_chart && session->language == TB_CHINESE)
        fprintf(stderr, "  %zu个序列未作图（只有一年数据、无数值或全为0等），列入表格\n", report->without_chart);
    else if (report->without_chart)
        fprintf(stderr, "  %zu series are in the tables only (one year, no values, all zero, ...)\n",
                report->without_chart);
    size_t n;
    const struct tb_brief_writer *writer = tb_brief_writers(&n);
    for (size_t i = 0; i < n; i++)
        if (!writer[i].of_template || (writer[i].of_template & kind))
            printf("%s/%s\n", folder, writer[i].file);
}

static bool ends_in(const char *path, const char *suffix)
{
    const size_t n = strlen(path), m = strlen(suffix);
    return n > m && strcasecmp(path + n - m, suffix) == 0;
}

/* -o report.md or report.docx with a template: that file alone. */
static bool is_report_alone(const struct options *options, enum tb_report_form *form)
{
    *form = ends_in(options->output, ".docx") ? TB_REPORT_WORD : TB_REPORT_MARKDOWN;
    return options->template && (*form == TB_REPORT_WORD || ends_in(options->output, ".md"));
}

/* A report never takes the place of a text that somebody may have worked on. */
static enum tb_status write_report(struct session *session, const struct tb_brief_options *brief,
                                   enum tb_report_form form)
{
    const char *output = session->options->output;
    struct tb_bytes text = {0};
    struct stat there;
    if (!session->options->force && lstat(output, &there) == 0)
        return tb_fail(session->log, TB_OUTPUT_FAILED, "output", NULL,
                       "\"%s\" is there already; name another file, or replace it with --force", output);
    enum tb_status status = tb_brief_fill(session->panel, session->results, brief, form, &text, session->log);
    if (!status)
        status = tb_write_file(output, text.data, text.n, session->log);
    tb_bytes_free(&text);
    if (!status && !session->options->quiet)
        printf("%s\n", output);
    return status;
}

static enum tb_status write_folder(struct session *session, struct tb_brief_options *brief, double start)
{
    const struct options *options = session->options;
    struct tb_brief_report report = {0};
    signals_catch();
    struct progress progress = progress_begin("drawing", options);
    brief->progress = progress_step;
    brief->context = &progress;
    const enum tb_status status =
        tb_brief_write(session->panel, session->results, brief, options->output, &report, session->log);
    progress_end(&progress);
    if (!status && !options->quiet) {
        say_what_was_made(session, &report, tb_brief_template(brief), seconds() - start);
        say_doubts(session);
    }
    return status;
}

/* By its name: what is no document under such a name is refused when it is opened. */
static bool is_word(const char *path)
{
    static const char *const suffixes[] = {".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot", ".wps", ".wpt"};
    for (size_t i = 0; path && i < sizeof suffixes / sizeof suffixes[0]; i++)
        if (ends_in(path, suffixes[i]))
            return true;
    return false;
}

int command_brief(const struct options *options)
{
    struct session session;
    struct tb_bytes template = {0};
    const double start = seconds();
    const enum tb_language language = message_language(options);
    if (!options->output)
        return complain("brief", language, tb_say(language, "name the folder to write: -o FOLDER"));
    if (!options->template && ends_in(options->output, ".docx"))
        return complain("brief", language,
                        tb_say(language, "a document alone needs --template; the folder has briefing.docx"));
    if (options->theme_from && options->four_by_three)
        return complain("brief", language,
                        tb_say(language, "slides have the shape of their template; leave out --slides"));
    const bool fitting = !options->type || strcmp(options->type, "auto") == 0;
    if (!fitting && !tb_chart_type_find(options->type))
        return complain("brief", language,
                        tb_say(language, "unknown chart type \"%s\"; see: trendbook list charts", options->type));
    enum tb_status status = (enum tb_status)session_begin(&session, options, true);
    if (!status && options->template && !is_word(options->template))
        status = tb_load_text(options->template, &template, session.log);
    if (!status) {
        struct tb_brief_options brief = {
            .language = session.language,
            .title = options->title,
            .data = options->data,
            .command = options->command_line,
            .version = TRENDBOOK_VERSION,
            .pictures = options->pictures,
            .type = fitting ? NULL : options->type,
            .theme_from = options->theme_from,
            .four_by_three = options->four_by_three,
            .template_name = options->template,
            .template_text = (const char *)template.data,
            .template_word = is_word(options->template),
            .page = options->page,
            .top = options->top             ? options->top
                   : options->indicators[0] ? SIZE_MAX
                                            : 0,
            .jobs = options->jobs,
            .force = options->force,
            .explain = options->verbose ? explain : NULL,
            .cancel = &cancelled,
        };
        enum tb_report_form form;
        status = is_report_alone(options, &form) ? write_report(&session, &brief, form)
                                                 : write_folder(&session, &brief, start);
    }
    tb_bytes_free(&template);
    return session_end(&session, status);
}
