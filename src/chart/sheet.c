/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include "words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- gathering ---- */

static void take(struct tb_datum *datum, const struct tb_panel *panel, size_t i)
{
    /* whole years stand before part years of the same year: the first whole one stays, else the last part */
    if (datum->listed && datum->period == 0)
        return;
    const unsigned flags = tb_flags(panel, i);
    *datum = (struct tb_datum){
        .listed = true,
        .has_value = tb_has_value(panel, i) && isfinite(panel->value[i]),
        .breaks = (flags & TB_FLAG_BREAK) != 0,
        .state = panel->state[i],
        .flags = (uint16_t)flags,
        .period = tb_period(panel, i),
        .value = panel->value[i],
    };
}

static const char *track_name(const struct tb_chart *chart, uint32_t series)
{
    const struct tb_panel *panel = chart->panel;
    const struct tb_series *one = &panel->series[series];
    bool one_indicator = true, one_region = true;
    for (size_t i = 0; i < chart->n_series; i++) {
        const struct tb_series *other = &panel->series[chart->series[i]];
        one_indicator = one_indicator && other->indicator == one->indicator;
        one_region = one_region && other->region == one->region;
    }
    if (one_indicator && !one_region)
        return one->region ? tb_text(panel, one->region) : chart->language == TB_CHINESE ? "全部" : "All";
    return tb_indicator_name(panel, one->indicator, chart->language);
}

static enum tb_status find_years(struct tb_sheet *sheet, struct tb_log *log)
{
    const struct tb_panel *panel = sheet->chart->panel;
    int first = INT16_MAX, last = INT16_MIN;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_series *series = &panel->series[sheet->chart->series[s]];
        if (series->n == 0)
            continue;
        if (panel->year[series->first] < first)
            first = panel->year[series->first];
        if (panel->year[series->first + series->n - 1] > last)
            last = panel->year[series->first + series->n - 1];
    }
    if (first > last)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL, "there is no year to draw");
    if (last - first >= TB_MOST_YEARS)
        return tb_fail(log, TB_BAD_DATA, "chart-too-long", NULL, "%d to %d are %d years, a chart holds at most %d",
                       first, last, last - first + 1, TB_MOST_YEARS);
    sheet->first_year = first;
    sheet->last_year = last;
    sheet->n_years = last - first + 1;
    return TB_OK;
}

static enum tb_status gather(struct tb_sheet *sheet, struct tb_log *log)
{
    const struct tb_panel *panel = sheet->chart->panel;
    sheet->least = INFINITY;
    sheet->most = -INFINITY;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_track *track = &sheet->track[s];
        track->series = sheet->chart->series[s];
        track->name = track_name(sheet->chart, track->series);
        track->first_value = track->last_value = -1;
        track->datum = calloc((size_t)sheet->n_years, sizeof *track->datum);
        if (!track->datum)
            return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while reading a series");
        const struct tb_series *series = &panel->series[track->series];
        for (size_t i = series->first; i < series->first + series->n; i++)
            take(&track->datum[panel->year[i] - sheet->first_year], panel, i);
        for (int y = 0; y < sheet->n_years; y++) {
            const struct tb_datum *datum = &track->datum[y];
            if (!datum->has_value)
                continue;
            if (fabs(datum->value) >= TB_LARGEST)
                return tb_fail(log, TB_BAD_DATA, "chart-too-large", NULL, "%g of %d is too large to draw", datum->value,
                               sheet->first_year + y);
            if (track->first_value < 0)
                track->first_value = y;
            track->last_value = y;
            sheet->least = fmin(sheet->least, datum->value);
            sheet->most = fmax(sheet->most, datum->value);
        }
    }
    if (sheet->least > sheet->most)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL, "no year has a value to draw");
    return TB_OK;
}

