#include "sync/writer.h"

#include "sync/memory.h"

bt_writer_to bt_write_start(bt_arena *arena)
{
    char *start = bt_arena_take(arena, 0);
    char *end = start != NULL ? (char *)arena->base + arena->size : NULL;

    return (bt_writer_to){ arena, start, start, end, start == NULL };
}

void bt_write(bt_writer_to *w, bt_view bytes)
{
    if (w->full || (size_t)(w->end - w->to) < bytes.len) {
        w->full = true;
        return;
    }
    memcpy(w->to, bytes.data, bytes.len);
    w->to += bytes.len;
}

void bt_write_char(bt_writer_to *w, char c)
{
    if (w->to == w->end)
        w->full = true;
    if (!w->full)
        *w->to++ = c;
}

bt_status bt_write_finish(bt_writer_to *w, bt_view *out)
{
    *out = (bt_view){ w->start, (size_t)(w->to - w->start) };
    return bt_arena_take(w->arena, w->full ? SIZE_MAX : out->len) != NULL ? BT_OK : BT_ENOMEM;
}
