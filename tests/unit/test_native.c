/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Native charts of what a type makes of its data: good packages with the numbers that follow by hand. */
#include "deck_fixture.h"
#include "run.h"

/*
 * Three regions, all of 60 in 2022 and 2023, of 80 in 2024:
 *
 *          2022 2023 2024   share of 2024   index, 2022 = 100
 *   East     10   20   30   37.5 %          100 200 300
 *   West     30   20   10   12.5 %          100  66.7 33.3
 *   South    20   20   40   50 %            100 100 200
 */
static void open_regions(struct fixture *f, const char *last)
{
    fixture_open(f, "data/2024.csv");
    fixture_indicator(f, "cases", "案件", "Cases", "件", TB_COUNT);
    fixture_data(f, "cases", "East", "S", "2022:10 2023:20 2024:30");
    fixture_data(f, "cases", "West", "S", "2022:30 2023:20 2024:10");
    char data[64];
    snprintf(data, sizeof data, "2022:20 2023:20 2024:%s", last);
    fixture_data(f, "cases", "South", "S", data);
    fixture_finish(f);
    static const char *const rows[] = {"index 2022 2022 100; index 2023 2023 200; index 2024 2024 300; "
                                       "rank 2022 2022 3; rank 2023 2023 1; rank 2024 2024 2",
                                       "index 2022 2022 100; index 2023 2023 66.5; index 2024 2024 33.5; "
                                       "rank 2022 2022 1; rank 2023 2023 1; rank 2024 2024 3",
                                       "index 2022 2022 100; index 2023 2023 100; index 2024 2024 200; "
                                       "rank 2022 2022 2; rank 2023 2023 1; rank 2024 2024 1"};
    for (uint32_t s = 0; s < 3; s++)
        fixture_rows(f, s, rows[s]);
}

