#!/usr/bin/env bash
# Filters a page, from nothing: installs what is missing, builds the command and
# runs it.
#     tools/try.sh [ARGUMENT]...
# The arguments are those of dehusk: files, options. Without any, an example page
# is filtered. Content goes to stdout; the build is silent unless it fails.
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build_dir=$source_dir/build/try
log=$build_dir.log

build() {
    # Elsewhere than on Debian the user has installed what is needed, or CMake says what is not there.
    if command -v apt-get >/dev/null; then
        "$source_dir/tools/setup/install-debian.sh" build
    fi
    cmake -S "$source_dir" -B "$build_dir" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DDEHUSK_BUILD_TRAINER=OFF -DDEHUSK_BUILD_TESTS=OFF -DDEHUSK_INSTALL=OFF
    cmake --build "$build_dir" --target dehusk_cli
}

mkdir -p "$source_dir/build"
if [ ! -x "$build_dir/tools/dehusk" ]; then
    echo "try.sh: building dehusk, this is done once and takes a minute ..." >&2
fi
# Not `if ! build`: in a condition, errors would not end the function.
set +e
(
    set -e
    build
) >"$log" 2>&1
status=$?
set -e
if [ "$status" -ne 0 ]; then
    tail -n 40 "$log" >&2
    echo "try.sh: the build failed; all of its output is in $log" >&2
    exit 2
fi

if [ $# -eq 0 ]; then
    example=$source_dir/datasets/pages/news-en.html
    echo "try.sh: an example, ${example#"$source_dir/"}; give the name of another page to filter that" >&2
    set -- "$example"
fi
exec "$build_dir/tools/dehusk" "$@"
