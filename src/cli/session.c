/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Whether a text holds a Han character (U+3400..U+9FFF). */
static bool has_han(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (*c >= 0xE4 && *c <= 0xE9 && (c[1] & 0xC0) == 0x80)
            return true;
    return false;
}

/* The language of the data: Chinese when an indicator has a Chinese name, id or unit. */
static enum tb_language language_of(const struct tb_panel *panel)
{
    for (size_t i = 0; i < panel->n_indicators; i++) {
        const struct tb_indicator *indicator = &panel->indicators[i];
        if (indicator->name_zh || has_han(tb_text(panel, indicator->id)) || has_han(tb_text(panel, indicator->unit)))
            return TB_CHINESE;
    }
    return TB_ENGLISH;
}

enum tb_language table_language(const struct session *session)
{
    return session->options->language || table_is_for_people(session->options->format) ? session->language : TB_ENGLISH;
}

static const char *const *list(const char *const *patterns)
{
    return patterns[0] ? patterns : NULL;
}

static enum tb_status load(struct session *session)
{
    const struct options *options = session->options;
    struct progress progress = progress_begin("reading", options);
    const struct tb_load_options load_options = {
        .strict = options->strict,
        .threads = options->jobs,
        .prefer = list(options->prefer),
        .progress = progress_step,
        .context = &progress,
        .failed = &session->failed,
    };
    const enum tb_status status = tb_load(options->data, options->n_data, &load_options, &session->panel, session->log);
    progress_end(&progress);
    return status;
}

enum tb_status session_stat_options(struct session *session, struct tb_stat_options *stat_options)
{
    const struct options *options = session->options;
    *stat_options = tb_stat_defaults();
    stat_options->confidence = options->confidence;
    stat_options->index_base = options->index_base;
    stat_options->statistics = list(options->statistics);
    stat_options->only_warned = options->only_warned;
    stat_options->latest = options->latest;
    stat_options->threads = options->jobs;
    for (const char *const *choice = options->choices; *choice; choice++) {
        const enum tb_status status = tb_stat_choose(stat_options, *choice, session->log);
        if (status)
            return status;
    }
    return TB_OK;
}

static enum tb_status compute(struct session *session, const bool *chosen)
{
    struct tb_stat_options stat_options;
    const enum tb_status status = session_stat_options(session, &stat_options);
    stat_options.warned = chosen;
    return status ? status : tb_compute(session->panel, &stat_options, &session->results, session->log);
}

/* The patterns of one option, "a,b,c" being three. */
struct patterns {
    const char *one[MOST_PATTERNS + 1];
    char *copy[MOST_PATTERNS];
    size_t n, copies;
};

static void patterns_free(struct patterns *patterns)
{
    for (size_t i = 0; i < patterns->copies; i++)
        free(patterns->copy[i]);
}

/* Is something in the data called just like that, comma and all? */
static bool is_name(const struct tb_panel *panel, const char *text)
{
    const uint32_t name = tb_names_find(panel->names, text, strlen(text));
    for (uint32_t s = 0; s < panel->n_series && name != TB_NO_NAME; s++) {
        const struct tb_indicator *indicator = &panel->indicators[panel->series[s].indicator];
        if (panel->series[s].region == name || indicator->id == name || indicator->name_zh == name ||
            indicator->name_en == name)
            return true;
    }
    return false;
}

static enum tb_status split(const struct session *session, const char *const *given, struct patterns *patterns)
{
    for (; *given; given++) {
        char *rest = strchr(*given, ',') && !is_name(session->panel, *given) ? strdup(*given) : NULL;
        if (rest)
            patterns->copy[patterns->copies++] = rest;
        for (const char *piece = rest ? strsep(&rest, ",") : *given; piece; piece = rest ? strsep(&rest, ",") : NULL) {
            if (patterns->n == MOST_PATTERNS)
                return tb_fail(session->log, TB_BAD_OPTION, "option", NULL, "more than %d names in a list",
                               MOST_PATTERNS);
            if (*piece)
                patterns->one[patterns->n++] = piece;
        }
    }
    return TB_OK;
}

static void choose_beside(const struct tb_panel *panel, uint32_t indicator, uint32_t s, bool *kept)
{
    const uint32_t beside =
        indicator == TB_NOWHERE ? TB_NOWHERE : tb_panel_find_series(panel, indicator, panel->series[s].region);
    if (beside != TB_NOWHERE)
        kept[beside] = true;
}

/* What charts need beside the chosen series: parts of every whole, denominators of every rate. */
static bool choose_helpers(const struct tb_panel *panel, enum tb_chart_takes takes, bool *chosen)
{
    bool *kept = malloc(panel->n_series * sizeof *kept);
    if (!kept)
        return false;
    memcpy(kept, chosen, panel->n_series * sizeof *kept);
    for (uint32_t s = 0; s < panel->n_series; s++) {
        const struct tb_indicator *indicator = &panel->indicators[panel->series[s].indicator];
        for (uint32_t k = 0; chosen[s] && takes == TB_PARTS && k < indicator->definition->n_parts; k++)
            choose_beside(panel, indicator->definition->parts[k], s, kept);
        if (chosen[s] && takes == TB_RATES)
            choose_beside(panel, indicator->denominator, s, kept);
    }
    memcpy(chosen, kept, panel->n_series * sizeof *kept);
    free(kept);
    return true;
}

