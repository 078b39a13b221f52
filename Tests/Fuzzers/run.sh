#!/usr/bin/env bash
# Tests/Fuzzers/run.sh SECONDS -O|-Onone FUZZER...
# Builds each fuzzer and runs it for that long. What it finds is left in .build/fuzz/FUZZER; what is
# worth keeping belongs into Corpus/FUZZER, where every later run begins.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=$1
optimize=$2
shift 2

export SLUICE_FUZZ=1
# libFuzzer keeps the input that breaks a rule; Swift's backtrace would take longer than finding it.
export SWIFT_BACKTRACE=enable=no
options=(
    -c release --scratch-path .build/fuzz -Xswiftc "$optimize" -Xswiftc -use-ld=lld
    -Xswiftc -sanitize=fuzzer -Xcc -fsanitize=fuzzer-no-link
)

for fuzzer in "$@"; do
    swift build "${options[@]}" --product "$fuzzer"
done
for fuzzer in "$@"; do
    found=.build/fuzz/$fuzzer
    mkdir -p "$found/corpus"
    echo "$fuzzer: $seconds seconds"
    ".build/fuzz/release/$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -verbosity=0 -close_fd_mask=0 -artifact_prefix="$found/" \
        "$found/corpus" "Tests/Fuzzers/Corpus/$fuzzer"
done
