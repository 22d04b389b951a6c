/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/error.h"

#include "model/log.h"
#include "model/memory.h"
#include "model/messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONGEST_MESSAGE = 2000
};

struct file_counts {
    char *file; /* NULL: messages about no file */
    size_t added[2], kept[2];
};

struct kept_message {
    struct tb_message message;
    size_t file, arrival;
};

struct tb_log {
    size_t keep;
    size_t count[2];
    struct file_counts *files;
    size_t n_files, files_capacity;
    struct kept_message *kept;
    size_t n_kept, kept_capacity;
    bool sorted;
};

struct tb_log *tb_log_new(size_t keep)
{
    struct tb_log *log = calloc(1, sizeof *log);
    if (log)
        log->keep = keep;
    return log;
}

void tb_log_free(struct tb_log *log)
{
    if (!log)
        return;
    for (size_t i = 0; i < log->n_files; i++)
        free(log->files[i].file);
    for (size_t i = 0; i < log->n_kept; i++) {
        free((char *)log->kept[i].message.header);
        free((char *)log->kept[i].message.text);
        free((char *)log->kept[i].message.text_zh);
    }
    free(log->files);
    free(log->kept);
    free(log);
}

static bool same_file(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The counts of a file, added when new.  Messages come in runs of one file, so the newest is looked at first. */
static struct file_counts *counts_of(struct tb_log *log, const char *file)
{
    for (size_t i = log->n_files; i-- > 0;)
        if (same_file(log->files[i].file, file))
            return &log->files[i];
    if (!tb_grow(&log->files, &log->files_capacity, log->n_files + 1, sizeof *log->files))
        return NULL;
    struct file_counts *counts = &log->files[log->n_files];
    memset(counts, 0, sizeof *counts);
    if (file && !(counts->file = strdup(file)))
        return NULL;
    log->n_files++;
    return counts;
}

/* Length of the UTF-8 sequence at `text` when it must not reach a terminal as it is, else 0. */
static size_t unsafe_length(const unsigned char *text)
{
    if (text[0] < 0x20 || text[0] == 0x7F)
        return 1;
    if (text[0] == 0xC2 && text[1] >= 0x80 && text[1] <= 0x9F) /* C1 controls */
        return 2;
    if (text[0] == 0xE2 && text[1] == 0x80 &&
        ((text[2] >= 0xA8 && text[2] <= 0xAE) || text[2] == 0x8E || text[2] == 0x8F))
        return 3; /* line separators and bidi controls */
    if (text[0] == 0xE2 && text[1] == 0x81 && text[2] >= 0xA6 && text[2] <= 0xA9)
        return 3;
    return 0;
}

/* A copy that is safe to print: controls as \xNN, at most LONGEST_MESSAGE bytes, never half a character. */
static char *safe_copy(const char *text)
{
    char *copy = malloc(LONGEST_MESSAGE + 16);
    if (!copy)
        return NULL;
    size_t n = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        const size_t unsafe = unsafe_length(at);
        size_t step = unsafe ? unsafe : 1;
        if (!unsafe)
            while ((at[step] & 0xC0) == 0x80)
                step++;
        if (n + 4 * step > LONGEST_MESSAGE) {
            memcpy(copy + n, "\u2026", 3);
            n += 3;
            break;
        }
        if (unsafe)
            for (size_t i = 0; i < unsafe; i++)
                n += (size_t)snprintf(copy + n, 5, "\\x%02X", at[i]);
        else {
            memcpy(copy + n, at, step);
            n += step;
        }
        at += step;
    }
    copy[n] = '\0';
    return copy;
}

void tb_log_keep_all(struct tb_log *log)
{
    log->keep = 0;
}

/* Counts a message of a file.  False when it is not kept: there is no room for it, or no memory. */
static bool count(struct tb_log *log, enum tb_severity severity, const struct tb_place *place, struct file_counts **of)
{
    log->count[severity]++;
    struct file_counts *counts = *of = counts_of(log, place->file);
    if (!counts)
        return false;
    counts->added[severity]++;
    return (!log->keep || counts->kept[severity] < log->keep) &&
           tb_grow(&log->kept, &log->kept_capacity, log->n_kept + 1, sizeof *log->kept);
}

/* Keeps a message that was counted.  Takes no text; `chinese` may be NULL. */
static void keep(struct tb_log *log, struct file_counts *counts, enum tb_severity severity, const char *kind,
                 const struct tb_place *place, const char *text, const char *chinese)
{
    char *copy = safe_copy(text);
    char *copy_zh = chinese ? safe_copy(chinese) : NULL;
    char *header = place->header ? safe_copy(place->header) : NULL;
    if (!copy || (place->header && !header)) {
        free(copy);
        free(copy_zh);
        free(header);
        return;
    }
    struct kept_message *kept = &log->kept[log->n_kept];
    kept->message = (struct tb_message){.severity = severity,
                                        .kind = kind,
                                        .line = place->line,
                                        .column = place->column,
                                        .file = counts->file,
                                        .header = header,
                                        .text = copy,
                                        .text_zh = copy_zh};
    kept->file = (size_t)(counts - log->files);
    kept->arrival = log->n_kept++;
    counts->kept[severity]++;
    log->sorted = false;
}

__attribute__((format(printf, 5, 0))) static void add_formatted(struct tb_log *log, enum tb_severity severity,
                                                                const char *kind, const struct tb_place *place,
                                                                const char *format, va_list arguments)
{
    static const struct tb_place nowhere;
    struct file_counts *counts;
    char *text = NULL;
    if (!place)
        place = &nowhere;
    if (!count(log, severity, place, &counts))
        return;
    char *chinese = tb_message_chinese(format, arguments);
    const int length = vasprintf(&text, format, arguments);
    keep(log, counts, severity, kind, place, length < 0 ? "out of memory" : text, chinese);
    if (length >= 0)
        free(text);
    free(chinese);
}

