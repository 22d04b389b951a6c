#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a data folder whose ids, names, units, sections, regions, sources and notes try to be something else than text:
markup, formulas, PLplot and Pango escapes, paths, directional marks, shell, Markdown, templates, 120 characters."""
import csv, os, re, sys

NAMES = [
    '<script>window.hacked=1</script>', '<img src=x onerror="window.hacked=1">', '"><svg/onload=window.hacked=1>',
    "'); window.hacked=1; ('", '=1+1', '=HYPERLINK("http://example.invalid";"x")', '+SUM(A1:A9)', '-1+1', '@SUM(1)',
    '#fi#gg#uup#d', '&amp;&lt;&#x41;', '<b>bold</b><span size="99999">', '../../outside', '..', '/etc/passwd',
    'C:\\Windows\\x', 'CON', 'a\u202eb\u2066c\u2069', '\u200fright', '甲' * 120, 'x' * 120, '{{penalty_cases}} {#if}',
    '[link](javascript:window.hacked=1)', '![p](http://example.invalid/x.png)', '**bold** `code` $x$ | cell',
    '$(touch hacked) `touch hacked`; touch hacked', '%s%n%d', ']]>', '<!-- x -->', '&#0;', 'e\u0301\u0302\u0303\u0304',
    '😀👨‍👩‍👧', 'a\tb', "O'Neil & Söhne", '_xlfn.X_x0041_', "'=1+1", 'www.example.invalid http://example.invalid',
    'ＡＢＣ＝１＋１', '｜＜＞＂',
]



def as_id(name, start):
    """What of a name the rules of ids and regions let pass (docs/data.md); they are refused with the rest elsewhere."""
    kept = re.sub('[/\\\\:*?"<>|\t\u200b-\u200f\u202a-\u202e\u2060-\u2069]', '', name).strip(' .')
    return (start + kept)[:36].rstrip(' .')


def write(folder):
    ids = [as_id(name, 'i%d ' % i) for i, name in enumerate(NAMES)]
    with open(os.path.join(folder, 'indicators.csv'), 'w', newline='', encoding='utf-8') as file:
        out = csv.writer(file)
        out.writerow('id,name_zh,name_en,unit,section,section_zh,kind,better,phrase_zh,note'.split(','))
        for i, name in enumerate(NAMES):
            out.writerow([ids[i], name, name, name[:30] if i % 2 else '件', 'part %d' % (i % 4), NAMES[i % 4], 'count',
                          'higher', name.replace('|', '') + '{}件', name])
    for year in (2021, 2022, 2023, 2024):
        with open(os.path.join(folder, '%d.csv' % year), 'w', newline='', encoding='utf-8') as file:
            out = csv.writer(file)
            out.writerow('id,region,value,qualifier,flag,source,note'.split(','))
            for i, name in enumerate(NAMES):
                for region in ('', as_id(NAMES[(i + 5) % len(NAMES)], 'r '))[:1 + i % 2]:
                    value = 100 + 7 * i + 3 * (year - 2020) ** 2 + bool(region)
                    out.writerow([ids[i], region, value, '<=' if i == 3 and year == 2022 else '',
                                  'b' if i == 5 and year == 2023 else '', name, name])


if __name__ == '__main__':
    write(sys.argv[1])
