/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Word documents made from Markdown: what the text becomes, and the file around it.  Expected readings of Markdown are
 * those of the CommonMark and GitHub specifications, written by hand.
 */
#include "../tools/document_check.h"
#include "brief/blocks.h"
#include "brief/document.h"
#include "brief/package.h"
#include "brief/words.h"
#include "brief_fixture.h"
#include "run.h"

/* Blocks in one line each: P text, H2 text, - item, 1. item, [a|b] row, > quote, # code, --- rule. */
static void show(const struct blocks *blocks, struct tb_bytes *out)
{
    for (size_t i = 0; i < blocks->n; i++) {
        const struct block *block = &blocks->block[i];
        static const char *const marks[] = {"P ", "H", "", "T", "# ", "---"};
        tb_bytes_text(out, block->quoted ? "> " : "");
        tb_bytes_text(out, marks[block->kind]);
        if (block->kind == BLOCK_HEADING)
            tb_bytes_format(out, "%u ", block->level);
        if (block->kind == BLOCK_ITEM)
            tb_bytes_format(out, "%*s%s ", (int)(2 * block->level), "",
                            block->goes_on   ? " "
                            : block->ordered ? "1."
                                             : "-");
        for (size_t k = 0; k < block->rows * block->columns; k++) {
            if (block->kind == BLOCK_TABLE)
                tb_bytes_text(out, k % block->columns ? "|" : k ? " / " : " ");
            for (size_t s = 0; s < block->text[k].n; s++) {
                const struct span *span = &block->text[k].span[s];
                const char *open = span->bold && span->italic ? "<bi>" : span->bold ? "<b>" : span->italic ? "<i>" : "";
                tb_bytes_format(out, "%s%s%s%s", open,
                                span->kind == SPAN_PICTURE ? "!"
                                : span->code               ? "`"
                                                           : "",
                                span->kind == SPAN_BREAK ? "\\n" : span->text, *open ? "</>" : "");
                if (span->target)
                    tb_bytes_format(out, "(%s)", span->target);
            }
            if (block->kind == BLOCK_TABLE && block->right[k % block->columns])
                tb_bytes_text(out, ">");
        }
        tb_bytes_text(out, "\n");
    }
}

