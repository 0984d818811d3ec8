/* sync/writer.h - bytes of unknown number, written at the end of an arena.
 *
 * Between start and finish nothing else may be taken from the arena. A writer
 * that ran full stays full; finish says so once, so that puts need no check.
 */
#ifndef BT_SYNC_WRITER_H
#define BT_SYNC_WRITER_H

#include "sync/base.h"

typedef struct bt_writer_to {
    bt_arena *arena;
    char *start, *to, *end;
    bool full;
} bt_writer_to;

bt_writer_to bt_write_start(bt_arena *arena);
void bt_write(bt_writer_to *w, bt_view bytes);
void bt_write_char(bt_writer_to *w, char c);

/* Takes what was written from the arena. BT_OK or BT_ENOMEM. */
bt_status bt_write_finish(bt_writer_to *w, bt_view *out);

#endif
