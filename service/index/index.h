/* service/index/index.h - what the history of a notebook says, answered without walking it.
 *
 * One SQLite file a notebook, beside the repositories: DATA/index/<notebook>.db.
 * Nothing is kept in it alone. It follows the history commit by commit, so that
 * it knows each version of a record, and each version that has to do with a
 * student; whoever asks first brings it up to the head, and one that was deleted,
 * is damaged, was made by another build or belongs to another history is made
 * again from git. A kill leaves it as it was before (SQLite's WAL): no sync of a
 * push waits for it.
 *
 * A place in the history is a commit and its number, from the first on. Where a
 * clock was set back, places count and not times: see bt_index_stretch.
 *
 * A bt_index belongs to one thread at a time; many may be open on one file, also
 * in other processes. Every call here: BT_EDAMAGED, BT_EIO, BT_ENOMEM.
 */
#ifndef BT_SERVICE_INDEX_H
#define BT_SERVICE_INDEX_H

#include "store/store.h"

typedef struct bt_index bt_index;

/* Open the index of a notebook (a valid id) in `folder`; made where there is none, and made anew where it is no such file. */
bt_status bt_index_open(const char *folder, const char *notebook, bt_index **out);
void bt_index_close(bt_index *index);

/* After BT_EDAMAGED: true when it is the index that is not what was written. Discard it, then; else it is the notebook. */
bool bt_index_is_broken(const bt_index *index);

/* The file was deleted or replaced since it was opened. */
bool bt_index_has_gone(bt_index *index);

/* Close it and delete the file, unless another has done so and begun a new one. */
void bt_index_discard(bt_index *index);

/*
 * Bring it up to the head of `store`.
 * BT_EBUSY: not within patience_ms, or another is at it; what was done is kept, and the next call goes on from there.
 */
bt_status bt_index_extend(bt_index *index, bt_store *store, int64_t patience_ms);

/*
 * Does it tell what the history tells? Costs what making it costs. BT_EDAMAGED, and bt_index_is_broken(): it does not.
 * BT_EBUSY: likewise.
 */
bt_status bt_index_verify(bt_index *index, bt_store *store, int64_t patience_ms);

/* One version that the index tells of. Views are borrowed until the callback returns; non-zero ends the walk with BT_OK. */
typedef int (*bt_index_fn)(void *context, bt_view record, const bt_past *past);

/*
 * The versions of a record as bt_store_history() tells them, newest first.
 *   after   go on behind the version of this commit; empty: from the newest
 * BT_ENOTFOUND: there is no such commit.
 */
bt_status bt_index_history(bt_index *index, bt_view record, const bt_oid *after, bt_index_fn each,
                           void *context);

/*
 * A part of the history. It begins behind the last commit that was stored before `from_s`, and ends with the last
 * that was stored at or before `to_s`, whatever times lie between: a day and the next share no commit and miss none,
 * even where the clock was set back.
 */
typedef struct bt_index_stretch {
    int64_t from_s, to_s;       /* seconds since 1970, both included; INT64_MIN and INT64_MAX: no bound */
    bt_oid after;               /* go on behind this commit's ... ; empty: from the beginning */
    char record[BT_ID_LEN + 1]; /* ... record */
} bt_index_stretch;

/*
 * What changed about a student: the versions of every record that names the student (alone or among others), or named
 * the student before this version, and of the student's own record. Oldest first, those of one commit by id.
 * BT_ENOTFOUND: there is no commit `after`.
 */
bt_status bt_index_student(bt_index *index, bt_view student, const bt_index_stretch *stretch,
                           bt_index_fn each, void *context);

/* The last commit that was stored at or before a time, by its place. BT_ENOTFOUND: the notebook is younger. */
bt_status bt_index_at(bt_index *index, int64_t time_s, bt_oid *commit, int64_t *stored_s);

/* When a commit was stored. BT_ENOTFOUND. */
bt_status bt_index_time_of(bt_index *index, const bt_oid *commit, int64_t *stored_s);

#endif
