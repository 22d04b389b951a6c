/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pipeline: valid files, the same bytes always, faults contained, text that is only text. */
#include "chart/canvas.h"
#include "chart_fixture.h"

#include <cairo-svg.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <png.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Five years of cases, as in the design notes. */
static struct fixture cases(uint32_t *series)
{
    struct fixture fixture = fixture_new();
    const uint32_t indicator = add_indicator(&fixture, "penalty_cases", "行政处罚案件", "件", TB_COUNT);
    const double value[] = {98, 137, 121, 205, 403};
    add_values(&fixture, indicator, "", 2020, value, 5, 0);
    assert_int_equal(tb_panel_finish(fixture.panel, fixture.log), TB_OK);
    *series = 0;
    add_growth(&fixture, 0, false);
    finish_rows(&fixture);
    return fixture;
}

static struct tb_chart chart_of(const struct fixture *fixture, const char *type, const uint32_t *series, size_t n)
{
    return (struct tb_chart){
        .type = type,
        .panel = fixture->panel,
        .results = fixture->results,
        .series = series,
        .n_series = n,
        .language = TB_CHINESE,
        .title = "行政处罚案件五年增长3.1倍，2024年达403件",
        .subtitle = "行政处罚案件，2020—2024年",
        .foot = "来源：年报",
        .alt = "柱状图：<行政处罚案件> & 2020—2024年",
    };
}

static struct tb_bytes draw_one(struct tb_log *log, const struct tb_chart *chart, struct tb_page page,
                                enum tb_chart_format format)
{
    struct tb_chart_job job = {.chart = chart, .page = &page, .format = format, .name = "charts/one"};
    const enum tb_status status = tb_chart_draw(&job, 1, 1, NULL, NULL, NULL, log);
    assert_silent(log);
    assert_int_equal(status, TB_OK);
    tb_bytes_free(&job.notes);
    return job.output;
}

/* ---- formats ---- */

static char *first_text(xmlNode *root, const char *name)
{
    for (xmlNode *node = root->children; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0)
            return (char *)xmlNodeGetContent(node);
    }
    return NULL;
}

static void svg_is_well_formed(void **state)
{
    (void)state;
    uint32_t series;
    struct fixture fixture = cases(&series);
    const struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    struct tb_bytes svg = draw_one(fixture.log, &chart, tb_page_default(), TB_SVG);
    xmlDoc *document = xmlReadMemory((const char *)svg.data, (int)svg.n, "chart.svg", NULL, XML_PARSE_NONET);
    assert_non_null(document);
    xmlNode *root = xmlDocGetRootElement(document);
    assert_string_equal((const char *)root->name, "svg");
    char *text = first_text(root, "title");
    assert_string_equal(text, chart.title);
    xmlFree(text);
    text = first_text(root, "desc");
    assert_string_equal(text, chart.alt);
    xmlFree(text);
    text = (char *)xmlGetProp(root, (const xmlChar *)"viewBox");
    assert_string_equal(text, "0 0 1600 900");
    xmlFree(text);
    text = (char *)xmlGetProp(root, (const xmlChar *)"width");
    assert_string_equal(text, "1600px");
    xmlFree(text);
    xmlFreeDoc(document);
    tb_bytes_free(&svg);
    fixture_free(&fixture);
}

/* Every text of the tree, one a line. */
static void collect_texts(xmlNode *node, struct tb_bytes *all, size_t *n)
{
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, "text") == 0) {
            xmlChar *text = xmlNodeGetContent(node), *length = xmlGetProp(node, (const xmlChar *)"textLength");
            tb_bytes_format(all, "%s\n", (const char *)text);
            assert_non_null(length); /* another font does not move the layout */
            assert_true(strtod((const char *)length, NULL) > 0);
            xmlFree(text);
            xmlFree(length);
            ++*n;
        }
        collect_texts(node->children, all, n);
    }
}

