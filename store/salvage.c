/* store/salvage.c - packs that are not what was written: what can be read of them is kept, the files go aside.
 *
 * libgit2 reads nothing of a pack that was cut short. Here each entry stands for
 * itself: it is inflated, and its bytes have to give the name that the index has
 * for it. Where the index is lost the entries are taken one after the other, until
 * the first that cannot be read. Entries that are deltas are asked of libgit2, but
 * not by way of a damaged index: where the pack is whole, that is made anew from it.
 */
#define _GNU_SOURCE /* scandirat */
#include "store/salvage.h"
#include "store/packs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <git2/indexer.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    STEM_LEN = BT_STEM_LEN,
    NAME_BYTES = STEM_LEN + 16,
    PACK_HEADER_BYTES = 12,
    INDEX_NAMES_AT = 8 + 4 * 256,
    OBJECT_MOST_BYTES =
        64 * 1024 * 1024 /* far above any tree of a notebook; a length out of rubbish may be anything */
};

/* Where objects lie, by what a damaged pack still says. */
typedef struct found {
    git_oid oid;
    uint64_t at, end; /* of the entry; equal where it is a delta, which libgit2 read */
    git_object_t kind;
} found;

typedef struct salvage {
    bt_store *store;
    int folder;          /* BT_PACK_FOLDER */
    bt_view pack, index; /* mapped; empty where the file is not there */
    bool index_is_sound;
    found *list;
    size_t count, room;
} salvage;

/* A whole file, mapped; empty when there is none or it cannot be read. */
static bt_view map_file(int folder, const char *stem, const char *suffix)
{
    char name[NAME_BYTES];
    struct stat info;
    bt_view file = { NULL, 0 };
    int fd;

    snprintf(name, sizeof name, "%.*s%s", STEM_LEN, stem, suffix);
    fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return file;
    if (fstat(fd, &info) == 0 && info.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

        if (bytes != MAP_FAILED)
            file = (bt_view){ bytes, (size_t)info.st_size };
    }
    close(fd);
    return file;
}

static void unmap(bt_view file)
{
    if (file.data)
        munmap((void *)file.data, file.len);
}

static bool is_sound(bt_view pack, bt_view index)
{
    return pack.len > PACK_HEADER_BYTES + GIT_OID_RAWSZ &&
           index.len > INDEX_NAMES_AT + 2 * (size_t)GIT_OID_RAWSZ && bt_pack_has_sum(pack) &&
           bt_pack_has_sum(index) &&
           memcmp(index.data + index.len - 2 * (size_t)GIT_OID_RAWSZ, pack.data + pack.len - GIT_OID_RAWSZ,
                  GIT_OID_RAWSZ) == 0;
}

/* Kind and length at the start of an entry; gives back where its bytes begin, 0 when there is none. */
static uint64_t entry_begin(bt_view pack, uint64_t at, git_object_t *kind, uint64_t *len)
{
    const unsigned char *bytes = (const unsigned char *)pack.data;
    unsigned shift = 4;

    if (at >= pack.len)
        return 0;
    *kind = (git_object_t)(bytes[at] >> 4 & 7);
    *len = bytes[at] & 15;
    while (bytes[at++] & 0x80) {
        if (at >= pack.len || shift > 32)
            return 0;
        *len |= (uint64_t)(bytes[at] & 0x7f) << shift;
        shift += 7;
    }
    return at;
}

/* The bytes of a whole object; *end receives where its entry ends. NULL when it is a delta or cannot be read. */
static char *inflate_entry(bt_view pack, uint64_t at, git_object_t *kind, uint64_t *len, uint64_t *end)
{
    uint64_t begin = entry_begin(pack, at, kind, len);
    struct libdeflate_decompressor *decompressor = NULL;
    char *bytes = NULL;
    size_t used = 0;
    bool whole;

    if (begin == 0 || *len > OBJECT_MOST_BYTES ||
        (*kind != GIT_OBJECT_COMMIT && *kind != GIT_OBJECT_TREE && *kind != GIT_OBJECT_BLOB))
        return NULL;
    bytes = malloc((size_t)*len + 1);
    decompressor = libdeflate_alloc_decompressor();
    whole = bytes && decompressor &&
            libdeflate_zlib_decompress_ex(decompressor, pack.data + begin, (size_t)(pack.len - begin), bytes,
                                          (size_t)*len, &used, NULL) == LIBDEFLATE_SUCCESS;
    libdeflate_free_decompressor(decompressor);
    *end = begin + used;
    if (whole)
        return bytes;
    free(bytes);
    return NULL;
}

