/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/number.h"
#include "trendbook/results.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What each note says.  {year} {a} {b} {c} are its numbers, {name} the indicator it names, {linked} where and by what.
 */
struct words {
    const char *english, *chinese;
};

static const struct words notes[TB_NOTE_CODES] = {
    [TB_NOTE_NONE] = {"", ""},
    [TB_NOTE_YEAR_MISSING] = {"{year} is missing", "缺{year}年数据"},
    [TB_NOTE_NO_VALUE] = {"no value for {year}", "{year}年无数值"},
    [TB_NOTE_NEW_BASIS] = {"new basis from {year}", "{year}年起新口径"},
    [TB_NOTE_PERIOD_DIFFERS] = {"{year} covers another part of the year", "{year}年所含月份不同"},
    [TB_NOTE_BASE_ZERO] = {"base is 0", "基数为0"},
    [TB_NOTE_BASE_NEGATIVE] = {"base is below 0", "基数为负"},
    [TB_NOTE_VALUE_NEGATIVE] = {"a value is below 0", "数值为负"},
    [TB_NOTE_ONLY_BOUND] = {"only a bound is known for {year}", "{year}年只知界限"},
    [TB_NOTE_TOO_FEW_YEARS] = {"needs {a} years, has {b}", "需{a}年数据，现有{b}年"},
    [TB_NOTE_CONSTANT] = {"all values are equal", "各年数值相同"},
    [TB_NOTE_PERFECT_FIT] = {"all points lie on the line: no standard error", "各点都在直线上，无标准误"},
    [TB_NOTE_OVERFLOW] = {"too large for a number", "超出数值范围"},
    [TB_NOTE_NOT_COUNTS] = {"no limits: the numerator is not an exact count", "分子不是准确计数，不给区间"},
    [TB_NOTE_PART_MISSING] = {"{name} has no value for {year}", "{name}缺{year}年数据"},
    [TB_NOTE_DENOMINATOR_ZERO] = {"denominator is 0", "分母为0"},
    [TB_NOTE_NUMERATOR_ABOVE] = {"numerator is above the denominator", "分子大于分母"},
    [TB_NOTE_NOT_PERCENT] = {"not in percent", "不是百分数指标"},
    [TB_NOTE_NEGATIVE_PART] = {"a part is below 0", "有负的组成部分"},
    [TB_NOTE_UNITS_DIFFER] = {"units do not fit", "计量单位不一致"},
    [TB_NOTE_NOT_POSITIVE] = {"a logarithm needs values above 0, {year} has none", "取对数需数值大于0，{year}年不是"},
    [TB_NOTE_NOT_INSIDE] = {"log odds need values between 0 and 100%, {year} has none",
                            "对数几率需数值在0与100%之间，{year}年不是"},
    [TB_NOTE_NEEDS_COUNTS] = {"needs exact counts, {year} has none", "需准确计数，{year}年不是"},
    [TB_NOTE_ALL_ZERO] = {"all values are 0", "各年数值均为0"},
    [TB_NOTE_NO_FINITE_SLOPE] = {"all events lie at one end: no finite slope", "事件全在一端，斜率无穷"},
    [TB_NOTE_TOO_FEW_PAIRS] = {"needs {a} pairs of neighbouring years, has {b}", "需{a}对相邻年份，现有{b}对"},
    [TB_NOTE_NO_WAY_TO_GO] = {"{year} meets the target already", "{year}年已达到目标"},
    [TB_NOTE_TOO_FAR] = {"{year} is too far ahead", "{year}年过远，不作预测"},
    [TB_NOTE_NO_SPREAD] = {"neighbouring years are all equal", "相邻年份数值都相同"},
    [TB_NOTE_NOTHING_SHOWS] = {"{b} years show no growth, however large", "{b}年数据无法检出任何变化"},
    [TB_NOTE_RISING] = {"rising", "上升"},
    [TB_NOTE_FALLING] = {"falling", "下降"},
    [TB_NOTE_NO_CLEAR_CHANGE] = {"no clear change", "无明确变化"},
    [TB_NOTE_VERDICT_TOO_FEW] = {"too few years: {b}, needs {a}", "年数太少：现有{b}年，需{a}年"},
    [TB_NOTE_BROKEN] = {"broken: new basis from {year} leaves too few years",
                        "口径中断：{year}年起新口径，可比年数太少"},
    [TB_NOTE_DEPENDS_ON_BOUND] = {"depends on the bound", "取决于界限内的真值"},
    [TB_NOTE_AGREES] = {"printed {a} agrees", "公布的{a}相符"},
    [TB_NOTE_DIFFERS] = {"printed {a} does not agree with {b}", "公布的{a}与计算的{b}不符"},
    [TB_NOTE_DIFFERS_BASE] = {"printed {a} does not agree with {b}; it holds from a base of {c}",
                              "公布的{a}与计算的{b}不符；以{c}为基数才成立"},
    [TB_NOTE_DIFFERS_NUMERATOR] = {"printed {a} does not agree with {b}; it holds for a numerator of {c}",
                                   "公布的{a}与计算的{b}不符；分子为{c}才成立"},
    [TB_NOTE_TARGET_MET] = {"target met", "达到目标"},
    [TB_NOTE_TARGET_MISSED] = {"target not met", "未达目标"},
    [TB_NOTE_ON_TRACK] = {"on pace for the target", "进度可达目标"},
    [TB_NOTE_SLOW] = {"towards the target, somewhat too slowly", "趋向目标，略慢"},
    [TB_NOTE_TOO_SLOW] = {"towards the target, much too slowly", "趋向目标，过慢"},
    [TB_NOTE_MOVED_AWAY] = {"away from the target", "背离目标"},
    [TB_NOTE_OUTSIDE_LIMITS] = {"outside the limits", "超出控制限"},
    [TB_NOTE_RUN_ONE_SIDE] = {"one of {a} years in a row on one side of the centre", "连续{a}年在中心线同侧"},
    [TB_NOTE_RUN_ONE_WAY] = {"one of {a} years in a row going one way", "连续{a}年同向变动"},
    [TB_NOTE_OUTER_THIRD] = {"two of three years in the outer third", "三年中有两年在外三分之一区"},
    [TB_NOTE_NO_SIGNAL] = {"no year stands out", "无异常年份"},
    [TB_NOTE_NEW_LEVEL] = {"new level from {year}", "{year}年起为新水平"},
    [TB_NOTE_ONE_LEVEL] = {"one level fits as well", "单一水平即可拟合"},
    [TB_NOTE_LINE_FITS_BETTER] = {"a straight line fits better than a shift", "直线比突变拟合更好"},
    [TB_NOTE_ONE_LINE] = {"one line fits as well", "单一直线即可拟合"},
    [TB_NOTE_SEVERAL_YEARS] = {"several years do equally well", "多个年份同样合适"},
    [TB_NOTE_AMONG] = {"among {a} tests", "共{a}项检验"},
    [TB_NOTE_BORDERLINE] = {"exact test and interval disagree: borderline", "精确检验与区间不一致，属临界情形"},
};

