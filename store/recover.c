/* store/recover.c - after a writer that was killed: what it left is removed, what it finished is kept. */
#define _POSIX_C_SOURCE 200809L
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Lock files that libgit2 or git make beside what they replace; each blocks its file for ever when left behind. */
static const char *const locks[] = { "HEAD.lock", "config.lock", "packed-refs.lock", BT_MAIN_REF ".lock" };

/* Folders in which both write before they name. */
static const char *const work_folders[] = { ".", "objects", BT_PACK_FOLDER };

static bt_status remove_leftovers(const bt_store *store)
{
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
        if (unlinkat(store->folder, locks[i], 0) != 0 && errno != ENOENT)
            return BT_EIO;
    }
    for (size_t i = 0; i < sizeof work_folders / sizeof *work_folders; i++) {
        if (bt_disk_remove_prefixed(store->folder, work_folders[i], "tmp_") != 0 && errno != ENOENT)
            return BT_EIO;
    }
    return BT_OK;
}

/*
 * The writer may have died, or the disk failed, between naming something and the sync of its folder. Where the ref is
 * packed there is no file of its own.
 */
static bt_status sync_names(const bt_store *store)
{
    static const char *const folders[] = { BT_PACK_FOLDER, "refs/heads", "." };

    if (bt_disk_sync(store->folder, BT_MAIN_REF) != 0 && errno != ENOENT)
        return BT_EIO;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (bt_disk_sync(store->folder, folders[i]) != 0)
            return BT_EIO;
    }
    return BT_OK;
}

/*
 * What stands behind the journal's mark was written whole or torn, and perhaps not synced. A sync now would prove
 * nothing, since the system may have forgotten a failure; so all of it goes into a new pack, and the journal's place
 * is taken by a new file.
 */
bt_status bt_recover(bt_store *store, bool abandoned)
{
    bool has_tail = false;
    bt_status status = remove_leftovers(store);

    if (status == BT_OK && abandoned)
        status = sync_names(store);
    if (status == BT_OK)
        status = bt_journal_follow(store);
    if (status == BT_OK)
        status = bt_journal_has_tail(store, &has_tail);
    if (status != BT_OK || !(abandoned || has_tail))
        return status;
    status = bt_journal_take_tail(store);
    if (status == BT_OK)
        status = bt_checkpoint(store);
    return status;
}

bt_status bt_writer_begin(bt_store *store, bool abandoned)
{
    bool has_tail = false;
    bt_status status = bt_journal_follow(store);

    if (status == BT_OK)
        status = bt_journal_has_tail(store, &has_tail);
    if (status == BT_OK && (abandoned || has_tail))
        status = bt_recover(store, abandoned);
    if (status == BT_OK)
        status = bt_handle_refresh(store);
    return status;
}
