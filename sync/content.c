/* Do two versions say the same? */
#include "sync/merging.h"

/* What is left of an object by name while it is walked past some of its names. */
typedef struct rest {
    const bt_entry *at, *end;
} rest;

static rest rest_of(const bt_json *object)
{
    return object != NULL ? (rest){ object->entries, object->entries + object->count } : (rest){ NULL, NULL };
}

static const bt_entry *next_but(rest *from, bool (*passes_over)(bt_view key))
{
    while (from->at < from->end && passes_over(from->at->key))
        from->at++;
    return from->at < from->end ? from->at++ : NULL;
}

/* Do two objects hold the same, but for some names? Either may be NULL, which is as good as empty. */
static bool equal_but(const bt_json *a, const bt_json *b, bool (*passes_over)(bt_view key))
{
    rest left = rest_of(a), right = rest_of(b);
    const bt_entry *x, *y;

    do {
        x = next_but(&left, passes_over);
        y = next_but(&right, passes_over);
    } while (x != NULL && y != NULL && bt_view_equal(x->key, y->key) && bt_json_equal(x->value, y->value));
    return x == NULL && y == NULL;
}

static bool is_reserved(bt_view key)
{
    return bt_member_reserved(key);
}

static bool is_deleted(bt_view path)
{
    return bt_view_equal(path, BT_VIEW("/deleted"));
}

bool bt_content_equal(const bt_doc *a, const bt_doc *b)
{
    if (a->root == NULL || b->root == NULL)
        return a->root == b->root;
    return equal_but(a->root, b->root, is_reserved) && equal_but(a->forks, b->forks, is_deleted) &&
           bt_json_equal(bt_head_get(a->root, BT_HEAD_SCHEMA), bt_head_get(b->root, BT_HEAD_SCHEMA));
}
