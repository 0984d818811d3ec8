#include "sync/merging.h"

#include "sync/memory.h"

bt_doc bt_doc_of(const bt_json *root)
{
    return (bt_doc){ root, bt_json_get(root, BT_VIEW("_forks")), bt_json_get(root, BT_VIEW("_stamps")) };
}

void *bt_merging_fail(bt_merging *m, bt_status status)
{
    if (m->status == BT_OK)
        m->status = status;
    return NULL;
}

bt_view bt_merging_path(bt_merging *m)
{
    bt_view path = bt_path_view(&m->path);
    char *copy;

    m->path_bytes += path.len;
    if (m->path_bytes > 2 * BT_RECORD_MAX_BYTES) {
        bt_merging_fail(m, BT_ELIMIT);
        return (bt_view){ NULL, 0 };
    }
    copy = bt_arena_take(m->arena, path.len);
    if (copy == NULL) {
        bt_merging_fail(m, BT_ENOMEM);
        return (bt_view){ NULL, 0 };
    }
    return (bt_view){ memcpy(copy, path.data, path.len), path.len };
}

void bt_merging_reason(bt_merging *m, bt_view path, bt_rule rule)
{
    bt_reason_note *note = bt_arena_take(m->arena, sizeof *note);
    bool known = bt_member_find(m->type, path) != NULL || bt_view_equal(path, BT_VIEW("/deleted"));

    if (note == NULL) {
        bt_merging_fail(m, BT_ENOMEM);
        return;
    }
    *note = (bt_reason_note){ m->reasons, { path, known, rule } };
    m->reasons = note;
    m->reason_count++;
}

void bt_merging_note(bt_merging *m, bt_ledger *ledger, bt_view path, const bt_json *value)
{
    if (!bt_ledger_note(m->arena, ledger, path, value))
        bt_merging_fail(m, BT_ENOMEM);
}

bt_stamp bt_stamp_at(const bt_merging *m, const bt_doc *doc, bt_view path)
{
    const bt_json *stamp = bt_json_get(doc->stamps, path);

    return stamp != NULL ? bt_stamp_of(stamp) : m->created;
}

bool bt_answers(const bt_merging *m, bt_view path)
{
    const bt_json *fork = bt_json_get(m->base.forks, path);

    return fork != NULL && !bt_json_equal(fork, bt_json_get(m->edit.forks, path));
}

void bt_leave_unseen(bt_sides *stored, const bt_sides *seen, const bt_json *base_fork,
                     const bt_json *now_fork)
{
    if (base_fork == NULL)
        bt_sides_subtract(stored, seen, BT_SAME_VALUE);
    else if (bt_json_equal(base_fork, now_fork))
        stored->count = 0;
    else
        bt_sides_subtract(stored, seen, BT_SAME_STAMP);
}

void bt_settle_one(bt_merging *m, bt_view path, const bt_sides *sides)
{
    const bt_json *stamp = NULL;

    if (sides->count > 0 && bt_stamp_compare(&sides->items[0].stamp, &m->created) != 0) {
        bt_status status = bt_stamp_print(m->arena, &sides->items[0].stamp, &stamp);

        if (status != BT_OK)
            bt_merging_fail(m, status);
    }
    bt_merging_note(m, &m->forks, path, NULL);
    bt_merging_note(m, &m->stamps, path, stamp);
}

void bt_settle_fork(bt_merging *m, bt_view path, const bt_sides *sides, const bt_json *base, bool ask)
{
    const bt_json *fork;
    bt_status status = bt_sides_print(m->arena, sides, base, ask, &fork);

    if (status != BT_OK) {
        bt_merging_fail(m, status);
        return;
    }
    bt_merging_note(m, &m->forks, path, fork);
    bt_merging_note(m, &m->stamps, path, NULL);
}
