/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the usual methods say of one series, side by side: slope, limits, p, and how each reads it. */
#include "cli/cli.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = 5,
    CELL = 160
};

enum measure {
    PER_YEAR, /* in the unit of the series */
    PERCENT,  /* a year */
    LOG_ODDS, /* a year */
    PLAIN
};

/* One line of the panel; a statistic that the series has no rows of is left out. */
static const struct method {
    const char *statistic, *english, *chinese;
    enum measure measure;
} methods[] = {
    {"ols_slope", "Straight line", "直线", PER_YEAR},
    {"sen_slope", "Sen's slope", "Sen斜率", PER_YEAR},
    {"mann_kendall", "Mann-Kendall, exact", "Mann-Kendall精确检验", PLAIN},
    {"apc", "Log-linear", "对数直线", PERCENT},
    {"apc_poisson", "Counts, quasi-Poisson", "计数（拟泊松）", PERCENT},
    {"apc_negbin", "Counts, negative binomial", "计数（负二项）", PERCENT},
    {"logistic_slope", "Proportion, logistic", "比例（Logistic）", LOG_ODDS},
};
enum {
    METHODS = sizeof methods / sizeof methods[0]
};

struct panel {
    const struct session *session;
    const struct tb_display *display;
    uint32_t series;
    bool chinese;
    double level;
    char cell[METHODS + 1][COLUMNS][CELL];
    bool valued;       /* some method has a value or a range */
    int n, answers[3]; /* lines; how many read falling, no clear change, rising */
};

static const char *say(const struct panel *panel, const char *english, const char *chinese)
{
    return panel->chinese ? chinese : english;
}

/* Three significant digits, or the decimals of the data where these are more. */
static size_t put_number(const struct panel *panel, double number, int decimals, bool sign, char *text, size_t size)
{
    const double digits = number == 0 ? 0 : floor(log10(fabs(number)));
    const int wanted = (int)fmax(decimals, fmin(9, 2 - digits));
    return tb_display_fixed(number, wanted, sign, panel->session->language, text, size);
}

static void put_value(const struct panel *panel, enum measure measure, double number, char *text, size_t size)
{
    if (isnan(number)) {
        snprintf(text, size, "…");
        return;
    }
    const bool per_year = measure == PER_YEAR;
    const size_t n = measure == PERCENT
                         ? tb_display_fixed(number, 1, true, panel->session->language, text, size)
                         : put_number(panel, per_year ? number / panel->display->divisor : number,
                                      per_year ? panel->display->decimals : 0, measure != PLAIN, text, size);
    if (measure == PERCENT && n < size)
        snprintf(text + n, size - n, "%%");
}

static void put_p(const struct panel *panel, double p, char *text, size_t size)
{
    if (isnan(p))
        text[0] = '\0';
    else if (p < 0.001)
        snprintf(text, size, "<0.001");
    else
        tb_display_fixed(p, p < 0.1 ? 3 : 2, false, panel->session->language, text, size);
}

/* How a row reads at the level of the test; the reason where it has no p, or one that could not reach the level. */
static void put_reading(struct panel *panel, const struct tb_result *row, char *text, size_t size)
{
    const bool open = row->note.code == TB_NOTE_DEPENDS_ON_BOUND && row->p > panel->level; /* another p may be small */
    if (isnan(row->p) || open || row->note.code == TB_NOTE_TOO_FEW_YEARS) {
        const struct tb_note note = {
            .code = row->note.code, .year = row->note.year, .name = row->note.name, .a = row->note.a, .b = row->note.b};
        tb_note_text(panel->session->panel, &note, panel->session->language, text, size);
        return;
    }
    const double direction = !isnan(row->value) ? row->value : row->lower > 0 ? 1 : row->upper < 0 ? -1 : 0;
    const int answer = row->p > panel->level ? 0 : direction > 0 ? 1 : direction < 0 ? -1 : 0;
    panel->answers[answer + 1]++;
    snprintf(text, size, "%s",
             answer > 0   ? say(panel, "rising", "上升")
             : answer < 0 ? say(panel, "falling", "下降")
                          : say(panel, "no clear change", "无明确变化"));
}

