#ifndef FUZZ_DRIVER_H
#define FUZZ_DRIVER_H
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's main: calls `test` with one input after the other until its time is over. It has no
/// header of its own. SwiftPM gives every program a `main`, so libFuzzer's is not used.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *start, size_t count));

#endif
