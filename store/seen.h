/* store/seen.h - a set of git objects that is also the list of what is still to be looked at.
 *
 * Each object is in it once, in the order in which it was first named; whoever
 * walks it by index while adding to it sees every object that can be reached.
 */
#ifndef BT_STORE_SEEN_H
#define BT_STORE_SEEN_H

#include "store/internal.h"

typedef struct bt_seen_item {
    git_oid oid;
    git_object_t kind;
    bool is_record; /* a blob that lies under records/ */
} bt_seen_item;

/* Zeroed is empty. */
typedef struct bt_seen {
    bt_seen_item *items;
    size_t count, room;
    uint32_t *slots; /* index of an item plus one; 0 is free */
    size_t slot_count;
} bt_seen;

/* Does nothing when it is there already. BT_ENOMEM. */
bt_status bt_seen_add(bt_seen *seen, const bt_seen_item *item);
bool bt_seen_has(const bt_seen *seen, const git_oid *oid);
/* Add what an object names: a commit its tree and its parents, a tree its entries. BT_EDAMAGED, BT_EIO, BT_ENOMEM. */
bt_status bt_seen_follow(bt_seen *seen, bt_store *store, const bt_seen_item *item);
/* Everything that a commit reaches, into an empty set; blobs are named and not read. */
bt_status bt_seen_all(bt_seen *seen, bt_store *store, const git_oid *head);
void bt_seen_free(bt_seen *seen);

#endif
