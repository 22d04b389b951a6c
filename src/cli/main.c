/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <string.h>

const struct command commands[] = {
    {"check", "DATA...", "Show what was recognised in the data, how far it reaches, and what is wrong with it.",
     "Printed rates, changes and totals are checked against the figures they are made of; slipped units, copied\n"
     "columns, totals among regions and notes of a new basis are pointed at (list findings).  docs/check.md says "
     "more.\n",
     "  trendbook check data/baodi-transport\n"
     "  trendbook check data/china-transport -f json\n"
     "  trendbook check data/tianjin-districts/panel.csv --fix-catalogue -o indicators.csv\n"
     "  trendbook check - < data/sample-streets/panel.csv\n",
     "irEyfoLqvZjWAF", command_check},
    {"stats", "DATA...", "Compute changes, rates, trends and verdicts.",
     "A number that is not defined stands as an empty field with the reason in its note.\n"
     "CSV and JSON are written while the numbers are computed; with -o FILE.csv or .json the file is there when it is "
     "whole.\n",
     "  trendbook stats data/baodi-transport -i penalty_cases\n"
     "  trendbook stats data/china-transport -s verdict\n"
     "  trendbook stats data/china-transport -s 'yoy_*' -y 2015: -f csv > changes.csv\n",
     "irEyofsLCXOqZjW", command_stats},
    {"plot", "DATA...", "Draw charts, one an indicator.",
     "With -o FILE.svg, .png or .pdf all that -i and -r choose stands in one chart; with -o FOLDER each indicator has "
     "a\n"
     "file of its own, unless the type takes all (index, heat, multiples) or a whole with its parts (stacked, share,\n"
     "waterfall).  A chart of one year shows the last of -y that most regions have.\n",
     "  trendbook plot data/baodi-transport -i penalty_cases -o cases.png\n"
     "  trendbook plot data/china-transport -i traffic_deaths -t trend -o deaths.svg --lang en\n"
     "  trendbook plot data/china-transport -i road_total,railway,motor_vehicles -t index -o growth.svg\n"
     "  trendbook plot data/sample-streets -i on_time_rate -t rank -y 2024 -o rank.png\n"
     "  trendbook plot data/china-transport -o charts/ -f png\n",
     "irEytofLTSIHMRBCXOqvZjFW", command_plot},
    {"brief", "DATA... -o FOLDER", "Make the whole briefing: slides, text, charts, statistics.",
     "The folder appears as a whole or not at all.  Slides show the charts that call most for attention (what changed\n"
     "most, misses its target, does not agree, is uncertain); all charts are in the page, the text and charts/.\n"
     "A template is Markdown or a .docx with the figures in braces, {{penalty_cases}}; -o FILE.docx or FILE.md fills "
     "in the\n"
     "template alone, -o FOLDER adds it to the briefing as report.docx (docs/templates.md; list placeholders).\n",
     "  trendbook brief data/baodi-transport -o briefing\n"
     "  trendbook brief data/china-transport -y 2015:2024 --lang en -o briefing-en\n"
     "  trendbook brief data/baodi-transport --template data/baodi-transport/report.md -o report-2024.docx\n"
     "  trendbook brief data/china-transport --section network --top 5 -v -o briefing-roads\n",
     "irEyoPLTNG4UMRCXOqvZjFW", command_brief},
    {"show", "DATA...", "Show indicators in the terminal: the years, their changes, a sentence.", "",
     "  trendbook show data/baodi-transport -i penalty_cases\n"
     "  trendbook show data/china-transport -i 'traffic_*' -y 2015: --lang en\n"
     "  trendbook show data/china-transport -i traffic_deaths --methods\n",
     "irEyDLCOqZjW", command_show},
    {"extract", "REPORT... --catalogue FILE --year YEAR",
     "Read the figures of a report's text by the catalogue's phrases.",
     "REPORT is text (UTF-8, GB18030), a .docx document, a PDF (read by pdftotext), or - for standard input.  CSV is a "
     "draft of <year>.csv.\n"
     "Every figure that no phrase claims and every phrase that fits nowhere is named on standard error;\n"
     "docs/extract.md says more.\n",
     "  trendbook extract report.txt --catalogue data/baodi-transport/indicators.csv --year 2023\n"
     "  trendbook extract report.docx --catalogue data/baodi-transport --year 2023 -o 2023.csv\n"
     "  trendbook extract report.pdf --catalogue data/baodi-transport --year 2023 -f json\n"
     "  trendbook extract report.docx --catalogue data/baodi-transport --year 2023 --template next-year.docx\n",
     "KYoPfLqZF", command_extract},
    {"list", "statistics|options|charts|layouts|flags|outputs|placeholders|findings", "Print what trendbook knows.", "",
     "  trendbook list statistics\n"
     "  trendbook list charts -f json\n",
     "fL", command_list},
};
const size_t n_commands = sizeof commands / sizeof commands[0];

static void print_help(FILE *to)
{
    fputs("trendbook: yearly figures to statistics that are right, charts for a slide, and a finished briefing.\n"
          "\n"
          "Examples\n"
          "  trendbook check data/baodi-transport                    what was understood, what does not agree\n"
          "  trendbook stats data/china-transport -s verdict         what rises, what falls, how sure\n"
          "  trendbook plot data/china-transport -i traffic_deaths -o deaths.png\n"
          "  trendbook brief data/baodi-transport -o briefing        slides, text, charts and statistics\n"
          "\n"
          "Commands\n",
          to);
    for (size_t i = 0; i < n_commands; i++)
        fprintf(to, "  %-7s  %s\n", commands[i].name, commands[i].summary);
    fputs("\n"
          "DATA is a folder (indicators.csv and one <year>.csv a year), a CSV file, a workbook (FILE.xlsx, "
          "FILE.xls#SHEET),\n"
          "or - for standard input.\n"
          "trendbook COMMAND --help says more; trendbook --version prints the version.\n"
          "Exit: 0 done, 1 the data is wrong, 2 usage, 3 input unreadable, 4 output failed.\n",
          to);
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return TB_BAD_OPTION;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
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
            const enum tb_language language = message_language(&options);
            code = complain(commands[i].name, language, tb_say(language, "nothing to work on"));
            fprintf(stderr, "\nExamples\n%s", commands[i].examples);
        }
        if (code < 0)
            code = commands[i].run(&options);
        options_free(&options);
        return code;
    }
    const enum tb_language language = message_language(NULL);
    complain(NULL, language, tb_say(language, "unknown command \"%s\"", argv[1]));
    print_help(stderr);
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
