/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the briefing says.  Every expected text is written by hand from the wording rules: numbers by the rules of
 * number.h, Chinese as the statistical bulletins have it, a growth of 240 % is 增长2.4倍 and 3.4 times the level.
 */
#include "brief/words.h"
#include "brief_fixture.h"
#include "run.h"

#include "brief/measure.h"

struct word_case {
    const char *what;
    const char *unit;
    enum tb_kind kind;
    const char *data, *rows;
    const char *zh, *en;           /* findings */
    const char *zh_says, *en_says; /* sentences; NULL: the finding and a full stop */
};

/* Numbers of notes, as enum tb_note_code has them. */
enum {
    MISSING = TB_NOTE_YEAR_MISSING,
    NEW_BASIS = TB_NOTE_NEW_BASIS,
    BASE_ZERO = TB_NOTE_BASE_ZERO,
    ONLY_BOUND = TB_NOTE_ONLY_BOUND,
    RISING = TB_NOTE_RISING,
    FALLING = TB_NOTE_FALLING,
    NO_CHANGE = TB_NOTE_NO_CLEAR_CHANGE,
    TOO_FEW = TB_NOTE_VERDICT_TOO_FEW,
    BROKEN = TB_NOTE_BROKEN,
    DEPENDS = TB_NOTE_DEPENDS_ON_BOUND
};

/* `@NAME` in rows is replaced by the number of that note. */
static const struct {
    const char *name;
    int number;
} codes[] = {{"@MISSING", MISSING},
             {"@NEW_BASIS", NEW_BASIS},
             {"@BASE_ZERO", BASE_ZERO},
             {"@ONLY_BOUND", ONLY_BOUND},
             {"@RISING", RISING},
             {"@FALLING", FALLING},
             {"@NO_CHANGE", NO_CHANGE},
             {"@TOO_FEW", TOO_FEW},
             {"@BROKEN", BROKEN},
             {"@DEPENDS", DEPENDS},
             {"@DIFFERS_BASE", TB_NOTE_DIFFERS_BASE},
             {"@DIFFERS", TB_NOTE_DIFFERS},
             {"@AGREES", TB_NOTE_AGREES}};

static const char *with_codes(const char *rows, char *text, size_t size)
{
    size_t n = 0;
    while (*rows && n + 8 < size) {
        size_t i = 0;
        while (i < sizeof codes / sizeof codes[0] && strncmp(rows, codes[i].name, strlen(codes[i].name)) != 0)
            i++;
        if (i < sizeof codes / sizeof codes[0]) {
            n += (size_t)snprintf(text + n, size - n, "%d", codes[i].number);
            rows += strlen(codes[i].name);
        } else
            text[n++] = *rows++;
    }
    text[n] = '\0';
    return text;
}

#define NAME_ZH "行政处罚案件"
#define NAME_EN "Penalty cases"

