#!/usr/bin/env bash
# Builds the module where a source is newer than it, and tests it beside the native
# command. Exit status 77, with a word: something that this needs is not there.
#     tools/wasm/test.sh COMMAND [FOLDER]
set -euo pipefail

command=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
out=${2:-build/wasm}

if ! command -v node >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; then
    echo "skipped: there is no Node.js of version 18 or later"
    echo "to run it: tools/setup/install-debian.sh wasm"
    exit 77
fi
newer=$out/dehusk.wasm
if [ -e "$newer" ]; then
    newer=$(find runtime models tools/wasm -type f \( -name '*.[ch]' -o -name '*.inc' -o -name default.dehusk -o -path 'tools/wasm/*' \) \
        -newer "$newer" -print -quit)
fi
if [ -n "$newer" ]; then
    status=0
    tools/wasm/build.sh "$out" || status=$?
    if [ "$status" -eq 77 ]; then
        echo "skipped: there is no toolchain for WebAssembly, or no source of utf8proc"
        echo "to run it: tools/setup/install-debian.sh wasm"
    fi
    [ "$status" -eq 0 ] || exit "$status"
fi
DEHUSK=$command DEHUSK_WASM=$out node --test tools/wasm/test.mjs
