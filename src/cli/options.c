/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <assert.h>
#include <getopt.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * To add an option: a row in option_rows, below, and its name in the rows of the commands that take it (commands.c).
 * What it says goes into struct options: as a switch, a text, a name (a text that is not empty), a list of texts, or
 * by a function of its own, which returns NULL or what is wrong with the text that follows it in the message.
 */

/* A whole number in a range, the whole text. */
static bool read_integer(const char *text, long low, long high, long *value)
{
    if (!*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 9)
        return false;
    *value = strtol(text, NULL, 10);
    return *value >= low && *value <= high;
}

/* A length above 0, the whole of the text. */
static bool read_length(const char *text, double *length)
{
    return tb_number_parse(text, strlen(text), length, NULL) && *length > 0;
}

/* One of two words. */
static bool read_either(const char *text, const char *no, const char *yes, bool *value)
{
    *value = strcmp(text, yes) == 0;
    return *value || strcmp(text, no) == 0;
}

/* A:B, A:, :B or A. */
static const char *read_years(struct options *options, const char *text)
{
    static const char wrong[] = "years are written 2015:2024, not";
    char copy[32];
    long a = options->first_year, b = options->last_year;
    if (strlen(text) >= sizeof copy)
        return wrong;
    snprintf(copy, sizeof copy, "%s", text);
    char *colon = strchr(copy, ':');
    if (!colon) {
        if (!read_integer(copy, FIRST_YEAR, LAST_YEAR, &a))
            return wrong;
        b = a;
    } else {
        *colon = '\0';
        if ((*copy && !read_integer(copy, FIRST_YEAR, LAST_YEAR, &a)) ||
            (colon[1] && !read_integer(colon + 1, FIRST_YEAR, LAST_YEAR, &b)))
            return wrong;
    }
    options->first_year = (int)a;
    options->last_year = (int)b;
    return a <= b ? NULL : wrong;
}

/* 1600x900 in pixels; 16x9cm, 160x90mm or 6x4in on paper, which is turned into pixels when --dpi is known. */
static const char *read_size(struct options *options, const char *text)
{
    static const char wrong[] = "a size is written 1600x900 or 16x9cm, not";
    static const struct {
        const char *unit;
        double inches;
    } units[] = {{"cm", 1 / 2.54}, {"mm", 1 / 25.4}, {"in", 1}};
    char copy[40];
    if (strlen(text) >= sizeof copy)
        return wrong;
    snprintf(copy, sizeof copy, "%s", text);
    options->paper_inches = 0;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        const size_t n = strlen(copy), m = strlen(units[i].unit);
        if (n > m && strcmp(copy + n - m, units[i].unit) == 0) {
            copy[n - m] = '\0';
            options->paper_inches = units[i].inches;
        }
    }
    char *cross = strchr(copy, 'x');
    if (!cross)
        return wrong;
    *cross = '\0';
    return read_length(copy, &options->size[0]) && read_length(cross + 1, &options->size[1]) ? NULL : wrong;
}

static const char *read_dpi(struct options *options, const char *text)
{
    const bool good = read_length(text, &options->dpi) && options->dpi >= 20 && options->dpi <= 2400;
    return good ? NULL : "dpi are 20 to 2400, not";
}

static const char *read_text(struct options *options, const char *text)
{
    bool letters;
    if (!read_either(text, "outline", "text", &letters))
        return "the letters are outline or text, not";
    options->page.text = letters ? TB_LETTERS : TB_OUTLINE;
    return NULL;
}

static const char *read_theme(struct options *options, const char *text)
{
    static const char *const names[] = {"light", "dark", "print"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(text, names[i]) == 0) {
            options->page.theme = (enum tb_theme)i;
            return NULL;
        }
    return "a theme is light, dark or print, not";
}

static const char *read_language(struct options *options, const char *text)
{
    if (strcmp(text, "zh") != 0 && strcmp(text, "en") != 0)
        return "the language is zh or en, not";
    options->language = text;
    return NULL;
}

static const char *read_top(struct options *options, const char *text)
{
    long number;
    if (strcmp(text, "all") == 0)
        options->top = SIZE_MAX;
    else if (read_integer(text, 1, 1000, &number))
        options->top = (size_t)number;
    else
        return "slides are a number from 1 to 1000, or all, not";
    return NULL;
}

