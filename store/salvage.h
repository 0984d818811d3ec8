/* store/salvage.h - the two halves of falling back: what can be read of damaged packs, and which commit is good. */
#ifndef BT_STORE_SALVAGE_H
#define BT_STORE_SALVAGE_H

#include "store/seen.h"

/*
 * Look at every pack's sums. *damaged counts those that are not what was written. With a folder `aside` (else -1) what
 * can be read of them goes into new packs, synced, and then their files into that folder. Under the write lock.
 */
bt_status bt_salvage_packs(bt_store *store, int aside, size_t *damaged);

/* What is known to be readable, so that it is read once. Zeroed is empty; bt_seen_free(&good->objects). */
typedef struct bt_good {
    bt_store *store;
    bt_seen objects;
} bt_good;

/* Can the commit be read, and everything that lies in it, and every commit that it grew from (not what lay in those)? */
bt_status bt_good_commit(bt_good *good, const git_oid *commit, bool *out);

/*
 * The newest commit that is good: back from `from` along the first parents; where that leads nowhere, or `from` is
 * NULL, from the newest end of all that can be read. *start is the newest that can be read in part. BT_ENOTFOUND.
 */
bt_status bt_good_newest(bt_good *good, const git_oid *from, git_oid *out, git_oid *start);

/*
 * On top of a good commit, as one more that is not stored yet, whatever can be read of a newer one: *carried counts the
 * files, and where it is 0 *out is `onto`. The objects are in the store's batch.
 */
bt_status bt_good_carry(bt_good *good, const git_oid *onto, const git_oid *from, int64_t now_s, git_oid *out,
                        size_t *carried);

#endif
