/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages, notes, CSV text and whole-or-absent files. */
#include "trendbook/output.h"
#include "trendbook/results.h"

#include "run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char base[64];

static char *path_of(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", base, name);
    return path;
}

static bool exists(const char *name)
{
    struct stat s;
    return lstat(path_of(name), &s) == 0;
}

static void messages_are_one_safe_line(void **state)
{
    (void)state;
    struct tb_log *log = tb_log_new(2);
    const struct tb_place place = {"a.csv", 3, 2, "value"};
    tb_log_add(log, TB_WARNING, "x", &place, "odd \"%s\"", "a\nb\x1b[31m\u202E");
    tb_log_add(log, TB_ERROR, "x", NULL, "no file");
    tb_log_add(log, TB_WARNING, "x", &place, "second");
    tb_log_add(log, TB_WARNING, "x", &place, "third");
    char *text = tb_message_text(tb_log_message(log, 0), TB_ENGLISH);
    assert_string_equal(text, "a.csv:3:2: warning: value: odd \"a\\x0Ab\\x1B[31m\\xE2\\x80\\xAE\"");
    free(text);
    text = tb_message_text(tb_log_message(log, 0), TB_CHINESE); /* a sentence that the table does not have */
    assert_string_equal(text, "a.csv:3:2: 警告：value：odd \"a\\x0Ab\\x1B[31m\\xE2\\x80\\xAE\"");
    free(text);
    assert_int_equal(tb_log_kept(log), 3);
    assert_int_equal(tb_log_dropped(log, "a.csv", TB_WARNING), 1);
    assert_int_equal(tb_log_count(log, TB_WARNING), 3);
    struct tb_log *all = tb_log_new(0);
    tb_log_merge(all, log);
    assert_int_equal(tb_log_count(all, TB_WARNING), 3);
    assert_int_equal(tb_log_kept(all), 3);
    tb_log_free(all);
    tb_log_free(log);
}

static void messages_speak_chinese(void **state)
{
    (void)state;
    struct tb_log *log = tb_log_new(0), *all = tb_log_new(0);
    const struct tb_place place = {"a.csv", 3, 2, "value"};
    /* an advice is put into Chinese, the same words from a cell of the user are not; {2} stands before {1} */
    tb_log_add(log, TB_ERROR, "x", &place, "\"%s\" is not a number; %s", "take the apostrophe away",
               "take the apostrophe away");
    tb_log_add(log, TB_WARNING, "x", NULL, "%g of %d is too large to draw", 1.5e300, 2024);
    tb_log_add(log, TB_WARNING, "x", NULL, "%s", "out of memory");
    tb_log_merge(all, log);
    static const char *const wanted[] = {"a.csv:3:2: 错误：value：“take the apostrophe away”不是数字；请去掉撇号",
                                         "警告：2024年的1.5e+300过大，无法作图", "警告：内存不足"};
    for (size_t i = 0; i < 3; i++) {
        char *text = tb_message_text(tb_log_message(all, i), TB_CHINESE);
        assert_string_equal(text, wanted[i]);
        free(text);
    }
    char *said = tb_say(TB_CHINESE, "%s \"%s\"", "a year has four digits, not", "a year has four digits, not");
    assert_string_equal(said, "年份须为四位数字，不能是“a year has four digits, not”");
    free(said);
    said = tb_say(TB_CHINESE, "out of memory"); /* no argument */
    assert_string_equal(said, "内存不足");
    free(said);
    said = tb_say(TB_CHINESE, "%s \"%s\"",
                  "a\x1E\x1F\x1E"
                  "b",
                  "c"); /* what separates arguments inside */
    assert_string_equal(said, "a\x1E\x1F\x1E"
                              "b \"c\"");
    free(said);
    said = tb_say(TB_CHINESE, "100 %% of %zu", (size_t)3);
    assert_string_equal(said, "100 % of 3");
    free(said);
    tb_log_free(all);
    tb_log_free(log);
}

