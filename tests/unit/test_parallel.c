/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Files read in pieces by several threads: the panel and the messages are those of one thread, whatever is in them. */
#include "load/loader.h"
#include "trendbook/output.h"

#include "each_file.h"
#include "run.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void dump_messages(struct tb_bytes *out, struct tb_log *log, const char *file)
{
    for (size_t i = 0; i < tb_log_kept(log); i++) {
        char *text = tb_message_text(tb_log_message(log, i), i % 2 ? TB_CHINESE : TB_ENGLISH);
        tb_bytes_format(out, "[%s] %s\n", tb_log_message(log, i)->kind, text);
        free(text);
    }
    tb_bytes_format(out, "%zu errors, %zu not kept; %zu warnings, %zu not kept\n", tb_log_count(log, TB_ERROR),
                    tb_log_dropped(log, file, TB_ERROR), tb_log_count(log, TB_WARNING),
                    tb_log_dropped(log, file, TB_WARNING));
}

static void dump_panel(struct tb_bytes *out, const struct tb_panel *panel)
{
    for (uint32_t i = 0; i < tb_names_count(panel->names); i++)
        tb_bytes_format(out, "name %s\n", tb_text(panel, i));
    for (size_t i = 0; i < panel->n_indicators; i++)
        tb_bytes_format(out, "indicator %s [%s]\n", tb_text(panel, panel->indicators[i].id),
                        tb_text(panel, panel->indicators[i].unit));
    for (size_t i = 0; i < panel->n_inputs; i++) {
        const struct tb_input *input = &panel->inputs[i];
        tb_bytes_format(out, "input %s %s: %zu bytes, %zu lines, %zu rows, %zu ignored, %u values\n", input->layout,
                        input->encoding, input->bytes, input->lines, input->rows, input->ignored_lines,
                        input->observations);
        for (unsigned y = 0; y < TB_COLUMN_YEARS; y++)
            tb_bytes_format(out, " %u", input->column_of[y]);
    }
    for (size_t s = 0; s < panel->n_series; s++) {
        const struct tb_series *series = &panel->series[s];
        tb_bytes_format(out, "series %u %u\n", series->indicator, series->region);
        for (size_t i = series->first; i < series->first + series->n; i++) {
            const struct tb_place place = tb_panel_place(panel, i);
            tb_bytes_format(out, "  %d %a %u %d %u %u %u %u %zu:%u\n", panel->year[i], panel->value[i], panel->state[i],
                            panel->decimals[i], tb_flags(panel, i), tb_period(panel, i), tb_source(panel, i),
                            tb_note_of(panel, i), place.line, place.column);
        }
    }
}

/* All there is to know of one reading, whose panel and log are freed. */
static char *dump_reading(enum tb_status status, const char *const *files, size_t n, struct tb_panel *panel,
                          struct tb_log *log)
{
    struct tb_bytes out = {0};
    tb_bytes_format(&out, "status %d\n", (int)status);
    for (size_t i = 0; i < n; i++)
        dump_messages(&out, log, files[i]);
    if (panel)
        dump_panel(&out, panel);
    tb_bytes_add(&out, "", 1);
    assert_false(out.failed);
    tb_panel_free(panel);
    tb_log_free(log);
    return (char *)out.data;
}

static char *dump(const char *name, const char *bytes, size_t n, size_t keep, unsigned threads, size_t piece)
{
    const struct tb_load_options options = {.threads = threads};
    const struct load_manner manner = {.piece = piece};
    struct tb_panel *panel = NULL;
    struct tb_log *log = tb_log_new(keep);
    assert_non_null(log);
    const enum tb_status status = load_bytes(name, bytes, n, &options, &manner, &panel, log);
    return dump_reading(status, &name, 1, panel, log);
}

static char *dump_files(const char *const *paths, size_t n, unsigned threads)
{
    const struct tb_load_options options = {.threads = threads};
    struct tb_panel *panel = NULL;
    struct tb_log *log = tb_log_new(20);
    assert_non_null(log);
    const enum tb_status status = tb_load(paths, n, &options, &panel, log);
    return dump_reading(status, paths, n, panel, log);
}

/* Fails with the first line that is not the same. */
static void assert_same(const char *name, const char *one, const char *many)
{
    size_t same = 0, line = 0;
    for (; one[same] && one[same] == many[same]; same++)
        line = one[same] == '\n' ? same + 1 : line;
    if (one[same] != many[same])
        fail_msg("%s, one thread:\n%.300s\nseveral:\n%.300s", name, one + (same < line + 60 ? line : same - 60),
                 many + (same < line + 60 ? line : same - 60));
}

