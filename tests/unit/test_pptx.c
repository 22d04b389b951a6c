/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The deck as a package: good decks of many kinds pass the check, and each rule of the check catches a copy broken in
 * just that way.
 */
#include "deck_fixture.h"
#include "run.h"

/* ---- decks ---- */

static void assert_good(const struct tb_bytes *bytes, size_t slides)
{
    struct package package;
    check_presentation(&package, bytes->data, bytes->n);
    if (package.n_faults)
        print_error("%s", package.faults);
    assert_int_equal(package.n_faults, 0);
    struct part *show = find_part(&package, "ppt/presentation.xml");
    assert_non_null(show);
    assert_int_equal(count_of(show->xml, "//p:sldId"), slides);
    for (size_t i = 0; i < package.n; i++) /* every picture is described, every slide has a title with words */
        if (is_part(&package.part[i], "ppt/slides/")) {
            assert_int_equal(count_of(package.part[i].xml, "//p:pic/p:nvPicPr/p:cNvPr[not(string(@descr))]"), 0);
            assert_int_equal(count_of(package.part[i].xml,
                                      "//p:sp[p:nvSpPr/p:nvPr/p:ph[@type='title' or @type='ctrTitle']]"
                                      "[string-length(string(p:txBody)) > 0]"),
                             1);
        }
    package_free(&package);
}

static void test_good_decks(void **state)
{
    (void)state;
    static char long_note[1200], long_name[400];
    memset(long_note, 'n', 1100);
    memset(long_name, 'm', sizeof long_name - 1);
    const struct {
        size_t indicators, charts;
        const char *name, *note;
    } decks[] = {
        {1, 0, "办理执法案件", "来源"},
        {1, 1, "办理执法案件", "来源"},
        {3, 2, "<script>alert('x')</script>", "a & b < c > d \" e"},
        {3, 1, "]]>&amp;&#x41;", "]]>"},
        {3, 1, "bell\x07 null-like \x01\x02 tab\t line\nend", "\x1b[31mred"},
        {3, 1, "\xF0\x9F\x9A\x93 emoji \xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
         "\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3"},
        {3, 1, "\xD8\xA7\xD9\x84\xD9\x82\xD8\xB6\xD8\xA7\xD9\x8A\xD8\xA7 \xE2\x80\xAEoverride", "rtl"},
        {3, 1, "broken \xFF\xFE\xC3 utf-8", "\x80"},
        {3, 1, long_name, long_note},
        {3, 1, "_x0041_ %s %n {name}", "{{}}"},
        {100, 3, "公路货运量", "来源"},
    };
    for (size_t i = 0; i < sizeof decks / sizeof decks[0]; i++)
        for (int chinese = 0; chinese <= 1; chinese++) {
            struct fixture f;
            struct tb_bytes bytes = {0};
            size_t slides;
            fill(&f, decks[i].indicators, decks[i].charts, decks[i].name, decks[i].note);
            make_deck(&f, chinese ? TB_CHINESE : TB_ENGLISH, &bytes, &slides);
            assert_true(slides >= 2 + decks[i].charts);
            assert_good(&bytes, slides);
            tb_bytes_free(&bytes);
            fixture_close(&f);
        }
}

/* The same figures give the same bytes, also in another time zone. */
static void test_same_bytes(void **state)
{
    (void)state;
    struct tb_bytes first = {0}, second = {0};
    size_t slides;
    struct fixture f;
    fill(&f, 4, 2, "案件", "来源");
    make_deck(&f, TB_CHINESE, &first, &slides);
    setenv("TZ", "Pacific/Kiritimati", 1);
    tzset();
    make_deck(&f, TB_CHINESE, &second, &slides);
    unsetenv("TZ");
    tzset();
    assert_int_equal(first.n, second.n);
    assert_memory_equal(first.data, second.data, first.n);
    tb_bytes_free(&first);
    tb_bytes_free(&second);
    fixture_close(&f);
}

