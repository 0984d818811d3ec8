/* service/command/classbook.c - all records of one classroom as they are now. */
#include "service/command/classbook.h"

#include <stdlib.h>
#include <string.h>

#include "service/command/report.h"
#include "service/people/access_private.h"

enum {
    FIRST_LEAVES = 256,
    ARENA_BYTES_A_BYTE = 48, /* of JSON: the tree of the densest record, `[1,1,…` */
    ARENA_SPARE_BYTES = 4096
};

static void free_leaf(bt_leaf *leaf)
{
    bt_bytes_free(&leaf->bytes);
    free(leaf->arena.base);
}

void bt_classbook_free(bt_classbook *book)
{
    for (size_t i = 0; i < book->count; i++)
        free_leaf(&book->leaves[i]);
    free(book->leaves);
    *book = (bt_classbook){ 0 };
}

static bt_status keep_bytes(bt_view bytes, bt_leaf *leaf)
{
    leaf->bytes.data = malloc(bytes.len + 1);
    if (leaf->bytes.data == NULL)
        return BT_ENOMEM;
    memcpy(leaf->bytes.data, bytes.data, bytes.len);
    leaf->bytes.data[bytes.len] = '\0';
    leaf->bytes.len = bytes.len;
    return BT_OK;
}

static bt_status read_tree(bt_leaf *leaf)
{
    bt_arena scratch = { NULL, leaf->bytes.len * ARENA_BYTES_A_BYTE + ARENA_SPARE_BYTES, 0 };
    const char *complaint;
    bt_status status;

    scratch.base = malloc(scratch.size);
    if (scratch.base == NULL)
        return BT_ENOMEM;
    leaf->arena = scratch;
    status = bt_json_read(&leaf->arena, (bt_view){ leaf->bytes.data, leaf->bytes.len }, BT_RECORD_MAX_DEPTH,
                          &leaf->members, &complaint);
    if (status == BT_EINPUT || status == BT_ELIMIT)
        return BT_EDAMAGED; /* it was checked before it was stored */
    if (status != BT_OK)
        return status;
    leaf->id = bt_json_get_string(leaf->members, "id");
    leaf->type = bt_json_get_string(leaf->members, "type");
    leaf->deleted = bt_json_get(leaf->members, bt_view_of("deleted")) != NULL;
    return leaf->id.data == NULL || leaf->type.data == NULL ? BT_EDAMAGED : BT_OK;
}

static bt_status add_leaf(bt_classbook *book, bt_view bytes)
{
    bt_leaf leaf = { .members = NULL };
    bt_status status;

    if (book->count == book->size) {
        size_t size = book->size == 0 ? FIRST_LEAVES : book->size * 2;
        bt_leaf *grown = realloc(book->leaves, size * sizeof *grown);

        if (grown == NULL)
            return BT_ENOMEM;
        book->leaves = grown;
        book->size = size;
    }
    status = keep_bytes(bytes, &leaf);
    if (status == BT_OK)
        status = read_tree(&leaf);
    if (status == BT_OK)
        book->leaves[book->count++] = leaf;
    else
        free_leaf(&leaf);
    return status;
}

typedef struct reading {
    bt_classbook *book;
    bt_status status;
} reading;

static int read_leaf(void *context, const bt_changed *record)
{
    reading *r = context;

    if (record->bytes.data != NULL)
        r->status = add_leaf(r->book, record->bytes);
    return r->status != BT_OK;
}

static int compare_leaves(const void *a, const void *b)
{
    const bt_leaf *left = a, *right = b;

    return bt_view_compare(left->id, right->id);
}

static bt_status read_leaves(bt_store *store, const bt_oid *commit, bt_classbook *book)
{
    const bt_oid nothing = { "" };
    reading r = { book, BT_OK };
    bt_status status = bt_store_changes(store, &nothing, commit, (bt_view){ NULL, 0 }, read_leaf, &r);

    return status == BT_OK ? r.status : status;
}

bt_status bt_classbook_read_at(const bt_desk *desk, const char *id, const bt_oid *commit, bt_classbook *out)
{
    bt_classbook book = { 0 };
    bt_notebook *notebook = NULL;
    bt_oid head;
    bt_status status = bt_notebooks_take(desk->notebooks, id, &notebook);

    if (status != BT_OK)
        return status;
    memcpy(book.id, id, BT_ID_LEN);
    status = bt_store_head(bt_notebook_store(notebook), &head);
    if (status == BT_OK)
        status = read_leaves(bt_notebook_store(notebook), commit == NULL ? &head : commit, &book);
    bt_notebooks_release(desk->notebooks, notebook);
    if (status != BT_OK) {
        bt_classbook_free(&book);
        return status;
    }
    if (book.count > 0)
        qsort(book.leaves, book.count, sizeof *book.leaves, compare_leaves);
    *out = book;
    return BT_OK;
}

bt_status bt_classbook_read(const bt_desk *desk, const char *id, bt_classbook *out)
{
    return bt_classbook_read_at(desk, id, NULL, out);
}

const bt_leaf *bt_classbook_find(const bt_classbook *book, bt_view id)
{
    bt_leaf wanted = { .id = id };

    if (id.data == NULL || book->count == 0)
        return NULL;
    return bsearch(&wanted, book->leaves, book->count, sizeof *book->leaves, compare_leaves);
}

