#include "sync/tree.h"

#include "sync/complaint.h"

#include "sync/memory.h"

/* One walk over a record: what was found wrong first is what is told. */
typedef struct check {
    bt_arena *arena;
    const bt_type *type; /* NULL: a type that this build does not know */
    bt_path path;
    int depth; /* levels above the member at hand */
    bt_status status;
    bt_complaint *why;
} check;

static const bt_json *fail(check *c, bt_status status, const char *code)
{
    bt_view path = bt_path_view(&c->path), kept = { NULL, 0 };
    char *copy = bt_arena_take(c->arena, path.len);

    if (c->status != BT_OK)
        return NULL;
    if (copy != NULL && path.len > 0)
        kept = (bt_view){ memcpy(copy, path.data, path.len), path.len };
    c->status = status;
    *c->why = bt_complaint_of(code, kept);
    return NULL;
}

static const bt_json *need_memory(check *c, const bt_json *made)
{
    return made != NULL ? made : fail(c, BT_ENOMEM, "not_valid");
}

/* "9" in the form stands for any digit. RFC 3339 in UTC with milliseconds sorts by time as it sorts by bytes. */
static bool has_form(bt_view text, const char *form)
{
    bt_view want = bt_view_of(form);

    if (text.data == NULL || text.len != want.len)
        return false;
    for (size_t i = 0; i < want.len; i++) {
        bool digit = text.data[i] >= '0' && text.data[i] <= '9';

        if (want.data[i] == '9' ? !digit : text.data[i] != want.data[i])
            return false;
    }
    return true;
}

static bool is_kind(const bt_json *value, bt_json_kind kind)
{
    return value != NULL && value->kind == kind;
}

static bool good_stamp(const bt_json *stamp, bool with_device, size_t more)
{
    bt_stamp s = bt_stamp_of(stamp);

    return is_kind(stamp, BT_JSON_OBJECT) && stamp->count == (with_device ? 3u : 2u) + more &&
           has_form(s.at, "9999-99-99T99:99:99.999Z") && bt_id_valid(s.by) &&
           (!with_device || bt_id_valid(s.device));
}

static bool good_choice(const bt_member *member, bt_view value)
{
    for (const char *const *choice = member->choices; *choice != NULL; choice++) {
        if (bt_view_equal(value, bt_view_of(*choice)))
            return true;
    }
    return false;
}

/* One value of a known member, or one element of a known set. */
static bool good_value(const bt_member *member, const bt_json *value)
{
    bool string = value->kind == BT_JSON_STRING;
    int64_t length = (int64_t)value->string.len;

    switch (member->format) {
    case BT_FORMAT_ID:
        return string && bt_id_valid(value->string);
    case BT_FORMAT_DATE:
        return string && has_form(value->string, "9999-99-99");
    case BT_FORMAT_INTEGER:
        return value->kind == BT_JSON_INTEGER && value->integer >= member->min &&
               value->integer <= member->max;
    case BT_FORMAT_BOOLEAN:
        return value->kind == BT_JSON_BOOLEAN;
    case BT_FORMAT_CHOICE:
        return string && good_choice(member, value->string);
    case BT_FORMAT_STRING:
        break;
    }
    return string && (member->kind == BT_KIND_SET || (length >= member->min && length <= member->max));
}

/* Sorted strings, each once. NULL when there is none, or on failure. */
static const bt_json *check_set(check *c, const bt_json *array, const bt_member *member)
{
    bt_entry *entries = bt_arena_take(c->arena, array->count * sizeof *entries);
    size_t count = 0;

    if (entries == NULL)
        return fail(c, BT_ENOMEM, "not_valid");
    for (size_t i = 0; i < array->count; i++) {
        const bt_json *element = array->entries[i].value;

        if (element->kind != BT_JSON_STRING || (member != NULL && !good_value(member, element)))
            return fail(c, BT_EINPUT, "not_valid");
        if (element->string.len > BT_ELEMENT_MAX_BYTES)
            return fail(c, BT_ELIMIT, "too_long");
        entries[i] = (bt_entry){ element->string, element };
    }
    if (!bt_entries_sort(c->arena, entries, array->count))
        return fail(c, BT_ENOMEM, "not_valid");
    for (size_t i = 0; i < array->count; i++) {
        if (count == 0 || !bt_view_equal(entries[count - 1].key, entries[i].key))
            entries[count++] = entries[i];
    }
    if (member != NULL && (int64_t)count > member->max)
        return fail(c, BT_ELIMIT, "too_long");
    for (size_t i = 0; i < count; i++)
        entries[i].key = (bt_view){ NULL, 0 };
    return count == 0 ? NULL : need_memory(c, bt_json_container(c->arena, BT_JSON_ARRAY, entries, count));
}