static void make_package(const char *type, enum tb_language language, bool four_by_three, const char *last,
                         struct package *package)
{
    struct fixture f;
    struct tb_bytes bytes = {0};
    size_t slides;
    struct tb_brief_options options = deck_options(language);
    options.type = type;
    options.four_by_three = four_by_three;
    open_regions(&f, last);
    make_deck_with(&f, &options, &bytes, &slides);
    check_presentation(package, bytes.data, bytes.n);
    if (package->n_faults)
        print_error("%s: %s", type, package->faults);
    assert_int_equal(package->n_faults, 0);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

#define ANY_TEXT(text) "//*[local-name()='t' and .='" text "']"

static const struct {
    const char *type, *part; /* of the slide or chart */
    int count;
    const char *path;
} wanted[] = {
    /* parts on top of one another with their sum, which is a formula */
    {"stacked", "chart", 3, "//c:barChart[c:grouping/@val='stacked'][c:barDir/@val='col']/c:ser"},
    {"stacked", "chart", 1, "//c:lineChart/c:ser/c:val//c:pt[@idx='2'][c:v='80']"},
    {"stacked", "chart", 2, "//c:lineChart/c:ser/c:val//c:pt[c:v='60']"},
    {"stacked", "sheet", 1, "//*[@r='E4'][*[local-name()='f']='SUM(B4:D4)'][*[local-name()='v']='80']"},
    {"stacked", "drawing", 1, ANY_TEXT("South")}, /* the parts are named beside the last column */
    {"share", "chart", 1, "//c:barChart/c:ser/c:val//c:pt[@idx='2'][c:v='37.5']"},
    {"share", "chart", 1, "//c:barChart/c:ser/c:val//c:pt[@idx='2'][c:v='12.5']"},
    {"share", "chart", 1, "//c:barChart/c:ser/c:val//c:pt[@idx='2'][c:v='50']"},
    {"share", "chart", 0, "//c:lineChart"},
    /* the first of the table is the first in rank; bars lie, the best on top */
    {"rank", "chart", 1, "//c:barChart[c:barDir/@val='bar']/c:ser/c:val//c:pt[@idx='0'][c:v='40']"},
    {"rank", "chart", 1, "//c:barChart/c:ser/c:cat//c:pt[@idx='0'][c:v='1  South']"},
    {"rank", "chart", 1, "//c:barChart/c:ser/c:cat//c:pt[@idx='2'][c:v='3  West']"},
    {"rank", "chart", 1, "//c:catAx/c:scaling/c:orientation[@val='maxMin']"},
    {"rank", "chart", 1, "//c:valAx/c:scaling/c:min[@val='0']"},
    /* both ends of three lines: the first and the last year */
    {"slope", "chart", 3, "//c:lineChart/c:ser[c:val//c:ptCount/@val='2']"},
    {"slope", "chart", 3, "//c:ser/c:dLbls/c:dLbl/c:dLblPos[@val='l']"},
    {"slope", "chart", 3, "//c:ser/c:dLbls/c:dLbl[c:dLblPos/@val='r']/c:showSerName[@val='1']"},
    {"slope", "chart", 1, "//c:ser/c:spPr/a:ln//a:schemeClr[@val='accent2']"}, /* West falls */
    /* ranks, the first on top */
    {"bump", "chart", 1, "//c:valAx/c:scaling/c:orientation[@val='maxMin']"},
    {"bump", "chart", 1, "//c:ser[1]/c:val//c:pt[@idx='2'][c:v='1']"}, /* who is first comes first */
    /* an index: its base is a line of 100 */
    {"index", "chart", 4, "//c:lineChart/c:ser"},
    {"index", "chart", 1, "//c:ser/c:val//c:pt[@idx='2'][c:v='300']"},
    {"index", "chart", 3, "//c:ser[4]/c:val//c:pt[c:v='100']"},
    /* a table of the slide: West is deepest in its first year, South in its last */
    {"heat", "slide", 9, "//a:tbl//a:tc[a:tcPr/a:solidFill/a:schemeClr/@val='accent1']"},
    {"heat", "slide", 1, "//a:tbl//a:tc[a:txBody//a:t='40'][a:tcPr/a:solidFill/a:schemeClr/a:lumMod/@val='70000']"},
    {"heat", "slide", 1, "//a:tbl//a:tr[a:tc//a:t='West']/a:tc[2][.//a:t='30'][a:tcPr//a:lumMod/@val='70000']"},
};

/* The part that a wanted path is about. */
static struct part *find_wanted(struct package *package, struct package *book, const char *which)
{
    if (strcmp(which, "chart") == 0)
        return find_part(package, "ppt/charts/chart1.xml");
    if (strcmp(which, "drawing") == 0)
        return find_part(package, "ppt/drawings/drawing1.xml");
    if (strcmp(which, "slide") == 0)
        for (size_t i = 0; i < package->n; i++)
            if (is_part(&package->part[i], "ppt/slides/") && count_of(package->part[i].xml, "//a:lumOff"))
                return &package->part[i];
    struct part *file = find_part(package, "ppt/embeddings/Microsoft_Excel_Worksheet1.xlsx");
    if (!file || !read_parts(book, file->data, file->n))
        return NULL;
    return find_sheet(book, "Sheet1");
}

static void test_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct package package, book = {0};
        make_package(wanted[i].type, TB_ENGLISH, i % 2, "40", &package);
        struct part *part = find_wanted(&package, &book, wanted[i].part);
        assert_non_null(part);
        if (count_of(part->xml, wanted[i].path) != wanted[i].count)
            print_error("%s: %d of %s\n", wanted[i].type, count_of(part->xml, wanted[i].path), wanted[i].path);
        assert_int_equal(count_of(part->xml, wanted[i].path), wanted[i].count);
        package_free(&book);
        package_free(&package);
    }
}

