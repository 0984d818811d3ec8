/* service/http/gate.h - what a request must look like before anything else sees it.
 *
 * Pure: a request head in, a verdict out. The rules leave nothing about framing
 * that a proxy in front could read in another way, and refuse whatever a page of
 * another site, or a name that was pointed at us (DNS rebinding), could send.
 */
#ifndef BT_SERVICE_HTTP_GATE_H
#define BT_SERVICE_HTTP_GATE_H

#include "sync/base.h"

enum {
    BT_HEADERS_MAX = 60, /* civetweb drops what comes after the 64th without a word */
    BT_TARGET_MAX_BYTES = 1024,
    BT_LENGTH_MAX_DIGITS = 9
};

typedef struct bt_header {
    const char *name;
    const char *value;
} bt_header;

/* A request head as it came, nothing decoded. */
typedef struct bt_head {
    const char *method;
    const char *target; /* path and query */
    const bt_header *headers;
    size_t header_count;
} bt_head;

typedef struct bt_verdict {
    int status; /* 0: let in; else the HTTP status of the refusal, and: */
    const char *code;
    const char *message;
    const char *origin; /* let in: the one of `origins` that was asked for */
    size_t body_bytes;  /* let in: Content-Length, 0 when there is none */
    bool gzip_body;     /* let in: Content-Encoding is gzip */
} bt_verdict;

/* True for the methods that carry a body: POST, of JSON, and PUT, of a JPEG. */
bool bt_method_takes_body(const char *method);

/* The value of a header, by its name in any case; the first when there are several. NULL when there is none. */
const char *bt_head_find(const bt_head *head, const char *name);

/*
 * The token in `Authorization: Bearer`, or absent. A request that carries one was not made by
 * a browser on behalf of a page.
 */
bt_view bt_head_bearer(const bt_head *head);

/* The value of a cookie, by its exact name, or absent. */
bt_view bt_head_cookie(const bt_head *head, const char *name);

/*
 * The verdict.
 *   origins   the addresses that this service answers to ("https://host:port"), borrowed, no slash at the end
 */
bt_verdict bt_gate(const bt_head *head, const char *const *origins, size_t origin_count);

#endif