static const struct words caveats[TB_CAVEATS] = {
    {"an approximate value went in as printed", "含约数"},
    {"a bound went in", "含界限值"},
    {"provisional", "初步数"},
    {"estimated", "估计数"},
    {"unreliable", "可靠性低"},
    {"revised", "修订数"},
    {"part of a year", "非全年"},
    {"only the years since the last break", "只用口径中断以后的年份"},
    {"years are missing inside the span", "期间有缺年"},
    {"neighbouring years depend on each other", "相邻年份相关"},
    {"computed from numerator and denominator", "由分子分母计算"},
    {"few years", "年数较少"},
    {"holds for every value the bounds allow", "界限内任何取值下都成立"},
    {"the figures scatter more than counts of independent events would", "离散程度大于独立事件计数"},
    {"cut at what the value can be", "以可能取值为限"},
    {"few events: an unreliable rate", "事件数少，比率不稳定"},
    {"compared on the old basis", "按旧口径比较"},
    {"linked at {linked}", "已衔接口径：{linked}"},
};

/* Appends at the end of `text`, cut between characters; *n counts what was wanted. */
static void append(char *text, size_t size, size_t *n, const char *part)
{
    const size_t length = strlen(part);
    if (*n < size) {
        size_t room = size - 1 - *n;
        size_t copied = length < room ? length : room;
        while (copied < length && copied > 0 && ((unsigned char)part[copied] & 0xC0) == 0x80)
            copied--;
        memcpy(text + *n, part, copied);
        text[*n + copied] = '\0';
    }
    *n += length;
}

