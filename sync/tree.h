/* sync/tree.h - a record as a tree: what its check finds and its merge works on. Private to sync/. */
#ifndef BT_SYNC_TREE_H
#define BT_SYNC_TREE_H

#include "sync/json.h"
#include "sync/record.h"
#include "sync/schema.h"

enum {
    /* _forks lies deeper than the members it speaks of: _forks, fork, sides, side, value */
    BT_LEDGER_DEPTH = 5,
    BT_PATH_MAX_BYTES =
        BT_RECORD_MAX_DEPTH * (2 * BT_KEY_MAX_BYTES + 1) /* every byte of a key may need an escape */
};

/* A place in a record while it is walked: a JSON pointer (RFC 6901) that grows and shrinks with the walk. */
typedef struct bt_path {
    char *bytes; /* BT_PATH_MAX_BYTES */
    size_t len;
} bt_path;

/* The record itself, with room for all that is in it. False without memory. */
bool bt_path_start(bt_arena *arena, bt_path *path);

/* Appends a step; gives back the length to return to with bt_path_pop. The key is within its limit. */
size_t bt_path_push(bt_path *path, bt_view key);
void bt_path_pop(bt_path *path, size_t len);
bt_view bt_path_view(const bt_path *path); /* borrowed; changes with the path */

/* Undo the escapes of one step of a pointer, in a copy. False when it is more than one step, or without memory. */
bool bt_path_unescape(bt_arena *arena, bt_view *step);

/* Is `path` beneath `above` (and not the same)? */
bool bt_path_beneath(bt_view path, bt_view above);

/*
 * A stamp is an object that says when something was changed and by whom. Its first members are "at", "by" and "device",
 * but of `deleted`, which has no device; a side of a fork is one, with its "value" behind.
 */
enum { BT_STAMP_AT, BT_STAMP_BY, BT_STAMP_DEVICE, BT_STAMP_MEMBERS };

/* By time, then device, then person: of two, the later is the one that is shown. Negative, 0, positive. */
int bt_stamp_compare(const bt_json *a, const bt_json *b);

/* The members that every record has or may have, and that the merge treats by rules of their own. */
typedef enum bt_head {
    BT_HEAD_ID,
    BT_HEAD_TYPE,
    BT_HEAD_SCHEMA,
    BT_HEAD_CREATED,
    BT_HEAD_EDITED,
    BT_HEAD_DELETED,
    BT_HEAD_FORKS,
    BT_HEAD_STAMPS,
    BT_HEAD_COUNT
} bt_head;

bt_view bt_head_name(bt_head which);

/* One of them in a record, or NULL. */
const bt_json *bt_head_get(const bt_json *tree, bt_head which);
bool bt_member_reserved(bt_view key);

/* Are those of them there that must be, and each as it must be? */
bool bt_head_good(const bt_json *tree);

/*
 * Read, check and normalise: bt_record_check without the printing. In the tree empty texts and empty sets are
 * left out and sets are sorted.
 */
bt_status bt_tree_check(bt_arena *arena, bt_view bytes, const bt_json **tree, bt_complaint *why);

/* Read what begins as every record does, as what this library printed; else *complaint says why not. */
bt_status bt_tree_read(bt_arena *arena, bt_view bytes, const bt_json **tree, const char **complaint);

/* Canonical bytes. BT_OK; BT_ELIMIT, with *why filled, when they are more than a record may have; BT_ENOMEM. */
bt_status bt_tree_print(bt_arena *arena, const bt_json *tree, bt_view *out, bt_complaint *why);

/* Is a question open in it? */
bool bt_tree_asks(const bt_json *tree);

#endif
