#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Charts as files: the same bytes wherever, whenever and however many at a time; whole or absent when something fails.
set -u
: "${TRENDBOOK:?the program}" "${SOURCE:?the source tree}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
data=$SOURCE/data/china-transport
passed=0 failed=0

check() { # NAME COMMAND...: the command must succeed
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED $name: $*"
  fi
}

# draw FOLDER [VARIABLE=VALUE...]: three charts in all formats, one SVG with letters
draw() {
  local folder=$1 format
  shift
  for format in svg png pdf; do
    env "$@" "$TRENDBOOK" plot "$data" -i 'traffic_*' -y 2012:2023 --lang zh -f "$format" -j "${jobs:-2}" --force -q -o "$folder" || return 1
  done
  env "$@" "$TRENDBOOK" plot "$data" -i traffic_deaths -t control --lang zh --text text -q -o "$folder/letters.svg"
}

same() { diff -rq "$1" "$2"; }

# ---- the same bytes ----

draw "$work/first"
check 'every format is there' test "$(ls "$work/first" | wc -l)" -eq 10
draw "$work/again"
check 'again' same "$work/first" "$work/again"
jobs=1 draw "$work/one"
check 'one at a time' same "$work/first" "$work/one"
jobs=4 draw "$work/four"
check 'four at a time' same "$work/first" "$work/four"
draw "$work/zone" TZ=Pacific/Kiritimati SOURCE_DATE_EPOCH=1
check 'another time zone' same "$work/first" "$work/zone"
for locale in C de_DE.UTF-8 zh_CN.GB18030 tr_TR.UTF-8; do
  draw "$work/in-${locale%%.*}" LC_ALL="$locale" LANG="$locale"
  check "locale $locale" same "$work/first" "$work/in-${locale%%.*}"
done

# PLplot looks for palettes and fonts in the current folder and in variables of its own.
mkdir "$work/planted"
printf '16\n#FF0000\n' | tee "$work/planted/cmap0_default.pal" >"$work/planted/cmap1_default.pal"
(cd "$work/planted" && draw "$work/elsewhere" PLPLOT_LIB=. PLPLOT_DRV_DIR=/nonexistent PLPLOT_DEV=png \
  PLPLOT_FREETYPE_SANS_FAMILY=Courier)
check 'planted palettes and variables' same "$work/first" "$work/elsewhere"
draw "$work/homeless" HOME=/nonexistent TMPDIR=/nonexistent
check 'no home, no folder for temporary files' same "$work/first" "$work/homeless"

# One chart alone is the chart that was one of many.
"$TRENDBOOK" plot "$data" -i traffic_losses -y 2012:2023 --lang zh -q -o "$work/alone.svg"
check 'alone as among others' cmp "$work/alone.svg" "$work/first/traffic_losses.svg"

# ---- figures that once had no room ----

# 1105.8 after 1083.0 (亿件) is +2.1 %, far below its neighbours and near the zero line
"$TRENDBOOK" plot "$data" -i express --lang en --text text -q -o "$work/strip.svg"
check 'the lowest rate stands in the strip' grep -q '>+2.1%<' "$work/strip.svg"
# 2.2 万公里 or more, in narrow cells between a name and 18 years
"$TRENDBOOK" plot "$data" -i road_total,hsr,motor_vehicles,traffic_deaths -y 2007: -t heat --lang en --text text -q -o "$work/heat.svg"
check 'a row of a heat table counts in thousands' grep -q '>≥22<' "$work/heat.svg"
"$TRENDBOOK" plot "$SOURCE/data/sample-streets" -i accidents -t multiples --lang en --text text -q -o "$work/multiples.svg"
check 'one is a number too' grep -q 'rising trend in 1 of 12 regions' "$work/multiples.svg"

# ---- names ----

mkdir "$work/names"
(cd "$work/names" && for name in 'a%nb.svg' '#u.svg' 'a b.svg' '图.svg'; do
  "$TRENDBOOK" plot "$data" -i traffic_deaths -q -o "$name" || exit 1
done)
check 'names are only names' test "$(cd "$work/names" && LC_ALL=C ls | tr '\n' '|')" = '#u.svg|a b.svg|a%nb.svg|图.svg|'

