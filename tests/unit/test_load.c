/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Inputs beyond the corpus: folders, standard input, encodings, the catalogue, the columns beside the value, messages.
 */
#include "load/loader.h"

#include "run.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistd.h>
#include <unistr.h>

/* ---- a folder for each test, and what was loaded from it ---- */

struct fixture {
    char folder[64];
    struct tb_panel *panel;
    struct tb_log *log;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    strcpy(f->folder, "/tmp/trendbook-load-XXXXXX");
    f->log = tb_log_new(0);
    *state = f;
    return !mkdtemp(f->folder) || !f->log;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", f->folder);
    tb_panel_free(f->panel);
    tb_log_free(f->log);
    const int failed = system(command);
    free(f);
    return failed;
}

static void write_bytes(struct fixture *f, const char *name, const void *bytes, size_t n)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static void write_text(struct fixture *f, const char *name, const char *text)
{
    write_bytes(f, name, text, strlen(text));
}

/* Loads files of the folder by name; "." is the folder itself, "-" standard input. */
static enum tb_status load(struct fixture *f, const struct tb_load_options *options, const char *a, const char *b)
{
    char path[2][256];
    const char *paths[2], *names[2] = {a, b};
    size_t n = 0;
    for (; n < 2 && names[n]; n++) {
        if (strcmp(names[n], "-") == 0)
            snprintf(path[n], sizeof path[n], "-");
        else if (strcmp(names[n], ".") == 0)
            snprintf(path[n], sizeof path[n], "%s", f->folder);
        else
            snprintf(path[n], sizeof path[n], "%s/%s", f->folder, names[n]);
        paths[n] = path[n];
    }
    return tb_load(paths, n, options, &f->panel, f->log);
}

static enum tb_status load_text(struct fixture *f, const char *name, const char *text)
{
    return load_bytes(name, text, strlen(text), NULL, NULL, &f->panel, f->log);
}

/* The only message with this kind, whole, without the folder. */
static void assert_said(struct fixture *f, const char *kind, const char *wanted)
{
    const struct tb_message *found = NULL;
    for (size_t i = 0; i < tb_log_kept(f->log); i++)
        if (strcmp(tb_log_message(f->log, i)->kind, kind) == 0) {
            if (found)
                fail_msg("said twice: %s", kind);
            found = tb_log_message(f->log, i);
        }
    if (!found)
        fail_msg("never said: %s", kind);
    char *text = tb_message_text(found, TB_ENGLISH);
    const size_t folder = strlen(f->folder);
    const char *shown = strncmp(text, f->folder, folder) == 0 ? text + folder : text;
    assert_string_equal(shown, wanted);
    free(text);
}

static size_t messages(struct fixture *f)
{
    return tb_log_count(f->log, TB_ERROR) + tb_log_count(f->log, TB_WARNING);
}

static const struct tb_indicator *indicator(struct fixture *f, const char *id)
{
    for (size_t i = 0; i < f->panel->n_indicators; i++)
        if (strcmp(tb_text(f->panel, f->panel->indicators[i].id), id) == 0)
            return &f->panel->indicators[i];
    fail_msg("no indicator %s", id);
    return NULL;
}

static const char *id_of(struct fixture *f, uint32_t number)
{
    return number == TB_NOWHERE ? "" : tb_text(f->panel, f->panel->indicators[number].id);
}

/* ---- folders and files ---- */

static void a_folder_is_its_year_files_and_tables(void **state)
{
    struct fixture *f = *state;
    write_text(f, "2023.csv", "id,value\nA,1\n");
    write_text(f, "2024.csv", "value,id\n2,A\n");
    write_text(f, "more.csv", "indicator,year,value\nB,2024,3\n");
    write_text(f, "wide.csv", "indicator,2023,2024\nC,4,5\n");
    write_text(f, ".2022.csv", "not read\n");
    write_text(f, "~$2023.csv", "not read\n");
    write_text(f, "notes.csv", "some,other,thing\n1,2,3\n");
    write_text(f, "2025.txt", "not read\n");
    write_text(f, "old.csv", "id,value\nA,1\n");
    write_text(f, "empty.csv", "");
    assert_int_equal(load(f, NULL, ".", NULL), TB_OK);
    assert_int_equal(f->panel->n, 5);
    assert_int_equal(f->panel->n_inputs, 4);
    /* columns of ours under a name that is no year: left out, but not in silence; a foreign table in silence */
    assert_int_equal(messages(f), 1);
    assert_said(f, "ignored-file",
                "/old.csv: warning: the file looks like data but is not read: its name is no year and its columns are "
                "not indicator,year,value or indicator and years");
    assert_string_equal(f->panel->inputs[0].layout, "year");
    assert_int_equal(f->panel->inputs[0].year, 2023);
    assert_string_equal(f->panel->inputs[2].layout, "long");
    assert_string_equal(f->panel->inputs[3].layout, "wide");
    assert_int_equal(f->panel->inputs[3].rows, 1);
    assert_int_equal(f->panel->inputs[3].observations, 2);
    assert_int_equal(f->panel->inputs[3].header_line, 1);
    assert_int_equal(f->panel->inputs[3].lines, 2);
}

