#!/usr/bin/env bash
# Shows Sluice at work on this machine's own package database: a job runs, fails, is looked into and
# is retried from where it failed.
#
#   clients/samples/demo.sh [FOLDER]     FOLDER: where the programs are, if they are not in PATH
#
# The daemon that it starts has a state folder of its own, which is gone at the end.
set -euo pipefail

[ $# -eq 0 ] || PATH=$(realpath "$1"):$PATH
cd "$(dirname "$0")"

folder=$(mktemp -d)
export SLUICE_STATE=$folder/state
daemon=

finish() {
    local status=$?
    if [ -n "$daemon" ]; then
        sluice server stop --attempts --yes >/dev/null 2>&1 || kill "$daemon" 2>/dev/null || true
        wait "$daemon" 2>/dev/null || true
    fi
    [ $status -eq 0 ] || cat "$folder/sluiced.log" >&2
    rm -rf "$folder"
}
trap finish EXIT

say() {
    printf '\n# %s\n' "$*"
}

# Shows a command and runs it.
step() {
    printf '$ %s\n' "${*//$folder/\$folder}"
    "$@"
}

# The same of a command that is to end with a given exit code.
step_ending_in() {
    local expected=$1 status=0
    shift
    step "$@" || status=$?
    [ $status -eq "$expected" ] || {
        echo "exit code $status, expected $expected" >&2
        return 1
    }
}

start_daemon() {
    local options=()
    # Nobody but root can open the socket of this daemon: its folder is root's own.
    [ "$(id -u)" != 0 ] || options+=(--allow-root)
    sluiced "${options[@]}" 2>"$folder/sluiced.log" &
    daemon=$!
    until sluice server info >/dev/null 2>&1; do
        kill -0 "$daemon"
        sleep 0.02
    done
}

start_daemon
say "A job is a file."
step sluice job submit packages.yaml

say "Its check allows no dependency without a package: too strict for any real machine."
step_ending_in 1 sluice run packages --param work="$folder/packages" --wait

say "What failed, and why?"
step sluice show packages@latest
step sluice log packages@latest/check

say "Again from the failed node, with another tolerance: nothing is extracted or loaded twice."
step sluice retry packages@latest --param tolerance=50 --wait

say "All of it, with row counts and speed; and the report that it was about."
step sluice show packages@latest -o wide
step sluice log packages@latest/report --tail 14

say "The daemon and its keeper end."
step sluice server stop --attempts --yes
wait "$daemon"
daemon=
