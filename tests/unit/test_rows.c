/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Records: the split of plain lines against libcsv over every byte of the corpus and over odd lines of our own. */
#include "load/rows.h"
#include "trendbook/names.h"
#include "trendbook/output.h"

#include "each_file.h"
#include "run.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum manner {
    BY_LIBCSV,
    BY_LINE,
    LINES_AHEAD /* names of the first two columns are to be fetched, so that several lines are split at once */
};

static size_t n_named; /* names that were found, in all texts */

/* What was found ahead is the name that stands there; what was not is known from now on. */
static void look_at_names(struct tb_names *names, const struct load_row *row, size_t *named)
{
    for (size_t c = 0; c < 2 && c < row->n; c++) {
        const struct load_field *field = &row->field[c];
        if (field->name) {
            assert_int_equal(tb_name_length(names, field->name), field->length);
            assert_memory_equal(tb_name(names, field->name), field->text, field->length);
            ++*named;
        } else if (field->length && !memchr(field->text, 0, field->length)) {
            assert_true(tb_names_add(names, field->text, field->length) != TB_NO_NAME);
        }
    }
}

/*
 * Writes every record of a text as `line:field|field` lines, then what was said about it.  So many `leading` fields are
 * looked for in the next line again.
 */
static char *dump(const char *bytes, size_t n, enum manner manner, size_t leading)
{
    struct load_source source;
    struct load_text text;
    struct load_rows rows;
    struct load_row row;
    struct tb_log *log = tb_log_new(0);
    struct tb_bytes out = {0};
    struct tb_names *names = tb_names_new();
    size_t named = 0;
    assert_non_null(log);
    assert_non_null(names);
    load_source_memory(&source, "memory", bytes, n);
    load_text_open(&text, &source, log);
    load_rows_open(&rows, &text, log);
    rows.only_libcsv = manner == BY_LIBCSV;
    rows.leading = leading;
    rows.names = manner == LINES_AHEAD ? names : NULL;
    rows.n_name_columns = 2;
    rows.name_column[1] = 1;
    while (load_rows_next(&rows, &row)) {
        tb_bytes_format(&out, "%zu:", row.line);
        for (size_t i = 0; i < row.n; i++) {
            tb_bytes_format(&out, "(%zu)", row.field[i].line);
            tb_bytes_add(&out, row.field[i].text, row.field[i].length);
            tb_bytes_text(&out, "|");
        }
        tb_bytes_text(&out, "\n");
        look_at_names(names, &row, &named);
    }
    assert_true(manner == LINES_AHEAD || !named);
    n_named += named;
    tb_bytes_format(&out, "status %d, %zu rows, %zu ignored, %zu errors, %zu lines\n", (int)rows.status, rows.n_rows,
                    rows.n_ignored, rows.n_errors, rows.lines);
    for (size_t i = 0; i < tb_log_kept(log); i++) {
        const struct tb_message *m = tb_log_message(log, i);
        tb_bytes_format(&out, "%s %zu:%u\n", m->kind, m->line, m->column);
    }
    tb_bytes_add(&out, "", 1);
    assert_false(out.failed);
    load_rows_close(&rows);
    load_text_close(&text);
    tb_log_free(log);
    tb_names_free(names);
    return (char *)out.data;
}

static void same_both_ways(const char *bytes, size_t n)
{
    char *judge = dump(bytes, n, BY_LIBCSV, 0);
    for (size_t leading = 0; leading <= 2; leading++)
        for (int manner = BY_LINE; manner <= LINES_AHEAD; manner++) {
            char *own = dump(bytes, n, (enum manner)manner, leading);
            assert_string_equal(own, judge);
            free(own);
        }
    free(judge);
}

static void look_both_ways(const char *name, const char *bytes, size_t n)
{
    (void)name;
    same_both_ways(bytes, n);
}

static void test_corpus_both_ways(void **state)
{
    (void)state;
    assert_true(each_file(SOURCE_DIR "/tests/corpus", LONG_MAX, look_both_ways) >= 327);
    assert_true(each_file(SOURCE_DIR "/data", LONG_MAX, look_both_ways) >= 20);
    assert_true(n_named > 5000);
}

