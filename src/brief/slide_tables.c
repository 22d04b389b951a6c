/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables on slides: the overview of all series, printed figures that do not agree, targets. */
#include "model/memory.h"
#include "quantities.h"
#include "show.h"
#include "words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TABLE_GAP  13 /* below the title */
#define ACROSS_GAP 40 /* between tables side by side */
/* Rows of the overview; what is more stands in statistics.csv only. */
#define OVERVIEW_ROWS_MOST 390
#define NAME_SHARE         0.23 /* of the width, at least, for the names */
#define GIVEN_WAY          3    /* at a time, by a column that is wider than the others */
#define SPARK_WIDTH        104
#define SPARK_MARGIN       4 /* above and below, in its row */

/* ---- over several slides ---- */

#define COLUMNS_MOST 9
#define LINES_MOST   2 /* in a cell */
#define ACROSS_MOST  2
#define NARROW       4 /* columns that leave room for a second table at the side */

/* Letters of a table: as large as lets it stand on one slide. */
static const double cell_sizes[] = {18, 16, 14};
enum {
    CELL_SIZES = sizeof cell_sizes / sizeof cell_sizes[0]
};
#define CELL_SIZE_LEAST (cell_sizes[CELL_SIZES - 1])

struct column {
    const char *header;
    double least, most; /* widths at the least size; the first column takes what the others leave */
    bool right, secondary;
    bool spark; /* a small line instead of words */
};

/* One row of a table before it is cut to its columns. */
struct line {
    enum tb_deck_row_kind kind;
    struct tb_bytes cell[COLUMNS_MOST];
    char *fitted[COLUMNS_MOST];
    struct tb_spark spark; /* n 0: none */
    double height;
};

struct pages {
    const struct deck_page *page;
    const char *title, *foot;
    struct column column[COLUMNS_MOST];
    size_t columns;
    struct line *line;
    size_t n, capacity;
    double size;   /* of the letters */
    size_t across; /* tables side by side */
    double bottom; /* no line goes below */
    double width[COLUMNS_MOST];
};

static struct line *new_line(struct show *show, struct pages *pages, enum tb_deck_row_kind kind)
{
    if (!tb_grow(&pages->line, &pages->capacity, pages->n + 1, sizeof *pages->line)) {
        show->failed = true;
        return NULL;
    }
    struct line *line = &pages->line[pages->n++];
    *line = (struct line){.kind = kind};
    return line;
}

/* Of one of the tables side by side. */
static double table_width(const struct pages *pages)
{
    const double room = deck_page_room(pages->page);
    return (room - (double)(pages->across - 1) * ACROSS_GAP) / (double)pages->across;
}

static double row_height(const struct pages *pages)
{
    return pages->size + 13;
}

static double inner_width(const struct pages *pages, size_t column)
{
    return pages->width[column] - 2 * DECK_CELL_PADDING;
}

static void drop_column(struct pages *pages, size_t c)
{
    const size_t behind = pages->columns - c - 1;
    memmove(pages->column + c, pages->column + c + 1, behind * sizeof *pages->column);
    for (size_t i = 0; i < pages->n; i++) {
        struct tb_bytes *cell = pages->line[i].cell;
        tb_bytes_free(&cell[c]);
        memmove(cell + c, cell + c + 1, behind * sizeof *cell);
        cell[c + behind] = (struct tb_bytes){0};
    }
    pages->columns--;
}

/* Columns from `first` on go when fewer than a tenth of the rows say anything there. */
static void drop_sparse_columns(struct pages *pages, size_t first)
{
    for (size_t c = pages->columns; c-- > first;) {
        size_t filled = 0, rows = 0;
        for (size_t i = 0; i < pages->n; i++) {
            const struct line *line = &pages->line[i];
            rows += line->kind == DECK_BODY;
            filled += line->kind == DECK_BODY && (pages->column[c].spark ? line->spark.n : line->cell[c].n) > 0;
        }
        if (10 * filled < rows)
            drop_column(pages, c);
    }
}

