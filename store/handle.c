/* store/handle.c - git's side of a store handle: its repository, the shelf that it reads before the disk, and the names
 * of what it reads from there.
 *
 * The repository has one backend, ours. What comes from libgit2's own is named again, by OpenSSL: libgit2 would do that
 * with a sum that looks for made collisions, which took a third of reading a version.
 */
#define _POSIX_C_SOURCE 200809L
#include "store/internal.h"

#include <git2/sys/repository.h>
#include <stdlib.h>
#include <string.h>

/* What libgit2 holds of us; it belongs to the object database and goes with it. */
typedef struct store_backend {
    git_odb_backend parent;
    bt_store *store;
    git_odb *disk; /* packs and loose objects, as libgit2 opens them */
} store_backend;

static const store_backend *ours(const git_odb_backend *backend)
{
    return (const store_backend *)backend;
}

static const bt_object *find(const git_odb_backend *backend, const git_oid *oid)
{
    return bt_shelf_find(&ours(backend)->store->shelf, oid);
}

/* Its bytes were named when they came onto the shelf. */
static int read_shelf(void **bytes, size_t *len, git_object_t *kind, git_odb_backend *backend,
                      const bt_object *object)
{
    *bytes = git_odb_backend_data_alloc(backend, object->len + 1);
    if (!*bytes)
        return GIT_ERROR;
    memcpy(*bytes, object->bytes, object->len);
    ((char *)*bytes)[object->len] = '\0';
    *len = object->len;
    *kind = object->kind;
    return 0;
}

/* Not git_odb_read(): what it keeps in memory would be kept twice. */
static int read_disk(void **bytes, size_t *len, git_object_t *kind, const store_backend *of,
                     const git_oid *oid)
{
    int rc = GIT_ENOTFOUND;

    for (size_t i = 0; rc == GIT_ENOTFOUND && i < git_odb_num_backends(of->disk); i++) {
        git_odb_backend *one;

        rc = git_odb_get_backend(&one, of->disk, i);
        if (rc == 0)
            rc = one->read(bytes, len, kind, one, oid);
    }
    return rc;
}

static int check_name(bt_store *store, const git_oid *oid, git_object_t kind, bt_view bytes)
{
    git_oid name;

    if (bt_name_object(store, kind, bytes, &name) != BT_OK) {
        git_error_set_str(GIT_ERROR_NOMEMORY, "out of memory");
        return GIT_ERROR;
    }
    if (git_oid_equal(&name, oid))
        return 0;
    git_error_set_str(GIT_ERROR_ODB, "an object is not what its name says");
    return GIT_EMISMATCH;
}

static int backend_read(void **bytes, size_t *len, git_object_t *kind, git_odb_backend *backend,
                        const git_oid *oid)
{
    const bt_object *object = find(backend, oid);
    int rc;

    if (object)
        return read_shelf(bytes, len, kind, backend, object);
    rc = read_disk(bytes, len, kind, ours(backend), oid);
    if (rc < 0)
        return rc;
    rc = check_name(ours(backend)->store, oid, *kind, (bt_view){ *bytes, *len });
    if (rc < 0) {
        git_odb_backend_data_free(backend, *bytes);
        *bytes = NULL;
    }
    return rc;
}

static int backend_read_header(size_t *len, git_object_t *kind, git_odb_backend *backend, const git_oid *oid)
{
    const bt_object *object = find(backend, oid);

    if (!object)
        return git_odb_read_header(len, kind, ours(backend)->disk, oid);
    *len = object->len;
    *kind = object->kind;
    return 0;
}

static int backend_exists(git_odb_backend *backend, const git_oid *oid)
{
    return find(backend, oid) || git_odb_exists(ours(backend)->disk, oid);
}

/* libgit2 asks for it when it did not find something: another handle may have written it. */
static int backend_refresh(git_odb_backend *backend)
{
    bt_status status = bt_journal_follow(ours(backend)->store);

    if (status == BT_OK)
        return git_odb_refresh(ours(backend)->disk);
    git_error_set_str(status == BT_ENOMEM ? GIT_ERROR_NOMEMORY
                      : status == BT_EIO  ? GIT_ERROR_OS
                                          : GIT_ERROR_ODB,
                      "the journal cannot be read");
    return GIT_ERROR;
}

/* libgit2 calls it without asking whether it is there. */
static int backend_foreach(git_odb_backend *backend, git_odb_foreach_cb each, void *payload)
{
    const bt_shelf *shelf = &ours(backend)->store->shelf;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < shelf->count; i++)
        rc = each(&shelf->objects[i].oid, payload);
    return rc == 0 ? git_odb_foreach(ours(backend)->disk, each, payload) : rc;
}

static void backend_free(git_odb_backend *backend)
{
    git_odb_free(ours(backend)->disk);
    free(backend);
}

/* An object database of the shelf and, behind it, `disk`, which it takes over when this succeeds. */
static int make_odb(bt_store *store, git_odb *disk, git_odb **out)
{
    store_backend *backend = calloc(1, sizeof *backend);
    int rc;

    if (!backend) {
        git_error_set_str(GIT_ERROR_NOMEMORY, "out of memory");
        return GIT_ERROR;
    }
    backend->store = store;
    backend->disk = disk;
    rc = git_odb_init_backend(&backend->parent, GIT_ODB_BACKEND_VERSION);
    backend->parent.read = backend_read;
    backend->parent.read_header = backend_read_header;
    backend->parent.exists = backend_exists;
    backend->parent.refresh = backend_refresh;
    backend->parent.foreach = backend_foreach;
    backend->parent.free = backend_free;
    if (rc == 0)
        rc = git_odb_new(out);
    if (rc == 0)
        rc = git_odb_add_backend(*out, &backend->parent, 1);
    if (rc < 0) {
        git_odb_free(*out);
        *out = NULL;
        free(backend);
    }
    return rc;
}

bt_status bt_handle_open(bt_store *store, const char *path)
{
    git_repository *repo = NULL;
    git_odb *odb = NULL, *disk = NULL;
    int rc;

    git_error_clear();
    rc = git_repository_open_bare(&repo, path);
    if (rc == 0)
        rc = git_repository_odb(&disk, repo);
    if (rc == 0)
        rc = make_odb(store, disk, &odb);
    if (odb)
        disk = NULL;
    if (rc == 0)
        rc = git_repository_set_odb(repo, odb);
    if (rc < 0) {
        git_odb_free(disk);
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
