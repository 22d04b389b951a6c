# Rows are written while others are computed: the same bytes at any -j, to the screen or into a file that is whole.
$ trendbook stats data/china-transport -q -f csv -j1 > one.csv && trendbook stats data/china-transport -q -f csv -j4 | cmp - one.csv && trendbook stats data/china-transport -q -j3 -o many.csv && cmp one.csv many.csv && ls
bin
data
many.csv
one.csv
$ python3 -c 'for r in range(700): print("\n".join("cases,town %d,%d,%d" % (r, y, (r * y) % 97) for y in range(2015, 2025)))' | sed '1i indicator,region,year,value' > long.csv && trendbook stats long.csv -q -j1 -f json -s 'yoy*' -s sen_slope -s rank > one.json && trendbook stats long.csv -q -j3 -s 'yoy*' -s sen_slope -s rank -o three.json && cmp one.json three.json && python3 -c 'import json; r = json.load(open("three.json")); print(len(r), len({x["region"] for x in r}))'
20300 700
$ trendbook stats data/baodi-transport -q -s yoy_pct -i 'no_*' -o a.json
! no indicator with data matches
? 2
$ trendbook stats data/china-transport -q -s funnel_lower -f json
[]
$ trendbook stats data/baodi-transport -q -f table -o a.txt
! with --output the format is csv or json
? 2
$ mkdir closed && trendbook stats data/baodi-transport -q -o closed
! is not a plain file
? 4
$ trendbook stats data/china-transport -q -o nowhere/a.csv
! cannot create "nowhere/a.csv"
? 4
$ ls
bin
closed
data
long.csv
many.csv
one.csv
one.json
three.json
# A quote that is never closed ends the reading, however much comes behind it.
$ (printf 'indicator,year,value\nroads,2020,1\nroads,2021,"2\n'; yes 'roads,2022,3' | head -c 20000000) | trendbook stats -
! -:3:3: error: value: the quote that opens here is never closed within 65536 bytes; the rest of the file was not read
? 1
