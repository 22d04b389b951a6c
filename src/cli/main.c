/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --lang zh, --lang=zh: its text, and how many arguments it takes; NULL when it is something else. */
static const char *language_at(int argc, char **argv, int at, int *taken)
{
    const bool apart = strcmp(argv[at], "--lang") == 0 && at + 1 < argc;
    const char *text = apart ? argv[at + 1] : strncmp(argv[at], "--lang=", 7) == 0 ? argv[at] + 7 : "";
    *taken = apart ? 2 : 1;
    return strcmp(text, "zh") == 0 || strcmp(text, "en") == 0 ? text : NULL;
}

/* The language of --lang wherever it stands, before the command too; else that of the locale. */
static enum tb_language language_given(int argc, char **argv)
{
    struct options options = {0};
    for (int i = 1, taken; i < argc; i += taken) {
        const char *text = language_at(argc, argv, i, &taken);
        if (text)
            options.language = text;
    }
    return message_language(&options);
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < n_commands; i++)
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
    return NULL;
}

static void see_help(enum tb_language language)
{
    char *see = tb_say(language, "see: trendbook --help");
    fprintf(stderr, "%s\n", see ? see : "");
    free(see);
}

/* Data without a command: what can be done with them. */
static int ask_for_command(const char *data, enum tb_language language)
{
    char *shown = shell_word(data);
    const char *name = shown ? shown : "DATA";
    const bool chinese = language == TB_CHINESE;
    complain(NULL, language, tb_say(language, "\"%s\" is data; say what is to be done with it:", data));
    fprintf(stderr,
            "\n  trendbook check %s              %s\n  trendbook show %s               %s\n"
            "  trendbook brief %s -o briefing  %s\n\n",
            name, chinese ? "读到了什么，有哪些问题" : "what was understood, what is wrong", name,
            chinese ? "各指标的历年数值和增减" : "each indicator over its years", name,
            chinese ? "幻灯片、文稿、图和统计结果" : "slides, text, charts and statistics");
    free(shown);
    see_help(language);
    return TB_BAD_OPTION;
}

static int refuse(int argc, char **argv, const char *word, enum tb_language language)
{
    for (int i = 1; i < argc && *word == '-' && word[1]; i++)
        if (find_command(argv[i])) {
            complain(NULL, language, tb_say(language, "the command comes first: trendbook %s %s ...", argv[i], word));
            see_help(language);
            return TB_BAD_OPTION;
        }
    if (strcmp(word, "-") == 0 || access(word, F_OK) == 0)
        return ask_for_command(word, language);
    if (strpbrk(word, "./\\")) { /* no command is spelt so */
        complain(NULL, language, tb_say(language, "\"%s\" is neither a command nor a file or folder", word));
        see_help(language);
        return TB_BAD_OPTION;
    }
    struct tb_nearest nearest = tb_nearest_to(word);
    for (size_t i = 0; i < n_commands; i++)
        tb_nearest_offer(&nearest, commands[i].name);
    complain(NULL, language, tb_say(language, "unknown command \"%s\"%s%s%s", word, TB_DID_YOU_MEAN(nearest)));
    see_help(language);
    return TB_BAD_OPTION;
}

static int run_command(const struct command *command, int argc, char **argv)
{
    struct options options;
    int code = options_read(command, argc, argv, &options);
    if (code < 0 && !options.n_data && *command->arguments != '[') {
        const enum tb_language language = message_language(&options);
        code = complain(command->name, language, tb_say(language, "nothing to work on"));
        fprintf(stderr, language == TB_CHINESE ? "\n示例\n%s" : "\nExamples\n%s", command->examples);
    }
    if (code < 0)
        code = command->run(&options);
    options_free(&options);
    return code;
}

/* How many arguments an option before the command takes; what is unknown takes one, and the command will say so. */
static int option_at(int argc, char **argv, int at)
{
    const char *text = argv[at];
    for (size_t i = 0; i < n_option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        const bool is_it =
            text[1] == '-' ? strcmp(text + 2, row->name) == 0 : row->letter && text[1] == *row->letter && !text[2];
        if (is_it && row->argument && at + 1 < argc)
            return 2;
    }
    return 1;
}

/* `trendbook --lang zh -q stats DATA` is `trendbook stats --lang zh -q DATA`. */
static int run_behind(const struct command *command, int first, int argc, char **argv)
{
    char **moved = calloc((size_t)argc, sizeof *moved);
    if (!moved)
        return TB_OUTPUT_FAILED;
    moved[0] = argv[first];
    memcpy(moved + 1, argv + 1, (size_t)(first - 1) * sizeof *moved);
    memcpy(moved + first, argv + first + 1, (size_t)(argc - first - 1) * sizeof *moved);
    const int code = run_command(command, argc - 1, moved);
    free(moved);
    return code;
}

static int run(int argc, char **argv)
{
    const enum tb_language language = language_given(argc, argv);
    int first = 1, taken;
    while (first < argc && language_at(argc, argv, first, &taken))
        first += taken;
    const char *word = first < argc ? argv[first] : NULL;
    if (!word) {
        print_help(language, stderr);
        return TB_BAD_OPTION;
    }
    const bool help = strcmp(word, "help") == 0;
    if (help && first + 1 < argc && find_command(argv[first + 1])) {
        print_command_help(find_command(argv[first + 1]), language, stdout);
        return TB_OK;
    }
    if (help || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        print_help(language, stdout);
        return TB_OK;
    }
    if (strcmp(word, "--version") == 0) {
        puts("trendbook " TRENDBOOK_VERSION);
        return TB_OK;
    }
    while (first < argc && argv[first][0] == '-' && argv[first][1])
        first += option_at(argc, argv, first);
    const struct command *command = first < argc ? find_command(argv[first]) : NULL;
    return command ? run_behind(command, first, argc, argv) : refuse(argc, argv, word, language);
}

int main(int argc, char **argv)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 1 << 20); /* what is large goes back to the system as soon as it is freed */
#endif
    screen_begin();
    const int code = run(argc, argv);
    /* what did not reach its reader is a failure, whatever was computed */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        return code ? code : printed(false, message_language(NULL));
    }
    return code;
}