static const struct word_case cases[] = {
    {"one year", "件", TB_COUNT, "2024:403", "", NAME_ZH "2024年为403件", NAME_EN " came to 403 in 2024", NULL, NULL},
    {"growth, too few years", "件", TB_COUNT, "2023:208 2024:403",
     "yoy_pct 2023 2024 93.75; verdict 2023 2024 - note=@TOO_FEW a=5 b=2", NAME_ZH "2024年为403件，同比增长93.8%",
     NAME_EN " rose to 403 in 2024, up 93.8% in a year", NULL, NULL},
    {"fall", "件", TB_COUNT, "2023:403 2024:208", "yoy_pct 2023 2024 -48.3870967741935",
     NAME_ZH "2024年为208件，同比下降48.4%", NAME_EN " fell to 208 in 2024, down 48.4% in a year", NULL, NULL},
    {"no change", "件", TB_COUNT, "2023:208 2024:208", "yoy_pct 2023 2024 0", NAME_ZH "2024年为208件，与上年持平",
     NAME_EN " came to 208 in 2024, the same as in 2023", NULL, NULL},
    {"half to even: 12.25 is 12.2", "件", TB_COUNT, "2023:400 2024:449", "yoy_pct 2023 2024 12.25",
     NAME_ZH "2024年为449件，同比增长12.2%", NAME_EN " rose to 449 in 2024, up 12.2% in a year", NULL, NULL},
    {"a small change does not become 0", "件", TB_COUNT, "2023:9999 2024:9997", "yoy_pct 2023 2024 -0.020002000200020",
     NAME_ZH "2024年为9997件，同比下降0.02%", NAME_EN " fell to 9,997 in 2024, down 0.02% in a year", NULL, NULL},
    {"199.9 % is still a percentage", "件", TB_COUNT, "2023:1000 2024:2999", "yoy_pct 2023 2024 199.9",
     NAME_ZH "2024年为2999件，同比增长199.9%", NAME_EN " rose to 2,999 in 2024, up 199.9% in a year", NULL, NULL},
    {"from 200 % in multiples: by 2 times, 3 times the level", "件", TB_COUNT, "2023:100 2024:300",
     "yoy_pct 2023 2024 200", NAME_ZH "2024年为300件，同比增长2倍",
     NAME_EN " rose to 300 in 2024, 3.0 times the 2023 level", NULL, NULL},
    {"by 2.4 times, 3.4 times the level", "件", TB_COUNT, "2023:100 2024:340", "yoy_pct 2023 2024 240",
     NAME_ZH "2024年为340件，同比增长2.4倍", NAME_EN " rose to 340 in 2024, 3.4 times the 2023 level", NULL, NULL},
    {"a fall is never in multiples", "件", TB_COUNT, "2023:300 2024:3", "yoy_pct 2023 2024 -99",
     NAME_ZH "2024年为3件，同比下降99.0%", NAME_EN " fell to 3 in 2024, down 99.0% in a year", NULL, NULL},
    {"amounts carry their unit in English too", "万元", TB_AMOUNT, "2023:50 2024:60", "yoy_pct 2023 2024 20",
     NAME_ZH "2024年为60万元，同比增长20.0%", NAME_EN " rose to 600,000 yuan in 2024, up 20.0% in a year", NULL, NULL},
    {"percentage points down", "%", TB_RATE, "2023:0.31 2024:0.23", "yoy_pp 2023 2024 -0.08",
     NAME_ZH "2024年为0.23%，同比下降0.08个百分点",
     NAME_EN " fell to 0.23% in 2024, down 0.08 percentage points in a year", NULL, NULL},
    {"percentage points up, one of them", "%", TB_RATE, "2023:95 2024:96", "yoy_pp 2023 2024 1",
     NAME_ZH "2024年为96%，同比上升1个百分点", NAME_EN " rose to 96% in 2024, up 1 percentage point in a year", NULL,
     NULL},
    {"the relative change of a percentage is not what is said", "%", TB_RATE, "2023:0.31 2024:0.23",
     "yoy_pct 2023 2024 -25.8; yoy_pp 2023 2024 -0.08", NAME_ZH "2024年为0.23%，同比下降0.08个百分点",
     NAME_EN " fell to 0.23% in 2024, down 0.08 percentage points in a year", NULL, NULL},
    {"a base of 0 has no percentage", "件", TB_COUNT, "2023:0 2024:1",
     "yoy_pct 2023 2024 - note=@BASE_ZERO; yoy_abs 2023 2024 1", NAME_ZH "2024年为1件，同比增加1件",
     NAME_EN " rose to 1 in 2024, up 1 in a year", NULL, NULL},
    {"nothing left", "件", TB_COUNT, "2023:2 2024:0", "yoy_pct 2023 2024 -100", NAME_ZH "2024年为0件，同比下降100.0%",
     NAME_EN " fell to 0 in 2024, down 100.0% in a year", NULL, NULL},
    {"a negative value", "人", TB_COUNT, "2024:-22", "", NAME_ZH "2024年为−22人", NAME_EN " came to −22 in 2024", NULL,
     NULL},
    {"an upper bound", "%", TB_RATE, "2023:<=0.23", "", NAME_ZH "2023年不超过0.23%",
     NAME_EN " came to at most 0.23% in 2023", NULL, NULL},
    {"a strict upper bound", "%", TB_RATE, "2023:<0.23", "", NAME_ZH "2023年不到0.23%",
     NAME_EN " came to under 0.23% in 2023", NULL, NULL},
    {"a lower bound", "辆次", TB_COUNT, "2023:>=4800", "", NAME_ZH "2023年至少4800辆次",
     NAME_EN " came to at least 4,800 in 2023", NULL, NULL},
    {"a strict lower bound", "辆次", TB_COUNT, "2023:>4800", "", NAME_ZH "2023年超过4800辆次",
     NAME_EN " came to over 4,800 in 2023", NULL, NULL},
    {"about", "辆次", TB_COUNT, "2023:~4800", "", NAME_ZH "2023年约4800辆次", NAME_EN " came to about 4,800 in 2023",
     NULL, NULL},
    {"a change from an approximate value is approximate", "件", TB_COUNT, "2023:~200 2024:403",
     "yoy_pct 2023 2024 101.5 caveats=1", NAME_ZH "2024年为403件，同比增长约101.5%",
     NAME_EN " rose to 403 in 2024, up about 101.5% in a year", NULL, NULL},
    {"a change from a bound: the title keeps to the value, the sentence says what is sure", "辆次", TB_COUNT,
     "2023:4500 2024:>=4800", "yoy_pct 2023 2024 - lower=6.66666666666667 caveats=2", NAME_ZH "2024年至少4800辆次",
     NAME_EN " came to at least 4,800 in 2024", NAME_ZH "2024年至少4800辆次，同比至少增长6.7%。",
     NAME_EN " came to at least 4,800 in 2024, up at least 6.7% in a year."},
    {"a sure fall in points", "%", TB_RATE, "2023:0.31 2024:<=0.23", "yoy_pp 2023 2024 - lower=-0.31 upper=-0.08",
     NAME_ZH "2024年不超过0.23%", NAME_EN " came to at most 0.23% in 2024",
     NAME_ZH "2024年不超过0.23%，同比至少下降0.08个百分点。",
     NAME_EN " came to at most 0.23% in 2024, down at least 0.08 percentage points in a year."},
    {"the bound leaves the direction open", "%", TB_RATE, "2023:<=0.23 2024:0.2",
     "yoy_pp 2023 2024 - lower=-0.03 upper=0.2 note=@ONLY_BOUND year=2023", NAME_ZH "2024年为0.2%",
     NAME_EN " came to 0.2% in 2024", NAME_ZH "2024年为0.2%（与上年不可比：2023年只知界限）。",
     NAME_EN " came to 0.2% in 2024 (no change over the year: only a bound is known for 2023)."},
    {"a new basis", "件", TB_COUNT, "2023:208 2024:403,b", "yoy_pct 2023 2024 - note=@NEW_BASIS year=2024",
     NAME_ZH "2024年为403件", NAME_EN " came to 403 in 2024", NAME_ZH "2024年为403件（与上年不可比：2024年起新口径）。",
     NAME_EN " came to 403 in 2024 (no change over the year: new basis from 2024)."},
    {"a gap", "件", TB_COUNT, "2022:208 2024:403", "yoy_pct 2023 2024 - note=@MISSING year=2023",
     NAME_ZH "2024年为403件", NAME_EN " came to 403 in 2024", NAME_ZH "2024年为403件（缺2023年数据；2022年为208件）。",
     NAME_EN " came to 403 in 2024 (2023 is missing; 208 in 2022)."},
    {"a gap, with the mean growth since: (441 / 400)^(1/2) = 1.05", "件", TB_COUNT, "2022:400 2024:441",
     "yoy_pct 2023 2024 - note=@MISSING year=2023; annualised_pct 2022 2024 5", NAME_ZH "2024年为441件",
     NAME_EN " came to 441 in 2024", NAME_ZH "2024年为441件（缺2023年数据；2022年为400件，年均增长5.0%）。",
     NAME_EN " came to 441 in 2024 (2023 is missing; 400 in 2022, up 5.0% a year since)."},
    {"a gap after a bound", "辆次", TB_COUNT, "2022:>=4800 2024:5000", "yoy_pct 2023 2024 - note=@MISSING year=2023",
     NAME_ZH "2024年为5000辆次", NAME_EN " came to 5,000 in 2024",
     NAME_ZH "2024年为5000辆次（缺2023年数据；2022年至少4800辆次）。",
     NAME_EN " came to 5,000 in 2024 (2023 is missing; at least 4,800 in 2022)."},
    {"a percentage across a gap has no growth rate", "%", TB_RATE, "2022:100 2024:81",
     "yoy_pp 2023 2024 - note=@MISSING year=2023; annualised_pct 2022 2024 -10", NAME_ZH "2024年为81%",
     NAME_EN " came to 81% in 2024", NAME_ZH "2024年为81%（缺2023年数据；2022年为100%）。",
     NAME_EN " came to 81% in 2024 (2023 is missing; 100% in 2022)."},
    {"a gap and a new basis", "件", TB_COUNT, "2022:208 2024:403,b", "yoy_pct 2023 2024 - note=@MISSING year=2023",
     NAME_ZH "2024年为403件", NAME_EN " came to 403 in 2024", NAME_ZH "2024年为403件（与上年不可比：缺2023年数据）。",
     NAME_EN " came to 403 in 2024 (no change over the year: 2023 is missing)."},
    {"part of a year does not stand for the series", "件", TB_COUNT, "2023:208 2024:403 2025/H1:150",
     "yoy_pct 2023 2024 93.75", NAME_ZH "2024年为403件，同比增长93.8%",
     NAME_EN " rose to 403 in 2024, up 93.8% in a year", NULL, NULL},
    {"only part of a year", "件", TB_COUNT, "2025/H1:150", "", NAME_ZH "2025年上半年为150件",
     NAME_EN " came to 150 in the first half of 2025", NULL, NULL},
    {"the last year is blank", "件", TB_COUNT, "2023:208 2024:-", "", NAME_ZH "2023年为208件",
     NAME_EN " came to 208 in 2023", NULL, NULL},
    {"a rising trend; 2.5 times in five years is 20.1 % a year", "件", TB_COUNT,
     "2019:8 2020:10 2021:12 2022:15 2023:18 2024:20",
     "yoy_pct 2023 2024 11.1111; cagr_pct 2019 2024 20.1124; verdict 2019 2024 1 n=6 p=0.0028 note=@RISING",
     NAME_ZH "2019—2024年呈上升趋势，年均增长20.1%，2024年为20件",
     NAME_EN " rose over 2019–2024 (+20.1% a year, compound), to 20 in 2024",
     NAME_ZH "2024年为20件，同比增长11.1%。2019—2024年呈上升趋势，年均增长20.1%。",
     NAME_EN " rose to 20 in 2024, up 11.1% in a year. Over 2019–2024 the trend was rising (+20.1% a year, compound)."},
    {"a falling trend with a rise at its end", "件", TB_COUNT, "2020:20 2021:15 2022:12 2023:8 2024:9",
     "yoy_pct 2023 2024 12.5; cagr_pct 2020 2024 -18.0974; verdict 2020 2024 -1 n=5 p=0.0333 note=@FALLING",
     NAME_ZH "2020—2024年总体下降，年均下降18.1%，2024年为9件", /* p from 0.01 on: weaker words */
     NAME_EN " tended to fall over 2020–2024 (−"
             "18.1% a year, compound), to 9 in 2024",
     NAME_ZH "2024年为9件，同比增长12.5%。2020—2024年总体下降，年均下降18.1%。",
     NAME_EN " rose to 9 in 2024, up 12.5% in a year. Over 2020–2024 it tended to fall (−"
             "18.1% a year, compound)."},
    {"an average of other years than the trend's is not said", "件", TB_COUNT, "2020:20 2021:15 2022:12 2023:9 2024:8",
     "yoy_pct 2023 2024 -11.1; cagr_pct 2021 2024 -18.9; verdict 2020 2024 -1 n=5 p=0.001 note=@FALLING",
     NAME_ZH "2020—2024年呈下降趋势，2024年为8件", NAME_EN " fell over 2020–2024, to 8 in 2024",
     NAME_ZH "2024年为8件，同比下降11.1%。2020—2024年呈下降趋势。",
     NAME_EN " fell to 8 in 2024, down 11.1% in a year. Over 2020–2024 the trend was falling."},
    {"neighbouring years go together: p of 0.001 is weak evidence", "件", TB_COUNT,
     "2019:8 2020:10 2021:12 2022:15 2023:18 2024:20",
     "yoy_pct 2023 2024 11.1111; cagr_pct 2019 2024 20.1124; verdict 2019 2024 1 n=6 p=0.001 caveats=512 note=@RISING",
     NAME_ZH "2019—2024年总体上升，年均增长20.1%，2024年为20件",
     NAME_EN " tended to rise over 2019–2024 (+20.1% a year, compound), to 20 in 2024",
     NAME_ZH "2024年为20件，同比增长11.1%。2019—2024年总体上升，年均增长20.1%。",
     NAME_EN " rose to 20 in 2024, up 11.1% in a year. Over 2019–2024 it tended to rise (+20.1% a year, compound)."},
    {"a rising trend that has turned: the rest of the way back is half of its range", "件", TB_COUNT,
     "2018:10 2019:14 2020:15 2021:20 2022:22 2023:18 2024:16",
     "yoy_pct 2023 2024 -11.1111; cagr_pct 2018 2024 8.1484; verdict 2018 2024 1 n=7 p=0.03 note=@RISING",
     NAME_ZH "2018—2024年总体上升，年均增长8.1%，2022年最高，2024年为16件",
     NAME_EN " tended to rise over 2018–2024 (+8.1% a year, compound), highest in 2022, to 16 in 2024",
     NAME_ZH "2024年为16件，同比下降11.1%。2018—2024年总体上升，年均增长8.1%，2022年最高。",
     NAME_EN " fell to 16 in 2024, down 11.1% in a year. Over 2018–2024 it tended to rise (+8.1% a year, compound), "
             "highest in 2022."},
    {"most of a trend in one year: 30 of 40 in all; its average is no steady pace", "件", TB_COUNT,
     "2019:60 2020:57 2021:55 2022:25 2023:22 2024:20",
     "yoy_pct 2023 2024 -9.0909; cagr_pct 2019 2024 -19.7258; verdict 2019 2024 -1 n=6 p=0.0028 note=@FALLING",
     NAME_ZH "2019—2024年呈下降趋势，年均下降19.7%，一半以上在2022年，2024年为20件",
     NAME_EN " fell over 2019–2024 (−"
             "19.7% a year, compound), mostly in 2022, to 20 in 2024",
     NAME_ZH "2024年为20件，同比下降9.1%。2019—2024年呈下降趋势，年均下降19.7%，一半以上在2022年。",
     NAME_EN " fell to 20 in 2024, down 9.1% in a year. Over 2019–2024 the trend was falling (−"
             "19.7% a year, compound), mostly in 2022."},
    {"to and fro: 30 of 70 in one year is not most of it", "件", TB_COUNT,
     "2018:60 2019:50 2020:57 2021:55 2022:25 2023:32 2024:18",
     "yoy_pct 2023 2024 -43.75; cagr_pct 2018 2024 -18.2; verdict 2018 2024 -1 n=7 p=0.03 note=@FALLING",
     NAME_ZH "2018—2024年总体下降，年均下降18.2%，2024年为18件",
     NAME_EN " tended to fall over 2018–2024 (−"
             "18.2% a year, compound), to 18 in 2024",
     NAME_ZH "2024年为18件，同比下降43.8%。2018—2024年总体下降，年均下降18.2%。",
     NAME_EN " fell to 18 in 2024, down 43.8% in a year. Over 2018–2024 it tended to fall (−"
             "18.2% a year, compound)."},
    {"a falling trend that ends where it began: no average, but its lowest year", "件", TB_COUNT,
     "2019:20 2020:15 2021:12 2022:9 2023:8 2024:21",
     "yoy_pct 2023 2024 162.5; cagr_pct 2019 2024 0.9806; verdict 2019 2024 -1 n=6 p=0.04 note=@FALLING",
     NAME_ZH "2019—2024年总体下降，2023年最低，2024年为21件",
     NAME_EN " tended to fall over 2019–2024, lowest in 2023, to 21 in 2024",
     NAME_ZH "2024年为21件，同比增长162.5%。2019—2024年总体下降，2023年最低。",
     NAME_EN " rose to 21 in 2024, up 162.5% in a year. Over 2019–2024 it tended to fall, lowest in 2023."},
    {"no clear trend", "件", TB_COUNT, "2020:20 2021:15 2022:22 2023:9 2024:18",
     "yoy_pct 2023 2024 100; verdict 2020 2024 0 n=5 p=0.8 note=@NO_CHANGE",
     NAME_ZH "2024年为18件，2020—2024年无明确升降趋势",
     NAME_EN " came to 18 in 2024, with no clear trend over 2020–2024",
     NAME_ZH "2024年为18件，同比增长100.0%。2020—2024年无明确升降趋势。",
     NAME_EN " rose to 18 in 2024, up 100.0% in a year. Over 2020–2024 there was no clear trend."},
    {"a percentage rises by points a year, not by percent", "%", TB_RATE, "2020:10 2021:12 2022:13 2023:15 2024:16",
     "yoy_pp 2023 2024 1; cagr_pct 2020 2024 12.5; ols_slope 2020 2024 1.5; verdict 2020 2024 1 n=5 p=0.0167 "
     "note=@RISING",
     NAME_ZH "2020—2024年总体上升，按趋势线每年上升1.5个百分点，2024年为16%",
     NAME_EN " tended to rise over 2020–2024 (+1.5 percentage points a year, fitted line), to 16% in 2024",
     NAME_ZH "2024年为16%，同比上升1个百分点。2020—2024年总体上升，按趋势线每年上升1.5个百分点。",
     NAME_EN " rose to 16% in 2024, up 1 percentage point in a year. Over 2020–2024 it tended to rise (+1.5 percentage "
             "points a year, fitted line)."},
    {"a verdict that depends on a bound says nothing in the title", "%", TB_RATE,
     "2020:0.31 2021:0.28 2022:0.26 2023:0.25 2024:0.23", "yoy_pp 2023 2024 -0.02; verdict 2020 2024 - note=@DEPENDS",
     NAME_ZH "2024年为0.23%，同比下降0.02个百分点",
     NAME_EN " fell to 0.23% in 2024, down 0.02 percentage points in a year", NULL, NULL},
    {"a broken series", "件", TB_COUNT, "2022:5 2023:7 2024:403,b",
     "yoy_pct 2023 2024 - note=@NEW_BASIS year=2024; verdict 2024 2024 - note=@BROKEN year=2024",
     NAME_ZH "2024年为403件", NAME_EN " came to 403 in 2024", NAME_ZH "2024年为403件（与上年不可比：2024年起新口径）。",
     NAME_EN " came to 403 in 2024 (no change over the year: new basis from 2024)."},
    {"large numbers are rescaled as on the chart", "件", TB_COUNT, "2023:1000000 2024:1234567",
     "yoy_pct 2023 2024 23.4567", NAME_ZH "2024年为123.5万件，同比增长23.5%",
     NAME_EN " rose to 1.235 million in 2024, up 23.5% in a year", NULL, NULL},
    {"no unit at all", NULL, TB_KIND_UNKNOWN, "2023:5 2024:6", "yoy_pct 2023 2024 20",
     NAME_ZH "2024年为6，同比增长20.0%", NAME_EN " rose to 6 in 2024, up 20.0% in a year", NULL, NULL},
    {"about, then exact", "辆次", TB_COUNT, "2023:>=4800 2024:5000", "yoy_pct 2023 2024 - note=@ONLY_BOUND year=2023",
     NAME_ZH "2024年为5000辆次", NAME_EN " came to 5,000 in 2024",
     NAME_ZH "2024年为5000辆次（与上年不可比：2023年只知界限）。",
     NAME_EN " came to 5,000 in 2024 (no change over the year: only a bound is known for 2023)."},
    {"no value", "件", TB_COUNT, "2024:-", "", NAME_ZH "：无数值", NAME_EN ": no value", NULL, NULL},
};

