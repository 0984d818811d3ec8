#include "sync/wasm/abi.h"

#include "sync/merge.h"
#include "sync/tree.h"

extern unsigned char __heap_base; /* given by the linker: memory from here on is free */

/* One instance of the module does one thing at a time, so its state is the module's. */
static struct {
    bt_arena arena; /* the schema, the room, then scratch */
    size_t kept;    /* bytes of it that the schema takes */
    bt_schema schema;
    const char *next; /* the next input in the room */
    bt_view answer;
} state = { .arena = { .base = &__heap_base } };

unsigned char *bt_wasm_room(size_t len)
{
    unsigned char *room;

    state.arena.used = state.kept;
    room = bt_arena_take(&state.arena, len);
    state.next = (const char *)room;
    return room;
}

static bt_view take_input(int32_t len)
{
    bt_view input = { NULL, 0 };

    if (len >= 0)
        input = (bt_view){ state.next, (size_t)len };
    state.next += input.len;
    return input;
}

int bt_wasm_schema(int32_t len)
{
    bt_status status = bt_schema_read(&state.arena, take_input(len), &state.schema);

    state.kept = state.arena.used;
    return status;
}

bt_schema bt_schema_known(void)
{
    return state.schema;
}

int bt_wasm_merge(int32_t base_len, int32_t now_len, int32_t edit_len)
{
    bt_view base = take_input(base_len), now = take_input(now_len), edit = take_input(edit_len);
    bt_merged merged;
    bt_status status = bt_merge(&state.arena, base, now, edit, &merged);

    state.answer = merged.record;
    return status;
}

int bt_wasm_check(int32_t len)
{
    bt_complaint why = { NULL, NULL, { NULL, 0 } };
    const bt_json *tree;
    bt_status status = bt_tree_check(&state.arena, take_input(len), &tree, &why);

    if (status == BT_OK)
        status = bt_tree_print(&state.arena, tree, &state.answer, &why);
    if (status != BT_OK)
        state.answer = bt_view_of(why.code);
    return status;
}

bt_view bt_wasm_answer(void)
{
    return state.answer;
}
