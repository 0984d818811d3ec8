/* What can be done with a JSON tree once it is read: look up, compare, sort, make. */
#include "sync/json.h"

#include "sync/memory.h"

const bt_json *bt_json_get(const bt_json *object, bt_view key)
{
    size_t low = 0, high = object != NULL && object->kind == BT_JSON_OBJECT ? object->count : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = bt_view_compare(key, object->entries[middle].key);

        if (order == 0)
            return object->entries[middle].value;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
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

static bt_json *make(bt_arena *arena, bt_json_kind kind)
{
    bt_json *value = bt_arena_take(arena, sizeof *value);

    if (value != NULL) {
        *value = (bt_json){ 0 };
        value->kind = kind;
    }
    return value;
}

const bt_json *bt_json_string(bt_arena *arena, bt_view text)
{
    bt_json *value = make(arena, BT_JSON_STRING);

    if (value != NULL)
        value->string = text;
    return value;
}

const bt_json *bt_json_boolean(bt_arena *arena, bool truth)
{
    bt_json *value = make(arena, BT_JSON_BOOLEAN);

    if (value != NULL)
        value->boolean = truth;
    return value;
}

const bt_json *bt_json_null(bt_arena *arena)
{
    return make(arena, BT_JSON_NULL);
}

const bt_json *bt_json_container(bt_arena *arena, bt_json_kind kind, const bt_entry *entries, size_t count)
{
    bt_json *value = make(arena, kind);

    if (value != NULL) {
        value->entries = entries;
        value->count = count;
    }
    return value;
}

static void merge_runs(const bt_entry *from, bt_entry *to, size_t left, size_t middle, size_t right)
{
    size_t i = left, j = middle;

    for (size_t k = left; k < right; k++) {
        bool first = i < middle && (j >= right || bt_view_compare(from[i].key, from[j].key) <= 0);

        to[k] = first ? from[i++] : from[j++];
    }
}

static bool sorted(const bt_entry *entries, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (bt_view_compare(entries[i - 1].key, entries[i].key) > 0)
            return false;
    }
    return true;
}

bool bt_entries_sort(bt_arena *arena, bt_entry *entries, size_t count)
{
    size_t mark = arena->used;
    bt_entry *from = entries, *to;

    if (sorted(entries, count)) /* what we printed ourselves comes back sorted */
        return true;
    to = bt_arena_take(arena, count * sizeof *to);
    if (to == NULL)
        return false;
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t left = 0; left < count; left += 2 * run) {
            size_t middle = left + run < count ? left + run : count;
            size_t right = left + 2 * run < count ? left + 2 * run : count;

            merge_runs(from, to, left, middle, right);
        }
        bt_entry *swap = from;
        from = to;
        to = swap;
    }
    if (from != entries)
        memcpy(entries, from, count * sizeof *entries);
    arena->used = mark;
    return true;
}