static void a_broken_table_of_a_folder_is_left_out_aloud(void **state)
{
    struct fixture *f = *state;
    write_text(f, "2023.csv", "id,value\nA,1\n");
    write_text(f, "panel.csv", "indicator,year,value\nCaf\xE9,2023,1\n");
    assert_int_equal(load(f, NULL, ".", NULL), TB_OK);
    assert_said(
        f, "ignored-file",
        "/panel.csv: warning: the file is not read: it cannot be understood as a table; give it by name to see why");
}

static void an_empty_folder_is_an_error(void **state)
{
    struct fixture *f = *state;
    write_text(f, "indicators.csv", "id\nA\n");
    assert_int_equal(load(f, NULL, ".", NULL), TB_BAD_DATA);
    assert_said(
        f, "no-data",
        ": error: the folder holds no file that can be read as data; it needs files such as 2024.csv, or a workbook");
}

static void a_year_file_of_a_folder_must_be_right(void **state)
{
    struct fixture *f = *state;
    write_text(f, "2023.csv", "id,value\nA,1\n");
    write_text(f, "2024.csv", "name,amount\nA,1\n");
    assert_int_equal(load(f, NULL, ".", NULL), TB_BAD_DATA);
    assert_null(f->panel);
    assert_said(f, "header",
                "/2024.csv:1: error: this is no header: the first line must name the columns, and one of them must be "
                "id; it reads \"name\"");
}

static void the_catalogue_beside_a_file_belongs_to_it(void **state)
{
    struct fixture *f = *state;
    write_text(f, "indicators.csv", "id,unit\nA,km\n");
    write_text(f, "2023.csv", "id,value\nA,1\n");
    write_text(f, "2024.csv", "id,value\nA,2\n");
    assert_int_equal(load(f, NULL, "2023.csv", "2024.csv"), TB_OK);
    assert_int_equal(f->panel->n_inputs, 3); /* the catalogue once */
    assert_string_equal(f->panel->inputs[0].layout, "catalogue");
    assert_string_equal(tb_text(f->panel, indicator(f, "A")->unit), "km");
    assert_int_equal(messages(f), 0);
}

static void a_file_given_twice_is_read_once(void **state)
{
    struct fixture *f = *state;
    write_text(f, "2023.csv", "id,value\nA,1\n");
    assert_int_equal(load(f, NULL, "2023.csv", "2023.csv"), TB_OK);
    assert_int_equal(f->panel->n, 1);
    assert_said(f, "same-file", "/2023.csv: warning: the file is given twice and is read once");
}

static void what_cannot_be_read_is_named(void **state)
{
    struct fixture *f = *state;
    char path[256];
    snprintf(path, sizeof path, "%s/2023.csv", f->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(load(f, NULL, "absent.csv", "2023.csv"), TB_UNREADABLE);
    assert_null(f->panel);
    assert_int_equal(tb_log_count(f->log, TB_ERROR), 2);
    char *first = tb_message_text(tb_log_message(f->log, 0), TB_ENGLISH),
         *second = tb_message_text(tb_log_message(f->log, 1), TB_ENGLISH);
    assert_string_equal(first + strlen(f->folder), "/absent.csv: error: cannot be read: No such file or directory");
    assert_string_equal(second + strlen(f->folder),
                        "/2023.csv: error: cannot be read: it is a pipe; give \"-\" to read standard input");
    free(first);
    free(second);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(load(f, NULL, "2023.csv", NULL), TB_BAD_DATA); /* a folder without data */
}

static void standard_input_is_a_file_without_name(void **state)
{
    struct fixture *f = *state;
    const int before = dup(STDIN_FILENO);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    static const char text[] = "indicator,year,value\nA,2023,x\n";
    assert_int_equal(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
    close(ends[1]);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    close(ends[0]);
    const struct tb_load_options options = {.standard_input_name = "<standard input>"};
    assert_int_equal(load(f, &options, "-", NULL), TB_BAD_DATA);
    assert_said(f, "bad-number",
                "<standard input>:2:3: error: value: \"x\" is not a number; write a plain number such as 1234.5, or "
                "leave the cell empty");

    /* a year file needs a name, and the name may be given */
    static const char year_text[] = "id,value\nA,7\n";
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], year_text, strlen(year_text)), (ssize_t)strlen(year_text));
    close(ends[1]);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    close(ends[0]);
    const struct tb_load_options named = {.standard_input_name = "2021.csv"};
    assert_int_equal(load(f, &named, "-", NULL), TB_OK);
    assert_int_equal(f->panel->year[0], 2021);
    dup2(before, STDIN_FILENO);
    close(before);
}

