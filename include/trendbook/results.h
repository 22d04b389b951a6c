/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The result table: one row a number, the same for every statistic and every writer.
 *
 * indicator,region,from,to,statistic,value,lower,upper,se,p,n,method,note
 * An absent number is NaN here and an empty field in every output; an absent value always has a note that says why.
 */
#ifndef TRENDBOOK_RESULTS_H
#define TRENDBOOK_RESULTS_H

#include "output.h"
#include "panel.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Why a value is absent, or what was found.  Each code has one row of text (English, Chinese) in src/model/notes.c. */
enum tb_note_code {
    TB_NOTE_NONE,
    /* why there is no value */
    TB_NOTE_YEAR_MISSING,   /* year: "2021 is missing" */
    TB_NOTE_NO_VALUE,       /* year: the year is listed but has no value */
    TB_NOTE_NEW_BASIS,      /* year: "new basis from 2024" */
    TB_NOTE_PERIOD_DIFFERS, /* "2025 covers only part of the year" (year) */
    TB_NOTE_BASE_ZERO,      /* "base is 0" */
    TB_NOTE_BASE_NEGATIVE,  /* "base is below 0" */
    TB_NOTE_VALUE_NEGATIVE, /* "a value is below 0": it has no growth rate */
    TB_NOTE_ONLY_BOUND,     /* "only a bound is known for 2023" (year) */
    TB_NOTE_TOO_FEW_YEARS,  /* a: years needed, b: years there */
    TB_NOTE_CONSTANT,       /* "all values are equal" */
    TB_NOTE_PERFECT_FIT,    /* "all points lie on the line: no standard error" */
    TB_NOTE_OVERFLOW,       /* "too large for a number" */
    TB_NOTE_NOT_COUNTS,     /* limits need counts */
    TB_NOTE_PART_MISSING,   /* name: numerator, denominator or part with no value in year */
    TB_NOTE_DENOMINATOR_ZERO,
    TB_NOTE_NUMERATOR_ABOVE, /* numerator above denominator */
    TB_NOTE_NOT_PERCENT,     /* percentage points need an indicator in percent */
    TB_NOTE_NEGATIVE_PART,   /* a share needs parts of 0 or more */
    TB_NOTE_UNITS_DIFFER,    /* name: unit that does not fit */
    TB_NOTE_NOT_POSITIVE,    /* year: a logarithm needs values above 0 */
    TB_NOTE_NOT_INSIDE,      /* year: log odds need values between 0 and 100 % */
    TB_NOTE_NEEDS_COUNTS,    /* year: its value is no exact count */
    TB_NOTE_ALL_ZERO,        /* "all values are 0" */
    TB_NOTE_NO_FINITE_SLOPE, /* all events at one end: the best slope is infinite */
    TB_NOTE_TOO_FEW_PAIRS,   /* a: pairs of neighbouring years needed, b: there */
    TB_NOTE_NO_WAY_TO_GO,    /* year: meets the target already */
    TB_NOTE_TOO_FAR,         /* year: further ahead than forecasts go */
    TB_NOTE_NO_SPREAD,       /* neighbouring years are all equal */
    TB_NOTE_NOTHING_SHOWS,   /* b: years, in which no growth however large would be found */
    /* verdicts */
    TB_NOTE_RISING,
    TB_NOTE_FALLING,
    TB_NOTE_NO_CLEAR_CHANGE,
    TB_NOTE_VERDICT_TOO_FEW, /* "too few years": a years needed, b years there */
    TB_NOTE_BROKEN,          /* no segment on one basis is long enough; year of the last break */
    TB_NOTE_DEPENDS_ON_BOUND,
    /* audit */
    TB_NOTE_AGREES,            /* printed a agrees with computed b within rounding */
    TB_NOTE_DIFFERS,           /* printed a, computed b */
    TB_NOTE_DIFFERS_BASE,      /* printed a, computed b; a holds from a base of c */
    TB_NOTE_DIFFERS_NUMERATOR, /* printed a, computed b; a holds for a numerator of c */
    /* targets */
    TB_NOTE_TARGET_MET,
    TB_NOTE_TARGET_MISSED,
    TB_NOTE_ON_TRACK,   /* so far 95 % or more of the pace that the target asks for */
    TB_NOTE_SLOW,       /* 60 to 95 % */
    TB_NOTE_TOO_SLOW,   /* 0 to 60 % */
    TB_NOTE_MOVED_AWAY, /* the other way */
    /* control charts: which rule a year breaks */
    TB_NOTE_OUTSIDE_LIMITS,
    TB_NOTE_RUN_ONE_SIDE, /* one of a years in a row on one side of the centre */
    TB_NOTE_RUN_ONE_WAY,  /* one of a years in a row, each beyond the one before */
    TB_NOTE_OUTER_THIRD,  /* one of two of three years in the outer third */
    TB_NOTE_NO_SIGNAL,
    /* shifts */
    TB_NOTE_NEW_LEVEL,        /* year: first of the new level */
    TB_NOTE_ONE_LEVEL,        /* one level fits at least as well */
    TB_NOTE_LINE_FITS_BETTER, /* a straight line fits better than a shift */
    TB_NOTE_ONE_LINE,         /* one line fits at least as well as a bent one */
    TB_NOTE_SEVERAL_YEARS,    /* several years do equally well, from lower to upper */
    /* many tests */
    TB_NOTE_AMONG, /* a: tests in the family */
    /* two proportions */
    TB_NOTE_BORDERLINE, /* exact test and interval lie on different sides of the level */
    TB_NOTE_CODES
};

