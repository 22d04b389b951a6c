/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in Chinese words. */
#include "load/prose.h"

#include "trendbook/number.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

size_t prose_numeral(const struct prose *prose, size_t i, int *value)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    static const struct {
        const char *text;
        int scale;
    } scales[] = {{"千", 1000}, {"百", 100}, {"十", 10}};
    int total = 0, run = 0, last_scale = 10000;
    size_t run_length = 0, end = i;
    for (;;) {
        size_t next = 0;
        int digit = -1, scale = 0;
        for (int k = 0; k < 10 && !next; k++)
            if ((next = prose_starts(prose, end, digits[k])))
                digit = k;
        if (!next && (next = prose_starts(prose, end, "〇")))
            digit = 0;
        if (!next && (next = prose_starts(prose, end, "两")))
            digit = 2;
        for (size_t k = 0; k < COUNT(scales) && !next; k++)
            if ((next = prose_starts(prose, end, scales[k].text)))
                scale = scales[k].scale;
        if (!next)
            break;
        if (digit >= 0) {
            if (run_length == 4)
                return 0;
            run = 10 * run + digit;
            run_length++;
        } else {
            if (scale >= last_scale || (run_length > 1 && run > 9))
                return 0;
            total += (run_length ? run : 1) * scale;
            last_scale = scale;
            run = 0;
            run_length = 0;
        }
        end = next;
    }
    if (run_length > 1 && last_scale < 10000 && run > 9)
        return 0;
    *value = total + run;
    return end > i ? end : 0;
}

/* ---- figures in words that a reader would miss ---- */

static bool starts_one_of(const struct prose *prose, size_t i, const char *const *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (prose_starts(prose, i, words[k]))
            return true;
    return false;
}

/* 翻番, 翻一番, 翻了两番 */
static size_t doubled(const struct prose *prose, size_t i, int *value)
{
    size_t end = prose_starts(prose, i, "翻");
    const size_t past = end ? prose_starts(prose, end, "了") : 0;
    end = past ? past : end;
    const size_t behind = end ? prose_numeral(prose, end, value) : 0;
    if (!behind)
        *value = 1;
    return end ? prose_starts(prose, behind ? behind : end, "番") : 0;
}

/* 百分之九十五, 千分之二 */
static size_t parts_of(const struct prose *prose, size_t i, int *value)
{
    size_t end = prose_starts(prose, i, "百分之");
    end = end ? end : prose_starts(prose, i, "千分之");
    return end ? prose_numeral(prose, end, value) : 0;
}

/* 三成, but 三成立, 完成 */
static size_t tenths(const struct prose *prose, size_t numeral_end, int value)
{
    static const char *const others[] = {"立", "为", "员", "果", "功", "效", "绩",
                                         "本", "就", "长", "熟", "品", "交", "分"};
    const size_t end = prose_starts(prose, numeral_end, "成");
    return end && value >= 1 && value <= 9 && !starts_one_of(prose, end, others, COUNT(others)) ? end : 0;
}

size_t prose_figure_in_words(const struct prose *prose, size_t i, int *value)
{
    /* one to nine of these are counts; of others mostly words: 四个方面, 三项制度, 五年规划 */
    static const char *const counted[] = {"件", "次", "起", "人", "辆", "家", "名", "处", "座",
                                          "场", "份", "台", "艘", "部", "亿", "万", "吨", "公里"};
    static const char *const no_figure[] = {"一次性", "一人一", "一家一", "一件一", "一处一", "一名一"};
    static const char *const before[] = {"第", "数", "几", "每", "同", "任", "某", "另",
                                         "这", "那", "各", "唯", "统", "不", "之"};
    size_t end = doubled(prose, i, value);
    end = end ? end : parts_of(prose, i, value);
    if (end)
        return end;
    end = prose_numeral(prose, i, value);
    if (!end || (i > 0 && starts_one_of(prose, i - 1, before, COUNT(before))) ||
        starts_one_of(prose, i, no_figure, COUNT(no_figure)))
        return 0;
    const size_t tenth = tenths(prose, end, *value);
    if (tenth)
        return tenth;
    char ahead[40];
    prose_ahead(prose, end, 6, ahead, sizeof ahead);
    if (!starts_one_of(prose, end, counted, COUNT(counted)) && (*value < 10 || !tb_unit_word(ahead)))
        return 0;
    return prose_starts(prose, end, "年") || prose_starts(prose, end, "月") || prose_starts(prose, end, "日") ? 0 : end;
}
