/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Findings for people: each with its place, and the line that would settle it. */
#include "cli/check.h"

#include <stdlib.h>
#include <string.h>

const char *const weight_names[] = {"note", "doubtful", "impossible"};

/* Whether two findings tell the same of two regions of an indicator. */
static bool same_but_region(const struct tb_panel *panel, const struct tb_finding *a, const struct tb_finding *b)
{
    return a->kind == b->kind && a->year == b->year && a->series != TB_NOWHERE && b->series != TB_NOWHERE &&
           panel->series[a->series].indicator == panel->series[b->series].indicator &&
           (!a->word || !b->word || strcmp(a->word, b->word) == 0);
}

static void print_sentence(const struct session *session, const struct tb_finding *f, size_t more)
{
    static const struct {
        const char *mark, *colour;
    } weights[] = {[TB_WORTH_KNOWING] = {"\u00B7", ""},
                   [TB_DOUBTFUL] = {"!", "\033[35m"},
                   [TB_IMPOSSIBLE] = {"\u2717", "\033[31m"}};
    const bool styled = screen_styled(stdout), chinese = session->language == TB_CHINESE;
    const struct tb_place place = tb_finding_place(session->panel, f);
    char *text = tb_finding_text(session->panel, f, session->language);
    printf("%s%s%s ", styled ? weights[f->kind->weight].colour : "", weights[f->kind->weight].mark,
           styled ? "\033[0m" : "");
    if (place.file && place.line) {
        put_safe(place.file);
        printf(":%zu%s%s: ", place.line, place.column ? ":" : "",
               place.column ? tb_column_text(place.file, place.column, (char[16]){""}) : "");
    }
    put_safe(text ? text : "");
    if (more)
        printf(chinese ? "；另有%zu个地区同此" : "; likewise in %zu other regions", more);
    printf(" [%s]\n", f->kind->id);
    free(text);
}

/* The lines that would settle a group of findings. */
static void print_suggestions(const struct session *session, const struct tb_finding *f, size_t n)
{
    const bool chinese = session->language == TB_CHINESE;
    if (!f->suggestion)
        return;
    if (f->line)
        puts(chinese ? "    改写该行：" : "    write the line as");
    else
        printf(chinese ? "    写入新文件%s：\n      %s\n" : "    write into a new file %s:\n      %s\n", f->file,
               f->header);
    for (size_t i = 0; i < n; i++)
        if (f[i].suggestion) {
            fputs("      ", stdout);
            if (f[i].line)
                printf("%s:%zu: ", f[i].file, f[i].line);
            put_safe(f[i].suggestion);
            putchar('\n');
        }
}

void print_findings(const struct session *session, const struct tb_findings *findings)
{
    enum {
        LEAST_GROUP = 4
    };
    for (size_t i = 0, n; findings && i < findings->n; i += n) {
        const struct tb_finding *f = &findings->row[i];
        n = 1;
        while (i + n < findings->n && same_but_region(session->panel, f, &findings->row[i + n]))
            n++;
        if (n < LEAST_GROUP && !(f->suggestion && n > 1))
            n = 1;
        if (session->options->verbose)
            n = 1;
        print_sentence(session, f, n - 1);
        print_suggestions(session, f, n);
    }
    if (findings && findings->n)
        putchar('\n');
}
