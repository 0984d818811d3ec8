#include "service/photo/photos.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service/file.h"

#define NEW_FOLDER BT_PHOTOS_FOLDER "/new"
#define ENDING ".jpg"

enum { FOLDER_MODE = 0700, SHELF_LEN = 2, SUM_BYTES = 32 };

bool bt_photo_sum_read(bt_view name, bt_photo_sum *out)
{
    if (name.len != BT_PHOTO_SUM_LEN)
        return false;
    memcpy(out->hex, name.data, BT_PHOTO_SUM_LEN);
    out->hex[BT_PHOTO_SUM_LEN] = '\0';
    return strspn(out->hex, "0123456789abcdef") == BT_PHOTO_SUM_LEN;
}

bt_status bt_photo_sum_of(bt_view bytes, bt_photo_sum *out)
{
    unsigned char sum[EVP_MAX_MD_SIZE];

    if (EVP_Digest(bytes.data, bytes.len, sum, NULL, EVP_sha256(), NULL) != 1)
        return BT_ENOMEM;
    for (size_t i = 0; i < SUM_BYTES; i++)
        (void)snprintf(out->hex + 2 * i, 3, "%02x", sum[i]);
    return BT_OK;
}

void bt_photo_name(const char *notebook, const bt_photo_sum *sum, char out[BT_PHOTO_NAME_MAX])
{
    (void)snprintf(out, BT_PHOTO_NAME_MAX, BT_PHOTOS_FOLDER "/%s/%.2s/%s" ENDING, notebook, sum->hex,
                   sum->hex);
}

bool bt_photo_name_read(const char *name, char notebook[BT_ID_LEN + 1], bt_photo_sum *sum)
{
    const size_t before = sizeof BT_PHOTOS_FOLDER, shelf = before + BT_ID_LEN + 1,
                 file = shelf + SHELF_LEN + 1;
    char expected[BT_PHOTO_NAME_MAX];

    if (strlen(name) != file + BT_PHOTO_SUM_LEN + strlen(ENDING) ||
        !bt_id_valid((bt_view){ name + before, BT_ID_LEN }) ||
        !bt_photo_sum_read((bt_view){ name + file, BT_PHOTO_SUM_LEN }, sum))
        return false;
    memcpy(notebook, name + before, BT_ID_LEN);
    notebook[BT_ID_LEN] = '\0';
    bt_photo_name(notebook, sum, expected);
    return strcmp(name, expected) == 0;
}

/* What a folder lists is on the disk. */
static bt_status sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bt_status status = fd >= 0 && fsync(fd) == 0 ? BT_OK : BT_EIO;

    if (fd >= 0)
        (void)close(fd);
    return status;
}

/* Makes each folder above the file `path` that is missing, from behind `root` on. */
static bt_status make_folders(char *path, size_t root)
{
    bt_status status = BT_OK;

    for (char *at = strchr(path + root + 1, '/'); at != NULL && status == BT_OK; at = strchr(at + 1, '/')) {
        *at = '\0';
        if (mkdir(path, FOLDER_MODE) != 0 && errno != EEXIST)
            status = BT_EIO;
        *at = '/';
    }
    return status;
}

/*
 * Each folder above the file, up to `root`: also those that were there, for another may have made them a moment ago and
 * not be as far yet. Of one that has not changed this costs nothing.
 */
