/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What looks wrong in figures that were read without a fault: a slipped unit, a copied column, a total among the
 * regions, a new basis that only a note tells of.
 *
 * A finding changes nothing.  It shows the numbers it rests on, so that a person can judge it.
 */
#ifndef TRENDBOOK_FINDINGS_H
#define TRENDBOOK_FINDINGS_H

#include "panel.h"

#ifdef __cplusplus
extern "C" {
#endif

enum tb_weight {
    TB_WORTH_KNOWING, /* no fault: how the data is to be understood */
    TB_DOUBTFUL,      /* unusual; look at the source */
    TB_IMPOSSIBLE,    /* cannot be as it stands; --strict fails on it */
};

/** One row of the registry of findings. */
struct tb_finding_kind {
    const char *id;
    enum tb_weight weight;
    const char *title_en, *title_zh;
    const char *fires; /* when it is said, in words */
    /* the sentence: {name} {other} {indicator} {year} {year2} {a} {b} {c} {d} {word} {word2} are filled in */
    const char *english, *chinese;
};
const struct tb_finding_kind *tb_finding_kinds(size_t *n);

#define TB_NO_OBSERVATION SIZE_MAX

struct tb_finding {
    const struct tb_finding_kind *kind;
    uint32_t series, other; /* series of the panel, or TB_NOWHERE */
    size_t observation;     /* the value it points at, or TB_NO_OBSERVATION: the series as a whole */
    size_t observation2;    /* the value of `other`, or TB_NO_OBSERVATION */
    int16_t year, year2;    /* 0: none */
    double number[4];       /* a, b, c, d; NaN: none */
    char *word, *word2;     /* pieces of the data: a unit, a note; owned; may be NULL */
    uint8_t clause;         /* an addition to the sentence; 0: none */
    /* A line that would settle it, whole, in the form of its file; NULL: none.  It replaces line `line` of `file`, or,
     * with line 0, is added to a new file whose first line is `header`. */
    char *suggestion;
    char *file, *header;
    size_t line;
};

struct tb_findings {
    struct tb_finding *row;
    size_t n, capacity;
};

/**
 * Looks through a finished panel.  findings receives them by kind in the order of the registry, then by series; the
 * caller frees it with tb_findings_free.  Series that trendbook computed are left out.  TB_NO_MEMORY or TB_OK.
 */
enum tb_status tb_find(const struct tb_panel *panel, struct tb_findings **findings, struct tb_log *log);
void tb_findings_free(struct tb_findings *findings);

/** The sentence of a finding, allocated; NULL when out of memory. */
char *tb_finding_text(const struct tb_panel *panel, const struct tb_finding *finding, enum tb_language language);
/** Where its value stands; of a finding about a whole series, its row of the catalogue or its first value. */
struct tb_place tb_finding_place(const struct tb_panel *panel, const struct tb_finding *finding);

/** A year from which, as a note of the data says, figures stand on a new basis that no flag b sets. */
struct tb_announced {
    size_t observation; /* the first on the new basis */
    size_t before;      /* the last value before it */
    const char *clause; /* what the note says of it, within a text of the panel: `length` bytes */
    size_t length;
};

/**
 * The announced new bases of a series, each observation once, at most `most`; returns how many.  A rate that trendbook
 * computed has those of its numerator and denominator.  Nothing is set: a person decides whether the note means that.
 */
size_t tb_announced_bases(const struct tb_panel *panel, uint32_t series, struct tb_announced *row, size_t most);

#ifdef __cplusplus
}
#endif

#endif