/* What the widest cell of a column needs. */
static double wanted_width(const struct pages *pages, size_t column)
{
    double widest = brief_text_width(pages->column[column].header, true);
    for (size_t i = 0; i < pages->n; i++)
        if (pages->line[i].kind == DECK_BODY) {
            const double wide = brief_text_width(brief_text(&pages->line[i].cell[column]), false);
            widest = wide > widest ? wide : widest;
        }
    return widest * pages->size / 0.97 + 2 * DECK_CELL_PADDING + 1;
}

static double bounded_width(const struct pages *pages, size_t column)
{
    const double larger = pages->size / CELL_SIZE_LEAST, wanted = wanted_width(pages, column);
    const double least = pages->column[column].least * larger, most = pages->column[column].most * larger;
    return wanted < least ? least : wanted > most ? most : wanted;
}

/* Words before pictures: small lines go where the page is too narrow for both. */
static void drop_sparks_without_room(struct pages *pages)
{
    double wanted = NAME_SHARE * table_width(pages);
    size_t spark = 0;
    for (size_t c = 1; c < pages->columns; c++) {
        wanted += bounded_width(pages, c);
        spark = pages->column[c].spark ? c : spark;
    }
    if (spark && wanted > table_width(pages))
        drop_column(pages, spark);
}

/*
 * Each column as wide as its widest cell, within its limits.  The names take the rest where they need it; what they do
 * not need is shared, so that the eye finds its way along a row.
 */
static void choose_widths(struct pages *pages)
{
    const double room = table_width(pages), name_least = NAME_SHARE * room, larger = pages->size / CELL_SIZE_LEAST;
    double left = room, least[COLUMNS_MOST];
    for (size_t c = 1; c < pages->columns; c++) {
        least[c] = pages->column[c].least * larger;
        pages->width[c] = bounded_width(pages, c);
        left -= pages->width[c];
    }
    while (left < name_least) { /* names before anything else: the widest column gives way first */
        size_t widest = 0;
        for (size_t c = 1; c < pages->columns; c++)
            if (pages->width[c] > least[c] && (!widest || pages->width[c] > pages->width[widest]))
                widest = c;
        if (!widest)
            break;
        const double spare = pages->width[widest] - least[widest], taken = spare < GIVEN_WAY ? spare : GIVEN_WAY;
        pages->width[widest] -= taken;
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
            const double width = SHOW_SAFE(whole ? table_width(pages) - 2 * DECK_CELL_PADDING : inner_width(pages, c));
            free(line->fitted[c]); /* of another size */
            line->fitted[c] =
                brief_text_fit(brief_text(&line->cell[c]), pages->size, width, LINES_MOST, line->kind != DECK_BODY);
            show->failed |= !line->fitted[c] || line->cell[c].failed;
            const size_t lines = line->fitted[c] ? brief_text_lines(line->fitted[c], pages->size, width, whole) : 1;
            tallest = lines > tallest ? lines : tallest;
        }
        line->height = row_height(pages) + (double)(tallest - 1) * 1.36 * pages->size + (whole ? 5 : 0);
    }
}

/* The section that line `i` continues, to be said again at the top of a table; NOWHERE when `i` begins one or none is.
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

/* How many lines from `first` on fit into one table; a section's line never stands last. */
static size_t lines_that_fit(const struct pages *pages, size_t first)
{
    if (first >= pages->n)
        return 0;
    const size_t section = continued_section(pages, first);
    double used = row_height(pages) + (section == NOWHERE ? 0 : pages->line[section].height); /* header */
    size_t i = first;
    while (i < pages->n && used + pages->line[i].height <= pages->bottom - table_top(pages))
        used += pages->line[i++].height;
    while (i < pages->n && i > first + 1 && pages->line[i - 1].kind == DECK_SECTION)
        i--;
    return i > first ? i - first : 1;
}

/* The end of the slide that begins with line `first`. */
static size_t slide_end(const struct pages *pages, size_t first)
{
    for (size_t k = 0; k < pages->across; k++)
        first += lines_that_fit(pages, first);
    return first;
}

