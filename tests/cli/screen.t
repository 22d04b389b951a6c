# What somebody at a terminal sees: `screen COLUMNS COMMAND` runs it on a pseudo-terminal of that width.
$ printf '#!/bin/sh\nexec python3 "$SOURCE/tests/cli/terminal.py" "$@"\n' > bin/screen && chmod +x bin/screen
# Tables fit the terminal by wrapping, in Chinese by the width of its letters; headings are in the language of the words.
$ printf 'indicator,2020,2021,2022,2023,2024\n公路里程,12,13,14,15,16\n超限率,5,4,4,,6\n' > t.csv; screen 60 "trendbook stats t.csv -s verdict -q"
指标        起    止  统计量   数值        p值  年数  说明
公路里程  2020  2024  verdict     1  0.0166667     5  上升；年数较
                                                      少
~ 超限率 +2020  2024 .*
...
$ for w in 60 80 120; do for l in statistics options charts layouts flags outputs placeholders findings; do for g in zh en; do screen $w "trendbook list $l --lang $g"; done; done; done | wc -l | grep -c '^[1-9]'
1
$ for l in charts layouts flags outputs placeholders findings; do screen 80 "trendbook list $l --lang zh" | python3 -c "import sys, unicodedata; print(max(sum(1 + (unicodedata.east_asian_width(c) in 'WF') for c in l.rstrip('\n')) for l in sys.stdin))"; done | sort -n | tail -1 | grep -c '^[1-8][0-9]$'
1
# The lists are Chinese but for ids, sources and methods.
$ for l in statistics options charts layouts flags placeholders findings; do trendbook list $l -f csv --lang zh; done | python3 "$SOURCE/tests/cli/chinese.py"
few cells lack Chinese
# Next steps and progress are for people: neither on a dumb terminal, in a pipe, nor with -q.
$ screen 100 "LANG=zh_CN.UTF-8 trendbook check t.csv" | tail -1
下一步：trendbook show t.csv，或trendbook brief t.csv -o briefing
$ screen 100 "trendbook check t.csv -q" | grep -c next
0
? 1
$ trendbook check t.csv 2>&1 | grep -c next
0
? 1
# Colours mark messages, none where NO_COLOR is set or the terminal is dumb.
$ screen 100 "trendbook check nowhere.csv; TERM=dumb trendbook check nowhere.csv; NO_COLOR=1 trendbook check nowhere.csv" | grep -c '\[31m'
1
# A reader that leaves is no error to tell.
$ trendbook stats data/china-transport -q 2> err | head -1 > /dev/null; cat err
$ trendbook list statistics 2> err | head -1 > /dev/null; cat err
$ trendbook show data/china-transport -q 2> err | head -1 > /dev/null; cat err
