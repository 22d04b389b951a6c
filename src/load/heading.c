/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/heading.h"

#include "load/cell.h"
#include "load/label.h"
#include "trendbook/number.h"
#include "trendbook/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what one record is ---- */

static struct load_year_name year_name(const char *text)
{
    return load_year_name_read(text, strlen(text));
}

static bool is_year(const struct load_preview *preview, const char *text)
{
    const struct load_year_name name = year_name(text);
    return (name.form == LOAD_WHOLE_YEAR && (!name.day || preview->days)) || name.form == LOAD_PART_OF_YEAR ||
           (name.form == LOAD_FINANCIAL_YEAR && preview->financial);
}

static const char *cell_of(const struct load_header *row, size_t column)
{
    return column < row->n ? row->name[column] : "";
}

static enum load_word word_of(const struct load_header *row, size_t column)
{
    return column < row->n ? load_word_of(row->key[column]) : LOAD_WORD_NONE;
}

static bool is_aside(const char *text)
{
    size_t rest;
    return load_aside_of(text, strlen(text), &rest) != LOAD_ASIDE_NONE;
}

/* A number that is no year, and no words either. */
static bool is_figure(const struct load_preview *preview, const char *text)
{
    return *text && !year_name(text).form && load_is_number(text, preview->decimal_comma);
}

static bool has_figure(const struct load_preview *preview, const struct load_header *row)
{
    for (size_t c = 0; c < row->n; c++)
        if (is_figure(preview, row->name[c]))
            return true;
    return false;
}

/* Whether no day is another than the first or last one of a year. */
static bool has_only_days_of_years(const struct load_preview *preview)
{
    for (size_t i = 0; i < preview->n; i++)
        for (size_t c = 0; c < preview->row[i].n; c++)
            if (load_is_day(preview->row[i].name[c], strlen(preview->row[i].name[c])) &&
                !year_name(preview->row[i].name[c]).day)
                return false;
    return true;
}

/* How cells that lie in one row, or in the first column, write their years. */
struct year_forms {
    size_t financial, certain, whole;
};

static void count_form(struct year_forms *forms, const char *text)
{
    const struct load_year_name name = year_name(text);
    forms->financial += name.form == LOAD_FINANCIAL_YEAR;
    forms->certain += name.form == LOAD_FINANCIAL_YEAR && !name.months;
    forms->whole +=
        name.form == LOAD_WHOLE_YEAR || (name.form == LOAD_PART_OF_YEAR && strlen(text) == strlen("2024-01"));
}

/* Years written 2022/23 are financial years where there are several, or one that cannot be a month, and no others. */
static bool are_financial(const struct year_forms *forms)
{
    return forms->financial > 1 ? forms->certain > 0 || !forms->whole : forms->certain && !forms->whole;
}

static bool has_financial_years(const struct load_preview *preview)
{
    struct year_forms down = {0};
    for (size_t i = 0; i < preview->n; i++) {
        struct year_forms across = {0};
        for (size_t c = 0; c < preview->row[i].n; c++)
            count_form(&across, preview->row[i].name[c]);
        count_form(&down, cell_of(&preview->row[i], 0));
        if (are_financial(&across))
            return true;
    }
    return are_financial(&down);
}

static bool has_fiscal_years(const struct load_preview *preview)
{
    for (size_t i = 0; i < preview->n; i++)
        for (size_t c = 0; c < preview->row[i].n; c++)
            if (year_name(preview->row[i].name[c]).fiscal && year_name(preview->row[i].name[c]).form)
                return true;
    return false;
}

/* Whether the record names years, behind at least one column that does not. */
static bool names_years(const struct load_preview *preview, const struct load_header *row)
{
    size_t years = 0, plain_years = 0, certain = 0, loose = 0, first = 0;
    bool word = false;
    for (size_t c = 0; c < row->n; c++) {
        const struct load_year_name name = year_name(row->name[c]);
        const bool plain = is_year(preview, row->name[c]);
        if (!name.form && is_figure(preview, row->name[c]))
            return false;
        if ((plain || name.form == LOAD_YEAR_AND_TEXT) && !years++)
            first = c;
        plain_years += plain;
        certain += plain || (name.form == LOAD_YEAR_AND_TEXT && !name.loose);
        loose += name.loose;
        word = word || (word_of(row, c) == LOAD_WORD_YEAR && c == 0);
    }
    if (first == 0 || (word && !plain_years))
        return false;
    return certain > 0 || loose > 1;
}

