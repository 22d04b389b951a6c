# What check understands, points at, and offers.
$ trendbook check data/baodi-transport --lang en
...
~ penalty_cases +Penalty cases handled +件 +2  ■ +■
...
· data/baodi-transport/2024.csv:10:2: Penalty cases handled in 2024: "scope widened: overload penalties are new in 2024"; if 2024 cannot be compared with 2023, set the flag b [new-basis]
    write the line as
~       data/baodi-transport/2024.csv:10: penalty_cases,403,,b,https.*,scope widened: overload penalties are new in 2024
...
~ 96 series, 2023–2024, 104 values; 2 warnings, 3 findings, 3 printed figures that do not agree
$ printf 'id,name_zh,unit,kind,section,section_zh\na,投资,亿元,amount,s,建设\nb,里程,公里,length,s,建设\n' > indicators.csv; printf 'indicator,2019,2020,2021,2022,2023\na,5.2,5.5,57000,5.9,6.1\nb,<12,~13,,15,16\n' > t.csv; trendbook check t.csv
文件            版式       编码   表头行  行数  数值  忽略行  识别依据
indicators.csv  catalogue  UTF-8       1     3     0       0  文件名indicators.csv，或有id和name_zh、kind、unit等列
t.csv           wide       UTF-8       1     3    10       0  有indicator列，其余列名为年份

~  +2019  2020  2021  2022  2023
建设
a  投资  亿元    5  ■     ■     ■     ■     ■
b  里程  公里    4  <     ~     -     ■     ■
■ 数值  < 不高于  ~ 约数  - 已列出但无数值

~ . t.csv:2:4: 投资2021年为57000，前后为5.5和5.9：相差10000倍；是否以万元而不是亿元填写？ .unit-slip.

2个序列，2019—2023年，10个数值；警告2条，疑点1处，公布数不符0处
$ trendbook check t.csv -f csv 2> /dev/null | tail -1
t.csv,2,4,doubtful,unit-slip,"投资 in 2021 is 57000, between 5.5 and 5.9: a factor of 10000; written in 万元 instead of 亿元?"
$ trendbook check t.csv -f json 2> /dev/null | python3 -c 'import json, sys; c = json.load(sys.stdin); print(c["form"], [s["coverage"] for s in c["series"]], c["findings"][0]["id"], c["findings"][0]["numbers"])'
1 ['vvvvv', '<~-vv'] unit-slip [57000, 5.5, 5.9, 10000]
$ printf 'id,unit,kind,parts\nw,件,count,p\np,件,count,\n' > indicators.csv; printf 'indicator,2022,2023\nw,10,12\np,4,13\n' > t.csv; trendbook check t.csv --lang en | grep above
✗ t.csv:3:3: p is 13 in 2023, above its whole w, 12 [part-above-whole]
$ trendbook check t.csv --strict --lang zh > /dev/null
! 错误：有1个数值不可能成立；使用--strict时按错误处理
? 1
$ trendbook list findings -f csv | head -3
id,title,fires
part-above-whole,Part above its whole,"a part of the catalogue is above its whole in a year, both exact and not below 0"
numerator-above,Numerator above denominator,the numerator of a proportion is above its denominator in a year
# every line that is offered is the line of the file with the flag added and nothing else changed; then the offer is gone
$ cp -r data/baodi-transport baodi; trendbook check baodi -f json -q | python3 $SOURCE/tests/tools/apply_offers.py; trendbook check baodi -f json -q | python3 $SOURCE/tests/tools/apply_offers.py
2
0
$ cp -r data/tianjin-districts tianjin; trendbook check tianjin -f json -q | python3 $SOURCE/tests/tools/apply_offers.py; trendbook check tianjin -f json -q | python3 $SOURCE/tests/tools/apply_offers.py
7
0
# The JSON is written in pieces: of a table many times their size it is one whole object, with every row, and a full device is told.
$ python3 -c 'print("indicator,2023,2024"); [print("i%d,%d,%d" % (i, i + 500, i + 501)) for i in range(3000)]' > t.csv; trendbook check t.csv -f json | python3 -c 'import json, sys; c = json.load(sys.stdin); print([s["indicator"] for s in c["series"]] == ["i%d" % i for i in range(3000)])'
True
$ trendbook check t.csv -f json --lang en > /dev/full
! cannot write to standard output
? 4
# Many tables one below the other: each is recognised for itself, so there is an end to them.
$ python3 -c 'print("table,2019,2020\nA,1,2\n" * 1); [print("Table %d\nIndicator,2019,2020\nA%d,1,2\n" % (i, i)) for i in range(1200)]' > many.csv; trendbook check many.csv --lang en
! the file holds more than 1000 tables one below the other
? 1
# A line of groups over the years: the error says how to write the table.
# a header of two lines is read, and shown as such; one whose groups do not cover their columns is refused
$ rm -f indicators.csv; printf '地区,客运量,,货运量,\n,2023年,2024年,2023年,2024年\n东河区,1,2,3,4\n' > t.csv; trendbook check t.csv --lang zh | head -5
文件   版式    编码   表头行  行数  数值  忽略行  识别依据
t.csv  across  UTF-8     1-2     3     4       0  列名为年份，其前为文字列

                     2023  2024
客运量  东河区    2  ■     ■
$ printf '地区,,客运量,,,货运量,\n,2022,2023,2024,2022,2023,2024\n东河区,1,2,3,4,5,6\n' > t.csv; trendbook check t.csv --lang zh
! t.csv:1:2: 错误：此列上方没有分组名，其后各列却有；请把各组的名称写在该组第一列的上方
? 1
# a load that failed says in JSON which files there were and everything that was wrong
$ printf 'indicator,2022,2023\na,1,x\nb,1e999,2\n' > t.csv; printf 'what,is,this\n1,2,3\n' > u.csv; trendbook check t.csv u.csv -f json --lang en 2> /dev/null | python3 -c 'import json, sys; c = json.load(sys.stdin); print(c["loaded"], c["errors"], c["series"], c["problems_left_out"]); [print(i["file"], i["layout"], i["header_line"], i["header_lines"], i["lines"], i["errors"]) for i in c["inputs"]]; [print(p["file"], p["line"], p["column"], p["header"], p["severity"], p["kind"]) for p in c["problems"]]'
False 3 [] 0
t.csv wide 1 1 3 2
u.csv  1 1 0 1
t.csv 2 3 2023 error bad-number
t.csv 3 2 2022 error range
u.csv 1 0  error header
$ printf '地区,指标,2023年,2024年\n东河区,客运量,1,2\n东河区,货运量,3,4\n' > t.csv; trendbook stats t.csv -s value -f csv | cut -d, -f1-6 | tail -1
货运量,东河区,2024,2024,value,4
