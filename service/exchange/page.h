/* service/exchange/page.h - what is new since a cursor, a page at a time.
 *
 * A cursor is opaque to devices. Here it is a commit ("everything up to this"),
 * or a walk under way: "<from>..<to>:<record>" (all that differs between two
 * commits, behind that record; `from` is empty at first). A walk keeps its two
 * commits, so that what is stored meanwhile neither shifts nor hides a record.
 */
#ifndef BT_SERVICE_PAGE_H
#define BT_SERVICE_PAGE_H

#include "service/json_out.h"
#include "service/notebook/notebook.h"

enum { BT_CURSOR_MAX_LEN = 2 * BT_VERSION_LEN + 2 + 1 + BT_ID_LEN };

typedef struct bt_cursor {
    bt_oid from; /* empty: from the beginning */
    bt_oid to;   /* empty: up to the head, whatever it is */
    char after[BT_ID_LEN + 1];
} bt_cursor;

/* Absent, unknown in form or not of this epoch: the beginning. */
bt_cursor bt_cursor_read(bt_view text);
void bt_cursor_write(const bt_cursor *cursor, char out[BT_CURSOR_MAX_LEN + 1]);

/* The name of a commit or version, whole. False, and nothing set, when it is none. */
bool bt_name_read(bt_view text, bt_oid *out);

/* Where a page of a walk through one commit, or through several, ended: "<commit>:<record>". Likewise. */
bool bt_mark_read(bt_view text, bt_oid *commit, char record[BT_ID_LEN + 1]);
/* Writes it as the member "next"; null where `commit` is empty. */
void bt_mark_write(const bt_oid *commit, const char *record, bt_out *out);

typedef struct bt_page {
    bt_cursor cursor; /* to go on from */
    bool more;        /* there is more already */
    size_t count;
} bt_page;

/* One record as an element of the array; all but the first begin with a comma. */
void bt_page_element(bt_out *out, const bt_changed *record, bool first);

/*
 * Write the records of one page as the elements of a JSON array, each with its bytes as stored.
 *   head     where the notebook stands
 *   sent     the outcome of the batch in the same ask, or NULL: records stored exactly as sent are left out
 * A cursor that the repository does not know starts from the beginning.
 */
bt_status bt_page_write(bt_store *store, const bt_cursor *from, const bt_oid *head, const bt_applied *sent,
                        int64_t budget_bytes, bt_out *out, bt_page *page);

#endif
