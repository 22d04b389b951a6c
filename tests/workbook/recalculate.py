# SPDX-License-Identifier: GPL-3.0-or-later
"""recalculate.py FILE.xlsx...: another program computes every formula anew and must find what we wrote beside it.

The results that stand in the file are taken out of a copy first, so that LibreOffice cannot simply show them.
Ends with "N passed, N failed"; one check a formula.
"""
import csv, glob, os, re, subprocess, sys, tempfile, zipfile
from xml.etree import ElementTree

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'


def formulas(archive):
    """(number of the sheet, cell): (formula, result)"""
    found = {}
    for name in archive.namelist():
        number = re.fullmatch(r'xl/worksheets/sheet(\d+)\.xml', name)
        if number:
            for cell in ElementTree.fromstring(archive.read(name)).iter(MAIN + 'c'):
                if cell.find(MAIN + 'f') is not None:
                    found[int(number[1]), cell.get('r')] = cell.find(MAIN + 'f').text, float(cell.find(MAIN + 'v').text)
    return found


def without_results(source, target):
    with zipfile.ZipFile(target, 'w') as out:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith('xl/worksheets/sheet'):
                data = re.sub(rb'(</f>)<v>[^<]*</v>', rb'\1', data)
            out.writestr(name, data)


def place(cell):
    letters, row = re.fullmatch(r'([A-Z]+)(\d+)', cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row) - 1, column - 1


def check(path, folder):
    passed = failed = 0
    with zipfile.ZipFile(path) as archive:
        wanted = formulas(archive)
        book = ElementTree.fromstring(archive.read('xl/workbook.xml'))
        sheets = [sheet.get('name') for sheet in book.iter(MAIN + 'sheet')]
        copy = os.path.join(folder, 'copy.xlsx')
        without_results(archive, copy)
    # every sheet as CSV, with whole numbers instead of what the cells show
    subprocess.run(['soffice', '-env:UserInstallation=file://' + os.path.join(folder, 'profile'), '--headless',
                    '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1',
                    '--outdir', folder, copy], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=300)
    tables = {}
    for number, name in enumerate(sheets, 1):
        file = os.path.join(folder, f'copy-{name}.csv')
        with open(file, encoding='utf-8', newline='') as text:
            tables[number] = list(csv.reader(text))
    for (sheet, cell), (formula, result) in wanted.items():
        row, column = place(cell)
        try:
            computed = float(tables[sheet][row][column])
        except (IndexError, ValueError):
            computed = None
        if computed is not None and abs(computed - result) <= 1e-9 * max(1, abs(result)):
            passed += 1
        else:
            failed += 1
            print(f'{path}: {sheets[sheet - 1]}!{cell} ={formula}: we wrote {result}, recalculated {computed}')
    if not wanted:
        failed += 1
        print(f'{path}: no formula')
    return passed, failed


total = [0, 0]
for path in sys.argv[1:]:
    with tempfile.TemporaryDirectory() as folder:
        for i, n in enumerate(check(path, folder)):
            total[i] += n
print(f'{total[0]} passed, {total[1]} failed')
sys.exit(total[1] > 0)
