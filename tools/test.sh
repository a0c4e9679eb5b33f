#!/usr/bin/env bash
# Runs all the tests, from nothing: installs what is missing, builds, tests.
#     tools/test.sh [PRESET] [CTEST ARGUMENT]...
# PRESET is one of CMakePresets.json: release (if none is given), asan, clang, debug.
# CTest's arguments choose among the tests: -R NAME those whose name has NAME, -L
# LABEL those of a kind, -N lists them, --rerun-failed.
#     tools/test.sh                    all of them, in an optimised build
#     tools/test.sh asan -L unit       the unit tests, with sanitizers
# What was skipped is listed at the end, with the reason and how to have it run.
# DEHUSK_HTML5LIB_TESTS in the environment names a clone of
# https://github.com/html5lib/html5lib-tests, whose data are not part of the
# project; without it they are looked for in ../shared/html5lib-tests.
# Exit status: 0 all passed or were skipped, else some failed or could not be built.
set -euo pipefail

if [ -n "${DEHUSK_HTML5LIB_TESTS:-}" ]; then
    DEHUSK_HTML5LIB_TESTS=$(realpath -m "$DEHUSK_HTML5LIB_TESTS") # before the folder changes
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tools/setup/progress.sh
. tools/setup/progress.sh

case ${1:-} in
-h | --help)
    sed -n '2,/^set /s/^# \{0,1\}//p' tools/test.sh
    exit 0
    ;;
esac
preset=release
if [ $# -gt 0 ] && [[ $1 != -* ]]; then
    preset=$1
    shift
fi
if ! grep -q "\"configurePreset\": \"$preset\"" CMakePresets.json; then
    echo "test.sh: there is no preset '$preset'; see tools/test.sh --help" >&2
    exit 2
fi

if command -v apt-get >/dev/null; then
    purposes=(build train test)
    if [ "$preset" = clang ]; then
        purposes+=(lint)
    fi
    tools/setup/install-debian.sh "${purposes[@]}"
fi
mkdir -p build

# pytest goes into a folder of its own, not into the system. Where it cannot be had
# the tests written for it are skipped, and the others run all the same.
venv=$PWD/build/python
if ! "$venv/bin/python" -c 'import pytest' 2>/dev/null; then
    if ! (python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check pytest) >build/pytest.log 2>&1; then
        echo "test.sh: pytest cannot be had (build/pytest.log); going on without it" >&2
        rm -rf "$venv"
    fi
fi
settings=("-DDEHUSK_PYTEST=")
if [ -e "$venv" ]; then
    settings=("-DDEHUSK_PYTEST=$venv/bin/python")
fi
if [ -n "${DEHUSK_HTML5LIB_TESTS:-}" ]; then
    settings+=("-DDEHUSK_HTML5LIB_TESTS=$DEHUSK_HTML5LIB_TESTS")
fi

log=build/$preset.log
# shellcheck disable=SC2317 # called by with_progress
build() {
    cmake --preset "$preset" "${settings[@]}" && cmake --build --preset "$preset"
}
if ! with_progress "building" "$log" build; then
    tail -n 60 "$log" >&2
    echo "test.sh: the build failed; all of its output is in $log" >&2
    exit 1
fi

results=$PWD/build/$preset.tests.xml
rm -f "$results"
status=0
ctest --preset "$preset" --parallel "$(nproc)" --output-junit "$results" --test-output-size-passed 100000 "$@" || status=$?
if [ -e "$results" ] && command -v python3 >/dev/null; then
    python3 tests/setup/skipped_tests.py "$results"
fi
exit "$status"
