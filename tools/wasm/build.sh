#!/usr/bin/env bash
# Builds the library for WebAssembly: dehusk.wasm, and dehusk-no-model.wasm for
# those who bring a model along, with the ES module beside them.
#     tools/wasm/build.sh [FOLDER [UTF8PROC]]
# FOLDER (build/wasm if none is given) takes all that is made. Nothing is installed:
# tools/setup/install-debian.sh wasm does that. Exit status 77: something is missing.
#
# ICU is left out. utf8proc is compiled in, since Debian has none for WebAssembly:
# from UTF8PROC, a folder with its sources, or from Debian's source package, which
# apt downloads into FOLDER by means of lists of its own; the system's stay as they
# are. It is the version of the system's libutf8proc.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source=$PWD
out=${1:-build/wasm}
mkdir -p "$out"
out=$(cd "$out" && pwd)
utf8proc=${2:-$out/utf8proc}

missing() {
    echo "build.sh: $1 is missing (tools/setup/install-debian.sh wasm)" >&2
    exit 77
}

command -v clang >/dev/null || missing clang
command -v wasm-ld >/dev/null || missing lld
command -v cmake >/dev/null || missing cmake
sysroot=()
if [ -n "${WASI_SYSROOT:-}" ]; then
    sysroot=("--sysroot=$WASI_SYSROOT")
fi
target=(--target=wasm32-wasi "${sysroot[@]}")
if ! echo 'int main(void) { return 0; }' | clang "${target[@]}" -x c - -o "$out/probe.wasm" 2>"$out/probe.log"; then
    missing "wasi-libc or libclang-rt-dev-wasm32"
fi

# Debian's source package of utf8proc, unpacked into $utf8proc.
fetch_utf8proc() {
    local apt=$out/apt
    command -v apt-get >/dev/null || return 1
    rm -rf "$apt" "$utf8proc"
    mkdir -p "$apt"/{sources,lists/partial,cache/archives/partial} "$utf8proc"
    for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources}; do
        [ -e "$list" ] || continue
        sed -E 's/^deb /deb-src /; s/^Types:.*/Types: deb-src/' "$list" >"$apt/sources/system-$(basename "$list" .list).${list##*.}"
    done
    local options=(-o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$apt/sources"
        -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root)
    # One list of many that cannot be had is no harm, as long as the package can.
    apt-get "${options[@]}" update -qq || true
    (cd "$apt" && apt-get "${options[@]}" source -qq --download-only utf8proc) || return 1
    tar -xzf "$apt"/utf8proc_*.orig.tar.gz -C "$utf8proc" --strip-components=1
    rm -rf "$apt"
}
if [ ! -e "$utf8proc/utf8proc_data.c" ] && ! fetch_utf8proc >"$out/utf8proc.log" 2>&1; then
    echo "build.sh: Debian's source package of utf8proc cannot be had (see $out/utf8proc.log);" \
        "name a folder with its sources as second argument" >&2
    exit 77
fi

# What dehusk.mjs calls. Functions that nothing leads to are left out, those that
# read files among them, so that the module imports nothing from its host.
exports=(malloc free dehusk_version dehusk_status_name dehusk_status_message
    dehusk_model_open_default dehusk_model_open_memory dehusk_options_init dehusk_context_new dehusk_context_trim
    dehusk_request_init dehusk_classify dehusk_page_line_count dehusk_page_line dehusk_page_summary
    dehusk_page_scripts dehusk_explain_groups dehusk_render dehusk_rendering_init dehusk_page_metadata dehusk_metadata_key
    dehusk_metadata_source_name)
# NDEBUG: a failed assertion would print. A stack that grows beyond its end, below
# which there is no memory, is a trap.
flags=(-std=c11 -O2 -DNDEBUG -DUTF8PROC_STATIC -ffunction-sections -fdata-sections -ffp-contract=off -fvisibility=hidden
    -I"$source/runtime" -I"$source/runtime/include" -I"$utf8proc")
link=(-mexec-model=reactor "-Wl,--gc-sections,--strip-all,--stack-first,-z,stack-size=262144"
    "${exports[@]/#/-Wl,--export=}")
warnings=(-Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror)

mapfile -t units < <(find runtime -mindepth 2 -maxdepth 2 -name '*.c' ! -name embedded_model.c | LC_ALL=C sort)
objects=$out/objects
mkdir -p "$objects"
cmake "-DINPUT=$source/models/default.dehusk" "-DOUTPUT=$out/default_model.c" -P tools/cmake/EmbedModel.cmake
cmake "-DOUTPUT=$out/no_model.c" -P tools/cmake/EmbedModel.cmake
# shellcheck disable=SC2016 # is for the inner shell
printf '%s\n' "${units[@]}" tools/wasm/wasm_layout.c "$out/default_model.c" "$out/no_model.c" |
    xargs -P "$(nproc)" -I{} sh -c '
        unit=$1; folder=$2; shift 2
        exec "$@" -c "$unit" -o "$folder/$(basename "$unit" .c).o"' sh {} "$objects" \
        clang "${target[@]}" "${flags[@]}" "${warnings[@]}"
clang "${target[@]}" "${flags[@]}" -c "$utf8proc/utf8proc.c" -o "$objects/utf8proc.o"
common=()
for unit in "${units[@]}" utf8proc.c; do
    common+=("$objects/$(basename "$unit" .c).o")
done
clang "${target[@]}" "${common[@]}" "$objects/no_model.o" "${link[@]}" -o "$out/dehusk-no-model.wasm"
clang "${target[@]}" "${common[@]}" "$objects/default_model.o" "${link[@]}" -o "$out/dehusk.wasm"
cp tools/wasm/dehusk.mjs tools/wasm/dehusk.d.mts tools/wasm/package.json LICENSE "$out/"
# What is compiled in has licences of its own, which go with it.
cp "$utf8proc/LICENSE.md" "$out/LICENSE.utf8proc"
if [ -e /usr/share/doc/wasi-libc/copyright ]; then
    cp /usr/share/doc/wasi-libc/copyright "$out/LICENSE.wasi-libc"
fi
rm -f "$out/probe.wasm" "$out/probe.log"
echo "$out/dehusk.wasm"
