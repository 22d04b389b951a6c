/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "word_template.h"

#include "document.h"
#include "markdown.h"
#include "model/memory.h"
#include "template.h"
#include "word_file.h"
#include "words.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct word_template {
    struct word_file file;
    struct word_picture { /* of a chart: one a part that shows it */
        size_t part, chart;
    } * picture;
    size_t pictures;
    char **target; /* by chart: its address in Markdown */
    size_t charts;
    unsigned last;    /* number of a picture */
    size_t chart_ids; /* taken already: the template may be a document that trendbook has filled in */
};

/* One part being filled in. */
struct story {
    struct word_template *template;
    struct filler *filler;
    size_t part;
    size_t paragraph; /* as extract counts them */
    enum tb_status status;
};

/* What became of a group of paragraphs. */
struct outcome {
    size_t gone; /* left out by a choice */
    size_t left; /* that still say something */
};

static void fail_memory(struct story *story)
{
    if (!story->status)
        story->status = office_no_memory(&story->template->file.office);
}

/* ---- pictures ---- */

#define CHART_ID "trendbookChart"

static void chart_id(const struct word_template *template, size_t chart, char id[32])
{
    snprintf(id, 32, CHART_ID "%zu", template->chart_ids + chart + 1);
}

static bool relate_chart(void *context, const struct brief_figure *figure, char id[32])
{
    struct story *story = context;
    struct word_template *template = story->template;
    struct tb_bytes target = {0};
    size_t chart = 0;
    brief_markdown_target(&target, figure);
    const char *name = brief_text(&target);
    while (chart < template->charts && strcmp(template->target[chart], name) != 0)
        chart++;
    if (chart == template->charts) {
        const bool room = tb_grow_by_one(&template->target, chart, sizeof *template->target);
        if (room)
            template->target[chart] = strdup(name);
        if (!room || !template->target[chart]) {
            tb_bytes_free(&target);
            return false;
        }
        template->charts++;
    }
    tb_bytes_free(&target);
    chart_id(template, chart, id);
    for (size_t i = 0; i < template->pictures; i++)
        if (template->picture[i].part == story->part && template->picture[i].chart == chart)
            return true;
    if (!tb_grow_by_one(&template->picture, template->pictures, sizeof *template->picture))
        return false;
    template->picture[template->pictures++] = (struct word_picture){story->part, chart};
    return true;
}

/* ---- how new paragraphs look: as the one whose place they take ---- */

