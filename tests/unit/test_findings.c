/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Findings: each fires on the fault it is for, and not on the plain figures beside it.  All figures are made up here;
 * what must be found is judged by eye. */
#include "trendbook/findings.h"
#include "trendbook/load.h"

#include "run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct seen {
    struct tb_panel *panel;
    struct tb_log *log;
    struct tb_findings *findings;
};

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* What is found in a long table, with a catalogue or without (NULL). */
static struct seen look(const char *catalogue, const char *table)
{
    char folder[] = "/tmp/trendbook-find-XXXXXX", path[64], command[64];
    const char *const paths[] = {path};
    struct seen seen = {.log = tb_log_new(0)};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/panel.csv", folder);
    if (catalogue)
        write_file(folder, "indicators.csv", catalogue);
    write_file(folder, "panel.csv", table);
    const enum tb_status status = tb_load(paths, 1, NULL, &seen.panel, seen.log);
    for (size_t i = 0; status && i < tb_log_kept(seen.log); i++)
        print_error("%s\n", tb_log_message(seen.log, i)->text);
    assert_int_equal(status, TB_OK);
    assert_int_equal(tb_find(seen.panel, &seen.findings, seen.log), TB_OK);
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
    return seen;
}

static void forget(struct seen *seen)
{
    tb_findings_free(seen->findings);
    tb_panel_free(seen->panel);
    tb_log_free(seen->log);
}

static size_t count(const struct seen *seen, const char *id)
{
    size_t n = 0;
    for (size_t i = 0; i < seen->findings->n; i++)
        n += strcmp(seen->findings->row[i].kind->id, id) == 0;
    return n;
}

static const struct tb_finding *first(const struct seen *seen, const char *id)
{
    for (size_t i = 0; i < seen->findings->n; i++)
        if (strcmp(seen->findings->row[i].kind->id, id) == 0)
            return &seen->findings->row[i];
    fail_msg("not found: %s", id);
    return NULL;
}

/* The only finding says this, in English and (NULL: not looked at) in Chinese. */
static void assert_found(const char *catalogue, const char *table, const char *id, const char *english,
                         const char *chinese)
{
    struct seen seen = look(catalogue, table);
    for (size_t i = 0; i < seen.findings->n; i++)
        if (strcmp(seen.findings->row[i].kind->id, id) != 0)
            fail_msg("found besides: %s", seen.findings->row[i].kind->id);
    char *text = tb_finding_text(seen.panel, first(&seen, id), TB_ENGLISH);
    assert_string_equal(text, english);
    free(text);
    text = tb_finding_text(seen.panel, first(&seen, id), TB_CHINESE);
    if (chinese)
        assert_string_equal(text, chinese);
    free(text);
    assert_int_equal(count(&seen, id), 1);
    forget(&seen);
}

static void assert_nothing(const char *catalogue, const char *table)
{
    struct seen seen = look(catalogue, table);
    for (size_t i = 0; i < seen.findings->n; i++) {
        char *text = tb_finding_text(seen.panel, &seen.findings->row[i], TB_ENGLISH);
        print_error("%s: %s\n", seen.findings->row[i].kind->id, text);
        free(text);
    }
    assert_int_equal(seen.findings->n, 0);
    forget(&seen);
}

