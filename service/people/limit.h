/* service/people/limit.h - how often somebody may ask, or guess.
 *
 * Counts attempts by key (an address, a device) in a table of fixed size, so that no number of keys
 * makes it grow; where a rule bounds all keys together, that holds also when the table is full of strangers. An
 * attempt counts before it is tried, so many at once get no more than one after the other would. May be used by
 * many threads.
 */
#ifndef BT_SERVICE_LIMIT_H
#define BT_SERVICE_LIMIT_H

#include "sync/base.h"

/* What may be done in a window. */
typedef struct bt_limit_rule {
    int window_s;
    int for_each; /* attempts of one key */
    int in_all;   /* of all keys together; 0: as many as come */
} bt_limit_rule;

/* Wrong join codes, by address: of 50 bits nobody guesses one before it is ten minutes old. */
static const bt_limit_rule bt_limit_codes = { .window_s = 60, .for_each = 5, .in_all = 50 };

/* Requests without a token that we know, where one is needed, by address: a school may stand behind one address. */
static const bt_limit_rule bt_limit_strangers = { .window_s = 60, .for_each = 300 };

/* Requests of one device. A phone makes about one a second while somebody types; this stops one that runs wild. */
static const bt_limit_rule bt_limit_devices = { .window_s = 10, .for_each = 3000 };

enum {
    BT_LIMIT_GROUPS = 256,  /* a key is looked for among those of its group only */
    BT_LIMIT_GROUP_ROWS = 8 /* of which the one whose window began first is forgotten first */
};

typedef struct bt_limit bt_limit;

/* NULL when out of memory. */
bt_limit *bt_limit_new(bt_limit_rule rule);
void bt_limit_free(bt_limit *limit);

/*
 * Count an attempt. 0: go ahead; else the seconds to wait, and nothing was counted.
 *   key   an IPv6 address counts as its network of 64 bits: a host may take any address in it
 */
int bt_limit_take(bt_limit *limit, const char *key, int64_t now_s);

/* The attempt was right, and is not held against this key. */
void bt_limit_give_back(bt_limit *limit, const char *key);

#endif