/* Text of the data reaches slide, notes and properties as it is. */
static void test_text_arrives(void **state)
{
    (void)state;
    struct fixture f;
    struct tb_bytes bytes = {0};
    size_t slides;
    fill(&f, 1, 1, "<b>&amp; ]]> 'x' \"y\"", "source <i>");
    make_deck(&f, TB_ENGLISH, &bytes, &slides);
    struct package package;
    check_presentation(&package, bytes.data, bytes.n);
    static const struct {
        const char *part, *path, *text;
    } wanted[] = {
        {"ppt/slides/slide4.xml", "string(//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='title']/p:txBody)",
         "<b>&amp; ]]> 'x' \"y\" came to 400 in 2024"},
        {"ppt/slides/slide4.xml", "string(//p:sp[p:nvSpPr/p:nvPr/p:ph/@idx='12']/p:txBody)", "Source: source <i>"},
        {"docProps/core.xml", "string(/*/*[local-name()='title'])", "Key yearly figures, 2023–2024"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct part *part = find_part(&package, wanted[i].part);
        assert_non_null(part);
        xmlXPathObjectPtr found = nodes(part->xml, wanted[i].path);
        assert_non_null(found);
        assert_string_equal((const char *)found->stringval, wanted[i].text);
        xmlXPathFreeObject(found);
    }
    struct part *notes = find_part(&package, "ppt/notesSlides/notesSlide4.xml");
    assert_non_null(notes);
    assert_non_null(strstr((const char *)notes->data, "Sources: source &lt;i&gt;"));
    package_free(&package);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

/* Every entry of the contents names the slide to which a click on it leads; each slide is in one section. */
static void test_links(void **state)
{
    (void)state;
    struct fixture f;
    struct tb_bytes bytes = {0};
    size_t slides;
    struct package package;
    fill(&f, 6, 3, "案件", "来源");
    make_deck(&f, TB_CHINESE, &bytes, &slides);
    check_presentation(&package, bytes.data, bytes.n);
    struct part *contents = find_part(&package, "ppt/slides/slide2.xml");
    struct part *rels = find_part(&package, "ppt/slides/_rels/slide2.xml.rels");
    assert_non_null(contents);
    assert_non_null(rels);
    xmlXPathObjectPtr links = nodes(contents->xml, "//p:sp[starts-with(p:nvSpPr/p:cNvPr/@name, 'Slide ')]");
    assert_true(count(links) >= 6); /* key figures, key points, charts with two sections, overview, others, methods */
    for (int i = 0; i < count(links); i++) {
        xmlChar *number = xmlNodeGetContent(node(links, i));
        xmlXPathObjectPtr click = nodes(contents->xml, "//p:sp[starts-with(p:nvSpPr/p:cNvPr/@name, 'Slide ')]"
                                                       "/p:nvSpPr/p:cNvPr/a:hlinkClick/@r:id");
        xmlChar *id = xmlNodeGetContent(node(click, i));
        char path[200], target[256];
        snprintf(path, sizeof path, "//rel:Relationship[@Id='%s']", (const char *)id);
        xmlXPathObjectPtr relation = nodes(rels->xml, path);
        assert_int_equal(count(relation), 1);
        snprintf(target, sizeof target, "slide%s.xml", (const char *)number);
        assert_string_equal(attribute(node(relation, 0), "Target").s, target);
        xmlXPathFreeObject(relation);
        xmlXPathFreeObject(click);
        xmlFree(id);
        xmlFree(number);
    }
    xmlXPathFreeObject(links);
    xmlDocPtr show = find_part(&package, "ppt/presentation.xml")->xml;
    assert_int_equal(count_of(show, "//*[local-name()='sectionLst']//*[local-name()='sldId']"), slides);
    for (size_t i = 0; i < slides; i++) {
        char path[120];
        snprintf(path, sizeof path, "//*[local-name()='sectionLst']//*[local-name()='sldId'][@id='%zu']", 256 + i);
        assert_int_equal(count_of(show, path), 1);
    }
    package_free(&package);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

/* 400 of 200: the table behind a chart, the change as a formula over it, and what the options change. */
static void test_chart_data(void **state)
{
    (void)state;
    for (int round = 0; round < 3; round++) {
        struct fixture f;
        struct tb_bytes bytes = {0};
        size_t slides;
        struct package package, book = {0};
        struct tb_brief_options options = deck_options(TB_ENGLISH);
        options.pictures = round == 1;
        options.four_by_three = round == 2;
        fill(&f, 3, 3, "案件", "来源");
        make_deck_with(&f, &options, &bytes, &slides);
        check_presentation(&package, bytes.data, bytes.n);
        assert_int_equal(package.n_faults, 0);
        struct part *show = find_part(&package, "ppt/presentation.xml");
        assert_int_equal(count_of(show->xml, "//p:sldSz[@cx='9144000'][@cy='6858000']"), round == 2);
        struct part *file = find_part(&package, "ppt/embeddings/Microsoft_Excel_Worksheet1.xlsx");
        assert_int_equal(file != NULL, round != 1);
        if (file) {
            struct part *chart = find_part(&package, "ppt/charts/chart1.xml");
            assert_int_equal(count_of(chart->xml, "//c:barChart/c:ser/c:val//c:pt[c:v='200' or c:v='400']"), 2);
            assert_int_equal(count_of(chart->xml, "//c:lineChart/c:ser/c:val//c:pt[@idx='1'][c:v='100']"), 1);
            assert_int_equal(count_of(chart->xml, "//c:barChart/c:ser/c:cat//c:pt[c:v='2023' or c:v='2024']"), 2);
            assert_true(read_parts(&book, file->data, file->n));
            struct part *sheet = find_sheet(&book, "Sheet1");
            assert_non_null(sheet);
            assert_int_equal(count_of(sheet->xml, "//*[@r='C3'][*[local-name()='f']='(B3-B2)/B2*100']"
                                                  "[*[local-name()='v']='100']"),
                             1);
            package_free(&book);
        }
        package_free(&package);
        tb_bytes_free(&bytes);
        fixture_close(&f);
    }
}

/* ---- broken copies ---- */

#define SLIDE      "ppt/slides/slide5.xml"
#define SLIDE_RELS "ppt/slides/_rels/slide5.xml.rels"
#define PICTURE    "ppt/slides/slide6.xml" /* with a picture; SLIDE has a native chart */
#define CHART      "ppt/charts/chart1.xml"
#define CHART_RELS "ppt/charts/_rels/chart1.xml.rels"
#define TABLE      "ppt/slides/slide7.xml"
#define SHOW       "ppt/presentation.xml"
#define SHOW_RELS  "ppt/_rels/presentation.xml.rels"
#define MASTER     "ppt/slideMasters/slideMaster1.xml"
#define OFFICE     REL_OFFICE "/"

static const struct {
    const char *what, *part, *from, *to; /* to NULL: the part is dropped */
    const char *caught;                  /* in the faults */
} broken[] = {
    {"ill-formed part", SLIDE, "</p:sld>", "", "2 ill-formed: " SLIDE},
    {"missing type", "[Content_Types].xml", "<Default Extension=\"png\" ContentType=\"image/png\"/>", "",
     "2 no type: ppt/media"},
    {"type of an absent part", "[Content_Types].xml", "</Types>",
     "<Override PartName=\"/ppt/none.xml\" ContentType=\"application/xml\"/></Types>",
     "2 type of no part: /ppt/none.xml"},
    {"type of the types", "[Content_Types].xml", "</Types>",
     "<Override PartName=\"/[Content_Types].xml\" ContentType=\"application/xml\"/></Types>",
     "2 type of no part: /[Content"},
    {"type given twice", "[Content_Types].xml", "</Types>",
     "<Override PartName=\"/ppt/presProps.xml\" ContentType=\"application/xml\"/></Types>", "2 type given twice"},
    {"type that does not fit", "[Content_Types].xml", "presentationml.notesMaster+xml",
     "presentationml.slideMaster+xml", "2 type of ppt/notesMasters/notesMaster1.xml does not fit notesMaster"},
    {"wrong picture type", "[Content_Types].xml", "image/png", "application/png", "does not fit image"},
    {"relationship id twice", SLIDE_RELS, "Id=\"rId2\"", "Id=\"rId1\"", "3 id twice: rId1"},
    {"relationship to nothing", "ppt/slides/_rels/slide6.xml.rels", "image1.png", "image99.png",
     "3 points at nothing: ../media/image99.png"},
    {"address without its mode", SLIDE_RELS, "</Relationships>",
     "<Relationship Id=\"rId9\" Type=\"" OFFICE "hyperlink\" Target=\"https://example.org/\"/></Relationships>",
     "3 address inside"},
    {"picture without relationship", PICTURE, "r:embed=\"rId2\"", "r:embed=\"rId7\"",
     "3 rId7 of " PICTURE " is not there"},
    {"orphan part", SHOW_RELS, "Target=\"presProps.xml\"", "Target=\"viewProps.xml\"",
     "3 unreachable: ppt/presProps.xml"},
    {"relationships of an absent part", SLIDE, NULL, NULL, "3 relationships of no part"},
    {"slide without layout", SLIDE_RELS, OFFICE "slideLayout", OFFICE "custom", "4 " SLIDE " has 0 slideLayout"},
    {"layout without master", "ppt/slideLayouts/_rels/slideLayout2.xml.rels", OFFICE "slideMaster", OFFICE "custom",
     "slideLayout2.xml has 0 slideMaster"},
    {"master without theme", "ppt/slideMasters/_rels/slideMaster1.xml.rels", OFFICE "theme", OFFICE "custom",
     "4 " MASTER " has 0 theme"},
    {"notes without master", "ppt/notesSlides/_rels/notesSlide5.xml.rels", OFFICE "notesMaster", OFFICE "custom",
     "has 0 notesMaster"},
    {"notes without slide", "ppt/notesSlides/_rels/notesSlide5.xml.rels", OFFICE "slide\"", OFFICE "custom\"",
     "has 0 slide"},
    {"slide without its notes", SLIDE_RELS, OFFICE "notesSlide", OFFICE "custom", "are not each other's"},
    {"shared theme", "ppt/notesMasters/_rels/notesMaster1.xml.rels", "theme2.xml", "theme1.xml", "4 two masters share"},
    {"unlisted slide", SHOW, "<p:sldId id=\"257\" r:id=\"rId4\"/>", "", "5 " SHOW " lists"},
    {"slide listed twice", SHOW, "<p:sldId id=\"257\" r:id=\"rId4\"/>", "<p:sldId id=\"257\" r:id=\"rId3\"/>",
     "5 " SHOW " lists rId3 twice"},
    {"list of the wrong kind", SHOW, "<p:sldId id=\"257\" r:id=\"rId4\"/>", "<p:sldId id=\"257\" r:id=\"rId2\"/>",
     "which is no slide"},
    {"notes master not listed", SHOW, "<p:notesMasterIdLst><p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst>", "",
     "lists 0 of 1 notesMaster"},
    {"layout not listed", MASTER, "<p:sldLayoutId id=\"2147483650\" r:id=\"rId2\"/>", "", "5 " MASTER " lists"},
    {"slide id too low", SHOW, "<p:sldId id=\"256\"", "<p:sldId id=\"255\"", "6 id 255 is out of range"},
    {"slide id too high", SHOW, "<p:sldId id=\"256\"", "<p:sldId id=\"2147483648\"", "6 id 2147483648 is out of range"},
    {"layout id too low", MASTER, "id=\"2147483650\"", "id=\"300\"", "6 id 300 is out of range"},
    {"slide id twice", SHOW, "<p:sldId id=\"257\"", "<p:sldId id=\"256\"", "6 id 256 twice in one pool"},
    {"master and layout share an id", MASTER, "id=\"2147483649\"", "id=\"2147483648\"",
     "6 id 2147483648 twice in one pool"},
    {"shape id twice", SLIDE, "<p:cNvPr id=\"3\"", "<p:cNvPr id=\"2\"", "6 shape id 2 twice"},
    {"shape id 0", SLIDE, "<p:cNvPr id=\"3\"", "<p:cNvPr id=\"0\"", "6 shape id 0"},
    {"text without paragraph", "ppt/slideLayouts/slideLayout1.xml", "<a:lstStyle/><a:p/></p:txBody>",
     "<a:lstStyle/></p:txBody>", "7 text without a paragraph"},
    {"ragged table", TABLE, "<a:tblGrid>", "<a:tblGrid><a:gridCol w=\"1\"/>", "7 ragged table"},
    {"merged cell without its rest", TABLE, " hMerge=\"1\"", "", "7 merged cell without its rest"},
    {"cell without text", TABLE, "<a:tc hMerge=\"1\"><a:txBody>", "<a:tc hMerge=\"1\"><a:txBodx>", "2 ill-formed"},
    {"background without effects", MASTER, "<a:effectLst/></p:bgPr>", "</p:bgPr>",
     "9 background does not end with effects"},
    {"plot on an axis that is not there", CHART, "<c:axId val=\"1002\"/></c:barChart>",
     "<c:axId val=\"1009\"/></c:barChart>", "8 axis 1009 is not there: " CHART},
    {"third axis", CHART, "</c:barChart>", "<c:axId val=\"1003\"/></c:barChart>", "8 a plot has 3 axes: " CHART},
    {"axis that crosses nothing", CHART, "<c:crossAx val=\"1002\"/>", "<c:crossAx val=\"7\"/>",
     "8 an axis crosses 7, which is not there"},
    {"point beyond its count", CHART, "<c:pt idx=\"1\">", "<c:pt idx=\"2\">", "8 a point beyond its count: " CHART},
    {"series index twice", CHART, "<c:ser><c:idx val=\"1\"/>", "<c:ser><c:idx val=\"0\"/>", "8 series index twice"},
    {"series order twice", CHART, "<c:order val=\"1\"/>", "<c:order val=\"0\"/>", "8 series order twice"},
    {"chart without data", CHART, "<c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData>", "",
     "8 chart without its workbook: " CHART},
    {"chart without workbook", CHART_RELS, OFFICE "package", OFFICE "custom", "8 chart without its workbook: " CHART},
    {"sheet that is not there", CHART, "Sheet1!$B$2:$B$3", "Sheet2!$B$2:$B$3", "8 reference to nothing: Sheet2!"},
    {"reference beside the cells", CHART, "Sheet1!$B$2:$B$3", "Sheet1!$B$3:$B$4", "8 B4 is \"\" in the sheet"},
    {"number that is not the cell's", CHART, "<c:v>200</c:v>", "<c:v>201</c:v>",
     "8 B2 is \"200\" in the sheet and \"201\" in the chart"},
    {"text that is not the cell's", CHART, "<c:v>案件</c:v>", "<c:v>案</c:v>",
     "8 B1 is \"案件\" in the sheet and \"案\" in the chart"},
    {"too few points for the cells", CHART, "<c:ptCount val=\"2\"/>", "<c:ptCount val=\"3\"/>",
     "8 3 points for 2 cells"},
    {"workbook that is none", CHART_RELS, "../embeddings/Microsoft_Excel_Worksheet1.xlsx", "../presProps.xml",
     "8 the workbook is none"},
    {"handles on a rectangle", PICTURE, "<a:prstGeom prst=\"rect\"><a:avLst/>",
     "<a:prstGeom prst=\"rect\"><a:avLst><a:gd name=\"adj\" fmla=\"val 1\"/></a:avLst>", "9 handles on a shape"},
    {"date ill-formed", "docProps/core.xml", "</cp:coreProperties>",
     "<dcterms:created xmlns:dcterms=\"http://purl.org/dc/terms/\""
     " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
     " xsi:type=\"dcterms:W3CDTF\">2025-01-01</dcterms:created></cp:coreProperties>",
     "9 date ill-formed"},
    {"date without type", "docProps/core.xml", "</cp:coreProperties>",
     "<dcterms:created xmlns:dcterms=\"http://purl.org/dc/terms/\">2025-01-01T00:00:00Z</dcterms:created>"
     "</cp:coreProperties>",
     "9 date without its type"},
};

/* A copy of one good deck, which is made once. */
static void good_deck(struct tb_bytes *bytes)
{
    static unsigned char *data;
    static size_t n;
    if (!data) {
        struct fixture f;
        size_t slides;
        struct tb_bytes made = {0};
        fill(&f, 4, 2, "案件", "来源");
        make_deck(&f, TB_CHINESE, &made, &slides);
        fixture_close(&f);
        data = made.data;
        n = made.n;
    }
    tb_bytes_add(bytes, data, n);
}

static void assert_caught(const char *what, const struct tb_bytes *bytes, const char *caught)
{
    struct package package;
    check_presentation(&package, bytes->data, bytes->n);
    if (!package.faults || !strstr(package.faults, caught))
        print_error("%s: wanted \"%s\", got\n%s\n", what, caught, package.faults ? package.faults : "nothing");
    assert_true(package.faults && strstr(package.faults, caught));
    package_free(&package);
}

static void test_broken_parts(void **state)
{
    (void)state;
    struct tb_bytes good = {0};
    good_deck(&good);
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct package package;
        struct tb_bytes bytes = {0};
        check_presentation(&package, good.data, good.n);
        assert_int_equal(package.n_faults, 0);
        struct part *part = find_part(&package, broken[i].part);
        assert_non_null(part);
        if (broken[i].to)
            replace(part, broken[i].from, broken[i].to);
        pack(&package, broken[i].to ? NULL : broken[i].part, NULL, NULL, &bytes);
        assert_caught(broken[i].what, &bytes, broken[i].caught);
        tb_bytes_free(&bytes);
        package_free(&package);
    }
    tb_bytes_free(&good);
}

/* A cell without its text, and core properties twice, need more than one replacement. */
static void test_broken_twice(void **state)
{
    (void)state;
    struct tb_bytes good = {0}, bytes = {0};
    struct package package;
    good_deck(&good);
    check_presentation(&package, good.data, good.n);
    struct part *table = find_part(&package, TABLE);
    char *cell = strstr((char *)table->data, "<a:tc hMerge=\"1\">"), *end = strstr(cell, "</a:txBody>");
    char *body = strndup(cell + strlen("<a:tc hMerge=\"1\">"),
                         (size_t)(end + strlen("</a:txBody>") - cell) - strlen("<a:tc hMerge=\"1\">"));
    replace(table, body, "");
    free(body);
    replace(find_part(&package, "[Content_Types].xml"), "</Types>",
            "<Override PartName=\"/docProps/more.xml\""
            " ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>");
    replace(find_part(&package, "_rels/.rels"), "</Relationships>",
            "<Relationship Id=\"rId9\" Type=\"" OFFICE "custom\" Target=\"docProps/more.xml\"/></Relationships>");
    pack(&package, NULL, "docProps/more.xml", "<x/>", &bytes);
    assert_caught("cell without text", &bytes, "7 cell without text: " TABLE);
    assert_caught("core twice", &bytes, "9 core properties twice");
    tb_bytes_free(&bytes);
    tb_bytes_free(&good);
    package_free(&package);
}

static void test_broken_zip(void **state)
{
    (void)state;
    struct tb_bytes good = {0};
    good_deck(&good);
    static const struct {
        const char *what, *extra, *caught;
    } entries[] = {
        {"directory entry", "ppt/empty/", "1 directory entry: ppt/empty/"},
        {"equal but for case", "PPT/presentation.xml", "1 name twice: PPT/presentation.xml"},
        {"blank in a name", "ppt/a b.xml", "1 name is not plain"},
        {"name that is not ASCII", "ppt/\xE6\xA1\x88.xml", "1 name is not plain"},
        {"backslash", "ppt\\a.xml", "1 name is not plain"},
    };
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        struct package package;
        struct tb_bytes bytes = {0};
        check_presentation(&package, good.data, good.n);
        pack(&package, NULL, entries[i].extra, "<x/>", &bytes);
        assert_caught(entries[i].what, &bytes, entries[i].caught);
        tb_bytes_free(&bytes);
        package_free(&package);
    }
    /* bytes before, behind, and inside */
    static const struct {
        const char *what, *caught;
        bool before;
        const char *more;
    } around[] = {
        {"a byte behind the end", "1 does not end exactly", false, "x"},
        {"a byte before the start", "1 does not begin with a local header", true, "x"},
        {"two bytes behind the end", "1 does not end exactly", false, "\n\n"},
    };
    for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
        struct tb_bytes bytes = {0};
        if (around[i].before)
            tb_bytes_text(&bytes, around[i].more);
        tb_bytes_add(&bytes, good.data, good.n);
        if (!around[i].before)
            tb_bytes_text(&bytes, around[i].more);
        assert_caught(around[i].what, &bytes, around[i].caught);
        tb_bytes_free(&bytes);
    }
    /* encryption and an unknown method, in the first central record */
    const size_t central = le32(good.data + good.n - 22 + 16);
    static const struct {
        const char *what, *caught;
        size_t at;
        unsigned char value;
    } flips[] = {{"encrypted", "1 encrypted", 8, 1}, {"method", "1 method 14", 10, 14}};
    for (size_t i = 0; i < sizeof flips / sizeof flips[0]; i++) {
        struct tb_bytes bytes = {0};
        tb_bytes_add(&bytes, good.data, good.n);
        bytes.data[central + flips[i].at] = flips[i].value;
        assert_caught(flips[i].what, &bytes, flips[i].caught);
        tb_bytes_free(&bytes);
    }
    struct tb_bytes bytes = {0};
    tb_bytes_add(&bytes, good.data, good.n);
    memset(bytes.data + good.n - 22 + 10, 0xFF, 2);
    assert_caught("zip64", &bytes, "1 zip64");
    tb_bytes_free(&bytes);
    tb_bytes_free(&good);
}

