# The first user's figures.  By hand: 403 - 208 = 195, 195 / 208 = 93.75 %, 270.95 - 50.41 = 220.54,
# 50.41 / 208 and 270.95 / 403, 205 / 208, 198 / 205 = 96.6 %, 358 / 403 = 88.83 %.
$ trendbook stats data/baodi-transport -f csv | grep -E '^penalty_cases,,2023,2024,yoy_(abs|pct),'
~ penalty_cases,,2023,2024,yoy_abs,195,.*
~ penalty_cases,,2023,2024,yoy_pct,93.75,.*
$ trendbook stats data/baodi-transport -f csv -i fines_total -s yoy_abs
indicator,region,from,to,statistic,value,lower,upper,se,p,n,method,note
~ fines_total,,2023,2024,yoy_abs,220.54,.*
$ trendbook stats data/baodi-transport -f csv -i fines_per_case -s value | cut -d, -f1-6 | sed -E 's/(\.[0-9]{11})[0-9]*$/\1/'
indicator,region,from,to,statistic,value
fines_per_case,,2023,2023,value,0.24235576923
fines_per_case,,2024,2024,value,0.67233250620
$ trendbook stats data/baodi-transport -f csv -i overload_rate -s value | cut -d, -f1-8
indicator,region,from,to,statistic,value,lower,upper
overload_rate,,2023,2023,value,,0,0.23
$ trendbook stats data/baodi-transport -f csv -s 'audit_*' | grep -E '^(penalty_cases_yoy|penalty_publication_rate|penalty_entry_rate)' | cut -d, -f1-5,13
~ penalty_publication_rate,,2023,2023,audit_rate,printed 100 does not agree with 98.56; it holds for a numerator of 208
~ penalty_entry_rate,,2024,2024,audit_rate,printed 88.8 agrees
~ penalty_cases_yoy,,2023,2024,audit_change,printed 96.6 does not agree with 93.75; it holds from a base of 205
$ trendbook stats data/baodi-transport -f json -i penalty_cases -s yoy_pct | python3 -c 'import json,sys; print([r["value"] for r in json.load(sys.stdin)])'
[93.75]
$ trendbook check data/baodi-transport --lang en 2>&1 | grep -c 'does not agree'
3
