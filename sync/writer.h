/* sync/writer.h - bytes of unknown number, written at the end of an arena.
 *
 * Between start and finish nothing else may be taken from the arena. Whether it
 * ran full is asked once, at the end, so that writes need no check.
 */
#ifndef BT_SYNC_WRITER_H
#define BT_SYNC_WRITER_H

#include "sync/base.h"

/* Where the writing starts: for bt_write_finish. */
size_t bt_write_start(const bt_arena *arena);

void bt_write(bt_arena *arena, bt_view bytes);
void bt_write_char(bt_arena *arena, char c);

/* What was written since; absent when the arena is full. */
bt_view bt_write_finish(const bt_arena *arena, size_t start);

#endif
