/* store/epoch.c - which history this is: it gets another name each time it was replaced.
 *
 * The file holds 32 hex digits and a newline; the first line is the present
 * epoch, and those behind it are the ones before. One line alone says that the
 * history was never replaced. A line may name, behind a space, the commit that
 * its epoch began with: what devices hold beyond it was made by edits of that.
 * The file is exchanged whole, by one rename, so every handle sees at a glance
 * whether it is still the one that it has read.
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
    LINE_MIN_BYTES = BT_EPOCH_LEN + 1,
    LINE_MAX_BYTES = BT_EPOCH_LEN + 1 + GIT_OID_HEXSZ + 1,
    KEPT_MAX_BYTES =
        64 * LINE_MAX_BYTES /* older lines are dropped; no device holds a cursor of them any more */
};

bool bt_epoch_valid(const char *epoch)
{
    return strlen(epoch) == BT_EPOCH_LEN && strspn(epoch, "0123456789abcdef") == BT_EPOCH_LEN;
}

/* The first line of `text`: its epoch and, where it is named, what that began with. False when it is none. */
static bool read_line(const char *text, size_t len, bt_epoch *out)
{
    const char *end = memchr(text, '\n', len);
    size_t line = end == NULL ? 0 : (size_t)(end - text) + 1;

    if (line != LINE_MIN_BYTES && line != LINE_MAX_BYTES)
        return false;
    memcpy(out->text, text, BT_EPOCH_LEN);
    out->text[BT_EPOCH_LEN] = '\0';
    out->began.hex[0] = '\0';
    out->replaced = len > line;
    if (line == LINE_MAX_BYTES) {
        memcpy(out->began.hex, text + LINE_MIN_BYTES, GIT_OID_HEXSZ);
        out->began.hex[GIT_OID_HEXSZ] = '\0';
    }
    return bt_epoch_valid(out->text);
}

/* As much of the file as is kept; *len is what was read. BT_EDAMAGED when it is missing or is none of ours. */
static bt_status read_text(int folder, char text[KEPT_MAX_BYTES], size_t *len, bt_epoch *first)
{
    int fd = openat(folder, BT_EPOCH_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t got;

    if (fd < 0)
        return errno == ENOENT || errno == ELOOP ? BT_EDAMAGED : BT_EIO;
    got = read(fd, text, KEPT_MAX_BYTES);
    close(fd);
    if (got < 0)
        return BT_EIO;
    *len = (size_t)got;
    return read_line(text, *len, first) ? BT_OK : BT_EDAMAGED;
}

bt_status bt_epoch_read(int folder, bt_epoch *out)
{
    char text[KEPT_MAX_BYTES];
    size_t len = 0;
    struct stat info;
    bt_epoch epoch = { .replaced = false };
    bt_status status = BT_OK;

    memset(out, 0, sizeof *out);
    /* before it is read: an exchange in between is then seen by the next look */
    if (fstatat(folder, BT_EPOCH_FILE, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? BT_EDAMAGED : BT_EIO;
    status = read_text(folder, text, &len, &epoch);
    if (status != BT_OK)
        return status;
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

/* Whole lines only: the last that does not fit is dropped with all behind it. */
static size_t whole_lines(const char *text, size_t len)
{
    while (len > 0 && text[len - 1] != '\n')
        len--;
    return len;
}

/* What stands behind the new first line. One of the same epoch is taken back: its beginning was not known yet. */
static bt_status read_before(int folder, const char *epoch, char before[KEPT_MAX_BYTES], size_t *len)
{
    bt_epoch first;
    bt_status status = read_text(folder, before, len, &first);

    if (status == BT_EDAMAGED) { /* which it was cannot be told any more; that there was one is what counts */
        memset(before, '0', BT_EPOCH_LEN);
        before[BT_EPOCH_LEN] = '\n';
        *len = LINE_MIN_BYTES;
        return BT_OK;
    }
    if (status == BT_OK && strcmp(first.text, epoch) == 0) {
        size_t line = first.began.hex[0] == '\0' ? LINE_MIN_BYTES : LINE_MAX_BYTES;

        *len -= line;
        memmove(before, before + line, *len);
    }
    *len = whole_lines(before, *len);
    return status;
}

bt_status bt_epoch_write(int folder, const char *epoch, const git_oid *began)
{
    char text[LINE_MAX_BYTES + KEPT_MAX_BYTES + 1], before[KEPT_MAX_BYTES];
    size_t len = 0, kept = 0;
    bt_status status = read_before(folder, epoch, before, &kept);

    if (status != BT_OK)
        return status;
    memcpy(text, epoch, BT_EPOCH_LEN);
    len = BT_EPOCH_LEN;
    if (began != NULL) {
        text[len++] = ' ';
        git_oid_fmt(text + len, began);
        len += GIT_OID_HEXSZ;
    }
    text[len++] = '\n';
    if (kept > KEPT_MAX_BYTES - LINE_MAX_BYTES)
        kept = whole_lines(before, KEPT_MAX_BYTES - LINE_MAX_BYTES);
    memcpy(text + len, before, kept);
    if (unlinkat(folder, WORK_FILE, 0) != 0 && errno != ENOENT)
        return BT_EIO;
    if (bt_disk_write(folder, WORK_FILE, (bt_view){ text, len + kept }) != 0 ||
        renameat(folder, WORK_FILE, folder, BT_EPOCH_FILE) != 0 || bt_disk_sync(folder, ".") != 0)
        return BT_EIO;
    return BT_OK;
}

bt_status bt_store_renew(bt_store *store, const char *before, const char *epoch)
{
    bt_lock lock = { .fd = -1 };
    git_oid head;
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
        status = bt_read_head(store, &head);
    if (status == BT_OK)
        status = bt_epoch_write(store->folder, epoch, &head);
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

bt_status bt_store_get_kept(bt_store *store, bt_view id, bt_bytes *bytes)
{
    bt_oid version;

    if (!store->epoch.replaced || store->epoch.began.hex[0] == '\0') {
        *bytes = (bt_bytes){ NULL, 0 };
        return BT_ENOTFOUND;
    }
    return bt_store_get(store, &store->epoch.began, id, &version, bytes);
}