/* As text: each label once, to be found by a search, no outlines of letters, and nothing of it is markup. */
static void svg_letters_are_text(void **state)
{
    (void)state;
    uint32_t series;
    struct fixture fixture = cases(&series);
    struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    chart.title = "<b>2024年</b>达403件 & 同比增长96.6%";
    struct tb_page page = tb_page_default();
    page.text = TB_LETTERS;
    struct tb_bytes svg = draw_one(fixture.log, &chart, page, TB_SVG), texts = {0};
    xmlDoc *document = xmlReadMemory((const char *)svg.data, (int)svg.n, "chart.svg", NULL, XML_PARSE_NONET);
    assert_non_null(document);
    size_t n = 0;
    collect_texts(xmlDocGetRootElement(document), &texts, &n);
    tb_bytes_add(&texts, "", 1);
    static const char *const expected[] = {"2020\n",   "2024\n",        "98\n",     "403\n",
                                           "+96.6%\n", "<b>2024年</b>", "件 & 同比"};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        if (!strstr((const char *)texts.data, expected[i]))
            print_error("no text %s", expected[i]);
        assert_non_null(strstr((const char *)texts.data, expected[i]));
    }
    assert_true(n >= 18); /* title, subtitle, foot, 5 years, 5 values, 4 rates and their name */
    assert_null(memmem(svg.data, svg.n, "<use", 4));
    assert_null(memmem(svg.data, svg.n, "<b>", 3));
    xmlFreeDoc(document);
    tb_bytes_free(&svg);
    tb_bytes_free(&texts);

    page.text = TB_OUTLINE;
    svg = draw_one(fixture.log, &chart, page, TB_SVG);
    assert_null(memmem(svg.data, svg.n, "<text", 5));
    tb_bytes_free(&svg);
    fixture_free(&fixture);
}

struct decoded {
    unsigned width, height, per_metre;
    unsigned char *pixels; /* RGB */
};

static struct decoded decode_png(const struct tb_bytes *bytes)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_memory(&image, bytes->data, bytes->n));
    image.format = PNG_FORMAT_RGB;
    struct decoded decoded = {.width = image.width, .height = image.height, .pixels = malloc(PNG_IMAGE_SIZE(image))};
    assert_non_null(decoded.pixels);
    assert_true(png_image_finish_read(&image, NULL, decoded.pixels, 0, NULL));
    const unsigned char *physical = memmem(bytes->data, bytes->n, "pHYs", 4);
    assert_non_null(physical);
    decoded.per_metre =
        (unsigned)physical[4] << 24 | (unsigned)physical[5] << 16 | (unsigned)physical[6] << 8 | physical[7];
    return decoded;
}

static size_t count_colour(const struct decoded *decoded, unsigned colour)
{
    size_t n = 0;
    for (size_t i = 0; i < (size_t)decoded->width * decoded->height; i++) {
        const unsigned char *p = decoded->pixels + 3 * i;
        n += ((unsigned)p[0] << 16 | (unsigned)p[1] << 8 | p[2]) == colour;
    }
    return n;
}

/* 900 pixels on 7.5 in are 120 a inch, 4724 a metre; on 3 in 11811. */
static void png_decodes(void **state)
{
    (void)state;
    uint32_t series;
    struct fixture fixture = cases(&series);
    const struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    struct tb_page page = tb_page_default();
    struct tb_bytes png = draw_one(fixture.log, &chart, page, TB_PNG);
    struct decoded decoded = decode_png(&png);
    assert_int_equal(decoded.width, 1600);
    assert_int_equal(decoded.height, 900);
    assert_int_equal(decoded.per_metre, 4724);
    /* the five columns are house blue: 964 cases high in all, 126 pixels wide */
    assert_true(count_colour(&decoded, 0x005DA8) > 100000);
    assert_true(count_colour(&decoded, 0xFFFFFF) > 900000);
    free(decoded.pixels);
    tb_bytes_free(&png);

    page.theme = TB_DARK;
    page.inches = 3;
    png = draw_one(fixture.log, &chart, page, TB_PNG);
    decoded = decode_png(&png);
    assert_int_equal(decoded.per_metre, 11811);
    assert_true(count_colour(&decoded, 0x14202B) > 900000);
    free(decoded.pixels);
    tb_bytes_free(&png);
    fixture_free(&fixture);
}

/* Columns from 0: their heights stand to one another as the values do. */
static void columns_are_as_high_as_their_values(void **state)
{
    (void)state;
    uint32_t series;
    struct fixture fixture = cases(&series);
    const struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    struct tb_bytes png = draw_one(fixture.log, &chart, tb_page_default(), TB_PNG);
    struct decoded decoded = decode_png(&png);
    int height[5] = {0}, n = 0, inside = 0;
    for (unsigned x = 0; x < decoded.width; x++) {
        int blue = 0;
        for (unsigned y = 0; y < decoded.height; y++)
            blue += memcmp(decoded.pixels + 3 * ((size_t)y * decoded.width + x), "\x00\x5D\xA8", 3) == 0;
        if (blue > 50 && !inside) {
            assert_true(n < 5);
            height[n++] = blue;
        }
        inside = blue > 50;
    }
    assert_int_equal(n, 5);
    static const double value[] = {98, 137, 121, 205, 403};
    for (int i = 0; i < 5; i++) /* two pixels: snapping at both ends */
        assert_true(fabs(height[i] - height[4] * value[i] / 403) <= 2);
    free(decoded.pixels);
    tb_bytes_free(&png);
    fixture_free(&fixture);
}

