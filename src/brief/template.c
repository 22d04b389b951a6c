/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "template.h"

#include "measure.h"
#include "words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is wrong ---- */

__attribute__((format(printf, 2, 0))) static void report(struct filler *filler, const char *format, va_list arguments)
{
    const struct tb_place place = {
        .file = filler->file, .line = filler->line, .column = filler->column, .header = filler->around};
    if (!filler->again)
        tb_log_add_list(filler->log, TB_ERROR, "template", &place, format, arguments);
    filler->wrong = true;
}

bool brief_wrong(struct filler *filler, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(filler, format, arguments);
    va_end(arguments);
    return false;
}

bool brief_missing(struct filler *filler, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!filler->asking && !filler->optional) {
        report(filler, format, arguments);
        filler->misses += !filler->again;
    }
    va_end(arguments);
    filler->missing = true;
    return false;
}

/* ---- text and braces ---- */

/* What stands between braces, {{...}}, with its place. */
struct tag {
    size_t from, end; /* of the whole, braces included */
    size_t line;
    unsigned column;
    char *inside; /* without outer blanks; NULL: the braces do not close */
};

static void step_over(struct template_walk *walk, size_t to)
{
    for (; walk->at < to; walk->at++)
        if (walk->text[walk->at] == '\n') {
            walk->line++;
            walk->line_start = walk->at + 1;
        }
}

static unsigned column_of(const struct template_walk *walk)
{
    unsigned characters = 1;
    for (const char *c = walk->text + walk->line_start; c < walk->text + walk->at; c++)
        characters += ((unsigned char)*c & 0xC0) != 0x80;
    return characters;
}

/* The next {{ that no \ takes its meaning from; the end of the text without one. */
static size_t next_braces(const struct template_walk *walk, size_t from)
{
    const char *found = walk->text + from;
    while ((found = strstr(found, "{{")) && found > walk->text && found[-1] == '\\')
        found += 2;
    return found ? (size_t)(found - walk->text) : walk->n;
}

/* Reads the tag that begins at walk->at.  False when its braces do not close, which is reported. */
static bool read_tag(struct filler *filler, const struct template_walk *walk, struct tag *tag)
{
    const char *start = walk->text + walk->at + 2;
    const char *close = strstr(start, "}}");
    *tag = (struct tag){.from = walk->at, .line = walk->line, .column = column_of(walk)};
    filler->line = tag->line;
    filler->column = tag->column;
    if (!close || memchr(start, '\n', (size_t)(close - start))) {
        brief_wrong(filler, "these braces do not close on their line: {{ needs a }}, a plain {{ is written \\{{");
        return false;
    }
    tag->end = (size_t)(close - walk->text) + 2;
    while (start < close && (*start == ' ' || *start == '\t'))
        start++;
    while (close > start && (close[-1] == ' ' || close[-1] == '\t'))
        close--;
    tag->inside = strndup(start, (size_t)(close - start));
    if (!tag->inside)
        brief_wrong(filler, "out of memory");
    return tag->inside != NULL;
}

void brief_add_plain(struct tb_bytes *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i] != '\\' || n - i < 3 || memcmp(text + i, "\\{{", 3) != 0)
            tb_bytes_add(out, text + i, 1);
}

/* ---- choices ---- */

enum {
    CHOICES_MOST = sizeof((struct choices){0}.choice) / sizeof(struct choice)
};

bool brief_is_taken(const struct choices *choices)
{
    return choices->n ? choices->choice[choices->n - 1].taken : !choices->left_out;
}

/* Whether {{#if WHAT}} holds: WHAT would print something. */
static bool holds(struct filler *filler, const char *what)
{
    struct tb_bytes out = {0};
    const bool asking = filler->asking;
    filler->asking = true;
    const bool there = brief_fill_placeholder(filler, what, &out) && out.n;
    filler->asking = asking;
    tb_bytes_free(&out);
    return there;
}

