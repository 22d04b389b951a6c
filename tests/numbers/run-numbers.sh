#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# One number everywhere: slides, page, workbook and text of a briefing against its statistics.csv.
set -u
: "${TRENDBOOK:?the program}" "${SOURCE:?the source tree}"
command -v python3 >/dev/null || { echo "python3 is not installed: not asked"; echo "0 passed, 0 failed"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for data in baodi-transport china-transport tianjin-districts; do
  for language in zh en; do
    "$TRENDBOOK" brief "$SOURCE/data/$data" --lang "$language" -o "$work/$data-$language" -q >/dev/null ||
      { echo "0 passed, 1 failed"; exit 1; }
  done
done
python3 "$SOURCE/tests/numbers/numbers.py" "$SOURCE/data" "$work"/*