static void pdf_is_whole(void **state)
{
    (void)state;
    uint32_t series;
    struct fixture fixture = cases(&series);
    const struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    struct tb_bytes pdf = draw_one(fixture.log, &chart, tb_page_default(), TB_PDF);
    assert_true(pdf.n > 1000 && memcmp(pdf.data, "%PDF-", 5) == 0);
    assert_non_null(memmem(pdf.data + pdf.n - 10, 10, "%%EOF", 5));
    assert_non_null(memmem(pdf.data, pdf.n, "/MediaBox [ 0 0 1200 675 ]", 26)); /* 1600 x 900 pixels x 0.75 points */
    tb_bytes_free(&pdf);
    fixture_free(&fixture);
}

/* The words of the foot come back for a page that has none. */
static void a_bare_page_hands_back_its_notes(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t indicator = add_indicator(&fixture, "x", "x", "件", TB_COUNT);
    add_cell(&fixture, indicator, "", (struct cell){.year = 2020, .value = 98, .state = TB_AT_MOST});
    add_cell(&fixture, indicator, "", (struct cell){.year = 2022, .value = 120});
    assert_int_equal(tb_panel_finish(fixture.panel, fixture.log), TB_OK);
    finish_rows(&fixture);
    const uint32_t series = 0;
    const struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    const struct tb_page page = {.width = 800, .height = 450, .bare = true};
    struct tb_chart_job job = {.chart = &chart, .page = &page, .format = TB_SVG, .name = "x"};
    assert_int_equal(tb_chart_draw(&job, 1, 1, NULL, NULL, NULL, fixture.log), TB_OK);
    assert_string_equal((const char *)job.notes.data, "斜线柱（≤、<）为上限值，实际不高于该值；2021年缺数");
    free_job(&job);
    fixture_free(&fixture);
}

/* ---- the same bytes ---- */

static void bytes_depend_on_nothing_else(void **state)
{
    (void)state;
    enum {
        N = 9
    };
    uint32_t series;
    struct fixture fixture = cases(&series);
    const struct tb_chart column = chart_of(&fixture, "column", &series, 1),
                          line = chart_of(&fixture, "line", &series, 1);
    struct tb_page page = tb_page_default();
    struct tb_chart_job one[N], four[N];
    for (int i = 0; i < N; i++) {
        one[i] = four[N - 1 - i] = (struct tb_chart_job){
            .chart = i % 2 ? &line : &column, .page = &page, .format = (enum tb_chart_format)(i % 3), .name = "x"};
    }
    assert_int_equal(tb_chart_draw(one, N, 1, NULL, NULL, NULL, fixture.log), TB_OK);
    setenv("TZ", "Pacific/Kiritimati", 1);
    setenv("PLPLOT_FREETYPE_SANS_FAMILY", "DejaVu Sans Mono", 1);
    setenv("PLPLOT_DRV_DIR", "/nonexistent", 1);
    /* the caller may draw on its own: Cairo numbers its surfaces */
    cairo_surface_destroy(cairo_svg_surface_create_for_stream(NULL, NULL, 10, 10));
    assert_int_equal(tb_chart_draw(four, N, 4, NULL, NULL, NULL, fixture.log), TB_OK);
    unsetenv("TZ");
    for (int i = 0; i < N; i++) {
        const struct tb_chart_job *other = &four[N - 1 - i];
        assert_true(one[i].output.n > 0);
        assert_int_equal(one[i].output.n, other->output.n);
        assert_memory_equal(one[i].output.data, other->output.data, other->output.n);
        free_job(&one[i]);
        free_job(&four[N - 1 - i]);
    }
    assert_silent(fixture.log);
    fixture_free(&fixture);
}

/* ---- faults ---- */

static const char *victim;
static enum fault {
    CRASH,
    HANG,
    SPIN,
    LEAVE,

    HALF
} fault;

static void inject(const struct tb_chart_job *job)
{
    if (strcmp(job->name, victim) != 0)
        return;
    switch (fault) {
    case CRASH:
        signal(SIGABRT, SIG_DFL);
        abort();
    case HANG:
        for (;;)
            poll(NULL, 0, 1000);
    case SPIN:
        for (volatile unsigned long i = 0;; i = i + 1)
            ;
    case LEAVE:
        _exit(0);
    case HALF:
        kill(getpid(), SIGKILL);
    }
}

