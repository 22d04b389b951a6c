/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables on slides: the overview of all series, printed figures that do not agree, targets. */
#include "phrases.h"
#include "show.h"
#include "words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELL_SIZE  14
#define ROW_HEIGHT 27
#define TABLE_GAP  13 /* below the title */
/* Rows of the overview; what is more stands in statistics.csv only. */
#define OVERVIEW_ROWS_MOST 390
#define NAME_SHARE         0.23 /* of the width, at least, for the names */

/* ---- over several slides ---- */

#define COLUMNS_MOST 8

/* One row of a table before it is cut to its columns. */
struct line {
    enum tb_deck_row_kind kind;
    struct tb_bytes cell[COLUMNS_MOST];
    char *fitted[COLUMNS_MOST];
    double height;
};

struct pages {
    const struct deck_page *page;
    const char *title, *alt, *foot;
    size_t columns;
    const char *header[COLUMNS_MOST];
    bool right[COLUMNS_MOST], secondary[COLUMNS_MOST];
    double least[COLUMNS_MOST], most[COLUMNS_MOST]; /* widths; the first column takes what the others leave */
    size_t lines_most;                              /* lines in a cell of the last column; names may have two */
    struct line *line;
    size_t n, capacity;
    double width[COLUMNS_MOST];
};

static struct line *new_line(struct show *show, struct pages *pages, enum tb_deck_row_kind kind)
{
    if (pages->n == pages->capacity) {
        const size_t more = pages->capacity ? 2 * pages->capacity : 64;
        struct line *larger = reallocarray(pages->line, more, sizeof *larger);
        if (!larger) {
            show->failed = true;
            return NULL;
        }
        pages->line = larger;
        pages->capacity = more;
    }
    struct line *line = &pages->line[pages->n++];
    *line = (struct line){.kind = kind};
    return line;
}

static double inner_width(const struct pages *pages, size_t column)
{
    return pages->width[column] - 2 * DECK_CELL_PADDING;
}

/* Columns from `first` on go when fewer than a tenth of the rows say anything there. */
static void drop_sparse_columns(struct pages *pages, size_t first)
{
    for (size_t c = pages->columns; c-- > first;) {
        size_t filled = 0, rows = 0;
        for (size_t i = 0; i < pages->n; i++) {
            rows += pages->line[i].kind == DECK_BODY;
            filled += pages->line[i].kind == DECK_BODY && pages->line[i].cell[c].n > 0;
        }
        if (10 * filled >= rows)
            continue;
        const size_t behind = pages->columns - c - 1;
        memmove(pages->header + c, pages->header + c + 1, behind * sizeof *pages->header);
        memmove(pages->right + c, pages->right + c + 1, behind * sizeof *pages->right);
        memmove(pages->secondary + c, pages->secondary + c + 1, behind * sizeof *pages->secondary);
        memmove(pages->least + c, pages->least + c + 1, behind * sizeof *pages->least);
        memmove(pages->most + c, pages->most + c + 1, behind * sizeof *pages->most);
        for (size_t i = 0; i < pages->n; i++) {
            struct tb_bytes *cell = pages->line[i].cell;
            tb_bytes_free(&cell[c]);
            memmove(cell + c, cell + c + 1, behind * sizeof *cell);
            cell[c + behind] = (struct tb_bytes){0};
        }
        pages->columns--;
    }
}

/* What the widest cell of a column needs. */
static double wanted_width(const struct pages *pages, size_t column)
{
    double widest = brief_text_width(pages->header[column], true);
    for (size_t i = 0; i < pages->n; i++)
        if (pages->line[i].kind == DECK_BODY) {
            const double wide = brief_text_width(brief_text(&pages->line[i].cell[column]), false);
            widest = wide > widest ? wide : widest;
        }
    return widest * CELL_SIZE / 0.97 + 2 * DECK_CELL_PADDING + 1;
}

/*
 * Each column as wide as its widest cell, within its limits.  The names take the rest where they need it; what they do
 * not need is shared, so that the eye finds its way along a row.
 */
