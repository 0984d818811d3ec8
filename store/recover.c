/* store/recover.c - after a writer that was killed: what it left is removed, what it finished is kept. */
#define _POSIX_C_SOURCE 200809L
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Lock files that libgit2 or git make beside what they replace; each blocks its file for ever when left behind. */
static const char *const locks[] = { "HEAD.lock", "config.lock", "packed-refs.lock", BT_MAIN_REF ".lock" };

/* Folders in which both write before they name. */
static const char *const work_folders[] = { "objects", "objects/pack" };

bt_status bt_recover(const bt_store *store, bool abandoned)
{
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
        if (unlinkat(store->folder, locks[i], 0) != 0 && errno != ENOENT)
            return BT_EIO;
    }
    for (size_t i = 0; i < sizeof work_folders / sizeof *work_folders; i++) {
        if (bt_disk_remove_prefixed(store->folder, work_folders[i], "tmp_") != 0 && errno != ENOENT)
            return BT_EIO;
    }
    if (!abandoned)
        return BT_OK;
    /*
     * The writer may have died between moving the head and the sync of its folder. Others read the new head
     * by now and answer for it, so it has to be on disk. Where the ref is packed there is no file of its own.
     */
    if (bt_disk_sync(store->folder, BT_MAIN_REF) != 0 && errno != ENOENT)
        return BT_EIO;
    if (bt_disk_sync(store->folder, "refs/heads") != 0)
        return BT_EIO;
    return BT_OK;
}
