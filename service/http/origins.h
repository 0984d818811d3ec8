/* service/http/origins.h - the addresses that the service answers to.
 *
 * Everything else is refused by the gate: a name that somebody pointed at us would let a page of
 * theirs speak to us as its own origin (DNS rebinding).
 */
#ifndef BT_SERVICE_HTTP_ORIGINS_H
#define BT_SERVICE_HTTP_ORIGINS_H

#include "sync/base.h"

#include <stdatomic.h>

enum { BT_ORIGINS_MAX = 64, BT_ORIGIN_MAX_BYTES = 300 };

/*
 * "https://host:port". A port that the scheme implies is left out, as browsers do. One thread may add while others
 * read: nothing is ever taken away or moved. (An address that the machine no longer has harms nobody: nobody can
 * point a number at us.)
 */
typedef struct bt_origins {
    char text[BT_ORIGINS_MAX][BT_ORIGIN_MAX_BYTES];
    const char *list[BT_ORIGINS_MAX]; /* points into text: do not copy the struct */
    atomic_size_t count;              /* read it once, before the list */
} bt_origins;

/*
 * A whole address, as a proxy in front has it: http or https, a host, maybe a port, nothing after.
 * BT_EINPUT; BT_ELIMIT.
 */
bt_status bt_origins_add(bt_origins *to, const char *origin);

/* A host name or address of this machine, with the service's own port. IPv6 without brackets. */
bt_status bt_origins_add_host(bt_origins *to, const char *host, int port, bool tls);

/* The address of that host among them, whatever its port; `host` as in a Host header, with a port or none. NULL: none. */
const char *bt_origins_find_host(const bt_origins *in, const char *host);

#endif
