#include "service/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 * 1024, FILE_MODE = 0600 };

char *bt_data_path(const char *folder, const char *name)
{
    size_t size = strlen(folder) + 1 + strlen(name) + 1;
    char *path = malloc(size);

    if (path != NULL)
        (void)snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* Until the end, or one byte over the limit. */
static bt_status read_all(int fd, size_t max_bytes, bt_bytes *out)
{
    size_t size = 0;

    for (;;) {
        ssize_t got;

        if (size - out->len < CHUNK_BYTES + 1) {
            char *grown = realloc(out->data, size + 2 * CHUNK_BYTES);
            if (grown == NULL)
                return BT_ENOMEM;
            out->data = grown;
            size += 2 * CHUNK_BYTES;
        }
        got = read(fd, out->data + out->len, CHUNK_BYTES);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return BT_EIO;
        out->len += (size_t)got;
        out->data[out->len] = '\0';
        if (out->len > max_bytes)
            return BT_ELIMIT;
        if (got == 0)
            return BT_OK;
    }
}

bt_status bt_file_read(const char *path, size_t max_bytes, bt_bytes *out)
{
    bool standard_input = strcmp(path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    bt_bytes bytes = { NULL, 0 };
    bt_status status;

    if (fd < 0)
        return errno == ENOENT ? BT_ENOTFOUND : BT_EIO;
    status = read_all(fd, max_bytes, &bytes);
    if (!standard_input)
        (void)close(fd);
    if (status == BT_OK)
        *out = bytes;
    else
        bt_bytes_free(&bytes);
    return status;
}

static bool write_all(int fd, bt_view bytes)
{
    while (bytes.len > 0) {
        ssize_t put = write(fd, bytes.data, bytes.len);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes.data += put;
        bytes.len -= (size_t)put;
    }
    return true;
}

bt_status bt_file_write(const char *path, bt_view bytes)
{
    bt_status status = BT_EIO;
    size_t size = strlen(path) + sizeof ".new";
    char *fresh = malloc(size);
    int fd = -1;

    if (fresh == NULL)
        return BT_ENOMEM;
    (void)snprintf(fresh, size, "%s.new", path);
    fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        goto done;
    if (write_all(fd, bytes) && fsync(fd) == 0 && rename(fresh, path) == 0)
        status = BT_OK;
    else
        (void)unlink(fresh);
done:
    if (fd >= 0)
        (void)close(fd);
    free(fresh);
    return status;
}
