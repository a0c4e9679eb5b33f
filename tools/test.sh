#!/usr/bin/env bash
# Runs all the tests, from nothing: installs what is missing, builds, tests.
#     tools/test.sh [PRESET] [CTEST ARGUMENT]...
# PRESET is one of CMakePresets.json, "release" if none is given.
set -euo pipefail

preset=release
if [ $# -gt 0 ] && [[ $1 != -* ]]; then
    preset=$1
    shift
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.."
if command -v apt-get >/dev/null; then
    tools/setup/install-debian.sh build train test
    if [ "$preset" = clang ]; then
        tools/setup/install-debian.sh lint
    fi
fi

settings=()
if compgen -G 'tests/python/test_*.py' >/dev/null; then
    # pytest goes into a folder of its own, not into the system.
    venv=build/python
    if ! "$venv/bin/python" -c 'import pytest' 2>/dev/null; then
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check pytest
    fi
    settings+=("-DDEHUSK_PYTEST=$PWD/$venv/bin/python")
fi

# Silent while all goes well; the summary of the tests is what there is to read.
mkdir -p build
log=build/$preset.log
if ! cmake --preset "$preset" "${settings[@]}" >"$log" 2>&1 || ! cmake --build --preset "$preset" >>"$log" 2>&1; then
    tail -n 60 "$log" >&2
    echo "test.sh: the build failed; all of its output is in $log" >&2
    exit 1
fi
exec ctest --preset "$preset" --parallel "$(nproc)" "$@"
