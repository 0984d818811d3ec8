/* store/pack.c - one of git's packs, version 2, without deltas (gitformat-pack).
 *
 * It grows under a temporary name and takes its own when it and its index are
 * synced. Nobody else need stand still meanwhile.
 */
#define _XOPEN_SOURCE 700
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    HEADER_BYTES = 12,
    ENTRY_HEADER_BYTES = 10, /* of an entry: kind and length */
    BUFFER_BYTES = 64 * 1024,
    LEVEL = 1, /* notes are small, and what is kept for years is pressed by git */
    NAME_BYTES = 64,
    PACK_MODE = 0444 /* as git makes them: never written again */
};

struct bt_pack {
    int folder; /* BT_PACK_FOLDER */
    int fd;
    char name[BT_WORK_NAME_BYTES];
    bool named; /* it has its final one */
    EVP_MD_CTX *sum;
    struct libdeflate_compressor *compressor; /* one for all entries */
    bt_packed *objects;
    size_t count, room;
    uint64_t at;
    size_t held;
    char buffer[BUFFER_BYTES];
};

static bt_status flush(bt_pack *pack)
{
    if (bt_disk_write_all(pack->fd, (bt_view){ pack->buffer, pack->held }) != 0)
        return BT_EIO;
    pack->held = 0;
    return BT_OK;
}

static bt_status put(bt_pack *pack, bt_view bytes)
{
    bt_status status = BT_OK;

    if (EVP_DigestUpdate(pack->sum, bytes.data, bytes.len) != 1)
        return BT_ENOMEM;
    pack->at += bytes.len;
    while (status == BT_OK && bytes.len > 0) {
        size_t part = BUFFER_BYTES - pack->held < bytes.len ? BUFFER_BYTES - pack->held : bytes.len;

        memcpy(pack->buffer + pack->held, bytes.data, part);
        pack->held += part;
        bytes.data += part;
        bytes.len -= part;
        if (pack->held == BUFFER_BYTES)
            status = flush(pack);
    }
    return status;
}

void bt_pack_free(bt_pack *pack)
{
    if (!pack)
        return;
    if (pack->fd >= 0) {
        /* what cannot be removed now is removed as a killed writer's would be */
        if (!pack->named)
            (void)unlinkat(pack->folder, pack->name, 0);
        close(pack->fd);
    }
    if (pack->folder >= 0)
        close(pack->folder);
    libdeflate_free_compressor(pack->compressor);
    EVP_MD_CTX_free(pack->sum);
    free(pack->objects);
    free(pack);
}

