/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which slides a briefing has and what stands where on them. */
#include "slides.h"

#include "deck.h"
#include "measure.h"
#include "plan.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- places, in points ---- */

#define WIDTH            (DECK_WIDTH - 2 * DECK_MARGIN)
#define TITLE_SIZE       28
#define TITLE_TOP        36
#define TITLE_LINE       36 /* what a line of the title takes */
#define SUBTITLE_SIZE    18
#define SUBTITLE_HEIGHT  26
#define FOOT_SIZE        12
#define FOOT_TOP         489
#define FOOT_WIDTH       (WIDTH - 70) /* the number of the slide stands beside it */
#define PLOT_BOTTOM      480
#define TABLE_TOP        88
#define TABLE_BOTTOM     482
#define CELL_SIZE        14
#define ROW_HEIGHT       27
#define U                (DECK_HEIGHT / 100.0)
#define BARE_MARGIN      (2 * U) /* of a bare picture around its plot, which stands under the title's left edge */
#define PIXELS_PER_POINT (160.0 / 72)

/* Letters of the reader's fonts may be a little wider than ours. */
#define SAFE(width) ((width)*0.97)

/* Rows of the overview; what is more stands in statistics.csv only. */
#define OVERVIEW_ROWS_MOST 390
#define NAME_LEAST         200 /* width of the column of names */

size_t brief_title_lines(const char *finding)
{
    return brief_text_lines(finding, TITLE_SIZE, SAFE(WIDTH), true) > 1 ? 2 : 1;
}

static struct deck_box title_box(size_t lines)
{
    return (struct deck_box){DECK_MARGIN, TITLE_TOP, WIDTH, (double)(lines * TITLE_LINE)};
}

static struct deck_box subtitle_box(size_t title_lines)
{
    return (struct deck_box){DECK_MARGIN, TITLE_TOP + (double)(title_lines * TITLE_LINE) + 3, WIDTH, SUBTITLE_HEIGHT};
}

static struct deck_box plot_box(size_t title_lines)
{
    const double top = subtitle_box(title_lines).y + SUBTITLE_HEIGHT + 8;
    return (struct deck_box){DECK_MARGIN - BARE_MARGIN, top, WIDTH + 2 * BARE_MARGIN, PLOT_BOTTOM - top};
}

struct tb_page brief_bare_page(const struct tb_page *page, size_t title_lines)
{
    const struct deck_box box = plot_box(title_lines);
    struct tb_page bare = *page;
    bare.width = (int)(box.width * PIXELS_PER_POINT);
    bare.height = (int)(box.height * PIXELS_PER_POINT);
    bare.inches = box.height / 72;
    bare.u = U * PIXELS_PER_POINT;
    bare.bare = true;
    return bare;
}

/* ---- pieces ---- */

struct show {
    struct tb_deck *deck;
    const struct brief_plan *plan;
    enum tb_language language;
    struct tb_log *log;
    enum tb_status status; /* of a chart that could not be made */
    bool failed;           /* out of memory */
};

__attribute__((format_arg(2), format_arg(3))) static const char *say(const struct show *show, const char *english,
                                                                     const char *chinese)
{
    return show->language == TB_CHINESE ? chinese : english;
}

static void fitted_frame(struct show *show, enum tb_deck_role role, const struct deck_box *box, const char *text,
                         double size, double width, size_t lines, bool bold)
{
    char *fitted = brief_text_fit(text, size, SAFE(width), lines, bold);
    if (fitted && role == DECK_TITLE)
        brief_text_balance(fitted, size, SAFE(width), bold);
    if (fitted)
        tb_deck_frame(show->deck, role, box, fitted);
    show->failed |= !fitted;
    free(fitted);
}

static void foot(struct show *show, const char *text)
{
    fitted_frame(show, DECK_FOOT, NULL, text, FOOT_SIZE, FOOT_WIDTH, 2, false);
}

/* ---- cover ---- */

static void cover_slide(struct show *show)
{
    const struct brief_plan *plan = show->plan;
    struct tb_bytes text = {0};
    tb_deck_slide(show->deck, DECK_COVER);
    fitted_frame(show, DECK_TITLE, NULL, plan->title, 40, 780, 2, true);
    tb_bytes_format(&text, say(show, "%zu indicators", "%zu项指标"), plan->indicators);
    if (plan->many_regions)
        tb_bytes_format(&text, say(show, ", %zu series", "，%zu条序列"), plan->rows);
    if (plan->figures)
        tb_bytes_format(&text, say(show, ", %zu charts", "，%zu幅图"), plan->figures);
    if (plan->disputes)
        tb_bytes_format(&text, say(show, ", %zu printed figures that do not agree", "，%zu处公布数与计算不一致"),
                        plan->disputes);
    fitted_frame(show, DECK_SUBTITLE, NULL, brief_text(&text), 20, 780, 2, false);
    text.n = 0;
    tb_bytes_format(&text, say(show, "Made with trendbook %s", "由trendbook %s生成"),
                    plan->options->version ? plan->options->version : "");
    tb_deck_frame(show->deck, DECK_FOOT, NULL, brief_text(&text));
    show->failed |= text.failed;
    tb_bytes_free(&text);
}