static const char *read_charts(struct options *options, const char *text)
{
    return read_either(text, "native", "picture", &options->pictures) ? NULL
                                                                      : "charts on slides are native or picture, not";
}

static const char *read_slides(struct options *options, const char *text)
{
    return read_either(text, "16:9", "4:3", &options->four_by_three) ? NULL : "slides are 16:9 or 4:3, not";
}

static const char *read_confidence(struct options *options, const char *text)
{
    double level;
    if (!tb_number_parse(text, strlen(text), &level, NULL) || !(level >= 0.5 && level <= 0.9999))
        return "a confidence lies between 0.5 and 0.9999, not";
    options->confidence = level;
    return NULL;
}

static const char *read_base(struct options *options, const char *text)
{
    long year;
    if (!read_integer(text, FIRST_YEAR, LAST_YEAR, &year))
        return "a base year has four digits, not";
    options->index_base = (int)year;
    return NULL;
}

static const char *read_year(struct options *options, const char *text)
{
    long year;
    if (!read_integer(text, FIRST_YEAR, LAST_YEAR, &year))
        return "a year has four digits, not";
    options->year = (int)year;
    return NULL;
}

static const char *read_jobs(struct options *options, const char *text)
{
    long number;
    if (!read_integer(text, 1, 256, &number))
        return "jobs are 1 to 256, not";
    options->jobs = (unsigned)number;
    return NULL;
}

/* Where in struct options the value goes, and how it is read. */
#define SWITCH(member)       OPTION_SWITCH, offsetof(struct options, member), NULL
#define TEXT(member)         OPTION_TEXT, offsetof(struct options, member), NULL
#define NAME(member)         OPTION_NAME, offsetof(struct options, member), NULL
#define LIST(member)         OPTION_LIST, offsetof(struct options, member), NULL
#define READ_BY(read_member) OPTION_READ, 0, read_member

