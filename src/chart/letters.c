/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of a canvas: laid out once by Pango, so that each is drawn exactly as it was measured. */
#include "encode.h"
#include "font.h"
#include "model/memory.h"
#include "pen.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DESIGN 16.0 /* design pixels per u in which Pango measures: the same on every page */

struct laid_text {
    char *text;
    double size;
    bool strong;
    uint32_t hash;
    PangoLayout *layout;
    struct tb_extent extent;
    double baseline; /* in u, below the layout's top */
    bool warned;
};

static bool is_unwanted(gunichar c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

char *tb_plain_text(const char *text, size_t limit)
{
    char *valid = g_utf8_make_valid(text, -1);
    const size_t room = strlen(valid) + 4;
    char *plain = malloc(room);
    if (plain) {
        char *to = plain;
        size_t n = 0;
        for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
            const gunichar c = g_utf8_get_char(at);
            if (is_unwanted(c)) {
                if ((c == '\n' || c == '\t') && to > plain && to[-1] != ' ')
                    *to++ = ' ';
                continue;
            }
            if (n++ == limit) {
                memcpy(to, "\xE2\x80\xA6", 3);
                to += 3;
                break;
            }
            to += g_unichar_to_utf8(c, to);
        }
        *to = '\0';
    }
    g_free(valid);
    return plain;
}

