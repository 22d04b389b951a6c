/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any XML as the body of a Word template: it is filled in, or every mistake is told; what is written can be read. */
#include "brief/package.h"
#include "trendbook/brief.h"
#include "trendbook/stats.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

static struct tb_panel *panel;
static struct tb_results *results;

static void make_figures(void)
{
    struct tb_log *log = tb_log_new(0);
    panel = tb_panel_new();
    for (int year = 2019; year <= 2024; year++) {
        const struct tb_observation seen = {.year = year, .value = year % 7 + 200, .input = TB_NOWHERE};
        if (tb_panel_add(panel, tb_panel_indicator(panel, "a", 1), 0, &seen) != TB_OK)
            abort();
    }
    const struct tb_stat_options options = tb_stat_defaults();
    if (tb_panel_finish(panel, log) != TB_OK || tb_compute(panel, &options, &results, log) != TB_OK)
        abort();
    tb_log_free(log);
    xmlSetGenericErrorFunc(NULL, NULL);
}

static void write_template(const char *path, const uint8_t *data, size_t size, struct tb_log *log)
{
    static const char start[] = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                                "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>";
    struct tb_package *package = tb_package_new();
    struct tb_bytes part = {0}, zip = {0};
    tb_bytes_text(&part, start);
    tb_bytes_add(&part, data, size);
    tb_bytes_text(&part, "</w:body></w:document>");
    tb_package_add(package, "word/document.xml", TYPE, &part, false);
    tb_package_relate(package, "", "officeDocument", "word/document.xml");
    if (tb_package_write(package, &zip, log) != TB_OK || tb_write_file(path, zip.data, zip.n, log) != TB_OK)
        abort();
    tb_bytes_free(&zip);
    tb_package_free(package);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (memmem(data, size, "chart", 5)) /* drawing is not what is asked here */
        return 0;
    if (!panel)
        make_figures();
    char path[64];
    snprintf(path, sizeof path, "/dev/shm/fuzz-word-%d.docx", (int)getpid());
    struct tb_log *log = tb_log_new(0);
    struct tb_bytes out = {0};
    write_template(path, data, size, log);
    const struct tb_brief_options options = {.language = size % 2 ? TB_CHINESE : TB_ENGLISH,
                                             .page = tb_page_default(),
                                             .template_word = true,
                                             .template_name = path,
                                             .jobs = 1};
    const enum tb_status status = tb_brief_fill(panel, results, &options, TB_REPORT_WORD, &out, log);
    if ((status == TB_OK) != (tb_log_count(log, TB_ERROR) == 0))
        abort();
    tb_bytes_free(&out);
    tb_log_free(log);
    unlink(path);
    return 0;
}
