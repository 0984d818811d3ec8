/* service/command/keep.c - the folder that a backup, or a restored data folder, is made in. */
#include "service/command/keep.h"
#include "service/people/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK_FILE "unfinished"

enum { FOLDER_MODE = 0700 };

const char *const bt_keep_small[] = { "origin", "command_line", "tls/authority.pem", NULL };

void bt_keep_trim(char *path)
{
    for (size_t len = strlen(path); len > 1 && path[len - 1] == '/'; len--)
        path[len - 1] = '\0';
}

static bt_status mark(const char *work)
{
    char *path = bt_data_path(work, MARK_FILE);
    bt_status status =
        path == NULL ? BT_ENOMEM : bt_file_write(path, bt_view_of("Made by backtable; it did not finish.\n"));

    free(path);
    return status;
}

/* BT_EBUSY when what is there was not left half-way by us. */
static bt_status clear(const char *work)
{
    char *path = NULL;
    bool ours;

    if (rmdir(work) == 0 || errno == ENOENT)
        return BT_OK;
    path = bt_data_path(work, MARK_FILE);
    if (path == NULL)
        return BT_ENOMEM;
    ours = access(path, F_OK) == 0;
    free(path);
    return ours ? bt_store_folder_remove(work) : BT_EBUSY;
}

bt_status bt_keep_begin(const char *path, char **work)
{
    size_t size = strlen(path) + sizeof ".new";
    bt_status status;

    *work = malloc(size);
    if (*work == NULL)
        return BT_ENOMEM;
    (void)snprintf(*work, size, "%s.new", path);
    status = clear(*work);
    if (status == BT_OK && mkdir(*work, FOLDER_MODE) != 0)
        status = errno == ENOENT ? BT_ENOTFOUND : BT_EIO;
    if (status == BT_OK) {
        status = mark(*work);
        if (status == BT_OK)
            return BT_OK;
        (void)rmdir(*work);
    }
    free(*work);
    *work = NULL;
    return status;
}

bt_status bt_keep_complete(const char *work)
{
    char *path = bt_data_path(work, MARK_FILE);
    bt_status status = BT_ENOMEM;

    if (path == NULL)
        return status;
    /* first all of it, then without the mark: whoever finds no mark finds everything */
    status = bt_store_folder_sync(work);
    if (status == BT_OK && unlink(path) != 0)
        status = BT_EIO;
    if (status == BT_OK)
        status = bt_store_folder_sync(work);
    free(path);
    return status;
}

void bt_keep_drop(char *work)
{
    if (work != NULL)
        (void)bt_store_folder_remove(work); /* where this fails the next run does it */
    free(work);
}

bt_status bt_keep_sync_parent(const char *path)
{
    char *copy = strdup(path);
    int fd = copy == NULL ? -1 : open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bt_status status = fd >= 0 && fsync(fd) == 0 ? BT_OK : BT_EIO;

    if (fd >= 0)
        (void)close(fd);
    free(copy);
    return status;
}

/* The folder that a file is to lie in. */
static bt_status make_parent(const char *path)
{
    char *copy = strdup(path);
    bt_status status = copy == NULL ? BT_ENOMEM : BT_OK;

    if (status == BT_OK && mkdir(dirname(copy), FOLDER_MODE) != 0 && errno != EEXIST)
        status = BT_EIO;
    free(copy);
    return status;
}

bt_status bt_keep_copy_small(const char *from, const char *to, const char *name, bool *copied)
{
    char *source = bt_data_path(from, name), *target = bt_data_path(to, name);
    bt_bytes bytes = { NULL, 0 };
    bt_status status = BT_ENOMEM;

    *copied = false;
    if (source != NULL && target != NULL)
        status = bt_file_read(source, BT_KEEP_SMALL_MAX_BYTES, &bytes);
    if (status == BT_OK) {
        status = make_parent(target);
        if (status == BT_OK)
            status = bt_file_write(target, (bt_view){ bytes.data, bytes.len });
        *copied = status == BT_OK;
    } else if (status == BT_ENOTFOUND) {
        status = BT_OK;
    }
    if (bytes.data != NULL)
        bt_secret_wipe(bytes.data, bytes.len); /* one of them holds a key */
    bt_bytes_free(&bytes);
    free(source);
    free(target);
    return status;
}
