/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one value is, and how it reads as a label. */
#include "sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void tb_keep_or_power(double shown, size_t n, char *label, size_t size)
{
    enum {
        LONGEST = 28
    };
    const bool vanished = shown != 0 && !strpbrk(label, "123456789");
    if (n > LONGEST || vanished)
        power_label(shown, label, size);
}

static void write_label(const struct tb_sheet *sheet, const struct tb_display *display, const struct tb_datum *datum,
                        const char *suffix, char label[TB_LABEL_SIZE])
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
    const size_t n = datum->state == TB_ABOUT ? tb_display_about(display, datum->value, number, sizeof number)
                                              : tb_display_value(display, datum->value, false, number, sizeof number);
    tb_keep_or_power(datum->value / display->divisor, n, number, sizeof number);
    static const char *const signs[] = {
        [TB_EXACT] = "", [TB_BELOW] = "<", [TB_AT_MOST] = "≤", [TB_ABOVE] = ">", [TB_AT_LEAST] = "≥"};
    const char *sign = datum->state == TB_ABOUT ? tb_either(sheet, "~", "约") : signs[datum->state];
    const bool unsure = datum->flags & TB_FLAG_UNRELIABLE;
    snprintf(label, TB_LABEL_SIZE, "%s%s%s%s%s", unsure ? "(" : "", sign, number, suffix, unsure ? ")" : "");
}

void tb_datum_label(const struct tb_sheet *sheet, const struct tb_datum *datum, const char *suffix,
                    char label[TB_LABEL_SIZE])
{
    write_label(sheet, &sheet->display, datum, suffix, label);
}

void tb_track_label(const struct tb_sheet *sheet, const struct tb_track *track, int y, const char *suffix,
                    char label[TB_LABEL_SIZE])
{
    write_label(sheet, &track->display, &track->datum[y], suffix, label);
}

bool tb_joined(const struct tb_track *track, int from, int to)
{
    const struct tb_datum *a = &track->datum[from], *b = &track->datum[to];
    return to == from + 1 && a->has_value && b->has_value && !b->breaks && a->period == 0 && b->period == 0;
}
