/* service/http/server.h - serving on sockets that listen, and stopping. With wire.c the only user of civetweb. */
#ifndef BT_SERVICE_HTTP_SERVER_H
#define BT_SERVICE_HTTP_SERVER_H

#include "service/http/origins.h"
#include "service/http/trust.h"
#include "service/service.h"
#include "service/tls/certificate.h"

enum {
    BT_SERVER_WORKERS = 256, /* threads are cheap: 15 MB resident in all (measured) */
    BT_SERVER_WAITING_MAX = BT_SERVER_WORKERS * 60 / 100, /* of them may wait for news */
    BT_SERVER_REQUEST_LIMIT_MS = 15000, /* for a peer to send a body, and again to take the answer */
    BT_SERVER_HEAD_LIMIT_MS = 5000,     /* for the head, and for each silent gap */
    BT_SERVER_KEEP_ALIVE_MS = 5000,
    BT_SERVER_DRAIN_MS = 10000,
    BT_SERVER_ARRIVE_MS = 1000, /* while stopping: for who connected already, to say what they want */
    BT_SERVER_STACK_MIN_BYTES = 512 * 1024, /* a commit by libgit2 takes 95 KiB of it */
    BT_SERVER_WHY_BYTES = 256
};

typedef struct bt_server bt_server;

typedef struct bt_server_options {
    int listener;      /* from listen.h; the server's from now on, also when it does not start */
    int page_listener; /* the same for the plain page that hands out the certificate; -1: none */
    bool handed_over; /* others keep these sockets open: who comes while we stop waits for the next process */
    bool behind_proxy;           /* requests of this machine say in X-Forwarded-For whom they are for */
    bt_certificate *certificate; /* borrowed; NULL: plain http */
    const bt_trust *trust;       /* borrowed; what the plain page hands out */
    int request_limit_ms;        /* BT_SERVER_REQUEST_LIMIT_MS, less in tests */
} bt_server_options;

/*
 * Listen. Answers 503 until bt_server_open(). `service` is borrowed until bt_server_stop().
 *   why   on failure: a sentence
 * BT_EIO: civetweb was built without what we need, or the system refused; BT_ENOMEM.
 */
bt_status bt_server_start(const bt_server_options *options, bt_service *service, bt_server **out,
                          char why[BT_SERVER_WHY_BYTES]);

/*
 * From now on requests are let in. Both are borrowed until bt_server_stop().
 *   origins   the addresses to answer to; it may grow
 *   local     those that the page's port answers to with the app, for this machine alone; NULL: none
 */
void bt_server_open(bt_server *server, const bt_origins *origins, const bt_origins *local);

/*
 * Takes no more connections, lets requests under way end, tells the waiting ones, and stops.
 * False: some were cut off.
 */
bool bt_server_stop(bt_server *server);

#endif