/* clang-format off: a row is what the help says and where the value goes */
const struct option_row option_rows[] = {
    {"indicator", "i", "ID", LIST(indicators),
     "only this indicator, by id or name; may be a pattern (pen*), a list (a,b,c), may be repeated",
     "只用这些指标，写id或名称；可用通配（pen*）、列表（a,b,c），可重复给出"},
    {"region", "r", "NAME", LIST(regions), "only this region; may be a pattern, a list, may be repeated",
     "只用这些地区；可用通配、列表，可重复给出"},
    {"section", NULL, "ID", LIST(sections), "only this section of the catalogue; may be a pattern, may be repeated",
     "只用目录中的这些栏目；可用通配，可重复给出"},
    {"years", "y", "A:B", READ_BY(read_years), "only these years; A: from A, :B up to B, A one year",
     "只用这些年份；A:自A年起，:B至B年止，A仅一年"},
    {"statistic", "s", "ID", LIST(statistics),
     "only this statistic; may be a pattern, a list, may be repeated (see: list statistics)",
     "只用这些统计量；可用通配、列表，可重复给出（见list statistics）"},
    {"latest", NULL, NULL, SWITCH(latest), "of each series and statistic only the last year",
     "每条序列、每个统计量只取最近一年"},
    {"columns", NULL, "NAMES", NAME(columns), "only these columns of the result, in this order: indicator,region,value",
     "结果只含这些列，按此顺序：indicator,region,value"},
    {"type", "t", "TYPE", TEXT(type), "chart type, or auto (see: list charts)", "图的类型，或auto（见list charts）"},
    {"output", "o", "PATH", NAME(output), "where to write", "写到何处"},
    {"template", NULL, "FILE", NAME(template),
     "a report with its figures in braces, {{penalty_cases}}: text or .docx (see: list placeholders)",
     "以双花括号写指标的报告，如{{penalty_cases}}：文本或.docx（见list placeholders）"},
    {"format", "f", "FORMAT", TEXT(format), "table, csv or json; for charts svg, png or pdf",
     "table、csv或json；图则为svg、png或pdf"},
    {"lang", NULL, "zh|en", READ_BY(read_language), "language of the words; default: that of the data",
     "文字的语言；默认随数据"},
    {"title", NULL, "TEXT", TEXT(title), "title of the chart or briefing; default: the finding",
     "图或简报的标题；默认为所得结论"},
    {"top", NULL, "N|all", READ_BY(read_top),
     "so many charts on slides, those that call most for attention; default 12, all with -i",
     "幻灯片上图的幅数，取最值得注意的；默认12，有-i时为全部"},
    {"charts", NULL, "native|picture", READ_BY(read_charts),
     "charts on slides: native ones that can be edited (default), or pictures",
     "幻灯片上的图：native可编辑（默认），picture为图片"},
    {"slides", NULL, "16:9|4:3", READ_BY(read_slides), "shape of the slides; default 16:9", "幻灯片的长宽比；默认16:9"},
    {"theme-from", NULL, "FILE", NAME(theme_from),
     "a .potx or .pptx: slides take its master, layouts, colours and fonts",
     ".potx或.pptx文件：幻灯片采用其母版、版式、颜色和字体"},
    {"size", NULL, "WxH", READ_BY(read_size), "picture size in pixels, or 16x9cm, 160x90mm, 6x4in; default 1600x900",
     "图片尺寸，以像素计，或16x9cm、160x90mm、6x4in；默认1600x900"},
    {"dpi", NULL, "N", READ_BY(read_dpi),
     "pixels to an inch, written into a PNG; default: 7.5 inches high, 300 for cm, mm, in",
     "每英寸像素数，写入PNG；默认按高7.5英寸计，cm、mm、in则为300"},
    {"text", NULL, "outline|text", READ_BY(read_text),
     "letters of an SVG as outline (default), or as text that can be selected",
     "SVG中的文字：outline为轮廓（默认），text为可选取的文字"},
    {"theme", NULL, "light|dark|print", READ_BY(read_theme), "light (default), dark or print",
     "浅色、深色或印刷用；默认浅色"},
    {"red-rise", NULL, NULL, SWITCH(page.red_rise), "red for rise, green for fall", "升为红色，降为绿色"},
    {"bare", NULL, NULL, SWITCH(page.bare), "no title and foot in the picture", "图中不写标题和脚注"},
    {"confidence", NULL, "LEVEL", READ_BY(read_confidence), "level of intervals and tests; default 0.95",
     "区间和检验的置信水平；默认0.95"},
    {"base", NULL, "YEAR", READ_BY(read_base), "base year of the index; default: the first exact year",
     "定基指数的基年；默认为首个确数年份"},
    {"option", NULL, "NAME=VALUE", LIST(choices), "a convention of the statistics, may be repeated (see: list options)",
     "统计方法的约定，可重复给出（见list options）"},
    {"methods", NULL, NULL, SWITCH(methods), "what each method says of the trend, side by side",
     "并列各方法对趋势的判断"},
    {"fix-catalogue", NULL, NULL, SWITCH(fix_catalogue),
     "draft indicators.csv from what was read, to standard output or -o FILE",
     "按读到的内容起草indicators.csv，写到标准输出或-o文件"},
    {"prefer", NULL, "PATH", LIST(prefer),
     "this file or folder holds where two sources differ; may be repeated, the first before the second",
     "两处来源不同时以此文件或文件夹为准；可重复给出，在前者优先"},
    {"catalogue", NULL, "FILE", NAME(catalogue), "indicators.csv with the phrases, or its folder",
     "带短语的indicators.csv，或其所在文件夹"},
    {"year", NULL, "YEAR", READ_BY(read_year), "year of the figures", "数字所属的年份"},
    {"jobs", "j", "N", READ_BY(read_jobs), "so many at a time; default: the number of processors",
     "同时进行的任务数；默认为处理器个数"},
    {"quiet", "q", NULL, SWITCH(quiet), "no warnings, no progress", "不显示警告和进度"},
    {"verbose", "v", NULL, SWITCH(verbose), "say what was chosen and why", "说明选取了什么、为什么"},
    {"strict", NULL, NULL, SWITCH(strict), "a warning counts as an error", "警告按错误处理"},
    {"force", NULL, NULL, SWITCH(force), "write into a folder that holds other files; replace a draft",
     "可写入已有其他文件的文件夹；可替换已有草稿"},
    {"help", "h", NULL, SWITCH(help), "this text", "显示本说明"},
};
/* clang-format on */
const size_t n_option_rows = sizeof option_rows / sizeof option_rows[0];

