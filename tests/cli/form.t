# The sheet for a new year: every indicator of the folder, last year's figures beside empty cells.
$ trendbook form data/baodi-transport | head -2 | tail -c +4
id,#栏目,#指标,#单位,#更早,#2024年,value,qualifier,flag,source,note
party_theory_study,法治思想,党委中心组理论学习,次,,12,,,,,
$ trendbook form data/baodi-transport | head -c 3 | od -An -tx1
 ef bb bf
$ trendbook form data/baodi-transport --lang en -i penalty_cases,minor_waivers | tail -c +4
id,#section,#name,#unit,#earlier,#2024,value,qualifier,flag,source,note
minor_waivers,enforcement_conduct,Minor overload offences waived,辆次,2023: >=4800,,,,,,
penalty_cases,enforcement_intensity,Penalty cases handled,件,,403,,,,,
# What is there of the year already is filled in; computed rates are not asked for.
$ trendbook form data/baodi-transport --year 2024 -i penalty_cases,overload_rate | tail -c +4 | cut -d, -f1,5-8
id,#2023年,value,qualifier,flag
penalty_cases,208,403,,
overload_rate,<=0.23,,,
$ trendbook form data/baodi-transport | grep -c fines_per_case
0
? 1
# Filled in and put beside the others, it is data without a word.
$ mkdir d; cp data/baodi-transport/*.csv d/; trendbook form data/baodi-transport | sed 's/^\(penalty_cases,.*,403\),,/\1,500,>=/' > d/2025.csv; trendbook stats d -i penalty_cases -s value,yoy_abs -y 2024: -f csv | cut -d, -f1,3-7
indicator,from,to,statistic,value,lower
penalty_cases,2024,2024,value,403,
penalty_cases,2025,2025,value,,500
penalty_cases,2024,2025,yoy_abs,,97
$ mkdir e; cp data/baodi-transport/*.csv e/; rm e/2024.csv; trendbook form data/baodi-transport --year 2024 -o e/2024.xlsx -q; trendbook stats e --strict -i penalty_cases -s value,yoy_abs -f csv | cut -d, -f1,3-6
indicator,from,to,statistic,value
penalty_cases,2023,2023,value,208
penalty_cases,2024,2024,value,403
penalty_cases,2023,2024,yoy_abs,195
# All years at once: what the forms hold is what was there; a row that stays empty is a year without a value.
$ mkdir g; cp data/baodi-transport/indicators.csv g/; for y in 2023 2024; do trendbook form data/baodi-transport --year $y > g/$y.csv; done; trendbook stats g -f csv -s value,yoy_abs | grep -v ',no value for 202' > a; trendbook stats data/baodi-transport -f csv -s value,yoy_abs > b; cmp a b && wc -l < a | tr -d ' ' | sed 's/[0-9]*/same/'
same
# It never takes the place of what is there, and its name says its year.
$ echo kept > 2025.csv; trendbook form data/baodi-transport -o 2025.csv; code=$?; cat 2025.csv; rm 2025.csv; exit $code
kept
! "2025.csv" is there already; name another file, or replace it with --force
? 4
$ trendbook form data/baodi-transport -o 2026.xlsx
! the figures are of 2025, but -o names 2026.xlsx; let both name one year
? 2
$ trendbook form data/baodi-transport -o form.pdf --lang zh
! 填报表为工作簿或CSV：-o 2025.xlsx或-o 2025.csv，不是“form.pdf”
? 2
$ trendbook form data/baodi-transport -o 2025.xlsx --lang zh; ls 2025*
2025.xlsx
! 2025.xlsx：2025年，92行待填；填好后放入各年数据所在的文件夹，再运行trendbook check
