#include "sync/merging.h"

#include "sync/text.h"

#include "sync/memory.h"

/* A member on all sides: its values (NULL: absent) and, at its own path, its forks. */
typedef struct member {
    const bt_json *base, *now, *edit;
    const bt_json *base_fork, *now_fork;
    const bt_doc *now_doc;
    bool answered;
} member;

static bool is_object(const bt_json *value)
{
    return value != NULL && value->kind == BT_JSON_OBJECT;
}

static bool is_set(const bt_json *value)
{
    return value != NULL && value->kind == BT_JSON_ARRAY;
}

/* Do two ledgers hold the same at a path and beneath it? */
static bool same_ledger(const bt_json *a, const bt_json *b, bt_view path)
{
    size_t i, j, a_last, b_last;

    if (!bt_json_equal(bt_json_get(a, path), bt_json_get(b, path)))
        return false;
    bt_ledger_range(a, path, &i, &a_last);
    bt_ledger_range(b, path, &j, &b_last);
    if (a_last - i != b_last - j)
        return false;
    for (; i < a_last; i++, j++) {
        if (!bt_view_equal(a->entries[i].key, b->entries[j].key) ||
            !bt_json_equal(a->entries[i].value, b->entries[j].value))
            return false;
    }
    return true;
}

/* Does the edit answer a question of the base at the path or beneath it? */
static bool answers_within(const bt_merging *m, bt_view path)
{
    size_t first, last;

    bt_ledger_range(m->base.forks, path, &first, &last);
    for (; first < last; first++) {
        if (bt_answers(m, m->base.forks->entries[first].key))
            return true;
    }
    return bt_answers(m, path);
}

/* Where there is no base, an edit says nothing about what it lacks. */
static bool unedited(const bt_merging *m, const bt_json *base, const bt_json *edit)
{
    return bt_json_equal(base, edit) && !answers_within(m, bt_path_view(&m->path));
}

/* Nobody at hand changed it: it stays as it is stored. */
static const bt_json *keep(bt_merging *m, const bt_json *base, const bt_json *now, const bt_doc *now_doc)
{
    bt_view path = bt_path_view(&m->path);

    if (!bt_json_equal(base, now) || !same_ledger(m->base.forks, now_doc->forks, path))
        bt_merging_reason(m, bt_merging_path(m), BT_RULE_KEPT);
    return now;
}

/* An absent set is an empty one, so that its removal joins with what others put in. */
static const bt_json *as_side(const bt_json *value, const bt_json *base)
{
    static const bt_json empty_set = { .kind = BT_JSON_ARRAY };

    return value == NULL && is_set(base) ? &empty_set : value;
}

/* The sides in one record. An object is none: it is merged member by member. */
static bt_status sides_in(bt_merging *m, const bt_doc *doc, const bt_json *value, const bt_json *base,
                          const bt_json *fork, bt_sides *out)
{
    bt_side side = { as_side(value, base), bt_stamp_at(m, doc, bt_path_view(&m->path)) };
    bool says_nothing = doc->root == NULL || is_object(value) || (value == NULL && m->base.root == NULL);
    bt_status status;

    if (fork != NULL)
        return bt_sides_of_fork(m->arena, fork, out);
    status = bt_sides_of_value(m->arena, side, out);
    if (status == BT_OK && says_nothing)
        out->count = 0;
    return status;
}

/* What is stored and was not seen by the author of the edit. */
static bt_status unseen(bt_merging *m, const member *at, bt_sides *out)
{
    bt_sides seen;
    bt_status status = sides_in(m, at->now_doc, at->now, at->base, at->now_fork, out);

    if (status == BT_OK)
        status = sides_in(m, &m->base, at->base, at->base, at->base_fork, &seen);
    if (status != BT_OK)
        return status;
    bt_leave_unseen(out, &seen, at->base_fork, at->now_fork);
    return BT_OK;
}

/* A text whose edits were woven without a question: what is shown is what its readers go on from. */
static bool woven_in_peace(const bt_merging *m, const bt_json *fork)
{
    const bt_member *row = bt_member_find(m->type, bt_path_view(&m->path));
    const bt_json *ask = bt_json_get(fork, BT_VIEW("ask"));

    return row != NULL && row->kind == BT_KIND_TEXT && ask != NULL && !ask->boolean;
}

/*
 * What all sides grew from: null where there was nothing, NULL where nobody knows. Two who take a woven text further
 * grew from what both saw: against what it was woven from, each would bring the words of the others once more.
 */
static const bt_json *common_base(bt_merging *m, const member *at)
{
    const bt_json *fork = at->now_fork != NULL ? at->now_fork : at->base_fork;
    const bt_json *none;

    if (fork != NULL && (at->now_fork != NULL || !woven_in_peace(m, fork)))
        return bt_json_get(fork, BT_VIEW("base"));
    if (m->base.root == NULL || at->base != NULL)
        return at->base;
    none = bt_json_null(m->arena);
    return none != NULL ? none : bt_merging_fail(m, BT_ENOMEM);
}