static void one_bad_chart_is_one_error(void **state)
{
    (void)state;
    enum {
        N = 6
    };
    static const struct {
        int fault;
        const char *kind;
    } faults[] = {{CRASH, "chart-crashed"},
                  {HANG, "chart-hangs"},
                  {SPIN, "chart-hangs"},
                  {LEAVE, "chart-crashed"},
                  {HALF, "chart-crashed"}};
    static const char *const names[N] = {"a.svg", "b.svg", "c.svg", "d.svg", "e.svg", "f.svg"};
    uint32_t series;
    struct fixture fixture = cases(&series);
    const struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    const struct tb_page page = tb_page_default();
    struct tb_bytes good = draw_one(fixture.log, &chart, page, TB_SVG);
    const struct tb_draw_limits before = tb_draw_limits;
    tb_draw_limits.before = inject;
    for (size_t f = 0; f < sizeof faults / sizeof faults[0]; f++) {
        fault = (enum fault)faults[f].fault;
        victim = "c.svg";
        tb_draw_limits.seconds = fault == HANG ? 3 : before.seconds;
        tb_draw_limits.cpu_seconds = fault == SPIN ? 1 : before.cpu_seconds;
        struct tb_log *log = tb_log_new(0);
        struct tb_chart_job job[N];
        for (int i = 0; i < N; i++)
            job[i] = (struct tb_chart_job){.chart = &chart, .page = &page, .format = TB_SVG, .name = names[i]};
        /* three workers, and one that is replaced in the middle of its charts */
        assert_int_equal(tb_chart_draw(job, N, f % 2 ? 1 : 3, NULL, NULL, NULL, log), TB_OUTPUT_FAILED);
        assert_int_equal(tb_log_kept(log), 1);
        assert_string_equal(tb_log_message(log, 0)->kind, faults[f].kind);
        assert_string_equal(tb_log_message(log, 0)->file, "c.svg");
        for (int i = 0; i < N; i++) {
            if (i == 2) {
                assert_int_equal(job[i].status, TB_OUTPUT_FAILED);
                assert_int_equal(job[i].output.n, 0);
                continue;
            }
            assert_int_equal(job[i].status, TB_OK);
            assert_int_equal(job[i].output.n, good.n);
            assert_memory_equal(job[i].output.data, good.data, good.n);
            free_job(&job[i]);
        }
        tb_log_free(log);
    }
    tb_draw_limits = before;
    tb_bytes_free(&good);
    fixture_free(&fixture);
}

/* 0.7 seconds of processor time, and the signals that a terminal sends to every process of a command. */
static void work_hard(const struct tb_chart_job *job)
{
    (void)job;
    const clock_t end = clock() + (clock_t)(0.7 * CLOCKS_PER_SEC);
    while (clock() < end)
        ;
    kill(getpid(), SIGINT);
    kill(getpid(), SIGTERM);
}

/* A worker draws many charts: its time is counted for each of them, and all of them together may take longer. */
static void limits_are_those_of_one_chart(void **state)
{
    (void)state;
    enum {
        N = 6
    };
    uint32_t series;
    struct fixture fixture = cases(&series);
    const struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    const struct tb_page page = {.width = 320, .height = 240};
    const struct tb_draw_limits before = tb_draw_limits;
    tb_draw_limits.before = work_hard;
    tb_draw_limits.cpu_seconds = 3;
    struct tb_chart_job job[N];
    for (int i = 0; i < N; i++)
        job[i] = (struct tb_chart_job){.chart = &chart, .page = &page, .format = TB_SVG, .name = "x"};
    assert_int_equal(tb_chart_draw(job, N, 1, NULL, NULL, NULL, fixture.log), TB_OK);
    assert_silent(fixture.log);
    for (int i = 0; i < N; i++)
        free_job(&job[i]);
    tb_draw_limits = before;
    fixture_free(&fixture);
}

static void bad_wishes_are_refused(void **state)
{
    (void)state;
    uint32_t series;
    struct fixture fixture = cases(&series);
    const uint32_t twice[] = {series, series};
    const struct tb_chart unknown = chart_of(&fixture, "pie", &series, 1), two = chart_of(&fixture, "column", twice, 2),
                          none = chart_of(&fixture, "line", &series, 0), good = chart_of(&fixture, "line", &series, 1);
    const struct tb_page page = tb_page_default();
    const struct tb_page large = {.width = 8193, .height = 900}, small = {.width = 1600, .height = 199};
    struct tb_chart_job job[] = {
        {.chart = &unknown, .page = &page, .name = "0"}, {.chart = &two, .page = &page, .name = "1"},
        {.chart = &none, .page = &page, .name = "2"},    {.chart = &good, .page = &large, .name = "3"},
        {.chart = &good, .page = &small, .name = "4"},   {.chart = &good, .page = &page, .name = "5"},
    };
    static const char *const kinds[] = {"chart-type", "chart-too-many", "chart-empty", "chart-size", "chart-size"};
    assert_int_equal(tb_chart_draw(job, 6, 2, NULL, NULL, NULL, fixture.log), TB_BAD_OPTION);
    assert_int_equal(tb_log_count(fixture.log, TB_ERROR), 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_not_equal(job[i].status, TB_OK);
        assert_int_equal(job[i].output.n, 0);
        bool named = false;
        for (size_t m = 0; m < tb_log_kept(fixture.log); m++) {
            const struct tb_message *message = tb_log_message(fixture.log, m);
            named = named || (strcmp(message->file, job[i].name) == 0 && strcmp(message->kind, kinds[i]) == 0);
        }
        assert_true(named);
    }
    assert_int_equal(job[5].status, TB_OK);
    free_job(&job[5]);
    fixture_free(&fixture);
}

