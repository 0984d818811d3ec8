/* service/http/origins.h - the addresses that the service answers to.
 *
 * Everything else is refused by the gate: a name that somebody pointed at us would let a page of
 * theirs speak to us as its own origin (DNS rebinding).
 */
#ifndef BT_SERVICE_HTTP_ORIGINS_H
#define BT_SERVICE_HTTP_ORIGINS_H

#include "sync/base.h"

enum { BT_ORIGINS_MAX = 16, BT_ORIGIN_MAX_BYTES = 300 };

/* "https://host:port", the first is the one for links. A port that the scheme implies is left out, as browsers do. */
typedef struct bt_origins {
    char text[BT_ORIGINS_MAX][BT_ORIGIN_MAX_BYTES];
    const char *list[BT_ORIGINS_MAX]; /* points into text: do not copy the struct */
    size_t count;
} bt_origins;

/*
 * A whole address, as a proxy in front has it: http or https, a host, maybe a port, nothing after.
 * BT_EINPUT; BT_ELIMIT.
 */
bt_status bt_origins_add(bt_origins *to, const char *origin);

/* A host name or address of this machine, with the service's own port. IPv6 without brackets. */
bt_status bt_origins_add_host(bt_origins *to, const char *host, int port, bool tls);

#endif