static void strict_turns_warnings_into_failure(void **state)
{
    struct fixture *f = *state;
    const struct tb_load_options strict = {.strict = true};
    write_text(f, "2023.csv", "id,value\nA,12%\n");
    assert_int_equal(load(f, &strict, "2023.csv", NULL), TB_BAD_DATA);
    assert_null(f->panel);
    assert_said(f, "strict", "error: 1 warning, and warnings count as errors here");
}

static void read_bytes(void *context, size_t done, size_t total)
{
    size_t *seen = context;
    seen[0] = done;
    seen[1] = total;
}

static void progress_counts_all_bytes(void **state)
{
    struct fixture *f = *state;
    size_t seen[2] = {0};
    const struct tb_load_options options = {.progress = read_bytes, .context = seen};
    write_text(f, "2023.csv", "id,value\nA,1\n");
    write_text(f, "2024.csv", "id,value\nA,1\n");
    assert_int_equal(load(f, &options, ".", NULL), TB_OK);
    assert_int_equal(seen[0], 26);
    assert_int_equal(seen[1], 26);
}

static void append_a_line(void *context, size_t done, size_t total)
{
    (void)done;
    (void)total;
    FILE *file = fopen(context, "ab");
    assert_non_null(file);
    fputs("B,2\n", file);
    fclose(file);
}

static void a_file_that_changes_while_it_is_read_is_refused(void **state)
{
    struct fixture *f = *state;
    char path[256];
    snprintf(path, sizeof path, "%s/2023.csv", f->folder);
    const struct tb_load_options options = {.progress = append_a_line, .context = path};
    write_text(f, "2023.csv", "id,value\nA,1\n");
    assert_int_equal(load(f, &options, "2023.csv", NULL), TB_UNREADABLE);
    assert_null(f->panel);
    assert_said(
        f, "unreadable",
        "/2023.csv: error: cannot be read: it was changed by another program while it was being read; run again");
}

/* A line of commas without end, and a header of more names than there are years, end with an error, not with the
 * memory. */
static void lines_of_many_fields_are_refused(void **state)
{
    struct fixture *f = *state;
    const size_t n = 200000;
    char *text = malloc(n + 64);
    assert_non_null(text);
    int head = sprintf(text, "indicator,year,value\nA,2023,1\n");
    memset(text + head, ',', n);
    text[(size_t)head + n] = '\0';
    assert_int_equal(load_text(f, "a.csv", text), TB_BAD_DATA);
    assert_said(f, "ragged", "a.csv:3: error: the line has more than 65536 fields; it is no data");
    head = sprintf(text, "indicator,2023");
    for (size_t i = 0; i < 5000; i++)
        head += sprintf(text + head, ",x%zu", i);
    assert_int_equal(load_text(f, "b.csv", text), TB_BAD_DATA);
    assert_said(f, "header", "b.csv:1: error: the line names 5002 columns, more than 4096 are not read");
    free(text);
}

static void a_mark_in_front_of_a_later_line_is_told(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load_text(f, "a.csv", "indicator,year,value\n\uFEFF\"A\",2023,1\n"), TB_OK);
    assert_string_equal(id_of(f, f->panel->series[0].indicator), "A");
    assert_said(f, "stray-bom",
                "a.csv:2:1: warning: indicator: a byte-order mark stands before the field and is ignored; files were "
                "probably joined");
}

/* ---- encodings ---- */

