/* store/verify.c - read everything that the head reaches, and say what is wrong.
 *
 * Every object is read once and its hash computed again (handle.c does that on
 * each read). It goes on after a finding, so that
 * one call tells all. Only ids, dates and folder names are ever printed.
 */
#include "store/seen.h"

#include <stdio.h>
#include <string.h>

enum { LINE_BYTES = 256, SHOWN_NAME_BYTES = 64 };

typedef struct verify {
    bt_store *store;
    bt_seen seen;
    bt_verified counts;
    bt_found_fn found;
    void *context;
    bool damaged;
} verify;

static void say(verify *v, const char *what, const char *where)
{
    char line[LINE_BYTES];

    v->damaged = true;
    snprintf(line, sizeof line, "%s: %s", where, what);
    v->found(v->context, line);
}

static void say_oid(verify *v, const char *what, const git_oid *oid)
{
    char hex[GIT_OID_HEXSZ + 1];

    say(v, what, git_oid_tostr(hex, sizeof hex, oid));
}

/* A name out of a tree, made safe to print. */
static void say_name(verify *v, const char *what, const char *folder, bt_view name)
{
    char shown[SHOWN_NAME_BYTES], where[LINE_BYTES / 2];
    size_t len = name.len < sizeof shown - 1 ? name.len : sizeof shown - 1;

    for (size_t i = 0; i < len; i++) {
        char c = name.data[i];

        if (c <= ' ' || c >= 0x7f)
            c = '?';
        shown[i] = c;
    }
    shown[len] = '\0';
    snprintf(where, sizeof where, "%s/%s", folder, shown);
    say(v, what, where);
}

static bt_status look_at(verify *v, const bt_seen_item *item)
{
    git_odb_object *object = NULL;
    bt_status status;

    status = bt_object_read(v->store, &item->oid, item->kind, BT_EDAMAGED, &object);
    git_odb_object_free(object);
    if (status == BT_OK)
        status = bt_seen_follow(&v->seen, v->store, item);
    if (status == BT_OK) {
        v->counts.commits += item->kind == GIT_OBJECT_COMMIT;
        v->counts.versions += item->kind == GIT_OBJECT_BLOB && item->is_record;
    }
    return status;
}

static bt_status look_at_all(verify *v)
{
    for (size_t i = 0; i < v->seen.count; i++) {
        bt_seen_item item = v->seen.items[i]; /* a copy: the list moves as it grows */
        bt_status status = look_at(v, &item);

        if (status == BT_ENOMEM)
            return status;
        if (status == BT_EIO)
            say_oid(v, "the disk failed while this object was read", &item.oid);
        else if (status != BT_OK)
            say_oid(v, "this object is missing or is not what was written", &item.oid);
    }
    return BT_OK;
}

typedef struct names {
    bt_view month, day;
} names;

/* The head's own paths, level by level: months, days, files. Objects that cannot be read were named before. */
static void check_paths(verify *v, const git_oid *oid, int depth, names in)
{
    bt_folder tree;
    bt_status status = bt_folder_open(v->store, oid, &tree);

    while (status == BT_OK && !tree.done) {
        if (tree.is_folder != (depth < 2)) {
            say_name(v, "this does not belong here", BT_RECORDS, tree.name);
        } else if (depth < 2) {
            names below = { depth == 0 ? tree.name : in.month, tree.name };

            check_paths(v, &tree.oid, depth + 1, below);
        } else if (!bt_place_record_id(in.month, in.day, tree.name).data) {
            say_name(v, "this record does not lie at the place of its id", BT_RECORDS, tree.name);
        } else {
            v->counts.records++;
        }
        status = bt_folder_next(&tree);
    }
    bt_folder_close(&tree);
}

static void check_devices(verify *v, const git_oid *oid)
{
    bt_folder tree;
    bt_status status = bt_folder_open(v->store, oid, &tree);

    while (status == BT_OK && !tree.done) {
        if (tree.is_folder || !bt_id_valid(tree.name))
            say_name(v, "this is no device", BT_DEVICES, tree.name);
        status = bt_folder_next(&tree);
    }
    bt_folder_close(&tree);
}

static void check_root(verify *v, const git_oid *root)
{
    bt_folder tree;
    bt_status status = bt_folder_open(v->store, root, &tree);

    while (status == BT_OK && !tree.done) {
        if (tree.is_folder && bt_view_equal(tree.name, bt_view_of(BT_RECORDS)))
            check_paths(v, &tree.oid, 0, (names){ { NULL, 0 }, { NULL, 0 } });
        else if (tree.is_folder && bt_view_equal(tree.name, bt_view_of(BT_DEVICES)))
            check_devices(v, &tree.oid);
        else
            say_name(v, "this does not belong here", "", tree.name);
        status = bt_folder_next(&tree);
    }
    bt_folder_close(&tree);
}

/* The store is this call's own, see below. */
static bt_status verify_all(verify *v)
{
    bt_seen_item first = { .kind = GIT_OBJECT_COMMIT };
    bt_epoch epoch;
    git_oid head, root;
    bt_status status;

    if (bt_epoch_read(v->store->folder, &epoch) != BT_OK)
        say(v, "the epoch cannot be read", BT_EPOCH_FILE);
    if (bt_journal_follow(v->store) != BT_OK)
        say(v, "this cannot be read to its end", BT_JOURNAL_FILE);
    if (bt_read_head(v->store, &head) != BT_OK) {
        say(v, "the head cannot be read", BT_MAIN_REF);
        return BT_OK;
    }
    git_oid_cpy(&first.oid, &head);
    status = bt_seen_add(&v->seen, &first);
    if (status == BT_OK)
        status = look_at_all(v);
    if (status == BT_OK && bt_read_root(v->store, &head, &root) == BT_OK)
        check_root(v, &root);
    return status;
}

/*
 * libgit2 keeps trees and commits in memory: what the disk holds is only seen through a handle of one's own. The journal
 * is brought into packs before, so that they are what is read; where the disk does not take that, it is read as it is.
 */
bt_status bt_store_verify(bt_store *store, bt_verified *out, bt_found_fn found, void *context)
{
    verify v = { .found = found, .context = context };
    bt_status status;

    memset(out, 0, sizeof *out);
    if (bt_store_checkpoint(store) == BT_EDAMAGED)
        say(&v, "this cannot be brought into packs", BT_JOURNAL_FILE);
    status = bt_store_attach(git_repository_path(store->repo), &v.store);
    if (status == BT_OK)
        status = verify_all(&v);
    if (status == BT_OK) {
        *out = v.counts;
        status = v.damaged ? BT_EDAMAGED : BT_OK;
    }
    bt_seen_free(&v.seen);
    bt_store_close(v.store);
    return status;
}
