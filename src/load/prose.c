/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/prose.h"

#include "model/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

const char *const tb_set_aside_names[TB_ASIDES] = {
    [TB_ASIDE_YEAR] = "year",
    [TB_ASIDE_DATE] = "date or time number",
    [TB_ASIDE_LIST] = "list number",
    [TB_ASIDE_DOCUMENT] = "document number",
    [TB_ASIDE_NAME] = "name or telephone number",
    [TB_ASIDE_PAGE] = "page number",
};

/* ---- letters ---- */

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Quotation marks, and what cannot be seen. */
static bool is_unheard(uint32_t c)
{
    return c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201F) || (c >= 0x300C && c <= 0x300F) || c == 0xAD ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) ||
           c == 0xFEFF || c < ' ';
}

uint32_t prose_plain(uint32_t c, bool *wide)
{
    *wide = c >= 0xFF01 && c <= 0xFF5E;
    if (*wide)
        c -= 0xFF01 - '!';
    if (c == 0x2212)
        c = '-';
    if (is_blank(c) || is_unheard(c))
        return 0;
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/* The character at `at`; a byte that is none stands for itself. */
static size_t decode(const char *at, const char *end, uint32_t *c)
{
    ucs4_t found;
    const int length = u8_mbtoucr(&found, (const uint8_t *)at, (size_t)(end - at));
    *c = length > 0 ? found : 0xFFFD;
    return length > 0 ? (size_t)length : 1;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_ascii_letter(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_han(uint32_t c)
{
    return c >= 0x3400 && c <= 0x9FFF;
}

/* The letter at `i`, or 0 outside and behind a gap: what is one word with the letter before it. */
static uint32_t next_to(const struct prose *prose, size_t i)
{
    return i < prose->n && !prose->letter[i].gap ? prose->letter[i].c : 0;
}

/* The letter before `i` when no gap parts them. */
static uint32_t before(const struct prose *prose, size_t i)
{
    return i > 0 && i < prose->n && !prose->letter[i].gap ? prose->letter[i - 1].c : 0;
}

/* The letter at `i`, whatever gap is before it. */
static uint32_t letter(const struct prose *prose, size_t i)
{
    return i < prose->n ? prose->letter[i].c : 0;
}

bool prose_is_han(const struct prose *prose, size_t i)
{
    return is_han(letter(prose, i));
}

bool prose_is_latin(const struct prose *prose, size_t i)
{
    return is_ascii_letter(letter(prose, i));
}

/* The next letter of a word that is valid UTF-8; quick, since every place of a text is compared with many words. */
static uint32_t next_letter(const unsigned char **word)
{
    const unsigned char *at = *word;
    const uint32_t first = at[0];
    const unsigned more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    uint32_t c = more ? first & (0x3FU >> more) : first;
    for (unsigned i = 1; i <= more; i++)
        c = c << 6 | (at[i] & 0x3FU);
    *word = at + more + 1;
    return c;
}

size_t prose_starts(const struct prose *prose, size_t i, const char *word)
{
    for (const unsigned char *at = (const unsigned char *)word; *at; i++)
        if (i >= prose->n || prose->letter[i].c != next_letter(&at))
            return 0;
    return i;
}

void prose_ahead(const struct prose *prose, size_t i, size_t most, char *text, size_t size)
{
    size_t n = 0;
    for (; most && i < prose->n; most--, i++) {
        const int length = u8_uctomb((uint8_t *)text + n, prose->letter[i].c, (ptrdiff_t)(size - n - 1));
        if (length < 0)
            break;
        n += (size_t)length;
    }
    text[n] = '\0';
}

char *prose_printed(const struct prose *prose, size_t first, size_t end)
{
    if (end > prose->n)
        end = prose->n;
    if (first >= end)
        return strdup("");
    const char *at = (const char *)prose->text.data + prose->letter[first].at;
    const char *stop = (const char *)prose->text.data + prose->letter[end - 1].at + prose->letter[end - 1].bytes;
    char *printed = malloc((size_t)(stop - at) + 1);
    size_t n = 0;
    while (printed && at < stop) {
        uint32_t c;
        const size_t length = decode(at, stop, &c);
        if (is_blank(c)) {
            /* a blank stays between two words of Latin letters or digits */
            const char *next = at + length;
            if (c != '\n' && n && (unsigned char)printed[n - 1] < 0x80 && printed[n - 1] != ' ' &&
                next<stop && * next> ' ')
                printed[n++] = ' ';
        } else if (c >= ' ') {
            memcpy(printed + n, at, length);
            n += length;
        }
        at += length;
    }
    if (printed)
        printed[n] = '\0';
    return printed;
}

bool prose_add_line(struct prose *prose, const char *line, size_t length)
{
    tb_bytes_add(&prose->text, line, length);
    tb_bytes_add(&prose->text, "\n", 1);
    return !prose->text.failed;
}

/* ---- page numbers ---- */

/* - 3 -, 第3页, 第 3 页 共 12 页; a number without such marks only where a page ends. */
static bool is_page_number(const char *line, const char *end, bool page_ends)
{
    static const char *const dashes[] = {"-", "—", "–", "―", "·"}, *const words[] = {"第", "页", "共", "/"};
    size_t runs = 0, dashes_before = 0, dashes_behind = 0;
    bool page = false, in_run = false;
    for (const char *at = line; at < end;) {
        uint32_t c;
        bool wide, known = false;
        const size_t length = decode(at, end, &c);
        const uint32_t plain = prose_plain(c, &wide);
        const bool digit = plain >= '0' && plain <= '9';
        runs += digit && !in_run;
        in_run = digit;
        for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++)
            if (strlen(dashes[i]) == length && memcmp(at, dashes[i], length) == 0) {
                known = true;
                *(runs ? &dashes_behind : &dashes_before) += 1;
            }
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            known = known || (strlen(words[i]) == length && memcmp(at, words[i], length) == 0);
        page = page || c == 0x9875; /* 页 */
        if (plain && !digit && !known)
            return false;
        at += length;
    }
    return (runs == 1 && dashes_before && dashes_behind) || (runs >= 1 && runs <= 2 && (page || page_ends));
}

/* Whether only blanks follow up to a form feed, with which the next page begins. */
static bool page_ends_at(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        at++;
    return at < end && *at == '\f';
}

/* ---- a text's letters ---- */

static bool add_letters(struct prose *prose)
{
    if (!prose->text.n)
        return true;
    const char *text = (const char *)prose->text.data, *end = text + prose->text.n;
    uint32_t line = 1;
    enum prose_gap gap = PROSE_BREAK;
    for (const char *at = text; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop)
            stop = end;
        uint32_t column = 1;
        if (is_page_number(at, stop, page_ends_at(stop, end))) {
            prose->pages++;
            at = stop;
        }
        for (size_t length; at < stop; at += length, column++) {
            uint32_t c;
            bool wide;
            length = decode(at, stop, &c);
            const uint32_t plain = prose_plain(c, &wide);
            if (!plain) {
                gap = gap > PROSE_BLANK ? gap : PROSE_BLANK;
                continue;
            }
            if (!tb_grow(&prose->letter, &prose->capacity, prose->n + 1, sizeof *prose->letter))
                return false;
            prose->letter[prose->n++] = (struct prose_letter){.c = plain,
                                                              .line = line,
                                                              .column = column,
                                                              .at = (uint32_t)(at - text),
                                                              .bytes = (uint8_t)length,
                                                              .gap = (uint8_t)gap,
                                                              .wide = wide};
            gap = PROSE_JOINED;
        }
        at = stop + 1;
        gap = PROSE_BREAK;
    }
    return true;
}

static bool index_letters(struct prose *prose)
{
    prose->first_of = calloc(UINT16_MAX + 1, sizeof *prose->first_of);
    prose->next_of = malloc((prose->n + 1) * sizeof *prose->next_of);
    if (!prose->first_of || !prose->next_of)
        return false;
    for (size_t i = prose->n; i-- > 0;) {
        uint32_t *first = &prose->first_of[prose->letter[i].c & UINT16_MAX];
        prose->next_of[i] = *first;
        *first = (uint32_t)i + 1;
    }
    return true;
}

size_t prose_find(const struct prose *prose, uint32_t c)
{
    return (size_t)prose->first_of[c & UINT16_MAX] - 1;
}

size_t prose_find_next(const struct prose *prose, size_t i)
{
    return (size_t)prose->next_of[i] - 1;
}

/* ---- numbers ---- */

/* Behind the digits that are joined from `i` on. */
static size_t digits_end(const struct prose *prose, size_t i)
{
    if (!is_digit(letter(prose, i)))
        return i;
    for (i++; is_digit(next_to(prose, i));)
        i++;
    return i;
}

/* Whether a comma at `i` parts a group of three digits from those before it. */
static bool is_group(const struct prose *prose, size_t i)
{
    return next_to(prose, i) == ',' && prose->letter[i].wide == prose->letter[i - 1].wide &&
           is_digit(next_to(prose, i + 1)) && digits_end(prose, i + 1) == i + 4;
}

static bool add_numbers(struct prose *prose)
{
    for (size_t i = 0; i < prose->n;) {
        if (!is_digit(prose->letter[i].c)) {
            i++;
            continue;
        }
        struct prose_number number = {.first = i, .aside = PROSE_FIGURE};
        size_t end = digits_end(prose, i), groups = 0;
        for (; end - i <= 3 + 4 * groups && end - i > 0 && is_group(prose, end); groups++)
            end += 4;
        number.grouped = groups == 1;
        if (next_to(prose, end) == '.' && is_digit(next_to(prose, end + 1))) {
            end = digits_end(prose, end + 1);
            number.grouped = false;
        }
        /* 2024.1.25, 1.2.3 */
        while (next_to(prose, end) == '.' && is_digit(next_to(prose, end + 1))) {
            end = digits_end(prose, end + 1);
            number.aside = TB_ASIDE_LIST;
            number.sure = true;
        }
        number.end = end;
        if (!tb_grow(&prose->number, &prose->numbers_capacity, prose->n_numbers + 1, sizeof *prose->number))
            return false;
        prose->number[prose->n_numbers++] = number;
        i = end;
    }
    return true;
}

static int by_first(const void *key, const void *element)
{
    const size_t first = *(const size_t *)key;
    const struct prose_number *number = element;
    return first < number->first ? -1 : first > number->first;
}

struct prose_number *prose_number_at(const struct prose *prose, size_t i)
{
    return prose->n_numbers ? bsearch(&i, prose->number, prose->n_numbers, sizeof *prose->number, by_first) : NULL;
}

/* ---- what a number is ---- */

/* A plain whole number as a value, at most seven digits; else -1. */
static long whole(const struct prose *prose, const struct prose_number *number)
{
    long value = 0;
    if (number->end - number->first > 7)
        return -1;
    for (size_t i = number->first; i < number->end; i++) {
        if (!is_digit(prose->letter[i].c))
            return -1;
        value = 10 * value + (long)(prose->letter[i].c - '0');
    }
    return value;
}

static bool is_year(const struct prose *prose, const struct prose_number *number)
{
    const long value = whole(prose, number);
    return number->end - number->first == 4 && value >= 1800 && value <= 2200;
}

static bool is_one_of(uint32_t c, const char *set)
{
    const char *end = set + strlen(set);
    while (c && set < end) {
        uint32_t member;
        set += decode(set, end, &member);
        if (member == c)
            return true;
    }
    return false;
}

static const char range_marks[] = "-–—―~〜至到";

static void set_aside(struct prose_number *number, enum tb_set_aside what)
{
    number->aside = (int)what;
    number->sure = true;
}

/* 2024-01-25, 2024/1/25, 15:35, 15:35:10: `mark` parts joined numbers. */
static size_t joined_by(const struct prose *prose, size_t k, uint32_t mark)
{
    size_t n = 1;
    while (k + n < prose->n_numbers && next_to(prose, prose->number[k + n - 1].end) == mark &&
           prose->number[k + n].first == prose->number[k + n - 1].end + 1 &&
           !prose->letter[prose->number[k + n].first].gap)
        n++;
    return n;
}

static bool within(const struct prose *prose, size_t k, long low, long high)
{
    const long value = whole(prose, &prose->number[k]);
    return value >= low && value <= high;
}

/* Dates and times that are written with marks alone. */
static void find_dates(struct prose *prose)
{
    static const char marks[] = "-/";
    for (size_t k = 0; k < prose->n_numbers; k++) {
        struct prose_number *number = &prose->number[k];
        for (const char *mark = marks; *mark; mark++) {
            const size_t n = joined_by(prose, k, (unsigned char)*mark);
            if (n >= 2 && n <= 3 && is_year(prose, number) && within(prose, k + 1, 1, 12) &&
                (n == 2 || within(prose, k + 2, 1, 31)))
                for (size_t i = 0; i < n; i++)
                    set_aside(&number[i], TB_ASIDE_DATE);
        }
        const size_t n = joined_by(prose, k, ':');
        const bool two_digits = n >= 2 && number[1].end - number[1].first == 2;
        if (two_digits && n <= 3 && within(prose, k, 0, 24) && within(prose, k + 1, 0, 59) &&
            (n == 2 || within(prose, k + 2, 0, 59)))
            for (size_t i = 0; i < n; i++)
                set_aside(&number[i], TB_ASIDE_DATE);
        if (number->aside == TB_ASIDE_LIST && letter(prose, number->first + 4) == '.' &&
            is_digit(letter(prose, number->first + 3)))
            number->aside = TB_ASIDE_DATE; /* 2024.1.25 */
    }
}

/* 022-12345678, 13912345678, 400-123-4567 */
static void find_telephones(struct prose *prose)
{
    for (size_t k = 0; k < prose->n_numbers; k++) {
        struct prose_number *number = &prose->number[k];
        const size_t length = number->end - number->first, n = joined_by(prose, k, '-');
        const uint32_t first = prose->letter[number->first].c;
        const size_t next = n >= 2 ? number[1].end - number[1].first : 0;
        const bool area = n == 2 && first == '0' && length >= 3 && length <= 4 && next >= 7 && next <= 8;
        const bool free_call = n == 3 && length == 3 && (first == '4' || first == '8') && next >= 3;
        for (size_t i = 0; (area || free_call) && i < n; i++)
            set_aside(&number[i], TB_ASIDE_NAME);
        if (length == 11 && first == '1' && is_digit(prose->letter[number->first + 1].c) &&
            prose->letter[number->first + 1].c >= '3' && prose->letter[number->end - 1].c != '.' &&
            prose_starts(prose, number->end, "元") == 0)
            number->aside = TB_ASIDE_NAME;
    }
}

/* Latin letters joined to the number: G25, A4, 5G (so no grams), but not 12km. */
static bool has_letters(const struct prose *prose, const struct prose_number *number)
{
    static const char *const units[] = {"km", "kg", "t", "m", "m2", "cm", "mm", "ha", "kw", "kwh", "mw", "w", "h"};
    const uint32_t left = before(prose, number->first);
    if (is_ascii_letter(left) ||
        (left == '-' && number->first >= 2 && is_ascii_letter(prose->letter[number->first - 2].c)))
        return true;
    size_t end = number->end;
    while (is_ascii_letter(next_to(prose, end)) || (end > number->end && is_digit(next_to(prose, end))))
        end++;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (prose_starts(prose, number->end, units[i]) == end)
            return false;
    return end > number->end;
}

/* 12345、12328热线 */
static bool is_hotline(const struct prose *prose, const struct prose_number *number)
{
    size_t end = number->end;
    if (end - number->first != 5 || prose->letter[number->first].c != '1')
        return false;
    while (is_one_of(letter(prose, end), "、和及与/") && is_digit(letter(prose, end + 1)))
        end = digits_end(prose, end + 1);
    return prose_starts(prose, end, "热线") || prose_starts(prose, end, "便民") || prose_starts(prose, end, "平台") ||
           prose_starts(prose, end, "电话");
}

/* 1. 2、 (3) 4) at the beginning of a line or sentence, (5) anywhere; 1.1 before a blank at the beginning of a line. */
static bool is_list_number(const struct prose *prose, const struct prose_number *number)
{
    const size_t i = number->first;
    const uint32_t left = i ? prose->letter[i - 1].c : 0, right = letter(prose, number->end);
    const bool line = prose->letter[i].gap == PROSE_BREAK;
    const long value = whole(prose, number);
    if (value < 0)
        return line && number->end - i <= 5 && number->end < prose->n &&
               prose->letter[number->end].gap == PROSE_BLANK && !is_one_of(right, "万亿千百余多%");
    if (number->end - i > 2)
        return false;
    if (left == '(' && right == ')')
        return i < 2 || prose->letter[i - 1].gap || !is_han(prose->letter[i - 2].c);
    const bool begins = line || is_one_of(left, "。;；:");
    return begins && is_one_of(right, ".、)") && !is_digit(letter(prose, number->end + 1));
}

static void judge(struct prose *prose, struct prose_number *number, int year)
{
    const size_t i = number->first;
    const uint32_t left = i ? prose->letter[i - 1].c : 0, right = letter(prose, number->end);
    const uint32_t after = letter(prose, number->end + 1);
    const long value = whole(prose, number);
    if (number->aside != PROSE_FIGURE)
        return;
    if (is_year(prose, number) && right == 0x5E74 /* 年 */)
        set_aside(number, TB_ASIDE_YEAR);
    else if (value >= 1 && value <= 12 && right == 0x6708 /* 月 */)
        set_aside(number, TB_ASIDE_DATE);
    else if (value >= 1 && value <= 31 && (right == 0x65E5 /* 日 */ || (right == 0x53F7 /* 号 */ && left == 0x6708)))
        set_aside(number, TB_ASIDE_DATE);
    else if (value >= 0 && value <= 24 && (right == 0x65F6 /* 时 */ || right == 0x70B9 /* 点 */) && is_digit(after))
        set_aside(number, TB_ASIDE_DATE);
    else if (value >= 0 && value <= 59 && right == 0x5206 /* 分 */ && left == 0x65F6)
        set_aside(number, TB_ASIDE_DATE);
    else if (is_year(prose, number) && is_one_of(left, "〔[【(") && is_one_of(right, "〕]】)"))
        set_aside(number, TB_ASIDE_DOCUMENT);
    else if (value >= 0 && right == 0x53F7 /* 号 */)
        set_aside(number, TB_ASIDE_DOCUMENT);
    else if (left == 0x7B2C /* 第 */ || is_list_number(prose, number))
        set_aside(number, TB_ASIDE_LIST);
    else if (has_letters(prose, number) || is_hotline(prose, number) ||
             (value >= 0 && number->end - i > 1 && prose->letter[i].c == '0'))
        number->aside = TB_ASIDE_NAME;
    else if (is_year(prose, number) && value >= year - 1 && value <= year + 1 && is_han(right) &&
             !is_one_of(right, "万亿千百余多件次个名人项家户辆份条场起处块部座元吨米公里天"))
        number->aside = TB_ASIDE_YEAR; /* 专项整治2023行动; a phrase may still claim it */
    else if (is_year(prose, number) && value >= year - 1 && value <= year + 1 && is_ascii_letter(left) &&
             (!right || is_ascii_letter(right) || is_one_of(right, ",.;:)")))
        number->aside = TB_ASIDE_YEAR; /* in 2023 the ... */
}

/* Whether a mark alone parts number k from the one behind it. */
static bool is_parted_by(const struct prose *prose, size_t k, const char *marks)
{
    return k + 1 < prose->n_numbers && prose->number[k + 1].first == prose->number[k].end + 1 &&
           is_one_of(letter(prose, prose->number[k].end), marks);
}

/* 2021-2023年, 1至9月: the first is what the second is.  3-5次, 3、4次: no figure of either. */
static void find_rows(struct prose *prose)
{
    for (size_t k = prose->n_numbers; k-- > 0;) {
        struct prose_number *number = &prose->number[k];
        if (is_parted_by(prose, k, range_marks) || is_parted_by(prose, k, "、/:*×+和或")) {
            const struct prose_number *next = number + 1;
            const bool alike = next->aside == TB_ASIDE_YEAR ? is_year(prose, number) : next->aside == TB_ASIDE_DATE;
            if (number->aside == PROSE_FIGURE && alike && next->sure)
                set_aside(number, (enum tb_set_aside)next->aside);
            if (!number->sure && !next->sure)
                number->in_row = number[1].in_row = true;
        } else if (k + 1 < prose->n_numbers && prose->number[k + 1].first == number->end && !number->sure &&
                   !number[1].sure) {
            number->in_row = number[1].in_row = true; /* 1 918: one number or two, nobody can say */
        }
    }
}

bool prose_finish(struct prose *prose, int year)
{
    if (!add_letters(prose) || !index_letters(prose) || !add_numbers(prose))
        return false;
    find_dates(prose);
    find_telephones(prose);
    for (size_t k = 0; k < prose->n_numbers; k++)
        judge(prose, &prose->number[k], year);
    find_rows(prose);
    return true;
}

void prose_free(struct prose *prose)
{
    tb_bytes_free(&prose->text);
    free(prose->letter);
    free(prose->number);
    free(prose->first_of);
    free(prose->next_of);
    prose->first_of = prose->next_of = NULL;
    prose->letter = NULL;
    prose->number = NULL;
}