static void utf16_of_both_orders_is_read(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "indicator,year,value\r\nA,2023,1.5\r\n";
    for (int big = 0; big < 2; big++) {
        unsigned char bytes[2 + 2 * sizeof text];
        size_t n = 0;
        bytes[n++] = big ? 0xFE : 0xFF;
        bytes[n++] = big ? 0xFF : 0xFE;
        for (const char *c = text; *c; c++) {
            bytes[n++] = big ? 0 : (unsigned char)*c;
            bytes[n++] = big ? (unsigned char)*c : 0;
        }
        assert_int_equal(load_bytes("a.csv", bytes, n, NULL, NULL, &f->panel, f->log), TB_OK);
        assert_true(f->panel->value[0] == 1.5);
        assert_string_equal(f->panel->inputs[0].encoding, big ? "UTF-16BE with BOM" : "UTF-16LE with BOM");
        assert_int_equal(f->panel->inputs[0].lines, 2);
        tb_panel_free(f->panel);
        f->panel = NULL;
    }
    /* half a character at the end; a surrogate alone in line 2 */
    static const unsigned char cut[] = {0xFF, 0xFE, 'a', 0, '\n', 0, 'b'};
    static const unsigned char alone[] = {0xFF, 0xFE, 'a', 0, '\n', 0, 0x00, 0xD8, 'b', 0};
    assert_int_equal(load_bytes("cut.csv", cut, sizeof cut, NULL, NULL, &f->panel, f->log), TB_BAD_DATA);
    assert_int_equal(load_bytes("alone.csv", alone, sizeof alone, NULL, NULL, &f->panel, f->log), TB_BAD_DATA);
    assert_int_equal(tb_log_count(f->log, TB_ERROR), 2);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(tb_log_message(f->log, i)->kind, "encoding");
        assert_int_equal(tb_log_message(f->log, i)->line, 2);
    }
}

static void gb18030_may_begin_after_much_ascii(void **state)
{
    struct fixture *f = *state;
    /* the first byte above 0x7F stands in the second block, and its character lies across two blocks */
    static const char head[] = "indicator,year,value,note\n";
    const size_t border = LOAD_BLOCK;
    char *text = malloc(border + 64);
    assert_non_null(text);
    size_t n = strlen(head), line = 0;
    memcpy(text, head, n);
    while (n < border - 40)
        n += (size_t)sprintf(text + n, "A%05zu,2023,1,\n", line++);
    n += (size_t)sprintf(text + n, "B,2023,2,");
    while (n < border - 1)
        text[n++] = '.';
    n += (size_t)sprintf(text + n, "\xD6\xD0\xCE\xC4\nC,2023,3,\n"); /* two characters of GB18030 */
    assert_int_equal(load_bytes("a.csv", text, n, NULL, NULL, &f->panel, f->log), TB_OK);
    assert_string_equal(f->panel->inputs[0].encoding, "GB18030");
    assert_int_equal(f->panel->n, line + 2);
    const char *note = tb_text(f->panel, f->panel->note[line]);
    assert_string_equal(note + strlen(note) - 6, "\u4E2D\u6587");
    free(text);
}

static void a_bad_byte_names_the_line_where_both_encodings_end(void **state)
{
    struct fixture *f = *state;
    /* line 2 is GB18030, line 4 is nothing */
    assert_int_equal(load_text(f, "a.csv", "indicator,year,value\n\xB9\xFA,2023,1\nA,2023,1\nB\xFF,2023,1\n"),
                     TB_BAD_DATA);
    assert_said(f, "encoding",
                "a.csv:4: error: byte 0xFF: the file is neither UTF-8 (up to line 2) nor GB18030 (up to line 4); save "
                "the file as UTF-8");
}

/* ---- columns beside the value ---- */

static void flags_periods_and_sources_are_kept(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load_text(f, "2024.csv",
                               "id,value,region,qualifier,flag,period,source,note\n"
                               "A,1,North,>=,bp,H1,http://x,first\n"
                               "A,,South,,c,01-12,,\"two\r\nlines\"\n"),
                     TB_OK);
    assert_int_equal(messages(f), 0);
    assert_int_equal(f->panel->n, 2);
    assert_int_equal(f->panel->state[0], TB_AT_LEAST);
    assert_int_equal(f->panel->flags[0], TB_FLAG_BREAK | TB_FLAG_PROVISIONAL);
    assert_string_equal(tb_text(f->panel, f->panel->period[0]), "H1");
    assert_string_equal(tb_text(f->panel, f->panel->source[0]), "http://x");
    assert_string_equal(tb_text(f->panel, f->panel->note[0]), "first");
    assert_int_equal(f->panel->state[1], TB_CONFIDENTIAL);
    assert_int_equal(f->panel->period[1], 0); /* all twelve months are the year */
    assert_string_equal(tb_text(f->panel, f->panel->note[1]), "two\nlines");
    const struct tb_place place = tb_panel_place(f->panel, 1);
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 2);
    assert_string_equal(place.header, "value");
}

