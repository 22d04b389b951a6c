/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include "deck.h"
#include "measure.h"
#include "model/memory.h"
#include "quantities.h"
#include "remarks.h"
#include "select.h"
#include "slides.h"
#include "words.h"
#include "xml.h"

#include <ctype.h>
#include <math.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static enum tb_status no_memory(struct tb_log *log)
{
    return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while planning the briefing");
}

/* ---- file names ---- */

#define STEM_MOST 120

/* Devices of Windows, which no file may be named after. */
static bool is_device(const char *stem)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul"};
    const size_t length = strcspn(stem, ".");
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++)
        if (length == 3 && strncasecmp(stem, devices[i], 3) == 0)
            return true;
    return length == 4 && (strncasecmp(stem, "com", 3) == 0 || strncasecmp(stem, "lpt", 3) == 0) &&
           isdigit((unsigned char)stem[3]);
}

char *brief_file_stem(const char *id)
{
    struct tb_bytes stem = {0};
    const size_t length = strlen(id);
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)id[i];
        const bool at_end =
            (i == 0 && (c == '.' || c == ' ' || c == '-')) || (i + 1 == length && (c == '.' || c == ' '));
        if (c < 0x20 || c == 0x7F || at_end || strchr("/\\:*?\"<>|%", c))
            tb_bytes_format(&stem, "%%%02X", c);
        else
            tb_bytes_add(&stem, &c, 1);
    }
    if (!length || is_device(brief_text(&stem)))
        tb_bytes_text(&stem, "%");
    if (stem.n > STEM_MOST) {
        char hash[SHA256_DIGEST_STRING_LENGTH];
        SHA256Data((const uint8_t *)id, length, hash);
        size_t kept = STEM_MOST - 9;
        while (kept > 0 && (stem.data[kept] & 0xC0) == 0x80)
            kept--;
        stem.n = kept;
        tb_bytes_format(&stem, "~%.8s", hash);
    }
    brief_text(&stem);
    if (stem.failed)
        tb_bytes_free(&stem);
    return (char *)stem.data;
}

static bool is_taken(const struct brief_plan *plan, const char *stem)
{
    for (size_t i = 0; i < brief_pictures(plan); i++)
        if (strcasecmp(brief_picture(plan, i)->stem, stem) == 0)
            return true;
    return false;
}

/* A file name of its own, also where file systems ignore case.  NULL when out of memory. */
static char *unique_stem(const struct brief_plan *plan, const char *id)
{
    char *plain = brief_file_stem(id), *stem = plain;
    for (unsigned copy = 2; stem && is_taken(plan, stem); copy++) {
        if (stem != plain)
            free(stem);
        if (asprintf(&stem, "%s~%u", plain, copy) < 0)
            stem = NULL;
    }
    if (stem != plain)
        free(plain);
    return stem;
}

/* ---- sections and rows ---- */