/* The marks that occur, from the data alone. */
static void note_states(struct tb_sheet *sheet)
{
    static const struct {
        unsigned flag;
        enum tb_sheet_note note;
    } flagged[] = {
        {TB_FLAG_PROVISIONAL, TB_SAYS_PROVISIONAL}, {TB_FLAG_ESTIMATED | TB_FLAG_EUROSTAT, TB_SAYS_ESTIMATED},
        {TB_FLAG_FORECAST, TB_SAYS_FORECAST},       {TB_FLAG_UNRELIABLE, TB_SAYS_UNRELIABLE},
        {TB_FLAG_REVISED, TB_SAYS_REVISED},
    };
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_track *track = &sheet->track[s];
        for (int y = 0; y < sheet->n_years; y++) {
            const struct tb_datum *datum = &track->datum[y];
            for (size_t f = 0; datum->has_value && f < sizeof flagged / sizeof *flagged; f++) {
                if (datum->flags & flagged[f].flag)
                    tb_sheet_says(sheet, flagged[f].note);
            }
            if (datum->has_value && datum->period)
                tb_sheet_says(sheet, TB_SAYS_PART);
            if (datum->breaks && y > 0)
                tb_sheet_says(sheet, TB_SAYS_BREAK);
            if (tb_is_upper(datum))
                tb_sheet_says(sheet, TB_SAYS_UPPER);
            else if (tb_is_lower(datum))
                tb_sheet_says(sheet, TB_SAYS_LOWER);
            else if (datum->has_value && datum->state == TB_ABOUT)
                tb_sheet_says(sheet, TB_SAYS_ABOUT);
            else if (datum->listed && datum->state == TB_NEGLIGIBLE)
                tb_sheet_says(sheet, TB_SAYS_NEGLIGIBLE);
            else if (datum->listed && datum->state == TB_CONFIDENTIAL)
                tb_sheet_says(sheet, TB_SAYS_CONFIDENTIAL);
            else if (!datum->has_value && y > track->first_value && y < track->last_value)
                tb_sheet_says(sheet, TB_SAYS_GAP);
        }
    }
}

/* All values of the chart one after another (room for all of them is the caller's), and their printed decimals. */
static size_t list_values(const struct tb_chart *chart, double *values, int *decimals)
{
    const struct tb_panel *panel = chart->panel;
    size_t n = 0;
    *decimals = INT8_MIN;
    for (size_t s = 0; s < chart->n_series; s++) {
        const struct tb_series *series = &panel->series[chart->series[s]];
        for (size_t i = series->first; i < series->first + series->n; i++) {
            if (!tb_has_value(panel, i))
                continue;
            values[n++] = panel->value[i];
            *decimals = (int)fmax(*decimals, panel->decimals[i]);
        }
    }
    if (n == 0)
        *decimals = 0;
    return n;
}

static int choose_display(const struct tb_chart *chart, struct tb_display *display)
{
    const struct tb_panel *panel = chart->panel;
    size_t room = 1;
    for (size_t s = 0; s < chart->n_series; s++)
        room += panel->series[chart->series[s]].n;
    double *values = malloc(room * sizeof *values);
    int decimals = 0;
    const size_t n = values ? list_values(chart, values, &decimals) : 0;
    const char *unit =
        chart->n_series ? tb_text(panel, panel->indicators[panel->series[chart->series[0]].indicator].unit) : "";
    tb_display_choose(values, n, decimals, unit, chart->language, display);
    free(values);
    return decimals;
}

void tb_chart_display(const struct tb_chart *chart, struct tb_display *display)
{
    choose_display(chart, display);
}

/* The target, when all series are of one indicator; one of a single year only where that year is drawn. */
static void find_target(struct tb_sheet *sheet)
{
    const struct tb_panel *panel = sheet->chart->panel;
    const uint32_t first = panel->series[sheet->track->series].indicator;
    const struct tb_indicator *indicator = &panel->indicators[first];
    sheet->target = NAN;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        if (panel->series[sheet->track[s].series].indicator != first)
            return;
    }
    if (!isfinite(indicator->target) || fabs(indicator->target) >= TB_LARGEST)
        return;
    tb_sheet_says(sheet, indicator->target_year ? TB_SAYS_YEAR_TARGET : TB_SAYS_TARGET);
    sheet->target_year = indicator->target_year;
    const int at = sheet->target_year - sheet->first_year;
    if (sheet->target_year == 0 || (at >= 0 && at < sheet->n_years))
        sheet->target = indicator->target;
}

void tb_sheet_look_ahead(struct tb_sheet *sheet, int ahead)
{
    const int before = sheet->n_years, years = sheet->last_year - sheet->first_year + 1 + ahead;
    if (years <= before)
        return;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_track *track = &sheet->track[s];
        track->datum = realloc(track->datum, (size_t)years * sizeof *track->datum);
        if (!track->datum)
            abort(); /* inside a chart process: the caller reports it */
        memset(track->datum + before, 0, (size_t)(years - before) * sizeof *track->datum);
    }
    sheet->n_years = years;
    find_target(sheet);
}

