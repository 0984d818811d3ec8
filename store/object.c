/* store/object.c - bytes to and from git, and what git's failures mean here. */
#define _POSIX_C_SOURCE 200809L
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

bt_status bt_git_status(int rc, bt_status missing)
{
    const git_error *error = rc == GIT_ERROR ? git_error_last() : NULL;

    if (rc >= 0)
        return BT_OK;
    if (rc == GIT_ENOTFOUND)
        return missing;
    if (error && error->klass == GIT_ERROR_NOMEMORY)
        return BT_ENOMEM;
    if (error && error->klass == GIT_ERROR_OS)
        return BT_EIO;
    return BT_EDAMAGED;
}

bt_status bt_oid_read(const bt_oid *hex, git_oid *out)
{
    /* git_oid_fromstr stops at 40 and would take capitals, of which there is a second spelling for one version */
    if (strnlen(hex->hex, sizeof hex->hex) != BT_VERSION_LEN ||
        strspn(hex->hex, "0123456789abcdef") != BT_VERSION_LEN)
        return BT_EINPUT;
    return git_oid_fromstr(out, hex->hex) == 0 ? BT_OK : BT_EINPUT;
}

void bt_oid_print(const git_oid *oid, bt_oid *out)
{
    git_oid_tostr(out->hex, sizeof out->hex, oid);
}

bt_status bt_object_read(bt_store *store, const git_oid *oid, git_object_t kind, bt_status missing,
                         git_odb_object **out)
{
    git_odb_object *object = NULL;
    int rc;

    *out = NULL;
    git_error_clear(); /* an older failure must not explain this one */
    rc = git_odb_read(&object, store->odb, oid);
    if (rc < 0)
        return bt_git_status(rc, missing);
    if (git_odb_object_type(object) != kind) {
        git_odb_object_free(object);
        return missing;
    }
    *out = object;
    return BT_OK;
}

/*
 * Not git_odb_write(): that answers "there already" for an object that is there and cannot be read, or that a killed
 * writer named and never synced, and it lists the folder of packs each time.
 */
bt_status bt_object_write(bt_store *store, git_object_t kind, bt_view bytes, git_oid *out)
{
    bt_status status = bt_name_object(store, kind, bytes, out);

    return status == BT_OK ? bt_shelf_add(&store->batch, out, kind, bytes) : status;
}

bt_status bt_bytes_copy(bt_view from, bt_bytes *out)
{
    char *copy = malloc(from.len + 1);

    if (!copy)
        return BT_ENOMEM;
    if (from.len > 0)
        memcpy(copy, from.data, from.len);
    copy[from.len] = '\0';
    out->data = copy;
    out->len = from.len;
    return BT_OK;
}

void bt_bytes_free(bt_bytes *bytes)
{
    if (!bytes)
        return;
    free(bytes->data);
    bytes->data = NULL;
    bytes->len = 0;
}
