#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The formulas of the workbook give what stands beside them: LibreOffice computes them anew, where it is installed.
set -u
: "${TRENDBOOK:?the program}" "${SOURCE:?the source tree}"
if ! command -v soffice >/dev/null || ! command -v python3 >/dev/null; then
  echo "soffice or python3 is not installed: not asked"
  echo "0 passed, 0 failed"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$TRENDBOOK" brief "$SOURCE/data/china-transport" -i 'road_*' -i 'traffic_*' -o "$work/zh" --lang zh -q >/dev/null &&
  "$TRENDBOOK" brief "$SOURCE/data/baodi-transport" -o "$work/en" --lang en -q >/dev/null ||
  { echo "0 passed, 1 failed"; exit 1; }
python3 "$SOURCE/tests/workbook/recalculate.py" "$work/zh/briefing.xlsx" "$work/en/briefing.xlsx"
