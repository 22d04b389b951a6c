#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# briefing.html in a real browser, where one is installed: clicks, keys, filters, phone, dark, paper, no request, no error.
set -u
: "${TRENDBOOK:?the program}" "${SOURCE:?the source tree}"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ] || ! command -v python3 >/dev/null; then
  echo "chromium or python3 is not installed: not asked"
  echo "0 passed, 0 failed"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/hostile"
python3 "$SOURCE/tests/hostile/names.py" "$work/hostile" &&
  "$TRENDBOOK" brief "$SOURCE/data/china-transport" -o "$work/zh" --lang zh -q >/dev/null &&
  "$TRENDBOOK" brief "$SOURCE/data/tianjin-districts" -o "$work/en" --lang en -q >/dev/null &&
  "$TRENDBOOK" brief "$work/hostile" -o "$work/bad" --lang zh -q >/dev/null ||
  { echo "0 passed, 1 failed"; exit 1; }
python3 "$SOURCE/tests/browser/browser.py" "$browser" "$work" "$work"/{zh,en,bad}/briefing.html
