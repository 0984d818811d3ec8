/* store/folder.c - git's folders, read and written as the bytes they are.
 *
 * An entry is the mode in octal, a space, the name, a NUL and 20 bytes of id.
 * A write copies the entries that it does not touch: it costs the trees along
 * its paths, and those are small because a day has its own.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

enum { ENTRY_EXTRA_BYTES = 8 + GIT_OID_RAWSZ }; /* mode, space, NUL and id around a name */

static const char folder_mode[] = "40000 ", file_mode[] = "100644 ";

/*
 * Each record of a batch is looked for from the root on, along the same few trees. To read one is to inflate and to
 * hash all of it, so those that were read last stay at hand; a tree never changes under its name.
 */
static bt_status read_tree(bt_store *store, const git_oid *oid, git_odb_object **out)
{
    git_odb_object **slot;
    bt_status status;

    for (size_t i = 0; i < BT_KEPT_FOLDERS; i++) {
        if (store->kept[i] && git_oid_equal(git_odb_object_id(store->kept[i]), oid))
            return git_odb_object_dup(out, store->kept[i]) == 0 ? BT_OK : BT_ENOMEM;
    }
    status = bt_object_read(store, oid, GIT_OBJECT_TREE, BT_EDAMAGED, out);
    if (status != BT_OK)
        return status;
    slot = &store->kept[store->next_kept];
    git_odb_object_free(*slot);
    *slot = NULL;
    if (git_odb_object_dup(slot, *out) == 0)
        store->next_kept = (store->next_kept + 1) % BT_KEPT_FOLDERS;
    return BT_OK;
}

void bt_folders_forget(bt_store *store)
{
    for (size_t i = 0; i < BT_KEPT_FOLDERS; i++) {
        git_odb_object_free(store->kept[i]);
        store->kept[i] = NULL;
    }
}

bt_status bt_folder_open(bt_store *store, const git_oid *oid, bt_folder *out)
{
    bt_status status;

    memset(out, 0, sizeof *out);
    out->done = true;
    if (!oid)
        return BT_OK;
    status = read_tree(store, oid, &out->object);
    if (status != BT_OK)
        return status;
    out->next = git_odb_object_data(out->object);
    out->end = out->next + git_odb_object_size(out->object);
    status = bt_folder_next(out);
    if (status != BT_OK)
        bt_folder_close(out);
    return status;
}

bt_status bt_folder_next(bt_folder *tree)
{
    const char *start = tree->next, *space, *nul;

    tree->done = start == tree->end;
    if (tree->done)
        return BT_OK;
    space = memchr(start, ' ', (size_t)(tree->end - start));
    nul = space ? memchr(space, '\0', (size_t)(tree->end - space)) : NULL;
    if (!nul || nul == space + 1 || tree->end - nul <= GIT_OID_RAWSZ) {
        tree->done = true;
        return BT_EDAMAGED;
    }
    tree->name = (bt_view){ space + 1, (size_t)(nul - space - 1) };
    tree->is_folder = (size_t)(space + 1 - start) == strlen(folder_mode) &&
                      memcmp(start, folder_mode, strlen(folder_mode)) == 0;
    memcpy(tree->oid.id, nul + 1, GIT_OID_RAWSZ);
    tree->next = nul + 1 + GIT_OID_RAWSZ;
    tree->raw = (bt_view){ start, (size_t)(tree->next - start) };
    return BT_OK;
}

void bt_folder_close(bt_folder *tree)
{
    git_odb_object_free(tree->object);
    memset(tree, 0, sizeof *tree);
    tree->done = true;
}

int bt_folder_order(bt_view a, bool a_is_folder, bt_view b, bool b_is_folder)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = memcmp(a.data, b.data, shared);
    unsigned char after_a, after_b;

    if (order != 0)
        return order;
    after_a = a.len > shared ? (unsigned char)a.data[shared] : a_is_folder ? '/' : '\0';
    after_b = b.len > shared ? (unsigned char)b.data[shared] : b_is_folder ? '/' : '\0';
    return (after_a > after_b) - (after_a < after_b);
}

bt_status bt_folder_find(bt_store *store, const git_oid *oid, const char *name, bool is_folder, git_oid *out,
                         bool *found)
{
    bt_view wanted = bt_view_of(name);
    bt_folder tree;
    bt_status status = bt_folder_open(store, oid, &tree);

    *found = false;
    while (status == BT_OK && !tree.done) {
        if (tree.is_folder == is_folder && bt_view_equal(tree.name, wanted)) {
            git_oid_cpy(out, &tree.oid);
            *found = true;
            break;
        }
        status = bt_folder_next(&tree);
    }
    bt_folder_close(&tree);
    return status;
}

