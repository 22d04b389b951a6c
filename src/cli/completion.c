/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

/* What the shell completes, written from the same tables as the help: commands, options, and what may stand behind
 * them. */

/* The words of "a|b|c", a blank before each. */
static void put_words(struct tb_bytes *out, const char *words)
{
    for (const char *at = words + strspn(words, "[|"); *at; at += strspn(at, "]|")) {
        const size_t n = strcspn(at, "]|");
        tb_bytes_format(out, " %.*s", (int)n, at);
        at += n;
    }
}

static void put_statistics(struct tb_bytes *out)
{
    size_t n;
    const struct tb_statistic *row = tb_statistics(&n);
    for (size_t i = 0; i < n; i++)
        tb_bytes_format(out, " %s", row[i].id);
}

static void put_types(struct tb_bytes *out)
{
    size_t n;
    const struct tb_chart_type *row = tb_chart_types(&n);
    tb_bytes_text(out, " auto");
    for (size_t i = 0; i < n; i++)
        tb_bytes_format(out, " %s", row[i].id);
}

static void put_conventions(struct tb_bytes *out)
{
    size_t n;
    const struct tb_stat_option *row = tb_stat_option_rows(&n);
    for (size_t i = 0; i < n; i++)
        tb_bytes_format(out, " %s=", row[i].name);
}

/* What stands behind an option: words, if they are known; files; or whatever the user writes. */
enum behind {
    BEHIND_WORDS,
    BEHIND_FILES,
    BEHIND_ANYTHING
};

