#!/usr/bin/env bash
# Installs a build into a folder of its own and uses it from there as others
# would: by find_package and by pkg-config, shared and static; once as a
# subdirectory of another project, and once by FetchContent, there without ICU. The installed tree is moved first, to see that
# it can be.
#     run.sh CMAKE COMPILER BUILD WORK
set -euo pipefail

cmake=$1
compiler=$2
build=$3
work=$4
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$work"
mkdir -p "$work"
"$cmake" --install "$build" --prefix "$work/first" >"$work/install.log"
mv "$work/first" "$work/installed"
prefix=$work/installed

expect_content() {
    local output
    output=$(LD_LIBRARY_PATH=${library_path:-} "$@")
    case $output in
    *"shivering in turns."*) ;;
    *)
        echo "$1 printed: $output"
        exit 1
        ;;
    esac
}

export CC=$compiler
"$cmake" -S "$here" -B "$work/package" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$prefix" >"$work/package.log"
"$cmake" --build "$work/package" >>"$work/package.log"
expect_content "$work/package/consumer_shared"
expect_content "$work/package/consumer_static"

library_path=$(dirname "$(find "$prefix" -name 'libdehusk.so' | head -n 1)")
export PKG_CONFIG_PATH=$library_path/pkgconfig
read -ra flags <<<"$(pkg-config --cflags --libs dehusk)"
"$compiler" "$here/consumer.c" "${flags[@]}" -o "$work/pc_shared"
expect_content "$work/pc_shared"
# Only Dehusk itself is linked statically: not every system has a static ICU.
read -ra flags <<<"$(pkg-config --cflags --static --libs dehusk)"
"$compiler" "$here/consumer.c" "${flags[@]/#-ldehusk/-l:libdehusk.a}" -o "$work/pc_static"
library_path='' expect_content "$work/pc_static"
if ldd "$work/pc_static" | grep -q libdehusk; then
    echo "the static program needs the shared library"
    exit 1
fi

# Everything in the program, where there are archives of it.
if [[ $("$compiler" -print-file-name=libicuuc.a) == /* ]] && [[ $("$compiler" -print-file-name=libutf8proc.a) == /* ]]; then
    read -ra flags <<<"$(pkg-config --cflags --static --libs dehusk)"
    "$compiler" -static "$here/consumer.c" "${flags[@]}" -o "$work/all_static" 2>"$work/all_static.log" ||
        { cat "$work/all_static.log"; exit 1; }
    library_path='' expect_content "$work/all_static"
else
    echo "skipped: ICU or utf8proc has no static library here"
    echo "to run it: tools/setup/install-debian.sh build"
fi

# part NAME OPTION...: the project with Dehusk as a part of it.
part() {
    local name=$1
    shift
    "$cmake" -S "$here" -B "$work/$name" -DCMAKE_BUILD_TYPE=Debug "$@" >"$work/$name.log"
    "$cmake" --build "$work/$name" --parallel 2 >>"$work/$name.log"
    library_path='' expect_content "$work/$name/consumer_shared"
    library_path='' expect_content "$work/$name/consumer_static"
}
part subdirectory -DDEHUSK_SOURCE="$here/../.."
part fetched -DFETCHCONTENT_SOURCE_DIR_DEHUSK="$here/../.." -DFETCHCONTENT_FULLY_DISCONNECTED=ON -DDEHUSK_ICU=OFF
if ldd "$work/fetched/consumer_static" | grep libicu; then
    echo "ICU is used"
    exit 1
fi
