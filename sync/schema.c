#include "sync/schema.h"

const bt_type *bt_type_find(bt_view name)
{
    bt_schema known = bt_schema_known();
    const bt_type *type = known.types;

    for (size_t left = known.count; left > 0; left--, type++) {
        if (bt_view_equal(name, type->name))
            return type;
    }
    return NULL;
}

/* No name in a schema holds a `*`, so that one is a step of its own: an id, in whose place any other may stand. */
static bool path_matches(bt_view pattern, bt_view path)
{
    size_t at = 0;

    for (size_t i = 0; i < pattern.len; i++) {
        size_t left = path.len - at;

        if (pattern.data[i] == '*') {
            if (left < BT_ID_LEN || !bt_id_valid((bt_view){ path.data + at, BT_ID_LEN }))
                return false;
            at += BT_ID_LEN;
        } else if (left == 0 || path.data[at++] != pattern.data[i]) {
            return false;
        }
    }
    return at == path.len;
}

const bt_member *bt_member_find(const bt_type *type, bt_view path)
{
    const bt_member *member = type != NULL && path.len > 0 ? type->members : NULL;

    for (size_t left = member != NULL ? type->member_count : 0; left > 0; left--, member++) {
        char last =
            member->path.data[member->path.len - 1]; /* no pattern ends in a `*`: it tells most apart */

        if (last == path.data[path.len - 1] && path_matches(member->path, path))
            return member;
    }
    return NULL;
}

size_t bt_word_place(bt_view words, bt_view word)
{
    for (size_t place = 0;; place++) {
        size_t len = bt_view_find(words, ' ');

        if (bt_view_equal(word, (bt_view){ words.data, len }))
            return place;
        if (len == words.len)
            return SIZE_MAX;
        words = (bt_view){ words.data + len + 1, words.len - len - 1 };
    }
}
