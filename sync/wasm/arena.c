/*
 * In a page there is one arena, and it grows with what is asked of it. Where the memory cannot grow, the call ends as
 * every call does that a machine cannot go on with (a trap): the page gets no answer, and begins with a new instance.
 */
#include "sync/base.h"

#include "sync/merge.h"

enum {
    PAGE_BYTES = 64 * 1024, /* of WebAssembly memory */
    STEP_PAGES = 16         /* it grows by so many or more, for each step moves what the page sees of it */
};

void *bt_arena_take(bt_arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);

    arena->used = (arena->used + align - 1) / align * align;
    return bt_arena_add(arena, size);
}

void *bt_arena_add(bt_arena *arena, size_t size)
{
    size_t start = arena->used, end = start + size, pages = STEP_PAGES + size / PAGE_BYTES;

    if (size > BT_MERGE_ARENA_BYTES || end > BT_MERGE_ARENA_BYTES)
        __builtin_trap();
    if (end > arena->size) {
        if (__builtin_wasm_memory_grow(0, pages) == SIZE_MAX)
            __builtin_trap();
        arena->size += pages * PAGE_BYTES;
    }
    arena->used = end;
    return arena->base + start;
}
