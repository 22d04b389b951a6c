/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's own Word document as a template: what becomes of its runs, paragraphs, rows and parts, and what is
 * refused. Expected texts are written by hand from docs/templates.md.
 */
#include "../tools/document_check.h"
#include "brief/package.h"
#include "brief_fixture.h"
#include "run.h"

#include <unistd.h>

#define MAIN "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

static void open_figures(struct fixture *f)
{
    fixture_open(f, "data/2024.csv");
    fixture_indicator(f, "cases", "案件", "Cases", "件", TB_COUNT)->section = fixture_name(f, "enforcement");
    fixture_indicator(f, "old", "旧", "Old", "件", TB_COUNT);
    fixture_indicator(f, "bad.name", "<w:p>&{{x}}", "x", "件", TB_COUNT);
    fixture_data(f, "cases", NULL, NULL, "2022:190 2023:208 2024:403");
    fixture_data(f, "old", NULL, NULL, "2023:7");
    fixture_data(f, "bad.name", NULL, NULL, "2024:1");
    fixture_finish(f);
    fixture_rows(f, 0, "yoy_pct 2022 2023 9.47368; yoy_pct 2023 2024 93.75");
}

/* What of a template may be out of the ordinary. */
struct form {
    const char *body, *header; /* of w:body and of a head, "" for none */
    const char *type;          /* of the main part */
    const char *before;        /* text before the root element */
    const char *extra;         /* name of a further part */
    size_t zeros;              /* length of that part */
    bool twice;                /* the header is named by two sections */
};

static void make_template(const struct form *form, struct tb_bytes *docx)
{
    struct tb_package *package = tb_package_new();
    struct tb_log *log = tb_log_new(0);
    struct tb_bytes part = {0};
    tb_bytes_format(&part,
                    "%s<w:document xmlns:w=\"" MAIN "\" xmlns:r=\"" REL_OFFICE "\" xmlns:mc=\"http://"
                    "schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:x=\"urn:x\"><w:body>%s<w:sectPr>%s"
                    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" "
                    "w:left=\"1440\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body>"
                    "</w:document>",
                    form->before ? form->before : "", form->body,
                    form->header ? "<w:headerReference w:type=\"default\" r:id=\"rId1\"/>" : "");
    tb_package_add(package, "word/document.xml", form->type ? form->type : TYPE "document.main+xml", &part, false);
    tb_package_relate(package, "", "officeDocument", "word/document.xml");
    if (form->header) {
        tb_bytes_format(&part, "<w:hdr xmlns:w=\"" MAIN "\">%s</w:hdr>", form->header);
        tb_package_add(package, "word/header1.xml", TYPE "header+xml", &part, false);
        for (int i = 0; i <= form->twice; i++)
            tb_package_relate(package, "word/document.xml", "header", "word/header1.xml");
    }
    if (form->extra) {
        char *block = calloc(1, 1 << 20);
        for (size_t n = 0; n < form->zeros; n += 1 << 20)
            tb_bytes_add(&part, block, 1 << 20);
        free(block);
        tb_package_add(package, form->extra, "application/xml", &part, false);
    }
    assert_int_equal(tb_package_write(package, docx, log), TB_OK);
    tb_package_free(package);
    tb_log_free(log);
}

static enum tb_status fill(struct fixture *f, const char *path, struct tb_bytes *docx)
{
    const struct tb_brief_options options = {
        .language = TB_CHINESE, .page = tb_page_default(), .template_word = true, .template_name = path, .jobs = 2};
    return tb_brief_fill(f->panel, &f->results, &options, TB_REPORT_WORD, docx, f->log);
}

static enum tb_status fill_bytes(struct fixture *f, const struct tb_bytes *template, struct tb_bytes *docx)
{
    char path[] = "/tmp/word-template-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, template->data, template->n), (ssize_t) template->n);
    close(file);
    const enum tb_status status = fill(f, path, docx);
    unlink(path);
    return status;
}

static enum tb_status fill_form(struct fixture *f, const struct form *form, struct tb_bytes *docx)
{
    struct tb_bytes template = {0};
    make_template(form, &template);
    const enum tb_status status = fill_bytes(f, &template, docx);
    tb_bytes_free(&template);
    return status;
}

