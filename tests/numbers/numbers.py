#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads every output of a briefing with parsers of its own (zipfile, xml, html.parser, csv) and compares its numbers, by
indicator, region, year and statistic, with statistics.csv: exactly where a number is stored, within half a unit of the
last shown digit where it is words.  Numbers of sentences must be a value or a statistic of the indicator they are about.
Usage: numbers.py DATA BRIEFING...  Ends "N passed, N failed", one check a number."""
import bisect, csv, html, html.parser, json, os, re, sys, zipfile
from xml.etree import ElementTree as tree

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
DRAWING = '{http://schemas.openxmlformats.org/drawingml/2006/main}'
CHART = '{http://schemas.openxmlformats.org/drawingml/2006/chart}'
SCALES = [('万亿', 1e12), ('千万', 1e7), ('百万', 1e6), ('亿', 1e8), ('万', 1e4), ('trillion', 1e12), ('billion', 1e9),
          ('million', 1e6), ('10,000', 1e4), ('1,000', 1e3), ('千', 1e3), ('百', 1e2)]
SPOKEN = ('value', 'yoy_pct', 'yoy_pp', 'yoy_abs', 'annualised_pct', 'cagr_pct', 'ols_slope')
passed = failed = 0


def check(good, *about):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good and failed <= 60:
        print('FAILED: ' + ' | '.join(str(a) for a in about))


def scale_of(text):
    """The factor of a unit or of the words behind a number: 万公里 is 1e4, "million km" 1e6, 元/件 1."""
    text = text.strip()
    for word, scale in SCALES:
        if text.startswith(word):
            return scale
    return 1.0


def plain(text):
    return text.replace('\u2212', '-').replace(',', '').strip()


def near(shown, scale, wanted):
    """A shown number is a rounding of the wanted one: half a unit of its last digit, and no more."""
    digits = plain(shown)
    decimals = len(digits.partition('.')[2])
    return abs(float(digits) * scale - wanted) <= 0.5 * 10 ** -decimals * scale * (1 + 1e-9) + 1e-9 * abs(wanted)


def spread(row):
    """What lies between the limits: the height of a band in a chart of stacked areas."""
    return row[4] - row[3] if None not in row[3:5] else None


class Figures:
    """statistics.csv and the catalogue: what is known of each indicator."""

    def __init__(self, data, folder, language):
        self.rows, self.ids, self.unit, self.regions, self.all = {}, {}, {}, set(), None
        with open(os.path.join(folder, 'statistics.csv'), encoding='utf-8', newline='') as file:
            for row in csv.DictReader(file):
                key = (row['indicator'], row['region'])
                self.regions.add(row['region'])
                self.rows.setdefault(key, {}).setdefault(row['statistic'], []).append(
                    (int(row['from']), int(row['to']), *[float(row[c]) if row[c] else None for c in ('value', 'lower', 'upper')]))
        with open(os.path.join(data, 'indicators.csv'), encoding='utf-8', newline='') as file:
            for row in csv.DictReader(file):
                name = row['name_' + language] or row['name_en'] or row['name_zh'] or row['id']
                self.ids.setdefault(name, []).append(row['id'])
                self.unit[row['id']] = row['unit']

    def known(self, name, region):
        """Ids of this name that have data in the region."""
        return [i for i in self.ids.get(name, []) if (i, region) in self.rows]

    def value(self, key, year, statistic='value'):
        """(value, lower, upper) of a year, or None."""
        for first, last, *numbers in self.rows[key].get(statistic, []):
            if last == year:
                return numbers
        return None


def texts(element, path):
    return ''.join(t.text or '' for t in element.iter(path))


# ---- numbers in rows of tables: year, value, change ----

def check_cells(figures, where, name, region, unit, year, value, change, stored=(None, None)):
    keys = [(i, region) for i in figures.known(name, region)]
    if not keys or not re.match(r'\d{4}', year) or re.search(r' (H|Q)\d|\d-\d', year):
        return
    year_number = int(year[:4])
    shown = re.search(r'-?[\d.,]+', plain(value).replace('−', '-'))
    exact = [figures.value(key, year_number) for key in keys]
    if shown:
        scale = scale_of(unit)
        wanted = [n * scale_of(figures.unit.get(k[0], '')) for k, e in zip(keys, exact) if e for n in e if n is not None]
        check(any(near(shown.group(), scale, w) for w in wanted), where, name, region, year, value, unit, wanted)
    if stored[0] is not None:
        check(any(e and float(stored[0]) in e for e in exact), where, 'stored value', name, region, year, stored[0])
    moved = re.fullmatch(r'([≥≤~约 ]*)([+-]?[\d.,]+)\s*(%|个百分点|pp|)', plain(change))
    if moved and moved.group(2).strip('+-.,'):
        kind = {'%': ['yoy_pct'], '': ['yoy_abs']}.get(moved.group(3), ['yoy_pp'])
        scale = scale_of(unit) if kind == ['yoy_abs'] else 1
        own = lambda k: scale_of(figures.unit.get(k[0], '')) if kind == ['yoy_abs'] else 1
        wanted = [n * own(k) for k in keys for s in kind for n in figures.value(k, year_number, s) or [] if n is not None]
        check(any(near(moved.group(2), scale, w) for w in wanted), where, 'change', name, region, year, change, wanted)
        if stored[1] is not None:
            check(any(abs(float(stored[1]) * own(k) - w) < 1e-12 * max(1, abs(w)) for k in keys for w in wanted), where,
                  'stored change', name, stored[1], wanted)


# ---- numbers in sentences ----

def check_sentence(figures, where, text, key, name, region, extra=()):
    """Every number of a sentence about one series is a year, a value or a statistic of it."""
    about = text
    for known in (name, region, *extra):
        about = about.replace(known, ' ') if known else about
    about = re.sub(r'per 100 km²|per 10,000|12345、12328', ' ', about)
    about = re.sub(r'（[^（）]*(不可比|缺)[^（）]*）|\(no change[^()]*\)', ' ', about)
    own = scale_of(figures.unit.get(key[0], ''))
    years = {y for rows in figures.rows[key].values() for row in rows for y in row[:2]}
    for found in re.finditer(r'[−+-]?\d+(?:,\d{3})*(?:\.\d+)?', about):
        token = found.group().lstrip('+')
        behind = about[found.end():].lstrip('~ ')
        if re.fullmatch(r'[12]\d{3}', token) and int(token) in years:
            continue
        wanted, shown = [], plain(token).lstrip('-')
        for statistic in SPOKEN:
            for first, last, *numbers in figures.rows[key].get(statistic, []):
                factor = own if statistic in ('value', 'yoy_abs') else 1
                wanted += [abs(n) * factor for n in numbers if n is not None]
                if statistic == 'yoy_pct':  # 2.4倍, 3.4 times the level
                    wanted += [abs(n) / 100 for n in numbers if n is not None] + [1 + n / 100 for n in numbers if n is not None]
        check(any(near(shown, scale_of(behind), w) for w in wanted), where, text, token)


# ---- the page ----

class Page(html.parser.HTMLParser):
    """Tables of the page: (caption id, headings, rows of (text, data-value)); headings of articles."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.titles, self.cell, self.in_title, self.article = [], {}, None, False, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == 'article':
            self.article = of['id']
        elif tag == 'table':
            self.tables.append((self.article, [], []))
        elif tag == 'tr':
            self.tables[-1][2].append([])
        elif tag in ('td', 'th'):
            self.cell = ['', of.get('data-value')]
        elif tag == 'h3':
            self.in_title = True
            self.titles[self.article] = ''

    def handle_endtag(self, tag):
        if tag in ('td', 'th') and self.cell:
            self.tables[-1][2][-1].append(self.cell)
            self.cell = None
        elif tag == 'article':
            self.article = None
        elif tag == 'h3':
            self.in_title = False

    def handle_data(self, data):
        if self.cell:
            self.cell[0] += data
        if self.in_title:
            self.titles[self.article] += data


