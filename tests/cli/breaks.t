# A year on both bases: 119 on the new one, 110 on the old one.  100 to 110 is 10 %; linked, 2021 is 100 x 119 / 110.
$ printf 'indicator,year,value,flag,pre_break\nroads,2021,100,,\nroads,2022,119,b,110\nroads,2023,125,,\n' > r.csv && trendbook stats r.csv -s yoy_pct -f csv | cut -d, -f3-6,13-
from,to,statistic,value,note
2021,2022,yoy_pct,10,compared on the old basis
2022,2023,yoy_pct,5.042016806722689,
$ trendbook stats r.csv -s total_change_pct --option breaks=link -f csv | cut -d, -f3-6,12-
from,to,statistic,value,method,note
~ 2021,2023,total_change_pct,15\.5462184873949\d*,100 \(last - first\) / first; breaks linked,linked at 2022 \(×1\.082\)
$ trendbook stats r.csv -s total_change_pct --option breaks=join
? 2
! error: breaks is one of keep|link, not "join"
# Without the flag it is set, and said.
$ printf 'id,value,pre_break\nroads,119,110\n' > 2022.csv && printf 'id,value\nroads,100\n' > 2021.csv && mkdir d && mv 202?.csv d && trendbook stats d -s yoy_pct -f csv | tail -1
roads,,2021,2022,yoy_pct,10,,,,,2,100 (later - earlier) / earlier,compared on the old basis
! d/2022.csv:2:3: warning: pre_break: 2022 has a value on the basis before a break ("110") but no flag b; it is read as the first year of the new basis
# SDMX: a column of its own, in the power of ten of the record.
$ printf 'REF_AREA,FREQ,MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,OBS_PRE_BREAK,UNIT_MULT\nOAK,A,ROADS,2021,1.00,A,,3\nOAK,A,ROADS,2022,1.19,B,1.10,3\n' > s.csv && trendbook stats s.csv -s yoy_abs -f csv -q | tail -1 | cut -d, -f3-6,13
2021,2022,yoy_abs,100,compared on the old basis
# Two files that disagree about the old basis.
$ printf 'indicator,year,value,flag,pre_break\nroads,2022,119,b,111\n' > q.csv && trendbook stats r.csv q.csv -s yoy_pct -q
? 1
! q.csv:2:3: error: value: roads of 2022 is "119 (pre_break 111)" here but "119 (pre_break 110)" at r.csv:3; keep the right one, or say which source holds: --prefer r.csv
# A letter that only trendbook sets is no flag of a file.
$ printf 'indicator,year,value,flag\nroads,2022,119,l\n' > l.csv && trendbook stats l.csv -s value -f csv | tail -1 | cut -d, -f4-6,13
2022,value,119,
! l.csv:2:4: warning: flag: "l" holds letters that are no flag, ignored; the flags are listed by: trendbook list flags
# The sentence says that years were linked.
$ trendbook show r.csv --option breaks=link --lang zh -q | grep -o '（此前年份.*）'
（此前年份已衔接到新口径：2022 (×1.082)。）
