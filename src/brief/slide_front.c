/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slides around the charts: cover, contents, key figures, key points, methods and sources. */
#include "key_figures.h"
#include "quantities.h"
#include "remarks.h"
#include "show.h"
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BELOW_TITLE 14 /* from the title to the first line of a list */

static double list_top(const struct show *show)
{
    return deck_page_top(show->page, 1) + BELOW_TITLE;
}

static double list_bottom(const struct show *show)
{
    return deck_page_foot(show->page).y - SHOW_GAP;
}

/* ---- cover ---- */

void show_cover(struct show *show)
{
    const struct brief_plan *plan = show->plan;
    const double width = show->page->width - 180;
    struct tb_bytes text = {0};
    tb_deck_slide(show->deck, DECK_COVER, 0);
    show_frame(show, DECK_TITLE, NULL, plan->title, 40, width, 2, true);
    tb_bytes_format(&text, say(show, "%zu indicators", "%zu项指标"), plan->indicators);
    if (plan->many_regions)
        tb_bytes_format(&text, say(show, ", %zu series", "，%zu条序列"), plan->rows);
    if (plan->figures)
        tb_bytes_format(&text, say(show, ", %zu charts", "，%zu幅图"), plan->figures);
    if (plan->disputes)
        tb_bytes_format(&text, say(show, ", %zu printed figures that do not agree", "，%zu处公布数与计算不一致"),
                        plan->disputes);
    show_frame(show, DECK_SUBTITLE, NULL, brief_text(&text), 20, width, 2, false);
    show->failed |= text.failed;
    tb_bytes_free(&text);
}

/* ---- contents ---- */

static const struct tb_deck_style plain = {.size = 16, .colour = DECK_TEXT};
static const struct tb_deck_style strong = {.size = 18, .bold = true, .colour = DECK_TEXT};
static const struct tb_deck_style quiet = {.size = 12, .colour = DECK_SECONDARY};

/* One line that leads to a slide: its words, and the slide's number at the right. */
static void contents_line(struct show *show, double left, double y, double height, struct tb_deck_style style,
                          const char *words, size_t slide)
{
    const double right = show->page->right, number = 50;
    char text[24];
    snprintf(text, sizeof text, "%zu", slide);
    show_text(show, "Entry", (struct deck_box){left, y, right - number - left, height - 4}, style, 1, words, slide);
    style.right = true;
    style.bold = false;
    show_text(show, "Slide", (struct deck_box){right - number, y, number, height - 4}, style, 1, text, slide);
    tb_deck_rule(show->deck, (struct deck_box){left, y + height - 3, right - left, 0.75}, DECK_PALE);
}

void show_contents(struct show *show, size_t number, const struct show_chapter *chapter, size_t n)
{
    enum {
        CHAPTER_HEIGHT = 34,
        SECTION_HEIGHT = 27
    };
    const struct brief_plan *plan = show->plan;
    double y = list_top(show), chapters = 0;
    show_page(show, DECK_TABLE, number, say(show, "Contents", "目录"));
    for (size_t k = 0; k < n; k++)
        chapters += chapter[k].first ? CHAPTER_HEIGHT : 0;
    size_t room = (size_t)((list_bottom(show) - y - chapters) / SECTION_HEIGHT), last = NOWHERE;
    size_t first_figure = 0;
    while (first_figure < plan->figures && !show->figure_slide[first_figure])
        first_figure++;
    for (size_t k = 0; k < n; k++) {
        if (!chapter[k].first)
            continue;
        contents_line(show, show->page->left, y, CHAPTER_HEIGHT, strong, chapter[k].title, chapter[k].first);
        y += CHAPTER_HEIGHT;
        if (first_figure == plan->figures || chapter[k].first != show->figure_slide[first_figure])
            continue;
        for (size_t i = first_figure; i < plan->figures && room > 0; i++) { /* the sections of the charts */
            if (!show->figure_slide[i] || plan->figure[i].section == last)
                continue;
            last = plan->figure[i].section;
            contents_line(show, show->page->left + 24, y, SECTION_HEIGHT, plain, plan->section[last].title,
                          show->figure_slide[i]);
            y += SECTION_HEIGHT;
            room--;
        }
    }
}