static size_t slides_needed(const struct pages *pages)
{
    size_t n = 0;
    for (size_t i = 0; i < pages->n; i = slide_end(pages, i))
        n++;
    return n;
}

/* The small lines over the rows of a table. */
static void put_sparks(struct show *show, const struct pages *pages, double left, double top, size_t first, size_t n)
{
    size_t column = 0;
    while (column < pages->columns && !pages->column[column].spark)
        left += pages->width[column++];
    if (column == pages->columns)
        return;
    for (size_t i = first; i < first + n; i++) {
        const struct line *line = &pages->line[i];
        if (line->spark.n)
            show_spark(show,
                       (struct deck_box){left + DECK_CELL_PADDING, top + SPARK_MARGIN, inner_width(pages, column),
                                         line->height - 2 * SPARK_MARGIN},
                       &line->spark, line->fitted[0]);
        top += line->height;
    }
}

static void one_table(struct show *show, const struct pages *pages, double left, size_t first, size_t n,
                      const char *title)
{
    struct tb_bytes again = {0};
    struct tb_deck_row *row = calloc(n + 2, sizeof *row);
    const char *(*cell)[COLUMNS_MOST] = calloc(n + 2, sizeof *cell);
    bool right[COLUMNS_MOST], secondary[COLUMNS_MOST];
    size_t rows = 0;
    if (row && cell) {
        double top = table_top(pages) + row_height(pages);
        for (size_t c = 0; c < pages->columns; c++) {
            cell[rows][c] = pages->column[c].header;
            right[c] = pages->column[c].right;
            secondary[c] = pages->column[c].secondary;
        }
        row[rows] = (struct tb_deck_row){DECK_HEADER, row_height(pages), cell[rows]};
        rows++;
        const size_t section = continued_section(pages, first);
        if (section != NOWHERE) {
            tb_bytes_format(&again, say(show, "%s (continued)", "%s（续）"), pages->line[section].fitted[0]);
            cell[rows][0] = brief_text(&again);
            row[rows] = (struct tb_deck_row){DECK_SECTION, pages->line[section].height, cell[rows]};
            rows++;
            top += pages->line[section].height;
        }
        for (size_t i = first; i < first + n; i++, rows++) {
            for (size_t c = 0; c < pages->columns; c++)
                cell[rows][c] = pages->line[i].fitted[c] ? pages->line[i].fitted[c] : "";
            row[rows] = (struct tb_deck_row){pages->line[i].kind, pages->line[i].height, cell[rows]};
        }
        const struct tb_deck_table table = {.alt = title,
                                            .size = pages->size,
                                            .columns = pages->columns,
                                            .rows = rows,
                                            .width = pages->width,
                                            .right = right,
                                            .secondary = secondary,
                                            .row = row};
        tb_deck_table(show->deck, left, table_top(pages), &table);
        put_sparks(show, pages, left, top, first, n);
    }
    show->failed |= !row || !cell || again.failed;
    free(row);
    free(cell);
    tb_bytes_free(&again);
}

static void table_slide(struct show *show, const struct pages *pages, size_t first, size_t page, size_t of)
{
    struct tb_bytes title = {0};
    tb_bytes_text(&title, pages->title);
    if (of > 1)
        tb_bytes_format(&title, say(show, " (%zu of %zu)", "（%zu/%zu）"), page, of);
    show_page(show, DECK_TABLE, 0, brief_text(&title));
    for (size_t k = 0; k < pages->across && first < pages->n; k++) {
        const size_t n = lines_that_fit(pages, first);
        const double left = pages->page->left + (double)k * (table_width(pages) + ACROSS_GAP);
        one_table(show, pages, left, first, n, brief_text(&title));
        first += n;
    }
    show_foot(show, pages->foot);
    show->failed |= title.failed;
    tb_bytes_free(&title);
}

