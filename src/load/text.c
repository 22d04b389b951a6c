/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* Line ends are LF, CRLF or CR.  *stop receives the place after the line end; false when no end is in reach. */
static bool find_line_end(const unsigned char *text, size_t n, bool has_return, bool last, size_t *length,
                          size_t *whole)
{
    const unsigned char *feed = memchr(text, '\n', n);
    const size_t reach = feed ? (size_t)(feed - text) : n;
    const unsigned char *carriage = has_return ? memchr(text, '\r', reach) : NULL;
    if (carriage) {
        const size_t at = (size_t)(carriage - text);
        if (at + 1 == n && !last) /* an LF may follow in the next block */
            return false;
        *length = at;
        *whole = at + 1 + (at + 1 < n && text[at + 1] == '\n');
        return true;
    }
    *length = reach;
    *whole = reach + (feed != NULL);
    return feed != NULL;
}

size_t load_count_line_ends(const unsigned char *text, size_t n)
{
    size_t ends = 0, length, whole;
    while (find_line_end(text, n, true, true, &length, &whole)) {
        ends++;
        text += whole;
        n -= whole;
    }
    return ends;
}

enum {
    STRIDE = 256 /* bytes that are looked at together */
};

/* Bytes that are compared together; what is found true is a byte of ones. */
typedef unsigned char bytes32 __attribute__((vector_size(32)));

/* Where the processor has wider registers they are used; which one it is, is found out when the program starts. */
#if defined __x86_64__ && defined __GLIBC__ && defined __GNUC__ && !defined __clang__ && !defined __SANITIZE_THREAD__
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

/*
 * Whether STRIDE bytes go on as UTF-8 beyond doubt behind a whole character: ASCII, and characters of two or three
 * bytes but for those whose first byte has rules of its own (C0, C1, E0, ED, F0 and more).  The last one may go on
 * behind them.  Two bytes before them are looked at.
 */
WIDE static bool is_plain_stride(const unsigned char *text)
{
    bytes32 wrong = {0};
    for (int i = 0; i < STRIDE; i += (int)sizeof wrong) {
        bytes32 byte, before, second;
        memcpy(&byte, text + i, sizeof byte);
        memcpy(&before, text + i - 1, sizeof before);
        memcpy(&second, text + i - 2, sizeof second);
        const bytes32 goes_on = (bytes32)((byte & 0xC0) == 0x80);
        const bytes32 wanted = (bytes32)((before & 0xC0) == 0xC0) | (bytes32)((second & 0xE0) == 0xE0);
        wrong |= (goes_on ^ wanted) | (bytes32)(byte == 0xE0) | (bytes32)(byte == 0xED) |
                 (bytes32)((byte & 0xF0) == 0xF0) | (bytes32)((byte & 0xFE) == 0xC0);
    }
    uint64_t part[4];
    memcpy(part, &wrong, sizeof part);
    return !(part[0] | part[1] | part[2] | part[3]);
}

