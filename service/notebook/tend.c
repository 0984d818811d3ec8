/* service/notebook/tend.c - what is done for notebooks while nobody waits for it: checkpoints, and letting go of what rests. */
#include "service/notebook/book.h"

#include <malloc.h>
#include <time.h>

enum { TEND_EVERY_S = 1 };

static _Atomic int64_t *written(bt_book *book)
{
    return &book->written_ms;
}

static _Atomic int64_t *full(bt_book *book)
{
    return &book->full_ms;
}

static _Atomic int64_t *rested(bt_book *book)
{
    return &book->rested_ms;
}

void bt_book_want_checkpoint(bt_notebooks *all, bt_book *book)
{
    int64_t since_ms = 0;

    if (!atomic_compare_exchange_strong(&book->full_ms, &since_ms, bt_monotonic_ms()))
        return;
    (void)pthread_mutex_lock(&all->lock);
    all->is_due = true;
    (void)pthread_cond_broadcast(&all->due);
    (void)pthread_mutex_unlock(&all->lock);
}

static bt_status checkpoint(const bt_notebooks *all, bt_book *book)
{
    bt_store *store = NULL;
    bt_status status = bt_book_store_take(all, book, &store);

    if (status == BT_OK)
        status = bt_store_checkpoint(store);
    bt_book_store_return(book, store);
    return status;
}

/* Where it fails the next commit says again that it is wanted. */
static bt_status settle_full(bt_notebooks *all)
{
    bt_status status = BT_OK;
    bt_book *book;

    while (status == BT_OK && (book = bt_book_use_quiet(all, full, bt_monotonic_ms())) != NULL) {
        status = checkpoint(all, book);
        bt_book_leave(all, book);
    }
    return status;
}

bt_status bt_notebooks_settle(bt_notebooks *all, int64_t quiet_ms)
{
    int64_t until_ms = bt_monotonic_ms() - quiet_ms;
    bt_status status = settle_full(all);
    bool closed = false;
    bt_book *book;

    while (status == BT_OK && (book = bt_book_use_quiet(all, written, until_ms)) != NULL) {
        status = checkpoint(all, book);
        bt_book_close_idle(book);
        /* where it failed it is tried again when the notebook has been quiet as long */
        atomic_store(status == BT_OK ? &book->snapshot_ms : &book->written_ms, bt_monotonic_ms());
        atomic_store(&book->unpressed_ms, bt_monotonic_ms());
        bt_book_leave(all, book);
    }
    while ((book = bt_book_use_quiet(all, rested, until_ms)) != NULL) {
        bt_book_close_idle(book);
        bt_book_leave(all, book);
        closed = true;
    }
    if (closed)
        (void)malloc_trim(0); /* handles lie scattered: what they leave would stay with the process */
    return status;
}

/* Until something is due, or a while has passed. False when the service stops. */
static bool wait_until_due(bt_notebooks *all)
{
    struct timespec until;
    bool stopping;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += TEND_EVERY_S;
    (void)pthread_mutex_lock(&all->lock);
    if (!all->is_due && !all->stopping)
        (void)pthread_cond_timedwait(&all->due, &all->lock, &until);
    all->is_due = false;
    stopping = all->stopping;
    (void)pthread_mutex_unlock(&all->lock);
    return !stopping;
}

void bt_notebooks_tend(bt_notebooks *all, int64_t quiet_ms, void (*failed)(void))
{
    while (wait_until_due(all)) {
        if (bt_notebooks_settle(all, quiet_ms) != BT_OK)
            failed();
    }
}
