/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/phrase.h"

#include "load/cell.h"
#include "trendbook/number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* ---- the words around a figure; longer ones before their beginnings ---- */

struct word {
    const char *text;
    enum tb_state state;
};

static const struct word qualifiers[] = {
    {"不低于", TB_AT_LEAST},
    {"不少于", TB_AT_LEAST},
    {"不小于", TB_AT_LEAST},
    {"至少", TB_AT_LEAST},
    {"最少", TB_AT_LEAST},
    {"不高于", TB_AT_MOST},
    {"不超过", TB_AT_MOST},
    {"不大于", TB_AT_MOST},
    {"不多于", TB_AT_MOST},
    {"至多", TB_AT_MOST},
    {"最多", TB_AT_MOST},
    {"不到", TB_BELOW},
    {"不足", TB_BELOW},
    {"低于", TB_BELOW},
    {"少于", TB_BELOW},
    {"小于", TB_BELOW},
    {"未满", TB_BELOW},
    {"超过", TB_ABOVE},
    {"高于", TB_ABOVE},
    {"大于", TB_ABOVE},
    {"多于", TB_ABOVE},
    {"突破", TB_ABOVE},
    {"超", TB_ABOVE},
    {"逾", TB_ABOVE},
    {"大约", TB_ABOUT},
    {"将近", TB_ABOUT},
    {"接近", TB_ABOUT},
    {"约", TB_ABOUT},
    {"近", TB_ABOUT},
    {">=", TB_AT_LEAST},
    {"<=", TB_AT_MOST},
    {"≥", TB_AT_LEAST},
    {"≤", TB_AT_MOST},
    {">", TB_ABOVE},
    {"<", TB_BELOW},
    {"~", TB_ABOUT},
    /* English, without its blanks */
    {"nolessthan", TB_AT_LEAST},
    {"atleast", TB_AT_LEAST},
    {"nomorethan", TB_AT_MOST},
    {"atmost", TB_AT_MOST},
    {"upto", TB_AT_MOST},
    {"lessthan", TB_BELOW},
    {"fewerthan", TB_BELOW},
    {"under", TB_BELOW},
    {"below", TB_BELOW},
    {"morethan", TB_ABOVE},
    {"over", TB_ABOVE},
    {"above", TB_ABOVE},
    {"approximately", TB_ABOUT},
    {"about", TB_ABOUT},
    {"around", TB_ABOUT},
    {"nearly", TB_ABOUT},
    {"almost", TB_ABOUT},
    {"some", TB_ABOUT},
};
/* Behind the digits, before the unit: what is printed was rounded down. */
static const struct word and_more[] = {{"余", TB_AT_LEAST}, {"多", TB_AT_LEAST}};
/* Behind digits or unit. */
static const struct word limits[] = {
    {"以上", TB_AT_LEAST}, {"以下", TB_AT_MOST}, {"以内", TB_AT_MOST}, {"左右", TB_ABOUT}, {"上下", TB_ABOUT},
};
static const char *const fillers[] = {"达到",    "共计", "合计", "累计", "总计", "为",        "达",
                                      "是",      "了",   "共",   "计",   ":",    "totalling", "cameto",
                                      "reached", "of",   "was",  "were", "to",   "is",        "at"};
static const char *const nothing[] = {"没有", "未有", "无", "未", "零"};
static const struct {
    const char *text;
    int sign;
} directions[] = {
    {"增加", 1},  {"增长", 1},  {"上升", 1},  {"提高", 1}, {"增", 1},  {"升", 1},  {"多", 1},
    {"减少", -1}, {"下降", -1}, {"降低", -1}, {"减", -1},  {"降", -1}, {"少", -1},
};
/* In a phrase: one of the directions stands here. */
static const char either_way[] = "增减";

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Takes one of the words at *i. */
static bool take_word(const struct prose *prose, size_t *i, const struct word *words, size_t n, enum tb_state *state)
{
    for (size_t k = 0; k < n; k++) {
        const size_t end = prose_starts(prose, *i, words[k].text);
        if (!end)
            continue;
        *state = words[k].state;
        *i = end;
        return true;
    }
    return false;
}

static bool take_text(const struct prose *prose, size_t *i, const char *const *texts, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const size_t end = prose_starts(prose, *i, texts[k]);
        if (!end)
            continue;
        *i = end;
        return true;
    }
    return false;
}

/* ---- phrases ---- */