#define R(text)      "<w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define BOLD(text)   "<w:r><w:rPr><w:b/></w:rPr><w:t>" text "</w:t></w:r>"
#define P(runs)      "<w:p>" runs "</w:p>"
#define CELL(blocks) "<w:tc><w:tcPr><w:tcW w:w=\"3000\" w:type=\"dxa\"/></w:tcPr>" blocks "</w:tc>"
#define ROW(a, b)    "<w:tr>" CELL(a) CELL(b) "</w:tr>"
#define TABLE(rows) \
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"3000\"/><w:gridCol w:w=\"3000\"/></w:tblGrid>" rows "</w:tbl>"
#define PICTURE "<w:r><w:pict/></w:r>"

/* Paragraphs of the body in document order, each behind a bar: what a reader sees. */
static void read_text(struct package *package, const char *name, char *text, size_t size)
{
    struct part *part = find_part(package, name);
    assert_non_null(part);
    xmlXPathObjectPtr all = nodes(part->xml, "//w:p");
    size_t n = 0;
    text[0] = '\0';
    for (int i = 0; i < count(all); i++) {
        xmlXPathContextPtr context = xmlXPathNewContext(part->xml);
        xmlXPathRegisterNs(context, BAD_CAST "w", BAD_CAST MAIN);
        context->node = node(all, i);
        xmlXPathObjectPtr runs = xmlXPathEvalExpression(BAD_CAST ".//w:t", context);
        n += (size_t)snprintf(text + n, size - n, "|");
        for (int k = 0; k < count(runs); k++) {
            xmlChar *words = xmlNodeGetContent(node(runs, k));
            n += (size_t)snprintf(text + n, size - n, "%s", (const char *)words);
            xmlFree(words);
        }
        xmlXPathFreeObject(runs);
        xmlXPathFreeContext(context);
    }
    xmlXPathFreeObject(all);
}