static void check(const char *what, const char *got, const char *wanted)
{
    if (strcmp(got, wanted) != 0)
        print_error("%s\n  says   \"%s\"\n  wanted \"%s\"\n", what, got, wanted);
    assert_string_equal(got, wanted);
}

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct word_case *c = &cases[i];
        struct fixture f;
        char rows[600];
        fixture_open(&f, "data/2024.csv");
        fixture_indicator(&f, "penalty_cases", NAME_ZH, NAME_EN, c->unit, c->kind);
        fixture_data(&f, "penalty_cases", NULL, NULL, c->data);
        fixture_finish(&f);
        fixture_rows(&f, 0, with_codes(c->rows, rows, sizeof rows));
        const uint32_t series = 0;
        for (int chinese = 0; chinese <= 1; chinese++) {
            struct tb_words words;
            char whole[600];
            const char *finding = chinese ? c->zh : c->en, *says = chinese ? c->zh_says : c->en_says;
            assert_int_equal(tb_words_make(f.panel, &f.results, "column", &series, 1, chinese ? TB_CHINESE : TB_ENGLISH,
                                           &words, f.log),
                             TB_OK);
            check(c->what, words.finding, finding);
            snprintf(whole, sizeof whole, "%s%s", finding, chinese ? "。" : ".");
            check(c->what, words.sentence, says ? says : whole);
            tb_words_free(&words);
        }
        fixture_close(&f);
    }
}