static bt_status add(salvage *s, const found *object)
{
    if (s->count == s->room) {
        size_t room = s->room ? 2 * s->room : 1024;
        found *list = realloc(s->list, room * sizeof *list);

        if (!list)
            return BT_ENOMEM;
        s->list = list;
        s->room = room;
    }
    s->list[s->count++] = *object;
    return BT_OK;
}

/* What lies at `at`, if it is whole; `name` is what the index calls it, or NULL. *end is 0 when it cannot be read. */
static bt_status look_at_entry(salvage *s, uint64_t at, const git_oid *name, uint64_t *end)
{
    found object = { .at = at };
    uint64_t len = 0;
    char *bytes = inflate_entry(s->pack, at, &object.kind, &len, &object.end);
    git_odb_object *read = NULL;
    bt_status status = BT_OK;

    *end = 0;
    git_error_clear();
    if (bytes && git_odb_hash(&object.oid, bytes, (size_t)len, object.kind) == 0 &&
        (!name || git_oid_equal(name, &object.oid))) {
        *end = object.end;
        status = add(s, &object);
    } else if (name && s->index_is_sound && git_odb_read(&read, s->store->odb, name) == 0) {
        git_oid_cpy(&object.oid, name);
        object.kind = git_odb_object_type(read);
        object.end = at;
        *end = at;
        status = add(s, &object);
    }
    git_odb_object_free(read);
    free(bytes);
    return status;
}

static uint32_t number_at(bt_view file, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)file.data + at;

    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* How many objects the index names, if it can be followed at all. */
static size_t index_count(bt_view index)
{
    size_t count;

    if (index.len < INDEX_NAMES_AT + 2 * (size_t)GIT_OID_RAWSZ || number_at(index, 4) != 2)
        return 0;
    count = number_at(index, INDEX_NAMES_AT - 4);
    return count <= index.len / (GIT_OID_RAWSZ + 8) &&
                   INDEX_NAMES_AT + count * (GIT_OID_RAWSZ + 8) <= index.len
               ? count
               : 0;
}

static bt_status look_by_index(salvage *s, size_t count)
{
    size_t offsets = INDEX_NAMES_AT + count * (GIT_OID_RAWSZ + 4);
    bt_status status = BT_OK;

    for (size_t i = 0; status == BT_OK && i < count; i++) {
        uint64_t end;
        git_oid name;

        git_oid_fromraw(&name, (const unsigned char *)s->index.data + INDEX_NAMES_AT + i * GIT_OID_RAWSZ);
        status = look_at_entry(s, number_at(s->index, offsets + 4 * i), &name, &end);
    }
    return status;
}

static bt_status look_one_by_one(salvage *s)
{
    uint64_t at = PACK_HEADER_BYTES, end = at;
    bt_status status = BT_OK;

    while (status == BT_OK && end != 0 && at < s->pack.len) {
        status = look_at_entry(s, at, NULL, &end);
        at = end;
    }
    return status;
}

static bt_status copy_one(const salvage *s, bt_pack *pack, const found *object)
{
    git_odb_object *read = NULL;
    bt_status status;

    if (object->end > object->at)
        return bt_pack_copy(pack, &object->oid,
                            (bt_view){ s->pack.data + object->at, (size_t)(object->end - object->at) });
    status = bt_object_read(s->store, &object->oid, object->kind, BT_EDAMAGED, &read);
    if (status == BT_OK)
        status = bt_pack_add(pack, &object->oid, object->kind,
                             (bt_view){ git_odb_object_data(read), git_odb_object_size(read) });
    git_odb_object_free(read);
    return status;
}

/* What was found becomes a pack of its own, on disk before the damaged one goes. */
static bt_status write_pack(const salvage *s)
{
    bt_pack *pack = NULL;
    bt_oid name;
    bt_status status = s->count == 0 ? BT_OK : bt_pack_begin(s->store->folder, s->count, &pack);

    for (size_t i = 0; status == BT_OK && i < s->count; i++)
        status = copy_one(s, pack, &s->list[i]);
    if (status == BT_OK && pack)
        status = bt_pack_finish(pack, &name);
    bt_pack_free(pack);
    return status;
}

/* The pack, its index and whatever git keeps beside them. */
static bt_status move_files(const salvage *s, const char *stem, int aside)
{
    static const char *const suffixes[] = { ".idx", ".pack", ".rev", ".bitmap", ".keep", ".mtimes" };

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char name[NAME_BYTES];

        snprintf(name, sizeof name, "%.*s%s", STEM_LEN, stem, suffixes[i]);
        if (renameat(s->folder, name, aside, name) != 0 && errno != ENOENT)
            return BT_EIO;
    }
    return bt_disk_sync(s->folder, ".") == 0 ? BT_OK : BT_EIO;
}

