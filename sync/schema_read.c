/* The rows of schema.h out of the JSON that a page has. It is the app's own, so that it is read and not checked. */
#include "sync/schema.h"

/* [ path, words of the choices, kind, format, least, most, required ] */
static bt_member read_member(const bt_json *row)
{
    const bt_entry *said = row->entries;

    return (bt_member){
        .path = said[0].value->string,
        .choices = said[1].value->string,
        .kind = (bt_kind)said[2].value->integer,
        .format = (bt_format)said[3].value->integer,
        .min = (int32_t)said[4].value->integer,
        .max = (int32_t)said[5].value->integer,
        .required = said[6].value->boolean,
    };
}

/* [ name, schema, rows ] */
static bt_type read_type(bt_arena *arena, const bt_json *type)
{
    const bt_json *rows = type->entries[2].value;
    bt_member *members = bt_arena_take(arena, rows->count * sizeof *members);

    for (size_t i = 0; members != NULL && i < rows->count; i++)
        members[i] = read_member(rows->entries[i].value);
    return (bt_type){ .name = type->entries[0].value->string,
                      .schema = (int)type->entries[1].value->integer,
                      .members = members,
                      .member_count = rows->count };
}

bt_status bt_schema_read(bt_arena *arena, bt_view json, bt_schema *out)
{
    const char *complaint;
    const bt_json *list;
    bt_status status = bt_json_read(arena, json, BT_SCHEMA_JSON_DEPTH, &list, &complaint);
    bt_type *types = status == BT_OK ? bt_arena_take(arena, list->count * sizeof *types) : NULL;

    for (size_t i = 0; types != NULL && i < list->count; i++)
        types[i] = read_type(arena, list->entries[i].value);
    *out = (bt_schema){ types, types != NULL ? list->count : 0 };
    return status == BT_OK && bt_arena_full(arena) ? BT_ENOMEM : status;
}
