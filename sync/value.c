/* What can be done with a JSON tree once it is read: look up, compare, sort, make. */
#include "sync/json.h"

#include "sync/memory.h"

/* Sorted: the entries of an object by their keys, those of a set by what they are. */
static const bt_json *find(const bt_json *in, bt_json_kind kind, bt_view word)
{
    size_t low = 0, high = in != NULL && in->kind == kind ? in->count : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const bt_entry *entry = &in->entries[middle];
        int order = bt_view_compare(word, kind == BT_JSON_OBJECT ? entry->key : entry->value->string);

        if (order == 0)
            return entry->value;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const bt_json *bt_json_get(const bt_json *object, bt_view key)
{
    return find(object, BT_JSON_OBJECT, key);
}

bool bt_json_holds(const bt_json *set, bt_view element)
{
    return find(set, BT_JSON_ARRAY, element) != NULL;
}

bt_view bt_json_get_string(const bt_json *object, const char *key)
{
    const bt_json *value = bt_json_get(object, bt_view_of(key));

    return value != NULL && value->kind == BT_JSON_STRING ? value->string : (bt_view){ NULL, 0 };
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int bt_json_compare(const bt_json *a, const bt_json *b)
{
    int order;

    if (a == b)
        return 0;
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    order = compare_numbers((int64_t)a->kind, (int64_t)b->kind);
    if (order == 0)
        order = compare_numbers(a->boolean, b->boolean);
    if (order == 0)
        order = compare_numbers(a->integer, b->integer);
    if (order == 0)
        order = bt_view_compare(a->string, b->string);
    for (size_t i = 0; order == 0 && i < a->count && i < b->count; i++) {
        order = bt_view_compare(a->entries[i].key, b->entries[i].key);
        if (order == 0)
            order = bt_json_compare(a->entries[i].value, b->entries[i].value);
    }
    return order != 0 ? order : compare_numbers((int64_t)a->count, (int64_t)b->count);
}

bool bt_json_equal(const bt_json *a, const bt_json *b)
{
    return bt_json_compare(a, b) == 0;
}

static const bt_json *make(bt_arena *arena, const bt_json *value)
{
    bt_json *made = bt_arena_take(arena, sizeof *made);

    if (made != NULL)
        *made = *value;
    return made;
}

const bt_json *bt_json_string(bt_arena *arena, bt_view text)
{
    return make(arena, &(bt_json){ .kind = BT_JSON_STRING, .string = text });
}

const bt_json *bt_json_boolean(bool truth)
{
    static const bt_json truths[] = { { .kind = BT_JSON_BOOLEAN },
                                      { .kind = BT_JSON_BOOLEAN, .boolean = true } };

    return &truths[truth];
}

const bt_json *bt_json_null(void)
{
    static const bt_json null = { .kind = BT_JSON_NULL };

    return &null;
}

const bt_json *bt_json_container(bt_arena *arena, bt_json_kind kind, bt_entry *entries, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (entries[i].value != NULL)
            entries[kept++] = entries[i];
    }
    return make(arena, &(bt_json){ .kind = kind, .entries = entries, .count = kept });
}

const bt_json *bt_json_object(bt_arena *arena, const bt_entry *members, size_t count)
{
    bt_entry *entries = bt_arena_take(arena, count * sizeof *entries);

    return entries != NULL ? bt_json_container(arena, BT_JSON_OBJECT,
                                               memcpy(entries, members, count * sizeof *entries), count)
                           : NULL;
}

const bt_json *bt_json_set(bt_arena *arena, bt_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        entries[i].key = entries[i].value->string;
    if (!bt_entries_sort(arena, entries, count))
        return NULL;
    count = bt_entries_last(entries, count);
    for (size_t i = 0; i < count; i++)
        entries[i].key = (bt_view){ NULL, 0 };
    return bt_json_container(arena, BT_JSON_ARRAY, entries, count);
}

/* Sorts each half, then puts the left one aside and merges both into place. `aside` holds half of them. */
static void sort(bt_entry *entries, size_t count, bt_entry *aside)
{
    size_t half = count / 2, left = 0, right = half;

    if (count < 2)
        return;
    sort(entries, half, aside);
    sort(entries + half, count - half, aside);
    if (bt_view_compare(entries[half - 1].key, entries[half].key) <= 0)
        return; /* what we printed ourselves comes back sorted */
    memcpy(aside, entries, half * sizeof *aside);
    for (size_t i = 0; left < half; i++) {
        bool from_left = right == count || bt_view_compare(aside[left].key, entries[right].key) <= 0;

        entries[i] = from_left ? aside[left++] : entries[right++];
    }
}

bool bt_entries_sort(bt_arena *arena, bt_entry *entries, size_t count)
{
    size_t mark = arena->used;
    bt_entry *aside = bt_arena_take(arena, count / 2 * sizeof *aside);

    if (aside == NULL)
        return false;
    sort(entries, count, aside);
    arena->used = mark;
    return true;
}

size_t bt_entries_last(bt_entry *entries, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (i + 1 == count || !bt_view_equal(entries[i].key, entries[i + 1].key))
            entries[kept++] = entries[i];
    }
    return kept;
}
