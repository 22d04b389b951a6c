/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry of findings and their words. */
#include "stats/find.h"

#include "model/memory.h"
#include "trendbook/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct tb_finding_kind kinds[FIND_CODES] = {
    [FIND_PART_ABOVE_WHOLE] = {"part-above-whole", TB_IMPOSSIBLE, "Part above its whole", "部分大于总体",
                               "a part of the catalogue is above its whole in a year, both exact and not below 0",
                               "{name} is {a} in {year}, above its whole {other}, {b}",
                               "{name}{year}年为{a}，大于其总体{other}的{b}"},
    [FIND_NUMERATOR_ABOVE] = {"numerator-above", TB_IMPOSSIBLE, "Numerator above denominator", "分子大于分母",
                              "the numerator of a proportion is above its denominator in a year",
                              "{name} is {a} in {year}, above {other}, {b}, of which it is a part",
                              "{name}{year}年为{a}，大于其所属的{other}（{b}）"},
    [FIND_SHARE_ABOVE_100] = {"share-above-100", TB_IMPOSSIBLE, "Share above 100 %", "占比大于100%",
                              "an indicator in % whose name says share (占比, 比重) is above 100 or below 0",
                              "{name} is {a} % in {year}; a share lies between 0 and 100",
                              "{name}{year}年为{a}%；占比应在0和100之间"},
    [FIND_COUNT_DECIMALS] =
        {"count-decimals", TB_DOUBTFUL, "Count with decimals", "计数带小数",
         "an indicator of kind count, in a unit without 万 or 亿, has a value that is no whole number",
         "{name} is {a} in {year}, but its kind is count; {b} of {c} values are no whole numbers",
         "{name}{year}年为{a}，但类别为计数；{c}个数值中{b}个不是整数"},
    [FIND_SWAPPED] = {"swapped", TB_DOUBTFUL, "Two rows exchanged", "两行互换",
                      "in one year two indicators of one unit, or two regions, each have the value that fits the other",
                      "in {year} {name} is {a} and {other} is {b}; exchanged they would fit their neighbouring years "
                      "({c} and {d})",
                      "{year}年{name}为{a}，{other}为{b}；互换后与相邻年份相合（约{c}和{d}）"},
    [FIND_UNIT_SLIP] =
        {"unit-slip", TB_DOUBTFUL, "Slipped unit or decimal point", "单位或小数点错位",
         "a value is about 10, 100, 1000, ... times as large or small as both its neighbours, which agree",
         "{name} in {year} is {a}, between {b} and {c}: a factor of {d}",
         "{name}{year}年为{a}，前后为{b}和{c}：相差{d}倍"},
    [FIND_UNIT_SLIP_END] = {"unit-slip-end", TB_DOUBTFUL, "Slipped unit in the first or last year", "首末年单位错位",
                            "the same in the first or last year of a series whose other steps are small",
                            "{name} in {year} is {a}, beside {b} in {year2}: a factor of {d}",
                            "{name}{year}年为{a}，{year2}年为{b}：相差{d}倍"},
    [FIND_UNIT_SLIP_FROM] = {"unit-slip-from", TB_DOUBTFUL, "Unit changes from a year on", "某年起单位改变",
                             "one step of a factor 100, 1000, ... in a series whose other steps are small",
                             "{name} is {b} in {year2} and {a} in {year}, and stays there: a factor of {d}",
                             "{name}{year2}年为{b}，{year}年起为{a}及相近数值：相差{d}倍"},
    [FIND_JUMP] = {"jump", TB_DOUBTFUL, "Value far from its neighbours", "数值突跳",
                   "a value lies far from the line between its neighbours, by the spread of the series itself (8 times "
                   "its median distance and at least half as much again; from 8 years)",
                   "{name} in {year} is {a}, between {b} and {c}; half the values of this series lie within {d} % of "
                   "their neighbours",
                   "{name}{year}年为{a}，前后为{b}和{c}；该序列半数年份与相邻年份相差在{d}%以内"},
    [FIND_SIGN] = {"sign", TB_DOUBTFUL, "Changed sign", "正负号改变",
                   "one value of a series has the other sign, and without it fits its neighbours (from 5 years)",
                   "{name} in {year} is {a}, between {b} and {c}: is the sign right?",
                   "{name}{year}年为{a}，前后为{b}和{c}：正负号是否有误？"},
    [FIND_SAME_YEARS] = {"same-years", TB_DOUBTFUL, "A year repeats the year before", "与上年逐项相同",
                         "at least four figures of three digits, and four fifths of all, are those of the year before",
                         "{a} of {b} figures of {year} are those of {year2} to the digit: a copied column?",
                         "{year}年{b}个数值中{a}个与{year2}年完全相同：是否误抄了一列？"},
    [FIND_SAME_FIGURES] =
        {"same-figures", TB_DOUBTFUL, "The same figures under two names", "两个名称下数值相同",
         "two series have the same values in three or more years, with nine digits or more in all",
         "{name} and {other} have the same figures in {a} years ({b} in {year}): one under two names, or "
         "copied by mistake?",
         "{name}和{other}有{a}年数值相同（{year}年均为{b}）：是同一指标的两个名称，还是误抄？"},
    [FIND_LAST_DIGITS] =
        {"last-digits", TB_DOUBTFUL, "Last digits", "末位数字",
         "of at least 60 whole numbers of three digits and more, 30 % or more end in one digit, more than chance "
         "explains once in a million",
         "{indicator}: {a} of {b} values end in {c}, about {d} were to be expected: rounded or estimated?",
         "{indicator}：{b}个数值中{a}个末位为{c}，正常约{d}个：是否经过取整或估计？"},
    [FIND_UNEVEN_YEAR] =
        {"uneven-year", TB_WORTH_KNOWING, "A year with few indicators", "指标偏少的年份",
         "a year has less than half the series of the years beside it (the last year: of the year before)",
         "{year} has {a} series, the years beside it have {b} and more", "{year}年有{a}个序列，相邻年份有{b}个以上"},
    [FIND_STOPS] = {"stops", TB_WORTH_KNOWING, "Ends while its section goes on", "提前中断",
                    "a series of at least four years without a gap ends two years or more before most of its section",
                    "{name} ends in {year}; {a} of the {b} series of its section go on to {year2}",
                    "{name}到{year}年为止；同栏目{b}个序列中{a}个到{year2}年"},
    [FIND_TOTAL_DIFFERS] =
        {"total-differs", TB_DOUBTFUL, "Total row unlike its sum", "合计与分项之和不符",
         "a row named as a total (合计, 全国, Total) among regions is near their sum, not equal to it",
         "{name} is {a} in {year}, its {c} regions add up to {b}; {d} years differ",
         "{name}{year}年为{a}，{c}个地区之和为{b}；共{d}年不符"},
    [FIND_HIDDEN_TOTAL] =
        {"hidden-total", TB_DOUBTFUL, "A region that is the sum of the others", "某地区等于其余之和",
         "one region equals the sum of all others in every year (two at least), and is not named a total",
         "{name} is the sum of the {a} other regions in all {b} years ({c} in {year}): a total row? "
         "shares and ranks take it for a region",
         "{name}在{b}年中都等于其余{a}个地区之和（{year}年为{c}）：是否为合计行？占比和排名会把它当作地区"},
    [FIND_TOTAL] =
        {"total", TB_WORTH_KNOWING, "Total row among the regions", "地区中的合计行",
         "a row named as a total equals the sum of the regions in every year that has all of them",
         "{name} is a total row, equal to the sum of its {a} regions in {b} years; it is not ranked or added",
         "{name}是合计行，{b}年均等于{a}个地区之和；不参加排名，不再相加"},
    [FIND_CHANGES] =
        {"changes", TB_WORTH_KNOWING, "Values are changes already", "数值本身是变动",
         "name, unit or id says growth (同比, 比上年增长, 增速, year-on-year) and change_of is empty",
         "{indicator} is a change already (\"{word}\"): its changes would be changes of changes; name its base in "
         "the column change_of of indicators.csv",
         "{indicator}本身是变动（“{word}”），再算变化就是变化的变化；请在indicators.csv的change_of列写明其基础指标"},
    [FIND_NEW_BASIS] =
        {"new-basis", TB_WORTH_KNOWING, "A note tells of a new basis", "注释说明口径改变",
         "a note of the year or of the catalogue tells of a new basis (口径调整, 2024年起, scope widened, "
         "series break), and the year has no flag b",
         "{name} in {year}: \"{word}\"; if {year} cannot be compared with {year2}, set the flag b",
         "{name}{year}年：“{word}”；若{year}年与{year2}年不可比，请加标记b"},
};

