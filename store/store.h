/* store/store.h - versions on disk: bytes under ids, with their whole history, in git.
 *
 * One bare repository a notebook; any git tool can read it, up to the last
 * checkpoint (bt_store_checkpoint). This folder is the only user of libgit2. It
 * knows bytes, ids and paths, never what a record means, and it never merges
 * content: a write names the head it was made for, and BT_EMOVED tells the caller
 * to read, merge and try again.
 *
 * Layout in the repository:
 *   records/<yyyy-mm>/<dd>/<id>.json   the date is the time inside the UUIDv7:
 *                                      the path is a function of the id
 *   devices/<device>                   what the caller keeps about the device's last batch
 *
 * A bt_store belongs to one thread at a time; open one a thread. What comes out
 * through a bt_bytes belongs to the caller (bt_bytes_free); everything else is
 * by value. Every failing call leaves its out parameters empty.
 */
#ifndef BT_STORE_STORE_H
#define BT_STORE_STORE_H

#include "sync/base.h"

typedef struct bt_store bt_store;

/* A git object id in hex, NUL-terminated. An empty string is "none". */
typedef struct bt_oid {
    char hex[BT_VERSION_LEN + 1];
} bt_oid;

/* Owned bytes. */
typedef struct bt_bytes {
    char *data; /* NUL after the last byte; NULL when empty */
    size_t len;
} bt_bytes;

void bt_bytes_free(bt_bytes *bytes);

/*
 * Once per process, before any other call: makes libgit2 sync what it writes
 * (the option counts only when it is set before the first repository is opened).
 */
bt_status bt_store_library_start(void);
void bt_store_library_stop(void);

/*
 * Make a notebook's repository at `path`: an empty first commit, a random epoch, everything synced to
 * disk before the answer. BT_EBUSY when something is there already.
 *   epoch   32 hex digits chosen by the caller
 *   now_s   seconds since 1970, for the first commit
 */
bt_status bt_store_create(const char *path, const char *epoch, int64_t now_s);

/*
 * Open it; removes what a killed writer left behind (stale *.lock and tmp_* files, under the write lock, when no other
 * process holds it) and keeps what it had made durable. BT_ENOTFOUND; BT_EDAMAGED when the head or the journal cannot
 * be read; BT_EBUSY when a writer did not end within BT_STORE_LOCK_WAIT_MS.
 */
bt_status bt_store_open(const char *path, bt_store **out);
void bt_store_close(bt_store *store);

/*
 * The epoch: changes when the history was replaced, here or by another process; as of the last bt_store_head().
 * Borrowed until the next call.
 */
const char *bt_store_epoch(const bt_store *store);

/* True when the history under this name was ever replaced: restored from a backup, rolled back, fallen back. */
bool bt_store_replaced(const bt_store *store);

/*
 * A record as the present epoch began with it: what devices hold beyond a replaced history are edits of this.
 * BT_ENOTFOUND when the history was never replaced, when it is not known what it began with, or the record was not there.
 */
bt_status bt_store_get_kept(bt_store *store, bt_view id, bt_bytes *bytes);

/*
 * The history was replaced: from now on it has the name `epoch`, which tells devices to offer what they hold.
 *   before   the epoch that the caller looked at; BT_EMOVED when it is another one by now, and nothing was done
 *   epoch    32 hex digits chosen by the caller
 */
bt_status bt_store_renew(bt_store *store, const char *before, const char *epoch);

/*
 * Bring what was committed to where git commands read it: between two of these they see the notebook as it was at the
 * last. Costs nothing when there is nothing to bring. Commits go on meanwhile, and wait only for its last step; where
 * nobody calls it in time a commit does it by itself. Call it when it is wanted, when a notebook has been quiet for some seconds, before others read the folder, and before the last handle is closed.
 * BT_EBUSY: as for bt_store_commit(). BT_EIO, BT_EBUSY, BT_ENOMEM: everything acknowledged is safe where it is.
 */
bt_status bt_store_checkpoint(bt_store *store);

/* Is there so much to bring that someone who has the time should? After any other call; the commits need not wait for it. */
bool bt_store_checkpoint_wanted(const bt_store *store);

/*
 * Make what is in packs smaller by git's own packing, where git is installed; costs nothing where there is little to
 * gain. For a notebook that is quiet: it takes a second or two of a processor for a school year, by a process of the
 * lowest priority that this call waits for. Commits go on meanwhile, and wait only for the removal of a few files.
 *   stop   asked some times a second; true ends it. NULL: never
 * BT_ENOTFOUND: there is no git on this machine. BT_EBUSY: stopped, or another does it. BT_EIO, BT_ENOMEM: it may be
 * tried again. Whatever it answers, all that was stored is there.
 */
