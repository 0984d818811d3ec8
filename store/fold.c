/* store/fold.c - many small packs into one, so that a year of checkpoints does not become a year of open files.
 *
 * Whole entries are copied as they lie; nothing is inflated. That needs packs
 * without deltas, as ours are. One that git made is left alone, and so is one
 * that is not what it was when it was written: see bt_store_verify().
 *
 * The smallest go first, so that a note is copied a few times in a year, and not
 * once for each checkpoint. The new pack is on disk before an old one goes.
 */
#define _POSIX_C_SOURCE 200809L
#include "store/packs.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    KIND_OF_LAST_WHOLE = GIT_OBJECT_TAG /* the kinds above are deltas */
};

/* None of its entries is a delta. */
static bool is_whole(const bt_source *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if ((((unsigned char)s->pack.data[s->objects[i].offset] >> 4) & 7) > KIND_OF_LAST_WHOLE)
            return false;
    }
    return true;
}

/* The smallest that can be read and fit together; the others leave the list. */
static bt_status choose(int folder, bt_sources *all)
{
    uint64_t bytes = 0;
    size_t chosen = 0;

    for (size_t i = 0; i < all->count && chosen < BT_PACKS_MAX; i++) {
        bool usable;
        bt_status status;

        bytes += all->list[i].bytes;
        if (bytes > BT_PACKED_MOST_BYTES)
            break;
        status = bt_source_read(folder, &all->list[i], &usable);
        if (status != BT_OK)
            return status;
        if (!usable || !is_whole(&all->list[i])) {
            bt_source_free(&all->list[i]);
            continue;
        }
        if (chosen != i) {
            all->list[chosen] = all->list[i];
            memset(&all->list[i], 0, sizeof all->list[i]);
        }
        chosen++;
    }
    all->count = chosen;
    return BT_OK;
}

/* Copy what was not seen before; where `pack` is NULL only count it. */
static bt_status copy_all(const bt_sources *all, bt_pack *pack, size_t *count)
{
    bt_shelf seen = { 0 };
    bt_status status = BT_OK;

    for (size_t s = 0; status == BT_OK && s < all->count; s++) {
        const bt_source *from = &all->list[s];

        for (size_t i = 0; status == BT_OK && i < from->count; i++) {
            const bt_packed *object = &from->objects[i];
            bt_view entry = { from->pack.data + object->offset, (size_t)(object[1].offset - object->offset) };

            if (bt_shelf_find(&seen, &object->oid))
                continue;
            status = bt_shelf_add(&seen, &object->oid, GIT_OBJECT_ANY, (bt_view){ "", 0 });
            if (status == BT_OK && pack)
                status = bt_pack_copy(pack, &object->oid, entry);
        }
    }
    *count = seen.count;
    bt_shelf_clear(&seen);
    return status;
}

static bt_status fold(bt_store *store, int folder, const bt_sources *all)
{
    bt_pack *pack = NULL;
    bt_lock lock = { .fd = -1 };
    size_t count = 0;
    bt_oid made;
    bt_status status = copy_all(all, NULL, &count);

    if (status == BT_OK)
        status = bt_pack_begin(store->folder, count, &pack);
    if (status == BT_OK)
        status = copy_all(all, pack, &count);
    if (status == BT_OK)
        status = bt_pack_finish(pack, &made);
    bt_pack_free(pack);
    if (status != BT_OK)
        return status;
    store->stale = true;
    status = bt_lock_take(store->folder, BT_STORE_LOCK_WAIT_MS, &lock); /* nothing goes while it is held */
    if (status == BT_OK) {
        status = bt_packs_remove(folder, all, &made);
        bt_lock_release(&lock, status == BT_OK && !lock.abandoned);
    }
    return status;
}

bt_status bt_packs_fold(bt_store *store)
{
    int folder = openat(store->folder, BT_PACK_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bt_sources all;
    bt_status status;

    if (folder < 0)
        return BT_EIO;
    status = bt_packs_list(folder, &all);
    if (status == BT_OK && all.count > BT_PACKS_MAX) {
        status = choose(folder, &all);
        if (status == BT_OK && all.count > 1)
            status = fold(store, folder, &all);
    }
    bt_sources_free(&all);
    close(folder);
    return status;
}
