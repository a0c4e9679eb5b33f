# For scripts that let something run for minutes: words while it works.
# shellcheck shell=bash

# with_progress WORDS LOG COMMAND...: runs COMMAND, its output goes to LOG, and
# every few seconds a line on stderr says how long it has run and what the last
# line in LOG is. The status is COMMAND's. The command runs in the foreground:
# it may ask the terminal, and Ctrl-C reaches it.
with_progress() {
    local words=$1 log=$2 status=0 ticker
    shift 2
    : >"$log"
    exec {ticker}> >(tick "$words" "$log" >&2)
    "$@" >>"$log" 2>&1 {ticker}>&- || status=$?
    exec {ticker}>&-
    wait $! 2>/dev/null || true
    return "$status"
}

# What runs beside it, until the pipe that it reads is closed or the script is gone.
tick() {
    local words=$1 log=$2 started=$SECONDS last status=0
    while true; do
        read -r -t "${DEHUSK_PROGRESS_SECONDS:-5}" || status=$?
        if [ "$status" -le 128 ]; then # not the time that is over
            return 0
        fi
        last=$(tail -n 1 "$log" | tr -d '\r')
        printf '%s: %d s %.70s\n' "$words" $((SECONDS - started)) "$last"
    done
}