/* One thread against several, with pieces of a few lines. */
static void same(const char *name, const char *bytes, size_t n)
{
    static const struct {
        size_t keep;
        unsigned threads;
        size_t piece;
    } manners[] = {{20, 2, 40}, {0, 3, 7}, {3, 4, 150}};
    for (size_t i = 0; i < sizeof manners / sizeof manners[0]; i++) {
        char *one = dump(name, bytes, n, manners[i].keep, 1, 0);
        char *many = dump(name, bytes, n, manners[i].keep, manners[i].threads, manners[i].piece);
        assert_same(name, one, many);
        free(one);
        free(many);
    }
}

static void corpus_and_specimens(void **state)
{
    (void)state;
    assert_true(each_file(SOURCE_DIR "/tests/corpus", 200000, same) >= 327);
    assert_true(each_file(SOURCE_DIR "/tests/data", 200000, same) >= 20);
    assert_true(each_file(SOURCE_DIR "/data", 200000, same) >= 20);
}

/* ---- texts made up of parts that go wrong now and then ---- */

static uint32_t seed;

static uint32_t draw(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed % below;
}

#define ONE_OF(list) (list)[draw(sizeof(list) / sizeof *(list))]

/* Mostly a usual cell, once in `rarely` an odd one. */
static const char *cell(const char *const *usual, size_t n_usual, const char *const *odd, size_t n_odd, uint32_t rarely)
{
    return draw(rarely) ? usual[draw((uint32_t)n_usual)] : odd[draw((uint32_t)n_odd)];
}
#define CELL(usual, odd, rarely) cell(usual, sizeof(usual) / sizeof *(usual), odd, sizeof(odd) / sizeof *(odd), rarely)

static const char *const ids[] = {"roads", "\"roads, paved\"", "公路里程", "\"货运量\"", "crash_rate", "a", "b", "c"};
static const char *const odd_ids[] = {"Roads", "ROADS",          "",           " roads ",
                                      "=x",    "\"two\nlines\"", "cafe\u0301", "caf\u00e9"};
static const char *const regions[] = {"", "north", "\"south, old\"", "东区", "west"};
static const char *const odd_regions[] = {"North",      "NORTH",     "..x", "\"a\r\nb\"", "\"say \"\"x\"\"\"",
                                          "Nord\u00c4", "nord\u00e4"};
static const char *const values[] = {"1", "2.50", "300", "-4", "5e3", "", "120", "\"1,234\""};
static const char *const odd_values[] = {"x", "NA", "12%", "1.2.3", "约5", "…", "1,5", "\"7", "8\"", "9\"9"};
static const char *const units[] = {"km", "", "km"};
static const char *const odd_units[] = {"m", "%", "万件"};
static const char *const notes[] = {"", "", "", "revised", "\"a note, with a comma\"", "\"over\ntwo lines\""};
static const char *const odd_notes[] = {"\"open", "\"closed\"x", "tab\there", "\xEF\xBB\xBFmark", "\x01"};
static const char *const ends[] = {"\n", "\n", "\n", "\r\n"};
static const char *const odd_ends[] = {"\r", "\n\n", ",\n", ",,x\n", "\n,,,,,\n", "\n \n"};

static void make_long(struct tb_bytes *text, size_t rows, uint32_t rarely)
{
    tb_bytes_text(text, "indicator,year,value,region,unit,note\n");
    for (size_t r = 0; r < rows; r++) {
        tb_bytes_format(text, "%s,%u,%s,%s,", CELL(ids, odd_ids, rarely), 1990 + draw(30),
                        CELL(values, odd_values, rarely), CELL(regions, odd_regions, rarely));
        tb_bytes_format(text, "%s,%s%s", CELL(units, odd_units, 20 * rarely), CELL(notes, odd_notes, rarely),
                        CELL(ends, odd_ends, rarely));
    }
}

static void make_year(struct tb_bytes *text, size_t rows, uint32_t rarely)
{
    tb_bytes_text(text, "\xEF\xBB\xBFid,region,value,note\r\n");
    for (size_t r = 0; r < rows; r++)
        tb_bytes_format(text, "%s,r%zu,%s,%s%s", CELL(ids, odd_ids, rarely), r, CELL(values, odd_values, rarely),
                        CELL(notes, odd_notes, rarely), CELL(ends, odd_ends, rarely));
}

