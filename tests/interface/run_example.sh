#!/usr/bin/env bash
# Runs a program of runtime/examples on the example page, as argument and on
# standard input, and holds each line of its output against the regular expression
# on the same line of EXPECTED.
#     run_example.sh PROGRAM EXPECTED PAGE
set -euo pipefail

program=$1
page=$3
mapfile -t patterns <"$2"
case $(basename "$program") in
*push_parsing | *source_lines) arguments=() ;;
*) arguments=("$page") ;;
esac
output=$("$program" "${arguments[@]}" <"$page")
mapfile -t lines <<<"$output"
if [ ${#lines[@]} -ne ${#patterns[@]} ]; then
    printf '%s\n' "$output"
    echo "${#lines[@]} lines, not ${#patterns[@]}"
    exit 1
fi
for i in "${!lines[@]}"; do
    if [[ ! ${lines[i]} =~ ^${patterns[i]}$ ]]; then
        echo "line $((i + 1)) is \"${lines[i]}\", not \"${patterns[i]}\""
        exit 1
    fi
done
