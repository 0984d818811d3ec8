/* tests/unit/sync_fixture.h - memory, files, people and records for the tests of sync/. */
#ifndef BT_TESTS_SYNC_FIXTURE_H
#define BT_TESTS_SYNC_FIXTURE_H

#include "sync/json.h"
#include "sync/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RECORD_ID "019a0000-0000-7000-8000-000000000001"
#define ANA "019a0000-0000-7000-8000-0000000000a1"
#define ANA_DEVICE "019a0000-0000-7000-8000-0000000000d1"
#define STAMP(at) "{\"at\":\"" at "\",\"by\":\"" ANA "\",\"device\":\"" ANA_DEVICE "\"}"
#define MORNING STAMP("2026-09-14T08:00:00.000Z")

/* A record of Ana's as a device sends it: its start, and all of it with `members`, "" or begun by a comma. */
#define OPEN(type)                                                                                    \
    "{\"id\":\"" RECORD_ID "\",\"type\":\"" type "\",\"schema\":1,\"created\":" MORNING ",\"edited\"" \
    ":" MORNING
#define RECORD(type, members) OPEN(type) members "}"
#define OBSERVATION(members) RECORD("observation", members)

enum { ARENA_BYTES = 64 * 1024 * 1024, CASE_FILE_MAX_BYTES = 64 * 1024 };

/* One arena for a whole program; each test starts with it empty. */
static inline int arena_open(void **state)
{
    bt_arena *arena = malloc(sizeof *arena);

    assert_non_null(arena);
    *arena = (bt_arena){ malloc(ARENA_BYTES), ARENA_BYTES, 0 };
    assert_non_null(arena->base);
    *state = arena;
    return 0;
}

static inline int arena_close(void **state)
{
    bt_arena *arena = *state;

    free(arena->base);
    free(arena);
    return 0;
}

static inline bt_arena *arena_of(void **state)
{
    bt_arena *arena = *state;

    arena->used = 0;
    return arena;
}

static inline void *take(bt_arena *arena, size_t size)
{
    void *memory = bt_arena_take(arena, size);

    assert_non_null(memory);
    return memory;
}

static inline bt_view copy_view(bt_arena *arena, bt_view bytes)
{
    char *copy = take(arena, bytes.len + 1);

    memcpy(copy, bytes.data, bytes.len);
    copy[bytes.len] = '\0';
    return (bt_view){ copy, bytes.len };
}

/* printf into the arena. */
__attribute__((format(printf, 2, 3))) static inline bt_view print_view(bt_arena *arena, const char *format,
                                                                       ...)
{
    va_list args;
    char *text;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert_true(len >= 0);
    text = take(arena, (size_t)len + 1);
    va_start(args, format);
    len = vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return (bt_view){ text, (size_t)len };
}

/* `piece`, so many times. */
static inline bt_view repeat(bt_arena *arena, const char *piece, size_t times)
{
    size_t len = strlen(piece);
    char *text = take(arena, len * times + 1);

    for (size_t i = 0; i < times; i++)
        memcpy(text + i * len, piece, len);
    text[len * times] = '\0';
    return (bt_view){ text, len * times };
}

static inline bt_view read_case_file(bt_arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = take(arena, CASE_FILE_MAX_BYTES);
    size_t len;

    if (file == NULL)
        fail_msg("%s cannot be opened", path);
    len = fread(text, 1, CASE_FILE_MAX_BYTES - 1, file);
    assert_true(feof(file));
    text[len] = '\0';
    (void)fclose(file);
    return (bt_view){ text, len };
}

/* JSON that the test itself wrote. */
static inline const bt_json *read_json(bt_arena *arena, bt_view text)
{
    const bt_json *value = NULL;
    const char *code = NULL;

    if (bt_json_read(arena, text, BT_RECORD_MAX_DEPTH + 8, &value, &code) != BT_OK)
        fail_msg("the test itself has no JSON here (%s): %.*s", code, (int)text.len, text.data);
    return value;
}

static inline void assert_view(bt_view have, const char *want)
{
    if (!bt_view_equal(have, bt_view_of(want)))
        fail_msg("have: %.*s\nwant: %s", (int)have.len, have.data, want);
}

#endif
