/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What went wrong, where, and what to do about it.
 *
 * A function that can fail returns a status and puts what a person should read into a log: located errors and
 * warnings.  Everyone above passes the status on untouched; only the command line prints.  Bad data is an error in the
 * log; a wrong call from C is an assert.
 */
#ifndef TRENDBOOK_ERROR_H
#define TRENDBOOK_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The first five are the exit codes of the program. */
enum tb_status {
    TB_OK = 0,
    TB_BAD_DATA = 1,      /* the data is wrong: at least one error in the log names file, line and column */
    TB_BAD_OPTION = 2,    /* an option or argument is wrong */
    TB_UNREADABLE = 3,    /* an input cannot be opened or read */
    TB_OUTPUT_FAILED = 4, /* an output cannot be written; nothing half written is left */
    TB_NO_MEMORY = 5,     /* exits as 4 */
    TB_INTERRUPTED = 6,   /* the caller's cancel flag was set */
};

/** The languages of words for people. */
enum tb_language {
    TB_ENGLISH,
    TB_CHINESE
};

/** A place in an input.  Unknown parts are 0 or NULL. */
struct tb_place {
    const char *file;   /* as the user named it */
    size_t line;        /* physical line from 1; 0 = the file as a whole */
    unsigned column;    /* field number from 1; 0 = the whole line */
    const char *header; /* name of the column, or NULL */
};

enum tb_severity {
    TB_WARNING,
    TB_ERROR
};

struct tb_message {
    enum tb_severity severity;
    const char *kind; /* one stable word for programs and tests, for example "bad-number"; static text */
    size_t line;
    unsigned column;
    const char *file;   /* owned by the log; NULL when the message is about no file */
    const char *header; /* owned by the log, or NULL */
    const char *text;   /* one sentence without a full stop: the fault, the cell's text, what to do; owned by the log */
    const char *text_zh; /* the same in Chinese, or NULL when there is none; owned by the log */
};

/** Messages of a run.  Every message is counted; of one file only the first `keep` per severity are kept. */
struct tb_log;

/**
 * keep  messages kept per file and severity; 0 keeps all
 * Returns NULL when out of memory.  The caller frees it with tb_log_free.
 */
struct tb_log *tb_log_new(size_t keep);
/** From here on nothing is left out: for what is mended in one go, such as a template. */
void tb_log_keep_all(struct tb_log *log);
void tb_log_free(struct tb_log *log);

/**
 * Adds a message.  `place` may be NULL.  All text is copied, control characters in it are shown as \xNN and text over
 * 2000 bytes is cut with an ellipsis, so a message is always one safe line.
 */
void tb_log_add(struct tb_log *log, enum tb_severity severity, const char *kind, const struct tb_place *place,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

void tb_log_add_list(struct tb_log *log, enum tb_severity severity, const char *kind, const struct tb_place *place,
                     const char *format, va_list arguments) __attribute__((format(printf, 5, 0)));

/** tb_log_add as an error, returning `status`, so that a caller can write: return tb_fail(...). */
enum tb_status tb_fail(struct tb_log *log, enum tb_status status, const char *kind, const struct tb_place *place,
                       const char *format, ...) __attribute__((format(printf, 5, 6)));

/** Number of messages added, kept or not. */
size_t tb_log_count(const struct tb_log *log, enum tb_severity severity);
/** Messages kept, ordered by file (in order of first message), then line, column, order of arrival. */
size_t tb_log_kept(struct tb_log *log);
const struct tb_message *tb_log_message(struct tb_log *log, size_t index);
/** Messages of this file and severity that were counted but not kept. */
size_t tb_log_dropped(const struct tb_log *log, const char *file, enum tb_severity severity);
/** Appends all messages of `from` (a parser thread's log) to `log`. */
void tb_log_merge(struct tb_log *log, struct tb_log *from);

/** A column as users of its file call it: "12", or "L" in a sheet (file.xlsx#Sheet1).  Returns `text`. */
const char *tb_column_text(const char *file, unsigned column, char text[16]);

/**
 * The line a person reads: `file:line:column: error: header: sentence`, in Chinese `file:line:column: 错误：...`.
 * Returns an allocated string that the caller frees, or NULL when out of memory.
 */
char *tb_message_text(const struct tb_message *message, enum tb_language language);

/**
 * A sentence that is in no log: `format` in English, or its Chinese where src/model/messages.c has one.
 * Returns an allocated string that the caller frees, or NULL when out of memory.
 */
char *tb_say(enum tb_language language, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** A text of the registries (src/model/registry_words.c) in Chinese, or itself where there is none. */
const char *tb_phrase(enum tb_language language, const char *english);

/**
 * "did you mean": the candidate nearest to a text that is unknown: by the letters that would have to change, whatever
 * their case, or because one text stands in the other (处罚 in 行政处罚案件).
 */
struct tb_nearest {
    const char *wanted;
    const char *text;       /* the nearest so far; NULL while none is near enough */
    size_t distance, apart; /* of it: in half letters; in length */
};
struct tb_nearest tb_nearest_to(const char *wanted);
/** `candidate` must stay where it is while `nearest` is used; texts over 63 characters are never near. */
void tb_nearest_offer(struct tb_nearest *nearest, const char *candidate);
/** The same for a candidate that is told by another name: an indicator's Chinese name by its id. */
void tb_nearest_offer_as(struct tb_nearest *nearest, const char *candidate, const char *shown);
/** The three arguments of "%s%s%s" at the end of a message: `; did you mean "..."?`, or nothing. */
#define TB_DID_YOU_MEAN(nearest) \
    (nearest).text ? "; did you mean \"" : "", (nearest).text ? (nearest).text : "", (nearest).text ? "\"?" : ""

#ifdef __cplusplus
}
#endif

#endif
