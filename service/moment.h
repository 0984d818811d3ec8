/* service/moment.h - points in time as JSON and people write them. */
#ifndef BT_SERVICE_MOMENT_H
#define BT_SERVICE_MOMENT_H

#include "sync/base.h"

enum { BT_MOMENT_LEN = 24 }; /* 2026-11-22T23:59:59.000Z */

/* RFC 3339 in UTC with milliseconds, as records have it, and a NUL. BT_EINPUT: outside of the years 0 to 9999. */
bt_status bt_moment_write(int64_t unix_s, char out[BT_MOMENT_LEN + 1]);

/* Reads RFC 3339 in UTC (`Z`), whole seconds or with a fraction, which is dropped. BT_EINPUT: no such time. */
bt_status bt_moment_read(bt_view text, int64_t *unix_s);

/* The last second of the day `unix_s` lies in, where the service runs. */
int64_t bt_moment_day_end(int64_t unix_s);

#endif