/* Has libgit2 read a whole pack, and leave an index of it, with a copy of the pack, in the folder `aside`, under `made`. */
static bt_status make_index(bt_view pack, int aside, char made[STEM_LEN + 1])
{
    char folder[sizeof "/proc/self/fd/" + 3 * sizeof aside];
    git_indexer *indexer = NULL;
    git_indexer_progress progress = { .total_objects = 0 };
    int rc;

    snprintf(folder, sizeof folder, "/proc/self/fd/%d", aside);
    git_error_clear();
    rc = git_indexer_new(&indexer, folder, 0444, NULL, NULL);
    if (rc == 0)
        rc = git_indexer_append(indexer, pack.data, pack.len, &progress);
    if (rc == 0)
        rc = git_indexer_commit(indexer, &progress);
    if (rc == 0)
        snprintf(made, STEM_LEN + 1, "pack-%s", git_indexer_name(indexer));
    git_indexer_free(indexer);
    return rc == 0 ? BT_OK : bt_git_status(rc, BT_EDAMAGED);
}

/* A whole pack stays as it lies; its index is made from it, synced, and then takes the place of the damaged one. A kill in between leaves a pack without an index, and that comes here again. */
static bt_status index_again(const salvage *s, const char *stem, int aside)
{
    char made[STEM_LEN + 1], index[NAME_BYTES], copy[NAME_BYTES], old[NAME_BYTES], kept[NAME_BYTES];
    bt_status status = make_index(s->pack, aside, made);

    if (status != BT_OK)
        return status;
    snprintf(index, sizeof index, "%s.idx", made);
    snprintf(copy, sizeof copy, "%s.pack", made);
    snprintf(old, sizeof old, "%.*s.idx", STEM_LEN, stem);
    snprintf(kept, sizeof kept, "%.*s.damaged", STEM_LEN, stem);
    if (bt_disk_sync(aside, index) != 0 || (renameat(s->folder, old, aside, kept) != 0 && errno != ENOENT) ||
        renameat(aside, index, s->folder, old) != 0 || bt_disk_sync(s->folder, ".") != 0)
        return BT_EIO;
    (void)unlinkat(aside, copy, 0); /* what is aside is out of use: a copy more does no harm */
    return BT_OK;
}

static bt_status mend(salvage *s, const char *stem, int aside)
{
    size_t count = index_count(s->index);
    bt_status status;

    if (!s->index_is_sound && s->pack.len > PACK_HEADER_BYTES + GIT_OID_RAWSZ && bt_pack_has_sum(s->pack))
        return index_again(s, stem, aside);
    status = count > 0 ? look_by_index(s, count) : look_one_by_one(s);
    if (status == BT_OK)
        status = write_pack(s);
    if (status == BT_OK)
        status = move_files(s, stem, aside);
    return status;
}

/* One pack: nothing when it is sound; else counted, and where there is an `aside`, mended. */
static bt_status look_at_pack(bt_store *store, int folder, const char *stem, int aside, size_t *damaged)
{
    salvage s = { .store = store, .folder = folder };
    bt_status status = BT_OK;

    s.pack = map_file(folder, stem, ".pack");
    s.index = map_file(folder, stem, ".idx");
    s.index_is_sound = bt_pack_has_sum(s.index);
    if (!is_sound(s.pack, s.index)) {
        ++*damaged;
        if (aside >= 0)
            status = mend(&s, stem, aside);
    }
    unmap(s.pack);
    unmap(s.index);
    free(s.list);
    return status;
}

static int is_pack(const struct dirent *entry)
{
    return strncmp(entry->d_name, "pack-", 5) == 0 && strlen(entry->d_name) == STEM_LEN + strlen(".pack") &&
           strcmp(entry->d_name + STEM_LEN, ".pack") == 0;
}

bt_status bt_salvage_packs(bt_store *store, int aside, size_t *damaged)
{
    struct dirent **entries = NULL;
    int folder = openat(store->folder, BT_PACK_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int count = folder < 0 ? -1 : scandirat(store->folder, BT_PACK_FOLDER, &entries, is_pack, alphasort);
    bt_status status = count < 0 ? BT_EIO : BT_OK;

    *damaged = 0;
    for (int i = 0; i < count; i++) {
        entries[i]->d_name[STEM_LEN] = '\0';
        if (status == BT_OK)
            status = look_at_pack(store, folder, entries[i]->d_name, aside, damaged);
        free(entries[i]);
    }
    free(entries);
    if (folder >= 0)
        close(folder);
    return status;
}
