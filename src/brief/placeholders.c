/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand between braces: adding a placeholder is a function and a row of the table. */
#include "markdown.h"
#include "quantities.h"
#include "template.h"

#include <stdlib.h>
#include <string.h>

/* ---- one value ---- */

/* The observation of a reference with no statistic and no decimals of its own; NOWHERE when reported or missing. */
static size_t plain_value(struct filler *filler, const char *text, struct reference *reference)
{
    if (!brief_read_reference(filler, text, reference))
        return NOWHERE;
    if (!reference->statistic && reference->decimals < 0)
        return brief_find_value(filler, reference);
    brief_wrong(filler, "\"%s\": only an indicator, its region and its year can stand here", text);
    return NOWHERE;
}

/* The number alone, as printed in the data: its unit is the template's. */
static bool fill_number(struct filler *filler, const char *text, struct tb_bytes *out)
{
    const struct tb_panel *panel = filler->plan->panel;
    const enum tb_language language = filler->plan->options->language;
    struct reference reference;
    if (!brief_read_reference(filler, text, &reference))
        return false;
    if (reference.statistic)
        return brief_find_statistic(filler, &reference, out);
    const size_t i = brief_find_value(filler, &reference);
    if (i == NOWHERE)
        return false;
    tb_bytes_text(out, brief_state_word(panel->state[i], false, language));
    brief_add_number(out, panel->value[i], reference.decimals >= 0 ? reference.decimals : panel->decimals[i], false,
                     language);
    return true;
}

static bool fill_value(struct filler *filler, const char *text, struct tb_bytes *out)
{
    const struct tb_panel *panel = filler->plan->panel;
    struct reference reference;
    struct tb_display display;
    const size_t i = plain_value(filler, text, &reference);
    if (i == NOWHERE)
        return false;
    tb_display_choose(&panel->value[i], 1, panel->decimals[i],
                      tb_text(panel, brief_indicator_of(panel, reference.series)->unit),
                      filler->plan->options->language,
                      &display); /* it stands alone: in the unit that suits it, not the whole series */
    brief_add_value(out, panel, reference.series, i, &display);
    return true;
}

static bool fill_phrase(struct filler *filler, const char *text, struct tb_bytes *out)
{
    struct reference reference;
    const size_t i = plain_value(filler, text, &reference);
    if (i == NOWHERE)
        return false;
    if (!brief_has_phrase(filler->plan->panel, reference.series))
        return brief_wrong(filler, "\"%s\" has no phrase_zh in the catalogue", text);
    brief_add_phrase(out, filler->plan->panel, reference.series, i);
    return true;
}

static bool fill_sentence(struct filler *filler, const char *text, struct tb_bytes *out)
{
    const struct brief_plan *plan = filler->plan;
    struct reference reference;
    const size_t i = plain_value(filler, text, &reference);
    if (i == NOWHERE)
        return false;
    brief_add_sentence(out, plan->panel, plan->results, reference.series, i, plan->options->language);
    return true;
}

/* "同比增长93.8%", "up 93.8% in a year": the change as the sentence says it, without the comma that joins it there. */
static bool fill_change(struct filler *filler, const char *text, struct tb_bytes *out)
{
    const struct brief_plan *plan = filler->plan;
    const enum tb_language language = plan->options->language;
    struct reference reference;
    struct tb_display display;
    const size_t i = plain_value(filler, text, &reference);
    if (i == NOWHERE)
        return false;
    struct brief_facts facts = {.language = language};
    struct tb_bytes words = {0};
    const struct brief_change change = brief_year_change(plan->panel, plan->results, reference.series, i);
    brief_series_display(plan->panel, reference.series, language, &display);
    brief_add_sure_change(&words, &facts, plan->panel, reference.series, &change, &display);
    if (words.n) {
        const char *comma = language == TB_CHINESE ? "，" : ", ";
        const size_t joined =
            words.n >= strlen(comma) && memcmp(words.data, comma, strlen(comma)) == 0 ? strlen(comma) : 0;
        tb_bytes_add(out, words.data + joined, words.n - joined);
    } else {
        struct tb_bytes *reason = brief_slot(&facts, SLOT_TEXT);
        if (change.row)
            brief_add_note_reason(reason, plan->panel, &change.row->note, TB_ENGLISH);
        brief_missing(filler, "\"%s\" has no change over the year to %d%s%s", text, reference.year,
                      reason->n ? ": " : "", brief_text(reason));
    }
    const bool there = words.n > 0;
    out->failed |= words.failed;
    tb_bytes_free(&words);
    brief_facts_free(&facts);
    return there;
}