static bool weavable(const bt_json *value)
{
    return value == NULL || value->kind == BT_JSON_STRING;
}

/* Are these the sides of a text whose base is known? */
static bool is_text(const bt_merging *m, const bt_sides *sides, const bt_json *base)
{
    const bt_member *row = bt_member_find(m->type, bt_path_view(&m->path));

    if (row == NULL || row->kind != BT_KIND_TEXT || base == NULL ||
        (base->kind != BT_JSON_STRING && base->kind != BT_JSON_NULL))
        return false;
    for (size_t i = 0; i < sides->count; i++) {
        if (!weavable(sides->items[i].value))
            return false;
    }
    return true;
}

static const bt_json *weave(bt_merging *m, const bt_sides *sides, const bt_json *base, bool *asks)
{
    bt_view *texts = bt_arena_take(m->arena, sides->count * sizeof *texts), woven;
    const bt_json *text;
    bt_status status;

    if (texts == NULL)
        return bt_merging_fail(m, BT_ENOMEM);
    for (size_t i = 0; i < sides->count; i++) {
        const bt_json *value = sides->items[i].value;

        texts[i] = value != NULL ? value->string : (bt_view){ NULL, 0 };
    }
    status = bt_text_weave(m->arena, base->string, texts, sides->count, &woven, asks);
    if (status != BT_OK)
        return bt_merging_fail(m, status);
    if (woven.len == 0)
        return NULL;
    text = bt_json_string(m->arena, woven);
    return text != NULL ? text : bt_merging_fail(m, BT_ENOMEM);
}

static const bt_json *settle_one(bt_merging *m, bt_view path, const bt_sides *sides)
{
    const bt_json *value = sides->count > 0 ? sides->items[0].value : NULL;

    bt_settle_one(m, path, sides);
    return value != NULL && is_set(value) && value->count == 0 ? NULL : value;
}

/* A weave longer than its member may be could not be sent back by any phone. */
static bool fits(const bt_merging *m, const bt_json *text)
{
    return text == NULL || (int64_t)text->string.len <= bt_member_find(m->type, bt_path_view(&m->path))->max;
}

/* Two or more: the member is forked, all sides are kept, and one of them, or their weave, is shown. */
static const bt_json *settle_fork(bt_merging *m, bt_view path, const member *at, const bt_sides *sides,
                                  const bt_json *object, bt_rule *rule)
{
    const bt_json *base = common_base(m, at), *shown = object;
    bool ask = true;

    *rule = object != NULL ? BT_RULE_REMOVAL_ASKED : BT_RULE_VALUE_ASKED;
    if (object == NULL && is_text(m, sides, base)) {
        shown = weave(m, sides, base, &ask);
        if (!fits(m, shown)) {
            shown = bt_sides_latest(sides)->value;
            ask = true;
        }
        *rule = ask ? BT_RULE_TEXT_ASKED : BT_RULE_TEXT_WOVEN;
    } else if (object == NULL) {
        shown = bt_sides_latest(sides)->value;
    }
    bt_settle_fork(m, path, sides, base, ask);
    return is_set(shown) && shown->count == 0 ? NULL : shown;
}

/* Write down what the sides (and the merged object, if there is one) come to. */
static const bt_json *settle(bt_merging *m, const member *at, const bt_sides *sides, const bt_json *object,
                             bt_rule rule)
{
    bt_view path = bt_merging_path(m);
    const bt_json *value;

    if (m->status != BT_OK)
        return NULL;
    if (sides->count > 1 || (object != NULL && sides->count > 0)) {
        value = settle_fork(m, path, at, sides, object, &rule);
    } else {
        value = settle_one(m, path, sides);
        value = object != NULL ? object : value;
    }
    if (m->status == BT_OK)
        bt_merging_reason(m, path, rule);
    return value;
}

/* The stored record removed an object that the edit changed inside: bring it back as its author saw it. */
static const bt_json *bring_back(bt_merging *m, const member *at)
{
    bt_view path = bt_merging_path(m);

    if (m->status != BT_OK)
        return NULL;
    if (!bt_ledger_note_beneath(m->arena, &m->forks, m->base.forks, path, false) ||
        !bt_ledger_note_beneath(m->arena, &m->stamps, m->base.stamps, path, false))
        return bt_merging_fail(m, BT_ENOMEM);
    return bt_merge_members(m, at->base, at->base, at->edit, &m->base);
}

/* The edit removed an object. It stays, as others left it, when they changed it inside; else it goes, with its ledgers. */
static const bt_json *take_away(bt_merging *m, const member *at)
{
    bt_view path = bt_merging_path(m);

    if (!is_object(at->base) || !bt_json_equal(at->base, at->now) ||
        !same_ledger(m->base.forks, at->now_doc->forks, path))
        return at->now;
    if (!bt_ledger_note_beneath(m->arena, &m->forks, at->now_doc->forks, path, true) ||
        !bt_ledger_note_beneath(m->arena, &m->stamps, at->now_doc->stamps, path, true))
        return bt_merging_fail(m, BT_ENOMEM);
    return NULL;
}

