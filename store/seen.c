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

bool bt_seen_has(const bt_seen *seen, const git_oid *oid)
{
    return seen->count > 0 && *slot_of(seen, oid) != 0;
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

static bt_status add(bt_seen *seen, const git_oid *oid, git_object_t kind, bool is_record)
{
    bt_seen_item item = { .kind = kind, .is_record = is_record };

    git_oid_cpy(&item.oid, oid);
    return bt_seen_add(seen, &item);
}

static bt_status follow_tree(bt_seen *seen, bt_store *store, const bt_seen_item *item)
{
    bt_folder tree;
    bt_status status = bt_folder_open(store, &item->oid, &tree);

    while (status == BT_OK && !tree.done) {
        bool is_record = item->is_record || bt_view_equal(tree.name, bt_view_of(BT_RECORDS));

        status = add(seen, &tree.oid, tree.is_folder ? GIT_OBJECT_TREE : GIT_OBJECT_BLOB, is_record);
        if (status == BT_OK)
            status = bt_folder_next(&tree);
    }
    bt_folder_close(&tree);
    return status;
}

static bt_status follow_commit(bt_seen *seen, bt_store *store, const bt_seen_item *item)
{
    git_commit *commit = NULL;
    bt_status status;

    git_error_clear();
    status = bt_git_status(git_commit_lookup(&commit, store->repo, &item->oid), BT_EDAMAGED);
    if (status == BT_OK)
        status = add(seen, git_commit_tree_id(commit), GIT_OBJECT_TREE, false);
    for (unsigned i = 0; status == BT_OK && i < git_commit_parentcount(commit); i++)
        status = add(seen, git_commit_parent_id(commit, i), GIT_OBJECT_COMMIT, false);
    git_commit_free(commit);
    return status;
}

bt_status bt_seen_follow(bt_seen *seen, bt_store *store, const bt_seen_item *item)
{
    if (item->kind == GIT_OBJECT_COMMIT)
        return follow_commit(seen, store, item);
    return item->kind == GIT_OBJECT_TREE ? follow_tree(seen, store, item) : BT_OK;
}

bt_status bt_seen_all(bt_seen *seen, bt_store *store, const git_oid *head)
{
    bt_seen_item first = { .kind = GIT_OBJECT_COMMIT };
    bt_status status;

    git_oid_cpy(&first.oid, head);
    status = bt_seen_add(seen, &first);
    for (size_t i = 0; status == BT_OK && i < seen->count; i++) {
        bt_seen_item item = seen->items[i]; /* a copy: the list moves as it grows */

        status = bt_seen_follow(seen, store, &item);
    }
    return status;
}
