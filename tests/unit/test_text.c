/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes as text: what is UTF-8 is said by libunistring's u8_check, which looks at one character after another.  What is
 * looked for many at once is looked for one by one beside it. */
#include "load/marks.h"
#include "load/text.h"
#include "trendbook/names.h"

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

static void marks_are_found_byte_by_byte_too(void **state)
{
    static const char alphabet[] = ",\"\n\r;\tabcdefgh\xE4\xB8\x80";
    uint64_t bits = UINT64_C(88172645463325252);
    struct load_marks marks = {0};
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[300];
        const char delimiter = ",;\t"[round % 3];
        const size_t n = draw(&bits) >> 12 & 255, offset = draw(&bits) >> 12 & 31;
        for (size_t i = 0; i < n; i++)
            text[offset + i] = alphabet[(draw(&bits) >> 14) % (sizeof alphabet - 1)];
        assert_true(load_marks_find(&marks, text + offset, n, delimiter));
        const size_t from = n ? (draw(&bits) >> 14) % n : 0;
        struct load_marks_cursor cursor = load_marks_from(&marks, from);
        for (size_t i = from; i < n; i++)
            if (text[offset + i] == delimiter || strchr("\"\n\r", text[offset + i]))
                assert_int_equal(load_marks_next(&cursor), i);
        assert_int_equal(load_marks_next(&cursor), n);
    }
    load_marks_free(&marks);
}

static void quotes_and_feeds_are_counted(void **state)
{
    enum {
        MOST = 20000
    };
    char *text = malloc(MOST);
    uint64_t bits = UINT64_C(88172645463325252);
    (void)state;
    assert_non_null(text);
    for (int round = 0; round < 300; round++) { /* few of them, many, or nothing else */
        const size_t n = round < 100 ? (size_t)round : (draw(&bits) >> 12) % MOST;
        size_t quotes = 0, feeds = 0;
        for (size_t i = 0; i < n; i++) {
            const uint64_t one = (draw(&bits) >> 14) % (round % 3 ? 20 : 2);
            text[i] = one == 0 ? '"' : one == 1 ? '\n' : (char)('a' + one);
            quotes += one == 0;
            feeds += one == 1;
        }
        const struct load_count count = load_marks_count(text, n);
        assert_int_equal(count.quotes, quotes);
        assert_int_equal(count.feeds, feeds);
    }
    free(text);
}

static void many_names_are_found_at_once(void **state)
{
    enum {
        TEXTS = 150,
        KNOWN = 5000
    };
    struct tb_names *names = tb_names_new();
    static char word[TEXTS][24];
    const char *text[TEXTS];
    size_t length[TEXTS];
    uint32_t number[TEXTS];
    (void)state;
    assert_non_null(names);
    for (int known = 0; known < KNOWN; known++) {
        char name[16];
        snprintf(name, sizeof name, "name %d", 2 * known);
        assert_int_equal(tb_names_add(names, name, strlen(name)), known + 1);
        for (int k = 0; k < TEXTS && known % 100 == 99; k++) { /* every other one is not known */
            snprintf(word[k], sizeof word[k], "name %d", (k * 7919 + known) % (2 * known));
            text[k] = word[k];
            length[k] = k == TEXTS - 1 ? 0 : strlen(word[k]);
        }
        if (known % 100 != 99)
            continue;
        tb_names_find_all(names, text, length, TEXTS, number);
        for (int k = 0; k < TEXTS - 1; k++) {
            const int which = (k * 7919 + known) % (2 * known);
            assert_int_equal(number[k], which % 2 ? TB_NO_NAME : (uint32_t)which / 2 + 1);
        }
        assert_int_equal(number[TEXTS - 1], 0); /* the empty text is number 0 */
    }
    tb_names_free(names);
}

/* Texts of one length that differ in one byte, wherever it stands, are two names. */
static void names_differ_in_any_byte(void **state)
{
    enum {
        LONGEST = 70
    };
    struct tb_names *names = tb_names_new();
    uint32_t expected = 0;
    char text[LONGEST + 1];
    (void)state;
    assert_non_null(names);
    for (int pass = 0; pass < 2; pass++, expected = 0)
        for (size_t length = 0; length <= LONGEST; length++) {
            memset(text, 'a', length);
            assert_int_equal(tb_names_add(names, text, length), expected++);
            for (size_t i = 0; i < length; i++, expected++) {
                const char *at = text;
                uint32_t found;
                text[i] = 'b';
                assert_int_equal(tb_names_find(names, text, length), pass ? expected : TB_NO_NAME);
                assert_int_equal(tb_names_add(names, text, length), expected);
                tb_names_find_all(names, &at, &length, 1, &found);
                assert_int_equal(found, expected);
                text[i] = 'a';
            }
        }
    tb_names_free(names);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(names_differ_in_any_byte),
    cmocka_unit_test(marks_are_found_byte_by_byte_too),
    cmocka_unit_test(quotes_and_feeds_are_counted),
    cmocka_unit_test(many_names_are_found_at_once),
    cmocka_unit_test(pieces_are_utf8_when_libunistring_says_so),
};
RUN_TESTS(tests)
