/* SPDX-License-Identifier: GPL-3.0-or-later */
/** How far the data reach: a line a series, a mark a year, by section. */
#include "cli/check.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum {
    MOST_REGIONS_LISTED = 6, /* more are one line, unless --verbose */
    LONGEST_ID = 28,
    LONGEST_NAME = 32,
    SHORTEST_NAME = 12, /* on a narrow terminal */
    LONGEST_UNIT = 16,
};

/* ---- text of a given width ---- */

/* Prints a text in `width` columns and two blanks behind them, cut with an ellipsis when it is longer. */
static void print_padded(const char *raw, size_t width)
{
    char *safe = tb_safe_text(raw);
    const char *text = safe ? safe : "";
    size_t used = 0, room = (size_t)screen_columns(text) <= width ? width : width - 1;
    mbstate_t state = {0};
    wchar_t c;
    for (size_t n; *text && (n = mbrtowc(&c, text, strlen(text), &state)) != (size_t)-1 && n != (size_t)-2; text += n) {
        const size_t step = wcwidth(c) > 0 ? (size_t)wcwidth(c) : 0;
        if (used + step > room) {
            fputs("\u2026", stdout);
            used++;
            break;
        }
        if (wcwidth(c) >= 0)
            fwrite(text, 1, n, stdout);
        used += step;
    }
    printf("%*s", (int)(used < width ? width - used : 0) + 2, "");
    free(safe);
}

/* ---- one year ---- */

static const struct mark {
    char letter;
    const char *shown, *colour, *english, *chinese;
} marks[] = {
    {'v', "\u25A0", "", "value", "数值"},
    {'p', "\u25A1", "\033[36m", "provisional, estimated", "初步数、估计数"},
    {'b', "\u25C6", "\033[1m", "value on a new basis", "新口径起始年"},
    {'<', "<", "\033[35m", "at most", "不高于"},
    {'>', ">", "\033[35m", "at least", "不低于"},
    {'~', "~", "\033[35m", "about", "约数"},
    {'-', "-", "\033[2m", "listed without value", "已列出但无数值"},
    {'.', "\u00B7", "\033[2m", "no data", "缺年"},
    {'h', "\u2592", "", "some of the regions", "部分地区"},
};
enum {
    MARKS = sizeof marks / sizeof marks[0]
};

char coverage_letter(const struct tb_panel *panel, size_t i)
{
    const enum tb_state state = (enum tb_state)panel->state[i];
    if (!tb_has_value(panel, i))
        return '-';
    if (tb_flags(panel, i) & TB_FLAG_BREAK)
        return 'b';
    if (tb_is_bound(state))
        return state == TB_BELOW || state == TB_AT_MOST ? '<' : '>';
    if (state == TB_ABOUT)
        return '~';
    return tb_flags(panel, i) & (TB_FLAG_PROVISIONAL | TB_FLAG_ESTIMATED | TB_FLAG_FORECAST) ? 'p' : 'v';
}

static const struct mark *mark_of(char letter)
{
    size_t i = 0;
    while (i + 1 < MARKS && marks[i].letter != letter)
        i++;
    return &marks[i];
}

/* The letter of a year of one series; '.' when it has none. */
static char letter_in(const struct tb_panel *panel, uint32_t series, int year)
{
    const struct tb_series *s = &panel->series[series];
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (panel->year[i] == year)
            return coverage_letter(panel, i);
    return '.';
}

/* The letter of a year of several regions: that of all, a break of any, or "some of them". */
static char letter_of_all(const struct tb_panel *panel, uint32_t first, uint32_t end, int year)
{
    size_t there = 0, same = 0;
    char letter = '.';
    for (uint32_t s = first; s < end; s++) {
        const char one = letter_in(panel, s, year);
        if (one == 'b')
            return 'b';
        if (one != '.' && one != '-') {
            there++;
            same += letter == '.' || letter == one;
            letter = one;
        }
    }
    return !there ? '.' : there < end - first ? 'h' : same == there ? letter : 'v';
}

/* ---- the page ---- */

struct page {
    const struct tb_panel *panel;
    bool chinese, styled, all_regions;
    size_t id, name, unit; /* widths of the columns */
    int first, last;       /* years of this page */
    size_t step;           /* columns a year */
    bool used[MARKS];
};

