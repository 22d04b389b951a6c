/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/output.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* What can stand in plain text, for every reader: terminals, XML, browsers, office programs. */
static bool is_plain(uint32_t code)
{
    const bool control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
    const bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E ||
                           code == 0x200F || code == 0x061C;
    const bool no_character = (code >= 0xD800 && code <= 0xDFFF) || (code & 0xFFFE) == 0xFFFE || code > 0x10FFFF;
    return !control && !direction && !no_character;
}

static bool is_line_end(uint32_t code)
{
    return code == '\n' || code == '\r' || code == '\t' || code == 0x2028 || code == 0x2029;
}

char *tb_safe_text(const char *text)
{
    size_t left = strlen(text);
    char *copy = malloc(3 * left + 1); /* a bad byte becomes the three of U+FFFD */
    char *to = copy;
    while (copy && left) {
        ucs4_t code;
        const int found = u8_mbtoucr(&code, (const uint8_t *)text, left);
        const size_t length = found > 0 ? (size_t)found : 1;
        if (found > 0 && is_line_end(code)) {
            *to++ = ' ';
        } else if (found <= 0 || !is_plain(code)) {
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
        } else {
            memcpy(to, text, length);
            to += length;
        }
        text += length;
        left -= length;
    }
    if (copy)
        *to = '\0';
    return copy;
}
