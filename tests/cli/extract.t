# The specimen tests/data/extract/report.txt has every form of number; its figures are read off it by hand:
# 1.3万余 is at least 13000, 43200吨 are 4.32万吨, 0.52亿元 are 5200万元, 三百二十 is 320, 减少7人 is -7.
$ trendbook extract $SOURCE/tests/data/extract/report.txt --catalogue $SOURCE/tests/data/extract/indicators.csv --year 2021 -f csv | cut -d, -f1-5
! report.txt:7:49: warning: the comma is read as one between thousands
! indicators.csv:19: warning: phrase_zh: bridges is not found: nothing reads like 改造桥梁{}座
! indicators.csv:20: warning: phrase_zh: seized is not found
! indicators.csv:21: warning: phrase_zh: stations is not found
! report.txt:15:34: warning: bridges is not taken: 3至5座 is no single figure
! report.txt:15:45: warning: seized is not taken: the catalogue counts 辆, here stands 15台次
! report.txt:15:34: warning: no phrase claims 3: 
! report.txt:15:36: warning: no phrase claims 5: 
! report.txt:15:45: warning: no phrase claims 15: 
! report.txt:17:47: warning: no phrase claims 36: 查企业256家次。新增公交车36辆，处理投诉27起。
! report.txt:17:55: warning: no phrase claims 27: 
# 2021 twice; 2022-01-18 09:30 and 3月15日; 1. 2. (1) (2) (3) 3、 and 第2批; 〔2021〕15号; 022-12345678 and G105; - 2 -
! 17 of 20 phrases found; 5 figures unclaimed; 1 indicator has no phrase; set aside: 2 years, 7 date or time numbers, 7 list numbers, 2 document numbers, 3 name or telephone numbers, 1 page number
id,value,qualifier,flag,period
permits,1918,,,
online_rate,98.5,,,
calls,1204,,,
leaflets,13000,>=,,
waived,4800,>=,,
overload_rate,0.31,<=,,
freight,4.32,,,
fines,5200,,,
fines_per_case,2.6,,,
road_km,320,~,,
trained,500,~,,
spend,120,>=,,
accidents,0,,,
staff_change,-7,,,
checks,256,,,
score,92.4,,,
stages,3,,,
# Where each figure stands is in its note, the report's title in its source; the draft loads without a word.
$ trendbook extract $SOURCE/tests/data/extract/report.txt --catalogue $SOURCE/tests/data/extract --year 2021 -o 2021.csv -q && grep -E '^(id|checks|calls),' 2021.csv
id,value,qualifier,flag,period,source,note
calls,1204,,,,云岭区运输管理局2021年度工作报告,"report.txt:7:49: 受理12345热线1,204件"
checks,256,,,,云岭区运输管理局2021年度工作报告,report.txt:11:5: 检查企业256家次
$ trendbook check 2021.csv --strict -f csv > /dev/null
$ trendbook extract $SOURCE/tests/data/extract/report.txt --catalogue $SOURCE/tests/data/extract --year 2021 -o 2021.csv
! "2021.csv" is there already; name another file, or replace it with --force
? 4
$ trendbook extract $SOURCE/tests/data/extract/report.txt --catalogue $SOURCE/tests/data/extract --year 2021 -o 2021.csv -q --force
$ trendbook extract $SOURCE/tests/data/extract/report.txt --catalogue $SOURCE/tests/data/extract --year 2021 -o 2020.csv
! the figures are of 2021, but -o names 2020.csv
? 2
# Other encodings, standard input and .docx give the same figures.
$ iconv -f UTF-8 -t GB18030 $SOURCE/tests/data/extract/report.txt > gb.txt && trendbook extract gb.txt --catalogue $SOURCE/tests/data/extract --year 2021 -q -f csv | cut -d, -f1-5 | cmp - <(cut -d, -f1-5 2021.csv)
$ iconv -f UTF-8 -t UTF-16 $SOURCE/tests/data/extract/report.txt | trendbook extract - --catalogue $SOURCE/tests/data/extract --year 2021 -q -f csv | cut -d, -f1-5 | cmp - <(cut -d, -f1-5 2021.csv)
$ sed 's/$/\r/' $SOURCE/tests/data/extract/report.txt > crlf.txt && trendbook extract crlf.txt --catalogue $SOURCE/tests/data/extract --year 2021 -q -f csv | cut -d, -f1-5 | cmp - <(cut -d, -f1-5 2021.csv)
$ python3 $SOURCE/tests/tools/make_docx.py $SOURCE/tests/data/extract/report.txt report.docx && trendbook extract report.docx --catalogue $SOURCE/tests/data/extract --year 2021 -q -f csv | cut -d, -f1-5 | cmp - <(cut -d, -f1-5 2021.csv)
# As JSON the unclaimed figures are there too, without id.
$ trendbook extract $SOURCE/tests/data/extract/report.txt --catalogue $SOURCE/tests/data/extract --year 2021 -q -f json | python3 -c 'import json,sys; rows=json.load(sys.stdin); print([r["value"] for r in rows if not r["id"]]); print([(r["value"],r["qualifier"],r["unit"],r["line"],r["column"],r["text"]) for r in rows if r["id"]=="overload_rate"])'
[3, 5, 15, 36, 27]
[(0.31, '<=', '%', 13, 22, '超限率控制在0.31%以下')]
$ trendbook extract $SOURCE/tests/data/extract/report.txt --catalogue $SOURCE/tests/data/extract --year 2021 -q -f table | grep -E '^(waived|ID)'
~ ID +VALUE +UNIT +REPORT +LINE +COLUMN +TEXT *
~ waived +4800 +>= +辆次 .* 13 +8 +轻微免罚4800余辆次 *
# One indicator with two figures is an error at the second place, over several reports too; then nothing is written.
$ printf '全年检查企业256家次。\n上半年检查企业265家次，又检查企业256家次。\n' > a.txt; printf '检查企业\n300余家次' > b.txt; trendbook extract a.txt b.txt --catalogue $SOURCE/tests/data/extract --year 2021 -o conflict.csv
! a.txt:2:8: error: checks is 265 here, but 256 in a.txt:1:7; give its phrase more words when it fits both by mistake
! b.txt:2:1: error: checks is >=300 here, but 256 in a.txt:1:7
? 1
$ ls conflict.csv
? 2
# A longer phrase has the figure: 案均罚款 is no 罚款.
$ printf '2021年罚款50万元，案均罚款2万元。' > c.txt; trendbook extract c.txt --catalogue $SOURCE/tests/data/extract --year 2021 -q -f csv | cut -d, -f1-3
id,value,qualifier
fines,50,
fines_per_case,2,
$ trendbook extract c.txt --catalogue $SOURCE/tests/data/extract --year 2019 -f csv > /dev/null
! c.txt: warning: the report never names the year 2019
# What is no report is refused in words.
$ printf '%%PDF-1.7\n' > r.pdf; trendbook extract r.pdf --catalogue $SOURCE/tests/data/extract --year 2021
! r.pdf: error: the PDF is damaged or locked with a password: save the report as text or .docx
? 1
$ printf 'PK\3\4 and no more' > r.docx; trendbook extract r.docx --catalogue $SOURCE/tests/data/extract --year 2021
! no .docx document
? 1
$ : > empty.txt; trendbook extract empty.txt --catalogue $SOURCE/tests/data/extract --year 2021
! empty.txt: error: the report holds no text
? 1
$ trendbook extract nowhere.txt --catalogue $SOURCE/tests/data/extract --year 2021
! nowhere.txt: error: cannot be read
? 3
$ trendbook extract c.txt --year 2021
! name the catalogue: --catalogue indicators.csv
? 2
$ trendbook extract c.txt --catalogue $SOURCE/tests/data/extract
! name the year of the figures: --year 2023
? 2
$ trendbook extract c.txt --catalogue data/tianjin-districts --year 2021
! the catalogue has no phrases; write them into its column phrase_zh
? 1
$ trendbook extract c.txt --catalogue $SOURCE/tests/data/extract --year 2021 -f xml
! the format is table, csv or json, not "xml"
? 2
$ trendbook extract c.txt --catalogue $SOURCE/tests/data/extract --year 2021 --strict -f csv
! warnings count as errors here
? 1
# The first user's own report, where it lies beside the source: every figure of 2023.csv that the report prints.
$ R=$SOURCE/../shared/data/reports/baodi-transport-2023.txt; [ ! -e $R ] || trendbook extract $R --catalogue data/baodi-transport --year 2023 -q -f csv | cut -d, -f1-3 | cmp - <(cut -d, -f1-3 data/baodi-transport/2023.csv)
$ trendbook extract $SOURCE/tests/data/extract/report.txt --catalogue $SOURCE/tests/data/extract/indicators.csv --year 2021 -f csv --lang zh | wc -l
18
! 短语20个，找到17个；未对应的数字5处；1个指标没有短语；不作数字：年份2处、日期或时间7处、序号7处、文号2处、名称或电话号码3处、页码1处
! 警告：phrase_zh：未找到bridges
# A PDF is read by pdftotext; a phrase may be English, with its own words for limits and scales: 2.7 million are 270 times
# 10,000.
$ printf 'id,name_en,unit,kind,phrase_zh\ncases,Cases,件,count,handled {} penalty cases\nfines,Fines,万元,amount,fines of {} yuan\nrate,Rate,%%,rate,overload rate was {}%%\ncalls,Calls,件,count,answered {} calls\n' > en.csv; python3 $SOURCE/tests/tools/make_pdf.py r2.pdf 'In 2023 the bureau handled 1,918 penalty cases, with fines of 2.7 million yuan.' 'The overload rate was at most 0.23%. It answered more than 4,800 calls and repaired 36 bridges.'; trendbook extract r2.pdf --catalogue en.csv --year 2023 -f csv | cut -d, -f1-3
! r2.pdf:2:85: warning: no phrase claims 36
! 4 of 4 phrases found; 1 figure unclaimed; set aside: 1 year
id,value,qualifier
cases,1918,
fines,270,
rate,0.23,<=
calls,4800,>
# Figures in words that no phrase claims are told as well; 三个阶段, 第三次 and 一次性 are none.
$ printf '2023年工作报告\n新增公交车三十二辆，处理投诉一百零三起，事故下降三成，运量翻一番，百分之九十五的车辆完成检测；分三个阶段，第三次一次性通过，成立三年。\n' > words.txt; printf 'id,name_zh,unit,kind,phrase_zh\nbuses,公交车,辆,count,新增公交车{}辆\n' > words.csv; trendbook extract words.txt --catalogue words.csv --year 2023 -f csv | cut -d, -f1-3
! words.txt:2:15: warning: no phrase claims 一百零三: 
! words.txt:2:25: warning: no phrase claims 三成: 
! words.txt:2:30: warning: no phrase claims 翻一番: 
! words.txt:2:34: warning: no phrase claims 百分之九十五: 
! 1 of 1 phrases found; 4 figures unclaimed
id,value,qualifier
buses,32,
# 未发生行政复议和行政诉讼案件: two phrases share words and stand one behind the other; 案件, which they write, is not left over.
$ mkdir two && printf 'id,unit,phrase_zh\nreconsiderations,件,发生行政复议案件{}件|{}发生行政复议\nlawsuits,件,发生行政诉讼案件{}件|{}发生行政复议和行政诉讼\n' > two/indicators.csv && printf '年内未发生行政复议和行政诉讼案件。2023年。\n' > two.txt && trendbook extract two.txt --catalogue two --year 2023 --template two.md --lang en && cat two.md
! 2 of 2 phrases found; 0 figures unclaimed; set aside: 1 year
! two.md: 2 placeholders, 1 of them whole phrases: read those again
年内{{phrase reconsiderations}}，{{phrase lawsuits}}。{{year}}年。
$ printf 'id,value\nreconsiderations,2\nlawsuits,0\n' > two/2024.csv && trendbook brief two --template two.md -o filled.md -q --lang zh && cat filled.md
年内发生行政复议案件2件，未发生行政诉讼案件。2024年。
# The same digits for two figures: the one without a place in the template is named.
$ mkdir same && printf 'id,unit,phrase_zh\nofficers,名,{}名执法人员均通过考核\npassed,名,{}名执法人员均通过考核\n' > same/indicators.csv && printf '2023年，153名执法人员均通过考核。\n' > same.txt && trendbook extract same.txt --catalogue same --year 2023 --template same.md --lang en 2>&1 > /dev/null | grep -o 'no place in the template.*: [a-z]*'; cat same.md
no place in the template, whose sentence may turn out wrong: passed
{{year}}年，{{officers}}名执法人员均通过考核。
