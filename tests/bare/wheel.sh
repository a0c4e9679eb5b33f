#!/usr/bin/env bash
# Does a wheel install and work where there is Python, and nothing else?
#     tests/bare/wheel.sh WHEEL [SUITE]
# For root. Exit status: 0 it does, 1 it does not, 77 no such root can be made here.
set -euo pipefail

# shellcheck source=tests/bare/root.sh
. "$(dirname "${BASH_SOURCE[0]}")/root.sh"
bare_begin "$@"
wheel=$(realpath "$1")
bare_root "${2:-bookworm}" python3,python3-venv
# shellcheck disable=SC2154 # from root.sh
cp "$wheel" "$bare_source/runtime/examples/ferry.html" "$bare_root/home/newcomer/"
bare_run newcomer "python3 -m venv own && own/bin/pip install --quiet --no-index ./$(basename "$wheel")"
bare_run newcomer "own/bin/python -c 'import dehusk; print(dehusk.extract(open(\"ferry.html\", \"rb\").read()))' | grep '^The only car ferry'"
echo "the wheel works on a bare ${2:-bookworm}"
