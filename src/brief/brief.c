/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document.h"
#include "model/memory.h"
#include "template.h"
#include "word_template.h"
#include "words.h"

#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the writers: adding an output is a row here and a function below ---- */

enum {
    PPTX,
    HTML,
    XLSX,
    MARKDOWN,
    DOCUMENT,
    REPORT,
    WORD_REPORT,
    STATISTICS,
    CHARTS,
    MANIFEST,
    WRITERS
};

static const struct tb_brief_writer writers[WRITERS] = {
    [PPTX] = {"pptx", "briefing.pptx", "Slides with speaker notes", "带备注的幻灯片", TB_NO_TEMPLATE},
    [HTML] = {"html", "briefing.html", "Page with charts, tables and search, for any browser, offline",
              "可查找、可排序的网页，离线可用", TB_NO_TEMPLATE},
    [XLSX] = {"xlsx", "briefing.xlsx", "Workbook: data, changes as formulas, charts, statistics",
              "工作簿：数据、同比公式、图表、统计结果", TB_NO_TEMPLATE},
    [MARKDOWN] = {"md", "briefing.md", "Text with charts and tables", "带图表的文本", TB_NO_TEMPLATE},
    [DOCUMENT] = {"docx", "briefing.docx", "The same text as a Word document", "同样内容的Word文档", TB_NO_TEMPLATE},
    [REPORT] = {"report", "report.md", "The text of --template with the figures filled in", "填好数字的--template文本",
                TB_TEXT_TEMPLATE},
    [WORD_REPORT] = {"report-docx", "report.docx", "The filled --template as a Word document",
                     "填好的--template，Word文档", TB_ANY_TEMPLATE},
    [STATISTICS] = {"csv", "statistics.csv", "All statistics as a table", "全部统计结果", TB_NO_TEMPLATE},
    [CHARTS] = {"charts", "charts/", "Every chart as SVG and PNG", "全部图表（SVG和PNG）", TB_NO_TEMPLATE},
    [MANIFEST] = {"manifest", "manifest.json", "Inputs, options and outputs with their hashes",
                  "输入、选项和输出及其校验值", TB_NO_TEMPLATE},
};

const struct tb_brief_writer *tb_brief_writers(size_t *n)
{
    *n = WRITERS;
    return writers;
}

/* A briefing on its way into its folder. */
struct press {
    const struct brief_plan *plan;
    struct tb_folder *folder;
    struct tb_brief_report *report;
    struct tb_bytes *text;       /* of a text template, filled in */
    struct word_template *word;  /* of a Word template, or NULL */
    struct brief_output *output; /* what was added so far */
    size_t outputs, capacity;
    struct tb_log *log;
};

static enum tb_status add_file(struct press *press, const char *name, const struct tb_bytes *bytes)
{
    struct brief_output *output = NULL;
    if (tb_grow(&press->output, &press->capacity, press->outputs + 1, sizeof *output)) {
        output = &press->output[press->outputs];
        output->name = strdup(name);
    }
    if (!output || !output->name)
        return tb_fail(press->log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while writing the briefing");
    press->outputs++;
    output->bytes = bytes->n;
    SHA256Data(bytes->data, bytes->n, output->sha256);
    return tb_folder_add(press->folder, name, bytes->data, bytes->n, press->log);
}

static enum tb_status make_slides(struct press *press, struct tb_bytes *bytes)
{
    return brief_write_pptx(press->plan, bytes, &press->report->slides, press->log);
}

static enum tb_status make_page(struct press *press, struct tb_bytes *bytes)
{
    return brief_write_html(press->plan, bytes, press->log);
}

static enum tb_status make_workbook(struct press *press, struct tb_bytes *bytes)
{
    return brief_write_xlsx(press->plan, bytes, press->log);
}

static enum tb_status make_markdown(struct press *press, struct tb_bytes *bytes)
{
    return brief_write_markdown(press->plan, false, bytes, press->log);
}

static enum tb_status make_document(struct press *press, struct tb_bytes *bytes)
{
    struct tb_bytes text = {0};
    enum tb_status status = brief_write_markdown(press->plan, true, &text, press->log);
    if (!status)
        status = word_write_document(press->plan, brief_text(&text), bytes, press->log);
    tb_bytes_free(&text);
    return status;
}

static enum tb_status make_word_report(struct press *press, struct tb_bytes *bytes)
{
    if (press->word)
        return word_template_write(press->word, press->plan, bytes, press->log);
    return word_write_document(press->plan, brief_text(press->text), bytes, press->log);
}

static enum tb_status make_report(struct press *press, struct tb_bytes *bytes)
{
    tb_bytes_add(bytes, press->text->data, press->text->n);
    return bytes->failed ? TB_NO_MEMORY : TB_OK;
}

static enum tb_status make_statistics(struct press *press, struct tb_bytes *bytes)
{
    tb_results_csv(press->plan->panel, press->plan->results, press->plan->options->language, bytes);
    if (bytes->failed)
        return tb_fail(press->log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while writing statistics.csv");
    return TB_OK;
}

static enum tb_status add_charts(struct press *press)
{
    for (size_t i = 0; i < brief_pictures(press->plan); i++) {
        const struct brief_figure *figure = brief_picture(press->plan, i);
        const struct {
            const struct tb_bytes *bytes;
            const char *extension;
        } files[] = {{&figure->svg, "svg"}, {&figure->png, "png"}};
        for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
            char name[256];
            snprintf(name, sizeof name, "charts/%s.%s", figure->stem, files[k].extension);
            const enum tb_status status = add_file(press, name, files[k].bytes);
            if (status)
                return status;
        }
    }
    return TB_OK;
}

static enum tb_status make_manifest(struct press *press, struct tb_bytes *bytes)
{
    return brief_write_manifest(press->plan, press->output, press->outputs, bytes, press->log);
}

/* The manifest comes last: it lists the others. */
static enum tb_status (*const makers[WRITERS])(struct press *press, struct tb_bytes *bytes) = {
    [PPTX] = make_slides,
    [HTML] = make_page,
    [XLSX] = make_workbook,
    [MARKDOWN] = make_markdown,
    [DOCUMENT] = make_document,
    [REPORT] = make_report,
    [WORD_REPORT] = make_word_report,
    [STATISTICS] = make_statistics,
    [CHARTS] = NULL, /* many files: add_charts */
    [MANIFEST] = make_manifest,
};

static enum tb_status add_outputs(struct press *press)
{
    for (size_t i = 0; i < WRITERS; i++) {
        struct tb_bytes bytes = {0};
        enum tb_status status = TB_OK;
        if (writers[i].of_template && !(writers[i].of_template & tb_brief_template(press->plan->options)))
            continue;
        if (makers[i]) {
            status = makers[i](press, &bytes);
            if (status == TB_OK)
                status = add_file(press, writers[i].file, &bytes);
        } else
            status = add_charts(press);
        tb_bytes_free(&bytes);
        if (status)
            return status;
        if (press->plan->options->cancel && *press->plan->options->cancel)
            return TB_INTERRUPTED;
    }
    return TB_OK;
}

enum tb_status tb_brief_write(const struct tb_panel *panel, const struct tb_results *results,
                              const struct tb_brief_options *options, const char *folder,
                              struct tb_brief_report *report, struct tb_log *log)
{
    struct brief_plan *plan = NULL;
    struct tb_brief_report made = {0};
    struct tb_bytes text = {0};
    struct press press = {.report = &made, .text = &text, .log = log};
    char **stale = NULL; /* files of an earlier run in this folder */
    size_t n_stale = 0;

