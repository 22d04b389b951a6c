/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

/* What most commands take: which figures, in which language, how loud. */
#define CHOICE  "indicator region section years "
#define METHODS "confidence base option "
#define PICTURE "title theme red-rise "
#define COMMON  "lang jobs quiet strict prefer "

const struct command commands[] = {
    {"check", "DATA...", CHOICE COMMON "output format verbose fix-catalogue force", command_check,
     "  trendbook check data/baodi-transport\n"
     "  trendbook check data/china-transport -f json\n"
     "  trendbook check data/tianjin-districts/panel.csv --fix-catalogue -o indicators.csv\n"
     "  trendbook check - < data/sample-streets/panel.csv\n",
     "Show what was recognised in the data, how far it reaches, and what is wrong with it.",
     "查看读到了什么、数据覆盖到哪里、有哪些问题。",
     "Printed rates, changes and totals are checked against the figures they are made of; slipped units, copied "
     "columns, totals among regions and notes of a new basis are pointed at (list findings). docs/check.md says more.",
     "对所载的比率、增减幅和合计，按构成它们的数字逐一核对；并指出单位错位、整列重复、地区中混入合计、"
     "提到口径变更的备注（见list findings）。详见docs/check.md。"},
    {"stats", "DATA...", CHOICE COMMON METHODS "statistic latest columns output format", command_stats,
     "  trendbook stats data/baodi-transport -i penalty_cases\n"
     "  trendbook stats data/china-transport -s verdict\n"
     "  trendbook stats data/china-transport -s 'yoy_*' -y 2015: -f csv > changes.csv\n"
     "  trendbook stats data/baodi-transport -s yoy_pct --latest --columns indicator,to,value,note\n",
     "Compute changes, rates, trends and verdicts.", "计算增减、比率、趋势和结论。",
     "A number that is not defined stands as an empty field with the reason in its note.\n"
     "CSV and JSON are written while the numbers are computed; with -o FILE.csv or .json the file is there when it is "
     "whole.",
     "算不出的数留空，原因写在note列。\n"
     "CSV和JSON边算边写；用-o FILE.csv或.json时，文件写完整后才出现。"},
    {"plot", "DATA...", CHOICE COMMON METHODS PICTURE "type output format size dpi text bare verbose force",
     command_plot,
     "  trendbook plot data/baodi-transport -i penalty_cases -o cases.png\n"
     "  trendbook plot data/china-transport -i traffic_deaths -t trend -o deaths.svg --lang en\n"
     "  trendbook plot data/china-transport -i road_total,railway,motor_vehicles -t index -o growth.svg\n"
     "  trendbook plot data/sample-streets -i on_time_rate -t rank -y 2024 -o rank.png\n"
     "  trendbook plot data/china-transport -o charts/ -f png\n",
     "Draw charts, one an indicator.", "作图，每个指标一幅。",
     "With -o FILE.svg, .png or .pdf all that -i and -r choose stands in one chart; with -o FOLDER each indicator has "
     "a file of its own, unless the type takes all (index, heat, multiples) or a whole with its parts (stacked, share, "
     "waterfall). A chart of one year shows the last of -y that most regions have.",
     "用-o FILE.svg、.png或.pdf时，-i和-r所选的全部画在一幅图中；用-o FOLDER时每个指标一个文件，"
     "但取全部指标的图（index、heat、multiples）和取总量及其构成的图（stacked、share、waterfall）除外。"
     "单年的图取-y范围内多数地区有数据的最近一年。"},
    {"brief", "DATA... -o FOLDER",
     CHOICE COMMON METHODS PICTURE "type output template top charts slides theme-from verbose force", command_brief,
     "  trendbook brief data/baodi-transport -o briefing\n"
     "  trendbook brief data/china-transport -y 2015:2024 --lang en -o briefing-en\n"
     "  trendbook brief data/baodi-transport --template data/baodi-transport/report.md -o report-2024.docx\n"
     "  trendbook brief data/china-transport --section network --top 5 -v -o briefing-roads\n"
     "  trendbook brief data/china-transport -i traffic_deaths -t control -o briefing-deaths\n",
     "Make the whole briefing: slides, text, charts, statistics.", "生成整套简报：幻灯片、文稿、图、统计结果。",
     "The folder appears as a whole or not at all. Slides show the charts that call most for attention (what changed "
     "most, misses its target, does not agree, is uncertain); all charts are in the page, the text and charts/.\n"
     "With -t TYPE every chart is of this type; what cannot be drawn as one is in the tables.\n"
     "A template is Markdown or a .docx with the figures in braces, {{penalty_cases}}; -o FILE.docx or FILE.md fills "
     "in "
     "the template alone, -o FOLDER adds it to the briefing as report.docx (docs/templates.md; list placeholders).",
     "文件夹要么完整出现，要么不出现。幻灯片放最值得注意的图（变化最大、未达目标、数字不一致、不确定）；"
     "全部的图见网页、文稿和charts/。\n"
     "用-t TYPE时所有的图都用该类型；画不了的见表格。\n"
     "模板是以双花括号写指标的Markdown或.docx，如{{penalty_cases}}；-o FILE.docx或FILE.md只填写模板，"
     "-o FOLDER则作为report.docx收入简报（见docs/templates.md和list placeholders）。"},
    {"show", "DATA...", CHOICE "lang confidence option quiet strict jobs prefer methods", command_show,
     "  trendbook show data/baodi-transport -i penalty_cases\n"
     "  trendbook show data/china-transport -i 'traffic_*' -y 2015: --lang en\n"
     "  trendbook show data/china-transport -i traffic_deaths --methods\n",
     "Show indicators in the terminal: the years, their changes, a sentence.",
     "在终端中查看指标：各年数值、增减和一句结论。", "", ""},
    {"extract", "REPORT... --catalogue FILE --year YEAR",
     "catalogue year template output format lang quiet strict force", command_extract,
     "  trendbook extract report.txt --catalogue data/baodi-transport/indicators.csv --year 2023\n"
     "  trendbook extract report.docx --catalogue data/baodi-transport --year 2023 -o 2023.csv\n"
     "  trendbook extract report.pdf --catalogue data/baodi-transport --year 2023 -f json\n"
     "  trendbook extract report.docx --catalogue data/baodi-transport --year 2023 --template next-year.docx\n",
     "Read the figures of a report's text by the catalogue's phrases.", "按目录中的短语从报告文字中读出数字。",
     "REPORT is text (UTF-8, GB18030), a .docx document, a PDF (read by pdftotext), or - for standard input. CSV is a "
     "draft of <year>.csv.\n"
     "Every figure that no phrase claims and every phrase that fits nowhere is named on standard error; "
     "docs/extract.md says more.",
     "REPORT为文本（UTF-8、GB18030）、.docx文档、PDF（由pdftotext读取），-为标准输入。CSV即<年份>.csv的草稿。\n"
     "没有短语对应的数字、没有找到的短语，都在标准错误中列出；详见docs/extract.md。"},
    {"form", "DATA...", "indicator region section year output lang quiet strict prefer jobs force", command_form,
     "  trendbook form data/baodi-transport -o 2025.xlsx\n"
     "  trendbook form data/china-transport --section safety --lang en -o traffic-2025.xlsx\n"
     "  trendbook form data/baodi-transport --year 2024 > 2024-still-missing.csv\n",
     "Make a sheet to fill in: next year's figures beside last year's.", "生成填报表：在上年数旁填写新一年的数。",
     "The year is the one after the last, or that of --year, whose figures so far are filled in. The workbook computes "
     "the change as a figure is typed and asks about slipped units; marks and flags are picked from lists. Filled in, "
     "it "
     "goes into the folder of the other years and is read as it is; columns whose names begin with # are for people.",
     "年份为最近一年的下一年，或由--year指定（该年已有的数会填好）。工作簿随填随算比上年增减，提示单位错位；"
     "界限和标记从列表中选。填好后放入各年数据所在的文件夹即可直接读入；列名以#开头的列只供人看。"},
    {"list", "[statistics|options|charts|layouts|flags|outputs|placeholders|findings]", "format lang", command_list,
     "  trendbook list statistics\n"
     "  trendbook list charts -f json\n",
     "Print what trendbook knows.", "列出trendbook所知的统计量、图、版式等。", "", ""},
    {"completion", "bash|zsh", "lang", command_completion, "  trendbook completion bash > trendbook.bash\n",
     "Write the completion of commands and options for a shell.", "写出供shell补全命令和选项的脚本。",
     "Installed with the program; else: . trendbook.bash, or the file _trendbook in a folder of zsh's fpath.",
     "随程序安装；否则：. trendbook.bash，或以_trendbook为文件名放入zsh的fpath中的文件夹。"},
};
const size_t n_commands = sizeof commands / sizeof commands[0];