/* A note of a new basis without its flag: sentence and foot say so; the flag, or a note that settles it, ends that. */
static void test_announced(void **state)
{
    (void)state;
    static const struct {
        const char *data, *note;
        bool said;
    } notes[] = {{"2023:208 2024:403", "2024年起统计范围扩大；含治超", true},
                 {"2023:208 2024:403,b", "2024年起统计范围扩大", false},
                 {"2023:208 2024:403", "2024年范围扩大，已按同口径调整", false},
                 {"2023:208 2024:403", "来自年度报告", false},
                 {"2022:199 2023:208 2024:403", "2023年起统计范围扩大", false}}; /* not between the years compared */
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        struct fixture f;
        struct tb_words words;
        const uint32_t series = 0;
        fixture_open(&f, "data/2024.csv");
        define(f.panel, fixture_indicator(&f, "penalty_cases", NAME_ZH, NAME_EN, "件", TB_COUNT))->note =
            fixture_name(&f, notes[i].note);
        fixture_data(&f, "penalty_cases", NULL, "s", notes[i].data);
        fixture_finish(&f);
        fixture_rows(&f, 0, "yoy_pct 2023 2024 93.75");
        assert_int_equal(tb_words_make(f.panel, &f.results, "column", &series, 1, TB_CHINESE, &words, f.log), TB_OK);
        check(notes[i].note, words.sentence,
              notes[i].said ? NAME_ZH
                  "2024年为403件，同比增长93.8%。（据备注，2024年统计口径有变化，与以前年份可能不可比。）"
                            : NAME_ZH "2024年为403件，同比增长93.8%。");
        if (notes[i].said)
            check(notes[i].note, words.foot, "来源：s。2024年备注：“2024年起统计范围扩大”，与以前年份可能不可比");
        tb_words_free(&words);
        fixture_close(&f);
    }
}

