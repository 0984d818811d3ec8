/* store/unbundle.c - a notebook's repository out of a bundle, checked byte for byte while it is read.
 *
 * libgit2's indexer names every object anew from its bytes; then everything that
 * the head reaches has to be among them.
 */
#define _XOPEN_SOURCE 700
#include "store/seen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FIRST_LINE "# v2 git bundle"

enum { CHUNK_BYTES = 64 * 1024, HEADER_MOST_BYTES = 4096, FOLDER_BYTES = 4096 };

/* A bundle that is being read. */
typedef struct bundle {
    int fd;
    git_oid head;
    char chunk[CHUNK_BYTES]; /* what was read and not used yet */
    size_t at, len;
    const char *epoch;
} bundle;

/* Some bytes more; len == at is the end of the file. */
static bt_status read_more(bundle *b)
{
    ssize_t got;

    do
        got = read(b->fd, b->chunk, sizeof b->chunk);
    while (got < 0 && errno == EINTR);
    b->at = 0;
    b->len = got < 0 ? 0 : (size_t)got;
    return got < 0 ? BT_EIO : BT_OK;
}

/* One line of the header, without its end, into `line`; *used counts towards the limit of a header. */
static bt_status read_line(bundle *b, char line[HEADER_MOST_BYTES], size_t *used)
{
    size_t len = 0;

    for (;;) {
        bt_status status = b->at < b->len ? BT_OK : read_more(b);

        if (status != BT_OK)
            return status;
        if (b->at == b->len || len + 1 == HEADER_MOST_BYTES || ++*used > HEADER_MOST_BYTES)
            return BT_EINPUT;
        line[len] = b->chunk[b->at++];
        if (line[len] == '\n')
            break;
        len++;
    }
    line[len] = '\0';
    return memchr(line, '\0', len) ? BT_EINPUT : BT_OK;
}

/* Up to the empty line before the pack. One that builds on what others have ("-" lines) is no backup. */
static bt_status read_header(bundle *b)
{
    char line[HEADER_MOST_BYTES] = "";
    size_t used = 0;
    bool found = false;
    bt_status status = read_line(b, line, &used);

    if (status == BT_OK && strcmp(line, FIRST_LINE) != 0)
        status = BT_EINPUT;
    while (status == BT_OK) {
        bt_oid oid = { "" };

        status = read_line(b, line, &used);
        if (status != BT_OK || *line == '\0')
            break;
        if (strlen(line) <= BT_VERSION_LEN || line[BT_VERSION_LEN] != ' ')
            return BT_EINPUT;
        memcpy(oid.hex, line, BT_VERSION_LEN);
        if (strcmp(line + BT_VERSION_LEN + 1, BT_MAIN_REF) == 0)
            found = bt_oid_read(&oid, &b->head) == BT_OK;
    }
    return status == BT_OK && !found ? BT_EINPUT : status;
}

/* What libgit2 says of bytes that are no pack, or not a whole one. */
static bt_status index_status(int rc)
{
    bt_status status = rc < 0 ? bt_git_status(rc, BT_EDAMAGED) : BT_OK;

    return status == BT_OK || status == BT_ENOMEM || status == BT_EIO ? status : BT_EDAMAGED;
}

static bt_status take_pack(bundle *b, const char *folder)
{
    git_indexer_progress progress = { 0 };
    git_indexer *indexer = NULL;
    bt_status status;

    git_error_clear();
    status = index_status(git_indexer_new(&indexer, folder, 0444, NULL, NULL));
    while (status == BT_OK) {
        if (b->at < b->len)
            status = index_status(git_indexer_append(indexer, b->chunk + b->at, b->len - b->at, &progress));
        if (status == BT_OK)
            status = read_more(b);
        if (status != BT_OK || b->len == 0)
            break;
    }
    if (status == BT_OK)
        status = index_status(git_indexer_commit(indexer, &progress));
    git_indexer_free(indexer);
    return status;
}

/* BT_EDAMAGED when the head, or anything that it reaches, did not come. */
static bt_status check_whole(bt_store *store, const git_oid *head)
{
    bt_seen seen = { 0 };
    bt_status status = bt_seen_all(&seen, store, head);

    for (size_t i = 0; status == BT_OK && i < seen.count; i++) {
        if (!git_odb_exists(store->odb, &seen.items[i].oid))
            status = BT_EDAMAGED;
    }
    bt_seen_free(&seen);
    return status;
}

static bt_status take_history(void *context, bt_store *store)
{
    bundle *b = context;
    char folder[FOLDER_BYTES];
    git_reference *ref = NULL;
    bt_status status;

    if (snprintf(folder, sizeof folder, "%s" BT_PACK_FOLDER, git_repository_path(store->repo)) >=
        (int)sizeof folder)
        return BT_EINPUT;
    status = take_pack(b, folder);
    if (status == BT_OK)
        status = bt_handle_open(store, git_repository_path(store->repo));
    if (status == BT_OK)
        status = check_whole(store, &b->head);
    if (status == BT_OK)
        status = bt_journal_replace(store, store->journal.end, NULL);
    if (status == BT_OK && git_reference_create(&ref, store->repo, BT_MAIN_REF, &b->head, 0, NULL) < 0)
        status = BT_EIO;
    git_reference_free(ref);
    return status == BT_OK ? bt_epoch_write(store->folder, b->epoch, &b->head) : status;
}

bt_status bt_store_unbundle(const char *path_of_bundle, const char *path, const char *epoch)
{
    bundle b = { .epoch = epoch };
    bt_status status;

    if (!bt_epoch_valid(epoch))
        return BT_EINPUT;
    b.fd = open(path_of_bundle, O_RDONLY | O_CLOEXEC);
    if (b.fd < 0)
        return errno == ENOENT ? BT_ENOTFOUND : BT_EIO;
    status = read_header(&b);
    if (status == BT_OK)
        status = bt_repository_make(path, take_history, &b);
    close(b.fd);
    return status;
}
