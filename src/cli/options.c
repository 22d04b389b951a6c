/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One option: a row.  A command names the letters it takes; options without a short form have a capital of their own.
 */
struct option_row {
    char letter;
    bool has_short;
    const char *name, *argument, *help;
};

static const struct option_row rows[] = {
    {'i', true, "indicator", "ID", "only this indicator; may be a pattern (pen*), a list (a,b,c), may be repeated"},
    {'r', true, "region", "NAME", "only this region; may be a pattern, a list, may be repeated"},
    {'E', false, "section", "ID", "only this section of the catalogue; may be a pattern, may be repeated"},
    {'y', true, "years", "A:B", "only these years; A: from A, :B up to B, A one year"},
    {'s', true, "statistic", "ID", "only this statistic; may be a pattern, may be repeated (see: list statistics)"},
    {'t', true, "type", "TYPE", "chart type, or auto (see: list charts)"},
    {'o', true, "output", "PATH", "where to write"},
    {'P', false, "template", "FILE",
     "a report with its figures in braces, {{penalty_cases}}: text or .docx (see: list placeholders)"},
    {'f', true, "format", "FORMAT", "table, csv or json; for charts svg, png or pdf"},
    {'L', false, "lang", "zh|en", "language of the words; default: that of the data"},
    {'T', false, "title", "TEXT", "title of the chart or briefing; default: the finding"},
    {'N', false, "top", "N|all",
     "so many charts on slides, those that call most for attention; default 12, all with -i"},
    {'G', false, "charts", "native|picture", "charts on slides: native ones that can be edited (default), or pictures"},
    {'4', false, "slides", "16:9|4:3", "shape of the slides; default 16:9"},
    {'U', false, "theme-from", "FILE", "a .potx or .pptx: slides take its master, layouts, colours and fonts"},
    {'S', false, "size", "WxH", "picture size in pixels, or 16x9cm, 160x90mm, 6x4in; default 1600x900"},
    {'I', false, "dpi", "N", "pixels to an inch, written into a PNG; default: 7.5 inches high, 300 for cm, mm, in"},
    {'H', false, "text", "KIND", "letters of an SVG as outline (default) or as text that can be selected"},
    {'M', false, "theme", "THEME", "light, dark or print"},
    {'R', false, "red-rise", NULL, "red for rise, green for fall"},
    {'B', false, "bare", NULL, "no title and foot in the picture"},
    {'C', false, "confidence", "LEVEL", "level of intervals and tests; default 0.95"},
    {'X', false, "base", "YEAR", "base year of the index; default: the first exact year"},
    {'O', false, "option", "NAME=VALUE", "a convention of the statistics, may be repeated (see: list options)"},
    {'D', false, "methods", NULL, "what each method says of the trend, side by side"},
    {'A', false, "fix-catalogue", NULL, "draft indicators.csv from what was read, to standard output or -o FILE"},
    {'W', false, "prefer", "PATH",
     "this file or folder holds where two sources differ; may be repeated, the first before the second"},
    {'K', false, "catalogue", "FILE", "indicators.csv with the phrases, or its folder"},
    {'Y', false, "year", "YEAR", "year of the figures"},
    {'j', true, "jobs", "N", "so many at a time; default: the number of processors"},
    {'q', true, "quiet", NULL, "no warnings, no progress"},
    {'v', true, "verbose", NULL, "say what was chosen and why"},
    {'Z', false, "strict", NULL, "a warning counts as an error"},
    {'F', false, "force", NULL, "write into a folder that holds other files; replace a draft"},
    {'h', true, "help", NULL, "this text"},
};
enum {
    ROWS = sizeof rows / sizeof rows[0]
};

static bool takes(const struct command *command, const struct option_row *row)
{
    return row->letter == 'h' || strchr(command->options, row->letter);
}

void print_command_help(const struct command *command, FILE *to)
{
    fprintf(to, "%s\n\nExamples\n%s\nUsage: trendbook %s [options] %s\n", command->summary, command->examples,
            command->name, command->arguments);
    if (*command->description)
        fprintf(to, "\n%s", command->description);
    fputs("\nOptions\n", to);
    for (size_t i = 0; i < ROWS; i++) {
        if (!takes(command, &rows[i]))
            continue;
        char left[48];
        const char short_form[] = {'-', rows[i].letter, ',', '\0'};
        snprintf(left, sizeof left, "%-3s --%s%s%s", rows[i].has_short ? short_form : "", rows[i].name,
                 rows[i].argument ? " " : "", rows[i].argument ? rows[i].argument : "");
        fprintf(to, "  %-24s  %s\n", left, rows[i].help);
    }
}

