/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/extract.h"
#include "cli/cli.h"
#include "trendbook/word.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* A draft of <year>.csv: what the year layout reads. */
static const struct table_column draft_columns[] = {
    {"id", "ID", CELL_TEXT, FITS},
    {"value", "VALUE", CELL_NUMBER, FITS},
    {"qualifier", "QUALIFIER", CELL_TEXT, FITS},
    {"flag", "FLAG", CELL_TEXT, FITS},
    {"period", "PERIOD", CELL_TEXT, FITS},
    {"source", "SOURCE", CELL_TEXT, WIDE},
    {"note", "NOTE", CELL_TEXT, WIDE},
};
/* For the eye and for other programs: found figures, then those that no phrase claims, without id. */
static const struct table_column figure_columns[] = {
    {"id", "ID", CELL_TEXT, FITS},           {"value", "VALUE", CELL_NUMBER, FITS}, {"qualifier", "", CELL_TEXT, FITS},
    {"unit", "UNIT", CELL_TEXT, FITS},       {"report", "REPORT", CELL_TEXT, FITS}, {"line", "LINE", CELL_NUMBER, FITS},
    {"column", "COLUMN", CELL_NUMBER, FITS}, {"text", "TEXT", CELL_TEXT, WIDE},
};

struct work {
    const struct options *options;
    struct tb_log *log;
    struct tb_panel *panel; /* the catalogue */
    struct tb_extract *extract;
};

static void add_draft_row(struct table *table, const struct work *work, const struct tb_figure *figure)
{
    const char *report = work->options->data[figure->report], *slash = strrchr(report, '/');
    char *note = NULL;
    if (asprintf(&note, "%s:%zu:%u: %s", slash ? slash + 1 : report, figure->line, figure->column, figure->text) < 0)
        note = NULL;
    table_text(table, tb_text(work->panel, work->panel->indicators[figure->indicator].id));
    table_number(table, figure->value);
    table_text(table, tb_state_marks[figure->state]);
    table_text(table, "");
    table_text(table, "");
    table_text(table, work->extract->titles[figure->report]);
    table_text(table, note ? note : figure->text);
    free(note);
}

static void add_figure_row(struct table *table, const struct work *work, const struct tb_figure *figure)
{
    const bool known = figure->indicator != TB_NOWHERE;
    const struct tb_indicator *indicator = known ? &work->panel->indicators[figure->indicator] : NULL;
    table_text(table, known ? tb_text(work->panel, indicator->id) : "");
    table_number(table, figure->value);
    table_text(table, tb_state_marks[figure->state]);
    table_text(table, known ? tb_text(work->panel, indicator->unit) : "");
    table_text(table, work->options->data[figure->report]);
    table_integer(table, (long)figure->line);
    table_integer(table, (long)figure->column);
    table_text(table, figure->text);
}

static struct table *fill_table(const struct work *work)
{
    const struct options *options = work->options;
    const enum tb_language language = message_language(options);
    const struct tb_extract *extract = work->extract;
    const char *format = options->format ? options->format : options->output ? "csv" : NULL;
    const bool draft = format ? strcmp(format, "csv") == 0 : !table_is_for_people(NULL);
    struct table *table =
        draft ? table_new(format, language, draft_columns, sizeof draft_columns / sizeof draft_columns[0])
              : table_new(format, language, figure_columns, sizeof figure_columns / sizeof figure_columns[0]);
    for (size_t i = 0; table && i < extract->n_found; i++)
        (draft ? add_draft_row : add_figure_row)(table, work, &extract->found[i]);
    for (size_t i = 0; table && !draft && i < extract->n_unclaimed; i++)
        add_figure_row(table, work, &extract->unclaimed[i]);
    return table;
}

