#!/usr/bin/env bash
# Is the output the same everywhere? Builds the library and digest.c with many
# compilers and for several machines, foreign ones run by an emulator, and
# compares what they print for the pages of datasets/.
#     tools/cross/run.sh [FOLDER [BUILD]...]
# FOLDER (build/cross if none is given) takes all that is built and downloaded.
# Builds are named as they are printed; all of them if none is named.
#
# Needed, on Debian: gcc clang gcc-i686-linux-gnu gcc-aarch64-linux-gnu
# gcc-s390x-linux-gnu qemu-user. A compiler that is missing is passed over, with
# a word. (gcc-multilib cannot be installed beside the cross compilers; the
# compiler for i686 makes the same code as -m32.)
#
# ICU and utf8proc of the foreign machines come from Debian's packages: apt
# downloads them into FOLDER by means of lists of its own, so that nothing is
# installed and the system's architectures stay what they are. A machine whose
# packages cannot be had is passed over, with a word.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source=$PWD
out=${1:-build/cross}
mkdir -p "$out"
out=$(cd "$out" && pwd)
jobs=$(nproc)
only=" ${*:2} "

wanted() {
    [ "$only" = "  " ] || [[ $only == *" $1 "* ]]
}

mapfile -t pages < <(find datasets -type f \( -name '*.html' -o -name '*.txt' \) | LC_ALL=C sort)
mapfile -t units < <(find runtime -mindepth 2 -maxdepth 2 -name "*.c" ! -name embedded_model.c | LC_ALL=C sort)
cmake -DINPUT="$source/models/default.dehusk" -DOUTPUT="$out/default_model.c" -P tools/cmake/EmbedModel.cmake

warnings=(-Wall -Wextra -Wconversion -Werror)
flags=(-std=c11 "${warnings[@]}" -ffp-contract=off -DDEHUSK_ICU -Iruntime/include -Iruntime)
failures=0
reference=$out/reference.txt
rm -f "$reference"

