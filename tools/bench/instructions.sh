#!/usr/bin/env bash
# Instructions per byte and per line of every stage, counted by valgrind: the
# same on every run, however busy the machine is.
#     tools/bench/instructions.sh BENCH CORPUS [SAMPLE]
# BENCH is the program dehusk-bench; every SAMPLE-th page is taken (default 64).
# DEHUSK_BENCH_STAGES="5 7" in the environment: these stages only.
# DEHUSK_BENCH_OPTIONS=--dense: of these pages those with dense markup.
set -euo pipefail

if [ $# -lt 2 ]; then
    echo "usage: instructions.sh BENCH CORPUS [SAMPLE]" >&2
    exit 2
fi
bench=$1
corpus=$2
sample=${3:-64}
read -ra options <<<"${DEHUSK_BENCH_OPTIONS:-}"

# What the program costs as a whole; two rounds less one are one round.
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" --sample "$sample" "${options[@]}" "$@" "$corpus" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

declare -A bytes lines
read -r 'bytes[html]' 'lines[html]' 'bytes[text]' 'lines[text]' < <(
    "$bench" --sample "$sample" "${options[@]}" --rounds 1 --threads 1 --sizes 0 --json "$corpus" |
        sed -E 's/[^{]*\{"html":\{"pages":[0-9]*,"bytes":([0-9]*),"lines":([0-9]*),.*"text":\{"pages":[0-9]*,"bytes":([0-9]*),"lines":([0-9]*),.*/\1 \2 \3 \4/')

printf '%-5s %-32s %14s %12s %12s\n' mode stage instructions per-byte per-line
declare -A costs
for mode in html text; do
    while IFS=$'\t' read -r number name; do
        if [ -n "${DEHUSK_BENCH_STAGES:-}" ] && [[ " $DEHUSK_BENCH_STAGES " != *" $number "* ]]; then
            continue
        fi
        arguments=(--only "$number")
        if [ "$mode" = text ]; then
            arguments+=(--text)
        fi
        one=$(count "${arguments[@]}" --rounds 1)
        two=$(count "${arguments[@]}" --rounds 2)
        costs[$mode $name]=$((two - one))
        awk -v mode="$mode" -v name="$name" -v cost=$((two - one)) -v bytes="${bytes[$mode]}" -v lines="${lines[$mode]}" \
            'BEGIN { printf "%-5s %-32s %14d %12.3f %12.1f\n", mode, name, cost, cost / bytes, cost / lines }'
    done < <("$bench" --stages)
done
if [ -n "${costs[html page to Markdown]:-}" ] && [ -n "${costs[html page to text]:-}" ]; then
    awk -v text="${costs[html page to text]}" -v markdown="${costs[html page to Markdown]}" \
        'BEGIN { printf "Markdown: %.1f%% of the speed of text\n", 100 * text / markdown }'
fi
