/* tests/crash/faults.c - see faults.h. The wrapped calls are those that libgit2 1.5, SQLite and store/ make. */
#define _GNU_SOURCE
#include "tests/crash/faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_UNSYNCED = 4096, NOTE_BYTES = 32, EXAMPLE_BYTES = sizeof((watched){ 0 }.example) };

typedef struct unsynced {
    dev_t dev;
    ino_t ino;
    char path[EXAMPLE_BYTES];
} unsynced;

/* One for the process, as the calls are. */
static struct {
    bool armed, watching;
    fault_kind kind;
    unsigned at, calls;
    unsigned between; /* 0: nothing happens */
    void (*happens)(void *context);
    void *context;
    int error;
    unsynced list[MAX_UNSYNCED];
    watched seen;
} disk;

void faults_arm(fault_kind kind, unsigned at, int error)
{
    disk.kind = kind;
    disk.at = at;
    disk.error = error;
    disk.calls = 0;
    disk.armed = true;
    if (kind == FAULT_KILL && syscalls_begin())
        disk.at = UINT_MAX;
}

void faults_between(unsigned at, void (*happens)(void *context), void *context)
{
    disk.between = at;
    disk.happens = happens;
    disk.context = context;
}

unsigned faults_disarm(void)
{
    disk.armed = false;
    disk.between = 0;
    return disk.calls;
}

void watch_start(void)
{
    memset(&disk.seen, 0, sizeof disk.seen);
    disk.watching = true;
}

watched watch_end(void)
{
    disk.watching = false;
    if (disk.seen.unsynced > 0)
        memcpy(disk.seen.example, disk.list[0].path, EXAMPLE_BYTES);
    return disk.seen;
}

/* Is this the call that goes wrong? */
static bool strikes(void)
{
    if (!disk.armed)
        return false;
    disk.calls++;
    if (disk.calls == disk.between) {
        disk.armed = false;
        disk.happens(disk.context);
        disk.armed = true;
    }
    return disk.kind == FAULT_FAIL_FROM ? disk.calls >= disk.at : disk.calls == disk.at;
}

/* Does not come back from a kill. */
static int strike(void)
{
    if (disk.kind == FAULT_KILL)
        raise(SIGKILL);
    errno = disk.error;
    return -1;
}

static void *real(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (!found)
        abort();
    return found;
}

/* A name that is only worked under: nobody looks for it after a power cut. */
static bool is_temporary(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t len = strlen(name);

    return strncmp(name, "tmp_", 4) == 0 || (len > 5 && strcmp(name + len - 5, ".lock") == 0);
}

static unsigned find(const struct stat *info)
{
    unsigned i = 0;

    while (i < disk.seen.unsynced && (disk.list[i].dev != info->st_dev || disk.list[i].ino != info->st_ino))
        i++;
    return i;
}

static void changed(const struct stat *info, const char *path)
{
    unsigned at = find(info);

    if (at < disk.seen.unsynced)
        return;
    if (at == MAX_UNSYNCED)
        abort();
    disk.list[at].dev = info->st_dev;
    disk.list[at].ino = info->st_ino;
    snprintf(disk.list[at].path, EXAMPLE_BYTES, "%s", path);
    disk.seen.unsynced++;
}

static void settled(const struct stat *info)
{
    unsigned at = find(info);

    if (at < disk.seen.unsynced)
        disk.list[at] = disk.list[--disk.seen.unsynced];
}

