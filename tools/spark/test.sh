#!/usr/bin/env bash
# Tests the job for Spark on a real cluster: a master and two workers on the
# loopback interface, one of which is killed.
#     tools/spark/test.sh [DEHUSK [NAME]...]
# DEHUSK is the command, build/release/tools/dehusk if none is named; NAMEs choose
# tests by a part of their name. Takes two minutes, four on a busy machine, and
# 2 GB of memory; PySpark (300 MB) is installed once, in an environment of its own
# below build/.
# Exit status 77: there is no Java 17, or PySpark cannot be had.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${here%/tools/spark}
dehusk=$(realpath -m "${1:-$root/build/release/tools/dehusk}")
venv=$root/build/spark-python
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONDONTWRITEBYTECODE=1

if [ ! -x "$dehusk" ]; then
    echo "test.sh: $dehusk: no such command; tools/test.sh builds it" >&2
    exit 2
fi
version=$(java -version 2>&1 | sed -n 's/^[a-z]* version "\([0-9]*\).*/\1/p') || version=
if [ "${version:-0}" -lt 17 ]; then
    echo "skipped: there is no Java 17 or later"
    echo "to run it: tools/setup/install-debian.sh spark"
    exit 77
fi
stamp=$({ "${PYTHON:-python3}" -V && cat "$here/requirements.txt"; } | sha256sum)
if [ "$(cat "$venv/stamp" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$venv"
    mkdir -p "$root/build"
    if ! "${PYTHON:-python3}" -m venv "$venv" || ! "$venv/bin/pip" install -q -r "$here/requirements.txt"; then
        echo "skipped: PySpark cannot be had"
        echo "to run it: see that pip reaches a package index, and run it again"
        exit 77
    fi
    printf '%s\n' "$stamp" >"$venv/stamp"
fi
exec "$venv/bin/python" "$here/cluster_test.py" "$dehusk" "${@:2}"
