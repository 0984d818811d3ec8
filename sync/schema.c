#include "sync/schema.h"

const bt_type *bt_type_find(bt_view name)
{
    for (size_t i = 0; i < bt_type_count; i++) {
        if (bt_view_equal(name, bt_view_of(bt_types[i].name)))
            return &bt_types[i];
    }
    return NULL;
}

/* The next step of a JSON pointer, without its slash; moves `path` behind it. */
static bt_view next_step(bt_view *path)
{
    bt_view step = { path->data + 1, 0 };

    while (step.len + 1 < path->len && step.data[step.len] != '/')
        step.len++;
    path->data += step.len + 1;
    path->len -= step.len + 1;
    return step;
}

static bool path_matches(const char *pattern_text, bt_view path)
{
    bt_view pattern = bt_view_of(pattern_text);

    while (pattern.len > 0 && path.len > 0) {
        bt_view want = next_step(&pattern);
        bt_view have = next_step(&path);
        bool any_id = bt_view_equal(want, BT_VIEW("*"));

        if (any_id ? !bt_id_valid(have) : !bt_view_equal(want, have))
            return false;
    }
    return pattern.len == 0 && path.len == 0;
}

const bt_member *bt_member_find(const bt_type *type, bt_view path)
{
    if (type == NULL || path.len < 2 || path.data[0] != '/')
        return NULL;
    for (size_t i = 0; i < type->member_count; i++) {
        const char *pattern = type->members[i].path;

        /* No schema names an outermost member `*`, so most rows are told apart by its first letter. */
        if (pattern[1] == path.data[1] && path_matches(pattern, path))
            return &type->members[i];
    }
    return NULL;
}
