/* Do two versions say the same? */
#include "sync/merging.h"

/* `b` holds what `a` holds, but for the members that speak of the record itself. */
static bool members_equal(const bt_json *a, const bt_json *b)
{
    for (size_t i = 0; i < a->count; i++) {
        bt_view key = a->entries[i].key;

        if (!bt_member_reserved(key) && !bt_json_equal(a->entries[i].value, bt_json_get(b, key)))
            return false;
    }
    return true;
}

static bool forks_within(const bt_json *a, const bt_json *b)
{
    for (size_t i = 0; a != NULL && i < a->count; i++) {
        bt_view path = a->entries[i].key;

        if (!bt_view_equal(path, BT_VIEW("/deleted")) &&
            !bt_json_equal(a->entries[i].value, bt_json_get(b, path)))
            return false;
    }
    return true;
}

bool bt_content_equal(const bt_doc *a, const bt_doc *b)
{
    if (a->root == NULL || b->root == NULL)
        return a->root == b->root;
    return members_equal(a->root, b->root) && members_equal(b->root, a->root) &&
           forks_within(a->forks, b->forks) && forks_within(b->forks, a->forks) &&
           bt_json_equal(bt_json_get(a->root, BT_VIEW("schema")), bt_json_get(b->root, BT_VIEW("schema")));
}
