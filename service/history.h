/* service/history.h - the versions of a record as they are told to others. */
#ifndef BT_SERVICE_HISTORY_H
#define BT_SERVICE_HISTORY_H

#include "service/json_out.h"
#include "store/store.h"

/* A member and the rule that decided it. Borrows from the message. */
typedef struct bt_decided {
    bt_view path; /* JSON pointer, or "(unknown_member)" */
    bt_view rule; /* a name of sync/merge.h */
} bt_decided;

/*
 * The next line "merge <id> <path> <rule>" about `id`. Set *at to 0 for the first.
 * False at the end; lines of any other form are passed over.
 */
bool bt_decided_next(bt_view message, bt_view id, size_t *at, bt_decided *out);

/* One version of the record `id` as the API and `backtable history --json` describe it. */
void bt_past_write(bt_view id, const bt_past *past, bt_out *out);

#endif