bt_status bt_pack_begin(int folder, size_t count, bt_pack **out)
{
    unsigned char header[HEADER_BYTES] = { 'P', 'A', 'C', 'K', 0, 0, 0, 2 };
    bt_pack *pack = calloc(1, sizeof *pack);
    bt_status status = BT_ENOMEM;

    *out = NULL;
    if (!pack)
        return BT_ENOMEM;
    pack->folder = pack->fd = -1;
    pack->room = count;
    pack->objects = calloc(count + 1, sizeof *pack->objects);
    pack->sum = EVP_MD_CTX_new();
    pack->compressor = libdeflate_alloc_compressor(LEVEL);
    if (!pack->objects || !pack->sum || !pack->compressor ||
        EVP_DigestInit_ex(pack->sum, EVP_sha1(), NULL) != 1)
        goto done;
    status = count > UINT32_MAX ? BT_ELIMIT : BT_EIO;
    if (count > UINT32_MAX)
        goto done;
    pack->folder = openat(folder, BT_PACK_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (pack->folder < 0)
        goto done;
    pack->fd = bt_disk_make_work(pack->folder, "tmp_pack", PACK_MODE, pack->name);
    if (pack->fd < 0)
        goto done;
    for (size_t i = 0; i < 4; i++)
        header[8 + i] = (unsigned char)(count >> (24 - 8 * i));
    status = put(pack, (bt_view){ (const char *)header, sizeof header });
done:
    if (status != BT_OK) {
        bt_pack_free(pack);
        pack = NULL;
    }
    *out = pack;
    return status;
}

bt_status bt_pack_copy(bt_pack *pack, const git_oid *oid, bt_view entry)
{
    bt_packed *object = &pack->objects[pack->count];

    if (pack->count == pack->room)
        return BT_EINPUT;
    git_oid_cpy(&object->oid, oid);
    object->offset = pack->at;
    object->crc = libdeflate_crc32(0, entry.data, entry.len);
    pack->count++;
    return put(pack, entry);
}

/* Kind and length: four bits of the length in the first byte, seven in each that follows, the lowest first. */
static size_t entry_header(git_object_t kind, size_t len, unsigned char *out)
{
    size_t count = 0;

    out[count] = (unsigned char)((unsigned)kind << 4 | (len & 0x0f));
    for (len >>= 4; len > 0; len >>= 7) {
        out[count++] |= 0x80;
        out[count] = len & 0x7f;
    }
    return count + 1;
}

bt_status bt_pack_add(bt_pack *pack, const git_oid *oid, git_object_t kind, bt_view bytes)
{
    size_t room = libdeflate_zlib_compress_bound(pack->compressor, bytes.len), header_bytes, len;
    unsigned char *entry;
    bt_status status = BT_ENOMEM;

    if (bytes.len > UINT32_MAX / 2)
        return BT_ELIMIT;
    entry = malloc(ENTRY_HEADER_BYTES + room);
    if (!entry)
        return BT_ENOMEM;
    header_bytes = entry_header(kind, bytes.len, entry);
    len = libdeflate_zlib_compress(pack->compressor, bytes.data, bytes.len, entry + header_bytes, room);
    if (len > 0)
        status = bt_pack_copy(pack, oid, (bt_view){ (const char *)entry, header_bytes + len });
    free(entry);
    return status;
}

/* The sum of all that was written ends the pack; then it is synced under the name that it was made under. */
static bt_status seal(bt_pack *pack, unsigned char sum[GIT_OID_RAWSZ])
{
    bt_status status;

    if (pack->count != pack->room)
        return BT_EINPUT;
    if (EVP_DigestFinal_ex(pack->sum, sum, NULL) != 1)
        return BT_ENOMEM;
    status = flush(pack);
    if (status == BT_OK && (bt_disk_write_all(pack->fd, (bt_view){ (const char *)sum, GIT_OID_RAWSZ }) != 0 ||
                            fsync(pack->fd) != 0))
        status = BT_EIO;
    return status;
}

/* Both under their names, the index first: git passes over one without a pack, and the next fold removes it. */
static bt_status name_both(bt_pack *pack, const char *index_work, const bt_oid *name)
{
    char pack_name[NAME_BYTES], index_name[NAME_BYTES];

    snprintf(pack_name, sizeof pack_name, "pack-%s.pack", name->hex);
    snprintf(index_name, sizeof index_name, "pack-%s.idx", name->hex);
    if (renameat(pack->folder, index_work, pack->folder, index_name) != 0 ||
        renameat(pack->folder, pack->name, pack->folder, pack_name) != 0)
        return BT_EIO;
    pack->named = true;
    return bt_disk_sync(pack->folder, ".") == 0 ? BT_OK : BT_EIO;
}

bt_status bt_pack_finish(bt_pack *pack, bt_oid *name)
{
    unsigned char sum[GIT_OID_RAWSZ];
    char work[BT_WORK_NAME_BYTES];
    bt_bytes index = { NULL, 0 };
    int fd = -1;
    git_oid oid;
    bt_status status = seal(pack, sum);

    if (status == BT_OK)
        status = bt_pack_index(pack->objects, pack->count, sum, &index);
    if (status != BT_OK)
        return status;
    git_oid_fromraw(&oid, sum);
    bt_oid_print(&oid, name);
    status = BT_EIO;
    fd = bt_disk_make_work(pack->folder, "tmp_idx", PACK_MODE, work);
    if (fd < 0)
        goto done;
    if (bt_disk_write_all(fd, (bt_view){ index.data, index.len }) == 0 && fsync(fd) == 0)
        status = name_both(pack, work, name);
    if (status != BT_OK)
        (void)unlinkat(pack->folder, work, 0); /* or it is cleared up as a killed writer's */
done:
    if (fd >= 0)
        close(fd);
    bt_bytes_free(&index);
    return status;
}