bt_view bt_leaf_text(const bt_leaf *leaf, const char *member)
{
    return leaf == NULL ? (bt_view){ NULL, 0 } : bt_json_get_string(leaf->members, member);
}

bt_view bt_classbook_name(const bt_classbook *book, bt_view id)
{
    bt_view name = bt_leaf_text(bt_classbook_find(book, id), "name");

    return name.data == NULL ? id : name;
}

typedef struct visiting {
    const bt_desk *desk;
    bt_classroom_fn each;
    void *context;
    bt_status status;
} visiting;

/* One record suffices for the name: the classroom's, which has the notebook's id. */
static int visit(void *context, const char *id)
{
    visiting *v = context;
    bt_notebook *notebook = NULL;
    bt_leaf leaf = { .members = NULL };
    bt_oid head, version;
    bool is_private = false;

    v->status = bt_private_is(v->desk->access, id, &is_private);
    if (v->status != BT_OK || is_private)
        return v->status != BT_OK;
    v->status = bt_notebooks_take(v->desk->notebooks, id, &notebook);
    if (v->status != BT_OK)
        return 1;
    v->status = bt_store_head(bt_notebook_store(notebook), &head);
    if (v->status == BT_OK)
        v->status = bt_store_get(bt_notebook_store(notebook), &head, bt_view_of(id), &version, &leaf.bytes);
    if (v->status == BT_OK)
        v->status = read_tree(&leaf);
    else if (v->status == BT_ENOTFOUND)
        v->status = BT_OK; /* made by a phone whose first batch has not come yet */
    if (v->status == BT_OK)
        v->each(v->context, id, bt_leaf_text(&leaf, "name"));
    free_leaf(&leaf);
    bt_notebooks_release(v->desk->notebooks, notebook);
    return v->status != BT_OK;
}

bt_status bt_classroom_each(const bt_desk *desk, bt_classroom_fn each, void *context)
{
    visiting v = { desk, each, context, BT_OK };
    bt_status status = bt_notebooks_list(desk->notebooks, visit, &v);

    return status == BT_OK ? v.status : status;
}

typedef struct search {
    const char *word;
    char id[BT_ID_LEN + 1];
    size_t by_name;
    bool by_id;
} search;

static void look_at(void *context, const char *id, bt_view name)
{
    search *s = context;

    if (s->by_id)
        return;
    if (strcmp(id, s->word) == 0)
        s->by_id = true;
    else if (bt_view_equal(name, bt_view_of(s->word)))
        s->by_name++;
    else
        return;
    memcpy(s->id, id, sizeof s->id);
}

bool bt_classroom_find(const bt_desk *desk, const char *word, char id[BT_ID_LEN + 1])
{
    search s = { .word = word };
    bt_status status = bt_classroom_each(desk, look_at, &s);

    if (status != BT_OK) {
        (void)bt_report_status(status);
        return false;
    }
    if (!s.by_id && s.by_name == 0) {
        (void)bt_report("unknown_classroom",
                        "There is no classroom of this name or id; `backtable classroom list` shows all.");
        return false;
    }
    if (!s.by_id && s.by_name > 1) {
        (void)bt_report("two_classrooms",
                        "More than one classroom has this name; use its id from `backtable classroom list`.");
        return false;
    }
    memcpy(id, s.id, sizeof s.id);
    return true;
}

typedef struct record_search {
    const bt_desk *desk;
    bt_view record;
    char classroom[BT_ID_LEN + 1];
    bt_status status;
} record_search;

static int look_in(void *context, const char *classroom)
{
    record_search *s = context;
    bt_notebook *notebook = NULL;
    bt_oid head, version;
    bool is_private = false;

    s->status = bt_private_is(s->desk->access, classroom, &is_private);
    if (s->status == BT_OK && is_private) {
        s->status = BT_ENOTFOUND;
        return 0;
    }
    if (s->status == BT_OK)
        s->status = bt_notebooks_take(s->desk->notebooks, classroom, &notebook);
    if (s->status != BT_OK)
        return 1;
    s->status = bt_store_head(bt_notebook_store(notebook), &head);
    if (s->status == BT_OK)
        s->status = bt_store_get(bt_notebook_store(notebook), &head, s->record, &version, NULL);
    bt_notebooks_release(s->desk->notebooks, notebook);
    if (s->status == BT_OK)
        memcpy(s->classroom, classroom, BT_ID_LEN);
    return s->status != BT_ENOTFOUND;
}

bool bt_record_place(const bt_desk *desk, const char *record, const char *classroom, char id[BT_ID_LEN + 1])
{
    record_search s = { .desk = desk, .record = bt_view_of(record), .status = BT_ENOTFOUND };
    bt_status status = BT_OK;

    if (!bt_id_valid(s.record)) {
        (void)bt_report("bad_id",
                        "This is no id; an id is a UUID, as the app and `backtable export` show it.");
        return false;
    }
    if (classroom != NULL)
        return bt_classroom_find(desk, classroom, id);
    status = bt_notebooks_list(desk->notebooks, look_in, &s);
    if (status == BT_OK)
        status = s.status;
    if (status == BT_OK)
        memcpy(id, s.classroom, sizeof s.classroom);
    else if (status == BT_ENOTFOUND)
        (void)bt_report("unknown_record", "No classroom holds a record of this id; check the id.");
    else
        (void)bt_report_status(status);
    return status == BT_OK;
}
