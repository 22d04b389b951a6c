/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas.h"

#include "encode.h"
#include "font.h"
#include "model/memory.h"

#include <assert.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <plplot/plplot.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * PLplot keeps places as whole numbers 0 .. 32767.  Its page is opened once, at that size, so one of its units is one
 * unit of the Cairo context; the context is scaled so that a pixel is a whole number of them, and a snapped edge stays
 * sharp.
 */
enum {
    PAGE_UNITS = 32767
};

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

struct tb_pen {
    enum tb_chart_format format;
    int pixel_width, pixel_height;
    double unit;  /* pixels per u */
    double scale; /* PLplot units per u */
    double per_pixel;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoContext *context;
    struct laid_text *laid; /* open addressing */
    size_t n_laid, slots;
    struct tb_bytes written; /* what the surface has streamed */
    bool letters;            /* texts go into `texts`, not onto the surface */
    struct tb_bytes texts;   /* <text> elements */
    double digit_height;
};

/* ---- PLplot, opened once ---- */

static bool opened;
static jmp_buf leave;
static bool can_leave;
static char refused[200]; /* the last thing PLplot would not do */

static void note_abort(const char *message)
{
    snprintf(refused, sizeof refused, "%s", message);
}

static int note_exit(const char *message)
{
    snprintf(refused, sizeof refused, "%s", message);
    if (can_leave)
        longjmp(leave, 1);
    _exit(3);
}

static bool has_device(const char *wanted)
{
    enum {
        MOST = 100
    }; /* PLplot fills arrays of the caller's, of at most *n entries */
    const char *menus[MOST], *devices[MOST], **menu = menus, **device = devices;
    int n = MOST;
    plgDevs(&menu, &device, &n);
    bool found = false;
    for (int i = 0; i < n; i++)
        found = found || strcmp(devices[i], wanted) == 0;
    return found;
}

/* PLplot and fontconfig take what they cannot open for what is not there, so it is asked before. */
static enum tb_status need_files(struct tb_log *log)
{
    enum {
        AT_ONCE = 4 /* what they have open at a time, as measured */
    };
    int file[AT_ONCE], n = 0, reason = 0;
    while (n < AT_ONCE && !reason) {
        file[n] = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
        reason = file[n] < 0 ? errno : 0;
        n += !reason;
    }
    const bool full = reason == EMFILE || reason == ENFILE;
    while (n > 0)
        close(file[--n]);
    return full ? tb_fail(log, TB_OUTPUT_FAILED, "chart-library", NULL,
                          "drawing needs room for %d more open files: %s; see ulimit -n", AT_ONCE, strerror(reason))
                : TB_OK;
}

static enum tb_status open_plplot(struct tb_log *log)
{
    static const char *const obeyed[] = {"PLPLOT_LIB",
                                         "PLPLOT_HOME",
                                         "PLPLOT_DRV_DIR",
                                         "PLPLOT_DEV",
                                         "PLPLOT_FREETYPE_SANS_FAMILY",
                                         "PLPLOT_FREETYPE_SERIF_FAMILY",
                                         "PLPLOT_FREETYPE_MONO_FAMILY",
                                         "PLPLOT_FREETYPE_SCRIPT_FAMILY",
                                         "PLPLOT_FREETYPE_SYMBOL_FAMILY",
                                         "PLPLOT_FREETYPE_SANS_FONT",
                                         "PLPLOT_FREETYPE_FONT_PATH"};
    for (size_t i = 0; i < sizeof obeyed / sizeof *obeyed; i++)
        unsetenv(obeyed[i]);
    const int here = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    const bool moved = here >= 0 && chdir("/") == 0; /* PLplot reads palettes from the current folder first */

