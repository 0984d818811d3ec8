#include "sync/reason.h"

/* Does the edit answer a question of the base at the path or beneath it? */
static bool answers_within(const bt_merging *m, bt_view path)
{
    const bt_entry *fork;
    bool answers = bt_answers(m, path);

    for (size_t left = bt_ledger_beneath(m->base.forks, path, &fork); !answers && left > 0; left--, fork++)
        answers = bt_answers(m, fork->key);
    return answers;
}

/* An absent set is an empty one, so that its removal joins with what others put in. */
static const bt_json *as_side(const bt_json *value, const bt_json *base)
{
    static const bt_json empty_set = { .kind = BT_JSON_ARRAY };

    return value == NULL && bt_is_set(base) ? &empty_set : value;
}

/* The stored record removed an object that the edit changed inside: bring it back as its author saw it. */
static const bt_json *bring_back(bt_merging *m, const bt_place *at)
{
    bt_view path = bt_merging_path(m);

    bt_ledger_note_beneath(m->arena, &m->forks, m->base.forks, path, false);
    bt_ledger_note_beneath(m->arena, &m->stamps, m->base.stamps, path, false);
    return bt_merge_members(m, at->base, at->base, at->edit, &m->base);
}

/* The edit removed an object. It stays, as others left it, when they changed it inside; else it goes, with its ledgers. */
static const bt_json *take_away(bt_merging *m, const bt_place *at)
{
    bt_view path = bt_merging_path(m);

    if (!bt_is_object(at->base) || !bt_json_equal(at->base, at->now) ||
        !bt_ledger_same(m->base.forks, at->now_doc->forks, path))
        return at->now;
    bt_ledger_note_beneath(m->arena, &m->forks, at->now_doc->forks, path, true);
    bt_ledger_note_beneath(m->arena, &m->stamps, at->now_doc->stamps, path, true);
    return NULL;
}

/* What stands at the path as an object, whatever else is said there. */
static const bt_json *merge_object(bt_merging *m, const bt_place *at)
{
    bool was = bt_is_object(at->base), is = bt_is_object(at->now);

    if (!bt_is_object(at->edit))
        return is ? take_away(m, at) : NULL;
    if (was && !is)
        return bring_back(m, at);
    return bt_merge_members(m, was ? at->base : NULL, is ? at->now : NULL, at->edit, at->now_doc);
}

/* What its author had not seen, and what the edit says. */
static const bt_json *merge_value(bt_merging *m, const bt_place *at, const bt_json *object)
{
    bt_view path = bt_merging_path(m);
    bt_rule rule = at->answered ? BT_RULE_ANSWERED : BT_RULE_TAKEN;
    bt_sides sides = bt_sides_unseen(m, at, path, BT_SAME_VALUE);
    bool others = sides.count > 0;

    if (!bt_is_object(at->edit) &&
        bt_sides_add(m->arena, &sides, (bt_side){ at->edit, m->edited }, at->base) && others)
        rule = bt_is_set(at->edit) ? BT_RULE_SET_UNION : BT_RULE_AGREED;
    return bt_settle(m, at, path, &sides, object, rule, BT_RULE_VALUE_ASKED);
}

/* The removal that the stored record holds stands beside the object as a side of its own. */
static const bt_json *keep_removal(bt_merging *m, const bt_place *at, const bt_json *object)
{
    bt_view path = bt_merging_path(m);
    bt_sides sides = bt_sides_in(m, at->now_doc, path, at->now, at->now_fork);

    return bt_settle(m, at, path, &sides, object, BT_RULE_REMOVAL_ASKED, BT_RULE_REMOVAL_ASKED);
}

/* The edit says nothing about it: it stays as it is stored. */
static const bt_json *keep(bt_merging *m, const bt_place *at)
{
    if (!bt_json_equal(at->base, at->now) ||
        !bt_ledger_same(m->base.forks, at->now_doc->forks, bt_path_view(&m->path)))
        bt_reason_note(m, bt_merging_path(m), BT_RULE_KEPT);
    return at->now;
}