static void choose_widths(struct pages *pages)
{
    const double room = deck_page_room(pages->page), name_least = NAME_SHARE * room;
    double left = room;
    for (size_t c = 1; c < pages->columns; c++) {
        const double wanted = wanted_width(pages, c);
        pages->width[c] = wanted < pages->least[c]  ? pages->least[c]
                          : wanted > pages->most[c] ? pages->most[c]
                                                    : wanted;
        left -= pages->width[c];
    }
    for (size_t c = pages->columns; left < name_least && c-- > 1;) { /* names before anything else */
        const double spare = pages->width[c] - pages->least[c];
        const double taken = spare < name_least - left ? spare : name_least - left;
        pages->width[c] -= taken;
        left += taken;
    }
    const double name = wanted_width(pages, 0);
    const double spare = left - (name > name_least ? name : name_least);
    for (size_t c = 1; spare > 0 && c < pages->columns; c++)
        pages->width[c] += spare / (double)pages->columns;
    pages->width[0] = left - (spare > 0 ? spare * (double)(pages->columns - 1) / (double)pages->columns : 0);
}

static void fit_lines(struct show *show, struct pages *pages)
{
    for (size_t i = 0; i < pages->n; i++) {
        struct line *line = &pages->line[i];
        const bool whole = line->kind == DECK_SECTION;
        size_t tallest = 1;
        for (size_t c = 0; c < (whole ? 1 : pages->columns); c++) {
            const double width =
                SHOW_SAFE(whole ? deck_page_room(pages->page) - 2 * DECK_CELL_PADDING : inner_width(pages, c));
            const size_t most = c == 0 ? 2 : c == pages->columns - 1 ? pages->lines_most : 1;
            line->fitted[c] =
                brief_text_fit(brief_text(&line->cell[c]), CELL_SIZE, width, most, line->kind != DECK_BODY);
            show->failed |= !line->fitted[c] || line->cell[c].failed;
            const size_t lines = line->fitted[c] ? brief_text_lines(line->fitted[c], CELL_SIZE, width, whole) : 1;
            tallest = lines > tallest ? lines : tallest;
        }
        line->height = ROW_HEIGHT + (double)(tallest - 1) * 19 + (whole ? 5 : 0);
    }
}

/* The section that line `i` continues, to be said again at the top of a slide; NOWHERE when `i` begins one or none is.
 */
static size_t continued_section(const struct pages *pages, size_t i)
{
    if (pages->line[i].kind == DECK_BODY)
        while (i-- > 0)
            if (pages->line[i].kind == DECK_SECTION)
                return i;
    return NOWHERE;
}

static double table_top(const struct pages *pages)
{
    return deck_page_top(pages->page, 1) + TABLE_GAP;
}

/* How many lines from `first` on fit on a slide; a section's line never stands last. */
static size_t lines_that_fit(const struct pages *pages, size_t first)
{
    const size_t section = continued_section(pages, first);
    double used = ROW_HEIGHT + (section == NOWHERE ? 0 : pages->line[section].height); /* header */
    size_t i = first;
    while (i < pages->n && used + pages->line[i].height <= deck_page_foot(pages->page).y - SHOW_GAP - table_top(pages))
        used += pages->line[i++].height;
    while (i < pages->n && i > first + 1 && pages->line[i - 1].kind == DECK_SECTION)
        i--;
    return i > first ? i - first : 1;
}