static void odd_words_beside_the_value_are_told(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load_text(f, "2024.csv",
                               "id,value,qualifier,flag,period,note\n"
                               "A,1,\u4EE5\u4E0A,,,\n"
                               "B,1,zz,,,why\n"
                               "C,1,,bx,,\n"
                               "D,1,,,spring,\n"
                               "E,,>,,,\n"),
                     TB_OK);
    assert_int_equal(tb_log_count(f->log, TB_WARNING), 5);
    assert_int_equal(f->panel->state[0], TB_AT_LEAST);
    assert_string_equal(tb_text(f->panel, f->panel->note[1]), "zz; why");
    assert_int_equal(f->panel->flags[2], TB_FLAG_BREAK);
    assert_string_equal(tb_text(f->panel, f->panel->period[3]), "spring");
    assert_int_equal(f->panel->state[4], TB_BLANK);
    assert_said(f, "unknown-flag",
                "2024.csv:4:4: warning: flag: \"bx\" holds letters that are no flag, ignored; the flags are listed by: "
                "trendbook list flags");
}

static void a_qualifier_in_cell_and_column_is_an_error(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load_text(f, "2024.csv", "id,value,qualifier\nA,>5,>\n"), TB_BAD_DATA);
    assert_said(
        f, "qualifier-twice",
        "2024.csv:2:3: error: qualifier: \">\" qualifies a value that has a qualifier in its own cell; keep one "
        "of them");
}

static void every_problem_of_a_line_is_told(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load_text(f, "a.csv", "indicator,year,value,region\na/b,23,x,..\n"), TB_BAD_DATA);
    assert_int_equal(tb_log_count(f->log, TB_ERROR), 4);
}

static void a_unit_column_is_one_unit_an_indicator(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load_text(f, "a.csv", "indicator,year,value,unit\nA,2023,1,km\nA,2024,1,km\nB,2024,1,t\n"), TB_OK);
    assert_string_equal(tb_text(f->panel, indicator(f, "B")->unit), "t");
    tb_panel_free(f->panel);
    f->panel = NULL;
    assert_int_equal(load_text(f, "a.csv", "indicator,year,value,unit\nA,2023,1,km\nA,2024,1,m\n"), TB_BAD_DATA);
    assert_said(
        f, "unit",
        "a.csv:3:4: error: unit: \"m\" is not the unit that A has elsewhere, \"km\"; one indicator has one unit");
}

static void regions_collide_like_ids(void **state)
{
    struct fixture *f = *state;
    /* e with acute accent, composed and decomposed */
    assert_int_equal(load_text(f, "a.csv",
                               "indicator,year,value,region\nA,2023,1,Caf\u00E9\nA,2023,2,Cafe\u0301\nA,2023,3,NORTH\n"
                               "A,2023,4,north\nA,2023,5,\u5317\u533A\n"),
                     TB_OK);
    assert_int_equal(tb_log_count(f->log, TB_WARNING), 2);
    assert_int_equal(tb_log_message(f->log, 0)->line, 3);
    assert_int_equal(tb_log_message(f->log, 1)->line, 5);
    assert_string_equal(tb_log_message(f->log, 1)->kind, "id-collision");
    /* a region may have the name of an indicator, and a note the name of a region */
    assert_int_equal(f->panel->n_series, 5);
}

/* Unicode says so: every character that is taken to be without case and composition is, alone and behind others. */
static void chinese_characters_fold_to_themselves(void **state)
{
    size_t folded = 0;
    (void)state;
    for (ucs4_t code = 0x20; code <= 0xFFFF; code++) {
        uint8_t text[8] = "a";
        const int width = u8_uctomb(text + 1, code, sizeof text - 1);
        if (width < 0) /* a surrogate */
            continue;
        const size_t length = 1 + (size_t)width;
        const bool itself = load_folds_to_itself((const char *)text, length);
        assert_int_equal(itself, (code < 0x80 && !(code >= 'A' && code <= 'Z')) || (code >= 0x4000 && code <= 0x9FFF));
        if (!itself)
            continue;
        size_t n = 0;
        uint8_t *other = u8_casefold(text, length, NULL, UNINORM_NFC, NULL, &n);
        assert_non_null(other);
        assert_int_equal(n, length);
        assert_memory_equal(other, text, length);
        free(other);
        folded++;
    }
    assert_int_equal(folded, 0x60 - 26 + 0x6000);
    assert_false(load_folds_to_itself("\xE4\xB8", 2));
}