static const struct {
    const char *english, *chinese;
} clauses[FIND_CLAUSES] = {
    [FIND_OTHER_UNIT] = {"; written in {word2} instead of {word}?", "；是否以{word2}而不是{word}填写？"},
    [FIND_OF_INDICATOR] = {" ({indicator})", "（{indicator}）"},
    [FIND_OF_REGION] = {" ({word2})", "（{word2}）"},
    [FIND_MOVED_POINT] = {"; a moved decimal point or a lost digit?", "；小数点是否错位，或多写、漏写了数字？"},
};

const struct tb_finding_kind *tb_finding_kinds(size_t *n)
{
    *n = FIND_CODES;
    return kinds;
}

/* ---- what the finders share ---- */

bool find_is_computed(const struct tb_panel *panel, uint32_t series)
{
    return panel->series[series].n > 0 && (tb_flags(panel, panel->series[series].first) & TB_FLAG_COMPUTED);
}

void find_take(struct find *find, uint32_t series)
{
    const struct tb_panel *panel = find->panel;
    const struct tb_series *s = &panel->series[series];
    find->n = 0;
    if (!tb_grow(&find->spot, &find->capacity, s->n, sizeof *find->spot)) {
        find->failed = true;
        return;
    }
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (panel->state[i] <= TB_ABOUT && !tb_period(panel, i))
            find->spot[find->n++] = (struct spot){.year = panel->year[i],
                                                  .value = panel->value[i],
                                                  .i = i,
                                                  .new_basis = tb_flags(panel, i) & TB_FLAG_BREAK};
}

