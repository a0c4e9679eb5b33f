#!/usr/bin/env bash
# A test that cannot run in this build, which says so.
#     skip.sh REASON COMMAND
printf 'skipped: %s\nto run it: %s\n' "$1" "$2"
exit 77
