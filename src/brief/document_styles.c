/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a new document looks: an official Chinese document (GB/T 9704-2012), or a plain English report. */
#include "document.h"

#include <string.h>

/* ---- the look ---- */

#define STYLED(name) "<w:pStyle w:val=\"" name "\"/>"
/* Quotation marks and dots are letters of both scripts: these words are Chinese. */
#define OF_CHINESE "<w:rFonts w:hint=\"eastAsia\"/>"

static const char *const paragraphs[WORD_ROLES] = {
    [WORD_TITLE] = STYLED("Title"),        [WORD_HEADING_1] = STYLED("Heading1"), [WORD_HEADING_2] = STYLED("Heading2"),
    [WORD_HEADING_3] = STYLED("Heading3"), [WORD_HEADING_4] = STYLED("Heading4"), [WORD_BODY] = STYLED("BodyText"),
    [WORD_QUOTE] = STYLED("Quote"),        [WORD_ITEM] = STYLED("ListParagraph"), [WORD_CODE] = STYLED("Code"),
    [WORD_FIGURE] = STYLED("Figure"),      [WORD_SOURCE] = STYLED("Source"),      [WORD_HEAD] = STYLED("TableHead"),
    [WORD_CELL] = STYLED("TableText"),
};

#define EACH_ROLE(text)                                                              \
    {                                                                                \
        text, text, text, text, text, text, text, text, text, text, text, text, text \
    }
_Static_assert(WORD_ROLES == 13, "EACH_ROLE names one text a role");
static const char *const chinese_runs[WORD_ROLES] = EACH_ROLE(OF_CHINESE);
static const char *const english_runs[WORD_ROLES] = EACH_ROLE("");

/* One page: paper is A4. */
struct margins {
    unsigned top, right, bottom, left, foot; /* mm */
};
static const struct margins chinese_margins = {37, 26, 35, 28, 28}; /* the number 7 mm under the text */
static const struct margins english_margins = {25, 27, 25, 27, 12};

static const struct margins *margins_of(enum tb_language language)
{
    return language == TB_CHINESE ? &chinese_margins : &english_margins;
}

void word_own_look(enum tb_language language, struct word_look *look)
{
    const struct margins *margins = margins_of(language);
    *look = (struct word_look){.width = TWIPS_OF_MM(210 - margins->left - margins->right),
                               .size = language == TB_CHINESE ? 12 : 9.5,
                               .own = true,
                               .chinese = language == TB_CHINESE};
    for (size_t i = 0; i < WORD_ROLES; i++) {
        look->paragraph[i] = paragraphs[i];
        look->run[i] = language == TB_CHINESE ? chinese_runs[i] : english_runs[i];
    }
}

void word_write_section(struct tb_xml *xml, enum tb_language language)
{
    const struct margins *margins = margins_of(language);
    tb_xml(xml, "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rIdFoot1\"/>");
    if (language == TB_CHINESE)
        tb_xml(xml, "<w:footerReference w:type=\"even\" r:id=\"rIdFoot2\"/>");
    tb_xml(xml,
           "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"%u\" w:right=\"%u\" w:bottom=\"%u\" w:left=\"%u\" "
           "w:header=\"851\" w:footer=\"%u\" w:gutter=\"0\"/></w:sectPr>",
           TWIPS_OF_MM(margins->top), TWIPS_OF_MM(margins->right), TWIPS_OF_MM(margins->bottom),
           TWIPS_OF_MM(margins->left), TWIPS_OF_MM(margins->foot));
}

/* ---- fonts ---- */

/*
 * What offices in China have, and what takes its place where it is missing: the names of the same hand on other
 * systems, then of the nearest one.
 */
static const struct {
    const char *name, *others, *panose;
    bool serif, chinese;
} fonts[] = {
    {"方正小标宋简体", "方正小标宋_GBK,小标宋,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun",
     "02000000000000000000", true, true},
    {"仿宋_GB2312", "FangSong_GB2312,仿宋,FangSong,方正仿宋_GBK,华文仿宋,STFangsong", "02010609030101010101", true,
     true},
    {"楷体_GB2312", "KaiTi_GB2312,楷体,KaiTi,方正楷体_GBK,华文楷体,STKaiti", "02010609030101010101", true, true},
    {"黑体", "SimHei,方正黑体_GBK,华文黑体,STHeiti", "02010609060101010101", false, true},
    {"宋体", "SimSun,方正书宋_GBK,华文宋体,STSong", "02010600030101010101", true, true},
    {"Times New Roman", "Liberation Serif", "02020603050405020304", true, false},
    {"Calibri", "Carlito,Arial", "020F0502020204030204", false, false},
    {"Consolas", "Liberation Mono,Courier New", "020B0609020204030204", false, false},
};