static void add_line(struct panel *panel, const struct method *method)
{
    size_t n;
    const struct tb_result *row = tb_results_of(panel->session->results, panel->series, method->statistic, &n);
    if (!row || row->note.code == TB_NOTE_NEEDS_COUNTS) /* no counts: no method for this series */
        return;
    panel->valued = panel->valued || !isnan(row->value) || !isnan(row->lower) || !isnan(row->upper);
    char(*const cell)[CELL] = panel->cell[++panel->n];
    snprintf(cell[0], CELL, "%s", say(panel, method->english, method->chinese));
    if (method->measure == PLAIN && !isnan(row->value)) {
        char number[64];
        tb_display_fixed(row->value, 0, false, panel->session->language, number, sizeof number);
        snprintf(cell[1], CELL, "S = %s", number);
    } else if (!isnan(row->value))
        put_value(panel, method->measure, row->value, cell[1], CELL);
    if (method->measure != PLAIN && !(isnan(row->lower) && isnan(row->upper))) {
        char lower[64];
        char upper[64];
        put_value(panel, method->measure, row->lower, lower, sizeof lower);
        put_value(panel, method->measure, row->upper, upper, sizeof upper);
        snprintf(cell[2], CELL, panel->chinese ? "%s～%s" : "%s to %s", lower, upper);
    }
    put_p(panel, row->p, cell[3], CELL);
    put_reading(panel, row, cell[4], CELL);
}

static void print_lines(const struct panel *panel)
{
    int width[COLUMNS] = {0};
    for (int i = 0; i <= panel->n; i++)
        for (int c = 0; c < COLUMNS; c++) {
            const int wide = screen_columns(panel->cell[i][c]);
            width[c] = wide > width[c] ? wide : width[c];
        }
    for (int i = 0; i <= panel->n; i++) {
        for (int c = 0; c < COLUMNS; c++) {
            const char *text = panel->cell[i][c];
            const int rest = width[c] - screen_columns(text);
            const bool right = c > 0 && c < COLUMNS - 1;
            printf("  %*s%s%*s", right ? rest : 0, "", text, right || c == COLUMNS - 1 ? 0 : rest, "");
        }
        putchar('\n');
    }
}

/* "rising 5, no clear change 1": nothing is said where no method has a p. */
static void print_agreement(const struct panel *panel)
{
    static const char *const words[][2] = {{"falling", "下降"}, {"no clear change", "无明确变化"}, {"rising", "上升"}};
    const int all = panel->answers[0] + panel->answers[1] + panel->answers[2];
    if (all < 2)
        return;
    for (int a = 0; a < 3; a++)
        if (panel->answers[a] == all) {
            printf(panel->chinese ? "  %d种检验一致：%s。\n" : "  All %d tests agree: %s.\n", all,
                   words[a][panel->chinese]);
            return;
        }
    fputs(say(panel, "  The tests do not agree: ", "  检验结论不一："), stdout);
    bool first = true;
    for (int a = 2; a >= 0; a--)
        if (panel->answers[a]) {
            printf("%s%s %d", first ? "" : say(panel, ", ", "，"), words[a][panel->chinese], panel->answers[a]);
            first = false;
        }
    fputs(say(panel, ". The sentence follows the exact Mann-Kendall test, which assumes least.\n",
              "。句子依假定最少的Mann-Kendall精确检验。\n"),
          stdout);
}

static void print_detectable(const struct panel *panel)
{
    size_t n;
    const struct tb_result *row = tb_results_of(panel->session->results, panel->series, "detectable_apc_mk", &n);
    if (row && isnan(row->value))
        row = NULL;
    if (!row)
        row = tb_results_of(panel->session->results, panel->series, "detectable_apc", &n);
    if (!row || isnan(row->value))
        return;
    char rise[64];
    char fall[64];
    put_value(panel, PERCENT, row->upper, rise, sizeof rise);
    put_value(panel, PERCENT, row->lower, fall, sizeof fall);
    printf(panel->chinese
               ? "  以%d年数据，每年%s或%s的变化五次中有四次能看出，更小的变化难以看出。\n"
               : "  In %d years a change of %s or %s a year shows four times in five; a smaller one rarely.\n",
           row->n, rise, fall);
}

void print_methods(const struct session *session, const struct tb_display *display, uint32_t series)
{
    struct panel *panel = calloc(1, sizeof *panel);
    if (!panel)
        return;
    panel->session = session;
    panel->display = display;
    panel->series = series;
    panel->chinese = session->language == TB_CHINESE;
    panel->level = (1 - session->options->confidence) * (1 + 1e-12);
    const char *const heads[COLUMNS] = {"", say(panel, "a year", "每年"), "", "p", say(panel, "reads", "读作")};
    for (int c = 0; c < COLUMNS; c++)
        snprintf(panel->cell[0][c], CELL, "%s", heads[c]);
    snprintf(panel->cell[0][2], CELL, panel->chinese ? "%g%%区间" : "%g%% limits", 100 * session->options->confidence);
    for (size_t i = 0; i < METHODS; i++)
        add_line(panel, &methods[i]);
    if (!panel->valued)
        puts(say(panel, "  No method has a value for so few years.", "  年数太少，各方法均无结果。"));
    else {
        print_lines(panel);
        print_agreement(panel);
        print_detectable(panel);
    }
    free(panel);
}