static bool is_ascii(const unsigned char *text, size_t n)
{
    size_t i = 0;
    for (uint64_t word; n - i >= sizeof word; i += sizeof word) {
        memcpy(&word, text + i, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < n && text[i] < 0x80)
        i++;
    return i == n;
}

/* Length of the longest prefix that is strict UTF-8. */
static size_t utf8_prefix(const unsigned char *text, size_t n)
{
    size_t i = 0;
    while (i < n) {
        const size_t begin = i;
        while (i >= 2 && n - i >= STRIDE && is_plain_stride(text + i))
            i += STRIDE;
        if (i > begin) { /* the last character may not be whole */
            while ((text[i - 1] & 0xC0) == 0x80)
                i--;
            i -= text[i - 1] >= 0xC0;
        }
        for (const size_t end = n - i > STRIDE ? i + STRIDE : n; i < end;) {
            ucs4_t character;
            const int length = text[i] < 0x80 ? 1 : u8_mbtoucr(&character, text + i, n - i);
            if (length < 0)
                return i;
            i += (size_t)length;
        }
    }
    return n;
}

static bool unfinished_character(const unsigned char *text, size_t n)
{
    ucs4_t character;
    return n && u8_mbtoucr(&character, text, n) == -2;
}

static void out_of_memory(struct load_text *text)
{
    text->status =
        tb_fail(text->log, TB_NO_MEMORY, "memory", NULL, "out of memory while reading %s", text->source->name);
}

static bool reserve(struct load_text *text, unsigned char **bytes, size_t *capacity, size_t need)
{
    if (need <= *capacity)
        return true;
    unsigned char *grown = realloc(*bytes, need);
    if (!grown) {
        out_of_memory(text);
        return false;
    }
    *bytes = grown;
    *capacity = need;
    return true;
}

/*
 * The decoded text breaks off before a byte that does not belong to the encoding.  A file without a byte-order mark has
 * been tried as UTF-8 and as GB18030: the line told is the first where neither holds any more.
 */
static void bad_byte(struct load_text *text, unsigned char byte)
{
    struct tb_place place = {.file = text->source->name};
    place.line = text->line + load_count_line_ends(text->buffer + text->start, text->ready - text->start);
    const char *hint = text->hint ? text->hint : "save the file as UTF-8";
    text->status = TB_BAD_DATA;
    if (text->utf8_line) {
        const size_t gb18030_line = place.line;
        if (place.line < text->utf8_line) {
            place.line = text->utf8_line;
            byte = text->utf8_byte;
        }
        tb_log_add(text->log, TB_ERROR, "encoding", &place,
                   "byte 0x%02X: the file is neither UTF-8 (up to line %zu) nor GB18030 (up to line %zu); %s", byte,
                   text->utf8_line, gb18030_line, hint);
    } else {
        tb_log_add(text->log, TB_ERROR, "encoding", &place, "byte 0x%02X is not %.*s, in which the file begins; %s",
                   byte, (int)strcspn(text->encoding, " "), text->encoding, hint);
    }
}

static void begin_converter(struct load_text *text, const char *from)
{
    text->converter = iconv_open("UTF-8", from);
    text->converts = text->converter != (iconv_t)-1; // NOLINT(performance-no-int-to-ptr): so iconv_open says it failed
    if (!text->converts && errno == ENOMEM) {
        out_of_memory(text);
    } else if (!text->converts) {
        const struct tb_place place = {.file = text->source->name};
        text->status = tb_fail(text->log, TB_UNREADABLE, "unreadable", &place,
                               "cannot be read: this system cannot convert %s; save the file as UTF-8", from);
    }
}

/* Turns all of `raw` that is complete into UTF-8 behind what is ready. */
static void convert(struct load_text *text)
{
    char *in = (char *)text->raw;
    size_t left = text->n_raw;
    while (left) {
        if (!reserve(text, &text->buffer, &text->capacity, text->ready + 2 * left + 16))
            return;
        char *out = (char *)text->buffer + text->ready;
        size_t room = text->capacity - text->ready;
        const size_t result = iconv(text->converter, &in, &left, &out, &room);
        text->ready = (size_t)((unsigned char *)out - text->buffer);
        if (result != (size_t)-1 || errno == E2BIG)
            continue;
        if (errno == EINVAL && !text->finished)
            break;
        bad_byte(text, (unsigned char)*in);
        return;
    }
    if (left)
        memmove(text->raw, in, left);
    text->n_raw = left;
    text->end = text->ready;
}

/*
 * Whether bytes that are no UTF-8 are Western letters, not Chinese: bytes above 0x7F stand alone or in twos inside of
 * words of ASCII letters, as in Stra\xDFe and Gr\xF6\xDFe.  As GB18030 each alone would swallow the letter behind it.
 */
static bool looks_western(const unsigned char *bytes, size_t n)
{
    size_t inside = 0;
    for (size_t i = 0; i < n;) {
        size_t run = 0;
        while (i + run < n && bytes[i + run] >= 0x80)
            run++;
        if (run > 2)
            return false;
        inside += run == 1 && i > 0 && isalpha(bytes[i - 1]) && i + 1 < n && islower(bytes[i + 1]);
        i += run + 1;
    }
    return inside > 0;
}

/* Checks the UTF-8 read behind `ready`; while undecided, text that is none becomes GB18030 from here on. */
static void check(struct load_text *text)
{
    const size_t known = text->ready;
    text->ready += utf8_prefix(text->buffer + text->ready, text->end - text->ready);
    const size_t rest = text->end - text->ready;
    if (rest && (text->finished || !unfinished_character(text->buffer + text->ready, rest))) {
        const unsigned char byte = text->buffer[text->ready];
        if (!text->undecided) {
            bad_byte(text, byte);
            return;
        }
        text->utf8_line = text->line + load_count_line_ends(text->buffer + text->start, text->ready - text->start);
        text->utf8_byte = byte;
        if (looks_western(text->buffer + known, text->end - known)) {
            text->hint = "it looks like Latin-1 (Windows-1252): save it as \"CSV UTF-8\"";
            bad_byte(text, byte);
            return;
        }
        text->ready = known;
    } else if (text->undecided) {
        text->undecided = is_ascii(text->buffer + known, text->ready - known);
    }
}

static const struct {
    const char *name, *converter; /* NULL: needs none */
    size_t n;
    unsigned char mark[4];
    bool refused;
} marks[] = {
    {"UTF-32", NULL, 4, {0xFF, 0xFE, 0x00, 0x00}, true},
    {"UTF-32", NULL, 4, {0x00, 0x00, 0xFE, 0xFF}, true},
    {"UTF-8 with BOM", NULL, 3, {0xEF, 0xBB, 0xBF}, false},
    {"UTF-16LE with BOM", "UTF-16LE", 2, {0xFF, 0xFE}, false},
    {"UTF-16BE with BOM", "UTF-16BE", 2, {0xFE, 0xFF}, false},
    {"GB18030 with BOM", "GB18030", 4, {0x84, 0x31, 0x95, 0x33}, false},
};

/* Looks at the first bytes.  Returns how many belong to a byte-order mark. */
static size_t begin(struct load_text *text, const unsigned char *bytes, size_t n)
{
    text->encoding = "UTF-8";
    text->undecided = true;
    if (n >= 4 && memcmp(bytes, "PK\3\4", 4) == 0)
        text->hint = "the file is a workbook (.xlsx) or an archive, not CSV: open it and save it as \"CSV UTF-8\"";
    else if (n >= 4 && memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0)
        text->hint = "the file is an old workbook (.xls), not CSV: open it and save it as \"CSV UTF-8\"";
    else if (n >= 4 && ((!bytes[0] && bytes[1]) || (bytes[0] && !bytes[1])))
        text->hint = "it looks like UTF-16 without a byte-order mark: save it as \"CSV UTF-8\"";
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (n < marks[i].n || memcmp(bytes, marks[i].mark, marks[i].n) != 0)
            continue;
        text->encoding = marks[i].name;
        text->undecided = false;
        if (marks[i].refused) {
            const struct tb_place place = {.file = text->source->name, .line = 1};
            text->status = tb_fail(text->log, TB_BAD_DATA, "encoding", &place,
                                   "the file is %s, which is not supported; save it as UTF-8", marks[i].name);
        } else if (marks[i].converter) {
            begin_converter(text, marks[i].converter);
        }
        return marks[i].n;
    }
    return 0;
}