/* Every text of up to 7 of these bytes: delimiters, blanks, line ends, quotes. */
static void test_short_texts_both_ways(void **state)
{
    (void)state;
    static const char alphabet[] = {',', ' ', '\t', '\n', '\r', '"', 'a'};
    enum {
        LETTERS = sizeof alphabet,
        LONGEST = 6
    };
    char text[LONGEST];
    size_t total = 1;
    for (size_t n = 0; n <= LONGEST; n++, total *= LETTERS)
        for (size_t k = 0; k < total; k++) {
            size_t rest = k;
            for (size_t i = 0; i < n; i++, rest /= LETTERS)
                text[i] = alphabet[rest % LETTERS];
            same_both_ways(text, n);
        }
}

static void expect_bytes(const char *text, size_t n, const char *wanted)
{
    for (int manner = BY_LIBCSV; manner <= LINES_AHEAD; manner++) {
        char *got = dump(text, n, (enum manner)manner, 0);
        assert_string_equal(got, wanted);
        free(got);
    }
}

static void expect(const char *text, const char *wanted)
{
    expect_bytes(text, strlen(text), wanted);
}

static void test_lines_of_fields(void **state)
{
    (void)state;
    /* a field knows the line on which it begins, also behind one that spans lines */
    expect("a,\"x\ny\",c\nd\n", "1:(1)a|(1)x\ny|(2)c|\n3:(3)d|\nstatus 0, 2 rows, 0 ignored, 0 errors, 3 lines\n");
    expect("\"x\r\ny\"\r\nz", "1:(1)x\r\ny|\n3:(3)z|\nstatus 0, 2 rows, 0 ignored, 0 errors, 3 lines\n");
    /* the end of a quoted record without a line end */
    expect("a,\"b\"", "1:(1)a|(1)b|\nstatus 0, 1 rows, 0 ignored, 0 errors, 1 lines\n");
    expect(",,\na\n", "2:(2)a|\nstatus 0, 1 rows, 1 ignored, 0 errors, 2 lines\nempty-row 1:0\n");
}

static void test_quote_errors(void **state)
{
    (void)state;
    /* one bad record does not swallow the others */
    expect("a\"b,1\nc,2\n", "2:(2)c|(2)2|\nstatus 0, 1 rows, 0 ignored, 1 errors, 2 lines\nquote 1:1\n");
    expect("x,\"a\"b,1\nc,2\n", "2:(2)c|(2)2|\nstatus 0, 1 rows, 0 ignored, 1 errors, 2 lines\nquote 1:2\n");
    /* opened on line 1, closed by chance on line 2: both places are told, line 3 is read */
    expect("x,\"a\ny,\"b\nz\n", "3:(3)z|\nstatus 0, 1 rows, 0 ignored, 1 errors, 3 lines\nquote 1:2\nquote 2:2\n");
    /* never closed: the line where it opened, and nothing more is read */
    expect("a\nb,\"c\nd\n", "1:(1)a|\nstatus 1, 1 rows, 0 ignored, 1 errors, 3 lines\nquote 2:2\n");
}

/* A NUL is refused where it stands, also on a later line of a field in quotes. */
static void test_nul(void **state)
{
    (void)state;
    static const char plain[] = "a\nb,\0c\nd\n", inside[] = "a\nb,\"two\n\0lines\"\nd\n", behind[] = "a,\"x\ny\",\0\n";
    expect_bytes(plain, sizeof plain - 1, "1:(1)a|\nstatus 1, 1 rows, 0 ignored, 1 errors, 2 lines\nnul 2:2\n");
    expect_bytes(inside, sizeof inside - 1, "1:(1)a|\nstatus 1, 1 rows, 0 ignored, 1 errors, 3 lines\nnul 3:2\n");
    expect_bytes(behind, sizeof behind - 1, "status 1, 0 rows, 0 ignored, 1 errors, 2 lines\nnul 2:3\n");
}

/* An unclosed quote is given up after 65536 bytes, not at the end of an endless file. */
static void test_unclosed_quote_is_bounded(void **state)
{
    (void)state;
    const size_t lines = 3000000;
    char *text = malloc(2 * lines + 2);
    assert_non_null(text);
    text[0] = 'a';
    text[1] = ',';
    for (size_t i = 1; i < lines; i++)
        memcpy(text + 2 * i, "x\n", 2);
    text[2] = '"';
    struct load_source source;
    struct load_text from;
    struct load_rows rows;
    struct load_row row;
    struct tb_log *log = tb_log_new(0);
    load_source_memory(&source, "memory", text, 2 * lines);
    load_text_open(&from, &source, log);
    load_rows_open(&rows, &from, log);
    assert_false(load_rows_next(&rows, &row));
    assert_int_equal(rows.status, TB_BAD_DATA);
    assert_true(source.done <= LOAD_BLOCK);
    assert_int_equal(tb_log_message(log, 0)->line, 1);
    assert_int_equal(tb_log_message(log, 0)->column, 2);
    load_rows_close(&rows);
    load_text_close(&from);
    tb_log_free(log);
    free(text);
}

