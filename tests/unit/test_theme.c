/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Decks on an office's own template: what is taken from it, what is left, and what is refused with which words.
 * The templates are decks of our own, changed in one place.
 */
#include "brief/deck_theme.h"
#include "deck_fixture.h"
#include "run.h"

#include <unistd.h>

#define MASTER      "ppt/slideMasters/slideMaster1.xml"
#define MASTER_RELS "ppt/slideMasters/_rels/slideMaster1.xml.rels"
#define LAYOUT      "ppt/slideLayouts/slideLayout2.xml"
#define LAYOUT_RELS "ppt/slideLayouts/_rels/slideLayout2.xml.rels"
#define SHOW        "ppt/presentation.xml"
#define TYPES       "[Content_Types].xml"
#define OFFICE      REL_OFFICE "/"

/* One pixel; libpng is not asked here, only whether the bytes arrive. */
static const char picture[] = "\x89PNG\r\n\x1a\n template";

/* A template as bytes: one of our decks. */
static void make_template(bool four_by_three, struct tb_bytes *bytes)
{
    struct fixture f;
    size_t slides;
    struct tb_brief_options options = deck_options(TB_CHINESE);
    options.four_by_three = four_by_three;
    fill(&f, 2, 1, "案件", "来源");
    make_deck_with(&f, &options, bytes, &slides);
    fixture_close(&f);
}

static void save(const char *path, const void *data, size_t n)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

struct change {
    const char *part, *from, *to;
};

/* Writes a template with some replacements and one more part; returns its path. */
static const char *changed_template(bool four_by_three, const struct change *change, size_t n, const char *extra,
                                    const char *extra_text)
{
    static char path[] = "theme-test.potx";
    struct tb_bytes good = {0}, bytes = {0};
    struct package package;
    make_template(four_by_three, &good);
    check_presentation(&package, good.data, good.n);
    for (size_t i = 0; i < n; i++)
        replace(find_part(&package, change[i].part), change[i].from, change[i].to);
    pack(&package, NULL, extra, extra_text, &bytes);
    save(path, bytes.data, bytes.n);
    package_free(&package);
    tb_bytes_free(&bytes);
    tb_bytes_free(&good);
    return path;
}