HEADINGS = {'指标': 'name', 'Indicator': 'name', '地区': 'region', 'Region': 'region', '单位': 'unit', 'Unit': 'unit',
            '年份': 'year', 'Year': 'year', '数值': 'value', 'Value': 'value', '比上年': 'change', 'Change': 'change'}


def named(heading, cells):
    return {HEADINGS[h]: c for h, c in zip(heading, cells) if h in HEADINGS}


def check_page(figures, folder, charts):
    with open(os.path.join(folder, 'briefing.html'), encoding='utf-8') as file:
        page = Page(file.read())
    check([page.titles['c%d' % (i + 1)] for i in range(len(charts))] == [c['finding'] for c in charts], 'page: titles')
    for article, _, rows in page.tables:
        heading = [c[0] for c in rows[0]]
        if '公布数' in heading or 'Printed' in heading:
            continue
        for row in rows[1:]:
            if len(row) == 1:  # the name of a section
                continue
            of = named(heading, row)
            name, region = of.get('name', ['', None])[0], of.get('region', ['', None])[0]
            unit, only = of.get('unit', ['', None])[0], None
            if article:
                only = charts[int(article[1:]) - 1]
                name = next((n for n, ids in figures.ids.items() if only['indicator'] in ids), '')
                region = region or (only['regions'][0] if len(only['regions']) == 1 else '')
                unit = only['unit']
            if not region and figures.regions != {''} and not figures.known(name, ''):
                region = only['regions'][0] if only else region
            check_cells(figures, 'page', name, region, unit, of['year'][0], of['value'][0], of['change'][0],
                        (of['value'][1], of['change'][1]))