# The packages of another architecture, unpacked into $out/ARCHITECTURE.
fetch() {
    local architecture=$1 root=$out/$1
    [ -e "$root/complete" ] && return 0
    mkdir -p "$root"/{lists/partial,cache/archives/partial,root}
    touch "$root/status"
    local options=(-o "APT::Architecture=$architecture" -o "APT::Architectures=$architecture"
        -o "Dir::State::lists=$root/lists" -o "Dir::State::status=$root/status" -o "Dir::Cache=$root/cache"
        -o Acquire::Languages=none -o APT::Sandbox::User=root)
    # One list of many that cannot be had is no harm, as long as the packages can.
    apt-get "${options[@]}" update -qq || true
    (cd "$root" && apt-get "${options[@]}" download -qq libicu-dev libicu72 libutf8proc-dev libutf8proc2 \
        libstdc++6 libgcc-s1 libc6) || return 1
    for package in "$root"/*.deb; do
        dpkg-deb -x "$package" "$root/root"
    done
    touch "$root/complete"
}

# build NAME COMPILER FLAG...: objects and the program $out/NAME/digest.
# What follows "--" is given to the linker only.
build() {
    local name=$1 compiler=$2
    shift 2
    local compile=() link=() to=compile
    for word in "$@"; do
        if [ "$word" = -- ]; then
            to='link'
        elif [ "$to" = compile ]; then
            compile+=("$word")
        else
            link+=("$word")
        fi
    done
    mkdir -p "$out/$name"
    # shellcheck disable=SC2016 # is for the inner shell
    printf '%s\n' "${units[@]}" "$out/default_model.c" tools/cross/digest.c |
        xargs -P "$jobs" -I{} sh -c '
            unit=$1; folder=$2; shift 2
            exec "$@" -c "$unit" -o "$folder/$(basename "$unit" .c).o"' sh {} "$out/$name" \
            "$compiler" "${flags[@]}" "${compile[@]}"
    "$compiler" "${compile[@]}" "$out/$name"/*.o -o "$out/$name/digest" "${link[@]}"
}

# compare NAME COMMAND...: the first one is what the others are held against.
compare() {
    local name=$1
    shift
    if ! "$@" "${pages[@]}" >"$out/$name.txt" 2>"$out/$name.errors"; then
        printf '%-24s FAILED: %s\n' "$name" "$(tail -n 1 "$out/$name.errors")"
        failures=$((failures + 1))
        return
    fi
    [ -e "$reference" ] || cp "$out/$name.txt" "$reference"
    local different
    different=$(diff "$reference" "$out/$name.txt" | grep -c '^[<>]' || true)
    printf '%-24s %4d results, %d different\n' "$name" "$(wc -l <"$out/$name.txt")" "$different"
    [ "$different" -eq 0 ] || failures=$((failures + 1))
}

libraries=(-licui18n -licuuc -lutf8proc)
for compiler in gcc clang; do
    command -v "$compiler" >/dev/null || { echo "$compiler is not there: passed over"; continue; }
    for level in 0 1 2 3; do
        wanted "$compiler-O$level" || continue
        build "$compiler-O$level" "$compiler" "-O$level" -- "${libraries[@]}"
        compare "$compiler-O$level" "$out/$compiler-O$level/digest"
    done
done
# Freedom that a build system should not take, but whose users may.
if wanted gcc-O3-native; then
    build gcc-O3-native gcc -O3 -march=native -- "${libraries[@]}"
    compare gcc-O3-native "$out/gcc-O3-native/digest"
fi
[ -e "$reference" ] || { echo "no compiler of this machine's own"; exit 1; }

# foreign NAME COMPILER DEBIAN-ARCHITECTURE TRIPLET EMULATOR-OR-EMPTY FLAG...
foreign() {
    local name=$1 compiler=$2 architecture=$3 triplet=$4 emulator=$5
    shift 5
    wanted "$name" || return 0
    command -v "$compiler" >/dev/null || { echo "$compiler is not there: $name passed over"; return; }
    if [ -n "$emulator" ] && ! command -v "$emulator" >/dev/null; then
        echo "$emulator is not there: $name passed over"
        return
    fi
    if fetch "$architecture" >"$out/$architecture.log" 2>&1; then
        local root=$out/$architecture/root
        build "$name" "$compiler" "$@" "-I$root/usr/include" "-I$root/usr/include/$triplet" -- \
            "-L$root/usr/lib/$triplet" "-Wl,-rpath-link,$root/usr/lib/$triplet" "${libraries[@]}"
        local loader
        loader=$(find "$root" -name 'ld-linux*.so.2' -o -name 'ld-linux*.so.1' -o -name 'ld64.so.1' | head -n 1)
        loader=$(realpath -m "$root/$(readlink -f "$loader" | sed "s|^$root||")")
        compare "$name" ${emulator:+"$emulator"} "$loader" \
            --library-path "$root/usr/lib/$triplet:$root/lib/$triplet" "$out/$name/digest"
    else
        echo "no packages for $architecture (see $out/$architecture.log): $name passed over"
    fi
}

# Where a size_t has 32 bits, comparisons with UINT32_MAX can be decided by the compiler.
foreign i686-O2 i686-linux-gnu-gcc i386 i386-linux-gnu '' -O2 -msse2 -mfpmath=sse \
    -Wno-error=type-limits
foreign aarch64-O2 aarch64-linux-gnu-gcc arm64 aarch64-linux-gnu qemu-aarch64 -O2
foreign s390x-O2 s390x-linux-gnu-gcc s390x s390x-linux-gnu qemu-s390x -O2
foreign s390x-O0 s390x-linux-gnu-gcc s390x s390x-linux-gnu qemu-s390x -O0

if [ "$failures" -gt 0 ]; then
    echo "$failures builds differ"
    exit 1
fi
echo "all the same, ${#pages[@]} pages"
