#!/usr/bin/env bash
# Installs what is missing to build Dehusk on Debian and its relatives.
#     tools/setup/install-debian.sh [--print] [PURPOSE]...
# A PURPOSE is a list in tools/setup/debian, whose first line says what it is for;
# without any: build, train and test. It says what it is about to install before
# sudo asks. Where nothing is missing apt-get is not even run.
# --print: only the names of the packages, one a line, missing or not.
# Exit status: 0 all is there, 1 it is not, 2 usage.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lists=$here/debian
# shellcheck source=tools/setup/progress.sh
. "$here/progress.sh"

say() {
    printf 'install-debian.sh: %s\n' "$*" >&2
}

known() {
    local list
    for list in "$lists"/*.list; do
        printf '    %-8s %s\n' "$(basename "$list" .list)" "$(sed -n '1s/^# *//p' "$list")"
    done
}

# packages PURPOSE: the first word of each line that is no comment.
packages() {
    sed -E -n 's/^([a-z0-9][a-z0-9+.-]*).*/\1/p' "$lists/$1.list"
}

print=
case ${1:-} in
-h | --help)
    sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    echo "Purposes:"
    known
    exit 0
    ;;
--print)
    print=yes
    shift
    ;;
esac
if [ $# -eq 0 ]; then
    set -- build train test
fi
for purpose in "$@"; do
    if [[ ! $purpose =~ ^[a-z]+$ ]] || [ ! -e "$lists/$purpose.list" ]; then
        say "unknown purpose '$purpose'; known:"
        known >&2
        exit 2
    fi
done
if [ -n "$print" ]; then
    for purpose in "$@"; do
        packages "$purpose"
    done | sort -u
    exit 0
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "not a Debian system; this would be needed, by Debian's names: $("$0" --print "$@" | tr '\n' ' ')"
    exit 1
fi

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# What is missing, and what each purpose lacks, in words.
missing=()
why=()
for purpose in "$@"; do
    lacks=()
    while IFS= read -r package; do
        if ! installed "$package" && [[ " ${missing[*]} " != *" $package "* ]]; then
            missing+=("$package")
            lacks+=("$package")
        fi
    done < <(packages "$purpose")
    if [ ${#lacks[@]} -gt 0 ]; then
        why+=("for $(sed -n '1s/^# *//p' "$lists/$purpose.list"): ${lacks[*]}")
    fi
done
if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

install=(apt-get install -y --no-install-recommends "${missing[@]}")
tell_root() {
    say "$1; as root this does it:"
    printf '    apt-get update && %s\n' "${install[*]}" >&2
    exit 1
}

say "${#missing[@]} Debian packages are missing"
printf '    %s\n' "${why[@]}" >&2
root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || tell_root "only root can install them, and there is no sudo"
    say "sudo installs them, and may ask for your password"
    sudo true || tell_root "sudo did not let us"
    root=(sudo)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}
failed() {
    tail -n 30 "$log" >&2
    say "$1 failed"
    exit 1
}
with_progress "looking for packages" "$log" apt apt-get update -q || failed "apt-get update"
with_progress "installing packages" "$log" apt "${install[@]}" -q -o Dpkg::Use-Pty=0 || failed "apt-get install"
say "installed"
