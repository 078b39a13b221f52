#!/bin/sh
# Builds the keeper with all warnings as errors and with the sanitizers. Prints the program's path:
# SLUICE_TEST_KEEPER=$(.ci/keeper-check.sh) swift test --filter SluiceLauncherTests
set -eu
cd "$(dirname "$0")/.."
folder=.build/keeper-check
mkdir -p "$folder"
flags="-std=gnu17 -O1 -g -Wall -Wextra -Werror -I Sources/CKeeperProtocol/include"
clang $flags -static -o "$folder/sluice-keeper-static" \
    Sources/sluice-keeper/*.c Sources/CKeeperProtocol/*.c
clang $flags -fuse-ld=lld -fsanitize=address,undefined -fno-sanitize-recover=all \
    -fno-omit-frame-pointer \
    -o "$folder/sluice-keeper" Sources/sluice-keeper/*.c Sources/CKeeperProtocol/*.c
echo "$PWD/$folder/sluice-keeper"
