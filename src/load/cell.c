/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/cell.h"

#include "trendbook/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

const struct load_remark_row load_remarks[] = {
    {LOAD_MARKER, "missing-marker", "is read as \"no value\"; leave the cell empty when nothing is known"},
    {LOAD_PERCENT, "percent", "keeps its number as written; the sign belongs in the unit of the indicator"},
    {LOAD_FULLWIDTH, "fullwidth", "has full-width characters, read as plain digits; type it with a plain keyboard"},
    {LOAD_MINUS, "minus", "has a typographic minus sign, read as -; type a plain -"},
    {LOAD_GROUP_SPACE, "group-space", "has blanks between its digits, read as one number; take them out"},
    {LOAD_ONE_GROUP, "ambiguous-group",
     "is read as thousands; if the comma was meant as a decimal point, write a point, else leave it out"},
    {LOAD_QUALIFIER, "qualifier",
     "is not exact and is kept as such; put the sign (~ > >= < <=) into the column qualifier"},
    {LOAD_MULTIPLIER, "multiplier", "is multiplied out; write the full number, or put the scale into the unit"},
    {LOAD_PRECISION, "precision", "has more digits than a number can hold; the last ones are lost"},
    {LOAD_ROUNDED, "sci-rounded",
     "looks shortened by a spreadsheet: its last digits may be gone; widen the column there and save again"},
    {LOAD_BLANKS, "blanks", "has blanks inside its quotes, which are ignored"},
    {LOAD_YEAR_FORM, "year-form", "is read as a year; write it as four plain digits"},
    {LOAD_INVISIBLE, "invisible", "holds characters that cannot be seen or turn the writing direction; take them out"},
    {LOAD_FORMULA, "formula", "would be run as a formula by a spreadsheet; begin it with another character"},
};
const size_t load_n_remarks = sizeof load_remarks / sizeof load_remarks[0];

/* ---- reading words from the front ---- */

struct cursor {
    const char *at, *end;
};

static bool at_end(const struct cursor *cursor)
{
    return cursor->at == cursor->end;
}

/* Takes this word when it comes next. */
static bool take(struct cursor *cursor, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length) != 0)
        return false;
    cursor->at += length;
    return true;
}