static void slipped_units(void **state)
{
    (void)state;
    static const char catalogue[] = "id,name_zh,unit,kind\na,投资,亿元,amount\nn,件数,件,count\n";
    assert_found(catalogue, "indicator,2020,2021,2022,2023\na,5.2,5.5,54500,5.9\n", "unit-slip",
                 "投资 in 2022 is 54500, between 5.5 and 5.9: a factor of 10000; written in 万元 instead of 亿元?",
                 "投资2022年为54500，前后为5.5和5.9：相差10000倍；是否以万元而不是亿元填写？");
    assert_found(catalogue, "indicator,2019,2020,2021,2022,2023\na,5.2,5.5,0.57,5.9,6.1\n", "unit-slip",
                 "投资 in 2021 is 0.57, between 5.5 and 5.9: a factor of 10; a moved decimal point or a lost digit?",
                 NULL);
    assert_found(catalogue, "indicator,2020,2021,2022,2023\na,5.2,5.5,5.7,59000\n", "unit-slip-end",
                 "投资 in 2023 is 59000, beside 5.7 in 2022: a factor of 10000; written in 万元 instead of 亿元?",
                 NULL);
    /* a year that was just typed, behind two that differ by 5 times: 2841300 of 万元 is 284.13 */
    assert_found("id,name_zh,unit,kind\na,罚款,万元,amount\n", "indicator,2023,2024,2025\na,50.41,270.95,2841300\n",
                 "unit-slip-end",
                 "罚款 in 2025 is 2841300, beside 270.95 in 2024: a factor of 10000; written in 元 instead of 万元?",
                 NULL);
    assert_found(
        catalogue, "indicator,2019,2020,2021,2022,2023\na,5.2,5.5,57000,59000,61000\n", "unit-slip-from",
        "投资 is 5.5 in 2020 and 57000 in 2021, and stays there: a factor of 10000; written in 万元 instead of "
        "亿元?",
        NULL);
    /* small counts reach ten times as much by themselves; a fall to a third is no slip; a new basis explains it */
    assert_nothing(catalogue, "indicator,2019,2020,2021,2022,2023\nn,1,2,12,1,2\n");
    assert_nothing(catalogue, "indicator,2019,2020,2021,2022,2023\na,52,55,17,59,61\n");
    assert_nothing(catalogue, "indicator,2020,2021\na,5.2,48\n");
    /* what begins small may grow as it will: 20 times, then 1200 times */
    assert_nothing(catalogue, "indicator,2021,2022,2023\nn,3,60,72000\n");
    assert_nothing(catalogue, "indicator,2021,2022,2023\na,0.11,130,650\n");
    assert_nothing(catalogue, "indicator,year,value,flag\na,2019,5.2,\na,2020,5.5,\na,2021,57000,b\na,2022,59000,\n");
    assert_nothing(catalogue, "indicator,2018,2019,2020,2021,2022,2023\na,1,10,98,1003,9800,101000\n");
}

static void far_from_neighbours(void **state)
{
    (void)state;
    assert_found(NULL,
                 "indicator,2014,2015,2016,2017,2018,2019,2020,2021,2022,2023\n"
                 "a,100,103,101,104,102,250,105,103,106,104\n",
                 "jump",
                 "a in 2019 is 250, between 102 and 105; half the values of this series lie within 2.5 % of their "
                 "neighbours",
                 NULL);
    /* a step stays; a series that jumps all the time has no odd year; seven years are too few */
    assert_nothing(NULL, "indicator,2014,2015,2016,2017,2018,2019,2020,2021,2022,2023\n"
                         "a,100,103,101,104,102,250,255,253,256,254\n");
    assert_nothing(NULL, "indicator,2014,2015,2016,2017,2018,2019,2020,2021,2022,2023\n"
                         "a,100,163,81,144,92,250,105,163,76,134\n");
    assert_nothing(NULL, "indicator,2014,2015,2016,2017,2018,2019,2020\na,100,103,101,250,102,103,104\n");
}

static void signs_and_decimals(void **state)
{
    (void)state;
    assert_found(NULL, "indicator,2019,2020,2021,2022,2023\na,12.5,13.1,-12.9,13.4,12.8\n", "sign",
                 "a in 2021 is -12.9, between 13.1 and 13.4: is the sign right?", NULL);
    /* a loss of another size, and growth in percent */
    assert_nothing(NULL, "indicator,2019,2020,2021,2022,2023\na,12.5,13.1,-2.9,13.4,12.8\n");
    assert_nothing("id,unit\ng,%\n", "indicator,2019,2020,2021,2022,2023\ng,6.5,6.1,-6.3,6.4,6.8\n");
    assert_found("id,unit,kind\nn,件,count\n", "indicator,2022,2023,2024\nn,12,12.5,13\n", "count-decimals",
                 "n is 12.5 in 2023, but its kind is count; 1 of 3 values are no whole numbers", NULL);
    assert_nothing("id,unit,kind\nn,万件,count\n", "indicator,2022,2023,2024\nn,12,12.5,13\n");
}