/* All words of one chart, with a region, a source, a new basis and a printed growth that does not hold. */
static void test_whole_chart(void **state)
{
    (void)state;
    struct fixture f;
    char rows[300];
    fixture_open(&f, "data/2024.csv");
    struct tb_indicator *cases_row = fixture_indicator(&f, "penalty_cases", NAME_ZH, NAME_EN, "件", TB_COUNT);
    cases_row->better = TB_LOWER;
    define(f.panel, cases_row)->note = fixture_name(&f, "scope widened in 2024");
    fixture_indicator(&f, "growth", "处罚案件增幅", "Growth of penalty cases", "%", TB_RATE)->change_of = 0;
    fixture_data(&f, "penalty_cases", "宝坻区", "https://www.example.org/a/b.html", "2023:208 2024:403");
    fixture_data(&f, "growth", "宝坻区", NULL, "2024:96.6");
    fixture_finish(&f);
    fixture_rows(&f, 0,
                 with_codes("yoy_pct 2023 2024 93.75; verdict 2023 2024 - note=@TOO_FEW a=5 b=2", rows, sizeof rows));
    fixture_rows(&f, 1,
                 with_codes("audit_change 2023 2024 93.75 note=@DIFFERS_BASE a=96.6 b=93.75 c=205", rows, sizeof rows));

    const uint32_t series = 0;
    struct tb_words words;
    assert_int_equal(tb_words_make(f.panel, &f.results, "column", &series, 1, TB_CHINESE, &words, f.log), TB_OK);
    check("subtitle", words.subtitle, "行政处罚案件，宝坻区，2023—2024年");
    check("foot", words.foot,
          "来源：www.example.org。2024年备注：“scope widened in "
          "2024”，与以前年份可能不可比。处罚案件增幅（2024年）：公布的96.6%与由208和403算出的93.8%"
          "不一致，以205为基数才成立");
    check("alt", strstr(words.alt, "："),
          "：宝坻区行政处罚案件（件），2023—2024年。行政处罚案件2024年为403件，同比增长93.8%。"
          "最早2023年208件，最近2024年403件，最高2024年403件，最低2023年208件。");
    check("notes", words.notes,
          "行政处罚案件2024年为403件，同比增长93.8%。（据备注，2024年统计口径有变化，与以前年份可能不可比。）\n"
          "越低越好：与上年相比变差。\n"
          "不作趋势判断：年数太少：现有2年，需5年。\n"
          "指标说明：scope widened in 2024\n"
          "处罚案件增幅（2024年）：公布的96.6%与由208和403算出的93.8%不一致，以205为基数才成立\n"
          "来源：https://www.example.org/a/b.html");
    tb_words_free(&words);

    assert_int_equal(tb_words_make(f.panel, &f.results, "column", &series, 1, TB_ENGLISH, &words, f.log), TB_OK);
    check("subtitle", words.subtitle, "Penalty cases, 宝坻区, 2023–2024");
    check("foot", words.foot,
          "Source: www.example.org. The note of 2024: “scope widened in 2024”; the years before may not compare. "
          "Growth of penalty cases 2024: printed 96.6% does not agree with 93.8% computed "
          "from 208 "
          "and 403; it holds from a base of 205");
    check(
        "notes", words.notes,
        "Penalty cases rose to 403 in 2024, up 93.8% in a year. A note tells of a new basis in 2024; the years before "
        "may not compare.\n"
        "Lower is better: the change over the year is for the worse.\n"
        "No statement on the trend: too few years: 2, needs 5.\n"
        "Indicator: scope widened in 2024\n"
        "Growth of penalty cases 2024: printed 96.6% does not agree with 93.8% computed from 208 and 403; it holds "
        "from a "
        "base of 205\n"
        "Sources: https://www.example.org/a/b.html");
    tb_words_free(&words);
    fixture_close(&f);
}

