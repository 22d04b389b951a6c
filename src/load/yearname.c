/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Years as they name columns and records: 2024, 2024年度, 2022/23, 2024年1-9月, 2024年计划. */
#include "load/cell.h"
#include "load/heading.h"
#include "load/label.h"

#include <ctype.h>
#include <string.h>

static bool begins(const char *text, size_t length, const char *word)
{
    return length >= strlen(word) && memcmp(text, word, strlen(word)) == 0;
}

static bool is_digit(const char *text, size_t length, size_t at)
{
    return at < length && text[at] >= '0' && text[at] <= '9';
}

/* Digits, or the numerals one to twelve, at the beginning; 0 bytes when there are none. */
static size_t number_at(const char *text, size_t length)
{
    static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    size_t n = 0;
    for (size_t i = 0; i < sizeof numerals / sizeof numerals[0];) {
        if (is_digit(text, length, n))
            n++;
        else if (begins(text + n, length - n, numerals[i]))
            n += strlen(numerals[i]);
        else {
            i++;
            continue;
        }
        i = 0;
    }
    return n;
}

/* Months 1 to 12: the whole year in many words. */
static bool is_twelve_months(const char *text, size_t length)
{
    static const char *const all[] = {"全年",   "1-12月",  "1—12月", "1－12月", "1～12月", "1~12月",
                                      "1–12月", "1至12月", "末",     "底",      "年末",    "年底"};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (length == strlen(all[i]) && memcmp(text, all[i], length) == 0)
            return true;
    return false;
}

bool load_is_part_of_year(const char *text, size_t length)
{
    static const char *const words[] = {"上半年", "下半年", "前", "第", "至", "初", "Q1", "Q2", "Q3", "Q4", "H1", "H2"};
    static const char *const parts[] = {"本月", "当月", "上月", "本季", "本季度", "当季"};
    text = load_trim_wide(text, &length);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (length == strlen(parts[i]) && memcmp(text, parts[i], length) == 0)
            return true;
    if (!length || is_twelve_months(text, length))
        return false;
    size_t n = number_at(text, length);
    const char *const marks[] = {"-", "—", "－", "～", "~", "–", "至", "、"};
    for (size_t i = 0; n && i < sizeof marks / sizeof marks[0]; i++)
        if (begins(text + n, length - n, marks[i])) {
            n += strlen(marks[i]);
            n += number_at(text + n, length - n);
            break;
        }
    if (n && begins(text + n, length - n, "月")) /* a day is none */
        return !is_digit(text, length, n + strlen("月"));
    if (n && begins(text + n, length - n, "季度"))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (begins(text, length, words[i]) &&
            (length == strlen(words[i]) || i < 2 ||
             (i < 5 && number_at(text + strlen(words[i]), length - strlen(words[i])))))
            return true;
    return false;
}

/* A year in the first `n` bytes, or 0. */
static int year_in(const char *text, size_t n)
{
    unsigned ignored = 0;
    const char *advice;
    return load_year_read(text, n, &ignored, &advice);
}

/* 2022/23, 2022-23 and 2022/2023: a year and the next one. */
static bool is_financial(const char *text, size_t length, struct load_year_name *name)
{
    if (length < 7 || (text[4] != '/' && text[4] != '-' && !begins(text + 4, length - 4, "–")))
        return false;
    const size_t at = text[4] == '/' || text[4] == '-' ? 5 : 4 + strlen("–");
    int second = 0;
    size_t n = at;
    for (; n < at + 5 && is_digit(text, length, n); n++)
        second = 10 * second + (text[n] - '0');
    const int first = year_in(text, 4);
    if (n != length || (n - at != 2 && n - at != 4) || !first ||
        second != (n - at == 2 ? (first + 1) % 100 : first + 1))
        return false;
    *name = (struct load_year_name){
        LOAD_FINANCIAL_YEAR, first, false, false, n - at == 2 && second >= 1 && second <= 12, false, "", 0};
    return true;
}