/* ---- tables over several slides ---- */

#define COLUMNS_MOST 8

/* One row of a table before it is cut to its columns. */
struct line {
    enum tb_deck_row_kind kind;
    struct tb_bytes cell[COLUMNS_MOST];
    char *fitted[COLUMNS_MOST];
    double height;
};

struct pages {
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
    double left = WIDTH;
    for (size_t c = 1; c < pages->columns; c++) {
        const double wanted = wanted_width(pages, c);
        pages->width[c] = wanted < pages->least[c]  ? pages->least[c]
                          : wanted > pages->most[c] ? pages->most[c]
                                                    : wanted;
        left -= pages->width[c];
    }
    for (size_t c = pages->columns; left < NAME_LEAST && c-- > 1;) { /* names before anything else */
        const double spare = pages->width[c] - pages->least[c];
        const double taken = spare < NAME_LEAST - left ? spare : NAME_LEAST - left;
        pages->width[c] -= taken;
        left += taken;
    }
    const double name = wanted_width(pages, 0);
    const double spare = left - (name > NAME_LEAST ? name : NAME_LEAST);
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
            const double width = SAFE(whole ? WIDTH - 2 * DECK_CELL_PADDING : inner_width(pages, c));
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

/* How many lines from `first` on fit on a slide; a section's line never stands last. */
static size_t lines_that_fit(const struct pages *pages, size_t first)
{
    const size_t section = continued_section(pages, first);
    double used = ROW_HEIGHT + (section == NOWHERE ? 0 : pages->line[section].height); /* header */
    size_t i = first;
    while (i < pages->n && used + pages->line[i].height <= TABLE_BOTTOM - TABLE_TOP)
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

    tb_deck_slide(show->deck, DECK_TABLE);
    tb_bytes_text(&title, pages->title);
    if (of > 1)
        tb_bytes_format(&title, say(show, " (%zu of %zu)", "（%zu/%zu）"), page, of);
    fitted_frame(show, DECK_TITLE, NULL, brief_text(&title), TITLE_SIZE, WIDTH, 1, true);

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
        tb_deck_table(show->deck, DECK_MARGIN, TABLE_TOP, &table);
    }
    foot(show, pages->foot);
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
static void overview_slides(struct show *show, bool charted)
{
    const struct brief_plan *plan = show->plan;
    struct pages pages = {.title = charted || !plan->figures ? say(show, "Overview", "指标总览")
                                                             : say(show, "Other figures", "其他指标"),
                          .lines_most = 1};
    struct tb_bytes note = {0};
    add_column(&pages, say(show, "Indicator", "指标"), NAME_LEAST, WIDTH, false, false);
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

/* ---- key figures, for folders that no chart can be drawn from ---- */

#define CARDS_ACROSS 4
#define CARDS_DOWN   2
#define CARD_GAP     24

static void card(struct show *show, size_t place, uint32_t series)
{
    const struct tb_panel *panel = show->plan->panel;
    const double width = (WIDTH - (CARDS_ACROSS - 1) * CARD_GAP) / (double)CARDS_ACROSS, height = 170;
    const double x = DECK_MARGIN + (double)(place % CARDS_ACROSS) * (width + CARD_GAP);
    const double y = 104 + (double)(place / CARDS_ACROSS) * (height + CARD_GAP); /* NOLINT: whole rows */
    const size_t i = brief_latest(panel, series);
    struct tb_display display;
    struct tb_bytes value = {0}, about = {0};

    brief_series_display(panel, series, show->language, &display);
    brief_cell_value(panel, i, &display, &value);
    brief_cell_year(panel, i, show->language, &about);
    if (display.unit[0])
        tb_bytes_format(&about, say(show, " (%s)", "，单位：%s"), display.unit);
    char *name = brief_text_fit(tb_indicator_name(panel, panel->series[series].indicator, show->language), 16,
                                SAFE(width), 2, false);
    char *number = brief_text_fit(brief_text(&value), 40, SAFE(width), 1, true);
    char *when = brief_text_fit(brief_text(&about), 12, SAFE(width), 1, false);
    if (name && number && when) {
        tb_deck_rule(show->deck, (struct deck_box){x, y, width, 2}, DECK_HOUSE);
        tb_deck_text(show->deck, "Value", (struct deck_box){x, y + 14, width, 52},
                     (struct tb_deck_style){40, true, false, DECK_HOUSE}, number);
        tb_deck_text(show->deck, "Name", (struct deck_box){x, y + 72, width, 46},
                     (struct tb_deck_style){16, false, false, DECK_TEXT}, name);
        tb_deck_text(show->deck, "Year", (struct deck_box){x, y + 122, width, 18},
                     (struct tb_deck_style){12, false, false, DECK_SECONDARY}, when);
    }
    show->failed |= !name || !number || !when || value.failed || about.failed;
    free(name);
    free(number);
    free(when);
    tb_bytes_free(&value);
    tb_bytes_free(&about);
}

/* The first indicator of each section, then the second of each, until the slide is full. */
static void cards_slide(struct show *show)
{
    const struct brief_plan *plan = show->plan;
    size_t placed = 0;
    for (size_t round = 0; placed < (size_t)CARDS_ACROSS * CARDS_DOWN && round < plan->rows; round++)
        for (size_t k = 0; k < plan->sections && placed < (size_t)CARDS_ACROSS * CARDS_DOWN; k++) {
            if (round >= plan->section[k].rows)
                continue;
            const uint32_t series = plan->row[plan->section[k].first_row + round].series;
            if (plan->panel->indicators[plan->panel->series[series].indicator].kind == TB_LABEL ||
                brief_latest(plan->panel, series) == NOWHERE)
                continue;
            if (!placed) {
                tb_deck_slide(show->deck, DECK_TABLE);
                fitted_frame(show, DECK_TITLE, NULL, say(show, "Key figures", "主要数字"), TITLE_SIZE, WIDTH, 1, true);
            }
            card(show, placed++, series);
        }
    if (placed)
        foot(show,
             say(show,
                 "The first indicators of each section. Charts need at least two years; all figures follow in the "
                 "tables.",
                 "各栏目的首要指标。图表至少需要两年数据；全部数字见后面的表。"));
}

/* ---- charts ---- */

static void figure_slide(struct show *show, const struct brief_figure *figure)
{
    const struct deck_box title = title_box(figure->title_lines), subtitle = subtitle_box(figure->title_lines);
    tb_deck_slide(show->deck, DECK_FIGURE);
    fitted_frame(show, DECK_TITLE, &title, figure->words.finding, TITLE_SIZE, WIDTH, 2, true);
    fitted_frame(show, DECK_KICKER, NULL, show->plan->section[figure->section].title, 12, WIDTH, 1, true);
    fitted_frame(show, DECK_SUBTITLE, &subtitle, figure->subtitle, SUBTITLE_SIZE, WIDTH, 1, false);
    const struct tb_deck_figure shown = {
        .native = brief_figure_native(show->plan, figure), .png = &figure->bare, .alt = figure->words.alt};
    const enum tb_status status = tb_deck_figure(show->deck, plot_box(figure->title_lines), &shown, show->log);
    if (!show->status)
        show->status = status;
    foot(show, figure->foot);
    struct tb_bytes notes = {0};
    tb_bytes_text(&notes, figure->words.notes);
    if (!shown.native && figure->native->picture && !show->plan->options->pictures)
        tb_bytes_format(&notes,
                        say(show, "\nThe chart is a picture: %s; its numbers are in briefing.xlsx.",
                            "\n本图为图片：%s；数据见briefing.xlsx。"),
                        figure->native->picture);
    tb_deck_notes(show->deck, brief_text(&notes));
    show->failed |= notes.failed;
    tb_bytes_free(&notes);
}

/* ---- printed figures that do not agree ---- */

static void dispute_slides(struct show *show)
{
    const struct brief_plan *plan = show->plan;
    struct pages pages = {.title = say(show, "Printed figures that do not agree", "与计算不一致的公布数"),
                          .lines_most = 2};
    add_column(&pages, say(show, "Indicator", "指标"), NAME_LEAST, WIDTH, false, false);
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

/* ---- the deck ---- */

enum tb_status brief_write_pptx(const struct brief_plan *plan, struct tb_bytes *bytes, size_t *slides,
                                struct tb_log *log)
{
    struct show show = {
        .deck = tb_deck_new(plan->options->language), .plan = plan, .language = plan->options->language, .log = log};
    if (!show.deck)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while making the slides");
    cover_slide(&show);
    if (!plan->figures)
        cards_slide(&show);
    overview_slides(&show, true);
    for (size_t i = 0; i < plan->figures && !show.failed && !show.status; i++)
        if (plan->figure[i].on_slide)
            figure_slide(&show, &plan->figure[i]);
    if (plan->figures && plan->disputes) /* beside the charts they are about; the long tables come last */
        dispute_slides(&show);
    overview_slides(&show, false);
    if (!plan->figures && plan->disputes)
        dispute_slides(&show);
    *slides = tb_deck_slides(show.deck);
    const enum tb_status status =
        show.status   ? show.status
        : show.failed ? tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while making the slides")
                      : tb_deck_write(show.deck, plan->title, bytes, log);
    tb_deck_free(show.deck);
    return status;
}
