#!/usr/bin/env bash
# The shared library exports the functions that dehusk.h declares, and nothing else.
#     exported_symbols.sh COMPILER HEADER LIBRARY
set -euo pipefail

compiler=$1
header=$2
library=$3

# Without its comments, whatever the header calls dehusk_...( is a declaration.
declared=$("$compiler" -E -P -x c "$header" | grep -oE '\bdehusk_[a-z0-9_]+ *\(' | tr -d ' (' | sort -u)
exported=$(nm -D --defined-only "$library" | awk '{print $NF}' | sort -u)

if [ "$declared" != "$exported" ]; then
    echo "declared (<) and exported (>) differ:"
    diff <(printf '%s\n' "$declared") <(printf '%s\n' "$exported") || true
    exit 1
fi
