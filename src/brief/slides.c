/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which slides a briefing has, in which order, and the slide of a chart. */
#include "slides.h"

#include "quantities.h"
#include "show.h"
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- places ---- */

#define SUBTITLE_HEIGHT  26
#define U                (DECK_HEIGHT / 100.0)
#define BARE_MARGIN      (2 * U) /* of a bare picture around its plot, which stands under the title's left edge */
#define PIXELS_PER_POINT (160.0 / 72)

size_t brief_title_lines(const struct deck_page *page, const char *finding)
{
    const double room = SHOW_SAFE(page->title.width) - brief_text_gaps(finding) * page->title_size;
    return brief_text_lines(finding, page->title_size, room, true) > 1 ? 2 : 1;
}

static struct deck_box subtitle_box(const struct deck_page *page, size_t title_lines)
{
    return (struct deck_box){page->left, deck_page_top(page, title_lines), deck_page_room(page), SUBTITLE_HEIGHT};
}

struct deck_box brief_plot_box(const struct deck_page *page, size_t title_lines)
{
    const double top = deck_page_top(page, title_lines) + SUBTITLE_HEIGHT + 8;
    return (struct deck_box){page->left - BARE_MARGIN, top, deck_page_room(page) + 2 * BARE_MARGIN,
                             deck_page_foot(page).y - 9 - top};
}

struct tb_page brief_bare_page(const struct tb_page *look, const struct deck_page *page, size_t title_lines)
{
    const struct deck_box box = brief_plot_box(page, title_lines);
    struct tb_page bare = *look;
    bare.width = (int)(box.width * PIXELS_PER_POINT);
    bare.height = (int)(box.height * PIXELS_PER_POINT);
    bare.inches = box.height * page->scale / 72;
    bare.u = U * PIXELS_PER_POINT;
    bare.bare = true;
    bare.theme = look->theme == TB_DARK ? TB_LIGHT : look->theme; /* slides are light */
    return bare;
}

/* ---- pieces ---- */

void show_frame(struct show *show, enum tb_deck_role role, const struct deck_box *box, const char *text, double size,
                double width, size_t lines, bool bold)
{
    char *fitted = brief_text_fit(text, size, SHOW_SAFE(width), lines, bold);
    if (fitted && role == DECK_TITLE) {
        const double gaps =
            brief_text_gaps(fitted) * size / (double)brief_text_lines(fitted, size, SHOW_SAFE(width), bold);
        brief_text_balance(fitted, size, SHOW_SAFE(width) - gaps, bold);
    }
    if (fitted)
        tb_deck_frame(show->deck, role, box, fitted);
    show->failed |= !fitted;
    free(fitted);
}

void show_foot(struct show *show, const char *text)
{
    show_frame(show, DECK_FOOT, NULL, text, DECK_FOOT_SIZE, deck_page_foot(show->page).width, 2, false);
}

void show_page(struct show *show, enum tb_deck_layout layout, size_t number, const char *title)
{
    tb_deck_slide(show->deck, layout, number);
    show_frame(show, DECK_TITLE, NULL, title, show->page->title_size, show->page->title.width, 1, true);
}

void show_text(struct show *show, const char *name, struct deck_box box, struct tb_deck_style style, size_t lines,
               const char *text, size_t link)
{
    char *fitted = brief_text_fit(text, style.size, SHOW_SAFE(box.width), lines, style.bold);
    if (fitted)
        tb_deck_text(show->deck, name, box, style, fitted, link);
    show->failed |= !fitted;
    free(fitted);
}

#define SPARK_YEARS 10
#define SPARK_LEAST 3

bool show_has_spark(const struct show *show, uint32_t series, struct tb_spark *spark)
{
    const struct tb_panel *panel = show->plan->panel;
    const size_t latest = brief_latest(panel, series);
    const int to = latest == NOWHERE ? 0 : panel->year[latest];
    tb_spark_make(panel, series, to - SPARK_YEARS + 1, to, NAN, spark);
    if (spark->n < SPARK_LEAST) {
        spark->n = 0;
        return false;
    }
    spark->from = spark->point[0].year; /* it fills its place */
    spark->to = spark->point[spark->n - 1].year;
    return true;
}

void show_spark(struct show *show, struct deck_box box, const struct tb_spark *spark, const char *name)
{
    struct tb_bytes alt = {0};
    tb_bytes_format(&alt, say(show, "%s, ", "%s，"), name);
    brief_add_span(&alt, spark->from, spark->to, show->language);
    tb_deck_spark(show->deck, box, spark, brief_text(&alt));
    show->failed |= alt.failed;
    tb_bytes_free(&alt);
}

/* ---- charts ---- */