/* The deck that this template gives, checked; the caller frees the package. */
static void deck_from(const char *path, struct package *package, size_t *warnings)
{
    struct fixture f;
    struct tb_bytes bytes = {0};
    size_t slides;
    struct tb_brief_options options = deck_options(TB_CHINESE);
    options.theme_from = path;
    fill(&f, 3, 2, "案件", "来源");
    make_deck_with(&f, &options, &bytes, &slides);
    *warnings = tb_log_count(f.log, TB_WARNING);
    check_presentation(package, bytes.data, bytes.n);
    if (package->n_faults)
        print_error("%s", package->faults);
    assert_int_equal(package->n_faults, 0);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

static void assert_size(const struct package *package, const char *width, const char *height)
{
    struct part *show = find_part((struct package *)package, SHOW);
    xmlXPathObjectPtr found = nodes(show->xml, "//p:sldSz");
    assert_int_equal(count(found), 1);
    assert_string_equal(attribute(node(found, 0), "cx").s, width);
    assert_string_equal(attribute(node(found, 0), "cy").s, height);
    xmlXPathFreeObject(found);
}

/* Master, layouts and the shape of the page are the template's; its slides are not. */
static void test_taken(void **state)
{
    (void)state;
    static const struct change green[] = {
        {"ppt/theme/theme1.xml", "<a:accent1><a:srgbClr val=\"005DA8\"/>", "<a:accent1><a:srgbClr val=\"0A7B3E\"/>"}};
    for (int four_by_three = 0; four_by_three <= 1; four_by_three++) {
        struct package package;
        size_t warnings;
        deck_from(changed_template(four_by_three, green, 1, NULL, NULL), &package, &warnings);
        assert_int_equal(warnings, 0);
        assert_size(&package, four_by_three ? "9144000" : "12192000", "6858000");
        assert_non_null(strstr((const char *)find_part(&package, "ppt/theme/theme1.xml")->data, "0A7B3E"));
        for (size_t i = 0; i < package.n; i++) {
            char layout[256];
            if (!is_part(&package.part[i], "ppt/slides/"))
                continue;
            const bool cover = strcmp(package.part[i].name, "ppt/slides/slide1.xml") == 0;
            assert_int_equal(related(&package, package.part[i].name, "slideLayout", layout), 1);
            assert_string_equal(layout, cover ? "ppt/slideLayouts/slideLayout1.xml" : LAYOUT);
            assert_int_equal(count_of(package.part[i].xml, "//p:ph[@type='title' or @type='ctrTitle']"), 1);
        }
        package_free(&package);
    }
}

/* A page 405 points high instead of 540: letters of 18 points become 13.5. */
static void test_scaled(void **state)
{
    (void)state;
    static const struct change small[] = {
        {SHOW, "<p:sldSz cx=\"12192000\" cy=\"6858000\"/>", "<p:sldSz cx=\"9144000\" cy=\"5143500\"/>"},
        {LAYOUT, "<a:off x=\"342900\" y=\"457200\"/><a:ext cx=\"11506200\" cy=\"457200\"/>",
         "<a:off x=\"257175\" y=\"342900\"/><a:ext cx=\"8629650\" cy=\"342900\"/>"},
        {MASTER, "<a:off x=\"342900\" y=\"1397000\"/><a:ext cx=\"11506200\" cy=\"4699000\"/>",
         "<a:off x=\"257175\" y=\"1047750\"/><a:ext cx=\"8629650\" cy=\"3524250\"/>"}};
    struct package package;
    size_t warnings, small_letters = 0, usual_letters = 0;
    deck_from(changed_template(false, small, 3, NULL, NULL), &package, &warnings);
    assert_size(&package, "9144000", "5143500");
    for (size_t i = 0; i < package.n; i++)
        if (is_part(&package.part[i], "ppt/slides/")) {
            small_letters += (size_t)count_of(package.part[i].xml, "//a:tc//a:rPr[@sz='1350']");
            usual_letters += (size_t)count_of(package.part[i].xml, "//a:tc//a:rPr[@sz='1800']");
        }
    assert_true(small_letters > 0);
    assert_int_equal(usual_letters, 0);
    package_free(&package);
}

#define EMBED(id)                                                                                                     \
    "<p:pic><p:nvPicPr><p:cNvPr id=\"77\" name=\"Logo\"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>"              \
    "<a:blip r:embed=\"" id "\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x=\"0\""     \
    " y=\"0\"/><a:ext cx=\"9\" cy=\"9\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>" \
    "</p:spTree>"
#define IMAGE(id, target, mode) \
    "<Relationship Id=\"" id "\" Type=\"" OFFICE "image\" Target=\"" target "\"" mode "/></Relationships>"

/* A logo on the master comes along, whatever its id is called. */
static void test_picture(void **state)
{
    (void)state;
    static const struct change logo[] = {
        {MASTER, "</p:spTree>", EMBED("logo")},
        {MASTER_RELS, "</Relationships>", IMAGE("logo", "../media/logo.PNG", "")},
        {TYPES, "<Default Extension=\"xml\"",
         "<Default Extension=\"PNG\" ContentType=\"image/png\"/><Default Extension=\"xml\""}};
    struct package package;
    size_t warnings;
    deck_from(changed_template(false, logo, 3, "ppt/media/logo.PNG", picture), &package, &warnings);
    const struct part *part = find_part(&package, "ppt/media/template1.png");
    assert_non_null(part);
    assert_int_equal(part->n, strlen(picture));
    assert_memory_equal(part->data, picture, part->n);
    package_free(&package);
}

/* A layout that holds what cannot be taken is left out; macros are left out with a word; numbers are made unique. */
static void test_left_out(void **state)
{
    (void)state;
    static const struct change linked[] = {{"ppt/slideLayouts/slideLayout3.xml", "</p:spTree>", EMBED("far")},
                                           {"ppt/slideLayouts/_rels/slideLayout3.xml.rels", "</Relationships>",
                                            IMAGE("far", "https://example.org/a.png", " TargetMode=\"External\"")}};
    static const struct change macros[] = {
        {TYPES, "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
         "application/vnd.ms-powerpoint.template.macroEnabled.main+xml"}};
    static const struct change numbers[] = {{MASTER, "<p:cNvPr id=\"3\"", "<p:cNvPr id=\"2\""},
                                            {MASTER, "<p:cNvPr id=\"4\"", "<p:cNvPr id=\"0\""}};
    struct package package;
    size_t warnings;
    deck_from(changed_template(false, linked, 2, NULL, NULL), &package, &warnings);
    assert_int_equal(count_of(find_part(&package, MASTER)->xml, "//p:sldLayoutId"), 2);
    assert_null(find_part(&package, "ppt/slideLayouts/slideLayout3.xml"));
    package_free(&package);
    deck_from(changed_template(false, macros, 1, "ppt/vbaProject.bin", "macro"), &package, &warnings);
    assert_int_equal(warnings, 1);
    assert_null(find_part(&package, "ppt/vbaProject.bin"));
    package_free(&package);
    deck_from(changed_template(false, numbers, 2, NULL, NULL), &package, &warnings);
    package_free(&package);
}

/* ---- refusals ---- */

static void assert_refused(const char *what, const char *path, const char *says)
{
    struct tb_log *log = tb_log_new(0);
    struct deck_theme *theme = NULL;
    const enum tb_status status = deck_theme_read(path, &theme, log);
    const char *text = tb_log_kept(log) ? tb_log_message(log, 0)->text : "";
    if (!status || !strstr(text, says))
        print_error("%s: wanted \"%s\", got %d \"%s\"\n", what, says, (int)status, text);
    assert_true(status != TB_OK && strstr(text, says) && !theme);
    tb_log_free(log);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct change change;
        const char *says;
    } rows[] = {
        {"odd page",
         {SHOW, "cx=\"12192000\" cy=\"6858000\"", "cx=\"3000000\" cy=\"6858000\""},
         "a shape that charts do not fit into"},
        {"no page", {SHOW, "<p:sldSz cx=\"12192000\" cy=\"6858000\"/>", ""}, "a shape that charts do not fit into"},
        {"no master", {SHOW, "<p:sldMasterId ", "<p:sldMasterIx "}, "has no master for its slides"},
        {"master id of a slide",
         {SHOW, "<p:sldMasterId id=\"2147483648\"", "<p:sldMasterId id=\"300\""},
         "has no master for its slides"},
        {"entities", {MASTER, "<p:sldMaster", "<!DOCTYPE x [<!ENTITY y \"z\">]><p:sldMaster"}, "is not well-formed"},
        {"ill-formed", {MASTER, "</p:sldMaster>", ""}, "is not well-formed"},
        {"a master that leads out",
         {"ppt/_rels/presentation.xml.rels", "slideMasters/slideMaster1.xml", "../../../etc/passwd"},
         "no master for its slides"},
        {"a master that is not there",
         {"ppt/_rels/presentation.xml.rels", "slideMasters/slideMaster1.xml", "slideMasters/none.xml"},
         "has no part ppt/slideMasters/none.xml"},
        {"another document",
         {TYPES, "presentationml.presentation.main+xml", "wordprocessingml.document.main+xml"},
         "no presentation or template"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_refused(rows[i].what, changed_template(false, &rows[i].change, 1, NULL, NULL), rows[i].says);
    static const struct change far[] = {
        {MASTER, "</p:spTree>", EMBED("far")},
        {MASTER_RELS, "</Relationships>", IMAGE("far", "https://example.org/a.png", " TargetMode=\"External\"")}};
    assert_refused("external picture", changed_template(false, far, 2, NULL, NULL),
                   "holds a link to \"image (external)\"");
    static const struct change narrow[] = {
        {LAYOUT, "<p:ph type=\"title\"", "<p:ph type=\"pic\""},
        {"ppt/slideLayouts/slideLayout3.xml", "<p:ph type=\"title\"", "<p:ph type=\"pic\""}};
    assert_refused("no titles", changed_template(false, narrow, 2, NULL, NULL), "no layout with a title");
    assert_refused("absent", "no-such.potx", "cannot be read");
    save("theme-test.potx", "\xD0\xCF\x11\xE0 old", 8);
    assert_refused("old file", "theme-test.potx", "this is no .potx or .pptx file");
    save("theme-test.potx", "", 0);
    assert_refused("empty file", "theme-test.potx", "this is no .potx or .pptx file");
}

/* A part of 100 MB that packs to nothing is not unpacked. */
static void test_bomb(void **state)
{
    (void)state;
    struct tb_bytes good = {0}, bytes = {0};
    struct package package;
    make_template(false, &good);
    check_presentation(&package, good.data, good.n);
    struct part *master = find_part(&package, MASTER);
    free(master->data);
    master->n = 100u << 20;
    master->data = malloc(master->n);
    assert_non_null(master->data);
    memset(master->data, ' ', master->n);
    pack(&package, NULL, NULL, NULL, &bytes);
    assert_true(bytes.n < 1u << 20);
    save("theme-test.potx", bytes.data, bytes.n);
    assert_refused("bomb", "theme-test.potx", "is too large");
    package_free(&package);
    tb_bytes_free(&bytes);
    tb_bytes_free(&good);
}

/* A template cut anywhere is refused or read whole, never half. */
static void test_cut(void **state)
{
    (void)state;
    struct tb_bytes good = {0};
    make_template(false, &good);
    for (size_t i = 1; i <= 40; i++) {
        struct tb_log *log = tb_log_new(0);
        struct deck_theme *theme = NULL;
        save("theme-test.potx", good.data, good.n * i / 41);
        assert_int_not_equal(deck_theme_read("theme-test.potx", &theme, log), TB_OK);
        assert_null(theme);
        tb_log_free(log);
    }
    tb_bytes_free(&good);
    unlink("theme-test.potx");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_taken),    cmocka_unit_test(test_scaled),  cmocka_unit_test(test_picture),
    cmocka_unit_test(test_left_out), cmocka_unit_test(test_refused), cmocka_unit_test(test_bomb),
    cmocka_unit_test(test_cut),
};
RUN_TESTS(tests)