# ---- PDF: fonts inside, words to be found ----

if command -v pdffonts >/dev/null; then
  pdffonts "$work/first/traffic_deaths.pdf" >"$work/fonts"
  check 'fonts are in the PDF' test "$(awk 'NR > 2 && $(NF-4) == "yes"' "$work/fonts" | wc -l)" -ge 2
  check 'and no other' test "$(awk 'NR > 2 && $(NF-4) != "yes"' "$work/fonts" | wc -l)" -eq 0
  check 'its words can be found' grep -q 60028 <(pdftotext "$work/first/traffic_deaths.pdf" -)
fi

# ---- no fonts at all: said, and not silent boxes ----

mkdir "$work/fontless" "$work/cache"
cat >"$work/fontless/fonts.conf" <<CONF
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$work/fontless</dir><cachedir>$work/cache</cachedir></fontconfig>
CONF
env FONTCONFIG_FILE="$work/fontless/fonts.conf" "$TRENDBOOK" plot "$data" -i traffic_deaths --lang zh -o "$work/fontless.svg" \
  2>"$work/fontless.err"
check 'a missing font is said' grep -q -e 'font' -e '字体' "$work/fontless.err"

# ---- few open files: said as what it is, or the whole picture ----

"$TRENDBOOK" plot "$data" -i traffic_deaths -y 2012:2023 --lang en -q -o "$work/enough.svg"
for most in 5 6 7 8 10; do
  (ulimit -n $most && exec "$TRENDBOOK" plot "$data" -i traffic_deaths -y 2012:2023 --lang en -q -o "$work/few.svg") \
    2>"$work/few.err"
  case $? in
    0) check "$most open files are enough" cmp "$work/few.svg" "$work/enough.svg" ;;
    *) check "$most open files are too few" grep -qx 'trendbook: error: .*Too many open files.*' "$work/few.err" ;;
  esac
  rm -f "$work/few.svg"
done

# ---- the largest picture ----

"$TRENDBOOK" plot "$data" -i traffic_deaths --size 8192x8192 -q -o "$work/large.png"
check '8192 pixels each way' test "$(head -c 24 "$work/large.png" | tail -c 8 | od -An -tx1 | tr -d ' ')" = 0000200000002000

# ---- a full disk leaves the old file or none ----

full() { # KIB: two charts into a folder of so many KiB; afterwards no name but a whole one
  unshare -rm sh -c "
    mount -t tmpfs -o size=${1}k none '$work/disk' || exit 0
    cp '$work/old.svg' '$work/disk/a.svg' 2>/dev/null
    cp '$work/disk/a.svg' '$work/before.svg'
    '$TRENDBOOK' plot '$data' -i traffic_deaths -q -o '$work/disk/a.svg' 2>'$work/disk.err' && exit 1
    cmp -s '$work/disk/a.svg' '$work/before.svg' && [ \$(ls -A '$work/disk' | wc -l) -eq 1 ] && [ -s '$work/disk.err' ]"
}
if unshare -rm true 2>/dev/null; then
  mkdir "$work/disk"
  echo '<svg/>' >"$work/old.svg"
  for size in 8 64 160; do
    check "a disk of $size KiB" full "$size"
  done
fi
"$TRENDBOOK" plot "$data" -i traffic_deaths -f svg -o - >/dev/full 2>"$work/full.err"
check 'a full standard output' test $? -eq 4 -a -s "$work/full.err"

# ---- killed on the way: no half picture ----

exec 2>/dev/null # the shell tells of each death

for after in 0.03 0.1 0.2 0.4 0.8; do
  rm -rf "$work/killed"
  { timeout -s KILL "$after" "$TRENDBOOK" plot "$data" -f svg -q -o "$work/killed"; } >/dev/null 2>&1
  for file in "$work"/killed/*.svg; do
    [ -e "$file" ] || continue
    [ "$(tail -c 7 "$file")" = '</svg>' ] || failed=$((failed + 1))
  done
  passed=$((passed + 1))
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
