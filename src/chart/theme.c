/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theme.h"

#include <math.h>

static const struct tb_theme_colours themes[] =
    {
        [TB_LIGHT] =
            {
                .ground = 0xFFFFFF,
                .text = 0x1A1F26,
                .secondary = 0x59636B,
                .context = 0x8A949C,
                .grid = 0xDDE1E6,
                .series = {0x005DA8, 0xCC4F03, 0x00A692, 0x601745},
                .series_words = {0x005DA8, 0xB84700, 0x007A6B, 0x601745},
                .pale = {0x99BEDC, 0xEBB99A, 0x99DBD3, 0xBFA2B5},
                .ribbon = {0xBFD6E9, 0xF2D3C0, 0xBFE9E4, 0xD7C5D0},
                .better = {0x005DA8, 0x005DA8},
                .worse = {0xCC4F03, 0xB84700},
                .rise = {0x005DA8, 0x005DA8},
                .fall = {0xCC4F03, 0xB84700},
                .red = {0xB3121D, 0xB3121D},
                .green = {0x00A692, 0x007A6B},
                .heat = {0xE8F1F9, 0xBDD7EC, 0x8AB8DC, 0x4F93C6, 0x1F6FAE, 0x0A4A85},
            },
        [TB_DARK] =
            {
                .ground = 0x14202B,
                .text = 0xF2F5F7,
                .secondary = 0xB4BEC7,
                .context = 0x7C8994,
                .grid = 0x33424F,
                .series = {0x3A98FE, 0xF68F1C, 0x69F5CD, 0xB174A5},
                .series_words = {0x3A98FE, 0xF68F1C, 0x69F5CD, 0xB174A5},
                .pale = {0x23507F, 0x6E4C25, 0x36756C, 0x53425C},
                .ribbon = {0x1E3E60, 0x4D3C27, 0x295554, 0x3B354A},
                .better = {0x3A98FE, 0x3A98FE},
                .worse = {0xF68F1C, 0xF68F1C},
                .rise = {0x3A98FE, 0x3A98FE},
                .fall = {0xF68F1C, 0xF68F1C},
                .red = {0xFF7A70, 0xFF7A70},
                .green = {0x69F5CD, 0x69F5CD},
                .heat = {0x1D3347, 0x214B6E, 0x276596, 0x3580BB, 0x6FAEE2, 0xB9DCF7},
            },
        [TB_PRINT] =
            {
                .ground = 0xFFFFFF,
                .text = 0x000000,
                .secondary = 0x4A4A4A,
                .context = 0x8C8C8C,
                .grid = 0xDDDDDD,
                .series = {0x1F1F1F, 0x6E6E6E, 0xA8A8A8, 0x1F1F1F},
                .series_words = {0x000000, 0x000000, 0x000000, 0x000000},
                .pale = {0xD9D9D9, 0xD9D9D9, 0xE6E6E6, 0xD9D9D9},
                .ribbon = {0xEBEBEB, 0xEEEEEE, 0xF1F1F1, 0xEBEBEB},
                .better = {0x1F1F1F, 0x000000},
                .worse = {0x6E6E6E, 0x000000},
                .rise = {0x1F1F1F, 0x000000},
                .fall = {0x6E6E6E, 0x000000},
                .red = {0x1F1F1F, 0x000000},
                .green = {0x6E6E6E, 0x000000},
                .heat = {0xF4F4F4, 0xDCDCDC, 0xC0C0C0, 0x9C9C9C, 0x6A6A6A, 0x3A3A3A},
                .shapes = true,
            },
};

const struct tb_theme_colours *tb_theme_colours(enum tb_theme theme)
{
    return &themes[theme];
}

/* `up` above 0, `down` below, else the grey of what says nothing. */
static struct tb_hue one_of(const struct tb_theme_colours *colours, double sign, struct tb_hue up, struct tb_hue down)
{
    return sign > 0 ? up : sign < 0 ? down : (struct tb_hue){colours->context, colours->secondary};
}

struct tb_hue tb_direction_hue(const struct tb_page *page, double change)
{
    const struct tb_theme_colours *colours = tb_theme_colours(page->theme);
    return page->red_rise ? one_of(colours, change, colours->red, colours->green)
                          : one_of(colours, change, colours->rise, colours->fall);
}

struct tb_hue tb_quality_hue(const struct tb_page *page, double quality)
{
    const struct tb_theme_colours *colours = tb_theme_colours(page->theme);
    return one_of(colours, quality, colours->better, colours->worse);
}

/* Relative luminance of WCAG 2. */
static double luminance(tb_colour colour)
{
    static const double weight[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        const double c = (double)(colour >> (16 - 8 * i) & 0xFF) / 255;
        sum += weight[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

tb_colour tb_ink_on(tb_colour fill)
{
    const tb_colour dark = 0x1A1F26, white = 0xFFFFFF;
    const double here = luminance(fill) + 0.05;
    return here / (luminance(dark) + 0.05) >= (luminance(white) + 0.05) / here ? dark : white;
}

double tb_page_unit(const struct tb_page *page)
{
    return page->u > 0 ? page->u : (page->width < page->height ? page->width : page->height) / 100.0;
}

/* On a page under 4.5 in high the sizes that follow the page fall below what the eye reads: these points are the floor.
 */
struct tb_type_sizes tb_type_sizes(const struct tb_page *page)
{
    struct tb_type_sizes sizes = {.title = 5.2, .subtitle = 3.3, .label = 2.8, .axis = 2.6, .foot = 2.25};
    const double inches = page->inches > 0 ? page->inches : 7.5;
    if (inches >= 4.5)
        return sizes;

    /* no floor above 1.6 times the size that follows the page: a stamp cannot hold a headline */
    const double points_per_u = inches * 72 / page->height * tb_page_unit(page);
    sizes.title = fmin(fmax(sizes.title, 12 / points_per_u), 1.6 * sizes.title);
    sizes.subtitle = fmin(fmax(sizes.subtitle, 9.5 / points_per_u), 1.6 * sizes.subtitle);
    sizes.label = fmin(fmax(sizes.label, 8.5 / points_per_u), 1.6 * sizes.label);
    sizes.axis = fmin(fmax(sizes.axis, 8.5 / points_per_u), 1.6 * sizes.axis);
    sizes.foot = fmin(fmax(sizes.foot, 7.5 / points_per_u), 1.6 * sizes.foot);
    return sizes;
}
