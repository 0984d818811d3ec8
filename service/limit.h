/* service/limit.h - how often somebody may guess.
 *
 * Counts attempts by address in a small table of fixed size, so that no number
 * of addresses makes it grow; the bound over all addresses holds when the table
 * is full of strangers. An attempt counts before it is tried, so many at once
 * get no more than one after the other would. May be used by many threads.
 */
#ifndef BT_SERVICE_LIMIT_H
#define BT_SERVICE_LIMIT_H

#include "sync/base.h"

enum {
    BT_LIMIT_WINDOW_S = 60,
    BT_LIMIT_PER_ADDRESS = 5, /* attempts in a window */
    BT_LIMIT_IN_ALL = 50,     /* attempts in a window, all addresses together */
    BT_LIMIT_ADDRESSES = 64   /* remembered at once; the oldest is forgotten first */
};

typedef struct bt_limit bt_limit;

/* NULL when out of memory. */
bt_limit *bt_limit_new(void);
void bt_limit_free(bt_limit *limit);

/* Count an attempt. 0: go ahead; else the seconds to wait, and nothing was counted. */
int bt_limit_take(bt_limit *limit, const char *address, int64_t now_s);

/* The attempt was right, and is not held against this address. */
void bt_limit_give_back(bt_limit *limit, const char *address);

#endif
