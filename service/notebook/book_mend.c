/* service/notebook/book_mend.c - a notebook that cannot be read is brought back to the last good state, and it is said aloud. */
#include "service/notebook/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "service/http/log.h"

enum { DETAIL_BYTES = 256 };

/* One line for whoever runs the service. Nothing in it tells of a child. */
static void say(const bt_book *book, const bt_fallen *fallen, const char *epoch)
{
    char detail[DETAIL_BYTES];

    (void)snprintf(
        detail, sizeof detail,
        "classroom %s: damaged packs: %zu; damaged journal: %s; entries saved from newer batches: %zu; "
        "what was taken out is in damaged/%s of its folder; phones bring what they hold",
        book->id, fallen->packs, fallen->journal ? "yes" : "no", fallen->carried, epoch);
    bt_log_event("fell_back", detail);
}

bt_status bt_book_mend(const bt_notebooks *all, bt_book *book)
{
    char epoch[BT_EPOCH_HEX_LEN + 1];
    char *path = NULL;
    bt_fallen fallen = { .fell = false };
    bt_status status = BT_EDAMAGED;

    if (atomic_load(&book->hopeless)) /* it was tried, and costs reading everything */
        return BT_EDAMAGED;
    path = bt_book_path(all, book);
    if (path == NULL)
        return BT_ENOMEM;
    status = bt_epoch_new(epoch);
    if (status == BT_OK)
        status = bt_store_fall_back(path, epoch, (int64_t)time(NULL), &fallen);
    if (status == BT_OK && fallen.fell)
        say(book, &fallen, epoch);
    if (status == BT_EDAMAGED) {
        atomic_store(&book->hopeless, true);
        bt_log_event("not_readable", book->id);
    }
    free(path);
    return status;
}

bt_status bt_notebook_mend(bt_notebook *notebook)
{
    return bt_book_mend(notebook->all, notebook->book);
}
