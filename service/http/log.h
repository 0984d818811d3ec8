/* service/http/log.h - one JSON line on stderr for each request, and for what the service itself did.
 *
 * A line says which route, never which path: no names, tokens, codes, note text or ids of
 * children can get into a log by way of a URL. Each line is one write, so that lines of many threads stay whole.
 */
#ifndef BT_SERVICE_HTTP_LOG_H
#define BT_SERVICE_HTTP_LOG_H

#include "sync/base.h"

typedef struct bt_log_line {
    const char *route; /* of the table, or "asset", "refused" */
    const char *method;
    const char *code;   /* the gate's code, or NULL */
    const char *device; /* id, or empty */
    const char *remote; /* address */
    int status;
    size_t bytes;    /* of the body sent */
    int64_t took_ms; /* from the head to the last byte */
    bool peer_left;  /* the answer could not be sent whole */
} bt_log_line;

void bt_log_request(const bt_log_line *line);

/* Something that happened; `detail` may be NULL. Control characters and quotes of it are replaced. */
void bt_log_event(const char *event, const char *detail);

#endif
