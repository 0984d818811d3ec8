/* service/http/server.h - listening, and stopping. With wire.c the only user of civetweb. */
#ifndef BT_SERVICE_HTTP_SERVER_H
#define BT_SERVICE_HTTP_SERVER_H

#include "service/service.h"

enum {
    BT_SERVER_WORKERS = 256, /* threads are cheap: 15 MB resident in all (measured) */
    BT_SERVER_WAITING_MAX = BT_SERVER_WORKERS * 60 / 100, /* of them may wait for news */
    BT_SERVER_REQUEST_LIMIT_MS = 15000, /* for a peer to send a body, and again to take the answer */
    BT_SERVER_HEAD_LIMIT_MS = 5000,     /* for the head, and for each silent gap */
    BT_SERVER_KEEP_ALIVE_MS = 5000,
    BT_SERVER_DRAIN_MS = 10000,
    BT_SERVER_STACK_MIN_BYTES = 512 * 1024, /* a commit by libgit2 takes 95 KiB of it */
    BT_SERVER_WHY_BYTES = 256
};

typedef struct bt_server bt_server;

typedef struct bt_server_options {
    const char *address;   /* "127.0.0.1", "::1"; "::" is every address, of IPv4 too */
    int port;              /* 0: the system chooses */
    const char *cert_file; /* PEM, the chain; NULL: plain http */
    const char *key_file;  /* PEM */
    int request_limit_ms;  /* BT_SERVER_REQUEST_LIMIT_MS, less in tests */
} bt_server_options;

/*
 * Listen. Answers 503 until bt_server_open(). `service` is borrowed until bt_server_stop().
 *   why   on failure: a sentence
 * BT_EINPUT: certificate or key are no good; BT_EBUSY: the port is taken; BT_EIO: civetweb was built
 * without what we need, or the system refused; BT_ENOMEM.
 */
bt_status bt_server_start(const bt_server_options *options, bt_service *service, bt_server **out,
                          char why[BT_SERVER_WHY_BYTES]);

int bt_server_port(const bt_server *server);

/* The addresses to answer to, "https://host:port", borrowed until bt_server_stop(). From now on requests are let in. */
void bt_server_open(bt_server *server, const char *const *origins, size_t origin_count);

/* Lets requests under way end, tells the waiting ones, and stops. False: some were cut off. */
bool bt_server_stop(bt_server *server);

#endif