/* The first entry is the content types, then the root relationships; pictures are stored; every date is 1980-01-01. */
static void test_entries(void **state)
{
    (void)state;
    struct tb_bytes good = {0};
    good_deck(&good);
    const unsigned char *at = good.data + le32(good.data + good.n - 22 + 16);
    const unsigned entries = le16(good.data + good.n - 22 + 10);
    for (unsigned i = 0; i < entries; i++) {
        char name[256] = "";
        memcpy(name, at + 46, le16(at + 28));
        if (i < 2)
            assert_string_equal(name, i ? "_rels/.rels" : "[Content_Types].xml");
        assert_int_equal(le16(at + 10), ends_with(name, ".png") ? 0 : 8);
        assert_int_equal(le16(at + 12), 0);
        assert_int_equal(le16(at + 14), 0x21);
        assert_int_equal(le16(at + 30), 0); /* no extra fields */
        at += 46 + le16(at + 28) + le16(at + 30) + le16(at + 32);
    }
    tb_bytes_free(&good);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_good_decks),   cmocka_unit_test(test_same_bytes),   cmocka_unit_test(test_text_arrives),
    cmocka_unit_test(test_broken_parts), cmocka_unit_test(test_broken_twice), cmocka_unit_test(test_broken_zip),
    cmocka_unit_test(test_entries),      cmocka_unit_test(test_links),        cmocka_unit_test(test_chart_data),
};
RUN_TESTS(tests)
