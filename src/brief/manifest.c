/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.json: what went in, what came out, and how; no time, so that two equal runs give equal bytes. */
#include "plan.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The hash of a file as it is now.  NULL hash with a reason where it cannot be told. */
static json_t *input_json(const struct tb_panel *panel, const struct tb_input *input, struct tb_log *log)
{
    const char *path = tb_text(panel, input->file);
    char hash[SHA256_DIGEST_STRING_LENGTH] = "";
    const char *reason = NULL;
    struct stat about;
    if (strcmp(path, "-") == 0)
        reason = "standard input";
    else if (stat(path, &about) != 0 || !S_ISREG(about.st_mode) || !SHA256File(path, hash))
        reason = "cannot be read again";
    else if ((size_t)about.st_size != input->bytes && input->bytes) {
        reason = "changed while the briefing was made";
        tb_log_add(log, TB_WARNING, "input-changed", &(struct tb_place){.file = path},
                   "the file changed while the briefing was made; run again to use what it holds now");
    }
    return json_pack("{s:s, s:s?, s:s?, s:I, s:s?, s:s?, s:I}", "path", tb_text(panel, input->path), "sha256",
                     reason ? NULL : hash, "note", reason, "bytes", (json_int_t)input->bytes, "layout", input->layout,
                     "encoding", input->encoding, "observations", (json_int_t)input->observations);
}

static json_t *strings_json(const char *const *text)
{
    json_t *list = json_array();
    for (size_t i = 0; text && text[i]; i++)
        json_array_append_new(list, json_string(text[i]));
    return list;
}

static json_t *chart_json(const struct brief_plan *plan, const struct brief_figure *figure)
{
    const struct tb_panel *panel = plan->panel;
    json_t *regions = json_array();
    for (size_t i = 0; i < figure->n; i++)
        json_array_append_new(regions, json_string(tb_text(panel, panel->series[figure->series[i]].region)));
    return json_pack("{s:s, s:s, s:s, s:s?, s:s, s:o, s:I, s:f, s:s, s:b}", "indicator",
                     tb_text(panel, panel->indicators[figure->indicator].id), "file", figure->stem, "type",
                     figure->type, "reason", figure->why, "finding", figure->words.finding, "regions", regions, "rank",
                     (json_int_t)figure->rank + 1, "score", round(figure->score * 1e6) / 1e6, "stands_out",
                     figure->reasons ? figure->reasons : "", "slide", figure->on_slide);
}

/* ---- what an earlier run left ---- */

/* A name that a briefing can have given: a file of the folder itself or of charts/, and nothing else. */
static bool is_own_name(const char *name)
{
    const char *base = strncmp(name, "charts/", 7) == 0 ? name + 7 : name;
    return base[0] && base[0] != '.' && !strchr(base, '/') && strlen(name) < 300;
}

static bool is_made_again(const char *name, const struct brief_output *output, size_t outputs)
{
    for (size_t i = 0; i < outputs; i++)
        if (strcmp(output[i].name, name) == 0)
            return true;
    return false;
}

char **brief_stale_files(const char *folder, const struct brief_output *output, size_t outputs, size_t *n)
{
    char *path = NULL, **stale = NULL;
    *n = 0;
    if (asprintf(&path, "%s/manifest.json", folder) < 0)
        return NULL;
    json_t *root = json_load_file(path, 0, NULL);
    free(path);
    const json_t *program = json_object_get(root, "program"), *files = json_object_get(root, "outputs");
    const bool ours = json_is_string(program) && strcmp(json_string_value(program), "trendbook") == 0;
    const size_t listed = ours ? json_array_size(files) : 0;
    stale = calloc(listed + 1, sizeof *stale);
    for (size_t i = 0; stale && i < listed; i++) {
        const json_t *row = json_array_get(files, i);
        const char *name = json_string_value(json_object_get(row, "file"));
        const char *hash = json_string_value(json_object_get(row, "sha256"));
        char now[SHA256_DIGEST_STRING_LENGTH];
        struct stat about;
        if (!name || !hash || !is_own_name(name) || is_made_again(name, output, outputs) ||
            asprintf(&path, "%s/%s", folder, name) < 0)
            continue;
        /* what somebody has changed since is theirs */
        if (lstat(path, &about) == 0 && S_ISREG(about.st_mode) && SHA256File(path, now) && strcmp(now, hash) == 0)
            stale[(*n)++] = path;
        else
            free(path);
    }
    json_decref(root);
    return stale;
}

enum tb_status brief_write_manifest(const struct brief_plan *plan, const struct brief_output *output, size_t outputs,
                                    struct tb_bytes *bytes, struct tb_log *log)
{
    const struct tb_brief_options *options = plan->options;
    json_t *inputs = json_array(), *charts = json_array(), *files = json_array();
    for (size_t i = 0; i < plan->panel->n_inputs; i++)
        json_array_append_new(inputs, input_json(plan->panel, &plan->panel->inputs[i], log));
    for (size_t i = 0; i < brief_pictures(plan); i++)
        json_array_append_new(charts, chart_json(plan, brief_picture(plan, i)));
    for (size_t i = 0; i < outputs; i++)
        json_array_append_new(files, json_pack("{s:s, s:s, s:I}", "file", output[i].name, "sha256", output[i].sha256,
                                               "bytes", (json_int_t)output[i].bytes));
    json_t *root = json_pack("{s:s, s:s?, s:s?, s:s, s:s, s:o, s:o, s:I, s:I, s:o, s:o}", "program", "trendbook",
                             "version", options->version, "command", options->command, "language",
                             options->language == TB_CHINESE ? "zh" : "en", "font", tb_chart_font(), "data",
                             strings_json(options->data), "inputs", inputs, "series", (json_int_t)plan->rows,
                             "without_chart", (json_int_t)plan->without_chart, "charts", charts, "outputs", files);
    char *text = root ? json_dumps(root, JSON_INDENT(2) | JSON_PRESERVE_ORDER) : NULL;
    if (text) {
        tb_bytes_text(bytes, text);
        tb_bytes_text(bytes, "\n");
    }
    const bool done = text && !bytes->failed;
    free(text);
    json_decref(root);
    if (!done)
        return tb_fail(log, TB_OUTPUT_FAILED, "manifest", NULL,
                       "cannot write manifest.json: a name is not UTF-8, or memory ran out");
    return TB_OK;
}
