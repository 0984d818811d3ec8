/* store/packs.c - the packs that lie in a notebook: listed, read with their indexes, and removed. */
#define _XOPEN_SOURCE 700
#include "store/packs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = BT_STEM_LEN + 8, PACK_HEADER_BYTES = 12, INDEX_HEADER_BYTES = 8 + 4 * 256 };

void bt_source_free(bt_source *s)
{
    bt_bytes_free(&s->pack);
    bt_bytes_free(&s->index);
    free(s->objects);
    s->objects = NULL;
    s->count = 0;
}

/* The whole file, if it is what `stat` said. */
static bt_status read_file(int folder, const char *name, bt_bytes *out)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bt_status status = BT_EIO;
    struct stat info;
    bt_bytes bytes = { NULL, 0 };

    if (fd < 0 || fstat(fd, &info) != 0 || info.st_size > BT_PACKED_MOST_BYTES)
        goto done;
    bytes.data = malloc((size_t)info.st_size + 1);
    status = bytes.data ? BT_OK : BT_ENOMEM;
    while (status == BT_OK && bytes.len < (size_t)info.st_size) {
        ssize_t got = read(fd, bytes.data + bytes.len, (size_t)info.st_size - bytes.len);

        if (got > 0)
            bytes.len += (size_t)got;
        else if (got == 0 || errno != EINTR)
            status = BT_EIO;
    }
done:
    if (fd >= 0)
        close(fd);
    if (status != BT_OK)
        bt_bytes_free(&bytes);
    *out = bytes;
    return status;
}

bool bt_pack_has_sum(bt_view file)
{
    unsigned char sum[GIT_OID_RAWSZ];

    return file.len > sizeof sum &&
           bt_pack_sum((bt_view){ file.data, file.len - sizeof sum }, sum) == BT_OK &&
           memcmp(sum, file.data + file.len - sizeof sum, sizeof sum) == 0;
}

static bool has_sum(const bt_bytes *file)
{
    return bt_pack_has_sum((bt_view){ file->data, file->len });
}

static uint32_t number_at(const bt_bytes *file, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)file->data + at;

    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static int place_order(const void *a, const void *b)
{
    const bt_packed *left = a, *right = b;

    return (left->offset > right->offset) - (left->offset < right->offset);
}

/* Names and places out of the index, one entry after the other from the header to the sum. False when it is not the index of this pack. */
static bool take_index(bt_source *s)
{
    static const char magic[] = { '\xff', 't', 'O', 'c', 0, 0, 0, 2 };
    const size_t sums = 2 * (size_t)GIT_OID_RAWSZ;
    size_t names, offsets, count;

    if (s->index.len < INDEX_HEADER_BYTES + sums || memcmp(s->index.data, magic, sizeof magic) != 0 ||
        memcmp(s->index.data + s->index.len - sums, s->pack.data + s->pack.len - GIT_OID_RAWSZ,
               GIT_OID_RAWSZ) != 0)
        return false;
    count = number_at(&s->index, INDEX_HEADER_BYTES - 4);
    names = INDEX_HEADER_BYTES;
    offsets = names + count * (GIT_OID_RAWSZ + 4);
    if (count > s->index.len || s->index.len != offsets + count * 4 + sums || number_at(&s->pack, 8) != count)
        return false;
    s->objects = calloc(count + 1, sizeof *s->objects);
    if (!s->objects)
        return false;
    s->count = count;
    for (size_t i = 0; i < count; i++) {
        git_oid_fromraw(&s->objects[i].oid, (const unsigned char *)s->index.data + names + i * GIT_OID_RAWSZ);
        s->objects[i].offset = number_at(&s->index, offsets + 4 * i);
    }
    s->objects[count].offset = s->pack.len - GIT_OID_RAWSZ;
    qsort(s->objects, count, sizeof *s->objects, place_order);
    for (size_t i = 0; i < count; i++) {
        if (s->objects[i].offset < PACK_HEADER_BYTES || s->objects[i].offset >= s->objects[i + 1].offset)
            return false;
    }
    return true;
}

bt_status bt_source_read(int folder, bt_source *s, bool *usable)
{
    char name[NAME_BYTES];
    bt_status status;

    *usable = false;
    snprintf(name, sizeof name, "%s.pack", s->stem);
    status = read_file(folder, name, &s->pack);
    snprintf(name, sizeof name, "%s.idx", s->stem);
    if (status == BT_OK)
        status = read_file(folder, name, &s->index);
    if (status == BT_OK)
        *usable = s->pack.len > PACK_HEADER_BYTES + GIT_OID_RAWSZ && has_sum(&s->pack) &&
                  has_sum(&s->index) && take_index(s);
    if (!*usable)
        bt_source_free(s);
    return status == BT_ENOMEM ? BT_ENOMEM : BT_OK; /* what cannot be read is left alone too */
}

static bool is_index(const char *name)
{
    size_t len = strlen(name);

    return len > strlen(".idx") && strcmp(name + len - strlen(".idx"), ".idx") == 0;
}

