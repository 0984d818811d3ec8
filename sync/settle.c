/* What stands in the record, and what is written down, once it is known who says what about a member. */
#include "sync/reason.h"
#include "sync/text.h"

static const bt_member *text_row(const bt_merging *m, bt_view path)
{
    const bt_member *row = bt_member_find(m->type, path);

    return row != NULL && row->kind == BT_KIND_TEXT ? row : NULL;
}

/* A text whose edits were woven without a question: what is shown is what its readers go on from. */
static bool woven_in_peace(const bt_merging *m, bt_view path, const bt_json *fork)
{
    return text_row(m, path) != NULL && !bt_json_get(fork, BT_VIEW("ask"))->boolean;
}

/*
 * What all sides grew from: null where there was nothing, NULL where nobody knows. Two who take a woven text further
 * grew from what both saw: against what it was woven from, each would bring the words of the others once more.
 */
static const bt_json *common_base(const bt_merging *m, const bt_place *at, bt_view path)
{
    const bt_json *fork = at->now_fork != NULL ? at->now_fork : at->base_fork;

    if (fork != NULL && (at->now_fork != NULL || !woven_in_peace(m, path, fork)))
        return bt_json_get(fork, BT_VIEW("base"));
    return m->base.root == NULL || at->base != NULL ? at->base : bt_json_null();
}

/* Is it a text on this side? An absence is an empty one. */
static bool weavable(const bt_json *value)
{
    return value == NULL || value->kind == BT_JSON_STRING;
}

/* Are these the sides of a text whose base is known? */
static bool is_text(const bt_merging *m, bt_view path, const bt_sides *sides, const bt_json *base)
{
    bool text = text_row(m, path) != NULL && base != NULL &&
                (base->kind == BT_JSON_STRING || base->kind == BT_JSON_NULL);

    for (size_t i = 0; text && i < sides->count; i++)
        text = weavable(sides->items[i].value);
    return text;
}

/*
 * What the sides of a text are woven into; *asks says whether they changed the same words. A weave longer than its
 * member may be could not be sent back by any phone, so the latest side stays, and a person is asked.
 */
static const bt_json *weave(bt_merging *m, bt_view path, const bt_sides *sides, const bt_json *base,
                            bool *asks)
{
    bt_view *texts = bt_arena_take(m->arena, sides->count * sizeof *texts), woven = { NULL, 0 };

    for (size_t i = 0; texts != NULL && i < sides->count; i++) {
        const bt_json *value = sides->items[i].value;

        texts[i] = value != NULL ? value->string : (bt_view){ NULL, 0 };
    }
    if (texts == NULL || bt_text_weave(m->arena, base->string, texts, sides->count, &woven, asks) != BT_OK)
        return NULL;
    if ((int64_t)woven.len > text_row(m, path)->max) {
        *asks = true;
        return bt_sides_latest(sides)->value;
    }
    return woven.len > 0 ? bt_json_string(m->arena, woven) : NULL;
}

/* Two or more: the member is forked, all sides are kept, and one of them, or their weave, is shown. */
static const bt_json *settle_fork(bt_merging *m, const bt_place *at, bt_view path, const bt_sides *sides,
                                  const bt_json *object, bt_rule *rule)
{
    const bt_json *base = common_base(m, at, path), *shown = object;
    bool ask = true;

    if (object != NULL) {
        *rule = BT_RULE_REMOVAL_ASKED;
    } else if (is_text(m, path, sides, base)) {
        shown = weave(m, path, sides, base, &ask);
        *rule = ask ? BT_RULE_TEXT_ASKED : BT_RULE_TEXT_WOVEN;
    } else {
        shown = bt_sides_latest(sides)->value;
    }
    bt_ledger_note(m->arena, &m->forks, path, bt_sides_print(m->arena, sides, base, ask));
    bt_ledger_note(m->arena, &m->stamps, path, NULL);
    return shown;
}

/* One side, or none: the member is not forked; the stamp of the creation goes without saying. */
static const bt_json *settle_one(bt_merging *m, bt_view path, const bt_sides *sides)
{
    const bt_side *side = sides->items; /* there is always room for one */
    const bt_json *stamp = NULL;

    if (sides->count > 0 && bt_stamp_compare(side->stamp, m->created) != 0)
        stamp = bt_json_object(m->arena, side->stamp->entries, BT_STAMP_MEMBERS);
    bt_ledger_note(m->arena, &m->forks, path, NULL);
    bt_ledger_note(m->arena, &m->stamps, path, stamp);
    return sides->count > 0 ? side->value : NULL;
}

const bt_json *bt_settle(bt_merging *m, const bt_place *at, bt_view path, const bt_sides *sides,
                         const bt_json *object, bt_rule rule, bt_rule asked)
{
    const bt_json *shown;

    if (sides->count + (object != NULL) > 1) {
        rule = asked;
        shown = settle_fork(m, at, path, sides, object, &rule);
    } else {
        shown = settle_one(m, path, sides);
        shown = object != NULL ? object : shown;
    }
    bt_reason_note(m, path, rule);
    return bt_is_set(shown) && shown->count == 0 ? NULL : shown; /* an empty set is the same as none */
}
