#include "sync/ledger.h"

#include "sync/tree.h"

bool bt_ledger_note(bt_arena *arena, bt_ledger *ledger, bt_view path, const bt_json *value)
{
    bt_note *note = bt_arena_take(arena, sizeof *note);

    if (note == NULL)
        return false;
    *note = (bt_note){ ledger->notes, { path, value } };
    ledger->notes = note;
    ledger->count++;
    return true;
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

void bt_ledger_range(const bt_json *ledger, bt_view path, size_t *first, size_t *last)
{
    size_t low = 0, high = ledger != NULL ? ledger->count : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (before_beneath(ledger->entries[middle].key, path))
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (ledger != NULL && low < ledger->count && bt_path_beneath(ledger->entries[low].key, path))
        low++;
    *last = low;
}

bool bt_ledger_note_beneath(bt_arena *arena, bt_ledger *ledger, const bt_json *from, bt_view path,
                            bool strike)
{
    size_t first, last;

    bt_ledger_range(from, path, &first, &last);
    for (; first < last; first++) {
        const bt_entry *entry = &from->entries[first];

        if (!bt_ledger_note(arena, ledger, entry->key, strike ? NULL : entry->value))
            return false;
    }
    return true;
}

bt_status bt_ledger_close(bt_arena *arena, const bt_ledger *ledger, const bt_json **out)
{
    size_t start = ledger->start != NULL ? ledger->start->count : 0, count = start + ledger->count, kept = 0;
    bt_entry *entries = bt_arena_take(arena, count * sizeof *entries);
    const bt_note *note = ledger->notes;

    *out = NULL;
    if (entries == NULL)
        return BT_ENOMEM;
    for (size_t i = 0; i < start; i++)
        entries[i] = ledger->start->entries[i];
    for (size_t i = count; i > start; i--, note = note->next)
        entries[i - 1] = note->entry;
    if (!bt_entries_sort(arena, entries, count))
        return BT_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        bool last_word = i + 1 == count || !bt_view_equal(entries[i].key, entries[i + 1].key);

        if (last_word && entries[i].value != NULL)
            entries[kept++] = entries[i];
    }
    if (kept == 0)
        return BT_OK;
    *out = bt_json_container(arena, BT_JSON_OBJECT, entries, kept);
    return *out != NULL ? BT_OK : BT_ENOMEM;
}
