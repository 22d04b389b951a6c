#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Names that try to be something else, through every output, read by independent parsers: text stays text.
set -u
: "${TRENDBOOK:?the program}" "${SOURCE:?the source tree}"
command -v python3 >/dev/null || { echo "python3 is not installed: not asked"; echo "0 passed, 0 failed"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$SOURCE/tests/hostile/hostile.py" "$TRENDBOOK" "$work"
