#!/usr/bin/env bash
# Tests the Python package as its users get it: makes the sdist, the wheel from
# the sdist and the one from the tree, installs a wheel, and runs pytest and mypy
# against that.
#     tools/python/test.sh [--peers] [PYTEST ARGUMENT]...
# --peers also installs the packages that the shim and the adapters are for, and
# runs the tests that need them. DEHUSK_PYTHONS names further interpreters, by
# spaces, that the package is tested with; without it, all of python3.10,
# python3.12, python3.13 and python3.14 that run. DEHUSK names the command to compare with.
# Exit status 77: what the tests need cannot be installed here.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DEHUSK_SOURCE=${here%/tools/python}
work=$DEHUSK_SOURCE/build/python-package
peers=
if [ "${1:-}" = --peers ]; then
    peers=yes
    shift
fi
mkdir -p "$work"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONDONTWRITEBYTECODE=1

# installed VENV REQUIREMENTS...: makes a virtual environment, once for these requirements.
installed() {
    local python=$1 venv=$2 file stamp arguments=()
    shift 2
    stamp=$({ "$python" -V && cat "$@"; } | sha256sum)
    if [ "$(cat "$venv/stamp" 2>/dev/null)" = "$stamp" ]; then
        return
    fi
    rm -rf "$venv"
    for file in "$@"; do
        arguments+=(-r "$file")
    done
    "$python" -m venv "$venv" || return 1
    "$venv/bin/pip" install -q "${arguments[@]}" || return 1
    printf '%s\n' "$stamp" >"$venv/stamp"
}

venv=$work/venv-peers
if [ -n "$peers" ] &&
    ! installed "${PYTHON:-python3}" "$venv" "$here/tests/requirements.txt" "$here/tests/requirements-peers.txt"; then
    echo "test.sh: the packages that the adapters are for cannot be installed; their tests are skipped" >&2
    peers=
fi
if [ -z "$peers" ]; then
    venv=$work/venv
    if ! installed "${PYTHON:-python3}" "$venv" "$here/tests/requirements.txt"; then
        echo "skipped: the packages that the tests need cannot be had"
        echo "to run it: see that pip reaches a package index, and run the tests again"
        exit 77
    fi
elif ! "$venv/bin/pip" install -q --no-deps nemo-curator; then
    # One file of it is enough, and all that it depends on would be gigabytes.
    echo "test.sh: nemo-curator cannot be installed; its test is skipped" >&2
fi

# wheel_of FOLDER OUTPUT ARGUMENT...: without isolation, since what the build needs is in the environment already.
wheel_of() {
    local folder=$1 output=$2
    shift 2
    "$venv/bin/python" -m build --wheel --no-isolation --outdir "$output" -C cmake.define.DEHUSK_WERROR=ON "$@" "$folder"
}

# The sdist is unpacked where nothing else is, and the wheel built from that.
rm -rf "$work/dist" "$work/dist-tree" "$work/unpacked"
mkdir -p "$work/unpacked"
log=$work/build.log
if ! {
    "$venv/bin/python" -m build --sdist --no-isolation --outdir "$work/dist" "$here" &&
        tar -xzf "$work"/dist/dehusk-*.tar.gz -C "$work/unpacked" --strip-components=1 &&
        wheel_of "$work/unpacked" "$work/dist" -C cmake.define.CMAKE_EXPORT_COMPILE_COMMANDS=ON &&
        wheel_of "$here" "$work/dist-tree" -C build-dir="$work/build-tree"
} >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "test.sh: the build failed; all of its output is in $log" >&2
    exit 1
fi
wheels=("$work"/dist/*.whl)
echo "test.sh: built ${wheels[0]##*/}"