static void add_fonts(struct tb_package *package)
{
    struct tb_bytes bytes = {0};
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<w:fonts xmlns:w=\"" WORD_MAIN "\">");
    for (size_t i = 0; i < sizeof fonts / sizeof fonts[0]; i++)
        tb_xml(xml,
               "<w:font w:name=\"%s\"><w:altName w:val=\"%s\"/><w:panose1 w:val=\"%s\"/><w:charset w:val=\"%s\"/>"
               "<w:family w:val=\"%s\"/><w:pitch w:val=\"%s\"/></w:font>",
               fonts[i].name, fonts[i].others, fonts[i].panose, fonts[i].chinese ? "86" : "00",
               fonts[i].serif ? "roman" : "swiss", fonts[i].chinese ? "default" : "variable");
    tb_xml(xml, "</w:fonts>");
    bytes.failed |= !tb_xml_end(xml, &bytes);
    tb_package_add(package, "word/fontTable.xml", WORD_TYPE("fontTable"), &bytes, false);
    tb_package_relate_as(package, WORD_PART, "rIdFonts", "fontTable", "word/fontTable.xml");
}

/* ---- styles ---- */

/* One style: the rest of its w:pPr and w:rPr is written out, since each says something else. */
struct style {
    const char *id, *name, *based; /* based: NULL on nothing */
    const char *paragraph, *run;
};

#define FONT(name) "<w:rFonts w:eastAsia=\"" name "\"/>"
#define SIZE(half) "<w:sz w:val=\"" #half "\"/><w:szCs w:val=\"" #half "\"/>"
#define LINES_28   "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"560\" w:lineRule=\"exact\"/>"
#define SINGLE(before, after) \
    "<w:spacing w:before=\"" #before "\" w:after=\"" #after "\" w:line=\"240\" w:lineRule=\"auto\"/>"
#define TWO_LETTERS    "<w:ind w:firstLine=\"640\" w:firstLineChars=\"200\"/>"
#define NO_INDENT      "<w:ind w:firstLine=\"0\" w:firstLineChars=\"0\"/>"
#define OUTLINE(level) "<w:outlineLvl w:val=\"" #level "\"/>"
#define PLAIN          "<w:b w:val=\"0\"/><w:bCs w:val=\"0\"/>"
#define BOLD           "<w:b/><w:bCs/>"
#define KEEP           "<w:keepNext/><w:keepLines/>"

/* 二号小标宋, 三号仿宋 at 28 points a line, 黑体 and 楷体 for the headings: 22 lines of 28 letters a page. */
static const struct style chinese_styles[] = {
    {"Normal", "Normal", NULL, "<w:widowControl w:val=\"0\"/>" LINES_28 "<w:jc w:val=\"both\"/>", SIZE(32)},
    {"Title", "Title", "Normal",
     KEEP "<w:spacing w:before=\"0\" w:after=\"560\" w:line=\"640\" w:lineRule=\"exact\"/>" NO_INDENT
          "<w:jc w:val=\"center\"/>",
     FONT("方正小标宋简体") SIZE(44)},
    {"Heading1", "heading 1", "Normal", KEEP LINES_28 TWO_LETTERS "<w:jc w:val=\"left\"/>" OUTLINE(0), FONT("黑体")},
    {"Heading2", "heading 2", "Normal", KEEP LINES_28 TWO_LETTERS "<w:jc w:val=\"left\"/>" OUTLINE(1),
     FONT("楷体_GB2312")},
    {"Heading3", "heading 3", "Normal", KEEP LINES_28 TWO_LETTERS "<w:jc w:val=\"left\"/>" OUTLINE(2), BOLD},
    {"Heading4", "heading 4", "Normal", KEEP LINES_28 TWO_LETTERS "<w:jc w:val=\"left\"/>" OUTLINE(3), ""},
    {"BodyText", "Body Text", "Normal", TWO_LETTERS, ""},
    {"Quote", "Quote", "Normal",
     "<w:spacing w:before=\"0\" w:after=\"280\" w:line=\"440\" w:lineRule=\"exact\"/><w:ind w:left=\"640\" "
     "w:right=\"640\"/><w:jc w:val=\"left\"/>",
     FONT("楷体_GB2312") SIZE(28)},
    {"ListParagraph", "List Paragraph", "Normal", "", ""},
    {"Code", "Code", "Normal", SINGLE(0, 0) NO_INDENT "<w:jc w:val=\"left\"/>",
     "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\"/>" SIZE(21)},
    {"Figure", "Figure", "Normal", SINGLE(160, 80) NO_INDENT "<w:jc w:val=\"center\"/>", ""},
    {"Source", "Source", "Normal", SINGLE(60, 240) NO_INDENT "<w:jc w:val=\"left\"/>", FONT("宋体") SIZE(18)},
    {"TableText", "Table Text", "Normal", SINGLE(40, 40) NO_INDENT "<w:jc w:val=\"left\"/>", SIZE(24)},
    {"TableHead", "Table Head", "TableText", "<w:keepNext/>", FONT("黑体")},
    {"Footer", "footer", "Normal", SINGLE(0, 0) NO_INDENT, FONT("宋体") SIZE(28)},
};

