/* sync/ledger.h - _forks and _stamps while a merge writes them. Private to sync/.
 *
 * A ledger starts as what the stored record has and notes what changes; of
 * several words about one path the last one holds. Who merges asks
 * bt_arena_full() at the end: a note for which there is no memory is lost.
 */
#ifndef BT_SYNC_LEDGER_H
#define BT_SYNC_LEDGER_H

#include "sync/json.h"

typedef struct bt_note {
    struct bt_note *next;
    bt_entry entry; /* value NULL: the path is struck out */
} bt_note;

typedef struct bt_ledger {
    const bt_json *start; /* an object by path, or NULL */
    bt_note *notes;       /* the newest first */
    size_t count;
} bt_ledger;

/* `path` and `value` are borrowed. */
void bt_ledger_note(bt_arena *arena, bt_ledger *ledger, bt_view path, const bt_json *value);

/* Note all that `from` holds beneath a path; with `strike`, strike it out instead. */
void bt_ledger_note_beneath(bt_arena *arena, bt_ledger *ledger, const bt_json *from, bt_view path,
                            bool strike);

/* The finished object, or NULL when nothing is in it. */
const bt_json *bt_ledger_close(bt_arena *arena, const bt_ledger *ledger);

/* The entries of an object by path that lie beneath `path`; how many there are. `ledger` may be NULL. */
size_t bt_ledger_beneath(const bt_json *ledger, bt_view path, const bt_entry **first);

#endif