static void make_wide(struct tb_bytes *text, size_t rows, uint32_t rarely)
{
    tb_bytes_text(text, "indicator,2021,2022,2023\n");
    for (size_t r = 0; r < rows; r++) {
        if (draw(rarely))
            tb_bytes_format(text, draw(3) ? "i%zu,%s,%s,%s%s" : "\"i, %zu\",%s,%s,%s%s", r,
                            CELL(values, odd_values, rarely), ONE_OF(values), ONE_OF(values),
                            CELL(ends, odd_ends, rarely));
        else
            tb_bytes_format(text, "%s,%s,%s,%s\n", ONE_OF(odd_ids), ONE_OF(values), ONE_OF(values), ONE_OF(values));
    }
}

static void made_up_texts(void **state)
{
    static const struct {
        const char *name;
        void (*make)(struct tb_bytes *text, size_t rows, uint32_t rarely);
    } kinds[] = {{"long.csv", make_long}, {"2023.csv", make_year}, {"wide.csv", make_wide}};
    static const uint32_t rarities[] = {5, 40, 400, 100000};
    (void)state;
    for (uint32_t round = 0; round < 240; round++) {
        struct tb_bytes text = {0};
        seed = 88172645u + round;
        kinds[round % 3].make(&text, 5 + draw(80), rarities[round / 3 % 4]);
        if (draw(10) == 0)
            tb_bytes_add(&text, draw(2) ? "\x1A" : "\0", 1);
        if (draw(20) == 0)
            tb_bytes_text(&text, "\xB9\xAB\xC2\xB7,1\n"); /* GB18030 behind what may be UTF-8 or only ASCII */
        assert_false(text.failed);
        same(kinds[round % 3].name, (const char *)text.data, text.n);
        tb_bytes_free(&text);
    }
}

/* Two threads may each give an indicator its first unit: the one that comes later in the file is the wrong one. */
static void units_that_differ_between_pieces(void **state)
{
    struct tb_bytes text = {0};
    (void)state;
    tb_bytes_text(&text, "indicator,year,value,unit\n");
    for (int year = 1900; year < 2000; year++)
        tb_bytes_format(&text, "roads,%d,%d,%s\n", year, year, year < 1950 ? "km" : "m");
    same("long.csv", (const char *)text.data, text.n);
    char *found = dump("long.csv", (const char *)text.data, text.n, 20, 4, 40);
    assert_non_null(strstr(found, "long.csv:52:4: error: unit: \"m\" is not the unit that roads has elsewhere"));
    assert_non_null(strstr(found, "50 errors, 30 not kept"));
    free(found);
    tb_bytes_free(&text);
}

/* A NUL on the second line of a field in quotes: whoever reads, it is a NUL on that line. */
static void a_nul_inside_quotes(void **state)
{
    static const char text[] = "id,value,qualifier,note\nA,1,,\"two\n\0\0\0lines\"\nB,\0\0,\"x\"lines\"\nB,x,,\n";
    (void)state;
    same("2023.csv", text, sizeof text - 1);
    char *found = dump("2023.csv", text, sizeof text - 1, 20, 2, 16);
    assert_non_null(strstr(found, "2023.csv:3:4: error: note: byte 0x00 is no text"));
    free(found);
}

/* The threads of this test read in pieces indeed: nothing else makes a file of four megabytes end where it does. */
static void a_large_file(void **state)
{
    struct tb_bytes text = {0};
    (void)state;
    tb_bytes_text(&text, "indicator,region,year,value\n");
    for (unsigned region = 0; region < 9000; region++)
        for (unsigned year = 2001; year <= 2020; year++)
            tb_bytes_format(&text, region % 3 ? "roads,town %u,%u,%u.5\n" : "\"roads, paved\",\"town, %u\",%u,%u.5\n",
                            region, year, region + year);
    assert_true(text.n > 2 * LOAD_PIECE);
    char *one = dump("long.csv", (const char *)text.data, text.n, 20, 1, 0);
    char *many = dump("long.csv", (const char *)text.data, text.n, 20, 3, 0);
    assert_same("long.csv", one, many);
    assert_non_null(strstr(one, "180001 lines, 180000 rows"));
    free(one);
    free(many);
    tb_bytes_free(&text);
}

static void write_file(const char *path, const struct tb_bytes *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text->data, 1, text->n, file), text->n);
    assert_int_equal(fclose(file), 0);
}

