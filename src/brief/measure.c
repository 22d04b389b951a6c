/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure.h"

#include <stdlib.h>
#include <string.h>

uint32_t brief_utf8_next(const char **text)
{
    const unsigned char *s = (const unsigned char *)*text;
    if (!s[0])
        return 0;
    const int more = s[0] < 0x80 ? 0 : s[0] >> 5 == 6 ? 1 : s[0] >> 4 == 14 ? 2 : s[0] >> 3 == 30 ? 3 : -1;
    if (more < 0) {
        *text += 1;
        return 0xFFFD;
    }
    uint32_t code = more == 0 ? s[0] : s[0] & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) {
        if (s[i] >> 6 != 2) { /* also stops at the closing NUL */
            *text += i;
            return 0xFFFD;
        }
        code = code << 6 | (s[i] & 0x3F);
    }
    *text += more + 1;
    return code;
}

/* Arial, thousandths of an em, from U+0020 to U+007E. */
static const short arial[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584,
};

/* The rest by ranges, in order; what lies in none is as wide as a Han character. */
static const struct {
    uint32_t last;
    short width;
} ranges[] = {
    {0x009F, 600},  {0x00A0, 278},   {0x02FF, 640},   {0x036F, 0},    {0x0482, 680},   {0x0489, 0},     {0x0590, 680},
    {0x05BD, 0},    {0x0604, 640},   {0x060F, 640},   {0x061A, 0},    {0x064A, 700},   {0x065F, 0},     {0x08FF, 700},
    {0x10FF, 800},  {0x1DBF, 1000},  {0x1DFF, 0},     {0x1EFF, 680},  {0x1FFF, 680},   {0x2008, 560},   {0x200A, 200},
    {0x200F, 0},    {0x2011, 333},   {0x2013, 560},   {0x2027, 1000}, {0x202E, 0},     {0x202F, 200},   {0x205E, 1000},
    {0x2064, 0},    {0x206F, 0},     {0x20CF, 700},   {0x20FF, 0},    {0x2211, 1000},  {0x2212, 584},   {0xFDFF, 1000},
    {0xFE0F, 0},    {0xFE1F, 1000},  {0xFE2F, 0},     {0xFEFE, 1000}, {0xFEFF, 0},     {0xFF60, 1000},  {0xFFDC, 500},
    {0xFFFF, 1000}, {0x1EFFF, 1000}, {0x1F3FA, 1400}, {0x1F3FF, 0},   {0x1FFFF, 1400}, {0xDFFFF, 1000}, {0xE0FFF, 0},
};

static double width_of(uint32_t code)
{
    if (code < 0x20)
        return 0.278;
    if (code < 0x7F)
        return arial[code - 0x20] / 1000.0;
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (code <= ranges[i].last)
            return ranges[i].width / 1000.0;
    return 1;
}

static double bold_width_of(uint32_t code, bool bold)
{
    return width_of(code) * (bold && code < 0x2000 ? 1.08 : 1);
}

double brief_text_width(const char *text, bool bold)
{
    double width = 0;
    for (uint32_t code; (code = brief_utf8_next(&text));)
        width += bold_width_of(code, bold);
    return width;
}

static bool one_of(uint32_t code, const char *set)
{
    for (uint32_t member; (member = brief_utf8_next(&set));)
        if (member == code)
            return true;
    return false;
}

static bool is_wide(uint32_t code)
{
    return code >= 0x2E80 && width_of(code) >= 1;
}

static bool joins_previous(uint32_t code)
{
    return width_of(code) == 0;
}

/* May a line end between these two characters? */
static bool breaks_between(uint32_t before, uint32_t after)
{
    if (before == ' ' || before == '\t')
        return after != ' ';
    if (joins_previous(after) || before == 0x200D || before == 0x2060)
        return false;
    if (one_of(after, "，。、；：？！）》」』】〕”’%‰…—·") || one_of(before, "（《「『【〔“‘"))
        return false;
    return is_wide(before) || is_wide(after) || before == '-' || before == 0x2013;
}

/*
 * Breaks the text into lines and stops after `most` of them.  *end receives where the text on those lines stops.  A
 * word longer than the column is broken where it is full.
 */
