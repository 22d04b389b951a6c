/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "phrases.h"

#include "xml.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const slot_names[SLOTS] = {
    "name",     "region",  "when", "value", "span",        "change", "times", "points",
    "year",     "average", "unit", "other", "other_value", "count",  "text",  "printed",
    "computed", "inputs",  "base", "form",  "is",          "up",     "down",
};

/*
 * Chinese follows the statistical bulletins of the National Bureau of Statistics: a growth of 240 % is 增长2.4倍
 * (by 2.4 times the base), in English 3.4 times the level.  "fell to" names the value, "down ... " the change. 年均增长
 * is the compound rate from the first year to the last; a percentage has the slope of the line that the chart draws
 * instead.  A trend that a test sees only just (p from 0.01 on) or in few years "tended to" go its way, 总体.  No
 * causes, no "significant".
 */
static const struct tb_phrase phrases[PHRASES] = {
    [WHEN_YEAR] = {"{year}", "{year}年"},
    [WHEN_PART] = {"{year} ({text})", "{year}年（{text}）"},
    [WHEN_H1] = {"the first half of {year}", "{year}年上半年"},
    [WHEN_H2] = {"the second half of {year}", "{year}年下半年"},
    [WHEN_Q1] = {"the first quarter of {year}", "{year}年第一季度"},
    [WHEN_Q2] = {"the second quarter of {year}", "{year}年第二季度"},
    [WHEN_Q3] = {"the third quarter of {year}", "{year}年第三季度"},
    [WHEN_Q4] = {"the fourth quarter of {year}", "{year}年第四季度"},
    [SPAN] = {"{year}–{other}", "{year}—{other}年"},

    [SAY_VALUE] = {"{name} came to {value} in {when}", "{name}{when}{is}{value}"},
    [SAY_VALUE_ROSE] = {"{name} rose to {value} in {when}", "{name}{when}{is}{value}"},
    [SAY_VALUE_FELL] = {"{name} fell to {value} in {when}", "{name}{when}{is}{value}"},
    [SAY_TREND_UP] = {"{name} rose over {span}{average}, to {value} in {when}",
                      "{name}{span}呈上升趋势{average}，{when}{is}{value}"},
    [SAY_TREND_DOWN] = {"{name} fell over {span}{average}, to {value} in {when}",
                        "{name}{span}呈下降趋势{average}，{when}{is}{value}"},
    [SAY_TENDS_UP] = {"{name} tended to rise over {span}{average}, to {value} in {when}",
                      "{name}{span}总体上升{average}，{when}{is}{value}"},
    [SAY_TENDS_DOWN] = {"{name} tended to fall over {span}{average}, to {value} in {when}",
                        "{name}{span}总体下降{average}，{when}{is}{value}"},
    [SAY_NO_TREND] = {"{name} came to {value} in {when}, with no clear trend over {span}",
                      "{name}{when}{is}{value}，{span}无明确升降趋势"},
    [SAY_NOTHING] = {"{name}: no value", "{name}：无数值"},
    [SAY_REGIONS] =
        {"{name} in {when}, {count} regions: highest in {region} ({value}), lowest in {other} ({other_value})",
         "{name}{when}{count}个地区中{region}最高，为{value}；{other}最低，为{other_value}"},
    [SAY_REGIONS_EQUAL] = {"{name} in {when}: {value} in all {count} regions", "{name}{when}{count}个地区均为{value}"},
    [SAY_REGIONS_PLAIN] = {"{name}, {count} regions, {span}", "{name}：{count}个地区，{span}"},
    [SAY_ITEMS] = {"{region} was highest in {when} at {value}, {other} lowest at {other_value}",
                   "{when}{region}最高，为{value}；{other}最低，为{other_value}"},
    [SAY_ITEMS_EQUAL] = {"{value} for all {count} in {when}", "{when}{count}项均为{value}"},
    [SAY_ITEMS_PLAIN] = {"{name}, {span}", "{name}，{span}"},
    [SAY_INDEX] = {"{region} grew most: to {value} in {when} ({base} = 100); {other} least, to {other_value}",
                   "以{base}年为100，{when}{region}最高，为{value}；{other}最低，为{other_value}"},
    [SAY_STACKED] = {"{name} came to {value} in {when}; {region} made up {change} of it",
                     "{name}{when}为{value}，其中{region}占{change}"},
    [SAY_SHARE_OF] = {"{region} made up {change} of the whole in {when}",
                      "{when}{region}占{name}的{change}，居各部分首位"},
    [SAY_SHARE] = {"{region} had the largest share in {when}: {change}", "{when}{region}占比最高，为{change}"},
    [SAY_SLOPE] = {"{name}: of {count} regions {up} rose and {down} fell from {year} to {base}",
                   "{name}：{base}年与{year}年相比，{count}个地区中{up}个上升、{down}个下降"},
    [SAY_SLOPE_UP] = {"{name} rose in all {count} regions from {year} to {base}",
                      "{name}：{base}年与{year}年相比，{count}个地区全部上升"},
    [SAY_SLOPE_DOWN] = {"{name} fell in all {count} regions from {year} to {base}",
                        "{name}：{base}年与{year}年相比，{count}个地区全部下降"},
    [SAY_SLOPE_ITEMS] = {"From {year} to {base}, {up} of {count} indicators rose and {down} fell",
                         "{base}年与{year}年相比，{count}项指标中{up}项上升、{down}项下降"},
    [SAY_BUMP] = {"{region} ranked first in {when}; {other} rose most since {base}, from {down} to {up}",
                  "{when}{region}居首位；{other}比{base}年名次上升最多，由第{down}位升至第{up}位"},
    [SAY_BUMP_LEADER] = {"{name}: {region} ranked first in {when}, up from {down} in {base}",
                         "{name}：{when}{region}居首位，{base}年为第{down}位"},
    [SAY_LEADER] = {"{name}: {region} ranked first in {when}", "{name}：{when}{region}居首位"},
    [SAY_VERDICTS] = {"{count} indicators: {up} with a rising trend, {down} with a falling one",
                      "{count}项指标中，{up}项呈上升趋势，{down}项呈下降趋势"},
    [SAY_VERDICTS_UP] = {"Rising trend in {up} of {count} indicators", "{count}项指标中，{up}项呈上升趋势"},
    [SAY_VERDICTS_DOWN] = {"Falling trend in {down} of {count} indicators", "{count}项指标中，{down}项呈下降趋势"},
    [SAY_VERDICTS_REGIONS_UP] = {"{name}: rising trend in {up} of {count} regions",
                                 "{name}：{count}个地区中，{up}个呈上升趋势"},
    [SAY_VERDICTS_REGIONS_DOWN] = {"{name}: falling trend in {down} of {count} regions",
                                   "{name}：{count}个地区中，{down}个呈下降趋势"},
    [SAY_VERDICTS_REGIONS] = {"{name}, {count} regions: {up} with a rising trend, {down} with a falling one",
                              "{name}：{count}个地区中，{up}个呈上升趋势，{down}个呈下降趋势"},
    [SAY_CONTRIBUTION_UP] = {"{name} grew by {change} in {when}; {region} gave {value} points of it",
                             "{name}{when}同比增长{change}，其中{region}拉动{value}个百分点"},
    [SAY_CONTRIBUTION_DOWN] = {"{name} fell by {change} in {when}; {region} took {value} points of it",
                               "{name}{when}同比下降{change}，其中{region}下拉{value}个百分点"},
    [SAY_OUTSIDE] = {"{name} in {when}: {up} of {count} regions outside the 99.8% limits: {region}",
                     "{name}{when}：{count}个地区中{up}个超出99.8%控制限：{region}"},
    [SAY_NONE_OUTSIDE] = {"{name} in {when}: all {count} regions within the 99.8% limits",
                          "{name}{when}：{count}个地区均在99.8%控制限内"},
    [SUBJECT_REGIONS] = {"{name}, {count} regions", "{name}，{count}个地区"},
    [SUBJECT_PARTS] = {"{name} and its {count} parts", "{name}及其{count}个部分"},
    [SUBJECT_TWO] = {"{name} and {other}", "{name}与{other}"},
    [SUBJECT_MANY] = {"{name}, {other} and {up} more", "{name}、{other}等{count}项指标"},

    [CHANGE_UP] = {", up {change} in a year", "，同比增长{change}"},
    [CHANGE_DOWN] = {", down {change} in a year", "，同比下降{change}"},
    [CHANGE_UP_TIMES] = {", {times} times the {year} level", "，同比增长{change}"}, /* {change} is in 倍 */
    [CHANGE_UP_POINTS] = {", up {change} {points} in a year", "，同比上升{change}个百分点"},
    [CHANGE_DOWN_POINTS] = {", down {change} {points} in a year", "，同比下降{change}个百分点"},
    [CHANGE_UP_AMOUNT] = {", up {change} in a year", "，同比增加{change}"},
    [CHANGE_DOWN_AMOUNT] = {", down {change} in a year", "，同比减少{change}"},
    [CHANGE_NONE] = {", the same as in {year}", "，与上年持平"},
    [CHANGE_UP_AT_LEAST] = {", up at least {change} in a year", "，同比至少增长{change}"},
    [CHANGE_DOWN_AT_LEAST] = {", down at least {change} in a year", "，同比至少下降{change}"},
    [CHANGE_UP_POINTS_AT_LEAST] = {", up at least {change} {points} in a year", "，同比至少上升{change}个百分点"},
    [CHANGE_DOWN_POINTS_AT_LEAST] = {", down at least {change} {points} in a year", "，同比至少下降{change}个百分点"},
    [CHANGE_UNKNOWN] = {" (no change over the year: {text})", "（与上年不可比：{text}）"},
    [CHANGE_SINCE] = {" ({text}; {other_value} in {year}{average})", "（{text}；{year}年{is}{other_value}{average}）"},
    [SINCE_UP] = {", up {change} a year since", "，年均增长{change}"},
    [SINCE_DOWN] = {", down {change} a year since", "，年均下降{change}"},
    [CHANGE_OLD_BASIS] = {" (both on the old basis)", "（按旧口径）"},

    [AVERAGE_UP] = {" (+{change} a year, compound)", "，年均增长{change}"},
    [AVERAGE_DOWN] = {" (−{change} a year, compound)", "，年均下降{change}"},
    [AVERAGE_UP_POINTS] = {" (+{change} {points} a year, fitted line)", "，按趋势线每年上升{change}个百分点"},
    [AVERAGE_DOWN_POINTS] = {" (−{change} {points} a year, fitted line)", "，按趋势线每年下降{change}个百分点"},
    [TURN_HIGHEST] = {", highest in {year}", "，{year}年最高"},
    [TURN_LOWEST] = {", lowest in {year}", "，{year}年最低"},
    [MOST_IN_ONE_YEAR] = {", mostly in {year}", "，一半以上在{year}年"},

    [TREND_UP_SENTENCE] = {" Over {span} the trend was rising{average}.", "{span}呈上升趋势{average}。"},
    [TREND_DOWN_SENTENCE] = {" Over {span} the trend was falling{average}.", "{span}呈下降趋势{average}。"},
    [TENDS_UP_SENTENCE] = {" Over {span} it tended to rise{average}.", "{span}总体上升{average}。"},
    [TENDS_DOWN_SENTENCE] = {" Over {span} it tended to fall{average}.", "{span}总体下降{average}。"},
    [NO_TREND_SENTENCE] = {" Over {span} there was no clear trend.", "{span}无明确升降趋势。"},

    [DISPUTE] = {"printed {printed} does not agree with {computed} computed{inputs}",
                 "公布的{printed}与{inputs}算出的{computed}不一致"},
    [DISPUTE_PARTS] = {"printed {printed} does not agree with the sum of its parts, {computed}",
                       "公布的{printed}与各部分之和{computed}不一致"},
    [DISPUTE_STOCK] = {"printed {printed} does not agree with last year's stock and the flows, {computed}",
                       "公布的{printed}与上年存量加减本年流量所得的{computed}不一致"},
    [DISPUTE_WHY] = {"computed{inputs}", "{inputs}算出"},
    [DISPUTE_WHY_PARTS] = {"sum of its parts", "各部分之和"},
    [DISPUTE_WHY_STOCK] = {"last year's stock and the flows", "上年存量加减本年流量"},
    [DISPUTE_INPUTS] = {" from {value} and {other_value}", "由{value}和{other_value}"},
    [DISPUTE_BASE] = {"; it holds from a base of {base}", "，以{base}为基数才成立"},
    [DISPUTE_NUMERATOR] = {"; it holds for a numerator of {base}", "，分子为{base}才成立"},
    [DISPUTE_NAMED] = {"{name} {when}: {text}", "{name}（{when}）：{text}"},

    [SUBTITLE_REGION] = {"{name}, {region}, {span}", "{name}，{region}，{span}"},
    [SUBTITLE] = {"{name}, {span}", "{name}，{span}"},
    [DISPUTES_MORE] = {"{count} more printed figures do not agree", "另有{count}处公布数不一致"},
    [DISPUTES_ONE_MORE] = {"1 more printed figure does not agree", "另有1处公布数不一致"},

    [FOOT_SOURCE] = {"Source: {text}", "来源：{text}"},
    [FOOT_SOURCE_MORE] = {"{text} and {count} more", "{text}等{other}处"},
    [FOOT_ANNOUNCED] = {"The note of {when}: \u201C{text}\u201D; the years before may not compare",
                        "{when}备注：\u201C{text}\u201D，与以前年份可能不可比"},
    [SAY_ANNOUNCED] = {" A note tells of a new basis in {when}; the years before may not compare.",
                       "（据备注，{when}统计口径有变化，与以前年份可能不可比。）"},
    [SAY_LINKED] = {" Earlier years are linked to the newest basis at {text}.", "（此前年份已衔接到新口径：{text}。）"},
    [ALT] = {"{form} of {name}{unit}, {region}{span}. {text}.", "{form}：{region}{name}{unit}，{span}。{text}。"},
    [ALT_SEVERAL] = {"{form} of {name}{unit}, {span}. {text}.", "{form}：{name}{unit}，{span}。{text}。"},
    [ALT_POINT] = {"{text} {value} ({when})", "{text}{when}{value}"},
    [MARK_BREAK] = {"new basis from {text}", "{text}年起新口径"},
    [MARK_LINK] = {"linked by the overlapping year at {text}", "{text}年按重叠年份衔接口径"},
    [MARK_GAP] = {"no figures for {text}", "缺{text}年数据"},
    [MARK_UPPER] = {"{text} is an upper bound", "{text}年为上限"},
    [MARK_LOWER] = {"{text} is a lower bound", "{text}年为下限"},
    [MARK_ABOUT] = {"{text} is approximate", "{text}年为约数"},
    [MARK_PROVISIONAL] = {"{text} is provisional", "{text}年为初步数"},
    [MARK_ESTIMATED] = {"{text} is estimated", "{text}年为估计数"},
    [MARK_UNRELIABLE] = {"{text} is unreliable", "{text}年可靠性低"},
    [MARK_PART] = {"{text} covers part of the year", "{text}年非全年"},
    [MARK_COMPUTED] = {"computed from two printed figures", "由两项公布数计算"},

    [NOTE_METHOD] = {"Trend: {text}; n = {count}{change}.", "趋势判断：{text}；n={count}{change}。"},
    [NOTE_P] = {", p = {value}", "，p={value}"},
    [NOTE_P_SMALL] = {", p < {value}", "，p<{value}"},
    [NOTE_DATA] = {"Data: {text}.", "数据说明：{text}。"},
    [NOTE_ABOUT] = {"Indicator: {text}", "指标说明：{text}"},
    [NOTE_YEAR] = {"{when}: {text}", "{when}：{text}"},
    [NOTE_SOURCES] = {"Sources: {text}", "来源：{text}"},
    [NOTE_MORE] = {"and {count} more", "另有{count}条"},
    [NOTE_LOWER_GOOD] = {"Lower is better: the change over the year is an improvement.",
                         "越低越好：与上年相比有改善。"},
    [NOTE_HIGHER_GOOD] = {"Higher is better: the change over the year is an improvement.",
                          "越高越好：与上年相比有改善。"},
    [NOTE_LOWER_BAD] = {"Lower is better: the change over the year is for the worse.", "越低越好：与上年相比变差。"},
    [NOTE_HIGHER_BAD] = {"Higher is better: the change over the year is for the worse.", "越高越好：与上年相比变差。"},
    [NOTE_UNDECIDED] = {"No statement on the trend: {text}.", "不作趋势判断：{text}。"},
};

