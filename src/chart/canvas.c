/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas.h"

#include "encode.h"
#include "font.h"
#include "pen.h"

#include <assert.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
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
    tb_letters_free(pen);
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
