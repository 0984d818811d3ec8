/* store/write.c - one commit: all or nothing, and on disk before it is answered.
 *
 * It is put together in memory and goes into the journal by one write and one
 * sync, which those of the same round share. A kill leaves the old head or the
 * new one.
 */
#include "store/internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool starts_with(bt_view bytes, const char *start)
{
    return bytes.len >= strlen(start) && memcmp(bytes.data, start, strlen(start)) == 0;
}

/* Records must not read as the state of a device, see bt_store_get_version(). */
static bool is_record(bt_view bytes)
{
    return bytes.data && bytes.len > 0 && !starts_with(bytes, BT_DEVICE_MARK);
}

/* Whether an id is one is said where its place is asked for. */
static bt_status check(const bt_commit *commit)
{
    if (!bt_id_valid(commit->device) || !bt_id_valid(commit->author) || commit->time_s < 0 ||
        !commit->message.data || memchr(commit->message.data, '\0', commit->message.len))
        return BT_EINPUT;
    for (size_t i = 0; i < commit->write_count; i++) {
        const bt_write *write = &commit->writes[i];

        if (!is_record(write->bytes) || (write->typed.data && !is_record(write->typed)))
            return BT_EINPUT;
        if (write->bytes.len > BT_RECORD_MAX_BYTES || write->typed.len > BT_RECORD_MAX_BYTES)
            return BT_ELIMIT;
    }
    return BT_OK;
}

bt_status bt_commit_write(bt_store *store, const bt_commit_object *from, git_oid *out)
{
    enum { HEADER_BYTES = 512 };
    char tree[GIT_OID_HEXSZ + 1], first[GIT_OID_HEXSZ + 1] = "", second[GIT_OID_HEXSZ + 1] = "";
    bool has_newline = from->message.len > 0 && from->message.data[from->message.len - 1] == '\n';
    size_t room = HEADER_BYTES + from->message.len;
    char *text = malloc(room);
    bt_status status;
    int len;

    if (!text)
        return BT_ENOMEM;
    git_oid_tostr(tree, sizeof tree, from->tree);
    if (from->first)
        git_oid_tostr(first, sizeof first, from->first);
    if (from->second)
        git_oid_tostr(second, sizeof second, from->second);
    len = snprintf(text, room,
                   "tree %s\n%s%s%s%s%s%sauthor %.*s <%.*s> %" PRId64
                   " +0000\ncommitter backtable <backtable> %" PRId64 " +0000\n\n%.*s%s",
                   tree, *first ? "parent " : "", first, *first ? "\n" : "", *second ? "parent " : "", second,
                   *second ? "\n" : "", (int)from->author.len, from->author.data, (int)from->device.len,
                   from->device.data, from->time_s, from->time_s, (int)from->message.len, from->message.data,
                   has_newline ? "" : "\n");
    status = len > 0 && (size_t)len < room
                 ? bt_object_write(store, GIT_OBJECT_COMMIT, (bt_view){ text, (size_t)len }, out)
                 : BT_ELIMIT;
    free(text);
    return status;
}

static int edit_order(const void *a, const void *b)
{
    const bt_edit *left = a, *right = b;

    return bt_place_compare(&left->path, &right->path);
}

/* Each before the next? */
static bool are_sorted(const bt_edit *edits, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (edit_order(&edits[i - 1], &edits[i]) >= 0)
            return false;
    }
    return true;
}

/* Sort, unless a device has brought them in order, as ours do; BT_EINPUT when one path is there twice. */
static bt_status sort_edits(bt_edit *edits, size_t count)
{
    if (are_sorted(edits, count))
        return BT_OK;
    qsort(edits, count, sizeof *edits, edit_order);
    return are_sorted(edits, count) ? BT_OK : BT_EINPUT;
}

static bt_status write_device(bt_store *store, const bt_commit *commit, bt_edit *edit)
{
    static const char mark[] = BT_DEVICE_MARK;
    const size_t mark_len = sizeof mark - 1;
    char *bytes = malloc(mark_len + commit->device_state.len);
    bt_status status;

    if (!bytes)
        return BT_ENOMEM;
    memcpy(bytes, mark, mark_len);
    memcpy(bytes + mark_len, commit->device_state.data, commit->device_state.len);
    status = bt_object_write(store, GIT_OBJECT_BLOB, (bt_view){ bytes, mark_len + commit->device_state.len },
                             &edit->blob);
    free(bytes);
    return status == BT_OK ? bt_place_of_device(commit->device, &edit->path) : status;
}