static bool fill_name(struct filler *filler, const char *text, struct tb_bytes *out)
{
    const uint32_t indicator = brief_read_indicator(filler, text);
    if (indicator == TB_NOWHERE)
        return false;
    tb_bytes_text(out, tb_indicator_name(filler->plan->panel, indicator, filler->plan->options->language));
    return true;
}

/* ---- charts and tables ---- */

static bool fill_chart(struct filler *filler, const char *text, struct tb_bytes *out)
{
    char *id = strdup(text);
    if (!id)
        return brief_wrong(filler, "out of memory");
    const struct tb_chart_type *type = NULL;
    char *blank = strrchr(id, ' ');
    if (blank && (type = tb_chart_type_find(blank + 1)) != NULL) {
        while (blank > id && *blank == ' ')
            *blank-- = '\0';
    } else if (blank) {
        struct tb_nearest nearest = tb_nearest_to(blank + 1);
        size_t n;
        const struct tb_chart_type *row = tb_chart_types(&n);
        for (size_t i = 0; i < n; i++)
            tb_nearest_offer(&nearest, row[i].id);
        if (nearest.text && tb_panel_find_indicator(filler->plan->panel, id, strlen(id)) == TB_NOWHERE) {
            brief_wrong(filler, "unknown chart type \"%s\"%s%s%s (see: trendbook list charts)", blank + 1,
                        TB_DID_YOU_MEAN(nearest));
            free(id);
            return false;
        }
    }
    const uint32_t indicator = brief_read_indicator(filler, id);
    const struct brief_figure *figure = NULL;
    const char *why = "";
    bool drawn = false;
    if (indicator == TB_NOWHERE)
        goto done;
    if (!filler->charts) {
        brief_missing(filler, "a chart needs a folder to lie in, or a Word document: name one with -o");
        goto done;
    }
    drawn = brief_plan_figure(filler->plan, indicator, type ? type->id : NULL, filler->asking ? NULL : &figure, &why,
                              filler->log);
    if (!drawn)
        brief_missing(filler, "\"%s\" cannot be drawn: %s", id, why);
    else if (figure)
        brief_markdown_picture(out, figure, "png"); /* a report goes on into an office program */
    else
        tb_bytes_text(out, id); /* only asked for */
done:
    free(id);
    return drawn;
}

/* The line end behind the braces is the template's. */
static void cut_line_ends(struct tb_bytes *text)
{
    while (text->n && text->data[text->n - 1] == '\n')
        text->n--;
}

/* A section by its identifier or its heading, or one indicator. */
static bool fill_table(struct filler *filler, const char *text, struct tb_bytes *out)
{
    const struct brief_plan *plan = filler->plan;
    const struct tb_panel *panel = plan->panel;
    for (size_t k = 0; k < plan->sections; k++) {
        const struct brief_section *section = &plan->section[k];
        const struct tb_indicator *first = brief_indicator_of(panel, plan->row[section->first_row].series);
        if (strcmp(section->title, text) == 0 || strcmp(tb_text(panel, first->section), text) == 0) {
            brief_markdown_latest(out, plan, plan->row + section->first_row, section->rows, BRIEF_ANY_FIGURE);
            cut_line_ends(out);
            return true;
        }
    }
    struct reference reference;
    if (tb_panel_find_indicator(panel, text, strcspn(text, "[")) == TB_NOWHERE) {
        struct tb_nearest nearest = tb_nearest_to(text);
        for (size_t i = 0; i < panel->n_indicators; i++) {
            tb_nearest_offer(&nearest, tb_text(panel, panel->indicators[i].section));
            tb_nearest_offer(&nearest, tb_text(panel, panel->indicators[i].id));
        }
        return brief_wrong(filler, "no section or indicator is called \"%s\"%s%s%s", text, TB_DID_YOU_MEAN(nearest));
    }
    if (!brief_read_reference(filler, text, &reference))
        return false;
    brief_markdown_years(out, plan, reference.series, false);
    cut_line_ends(out);
    return true;
}

