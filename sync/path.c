#include "sync/tree.h"

#include "sync/memory.h"

bool bt_path_start(bt_arena *arena, bt_path *path)
{
    *path = (bt_path){ bt_arena_take(arena, BT_PATH_MAX_BYTES), 0 };
    return path->bytes != NULL;
}

size_t bt_path_push(bt_path *path, bt_view key)
{
    size_t before = path->len;

    path->bytes[path->len++] = '/';
    for (size_t i = 0; i < key.len; i++) {
        char c = key.data[i];

        if (c == '~' || c == '/') {
            path->bytes[path->len++] = '~';
            c = c == '~' ? '0' : '1';
        }
        path->bytes[path->len++] = c;
    }
    return before;
}

void bt_path_pop(bt_path *path, size_t len)
{
    path->len = len;
}

bt_view bt_path_view(const bt_path *path)
{
    return (bt_view){ path->bytes, path->len };
}

bool bt_path_unescape(bt_arena *arena, bt_view *step)
{
    bool single = bt_view_find(*step, '/') == step->len;
    char *copy = single ? bt_arena_take(arena, step->len) : NULL;
    size_t len = 0;

    for (size_t i = 0; copy != NULL && i < step->len; i++) {
        bool escape = step->data[i] == '~' && i + 1 < step->len;

        copy[len++] = !escape ? step->data[i] : step->data[++i] == '1' ? '/' : '~';
    }
    *step = (bt_view){ copy, len };
    return copy != NULL;
}

bool bt_path_beneath(bt_view path, bt_view above)
{
    return path.len > above.len && path.data[above.len] == '/' &&
           (above.len == 0 || bt_view_equal((bt_view){ path.data, above.len }, above));
}

int bt_stamp_compare(const bt_json *a, const bt_json *b)
{
    static const unsigned char by[BT_STAMP_MEMBERS] = { BT_STAMP_AT, BT_STAMP_DEVICE, BT_STAMP_BY };
    int order = 0;

    for (size_t i = 0; a != b && order == 0 && i < BT_STAMP_MEMBERS; i++)
        order = bt_view_compare(a->entries[by[i]].value->string, b->entries[by[i]].value->string);
    return order;
}
