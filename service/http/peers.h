/* service/http/peers.h - the open connections: who holds a worker, and for how long still.
 *
 * civetweb gives each connection a worker until it closes, and restarts its own
 * timeouts with every byte. So the connections are counted here, a connection is
 * asked to close when few workers are left (1,000 phones then live on 16 workers,
 * measured), and a watchdog shuts down whoever takes longer than the limit to
 * send a request or to take an answer. Waiting for news is not counted as taking long.
 */
#ifndef BT_SERVICE_HTTP_PEERS_H
#define BT_SERVICE_HTTP_PEERS_H

#include "sync/base.h"

struct mg_connection;

/* In packaging/civetweb_socket.c, which is compiled with civetweb. */
int bt_civetweb_socket(const struct mg_connection *connection);

typedef struct bt_peers bt_peers;
typedef struct bt_peer bt_peer; /* one connection; used by its own worker */

/*
 * Room for `workers` connections, and the watchdog's thread.
 *   limit_ms   how long a peer may take to send a body, and again to take the answer
 * BT_ENOMEM.
 */
bt_status bt_peers_start(int workers, int limit_ms, bt_peers **out);
void bt_peers_stop(bt_peers *peers);

/* A connection came, and went. NULL when there is no room: then it is to be closed. */
bt_peer *bt_peers_enter(bt_peers *peers, int socket);
void bt_peer_leave(bt_peer *peer);

/* A request began, and its answer is out. */
void bt_peer_begin(bt_peer *peer);
void bt_peer_end(bt_peer *peer);

/* From here on the peer keeps us waiting, until bt_peer_relax(): the watchdog's clock runs. */
void bt_peer_hurry(bt_peer *peer);
void bt_peer_relax(bt_peer *peer);

/*
 * True when the peer has hung up or the service is stopping. The first call in a request counts the peer as
 * waiting until the end of the request. Takes a bt_peer: it has the shape that bt_request wants.
 */
bool bt_peer_gone(void *peer);

/* True when this connection is to close after its answer: workers are getting few, or we are stopping. */
bool bt_peers_crowded(bt_peers *peers);

/* How many connections there are at this moment. */
typedef struct bt_peer_counts {
    int size, used, waiting;
} bt_peer_counts;

/* Takes one of the connections, for that is what a handler has (bt_request.connection). */
bt_peer_counts bt_peers_counts(void *peer);

/*
 * Nobody new comes in any more: waits until those who just came have asked what they want, and for no more than
 * `patience_ms`. A browser may open a connection and then say nothing.
 */
void bt_peers_arrive(bt_peers *peers, int patience_ms);

/* Stop: whoever waits is gone from now on, idle ones are hung up on, and every answer closes its connection. */
void bt_peers_close(bt_peers *peers);

/* Waits until no request is under way; false when some still are after `patience_ms`. */
bool bt_peers_drain(bt_peers *peers, int patience_ms);

#endif
