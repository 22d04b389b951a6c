/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Bytes as lines of UTF-8, one block at a time.
 *
 * A byte-order mark decides (UTF-8, UTF-16, GB18030).  Without one, text that is strict UTF-8 is UTF-8, else GB18030;
 * the choice is made on the first block of BLOCK bytes that holds a byte above 0x7F, so a file is never read twice.
 */
#ifndef LOAD_TEXT_H
#define LOAD_TEXT_H

#include "load/source.h"

#include <iconv.h>

enum {
    LOAD_BLOCK = 1 << 20, /* bytes read at a time */
    LOAD_LONGEST_LINE = 16 << 20,
};

struct load_text {
    struct load_source *source;
    struct tb_log *log;
    enum tb_status status; /* set once reading failed; nothing more comes then */
    const char *encoding;  /* static text, for people */
    const char *hint;      /* what the bytes look like when they are no text at all, or NULL; static text */
    unsigned char *buffer; /* start .. ready: UTF-8 not given out yet; ready .. end: an unfinished character */
    size_t start, ready, end, capacity;
    unsigned char *raw; /* bytes that iconv has not taken yet */
    size_t n_raw, raw_capacity;
    iconv_t converter;
    bool converts;  /* through iconv */
    bool undecided; /* only ASCII so far */
    bool begun, finished;
    bool end_mark;    /* an end-of-file mark was found and said */
    bool has_return;  /* some CR was seen: lines have to be looked at for them */
    size_t nul;       /* place of the first NUL in `buffer`, or SIZE_MAX */
    size_t line;      /* number of the line at `start` */
    size_t fills;     /* how often the buffer was filled: what stands in it is another text each time */
    size_t consumed;  /* bytes of the source before `start`, unless converted */
    size_t utf8_line; /* where the text stopped being UTF-8; 0 = never */
    unsigned char utf8_byte;
    void (*progress)(void *context, size_t bytes);
    void *context;
};

/** One physical line.  `text` stays until the next call. */
struct load_line {
    const char *text;
    size_t length; /* without its line end */
    size_t whole;  /* with it */
    size_t number; /* from 1 */
};

/** Begins; `source` and `log` must outlive the text.  Problems show in status. */
void load_text_open(struct load_text *text, struct load_source *source, struct tb_log *log);
void load_text_close(struct load_text *text);

/** The next line.  False at the end or when `status` says that reading failed. */
bool load_text_line(struct load_text *text, struct load_line *line);
/** Passes over a line that somebody has found in what load_text_peek shows; `whole` has its line end. */
void load_text_pass(struct load_text *text, size_t whole);
/** Whether all that comes is in memory, stays where it is, and holds no NUL. */
bool load_text_in_memory(const struct load_text *text);
/** Whether this line, the newest one, holds a NUL. */
bool load_text_has_nul(const struct load_text *text, const struct load_line *line);
/**
 * For the threads that read pieces of a file: room for `n` bytes in the buffer; then what stands there is the text,
 * from line `line` on, with nothing behind it.  Bytes that are no UTF-8 end in TB_BAD_DATA without a message.
 */
bool load_text_room(struct load_text *text, size_t n);
void load_text_piece(struct load_text *text, size_t n, size_t line);
/** Goes on at another place of the source, which is UTF-8 for certain. */
bool load_text_seek(struct load_text *text, size_t consumed, size_t line);
/** Line ends in these bytes, the way load_text_line counts them. */
size_t load_count_line_ends(const unsigned char *text, size_t n);

/** What is decoded and not given out yet; *n is 0 when there is nothing. */
const char *load_text_peek(struct load_text *text, size_t *n);

#endif
