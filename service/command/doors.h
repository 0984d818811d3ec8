/* service/command/doors.h - where the service listens, by which addresses, and with which certificate.
 *
 * Opened when the data are; looked after while the service runs, as a certificate ends and a laptop is carried to
 * another network. Used by one thread. What is wrong is said on standard error at the start, in the log later.
 */
#ifndef BT_SERVICE_COMMAND_DOORS_H
#define BT_SERVICE_COMMAND_DOORS_H

#include "service/command/serve_options.h"
#include "service/http/server.h"
#include "service/tls/keeper.h"

enum { BT_DOORS_LOOK_S = 60 }; /* between two looks at addresses and dates */

typedef struct bt_doors {
    const bt_serve_options *options;
    bt_service *service;
    bt_certificate *certificate; /* NULL: plain http */
    bt_keeper *keeper;           /* NULL: not our own authority */
    bt_trust trust;
    bt_server *server;
    bt_origins origins;             /* those that phones use */
    bt_origins local;               /* of the page's port, for this machine: the app without TLS */
    char page[BT_ORIGIN_MAX_BYTES]; /* where phones get the certificate; empty: nowhere */
    int port, page_port;
    int64_t looked_s;
} bt_doors;

/*
 * Listen, and let requests in. `options`, `service` and *out itself stay where they are until bt_doors_close(), which
 * is to be called in any case. BT_EXIT_DONE, or BT_EXIT_FAILED after it said why.
 */
int bt_doors_open(const bt_serve_options *options, const char *folder, bt_service *service, bt_doors *out);

/* To be called now and then: does nothing before the next look is due. */
void bt_doors_look(bt_doors *doors, int64_t now_s);

/* Read the certificate's files again, and look now. */
void bt_doors_reload(bt_doors *doors, int64_t now_s);

/* False: some requests were cut off. */
bool bt_doors_close(bt_doors *doors);

#endif
