/* service/exchange/snapshot.h - a notebook as a new phone gets it, compressed beforehand.
 *
 * A file outside the repository, stamped with the history and the commit that it
 * was made of. It is disposable: where it is missing, of another history or
 * damaged, the walk of page.h gives the same records, slower. It holds what
 * bt_page_write() writes, in the same order, in parts that each can begin or end a
 * page; the cursors are those of page.h, so a pull goes on from either to either.
 */
#ifndef BT_SERVICE_SNAPSHOT_H
#define BT_SERVICE_SNAPSHOT_H

#include "service/exchange/page.h"
#include "service/http/stitch.h"

typedef struct bt_snapshot bt_snapshot;

/*
 * Of records, in one part, as JSON: the budget that an ask has by itself. A record that is larger is one by itself.
 * Smaller parts would pack worse: each begins with nothing to refer to (at 256 KiB that costs 2 %).
 */
enum { BT_SNAPSHOT_PART_BYTES = 256 * 1024 };

/* BT_ENOTFOUND: there is none. BT_EDAMAGED: remove it. Closing NULL is fine. */
bt_status bt_snapshot_open(const char *path, bt_snapshot **out);
void bt_snapshot_close(bt_snapshot *snapshot);

/* What it was made of; borrowed. */
const char *bt_snapshot_epoch(const bt_snapshot *snapshot);
const bt_oid *bt_snapshot_commit(const bt_snapshot *snapshot);

/* Of all its parts, as JSON. */
uint64_t bt_snapshot_bytes(const bt_snapshot *snapshot);

/*
 * Add the page that begins at a cursor: as many parts as the budget has room for.
 *   head   where the notebook stands
 * BT_ENOTFOUND: no part begins there, or none is small enough; *out is as it was. BT_EDAMAGED, BT_EIO: *out is of no
 * use. BT_ENOMEM is told by the end of *out.
 */
bt_status bt_snapshot_page(const bt_snapshot *snapshot, const bt_cursor *from, const bt_oid *head,
                           int64_t budget_bytes, bt_stitch *out, bt_page *page);

/*
 * Make the file from all records of a commit, and put it in the place of an older one. Memory: a part at a time.
 *   ended   asked now and then: true ends the making with BT_EBUSY and no file
 */
bt_status bt_snapshot_make(bt_store *store, const bt_oid *commit, const char *path, bool (*ended)(void *),
                           void *context);

#endif