# ---- Markdown ----

def unescape(text):
    return re.sub(r'\\([!-/:-@\[-`{-~])', r'\1', text)


def check_markdown(figures, folder, charts):
    with open(os.path.join(folder, 'briefing.md'), encoding='utf-8') as file:
        lines = [line.rstrip('\n') for line in file]
    findings = {c['finding'] for c in charts}
    points = [unescape(re.sub(r'^- ', '', l)) for l in lines if l.startswith('- ')][:sum(c['slide'] for c in charts)]
    for point in points if len(charts) > 1 else []:
        check(any(point.startswith(f) for f in findings), 'text: key point', point)
    heading = None
    for line in lines:
        if not line.startswith('| '):
            heading = None
            continue
        cells = [unescape(c.strip()) for c in re.split(r'(?<!\\)\|', line)[1:-1]]
        if heading is None:
            heading = cells
        elif not cells[0].startswith('---') and 'name' in named(heading, cells):
            of = named(heading, cells)
            check_cells(figures, 'text', of['name'], of.get('region', ''), of.get('unit', ''), of['year'],
                            of['value'], of.get('change', ''))


def check_sentences(figures, folder, charts):
    with open(os.path.join(folder, 'briefing.md'), encoding='utf-8') as file:
        blocks = re.split(r'\n### ', file.read())[1:]
    order = sorted(range(len(charts)), key=lambda i: charts[i]['place'])
    check(len(blocks) == len(charts), 'text: one block a chart', len(blocks), len(charts))
    for block, i in zip(blocks, order):
        chart = charts[i]
        if len(chart['regions']) != 1:
            continue
        name, sentence = [unescape(l) for l in block.split('\n')[0:3:2]]
        key = (chart['indicator'], chart['regions'][0])
        words = re.split(r'\{\}|\|', chart['phrase'])
        check_sentence(figures, 'sentence', sentence, key, name, chart['regions'][0], [w for w in words if re.search(r'\d', w)])
        check_sentence(figures, 'finding', chart['finding'], key, name, chart['regions'][0])


# ---- the document ----

WORD = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'