static size_t break_lines(const char *text, double size, double width, bool bold, size_t most, const char **end)
{
    const double room = width / size;
    size_t lines = 0;
    const char *line = text;

    while (*line && lines < most) {
        const char *at = line, *last_break = NULL;
        double used = 0;
        uint32_t before = 0;
        while (*at) {
            const char *next = at;
            const uint32_t code = brief_utf8_next(&next);
            if (code == '\n') {
                last_break = next;
                at = next;
                break;
            }
            if (at > line && breaks_between(before, code))
                last_break = at;
            const double wide = bold_width_of(code, bold);
            if (code != ' ' && used + wide > room && at > line) {
                if (!last_break && !joins_previous(code))
                    last_break = at;
                if (last_break)
                    break;
            }
            used += wide;
            before = code;
            at = next;
        }
        line = *at || last_break == at ? last_break : at;
        lines++;
    }
    *end = line;
    return lines;
}

double brief_text_gaps(const char *text)
{
    const double gap = 0.25;
    double gaps = 0;
    bool wide = false, any = false;
    for (uint32_t code; (code = brief_utf8_next(&text)); any = true) {
        const bool is = is_wide(code);
        gaps += any && is != wide ? gap : 0;
        wide = is;
    }
    return gaps;
}

size_t brief_text_lines(const char *text, double size, double width, bool bold)
{
    const char *end;
    return break_lines(text, size, width, bold, SIZE_MAX, &end);
}

char *brief_text_fit(const char *text, double size, double width, size_t lines, bool bold)
{
    static const char ellipsis[] = "…";
    const size_t length = strlen(text);
    char *copy = malloc(length + sizeof ellipsis + 1); /* one more for brief_text_balance */
    if (!copy)
        return NULL;
    memcpy(copy, text, length + 1);

    const char *end;
    break_lines(copy, size, width, bold, lines, &end);
    if (!*end)
        return copy;

    /* The end of a line is a break between words; with the ellipsis there may be room for more characters, or for
     * fewer. */
    size_t kept = 0;
    for (size_t next = 0; next <= length;) {
        size_t shown = next;
        while (shown > 0 && text[shown - 1] == ' ')
            shown--;
        memcpy(copy, text, shown);
        memcpy(copy + shown, ellipsis, sizeof ellipsis);
        break_lines(copy, size, width, bold, lines, &end);
        if (*end)
            break;
        kept = shown;
        const char *at = text + next;
        do { /* one character with all marks that join it */
            if (!brief_utf8_next(&at))
                break;
            const char *behind = at;
            const uint32_t code = brief_utf8_next(&behind);
            if (!code || !joins_previous(code))
                break;
        } while (true);
        if ((size_t)(at - text) == next)
            break;
        next = (size_t)(at - text);
    }
    memcpy(copy, text, kept);
    memcpy(copy + kept, ellipsis, sizeof ellipsis);
    return copy;
}

void brief_text_balance(char *text, double size, double width, bool bold)
{
    if (brief_text_lines(text, size, width, bold) != 2)
        return;
    const double whole = brief_text_width(text, bold), room = width / size;
    double used = 0, best = 0.55 * room; /* the most that the lines may differ */
    char *where = NULL, *rest = NULL;
    for (const char *at = text; *at;) {
        const uint32_t code = brief_utf8_next(&at);
        used += bold_width_of(code, bold);
        const bool comma = one_of(code, "，；：") || (one_of(code, ",;:") && *at == ' ');
        const double difference = whole - used > used ? whole - 2 * used : 2 * used - whole;
        if (comma && *at && used <= room && whole - used <= room && difference < best) {
            best = difference;
            where = text + (at - text);
            rest = where + strspn(where, " ");
        }
    }
    if (!where)
        return;
    if (rest == where) { /* no blank to turn into the line end: make room, the caller's buffer has one byte to spare */
        memmove(where + 1, where, strlen(where) + 1);
        *where = '\n';
    } else {
        *where = '\n';
        memmove(where + 1, rest, strlen(rest) + 1);
    }
}
