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
died() { echo "$1 died"; echo "0 passed, 1 failed"; }
python3 "$SOURCE/tests/numbers/numbers.py" "$SOURCE/data" "$work"/* >"$work.first"
grep -q passed "$work.first" || died numbers.py >>"$work.first"
grep -v passed "$work.first"

# the native chart of each type
of_type() { type=$1 data=$2; shift 2; "$TRENDBOOK" brief "$SOURCE/data/$data" -t "$type" --lang en -o "$work.types/$type" -q "$@" >/dev/null; }
mkdir "$work.types"
trap 'rm -rf "$work" "$work.first" "$work.types"' EXIT
for type in stacked share waterfall; do of_type $type china-transport -i rural_road; done
for type in rank slope heat; do of_type $type sample-streets -i on_time_rate; done
for type in bump funnel; do of_type $type sample-streets -i accident_rate; done
of_type index china-transport -i road_total,motor_vehicles,civil_air_passengers,express -y 2014:
of_type control china-transport -i traffic_deaths
of_type forecast china-transport -i express
python3 "$SOURCE/tests/numbers/native.py" "$work.types" >"$work.types/second"
grep -q passed "$work.types/second" || died native.py >>"$work.types/second"
grep -v passed "$work.types/second"

# both counts as one
awk '/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
     END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 }' "$work.first" "$work.types/second"
