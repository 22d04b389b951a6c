/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes as text: what is UTF-8 is said by libunistring's u8_check, which looks at one character after another. */
#include "load/text.h"

#include "run.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

static uint64_t draw(uint64_t *bits)
{
    *bits ^= *bits << 13;
    *bits ^= *bits >> 7;
    *bits ^= *bits << 17;
    return *bits;
}

/* A character: ASCII mostly, or Chinese mostly, or from anywhere. */
static ucs4_t some_character(uint64_t *bits, int kind)
{
    const uint64_t r = draw(bits) >> 20;
    switch (r % 100 < 97 ? kind : (int)(r % 4)) {
    case 0:
        return (ucs4_t)(0x20 + r / 100 % 0x5F);
    case 1:
        return (ucs4_t)(0x4E00 + r / 100 % 0x5000);
    case 2:
        return (ucs4_t)(0x80 + r / 100 % 0x700);
    default:
        return (ucs4_t)(r / 100 % 0x110000);
    }
}

static void pieces_are_utf8_when_libunistring_says_so(void **state)
{
    enum {
        MOST = 1500
    };
    static const char special[] = "\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF4\xF5\xFF\x7F\x80\x9F\xA0\xBF";
    uint64_t bits = UINT64_C(88172645463325252);
    size_t good = 0, bad = 0;
    (void)state;
    for (int round = 0; round < 60000; round++) {
        struct load_source source = {0};
        struct load_text text;
        load_text_open(&text, &source, NULL);
        assert_true(load_text_room(&text, MOST));
        const size_t want = draw(&bits) >> 11 & 1023;
        size_t n = 0;
        while (n < want) {
            const int length = u8_uctomb(text.buffer + n, some_character(&bits, round % 4), (ptrdiff_t)(MOST - n));
            n += length > 0 ? (size_t)length : 0;
        }
        for (uint64_t k = draw(&bits) >> 9 & 3; n && k && round % 3; k--) /* up to three bytes become another one */
            text.buffer[(draw(&bits) >> 13) % n] = (unsigned char)special[(draw(&bits) >> 17) % (sizeof special - 1)];
        n -= n && round % 5 == 0; /* perhaps in the middle of a character */
        const bool right = u8_check(text.buffer, n) == NULL;
        bool ascii = true;
        for (size_t i = 0; i < n; i++)
            ascii = ascii && text.buffer[i] < 0x80;
        load_text_piece(&text, n, 1);
        assert_int_equal(text.status == TB_OK, right);
        if (right)
            assert_int_equal(text.undecided, ascii);
        good += right;
        bad += !right;
        load_text_close(&text);
    }
    assert_true(good > 10000 && bad > 10000);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(pieces_are_utf8_when_libunistring_says_so),
};
RUN_TESTS(tests)
