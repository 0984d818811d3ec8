/* sync/reason.h - why each member became what it is: for the commit and for people, not for the merge itself.
 *
 * Private to sync/. The page does not ask, so sync.wasm leaves it out (wasm/reason.c).
 */
#ifndef BT_SYNC_REASON_H
#define BT_SYNC_REASON_H

#include "sync/merging.h"

void bt_reason_note(bt_merging *m, bt_view path, bt_rule rule);

/* What was noted, in the order in which it came, as out->reasons; and whether others' words went in, as out->woven. */
void bt_reason_list(bt_merging *m, bt_merged *out);

#endif
