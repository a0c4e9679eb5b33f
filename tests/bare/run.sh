#!/usr/bin/env bash
# Do README's commands work where nothing is installed? Makes a minimal Debian, with
# git and certificates and nothing else, clones the committed tree into it, and does
# what README says: its two commands and its CMake way as root, and, in another one,
# the first command as an ordinary user who has sudo.
#     tests/bare/run.sh [SUITE]...
# SUITE is a release of Debian, bookworm (12) if none is given; trixie is 13. For root;
# takes some ten minutes for each on two cores. See tests/bare/root.sh for what is
# carried over and kept. Each step's output is in build/bare/SUITE-STEP.log.
# Exit status: 0 all is well, 1 something failed, 77 no such root can be made here.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/bare/root.sh
. "$here/root.sh"
bare_begin "$@"
logs=$bare_source/build/bare
export DEHUSK_PROGRESS_SECONDS=${DEHUSK_PROGRESS_SECONDS:-20}
mkdir -p "$logs"
readme=$bare_source/README.md
failures=0

# section TITLE: the lines in the first block of "sh" below that title of README, without comments.
section() {
    awk -v title="## $1" '$0 == title { here = 1; next } /^## / { here = 0 }
        here && /^```/ { if (block) exit; block = ($0 == "```sh"); next }
        here && block' "$readme" | sed -E 's/[[:space:]]+#.*//; s/ \[FILE\]\.\.\.//'
}

# step NAME USER COMMAND PATTERN: the command succeeds in the clone, and prints a line with PATTERN.
step() {
    local user=$2 command=$3 pattern=$4 log=$logs/$suite-$1.log started=$SECONDS
    if ! with_progress "$suite, $1" "$log" bare_run "$user" "cd dehusk && $command"; then
        tail -n 60 "$log"
        printf 'FAILED  %s, %s: %s (all of its output is in %s)\n' "$suite" "$user" "$command" "$log"
    elif ! grep -qE -e "$pattern" "$log"; then
        tail -n 20 "$log"
        printf 'FAILED  %s, %s: %s does not print "%s" (its output is in %s)\n' "$suite" "$user" "$command" "$pattern" "$log"
    else
        printf 'ok      %s, %s, %s: %s (%d s)\n' "$suite" "$user" "$1" "${command:0:150}" $((SECONDS - started))
        return 0
    fi
    failures=$((failures + 1))
    return 1
}

as_root() {
    local commands
    mapfile -t commands < <(section "Two commands")
    if [ "${#commands[@]}" -ne 2 ] || [[ ${commands[0]} != tools/try.sh ]] || [[ ${commands[1]} != tools/test.sh ]]; then
        echo "README has other commands: ${commands[*]}"
        failures=$((failures + 1))
        return
    fi
    bare_root "$suite" ''
    bare_clone root
    step try root "${commands[0]}" "Residents of Marrow Quay" || return 0
    step test root "${commands[1]}" "100% tests passed" || true
    sed -n '/^Skipped:/,$p' "$logs/$suite-test.log"
}

as_user() {
    local cmake_way library
    cmake_way=$(section "Building with CMake" | head -n 1)
    library=$(section "Library" | head -n 1)
    bare_root "$suite" sudo
    echo "newcomer ALL=(ALL) NOPASSWD: ALL" >"$bare_root/etc/sudoers.d/newcomer"
    bare_clone newcomer
    step user-try newcomer "tools/try.sh" "Residents of Marrow Quay" || return 0
    # Where the first command was run, there is what the library and the command need,
    # and nothing for the trainer and the tests.
    step cmake newcomer "export CMAKE_BUILD_PARALLEL_LEVEL=$(nproc); $cmake_way" "Installing: /usr/local/lib" || return 0
    # The program in README, as its own test cuts it out.
    step library newcomer "awk '/^\`\`\`c\$/ { here = 1; next } /^\`\`\`/ { here = 0 } here' README.md >example.c && $library" '^\+ [01]\.' || true
    # README says that it takes g++.
    step static newcomer "sudo apt-get install -y --no-install-recommends g++ && cc example.c \$(pkg-config --cflags --static --libs dehusk | sed 's/-ldehusk/-l:libdehusk.a/') -o static && ./static" \
        '^\+ [01]\.' || true
    step command newcomer "cd / && dehusk --version && dehusk ~/dehusk/datasets/pages/news-en.html" "Residents of Marrow Quay" || true
}

if [ $# -eq 0 ]; then
    set -- bookworm
fi
for suite in "$@"; do
    as_root
    as_user
done
if [ "$failures" -gt 0 ]; then
    echo "$failures commands of README fail on a bare machine"
    exit 1
fi
echo "README's commands work on a bare $*"
