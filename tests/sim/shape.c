#include "tests/sim/shape.h"

#include "sync/tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bt_arena sim_arena(size_t size_bytes)
{
    return (bt_arena){ sim_need(malloc(size_bytes)), size_bytes, 0 };
}

void *sim_need(void *made)
{
    if (made == NULL) {
        fputs("the test's own memory is too small\n", stderr);
        exit(2);
    }
    return made;
}

const bt_json *sim_need_json(const bt_json *made)
{
    if (made == NULL)
        sim_need(NULL);
    return made;
}

bt_view sim_copy(bt_arena *arena, bt_view bytes)
{
    char *copy;

    if (bytes.data == NULL)
        return bytes;
    copy = sim_need(bt_arena_take(arena, bytes.len + 1));
    memcpy(copy, bytes.data, bytes.len);
    return (bt_view){ copy, bytes.len };
}

bt_view sim_join(bt_arena *arena, bt_view a, bt_view b, bt_view c)
{
    char *all = sim_need(bt_arena_take(arena, a.len + b.len + c.len + 1));

    memcpy(all, a.data, a.len);
    memcpy(all + a.len, b.data, b.len);
    memcpy(all + a.len + b.len, c.data, c.len);
    return (bt_view){ all, a.len + b.len + c.len };
}

bt_view sim_print(bt_arena *arena, const char *format, ...)
{
    char text[512];
    va_list values;
    int len;

    va_start(values, format);
    len = vsnprintf(text, sizeof text, format, values);
    va_end(values);
    if (len < 0 || (size_t)len >= sizeof text)
        sim_need(NULL);
    return sim_copy(arena, (bt_view){ text, (size_t)len });
}

const bt_json *sim_read(bt_arena *arena, bt_view bytes)
{
    const char *code = "no memory";
    const bt_json *tree = NULL;

    if (bt_json_read(arena, bytes, BT_RECORD_MAX_DEPTH + BT_LEDGER_DEPTH, &tree, &code) != BT_OK) {
        fprintf(stderr, "not JSON (%s): %.*s\n", code, (int)bytes.len, bytes.data);
        exit(2);
    }
    return tree;
}

bt_view sim_bytes(bt_arena *arena, const bt_json *tree)
{
    bt_view bytes;

    if (bt_json_print(arena, tree, &bytes) != BT_OK)
        sim_need(NULL);
    return bytes;
}

bt_view sim_line(bt_arena *arena, const bt_json *tree)
{
    bt_view bytes = sim_bytes(arena, tree);
    char *line = sim_need(bt_arena_take(arena, bytes.len));
    size_t len = 0;

    /* a line end within a string is printed as an escape, so these are all between members */
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.data[i] != '\n') {
            line[len++] = bytes.data[i];
            continue;
        }
        while (i + 1 < bytes.len && bytes.data[i + 1] == ' ')
            i++;
        if (len > 0 && line[len - 1] == ',')
            line[len++] = ' ';
    }
    return (bt_view){ line, len };
}

const bt_json *sim_string(bt_arena *arena, const char *text)
{
    return sim_need_json(bt_json_string(arena, bt_view_of(text)));
}

const bt_json *sim_integer(bt_arena *arena, int64_t n)
{
    bt_json *value = sim_need(bt_arena_take(arena, sizeof *value));

    *value = (bt_json){ .kind = BT_JSON_INTEGER, .integer = n };
    return value;
}

const bt_json *sim_object(bt_arena *arena)
{
    return sim_need_json(bt_json_container(arena, BT_JSON_OBJECT, NULL, 0));
}

/* Takes the first step off a pointer. */
static bt_view take_step(bt_arena *arena, bt_view *pointer)
{
    bt_view rest = { pointer->data + 1, pointer->len - 1 }, step = { rest.data, bt_view_find(rest, '/') };

    *pointer = (bt_view){ rest.data + step.len, rest.len - step.len };
    if (!bt_path_unescape(arena, &step))
        sim_need(NULL);
    return step;
}

const bt_json *sim_at(bt_arena *arena, const bt_json *tree, bt_view pointer)
{
    while (tree != NULL && pointer.len > 0)
        tree = bt_json_get(tree, take_step(arena, &pointer));
    return tree;
}

/* An object with one member set, or without it. */
static const bt_json *with_member(bt_arena *arena, const bt_json *object, bt_view key, const bt_json *value)
{
    bt_entry *entries = sim_need(bt_arena_take(arena, (object->count + 1) * sizeof *entries));
    size_t count = 0;

    for (size_t i = 0; i < object->count; i++) {
        if (!bt_view_equal(object->entries[i].key, key))
            entries[count++] = object->entries[i];
    }
    if (value != NULL)
        entries[count++] = (bt_entry){ key, value };
    if (!bt_entries_sort(arena, entries, count))
        sim_need(NULL);
    return sim_need_json(bt_json_container(arena, BT_JSON_OBJECT, entries, count));
}

const bt_json *sim_put(bt_arena *arena, const bt_json *tree, bt_view pointer, const bt_json *value)
{
    bool object = tree != NULL && tree->kind == BT_JSON_OBJECT;
    const bt_json *old, *made;
    bt_view step;

    if (pointer.len == 0)
        return value;
    if (!object && value == NULL)
        return tree;
    if (!object)
        tree = sim_object(arena);
    step = take_step(arena, &pointer);
    old = bt_json_get(tree, step);
    made = sim_put(arena, old, pointer, value);
    return made == old ? tree : with_member(arena, tree, step, made);
}

bt_view sim_beneath(bt_arena *arena, bt_view pointer, bt_view key)
{
    bt_path path;

    if (!bt_path_start(arena, &path))
        abort();
    memcpy(path.bytes, pointer.data, pointer.len);
    path.len = pointer.len;
    bt_path_push(&path, key);
    return bt_path_view(&path);
}

const bt_json *sim_toggle(bt_arena *arena, const bt_json *set, bt_view element)
{
    size_t old = set != NULL && set->kind == BT_JSON_ARRAY ? set->count : 0, count = 0;
    bt_entry *entries = sim_need(bt_arena_take(arena, (old + 1) * sizeof *entries));

    for (size_t i = 0; i < old; i++) {
        if (!bt_view_equal(set->entries[i].value->string, element))
            entries[count++] = (bt_entry){ { NULL, 0 }, set->entries[i].value };
    }
    if (count == old)
        entries[count++] = (bt_entry){ { NULL, 0 }, sim_need_json(bt_json_string(arena, element)) };
    /* in the order of their bytes, as canonical sets are */
    for (size_t i = count - 1; count > 0 && i > 0; i--) {
        if (bt_view_compare(entries[i - 1].value->string, entries[i].value->string) > 0) {
            bt_entry swap = entries[i];
            entries[i] = entries[i - 1];
            entries[i - 1] = swap;
        }
    }
    return sim_need_json(bt_json_container(arena, BT_JSON_ARRAY, entries, count));
}
