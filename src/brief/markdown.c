/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The briefing as Markdown: sentences, pictures and small tables. */
#include "markdown.h"

#include "words.h"
#include "xml.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- text that stays text ---- */

/* Characters that can act wherever they stand. */
static const char always[] = "\\`*_{}[]<>#|~&$^";

/* Others act only beside certain neighbours: lists at the start, addresses, emoji names, dashes and dots made of two.
 */
static bool acts_here(const char *start, const char *at)
{
    const unsigned char before = at > start ? (unsigned char)at[-1] : 0, here = (unsigned char)*at;
    const unsigned char after = (unsigned char)at[1];
    switch (*at) {
    case '-':
    case '+':
    case '=':
        return (at == start && (after == ' ' || !after)) || before == here || after == here;
    case '.':
    case ')': /* "1." and "1)" begin a list; "www." an address; "..." an ellipsis */
        return ((size_t)(at - start) == strspn(start, "0123456789") && (after == ' ' || !after)) || before == '.' ||
               after == '.' || (at - start >= 3 && strncasecmp(at - 3, "www", 3) == 0);
    case ':':
        return isalnum(after) || ispunct(after) || at == start;
    case '@':
        return true;
    case '!':
        return after == '[';
    case '%':
        return at == start;
    default:
        return false;
    }
}

void brief_markdown_text(struct tb_bytes *bytes, const char *text)
{
    char *safe = brief_safe_text(text);
    bytes->failed |= !safe;
    const char *start = safe;
    while (start && *start == ' ') /* leading blanks would make code */
        start++;
    for (const char *at = start; at && *at; at++) {
        if ((*at & 0x80) == 0 && (strchr(always, *at) || acts_here(start, at)))
            tb_bytes_text(bytes, "\\");
        tb_bytes_add(bytes, at, 1);
    }
    free(safe);
}

/* A file name as the target of a link. */
static void add_target(struct tb_bytes *bytes, const char *name)
{
    for (const unsigned char *c = (const unsigned char *)name; *c; c++)
        if (isalnum(*c) || strchr("-._~/", *c))
            tb_bytes_add(bytes, c, 1);
        else
            tb_bytes_format(bytes, "%%%02X", *c);
}

/* ---- tables ---- */

static void add_header(struct tb_bytes *bytes, const char *const *names, const bool *right, size_t n)
{
    for (size_t i = 0; i < n; i++)
        tb_bytes_format(bytes, "| %s ", names[i]);
    tb_bytes_text(bytes, "|\n");
    for (size_t i = 0; i < n; i++)
        tb_bytes_text(bytes, right[i] ? "| ---: " : "| --- ");
    tb_bytes_text(bytes, "|\n");
}

static void add_cell(struct tb_bytes *bytes, struct tb_bytes *text)
{
    tb_bytes_text(bytes, "| ");
    brief_markdown_text(bytes, brief_text(text));
    tb_bytes_text(bytes, " ");
    bytes->failed |= text->failed;
    text->n = 0;
}

static void add_year(struct tb_bytes *bytes, const struct brief_plan *plan, uint32_t series, size_t i)
{
    const struct tb_panel *panel = plan->panel;
    const enum tb_language language = plan->options->language;
    const struct tb_series *s = &panel->series[series];
    const bool there = i < s->first + s->n; /* behind the last the cells are empty */
    struct tb_display display;
    struct tb_bytes cell = {0};
    brief_series_display(panel, series, language, &display);
    if (there)
        brief_cell_year(panel, i, language, &cell);
    add_cell(bytes, &cell);
    if (there)
        brief_cell_value(panel, i, &display, &cell);
    add_cell(bytes, &cell);
    if (there)
        brief_cell_change(panel, plan->results, series, i, language, &cell);
    add_cell(bytes, &cell);
    tb_bytes_free(&cell);
}