    refused[0] = '\0';
    plsabort(note_abort);
    plsexit(note_exit);
    can_leave = true;
    enum tb_status status = TB_OK;
    if (setjmp(leave)) {
        status = tb_fail(log, TB_OUTPUT_FAILED, "chart-library", NULL, "PLplot could not be opened: %s", refused);
    } else if (!has_device("extcairo")) {
        status = tb_fail(log, TB_OUTPUT_FAILED, "chart-library", NULL,
                         "PLplot has no device extcairo; install its Cairo driver (package plplot-driver-cairo)");
    } else {
        plsdev("extcairo");
        plspage(0, 0, PAGE_UNITS, PAGE_UNITS - 1, 0, 0);
        plspause(0);
        plinit();
        pladv(0);
        plvpor(0, 1, 0, 1);
        plwind(0, PAGE_UNITS, 0, PAGE_UNITS - 1);
        if (refused[0])
            status = tb_fail(log, TB_OUTPUT_FAILED, "chart-library", NULL, "PLplot refused: %s", refused);
        else
            opened = true;
    }
    can_leave = false;
    if (moved && fchdir(here) != 0)
        status = tb_fail(log, TB_OUTPUT_FAILED, "chart-library", NULL, "the current folder is gone");
    if (here >= 0)
        close(here);
    return status;
}

/* ---- opening and closing a page ---- */