/* The catalogue's phrase is the sentence; the number stands in its own unit, not the chart's. */
static void test_phrase(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    define(f.panel, fixture_indicator(&f, "a", "审批", "Approvals", "件", TB_COUNT))->phrase_zh =
        fixture_name(&f, "办理审批服务事项{}件|审批{}件");
    fixture_data(&f, "a", NULL, NULL, "2023:500000 2024:600000");
    fixture_finish(&f);
    fixture_rows(&f, 0, "yoy_pct 2023 2024 20");
    const uint32_t series = 0;
    struct tb_words words;
    assert_int_equal(tb_words_make(f.panel, &f.results, "column", &series, 1, TB_CHINESE, &words, f.log), TB_OK);
    check("phrase", words.sentence, "2024年，办理审批服务事项600000件，同比增长20.0%。");
    check("finding", words.finding, "审批2024年为60万件，同比增长20.0%");
    tb_words_free(&words);
    fixture_close(&f);
}

/* 增减 in a phrase becomes the word for the sign, and a bound turns with it. */
static void test_phrase_direction(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *phrase, *data, *expected;
    } rows[] = {
        {"人", "人员较上年增减{}人", "2024:-22", "2024年，人员较上年减少22人。"},
        {"人", "人员较上年增减{}人", "2024:22", "2024年，人员较上年增加22人。"},
        {"人", "人员较上年增减{}人", "2024:0", "2024年，人员较上年增减0人。"},
        {"%", "案件同比增减{}%", "2024:96.6", "2024年，案件同比增长96.6%。"},
        {"%", "案件同比增减{}%", "2024:-9.5", "2024年，案件同比下降9.5%。"},
        {"人", "人员较上年增减{}人", "2024:<=-22", "2024年，人员较上年减少至少22人。"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        fixture_open(&f, "data/2024.csv");
        define(f.panel, fixture_indicator(&f, "a", "增减", "Change", rows[i].unit, TB_COUNT))->phrase_zh =
            fixture_name(&f, rows[i].phrase);
        fixture_data(&f, "a", NULL, NULL, rows[i].data);
        fixture_finish(&f);
        const uint32_t series = 0;
        struct tb_words words;
        assert_int_equal(tb_words_make(f.panel, &f.results, "column", &series, 1, TB_CHINESE, &words, f.log), TB_OK);
        check(rows[i].phrase, words.sentence, rows[i].expected);
        tb_words_free(&words);
        fixture_close(&f);
    }
}