static void test_blocks(void **state)
{
    (void)state;
    static const struct {
        const char *text, *blocks;
    } rows[] = {
        {"# a\n\ntext\nmore\n\n## b ##\n#c", "H1 a\nP text more\nH2 b\nP #c\n"},
        {"第一行\n第二行\nx\n", "P 第一行第二行x\n"},
        {"a\nb  \nc\\\nd", "P a b\\nc\\nd\n"},
        {"　　甲。\n　　乙。\n丙", "P 甲。\nP 乙。丙\n"},
        {"**b** *i* ***x*** `c*d*` a_b_c _i_ 2 * 3", "P <b>b</> <i>i</> <bi>x</> `c*d* a_b_c <i>i</> 2 * 3\n"},
        {"**全年**办理", "P <b>全年</>办理\n"},
        {"**open *one*", "P **open <i>one</>\n"},
        {"\\*a\\* \\{\\{x\\}\\} \\\\ \\a &amp; &lt;", "P *a* {{x}} \\ \\a & <\n"},
        {"- a\n- b\n  - c\n\n  more\n\n1. x\n2. y\n", "- a\n- b\n  - c\n    more\n1. x\n1. y\n"},
        {"in 2024\n2. no list\n", "P in 2024 2. no list\n"},
        {"> a\n> b\n\nc", "> P a b\nP c\n"},
        {"a\n---\nb\n===\n\n***", "H2 a\nH1 b\n---\n"},
        {"| a | b |\n| --- | ---: |\n| 1\\|2 | *3* |\n| 4 |\n\nx", "T a|b> / 1|2|<i>3</>> / 4|>\nP x\n"},
        {"a | b\n-|-\n1|2", "T a|b / 1|2\n"},
        {"a | b\nno table", "P a | b no table\n"},
        {"![x \\] y](charts/a.png)", "P !x ] y(charts/a.png)\n"},
        {"[t](http://e.org) [http://e.org](http://e.org)", "P t (http://e.org) http://e.org\n"},
        {"a<!-- b -->c<br>d <b>\n<!-- x\ny -->\nz", "P ac\\nd <b>\nP z\n"},
        {"```\na *b*\n\n```\nc", "# `a *b*\n# \nP c\n"},
        {"", ""},
        {"***", "---\n"},
        {"*", "- \n"},
        {"![", "P ![\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct blocks blocks;
        struct tb_bytes out = {0};
        brief_read_blocks(rows[i].text, &blocks);
        assert_false(blocks.failed);
        show(&blocks, &out);
        assert_string_equal(brief_text(&out), rows[i].blocks);
        tb_bytes_free(&out);
        brief_free_blocks(&blocks);
    }
}

/* ---- the file ---- */

static void open_figures(struct fixture *f)
{
    fixture_open(f, "data/2024.csv");
    fixture_indicator(f, "cases", "案件", "Cases", "件", TB_COUNT)->section = fixture_name(f, "enforcement");
    fixture_data(f, "cases", NULL, NULL, "2022:190 2023:208 2024:403");
    fixture_finish(f);
    fixture_rows(f, 0, "yoy_pct 2022 2023 9.47368; yoy_pct 2023 2024 93.75");
}

static void make_document(struct fixture *f, enum tb_language language, const char *text, struct tb_bytes *docx)
{
    const struct tb_brief_options options = {.language = language,
                                             .page = tb_page_default(),
                                             .template_text = text,
                                             .template_name = "report.md",
                                             .jobs = 2};
    assert_int_equal(tb_brief_fill(f->panel, &f->results, &options, TB_REPORT_WORD, docx, f->log), TB_OK);
}

static const char text[] =
    "# 报告{{year}}\n\n## 一、甲\n\n### （一）乙\n\n办理**{{cases}}**件，{{change "
    "cases}}。\n\n{{chart cases column}}\n\n"
    "{{table cases}}\n\n来源：统计\n\n- 点\n\n3. 三\n4. 四\n\n另列\n\n1. 一\n\n{{table enforcement}}\n";

static void test_file(void **state)
{
    (void)state;
    static const struct {
        const char *part, *path;
        int zh, en; /* how many there are */
    } rows[] = {
        {"word/document.xml", "//w:p[w:pPr/w:pStyle/@w:val='Title'][string(.)='报告2024']", 1, 1},
        {"word/document.xml", "//w:p[w:pPr/w:pStyle/@w:val='Heading1'][string(.)='一、甲']", 1, 1},
        {"word/document.xml", "//w:p[w:pPr/w:pStyle/@w:val='Heading2'][string(.)='（一）乙']", 1, 1},
        {"word/document.xml", "//w:r[w:rPr/w:b][string(.)='403']", 1, 1},
        {"word/document.xml", "//w:p[w:pPr/w:pStyle/@w:val='BodyText'][string(.)='办理403件，同比增长93.8%。']", 1, 0},
        {"word/document.xml", "//w:p[w:pPr/w:pStyle/@w:val='Figure']/w:r/w:drawing/wp:inline", 1, 1},
        {"word/document.xml", "//wp:docPr[string-length(@descr) > 20]", 1, 1},
        {"word/document.xml", "//wp:extent[@cx=5615940]", 1, 1}, /* 8844 twips, 156 mm, of 635 */
        {"word/document.xml", "//w:tbl", 2, 2},
        {"word/document.xml", "//w:tbl/w:tr[1]/w:trPr/w:tblHeader", 2, 2},
        {"word/document.xml", "//w:tbl[1]/w:tr[w:tc[2][string(.)='403'][w:p/w:pPr/w:jc/@w:val='right']]", 1, 1},
        {"word/document.xml", "//w:p[w:pPr/w:pStyle/@w:val='Source'][string(.)='来源：统计']", 1, 1},
        {"word/document.xml", "//w:numPr[w:numId/@w:val=2]", 2, 2},
        {"word/document.xml", "//w:numPr[w:numId/@w:val=3]", 1, 1},
        {"word/document.xml", "//w:sectPr/w:pgSz[@w:w=11906][@w:h=16838]", 1, 1},
        /* GB/T 9704: 37, 26, 35 and 28 mm */
        {"word/document.xml", "//w:pgMar[@w:top=2098][@w:right=1474][@w:bottom=1984][@w:left=1587]", 1, 0},
        {"word/styles.xml",
         "//w:style[@w:styleId='Title']/w:rPr[w:rFonts/@w:eastAsia='方正小标宋简体'][w:sz/@w:val=44]", 1, 0},
        {"word/styles.xml", "//w:style[@w:styleId='Normal']/w:pPr/w:spacing[@w:line=560][@w:lineRule='exact']", 1, 0},
        {"word/styles.xml", "//w:style[@w:styleId='BodyText']/w:pPr/w:ind[@w:firstLineChars=200]", 1, 0},
        {"word/styles.xml", "//w:style[@w:styleId='Heading1']/w:pPr/w:outlineLvl[@w:val=0]", 1, 1},
        {"word/styles.xml", "//w:docDefaults//w:lang[@w:eastAsia='zh-CN']", 1, 1},
        {"word/numbering.xml", "//w:num[@w:numId=2]//w:startOverride[@w:val=3]", 3, 3},
        {"word/footer1.xml", "//w:fldSimple[@w:instr=' PAGE ']", 1, 1},
        {"word/settings.xml", "//w:evenAndOddHeaders", 1, 0},
    };
    for (int language = TB_ENGLISH; language <= TB_CHINESE; language++) {
        struct fixture f;
        struct tb_bytes docx = {0}, again = {0};
        struct package package;
        open_figures(&f);
        make_document(&f, (enum tb_language)language, text, &docx);
        make_document(&f, (enum tb_language)language, text, &again);
        assert_int_equal(docx.n, again.n);
        assert_memory_equal(docx.data, again.data, docx.n);
        check_document(&package, docx.data, docx.n);
        if (package.n_faults)
            print_error("%s", package.faults);
        assert_int_equal(package.n_faults, 0);
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            struct part *part = find_part(&package, rows[i].part);
            assert_non_null(part);
            const int found = count_of(part->xml, rows[i].path);
            if (found != (language == TB_CHINESE ? rows[i].zh : rows[i].en))
                print_error("%s: %d\n", rows[i].path, found);
            assert_int_equal(found, language == TB_CHINESE ? rows[i].zh : rows[i].en);
        }
        const struct part *picture = find_part(&package, "word/media/chart1.png");
        assert_non_null(picture);
        const unsigned char *size = memmem(picture->data, picture->n, "pHYs", 4);
        assert_non_null(size); /* 300 dots an inch are 11811 a metre */
        assert_int_equal(size[4] << 24 | size[5] << 16 | size[6] << 8 | size[7], 11811);
        package_free(&package);
        tb_bytes_free(&docx);
        tb_bytes_free(&again);
        fixture_close(&f);
    }
}

