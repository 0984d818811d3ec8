/* service/notebook/notebook.h - the notebooks of a data folder: where sync and store meet.
 *
 * Every write of a record, from a phone or from the command line, goes through
 * bt_notebook_apply(): read, merge, commit, together with those that wait meanwhile.
 * A bt_notebooks may be used by many threads at once.
 */
#ifndef BT_SERVICE_NOTEBOOK_H
#define BT_SERVICE_NOTEBOOK_H

#include "service/index/index.h"
#include "store/store.h"
#include "sync/batch.h"
#include "sync/schema.h"

typedef struct bt_notebooks bt_notebooks; /* the registry of one data folder */
typedef struct bt_notebook bt_notebook;   /* one of them, borrowed by one thread */

bt_status bt_notebooks_open(const char *data_folder, bt_notebooks **out);
void bt_notebooks_close(bt_notebooks *all);

/*
 * Bring notebooks that were written to, and have been quiet for `quiet_ms`, to where git commands read them (see
 * bt_store_checkpoint). Ends at the first that fails, which is tried again after as long a time; nothing is lost by it.
 */
bt_status bt_notebooks_settle(bt_notebooks *all, int64_t quiet_ms);

/*
 * That, every second, and at once a checkpoint where a journal has grown long, so that no push has to make one; until
 * bt_notebooks_wake(). For a thread of its own. `failed` is called when a notebook could not be brought there.
 */
void bt_notebooks_tend(bt_notebooks *all, int64_t quiet_ms, void (*failed)(void));

/*
 * Let git make the packs of notebooks smaller that have been quiet for `quiet_ms` (see bt_store_press). BT_ENOTFOUND:
 * there is no git here. Else the first failure; that notebook's turn comes again after as long a time.
 */
bt_status bt_notebooks_press(bt_notebooks *all, int64_t quiet_ms);

/*
 * That, every minute, until bt_notebooks_wake() or until it turns out that there is no git. For a thread of its own.
 * `failed` is told why a notebook was left as it was.
 */
void bt_notebooks_keep_pressed(bt_notebooks *all, int64_t quiet_ms, void (*failed)(bt_status status));

/* How many may wait at once, in all notebooks; set it before the first one does. 60 % of the workers is a good bound. */
void bt_notebooks_wait_limit(bt_notebooks *all, size_t most);

/* A new name for a history: 128 random bits in hex. BT_EIO. */
enum { BT_EPOCH_HEX_LEN = 32 };
bt_status bt_epoch_new(char out[BT_EPOCH_HEX_LEN + 1]);

/* Make notebook `id` (valid UUIDv7). BT_EBUSY when it is there already. */
bt_status bt_notebooks_create(bt_notebooks *all, const char *id, int64_t now_s);

/* Calls `each` with every notebook id of the folder, in order. */
typedef int (*bt_notebook_id_fn)(void *context, const char *id);
bt_status bt_notebooks_list(bt_notebooks *all, bt_notebook_id_fn each, void *context);

/* Borrow a notebook for this thread; give it back with release. BT_ENOTFOUND, BT_EDAMAGED. */
bt_status bt_notebooks_take(bt_notebooks *all, const char *id, bt_notebook **out);
void bt_notebooks_release(bt_notebooks *all, bt_notebook *notebook);

/* For reading. */
bt_store *bt_notebook_store(bt_notebook *notebook);

/* Its id; borrowed. */
const char *bt_notebook_id(const bt_notebook *notebook);

/*
 * Something that ought to be there could not be read: look at all that is served, and bring the notebook to the last
 * good state where that is not whole. Done by itself when a notebook cannot be opened. Handles that are open go on with
 * what there is then. BT_OK: it can be used, whether or not anything was wrong; BT_EDAMAGED: nothing can be read.
 */
bt_status bt_notebook_mend(bt_notebook *notebook);

/* What the cursors of this notebook are sealed with; borrowed. */
struct bt_seal_key;
const struct bt_seal_key *bt_notebook_seal(const bt_notebook *notebook);

/*
 * The history turned out to be another one than the devices know: from here on it has a new epoch, under which they
 * offer what they hold. `before` is the epoch that the caller looked at; BT_OK also when another was faster.
 */
bt_status bt_notebook_renew(bt_notebook *notebook, const char *before);

/*
 * Ask the notebook's index something, brought up to the head first; `question` is asked again, from the beginning,
 * where the index turns out to be damaged and was made anew.
 * BT_EBUSY: it is being made (anew) and takes longer than BT_INDEX_PATIENCE_MS; it goes on by itself. Else what
 * `question` answered, or why the index could not be brought up.
 */
typedef bt_status (*bt_index_question)(bt_index *index, void *context);
bt_status bt_notebook_ask(bt_notebook *notebook, bt_index_question question, void *context);
enum { BT_INDEX_PATIENCE_MS = 1000 };

/*
 * Compare the index with the history. BT_ASK: it told something else, and is deleted: it comes back by itself.
 * BT_EBUSY: not within patience_ms.
 */
bt_status bt_notebook_verify_index(bt_notebook *notebook, int64_t patience_ms);

/* Bring the indexes of notebooks that were written to, and have been quiet for `quiet_ms`, nearer to their heads. */
void bt_notebooks_index(bt_notebooks *all, int64_t quiet_ms);

/* Why one change was not stored: the code is for machines, the message a sentence that says what to do. */
typedef struct bt_refusal {
    char id[BT_ID_LEN + 1];
    const char *code;    /* static */
    const char *message; /* static */
} bt_refusal;

typedef struct bt_stored {
    char id[BT_ID_LEN + 1];
    bt_oid version;
    bool as_sent; /* stored byte for byte as sent, in canonical form */
} bt_stored;

typedef struct bt_applied {
    bool repeated; /* this seq was known: answered, not applied */
    bt_oid before; /* the head that it was applied to; none when it was repeated */
    bt_oid head;
    bt_stored *stored;
    size_t stored_count;
    bt_refusal *refused;
    size_t refused_count;
} bt_applied;
void bt_applied_free(bt_applied *applied);

/* Who writes, and as which batch. */
typedef struct bt_writer {
    const char *person;
    const char *device;
    unsigned role; /* BT_ROLE_* in this notebook */
    int64_t now_s;
} bt_writer;

/*
 * Apply a batch: merge each change into what is stored, and commit all that is good as one commit together with
 * the device's seq; the others are refused by name and hold up nothing.
 * BT_OK with *out filled (free it); BT_EDENIED: this seq was used with other content (a cloned device);
 * BT_EBUSY, BT_EIO, BT_EDAMAGED, BT_ENOMEM: nothing was stored.
 */
bt_status bt_notebook_apply(bt_notebook *notebook, const bt_writer *writer, const bt_ask *ask,
                            bt_applied *out);

/* The device's last stored seq, 0 when it never sent a batch. */
bt_status bt_notebook_seq(bt_notebook *notebook, const char *device, int64_t *out);

/*
 * Wait until the head differs from `known`, or `wait_ms` have passed, or `gone` says true (asked a few times a second).
 * Writes of this process are told at once, those of another within a second. A newer waiter of the same device ends
 * the older. BT_OK: it differs; BT_ENOTFOUND: nothing new; BT_EBUSY: too many are waiting, ask again later.
 */
bt_status bt_notebook_wait(bt_notebook *notebook, const char *device, const bt_oid *known, int64_t wait_ms,
                           bool (*gone)(void *), void *context);

/* End every wait at once: the service is stopping. */
void bt_notebooks_wake(bt_notebooks *all);

#endif