bool command_takes(const struct command *command, const struct option_row *row)
{
    const size_t n = strlen(row->name);
    if (strcmp(row->name, "help") == 0)
        return true;
    for (const char *at = command->options; (at = strstr(at, row->name)); at += n)
        if ((at == command->options || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    return false;
}

/* Pixels and inches of the page from --size and --dpi; NULL when fine. */
static const char *set_page(struct options *options)
{
    static const char wrong[] = "a picture has from 200 to 8192 whole pixels each way; --size and --dpi give";
    const double dpi = options->dpi > 0 ? options->dpi : 300;
    if (options->size[0] > 0) {
        const double scale = options->paper_inches > 0 ? options->paper_inches * dpi : 1;
        const double width = options->size[0] * scale, height = options->size[1] * scale;
        if (!(width >= 199.5 && width < 8192.5 && height >= 199.5 && height < 8192.5) ||
            (scale == 1 && (width != round(width) || height != round(height))))
            return wrong;
        options->page.width = (int)lround(width);
        options->page.height = (int)lround(height);
        if (options->paper_inches > 0)
            options->page.inches = options->size[1] * options->paper_inches;
    }
    if (options->dpi > 0)
        options->page.inches = options->page.height / options->dpi;
    return NULL;
}

/* Puts the text where the row says; NULL when it is fine, else what is wrong with it. */
static const char *take(const struct option_row *row, struct options *options, const char *text)
{
    void *member = (char *)options + row->member;
    switch (row->kind) {
    case OPTION_SWITCH:
        *(bool *)member = true;
        return NULL;
    case OPTION_NAME:
    case OPTION_TEXT:
        *(const char **)member = text;
        return row->kind == OPTION_TEXT || *text ? NULL : "a name is needed here, not";
    case OPTION_LIST:
        for (size_t n = 0; n < MOST_PATTERNS; n++)
            if (!((const char **)member)[n]) {
                ((const char **)member)[n] = text;
                return NULL;
            }
        return "this option is given too often, at";
    case OPTION_READ:
        return row->read(options, text);
    }
    return NULL;
}

/* The command line as it was given, for the manifest. */
static char *join(int argc, char **argv)
{
    struct tb_bytes text = {0};
    for (int i = 0; i < argc; i++) {
        tb_bytes_text(&text, i ? " " : "");
        tb_bytes_text(&text, argv[i]);
    }
    tb_bytes_add(&text, "", 1);
    if (text.failed) {
        tb_bytes_free(&text);
        return NULL;
    }
    return (char *)text.data;
}

enum {
    MOST_ROWS = 128,
    LONG = 256 /* what getopt_long returns for row i is LONG + i, or its letter */
};

/* What is wrong with the command line, told when all of it was read: --lang may stand behind it. */
struct complaint {
    enum {
        FINE,
        WRONG_TEXT,     /* of an option; `problem` says how it is written */
        UNKNOWN_OPTION, /* of this command */
    } kind;
    const char *problem;
    char text[256]; /* of the user */
};

static void note(struct complaint *complaint, const char *problem, const char *text)
{
    if (complaint->kind || !problem)
        return; /* the first is told */
    complaint->kind = WRONG_TEXT;
    complaint->problem = problem;
    snprintf(complaint->text, sizeof complaint->text, "%s", text);
}

/* The commands that take an option, "plot, brief". */
static void takers(const struct option_row *row, char *names, size_t size)
{
    *names = '\0';
    for (size_t i = 0; i < n_commands; i++)
        if (command_takes(&commands[i], row)) {
            const size_t n = strlen(names);
            snprintf(names + n, size - n, "%s%s", n ? ", " : "", commands[i].name);
        }
}

/* An option that is unknown to the command: whose is it, or how is it spelt? */
static char *say_unknown(const struct command *command, enum tb_language language, const char *text)
{
    char word[64], names[128], name[72];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(text, "="), text);
    const char *bare = word + strspn(word, "-");
    struct tb_nearest nearest = tb_nearest_to(bare);
    for (size_t i = 0; i < n_option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        const bool is_it = bare[0] && !bare[1] ? row->letter && *row->letter == bare[0] : strcmp(row->name, bare) == 0;
        if (is_it && !command_takes(command, row)) {
            takers(row, names, sizeof names);
            return tb_say(language, "%s takes no option \"%s\"; it belongs to %s", command->name, word, names);
        }
        if (command_takes(command, row))
            tb_nearest_offer(&nearest, row->name);
    }
    if (nearest.text) {
        snprintf(name, sizeof name, "--%s", nearest.text);
        nearest.text = name;
    }
    return tb_say(language, "unknown option \"%s\"%s%s%s", word, TB_DID_YOU_MEAN(nearest));
}

static int tell(const struct command *command, const struct options *options, const struct complaint *complaint)
{
    const enum tb_language language = message_language(options);
    complain(command->name, language,
             complaint->kind == UNKNOWN_OPTION ? say_unknown(command, language, complaint->text)
                                               : tb_say(language, "%s \"%s\"", complaint->problem, complaint->text));
    char *see = tb_say(language, "see: trendbook %s --help", command->name);
    fprintf(stderr, "%s\n", see ? see : "");
    free(see);
    return TB_BAD_OPTION;
}

/* An option that getopt did not know: "--colour", "-colour", or the letter in "-qx". */
static void note_unknown(struct complaint *complaint, int argc, char **argv)
{
    const char *there = argv[optind - 1];
    if (complaint->kind)
        return;
    complaint->kind = UNKNOWN_OPTION;
    if (optopt > 0 && optopt < LONG && (*there != '-' || !strchr(there, optopt)) && optind < argc)
        there = argv[optind]; /* getopt is still within it */
    if (optopt > 0 && optopt < LONG && there[0] == '-' && there[1] != optopt)
        snprintf(complaint->text, sizeof complaint->text, "-%c", optopt);
    else
        snprintf(complaint->text, sizeof complaint->text, "%s", there);
}

/* Dashes of Chinese keyboards and of word processors; no file is called so by chance. */
static void note_dash(struct complaint *complaint, const char *text)
{
    static const char *const dashes[] = {"—", "–", "－", "−"};
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++)
        if (strncmp(text, dashes[i], strlen(dashes[i])) == 0 && access(text, F_OK) != 0)
            note(complaint, "an option begins with the plain hyphen -, not with a long dash:", text);
}