/* The children of an element as text, but for those that do not fit there. */
static void copy_children(xmlNodePtr parent, const char *const *without, size_t n, struct tb_bytes *text)
{
    for (xmlNodePtr node = parent ? parent->children : NULL; node; node = node->next) {
        bool left_out = node->type != XML_ELEMENT_NODE;
        for (size_t i = 0; i < n && !left_out; i++)
            left_out = word_is(node, without[i]);
        if (left_out)
            continue;
        xmlBufferPtr buffer = xmlBufferCreate();
        if (buffer && xmlNodeDump(buffer, node->doc, node, 0, 0) >= 0)
            tb_bytes_add(text, xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
        text->failed |= !buffer;
        xmlBufferFree(buffer);
    }
}

static xmlNodePtr child_of(xmlNodePtr node, const char *name)
{
    for (xmlNodePtr child = node ? node->children : NULL; child; child = child->next)
        if (word_is(child, name))
            return child;
    return NULL;
}

static double attribute_of(xmlNodePtr node, const char *name)
{
    char text[32];
    office_attribute(node, name, WORD_MAIN, text, sizeof text);
    return strtod(text, NULL);
}

/* The room for text in twips: of the cell, or of the page between its margins. */
static unsigned width_at(xmlNodePtr paragraph)
{
    enum {
        CELL_INSET = 216,
        WIDEST = 40000
    };
    for (xmlNodePtr node = paragraph->parent; node; node = node->parent)
        if (word_is(node, "tc")) {
            char type[8];
            xmlNodePtr given = child_of(child_of(node, "tcPr"), "tcW");
            const double width = attribute_of(given, "w");
            office_attribute(given, "type", WORD_MAIN, type, sizeof type);
            if (strcmp(type, "dxa") == 0 && width > 2 * CELL_INSET && width < WIDEST)
                return (unsigned)width - CELL_INSET;
        }
    xmlNodePtr section = office_first(paragraph->doc, "//w:body/w:sectPr");
    for (xmlNodePtr node = paragraph; node; node = node->next) /* the section ends behind its paragraphs */
        if (word_is(node, "p") && child_of(child_of(node, "pPr"), "sectPr")) {
            section = child_of(child_of(node, "pPr"), "sectPr");
            break;
        }
    xmlNodePtr page = child_of(section, "pgSz"), margins = child_of(section, "pgMar");
    const double width = attribute_of(page, "w") - attribute_of(margins, "left") - attribute_of(margins, "right");
    return width >= 1000 && width < WIDEST ? (unsigned)width : TWIPS_OF_MM(BRIEF_PAPER_WIDTH);
}

struct borrowed {
    struct tb_bytes whole, tight, cell, run; /* properties */
    struct word_look look;
};

static void borrow_look(struct borrowed *borrowed, const struct word_paragraph *paragraph, size_t byte, bool chinese)
{
    static const char *const not_again[] = {"sectPr", "pPrChange", "rPrChange", "framePr"};
    static const char *const styled[] = {"keepNext",
                                         "keepLines",
                                         "pageBreakBefore",
                                         "framePr",
                                         "widowControl",
                                         "numPr",
                                         "suppressLineNumbers",
                                         "pBdr",
                                         "shd",
                                         "tabs",
                                         "suppressAutoHyphens",
                                         "kinsoku",
                                         "wordWrap",
                                         "overflowPunct",
                                         "topLinePunct",
                                         "autoSpaceDE",
                                         "autoSpaceDN",
                                         "bidi",
                                         "adjustRightInd",
                                         "snapToGrid",
                                         "spacing",
                                         "ind",
                                         "contextualSpacing",
                                         "mirrorIndents",
                                         "suppressOverlap",
                                         "jc",
                                         "textDirection",
                                         "textAlignment",
                                         "textboxTightWrap",
                                         "outlineLvl",
                                         "divId",
                                         "cnfStyle",
                                         "rPr",
                                         "sectPr",
                                         "pPrChange"};
    xmlNodePtr properties = child_of(paragraph->node, "pPr"), run = word_run_at(paragraph, byte);
    *borrowed = (struct borrowed){0};
    /* their prefix has to mean the same where they go */
    const bool plain = !paragraph->node->ns->prefix || strcmp((const char *)paragraph->node->ns->prefix, "w") != 0;
    if (!plain) {
        copy_children(properties, not_again, sizeof not_again / sizeof not_again[0], &borrowed->whole);
        copy_children(properties, styled, sizeof styled / sizeof styled[0], &borrowed->tight);
        copy_children(child_of(run, "rPr"), not_again, sizeof not_again / sizeof not_again[0], &borrowed->run);
    }
    tb_bytes_add(&borrowed->cell, borrowed->tight.data, borrowed->tight.n);
    tb_bytes_text(&borrowed->cell, "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>"
                                   "<w:ind w:left=\"0\" w:right=\"0\" w:firstLine=\"0\" w:firstLineChars=\"0\"/>");
    /* lines of a fixed height would cut a picture */
    tb_bytes_text(&borrowed->tight, "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"0\" "
                                    "w:firstLineChars=\"0\"/><w:jc w:val=\"center\"/>");
    const double half_points = attribute_of(child_of(child_of(run, "rPr"), "sz"), "val");
    borrowed->look = (struct word_look){.width = width_at(paragraph->node),
                                        .size = half_points >= 10 && half_points <= 60 ? half_points / 2 : 12,
                                        .chinese = chinese};
    for (size_t i = 0; i < WORD_ROLES; i++) {
        borrowed->look.paragraph[i] = i == WORD_HEAD || i == WORD_CELL ? brief_text(&borrowed->cell)
                                      : i == WORD_FIGURE               ? brief_text(&borrowed->tight)
                                                                       : brief_text(&borrowed->whole);
        borrowed->look.run[i] = brief_text(&borrowed->run);
    }
}

static void return_look(struct borrowed *borrowed)
{
    tb_bytes_free(&borrowed->whole);
    tb_bytes_free(&borrowed->tight);
    tb_bytes_free(&borrowed->cell);
    tb_bytes_free(&borrowed->run);
}

/* Namespaces that the borrowed properties may name. */
static void write_spaces(struct tb_xml *xml, xmlNodePtr node)
{
    xmlNsPtr *all = xmlGetNsList(node->doc, node);
    for (size_t i = 0; all && all[i]; i++) {
        const char *prefix = (const char *)all[i]->prefix;
        if (!prefix || strcmp(prefix, "w") == 0 || strcmp(prefix, "r") == 0 || strcmp(prefix, "wp") == 0)
            continue;
        tb_xml(xml, " xmlns:%s=\"", prefix); /* a name by the rules of XML */
        tb_xml_text(xml, (const char *)all[i]->href);
        tb_xml(xml, "\"");
    }
    xmlFree(all);
}

/* Puts blocks before a paragraph, in its look. */
static void insert_blocks(struct story *story, const struct word_paragraph *paragraph, size_t byte,
                          const struct blocks *blocks)
{
    struct borrowed borrowed;
    struct tb_bytes text = {0};
    struct word_pictures pictures = {.plan = story->filler->plan,
                                     .relate = relate_chart,
                                     .context = story,
                                     .last = story->template->last,
                                     .log = story->filler->log};
    borrow_look(&borrowed, paragraph, byte, story->filler->plan->options->language == TB_CHINESE);
    struct tb_xml *xml = tb_xml_new();
    tb_xml(xml, "<new" WORD_NAMESPACES);
    write_spaces(xml, paragraph->node);
    tb_xml(xml, ">");
    word_write_blocks(xml, blocks, &borrowed.look, &pictures);
    tb_xml(xml, "</new>");
    story->template->last = pictures.last;
    xmlDocPtr made = tb_xml_end(xml, &text) ? xmlReadMemory((const char *)text.data, (int)text.n, NULL, NULL,
                                                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)
                                            : NULL;
    if (!made)
        fail_memory(story);
    for (xmlNodePtr node = made ? xmlDocGetRootElement(made)->children : NULL; node; node = node->next) {
        xmlNodePtr copy = xmlDocCopyNode(node, paragraph->node->doc, 1);
        if (!copy)
            fail_memory(story);
        else
            xmlAddPrevSibling(paragraph->node, copy);
    }
    xmlFreeDoc(made);
    tb_bytes_free(&text);
    return_look(&borrowed);
}

/* ---- paragraphs that go ---- */

static xmlNodePtr next_block(xmlNodePtr node)
{
    do
        node = node->next;
    while (node && !word_is(node, "p") && !word_is(node, "tbl") && !word_is(node, "sdt"));
    return node;
}

static xmlNodePtr previous_block(xmlNodePtr node)
{
    do
        node = node->prev;
    while (node && !word_is(node, "p") && !word_is(node, "tbl") && !word_is(node, "sdt"));
    return node;
}

/* Cells, notes and heads end in a paragraph, two tables do not meet, and a section's end stays. */
static bool has_to_stay(xmlNodePtr paragraph)
{
    xmlNodePtr next = next_block(paragraph), before = previous_block(paragraph);
    if (child_of(child_of(paragraph, "pPr"), "sectPr"))
        return true;
    if (!next)
        return !word_is(paragraph->parent, "body") ? !word_is(before, "p") : word_is(before, "tbl");
    return word_is(before, "tbl") && word_is(next, "tbl");
}

/* Places in the text that others refer to are not lost with it. */
static void rescue_marks(xmlNodePtr paragraph)
{
    static const char *const marks[] = {"bookmarkStart",   "bookmarkEnd", "commentRangeStart",
                                        "commentRangeEnd", "permStart",   "permEnd"};
    for (xmlNodePtr node = paragraph->children, next; node; node = next) {
        next = node->next;
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
            if (word_is(node, marks[i])) {
                xmlUnlinkNode(node);
                xmlAddPrevSibling(paragraph, node);
                break;
            }
    }
}

static void remove_paragraph(xmlNodePtr paragraph)
{
    if (has_to_stay(paragraph)) {
        for (xmlNodePtr node = paragraph->children, next; node; node = next) {
            next = node->next;
            if (!word_is(node, "pPr")) {
                xmlUnlinkNode(node);
                xmlFreeNode(node);
            }
        }
        return;
    }
    rescue_marks(paragraph);
    xmlUnlinkNode(paragraph);
    xmlFreeNode(paragraph);
}

/* ---- one paragraph ---- */

/* The changes of a paragraph. */
struct edits {
    struct word_edit *edit;
    size_t n, capacity;
    bool failed;
};

static struct word_edit *add_edit(struct edits *edits, size_t from, size_t end, enum word_what what)
{
    if (!tb_grow(&edits->edit, &edits->capacity, edits->n + 1, sizeof *edits->edit)) {
        edits->failed = true;
        return NULL;
    }
    struct word_edit *edit = &edits->edit[edits->n++];
    *edit = (struct word_edit){.from = from, .end = end, .what = what};
    return edit;
}

/* Text that stays: the strokes before braces go. */
static void keep_text(struct edits *edits, const char *text, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        if (strncmp(text + i, "\\{{", 3) == 0) {
            add_edit(edits, from, i, WORD_KEEP);
            add_edit(edits, i, i + 1, WORD_REPLACE);
            from = i + 1;
        }
    add_edit(edits, from, end, WORD_KEEP);
}

/* Some characters before the tag and behind it. */
static char *words_around(const char *text, size_t n, size_t from, size_t end)
{
    enum {
        MOST = 10
    };
    for (size_t characters = 0; from > 0 && characters < MOST; characters++)
        while (--from > 0 && (text[from] & 0xC0) == 0x80)
            ;
    for (size_t characters = 0; end < n && characters < MOST; characters++)
        while (++end < n && (text[end] & 0xC0) == 0x80)
            ;
    char *words = strndup(text + from, end - from), *safe = words ? brief_safe_text(words) : NULL;
    free(words);
    return safe;
}

/* Where the braces at `from` end, for the words around them. */
static size_t tag_end(const char *text, size_t n, size_t from)
{
    const char *close = strstr(text + from, "}}");
    return close ? (size_t)(close - text) + 2 : n;
}

static bool is_blank_text(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strchr(" \t\v", text[i]) && strncmp(text + i, "\u3000", 3) != 0 && (text[i] & 0xC0) != 0x80)
            return false;
    return true;
}