static cairo_status_t stream_out(void *closure, const unsigned char *data, unsigned n)
{
    struct tb_bytes *bytes = closure; /* its flag is sticky: Cairo's PDF writer forgets a failed write */
    tb_bytes_add(bytes, data, n);
    return bytes->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *new_surface(struct tb_pen *pen)
{
    switch (pen->format) {
    case TB_SVG: {
        cairo_surface_t *surface =
            cairo_svg_surface_create_for_stream(stream_out, &pen->written, pen->pixel_width, pen->pixel_height);
        cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
        return surface;
    }
    case TB_PDF:
        return cairo_pdf_surface_create_for_stream(stream_out, &pen->written, pen->pixel_width * 0.75,
                                                   pen->pixel_height * 0.75);
    case TB_PNG:
        return cairo_image_surface_create(CAIRO_FORMAT_RGB24, pen->pixel_width, pen->pixel_height);
    }
    return NULL;
}

static PangoContext *new_context(enum tb_language language)
{
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    pango_context_set_language(context, pango_language_from_string(language == TB_CHINESE ? "zh-cn" : "en"));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    return context;
}

static void pen_free(struct tb_pen *pen)
{
    if (!pen)
        return;
    for (size_t i = 0; i < pen->slots; i++) {
        if (pen->laid[i].layout) {
            g_object_unref(pen->laid[i].layout);
            free(pen->laid[i].text);
        }
    }
    free(pen->laid);
    if (pen->context)
        g_object_unref(pen->context);
    cairo_destroy(pen->cairo);
    cairo_surface_destroy(pen->surface);
    tb_bytes_free(&pen->written);
    tb_bytes_free(&pen->texts);
    free(pen);
}

void tb_canvas_free(struct tb_canvas *canvas)
{
    if (!canvas)
        return;
    pen_free(canvas->pen);
    free(canvas->set);
    free(canvas);
}

enum tb_status tb_canvas_open(const struct tb_page *page, enum tb_chart_format format, enum tb_language language,
                              struct tb_log *log, struct tb_canvas **result)
{
    assert(opened);
    *result = NULL;
    struct tb_canvas *canvas = calloc(1, sizeof *canvas);
    struct tb_pen *pen = calloc(1, sizeof *pen);
    enum tb_status status = TB_OK;
    if (!canvas || !pen) {
        free(pen);
        free(canvas);
        tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while opening a page");
        return TB_NO_MEMORY;
    }
    canvas->pen = pen;
    canvas->log = log;
    canvas->language = language;
    canvas->colours = tb_theme_colours(page->theme);

    const int longer = page->width > page->height ? page->width : page->height;
    pen->format = format;
    pen->letters = format == TB_SVG && page->text == TB_LETTERS;
    pen->pixel_width = page->width;
    pen->pixel_height = page->height;
    pen->unit = tb_page_unit(page);
    pen->per_pixel = floor((double)(PAGE_UNITS - 1) / longer);
    pen->scale = pen->unit * pen->per_pixel;
    canvas->width = page->width / pen->unit;
    canvas->height = page->height / pen->unit;

    pen->surface = new_surface(pen);
    pen->cairo = cairo_create(pen->surface);
    pen->context = new_context(language);
    if (cairo_status(pen->cairo) || !pen->context) {
        status = TB_OUTPUT_FAILED;
        tb_fail(log, status, "chart-output", NULL, "a page of %d x %d could not be opened: %s", page->width,
                page->height, cairo_status_to_string(cairo_status(pen->cairo)));
        goto done;
    }
    const tb_colour ground = canvas->colours->ground;
    cairo_set_source_rgb(pen->cairo, (ground >> 16) / 255.0, (ground >> 8 & 255) / 255.0, (ground & 255) / 255.0);
    cairo_paint(pen->cairo);

    refused[0] = '\0';
    const double points = format == TB_PDF ? 0.75 : 1;
    cairo_save(pen->cairo);
    cairo_scale(pen->cairo, points / pen->per_pixel, points / pen->per_pixel);
    pl_cmd(PLESC_DEVINIT, pen->cairo);

    *result = canvas;
    canvas = NULL;
done:
    tb_canvas_free(canvas);
    return status;
}

void tb_canvas_restart(struct tb_canvas *canvas)
{
    canvas->n_set = 0;
}

static enum tb_status encode_pixels(struct tb_canvas *canvas, double inches, struct tb_bytes *bytes)
{
    const struct tb_pen *pen = canvas->pen;
    const struct tb_theme_colours *c = canvas->colours;
    const struct tb_hue hues[] = {c->better, c->worse, c->rise, c->fall, c->red, c->green};
    enum {
        HUES = sizeof hues / sizeof *hues
    };
    uint32_t exact[5 + 4 * TB_SERIES_COLOURS + 2 * HUES] = {c->ground, c->text, c->secondary, c->context, c->grid};
    size_t n = 5;
    for (int i = 0; i < TB_SERIES_COLOURS; i++) {
        const uint32_t of_series[] = {c->series[i], c->series_words[i], c->pale[i], c->ribbon[i]};
        memcpy(exact + n, of_series, sizeof of_series);
        n += 4;
    }
    for (int i = 0; i < HUES; i++) {
        exact[n++] = hues[i].mark;
        exact[n++] = hues[i].words;
    }
    const struct tb_picture picture = {
        .pixels = cairo_image_surface_get_data(pen->surface),
        .width = pen->pixel_width,
        .height = pen->pixel_height,
        .stride = cairo_image_surface_get_stride(pen->surface),
        .per_metre = (unsigned)lround(pen->pixel_height / (inches * 0.0254)),
        .exact = exact,
        .n_exact = n,
    };
    return tb_encode_png(&picture, canvas->log, bytes);
}

static enum tb_status finish_svg(struct tb_canvas *canvas, const char *title, const char *alt, struct tb_bytes *bytes)
{
    struct tb_pen *pen = canvas->pen;
    if (pen->letters && pen->texts.n) {
        struct tb_bytes group = {0};
        tb_bytes_format(&group, "<g font-family=\"%s\" xml:lang=\"%s\" style=\"white-space:pre\">\n",
                        tb_font_fallbacks(), canvas->language == TB_CHINESE ? "zh-CN" : "en");
        tb_bytes_add(&group, pen->texts.data, pen->texts.n);
        tb_bytes_text(&group, "</g>\n");
        group.failed |= pen->texts.failed;
        tb_bytes_free(&pen->texts);
        pen->texts = group;
    }
    return tb_finish_svg(&pen->written, title, alt, &pen->texts, canvas->log, bytes);
}

enum tb_status tb_canvas_finish(struct tb_canvas *canvas, const char *title, const char *alt, double inches,
                                struct tb_bytes *bytes)
{
    struct tb_pen *pen = canvas->pen;
    if (refused[0])
        return tb_fail(canvas->log, TB_OUTPUT_FAILED, "chart-library", NULL, "PLplot refused to draw: %s", refused);
    if (pen->format == TB_PDF) {
        cairo_pdf_surface_set_metadata(pen->surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
        if (title)
            cairo_pdf_surface_set_metadata(pen->surface, CAIRO_PDF_METADATA_TITLE, title);
        if (alt)
            cairo_pdf_surface_set_metadata(pen->surface, CAIRO_PDF_METADATA_SUBJECT, alt);
    }
    if (pen->format != TB_PNG)
        cairo_show_page(pen->cairo);
    cairo_surface_flush(pen->surface);
    cairo_status_t drawn = cairo_status(pen->cairo);
    if (!drawn && pen->format != TB_PNG) {
        cairo_surface_finish(pen->surface);
        drawn = cairo_surface_status(pen->surface);
    }
    if (drawn || pen->written.failed)
        return tb_fail(canvas->log, TB_OUTPUT_FAILED, "chart-output", NULL, "the page could not be written: %s",
                       pen->written.failed ? "out of memory" : cairo_status_to_string(drawn));
    switch (pen->format) {
    case TB_SVG:
        return finish_svg(canvas, title, alt, bytes);
    case TB_PNG:
        return encode_pixels(canvas, inches, bytes);
    case TB_PDF:
        *bytes = pen->written;
        pen->written = (struct tb_bytes){0};
        return TB_OK;
    }
    return TB_OK;
}

/* ---- marks: the only calls that draw through PLplot ---- */

static void pen_colour(tb_colour colour)
{
    plscol0(1, (int)(colour >> 16 & 255), (int)(colour >> 8 & 255), (int)(colour & 255));
    plcol0(1);
}

/* A line thinner than this many pixels would fade out on a screen. */
static const double thinnest = 0.7;

static double pen_width(const struct tb_pen *pen, double width)
{
    return fmax(width * pen->unit, thinnest) * pen->per_pixel;
}

enum {
    CHUNK = 200
}; /* PLplot's own buffers hold 256 spots */

static void polyline(const struct tb_pen *pen, const struct tb_spot *spot, size_t n)
{
    PLFLT x[CHUNK], y[CHUNK];
    for (size_t from = 0; from + 1 < n; from += CHUNK - 1) {
        const size_t part = n - from < CHUNK ? n - from : CHUNK;
        for (size_t i = 0; i < part; i++) {
            x[i] = spot[from + i].x * pen->scale;
            y[i] = PAGE_UNITS - 1 - spot[from + i].y * pen->scale;
        }
        plline((PLINT)part, x, y);
    }
}

void tb_draw_line(struct tb_canvas *canvas, const struct tb_spot *spot, size_t n, double width, tb_colour colour)
{
    if (canvas->dry || n < 2)
        return;
    pen_colour(colour);
    plwidth(pen_width(canvas->pen, width));
    polyline(canvas->pen, spot, n);
}

void tb_draw_dashes(struct tb_canvas *canvas, const struct tb_spot *spot, size_t n, double width, tb_colour colour,
                    double on, double off)
{
    if (canvas->dry || n < 2)
        return;
    pen_colour(colour);
    plwidth(pen_width(canvas->pen, width));
    bool inked = true;
    double left = on; /* of the dash or gap we are in */
    struct tb_spot dash[CHUNK];
    size_t n_dash = 0;
    dash[n_dash++] = spot[0];
    for (size_t i = 1; i < n; i++) {
        struct tb_spot at = spot[i - 1];
        double rest = hypot(spot[i].x - at.x, spot[i].y - at.y);
        while (rest > left) {
            const double share = left / rest;
            at.x += (spot[i].x - at.x) * share;
            at.y += (spot[i].y - at.y) * share;
            rest -= left;
            if (inked) {
                dash[n_dash++] = at;
                polyline(canvas->pen, dash, n_dash);
            }
            inked = !inked;
            left = inked ? on : off;
            dash[0] = at;
            n_dash = 1;
        }
        left -= rest;
        if (n_dash + 1 == CHUNK) {
            polyline(canvas->pen, dash, n_dash);
            n_dash = 0;
        }
        if (inked)
            dash[n_dash++] = spot[i];
        else
            dash[0] = spot[i];
    }
    if (inked)
        polyline(canvas->pen, dash, n_dash);
}

void tb_draw_fill(struct tb_canvas *canvas, const struct tb_spot *spot, size_t n, tb_colour colour)
{
    enum {
        MOST = 250
    }; /* PLplot's buffer holds 256 */
    if (canvas->dry || n < 3)
        return;
    assert(n <= MOST);
    PLFLT x[MOST], y[MOST];
    for (size_t i = 0; i < n; i++) {
        x[i] = spot[i].x * canvas->pen->scale;
        y[i] = PAGE_UNITS - 1 - spot[i].y * canvas->pen->scale;
    }
    pen_colour(colour);
    plwidth(0); /* the edge that plfill strokes as well: one unit, a fraction of a pixel */
    plfill((PLINT)n, x, y);
}

double tb_snap(const struct tb_canvas *canvas, double length)
{
    return round(length * canvas->pen->unit) / canvas->pen->unit;
}

void tb_draw_rectangle(struct tb_canvas *canvas, struct tb_box box, tb_colour colour)
{
    const struct tb_spot corner[] = {
        {box.left, box.top}, {box.right, box.top}, {box.right, box.bottom}, {box.left, box.bottom}};
    tb_draw_fill(canvas, corner, 4, colour);
}

/* Snapped so that a line of whole pixels covers whole pixels. */
static double snapped_start(const struct tb_canvas *canvas, double middle, double width, double *pixels)
{
    *pixels = fmax(1, round(width * canvas->pen->unit));
    return round(middle * canvas->pen->unit - *pixels / 2);
}

void tb_draw_level(struct tb_canvas *canvas, double left, double right, double y, double width, tb_colour colour)
{
    double pixels;
    const double top = snapped_start(canvas, y, width, &pixels), unit = canvas->pen->unit;
    tb_draw_rectangle(canvas, (struct tb_box){left, top / unit, right, (top + pixels) / unit}, colour);
}

void tb_draw_upright(struct tb_canvas *canvas, double x, double top, double bottom, double width, tb_colour colour)
{
    double pixels;
    const double left = snapped_start(canvas, x, width, &pixels), unit = canvas->pen->unit;
    tb_draw_rectangle(canvas, (struct tb_box){left / unit, top, (left + pixels) / unit, bottom}, colour);
}

void tb_draw_hatch(struct tb_canvas *canvas, struct tb_box box, double step, double width, tb_colour colour)
{
    const double height = box.bottom - box.top;
    const int n = (int)floor((box.right - box.left + height) / step);
    for (int i = 1; i <= n; i++) { /* lines x + y = sum, cut at the box */
        const double sum = box.left + i * step;
        struct tb_spot line[2] = {{sum, box.top}, {sum - height, box.bottom}};
        if (line[0].x > box.right)
            line[0] = (struct tb_spot){box.right, box.top + sum - box.right};
        if (line[1].x < box.left)
            line[1] = (struct tb_spot){box.left, box.top + sum - box.left};
        tb_draw_line(canvas, line, 2, width, colour);
    }
}

void tb_draw_disc(struct tb_canvas *canvas, struct tb_spot centre, double radius, tb_colour colour)
{
    enum {
        CORNERS = 36
    };
    struct tb_spot corner[CORNERS];
    for (int i = 0; i < CORNERS; i++) {
        const double angle = 2 * M_PI * i / CORNERS;
        corner[i] = (struct tb_spot){centre.x + radius * cos(angle), centre.y + radius * sin(angle)};
    }
    tb_draw_fill(canvas, corner, CORNERS, colour);
}

/* ---- texts ---- */

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

/* ---- what no chart may do ---- */

static int by_left(const void *a, const void *b)
{
    const struct tb_set_text *p = a, *q = b;
    return p->ink.left < q->ink.left ? -1 : p->ink.left > q->ink.left;
}

size_t tb_canvas_check(struct tb_canvas *canvas)
{
    static const double slack = 0.02; /* u: rounding of places */
    size_t faults = 0;
    qsort(canvas->set, canvas->n_set, sizeof *canvas->set, by_left);
    for (size_t i = 0; i < canvas->n_set; i++) {
        const struct tb_set_text *a = &canvas->set[i];
        if (a->ink.left < -slack || a->ink.top < -slack || a->ink.right > canvas->width + slack ||
            a->ink.bottom > canvas->height + slack) {
            tb_log_add(canvas->log, TB_WARNING, "text-cut", NULL, "the text \"%s\" does not fit on the page", a->text);
            faults++;
        }
        for (size_t j = i + 1; j < canvas->n_set && canvas->set[j].ink.left < a->ink.right - slack; j++) {
            if (tb_boxes_meet(tb_box_grown(a->ink, -slack / 2), tb_box_grown(canvas->set[j].ink, -slack / 2))) {
                tb_log_add(canvas->log, TB_WARNING, "text-collides", NULL, "the texts \"%s\" and \"%s\" meet", a->text,
                           canvas->set[j].text);
                faults++;
            }
        }
    }
    return faults;
}

/* ---- warming ---- */

const char *tb_canvas_font(void)
{
    return tb_font_description();
}

enum tb_status tb_canvas_warm(struct tb_log *log)
{
    if (opened)
        return TB_OK;
    enum tb_status status = need_files(log);
    if (status)
        return status;
    tb_font_find(log);
    status = open_plplot(log);
    if (status)
        return status;

    /* one throw-away chart with Chinese text: afterwards every forked process starts with fonts and PLplot in memory */
    const struct tb_page page = {.width = 320, .height = 180};
    for (enum tb_chart_format format = TB_SVG; format <= TB_PNG; format++) {
        struct tb_canvas *canvas = NULL;
        struct tb_bytes bytes = {0};
        status = tb_canvas_open(&page, format, TB_CHINESE, log, &canvas);
        if (!status) {
            static const char *const samples[] = {"0123456789.,%+−–—…≤≥：（）", "年同比增长下降来源注初步数",
                                                  "Annual change"};
            for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
                tb_draw_text(canvas, samples[i], (struct tb_face){.size = 4, .strong = i == 1}, 5, 20 + 20 * (double)i,
                             TB_START);
            tb_draw_disc(canvas, (struct tb_spot){50, 50}, 5, 0);
            status = tb_canvas_finish(canvas, NULL, NULL, 7.5, &bytes);
        }
        tb_bytes_free(&bytes);
        tb_canvas_free(canvas);
        if (status)
            return status;
    }
    return TB_OK;
}

void tb_canvas_warm_faces(const struct tb_page *page, enum tb_chart_format format, enum tb_language language,
                          struct tb_log *log)
{
    static const char common[] = "0123456789.,%+\u2212\u2013\u2014\u2264\u2265()（），：；、。来源注年单位比上增长缺数";
    const struct tb_type_sizes sizes = tb_type_sizes(page);
    const struct tb_face faces[] = {
        {.size = sizes.title, .strong = true}, {.size = sizes.subtitle}, {.size = sizes.label},
        {.size = sizes.label, .strong = true}, {.size = sizes.axis},     {.size = sizes.foot}};
    struct tb_canvas *canvas = NULL;
    if (tb_canvas_open(page, format, language, log, &canvas))
        return; /* each chart will say so itself */
    for (size_t i = 0; i < sizeof faces / sizeof *faces; i++)
        tb_draw_text(canvas, common, faces[i], 0, 10 + 6 * (double)i, TB_START);
    tb_canvas_free(canvas);
}
