# Last year's stock and the flows of the year: 100 + 12.5 - 2.5 = 110; 110 + 8 - 1 = 117, printed 112, which holds from 105.
$ printf 'id,name_zh,unit,kind,flows\nroads,公路里程,公里,length,new -closed\nnew,新增里程,公里,length,\nclosed,停用里程,公里,length,\n' > indicators.csv
$ printf 'id,value\nroads,100\n' > 2020.csv
$ printf 'id,value\nroads,110\nnew,12.5\nclosed,2.5\n' > 2021.csv
$ printf 'id,value\nroads,112\nnew,8\nclosed,1\n' > 2022.csv
$ trendbook stats . -s audit_stock --lang zh | cut -d, -f1,3-6,13-
indicator,from,to,statistic,value,note
roads,2020,2021,audit_stock,110,公布的110相符
roads,2021,2022,audit_stock,117,公布的112与计算的117不符；以105为基数才成立
$ trendbook check . --lang zh | tail -1
3个序列，2020—2022年，7个数值；警告0条，疑点0处，公布数不符1处
$ printf 'id,flows\nroads,new -\nnew,\nclosed,\n' > indicators.csv
$ trendbook check . --lang en
! the sign "-" stands alone
? 1