/* Several slides are equally full, as far as that goes: a line or two alone on the last one look forgotten. */
static void even_out(struct pages *pages)
{
    const size_t slides = slides_needed(pages);
    const double step = row_height(pages) / 2;
    if (slides < 2)
        return;
    do
        pages->bottom -= step;
    while (slides_needed(pages) <= slides);
    pages->bottom += step;
}

/* Letters as large as one slide allows; where it takes several, narrow tables stand side by side. */
static void lay_out(struct show *show, struct pages *pages)
{
    pages->across = 1;
    pages->size = CELL_SIZE_LEAST;
    pages->bottom = deck_page_foot(pages->page).y - SHOW_GAP;
    drop_sparks_without_room(pages);
    for (size_t k = 0; k < CELL_SIZES; k++) {
        pages->size = cell_sizes[k];
        choose_widths(pages);
        fit_lines(show, pages);
        if (slides_needed(pages) <= 1)
            return;
    }
    if (pages->columns <= NARROW && pages->page->width >= 800) {
        pages->across = ACROSS_MOST;
        choose_widths(pages);
        fit_lines(show, pages);
    }
    even_out(pages);
}

/* Spreads the lines over as many slides as they need. */
static void table_slides(struct show *show, struct pages *pages)
{
    lay_out(show, pages);
    const size_t of = slides_needed(pages);
    for (size_t i = 0, page = 1; i < pages->n && !show->failed; i = slide_end(pages, i))
        table_slide(show, pages, i, page++, of);
    for (size_t i = 0; i < pages->n; i++)
        for (size_t c = 0; c < COLUMNS_MOST; c++) {
            tb_bytes_free(&pages->line[i].cell[c]);
            free(pages->line[i].fitted[c]);
        }
    free(pages->line);
}

static void add_column(struct pages *pages, const char *header, double least, double most, bool right, bool secondary)
{
    pages->column[pages->columns++] =
        (struct column){.header = header, .least = least, .most = most, .right = right, .secondary = secondary};
}

/* ---- overview ---- */

static void overview_line(struct show *show, struct pages *pages, uint32_t series, bool judged)
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
    show_has_spark(show, series, &line->spark);
    c++;
    if (judged && brief_is_judged(show->plan->results, series)) /* too few years: the note says so once */
        tb_bytes_text(&line->cell[c], brief_cell_verdict(show->plan->results, series, show->language));
}

/* A series without a value counts as the newest: its row says so. */
static int latest_year(const struct brief_plan *plan, uint32_t series)
{
    const size_t i = brief_latest(plan->panel, series);
    return i == NOWHERE ? plan->last : plan->panel->year[i];
}

static bool any_judged(const struct brief_plan *plan, bool charted)
{
    for (size_t i = 0; i < plan->rows; i++)
        if ((plan->row[i].figure != NOWHERE) == charted && brief_is_judged(plan->results, plan->row[i].series))
            return true;
    return false;
}

/*
 * What has no chart fills many slides where old reports were read.  Beyond a few slides only the newest years stand
 * there: the first year with which the rows still have room, or the last one of all.
 */
static int first_year_shown(const struct brief_plan *plan, bool charted)
{
    enum {
        ROWS_MOST = 100
    };
    int first = plan->first;
    for (size_t rows = SIZE_MAX; !charted && rows > ROWS_MOST && first < plan->last;) {
        rows = 0;
        for (size_t k = 0; k < plan->rows; k++)
            rows += plan->row[k].figure == NOWHERE && latest_year(plan, plan->row[k].series) >= first;
        first += rows > ROWS_MOST;
    }
    return first;
}

