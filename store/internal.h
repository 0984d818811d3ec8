/* store/internal.h - what the files of this folder share; nobody else includes it.
 *
 * From the ground up: place (where an id lies), disk (files and folders, synced),
 * lock (one writer), object (bytes to and from git), folder (git's folders),
 * recover (after a killed writer). On these stand the calls of store.h.
 */
#ifndef BT_STORE_INTERNAL_H
#define BT_STORE_INTERNAL_H

#include "store/store.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>

#define BT_MAIN_REF "refs/heads/main"
#define BT_LOCK_FILE "write.lock"
#define BT_EPOCH_FILE "epoch"
#define BT_RECORDS "records"
#define BT_DEVICES "devices"

enum {
    BT_EPOCH_LEN = 32,
    BT_PLACE_PARTS = 4, /* records, month, day, file */
    BT_PART_BYTES = 48  /* the longest is an id with ".json"; a NUL is counted */
};

struct bt_store {
    git_repository *repo;
    git_odb *odb;           /* reads: loose objects and packs */
    git_odb_backend *loose; /* writes, see object.c */
    int folder;             /* the repository's folder, open */
    char epoch[BT_EPOCH_LEN + 1];
};

/* ---- place.c: where an id lies. */

typedef struct bt_place {
    char part[BT_PLACE_PARTS][BT_PART_BYTES];
    size_t count;
} bt_place;

/* BT_EINPUT when the id is no UUIDv7. */
bt_status bt_place_of_record(bt_view id, bt_place *out);
bt_status bt_place_of_device(bt_view device, bt_place *out);
/* The id in a file name, absent where the file does not lie at the place of that id. Borrows from `file`. */
bt_view bt_place_record_id(bt_view month, bt_view day, bt_view file);
/* memcmp order part by part: git's order too, since a level of ours holds either folders or files. */
int bt_place_compare(const bt_place *a, const bt_place *b);

/* ---- disk.c: 0 or -1 with errno, as the calls that they stand for. */

int bt_disk_sync(int folder, const char *name); /* a file or a folder; "." is the folder itself */
int bt_disk_write(int folder, const char *name, bt_view bytes);
int bt_disk_sync_all(const char *path);
int bt_disk_remove_all(const char *path); /* and `path` itself */
/* Remove the files (not folders) of folder/name whose names start with `prefix`. */
int bt_disk_remove_prefixed(int folder, const char *name, const char *prefix);

/* ---- lock.c: one writer at a time, among threads and processes. */

typedef struct bt_lock {
    int fd;
    bool abandoned; /* the writer before was killed, or failed half-way */
} bt_lock;

/* BT_EBUSY when others held it for wait_ms; BT_EIO. */
bt_status bt_lock_take(int folder, int64_t wait_ms, bt_lock *out);
/* `finished`: nothing was left half done, the next writer has nothing to clear up. */
void bt_lock_release(bt_lock *lock, bool finished);
/* An open folder, until it is closed; nothing is written for it. */
bt_status bt_lock_folder(int folder, int64_t wait_ms);

/* ---- recover.c */

/* Remove what a killed writer left. The caller holds the write lock. */
bt_status bt_recover(const bt_store *store, bool abandoned);

/* ---- object.c */

/* What a failed call of libgit2 means: a missing object is `missing`. */
bt_status bt_git_status(int rc, bt_status missing);
/* BT_EINPUT when it is not 40 hex digits. */
bt_status bt_oid_read(const bt_oid *hex, git_oid *out);
void bt_oid_print(const git_oid *oid, bt_oid *out);
/* Free *out with git_odb_object_free. An object of another kind is `missing`. */
bt_status bt_object_read(bt_store *store, const git_oid *oid, git_object_t kind, bt_status missing,
                         git_odb_object **out);
/* Durable when it answers, whether or not the same bytes were there before. */
bt_status bt_object_write(bt_store *store, git_object_t kind, bt_view bytes, git_oid *out);
/* An owned copy with its NUL. */
bt_status bt_bytes_copy(bt_view from, bt_bytes *out);

/* ---- folder.c */

/* One walk over the entries of a tree. Zeroed is closed. */
typedef struct bt_folder {
    git_odb_object *object; /* NULL: a tree that does not exist, without entries */
    const char *next, *end;
    bool done;    /* the members below are valid while it is false */
    bt_view name; /* borrowed from the object */
    bt_view raw;  /* mode, name and id as they lie in the object */
    bool is_folder;
    git_oid oid;
} bt_folder;

/* Stands on the first entry. oid == NULL: no tree. BT_EDAMAGED. */
bt_status bt_folder_open(bt_store *store, const git_oid *oid, bt_folder *out);
bt_status bt_folder_next(bt_folder *tree);
void bt_folder_close(bt_folder *tree);
/* *found tells whether the tree has such an entry. */
bt_status bt_folder_find(bt_store *store, const git_oid *oid, const char *name, bool is_folder, git_oid *out,
                         bool *found);
/* git's order of entries: memcmp, a folder as if its name ended in "/". */
int bt_folder_order(bt_view a, bool a_is_folder, bt_view b, bool b_is_folder);

/* The ids along a path: [0] the root tree, then one for each part that exists. */
typedef struct bt_trail {
    git_oid oid[BT_PLACE_PARTS + 1];
    size_t count;
} bt_trail;

/*
 * Follow a path as far as it exists. `near`, or NULL, is the trail of the same path from another
 * commit: from the first equal tree on the rest is taken from there, unread.
 */
bt_status bt_trail_follow(bt_store *store, const git_oid *root, const bt_place *path, const bt_trail *near,
                          bt_trail *out);
/* The id at the end of the path, NULL when nothing is there. */
const git_oid *bt_trail_end(const bt_trail *trail, const bt_place *path);

typedef struct bt_edit {
    bt_place path;
    git_oid blob;
} bt_edit;

/*
 * Write the tree that is `old` (NULL: none) with some files replaced or added.
 * `edits` are in the order of bt_place_compare, no path twice; `depth` is 0 for the root.
 */
bt_status bt_folder_splice(bt_store *store, const git_oid *old, const bt_edit *edits, size_t edit_count,
                           size_t depth, git_oid *out);

/* ---- read.c */

bt_status bt_read_head(bt_store *store, git_oid *out);
/* The root tree of a commit; BT_ENOTFOUND when it is no commit of this repository. */
bt_status bt_read_root(bt_store *store, const git_oid *commit, git_oid *root);
/* What bt_store_get_device() takes off again: tells the state of a device from a record. */
#define BT_DEVICE_MARK "device\n"

/* ---- write.c */

/* The whole message of a commit that holds what was typed before a merge. */
#define BT_TYPED_MESSAGE "typed\n"

/* `device` stands where git wants an address. NULL parents are none. */
typedef struct bt_commit_object {
    const git_oid *tree, *first, *second;
    bt_view author, device, message;
    int64_t time_s;
} bt_commit_object;
bt_status bt_commit_write(bt_store *store, const bt_commit_object *from, git_oid *out);

/* ---- open.c */

/* BT_EDAMAGED when the file is missing or is no epoch. */
bt_status bt_epoch_read(int folder, char epoch[BT_EPOCH_LEN + 1]);

/* Open without looking at the head or the epoch: for a repository that is being made. */
bt_status bt_store_attach(const char *path, bt_store **out);

#endif
