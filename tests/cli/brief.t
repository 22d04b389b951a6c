# A second briefing in the same folder: charts of the first that it does not make go; what somebody changed or put there
# stays.
$ trendbook brief data/baodi-transport -i 'penalty_cases' -i 'fines_total' -i lawsuits -i reconsiderations -o out -q && echo mine > out/charts/mine.svg && echo more >> out/charts/reconsiderations.svg && trendbook brief data/baodi-transport -i penalty_cases -o out -q && ls out/charts
mine.svg
penalty_cases.png
penalty_cases.svg
reconsiderations.svg
# A manifest that was tampered with removes nothing outside.
$ trendbook brief data/baodi-transport -i penalty_cases -o out -q; echo keep > keep.txt; h=$(sha256sum keep.txt | cut -d' ' -f1); python3 -c 'import json,sys; m=json.load(open("out/manifest.json")); m["outputs"]+=[{"file":n,"sha256":sys.argv[1],"bytes":5} for n in ("../keep.txt","charts/../../keep.txt",".keep","/keep.txt")]; json.dump(m,open("out/manifest.json","w"))' $h; cp keep.txt out/.keep; trendbook brief data/baodi-transport -i penalty_cases -o out -q; cat keep.txt out/.keep
keep
keep
# The slides take those that call most for attention, here the first of two, and say why.
$ trendbook brief data/baodi-transport --top 2 -v -o out --lang en 2>&1 > /dev/null | grep -v warning
  Penalty cases handled rose to 403 in 2024, up 93.8% in a year — a large change over the year; printed figures do not agree; by its note perhaps on a new basis
~   Fines rose to 2.710 million yuan in 2024, 5.4 times the 2023 level — a large change over the year.*
~ out: .* 7 charts, .*
  2 charts on slides, 5 more in the page, the text and charts/ (--top all, -v says why)
...
$ python3 -c 'import json; print(sum(c["slide"] for c in json.load(open("out/manifest.json"))["charts"]))'
2
# Slides are light: a dark theme makes the files in charts/ dark (ground 14202B), the pictures on slides stay light.
$ trendbook brief data/sample-streets -i on_time_rate --theme dark --charts picture -o dark -q; python3 -c 'import glob, zipfile; z = zipfile.ZipFile("dark/briefing.pptx"); ground = b"rgb(7.8"; print(sum(n.endswith(".svg") for n in z.namelist()) > 0, any(ground in z.read(n) for n in z.namelist()), all(ground in open(n, "rb").read() for n in glob.glob("dark/charts/*.svg")))'
True False True
# Every chart of a briefing as one type; what no chart shows stands in the tables.
$ trendbook brief data/baodi-transport -i penalty_cases -i lawsuits -t control -o c1 -q && python3 -c 'import json; print([(c["indicator"], c["type"]) for c in json.load(open("c1/manifest.json"))["charts"]])'
[('lawsuits', 'control'), ('penalty_cases', 'control')]
$ trendbook brief data/china-transport -i rural_road,express -t waterfall -o c3 -q && python3 -c 'import json; print([(c["indicator"], c["type"]) for c in json.load(open("c3/manifest.json"))["charts"]])'
[('rural_road', 'waterfall')]
$ trendbook brief data/baodi-transport -t pie -o c4
! unknown chart type "pie"
? 2
$ trendbook brief data/china-transport -t bump -o c4 -q
! nothing here can be drawn as a chart of the type bump
? 1
# A computed rate has one number of decimals for all its years and regions: 68 of 39861 people is 17.0593 per 10,000, 18 of
# 46247 is 3.8921; title, table and the labels of the native chart round alike.
$ trendbook brief data/sample-streets -i accident_rate -o rate -q --lang zh; grep -o '为[0-9.]*起' rate/briefing.md | sort -u; grep -E '(红旗|文化)街道' rate/briefing.md | grep -Eo '\| (17|3)\.[0-9]* '; python3 -c 'import re, zipfile; z = zipfile.ZipFile("rate/briefing.pptx"); print({f.split(";")[0] for n in z.namelist() if "charts/chart" in n and n.endswith(".xml") for f in re.findall("formatCode=.([^\"]*)", z.read(n).decode())} - {"0"})'
为17.06起
为3.89起
| 17.06 
| 3.89 
{'0.00'}
# A unit that slipped in the newest year is not charted without a word.
$ printf 'indicator,2023,2024,2025\nfines,50.41,270.95,2841300\n' > slip.csv; trendbook brief slip.csv -o slip --lang zh 2>&1 > /dev/null | tail -1
  数据有1处疑点，发出前请用trendbook check核对
# On paper more than six years stand in two halves side by side: 2014 beside 2018 where there are eight.
$ printf 'indicator,year,value,unit\n' > long.csv; for y in 2014 2015 2016 2017 2018 2019 2020 2021; do echo "a,$y,$((y - 2000)),km" >> long.csv; done; trendbook brief long.csv -o folded -q --lang en && unzip -p folded/briefing.docx word/document.xml | sed 's/<\/w:tr>/\n/g; s/<\/w:tc>/|/g; s/<[^>]*>//g' | grep -o '20[0-9]*|1[0-9]|[^|]*|20[0-9]*|[0-9]*|' | cut -d'|' -f1,2,4,5; grep -c '^| 20' folded/briefing.md
2014|14|2018|18
2015|15|2019|19
2016|16|2020|20
2017|17|2021|21
8
