/* sync/merging.h - a merge at work: the three records, and what is written down on the way. Private to sync/. */
#ifndef BT_SYNC_MERGING_H
#define BT_SYNC_MERGING_H

#include "sync/ledger.h"
#include "sync/merge.h"
#include "sync/sides.h"

/* One of the three records. `root` NULL: there is none. */
typedef struct bt_doc {
    const bt_json *root, *forks, *stamps;
} bt_doc;

typedef struct bt_reason_note {
    struct bt_reason_note *next;
    bt_reason reason;
} bt_reason_note;

typedef struct bt_merging {
    bt_arena *arena;
    const bt_type *type; /* NULL: a type that this build does not know */
    bt_doc base, now, edit;
    bt_stamp edited, created; /* of the edit; of the record */
    bt_path path;
    bt_ledger forks, stamps; /* of the merged record */
    bt_reason_note *reasons; /* the newest first */
    size_t reason_count;
    size_t path_bytes; /* copied so far: the merged record is refused before they grow without end */
    bt_status status;  /* the first failure; nothing is decided after it */
} bt_merging;

bt_doc bt_doc_of(const bt_json *root);

/* Notes the first failure; always NULL. */
void *bt_merging_fail(bt_merging *m, bt_status status);

/* A copy of the path at hand that lasts as long as the arena. Check m->status. */
bt_view bt_merging_path(bt_merging *m);

void bt_merging_reason(bt_merging *m, bt_view path, bt_rule rule);
void bt_merging_note(bt_merging *m, bt_ledger *ledger, bt_view path, const bt_json *value);

/* Who stated a member in a record: its stamp, or the record's creation. */
bt_stamp bt_stamp_at(const bt_merging *m, const bt_doc *doc, bt_view path);

/* Does the edit answer the question that the base has at this path? */
bool bt_answers(const bt_merging *m, bt_view path);

/*
 * Leave of `stored`, the sides in the stored record, what the author of the edit had not seen.
 *   seen  the sides in the base
 */
void bt_leave_unseen(bt_sides *stored, const bt_sides *seen, const bt_json *base_fork,
                     const bt_json *now_fork);

/* Write down one side, or none: the member is not forked; the stamp of the creation goes without saying. */
void bt_settle_one(bt_merging *m, bt_view path, const bt_sides *sides);

/* Write down a fork. */
void bt_settle_fork(bt_merging *m, bt_view path, const bt_sides *sides, const bt_json *base, bool ask);

/*
 * The members of three objects at m->path (each may be NULL: there is none on that side).
 *   now_doc  the record that `now` is part of: m->now, or m->base where the stored record removed the object
 * NULL on failure.
 */
const bt_json *bt_merge_members(bt_merging *m, const bt_json *base, const bt_json *now, const bt_json *edit,
                                const bt_doc *now_doc);

/* The member `deleted`: a value like others, but that any other edit means to keep the record. NULL: absent, or failure. */
const bt_json *bt_merge_deleted(bt_merging *m);

/* Do two records say the same, stamps and `deleted` aside? */
bool bt_content_equal(const bt_doc *a, const bt_doc *b);

#endif
