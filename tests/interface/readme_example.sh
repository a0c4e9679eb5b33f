#!/usr/bin/env bash
# The C program that README.md shows, compiled as it stands and run.
#     readme_example.sh COMPILER README INCLUDE_FOLDER WORK_FOLDER LIBRARY...
set -euo pipefail

compiler=$1
readme=$2
include=$3
work=$4
shift 4

mkdir -p "$work"
# shellcheck disable=SC2016 # the backquotes are Markdown's
sed -n '/^```c$/,/^```$/p' "$readme" | sed '/^```/d' >"$work/example.c"
grep -q dehusk_classify "$work/example.c" || {
    echo "readme_example.sh: README.md shows no program" >&2
    exit 1
}
"$compiler" -std=c11 -Wall -Wextra -Werror -I "$include" "$work/example.c" -o "$work/example" "$@"
output=$("$work/example")
echo "$output"
# Two lines, each with a sign, a probability and its text.
[ "$(grep -cE '^[+-] [01]\.[0-9]{3} ' <<<"$output")" -eq 2 ]
grep -q 'Home | News$' <<<"$output"
grep -q 'the harbour office said\.$' <<<"$output"
