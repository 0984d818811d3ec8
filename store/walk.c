/* store/walk.c - what differs between two commits, by a walk that leaves out equal trees.
 *
 * Two trees are walked side by side in git's order; where both name the same
 * object nothing below it is read. The cost is that of the days in which
 * something differs.
 */
#include "store/internal.h"

#include <string.h>

enum { DEPTH_MONTH, DEPTH_DAY, DEPTH_FILE };

typedef struct walk {
    bt_store *store;
    const bt_place *after; /* NULL: from the first */
    bt_changed_fn each;
    void *context;
    bt_view above[DEPTH_FILE]; /* names of the folders that the walk is in */
    bool stopped;              /* the caller has had enough */
} walk;

/* A file that lies where no id puts it is none of ours: verify names it. */
static bt_status report(walk *w, bt_view file, const git_oid *oid)
{
    bt_changed record = { .id = bt_place_record_id(w->above[DEPTH_MONTH], w->above[DEPTH_DAY], file) };
    git_odb_object *object = NULL;
    bt_status status;

    if (!record.id.data)
        return BT_OK;
    status = bt_object_read(w->store, oid, GIT_OBJECT_BLOB, BT_EDAMAGED, &object);
    if (status != BT_OK)
        return status;
    record.bytes = (bt_view){ git_odb_object_data(object), git_odb_object_size(object) };
    bt_oid_print(oid, &record.version);
    w->stopped = w->each(w->context, &record) != 0;
    git_odb_object_free(object);
    return BT_OK;
}

/* Bring `old` to the entry of the same name as `new`, or past its place. */
static bt_status catch_up(bt_folder *old, const bt_folder *new, bool *same_name)
{
    *same_name = false;
    while (!old->done) {
        int order = bt_folder_order(old->name, old->is_folder, new->name, new->is_folder);
        bt_status status;

        if (order >= 0) {
            *same_name = order == 0;
            break;
        }
        status = bt_folder_next(old);
        if (status != BT_OK)
            return status;
    }
    return BT_OK;
}

/* `on_edge`: the folders above are those of `after`, so that names up to its own are left out. */
static bt_status walk_level(walk *w, const git_oid *old_oid, const git_oid *new_oid, int depth, bool on_edge)
{
    const char *edge = on_edge ? w->after->part[depth + 1] : NULL;
    bt_folder old = { .done = true }, new = { .done = true };
    bt_status status = bt_folder_open(w->store, old_oid, &old);

    if (status == BT_OK)
        status = bt_folder_open(w->store, new_oid, &new);
    for (; status == BT_OK && !new.done && !w->stopped;
         status = status == BT_OK ? bt_folder_next(&new) : status) {
        int past_edge = edge ? bt_view_compare(new.name, bt_view_of(edge)) : 1;
        bool same_name;

        status = catch_up(&old, &new, &same_name);
        if (status != BT_OK)
            break;
        if (new.is_folder != (depth != DEPTH_FILE) || past_edge < 0 ||
            (past_edge == 0 && depth == DEPTH_FILE) || (same_name && git_oid_equal(&old.oid, &new.oid)))
            continue;
        if (depth == DEPTH_FILE) {
            status = report(w, new.name, &new.oid);
            continue;
        }
        w->above[depth] = new.name;
        status = walk_level(w, same_name ? &old.oid : NULL, &new.oid, depth + 1, past_edge == 0);
    }
    bt_folder_close(&old);
    bt_folder_close(&new);
    return status;
}

/* The folder of records of a commit; *has is false for an empty `commit` and for one without records. */
static bt_status find_records(bt_store *store, const bt_oid *commit_hex, git_oid *out, bool *has)
{
    git_oid commit, root;
    bt_status status;

    *has = false;
    if (commit_hex->hex[0] == '\0')
        return BT_OK;
    if (bt_oid_read(commit_hex, &commit) != BT_OK)
        return BT_ENOTFOUND;
    status = bt_read_root(store, &commit, &root);
    return status == BT_OK ? bt_folder_find(store, &root, BT_RECORDS, true, out, has) : status;
}

bt_status bt_store_changes(bt_store *store, const bt_oid *from, const bt_oid *to, bt_view after,
                           bt_changed_fn each, void *context)
{
    walk w = { .store = store, .each = each, .context = context };
    bt_place after_path;
    git_oid old, new;
    bool has_old = false, has_new = false;
    bt_status status = BT_OK;

    if (after.data) {
        status = bt_place_of_record(after, &after_path);
        w.after = &after_path;
    }
    if (status == BT_OK && to->hex[0] == '\0')
        status = BT_ENOTFOUND;
    if (status == BT_OK)
        status = find_records(store, from, &old, &has_old);
    if (status == BT_OK)
        status = find_records(store, to, &new, &has_new);
    if (status != BT_OK || !has_new || (has_old && git_oid_equal(&old, &new)))
        return status;
    return walk_level(&w, has_old ? &old : NULL, &new, DEPTH_MONTH, after.data != NULL);
}
