# The help comes from the tables of commands and options, in both languages; --lang may stand anywhere.
$ trendbook stats --help | head -5
Compute changes, rates, trends and verdicts.

Examples
  trendbook stats data/baodi-transport -i penalty_cases
  trendbook stats data/china-transport -s verdict
$ trendbook stats --lang zh --help | head -3
计算增减、比率、趋势和结论。

示例
$ trendbook stats --help --lang=zh | grep -e '--years' -e '--help'
  -y, --years A:B          只用这些年份；A:自A年起，:B至B年止，A仅一年
  -h, --help               显示本说明
$ LC_ALL=zh_CN.UTF-8 trendbook help | sed -n '3,4p;9,11p'
示例
  trendbook check data/baodi-transport                    读到了什么，哪些数字不一致
命令
  check    查看读到了什么、数据覆盖到哪里、有哪些问题。
  stats    计算增减、比率、趋势和结论。
# Every command says every option in Chinese too, and no line is wider than 100 columns.
$ for c in check stats plot brief show extract list; do trendbook $c --help --lang zh; done | python3 -c "import sys, unicodedata; t = sys.stdin.read(); print(max(sum(1 + (unicodedata.east_asian_width(c) in 'WF') for c in l) for l in t.split('\n') if 'trendbook ' not in l) <= 100)"
True
$ for c in check stats plot brief show extract list; do trendbook $c --help --lang zh; done | sed -n '/^选项/,/--help/p' | grep -e '^ .*--' | grep -Pvc "[^\x00-\x7f]"
0
? 1
# --lang behind the mistake counts too; the first mistake is told.
$ trendbook stats -y 20x --confidence 2 data/baodi-transport --lang zh
! trendbook stats: 错误：年份写作2015:2024，不能是“20x”
? 2
$ trendbook brief data/baodi-transport -o ''
! a name is needed here, not ""
? 2
$ trendbook stats $(for i in $(seq 65); do echo -i x$i; done) data/baodi-transport
! this option is given too often, at "x65"
? 2
