/* store/disk.c - the few things that are done to files without git: sync them, write one, remove some. */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700
#include "store/internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WALK_OPEN_FILES = 16, MOST_WORK_FILES = 1000 };

/* Close without hiding why the call before it failed. */
static int close_with(int fd, int rc)
{
    int saved = errno;

    if (close(fd) != 0 && rc == 0)
        return -1;
    errno = saved;
    return rc;
}

int bt_disk_sync(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0)
        return -1;
    return close_with(fd, fsync(fd));
}

int bt_disk_write_all(int fd, bt_view bytes)
{
    while (bytes.len > 0) {
        ssize_t wrote = write(fd, bytes.data, bytes.len);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return -1;
        bytes.data += wrote;
        bytes.len -= (size_t)wrote;
    }
    return 0;
}

int bt_disk_write(int folder, const char *name, bt_view bytes)
{
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return -1;
    if (bt_disk_write_all(fd, bytes) != 0)
        return close_with(fd, -1);
    return close_with(fd, fsync(fd));
}

static int sync_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)place;
    return kind == FTW_F || kind == FTW_DP ? bt_disk_sync(AT_FDCWD, path) : -1;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

/* Depth first, so that a folder is synced after what it lists. */
int bt_disk_sync_all(const char *path)
{
    return nftw(path, sync_one, WALK_OPEN_FILES, FTW_DEPTH | FTW_PHYS) == 0 ? 0 : -1;
}

int bt_disk_remove_all(const char *path)
{
    return nftw(path, remove_one, WALK_OPEN_FILES, FTW_DEPTH | FTW_PHYS) == 0 ? 0 : -1;
}

int bt_disk_make_work(int folder, const char *stem, mode_t mode, char name[BT_WORK_NAME_BYTES])
{
    for (unsigned n = 0; n < MOST_WORK_FILES; n++) {
        struct stat info;
        int fd;

        snprintf(name, BT_WORK_NAME_BYTES, "%s_%u", stem, n);
        fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
        if (fd < 0 && errno != EEXIST)
            return -1;
        if (fd < 0)
            continue;
        /* whoever clears up may have come between */
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &info) == 0 && info.st_nlink > 0)
            return fd;
        close(fd);
    }
    errno = EEXIST;
    return -1;
}

int bt_disk_remove_idle(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    int rc = 0;

    /* the lock is kept until the name is gone: whoever makes the file looks for its name under a lock too */
    if (fd < 0 || flock(fd, LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        rc = unlinkat(folder, name, 0);
    if (rc != 0 && errno == ENOENT)
        rc = 0;
    return fd < 0 ? rc : close_with(fd, rc);
}

int bt_disk_remove_prefixed(int folder, const char *name, const char *prefix)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = -1;
    const struct dirent *entry;
    DIR *dir;

    if (fd < 0)
        return -1;
    dir = fdopendir(fd);
    if (!dir)
        return close_with(fd, -1);
    errno = 0;
    while ((entry = readdir(dir))) {
        if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
            continue;
        if (bt_disk_remove_idle(fd, entry->d_name) != 0 && errno != EISDIR && errno != EPERM)
            goto done;
        errno = 0;
    }
    if (errno == 0)
        rc = 0;
done:
    closedir(dir);
    return rc;
}
