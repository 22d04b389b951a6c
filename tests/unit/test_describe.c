/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Tables with a side file: Data Packages and CSV on the Web.  Each case is a folder written here; what it means was
 * read from the two specifications.
 */
#include "trendbook/load.h"

#include "run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
    const char *name, *text;
};

struct outcome {
    char folder[64];
    struct tb_panel *panel;
    struct tb_log *log;
    enum tb_status status;
};

enum {
    PATH_SIZE = 256
};

static void path_of(const struct outcome *outcome, const char *name, char path[PATH_SIZE])
{
    assert_true(snprintf(path, PATH_SIZE, "%s/%s", outcome->folder, name) < PATH_SIZE);
}

/* Writes the files into a folder of their own and loads one of them, or with "" the folder. */
static struct outcome load(const struct file *files, size_t n, const char *what)
{
    struct outcome outcome = {.folder = "/tmp/trendbook-describe-XXXXXX", .log = tb_log_new(0)};
    char path[PATH_SIZE];
    assert_non_null(mkdtemp(outcome.folder));
    for (size_t i = 0; i < n; i++) {
        path_of(&outcome, files[i].name, path);
        char *stroke = strrchr(path, '/');
        *stroke = '\0';
        mkdir(path, 0700);
        *stroke = '/';
        FILE *stream = fopen(path, "w");
        assert_non_null(stream);
        assert_true(fputs(files[i].text, stream) >= 0);
        assert_int_equal(fclose(stream), 0);
    }
    path_of(&outcome, what, path);
    const char *const paths[] = {path};
    outcome.status = tb_load(paths, 1, NULL, &outcome.panel, outcome.log);
    for (size_t i = 0; i < n; i++) {
        path_of(&outcome, files[i].name, path);
        unlink(path);
        *strrchr(path, '/') = '\0';
        rmdir(path);
    }
    rmdir(outcome.folder);
    return outcome;
}

static void forget(struct outcome *outcome)
{
    tb_panel_free(outcome->panel);
    tb_log_free(outcome->log);
}

static bool says(struct outcome *outcome, const char *text)
{
    bool found = false;
    for (size_t i = 0; i < tb_log_kept(outcome->log); i++) {
        char *line = tb_message_text(tb_log_message(outcome->log, i), TB_ENGLISH);
        found = found || strstr(line, text);
        free(line);
    }
    if (!found)
        print_error("not said: %s\n", text);
    return found;
}

static const struct tb_panel *loaded(struct outcome *outcome)
{
    for (size_t i = 0; outcome->status && i < tb_log_kept(outcome->log); i++)
        print_error("%s\n", tb_log_message(outcome->log, i)->text);
    assert_int_equal(outcome->status, TB_OK);
    return outcome->panel;
}

static size_t place_of(const struct outcome *outcome, const char *indicator, const char *region, int year)
{
    const struct tb_panel *panel = outcome->panel;
    for (size_t s = 0; s < panel->n_series; s++)
        for (size_t i = panel->series[s].first; i < panel->series[s].first + panel->series[s].n; i++)
            if (panel->year[i] == year &&
                strcmp(tb_text(panel, panel->indicators[panel->series[s].indicator].id), indicator) == 0 &&
                strcmp(tb_text(panel, panel->series[s].region), region) == 0)
                return i;
    fail_msg("%s of %s in %d is missing", indicator, region, year);
    return 0;
}

static const struct tb_indicator *indicator_of(const struct outcome *outcome, const char *id)
{
    const uint32_t number = tb_panel_find_indicator(outcome->panel, id, strlen(id));
    assert_true(number != TB_NOWHERE);
    return &outcome->panel->indicators[number];
}

/* ---- Data Package ---- */

#define PACKAGE(dialect, schema)                                                                    \
    "{\"name\": \"roads\", \"sources\": [{\"title\": \"County office\"}, {\"title\": \"Police\"}]," \
    " \"licenses\": [{\"name\": \"ODC-PDDL-1.0\"}],"                                                \
    " \"resources\": [{\"name\": \"roads\", \"path\": \"tables/roads.csv\"" dialect ", \"schema\": {" schema "}}]}"

