/* tests/sim/shape.h - records as trees that are changed by making new ones.
 *
 * A tree is never changed in place: what is put into it gives another tree
 * that shares the rest. All of it lies in an arena; a test that runs out of
 * it ends, so nothing here fails.
 */
#ifndef BT_SIM_SHAPE_H
#define BT_SIM_SHAPE_H

#include "sync/json.h"

/* An arena of pages that are touched as they are needed; its `base` is the caller's to free. */
bt_arena sim_arena(size_t size_bytes);

/* `made`, or the end of the program, said on stderr, when there is none. */
void *sim_need(void *made);
const bt_json *sim_need_json(const bt_json *made);

bt_view sim_copy(bt_arena *arena, bt_view bytes);

/* Three texts as one. */
bt_view sim_join(bt_arena *arena, bt_view a, bt_view b, bt_view c);

/* A printf into the arena. */
bt_view sim_print(bt_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Bytes that must be JSON, as a tree. They are borrowed. */
const bt_json *sim_read(bt_arena *arena, bt_view bytes);

bt_view sim_bytes(bt_arena *arena, const bt_json *tree);

/* On one line, as in a case file. */
bt_view sim_line(bt_arena *arena, const bt_json *tree);

const bt_json *sim_string(bt_arena *arena, const char *text);
const bt_json *sim_integer(bt_arena *arena, int64_t n);
const bt_json *sim_object(bt_arena *arena);

/* The value that a JSON pointer names, or NULL. */
const bt_json *sim_at(bt_arena *arena, const bt_json *tree, bt_view pointer);

/*
 * A tree with `value` (NULL: nothing) where the pointer points. What lies above it and is no object becomes one;
 * with NULL it stays as it is.
 */
const bt_json *sim_put(bt_arena *arena, const bt_json *tree, bt_view pointer, const bt_json *value);

/* The pointer to a member beneath another. */
bt_view sim_beneath(bt_arena *arena, bt_view pointer, bt_view key);

/* A set with one more element, or without it where it was there. `set` may be NULL. */
const bt_json *sim_toggle(bt_arena *arena, const bt_json *set, bt_view element);

#endif