/* Tables of the last values: of the series that charts show, or of all others. */
void show_overview(struct show *show, bool charted)
{
    const struct brief_plan *plan = show->plan;
    struct pages pages = {.page = show->page,
                          .title = charted || !plan->figures ? say(show, "Overview", "指标总览")
                                                             : say(show, "Other figures", "其他指标")};
    const bool judged = any_judged(plan, charted);
    struct tb_bytes note = {0};
    add_column(&pages, say(show, "Indicator", "指标"), 0, 2000, false, false);
    if (plan->many_regions)
        add_column(&pages, say(show, "Region", "地区"), 60, 190, false, false);
    add_column(&pages, say(show, "Unit", "单位"), 50, 130, false, true);
    add_column(&pages, say(show, "Year", "年份"), 54, 110, true, true);
    add_column(&pages, say(show, "Value", "数值"), 70, 140, true, false);
    add_column(&pages, say(show, "Change", "比上年"), 80, 190, true, false);
    add_column(&pages, say(show, "Ten years", "近十年走势"), SPARK_WIDTH, SPARK_WIDTH, false, false);
    pages.column[pages.columns - 1].spark = true;
    add_column(&pages, say(show, "Trend", "趋势"), 80, 160, false, false);

    const int from = first_year_shown(plan, charted);
    size_t rows = 0, left_out = 0, older = 0;
    for (size_t k = 0; k < plan->sections; k++) {
        const struct brief_section *section = &plan->section[k];
        bool headed = plan->sections == 1;
        for (size_t i = section->first_row; i < section->first_row + section->rows; i++) {
            if ((plan->row[i].figure != NOWHERE) != charted)
                continue;
            if (latest_year(plan, plan->row[i].series) < from) {
                older++;
                continue;
            }
            if (rows == OVERVIEW_ROWS_MOST) {
                left_out++;
                continue;
            }
            struct line *line = headed ? NULL : new_line(show, &pages, DECK_SECTION);
            if (line)
                tb_bytes_text(&line->cell[0], section->title);
            headed = true;
            overview_line(show, &pages, plan->row[i].series, judged);
            rows++;
        }
    }
    if (charted)
        tb_bytes_text(&note, say(show, "Change is against the year before, or the reason why there is none.",
                                 "无法与上年比较的，写明原因。"));
    if (judged && charted)
        tb_bytes_text(&note, say(show,
                                 " The trend is a test over all years of one basis; with too few years nothing is "
                                 "said of it.",
                                 "趋势由同一口径各年数值检验得出，年数不足的不作判断，留空。"));
    if (!charted)
        tb_bytes_text(&note, say(show, "Figures without a chart, most of them of one year only.",
                                 "未作图的指标，多数只有一年数据。"));
    if (older)
        tb_bytes_format(&note,
                        say(show, " Years from %d on; %zu older figures are in the page and in the workbook.",
                            "只列%d年以来的数值，更早的%zu项见网页和工作簿。"),
                        from, older);
    if (left_out)
        tb_bytes_format(&note, say(show, " %zu more rows are in statistics.csv.", "另有%zu行见statistics.csv。"),
                        left_out);
    drop_sparse_columns(&pages, pages.columns - 3); /* change, small line, trend */
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
                          .title = say(show, "Printed figures that do not agree", "与计算不一致的公布数")};
    add_column(&pages, say(show, "Indicator", "指标"), 0, 2000, false, false);
    if (plan->many_regions)
        add_column(&pages, say(show, "Region", "地区"), 60, 170, false, false);
    add_column(&pages, say(show, "Year", "年份"), 54, 80, true, true);
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
    tb_display_value(display, indicator->definition->target, false, number, sizeof number);
    tb_bytes_format(text, "%s%s", brief_state_word(indicator->definition->target_op, true, show->language), number);
    if (indicator->definition->target_year)
        tb_bytes_format(text, say(show, " (%d)", "（%d年）"), indicator->definition->target_year);
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
    struct pages pages = {.page = show->page, .title = say(show, "Targets", "目标完成情况")};
    add_column(&pages, say(show, "Indicator", "指标"), 0, 2000, false, false);
    if (plan->many_regions)
        add_column(&pages, say(show, "Region", "地区"), 60, 170, false, false);
    add_column(&pages, say(show, "Unit", "单位"), 50, 130, false, true);
    add_column(&pages, say(show, "Year", "年份"), 54, 110, true, true);
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
