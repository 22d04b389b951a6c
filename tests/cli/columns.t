# Only the last year of each statistic, only some columns.  (12 - 10) / 10 = 20 %; the slopes of 8, 10, 12 and of 4, 8
# are 2 and 4; by hand.
$ printf 'indicator,year,value\na,2021,8\na,2022,10\na,2023,12\nb,2021,4\nb,2022,8\nb,2023,\n' > d.csv && trendbook stats d.csv -q -s yoy_pct -s ols_slope -s value --latest --columns indicator,from,to,statistic,value,note
indicator,from,to,statistic,value,note
a,2023,2023,value,12,
a,2022,2023,yoy_pct,20,
a,2021,2023,ols_slope,2,all points lie on the line: no standard error
b,2023,2023,value,,no value for 2023
b,2022,2023,yoy_pct,,no value for 2023
b,2021,2022,ols_slope,4,"needs 3 years, has 2"
# All years of a forecast lie behind the last year: they stay.
$ seq 2005 2024 | sed 's/.*/a,&,&/' | sed '1i indicator,year,value' > up.csv && trendbook stats up.csv -q -s forecast_naive --latest --columns to,value -f json
[
 {"to": 2025, "value": 2024},
 {"to": 2026, "value": 2024},
 {"to": 2027, "value": 2024},
 {"to": 2028, "value": 2024},
 {"to": 2029, "value": 2024}
]
# The method is for programs, unless it is asked for.
$ trendbook stats d.csv -q -i a -s yoy_pct --latest -f table --columns value,method
VALUE  METHOD
   20  100 (later - earlier) / earlier
$ trendbook stats d.csv -q --columns indicator,frm
! error: the result has no column "frm"; it has indicator, region, from, to, statistic, value, lower, upper, se, p, n, method and note
? 2
$ trendbook stats d.csv -q --columns p,value,p --lang zh
! 错误：p列写了两次
? 2
# A p that goes into another number is computed, shown or not: three lines of different p, the same q with and without the column p.
$ seq 1 12 | awk '{ print "a," 2000+$1 "," $1 + $1 % 3; print "b," 2000+$1 "," ($1 * 7) % 5; print "c," 2000+$1 "," ($1 * $1) % 13 }' | sed '1i indicator,year,value' > three.csv && trendbook stats three.csv -q -s q_bh --option family=ols_slope --columns value > a && trendbook stats three.csv -q -s q_bh --option family=ols_slope --columns p,value | cut -d, -f2 | cmp - a && grep -c "[0-9]" a
3
# Limits that nobody asked for change nothing of the rest.
$ trendbook stats three.csv -q -s sen_slope -s mann_kendall --columns statistic,value,p,note > a && trendbook stats three.csv -q -s sen_slope -s mann_kendall --columns lower,statistic,value,p,note | cut -d, -f2- | cmp - a && grep -c "[0-9]" a
6
