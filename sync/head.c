/* The members that every record has. */
#include "sync/form.h"
#include "sync/tree.h"

enum { TYPE_NAME_MAX_BYTES = 32 };

static bool is_kind(const bt_json *value, bt_json_kind kind)
{
    return value != NULL && value->kind == kind;
}

/* So many members, of which the first are these, as every stamp has them; what comes behind "device" the caller knows. */
static bool good_stamp(const bt_json *stamp, size_t members)
{
    static const struct {
        bt_view name, form;
    } said[] = { { { "at", 2 }, { BT_FORM_TIME, sizeof BT_FORM_TIME - 1 } },
                 { { "by", 2 }, { BT_FORM_ID, sizeof BT_FORM_ID - 1 } },
                 { { "device", 6 }, { BT_FORM_ID, sizeof BT_FORM_ID - 1 } } };
    bool good = stamp->kind == BT_JSON_OBJECT && stamp->count == members;

    for (size_t i = 0; good && i < members && i < sizeof said / sizeof said[0]; i++)
        good = bt_view_equal(stamp->entries[i].key, said[i].name) &&
               bt_form_fits(stamp->entries[i].value->string, said[i].form);
    return good;
}

static bool good_side(const bt_json *side)
{
    const bt_json *value = bt_json_get(side, BT_VIEW("value"));

    return good_stamp(side, value != NULL ? 4 : 3) && !is_kind(value, BT_JSON_OBJECT);
}

static bool good_fork(const bt_json *fork)
{
    const bt_json *sides = bt_json_get(fork, BT_VIEW("sides"));
    size_t members = bt_json_get(fork, BT_VIEW("base")) != NULL ? 3 : 2;
    bool good = fork->count == members && is_kind(bt_json_get(fork, BT_VIEW("ask")), BT_JSON_BOOLEAN) &&
                is_kind(sides, BT_JSON_ARRAY) && sides->count > 0;

    for (size_t i = 0; good && i < sides->count; i++)
        good = good_side(sides->entries[i].value);
    return good;
}

static bool good_statement(const bt_json *stamp)
{
    return good_stamp(stamp, 3);
}

static bool good_deletion(const bt_json *stamp)
{
    return good_stamp(stamp, 2);
}

/* An object keyed by JSON pointers. It is ours, so it comes as we printed it or not at all. */
static bool good_ledger(const bt_json *ledger, bool (*good_entry)(const bt_json *))
{
    bool good = ledger->kind == BT_JSON_OBJECT;

    for (size_t i = 0; good && i < ledger->count; i++) {
        bt_view path = ledger->entries[i].key;

        good = path.len > 0 && path.data[0] == '/' && path.len <= BT_PATH_MAX_BYTES &&
               good_entry(ledger->entries[i].value);
    }
    return good;
}

static bool good_forks(const bt_json *ledger)
{
    return good_ledger(ledger, good_fork);
}

static bool good_stamps(const bt_json *ledger)
{
    return good_ledger(ledger, good_statement);
}

static bool good_id(const bt_json *id)
{
    return bt_id_valid(id->string);
}

static bool good_type_name(const bt_json *type)
{
    bt_view name = type->string;
    bool good = name.len > 0 && name.len <= TYPE_NAME_MAX_BYTES;

    for (size_t i = 0; good && i < name.len; i++)
        good = (name.data[i] >= 'a' && name.data[i] <= 'z') || name.data[i] == '_';
    return good;
}

static bool good_schema(const bt_json *schema)
{
    return schema->integer > 0;
}

/* The members that speak of the record itself. */
static const struct {
    bt_view name;
    bool (*good)(const bt_json *value);
} head[BT_HEAD_COUNT] = {
    [BT_HEAD_ID] = { { "id", 2 }, good_id },
    [BT_HEAD_TYPE] = { { "type", 4 }, good_type_name },
    [BT_HEAD_SCHEMA] = { { "schema", 6 }, good_schema },
    [BT_HEAD_CREATED] = { { "created", 7 }, good_statement },
    [BT_HEAD_EDITED] = { { "edited", 6 }, good_statement },
    [BT_HEAD_DELETED] = { { "deleted", 7 }, good_deletion },
    [BT_HEAD_FORKS] = { { "_forks", 6 }, good_forks },
    [BT_HEAD_STAMPS] = { { "_stamps", 7 }, good_stamps },
};

bt_view bt_head_name(bt_head which)
{
    return head[which].name;
}

const bt_json *bt_head_get(const bt_json *tree, bt_head which)
{
    return bt_json_get(tree, head[which].name);
}

bool bt_member_reserved(bt_view key)
{
    bool reserved = false;

    for (size_t i = 0; !reserved && i < BT_HEAD_COUNT; i++)
        reserved = bt_view_equal(key, head[i].name);
    return reserved;
}

bool bt_head_good(const bt_json *tree)
{
    bool good = true;

    for (size_t i = 0; good && i < BT_HEAD_COUNT; i++) {
        const bt_json *value = bt_head_get(tree, i);

        good = value != NULL ? head[i].good(value) : i > BT_HEAD_EDITED;
    }
    return good;
}
