#!/usr/bin/env bash
# Builds the benchmark in build/bench and runs it.
#     tools/bench/run.sh CORPUS [OPTION]...
# CORPUS is a folder with pages; options are those of dehusk-bench.
set -euo pipefail

if [ $# -lt 1 ]; then
    echo "usage: run.sh CORPUS [OPTION]..." >&2
    exit 2
fi
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$source/build/bench
cmake -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=Release -DDEHUSK_BUILD_TESTS=OFF -DDEHUSK_BUILD_TRAINER=OFF >/dev/null
cmake --build "$build" --target dehusk_bench --parallel >/dev/null
exec "$build/tools/dehusk-bench" "${@:2}" "$1"