static void files_are_whole_or_absent(void **state)
{
    (void)state;
    struct tb_log *log = tb_log_new(0);
    assert_int_equal(tb_write_file(path_of("f.txt"), "old", 3, log), TB_OK);
    assert_int_equal(tb_write_file(path_of("f.txt"), "newer", 5, log), TB_OK);
    assert_true(symlink("f.txt", path_of("link")) == 0);
    assert_int_equal(tb_write_file(path_of("link"), "x", 1, log), TB_OUTPUT_FAILED);
    assert_int_equal(tb_write_file(path_of("none/f.txt"), "x", 1, log), TB_OUTPUT_FAILED);
    assert_int_equal(tb_write_file("/dev/full", "x", 1, log), TB_OUTPUT_FAILED);
    assert_int_equal(tb_log_count(log, TB_ERROR), 3);
    unlink(path_of("link"));
    unlink(path_of("f.txt"));
    assert_true(rmdir(base) == 0 && mkdir(base, 0777) == 0); /* nothing else was left */
    tb_log_free(log);
}

static void folders_appear_as_a_whole(void **state)
{
    (void)state;
    struct tb_log *log = tb_log_new(0);
    struct tb_folder *folder = NULL;
    assert_int_equal(tb_folder_open(path_of("out"), "manifest.json", false, &folder, log), TB_OK);
    assert_int_equal(tb_folder_add(folder, "manifest.json", "{}", 2, log), TB_OK);
    assert_int_equal(tb_folder_add(folder, "charts/a.svg", "<svg/>", 6, log), TB_OK);
    assert_int_equal(tb_folder_add(folder, "charts/b.svg", "<svg/>", 6, log), TB_OK);
    assert_false(exists("out"));
    assert_int_equal(tb_folder_commit(folder, log), TB_OK);
    assert_true(exists("out/manifest.json") && exists("out/charts/a.svg"));

    /* again into the same folder: ours, so accepted; abandoned: as before */
    assert_int_equal(tb_folder_open(path_of("out"), "manifest.json", false, &folder, log), TB_OK);
    assert_int_equal(tb_folder_add(folder, "charts/c.svg", "<svg/>", 6, log), TB_OK);
    tb_folder_abandon(folder);
    assert_false(exists("out/charts/c.svg"));
    assert_int_equal(tb_folder_open(path_of("out"), "manifest.json", false, &folder, log), TB_OK);
    assert_int_equal(tb_folder_add(folder, "charts/c.svg", "<svg/>", 6, log), TB_OK);
    assert_int_equal(tb_folder_commit(folder, log), TB_OK);
    assert_true(exists("out/charts/c.svg"));
    assert_int_equal(system("test -z \"$(ls -A $OUT | grep -v -e charts -e manifest.json)\""), 0);

    /* missing parents are made, and taken back when nothing comes of it */
    assert_int_equal(tb_folder_open(path_of("out/a/b/c"), "m", false, &folder, log), TB_OK);
    assert_true(exists("out/a/b"));
    tb_folder_abandon(folder);
    assert_false(exists("out/a"));
    assert_int_equal(tb_folder_open(path_of("out/a/b/c"), "m", false, &folder, log), TB_OK);
    assert_int_equal(tb_folder_add(folder, "m", "", 0, log), TB_OK);
    assert_int_equal(tb_folder_commit(folder, log), TB_OK);
    assert_true(exists("out/a/b/c/m"));

    /* what a killed run left is cleared away by the next one; process 2^22 + 1 cannot exist */
    assert_true(mkdir(path_of("out/k.part-4194305-abcdef"), 0777) == 0);
    assert_true(mkdir(path_of("out/k.part-4194305-abcdef/charts"), 0777) == 0);
    assert_int_equal(tb_write_file(path_of("out/k.part-4194305-abcdef/charts/x"), "x", 1, log), TB_OK);
    assert_true(mkdir(path_of("out/k.part-of-it"), 0777) == 0);
    assert_int_equal(tb_folder_open(path_of("out/k"), "m", false, &folder, log), TB_OK);
    tb_folder_abandon(folder);
    assert_false(exists("out/k.part-4194305-abcdef"));
    assert_true(exists("out/k.part-of-it"));

    /* a folder of other people's files is refused, unless forced */
    assert_int_equal(tb_folder_open(path_of("out"), "other.mark", false, &folder, log), TB_OUTPUT_FAILED);
    assert_int_equal(tb_folder_open(path_of("out"), "other.mark", true, &folder, log), TB_OK);
    tb_folder_abandon(folder);
    assert_int_equal(tb_log_count(log, TB_ERROR), 1);
    tb_log_free(log);
}

