#include "sync/reason.h"

/*
 * Deleting is an edit like any other, so it merges, can be undone and loses nothing. Two things set it apart: all who
 * delete agree, whenever each did it; and whoever changes anything else means to keep the record.
 *
 * A side says `true` (deleted) or nothing (keep); who and when is in its stamp, from which the member is printed.
 */

static const bt_json *said(const bt_doc *doc)
{
    return bt_head_get(doc->root, BT_HEAD_DELETED) != NULL ? bt_json_boolean(true) : NULL;
}

static bool holds_deletion(const bt_sides *sides)
{
    for (size_t i = 0; i < sides->count; i++) {
        if (sides->items[i].value != NULL)
            return true;
    }
    return false;
}

const bt_json *bt_merge_deleted(bt_merging *m)
{
    const bt_view path = BT_VIEW("/deleted");
    const bt_place at = { .base = said(&m->base),
                          .now = said(&m->now),
                          .edit = said(&m->edit),
                          .base_fork = bt_json_get(m->base.forks, path),
                          .now_fork = bt_json_get(m->now.forks, path),
                          .now_doc = &m->now,
                          .answered = bt_answers(m, path) };
    bool says = at.base != at.edit || at.answered;
    bool keeps = !says && at.edit == NULL && !bt_content_equal(&m->base, &m->edit);
    bt_rule rule = at.answered ? BT_RULE_ANSWERED : BT_RULE_TAKEN;
    /* Others who changed the note say "keep", and so does an undeleted base: only the stamp tells whose word it is. */
    bt_sides sides = bt_sides_unseen(m, &at, path, at.now_fork != NULL ? BT_SAME_STAMP : BT_SAME_VALUE);
    const bt_json *deleted;

    if (!says && !(keeps && holds_deletion(&sides))) {
        if (at.base != at.now || !bt_json_equal(at.base_fork, at.now_fork))
            bt_reason_note(m, path, BT_RULE_KEPT);
        return bt_head_get(m->now.root, BT_HEAD_DELETED);
    }
    /* What others typed meanwhile says "keep"; where an unseen deletion is stored, that was said when it came. */
    if (at.edit != NULL && !holds_deletion(&sides) && !bt_content_equal(&m->base, &m->now))
        (void)bt_sides_add(m->arena, &sides, (bt_side){ NULL, bt_head_get(m->now.root, BT_HEAD_EDITED) },
                           NULL);
    if (bt_sides_add(m->arena, &sides, (bt_side){ at.edit, m->edited }, NULL))
        rule = BT_RULE_AGREED;
    deleted = bt_settle(m, &at, path, &sides, NULL, rule, BT_RULE_DELETE_ASKED);
    if (deleted == NULL || sides.count > 1)
        return NULL; /* while it is asked, the record stays */
    return bt_json_object(m->arena, sides.items[0].stamp->entries,
                          2); /* when, and who; not on which device */
}