/* ---- key points ---- */

#define POINTS_MOST  12
#define POINT_NUMBER 30
#define REASON_LEAST 0.10 /* of the room */
#define REASON_MOST  0.40
#define PAGE_NUMBER  36

/* How large the points are: as large as the least number of slides lets them be. */
static const struct point_look {
    double size, line, gap; /* of a finding's letters, of its lines, between points */
} point_looks[] = {{20, 26, 26}, {18, 23, 18}, {16, 20, 13}, {15, 19, 12}};
enum {
    POINT_LOOKS = sizeof point_looks / sizeof point_looks[0]
};

static size_t points(const struct show *show)
{
    return show->plan->on_slides < POINTS_MOST ? show->plan->on_slides : POINTS_MOST;
}

static const struct brief_figure *ranked(const struct show *show, size_t rank)
{
    return &show->plan->figure[show->plan->ranked[rank]];
}

#define REASON_LINE 16

enum {
    FINDING_LINES = 3,
    REASON_LINES = 2
};

static size_t lines_of(const char *text, double size, double width, size_t most)
{
    const size_t n = brief_text_lines(text, size, width, false);
    return n > most ? most : n > 0 ? n : 1;
}

/* A line that is nearly full counts as two: the fonts of another machine may be wider. */
static size_t finding_lines(const char *finding, double size, double width)
{
    return lines_of(finding, size, 0.95 * SHOW_SAFE(width), FINDING_LINES);
}

/* What the longest reasons need in one line, within limits: the findings have the rest. */
static double reason_width(const struct show *show)
{
    const double room = deck_page_room(show->page);
    double wanted = 0;
    for (size_t rank = 0; rank < points(show); rank++)
        wanted = fmax(wanted, brief_text_width(ranked(show, rank)->reasons, false) * quiet.size / SHOW_SAFE(1) + 2);
    return fmin(fmax(wanted, room * REASON_LEAST), room * REASON_MOST);
}

static double point_width(const struct show *show)
{
    return deck_page_room(show->page) - reason_width(show) - POINT_NUMBER - PAGE_NUMBER - 12;
}

/* A finding and its reasons stand on one line or two each. */
static double point_height(const struct show *show, const struct point_look *look, size_t rank)
{
    const struct brief_figure *figure = ranked(show, rank);
    const double finding = look->line * (double)finding_lines(figure->words.finding, look->size, point_width(show));
    const double reasons =
        REASON_LINE * (double)lines_of(figure->reasons, quiet.size, SHOW_SAFE(reason_width(show)), REASON_LINES);
    return look->gap + (finding > reasons ? finding : reasons);
}

/* How many points from `first` on fit into this height. */
static size_t points_within(const struct show *show, const struct point_look *look, size_t first, double room)
{
    size_t n = 0;
    while (first + n < points(show) && (room -= point_height(show, look, first + n)) >= 0)
        n++;
    return n ? n : 1;
}

/* Slides for the points from `first` on. */
static size_t slides_from(const struct show *show, const struct point_look *look, size_t first)
{
    const double room = list_bottom(show) - list_top(show);
    size_t slides = 0;
    for (size_t i = first; i < points(show); i += points_within(show, look, i, room))
        slides++;
    return slides;
}

static const struct point_look *point_look(const struct show *show)
{
    const size_t least = slides_from(show, &point_looks[POINT_LOOKS - 1], 0);
    size_t k = 0;
    while (slides_from(show, &point_looks[k], 0) > least)
        k++;
    return &point_looks[k];
}

size_t show_points_slides(const struct show *show)
{
    return show->plan->figures > 1 ? slides_from(show, point_look(show), 0) : 0;
}