/* "≥95%" */
static void target_value(const struct tb_sheet *sheet, char label[TB_LABEL_SIZE])
{
    const struct tb_panel *panel = sheet->chart->panel;
    const struct tb_indicator *indicator = &panel->indicators[panel->series[sheet->track->series].indicator];
    const struct tb_datum as_datum = {.has_value = true, .state = indicator->target_op, .value = indicator->target};
    tb_datum_label(sheet, &as_datum, sheet->suffix, label);
}

void tb_target_words(const struct tb_sheet *sheet, char *text, size_t size)
{
    char value[TB_LABEL_SIZE];
    target_value(sheet, value);
    snprintf(text, size, "%s %s", tb_either(sheet, "target", "目标"), value);
}

static void add_target(const struct tb_sheet *sheet, struct tb_bytes *text)
{
    char value[TB_LABEL_SIZE];
    target_value(sheet, value);
    tb_bytes_text(text, value);
}

enum tb_status tb_sheet_open(struct tb_sheet *sheet, const struct tb_chart *chart, const struct tb_page *page,
                             enum tb_mark_form form, struct tb_log *log)
{
    *sheet = (struct tb_sheet){
        .chart = chart,
        .page = page,
        .language = chart->language,
        .form = form,
        .n_tracks = chart->n_series,
        .colours = tb_theme_colours(page->theme),
        .type = tb_type_sizes(page),
    };
    if (chart->n_series == 0)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL, "no series was given to draw");
    if (chart->n_series > TB_MOST_TRACKS)
        return tb_fail(log, TB_BAD_DATA, "chart-too-many", NULL, "%zu series are too many for one chart, at most %d",
                       chart->n_series, TB_MOST_TRACKS);
    const struct tb_panel *panel = chart->panel;
    const uint32_t first = panel->series[chart->series[0]].indicator;
    for (size_t s = 1; s < chart->n_series; s++) {
        const uint32_t other = panel->series[chart->series[s]].indicator;
        if (panel->indicators[other].unit != panel->indicators[first].unit)
            return tb_fail(
                log, TB_BAD_DATA, "chart-units", NULL, "%s and %s have different units and cannot share an axis",
                tb_indicator_name(panel, first, chart->language), tb_indicator_name(panel, other, chart->language));
    }
    sheet->track = calloc(chart->n_series, sizeof *sheet->track);
    if (!sheet->track)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while opening a chart");
    enum tb_status status = find_years(sheet, log);
    if (!status)
        status = gather(sheet, log);
    if (status)
        return status;
    sheet->decimals = choose_display(chart, &sheet->display);
    sheet->decimals += (int)lround(log10(sheet->display.divisor));
    sheet->suffix = strcmp(sheet->display.unit, "%") == 0 ? "%" : strcmp(sheet->display.unit, "‰") == 0 ? "‰" : "";
    note_states(sheet);
    find_target(sheet);
    return TB_OK;
}

void tb_sheet_close(struct tb_sheet *sheet)
{
    for (size_t s = 0; sheet->track && s < sheet->n_tracks; s++)
        free(sheet->track[s].datum);
    free(sheet->track);
    sheet->track = NULL;
}

/* ---- reading a year ---- */

bool tb_is_pale(const struct tb_datum *datum)
{
    const unsigned pale = TB_FLAG_PROVISIONAL | TB_FLAG_ESTIMATED | TB_FLAG_FORECAST | TB_FLAG_EUROSTAT;
    return datum->has_value && ((datum->flags & pale) || datum->period);
}

bool tb_is_upper(const struct tb_datum *datum)
{
    return datum->has_value && (datum->state == TB_BELOW || datum->state == TB_AT_MOST);
}

bool tb_is_lower(const struct tb_datum *datum)
{
    return datum->has_value && (datum->state == TB_ABOVE || datum->state == TB_AT_LEAST);
}

