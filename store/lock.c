/* store/lock.c - one writer at a time, among threads and among processes.
 *
 * A flock ends with the process that held it, so it can never be stale. The
 * file holds the writer's process id while it writes and is empty when it has
 * finished: an id found there by the next writer says that there may be
 * something to clear up, and tells a person who holds the notebook.
 */
#define _DEFAULT_SOURCE
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum {
    POLL_MS = 2,
    OWNER_BYTES = 12 /* always as many, so that one write replaces the owner before */
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* flock cannot wait for a limited time, so it is asked again and again. */
static bt_status wait_for(int fd, int64_t wait_ms)
{
    const struct timespec pause = { 0, POLL_MS * 1000000L };
    int64_t end_ms = now_ms() + wait_ms;

    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK)
            return BT_EIO;
        if (now_ms() >= end_ms)
            return BT_EBUSY;
        nanosleep(&pause, NULL);
    }
    return BT_OK;
}

bt_status bt_lock_folder(int folder, int64_t wait_ms)
{
    return wait_for(folder, wait_ms);
}

bt_status bt_lock_take(int folder, int64_t wait_ms, bt_lock *out)
{
    bt_status status = BT_EIO;
    char owner[OWNER_BYTES + 1], before;
    ssize_t got;

    out->abandoned = false;
    out->fd = openat(folder, BT_LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (out->fd < 0)
        return BT_EIO;
    status = wait_for(out->fd, wait_ms);
    if (status != BT_OK)
        goto done;
    status = BT_EIO;
    got = pread(out->fd, &before, 1, 0);
    snprintf(owner, sizeof owner, "%*ld\n", OWNER_BYTES - 1, (long)getpid());
    if (got < 0 || pwrite(out->fd, owner, OWNER_BYTES, 0) != OWNER_BYTES)
        goto done;
    out->abandoned = got > 0;
    status = BT_OK;
done:
    if (status != BT_OK) {
        close(out->fd);
        out->fd = -1;
    }
    return status;
}

void bt_lock_release(bt_lock *lock, bool finished)
{
    int emptied;

    if (lock->fd < 0)
        return;
    /* where this fails the owner stays there, which costs the next writer a look around and no more */
    emptied = finished ? ftruncate(lock->fd, 0) : 0;
    (void)emptied;
    close(lock->fd);
    lock->fd = -1;
}
