/* service/http/metrics.h - what the service counts about itself, for GET /metrics.
 *
 * The text format of Prometheus, version 0.0.4. Numbers by route and kind of answer only: no id of a
 * person, a device or a notebook is ever a label.
 */
#ifndef BT_SERVICE_HTTP_METRICS_H
#define BT_SERVICE_HTTP_METRICS_H

#include "service/http/log.h"
#include "service/http/peers.h"
#include "service/json_out.h"

typedef struct bt_metrics bt_metrics;

/* All zero. NULL without memory. Safe to use from every thread at once. */
bt_metrics *bt_metrics_new(void);
void bt_metrics_free(bt_metrics *metrics);

/* One request is answered. A route that the table does not know counts as "other". */
void bt_metrics_count(bt_metrics *metrics, const bt_log_line *line);

/* All of them, and how many connections there are at this moment. */
void bt_metrics_print(bt_metrics *metrics, const bt_peer_counts *now, bt_out *out);

#endif