static bt_status sync_folders(char *path, size_t root)
{
    bt_status status = BT_OK;
    char *at = strrchr(path, '/');

    while (status == BT_OK && (size_t)(at - path) >= root) {
        *at = '\0';
        status = sync_folder(path);
        at = strrchr(path, '/');
        if (at == NULL)
            break;
    }
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

/* Whole under a name that nobody reads, then under its own: two who put the same at once write two files, and one stays. */
static bt_status write_new(char *fresh, const char *path, bt_view bytes)
{
    int fd = mkostemp(fresh, O_CLOEXEC);
    bool written;

    if (fd < 0)
        return BT_EIO;
    written = write_all(fd, bytes) && fsync(fd) == 0;
    written = close(fd) == 0 && written;
    if (written && rename(fresh, path) == 0)
        return BT_OK;
    (void)unlink(fresh);
    return BT_EIO;
}

static bt_status add_bytes(void *context, const bt_photo_sum *sum, int64_t bytes)
{
    int64_t *all = context;

    (void)sum;
    *all += bytes;
    return BT_OK;
}

/* Counted anew each time: a sum that is kept could be wrong after a crash, and a photo comes seldom. */
static bt_status check_room(const char *folder, const char *notebook, size_t more)
{
    int64_t all = 0;
    bt_status status = bt_photo_each(folder, notebook, add_bytes, &all);

    if (status != BT_OK)
        return status;
    return all + (int64_t)more > BT_PHOTOS_MAX_BYTES ? BT_ELIMIT : BT_OK;
}

bt_status bt_photo_put(const char *folder, const char *notebook, const bt_photo_sum *sum, bt_view bytes)
{
    char name[BT_PHOTO_NAME_MAX];
    char *path = NULL, *fresh = NULL;
    bt_bytes there = { NULL, 0 };
    bt_status status = bt_photo_get(folder, notebook, sum, &there);

    bt_bytes_free(&there);
    if (status != BT_ENOTFOUND && status != BT_EDAMAGED)
        return status; /* it is there, or nothing can be known */
    status = check_room(folder, notebook, bytes.len);
    if (status != BT_OK)
        return status;
    bt_photo_name(notebook, sum, name);
    path = bt_data_path(folder, name);
    fresh = bt_data_path(folder, NEW_FOLDER "/XXXXXX");
    status = path == NULL || fresh == NULL ? BT_ENOMEM : make_folders(path, strlen(folder));
    if (status == BT_OK)
        status = make_folders(fresh, strlen(folder));
    if (status == BT_OK)
        status = write_new(fresh, path, bytes);
    if (status == BT_OK)
        status = sync_folders(path, strlen(folder));
    free(path);
    free(fresh);
    return status;
}

bt_status bt_photo_get(const char *folder, const char *notebook, const bt_photo_sum *sum, bt_bytes *out)
{
    char name[BT_PHOTO_NAME_MAX];
    bt_bytes bytes = { NULL, 0 };
    bt_photo_sum found;
    char *path;
    bt_status status;

    bt_photo_name(notebook, sum, name);
    path = bt_data_path(folder, name);
    if (path == NULL)
        return BT_ENOMEM;
    status = bt_file_read(path, BT_PHOTO_MAX_BYTES, &bytes);
    free(path);
    if (status == BT_ELIMIT)
        return BT_EDAMAGED;
    if (status == BT_OK)
        status = bt_photo_sum_of((bt_view){ bytes.data, bytes.len }, &found);
    if (status == BT_OK && strcmp(found.hex, sum->hex) != 0)
        status = BT_EDAMAGED;
    if (status == BT_OK)
        *out = bytes;
    else
        bt_bytes_free(&bytes);
    return status;
}

bt_status bt_photo_copy(const char *from, const char *to, const char *notebook, const bt_photo_sum *sum)
{
    char name[BT_PHOTO_NAME_MAX];
    char *path = NULL;
    bt_bytes bytes = { NULL, 0 }, back = { NULL, 0 };
    bt_status status = bt_photo_get(from, notebook, sum, &bytes);

    if (status != BT_OK)
        return status;
    bt_photo_name(notebook, sum, name);
    path = bt_data_path(to, name);
    status = path == NULL ? BT_ENOMEM : make_folders(path, strlen(to));
    if (status == BT_OK)
        status = bt_file_write(path, (bt_view){ bytes.data, bytes.len });
    if (status == BT_OK)
        status = bt_photo_get(to, notebook, sum, &back);
    bt_bytes_free(&bytes);
    bt_bytes_free(&back);
    free(path);
    return status;
}

/* The photos of one shelf, "…/<aa>". What is none is not ours to speak of. */
static bt_status each_of_shelf(int shelf, bt_photo_fn each, void *context)
{
    struct dirent **entries = NULL;
    int count = scandirat(shelf, ".", &entries, NULL, alphasort);
    bt_status status = count < 0 ? BT_EIO : BT_OK;

    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        size_t len = strlen(name);
        bt_photo_sum sum;
        struct stat info;

        if (status == BT_OK && len == BT_PHOTO_SUM_LEN + strlen(ENDING) &&
            strcmp(name + BT_PHOTO_SUM_LEN, ENDING) == 0 &&
            bt_photo_sum_read((bt_view){ name, BT_PHOTO_SUM_LEN }, &sum) &&
            fstatat(shelf, name, &info, AT_SYMLINK_NOFOLLOW) == 0)
            status = each(context, &sum, info.st_size);
        free(entries[i]);
    }
    free(entries);
    return status;
}

bt_status bt_photo_each(const char *folder, const char *notebook, bt_photo_fn each, void *context)
{
    char name[sizeof BT_PHOTOS_FOLDER "/" + BT_ID_LEN];
    char *path = NULL;
    int top = -1;
    bt_status status = BT_OK;

    (void)snprintf(name, sizeof name, BT_PHOTOS_FOLDER "/%s", notebook);
    path = bt_data_path(folder, name);
    if (path == NULL)
        return BT_ENOMEM;
    top = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(path);
    if (top < 0)
        return errno == ENOENT ? BT_OK : BT_EIO;
    for (int i = 0; i < 256 && status == BT_OK; i++) {
        char shelf_name[SHELF_LEN + 1];
        int shelf;

        (void)snprintf(shelf_name, sizeof shelf_name, "%02x", (unsigned)i & 0xFF);
        shelf = openat(top, shelf_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (shelf >= 0) {
            status = each_of_shelf(shelf, each, context);
            (void)close(shelf);
        } else if (errno != ENOENT) {
            status = BT_EIO;
        }
    }
    (void)close(top);
    return status;
}

bt_status bt_photo_sweep(const char *folder)
{
    char *path = bt_data_path(folder, NEW_FOLDER);
    bt_status status = path == NULL ? BT_ENOMEM : bt_store_folder_remove(path);

    free(path);
    return status;
}
