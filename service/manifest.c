/* service/manifest.c - what a backup holds: each file with its SHA-256.
 *
 *   # backtable backup 1: N files
 *   <sum>  <name>
 *
 * The count is there so that a list which was cut off is no list.
 */
#include "service/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service/json_out.h"

enum {
    SUM_BYTES = 32,
    SUM_LEN = 2 * SUM_BYTES,
    CHUNK_BYTES = 64 * 1024,
    LINE_BYTES = SUM_LEN + 2 + BT_MANIFEST_NAME_MAX + 2 /* newline and NUL */
};

static const char first_line[] = "# backtable backup 1: %d files\n";

struct bt_manifest {
    char *folder;
    bt_out lines;
    int count;
};

/* What is written by us, and cannot lead out of the folder. */
static bool is_name(const char *name)
{
    size_t len = strlen(name);

    return len > 0 && len <= BT_MANIFEST_NAME_MAX && name[0] != '/' && strstr(name, "..") == NULL &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_./-") == len;
}

bt_manifest *bt_manifest_new(const char *folder)
{
    bt_manifest *manifest = calloc(1, sizeof *manifest);

    if (manifest == NULL)
        return NULL;
    manifest->folder = strdup(folder);
    if (manifest->folder == NULL) {
        free(manifest);
        return NULL;
    }
    return manifest;
}

void bt_manifest_free(bt_manifest *manifest)
{
    if (manifest == NULL)
        return;
    bt_out_free(&manifest->lines);
    free(manifest->folder);
    free(manifest);
}

