/* sync/base.h - the few types that every part of Backtable shares.
 *
 * Who owns what is said by the type: a bt_view borrows bytes and never frees
 * them; what lies in a bt_arena lives until the caller resets that arena.
 * This header needs nothing but the freestanding headers of C11, so that the
 * same sources build into the service and into WebAssembly.
 */
#ifndef BT_SYNC_BASE_H
#define BT_SYNC_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 0 is fine, positive is "done, but look", negative is failed and nothing was done. */
typedef enum bt_status {
    BT_OK = 0,
    BT_ASK = 1,        /* done; at least one question is open for a person */
    BT_EINPUT = -1,    /* the bytes are not what they should be */
    BT_ELIMIT = -2,    /* larger, longer or deeper than a named limit */
    BT_ENOMEM = -3,    /* the memory given was not enough */
    BT_EIO = -4,       /* the disk or the system failed; nothing was acknowledged */
    BT_EMOVED = -5,    /* someone was faster: read again, merge, try again */
    BT_ENOTFOUND = -6, /* no such record, version, notebook or person */
    BT_EBUSY = -7,     /* another process holds it */
    BT_EDAMAGED = -8,  /* what is stored is not what was written */
    BT_EDENIED = -9    /* known, but not allowed */
} bt_status;

/* Borrowed bytes. data == NULL means "absent", which differs from empty. */
typedef struct bt_view {
    const char *data;
    size_t len; /* bytes */
} bt_view;

/*
 * Memory that the caller gives and takes back whole. Never grows, never frees a part.
 *
 * Once something did not fit, the arena is full and gives nothing more until `used` is set back. So what builds a tree
 * need not pass each failure on: it asks at its end whether the arena is full, and then throws away what it has built.
 */
typedef struct bt_arena {
    unsigned char *base;
    size_t size; /* bytes */
    size_t used; /* bytes; set back to an earlier value to give memory back */
} bt_arena;

#ifdef BT_ARENA_GROWS
#define BT_ARENA_GIVES \
    __attribute__((returns_nonnull)) /* sync.wasm has all the page's memory (wasm/arena.c) */
#else
#define BT_ARENA_GIVES
#endif

/* `size` bytes aligned for any type, or NULL when the arena is full. Not cleared. */
BT_ARENA_GIVES void *bt_arena_take(bt_arena *arena, size_t size);

/* The same, aligned for nothing: right behind what was given last. */
BT_ARENA_GIVES void *bt_arena_add(bt_arena *arena, size_t size);

/* Did something not fit? */
static inline bool bt_arena_full(const bt_arena *arena)
{
#ifdef BT_ARENA_GROWS
    (void)arena;
    return false;
#else
    return arena->used > arena->size;
#endif
}

/* A view of a string literal, with its length known when it is compiled. */
#define BT_VIEW(literal) ((bt_view){ (literal), sizeof(literal) - 1 })

/* A view of a NUL-terminated string. */
bt_view bt_view_of(const char *text);

/* True when both are absent, or both are present with the same bytes. */
bool bt_view_equal(bt_view a, bt_view b);

/* The place of the first such byte, or bytes.len when there is none. */
size_t bt_view_find(bt_view bytes, char c);

/* memcmp order, the shorter first when one is the start of the other; absent sorts first. */
int bt_view_compare(bt_view a, bt_view b);

enum {
    BT_RECORD_MAX_BYTES = 256 * 1024, /* one record in canonical form */
    BT_RECORD_MAX_DEPTH = 16,         /* levels; the record itself is level 1 */
    BT_KEY_MAX_BYTES = 200,           /* the name of a member */
    BT_ELEMENT_MAX_BYTES = 400,       /* one string of a set */
    BT_ID_LEN = 36,                   /* a UUID in its text form */
    BT_VERSION_LEN = 40               /* a git object id in hex */
};

/*
 * True when `id` is a UUID version 7 (RFC 9562) in lower-case text form. Ids
 * name files, so this is the one door between a device's words and a path.
 */
bool bt_id_valid(bt_view id);

/* The milliseconds since 1970 inside a valid UUIDv7. */
uint64_t bt_id_time_ms(bt_view id);

#endif
