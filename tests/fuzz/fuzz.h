/* tests/fuzz/fuzz.h - what every fuzz target works with. A broken promise ends the program, so that the fuzzer keeps the input. */
#ifndef BT_FUZZ_H
#define BT_FUZZ_H

#include "sync/base.h"

/* The entry that libFuzzer and replay.c call (llvm.org/docs/LibFuzzer.html); returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Between the parts of one input: U+001E, which stands in no JSON as it is. */
enum { FUZZ_SEPARATOR = 0x1e };

/* Emptied memory, the same pages every time. */
bt_arena fuzz_arena(void *memory, size_t size);

/* Takes the part before the next separator off an input; what is behind the last one is a part too. */
bt_view fuzz_part(bt_view *rest);

/* Says what was promised, and aborts, unless it was kept. */
void fuzz_promise(bool kept, const char *promise);

#endif