/* 1.23×10³⁰⁰: for numbers whose digits fit into no label, or whose decimals would all be 0. */
static void power_label(double shown, char *label, size_t size)
{
    static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char plain[32], power[80] = "";
    snprintf(plain, sizeof plain, "%.2e", fabs(shown));
    const long exponent = strtol(strchr(plain, 'e') + 1, NULL, 10);
    char digits[24];
    size_t n = 0;
    snprintf(digits, sizeof digits, "%ld", labs(exponent));
    for (const char *d = digits; *d; d++)
        n += (size_t)snprintf(power + n, sizeof power - n, "%s", raised[*d - '0']);
    snprintf(label, size, "%s%.4s×10%s%s", shown < 0 ? "−" : "", plain, exponent < 0 ? "⁻" : "", power);
}

/* Leaves a printed number of n bytes as it is, or writes it as a power of ten where it would be no label. */
static void keep_or_power(double shown, size_t n, char *label, size_t size)
{
    enum {
        LONGEST = 28
    };
    const bool vanished = shown != 0 && !strpbrk(label, "123456789");
    if (n > LONGEST || vanished)
        power_label(shown, label, size);
}

void tb_datum_label(const struct tb_sheet *sheet, const struct tb_datum *datum, const char *suffix,
                    char label[TB_LABEL_SIZE])
{
    if (!datum->has_value) {
        const char *text = datum->listed && datum->state == TB_NEGLIGIBLE     ? "…"
                           : datum->listed && datum->state == TB_CONFIDENTIAL ? tb_either(sheet, "conf.", "保密")
                           : datum->listed && datum->state == TB_NONE         ? "—"
                                                                              : tb_either(sheet, "n/a", "缺数");
        snprintf(label, TB_LABEL_SIZE, "%s", text);
        return;
    }
    char number[TB_LABEL_SIZE - 16];
    const size_t n = tb_display_value(&sheet->display, datum->value, false, number, sizeof number);
    keep_or_power(datum->value / sheet->display.divisor, n, number, sizeof number);
    static const char *const signs[] = {
        [TB_EXACT] = "", [TB_BELOW] = "<", [TB_AT_MOST] = "≤", [TB_ABOVE] = ">", [TB_AT_LEAST] = "≥"};
    const char *sign = datum->state == TB_ABOUT ? tb_either(sheet, "~", "约") : signs[datum->state];
    const bool unsure = datum->flags & TB_FLAG_UNRELIABLE;
    snprintf(label, TB_LABEL_SIZE, "%s%s%s%s%s", unsure ? "(" : "", sign, number, suffix, unsure ? ")" : "");
}

bool tb_joined(const struct tb_track *track, int from, int to)
{
    const struct tb_datum *a = &track->datum[from], *b = &track->datum[to];
    return to == from + 1 && a->has_value && b->has_value && !b->breaks && a->period == 0 && b->period == 0;
}

/* ---- words around the plot ---- */

void tb_sheet_says(struct tb_sheet *sheet, enum tb_sheet_note note)
{
    sheet->says |= 1u << note;
}

void tb_sheet_says_own(struct tb_sheet *sheet, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sheet->own, sizeof sheet->own, format, arguments);
    va_end(arguments);
}

/* Years of the first series that have a property: "2019、2021" */
static void add_years(const struct tb_sheet *sheet, enum tb_sheet_note note, struct tb_bytes *text)
{
    enum {
        MOST = 5
    };
    int n = 0;
    for (int y = 0; y < sheet->n_years; y++) {
        bool has = false;
        for (size_t s = 0; s < sheet->n_tracks; s++) {
            const struct tb_track *track = &sheet->track[s];
            const struct tb_datum *datum = &track->datum[y];
            const bool gap = !datum->has_value && y > track->first_value && y < track->last_value &&
                             !(datum->listed && (datum->state == TB_NEGLIGIBLE || datum->state == TB_CONFIDENTIAL));
            has = has || (note == TB_SAYS_BREAK     ? datum->breaks && y > 0
                          : note == TB_SAYS_REVISED ? datum->has_value && (datum->flags & TB_FLAG_REVISED)
                                                    : gap);
        }
        if (has && n++ < MOST)
            tb_bytes_format(text, "%s%d", n == 1 ? "" : tb_either(sheet, ", ", "、"), sheet->first_year + y);
    }
    if (n > MOST)
        tb_bytes_text(text, tb_either(sheet, " and others", "等"));
}

