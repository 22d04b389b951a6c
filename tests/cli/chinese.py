#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads `trendbook list ... -f csv --lang zh`, several one behind the other: of the cells that hold words (title, needs,
shows, fires, ...) nearly all must be Chinese.  Names those that are not; src/model/registry_words.c has their Chinese."""
import csv, re, sys

WORDS = {'title', 'group', 'needs', 'shows', 'fires', 'recognised_by', 'meaning'}
header, lacking, seen = [], set(), set()
for row in csv.reader(sys.stdin):
    if row[0] in ('id', 'name', 'flag', 'form', 'list'):
        header = row
        continue
    for name, text in zip(header, row):
        if name in WORDS and text:
            seen.add(text)
            if not re.search('[一-龥]', text):
                lacking.add(text)
for text in sorted(lacking):
    print('no Chinese: ' + text, file=sys.stderr)
enough = seen and len(lacking) <= len(seen) // 10
print('few cells lack Chinese' if enough else '%d of %d cells lack Chinese' % (len(lacking), len(seen)))
