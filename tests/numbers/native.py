#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The native chart of each chart type against statistics.csv, computed again here from the values: shares, totals, steps,
ranks, an index on its base, limits, bands.  Reads the slides with parsers of its own (zipfile, xml, csv).
Usage: native.py FOLDER...  where FOLDER/TYPE is a briefing made with -t TYPE.  Ends "N passed, N failed"."""
import csv, io, os, re, sys, zipfile
from xml.etree import ElementTree as tree

CHART = '{http://schemas.openxmlformats.org/drawingml/2006/chart}'
DRAWING = '{http://schemas.openxmlformats.org/drawingml/2006/main}'
MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
passed = failed = 0


def check(good, *about):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good and failed <= 40:
        print('FAILED: ' + ' | '.join(str(a) for a in about))


def same(a, b):
    return a is not None and b is not None and abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))


class Statistics:
    def __init__(self, folder):
        self.rows = []
        with open(os.path.join(folder, 'statistics.csv'), encoding='utf-8', newline='') as file:
            for row in csv.DictReader(file):
                number = lambda c: float(row[c]) if row[c] else None
                self.rows.append((row['indicator'], row['region'], row['statistic'], int(row['from']), int(row['to']),
                                  number('value'), number('lower'), number('upper')))

    def find(self, statistic, indicator=None, region=None, year=None, first=None):
        return [r for r in self.rows if r[2] == statistic and (indicator is None or r[0] == indicator) and
                (region is None or r[1] == region) and (year is None or r[4] == year) and (first is None or r[3] == first)]

    def value(self, statistic, **about):
        found = self.find(statistic, **about)
        return found[0][5] if found else None


def cells(archive):
    """The workbook of the only chart: rows of cells, a number or a text each."""
    name = next(n for n in archive.namelist() if n.startswith('ppt/embeddings/'))
    with zipfile.ZipFile(io.BytesIO(archive.read(name))) as book:
        strings = [''.join(t.text or '' for t in s.iter(MAIN + 't'))
                   for s in tree.fromstring(book.read('xl/sharedStrings.xml'))] if 'xl/sharedStrings.xml' in book.namelist() else []
        rows = {}
        for cell in tree.fromstring(book.read('xl/worksheets/sheet1.xml')).iter(MAIN + 'c'):
            letters, row = re.fullmatch(r'([A-Z]+)(\d+)', cell.get('r')).groups()
            value = cell.find(MAIN + 'v')
            if value is not None:
                rows.setdefault(int(row), {})[letters] = strings[int(value.text)] if cell.get('t') == 's' else float(value.text)
    head = rows.get(1, {})
    return head, [rows[r] for r in sorted(rows) if r > 1]


def columns(archive):
    """[(heading, {row heading: number})], the row headings in their order."""
    head, rows = cells(archive)
    keys = [str(r['A']).split('.')[0] for r in rows]
    return [(head[c], {k: r[c] for k, r in zip(keys, rows) if c in r}) for c in sorted(head, key=lambda c: (len(c), c)) if c != 'A'], keys


def year_of(key):
    return int(re.match(r'\d{4}', key).group())


def factor(shown, wanted):
    """Slides may count in larger units: one power of ten for a whole chart."""
    return next((10.0 ** k for k in range(-12, 13) if same(shown * 10.0 ** k, wanted)), None)


def check_values(kind, table, wanted):
    """Every cell is the wanted number, all in one unit; wanted(key) gives it."""
    unit = None
    for key, shown in table.items():
        target = wanted(key)
        unit = unit or (factor(shown, target) if target else None)
        check(target is not None and (same(shown * unit, target) if unit else shown == target == 0), kind, key, shown, target)
    check(table, kind, 'has values')
    return unit


def stacked(s, archive, share=False):
    table, keys = columns(archive)
    whole = 'rural_road'
    parts = sorted({r[0] for r in s.rows} - {whole})
    by_year = lambda key: {p: s.value('value', indicator=p, year=year_of(key)) for p in parts}
    for heading, column in table:
        if heading in ('Total', '合计'):
            check_values('total', column, lambda k: s.value('value', indicator=whole, year=year_of(k)))
            continue
        if share:
            wanted = lambda k: [100 * v / sum(by_year(k).values()) for v in by_year(k).values()]
            for key, shown in column.items():
                check(any(same(shown, w) for w in wanted(key)), 'share', heading, key, shown)
            continue
        fitting = [p for p in parts if all(factor(v, by_year(k)[p] or 0) for k, v in column.items())]
        check(len(fitting) == 1, 'stacked', heading, column, fitting)
    if share:
        for key in keys:
            check(same(sum(column.get(key, 0) for _, column in table), 100) or not any(key in c for _, c in table), 'share sums', key)


def waterfall(s, archive):
    table, keys = columns(archive)
    by = dict(table)
    steps = table[0][1]
    last = max(r[4] for r in s.find('contribution_pp') if r[5] is not None and
               s.value('yoy_pct', indicator='rural_road', year=r[4]) is not None)
    contributions = sorted((r[5] for r in s.find('contribution_pp', year=last) if r[5] is not None), reverse=True)
    growth = s.value('yoy_pct', indicator='rural_road', year=last)
    wanted = contributions + ([growth - sum(contributions)] if abs(growth - sum(contributions)) >= 0.05 else []) + [growth]
    check(len(steps) == len(wanted), 'waterfall', steps, wanted)
    before = 0
    names = [h for h, _ in table]
    for key, step in zip(keys, wanted):
        check(same(steps[key], step), 'step', key, steps[key], step)
        row = [column.get(key, 0) for _, column in table]
        if key != keys[-1]:
            low, high = min(before, before + step), max(before, before + step)
            check(same(row[1], max(low, 0) + min(high, 0)), 'base', key, row)
            check(same(row[2] + row[4], max(high, 0) - max(low, 0)), 'above', key, row)
            check(same(row[3] + row[5], min(low, 0) - min(high, 0)), 'below', key, row)
            before += step
        else:
            check(same(row[6], growth), 'whole', row)
    check(len(names) == 8, 'waterfall columns', names)


def rank(s, archive):
    table, keys = columns(archive)
    last = max(r[4] for r in s.find('value'))
    check_values('rank', table[0][1], lambda k: s.value('value', indicator='on_time_rate', region=k.split('  ')[1], year=last))
    for key in keys:
        place, region = key.split('  ')
        check(same(float(place), s.value('rank', indicator='on_time_rate', region=region, year=last)), 'place', key)
    places = [int(k.split('  ')[0]) for k in keys]
    check(places == sorted(places), 'order', places)


def slope(s, archive, statistic='value', indicator='on_time_rate'):
    for region, column in columns(archive)[0]:
        check_values(statistic, column, lambda k: s.value(statistic, indicator=indicator, region=region, year=year_of(k)))


def index(s, archive):
    table, keys = columns(archive)
    base = int(re.search(r'\d{4}', table[-1][0]).group())
    for name, column in table[:-1]:
        fitting = [i for i in {r[0] for r in s.rows} if all(
            same(v, 100 * (s.value('value', indicator=i, year=year_of(k)) or 0) / (s.value('value', indicator=i, year=base) or 1))
            for k, v in column.items())]
        check(len(fitting) == 1, 'index', name, column, fitting)
    check(all(v == 100 for v in table[-1][1].values()), 'base line')


def control(s, archive):
    table, keys = columns(archive)
    about = dict(indicator='traffic_deaths')
    unit = check_values('control', table[0][1], lambda k: s.value('value', year=year_of(k), **about))
    for name, statistic in (('upper', 'xmr_upper'), ('centre', 'xmr_centre'), ('lower', 'xmr_lower')):
        level = [column for heading, column in table if heading == name]
        check(len(level) == 1 and all(same(v * unit, s.find(statistic, **about)[-1][5]) for v in level[0].values()), name, level)
    ringed = {k for heading, column in table if heading.startswith('stands out') for k in column}
    wanted = {str(r[4]) for r in s.find('xmr_outside', **about) if r[5]}
    check(ringed == wanted, 'stand out', ringed ^ wanted)


def forecast(s, archive):
    table, keys = columns(archive)
    about = dict(indicator='express')
    by = dict(table)
    ahead = [r for r in s.find('forecast_drift', **about) if r[5] is not None]
    inner = {r[4]: r for r in s.find('forecast_drift_80', **about)}
    unit = factor(by['Forecast'][str(ahead[0][4])], ahead[0][5])
    check(unit, 'forecast unit')
    low = 0  # of a count
    for row in ahead:
        key = str(row[4])
        check(same(by['Forecast'][key] * unit, row[5]), 'path', key)
        limits = [max(row[6], low), max(inner[row[4]][6], low), inner[row[4]][7], row[7]]
        shown = [by[n][key] * unit for n in ('95% lower limit', '80% lower limit', '80% upper limit', '95% upper limit')]
        check(all(same(a, b) for a, b in zip(shown, limits)), 'limits', key, shown, limits)
        at = next(i for i, (n, _) in enumerate(table) if n == 'Lower limit')
        bands = [column[key] * unit for _, column in table[at:at + 4]]
        check(same(bands[0], limits[0]) and all(same(sum(bands[:i + 1]), limits[i]) for i in range(4)), 'bands', key, bands)


def funnel(s, archive):
    table, keys = columns(archive)
    about = dict(indicator='accident_rate')
    year = max(r[4] for r in s.find('funnel_lower', **about) if r[5] is not None)
    sizes = table[0][1]
    check_values('size', sizes, lambda k: s.value('value', indicator='residents', region=k, year=year))
    check([sizes[k] for k in keys] == sorted(sizes.values()), 'funnel order')
    unit = check_values('rate', table[1][1], lambda k: s.value('value', region=k, year=year, **about)
                        or s.value('rate', region=k, year=year, **about))
    for at, statistic, place in ((3, 'funnel_lower', 5), (4, 'funnel_upper', 5), (5, 'funnel_lower', 6), (6, 'funnel_upper', 7)):
        check_values(statistic, table[at][1], lambda k: s.find(statistic, region=k, year=year, **about)[0][place])
    outside = {k for k in keys if not table[3][1][k] <= table[1][1][k] <= table[4][1][k]}
    named = {h for h, column in table[7:]}
    check(outside == named and unit, 'outside', outside, named)


def heat(s, archive):
    found = 0
    for part in archive.namelist():
        if not re.fullmatch(r'ppt/slides/slide\d+\.xml', part):
            continue
        for table in tree.fromstring(archive.read(part)).iter(DRAWING + 'tbl'):
            rows = [[''.join(t.text or '' for t in c.iter(DRAWING + 't')) for c in r.iter(DRAWING + 'tc')] for r in table.iter(DRAWING + 'tr')]
            if not all(re.fullmatch(r'\d{4}', y) for y in rows[0][1:]):
                continue
            for row in rows[1:]:
                for year, shown in zip(rows[0][1:], row[1:]):
                    wanted = s.value('value', indicator='on_time_rate', region=row[0], year=int(year))
                    check(abs(float(shown) - wanted) <= 0.05 + 1e-9, 'heat', row[0], year, shown, wanted)
                    found += 1
    check(found > 20, 'heat table', found)


kinds = {'stacked': stacked, 'share': lambda s, a: stacked(s, a, True), 'waterfall': waterfall, 'rank': rank, 'slope': slope,
         'bump': lambda s, a: slope(s, a, 'rank', 'accident_rate'), 'index': index, 'control': control, 'forecast': forecast,
         'funnel': funnel, 'heat': heat}
for folder in sys.argv[1:]:
    for kind, test in kinds.items():
        briefing = os.path.join(folder, kind)
        with zipfile.ZipFile(os.path.join(briefing, 'briefing.pptx')) as archive:
            native = any(n.startswith('ppt/charts/') for n in archive.namelist())
            check(native or kind == 'heat', kind, 'is native')
            test(Statistics(briefing), archive)
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed > 0)