void tb_sheet_notes(const struct tb_sheet *sheet, struct tb_bytes *text)
{
    bool first = true;
    for (int note = 0; note < TB_SHEET_NOTES; note++) {
        if (!(sheet->says & 1u << note))
            continue;
        if (!first)
            tb_bytes_text(text, tb_either(sheet, "; ", "；"));
        first = false;
        const char *words = tb_note_words((enum tb_sheet_note)note, sheet->form, sheet->n_tracks > 1, sheet->language);
        for (; *words; words++) {
            if (strncmp(words, "{years}", 7) == 0) {
                add_years(sheet, (enum tb_sheet_note)note, text);
                words += 6;
            } else if (strncmp(words, "{year}", 6) == 0) {
                tb_bytes_format(text, "%d", sheet->target_year);
                words += 5;
            } else if (strncmp(words, "{target}", 8) == 0) {
                add_target(sheet, text);
                words += 7;
            } else if (strncmp(words, "{n}", 3) == 0) {
                tb_bytes_format(text, "%d", note == TB_SAYS_BAND ? sheet->level : sheet->unlabelled);
                words += 2;
            } else {
                tb_bytes_add(text, words, 1);
            }
        }
    }
    if (sheet->own[0])
        tb_bytes_format(text, "%s%s", first ? "" : tb_either(sheet, "; ", "；"), sheet->own);
    tb_bytes_add(text, "", 1);
}

void tb_sheet_subtitle(const struct tb_sheet *sheet, struct tb_bytes *text)
{
    const struct tb_chart *chart = sheet->chart;
    if (chart->subtitle) {
        tb_bytes_text(text, chart->subtitle);
    } else {
        const struct tb_series *series = &chart->panel->series[chart->series[0]];
        tb_bytes_text(text, tb_indicator_name(chart->panel, series->indicator, sheet->language));
        if (sheet->n_tracks == 1 && series->region)
            tb_bytes_format(text, "%s%s", tb_either(sheet, ", ", "，"), tb_text(chart->panel, series->region));
        tb_bytes_format(text, "%s%d%s%d%s", tb_either(sheet, ", ", "，"), sheet->first_year, tb_either(sheet, "–", "—"),
                        sheet->last_year, tb_either(sheet, "", "年"));
    }
    if (sheet->display.unit[0])
        tb_bytes_format(text, "%s%s%s", tb_either(sheet, " (", "（单位："), sheet->display.unit,
                        tb_either(sheet, ")", "）"));
    tb_bytes_add(text, "", 1);
}

struct tb_face tb_label_face(const struct tb_sheet *sheet, tb_colour colour)
{
    return (struct tb_face){.size = sheet->type.label, .colour = colour};
}

struct tb_face tb_axis_face(const struct tb_sheet *sheet)
{
    return (struct tb_face){.size = sheet->type.axis, .colour = sheet->colours->secondary};
}

/* Lines set one below the other from the top of `top`; returns where the next block may begin. */
static double set_block(struct tb_sheet *sheet, char *const *line, size_t n, struct tb_face face, double leading,
                        double top)
{
    for (size_t i = 0; i < n; i++)
        tb_draw_text(sheet->canvas, line[i], face, sheet->plot.left, top + face.size * (0.88 + leading * (double)i),
                     TB_START);
    return n ? top + face.size * (1.02 + leading * (double)(n - 1)) : top;
}

enum {
    MOST_LINES = 4
};

/* One text of the frame: made plain, spaced, wrapped and set; returns the lower edge. */
static double set_text(struct tb_sheet *sheet, const char *text, struct tb_face face, double leading, size_t most,
                       bool title, double top)
{
    char *plain = tb_plain_text(text, 400), *spaced = plain && title ? tb_spaced(plain) : NULL;
    char *line[MOST_LINES];
    const size_t n = plain ? tb_wrap(sheet->canvas, title ? spaced : plain, face, sheet->plot.right - sheet->plot.left,
                                     most, title, line)
                           : 0;
    const double bottom = set_block(sheet, line, n, face, leading, top);
    for (size_t i = 0; i < n; i++)
        free(line[i]);
    free(plain);
    free(spaced);
    return bottom;
}

