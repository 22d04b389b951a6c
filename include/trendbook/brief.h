/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The briefing: sentences, slides, text and tables from one run.
 */
#ifndef TRENDBOOK_BRIEF_H
#define TRENDBOOK_BRIEF_H

#include "chart.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The words around one chart, all from the same results: tb_words_free releases them.
 * Chinese and English by `language`; numbers in the same unit and decimals as the chart's labels.
 */
struct tb_words {
    char *finding;  /* title: subject, direction, size, years; no full stop */
    char *subtitle; /* indicator, unit, region, years */
    char *foot;     /* source, then notes of the data */
    char *alt;      /* at most 250 characters: form, data, finding */
    char *sentence; /* one full sentence for a report */
    char *notes;    /* speaker notes: method, n, caveats, sources, audit remarks */
};
enum tb_status tb_words_make(const struct tb_panel *panel, const struct tb_results *results, const char *chart_type,
                             const uint32_t *series, size_t n_series, enum tb_language language, struct tb_words *words,
                             struct tb_log *log);
void tb_words_free(struct tb_words *words);

/** Kinds of templates, a mask. */
enum tb_template_kinds {
    TB_NO_TEMPLATE = 0, /* always written */
    TB_TEXT_TEMPLATE = 1,
    TB_WORD_TEMPLATE = 2,
    TB_ANY_TEMPLATE = 3
};

/** One written output of a briefing: a row of the registry of writers ("pptx", "md", ...). */
struct tb_brief_writer {
    const char *id;
    const char *file; /* "briefing.pptx" */
    const char *title_en, *title_zh;
    enum tb_template_kinds of_template; /* only where there is a template of this kind */
};
const struct tb_brief_writer *tb_brief_writers(size_t *n);

/** What may stand between the braces of a template: a row of its registry. */
struct tb_placeholder {
    const char *name; /* "sentence"; "" for a reference alone */
    const char *form; /* "{{sentence ID}}" */
    const char *title_en, *title_zh;
    const char *example;
    const struct tb_placeholder_code *code; /* private to src/brief */
};
const struct tb_placeholder *tb_placeholders(size_t *n);

struct tb_brief_options {
    enum tb_language language;
    const char *template_text; /* UTF-8, lines end in LF; NULL: none.  docs/templates.md */
    bool template_word;        /* the template is the Word document template_name; template_text is NULL */
    const char *template_name; /* its path, for messages too */
    const char *title;         /* NULL: made from the data's years */
    const char *const *data;   /* the inputs as the user named them, NULL-terminated, for the manifest */
    const char *command;       /* options as given, for the manifest */
    const char *version;
    const char *theme_from; /* a .potx or .pptx whose master, layouts, colours and fonts the slides take; NULL: ours */
    bool four_by_three;     /* slides of 4:3; else 16:9, or as the template has them */
    bool pictures;          /* charts on slides are pictures, not native charts */
    struct tb_page page;    /* theme and colours; slide charts choose their own size */
    const char *type;       /* of all charts, of the registry; NULL: what fits each indicator */
    size_t top;             /* charts that get a slide of their own, those that call most for attention; 0: 12 */
    unsigned jobs;
    bool force;
    void (*progress)(void *context, size_t done, size_t total);
    void *context;
    /* told of each chart with a slide, the first first: its finding, and the reasons for its place ("" for none) */
    void (*explain)(const char *finding, const char *reasons);
    const volatile int *cancel;
};

/** What was written, for the closing line of the command. */
struct tb_brief_report {
    size_t slides, charts, series, rows;
    size_t on_slides;     /* charts with a slide of their own */
    size_t without_chart; /* series of one year or without values: in the table only */
};

/**
 * Writes the whole briefing into `folder`: all of it or nothing (output.h).  A chart that cannot be drawn is left out
 * and named in the log; the rest is written, and the status is that of the chart.
 * Fails with TB_OUTPUT_FAILED, or TB_BAD_DATA when a panel has no series.
 */
enum tb_status tb_brief_write(const struct tb_panel *panel, const struct tb_results *results,
                              const struct tb_brief_options *options, const char *folder,
                              struct tb_brief_report *report, struct tb_log *log);

/** What kind of template the options name. */
static inline enum tb_template_kinds tb_brief_template(const struct tb_brief_options *options)
{
    return options->template_word ? TB_WORD_TEMPLATE : options->template_text ? TB_TEXT_TEMPLATE : TB_NO_TEMPLATE;
}

/** What a report is written as. */
enum tb_report_form {
    TB_REPORT_MARKDOWN, /* of a text template only */
    TB_REPORT_WORD      /* .docx */
};

/**
 * The template alone, filled in with the figures of the panel.
 *   report  receives the file; the caller frees it with tb_bytes_free
 * Fails with TB_BAD_DATA and every unknown name and missing value in the log, at its line and character (of a Word
 * document: its paragraph); in Markdown a chart is one of them, since it needs a folder (tb_brief_write).
 */
enum tb_status tb_brief_fill(const struct tb_panel *panel, const struct tb_results *results,
                             const struct tb_brief_options *options, enum tb_report_form form, struct tb_bytes *report,
                             struct tb_log *log);

#ifdef __cplusplus
}
#endif

#endif
