#!/usr/bin/env bash
# Installs what is missing to build Dehusk on Debian and its relatives.
#     install-debian.sh [build] [train] [test] [lint] [python] [browser] [spark] [wasm]
# build: library and command; train: dehusk-train; test: the tests; lint: second
# compiler and checkers; python: the Python package (with build); browser: the test
# of the reports (with test); spark: the test of tools/spark (with build); wasm: the
# module for WebAssembly (with build). Without
# arguments: build, train and test. Nothing is asked, and where nothing is missing
# apt-get is not even run.
set -euo pipefail

declare -A packages=(
    [build]="gcc g++ cmake ninja-build pkg-config libc6-dev libicu-dev libutf8proc-dev libjansson-dev
             zlib1g-dev libzstd-dev libbrotli-dev libhttp-parser-dev libmd-dev"
    [train]="libsvm-dev liblinear-dev libutf8proc-dev zlib1g-dev"
    [test]="libcmocka-dev libjansson-dev zlib1g-dev binutils valgrind python3 python3-dev python3-venv"
    [lint]="clang clang-format clang-tidy shellcheck ccache"
    [python]="python3-dev python3-venv"
    [browser]="chromium chromium-driver fonts-noto-core fonts-noto-cjk"
    [spark]="openjdk-17-jre-headless python3 python3-venv"
    [wasm]="clang lld wasi-libc libclang-rt-14-dev-wasm32 cmake nodejs"
)

if [ $# -eq 0 ]; then
    set -- build train test
fi

wanted=()
for purpose in "$@"; do
    if [ -z "${packages[$purpose]:-}" ]; then
        echo "install-debian.sh: unknown purpose '$purpose'; known: ${!packages[*]}" >&2
        exit 2
    fi
    read -ra more <<<"${packages[$purpose]}"
    wanted+=("${more[@]}")
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "install-debian.sh: not a Debian system; it would need what Debian calls ${wanted[*]}" >&2
    exit 1
fi

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=()
for package in "${wanted[@]}"; do
    installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "install-debian.sh: these packages are missing, and only root can install them: ${missing[*]}" >&2
        exit 1
    fi
    root=(sudo)
fi
echo "install-debian.sh: installing ${missing[*]}" >&2
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