struct tb_finding *find_add(struct find *find, enum find_code code, uint32_t series)
{
    static struct tb_finding spare;
    struct tb_findings *found = find->found;
    if (!tb_grow(&found->row, &found->capacity, found->n + 1, sizeof *found->row)) {
        find->failed = true;
        return &spare;
    }
    struct tb_finding *row = &found->row[found->n++];
    *row = (struct tb_finding){.kind = &kinds[code],
                               .series = series,
                               .other = TB_NOWHERE,
                               .observation = TB_NO_OBSERVATION,
                               .observation2 = TB_NO_OBSERVATION,
                               .number = {NAN, NAN, NAN, NAN}};
    return row;
}

void find_point_at(struct find *find, struct tb_finding *finding, size_t observation)
{
    finding->observation = observation;
    finding->year = find->panel->year[observation];
    find->explained[observation] = 1;
}

uint32_t find_end_of_indicator(const struct tb_panel *panel, uint32_t first)
{
    uint32_t end = first;
    while (end < panel->n_series && panel->series[end].indicator == panel->series[first].indicator)
        end++;
    return end;
}

double find_half_unit(const struct tb_panel *panel, size_t i)
{
    return 0.5 * pow(10, -panel->decimals[i]);
}

bool find_adds_up(const struct tb_panel *panel, uint32_t indicator)
{
    const struct tb_indicator *row = &panel->indicators[indicator];
    const char *text = tb_text(panel, row->unit);
    struct tb_unit unit;
    tb_unit_parse(text, &unit);
    if (unit.percent || unit.points || strchr(text, '/') || strstr(text, " per "))
        return false;
    return row->kind == TB_KIND_UNKNOWN || row->kind == TB_COUNT || row->kind == TB_AMOUNT || row->kind == TB_LENGTH ||
           row->kind == TB_AREA;
}

char *find_copy(struct find *find, const char *text)
{
    char *copy = strdup(text);
    find->failed = find->failed || !copy;
    return copy;
}

/* ---- looking ---- */

static int by_kind(const void *left, const void *right)
{
    const struct tb_finding *a = left, *b = right;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->series != b->series)
        return a->series < b->series ? -1 : 1;
    return a->year - b->year;
}

enum tb_status tb_find(const struct tb_panel *panel, struct tb_findings **findings, struct tb_log *log)
{
    static void (*const finders[])(struct find *) = {find_wholes, find_swapped,         find_in_series,
                                                     find_copies, find_last_digits,     find_uneven,
                                                     find_totals, find_printed_changes, find_new_basis};
    struct find find = {.panel = panel, .found = calloc(1, sizeof *find.found)};
    find.explained = calloc(panel->n + 1, sizeof *find.explained);
    find.failed = !find.found || !find.explained;
    for (size_t i = 0; i < sizeof finders / sizeof finders[0] && !find.failed; i++)
        finders[i](&find);
    free(find.spot);
    free(find.explained);
    if (find.failed) {
        tb_findings_free(find.found);
        return tb_fail(log, TB_NO_MEMORY, "memory", NULL, "out of memory while checking the figures");
    }
    if (find.found->n)
        qsort(find.found->row, find.found->n, sizeof *find.found->row, by_kind);
    *findings = find.found;
    return TB_OK;
}