static enum behind put_behind(struct tb_bytes *out, const struct command *command, const struct option_row *row)
{
    static const struct {
        const char *option;
        void (*put)(struct tb_bytes *out);
    } lists[] = {{"statistic", put_statistics}, {"type", put_types}, {"option", put_conventions}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (strcmp(row->name, lists[i].option) == 0) {
            lists[i].put(out);
            return BEHIND_WORDS;
        }
    if (strcmp(row->name, "format") == 0)
        put_words(out, strcmp(command->name, "plot") == 0 ? "svg|png|pdf" : "table|csv|json");
    else if (strchr(row->argument, '|'))
        put_words(out, row->argument);
    else
        return strcmp(row->argument, "FILE") == 0 || strcmp(row->argument, "PATH") == 0 ? BEHIND_FILES
                                                                                        : BEHIND_ANYTHING;
    return BEHIND_WORDS;
}

/* ---- bash ---- */

static void put_bash_option(struct tb_bytes *out, const struct command *command, const struct option_row *row)
{
    struct tb_bytes words = {0};
    if (!row->argument)
        return;
    const enum behind behind = put_behind(&words, command, row);
    tb_bytes_add(&words, "", 1);
    tb_bytes_text(out, "        ");
    if (row->letter)
        tb_bytes_format(out, "%s:-%s | ", command->name, row->letter);
    tb_bytes_format(out, "%s:--%s) ", command->name, row->name);
    if (behind == BEHIND_WORDS)
        tb_bytes_format(out, "words=\"%s\"", (const char *)words.data + 1);
    else if (strcmp(row->name, "indicator") == 0)
        tb_bytes_text(out, "words=$(_trendbook_indicators)");
    else
        tb_bytes_format(out, "files=%s", behind == BEHIND_FILES ? "yes" : "");
    tb_bytes_text(out, " ;;\n");
    out->failed = out->failed || words.failed;
    tb_bytes_free(&words);
}

static void put_bash_command(struct tb_bytes *out, const struct command *command)
{
    for (size_t i = 0; i < n_option_rows; i++)
        if (command_takes(command, &option_rows[i]))
            put_bash_option(out, command, &option_rows[i]);
    tb_bytes_format(out, "        %s:*)\n            options=\"", command->name);
    for (size_t i = 0; i < n_option_rows; i++)
        if (command_takes(command, &option_rows[i]))
            tb_bytes_format(out, "--%s ", option_rows[i].name);
    tb_bytes_text(out, "\"\n            ");
    if (strchr(command->arguments, '|')) {
        tb_bytes_text(out, "words=\"");
        put_words(out, command->arguments);
        tb_bytes_text(out, "\"\n");
    } else
        tb_bytes_text(out, "files=yes\n");
    tb_bytes_text(out, "            ;;\n");
}

static void put_bash(struct tb_bytes *out)
{
    tb_bytes_text(out, "# Completion of trendbook for bash, written by: trendbook completion bash\n"
                       "\n"
                       "# The indicators of the data folders on the command line.\n"
                       "_trendbook_indicators() {\n"
                       "    local word\n"
                       "    for word in \"${COMP_WORDS[@]:2}\"; do\n"
                       "        [ -f \"$word/indicators.csv\" ] && sed -n '2,$s/^\\([A-Za-z0-9_]\\{1,\\}\\),.*/\\1/p' "
                       "\"$word/indicators.csv\"\n"
                       "    done\n"
                       "}\n"
                       "\n"
                       "_trendbook() {\n"
                       "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
                       "    local command=${COMP_WORDS[1]} words= options= files=\n"
                       "    if [ \"$current\" = \"=\" ]; then # --lang= is three words to bash\n"
                       "        current=\n"
                       "    elif [ \"$before\" = \"=\" ]; then\n"
                       "        before=${COMP_WORDS[COMP_CWORD - 2]}\n"
                       "    fi\n"
                       "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                       "        command=\n"
                       "    fi\n"
                       "    case $command:$before in\n"
                       "        :*) words=\"help --help --version");
    for (size_t i = 0; i < n_commands; i++)
        tb_bytes_format(out, " %s", commands[i].name);
    tb_bytes_text(out, "\" ;;\n");
    size_t n;
    const struct tb_stat_option *convention = tb_stat_option_rows(&n);
    for (size_t i = 0; i < n; i++) {
        tb_bytes_format(out, "        *:%s) words=\"", convention[i].name);
        put_words(out, convention[i].choices);
        tb_bytes_text(out, "\" ;;\n");
    }
    for (size_t i = 0; i < n_commands; i++)
        put_bash_command(out, &commands[i]);
    tb_bytes_text(out, "    esac\n"
                       "    [[ $current == -* ]] && words=$options\n"
                       "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                       "    if [ -n \"$files\" ] && [[ $current != -?* ]]; then\n"
                       "        compopt -o filenames 2>/dev/null\n"
                       "        local IFS=$'\\n'\n"
                       "        COMPREPLY=($(compgen -f -- \"$current\"))\n"
                       "    elif [[ ${COMPREPLY[0]-} == *= ]]; then\n"
                       "        compopt -o nospace 2>/dev/null\n"
                       "    fi\n"
                       "}\n"
                       "complete -F _trendbook trendbook\n");
}

/* ---- zsh ---- */

/* A text between single quotes, as part of a specification of _arguments. */
static void put_quoted(struct tb_bytes *out, const char *text, const char *escaped)
{
    for (; *text; text++) {
        if (*text == '\'')
            tb_bytes_text(out, "'\\'");
        else if (strchr(escaped, *text))
            tb_bytes_text(out, "\\");
        tb_bytes_add(out, text, 1);
    }
}

static void put_zsh_option(struct tb_bytes *out, const struct command *command, const struct option_row *row,
                           bool chinese)
{
    struct tb_bytes words = {0};
    tb_bytes_text(out, " \\\n                ");
    if (row->kind == OPTION_LIST)
        tb_bytes_text(out, "'*'"); /* may be repeated */
    if (row->letter)
        tb_bytes_format(out, "{-%s,--%s}'[", row->letter, row->name);
    else
        tb_bytes_format(out, "'--%s[", row->name);
    put_quoted(out, chinese ? row->help_zh : row->help_en, "[]:\\");
    tb_bytes_text(out, "]");
    if (row->argument) {
        const enum behind behind = put_behind(&words, command, row);
        tb_bytes_add(&words, "", 1);
        tb_bytes_text(out, ":");
        put_quoted(out, row->argument, ":\\");
        tb_bytes_text(out, ":");
        if (behind == BEHIND_FILES)
            tb_bytes_text(out, "_files");
        else if (behind == BEHIND_WORDS) {
            tb_bytes_text(out, "(");
            put_quoted(out, (const char *)words.data + 1, ":\\");
            tb_bytes_text(out, ")");
        }
    }
    tb_bytes_text(out, "'");
    out->failed = out->failed || words.failed;
    tb_bytes_free(&words);
}

static void put_zsh(struct tb_bytes *out, bool chinese)
{
    tb_bytes_text(out, "#compdef trendbook\n"
                       "# Completion of trendbook for zsh, written by: trendbook completion zsh\n"
                       "\n"
                       "_trendbook() {\n"
                       "    if ((CURRENT == 2)); then\n"
                       "        local -a commands=(\n");
    for (size_t i = 0; i < n_commands; i++) {
        tb_bytes_format(out, "            '%s:", commands[i].name);
        put_quoted(out, chinese ? commands[i].summary_zh : commands[i].summary, ":\\");
        tb_bytes_text(out, "'\n");
    }
    tb_bytes_text(out, "        )\n"
                       "        _describe command commands\n"
                       "        return\n"
                       "    fi\n"
                       "    local command=$words[2]\n"
                       "    shift words\n"
                       "    ((CURRENT--))\n"
                       "    case $command in\n");
    for (size_t c = 0; c < n_commands; c++) {
        tb_bytes_format(out, "        %s)\n            _arguments", commands[c].name);
        for (size_t i = 0; i < n_option_rows; i++)
            if (command_takes(&commands[c], &option_rows[i]))
                put_zsh_option(out, &commands[c], &option_rows[i], chinese);
        if (strchr(commands[c].arguments, '|')) {
            tb_bytes_text(out, " \\\n                '1: :(");
            put_words(out, commands[c].arguments);
            tb_bytes_text(out, ")'");
        } else
            tb_bytes_text(out, " \\\n                '*: :_files'");
        tb_bytes_text(out, "\n            ;;\n");
    }
    tb_bytes_text(out, "    esac\n"
                       "}\n"
                       "compdef _trendbook trendbook 2>/dev/null\n"
                       "[[ $funcstack[1] == _trendbook ]] && _trendbook \"$@\"\n");
}

int command_completion(const struct options *options)
{
    struct tb_bytes script = {0};
    const enum tb_language language = message_language(options);
    if (strcmp(options->data[0], "bash") == 0)
        put_bash(&script);
    else if (strcmp(options->data[0], "zsh") == 0)
        put_zsh(&script, language == TB_CHINESE);
    else
        return complain("completion", language,
                        tb_say(language, "a shell is bash or zsh, not \"%s\"", options->data[0]));
    const bool good = !script.failed && fwrite(script.data, 1, script.n, stdout) == script.n && fflush(stdout) == 0;
    tb_bytes_free(&script);
    return printed(good, language);
}