/* The tree of this commit. `versions`, or NULL, receives the blobs in the order of the writes. */
static bt_status write_merged(bt_store *store, const bt_commit *commit, const git_oid *old_root,
                              bt_edit *edits, git_oid *root, bt_oid *versions)
{
    bt_status status = BT_OK;
    bt_edit *edit = edits;

    if (commit->device_state.data) /* first: that is the order of paths */
        status = write_device(store, commit, edit++);
    for (size_t i = 0; status == BT_OK && i < commit->write_count; i++, edit++) {
        const bt_write *write = &commit->writes[i];

        status = bt_place_of_record(write->id, &edit->path);
        if (status == BT_OK)
            status = bt_object_write(store, GIT_OBJECT_BLOB, write->bytes, &edit->blob);
        if (status == BT_OK && versions)
            bt_oid_print(&edit->blob, &versions[i]);
    }
    if (status == BT_OK)
        status = sort_edits(edits, (size_t)(edit - edits));
    if (status == BT_OK)
        status = bt_folder_splice(store, old_root, edits, (size_t)(edit - edits), 0, root);
    return status;
}

/* The commit that holds what was typed, where that differs; *has_typed is false when it does nowhere. */
static bt_status write_typed(bt_store *store, const bt_commit *commit, const git_oid *expected,
                             const git_oid *old_root, bt_edit *edits, git_oid *out, bool *has_typed)
{
    bt_status status = BT_OK;
    size_t count = 0;
    git_oid root;
    bt_commit_object typed = { .tree = &root,
                               .first = expected,
                               .author = commit->author,
                               .device = commit->device,
                               .time_s = commit->time_s,
                               .message = bt_view_of(BT_TYPED_MESSAGE) };

    for (size_t i = 0; status == BT_OK && i < commit->write_count; i++) {
        const bt_write *write = &commit->writes[i];

        if (!write->typed.data)
            continue;
        status = bt_place_of_record(write->id, &edits[count].path);
        if (status == BT_OK)
            status = bt_object_write(store, GIT_OBJECT_BLOB, write->typed, &edits[count].blob);
        count++;
    }
    *has_typed = count > 0;
    if (status != BT_OK || count == 0)
        return status;
    status = sort_edits(edits, count);
    if (status == BT_OK)
        status = bt_folder_splice(store, old_root, edits, count, 0, &root);
    if (status == BT_OK)
        status = bt_commit_write(store, &typed, out);
    return status;
}

/* In a round. */
static bt_status commit_one(bt_store *store, const bt_commit *commit, bt_edit *edits, git_oid *head,
                            bt_oid *versions)
{
    git_oid expected, old_root, root, typed;
    bt_commit_object object = { .tree = &root,
                                .first = &expected,
                                .author = commit->author,
                                .device = commit->device,
                                .message = commit->message,
                                .time_s = commit->time_s };
    bool has_typed;
    bt_status status = bt_oid_read(&commit->expected, &expected);

    if (status == BT_OK)
        status = bt_read_head(store, head);
    if (status != BT_OK)
        return status;
    if (!git_oid_equal(head, &expected))
        return BT_EMOVED;
    status = bt_read_root(store, &expected, &old_root);
    if (status == BT_ENOTFOUND)
        return BT_EDAMAGED;
    if (status == BT_OK)
        status = write_merged(store, commit, &old_root, edits, &root, versions);
    if (status == BT_OK)
        status = write_typed(store, commit, &expected, &old_root, edits, &typed, &has_typed);
    if (status != BT_OK || (git_oid_equal(&root, &old_root) && !has_typed))
        return status;
    if (has_typed)
        object.second = &typed;
    status = bt_commit_write(store, &object, head);
    if (status == BT_OK)
        status = bt_journal_append(store, &expected, head);
    return status;
}

bt_status bt_store_commit(bt_store *store, const bt_commit *commit, bt_oid *head, bt_oid *versions)
{
    bt_status status = check(commit);
    const bool alone = !store->round.open;
    bt_edit *edits = NULL;
    git_oid now;

    memset(head, 0, sizeof *head);
    if (versions)
        memset(versions, 0, commit->write_count * sizeof *versions);
    if (status != BT_OK)
        return status;
    edits = calloc(commit->write_count + 1, sizeof *edits); /* one more: the device */
    if (!edits)
        return BT_ENOMEM;
    if (alone)
        status = bt_store_round_begin(store);
    if (status == BT_OK) {
        status = commit_one(store, commit, edits, &now, versions);
        store->round.failed |= status == BT_EIO;
    }
    bt_shelf_clear(&store->batch);
    if (alone) {
        bt_status ended = bt_store_round_end(store);

        status = status == BT_OK ? ended : status;
    }
    if (status == BT_OK)
        bt_oid_print(&now, head);
    else if (versions)
        memset(versions, 0, commit->write_count * sizeof *versions);
    free(edits);
    return status;
}
