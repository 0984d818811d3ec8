/* service/notebook/wait.c - devices that wait for something new in a notebook. */
#include "service/notebook/book.h"

#include <string.h>
#include <time.h>

enum {
    GONE_EVERY_MS = 250,  /* how soon a phone that left stops holding its worker */
    LOOK_EVERY_MS = 1000, /* how soon a commit of another process is seen */
    MS_A_S = 1000,
    NS_A_MS = 1000 * 1000
};

int64_t bt_monotonic_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS_A_S + now.tv_nsec / NS_A_MS;
}

void bt_book_tell(bt_book *book, const bt_oid *head)
{
    int64_t now_ms = bt_monotonic_ms();

    atomic_store(&book->written_ms, now_ms);
    atomic_store(&book->unindexed_ms, now_ms);
    (void)pthread_mutex_lock(&book->lock);
    book->head = *head;
    book->told++;
    (void)pthread_cond_broadcast(&book->changed);
    (void)pthread_mutex_unlock(&book->lock);
}

/* Reads the head for all who wait. Called with the book's lock held, which is let go meanwhile. */
static bt_status look(bt_notebooks *all, bt_book *book)
{
    uint64_t told = book->told;
    bt_store *store = NULL;
    bt_oid head;
    bt_status status;

    book->looked_ms = bt_monotonic_ms();
    (void)pthread_mutex_unlock(&book->lock);
    status = bt_book_store_take(all, book, &store);
    if (status == BT_OK)
        status = bt_store_head(store, &head);
    bt_book_store_return(book, store);
    (void)pthread_mutex_lock(&book->lock);
    /* A head that was told meanwhile is newer than what was read. */
    if (status == BT_OK && told == book->told && strcmp(book->head.hex, head.hex) != 0) {
        book->head = head;
        (void)pthread_cond_broadcast(&book->changed);
    }
    return status;
}

static void enter(bt_book *book, bt_waiter *self)
{
    for (bt_waiter *other = book->waiters; other != NULL; other = other->next) {
        if (strcmp(other->device, self->device) == 0)
            other->ended = true;
    }
    self->next = book->waiters;
    book->waiters = self;
    (void)pthread_cond_broadcast(&book->changed);
}

static void leave(bt_book *book, const bt_waiter *self)
{
    bt_waiter **link = &book->waiters;

    while (*link != self)
        link = &(*link)->next;
    *link = self->next;
}

static bool is_stopping(bt_notebooks *all)
{
    bool stopping;

    (void)pthread_mutex_lock(&all->lock);
    stopping = all->stopping;
    (void)pthread_mutex_unlock(&all->lock);
    return stopping;
}

/* Until someone tells, or the next question to `gone` is due. The book's lock is held. */
static void doze(bt_book *book, int64_t left_ms)
{
    int64_t until_ms = bt_monotonic_ms() + (left_ms < GONE_EVERY_MS ? left_ms : GONE_EVERY_MS);
    struct timespec until = { .tv_sec = (time_t)(until_ms / MS_A_S),
                              .tv_nsec = (long)(until_ms % MS_A_S) * NS_A_MS };

    (void)pthread_cond_timedwait(&book->changed, &book->lock, &until);
}

/* The book's lock is held on entry and on return. */
static bt_status wait_for_news(bt_notebook *notebook, const bt_waiter *self, const bt_oid *known,
                               int64_t deadline_ms, bool (*gone)(void *), void *context)
{
    bt_book *book = notebook->book;
    bt_status status = look(notebook->all, book);

    while (status == BT_OK) {
        int64_t now_ms = bt_monotonic_ms();
        bool left;

        if (strcmp(book->head.hex, known->hex) != 0)
            return BT_OK;
        if (self->ended || now_ms >= deadline_ms)
            return BT_ENOTFOUND;
        if (now_ms - book->looked_ms >= LOOK_EVERY_MS) {
            status = look(notebook->all, book);
            continue;
        }
        doze(book, deadline_ms - now_ms);
        (void)pthread_mutex_unlock(&book->lock);
        left = is_stopping(notebook->all) || (gone != NULL && gone(context));
        (void)pthread_mutex_lock(&book->lock);
        if (left)
            return BT_ENOTFOUND;
    }
    return status;
}

static bool take_place(bt_notebooks *all)
{
    bool free_place;

    (void)pthread_mutex_lock(&all->lock);
    free_place = !all->stopping && all->waiting < all->waiting_max;
    all->waiting += free_place;
    (void)pthread_mutex_unlock(&all->lock);
    return free_place;
}

static void leave_place(bt_notebooks *all)
{
    (void)pthread_mutex_lock(&all->lock);
    all->waiting--;
    (void)pthread_mutex_unlock(&all->lock);
}

bt_status bt_notebook_wait(bt_notebook *notebook, const char *device, const bt_oid *known, int64_t wait_ms,
                           bool (*gone)(void *), void *context)
{
    bt_waiter self = { NULL, device, false };
    bt_book *book = notebook->book;
    bt_status status, taken;

    if (!take_place(notebook->all))
        return BT_EBUSY;
    /* A phone may wait for most of a minute: its store handle serves others meanwhile. */
    bt_book_store_return(book, notebook->store);
    notebook->store = NULL;

    (void)pthread_mutex_lock(&book->lock);
    enter(book, &self);
    status = wait_for_news(notebook, &self, known, bt_monotonic_ms() + wait_ms, gone, context);
    leave(book, &self);
    (void)pthread_mutex_unlock(&book->lock);

    leave_place(notebook->all);
    taken = bt_book_store_take(notebook->all, book, &notebook->store);
    return taken == BT_OK ? status : taken;
}

void bt_notebooks_wake(bt_notebooks *all)
{
    (void)pthread_mutex_lock(&all->lock);
    all->stopping = true;
    (void)pthread_cond_broadcast(&all->due);
    for (bt_book *book = all->books; book != NULL; book = book->next) {
        /* Not under the book's own lock: whoever misses this call asks again within GONE_EVERY_MS. */
        (void)pthread_cond_broadcast(&book->changed);
    }
    (void)pthread_mutex_unlock(&all->lock);
}
