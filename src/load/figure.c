/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Numbers as published tables write them: with a decimal comma, a footnote mark, a power of ten. */
#include "load/loader.h"

#include "trendbook/number.h"

#include <math.h>
#include <string.h>

/* Digits of a number with a decimal comma, with a point instead; points in groups of three go.  0 when it is none. */
static size_t with_point(const char *text, size_t length, char *plain, size_t size, bool *one_group)
{
    size_t n = 0, run = 0, groups = 0;
    bool comma = false;
    for (size_t i = 0; i < length; i++) {
        const char c = text[i];
        const bool sign = i == 0 && (c == '-' || c == '+');
        if (n + 1 >= size)
            return 0;
        if (c >= '0' && c <= '9') {
            plain[n++] = c;
            run++;
        } else if (sign) {
            plain[n++] = c;
        } else if (c == '.' && !comma && run && run <= 3 && (!groups || run == 3)) {
            groups++;
            run = 0;
        } else if (c == ',' && !comma && run && (!groups || run == 3)) {
            comma = true;
            plain[n++] = '.';
            run = 0;
        } else {
            return 0;
        }
    }
    if (!run || (groups && !comma && run != 3))
        return 0;
    *one_group = groups == 1 && !comma;
    return n;
}

bool load_is_number(const char *text, bool decimal_comma)
{
    struct load_value value;
    char plain[128];
    bool one_group;
    const size_t n = load_without_marks(text, strlen(text));
    if (decimal_comma && strpbrk(text, ",."))
        return with_point(text, n, plain, sizeof plain, &one_group) > 0;
    load_value_read(text, n, &value);
    return value.fault == LOAD_FINE;
}

bool load_take_number(struct load_reader *reader, const struct load_number_form *form, const struct load_field *cell,
                      size_t column, uint32_t indicator, struct tb_observation *observation)
{
    struct load_field trimmed = *cell;
    char plain[160];
    trimmed.text = load_trim_wide(trimmed.text, &trimmed.length);
    if (load_says_missing(reader->description, trimmed.text, trimmed.length))
        return load_take_value(reader, &trimmed, column, indicator, observation);
    if (form->missing && trimmed.length == strlen(form->missing) &&
        load_same_word(trimmed.text, form->missing, trimmed.length)) {
        observation->value = NAN;
        observation->state = TB_NOT_AVAILABLE;
        return true;
    }
    const size_t bare = load_without_marks(trimmed.text, trimmed.length);
    if (bare < trimmed.length) {
        tb_log_add(reader->log, TB_WARNING, "footnote", LOAD_AT(reader, cell->line, column),
                   "\"%s\" bears a footnote mark, which is left out", load_show(trimmed.text, trimmed.length).text);
        trimmed.length = bare;
    }
    if (form->decimal_comma &&
        (memchr(trimmed.text, ',', trimmed.length) || memchr(trimmed.text, '.', trimmed.length))) {
        bool one_group = false;
        const size_t n = with_point(trimmed.text, trimmed.length, plain, sizeof plain - 32, &one_group);
        if (!n) {
            tb_log_add(
                reader->log, TB_ERROR, "bad-number", LOAD_AT(reader, cell->line, column),
                "\"%s\" is not a number with a decimal comma, as the others of this file are; write it like them",
                load_show(cell->text, cell->length).text);
            return false;
        }
        if (one_group)
            load_say_remarks(reader, LOAD_ONE_GROUP, cell, column);
        trimmed.text = plain;
        trimmed.length = n;
    }
    double number;
    if (form->power && trimmed.length < sizeof plain - 32 &&
        tb_number_parse(trimmed.text, trimmed.length, &number, NULL) && !memchr(trimmed.text, 'e', trimmed.length) &&
        !memchr(trimmed.text, 'E', trimmed.length)) { /* 12.5 of millions is 12.5e6, exact in decimal */
        char scaled[sizeof plain];
        trimmed.length =
            (size_t)snprintf(scaled, sizeof scaled, "%.*se%d", (int)trimmed.length, trimmed.text, form->power);
        memcpy(plain, scaled, trimmed.length);
        trimmed.text = plain;
    } else if (form->power && trimmed.length) {
        struct load_value value;
        load_value_read(trimmed.text, trimmed.length, &value);
        if (value.fault == LOAD_FINE && !isnan(value.value)) {
            tb_log_add(reader->log, TB_ERROR, "bad-number", LOAD_AT(reader, cell->line, column),
                       "\"%s\" is counted in powers of ten and must be a plain number",
                       load_show(cell->text, cell->length).text);
            return false;
        }
    }
    return load_take_value(reader, &trimmed, column, indicator, observation);
}