static uint32_t hash_text(const char *text, double size, bool strong)
{
    uint32_t hash = 2166136261u ^ (uint32_t)(size * 1000) ^ (strong ? 0x80000000u : 0);
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

static void lay_out(struct tb_canvas *canvas, struct laid_text *laid)
{
    PangoLayout *layout = pango_layout_new(canvas->pen->context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, tb_font_family());
    pango_font_description_set_weight(font, laid->strong ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, laid->size * DESIGN * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_text(layout, laid->text, -1);

    PangoRectangle ink, logical;
    pango_layout_get_extents(layout, &ink, &logical);
    const double to_u = 1 / (DESIGN * PANGO_SCALE);
    const double baseline = pango_layout_get_baseline(layout);
    laid->layout = layout;
    laid->baseline = baseline * to_u;
    laid->extent.width = logical.width * to_u;
    laid->extent.ink = (struct tb_box){ink.x * to_u, (ink.y - baseline) * to_u, (ink.x + ink.width) * to_u,
                                       (ink.y + ink.height - baseline) * to_u};
}

static bool grow_laid(struct tb_pen *pen)
{
    const size_t slots = pen->slots ? pen->slots * 2 : 256;
    struct laid_text *grown = calloc(slots, sizeof *grown);
    if (!grown)
        return false;
    for (size_t i = 0; i < pen->slots; i++) {
        if (pen->laid[i].layout) {
            size_t slot = pen->laid[i].hash & (slots - 1);
            while (grown[slot].layout)
                slot = (slot + 1) & (slots - 1);
            grown[slot] = pen->laid[i];
        }
    }
    free(pen->laid);
    pen->laid = grown;
    pen->slots = slots;
    return true;
}

void tb_letters_free(struct tb_pen *pen)
{
    for (size_t i = 0; i < pen->slots; i++) {
        if (pen->laid[i].layout) {
            g_object_unref(pen->laid[i].layout);
            free(pen->laid[i].text);
        }
    }
    free(pen->laid);
}

/* The layout of a text, made once: it is drawn exactly as it was measured.  Valid until the next call: the table grows.
 */
static struct laid_text *laid_out(struct tb_canvas *canvas, const char *text, struct tb_face face)
{
    struct tb_pen *pen = canvas->pen;
    if ((pen->n_laid + 1) * 2 > pen->slots && !grow_laid(pen))
        abort(); /* inside a chart process: the caller reports it */
    const uint32_t hash = hash_text(text, face.size, face.strong);
    size_t slot = hash & (pen->slots - 1);
    for (; pen->laid[slot].layout; slot = (slot + 1) & (pen->slots - 1)) {
        struct laid_text *found = &pen->laid[slot];
        if (found->hash == hash && found->size == face.size && found->strong == face.strong &&
            strcmp(found->text, text) == 0)
            return found;
    }
    struct laid_text *laid = &pen->laid[slot];
    *laid = (struct laid_text){.text = strdup(text), .size = face.size, .strong = face.strong, .hash = hash};
    if (!laid->text)
        abort();
    lay_out(canvas, laid);
    pen->n_laid++;
    return laid;
}

struct tb_extent tb_measure(struct tb_canvas *canvas, const char *text, struct tb_face face)
{
    return laid_out(canvas, text, face)->extent;
}

double tb_digit_height(struct tb_canvas *canvas)
{
    struct tb_pen *pen = canvas->pen;
    if (pen->digit_height == 0)
        pen->digit_height = -tb_measure(canvas, "0", (struct tb_face){.size = 4}).ink.top / 4;
    return pen->digit_height;
}

static double start_of(const struct tb_extent *extent, double x, enum tb_align align)
{
    return align == TB_START ? x : align == TB_CENTRE ? x - extent->width / 2 : x - extent->width;
}

static struct tb_box ink_at(const struct tb_extent *extent, double x, double baseline, enum tb_align align)
{
    const double start = start_of(extent, x, align);
    return (struct tb_box){start + extent->ink.left, baseline + extent->ink.top, start + extent->ink.right,
                           baseline + extent->ink.bottom};
}

struct tb_box tb_text_box(struct tb_canvas *canvas, const char *text, struct tb_face face, double x, double baseline,
                          enum tb_align align)
{
    const struct tb_extent extent = tb_measure(canvas, text, face);
    return ink_at(&extent, x, baseline, align);
}

static void record(struct tb_canvas *canvas, const char *text, struct tb_box ink)
{
    if (!tb_grow(&canvas->set, &canvas->set_capacity, canvas->n_set + 1, sizeof *canvas->set))
        abort();
    struct tb_set_text *set = &canvas->set[canvas->n_set++];
    set->ink = ink;
    g_utf8_strncpy(set->text, text, 8);
}

struct tb_box tb_draw_text(struct tb_canvas *canvas, const char *text, struct tb_face face, double x, double baseline,
                           enum tb_align align)
{
    struct laid_text *laid = laid_out(canvas, text, face);
    const struct tb_box ink = ink_at(&laid->extent, x, baseline, align);
    if (!*text)
        return ink;
    record(canvas, text, ink);
    if (canvas->dry)
        return ink;
    if (!laid->warned && pango_layout_get_unknown_glyphs_count(laid->layout) > 0) {
        laid->warned = true;
        tb_log_add(canvas->log, TB_WARNING, "missing-glyph", NULL,
                   "the font has no picture for a character of \"%s\": an empty box stands there", text);
    }
    struct tb_pen *pen = canvas->pen;
    if (pen->letters) {
        const struct tb_svg_text element = {.text = text,
                                            .x = start_of(&laid->extent, x, align) * pen->unit,
                                            .y = baseline * pen->unit,
                                            .width = laid->extent.width * pen->unit,
                                            .size = face.size * pen->unit,
                                            .strong = face.strong,
                                            .colour = face.colour};
        tb_add_svg_text(&element, &pen->texts);
        return ink;
    }
    cairo_t *cairo = pen->cairo;
    const double points = pen->format == TB_PDF ? 0.75 : 1, scale = pen->unit * points;
    cairo_save(cairo);
    cairo_identity_matrix(cairo);
    cairo_scale(cairo, scale / DESIGN, scale / DESIGN);
    cairo_move_to(cairo, start_of(&laid->extent, x, align) * DESIGN, (baseline - laid->baseline) * DESIGN);
    cairo_set_source_rgb(cairo, (face.colour >> 16) / 255.0, (face.colour >> 8 & 255) / 255.0,
                         (face.colour & 255) / 255.0);
    pango_cairo_show_layout(cairo, laid->layout);
    cairo_new_path(cairo);
    cairo_restore(cairo);
    return ink;
}

/* ---- breaking lines ---- */

struct cut {
    size_t byte;  /* a line may begin here */
    double x;     /* width of the text before it, without blanks at its end */
    double begin; /* where the line that begins here starts */
    bool good;    /* after a comma, colon or semicolon */
};

static bool is_pause(gunichar c)
{
    return c == 0xFF0C || c == 0xFF1A || c == 0xFF1B || c == 0x3002 || c == ',' || c == ':' || c == ';';
}

/* A range of years or values stays in one piece: 2007\u20132023. */
static bool inside_range(gunichar before, gunichar after)
{
    const bool dash_before = before == 0x2013 || before == 0x2014, dash_after = after == 0x2013 || after == 0x2014;
    return (dash_before && g_unichar_isdigit(after)) || (g_unichar_isdigit(before) && dash_after);
}

/* All places where a line may begin, and the end; `any`: between any two characters. */
static size_t find_cuts(struct laid_text *laid, bool any, struct cut *cut)
{
    int n_attributes = 0;
    const PangoLogAttr *attribute = pango_layout_get_log_attrs_readonly(laid->layout, &n_attributes);
    const double to_u = 1 / (DESIGN * PANGO_SCALE);
    size_t n = 0;
    int k = 0;
    double ink_end = 0; /* end of the last character that is not blank */
    gunichar before = 0;
    for (const char *at = laid->text;; at = g_utf8_next_char(at), k++) {
        PangoRectangle place;
        pango_layout_index_to_pos(laid->layout, (int)(at - laid->text), &place);
        const bool end = *at == '\0';
        if (k > 0 && !(!any && inside_range(before, g_utf8_get_char(at))) &&
            (end || (k < n_attributes && (attribute[k].is_line_break || (any && attribute[k].is_cursor_position))))) {
            cut[n++] = (struct cut){
                .byte = (size_t)(at - laid->text), .x = ink_end, .begin = place.x * to_u, .good = is_pause(before)};
        }
        if (end)
            return n;
        const gunichar c = g_utf8_get_char(at);
        if (!g_unichar_isspace(c)) {
            ink_end = (place.x + place.width) * to_u;
            before = c;
        }
    }
}

static char *slice(const char *text, size_t from, size_t to, bool ellipsis)
{
    while (to > from && text[to - 1] == ' ')
        to--;
    char *line = malloc(to - from + 4);
    if (!line)
        abort();
    memcpy(line, text + from, to - from);
    memcpy(line + (to - from), ellipsis ? "\xE2\x80\xA6" : "", ellipsis ? 4 : 1);
    return line;
}

/* The cut that parts a text into two lines, or n when there is none. */
static size_t best_middle(const struct cut *cut, size_t n, double width)
{
    const double total = cut[n - 1].x;
    double best = INFINITY;
    size_t chosen = n;
    for (size_t i = 0; i + 1 < n; i++) {
        const double first = cut[i].x, second = total - cut[i].begin;
        if (first > width || second > width)
            continue;
        const double cost = fabs(first - second) / total - (cut[i].good ? 0.35 : 0);
        if (cost < best) {
            best = cost;
            chosen = i;
        }
    }
    return chosen;
}

size_t tb_wrap(struct tb_canvas *canvas, const char *text, struct tb_face face, double width, size_t most, bool balance,
               char **line)
{
    if (!*text || most == 0)
        return 0;
    struct laid_text laid = *laid_out(canvas, text, face); /* a copy: the table may grow */
    struct cut *cut = malloc((strlen(text) + 2) * sizeof *cut);
    if (!cut)
        abort();
    size_t n_lines = 0, n = find_cuts(&laid, false, cut);
    assert(n > 0); /* the end is always a cut */
    if (cut[n - 1].x <= width) {
        line[n_lines++] = slice(text, 0, strlen(text), false);
        goto done;
    }
    if (balance && most == 2) {
        const size_t middle = best_middle(cut, n, width);
        if (middle < n) {
            line[n_lines++] = slice(text, 0, cut[middle].byte, false);
            line[n_lines++] = slice(text, cut[middle].byte, strlen(text), false);
            goto done;
        }
    }
    const double dots = tb_measure(canvas, "\xE2\x80\xA6", face).width;
    size_t from = 0;
    double begin = 0;
    while (from < strlen(text)) {
        const bool last = n_lines + 1 == most;
        if (last && cut[n - 1].x - begin > width)
            n = find_cuts(&laid, true, cut); /* the ellipsis may stand anywhere */
        for (int attempt = 0;; attempt++) {
            const bool cut_off = last && cut[n - 1].x - begin > width;
            size_t chosen = n;
            for (size_t i = 0; i < n; i++) {
                if (cut[i].byte > from && cut[i].x - begin + (cut_off ? dots : 0) <= width)
                    chosen = i;
            }
            if (chosen == n && attempt == 0) { /* no break fits: between any two characters */
                n = find_cuts(&laid, true, cut);
                continue;
            }
            if (chosen == n) { /* not even one character: set it all the same */
                for (chosen = 0; cut[chosen].byte <= from; chosen++)
                    ;
            }
            line[n_lines++] = slice(text, from, cut[chosen].byte, last && chosen + 1 < n);
            from = last ? strlen(text) : cut[chosen].byte;
            begin = cut[chosen].begin;
            break;
        }
    }
done:
    free(cut);
    return n_lines;
}