bt_status bt_trail_follow(bt_store *store, const git_oid *root, const bt_place *path, const bt_trail *near,
                          bt_trail *out)
{
    bt_trail trail = { .count = 1 };

    memset(out, 0, sizeof *out);
    git_oid_cpy(&trail.oid[0], root);
    for (size_t depth = 0; depth < path->count; depth++) {
        bool found;
        bt_status status;

        if (near && near->count > depth && git_oid_equal(&near->oid[depth], &trail.oid[depth])) {
            *out = *near;
            /* what lies above the equal tree is this commit's own */
            memcpy(out->oid, trail.oid, trail.count * sizeof *trail.oid);
            return BT_OK;
        }
        status = bt_folder_find(store, &trail.oid[depth], path->part[depth], depth + 1 < path->count,
                                &trail.oid[depth + 1], &found);
        if (status != BT_OK)
            return status;
        if (!found)
            break;
        trail.count++;
    }
    *out = trail;
    return BT_OK;
}

const git_oid *bt_trail_end(const bt_trail *trail, const bt_place *path)
{
    return trail->count == path->count + 1 ? &trail->oid[path->count] : NULL;
}

/* Room for a tree that is being put together; `bytes` is large enough from the start. */
typedef struct growing {
    char *bytes;
    size_t len;
} growing;

static void put(growing *tree, const void *bytes, size_t len)
{
    memcpy(tree->bytes + tree->len, bytes, len);
    tree->len += len;
}

static void put_entry(growing *tree, const char *mode, const char *name, const git_oid *oid)
{
    put(tree, mode, strlen(mode));
    put(tree, name, strlen(name) + 1);
    put(tree, oid->id, GIT_OID_RAWSZ);
}

/* Copy what stands before an entry; at the end *below is the id of that entry in the old tree, if it has one. */
static bt_status copy_up_to(bt_folder *old, const char *name, bool is_folder, growing *tree, git_oid *below,
                            bool *has_below)
{
    bt_view wanted = bt_view_of(name);
    bt_status status = BT_OK;
    int order = -1;

    *has_below = false;
    while (status == BT_OK && !old->done) {
        order = bt_folder_order(old->name, old->is_folder, wanted, is_folder);
        if (order >= 0)
            break;
        put(tree, old->raw.data, old->raw.len);
        status = bt_folder_next(old);
    }
    if (status == BT_OK && !old->done && order == 0) {
        git_oid_cpy(below, &old->oid);
        *has_below = true;
        status = bt_folder_next(old);
    }
    return status;
}

/* How many edits from the first on go into the same entry at this depth. */
static size_t same_entry(const bt_edit *edits, size_t edit_count, size_t depth)
{
    size_t count = 1;

    while (count < edit_count && strcmp(edits[count].path.part[depth], edits[0].path.part[depth]) == 0)
        count++;
    return count;
}

bt_status bt_folder_splice(bt_store *store, const git_oid *old_oid, const bt_edit *edits, size_t edit_count,
                           size_t depth, git_oid *out)
{
    growing tree = { NULL, 0 };
    bt_folder old;
    bt_status status = bt_folder_open(store, old_oid, &old);
    size_t group, old_bytes;

    if (status != BT_OK)
        return status;
    old_bytes = old.object ? git_odb_object_size(old.object) : 0;
    tree.bytes = malloc(1 + old_bytes + edit_count * (BT_PART_BYTES + ENTRY_EXTRA_BYTES));
    status = tree.bytes ? BT_OK : BT_ENOMEM;
    for (size_t i = 0; status == BT_OK && i < edit_count; i += group) {
        const char *name = edits[i].path.part[depth];
        bool is_folder = depth + 1 < edits[i].path.count, has_below;
        git_oid below, entry = edits[i].blob;

        group = same_entry(edits + i, edit_count - i, depth);
        status = copy_up_to(&old, name, is_folder, &tree, &below, &has_below);
        if (status == BT_OK && is_folder)
            status = bt_folder_splice(store, has_below ? &below : NULL, edits + i, group, depth + 1, &entry);
        if (status == BT_OK)
            put_entry(&tree, is_folder ? folder_mode : file_mode, name, &entry);
    }
    while (status == BT_OK && !old.done) {
        put(&tree, old.raw.data, old.raw.len);
        status = bt_folder_next(&old);
    }
    if (status == BT_OK)
        status = bt_object_write(store, GIT_OBJECT_TREE, (bt_view){ tree.bytes, tree.len }, out);
    free(tree.bytes);
    bt_folder_close(&old);
    return status;
}
