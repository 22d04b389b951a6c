/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "encode.h"

#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* ---- PNG ---- */

struct png_sink {
    struct tb_bytes *bytes;
    char message[120];
};

static void write_png(png_structp png, png_bytep data, size_t n)
{
    struct png_sink *sink = png_get_io_ptr(png);
    tb_bytes_add(sink->bytes, data, n);
    if (sink->bytes->failed)
        png_error(png, "out of memory");
}

static void flush_png(png_structp png)
{
    (void)png;
}

static void fail_png(png_structp png, png_const_charp message)
{
    struct png_sink *sink = png_get_error_ptr(png);
    strncpy(sink->message, message, sizeof sink->message - 1);
    png_longjmp(png, 1);
}

static void warn_png(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

/* Colours seen so far: open addressing, at most 256 of 1024 slots. */
struct palette {
    uint32_t colour[1024];
    int16_t number[1024]; /* -1: free */
    png_color entry[PNG_MAX_PALETTE_LENGTH];
    int n;
};

/* Number of a colour, or -1: added when new and there is room. */
static int palette_number(struct palette *palette, uint32_t colour, bool add)
{
    uint32_t slot = (colour * 2654435761u) >> 22;
    while (palette->number[slot] >= 0) {
        if (palette->colour[slot] == colour)
            return palette->number[slot];
        slot = (slot + 1) & 1023;
    }
    if (!add || palette->n == PNG_MAX_PALETTE_LENGTH)
        return -1;
    palette->colour[slot] = colour;
    palette->number[slot] = (int16_t)palette->n;
    palette->entry[palette->n] =
        (png_color){(png_byte)(colour >> 16), (png_byte)(colour >> 8 & 255), (png_byte)(colour & 255)};
    return palette->n++;
}

/* Each channel to the nearest multiple of 8, white to white. */
static uint32_t coarse(uint32_t colour)
{
    uint32_t result = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        const uint32_t channel = ((colour >> shift & 255) + 4) & ~7u;
        result |= (channel > 255 ? 255 : channel) << shift;
    }
    return result;
}

/* One byte a pixel into `indexed`; false when there are too many colours even so. */
static bool index_colours(const struct tb_picture *picture, struct palette *palette, unsigned char *indexed)
{
    memset(palette->number, -1, sizeof palette->number);
    palette->n = 0;
    for (size_t i = 0; i < picture->n_exact; i++)
        palette_number(palette, picture->exact[i], true);
    uint32_t last = ~0u;
    int number = 0;
    for (int y = 0; y < picture->height; y++) {
        const void *start = picture->pixels + (size_t)y * (size_t)picture->stride;
        const uint32_t *row = start;
        for (int x = 0; x < picture->width; x++) {
            const uint32_t colour = row[x] & 0xFFFFFF;
            if (colour != last) {
                number = palette_number(palette, colour, false);
                if (number < 0)
                    number = palette_number(palette, coarse(colour), true);
                if (number < 0)
                    return false;
                last = colour;
            }
            *indexed++ = (unsigned char)number;
        }
    }
    return true;
}

static void to_rgb(const uint32_t *row, int width, unsigned char *rgb)
{
    for (int x = 0; x < width; x++) {
        *rgb++ = (unsigned char)(row[x] >> 16 & 255);
        *rgb++ = (unsigned char)(row[x] >> 8 & 255);
        *rgb++ = (unsigned char)(row[x] & 255);
    }
}

struct image {
    struct tb_picture picture;
    const struct palette *palette; /* NULL: too many colours for one */
    const unsigned char *indexed;
    unsigned char *rgb; /* room for one row */
};

/* False when libpng gave up; it comes back here by longjmp. */
static bool write_image(png_structp png, png_infop info, const struct image *image)
{
    const struct tb_picture *picture = &image->picture;
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_IHDR(png, info, (png_uint_32)picture->width, (png_uint_32)picture->height, 8,
                 image->palette ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 2);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, image->palette ? PNG_FILTER_NONE : PNG_FILTER_UP);
    if (image->palette)
        png_set_PLTE(png, info, image->palette->entry, image->palette->n);
    if (picture->per_metre)
        png_set_pHYs(png, info, picture->per_metre, picture->per_metre, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    for (int y = 0; y < picture->height; y++) {
        if (image->palette) {
            png_write_row(png, image->indexed + (size_t)y * (size_t)picture->width);
        } else {
            const void *row = picture->pixels + (size_t)y * (size_t)picture->stride;
            to_rgb(row, picture->width, image->rgb);
            png_write_row(png, image->rgb);
        }
    }
    png_write_end(png, NULL);
    return true;
}

