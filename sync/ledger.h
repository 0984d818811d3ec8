/* sync/ledger.h - _forks and _stamps while a merge writes them. Private to sync/.
 *
 * A ledger starts as what the stored record has and notes what changes; of
 * several words about one path the last one holds.
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

/* `path` and `value` are borrowed. False without memory. */
bool bt_ledger_note(bt_arena *arena, bt_ledger *ledger, bt_view path, const bt_json *value);

/* Note all that `from` holds beneath a path; with `strike`, strike it out instead. */
bool bt_ledger_note_beneath(bt_arena *arena, bt_ledger *ledger, const bt_json *from, bt_view path,
                            bool strike);

/* The finished object; *out is NULL when nothing is in it. */
bt_status bt_ledger_close(bt_arena *arena, const bt_ledger *ledger, const bt_json **out);

/* Entries first..last-1 of an object by path lie beneath `path`. */
void bt_ledger_range(const bt_json *ledger, bt_view path, size_t *first, size_t *last);

#endif