static enum tb_status write_result(const struct work *work)
{
    const struct options *options = work->options;
    if (!options->output)
        return table_print(fill_table(work))
                   ? TB_OK
                   : tb_fail(work->log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
    struct tb_bytes bytes;
    const enum tb_status status = table_finish(fill_table(work), &bytes)
                                      ? tb_write_file(options->output, bytes.data, bytes.n, work->log)
                                      : TB_NO_MEMORY;
    tb_bytes_free(&bytes);
    return status;
}

static bool is_docx(const char *path)
{
    const size_t n = strlen(path), m = strlen(".docx");
    return n > m && strcasecmp(path + n - m, ".docx") == 0;
}

/* A template is of one report and of its kind, and never takes the place of one that somebody has worked on. */
static enum tb_status check_template(const struct work *work)
{
    const struct options *options = work->options;
    if (!options->template)
        return TB_OK;
    if (options->n_data != 1 || strcmp(options->data[0], "-") == 0)
        return tb_fail(work->log, TB_BAD_OPTION, "option", NULL, "a template is made from one report, a file");
    if (is_docx(options->data[0]) != is_docx(options->template))
        return tb_fail(work->log, TB_BAD_OPTION, "option", NULL,
                       "a .docx report gives a .docx template, a text gives a text; let both names say so");
    return draft_output(options, options->template, 0, work->log);
}

/* "lawsuits, officers_exam_passed": figures whose words another figure's placeholder says. */
static void add_placeless(const struct work *work, struct tb_bytes *ids)
{
    const struct tb_extract *extract = work->extract;
    for (size_t k = 0; k < extract->n_found; k++) {
        const char *id = tb_text(work->panel, work->panel->indicators[extract->found[k].indicator].id);
        char *phrase = NULL; /* of two that share a mark the second */
        if (asprintf(&phrase, "{{phrase %s}}", id) < 0)
            phrase = NULL;
        size_t i = 0;
        while (i < extract->n_marks && extract->mark[i].indicator != extract->found[k].indicator &&
               !(phrase && strstr(extract->mark[i].placeholder, phrase)))
            i++;
        if (i == extract->n_marks)
            tb_bytes_format(ids, "%s%s", ids->n ? ", " : "", id);
        free(phrase);
    }
    tb_bytes_add(ids, "", 1);
}

static enum tb_status write_template(const struct work *work)
{
    const struct options *options = work->options;
    struct tb_bytes text = {0}, template = {0}, placeless = {0};
    size_t unplaced = 0;
    enum tb_status status;
    if (is_docx(options->data[0]))
        status = tb_word_template(options->data[0], work->extract, 0, &template, &unplaced, work->log);
    else {
        status = tb_load_text(options->data[0], &text, work->log);
        if (!status)
            status = tb_extract_template(work->extract, 0, (const char *)text.data, &template, &unplaced);
    }
    if (!status)
        add_placeless(work, &placeless);
    if (placeless.n > 1 && !placeless.failed)
        tb_log_add(work->log, TB_WARNING, "overlap", NULL,
                   "these figures share their words with another one and have no place in the template, whose sentence "
                   "may turn out wrong: %s; write their placeholders yourself",
                   (const char *)placeless.data);
    if (!status && unplaced)
        tb_log_add(work->log, TB_WARNING, "unplaced", NULL,
                   "%zu figures could not be put in their place in the template; look for them there", unplaced);
    if (!status)
        status = tb_write_file(options->template, template.data, template.n, work->log);
    tb_bytes_free(&text);
    tb_bytes_free(&template);
    tb_bytes_free(&placeless);
    return status;
}

static enum tb_status check_options(const struct work *work)
{
    const struct options *options = work->options;
    if (!options->catalogue)
        return tb_fail(work->log, TB_BAD_OPTION, "option", NULL, "name the catalogue: --catalogue indicators.csv");
    if (!options->year)
        return tb_fail(work->log, TB_BAD_OPTION, "option", NULL, "name the year of the figures: --year 2023");
    const enum tb_status status = check_template(work);
    return status ? status : draft_output(options, options->output, options->year, work->log);
}

static enum tb_status load_catalogue(struct work *work)
{
    const struct tb_load_options load_options = {.strict = work->options->strict};
    const char *path = work->options->catalogue;
    char *inside = NULL;
    struct stat about;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
        if (asprintf(&inside, "%s%sindicators.csv", path, path[strlen(path) - 1] == '/' ? "" : "/") < 0)
            return TB_NO_MEMORY;
        path = inside;
    }
    const enum tb_status status = tb_load(&path, 1, &load_options, &work->panel, work->log);
    free(inside);
    return status;
}