/* A last byte 0x1A is the end-of-file mark of old systems. */
static void drop_end_mark(struct load_text *text)
{
    if (text->ready == text->start || text->buffer[text->ready - 1] != 0x1A)
        return;
    const size_t lines = load_count_line_ends(text->buffer + text->start, text->ready - text->start);
    const struct tb_place place = {.file = text->source->name, .line = text->line + lines};
    if (!text->end_mark)
        tb_log_add(
            text->log, TB_WARNING, "ctrl-z", &place,
            "the file ends in an old end-of-file mark (byte 0x1A), which is ignored; save the file again without it");
    text->end_mark = true;
    text->ready--;
    text->end = text->ready;
}

/* Reads one more block.  Moves what is not given out yet to the front of the buffer. */
static void fill(struct load_text *text)
{
    const size_t held = text->ready - text->start;
    text->fills++;
    if (held > LOAD_LONGEST_LINE) {
        const struct tb_place place = {.file = text->source->name, .line = text->line};
        text->status =
            tb_fail(text->log, TB_BAD_DATA, "too-long", &place,
                    "the line is longer than %d bytes; the rest of the file was not read", LOAD_LONGEST_LINE);
        return;
    }
    if (text->start) {
        memmove(text->buffer, text->buffer + text->start, text->end - text->start);
        text->nul = text->nul == SIZE_MAX ? SIZE_MAX : text->nul - text->start;
        text->ready -= text->start;
        text->end -= text->start;
        text->start = 0;
    }
    /* through iconv the block is read into `raw`, else straight behind the rest of the last one */
    unsigned char **bytes = text->converts ? &text->raw : &text->buffer;
    size_t *n = text->converts ? &text->n_raw : &text->end;
    const size_t left = text->source->size > text->source->done ? text->source->size - text->source->done : LOAD_BLOCK;
    const size_t want = left < LOAD_BLOCK ? left + 1 : LOAD_BLOCK; /* a small file wants no large buffer */
    if (!reserve(text, bytes, text->converts ? &text->raw_capacity : &text->capacity, *n + want))
        return;
    size_t got;
    text->status = load_source_read(text->source, *bytes + *n, want, &got, text->log);
    if (text->status)
        return;
    text->finished = got < want;
    *n += got;
    if (text->progress)
        text->progress(text->context, got);

    const size_t known = text->ready;
    if (!text->begun) {
        text->begun = true;
        const size_t mark = text->consumed = begin(text, text->buffer, text->end);
        if (text->status)
            return;
        memmove(text->buffer, text->buffer + mark, text->end - mark);
        text->end -= mark;
    }
    if (!text->converts)
        check(text);
    if (!text->status && text->utf8_line && !text->converts) {
        text->encoding = "GB18030";
        text->undecided = false;
        begin_converter(text, "GB18030");
    }
    if (!text->status && text->converts && text->end > text->ready) {
        /* the encoding was found in this very block: what is not decoded yet moves over to `raw` */
        if (!reserve(text, &text->raw, &text->raw_capacity, text->end - text->ready))
            return;
        text->n_raw = text->end - text->ready;
        memcpy(text->raw, text->buffer + text->ready, text->n_raw);
    }
    if (!text->status && text->converts)
        convert(text);
    if (text->status)
        return;
    if (text->finished)
        drop_end_mark(text);
    const size_t fresh = text->ready - (known < text->ready ? known : text->ready);
    const unsigned char *from = text->buffer + text->ready - fresh;
    text->has_return = text->has_return || (fresh && memchr(from, '\r', fresh));
    const unsigned char *nul = fresh && text->nul == SIZE_MAX ? memchr(from, 0, fresh) : NULL;
    if (nul)
        text->nul = (size_t)(nul - text->buffer);
}