    enum tb_status status = brief_plan_make(panel, results, options, &plan, log);
    if (!status && options->template_text)
        status = brief_fill_template(plan, true, &text, log);
    if (!status && options->template_word)
        status = word_template_fill(plan, &press.word, log);
    if (status)
        goto done;
    /* before the work of drawing, so that a folder that is not ours is refused at once */
    status = tb_folder_open(folder, writers[MANIFEST].file, options->force, &press.folder, log);
    if (status)
        goto done;
    status = brief_plan_draw(plan, false, log);
    if (status)
        goto done;
    for (size_t rank = 0; options->explain && rank < plan->on_slides; rank++) {
        const struct brief_figure *figure = &plan->figure[plan->ranked[rank]];
        options->explain(figure->words.finding, figure->reasons);
    }
    press.plan = plan;
    status = add_outputs(&press);
    if (status)
        goto done;
    made.charts = brief_pictures(plan);
    made.on_slides = plan->on_slides;
    made.series = plan->rows;
    made.rows = results ? results->n : 0;
    made.without_chart = plan->without_chart;
    stale = brief_stale_files(folder, press.output, press.outputs, &n_stale);
    status = tb_folder_commit(press.folder, log);
    press.folder = NULL;
    for (size_t i = 0; i < n_stale && status == TB_OK; i++)
        unlink(stale[i]); /* one that stays does no harm */
    if (status == TB_OK && report)
        *report = made;
    if (status == TB_OK)
        status = plan->undrawn;
done:
    tb_folder_abandon(press.folder);
    for (size_t i = 0; i < press.outputs; i++)
        free(press.output[i].name);
    free(press.output);
    tb_bytes_free(&text);
    word_template_free(press.word);
    for (size_t i = 0; i < n_stale; i++)
        free(stale[i]);
    free(stale);
    brief_plan_free(plan);
    return status;
}

enum tb_status tb_brief_fill(const struct tb_panel *panel, const struct tb_results *results,
                             const struct tb_brief_options *options, enum tb_report_form form, struct tb_bytes *report,
                             struct tb_log *log)
{
    struct brief_plan *plan = NULL;
    struct word_template *filled = NULL;
    struct tb_bytes text = {0};
    const bool word = form == TB_REPORT_WORD;
    if (options->template_word && !word)
        return tb_fail(log, TB_BAD_OPTION, "option", NULL,
                       "a Word template becomes a Word document: name the output .docx");
    enum tb_status status = brief_plan_make(panel, results, options, &plan, log);
    if (!status && options->template_word)
        status = word_template_fill(plan, &filled, log);
    else if (!status)
        status = brief_fill_template(plan, word, word ? &text : report, log);
    if (!status && word)
        status = brief_plan_draw(plan, true, log);
    if (!status && filled)
        status = word_template_write(filled, plan, report, log);
    else if (!status && word)
        status = word_write_document(plan, brief_text(&text), report, log);
    word_template_free(filled);
    tb_bytes_free(&text);
    brief_plan_free(plan);
    return status;
}