def check_document(figures, folder, charts):
    """The tables of the document, and its sentences: those of the text."""
    with zipfile.ZipFile(os.path.join(folder, 'briefing.docx')) as archive:
        body = tree.fromstring(archive.read('word/document.xml')).find(WORD + 'body')
    tables = 0
    for table in body.iter(WORD + 'tbl'):
        rows = [[texts(c, WORD + 't') for c in row.iter(WORD + 'tc')] for row in table.iter(WORD + 'tr')]
        tables += 1
        for row in rows[1:]:
            of = named(rows[0], row)
            if 'name' in of:
                check_cells(figures, 'document', of['name'], of.get('region', ''), of.get('unit', ''), of['year'], of['value'],
                            of.get('change', ''))
    said = {texts(p, WORD + 't') for p in body.iter(WORD + 'p')}
    with open(os.path.join(folder, 'briefing.md'), encoding='utf-8') as file:
        text = file.read()
    needless = 0
    order = sorted(range(len(charts)), key=lambda i: charts[i]['place'])
    for block, i in zip(re.split(r'\n### ', text)[1:], order):
        name, sentence = [unescape(l) for l in block.split('\n')[0:3:2]]
        # a table of up to three years is left out, and the name where neither picture nor table follows the sentence
        years = re.findall(r'^\| \d{4}', block, re.M) if len(charts[i]['regions']) == 1 else []
        short = 0 < len(years) <= 3
        needless += short
        check((short and not charts[i]['slide'] or name in said) and sentence in said, 'document: sentence', name, sentence)
    for line in text.split('\n'):
        if line.startswith('- '):
            check(unescape(line[2:]) in said, 'document: point', line)
    check(tables == len(re.findall(r'^\| ---', text, re.M)) - needless, 'document: the tables of the text', tables, needless)
    check(len(list(body.iter('{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline'))) ==
          sum(c['slide'] for c in charts), 'document: the charts of the slides')


# ---- the workbook ----

def sheets(path):
    """{sheet name: {(row, column): (text or number, formula)}}"""
    with zipfile.ZipFile(path) as archive:
        strings = [texts(s, MAIN + 't') for s in tree.fromstring(archive.read('xl/sharedStrings.xml'))]
        names = [s.get('name') for s in tree.fromstring(archive.read('xl/workbook.xml')).iter(MAIN + 'sheet')]
        found = {}
        for number, name in enumerate(names, 1):
            cells = found[name] = {}
            for cell in tree.fromstring(archive.read('xl/worksheets/sheet%d.xml' % number)).iter(MAIN + 'c'):
                letters, row = re.fullmatch(r'([A-Z]+)(\d+)', cell.get('r')).groups()
                column = 0
                for letter in letters:
                    column = column * 26 + ord(letter) - 64
                value = cell.find(MAIN + 'v')
                if value is not None:
                    text = strings[int(value.text)] if cell.get('t') == 's' else value.text
                    cells[int(row), column] = (text, cell.find(MAIN + 'f') is not None, cell.get('t') != 's')
        return found


def check_workbook(figures, folder):
    book = sheets(os.path.join(folder, 'briefing.xlsx'))
    data, changes = book.get('数据') or book['Data'], book.get('同比') or book['Changes']
    heading = {c: data[1, c][0] for r, c in data if r == 1}
    id_column = max(heading)  # the last one
    region_column = next((c for c, h in heading.items() if h in ('地区', 'Region')), None)
    for (row, column), (text, _, number) in data.items():
        if row == 1 or not number or not re.fullmatch(r'\d{4}', heading.get(column, '')):
            continue
        key = (data[row, id_column][0], data[row, region_column][0] if region_column and (row, region_column) in data else '')
        wanted = figures.value(key, int(heading[column])) or [None]
        check(any(w is not None and abs(float(text) - w) <= 4e-15 * abs(w) for w in wanted), 'workbook', key,
              heading[column], text, wanted)
        if (row, column) in changes and changes[row, column][2]:
            moved = float(changes[row, column][0])
            wanted = [w for s in ('yoy_pct', 'yoy_pp', 'yoy_abs')
                      for w in figures.value(key, int(heading[column]), s) or [] if w is not None]
            check(any(abs(moved - w) <= 1e-9 * max(1, abs(w)) for w in wanted), 'workbook change', key, heading[column],
                  moved, wanted)


# ---- the slides ----

