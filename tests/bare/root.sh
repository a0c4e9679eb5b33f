# What the tests on bare machines share: a folder with a minimal Debian in it, and
# how to run commands there. To be sourced, after `set -euo pipefail`.
# shellcheck shell=bash
#
#     bare_begin "$@"           first of all; the script may be started once more by it
#     bare_root SUITE PACKAGES  a new root in $bare_root, with these packages (commas) beside the minimal ones
#     bare_run USER COMMAND     a command of the shell in it, in the home of USER (root, newcomer)
#     bare_clone USER           the committed tree of this project in ~USER/dehusk
#
# The root has what mmdebstrap calls minbase. What the host knows of its network
# goes along, so that apt and pip work where they do outside: apt's sources of
# Debian and settings of fetching, name servers, certificates, pip's settings, and
# the variables of proxies. Roots are kept for a day in $DEHUSK_BARE_CACHE
# (/var/cache/dehusk-bare), and packages for as long as they are the newest.

bare_source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bare_cache=${DEHUSK_BARE_CACHE:-/var/cache/dehusk-bare}
# shellcheck source=tools/setup/progress.sh
. "$bare_source/tools/setup/progress.sh"

bare_skip() {
    printf 'skipped: %s\nto run it: %s\n' "$1" "$2"
    exit 77
}

# Mounts and processes of the root end with the script: it runs in namespaces of its own.
bare_begin() {
    [ "$(id -u)" -eq 0 ] || bare_skip "only root can make a bare machine" "sudo $0"
    command -v mmdebstrap >/dev/null || bare_skip "there is no mmdebstrap" "tools/setup/install-debian.sh bare"
    if [ -z "${DEHUSK_BARE_INSIDE:-}" ]; then
        unshare --mount --pid --fork true 2>/dev/null ||
            bare_skip "this system lets nobody mount (unshare --mount)" "$0, outside of a container"
        DEHUSK_BARE_INSIDE=yes exec unshare --mount --propagation private --pid --fork --kill-child "$0" "$@"
    fi
    bare_work=$(mktemp -d)
    trap 'bare_forget; rm -rf --one-file-system "$bare_work"' EXIT
    bare_root=
}

bare_forget() {
    if [ -n "$bare_root" ]; then
        # What is mounted below it, the last first: none of that may be removed.
        awk -v below="$bare_root/" 'index($2, below) == 1 { print $2 }' /proc/self/mounts | tac | xargs -r umount --lazy
        rm -rf --one-file-system "$bare_root"
        bare_root=
    fi
}

# The host's sources for SUITE as lines for mmdebstrap: those of its own release, by the other's name.
bare_sources() {
    local suite=$1 own
    # shellcheck source=/dev/null
    own=$(. /etc/os-release && echo "${ID:-} ${VERSION_CODENAME:-}")
    [[ $own == debian\ ?* ]] || return 0
    own=${own#* }
    # shellcheck disable=SC2016 # the names are apt-get's
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Identifier: Packages' | sort -u |
        sed -nE "s#^(\S+) $own(-updates|-security)? (main)\$#deb \1 $suite\2 \3#p"
}

# bare_tar SUITE PACKAGES: makes $bare_tar, unless it was made today.
bare_tar() {
    local suite=$1 packages=git,ca-certificates${2:+,$2} options=() setting sources log=$bare_work/mmdebstrap.log
    mkdir -p "$bare_cache"
    chmod 700 "$bare_cache"
    bare_tar=$bare_cache/$suite-$(date +%F)-$(printf '%s' "$packages" | cksum | cut -d ' ' -f 1).tar
    if [ -e "$bare_tar" ]; then
        return
    fi
    find "$bare_cache" -maxdepth 1 -name '*.tar*' -mtime +0 -delete
    while IFS= read -r setting; do
        options+=("--aptopt=$setting")
    done < <(apt-config dump | grep -E '^Acquire::(https?::|Check-|Retries|ForceIPv4)' | grep -v '::User-Agent')
    mapfile -t sources < <(bare_sources "$suite")
    if ! with_progress "making a bare $suite" "$log" mmdebstrap --variant=minbase --mode=root --include="$packages" \
        "${options[@]}" "$suite" "$bare_tar.new.tar" "${sources[@]}"; then
        rm -f "$bare_tar.new.tar"
        tail -n 15 "$log" >&2
        bare_skip "mmdebstrap cannot make a root with $suite here (its words are above)" "$0, with a network"
    fi
    mv "$bare_tar.new.tar" "$bare_tar"
}

# Files that the host has for its network.
bare_carry() {
    local file name value user
    bare_variables=()
    cp /etc/resolv.conf /etc/hosts "$bare_root/etc/"
    for file in /etc/pip.conf /etc/xdg/pip/pip.conf /usr/local/share/ca-certificates/*.crt; do
        if [ -e "$file" ]; then
            install -D -m 644 "$file" "$bare_root$file"
        fi
    done
    chroot "$bare_root" update-ca-certificates >/dev/null 2>&1
    if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
        cp /etc/ssl/certs/ca-certificates.crt "$bare_root/etc/ssl/certs/"
    fi
    for file in "${HOME:-/root}"/.config/pip/pip.conf "${HOME:-/root}"/.pip/pip.conf; do
        for user in root home/newcomer; do
            if [ -e "$file" ]; then
                install -D -m 644 "$file" "$bare_root/$user/${file#"${HOME:-/root}/"}"
            fi
        done
    done
    while IFS= read -r name; do
        [[ $name =~ ^((https?|no|all)_proxy|(HTTPS?|NO|ALL)_PROXY|PIP_.*|SSL_CERT_(FILE|DIR)|(REQUESTS|CURL)_CA_BUNDLE)$ ]] || continue
        value=${!name}
        bare_variables+=("$name=$value")
        if [ -f "$value" ] && [[ $value == /* ]]; then
            install -D -m 644 "$value" "$bare_root$value"
        elif [ -d "$value" ] && [[ $value == /* ]] && [ ! -e "$bare_root$value" ]; then
            mkdir -p "$bare_root$value"
            mount --bind --read-only "$value" "$bare_root$value"
        fi
    done < <(compgen -e)
}

bare_root() {
    local suite=$1
    bare_tar "$suite" "${2:-}"
    bare_forget
    bare_root=$bare_work/$suite
    mkdir "$bare_root"
    tar -xf "$bare_tar" -C "$bare_root" --numeric-owner
    mount --rbind /dev "$bare_root/dev"
    mount -t proc proc "$bare_root/proc"
    mkdir -p "$bare_cache/$suite-packages/partial"
    mount --bind "$bare_cache/$suite-packages" "$bare_root/var/cache/apt/archives"
    chroot "$bare_root" useradd --create-home --shell /bin/bash newcomer
    bare_carry
}

bare_run() {
    local user=$1 home=/root
    [ "$user" = root ] || home=/home/$user
    chroot "$bare_root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME="$home" USER="$user" LANG=C.UTF-8 "${bare_variables[@]}" \
        setpriv --reuid "$user" --regid "$user" --init-groups bash -euo pipefail -c "cd && $2" </dev/null
}

bare_clone() {
    local user=$1
    if [ -n "$(git -C "$bare_source" status --porcelain)" ]; then
        echo "what is not committed is not tested"
    fi
    rm -rf "$bare_root/srv/$user.git"
    # Not the host's copy itself: an origin that belongs to somebody else is refused.
    git clone -q --bare --depth 1 "file://$bare_source" "$bare_root/srv/$user.git"
    chroot "$bare_root" chown -R "$user:" "/srv/$user.git"
    bare_run "$user" "git clone -q /srv/$user.git dehusk"
}
