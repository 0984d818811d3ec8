/* service/exchange/snapshots.c - which notebooks have a snapshot, and when one is made anew. */
#include "service/exchange/snapshots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "service/notebook/book.h"

enum { GROWN_PART = 10 }; /* a snapshot is made anew when a tenth of what it holds has come since */

static char *path_of(const bt_notebooks *all, const bt_book *book)
{
    size_t size = strlen(all->snapshots) + 1 + BT_ID_LEN + 1;
    char *path = malloc(size);

    if (path != NULL)
        (void)snprintf(path, size, "%s/%s", all->snapshots, book->id);
    return path;
}

/* The snapshot of the history that the store has, at a commit that it still goes on from. */
static bt_status open_good(bt_store *store, const bt_oid *head, const char *path, bt_snapshot **out)
{
    bool continues = false;
    bt_status status = bt_snapshot_open(path, out);

    if (status == BT_EDAMAGED)
        (void)unlink(path); /* what stays is found damaged again */
    if (status != BT_OK)
        return status == BT_EDAMAGED ? BT_ENOTFOUND : status;
    if (strcmp(bt_snapshot_epoch(*out), bt_store_epoch(store)) == 0)
        status = bt_store_continues(store, head, bt_snapshot_commit(*out), &continues);
    if (status == BT_OK && continues)
        return BT_OK;
    bt_snapshot_close(*out);
    *out = NULL;
    return status == BT_OK ? BT_ENOTFOUND : status;
}

bt_status bt_notebook_snapshot(bt_notebook *notebook, const bt_oid *head, bt_snapshot **out)
{
    char *path = path_of(notebook->all, notebook->book);
    bt_status status = BT_ENOMEM;

    *out = NULL;
    if (path != NULL)
        status = open_good(notebook->store, head, path, out);
    free(path);
    if (status == BT_ENOTFOUND)
        atomic_store(&notebook->book->snapshot_ms, bt_monotonic_ms());
    return status;
}

void bt_notebook_snapshot_drop(bt_notebook *notebook)
{
    char *path = path_of(notebook->all, notebook->book);

    if (path != NULL)
        (void)unlink(path);
    free(path);
    atomic_store(&notebook->book->snapshot_ms, bt_monotonic_ms());
}

/* What has come since a snapshot, counted until it is enough. */
typedef struct growth {
    uint64_t bytes, enough_bytes;
} growth;

static int count_bytes(void *context, const bt_changed *record)
{
    growth *g = context;

    g->bytes += record->bytes.len;
    return g->bytes > g->enough_bytes;
}

static bt_status has_grown(bt_store *store, const bt_oid *head, const char *path, bool *out)
{
    growth since = { 0, BT_SNAPSHOT_PART_BYTES };
    bt_oid from = { "" };
    bt_snapshot *snapshot = NULL;
    bt_status status = open_good(store, head, path, &snapshot);

    *out = false;
    if (status == BT_OK) {
        from = *bt_snapshot_commit(snapshot);
        if (bt_snapshot_bytes(snapshot) / GROWN_PART > since.enough_bytes)
            since.enough_bytes = bt_snapshot_bytes(snapshot) / GROWN_PART;
    }
    bt_snapshot_close(snapshot);
    if (status == BT_OK || status == BT_ENOTFOUND)
        status = bt_store_changes(store, &from, head, (bt_view){ NULL, 0 }, count_bytes, &since);
    *out = since.bytes > since.enough_bytes;
    return status;
}

static bt_status make(const bt_notebooks *all, bt_book *book, bool (*ended)(void *), void *context)
{
    char *path = path_of(all, book);
    bt_store *store = NULL;
    bool grown = false;
    bt_oid head;
    bt_status status = BT_ENOMEM;

    if (path == NULL)
        return BT_ENOMEM;
    status = bt_book_store_take(all, book, &store);
    if (status == BT_OK)
        status = bt_store_head(store, &head);
    if (status == BT_OK)
        status = has_grown(store, &head, path, &grown);
    if (status == BT_OK && grown)
        status = bt_snapshot_make(store, &head, path, ended, context);
    bt_store_close(store); /* it has seen every pack, which it would keep mapped */
    free(path);
    return status;
}

static _Atomic int64_t *due(bt_book *book)
{
    return &book->snapshot_ms;
}

bt_status bt_notebooks_snapshot(bt_notebooks *all, bool (*ended)(void *), void *context)
{
    bt_status status = BT_OK;
    bt_book *book;

    while (status == BT_OK && !ended(context) &&
           (book = bt_book_use_quiet(all, due, bt_monotonic_ms())) != NULL) {
        status = make(all, book, ended, context);
        bt_book_leave(all, book);
    }
    return status;
}
