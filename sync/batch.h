/* sync/batch.h - the question a device asks: its batch of changes, and from where on it wants to know more.
 *
 * The envelope is read strictly and as a whole; each record inside it stays a
 * slice of the bytes that came, so that one record that is no good is refused
 * by itself and the others do not wait for it.
 */
#ifndef BT_SYNC_BATCH_H
#define BT_SYNC_BATCH_H

#include "sync/base.h"
#include "sync/record.h"

enum {
    BT_PROTOCOL = 1,
    BT_BATCH_MAX_CHANGES = 1000,
    BT_BATCH_MAX_DEPTH = 32 /* levels of the whole envelope; a deeper body is refused whole */
};

typedef struct bt_change {
    bt_view id;          /* a valid UUIDv7 */
    bt_view base;        /* version hex; absent for a new record */
    bt_view base_record; /* raw JSON of the base, sent when the service said it lacks it; absent otherwise */
    bt_view record;      /* raw JSON, not yet checked */
} bt_change;

typedef struct bt_ask {
    int64_t protocol;
    bt_view epoch;  /* absent at first */
    bt_view cursor; /* absent at first */
    int64_t seq;    /* of this batch when there are changes, else of the last one sent */
    bt_change *changes;
    size_t change_count;
    int64_t budget_bytes;  /* 0 when not given */
    int64_t wait_s;        /* 0 when not given */
    bt_view changes_bytes; /* the array as it came: what `seq` stands for */
} bt_ask;

/*
 * Read an ask. Everything in *out borrows from `body` and `arena`.
 * BT_OK; BT_EINPUT or BT_ELIMIT with *why filled; BT_ENOMEM.
 */
bt_status bt_ask_read(bt_arena *arena, bt_view body, bt_ask *out, bt_complaint *why);

#endif
