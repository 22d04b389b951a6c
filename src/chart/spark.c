/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/spark.h"

#include <math.h>

/* ---- where the points stand ---- */

static bool is_loose(const struct tb_panel *panel, size_t i)
{
    const unsigned pale = TB_FLAG_PROVISIONAL | TB_FLAG_ESTIMATED | TB_FLAG_FORECAST | TB_FLAG_EUROSTAT;
    return tb_is_bound((enum tb_state)panel->state[i]) || (tb_flags(panel, i) & pale) || tb_period(panel, i) != 0;
}

static bool is_shown(const struct tb_panel *panel, size_t i)
{
    return tb_has_value(panel, i) && isfinite(panel->value[i]);
}

/* Of one year the whole one, which stands first; without it the last part. */
static size_t of_year(const struct tb_panel *panel, size_t *next, size_t end)
{
    size_t i = (*next)++;
    while (*next < end && panel->year[*next] == panel->year[i]) {
        if (tb_period(panel, i) != 0)
            i = *next;
        ++*next;
    }
    return i;
}

static void set_heights(struct tb_spark *spark, const double *value, double target)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t k = 0; k < spark->n; k++) {
        least = fmin(least, value[k]);
        most = fmax(most, value[k]);
    }
    const bool flat = !(most > least);
    const bool near = isfinite(target) && !flat && target > least - (most - least) && target < most + (most - least);
    if (near) {
        least = fmin(least, target);
        most = fmax(most, target);
    }
    for (size_t k = 0; k < spark->n; k++)
        spark->point[k].height = flat ? 0.5 : (value[k] - least) / (most - least);
    spark->target = near ? (target - least) / (most - least) : NAN;
}

void tb_spark_make(const struct tb_panel *panel, uint32_t series, int from, int to, double target,
                   struct tb_spark *spark)
{
    const struct tb_series *s = &panel->series[series];
    double value[TB_SPARK_YEARS] = {0};
    bool broken = true, part = true; /* of what came before: nothing is joined to it */
    if (to - from >= TB_SPARK_YEARS)
        from = to - TB_SPARK_YEARS + 1;
    *spark = (struct tb_spark){.from = from, .to = to};
    for (size_t next = s->first, end = s->first + s->n; next < end;) {
        const size_t i = of_year(panel, &next, end);
        if (panel->year[i] < from || panel->year[i] > to)
            continue;
        if (!is_shown(panel, i)) {
            broken = true;
            continue;
        }
        struct tb_spark_point *point = &spark->point[spark->n];
        *point = (struct tb_spark_point){.year = panel->year[i], .loose = is_loose(panel, i), .lone = true};
        const bool whole = tb_period(panel, i) == 0;
        point->joined = !broken && !part && whole && !(tb_flags(panel, i) & TB_FLAG_BREAK) && spark->n > 0 &&
                        point[-1].year == point->year - 1;
        if (point->joined)
            point->lone = point[-1].lone = false;
        if (whole || spark->n == 0)
            spark->last = spark->n;
        broken = false;
        part = !whole;
        value[spark->n++] = panel->value[i];
    }
    set_heights(spark, value, target);
}

/* ---- as a picture in a page ---- */

enum {
    WIDTH = 120,
    HEIGHT = 28,
    MARGIN = 4 /* room for the points at the edges */
};

static double x_of(const struct tb_spark *spark, int year)
{
    return spark->to > spark->from ? MARGIN + (WIDTH - 2.0 * MARGIN) * (year - spark->from) / (spark->to - spark->from)
                                   : WIDTH / 2.0;
}

static double y_of(double height)
{
    return HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * height;
}

/* Tenths, without printf's "%f", whose point depends on the locale. */
static void add_number(struct tb_bytes *page, double value)
{
    const long tenths = lround(value * 10);
    tb_bytes_format(page, tenths % 10 ? "%ld.%ld" : "%ld", tenths / 10, tenths % 10);
}

static void add_spot(struct tb_bytes *page, char command, double x, double y)
{
    tb_bytes_format(page, "%c", command);
    add_number(page, x);
    tb_bytes_text(page, " ");
    add_number(page, y);
}

static void add_links(const struct tb_spark *spark, bool loose, struct tb_bytes *page)
{
    bool open = false; /* is there a path yet? */
    size_t at = spark->n;
    for (size_t k = 1; k < spark->n; k++) {
        const struct tb_spark_point *from = &spark->point[k - 1], *to = &spark->point[k];
        if (!to->joined || (from->loose || to->loose) != loose)
            continue;
        if (!open)
            tb_bytes_format(page, "<path class=\"%s\" d=\"", loose ? "loose" : "line");
        open = true;
        if (at != k - 1)
            add_spot(page, 'M', x_of(spark, from->year), y_of(from->height));
        add_spot(page, 'L', x_of(spark, to->year), y_of(to->height));
        at = k;
    }
    if (open)
        tb_bytes_text(page, "\"/>");
}

static void add_circle(const struct tb_spark *spark, const struct tb_spark_point *point, bool last,
                       struct tb_bytes *page)
{
    tb_bytes_format(page, "<circle class=\"%s%s\" cx=\"", last ? "last" : "lone", point->loose ? " open" : "");
    add_number(page, x_of(spark, point->year));
    tb_bytes_text(page, "\" cy=\"");
    add_number(page, y_of(point->height));
    tb_bytes_text(page, last ? "\" r=\"3\"/>" : "\" r=\"2\"/>");
}

void tb_spark_svg(const struct tb_spark *spark, struct tb_bytes *page)
{
    if (!spark->n)
        return;
    tb_bytes_format(page, "<svg class=\"spark\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\">", WIDTH, HEIGHT);
    if (isfinite(spark->target)) {
        tb_bytes_text(page, "<path class=\"target\" d=\"");
        add_spot(page, 'M', 0, y_of(spark->target));
        tb_bytes_format(page, "H%d\"/>", WIDTH);
    }
    add_links(spark, false, page);
    add_links(spark, true, page);
    for (size_t k = 0; k < spark->n; k++)
        if (k == spark->last || spark->point[k].lone)
            add_circle(spark, &spark->point[k], k == spark->last, page);
    tb_bytes_text(page, "</svg>");
}