static void set_foot(struct tb_sheet *sheet)
{
    struct tb_bytes foot = {0}, notes = {0};
    tb_sheet_notes(sheet, &notes);
    const bool has_notes = !notes.failed && notes.n > 1;
    const char *given = sheet->chart->foot ? sheet->chart->foot : "";
    tb_bytes_text(&foot, given);
    if (has_notes)
        tb_bytes_format(&foot, "%s%s%s", *given ? tb_either(sheet, ". ", "。") : "", tb_either(sheet, "Note: ", "注："),
                        (const char *)notes.data);
    tb_bytes_add(&foot, "", 1);
    const struct tb_face face = {.size = sheet->type.foot, .colour = sheet->colours->secondary};
    char *plain = foot.failed ? NULL : tb_plain_text((const char *)foot.data, 600);
    char *line[MOST_LINES];
    const size_t most = sheet->canvas->width < 110 ? 3 : 2;
    const size_t n = plain && *plain
                         ? tb_wrap(sheet->canvas, plain, face, sheet->plot.right - sheet->plot.left, most, false, line)
                         : 0;
    const double height = n ? face.size * (1.02 + 1.35 * (double)(n - 1)) : 0;
    const double top = sheet->canvas->height - 3 - height;
    set_block(sheet, line, n, face, 1.35, top);
    sheet->plot.bottom = n ? top - 2.4 : sheet->canvas->height - 3;
    for (size_t i = 0; i < n; i++)
        free(line[i]);
    free(plain);
    tb_bytes_free(&foot);
    tb_bytes_free(&notes);
}

void tb_sheet_frame(struct tb_sheet *sheet, struct tb_canvas *canvas)
{
    sheet->canvas = canvas;
    if (sheet->page->bare) {
        sheet->plot = (struct tb_box){2, 2, canvas->width - 2, canvas->height - 2};
        return;
    }
    sheet->plot = (struct tb_box){5, 4, canvas->width - 5, canvas->height - 3};
    const struct tb_chart *chart = sheet->chart;
    if (chart->title && *chart->title) {
        const struct tb_face face = {.size = sheet->type.title, .strong = true, .colour = sheet->colours->text};
        sheet->plot.top = set_text(sheet, chart->title, face, 1.25, 2, true, sheet->plot.top) + 1.2;
    }
    struct tb_bytes subtitle = {0};
    tb_sheet_subtitle(sheet, &subtitle);
    if (!subtitle.failed && subtitle.n > 1) {
        const struct tb_face face = {.size = sheet->type.subtitle, .colour = sheet->colours->secondary};
        sheet->plot.top = set_text(sheet, (const char *)subtitle.data, face, 1.3, 2, true, sheet->plot.top);
    }
    tb_bytes_free(&subtitle);
    sheet->plot.top += 3;
    set_foot(sheet);
}

/* ---- axes ---- */

double tb_axes_x(const struct tb_axes *axes, int index)
{
    return axes->left + axes->pitch * (index + 0.5);
}

static double shown_y(const struct tb_axes *axes, double shown)
{
    const double share = (shown - axes->scale.low) / (axes->scale.high - axes->scale.low);
    return axes->area.bottom - share * (axes->area.bottom - axes->area.top);
}

double tb_axes_y(const struct tb_axes *axes, double value)
{
    return shown_y(axes, value / axes->divisor);
}

/* What stands behind a year: all its values are provisional, estimated, forecast or of a part of the year. */
static void year_suffix(const struct tb_sheet *sheet, int y, char *text, size_t size)
{
    const char *common = NULL;
    char own[TB_LABEL_SIZE];
    text[0] = '\0';
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_datum *datum = &sheet->track[s].datum[y];
        if (!datum->has_value)
            continue;
        tb_year_words(tb_text(sheet->chart->panel, datum->period), datum->flags, sheet->language, own, sizeof own);
        if (common && strcmp(text, own) != 0) {
            text[0] = '\0';
            return;
        }
        snprintf(text, size, "%s", own);
        common = text;
    }
}

struct year_plan {
    int step;
    bool inline_suffix, second_row;
};

static struct year_plan plan_years(struct tb_sheet *sheet, double pitch)
{
    const struct tb_face face = tb_axis_face(sheet);
    struct year_plan plan = {.step = 1, .inline_suffix = true};
    double widest_year = 0, widest_both = 0;
    bool any = false;
    for (int y = 0; y < sheet->n_years; y++) {
        char year[16], both[TB_LABEL_SIZE + 16], suffix[TB_LABEL_SIZE];
        snprintf(year, sizeof year, "%d", sheet->first_year + y);
        year_suffix(sheet, y, suffix, sizeof suffix);
        snprintf(both, sizeof both, "%s%s", year, suffix);
        any = any || suffix[0];
        widest_year = fmax(widest_year, tb_measure(sheet->canvas, year, face).width);
        widest_both = fmax(widest_both, tb_measure(sheet->canvas, both, face).width);
    }
    const double gap = 0.35 * face.size;
    plan.inline_suffix = widest_both + gap <= pitch;
    plan.step = tb_label_step(widest_year + gap, pitch);
    plan.second_row = any && !plan.inline_suffix;
    return plan;
}

