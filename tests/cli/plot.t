# Several series in one chart; a list of names; what each type takes.
$ trendbook plot data/china-transport -i road_total,railway,motor_vehicles -o a.svg -v --lang en
! road_total: index (different units: each against a common base year)
$ grep -o '<title>.*</title>' a.svg
~ <title>.* \(20.. = 100\).*</title>
$ trendbook plot data/china-transport -i rural_road -t share -y 2012: -o b.svg -q --lang zh
$ grep -o '<title>.*</title>' b.svg
~ <title>2023年村道里程占农村公路里程的5.\..%，居各部分首位</title>
$ trendbook plot data/china-transport -i rural_road -t waterfall -y :2014 -o c.svg -q --lang zh
$ grep -o '<title>.*</title>' c.svg
~ <title>农村公路里程2014年同比增长2\.6%，其中村道里程拉动.*个百分点</title>
$ trendbook plot data/sample-streets -i on_time_rate -t rank -y 2023 -o d.svg -q --lang zh
$ grep -o '<title>.*</title>' d.svg
~ <title>按时办结率2023年12个地区中.*最高，为.*最低，为.*</title>
$ trendbook plot data/sample-streets -i accident_rate -t funnel -o e.svg -q --lang en
$ grep -o '<title>.*</title>' e.svg
~ <title>Traffic accidents per 10 000 residents in 2024: 1 of 12 regions outside the 99.8% limits: 红旗街道</title>
$ trendbook plot data/china-transport -i road_total -t index -o f.svg
! the chart type index shows at least 2 series, not 1
? 2
$ trendbook plot data/china-transport -i road_total,no_such -o g.svg
! no indicator with data matches "no_such"
? 2
$ trendbook plot data/china-transport -i express -t waterfall -o h.svg
! contributions need an indicator with its parts in the catalogue (parts)
? 1
$ trendbook plot data/sample-streets -t slope -o slopes -f svg -q
$ ls slopes
accident_rate.svg
accidents.svg
on_time_rate.svg
residents.svg
$ trendbook plot data/sample-streets -i on_time_rate -t column -o columns -f svg -q
$ ls columns | wc -l
12
# The unit behind a name in a heat table stays whole, the name gives way.
$ trendbook plot data/china-transport -t heat --section network --lang en -q --text text -o i.svg
$ grep -o '>Length of national expre[^<]*<' i.svg
~ >Length of national expre.*… \(thousand km\)<
$ grep -c '(thou[a-z]*…' i.svg
0
? 1
# Parts have their values where all columns are wide enough, and none else (51.44 alone would fit in 2007).
$ trendbook plot data/china-transport -i rural_road -t stacked -y 2018: --lang zh -q --text text -o j.svg
$ grep -o '>231\.62<\|>58\.03<' j.svg
>231.62<
>58.03<
$ trendbook plot data/china-transport -i rural_road -t stacked --lang zh -q --text text -o k.svg
$ grep -c '>51\.44<\|>53\.95<' k.svg
0
? 1
# The reason stands in the language of its sentence, whatever the language of the data.
$ trendbook plot data/china-transport -i operating_vehicles,express -o one -f svg
! operating_vehicles is not drawn: one year alone shows no development
# Shares whose values fit into no column have an axis to 100 %.
$ trendbook plot data/china-transport -i rural_road -t share --size 900x900 --lang zh -q --text text -o l.svg
$ grep -o '>25<\|>50<\|>75<\|>100%<' l.svg | sort | tr '\n' ' '
>100%< >25< >50< >75< 
