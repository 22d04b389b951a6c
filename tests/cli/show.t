# One indicator in the terminal.  208 / 403 of 32 columns is 16.5; 403 / 208 = 1.9375.
$ trendbook show data/baodi-transport -i penalty_cases --lang en
~ Penalty cases handled  penalty_cases  ▁█
~   2023  208  █{16}▌ +
~   2024  403  █{32}  \+93\.8%
~ Penalty cases handled .*403.*
...
$ trendbook show data/baodi-transport -i overload_rate --lang zh | head -2 | tail -1
~   2023  ≤0\.23  ▒{32}  
$ trendbook show data/china-transport -i road_total -y 2008:2010 --lang en | grep '^  2010'
~   2010  .*  2009 is missing
# A part of a year is no bar of the sparkline, and its row keeps the columns.
$ printf 'indicator,year,value,period\na,2022,10,\na,2023,20,\na,2024,12,H1\n' | trendbook show - --lang en | head -4
a  a  ▁█ 
~   2022  10  █{16} +
~   2023  20  █{32}  \+100\.0%
~   2024  12  .*  H1
