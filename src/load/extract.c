/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/extract.h"

#include "load/cell.h"
#include "load/mark.h"
#include "load/prose.h"
#include "model/memory.h"
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

/* One alternative of a phrase, as letters that count. */
struct phrase {
    char *left, *right; /* UTF-8; `right` without a scale such as 万 */
    char *rest;         /* of `right` behind the unit; NULL when it does not begin with the unit */
    bool either_way;    /* 增减 stands at the end of `left`, and is cut off */
    size_t left_letters;
};

/* One indicator with all there is to find it by. */
struct sought {
    uint32_t indicator;
    struct phrase *phrase;
    size_t n;
    char *unit_text;  /* its letters */
    const char *unit; /* without scale; "" when the catalogue has none */
    int zeros;        /* of the unit's scale: 万元 has 4 */
    /* words were there, but the figure did not fit: for the message */
    const struct prose *near_prose;
    size_t near_at, near_end;
    const char *near_kind;
};

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

static void free_sought(struct sought *sought, size_t n)
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

static bool read_phrases(struct sought *sought, const char *text)
{
    size_t n = 1;
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

/* What stands in the place of {}. */
struct reading {
    double value;
    enum tb_state state;
    size_t at, end;              /* letters of the number; `end` is behind what belongs to it */
    struct prose_number *number; /* NULL when it is in words */
    bool digits_lost;
};

static bool is_numeral_at(const struct prose *prose, size_t i)
{
    int value;
    return prose_numeral(prose, i, &value) || prose_starts(prose, i, "第") || prose_starts(prose, i, "数") ||
           prose_starts(prose, i, "几");
}

/* The digits of a number with `zeros` behind them. */
static bool value_of(const struct prose *prose, const struct prose_number *number, int zeros, struct reading *reading)
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

/* Reads the figure at `i`, behind the left side of the phrase, and the right side behind it. */
static bool read_figure(struct sought *sought, const struct prose *prose, const struct phrase *phrase, size_t i,
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
        if (!value_of(prose, reading->number, zeros, reading))
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

/* ---- matches ---- */

struct match {
    uint32_t sought, report;
    struct reading reading;
    size_t first; /* letter with which the phrase begins */
};

struct matches {
    struct match *match;
    size_t n, capacity;
};

static size_t span_of(const struct match *match)
{
    return match->reading.end - match->first;
}

/* Every number inside is claimed; the one that was read remembers the longest phrase that fits it. */
static void claim(const struct prose *prose, const struct match *match)
{
    for (size_t i = match->first; i < match->reading.end; i++) {
        prose->letter[i].claimed = true;
        struct prose_number *inside = prose_number_at(prose, i);
        if (inside)
            inside->claimed = true;
    }
    struct prose_number *number = match->reading.number;
    if (number && number->span < span_of(match))
        number->span = span_of(match);
}

static uint32_t first_letter(const char *text)
{
    ucs4_t c = 0;
    return *text && u8_mbtoucr(&c, (const uint8_t *)text, strlen(text)) > 0 ? c : 0;
}

/* Letters with which a figure can begin, when no words stand before it; each once. */
struct beginnings {
    uint32_t letter[128];
    size_t n;
};

static void add_beginning(struct beginnings *set, const char *text)
{
    const uint32_t c = first_letter(text);
    for (size_t i = 0; i < set->n; i++)
        if (set->letter[i] == c)
            return;
    assert(set->n < COUNT(set->letter));
    set->letter[set->n++] = c;
}

static void collect_beginnings(struct beginnings *set)
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

/* Every place where one phrase fits that begins with this letter.  False when out of memory. */
static bool find_phrase(struct matches *matches, struct sought *sought, const struct phrase *phrase,
                        const struct prose *prose, struct match match, uint32_t begin)
{
    for (size_t i = prose_find(prose, begin); i != SIZE_MAX; i = prose_find_next(prose, i)) {
        if (!*phrase->left && begin >= '0' && begin <= '9' && !prose_number_at(prose, i))
            continue; /* inside a number */
        const size_t behind = *phrase->left ? prose_starts(prose, i, phrase->left) : i;
        if ((*phrase->left && !behind) || !read_figure(sought, prose, phrase, behind, &match.reading))
            continue;
        match.first = i;
        claim(prose, &match);
        if (!tb_grow(&matches->match, &matches->capacity, matches->n + 1, sizeof *matches->match))
            return false;
        matches->match[matches->n++] = match;
    }
    return true;
}

/* Every place of one report where the phrases of one indicator fit.  False when out of memory. */
static bool find_in(struct matches *matches, struct sought *sought, uint32_t number, const struct prose *prose,
                    uint32_t report)
{
    const struct match match = {.sought = number, .report = report};
    struct beginnings set;
    collect_beginnings(&set);
    for (size_t k = 0; k < sought->n; k++) {
        const struct phrase *phrase = &sought->phrase[k];
        const uint32_t own = first_letter(phrase->left);
        bool fine = true;
        if (own)
            fine = find_phrase(matches, sought, phrase, prose, match, own);
        for (size_t i = 0; !own && i < set.n && fine; i++)
            fine = find_phrase(matches, sought, phrase, prose, match, set.letter[i]);
        if (!fine)
            return false;
    }
    return true;
}

static struct tb_place place_of(const struct prose *prose, size_t i)
{
    return (struct tb_place){.file = prose->name, .line = prose->letter[i].line, .column = prose->letter[i].column};
}

static const char *id_of(const struct tb_panel *panel, const struct sought *sought)
{
    return tb_text(panel, panel->indicators[sought->indicator].id);
}

/* The figure as a person writes it in a data file: >=4800. */
static void show(const struct reading *reading, char *text, size_t size)
{
    char number[TB_NUMBER_SIZE];
    tb_number_exact(reading->value, number);
    snprintf(text, size, "%s%s", tb_state_marks[reading->state], number);
}

/* The first match of an indicator stands; others have to agree with it. */
static void compare(const struct tb_panel *panel, const struct sought *sought, const struct prose *prose,
                    const struct match *first, const struct match *match, struct tb_log *log)
{
    if (match->reading.value == first->reading.value && match->reading.state == first->reading.state)
        return;
    char here[64], there[64];
    show(&match->reading, here, sizeof here);
    show(&first->reading, there, sizeof there);
    const struct tb_place at = place_of(&prose[match->report], match->reading.at);
    const struct tb_place before = place_of(&prose[first->report], first->reading.at);
    tb_log_add(log, TB_ERROR, "conflict", &at,
               "%s is %s here, but %s in %s:%zu:%u; give its phrase more words when it fits both by mistake",
               id_of(panel, sought), here, there, before.file, before.line, before.column);
}

/* ---- what is told ---- */

static bool add_figure(struct tb_figure **figures, size_t *n, size_t *capacity, struct tb_figure figure)
{
    if (!figure.text || !tb_grow(figures, capacity, *n + 1, sizeof **figures)) {
        free(figure.text);
        return false;
    }
    (*figures)[(*n)++] = figure;
    return true;
}

/* Words around a number: some letters before it and behind. */
static char *around(const struct prose *prose, size_t first, size_t end)
{
    enum {
        BEFORE = 14,
        BEHIND = 10
    };
    return prose_printed(prose, first > BEFORE ? first - BEFORE : 0, end + BEHIND);
}

static struct tb_figure figure_at(const struct prose *prose, uint32_t report, size_t at)
{
    return (struct tb_figure){
        .indicator = TB_NOWHERE, .report = report, .line = prose->letter[at].line, .column = prose->letter[at].column};
}

static bool take_found(struct tb_extract *result, size_t *capacity, const struct prose *prose,
                       const struct match *match, const struct sought *sought, struct tb_log *log)
{
    enum {
        LONGEST = 80 /* letters of the words shown */
    };
    const struct reading *reading = &match->reading;
    const struct tb_place at = place_of(prose, reading->at);
    if (reading->number && reading->number->grouped && !prose_is_latin(prose, reading->number->end))
        tb_log_add(log, TB_WARNING, "ambiguous-group", &at,
                   "the comma is read as one between thousands; look whether it ends a clause");
    if (reading->digits_lost)
        tb_log_add(log, TB_WARNING, "precision", &at, "more digits than a number can hold; the last ones are lost");
    struct tb_figure figure = figure_at(prose, match->report, reading->at);
    figure.indicator = sought->indicator;
    figure.value = reading->value;
    figure.state = reading->state;
    const size_t first = reading->end - match->first > LONGEST ? reading->end - LONGEST : match->first;
    figure.text = prose_printed(prose, first, reading->end);
    return add_figure(&result->found, &result->n_found, capacity, figure);
}

/* What a template has in place of a match: a number in the catalogue's unit is its own place, else the whole phrase. */
static bool mark_match(struct tb_extract *result, const struct prose *prose, const struct match *match,
                       const struct tb_panel *panel, const struct sought *sought)
{
    const struct reading *reading = &match->reading;
    struct reading printed = {0};
    const bool plain = reading->number && reading->state == TB_EXACT && value_of(prose, reading->number, 0, &printed) &&
                       printed.value == reading->value;
    return mark_add(result, prose, match->report, sought->indicator, plain ? reading->number->first : match->first,
                    plain ? reading->number->end : reading->end, plain ? "" : "phrase ", id_of(panel, sought));
}

/* A figure from `first` to `end` that no phrase claims. */
static bool add_unclaimed(struct tb_extract *result, size_t *capacity, const struct prose *prose, uint32_t report,
                          size_t first, size_t end, double value, struct tb_log *log)
{
    struct tb_figure figure = figure_at(prose, report, first);
    figure.value = value;
    figure.text = around(prose, first, end);
    char *printed = prose_printed(prose, first, end);
    const struct tb_place at = place_of(prose, first);
    if (printed && figure.text)
        tb_log_add(log, TB_WARNING, "unclaimed", &at, "no phrase claims %s: %s", printed, figure.text);
    const bool fine = printed && add_figure(&result->unclaimed, &result->n_unclaimed, capacity, figure);
    if (!printed)
        free(figure.text);
    free(printed);
    return fine;
}

/* Numbers that no phrase claims, in digits and in words, and those that are no figures. */
static bool take_unclaimed(struct tb_extract *result, size_t *capacity, const struct prose *prose, uint32_t report,
                           struct tb_log *log)
{
    result->set_aside[TB_ASIDE_PAGE] += prose->pages;
    bool fine = true;
    for (size_t i = 0; i < prose->n && fine; i++) {
        const struct prose_number *number = prose_number_at(prose, i);
        int words;
        const size_t end = number || prose->letter[i].claimed ? 0 : prose_figure_in_words(prose, i, &words);
        if (end) {
            fine = add_unclaimed(result, capacity, prose, report, i, end, words, log);
            i = end - 1;
        } else if (number && !number->claimed && number->aside != PROSE_FIGURE) {
            result->set_aside[number->aside]++;
        } else if (number && !number->claimed) {
            struct reading reading = {.value = NAN};
            value_of(prose, number, 0, &reading);
            fine = add_unclaimed(result, capacity, prose, report, i, number->end, reading.value, log);
        }
    }
    return fine;
}

static void say_missing(const struct tb_panel *panel, const struct sought *sought, struct tb_log *log)
{
    const struct tb_indicator *indicator = &panel->indicators[sought->indicator];
    const char *unit = tb_text(panel, indicator->unit);
    if (sought->near_prose) {
        const struct tb_place at = place_of(sought->near_prose, sought->near_at);
        size_t end = sought->near_end; /* some letters more: the unit that stands there */
        while (end < sought->near_end + 3 &&
               (prose_is_han(sought->near_prose, end) || prose_number_at(sought->near_prose, end)))
            end++;
        char *printed = prose_printed(sought->near_prose, sought->near_at, end);
        if (printed && strcmp(sought->near_kind, "range") == 0)
            tb_log_add(log, TB_WARNING, "range", &at, "%s is not taken: %s is no single figure", id_of(panel, sought),
                       printed);
        else if (printed)
            tb_log_add(log, TB_WARNING, "unit", &at, "%s is not taken: the catalogue counts %s, here stands %s",
                       id_of(panel, sought), unit, printed);
        free(printed);
    }
    struct tb_place at = {.header = "phrase_zh", .line = indicator->line};
    if (indicator->file != TB_NOWHERE)
        at.file = tb_text(panel, panel->inputs[indicator->file].path);
    tb_log_add(log, TB_WARNING, "not-found", at.file ? &at : NULL, "%s is not found: nothing reads like %s",
               id_of(panel, sought), tb_text(panel, indicator->phrase_zh));
}

/* The first line when it is short and no sentence, else the file's name without its suffix. */
static char *title_of(const struct prose *prose)
{
    enum {
        LONGEST = 60
    };
    size_t end = 1;
    while (end < prose->n && prose->letter[end].line == prose->letter[0].line)
        end++;
    bool sentence = end > LONGEST || end < 4;
    for (size_t i = 0; i < end; i++)
        sentence = sentence || prose_starts(prose, i, "。") || prose_starts(prose, i, ";");
    if (!sentence)
        return prose_printed(prose, 0, end);
    const char *slash = strrchr(prose->name, '/'), *base = slash ? slash + 1 : prose->name;
    const char *point = strrchr(base, '.');
    return strndup(base, point && point > base ? (size_t)(point - base) : strlen(base));
}

static void check_year(const struct prose *prose, size_t n, int year, struct tb_log *log)
{
    size_t years = 0, named = 0;
    for (size_t r = 0; r < n; r++)
        for (size_t k = 0; k < prose[r].n_numbers; k++) {
            const struct prose_number *number = &prose[r].number[k];
            char text[8];
            if (number->aside != TB_ASIDE_YEAR && number->aside != TB_ASIDE_DATE)
                continue;
            prose_ahead(&prose[r], number->first, 4, text, sizeof text);
            years += number->end - number->first == 4;
            named += number->end - number->first == 4 && atoi(text) == year;
        }
    const struct tb_place at = {.file = prose[0].name};
    if (years && !named)
        tb_log_add(log, TB_WARNING, "year", &at, "the report never names the year %d; look whether --year is right",
                   year);
}

/* ---- the whole ---- */

static enum tb_status collect_sought(const struct tb_panel *panel, struct sought **result, size_t *n,
                                     struct tb_extract *extract, struct tb_log *log)
{
    struct sought *sought = calloc(panel->n_indicators + 1, sizeof *sought);
    *result = sought;
    *n = 0;
    if (!sought)
        return TB_NO_MEMORY;
    for (uint32_t i = 0; i < panel->n_indicators; i++) {
        const struct tb_indicator *indicator = &panel->indicators[i];
        const char *phrase = tb_text(panel, indicator->phrase_zh), *unit = tb_text(panel, indicator->unit);
        if (!*phrase) {
            extract->n_phraseless++;
            continue;
        }
        struct sought *row = &sought[(*n)++];
        row->indicator = i;
        row->unit_text = letters_of(unit, strlen(unit));
        if (!row->unit_text)
            return TB_NO_MEMORY;
        row->zeros = zeros_of(row->unit_text, &row->unit);
        if (!read_phrases(row, phrase))
            return TB_NO_MEMORY;
    }
    return *n ? TB_OK
              : tb_fail(log, TB_BAD_DATA, "no-phrases", NULL,
                        "the catalogue has no phrases; write them into its column phrase_zh, {} for the number: "
                        "办理案件{}件");
}

/* By indicator, then place; of the alternatives that fit one place the longest comes first. */
static int by_place(const void *left, const void *right)
{
    const struct match *a = left, *b = right;
    if (a->sought != b->sought)
        return a->sought < b->sought ? -1 : 1;
    if (a->report != b->report)
        return a->report < b->report ? -1 : 1;
    if (a->reading.at != b->reading.at)
        return a->reading.at < b->reading.at ? -1 : 1;
    return span_of(a) > span_of(b) ? -1 : span_of(a) < span_of(b);
}

/*
 * Leaves one match a place and drops those where a longer phrase of another indicator fits the same digits:
 * 案均罚款{}万元 before 罚款{}万元.
 */
static void sift(struct matches *matches)
{
    size_t n = 0;
    if (matches->n)
        qsort(matches->match, matches->n, sizeof *matches->match, by_place);
    for (size_t m = 0; m < matches->n; m++) {
        const struct match *match = &matches->match[m], *last = n ? &matches->match[n - 1] : NULL;
        const bool again = last && last->sought == match->sought && last->report == match->report &&
                           last->reading.at == match->reading.at;
        if (!again && (!match->reading.number || span_of(match) == match->reading.number->span))
            matches->match[n++] = *match;
    }
    matches->n = n;
}

static bool take_all_found(struct tb_extract *extract, const struct matches *matches, const struct prose *prose,
                           const struct tb_panel *panel, const struct sought *sought, size_t n_sought,
                           struct tb_log *log)
{
    size_t capacity = 0, m = 0;
    for (uint32_t s = 0; s < n_sought; s++) {
        const size_t first = m;
        for (; m < matches->n && matches->match[m].sought == s; m++) {
            compare(panel, &sought[s], prose, &matches->match[first], &matches->match[m], log);
            if (!mark_match(extract, &prose[matches->match[m].report], &matches->match[m], panel, &sought[s]))
                return false;
        }
        if (m == first) {
            extract->n_missing++;
            say_missing(panel, &sought[s], log);
        } else if (!take_found(extract, &capacity, &prose[matches->match[first].report], &matches->match[first],
                               &sought[s], log))
            return false;
    }
    return true;
}

static enum tb_status match_all(struct tb_extract *extract, struct prose *prose, size_t n_reports,
                                const struct tb_panel *panel, struct sought *sought, size_t n_sought, int year,
                                struct tb_log *log)
{
    struct matches matches = {0};
    size_t capacity = 0;
    bool fine = true;
    for (uint32_t s = 0; s < n_sought && fine; s++)
        for (uint32_t r = 0; r < n_reports && fine; r++)
            fine = find_in(&matches, &sought[s], s, &prose[r], r);
    if (fine)
        sift(&matches);
    fine = fine && take_all_found(extract, &matches, prose, panel, sought, n_sought, log);
    free(matches.match);
    for (uint32_t r = 0; r < n_reports && fine; r++) {
        fine = take_unclaimed(extract, &capacity, &prose[r], r, log) && mark_years(extract, &prose[r], r, year);
        extract->titles[r] = title_of(&prose[r]);
        fine = fine && extract->titles[r];
    }
    mark_sort(extract);
    return fine ? TB_OK : TB_NO_MEMORY;
}

enum tb_status tb_extract(const char *const *reports, size_t n_reports, const struct tb_panel *catalogue, int year,
                          struct tb_extract **result, struct tb_log *log)
{
    assert(n_reports > 0);
    const size_t errors = tb_log_count(log, TB_ERROR);
    struct tb_extract *extract = calloc(1, sizeof *extract);
    struct prose *prose = calloc(n_reports, sizeof *prose);
    struct sought *sought = NULL;
    size_t n_sought = 0;
    enum tb_status status = TB_NO_MEMORY;
    if (!extract || !prose)
        goto done;
    extract->n_titles = n_reports;
    extract->titles = calloc(n_reports, sizeof *extract->titles);
    if (!extract->titles)
        goto done;
    status = collect_sought(catalogue, &sought, &n_sought, extract, log);
    for (size_t r = 0; r < n_reports && status != TB_NO_MEMORY; r++) { /* the problems of all reports are told */
        const enum tb_status one = prose_read(&prose[r], reports[r], year, log);
        status = one > status ? one : status;
    }
    if (status)
        goto done;
    check_year(prose, n_reports, year, log);
    status = match_all(extract, prose, n_reports, catalogue, sought, n_sought, year, log);
    if (!status && tb_log_count(log, TB_ERROR) > errors)
        status = TB_BAD_DATA;
    if (status)
        goto done;
    *result = extract;
    extract = NULL;
done:
    for (size_t r = 0; prose && r < n_reports; r++)
        prose_free(&prose[r]);
    free(prose);
    free_sought(sought, n_sought);
    tb_extract_free(extract);
    return status;
}

void tb_extract_free(struct tb_extract *result)
{
    if (!result)
        return;
    for (size_t i = 0; i < result->n_found; i++)
        free(result->found[i].text);
    for (size_t i = 0; i < result->n_unclaimed; i++)
        free(result->unclaimed[i].text);
    for (size_t i = 0; result->titles && i < result->n_titles; i++)
        free(result->titles[i]);
    mark_free(result);
    free(result->found);
    free(result->unclaimed);
    free(result->titles);
    free(result);
}
