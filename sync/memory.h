/* sync/memory.h - the four functions that a compiler expects even of a freestanding program.
 *
 * The service takes them from libc, sync.wasm from sync/wasm/memory.c. <string.h> is no freestanding header.
 */
#ifndef BT_SYNC_MEMORY_H
#define BT_SYNC_MEMORY_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t len);
void *memmove(void *to, const void *from, size_t len);
void *memset(void *to, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);

#endif