/* Whether the record names a column of years, or words stand over a record that begins with a year. */
static bool names_columns(const struct load_preview *preview, const struct load_header *row,
                          const struct load_header *next)
{
    size_t words = 0;
    bool year = false;
    for (size_t c = 0; c < row->n; c++) {
        if (*row->name[c] && load_is_number(row->name[c], false))
            return false;
        words += *row->name[c] != '\0';
        year = year || word_of(row, c) == LOAD_WORD_YEAR;
    }
    return row->n > 1 && words > 0 && (year ? words > 1 : next && next->n > 1 && is_year(preview, next->name[0]));
}

/* ---- headers of several records ---- */

/* Marks behind a comma: 1,5 and 1.234,5; a comma before three digits may part thousands, unless commas cannot part the
 * columns. */
static bool shows_decimal_comma(const char *text, char delimiter)
{
    const char *comma = strchr(text, ',');
    if (!comma || comma == text || strchr(comma + 1, ',') || strchr(comma, '.'))
        return false;
    const char *from = *text == '-' || *text == '+' ? text + 1 : text;
    const size_t before = strspn(from, "0123456789."), after = strspn(comma + 1, "0123456789");
    return from + before == comma && before && after && !comma[1 + after] && (delimiter == ';' || after != 3);
}

static bool names_year_in(const struct load_preview *preview, const char *text)
{
    return is_year(preview, text) || year_name(text).form == LOAD_YEAR_AND_TEXT;
}

/* The first column that holds values: the first with a year over it, or the first that names no label. */
static size_t first_value(const struct load_preview *preview, size_t from, size_t to)
{
    size_t width = 0;
    for (size_t i = from; i < to; i++)
        width = preview->row[i].n > width ? preview->row[i].n : width;
    for (size_t c = 0; c < width; c++) {
        bool label = !preview->across && c == 0;
        bool year = false;
        for (size_t i = from; i < to; i++) {
            label = label || word_of(&preview->row[i], c) != LOAD_WORD_NONE;
            year = year || names_year_in(preview, cell_of(&preview->row[i], c));
        }
        if (preview->across ? year : !label)
            return c;
    }
    return width;
}

/* Whether a column has a text in the header as far as it goes. */
static bool named_in_header(const struct load_preview *preview, size_t to, size_t column)
{
    for (size_t i = preview->header; i < to; i++)
        if (*cell_of(&preview->row[i], column))
            return true;
    return false;
}

/* A record below the header that goes on naming columns: no figures, no label of its own, something over the values. */
static bool goes_on(const struct load_preview *preview, size_t row_number)
{
    const struct load_header *row = &preview->row[row_number];
    const size_t first = first_value(preview, preview->header, row_number);
    size_t labels = 0, words = 0, values = 0;
    if (has_figure(preview, row) || (!preview->across && is_year(preview, cell_of(row, 0))))
        return false;
    for (size_t c = 0; c < row->n; c++) {
        if (!*row->name[c])
            continue;
        const bool again =
            row_number > preview->header && strcmp(row->name[c], cell_of(&preview->row[row_number - 1], c)) == 0;
        if (is_aside(row->name[c]))
            return false;
        if (c >= first)
            values += word_of(row, c) == LOAD_WORD_NONE;
        else if (again || word_of(row, c) != LOAD_WORD_NONE)
            words++;
        else if (c > 0 && !named_in_header(preview, row_number, c))
            values++; /* it names a column that has no name yet: whether that makes sense is seen later */
        else
            labels++;
    }
    return !labels && (values > 0 || words > 0);
}

/* "word: text", as titles have it and names of groups have not. */
static bool says_something(const char *text)
{
    const char *wide = strstr(text, "：");
    return (wide && wide[strlen("：")]) || strstr(text, ": ");
}

