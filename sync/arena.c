#include "sync/base.h"

void *bt_arena_take(bt_arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);

    (void)bt_arena_add(arena, (align - arena->used % align) % align);
    return bt_arena_add(arena, size);
}

void *bt_arena_add(bt_arena *arena, size_t size)
{
    size_t start = arena->used;

    if (bt_arena_full(arena) || size > arena->size - start)
        arena->used = SIZE_MAX;
    else
        arena->used = start + size;
    return bt_arena_full(arena) ? NULL : arena->base + start;
}