void brief_markdown_years(struct tb_bytes *bytes, const struct brief_plan *plan, uint32_t series, bool folded)
{
    enum {
        COLUMNS = 3,
        LONG = 6 /* years from which a folded table has two halves side by side */
    };
    static const char *const names[2][2 * COLUMNS] = {{"Year", "Value", "Change", "Year", "Value", "Change"},
                                                      {"年份", "数值", "比上年", "年份", "数值", "比上年"}};
    static const bool right[2 * COLUMNS] = {true, true, true, true, true, true};
    const struct tb_series *s = &plan->panel->series[series];
    const size_t halves = folded && s->n > LONG ? 2 : 1, rows = (s->n + halves - 1) / halves;
    add_header(bytes, names[plan->options->language == TB_CHINESE], right, COLUMNS * halves);
    for (size_t i = 0; i < rows; i++) {
        for (size_t half = 0; half < halves; half++)
            add_year(bytes, plan, series, s->first + half * rows + i);
        tb_bytes_text(bytes, "|\n");
    }
    tb_bytes_text(bytes, "\n");
}

enum latest_column {
    INDICATOR,
    REGION,
    UNIT,
    YEAR,
    VALUE,
    CHANGE,
    TREND,
    LATEST_COLUMNS
};

static void latest_cell(const struct brief_plan *plan, uint32_t series, enum latest_column column,
                        struct tb_bytes *cell)
{
    const struct tb_panel *panel = plan->panel;
    const enum tb_language language = plan->options->language;
    const struct tb_series *s = &panel->series[series];
    const size_t latest = brief_latest(panel, series), i = latest == NOWHERE ? s->first + s->n - 1 : latest;
    struct tb_display display;
    brief_series_display(panel, series, language, &display);
    switch (column) {
    case INDICATOR:
        tb_bytes_text(cell, tb_indicator_name(panel, s->indicator, language));
        break;
    case REGION:
        tb_bytes_text(cell, plan->many_regions ? tb_text(panel, s->region) : "");
        break;
    case UNIT:
        tb_bytes_text(cell, display.unit);
        break;
    case YEAR:
        brief_cell_year(panel, i, language, cell);
        break;
    case VALUE:
        brief_cell_value(panel, i, &display, cell);
        break;
    case CHANGE:
        brief_cell_change(panel, plan->results, series, i, language, cell);
        break;
    case TREND:
        tb_bytes_text(cell, brief_cell_verdict(plan->results, series, language));
        break;
    case LATEST_COLUMNS:
        break;
    }
}

void brief_markdown_latest(struct tb_bytes *bytes, const struct brief_plan *plan, const struct brief_row *row, size_t n,
                           size_t figure)
{
    static const struct {
        struct tb_phrase name;
        bool right;
    } columns[LATEST_COLUMNS] = {{{"Indicator", "指标"}, false}, {{"Region", "地区"}, false},
                                 {{"Unit", "单位"}, false},      {{"Year", "年份"}, true},
                                 {{"Value", "数值"}, true},      {{"Change", "比上年"}, true},
                                 {{"Trend", "趋势"}, false}};
    const char *shown[LATEST_COLUMNS];
    enum latest_column column[LATEST_COLUMNS];
    bool right[LATEST_COLUMNS];
    size_t n_columns = 0, rows = 0;
    struct tb_bytes cell = {0};
    for (size_t c = 0; c < LATEST_COLUMNS; c++) { /* those that say something */
        bool some = false;
        rows = 0;
        for (size_t k = 0; k < n; k++)
            if (figure == BRIEF_ANY_FIGURE || row[k].figure == figure) {
                rows++;
                latest_cell(plan, row[k].series, (enum latest_column)c, &cell);
                some = some || (c == TREND ? brief_is_judged(plan->results, row[k].series) : cell.n > 0);
                cell.n = 0;
            }
        if (!some)
            continue;
        column[n_columns] = (enum latest_column)c;
        shown[n_columns] = brief_say(columns[c].name, plan->options->language);
        right[n_columns++] = columns[c].right;
    }
    if (rows)
        add_header(bytes, shown, right, n_columns);
    for (size_t k = 0; k < n; k++) {
        if (figure != BRIEF_ANY_FIGURE && row[k].figure != figure)
            continue;
        for (size_t c = 0; c < n_columns; c++) {
            latest_cell(plan, row[k].series, column[c], &cell);
            add_cell(bytes, &cell);
        }
        tb_bytes_text(bytes, "|\n");
    }
    if (rows)
        tb_bytes_text(bytes, "\n");
    bytes->failed |= cell.failed;
    tb_bytes_free(&cell);
}