static char *letters_of(const char *text, size_t length)
{
    char *letters = malloc(length + 1);
    size_t n = 0;
    for (size_t i = 0; letters && i < length;) {
        ucs4_t c;
        bool wide;
        const int step = u8_mbtoucr(&c, (const uint8_t *)text + i, length - i);
        i += step > 0 ? (size_t)step : 1;
        c = step > 0 ? prose_plain(c, &wide) : 0;
        /* the plain form is never longer than what it stands for */
        if (c)
            n += (size_t)u8_uctomb((uint8_t *)letters + n, c, (ptrdiff_t)(length - n));
    }
    if (letters)
        letters[n] = '\0';
    return letters;
}

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static size_t count_letters(const char *text)
{
    return u8_mbsnlen((const uint8_t *)text, strlen(text));
}

/* The scale before a unit's word as a power of ten: 万元 has 4.  *word receives the word. */
static int zeros_of(const char *unit, const char **word)
{
    struct tb_unit parsed;
    tb_unit_parse(unit, &parsed);
    *word = parsed.word;
    return parsed.percent || !(parsed.numerator_scale >= 1) ? 0 : (int)lround(log10(parsed.numerator_scale));
}

/* Cuts words off the front that are always read from the text: the 余 of {}余辆, the 以下 of {}%以下. */
static char *cut_words(char *text, const struct word *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (begins(text, words[k].text))
            return text + strlen(words[k].text);
    return text;
}

/* Qualifiers of several letters at the end of the left side are read from the text too. */
static void cut_qualifier(char *left)
{
    const size_t length = strlen(left);
    for (size_t k = 0; k < COUNT(qualifiers); k++) {
        const size_t n = strlen(qualifiers[k].text);
        if (n > 3 && length > n && strcmp(left + length - n, qualifiers[k].text) == 0) {
            left[length - n] = '\0';
            return;
        }
    }
}

/* False when out of memory. */
static bool read_phrase(struct sought *sought, const char *text, size_t length)
{
    const char *hole = memmem(text, length, "{}", 2);
    assert(hole); /* the catalogue was checked */
    struct phrase *phrase = &sought->phrase[sought->n];
    *phrase = (struct phrase){.left = letters_of(text, (size_t)(hole - text)),
                              .right = letters_of(hole + 2, length - (size_t)(hole + 2 - text))};
    sought->n++;
    if (!phrase->left || !phrase->right)
        return false;
    const size_t end = strlen(phrase->left), n = strlen(either_way);
    phrase->either_way = end > n && strcmp(phrase->left + end - n, either_way) == 0;
    if (phrase->either_way)
        phrase->left[end - n] = '\0';
    else
        cut_qualifier(phrase->left);
    phrase->left_letters = count_letters(phrase->left);

    const char *word, *more = cut_words(phrase->right, and_more, COUNT(and_more));
    zeros_of(more, &word);
    if (!*sought->unit || !begins(word, sought->unit)) {
        more = phrase->right;
        zeros_of(more, &word);
    }
    if (*sought->unit && begins(word, sought->unit))
        phrase->rest = cut_words(phrase->right + (word - phrase->right) + strlen(sought->unit), limits, COUNT(limits));
    memmove(phrase->right, word, strlen(word) + 1);
    if (phrase->rest)
        phrase->rest -= word - phrase->right;
    return true;
}

void phrase_free(struct sought *sought, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < sought[i].n; k++) {
            free(sought[i].phrase[k].left);
            free(sought[i].phrase[k].right);
        }
        free(sought[i].phrase);
        free(sought[i].unit_text);
    }
    free(sought);
}

bool phrase_read(struct sought *sought, const char *text, const char *unit)
{
    size_t n = 1;
    sought->unit_text = letters_of(unit, strlen(unit));
    if (!sought->unit_text)
        return false;
    sought->zeros = zeros_of(sought->unit_text, &sought->unit);
    for (const char *bar = text; (bar = strchr(bar, '|')); bar++)
        n++;
    sought->phrase = calloc(n, sizeof *sought->phrase);
    if (!sought->phrase)
        return false;
    while (n--) {
        const size_t length = strcspn(text, "|");
        if (!read_phrase(sought, text, length))
            return false;
        const struct phrase *last = &sought->phrase[sought->n - 1];
        if (!*last->left && (!*last->right || (last->rest && !*last->rest))) { /* {} or {}件: it fits everything */
            free(last->left);
            free(last->right);
            sought->n--;
        }
        text += length + 1;
    }
    return true;
}

/* ---- numbers ---- */

static bool is_numeral_at(const struct prose *prose, size_t i)
{
    int value;
    return prose_numeral(prose, i, &value) || prose_starts(prose, i, "第") || prose_starts(prose, i, "数") ||
           prose_starts(prose, i, "几");
}