def check_slides(figures, folder, charts):
    findings = {re.sub(r'\s', '', c['finding']): c for c in charts}
    shown = 0
    with zipfile.ZipFile(os.path.join(folder, 'briefing.pptx')) as archive:
        for part in archive.namelist():
            if re.fullmatch(r'ppt/charts/chart\d+\.xml', part):
                check_native(figures, tree.fromstring(archive.read(part)), part)
            if not re.fullmatch(r'ppt/slides/slide\d+\.xml', part):
                continue
            slide = tree.fromstring(archive.read(part))
            paragraphs = [re.sub(r'\s', '', texts(p, DRAWING + 't')) for p in slide.iter(DRAWING + 'p')]
            shown += any(p in findings for p in paragraphs[:3])
            for table in slide.iter(DRAWING + 'tbl'):
                rows = [[texts(c, DRAWING + 't') for c in row.iter(DRAWING + 'tc')] for row in table.iter(DRAWING + 'tr')]
                for row in rows[1:]:
                    of = named(rows[0], row)
                    if {'name', 'year', 'value', 'unit'} <= set(of) and of['year']:
                        check_cells(figures, 'slide', of['name'], of.get('region', ''), of.get('unit', ''), of['year'], of['value'],
                                    of.get('change', ''))
    check(shown >= sum(c['slide'] for c in charts), 'slides: each chosen finding is a title', shown)


def check_native(figures, chart, part):
    """Numbers that a native chart keeps are values, or statistics, of some series."""
    if figures.all is None:
        figures.all = sorted(n * s for rows in figures.rows.values() for group in rows.values() for row in group
                             for n in [*row[2:], spread(row)] if n is not None for s in (10.0 ** k for k in range(-12, 5)))
    for series in chart.iter(CHART + 'ser'):
        name = texts(series.find(CHART + 'tx'), CHART + 'v')
        values = series.find(CHART + 'val') if series.find(CHART + 'val') is not None else series.find(CHART + 'yVal')
        if values is None:
            continue
        found = [(v.text, is_known(figures.all, float(v.text))) for v in values.iter(CHART + 'v')]
        if name in DRAWN:  # a line or band goes on over years without a figure
            check(3 * sum(good for _, good in found) >= len(found), 'slide chart', part, name, found)
            continue
        for text, good in found:
            check(good, 'slide chart', part, name, text)


def is_known(sorted_numbers, number):
    at = bisect.bisect_left(sorted_numbers, number - 1e-9 * max(1, abs(number)))
    return at < len(sorted_numbers) and abs(sorted_numbers[at] - number) <= 1e-9 * max(1, abs(number))


DRAWN = ('区间下限', '区间宽度', '拟合线', 'Lower limit', 'Width of the interval', 'Fitted line')


def check_briefing(data_root, folder):
    base = os.path.basename(folder)
    name, language = base.rsplit('-', 1)
    figures = Figures(os.path.join(data_root, name), folder, language)
    with open(os.path.join(folder, 'manifest.json'), encoding='utf-8') as file:
        charts = json.load(file)['charts']
    with open(os.path.join(data_root, name, 'indicators.csv'), encoding='utf-8', newline='') as file:
        catalogue = {row['id']: row for row in csv.DictReader(file)}
    with open(os.path.join(folder, 'briefing.html'), encoding='utf-8') as file:
        subtitles = re.findall(r'<p class="quiet">(.*?)</p></div>\n<div class="chart">', file.read())
    for place, chart in enumerate(charts):
        chart['place'] = place
        chart['phrase'] = catalogue[chart['indicator']]['phrase_zh'] or ''
        unit = re.search(r'（单位：([^）]*)）$|.* \((.*)\)$', html.unescape(subtitles[place]))
        chart['unit'] = (unit.group(1) or unit.group(2)) if unit else ''
    check_page(figures, folder, charts)
    check_markdown(figures, folder, charts)
    check_sentences(figures, folder, charts)
    check_document(figures, folder, charts)
    check_workbook(figures, folder)
    check_slides(figures, folder, charts)


for path in sys.argv[2:]:
    check_briefing(sys.argv[1], path)
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed > 0)
