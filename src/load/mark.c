/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/mark.h"

#include "load/text.h"
#include "model/memory.h"
#include "trendbook/extract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

bool mark_add(struct tb_extract *extract, const struct prose *prose, uint32_t report, uint32_t indicator, size_t first,
              size_t end, const char *kind, const char *id)
{
    const struct prose_letter *from = &prose->letter[first], *to = &prose->letter[end - 1];
    if (end <= first || from->line != to->line || strpbrk(id, "{}"))
        return true;
    if (!tb_grow_by_one(&extract->mark, extract->n_marks, sizeof *extract->mark))
        return false;
    struct tb_mark *mark = &extract->mark[extract->n_marks];
    *mark = (struct tb_mark){.indicator = indicator, .report = report, .line = from->line, .column = from->column};
    mark->text = strndup((const char *)prose->text.data + from->at, to->at + to->bytes - from->at);
    if (!mark->text || asprintf(&mark->placeholder, "{{%s%s}}", kind, id) < 0) {
        free(mark->text);
        return false;
    }
    extract->n_marks++;
    return true;
}

/* One end of a span: 2021-2023年, 2021年至2023年. */
static bool is_in_span(const struct prose *prose, const struct prose_number *number)
{
    static const char *const joins[] = {"-", "—", "–", "~", "至", "年-", "年—", "年至", "到", "年到"};
    for (size_t i = 0; i < sizeof joins / sizeof joins[0]; i++) {
        const size_t letters = u8_mbsnlen((const uint8_t *)joins[i], strlen(joins[i]));
        if (prose_starts(prose, number->end, joins[i]) ||
            (number->first >= letters && prose_starts(prose, number->first - letters, joins[i])))
            return true;
    }
    return false;
}

bool mark_years(struct tb_extract *extract, const struct prose *prose, uint32_t report, int year)
{
    bool fine = true;
    for (size_t i = 0; i < prose->n_numbers && fine; i++) {
        const struct prose_number *number = &prose->number[i];
        char digits[8];
        prose_ahead(prose, number->first, 4, digits, sizeof digits);
        const int before = year - atoi(digits);
        if (number->aside == TB_ASIDE_YEAR && !number->claimed && !is_in_span(prose, number) &&
            number->end - number->first == 4 && (before == 0 || before == 1))
            fine = mark_add(extract, prose, report, TB_NOWHERE, number->first, number->end, "",
                            before ? "year-1" : "year");
    }
    return fine;
}

static size_t letters_of(const struct tb_mark *mark)
{
    return u8_mbsnlen((const uint8_t *)mark->text, strlen(mark->text));
}

static int by_place(const void *left, const void *right)
{
    const struct tb_mark *a = left, *b = right;
    if (a->report != b->report)
        return a->report < b->report ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    if (strlen(a->text) != strlen(b->text)) /* of two phrases with one beginning the one that is named first */
        return strlen(a->text) < strlen(b->text) ? -1 : 1;
    return strcmp(a->placeholder, b->placeholder);
}

static void drop(struct tb_mark *mark)
{
    free(mark->text);
    free(mark->placeholder);
}

static bool is_phrase(const struct tb_mark *mark)
{
    return strncmp(mark->placeholder, "{{phrase ", strlen("{{phrase ")) == 0;
}

/* 未发生行政复议和行政诉讼: words that two phrases share become both of them, one behind the other. */
static bool join(struct tb_mark *first, const struct tb_mark *second)
{
    const size_t letters = letters_of(first), before = second->column - first->column;
    const char *rest = second->text;
    for (size_t i = before; i < letters && *rest; i++)
        do
            rest++;
        while ((*rest & 0xC0) == 0x80);
    const unsigned char lead = (unsigned char)*first->text;
    char *text = NULL, *placeholder = NULL;
    if (asprintf(&text, "%s%s", first->text, rest) < 0)
        text = NULL;
    if (asprintf(&placeholder, "%s%s%s", first->placeholder, lead < 0x80 ? ", " : "，", second->placeholder) < 0)
        placeholder = NULL;
    const bool joined = text && placeholder;
    free(joined ? first->text : text);
    free(joined ? first->placeholder : placeholder);
    if (joined) {
        first->text = text;
        first->placeholder = placeholder;
    }
    return joined;
}

void mark_sort(struct tb_extract *extract)
{
    size_t n = 0;
    struct tb_mark last = {0};
    if (extract->n_marks)
        qsort(extract->mark, extract->n_marks, sizeof *extract->mark, by_place);
    for (size_t i = 0; i < extract->n_marks; i++) {
        struct tb_mark mark = extract->mark[i];
        const bool overlap = last.text && last.report == mark.report && last.line == mark.line &&
                             mark.column < last.column + letters_of(&last);
        const bool other = overlap && last.indicator != mark.indicator && mark.indicator != TB_NOWHERE;
        if (!overlap) {
            extract->mark[n++] = last = mark;
            continue;
        }
        const bool joined = other && is_phrase(&last) && is_phrase(&mark) && join(&last, &mark);
        const bool shorter = !joined && letters_of(&mark) < letters_of(&last); /* that one stays */
        extract->n_overlaps += !joined && other && last.indicator != TB_NOWHERE;
        drop(shorter ? &last : &mark);
        last = shorter ? mark : last;
        extract->mark[n - 1] = last;
    }
    extract->n_marks = n;
}

void mark_free(struct tb_extract *extract)
{
    for (size_t i = 0; i < extract->n_marks; i++)
        drop(&extract->mark[i]);
    free(extract->mark);
}

/* Text that is not to be filled in. */
static void add_plain(struct tb_bytes *bytes, const char *from, const char *to)
{
    for (; from < to; from++) {
        if (to - from >= 2 && from[0] == '{' && from[1] == '{') {
            tb_bytes_text(bytes, "\\{{");
            from++;
        } else
            tb_bytes_add(bytes, from, 1);
    }
}

enum tb_status tb_extract_template(const struct tb_extract *extract, uint32_t report, const char *text,
                                   struct tb_bytes *template, size_t *unplaced)
{
    size_t line = 1, next = 0;
    *unplaced = 0;
    while (next < extract->n_marks && extract->mark[next].report != report)
        next++;
    for (const char *at = text; *at; line++) {
        const char *end = at + strcspn(at, "\n"), *c = at, *written = at;
        unsigned column = 1;
        for (; next < extract->n_marks && extract->mark[next].report == report && extract->mark[next].line == line;
             next++) {
            const struct tb_mark *mark = &extract->mark[next];
            for (; c < end && column < mark->column; column++)
                do
                    c++;
                while (c < end && (*c & 0xC0) == 0x80);
            const size_t n = strlen(mark->text);
            if ((size_t)(end - c) < n || memcmp(c, mark->text, n) != 0 || c < written) {
                ++*unplaced;
                continue;
            }
            add_plain(template, written, c);
            tb_bytes_text(template, mark->placeholder);
            written = c + n;
        }
        add_plain(template, written, end);
        if (*end)
            tb_bytes_text(template, "\n");
        at = end + (*end != '\0');
    }
    for (; next < extract->n_marks && extract->mark[next].report == report; next++)
        ++*unplaced;
    return template->failed ? TB_NO_MEMORY : TB_OK;
}
