#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What `cmake --install` makes can be used: each header alone in C11 and C++, docs/example.c by pkg-config, the
# installed program, its manual and completion.
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
passed=0 failed=0
check() { # name command...
  if "${@:2}" >"$place/log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED %s\n' "$1"
    head -20 "$place/log"
  fi
}

check "cmake --install" cmake --install "$BUILD" --prefix "$place/usr"
for header in "$place"/usr/include/trendbook/*.h; do
  name=trendbook/$(basename "$header")
  printf '#include <%s>\nint main(void) { return 0; }\n' "$name" >"$place/c.c"
  cp "$place/c.c" "$place/c.cpp"
  check "$name in C11" "$CC" -std=c11 -pedantic -Wall -Wextra -Werror -I"$place/usr/include" -fsyntax-only "$place/c.c"
  [ -z "$CXX" ] ||
    check "$name in C++" "$CXX" -std=c++11 -pedantic -Wall -Wextra -Werror -I"$place/usr/include" -fsyntax-only "$place/c.cpp"
done
check "extern C in every header" test "$(grep -L 'extern "C"' "$place"/usr/include/trendbook/*.h | wc -l)" -eq 0

PKG_CONFIG_PATH=$(dirname "$(find "$place/usr" -name trendbook.pc)")
export PKG_CONFIG_PATH
read -ra flags <<<"$(pkg-config --cflags --libs trendbook) $SANITIZE"
check "docs/example.c builds" "$CC" -std=c11 -Wall -Wextra -Werror "$SOURCE/docs/example.c" "${flags[@]}" -o "$place/example"
# 208 to 403 cases: (403 - 208) / 208 = 93.75 %, by hand
check "docs/example.c runs" bash -c "'$place/example' '$SOURCE/data/baodi-transport' yoy_pct | grep -qx 'penalty_cases 2023-2024 yoy_pct 93.75'"
read -ra flags <<<"$(pkg-config --cflags --libs trendplot) $SANITIZE"
printf '#include <trendbook/chart.h>\nint main(void) { size_t n; return !tb_chart_types(&n) || n < 10; }\n' >"$place/plot.c"
check "a program with charts builds" "$CC" -std=c11 "$place/plot.c" "${flags[@]}" -o "$place/plot"
check "a program with charts runs" "$place/plot"

check "the installed program" "$place/usr/bin/trendbook" --version
check "the manual" test -s "$place/usr/share/man/man1/trendbook.1"
check "completion of bash" bash -n "$place/usr/share/bash-completion/completions/trendbook"
check "completion of zsh" test -s "$(find "$place/usr/share/zsh" -name _trendbook)"
printf '%d passed, %d failed\n' "$passed" "$failed"
exit $((failed > 0))
