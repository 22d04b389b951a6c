/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    CURVES = 3 /* so many series have a line chart; more of them would bury the figures */
};

/* One series as it is shown: a line a year, a sparkline over them, the sentence below. */
struct view {
    const struct session *session;
    const struct tb_panel *panel;
    uint32_t number; /* of the series */
    const struct tb_series *series;
    const struct tb_indicator *indicator;
    struct tb_display display;
    double largest;
    bool negative;     /* some value is below 0: no bars */
    bool styled, dots; /* colour; characters beyond ASCII */
};

static void label_of(const struct view *view, size_t i, char *text, size_t size)
{
    static const char *const marks[][2] = {[TB_EXACT] = {"", ""},
                                           [TB_ABOUT] = {"~", "约"},
                                           [TB_BELOW] = {"<", "<"},
                                           [TB_AT_MOST] = {"\u2264", "\u2264"},
                                           [TB_ABOVE] = {">", ">"},
                                           [TB_AT_LEAST] = {"\u2265", "\u2265"},
                                           [TB_NEGLIGIBLE] = {"\u2026", "\u2026"}};
    const unsigned state = view->panel->state[i];
    const bool chinese = view->session->language == TB_CHINESE;
    if (state > TB_NEGLIGIBLE) {
        snprintf(text, size, "%s", chinese ? "缺数" : "n/a");
        return;
    }
    const size_t n = (size_t)snprintf(text, size, "%s", marks[state][chinese]);
    if (state == TB_ABOUT && n < size)
        tb_display_about(&view->display, view->panel->value[i], text + n, size - n);
    else if (state != TB_NEGLIGIBLE && n < size)
        tb_display_value(&view->display, view->panel->value[i], false, text + n, size - n);
}

/* "+93.8%", "−0.08 pp", or why there is none. */
static void change_of(const struct view *view, int year, char *text, size_t size)
{
    const struct tb_results *results = view->session->results;
    const bool chinese = view->session->language == TB_CHINESE;
    text[0] = '\0';
    const struct tb_result *points = tb_results_at(results, view->number, "yoy_pp", year - 1, year);
    const struct tb_result *row = points ? points : tb_results_at(results, view->number, "yoy_pct", year - 1, year);
    if (!row)
        return;
    if (isnan(row->value)) {
        tb_note_text(view->panel,
                     &(struct tb_note){.code = row->note.code, .year = row->note.year, .name = row->note.name},
                     view->session->language, text, size);
        return;
    }
    const int decimals = points && view->display.decimals > 0 ? view->display.decimals : 1;
    const size_t n = tb_display_fixed(row->value, decimals, true, view->session->language, text, size);
    if (n < size)
        snprintf(text + n, size - n, "%s", !points ? "%" : chinese ? "个百分点" : " pp");
}

static void put_bar(const struct view *view, size_t i, int room)
{
    static const char *const eighths[] = {"", "\u258F", "\u258E", "\u258D", "\u258C", "\u258B", "\u258A", "\u2589"};
    if (view->negative || !(view->largest > 0))
        return;
    const double value = tb_has_value(view->panel, i) ? view->panel->value[i] : 0;
    const int filled = (int)lround(8 * room * (value / view->largest));
    const bool bound = view->panel->state[i] != TB_EXACT;
    if (!view->dots) {
        const int whole = (filled + 4) / 8;
        for (int k = 0; k < whole; k++)
            putchar(bound ? '=' : '#');
        printf("%*s", room - whole, "");
        return;
    }
    fputs(view->styled ? "\033[34m" : "", stdout);
    for (int k = 0; k < filled / 8; k++)
        fputs(bound ? "\u2592" : "\u2588", stdout);
    fputs(bound ? "" : eighths[filled % 8], stdout);
    fputs(view->styled ? "\033[0m" : "", stdout);
    printf("%*s", room - filled / 8 - (!bound && filled % 8 ? 1 : 0), "");
}

static void put_sparkline(const struct view *view)
{
    static const char *const steps[] = {"\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"};
    const struct tb_panel *panel = view->panel;
    const size_t first = view->series->first, end = first + view->series->n;
    double low = INFINITY, high = -INFINITY;
    for (size_t i = first; i < end; i++)
        if (tb_has_value(panel, i)) {
            low = fmin(low, panel->value[i]);
            high = fmax(high, panel->value[i]);
        }
    size_t i = first;
    for (int year = panel->year[first]; year <= panel->year[end - 1]; year++) {
        while (i < end && panel->year[i] < year)
            i++;
        if (i >= end || panel->year[i] != year || !tb_has_value(panel, i) || tb_period(panel, i)) {
            putchar(' ');
            continue;
        }
        if (tb_flags(panel, i) & TB_FLAG_BREAK)
            fputs("\u2502", stdout);
        fputs(steps[high > low ? (int)lround(7 * ((panel->value[i] - low) / (high - low))) : 3], stdout);
    }
}

