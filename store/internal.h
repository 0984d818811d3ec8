/* store/internal.h - what the files of this folder share; nobody else includes it.
 *
 * From the ground up: place (where an id lies), disk (files and folders, synced),
 * lock (one writer), shelf (objects in memory), object (bytes to and from git),
 * folder (git's folders), journal (what is acknowledged and in no pack yet), pack
 * (git's files), checkpoint (from the journal into packs), recover (after a killed
 * writer). On these stand the calls of store.h.
 */
#ifndef BT_STORE_INTERNAL_H
#define BT_STORE_INTERNAL_H

#include "store/store.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <openssl/types.h>
#include <sys/types.h>
#include <time.h>

#define BT_MAIN_REF "refs/heads/main"
#define BT_LOCK_FILE "write.lock"
#define BT_EPOCH_FILE "epoch"
#define BT_JOURNAL_FILE "journal"
#define BT_PACK_FOLDER "objects/pack"
#define BT_RECORDS "records"
#define BT_DEVICES "devices"

enum {
    BT_EPOCH_LEN = 32,
    BT_PLACE_PARTS = 4, /* records, month, day, file */
    BT_PART_BYTES = 48  /* the longest is an id with ".json"; a NUL is counted */
};

/* ---- shelf.c: objects in memory. Zeroed is empty. */

typedef struct bt_object {
    git_oid oid;
    git_object_t kind;
    char *bytes;
    size_t len;
} bt_object;

typedef struct bt_shelf {
    bt_object *objects; /* in the order in which they came */
    size_t count;
    size_t *slots; /* index of an object + 1; 0 is free */
    size_t slot_count;
} bt_shelf;

/* A copy of the bytes; nothing when it stands there already. */
bt_status bt_shelf_add(bt_shelf *shelf, const git_oid *oid, git_object_t kind, bt_view bytes);
/* NULL when it is not there. Borrowed until the shelf changes. */
const bt_object *bt_shelf_find(const bt_shelf *shelf, const git_oid *oid);
bt_status bt_shelf_reserve(bt_shelf *shelf, size_t more);
/* All that `from` holds; `to` has room for it, so that it cannot fail. `from` is empty then. */
void bt_shelf_move(bt_shelf *from, bt_shelf *to);
void bt_shelf_clear(bt_shelf *shelf);

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

/* The commits that this handle is about to make durable, see bt_store_round_begin(). */
typedef struct bt_round {
    bool open;
    bool failed; /* the disk failed under one of them */
    bt_lock lock;
    bt_bytes records; /* for the journal */
} bt_round;

/* One handle's place in the journal, see journal.c. */
typedef struct bt_journal {
    int fd; /* -1: there is none yet */
    dev_t dev;
    ino_t ino;          /* while it is open no other file can have this number */
    unsigned file;      /* counts the files that this handle has opened */
    uint64_t end;       /* bytes of the file whose objects are on the shelf */
    size_t batches;     /* how many these are */
    git_oid base, head; /* while batches > 0: the head before the first of them, and after the last */
} bt_journal;

/* Which history this is, as last read; see epoch.c. */
typedef struct bt_epoch {
    char text[BT_EPOCH_LEN + 1];
    bt_oid began;  /* the commit that it began with; empty where that is not known, or is the first one */
    bool replaced; /* it is not the first one here */
    ino_t ino;     /* of the file, */
    struct timespec changed; /* with `ino`: tells it from the one that takes its place */
} bt_epoch;

/* Enough for the way to a day and a few days more: the records of a batch lie in few. */
enum { BT_KEPT_FOLDERS = 8 };

