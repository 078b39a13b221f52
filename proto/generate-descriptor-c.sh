#!/bin/sh
# Writes Sources/CDescriptorProto: the C of protoc's own schema, which the generator reads.
# Only a new version of protoc calls for it. Needs protoc-c and the package libprotoc-dev;
# PROTO_INCLUDE names the folder that holds google/protobuf, if it is not /usr/include.
set -eu
cd "$(dirname "$0")/.."
include=${PROTO_INCLUDE:-/usr/include}
target=Sources/CDescriptorProto

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
protoc -I "$include" --c_out="$work" \
    google/protobuf/descriptor.proto google/protobuf/compiler/plugin.proto

for folder in google/protobuf google/protobuf/compiler; do
    mkdir -p "$target/$folder" "$target/include/$folder"
    cp "$work/$folder"/*.pb-c.c "$target/$folder/"
    cp "$work/$folder"/*.pb-c.h "$target/include/$folder/"
done
