#!/bin/sh
# Writes all that is generated from proto/sluice/v1: the C of protoc-c (Sources/CSluiceProto), the
# Swift of protoc-gen-sluice (Sources/SluiceWire/Generated), the Python of protoc and of
# protoc-gen-sluice-python (clients/python/sluice/v1), and the descriptor's text
# (proto/sluice.v1.txtpb).
#
# proto/generate.sh [ROOT]   ROOT: where to write; the project itself if it is not given.
#
# Needs protoc, protoc-c and Debian's python3-protobuf. PROTOC_GEN_SLUICE names the built plugin of
# Swift; without it, it is built.
set -eu
cd "$(dirname "$0")/.."
root=${1:-.}
include=${PROTO_INCLUDE:-/usr/include}
files=$(cd proto && ls sluice/v1/*.proto)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# C holds messages only. Roles and services are the business of the Swift side, and without them the
# C needs no descriptor.proto.
generate_c() {
    target=$root/Sources/CSluiceProto
    mkdir -p "$work/proto/sluice/v1" "$work/c" "$target/sluice/v1" "$target/include/sluice/v1"
    for file in $files; do
        test "$file" = sluice/v1/options.proto && continue
        sed -e '/^import "sluice\/v1\/options.proto"/d' -e '/^service /,/^}/d' \
            "proto/$file" >"$work/proto/$file"
    done
    (cd "$work/proto" && protoc -I . --c_out="$work/c" sluice/v1/*.proto)
    rm -f "$target"/sluice/v1/*.pb-c.c "$target"/include/sluice/v1/*.pb-c.h
    cp "$work"/c/sluice/v1/*.pb-c.c "$target/sluice/v1/"
    cp "$work"/c/sluice/v1/*.pb-c.h "$target/include/sluice/v1/"
    (cd "$work/c" && ls sluice/v1/*.pb-c.h) | sed 's/.*/#include "&"/' \
        >"$target/include/CSluiceProto.h"
}

generate_swift() {
    target=$root/Sources/SluiceWire/Generated
    if test -z "${PROTOC_GEN_SLUICE:-}"; then
        swift build --product protoc-gen-sluice
        PROTOC_GEN_SLUICE=$(swift build --show-bin-path)/protoc-gen-sluice
    fi
    mkdir -p "$target" "$work/swift"
    # shellcheck disable=SC2086 # one word a file
    protoc -I proto -I "$include" --plugin=protoc-gen-sluice="$PROTOC_GEN_SLUICE" \
        --sluice_out="$work/swift" $files
    rm -f "$target"/*.swift
    cp "$work"/swift/*.swift "$target/"
}

# protoc's stubs say less than a strict checker asks for: mappings of what, and keyword arguments of
# which type.
generate_python() {
    target=$root/clients/python/sluice/v1
    mkdir -p "$target" "$work/python"
    # shellcheck disable=SC2086 # one word a file
    protoc -I proto -I "$include" --python_out="$work/python" --pyi_out="$work/python" \
        --plugin=protoc-gen-sluice-python=clients/python/protoc-gen-sluice-python \
        --sluice-python_out="$work/python" $files
    sed -i -e 's/_Mapping\]/_Mapping[str, object]]/g' -e 's/\*\*kwargs)/**kwargs: object)/' \
        -e 's/^\([A-Z_]*\): _ClassVar\[int\]/\1: int/' \
        "$work"/python/sluice/v1/*.pyi
    rm -f "$target"/*.py "$target"/*.pyi
    cp "$work"/python/sluice/v1/* "$target/"
}

generate_descriptor() {
    mkdir -p "$root/proto"
    # shellcheck disable=SC2086 # one word a file
    protoc -I proto -I "$include" --descriptor_set_out="$work/sluice.v1.bin" $files
    protoc -I proto -I "$include" --decode=google.protobuf.FileDescriptorSet \
        google/protobuf/descriptor.proto sluice/v1/options.proto \
        <"$work/sluice.v1.bin" >"$root/proto/sluice.v1.txtpb"
}

generate_c
generate_swift
generate_python
generate_descriptor