/** Caveats, a mask: said beside a value that does stand.  One row of text each in src/model/notes.c. */
enum tb_caveat {
    TB_CAVEAT_ABOUT = 1 << 0, /* a printed "about" went in as a point */
    TB_CAVEAT_BOUND = 1 << 1, /* lower and upper come from a bound */
    TB_CAVEAT_PROVISIONAL = 1 << 2,
    TB_CAVEAT_ESTIMATED = 1 << 3,
    TB_CAVEAT_UNRELIABLE = 1 << 4,
    TB_CAVEAT_REVISED = 1 << 5,
    TB_CAVEAT_PART_YEAR = 1 << 6,
    TB_CAVEAT_LAST_SEGMENT = 1 << 7, /* only the years since the last break were used */
    TB_CAVEAT_GAPS = 1 << 8,         /* years are missing inside the span */
    TB_CAVEAT_AUTOCORRELATED = 1 << 9,
    TB_CAVEAT_COMPUTED = 1 << 10, /* computed from numerator and denominator, printed nowhere */
    TB_CAVEAT_FEW_YEARS = 1 << 11,
    TB_CAVEAT_ALL_BOUNDS = 1 << 12,    /* holds for every value the bounds allow */
    TB_CAVEAT_OVERDISPERSED = 1 << 13, /* the figures scatter more than counts of independent events would */
    TB_CAVEAT_CUT = 1 << 14, /* a value or limit beyond what the indicator can be was put at its end (0, 100 %) */
    TB_CAVEAT_FEW_EVENTS = 1 << 15, /* a rate of so few events that it says little */
    TB_CAVEAT_OLD_BASIS = 1 << 16,  /* a change into a break: both years on the basis before it */
    TB_CAVEAT_LINKED = 1 << 17,     /* years before a break were put on the newest basis: tb_link */
    TB_CAVEATS = 18                 /* how many */
};

struct tb_note {
    uint16_t code; /* enum tb_note_code */
    int16_t year;
    uint32_t caveats; /* mask of enum tb_caveat */
    uint32_t name;    /* indicator number, or a name where the code says so */
    uint32_t linked;  /* name: where the series is linked and by what, said with TB_CAVEAT_LINKED */
    double a, b, c;
};

struct tb_result {
    uint32_t series;                   /* number of the panel's series */
    int16_t from, to;                  /* one year: equal; a change: both years; a trend: first and last year used */
    int32_t n;                         /* observations used; 0 = does not apply */
    const char *statistic;             /* id; static text of the registry */
    const char *method;                /* static text, English, may be "" */
    double value, lower, upper, se, p; /* NaN = empty */
    struct tb_note note;
};

struct tb_results {
    struct tb_result *row;
    size_t n, capacity;
    size_t *first; /* rows of series s: first[s] .. first[s + 1] - 1 */
    size_t n_series;
};

void tb_results_free(struct tb_results *results);

/** Rows of one series and statistic (they stand together).  *n receives how many; NULL when none. */
const struct tb_result *tb_results_of(const struct tb_results *results, uint32_t series, const char *statistic,
                                      size_t *n);
/** The row of one series, statistic and pair of years, or NULL. */
const struct tb_result *tb_results_at(const struct tb_results *results, uint32_t series, const char *statistic,
                                      int from, int to);

/**
 * Leaves only the chosen series (one bool a series) in the panel and their rows in the results; series are renumbered
 * in both.  results may be NULL.
 */
void tb_keep_series(struct tb_panel *panel, struct tb_results *results, const bool *chosen);

/** The method, and that breaks were linked where that holds. */
void tb_method_text(const struct tb_result *row, char *text, size_t size);

/**
 * The note as a sentence part in a language: reason or finding, then caveats, joined by "; ".  Empty when there is
 * nothing to say.  Writes at most `size` bytes with the NUL, never half a character; returns the length wanted.
 */
size_t tb_note_text(const struct tb_panel *panel, const struct tb_note *note, enum tb_language language, char *text,
                    size_t size);

/**
 * The whole table as CSV (RFC 4180, UTF-8, LF; numbers read back exactly).  Text that a spreadsheet would run as a
 * formula gets a leading apostrophe.
 */
void tb_results_csv(const struct tb_panel *panel, const struct tb_results *results, enum tb_language language,
                    struct tb_bytes *csv);
/** One text as a CSV field, quoted where needed and neutral to spreadsheets: the one way any CSV of ours writes text.
 */
void tb_csv_field(struct tb_bytes *csv, const char *text);

#ifdef __cplusplus
}
#endif

#endif
