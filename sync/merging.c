#include "sync/merging.h"

#include "sync/memory.h"

bt_doc bt_doc_of(const bt_json *root)
{
    return (bt_doc){ root, bt_head_get(root, BT_HEAD_FORKS), bt_head_get(root, BT_HEAD_STAMPS) };
}

bt_view bt_merging_path(bt_merging *m)
{
    bt_view path = bt_path_view(&m->path);
    char *copy = NULL;

    if (!bt_arena_full(m->arena))
        m->path_bytes += path.len;
    if (m->path_bytes <= BT_MERGING_MAX_PATH_BYTES)
        copy = bt_arena_take(m->arena, path.len);
    return copy != NULL ? (bt_view){ memcpy(copy, path.data, path.len), path.len } : (bt_view){ NULL, 0 };
}

bool bt_is_object(const bt_json *value)
{
    return value != NULL && value->kind == BT_JSON_OBJECT;
}

bool bt_is_set(const bt_json *value)
{
    return value != NULL && value->kind == BT_JSON_ARRAY;
}

bool bt_ledger_same(const bt_json *a, const bt_json *b, bt_view path)
{
    const bt_entry *x, *y;
    size_t count = bt_ledger_beneath(a, path, &x);
    bool same =
        count == bt_ledger_beneath(b, path, &y) && bt_json_equal(bt_json_get(a, path), bt_json_get(b, path));

    for (size_t i = 0; same && i < count; i++)
        same = bt_view_equal(x[i].key, y[i].key) && bt_json_equal(x[i].value, y[i].value);
    return same;
}

bool bt_answers(const bt_merging *m, bt_view path)
{
    const bt_json *fork = bt_json_get(m->base.forks, path);

    return fork != NULL && !bt_json_equal(fork, bt_json_get(m->edit.forks, path));
}

/* Who stated a member in a record: its stamp, or the record's creation. */
static const bt_json *stamp_at(const bt_merging *m, const bt_doc *doc, bt_view path)
{
    const bt_json *stamp = bt_json_get(doc->stamps, path);

    return stamp != NULL ? stamp : m->created;
}

bt_sides bt_sides_in(const bt_merging *m, const bt_doc *doc, bt_view path, const bt_json *value,
                     const bt_json *fork)
{
    bt_sides sides = bt_sides_of(m->arena, fork, (bt_side){ value, stamp_at(m, doc, path) });
    bool says_nothing = doc->root == NULL || bt_is_object(value) || (value == NULL && m->base.root == NULL);

    if (fork == NULL && says_nothing)
        sides.count = 0;
    return sides;
}

bt_sides bt_sides_unseen(const bt_merging *m, const bt_place *at, bt_view path, bt_sameness unforked)
{
    bt_sides stored = bt_sides_in(m, at->now_doc, path, at->now, at->now_fork);
    bt_sides seen = bt_sides_in(m, &m->base, path, at->base, at->base_fork);

    if (at->base_fork != NULL && bt_json_equal(at->base_fork, at->now_fork))
        stored.count = 0;
    else
        bt_sides_subtract(&stored, &seen, at->base_fork != NULL ? BT_SAME_STAMP : unforked);
    return stored;
}