/* A record above the header that groups its columns. */
static bool is_group(const struct load_preview *preview, size_t row_number)
{
    const struct load_header *row = &preview->row[row_number], *below = row + 1;
    const size_t first = first_value(preview, row_number + 1, preview->header + preview->depth);
    size_t values = 0, labels = 0, words = 0;
    if (has_figure(preview, row) || row->line + 1 != below->line)
        return false;
    for (size_t c = 0; c < row->n; c++) {
        if (!*row->name[c])
            continue;
        if (is_aside(row->name[c]) || says_something(row->name[c]) || c >= preview->row[preview->header].n)
            return false;
        if (c >= first)
            values++;
        else if (word_of(row, c) != LOAD_WORD_NONE || strcmp(row->name[c], cell_of(below, c)) == 0)
            words++;
        else
            labels++;
    }
    return values > 1 ? labels <= 1 : values == 1 && !labels && *cell_of(row, first);
}

/* 甲, 乙, 1, 2, 3 below the header of a form: the numbers of its columns. */
static bool numbers_columns(const struct load_header *row)
{
    static const char *const letters[] = {"甲", "乙", "丙", "丁", "A", "B", "C"};
    size_t last = 0, n = 0, named = 0;
    for (size_t c = 0; c < row->n; c++) {
        bool letter = false;
        char *end;
        for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
            letter = letter || strcmp(row->name[c], letters[i]) == 0;
        if (letter && !n) {
            named++;
            continue;
        }
        if (!*row->name[c])
            return false;
        const unsigned long number = strtoul(row->name[c], &end, 10);
        if (*end || number != last + 1)
            return false;
        last = number;
        n++;
    }
    return n > 1 && (named > 0 || n > 2);
}

/* ---- paths ---- */

