/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct note_words {
    const char *english, *chinese; /* of columns, and of points where they have no own */
    const char *english_points, *chinese_points;
};

static const struct note_words notes[TB_SHEET_NOTES] = {
    [TB_SAYS_UPPER] = {"hatched columns (≤, <) are upper limits", "斜线柱（≤、<）为上限值，实际不高于该值",
                       "open triangles pointing down (≤, <) are upper limits",
                       "空心倒三角（≤、<）为上限值，实际不高于该值"},
    [TB_SAYS_LOWER] = {"columns with an arrow (≥, >) are lower limits",
                       "带向上箭头的柱（≥、>）为下限值，实际不低于该值",
                       "open triangles pointing up (≥, >) are lower limits",
                       "空心正三角（≥、>）为下限值，实际不低于该值"},
    [TB_SAYS_ABOUT] = {"~: approximate", "“约”为约数", NULL, NULL},
    [TB_SAYS_PROVISIONAL] = {"pale columns are provisional", "浅色虚框柱为初步数", "open points are provisional",
                             "空心点为初步数"},
    [TB_SAYS_ESTIMATED] = {"pale columns (est.) are estimates", "浅色虚框柱（估）为估计数",
                           "open points (est.) are estimates", "空心点（估）为估计数"},
    [TB_SAYS_FORECAST] = {"pale columns are forecasts", "浅色虚框柱为预测数", "open points are forecasts",
                          "空心点为预测数"},
    [TB_SAYS_PART] = {"narrow pale columns cover part of a year", "半宽浅色柱为非全年数",
                      "unjoined open points cover part of a year", "不连线的空心点为非全年数"},
    [TB_SAYS_UNRELIABLE] = {"values in brackets are unreliable", "括号内数值可靠性低", NULL, NULL},
    [TB_SAYS_REVISED] = {"revised: {years}", "{years}年为修订数", NULL, NULL},
    [TB_SAYS_BREAK] = {"new basis from {years} (dashed line), not comparable across it",
                       "{years}年起新口径（虚竖线），前后不可比", NULL, NULL},
    [TB_SAYS_OVERLAP] = {"new basis from {years} (dashed line); the change into that year is on the old one",
                         "{years}年起新口径（虚竖线），当年增减按旧口径计算", NULL, NULL},
    [TB_SAYS_LINK] = {"years before the dashed line linked by the overlapping year: {links}",
                      "虚竖线以前各年按重叠年份衔接为新口径：{links}", NULL, NULL},
    [TB_SAYS_GAP] = {"no figure for {years}", "{years}年缺数", NULL, NULL},
    [TB_SAYS_CONFIDENTIAL] = {"conf.: confidential, not published", "“保密”为不公开数据", NULL, NULL},
    [TB_SAYS_NEGLIGIBLE] = {"…: below half of the unit, not nil", "“…”为不足最小单位的一半，并非为0", NULL, NULL},
    [TB_SAYS_SKEWED] = {"one value is over 20 times the next", "量级悬殊：最大值超过次大值的20倍", NULL, NULL},
    [TB_SAYS_BAND] = {"pale band: {n}% confidence interval", "浅色带为{n}%置信区间", NULL, NULL},
    [TB_SAYS_TARGET] = {"line of short dashes: target {target}", "短虚线为目标值{target}", NULL, NULL},
    [TB_SAYS_YEAR_TARGET] = {"target of {year}: {target}", "{year}年目标为{target}", NULL, NULL},
    [TB_SAYS_AXIS] = {"axis does not start at 0", "纵轴不从0开始", NULL, NULL},
    [TB_SAYS_LEFT_OUT] = {"{n} more without a value or room", "另有{n}项缺数或未画出", NULL, NULL},
    [TB_SAYS_MEAN] = {"line: plain mean of the bars", "竖线为各条的简单平均值", NULL, NULL},
    [TB_SAYS_REST] = {"other: the smaller parts together", "“其他”为其余较小部分之和", NULL, NULL},
    [TB_SAYS_SUM_BELOW] = {"not itemised: the parts add up to less than the whole", "“未列明”为各部分之和与总数之差",
                           NULL, NULL},
    [TB_SAYS_SUM_ABOVE] = {"the parts add up to more than the whole", "各部分之和大于总数", NULL, NULL},
    [TB_SAYS_INCOMPLETE] = {"years with a part missing are left out", "有部分缺数的年份未画出", NULL, NULL},
    [TB_SAYS_TIES] = {"equal values share a place", "数值相同者名次并列", NULL, NULL},
    [TB_SAYS_ROW_SCALE] = {"each row is shaded on its own scale, from its least to its most",
                           "各行分别着色，由浅到深为该行由小到大", NULL, NULL},
    [TB_SAYS_PANEL_SCALE] = {"each panel has its own vertical axis", "各图纵轴不同", NULL, NULL},
    [TB_SAYS_HATCHED] = {"hatched: no figure", "斜线格为缺数或不公开", NULL, NULL},
    [TB_SAYS_FUNNEL] =
        {"dashed: exact limits around the overall rate; points within them differ by no more than chance",
         "虚线为总体比率的精确控制限，限内差异可由偶然解释", NULL, NULL},
    [TB_SAYS_SHADED] = {"values that are wider than their cells are not written", "格窄处未写数值", NULL, NULL},
    [TB_SAYS_NO_BASE] = {"years that do not compare with the base are left out", "与基年不可比的年份未画出", NULL,
                         NULL},
    [TB_SAYS_UNLABELLED] = {"{n} more lines without a label", "另有{n}条未标注", NULL, NULL},
};

