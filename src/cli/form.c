/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/form.h"
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);
    return n > m && strcasecmp(text + n - m, end) == 0;
}

static void say_what_to_do(const struct session *session, const char *path, int year, size_t rows)
{
    if (message_language(session->options) == TB_CHINESE)
        fprintf(stderr, "%s：%d年，%zu行待填；填好后放入各年数据所在的文件夹，再运行trendbook check\n", path, year,
                rows);
    else
        fprintf(stderr,
                "%s: %zu rows to fill in for %d; put it into the folder of the other years, then run trendbook check\n",
                path, rows, year);
}

/* Makes the form of a year and puts it where -o says; without -o the CSV goes to standard output. */
static enum tb_status write_form(struct session *session)
{
    const struct options *options = session->options;
    bool *chosen = NULL;
    struct tb_bytes bytes = {0};
    size_t rows = 0;
    enum tb_status status = session_choose(session, &chosen);
    const struct tb_form_options form = {.year = options->year, .language = session->language, .series = chosen};
    const int year = tb_form_year(session->panel, &form);
    const bool workbook = options->output && ends_with(options->output, ".xlsx");
    if (!status)
        status = draft_output(options, options->output, year, session->log);
    if (!status)
        status = (workbook ? tb_form_xlsx : tb_form_csv)(session->panel, &form, &bytes, &rows, session->log);
    if (!status)
        status = draft_write(options, &bytes, session->log);
    if (!status && options->output && !options->quiet)
        say_what_to_do(session, options->output, year, rows);
    tb_bytes_free(&bytes);
    free(chosen);
    return status;
}

int command_form(const struct options *options)
{
    if (options->output && !ends_with(options->output, ".xlsx") && !ends_with(options->output, ".csv")) {
        const enum tb_language language = message_language(options);
        return complain(
            "form", language,
            tb_say(language, "a form is a workbook or CSV: -o 2025.xlsx or -o 2025.csv, not \"%s\"", options->output));
    }
    struct session session;
    enum tb_status status = session_load(&session, options);
    if (!status)
        status = write_form(&session);
    return session_end(&session, status);
}
