# SPDX-License-Identifier: GPL-3.0-or-later
# What demo, test and the other scripts share: the place, the packages, the build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8

build_packages=(gcc libc6-dev cmake ninja-build pkg-config libgsl-dev libplplot-dev plplot-driver-cairo libcsv-dev
  libunistring-dev libjansson-dev libzip-dev libxlsxwriter-dev libxml2-dev libcairo2-dev libpango1.0-dev libpng-dev
  libfontconfig-dev libmd-dev fonts-noto-cjk)
test_packages=(libcmocka-dev python3 libxml2-utils poppler-utils)
lint_packages=(clang clang-tidy clang-format libclang-rt-14-dev)

say() { printf '\n== %s\n' "$*"; }

# Installs what is missing, and only then asks the network.
install_missing() {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing ${missing[*]}"
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -q
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# Configures and builds one preset; quick when nothing changed.
build() {
  say "building ($1)"
  local output
  output=$(cmake --preset "$1" 2>&1) || { printf '%s\n' "$output"; return 1; }
  cmake --build --preset "$1"
}
