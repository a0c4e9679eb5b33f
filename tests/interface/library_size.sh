#!/usr/bin/env bash
# The shared library stays small: code and data, less the model in it, are at most
# 576 KiB (510 when this was written). README tells both sizes, that of the code to a
# twentieth, by which compilers differ.
#     library_size.sh SOURCE_FOLDER LIBRARY
set -euo pipefail

limit=$((576 * 1024))
model=$(stat -c %s "$1/models/default.dehusk")
all=$(size "$2" | awk 'NR == 2 {print $1 + $2}')
own=$(((all - model + 512) / 1024))
embedded=$(((model + 512) / 1024))
echo "$own KiB, and a model of $embedded KiB"
[ $((all - model)) -le "$limit" ] || {
    echo "more than $((limit / 1024)) KiB"
    exit 1
}
read -r told told_model < <(sed -n 's/^Code and data are \([0-9]*\) KiB with ICU, plus \([0-9]*\) of the model.*/\1 \2/p' "$1/README.md")
((own * 20 <= told * 21 && told * 20 <= own * 21 && told_model == embedded)) || {
    echo "README tells ${told:-nothing} and ${told_model:-nothing}"
    exit 1
}
