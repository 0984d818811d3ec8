/* store/checkpoint.c - what the journal holds becomes what every git tool reads.
 *
 * In an order in which a kill loses nothing: the pack is on disk before the ref
 * names what is in it, and the ref before the journal is emptied. Where it ends
 * half-way the journal still holds all, and the next one does it again: the same
 * objects in the same order give the same pack, under the same name.
 */
#include "store/internal.h"

enum {
    MOST_BATCHES = 64,
    MOST_BYTES =
        2 * 1024 * 1024 /* what a handle has to read when it is opened, and keeps in memory; and what a
                                    writer waits for, some 50 ms of deflating */
};

bool bt_checkpoint_due(const bt_store *store)
{
    return store->journal.batches >= MOST_BATCHES || store->journal.end >= MOST_BYTES;
}

bt_status bt_shelf_pack(bt_store *store)
{
    const bt_shelf *shelf = &store->shelf;
    bt_pack *pack = NULL;
    bt_oid name;
    bt_status status = bt_pack_begin(store->folder, shelf->count, &pack);

    for (size_t i = 0; status == BT_OK && i < shelf->count; i++) {
        const bt_object *object = &shelf->objects[i];

        status = bt_pack_add(pack, &object->oid, object->kind, (bt_view){ object->bytes, object->len });
    }
    if (status == BT_OK)
        status = bt_pack_finish(pack, &name);
    bt_pack_free(pack);
    return status;
}

static bt_status move_ref(bt_store *store, const git_oid *from, const git_oid *to)
{
    git_reference *ref = NULL;
    int rc;

    if (git_oid_equal(from, to))
        return BT_OK;
    rc = git_reference_create_matching(&ref, store->repo, BT_MAIN_REF, to, 1, from, NULL);
    git_reference_free(ref);
    if (rc == GIT_EMODIFIED || rc == GIT_ELOCKED)
        return BT_EBUSY; /* a git command at work in this folder */
    return rc == 0 ? BT_OK : BT_EIO;
}

bt_status bt_checkpoint(bt_store *store)
{
    const bt_journal *journal = &store->journal;
    bt_status status = BT_OK;
    git_oid ref;

    if (journal->batches > 0) {
        status = bt_read_ref(store, &ref);
        /* a head that the journal does not continue was put there by a person: what to keep is for people to say */
        if (status == BT_OK && !git_oid_equal(&ref, &journal->base) && !bt_shelf_find(&store->shelf, &ref))
            status = BT_EDAMAGED;
        if (status == BT_OK)
            status = bt_shelf_pack(store);
        if (status == BT_OK)
            status = move_ref(store, &ref, &journal->head);
    }
    if (status == BT_OK)
        status = bt_journal_replace(store);
    /* Tidying: a disk without room for it may still have room for notes, and the next checkpoint tries again. */
    if (status == BT_OK)
        (void)bt_packs_fold(store);
    return status;
}

bt_status bt_store_checkpoint(bt_store *store)
{
    bt_lock lock = { .fd = -1 };
    bool has_tail = false;
    bt_status status = bt_journal_follow(store);

    if (status == BT_OK)
        status = bt_journal_has_tail(store, &has_tail);
    if (status != BT_OK || (store->journal.batches == 0 && !has_tail))
        return status;
    status = bt_lock_take(store->folder, BT_STORE_LOCK_WAIT_MS, &lock);
    if (status != BT_OK)
        return status;
    status = bt_writer_begin(store, lock.abandoned);
    if (status == BT_OK && store->journal.batches > 0)
        status = bt_checkpoint(store);
    bt_lock_release(&lock, status != BT_EIO);
    return status;
}
