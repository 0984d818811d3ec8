/* service/notebook/book_index.c - which thread has a notebook's index, and who brings it up to the head. */
#include "service/notebook/book.h"

#include <string.h>

enum {
    STEP_MS = 200, /* of bringing one up in the background, before the next notebook has its turn */
    TRIES = 2      /* a damaged index is made anew once for a question */
};

bt_index *bt_book_index_take(bt_book *book)
{
    bt_index *index;

    (void)pthread_mutex_lock(&book->lock);
    index = book->index;
    book->index = NULL;
    (void)pthread_mutex_unlock(&book->lock);
    return index;
}

void bt_book_index_return(bt_book *book, bt_index *index)
{
    if (index == NULL)
        return;
    (void)pthread_mutex_lock(&book->lock);
    if (book->index == NULL) {
        book->index = index;
        index = NULL;
        atomic_store(&book->rested_ms, bt_monotonic_ms());
    }
    (void)pthread_mutex_unlock(&book->lock);
    bt_index_close(index);
}

/* One that is open, or a fresh one where somebody deleted the file meanwhile. */
static bt_status take(const bt_notebooks *all, bt_book *book, bt_index **out)
{
    bt_index *index = bt_book_index_take(book);

    if (index != NULL && bt_index_has_gone(index)) {
        bt_index_close(index);
        index = NULL;
    }
    *out = index;
    return index != NULL ? BT_OK : bt_index_open(all->index_folder, book->id, out);
}

static bt_status bring_up(bt_notebook *notebook, int64_t patience_ms)
{
    bt_book *book = notebook->book;
    bt_status status = BT_OK;

    if (notebook->index == NULL)
        status = take(notebook->all, book, &notebook->index);
    if (status == BT_OK)
        status = bt_index_extend(notebook->index, notebook->store, patience_ms);
    if (status == BT_EBUSY)
        atomic_store(&book->unindexed_ms, bt_monotonic_ms());
    return status;
}

/* True when the index was damaged, and is gone. */
static bool drop_broken(bt_notebook *notebook)
{
    if (notebook->index == NULL || !bt_index_is_broken(notebook->index))
        return false;
    bt_index_discard(notebook->index);
    notebook->index = NULL;
    return true;
}

bt_status bt_notebook_ask(bt_notebook *notebook, bt_index_question question, void *context)
{
    bt_status status = BT_EDAMAGED;

    for (int i = 0; i < TRIES; i++) {
        status = bring_up(notebook, BT_INDEX_PATIENCE_MS);
        if (status == BT_OK)
            status = question(notebook->index, context);
        if (!drop_broken(notebook))
            break;
    }
    return status;
}

bt_status bt_notebook_verify_index(bt_notebook *notebook, int64_t patience_ms)
{
    bt_status status = bring_up(notebook, patience_ms);

    if (status == BT_OK)
        status = bt_index_verify(notebook->index, notebook->store, patience_ms);
    return drop_broken(notebook) ? BT_ASK : status;
}

static _Atomic int64_t *unindexed(bt_book *book)
{
    return &book->unindexed_ms;
}

/* A failure is nobody's loss: whoever asks for it hears of it, and the next commit tries again. */
void bt_notebooks_index(bt_notebooks *all, int64_t quiet_ms)
{
    int64_t until_ms = bt_monotonic_ms() - quiet_ms;
    bt_book *book;

    while ((book = bt_book_use_quiet(all, unindexed, until_ms)) != NULL) {
        bt_notebook notebook = { .all = all, .book = book };

        if (bt_book_store_take(all, book, &notebook.store) == BT_OK) {
            (void)bring_up(&notebook, STEP_MS);
            (void)drop_broken(&notebook);
        }
        bt_book_store_return(book, notebook.store);
        bt_book_index_return(book, notebook.index);
        bt_book_leave(all, book);
    }
}
