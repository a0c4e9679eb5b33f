#!/usr/bin/env bash
# The shapes of pathological.c with their instructions counted by callgrind, for
# machines that do not let their counters be read. Slow.
#     tests/pathological/run.sh [--slope] [--of FUNCTION] PROGRAM [BYTES [SHAPE]...]
# What FUNCTION (dehusk_classify) does is counted.
# Twice BYTES (131072; some shapes begin with 20 KB that weigh more in less) is
# to cost less than 2.3 times as many instructions, and a byte less than the
# shape's bound. With --slope, for pages so small that what every page costs
# weighs: only the bytes of the larger page that the smaller one has not got are to
# cost less than one and a half times the bound (arrays that grow weigh there, too:
# 1.36 times at the most in 32 to 64 KiB). 77 where there is no valgrind.
set -euo pipefail

slope=0
if [ "$1" = --slope ]; then
    slope=1
    shift
fi
function=dehusk_classify
if [ "$1" = --of ]; then
    function=$2
    shift 2
fi
program=$1
size=${2:-131072}
only=" ${*:3} "
if ! command -v valgrind >/dev/null; then
    echo "skipped: valgrind is not there, instructions are not counted"
    echo "to run it: tools/setup/install-debian.sh test"
    exit 77
fi

# measure SHAPE BOUND: one line, which ends in "BAD" if the shape is bad.
measure() {
    local counts=()
    for bytes in "$size" $((2 * size)); do
        counts+=("$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect="$function" \
            "$program" --once --size "$bytes" "$1" 2>&1 >/dev/null | awk '/Collected/ { print $NF }')")
    done
    awk -v name="$1" -v bound="$((slope == 1 ? $2 * 3 / 2 : $2))" -v a="${counts[0]}" -v b="${counts[1]}" -v bytes="$size" -v slope="$slope" 'BEGIN {
        price = slope ? (b - a) / bytes : b / (2 * bytes)
        printf "%-22s %9.1f instructions a byte of %s, %5.2f times for twice the size%s\n", name, price, bound, (a > 0 ? b / a : 0),
               (a > 0 && (slope || b / a < 2.3) && price < bound) ? "" : "  BAD" }'
}
export -f measure
export program size slope function

# shellcheck disable=SC2016 # is for the inner shell
result=$("$program" --list | while read -r name bound; do
    if [ "$only" = "  " ] || [[ $only == *" $name "* ]]; then echo "$name $bound"; fi
done |
    xargs -P "$(nproc)" -L 1 bash -c 'measure "$1" "$2"' bash | sort -k2,2nr)
printf '%s\n' "$result"
printf '%d shapes counted\n' "$(wc -l <<<"$result")"
! grep -q BAD <<<"$result"
