#include "sync/writer.h"

#include "sync/memory.h"

size_t bt_write_start(const bt_arena *arena)
{
    return arena->used;
}

void bt_write(bt_arena *arena, bt_view bytes)
{
    char *to = bt_arena_add(arena, bytes.len);

    if (to != NULL)
        memcpy(to, bytes.data, bytes.len);
}

void bt_write_char(bt_arena *arena, char c)
{
    char *to = bt_arena_add(arena, 1);

    if (to != NULL)
        *to = c;
}

bt_view bt_write_finish(const bt_arena *arena, size_t start)
{
    if (bt_arena_full(arena))
        return (bt_view){ NULL, 0 };
    return (bt_view){ (const char *)arena->base + start, arena->used - start };
}
