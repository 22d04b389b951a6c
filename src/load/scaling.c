/* SPDX-License-Identifier: GPL-3.0-or-later */
/** One indicator in two declared units: 万元 in one file, 亿元 in another. */
#include "load/loader.h"

#include "model/memory.h"
#include "trendbook/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The power of ten that puts a value of unit `from` into unit `to`; false when they differ by more than that. */
static bool power_between(const char *from, const char *to, int *power)
{
    struct tb_unit a, b;
    if (strpbrk(from, "/") || strpbrk(to, "/") || strstr(from, " per ") || strstr(to, " per "))
        return false;
    tb_unit_parse(from, &a);
    tb_unit_parse(to, &b);
    const double exact = log10(a.numerator_scale / b.numerator_scale);
    *power = (int)lround(exact);
    return !a.percent && !b.percent && !a.points && !b.points && *a.word && tb_unit_same(a.word, b.word) &&
           fabs(exact - *power) < 1e-9;
}

bool load_scale_unit(struct load_reader *reader, uint32_t indicator, uint32_t unit, const struct load_field *cell,
                     size_t column)
{
    struct load_loader *loader = reader->loader;
    const struct tb_indicator *row = &reader->panel->indicators[indicator];
    const size_t before = loader->n_units_seen;
    if (indicator >= before) {
        if (!tb_grow(&loader->unit_seen, &loader->units_seen_capacity, indicator + 1, sizeof *loader->unit_seen)) {
            load_out_of_memory(loader);
            return false;
        }
        for (size_t i = before; i <= indicator; i++)
            loader->unit_seen[i] = (struct load_unit_seen){.input = TB_NOWHERE};
        loader->n_units_seen = indicator + 1;
    }
    struct load_unit_seen *seen = &loader->unit_seen[indicator];
    if (seen->input == reader->input) /* inside one file a unit never changes */
        return seen->unit == unit;
    const char *here = tb_text(reader->panel, unit), *elsewhere = tb_text(reader->panel, row->unit);
    int power = 0;
    if (unit != row->unit && !power_between(here, elsewhere, &power))
        return false;
    *seen = (struct load_unit_seen){.input = reader->input, .unit = unit, .power = power};
    if (unit == row->unit)
        return true;
    loader->scaled = loader->scaled || power;
    tb_log_add(reader->log, TB_WARNING, "unit-scaled", LOAD_AT(reader, cell->line, column),
               "%s is given in \"%s\" here and in \"%s\" elsewhere; its values of this file are put into %s",
               tb_text(reader->panel, row->id), here, elsewhere, elsewhere);
    return true;
}

/* x times a power of ten, exactly in decimal. */
static double times_power(double x, int power)
{
    char exact[TB_NUMBER_SIZE], text[TB_NUMBER_SIZE + 16];
    double scaled;
    tb_number_exact(x, exact);
    char *e = strchr(exact, 'e');
    const int exponent = e ? atoi(e + 1) : 0;
    if (e)
        *e = '\0';
    snprintf(text, sizeof text, "%se%d", exact, exponent + power);
    return tb_number_parse(text, strlen(text), &scaled, NULL) ? scaled : x * pow(10, power);
}

void load_scale_value(const struct load_reader *reader, uint32_t indicator, struct tb_observation *observation)
{
    const struct load_loader *loader = reader->loader;
    if (indicator >= loader->n_units_seen)
        return;
    const struct load_unit_seen *seen = &loader->unit_seen[indicator];
    if (seen->input != reader->input || !seen->power)
        return;
    if (!isnan(observation->value)) {
        observation->value = times_power(observation->value, seen->power);
        observation->decimals -= seen->power;
    }
    if (observation->pre_break.given) {
        observation->pre_break.value = times_power(observation->pre_break.value, seen->power);
        observation->pre_break.decimals = (int8_t)(observation->pre_break.decimals - seen->power);
    }
}
