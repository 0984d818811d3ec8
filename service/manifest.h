/* service/manifest.h - what a backup holds: each file with its SHA-256, as `sha256sum -c` reads it. */
#ifndef BT_SERVICE_MANIFEST_H
#define BT_SERVICE_MANIFEST_H

#include "sync/base.h"

#define BT_MANIFEST_FILE "manifest"

enum {
    BT_MANIFEST_NAME_MAX = 127, /* of a file in a backup: [a-z0-9_./-], nothing above the folder */
    BT_MANIFEST_FILES_MAX = 10 * 1000 * 1000 /* a district's classrooms, with their photos */
};

typedef struct bt_manifest bt_manifest;

/* Begin one for `folder`; the caller frees it. NULL without memory. */
bt_manifest *bt_manifest_new(const char *folder);
void bt_manifest_free(bt_manifest *manifest);

/* Read a file of the folder, as it is on the disk, and note its sum. BT_EINPUT: no name for a backup; BT_EIO. */
bt_status bt_manifest_add(bt_manifest *manifest, const char *name);

/* Write the list as a new file of the folder, synced. */
bt_status bt_manifest_write(const bt_manifest *manifest);

/*
 * Read the folder's list, and every file in it again; BT_OK: each is what it was. `each` is called with those names
 * in the order of the list, once all of them are known to be good.
 *
 * BT_ENOTFOUND: there is no list, so this is no backup. BT_EDAMAGED: the list is none, or a file is missing or is
 * another; `wrong` then holds its name. BT_EIO, BT_ENOMEM.
 */
typedef bt_status (*bt_manifest_fn)(void *context, const char *name);
bt_status bt_manifest_check(const char *folder, bt_manifest_fn each, void *context,
                            char wrong[BT_MANIFEST_NAME_MAX + 1]);

#endif