static void measure(struct view *view)
{
    const struct tb_panel *panel = view->panel;
    int decimals = 0;
    view->largest = 0;
    view->negative = false;
    for (size_t i = view->series->first; i < view->series->first + view->series->n; i++) {
        if (!tb_has_value(panel, i))
            continue;
        view->largest = fmax(view->largest, panel->value[i]);
        view->negative = view->negative || panel->value[i] < 0;
        decimals = panel->decimals[i] > decimals ? panel->decimals[i] : decimals;
    }
    tb_display_choose(panel->value + view->series->first, view->series->n, decimals,
                      tb_text(panel, view->indicator->unit), view->session->language, &view->display);
}

/* Name, unit, id where it is another word; then the sparkline where it still fits into the line. */
static void put_heading(const struct view *view)
{
    const bool chinese = view->session->language == TB_CHINESE;
    const char *region = tb_text(view->panel, view->series->region);
    struct tb_bytes rest = {0};
    if (*region)
        tb_bytes_format(&rest, "%s%s", chinese ? "，" : ", ", region);
    if (view->display.unit[0])
        tb_bytes_format(&rest, "%s%s%s", chinese ? "（" : " (", view->display.unit, chinese ? "）" : ")");
    const char *name = tb_indicator_name(view->panel, view->series->indicator, view->session->language);
    const char *id = tb_text(view->panel, view->indicator->id);
    if (strcmp(id, name) != 0)
        tb_bytes_format(&rest, "  %s", id);
    tb_bytes_add(&rest, "", 1);
    const char *after = rest.failed ? "" : (const char *)rest.data;
    fputs(view->styled ? "\033[1m" : "", stdout);
    put_safe(name);
    fputs(view->styled ? "\033[0m" : "", stdout);
    put_safe(after);
    const size_t first = view->series->first, last = first + view->series->n - 1;
    const int years = view->panel->year[last] - view->panel->year[first] + 1;
    if (view->dots && screen_columns(name) + screen_columns(after) + 2 + years + years / 4 <= (int)screen_width()) {
        fputs("  ", stdout);
        put_sparkline(view);
    }
    putchar('\n');
    tb_bytes_free(&rest);
}

static void put_years(const struct view *view)
{
    const struct tb_panel *panel = view->panel;
    const size_t first = view->series->first, end = first + view->series->n;
    char label[128], change[256];
    int label_width = 0;
    for (size_t i = first; i < end; i++) {
        label_of(view, i, label, sizeof label);
        label_width = screen_columns(label) > label_width ? screen_columns(label) : label_width;
    }
    const int room = screen_width() > 110 ? 48 : 32;
    for (size_t i = first; i < end; i++) {
        const uint32_t period = tb_period(panel, i);
        if (tb_flags(panel, i) & TB_FLAG_BREAK)
            puts(view->session->language == TB_CHINESE ? "  ---- 新口径 ----" : "  ---- new basis ----");
        if (tb_flags(panel, i) & TB_FLAG_LINK)
            printf(view->session->language == TB_CHINESE ? "  ---- 已衔接口径：%s ----\n" : "  ---- linked: %s ----\n",
                   tb_text(panel, view->series->linked));
        label_of(view, i, label, sizeof label);
        change_of(view, panel->year[i], change, sizeof change);
        printf("  %d  ", panel->year[i]);
        put_right(label, label_width);
        fputs("  ", stdout);
        put_bar(view, i, room);
        fputs("  ", stdout);
        put_safe(period ? tb_text(panel, period) : change);
        for (size_t f = 0; f < tb_n_flag_rows; f++)
            if (tb_flags(panel, i) & tb_flag_rows[f].flag &&
                !(tb_flag_rows[f].flag & (TB_FLAG_BREAK | TB_FLAG_LINK | TB_FLAG_LINKED)))
                printf("  %s",
                       view->session->language == TB_CHINESE ? tb_flag_rows[f].name_zh : tb_flag_rows[f].name_en);
        putchar('\n');
    }
}

static enum tb_status show_one(const struct session *session, uint32_t number)
{
    struct view view = {.session = session,
                        .panel = session->panel,
                        .number = number,
                        .series = &session->panel->series[number],
                        .styled = screen_styled(stdout),
                        .dots = screen_has_dots()};
    view.indicator = &session->panel->indicators[view.series->indicator];
    measure(&view);
    struct tb_words words = {0};
    const enum tb_status status =
        tb_words_make(session->panel, session->results, "line", &number, 1, session->language, &words, session->log);
    if (!status) {
        put_heading(&view);
        if (session->panel->n_series <= CURVES && put_curve(view.panel, view.series, &view.display, view.styled))
            putchar('\n');
        put_years(&view);
        if (isatty(STDOUT_FILENO))
            put_paragraph(words.sentence, stdout);
        else
            puts(words.sentence);
        if (session->options->methods)
            print_methods(session, &view.display, number);
        putchar('\n');
    }
    tb_words_free(&words);
    return status;
}

int command_show(const struct options *options)
{
    struct session session;
    enum tb_status status = (enum tb_status)session_begin(&session, options, true);
    for (uint32_t s = 0; !status && s < session.panel->n_series; s++)
        status = show_one(&session, s);
    if (!status && (fflush(stdout) != 0 || ferror(stdout)))
        status = tb_fail(session.log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
    return session_end(&session, status);
}
