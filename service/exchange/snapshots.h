/* service/exchange/snapshots.h - the snapshots of a data folder, one file a notebook, in DATA/snapshots.
 *
 * Made in the background, when a notebook has been quiet or when a new phone
 * missed one; never while somebody waits for it.
 */
#ifndef BT_SERVICE_SNAPSHOTS_H
#define BT_SERVICE_SNAPSHOTS_H

#include "service/exchange/snapshot.h"

/*
 * The snapshot that a new phone can begin with, where the history stands at `head`. BT_ENOTFOUND: there is none, and
 * one will be made if it pays. Close it.
 */
bt_status bt_notebook_snapshot(bt_notebook *notebook, const bt_oid *head, bt_snapshot **out);

/* It was found damaged: away with it, and another is made. */
void bt_notebook_snapshot_drop(bt_notebook *notebook);

/*
 * Make those that are due: a notebook of more than a part (BT_SNAPSHOT_PART_BYTES) that has none, or of which a tenth
 * has come since. `ended` is asked now and then; true ends it with BT_EBUSY, or BT_OK where none was under way.
 * Ends at the first that fails; nothing depends on it.
 */
bt_status bt_notebooks_snapshot(bt_notebooks *all, bool (*ended)(void *), void *context);

#endif
