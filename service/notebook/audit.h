/* service/notebook/audit.h - is everything of a notebook what was written? Where the store's part and the records' part meet. */
#ifndef BT_SERVICE_AUDIT_H
#define BT_SERVICE_AUDIT_H

#include "store/store.h"

typedef struct bt_audit {
    bt_verified seen;
    size_t found; /* things that are wrong */
} bt_audit;

/*
 * Read all of it: the store's objects, head, epoch and journal, and each record as one of its schema.
 * Calls `found` with a line for each thing that is wrong; ids stand in it, never a name or a word of a note.
 * BT_OK when it was read to its end, whatever was found. BT_EIO, BT_EBUSY, BT_ENOMEM.
 */
bt_status bt_audit_store(bt_store *store, bt_found_fn found, void *context, bt_audit *out);

#endif
