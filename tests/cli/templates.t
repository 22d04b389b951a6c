# The yearly report of data/baodi-transport: 403 against 208 is +93.75 %, 131 against 153 is -14.4 %.
$ trendbook brief data/baodi-transport --template data/baodi-transport/report.md -o report.md -q && sed 's/^# /title: /' report.md | grep -E '^(title|年末|全年|办理行政)'
title: 宝坻区交通局2024年法治政府建设情况报告
全年组织党委中心组理论学习12次，同比增长100.0%。
办理行政许可932件。
年末持证执法人员131人，同比下降14.4%；持证执法人员较上年减少22人，其中退休执法人员10人、调出执法支队人员12人。
办理行政处罚案件403件，同比增长93.8%；罚款270.95万元，同比增长4.4倍；案均罚款0.6723万元，上年为0.2424万元。本年度起处罚案件包含超限运输处罚，与上年口径不完全一致。
# A report that somebody may have worked on is not replaced.
$ echo mine > mine.md; trendbook brief data/baodi-transport --template data/baodi-transport/report.md -o mine.md -q; echo $?; cat mine.md
! "mine.md" is there already; name another file, or replace it with --force
4
mine
# There and back: the report of 2023, read again, has every figure and every bound of 2023.csv.
$ trendbook brief data/baodi-transport -y :2023 --template data/baodi-transport/report.md -o r2023.md -q && trendbook extract r2023.md --catalogue data/baodi-transport --year 2023 -f csv -q | python3 -c 'import csv,sys; rows=lambda f:{r["id"]:(r["value"],r["qualifier"]) for r in csv.DictReader(f)}; a,b=rows(sys.stdin),rows(open("data/baodi-transport/2023.csv")); print(len(b), [k for k in b if a.get(k)!=b[k]], sorted(set(a)-set(b)))'
76 [] ['fines_per_case']
# Every mistake at its line and character, nothing written.
$ printf '办理{{penalty_case}}件\n{{overload_rate}} {{penalty_cases.yoy_pc}}\n' > t.md; trendbook brief data/baodi-transport --template t.md -o out.md -q; echo $?; ls out.md 2>&1; true
! t.md:1:3: error: unknown indicator "penalty_case"; did you mean "penalty_cases"?
! t.md:2:1: error: "overload_rate" has no value for 2024, only for 2023
! t.md:2:19: error: unknown statistic "yoy_pc"; did you mean "yoy_pct"?
1
ls: cannot access 'out.md': No such file or directory
# In a folder the report stands beside the rest, with its charts; a template may be GB18030.
$ printf '办理{{penalty_cases}}件\n\n{{chart penalty_cases line}}\n' | iconv -f UTF-8 -t GB18030 > t.md; trendbook brief data/baodi-transport --template t.md -o out -q && grep . out/report.md && ls out/charts | grep penalty_cases && grep -c '"file": "report.md"' out/manifest.json
办理403件
~ !\[折线图：.*\]\(charts/penalty_cases-line.png\)
penalty_cases-line.png
penalty_cases-line.svg
penalty_cases.png
penalty_cases.svg
1
$ trendbook list placeholders -f csv | head -3
form,title,example
~ \{\{ID\}\},"?the number of the report's year, without unit"?,.*
{{value ID}},the value with its unit,{{value fines_total}}
# As a Word document: the same figures are read from it as from the Markdown, and it can be made again byte for byte.
$ trendbook brief data/baodi-transport -y :2023 --template data/baodi-transport/report.md -o r2023.docx -q && trendbook extract r2023.docx --catalogue data/baodi-transport --year 2023 -f csv -q | cut -d, -f1-3 > word.csv; trendbook extract r2023.md --catalogue data/baodi-transport --year 2023 -f csv -q | cut -d, -f1-3 | cmp - word.csv && wc -l < word.csv
78
$ trendbook brief data/baodi-transport -y :2023 --template data/baodi-transport/report.md -o again.docx -q && cmp r2023.docx again.docx
# Last year's report becomes a template, as text and as a Word document; filled in again it has the same figures.
$ trendbook extract r2023.docx --catalogue data/baodi-transport --year 2023 --template t.docx -q && trendbook brief data/baodi-transport -y :2023 --template t.docx -o back.docx -q && trendbook extract back.docx --catalogue data/baodi-transport --year 2023 -f csv -q | cut -d, -f1-3 | cmp - word.csv
$ trendbook extract r2023.md --catalogue data/baodi-transport --year 2023 --template t2.md -q && grep -c '{{' t2.md && trendbook brief data/baodi-transport -y :2023 --template t2.md -o back.md -q && trendbook extract back.md --catalogue data/baodi-transport --year 2023 -f csv -q | cut -d, -f1-3 | cmp - word.csv
~ [0-9]+
# With a folder the document stands beside the rest; a Word template is said to be one.
$ trendbook brief data/baodi-transport --template t.docx -o word.md -q; echo $?
! a Word template becomes a Word document: name the output .docx
2
$ trendbook extract r2023.docx --catalogue data/baodi-transport --year 2023 --template t.md -q; echo $?
! a .docx report gives a .docx template, a text gives a text; let both names say so
2
$ printf '办理{{penalty_case}}件\n' > bad.txt; python3 $SOURCE/tests/tools/make_docx.py bad.txt bad.docx; trendbook brief data/baodi-transport --template bad.docx -o out.docx -q; echo $?; ls out.docx 2>&1; true
! bad.docx:1:3: error: 办理{{penalty_case}}件: unknown indicator "penalty_case"; did you mean "penalty_cases"?
1
ls: cannot access 'out.docx': No such file or directory
$ cp $SOURCE/README.md old.doc; trendbook brief data/baodi-transport --template old.doc -o out.docx -q; echo $?
! old.doc: error: this is no .docx or .dotx file (old .doc, .wps and protected files cannot be read); save the template as .docx
1
$ trendbook brief data/baodi-transport -o alone.docx; echo $?
! a document alone needs --template; the folder has briefing.docx
2
$ ls out/*.docx
out/briefing.docx
out/report.docx
# Every mistake is told, not the first twenty; then how to go on without the values, and with those words it is written.
$ for i in $(seq 30); do echo '{{overload_rate}} {{penalty_cases}}'; done > many.md; trendbook brief data/baodi-transport --template many.md -o out30.md --lang en 2> many.log; echo $?; grep -c '^many.md:[0-9]*:1: error: "overload_rate" has no value for 2024' many.log; grep wants many.log
1
30
trendbook: warning: many.md wants 30 values that the data does not have: {{ID|words}} says what stands there instead, {{#if ID}} ... {{/if}} leaves a sentence out
$ printf '超限率{{overload_rate|（未公布）}}，案件{{penalty_cases}}件\n' > words.md; trendbook brief data/baodi-transport --template words.md -o words-out.md -q && cat words-out.md
超限率（未公布），案件403件
$ python3 $SOURCE/tests/tools/make_docx.py words.md words.docx; trendbook brief data/baodi-transport --template words.docx -o words-out.docx -q && unzip -p words-out.docx word/document.xml | sed 's/<[^>]*>//g' | grep -o '超限率.*件'
超限率（未公布），案件403件
$ trendbook brief data/baodi-transport --template many.md -o out30.md --lang zh 2>&1 > /dev/null | grep 中有
trendbook: 警告：many.md中有30处数值在数据中没有：{{指标|文字}}写明缺数时的文字，{{#if 指标}}…{{/if}}可略去整句