/* A name that ends in a digit does not run into the year. */
static void test_digit_name(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "a", "PM2.5", "PM2.5", "μg/m3", TB_RATE);
    fixture_data(&f, "a", NULL, NULL, "2023:35 2024:33");
    fixture_finish(&f);
    fixture_rows(&f, 0, "yoy_pct 2023 2024 -5.71428571428571");
    const uint32_t series = 0;
    struct tb_words words;
    assert_int_equal(tb_words_make(f.panel, &f.results, "line", &series, 1, TB_CHINESE, &words, f.log), TB_OK);
    check("finding", words.finding, "PM2.5，2024年为33μg/m3，同比下降5.7%");
    tb_words_free(&words);
    fixture_close(&f);
}

static void test_regions(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        const char *zh, *en;
    } rows[] = {
        {"2023:5 2024:7", "2023:9 2024:4", "执法人员2024年2个地区中甲区最高，为7人；乙区最低，为4人",
         "Officers in 2024, 2 regions: highest in 甲区 (7), lowest in 乙区 (4)"},
        {"2023:5 2024:7", "2023:9", "执法人员2023年2个地区中乙区最高，为9人；甲区最低，为5人",
         "Officers in 2023, 2 regions: highest in 乙区 (9), lowest in 甲区 (5)"},
        {"2023:5 2024:7", "2023:9 2024:7", "执法人员2024年2个地区均为7人", "Officers in 2024: 7 in all 2 regions"},
        {"2023:5 2024:7", "2023:9 2024:<=8", "执法人员：2个地区，2023—2024年", "Officers, 2 regions, 2023–2024"},
        {"2022:5 2023:7", "2020:9 2021:8", "执法人员：2个地区，2020—2023年", "Officers, 2 regions, 2020–2023"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        fixture_open(&f, "data/2024.csv");
        fixture_indicator(&f, "officers", "执法人员", "Officers", "人", TB_COUNT);
        fixture_data(&f, "officers", "甲区", NULL, rows[i].a);
        fixture_data(&f, "officers", "乙区", NULL, rows[i].b);
        fixture_finish(&f);
        const uint32_t series[] = {0, 1};
        struct tb_words words;
        assert_int_equal(tb_words_make(f.panel, NULL, "line", series, 2, TB_CHINESE, &words, f.log), TB_OK);
        check(rows[i].a, words.finding, rows[i].zh);
        tb_words_free(&words);
        assert_int_equal(tb_words_make(f.panel, NULL, "line", series, 2, TB_ENGLISH, &words, f.log), TB_OK);
        check(rows[i].a, words.finding, rows[i].en);
        tb_words_free(&words);
        /* one region of a panel that has several says which */
        assert_int_equal(tb_words_make(f.panel, NULL, "line", series, 1, TB_CHINESE, &words, f.log), TB_OK);
        assert_memory_equal(words.finding, "甲区执法人员", strlen("甲区执法人员"));
        tb_words_free(&words);
        fixture_close(&f);
    }
}