/* A paragraph's placeholders being filled in. */
struct filling {
    struct story *story;
    struct word_paragraph paragraph;
    struct choices *choices;
    struct edits edits;
    bool alone;    /* the paragraph is one placeholder */
    bool choosing; /* it holds a part of a choice, or stands in a branch not taken */
    bool replaced; /* blocks took its place */
};

/* Puts what a placeholder became into the paragraph: words into their run, blocks in place of the whole. */
static void take_filled(struct filling *filling, const struct piece *piece, const struct blocks *blocks)
{
    struct story *story = filling->story;
    const bool words = blocks->n == 0 || (blocks->n == 1 && blocks->block[0].kind == BLOCK_PARAGRAPH &&
                                          !(blocks->block[0].text->n && blocks->block[0].text->span[0].target));
    struct word_edit *edit = add_edit(&filling->edits, piece->from, piece->end, WORD_REPLACE);
    if (!edit)
        return;
    if (words) {
        struct tb_bytes plain = {0};
        if (blocks->n)
            brief_plain_spans(blocks->block[0].text, &plain);
        tb_bytes_add(&plain, "", 1);
        edit->words = plain.failed ? NULL : (char *)plain.data;
        filling->edits.failed |= plain.failed;
    } else if (filling->alone) {
        insert_blocks(story, &filling->paragraph, piece->from, blocks);
        filling->replaced = true;
    } else
        brief_wrong(story->filler, "{{%s}} becomes more than words: it needs a paragraph of its own", piece->inside);
}

