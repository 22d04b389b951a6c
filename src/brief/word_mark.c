/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An old report becomes a template: the marks that extract found, put into the paragraphs of the document. */
#include "trendbook/word.h"
#include "word_file.h"

#include <stdlib.h>
#include <string.h>

struct marking {
    const struct tb_mark *mark; /* those of this report, in the order of the text */
    size_t n, next, placed;
    size_t paragraph; /* as extract counts them: by their ends */
    bool failed;
};

/* Byte of a character (from 1) of the text, as extract counts: pictures and the like are no characters there. */
static size_t byte_of(const struct word_paragraph *paragraph, unsigned column)
{
    const char *text = (const char *)paragraph->text.data;
    size_t at = 0;
    for (unsigned seen = 1; at < paragraph->text.n; seen++) {
        while (strncmp(text + at, "\uFFFC", 3) == 0)
            at += 3;
        if (seen == column)
            break;
        do
            at++;
        while ((text[at] & 0xC0) == 0x80);
    }
    return at;
}

static void mark_paragraph(struct marking *marking, xmlNodePtr node)
{
    struct word_paragraph paragraph;
    struct word_edit *edit = calloc(2 * (marking->n - marking->next) + 1, sizeof *edit);
    size_t n = 0, written = 0;
    if (!edit || !word_read_paragraph(node, &paragraph)) {
        marking->failed = true;
        free(edit);
        return;
    }
    for (; marking->next < marking->n && marking->mark[marking->next].line == marking->paragraph; marking->next++) {
        const struct tb_mark *mark = &marking->mark[marking->next];
        const size_t at = byte_of(&paragraph, mark->column), length = strlen(mark->text);
        if (at < written || at + length > paragraph.text.n || memcmp(paragraph.text.data + at, mark->text, length) != 0)
            continue;
        edit[n++] = (struct word_edit){.from = written, .end = at, .what = WORD_KEEP};
        edit[n++] =
            (struct word_edit){.from = at, .end = at + length, .what = WORD_REPLACE, .words = mark->placeholder};
        written = at + length;
        marking->placed++;
    }
    edit[n++] = (struct word_edit){.from = written, .end = paragraph.text.n, .what = WORD_KEEP};
    if (n > 1 && !word_change_paragraph(&paragraph, edit, n))
        marking->failed = true;
    word_free_paragraph(&paragraph);
    free(edit);
}

static void mark_all(struct marking *marking, xmlNodePtr parent)
{
    for (xmlNodePtr node = parent->children; node && !marking->failed; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, "Fallback") == 0)
            continue;
        mark_all(marking, node);
        if (!word_is(node, "p"))
            continue;
        marking->paragraph++;
        while (marking->next < marking->n && marking->mark[marking->next].line < marking->paragraph)
            marking->next++;
        if (marking->next < marking->n && marking->mark[marking->next].line == marking->paragraph)
            mark_paragraph(marking, node);
    }
}

enum tb_status tb_word_template(const char *path, const struct tb_extract *extract, uint32_t report,
                                struct tb_bytes *docx, size_t *unplaced, struct tb_log *log)
{
    struct word_file file;
    struct marking marking = {.mark = extract->mark};
    while (marking.n < extract->n_marks && marking.mark->report != report)
        marking.mark++, marking.n++;
    marking.n = 0;
    while (marking.mark + marking.n < extract->mark + extract->n_marks && marking.mark[marking.n].report == report)
        marking.n++;
    enum tb_status status = word_file_open(path, &file, log);
    if (!status) {
        mark_all(&marking, xmlDocGetRootElement(file.part[0].xml));
        status = marking.failed ? office_no_memory(&file.office) : word_file_write(&file, docx);
    }
    *unplaced = marking.n - marking.placed;
    word_file_close(&file);
    return status;
}
