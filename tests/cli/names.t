# What is spelt wrong is answered with what was meant, in both languages.
$ trendbook stast data
! trendbook: error: unknown command "stast"; did you mean "stats"?
? 2
$ trendbook --lang zh stast data
! trendbook: 错误：未知命令“stast”；您是不是要找“stats”？
! 参见：trendbook --help
? 2
$ trendbook stats --lagn zh data/baodi-transport
! unknown option "--lagn"; did you mean "--lang"?
? 2
$ trendbook stats -lang zh data/baodi-transport
! unknown option "-lang"; did you mean "--lang"?
? 2
$ trendbook stats -qx data/baodi-transport
! unknown option "-x"
? 2
$ trendbook stats --top 5 data/baodi-transport
! trendbook stats: error: stats takes no option "--top"; it belongs to brief
? 2
$ trendbook check -s verdict data/baodi-transport --lang zh
! trendbook check: 错误：check没有“-s”选项；它属于stats
? 2
$ trendbook stats --quiet=3 data/baodi-transport
! this option takes no argument: "--quiet=3"
? 2
$ trendbook stats data/baodi-transport —lang zh
! an option begins with the plain hyphen -, not with a long dash: "—lang"
? 2
# Options may stand before the command; what is no option of it is told as if it stood behind.
$ trendbook --lang zh -i penalty_cases -q stats data/baodi-transport -s yoy_pct -f csv | cut -d, -f1,6
indicator,value
penalty_cases,93.75
$ trendbook --lang=zh check nowhere
! 错误
? 3
$ trendbook --colour stats data/baodi-transport
! unknown option "--colour"
? 2
$ trendbook --colour red stats data/baodi-transport
! the command comes first: trendbook stats --colour ...
? 2
$ trendbook stats data/baodi-transport -i 处罚案件 --lang zh
! 没有与“处罚案件”相符的有数据的指标；您是不是要找“penalty_cases”？
? 2
$ trendbook stats data/baodi-transport -s 趋势检验 --lang zh
! 没有与“趋势检验”相符的统计量；您是不是要找“
? 2
$ trendbook plot data/baodi-transport -t 折线 -o a.svg --lang zh
! 没有“折线”这种图；您是不是要找“line”？（参见trendbook list charts）
? 2
$ trendbook list chart
! there is no list "chart"; did you mean "charts"? (see: trendbook list)
? 2
$ trendbook list charts -f xml
! the format is table, csv or json, not "xml"
? 2
# An indicator may be called by its names too.
$ trendbook stats data/baodi-transport -i 行政处罚案件 -s value -y 2024 -q | cut -d, -f1-6
indicator,region,from,to,statistic,value
penalty_cases,,2024,2024,value,403
$ trendbook stats data/baodi-transport -i '*处罚案件增幅' -s value -y 2024 -q | cut -d, -f1-6
indicator,region,from,to,statistic,value
penalty_cases_yoy,,2024,2024,value,96.6
# Data without a command, or without anything.
$ trendbook data/baodi-transport
! "data/baodi-transport" is data; say what is to be done with it:
!   trendbook show data/baodi-transport               each indicator over its years
? 2
$ trendbook nowhere.csv --lang zh
! “nowhere.csv”既不是命令，也不是已有的文件或文件夹
? 2
$ trendbook list -f csv | head -2
list,title
statistics,"what can be computed, how, and who says so"
$ trendbook help show --lang zh | head -1
在终端中查看指标：各年数值、增减和一句结论。
# A file that is not there: the one beside it with nearly that name.
$ printf 'id,value\na,1\n' > 2024.csv; mkdir -p 数据 && touch 数据/业务数据.xlsx; trendbook check 数据/业务.xlsx --lang zh
! 数据/业务.xlsx: 错误：无法读取：文件或文件夹不存在；您是不是要找“数据/业务数据.xlsx”？
? 3
$ trendbook check 2042.csv
! 2042.csv: error: cannot be read: No such file or directory; did you mean "2024.csv"?
? 3
$ trendbook check nothing.csv 2>&1 | grep -c 'did you mean'
0
? 1
$ : > empty.csv; trendbook check empty.csv
! empty.csv:1: error: there is no line of data: the file is empty
? 1
$ mkdir hollow; trendbook check hollow
! hollow: error: the folder holds no file that can be read as data; it needs files such as 2024.csv, or a workbook
? 1