static void take_blanks(struct cursor *cursor)
{
    while (!at_end(cursor) && (*cursor->at == ' ' || *cursor->at == '\t'))
        cursor->at++;
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

bool load_same_word(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

const char *load_trim(const char *text, size_t *length)
{
    for (; *length && (*text == ' ' || *text == '\t'); --*length)
        text++;
    while (*length && (text[*length - 1] == ' ' || text[*length - 1] == '\t'))
        --*length;
    return text;
}

/* A digit, plain or full-width (U+FF10 to U+FF19), or -1.  Takes it. */
static int take_digit(struct cursor *cursor, unsigned *remarks)
{
    if (at_end(cursor))
        return -1;
    if (*cursor->at >= '0' && *cursor->at <= '9')
        return *cursor->at++ - '0';
    const unsigned char *wide = (const unsigned char *)cursor->at;
    if (cursor->end - cursor->at >= 3 && wide[0] == 0xEF && wide[1] == 0xBC && wide[2] >= 0x90 && wide[2] <= 0x99) {
        cursor->at += 3;
        *remarks |= LOAD_FULLWIDTH;
        return wide[2] - 0x90;
    }
    return -1;
}

/* ---- the words of the grammar ---- */

static const struct {
    const char *text;
    enum tb_state state;
} markers[] = {
    {"NA", TB_NOT_AVAILABLE},
    {"N/A", TB_NOT_AVAILABLE},
    {"n.a.", TB_NOT_AVAILABLE},
    {"..", TB_NOT_AVAILABLE},
    {"none", TB_NOT_AVAILABLE},
    {"null", TB_NOT_AVAILABLE},
    {"\u6682\u65E0", TB_NOT_AVAILABLE},       /* none for now */
    {"\u65E0\u6570\u636E", TB_NOT_AVAILABLE}, /* no data */
    {"\u7F3A", TB_NOT_AVAILABLE},             /* lacking */
    {"\u672A\u7EDF\u8BA1", TB_NOT_AVAILABLE}, /* not counted */
    {"-", TB_NONE},
    {"--", TB_NONE},
    {"\u2014", TB_NONE},
    {"\u2014\u2014", TB_NONE},
    {"\u2026", TB_NEGLIGIBLE}, /* yearbooks: below half of the smallest unit */
};

struct word {
    const char *text;
    enum tb_state state;
};

/* Longer words before their beginnings. */
static const struct word prefixes[] = {
    {">=", TB_AT_LEAST},     {"<=", TB_AT_MOST},     {">", TB_ABOVE},      {"<", TB_BELOW},      {"~", TB_ABOUT},
    {"\u2265", TB_AT_LEAST}, {"\u2264", TB_AT_MOST}, {"\u7EA6", TB_ABOUT}, {"\u8FD1", TB_ABOUT}, /* about, nearly */
    {"\u8D85", TB_ABOVE},    {"\u903E", TB_ABOVE},                                               /* over, beyond */
};
static const struct word suffixes[] = {
    {"\u4F59", TB_ABOVE},          {"\u591A", TB_ABOVE},         /* and some more */
    {"\u5DE6\u53F3", TB_ABOUT},                                  /* or so */
    {"\u4EE5\u4E0A", TB_AT_LEAST}, {"\u4EE5\u4E0B", TB_AT_MOST}, /* and above, and below */
};
enum {
    MARKERS = sizeof markers / sizeof markers[0],
    PREFIXES = sizeof prefixes / sizeof prefixes[0],
    SUFFIXES = sizeof suffixes / sizeof suffixes[0],
    AND_MORE = 2, /* the first suffixes may also stand before the multiplier */
};

static const struct {
    const char *text;
    int zeros;
} multipliers[] = {
    {"\u4E07\u4EBF", 12}, {"\u5343\u4E07", 7}, {"\u4EBF", 8}, {"\u4E07", 4}, {"\u5343", 3},
};

static bool take_word(struct cursor *cursor, const struct word *words, size_t n, enum tb_state *state)
{
    for (size_t i = 0; i < n; i++)
        if (take(cursor, words[i].text)) {
            *state = words[i].state;
            return true;
        }
    return false;
}

static bool take_multiplier(struct cursor *cursor, int *zeros)
{
    for (size_t i = 0; i < sizeof multipliers / sizeof multipliers[0]; i++)
        if (take(cursor, multipliers[i].text)) {
            *zeros = multipliers[i].zeros;
            return true;
        }
    return false;
}

static bool is_marker(const char *text, size_t length, enum tb_state *state)
{
    for (size_t i = 0; i < MARKERS; i++)
        if (strlen(markers[i].text) == length && load_same_word(markers[i].text, text, length)) {
            *state = markers[i].state;
            return true;
        }
    return false;
}

bool load_qualifier_read(const char *text, size_t length, enum tb_state *state)
{
    struct cursor cursor = {text, text + length};
    if (take_word(&cursor, prefixes, PREFIXES, state) && at_end(&cursor))
        return true;
    cursor.at = text;
    return take_word(&cursor, suffixes, SUFFIXES, state) && at_end(&cursor);
}

/* ---- the number inside ---- */

enum {
    LONGEST_NUMBER = 2000, /* more digits than any double needs to be told from its neighbours */
    MOST_DIGITS = 800,     /* more digits than any double has */
    LARGEST_EXPONENT = 99999
};

/* A number in plain form, as tb_number_parse wants it. */
struct plain {
    char text[LONGEST_NUMBER + 32];
    size_t n;
    bool overflow; /* did not fit */
};

static void put(struct plain *plain, char c)
{
    if (plain->n < LONGEST_NUMBER)
        plain->text[plain->n++] = c;
    else
        plain->overflow = true;
}

static const struct {
    const char *text;
    bool comma, wide;
} separators[] = {
    {",", true, false},       {"\uFF0C", true, true},   {" ", false, false},
    {"\u00A0", false, false}, {"\u202F", false, false}, {"\u2009", false, false},
};

/* A group separator with a digit behind it.  Takes the separator and returns its row, or -1. */
static int take_separator(struct cursor *cursor)
{
    for (int i = 0; i < (int)(sizeof separators / sizeof separators[0]); i++) {
        const struct cursor before = *cursor;
        if (!take(cursor, separators[i].text))
            continue;
        struct cursor ahead = *cursor;
        unsigned ignored = 0;
        if (take_digit(&ahead, &ignored) >= 0)
            return i;
        *cursor = before;
    }
    return -1;
}

/* Digits with or without groups of three.  False when the groups are not exact. */
static bool take_whole_part(struct cursor *cursor, struct plain *plain, unsigned *remarks, size_t *digits,
                            size_t *groups)
{
    int separator = -1;
    size_t run = 0, first_run = 0;
    int first_digit = -1;
    for (;;) {
        const int digit = take_digit(cursor, remarks);
        if (digit >= 0) {
            if (first_digit < 0)
                first_digit = digit;
            put(plain, (char)('0' + digit));
            run++;
            ++*digits;
            continue;
        }
        const int found = run ? take_separator(cursor) : -1;
        if (*groups && run != 3)
            return false;
        if (found < 0)
            break;
        if (separator >= 0 && found != separator)
            return false;
        if (!*groups)
            first_run = run;
        separator = found;
        ++*groups;
        run = 0;
        if (separators[found].wide)
            *remarks |= LOAD_FULLWIDTH;
        if (!separators[found].comma)
            *remarks |= LOAD_GROUP_SPACE;
    }
    /* thousands never begin with a zero: 0,123 is a decimal comma */
    return !*groups || (first_run <= 3 && first_digit != 0);
}

/*
 * Whether the number, written with as many digits as the text has, gives the text back.  Below 2^52 it always does:
 * half the distance to the next number is then less than half a unit of the last digit.
 */
static bool gives_back(const char *text, size_t length, double value)
{
    char digit[MOST_DIGITS], back[MOST_DIGITS + 32];
    size_t n = 0, trailing = 0;
    uint64_t whole = 0;
    for (size_t i = 0; i < length && text[i] != 'e' && text[i] != 'E'; i++) {
        const char c = text[i];
        if (c < '0' || c > '9' || (c == '0' && !n))
            continue;
        if (n < 18)
            whole = 10 * whole + (uint64_t)(c - '0');
        if (n < MOST_DIGITS) /* the text may be as long as a field */
            digit[n] = c;
        n++;
        trailing = c == '0' ? trailing + 1 : 0;
    }
    if (n - trailing <= 15 || (n <= 18 && whole < UINT64_C(1) << 52))
        return true;
    if (fabs(value) < DBL_MIN) /* so near to 0 that nobody means the digits */
        return true;
    n -= trailing;
    if (n > MOST_DIGITS)
        return false;
    snprintf(back, sizeof back, "%.*e", (int)n - 1, fabs(value));
    size_t k = 0;
    for (const char *c = back; *c && *c != 'e' && k < n; c++) /* the point may be another in this locale */
        if (*c >= '0' && *c <= '9' && *c != digit[k++])
            return false;
    return true;
}

/* Reads sign, digits, fraction and exponent into plain form.  False when they are not there. */
static bool take_number(struct cursor *cursor, struct plain *plain, unsigned *remarks, int *exponent)
{
    if (take(cursor, "-") || take(cursor, "+")) {
        put(plain, cursor->at[-1]);
    } else if (take(cursor, "\uFF0D") || take(cursor, "\uFF0B")) {
        put(plain, (unsigned char)cursor->at[-1] == 0x8D ? '-' : '+');
        *remarks |= LOAD_FULLWIDTH;
    } else if (take(cursor, "\u2212")) {
        put(plain, '-');
        *remarks |= LOAD_MINUS;
    }
    size_t digits = 0, groups = 0, fraction = 0;
    const size_t whole_part = plain->n;
    if (!take_whole_part(cursor, plain, remarks, &digits, &groups))
        return false;
    if (plain->n == whole_part)
        put(plain, '0');
    bool point = take(cursor, ".");
    if (!point && take(cursor, "\uFF0E")) {
        point = true;
        *remarks |= LOAD_FULLWIDTH;
    }
    if (point) {
        const size_t at = plain->n;
        put(plain, '.');
        for (int digit; (digit = take_digit(cursor, remarks)) >= 0; fraction++)
            put(plain, (char)('0' + digit));
        if (!fraction)
            plain->n = at;
    }
    if (!digits && !fraction)
        return false;
    if (groups == 1 && !point && !(*remarks & LOAD_GROUP_SPACE))
        *remarks |= LOAD_ONE_GROUP;
    if (take(cursor, "e") || take(cursor, "E")) {
        const bool negative = take(cursor, "-");
        if (!negative)
            take(cursor, "+");
        size_t n = 0;
        for (; !at_end(cursor) && *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++, n++)
            if (*exponent <= LARGEST_EXPONENT)
                *exponent = 10 * *exponent + (*cursor->at - '0');
        if (!n || groups)
            return false;
        *exponent = negative ? -*exponent : *exponent;
    }
    return true;
}

/* 1.23457E+11: one digit, one to five decimals, a capital E and a plus. */
static bool looks_rounded(const char *text, size_t length)
{
    size_t exponent = length;
    while (exponent && text[exponent - 1] >= '0' && text[exponent - 1] <= '9')
        exponent--;
    if (!exponent || text[exponent - 1] != '+') /* nearly every number there is */
        return false;
    struct cursor cursor = {text, text + length};
    unsigned ignored = 0;
    if (!take(&cursor, "-"))
        take(&cursor, "+");
    int decimals = 0;
    if (take_digit(&cursor, &ignored) < 0 || !take(&cursor, "."))
        return false;
    while (take_digit(&cursor, &ignored) >= 0)
        decimals++;
    return decimals >= 1 && decimals <= 5 && take(&cursor, "E+");
}

static void settle(struct load_value *value, double number, int decimals)
{
    value->value = number == 0 ? 0 : number;
    value->decimals = decimals < -120 ? -120 : decimals > 120 ? 120 : decimals;
}

/* Everything but the plain form. */
static void read_decorated(struct cursor cursor, struct load_value *value)
{
    struct plain plain;
    plain.n = 0;
    plain.overflow = false;
    enum tb_state before = TB_EXACT, after = TB_EXACT;
    int exponent = 0, zeros = 0;
    value->fault = LOAD_NOT_A_NUMBER;
    take_word(&cursor, prefixes, PREFIXES, &before);
    take_blanks(&cursor);
    if (!take_number(&cursor, &plain, &value->remarks, &exponent))
        return;
    take_blanks(&cursor);
    const struct cursor end_of_number = cursor;
    bool more = take_word(&cursor, suffixes, AND_MORE, &after);
    if (take_multiplier(&cursor, &zeros)) {
        value->remarks |= LOAD_MULTIPLIER;
    } else {
        cursor = end_of_number;
        more = false;
        after = TB_EXACT;
    }
    take_blanks(&cursor);
    if (take(&cursor, "%") || take(&cursor, "\uFF05") || take(&cursor, "\u2030")) {
        value->remarks |= LOAD_PERCENT;
        if (zeros)
            return;
    }
    take_blanks(&cursor);
    if (!more)
        take_word(&cursor, suffixes, SUFFIXES, &after);
    if (!at_end(&cursor))
        return;
    if (before != TB_EXACT && after != TB_EXACT && before != after) {
        value->fault = LOAD_QUALIFIED_TWICE;
        return;
    }
    value->state = before != TB_EXACT ? before : after;
    if (value->state != TB_EXACT)
        value->remarks |= LOAD_QUALIFIER;
    exponent += zeros;
    char scaled[sizeof plain.text];
    double number;
    int decimals;
    value->fault = LOAD_OUT_OF_RANGE;
    if (plain.overflow)
        return;
    const int length = exponent ? snprintf(scaled, sizeof scaled, "%.*se%d", (int)plain.n, plain.text, exponent)
                                : snprintf(scaled, sizeof scaled, "%.*s", (int)plain.n, plain.text);
    if (!tb_number_parse(scaled, (size_t)length, &number, &decimals))
        return;
    value->fault = LOAD_FINE;
    if (!gives_back(plain.text, plain.n, number))
        value->remarks |= LOAD_PRECISION;
    settle(value, number, decimals);
}

void load_value_read(const char *text, size_t length, struct load_value *value)
{
    *value = (struct load_value){.value = NAN, .state = TB_EXACT};
    const size_t whole = length;
    text = load_trim(text, &length);
    if (!length) {
        value->state = TB_BLANK;
        return;
    }
    if (whole != length)
        value->remarks |= LOAD_BLANKS;
    double number;
    int decimals;
    if (tb_number_parse(text, length, &number, &decimals)) {
        settle(value, number, decimals);
        if (length > 15 && !gives_back(text, length, number))
            value->remarks |= LOAD_PRECISION;
        if (length >= 6 && looks_rounded(text, length))
            value->remarks |= LOAD_ROUNDED;
        return;
    }
    if (is_marker(text, length, &value->state)) {
        value->remarks |= LOAD_MARKER;
        return;
    }
    read_decorated((struct cursor){text, text + length}, value);
    if (value->fault != LOAD_FINE) {
        value->state = TB_EXACT;
        value->remarks = 0;
    }
}

const char *load_number_advice(const char *text, size_t length)
{
    text = load_trim(text, &length);
    static const char plain[] = "write a plain number such as 1234.5, or leave the cell empty";
    struct cursor cursor = {text, text + length};
    unsigned ignored = 0;
    if (take(&cursor, "#"))
        return "it is an error of a spreadsheet: repair it there and save again";
    if (take(&cursor, "=") || take(&cursor, "@"))
        return "it is a formula that has no result yet: open the workbook, save it, or give the value";
    if (take(&cursor, "'"))
        return "take the apostrophe away";
    if (take(&cursor, "("))
        return "write a negative number with a minus sign";
    if (memchr(text, '/', length))
        return "it looks like a date or a fraction that a spreadsheet has made: write the number itself";
    size_t digits = 0, commas = 0, dashes = 0, others = 0;
    while (!at_end(&cursor)) {
        if (take_digit(&cursor, &ignored) >= 0)
            digits++;
        else if (take(&cursor, ",") || take(&cursor, "\uFF0C"))
            commas++;
        else if (take(&cursor, "-") || take(&cursor, "~") || take(&cursor, "\u2013") || take(&cursor, "\uFF5E"))
            dashes++;
        else {
            others += *cursor.at != '.' && *cursor.at != ' ';
            cursor.at++;
        }
    }
    if (digits && commas && !others)
        return "write a decimal point as \".\", and thousands without commas or in groups of three";
    if (digits && dashes && !others)
        return "give one number: for a range use one end with >= or <= in the column qualifier";
    if (digits && others && dashes)
        return "it looks like a date that a spreadsheet has made of it: write the number itself";
    if (digits && others)
        return "leave only the number in the cell; units belong into indicators.csv, remarks into the column note";
    return plain;
}

/* ---- years ---- */

/* A year of four plain digits, as nearly every one is written; 0 when it is something else. */
static int plain_year(const char *text, size_t length)
{
    unsigned year = 0, above = 0;
    if (length != 4)
        return 0;
    for (int i = 0; i < 4; i++) {
        const unsigned digit = (unsigned char)text[i] - (unsigned)'0';
        above |= digit > 9;
        year = 10 * year + digit;
    }
    return !above && year - 1800 <= 400 ? (int)year : 0;
}

int load_year_read(const char *text, size_t length, unsigned *remarks, const char **advice)
{
    const int plain = plain_year(text, length);
    if (plain)
        return plain;
    text = load_trim(text, &length);
    *advice = "write the year as four digits, 1800 to 2200";
    struct cursor cursor = {text, text + length};
    unsigned seen = 0;
    int year = 0, digits = 0;
    for (int digit; digits < 5 && (digit = take_digit(&cursor, &seen)) >= 0; digits++)
        year = 10 * year + digit;
    if (digits != 4)
        return 0;
    if (take(&cursor, "\u5E74")) { /* the word year, perhaps "whole year" */
        take(&cursor, "\u5EA6");
        seen |= LOAD_YEAR_FORM;
    } else if (take(&cursor, ".0")) {
        while (take(&cursor, "0"))
            ;
        seen |= LOAD_YEAR_FORM;
    }
    if (!at_end(&cursor)) {
        *advice = "one row is one whole year: write four digits, and parts of a year into the column period";
        return 0;
    }
    if (year < 1800 || year > 2200)
        return 0;
    if (seen)
        *remarks |= LOAD_YEAR_FORM;
    return year;
}

/* ---- identifiers and notes ---- */

enum character {
    PLAIN,
    CONTROL,   /* also the non-characters U+FFFE and U+FFFF */
    LINE_MARK, /* U+2028, U+2029 */
    BIDI,
    ZERO_WIDTH,
    JOINER, /* U+200C, U+200D: part of emoji and of some scripts */
};

static enum character kind_of(ucs4_t c)
{
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xFFFE || c == 0xFFFF)
        return CONTROL;
    if (c == 0x2028 || c == 0x2029)
        return LINE_MARK;
    if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C)
        return BIDI;
    if (c == 0x200B || c == 0x2060 || c == 0xFEFF)
        return ZERO_WIDTH;
    if (c == 0x200C || c == 0x200D)
        return JOINER;
    return PLAIN;
}

