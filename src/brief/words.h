/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Pieces of wording that tables, slides and Markdown share with the sentences. */
#ifndef BRIEF_WORDS_H
#define BRIEF_WORDS_H

#include "trendbook/brief.h"

#define NOWHERE SIZE_MAX

/** The observation that stands for a series: the last whole year with a value, else the last value; NOWHERE without
 * any. */
size_t brief_latest(const struct tb_panel *panel, uint32_t series);

/** Unit and decimals of a series in a table: those its chart uses too. */
void brief_series_display(const struct tb_panel *panel, uint32_t series, enum tb_language language,
                          struct tb_display *display);

/** Years with a value. */
size_t brief_years(const struct tb_panel *panel, uint32_t series);

/** "2024", "2025年上半年": the year of an observation and the part of it. */
void brief_when(const struct tb_panel *panel, size_t i, enum tb_language language, struct tb_bytes *text);

/** Does the verdict of a series say more than that the years are too few?  A column of trends stands where one does. */
bool brief_is_judged(const struct tb_results *results, uint32_t series);

/** How far the figure of a year is from final, as tables say it: "初步", "估", "预测", " prov.", ""; the year is before
 * it. */
const char *brief_year_mark(const struct tb_panel *panel, size_t i, enum tb_language language);

/** The year of an observation in a table cell: "2024", "2024初步". */
void brief_cell_year(const struct tb_panel *panel, size_t i, enum tb_language language, struct tb_bytes *text);

/** A value in a table cell, without unit: "403", "≤0.23", "~4,800"; what stands for a missing one. */
void brief_cell_value(const struct tb_panel *panel, size_t i, const struct tb_display *display, struct tb_bytes *text);

/** The change of observation `i` against the year before in a table cell, or the reason why there is none. */
void brief_cell_change(const struct tb_panel *panel, const struct tb_results *results, uint32_t series, size_t i,
                       enum tb_language language, struct tb_bytes *text);

/** The verdict in a table cell: "▲ rising", "too few years"; empty when none was asked for, and of one year. */
const char *brief_cell_verdict(const struct tb_results *results, uint32_t series, enum tb_language language);

/**
 * Whether the catalogue has words around the figure ("办理审批服务事项{}件"), and these words with observation `i` in
 * them, which has a value.  增减 before the figure becomes the word for its sign: 较上年减少22人.  What happened 0
 * times (发生行政复议案件{}件) did not happen: 未发生行政复议案件.
 */
bool brief_has_phrase(const struct tb_panel *panel, uint32_t series);
void brief_add_phrase(struct tb_bytes *text, const struct tb_panel *panel, uint32_t series, size_t i);

/** The full sentence about observation `i`, which has a value: the sentence of struct tb_words, of any year. */
void brief_add_sentence(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_results *results,
                        uint32_t series, size_t i, enum tb_language language);

/** Does this row say that a printed figure does not agree with the computed one? */
bool brief_is_dispute(const struct tb_result *row);

/** Printed and computed figure of such a row, as they stand in its sentence. */
void brief_dispute_numbers(const struct tb_panel *panel, const struct tb_result *row, enum tb_language language,
                           struct tb_bytes *printed, struct tb_bytes *computed);

/** The sentence about such a row, without a full stop; BRIEF_DISPUTE_WHY only says what was computed from what. */
enum brief_dispute_part {
    BRIEF_DISPUTE_NAMED,
    BRIEF_DISPUTE_WHY
};
void brief_dispute_sentence(const struct tb_panel *panel, const struct tb_result *row, enum tb_language language,
                            enum brief_dispute_part part, struct tb_bytes *text);

/** Marks in the data of a chart that must be said in words beside a bare picture; "" when none. */
void brief_data_marks(const struct tb_panel *panel, const uint32_t *series, size_t n, enum tb_language language,
                      struct tb_bytes *text);

/** Text of the bytes, never NULL. */
const char *brief_text(struct tb_bytes *bytes);

/** One word or phrase of the program in a language. */
struct tb_phrase {
    const char *english, *chinese;
};
static inline const char *brief_say(struct tb_phrase phrase, enum tb_language language)
{
    return language == TB_CHINESE ? phrase.chinese : phrase.english;
}

#endif