static void test_disputes(void **state)
{
    (void)state;
    struct fixture f;
    char rows[300];
    fixture_open(&f, "data/2023.csv");
    fixture_indicator(&f, "published", "公示处罚案件", "Penalty cases published", "件", TB_COUNT);
    fixture_indicator(&f, "cases", "行政处罚案件", "Penalty cases", "件", TB_COUNT);
    struct tb_indicator *rate = fixture_indicator(&f, "rate", "公示率", "Publication rate", "%", TB_PROPORTION);
    rate->numerator = 0;
    rate->denominator = 1;
    fixture_indicator(&f, "all", "办理执法案件", "Cases of all kinds", "件", TB_COUNT);
    fixture_data(&f, "published", NULL, NULL, "2023:205");
    fixture_data(&f, "cases", NULL, NULL, "2023:208");
    fixture_data(&f, "rate", NULL, NULL, "2023:100");
    fixture_data(&f, "all", NULL, NULL, "2023:1335");
    fixture_finish(&f);
    fixture_rows(&f, 2, with_codes("audit_rate 2023 2023 98.5577 note=@DIFFERS a=100 b=98.5576923", rows, sizeof rows));
    fixture_rows(&f, 3, with_codes("audit_parts 2023 2023 1334 note=@DIFFERS a=1335 b=1334", rows, sizeof rows));
    static const struct {
        enum tb_language language;
        enum brief_dispute_part part;
        const char *said[2];
    } wanted[] = {
        {TB_CHINESE,
         BRIEF_DISPUTE_NAMED,
         {"公示率（2023年）：公布的100%与由205和208算出的98.6%不一致",
          "办理执法案件（2023年）：公布的1335件与各部分之和1334件不一致"}},
        {TB_ENGLISH,
         BRIEF_DISPUTE_NAMED,
         {"Publication rate 2023: printed 100% does not agree with 98.6% computed from 205 and 208",
          "Cases of all kinds 2023: printed 1,335 does not agree with the sum of its parts, 1,334"}},
        {TB_CHINESE, BRIEF_DISPUTE_WHY, {"由205和208算出", "各部分之和"}},
        {TB_ENGLISH, BRIEF_DISPUTE_WHY, {"computed from 205 and 208", "sum of its parts"}},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        for (size_t k = 0; k < 2; k++) {
            struct tb_bytes text = {0};
            brief_dispute_sentence(f.panel, &f.results.row[k], wanted[i].language, wanted[i].part, &text);
            check("dispute", brief_text(&text), wanted[i].said[k]);
            tb_bytes_free(&text);
        }
    fixture_close(&f);
}

static void test_marks(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "a", "甲", "A", "件", TB_COUNT);
    fixture_data(&f, "a", NULL, NULL, "2010:1 2012:2 2016:<=3 2017:~4,b 2018:>=4 2019:5,p 2020:5,e 2021/H1:3");
    fixture_finish(&f);
    const uint32_t series = 0;
    struct tb_bytes text = {0};
    brief_data_marks(f.panel, &series, 1, TB_CHINESE, &text);
    check("marks", brief_text(&text),
          "2017年起新口径；缺2011、2013—2015年数据；2016年为上限；2018年为下限；2017年为约数；2019年为初步数；"
          "2020年为估计数；2021年非全年");
    text.n = 0;
    brief_data_marks(f.panel, &series, 1, TB_ENGLISH, &text);
    check("marks", brief_text(&text),
          "new basis from 2017; no figures for 2011, 2013–2015; 2016 is an upper bound; 2018 is a lower bound; 2017 is "
          "approximate; 2019 is provisional; 2020 is estimated; 2021 covers part of the year");
    tb_bytes_free(&text);
    fixture_close(&f);
}

/* Names that try to be markup, filling marks or control characters are text in every part; an alt text is short. */
static void test_hostile(void **state)
{
    (void)state;
    static const char *const names[] = {"<script>alert(1)</script>",
                                        "{value} %s %n {name",
                                        "a\nb\tc\x01\x1b[31m",
                                        "\xE2\x80\xAEgnp.exe",
                                        "]]>&amp;",
                                        "\xF0\x9F\x9A\x93\xF0\x9F\x9A\x97"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct fixture f;
        fixture_open(&f, "data/2024.csv");
        fixture_indicator(&f, "a", names[i], names[i], names[i], TB_COUNT);
        fixture_data(&f, "a", names[i], names[i], "2023:1 2024:2");
        fixture_finish(&f);
        fixture_rows(&f, 0, "yoy_pct 2023 2024 100");
        const uint32_t series = 0;
        struct tb_words words;
        assert_int_equal(tb_words_make(f.panel, &f.results, "column", &series, 1, TB_CHINESE, &words, f.log), TB_OK);
        for (const unsigned char *c = (const unsigned char *)words.finding; *c; c++)
            assert_true(*c >= 0x20);
        assert_null(strstr(words.finding, "\xE2\x80\xAE"));
        if (i < 2)
            assert_memory_equal(words.finding, names[i], strlen(names[i]));
        tb_words_free(&words);
        fixture_close(&f);
    }
    struct fixture f;
    char name[901];
    memset(name, 'x', 900);
    name[900] = '\0';
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "a", name, name, "件", TB_COUNT);
    fixture_data(&f, "a", NULL, NULL, "2023:1 2024:2");
    fixture_finish(&f);
    const uint32_t series = 0;
    struct tb_words words;
    assert_int_equal(tb_words_make(f.panel, &f.results, "column", &series, 1, TB_CHINESE, &words, f.log), TB_OK);
    size_t n = 0;
    for (const char *at = words.alt; brief_utf8_next(&at);)
        n++;
    assert_int_equal(n, 250);
    tb_words_free(&words);
    fixture_close(&f);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_cases),
    cmocka_unit_test(test_announced),
    cmocka_unit_test(test_whole_chart),
    cmocka_unit_test(test_phrase),
    cmocka_unit_test(test_phrase_direction),
    cmocka_unit_test(test_regions),
    cmocka_unit_test(test_disputes),
    cmocka_unit_test(test_marks),
    cmocka_unit_test(test_hostile),
    cmocka_unit_test(test_digit_name),
};
RUN_TESTS(tests)
