/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The help in English and Chinese, from the tables of commands and options, aligned and wrapped by what the letters
 * take on a terminal. */

enum {
    WIDEST = 100, /* also where there is no terminal: the text is the same for every reader */
    MARGIN = 2
};

static size_t help_width(FILE *to)
{
    const size_t width = isatty(fileno(to)) ? screen_width() : WIDEST;
    return width < WIDEST ? width : WIDEST;
}

/* A text from column `at` on, its further lines behind `indent` blanks, and the end of the line. */
static void put_wrapped(FILE *to, const char *text, size_t at, size_t indent, size_t width)
{
    struct tb_bytes wrapped = {0};
    wrap_text(&wrapped, text, at, indent, width);
    fwrite(wrapped.data, 1, wrapped.n, to);
    fputs("\n", to);
    tb_bytes_free(&wrapped);
}

void put_paragraph(const char *text, FILE *to)
{
    put_wrapped(to, text, 0, 0, help_width(to));
}

/* One row of a list: a name, and behind its column what it is. */
static void put_row(FILE *to, const char *name, size_t column, const char *text)
{
    const size_t columns = (size_t)screen_columns(name) + MARGIN;
    fprintf(to, "%*s%s", MARGIN, "", name);
    if (columns + 2 > column) {
        fputs("\n", to);
        fprintf(to, "%*s", (int)column, "");
    } else
        fprintf(to, "%*s", (int)(column - columns), "");
    put_wrapped(to, text, column, column, help_width(to));
}

/* "-y, --years A:B" */
static void left_of(const struct option_row *row, char *left, size_t size)
{
    const char short_form[] = {'-', row->letter ? *row->letter : ' ', ',', '\0'};
    snprintf(left, size, "%-3s --%s%s%s", row->letter ? short_form : "", row->name, row->argument ? " " : "",
             row->argument ? row->argument : "");
}

void print_command_help(const struct command *command, enum tb_language language, FILE *to)
{
    enum {
        LEFT = 64,
        LONGEST = 28
    };
    const bool chinese = language == TB_CHINESE;
    const char *description = chinese ? command->description_zh : command->description;
    char left[LEFT];
    put_paragraph(chinese ? command->summary_zh : command->summary, to);
    fprintf(to,
            chinese ? "\n示例\n%s\n用法：trendbook %s [选项] %s\n"
                    : "\nExamples\n%s\nUsage: trendbook %s [options] %s\n",
            command->examples, command->name, command->arguments);
    if (*description) {
        fputs("\n", to);
        put_paragraph(description, to);
    }
    fputs(chinese ? "\n选项\n" : "\nOptions\n", to);
    size_t column = 0;
    for (size_t i = 0; i < n_option_rows; i++) {
        left_of(&option_rows[i], left, sizeof left);
        if (command_takes(command, &option_rows[i]) && strlen(left) > column && strlen(left) <= LONGEST)
            column = strlen(left);
    }
    for (size_t i = 0; i < n_option_rows; i++)
        if (command_takes(command, &option_rows[i])) {
            left_of(&option_rows[i], left, sizeof left);
            put_row(to, left, MARGIN + column + 2, chinese ? option_rows[i].help_zh : option_rows[i].help_en);
        }
}

static const char examples_en[] =
    "  trendbook check data/baodi-transport                    what was understood, what does not agree\n"
    "  trendbook stats data/china-transport -s verdict         what rises, what falls, how sure\n"
    "  trendbook plot data/china-transport -i traffic_deaths -o deaths.png\n"
    "  trendbook brief data/baodi-transport -o briefing        slides, text, charts and statistics\n";
static const char examples_zh[] =
    "  trendbook check data/baodi-transport                    读到了什么，哪些数字不一致\n"
    "  trendbook stats data/china-transport -s verdict         哪些上升，哪些下降，有多大把握\n"
    "  trendbook plot data/china-transport -i traffic_deaths -o deaths.png\n"
    "  trendbook brief data/baodi-transport -o briefing        幻灯片、文稿、图和统计结果\n";

void print_help(enum tb_language language, FILE *to)
{
    const bool chinese = language == TB_CHINESE;
    const size_t width = help_width(to);
    size_t column = 0;
    put_wrapped(to,
                chinese ? "trendbook：年度数字——算得准的统计、放得上幻灯片的图、成套的简报。"
                        : "trendbook: yearly figures to statistics that are right, charts for a slide, and a finished "
                          "briefing.",
                0, 0, width);
    fprintf(to, chinese ? "\n示例\n%s\n命令\n" : "\nExamples\n%s\nCommands\n", chinese ? examples_zh : examples_en);
    for (size_t i = 0; i < n_commands; i++)
        if (strlen(commands[i].name) > column)
            column = strlen(commands[i].name);
    for (size_t i = 0; i < n_commands; i++)
        put_row(to, commands[i].name, MARGIN + column + 2, chinese ? commands[i].summary_zh : commands[i].summary);
    fputs("\n", to);
    put_wrapped(to,
                chinese ? "DATA是文件夹（indicators.csv和每年一个<年份>.csv）、CSV文件、工作簿（FILE.xlsx、"
                          "FILE.xls#工作表），-为标准输入。\n"
                          "trendbook 命令 --help 有详细说明；trendbook --version 显示版本；--lang en 用英文。\n"
                          "退出码：0完成，1数据有错，2用法不对，3无法读取输入，4无法写出。"
                        : "DATA is a folder (indicators.csv and one <year>.csv a year), a CSV file, a workbook "
                          "(FILE.xlsx, FILE.xls#SHEET), or - for standard input.\n"
                          "trendbook COMMAND --help says more; trendbook --version prints the version; --lang zh is "
                          "Chinese.\n"
                          "Exit: 0 done, 1 the data is wrong, 2 usage, 3 input unreadable, 4 output failed.",
                0, 0, width);
}
