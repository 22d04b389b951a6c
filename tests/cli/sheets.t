# Workbooks as a user gives them: a sheet by name or number, all sheets, a folder, standard input.
$ trendbook stats "$SOURCE/tests/data/workbooks/several-sheets.xlsx#率" -s value -f csv | cut -d, -f1-6
indicator,region,from,to,statistic,value
路面铺装率,东河区,2021,2021,value,12.34
路面铺装率,东河区,2022,2022,value,20
合格率,东河区,2021,2021,value,90
合格率,东河区,2022,2022,value,95.5
$ trendbook stats "$SOURCE/tests/data/workbooks/several-sheets.xls#3" -s value -f csv -i 合格率 | cut -d, -f1-6
indicator,region,from,to,statistic,value
合格率,东河区,2021,2021,value,90
合格率,东河区,2022,2022,value,95.5
$ trendbook stats "$SOURCE/tests/data/workbooks/several-sheets.xls#9"
! several-sheets.xls: error: the workbook has no sheet "9"; it has "封面", "路网", "率", "隐藏"
? 1
$ trendbook check --lang zh "$SOURCE/tests/data/workbooks/several-sheets.xls#9"
! 工作簿中没有“9”这张工作表；现有"封面", "路网", "率", "隐藏"
? 1
$ trendbook stats data/baodi-transport/2024.csv#1
! cannot be read
? 3
$ mkdir f && cp "$SOURCE/tests/data/workbooks/several-sheets.xlsx" f && cp f/several-sheets.xlsx 'f/~$several-sheets.xlsx' && trendbook stats f -s value -f csv | cut -d, -f1-6 | head -2
indicator,region,from,to,statistic,value
公路里程,东河区,2021,2021,value,998.2
! the sheet "路网" is read, the first that holds a table; not read: "封面", "率"
$ trendbook stats - -s value -f csv < "$SOURCE/tests/data/workbooks/several-sheets.xlsx" | cut -d, -f1-6 | head -2
indicator,region,from,to,statistic,value
公路里程,东河区,2021,2021,value,998.2
$ trendbook brief "$SOURCE/tests/data/workbooks/several-sheets.xlsx#2" -o out -q && python3 -c 'import json; i = json.load(open("out/manifest.json"))["inputs"]; print(len(i), ".xlsx#" in i[0]["path"], len(i[0]["sha256"]))'
1 True 64
