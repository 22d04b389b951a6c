/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Everything the briefing can say about a figure: phrases in both languages, and how they are filled. */
#ifndef BRIEF_PHRASES_H
#define BRIEF_PHRASES_H

#include "words.h"

/* Texts that a phrase is filled with, named {like this} in it. */
enum slot {
    SLOT_NAME,
    SLOT_REGION,
    SLOT_WHEN,
    SLOT_VALUE,
    SLOT_SPAN,
    SLOT_CHANGE,
    SLOT_TIMES,
    SLOT_POINTS,
    SLOT_YEAR,
    SLOT_AVERAGE,
    SLOT_UNIT,
    SLOT_OTHER,
    SLOT_OTHER_VALUE,
    SLOT_COUNT,
    SLOT_TEXT,
    SLOT_PRINTED,
    SLOT_COMPUTED,
    SLOT_INPUTS,
    SLOT_BASE,
    SLOT_FORM,
    SLOT_IS,
    SLOT_UP,
    SLOT_DOWN,
    SLOTS
};

enum phrase_id {
    /* the year */
    WHEN_YEAR,
    WHEN_PART,
    WHEN_H1,
    WHEN_H2,
    WHEN_Q1,
    WHEN_Q2,
    WHEN_Q3,
    WHEN_Q4,
    SPAN,
    /* the value */
    SAY_VALUE,
    SAY_VALUE_ROSE,
    SAY_VALUE_FELL,
    SAY_TREND_UP,
    SAY_TREND_DOWN,
    SAY_TENDS_UP,
    SAY_TENDS_DOWN,
    SAY_NO_TREND,
    SAY_NOTHING,
    SAY_REGIONS,
    SAY_REGIONS_EQUAL,
    SAY_REGIONS_PLAIN,
    SAY_ITEMS,
    SAY_ITEMS_EQUAL,
    SAY_ITEMS_PLAIN,
    SAY_INDEX,
    SAY_STACKED,
    SAY_SHARE_OF,
    SAY_SHARE,
    SAY_SLOPE,
    SAY_SLOPE_UP,
    SAY_SLOPE_DOWN,
    SAY_SLOPE_ITEMS,
    SAY_BUMP,
    SAY_BUMP_LEADER,
    SAY_LEADER,
    SAY_VERDICTS,
    SAY_VERDICTS_UP,
    SAY_VERDICTS_DOWN,
    SAY_VERDICTS_REGIONS,
    SAY_VERDICTS_REGIONS_UP,
    SAY_VERDICTS_REGIONS_DOWN,
    SAY_CONTRIBUTION_UP,
    SAY_CONTRIBUTION_DOWN,
    SAY_OUTSIDE,
    SAY_NONE_OUTSIDE,
    /* what several series are */
    SUBJECT_REGIONS,
    SUBJECT_PARTS,
    SUBJECT_TWO,
    SUBJECT_MANY,
    /* the change against the year before, after the value */
    CHANGE_UP,
    CHANGE_DOWN,
    CHANGE_UP_TIMES,
    CHANGE_UP_POINTS,
    CHANGE_DOWN_POINTS,
    CHANGE_UP_AMOUNT,
    CHANGE_DOWN_AMOUNT,
    CHANGE_NONE,
    CHANGE_UP_AT_LEAST,
    CHANGE_DOWN_AT_LEAST,
    CHANGE_UP_POINTS_AT_LEAST,
    CHANGE_DOWN_POINTS_AT_LEAST,
    CHANGE_UNKNOWN,
    CHANGE_SINCE,
    SINCE_UP,
    SINCE_DOWN,
    CHANGE_OLD_BASIS,
    /* the yearly average inside a trend */
    AVERAGE_UP,
    AVERAGE_DOWN,
    AVERAGE_UP_POINTS,
    AVERAGE_DOWN_POINTS,
    TURN_HIGHEST,
    TURN_LOWEST,
    MOST_IN_ONE_YEAR,
    /* the trend as a sentence of its own */
    TREND_UP_SENTENCE,
    TREND_DOWN_SENTENCE,
    TENDS_UP_SENTENCE,
    TENDS_DOWN_SENTENCE,
    NO_TREND_SENTENCE,
    /* printed against computed */
    DISPUTE,
    DISPUTE_PARTS,
    DISPUTE_STOCK,
    DISPUTE_WHY,
    DISPUTE_WHY_PARTS,
    DISPUTE_WHY_STOCK,
    DISPUTE_INPUTS,
    DISPUTE_BASE,
    DISPUTE_NUMERATOR,
    DISPUTE_NAMED,
    DISPUTES_MORE,
    DISPUTES_ONE_MORE,
    /* around the chart */
    SUBTITLE_REGION,
    SUBTITLE,
    FOOT_SOURCE,
    FOOT_SOURCE_MORE,
    FOOT_ANNOUNCED,
    SAY_ANNOUNCED,
    SAY_LINKED,
    ALT,
    ALT_SEVERAL,
    ALT_POINT,
    MARK_BREAK,
    MARK_LINK,
    MARK_GAP,
    MARK_UPPER,
    MARK_LOWER,
    MARK_ABOUT,
    MARK_PROVISIONAL,
    MARK_ESTIMATED,
    MARK_UNRELIABLE,
    MARK_PART,
    MARK_COMPUTED,
    /* speaker notes */
    NOTE_METHOD,
    NOTE_P,
    NOTE_P_SMALL,
    NOTE_DATA,
    NOTE_ABOUT,
    NOTE_YEAR,
    NOTE_SOURCES,
    NOTE_MORE,
    NOTE_LOWER_GOOD,
    NOTE_HIGHER_GOOD,
    NOTE_LOWER_BAD,
    NOTE_HIGHER_BAD,
    NOTE_UNDECIDED,
    PHRASES
};

/** Texts for the slots of phrases in one language; brief_facts_free releases them. */
struct brief_facts {
    struct tb_bytes slot[SLOTS];
    enum tb_language language;
};

/** A phrase as it stands in the table, its slots unfilled. */
const char *brief_phrase(enum phrase_id which, enum tb_language language);
/** How a value stands to the truth: "at most " in a sentence, "≤" in a cell. */
const char *brief_state_word(unsigned state, bool cell, enum tb_language language);

/** A slot, emptied, to be written into. */
struct tb_bytes *brief_slot(struct brief_facts *facts, enum slot which);

/** Releases the slots. */
void brief_facts_free(struct brief_facts *facts);

/** Text of the data, made safe for a line of plain text. */
void brief_add_safe(struct tb_bytes *text, const char *data);

/** Appends a phrase with its slots filled.  What stands in a slot is never read as a phrase again. */
void brief_fill(struct tb_bytes *text, const struct brief_facts *facts, enum phrase_id which);

#endif
