/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Bytes as lines, and encodings.  The first byte chooses: the rest as it is, or, when it is UTF-8, the same text in
 * UTF-8 and in another encoding with its byte order mark, which must give the same lines.
 */
#include "load/text.h"
#include "trendbook/output.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void must(bool condition)
{
    if (!condition)
        abort();
}

/* All lines, each with its number and a line feed behind it.  False when the bytes are no text. */
static bool read_lines(const void *bytes, size_t n, struct tb_bytes *lines)
{
    struct load_source source;
    struct load_text text;
    struct load_line line;
    struct tb_log *log = tb_log_new(20);
    size_t last = 0, ready;
    must(log != NULL);
    load_source_memory(&source, "table.csv", bytes, n);
    load_text_open(&text, &source, log);
    load_text_peek(&text, &ready);
    while (load_text_line(&text, &line)) {
        must(line.number > last && line.length <= line.whole);
        must(!line.length || u8_check((const uint8_t *)line.text, line.length) == NULL);
        const bool nul = line.length && memchr(line.text, 0, line.length) != NULL;
        must(load_text_has_nul(&text, &line) == nul);
        if (nul) /* nobody reads on behind it */
            break;
        last = line.number;
        tb_bytes_add(lines, &line.number, sizeof line.number);
        tb_bytes_add(lines, line.text, line.length);
        tb_bytes_add(lines, "\n", 1);
    }
    must(text.encoding != NULL || text.status);
    must(!text.status || tb_log_count(log, TB_ERROR) > 0); /* a refusal is always explained */
    const bool fine = !text.status;
    load_text_close(&text);
    tb_log_free(log);
    return fine;
}

/* The text in another encoding, behind its mark.  False when that cannot hold it. */
static bool encode(const char *encoding, const char *mark, size_t n_mark, const uint8_t *text, size_t n,
                   struct tb_bytes *to)
{
    iconv_t converter = iconv_open(encoding, "UTF-8");
    must(converter != (iconv_t)-1);
    const size_t size = 4 * n + 16;
    char *room = malloc(size), *out = room, *in = malloc(n + 1), *from = in;
    size_t left = n, free_bytes = size;
    must(room != NULL && in != NULL);
    memcpy(in, text, n);
    const bool fine = iconv(converter, &from, &left, &out, &free_bytes) == 0 && !left;
    tb_bytes_add(to, mark, n_mark);
    tb_bytes_add(to, room, size - free_bytes);
    iconv_close(converter);
    free(room);
    free(in);
    return fine;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct {
        const char *name, *mark;
        size_t length;
    } encodings[] = {{"UTF-8", "\xEF\xBB\xBF", 3},
                     {"UTF-16LE", "\xFF\xFE", 2},
                     {"UTF-16BE", "\xFE\xFF", 2},
                     {"GB18030", "\x84\x31\x95\x33", 4}};
    if (!n)
        return 0;
    const size_t choice = bytes[0] % 5;
    struct tb_bytes plain = {0}, other = {0}, encoded = {0};
    bytes++;
    n--;
    if (choice == 4 || (n && u8_check(bytes, n))) {
        read_lines(bytes, n, &plain);
    } else if (!(n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) && (!n || !memchr(bytes, 0, n)) &&
               encode(encodings[choice].name, encodings[choice].mark, encodings[choice].length, bytes, n, &encoded)) {
        const bool fine = read_lines(bytes, n, &plain);
        must(fine == read_lines(encoded.data, encoded.n, &other));
        must(!fine || (plain.n == other.n && (!plain.n || memcmp(plain.data, other.data, plain.n) == 0)));
    }
    tb_bytes_free(&plain);
    tb_bytes_free(&other);
    tb_bytes_free(&encoded);
    return 0;
}
