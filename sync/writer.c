#include "sync/writer.h"

#include "sync/memory.h"

bt_writer_to bt_write_start(bt_arena *arena)
{
    char *start = (char *)arena->base + arena->used;

    return (bt_writer_to){ arena, start, start, (char *)arena->base + arena->size, false };
}

void bt_write(bt_writer_to *w, bt_view bytes)
{
    if (w->full || (size_t)(w->end - w->to) < bytes.len) {
        w->full = true;
        return;
    }
    if (bytes.len > 0)
        memcpy(w->to, bytes.data, bytes.len);
    w->to += bytes.len;
}

bt_status bt_write_finish(bt_writer_to *w, bt_view *out)
{
    if (w->full)
        return BT_ENOMEM;
    *out = (bt_view){ w->start, (size_t)(w->to - w->start) };
    w->arena->used += out->len;
    return BT_OK;
}