static void a_text_that_was_a_note_is_checked_as_a_region(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load_text(f, "a.csv", "indicator,year,value,region,note\nA,2023,1,,x/y\nA,2024,1,x/y,\n"),
                     TB_BAD_DATA);
    assert_said(f, "bad-id",
                "a.csv:3:4: error: region: \"x/y\" cannot be a name: it must not hold / \\ : * ? \" < > or |");
}

/* ---- the catalogue ---- */

static void the_catalogue_is_read_in_full(void **state)
{
    struct fixture *f = *state;
    write_text(f, "indicators.csv",
               "id,name_zh,name_en,unit,section,kind,numerator,denominator,per,parts,change_of,better,target,phrase_zh,"
               "note\n"
               "cases,\u6848\u4EF6,Cases,\u4EF6,law,count,,,,small large,,lower,,\u529E\u7406{}\u4EF6|\u529E{}\u4EF6,a "
               "note\n"
               "small,,,,,count,,,,,,,,,\n"
               "large,,,,,count,,,,,,,,,\n"
               "people,,,\u4E07\u4EBA,,count,,,,,,,,,\n"
               "rate,,,,,rate,cases,people,10000,,,lower,<=0.23,,\n"
               "growth,,,%,,rate,,,,,cases,,2025:>=900,,\n");
    write_text(f, "2023.csv", "id,value\ncases,5\n");
    assert_int_equal(load(f, NULL, ".", NULL), TB_OK);
    assert_int_equal(messages(f), 0);
    const struct tb_indicator *cases = indicator(f, "cases"), *rate = indicator(f, "rate");
    const struct tb_indicator *growth = indicator(f, "growth");
    assert_int_equal(cases->kind, TB_COUNT);
    assert_int_equal(cases->better, TB_LOWER);
    assert_int_equal(cases->definition->n_parts, 2);
    assert_string_equal(id_of(f, cases->definition->parts[0]), "small");
    assert_string_equal(id_of(f, cases->definition->parts[1]), "large");
    assert_string_equal(tb_text(f->panel, cases->section), "law");
    assert_string_equal(tb_text(f->panel, cases->definition->note), "a note");
    assert_string_equal(tb_text(f->panel, cases->name_en), "Cases");
    assert_int_equal(cases->definition->line, 2);
    assert_int_equal(cases->definition->file, 0);
    assert_true(isnan(cases->definition->target) && isnan(cases->definition->per));
    assert_string_equal(id_of(f, rate->numerator), "cases");
    assert_string_equal(id_of(f, rate->denominator), "people");
    assert_true(rate->definition->per == 10000 && rate->definition->target == 0.23);
    assert_int_equal(rate->definition->target_op, TB_AT_MOST);
    assert_int_equal(rate->definition->target_year, 0);
    assert_string_equal(id_of(f, growth->change_of), "cases");
    assert_int_equal(growth->definition->target_year, 2025);
    assert_int_equal(growth->definition->target_op, TB_AT_LEAST);
    assert_true(growth->definition->target == 900);
    assert_string_equal(tb_text(f->panel, growth->definition->target_text), "2025:>=900");
}

