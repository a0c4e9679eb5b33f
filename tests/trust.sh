#!/usr/bin/env bash
# All that tells whether hostile input can do harm, in one run, with counts.
#     tests/trust.sh [quick|full] [BUILD]
# quick (some minutes at most): what ctest has of it, in the build folder BUILD;
# the preset "release" is built if none is given. Continuous integration runs
# the same tests.
# full (hours): the same in a build with AddressSanitizer and
# UndefinedBehaviorSanitizer, pages of 64 MiB, instructions of all hostile pages
# counted, every compiler and machine of tools/cross/run.sh, and every fuzzer for
# DEHUSK_FUZZ_SECONDS (3600).
# Exit status: 0 all is well, 1 something is not. What was not there to be run
# is said.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
extent=${1:-quick}
build=${2:-}
case $extent in
quick | full) ;;
*)
    echo "usage: trust.sh [quick|full] [BUILD]" >&2
    exit 2
    ;;
esac
labels='^(unit|conformance|golden|fuzz|pathological|cli|faults|interface)$'
wrong=0
started=$SECONDS

section() {
    printf '\n== %s (%d s)\n' "$1" $((SECONDS - started))
}

# step NAME COMMAND...: its output goes on; whether it failed is kept.
step() {
    section "$1"
    shift
    local status=0
    "$@" || status=$?
    case $status in
    0) ;;
    77) echo "not run here" ;;
    *)
        echo "FAILED (exit $status): $*"
        wrong=$((wrong + 1))
        ;;
    esac
}

# Configures and builds a preset unless its folder is given.
folder_of() {
    local preset=$1
    cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset" >/dev/null
    echo "build/$preset"
}

# tests FOLDER: the tests of these labels, and what they counted.
tests() {
    local folder=$1 log status=0
    log=$folder/trust.log
    ctest --test-dir "$folder" -L "$labels" --verbose >"$log" 2>&1 || status=$?
    # "12: charset: 45 inputs, 4787 checks" and so on; each line has its test's number before it.
    sed -E 's/^[0-9]+: //' "$log" | awk '
        / inputs, [0-9]+ checks$/ { inputs += $2; checks += $4; printf "fuzz targets         %s\n", $0 }
        / allocations failed on purpose$/ { failures += $1 }
        / inputs beside memory that cannot be read$/ { guarded += $1 }
        / shapes run/ { shapes += $1; if (/not counted/) note = ", instructions not counted" }
        / shapes counted$/ { counted += $1 }
        /^all +passed +[0-9]+/ { conformance += $3 }
        /^[0-9]+ passed, 0 failed$/ { conformance += $1 }
        /^[0-9]+ checks, [0-9]+ failed$/ { faults += $1 }
        /\[  PASSED  \] [0-9]+ test\(s\)/ { unit += $4 }
        END {
            printf "in all               %d inputs, %d properties checked\n", inputs, checks
            printf "guard pages          %d inputs that end or begin where memory does\n", guarded
            printf "failure sweep        %d allocations failed, one by one and all from one on\n", failures
            printf "hostile pages        %d shapes run%s; %d with their instructions counted\n", shapes, note, counted
            printf "faults around it     %d checks of full disks, short reads and the like\n", faults
            printf "conformance          %d cases of html5lib-tests%s\n", conformance, conformance ? "" : " (not there)"
            printf "unit tests           %d\n", unit
        }'
    sed -nE 's/^[0-9]+: (skipped|to run it): /    \1: /p' "$log"
    grep -E '^[[:space:]]*[0-9]+ - .*\((Failed|Skipped|Not Run|Timeout|SEGFAULT)|tests passed' "$log" || true
    return "$status"
}

# Every former find is listed, and everything that is listed is there.
finds() {
    local listed there
    # shellcheck disable=SC2016 # the backquotes are Markdown's
    listed=$(grep -oE '^\| `[^`]+\.bin`' tests/regress/README.md | tr -d '|` ' | sort)
    there=$(find tests/regress -name '*.bin' -printf '%f\n' | sort)
    if [ "$listed" != "$there" ]; then
        diff <(printf '%s\n' "$listed") <(printf '%s\n' "$there") || true
        return 1
    fi
    printf '%d former finds, each a test now\n' "$(wc -l <<<"$there")"
}

if [ -z "$build" ]; then
    section "release build"
    build=$(folder_of release)
fi
step "tests, release build" tests "$build"
step "finds mended" finds
if [ "$extent" = full ]; then
    section "build with sanitizers"
    sanitized=$(folder_of asan)
    step "tests, AddressSanitizer and UndefinedBehaviorSanitizer" tests "$sanitized"
    step "hostile pages of 64 MiB" "$build/tests/pathological" --full
    step "instructions of hostile pages" tests/pathological/run.sh "$build/tests/pathological"
    step "the same everywhere" tools/cross/run.sh
    step "fuzzing" tests/fuzz/run.sh "${DEHUSK_FUZZ_SECONDS:-3600}"
fi
section "done"
if [ "$wrong" -gt 0 ]; then
    echo "$wrong steps failed"
    exit 1
fi
echo "all is well"