static void exchanged_rows(void **state)
{
    (void)state;
    assert_found(
        NULL, "indicator,2019,2020,2021,2022,2023\na,100,102,310,104,106\nb,300,305,103,312,316\n", "swapped",
        "in 2021 a is 310 and b is 103; exchanged they would fit their neighbouring years (102.995 and 308.48)", NULL);
    /* other units are not mixed up */
    struct seen seen = look("id,unit\na,件\nb,公里\n",
                            "indicator,2019,2020,2021,2022,2023\na,100,102,310,104,106\nb,300,305,103,312,316\n");
    assert_int_equal(count(&seen, "swapped"), 0);
    forget(&seen);
}

static void parts_and_wholes(void **state)
{
    (void)state;
    static const char catalogue[] =
        "id,unit,kind,parts,numerator,denominator\nall,件,count,one two,,\none,件,count,,,\n"
        "two,件,count,,,\nr,%,proportion,,one,two\n";
    assert_found(catalogue, "indicator,2022,2023\nall,10,12\none,4,3\ntwo,6,20\n", "part-above-whole",
                 "two is 20 in 2023, above its whole all, 12", NULL);
    struct seen seen = look(catalogue, "indicator,2022,2023\none,4,13\ntwo,6,12\n");
    char *text = tb_finding_text(seen.panel, first(&seen, "numerator-above"), TB_ENGLISH);
    assert_string_equal(text, "one is 13 in 2023, above two, 12, of which it is a part");
    assert_int_equal(first(&seen, "numerator-above")->kind->weight, TB_IMPOSSIBLE);
    free(text);
    forget(&seen);
    assert_nothing(catalogue, "indicator,2022,2023\nall,10,12\none,4,5\ntwo,6,7\n");
    /* within rounding, and in another unit */
    assert_nothing("id,unit,kind,parts\nw,万元,amount,p\np,元,amount,\n",
                   "indicator,2022,2023\nw,1.2,1.2\np,12040,12000\n");
    assert_found("id,name_zh,unit\ns,路网占比,%\n", "indicator,2022,2023\ns,98,104\n", "share-above-100",
                 "路网占比 is 104 % in 2023; a share lies between 0 and 100", NULL);
    assert_nothing("id,name_zh,unit\ns,完成率,%\n", "indicator,2022,2023\ns,98,104\n");
}

static void copies(void **state)
{
    (void)state;
    assert_found(NULL, "indicator,2021,2022,2023\na,1234,1301,1299\nb,1234,1301,1299\n", "same-figures",
                 "a and b have the same figures in 3 years (1299 in 2023): one under two names, or copied by mistake?",
                 NULL);
    assert_nothing(NULL, "indicator,2021,2022,2023\na,12,13,12\nb,12,13,12\n"); /* few digits: chance */
    assert_nothing(NULL, "indicator,2021,2022,2023\na,1234,1301,1299\nb,1234,1301,1300\n");
    assert_found(NULL, "indicator,2022,2023\na,1234,1234\nb,567,567\nc,89.1,89.1\nd,2024,2024\ne,315,316\n",
                 "same-years", "4 of 5 figures of 2023 are those of 2022 to the digit: a copied column?", NULL);
    assert_found(NULL,
                 "indicator,year,value,region\nx,2022,1234,A\nx,2023,1234,A\nx,2022,567,B\nx,2023,567,B\n"
                 "x,2022,891,C\nx,2023,891,C\nx,2022,2025,D\nx,2023,2025,D\n",
                 "same-years", "4 of 4 figures of 2023 are those of 2022 to the digit: a copied column? (x)", NULL);
    assert_nothing(NULL, "indicator,2022,2023\na,1234,1234\nb,567,567\nc,89.1,90\nd,2024,2027\ne,315,316\n");
}