/* Steps that say only that the figure is the plain one. */
static bool is_plain_word(const char *text)
{
    static const char *const words[] = {"全年",     "累计",   "全年累计", "数值", "绝对数", "绝对值", "绝对量", "实际",
                                        "实际完成", "完成数", "实绩",     "本年", "本年数", "Actual", "actual"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

static bool is_sum_word(const char *text)
{
    static const char *const words[] = {"合计", "总计", "小计", "总数", "Total", "total", "Insgesamt", "insgesamt"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

/* A word behind a year that says how sure its figures are, as a flag; '\0' when it is none. */
static char flag_of(const char *text)
{
    static const struct {
        const char *word;
        char flag;
    } words[] = {{"快报", 'p'},     {"快报数", 'p'},      {"初步", 'p'},     {"初步数", 'p'},
                 {"初步核算", 'p'}, {"暂定", 'p'},        {"p", 'p'},        {"e", 'e'},
                 {"r", 'r'},        {"provisional", 'p'}, {"prov.", 'p'},    {"预计", 'e'},
                 {"预计数", 'e'},   {"估计", 'e'},        {"estimate", 'e'}, {"estimated", 'e'}};
    size_t n = strlen(text), from = 0;
    if (n > 2 && *text == '(' && text[n - 1] == ')')
        from = 1;
    else if (n > 6 && memcmp(text, "（", 3) == 0 && memcmp(text + n - 3, "）", 3) == 0)
        from = 3;
    n -= 2 * from;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (n == strlen(words[i].word) && memcmp(text + from, words[i].word, n) == 0)
            return words[i].flag;
    return '\0';
}

static bool is_of_which(const char *text)
{
    return strcmp(text, "其中") == 0 || strcmp(text, "其中：") == 0 || strcmp(text, "其中:") == 0;
}

/* Whether the whole cell is a unit: （万元）, %, 万吨. */
static bool is_unit(const char *text, size_t *from, size_t *n)
{
    static const char *const more[] = {"人/户", "艘", "架", "台",  "套",      "宗",       "千米",
                                       "箱",    "km", "t",  "m",   "kg",      "ha",       "TEU",
                                       "EUR",   "€",  "£",  "USD", "persons", "Personen", "Anzahl"};
    size_t length = strlen(text);
    const bool narrow = length > 2 && *text == '(' && text[length - 1] == ')';
    const bool wide = length > 6 && memcmp(text, "（", 3) == 0 && memcmp(text + length - 3, "）", 3) == 0;
    *from = narrow ? 1 : wide ? 3 : 0;
    *n = length - 2 * *from;
    if (narrow || wide)
        return true;
    struct tb_unit unit;
    tb_unit_parse(text, &unit);
    if (unit.percent || unit.points)
        return true;
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
        if (strncmp(unit.word, more[i], unit.word_length) == 0 && more[i][unit.word_length] == '\0')
            return true;
    char word[32];
    if (!unit.word_length || unit.word_length >= sizeof word)
        return false;
    memcpy(word, unit.word, unit.word_length);
    word[unit.word_length] = '\0';
    const size_t known = tb_unit_word(word);
    return known == unit.word_length || (known && strchr("/", word[known]) && tb_unit_word(word + known + 1) > 0);
}

/* A header of several records while it is taken apart. */
struct heading {
    struct load_preview *preview;
    const struct load_header *row[LOAD_DEEPEST_HEADER];
    size_t depth, width, first;
    bool places[LOAD_DEEPEST_HEADER]; /* the record names places */
    const char **cell;                /* by record and column: its text, or that of its group */
};

static const char **cell_at(const struct heading *heading, size_t r, size_t c)
{
    return &heading->cell[r * heading->width + c];
}

/* A column of labels: in front of the values, or under a word that names labels. */
static bool is_label_word(const struct heading *heading, size_t c)
{
    for (size_t r = 0; r < heading->depth; r++)
        if (word_of(heading->row[r], c) != LOAD_WORD_NONE)
            return true;
    return false;
}

static bool is_label(const struct heading *heading, size_t c)
{
    return c < heading->first || is_label_word(heading, c);
}

static bool named_below(const struct heading *heading, size_t r, size_t c)
{
    for (r++; r < heading->depth; r++)
        if (*cell_of(heading->row[r], c))
            return true;
    return false;
}

static bool named_above(const struct heading *heading, size_t r, size_t c)
{
    while (r--)
        if (*cell_of(heading->row[r], c))
            return true;
    return false;
}

/* Gives the columns of a group its name: the cells behind it are empty, and something stands below them. */
static void spread_groups(struct heading *heading)
{
    const size_t leaf = heading->depth - 1;
    for (size_t c = 1; c < heading->first && leaf > 0 && !heading->preview->fault; c++)
        if (*cell_of(heading->row[leaf], c) && !named_above(heading, leaf, c) && !is_label_word(heading, c)) {
            heading->preview->fault = LOAD_HEADING_UNCOVERED;
            heading->preview->fault_row = heading->preview->header + leaf;
            heading->preview->fault_column = c;
        }
    for (size_t r = 0; r + 1 < heading->depth; r++) {
        const char *group = "";
        size_t without = SIZE_MAX;
        for (size_t c = heading->first; c < heading->width; c++) {
            const char *own = cell_of(heading->row[r], c);
            if (is_label(heading, c)) {
                group = "";
                continue;
            }
            if (*own || named_above(heading, r, c))
                group = own;
            else if (named_below(heading, r, c) && !*group && without == SIZE_MAX)
                without = c;
            if (named_below(heading, r, c))
                *cell_at(heading, r, c) = group;
            if (*own && without != SIZE_MAX && !heading->preview->fault) {
                heading->preview->fault = LOAD_HEADING_UNCOVERED;
                heading->preview->fault_row = heading->preview->header + r;
                heading->preview->fault_column = without;
            }
        }
    }
}

/* The name that 其中 belongs to: the last one before it in its record. */
static const char *whole_of(const struct heading *heading, size_t r, size_t c)
{
    while (c-- > heading->first)
        if (*cell_of(heading->row[r], c) && !is_of_which(cell_of(heading->row[r], c)))
            return cell_of(heading->row[r], c);
    return "";
}

/* Whether the record names places, told by the word in front of it or by most of its cells. */
static bool names_places(const struct heading *heading, size_t r)
{
    size_t places = 0, words = 0;
    for (size_t c = 0; c < heading->width; c++) {
        const char *text = cell_of(heading->row[r], c);
        if (c >= heading->first && *text && !is_label(heading, c)) {
            words++;
            places += load_is_chinese_place(text, strlen(text)) || load_is_organisation(text, strlen(text));
        }
    }
    return 2 * places > words;
}

static bool replace(char **text, char *by)
{
    free(*text);
    *text = by;
    return by != NULL;
}

/* Whether a name says its unit, or is one that cannot have the unit of what it is made of. */
static bool says_unit(const char *name)
{
    static const char *const shares[] = {"占比", "比重", "同比", "环比", "增长", "增速", "增幅", "增减", "率"};
    struct load_label label;
    load_label_read(name, strlen(name), LOAD_BRACKET_TEXT, &label);
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++)
        if (strstr(name, shares[i]))
            return true;
    if (strstr(name, "%") || strstr(name, "％") || strstr(name, "‰"))
        return true;
    return label.unit_length > 0;
}

/* One step more of a name. */
static bool add_step(struct load_path *path, const char *step)
{
    if (!*path->name)
        return replace(&path->name, strdup(step));
    return replace(&path->name, load_join_labels(path->name, strlen(path->name), step, says_unit(step)));
}

static bool add_unit(struct load_path *path, const char *text, size_t n)
{
    struct tb_bytes bytes = {0};
    struct load_label label;
    load_label_read(path->name, strlen(path->name), LOAD_BRACKET_UNIT, &label);
    tb_bytes_format(&bytes, "%s（%.*s）", label.name, (int)n, text);
    tb_bytes_add(&bytes, "", 1);
    return !bytes.failed ? replace(&path->name, (char *)bytes.data) : false;
}

/* A percent sign at the end, not in a bracket: *n receives the bytes of the words in front of it. */
static bool percent_at_end(const char *text, size_t *n)
{
    static const char *const marks[] = {"%", "％", "±", " in", " "};
    bool found = false;
    *n = strlen(text);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (*n > strlen(marks[i]) && (found || i < 2) &&
            memcmp(text + *n - strlen(marks[i]), marks[i], strlen(marks[i])) == 0) {
            *n -= strlen(marks[i]);
            found = true;
        }
    return found;
}

/* One step of a column's path.  *plain receives a word that only says that the figure is the plain one. */
static bool take_step(struct heading *heading, struct load_path *path, size_t r, size_t c, const char **plain)
{
    const char *text = *cell_at(heading, r, c);
    struct load_year_name name = year_name(text);
    if (r && strcmp(text, *cell_at(heading, r - 1, c)) == 0)
        return true; /* one cell over both records */
    size_t from, n;
    char rest[256], before[256];
    if (is_year(heading->preview, text) || name.form == LOAD_YEAR_AND_TEXT) {
        if (path->year && path->year != name.year && !heading->preview->fault) {
            heading->preview->fault = LOAD_HEADING_TWO_YEARS;
            heading->preview->fault_row = heading->preview->header + r;
            heading->preview->fault_column = c;
        }
        if (name.form == LOAD_WHOLE_YEAR && heading->preview->financial && !heading->preview->fault) {
            heading->preview->fault = LOAD_HEADING_MIXED;
            heading->preview->fault_row = heading->preview->header + r;
            heading->preview->fault_column = c;
        }
        path->year = name.year;
        path->part = path->part || name.form == LOAD_PART_OF_YEAR;
        if (name.form != LOAD_YEAR_AND_TEXT)
            return true;
        n = name.n_text < sizeof rest ? name.n_text : sizeof rest - 1;
        memcpy(rest, name.text, n);
        rest[n] = '\0';
        text = rest;
    }
    if (path->year && flag_of(text)) {
        path->flag = flag_of(text);
        return true;
    }
    if (is_sum_word(text) && *path->name) {
        *plain = text == rest ? "" : text;
        return text != rest || add_step(path, rest);
    }
    if (path->year && load_is_part_of_year(text, strlen(text))) {
        path->part = true;
        return true;
    }
    if (is_plain_word(text) && path->year) {
        *plain = text == rest ? "" : text;
        return text == rest ? add_step(path, rest) : true;
    }
    if (is_of_which(text)) {
        const char *whole = whole_of(heading, r, c);
        return !*whole || is_sum_word(whole) || add_step(path, whole);
    }
    if (is_unit(text, &from, &n) && heading->preview->n_unit) /* the same for all */
        return true;
    if (is_unit(text, &from, &n) && (*path->name || heading->preview->across || r > 0))
        return add_unit(path, text + from, n);
    if (percent_at_end(text, &n) && n < sizeof before) { /* 同比±% */
        memcpy(before, text, n);
        before[n] = '\0';
        return add_step(path, before) && add_unit(path, "%", 1);
    }
    if (heading->places[r] && !*path->region && heading->depth > 1)
        return replace(&path->region, strdup(text));
    return add_step(path, text);
}

static bool same_column(const struct load_path *a, const struct load_path *b)
{
    return a->value && b->value && !a->part && !b->part && a->year == b->year && strcmp(a->region, b->region) == 0 &&
           strcmp(a->name, b->name) == 0;
}

static bool has_twin(const struct heading *heading, size_t c)
{
    const struct load_path *path = heading->preview->path;
    for (size_t k = 0; k < heading->width; k++)
        if (k != c && same_column(&path[c], &path[k]))
            return true;
    return false;
}

/* "Actual" says something only where another column would otherwise be the same. */
static bool keep_plain_words(struct heading *heading, const char **plain)
{
    for (size_t c = 0; c < heading->width; c++)
        if (plain[c] && has_twin(heading, c) && !add_step(&heading->preview->path[c], plain[c]))
            return false;
    return true;
}

/* A sum that stands behind the last year and behind no other: of that year, or of all? */
static void find_lonely_sum(struct heading *heading)
{
    struct load_path *path = heading->preview->path;
    size_t last = heading->width;
    while (last && !path[last - 1].value)
        last--;
    if (!last || !path[last - 1].year || heading->depth < 2)
        return;
    struct load_path *sum = &path[last - 1];
    const bool word = is_sum_word(*cell_at(heading, heading->depth - 1, last - 1));
    bool other = false, again = false;
    for (size_t c = 0; c + 1 < last; c++) {
        other = other || (path[c].value && path[c].year && path[c].year != sum->year);
        again = again || (path[c].value && path[c].year != sum->year && strcmp(path[c].name, sum->name) == 0);
    }
    sum->sum = word && other && !again;
}

/* A word below the first that says better what the column holds; a line of units is named there too. */
static bool lower_word(enum load_word word)
{
    return word == LOAD_WORD_REGION || word == LOAD_WORD_INDICATOR || word == LOAD_WORD_YEAR;
}

/* The name of a column of labels: the lowest word that says what it holds, else the first text. */
static const char *label_name(const struct heading *heading, size_t c)
{
    const char *name = "";
    for (size_t r = 0; r < heading->depth; r++)
        if (lower_word(word_of(heading->row[r], c)) || !*name)
            name = *cell_of(heading->row[r], c) ? cell_of(heading->row[r], c) : name;
    return name;
}

/* The texts of a column from top to bottom, for messages. */
static bool flat_name(const struct heading *heading, size_t c, struct tb_bytes *text)
{
    text->n = 0;
    if (!heading->preview->path[c].value)
        tb_bytes_text(text, label_name(heading, c));
    for (size_t r = 0; r < heading->depth && heading->preview->path[c].value; r++) {
        const char *step = *cell_at(heading, r, c);
        if (*step && (!r || strcmp(step, *cell_at(heading, r - 1, c)) != 0)) {
            tb_bytes_text(text, text->n ? " " : "");
            tb_bytes_text(text, step);
        }
    }
    return !text->failed;
}

static bool make_flat(struct heading *heading)
{
    struct load_header *flat = &heading->preview->flat;
    struct tb_bytes all = {0}, one = {0};
    bool fine = true;
    flat->name = calloc(2 * heading->width + 1, sizeof *flat->name);
    for (size_t c = 0; c < heading->width && fine; c++) {
        fine = flat_name(heading, c, &one);
        for (int twice = 0; twice < 2; twice++) {
            const size_t from = all.n;
            tb_bytes_add(&all, one.data, one.n);
            for (size_t i = from; twice && i < all.n; i++)
                if (all.data[i] >= 'A' && all.data[i] <= 'Z')
                    all.data[i] = (unsigned char)(all.data[i] + 32);
            tb_bytes_add(&all, "", 1);
        }
    }
    tb_bytes_free(&one);
    flat->bytes = (char *)all.data;
    if (!fine || all.failed || !flat->name)
        return false;
    flat->n = heading->width;
    flat->line = heading->row[0]->line;
    flat->key = flat->name + heading->width;
    char *at = flat->bytes;
    for (size_t c = 0; c < heading->width; c++) {
        flat->name[c] = at;
        flat->key[c] = at + strlen(at) + 1;
        at = flat->key[c] + strlen(flat->key[c]) + 1;
    }
    return true;
}

/* Letters as Eurostat's sheets have them in a column of their own, without a name, behind the value. */
static bool holds_flags(const struct load_preview *preview, size_t column)
{
    size_t flags = 0;
    for (size_t i = preview->header + preview->depth; i < preview->n; i++) {
        const char *text = cell_of(&preview->row[i], column);
        const size_t n = strlen(text);
        if (n && (n > 3 || strspn(text, "bcdefnprsuz") != n))
            return false;
        flags += n > 0;
    }
    return flags > 0;
}

/* One unit behind or below the year of every column that holds values, and no other words: 2021年（万元）. */
static void find_common_unit(struct heading *heading)
{
    const char *unit = NULL;
    size_t n = 0;
    for (size_t c = heading->first; c < heading->width; c++) {
        const char *of_column = NULL;
        size_t n_column = 0, words = 0;
        for (size_t r = 0; r < heading->depth && !is_label(heading, c); r++) {
            const char *text = *cell_at(heading, r, c);
            const struct load_year_name name = year_name(text);
            char rest[64];
            size_t from, length;
            if (!*text || is_year(heading->preview, text))
                continue;
            const char *what = name.form == LOAD_YEAR_AND_TEXT ? name.text : text;
            const size_t size = name.form == LOAD_YEAR_AND_TEXT ? name.n_text : strlen(text);
            snprintf(rest, sizeof rest, "%.*s", (int)size, what);
            if (size >= sizeof rest || !is_unit(rest, &from, &length))
                words++;
            of_column = what + (size < sizeof rest && is_unit(rest, &from, &length) ? from : 0);
            n_column = size < sizeof rest && is_unit(rest, &from, &length) ? length : 0;
        }
        if (is_label(heading, c) || (!of_column && !named_above(heading, heading->depth, c)))
            continue;
        if (words || !n_column || (unit && (n != n_column || memcmp(unit, of_column, n) != 0)))
            return;
        unit = of_column;
        n = n_column;
    }
    heading->preview->unit = unit;
    heading->preview->n_unit = n;
}

static bool make_paths(struct load_preview *preview)
{
    struct heading heading = {.preview = preview, .depth = preview->depth};
    bool fine = true;
    if (numbers_columns(&preview->row[preview->header + preview->depth - 1]))
        heading.depth--; /* numbers of columns say nothing */
    for (size_t r = 0; r < heading.depth; r++) {
        heading.row[r] = &preview->row[preview->header + r];
        heading.width = heading.row[r]->n > heading.width ? heading.row[r]->n : heading.width;
    }
    heading.first = first_value(preview, preview->header, preview->header + heading.depth);
    heading.cell = calloc(heading.depth * heading.width + 1, sizeof *heading.cell);
    const char **plain = calloc(heading.width + 1, sizeof *plain);
    preview->path = calloc(heading.width + 1, sizeof *preview->path);
    if (!heading.cell || !plain || !preview->path)
        fine = false;
    preview->n_paths = preview->path ? heading.width : 0;
    for (size_t r = 0; r < heading.depth && fine; r++) {
        for (size_t c = 0; c < heading.width; c++)
            *cell_at(&heading, r, c) = cell_of(heading.row[r], c);
        heading.places[r] = names_places(&heading, r);
    }
    if (fine)
        spread_groups(&heading);
    if (fine && preview->across)
        find_common_unit(&heading);
    for (size_t c = 0; c < heading.width && fine; c++) {
        struct load_path *path = &preview->path[c];
        path->region = strdup("");
        path->name = strdup("");
        fine = path->region && path->name;
        path->value = !is_label(&heading, c);
        for (size_t r = 0; r < heading.depth && fine && path->value; r++)
            if (**cell_at(&heading, r, c))
                fine = take_step(&heading, path, r, c, &plain[c]);
        path->has_unit = fine && path->value && says_unit(path->name);
        path->flags = preview->across && c && path->value && !path->year && !*path->name && preview->path[c - 1].year &&
                      holds_flags(preview, c);
    }
    if (fine)
        find_lonely_sum(&heading);
    fine = fine && keep_plain_words(&heading, plain) && make_flat(&heading);
    free(heading.cell);
    free(plain);
    return fine;
}

/* ---- the table ---- */

/* A line break in a cell is a blank, between Chinese characters nothing; so sheets are read too. */
static void join_lines(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        const bool chinese = to > text && (unsigned char)to[-1] >= 0x80 && (unsigned char)from[1] >= 0x80;
        const bool word = (unsigned char)from[1] >= 0x80 && to > text && to[-1] >= '0' && to[-1] <= '9';
        if (*from != '\n' && *from != '\r')
            *to++ = *from;
        else if (!chinese && !word && to > text && to[-1] != ' ')
            *to++ = ' ';
    }
    *to = '\0';
}

bool load_find_table(struct load_preview *preview)
{
    preview->header = preview->n;
    preview->depth = 1;
    for (size_t i = 0; i < preview->n; i++)
        for (size_t c = 0; c < preview->row[i].n; c++) {
            join_lines(preview->row[i].name[c]);
            join_lines(preview->row[i].key[c]);
        }
    preview->financial = has_financial_years(preview);
    preview->fiscal = has_fiscal_years(preview);
    preview->days = has_only_days_of_years(preview);
    for (size_t i = 0; i < preview->n && i < LOAD_PREVIEW_ROWS / 2; i++) {
        const struct load_header *row = &preview->row[i];
        preview->across = names_years(preview, row);
        if (preview->across || names_columns(preview, row, i + 1 < preview->n ? row + 1 : NULL)) {
            preview->header = i;
            break;
        }
    }
    for (size_t i = preview->header < preview->n ? preview->header + 1 : 1; i < preview->n && preview->delimiter != ',';
         i++)
        for (size_t c = 0; c < preview->row[i].n; c++)
            preview->decimal_comma =
                preview->decimal_comma || shows_decimal_comma(preview->row[i].name[c], preview->delimiter);
    if (preview->header == preview->n)
        return true;
    while (preview->depth < LOAD_DEEPEST_HEADER - 1 && preview->header + preview->depth < preview->n &&
           goes_on(preview, preview->header + preview->depth))
        preview->depth++;
    while (preview->depth < LOAD_DEEPEST_HEADER - 1 && preview->header && is_group(preview, preview->header - 1)) {
        preview->header--;
        preview->depth++;
    }
    if (preview->header + preview->depth < preview->n &&
        numbers_columns(&preview->row[preview->header + preview->depth]))
        preview->depth++;
    return make_paths(preview);
}

static void free_paths(struct load_preview *preview)
{
    for (size_t c = 0; c < preview->n_paths; c++) {
        free(preview->path[c].region);
        free(preview->path[c].name);
    }
    free(preview->path);
    preview->path = NULL;
    preview->n_paths = 0;
    load_header_free(&preview->flat);
}

bool load_take_first_row(struct load_preview *preview)
{
    free_paths(preview);
    preview->header = 0;
    preview->depth = 1;
    preview->across = false;
    preview->fault = LOAD_HEADING_FINE;
    preview->unit = NULL;
    preview->n_unit = 0;
    return make_paths(preview);
}

void load_preview_free(struct load_preview *preview)
{
    free_paths(preview);
    for (size_t k = 0; k < preview->n; k++)
        load_header_free(&preview->row[k]);
}

char *load_join_labels(const char *first, size_t n_first, const char *second, bool own_unit)
{
    struct load_label a, b;
    struct tb_bytes text = {0};
    load_label_read(first, n_first, LOAD_BRACKET_TEXT, &a);
    load_label_read(second, strlen(second), LOAD_BRACKET_TEXT, &b);
    const struct load_label *unit = b.unit_length || own_unit ? &b : &a;
    tb_bytes_format(&text, "%s-%s", a.name, b.name);
    if (unit->unit_length && !(unit == &b && strstr(b.name, unit->unit)))
        tb_bytes_format(&text, "（%s）", unit->unit);
    tb_bytes_add(&text, "", 1);
    if (!text.failed)
        return (char *)text.data;
    tb_bytes_free(&text);
    return NULL;
}
