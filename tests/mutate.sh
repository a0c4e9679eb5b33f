#!/usr/bin/env bash
# Mutation testing: small breaks in the code, and whether a test notices each.
#     tests/mutate.sh [--minutes N] [--seed N] [--files PATTERN]... [--skip N] [--build FOLDER]
# tests/mutate.py tells what it does.
exec python3 "$(dirname "${BASH_SOURCE[0]}")/mutate.py" "$@"