/* One row of a catalogue under the full header, and the one message it causes. */
static const struct {
    const char *row, *kind, *said;
} faults[] = {
    {"a,,,,,counts,,,,,,,,,", "bad-kind",
     "/indicators.csv:2:6: error: kind: \"counts\" is no kind; choose count, amount, rate, proportion, score, length, "
     "area, index or label"},
    {"a,,,,,,,,,,,up,,,", "bad-better", "/indicators.csv:2:12: error: better: \"up\" is not higher, lower or neutral"},
    {"a,,,,,,A,A,0,,,,,,", "bad-per",
     "/indicators.csv:2:9: error: per: \"0\" is not a number above 0; write 100 for %, 1000, 10000, ..."},
    {"a,,,,,,,,,,,,95,,", "bad-target",
     "/indicators.csv:2:13: error: target: \"95\" is no target; write <=0.23, >=95, or 2025:>=900"},
    {"a,,,,,,,,,,,,25:>=9,,", "bad-target",
     "/indicators.csv:2:13: error: target: \"25:>=9\" is no target; write <=0.23, >=95, or 2025:>=900"},
    {"a,,,,,,,,,,,,>=9 %,,", "bad-target",
     "/indicators.csv:2:13: error: target: \">=9 %\" is no target; write <=0.23, >=95, or 2025:>=900"},
    {"a,,,,,,,,,A b,,,,,", "unknown-id",
     "/indicators.csv:2:10: error: parts: a refers to \"b\", which is neither in the catalogue nor in the data; "
     "correct "
     "the id or add its row"},
    {"a,,,,,,,,,B|C,,,,,", "bad-parts",
     "/indicators.csv:2:10: error: parts: \"B|C\" separates its parts by \"|\"; the column parts holds ids with blanks "
     "between them: road_a road_b"},
    {"a,,,,,,,,,B;A,,,,,", "bad-parts",
     "/indicators.csv:2:10: error: parts: \"B;A\" separates its parts by \";\"; the column parts holds ids with blanks "
     "between them: road_a road_b"},
    {"a,,,,,,,,,A A,,,,,", "conflict", "/indicators.csv:2:10: error: parts: A is listed twice among the parts"},
    {"a,,,,,,,,,,a,,,,", "circle", "/indicators.csv:2:11: error: change_of: a refers to itself"},
    {"a,,,,,,,,,,,,,words,", "bad-phrase",
     "/indicators.csv:2:14: error: phrase_zh: \"words\" must hold {} once, where the number stands"},
    {"a,,,,,,,,,,,,,{}|{} and {},", "bad-phrase",
     "/indicators.csv:2:14: error: phrase_zh: \"{} and {}\" must hold {} once, where the number stands"},
    {"a,,,,,,A,,,,,,,,", "half-rate",
     "/indicators.csv:2:8: warning: denominator: a rate needs both numerator and denominator; the denominator of a is "
     "empty, so it is not computed"},
    {"a,,,,,,,,,,,,,,\nb,,,,,,,,,,,,,,\na,,,,,,,,,,,,,,", "conflict",
     "/indicators.csv:4:1: error: id: a stands in line 2 already; keep one of the two"},
    {"a,,,,,,,,,b,,,,,\nb,,,,,,c,A,,,,,,,\nc,,,,,,,,,a,,,,,", "circle",
     "/indicators.csv:4: error: c is made of a, which is made of it again; one of the two references is wrong"},
    {"a b/c,,,,,,,,,,,,,,", "bad-id",
     "/indicators.csv:2:1: error: id: \"a b/c\" cannot be a name: it must not hold / \\ : * ? \" < > or |"},
    {"a,\"x\x01\",,,,,,,,,,,,,", "control",
     "/indicators.csv:2:2: error: name_zh: \"x\\x01\": it holds a control character; take it out"},
};

static void faults_of_the_catalogue_are_told_in_their_place(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "id,name_zh,name_en,unit,section,kind,numerator,denominator,per,parts,change_of,better,target,"
                 "phrase_zh,note\n%s\n",
                 faults[i].row);
        write_text(f, "indicators.csv", text);
        write_text(f, "2023.csv", "id,value\nA,1\n");
        tb_log_free(f->log);
        f->log = tb_log_new(0);
        const bool warning = strstr(faults[i].said, ": warning: ") != NULL;
        assert_int_equal(load(f, NULL, ".", NULL), warning ? TB_OK : TB_BAD_DATA);
        size_t ids = 0; /* "A" and "a" in one run collide, which is not asked here */
        for (size_t k = 0; k < tb_log_kept(f->log); k++)
            ids += strcmp(tb_log_message(f->log, k)->kind, "id-collision") == 0;
        assert_int_equal(messages(f), 1 + ids);
        assert_said(f, faults[i].kind, faults[i].said);
        tb_panel_free(f->panel);
        f->panel = NULL;
    }
}

static void of_two_catalogues_the_first_holds(void **state)
{
    struct fixture *f = *state;
    char folder[2][128], command[512];
    for (int i = 0; i < 2; i++) {
        snprintf(folder[i], sizeof folder[i], "%s/%d", f->folder, i);
        snprintf(
            command, sizeof command,
            "mkdir %s && printf 'id,unit\\nA,%s\\n' >%s/indicators.csv && printf 'id,value\\nA,1\\n' >%s/202%d.csv",
            folder[i], i ? "km" : "m", folder[i], folder[i], i);
        assert_int_equal(system(command), 0);
    }
    assert_int_equal(load(f, NULL, "0", "1"), TB_OK);
    assert_string_equal(tb_text(f->panel, indicator(f, "A")->unit), "m");
    assert_int_equal(messages(f), 1);
    assert_string_equal(tb_log_message(f->log, 0)->kind, "catalogues-differ");
    assert_int_equal(tb_log_message(f->log, 0)->column, 2);
}