static int usage(const struct command *command, const struct options *options, const char *problem, const char *text)
{
    const enum tb_language language = message_language(options);
    complain(command->name, language,
             text ? tb_say(language, "%s \"%s\"", problem, text) : tb_say(language, "%s", problem));
    char *see = tb_say(language, "see: trendbook %s --help", command->name);
    fprintf(stderr, "%s\n", see ? see : "");
    free(see);
    return TB_BAD_OPTION;
}

/* A whole number in a range, the whole text. */
static bool read_integer(const char *text, long low, long high, long *value)
{
    if (!*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 9)
        return false;
    *value = strtol(text, NULL, 10);
    return *value >= low && *value <= high;
}

/* A:B, A:, :B or A. */
static bool read_years(const char *text, int *first, int *last)
{
    char copy[32];
    long a = *first, b = *last;
    if (strlen(text) >= sizeof copy)
        return false;
    snprintf(copy, sizeof copy, "%s", text);
    char *colon = strchr(copy, ':');
    if (!colon) {
        if (!read_integer(copy, 1800, 2200, &a))
            return false;
        b = a;
    } else {
        *colon = '\0';
        if ((*copy && !read_integer(copy, 1800, 2200, &a)) || (colon[1] && !read_integer(colon + 1, 1800, 2200, &b)))
            return false;
    }
    *first = (int)a;
    *last = (int)b;
    return a <= b;
}

/* A length above 0, the whole of the text. */
static bool read_length(const char *text, double *length)
{
    return tb_number_parse(text, strlen(text), length, NULL) && *length > 0;
}

/* 1600x900 in pixels; 16x9cm, 160x90mm or 6x4in on paper, which is turned into pixels when --dpi is known. */
static bool read_size(const char *text, struct options *options)
{
    static const struct {
        const char *unit;
        double inches;
    } units[] = {{"cm", 1 / 2.54}, {"mm", 1 / 25.4}, {"in", 1}};
    char copy[40];
    double width, height;
    if (strlen(text) >= sizeof copy)
        return false;
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
        return false;
    *cross = '\0';
    if (!read_length(copy, &width) || !read_length(cross + 1, &height))
        return false;
    options->size[0] = width;
    options->size[1] = height;
    return true;
}

static bool read_slides(const char *text, bool *four_by_three)
{
    *four_by_three = strcmp(text, "4:3") == 0;
    return *four_by_three || strcmp(text, "16:9") == 0;
}

