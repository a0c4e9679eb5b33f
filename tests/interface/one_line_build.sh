#!/usr/bin/env bash
# The library built as README.md says, by one line of the compiler and without
# ICU: it exports what the header declares, has the default model, does what the
# header says of charsets, and is small.
#     one_line_build.sh COMPILER SOURCE_FOLDER WORK_FOLDER
set -euo pipefail

compiler=$1
source=$2
work=$3
mkdir -p "$work"

# The line as README.md has it, with another compiler and another place for its result.
line=$(grep -m 1 '^cc .*runtime/\*/\*\.c' "$source/README.md") || {
    echo "one_line_build.sh: README.md shows no line"
    exit 1
}
line=${line/#cc /\"$compiler\" }
line=${line/-o libdehusk.so/-o \"$work/libdehusk.so\"}
(cd "$source" && eval "$line")

bash "$source/tests/interface/exported_symbols.sh" "$compiler" "$source/runtime/include/dehusk.h" "$work/libdehusk.so"
if nm -D "$work/libdehusk.so" | grep -E ' u(cnv|csdet)_'; then
    echo "ICU is used"
    exit 1
fi
"$compiler" -std=c11 -Wall -Wextra -Werror -I "$source/runtime/include" "$source/tests/interface/without_icu.c" \
    -o "$work/without_icu" "$work/libdehusk.so" "-Wl,-rpath,$work"
"$work/without_icu"
bash "$source/tests/interface/library_size.sh" "$source" "$work/libdehusk.so"
