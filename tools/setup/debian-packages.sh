#!/usr/bin/env bash
# Makes the Debian packages, from nothing: installs what is missing, builds, packs,
# and has lintian look at them.
#     tools/setup/debian-packages.sh [FOLDER]
# FOLDER, build/packages if none is given, takes libdehuskN (the shared library),
# libdehusk-dev (header, static library) and dehusk (the command, dehusk-train).
# Exit status: 0 they are there and lintian finds no error.
set -euo pipefail

mkdir -p "${1:-"$(dirname "${BASH_SOURCE[0]}")/../../build/packages"}"
folder=$(cd "${1:-"$(dirname "${BASH_SOURCE[0]}")/../../build/packages"}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tools/setup/progress.sh
. tools/setup/progress.sh

tools/setup/install-debian.sh build train package
build=build/debian
log=$build.log
# With this prefix the libraries go where Debian has them, by the machine's name.
# shellcheck disable=SC2317 # called by with_progress
build() {
    cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr -DDEHUSK_BUILD_TESTS=OFF &&
        cmake --build "$build" &&
        (cd "$build" && rm -rf packed && cpack -G DEB -B packed)
}
mkdir -p build
if ! with_progress "building" "$log" build; then
    tail -n 40 "$log" >&2
    echo "debian-packages.sh: the build failed; all of its output is in $log" >&2
    exit 1
fi
mv "$build"/packed/*.deb "$folder"
lintian --fail-on error --no-tag-display-limit "$folder"/*.deb
ls "$folder"/*.deb
