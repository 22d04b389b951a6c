# Several sources: equal values are one, different values are a conflict unless one source is preferred.
$ mkdir old new; printf 'indicator,year,value,flag,note\na,2022,5.46,p,first print\na,2023,6,,\nb,2022,,,\n' > old/t.csv; printf 'indicator,year,value,flag,note\na,2022,5.5,b,yearbook\na,2023,6.7,r,\nb,2022,7,,\n' > new/t.csv; trendbook check old new
! new/t.csv:3:3: error: value: a of 2023 is "6.7" here but "6" at old/t.csv:3; keep the right one, or say which source holds: --prefer old/t.csv
? 1
$ trendbook check old new --prefer new --lang en
...
old/t.csv and new/t.csv both give 2 values: 1 equal as far as printed, 1 revised; 1 empty cells filled

REVISED  YEAR  OLD  HOLDS  %      OLD AT         HOLDS AT
a        2023  6    6.7    +11.7  old/t.csv:3:3  new/t.csv:3:3

2 series, 2022–2023, 3 values; 0 warnings, 0 findings, 0 printed figures that do not agree
$ trendbook check old new --prefer new -f json | python3 -c 'import json, sys; c = json.load(sys.stdin); r = c["revisions"][0]; print(c["overlaps"][0]["equal"], c["overlaps"][0]["filled"], r["old"]["value"], r["new"]["value"], r["new"]["file"], c["series"][0]["coverage"])'
1 1 6 6.7 new/t.csv bv
$ trendbook stats old new --prefer old/t.csv -s value -f csv
indicator,region,from,to,statistic,value,lower,upper,se,p,n,method,note
a,,2022,2022,value,5.46,,,,,1,as printed; a bound as an interval,provisional
a,,2023,2023,value,6,,,,,1,as printed; a bound as an interval,
b,,2022,2022,value,7,,,,,1,as printed; a bound as an interval,
$ trendbook stats old new -y 2022 --prefer new --prefer old -s value -f csv | head -2
indicator,region,from,to,statistic,value,lower,upper,se,p,n,method,note
a,,2022,2022,value,5.5,,,,,1,as printed; a bound as an interval,provisional
$ trendbook check old --prefer new
! error: "new" is preferred but is not among the data; name a file or folder of DATA
? 2
$ trendbook check old old > /dev/null
! old: warning: the folder is given twice and is read once
# a line that check offers for a break sets it
$ printf 'indicator,2021,2022,2023\na,10,11.0,25\n' > w.csv; printf 'indicator,year,value,flag\na,2023,25,b\n' > breaks.csv; trendbook check w.csv breaks.csv -f json | python3 -c 'import json, sys; print(json.load(sys.stdin)["series"][0]["coverage"])'
vvb
# one indicator in two declared units: scaled exactly, and said; units that are no scale of each other are an error
$ printf '指标,2021年,2022年\n投资（亿元）,1.25,1.5\n' > a.csv; printf '指标,2022年,2023年\n投资（万元）,15000,17001\n' > b.csv; trendbook stats a.csv b.csv -s value -f csv
! b.csv:2:1: warning: 指标: 投资 is given in "万元" here and in "亿元" elsewhere; its values of this file are put into 亿元
indicator,region,from,to,statistic,value,lower,upper,se,p,n,method,note
投资,,2021,2021,value,1.25,,,,,1,as printed; a bound as an interval,
投资,,2022,2022,value,1.5,,,,,1,as printed; a bound as an interval,
投资,,2023,2023,value,1.7001,,,,,1,as printed; a bound as an interval,
$ printf '指标,2024年\n投资（万元）,18000\n' > c.csv; trendbook stats a.csv b.csv c.csv -s value -y 2024 -f csv | tail -1
投资,,2024,2024,value,1.8,,,,,1,as printed; a bound as an interval,
$ printf '指标,2023年\n投资（公里）,17\n' > b.csv; trendbook stats a.csv b.csv
! "公里" is not the unit that 投资 has elsewhere, "亿元"; one indicator has one unit
? 1
$ printf 'indicator,year,value,unit\nx,2022,1,万元\nx,2023,20000,元\n' > d.csv; trendbook stats d.csv
! d.csv:3:4: error: unit: "元" is not the unit that x has elsewhere, "万元"; one indicator has one unit
? 1