/* The next character; a byte that is no UTF-8 counts as a control. */
static ucs4_t next_character(const char *text, size_t length, size_t *step)
{
    ucs4_t c;
    if ((unsigned char)*text < 0x80) {
        *step = 1;
        return (unsigned char)*text;
    }
    const int n = u8_mbtoucr(&c, (const uint8_t *)text, length);
    *step = n > 0 ? (size_t)n : 1;
    return n > 0 ? c : 0xFFFF;
}

/* Names that mean a device on Windows, with any extension. */
static bool is_device(const char *text, size_t length)
{
    static const char *const names[] = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
    static const char *const numbered[] = {"COM", "LPT"};
    const char *point = memchr(text, '.', length);
    if (point)
        length = (size_t)(point - text);
    while (length && text[length - 1] == ' ')
        length--;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == length && load_same_word(names[i], text, length))
            return true;
    for (size_t i = 0; i < 2; i++) {
        if (length < 4 || !load_same_word(numbered[i], text, 3))
            continue;
        struct cursor number = {text + 3, text + length};
        if ((*number.at >= '0' && *number.at <= '9' && length == 4) ||
            ((take(&number, "\u00B9") || take(&number, "\u00B2") || take(&number, "\u00B3")) && at_end(&number)))
            return true;
    }
    return false;
}

