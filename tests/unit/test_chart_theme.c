/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The colours hold what they promise, computed here from their values: contrast on the ground (WCAG 2), distance
 * between series for readers with and without colour vision (Machado, Oliveira & Fernandes 2009, full strength;
 * CIEDE2000 by Sharma, Wu & Dalal 2005), distance in grey (L*).
 */
#include "chart/theme.h"

#include "run.h"

#include <math.h>

#define DEGREE (M_PI / 180)

struct lab {
    double l, a, b;
};

/* ---- sRGB (IEC 61966-2-1) ---- */

static double linear(unsigned channel)
{
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static void split(tb_colour colour, double rgb[3])
{
    for (int i = 0; i < 3; i++)
        rgb[i] = linear(colour >> (16 - 8 * i) & 255);
}

static double luminance(tb_colour colour)
{
    double c[3];
    split(colour, c);
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

/* https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
static double contrast(tb_colour a, tb_colour b)
{
    const double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

/* ---- CIE L*a*b*, D65 ---- */

static double cube_root_or_line(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

static struct lab to_lab(const double c[3])
{
    const double x = cube_root_or_line((0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047);
    const double y = cube_root_or_line(0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2]);
    const double z = cube_root_or_line((0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883);
    return (struct lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/* ---- CIEDE2000 ---- */

static double hue_of(double a, double b)
{
    const double h = a == 0 && b == 0 ? 0 : atan2(b, a) / DEGREE;
    return h < 0 ? h + 360 : h;
}

static double difference(struct lab p, struct lab q)
{
    const double seventh = pow(25, 7), mean_c = (hypot(p.a, p.b) + hypot(q.a, q.b)) / 2;
    const double g = 0.5 * (1 - sqrt(pow(mean_c, 7) / (pow(mean_c, 7) + seventh)));
    const double a1 = (1 + g) * p.a, a2 = (1 + g) * q.a;
    const double c1 = hypot(a1, p.b), c2 = hypot(a2, q.b), h1 = hue_of(a1, p.b), h2 = hue_of(a2, q.b);
    double dh = h2 - h1;
    if (c1 * c2 == 0)
        dh = 0;
    else if (dh > 180)
        dh -= 360;
    else if (dh < -180)
        dh += 360;
    const double dl = q.l - p.l, dc = c2 - c1, big_h = 2 * sqrt(c1 * c2) * sin(dh / 2 * DEGREE);
    const double l = (p.l + q.l) / 2, c = (c1 + c2) / 2;
    double h = (h1 + h2) / 2;
    if (c1 * c2 == 0)
        h = h1 + h2;
    else if (fabs(h1 - h2) > 180)
        h += h1 + h2 < 360 ? 180 : -180;
    const double t = 1 - 0.17 * cos((h - 30) * DEGREE) + 0.24 * cos(2 * h * DEGREE) + 0.32 * cos((3 * h + 6) * DEGREE) -
                     0.20 * cos((4 * h - 63) * DEGREE);
    const double turn = 30 * exp(-pow((h - 275) / 25, 2)), rc = 2 * sqrt(pow(c, 7) / (pow(c, 7) + seventh));
    const double sl = 1 + 0.015 * pow(l - 50, 2) / sqrt(20 + pow(l - 50, 2)), sc = 1 + 0.045 * c,
                 sh = 1 + 0.015 * c * t;
    const double rt = -sin(2 * turn * DEGREE) * rc;
    return sqrt(pow(dl / sl, 2) + pow(dc / sc, 2) + pow(big_h / sh, 2) + rt * dc / sc * big_h / sh);
}

/* ---- colour vision ---- */

enum vision {
    NORMAL,
    PROTAN,
    DEUTAN,
    TRITAN,
    VISIONS
};

/* Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB. */
static const double seen[VISIONS][3][3] = {
    [NORMAL] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    [PROTAN] = {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    [DEUTAN] = {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
    [TRITAN] = {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
};

static struct lab as_seen(tb_colour colour, enum vision vision)
{
    double c[3], s[3];
    split(colour, c);
    for (int i = 0; i < 3; i++) {
        s[i] = seen[vision][i][0] * c[0] + seen[vision][i][1] * c[1] + seen[vision][i][2] * c[2];
        s[i] = fmin(1, fmax(0, s[i]));
    }
    return to_lab(s);
}

static double least_difference(const tb_colour *colour, int n, enum vision vision)
{
    double least = INFINITY;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++)
            least = fmin(least, difference(as_seen(colour[i], vision), as_seen(colour[j], vision)));
    }
    return least;
}

/* ---- the measures themselves ---- */

/* Pairs 1, 7, 13, 17, 21 and 25 of the test data of Sharma, Wu & Dalal 2005, Color Research & Application 30:21-30. */
static void the_difference_is_that_of_its_authors(void **state)
{
    (void)state;
    static const struct {
        struct lab p, q;
        double difference;
    } pairs[] = {
        {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {{50, 0, 0}, {50, -1, 2}, 2.3669},
        {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
        {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
        {{50, 2.5, 0}, {50, 3.1736, 0.5854}, 1.0000},
        {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_true(fabs(difference(pairs[i].p, pairs[i].q) - pairs[i].difference) < 0.0001);
}

/* Black on white is 21 by the definition; #767676 on white is the known limit of 4.54. */
static void the_contrast_is_that_of_the_standard(void **state)
{
    (void)state;
    assert_true(fabs(contrast(0x000000, 0xFFFFFF) - 21) < 1e-9);
    assert_true(fabs(contrast(0x767676, 0xFFFFFF) - 4.54) < 0.005);
}

/* ---- the themes ---- */

static void words_can_be_read(void **state)
{
    (void)state;
    for (enum tb_theme theme = TB_LIGHT; theme <= TB_PRINT; theme++) {
        const struct tb_theme_colours *c = tb_theme_colours(theme);
        const tb_colour words[] = {c->text,
                                   c->secondary,
                                   c->series_words[0],
                                   c->series_words[1],
                                   c->series_words[2],
                                   c->series_words[3],
                                   c->better.words,
                                   c->worse.words,
                                   c->rise.words,
                                   c->fall.words,
                                   c->red.words,
                                   c->green.words};
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            assert_true(contrast(words[i], c->ground) >= 4.5);
        assert_true(contrast(c->text, c->ground) >= 15);
    }
}

/* Marks that carry meaning need 3:1 (WCAG 2.1, 1.4.11); in print the third is pale and has a dark edge. */
static void marks_can_be_seen(void **state)
{
    (void)state;
    for (enum tb_theme theme = TB_LIGHT; theme <= TB_PRINT; theme++) {
        const struct tb_theme_colours *c = tb_theme_colours(theme);
        const tb_colour marks[] = {c->series[0],
                                   c->series[1],
                                   c->series[3],
                                   c->context,
                                   c->better.mark,
                                   c->worse.mark,
                                   c->rise.mark,
                                   c->fall.mark,
                                   c->red.mark,
                                   c->green.mark,
                                   theme == TB_PRINT ? c->series[0] : c->series[2]};
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
            assert_true(contrast(marks[i], c->ground) >= 3);
        assert_true(contrast(c->grid, c->ground) < 2); /* and the grid stays behind */
    }
}

/* The numbers of the design notes: 35 / 21 / 21 / 22 in the light theme. */
static void series_differ_for_every_reader(void **state)
{
    (void)state;
    static const double light[VISIONS] = {35, 21, 21, 22};
    for (enum vision vision = NORMAL; vision < VISIONS; vision++) {
        const double least = least_difference(tb_theme_colours(TB_LIGHT)->series, 4, vision);
        assert_int_equal((int)lround(least), (int)light[vision]);
        assert_true(least_difference(tb_theme_colours(TB_DARK)->series, 4, vision) >= 15);
    }
    for (enum tb_theme theme = TB_LIGHT; theme <= TB_DARK; theme++) {
        const struct tb_theme_colours *c = tb_theme_colours(theme);
        const tb_colour pairs[][2] = {
            {c->better.mark, c->worse.mark}, {c->rise.mark, c->fall.mark}, {c->red.mark, c->green.mark}};
        for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
            for (enum vision vision = NORMAL; vision < VISIONS; vision++)
                assert_true(least_difference(pairs[i], 2, vision) >= (theme == TB_LIGHT ? 30 : 15));
        }
    }
}

/* A copier leaves L* alone: the four stay apart by 11 (light), in print by shape and dashes where the grey is one. */
static void series_differ_in_grey(void **state)
{
    (void)state;
    const struct tb_theme_colours *light = tb_theme_colours(TB_LIGHT);
    for (int i = 0; i < TB_SERIES_COLOURS; i++) {
        for (int j = 0; j < i; j++)
            assert_true(fabs(as_seen(light->series[i], NORMAL).l - as_seen(light->series[j], NORMAL).l) >= 11);
    }
    assert_true(tb_theme_colours(TB_PRINT)->shapes);
    const tb_colour *grey = tb_theme_colours(TB_PRINT)->series;
    for (int i = 0; i < TB_SERIES_COLOURS; i++)
        assert_int_equal(grey[i] & 255, grey[i] >> 16);
}

/* Pale is 40 % of the mark on the ground, a ribbon 25 %, mixed channel by channel (print has greys of its own). */
static void pale_colours_are_mixed(void **state)
{
    (void)state;
    for (enum tb_theme theme = TB_LIGHT; theme <= TB_DARK; theme++) {
        const struct tb_theme_colours *c = tb_theme_colours(theme);
        for (int i = 0; i < TB_SERIES_COLOURS; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                const double ground = c->ground >> shift & 255, mark = c->series[i] >> shift & 255;
                assert_true(fabs(ground + 0.40 * (mark - ground) - (double)(c->pale[i] >> shift & 255)) <= 1);
                assert_true(fabs(ground + 0.25 * (mark - ground) - (double)(c->ribbon[i] >> shift & 255)) <= 1);
            }
        }
    }
}

static void red_is_for_a_rise_only_where_asked(void **state)
{
    (void)state;
    struct tb_page page = tb_page_default();
    assert_int_equal(tb_direction_hue(&page, 1.5).mark, 0x005DA8);
    assert_int_equal(tb_direction_hue(&page, -1).mark, 0xCC4F03);
    page.red_rise = true;
    assert_int_equal(tb_direction_hue(&page, 1.5).mark, 0xB3121D);
    assert_int_equal(tb_direction_hue(&page, -1).mark, 0x00A692);
    assert_int_equal(tb_direction_hue(&page, 0).mark, tb_theme_colours(TB_LIGHT)->context);
    assert_int_equal(tb_direction_hue(&page, NAN).mark, tb_theme_colours(TB_LIGHT)->context);
    assert_int_equal(tb_quality_hue(&page, 1).mark, 0x005DA8); /* a judgement is not a direction */
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_difference_is_that_of_its_authors),
    cmocka_unit_test(the_contrast_is_that_of_the_standard),
    cmocka_unit_test(words_can_be_read),
    cmocka_unit_test(marks_can_be_seen),
    cmocka_unit_test(series_differ_for_every_reader),
    cmocka_unit_test(series_differ_in_grey),
    cmocka_unit_test(pale_colours_are_mixed),
    cmocka_unit_test(red_is_for_a_rise_only_where_asked),
};
RUN_TESTS(tests)