static bool is_difference(unsigned code)
{
    return code == TB_NOTE_DIFFERS || code == TB_NOTE_DIFFERS_BASE || code == TB_NOTE_DIFFERS_NUMERATOR;
}

/* A computed number beside a printed one: with two decimals more, or as many as they need to differ. */
static double as_near_as(double computed, double printed)
{
    char text[TB_NUMBER_SIZE];
    tb_number_exact(isfinite(printed) ? printed : 0, text);
    const char *point = strchr(text, '.');
    double rounded = computed;
    for (size_t decimals = (point ? strspn(point + 1, "0123456789") : 0) + 2;; decimals++) {
        const double scale = pow(10, (double)decimals);
        if (!(fabs(computed) * scale < 1e15))
            return rounded;
        rounded = round(computed * scale) / scale;
        if (rounded != printed)
            return rounded;
    }
}

/* The text of one placeholder; `key` points behind its brace.  Returns its length in the template. */
static size_t fill(const struct tb_panel *panel, const struct tb_note *note, enum tb_language language, const char *key,
                   char *value, size_t size)
{
    const size_t length = strcspn(key, "}");
    if (strncmp(key, "year", length) == 0)
        snprintf(value, size, "%d", note->year);
    else if (strncmp(key, "name", length) == 0)
        snprintf(value, size, "%s",
                 note->name < panel->n_indicators ? tb_indicator_name(panel, note->name, language) : "");
    else if (strncmp(key, "linked", length) == 0)
        snprintf(value, size, "%s", note->linked ? tb_text(panel, note->linked) : "");
    else {
        double number = *key == 'a' ? note->a : *key == 'b' ? note->b : note->c;
        char exact[TB_NUMBER_SIZE];
        if (*key == 'b' && is_difference(note->code))
            number = as_near_as(number, note->a);
        tb_number_exact(isfinite(number) ? number : 0, exact);
        /* the words carry at most 8 significant digits; the exact value stands in its own column */
        if (strlen(exact) > 10)
            snprintf(exact, sizeof exact, "%.8g", number);
        snprintf(value, size, "%s", exact);
    }
    return length;
}

/* Appends a template with its placeholders filled. */
static void append_filled(char *text, size_t size, size_t *n, const struct tb_panel *panel, const struct tb_note *note,
                          enum tb_language language, const char *at)
{
    while (*at) {
        char part[256];
        size_t step = strcspn(at, "{");
        if (step) {
            snprintf(part, sizeof part, "%.*s", (int)step, at);
        } else
            step = 2 + fill(panel, note, language, at + 1, part, sizeof part);
        append(text, size, n, part);
        at += step;
    }
}

size_t tb_note_text(const struct tb_panel *panel, const struct tb_note *note, enum tb_language language, char *text,
                    size_t size)
{
    size_t n = 0;
    if (size)
        text[0] = '\0';
    const struct words *row = &notes[note->code < TB_NOTE_CODES ? note->code : TB_NOTE_NONE];
    append_filled(text, size, &n, panel, note, language, language == TB_CHINESE ? row->chinese : row->english);
    for (unsigned i = 0; i < TB_CAVEATS; i++)
        if (note->caveats & 1u << i) {
            if (n)
                append(text, size, &n, language == TB_CHINESE ? "；" : "; ");
            append_filled(text, size, &n, panel, note, language,
                          language == TB_CHINESE ? caveats[i].chinese : caveats[i].english);
        }
    return n;
}
