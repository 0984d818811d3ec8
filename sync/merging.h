/* sync/merging.h - a merge at work: the three records, and what is written down on the way. Private to sync/.
 *
 * A failure is not passed from hand to hand: whoever runs out of memory or of room for paths goes on with less, and
 * bt_merge() asks at the end, before anything of it is shown (bt_arena_full, and path_bytes against its limit).
 */
#ifndef BT_SYNC_MERGING_H
#define BT_SYNC_MERGING_H

#include "sync/ledger.h"
#include "sync/merge.h"
#include "sync/sides.h"

enum {
    BT_MERGING_MAX_PATH_BYTES = 2 * BT_RECORD_MAX_BYTES /* of all paths that one merge writes down */
};

/* One of the three records. `root` NULL: there is none. */
typedef struct bt_doc {
    const bt_json *root, *forks, *stamps;
} bt_doc;

typedef struct bt_reason_at {
    struct bt_reason_at *next;
    bt_reason reason;
} bt_reason_at;

typedef struct bt_merging {
    bt_arena *arena;
    const bt_type *type; /* NULL: a type that this build does not know */
    bt_doc base, now, edit;
    const bt_json *edited, *created; /* stamps: of the edit; of the record */
    bt_path path;                    /* of the member at hand */
    bt_ledger forks, stamps;         /* of the merged record */
    bt_reason_at *reasons;           /* the newest first */
    size_t reason_count;
    size_t path_bytes; /* copied so far: the merged record is refused before they grow without end */
} bt_merging;

/* A member on all sides: its values (NULL: absent) and, at its own path, its forks. */
typedef struct bt_place {
    const bt_json *base, *now, *edit;
    const bt_json *base_fork, *now_fork;
    const bt_doc *
        now_doc; /* that `now` is part of: m->now, or m->base where the stored record removed an object around it */
    bool answered; /* the edit answers the question that the base has here */
} bt_place;

bt_doc bt_doc_of(const bt_json *root);

/* A copy of m->path that lasts as long as the arena. */
bt_view bt_merging_path(bt_merging *m);

bool bt_is_object(const bt_json *value);
bool bt_is_set(const bt_json *value);

/* Do two ledgers hold the same at a path and beneath it? */
bool bt_ledger_same(const bt_json *a, const bt_json *b, bt_view path);

/* Does the edit answer the question that the base has at this path? */
bool bt_answers(const bt_merging *m, bt_view path);

/* The sides of a member in one record. An object is none: it is merged member by member. */
bt_sides bt_sides_in(const bt_merging *m, const bt_doc *doc, bt_view path, const bt_json *value,
                     const bt_json *fork);

/*
 * The sides in the stored record that the author of the edit had not seen.
 *   unforked  what makes two sides the same where the base has no question
 */
bt_sides bt_sides_unseen(const bt_merging *m, const bt_place *at, bt_view path, bt_sameness unforked);

/*
 * Write down what the sides (and the merged object, if there is one) come to, and give back what is shown.
 *   rule   that decided, where it comes to one side; where it comes to more, the rule is that of the question
 *   asked  the rule of the question, unless the member is a text
 */
const bt_json *bt_settle(bt_merging *m, const bt_place *at, bt_view path, const bt_sides *sides,
                         const bt_json *object, bt_rule rule, bt_rule asked);

/* The members of three objects at m->path (each may be NULL: there is none on that side); now_doc as in bt_place. */
const bt_json *bt_merge_members(bt_merging *m, const bt_json *base, const bt_json *now, const bt_json *edit,
                                const bt_doc *now_doc);

/* The member `deleted`: a value like others, but that any other edit means to keep the record. NULL: absent. */
const bt_json *bt_merge_deleted(bt_merging *m);

/* Do two records say the same, stamps and `deleted` aside? */
bool bt_content_equal(const bt_doc *a, const bt_doc *b);

#endif