static size_t calls;
static volatile int stop;
static void count_progress(void *context, size_t done, size_t total)
{
    (void)context;
    calls++;
    assert_int_equal(done, calls);
    assert_int_equal(total, 5);
    if (done == 2)
        stop = 1;
}

static void a_cancel_flag_ends_it(void **state)
{
    (void)state;
    uint32_t series;
    struct fixture fixture = cases(&series);
    const struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    const struct tb_page page = tb_page_default();
    struct tb_chart_job job[5];
    for (int i = 0; i < 5; i++)
        job[i] = (struct tb_chart_job){.chart = &chart, .page = &page, .format = TB_SVG, .name = "x"};
    calls = 0;
    stop = 0;
    assert_int_equal(tb_chart_draw(job, 5, 1, count_progress, NULL, &stop, fixture.log), TB_INTERRUPTED);
    assert_int_equal(calls, 2);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(job[i].status, i < 2 ? TB_OK : TB_INTERRUPTED);
        assert_true((job[i].output.n > 0) == (i < 2));
        free_job(&job[i]);
    }
    fixture_free(&fixture);
}

/* ---- text is only text ---- */

static void text_is_made_plain(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"C# share", "C# share"},
        {"#[0x4e2d]x A#uB#d a%nb", "#[0x4e2d]x A#uB#d a%nb"},
        {"<script>&amp;", "<script>&amp;"},
        {"two\nlines\tand\x01 one", "two lines and one"},
        {"\xE2\x80\xAE"
         "evil",
         "evil"}, /* right-to-left override */
        {"bad \xFF byte", "bad \xEF\xBF\xBD byte"},
        {"12345678901", "1234567890…"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char *plain = tb_plain_text(pairs[i][0], i == 6 ? 10 : 120);
        assert_string_equal(plain, pairs[i][1]);
        free(plain);
    }
}

/* What PLplot would read as an escape is drawn letter by letter: the picture is as wide as the letters are. */
static void escapes_do_not_act(void **state)
{
    (void)state;
    struct tb_log *log = tb_log_new(0);
    assert_int_equal(tb_chart_warm(log), TB_OK);
    const struct tb_page page = tb_page_default();
    struct tb_canvas *canvas = NULL;
    assert_int_equal(tb_canvas_open(&page, TB_PNG, TB_ENGLISH, log, &canvas), TB_OK);
    const struct tb_face face = {.size = 3};
    const double digit = tb_measure(canvas, "0", face).width;
    assert_true(fabs(tb_measure(canvas, "1234567890", face).width - 10 * digit) < 0.01);
    static const char *const texts[] = {"C# share", "#[0x4e2d]x", "A#uB#d", "a%nb", "<b>x</b>", "&amp;", "#(727)"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        double letters = 0; /* no kerning in these */
        for (const char *at = texts[i]; *at; at++) {
            const char one[] = {*at, '\0'};
            letters += tb_measure(canvas, one, face).width;
        }
        assert_true(fabs(tb_measure(canvas, texts[i], face).width - letters) < 0.08 * letters);
    }
    tb_canvas_free(canvas);
    assert_silent(log);
    tb_log_free(log);
}

static void odd_names_go_through(void **state)
{
    (void)state;
    static const char *const names[] = {"C# share", "#[0x4e2d]x", "A#uB#d", "a%nb",   "<script>alert(1)</script>",
                                        "]]>&lt;",  "%s%n%d",     "=1+1",   "../../x"};
    struct fixture fixture = fixture_new();
    const double value[] = {1, 2, 3};
    const uint32_t indicator = add_indicator(&fixture, "x", "x", "件", TB_COUNT);
    uint32_t series[9];
    for (uint32_t i = 0; i < 9; i++) {
        add_values(&fixture, indicator, names[i], 2020, value, 3, 0);
        series[i] = i;
    }
    assert_int_equal(tb_panel_finish(fixture.panel, fixture.log), TB_OK);
    finish_rows(&fixture);
    for (size_t i = 0; i < 9; i++) {
        struct tb_chart chart = chart_of(&fixture, "line", series, i == 0 ? 9 : 1);
        chart.title = chart.subtitle = chart.foot = chart.alt = names[i];
        struct tb_bytes svg = draw_one(fixture.log, &chart, tb_page_default(), TB_SVG);
        xmlDoc *document = xmlReadMemory((const char *)svg.data, (int)svg.n, "chart.svg", NULL, XML_PARSE_NONET);
        assert_non_null(document);
        char *title = first_text(xmlDocGetRootElement(document), "title");
        assert_string_equal(title, names[i]);
        assert_null(memmem(svg.data, svg.n, "<script", 7));
        xmlFree(title);
        xmlFreeDoc(document);
        tb_bytes_free(&svg);
    }
    fixture_free(&fixture);
}