static const struct option_row *row_of(int found)
{
    if (found >= LONG)
        return &option_rows[found - LONG];
    for (size_t i = 0; i < n_option_rows; i++)
        if (option_rows[i].letter && *option_rows[i].letter == found)
            return &option_rows[i];
    return NULL;
}

static void read_all(const struct command *command, int argc, char **argv, struct options *options,
                     struct complaint *complaint)
{
    static_assert(sizeof option_rows / sizeof option_rows[0] <= MOST_ROWS, "more options than getopt is given");
    char letters[2 * MOST_ROWS + 2] = ":";
    struct option names[MOST_ROWS + 1] = {0};
    size_t n_names = 0, n_letters = 1;
    for (size_t i = 0; i < n_option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        if (!command_takes(command, row))
            continue;
        if (row->letter) {
            letters[n_letters++] = *row->letter;
            if (row->argument)
                letters[n_letters++] = ':';
        }
        names[n_names++] =
            (struct option){row->name, row->argument ? required_argument : no_argument, NULL, LONG + (int)i};
    }
    optind = 1;
    for (int found; (found = getopt_long(argc, argv, letters, names, NULL)) != -1;) {
        if (found == ':')
            note(complaint, "this option needs an argument:", argv[optind - 1]);
        else if (found == '?')
            optopt >= LONG ? note(complaint, "this option takes no argument:", argv[optind - 1])
                           : note_unknown(complaint, argc, argv);
        else
            note(complaint, take(row_of(found), options, optarg), optarg ? optarg : "");
    }
}

int options_read(const struct command *command, int argc, char **argv, struct options *options)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *options = (struct options){
        .first_year = FIRST_YEAR,
        .last_year = LAST_YEAR,
        .page = tb_page_default(),
        .confidence = tb_stat_defaults().confidence,
        .jobs = processors > 0 && processors < 256 ? (unsigned)processors : 1,
    };
    options->command_line = join(argc, argv);

    struct complaint complaint = {0};
    read_all(command, argc, argv, options, &complaint);
    if (options->help) {
        print_command_help(command, message_language(options), stdout);
        return printed(fflush(stdout) == 0, message_language(options));
    }
    if (!complaint.kind) {
        char size[80];
        snprintf(size, sizeof size, "%gx%g", options->size[0], options->size[1]);
        note(&complaint, set_page(options), size);
    }
    for (int i = optind; i < argc; i++)
        note_dash(&complaint, argv[i]);
    if (complaint.kind)
        return tell(command, options, &complaint);
    options->data = (const char *const *)argv + optind;
    options->n_data = (size_t)(argc - optind);
    return -1;
}

void options_free(struct options *options)
{
    free(options->command_line);
}