struct bt_store {
    git_repository *repo;
    git_odb *odb; /* reads: the shelf, packs, loose objects */
    bt_shelf shelf;
    bt_shelf batch; /* the commit that is being put together */
    bt_round round;
    EVP_MD_CTX *namer;
    bt_journal journal;
    bool stale; /* packs have come or gone since the repository was opened */
    int folder; /* the repository's folder, open */
    bt_epoch epoch;
    git_odb_object *kept[BT_KEPT_FOLDERS]; /* git's folders, as read last; see folder.c */
    size_t next_kept;
    git_odb_object **versions; /* as read last, see read.c; NULL: none yet */
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
/* All of it, at the file's place, however often the system stops half-way. */
int bt_disk_write_all(int fd, bt_view bytes);
int bt_disk_write(int folder, const char *name, bt_view bytes); /* a new file, synced */
int bt_disk_sync_all(const char *path);
int bt_disk_remove_all(const char *path); /* and `path` itself */
/*
 * A new file under a name of its own that starts with `stem`, for one who works without the write lock: it is not cleared
 * up as long as it is open.
 */
enum { BT_WORK_NAME_BYTES = 32 };
int bt_disk_make_work(int folder, const char *stem, mode_t mode, char name[BT_WORK_NAME_BYTES]);
/* Remove a file unless someone works at it: then, and where there is none, nothing is done. */
int bt_disk_remove_idle(int folder, const char *name);
/* That, for the files (not folders) of folder/name whose names start with `prefix`. */
int bt_disk_remove_prefixed(int folder, const char *name, const char *prefix);

/* ---- recover.c */

/* Remove what a killed writer left, keep what it finished. Under the write lock. */
bt_status bt_recover(bt_store *store, bool abandoned);
/* What every writer does first: look after the one before, and read what others wrote. Under the write lock. */
bt_status bt_writer_begin(bt_store *store, bool abandoned);

/* ---- read.c */

void bt_versions_forget(bt_store *store); /* those that are kept at hand */

/* ---- name.c: what git calls an object */

bt_status bt_name_object(bt_store *store, git_object_t kind, bt_view bytes, git_oid *out);
void bt_name_end(bt_store *store);

/* ---- object.c */

/* What a failed call of libgit2 means: a missing object is `missing`. */
bt_status bt_git_status(int rc, bt_status missing);
/* BT_EINPUT when it is not 40 hex digits. */
bt_status bt_oid_read(const bt_oid *hex, git_oid *out);
void bt_oid_print(const git_oid *oid, bt_oid *out);
/* Free *out with git_odb_object_free. An object of another kind is `missing`. */
bt_status bt_object_read(bt_store *store, const git_oid *oid, git_object_t kind, bt_status missing,
                         git_odb_object **out);
/* Into the store's batch, whether or not the same bytes are stored already: see journal.c. */
bt_status bt_object_write(bt_store *store, git_object_t kind, bt_view bytes, git_oid *out);
/* An owned copy with its NUL. */
bt_status bt_bytes_copy(bt_view from, bt_bytes *out);

/* ---- handle.c */

/* Open the repository at `path` with the store's shelf before it; one that was open is closed when this succeeds. */
bt_status bt_handle_open(bt_store *store, const char *path);
void bt_handle_close(bt_store *store);
/* Open it again where packs have come or gone; nothing of git's may be in use. */
bt_status bt_handle_refresh(bt_store *store);

/* ---- journal.c */

/* Take over what other handles have acknowledged since the last look. BT_EDAMAGED when it cannot be read to its mark. */
bt_status bt_journal_follow(bt_store *store);
/* Is there something behind the mark: a writer at work, or killed? After bt_journal_follow(). */
bt_status bt_journal_has_tail(const bt_store *store, bool *out);
/* Take over what is whole of it. Under the write lock, or where nobody can write. */
bt_status bt_journal_take_tail(bt_store *store);
/*
 * Put the store's batch on the shelf, as what the round makes durable: from here on it is this handle's head. In a
 * round, after bt_journal_follow().
 */
bt_status bt_journal_append(bt_store *store, const git_oid *parent, const git_oid *head);
/*
 * All that was appended in this round, with exactly one sync: from here on it is the head of every handle. BT_EIO:
 * nothing was added, and this handle stands where the others do.
 */
bt_status bt_journal_sync(bt_store *store);
/* A journal of so many bytes is one of a busy notebook. */
enum { BT_JOURNAL_BUSY_BYTES = 1024 * 1024 };
/* The file that is to take its place, see bt_journal_prepare(). */
typedef struct bt_journal_next {
    int fd; /* -1: there is none */
    char name[BT_WORK_NAME_BYTES];
} bt_journal_next;
/* After a busy one: make a file with room in it, without the write lock. An aid: where it fails there is none. */
void bt_journal_prepare(const bt_store *store, bt_journal_next *out);
/*
 * One in place of it that begins with what this handle has read behind `from`, synced. Under the write lock.
 *   next   is used up, however this ends; NULL: none was prepared
 */
bt_status bt_journal_replace(bt_store *store, uint64_t from, bt_journal_next *next);
/* One that was not used. */
void bt_journal_drop(const bt_store *store, bt_journal_next *next);
/* Drop what this handle has read of it. */
void bt_journal_forget(bt_store *store);

/* ---- pack.c, pack_index.c: one of git's packs, written from the first byte to the last */

typedef struct bt_packed {
    git_oid oid;
    uint32_t crc; /* of the entry as it lies in the pack */
    uint64_t offset;
} bt_packed;

typedef struct bt_pack bt_pack;

/* `count` objects will follow. The pack grows under a temporary name in BT_PACK_FOLDER. */
bt_status bt_pack_begin(int folder, size_t count, bt_pack **out);
bt_status bt_pack_add(bt_pack *pack, const git_oid *oid, git_object_t kind, bt_view bytes);
/* An entry as it lies in another pack; not a delta, which would need its base beside it. */
bt_status bt_pack_copy(bt_pack *pack, const git_oid *oid, bt_view entry);
/* Synced, named with its index, and the folder synced. `name` receives the 40 digits in its files' names. */
bt_status bt_pack_finish(bt_pack *pack, bt_oid *name);
/* What was not finished is removed. NULL is fine. */
void bt_pack_free(bt_pack *pack);

/* The bytes of the index, version 2. Sorts `objects`. */
bt_status bt_pack_index(bt_packed *objects, size_t count, const unsigned char pack_sum[GIT_OID_RAWSZ],
                        bt_bytes *out);
bt_status bt_pack_sum(bt_view bytes, unsigned char out[GIT_OID_RAWSZ]);

/* ---- fold.c */

/* Where there are more packs than BT_PACKS_MAX: many small ones become one. Takes the write lock to remove them. */
bt_status bt_packs_fold(bt_store *store);
enum { BT_PACKS_MAX = 16 };

/* ---- checkpoint.c */

/* Everything on the shelf into a pack; `name` as from bt_pack_finish(). */
bt_status bt_shelf_pack(bt_store *store, bt_oid *name);
/* That, the ref to the head, the journal emptied. Under the write lock. */
bt_status bt_checkpoint(bt_store *store);
/* Is the journal so long that the next commit ought to empty it first? */
bool bt_checkpoint_due(const bt_store *store);

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
void bt_folders_forget(bt_store *store); /* those that are kept at hand */
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

/* The journal's last commit, or where it holds none the ref. */
bt_status bt_read_head(bt_store *store, git_oid *out);
bt_status bt_read_ref(bt_store *store, git_oid *out);
/* The root tree of a commit; BT_ENOTFOUND when it is no commit of this repository. */
bt_status bt_read_root(bt_store *store, const git_oid *commit, git_oid *root);
/* What bt_store_get_device() takes off again: tells the state of a device from a record. */
#define BT_DEVICE_MARK "device\n"

/* ---- round.c */

/* One that was not ended: nothing of it is kept. */
void bt_round_drop(bt_store *store);

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

/* ---- epoch.c */

bool bt_epoch_valid(const char *epoch);
/* BT_EDAMAGED when the file is missing or is no epoch. */
bt_status bt_epoch_read(int folder, bt_epoch *out);
/* Read it again where it was exchanged. */
bt_status bt_epoch_follow(bt_store *store);
/*
 * Another name for the history, synced; the one before stays behind it. Under the write lock.
 *   began   the commit that it begins with; NULL where that is not known yet: then write the same epoch again
 */
bt_status bt_epoch_write(int folder, const char *epoch, const git_oid *began);

/* ---- create.c */

/* Give a new repository, which has neither a head nor an epoch yet, all that it is to hold. */
typedef bt_status (*bt_fill_fn)(void *context, bt_store *store);
/* Make a repository: under another name first, synced as a whole, then named. BT_EBUSY when something is there. */
bt_status bt_repository_make(const char *path, bt_fill_fn fill, void *context);

/* ---- open.c */

/* Open without looking at the head or the epoch: for a repository that is being made. */
bt_status bt_store_attach(const char *path, bt_store **out);

#endif
