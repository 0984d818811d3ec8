/* sync/sides.h - what is said about one member, and by whom. Private to sync/.
 *
 * A member that nobody disputes has one side. A fork has several, in canonical
 * order: by device, then by value; never by arrival or clock.
 */
#ifndef BT_SYNC_SIDES_H
#define BT_SYNC_SIDES_H

#include "sync/tree.h"

typedef struct bt_side {
    const bt_json *value; /* NULL: on this side the member is absent */
    bt_stamp stamp;
} bt_side;

typedef struct bt_sides {
    bt_side *items; /* in the arena; room for one more than count */
    size_t count;
} bt_sides;

/* The sides of a fork entry. */
bt_status bt_sides_of_fork(bt_arena *arena, const bt_json *fork, bt_sides *out);

/* One side. */
bt_status bt_sides_of_value(bt_arena *arena, bt_side side, bt_sides *out);

/* What must hold for a side of the base to be the one that stands in the stored record. */
typedef enum bt_sameness {
    BT_SAME_VALUE, /* the base was not forked: the same value is the same side */
    BT_SAME_STAMP  /* it was: one who answers with an old wording says it anew */
} bt_sameness;

/* Take away from `sides` what `seen` holds. */
void bt_sides_subtract(bt_sides *sides, const bt_sides *seen, bt_sameness sameness);

/*
 * Add a side. The same value twice is agreement: one side, with the later stamp. Two sets become one, element by element
 * against `base` (what both grew from; may be NULL).
 *   joined  set when the new side went into one that was there
 */
bt_status bt_sides_add(bt_arena *arena, bt_sides *sides, bt_side side, const bt_json *base, bool *joined);

/* The side that is shown while nobody has answered: the latest; ties by canonical order. */
const bt_side *bt_sides_latest(const bt_sides *sides);

/* The entry under "_forks". `base` NULL: nobody knows what the sides grew from. */
bt_status bt_sides_print(bt_arena *arena, const bt_sides *sides, const bt_json *base, bool ask,
                         const bt_json **out);

/* The entry under "_stamps". */
bt_status bt_stamp_print(bt_arena *arena, const bt_stamp *stamp, const bt_json **out);

#endif