static void fill_piece(struct filling *filling, const struct piece *piece)
{
    struct filler *filler = filling->story->filler;
    struct tb_bytes markdown = {0};
    struct blocks blocks = {0};
    filler->asking = !piece->written;
    const bool filled = brief_fill_placeholder(filler, piece->inside, &markdown);
    if (filled && piece->written) {
        brief_read_blocks(brief_text(&markdown), &blocks);
        filling->edits.failed |= blocks.failed || markdown.failed;
        take_filled(filling, piece, &blocks);
        brief_free_blocks(&blocks);
    } else
        add_edit(&filling->edits, piece->from, piece->end, piece->written ? WORD_REPLACE : WORD_LEAVE_OUT);
    filler->asking = false;
    tb_bytes_free(&markdown);
}

/* Whether the whole paragraph is one placeholder, blanks aside. */
static bool stands_alone(const struct word_paragraph *paragraph)
{
    const char *text = (const char *)paragraph->text.data, *open = strstr(text, "{{");
    if (!open || paragraph->objects)
        return false;
    const size_t from = (size_t)(open - text), end = tag_end(text, paragraph->text.n, from);
    return is_blank_text(text, from) && is_blank_text(text + end, paragraph->text.n - end);
}

static void fill_pieces(struct filling *filling)
{
    struct filler *filler = filling->story->filler;
    const char *text = (const char *)filling->paragraph.text.data;
    const size_t n = filling->paragraph.text.n;
    struct template_walk walk = {.text = text, .n = n, .line = filling->story->paragraph};
    struct piece piece;
    char *around = NULL;
    filling->choosing = !brief_is_taken(filling->choices);
    filling->alone = stands_alone(&filling->paragraph);
    for (;;) {
        free(around);
        around = words_around(text, n, walk.at, tag_end(text, n, walk.at));
        filler->around = around;
        if (!brief_next_piece(filler, &walk, filling->choices, &piece))
            break;
        if (piece.kind == PIECE_FILL)
            fill_piece(filling, &piece);
        else if (piece.kind == PIECE_TEXT && piece.written)
            keep_text(&filling->edits, text, piece.from, piece.end);
        else
            add_edit(&filling->edits, piece.from, piece.end,
                     piece.kind == PIECE_CHOICE ? WORD_REPLACE : WORD_LEAVE_OUT);
        filling->choosing = filling->choosing || piece.kind == PIECE_CHOICE;
        free(piece.inside);
    }
    free(around);
    filler->around = NULL;
}