static bool read_charts(const char *text, bool *pictures)
{
    *pictures = strcmp(text, "picture") == 0;
    return *pictures || strcmp(text, "native") == 0;
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

static bool read_theme(const char *text, enum tb_theme *theme)
{
    static const char *const names[] = {"light", "dark", "print"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(text, names[i]) == 0) {
            *theme = (enum tb_theme)i;
            return true;
        }
    return false;
}

static bool add_pattern(const char **list, const char *text)
{
    size_t n = 0;
    while (list[n])
        n++;
    if (n >= MOST_PATTERNS)
        return false;
    list[n] = text;
    return true;
}

/* Takes one option; NULL when it is fine, else what is wrong with its argument. */
static const char *take(struct options *options, int letter, const char *argument)
{
    long number;
    double level;
    switch (letter) {
    case 'i':
        return add_pattern(options->indicators, argument) ? NULL : "too many indicators at";
    case 'r':
        return add_pattern(options->regions, argument) ? NULL : "too many regions at";
    case 'E':
        return add_pattern(options->sections, argument) ? NULL : "too many sections at";
    case 's':
        return add_pattern(options->statistics, argument) ? NULL : "too many statistics at";
    case 'y':
        return read_years(argument, &options->first_year, &options->last_year) ? NULL
                                                                               : "years are written 2015:2024, not";
    case 't':
        options->type = argument;
        return NULL;
    case 'o':
        options->output = argument;
        return *argument ? NULL : "no name for the output:";
    case 'P':
        options->template = argument;
        return *argument ? NULL : "no name for the template:";
    case 'f':
        options->format = argument;
        return NULL;
    case 'N':
        if (strcmp(argument, "all") == 0)
            options->top = SIZE_MAX;
        else if (read_integer(argument, 1, 1000, &number))
            options->top = (size_t)number;
        else
            return "slides are a number from 1 to 1000, or all, not";
        return NULL;
    case 'L':
        options->language = argument;
        return strcmp(argument, "zh") == 0 || strcmp(argument, "en") == 0 ? NULL : "the language is zh or en, not";
    case 'T':
        options->title = argument;
        return NULL;
    case 'S':
        return read_size(argument, options) ? NULL : "a size is written 1600x900 or 16x9cm, not";
    case 'I':
        return read_length(argument, &options->dpi) && options->dpi >= 20 && options->dpi <= 2400
                   ? NULL
                   : "dpi are 20 to 2400, not";
    case 'H':
        if (strcmp(argument, "outline") != 0 && strcmp(argument, "text") != 0)
            return "the letters are outline or text, not";
        options->page.text = strcmp(argument, "text") == 0 ? TB_LETTERS : TB_OUTLINE;
        return NULL;
    case 'G':
        return read_charts(argument, &options->pictures) ? NULL : "charts on slides are native or picture, not";
    case 'U':
        options->theme_from = argument;
        return *argument ? NULL : "no name for the template:";
    case '4':
        return read_slides(argument, &options->four_by_three) ? NULL : "slides are 16:9 or 4:3, not";
    case 'M':
        return read_theme(argument, &options->page.theme) ? NULL : "a theme is light, dark or print, not";
    case 'R':
        options->page.red_rise = true;
        return NULL;
    case 'B':
        options->page.bare = true;
        return NULL;
    case 'C':
        if (!tb_number_parse(argument, strlen(argument), &level, NULL) || !(level >= 0.5 && level <= 0.9999))
            return "a confidence lies between 0.5 and 0.9999, not";
        options->confidence = level;
        return NULL;
    case 'X':
        if (!read_integer(argument, 1800, 2200, &number))
            return "a base year has four digits, not";
        options->index_base = (int)number;
        return NULL;
    case 'O':
        return add_pattern(options->choices, argument) ? NULL : "too many options at";
    case 'A':
        options->fix_catalogue = true;
        return NULL;
    case 'W':
        return add_pattern(options->prefer, argument) ? NULL : "too many sources at";
    case 'K':
        options->catalogue = argument;
        return *argument ? NULL : "no name for the catalogue:";
    case 'Y':
        if (!read_integer(argument, 1800, 2200, &number))
            return "a year has four digits, not";
        options->year = (int)number;
        return NULL;
    case 'j':
        if (!read_integer(argument, 1, 256, &number))
            return "jobs are 1 to 256, not";
        options->jobs = (unsigned)number;
        return NULL;
    case 'D':
        options->methods = true;
        return NULL;
    case 'q':
        options->quiet = true;
        return NULL;
    case 'v':
        options->verbose = true;
        return NULL;
    case 'Z':
        options->strict = true;
        return NULL;
    case 'F':
        options->force = true;
        return NULL;
    default:
        return "unknown option";
    }
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

int options_read(const struct command *command, int argc, char **argv, struct options *options)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *options = (struct options){
        .first_year = 1800,
        .last_year = 2200,
        .page = tb_page_default(),
        .confidence = tb_stat_defaults().confidence,
        .jobs = processors > 0 && processors < 256 ? (unsigned)processors : 1,
    };
    options->command_line = join(argc, argv);

    char letters[2 * ROWS + 2] = ":";
    struct option names[ROWS + 1] = {0};
    size_t n_names = 0, n_letters = 1;
    for (size_t i = 0; i < ROWS; i++) {
        if (!takes(command, &rows[i]))
            continue;
        if (rows[i].has_short) {
            letters[n_letters++] = rows[i].letter;
            if (rows[i].argument)
                letters[n_letters++] = ':';
        }
        names[n_names++] =
            (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, rows[i].letter};
    }
    optind = 1;
    for (int letter; (letter = getopt_long(argc, argv, letters, names, NULL)) != -1;) {
        if (letter == 'h') {
            print_command_help(command, stdout);
            return fflush(stdout) == 0 ? TB_OK : TB_OUTPUT_FAILED;
        }
        if (letter == ':')
            return usage(command, options, "this option needs an argument:", argv[optind - 1]);
        if (letter == '?')
            return usage(command, options, "unknown option", argv[optind - 1]);
        const char *problem = take(options, letter, optarg);
        if (problem)
            return usage(command, options, problem, optarg);
    }
    const char *problem = set_page(options);
    if (problem) {
        char size[80];
        snprintf(size, sizeof size, "%gx%g", options->size[0], options->size[1]);
        return usage(command, options, problem, size);
    }
    options->data = (const char *const *)argv + optind;
    options->n_data = (size_t)(argc - optind);
    return -1;
}

void options_free(struct options *options)
{
    free(options->command_line);
}
