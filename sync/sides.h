/* sync/sides.h - what is said about one member, and by whom. Private to sync/.
 *
 * A member that nobody disputes has one side. A fork has several, in canonical
 * order: by device, then by value; never by arrival or clock.
 *
 * A full arena is not reported here: sides are then fewer than they were, and
 * what is printed is NULL. Who merges asks bt_arena_full() at the end.
 */
#ifndef BT_SYNC_SIDES_H
#define BT_SYNC_SIDES_H

#include "sync/tree.h"

typedef struct bt_side {
    const bt_json *value; /* NULL: on this side the member is absent */
    const bt_json *stamp; /* who said so, and when */
} bt_side;

typedef struct bt_sides {
    bt_side *items; /* in the arena; room for one more than those that were there at first */
    size_t count;
} bt_sides;

/* The sides of a fork entry; where there is none (NULL), the one side. */
bt_sides bt_sides_of(bt_arena *arena, const bt_json *fork, bt_side side);

/* What must hold for a side of the base to be the one that stands in the stored record. */
typedef enum bt_sameness {
    BT_SAME_VALUE, /* the base was not forked: the same value is the same side */
    BT_SAME_STAMP  /* it was: one who answers with an old wording says it anew */
} bt_sameness;

/* Take away from `sides` what `seen` holds. */
void bt_sides_subtract(bt_sides *sides, const bt_sides *seen, bt_sameness sameness);

/*
 * Add a side. The same value twice is agreement: one side, with the later stamp. Two sets become one, element by element
 * against `base` (what both grew from; may be NULL). True when the new side went into one that was there.
 */
bool bt_sides_add(bt_arena *arena, bt_sides *sides, bt_side side, const bt_json *base);

/* The side that is shown while nobody has answered: the latest; ties by canonical order. */
const bt_side *bt_sides_latest(const bt_sides *sides);

/* The entry under "_forks". `base` NULL: nobody knows what the sides grew from. */
const bt_json *bt_sides_print(bt_arena *arena, const bt_sides *sides, const bt_json *base, bool ask);

#endif
