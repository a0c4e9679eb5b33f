#!/usr/bin/env bash
# The manual pages are well-formed, and the library's has every function.
#     manual_pages.sh HEADER PAGE...
set -euo pipefail

header=$1
shift
if ! command -v man >/dev/null; then
    echo "skipped: man is not there"
    echo "to run it: tools/setup/install-debian.sh test"
    exit 77
fi
for page in "$@"; do
    complaints=$(MANWIDTH=100 man --warnings -E UTF-8 -Tutf8 -l "$page" 2>&1 >/dev/null)
    if [ -n "$complaints" ]; then
        echo "$page: $complaints"
        exit 1
    fi
    if command -v mandoc >/dev/null; then
        # A date and references to pages that are not installed here are nobody's business.
        mandoc -T lint -W error "$page"
    fi
    [[ $page == *.3 ]] || continue
    text=$(MANWIDTH=100 man -E UTF-8 -Tutf8 -l "$page" | sed 's/.\x08//g')
    while IFS= read -r function; do
        grep -qF "$function" <<<"$text" || {
            echo "$page does not have $function)"
            exit 1
        }
    done < <(grep -oE '\bdehusk_[a-z0-9_]+\(' "$header" | sort -u)
done