/* What the paragraph says after its changes: nothing but blanks? */
static bool says_nothing(const struct filling *filling)
{
    const struct edits *edits = &filling->edits;
    const char *text = (const char *)filling->paragraph.text.data;
    for (size_t i = 0; i < edits->n; i++) {
        const struct word_edit *edit = &edits->edit[i];
        if (edit->what == WORD_KEEP && !is_blank_text(text + edit->from, edit->end - edit->from))
            return false;
        if (edit->what == WORD_REPLACE && edit->words && edit->words[0])
            return false;
    }
    return true;
}

static struct outcome fill_story(struct story *story, xmlNodePtr container, struct choices *choices);

/* Text boxes of a paragraph: each is a text of its own; the copy for older programs says the same. */
static void fill_boxes(struct story *story, xmlNodePtr node, bool left_out)
{
    for (xmlNodePtr child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        const bool again = strcmp((const char *)child->name, "Fallback") == 0;
        const size_t paragraph = story->paragraph;
        if (again)
            story->filler->again = true;
        if (word_is(child, "txbxContent")) {
            struct choices choices = {.left_out = left_out};
            fill_story(story, child, &choices);
            brief_end_choices(story->filler, &choices);
        } else
            fill_boxes(story, child, left_out);
        if (again) {
            story->filler->again = false;
            story->paragraph = paragraph;
        }
    }
}