/* How many stand on the slide that begins with `first`: the slides from there on are equally full. */
static size_t points_of_slide(const struct show *show, const struct point_look *look, size_t first)
{
    const size_t slides = slides_from(show, look, first);
    double height = 0;
    for (size_t i = first; i < points(show); i++)
        height += point_height(show, look, i);
    size_t n = points_within(show, look, first, height / (double)slides + 1);
    while (slides_from(show, look, first + n) >= slides)
        n++;
    return n;
}

static void point(struct show *show, const struct point_look *look, size_t rank, double y)
{
    const struct brief_figure *figure = ranked(show, rank);
    const size_t slide = show->figure_slide[show->plan->ranked[rank]];
    const double left = show->page->left, height = point_height(show, look, rank), width = point_width(show);
    const double lower = (look->size - quiet.size) * 1.1; /* small letters stand on the line of the large ones */
    struct tb_deck_style number = strong, page = quiet, finding = plain;
    number.size = look->size + 2;
    finding.size = look->size;
    char text[24];
    number.colour = DECK_HOUSE;
    page.right = true;
    snprintf(text, sizeof text, "%zu", rank + 1);
    show_text(show, "Rank", (struct deck_box){left, y - 2, POINT_NUMBER, look->line + 2}, number, 1, text, 0);
    show_text(show, "Finding", (struct deck_box){left + POINT_NUMBER, y, width, height - look->gap + 2}, finding,
              FINDING_LINES, figure->words.finding, slide);
    if (figure->reasons[0])
        show_text(
            show, "Why",
            (struct deck_box){left + POINT_NUMBER + width + 12, y + lower, reason_width(show), height - look->gap + 4},
            quiet, REASON_LINES, figure->reasons, 0);
    snprintf(text, sizeof text, "%zu", slide);
    show_text(show, "Slide", (struct deck_box){show->page->right - PAGE_NUMBER, y + lower, PAGE_NUMBER, look->line},
              page, 1, text, slide);
    tb_deck_rule(show->deck, (struct deck_box){left, y + height - look->gap / 2, deck_page_room(show->page), 0.75},
                 DECK_PALE);
}

void show_points(struct show *show, size_t first)
{
    const size_t slides = show_points_slides(show);
    const struct point_look *look = point_look(show);
    for (size_t i = 0, slide = 0; slide < slides && !show->failed; slide++) {
        struct tb_bytes title = {0};
        tb_bytes_text(&title, say(show, "Key points", "要点"));
        if (slides > 1)
            tb_bytes_format(&title, say(show, " (%zu of %zu)", "（%zu/%zu）"), slide + 1, slides);
        show_page(show, DECK_TABLE, first + slide, brief_text(&title));
        show->failed |= title.failed;
        tb_bytes_free(&title);
        double y = list_top(show);
        for (const size_t end = i + points_of_slide(show, look, i); i < end; i++) {
            point(show, look, i, y);
            y += point_height(show, look, i);
        }
        show_foot(show, say(show, "In the order in which the figures call for attention; a click leads to the chart.",
                            "按需要关注的程度排列，点击可跳到相应图表。"));
    }
}

/* ---- key figures ---- */

#define CARDS_MOST   8
#define CARD_GAP     24
#define CARD_HEIGHT  154 /* at least */
#define SPARK_HEIGHT 20  /* of the last ten years, where a card has room */

/* The colour of a change: worse where the catalogue says which way is better. */
static enum tb_deck_colour change_colour(const struct show *show, uint32_t series, size_t i)
{
    const int quality = brief_change_quality(show->plan->panel, show->plan->results, series, i);
    return quality > 0 ? DECK_HOUSE : quality < 0 ? DECK_WORSE : DECK_TEXT;
}