/* `at` holds the values and now_doc; what the records say elsewhere about the member is filled in here. */
static const bt_json *merge_member(bt_merging *m, bt_place *at)
{
    bt_view path = bt_path_view(&m->path);
    const bt_json *object;

    at->base_fork = bt_json_get(m->base.forks, path);
    at->now_fork = bt_json_get(at->now_doc->forks, path);
    /* Where there is no base, an edit says nothing about what it lacks. */
    if (bt_json_equal(at->base, at->edit) && !answers_within(m, path))
        return keep(m, at);
    at->answered = bt_answers(m, path);
    at->now = as_side(at->now, at->base);
    at->edit = as_side(at->edit, at->base);
    object = merge_object(m, at);
    if (at->answered || !bt_is_object(at->base) || !bt_is_object(at->edit))
        return merge_value(m, at, object);
    return bt_is_object(at->now) ? object : keep_removal(m, at, object);
}

/* One of the sources of names that a merged object has: an object, or what only a question of the base still names. */
typedef struct source {
    const bt_entry *at, *end;
} source;

static source source_of(const bt_json *object)
{
    return object != NULL ? (source){ object->entries, object->entries + object->count }
                          : (source){ NULL, NULL };
}

/* The names at m->path, in order, of the members that the base has questions about. */
static source questioned(bt_merging *m)
{
    bt_view path = bt_path_view(&m->path);
    const bt_entry *fork;
    size_t left = bt_ledger_beneath(m->base.forks, path, &fork), count = 0;
    bt_entry *names = bt_arena_take(m->arena, left * sizeof *names);

    for (; names != NULL && left > 0; left--, fork++) {
        bt_view step = { fork->key.data + path.len + 1, fork->key.len - path.len - 1 };

        if (bt_path_unescape(m->arena, &step) && step.len <= BT_KEY_MAX_BYTES)
            names[count++] = (bt_entry){ step, NULL };
    }
    return names != NULL && bt_entries_sort(m->arena, names, count) ? (source){ names, names + count }
                                                                    : (source){ NULL, NULL };
}

/* The least name that is left in any source. False when none is. */
static bool next_name(const source *sources, size_t count, bt_view *name)
{
    bool found = false;

    for (const source *each = sources; each < sources + count; each++) {
        if (each->at < each->end && (!found || bt_view_compare(each->at->key, *name) < 0)) {
            *name = each->at->key;
            found = true;
        }
    }
    return found;
}

/* The value that a source has for the name that comes next, and past it. */
static const bt_json *take_value(source *from, bt_view name)
{
    const bt_json *value = NULL;

    for (; from->at < from->end && bt_view_equal(from->at->key, name); from->at++)
        value = from->at->value;
    return value;
}

const bt_json *bt_merge_members(bt_merging *m, const bt_json *base, const bt_json *now, const bt_json *edit,
                                const bt_doc *now_doc)
{
    enum { BASE, NOW, EDIT, QUESTIONS, SOURCES };
    source from[SOURCES] = { source_of(base), source_of(now), source_of(edit), questioned(m) };
    size_t room = 0, count = 0;
    bt_entry *merged;
    bt_view name;

    for (size_t i = 0; i < SOURCES; i++)
        room += (size_t)(from[i].end - from[i].at);
    merged = bt_arena_take(m->arena, room * sizeof *merged);
    while (merged != NULL && next_name(from, SOURCES, &name)) {
        bt_place at = { .base = take_value(&from[BASE], name),
                        .now = take_value(&from[NOW], name),
                        .edit = take_value(&from[EDIT], name),
                        .now_doc = now_doc };
        size_t above;

        (void)take_value(&from[QUESTIONS], name);
        if (m->path.len == 0 && bt_member_reserved(name))
            continue;
        above = bt_path_push(&m->path, name);
        merged[count++] = (bt_entry){ name, merge_member(m, &at) };
        bt_path_pop(&m->path, above);
    }
    return merged != NULL ? bt_json_container(m->arena, BT_JSON_OBJECT, merged, count) : NULL;
}