# From the tree the wheel is the same, but for the module, which was compiled elsewhere.
rm -rf "$work/wheel" "$work/wheel-tree"
"$venv/bin/python" -m zipfile -e "${wheels[0]}" "$work/wheel"
"$venv/bin/python" -m zipfile -e "$work/dist-tree/${wheels[0]##*/}" "$work/wheel-tree"
if ! diff -r --brief -x RECORD -x '_core*.so' "$work/wheel" "$work/wheel-tree" ||
    ! cmp "$DEHUSK_SOURCE/LICENSE" "$work"/wheel/dehusk-*.dist-info/licenses/LICENSE; then
    echo "test.sh: the wheels of the sdist and of the tree differ, or their license does" >&2
    exit 1
fi

# Of the library, no symbol is to be seen in the module, and the sdist has no more than the package needs.
symbols=$(nm -D --defined-only "$work"/wheel/dehusk/_core*.so | awk '{ print $NF }')
if [ "$symbols" != PyInit__core ]; then
    echo "test.sh: the module defines" "$symbols" >&2
    exit 1
fi
tar -tzf "$work"/dist/dehusk-*.tar.gz | cut -d / -f 2- | grep -vE \
    -e '^(PKG-INFO|pyproject.toml|header_version.py|LICENSE|README.md|CMakeLists.txt|dehusk/.*|src/.*)$' \
    -e '^library/(CMakeLists.txt|models/default.dehusk|runtime/.*|tools/(CMakeLists.txt|cmake/.*))$' &&
    { echo "test.sh: these do not belong into the sdist" >&2; exit 1; }

# tested PYTHON WHEEL ARGUMENT...: the wheel in an environment. -I: not the sources, which lie beside the tests.
tested() {
    local python=$1 wheel=$2
    shift 2
    "$python" -m pip install -q --force-reinstall --no-deps "$wheel"
    (cd "$work" && "$python" -I -B -m pytest -q -p no:cacheprovider -rs "$here/tests" "$@")
}

tested "$venv/bin/python" "${wheels[0]}" "$@"
if [ -z "$peers" ]; then
    echo "to run it: tools/python/test.sh --peers"
fi
"$venv/bin/python" -m mypy --cache-dir "$work/mypy" --config-file "$here/mypy.ini" "$here/dehusk"

if command -v clang-tidy >/dev/null && compdb=$(find "$work/unpacked/build" -name compile_commands.json -print -quit) &&
    [ -n "$compdb" ]; then
    # What it finds is on stdout; on stderr it counts what it was told to ignore.
    clang-tidy --quiet -p "$(dirname "$compdb")" "$work"/unpacked/src/*.c 2>"$work/clang-tidy.log"
fi

# Where there is a stable ABI, the same wheel does for later versions; 3.10 has one of its own.
own=$("$venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
for name in ${DEHUSK_PYTHONS-python3.10 python3.12 python3.13 python3.14}; do
    version=$("$name" -c 'import ensurepip, venv, sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if [ "$version" = "$own" ]; then
        continue
    fi
    echo pytest >"$work/pytest.txt"
    if ! installed "$name" "$work/venv-$version" "$work/pytest.txt"; then
        echo "test.sh: pytest cannot be installed for $name" >&2
        continue
    fi
    # No interpreter without the GIL may be at hand, but what it compiles can be looked at.
    headers=$("$name" -c 'import sysconfig; print(sysconfig.get_path("include"))')
    if [ "${version#3.}" -ge 13 ] && [ -e "$headers/Python.h" ]; then
        "${CC:-cc}" -std=c11 -fsyntax-only -Wall -Wextra -Werror -DPy_GIL_DISABLED=1 -isystem "$headers" \
            -I "$DEHUSK_SOURCE/runtime/include" "$here"/src/*.c
    fi
    wheel=${wheels[0]}
    if [ "${version#3.}" -lt 11 ]; then
        rm -rf "$work/dist-$version"
        "$work/venv-$version/bin/python" -m pip wheel -q --no-deps --wheel-dir "$work/dist-$version" \
            --config-settings=cmake.define.DEHUSK_WERROR=ON "$work"/dist/dehusk-*.tar.gz
        wheel=$(ls "$work/dist-$version"/dehusk-*.whl)
    fi
    echo "test.sh: ${wheel##*/} with Python $version"
    tested "$work/venv-$version/bin/python" "$wheel" "$@"
done