/* "2024年", "2024年（初步）", "2024年上半年"; "2024 prov." */
static void add_card_year(const struct show *show, size_t i, struct tb_bytes *text)
{
    const struct tb_panel *panel = show->plan->panel;
    const char *mark = brief_year_mark(panel, i, show->language);
    if (show->language != TB_CHINESE) {
        brief_cell_year(panel, i, show->language, text);
        return;
    }
    brief_when(panel, i, show->language, text);
    if (*mark)
        tb_bytes_format(text, "（%s）", mark);
}

/* "2023年：208": the whole year before, where the change is one number. */
static void add_year_before(const struct show *show, uint32_t series, size_t i, const struct tb_display *display,
                            struct tb_bytes *text)
{
    const struct tb_panel *panel = show->plan->panel;
    const struct brief_change change = brief_year_change(panel, show->plan->results, series, i);
    if (!brief_is_exact(&change) || i == panel->series[series].first)
        return;
    const struct tb_display own = brief_own_display(panel, i - 1, display);
    add_card_year(show, i - 1, text);
    tb_bytes_text(text, say(show, ": ", "："));
    brief_cell_value(panel, i - 1, &own, text);
}

static void card(struct show *show, struct deck_box box, uint32_t series)
{
    const struct tb_panel *panel = show->plan->panel;
    const size_t i = brief_latest(panel, series);
    struct tb_display display;
    struct tb_bytes value = {0}, about = {0}, change = {0}, before = {0}, name = {0};

    brief_series_display(panel, series, show->language, &display);
    const struct tb_display own = brief_own_display(panel, i, &display); /* it stands alone */
    brief_cell_value(panel, i, &own, &value);
    add_card_year(show, i, &about);
    if (display.unit[0])
        tb_bytes_format(&about, say(show, " (%s)", "，单位：%s"), display.unit);
    tb_bytes_text(&name, tb_indicator_name(panel, panel->series[series].indicator, show->language));
    if (show->plan->many_regions && panel->series[series].region)
        tb_bytes_format(&name, say(show, ", %s", "，%s"), tb_text(panel, panel->series[series].region));
    add_year_before(show, series, i, &display, &before);
    brief_cell_change(panel, show->plan->results, series, i, show->language, &change);
    if (change.n) {
        const struct brief_change exact = brief_year_change(panel, show->plan->results, series, i);
        const double by = brief_is_exact(&exact) ? exact.row->value : 0;
        struct tb_bytes marked = {0};
        tb_bytes_format(&marked, "%s%s", by > 0 ? "▲ " : by < 0 ? "▼ " : "", brief_text(&change));
        change.failed |= marked.failed;
        tb_bytes_free(&change);
        change = marked;
    }
    tb_deck_rule(show->deck, (struct deck_box){box.x, box.y, box.width, 2}, DECK_HOUSE);
    show_text(show, "Value", (struct deck_box){box.x, box.y + 12, box.width, 50},
              (struct tb_deck_style){.size = 38, .bold = true, .colour = DECK_HOUSE}, 1, brief_text(&value), 0);
    show_text(show, "Name", (struct deck_box){box.x, box.y + 64, box.width, 44}, plain, 2, brief_text(&name), 0);
    show_text(show, "Year", (struct deck_box){box.x, box.y + 110, box.width, 18}, quiet, 1, brief_text(&about), 0);
    const struct tb_deck_style by = {.size = 14, .bold = true, .colour = change_colour(show, series, i)};
    struct tb_deck_style right = quiet;
    right.right = true;
    const double beside =
        brief_text_width(brief_text(&before), false) * right.size / 0.97 + 8; /* some programs part Han and figures */
    const bool both = brief_text_width(brief_text(&change), true) * by.size / 0.97 + beside + 8 < box.width;
    if (change.n)
        show_text(show, "Change", (struct deck_box){box.x, box.y + 129, box.width - (both ? beside : 0), 20}, by, 1,
                  brief_text(&change), 0);
    if (before.n && both)
        show_text(show, "Before", (struct deck_box){box.x + box.width - beside, box.y + 131, beside, 18}, right, 1,
                  brief_text(&before), 0);
    struct tb_spark spark;
    if (box.height >= CARD_HEIGHT + SPARK_HEIGHT + 8 && show_has_spark(show, series, &spark))
        show_spark(show, (struct deck_box){box.x, box.y + CARD_HEIGHT, box.width, SPARK_HEIGHT}, &spark,
                   brief_text(&name));
    show->failed |= value.failed || about.failed || change.failed || before.failed || name.failed;
    tb_bytes_free(&value);
    tb_bytes_free(&before);
    tb_bytes_free(&about);
    tb_bytes_free(&change);
    tb_bytes_free(&name);
}

