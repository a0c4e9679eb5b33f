#!/usr/bin/env bash
# What tools/cmake/DehuskHardening.cmake asks for is in what was built: a flag
# that is dropped on the way is not missed otherwise.
#     hardening.sh LIBRARY PROGRAM
# 77 where there is no readelf.
set -euo pipefail

library=$1
program=$2
if ! command -v readelf >/dev/null; then
    echo "skipped: readelf is not there"
    echo "to run it: tools/setup/install-debian.sh test"
    exit 77
fi

wrong=0
expect() { # WHAT FILE PATTERN READELF-OPTION...
    local what=$1 file=$2 pattern=$3 said
    shift 3
    said=$(readelf --wide "$@" "$file")
    if ! grep -qE "$pattern" <<<"$said"; then
        echo "$(basename "$file"): $what"
        wrong=1
    fi
}

for file in "$library" "$program"; do
    expect "relocations stay writable (-z relro)" "$file" 'GNU_RELRO' --program-headers
    expect "functions are found when they are first called (-z now)" "$file" 'BIND_NOW|FLAGS_1.*NOW' --dynamic
    expect "the stack can be executed" "$file" 'GNU_STACK.* RW +0x' --program-headers
    expect "no stack protector" "$file" '__stack_chk_fail' --dyn-syms
done
# The library has no call that would have to be checked.
expect "no checked calls (_FORTIFY_SOURCE)" "$program" '__[a-z]+_chk\b' --dyn-syms
expect "is not position-independent" "$program" 'Type: +DYN' --file-header
exit "$wrong"
