/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What the words of published tables mean: labels of indicators and places, names of columns.
 */
#ifndef LOAD_LABEL_H
#define LOAD_LABEL_H

#include <stdbool.h>
#include <stddef.h>

/** What a bracket at the end of a label holds.  Behind Chinese it is always the unit. */
enum load_bracket {
    LOAD_BRACKET_TEXT, /* a unit only when it holds a percent sign; such a bracket stays in the name unless it is just
                          that */
    LOAD_BRACKET_UNIT, /* the unit; so the World Bank writes */
};

/** A label taken apart.  All texts are copies. */
struct load_label {
    char id[128]; /* what an identifier can be; empty when nothing is left */
    size_t id_length;
    char name[512]; /* without unit and footnote marks; cut when longer */
    size_t name_length;
    char unit[128];
    size_t unit_length;
    bool chinese; /* the name holds Chinese characters */
};

/** An indicator's label: "GDP (billion yuan)", with footnote marks behind and part-of marks in front. */
void load_label_read(const char *text, size_t length, enum load_bracket bracket, struct load_label *label);
/** A place: only id is set, without blanks in the middle of Chinese names and without footnote marks. */
void load_place_read(const char *text, size_t length, struct load_label *label);

/** The length of a text without the footnote marks at its end. */
size_t load_without_marks(const char *text, size_t length);

/** Whether this names a province, city, district or county of China, or the sum of some. */
bool load_is_chinese_place(const char *text, size_t length);

/** Whether this names a firm, an office or a part of one. */
bool load_is_organisation(const char *text, size_t length);

/** What a column of a published table holds, told by its name. */
enum load_word {
    LOAD_WORD_NONE,
    LOAD_WORD_REGION,
    LOAD_WORD_INDICATOR,
    LOAD_WORD_YEAR,
    LOAD_WORD_UNIT,
    LOAD_WORD_NOTE,
    LOAD_WORD_SOURCE,
    LOAD_WORD_PART, /* months or quarters */
    LOAD_WORD_CODE, /* a code of something that is named too, or a running number */
};
enum load_word load_word_of(const char *key);

/** A line outside the table: "word: text". */
enum load_aside {
    LOAD_ASIDE_NONE,
    LOAD_ASIDE_DATABASE,
    LOAD_ASIDE_INDICATOR,
    LOAD_ASIDE_TIME,
    LOAD_ASIDE_REGION,
    LOAD_ASIDE_UNIT,
    LOAD_ASIDE_NOTE,
    LOAD_ASIDE_SOURCE,
    LOAD_ASIDE_TITLE, /* what is counted, in words of a publisher */
    LOAD_ASIDE_STAMP, /* when the file was made */
};
/** *rest receives where the text behind the word begins. */
enum load_aside load_aside_of(const char *text, size_t length, size_t *rest);

/** The same text without blanks of any width around it. */
const char *load_trim_wide(const char *text, size_t *length);

#endif