static void table_slide(struct show *show, const struct pages *pages, size_t first, size_t n, size_t page, size_t of)
{
    struct tb_bytes title = {0}, again = {0};
    struct tb_deck_row *row = calloc(n + 2, sizeof *row);
    const char *(*cell)[COLUMNS_MOST] = calloc(n + 2, sizeof *cell);
    size_t rows = 0;

    tb_bytes_text(&title, pages->title);
    if (of > 1)
        tb_bytes_format(&title, say(show, " (%zu of %zu)", "（%zu/%zu）"), page, of);
    show_page(show, DECK_TABLE, 0, brief_text(&title));

    if (row && cell) {
        for (size_t c = 0; c < pages->columns; c++)
            cell[rows][c] = pages->header[c];
        row[rows] = (struct tb_deck_row){DECK_HEADER, ROW_HEIGHT, cell[rows]};
        rows++;
        const size_t section = continued_section(pages, first);
        if (section != NOWHERE) {
            tb_bytes_format(&again, say(show, "%s (continued)", "%s（续）"), pages->line[section].fitted[0]);
            cell[rows][0] = brief_text(&again);
            row[rows] = (struct tb_deck_row){DECK_SECTION, pages->line[section].height, cell[rows]};
            rows++;
        }
        for (size_t i = first; i < first + n; i++, rows++) {
            for (size_t c = 0; c < pages->columns; c++)
                cell[rows][c] = pages->line[i].fitted[c] ? pages->line[i].fitted[c] : "";
            row[rows] = (struct tb_deck_row){pages->line[i].kind, pages->line[i].height, cell[rows]};
        }
        const struct tb_deck_table table = {.alt = brief_text(&title),
                                            .columns = pages->columns,
                                            .rows = rows,
                                            .width = pages->width,
                                            .right = pages->right,
                                            .secondary = pages->secondary,
                                            .row = row};
        tb_deck_table(show->deck, pages->page->left, table_top(pages), &table);
    }
    show_foot(show, pages->foot);
    show->failed |= !row || !cell || title.failed || again.failed;
    free(row);
    free(cell);
    tb_bytes_free(&title);
    tb_bytes_free(&again);
}

/* Spreads the lines over as many slides as they need. */
static void table_slides(struct show *show, struct pages *pages)
{
    choose_widths(pages);
    fit_lines(show, pages);
    size_t of = 0;
    for (size_t i = 0; i < pages->n; i += lines_that_fit(pages, i))
        of++;
    for (size_t i = 0, page = 1; i < pages->n && !show->failed; page++) {
        const size_t n = lines_that_fit(pages, i);
        table_slide(show, pages, i, n, page, of);
        i += n;
    }
    for (size_t i = 0; i < pages->n; i++)
        for (size_t c = 0; c < COLUMNS_MOST; c++) {
            tb_bytes_free(&pages->line[i].cell[c]);
            free(pages->line[i].fitted[c]);
        }
    free(pages->line);
}

/* ---- overview ---- */

static void overview_line(struct show *show, struct pages *pages, uint32_t series)
{
    const struct tb_panel *panel = show->plan->panel;
    struct line *line = new_line(show, pages, DECK_BODY);
    if (!line)
        return;
    const struct tb_series *s = &panel->series[series];
    struct tb_display display;
    brief_series_display(panel, series, show->language, &display);
    size_t i = brief_latest(panel, series);
    size_t c = 0;
    tb_bytes_text(&line->cell[c++], tb_indicator_name(panel, s->indicator, show->language));
    if (show->plan->many_regions)
        tb_bytes_text(&line->cell[c++], tb_text(panel, s->region));
    tb_bytes_text(&line->cell[c++], display.unit);
    if (i == NOWHERE && s->n)
        i = s->first + s->n - 1; /* the last year, to say why it has no value */
    if (i != NOWHERE) {
        brief_cell_year(panel, i, show->language, &line->cell[c]);
        brief_cell_value(panel, i, &display, &line->cell[c + 1]);
    }
    c += 2;
    brief_cell_change(panel, show->plan->results, series, i, show->language, &line->cell[c++]);
    tb_bytes_text(&line->cell[c], brief_cell_verdict(show->plan->results, series, show->language));
}

static void add_column(struct pages *pages, const char *header, double least, double most, bool right, bool secondary)
{
    const size_t c = pages->columns++;
    pages->header[c] = header;
    pages->least[c] = least;
    pages->most[c] = most;
    pages->right[c] = right;
    pages->secondary[c] = secondary;
}

