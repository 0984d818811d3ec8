#include "sync/schema.h"

const bt_type *bt_type_find(bt_view name)
{
    for (size_t i = 0; i < bt_type_count; i++) {
        if (bt_view_equal(name, bt_view_of(bt_types[i].name)))
            return &bt_types[i];
    }
    return NULL;
}

/* No name in a schema holds a `*`, so that one is a step of its own: an id, in whose place any other may stand. */
static bool path_matches(const char *pattern, bt_view path)
{
    size_t at = 0;

    for (; *pattern != '\0'; pattern++) {
        size_t left = path.len - at;

        if (*pattern == '*') {
            if (left < BT_ID_LEN || !bt_id_valid((bt_view){ path.data + at, BT_ID_LEN }))
                return false;
            at += BT_ID_LEN;
        } else if (left == 0 || path.data[at++] != *pattern) {
            return false;
        }
    }
    return at == path.len;
}

const bt_member *bt_member_find(const bt_type *type, bt_view path)
{
    for (size_t i = 0; type != NULL && i < type->member_count; i++) {
        if (path_matches(type->members[i].path, path))
            return &type->members[i];
    }
    return NULL;
}