/* ---- the page ---- */

/* What the briefing puts first, and why. */
static void add_highlights(struct tb_bytes *bytes, const struct brief_plan *plan)
{
    const bool chinese = plan->options->language == TB_CHINESE;
    if (plan->figures < 2)
        return;
    tb_bytes_text(bytes, chinese ? "## 要点\n\n" : "## Key points\n\n");
    for (size_t rank = 0; rank < plan->on_slides; rank++) {
        const struct brief_figure *figure = &plan->figure[plan->ranked[rank]];
        tb_bytes_text(bytes, "- ");
        brief_markdown_text(bytes, figure->words.finding);
        if (figure->reasons[0]) {
            tb_bytes_text(bytes, chinese ? "（" : " (");
            brief_markdown_text(bytes, figure->reasons);
            tb_bytes_text(bytes, chinese ? "）" : ")");
        }
        tb_bytes_text(bytes, "\n");
    }
    tb_bytes_text(bytes, "\n");
}

static void add_address(struct tb_bytes *bytes, const struct brief_figure *figure, const char *format)
{
    tb_bytes_text(bytes, "charts/");
    add_target(bytes, figure->stem);
    tb_bytes_format(bytes, ".%s", format);
}

void brief_markdown_target(struct tb_bytes *bytes, const struct brief_figure *figure)
{
    add_address(bytes, figure, "png");
}

const struct brief_figure *brief_markdown_figure(const struct brief_plan *plan, const char *target)
{
    const struct brief_figure *found = NULL;
    const size_t n = strlen(target);
    struct tb_bytes own = {0};
    for (size_t i = 0; !found && i < brief_pictures(plan); i++) {
        own.n = 0;
        add_address(&own, brief_picture(plan, i), "png");
        if (own.n == n && memcmp(own.data, target, n - 3) == 0 &&
            (strcmp(target + n - 3, "png") == 0 || strcmp(target + n - 3, "svg") == 0))
            found = brief_picture(plan, i);
    }
    tb_bytes_free(&own);
    return found;
}

void brief_markdown_picture(struct tb_bytes *bytes, const struct brief_figure *figure, const char *format)
{
    tb_bytes_text(bytes, "![");
    brief_markdown_text(bytes, figure->words.alt);
    tb_bytes_text(bytes, "](");
    add_address(bytes, figure, format);
    tb_bytes_text(bytes, ")");
}

void brief_markdown_disputes(struct tb_bytes *bytes, const struct brief_plan *plan)
{
    struct tb_bytes sentence = {0};
    for (size_t i = 0; i < plan->disputes; i++) {
        sentence.n = 0;
        brief_dispute_sentence(plan->panel, plan->dispute[i], plan->options->language, BRIEF_DISPUTE_NAMED, &sentence);
        tb_bytes_text(bytes, "- ");
        brief_markdown_text(bytes, brief_text(&sentence));
        tb_bytes_text(bytes, "\n");
    }
    bytes->failed |= sentence.failed;
    tb_bytes_free(&sentence);
}

/* Columns of so many years all have their labels: a table of them says nothing new. */
#define YEARS_WITHOUT_TABLE 3

static bool needs_table(const struct brief_plan *plan, const struct brief_figure *figure)
{
    return figure->n > 1 || plan->panel->series[figure->series[0]].n > YEARS_WITHOUT_TABLE;
}

