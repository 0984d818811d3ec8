/* service/exchange/room.h - whether the disk has room for more.
 *
 * A disk that is full stops more than Backtable, and a notebook needs room to be brought in order (a checkpoint, a
 * copy of packs). So what is new is refused while there is some left. Reading goes on.
 */
#ifndef BT_SERVICE_ROOM_H
#define BT_SERVICE_ROOM_H

#include "service/service.h"

enum {
    BT_ROOM_KEEP_FREE_MB = 128
}; /* folding copies at most 64 MB of packs into one before the old ones go */

/* True while less is free in the data folder than is to be kept free. A disk that does not say counts as short too. */
bool bt_room_is_short(const bt_service *service);

/* What those are told who wanted to write. */
extern const char bt_room_code[];
extern const char bt_room_message[];

#endif
