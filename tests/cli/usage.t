# What a user meets first: help, version, wrong usage.
$ trendbook --version
~ trendbook [0-9]+\.[0-9]+\.[0-9]+
$ trendbook --help
~ trendbook: yearly figures .*

Examples
~   trendbook check .*
...
$ trendbook
! Commands
? 2
$ trendbook fly data
! trendbook: error: unknown command "fly"
! see: trendbook --help
? 2
$ trendbook stats
! nothing to work on
! trendbook stats data/baodi-transport
? 2
$ trendbook stats --colour data/baodi-transport
! trendbook stats: error: unknown option "--colour"
? 2
$ trendbook stats -y 20x data/baodi-transport
! years are written 2015:2024, not "20x"
? 2
$ trendbook stats -f xml data/baodi-transport
! the format is table, csv or json, not "xml"
? 2
$ trendbook stats -i penalty_case data/baodi-transport
! did you mean "penalty_cases"?
? 2
$ trendbook stats -s yoy_pc data/baodi-transport
! no statistic matches "yoy_pc"; did you mean "yoy_pct"? (see: trendbook list statistics)
? 2
$ trendbook stats --option side=down data/baodi-transport
! side is one of two|rising|falling, not "down"
? 2
$ trendbook stats --option sides=two data/baodi-transport
! no convention is called "sides"; did you mean "side"? (see: trendbook list options; written name=value)
? 2
$ trendbook stats --option seed=x data/baodi-transport
! seed is a whole number below 1000000000, not "x"
? 2
$ trendbook stats nowhere
! nowhere
? 3
$ trendbook plot data/baodi-transport -i penalty_cases
! -o FILE.svg
? 2
$ trendbook plot data/baodi-transport -i penalty_cases -o a.gif
! a chart is svg, png or pdf, not "gif"
? 2
$ trendbook plot data/baodi-transport -i penalty_cases -t pie -o a.svg
! unknown chart type "pie" (see: trendbook list charts)
? 2
$ trendbook plot data/baodi-transport -o a.svg
! series do not fit into one chart
? 2
$ ls
bin
data
$ trendbook stats data/baodi-transport > /dev/full
! cannot write to standard output
? 4
$ trendbook --help > /dev/full
! cannot write to standard output
? 4
$ trendbook form --help > /dev/full
! cannot write to standard output
? 4
$ trendbook list statistics > /dev/full
! cannot write to standard output
? 4
$ trendbook list > /dev/full
! cannot write to standard output
? 4
$ trendbook completion bash > /dev/full
! cannot write to standard output
? 4
$ trendbook stats data/baodi-transport >&-
? 4
$ trendbook plot data/baodi-transport -i penalty_cases -o a.png -f svg
! do not agree
? 2
$ trendbook check --strict data/baodi-transport > /dev/null
! 3 printed figures do not agree
? 1
$ mkdir per && printf 'id,unit,kind,numerator,denominator,per\nrate,%%,rate,a,b,1000\na,,count,,,\nb,,count,,,\n' > per/indicators.csv && printf 'id,value\na,5\nb,100\n' > per/2024.csv && trendbook check per
! per 1000 does not fit the unit %; leave per empty or write 100
? 1
$ trendbook list charts -f csv --lang zh | cut -d, -f1,2 | head -2
id,title
~ column,.*柱.*
$ trendbook list flags -f csv | head -2
flag,meaning
b,break in series: new basis from this year
$ for l in statistics charts layouts flags outputs; do trendbook list $l -f json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)) > 2)'; done | sort -u
True
$ printf 'id,value\na,1.2.3\n' > 2023.csv; trendbook check 2023.csv --lang zh
! 2023.csv:2:2: 错误：value：“1.2.3”不是数字；请写1234.5这样的普通数字，或留空
? 1
$ LC_ALL= LC_MESSAGES= LANG=zh_CN.UTF-8 trendbook check 2023.csv
! 2023.csv:2:2: 错误：
? 1
$ LC_ALL=zh_CN.UTF-8 trendbook check 2023.csv --lang en
! 2023.csv:2:2: error: value: "1.2.3" is not a number; write a plain number such as 1234.5, or leave the cell empty
? 1
$ LC_ALL=zh_CN.GB18030 trendbook stats -y 20x data/baodi-transport
! trendbook stats: 错误：年份写作2015:2024，不能是“20x”
! 参见：trendbook stats --help
? 2
$ printf 'id\na\n' > 2024.csv; trendbook check 2024.csv --lang zh
! value：缺少value列；请在首行补上
? 1
$ printf 'id;value\na;1\n' > 2024.csv; trendbook check 2024.csv --lang zh
! 2024.csv:1: 错误：各列用分号分隔；请另存为逗号分隔的文件（CSV UTF-8）
? 1
$ trendbook stats data/baodi-transport -i penalty_case --lang zh
! 错误：没有与“penalty_case”相符的有数据的指标；您是不是要找“penalty_cases”？
? 2
# Sizes in pixels and on paper; the PNG says how large it is.
$ trendbook plot data/china-transport -i traffic_deaths --size 16x9cm -q -o a.png && python3 -c "import struct; d=open('a.png','rb').read(); print(*struct.unpack('>II', d[16:24]), *struct.unpack('>II', d[d.index(b'pHYs')+4:][:8]))"
1890 1063 11811 11811
$ trendbook plot data/china-transport -i traffic_deaths --size 800x450 --dpi 96 -q -o a.png && python3 -c "import struct; d=open('a.png','rb').read(); print(*struct.unpack('>II', d[16:24]), *struct.unpack('>II', d[d.index(b'pHYs')+4:][:8]))"
800 450 3780 3780
$ trendbook plot data/china-transport -i traffic_deaths --size 30x9cm --dpi 1200 -q -o a.png
! a picture has from 200 to 8192 whole pixels each way
? 2
$ trendbook plot data/china-transport -i traffic_deaths --text text -q -o a.svg && grep -c '<text' a.svg | grep -c '^[1-9][0-9]'
1
$ trendbook plot data/china-transport -i traffic_deaths --text curves -q -o a.svg
! the letters are outline or text, not
? 2
# Layouts say in the language asked for how they are recognised, and that workbooks are read too.
$ trendbook list layouts --lang zh -f csv | tail -1
down,年份竖排，指标横排,一列为年份，旁边为数字,"year,road_km,lorries"
$ trendbook list layouts --lang zh -f csv | cut -d'"' -f1 | grep -c ',the '
0
? 1
$ trendbook list layouts -f table | tail -2
Each may be a text file or a sheet of a workbook (.xlsx, .xls), FILE#SHEET; a workbook whose sheets
are named after years is a data folder.
# What a chart's own process says is in the language of the run.
$ trendbook plot data/baodi-transport -i penalty_cases -t heat -o heat.png --lang zh -q
! heat.png: 错误：heat图至少要2个序列，现有1个
? 2