static const bt_json *check_member(check *c, bt_view key, const bt_json *value);

static const bt_json *check_object(check *c, const bt_json *object, const bt_member *member)
{
    bt_entry *entries = bt_arena_take(c->arena, object->count * sizeof *entries);
    size_t count = 0;

    if (entries == NULL)
        return fail(c, BT_ENOMEM, "not_valid");
    if (member != NULL && (int64_t)object->count > member->max)
        return fail(c, BT_ELIMIT, "too_long");
    for (size_t i = 0; i < object->count && c->status == BT_OK; i++) {
        bt_view key = object->entries[i].key;
        const bt_json *value;

        if (member != NULL && !bt_id_valid(key))
            return fail(c, BT_EINPUT, "not_valid");
        value = check_member(c, key, object->entries[i].value);
        if (value != NULL)
            entries[count++] = (bt_entry){ key, value };
    }
    if (c->status != BT_OK)
        return NULL;
    return need_memory(c, bt_json_container(c->arena, BT_JSON_OBJECT, entries, count));
}

static const bt_json *check_text(check *c, const bt_json *value, const bt_member *member)
{
    if (value->kind != BT_JSON_STRING)
        return fail(c, BT_EINPUT, "not_valid");
    if ((int64_t)value->string.len > member->max)
        return fail(c, BT_ELIMIT, "too_long");
    return value->string.len == 0 ? NULL : value;
}

static const bt_json *check_scalar(check *c, const bt_json *value, const bt_member *member)
{
    if (member == NULL || good_value(member, value))
        return value;
    if (value->kind == BT_JSON_STRING && member->format == BT_FORMAT_STRING)
        return fail(c, BT_ELIMIT, "too_long");
    return fail(c, BT_EINPUT, "not_valid");
}

static bool right_kind(const bt_member *member, bt_json_kind kind)
{
    if (member == NULL)
        return true;
    return (member->kind == BT_KIND_OBJECT) == (kind == BT_JSON_OBJECT) &&
           (member->kind == BT_KIND_SET) == (kind == BT_JSON_ARRAY);
}

static const bt_json *check_kind(check *c, const bt_json *value)
{
    const bt_member *member = bt_member_find(c->type, bt_path_view(&c->path));
    bool object = value->kind == BT_JSON_OBJECT, container = object || value->kind == BT_JSON_ARRAY;

    if (!right_kind(member, value->kind))
        return fail(c, BT_EINPUT, "not_valid");
    if (member != NULL && member->kind == BT_KIND_TEXT)
        return check_text(c, value, member);
    if (!container)
        return check_scalar(c, value, member);
    if (c->depth == BT_RECORD_MAX_DEPTH)
        return fail(c, BT_ELIMIT, "too_deep");
    c->depth++;
    value = object ? check_object(c, value, member) : check_set(c, value, member);
    c->depth--;
    return value;
}

/* What a member becomes in canonical form: NULL when it is as good as absent (or c->status says why not). */
static const bt_json *check_member(check *c, bt_view key, const bt_json *value)
{
    size_t above;

    if (key.len > BT_KEY_MAX_BYTES)
        return fail(c, BT_ELIMIT, "too_long");
    above = bt_path_push(&c->path, key);
    value = check_kind(c, value);
    bt_path_pop(&c->path, above);
    return value;
}

static bool good_side(const bt_json *side)
{
    const bt_json *value = bt_json_get(side, BT_VIEW("value"));

    return good_stamp(side, true, value != NULL) && !is_kind(value, BT_JSON_OBJECT);
}

static bool good_fork(const bt_json *fork)
{
    const bt_json *sides = bt_json_get(fork, BT_VIEW("sides"));
    const bt_json *base = bt_json_get(fork, BT_VIEW("base"));

    if (!is_kind(fork, BT_JSON_OBJECT) || !is_kind(bt_json_get(fork, BT_VIEW("ask")), BT_JSON_BOOLEAN) ||
        !is_kind(sides, BT_JSON_ARRAY) || sides->count == 0 || fork->count != 2u + (base != NULL))
        return false;
    for (size_t i = 0; i < sides->count; i++) {
        if (!good_side(sides->entries[i].value))
            return false;
    }
    return true;
}