static uint32_t end_of_indicator(const struct tb_panel *panel, uint32_t first)
{
    uint32_t end = first;
    while (end < panel->n_series && panel->series[end].indicator == panel->series[first].indicator)
        end++;
    return end;
}

static bool is_one_line(const struct page *page, uint32_t first, uint32_t end)
{
    return end - first > MOST_REGIONS_LISTED && !page->all_regions;
}

/* The name of the indicator where it says more than the id. */
static const char *indicator_name(const struct page *page, uint32_t first)
{
    const struct tb_panel *panel = page->panel;
    const uint32_t indicator = panel->series[first].indicator;
    const char *name = tb_indicator_name(panel, indicator, page->chinese ? TB_CHINESE : TB_ENGLISH);
    return strcmp(name, tb_text(panel, panel->indicators[indicator].id)) == 0 ? "" : name;
}

/* What stands in the name column: of a lone series its indicator and region, of regions one below the other theirs. */
static void name_of(const struct page *page, uint32_t first, uint32_t series, uint32_t end, char *text, size_t size)
{
    const struct tb_panel *panel = page->panel;
    const char *name = indicator_name(page, first), *region = tb_text(panel, panel->series[series].region);
    const char *comma = *name && (*region || end - first > 1) ? page->chinese ? "\uFF0C" : ", " : "";
    if (is_one_line(page, first, end))
        snprintf(text, size, page->chinese ? "%s%s%u个地区" : "%s%s%u regions", name, comma, end - first);
    else if (end - first == 1)
        snprintf(text, size, "%s%s%s", name, comma, region);
    else
        snprintf(text, size, "  %s", *region ? region : "*");
}

static void widen(size_t *width, const char *text, size_t most)
{
    const size_t wanted = (size_t)screen_columns(text);
    if (wanted > *width)
        *width = wanted < most ? wanted : most;
}

static void measure(struct page *page)
{
    const struct tb_panel *panel = page->panel;
    for (uint32_t s = 0, end; s < panel->n_series; s = end) {
        const struct tb_indicator *indicator = &panel->indicators[panel->series[s].indicator];
        char name[512];
        end = end_of_indicator(panel, s);
        widen(&page->id, tb_text(panel, indicator->id), LONGEST_ID);
        widen(&page->unit, tb_text(panel, indicator->unit), LONGEST_UNIT);
        widen(&page->name, indicator_name(page, s), LONGEST_NAME);
        for (uint32_t k = s; k < end && (k == s || !is_one_line(page, s, end)); k++) {
            name_of(page, s, k, end, name, sizeof name);
            widen(&page->name, name, LONGEST_NAME);
        }
    }
}

/* Years above the marks: each one where there is room, else every fifth that fits. */
static void print_years(const struct page *page)
{
    const size_t before = page->id + 2 + page->name + (page->name ? 2 : 0) + page->unit + (page->unit ? 2 : 0) + 5;
    size_t column = 0; /* how far the line is written */
    printf("%s%*s", page->styled ? "\033[2m" : "", (int)before, "");
    for (int year = page->first; year <= page->last; year++) {
        const size_t at = page->step * (size_t)(year - page->first);
        const bool all = page->step >= 5, two_digits = page->step == 3;
        if (at < column || (!all && !two_digits && (year % 5 != 0 || (year + 3 > page->last && column))))
            continue;
        printf("%*s", (int)(at - column), "");
        column = at + (size_t)printf(two_digits ? "%02d" : "%d", two_digits ? year % 100 : year);
    }
    puts(page->styled ? "\033[0m" : "");
}

/* The columns in front of the marks. */
static void print_names(const struct page *page, const char *id, const char *name, const char *unit)
{
    print_padded(id, page->id);
    if (page->name)
        print_padded(name, page->name);
    if (page->unit)
        print_padded(unit, page->unit);
}

static void print_line(struct page *page, uint32_t first, uint32_t series, uint32_t end)
{
    const struct tb_panel *panel = page->panel;
    const struct tb_indicator *indicator = &panel->indicators[panel->series[first].indicator];
    const bool together = is_one_line(page, first, end);
    char name[512];
    name_of(page, first, series, end, name, sizeof name);
    const bool alone = together || end - first == 1;
    print_names(page, alone ? tb_text(panel, indicator->id) : "", name, alone ? tb_text(panel, indicator->unit) : "");
    size_t years = 0;
    for (size_t i = panel->series[series].first; i < panel->series[series].first + panel->series[series].n; i++)
        years += tb_has_value(panel, i);
    if (together)
        printf("%5s", "");
    else
        printf("%3zu  ", years);
    for (int year = page->first; year <= page->last; year++) {
        const char letter = together ? letter_of_all(panel, first, end, year) : letter_in(panel, series, year);
        const struct mark *mark = mark_of(letter);
        page->used[mark - marks] = true;
        printf("%s%s%s", page->styled ? mark->colour : "", mark->shown, page->styled && *mark->colour ? "\033[0m" : "");
        if (year < page->last)
            printf("%*s", (int)page->step - 1, "");
    }
    putchar('\n');
}