void tb_findings_free(struct tb_findings *findings)
{
    if (!findings)
        return;
    for (size_t i = 0; i < findings->n; i++) {
        struct tb_finding *row = &findings->row[i];
        free(row->word);
        free(row->word2);
        free(row->suggestion);
        free(row->file);
        free(row->header);
    }
    free(findings->row);
    free(findings);
}

/* ---- words ---- */

static void add_name(struct tb_bytes *text, const struct tb_panel *panel, uint32_t series, enum tb_language language)
{
    if (series == TB_NOWHERE)
        return;
    const struct tb_series *s = &panel->series[series];
    const char *region = tb_text(panel, s->region);
    tb_bytes_text(text, tb_indicator_name(panel, s->indicator, language));
    if (*region)
        tb_bytes_format(text, language == TB_CHINESE ? "（%s）" : " (%s)", region);
}

static void add_number(struct tb_bytes *text, double number)
{
    char exact[TB_NUMBER_SIZE];
    tb_number_exact(isfinite(number) ? number : 0, exact);
    if (strlen(exact) > 12)
        snprintf(exact, sizeof exact, "%.8g", number);
    tb_bytes_text(text, exact);
}

static void add_piece(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_finding *f,
                      enum tb_language language, const char *key, size_t length)
{
    if (length == 1)
        add_number(text, f->number[key[0] - 'a']);
    else if (strncmp(key, "name", length) == 0)
        add_name(text, panel, f->series, language);
    else if (strncmp(key, "other", length) == 0)
        add_name(text, panel, f->other, language);
    else if (strncmp(key, "indicator", length) == 0 && f->series != TB_NOWHERE)
        tb_bytes_text(text, tb_indicator_name(panel, panel->series[f->series].indicator, language));
    else if (strncmp(key, "year2", length) == 0 && length == 5)
        tb_bytes_format(text, "%d", f->year2);
    else if (strncmp(key, "year", length) == 0)
        tb_bytes_format(text, "%d", f->year);
    else if (strncmp(key, "word2", length) == 0 && length == 5)
        tb_bytes_text(text, f->word2                  ? f->word2
                            : f->series != TB_NOWHERE ? tb_text(panel, panel->series[f->series].region)
                                                      : "");
    else if (f->word)
        tb_bytes_text(text, f->word);
}

static void add_sentence(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_finding *f,
                         enum tb_language language, const char *at)
{
    while (*at) {
        const size_t plain = strcspn(at, "{");
        tb_bytes_add(text, at, plain);
        at += plain;
        if (*at) {
            const size_t length = strcspn(at, "}") - 1;
            add_piece(text, panel, f, language, at + 1, length);
            at += length + 2;
        }
    }
}

char *tb_finding_text(const struct tb_panel *panel, const struct tb_finding *f, enum tb_language language)
{
    struct tb_bytes text = {0};
    const bool chinese = language == TB_CHINESE;
    add_sentence(&text, panel, f, language, chinese ? f->kind->chinese : f->kind->english);
    if (f->clause)
        add_sentence(&text, panel, f, language, chinese ? clauses[f->clause].chinese : clauses[f->clause].english);
    tb_bytes_add(&text, "", 1);
    if (text.failed) {
        tb_bytes_free(&text);
        return NULL;
    }
    return (char *)text.data;
}

struct tb_place tb_finding_place(const struct tb_panel *panel, const struct tb_finding *f)
{
    if (f->observation != TB_NO_OBSERVATION)
        return tb_panel_place(panel, f->observation);
    if (f->series == TB_NOWHERE)
        return (struct tb_place){0};
    const struct tb_indicator *indicator = &panel->indicators[panel->series[f->series].indicator];
    if (indicator->definition->file != TB_NOWHERE)
        return (struct tb_place){.file = tb_text(panel, panel->inputs[indicator->definition->file].path),
                                 .line = indicator->definition->line};
    return tb_panel_place(panel, panel->series[f->series].first);
}