static void a_missing_glyph_is_said(void **state)
{
    (void)state;
    uint32_t series;
    struct fixture fixture = cases(&series);
    struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    chart.title = "\xF3\xBF\xBF\xBD"; /* a private character that no font has */
    const struct tb_page page = tb_page_default();
    struct tb_chart_job job = {.chart = &chart, .page = &page, .format = TB_SVG, .name = "x.svg"};
    assert_int_equal(tb_chart_draw(&job, 1, 1, NULL, NULL, NULL, fixture.log), TB_OK);
    assert_int_equal(count_kind(fixture.log, "missing-glyph"), 1);
    assert_int_equal(tb_log_count(fixture.log, TB_ERROR), 0);
    free_job(&job);
    fixture_free(&fixture);
}

/* Values 1 ulp apart made PLplot's axes loop for ever; values 1e300 apart made lines vanish without a word. */
static void no_range_is_too_small_or_too_large(void **state)
{
    (void)state;
    static const double pairs[][2] = {{0.3, 0.1 + 0.2},
                                      {1e15, 1e15 + 0.125},
                                      {5, 5},
                                      {0, 0},
                                      {1e-300, 2e-300},
                                      {-1e304, 1e304},
                                      {1, 1e300},
                                      {-0.0, 0.0},
                                      {4.9e-324, 1e-323},
                                      {123456789, 123456789.00000001}};
    static const char *const types[] = {"column", "line", "trend", "control", "forecast", "dashboard", "figure"};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct fixture fixture = fixture_new();
        const uint32_t indicator = add_indicator(&fixture, "x", "x", "", TB_AMOUNT), series = 0;
        add_values(&fixture, indicator, "", 2020, pairs[i], 2, 20);
        assert_int_equal(tb_panel_finish(fixture.panel, fixture.log), TB_OK);
        /* and limits far outside the values */
        add_row(&fixture, 0, 2020, 2021, "xmr_centre", pairs[i][0], NAN, NAN, 12, TB_NOTE_NONE);
        add_row(&fixture, 0, 2020, 2021, "xmr_lower", -1e303, NAN, NAN, 12, TB_NOTE_NONE);
        add_row(&fixture, 0, 2020, 2021, "xmr_upper", 1e303, NAN, NAN, 12, TB_NOTE_NONE);
        add_row(&fixture, 0, 2022, 2022, "forecast_linear", pairs[i][1], -1e303, 1e303, 12, TB_NOTE_NONE);
        finish_rows(&fixture);
        for (size_t t = 0; t < sizeof types / sizeof types[0]; t++) {
            const struct tb_chart chart = chart_of(&fixture, types[t], &series, 1);
            struct tb_bytes svg = draw_one(fixture.log, &chart, tb_page_default(), TB_SVG);
            assert_true(svg.n > 1000);
            tb_bytes_free(&svg);
        }
        fixture_free(&fixture);
    }
}

/* Over 1024 characters overflowed a buffer of PLplot; bad bytes made it leave the text out. */
static void long_and_broken_texts_are_set(void **state)
{
    (void)state;
    static const char *const types[] = {"column", "line", "control", "forecast", "dashboard", "figure"};
    static const char *const pieces[] = {"a", "长", "\xFF", "#", "&", "\xE2\x80\xAE", "\x01"};
    for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
        char text[5001] = "";
        const size_t n = strlen(pieces[p]);
        for (size_t at = 0; at + n < sizeof text; at += n)
            memcpy(text + at, pieces[p], n + 1);
        struct fixture fixture = fixture_new();
        const double value[] = {98, 137, 121, 205, 403};
        const uint32_t indicator = add_indicator(&fixture, "x", text, text, TB_COUNT), series = 0;
        add_values(&fixture, indicator, text, 2020, value, 5, 0);
        assert_int_equal(tb_panel_finish(fixture.panel, fixture.log), TB_OK);
        finish_rows(&fixture);
        for (size_t t = 0; t < sizeof types / sizeof types[0]; t++) {
            struct tb_chart chart = chart_of(&fixture, types[t], &series, 1);
            chart.title = chart.foot = chart.alt = text;
            chart.subtitle = NULL;
            struct tb_page page = tb_page_default();
            page.text = t % 2 ? TB_LETTERS : TB_OUTLINE;
            struct tb_bytes svg = draw_one(fixture.log, &chart, page, TB_SVG);
            xmlDoc *document = xmlReadMemory((const char *)svg.data, (int)svg.n, "x.svg", NULL, XML_PARSE_NONET);
            assert_non_null(document);
            xmlFreeDoc(document);
            tb_bytes_free(&svg);
        }
        fixture_free(&fixture);
    }
}

