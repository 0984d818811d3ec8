/* store/seen.c - open addressing over object ids, which are random numbers already. */
#include "store/seen.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 1024 };

static uint32_t *slot_of(const bt_seen *seen, const git_oid *oid)
{
    size_t at;

    memcpy(&at, oid->id, sizeof at);
    for (at &= seen->slot_count - 1;; at = (at + 1) & (seen->slot_count - 1)) {
        uint32_t *slot = &seen->slots[at];

        if (*slot == 0 || git_oid_equal(&seen->items[*slot - 1].oid, oid))
            return slot;
    }
}

/* Twice the room; the slots stay at most half full. */
static bt_status grow(bt_seen *seen)
{
    size_t room = seen->room ? seen->room * 2 : FIRST_ROOM;
    bt_seen_item *items;
    uint32_t *slots;

    if (room > UINT32_MAX / 2)
        return BT_ENOMEM;
    items = realloc(seen->items, room * sizeof *items);
    if (!items)
        return BT_ENOMEM;
    seen->items = items;
    slots = calloc(room * 2, sizeof *slots);
    if (!slots)
        return BT_ENOMEM;
    free(seen->slots);
    seen->slots = slots;
    seen->slot_count = room * 2;
    seen->room = room;
    for (size_t i = 0; i < seen->count; i++)
        *slot_of(seen, &seen->items[i].oid) = (uint32_t)(i + 1);
    return BT_OK;
}

bt_status bt_seen_add(bt_seen *seen, const bt_seen_item *item)
{
    uint32_t *slot;

    if (seen->count == seen->room) {
        bt_status status = grow(seen);

        if (status != BT_OK)
            return status;
    }
    slot = slot_of(seen, &item->oid);
    if (*slot != 0)
        return BT_OK;
    seen->items[seen->count++] = *item;
    *slot = (uint32_t)seen->count;
    return BT_OK;
}

void bt_seen_free(bt_seen *seen)
{
    free(seen->items);
    free(seen->slots);
    memset(seen, 0, sizeof *seen);
}