/* Takes {{#if}}, {{else}} and {{/if}}; false for any other tag. */
static bool take_choice(struct filler *filler, struct choices *choices, const struct tag *tag)
{
    struct choice *inner = choices->n ? &choices->choice[choices->n - 1] : NULL;
    if (strncmp(tag->inside, "#if", 3) == 0) {
        const char *what = tag->inside + 3 + strspn(tag->inside + 3, " \t");
        const bool outer = brief_is_taken(choices);
        if (choices->n == CHOICES_MOST)
            brief_wrong(filler, "more than %d {{#if}} inside each other", CHOICES_MOST);
        else if (!*what)
            brief_wrong(filler, "{{#if}} needs what it asks for: {{#if penalty_cases.yoy_pct}}");
        if (choices->n < CHOICES_MOST)
            choices->choice[choices->n++] = (struct choice){.line = tag->line,
                                                            .column = tag->column,
                                                            .outer = outer,
                                                            .taken = *what && holds(filler, what) && outer};
        return true;
    }
    if (strcmp(tag->inside, "else") == 0) {
        if (!inner || inner->turned)
            brief_wrong(filler, "{{else}} without its {{#if}}");
        else {
            inner->turned = true;
            inner->taken = inner->outer && !inner->taken;
        }
        return true;
    }
    if (strcmp(tag->inside, "/if") == 0) {
        if (inner)
            choices->n--;
        else
            brief_wrong(filler, "{{/if}} without its {{#if}}");
        return true;
    }
    return false;
}

bool brief_next_piece(struct filler *filler, struct template_walk *walk, struct choices *choices, struct piece *piece)
{
    struct tag tag;
    const size_t braces = next_braces(walk, walk->at);
    *piece = (struct piece){.kind = PIECE_TEXT, .from = walk->at, .end = braces, .written = brief_is_taken(choices)};
    if (walk->at == walk->n)
        return false;
    if (braces > walk->at) {
        step_over(walk, braces);
        return true;
    }
    if (!read_tag(filler, walk, &tag)) {
        piece->kind = PIECE_WRONG;
        piece->end = walk->at + 2;
    } else {
        piece->kind = take_choice(filler, choices, &tag) ? PIECE_CHOICE : PIECE_FILL;
        piece->end = tag.end;
        if (piece->kind == PIECE_FILL)
            piece->inside = tag.inside;
        else
            free(tag.inside);
    }
    step_over(walk, piece->end);
    return true;
}

void brief_end_choices(struct filler *filler, const struct choices *choices)
{
    for (size_t i = 0; i < choices->n; i++) {
        filler->line = choices->choice[i].line;
        filler->column = choices->choice[i].column;
        brief_wrong(filler, "this {{#if}} has no {{/if}}");
    }
}

void brief_end_filling(const struct filler *filler, const char *file)
{
    if (filler->misses)
        tb_log_add(filler->log, TB_WARNING, "template-missing", NULL,
                   "%s wants %zu value%s that the data does not have: {{ID|words}} says what stands there instead, "
                   "{{#if ID}} ... {{/if}} leaves a sentence out",
                   file, filler->misses, filler->misses == 1 ? "" : "s");
}

/* ---- Markdown ---- */

/* Whether a tag stands alone on its line; *end is then behind the line's end. */
static bool has_own_line(const struct template_walk *walk, const struct piece *tag, size_t *end)
{
    for (size_t i = tag->from; i-- > 0 && walk->text[i] != '\n';)
        if (walk->text[i] != ' ' && walk->text[i] != '\t')
            return false;
    size_t at = tag->end;
    while (walk->text[at] == ' ' || walk->text[at] == '\t')
        at++;
    if (walk->text[at] != '\n')
        return false;
    *end = at + 1;
    return true;
}

enum tb_status brief_fill_template(struct brief_plan *plan, bool charts, struct tb_bytes *out, struct tb_log *log)
{
    const char *text = plan->options->template_text;
    struct filler filler = {.plan = plan, .log = log, .file = plan->options->template_name, .charts = charts};
    struct template_walk walk = {.text = text, .n = strlen(text), .line = 1};
    struct choices choices = {0};
    struct piece piece;
    tb_log_keep_all(log);
    while (brief_next_piece(&filler, &walk, &choices, &piece)) {
        size_t end;
        if (piece.kind == PIECE_TEXT && piece.written)
            brief_add_plain(out, text + piece.from, piece.end - piece.from);
        else if (piece.kind == PIECE_CHOICE && has_own_line(&walk, &piece, &end)) { /* it takes the line with it */
            while (piece.written && out->n && (out->data[out->n - 1] == ' ' || out->data[out->n - 1] == '\t'))
                out->n--;
            step_over(&walk, end);
        } else if (piece.kind == PIECE_FILL) {
            struct tb_bytes words = {0};
            filler.asking = !piece.written;
            if (brief_fill_placeholder(&filler, piece.inside, &words) && !filler.asking)
                tb_bytes_add(out, words.data, words.n);
            filler.asking = false;
            out->failed |= words.failed;
            tb_bytes_free(&words);
        }
        free(piece.inside);
    }
    brief_end_choices(&filler, &choices);
    brief_end_filling(&filler, filler.file);
    if (out->failed)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while filling in the template");
    return filler.wrong ? TB_BAD_DATA : TB_OK;
}
