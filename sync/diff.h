/* sync/diff.h - what went and what came between two rows of pieces (words, or whole sentences). Private to sync/. */
#ifndef BT_SYNC_DIFF_H
#define BT_SYNC_DIFF_H

#include "sync/base.h"

/* How many pieces both rows start with, and how many of the others both end with. */
typedef struct bt_ends {
    size_t start, end;
} bt_ends;

bt_ends bt_common_ends(const bt_view *a, size_t n, const bt_view *b, size_t m);

/*
 * Myers, "An O(ND) Difference Algorithm and Its Variations", 1986: the fewest pieces taken away and put in. Above
 * BT_TEXT_MAX_EDITS of them all that lies between the common start and the common end counts as changed, so the cost is bounded.
 *   gone, added  one flag for each piece of a and b; written in full
 * Scratch is given back, but by a full arena; then, too, all that lies between counts as changed.
 */
void bt_diff(bt_arena *arena, const bt_view *a, size_t n, const bt_view *b, size_t m, bool *gone,
             bool *added);

#endif
