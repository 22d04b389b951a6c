/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <string.h>

/* The language of --lang wherever it stands, before the command too; else that of the locale. */
static enum tb_language language_given(int argc, char **argv)
{
    struct options options = {0};
    for (int i = 1; i < argc; i++) {
        const char *text = strcmp(argv[i], "--lang") == 0 && i + 1 < argc ? argv[i + 1]
                           : strncmp(argv[i], "--lang=", 7) == 0          ? argv[i] + 7
                                                                          : "";
        if (strcmp(text, "zh") == 0 || strcmp(text, "en") == 0)
            options.language = text;
    }
    return message_language(&options);
}

static int run(int argc, char **argv)
{
    const enum tb_language language = language_given(argc, argv);
    if (argc < 2) {
        print_help(language, stderr);
        return TB_BAD_OPTION;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(language, stdout);
        return TB_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("trendbook " TRENDBOOK_VERSION);
        return TB_OK;
    }
    for (size_t i = 0; i < n_commands; i++) {
        if (strcmp(argv[1], commands[i].name) != 0)
            continue;
        struct options options;
        int code = options_read(&commands[i], argc - 1, argv + 1, &options);
        if (code < 0 && !options.n_data) {
            code = complain(commands[i].name, language, tb_say(language, "nothing to work on"));
            fprintf(stderr, "\nExamples\n%s", commands[i].examples);
        }
        if (code < 0)
            code = commands[i].run(&options);
        options_free(&options);
        return code;
    }
    complain(NULL, language, tb_say(language, "unknown command \"%s\"", argv[1]));
    print_help(language, stderr);
    return TB_BAD_OPTION;
}

int main(int argc, char **argv)
{
    screen_begin();
    const int code = run(argc, argv);
    /* what did not reach its reader is a failure, whatever was computed */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        if (!code)
            complain(NULL, message_language(NULL), tb_say(message_language(NULL), "cannot write to standard output"));
        return code ? code : TB_OUTPUT_FAILED;
    }
    return code;
}
