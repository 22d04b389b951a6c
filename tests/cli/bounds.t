# A printed rate that is only a bound says nothing about what is computed from its exact counts: 8/100 - 5/100 is 3 points.
$ mkdir d && printf 'id,unit,kind,numerator,denominator\nr,%%,proportion,a,b\na,,count,,\nb,,count,,\n' > d/indicators.csv && printf 'id,value,qualifier\nr,6,<=\na,5,\nb,100,\n' > d/2023.csv && printf 'id,value\nr,8\na,8\nb,100\n' > d/2024.csv && trendbook stats d -i r -s difference_pp -f json | python3 -c 'import json,sys; print([(r["value"], r["note"]) for r in json.load(sys.stdin)])'
[(3, '')]
# The change of the printed rate itself is an interval: 8 less at most 6 is at least 2, and at most 8.
$ trendbook stats d -i r -s yoy_pp -f csv | cut -d, -f6-8 | tail -1
,2,8
