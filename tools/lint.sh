#!/usr/bin/env bash
# Looks over all sources: layout, C, shell scripts.
#     tools/lint.sh BUILD [COMMIT]
# BUILD is a build folder with compile_commands.json and the generated files,
# such as that of the preset "clang". With a COMMIT, clang-tidy, which takes a
# quarter of an hour for all, looks only at what differs from it: changed C files,
# and for a changed header one file that includes it.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: lint.sh BUILD [COMMIT]" >&2
    exit 2
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$1
since=${2:-}

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
sources() {
    files 'runtime/*.c' 'train/*.c' 'tools/*.c' 'tests/*.c' | grep -v -e '^tests/consumer/' -e '^tools/python/'
}

# Those of them that show what has changed.
changed() {
    local file
    comm -12 <(sources) <(git diff --name-only "$since" -- '*.c' | sort)
    git diff --name-only --diff-filter=d "$since" -- '*.h' | while IFS= read -r file; do
        # By its name alone: includes leave out folders.
        sources | xargs grep -lE "^#include \"([^\"]*/)?$(basename "$file")\"" | head -n 1 || true
    done
}

if [ -n "$since" ]; then
    mapfile -t checked < <(changed | sort -u)
else
    mapfile -t checked < <(sources)
fi
echo "clang-tidy: ${#checked[@]} of $(sources | wc -l) files"
printf '%s\n' "${checked[@]}" | xargs -r -P "$(nproc)" -n 1 clang-tidy --quiet -p "$build"
files '*.sh' .ci/run tests/cli/mask | xargs shellcheck