static void test_filled(void **state)
{
    (void)state;
    static const struct {
        const char *body, *text;
        const char *path; /* there is one of these, or NULL */
    } rows[] = {
        /* a placeholder in pieces has the look of the run where it begins */
        {P(R("办理{") BOLD("{ca") R("ses") BOLD("}") R("}件")), "|办理403件", "//w:r[not(w:rPr)][string(.)='办理403']"},
        {P(BOLD("{{cases}}") R("件，{{change cases}}")), "|403件，同比增长93.8%", "//w:r[w:rPr/w:b][string(.)='403']"},
        {P(R("{{cases}}{{cases@2023}} {{year}}")), "|403208 2024", NULL},
        {P("<w:hyperlink>" R("{{cases") "</w:hyperlink><w:proofErr/>" R("}}")), "|403",
         "//w:hyperlink[string(.)='403']"},
        {P("<w:ins>" R("{{cases}}") "</w:ins><w:del><w:r><w:delText>{{nonsense}}</w:delText></w:r></w:del>"), "|403",
         NULL},
        {P(R("\\{{cases}} {x} }}")), "|{{cases}} {x} }}", NULL},
        {P(R("{{name bad.name}}")), "|<w:p>&{{x}}", NULL},
        {P(R("{{ca") "<w:r><w:lastRenderedPageBreak/></w:r>" R("ses}}")), "|403", "//w:lastRenderedPageBreak"},
        /* choices take their paragraphs; what they enclose inside one leaves the rest */
        {P(R("a")) P(R("{{#if cases}}")) P(R("b")) P(R("{{else}}")) P(R("c")) P() P(PICTURE) P(R("{{/if}}")) P(R("d")),
         "|a|b|d", NULL},
        {P(R("{{#if old}}")) P(R("b{{old}}") PICTURE) P(R(" {{/if}} ")) P(), "|", "//w:body[not(.//w:pict)]"},
        {P(R("x{{#if old}}{{old}}{{else}}无{{/if}}y") PICTURE), "|x无y", "//w:pict"},
        {P(R("x{{#if old}}") PICTURE "<w:r><w:tab/></w:r>" R("{{/if}}y")), "|xy",
         "//w:body[not(.//w:pict)][not(.//w:tab)]"},
        {P(R("{{#if cases}}甲{{/if}}")), "|甲", NULL},
        {P(R("{{#if old}}甲{{/if}}")) P(R("乙")), "|乙", NULL},
        /* a field before a placeholder keeps its marks */
        {P("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>" R(
             "{{cases}}") "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"),
         "|403", "//w:p[count(.//w:fldChar)=2]"},
        /* rows */
        {TABLE(ROW(P(R("a")), P(R("{{cases}}"))) ROW(P(R("{{#if old}}b")), P(R("{{old}}{{/if}}"))) ROW(P(R("c")), P()))
             P(),
         "|a|403|c||", "//w:tbl[count(w:tr)=2]"},
        {TABLE(ROW(P(R("{{#if cases}}b")), P(R("{{cases}}{{/if}}")))) P(), "|b|403|", "//w:tbl[count(w:tr)=1]"},
        {P() TABLE(ROW(P(R("{{#if old}}b")), P(R("{{/if}}")))) P(), "||", "//w:body[not(.//w:tbl)]"},
        {TABLE(ROW(P(R("a")), P(R("{{#if old}}")) P(R("b")) P(R("{{/if}}")))) P(), "|a||", "//w:tc[2][count(w:p)=1]"},
        {TABLE(ROW(P(R("a")), P(R("b")))) P(R("{{#if old}}x{{/if}}")) TABLE(ROW(P(R("c")), P(R("d")))) P(),
         "|a|b||c|d|", "//w:tbl/following-sibling::*[1][self::w:p]/following-sibling::w:tbl"},
        /* the end of a section and bookmarks stay */
        {P(R("{{#if old}}")) P("<w:pPr><w:sectPr/></w:pPr>" R("a"))
             P("<w:bookmarkStart w:id=\"1\" w:name=\"b\"/>" R("c")) P(R("{{/if}}")) P(R("d")),
         "||d", "//w:body[w:p/w:pPr/w:sectPr]/w:bookmarkStart"},
        /* text boxes, twice for two generations of programs */
        {P(R("a") "<w:r><mc:AlternateContent><mc:Choice Requires=\"x\"><x:b><w:txbxContent>" P(
             R("{{cases}}")) "</w:txbxContent></x:b></"
                             "mc:Choice><mc:Fallback><w:pict><w:txbxContent>" P(R("{{cases}}")) "</"
                                                                                                "w:"
                                                                                                "txbxC"
                                                                                                "onten"
                                                                                                "t></"
                                                                                                "w:"
                                                                                                "pict>"
                                                                                                "</"
                                                                                                "mc:"
                                                                                                "Fallb"
                                                                                                "ack><"
                                                                                                "/mc:"
                                                                                                "Alter"
                                                                                                "nateC"
                                                                                                "onten"
                                                                                                "t></"
                                                                                                "w:"
                                                                                                "r>"),
         "|a403403|403|403", NULL},
        /* charts and tables in place of their paragraph */
        {P("<w:pPr><w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:firstLine=\"640\"/><w:jc "
           "w:val=\"left\"/></w:pPr>" R("{{chart cases column}}")) P(R("b")),
         "||b",
         "//w:p[w:pPr/w:spacing[@w:lineRule='auto']][w:pPr/w:ind/@w:firstLine=0]//wp:inline[wp:extent/"
         "@cx=5615940]"}, /* 8844 twips, 156 mm */
        {P("<w:pPr><w:pStyle w:val=\"My\"/></w:pPr><w:r><w:rPr><w:color w:val=\"FF0000\"/></w:rPr><w:t>{{table "
           "cases}}</w:t></w:r>"),
         "|年份|数值|比上年|2022|190||2023|208|+9.5%|2024|403|+93.8%|",
         "//w:tbl[count(w:tr)=4][w:tr[1]/w:trPr/w:tblHeader][not(.//w:r[not(w:rPr/w:color)])][not(.//"
         "w:p[not(w:pPr/w:pStyle/@w:val='My')])]"},
        {P(R("a")) P(R("{{audit}}")) P(R("b")), "|a||b", NULL},
        {"<w:sdt><w:sdtContent>" P(R("{{cases}}")) "</w:sdtContent></w:sdt>", "|403", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        struct tb_bytes docx = {0}, again = {0};
        struct package package;
        char text[2000];
        const struct form form = {.body = rows[i].body};
        open_figures(&f);
        assert_int_equal(fill_form(&f, &form, &docx), TB_OK);
        assert_int_equal(fill_form(&f, &form, &again), TB_OK);
        assert_int_equal(docx.n, again.n);
        assert_memory_equal(docx.data, again.data, docx.n);
        check_document(&package, docx.data, docx.n);
        for (const char *line = package.faults; line && *line; line = strchr(line, '\n') + 1)
            if (strncmp(line, "9 braces", 8) != 0 &&
                strncmp(line, "5 My", 4) != 0) { /* they are in this text on purpose */
                print_error("%s", line);
                fail();
            }
        read_text(&package, "word/document.xml", text, sizeof text);
        assert_string_equal(text, rows[i].text);
        if (rows[i].path) {
            const int found = count_of(find_part(&package, "word/document.xml")->xml, rows[i].path);
            if (!found)
                print_error("%s\n", rows[i].path);
            assert_true(found > 0);
        }
        package_free(&package);
        tb_bytes_free(&docx);
        tb_bytes_free(&again);
        fixture_close(&f);
    }
}

/* A head of the page is filled in too; a template for documents becomes a document; other parts stay byte for byte. */
static void test_parts(void **state)
{
    (void)state;
    struct fixture f;
    struct tb_bytes docx = {0};
    struct package package;
    char text[200];
    const struct form form = {.body = P(R("{{chart cases}}")),
                              .header = P(R("{{ye") R("ar}}年")) P(R("{{chart cases}}")),
                              .type = TYPE "template.main+xml",
                              .extra = "customXml/item1.xml"};
    open_figures(&f);
    assert_int_equal(fill_form(&f, &form, &docx), TB_OK);
    check_document(&package, docx.data, docx.n);
    read_text(&package, "word/header1.xml", text, sizeof text);
    assert_string_equal(text, "|2024年|");
    assert_int_equal(count_of(find_part(&package, "word/header1.xml")->xml, "//wp:docPr"), 1);
    assert_non_null(find_part(&package, "customXml/item1.xml"));
    assert_non_null(find_part(&package, "word/_rels/header1.xml.rels"));
    assert_non_null(find_part(&package, "word/media/trendbook1.png"));
    assert_null(find_part(&package, "word/media/trendbook2.png")); /* one chart, two places */
    package_free(&package);
    tb_bytes_free(&docx);
    fixture_close(&f);
}

/* A document that was filled in is a template again: its charts and the new ones have ids of their own. */
static void test_filled_again(void **state)
{
    (void)state;
    struct fixture f;
    struct tb_bytes docx = {0}, again = {0};
    struct package package;
    const struct form form = {
        .body = P(R("{{chart cases}}")) P(R("\\{{chart cases column}}")), .header = P(R("{{year}}")), .twice = true};
    open_figures(&f);
    assert_int_equal(fill_form(&f, &form, &docx), TB_OK);
    assert_int_equal(fill_bytes(&f, &docx, &again), TB_OK);
    check_document(&package, again.data, again.n);
    struct part *relations = find_part(&package, "word/_rels/document.xml.rels");
    xmlXPathObjectPtr all = nodes(relations->xml, "//*[local-name()='Relationship']");
    assert_int_equal(count(all), 4); /* a header, twice, and two pictures */
    for (int i = 0; i < count(all); i++)
        for (int k = 0; k < i; k++) {
            xmlChar *one = xmlGetProp(node(all, i), BAD_CAST "Id"), *other = xmlGetProp(node(all, k), BAD_CAST "Id");
            assert_string_not_equal((const char *)one, (const char *)other);
            xmlFree(one);
            xmlFree(other);
        }
    xmlXPathFreeObject(all);
    assert_non_null(find_part(&package, "word/media/trendbook2.png"));
    package_free(&package);
    tb_bytes_free(&docx);
    tb_bytes_free(&again);
    fixture_close(&f);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        struct form form;
        size_t line;
        unsigned column;
        const char *around, *says;
    } rows[] = {
        {{.body = P() P(R("第一行办理{{ca") R("se}}件，后文后文后文后文后文"))},
         2,
         6,
         "第一行办理{{case}}件，后文后文后文后文",
         "unknown indicator \"case\"; did you mean \"cases\"?"},
        {{.body = P(R("{{old}}"))}, 1, 1, "{{old}}", "\"old\" has no value for 2024, only for 2023"},
        {{.body = TABLE(ROW(P(R("a")), P(R("{{cases.yoy_pc}}")))) P()},
         2,
         1,
         "{{cases.yoy_pc}}",
         "unknown statistic \"yoy_pc\""},
        {{.body = P(R("a {{chart cases}}"))},
         1,
         3,
         "a {{chart cases}}",
         "becomes more than words: it needs a paragraph of its own"},
        {{.body = P(R("{{table cases}}") PICTURE)}, 1, 1, NULL, "it needs a paragraph of its own"},
        {{.body = P(R("{{#if cases}}")) P(R("b"))}, 1, 1, NULL, "this {{#if}} has no {{/if}}"},
        {{.body = P(R("a{{/if}}"))}, 1, 2, NULL, "{{/if}} without its {{#if}}"},
        {{.body = P(R("{{cases")) P(R("}}"))}, 1, 1, NULL, "do not close on their line"},
        {{.body = P("<w:r><mc:AlternateContent><mc:Choice Requires=\"x\"><w:txbxContent>" P(R(
              "{{x}}")) "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" P(R("{{x}}")) "</w:txbxContent></"
                                                                                                 "mc:Fallback></"
                                                                                                 "mc:AlternateContent><"
                                                                                                 "/w:r>")},
         1,
         1,
         NULL,
         "unknown indicator \"x\""},
        {{.body = P(), .header = P(R("{{x}}"))}, 1, 1, "{{x}}", "unknown indicator \"x\""},
        {{.body = P(), .type = "application/vnd.ms-word.document.macroEnabled.main+xml"}, 0, 0, NULL, "holds macros"},
        {{.body = P(), .extra = "word/vbaProject.xml"}, 0, 0, NULL, "holds macros"},
        {{.body = P(), .type = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"},
         0,
         0,
         NULL,
         "this is no Word document"},
        {{.body = P(), .before = "<!DOCTYPE x [<!ENTITY e SYSTEM \"/etc/passwd\">]>"},
         0,
         0,
         NULL,
         "is not well-formed"},
        {{.body = "<w:p>"}, 0, 0, NULL, "is not well-formed"},
        {{.body = P(), .extra = "word/media/bomb.xml", .zeros = 40 << 20}, 0, 0, NULL, "is too large"},
        {{.body = P(), .extra = "../evil.xml"}, 0, 0, NULL, "strange name"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        struct tb_bytes docx = {0};
        open_figures(&f);
        assert_int_equal(fill_form(&f, &rows[i].form, &docx), TB_BAD_DATA);
        assert_int_equal(docx.n, 0);
        assert_int_equal(tb_log_count(f.log, TB_ERROR), 1);
        const struct tb_message *message = tb_log_message(f.log, 0);
        if (!strstr(message->text, rows[i].says))
            print_error("%s\n", message->text);
        assert_non_null(strstr(message->text, rows[i].says));
        assert_int_equal(message->line, rows[i].line);
        assert_int_equal(message->column, rows[i].column);
        if (rows[i].around)
            assert_string_equal(message->header, rows[i].around);
        if (rows[i].form.header)
            assert_non_null(strstr(message->file, "#header1"));
        tb_bytes_free(&docx);
        fixture_close(&f);
    }
}

/* Files that are no documents at all. */
static void test_other_files(void **state)
{
    (void)state;
    struct fixture f;
    struct tb_bytes docx = {0};
    open_figures(&f);
    assert_int_equal(fill(&f, "/nowhere/x.docx", &docx), TB_UNREADABLE);
    assert_int_equal(fill(&f, SOURCE_DIR "/README.md", &docx), TB_BAD_DATA);
    assert_non_null(strstr(tb_log_message(f.log, 1)->text, "this is no .docx"));
    tb_bytes_free(&docx);
    fixture_close(&f);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_filled),  cmocka_unit_test(test_parts),       cmocka_unit_test(test_filled_again),
    cmocka_unit_test(test_refused), cmocka_unit_test(test_other_files),
};
RUN_TESTS(tests)