static void a_package_says_how_its_table_is_read(void **state)
{
    static const struct file files[] = {
        {"datapackage.json",
         PACKAGE(", \"dialect\": {\"delimiter\": \"|\"}",
                 "\"missingValues\": [\"\", \"-99\", \"secret\"], \"fields\": [{\"name\": \"t\", \"type\": \"year\"},"
                 "{\"name\": \"place\", \"type\": \"string\"},"
                 "{\"name\": \"len\", \"type\": \"number\", \"decimalChar\": \",\", \"title\": \"Road length\", "
                 "\"unit\": \"km\"},"
                 "{\"name\": \"dead\", \"type\": \"integer\", \"title\": \"死亡人数\"}]")},
        {"tables/roads.csv", "place|len|dead|t\nNorth|1,5|3|2020\nNorth|-99|4|2021\nNorth|1.234,25|secret|2022\n"},
    };
    static const char *const ways[] = {"", "datapackage.json"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct outcome out = load(files, 2, ways[i]);
        const struct tb_panel *panel = loaded(&out);
        assert_true(panel->value[place_of(&out, "len", "North", 2020)] == 1.5);
        assert_true(panel->value[place_of(&out, "len", "North", 2022)] == 1234.25);
        assert_true(isnan(panel->value[place_of(&out, "len", "North", 2021)]));
        assert_int_equal(panel->state[place_of(&out, "len", "North", 2021)], TB_NOT_AVAILABLE);
        assert_true(panel->value[place_of(&out, "dead", "North", 2021)] == 4);
        assert_true(isnan(panel->value[place_of(&out, "dead", "North", 2022)]));
        assert_string_equal(tb_text(panel, indicator_of(&out, "len")->name_en), "Road length");
        assert_string_equal(tb_text(panel, indicator_of(&out, "len")->unit), "km");
        assert_string_equal(tb_text(panel, indicator_of(&out, "dead")->name_zh), "死亡人数");
        assert_string_equal(tb_text(panel, tb_source(panel, 0)), "County office; Police / ODC-PDDL-1.0");
        assert_string_equal(panel->inputs[0].why, "its Data Package, datapackage.json");
        assert_int_equal(tb_log_count(out.log, TB_WARNING), 0);
        forget(&out);
    }
}

static void a_package_that_contradicts_its_table_is_an_error(void **state)
{
    static const struct {
        struct file files[2];
        const char *says;
    } cases[] = {
        {{{"datapackage.json", PACKAGE("", "\"fields\": [{\"name\": \"year\"}, {\"name\": \"height\"}]")},
          {"tables/roads.csv", "year,len\n2020,1\n2021,2\n"}},
         "datapackage.json: error: it describes a column \"height\""},
        {{{"datapackage.json",
           PACKAGE("", "\"fields\": [{\"name\": \"year\"}, {\"name\": \"len (%)\", \"unit\": \"km\"}]")},
          {"tables/roads.csv", "year,len (%)\n2020,1\n2021,2\n"}},
         "roads.csv:1:2: error: len (%): \"km\" is not the unit"},
        {{{"datapackage.json", "{\"resources\": [\n  {\"path\": }]}"},
          {"tables/roads.csv", "year,len\n2020,1\n2021,2\n"}},
         "datapackage.json:2:"},
        {{{"datapackage.json", "{\"resources\": []}"}, {"tables/roads.csv", "year,len\n2020,1\n2021,2\n"}},
         "datapackage.json: error: the file is no Data Package"},
        {{{"datapackage.json", "{\"resources\": [{\"path\": \"/etc/passwd\"}, {\"path\": \"../b.csv\"}, "
                               "{\"path\": \"https://example.org/a.csv\"}]}"},
          {"tables/roads.csv", "year,len\n2020,1\n2021,2\n"}},
         "error: no table of the package can be read"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct outcome out = load(cases[i].files, 2, "datapackage.json");
        assert_int_equal(out.status, TB_BAD_DATA);
        assert_true(says(&out, cases[i].says));
        forget(&out);
    }
}

/* ---- CSV on the Web ---- */

static void metadata_of_the_web_says_how_its_table_is_read(void **state)
{
    static const char table[] =
        "{\"url\": \"https://example.org/roads.csv\", \"dialect\": {\"delimiter\": \";\"}, \"dc:source\": \"County\","
        " \"tableSchema\": {\"columns\": ["
        "{\"name\": \"t\", \"titles\": \"Jahr\", \"datatype\": \"gYear\"},"
        "{\"titles\": {\"de\": \"Länge\"}, \"null\": [\"k.A.\"], \"datatype\": {\"base\": \"number\", \"format\": "
        "{\"decimalChar\": \",\", \"groupChar\": \".\"}}, \"rdfs:label\": \"Length\", \"schema:unitText\": \"km\"},"
        "{\"name\": \"hidden\", \"virtual\": true}]}}";
    const struct file own[] = {{"roads.csv-metadata.json", table},
                               {"roads.csv", "Jahr;Länge\n2020;1,5\n2021;1.200,5\n2022;k.A.\n"}};
    char group[1024];
    (void)state;
    snprintf(group, sizeof group, "{\"tables\": [{\"url\": \"other.csv\"}, %s]}", table);
    const struct file shared[] = {{"csv-metadata.json", group}, own[1]};
    for (size_t i = 0; i < 2; i++) {
        struct outcome out = load(i ? shared : own, 2, "roads.csv");
        const struct tb_panel *panel = loaded(&out);
        assert_true(panel->value[place_of(&out, "Länge", "", 2020)] == 1.5);
        assert_true(panel->value[place_of(&out, "Länge", "", 2021)] == 1200.5);
        assert_true(isnan(panel->value[place_of(&out, "Länge", "", 2022)]));
        assert_string_equal(tb_text(panel, indicator_of(&out, "Länge")->unit), "km");
        assert_string_equal(tb_text(panel, indicator_of(&out, "Länge")->name_en), "Length");
        assert_string_equal(tb_text(panel, tb_source(panel, 0)), "County");
        forget(&out);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_package_says_how_its_table_is_read),
    cmocka_unit_test(a_package_that_contradicts_its_table_is_an_error),
    cmocka_unit_test(metadata_of_the_web_says_how_its_table_is_read),
};

RUN_TESTS(tests)