const char *load_id_fault(const char *text, size_t length)
{
    if (length > 120)
        return "it is longer than 120 bytes";
    if (strchr(".-=+@", text[0]))
        return "it must not begin with . - = + or @";
    if (text[length - 1] == '.')
        return "it must not end in a point";
    for (size_t i = 0, step; i < length; i += step) {
        const ucs4_t c = next_character(text + i, length - i, &step);
        if (c < 0x80 && c && strchr("/\\:*?\"<>|", (int)c))
            return "it must not hold / \\ : * ? \" < > or |";
        switch (kind_of(c)) {
        case PLAIN:
            break;
        case CONTROL:
            return "it holds a control character, a tab or a line end";
        case LINE_MARK:
            return "it holds a line separator";
        case BIDI:
            return "it holds a character that turns the writing direction";
        default:
            return "it holds a character of no width";
        }
    }
    if (is_device(text, length))
        return "it is the name of a device on Windows";
    return NULL;
}

/* A spreadsheet runs text that begins with one of these, after blanks too. */
static bool is_formula(const char *text, size_t length)
{
    static const char *const starts[] = {"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    text = load_trim(text, &length);
    double number;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        struct cursor cursor = {text, text + length};
        if (take(&cursor, starts[i]))
            return !tb_number_parse(text, length, &number, NULL);
    }
    return false;
}

const char *load_text_fault(const char *text, size_t length, unsigned *remarks)
{
    *remarks = 0;
    for (size_t i = 0, step; i < length; i += step) {
        const ucs4_t c = next_character(text + i, length - i, &step);
        if (c == '\t' || c == '\n' || c == '\r')
            continue;
        const enum character kind = kind_of(c);
        if (kind == CONTROL)
            return "it holds a control character; take it out";
        if (kind == BIDI || kind == ZERO_WIDTH)
            *remarks |= LOAD_INVISIBLE;
    }
    if (is_formula(text, length))
        *remarks |= LOAD_FORMULA;
    return NULL;
}

struct load_shown load_show(const char *text, size_t length)
{
    struct load_shown shown;
    const size_t most = 80;
    size_t n = length;
    if (n > most)
        for (n = most; n && ((unsigned char)text[n] & 0xC0) == 0x80;)
            n--;
    snprintf(shown.text, sizeof shown.text, "%.*s%s", (int)n, text, n < length ? "\u2026" : "");
    return shown;
}
