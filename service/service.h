/* service/service.h - what a request handler works with. Filled by the serve command, read by handlers. */
#ifndef BT_SERVICE_SERVICE_H
#define BT_SERVICE_SERVICE_H

#include "service/notebook/notebook.h"
#include "service/people/access.h"

typedef struct bt_service {
    bt_access *access;
    bt_notebooks *notebooks;
    struct bt_limit *joins;     /* wrong join codes, by address (service/people/limit.h) */
    struct bt_limit *strangers; /* requests without a known token, by address */
    struct bt_limit *devices;   /* requests of a device */
    struct bt_metrics *metrics; /* what GET /metrics shows (service/http/metrics.h) */
    const char *folder;         /* the data folder */
    int64_t keep_free_bytes;    /* of its disk (service/exchange/room.h); 0: whatever is there may be used */
    const char *_Atomic origin; /* "https://host:port", for links; may change while we run */
    int64_t (*now_s)(void);     /* seconds since 1970 */
} bt_service;

#endif
