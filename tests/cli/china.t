# National series: gaps, breaks, verdicts.
$ trendbook stats data/china-transport -f csv -i road_total -s yoy_abs -y 2008:2011 | cut -d, -f3-6,13
from,to,statistic,value,note
2009,2010,yoy_abs,,2009 is missing
2010,2011,yoy_abs,9.8187,
$ trendbook stats data/china-transport -f csv -i traffic_deaths -s verdict | cut -d, -f1-6
indicator,region,from,to,statistic,value
~ traffic_deaths,,20..,20..,verdict,-1
$ trendbook stats data/china-transport -f csv -i traffic_deaths -s verdict | tail -1 | grep -o 'falling'
falling
$ trendbook stats data/china-transport -f csv -i road_freight -s yoy_pct | grep '2012,2013' | cut -d, -f3-6,13
2012,2013,yoy_pct,,new basis from 2013
$ trendbook stats data/baodi-transport -f csv -i penalty_cases -s verdict | tail -1
~ penalty_cases,,2023,2024,verdict,,.*,"too few years: 2, needs 5"
# The family is what the table shows, written at once or as it comes: R 4.2.2, p.adjust(c(0.697, 0.002858, 0.002778, 0.03048), "BH").
$ trendbook stats data/china-transport -s q_bh -i 'traffic_accidents' -i traffic_deaths -i traffic_injuries -i traffic_losses -q -f csv | cut -d, -f1,6,13-
indicator,value,note
~ traffic_accidents,0\.69718142541737\d*,among 4 tests.*
~ traffic_deaths,0\.0057164587506849\d*,among 4 tests.*
~ traffic_injuries,0\.0057164587506849\d*,among 4 tests.*
~ traffic_losses,0\.0406432542080690\d*,among 4 tests.*
$ trendbook stats data/china-transport -s q_bh -i 'traffic_accidents' -i traffic_deaths -i traffic_injuries -i traffic_losses -q -f table --lang en
~ INDICATOR .*
~ traffic_accidents +2007 +2023 +q_bh +0\.697181 +0\.697181 +15 +among 4 tests.*
~ traffic_deaths +2007 +2023 +q_bh +0\.00571646 +0\.00285823 +15 +among 4 tests.*
~ traffic_injuries +2007 +2016 +q_bh +0\.00571646 +0\.00277778 +6 +among 4 tests.*
~ traffic_losses +2007 +2023 +q_bh +0\.0406433 +0\.0304824 +13 +among 4 tests.*
# A page for every twelve indicators of a section, named after it.
$ trendbook plot data/china-transport -t dashboard -q -f svg -o pages && ls pages | grep -c . && ls pages | grep network
15
dashboard-network-2.svg
dashboard-network-3.svg
dashboard-network.svg
$ trendbook plot data/china-transport -t dashboard -q -o all.png
! 15 charts do not fit into one file
? 2