/* Lines, characters and line ends that fall on the border between two blocks are read like any other. */
static void test_block_borders(void **state)
{
    (void)state;
    static const char *const tails[] = {"a,b\r\nc\n", "\xE4\xB8\xAD\xE6\x96\x87,b\n", "\"q\r\nr\",s\r\n", "\r\r\n,\n"};
    const size_t n = LOAD_BLOCK + 64;
    char *text = malloc(n);
    assert_non_null(text);
    for (size_t t = 0; t < sizeof tails / sizeof tails[0]; t++)
        for (size_t shift = 0; shift <= 16; shift++) {
            const size_t before = LOAD_BLOCK - shift, length = strlen(tails[t]);
            memset(text, '.', before);
            for (size_t i = 99; i < before; i += 100)
                text[i] = '\n';
            text[before - 1] = '\n';
            memcpy(text + before, tails[t], length);
            char *whole = dump(text, before + length, BY_LINE, 0), *tail = dump(tails[t], length, BY_LINE, 0);
            const char *end = whole + strlen(whole);
            /* the last records of the long text are those of the tail alone, but for their line numbers */
            size_t records_whole = 0, records_tail = 0;
            for (const char *c = whole; (c = strchr(c, '|')); c++)
                records_whole++;
            for (const char *c = tail; (c = strchr(c, '|')); c++)
                records_tail++;
            size_t lines = 0;
            for (size_t i = 0; i < before; i++)
                lines += text[i] == '\n';
            /* two line ends may stand together before the tail: that blank line is no record */
            const size_t records_before = lines - (before >= 2 && text[before - 2] == '\n');
            assert_int_equal(records_whole, records_before + records_tail);
            assert_true(end > whole);
            same_both_ways(text, before + length);
            free(whole);
            free(tail);
        }
    free(text);
}

/* Lines that begin as the one before: what was made of that beginning is used again. */
static void test_same_beginnings_both_ways(void **state)
{
    static const char *const beginnings[] = {"\"a\",",
                                             "\"a,b\",\"c\",",
                                             "\"\",",
                                             "\"a\"\"b\" ,",
                                             " \"a\" , x,",
                                             "\"a\"x,",
                                             "a\",",
                                             "x,\"a\",\"b\",y,",
                                             "\"a\nb\",",
                                             "\"a\r\nb\",1,",
                                             "\xEF\xBB\xBF\"a\",",
                                             "\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",",
                                             "a,b,",
                                             " a ,\t,"};
    static const char *const rests[] = {"",   "1",      "1,2",  ",",    " 1 , 2 ", "\"b\"", "\"b\",2",
                                        ",,", "\"open", "2\"3", "\"\"", "\t",      "1\r",   "x,\"y\""};
    enum {
        BEGINNINGS = sizeof beginnings / sizeof *beginnings,
        RESTS = sizeof rests / sizeof *rests
    };
    (void)state;
    for (size_t b = 0; b < BEGINNINGS; b++)
        for (size_t i = 0; i < RESTS; i++)
            for (size_t k = 0; k < RESTS; k++)
                for (size_t other = 0; other < BEGINNINGS; other++) {
                    char *text = NULL;
                    const int n = asprintf(&text, "%s%s\n%s%s\n%s%s\n%s%s", beginnings[b], rests[i], beginnings[b],
                                           rests[k], beginnings[other], rests[i], beginnings[b], rests[k]);
                    assert_true(n > 0);
                    same_both_ways(text, (size_t)n);
                    free(text);
                }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_corpus_both_ways),
    cmocka_unit_test(test_short_texts_both_ways),
    cmocka_unit_test(test_same_beginnings_both_ways),
    cmocka_unit_test(test_lines_of_fields),
    cmocka_unit_test(test_quote_errors),
    cmocka_unit_test(test_nul),
    cmocka_unit_test(test_block_borders),
    cmocka_unit_test(test_unclosed_quote_is_bounded),
};

RUN_TESTS(tests)
