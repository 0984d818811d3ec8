/* service/notebook/book.h - what the files about open notebooks share: notebook.c, notebooks.c, wait.c, snapshots.c and the index.
 *
 * A book is what all threads know of one open notebook: a few store handles that
 * nobody uses at the moment, who is waiting, and the head that was last seen.
 * Two locks, never held together with a third: the registry's guards the list of
 * books and the counts, the book's guards what is in it. One thread at a time
 * writes, for all who wait to (group.c).
 */
#ifndef BT_SERVICE_BOOK_H
#define BT_SERVICE_BOOK_H

#include "service/index/index.h"
#include "service/notebook/notebook.h"
#include "service/notebook/seal.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    BT_IDLE_STORES = 4, /* handles kept for each open notebook */
    BT_IDLE_BOOKS = 64  /* notebooks kept open while nobody uses them */
};

typedef struct bt_waiter {
    struct bt_waiter *next;
    const char *device;
    bool ended; /* by a newer waiter of the same device */
} bt_waiter;

/* One batch that waits to be written; lies with the thread that waits for it. */
typedef struct bt_turn {
    struct bt_turn *next;
    bt_status (*write)(void *context, bt_store *store); /* on any thread, in a round of the store */
    void *context;
    bt_status status;
    bool done;
} bt_turn;

typedef struct bt_book {
    struct bt_book *next; /* used most recently first; the registry's lock */
    size_t users;         /* the registry's lock */
    char id[BT_ID_LEN + 1];

    _Atomic int64_t written_ms; /* monotonic, of the last commit here; 0: none since the last checkpoint */
    _Atomic int64_t
        unindexed_ms;            /* likewise, of one that the index may not tell of yet; 0: it tells of all */
    _Atomic int64_t snapshot_ms; /* when it was last asked whether a snapshot pays; 0: it is known */
    _Atomic int64_t full_ms;     /* since when its journal is long enough for a checkpoint; 0: it is not */
    _Atomic int64_t rested_ms;   /* when a handle was last put by; 0: none is kept */
    _Atomic int64_t
        unpressed_ms; /* since when its packs may be larger than git makes them; 0: they are not */

    _Atomic bool hopeless; /* it cannot be read, and falling back did not help */

    pthread_mutex_t lock; /* all below */
    pthread_cond_t changed;
    pthread_cond_t written;
    bool writing; /* a thread is at work on a round */
    bt_turn *turns, **turns_end;
    bt_store *idle[BT_IDLE_STORES];
    size_t idle_count;
    bt_index *index; /* one that nobody uses at the moment, or NULL */
    bt_waiter *waiters;
    bt_oid head;       /* as last seen */
    uint64_t told;     /* how often this process moved the head: tells a late look from a fresh one */
    int64_t looked_ms; /* when the head was last read for those who wait */
} bt_book;

struct bt_notebooks {
    char *folder;       /* DATA/notebooks */
    char *index_folder; /* DATA/index */
    char *snapshots;    /* DATA/snapshots */
    bt_seal_key seal;
    pthread_mutex_t lock;
    bt_book *books;
    size_t waiting, waiting_max;
    pthread_cond_t due; /* there is something to tend (tend.c) */
    bool is_due;
    bool stopping;
};

struct bt_notebook {
    bt_notebooks *all;
    bt_book *book;
    bt_store *store; /* this thread's own, until release */
    bt_index *index; /* likewise, or NULL */
};

/* Where its repository lies; the caller frees. NULL without memory. */
char *bt_book_path(const bt_notebooks *all, const bt_book *book);

/* Back to the last good state, where something that is served cannot be read. BT_EDAMAGED: there is none. */
bt_status bt_book_mend(const bt_notebooks *all, bt_book *book);

/* A store handle of the book, an idle one where there is one. */
bt_status bt_book_store_take(const bt_notebooks *all, bt_book *book, bt_store **out);
/* NULL is fine. */
void bt_book_store_return(bt_book *book, bt_store *store);

/* Since when something is so with a book, monotonic; 0: it is not. */
typedef _Atomic int64_t *(*bt_book_clock)(bt_book *book);

/* A book of which `clock` says that it is so since `until_ms` or longer, with one more user; the clock is set back. NULL. */
bt_book *bt_book_use_quiet(bt_notebooks *all, bt_book_clock clock, int64_t until_ms);
/* One user less. */
void bt_book_leave(bt_notebooks *all, bt_book *book);

/* The index of the book goes to whoever asks first, and is closed with the others of a book that nobody uses. */
bt_index *bt_book_index_take(bt_book *book);
void bt_book_index_return(bt_book *book, bt_index *index);

int64_t bt_monotonic_ms(void);

/*
 * Call turn->write with this handle or another of the book, when its turn comes; what it commits is on the disk when
 * this answers. The status is that of turn->write, or of the round where that failed: then nothing of it counts.
 */
bt_status bt_notebook_write(bt_notebook *notebook, bt_turn *turn);

/* Its journal is long: a checkpoint is made for it soon, by bt_notebooks_tend(). */
void bt_book_want_checkpoint(bt_notebooks *all, bt_book *book);
/* Each handle has read the journal into memory and maps packs, and would keep both until it is used again. */
void bt_book_close_idle(bt_book *book);

/* This process moved the head; called by the one who writes, so that heads are told in their order. */
void bt_book_tell(bt_book *book, const bt_oid *head);

#endif
