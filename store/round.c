/* store/round.c - commits that become durable together: one lock, one write and one sync for all of them. */
#include "store/internal.h"

bt_status bt_store_round_begin(bt_store *store)
{
    bt_lock lock = { .fd = -1 };
    bt_status status =
        store->round.open ? BT_EBUSY : bt_lock_take(store->folder, BT_STORE_LOCK_WAIT_MS, &lock);

    if (status != BT_OK)
        return status;
    status = bt_writer_begin(store, lock.abandoned);
    if (status == BT_OK && bt_checkpoint_due(store)) {
        status = bt_checkpoint(store);
        if (status == BT_EBUSY) /* a git command at work on the ref: the journal can wait */
            status = BT_OK;
    }
    if (status == BT_OK)
        store->round = (bt_round){ .open = true, .lock = lock };
    else
        bt_lock_release(&lock, status != BT_EIO);
    return status;
}

bt_status bt_store_round_end(bt_store *store)
{
    bt_round *round = &store->round;
    bt_status status;

    if (!round->open)
        return BT_OK;
    status = bt_journal_sync(store);
    bt_lock_release(&round->lock, status != BT_EIO && !round->failed);
    round->open = false;
    return status;
}

void bt_round_drop(bt_store *store)
{
    if (store->round.open) {
        bt_bytes_free(&store->round.records);
        bt_lock_release(&store->round.lock, !store->round.failed);
        store->round.open = false;
    }
}
