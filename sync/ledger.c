#include "sync/ledger.h"

#include "sync/tree.h"

void bt_ledger_note(bt_arena *arena, bt_ledger *ledger, bt_view path, const bt_json *value)
{
    bt_note *note = bt_arena_take(arena, sizeof *note);

    if (note == NULL)
        return;
    *note = (bt_note){ ledger->notes, { path, value } };
    ledger->notes = note;
    ledger->count++;
}

/* Compares an entry's path with the first possible path beneath `above`: above and a slash. */
static bool before_beneath(bt_view path, bt_view above)
{
    bt_view start = { path.data, path.len < above.len ? path.len : above.len };
    int order = bt_view_compare(start, above);

    if (order != 0 || path.len == above.len)
        return order <= 0;
    return (unsigned char)path.data[above.len] < '/';
}

size_t bt_ledger_beneath(const bt_json *ledger, bt_view path, const bt_entry **first)
{
    size_t low = 0, high = ledger != NULL ? ledger->count : 0, end = high, count = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (before_beneath(ledger->entries[middle].key, path))
            low = middle + 1;
        else
            high = middle;
    }
    *first = ledger != NULL ? ledger->entries + low : NULL;
    while (low + count < end && bt_path_beneath((*first)[count].key, path))
        count++;
    return count;
}

void bt_ledger_note_beneath(bt_arena *arena, bt_ledger *ledger, const bt_json *from, bt_view path,
                            bool strike)
{
    const bt_entry *entry;

    for (size_t left = bt_ledger_beneath(from, path, &entry); left > 0; left--, entry++)
        bt_ledger_note(arena, ledger, entry->key, strike ? NULL : entry->value);
}

const bt_json *bt_ledger_close(bt_arena *arena, const bt_ledger *ledger)
{
    size_t start = ledger->start != NULL ? ledger->start->count : 0, count = start + ledger->count;
    bt_entry *entries = bt_arena_take(arena, count * sizeof *entries);
    const bt_note *note = ledger->notes;
    const bt_json *closed;

    if (entries == NULL)
        return NULL;
    for (size_t i = 0; i < start; i++)
        entries[i] = ledger->start->entries[i];
    for (size_t i = count; i > start; i--, note = note->next)
        entries[i - 1] = note->entry;
    if (!bt_entries_sort(arena, entries, count))
        return NULL;
    closed = bt_json_container(arena, BT_JSON_OBJECT, entries, bt_entries_last(entries, count));
    return closed != NULL && closed->count > 0 ? closed : NULL;
}
