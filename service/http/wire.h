/* service/http/wire.h - one request from civetweb to a handler, and the answer back. */
#ifndef BT_SERVICE_HTTP_WIRE_H
#define BT_SERVICE_HTTP_WIRE_H

#include "service/http/origins.h"
#include "service/http/peers.h"
#include "service/http/trust.h"
#include "service/service.h"

#include <stdatomic.h>

struct mg_connection;

/* What every request needs to know; made by the server, one for all. */
typedef struct bt_house {
    bt_service *service;
    bt_peers *peers;
    const bt_origins *origins; /* valid once `open` */
    const bt_origins *local;   /* of the plain port: the app, for this machine alone */
    const bt_trust *trust;     /* of the plain port: what all others get; NULL: there is no such port */
    bool behind_proxy;
    atomic_bool open;
} bt_house;

/* The whole request on a connection; logs it. The status that was answered. */
int bt_wire_serve(struct mg_connection *connection, bt_peer *peer, bt_house *house);

/* The answer to what civetweb could not read as a request. */
void bt_wire_refuse(struct mg_connection *connection, bt_peer *peer, bt_house *house, int status);

#endif
