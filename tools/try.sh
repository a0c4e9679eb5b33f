#!/usr/bin/env bash
# Filters a page, from nothing: installs what is missing, builds the command and
# runs it.
#     tools/try.sh [ARGUMENT]...
# The arguments are those of dehusk: files, options. Without any, an example page
# is filtered. Content goes to stdout, words about the work to stderr.
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build_dir=$source_dir/build/try
log=$build_dir.log
# shellcheck source=tools/setup/progress.sh
. "$source_dir/tools/setup/progress.sh"

# Elsewhere than on Debian the user has installed what is needed, or CMake says what is not there.
if command -v apt-get >/dev/null; then
    "$source_dir/tools/setup/install-debian.sh" build || exit 2
fi

build() {
    cmake -S "$source_dir" -B "$build_dir" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DDEHUSK_BUILD_TRAINER=OFF -DDEHUSK_BUILD_TESTS=OFF -DDEHUSK_INSTALL=OFF &&
        cmake --build "$build_dir" --target dehusk_cli
}

if [ ! -x "$build_dir/tools/dehusk" ]; then
    echo "try.sh: building dehusk, this is done once and takes a minute" >&2
fi
mkdir -p "$source_dir/build"
if ! with_progress "building" "$log" build; then
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
