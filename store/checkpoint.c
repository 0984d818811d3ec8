/* store/checkpoint.c - what the journal holds becomes what every git tool reads.
 *
 * In an order in which a kill loses nothing: the pack is on disk before the ref
 * names what is in it, and the ref before the journal lets go of it. Where it
 * ends half-way the journal still holds all, and the next one does it again: the
 * same objects in the same order give the same pack, under the same name.
 *
 * The pack is most of the work and needs no lock, since what a journal holds
 * never changes: commits go on behind it, and the next journal begins with them.
 */
#define _POSIX_C_SOURCE 200809L
#include "store/internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum {
    MOST_BATCHES = 128,
    MOST_BYTES = 4 * 1024 *
                 1024 /* what a handle has to read when it is opened, and keeps in memory; where nobody makes
                           checkpoints meanwhile, what a writer waits for */
};

/* As much of the journal as is in a pack, and the journal that may take its place. */
typedef struct packed_part {
    bt_oid pack;
    unsigned file; /* which journal: bt_journal.file */
    uint64_t end;
    git_oid head;
    bt_journal_next next;
} packed_part;

bool bt_checkpoint_due(const bt_store *store)
{
    return store->journal.batches >= MOST_BATCHES || store->journal.end >= MOST_BYTES;
}

bool bt_store_checkpoint_wanted(const bt_store *store)
{
    return store->journal.batches >= MOST_BATCHES / 4 || store->journal.end >= BT_JOURNAL_BUSY_BYTES;
}

bt_status bt_shelf_pack(bt_store *store, bt_oid *name)
{
    const bt_shelf *shelf = &store->shelf;
    bt_pack *pack = NULL;
    bt_status status = bt_pack_begin(store->folder, shelf->count, &pack);

    for (size_t i = 0; status == BT_OK && i < shelf->count; i++) {
        const bt_object *object = &shelf->objects[i];

        status = bt_pack_add(pack, &object->oid, object->kind, (bt_view){ object->bytes, object->len });
    }
    if (status == BT_OK)
        status = bt_pack_finish(pack, name);
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

/* All that this handle knows of the journal. */
static bt_status pack_part(bt_store *store, packed_part *out)
{
    out->file = store->journal.file;
    out->end = store->journal.end;
    git_oid_cpy(&out->head, &store->journal.head);
    out->next.fd = -1;
    return bt_shelf_pack(store, &out->pack);
}

/* Nothing named it yet, so that a git command may have thought it superfluous. */
static bool has_pack(const bt_store *store, const bt_oid *name)
{
    char path[sizeof BT_PACK_FOLDER + BT_VERSION_LEN + 16];

    snprintf(path, sizeof path, BT_PACK_FOLDER "/pack-%s.pack", name->hex);
    return faccessat(store->folder, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The ref to the end of the part, and a journal of what came behind it. Under the write lock. */
static bt_status let_go(bt_store *store, packed_part *part)
{
    git_oid ref;
    bt_status status = bt_read_ref(store, &ref);

    /* a head that the journal does not continue was put there by a person: what to keep is for people to say */
    if (status == BT_OK && !git_oid_equal(&ref, &store->journal.base) && !bt_shelf_find(&store->shelf, &ref))
        status = BT_EDAMAGED;
    if (status == BT_OK)
        status = move_ref(store, &ref, &part->head);
    if (status == BT_OK)
        status = bt_journal_replace(store, part->end, &part->next);
    return status;
}

bt_status bt_checkpoint(bt_store *store)
{
    packed_part part;
    bt_status status;

    if (store->journal.batches == 0)
        return bt_journal_replace(store, store->journal.end, NULL);
    status = pack_part(store, &part);
    return status == BT_OK ? let_go(store, &part) : status;
}

/* With the write lock for its end alone. `part` is NULL where a writer before has left something to be cleared up. */
static bt_status finish(bt_store *store, packed_part *part)
{
    bt_lock lock = { .fd = -1 };
    bt_status status = bt_lock_take(store->folder, BT_STORE_LOCK_WAIT_MS, &lock);

    if (status != BT_OK)
        return status;
    status = bt_writer_begin(store, lock.abandoned);
    if (status == BT_OK && store->journal.batches > 0) {
        if (!part || (store->journal.file == part->file && !has_pack(store, &part->pack)))
            status = bt_checkpoint(store);
        else if (store->journal.file == part->file)
            status = let_go(store, part);
        /* another journal: someone else has brought to git what was to be brought */
    }
    bt_lock_release(&lock, status != BT_EIO);
    return status;
}

bt_status bt_store_checkpoint(bt_store *store)
{
    bool has_tail = false;
    packed_part part = { .next = { .fd = -1 } };
    bt_status status = bt_journal_follow(store);

    if (status == BT_OK)
        status = bt_journal_has_tail(store, &has_tail);
    if (status != BT_OK || (store->journal.batches == 0 && !has_tail))
        return status;
    if (store->journal.batches > 0)
        status = pack_part(store, &part);
    if (status == BT_OK) {
        bt_journal_prepare(store, &part.next);
        status = finish(store, store->journal.batches > 0 ? &part : NULL);
        bt_journal_drop(store, &part.next);
    }
    /* Tidying: a disk without room for it may still have room for notes, and the next checkpoint tries again. */
    if (status == BT_OK)
        (void)bt_packs_fold(store);
    return status;
}