/* In a table the values say their marks themselves. */
static const struct note_words in_cells[TB_SHEET_NOTES] = {
    [TB_SAYS_UPPER] = {"≤, <: upper limits", "≤、<为上限值，实际不高于该值", NULL, NULL},
    [TB_SAYS_LOWER] = {"≥, >: lower limits", "≥、>为下限值，实际不低于该值", NULL, NULL},
    [TB_SAYS_PROVISIONAL] = {"provisional figures: {years}", "{years}年有初步数", NULL, NULL},
    [TB_SAYS_ESTIMATED] = {"estimates: {years}", "{years}年有估计数", NULL, NULL},
    [TB_SAYS_FORECAST] = {"forecasts: {years}", "{years}年有预测数", NULL, NULL},
    [TB_SAYS_PART] = {"some cells cover part of a year", "部分单元格为非全年数", NULL, NULL},
    [TB_SAYS_BREAK] = {"dashed line before a cell: new basis, not comparable across it",
                       "单元格前的虚线：新口径，前后不可比", NULL, NULL},
    [TB_SAYS_OVERLAP] = {"dashed line before a cell: new basis", "单元格前的虚线：新口径", NULL, NULL},
    [TB_SAYS_LINK] = {"years before a break linked by the overlapping year: {links}",
                      "口径中断以前各年按重叠年份衔接：{links}", NULL, NULL},
    [TB_SAYS_GAP] = {"", "", NULL, NULL}, /* hatched */
    [TB_SAYS_CONFIDENTIAL] = {"", "", NULL, NULL},
};

const char *tb_note_words(enum tb_sheet_note note, enum tb_mark_form form, bool several, enum tb_language language)
{
    if (form == TB_AS_CELLS && in_cells[note].english)
        return language == TB_CHINESE ? in_cells[note].chinese : in_cells[note].english;
    if (note == TB_SAYS_GAP && several)
        return form == TB_AS_POINTS
                   ? language == TB_CHINESE ? "线段断开处缺数" : "no figure where a line is interrupted"
               : language == TB_CHINESE ? "空缺处为缺数"
                                        : "no figure where a place is empty";
    const struct note_words *row = &notes[note];
    if (form == TB_AS_POINTS && row->chinese_points)
        return language == TB_CHINESE ? row->chinese_points : row->english_points;
    return language == TB_CHINESE ? row->chinese : row->english;
}

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static const struct {
    const char *period, *english, *chinese;
} periods[] = {
    {"H1", " H1", "上半年"}, {"H2", " H2", "下半年"}, {"Q1", " Q1", "一季度"},
    {"Q2", " Q2", "二季度"}, {"Q3", " Q3", "三季度"}, {"Q4", " Q4", "四季度"},
};

static void period_words(const char *period, enum tb_language language, char *text, size_t size)
{
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        if (strcmp(period, periods[i].period) == 0) {
            snprintf(text, size, "%s", language == TB_CHINESE ? periods[i].chinese : periods[i].english);
            return;
        }
    }
    int from, to, used = 0;
    if (sscanf(period, "%2d-%2d%n", &from, &to, &used) == 2 && period[used] == '\0' && from >= 1 && from <= to &&
        to <= 12) {
        if (language == TB_CHINESE)
            snprintf(text, size, "%d—%d月", from, to);
        else
            snprintf(text, size, " %s–%s", months[from - 1], months[to - 1]);
        return;
    }
    snprintf(text, size, "%s%.12s", language == TB_CHINESE ? "" : " ", period);
}

void tb_year_words(const char *period, unsigned flags, enum tb_language language, char *text, size_t size)
{
    static const struct {
        unsigned flag;
        const char *english, *chinese;
    } rows[] = {
        {TB_FLAG_FORECAST, " fcst", "预测"},
        {TB_FLAG_PROVISIONAL, " prov.", "初步"},
        {TB_FLAG_ESTIMATED | TB_FLAG_EUROSTAT, " est.", "估"},
    };
    text[0] = '\0';
    if (*period) {
        period_words(period, language, text, size);
        return;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (flags & rows[i].flag) {
            snprintf(text, size, "%s", language == TB_CHINESE ? rows[i].chinese : rows[i].english);
            return;
        }
    }
}

enum sort {
    OTHER,
    HAN,
    LETTER,
    DIGIT
};

/* The sort of the character at `at`, and its length. */
static enum sort sort_of(const char *at, size_t *length)
{
    const unsigned char c = (unsigned char)*at;
    *length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (c < 0x80)
        return isdigit(c) ? DIGIT : isalpha(c) ? LETTER : OTHER;
    if (*length == 3 && c >= 0xE4 && c <= 0xE9) /* U+4000 .. U+9FFF: near enough the unified ideographs */
        return HAN;
    return OTHER;
}

char *tb_spaced(const char *text)
{
    char *spaced = malloc(strlen(text) * 4 + 1), *to = spaced;
    if (!spaced)
        return NULL;
    enum sort before = OTHER;
    bool counted = false; /* the Han characters run on from a number: its unit */
    for (size_t length; *text; text += length) {
        const enum sort now = sort_of(text, &length);
        const char *between = "";
        if ((before == HAN && (now == LETTER || now == DIGIT)) || (before == LETTER && now == HAN))
            between = "\xE2\x80\x89"; /* thin space */
        else if (before == DIGIT && now == HAN)
            between = "\xE2\x81\xA0"; /* word joiner */
        else if (counted && now == HAN && before == HAN &&
                 (strncmp(text - 3, "万", 3) == 0 || strncmp(text - 3, "亿", 3) == 0))
            between = "\xE2\x81\xA0";
        counted = now == HAN && (before == DIGIT || counted);
        const size_t n = strlen(between);
        memcpy(to, between, n);
        memcpy(to + n, text, length);
        to += n + length;
        before = now;
    }
    *to = '\0';
    return spaced;
}
