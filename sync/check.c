/* A record is read, checked against what its type allows, and brought into canonical form. */
#include "sync/complaint.h"
#include "sync/form.h"
#include "sync/tree.h"

#include "sync/memory.h"

/* One walk over a record: what was found wrong first is what is told. Whether memory was enough is asked at its end. */
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

/* One value of a known member, or one element of a known set. */
static bool good_value(const bt_member *member, const bt_json *value)
{
    bool string = value->kind == BT_JSON_STRING;
    int64_t length = (int64_t)value->string.len;

    switch (member->format) {
    case BT_FORMAT_ID:
        return string && bt_id_valid(value->string);
    case BT_FORMAT_DATE:
        return string && bt_form_fits(value->string, BT_VIEW(BT_FORM_DATE));
    case BT_FORMAT_INTEGER:
        return value->kind == BT_JSON_INTEGER && value->integer >= member->min &&
               value->integer <= member->max;
    case BT_FORMAT_BOOLEAN:
        return value->kind == BT_JSON_BOOLEAN;
    case BT_FORMAT_CHOICE:
        return string && bt_word_place(member->choices, value->string) != SIZE_MAX;
    case BT_FORMAT_STRING:
        break;
    }
    return string && (member->kind == BT_KIND_SET || (length >= member->min && length <= member->max));
}

/* Sorted strings, each once. NULL when there is none. */
static const bt_json *check_set(check *c, const bt_json *array, const bt_member *member)
{
    bt_entry *entries = bt_arena_take(c->arena, array->count * sizeof *entries);
    const bt_json *set;

    for (size_t i = 0; entries != NULL && i < array->count; i++) {
        const bt_json *element = array->entries[i].value;

        if (element->kind != BT_JSON_STRING || (member != NULL && !good_value(member, element)))
            return fail(c, BT_EINPUT, "not_valid");
        if (element->string.len > BT_ELEMENT_MAX_BYTES)
            return fail(c, BT_ELIMIT, "too_long");
        entries[i] = array->entries[i];
    }
    set = entries != NULL ? bt_json_set(c->arena, entries, array->count) : NULL;
    if (set != NULL && member != NULL && (int64_t)set->count > member->max)
        return fail(c, BT_ELIMIT, "too_long");
    return set != NULL && set->count > 0 ? set : NULL;
}

static const bt_json *check_member(check *c, bt_view key, const bt_json *value);

static const bt_json *check_object(check *c, const bt_json *object, const bt_member *member)
{
    bt_entry *entries = bt_arena_take(c->arena, object->count * sizeof *entries);
    bool outermost = c->path.len == 0;

    if (entries == NULL)
        return NULL;
    if (member != NULL && (int64_t)object->count > member->max)
        return fail(c, BT_ELIMIT, "too_long");
    for (size_t i = 0; i < object->count && c->status == BT_OK; i++) {
        entries[i] = object->entries[i];
        if (member != NULL && !bt_id_valid(entries[i].key))
            return fail(c, BT_EINPUT, "not_valid");
        if (!outermost || !bt_member_reserved(entries[i].key))
            entries[i].value = check_member(c, entries[i].key, entries[i].value);
    }
    return c->status == BT_OK ? bt_json_container(c->arena, BT_JSON_OBJECT, entries, object->count) : NULL;
}

/* A string, a number, a truth or null. An empty text is as good as none. */
static const bt_json *check_scalar(check *c, const bt_json *value, const bt_member *member)
{
    if (member != NULL && !good_value(member, value)) {
        bool long_string = value->kind == BT_JSON_STRING && member->format == BT_FORMAT_STRING;

        return long_string ? fail(c, BT_ELIMIT, "too_long") : fail(c, BT_EINPUT, "not_valid");
    }
    return member != NULL && member->kind == BT_KIND_TEXT && value->string.len == 0 ? NULL : value;
}

static bool right_kind(const bt_member *member, bt_json_kind kind)
{
    return (member->kind == BT_KIND_OBJECT) == (kind == BT_JSON_OBJECT) &&
           (member->kind == BT_KIND_SET) == (kind == BT_JSON_ARRAY);
}