void show_key_figures(struct show *show)
{
    const size_t across = show->page->width > 800 ? 4 : 3;
    uint32_t series[CARDS_MOST];
    const double room = deck_page_room(show->page);
    const double width = (room - (double)(across - 1) * CARD_GAP) / (double)across;
    const double top = list_top(show) + 8, half = (list_bottom(show) - top) / 2;
    const bool rows = half >= CARD_HEIGHT; /* two of them */
    const double height = rows ? half : 2 * half;
    const size_t n = brief_key_figures(show->plan, rows ? 2 * across : across, series);
    if (!n)
        return;
    show_page(show, DECK_TABLE, 0, say(show, "Key figures", "主要数字"));
    for (size_t i = 0; i < n; i++)
        card(show,
             (struct deck_box){show->page->left + (double)(i % across) * (width + CARD_GAP),
                               top + (i < across ? 0 : height), width, height},
             series[i]);
    show_foot(show,
              show->plan->figures
                  ? say(show, "The change is against the year before. All figures follow in the tables.",
                        "增减为与上年相比。全部数字见后面的表。")
                  : say(show,
                        "The first indicators of each section. Charts need at least two years; all figures follow in "
                        "the tables.",
                        "各栏目的首要指标。图表至少需要两年数据；全部数字见后面的表。"));
}

/* ---- methods and sources ---- */

#define SOURCES_MOST 14

static double paragraph(struct show *show, double x, double y, double width, struct tb_deck_style style,
                        const char *text)
{
    const size_t lines = brief_text_lines(text, style.size, SHOW_SAFE(width), style.bold);
    const double height = (double)lines * style.size * 1.32 + 2;
    if (y + height <= list_bottom(show) + 30)
        show_text(show, "Text", (struct deck_box){x, y, width, height}, style, lines, text, 0);
    return y + height;
}

void show_methods(struct show *show)
{
    const struct brief_plan *plan = show->plan;
    const double left = show->page->left, half = (deck_page_room(show->page) - 40) / 2, top = list_top(show);
    const struct tb_deck_style heading = {.size = 14, .bold = true, .colour = DECK_HOUSE};
    struct tb_deck_style body = {.size = 14, .colour = DECK_TEXT};
    show_page(show, DECK_TABLE, 0, say(show, "Methods and sources", "方法与来源"));
    double y = paragraph(show, left, top, half, heading, say(show, "Methods", "方法")) + 6;
    size_t n;
    const struct tb_phrase *methods = brief_methods(&n);
    for (size_t i = 0; i < n; i++)
        y = paragraph(show, left, y, half, body, brief_say(methods[i], show->language)) + 7;

    struct tb_bytes sources = {0};
    brief_plan_sources(plan, SOURCES_MOST, &sources);
    show->failed |= sources.failed;
    body.size = 12;
    y = paragraph(show, left + half + 40, top, half, heading, say(show, "Sources", "来源")) + 6;
    char *copy = strdup(brief_text(&sources)), *rest = copy;
    show->failed |= !copy;
    for (char *line; (line = strsep(&rest, "\n"));)
        y = paragraph(show, left + half + 40, y, half, body, line) + 5;
    free(copy);
    tb_bytes_free(&sources);
    show_foot(show,
              say(show,
                  "All statistics with their methods are in statistics.csv; inputs and options are in manifest.json.",
                  "全部统计结果及方法见statistics.csv，输入与选项见manifest.json。"));
}