#if defined(__SANITIZE_ADDRESS__)
#define LIMITED 0 /* a sanitizer takes the whole address space: no limit holds */
#else
#define LIMITED 1
#endif

enum {
    MIB = 1 << 20
};

static rlim_t spare; /* bytes that the chart's process may still take */

/* By data, not by address space: room that the allocator has reserved for threads would count as taken already. */
static void leave_little(const struct tb_chart_job *job)
{
    (void)job;
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%*u %*u %*u %*u %*u %lu", &pages) != 1)
        _exit(9);
    fclose(file);
    const rlim_t most = pages * (rlim_t)sysconf(_SC_PAGESIZE) + spare;
    setrlimit(RLIMIT_DATA, &(struct rlimit){most, most});
}

/*
 * Out of memory is one error that names the file and says why, and nothing of the chart is left; with enough it is the
 * whole chart, byte by byte.  The page of 4000 x 3000 alone takes 46 MiB: with less it must fail, with 256 it must not.
 */
static void too_little_memory_is_an_error(void **state)
{
    (void)state;
    static const rlim_t mebibytes[] = {0, 1, 16, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 56, 60, 64, 96, 256};
    uint32_t series;
    struct fixture fixture = cases(&series);
    const struct tb_chart chart = chart_of(&fixture, "column", &series, 1);
    const struct tb_page page = {.width = 4000, .height = 3000};
    struct tb_bytes good = draw_one(fixture.log, &chart, page, TB_PNG);
    tb_draw_limits.before = leave_little;
    for (size_t i = 0; LIMITED && i < sizeof mebibytes / sizeof *mebibytes; i++) {
        spare = mebibytes[i] * MIB;
        struct tb_log *log = tb_log_new(0);
        struct tb_chart_job job = {.chart = &chart, .page = &page, .format = TB_PNG, .name = "x.png"};
        const enum tb_status status = tb_chart_draw(&job, 1, 1, NULL, NULL, NULL, log);
        if (spare < 46 * MIB)
            assert_int_not_equal(status, TB_OK);
        if (spare == 256 * MIB)
            assert_int_equal(status, TB_OK);
        assert_int_equal(job.status, status);
        if (status) {
            assert_null(job.output.data);
            assert_null(job.notes.data);
            assert_int_equal(tb_log_count(log, TB_ERROR), 1);
            assert_int_equal(tb_log_kept(log), 1);
            const struct tb_message *message = tb_log_message(log, 0);
            assert_string_equal(message->file, "x.png");
            assert_non_null(strstr(message->text, "out of memory"));
            assert_non_null(message->text_zh);
        } else {
            assert_int_equal(tb_log_kept(log), 0);
            assert_int_equal(job.output.n, good.n);
            assert_memory_equal(job.output.data, good.data, good.n);
        }
        free_job(&job);
        tb_log_free(log);
    }
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no process is left either */
    tb_draw_limits.before = NULL;
    tb_bytes_free(&good);
    fixture_free(&fixture);
}

/* ---- lines of text ---- */

static void lines_break_well(void **state)
{
    (void)state;
    struct tb_log *log = tb_log_new(0);
    assert_int_equal(tb_chart_warm(log), TB_OK);
    const struct tb_page page = tb_page_default();
    struct tb_canvas *canvas = NULL;
    assert_int_equal(tb_canvas_open(&page, TB_PNG, TB_CHINESE, log, &canvas), TB_OK);
    const struct tb_face face = {.size = 5};
    char *line[4];
    /* 20 Han characters of 5 u into 60 u: two lines, broken after the comma */
    assert_int_equal(tb_wrap(canvas, "行政处罚案件逐年增加，二〇二四年达到四百件", face, 60, 2, true, line), 2);
    assert_string_equal(line[0], "行政处罚案件逐年增加，");
    assert_string_equal(line[1], "二〇二四年达到四百件");
    free(line[0]);
    free(line[1]);
    /* no line begins with a closing mark */
    assert_int_equal(tb_wrap(canvas, "一二三四五六七八九十，一二三四", face, 50.5, 4, false, line), 2);
    assert_string_equal(line[0], "一二三四五六七八九");
    free(line[0]);
    free(line[1]);
    /* too long: an ellipsis, inside the width */
    assert_int_equal(
        tb_wrap(canvas, "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十", face, 50.5, 2, true, line), 2);
    assert_string_equal(line[1] + strlen(line[1]) - 3, "…");
    assert_true(tb_measure(canvas, line[1], face).width <= 50.5);
    free(line[0]);
    free(line[1]);
    /* one word wider than the line */
    const size_t n = tb_wrap(canvas, "Donaudampfschifffahrtsgesellschaft", face, 30, 4, false, line);
    assert_true(n >= 2);
    for (size_t i = 0; i < n; i++) {
        assert_true(tb_measure(canvas, line[i], face).width <= 30.1);
        free(line[i]);
    }
    tb_canvas_free(canvas);
    tb_log_free(log);
}

