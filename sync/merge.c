#include "sync/reason.h"

#include "sync/memory.h"

/* A record of ours, or none. What cannot be read is a wrong input, not a missing one. */
static bt_status read_doc(bt_arena *arena, bt_view bytes, bt_doc *out)
{
    const bt_json *tree = NULL;
    const char *complaint;
    bt_status status = bytes.data == NULL ? BT_OK : bt_tree_read(arena, bytes, &tree, &complaint);

    *out = bt_doc_of(tree);
    return status;
}

/* Members that are set once. */
static bool same_origin(const bt_doc *a, const bt_doc *b)
{
    static const bt_head fixed[] = { BT_HEAD_ID, BT_HEAD_TYPE, BT_HEAD_CREATED };

    for (size_t i = 0; a->root != NULL && b->root != NULL && i < sizeof fixed / sizeof fixed[0]; i++) {
        if (!bt_json_equal(bt_head_get(a->root, fixed[i]), bt_head_get(b->root, fixed[i])))
            return false;
    }
    return true;
}

static const bt_json *later(const bt_json *a, const bt_json *b)
{
    return bt_stamp_compare(a, b) >= 0 ? a : b;
}

/* The last edit: of two that did not know each other the later, else the newer one whatever its clock says. */
static const bt_json *merge_edited(const bt_merging *m)
{
    const bt_json *now = bt_head_get(m->now.root, BT_HEAD_EDITED);

    return bt_json_equal(bt_head_get(m->base.root, BT_HEAD_EDITED), now) ? m->edited : later(now, m->edited);
}

/* The newest schema that wrote it: its members are there, so its readers must know. */
static const bt_json *merge_schema(const bt_merging *m)
{
    const bt_json *now = bt_head_get(m->now.root, BT_HEAD_SCHEMA);
    const bt_json *edit = bt_head_get(m->edit.root, BT_HEAD_SCHEMA);

    return now->integer >= edit->integer ? now : edit;
}

/* The merged members and those that speak of the record itself, as one object. NULL without memory. */
static const bt_json *assemble(bt_merging *m, const bt_json *members, const bt_json *deleted)
{
    const bt_json *const own[BT_HEAD_COUNT] = {
        [BT_HEAD_ID] = bt_head_get(m->now.root, BT_HEAD_ID),
        [BT_HEAD_TYPE] = bt_head_get(m->now.root, BT_HEAD_TYPE),
        [BT_HEAD_SCHEMA] = merge_schema(m),
        [BT_HEAD_CREATED] = m->created,
        [BT_HEAD_EDITED] = merge_edited(m),
        [BT_HEAD_DELETED] = deleted,
        [BT_HEAD_FORKS] = bt_ledger_close(m->arena, &m->forks),
        [BT_HEAD_STAMPS] = bt_ledger_close(m->arena, &m->stamps),
    };
    const size_t count = BT_HEAD_COUNT + members->count;
    bt_entry *entries = bt_arena_take(m->arena, count * sizeof *entries);

    if (entries == NULL)
        return NULL;
    for (size_t i = 0; i < BT_HEAD_COUNT; i++)
        entries[i] = (bt_entry){ bt_head_name(i), own[i] };
    memcpy(entries + BT_HEAD_COUNT, members->entries, members->count * sizeof *entries);
    return bt_entries_sort(m->arena, entries, count)
               ? bt_json_container(m->arena, BT_JSON_OBJECT, entries, count)
               : NULL;
}

static bt_status finish(bt_arena *arena, const bt_json *record, bt_view *out)
{
    bt_complaint why = { 0 };
    bt_status status = record != NULL ? bt_tree_print(arena, record, out, &why) : BT_ENOMEM;

    return status == BT_OK && bt_tree_asks(record) ? BT_ASK : status;
}

/* Nothing is stored: the edit is taken as it is, without the stamps, which only a merge writes. */
static bt_status take_new(bt_arena *arena, const bt_json *edit, bt_merged *out)
{
    bt_entry *entries = bt_arena_take(arena, edit->count * sizeof *entries);
    const bt_json *record;

    for (size_t i = 0; entries != NULL && i < edit->count; i++) {
        entries[i] = edit->entries[i];
        if (bt_view_equal(entries[i].key, bt_head_name(BT_HEAD_STAMPS)))
            entries[i].value = NULL;
    }
    out->changed = true;
    record = entries != NULL ? bt_json_container(arena, BT_JSON_OBJECT, entries, edit->count) : NULL;
    return finish(arena, record, &out->record);
}

/* An edit that says nothing: opening a note a hundred times makes no version. */
static bool says_nothing(const bt_merging *m)
{
    return m->base.root != NULL && bt_content_equal(&m->base, &m->edit) &&
           !bt_answers(m, BT_VIEW("/deleted")) &&
           (bt_head_get(m->base.root, BT_HEAD_DELETED) != NULL) ==
               (bt_head_get(m->edit.root, BT_HEAD_DELETED) != NULL);
}

static bt_status merge_docs(bt_merging *m, bt_view now, bt_merged *out)
{
    const bt_json *members, *record = NULL;
    bt_status status;

    if (says_nothing(m)) {
        out->record = now;
        return bt_tree_asks(m->now.root) ? BT_ASK : BT_OK;
    }
    members = bt_merge_members(m, m->base.root, m->now.root, m->edit.root, &m->now);
    if (members != NULL)
        record = assemble(m, members, bt_merge_deleted(m));
    if (m->path_bytes > BT_MERGING_MAX_PATH_BYTES)
        return BT_ELIMIT;
    bt_reason_list(m, out);
    status = finish(m->arena, bt_arena_full(m->arena) ? NULL : record, &out->record);
    out->changed = !bt_view_equal(out->record, now);
    return status;
}

/* Reads the three and finds out what they have in common. */
static bt_status merge_all(bt_arena *arena, bt_view base, bt_view now, bt_view edit, bt_merged *out)
{
    bt_merging m = { .arena = arena };
    bt_complaint why = { 0 };
    const bt_json *tree;
    bt_status status;

    if (!bt_path_start(arena, &m.path))
        return BT_ENOMEM;
    status = bt_tree_check(arena, edit, &tree, &why);
    if (status == BT_OK)
        status = read_doc(arena, base, &m.base);
    if (status == BT_OK && base.data != NULL && bt_view_equal(base, now))
        m.now = m.base; /* nobody else was there meanwhile, as is usual */
    else if (status == BT_OK)
        status = read_doc(arena, now, &m.now);
    if (status != BT_OK)
        return status;
    m.edit = bt_doc_of(tree);
    if (!same_origin(&m.base, &m.edit) || !same_origin(&m.now, &m.edit))
        return BT_EINPUT;
    if (m.now.root == NULL)
        return take_new(arena, tree, out);
    m.type = bt_type_find(bt_head_get(tree, BT_HEAD_TYPE)->string);
    m.edited = bt_head_get(tree, BT_HEAD_EDITED);
    m.created = bt_head_get(tree, BT_HEAD_CREATED);
    m.forks.start = m.now.forks;
    m.stamps.start = m.now.stamps;
    return merge_docs(&m, now, out);
}

bt_status bt_merge(bt_arena *arena, bt_view base, bt_view now, bt_view edit, bt_merged *out)
{
    bt_status status;

    *out = (bt_merged){ 0 };
    status = merge_all(arena, base, now, edit, out);
    if (status < 0)
        *out = (bt_merged){ 0 };
    return status;
}
