#include "sync/sides.h"

#include "sync/memory.h"

bt_sides bt_sides_of(bt_arena *arena, const bt_json *fork, bt_side side)
{
    const bt_json *list = bt_json_get(fork, BT_VIEW("sides"));
    size_t count = list != NULL ? list->count : 1;
    bt_side *items = bt_arena_take(arena, (count + 1) * sizeof *items);

    if (items == NULL)
        return (bt_sides){ NULL, 0 };
    items[0] = side;
    for (size_t i = 0; list != NULL && i < count; i++) {
        const bt_json *each = list->entries[i].value;

        items[i] = (bt_side){ bt_json_get(each, BT_VIEW("value")), each };
    }
    return (bt_sides){ items, count };
}

static bool holds(const bt_sides *sides, const bt_side *side, bt_sameness sameness)
{
    for (size_t i = 0; i < sides->count; i++) {
        const bt_side *each = &sides->items[i];

        if (bt_json_equal(each->value, side->value) &&
            (sameness == BT_SAME_VALUE || bt_stamp_compare(each->stamp, side->stamp) == 0))
            return true;
    }
    return false;
}

void bt_sides_subtract(bt_sides *sides, const bt_sides *seen, bt_sameness sameness)
{
    size_t kept = 0;

    for (size_t i = 0; i < sides->count; i++) {
        if (!holds(seen, &sides->items[i], sameness))
            sides->items[kept++] = sides->items[i];
    }
    sides->count = kept;
}

/* Those of one set that stay beside the other: added by either is in, removed by either is out. How many they are. */
static size_t staying(const bt_json *set, const bt_json *base, const bt_json *other, bt_entry *to)
{
    size_t count = 0;

    for (size_t i = 0; i < set->count; i++) {
        bt_view element = set->entries[i].value->string;

        if (!bt_json_holds(base, element) || bt_json_holds(other, element))
            to[count++] = set->entries[i];
    }
    return count;
}

/* Two sets that grew from `base`, element by element. */
static const bt_json *join_sets(bt_arena *arena, const bt_json *base, const bt_json *a, const bt_json *b)
{
    bt_entry *entries = bt_arena_take(arena, (a->count + b->count) * sizeof *entries);
    size_t count;

    if (entries == NULL)
        return NULL;
    count = staying(a, base, b, entries);
    count += staying(b, base, a, entries + count);
    return bt_json_set(arena, entries, count);
}

static bool is_set(const bt_json *value)
{
    return value != NULL && value->kind == BT_JSON_ARRAY;
}

/* The side that a new one goes into: the same value, or the other set. */
static bt_side *partner(const bt_sides *sides, const bt_json *value)
{
    for (size_t i = 0; i < sides->count; i++) {
        bt_side *side = &sides->items[i];

        if (bt_json_equal(side->value, value) || (is_set(side->value) && is_set(value)))
            return side;
    }
    return NULL;
}

static bool in_order(const bt_side *a, const bt_side *b)
{
    int order = bt_view_compare(a->stamp->entries[BT_STAMP_DEVICE].value->string,
                                b->stamp->entries[BT_STAMP_DEVICE].value->string);

    return (order != 0 ? order : bt_json_compare(a->value, b->value)) <= 0;
}

static void insert(bt_sides *sides, bt_side side)
{
    size_t at = sides->count++;

    for (; at > 0 && !in_order(&sides->items[at - 1], &side); at--)
        sides->items[at] = sides->items[at - 1];
    sides->items[at] = side;
}

bool bt_sides_add(bt_arena *arena, bt_sides *sides, bt_side side, const bt_json *base)
{
    bt_side *other = partner(sides, side.value);

    if (sides->items == NULL)
        return false;
    if (other != NULL) {
        if (bt_stamp_compare(other->stamp, side.stamp) > 0)
            side.stamp = other->stamp;
        if (is_set(side.value))
            side.value = join_sets(arena, base, other->value, side.value);
        sides->count--;
        memmove(other, other + 1, (size_t)(sides->items + sides->count - other) * sizeof *other);
    }
    insert(sides, side);
    return other != NULL;
}

const bt_side *bt_sides_latest(const bt_sides *sides)
{
    const bt_side *latest = &sides->items[0];

    for (size_t i = 1; i < sides->count; i++) {
        if (bt_stamp_compare(sides->items[i].stamp, latest->stamp) >= 0)
            latest = &sides->items[i];
    }
    return latest;
}

/* What a stamp says stands in the order of its names, before "value" (head.c). */
static const bt_json *print_side(bt_arena *arena, const bt_side *side)
{
    const bt_entry *said = side->stamp->entries;
    const bt_entry members[] = { said[0], said[1], said[2], { BT_VIEW("value"), side->value } };

    return bt_json_object(arena, members, 4);
}

const bt_json *bt_sides_print(bt_arena *arena, const bt_sides *sides, const bt_json *base, bool ask)
{
    bt_entry *list = bt_arena_take(arena, sides->count * sizeof *list);
    bt_entry members[] = { { BT_VIEW("ask"), bt_json_boolean(ask) },
                           { BT_VIEW("base"), base },
                           { BT_VIEW("sides"), NULL } };

    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < sides->count; i++)
        list[i] = (bt_entry){ { NULL, 0 }, print_side(arena, &sides->items[i]) };
    members[2].value = bt_json_container(arena, BT_JSON_ARRAY, list, sides->count);
    return bt_json_object(arena, members, 3);
}