/* _forks and _stamps: objects keyed by JSON pointers. They are ours, so they come as we printed them or not at all. */
static bool good_ledger(const bt_json *ledger, bool forks)
{
    if (!is_kind(ledger, BT_JSON_OBJECT))
        return false;
    for (size_t i = 0; i < ledger->count; i++) {
        const bt_entry *entry = &ledger->entries[i];

        if (entry->key.len == 0 || entry->key.data[0] != '/' || entry->key.len > BT_PATH_MAX_BYTES ||
            !(forks ? good_fork(entry->value) : good_stamp(entry->value, true, 0)))
            return false;
    }
    return true;
}

static bool good_type_name(bt_view name)
{
    if (name.data == NULL || name.len == 0 || name.len > 32)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if ((name.data[i] < 'a' || name.data[i] > 'z') && name.data[i] != '_')
            return false;
    }
    return true;
}

static const bt_view reserved[] = {
    { "id", 2 },     { "type", 4 },    { "schema", 6 }, { "created", 7 },
    { "edited", 6 }, { "deleted", 7 }, { "_forks", 6 }, { "_stamps", 7 },
};

bool bt_member_reserved(bt_view key)
{
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        if (bt_view_equal(key, reserved[i]))
            return true;
    }
    return false;
}

static bool good_head(const bt_json *tree)
{
    const bt_json *schema = bt_json_get(tree, BT_VIEW("schema"));
    const bt_json *deleted = bt_json_get(tree, BT_VIEW("deleted"));
    const bt_json *forks = bt_json_get(tree, BT_VIEW("_forks"));
    const bt_json *stamps = bt_json_get(tree, BT_VIEW("_stamps"));

    return is_kind(tree, BT_JSON_OBJECT) && bt_id_valid(bt_json_get_string(tree, "id")) &&
           good_type_name(bt_json_get_string(tree, "type")) && is_kind(schema, BT_JSON_INTEGER) &&
           schema->integer > 0 && good_stamp(bt_json_get(tree, BT_VIEW("created")), true, 0) &&
           good_stamp(bt_json_get(tree, BT_VIEW("edited")), true, 0) &&
           (deleted == NULL || good_stamp(deleted, false, 0)) &&
           (forks == NULL || good_ledger(forks, true)) && (stamps == NULL || good_ledger(stamps, false));
}

/* What a side holds can take its member's place, so it is checked as if it stood there. An emptied set is a side too. */
static void check_sides(check *c, const bt_entry *fork)
{
    const bt_json *sides = bt_json_get(fork->value, BT_VIEW("sides"));

    memcpy(c->path.bytes, fork->key.data, fork->key.len);
    c->path.len = fork->key.len;
    for (size_t i = 0; i < sides->count; i++) {
        const bt_json *value = bt_json_get(sides->entries[i].value, BT_VIEW("value"));

        if (value == NULL || (value->kind == BT_JSON_ARRAY && value->count == 0))
            continue;
        if (!bt_json_equal(check_kind(c, value), value))
            fail(c, BT_EINPUT, "not_valid");
    }
    c->path.len = 0;
}

static void check_forks(check *c, const bt_json *forks)
{
    for (size_t i = 0; forks != NULL && i < forks->count; i++)
        check_sides(c, &forks->entries[i]);
}

static const bt_json *check_members(check *c, const bt_json *tree)
{
    bt_entry *entries = bt_arena_take(c->arena, tree->count * sizeof *entries);
    size_t count = 0;

    if (entries == NULL)
        return fail(c, BT_ENOMEM, "not_valid");
    for (size_t i = 0; i < tree->count && c->status == BT_OK; i++) {
        bt_entry entry = tree->entries[i];

        if (!bt_member_reserved(entry.key))
            entry.value = check_member(c, entry.key, entry.value);
        if (entry.value != NULL)
            entries[count++] = entry;
    }
    return c->status == BT_OK ? need_memory(c, bt_json_container(c->arena, BT_JSON_OBJECT, entries, count))
                              : NULL;
}

