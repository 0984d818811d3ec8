/* store/journal.c - what is acknowledged and in no pack yet, in one file for all handles and processes.
 *
 *   header   "backtable journal 1\n" and zeros up to 24 bytes; then the mark, 8 bytes
 *   record   length of the body (4), CRC-32 of the body (4), body
 *   body     the head before (20), the head after (20), number of objects (4),
 *            then for each its kind (1), its length (4) and its bytes
 *
 * and behind the last record perhaps zeros: room. What a file has already is
 * written and synced in two thirds of the time that making it longer takes, so
 * the journal after a busy one begins with room (bt_journal_prepare()).
 *
 * All numbers have the most significant byte first. A commit is one record; a
 * round appends those of its commits and syncs the file once. The mark says how far the file is known to be on
 * disk: it moves after the sync, so that nobody is shown what a power cut could
 * take back. It is not synced itself. After a power cut it may therefore stand
 * one round too low, and whoever opens the notebook looks behind it.
 *
 * A journal is never shortened and used again: it is replaced by a file without
 * what is in packs now (checkpoint.c). A handle that still has the old one open sees another file
 * under the name, and until then what it has read stays true.
 */
#define _XOPEN_SOURCE 700
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MARK_AT = 24,
    MARK_BYTES = 8,
    HEADER_BYTES = MARK_AT + MARK_BYTES,
    FRAME_BYTES = 8, /* before a body */
    BODY_HEADER_BYTES = 2 * GIT_OID_RAWSZ + 4,
    FILE_MODE = 0600,
    OBJECT_HEADER_BYTES = 5
};

static const char magic[MARK_AT] = "backtable journal 1\n";

static void put_number(unsigned char *out, uint64_t number, size_t bytes)
{
    for (size_t i = bytes; i-- > 0; number >>= 8)
        out[i] = (unsigned char)number;
}

static uint64_t get_number(const unsigned char *bytes, size_t count)
{
    uint64_t number = 0;

    for (size_t i = 0; i < count; i++)
        number = number << 8 | bytes[i];
    return number;
}

static uint32_t checksum(const unsigned char *bytes, size_t len)
{
    return libdeflate_crc32(0, bytes, len);
}