/* Provisional values are pale; a value of which only a bound is known makes a picture that says why. */
static void test_marks(void **state)
{
    (void)state;
    static const char *const types[] = {"stacked", "share", "rank", "slope", "heat"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct package package;
        make_package(types[i], TB_CHINESE, false, "40,p", &package);
        struct part *chart = find_part(&package, "ppt/charts/chart1.xml");
        const bool table = strcmp(types[i], "heat") == 0; /* whose cells say what they bound */
        assert_int_equal(chart == NULL, table);
        assert_true(table || count_of(chart->xml, "//c:ser/c:dPt") >= 1);
        package_free(&package);
        if (table)
            continue;
        make_package(types[i], TB_CHINESE, false, "<=40", &package);
        assert_null(find_part(&package, "ppt/charts/chart1.xml"));
        size_t said = 0;
        for (size_t k = 0; k < package.n; k++)
            said +=
                is_part(&package.part[k], "ppt/notesSlides/") &&
                strstr((const char *)package.part[k].data, "本图为图片：演示软件的图表不能标明只知上限或下限的数值");
        assert_int_equal(said, 1);
        package_free(&package);
    }
}

/* A type that fits nothing is refused, one that fits some of it leaves the others to the tables. */
static void test_unfit(void **state)
{
    (void)state;
    struct fixture f;
    struct brief_plan *plan = NULL;
    struct tb_brief_options options = deck_options(TB_ENGLISH);
    options.type = "waterfall";
    open_regions(&f, "40");
    assert_int_equal(brief_plan_make(f.panel, &f.results, &options, &plan, f.log), TB_BAD_DATA);
    options.type = "control"; /* each region its own */
    assert_int_equal(brief_plan_make(f.panel, &f.results, &options, &plan, f.log), TB_OK);
    assert_int_equal(plan->figures, 3);
    brief_plan_free(plan);
    fixture_close(&f);
}

/* ---- rule 8 of the package check ---- */

static const struct {
    const char *type, *from, *to, *caught;
} broken[] = {
    {"stacked", "<c:overlap val=\"100\"/>", "<c:overlap val=\"0\"/>", "8 stacked bars side by side"},
    {"stacked", "<c:dLblPos val=\"ctr\"/>", "<c:dLblPos val=\"outEnd\"/>", "8 label outside a stacked bar"},
    {"stacked", "<c:dLblPos val=\"t\"/>", "<c:dLblPos val=\"inEnd\"/>", "8 label at a point as if at a bar"},
    {"rank", "<c:axPos val=\"l\"/>", "<c:axPos val=\"b\"/>", "8 lying bars with their names below"},
    {"rank", "<c:barDir val=\"bar\"/>", "<c:barDir val=\"col\"/>", "8 columns with their names beside"},
    {"slope", "<c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:lineChart>",
     "<c:axId val=\"1002\"/><c:axId val=\"1002\"/></c:lineChart>", "8 a plot without an axis of names"},
    {"slope", "<c:v>30</c:v>", "<c:v>31</c:v>", "in the sheet and \"31\" in the chart"},
    {"share", "<c:v>37.5</c:v>", "<c:v>37</c:v>", "in the sheet and \"37\" in the chart"},
};

static void test_broken(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct package package, copy;
        struct tb_bytes bytes = {0};
        make_package(broken[i].type, TB_ENGLISH, false, "40", &package);
        replace(find_part(&package, "ppt/charts/chart1.xml"), broken[i].from, broken[i].to);
        pack(&package, NULL, NULL, NULL, &bytes);
        check_presentation(&copy, bytes.data, bytes.n);
        if (!copy.faults || !strstr(copy.faults, broken[i].caught))
            print_error("wanted \"%s\", got %s\n", broken[i].caught, copy.faults ? copy.faults : "nothing");
        assert_true(copy.faults && strstr(copy.faults, broken[i].caught));
        package_free(&copy);
        package_free(&package);
        tb_bytes_free(&bytes);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_numbers),
    cmocka_unit_test(test_marks),
    cmocka_unit_test(test_unfit),
    cmocka_unit_test(test_broken),
};
RUN_TESTS(tests)