static void the_catalogue_decides_what_a_count_is(void **state)
{
    struct fixture *f = *state;
    write_text(f, "indicators.csv",
               "id,kind,unit,change_of\nA,count,,\nB,count,,A\nshare_rate,rate,\u4EBA/\u4E07\u4EBA,\n");
    write_text(f, "2023.csv", "id,value\nA,-1\nB,-1\nshare_rate,300\nother_rate,300\n");
    assert_int_equal(load(f, NULL, ".", NULL), TB_OK);
    assert_int_equal(tb_log_count(f->log, TB_WARNING), 2); /* a change may fall; a rate per 10,000 may be above 100 */
    assert_said(f, "negative-count", "/2023.csv:2:2: warning: value: \"-1\" is below 0, but A is a count; check it");
    assert_said(f, "rate-over-100",
                "/2023.csv:5:2: warning: value: \"300\" is above 100, but other_rate is a share in percent; check it");
}

static void the_real_data_has_no_fault(void **state)
{
    struct fixture *f = *state;
    /* records counted with the csv module of Python 3.11 */
    static const struct {
        const char *folder;
        size_t observations;
    } folders[] = {{"baodi-transport", 98}, {"china-transport", 628}, {"tianjin-districts", 354}};
    for (size_t i = 0; i < 3; i++) {
        char path[512];
        const char *paths[] = {path};
        snprintf(path, sizeof path, "%s/data/%s", SOURCE_DIR, folders[i].folder);
        assert_int_equal(tb_load(paths, 1, NULL, &f->panel, f->log), TB_OK);
        assert_int_equal(messages(f), 0);
        assert_int_equal(f->panel->n, folders[i].observations);
        tb_panel_free(f->panel);
        f->panel = NULL;
    }
}

static void the_registry_names_every_layout(void **state)
{
    (void)state;
    size_t n;
    const struct tb_layout *layouts = tb_layouts(&n);
    assert_true(n >= 4);
    for (size_t i = 0; i < n; i++) {
        /* the example of each layout is recognised as that layout */
        char *text = NULL;
        struct tb_panel *panel = NULL;
        struct tb_log *log = tb_log_new(0);
        assert_true(asprintf(&text, "%s\n", layouts[i].example) > 0);
        const char *name = strcmp(layouts[i].id, "year") == 0 ? "2023.csv" : "a.csv";
        assert_int_equal(load_bytes(name, text, strlen(text), NULL, NULL, &panel, log), TB_BAD_DATA);
        assert_int_equal(messages(&(struct fixture){.log = log}), 1);
        assert_string_equal(tb_log_message(log, 0)->kind, "no-data");
        tb_log_free(log);
        free(text);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(a_folder_is_its_year_files_and_tables),
    TEST(a_broken_table_of_a_folder_is_left_out_aloud),
    TEST(an_empty_folder_is_an_error),
    TEST(a_year_file_of_a_folder_must_be_right),
    TEST(the_catalogue_beside_a_file_belongs_to_it),
    TEST(a_file_given_twice_is_read_once),
    TEST(what_cannot_be_read_is_named),
    TEST(standard_input_is_a_file_without_name),
    TEST(strict_turns_warnings_into_failure),
    TEST(progress_counts_all_bytes),
    TEST(a_file_that_changes_while_it_is_read_is_refused),
    TEST(lines_of_many_fields_are_refused),
    TEST(a_mark_in_front_of_a_later_line_is_told),
    TEST(utf16_of_both_orders_is_read),
    TEST(gb18030_may_begin_after_much_ascii),
    TEST(a_bad_byte_names_the_line_where_both_encodings_end),
    TEST(flags_periods_and_sources_are_kept),
    TEST(odd_words_beside_the_value_are_told),
    TEST(a_qualifier_in_cell_and_column_is_an_error),
    TEST(every_problem_of_a_line_is_told),
    TEST(a_unit_column_is_one_unit_an_indicator),
    TEST(regions_collide_like_ids),
    TEST(chinese_characters_fold_to_themselves),
    TEST(a_text_that_was_a_note_is_checked_as_a_region),
    TEST(the_catalogue_is_read_in_full),
    TEST(faults_of_the_catalogue_are_told_in_their_place),
    TEST(of_two_catalogues_the_first_holds),
    TEST(the_catalogue_decides_what_a_count_is),
    TEST(the_real_data_has_no_fault),
    TEST(the_registry_names_every_layout),
};

RUN_TESTS(tests)