/* Exactly `len` bytes; a file that ends before is damaged. */
static bt_status read_at(int fd, uint64_t at, unsigned char *out, size_t len)
{
    while (len > 0) {
        ssize_t got = pread(fd, out, len, (off_t)at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 ? BT_EIO : BT_EDAMAGED;
        out += got;
        at += (uint64_t)got;
        len -= (size_t)got;
    }
    return BT_OK;
}

void bt_journal_forget(bt_store *store)
{
    bt_journal *journal = &store->journal;

    if (journal->fd >= 0) {
        close(journal->fd);
        store->stale = true;
    }
    *journal = (bt_journal){ .fd = -1, .file = journal->file };
    bt_shelf_clear(&store->shelf);
}

/* The file that has the journal's name now. */
static bt_status open_file(bt_store *store)
{
    int fd = openat(store->folder, BT_JOURNAL_FILE, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    unsigned char header[HEADER_BYTES];
    unsigned file = store->journal.file;
    struct stat info;
    bt_status status;

    if (fd < 0 && (errno == EROFS || errno == EACCES)) /* it can be read all the same */
        fd = openat(store->folder, BT_JOURNAL_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ELOOP ? BT_EDAMAGED : BT_EIO;
    status = fstat(fd, &info) == 0 ? BT_OK : BT_EIO;
    if (status == BT_OK)
        status = S_ISREG(info.st_mode) ? read_at(fd, 0, header, sizeof header) : BT_EDAMAGED;
    if (status == BT_OK && memcmp(header, magic, sizeof magic) != 0)
        status = BT_EDAMAGED;
    if (status != BT_OK) {
        close(fd);
        return status;
    }
    bt_journal_forget(store);
    store->journal = (bt_journal){
        .fd = fd, .dev = info.st_dev, .ino = info.st_ino, .file = file + 1, .end = HEADER_BYTES
    };
    return BT_OK;
}

/* One object of a body, onto the shelf under the name that its bytes have; *used is what it takes. */
static bt_status take_object(bt_store *store, const unsigned char *bytes, size_t len, size_t *used,
                             git_oid *oid)
{
    git_object_t kind;
    size_t object_len;
    bt_view content;

    if (len < OBJECT_HEADER_BYTES)
        return BT_EDAMAGED;
    kind = (git_object_t)bytes[0];
    object_len = (size_t)get_number(bytes + 1, 4);
    if ((kind != GIT_OBJECT_COMMIT && kind != GIT_OBJECT_TREE && kind != GIT_OBJECT_BLOB) ||
        object_len > len - OBJECT_HEADER_BYTES)
        return BT_EDAMAGED;
    content = (bt_view){ (const char *)bytes + OBJECT_HEADER_BYTES, object_len };
    if (bt_name_object(store, kind, content, oid) != BT_OK)
        return BT_ENOMEM;
    *used = OBJECT_HEADER_BYTES + object_len;
    return bt_shelf_add(&store->shelf, oid, kind, content);
}

/* A body whose checksum is right. Its heads must continue those before, and its commit be among its objects. */
static bt_status take_body(bt_store *store, const unsigned char *body, size_t len)
{
    bt_journal *journal = &store->journal;
    uint64_t count = get_number(body + 2 * GIT_OID_RAWSZ, 4);
    size_t at = BODY_HEADER_BYTES, used = 0;
    const bt_object *commit;
    git_oid parent, head, oid;

    git_oid_fromraw(&parent, body);
    git_oid_fromraw(&head, body + GIT_OID_RAWSZ);
    if (journal->batches > 0 && !git_oid_equal(&parent, &journal->head))
        return BT_EDAMAGED;
    for (uint64_t i = 0; i < count; i++, at += used) {
        bt_status status = take_object(store, body + at, len - at, &used, &oid);

        if (status != BT_OK)
            return status;
    }
    commit = bt_shelf_find(&store->shelf, &head);
    if (at != len || !commit || commit->kind != GIT_OBJECT_COMMIT)
        return BT_EDAMAGED;
    if (journal->batches++ == 0)
        git_oid_cpy(&journal->base, &parent);
    git_oid_cpy(&journal->head, &head);
    journal->end += FRAME_BYTES + len;
    return BT_OK;
}

/* The record at the start of `bytes`. BT_EDAMAGED when it is not whole. */
static bt_status take_record(bt_store *store, const unsigned char *bytes, size_t len)
{
    size_t body_len;

    if (len < FRAME_BYTES)
        return BT_EDAMAGED;
    body_len = (size_t)get_number(bytes, 4);
    if (body_len > len - FRAME_BYTES || body_len < BODY_HEADER_BYTES ||
        checksum(bytes + FRAME_BYTES, body_len) != get_number(bytes + 4, 4))
        return BT_EDAMAGED;
    return take_body(store, bytes + FRAME_BYTES, body_len);
}

/* Record by record from where this handle stands to `until`; BT_EDAMAGED at the first that is not whole. */
static bt_status take_until(bt_store *store, uint64_t until)
{
    uint64_t start = store->journal.end;
    size_t len = (size_t)(until - start);
    unsigned char *bytes = malloc(len);
    bt_status status = bytes ? read_at(store->journal.fd, start, bytes, len) : BT_ENOMEM;

    while (status == BT_OK && store->journal.end < until) {
        size_t done = (size_t)(store->journal.end - start);

        status = take_record(store, bytes + done, len - done);
    }
    free(bytes);
    return status;
}

bt_status bt_journal_follow(bt_store *store)
{
    bt_journal *journal = &store->journal;
    unsigned char mark[MARK_BYTES];
    struct stat now;
    bt_status status = BT_OK;
    uint64_t until;

    if (fstatat(store->folder, BT_JOURNAL_FILE, &now, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT)
            return BT_EIO;
        bt_journal_forget(store);
        return BT_OK;
    }
    if (journal->fd < 0 || now.st_dev != journal->dev || now.st_ino != journal->ino)
        status = open_file(store);
    if (status == BT_OK)
        status = read_at(journal->fd, MARK_AT, mark, sizeof mark);
    if (status != BT_OK)
        return status;
    until = get_number(mark, sizeof mark);
    if (until <= journal->end)
        return BT_OK;
    if (until > INT64_MAX || fstat(journal->fd, &now) != 0)
        return BT_EIO;
    /* what was acknowledged is missing: that is not for us to pass over */
    return until > (uint64_t)now.st_size ? BT_EDAMAGED : take_until(store, until);
}

/* No frame is all zeros: a body has a length. */
bt_status bt_journal_has_tail(const bt_store *store, bool *out)
{
    unsigned char frame[FRAME_BYTES] = { 0 };
    ssize_t got = 0;

    *out = false;
    if (store->journal.fd < 0)
        return BT_OK;
    do
        got = pread(store->journal.fd, frame, sizeof frame, (off_t)store->journal.end);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return BT_EIO;
    *out = get_number(frame, sizeof frame) != 0;
    return BT_OK;
}

bt_status bt_journal_take_tail(bt_store *store)
{
    struct stat info;
    bt_status status;

    if (store->journal.fd < 0)
        return BT_OK;
    if (fstat(store->journal.fd, &info) != 0)
        return BT_EIO;
    if ((uint64_t)info.st_size <= store->journal.end)
        return BT_OK;
    status = take_until(store, (uint64_t)info.st_size);
    return status == BT_EDAMAGED ? BT_OK : status; /* room; or torn, and never acknowledged */
}

/* The store's batch as a record, behind those that wait for the same sync. */
static bt_status add_record(const bt_shelf *batch, const git_oid *parent, const git_oid *head, bt_bytes *out)
{
    uint64_t len = FRAME_BYTES + BODY_HEADER_BYTES;
    unsigned char *bytes, *at;

    for (size_t i = 0; i < batch->count; i++)
        len += OBJECT_HEADER_BYTES + batch->objects[i].len;
    if (len > UINT32_MAX)
        return BT_ELIMIT;
    bytes = realloc(out->data, out->len + (size_t)len);
    if (!bytes)
        return BT_ENOMEM;
    out->data = (char *)bytes;
    bytes += out->len;
    at = bytes + FRAME_BYTES;
    memcpy(at, parent->id, GIT_OID_RAWSZ);
    memcpy(at + GIT_OID_RAWSZ, head->id, GIT_OID_RAWSZ);
    put_number(at + 2 * GIT_OID_RAWSZ, batch->count, 4);
    at += BODY_HEADER_BYTES;
    for (size_t i = 0; i < batch->count; i++) {
        const bt_object *object = &batch->objects[i];

        put_number(at, (uint64_t)object->kind, 1);
        put_number(at + 1, object->len, 4);
        memcpy(at + OBJECT_HEADER_BYTES, object->bytes, object->len);
        at += OBJECT_HEADER_BYTES + object->len;
    }
    put_number(bytes, len - FRAME_BYTES, 4);
    put_number(bytes + 4, checksum(bytes + FRAME_BYTES, (size_t)len - FRAME_BYTES), 4);
    out->len += (size_t)len;
    return BT_OK;
}

bt_status bt_journal_append(bt_store *store, const git_oid *parent, const git_oid *head)
{
    bt_journal *journal = &store->journal;
    bt_status status = journal->fd < 0 ? bt_journal_replace(store, journal->end, NULL) : BT_OK;

    if (status == BT_OK)
        status = bt_shelf_reserve(&store->shelf, store->batch.count);
    if (status == BT_OK)
        status = add_record(&store->batch, parent, head, &store->round.records);
    if (status != BT_OK)
        return status;
    bt_shelf_move(&store->batch, &store->shelf);
    if (journal->batches++ == 0)
        git_oid_cpy(&journal->base, parent);
    git_oid_cpy(&journal->head, head);
    return BT_OK;
}

/* One write, one sync, and then the mark. */
static bt_status write_records(const bt_journal *journal, bt_view records)
{
    unsigned char mark[MARK_BYTES];

    put_number(mark, journal->end + records.len, sizeof mark);
    if (lseek(journal->fd, (off_t)journal->end, SEEK_SET) < 0 ||
        bt_disk_write_all(journal->fd, records) != 0 || fdatasync(journal->fd) != 0 ||
        pwrite(journal->fd, mark, sizeof mark, MARK_AT) != (ssize_t)sizeof mark)
        return BT_EIO;
    return BT_OK;
}

bt_status bt_journal_sync(bt_store *store)
{
    bt_journal *journal = &store->journal;
    bt_bytes *records = &store->round.records;
    bt_status status = BT_OK;

    if (records->len > 0)
        status = write_records(journal, (bt_view){ records->data, records->len });
    if (status == BT_OK) {
        journal->end += records->len;
    } else {
        /*
         * After a failed sync the system may call these pages clean although they are not on disk. So nothing
         * more is written into this file: the lock keeps its owner, and the next writer begins a new one with
         * what was acknowledged (recover.c). Where even this cut fails it may find the records whole, and keep them.
         */
        int cut = ftruncate(journal->fd, (off_t)journal->end);

        (void)cut;
        bt_journal_forget(store); /* the shelf has what was not acknowledged */
    }
    bt_bytes_free(records);
    return status;
}

/* The first bytes of the next one: its header, and what is kept of this. Free *out in any case. */
static bt_status copy_behind(const bt_journal *journal, uint64_t from, bt_bytes *out)
{
    size_t kept = (size_t)(journal->end - from);
    unsigned char *header;

    out->data = malloc(HEADER_BYTES + kept);
    if (!out->data)
        return BT_ENOMEM;
    out->len = HEADER_BYTES + kept;
    header = (unsigned char *)out->data;
    memcpy(header, magic, sizeof magic);
    put_number(header + MARK_AT, out->len, MARK_BYTES);
    return read_at(journal->fd, from, header + HEADER_BYTES, kept);
}

void bt_journal_drop(const bt_store *store, bt_journal_next *next)
{
    if (next->fd < 0)
        return;
    (void)unlinkat(store->folder, next->name, 0); /* or it is cleared up as a killed writer's */
    close(next->fd);
    next->fd = -1;
}

static void make_next(const bt_store *store, bt_journal_next *out)
{
    out->fd = bt_disk_make_work(store->folder, "tmp_journal", FILE_MODE, out->name);
}

void bt_journal_prepare(const bt_store *store, bt_journal_next *out)
{
    static const char zeros[64 * 1024];
    bool good = true;

    *out = (bt_journal_next){ .fd = -1 };
    if (store->journal.end < BT_JOURNAL_BUSY_BYTES)
        return;
    make_next(store, out);
    if (out->fd < 0)
        return;
    for (size_t len = 0; good && len < BT_JOURNAL_BUSY_BYTES; len += sizeof zeros)
        good = bt_disk_write_all(out->fd, (bt_view){ zeros, sizeof zeros }) == 0;
    if (!good || fsync(out->fd) != 0)
        bt_journal_drop(store, out);
}

bt_status bt_journal_replace(bt_store *store, uint64_t from, bt_journal_next *next)
{
    bt_journal_next unprepared = { .fd = -1 };
    bt_bytes begin = { NULL, 0 };
    bt_status status = copy_behind(&store->journal, from, &begin);

    if (!next)
        next = &unprepared;
    if (next->fd < 0)
        make_next(store, next);
    if (status == BT_OK &&
        (next->fd < 0 || lseek(next->fd, 0, SEEK_SET) < 0 ||
         bt_disk_write_all(next->fd, (bt_view){ begin.data, begin.len }) != 0 || fsync(next->fd) != 0 ||
         renameat(store->folder, next->name, store->folder, BT_JOURNAL_FILE) != 0))
        status = BT_EIO;
    if (status == BT_OK) {
        close(next->fd);
        next->fd = -1;
        /* the name has to be on disk before anything is acknowledged by what stands under it */
        status = bt_disk_sync(store->folder, ".") == 0 ? bt_journal_follow(store) : BT_EIO;
    }
    bt_journal_drop(store, next);
    bt_bytes_free(&begin);
    return status;
}