/* Fills in one paragraph; true when it goes. */
static bool fill_paragraph(struct story *story, xmlNodePtr node, struct choices *choices, struct outcome *outcome)
{
    struct filling filling = {.story = story, .choices = choices};
    fill_boxes(story, node, !brief_is_taken(choices));
    story->paragraph++;
    if (!word_read_paragraph(node, &filling.paragraph)) {
        fail_memory(story);
        word_free_paragraph(&filling.paragraph);
        return false;
    }
    fill_pieces(&filling);
    const bool left_out = filling.choosing && !filling.replaced && says_nothing(&filling);
    /* one that said nothing before says nothing now */
    outcome->left += filling.replaced || (!left_out && !(says_nothing(&filling) && !filling.paragraph.objects));
    outcome->gone += left_out;
    if (filling.edits.failed || !word_change_paragraph(&filling.paragraph, filling.edits.edit, filling.edits.n))
        fail_memory(story);
    for (size_t i = 0; i < filling.edits.n; i++)
        free(filling.edits.edit[i].words);
    free(filling.edits.edit);
    word_free_paragraph(&filling.paragraph);
    return left_out || filling.replaced;
}

/* ---- a whole text ---- */

/* A row goes when a choice took its text and nothing else stands in it. */
static struct outcome fill_table(struct story *story, xmlNodePtr table, struct choices *choices)
{
    struct outcome all = {0};
    for (xmlNodePtr row = table->children, next; row; row = next) {
        next = row->next;
        if (!word_is(row, "tr"))
            continue;
        struct outcome outcome = {0};
        for (xmlNodePtr cell = row->children; cell; cell = cell->next)
            if (word_is(cell, "tc")) {
                const struct outcome one = fill_story(story, cell, choices);
                outcome.gone += one.gone;
                outcome.left += one.left;
            }
        all.gone += outcome.gone;
        all.left += outcome.left;
        if (outcome.gone && !outcome.left) {
            xmlUnlinkNode(row);
            xmlFreeNode(row);
        }
    }
    return all;
}

static bool has_rows(xmlNodePtr table)
{
    return child_of(table, "tr") || child_of(table, "sdt");
}

/* Paragraphs and tables of a container, one after the other; those that go do so at the end. */
static struct outcome fill_story(struct story *story, xmlNodePtr container, struct choices *choices)
{
    struct outcome all = {0};
    xmlNodePtr *gone = NULL;
    size_t n = 0;
    for (xmlNodePtr node = container->children, next; node && !story->status; node = next) {
        struct outcome one = {0};
        next = node->next;
        if (word_is(node, "p")) {
            if (fill_paragraph(story, node, choices, &one)) {
                if (tb_grow_by_one(&gone, n, sizeof(xmlNodePtr)))
                    gone[n++] = node;
                else
                    fail_memory(story);
            }
        } else if (word_is(node, "tbl")) {
            one = fill_table(story, node, choices);
            if (!has_rows(node)) {
                xmlUnlinkNode(node);
                xmlFreeNode(node);
            }
        } else if (word_is(node, "sdt") || word_is(node, "sdtContent") || word_is(node, "customXml") ||
                   word_is(node, "ins") || word_is(node, "footnote") || word_is(node, "endnote"))
            one = fill_story(story, node, choices);
        all.gone += one.gone;
        all.left += one.left;
    }
    for (size_t i = 0; i < n; i++)
        remove_paragraph(gone[i]);
    free(gone);
    return all;
}