enum tb_status tb_encode_png(const struct tb_picture *picture, struct tb_log *log, struct tb_bytes *bytes)
{
    struct png_sink sink = {.bytes = bytes};
    struct palette *palette = malloc(sizeof *palette);
    unsigned char *indexed = malloc((size_t)picture->width * (size_t)picture->height);
    unsigned char *rgb = malloc((size_t)picture->width * 3);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &sink, fail_png, warn_png);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    enum tb_status status = TB_OK;
    if (!palette || !indexed || !rgb || !info) {
        status = tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while writing a PNG");
        goto done;
    }
    png_set_write_fn(png, &sink, write_png, flush_png);
    const struct image image = {.picture = *picture,
                                .palette = index_colours(picture, palette, indexed) ? palette : NULL,
                                .indexed = indexed,
                                .rgb = rgb};
    if (!write_image(png, info, &image))
        status = tb_fail(log, TB_OUTPUT_FAILED, "chart-output", NULL, "the PNG could not be written: %s", sink.message);
done:
    png_destroy_write_struct(&png, &info);
    free(palette);
    free(indexed);
    free(rgb);
    return status;
}

/* ---- SVG ---- */

static void add_escaped(struct tb_bytes *bytes, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '<':
            tb_bytes_text(bytes, "&lt;");
            break;
        case '>':
            tb_bytes_text(bytes, "&gt;");
            break;
        case '&':
            tb_bytes_text(bytes, "&amp;");
            break;
        default:
            if ((unsigned char)*text >= 0x20) /* no control character is allowed in XML */
                tb_bytes_add(bytes, text, 1);
        }
    }
}

/* The last "</svg>" of the text, or its end. */
static const char *find_end_tag(const char *text, const char *end)
{
    static const char tag[] = "</svg>";
    const size_t n = sizeof tag - 1;
    for (const char *at = end - n; at >= text; at--) {
        if (memcmp(at, tag, n) == 0)
            return at;
    }
    return end;
}

/* Cairo numbers its surfaces over the life of the process: <g id="surface7">. */
static const char surface_id[] = " id=\"surface";

/* Without the word joiners that bound a number to its unit: a reader's search does not know them. */
static void add_searchable(struct tb_bytes *bytes, const char *text)
{
    static const char joiner[] = "\xE2\x81\xA0";
    const size_t n = sizeof joiner - 1;
    char *plain = strdup(text);
    if (!plain) {
        bytes->failed = true;
        return;
    }
    for (char *at; (at = strstr(plain, joiner)) != NULL;)
        memmove(at, at + n, strlen(at + n) + 1);
    add_escaped(bytes, plain);
    free(plain);
}

/* A length with two decimals, in no locale. */
static void add_length(struct tb_bytes *bytes, const char *name, double length)
{
    const long hundredths = lround(100 * length);
    tb_bytes_format(bytes, " %s=\"%s%ld.%02ld\"", name, hundredths < 0 ? "-" : "", labs(hundredths) / 100,
                    labs(hundredths) % 100);
}

void tb_add_svg_text(const struct tb_svg_text *text, struct tb_bytes *bytes)
{
    tb_bytes_text(bytes, "<text");
    add_length(bytes, "x", text->x);
    add_length(bytes, "y", text->y);
    add_length(bytes, "font-size", text->size);
    if (text->width > 0) {
        add_length(bytes, "textLength", text->width);
        tb_bytes_text(bytes, " lengthAdjust=\"spacingAndGlyphs\"");
    }
    tb_bytes_format(bytes, "%s fill=\"#%06X\">", text->strong ? " font-weight=\"700\"" : "", (unsigned)text->colour);
    add_searchable(bytes, text->text);
    tb_bytes_text(bytes, "</text>\n");
}

enum tb_status tb_finish_svg(const struct tb_bytes *drawn, const char *title, const char *description,
                             const struct tb_bytes *texts, struct tb_log *log, struct tb_bytes *bytes)
{
    const char *text = (const char *)drawn->data, *end = text + drawn->n;
    const char *root = drawn->n ? memmem(text, drawn->n, "<svg", 4) : NULL;
    const char *close = root ? memchr(root, '>', (size_t)(end - root)) : NULL;
    if (!close)
        return tb_fail(log, TB_OUTPUT_FAILED, "chart-output", NULL, "the SVG was not written");

    tb_bytes_add(bytes, text, (size_t)(close - text));
    tb_bytes_text(bytes, title || description ? " role=\"img\">\n" : ">\n");
    if (title) {
        tb_bytes_text(bytes, "<title>");
        add_escaped(bytes, title);
        tb_bytes_text(bytes, "</title>\n");
    }
    if (description) {
        tb_bytes_text(bytes, "<desc>");
        add_escaped(bytes, description);
        tb_bytes_text(bytes, "</desc>\n");
    }
    const char *from = close + 1;
    const char *id = memmem(from, (size_t)(end - from), surface_id, sizeof surface_id - 1);
    if (id) {
        tb_bytes_add(bytes, from, (size_t)(id - from));
        const char *quote = memchr(id + sizeof surface_id - 1, '"', (size_t)(end - id) - (sizeof surface_id - 1));
        from = quote ? quote + 1 : id;
    }
    const char *last = texts->n ? find_end_tag(from, end) : end;
    tb_bytes_add(bytes, from, (size_t)(last - from));
    tb_bytes_add(bytes, texts->data, texts->n);
    tb_bytes_add(bytes, last, (size_t)(end - last));
    if (bytes->failed || texts->failed)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while writing an SVG");
    return TB_OK;
}
