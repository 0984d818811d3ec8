#include "sync/reason.h"

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

void bt_reason_note(bt_merging *m, bt_view path, bt_rule rule)
{
    bt_reason_at *at = bt_arena_take(m->arena, sizeof *at);
    bool known = bt_member_find(m->type, path) != NULL || bt_view_equal(path, BT_VIEW("/deleted"));

    if (at == NULL)
        return;
    *at = (bt_reason_at){ m->reasons, { path, known, rule } };
    m->reasons = at;
    m->reason_count++;
}

/* Do others' words, unseen by the author of the edit, stand in the record? */
static bool weaves(bt_rule rule)
{
    return rule != BT_RULE_TAKEN && rule != BT_RULE_ANSWERED && rule != BT_RULE_AGREED;
}

void bt_reason_list(bt_merging *m, bt_merged *out)
{
    bt_reason *reasons = bt_arena_take(m->arena, m->reason_count * sizeof *reasons);
    size_t i = m->reason_count;

    if (reasons == NULL)
        return;
    for (const bt_reason_at *at = m->reasons; at != NULL; at = at->next) {
        reasons[--i] = at->reason;
        out->woven = out->woven || weaves(at->reason.rule);
    }
    out->reasons = reasons;
    out->reason_count = m->reason_count;
}
