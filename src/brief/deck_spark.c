/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sparkline as one freeform shape: its line, and dots where it ends or a year stands alone. */
#include "deck_parts.h"
#include "trendbook/spark.h"

#define LINE 1.5 /* points wide */
#define DOT  2.2 /* radius */

/* Where a point stands in its box, whose edges leave room for dots. */
struct spot {
    long x, y;
};

static struct spot spot_of(const struct tb_deck *deck, struct deck_box box, const struct tb_spark *spark, size_t i)
{
    const struct tb_spark_point *point = &spark->point[i];
    const double across = spark->to > spark->from ? (double)(point->year - spark->from) / (spark->to - spark->from) : 1;
    return (struct spot){deck_emu(deck, DOT + across * (box.width - 2 * DOT)),
                         deck_emu(deck, DOT + (1 - point->height) * (box.height - 2 * DOT))};
}

static void begin_path(struct tb_deck *deck, struct deck_box box, bool filled)
{
    tb_xml(deck->slide, "<a:path w=\"%ld\" h=\"%ld\" fill=\"%s\">", deck_emu(deck, box.width),
           deck_emu(deck, box.height), filled ? "norm" : "none");
}

static void line_path(struct tb_deck *deck, struct deck_box box, const struct tb_spark *spark)
{
    begin_path(deck, box, false);
    for (size_t i = 0; i < spark->n; i++) {
        const char *go = spark->point[i].joined ? "lnTo" : "moveTo";
        const struct spot spot = spot_of(deck, box, spark, i);
        tb_xml(deck->slide, "<a:%s><a:pt x=\"%ld\" y=\"%ld\"/></a:%s>", go, spot.x, spot.y, go);
    }
    tb_xml(deck->slide, "</a:path>");
}

/* The last year, and years without a neighbour; full ones, or the open ones of figures that are not final. */
static bool has_dot(const struct tb_spark *spark, size_t i, bool filled)
{
    return (spark->point[i].lone || i + 1 == spark->n) && spark->point[i].loose != filled;
}

static void dots_path(struct tb_deck *deck, struct deck_box box, const struct tb_spark *spark, bool filled)
{
    const long r = deck_emu(deck, DOT);
    size_t n = 0;
    for (size_t i = 0; i < spark->n; i++)
        n += has_dot(spark, i, filled);
    if (!n)
        return;
    begin_path(deck, box, filled);
    for (size_t i = 0; i < spark->n; i++) {
        if (!has_dot(spark, i, filled))
            continue;
        const struct spot spot = spot_of(deck, box, spark, i);
        tb_xml(deck->slide, "<a:moveTo><a:pt x=\"%ld\" y=\"%ld\"/></a:moveTo>", spot.x - r, spot.y);
        for (int quarter = 0; quarter < 4; quarter++)
            tb_xml(deck->slide, "<a:arcTo wR=\"%ld\" hR=\"%ld\" stAng=\"%d\" swAng=\"5400000\"/>", r, r,
                   (10800000 + quarter * 5400000) % 21600000);
        tb_xml(deck->slide, "<a:close/>");
    }
    tb_xml(deck->slide, "</a:path>");
}

void tb_deck_spark(struct tb_deck *deck, struct deck_box box, const struct tb_spark *spark, const char *alt)
{
    struct tb_xml *xml = deck->slide;
    const unsigned id = ++deck->shape;
    tb_xml(xml, "<p:sp><p:nvSpPr><p:cNvPr id=\"%u\" name=\"Sparkline %u\"", id, id);
    tb_xml_attribute(xml, "descr", alt);
    tb_xml(xml, "/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>");
    deck_write_box(deck, xml, "a", box);
    tb_xml(xml, "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
                "<a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst>");
    line_path(deck, box, spark);
    dots_path(deck, box, spark, true);
    dots_path(deck, box, spark, false);
    tb_xml(xml,
           "</a:pathLst></a:custGeom><a:solidFill><a:schemeClr val=\"%s\"/></a:solidFill>"
           "<a:ln w=\"%ld\" cap=\"rnd\"><a:solidFill><a:schemeClr val=\"%s\"/></a:solidFill><a:round/></a:ln></p:spPr>"
           "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>",
           deck_colours[DECK_HOUSE], deck_emu(deck, LINE), deck_colours[DECK_HOUSE]);
}
