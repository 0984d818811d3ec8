#include "service/folder_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

enum { PID_BYTES = 24 };

static long read_pid(int fd)
{
    char text[PID_BYTES] = "";
    ssize_t len = pread(fd, text, sizeof text - 1, 0);

    return len > 0 ? strtol(text, NULL, 10) : 0;
}

static bt_status write_pid(int fd)
{
    char text[PID_BYTES];
    int len = snprintf(text, sizeof text, "%ld\n", (long)getpid());

    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)len, 0) != len)
        return BT_EIO;
    return BT_OK;
}

bt_status bt_folder_lock(const char *data_folder, int *fd, long *pid)
{
    char path[PATH_MAX];
    bt_status status = BT_EIO;
    int len = snprintf(path, sizeof path, "%s/serve.lock", data_folder);
    int file = -1;

    *fd = -1;
    *pid = 0;
    if (len < 0 || (size_t)len >= sizeof path)
        return BT_ELIMIT;
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return BT_EIO;
    if (flock(file, LOCK_EX | LOCK_NB) == 0) {
        status = write_pid(file);
    } else if (errno == EWOULDBLOCK) {
        *pid = read_pid(file);
        status = BT_EBUSY;
    }
    if (status == BT_OK)
        *fd = file;
    else
        close(file);
    return status;
}

void bt_folder_unlock(int fd)
{
    if (fd >= 0)
        close(fd);
}
