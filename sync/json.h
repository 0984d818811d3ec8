/* sync/json.h - the strict JSON that records are made of, read into a tree and printed in one canonical form.
 *
 * Own reader and printer because the bytes are the point: a version is the
 * hash of them. Libraries that were tried keep duplicate keys, pass bad UTF-8,
 * or change numbers.
 *
 * Strict: RFC 8259, UTF-8 without NUL or lone surrogates, no key twice, whole
 * numbers of at most 2^53-1 (what every reader of JSON holds exactly; RFC 7493,
 * 2.2), nothing after the value. The trees borrow from the input where they
 * can and live in the arena otherwise; they are not changed after reading.
 */
#ifndef BT_SYNC_JSON_H
#define BT_SYNC_JSON_H

#include "sync/base.h"

typedef enum bt_json_kind {
    BT_JSON_NULL,
    BT_JSON_BOOLEAN,
    BT_JSON_INTEGER,
    BT_JSON_STRING,
    BT_JSON_ARRAY,
    BT_JSON_OBJECT
} bt_json_kind;

typedef struct bt_json bt_json;

/* An entry of an object or an array. `key` is empty in arrays, except while they are sorted as sets. */
typedef struct bt_entry {
    bt_view key; /* unescaped */
    const bt_json *value;
} bt_entry;

struct bt_json {
    bt_json_kind kind;
    bool boolean;
    int64_t integer;
    bt_view string;          /* unescaped */
    const bt_entry *entries; /* of an object: sorted by key bytes; of an array: in their order */
    size_t count;
};

/* What may follow a backslash, and what that stands for (RFC 8259, section 7). */
#define BT_JSON_ESCAPES "\"\\/bfnrt"
#define BT_JSON_ESCAPED "\"\\/\b\f\n\r\t"

#define BT_JSON_MAX_INTEGER 9007199254740991LL /* 2^53-1 */

/*
 * Read one value.
 *   max_depth  levels of nesting; the outermost array or object is level 1
 * BT_OK, BT_ENOMEM; BT_EINPUT and BT_ELIMIT with *complaint set to one of the codes of record.h.
 */
bt_status bt_json_read(bt_arena *arena, bt_view text, int max_depth, const bt_json **out,
                       const char **complaint);

/*
 * The bytes of the value that `text` starts with (after white space): its extent, by brackets and quotes alone;
 * what is inside is not looked at. An absent view when the text ends before the value does.
 */
bt_view bt_json_extent(bt_view text, int max_depth);

/* The value of a key by binary search, or NULL. `object` may be NULL or of another kind. */
const bt_json *bt_json_get(const bt_json *object, bt_view key);

/* Is the string in a set, by binary search? `set` may be NULL or of another kind. */
bool bt_json_holds(const bt_json *set, bt_view element);

/* The string of a key, or an absent view. */
bt_view bt_json_get_string(const bt_json *object, const char *key);

/* Same value: trees are canonical, so this is equality of their printed bytes. NULL is "absent" and equals NULL. */
bool bt_json_equal(const bt_json *a, const bt_json *b);

/* A total order of values that agrees with bt_json_equal: absent, then by kind, then by content. */
int bt_json_compare(const bt_json *a, const bt_json *b);

/* The values that need no memory. */
const bt_json *bt_json_boolean(bool value);
const bt_json *bt_json_null(void);

/* Makers; NULL when the arena is full. */
const bt_json *bt_json_string(bt_arena *arena, bt_view text);

/* An array or object of entries, which are borrowed; those without a value are left out. */
const bt_json *bt_json_container(bt_arena *arena, bt_json_kind kind, bt_entry *entries, size_t count);

/* An array of entries that are strings, which are borrowed: sorted, each once. */
const bt_json *bt_json_set(bt_arena *arena, bt_entry *entries, size_t count);

/* An object of a few members, which are copied and are in the order of their keys; those without a value are left out. */
const bt_json *bt_json_object(bt_arena *arena, const bt_entry *members, size_t count);

/*
 * Sort entries by key, stable, in O(n log n) (the freestanding library has no qsort).
 * False when the arena is too small for the scratch, which is given back.
 */
bool bt_entries_sort(bt_arena *arena, bt_entry *entries, size_t count);

/* Of sorted entries with the same key leave the last alone. How many there are. */
size_t bt_entries_last(bt_entry *entries, size_t count);

/* Canonical bytes with a newline at the end. BT_OK or BT_ENOMEM. */
bt_status bt_json_print(bt_arena *arena, const bt_json *value, bt_view *out);

#endif
