/* service/http/reply.h - an answer as the bytes of one write.
 *
 * Head and body go out together: in two writes the second waits for the peer's
 * acknowledgement of the first (44 ms each, measured).
 */
#ifndef BT_SERVICE_HTTP_REPLY_H
#define BT_SERVICE_HTTP_REPLY_H

#include "service/http/asset.h"
#include "service/http/request.h"

/* What the connection wants of the answer. */
typedef struct bt_wire {
    bool head_only;  /* HEAD: every header, no body */
    bool gzip;       /* the peer takes gzip */
    bool close;      /* say so, and do so */
    bool over_https; /* tell browsers to come back by https alone */
} bt_wire;

typedef struct bt_message {
    char *bytes; /* malloc'ed; may hold a cookie: bt_message_free() wipes it */
    size_t len;
    size_t body_len; /* for the log */
} bt_message;

/* The whole answer. Compresses the body where that pays. BT_ENOMEM leaves *out empty. */
bt_status bt_reply_write(const bt_reply *reply, const bt_wire *wire, bt_message *out);

/* The answer with a built-in asset; `known`: only that nothing has changed. BT_ENOMEM. */
bt_status bt_asset_write(const bt_asset *asset, bool known, const bt_wire *wire, bt_message *out);

void bt_message_free(bt_message *message);

/* Frees what a handler put in, wiping the cookie. */
void bt_reply_free(bt_reply *reply);

#endif
