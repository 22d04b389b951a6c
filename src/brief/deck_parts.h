/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What writing masters and writing slides share. */
#ifndef BRIEF_DECK_PARTS_H
#define BRIEF_DECK_PARTS_H

#include "deck.h"
#include "deck_theme.h"
#include "package.h"
#include "xml.h"

#define NAMESPACES                                                                     \
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""               \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"" \
    " xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""

#define TYPE(what)        "application/vnd.openxmlformats-officedocument.presentationml." what "+xml"
#define OFFICE_TYPE(what) "application/vnd.openxmlformats-officedocument." what "+xml"

#define TREE_BEGIN                                                                                    \
    "<p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"      \
    "<p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/>" \
    "<a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>"

#define THEME_PART        "ppt/theme/theme1.xml"
#define NOTES_THEME_PART  "ppt/theme/theme2.xml"
#define MASTER_PART       "ppt/slideMasters/slideMaster1.xml"
#define NOTES_MASTER_PART "ppt/notesMasters/notesMaster1.xml"
#define PRESENTATION_PART "ppt/presentation.xml"
#define PART_NAME         64

/* Ids of master and layouts and those of the slides share one pool in office programs. */
#define FIRST_MASTER_ID 2147483648UL
#define FIRST_SLIDE_ID  256UL

#define BODY_INSETS  "lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\""
#define NUMBER_INDEX 13 /* of our own placeholder for the slide's number */

struct tb_deck {
    struct tb_package *package;
    const char *tongue; /* of the text: "zh-CN" */
    const char *other;  /* of the foreign words in it: "en-US" */
    struct deck_page page;
    const struct deck_theme *theme; /* or NULL */
    size_t slides, pictures, charts;
    size_t number;        /* of the slide in work */
    struct tb_xml *slide; /* the slide in work, or NULL */
    char part[PART_NAME]; /* its name */
    enum tb_deck_layout layout;
    unsigned shape; /* the last shape id on it */
    struct deck_section {
        char *title;
        size_t first; /* slide */
    } * section;
    size_t sections;
    bool failed;
};

struct deck_frame {
    enum tb_deck_role role;
    const char *name, *kind; /* kind of placeholder */
    unsigned index;          /* its number, the same in layout and slide; 0 = none */
    double size;
    bool bold;
    enum tb_deck_colour colour;
    const char *anchor;
};

struct deck_layout {
    const char *name, *kind;
    struct deck_frame frame[DECK_ROLES];
    size_t frames;
};
extern const struct deck_layout deck_layouts[];

/** Names of the colours in the theme, by enum tb_deck_colour. */
extern const char *const deck_colours[];
/** Our own theme, a whole part. */
extern const char deck_own_theme[];

long deck_emu(const struct tb_deck *deck, double points);
long deck_type_size(const struct tb_deck *deck, double points);
struct deck_box deck_frame_box(const struct deck_page *page, enum tb_deck_layout layout, enum tb_deck_role role);
void deck_write_box(const struct tb_deck *deck, struct tb_xml *xml, const char *prefix, struct deck_box box);
void deck_write_placeholder(struct tb_xml *xml, unsigned id, const char *name, const char *kind, unsigned index);
void deck_write_level(const struct tb_deck *deck, struct tb_xml *xml, const char *element, double size, bool bold,
                      bool right, enum tb_deck_colour colour);
/** One paragraph in this style; align: "l", "r" or "ctr". */
void deck_write_paragraph(struct tb_deck *deck, const char *align, struct tb_deck_style style, const char *text);
void deck_write_run(struct tb_deck *deck, struct tb_xml *xml, const char *text, const char *sized);
void deck_write_number(struct tb_deck *deck, struct tb_xml *xml, unsigned id, const struct deck_place *place,
                       bool in_layout);
void deck_add_xml(struct tb_deck *deck, const char *name, const char *type, struct tb_xml *xml);
void deck_write_rectangle(const struct tb_deck *deck, struct tb_xml *xml, unsigned id, struct deck_box box,
                          enum tb_deck_colour colour);
void deck_layout_part(char name[PART_NAME], size_t layout);
void deck_write_layouts(struct tb_deck *deck);
void deck_write_master(struct tb_deck *deck);
void deck_write_notes_master(struct tb_deck *deck);

#endif