static void say_in_chinese(const struct tb_extract *extract)
{
    static const char *const asides[TB_ASIDES] = {
        [TB_ASIDE_YEAR] = "年份",     [TB_ASIDE_DATE] = "日期或时间",     [TB_ASIDE_LIST] = "序号",
        [TB_ASIDE_DOCUMENT] = "文号", [TB_ASIDE_NAME] = "名称或电话号码", [TB_ASIDE_PAGE] = "页码",
    };
    const char *before = "；不作数字：";
    fprintf(stderr, "短语%zu个，找到%zu个；未对应的数字%zu处", extract->n_found + extract->n_missing, extract->n_found,
            extract->n_unclaimed);
    if (extract->n_phraseless)
        fprintf(stderr, "；%zu个指标没有短语", extract->n_phraseless);
    for (size_t i = 0; i < TB_ASIDES; i++)
        if (extract->set_aside[i]) {
            fprintf(stderr, "%s%s%zu处", before, asides[i], extract->set_aside[i]);
            before = "、";
        }
    fputs("\n", stderr);
}

static void say_what_was_found(const struct work *work)
{
    const struct tb_extract *extract = work->extract;
    fprintf(stderr, "%zu of %zu phrases found; %zu figure%s unclaimed", extract->n_found,
            extract->n_found + extract->n_missing, extract->n_unclaimed, extract->n_unclaimed == 1 ? "" : "s");
    if (extract->n_phraseless)
        fprintf(stderr, "; %zu indicator%s no phrase", extract->n_phraseless,
                extract->n_phraseless == 1 ? " has" : "s have");
    const char *before = "; set aside: ";
    for (size_t i = 0; i < TB_ASIDES; i++)
        if (extract->set_aside[i]) {
            fprintf(stderr, "%s%zu %s%s", before, extract->set_aside[i], tb_set_aside_names[i],
                    extract->set_aside[i] == 1 ? "" : "s");
            before = ", ";
        }
    fputs("\n", stderr);
}

/* How much of the template was written, and what in it wants to be read. */
static void say_what_is_marked(const struct work *work, bool chinese)
{
    const struct tb_extract *extract = work->extract;
    size_t phrases = 0;
    for (size_t i = 0; i < extract->n_marks; i++)
        phrases += strncmp(extract->mark[i].placeholder, "{{phrase ", strlen("{{phrase ")) == 0;
    if (chinese)
        fprintf(stderr, "%s：占位符%zu处，其中%zu处为整个短语，请通读\n", work->options->template, extract->n_marks,
                phrases);
    else
        fprintf(stderr, "%s: %zu placeholders, %zu of them whole phrases: read those again\n", work->options->template,
                extract->n_marks, phrases);
}

int command_extract(const struct options *options)
{
    if (table_format_is_wrong("extract", options))
        return TB_BAD_OPTION;
    /* nothing is left out of this log: whoever reads it has to see every figure */
    struct work work = {.options = options, .log = tb_log_new(0)};
    enum tb_status status = work.log ? check_options(&work) : TB_NO_MEMORY;
    if (!status)
        status = load_catalogue(&work);
    if (!status)
        status = tb_extract(options->data, options->n_data, work.panel, options->year, &work.extract, work.log);
    const size_t warnings = work.log ? tb_log_count(work.log, TB_WARNING) : 0;
    if (!status && options->strict && warnings)
        status = tb_fail(work.log, TB_BAD_DATA, "strict", NULL, "%zu warning%s, and warnings count as errors here",
                         warnings, warnings == 1 ? "" : "s");
    if (!status && options->template)
        status = write_template(&work);
    if (!status && (options->output || !options->template)) /* a template alone needs no draft */
        status = write_result(&work);
    struct session session = {.options = options, .log = work.log, .panel = work.panel};
    const int code = session_end(&session, status); /* prints the messages, frees log and panel */
    const bool said = work.extract && !status && !options->quiet;
    if (said && message_language(options) == TB_CHINESE)
        say_in_chinese(work.extract);
    else if (said)
        say_what_was_found(&work);
    if (said && options->template)
        say_what_is_marked(&work, message_language(options) == TB_CHINESE);
    if (said && options->output)
        hint(options, tb_say(message_language(options),
                             "next: look through %s, put it into the folder of the data, then: trendbook check FOLDER",
                             options->output));
    tb_extract_free(work.extract);
    return code;
}