static void figure_slide(struct show *show, const struct brief_figure *figure)
{
    const struct deck_page *page = show->page;
    const struct deck_box title = deck_page_title(page, figure->title_lines);
    const struct deck_box subtitle = subtitle_box(page, figure->title_lines);
    const double room = deck_page_room(page);
    tb_deck_slide(show->deck, DECK_FIGURE, 0);
    show_frame(show, DECK_TITLE, page->fixed ? NULL : &title, figure->words.finding, page->title_size, title.width, 2,
               true);
    if (page->kicker)
        show_frame(show, DECK_KICKER, NULL, show->plan->section[figure->section].title, 12, room, 1, true);
    show_frame(show, DECK_SUBTITLE, &subtitle, figure->subtitle, DECK_SUBTITLE_SIZE, room, 1, false);
    const struct tb_deck_figure shown = {.native = brief_figure_native(show->plan, figure),
                                         .png = &figure->bare,
                                         .svg = &figure->bare_svg,
                                         .alt = figure->words.alt};
    const enum tb_status status =
        tb_deck_figure(show->deck, brief_plot_box(page, figure->title_lines), &shown, show->log);
    if (!show->status)
        show->status = status;
    show_foot(show, figure->foot);
    struct tb_bytes notes = {0};
    tb_bytes_text(&notes, figure->words.notes);
    if (!shown.native && !show->plan->options->pictures)
        tb_bytes_format(&notes,
                        say(show, "\nThe chart is a picture: %s; its numbers are in briefing.xlsx.",
                            "\n本图为图片：%s；数据见briefing.xlsx。"),
                        (figure->shown ? figure->shown : figure->native)->picture);
    tb_deck_notes(show->deck, brief_text(&notes));
    show->failed |= notes.failed;
    tb_bytes_free(&notes);
}

/* ---- the deck ---- */

/* The charts of each section that has some on slides. */
static void figure_slides(struct show *show)
{
    const struct brief_plan *plan = show->plan;
    for (size_t i = 0, section = NOWHERE; i < plan->figures && !show->failed && !show->status; i++) {
        const struct brief_figure *figure = &plan->figure[i];
        if (!figure->on_slide)
            continue;
        if (figure->section != section)
            tb_deck_section(show->deck, plan->section[figure->section].title);
        section = figure->section;
        show->figure_slide[i] = tb_deck_slides(show->deck) + 1;
        figure_slide(show, figure);
    }
}

static void charted_overview(struct show *show)
{
    if (show->plan->figures)
        show_overview(show, true);
}

static void other_overview(struct show *show)
{
    show_overview(show, false);
}

/* Chapters in their order; a chapter without slides is left out of the contents. */
static void all_slides(struct show *show)
{
    enum {
        KEY_FIGURES,
        POINTS,
        CHARTS,
        TARGETS,
        DISPUTES,
        OVERVIEW,
        OTHERS,
        METHODS,
        CHAPTERS
    };
    struct show_chapter chapter[CHAPTERS] = {
        [KEY_FIGURES] = {say(show, "Key figures", "主要数字"), 0},
        [POINTS] = {say(show, "Key points", "要点"), 0},
        [CHARTS] = {say(show, "Charts", "图表"), 0},
        [TARGETS] = {say(show, "Targets", "目标完成情况"), 0},
        [DISPUTES] = {say(show, "Printed figures that do not agree", "与计算不一致的公布数"), 0},
        [OVERVIEW] = {say(show, "Overview", "指标总览"), 0},
        [OTHERS] = {say(show, "Other figures", "其他指标"), 0},
        [METHODS] = {say(show, "Methods and sources", "方法与来源"), 0},
    };
    void (*const make[CHAPTERS])(struct show *) = {
        [KEY_FIGURES] = show_key_figures, [CHARTS] = figure_slides,      [TARGETS] = show_targets,
        [DISPUTES] = show_disputes,       [OVERVIEW] = charted_overview, [OTHERS] = other_overview,
        [METHODS] = show_methods,
    };
    tb_deck_section(show->deck, say(show, "Summary", "概要"));
    show_cover(show);
    const size_t contents = tb_deck_reserve(show->deck);
    for (size_t k = 0; k < CHAPTERS; k++) {
        const size_t before = tb_deck_slides(show->deck);
        if (k == POINTS)
            for (size_t n = show_points_slides(show); n > 0; n--)
                tb_deck_reserve(show->deck);
        else {
            if (k > CHARTS)
                tb_deck_section(show->deck, chapter[k].title);
            make[k](show);
        }
        if (tb_deck_slides(show->deck) > before)
            chapter[k].first = before + 1;
    }
    if (chapter[POINTS].first)
        show_points(show, chapter[POINTS].first);
    show_contents(show, contents, chapter, CHAPTERS);
}

enum tb_status brief_write_pptx(const struct brief_plan *plan, struct tb_bytes *bytes, size_t *slides,
                                struct tb_log *log)
{
    struct show show = {.deck = tb_deck_new(plan->options->language, &plan->page, plan->theme),
                        .plan = plan,
                        .page = &plan->page,
                        .language = plan->options->language,
                        .log = log,
                        .figure_slide = calloc(plan->figures + 1, sizeof *show.figure_slide)};
    show.failed = !show.figure_slide;
    if (show.deck && show.figure_slide) {
        all_slides(&show);
        *slides = tb_deck_slides(show.deck);
    }
    const enum tb_status status = show.status                 ? show.status
                                  : show.failed || !show.deck ? tb_fail(log, TB_NO_MEMORY, "no-memory", NULL,
                                                                        "out of memory while making the slides")
                                                              : tb_deck_write(show.deck, plan->title, bytes, log);
    tb_deck_free(show.deck);
    free(show.figure_slide);
    return status;
}