bt_status bt_store_press(bt_store *store, bool (*stop)(void *context), void *context);

/* The commit that everything acknowledged is in. */
bt_status bt_store_head(bt_store *store, bt_oid *out);

/*
 * Does the history of `head` hold `commit`, along the first parents? *out is false also for what is no commit here.
 * Costs a read for each commit between the two.
 */
bt_status bt_store_continues(bt_store *store, const bt_oid *head, const bt_oid *commit, bool *out);

/* The current version of a record at a commit, and its bytes (`bytes` may be NULL). BT_ENOTFOUND. */
bt_status bt_store_get(bt_store *store, const bt_oid *commit, bt_view id, bt_oid *version, bt_bytes *bytes);

/* The bytes of a version (a git blob) that was ever stored here as a record. BT_ENOTFOUND when nobody has it. */
bt_status bt_store_get_version(bt_store *store, const bt_oid *version, bt_bytes *bytes);

/* What was kept about a device's last batch at a commit. BT_ENOTFOUND when it never sent one. */
bt_status bt_store_get_device(bt_store *store, const bt_oid *commit, bt_view device, bt_bytes *bytes);

/* One record of a commit. */
typedef struct bt_write {
    bt_view id;    /* valid UUIDv7; no two writes of a commit name the same */
    bt_view bytes; /* canonical record: at least one byte, at most BT_RECORD_MAX_BYTES */
    bt_view typed; /* what the device sent, where that differs because others' work went in; else absent */
} bt_write;

typedef struct bt_commit {
    bt_oid expected; /* the head that the writes were merged for */
    const bt_write *writes;
    size_t write_count;
    bt_view device;       /* id; names devices/<device> */
    bt_view device_state; /* its new content; absent: unchanged */
    bt_view author;       /* person id: the author's name in git; never a name or an address */
    bt_view message;      /* for machines: no names, no note text */
    int64_t time_s;       /* seconds since 1970 */
} bt_commit;

/*
 * All or nothing, durable before it answers, and only if the head is still
 * `expected`. Where a write carries `typed`, a second parent holds exactly what was typed.
 *
 *   head      receives the new head (the old one when nothing differs from it)
 *   versions  receives write_count versions, in the order of the writes; may be NULL
 *
 * BT_EINPUT: an id is none, or occurs twice, or the message holds a NUL. BT_ELIMIT: a record is too large.
 * BT_EMOVED: the head is another one by now. BT_EBUSY: another process kept the write lock for longer than
 * BT_STORE_LOCK_WAIT_MS. BT_EIO: nothing was acknowledged and the old head stands; only a disk that fails the sync
 * and then the way back too may show the new one, whole.
 */
bt_status bt_store_commit(bt_store *store, const bt_commit *commit, bt_oid *head, bt_oid *versions);

/*
 * Several commits that become durable together, by one sync; each is a commit of its own all the same. From begin to
 * end this handle keeps the write lock, so that nobody overtakes it, and it alone sees what it commits: the others do
 * once the end has answered BT_OK. Any other end means that not one of them is there, as for bt_store_commit(); a commit
 * that fails by itself takes no other with it.
 *
 * begin: BT_EBUSY, BT_EIO, BT_EDAMAGED, BT_ENOMEM: there is no round to be ended.
 */
bt_status bt_store_round_begin(bt_store *store);
bt_status bt_store_round_end(bt_store *store);

enum { BT_STORE_LOCK_WAIT_MS = 5000 };

/* One changed record. `bytes` is borrowed until the callback returns. A non-zero return ends the walk with BT_OK. */
typedef struct bt_changed {
    bt_view id;
    bt_oid version;
    bt_view bytes;
} bt_changed;
typedef int (*bt_changed_fn)(void *context, const bt_changed *record);

/*
 * The records that differ between two commits, in the order of their paths, by
 * a walk that prunes equal trees: costs what it carries, not what the notebook holds.
 *
 *   from      empty: everything in `to` is new
 *   after     start behind this record id; absent: from the first
 *
 * A record that only `from` has is left out: records are never taken out of a history, a deletion is an edit.
 *
 * BT_ENOTFOUND when `from` or `to` is no commit of this repository.
 */
