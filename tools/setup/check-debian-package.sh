#!/usr/bin/env bash
# Do the Debian packages install and run where nothing else is? Makes them from a
# build folder, installs them in a new chroot with nothing but Debian's base in it,
# and there runs the command and a C program that uses the library. For root, by
# hand: it takes some minutes, and downloads what it installs.
#     tools/setup/check-debian-package.sh BUILD [SUITE [MIRROR]]
# BUILD is configured already; SUITE is bookworm if not given. Needs debootstrap.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 3 ]; then
    echo "usage: check-debian-package.sh BUILD [SUITE [MIRROR]]" >&2
    exit 2
fi
build=$(cd "$1" && pwd)
suite=${2:-bookworm}
mirror=${3:-http://deb.debian.org/debian}
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
    echo "check-debian-package.sh: needs root, and debootstrap (apt-get install debootstrap)" >&2
    exit 1
fi
work=$(mktemp -d)
root=$work/root
# shellcheck disable=SC2317 # called by the trap
clean_up() {
    rm -rf --one-file-system "$work"
}
trap clean_up EXIT

echo "== packages"
(cd "$build" && cmake --build . --parallel 2 >"$work/build.log" && cpack -G DEB -B "$work/packages" >"$work/cpack.log")
ls "$work/packages"/*.deb

# Programs that fetch are told of the proxy that apt has.
eval "$(apt-config shell proxy Acquire::http::Proxy)"
if [ -n "${proxy:-}" ]; then
    export http_proxy=$proxy
fi

echo "== chroot with $suite"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$work/debootstrap.log" || {
    tail -n 20 "$work/debootstrap.log"
    exit 1
}
apt-config dump | grep -iE '^Acquire::https?::.*(Proxy|CaInfo)' >"$root/etc/apt/apt.conf.d/99proxy" || true
cp /etc/resolv.conf "$root/etc/resolv.conf"
mkdir "$root/check"
cp "$work/packages"/*.deb "$source/tests/consumer/consumer.c" "$source/runtime/examples/ferry.html" "$root/check"

inside() {
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C \
        ${http_proxy:+http_proxy="$http_proxy"} bash -euo pipefail -c "$1"
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