bool phrase_value(const struct prose *prose, const struct prose_number *number, int zeros, struct reading *reading)
{
    char text[400];
    size_t n = 0;
    if (number->end - number->first > sizeof text - 16)
        return false;
    for (size_t i = number->first; i < number->end; i++)
        if (prose->letter[i].c != ',')
            text[n++] = (char)prose->letter[i].c;
    n += (size_t)snprintf(text + n, sizeof text - n, "e%d", zeros);
    struct load_value value;
    load_value_read(text, zeros ? n : n - 2, &value);
    reading->value = value.value;
    reading->digits_lost = value.remarks & LOAD_PRECISION;
    return value.fault == LOAD_FINE;
}

/* How many letters the longest unit word at `i` has, when it is `unit` or says the same; 0 when it is another. */
static size_t unit_at(const struct prose *prose, size_t i, const char *unit)
{
    char ahead[64];
    prose_ahead(prose, i, 12, ahead, sizeof ahead);
    const size_t known = tb_unit_word(ahead), length = strlen(unit);
    if (begins(ahead, unit) && known <= length)
        return count_letters(unit);
    if (!known)
        return 0;
    ahead[known] = '\0';
    return tb_unit_same(ahead, unit) ? count_letters(ahead) : 0;
}

static enum tb_state both(enum tb_state a, enum tb_state b)
{
    if (a == TB_EXACT || b == TB_EXACT)
        return a == TB_EXACT ? b : a;
    return a == b ? a : TB_ABOUT; /* 约500余: neither a limit nor exact */
}

static enum tb_state turned(enum tb_state state)
{
    return state == TB_BELOW      ? TB_ABOVE
           : state == TB_ABOVE    ? TB_BELOW
           : state == TB_AT_MOST  ? TB_AT_LEAST
           : state == TB_AT_LEAST ? TB_AT_MOST
                                  : state;
}

/* 约 and 近 that end another word: 节约12吨, 附近3处. */
static bool ends_a_word(const struct prose *prose, size_t i)
{
    static const char *const heads[] = {"节", "合", "契", "条", "公", "制", "预", "附", "最", "邻", "临", "靠"};
    for (size_t k = 0; i > 0 && k < COUNT(heads); k++)
        if (prose_starts(prose, i - 1, heads[k]))
            return true;
    return false;
}

static void remember_near(struct sought *sought, const struct prose *prose, const struct phrase *phrase, size_t at,
                          size_t end, const char *kind)
{
    if (sought->near_prose || phrase->left_letters < 2)
        return;
    sought->near_prose = prose;
    sought->near_at = at;
    sought->near_end = end;
    sought->near_kind = kind;
}

/* Fillers and qualifiers, in any order, before the number. */
static size_t read_before(const struct prose *prose, const struct phrase *phrase, size_t i, struct reading *reading,
                          int *sign, bool *percent)
{
    bool turning = phrase->either_way;
    for (;;) {
        enum tb_state state;
        const size_t here = i;
        const size_t both_ways = turning ? prose_starts(prose, i, either_way) : 0;
        if (both_ways) {
            turning = false;
            i = both_ways;
        }
        for (size_t k = 0; turning && k < COUNT(directions); k++) {
            const size_t end = prose_starts(prose, i, directions[k].text);
            if (!end)
                continue;
            *sign = directions[k].sign;
            turning = false;
            i = end;
        }
        const size_t part = prose_starts(prose, i, "百分之");
        if (part) {
            *percent = true;
            i = part;
        } else if (*phrase->left || !ends_a_word(prose, i)) {
            if (take_word(prose, &i, qualifiers, COUNT(qualifiers), &state))
                reading->state = both(reading->state, state);
            else if (*phrase->left)
                take_text(prose, &i, fillers, COUNT(fillers));
        }
        if (i == here)
            return turning ? SIZE_MAX : i;
    }
}

/* Reads the number itself, in digits or words.  Returns the place behind it, or 0. */
static size_t read_number(const struct prose *prose, const struct phrase *phrase, size_t i, struct reading *reading,
                          bool *minus, int *numeral)
{
    const size_t signed_at = prose_starts(prose, i, "-");
    *minus = signed_at && prose_number_at(prose, signed_at) && !prose->letter[signed_at].gap;
    if (*minus)
        i = signed_at;
    reading->at = i;
    reading->number = prose_number_at(prose, i);
    if (reading->number)
        return reading->number->sure ? 0 : reading->number->end;
    if (!*phrase->left && i > 0 && is_numeral_at(prose, i - 1))
        return 0;
    size_t end = i;
    if (!phrase->rest && *phrase->right && take_text(prose, &end, nothing, COUNT(nothing))) {
        *numeral = 0;
        return end;
    }
    return prose_numeral(prose, i, numeral);
}