static void check_required(check *c, const bt_json *tree)
{
    for (size_t i = 0; c->type != NULL && i < c->type->member_count; i++) {
        const bt_member *member = &c->type->members[i];

        if (!member->required || bt_json_get(tree, bt_view_of(member->path + 1)) != NULL)
            continue;
        bt_path_push(&c->path, bt_view_of(member->path + 1));
        fail(c, BT_EINPUT, "not_valid");
        return;
    }
}

bt_status bt_tree_check(bt_arena *arena, bt_view bytes, const bt_json **tree, bt_complaint *why)
{
    check *c = bt_arena_take(arena, sizeof *c);
    const char *code = "not_json";
    const bt_json *raw;

    *tree = NULL;
    if (c == NULL)
        return BT_ENOMEM;
    *c = (check){ .arena = arena, .depth = 1, .status = BT_OK, .why = why };
    if (bytes.len > BT_RECORD_MAX_BYTES) {
        fail(c, BT_ELIMIT, "too_large");
        return c->status;
    }
    c->status = bt_json_read(arena, bytes, BT_RECORD_MAX_DEPTH + BT_LEDGER_DEPTH, &raw, &code);
    if (c->status != BT_OK) {
        if (c->status != BT_ENOMEM)
            *why = bt_complaint_of(code, (bt_view){ NULL, 0 });
        return c->status;
    }
    if (!good_head(raw)) {
        fail(c, BT_EINPUT, "not_a_record");
        return c->status;
    }
    c->type = bt_type_find(bt_json_get_string(raw, "type"));
    if (c->type != NULL && bt_json_get(raw, BT_VIEW("schema"))->integer > c->type->schema)
        fail(c, BT_EDENIED, "newer_schema");
    raw = c->status == BT_OK ? check_members(c, raw) : NULL;
    if (c->status == BT_OK)
        check_required(c, raw);
    if (c->status == BT_OK)
        check_forks(c, bt_json_get(raw, BT_VIEW("_forks")));
    if (c->status == BT_OK)
        *tree = raw;
    return c->status;
}

bt_status bt_tree_read(bt_arena *arena, bt_view bytes, const bt_json **tree)
{
    const char *code;
    bt_status status = bt_json_read(arena, bytes, BT_RECORD_MAX_DEPTH + BT_LEDGER_DEPTH, tree, &code);

    return status == BT_OK && !good_head(*tree) ? BT_EINPUT : status;
}

void bt_tree_info(const bt_json *tree, bt_record_info *info)
{
    bt_stamp created = bt_stamp_of(bt_json_get(tree, BT_VIEW("created")));
    bt_stamp edited = bt_stamp_of(bt_json_get(tree, BT_VIEW("edited")));
    const bt_json *forks = bt_json_get(tree, BT_VIEW("_forks"));

    *info = (bt_record_info){
        .id = bt_json_get_string(tree, "id"),
        .type = bt_json_get_string(tree, "type"),
        .created_at = created.at,
        .created_by = created.by,
        .created_device = created.device,
        .edited_at = edited.at,
        .edited_by = edited.by,
        .edited_device = edited.device,
        .schema = bt_json_get(tree, BT_VIEW("schema"))->integer,
        .deleted = bt_json_get(tree, BT_VIEW("deleted")) != NULL,
    };
    for (size_t i = 0; forks != NULL && i < forks->count; i++)
        info->asks = info->asks || bt_json_get(forks->entries[i].value, BT_VIEW("ask"))->boolean;
}

bt_status bt_record_check(bt_arena *arena, bt_view bytes, bt_view *canonical, bt_record_info *info,
                          bt_complaint *why)
{
    bt_complaint ignored;
    const bt_json *tree;
    bt_view printed;
    bt_status status = bt_tree_check(arena, bytes, &tree, why != NULL ? why : &ignored);

    if (status == BT_OK)
        status = bt_json_print(arena, tree, &printed);
    if (status == BT_OK && printed.len > BT_RECORD_MAX_BYTES) {
        status = BT_ELIMIT;
        if (why != NULL)
            *why = bt_complaint_of("too_large", (bt_view){ NULL, 0 });
    }
    if (status != BT_OK)
        return status;
    if (canonical != NULL)
        *canonical = printed;
    if (info != NULL)
        bt_tree_info(tree, info);
    return BT_OK;
}

bt_status bt_record_read(bt_arena *arena, bt_view bytes, bt_record_info *info)
{
    const bt_json *tree;
    bt_status status = bt_tree_read(arena, bytes, &tree);

    if (status == BT_OK)
        bt_tree_info(tree, info);
    return status;
}
