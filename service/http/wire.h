/* service/http/wire.h - one request from civetweb to a handler, and the answer back. */
#ifndef BT_SERVICE_HTTP_WIRE_H
#define BT_SERVICE_HTTP_WIRE_H

#include "service/http/peers.h"
#include "service/service.h"

#include <stdatomic.h>

struct mg_connection;

/* What every request needs to know; made by the server, one for all. */
typedef struct bt_house {
    bt_service *service;
    bt_peers *peers;
    const char *const *origins; /* valid once `open` */
    size_t origin_count;
    atomic_bool open;
} bt_house;

/* The whole request on a connection; logs it. The status that was answered. */
int bt_wire_serve(struct mg_connection *connection, bt_peer *peer, bt_house *house);

/* The answer to what civetweb could not read as a request. */
void bt_wire_refuse(struct mg_connection *connection, bt_peer *peer, bt_house *house, int status);

#endif