void tb_axes_spread(struct tb_sheet *sheet, struct tb_axes *axes)
{
    const double width = axes->area.right - axes->area.left;
    double pad = 0;
    for (int y = 0; y<sheet->n_years; y += sheet->n_years> 1 ? sheet->n_years - 1 : 1) {
        char label[TB_LABEL_SIZE + 16], suffix[TB_LABEL_SIZE];
        year_suffix(sheet, y, suffix, sizeof suffix);
        snprintf(label, sizeof label, "%d%s", sheet->first_year + y, suffix);
        pad = fmax(pad, tb_measure(sheet->canvas, label, tb_axis_face(sheet)).width / 2);
    }
    pad = fmin(pad + 0.2, width / 4);
    axes->pitch = sheet->n_years > 1 ? (width - 2 * pad) / (sheet->n_years - 1) : width;
    axes->left = axes->area.left + pad - axes->pitch / 2;
    if (sheet->n_years == 1)
        axes->left = axes->area.left;
}

double tb_years_height(struct tb_sheet *sheet, double pitch)
{
    const struct year_plan plan = plan_years(sheet, pitch);
    return sheet->type.axis * (plan.second_row ? 2.65 : 1.45);
}

/* A text centred at x, moved inwards where it would pass an edge by less than its half; left out when it still does not
 * fit. */
static void set_between(struct tb_sheet *sheet, const char *text, struct tb_face face, double x, double baseline,
                        double left, double right, double *taken)
{
    const double half = tb_measure(sheet->canvas, text, face).width / 2;
    const double moved = fmin(fmax(x, left + half), right - half);
    if (moved - half < left - 1e-9 || fabs(moved - x) > half)
        return;
    *taken = tb_draw_text(sheet->canvas, text, face, moved, baseline, TB_CENTRE).left;
}

void tb_draw_years(struct tb_sheet *sheet, const struct tb_axes *axes, double top)
{
    const struct year_plan plan = plan_years(sheet, axes->pitch);
    const struct tb_face face = tb_axis_face(sheet);
    const double baseline = top + face.size * 1.3;
    const double left = sheet->plot.left - 1, right = axes->area.right + 1, gap = 0.35 * face.size;
    double taken = INFINITY, taken_below = INFINITY; /* left edges of what stands already: the last year comes first */
    for (int y = sheet->n_years - 1; y >= 0; y--) {
        char year[16], suffix[TB_LABEL_SIZE], both[TB_LABEL_SIZE + 16];
        snprintf(year, sizeof year, "%d", sheet->first_year + y);
        year_suffix(sheet, y, suffix, sizeof suffix);
        snprintf(both, sizeof both, "%s%s", year, plan.inline_suffix ? suffix : "");
        const double x = tb_axes_x(axes, y);
        if ((sheet->n_years - 1 - y) % plan.step == 0)
            set_between(sheet, both, face, x, baseline, left, fmin(right, taken - gap), &taken);
        if (plan.second_row && suffix[0])
            set_between(sheet, suffix, face, x, baseline + face.size * 1.2, left, fmin(right, taken_below - gap),
                        &taken_below);
    }
}

void tb_draw_breaks(struct tb_sheet *sheet, const struct tb_axes *axes, double top, double bottom)
{
    for (int y = 1; y < sheet->n_years; y++) {
        bool breaks = false;
        for (size_t s = 0; s < sheet->n_tracks; s++)
            breaks = breaks || sheet->track[s].datum[y].breaks;
        if (!breaks)
            continue;
        const double x = axes->left + axes->pitch * y;
        const struct tb_spot line[] = {{x, bottom}, {x, top}};
        tb_draw_dashes(sheet->canvas, line, 2, TB_BREAK_LINE, sheet->colours->secondary, 1.2, 0.9);
    }
}