/* The Chinese heading where the catalogue has one; else an identifier such as enforcement_report is shown as words. */
static char *section_title(const struct tb_panel *panel, const struct tb_indicator *indicator,
                           enum tb_language language)
{
    const char *section = tb_text(panel, indicator->section);
    if (language == TB_CHINESE && indicator->definition->section_zh)
        return brief_safe_text(tb_text(panel, indicator->definition->section_zh));
    if (!section[0])
        return strdup(language == TB_CHINESE ? "其他指标" : "Other indicators");
    char *title = brief_safe_text(section);
    bool identifier = title != NULL;
    for (const char *c = section; *c; c++)
        identifier = identifier && (islower((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '_');
    for (char *c = title; identifier && *c; c++)
        *c = (char)(*c == '_' ? ' ' : c == title ? toupper((unsigned char)*c) : *c);
    return title;
}

/* Rows by section in order of first appearance, inside a section in the order of the panel. */
static bool make_rows(struct brief_plan *plan)
{
    const struct tb_panel *panel = plan->panel;
    size_t *of = malloc(panel->n_series * sizeof *of);
    uint32_t *name = calloc(panel->n_series, sizeof *name);
    plan->row = calloc(panel->n_series, sizeof *plan->row);
    plan->section = calloc(panel->n_series, sizeof *plan->section);
    bool done = of && name && plan->row && plan->section;

    for (uint32_t s = 0; done && s < panel->n_series; s++) {
        const struct tb_indicator *indicator = &panel->indicators[panel->series[s].indicator];
        const uint32_t section = indicator->section;
        size_t k = s > 0 && name[of[s - 1]] == section ? of[s - 1] : 0;
        while (k < plan->sections && name[k] != section)
            k++;
        if (k == plan->sections) {
            name[plan->sections++] = section;
            plan->section[k].title = section_title(panel, indicator, plan->options->language);
            done = plan->section[k].title != NULL;
        }
        of[s] = k;
        plan->section[k].rows++;
    }
    for (size_t k = 1; done && k < plan->sections; k++)
        plan->section[k].first_row = plan->section[k - 1].first_row + plan->section[k - 1].rows;
    for (size_t k = 0; done && k < plan->sections; k++)
        plan->section[k].rows = 0; /* counted again while filling */
    for (uint32_t s = 0; done && s < panel->n_series; s++) {
        struct brief_section *section = &plan->section[of[s]];
        plan->row[section->first_row + section->rows++] = (struct brief_row){.series = s, .figure = NOWHERE};
    }
    plan->rows = done ? panel->n_series : 0;
    free(of);
    free(name);
    return done;
}

/* ---- charts ---- */

/* Two years with values, not all of them 0, and no structural number. */
static bool can_be_charted(const struct tb_panel *panel, uint32_t series)
{
    const struct tb_series *s = &panel->series[series];
    bool all_zero = true;
    for (size_t i = s->first; i < s->first + s->n; i++)
        all_zero = all_zero && (!tb_has_value(panel, i) || panel->value[i] == 0);
    return panel->indicators[s->indicator].kind != TB_LABEL && brief_years(panel, series) >= 2 && !all_zero;
}

/* Leaves the series with the largest last values, in their order. */
static void keep_largest(const struct tb_panel *panel, uint32_t *series, size_t *n)
{
    while (*n > BRIEF_REGIONS_MOST) {
        size_t least = 0;
        for (size_t k = 1; k < *n; k++)
            if (panel->value[brief_latest(panel, series[k])] <= panel->value[brief_latest(panel, series[least])])
                least = k;
        memmove(series + least, series + least + 1, (*n - least - 1) * sizeof *series);
        --*n;
    }
}

static void figure_free(struct brief_figure *figure)
{
    free(figure->series);
    free(figure->stem);
    free(figure->subtitle);
    free(figure->foot);
    free(figure->reasons);
    tb_words_free(&figure->words);
    brief_native_free(figure->native);
    brief_native_free(figure->shown);
    tb_bytes_free(&figure->svg);
    tb_bytes_free(&figure->png);
    tb_bytes_free(&figure->bare);
    tb_bytes_free(&figure->bare_svg);
    tb_bytes_free(&figure->web);
    tb_bytes_free(&figure->paper);
}

static struct tb_chart chart_of(const struct brief_plan *plan, const struct brief_figure *figure)
{
    return (struct tb_chart){.type = figure->type,
                             .panel = plan->panel,
                             .results = plan->results,
                             .series = figure->series,
                             .n_series = figure->n,
                             .language = plan->options->language,
                             .title = figure->words.finding,
                             .subtitle = figure->words.subtitle,
                             .foot = figure->words.foot,
                             .alt = figure->words.alt};
}

static char *take_text(struct tb_bytes *bytes)
{
    brief_text(bytes); /* closed by its NUL */
    if (bytes->failed)
        tb_bytes_free(bytes);
    return (char *)bytes->data;
}

/* The slide's subtitle says the unit; a chart adds it on its own. */
static char *subtitle_with_unit(const struct brief_plan *plan, const struct brief_figure *figure)
{
    const struct tb_chart chart = chart_of(plan, figure);
    struct tb_display display;
    struct tb_bytes text = {0};
    tb_chart_display(&chart, &display);
    tb_bytes_text(&text, figure->words.subtitle);
    char *unit = brief_safe_text(display.unit);
    for (size_t n = unit ? strlen(unit) : 0; n > 0 && unit[n - 1] == ' '; n--)
        unit[n - 1] = '\0';
    if (unit && unit[0])
        tb_bytes_format(&text, plan->options->language == TB_CHINESE ? "（单位：%s）" : " (%s)", unit);
    text.failed |= !unit;
    free(unit);
    return take_text(&text);
}

void brief_plan_sources(const struct brief_plan *plan, size_t most, struct tb_bytes *text)
{
    uint32_t *series = calloc(plan->rows + 1, sizeof *series);
    for (size_t k = 0; series && k < plan->rows; k++)
        series[k] = plan->row[k].series;
    if (series)
        brief_add_sources(text, plan->panel, series, plan->rows, plan->options->language, true, "\n", most);
    text->failed |= !series;
    free(series);
}

/* The foot beside a bare picture: source, what the marks mean (as the chart says it), regions left out. */
static char *foot_with_notes(const struct brief_plan *plan, const struct brief_figure *figure, const char *notes)
{
    const bool chinese = plan->options->language == TB_CHINESE;
    struct tb_bytes text = {0};
    tb_bytes_text(&text, figure->words.foot);
    if (notes[0])
        tb_bytes_format(&text, "%s%s", chinese ? "。注：" : ". Note: ", notes);
    if (figure->omitted)
        tb_bytes_format(&text, chinese ? "。另有%zu个地区见表" : ". %zu more regions are in the table",
                        figure->omitted);
    return take_text(&text);
}

/* The words of a figure whose series are chosen.  Its type is `type`, or what fits; none fits: figure->type is NULL. */
static enum tb_status fill_figure(struct brief_plan *plan, struct brief_figure *figure, const char *type,
                                  struct tb_log *log)
{
    const struct tb_panel *panel = plan->panel;
    const enum tb_language language = plan->options->language;
    const size_t wanted = figure->n;
    keep_largest(panel, figure->series, &figure->n);
    figure->omitted = wanted - figure->n;
    figure->type = type;
    if (!type && figure->n > 0)
        figure->type = tb_chart_pick(panel, plan->results, figure->series, figure->n, language, &figure->why);
    if (!figure->type || !figure->n)
        return TB_OK;
    figure->indicator = panel->series[figure->series[0]].indicator;
    const enum tb_status status =
        tb_words_make(panel, plan->results, figure->type, figure->series, figure->n, language, &figure->words, log);
    if (status)
        return status;
    const struct tb_chart chart = chart_of(plan, figure);
    figure->subtitle = subtitle_with_unit(plan, figure);
    figure->native = brief_native_new(&chart);
    figure->title_lines = brief_title_lines(&plan->page, figure->words.finding);
    const bool made = brief_native_made(&chart, &figure->shown);
    const struct deck_box box = brief_plot_box(&plan->page, figure->title_lines);
    if (figure->shown && figure->shown->plot == NATIVE_TABLE &&
        !tb_deck_grid_fits(figure->shown, box.width, box.height))
        figure->shown->picture =
            brief_say((struct tb_phrase){"its table has no room on a slide", "表格在幻灯片上放不下"}, language);
    return figure->subtitle && figure->native && made ? TB_OK : no_memory(log);
}

/* Series that go into charts of a type that was asked for: such a type may show one year, or only zeros. */
static bool is_wanted(const struct brief_plan *plan, uint32_t series)
{
    return plan->options->type ? brief_latest(plan->panel, series) != NOWHERE &&
                                     brief_indicator_of(plan->panel, series)->kind != TB_LABEL
                               : can_be_charted(plan->panel, series);
}

static bool can_be_drawn(const struct brief_plan *plan, const struct brief_figure *figure)
{
    struct tb_chart_facts facts;
    struct tb_chart chart = chart_of(plan, figure);
    chart.type = plan->options->type;
    return tb_chart_facts(&chart, &facts);
}

/* One chart of a group.  Takes nothing when none of its series can be drawn. */
static enum tb_status add_figure(struct brief_plan *plan, size_t section, const struct tb_chart_group *group,
                                 struct tb_log *log)
{
    struct brief_figure *figure = &plan->figure[plan->figures]; /* counted when it is whole */
    *figure = (struct brief_figure){.section = section, .series = malloc((group->n + 1) * sizeof *figure->series)};
    if (!figure->series)
        return no_memory(log);
    for (size_t k = 0; k < group->n; k++)
        if (is_wanted(plan, group->series[k]))
            figure->series[figure->n++] = group->series[k];
    enum tb_status status = TB_OK;
    if (plan->options->type && (!figure->n || !can_be_drawn(plan, figure))) {
        plan->unfit++;
        goto done;
    }
    status = fill_figure(plan, figure, plan->options->type, log);
    if (status || !figure->type)
        goto done;
    if (plan->figures == BRIEF_CHARTS_MOST) {
        plan->capped++;
        goto done;
    }
    figure->stem = unique_stem(plan, group->name);
    if (!figure->stem) {
        status = no_memory(log);
        goto done;
    }
    for (size_t k = 0; k < plan->rows; k++)
        for (size_t i = 0; i < figure->n && plan->row[k].figure == NOWHERE; i++)
            if (plan->row[k].series == figure->series[i])
                plan->row[k].figure = plan->figures;
    plan->figures++;
    return TB_OK;
done:
    figure_free(figure);
    return status;
}

/* A chart that the plan does not have: the series of the indicator, drawn as `type`, or as what fits. */
static bool make_extra(struct brief_plan *plan, struct brief_figure *figure, uint32_t indicator, const char *type,
                       const char **why, struct tb_log *log)
{
    const struct tb_panel *panel = plan->panel;
    *figure = (struct brief_figure){.section = NOWHERE, .series = malloc(panel->n_series * sizeof *figure->series)};
    *why = "out of memory";
    if (!figure->series)
        return false;
    for (uint32_t s = 0; s < panel->n_series; s++)
        if (panel->series[s].indicator == indicator && brief_latest(panel, s) != NOWHERE)
            figure->series[figure->n++] = s;
    if (fill_figure(plan, figure, type, log))
        return false;
    if (!figure->n || !figure->type) {
        *why = figure->why ? figure->why : "it has no value";
        return false;
    }
    char *name = NULL;
    if (asprintf(&name, "%s-%s", tb_text(panel, panel->indicators[indicator].id), figure->type) < 0)
        return false;
    figure->stem = unique_stem(plan, name);
    free(name);
    return figure->stem != NULL;
}

bool brief_plan_figure(struct brief_plan *plan, uint32_t indicator, const char *type,
                       const struct brief_figure **result, const char **why, struct tb_log *log)
{
    for (size_t i = 0; i < brief_pictures(plan); i++) {
        struct brief_figure *there = brief_picture(plan, i);
        if (there->indicator != indicator || (type && strcmp(type, there->type) != 0))
            continue;
        if (result) {
            there->in_template = true;
            *result = there;
        }
        return true;
    }
    struct brief_figure made;
    bool done = make_extra(plan, &made, indicator, type, why, log);
    if (done && result && tb_grow_by_one(&plan->extra, plan->extras, sizeof *plan->extra)) {
        made.in_template = true;
        plan->extra[plan->extras] = made;
        *result = &plan->extra[plan->extras++];
        return true;
    }
    figure_free(&made);
    return done && !result;
}

static size_t count_indicators(const struct brief_plan *plan)
{
    size_t n = 0;
    for (uint32_t s = 0; s < plan->panel->n_series; s++)
        n += s == 0 || plan->panel->series[s].indicator != plan->panel->series[s - 1].indicator;
    return n;
}

static enum tb_status make_figures(struct brief_plan *plan, struct tb_log *log)
{
    const struct tb_panel *panel = plan->panel;
    plan->figure = calloc(BRIEF_CHARTS_MOST + 1, sizeof *plan->figure); /* one more to try the next in */
    if (!plan->figure)
        return no_memory(log);
    struct tb_chart_groups groups = {0};
    const struct tb_chart_type *type = plan->options->type ? tb_chart_type_find(plan->options->type) : NULL;
    size_t *begins = malloc((panel->n_series + 1) * sizeof *begins); /* group by its first series */
    enum tb_status status = begins && tb_chart_groups_make(panel, type, false, &groups) ? TB_OK : no_memory(log);
    for (uint32_t s = 0; begins && s < panel->n_series; s++)
        begins[s] = NOWHERE;
    for (size_t i = 0; i < groups.n && !status; i++)
        begins[groups.group[i].series[0]] = i;
    for (size_t k = 0; begins && k < plan->sections; k++)
        for (size_t i = plan->section[k].first_row; i < plan->section[k].first_row + plan->section[k].rows; i++)
            if (!status && begins[plan->row[i].series] != NOWHERE)
                status = add_figure(plan, k, &groups.group[begins[plan->row[i].series]], log);
    free(begins);
    plan->indicators = count_indicators(plan);
    tb_chart_groups_free(&groups);
    if (!status && plan->unfit && !plan->figures)
        status = tb_fail(log, TB_BAD_DATA, "no-chart", NULL, "nothing here can be drawn as a chart of the type %s",
                         plan->options->type);
    else if (!status && plan->unfit)
        tb_log_add(log, TB_WARNING, "charts-unfit", NULL,
                   "%zu cannot be drawn as a chart of the type %s; they are in the tables", plan->unfit,
                   plan->options->type);
    if (status)
        return status;
    for (size_t i = 0; i < plan->rows; i++)
        plan->without_chart += plan->row[i].figure == NOWHERE;
    if (plan->capped)
        tb_log_add(
            log, TB_WARNING, "charts-capped", NULL,
            "%zu more indicators could be charted; a briefing draws the first %d of the catalogue, choose others "
            "with -i",
            plan->capped, BRIEF_CHARTS_MOST);
    return TB_OK;
}

/* ---- the rest ---- */

static bool find_disputes(struct brief_plan *plan)
{
    const struct tb_results *results = plan->results;
    for (size_t i = 0; results && i < results->n; i++)
        plan->disputes += brief_is_dispute(&results->row[i]);
    plan->dispute = calloc(plan->disputes + 1, sizeof(const struct tb_result *));
    if (!plan->dispute)
        return false;
    plan->disputes = 0;
    for (size_t i = 0; results && i < results->n; i++)
        if (brief_is_dispute(&results->row[i]))
            plan->dispute[plan->disputes++] = &results->row[i];
    return true;
}

static bool make_title(struct brief_plan *plan)
{
    const struct tb_panel *panel = plan->panel;
    const bool chinese = plan->options->language == TB_CHINESE;
    plan->first = INT16_MAX;
    plan->last = INT16_MIN;
    for (size_t i = 0; i < panel->n; i++)
        if (tb_has_value(panel, i)) {
            plan->first = panel->year[i] < plan->first ? panel->year[i] : plan->first;
            plan->last = panel->year[i] > plan->last ? panel->year[i] : plan->last;
        }
    for (size_t s = 1; s < panel->n_series; s++)
        plan->many_regions |= panel->series[s].region != panel->series[0].region;
    if (plan->options->title) {
        plan->title = brief_safe_text(plan->options->title);
        return plan->title != NULL;
    }
    struct tb_bytes title = {0};
    char *region = brief_safe_text(plan->many_regions ? "" : tb_text(panel, panel->series[0].region));
    if (!region)
        return false;
    char span[32] = "";
    if (plan->first < plan->last)
        snprintf(span, sizeof span, chinese ? "%d—%d年" : "%d–%d", plan->first, plan->last);
    else if (plan->first == plan->last)
        snprintf(span, sizeof span, chinese ? "%d年" : "%d", plan->first);
    if (chinese)
        tb_bytes_format(&title, "%s%s主要指标简报", region, span);
    else
        tb_bytes_format(&title, "Key yearly figures%s%s%s%s", region[0] ? ", " : "", region, span[0] ? ", " : "", span);
    free(region);
    plan->title = take_text(&title);
    return plan->title != NULL;
}

void brief_plan_free(struct brief_plan *plan)
{
    if (!plan)
        return;
    for (size_t i = 0; i < plan->sections; i++)
        free(plan->section[i].title);
    for (size_t i = 0; i < plan->figures; i++)
        figure_free(&plan->figure[i]);
    deck_theme_free(plan->theme);
    free(plan->title);
    free(plan->section);
    free(plan->row);
    free(plan->figure);
    for (size_t i = 0; i < plan->extras; i++)
        figure_free(&plan->extra[i]);
    free(plan->extra);
    free(plan->ranked);
    free(plan->dispute);
    free(plan);
}

enum tb_status brief_plan_make(const struct tb_panel *panel, const struct tb_results *results,
                               const struct tb_brief_options *options, struct brief_plan **result, struct tb_log *log)
{
    if (!panel->n_series)
        return tb_fail(log, TB_BAD_DATA, "no-series", NULL, "there is nothing to brief on: no indicator has a value");
    struct brief_plan *plan = calloc(1, sizeof *plan);
    if (!plan)
        return no_memory(log);
    plan->panel = panel;
    plan->results = results;
    plan->options = options;
    plan->page = deck_page_own(!options->four_by_three);
    enum tb_status status = TB_OK;
    if (options->theme_from) {
        status = deck_theme_read(options->theme_from, &plan->theme, log);
        if (status) {
            brief_plan_free(plan);
            return status;
        }
        plan->page = plan->theme->page;
    }
    status = make_title(plan) && make_rows(plan) && find_disputes(plan) ? make_figures(plan, log) : no_memory(log);
    if (status == TB_OK && !brief_select(plan))
        status = no_memory(log);
    if (status == TB_OK)
        *result = plan;
    else
        brief_plan_free(plan);
    return status;
}

const struct native *brief_figure_native(const struct brief_plan *plan, const struct brief_figure *figure)
{
    const struct native *native = figure->shown ? figure->shown : figure->native;
    return plan->options->pictures || native->picture ? NULL : native;
}

/*
 * Six pictures a chart: whole as SVG and PNG, for the page, for documents, and bare for its slide where that has no
 * native chart.
 */
enum {
    WHOLE_SVG,
    WHOLE_PNG,
    WEB_SVG,
    PAPER_PNG,
    BARE_PNG,
    BARE_SVG,
    PICTURES
};

/* Half as wide as a screen, with letters of 13 pixels; light, as the page's style sheet knows those colours. */
static struct tb_page web_page(const struct tb_page *page)
{
    struct tb_page web = *page;
    web.width = 700;
    web.height = 360;
    web.inches = 0;
    web.u = 4.6;
    web.theme = TB_LIGHT;
    web.bare = true;
    return web;
}

/* At 300 dots an inch; light, since paper is white. */
static struct tb_page paper_page(const struct tb_page *page)
{
    struct tb_page paper = *page;
    paper.width = (int)lround(BRIEF_PAPER_WIDTH / 25.4 * 300);
    paper.height = (int)lround(BRIEF_PAPER_HEIGHT / 25.4 * 300);
    paper.inches = BRIEF_PAPER_HEIGHT / 25.4;
    paper.u = 0.9 / 25.4 * 300; /* letters of 7 points and more */
    paper.theme = page->theme == TB_DARK ? TB_LIGHT : page->theme;
    paper.bare = false;
    return paper;
}

/* Whether a chart wants to be drawn as this. */
static bool is_drawn(const struct brief_plan *plan, const struct brief_figure *figure, size_t picture,
                     bool template_alone)
{
    if (template_alone)
        return figure->in_template && picture == PAPER_PNG;
    if (picture == PAPER_PNG)
        return brief_on_paper(figure);
    return picture < PAPER_PNG || (figure->on_slide && !brief_figure_native(plan, figure));
}

static struct tb_bytes *picture_of(struct brief_figure *figure, size_t picture)
{
    struct tb_bytes *const of[PICTURES] = {&figure->svg,   &figure->png,  &figure->web,
                                           &figure->paper, &figure->bare, &figure->bare_svg};
    return of[picture];
}

/* Takes a figure out of the plan, as if it had never been charted; no other takes its slide. */
static void drop_figure(struct brief_plan *plan, size_t dropped)
{
    plan->on_slides -=
        plan->figure[dropped].on_slide; /* nobody moves up: a picture for a slide is drawn with the rest */
    figure_free(&plan->figure[dropped]);
    plan->figures--;
    memmove(&plan->figure[dropped], &plan->figure[dropped + 1], (plan->figures - dropped) * sizeof *plan->figure);
    for (size_t k = 0; k < plan->rows; k++) {
        size_t *figure = &plan->row[k].figure;
        if (*figure == dropped) {
            *figure = NOWHERE;
            plan->without_chart++;
        } else if (*figure != NOWHERE && *figure > dropped)
            --*figure;
    }
    size_t kept = 0;
    for (size_t rank = 0; rank <= plan->figures; rank++) {
        const size_t number = plan->ranked[rank];
        if (number != dropped)
            plan->ranked[kept++] = number > dropped ? number - 1 : number;
    }
    for (size_t rank = 0; rank < plan->figures; rank++)
        plan->figure[plan->ranked[rank]].rank = rank;
}

/* One job a picture that is wanted, in the order of the charts. */
static enum tb_status order_pictures(const struct brief_plan *plan, bool template_alone, const struct tb_chart *chart,
                                     const struct tb_page *page, struct tb_chart_job *job, char **name, size_t *jobs,
                                     struct tb_log *log)
{
    static const char *const endings[PICTURES] = {"svg", "png", "page.svg", "document.png", "slide.png", "slide.svg"};
    const size_t n = brief_pictures(plan);
    for (size_t i = 0; i < n; i++) {
        const struct brief_figure *figure = brief_picture(plan, i);
        const struct tb_page *const pages[PICTURES] = {
            &plan->options->page, &plan->options->page, &page[n], &page[n + 1], &page[i], &page[i]};
        for (size_t k = 0; k < PICTURES; k++) {
            if (!is_drawn(plan, figure, k, template_alone))
                continue;
            if (asprintf(&name[*jobs], "charts/%s.%s", figure->stem, endings[k]) < 0) {
                name[*jobs] = NULL;
                return no_memory(log);
            }
            job[*jobs] = (struct tb_chart_job){.chart = &chart[i],
                                               .page = pages[k],
                                               .format = strstr(endings[k], "png") ? TB_PNG : TB_SVG,
                                               .name = name[*jobs]};
            ++*jobs;
        }
    }
    return TB_OK;
}

/* Puts the pictures where they belong.  Returns the job behind the last of the figure. */
static struct tb_chart_job *take_pictures(const struct brief_plan *plan, struct brief_figure *figure,
                                          bool template_alone, struct tb_chart_job *next, bool *whole)
{
    const char *notes = ""; /* the marks of the slide's picture; a native chart has those of the page's */
    const struct tb_chart_job *first = next;
    for (size_t k = 0; k < PICTURES; k++) {
        if (!is_drawn(plan, figure, k, template_alone))
            continue;
        *picture_of(figure, k) = next->output;
        *whole = *whole && next->status == TB_OK;
        if (k == WEB_SVG || k == BARE_PNG)
            notes = brief_text(&next->notes);
        next++;
    }
    figure->foot = foot_with_notes(plan, figure, notes);
    for (; first < next; first++)
        tb_bytes_free(&((struct tb_chart_job *)first)->notes);
    return next;
}

enum tb_status brief_plan_draw(struct brief_plan *plan, bool template_alone, struct tb_log *log)
{
    const size_t n = brief_pictures(plan);
    if (!n)
        return TB_OK;
    struct tb_chart *chart = calloc(n, sizeof *chart);
    struct tb_page *page = calloc(n + 2, sizeof *page); /* of the slides; of the web page; of documents */
    struct tb_chart_job *job = calloc(PICTURES * n, sizeof *job);
    char **name = calloc(PICTURES * n, sizeof *name);
    bool *whole = calloc(n, sizeof *whole);
    size_t jobs = 0;
    enum tb_status status = TB_OK;
    if (!chart || !page || !job || !name || !whole) {
        status = no_memory(log);
        goto done;
    }
    status = tb_chart_warm(log);
    if (status)
        goto done;
    for (size_t i = 0; i < n; i++) {
        chart[i] = chart_of(plan, brief_picture(plan, i));
        page[i] = brief_bare_page(&plan->options->page, &plan->page, brief_picture(plan, i)->title_lines);
    }
    page[n] = web_page(&plan->options->page);
    page[n + 1] = paper_page(&plan->options->page);
    status = order_pictures(plan, template_alone, chart, page, job, name, &jobs, log);
    if (status)
        goto done;
    if (jobs)
        status = tb_chart_draw(job, jobs, plan->options->jobs ? plan->options->jobs : 1, plan->options->progress,
                               plan->options->context, plan->options->cancel, log);
    struct tb_chart_job *next = job;
    bool template_whole = true;
    for (size_t i = 0; i < n; i++) {
        struct brief_figure *figure = brief_picture(plan, i);
        whole[i] = true;
        next = take_pictures(plan, figure, template_alone, next, &whole[i]);
        if (!figure->foot && status == TB_OK)
            status = no_memory(log);
        template_whole = template_whole && (whole[i] || !figure->in_template);
    }
    if (status == TB_OK || status == TB_NO_MEMORY || status == TB_INTERRUPTED || !template_whole)
        goto done;
    plan->undrawn = status; /* the log names the chart; the others are whole */
    status = TB_OK;
    for (size_t i = plan->figures; i-- > 0;) {
        if (!whole[i])
            drop_figure(plan, i);
    }
done:
    for (size_t i = 0; name && i < PICTURES * n; i++)
        free(name[i]);
    free(name);
    free(whole);
    free(job);
    free(page);
    free(chart);
    return status;
}