void tb_log_add(struct tb_log *log, enum tb_severity severity, const char *kind, const struct tb_place *place,
                const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_formatted(log, severity, kind, place, format, arguments);
    va_end(arguments);
}

void tb_log_add_list(struct tb_log *log, enum tb_severity severity, const char *kind, const struct tb_place *place,
                     const char *format, va_list arguments)
{
    add_formatted(log, severity, kind, place, format, arguments);
}

enum tb_status tb_fail(struct tb_log *log, enum tb_status status, const char *kind, const struct tb_place *place,
                       const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_formatted(log, TB_ERROR, kind, place, format, arguments);
    va_end(arguments);
    return status;
}

size_t tb_log_count(const struct tb_log *log, enum tb_severity severity)
{
    return log->count[severity];
}

static int by_place(const void *left, const void *right)
{
    const struct kept_message *a = left, *b = right;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->message.line != b->message.line)
        return a->message.line < b->message.line ? -1 : 1;
    if (a->message.column != b->message.column)
        return a->message.column < b->message.column ? -1 : 1;
    return a->arrival < b->arrival ? -1 : a->arrival > b->arrival;
}

size_t tb_log_kept(struct tb_log *log)
{
    if (!log->sorted && log->n_kept)
        qsort(log->kept, log->n_kept, sizeof *log->kept, by_place);
    log->sorted = true;
    return log->n_kept;
}

const struct tb_message *tb_log_message(struct tb_log *log, size_t index)
{
    return index < tb_log_kept(log) ? &log->kept[index].message : NULL;
}

size_t tb_log_dropped(const struct tb_log *log, const char *file, enum tb_severity severity)
{
    for (size_t i = 0; i < log->n_files; i++)
        if (same_file(log->files[i].file, file))
            return log->files[i].added[severity] - log->files[i].kept[severity];
    return 0;
}

struct tb_log *log_new_like(const struct tb_log *log)
{
    return tb_log_new(log->keep);
}

size_t log_arrived(const struct tb_log *log)
{
    return log->n_kept;
}

void log_add_told(struct tb_log *log, enum tb_severity severity, const char *kind, const struct tb_place *place,
                  const char *text, const char *chinese)
{
    struct file_counts *counts;
    if (count(log, severity, place, &counts))
        keep(log, counts, severity, kind, place, text, chinese);
}

void log_merge_arrived(struct tb_log *log, const struct tb_log *from, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        const struct tb_message *m = &from->kept[i].message;
        const struct tb_place place = {m->file, m->line, m->column, m->header};
        struct file_counts *counts;
        if (count(log, m->severity, &place, &counts))
            keep(log, counts, m->severity, m->kind, &place, m->text, m->text_zh);
    }
}

void log_merge_dropped(struct tb_log *log, const struct tb_log *from)
{
    for (size_t i = 0; i < from->n_files; i++)
        for (int severity = TB_WARNING; severity <= TB_ERROR; severity++) {
            const size_t dropped = from->files[i].added[severity] - from->files[i].kept[severity];
            struct file_counts *counts = dropped ? counts_of(log, from->files[i].file) : NULL;
            if (counts)
                counts->added[severity] += dropped;
            log->count[severity] += dropped;
        }
}

void tb_log_merge(struct tb_log *log, struct tb_log *from)
{
    log_merge_arrived(log, from, 0, from->n_kept);
    log_merge_dropped(log, from);
}

/* Whether a name is that of a sheet, file.xlsx#Sheet1: spreadsheets call their columns by letters. */
static bool is_sheet(const char *file)
{
    const char *mark = strchr(file, '#');
    for (; mark; mark = strchr(mark + 1, '#'))
        for (const char *point = mark; point > file && mark - point <= 5; point--)
            if (strncasecmp(point, ".xl", 3) == 0 || strncasecmp(point, ".et", 3) == 0)
                return true;
    return false;
}

const char *tb_column_text(const char *file, unsigned column, char text[16])
{
    char letters[16];
    size_t at = sizeof letters - 1;
    letters[at] = '\0';
    for (unsigned rest = column; rest && is_sheet(file); rest = (rest - 1) / 26)
        letters[--at] = (char)('A' + (rest - 1) % 26);
    if (letters[at])
        snprintf(text, 16, "%s", letters + at);
    else
        snprintf(text, 16, "%u", column);
    return text;
}

char *tb_message_text(const struct tb_message *m, enum tb_language language)
{
    static const char *const severities[][2] = {{"warning: ", "警告："}, {"error: ", "错误："}};
    const bool chinese = language == TB_CHINESE;
    char place[64] = "", column[16];
    if (m->file && m->line && m->column) {
        snprintf(place, sizeof place, ":%zu:%s: ", m->line, tb_column_text(m->file, m->column, column));
    } else if (m->file && m->line)
        snprintf(place, sizeof place, ":%zu: ", m->line);
    else if (m->file)
        snprintf(place, sizeof place, ": ");
    char *text = NULL;
    const bool header = m->header && *m->header;
    if (asprintf(&text, "%s%s%s%s%s%s", m->file ? m->file : "", place, severities[m->severity == TB_ERROR][chinese],
                 header ? m->header : "",
                 !header   ? ""
                 : chinese ? "："
                           : ": ",
                 chinese && m->text_zh ? m->text_zh : m->text) < 0)
        return NULL;
    return text;
}