/* A small file, which one thread reads, and a large one in pieces go into one panel, in either order. */
static void a_small_file_beside_a_large_one(void **state)
{
    enum {
        REGIONS = 9000
    };
    char folder[] = "/tmp/trendbook-parallel-XXXXXX", small[64], large[64];
    struct tb_bytes few = {0}, many = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(small, sizeof small, "%s/small.csv", folder);
    snprintf(large, sizeof large, "%s/large.csv", folder);
    tb_bytes_text(&few, "indicator,region,year,value\n");
    for (unsigned region = REGIONS - 2; region < REGIONS + 3; region++)
        tb_bytes_format(&few, "roads,town %u,1990,%u\n", region, region);
    tb_bytes_text(&many, "indicator,region,year,value\n");
    for (unsigned region = 0; region < REGIONS; region++)
        for (unsigned year = 2001; year <= 2015; year++)
            tb_bytes_format(&many, "roads,town %u,%u,%u\n", region, year, region + year);
    assert_true(many.n > 2 * LOAD_PIECE);
    write_file(small, &few);
    write_file(large, &many);
    for (int order = 0; order < 2; order++) {
        const char *paths[] = {order ? large : small, order ? small : large};
        const struct tb_load_options options = {.threads = 3};
        struct tb_panel *panel = NULL;
        struct tb_log *log = tb_log_new(20);
        assert_int_equal(tb_load(paths, 2, &options, &panel, log), TB_OK);
        assert_int_equal(panel->n, 15 * REGIONS + 5);
        assert_int_equal(panel->n_series, REGIONS + 3);
        for (size_t s = 0; s < panel->n_series; s++) {
            const struct tb_series *series = &panel->series[s];
            const unsigned region = (unsigned)atoi(tb_text(panel, series->region) + strlen("town "));
            assert_int_equal(series->n, region >= REGIONS ? 1 : region >= REGIONS - 2 ? 16 : 15);
            for (size_t i = series->first; i < series->first + series->n; i++)
                assert_true(panel->value[i] == (panel->year[i] == 1990 ? region : region + (unsigned)panel->year[i]));
        }
        tb_panel_free(panel);
        tb_log_free(log);
    }
    assert_int_equal(remove(small), 0);
    assert_int_equal(remove(large), 0);
    assert_int_equal(remove(folder), 0);
    tb_bytes_free(&few);
    tb_bytes_free(&many);
}

/* Large files one after another: the threads of each go on from what those before it have found. */
static void several_large_files(void **state)
{
    static const char *const names[] = {"2021.csv", "2022.csv", "long.csv", "2023.csv"};
    enum {
        FILES = sizeof names / sizeof names[0]
    };
    static const uint32_t rarities[] = {UINT32_MAX, 30000};
    char folder[] = "/tmp/trendbook-parallel-XXXXXX", path[FILES][64];
    const char *paths[FILES];
    (void)state;
    assert_non_null(mkdtemp(folder));
    for (size_t round = 0; round < 2; round++) {
        for (uint32_t f = 0; f < FILES; f++) {
            struct tb_bytes text = {0};
            snprintf(path[f], sizeof path[f], "%s/%s", folder, names[f]);
            paths[f] = path[f];
            seed = 88172645u + f;
            if (strcmp(names[f], "long.csv") != 0)
                make_year(&text, 80000 + 5000 * f, rarities[round]);
            else { /* a unit, series that are known and others, few years of each */
                tb_bytes_text(&text, "indicator,year,value,region,unit,note\n");
                for (unsigned r = 0; r < 90000; r++)
                    tb_bytes_format(&text, "%s,%u,%s,r%u,%s,%s\n", r % 5 ? ids[r % 8] : "tolls", 1990 + r % 3,
                                    CELL(values, odd_values, rarities[round]), r / 3, r % 5 ? "" : "km",
                                    r % 1000 ? "" : ONE_OF(notes));
            }
            assert_true(text.n > 2 * LOAD_PIECE);
            write_file(path[f], &text);
            tb_bytes_free(&text);
        }
        char *one = dump_files(paths, FILES, 1), *many = dump_files(paths, FILES, 3);
        assert_same(folder, one, many);
        assert_non_null(strstr(one, round ? "status 1" : "status 0"));
        free(one);
        free(many);
    }
    for (size_t f = 0; f < FILES; f++)
        assert_int_equal(remove(path[f]), 0);
    assert_int_equal(remove(folder), 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(several_large_files),
    cmocka_unit_test(a_small_file_beside_a_large_one),
    cmocka_unit_test(corpus_and_specimens),
    cmocka_unit_test(made_up_texts),
    cmocka_unit_test(units_that_differ_between_pieces),
    cmocka_unit_test(a_nul_inside_quotes),
    cmocka_unit_test(a_large_file),
};

RUN_TESTS(tests)
