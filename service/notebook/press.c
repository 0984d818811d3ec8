/* service/notebook/press.c - while a class is at home, git makes its packs smaller: one notebook after the other. */
#include "service/notebook/book.h"

#include <time.h>

enum { PRESS_EVERY_S = 60 };

static _Atomic int64_t *unpressed(bt_book *book)
{
    return &book->unpressed_ms;
}

static bool is_stopping(void *context)
{
    bt_notebooks *all = context;
    bool stopping;

    (void)pthread_mutex_lock(&all->lock);
    stopping = all->stopping;
    (void)pthread_mutex_unlock(&all->lock);
    return stopping;
}

static bt_status press(bt_notebooks *all, bt_book *book)
{
    bt_store *store = NULL;
    bt_status status;

    if (atomic_load(&book->written_ms) != 0)
        return BT_OK; /* a class has begun; when it has ended its turn comes again */
    status = bt_book_store_take(all, book, &store);
    if (status == BT_OK)
        status = bt_store_press(store, is_stopping, all);
    bt_book_store_return(book, store);
    bt_book_close_idle(book); /* the others still map what is gone */
    if (status != BT_OK)
        atomic_store(&book->unpressed_ms, bt_monotonic_ms());
    return status;
}

bt_status bt_notebooks_press(bt_notebooks *all, int64_t quiet_ms)
{
    int64_t until_ms = bt_monotonic_ms() - quiet_ms;
    bt_status status = BT_OK;
    bt_book *book;

    while (status == BT_OK && (book = bt_book_use_quiet(all, unpressed, until_ms)) != NULL) {
        status = press(all, book);
        bt_book_leave(all, book);
    }
    return status;
}

/* False when the service stops. */
static bool wait_a_while(bt_notebooks *all)
{
    struct timespec until;
    bool stopping;
    int waited = 0;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += PRESS_EVERY_S;
    (void)pthread_mutex_lock(&all->lock);
    while (!all->stopping && waited == 0)
        waited = pthread_cond_timedwait(&all->due, &all->lock, &until);
    stopping = all->stopping;
    (void)pthread_mutex_unlock(&all->lock);
    return !stopping;
}

void bt_notebooks_keep_pressed(bt_notebooks *all, int64_t quiet_ms, void (*failed)(bt_status status))
{
    bt_status status = BT_OK;

    while (status != BT_ENOTFOUND && wait_a_while(all)) {
        status = bt_notebooks_press(all, quiet_ms);
        if (status != BT_OK && !is_stopping(all))
            failed(status);
    }
}
