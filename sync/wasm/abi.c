#include "sync/wasm/abi.h"

#include "sync/merge.h"
#include "sync/tree.h"

enum {
    PAGE_BYTES = 64 * 1024,       /* of WebAssembly memory */
    FIRST_BYTES = 2 * 1024 * 1024 /* of scratch: enough for any note that a person writes */
};

extern unsigned char __heap_base; /* given by the linker: memory from here on is free */

/* One instance of the module does one thing at a time, so its state is the module's. */
static struct {
    bt_arena arena; /* the room, then scratch */
    size_t room;    /* bytes */
    bt_view answer;
} state;

/* Let the arena hold `size` bytes. */
static bool grow(size_t size)
{
    unsigned char *base = &__heap_base;
    size_t have = __builtin_wasm_memory_size(0) * PAGE_BYTES - (size_t)base;
    size_t pages = size > have ? (size - have + PAGE_BYTES - 1) / PAGE_BYTES : 0;

    if (pages > 0 && __builtin_wasm_memory_grow(0, pages) == SIZE_MAX)
        return false;
    state.arena.base = base;
    state.arena.size = size > have ? size : have;
    return true;
}

unsigned char *bt_wasm_room(size_t len)
{
    state.answer = (bt_view){ NULL, 0 };
    state.room = len;
    return len <= BT_MERGE_ARENA_BYTES && grow(len + FIRST_BYTES) ? state.arena.base : NULL;
}

static bt_view input(int32_t len, size_t *at)
{
    bt_view view = { len < 0 ? NULL : (const char *)state.arena.base + *at, len < 0 ? 0 : (size_t)len };

    *at += view.len;
    return view;
}

static bt_status merge(bt_view base, bt_view now, bt_view edit)
{
    bt_merged merged;
    bt_status status = bt_merge(&state.arena, base, now, edit, &merged);

    state.answer = merged.record;
    return status;
}

static bt_status check(bt_view base, bt_view now, bt_view edit)
{
    bt_complaint why = { NULL, NULL, { NULL, 0 } };
    const bt_json *tree;
    bt_status status = bt_tree_check(&state.arena, edit, &tree, &why);

    if (status == BT_OK)
        status = bt_tree_print(&state.arena, tree, &state.answer, &why);
    (void)base;
    (void)now;
    if (status != BT_OK && why.code != NULL)
        state.answer = bt_view_of(why.code);
    return status;
}

/* Do it with the scratch that is there, and with ever more while that is too little. */
static bt_status with_enough(bt_status (*act)(bt_view, bt_view, bt_view), bt_view base, bt_view now,
                             bt_view edit)
{
    bt_status status;

    do {
        state.arena.used = state.room;
        status = act(base, now, edit);
    } while (status == BT_ENOMEM && state.arena.size < BT_MERGE_ARENA_BYTES && grow(state.arena.size * 2));
    return status;
}

int bt_wasm_merge(int32_t base_len, int32_t now_len, int32_t edit_len)
{
    size_t at = 0;
    bt_view base = input(base_len, &at), now = input(now_len, &at), edit = input(edit_len, &at);

    return at <= state.room ? with_enough(merge, base, now, edit) : BT_EINPUT;
}

int bt_wasm_check(int32_t len)
{
    size_t at = 0;
    bt_view none = { NULL, 0 }, record = input(len, &at);

    return at <= state.room ? with_enough(check, none, none, record) : BT_EINPUT;
}

const char *bt_wasm_answer(void)
{
    return state.answer.data;
}

size_t bt_wasm_answer_len(void)
{
    return state.answer.len;
}
