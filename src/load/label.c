/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/label.h"

#include "load/cell.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ---- pieces of text ---- */

static bool begins(const char *text, size_t length, const char *word)
{
    const size_t n = strlen(word);
    return length >= n && memcmp(text, word, n) == 0;
}

static bool ends(const char *text, size_t length, const char *word)
{
    const size_t n = strlen(word);
    return length >= n && memcmp(text + length - n, word, n) == 0;
}

static bool same(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

static const char wide_blank[] = "\u3000";
static const char *const blanks[] = {" ", "\t", "\n", "\r", wide_blank, "\u00A0"};
enum {
    BLANKS = sizeof blanks / sizeof blanks[0]
};

/* Whether no blank, of whatever width, can begin or end in this byte. */
static bool solid(char byte)
{
    return byte > ' ' && (unsigned char)byte < 0x80;
}

const char *load_trim_wide(const char *text, size_t *length)
{
    if (!*length || (solid(*text) && solid(text[*length - 1]))) /* nearly every cell there is */
        return text;
    for (size_t i = 0; i < BLANKS; i++)
        if (begins(text, *length, blanks[i])) {
            text += strlen(blanks[i]);
            *length -= strlen(blanks[i]);
            i = (size_t)-1;
        }
    for (size_t i = 0; i < BLANKS; i++)
        if (ends(text, *length, blanks[i])) {
            *length -= strlen(blanks[i]);
            i = (size_t)-1;
        }
    return text;
}

/* Bytes of the character at `text`, which is UTF-8. */
static size_t step_of(const char *text, size_t left)
{
    size_t n = 1;
    while (n < left && ((unsigned char)text[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* CJK ideographs and full-width forms: U+3000 to U+9FFF. */
static bool is_chinese(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0xE3 && (unsigned char)text[i] <= 0xE9)
            return true;
    return false;
}

/* The longest beginning of at most `most` bytes that splits no character. */
static size_t whole_characters(const char *text, size_t length, size_t most)
{
    if (length <= most)
        return length;
    while (most && ((unsigned char)text[most] & 0xC0) == 0x80)
        most--;
    return most;
}

static size_t copy_text(char *to, size_t size, const char *text, size_t length)
{
    const size_t n = whole_characters(text, length, size - 1);
    memcpy(to, text, n);
    to[n] = '\0';
    return n;
}

/* ---- footnote marks ---- */

static const char *const marks[] = {"*",      "\uFF0A", "\u2020", "\u00B9", "\u00B2", "\u00B3", "\u2074", "\u2075",
                                    "\u2460", "\u2461", "\u2462", "\u2463", "\u2464", "\u2465", "\u2466", "\u2467",
                                    "\u2468", "\u2469", "[1]",    "[2]",    "[3]",    "[4]",    "[5]"};

/* Takes marks off the end: stars, circled and raised numbers, and a single small letter behind a bracket. */
size_t load_without_marks(const char *text, size_t length)
{
    if (length && text[length - 1] >= '0' && text[length - 1] <= '9') /* nearly every number there is */
        return length;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const size_t n = strlen(marks[i]);
        if (length <= n || !ends(text, length, marks[i]))
            continue;
        const unsigned char before = (unsigned char)text[length - n - 1];
        if (before < 0x80 && isalpha(before)) /* square kilometres, not a note */
            continue;
        length -= n;
        load_trim_wide(text, &length);
        i = (size_t)-1;
    }
    if (length > 1 && text[length - 1] >= 'a' && text[length - 1] <= 'z' &&
        (ends(text, length - 1, ")") || ends(text, length - 1, "\uFF09")))
        length--;
    return length;
}

/* ---- what an id can be ---- */

/* Copies without what an id cannot hold: such characters become "-", invisible ones go. */
static void make_id(const char *text, size_t length, struct load_label *label)
{
    char id[600];
    size_t n = 0;
    const bool chinese = is_chinese(text, length);
    for (size_t i = 0, step; i < length && n + 8 < sizeof id; i += step) {
        step = step_of(text + i, length - i);
        const char *c = text + i;
        if (chinese && begins(c, step, wide_blank))
            continue;
        char with[8] = "a";
        memcpy(with + 1, c, step < 6 ? step : 6);
        if ((unsigned char)*c >= ' ' && !load_id_fault(with, 1 + (step < 6 ? step : 6)) && *c != '.') {
            memcpy(id + n, c, step);
            n += step;
        } else if (*c == '.') {
            id[n++] = '.';
        } else if ((unsigned char)*c < 0x80 && n && id[n - 1] != '-') {
            while (n && id[n - 1] == ' ')
                n--;
            id[n++] = '-';
            while (i + step < length && text[i + step] == ' ')
                step++;
        }
    }
    const char *from = id;
    while (n && strchr(".-=+@ ", *from)) {
        from++;
        n--;
    }
    while (n && strchr(".- ", from[n - 1]))
        n--;
    if (n > 120) { /* the rest still tells long labels apart */
        uint32_t hash = 2166136261u;
        for (size_t i = 0; i < length; i++)
            hash = (hash ^ (unsigned char)text[i]) * 16777619u;
        n = whole_characters(from, n, 110);
        label->id_length = (size_t)snprintf(label->id, sizeof label->id, "%.*s-%08x", (int)n, from, hash);
        return;
    }
    label->id_length = copy_text(label->id, sizeof label->id, from, n);
    if (n && load_id_fault(label->id, label->id_length)) /* a device name of Windows */
        label->id_length = (size_t)snprintf(label->id, sizeof label->id, "_%.*s", (int)n, from);
}

/* ---- labels ---- */

/* The bracket at the end: where it opens and what it holds.  False when there is none. */
static bool last_bracket(const char *text, size_t length, size_t *open, const char **inside, size_t *n)
{
    const bool wide = ends(text, length, "\uFF09");
    if (!wide && !ends(text, length, ")"))
        return false;
    const size_t close = wide ? strlen("\uFF09") : 1;
    size_t depth = 0;
    for (size_t i = length - close;;) {
        const bool opens_wide = begins(text + i, length - i, "\uFF08"), opens = opens_wide || text[i] == '(';
        const bool closes = text[i] == ')' || begins(text + i, length - i, "\uFF09");
        if (closes)
            depth++;
        if (opens && --depth == 0) {
            *open = i;
            *inside = text + i + (opens_wide ? strlen("\uFF08") : 1);
            *n = (size_t)(text + length - close - *inside);
            *inside = load_trim_wide(*inside, n);
            return i > 0 && *n > 0;
        }
        if (!i)
            return false;
        for (i--; i && ((unsigned char)text[i] & 0xC0) == 0x80;)
            i--;
    }
}

static void take_unit(const char *text, size_t *length, enum load_bracket bracket, struct load_label *label)
{
    size_t open, n;
    const char *inside;
    if (!last_bracket(text, *length, &open, &inside, &n))
        return;
    const char *percent = memchr(inside, '%', n);
    const char *wide = memmem(inside, n, "\uFF05", 3), *mille = memmem(inside, n, "\u2030", 3);
    const bool alone = same(inside, n, "%") || same(inside, n, "\uFF05") || same(inside, n, "\u2030");
    if (percent || wide || mille)
        label->unit_length = copy_text(label->unit, sizeof label->unit, mille ? "\u2030" : "%", mille ? 3 : 1);
    else if (bracket == LOAD_BRACKET_UNIT && n < sizeof label->unit)
        label->unit_length = copy_text(label->unit, sizeof label->unit, inside, n);
    else
        return;
    if ((percent || wide || mille) && !alone)
        return; /* it says of what the percentage is */
    *length = open;
    load_trim_wide(text, length);
}

/* A line break in a label is a blank, between Chinese characters nothing. */
static size_t join_lines(const char *text, size_t length, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        const bool chinese =
            n && (unsigned char)to[n - 1] >= 0x80 && i + 1 < length && (unsigned char)text[i + 1] >= 0x80;
        if (text[i] != '\n' && text[i] != '\r')
            to[n++] = text[i];
        else if (!chinese && n && to[n - 1] != ' ')
            to[n++] = ' ';
    }
    return n;
}

/* Bytes of the number of a list in front of Chinese: 1. 2、 （三）; a number such as 1.5 is none. */
static size_t list_number(const char *text, size_t length)
{
    static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    const size_t open = begins(text, length, "(") ? 1 : begins(text, length, "\uFF08") ? strlen("\uFF08") : 0;
    size_t n = open;
    while (n < length && n < open + 2 && text[n] >= '0' && text[n] <= '9')
        n++;
    for (size_t i = 0; n == open && i < sizeof numerals / sizeof numerals[0]; i++)
        n += begins(text + n, length - n, numerals[i]) ? strlen(numerals[i]) : 0;
    if (n == open)
        return 0;
    static const char *const closed[] = {")", "\uFF09"}, *const stops[] = {".", "\uFF0E", "\u3001"};
    size_t mark = 0;
    for (size_t i = 0; open ? i < 2 : i < 3; i++) {
        const char *one = open ? closed[i] : stops[i];
        mark = begins(text + n, length - n, one) ? strlen(one) : mark;
    }
    n += mark;
    size_t rest = mark ? length - n : 0;
    const char *label = load_trim_wide(text + n, &rest);
    return rest && is_chinese(label, step_of(label, rest)) ? (size_t)(label - text) : 0;
}

void load_label_read(const char *text, size_t length, enum load_bracket bracket, struct load_label *label)
{
    static const char *const parts[] = {"#", "\uFF03", "\u5176\u4E2D\uFF1A", "\u5176\u4E2D:", "\u5176\u4E2D"};
    char joined[600];
    label->unit_length = 0;
    label->unit[0] = '\0';
    if (length < sizeof joined && memchr(text, '\n', length)) {
        length = join_lines(text, length, joined);
        text = joined;
    }
    text = load_trim_wide(text, &length);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (begins(text, length, parts[i]) && length > strlen(parts[i])) {
            text += strlen(parts[i]);
            length -= strlen(parts[i]);
            text = load_trim_wide(text, &length);
            i = (size_t)-1;
        }
    const size_t number = list_number(text, length);
    text += number;
    length -= number;
    length = load_without_marks(text, length);
    take_unit(text, &length, is_chinese(text, length) ? LOAD_BRACKET_UNIT : bracket, label);
    length = load_without_marks(text, length);
    label->name_length = copy_text(label->name, sizeof label->name, text, length);
    label->chinese = is_chinese(text, length);
    make_id(text, length, label);
}

void load_place_read(const char *text, size_t length, struct load_label *label)
{
    char close[512];
    size_t n = 0;
    text = load_trim_wide(text, &length);
    length = load_without_marks(text, length);
    if (is_chinese(text, length) && length < sizeof close) { /* yearbooks space short names out */
        for (size_t i = 0; i < length; i++)
            if (text[i] != ' ')
                close[n++] = text[i];
        text = close;
        length = n;
    }
    make_id(text, length, label);
}

/* ---- places of China ---- */

bool load_is_chinese_place(const char *text, size_t length)
{
    /* provinces by their short names, then sums, then endings of districts and counties */
    static const char *const provinces[] = {"北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海",
                                            "江苏", "浙江", "安徽", "福建", "江西",   "山东", "河南", "湖北",   "湖南",
                                            "广东", "广西", "海南", "重庆", "四川",   "贵州", "云南", "西藏",   "陕西",
                                            "甘肃", "青海", "宁夏", "新疆", "台湾",   "香港", "澳门"};
    static const char *const sums[] = {"全国", "全省", "全市", "全区", "全县", "合计", "总计", "中国"};
    static const char *const endings[] = {"省", "市", "区", "县", "州", "盟", "旗", "镇", "乡", "街道"};
    text = load_trim_wide(text, &length);
    for (size_t i = 0; i < sizeof provinces / sizeof provinces[0]; i++)
        if (same(text, length, provinces[i]))
            return true;
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++)
        if (same(text, length, sums[i]))
            return true;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (length > 2 * strlen("市") - 1 && length <= 15 * strlen("市") && ends(text, length, endings[i]))
            return true;
    return false;
}

bool load_is_organisation(const char *text, size_t length)
{
    static const char *const endings[] = {"公司", "集团", "局",   "科",   "处室", "科室", "中心", "大队",
                                          "中队", "支队", "总队", "分局", "办",   "委",   "所",   "站",
                                          "段",   "院",   "学校", "医院", "协会", "部门", "车队", "厂"};
    text = load_trim_wide(text, &length);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (length > strlen(endings[i]) + strlen("市") && ends(text, length, endings[i]))
            return true;
    return false;
}

/* ---- names of columns ---- */

/* A Chinese name without blanks of any width and without a translation behind it. */
static const char *without_blanks(const char *text, char *to, size_t size)
{
    size_t n = 0, left = strlen(text);
    for (size_t step; left && n + 8 < size; text += step, left -= step) {
        step = step_of(text, left);
        if (step == 1 && isalpha((unsigned char)*text))
            break;
        if (*text == ' ' || *text == '\n' || begins(text, left, wide_blank) || begins(text, left, "\u00A0"))
            continue;
        memcpy(to + n, text, step < 5 ? step : 4);
        n += step < 5 ? step : 4;
    }
    to[n] = '\0';
    return to;
}

/* What a column holds, by the names that publishers give it, in lower case. */
static const struct {
    enum load_word word;
    const char *name[44];
} column_names[] = {
    {LOAD_WORD_REGION,
     {"地区",
      "地区名称",
      "省份",
      "省市",
      "省",
      "城市",
      "市",
      "区县",
      "区域",
      "行政区",
      "行政区划",
      "国家",
      "国家和地区",
      "region",
      "country",
      "country name",
      "country or area",
      "entity",
      "area",
      "district",
      "province",
      "state",
      "city",
      "location",
      "territory",
      "geo",
      "reference area",
      "geo (labels)",
      "council",
      "local authority",
      "authority",
      "gemeinde",
      "kreis",
      "landkreis",
      "stadt",
      "镇街",
      "乡镇",
      "街道",
      "部门",
      "科室",
      "单位名称",
      "企业",
      "企业名称"}},
    {LOAD_WORD_INDICATOR,
     {"指标", "kennzahl", "merkmal", "indikator", "measure", "指标名称", "项目", "indicator", "indicator name",
      "series", "series name", "variable", "item"}},
    {LOAD_WORD_YEAR,
     {"年份", "年度", "年", "时间", "year", "financial year", "fiscal year", "years", "jahr", "time", "统计时间",
      "统计年份", "日期", "date"}},
    {LOAD_WORD_UNIT, {"单位", "计量单位", "unit", "units", "unit of measure", "einheit"}},
    {LOAD_WORD_NOTE, {"备注", "说明", "note", "notes", "anmerkung", "bemerkung", "附注"}},
    {LOAD_WORD_PART, {"month", "quarter", "monat", "quartal", "月份", "月", "季度"}},
    {LOAD_WORD_SOURCE, {"来源", "数据来源", "资料来源", "source", "quelle"}},
    {LOAD_WORD_CODE,
     {"code", "country code", "indicator code", "series code", "iso", "iso3", "iso_code", "no.", "代码", "地区代码",
      "行政区划代码", "序号", "编号", "排名", "rank", "nr.", "geo (codes)"}},
};

enum load_word load_word_of(const char *key)
{
    char close[64];
    if ((unsigned char)*key >= 0x80) /* spaced out, and perhaps with English behind it, as in yearbooks */
        key = without_blanks(key, close, sizeof close);
    for (size_t i = 0; i < sizeof column_names / sizeof *column_names; i++)
        for (const char *const *name = column_names[i].name; *name; name++)
            if (strcmp(*name, key) == 0)
                return column_names[i].word;
    return LOAD_WORD_NONE;
}

enum load_aside load_aside_of(const char *text, size_t length, size_t *rest)
{
    static const struct {
        const char *text;
        enum load_aside aside;
    } words[] = {
        {"数据库", LOAD_ASIDE_DATABASE},   {"指标", LOAD_ASIDE_INDICATOR},
        {"时间", LOAD_ASIDE_TIME},         {"地区", LOAD_ASIDE_REGION},
        {"单位", LOAD_ASIDE_UNIT},         {"计量单位", LOAD_ASIDE_UNIT},
        {"注释", LOAD_ASIDE_NOTE},         {"注", LOAD_ASIDE_NOTE},
        {"附注", LOAD_ASIDE_NOTE},         {"备注", LOAD_ASIDE_NOTE},
        {"说明", LOAD_ASIDE_NOTE},         {"Notes", LOAD_ASIDE_NOTE},
        {"Note", LOAD_ASIDE_NOTE},         {"数据来源", LOAD_ASIDE_SOURCE},
        {"资料来源", LOAD_ASIDE_SOURCE},   {"来源", LOAD_ASIDE_SOURCE},
        {"Source", LOAD_ASIDE_SOURCE},     {"Data source", LOAD_ASIDE_SOURCE},
        {"Dataset", LOAD_ASIDE_TITLE},     {"Last updated", LOAD_ASIDE_STAMP},
        {"Quelle", LOAD_ASIDE_SOURCE},     {"Quellen", LOAD_ASIDE_SOURCE},
        {"Anmerkung", LOAD_ASIDE_NOTE},    {"Sources", LOAD_ASIDE_SOURCE},
        {"Last Updated", LOAD_ASIDE_TIME}, {"Data from database", LOAD_ASIDE_SOURCE},
    };
    if (!memchr(text, ':', length) && !memchr(text, 0xEF, length)) /* nearly every cell there is */
        return LOAD_ASIDE_NONE;
    size_t trimmed = length;
    const char *from = load_trim_wide(text, &trimmed);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t n = strlen(words[i].text);
        if (!begins(from, trimmed, words[i].text))
            continue;
        while (begins(from + n, trimmed - n, " ") || begins(from + n, trimmed - n, wide_blank))
            n += from[n] == ' ' ? 1 : strlen(wide_blank);
        if (begins(from + n, trimmed - n, ":"))
            n += 1;
        else if (begins(from + n, trimmed - n, "\uFF1A"))
            n += strlen("\uFF1A");
        else
            continue;
        *rest = (size_t)(from - text) + n;
        return words[i].aside;
    }
    return LOAD_ASIDE_NONE;
}
