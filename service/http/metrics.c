#include "service/http/metrics.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "service/http/request.h"

enum {
    KINDS = 5,       /* of status: 1xx to 5xx */
    ROUTES_MAX = 64, /* rows of the table, and the three below */
    MS_A_S = 1000
};

/* What is counted besides the rows of the table: no handler of ours answered these. The last is for all the rest. */
static const char *const others[] = { "asset", "refused", "other" };
enum { OTHERS = sizeof others / sizeof others[0] };

typedef struct counter {
    atomic_ullong answers[KINDS];
    atomic_ullong bytes, took_ms;
} counter;

struct bt_metrics {
    counter routes[ROUTES_MAX];
};

static const char *name_of(size_t row)
{
    return row < bt_route_count ? bt_routes[row].name : others[row - bt_route_count];
}

static size_t row_of(const char *route)
{
    size_t row = 0;

    while (row + 1 < bt_route_count + OTHERS && strcmp(name_of(row), route) != 0)
        row++;
    return row;
}

bt_metrics *bt_metrics_new(void)
{
    return bt_route_count + OTHERS <= ROUTES_MAX ? calloc(1, sizeof(bt_metrics)) : NULL;
}

void bt_metrics_free(bt_metrics *metrics)
{
    free(metrics);
}

void bt_metrics_count(bt_metrics *metrics, const bt_log_line *line)
{
    counter *row = &metrics->routes[row_of(line->route)];
    int kind = line->status / 100 - 1;

    atomic_fetch_add(&row->answers[kind >= 0 && kind < KINDS ? kind : KINDS - 1], 1);
    atomic_fetch_add(&row->bytes, line->bytes);
    atomic_fetch_add(&row->took_ms, line->took_ms > 0 ? (unsigned long long)line->took_ms : 0);
}

static void print_head(bt_out *out, const char *name, const char *type, const char *help)
{
    bt_out_text(out, "# HELP ");
    bt_out_text(out, name);
    bt_out_text(out, " ");
    bt_out_text(out, help);
    bt_out_text(out, "\n# TYPE ");
    bt_out_text(out, name);
    bt_out_text(out, " ");
    bt_out_text(out, type);
    bt_out_text(out, "\n");
}

static void print_route(bt_out *out, const char *name, size_t row)
{
    bt_out_text(out, name);
    bt_out_text(out, "{route=\"");
    bt_out_text(out, name_of(row));
    bt_out_text(out, "\"");
}

static void print_value(bt_out *out, unsigned long long value)
{
    bt_out_text(out, " ");
    bt_out_integer(out, (int64_t)value);
    bt_out_text(out, "\n");
}

static void print_answers(bt_metrics *metrics, bt_out *out)
{
    static const char name[] = "backtable_requests_total";
    static const char *const kinds[KINDS] = { "1xx", "2xx", "3xx", "4xx", "5xx" };

    print_head(out, name, "counter", "Requests that were answered.");
    for (size_t row = 0; row < bt_route_count + OTHERS; row++) {
        for (int kind = 0; kind < KINDS; kind++) {
            unsigned long long count = atomic_load(&metrics->routes[row].answers[kind]);

            if (count == 0)
                continue;
            print_route(out, name, row);
            bt_out_text(out, ",status=\"");
            bt_out_text(out, kinds[kind]);
            bt_out_text(out, "\"}");
            print_value(out, count);
        }
    }
}

/* Seconds with three decimals, as Prometheus wants its base units. */
static void print_seconds(bt_out *out, unsigned long long ms)
{
    char decimals[] = {
        '.', (char)('0' + ms / 100 % 10), (char)('0' + ms / 10 % 10), (char)('0' + ms % 10), '\n', '\0'
    };

    bt_out_text(out, "} ");
    bt_out_integer(out, (int64_t)(ms / MS_A_S));
    bt_out_text(out, decimals);
}

static void print_sums(bt_metrics *metrics, bt_out *out)
{
    print_head(out, "backtable_response_bytes_total", "counter", "Bytes of the bodies sent, as on the wire.");
    for (size_t row = 0; row < bt_route_count + OTHERS; row++) {
        print_route(out, "backtable_response_bytes_total", row);
        bt_out_text(out, "}");
        print_value(out, atomic_load(&metrics->routes[row].bytes));
    }
    print_head(
        out, "backtable_request_seconds_total", "counter",
        "Time from the head of a request to the last byte of its answer; waiting for news is part of it.");
    for (size_t row = 0; row < bt_route_count + OTHERS; row++) {
        print_route(out, "backtable_request_seconds_total", row);
        print_seconds(out, atomic_load(&metrics->routes[row].took_ms));
    }
}

void bt_metrics_print(bt_metrics *metrics, const bt_peer_counts *now, bt_out *out)
{
    const struct {
        const char *name, *help;
        int value;
    } gauges[] = {
        { "backtable_workers", "Connections that can be held at once.", now->size },
        { "backtable_connections", "Connections that are open.", now->used },
        { "backtable_connections_waiting", "Those of them that wait for news.", now->waiting },
    };

    print_answers(metrics, out);
    print_sums(metrics, out);
    for (size_t i = 0; i < sizeof gauges / sizeof gauges[0]; i++) {
        print_head(out, gauges[i].name, "gauge", gauges[i].help);
        bt_out_text(out, gauges[i].name);
        print_value(out, (unsigned long long)gauges[i].value);
    }
}