/* All indicators of a section, under its name. */
static void print_section(struct page *page, uint32_t section)
{
    const struct tb_panel *panel = page->panel;
    bool headed = false;
    for (uint32_t s = 0, end; s < panel->n_series; s = end) {
        const struct tb_indicator *indicator = &panel->indicators[panel->series[s].indicator];
        end = end_of_indicator(panel, s);
        if (indicator->section != section)
            continue;
        if (!headed && section) {
            fputs(page->styled ? "\033[1m" : "", stdout);
            put_safe(tb_text(panel, page->chinese && indicator->definition->section_zh
                                        ? indicator->definition->section_zh
                                        : section));
            puts(page->styled ? "\033[0m" : "");
        }
        headed = true;
        if (end - s > 1 && !is_one_line(page, s, end)) { /* a heading for its regions */
            print_names(page, tb_text(panel, indicator->id), indicator_name(page, s), tb_text(panel, indicator->unit));
            putchar('\n');
        }
        for (uint32_t k = s; k < end && (k == s || !is_one_line(page, s, end)); k++)
            print_line(page, s, k, end);
    }
}

static void print_page(struct page *page)
{
    const struct tb_panel *panel = page->panel;
    print_years(page);
    bool *done = calloc(panel->n_indicators + 1, sizeof *done);
    for (uint32_t s = 0; done && s < panel->n_series; s++) { /* sections in the order of their first indicator */
        const uint32_t section = panel->indicators[panel->series[s].indicator].section;
        bool said = false;
        for (uint32_t before = 0; before < s && !said; before = end_of_indicator(panel, before))
            said = done[panel->series[before].indicator] &&
                   panel->indicators[panel->series[before].indicator].section == section;
        if (!said)
            print_section(page, section);
        done[panel->series[s].indicator] = true;
        s = end_of_indicator(panel, s) - 1;
    }
    free(done);
}

static void print_legend(const struct page *page)
{
    const char *between = "";
    for (size_t i = 0; i < MARKS; i++)
        if (page->used[i]) {
            printf("%s%s %s", between, marks[i].shown, page->chinese ? marks[i].chinese : marks[i].english);
            between = "  ";
        }
    putchar('\n');
}

void print_coverage(const struct session *session)
{
    struct page page = {.panel = session->panel,
                        .chinese = session->language == TB_CHINESE,
                        .styled = screen_styled(stdout),
                        .all_regions = session->options->verbose};
    int first, last;
    year_range(session->panel, &first, &last);
    measure(&page);
    const size_t years = (size_t)last - (size_t)first + 1, least = 6 * years < 30 ? 6 * years : 30;
    const size_t screen = screen_width(), wanted = page.id + 2 + page.name + 2 + page.unit + 2 + 5 + least;
    if (wanted > screen && page.name > SHORTEST_NAME) /* names give way to the years */
        page.name = page.name > SHORTEST_NAME + wanted - screen ? page.name - (wanted - screen) : SHORTEST_NAME;
    const size_t before = page.id + 2 + page.name + 2 + page.unit + 2 + 5;
    const size_t room = screen > before + least ? screen - before : least;
    page.step = 6 * years <= room ? 6 : 3 * years <= room ? 3 : 1;
    const int pages = (int)((years * page.step - (page.step - 1) + room - 1) / room);
    const int on_a_page = pages > 1 ? (int)(room / 10 * 10) : (int)years; /* pages begin in years such as 1970 */
    for (int from = first; from <= last; from = page.last + 1) {
        page.first = from;
        page.last = pages > 1 ? from / 10 * 10 + on_a_page - 1 : last;
        page.last = page.last > last ? last : page.last;
        print_page(&page);
        if (page.last < last)
            putchar('\n');
    }
    print_legend(&page);
}