/* The folder that lists `path` has changed. */
static void folder_changed(int folder, const char *path)
{
    char parent[1024];
    const char *slash = strrchr(path, '/');
    struct stat info;
    int saved = errno;

    if (!disk.watching || is_temporary(path))
        return;
    snprintf(parent, sizeof parent, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    if (fstatat(folder, parent, &info, 0) != 0)
        abort();
    changed(&info, path);
    errno = saved;
}

static void file_changed(int fd)
{
    char by_fd[64], path[EXAMPLE_BYTES] = "";
    struct stat info;
    int saved = errno;

    if (!disk.watching || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return;
    snprintf(by_fd, sizeof by_fd, "/proc/self/fd/%d", fd);
    if (readlink(by_fd, path, sizeof path - 1) > 0 && !strstr(path, "/write.lock"))
        changed(&info, path);
    errno = saved;
}

/* The last name of a file is going away: what was not synced of it is nobody's loss. */
static void file_going(int folder, const char *path)
{
    struct stat info;
    int saved = errno;

    if (disk.watching && fstatat(folder, path, &info, AT_SYMLINK_NOFOLLOW) == 0 && info.st_nlink == 1)
        settled(&info);
    errno = saved;
}

static int open_with(int folder, const char *path, int flags, mode_t mode)
{
    int (*call)(int, const char *, int, ...) = (int (*)(int, const char *, int, ...))real("openat");
    bool makes = (flags & O_CREAT) && faccessat(folder, path, F_OK, 0) != 0;
    int fd;

    if (makes && strikes())
        return strike();
    fd = call(folder, path, flags, mode);
    if (fd >= 0 && makes)
        folder_changed(folder, path);
    return fd;
}

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;

    if (flags & O_CREAT) {
        va_list rest;

        va_start(rest, flags);
        mode = (mode_t)va_arg(rest, unsigned);
        va_end(rest);
    }
    return open_with(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    mode_t mode = 0;

    if (flags & O_CREAT) {
        va_list rest;

        va_start(rest, flags);
        mode = (mode_t)va_arg(rest, unsigned);
        va_end(rest);
    }
    return open_with(folder, path, flags, mode);
}

/* SQLite names the calls whose offsets have 64 bits; here these are the same. */
int open64(const char *path, int flags, ...)
{
    mode_t mode = 0;

    if (flags & O_CREAT) {
        va_list rest;

        va_start(rest, flags);
        mode = (mode_t)va_arg(rest, unsigned);
        va_end(rest);
    }
    return open_with(AT_FDCWD, path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    ssize_t (*call)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))real("write");

    file_changed(fd);
    if (strikes()) {
        ssize_t half = call(fd, bytes, len / 2);

        return half < 0 ? half : strike();
    }
    return call(fd, bytes, len);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    ssize_t (*call)(int, const void *, size_t, off_t) =
        (ssize_t(*)(int, const void *, size_t, off_t))real("pwrite");

    /* what is only replaced, in the first bytes of a file, is a note for those who read it now (journal.c, lock.c) */
    if (at >= NOTE_BYTES)
        file_changed(fd);
    if (strikes()) {
        ssize_t half = call(fd, bytes, len / 2, at);

        return half < 0 ? half : strike();
    }
    return call(fd, bytes, len, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
    return pwrite(fd, bytes, len, at);
}

int ftruncate(int fd, off_t len)
{
    int (*call)(int, off_t) = (int (*)(int, off_t))real("ftruncate");

    file_changed(fd);
    return strikes() ? strike() : call(fd, len);
}

int ftruncate64(int fd, off64_t len)
{
    return ftruncate(fd, len);
}

int fsync(int fd)
{
    int (*call)(int) = (int (*)(int))real("fsync");
    struct stat info;
    int rc;

    if (strikes())
        return strike();
    rc = call(fd);
    if (disk.watching && rc == 0 && fstat(fd, &info) == 0) {
        disk.seen.syncs++;
        settled(&info);
    }
    return rc;
}

int fdatasync(int fd)
{
    int (*call)(int) = (int (*)(int))real("fdatasync");
    struct stat info;
    int rc;

    if (strikes())
        return strike();
    rc = call(fd);
    if (disk.watching && rc == 0 && fstat(fd, &info) == 0) {
        disk.seen.syncs++;
        settled(&info);
    }
    return rc;
}

int link(const char *from, const char *to)
{
    int (*call)(const char *, const char *) = (int (*)(const char *, const char *))real("link");
    int rc;

    if (strikes())
        return strike();
    rc = call(from, to);
    if (rc == 0)
        folder_changed(AT_FDCWD, to);
    return rc;
}

int rename(const char *from, const char *to)
{
    int (*call)(const char *, const char *) = (int (*)(const char *, const char *))real("rename");
    const char head[] = "/refs/heads/main";
    int rc;

    if (strikes())
        return strike();
    if (strlen(to) > strlen(head) && strcmp(to + strlen(to) - strlen(head), head) == 0)
        disk.seen.unsynced_at_head = disk.seen.unsynced;
    file_going(AT_FDCWD, to);
    rc = call(from, to);
    if (rc == 0)
        folder_changed(AT_FDCWD, to);
    return rc;
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    int (*call)(int, const char *, int, const char *) =
        (int (*)(int, const char *, int, const char *))real("renameat");
    int rc;

    if (strikes())
        return strike();
    if (strcmp(to, "journal") == 0)
        disk.seen.unsynced_at_journal = disk.seen.unsynced;
    file_going(to_folder, to);
    rc = call(from_folder, from, to_folder, to);
    if (rc == 0)
        folder_changed(to_folder, to);
    return rc;
}

int unlink(const char *path)
{
    int (*call)(const char *) = (int (*)(const char *))real("unlink");

    if (strikes())
        return strike();
    file_going(AT_FDCWD, path);
    return call(path);
}

int unlinkat(int folder, const char *path, int flags)
{
    int (*call)(int, const char *, int) = (int (*)(int, const char *, int))real("unlinkat");

    if (strikes())
        return strike();
    file_going(folder, path);
    return call(folder, path, flags);
}

int mkdir(const char *path, mode_t mode)
{
    int (*call)(const char *, mode_t) = (int (*)(const char *, mode_t))real("mkdir");
    int rc;

    if (strikes())
        return strike();
    rc = call(path, mode);
    if (rc == 0)
        folder_changed(AT_FDCWD, path);
    return rc;
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    int (*call)(int, const char *, mode_t) = (int (*)(int, const char *, mode_t))real("mkdirat");
    int rc;

    if (strikes())
        return strike();
    rc = call(folder, path, mode);
    if (rc == 0)
        folder_changed(folder, path);
    return rc;
}