/* Tables of the last values: of the series that charts show, or of all others. */
void show_overview(struct show *show, bool charted)
{
    const struct brief_plan *plan = show->plan;
    struct pages pages = {.page = show->page,
                          .title = charted || !plan->figures ? say(show, "Overview", "指标总览")
                                                             : say(show, "Other figures", "其他指标"),
                          .lines_most = 1};
    struct tb_bytes note = {0};
    add_column(&pages, say(show, "Indicator", "指标"), 0, 2000, false, false);
    if (plan->many_regions)
        add_column(&pages, say(show, "Region", "地区"), 60, 190, false, false);
    add_column(&pages, say(show, "Unit", "单位"), 50, 130, false, true);
    add_column(&pages, say(show, "Year", "年份"), 50, 110, true, true);
    add_column(&pages, say(show, "Value", "数值"), 70, 140, true, false);
    add_column(&pages, say(show, "Change", "比上年"), 80, 190, true, false);
    add_column(&pages, say(show, "Trend", "趋势"), 80, 160, false, false);

    size_t rows = 0, left_out = 0;
    for (size_t k = 0; k < plan->sections; k++) {
        const struct brief_section *section = &plan->section[k];
        bool headed = plan->sections == 1;
        for (size_t i = section->first_row; i < section->first_row + section->rows; i++) {
            if ((plan->row[i].figure != NOWHERE) != charted)
                continue;
            if (rows == OVERVIEW_ROWS_MOST) {
                left_out++;
                continue;
            }
            struct line *line = headed ? NULL : new_line(show, &pages, DECK_SECTION);
            if (line)
                tb_bytes_text(&line->cell[0], section->title);
            headed = true;
            overview_line(show, &pages, plan->row[i].series);
            rows++;
        }
    }
    if (charted)
        tb_bytes_text(&note, say(show,
                                 "Change is against the year before, or the reason why there is none. The trend is a "
                                 "test over all years of one basis; with too few years it makes no statement.",
                                 "无法与上年比较的，写明原因。趋势由同一口径各年数值检验得出，年数不足的不作判断。"));
    else
        tb_bytes_text(&note, say(show, "Figures without a chart, most of them of one year only.",
                                 "未作图的指标，多数只有一年数据。"));
    if (left_out)
        tb_bytes_format(&note, say(show, " %zu more rows are in statistics.csv.", "另有%zu行见statistics.csv。"),
                        left_out);
    drop_sparse_columns(&pages, pages.columns - 2); /* change and trend */
    pages.foot = brief_text(&note);
    table_slides(show, &pages);
    show->failed |= note.failed;
    tb_bytes_free(&note);
}

/* ---- printed figures that do not agree ---- */

void show_disputes(struct show *show)
{
    const struct brief_plan *plan = show->plan;
    struct pages pages = {.page = show->page,
                          .title = say(show, "Printed figures that do not agree", "与计算不一致的公布数"),
                          .lines_most = 2};
    add_column(&pages, say(show, "Indicator", "指标"), 0, 2000, false, false);
    if (plan->many_regions)
        add_column(&pages, say(show, "Region", "地区"), 60, 170, false, false);
    add_column(&pages, say(show, "Year", "年份"), 50, 80, true, true);
    add_column(&pages, say(show, "Printed", "公布数"), 80, 130, true, false);
    add_column(&pages, say(show, "Computed", "计算"), 80, 130, true, false);
    add_column(&pages, say(show, "Computed from", "依据"), 200, 400, false, true);
    for (size_t i = 0; i < plan->disputes && i < OVERVIEW_ROWS_MOST; i++) {
        const struct tb_result *row = plan->dispute[i];
        const struct tb_series *s = &plan->panel->series[row->series];
        struct line *line = new_line(show, &pages, DECK_BODY);
        if (!line)
            break;
        size_t c = 0;
        tb_bytes_text(&line->cell[c++], tb_indicator_name(plan->panel, s->indicator, show->language));
        if (plan->many_regions)
            tb_bytes_text(&line->cell[c++], tb_text(plan->panel, s->region));
        tb_bytes_format(&line->cell[c++], "%d", row->to);
        brief_dispute_numbers(plan->panel, row, show->language, &line->cell[c], &line->cell[c + 1]);
        c += 2;
        brief_dispute_sentence(plan->panel, row, show->language, BRIEF_DISPUTE_WHY, &line->cell[c]);
    }
    pages.foot = say(show, "Beyond what rounding explains. Settle these before the figures are published.",
                     "差异超出四舍五入的范围，发布前请核实。");
    table_slides(show, &pages);
}

