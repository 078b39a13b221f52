#!/bin/sh
# Generates everything into a folder of its own and fails where that differs from what is committed.
set -eu
cd "$(dirname "$0")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
proto/generate.sh "$fresh"

status=0
compare() {
    diff -r -u -x __pycache__ "$1" "$fresh/$1" || status=1
}
compare Sources/CSluiceProto/sluice
compare Sources/CSluiceProto/include/sluice
compare Sources/CSluiceProto/include/CSluiceProto.h
compare Sources/SluiceWire/Generated
compare clients/python/sluice/v1
compare clients/go/v1
compare clients/c/generated
compare clients/node/src/generated
compare proto/sluice.v1.txtpb

test $status -eq 0 || echo "generated files are stale: run 'make generate'" >&2
exit $status
