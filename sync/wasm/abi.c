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

static bt_status merge(const bt_view *in)
{
    bt_merged merged;
    bt_status status = bt_merge(&state.arena, in[0], in[1], in[2], &merged);

    state.answer = merged.record;
    return status;
}

static bt_status check(bt_view record)
{
    bt_complaint why = { NULL, NULL, { NULL, 0 } };
    const bt_json *tree;
    bt_status status = bt_tree_check(&state.arena, record, &tree, &why);

    if (status == BT_OK)
        status = bt_tree_print(&state.arena, tree, &state.answer, &why);
    if (status != BT_OK && why.code != NULL)
        state.answer = bt_view_of(why.code);
    return status;
}

/* Do it with the scratch that is there, and with ever more while that is too little. */
static bt_status act(bool merges, const int32_t *lengths)
{
    bt_view in[3];
    bt_status status;
    size_t at = 0;

    for (size_t i = 0; i < 3; i++) {
        bool absent = lengths[i] < 0;

        in[i] =
            (bt_view){ absent ? NULL : (const char *)state.arena.base + at, absent ? 0 : (size_t)lengths[i] };
        at += in[i].len;
    }
    if (at > state.room)
        return BT_EINPUT;
    do {
        state.arena.used = state.room;
        status = merges ? merge(in) : check(in[2]);
    } while (status == BT_ENOMEM && state.arena.size < BT_MERGE_ARENA_BYTES && grow(state.arena.size * 2));
    return status;
}

int bt_wasm_merge(int32_t base_len, int32_t now_len, int32_t edit_len)
{
    return act(true, (int32_t[]){ base_len, now_len, edit_len });
}

int bt_wasm_check(int32_t len)
{
    return act(false, (int32_t[]){ -1, -1, len });
}

const char *bt_wasm_answer(void)
{
    return state.answer.data;
}

size_t bt_wasm_answer_len(void)
{
    return state.answer.len;
}