static unsigned last_picture(const struct word_file *file)
{
    double last = 0;
    for (size_t i = 0; i < file->parts; i++) {
        xmlXPathObjectPtr all = office_find(file->part[i].xml, "//wp:docPr");
        for (size_t k = 0; k < office_count(all); k++) {
            const double id = office_number(all->nodesetval->nodeTab[k], "id");
            last = id > last ? id : last;
        }
        xmlXPathFreeObject(all);
    }
    return last < 1e9 ? (unsigned)last : 0;
}

/* The highest number in the ids of relationships that trendbook gave before. */
static size_t chart_ids(const struct word_file *file)
{
    size_t last = 0;
    for (size_t i = 0; i < file->parts; i++) {
        xmlXPathObjectPtr all =
            file->part[i].relations ? office_find(file->part[i].relations, "//rel:Relationship") : NULL;
        for (size_t k = 0; k < office_count(all); k++) {
            char id[32];
            office_attribute(all->nodesetval->nodeTab[k], "Id", NULL, id, sizeof id);
            if (strncmp(id, CHART_ID, strlen(CHART_ID)) == 0) {
                const size_t number = strtoul(id + strlen(CHART_ID), NULL, 10);
                last = number > last && number < 1000000 ? number : last;
            }
        }
        xmlXPathFreeObject(all);
    }
    return last;
}

static enum tb_status fill_part(struct word_template *template, size_t part, struct filler *filler)
{
    struct story story = {.template = template, .filler = filler, .part = part};
    struct choices choices = {0};
    xmlNodePtr root = xmlDocGetRootElement(template->file.part[part].xml), body = child_of(root, "body");
    filler->file = template->file.part[part].place;
    fill_story(&story, body ? body : root, &choices);
    if (!story.status)
        brief_end_choices(filler, &choices);
    return story.status;
}

enum tb_status word_template_fill(struct brief_plan *plan, struct word_template **filled, struct tb_log *log)
{
    struct word_template *template = calloc(1, sizeof *template);
    if (!template)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while filling in the template");
    enum tb_status status = word_file_open(plan->options->template_name, &template->file, log);
    struct filler filler = {.plan = plan, .log = log, .charts = true};
    template->last = status ? 0 : last_picture(&template->file);
    template->chart_ids = status ? 0 : chart_ids(&template->file);
    tb_log_keep_all(log);
    for (size_t i = 0; i < template->file.parts && !status; i++)
        status = fill_part(template, i, &filler);
    brief_end_filling(&filler, plan->options->template_name);
    if (!status && filler.wrong)
        status = TB_BAD_DATA;
    if (status)
        word_template_free(template);
    else
        *filled = template;
    return status;
}

enum tb_status word_template_write(struct word_template *template, const struct brief_plan *plan, struct tb_bytes *docx,
                                   struct tb_log *log)
{
    bool fine = true;
    unsigned number = 1;
    for (size_t chart = 0; chart < template->charts && fine; chart++) {
        char name[64], id[32];
        struct tb_bytes png = {0};
        const struct brief_figure *figure = brief_markdown_figure(plan, template->target[chart]);
        word_file_picture_name(&template->file, &number, name);
        chart_id(template, chart, id);
        for (size_t i = 0; i < template->pictures && fine; i++)
            if (template->picture[i].chart == chart)
                fine = word_file_relate(&template->file.part[template->picture[i].part], id, name);
        if (figure)
            tb_bytes_add(&png, figure->paper.data, figure->paper.n);
        fine = fine && word_file_add_picture(&template->file, name, &png);
        tb_bytes_free(&png);
    }
    return fine ? word_file_write(&template->file, docx)
                : tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while filling in the template");
}

void word_template_free(struct word_template *template)
{
    if (!template)
        return;
    word_file_close(&template->file);
    for (size_t i = 0; i < template->charts; i++)
        free(template->target[i]);
    free(template->target);
    free(template->picture);
    free(template);
}
