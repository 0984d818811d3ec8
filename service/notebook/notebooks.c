/* service/notebook/notebooks.c - the registry: which notebooks there are, and which are open. */
#include "service/notebook/book.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "service/people/secret.h"

enum {
    FOLDER_MODE = 0700, /* children's records: nobody else on this machine */
    WAITING_MAX = 153   /* 60 % of 256 workers, unless bt_notebooks_wait_limit() says otherwise */
};

static char *path_of(const char *folder, const char *name)
{
    size_t size = strlen(folder) + 1 + strlen(name) + 1;
    char *path = malloc(size);

    if (path != NULL)
        (void)snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* DATA/name, made when it is not there. */
static bt_status open_folder(const char *data_folder, const char *name, char **out)
{
    *out = path_of(data_folder, name);
    if (*out == NULL)
        return BT_ENOMEM;
    return mkdir(*out, FOLDER_MODE) != 0 && errno != EEXIST ? BT_EIO : BT_OK;
}

static void free_registry(bt_notebooks *all)
{
    bt_secret_wipe(&all->seal, sizeof all->seal);
    free(all->snapshots);
    free(all->index_folder);
    free(all->folder);
    free(all);
}

/* Waiting must not end early or late because someone sets the clock. */
static void make_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;

    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(condition, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

bt_status bt_notebooks_open(const char *data_folder, bt_notebooks **out)
{
    bt_notebooks *all = calloc(1, sizeof *all);
    bt_status status;

    if (all == NULL)
        return BT_ENOMEM;
    all->waiting_max = WAITING_MAX;
    all->index_folder = path_of(data_folder, "index");
    status = all->index_folder != NULL ? open_folder(data_folder, "notebooks", &all->folder) : BT_ENOMEM;
    if (status == BT_OK)
        status = open_folder(data_folder, "snapshots", &all->snapshots);
    if (status == BT_OK)
        status = bt_seal_key_read(data_folder, &all->seal);
    if (status != BT_OK) {
        free_registry(all);
        return status;
    }
    (void)pthread_mutex_init(&all->lock, NULL);
    make_condition(&all->due);
    *out = all;
    return BT_OK;
}

static void close_book(bt_book *book)
{
    /* where this fails the journal keeps what it holds, and whoever opens the notebook next goes on from there */
    if (book->idle_count > 0)
        (void)bt_store_checkpoint(book->idle[0]);
    for (size_t i = 0; i < book->idle_count; i++)
        bt_store_close(book->idle[i]);
    bt_index_close(book->index);
    (void)pthread_cond_destroy(&book->changed);
    (void)pthread_cond_destroy(&book->written);
    (void)pthread_mutex_destroy(&book->lock);
    free(book);
}

void bt_notebooks_close(bt_notebooks *all)
{
    if (all == NULL)
        return;
    while (all->books != NULL) {
        bt_book *book = all->books;
        all->books = book->next;
        close_book(book);
    }
    (void)pthread_cond_destroy(&all->due);
    (void)pthread_mutex_destroy(&all->lock);
    free_registry(all);
}

void bt_notebooks_wait_limit(bt_notebooks *all, size_t most)
{
    (void)pthread_mutex_lock(&all->lock);
    all->waiting_max = most;
    (void)pthread_mutex_unlock(&all->lock);
}

bt_status bt_epoch_new(char out[BT_EPOCH_HEX_LEN + 1])
{
    unsigned char random[BT_EPOCH_HEX_LEN / 2];
    bt_status status = bt_secret_random(random, sizeof random);

    out[0] = '\0';
    for (size_t i = 0; status == BT_OK && i < sizeof random; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", random[i]);
    return status;
}

bt_status bt_notebooks_create(bt_notebooks *all, const char *id, int64_t now_s)
{
    char epoch[BT_EPOCH_HEX_LEN + 1];
    char *path = NULL;
    bt_status status;

    if (!bt_id_valid(bt_view_of(id)))
        return BT_EINPUT;
    status = bt_epoch_new(epoch);
    if (status != BT_OK)
        return status;
    path = path_of(all->folder, id);
    if (path == NULL)
        return BT_ENOMEM;
    status = bt_store_create(path, epoch, now_s);
    free(path);
    return status;
}

static int is_notebook(const struct dirent *entry)
{
    return bt_id_valid(bt_view_of(entry->d_name));
}

bt_status bt_notebooks_list(bt_notebooks *all, bt_notebook_id_fn each, void *context)
{
    struct dirent **entries = NULL;
    int count = scandir(all->folder, &entries, is_notebook, alphasort), ended = 0;

    if (count < 0)
        return errno == ENOMEM ? BT_ENOMEM : BT_EIO;
    for (int i = 0; i < count; i++) {
        if (!ended)
            ended = each(context, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return BT_OK;
}

/* A handle that nobody uses at the moment, NULL when there is none. */
static bt_store *take_idle(bt_book *book)
{
    bt_store *store = NULL;

    (void)pthread_mutex_lock(&book->lock);
    if (book->idle_count > 0)
        store = book->idle[--book->idle_count];
    (void)pthread_mutex_unlock(&book->lock);
    return store;
}

char *bt_book_path(const bt_notebooks *all, const bt_book *book)
{
    return path_of(all->folder, book->id);
}

bt_status bt_book_store_take(const bt_notebooks *all, bt_book *book, bt_store **out)
{
    bt_store *store = take_idle(book);
    char *path;
    bt_status status;

    if (store != NULL) {
        *out = store;
        return BT_OK;
    }
    path = bt_book_path(all, book);
    if (path == NULL)
        return BT_ENOMEM;
    status = bt_store_open(path, out);
    if (status == BT_EDAMAGED) {
        status = bt_book_mend(all, book);
        if (status == BT_OK)
            status = bt_store_open(path, out);
    }
    free(path);
    return status;
}

void bt_book_store_return(bt_book *book, bt_store *store)
{
    if (store == NULL)
        return;
    (void)pthread_mutex_lock(&book->lock);
    if (book->idle_count < BT_IDLE_STORES) {
        book->idle[book->idle_count++] = store;
        store = NULL;
        atomic_store(&book->rested_ms, bt_monotonic_ms());
    }
    (void)pthread_mutex_unlock(&book->lock);
    if (store != NULL)
        bt_store_close(store);
}

static bt_book *make_book(const char *id)
{
    bt_book *book = calloc(1, sizeof *book);

    if (book == NULL)
        return NULL;
    memcpy(book->id, id, BT_ID_LEN);
    book->turns_end = &book->turns;
    atomic_store(&book->unpressed_ms, bt_monotonic_ms()); /* what an earlier run of the service left */
    (void)pthread_mutex_init(&book->lock, NULL);
    (void)pthread_cond_init(&book->written, NULL);
    make_condition(&book->changed);
    return book;
}

/* The book of a notebook with one more user, moved to the front. NULL without memory. */
static bt_book *use_book(bt_notebooks *all, const char *id)
{
    bt_book *book = NULL;

    (void)pthread_mutex_lock(&all->lock);
    for (bt_book **link = &all->books; *link != NULL; link = &(*link)->next) {
        if (memcmp((*link)->id, id, BT_ID_LEN) == 0) {
            book = *link;
            *link = book->next;
            break;
        }
    }
    if (book == NULL)
        book = make_book(id);
    if (book != NULL) {
        book->users++;
        book->next = all->books;
        all->books = book;
    }
    (void)pthread_mutex_unlock(&all->lock);
    return book;
}

/* One user less. Beyond BT_IDLE_BOOKS unused ones, that which was used least recently is closed. */
static void leave_book(bt_notebooks *all, bt_book *book, bool keep)
{
    bt_book **last = NULL, *closing = NULL;
    size_t unused = 0;

    (void)pthread_mutex_lock(&all->lock);
    book->users--;
    for (bt_book **link = &all->books; *link != NULL; link = &(*link)->next) {
        if ((*link)->users > 0)
            continue;
        unused++;
        if (keep || *link == book)
            last = link;
    }
    if (last != NULL && (unused > BT_IDLE_BOOKS || !keep)) {
        closing = *last;
        *last = closing->next;
    }
    (void)pthread_mutex_unlock(&all->lock);
    if (closing != NULL)
        close_book(closing);
}

void bt_book_leave(bt_notebooks *all, bt_book *book)
{
    leave_book(all, book, true);
}

bt_book *bt_book_use_quiet(bt_notebooks *all, bt_book_clock clock, int64_t until_ms)
{
    bt_book *book;

    (void)pthread_mutex_lock(&all->lock);
    for (book = all->books; book != NULL; book = book->next) {
        _Atomic int64_t *since = clock(book);
        int64_t since_ms = atomic_load(since);

        if (since_ms == 0 || since_ms > until_ms)
            continue;
        /* set back before the work, not after it: what comes in between is not to be forgotten */
        if (atomic_compare_exchange_strong(since, &since_ms, 0)) {
            book->users++;
            break;
        }
    }
    (void)pthread_mutex_unlock(&all->lock);
    return book;
}

void bt_book_close_idle(bt_book *book)
{
    for (bt_store *store = take_idle(book); store != NULL; store = take_idle(book))
        bt_store_close(store);
    bt_index_close(bt_book_index_take(book));
}

bt_status bt_notebooks_take(bt_notebooks *all, const char *id, bt_notebook **out)
{
    bt_notebook *notebook;
    bt_status status;

    if (!bt_id_valid(bt_view_of(id)))
        return BT_ENOTFOUND;
    notebook = calloc(1, sizeof *notebook);
    if (notebook == NULL)
        return BT_ENOMEM;
    notebook->all = all;
    notebook->book = use_book(all, id);
    if (notebook->book == NULL) {
        free(notebook);
        return BT_ENOMEM;
    }
    status = bt_book_store_take(all, notebook->book, &notebook->store);
    if (status != BT_OK) {
        leave_book(all, notebook->book, false);
        free(notebook);
        return status;
    }
    *out = notebook;
    return BT_OK;
}

void bt_notebooks_release(bt_notebooks *all, bt_notebook *notebook)
{
    if (notebook == NULL)
        return;
    bt_book_store_return(notebook->book, notebook->store);
    bt_book_index_return(notebook->book, notebook->index);
    leave_book(all, notebook->book, true);
    free(notebook);
}

bt_store *bt_notebook_store(bt_notebook *notebook)
{
    return notebook->store;
}

const char *bt_notebook_id(const bt_notebook *notebook)
{
    return notebook->book->id;
}

const bt_seal_key *bt_notebook_seal(const bt_notebook *notebook)
{
    return &notebook->all->seal;
}

bt_status bt_notebook_renew(bt_notebook *notebook, const char *before)
{
    char epoch[BT_EPOCH_HEX_LEN + 1];
    bt_status status = bt_epoch_new(epoch);

    if (status == BT_OK)
        status = bt_store_renew(notebook->store, before, epoch);
    return status == BT_EMOVED ? BT_OK : status;
}
