#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The formulas of the workbook give what stands beside them: LibreOffice computes them anew, where it is installed.
set -u
: "${TRENDBOOK:?the program}" "${SOURCE:?the source tree}"
passed=0
failed=0
check() { # NAME COMMAND...
  local name=$1
  shift
  if "$@"; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo "not ok: $name"
  fi
}

# without /proc the workbook is made in the temporary folder, and leaves nothing there
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
hidden() { # COMMAND...: sees no open files below /proc
  unshare -rm sh -c 'mount -t tmpfs none /proc/$$/fd || exit 9; exec "$@"' sh "$@"
}
if hidden true 2>/dev/null; then
  mkdir "$work/temporary"
  for book in form.xlsx again.xlsx; do
    [ $book = form.xlsx ] && how=hidden || how=env
    TMPDIR=$work/temporary $how "$TRENDBOOK" form "$SOURCE/data/baodi-transport" --year 2025 -q -o "$work/$book"
  done
  check 'a workbook without /proc' cmp "$work/form.xlsx" "$work/again.xlsx"
  check 'leaves nothing behind' test -z "$(ls -A "$work/temporary")"
fi

if ! command -v soffice >/dev/null || ! command -v python3 >/dev/null; then
  echo "soffice or python3 is not installed: not asked"
  echo "$passed passed, $failed failed"
  exit $((failed > 0))
fi
"$TRENDBOOK" brief "$SOURCE/data/china-transport" -i 'road_*' -i 'traffic_*' -o "$work/zh" --lang zh -q >/dev/null &&
  "$TRENDBOOK" brief "$SOURCE/data/baodi-transport" -o "$work/en" --lang en -q >/dev/null ||
  { echo "$passed passed, $((failed + 1)) failed"; exit 1; }
echo "$passed passed, $failed failed" # of the checks above; the next line counts the formulas
python3 "$SOURCE/tests/workbook/recalculate.py" "$work/zh/briefing.xlsx" "$work/en/briefing.xlsx" &&
  [ "$failed" -eq 0 ]