static const struct style english_styles[] = {
    {"Normal", "Normal", NULL, "<w:spacing w:before=\"0\" w:after=\"140\" w:line=\"276\" w:lineRule=\"auto\"/>",
     SIZE(22)},
    {"Title", "Title", "Normal", KEEP "<w:spacing w:before=\"0\" w:after=\"320\" w:line=\"240\" w:lineRule=\"auto\"/>",
     BOLD SIZE(44)},
    {"Heading1", "heading 1", "Normal", KEEP SINGLE(360, 120) OUTLINE(0), BOLD SIZE(32)},
    {"Heading2", "heading 2", "Normal", KEEP SINGLE(280, 100) OUTLINE(1), BOLD SIZE(26)},
    {"Heading3", "heading 3", "Normal", KEEP SINGLE(220, 80) OUTLINE(2), BOLD SIZE(22)},
    {"Heading4", "heading 4", "Normal", KEEP SINGLE(220, 80) OUTLINE(3), "<w:i/><w:iCs/>" SIZE(22)},
    {"BodyText", "Body Text", "Normal", "", ""},
    {"Quote", "Quote", "Normal", "<w:ind w:left=\"567\" w:right=\"567\"/>", "<w:i/><w:iCs/>"},
    {"ListParagraph", "List Paragraph", "Normal", "<w:spacing w:after=\"60\"/>", ""},
    {"Code", "Code", "Normal", SINGLE(0, 0), "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\"/>" SIZE(19)},
    {"Figure", "Figure", "Normal", "<w:keepNext/>" SINGLE(120, 80) "<w:jc w:val=\"center\"/>", ""},
    {"Source", "Source", "Normal", SINGLE(60, 240), "<w:color w:val=\"595959\"/>" SIZE(17)},
    {"TableText", "Table Text", "Normal", SINGLE(40, 40), SIZE(19)},
    {"TableHead", "Table Head", "TableText", "<w:keepNext/>", BOLD},
    {"Footer", "footer", "Normal", SINGLE(0, 0) "<w:jc w:val=\"center\"/>", "<w:color w:val=\"595959\"/>" SIZE(18)},
};

static void add_style(struct tb_xml *xml, const struct style *style)
{
    static const char *const own[] = {"Code", "Figure", "Source", "TableText", "TableHead"};
    bool custom = false;
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        custom = custom || strcmp(own[i], style->id) == 0;
    tb_xml(xml, "<w:style w:type=\"paragraph\"%s%s w:styleId=\"%s\"><w:name w:val=\"%s\"/>",
           style->based ? "" : " w:default=\"1\"", custom ? " w:customStyle=\"1\"" : "", style->id, style->name);
    if (style->based)
        tb_xml(xml, "<w:basedOn w:val=\"%s\"/>", style->based);
    if (strncmp(style->id, "Heading", strlen("Heading")) == 0 || strcmp(style->id, "Title") == 0)
        tb_xml(xml, "<w:next w:val=\"BodyText\"/>");
    tb_xml(xml, "<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>", style->paragraph, style->run);
}

static void add_styles(struct tb_package *package, enum tb_language language)
{
    const bool chinese = language == TB_CHINESE;
    const struct style *styles = chinese ? chinese_styles : english_styles;
    const size_t n =
        chinese ? sizeof chinese_styles / sizeof chinese_styles[0] : sizeof english_styles / sizeof english_styles[0];
    const char *latin = chinese ? "Times New Roman" : "Calibri";
    struct tb_bytes bytes = {0};
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml,
           "<w:styles xmlns:w=\"" WORD_MAIN "\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"%s\" "
           "w:hAnsi=\"%s\" w:eastAsia=\"仿宋_GB2312\" w:cs=\"Times New Roman\"/><w:lang w:val=\"%s\" "
           "w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>",
           latin, latin, chinese ? "en-US" : "en-GB");
    for (size_t i = 0; i < n; i++)
        add_style(xml, &styles[i]);
    tb_xml(xml, "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>"
                "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" "
                "w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>"
                "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
                "</w:style></w:styles>");
    bytes.failed |= !tb_xml_end(xml, &bytes);
    tb_package_add(package, "word/styles.xml", WORD_TYPE("styles"), &bytes, false);
    tb_package_relate_as(package, WORD_PART, "rIdStyles", "styles", "word/styles.xml");
}