static void rounded_digits(void **state)
{
    (void)state;
    char rounded[4096] = "indicator,year,value\n", plain[4096] = "indicator,year,value\n";
    for (int i = 0; i < 80; i++) {
        char line[64];
        snprintf(line, sizeof line, "a,%d,%d\n", 1920 + i, 1000 + 3 * i + (i % 2 ? 0 : 10 - 3 * i % 10));
        strcat(rounded, line);
        snprintf(line, sizeof line, "a,%d,%d\n", 1920 + i, 1000 + 3 * i);
        strcat(plain, line);
    }
    struct seen seen = look(NULL, rounded);
    assert_int_equal(count(&seen, "last-digits"), 1);
    assert_true(first(&seen, "last-digits")->number[2] == 0);
    forget(&seen);
    assert_nothing(NULL, plain);
}

static void uneven(void **state)
{
    (void)state;
    char table[2048] = "indicator,2020,2021,2022\n";
    for (int i = 0; i < 10; i++) {
        char line[64];
        if (i < 4)
            snprintf(line, sizeof line, "i%d,%d,%d,%d\n", i, 100 + i, 200 + 3 * i, 300 + 7 * i);
        else
            snprintf(line, sizeof line, "i%d,%d,,%d\n", i, 100 + i, 300 + 7 * i);
        strcat(table, line);
    }
    assert_found(NULL, table, "uneven-year", "2021 has 4 series, the years beside it have 10 and more", NULL);
    static const char catalogue[] = "id,section\na,s\nb,s\nc,s\nd,s\n";
    assert_found(catalogue,
                 "indicator,2018,2019,2020,2021,2022,2023,2024\na,1,3,2,4,,,\nb,1,4,2,3,5,6,7\nc,3,2,1,4,6,5,7\n"
                 "d,2,1,3,4,6,7,5\n",
                 "stops", "a ends in 2021; 3 of the 4 series of its section go on to 2024", NULL);
    assert_nothing(catalogue,
                   "indicator,2018,2019,2020,2021,2022,2023,2024\na,1,3,2,4,,,\nb,1,4,2,3,,,\nc,3,2,1,4,6,5,7\n"
                   "d,2,1,3,4,6,7,5\n");
}

static void totals(void **state)
{
    (void)state;
    static const char equal[] = "indicator,year,value,region\nx,2022,60,合计\nx,2022,10,A\nx,2022,20,B\nx,2022,30,C\n"
                                "x,2023,66,合计\nx,2023,12,A\nx,2023,21,B\nx,2023,33,C\n";
    assert_found(NULL, equal, "total",
                 "x (合计) is a total row, equal to the sum of its 3 regions in 2 years; it is not ranked or added",
                 NULL);
    assert_found(NULL,
                 "indicator,year,value,region\nx,2022,60,Total\nx,2022,10,A\nx,2022,20,B\nx,2022,30,C\n"
                 "x,2023,70,Total\nx,2023,12,A\nx,2023,21,B\nx,2023,33,C\n",
                 "total-differs", "x (Total) is 70 in 2023, its 3 regions add up to 66; 1 years differ", NULL);
    assert_found(
        NULL,
        "indicator,year,value,region\nx,2022,1060,Z\nx,2022,110,A\nx,2022,320,B\nx,2022,430,C\nx,2022,200,D\n"
        "x,2023,1166,Z\nx,2023,112,A\nx,2023,321,B\nx,2023,433,C\nx,2023,300,D\n",
        "hidden-total",
        "x (Z) is the sum of the 4 other regions in all 2 years (1166 in 2023): a total row? shares and ranks take "
        "it for a region",
        NULL);
    assert_nothing("id,unit\nx,%\n", equal); /* rates do not add up */
}