static bt_status sum_all(int fd, EVP_MD_CTX *sum, char out[SUM_LEN + 1])
{
    unsigned char bytes[EVP_MAX_MD_SIZE], chunk[CHUNK_BYTES];
    ssize_t got;

    if (EVP_DigestInit_ex(sum, EVP_sha256(), NULL) != 1)
        return BT_ENOMEM;
    while ((got = read(fd, chunk, sizeof chunk)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return BT_EIO;
        if (EVP_DigestUpdate(sum, chunk, (size_t)got) != 1)
            return BT_ENOMEM;
    }
    if (EVP_DigestFinal_ex(sum, bytes, NULL) != 1)
        return BT_ENOMEM;
    for (size_t i = 0; i < SUM_BYTES; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", bytes[i]);
    return BT_OK;
}

/* BT_ENOTFOUND when there is no such file. */
static bt_status sum_of(const char *folder, const char *name, char out[SUM_LEN + 1])
{
    int place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd = -1;
    EVP_MD_CTX *sum = EVP_MD_CTX_new();
    struct stat info;
    bt_status status = BT_EIO;

    if (place < 0 || sum == NULL)
        goto done;
    fd = openat(place, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        status = errno == ENOENT || errno == ELOOP ? BT_ENOTFOUND : BT_EIO;
        goto done;
    }
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        status = BT_ENOTFOUND;
        goto done;
    }
    /* What is on the disk is to be read, not what is still in memory; where the system declines, this reads that. */
    if (fsync(fd) == 0)
        (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    status = sum_all(fd, sum, out);
done:
    if (fd >= 0)
        close(fd);
    if (place >= 0)
        close(place);
    EVP_MD_CTX_free(sum);
    return status;
}

bt_status bt_manifest_add(bt_manifest *manifest, const char *name)
{
    char sum[SUM_LEN + 1];
    bt_status status;

    if (!is_name(name) || manifest->count == BT_MANIFEST_FILES_MAX)
        return BT_EINPUT;
    status = sum_of(manifest->folder, name, sum);
    if (status != BT_OK)
        return status == BT_ENOTFOUND ? BT_EIO : status;
    bt_out_text(&manifest->lines, sum);
    bt_out_text(&manifest->lines, "  ");
    bt_out_text(&manifest->lines, name);
    bt_out_text(&manifest->lines, "\n");
    manifest->count++;
    return manifest->lines.failed ? BT_ENOMEM : BT_OK;
}

/* NULL with errno. A new one is its owner's alone, whatever the umask. */
static FILE *open_list(const char *folder, int flags)
{
    size_t size = strlen(folder) + sizeof "/" BT_MANIFEST_FILE;
    char *path = malloc(size);
    FILE *file = NULL;
    int fd;

    if (path == NULL)
        return NULL;
    (void)snprintf(path, size, "%s/" BT_MANIFEST_FILE, folder);
    fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    free(path);
    if (fd < 0)
        return NULL;
    file = fdopen(fd, flags == O_RDONLY ? "r" : "w");
    if (file == NULL)
        (void)close(fd);
    return file;
}

bt_status bt_manifest_write(const bt_manifest *manifest)
{
    FILE *file = open_list(manifest->folder, O_WRONLY | O_CREAT | O_EXCL);
    bt_view lines = bt_out_view(&manifest->lines);
    bool written;

    if (file == NULL)
        return BT_EIO;
    written = fprintf(file, first_line, manifest->count) > 0 &&
              fwrite(lines.data, 1, lines.len, file) == lines.len && fflush(file) == 0 &&
              fsync(fileno(file)) == 0;
    return fclose(file) == 0 && written ? BT_OK : BT_EIO;
}

/* The next line of the list, in two: its sum and its name. BT_ENOTFOUND at the end. */
static bt_status read_line(FILE *file, char sum[SUM_LEN + 1], char name[BT_MANIFEST_NAME_MAX + 1])
{
    char line[LINE_BYTES];
    size_t len;

    if (fgets(line, sizeof line, file) == NULL)
        return ferror(file) ? BT_EIO : BT_ENOTFOUND;
    len = strlen(line);
    if (len < SUM_LEN + 3 || line[len - 1] != '\n' || memcmp(line + SUM_LEN, "  ", 2) != 0)
        return BT_EDAMAGED;
    line[len - 1] = '\0';
    if (!is_name(line + SUM_LEN + 2))
        return BT_EDAMAGED;
    memcpy(sum, line, SUM_LEN);
    sum[SUM_LEN] = '\0';
    memcpy(name, line + SUM_LEN + 2, len - SUM_LEN - 2); /* with its NUL; is_name() knows the limit */
    return BT_OK;
}

/* How many files the first line speaks of. */
static bt_status read_count(FILE *file, int *out)
{
    char line[LINE_BYTES], expected[LINE_BYTES];
    const char *digits;

    *out = 0;
    if (fgets(line, sizeof line, file) == NULL)
        return ferror(file) ? BT_EIO : BT_EDAMAGED;
    digits = strchr(line, ':');
    if (digits != NULL)
        *out = (int)strtol(digits + 1, NULL, 10);
    (void)snprintf(expected, sizeof expected, first_line, *out);
    return *out >= 0 && *out <= BT_MANIFEST_FILES_MAX && strcmp(line, expected) == 0 ? BT_OK : BT_EDAMAGED;
}

/* All lines, each of its file; with `each` the names only. */
static bt_status walk(FILE *file, const char *folder, bt_manifest_fn each, void *context,
                      char wrong[BT_MANIFEST_NAME_MAX + 1])
{
    char sum[SUM_LEN + 1], now[SUM_LEN + 1], name[BT_MANIFEST_NAME_MAX + 1] = "";
    int count = 0, expected = 0;
    bt_status status = fseek(file, 0, SEEK_SET) == 0 ? read_count(file, &expected) : BT_EIO;

    while (status == BT_OK) {
        status = read_line(file, sum, name);
        if (status != BT_OK)
            break;
        count++;
        if (each != NULL) {
            status = each(context, name);
            continue;
        }
        status = sum_of(folder, name, now);
        if (status == BT_ENOTFOUND || (status == BT_OK && strcmp(sum, now) != 0))
            status = BT_EDAMAGED;
        if (status == BT_EDAMAGED)
            (void)snprintf(wrong, BT_MANIFEST_NAME_MAX + 1, "%s", name);
    }
    if (status == BT_ENOTFOUND)
        status = count == expected ? BT_OK : BT_EDAMAGED;
    return status;
}

bt_status bt_manifest_check(const char *folder, bt_manifest_fn each, void *context,
                            char wrong[BT_MANIFEST_NAME_MAX + 1])
{
    FILE *file = open_list(folder, O_RDONLY);
    bt_status status;

    (void)snprintf(wrong, BT_MANIFEST_NAME_MAX + 1, "%s", BT_MANIFEST_FILE);
    if (file == NULL)
        return errno == ENOENT || errno == ENOTDIR ? BT_ENOTFOUND : BT_EIO;
    status = walk(file, folder, NULL, NULL, wrong);
    if (status == BT_OK && each != NULL)
        status = walk(file, folder, each, context, wrong);
    return fclose(file) == 0 || status != BT_OK ? status : BT_EIO;
}