/* ---- settings, page numbers, lists ---- */

static void add_settings(struct tb_package *package, enum tb_language language)
{
    struct tb_bytes bytes = {0};
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml,
           "<w:settings xmlns:w=\"" WORD_MAIN "\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"420\"/>%s"
           "<w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat><w:compatSetting "
           "w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
           "</w:compat><w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/><w:decimalSymbol w:val=\".\"/>"
           "<w:listSeparator w:val=\",\"/></w:settings>",
           language == TB_CHINESE ? "<w:evenAndOddHeaders/>" : "");
    bytes.failed |= !tb_xml_end(xml, &bytes);
    tb_package_add(package, "word/settings.xml", WORD_TYPE("settings"), &bytes, false);
    tb_package_relate_as(package, WORD_PART, "rIdSettings", "settings", "word/settings.xml");
}

/* "— 1 —", outside; one letter from the edge. */
static void add_feet(struct tb_package *package, enum tb_language language)
{
    static const struct {
        const char *name, *id, *place;
    } feet[] = {
        {"word/footer1.xml", "rIdFoot1", "<w:ind w:right=\"280\" w:rightChars=\"100\"/><w:jc w:val=\"right\"/>"},
        {"word/footer2.xml", "rIdFoot2", "<w:ind w:left=\"280\" w:leftChars=\"100\"/><w:jc w:val=\"left\"/>"},
    };
    const bool chinese = language == TB_CHINESE;
    for (size_t i = 0; i < (chinese ? 2 : 1); i++) {
        struct tb_bytes bytes = {0};
        struct tb_xml *xml = tb_xml_new();
        tb_xml(xml, "<w:ftr xmlns:w=\"" WORD_MAIN "\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>%s</w:pPr>",
               chinese ? feet[i].place : "");
        if (chinese)
            tb_xml(xml, "<w:r><w:rPr>" OF_CHINESE "</w:rPr><w:t xml:space=\"preserve\">— </w:t></w:r>");
        tb_xml(xml, "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>%zu</w:t></w:r></w:fldSimple>", i + 1);
        if (chinese)
            tb_xml(xml, "<w:r><w:rPr>" OF_CHINESE "</w:rPr><w:t xml:space=\"preserve\"> —</w:t></w:r>");
        tb_xml(xml, "</w:p></w:ftr>");
        bytes.failed |= !tb_xml_end(xml, &bytes);
        tb_package_add(package, feet[i].name, WORD_TYPE("footer"), &bytes, false);
        tb_package_relate_as(package, WORD_PART, feet[i].id, "footer", feet[i].name);
    }
}

void word_add_numbering(struct tb_package *package, const unsigned *start, size_t n)
{
    static const char *const points[] = {"•", "–", "·"};
    struct tb_bytes bytes = {0};
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<w:numbering xmlns:w=\"" WORD_MAIN "\">");
    for (unsigned kind = 0; kind < 2; kind++) {
        tb_xml(xml, "<w:abstractNum w:abstractNumId=\"%u\"><w:multiLevelType w:val=\"hybridMultilevel\"/>", kind);
        for (unsigned level = 0; level < 3; level++) {
            tb_xml(xml, "<w:lvl w:ilvl=\"%u\"><w:start w:val=\"1\"/><w:numFmt w:val=\"%s\"/><w:lvlText w:val=\"", level,
                   kind ? "decimal" : "bullet");
            if (kind)
                tb_xml(xml, "%%%u.", level + 1);
            else
                tb_xml(xml, "%s", points[level]);
            tb_xml(xml, "\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"%u\" w:hanging=\"420\"/></w:pPr></w:lvl>",
                   WORD_ITEM_INDENT(level));
        }
        tb_xml(xml, "</w:abstractNum>");
    }
    tb_xml(xml, "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for (size_t i = 0; i < n; i++) {
        tb_xml(xml, "<w:num w:numId=\"%zu\"><w:abstractNumId w:val=\"1\"/>", i + 2);
        for (unsigned level = 0; level < 3; level++)
            tb_xml(xml, "<w:lvlOverride w:ilvl=\"%u\"><w:startOverride w:val=\"%u\"/></w:lvlOverride>", level,
                   start[i] ? start[i] : 1);
        tb_xml(xml, "</w:num>");
    }
    tb_xml(xml, "</w:numbering>");
    bytes.failed |= !tb_xml_end(xml, &bytes);
    tb_package_add(package, "word/numbering.xml", WORD_TYPE("numbering"), &bytes, false);
    tb_package_relate_as(package, WORD_PART, "rIdLists", "numbering", "word/numbering.xml");
}

void word_add_styles(struct tb_package *package, enum tb_language language)
{
    add_styles(package, language);
    add_fonts(package);
    add_settings(package, language);
    add_feet(package, language);
}
