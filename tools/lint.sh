#!/usr/bin/env bash
# Looks over all sources: layout, C, shell scripts.
#     tools/lint.sh BUILD
# BUILD is a build folder with compile_commands.json and the generated files,
# such as that of the preset "clang".
set -euo pipefail

if [ $# -ne 1 ]; then
    echo "usage: lint.sh BUILD" >&2
    exit 2
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$1

# Files that git knows or could know; generated tables have another ending.
files() {
    git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while IFS= read -r file; do
        if [ -e "$file" ]; then
            printf '%s\n' "$file"
        fi
    done
}

files '*.c' '*.h' | xargs clang-format --dry-run -Werror
# Only what this build compiles can be checked (tools/python/test.sh does it for
# the extension module); headers are checked with what includes them. One file to
# a process: with more, clang-tidy 14 takes va_lists for uninitialised from the
# second file on.
files 'runtime/*.c' 'train/*.c' 'tools/*.c' 'tests/*.c' | grep -v -e '^tests/consumer/' -e '^tools/python/' |
    xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$build"
files '*.sh' .ci/run tests/cli/mask | xargs shellcheck
