/* store/open.c - libgit2 started for us alone, and a repository opened. */
#define _POSIX_C_SOURCE 200809L
#include "store/packs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MAPPED_PACKS = 128, /* files; libgit2 has no limit by itself, and each notebook may bring some */
    CACHE_BYTES = 4 * 1024 * 1024 /* folders and commits that were read lately, of all handles */
};

/* Nothing outside the data folder may change what is written: no configuration of the machine or of a user. */
static const int config_levels[] = { GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_XDG,
                                     GIT_CONFIG_LEVEL_PROGRAMDATA };

bt_status bt_store_library_start(void)
{
    if (git_libgit2_init() < 0)
        return BT_ENOMEM;
    /*
     * Owner validation protects people who walk into a stranger's folder; ours is named by the operator,
     * who may be root while the service is not, and nothing in it is ever run.
     */
    if (git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1) < 0 ||
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0) < 0 || /* handle.c does it */
        git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0) < 0 ||
        git_libgit2_opts(GIT_OPT_SET_MWINDOW_FILE_LIMIT, (size_t)MAPPED_PACKS) < 0 ||
        git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)CACHE_BYTES) < 0)
        goto failed;
    for (size_t i = 0; i < sizeof config_levels / sizeof *config_levels; i++) {
        if (git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, config_levels[i], "") < 0)
            goto failed;
    }
    return BT_OK;
failed:
    git_libgit2_shutdown();
    return BT_EIO;
}

void bt_store_library_stop(void)
{
    git_libgit2_shutdown();
}

bt_status bt_store_attach(const char *path, bt_store **out)
{
    bt_status status = BT_ENOMEM;
    bt_store *store = calloc(1, sizeof *store);

    *out = NULL;
    if (!store)
        return BT_ENOMEM;
    store->journal.fd = -1;
    store->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (store->folder < 0) {
        status = errno == ENOENT ? BT_ENOTFOUND : errno == ENOTDIR ? BT_EDAMAGED : BT_EIO;
        goto done;
    }
    status = bt_handle_open(store, path);
done:
    if (status != BT_OK) {
        bt_store_close(store);
        store = NULL;
    }
    *out = store;
    return status;
}

/* A full or read-only disk is no reason not to read, nor is a writer at work: BT_EBUSY after wait_ms. */
static bt_status clear_up(bt_store *store, int64_t wait_ms)
{
    bt_lock lock;
    bt_status status = bt_lock_take(store->folder, wait_ms, &lock);

    if (status == BT_OK)
        bt_lock_release(&lock, bt_recover(store, lock.abandoned) == BT_OK);
    return status == BT_EBUSY ? BT_EBUSY : BT_OK;
}

/*
 * After a power cut the journal's mark may stand too low: what is behind it counts, if it is whole. While a writer is
 * at work it is only a moment ahead, and is waited for; on a disk that cannot be written it is read as it is.
 */
static bt_status read_journal(bt_store *store)
{
    bool has_tail = false;
    bt_status status = bt_journal_follow(store);

    if (status == BT_OK)
        status = bt_journal_has_tail(store, &has_tail);
    if (status == BT_OK && has_tail) {
        status = clear_up(store, BT_STORE_LOCK_WAIT_MS);
        if (status == BT_OK)
            status = bt_journal_follow(store);
        if (status == BT_OK)
            status = bt_journal_take_tail(store);
    }
    return status;
}

bt_status bt_store_open(const char *path, bt_store **out)
{
    bt_store *store = NULL;
    git_oid ref, head, root;
    bt_folder tree = { .done = true };
    bt_status status = bt_store_attach(path, &store);

    *out = NULL;
    if (status != BT_OK)
        return status;
    (void)clear_up(store, 0); /* who is at work has done it */
    status = bt_packs_check(store->folder);
    if (status == BT_OK)
        status = bt_epoch_read(store->folder, &store->epoch);
    if (status == BT_OK)
        status = bt_read_ref(store, &ref);
    if (status == BT_OK)
        status = read_journal(store);
    if (status == BT_OK)
        status = bt_read_head(store, &head);
    if (status == BT_OK)
        status = bt_read_root(store, &head, &root);
    if (status == BT_ENOTFOUND)
        status = BT_EDAMAGED; /* the head names a commit that is not there */
    if (status == BT_OK)
        status = bt_folder_open(store, &root, &tree);
    bt_folder_close(&tree);
    if (status != BT_OK) {
        bt_store_close(store);
        store = NULL;
    }
    *out = store;
    return status;
}

void bt_store_close(bt_store *store)
{
    if (!store)
        return;
    bt_round_drop(store);
    bt_folders_forget(store);
    bt_versions_forget(store);
    bt_handle_close(store);
    bt_journal_forget(store);
    bt_shelf_clear(&store->batch);
    bt_name_end(store);
    if (store->folder >= 0)
        close(store->folder);
    free(store);
}
