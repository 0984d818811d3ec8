#include "sync/merging.h"

/*
 * Deleting is an edit like any other, so it merges, can be undone and loses nothing. Two things set it apart: all who
 * delete agree, whenever each did it; and whoever changes anything else means to keep the record.
 *
 * A side says `true` (deleted) or nothing (keep); who and when is in its stamp, from which the member is printed.
 */

static const bt_json *say(bt_merging *m, bool deleted)
{
    const bt_json *value = deleted ? bt_json_boolean(m->arena, true) : NULL;

    return !deleted || value != NULL ? value : bt_merging_fail(m, BT_ENOMEM);
}

static bt_status sides_in(bt_merging *m, const bt_doc *doc, const bt_json *member, const bt_json *fork,
                          bt_view path, bt_sides *out)
{
    bt_status status;

    if (fork != NULL)
        return bt_sides_of_fork(m->arena, fork, out);
    status = bt_sides_of_value(m->arena, (bt_side){ say(m, member != NULL), bt_stamp_at(m, doc, path) }, out);
    /* Without a base, a record that is not deleted says nothing about it. */
    if (doc->root == NULL || (m->base.root == NULL && member == NULL))
        out->count = 0;
    return status;
}

static bool holds_deletion(const bt_sides *sides)
{
    for (size_t i = 0; i < sides->count; i++) {
        if (sides->items[i].value != NULL)
            return true;
    }
    return false;
}

static const bt_json *print_deleted(bt_merging *m, const bt_stamp *stamp)
{
    bt_entry *entries = bt_arena_take(m->arena, 2 * sizeof *entries);
    const bt_json *deleted = NULL;

    if (entries != NULL) {
        entries[0] = (bt_entry){ BT_VIEW("at"), bt_json_string(m->arena, stamp->at) };
        entries[1] = (bt_entry){ BT_VIEW("by"), bt_json_string(m->arena, stamp->by) };
        if (entries[0].value != NULL && entries[1].value != NULL)
            deleted = bt_json_container(m->arena, BT_JSON_OBJECT, entries, 2);
    }
    return deleted != NULL ? deleted : bt_merging_fail(m, BT_ENOMEM);
}

static const bt_json *settle(bt_merging *m, bt_view path, const bt_sides *sides, const bt_json *base_fork,
                             const bt_json *base, bt_rule rule)
{
    const bt_json *grew_from = NULL;

    if (sides->count <= 1) {
        bt_settle_one(m, path, sides);
        bt_merging_reason(m, path, rule);
        return sides->count == 1 && sides->items[0].value != NULL ? print_deleted(m, &sides->items[0].stamp)
                                                                  : NULL;
    }
    if (base_fork != NULL)
        grew_from = bt_json_get(base_fork, BT_VIEW("base"));
    else if (m->base.root != NULL)
        grew_from = base != NULL ? say(m, true) : bt_json_null(m->arena);
    bt_settle_fork(m, path, sides, grew_from, true);
    bt_merging_reason(m, path, BT_RULE_DELETE_ASKED);
    return NULL; /* while it is asked, the record stays */
}

const bt_json *bt_merge_deleted(bt_merging *m)
{
    bt_view key = BT_VIEW("deleted"), path = BT_VIEW("/deleted");
    const bt_json *base = bt_json_get(m->base.root, key), *now = bt_json_get(m->now.root, key);
    const bt_json *edit = bt_json_get(m->edit.root, key);
    const bt_json *base_fork = bt_json_get(m->base.forks, path), *now_fork = bt_json_get(m->now.forks, path);
    bt_stamp now_edited = bt_stamp_of(bt_json_get(m->now.root, BT_VIEW("edited")));
    bool answers = bt_answers(m, path), joined = false;
    bool says = (base != NULL) != (edit != NULL) || answers;
    bool keeps = !says && edit == NULL && !bt_content_equal(&m->base, &m->edit);
    bt_sides sides, seen;
    bt_status status = sides_in(m, &m->now, now, now_fork, path, &sides);

    if (status == BT_OK)
        status = sides_in(m, &m->base, base, base_fork, path, &seen);
    if (status != BT_OK)
        return bt_merging_fail(m, status);
    /* Others who changed the note say "keep", and so does an undeleted base: only the stamp tells whose word it is. */
    if (base_fork == NULL && now_fork != NULL)
        bt_sides_subtract(&sides, &seen, BT_SAME_STAMP);
    else
        bt_leave_unseen(&sides, &seen, base_fork, now_fork);
    if (!says && !(keeps && holds_deletion(&sides))) {
        if ((base != NULL) != (now != NULL) || !bt_json_equal(base_fork, now_fork))
            bt_merging_reason(m, path, BT_RULE_KEPT);
        return now;
    }
    /* What others typed meanwhile says "keep"; where an unseen deletion is stored, that was said when it came. */
    if (edit != NULL && !holds_deletion(&sides) && !bt_content_equal(&m->base, &m->now))
        status = bt_sides_add(m->arena, &sides, (bt_side){ NULL, now_edited }, NULL, &joined);
    joined = false;
    if (status == BT_OK)
        status = bt_sides_add(m->arena, &sides, (bt_side){ say(m, edit != NULL), m->edited }, NULL, &joined);
    if (status != BT_OK || m->status != BT_OK)
        return bt_merging_fail(m, status);
    return settle(m, path, &sides, now_fork != NULL ? now_fork : base_fork, base,
                  joined    ? BT_RULE_AGREED
                  : answers ? BT_RULE_ANSWERED
                            : BT_RULE_TAKEN);
}
