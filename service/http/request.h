/* service/http/request.h - one question over HTTP and its answer, without a word of civetweb.
 *
 * The gate has already looked at what is here: Host, method, framing, size,
 * Origin and the device's token. A handler reads the request, fills the reply
 * and returns; http/server.c writes it in one piece.
 */
#ifndef BT_SERVICE_HTTP_REQUEST_H
#define BT_SERVICE_HTTP_REQUEST_H

#include "service/people/access.h"
#include "sync/base.h"

struct bt_service;

enum { BT_ROUTE_PARAMS = 2 };

typedef struct bt_request {
    const char *method;              /* "GET", "POST", "HEAD", "PUT" */
    bt_view params[BT_ROUTE_PARAMS]; /* the {…} steps of the route, in order */
    bt_view query;                   /* what stands behind the `?`, not decoded; absent when there is none */
    bt_view body;                    /* inflated, within the route's limit; absent for GET */
    bool known;                      /* a device's token came and was right */
    bt_identity who;                 /* valid when `known` */
    bool by_cookie;                  /* the token came as a cookie (a browser), not as Bearer */
    bool from_page;                  /* an Origin header came: a page asks, not a tool */
    bool takes_gzip;                 /* the peer unpacks */
    bool passed_on;                  /* by a proxy, which says so: whoever asks is not who is connected */
    bool secure;                     /* the address is https, here or at a proxy in front */
    const char *remote;              /* address, for rate limits */
    const char *origin;              /* which of our own addresses was asked for, "https://host:port" */
    /*
     * True when the peer left or the service is stopping. For handlers that wait: the first call
     * counts the request as waiting, and waiting ones do not press the others to close.
     */
    bool (*gone)(void *connection);
    void *connection;
} bt_request;

typedef struct bt_reply {
    int status;               /* HTTP status */
    const char *content_type; /* "application/json" unless set */
    const char *policy;       /* Content-Security-Policy of a page that is not the app's; NULL: the app's */
    char *body;               /* malloc'ed by the handler, freed by the server */
    size_t body_len;
    bool packed; /* the body is gzip already; only for peers that take it */
    bool
        is_picture; /* the body is a JPEG that never changes under its address: a browser may keep it for its user */
    char *cookie;      /* a whole Set-Cookie value, malloc'ed, or NULL; never logged */
    int retry_after_s; /* 0: none */
} bt_reply;

typedef void (*bt_handler)(struct bt_service *service, const bt_request *request, bt_reply *reply);

/* One row of the route table. `{}` steps match one path step of [0-9a-f-]+, `{t}` steps one of [0-9TZ:.-]+. */
typedef struct bt_route {
    const char *method;
    const char *path;      /* "/api/v1/notebooks/{}/sync" */
    const char *name;      /* for the log: never the raw path */
    bool needs_device;     /* 401 without a token before the handler runs */
    size_t max_body_bytes; /* inflated */
    bt_handler handle;
} bt_route;

extern const bt_route bt_routes[];
extern const size_t bt_route_count;

/*
 * The row for a method and a path, with the `{}` steps in params (they borrow from `path`). HEAD finds
 * the rows of GET. NULL when there is none; *path_known tells 404 from 405.
 */
const bt_route *bt_route_find(const char *method, const char *path, bt_view params[BT_ROUTE_PARAMS],
                              bool *path_known);

/* Fill a reply with {"error":{"code","message"}}. Both are static strings. */
void bt_reply_error(bt_reply *reply, int status, const char *code, const char *message);

/* Fill a reply with the status, code and sentence of a failed call (a negative bt_status). */
void bt_reply_status(bt_reply *reply, bt_status failure);

/* Fill a reply with a body that the server will free. */
void bt_reply_json(bt_reply *reply, int status, char *body, size_t body_len);

#endif
