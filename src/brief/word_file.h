/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The user's own Word document, changed in place: its parts that hold text as trees, everything else as it is.
 *
 * A paragraph is read as one text over its runs, the way its author sees it, whatever pieces Word has cut it into.
 * Changes keep the runs: new words have the look of the run where they begin.
 */
#ifndef BRIEF_WORD_FILE_H
#define BRIEF_WORD_FILE_H

#include "office.h"

/** A part whose text may be changed. */
struct word_part {
    char name[OFFICE_NAME];
    char *place;         /* for messages: "report.docx", "report.docx#header1" */
    xmlDocPtr xml;       /* its tree */
    xmlDocPtr relations; /* NULL until there are any */
};

struct word_file {
    struct office_file office;
    struct word_part *part; /* the first is the main text */
    size_t parts;
    xmlDocPtr types;
    struct word_added { /* a new part */
        char name[64];
        struct tb_bytes bytes;
    } * added;
    size_t added_n;
};

/** Opens a .docx or .dotx.  What cannot be used is refused; macros are. */
enum tb_status word_file_open(const char *path, struct word_file *file, struct tb_log *log);
/** Writes the document with its changes; the same changes give the same bytes. */
enum tb_status word_file_write(struct word_file *file, struct tb_bytes *docx);
void word_file_close(struct word_file *file);

/** Adds a picture, and the relationship of a part to it.  The bytes are taken.  False when out of memory. */
bool word_file_add_picture(struct word_file *file, const char *name, struct tb_bytes *png);
bool word_file_relate(struct word_part *part, const char *id, const char *target);
/** A name for a new picture that no part has; *number goes on behind it. */
void word_file_picture_name(struct word_file *file, unsigned *number, char name[64]);

/* ---- paragraphs ---- */

/** One piece of a paragraph: the text of a run, or something else in it. */
struct word_atom {
    xmlNodePtr node;
    bool text;
    size_t from, n; /* bytes of the paragraph's text; n = 0: marks that are no text */
};

struct word_paragraph {
    xmlNodePtr node;
    struct tb_bytes text; /* NUL-terminated; a tab is one, a line break is \v, a picture or mark U+FFFC */
    struct word_atom *atom;
    size_t n, capacity;
    bool objects; /* there is more than text */
};

/** What becomes of a stretch of the text. */
struct word_edit {
    size_t from, end;
    enum word_what {
        WORD_KEEP,
        WORD_REPLACE,  /* by words, or nothing; marks inside stay */
        WORD_LEAVE_OUT /* with all that stands there */
    } what;
    char *words;
};

/** Is this an element of WordprocessingML? */
bool word_is(const xmlNode *node, const char *name);
/** Reads a paragraph; false when out of memory.  word_free_paragraph releases it. */
bool word_read_paragraph(xmlNodePtr node, struct word_paragraph *paragraph);
void word_free_paragraph(struct word_paragraph *paragraph);
/** Makes the changes: edits side by side, which cover the whole text. */
bool word_change_paragraph(struct word_paragraph *paragraph, const struct word_edit *edit, size_t n);
/** The run that holds this byte, or the last before it; NULL when there is none. */
xmlNodePtr word_run_at(const struct word_paragraph *paragraph, size_t byte);

#endif