static bool fill_audit(struct filler *filler, const char *text, struct tb_bytes *out)
{
    (void)text;
    brief_markdown_disputes(out, filler->plan);
    cut_line_ends(out);
    return true;
}

/* ---- the report ---- */

static bool fill_year(struct filler *filler, const char *text, struct tb_bytes *out)
{
    const size_t digits = strlen(text);
    if (digits &&
        ((*text != '-' && *text != '+') || digits < 2 || digits > 4 || strspn(text + 1, "0123456789") + 1 < digits))
        return brief_wrong(filler, "write {{year}}, {{year-1}} or {{year+1}}");
    tb_bytes_format(out, "%d", filler->plan->last + (digits ? atoi(text) : 0));
    return true;
}

static bool fill_title(struct filler *filler, const char *text, struct tb_bytes *out)
{
    (void)text;
    tb_bytes_text(out, filler->plan->title);
    return true;
}

/* ---- the table ---- */

enum argument {
    NOTHING,
    WANTED,
    OWN_RULES /* may be absent, and may follow the name without a blank */
};

struct tb_placeholder_code {
    enum argument argument;
    bool markdown; /* what it fills in is Markdown already; else it is text */
    bool (*fill)(struct filler *filler, const char *argument, struct tb_bytes *out);
};
#define CODE(argument, markdown, fill) (&(const struct tb_placeholder_code){argument, markdown, fill})

static const struct tb_placeholder placeholders[] = {
    {"", "{{ID}}", "the number of the report's year, without unit", "报告年份的数字，不带单位",
     "{{penalty_cases}} {{fines_total@2023}} {{penalty_cases@-1}} {{penalty_cases.yoy_pct:2}}",
     CODE(WANTED, false, fill_number)},
    {"value", "{{value ID}}", "the value with its unit", "带单位的数值", "{{value fines_total}}",
     CODE(WANTED, false, fill_value)},
    {"phrase", "{{phrase ID}}", "the catalogue's words with the figure in them", "目录短语及其数字",
     "{{phrase penalty_cases}}", CODE(WANTED, false, fill_phrase)},
    {"change", "{{change ID}}", "the change against the year before, in words", "与上年相比的变化",
     "{{change penalty_cases}}", CODE(WANTED, false, fill_change)},
    {"sentence", "{{sentence ID}}", "the whole sentence: value, change, trend", "整句：数值、变化、趋势",
     "{{sentence penalty_cases}}", CODE(WANTED, false, fill_sentence)},
    {"name", "{{name ID}}", "the indicator's name", "指标名称", "{{name penalty_cases}}",
     CODE(WANTED, false, fill_name)},
    {"chart", "{{chart ID TYPE}}", "a chart; without TYPE the one that fits best", "图表，不写类型时自动选择",
     "{{chart penalty_cases column}}", CODE(WANTED, true, fill_chart)},
    {"table", "{{table SECTION}}", "the last values of a section, or the years of an indicator",
     "栏目各指标最近数值，或一项指标的各年数值", "{{table enforcement_report}}", CODE(WANTED, true, fill_table)},
    {"audit", "{{audit}}", "printed figures that do not agree, as a list", "与计算不一致的公布数", "{{audit}}",
     CODE(NOTHING, true, fill_audit)},
    {"year", "{{year}}", "the year of the report, the last one of the data", "报告年份，即数据的最后一年",
     "{{year}} {{year-1}}", CODE(OWN_RULES, false, fill_year)},
    {"title", "{{title}}", "the briefing's title", "简报标题", "{{title}}", CODE(NOTHING, false, fill_title)},
};
enum {
    PLACEHOLDERS = sizeof placeholders / sizeof placeholders[0]
};

