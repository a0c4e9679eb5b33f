#!/usr/bin/env bash
# Do the Debian packages install and run where nothing else is? Makes them, installs
# them in a bare root (tests/bare/root.sh), and there runs the command and a C
# program that uses the library. For root, by hand: it downloads what it installs.
#     tools/setup/check-debian-package.sh [SUITE]
# SUITE is the host's own release, bookworm if not given: packages need the libraries
# that they were built with. Exit status: 0 all is well, 1 it is not, 77 no such root
# can be made here.
set -euo pipefail

source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tests/bare/root.sh
. "$source/tests/bare/root.sh"
bare_begin "$@"
suite=${1:-bookworm}

"$source/tools/setup/debian-packages.sh" "$bare_work/packages"
bare_root "$suite" ''
# shellcheck disable=SC2154 # from root.sh
mkdir "$bare_root/check"
# shellcheck disable=SC2154 # from root.sh
cp "$bare_work/packages"/*.deb "$source/tests/consumer/consumer.c" "$source/runtime/examples/ferry.html" "$bare_root/check"

inside() {
    bare_run root "export DEBIAN_FRONTEND=noninteractive; $1"
}
inside 'apt-get update -qq'

echo "== the command alone"
inside 'apt-get install -y -qq --no-install-recommends /check/dehusk_*.deb >/dev/null'
inside 'dehusk /check/ferry.html | grep "^The only car ferry"'
inside 'dehusk --version'
inside 'dehusk-train dump 2>&1 | head -n 1' || true

echo "== the library, for a C program"
inside 'apt-get install -y -qq --no-install-recommends gcc libc6-dev pkg-config /check/lib*.deb >/dev/null'
# shellcheck disable=SC2016 # meant for the shell inside
inside 'cd /check && gcc consumer.c $(pkg-config --cflags --libs dehusk) -o shared && ./shared | grep "shivering in turns"'
inside 'ldd /check/shared | grep "libdehusk.so.0 => /"'
# shellcheck disable=SC2016 # meant for the shell inside
inside 'cd /check && flags=$(pkg-config --cflags --static --libs dehusk) &&
        gcc consumer.c ${flags/-ldehusk/-l:libdehusk.a} -o static && ./static | grep "shivering in turns"'
inside 'ls /usr/share/man/man1/dehusk.1* /usr/share/man/man3/dehusk.3* >/dev/null || { echo "a manual is missing"; exit 1; }'

echo "== and away again"
inside 'dpkg -V dehusk libdehusk0 libdehusk-dev && apt-get purge -y -qq dehusk libdehusk0 libdehusk-dev >/dev/null'
if inside 'find / -xdev -name "*dehusk*" -not -path "/check/*" -not -path "/var/lib/dpkg/*" -not -path "/var/log/*" \
        -not -path "/var/cache/*" -not -path "/proc/*" | grep .'; then
    echo "files were left behind"
    exit 1
fi
echo "passed"
