#!/usr/bin/env bash
# Measures Dehusk and other extractors of main content on the same pages.
#     tools/compare/run.sh CORPUS [OPTION]...
# CORPUS is a folder of sets (pages.tsv, html/, gold/ in each). Options:
#     --every N             every Nth page of each set only [1]
#     --peers A,B           only these peers [all that install]
#     --dehusk FILE         the command to measure [built in build/compare/dehusk]
#     --dehusk-pages FILE   out-of-fold figures by page, as "dehusk-train cv --pages" writes them
#                           [made with dehusk-train, and kept in build/compare; this takes minutes]
#     --dehusk-train FILE   the trainer to make them with [built beside the command]
#     --limit SECONDS       time for one page [15]
#     --block N             pages that Dehusk is given at once [64]
#     --output DIR          where RESULTS.md and RESULTS.json go [this folder]
# PYTHON names the interpreter to make the virtual environment with; without it
# the newest of python3.13, python3.12 and python3 that runs is taken.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_dir=$(cd "$here/../.." && pwd)
work=$source_dir/build/compare

usage() {
    sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" >&2
    exit 2
}

[ $# -gt 0 ] || usage
corpus=$1
shift
[ -d "$corpus" ] || usage

dehusk='' trainer='' pages='' options=()
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
    --dehusk) dehusk=$2 ;;
    --dehusk-train) trainer=$2 ;;
    --dehusk-pages) pages=$2 ;;
    --every | --peers | --limit | --block | --output) options+=("$1" "$2") ;;
    *) usage ;;
    esac
    shift 2
done
mkdir -p "$work"

# Silent unless it fails.
quietly() {
    local log=$work/$1.log
    shift
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        echo "run.sh: '$1' failed; all that it said is in $log" >&2
        exit 1
    fi
}

find_python() {
    local name
    for name in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3; do
        if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            printf '%s\n' "$name"
            return
        fi
    done
    echo "run.sh: no Python with venv" >&2
    return 1
}

# Each peer by itself: what cannot be installed is a line in the report.
install_peers() {
    local line safe stamp
    stamp=$({
        "$python" -V
        cat "$here/requirements.txt" "$here/constraints.txt"
    } | sha256sum)
    if [ -x "$work/venv/bin/python" ] && [ "$(cat "$work/venv.stamp" 2>/dev/null)" = "$stamp" ]; then
        return
    fi
    rm -rf "$work/venv" "$work/venv.stamp" "$work/install"
    mkdir -p "$work/install"
    "$python" -m venv "$work/venv"
    while IFS= read -r line; do
        case $line in '' | '#'*) continue ;; esac
        echo "run.sh: installing $line" >&2
        safe=${line%%[=[]*}
        if ! "$work/venv/bin/python" -m pip install --disable-pip-version-check --no-input -q \
            -c "$here/constraints.txt" "$line" >"$work/install/$safe.log" 2>&1; then
            mv "$work/install/$safe.log" "$work/install/$safe.failed"
            echo "run.sh: $line does not install" >&2
        fi
    done <"$here/requirements.txt"
    printf '%s\n' "$stamp" >"$work/venv.stamp"
}

# Dehusk's own package, anew each time. Without it the comparison goes on, and says why.
install_binding() {
    rm -f "$work/install/dehusk.failed"
    if ! "$work/venv/bin/python" -m pip install --disable-pip-version-check --no-input -q --force-reinstall \
        --no-deps "$source_dir/tools/python" >"$work/install/dehusk.log" 2>&1; then
        mv "$work/install/dehusk.log" "$work/install/dehusk.failed"
        echo "run.sh: Dehusk's Python package does not install" >&2
    fi
}

build_dehusk() {
    quietly configure cmake -S "$source_dir" -B "$work/dehusk" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DDEHUSK_BUILD_TESTS=OFF -DDEHUSK_INSTALL=OFF
    quietly build cmake --build "$work/dehusk"
}

if [ -z "$dehusk" ]; then
    build_dehusk
    dehusk=$work/dehusk/tools/dehusk
    if [ -z "$trainer" ] && [ -x "$work/dehusk/train/dehusk-train" ]; then
        trainer=$work/dehusk/train/dehusk-train
    fi
fi
python=$(find_python)
install_peers
install_binding
if [ -z "$pages" ] && [ -n "$trainer" ]; then
    # Valid for one trainer and one corpus only.
    key=$({ sha256sum <"$trainer"; cat "$corpus"/*/pages.tsv; } | sha256sum | cut -c 1-16)
    pages=$work/out-of-fold-$key.tsv
    if [ ! -e "$pages" ]; then
        echo "run.sh: cross-validating Dehusk; its out-of-fold figures are kept for the next run" >&2
        quietly crossvalidation "$trainer" cv --corpus "$corpus" --cache "$work" --mode html --pages "$pages.new"
        mv "$pages.new" "$pages"
    fi
fi
[ -z "$pages" ] || options+=(--dehusk-pages "$pages")

exec env PYTHONDONTWRITEBYTECODE=1 "$work/venv/bin/python" "$here/compare.py" "$corpus" \
    --dehusk "$dehusk" --work "$work" "${options[@]}"
