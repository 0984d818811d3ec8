#include "sync/merging.h"

static const char *const rule_names[BT_RULE_COUNT] = {
    [BT_RULE_TAKEN] = "taken",
    [BT_RULE_KEPT] = "kept",
    [BT_RULE_AGREED] = "agreed",
    [BT_RULE_SET_UNION] = "set_union",
    [BT_RULE_TEXT_WOVEN] = "text_woven",
    [BT_RULE_TEXT_ASKED] = "text_asked",
    [BT_RULE_VALUE_ASKED] = "value_asked",
    [BT_RULE_REMOVAL_ASKED] = "removal_asked",
    [BT_RULE_DELETE_ASKED] = "delete_asked",
    [BT_RULE_ANSWERED] = "answered",
};

const char *bt_rule_name(bt_rule rule)
{
    return rule_names[rule];
}

/* A record of ours, or none. What cannot be read is a wrong input, not a missing one. */
static bt_status read_doc(bt_arena *arena, bt_view bytes, bt_doc *out)
{
    const bt_json *tree = NULL;
    bt_status status = bytes.data == NULL ? BT_OK : bt_tree_read(arena, bytes, &tree);

    *out = bt_doc_of(tree);
    return status;
}

/* Members that are set once. */
static bool same_origin(const bt_doc *a, const bt_doc *b)
{
    static const char *const fixed[] = { "id", "type", "created" };

    for (size_t i = 0; a->root != NULL && b->root != NULL && i < sizeof fixed / sizeof fixed[0]; i++) {
        bt_view key = bt_view_of(fixed[i]);

        if (!bt_json_equal(bt_json_get(a->root, key), bt_json_get(b->root, key)))
            return false;
    }
    return true;
}

static const bt_json *later(const bt_json *a, const bt_json *b)
{
    bt_stamp x = bt_stamp_of(a), y = bt_stamp_of(b);

    return bt_stamp_compare(&x, &y) >= 0 ? a : b;
}

/* The last edit: of two that did not know each other the later, else the newer one whatever its clock says. */
static const bt_json *merge_edited(const bt_merging *m)
{
    bt_view key = BT_VIEW("edited");
    const bt_json *base = bt_json_get(m->base.root, key), *now = bt_json_get(m->now.root, key);
    const bt_json *edit = bt_json_get(m->edit.root, key);

    return bt_json_equal(base, now) ? edit : later(now, edit);
}

/* The newest schema that wrote it: its members are there, so its readers must know. */
static const bt_json *merge_schema(const bt_merging *m)
{
    bt_view key = BT_VIEW("schema");
    const bt_json *now = bt_json_get(m->now.root, key), *edit = bt_json_get(m->edit.root, key);

    return now->integer >= edit->integer ? now : edit;
}

/* The merged members and those that speak of the record itself, as one object. */
static const bt_json *assemble(bt_merging *m, const bt_json *members, const bt_json *deleted)
{
    const bt_json *forks, *stamps, *record;
    bt_status status = bt_ledger_close(m->arena, &m->forks, &forks);
    bt_entry *entries;
    size_t count = 0, kept = 0;

    if (status == BT_OK)
        status = bt_ledger_close(m->arena, &m->stamps, &stamps);
    entries = status == BT_OK ? bt_arena_take(m->arena, (members->count + 8) * sizeof *entries) : NULL;
    if (entries == NULL)
        return bt_merging_fail(m, status != BT_OK ? status : BT_ENOMEM);
    for (; count < members->count; count++)
        entries[count] = members->entries[count];
    entries[count++] = (bt_entry){ BT_VIEW("id"), bt_json_get(m->now.root, BT_VIEW("id")) };
    entries[count++] = (bt_entry){ BT_VIEW("type"), bt_json_get(m->now.root, BT_VIEW("type")) };
    entries[count++] = (bt_entry){ BT_VIEW("created"), bt_json_get(m->now.root, BT_VIEW("created")) };
    entries[count++] = (bt_entry){ BT_VIEW("schema"), merge_schema(m) };
    entries[count++] = (bt_entry){ BT_VIEW("edited"), merge_edited(m) };
    entries[count++] = (bt_entry){ BT_VIEW("deleted"), deleted };
    entries[count++] = (bt_entry){ BT_VIEW("_forks"), forks };
    entries[count++] = (bt_entry){ BT_VIEW("_stamps"), stamps };
    for (size_t i = 0; i < count; i++) {
        if (entries[i].value != NULL)
            entries[kept++] = entries[i];
    }
    if (!bt_entries_sort(m->arena, entries, kept))
        return bt_merging_fail(m, BT_ENOMEM);
    record = bt_json_container(m->arena, BT_JSON_OBJECT, entries, kept);
    return record != NULL ? record : bt_merging_fail(m, BT_ENOMEM);
}

