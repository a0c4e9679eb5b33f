#!/usr/bin/env bash
# Fuzzes: each target for a while, one after another.
#     tests/fuzz/run.sh [SECONDS] [TARGET]...
# 300 seconds and all targets if nothing is said. Corpora grow in
# build/fuzz-corpus from run to run; finds go to build/fuzz-finds, and end the
# run of their target. Make a find small with
#     build/fuzz/tests/fuzz_TARGET -minimize_crash=1 -runs=100000 FIND
# and commit it as tests/regress/TARGET-WHAT.bin with a row in the README there.
# A summary of what the corpora cover is printed at the end where llvm-cov is.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=300
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
    seconds=$1
    shift
fi
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    targets=(charset html text classify source_lines model counts archive json)
fi

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target "${targets[@]/#/fuzz_}" >/dev/null
mkdir -p build/fuzz-finds

found=0
printf '%-10s %12s %10s %8s %8s %s\n' target runs "runs/s" corpus edges finds
for target in "${targets[@]}"; do
    corpus=build/fuzz-corpus/$target
    log=build/fuzz-finds/$target.log
    options=(-max_total_time="$seconds" -max_len=4096 -timeout=25 -print_final_stats=1
        -artifact_prefix="build/fuzz-finds/$target-")
    if [ "$target" != model ] && [ "$target" != counts ]; then
        options+=(-dict=tests/fuzz/page.dict)
    fi
    mkdir -p "$corpus"
    status=ok
    if ! "build/fuzz/tests/fuzz_$target" "${options[@]}" "$corpus" "tests/fuzz/seeds/$target" >"$log" 2>&1; then
        status=$(grep -aoE 'Test unit written to .*' "$log" | tail -n 1 || true)
        status=${status:-see $log}
        found=$((found + 1))
    fi
    printf '%-10s %12s %10s %8s %8s %s\n' "$target" \
        "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
        "$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")" \
        "$(find "$corpus" -type f | wc -l)" "$(grep -ao 'cov: [0-9]*' "$log" | tail -n 1 | cut -c6- || true)" "$status"
done

# What the corpora, seeds and former finds reach, by file.
llvm_cov=$(compgen -c llvm-cov | sort -u | head -n 1 || true)
if [ -n "$llvm_cov" ]; then
    profdata=${llvm_cov/llvm-cov/llvm-profdata}
    folder=build/fuzz-coverage
    cmake -G Ninja -S . -B "$folder" -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Debug -DDEHUSK_BUILD_TRAINER=OFF \
        -DCMAKE_C_FLAGS="-fprofile-instr-generate -fcoverage-mapping" >/dev/null
    cmake --build "$folder" --target "${targets[@]/#/replay_}" >/dev/null
    objects=()
    for target in "${targets[@]}"; do
        LLVM_PROFILE_FILE=$folder/$target.profraw "$folder/tests/replay_$target" "$target" \
            "build/fuzz-corpus/$target" "tests/fuzz/seeds/$target" tests/regress >/dev/null 2>&1 || true
        objects+=(-object "$folder/tests/replay_$target")
    done
    "$profdata" merge -o "$folder/all.profdata" "$folder"/*.profraw
    "$llvm_cov" report "${objects[@]:1}" -instr-profile="$folder/all.profdata" \
        -ignore-filename-regex='tests/|default_model' |
        awk 'NF == 13 && /\.[ch] |TOTAL/ { print $1, $10, $13 }' OFS='\t' |
        { printf 'file\tlines\tbranches\n'; cat; }
fi
exit $((found > 0))