const struct tb_placeholder *tb_placeholders(size_t *n)
{
    *n = PLACEHOLDERS;
    return placeholders;
}

/* The row that `inside` names, and what stands behind its name; row 0 is a reference. */
static size_t find_row(const char *inside, const char **argument)
{
    for (size_t i = 1; i < PLACEHOLDERS; i++) {
        const size_t length = strlen(placeholders[i].name);
        const char *rest = inside + length;
        if (strncmp(inside, placeholders[i].name, length) != 0)
            continue;
        const size_t blanks = strspn(rest, " \t");
        const enum argument wants = placeholders[i].code->argument;
        if ((wants == WANTED && blanks && rest[blanks]) || (wants == NOTHING && !*rest) ||
            (wants == OWN_RULES && (!*rest || strchr(" +-", *rest)))) {
            *argument = rest + blanks;
            return i;
        }
    }
    *argument = inside;
    return 0;
}

/* "sentense penalty_cases": a word, a blank and an indicator. */
static bool is_misspelt(struct filler *filler, const char *inside)
{
    const struct tb_panel *panel = filler->plan->panel;
    const char *rest = strchr(inside, ' ');
    if (!rest || tb_panel_find_indicator(panel, rest + 1, strcspn(rest + 1, "[@.: ")) == TB_NOWHERE)
        return false;
    char *word = strndup(inside, (size_t)(rest - inside));
    if (!word)
        return false;
    struct tb_nearest nearest = tb_nearest_to(word);
    for (size_t i = 1; i < PLACEHOLDERS; i++)
        tb_nearest_offer(&nearest, placeholders[i].name);
    brief_wrong(filler, "unknown placeholder \"%s\"%s%s%s (see: trendbook list placeholders)", word,
                TB_DID_YOU_MEAN(nearest));
    free(word);
    return true;
}

static bool fill_wanted(struct filler *filler, const char *inside, struct tb_bytes *out)
{
    const char *argument;
    const size_t row = find_row(inside, &argument);
    if (!*inside)
        return brief_wrong(filler, "empty braces: name an indicator (see: trendbook list placeholders)");
    if (!row && is_misspelt(filler, inside))
        return false;
    if (placeholders[row].code->markdown)
        return placeholders[row].code->fill(filler, argument, out);
    struct tb_bytes words = {0};
    const bool filled = placeholders[row].code->fill(filler, argument, &words);
    if (filled)
        brief_markdown_text(out, brief_text(&words));
    out->failed |= words.failed;
    tb_bytes_free(&words);
    return filled;
}

/* `WHAT|words`: the words stand where WHAT does not exist; what is misspelt stays an error.  An id may hold a bar. */
bool brief_fill_placeholder(struct filler *filler, const char *inside, struct tb_bytes *out)
{
    const char *bar = strrchr(inside, '|');
    if (!bar || tb_panel_find_indicator(filler->plan->panel, inside, strlen(inside)) != TB_NOWHERE)
        return fill_wanted(filler, inside, out);
    const char *end = bar;
    while (end > inside && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    char *wanted = strndup(inside, (size_t)(end - inside));
    if (!wanted)
        return brief_wrong(filler, "out of memory");
    const bool optional = filler->optional;
    filler->optional = true;
    filler->missing = false;
    bool filled = fill_wanted(filler, wanted, out);
    filler->optional = optional;
    if (!filled && filler->missing) {
        brief_markdown_text(out, bar + 1 + strspn(bar + 1, " \t"));
        filled = true;
    }
    free(wanted);
    return filled;
}
