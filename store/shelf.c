/* store/shelf.c - objects in memory, found by their names.
 *
 * What the journal holds is not in git's files yet: it stands on a shelf, and
 * git reads the shelf before it looks at the disk (see handle.c). A commit is
 * put together on a second one, which is emptied when the commit fails.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64 }; /* a power of two, as every number of slots */

/* The slot of a name, or the free one where it would stand. Names are hashes: their first bytes are as good as any. */
static size_t slot_of(const bt_shelf *shelf, const git_oid *oid)
{
    uint32_t start;
    size_t slot;

    memcpy(&start, oid->id, sizeof start);
    slot = start & (shelf->slot_count - 1);
    while (shelf->slots[slot] != 0 && !git_oid_equal(&shelf->objects[shelf->slots[slot] - 1].oid, oid))
        slot = (slot + 1) & (shelf->slot_count - 1);
    return slot;
}

const bt_object *bt_shelf_find(const bt_shelf *shelf, const git_oid *oid)
{
    size_t slot;

    if (shelf->count == 0)
        return NULL;
    slot = slot_of(shelf, oid);
    return shelf->slots[slot] ? &shelf->objects[shelf->slots[slot] - 1] : NULL;
}

bt_status bt_shelf_reserve(bt_shelf *shelf, size_t more)
{
    size_t wanted = shelf->count + more, slot_count = shelf->slot_count ? shelf->slot_count : FIRST_SLOTS;
    bt_object *objects;
    size_t *slots;

    while (slot_count < 2 * wanted)
        slot_count *= 2;
    if (slot_count == shelf->slot_count)
        return BT_OK;
    objects = realloc(shelf->objects, slot_count / 2 * sizeof *objects);
    if (!objects)
        return BT_ENOMEM;
    shelf->objects = objects;
    slots = calloc(slot_count, sizeof *slots);
    if (!slots)
        return BT_ENOMEM;
    free(shelf->slots);
    shelf->slots = slots;
    shelf->slot_count = slot_count;
    for (size_t i = 0; i < shelf->count; i++)
        shelf->slots[slot_of(shelf, &shelf->objects[i].oid)] = i + 1;
    return BT_OK;
}

/* There is room for it. Owns `object->bytes` from now on. */
static void place(bt_shelf *shelf, const bt_object *object)
{
    size_t slot = slot_of(shelf, &object->oid);

    if (shelf->slots[slot]) {
        free(object->bytes);
        return;
    }
    shelf->objects[shelf->count] = *object;
    shelf->slots[slot] = ++shelf->count;
}

bt_status bt_shelf_add(bt_shelf *shelf, const git_oid *oid, git_object_t kind, bt_view bytes)
{
    bt_object object = { .kind = kind, .len = bytes.len };
    bt_status status = bt_shelf_reserve(shelf, 1);

    if (status != BT_OK || bt_shelf_find(shelf, oid))
        return status;
    object.bytes = malloc(bytes.len + 1); /* the empty tree has none */
    if (!object.bytes)
        return BT_ENOMEM;
    git_oid_cpy(&object.oid, oid);
    if (bytes.len > 0)
        memcpy(object.bytes, bytes.data, bytes.len);
    place(shelf, &object);
    return BT_OK;
}

void bt_shelf_move(bt_shelf *from, bt_shelf *to)
{
    for (size_t i = 0; i < from->count; i++)
        place(to, &from->objects[i]);
    from->count = 0;
    bt_shelf_clear(from);
}

void bt_shelf_clear(bt_shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++)
        free(shelf->objects[i].bytes);
    free(shelf->objects);
    free(shelf->slots);
    memset(shelf, 0, sizeof *shelf);
}