static bool has_heading(const struct brief_plan *plan, const struct brief_figure *figure, bool paper)
{
    return !paper || brief_on_paper(figure) || needs_table(plan, figure);
}

/*
 * Name, sentence, picture, table and foot.  On paper the picture has a foot of its own, a table stands only where it
 * says more than picture and sentence, and what is a sentence alone has no heading either.
 */
static void add_figure(struct tb_bytes *bytes, const struct brief_plan *plan, size_t number, bool paper)
{
    const struct brief_figure *figure = &plan->figure[number];
    const struct brief_section *section = &plan->section[figure->section];
    const bool pictured = !paper || brief_on_paper(figure), tabled = !paper || needs_table(plan, figure);
    if (has_heading(plan, figure, paper)) {
        tb_bytes_text(bytes, "### ");
        brief_markdown_text(bytes, tb_indicator_name(plan->panel, figure->indicator, plan->options->language));
        tb_bytes_text(bytes, "\n\n");
    }
    brief_markdown_text(bytes, figure->words.sentence);
    tb_bytes_text(bytes, "\n\n");
    if (pictured) {
        brief_markdown_picture(bytes, figure, "svg");
        tb_bytes_text(bytes, "\n\n");
    }
    if (tabled && figure->n == 1)
        brief_markdown_years(bytes, plan, figure->series[0], paper);
    else if (tabled)
        brief_markdown_latest(bytes, plan, plan->row + section->first_row, section->rows, number);
    if (!paper || (tabled && !pictured)) {
        brief_markdown_text(bytes, figure->foot);
        tb_bytes_text(bytes, "\n\n");
    }
}

static void add_sources(struct tb_bytes *bytes, const struct brief_plan *plan)
{
    struct tb_bytes sources = {0};
    brief_plan_sources(plan, SIZE_MAX, &sources);
    char *copy = strdup(brief_text(&sources)), *rest = copy;
    bytes->failed |= sources.failed || !copy;
    if (sources.n)
        tb_bytes_text(bytes, plan->options->language == TB_CHINESE ? "## 数据来源\n\n" : "## Sources\n\n");
    for (char *line; (line = strsep(&rest, "\n")) && *line;) {
        tb_bytes_text(bytes, "- ");
        brief_markdown_text(bytes, line);
        tb_bytes_text(bytes, "\n");
    }
    tb_bytes_text(bytes, "\n");
    free(copy);
    tb_bytes_free(&sources);
}

enum tb_status brief_write_markdown(const struct brief_plan *plan, bool paper, struct tb_bytes *bytes,
                                    struct tb_log *log)
{
    const enum tb_language language = plan->options->language;
    const bool chinese = language == TB_CHINESE;
    tb_bytes_text(bytes, "# ");
    brief_markdown_text(bytes, plan->title);
    tb_bytes_text(bytes, "\n\n");
    add_highlights(bytes, plan);
    for (size_t k = 0; k < plan->sections; k++) {
        const struct brief_section *section = &plan->section[k];
        tb_bytes_text(bytes, "## ");
        brief_markdown_text(bytes, section->title);
        tb_bytes_text(bytes, "\n\n");
        for (int round = 0; round < 2; round++) /* what has no heading of its own stands before those that have one */
            for (size_t i = 0; i < plan->figures; i++)
                if (plan->figure[i].section == k && has_heading(plan, &plan->figure[i], paper) == (round == 1))
                    add_figure(bytes, plan, i, paper);
        brief_markdown_latest(bytes, plan, plan->row + section->first_row, section->rows, NOWHERE);
    }
    if (plan->disputes) {
        tb_bytes_text(bytes, chinese ? "## 与计算不一致的公布数\n\n" : "## Printed figures that do not agree\n\n");
        brief_markdown_disputes(bytes, plan);
        tb_bytes_text(bytes, "\n");
    }
    if (paper)
        add_sources(bytes, plan);
    if (bytes->failed)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while writing the Markdown briefing");
    return TB_OK;
}