/* Broken copies are seen by the check itself. */
static void test_check(void **state)
{
    (void)state;
    static const struct {
        const char *text, *fault;
    } rows[] = {
        {"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc/></w:tr></w:tbl><w:p/>", "7 cell"},
        {"<w:tbl><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>", "7 ragged"},
        {"<w:tbl><w:tr/></w:tbl><w:tbl><w:tr/></w:tbl>", "7 tables"},
        {"<w:p><w:r><w:t>{{x}}</w:t></w:r></w:p>", "9 braces"},
        {"<w:p><w:pPr><w:pStyle w:val=\"Nowhere\"/></w:pPr></w:p>", "5 Nowhere"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tb_bytes zip = {0}, part = {0};
        struct tb_log *log = tb_log_new(0);
        struct tb_package *made = tb_package_new();
        struct package package;
        tb_bytes_format(
            &part,
            "<w:document "
            "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>%s</w:body></w:document>",
            rows[i].text);
        tb_package_add(made, "word/document.xml",
                       "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", &part,
                       false);
        tb_package_relate(made, "", "officeDocument", "word/document.xml");
        assert_int_equal(tb_package_write(made, &zip, log), TB_OK);
        check_document(&package, zip.data, zip.n);
        assert_non_null(package.faults);
        assert_non_null(strstr(package.faults, rows[i].fault));
        package_free(&package);
        tb_package_free(made);
        tb_bytes_free(&zip);
        tb_log_free(log);
    }
}

static bool no_picture(void *context, const struct brief_figure *figure, char id[32])
{
    (void)context;
    (void)figure;
    id[0] = '\0';
    return false;
}

/* How many cells of a table of one column stay with what comes behind them. */
static size_t cells_that_stay(size_t rows, const char *behind)
{
    const struct brief_plan plan = {0};
    struct tb_log *log = tb_log_new(1);
    struct word_pictures pictures = {.plan = &plan, .relate = no_picture, .log = log};
    struct word_look look;
    struct blocks blocks;
    struct tb_bytes markdown = {0}, out = {0};
    struct tb_xml *xml = tb_xml_new();
    size_t n = 0;
    tb_bytes_text(&markdown, "|a|\n|-|\n");
    for (size_t r = 1; r < rows; r++)
        tb_bytes_text(&markdown, "|1|\n");
    tb_bytes_format(&markdown, "\n%s\n", behind);
    brief_read_blocks(brief_text(&markdown), &blocks);
    word_own_look(TB_CHINESE, &look);
    tb_xml(xml, "<x" WORD_NAMESPACES ">");
    word_write_blocks(xml, &blocks, &look, &pictures);
    tb_xml(xml, "</x>");
    assert_true(tb_xml_end(xml, &out));
    for (const char *at = brief_text(&out); (at = strstr(at, "<w:keepNext/>")); at++)
        n++;
    brief_free_blocks(&blocks);
    tb_bytes_free(&markdown);
    tb_bytes_free(&out);
    tb_log_free(log);
    return n;
}

/* A short table stands on one page; of a long one no two rows stand alone, and its source stays with it. */
static void test_rows_stay_together(void **state)
{
    (void)state;
    assert_int_equal(cells_that_stay(7, "正文。"), 6);
    assert_int_equal(cells_that_stay(7, "来源：统计局"), 7);
    assert_int_equal(cells_that_stay(20, "正文。"), 4); /* rows 1, 2, 18 and 19 */
    assert_int_equal(cells_that_stay(20, "来源：统计局"), 5);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_rows_stay_together),
    cmocka_unit_test(test_blocks),
    cmocka_unit_test(test_file),
    cmocka_unit_test(test_check),
};
RUN_TESTS(tests)