/* 2021-12-31, 31.12.2021, 2021年12月31日: the last or first day of a year, which stands for it. */
static int year_of_day(const char *text, size_t length)
{
    static const char *const ends[] = {"-12-31", "-01-01",     "/12/31",   "/01/01",
                                       "/1/1",   "年12月31日", "年1月1日", ".12.31"};
    static const char *const starts[] = {"31/12/", "01/01/", "31.12.", "01.01.", "31-12-", "1/1/", "12/31/"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (length == 4 + strlen(ends[i]) && memcmp(text + 4, ends[i], length - 4) == 0)
            return year_in(text, 4);
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (length == 4 + strlen(starts[i]) && memcmp(text, starts[i], length - 4) == 0)
            return year_in(text + length - 4, 4);
    return 0;
}

bool load_is_day(const char *text, size_t length)
{
    static const char *const marks[] = {"-", "/", ".", "年", "月"};
    size_t groups = 0, marked = 0;
    for (size_t i = 0; i < length;) {
        size_t n = i, step = 0;
        while (is_digit(text, length, n))
            n++;
        if (n == i || n - i > 4)
            return false;
        groups++;
        i = n;
        for (size_t k = 0; k < sizeof marks / sizeof marks[0] && !step; k++)
            step = begins(text + i, length - i, marks[k]) ? strlen(marks[k]) : 0;
        if (!step)
            return groups == 3 && marked == 2 && (i == length || begins(text + i, length - i, "日"));
        marked++;
        i += step;
    }
    return false;
}

/* -01 to -12, behind a year. */
static bool is_month(const char *text, size_t length)
{
    if (length != 3 || !strchr("-./", *text) || !is_digit(text, length, 1) || !is_digit(text, length, 2))
        return false;
    const int month = 10 * (text[1] - '0') + text[2] - '0';
    return month >= 1 && month <= 12;
}

/* 2024 and something behind it. */
static bool begins_with_year(const char *text, size_t length, struct load_year_name *name)
{
    if (length <= 4 || !is_digit(text, length, 3) || is_digit(text, length, 4) || !year_in(text, 4))
        return false;
    name->year = year_in(text, 4);
    const char *rest = text + 4;
    size_t n = length - 4;
    const bool word = begins(rest, n, "年");
    if (word) {
        rest += strlen("年");
        n -= strlen("年");
        if (begins(rest, n, "度")) {
            rest += strlen("度");
            n -= strlen("度");
        }
    }
    const bool blank = n && (*rest == ' ' || *rest == '\n' || begins(rest, n, "\u3000"));
    rest = load_trim_wide(rest, &n);
    const char kind = n && (*rest == '-' || *rest == '.') ? rest[n > 1] : n ? *rest : '\0';
    if (!word && ((n > 1 && kind && strchr("QMHS", kind) && is_digit(rest, n, n - 1) && n <= 4) || is_month(rest, n))) {
        name->form = LOAD_PART_OF_YEAR;
        return true;
    }
    if (word && is_twelve_months(rest, n)) {
        name->form = LOAD_WHOLE_YEAR;
        return true;
    }
    if (load_is_part_of_year(rest, n)) {
        name->form = LOAD_PART_OF_YEAR;
        return true;
    }
    const bool mark = n == 1 && strchr("per", *rest); /* 2023p */
    if (!word && !mark &&
        !(blank && n && (isalpha((unsigned char)*rest) || (unsigned char)*rest >= 0x80 || *rest == '(')))
        return false;
    if (word && n && (is_digit(rest, n, 0) || *rest == '-' || begins(rest, n, "—") || begins(rest, n, "以")))
        return false; /* a span of years, or a day */
    name->form = LOAD_YEAR_AND_TEXT;
    name->loose = !word;
    name->text = rest;
    name->n_text = n;
    return n > 0;
}

/* "Potholes 2024", the year behind a blank. */
static bool ends_in_year(const char *text, size_t length, struct load_year_name *name)
{
    if (length < 7 || text[length - 5] != ' ' || !isalpha((unsigned char)*text) || !year_in(text + length - 4, 4))
        return false;
    size_t n = length - 5;
    const int year = year_in(text + length - 4, 4);
    text = load_trim_wide(text, &n);
    *name = (struct load_year_name){LOAD_YEAR_AND_TEXT, year, false, false, false, true, text, n};
    return true;
}

struct load_year_name load_year_name_read(const char *text, size_t length)
{
    struct load_year_name name = {.text = ""};
    bool fiscal = false;
    text = load_trim_wide(text, &length);
    if (!length)
        return name;
    if (*text == '\'' && length > 4) { /* typed so that a spreadsheet keeps it as text */
        text++;
        length--;
    } else if (length > 5 && begins(text, length, "FY")) {
        const size_t skip = text[2] == ' ' ? 3 : 2;
        text += skip;
        length -= skip;
        fiscal = true;
    }
    length = load_without_marks(text, length);
    const char *more = memmem(text, length, " [YR", 4);
    if (more && more - text == 4)
        length = 4;
    name.year = year_in(text, length);
    if (!name.year) {
        name.year = year_of_day(text, length);
        name.day = name.year != 0;
    }
    name.fiscal = fiscal;
    if (name.year)
        name.form = LOAD_WHOLE_YEAR;
    else if (is_financial(text, length, &name) || begins_with_year(text, length, &name) ||
             ends_in_year(text, length, &name))
        return name;
    return name.form ? name : (struct load_year_name){.text = ""};
}
