/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes first on the page: the figures that call most for attention, large, and the key points. */
#include "html.h"
#include "key_figures.h"

enum {
    CARDS_MOST = 8
};

static size_t figure_of(const struct brief_plan *plan, uint32_t series)
{
    for (size_t k = 0; k < plan->rows; k++)
        if (plan->row[k].series == series)
            return plan->row[k].figure;
    return NOWHERE;
}

static void card(struct page *page, uint32_t series)
{
    const struct tb_panel *panel = page->panel;
    const struct tb_series *s = &panel->series[series];
    const size_t i = brief_latest(panel, series), figure = figure_of(page->plan, series);
    struct tb_display display;
    struct tb_bytes value = {0}, year = {0}, change = {0}, name = {0};
    brief_series_display(panel, series, page->language, &display);
    const struct tb_display own = brief_own_display(panel, i, &display); /* it stands alone */
    brief_cell_value(panel, i, &own, &value);
    brief_cell_year(panel, i, page->language, &year);
    brief_cell_change(panel, page->plan->results, series, i, page->language, &change);

    raw(page, "<li class=\"card\">");
    if (figure != NOWHERE)
        tb_bytes_format(page->bytes, "<a href=\"#c%zu\">", figure + 1);
    raw(page, "<span class=\"name\">");
    text(page, tb_indicator_name(panel, s->indicator, page->language));
    if (page->plan->many_regions && s->region) {
        raw(page, say(page, ", ", "，"));
        text(page, tb_text(panel, s->region));
    }
    raw(page, "</span> <span class=\"value\"><span class=\"big\">");
    text(page, brief_text(&value));
    raw(page, "</span> ");
    page_element(page, "span class=\"unit\"", display.unit);
    raw(page, "</span> ");
    page_spark(page, series, panel->year[s->first] > page->spark_from ? panel->year[s->first] : page->spark_from,
               panel->year[i]);
    raw(page, " <span class=\"when\">");
    text(page, brief_text(&year));
    if (change.n) {
        page_change_class(page, series, i, &name);
        tb_bytes_format(page->bytes, "</span> <span class=\"change%s\">", brief_text(&name));
        text(page, brief_text(&change));
    }
    raw(page, figure != NOWHERE ? "</span></a></li>\n" : "</span></li>\n");
    page->bytes->failed |= value.failed || year.failed || change.failed;
    tb_bytes_free(&value);
    tb_bytes_free(&year);
    tb_bytes_free(&change);
    tb_bytes_free(&name);
}

void page_key_figures(struct page *page)
{
    uint32_t series[CARDS_MOST];
    size_t n = brief_key_figures(page->plan, CARDS_MOST, series);
    if (n < 2)
        return; /* one figure is its chart */
    n -= n > 4 ? n % 2 : 0;
    raw(page, "<section id=\"figures\" data-part=\"\">\n");
    page_element(page, "h2", say(page, "Key figures", "主要数字"));
    raw(page, n % 4 && n % 3 == 0 ? "<ul class=\"cards threes\">\n" : "<ul class=\"cards\">\n");
    for (size_t k = 0; k < n; k++)
        card(page, series[k]);
    raw(page, "</ul>\n");
    page_element(page, "p class=\"quiet about\"",
                 say(page, "The change is against the year before.", "增减为与上年相比。"));
    raw(page, "</section>\n");
}

/* ---- key points ---- */

const char *page_points_title(const struct page *page)
{
    return say(page, "Key points", "要点");
}

bool page_has_points(const struct page *page)
{
    return page->plan->figures > 1;
}

void page_points(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    if (!page_has_points(page))
        return;
    raw(page, "<section id=\"points\" data-part=\"\">\n");
    page_element(page, "h2", page_points_title(page));
    raw(page, "<ol class=\"points\">\n");
    for (size_t rank = 0; rank < plan->on_slides; rank++) {
        const struct brief_figure *figure = &plan->figure[plan->ranked[rank]];
        tb_bytes_format(page->bytes, "<li><a href=\"#c%zu\">", plan->ranked[rank] + 1);
        text(page, figure->words.finding);
        raw(page, "</a>");
        if (figure->reasons[0]) {
            raw(page, " <span class=\"reasons\">");
            page_elements(page, "span", figure->reasons, say(page, "; ", "；"));
            raw(page, "</span>");
        }
        raw(page, "</li>\n");
    }
    raw(page, "</ol>\n</section>\n");
}
