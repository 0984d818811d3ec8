/* store/bundle.c - a whole notebook in one file that git can clone (gitformat-bundle, version 2).
 *
 * The objects are copied one by one, whatever packs they lie in, so that it costs
 * the memory of their names and no more. First they are named, then written: a
 * pack says at its start how many it holds.
 */
#define _XOPEN_SOURCE 700
#include "store/seen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 * 1024, PATH_BYTES = 4096 };

/* The pack is made by pack.c as in a repository, in a folder of its own. */
static const char *const work_folders[] = { "", "/objects", ("/" BT_PACK_FOLDER) };

static bt_status make_work(const char *work)
{
    char path[PATH_BYTES];

    for (size_t i = 0; i < sizeof work_folders / sizeof *work_folders; i++) {
        if (snprintf(path, sizeof path, "%s%s", work, work_folders[i]) >= (int)sizeof path)
            return BT_EINPUT;
        if (mkdir(path, 0700) != 0)
            return errno == EEXIST ? BT_EBUSY : BT_EIO;
    }
    return BT_OK;
}

static bt_status pack_one(bt_store *store, bt_pack *pack, const bt_seen_item *item)
{
    git_odb_object *object = NULL;
    bt_status status = bt_object_read(store, &item->oid, item->kind, BT_EDAMAGED, &object);

    if (status == BT_OK)
        status = bt_pack_add(pack, &item->oid, item->kind,
                             (bt_view){ git_odb_object_data(object), git_odb_object_size(object) });
    git_odb_object_free(object);
    return status;
}

static bt_status pack_all(bt_store *store, int work, const bt_seen *seen, bt_oid *name)
{
    bt_pack *pack = NULL;
    bt_status status = bt_pack_begin(work, seen->count, &pack);

    for (size_t i = 0; status == BT_OK && i < seen->count; i++)
        status = pack_one(store, pack, &seen->items[i]);
    if (status == BT_OK)
        status = bt_pack_finish(pack, name);
    bt_pack_free(pack);
    return status;
}

static bt_status copy_to_end(int from, int to)
{
    char chunk[CHUNK_BYTES];
    ssize_t got;

    while ((got = read(from, chunk, sizeof chunk)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || bt_disk_write_all(to, (bt_view){ chunk, (size_t)got }) != 0)
            return BT_EIO;
    }
    return BT_OK;
}

/* HEAD too, or a clone would not know which branch to show. */
static bt_status write_bundle(const char *path, int work, const bt_oid *head, const bt_oid *pack)
{
    char header[256], name[128];
    int from = -1, to = -1;
    bt_status status = BT_EIO;

    snprintf(header, sizeof header, "# v2 git bundle\n%s HEAD\n%s " BT_MAIN_REF "\n\n", head->hex, head->hex);
    snprintf(name, sizeof name, BT_PACK_FOLDER "/pack-%s.pack", pack->hex);
    from = openat(work, name, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        goto done;
    to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (to < 0) {
        status = errno == EEXIST ? BT_EBUSY : BT_EIO;
        goto done;
    }
    if (bt_disk_write_all(to, bt_view_of(header)) == 0)
        status = copy_to_end(from, to);
    if (status == BT_OK && fsync(to) != 0)
        status = BT_EIO;
    if (status != BT_OK)
        (void)unlink(path); /* nobody takes half a file for a whole one: it has no right sum */
done:
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    return status;
}

static bt_status bundle_into(bt_store *store, const char *path, const char *work, bt_oid *out)
{
    bt_seen seen = { 0 };
    bt_oid pack;
    git_oid head;
    int folder = -1;
    bt_status status = bt_journal_follow(store);

    if (status == BT_OK)
        status = bt_read_head(store, &head);
    if (status == BT_OK)
        status = bt_seen_all(&seen, store, &head);
    if (status == BT_OK) {
        bt_oid_print(&head, out);
        folder = open(work, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        status = folder < 0 ? BT_EIO : pack_all(store, folder, &seen, &pack);
    }
    if (status == BT_OK)
        status = write_bundle(path, folder, out, &pack);
    if (folder >= 0)
        close(folder);
    bt_seen_free(&seen);
    return status;
}

/* A handle of its own: what it reads comes from the disk, and what it keeps in memory goes with it. */
bt_status bt_store_bundle(bt_store *store, const char *path, bt_oid *head)
{
    char work[PATH_BYTES];
    bt_store *fresh = NULL;
    bt_status status;

    memset(head, 0, sizeof *head);
    if (snprintf(work, sizeof work, "%s.new", path) >= (int)sizeof work)
        return BT_EINPUT;
    status = make_work(work);
    if (status != BT_OK)
        return status;
    status = bt_store_attach(git_repository_path(store->repo), &fresh);
    if (status == BT_OK)
        status = bundle_into(fresh, path, work, head);
    bt_store_close(fresh);
    if (bt_disk_remove_all(work) != 0 && status == BT_OK)
        status = BT_EIO;
    return status;
}

bt_status bt_store_folder_sync(const char *path)
{
    return bt_disk_sync_all(path) == 0 ? BT_OK : BT_EIO;
}

bt_status bt_store_folder_remove(const char *path)
{
    return bt_disk_remove_all(path) == 0 || errno == ENOENT ? BT_OK : BT_EIO;
}