bt_status bt_packs_check(int folder)
{
    int packs = openat(folder, BT_PACK_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = packs >= 0 ? fdopendir(packs) : NULL;
    const struct dirent *entry;
    bt_status status = BT_OK;

    if (!dir) {
        if (packs >= 0)
            close(packs);
        return errno == ENOENT ? BT_OK : BT_EIO;
    }
    while (status == BT_OK && (entry = readdir(dir))) {
        bt_bytes index = { NULL, 0 };

        if (!is_index(entry->d_name))
            continue;
        status = read_file(packs, entry->d_name, &index);
        if (status == BT_OK && !has_sum(&index))
            status = BT_EDAMAGED;
        if (status == BT_EIO) /* a fold removed it meanwhile */
            status = BT_OK;
        bt_bytes_free(&index);
    }
    closedir(dir);
    return status;
}

static bool exists(int folder, const char *stem, const char *suffix)
{
    char name[NAME_BYTES + 16];

    snprintf(name, sizeof name, "%s%s", stem, suffix);
    return faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* git keeps these beside packs of its own, or of a person's choice. */
static bool is_ours(int folder, const char *stem)
{
    static const char *const beside[] = { ".keep", ".bitmap", ".rev", ".promisor", ".mtimes" };

    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        if (exists(folder, stem, beside[i]))
            return false;
    }
    return true;
}

static bt_status sources_add(bt_sources *all, const char *stem, uint64_t bytes)
{
    if (all->count == all->room) {
        size_t room = all->room ? 2 * all->room : 4 * BT_PACKS_MAX;
        bt_source *list = realloc(all->list, room * sizeof *list);

        if (!list)
            return BT_ENOMEM;
        all->list = list;
        all->room = room;
    }
    all->list[all->count] = (bt_source){ .bytes = bytes };
    memcpy(all->list[all->count].stem, stem, BT_STEM_LEN);
    all->count++;
    return BT_OK;
}

/* An index without a pack is what a killed fold or checkpoint left, or one that is at work. */
static bt_status look_at(int folder, const char *name, bt_sources *all)
{
    char stem[BT_STEM_LEN + 1], pack[NAME_BYTES];
    struct stat info;

    if (strlen(name) != BT_STEM_LEN + strlen(".idx") || strncmp(name, "pack-", 5) != 0 ||
        strcmp(name + BT_STEM_LEN, ".idx") != 0)
        return BT_OK;
    snprintf(stem, sizeof stem, "%.*s", BT_STEM_LEN, name);
    snprintf(pack, sizeof pack, "%s.pack", stem);
    if (fstatat(folder, pack, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT && bt_disk_remove_idle(folder, name) == 0 ? BT_OK : BT_EIO;
    if (!is_ours(folder, stem) || info.st_size > BT_PACKED_MOST_BYTES)
        return BT_OK;
    return sources_add(all, stem, (uint64_t)info.st_size);
}

static int size_order(const void *a, const void *b)
{
    const bt_source *left = a, *right = b;

    if (left->bytes != right->bytes)
        return left->bytes < right->bytes ? -1 : 1;
    return strcmp(left->stem, right->stem);
}

bt_status bt_packs_list(int folder, bt_sources *out)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = again >= 0 ? fdopendir(again) : NULL;
    const struct dirent *entry;
    bt_status status = BT_OK;

    *out = (bt_sources){ NULL, 0, 0 };
    if (!dir) {
        if (again >= 0)
            close(again);
        return BT_EIO;
    }
    errno = 0;
    while (status == BT_OK && (entry = readdir(dir))) {
        status = look_at(folder, entry->d_name, out);
        errno = 0;
    }
    if (status == BT_OK && errno != 0)
        status = BT_EIO;
    closedir(dir);
    if (exists(folder, "multi-pack-index", "")) /* git's own list of packs: it makes fewer of them itself */
        out->count = 0;
    if (out->count > 0)
        qsort(out->list, out->count, sizeof *out->list, size_order);
    return status;
}

void bt_sources_free(bt_sources *all)
{
    for (size_t i = 0; i < all->count; i++)
        bt_source_free(&all->list[i]);
    free(all->list);
    *all = (bt_sources){ NULL, 0, 0 };
}

/* First the pack, then its index: whoever comes between finds an index without a pack, which git passes over. */
bt_status bt_packs_remove(int folder, const bt_sources *all, const bt_oid *made)
{
    static const char *const suffixes[] = { ".pack", ".idx" };

    for (size_t s = 0; s < all->count; s++) {
        if (strcmp(all->list[s].stem + strlen("pack-"), made->hex) == 0)
            continue;
        for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
            char name[NAME_BYTES];

            snprintf(name, sizeof name, "%s%s", all->list[s].stem, suffixes[i]);
            if (unlinkat(folder, name, 0) != 0 && errno != ENOENT)
                return BT_EIO;
        }
    }
    return BT_OK;
}