/* ---- the choice ---- */

static void auto_chooses_with_a_reason(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    double value[30];
    for (int i = 0; i < 30; i++)
        value[i] = 100 + i;
    static const struct {
        const char *id, *unit;
        enum tb_kind kind;
        size_t years;
        const char *chart;
    } rows[] = {
        {"cases", "件", TB_COUNT, 5, "column"}, {"long", "件", TB_COUNT, 25, "line"}, {"rate", "%", TB_RATE, 8, "line"},
        {"two", "%", TB_RATE, 2, "column"},     {"one", "件", TB_COUNT, 1, NULL},     {"code", "", TB_LABEL, 5, NULL},
        {"rising", "%", TB_RATE, 12, "trend"},
    };
    enum {
        N = sizeof rows / sizeof rows[0]
    };
    for (size_t i = 0; i < N; i++)
        add_values(&fixture, add_indicator(&fixture, rows[i].id, rows[i].id, rows[i].unit, rows[i].kind), "", 2000,
                   value, rows[i].years, 0);
    assert_int_equal(tb_panel_finish(fixture.panel, fixture.log), TB_OK);
    add_row(&fixture, 6, 2000, 2011, "ols_fit", 100, 99, 101, 12, TB_NOTE_NONE);
    add_row(&fixture, 6, 2000, 2011, "verdict", 1, NAN, NAN, 12, TB_NOTE_RISING);
    finish_rows(&fixture);
    for (uint32_t i = 0; i < N; i++) {
        for (enum tb_language language = TB_ENGLISH; language <= TB_CHINESE; language++) {
            const char *why = NULL, *chart = tb_chart_pick(fixture.panel, fixture.results, &i, 1, language, &why);
            assert_true(why && *why);
            if (rows[i].chart)
                assert_string_equal(chart, rows[i].chart);
            else
                assert_null(chart);
        }
    }
    const uint32_t both[] = {0, 2}, same[] = {2, 3};
    const char *why;
    assert_string_equal(tb_chart_pick(fixture.panel, NULL, both, 2, TB_ENGLISH, &why),
                        "multiples"); /* no common scale */
    assert_string_equal(tb_chart_pick(fixture.panel, NULL, same, 2, TB_ENGLISH, &why), "line");
    fixture_free(&fixture);
}

static void the_registry_is_whole(void **state)
{
    (void)state;
    size_t n;
    const struct tb_chart_type *type = tb_chart_types(&n);
    assert_true(n >= 3);
    for (size_t i = 0; i < n; i++) {
        assert_ptr_not_equal(tb_chart_type_find(type[i].id), NULL);
        assert_true(*type[i].title_en && *type[i].title_zh && *type[i].shows && *type[i].needs);
    }
    assert_null(tb_chart_type_find("auto"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(svg_is_well_formed),
    cmocka_unit_test(svg_letters_are_text),
    cmocka_unit_test(png_decodes),
    cmocka_unit_test(columns_are_as_high_as_their_values),
    cmocka_unit_test(pdf_is_whole),
    cmocka_unit_test(a_bare_page_hands_back_its_notes),
    cmocka_unit_test(bytes_depend_on_nothing_else),
    cmocka_unit_test(one_bad_chart_is_one_error),
    cmocka_unit_test(limits_are_those_of_one_chart),
    cmocka_unit_test(bad_wishes_are_refused),
    cmocka_unit_test(a_cancel_flag_ends_it),
    cmocka_unit_test(text_is_made_plain),
    cmocka_unit_test(escapes_do_not_act),
    cmocka_unit_test(odd_names_go_through),
    cmocka_unit_test(a_missing_glyph_is_said),
    cmocka_unit_test(no_range_is_too_small_or_too_large),
    cmocka_unit_test(long_and_broken_texts_are_set),
    cmocka_unit_test(too_little_memory_is_an_error),
    cmocka_unit_test(lines_break_well),
    cmocka_unit_test(auto_chooses_with_a_reason),
    cmocka_unit_test(the_registry_is_whole),
};
RUN_TESTS(tests)
