/* service/notebook/group.c - batches that wait for one another are written together.
 *
 * Who comes first leads: it waits for the store's lock, takes all that wait by
 * then, and writes one after the other as one round of the store. Meanwhile the
 * next ones gather. Nobody is answered before the round's sync.
 */
#include "service/notebook/book.h"

#include <string.h>

enum { ROUND_MAX = 32 /* batches; those behind wait for the next round, of which they are the first */ };

/* The first of those that wait, at most ROUND_MAX, in the order in which they came. The book's lock is held. */
static bt_turn *take_waiting(bt_book *book)
{
    bt_turn *first = book->turns, *last = first;

    for (size_t taken = 1; last->next != NULL && taken < ROUND_MAX; taken++)
        last = last->next;
    book->turns = last->next;
    if (book->turns == NULL)
        book->turns_end = &book->turns;
    last->next = NULL;
    return first;
}

static void write_all(bt_turn *turns, bt_store *store)
{
    for (bt_turn *turn = turns; turn != NULL; turn = turn->next)
        turn->status = turn->write(turn->context, store);
}

/* What was read from a round that is not there is no answer either. */
static void fail_all(bt_turn *turns, bt_status status)
{
    for (bt_turn *turn = turns; turn != NULL; turn = turn->next)
        turn->status = status;
}

/* Everyone who waits at that moment, written and synced. Gives back whom that was. */
static bt_turn *write_round(const bt_notebook *notebook)
{
    bt_book *book = notebook->book;
    bt_store *store = notebook->store;
    bt_status status = bt_store_round_begin(store);
    bt_oid before = { "" }, after = { "" };
    bt_turn *turns;

    (void)pthread_mutex_lock(&book->lock);
    turns = take_waiting(book);
    (void)pthread_mutex_unlock(&book->lock);
    if (status == BT_OK) {
        status = bt_store_head(store, &before);
        if (status == BT_OK)
            write_all(turns, store);
        if (status == BT_OK)
            status = bt_store_head(store, &after);
        if (status == BT_OK)
            status = bt_store_round_end(store);
        else
            (void)bt_store_round_end(store); /* what went wrong first is what is told */
    }
    if (status != BT_OK)
        fail_all(turns, status);
    else if (strcmp(before.hex, after.hex) != 0)
        bt_book_tell(book, &after);
    if (status == BT_OK && bt_store_checkpoint_wanted(store))
        bt_book_want_checkpoint(notebook->all, book);
    return turns;
}

/* Nothing of a turn may be touched once it is done: it lies on the stack of whoever waits for it. */
static void finish_all(bt_turn *turns)
{
    while (turns != NULL) {
        bt_turn *next = turns->next;
        turns->done = true;
        turns = next;
    }
}

bt_status bt_notebook_write(bt_notebook *notebook, bt_turn *turn)
{
    bt_book *book = notebook->book;

    turn->next = NULL;
    turn->done = false;
    (void)pthread_mutex_lock(&book->lock);
    *book->turns_end = turn;
    book->turns_end = &turn->next;
    while (!turn->done) {
        bt_turn *written;

        if (book->writing) {
            (void)pthread_cond_wait(&book->written, &book->lock);
            continue;
        }
        book->writing = true;
        (void)pthread_mutex_unlock(&book->lock);
        written = write_round(notebook);
        (void)pthread_mutex_lock(&book->lock);
        book->writing = false;
        finish_all(written);
        (void)pthread_cond_broadcast(&book->written);
    }
    (void)pthread_mutex_unlock(&book->lock);
    return turn->status;
}
