# One indicator in the terminal.  208 / 403 of 32 columns is 16.5; 403 / 208 = 1.9375.
$ LC_ALL=C.UTF-8 trendbook show data/baodi-transport -i penalty_cases --lang en
~ Penalty cases handled  penalty_cases  ▁█
...
~   2023  208  █{16}▌ +
~   2024  403  █{32}  \+93\.8%
~ Penalty cases handled .*403.*
...
$ LC_ALL=C.UTF-8 trendbook show data/baodi-transport -i overload_rate --lang zh | head -2 | tail -1
~   2023  ≤0\.23  ▒{32}  
$ LC_ALL=C.UTF-8 trendbook show data/china-transport -i road_total -y 2008:2010 --lang en | grep '^  2010'
~   2010  .*  2009 is missing
# A part of a year is no bar of the sparkline, and its row keeps the columns.
$ printf 'indicator,year,value,period\na,2022,10,\na,2023,20,\na,2024,12,H1\n' | LC_ALL=C.UTF-8 trendbook show - --lang en | sed -n '1p;/^  20.*  /p' | grep -v '  2022  *2023$'
a  ▁█ 
~   2022  10  █{16} +
~   2023  20  █{32}  \+100\.0%
~   2024  12  .*  H1
# The methods side by side: R 4.2.2, lm(): 0.1 a year (-7.67 to 7.87), p 0.97; glm(quasipoisson) 0.0 %; all 120 orders: S 0.
$ printf 'id,kind\nx,count\n' > indicators.csv
$ for y in 2019:205 2020:198 2021:190 2022:207 2023:201; do printf 'id,value\nx,%s\n' ${y#*:} > ${y%:*}.csv; done
$ trendbook show . --methods --lang en | sed -n '/Straight line/,$p'
~   Straight line              \+0\.1000  −7\.67 to \+7\.87  0\.97  no clear change
~   Sen's slope .*
~   Mann-Kendall, exact          S = 0                  1\.00  no clear change
~   Log-linear .*
~   Counts, quasi-Poisson         0\.0%  −6\.8% to \+7\.4%  0\.98  no clear change
~   Counts, negative binomial     0\.0%  .*
  All 6 tests agree: no clear change.
~   In 5 years a change of \+17\.\d% or −1[45]\.\d% a year shows four times in five; a smaller one rarely\.

# Bounds: the ranks may reach 0.0167 or 0.083.
$ printf 'indicator,year,value\nx,2019,0.31\nx,2020,0.28\nx,2021,0.26\nx,2022,<=0.25\nx,2023,<=0.23\n' | trendbook show - -q --methods --lang zh | grep Mann
~   Mann-Kendall精确检验 .* 0\.083  取决于界限内的真值
$ printf 'indicator,year,value\nx,2019,5\n' | trendbook show - --methods --lang en | tail -2
  No method has a value for so few years.

# The line chart: round ticks, the last point at the right end, years below, no colour in a pipe.
$ printf 'indicator,year,value\na,2020,0\na,2021,10\n' | LC_ALL=C trendbook show - --lang en
a
...
~  8 [+].*
...
~  0 [+][*].*
~    [+]-{48}
~ .* 2020 +2021
...
# Bounds, provisional values, a gap and a break.
$ printf 'indicator,year,value,flag,qualifier\na,2016,40,,\na,2017,42,,\na,2019,41,p,\na,2020,60,b,\na,2021,61,,>=\n' | LC_ALL=C.UTF-8 trendbook show - --lang en | grep -c '[o:^]'
~ [1-9][0-9]*
$ LC_ALL=C.UTF-8 trendbook show data/china-transport -i passenger_total --lang zh | grep -c '┤'
4
$ LC_ALL=C trendbook show data/china-transport -i passenger_total --lang en | grep -c '⠤'
0
? 1
# A change from 0 is warned of where it is shown, and nowhere else (reconsiderations and lawsuits were 0 in 2023).
$ for c in 'stats -f table' 'stats -f csv' show 'brief -o zero --force'; do trendbook $c data/baodi-transport -i penalty_cases,lawsuits --lang en 2>&1 > /dev/null | grep -o 'value: .* 2024: the year before is 0'; done
value: lawsuits in 2024: the year before is 0
value: lawsuits in 2024: the year before is 0
value: lawsuits in 2024: the year before is 0
value: lawsuits in 2024: the year before is 0