void load_text_open(struct load_text *text, struct load_source *source, struct tb_log *log)
{
    *text = (struct load_text){.source = source, .log = log, .encoding = "", .nul = SIZE_MAX, .line = 1};
}

void load_text_close(struct load_text *text)
{
    if (text->converts)
        iconv_close(text->converter);
    text->converts = false;
    free(text->buffer);
    free(text->raw);
    text->buffer = text->raw = NULL;
}

bool load_text_line(struct load_text *text, struct load_line *line)
{
    size_t searched = 0; /* bytes from `start` on that hold no line end */
    if (!text->begun && !text->status)
        fill(text);
    if (text->status)
        return false;
    for (;;) {
        const unsigned char *from = text->buffer + text->start;
        const size_t n = text->ready - text->start;
        size_t length = 0, whole = 0;
        bool found = n > searched &&
                     find_line_end(from + searched, n - searched, text->has_return, text->finished, &length, &whole);
        length += searched;
        whole += searched;
        if (!found && text->finished) {
            if (!n)
                return false;
            length = whole = n;
            found = true;
        }
        if (found) {
            *line = (struct load_line){(const char *)from, length, whole, text->line};
            load_text_pass(text, whole);
            return true;
        }
        searched = n && from[n - 1] == '\r' ? n - 1 : n;
        fill(text);
        if (text->status)
            return false;
    }
}

void load_text_pass(struct load_text *text, size_t whole)
{
    text->start += whole;
    text->consumed += whole;
    text->line++;
}

bool load_text_in_memory(const struct load_text *text)
{
    return text->finished && text->nul == SIZE_MAX;
}

bool load_text_room(struct load_text *text, size_t n)
{
    return reserve(text, &text->buffer, &text->capacity, n);
}

void load_text_piece(struct load_text *text, size_t n, size_t line)
{
    text->fills++;
    text->status = utf8_prefix(text->buffer, n) == n ? TB_OK : TB_BAD_DATA;
    text->undecided = is_ascii(text->buffer, n);
    text->begun = text->finished = true;
    text->start = 0;
    text->ready = text->end = n;
    text->line = line;
    text->has_return = n && memchr(text->buffer, '\r', n);
    const unsigned char *nul = n ? memchr(text->buffer, 0, n) : NULL;
    text->nul = nul ? (size_t)(nul - text->buffer) : SIZE_MAX;
}

bool load_text_seek(struct load_text *text, size_t consumed, size_t line)
{
    if (!load_source_seek(text->source, consumed))
        return false;
    text->start = text->ready = text->end = 0;
    text->consumed = consumed;
    text->nul = SIZE_MAX;
    text->has_return = true; /* nobody has looked */
    text->undecided = text->finished = false;
    text->line = line;
    return true;
}

bool load_text_has_nul(const struct load_text *text, const struct load_line *line)
{
    return text->nul != SIZE_MAX && text->nul < text->start && text->nul + line->whole >= text->start;
}

const char *load_text_peek(struct load_text *text, size_t *n)
{
    if (!text->begun && !text->status)
        fill(text);
    *n = text->status ? 0 : text->ready - text->start;
    return text->buffer ? (const char *)text->buffer + text->start : "";
}