/* How a value stands to the truth, before it in a sentence and in a table cell. */
static const struct {
    struct tb_phrase sentence, cell;
} state_words[] = {
    [TB_EXACT] = {{"", ""}, {"", ""}},
    [TB_ABOUT] = {{"about ", "约"}, {"~", "约"}},
    [TB_BELOW] = {{"under ", "不到"}, {"<", "<"}},
    [TB_AT_MOST] = {{"at most ", "不超过"}, {"≤", "≤"}},
    [TB_ABOVE] = {{"over ", "超过"}, {">", ">"}},
    [TB_AT_LEAST] = {{"at least ", "至少"}, {"≥", "≥"}},
};

const char *brief_phrase(enum phrase_id which, enum tb_language language)
{
    return brief_say(phrases[which], language);
}

const char *brief_state_word(unsigned state, bool cell, enum tb_language language)
{
    return brief_say(cell ? state_words[state].cell : state_words[state].sentence, language);
}

const char *brief_text(struct tb_bytes *bytes)
{
    tb_bytes_add(bytes, "", 1); /* the closing NUL, not counted */
    if (bytes->failed)
        return "";
    bytes->n--;
    return (const char *)bytes->data;
}

struct tb_bytes *brief_slot(struct brief_facts *facts, enum slot which)
{
    facts->slot[which].n = 0;
    return &facts->slot[which];
}

void brief_facts_free(struct brief_facts *facts)
{
    for (size_t i = 0; i < SLOTS; i++)
        tb_bytes_free(&facts->slot[i]);
}

void brief_add_safe(struct tb_bytes *text, const char *data)
{
    char *safe = brief_safe_text(data);
    if (safe)
        tb_bytes_text(text, safe);
    else
        text->failed = true;
    free(safe);
}

void brief_fill(struct tb_bytes *text, const struct brief_facts *facts, enum phrase_id which)
{
    const char *at = brief_phrase(which, facts->language);
    while (*at) {
        const size_t plain = strcspn(at, "{");
        tb_bytes_add(text, at, plain);
        at += plain;
        if (!*at)
            break;
        const size_t length = strcspn(++at, "}");
        size_t i = 0;
        while (strlen(slot_names[i]) != length || memcmp(slot_names[i], at, length) != 0) {
            i++;
            assert(i < SLOTS); /* the phrase names a slot that is not there */
        }
        tb_bytes_add(text, facts->slot[i].data, facts->slot[i].n);
        text->failed |= facts->slot[i].failed;
        at += length + 1;
    }
}
