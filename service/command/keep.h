/* service/command/keep.h - what a backup consists of, and the folder that one is made in; for backup and restore.
 *
 *   BACKUP/manifest                every file below, with its SHA-256
 *   BACKUP/access.db               people and devices; tokens and codes are in it as hashes
 *   BACKUP/origin, command_line    small files of the data folder, where they are there
 *   BACKUP/tls/authority.pem       the authority that phones trust, and its key: a new one would be an errand for each
 *   BACKUP/notebooks/<id>.bundle   a classroom with its whole history; git clones it
 *   BACKUP/photos/<id>/<aa>/<sum>.jpg   its photos of work, under their sums
 */
#ifndef BT_SERVICE_COMMAND_KEEP_H
#define BT_SERVICE_COMMAND_KEEP_H

#include "service/command/desk.h"

#define BT_KEEP_ACCESS "access.db"
#define BT_KEEP_NOTEBOOKS "notebooks"
#define BT_KEEP_BUNDLE ".bundle"

enum { BT_KEEP_SMALL_MAX_BYTES = 4096 };

/* The small files that are kept as they are; ends with NULL. */
extern const char *const bt_keep_small[];

/* Without slashes at its end: names are made from it by adding to it. */
void bt_keep_trim(char *path);

/*
 * A new folder `path`.new to work in, which only its owner may enter. One that an earlier run left half-way is removed
 * first: it has a file that says so. BT_EBUSY: there is one that is not ours to remove. The caller frees *work.
 */
bt_status bt_keep_begin(const char *path, char **work);

/* It is complete: synced, and no longer marked as half-way. */
bt_status bt_keep_complete(const char *work);

/* Give up; what was made goes. Frees it. NULL is fine. */
void bt_keep_drop(char *work);

/* The folder that lists `path` is on disk. */
bt_status bt_keep_sync_parent(const char *path);

/* Copy a small file between two folders. BT_OK also when there is none; *copied tells. */
bt_status bt_keep_copy_small(const char *from, const char *to, const char *name, bool *copied);

#endif