/* "million" and its like behind the digits, as a power of ten. */
static int take_english_scale(const struct prose *prose, size_t *i)
{
    static const struct {
        const char *text;
        int zeros;
    } scales[] = {{"thousand", 3}, {"million", 6}, {"billion", 9}, {"trillion", 12}};
    for (size_t k = 0; k < COUNT(scales); k++) {
        const size_t end = prose_starts(prose, *i, scales[k].text);
        if (!end)
            continue;
        *i = end;
        return scales[k].zeros;
    }
    return 0;
}

bool phrase_figure(struct sought *sought, const struct prose *prose, const struct phrase *phrase, size_t i,
                   struct reading *reading)
{
    int sign = 1, numeral = -1, zeros = 0;
    bool minus = false, percent = false;
    enum tb_state state;
    *reading = (struct reading){.state = TB_EXACT};
    i = read_before(prose, phrase, i, reading, &sign, &percent);
    if (i == SIZE_MAX)
        return false;
    i = read_number(prose, phrase, i, reading, &minus, &numeral);
    if (!i)
        return false;

    if (take_word(prose, &i, and_more, COUNT(and_more), &state))
        reading->state = both(reading->state, state);
    char ahead[64];
    const char *word;
    prose_ahead(prose, i, 12, ahead, sizeof ahead);
    zeros = zeros_of(ahead, &word);
    if (zeros) {
        ahead[word - ahead] = '\0';
        i += count_letters(ahead);
        if (take_word(prose, &i, and_more, COUNT(and_more), &state))
            reading->state = both(reading->state, state);
    }
    zeros += zeros ? 0 : take_english_scale(prose, &i);
    const size_t end_of_number = i;

    bool fits = true;
    const char *rest = phrase->right;
    const bool wants_unit = phrase->rest || !*phrase->right;
    if (wants_unit && *sought->unit) {
        const bool says_percent = percent && strcmp(sought->unit, "%") == 0;
        const bool more = phrase->rest && *phrase->rest; /* the words behind make sure where the unit ends */
        size_t unit = says_percent ? 0 : unit_at(prose, i, sought->unit);
        if (!unit && more && prose_starts(prose, i, sought->unit))
            unit = count_letters(sought->unit);
        if (!unit && !says_percent) {
            prose_ahead(prose, i, 12, ahead, sizeof ahead);
            fits = !phrase->rest && !tb_unit_word(ahead) && ahead[0] != '%' && numeral < 0;
        }
        i += unit;
        rest = phrase->rest ? phrase->rest : "";
    } else if (!*phrase->right)
        fits = numeral < 0; /* 平均分一般 is no 1 */
    if (fits && take_word(prose, &i, limits, COUNT(limits), &state))
        reading->state = both(reading->state, state);
    if (fits && *rest) {
        i = prose_starts(prose, i, rest);
        fits = i != 0;
    }
    if (!fits) {
        if (reading->number && wants_unit)
            remember_near(sought, prose, phrase, reading->at, end_of_number,
                          reading->number->in_row ? "range" : "unit");
        return false;
    }
    if (reading->number && reading->number->in_row) {
        remember_near(sought, prose, phrase, reading->at, end_of_number, "range");
        return false;
    }
    zeros -= sought->zeros;
    if (reading->number) {
        if (!phrase_value(prose, reading->number, zeros, reading))
            return false;
    } else {
        char text[40];
        struct load_value value;
        const int n = snprintf(text, sizeof text, "%de%d", numeral, zeros);
        load_value_read(text, (size_t)n, &value);
        reading->value = value.value;
    }
    if ((sign < 0) != minus && reading->value != 0) {
        reading->value = -reading->value;
        reading->state = turned(reading->state);
    }
    reading->end = i;
    return true;
}

/* ---- where to look ---- */

uint32_t phrase_first_letter(const char *text)
{
    ucs4_t c = 0;
    return *text && u8_mbtoucr(&c, (const uint8_t *)text, strlen(text)) > 0 ? c : 0;
}

static void add_beginning(struct beginnings *set, const char *text)
{
    const uint32_t c = phrase_first_letter(text);
    for (size_t i = 0; i < set->n; i++)
        if (set->letter[i] == c)
            return;
    assert(set->n < COUNT(set->letter));
    set->letter[set->n++] = c;
}

void phrase_beginnings(struct beginnings *set)
{
    static const char *const others[] = {"-",  "0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",  "零", "〇",
                                         "一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千"};
    set->n = 0;
    for (size_t k = 0; k < COUNT(qualifiers); k++)
        add_beginning(set, qualifiers[k].text);
    for (size_t k = 0; k < COUNT(nothing); k++)
        add_beginning(set, nothing[k]);
    for (size_t k = 0; k < COUNT(others); k++)
        add_beginning(set, others[k]);
}
