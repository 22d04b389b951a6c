# A draft of the catalogue: what is known stays, guesses are marked, and it reads back.
$ printf 'indicator,year,value,unit\n货运量,2022,310,万吨\n货运量,2023,340,万吨\n公路货运量,2022,200,万吨\n公路货运量,2023,205,万吨\n铁路货运量,2022,110,万吨\n铁路货运量,2023,135,万吨\n货运量增速,2023,9.7,%%\n里程,2023,12.5,公里\n件数,2023,12,件\nx,2023,1,\n' > t.csv; trendbook check t.csv --fix-catalogue
id,name_zh,name_en,unit,section,section_zh,kind,numerator,denominator,per,parts,change_of,better,target,phrase_zh,note
货运量,货运量,,万吨,,,amount,,,,公路货运量 铁路货运量,,neutral,,,kind为推测; parts为推测：2年均相加相等
公路货运量,公路货运量,,万吨,,,amount,,,,,,neutral,,,kind为推测
铁路货运量,铁路货运量,,万吨,,,amount,,,,,,neutral,,,kind为推测
货运量增速,货运量增速,,%,,,rate,,,,,货运量,neutral,,,kind为推测; change_of按名称推测
里程,里程,,公里,,,length,,,,,,neutral,,,kind为推测
件数,件数,,件,,,count,,,,,,neutral,,,kind为推测
x,,,,,,,,,,,,neutral,,,
$ trendbook check t.csv --fix-catalogue -o indicators.csv; trendbook check t.csv --lang en | tail -1
7 series, 2022–2023, 10 values; 0 warnings, 0 findings, 0 printed figures that do not agree
$ trendbook check t.csv --fix-catalogue -o indicators.csv
! "indicators.csv" is there already; name another file, or replace it with --force
? 4
$ cp indicators.csv before; trendbook check t.csv --fix-catalogue -o indicators.csv --force && cmp before indicators.csv
$ trendbook check t.csv -o x.csv
! -o goes with --fix-catalogue
? 2
$ trendbook check data/baodi-transport --fix-catalogue --lang en -q | cmp - data/baodi-transport/indicators.csv
$ for file in $SOURCE/tests/data/*.csv $SOURCE/tests/data/*.tsv; do case $file in *metadata*) continue;; esac; rm -f indicators.csv; trendbook check $file --fix-catalogue -q -o indicators.csv && trendbook check indicators.csv $file -q > /dev/null || echo $file; done
# a label with control characters is drafted without them
$ rm -f indicators.csv; printf 'year,a\001b\n2022,5\n2023,7\n' > c.csv; trendbook check c.csv --fix-catalogue -o indicators.csv && trendbook check indicators.csv c.csv -q > /dev/null; cut -d, -f1-3 indicators.csv
id,name_zh,name_en
~ .*b,,ab