/* ---- targets ---- */

/* "≥95%": a target of every year, or of one. */
static void add_target(struct show *show, const struct tb_indicator *indicator, const struct tb_display *display,
                       struct tb_bytes *text)
{
    char number[64];
    tb_display_value(display, indicator->target, false, number, sizeof number);
    tb_bytes_format(text, "%s%s", brief_state_word(indicator->target_op, true, show->language), number);
    if (indicator->target_year)
        tb_bytes_format(text, say(show, " (%d)", "（%d年）"), indicator->target_year);
}

/* The row about the latest value, NULL where the indicator has no target or no value. */
static const struct tb_result *target_row(const struct show *show, uint32_t series)
{
    const struct tb_panel *panel = show->plan->panel;
    const size_t i = brief_latest(panel, series);
    return i == NOWHERE || !show->plan->results
               ? NULL
               : tb_results_at(show->plan->results, series, "target_met", panel->year[i], panel->year[i]);
}

static void target_line(struct show *show, struct pages *pages, uint32_t series, const struct tb_result *row)
{
    const struct tb_panel *panel = show->plan->panel;
    struct line *line = new_line(show, pages, DECK_BODY);
    struct tb_display display;
    size_t c = 0;
    if (!line)
        return;
    const struct tb_series *s = &panel->series[series];
    const size_t i = brief_latest(panel, series);
    brief_series_display(panel, series, show->language, &display);
    tb_bytes_text(&line->cell[c++], tb_indicator_name(panel, s->indicator, show->language));
    if (show->plan->many_regions)
        tb_bytes_text(&line->cell[c++], tb_text(panel, s->region));
    tb_bytes_text(&line->cell[c++], display.unit);
    brief_cell_year(panel, i, show->language, &line->cell[c++]);
    add_target(show, &panel->indicators[s->indicator], &display, &line->cell[c++]);
    brief_cell_value(panel, i, &display, &line->cell[c++]);
    tb_bytes_text(&line->cell[c], isnan(row->value) ? say(show, "depends on the bound", "取决于界限")
                                  : row->value > 0  ? say(show, "met", "达标")
                                                    : say(show, "missed", "未达标"));
}

/* Missed first, then those that a bound leaves open, then the rest. */
void show_targets(struct show *show)
{
    const struct brief_plan *plan = show->plan;
    struct pages pages = {.page = show->page, .title = say(show, "Targets", "目标完成情况"), .lines_most = 1};
    add_column(&pages, say(show, "Indicator", "指标"), 0, 2000, false, false);
    if (plan->many_regions)
        add_column(&pages, say(show, "Region", "地区"), 60, 170, false, false);
    add_column(&pages, say(show, "Unit", "单位"), 50, 130, false, true);
    add_column(&pages, say(show, "Year", "年份"), 50, 110, true, true);
    add_column(&pages, say(show, "Target", "目标"), 70, 150, true, false);
    add_column(&pages, say(show, "Value", "实际"), 70, 140, true, false);
    add_column(&pages, say(show, "Result", "结果"), 80, 190, false, false);
    size_t met = 0, missed = 0;
    for (int round = 0; round < 3; round++)
        for (size_t k = 0; k < plan->rows && pages.n < OVERVIEW_ROWS_MOST; k++) {
            const struct tb_result *row = target_row(show, plan->row[k].series);
            if (!row || (isnan(row->value) ? 1 : row->value > 0 ? 2 : 0) != round)
                continue;
            met += round == 2;
            missed += round == 0;
            target_line(show, &pages, plan->row[k].series, row);
        }
    if (pages.n) {
        struct tb_bytes foot = {0};
        tb_bytes_format(&foot,
                        say(show, "%zu of %zu targets are met, %zu are missed.", "%zu项达标（共%zu项），%zu项未达标。"),
                        met, pages.n, missed);
        pages.foot = brief_text(&foot);
        table_slides(show, &pages);
        show->failed |= foot.failed;
        tb_bytes_free(&foot);
    }
}
