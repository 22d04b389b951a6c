/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A Word document (.docx, ECMA-376 WordprocessingML) by our own writer.
 *
 * The blocks of a text become paragraphs, tables and pictures by a look, which says what properties each of them has:
 * styles of our own in a new document, those of the place where they go in the user's document (word_template.c).
 * The Chinese look follows GB/T 9704-2012, the layout of official documents.
 */
#ifndef BRIEF_DOCUMENT_H
#define BRIEF_DOCUMENT_H

#include "blocks.h"
#include "plan.h"
#include "xml.h"

#define WORD_MAIN      "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define WORD_DRAWING   "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
#define WORD_RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
/** The namespaces of what is written, as attributes. */
#define WORD_NAMESPACES " xmlns:w=\"" WORD_MAIN "\" xmlns:r=\"" WORD_RELATIONS "\" xmlns:wp=\"" WORD_DRAWING "\""

/** A twentieth of a point, the unit of the format. */
#define TWIPS_OF_MM(mm) ((unsigned)((mm)*1440 / 25.4 + 0.5))

enum word_role {
    WORD_TITLE,
    WORD_HEADING_1,
    WORD_HEADING_2,
    WORD_HEADING_3,
    WORD_HEADING_4,
    WORD_BODY,
    WORD_QUOTE,
    WORD_ITEM,
    WORD_CODE,
    WORD_FIGURE, /* a paragraph with a picture */
    WORD_SOURCE, /* under a figure or table */
    WORD_HEAD,   /* a cell of a table's first row */
    WORD_CELL,
    WORD_ROLES
};

struct word_look {
    const char *paragraph[WORD_ROLES]; /* what stands in w:pPr, before w:jc; XML of our own or of the user's file */
    const char *run[WORD_ROLES];       /* what stands in w:rPr */
    unsigned width;                    /* of the text, in twips */
    double size;                       /* of letters in tables, in points */
    bool own;                          /* a new document: emphasis, lists and distances are ours */
    bool chinese;
};

/** Where pictures come from and go to. */
struct word_pictures {
    const struct brief_plan *plan;
    /* the id of the relationship to the figure's picture, into id[32]; false: it cannot be placed */
    bool (*relate)(void *context, const struct brief_figure *figure, char id[32]);
    void *context;
    unsigned last; /* number given to a picture so far */
    struct tb_log *log;
};

/** Writes blocks as w:p and w:tbl elements. */
void word_write_blocks(struct tb_xml *xml, const struct blocks *blocks, const struct word_look *look,
                       struct word_pictures *pictures);

/** Markdown as a whole document.  Its pictures are charts of the plan, which have to be drawn. */
enum tb_status word_write_document(const struct brief_plan *plan, const char *markdown, struct tb_bytes *docx,
                                   struct tb_log *log);

/* ---- document_styles.c ---- */

/** The look of a new document: names of the styles below. */
void word_own_look(enum tb_language language, struct word_look *look);
/** The parts beside the text: styles, fonts, settings, feet with page numbers; what stands in w:sectPr. */
void word_add_styles(struct tb_package *package, enum tb_language language);
void word_write_section(struct tb_xml *xml, enum tb_language language);
/** Where the text of an item begins, in twips. */
#define WORD_ITEM_INDENT(level) (1060 + 420 * (level))
/** The numbering part: marks of lists; number 1 for points, 2 and up for lists that begin with start[i]. */
void word_add_numbering(struct tb_package *package, const unsigned *start, size_t n);

#define WORD_PART       "word/document.xml"
#define WORD_TYPE(what) "application/vnd.openxmlformats-officedocument.wordprocessingml." what "+xml"

#endif
