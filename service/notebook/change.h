/* service/notebook/change.h - one change of a batch: may it be made, and what does it make of the record?
 *
 * Everything about a single record is decided here; notebook.c joins the
 * outcomes of a batch into one commit.
 */
#ifndef BT_SERVICE_CHANGE_H
#define BT_SERVICE_CHANGE_H

#include "service/notebook/notebook.h"
#include "sync/merge.h"

/* Memory for judging one change after the other. Address space only, until it is touched. */
typedef struct bt_bench {
    bt_arena checked; /* the edit and its base in canonical form */
    bt_arena merging;
    bt_bytes base, now; /* as read from the store */
} bt_bench;

bt_status bt_bench_open(bt_bench *out);
void bt_bench_close(bt_bench *bench);

/* Where the change is to be made. */
typedef struct bt_place {
    bt_store *store;
    bt_oid head;
    const char *notebook; /* id */
    const bt_writer *writer;
} bt_place;

/* What came of a change. Views live in the bench until the next change. */
typedef struct bt_outcome {
    const char *refused; /* a code of service/notebook/refusal.h, or NULL; then the rest is not set */
    bool edits;          /* false: equal to its base, so no edit at all */
    bool writes;         /* the record changes; else `version` is the one that stays */
    bool brought;        /* a new record in the name of another, who is not the witness of it */
    bool as_sent;        /* what is stored is the edit in canonical form */
    bt_oid version;
    bt_view record;
    bt_view typed; /* absent where nobody else's work went in */
    const bt_reason *reasons;
    size_t reason_count;
} bt_outcome;

/* BT_OK: judged. Every other status is about the store or memory, not about the change. */
bt_status bt_change_judge(bt_bench *bench, const bt_place *place, const bt_change *change, bt_outcome *out);

#endif