void tb_draw_target(struct tb_sheet *sheet, const struct tb_axes *axes)
{
    if (!isfinite(sheet->target))
        return;
    const double y = tb_axes_y(axes, sheet->target);
    struct tb_spot line[] = {{axes->area.left, y}, {axes->area.right, y}};
    if (sheet->target_year) {
        const double x = tb_axes_x(axes, sheet->target_year - sheet->first_year), half = fmin(0.45 * axes->pitch, 6);
        line[0].x = fmax(x - half, axes->area.left);
        line[1].x = x + half;
        tb_draw_line(sheet->canvas, line, 2, 2 * TB_BREAK_LINE, sheet->colours->text);
    } else {
        tb_draw_dashes(sheet->canvas, line, 2, TB_BREAK_LINE, sheet->colours->text, 0.6, 0.6);
    }
    if (sheet->target_label.right > sheet->target_label.left) {
        char words[2 * TB_LABEL_SIZE];
        tb_target_words(sheet, words, sizeof words);
        const struct tb_face face = {.size = sheet->type.axis, .colour = sheet->colours->text};
        const struct tb_extent extent = tb_measure(sheet->canvas, words, face);
        tb_draw_rectangle(sheet->canvas, tb_box_grown(sheet->target_label, 0.2), sheet->colours->ground);
        tb_draw_text(sheet->canvas, words, face, sheet->target_label.left - extent.ink.left,
                     sheet->target_label.top - extent.ink.top, TB_START);
    }
}

static void tick_label(const struct tb_sheet *sheet, const struct tb_scale *scale, long i, bool top,
                       char label[TB_LABEL_SIZE])
{
    char number[TB_LABEL_SIZE - 8];
    /* the scale is in display units already */
    const double tick = tb_scale_tick(scale, i);
    const size_t n = tb_display_fixed(tick, tb_scale_decimals(scale), false, sheet->language, number, sizeof number);
    keep_or_power(tick, n, number, sizeof number);
    snprintf(label, TB_LABEL_SIZE, "%s%s", number, top ? sheet->suffix : "");
}

double tb_ticks_width(struct tb_sheet *sheet, const struct tb_scale *scale)
{
    double widest = 0;
    for (long i = scale->first; i <= scale->last; i++) {
        char label[TB_LABEL_SIZE];
        tick_label(sheet, scale, i, i == scale->last, label);
        widest = fmax(widest, tb_measure(sheet->canvas, label, tb_axis_face(sheet)).width);
    }
    return widest;
}

/* A short zigzag at the foot of an axis that does not begin at 0. */
static void draw_zigzag(struct tb_sheet *sheet, double x, double y)
{
    const struct tb_spot line[] = {{x, y}, {x + 0.6, y + 0.45}, {x - 0.6, y + 1.35}, {x, y + 1.8}};
    tb_draw_line(sheet->canvas, line, 4, TB_BREAK_LINE, sheet->colours->secondary);
}

/* Every how manieth tick has room for its label; 1 on any page that is not very low. */
static long tick_stride(const struct tb_sheet *sheet, const struct tb_axes *axes)
{
    const double apart = shown_y(axes, tb_scale_tick(&axes->scale, 0)) - shown_y(axes, tb_scale_tick(&axes->scale, 1));
    return tb_label_step(1.15 * sheet->type.axis, fmax(apart, 0.01));
}

void tb_draw_ticks(struct tb_sheet *sheet, const struct tb_axes *axes)
{
    const struct tb_face face = tb_axis_face(sheet);
    const double right = axes->area.left - 1, drop = tb_digit_height(sheet->canvas) * face.size / 2;
    const long stride = tick_stride(sheet, axes);
    for (long i = axes->scale.first; i <= axes->scale.last; i++) {
        if (i % stride != 0)
            continue;
        char label[TB_LABEL_SIZE];
        tick_label(sheet, &axes->scale, i, i + stride > axes->scale.last, label);
        const double y = shown_y(axes, tb_scale_tick(&axes->scale, i));
        tb_draw_level(sheet->canvas, axes->area.left, axes->area.right, y, i == 0 ? TB_ZERO_LINE : TB_GRID_LINE,
                      i == 0 ? sheet->colours->secondary : sheet->colours->grid);
        tb_draw_text(sheet->canvas, label, face, right, y + drop, TB_END);
    }
    if (!axes->scale.has_zero) {
        tb_sheet_says(sheet, TB_SAYS_AXIS);
        draw_zigzag(sheet, axes->area.left + 0.6, axes->area.bottom - 1.5);
    }
}