/* What the member at c->path becomes in canonical form: NULL when it is as good as absent (or c->status says why not). */
static const bt_json *check_value(check *c, const bt_json *value)
{
    const bt_member *member = bt_member_find(c->type, bt_path_view(&c->path));
    bool object = value->kind == BT_JSON_OBJECT, container = object || value->kind == BT_JSON_ARRAY;

    if (member != NULL && !right_kind(member, value->kind))
        return fail(c, BT_EINPUT, "not_valid");
    if (!container)
        return check_scalar(c, value, member);
    if (c->depth == BT_RECORD_MAX_DEPTH)
        return fail(c, BT_ELIMIT, "too_deep");
    c->depth++;
    value = object ? check_object(c, value, member) : check_set(c, value, member);
    c->depth--;
    return value;
}

static const bt_json *check_member(check *c, bt_view key, const bt_json *value)
{
    size_t above;

    if (key.len > BT_KEY_MAX_BYTES)
        return fail(c, BT_ELIMIT, "too_long");
    above = bt_path_push(&c->path, key);
    value = check_value(c, value);
    bt_path_pop(&c->path, above);
    return value;
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
        if (!bt_json_equal(check_value(c, value), value))
            fail(c, BT_EINPUT, "not_valid");
    }
    c->path.len = 0;
}

static void check_required(check *c, const bt_json *tree)
{
    for (size_t i = 0; c->type != NULL && i < c->type->member_count; i++) {
        const bt_member *member = &c->type->members[i];
        bt_view name = { member->path.data + 1, member->path.len - 1 };

        if (!member->required || bt_json_get(tree, name) != NULL)
            continue;
        bt_path_push(&c->path, name);
        fail(c, BT_EINPUT, "not_valid");
        return;
    }
}

/* The whole record, which begins as every record does. */
static const bt_json *check_record(check *c, const bt_json *raw)
{
    const bt_json *tree, *forks;

    c->type = bt_type_find(bt_head_get(raw, BT_HEAD_TYPE)->string);
    if (c->type != NULL && bt_head_get(raw, BT_HEAD_SCHEMA)->integer > c->type->schema)
        return fail(c, BT_EDENIED, "newer_schema");
    tree = check_object(c, raw, NULL);
    if (c->status == BT_OK)
        check_required(c, tree);
    forks = c->status == BT_OK ? bt_head_get(tree, BT_HEAD_FORKS) : NULL;
    for (size_t i = 0; forks != NULL && i < forks->count; i++)
        check_sides(c, &forks->entries[i]);
    return tree;
}

bt_status bt_tree_read(bt_arena *arena, bt_view bytes, const bt_json **tree, const char **complaint)
{
    bt_status status = bt_json_read(arena, bytes, BT_RECORD_MAX_DEPTH + BT_LEDGER_DEPTH, tree, complaint);

    if (status != BT_OK || bt_head_good(*tree))
        return status;
    *complaint = "not_a_record";
    return BT_EINPUT;
}

bt_status bt_tree_check(bt_arena *arena, bt_view bytes, const bt_json **tree, bt_complaint *why)
{
    check c = { .arena = arena, .depth = 1, .why = why };
    const char *code = NULL;
    const bt_json *raw = NULL;
    bt_status status = BT_ELIMIT;

    *tree = NULL;
    if (!bt_path_start(arena, &c.path))
        return BT_ENOMEM;
    if (bytes.len > BT_RECORD_MAX_BYTES)
        code = "too_large";
    else
        status = bt_tree_read(arena, bytes, &raw, &code);
    if (status == BT_OK)
        raw = check_record(&c, raw);
    else if (status != BT_ENOMEM)
        fail(&c, status, code);
    if (bt_arena_full(arena))
        return BT_ENOMEM;
    *tree = c.status == BT_OK ? raw : NULL;
    return c.status;
}

bt_status bt_tree_print(bt_arena *arena, const bt_json *tree, bt_view *out, bt_complaint *why)
{
    bt_status status = bt_json_print(arena, tree, out);

    if (status == BT_OK && out->len > BT_RECORD_MAX_BYTES) {
        status = BT_ELIMIT;
        *why = bt_complaint_of("too_large", (bt_view){ NULL, 0 });
    }
    return status;
}

bool bt_tree_asks(const bt_json *tree)
{
    const bt_json *forks = bt_head_get(tree, BT_HEAD_FORKS);
    bool asks = false;

    for (size_t i = 0; forks != NULL && !asks && i < forks->count; i++)
        asks = bt_json_get(forks->entries[i].value, BT_VIEW("ask"))->boolean;
    return asks;
}
