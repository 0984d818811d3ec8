/* store/handle.c - git's side of a store handle: its repository, and the shelf that it reads before the disk. */
#define _POSIX_C_SOURCE 200809L
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

enum { SHELF_PRIORITY = 100 }; /* libgit2 asks the highest first: its own have 1 and 2 */

/* What libgit2 holds of us; it belongs to the object database and goes with it. */
typedef struct shelf_backend {
    git_odb_backend parent;
    bt_store *store;
} shelf_backend;

static const bt_object *find(git_odb_backend *backend, const git_oid *oid)
{
    return bt_shelf_find(&((shelf_backend *)backend)->store->shelf, oid);
}

static int shelf_read(void **bytes, size_t *len, git_object_t *kind, git_odb_backend *backend,
                      const git_oid *oid)
{
    const bt_object *object = find(backend, oid);

    if (!object)
        return GIT_ENOTFOUND;
    *bytes = git_odb_backend_data_alloc(backend, object->len + 1);
    if (!*bytes)
        return GIT_ERROR;
    memcpy(*bytes, object->bytes, object->len);
    ((char *)*bytes)[object->len] = '\0';
    *len = object->len;
    *kind = object->kind;
    return 0;
}

static int shelf_read_header(size_t *len, git_object_t *kind, git_odb_backend *backend, const git_oid *oid)
{
    const bt_object *object = find(backend, oid);

    if (!object)
        return GIT_ENOTFOUND;
    *len = object->len;
    *kind = object->kind;
    return 0;
}

static int shelf_exists(git_odb_backend *backend, const git_oid *oid)
{
    return find(backend, oid) != NULL;
}

/* libgit2 asks for it when it did not find something: another handle may have written it. */
static int shelf_refresh(git_odb_backend *backend)
{
    bt_status status = bt_journal_follow(((shelf_backend *)backend)->store);

    if (status == BT_OK)
        return 0;
    git_error_set_str(status == BT_ENOMEM ? GIT_ERROR_NOMEMORY
                      : status == BT_EIO  ? GIT_ERROR_OS
                                          : GIT_ERROR_ODB,
                      "the journal cannot be read");
    return GIT_ERROR;
}

/* libgit2 calls it without asking whether it is there. */
static int shelf_foreach(git_odb_backend *backend, git_odb_foreach_cb each, void *payload)
{
    const bt_shelf *shelf = &((shelf_backend *)backend)->store->shelf;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < shelf->count; i++)
        rc = each(&shelf->objects[i].oid, payload);
    return rc;
}

static void shelf_free(git_odb_backend *backend)
{
    free(backend);
}

/* Put the shelf in front of an object database. */
static int add_shelf(bt_store *store, git_odb *odb)
{
    shelf_backend *backend = calloc(1, sizeof *backend);
    int rc;

    if (!backend) {
        git_error_set_str(GIT_ERROR_NOMEMORY, "out of memory");
        return GIT_ERROR;
    }
    rc = git_odb_init_backend(&backend->parent, GIT_ODB_BACKEND_VERSION);
    backend->parent.read = shelf_read;
    backend->parent.read_header = shelf_read_header;
    backend->parent.exists = shelf_exists;
    backend->parent.refresh = shelf_refresh;
    backend->parent.foreach = shelf_foreach;
    backend->parent.free = shelf_free;
    backend->store = store;
    if (rc == 0)
        rc = git_odb_add_backend(odb, &backend->parent, SHELF_PRIORITY);
    if (rc < 0)
        free(backend);
    return rc;
}

bt_status bt_handle_open(bt_store *store, const char *path)
{
    git_repository *repo = NULL;
    git_odb *odb = NULL;
    int rc;

    git_error_clear();
    rc = git_repository_open_bare(&repo, path);
    if (rc == 0)
        rc = git_repository_odb(&odb, repo);
    if (rc == 0)
        rc = add_shelf(store, odb);
    if (rc < 0) {
        git_odb_free(odb);
        git_repository_free(repo);
        return bt_git_status(rc, BT_EDAMAGED);
    }
    bt_handle_close(store);
    store->repo = repo;
    store->odb = odb;
    return BT_OK;
}

/*
 * libgit2 keeps every pack that it ever saw open; here packs come and go for as long as the service runs. Where it
 * cannot be opened again just now the old one still finds everything, since a miss makes it look for new packs.
 */
bt_status bt_handle_refresh(bt_store *store)
{
    bt_status status = BT_OK;

    if (store->stale)
        status = bt_handle_open(store, git_repository_path(store->repo));
    if (status == BT_OK)
        store->stale = false;
    return status == BT_ENOMEM ? BT_ENOMEM : BT_OK;
}

void bt_handle_close(bt_store *store)
{
    git_odb_free(store->odb);
    git_repository_free(store->repo);
    store->odb = NULL;
    store->repo = NULL;
}