/* Do others' words, unseen by the author of the edit, stand in the record? */
static bool weaves(bt_rule rule)
{
    return rule != BT_RULE_TAKEN && rule != BT_RULE_ANSWERED && rule != BT_RULE_AGREED;
}

static bt_status list_reasons(bt_merging *m, bt_merged *out)
{
    bt_reason *reasons = bt_arena_take(m->arena, m->reason_count * sizeof *reasons);
    size_t i = m->reason_count;

    if (reasons == NULL)
        return BT_ENOMEM;
    for (const bt_reason_note *note = m->reasons; note != NULL; note = note->next) {
        reasons[--i] = note->reason;
        out->woven = out->woven || weaves(note->reason.rule);
    }
    out->reasons = reasons;
    out->reason_count = m->reason_count;
    return BT_OK;
}

static bt_status print_record(bt_arena *arena, const bt_json *record, bt_view *out)
{
    bt_status status = bt_json_print(arena, record, out);

    return status == BT_OK && out->len > BT_RECORD_MAX_BYTES ? BT_ELIMIT : status;
}

static bt_status status_of(const bt_json *record)
{
    bt_record_info info;

    bt_tree_info(record, &info);
    return info.asks ? BT_ASK : BT_OK;
}

/* Nothing is stored: the edit is taken as it is, without the stamps, which only a merge writes. */
static bt_status take_new(bt_arena *arena, const bt_json *edit, bt_merged *out)
{
    bt_entry *entries = bt_arena_take(arena, edit->count * sizeof *entries);
    const bt_json *record;
    size_t count = 0;
    bt_status status;

    if (entries == NULL)
        return BT_ENOMEM;
    for (size_t i = 0; i < edit->count; i++) {
        if (!bt_view_equal(edit->entries[i].key, BT_VIEW("_stamps")))
            entries[count++] = edit->entries[i];
    }
    record = bt_json_container(arena, BT_JSON_OBJECT, entries, count);
    status = record != NULL ? print_record(arena, record, &out->record) : BT_ENOMEM;
    out->changed = true;
    return status == BT_OK ? status_of(record) : status;
}

/* An edit that says nothing: opening a note a hundred times makes no version. */
static bool says_nothing(const bt_merging *m)
{
    bt_view deleted = BT_VIEW("deleted");

    return m->base.root != NULL && bt_content_equal(&m->base, &m->edit) &&
           !bt_answers(m, BT_VIEW("/deleted")) &&
           (bt_json_get(m->base.root, deleted) != NULL) == (bt_json_get(m->edit.root, deleted) != NULL);
}

static bt_status merge_docs(bt_merging *m, bt_view now, bt_merged *out)
{
    const bt_json *members, *deleted = NULL, *record = NULL;
    bt_status status;

    if (says_nothing(m)) {
        out->record = now;
        return status_of(m->now.root);
    }
    members = bt_merge_members(m, m->base.root, m->now.root, m->edit.root, &m->now);
    if (m->status == BT_OK)
        deleted = bt_merge_deleted(m);
    if (m->status == BT_OK)
        record = assemble(m, members, deleted);
    if (m->status != BT_OK)
        return m->status;
    status = print_record(m->arena, record, &out->record);
    if (status == BT_OK)
        status = list_reasons(m, out);
    out->changed = !bt_view_equal(out->record, now);
    return status == BT_OK ? status_of(record) : status;
}

static bt_status merge_all(bt_arena *arena, bt_view base, bt_view now, bt_view edit, bt_merged *out)
{
    bt_merging *m = bt_arena_take(arena, sizeof *m);
    bt_complaint why;
    const bt_json *tree;
    bt_status status;

    if (m == NULL)
        return BT_ENOMEM;
    *m = (bt_merging){ .arena = arena };
    status = bt_tree_check(arena, edit, &tree, &why);
    if (status == BT_OK)
        status = read_doc(arena, base, &m->base);
    if (status == BT_OK)
        status = read_doc(arena, now, &m->now);
    if (status != BT_OK)
        return status;
    m->edit = bt_doc_of(tree);
    if (!same_origin(&m->base, &m->edit) || !same_origin(&m->now, &m->edit))
        return BT_EINPUT;
    if (m->now.root == NULL)
        return take_new(arena, tree, out);
    m->type = bt_type_find(bt_json_get_string(tree, "type"));
    m->edited = bt_stamp_of(bt_json_get(tree, BT_VIEW("edited")));
    m->created = bt_stamp_of(bt_json_get(tree, BT_VIEW("created")));
    m->forks.start = m->now.forks;
    m->stamps.start = m->now.stamps;
    return merge_docs(m, now, out);
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
