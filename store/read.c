/* store/read.c - the head, and what lies in a commit. */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    KEPT_VERSIONS = 512,
    KEPT_BYTES = 4096 /* of one, at most */
};

bt_status bt_read_ref(bt_store *store, git_oid *out)
{
    git_error_clear();
    /* an empty ref file, an unborn branch and a ref to a name are all the same here: there is no head */
    return bt_git_status(git_reference_name_to_id(out, store->repo, BT_MAIN_REF), BT_EDAMAGED);
}

bt_status bt_read_head(bt_store *store, git_oid *out)
{
    if (store->journal.batches == 0)
        return bt_read_ref(store, out);
    git_oid_cpy(out, &store->journal.head);
    return BT_OK;
}

bt_status bt_read_root(bt_store *store, const git_oid *commit_oid, git_oid *root)
{
    git_commit *commit = NULL;
    bt_status status;

    git_error_clear();
    status = bt_git_status(git_commit_lookup(&commit, store->repo, commit_oid), BT_ENOTFOUND);
    if (status == BT_OK)
        git_oid_cpy(root, git_commit_tree_id(commit));
    git_commit_free(commit);
    return status;
}

bt_status bt_store_head(bt_store *store, bt_oid *out)
{
    git_oid head;
    bt_status status = bt_journal_follow(store);

    memset(out, 0, sizeof *out);
    if (status == BT_OK)
        status = bt_epoch_follow(store);
    if (status == BT_OK)
        status = bt_handle_refresh(store);
    if (status == BT_OK)
        status = bt_read_head(store, &head);
    if (status == BT_OK)
        bt_oid_print(&head, out);
    return status;
}

/* The file at a path of a commit. BT_ENOTFOUND when the commit or the file is not there. */
static bt_status find_file(bt_store *store, const bt_oid *commit_hex, const bt_place *path, git_oid *out)
{
    git_oid commit, root;
    bt_trail trail;
    bt_status status;

    if (bt_oid_read(commit_hex, &commit) != BT_OK)
        return BT_ENOTFOUND;
    status = bt_read_root(store, &commit, &root);
    if (status == BT_OK)
        status = bt_trail_follow(store, &root, path, NULL, &trail);
    if (status != BT_OK)
        return status;
    if (!bt_trail_end(&trail, path))
        return BT_ENOTFOUND;
    git_oid_cpy(out, bt_trail_end(&trail, path));
    return BT_OK;
}

static bool is_device_state(bt_view bytes)
{
    const size_t len = strlen(BT_DEVICE_MARK);

    return bytes.len >= len && memcmp(bytes.data, BT_DEVICE_MARK, len) == 0;
}

/*
 * A history asks for each version twice, once as the one before, and who looks at one looks at it again. A table of our
 * own: what libgit2 throws out when its memory is full is by chance what came last. A version never changes.
 */
static git_odb_object **slot_of(bt_store *store, const git_oid *oid)
{
    size_t at;

    if (!store->versions)
        store->versions = calloc(KEPT_VERSIONS, sizeof(git_odb_object *));
    memcpy(&at, oid->id, sizeof at);
    return store->versions ? &store->versions[at % KEPT_VERSIONS] : NULL;
}

static bt_status read_version(bt_store *store, const git_oid *oid, bt_status missing, git_odb_object **out)
{
    git_odb_object **slot = slot_of(store, oid);
    bt_status status;

    if (slot && *slot && git_oid_equal(git_odb_object_id(*slot), oid))
        return git_odb_object_dup(out, *slot) == 0 ? BT_OK : BT_ENOMEM;
    status = bt_object_read(store, oid, GIT_OBJECT_BLOB, missing, out);
    if (status != BT_OK || !slot || git_odb_object_size(*out) > KEPT_BYTES)
        return status;
    git_odb_object_free(*slot);
    *slot = NULL;
    (void)git_odb_object_dup(slot, *out);
    return BT_OK;
}

void bt_versions_forget(bt_store *store)
{
    for (size_t i = 0; store->versions && i < KEPT_VERSIONS; i++)
        git_odb_object_free(store->versions[i]);
    free(store->versions);
    store->versions = NULL;
}

static bt_status read_blob(bt_store *store, const git_oid *oid, bt_status missing, bool device, bt_bytes *out)
{
    git_odb_object *object = NULL;
    bt_status status = read_version(store, oid, missing, &object);
    bt_view bytes;

    if (status != BT_OK)
        return status;
    bytes = (bt_view){ git_odb_object_data(object), git_odb_object_size(object) };
    if (is_device_state(bytes) != device) {
        status = missing;
    } else {
        size_t skip = device ? strlen(BT_DEVICE_MARK) : 0;

        status = bt_bytes_copy((bt_view){ bytes.data + skip, bytes.len - skip }, out);
    }
    git_odb_object_free(object);
    return status;
}

bt_status bt_store_get(bt_store *store, const bt_oid *commit, bt_view id, bt_oid *version, bt_bytes *bytes)
{
    bt_place path;
    git_oid blob;
    bt_status status = bt_place_of_record(id, &path);

    memset(version, 0, sizeof *version);
    if (bytes)
        memset(bytes, 0, sizeof *bytes);
    if (status == BT_OK)
        status = find_file(store, commit, &path, &blob);
    if (status == BT_OK && bytes)
        status = read_blob(store, &blob, BT_EDAMAGED, false, bytes);
    if (status == BT_OK)
        bt_oid_print(&blob, version);
    return status;
}

bt_status bt_store_get_version(bt_store *store, const bt_oid *version, bt_bytes *bytes)
{
    git_oid blob;

    memset(bytes, 0, sizeof *bytes);
    if (bt_oid_read(version, &blob) != BT_OK)
        return BT_ENOTFOUND;
    return read_blob(store, &blob, BT_ENOTFOUND, false, bytes);
}

bt_status bt_store_get_device(bt_store *store, const bt_oid *commit, bt_view device, bt_bytes *bytes)
{
    bt_place path;
    git_oid blob;
    bt_status status = bt_place_of_device(device, &path);

    memset(bytes, 0, sizeof *bytes);
    if (status == BT_OK)
        status = find_file(store, commit, &path, &blob);
    if (status == BT_OK)
        status = read_blob(store, &blob, BT_EDAMAGED, true, bytes);
    return status;
}

/* The first parent; *last is true where there is none. */
static bt_status step_back(bt_store *store, git_oid *at, bool *last)
{
    git_commit *commit = NULL;
    bt_status status;

    git_error_clear();
    status = bt_git_status(git_commit_lookup(&commit, store->repo, at), BT_EDAMAGED);
    *last = status == BT_OK && git_commit_parentcount(commit) == 0;
    if (status == BT_OK && !*last)
        git_oid_cpy(at, git_commit_parent_id(commit, 0));
    git_commit_free(commit);
    return status;
}

bt_status bt_store_continues(bt_store *store, const bt_oid *head, const bt_oid *commit, bool *out)
{
    git_oid wanted, root, at;
    bool last = false;
    bt_status status = bt_oid_read(head, &at);

    *out = false;
    if (status != BT_OK)
        return status;
    if (bt_oid_read(commit, &wanted) != BT_OK)
        return BT_OK;
    status = bt_read_root(store, &wanted, &root); /* one that is not there at all needs no walk */
    if (status != BT_OK)
        return status == BT_ENOTFOUND ? BT_OK : status;
    while (status == BT_OK && !last && !git_oid_equal(&at, &wanted))
        status = step_back(store, &at, &last);
    *out = status == BT_OK && git_oid_equal(&at, &wanted);
    return status;
}