bt_status bt_store_changes(bt_store *store, const bt_oid *from, const bt_oid *to, bt_view after,
                           bt_changed_fn each, void *context);

/* One version of one record. Views are borrowed until the callback returns. */
typedef struct bt_past {
    bt_oid commit;
    bt_oid version;  /* empty: this commit removed it */
    bt_oid previous; /* the version before it; empty: there was none */
    bt_view author;  /* person id */
    bt_view device;  /* device id */
    bt_view message;
    int64_t time_s;       /* when the service stored it */
    bool typed;           /* this commit merged: a second parent holds what its author typed */
    bt_oid typed_version; /* and this is it */
} bt_past;
typedef int (*bt_past_fn)(void *context, const bt_past *past);

/*
 * The versions of a record, newest first, along the first parents from `commit`. Zero calls when there are none.
 * A merge that left the record as it was is among them: what its author typed is in `typed_version`.
 */
bt_status bt_store_history(bt_store *store, const bt_oid *commit, bt_view id, bt_past_fn each, void *context);

/* One commit. Views are borrowed until the callback returns; a non-zero return ends the walk with BT_OK. */
typedef struct bt_logged {
    bt_oid commit;
    bt_oid parent; /* empty: the first commit of all */
    bt_oid typed;  /* the commit that holds what was typed; empty: nobody else's work went in */
    bt_view author, device, message;
    int64_t time_s;
} bt_logged;
typedef int (*bt_logged_fn)(void *context, const bt_logged *commit);

/*
 * The commits behind `from` (empty: from the first) up to `to`, oldest first, along the first parents. The callback
 * may ask bt_store_changes() of the same store what a commit changed, and what was typed for it.
 * BT_ENOTFOUND when `to` is no commit of this repository, or `from` is none of those before it.
 */
bt_status bt_store_log(bt_store *store, const bt_oid *from, const bt_oid *to, bt_logged_fn each,
                       void *context);

/*
 * Read everything that the head reaches: every object's hash, every record's path, the ref, the epoch.
 * Calls `found` with one line for each thing that is wrong; BT_OK when nothing was, else BT_EDAMAGED.
 */
typedef struct bt_verified {
    uint64_t commits, records, versions;
} bt_verified;
typedef void (*bt_found_fn)(void *context, const char *line);
bt_status bt_store_verify(bt_store *store, bt_verified *out, bt_found_fn found, void *context);

/* What falling back found and did. */
typedef struct bt_fallen {
    bool fell;      /* false: the head and all that lies in it can be read, and nothing was done */
    bt_oid head;    /* where the notebook stands now */
    size_t packs;   /* that were not what was written */
    bool journal;   /* could not be read to its mark */
    size_t carried; /* files of newer commits that could be read and are in the head again */
} bt_fallen;

/*
 * Bring a notebook of which the head cannot be read, or not all that lies in it, to the newest commit that can be, and
 * whatever can be read of newer ones on top of that as one more commit. Its history then has the name `epoch`, under
 * which devices offer what they hold. All that is taken out of use is kept in the folder `damaged/<epoch>` of it.
 *
 * BT_EDAMAGED: no commit at all can be read; BT_ENOTFOUND, BT_EBUSY, BT_EIO, BT_ENOMEM: try again.
 */
bt_status bt_store_fall_back(const char *path, const char *epoch, int64_t now_s, bt_fallen *out);

/*
 * Everything that the head reaches into one new file that `git clone FILE` reads: a bundle. Each object's hash is
 * computed again on the way. Needs room for it twice, beside `path`. Writers go on meanwhile; what they add is not in it.
 *   head   receives the commit that the bundle is of
 * BT_EBUSY when `path` is there already. BT_EDAMAGED: an object is not what was written, and there is no file.
 */
bt_status bt_store_bundle(bt_store *store, const char *path, bt_oid *head);

/*
 * A notebook's repository at `path` from such a file, or from one of `git bundle create FILE main`. Its history begins
 * under the new name `epoch`, as one that was replaced.
 * BT_EINPUT: the file is no bundle of a whole history. BT_EDAMAGED: it is not what was written. BT_EBUSY as for
 * bt_store_create().
 */
bt_status bt_store_unbundle(const char *bundle, const char *path, const char *epoch);

/* What stands beside the notebooks, with the same care: a folder and all in it on disk, or gone. BT_EIO. */
bt_status bt_store_folder_sync(const char *path);
bt_status bt_store_folder_remove(const char *path);

#endif
