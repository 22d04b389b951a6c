#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads `check -f json` and writes every offered line over the one it replaces.  The offer must be the line of the file
with b added to its flag and nothing else changed.  Prints how many were applied."""
import csv, json, sys

applied = 0
for finding in json.load(sys.stdin)['findings']:
    offer = finding.get('suggestion')
    if not offer or not offer['line']:
        continue
    with open(offer['file'], encoding='utf-8', newline='') as file:
        lines = file.read().split('\n')
    header, old, new = (next(csv.reader([text])) for text in (lines[0], lines[offer['line'] - 1], offer['text']))
    flag = header.index('flag')
    assert header == next(csv.reader([offer['header']])), header
    assert new[flag] == old[flag] + 'b' and len(new) == len(old), (old, new)
    assert all(a == b for i, (a, b) in enumerate(zip(old, new)) if i != flag), (old, new)
    lines[offer['line'] - 1] = offer['text']
    with open(offer['file'], 'w', encoding='utf-8', newline='') as file:
        file.write('\n'.join(lines))
    applied += 1
print(applied)
