/* store/create.c - a new repository: made beside its place, synced as a whole, then named.
 *
 * git_repository_init() syncs nothing. So the folder grows under another name,
 * and takes its own by one rename when every file and folder of it is on disk:
 * whoever finds it finds all of it. The folder that lists it is locked meanwhile.
 */
#define _XOPEN_SOURCE 700
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char new_suffix[] = ".new";

static bt_status first_commit(bt_store *store, int64_t now_s)
{
    git_oid tree, commit;
    bt_oid pack;
    git_reference *ref = NULL;
    bt_commit_object first = { .tree = &tree,
                               .author = bt_view_of("backtable"),
                               .time_s = now_s,
                               .device = bt_view_of("backtable"),
                               .message = bt_view_of("create\n") };
    bt_status status = bt_object_write(store, GIT_OBJECT_TREE, (bt_view){ "", 0 }, &tree);

    if (status == BT_OK)
        status = bt_commit_write(store, &first, &commit);
    if (status == BT_OK)
        status = bt_shelf_reserve(&store->shelf, store->batch.count);
    if (status == BT_OK) {
        bt_shelf_move(&store->batch, &store->shelf);
        status = bt_shelf_pack(store, &pack);
    }
    if (status == BT_OK)
        status = bt_journal_replace(store, store->journal.end, NULL);
    if (status == BT_OK && git_reference_create(&ref, store->repo, BT_MAIN_REF, &commit, 0, NULL) < 0)
        status = BT_EIO;
    git_reference_free(ref);
    return status;
}

/* What a new notebook is made from. */
typedef struct start {
    const char *epoch;
    int64_t now_s;
} start;

static bt_status write_epoch(const bt_store *store, const char *epoch)
{
    char line[BT_EPOCH_LEN + 2];

    snprintf(line, sizeof line, "%s\n", epoch);
    return bt_disk_write(store->folder, BT_EPOCH_FILE, bt_view_of(line)) == 0 ? BT_OK : BT_EIO;
}

static bt_status begin_history(void *context, bt_store *store)
{
    const start *from = context;
    bt_status status = first_commit(store, from->now_s);

    return status == BT_OK ? write_epoch(store, from->epoch) : status;
}

/* An empty repository in an empty folder, and then what it is to hold. */
static bt_status fill(const char *path, bt_fill_fn history, void *context)
{
    git_repository_init_options options;
    git_repository *repo = NULL;
    bt_store *store = NULL;
    bt_status status = BT_EIO;

    if (git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION) < 0)
        return BT_EIO;
    options.flags =
        GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_NO_DOTGIT_DIR | GIT_REPOSITORY_INIT_NO_REINIT;
    options.initial_head = "main";
    if (git_repository_init_ext(&repo, path, &options) < 0)
        goto done;
    status = bt_store_attach(path, &store);
    if (status == BT_OK)
        status = history(context, store);
    if (status == BT_OK && bt_disk_sync_all(path) != 0)
        status = BT_EIO;
done:
    bt_store_close(store);
    git_repository_free(repo);
    return status;
}

/* The folder that lists `path`. -1 with errno. */
static int open_parent(const char *path)
{
    char *copy = strdup(path);
    int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    free(copy);
    return fd;
}

/* Make it under its working name and give it the final one. The caller holds the parent folder. */
static bt_status make(int parent, const char *path, const char *work, bt_fill_fn history, void *context)
{
    struct stat there;
    bt_status status;

    if (lstat(path, &there) == 0)
        return BT_EBUSY;
    if (errno != ENOENT)
        return BT_EIO;
    if (bt_disk_remove_all(work) != 0 && errno != ENOENT) /* a call that was killed left it */
        return BT_EIO;
    if (mkdir(work, 0700) != 0)
        return BT_EIO;
    status = fill(work, history, context);
    if (status == BT_OK && rename(work, path) != 0)
        status = BT_EIO;
    if (status != BT_OK) {
        bt_disk_remove_all(work); /* the next call for this path tries again */
        return status;
    }
    return bt_disk_sync(parent, ".") == 0 ? BT_OK : BT_EIO;
}

bt_status bt_repository_make(const char *path, bt_fill_fn history, void *context)
{
    bt_status status = BT_ENOMEM;
    size_t work_bytes = strlen(path) + sizeof new_suffix;
    char *work = NULL;
    int parent = -1;

    if (*path == '\0' || path[strlen(path) - 1] == '/')
        return BT_EINPUT;
    work = malloc(work_bytes);
    if (!work)
        goto done;
    snprintf(work, work_bytes, "%s%s", path, new_suffix);
    status = BT_EIO;
    parent = open_parent(path);
    if (parent < 0)
        goto done;
    status = bt_lock_folder(parent, BT_STORE_LOCK_WAIT_MS);
    if (status == BT_OK)
        status = make(parent, path, work, history, context);
done:
    if (parent >= 0)
        close(parent); /* ends the lock */
    free(work);
    return status;
}

bt_status bt_store_create(const char *path, const char *epoch, int64_t now_s)
{
    start from = { epoch, now_s };

    if (!bt_epoch_valid(epoch) || now_s < 0)
        return BT_EINPUT;
    return bt_repository_make(path, begin_history, &from);
}