enum tb_status session_choose(struct session *session, bool **result)
{
    const struct options *options = session->options;
    struct tb_choice choice = {.indicators = list(options->indicators),
                               .regions = list(options->regions),
                               .sections = list(options->sections)};
    *result = NULL;
    if (!choice.indicators && !choice.regions && !choice.sections)
        return TB_OK;
    struct patterns indicators = {0}, regions = {0};
    bool *chosen = calloc(session->panel->n_series + 1, sizeof *chosen);
    if (!chosen)
        return TB_NO_MEMORY;
    enum tb_status status = split(session, options->indicators, &indicators);
    if (!status)
        status = split(session, options->regions, &regions);
    choice.indicators = list(indicators.one);
    choice.regions = list(regions.one);
    if (!status)
        status = tb_panel_match(session->panel, &choice, chosen, session->log);
    const struct tb_chart_type *type = options->type ? tb_chart_type_find(options->type) : NULL;
    if (!status && type && !choose_helpers(session->panel, type->takes, chosen))
        status = TB_NO_MEMORY;
    patterns_free(&indicators);
    patterns_free(&regions);
    if (status)
        free(chosen);
    else
        *result = chosen;
    return status;
}

enum tb_status session_load(struct session *session, const struct options *options)
{
    *session = (struct session){.options = options, .language = TB_ENGLISH};
    session->log = tb_log_new(20);
    if (!session->log)
        return TB_NO_MEMORY;
    enum tb_status status = load(session);
    if (!status) {
        session->language = options->language ? strcmp(options->language, "zh") == 0 ? TB_CHINESE : TB_ENGLISH
                                              : language_of(session->panel);
        if (options->first_year > FIRST_YEAR || options->last_year < LAST_YEAR) /* else each year would be looked at */
            tb_panel_keep_years(session->panel, options->first_year, options->last_year);
        if (!session->panel->n_series)
            status = tb_fail(session->log, TB_BAD_DATA, "no-data", NULL, "no values between %d and %d",
                             options->first_year, options->last_year);
    }
    struct tb_stat_options stat_options;
    status = status ? status : tb_complete(session->panel, session->log);
    status = status ? status : session_stat_options(session, &stat_options);
    return status || !stat_options.choice[TB_BREAKS] ? status : tb_link(session->panel, session->log);
}

/* Leaves the series that were chosen, computed or not. */
static enum tb_status narrow(struct session *session, bool computed)
{
    bool *chosen;
    enum tb_status status = session_choose(session, &chosen);
    if (!status && computed)
        status = compute(session, chosen);
    if (chosen && !status) /* only now: a rate needs its numerator and a rank its peers */
        tb_keep_series(session->panel, session->results, chosen);
    if (chosen && !status && session->results && !tb_adjust(session->results)) /* the family is what is shown */
        status = TB_NO_MEMORY;
    free(chosen);
    return status;
}

enum tb_status session_compute(struct session *session)
{
    return narrow(session, true);
}

int session_begin(struct session *session, const struct options *options, bool with_results)
{
    const enum tb_status status = session_load(session, options);
    return (int)(status ? status : narrow(session, with_results));
}

static int exit_code(enum tb_status status)
{
    if (status == TB_NO_MEMORY)
        return TB_OUTPUT_FAILED;
    if (status == TB_INTERRUPTED)
        return 128 + (cancelled ? cancelled : 2);
    return (int)status;
}

int session_end(struct session *session, enum tb_status status)
{
    if (status == TB_NO_MEMORY)
        fputs("trendbook: error: out of memory; nothing was written\n", stderr);
    if (session->log)
        print_messages(session->log, session->options->quiet, message_language(session->options));
    tb_results_free(session->results);
    tb_panel_free(session->panel);
    tb_panel_free(session->failed);
    tb_log_free(session->log);
    return exit_code(status);
}

enum tb_status draft_output(const struct options *options, const char *output, int year, struct tb_log *log)
{
    const char *slash = output ? strrchr(output, '/') : NULL;
    const char *base = slash ? slash + 1 : output;
    struct stat there;
    if (!output)
        return TB_OK;
    const bool of_a_year = strspn(base, "0123456789") == 4 && (!strcmp(base + 4, ".csv") || !strcmp(base + 4, ".xlsx"));
    if (year && of_a_year && atoi(base) != year)
        return tb_fail(log, TB_BAD_OPTION, "option", NULL,
                       "the figures are of %d, but -o names %s; let both name one year", year, base);
    if (!options->force && lstat(output, &there) == 0)
        return tb_fail(log, TB_OUTPUT_FAILED, "output", NULL,
                       "\"%s\" is there already; name another file, or replace it with --force", output);
    return TB_OK;
}

enum tb_status draft_write(const struct options *options, const struct tb_bytes *bytes, struct tb_log *log)
{
    if (options->output)
        return tb_write_file(options->output, bytes->data, bytes->n, log);
    return fwrite(bytes->data, 1, bytes->n, stdout) == bytes->n && fflush(stdout) == 0
               ? TB_OK
               : tb_fail(log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
}
