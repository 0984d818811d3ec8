/* tests/lint/freestanding/string.h - the four memory calls that a compiler may make by itself, and no other.
 *
 * Stands in for the C library where there is none (wasm32): sync/ compiles with this, or it uses what the phone lacks.
 */
#ifndef BT_FREESTANDING_STRING_H
#define BT_FREESTANDING_STRING_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);

#endif