static void changes(void **state)
{
    (void)state;
    assert_found(
        "id,name_zh,unit\ng,货运量增速,%\n", "indicator,2022,2023\ng,3.1,4.2\n", "changes",
        "货运量增速 is a change already (\"增速\"): its changes would be changes of changes; name its base in the "
        "column change_of of indicators.csv",
        NULL);
    assert_found(
        "id,name_en\ng,\"GDP index (previous year=100)\"\n", "indicator,2022,2023\ng,103.1,104.2\n", "changes",
        "GDP index (previous year=100) is a change already (\"previous year=100\"): its changes would be changes of "
        "changes; name its base in the column change_of of indicators.csv",
        NULL);
    assert_nothing("id,name_zh,unit,change_of\ng,货运量增速,%,x\nx,货运量,吨,\n",
                   "indicator,2022,2023\ng,3.1,4.2\nx,50,52\n");
    assert_nothing("id,name_en,unit\ng,Growth of trees,m\n", "indicator,2022,2023\ng,3.1,4.2\n");
}

static void new_basis(void **state)
{
    (void)state;
    static const char table[] =
        "indicator,year,value,qualifier,flag,note\na,2022,208,,,\na,2023,401,~,p,\"口径调整, 含治超\"\n"
        "a,2024,403,,,\n";
    struct seen seen = look(NULL, table);
    const struct tb_finding *f = first(&seen, "new-basis");
    assert_int_equal(seen.findings->n, 1);
    assert_string_equal(f->suggestion, "a,2023,401,~,bp,\"口径调整, 含治超\"");
    assert_int_equal(f->line, 3);
    assert_string_equal(f->header, "indicator,year,value,qualifier,flag,note");
    char *text = tb_finding_text(seen.panel, f, TB_CHINESE);
    assert_string_equal(text, "a2023年：“口径调整, 含治超”；若2023年与2022年不可比，请加标记b");
    free(text);
    forget(&seen);
    /* a file without a column for flags: a line for a file beside it */
    seen = look("id,note\na,2024 on a new basis: series break\n", "indicator,2022,2023,2024\na,20.0,21,40.50\n");
    f = first(&seen, "new-basis");
    assert_string_equal(f->suggestion, "a,2024,40.50,b");
    assert_string_equal(f->header, "indicator,year,value,flag");
    assert_string_equal(strrchr(f->file, '/'), "/breaks.csv");
    assert_int_equal(f->line, 0);
    forget(&seen);
    /* flagged already; in the first year; a comparable basis; a note that the years before have too */
    assert_nothing(NULL, "indicator,year,value,flag,note\na,2022,208,,\na,2023,401,b,新口径\n");
    assert_nothing(NULL, "indicator,year,value,flag,note\na,2022,208,,新口径\na,2023,401,,\n");
    assert_nothing(NULL, "indicator,year,value,flag,note\na,2022,208,,\na,2023,401,,按可比口径\n");
    assert_nothing(NULL, "indicator,year,value,note\na,2022,208,新口径\na,2023,401,新口径\n");
    assert_nothing("id,note\na,jump between 2022 and 2024: series break\n",
                   "indicator,year,value,flag\na,2022,208,\na,2023,401,b\na,2024,403,\n");
}

static void registry_is_whole(void **state)
{
    (void)state;
    size_t n;
    const struct tb_finding_kind *kinds = tb_finding_kinds(&n);
    assert_true(n >= 20);
    for (size_t i = 0; i < n; i++) {
        assert_true(*kinds[i].id && *kinds[i].title_en && *kinds[i].title_zh && *kinds[i].fires && *kinds[i].english &&
                    *kinds[i].chinese);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(kinds[i].id, kinds[k].id);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(slipped_units),
    cmocka_unit_test(far_from_neighbours),
    cmocka_unit_test(signs_and_decimals),
    cmocka_unit_test(exchanged_rows),
    cmocka_unit_test(parts_and_wholes),
    cmocka_unit_test(copies),
    cmocka_unit_test(rounded_digits),
    cmocka_unit_test(uneven),
    cmocka_unit_test(totals),
    cmocka_unit_test(changes),
    cmocka_unit_test(new_basis),
    cmocka_unit_test(registry_is_whole),
};
RUN_TESTS(tests)
