#!/usr/bin/env bash
# The shared library stays small: code and data, less the model in it, are at most
# 576 KiB (510 when this was written).
#     library_size.sh SOURCE_FOLDER LIBRARY
set -euo pipefail

limit=$((576 * 1024))
model=$(stat -c %s "$1/models/default.dehusk")
all=$(size "$2" | awk 'NR == 2 {print $1 + $2}')
echo "$(((all - model + 512) / 1024)) KiB, and a model of $(((model + 512) / 1024)) KiB"
[ $((all - model)) -le "$limit" ] || {
    echo "more than $((limit / 1024)) KiB"
    exit 1
}