static void bytes_grow_by_text_and_by_room(void **state)
{
    (void)state;
    struct tb_bytes bytes = {0}, twice = {0};
    for (int i = 0; i < 3000; i++) { /* room for more than is written, some of it at an edge of the capacity */
        char *const room = tb_bytes_room(&bytes, 7);
        assert_non_null(room);
        memcpy(room, "abcdefg", 7);
        bytes.n += (size_t)i % 8;
        tb_bytes_add(&twice, "abcdefg", (size_t)i % 8);
    }
    assert_int_equal(bytes.n, twice.n);
    assert_memory_equal(bytes.data, twice.data, bytes.n);
    assert_null(tb_bytes_room(&bytes, SIZE_MAX)); /* more than there is: nothing is written from then on */
    assert_true(bytes.failed);
    assert_null(tb_bytes_room(&bytes, 1));
    tb_bytes_text(&bytes, "x");
    assert_int_equal(bytes.n, twice.n);
    tb_bytes_free(&bytes);
    tb_bytes_free(&twice);
}

static void csv_text_is_quoted_and_never_a_formula(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"plain", "plain"},
        {"a,b", "\"a,b\""},
        {"say \"x\"", "\"say \"\"x\"\"\""},
        {"=1+1", "\"'=1+1\""},
        {"  =1+1", "\"'  =1+1\""},
        {"＝cmd", "\"'＝cmd\""},
        {"-22", "-22"},
        {"-22x", "\"'-22x\""},
        {"a=1+1", "a=1+1"},
        {"@SUM(1)", "\"'@SUM(1)\""},
        {"\t=1", "\"'\t=1\""},
        {"a\nb", "\"a\nb\""},
        {"a\rb", "\"a\rb\""},
        {"a\tb", "\"a\tb\""},
        {" a", "\" a\""},
        {"a ", "\"a \""},
        {"\u3000=1", "\"'\u3000=1\""},
        {"\u00A0+x", "\"'\u00A0+x\""},
        {"〇三", "〇三"}, /* begins with the same byte as U+3000 */
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tb_bytes csv = {0};
        tb_csv_field(&csv, rows[i][0]);
        tb_bytes_add(&csv, "", 1);
        assert_string_equal((char *)csv.data, rows[i][1]);
        tb_bytes_free(&csv);
    }
}

static void every_note_has_words_in_both_languages(void **state)
{
    (void)state;
    struct tb_panel *panel = tb_panel_new();
    tb_panel_indicator(panel, "a", 1);
    char english[1024], chinese[1024];
    for (int code = 1; code < TB_NOTE_CODES; code++) {
        const struct tb_note note = {.code = (uint16_t)code, .year = 2021, .a = 96.6, .b = 93.75, .c = 205};
        assert_true(tb_note_text(panel, &note, TB_ENGLISH, english, sizeof english) > 0);
        assert_true(tb_note_text(panel, &note, TB_CHINESE, chinese, sizeof chinese) > 0);
        assert_null(strchr(english, '{'));
        assert_null(strchr(chinese, '{'));
        assert_string_not_equal(english, chinese);
    }
    const struct tb_note all = {.code = TB_NOTE_YEAR_MISSING, .year = 2021, .caveats = (1u << TB_CAVEATS) - 1};
    assert_true(tb_note_text(panel, &all, TB_CHINESE, chinese, 20) > 20);
    assert_true(strlen(chinese) < 20);
    const struct tb_note missing = {.code = TB_NOTE_YEAR_MISSING, .year = 2021, .caveats = TB_CAVEAT_BOUND};
    tb_note_text(panel, &missing, TB_ENGLISH, english, sizeof english);
    assert_string_equal(english, "2021 is missing; a bound went in");
    tb_panel_free(panel);
}

static int setup(void **state)
{
    (void)state;
    if (base[0] == '\0') {
        strcpy(base, "/tmp/trendbook-test-XXXXXX");
        if (!mkdtemp(base))
            return -1;
        setenv("BASE", base, 1);
        char out[200];
        snprintf(out, sizeof out, "%s/out", base);
        setenv("OUT", out, 1);
    }
    return 0;
}

static int clean(void **state)
{
    (void)state;
    return system("rm -rf \"$OUT\"; rmdir \"$BASE\"") == 0 ? 0 : -1;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(messages_are_one_safe_line, setup),
    cmocka_unit_test_setup(messages_speak_chinese, setup),
    cmocka_unit_test(files_are_whole_or_absent),
    cmocka_unit_test(bytes_grow_by_text_and_by_room),
    cmocka_unit_test(csv_text_is_quoted_and_never_a_formula),
    cmocka_unit_test(every_note_has_words_in_both_languages),
    cmocka_unit_test_teardown(folders_appear_as_a_whole, clean),
};
RUN_TESTS(tests)
