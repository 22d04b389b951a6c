/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Number formats of spreadsheets: what they say about a number.  ECMA-376 part 1, 18.8.30 and 18.8.31. */
#include "load/sheet.h"

#include "load/cell.h"

#include <stdio.h>
#include <string.h>

/* Formats that files name by number only; where languages differ, those of Chinese. */
static const struct {
    unsigned first, last;
    const char *code;
} numbered[] = {
    {1, 1, "0"},
    {2, 2, "0.00"},
    {3, 3, "#,##0"},
    {4, 4, "#,##0.00"},
    {5, 6, "#,##0"},
    {7, 8, "#,##0.00"},
    {9, 9, "0%"},
    {10, 10, "0.00%"},
    {14, 17, "yyyy-mm-dd"},
    {18, 21, "h:mm:ss"},
    {22, 22, "yyyy-mm-dd hh:mm"},
    {27, 31, "yyyy-mm-dd"},
    {32, 35, "h:mm:ss"},
    {36, 36, "yyyy-mm-dd"},
    {37, 38, "#,##0"},
    {39, 40, "#,##0.00"},
    {41, 42, "#,##0"},
    {43, 44, "#,##0.00"},
    {45, 47, "mm:ss"},
    {50, 54, "yyyy-mm-dd"},
    {55, 56, "h:mm:ss"},
    {57, 58, "yyyy-mm-dd"},
};

const char *load_sheet_format_code(unsigned number)
{
    for (size_t i = 0; i < sizeof numbered / sizeof numbered[0]; i++)
        if (number >= numbered[i].first && number <= numbered[i].last)
            return numbered[i].code;
    return "General";
}

/* What the pieces of a format code add up to. */
struct pieces {
    bool digits, point, general, year, month_or_day, time, exponent;
    int decimals, commas, percent; /* commas: behind the last digit */
    int shifted;                   /* digits behind a point that is only text */
    bool point_as_text;
    char literal[64]; /* text behind the first digit */
    size_t n_literal;
};

static void add_literal(struct pieces *pieces, const char *text, size_t length)
{
    if (!pieces->digits)
        return;
    if (length == 1 && *text == '.')
        pieces->point_as_text = true;
    else if (pieces->n_literal + length < sizeof pieces->literal) {
        memcpy(pieces->literal + pieces->n_literal, text, length);
        pieces->n_literal += length;
    }
}

/* Bytes of the UTF-8 character at `text`; 0 at the end. */
static size_t step_of(const char *text)
{
    size_t n = *text != '\0';
    while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static void take_letter(struct pieces *pieces, char c, char next)
{
    switch (c) {
    case '0':
    case '#':
    case '?':
        pieces->digits = true;
        pieces->decimals += pieces->point;
        pieces->shifted += pieces->point_as_text;
        pieces->commas = 0;
        break;
    case '.':
        pieces->point = pieces->point || pieces->digits;
        break;
    case ',':
        pieces->commas += pieces->digits;
        break;
    case '%':
        pieces->percent += 2;
        add_literal(pieces, "%", 1);
        break;
    case 'e':
    case 'E':
        if (next == '+' || next == '-')
            pieces->exponent = true;
        else
            pieces->year = true;
        break;
    case 'y':
    case 'Y':
        pieces->year = true;
        break;
    case 'm':
    case 'M':
    case 'd':
    case 'D':
        pieces->month_or_day = true;
        break;
    case 'h':
    case 'H':
    case 's':
    case 'S':
        pieces->time = true;
        break;
    default:
        break;
    }
}

/* The first section of a code: that of positive numbers. */
static void take_pieces(const char *code, struct pieces *pieces)
{
    while (*code && *code != ';') {
        size_t step = step_of(code);
        if (*code == '"') {
            const size_t length = strcspn(code + 1, "\"");
            add_literal(pieces, code + 1, length);
            step = 1 + length + (code[1 + length] == '"');
        } else if (*code == '\\' || *code == '!') { /* the next character is text */
            add_literal(pieces, code + 1, step_of(code + 1));
            step += step_of(code + 1);
        } else if (*code == '_' || *code == '*') { /* a blank of that width, or filling */
            step += step_of(code + 1);
        } else if (*code == '[') { /* colour, condition, language; hours that add up */
            const size_t length = strcspn(code, "]");
            pieces->time = pieces->time || (length > 1 && strchr("hHmMsS", code[1]) && length <= 3);
            step = length + (code[length] == ']');
        } else if (strncmp(code, "General", 7) == 0 || strncmp(code, "G/", 2) == 0) {
            pieces->general = true;
            pieces->digits = true;
            step = *code == 'G' && code[1] == '/' ? strcspn(code, " ;\"\\") : strlen("General");
        } else if ((unsigned char)*code >= 0x80) {
            add_literal(pieces, code, step);
        } else {
            take_letter(pieces, *code, code[1]);
        }
        code += step;
    }
}

/* Text that multiplies the number it follows. */
static bool is_multiplier(const char *text)
{
    static const char *const words[] = {"千", "万", "亿", "万亿"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

static void take_unit(const struct pieces *pieces, struct load_sheet_format *format)
{
    size_t length = pieces->n_literal;
    const char *text = load_trim(pieces->literal, &length);
    if (length == strlen("\uFF05") && memcmp(text, "\uFF05", length) == 0) {
        text = "%";
        length = 1;
    }
    if (!length || length >= sizeof format->unit || strchr("()-/:", *text))
        return;
    char unit[sizeof format->unit] = "";
    memcpy(unit, text, length);
    if (!is_multiplier(unit))
        memcpy(format->unit, unit, sizeof unit);
    else if (!format->thousands)
        memcpy(format->multiplier, unit, sizeof format->multiplier);
    else
        format->thousands = 0; /* shown smaller, and said so: the number held is the one that is meant */
}

void load_sheet_format_read(const char *code, struct load_sheet_format *format)
{
    struct pieces pieces = {0};
    *format = (struct load_sheet_format){.kind = LOAD_SHEET_GENERAL};
    take_pieces(code, &pieces);
    if (!pieces.digits) {
        if (pieces.month_or_day && (pieces.year || !pieces.time))
            format->kind = LOAD_SHEET_DATE;
        else if (pieces.year)
            format->kind = pieces.time ? LOAD_SHEET_DATE : LOAD_SHEET_YEAR;
        else if (pieces.time)
            format->kind = LOAD_SHEET_TIME;
        return;
    }
    format->thousands = (int8_t)((pieces.commas > 3 ? 3 : pieces.commas) * 3 +
                                 (pieces.commas ? (pieces.shifted > 8 ? 8 : pieces.shifted) : 0));
    format->percent = (int8_t)(pieces.percent > 4 ? 4 : pieces.percent);
    if (!pieces.general && !pieces.exponent) {
        format->kind = LOAD_SHEET_FIXED;
        format->decimals = (int8_t)(pieces.decimals > 30 ? 30 : pieces.decimals);
    }
    take_unit(&pieces, format);
}
