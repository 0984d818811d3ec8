/* store/epoch.c - which history this is: it gets another name each time it was replaced.
 *
 * The file holds 32 hex digits and a newline; the first line is the present
 * epoch, and those behind it are the ones before. One line alone says that the
 * history was never replaced. The file is exchanged whole, by one rename, so
 * every handle sees at a glance whether it is still the one that it has read.
 */
#define _XOPEN_SOURCE 700
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORK_FILE "tmp_epoch"

enum {
    LINE_BYTES = BT_EPOCH_LEN + 1,
    LINES_KEPT = 64 /* older ones are dropped; no device holds a cursor of them any more */
};

bool bt_epoch_valid(const char *epoch)
{
    return strlen(epoch) == BT_EPOCH_LEN && strspn(epoch, "0123456789abcdef") == BT_EPOCH_LEN;
}

/* As much of the file as there may be; *len is what was read. BT_EDAMAGED when it is missing or is none of ours. */
static bt_status read_lines(int folder, char lines[LINES_KEPT * LINE_BYTES], size_t *len)
{
    int fd = openat(folder, BT_EPOCH_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    char first[LINE_BYTES];
    ssize_t got;

    if (fd < 0)
        return errno == ENOENT || errno == ELOOP ? BT_EDAMAGED : BT_EIO;
    got = read(fd, lines, (size_t)LINES_KEPT * LINE_BYTES);
    close(fd);
    if (got < 0)
        return BT_EIO;
    if (got < LINE_BYTES || got % LINE_BYTES != 0 || lines[BT_EPOCH_LEN] != '\n')
        return BT_EDAMAGED;
    memcpy(first, lines, sizeof first);
    first[BT_EPOCH_LEN] = '\0';
    *len = (size_t)got;
    return bt_epoch_valid(first) ? BT_OK : BT_EDAMAGED;
}

bt_status bt_epoch_read(int folder, bt_epoch *out)
{
    char lines[LINES_KEPT * LINE_BYTES];
    size_t len = 0;
    struct stat info;
    bt_epoch epoch = { .replaced = false };
    bt_status status = BT_OK;

    memset(out, 0, sizeof *out);
    /* before it is read: an exchange in between is then seen by the next look */
    if (fstatat(folder, BT_EPOCH_FILE, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? BT_EDAMAGED : BT_EIO;
    status = read_lines(folder, lines, &len);
    if (status != BT_OK)
        return status;
    memcpy(epoch.text, lines, BT_EPOCH_LEN);
    epoch.replaced = len > LINE_BYTES;
    epoch.ino = info.st_ino;
    epoch.changed = info.st_ctim;
    *out = epoch;
    return BT_OK;
}

bt_status bt_epoch_follow(bt_store *store)
{
    const bt_epoch *known = &store->epoch;
    struct stat info;

    if (fstatat(store->folder, BT_EPOCH_FILE, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? BT_EDAMAGED : BT_EIO;
    if (info.st_ino == known->ino && info.st_ctim.tv_sec == known->changed.tv_sec &&
        info.st_ctim.tv_nsec == known->changed.tv_nsec)
        return BT_OK;
    return bt_epoch_read(store->folder, &store->epoch);
}

bt_status bt_epoch_write(int folder, const char *epoch)
{
    char lines[(1 + LINES_KEPT) * LINE_BYTES];
    size_t before = 0;
    bt_status status = read_lines(folder, lines + LINE_BYTES, &before);

    if (status == BT_EIO)
        return status;
    if (status == BT_EDAMAGED) { /* which it was cannot be told any more; that there was one is what counts */
        before = LINE_BYTES;
        memset(lines + LINE_BYTES, '0', BT_EPOCH_LEN);
        lines[2 * LINE_BYTES - 1] = '\n';
    }
    if (before > (size_t)(LINES_KEPT - 1) * LINE_BYTES)
        before = (size_t)(LINES_KEPT - 1) * LINE_BYTES;
    memcpy(lines, epoch, BT_EPOCH_LEN);
    lines[BT_EPOCH_LEN] = '\n';
    if (unlinkat(folder, WORK_FILE, 0) != 0 && errno != ENOENT)
        return BT_EIO;
    if (bt_disk_write(folder, WORK_FILE, (bt_view){ lines, LINE_BYTES + before }) != 0 ||
        renameat(folder, WORK_FILE, folder, BT_EPOCH_FILE) != 0 || bt_disk_sync(folder, ".") != 0)
        return BT_EIO;
    return BT_OK;
}

bt_status bt_store_renew(bt_store *store, const char *before, const char *epoch)
{
    bt_lock lock = { .fd = -1 };
    bt_status status = BT_EINPUT;

    if (!bt_epoch_valid(before) || !bt_epoch_valid(epoch))
        return BT_EINPUT;
    status = bt_lock_take(store->folder, BT_STORE_LOCK_WAIT_MS, &lock);
    if (status != BT_OK)
        return status;
    status = bt_writer_begin(store, lock.abandoned);
    if (status == BT_OK)
        status = bt_epoch_follow(store);
    if (status == BT_OK && strcmp(store->epoch.text, before) != 0)
        status = BT_EMOVED;
    else if (status == BT_OK)
        status = bt_epoch_write(store->folder, epoch);
    if (status == BT_OK)
        status = bt_epoch_follow(store);
    bt_lock_release(&lock, status != BT_EIO);
    return status;
}

const char *bt_store_epoch(const bt_store *store)
{
    return store->epoch.text;
}

bool bt_store_replaced(const bt_store *store)
{
    return store->epoch.replaced;
}