/* What stands at the path as an object, whatever else is said there. */
static const bt_json *merge_object(bt_merging *m, const member *at)
{
    if (is_object(at->edit)) {
        const bt_json *base = is_object(at->base) ? at->base : NULL;

        if (is_object(at->now))
            return bt_merge_members(m, base, at->now, at->edit, at->now_doc);
        return base != NULL ? bring_back(m, at) : bt_merge_members(m, NULL, NULL, at->edit, at->now_doc);
    }
    return is_object(at->now) ? take_away(m, at) : NULL;
}

/* The sides after the edit: what its author had not seen, and what the edit says. */
static bt_status merge_sides(bt_merging *m, const member *at, bt_sides *sides, bt_rule *rule)
{
    bt_side mine = { as_side(at->edit, at->base), m->edited };
    bool joined = false;
    bt_status status = unseen(m, at, sides);
    size_t others = sides->count;

    *rule = at->answered ? BT_RULE_ANSWERED : BT_RULE_TAKEN;
    if (status != BT_OK || is_object(at->edit))
        return status;
    status = bt_sides_add(m->arena, sides, mine, at->base, &joined);
    if (joined && others > 0)
        *rule = is_set(mine.value) ? BT_RULE_SET_UNION : BT_RULE_AGREED;
    return status;
}

static const bt_json *merge_member(bt_merging *m, const bt_json *base, const bt_json *now,
                                   const bt_json *edit, const bt_doc *now_doc)
{
    bt_view path = bt_path_view(&m->path);
    member at = { base,    now,  edit, bt_json_get(m->base.forks, path), bt_json_get(now_doc->forks, path),
                  now_doc, false };
    bool inside_only;
    const bt_json *object;
    bt_sides sides;
    bt_rule rule;
    bt_status status;

    if (unedited(m, base, edit))
        return keep(m, base, now, now_doc);
    at.answered = bt_answers(m, path);
    inside_only = is_object(base) && is_object(edit) && !at.answered;
    object = merge_object(m, &at);
    if (m->status != BT_OK || (inside_only && is_object(now)))
        return object;
    if (inside_only) {
        /* The removal that the stored record holds stands beside the object as a side of its own. */
        rule = BT_RULE_REMOVAL_ASKED;
        status = sides_in(m, now_doc, now, base, at.now_fork, &sides);
    } else {
        status = merge_sides(m, &at, &sides, &rule);
    }
    return status == BT_OK ? settle(m, &at, &sides, object, rule) : bt_merging_fail(m, status);
}

/* The names of all members on any side, and of those that only a question of the base still names. */
static size_t gather(bt_merging *m, bt_entry *names, const bt_json *const *objects, size_t count)
{
    size_t total = 0, first, last;
    bt_view path = bt_path_view(&m->path);

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; objects[i] != NULL && j < objects[i]->count; j++)
            names[total++] = (bt_entry){ objects[i]->entries[j].key, NULL };
    }
    bt_ledger_range(m->base.forks, path, &first, &last);
    for (; m->base.forks != NULL && first < last; first++) {
        bt_view step = m->base.forks->entries[first].key;

        step = (bt_view){ step.data + path.len + 1, step.len - path.len - 1 };
        if (bt_path_unescape(m->arena, &step) && step.len <= BT_KEY_MAX_BYTES)
            names[total++] = (bt_entry){ step, NULL };
    }
    return total;
}

const bt_json *bt_merge_members(bt_merging *m, const bt_json *base, const bt_json *now, const bt_json *edit,
                                const bt_doc *now_doc)
{
    const bt_json *objects[] = { base, now, edit }, *out;
    size_t room = m->base.forks != NULL ? m->base.forks->count : 0, total, count = 0;
    bt_entry *names;

    for (size_t i = 0; i < 3; i++)
        room += objects[i] != NULL ? objects[i]->count : 0;
    names = bt_arena_take(m->arena, room * sizeof *names);
    if (names == NULL)
        return bt_merging_fail(m, BT_ENOMEM);
    total = gather(m, names, objects, 3);
    if (!bt_entries_sort(m->arena, names, total))
        return bt_merging_fail(m, BT_ENOMEM);
    for (size_t i = 0; i < total && m->status == BT_OK; i++) {
        bt_view key = names[i].key;
        bool twice = i + 1 < total && bt_view_equal(key, names[i + 1].key);
        const bt_json *value;
        size_t above;

        if (twice || (m->path.len == 0 && bt_member_reserved(key)))
            continue;
        above = bt_path_push(&m->path, key);
        value =
            merge_member(m, bt_json_get(base, key), bt_json_get(now, key), bt_json_get(edit, key), now_doc);
        bt_path_pop(&m->path, above);
        if (value != NULL)
            names[count++] = (bt_entry){ key, value };
    }
    if (m->status != BT_OK)
        return NULL;
    out = bt_json_container(m->arena, BT_JSON_OBJECT, names, count);
    return out != NULL ? out : bt_merging_fail(m, BT_ENOMEM);
}
