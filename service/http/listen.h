/* service/http/listen.h - sockets that listen: made here, or handed over by whoever started us.
 *
 * Handed over (systemd's socket activation, sd_listen_fds(3)), a socket outlives the process: connections
 * wait in it while one process ends and the next begins, and a restart refuses nobody.
 */
#ifndef BT_SERVICE_HTTP_LISTEN_H
#define BT_SERVICE_HTTP_LISTEN_H

#include "sync/base.h"

enum {
    BT_LISTEN_BACKLOG = 1024,
    BT_LISTEN_GIVEN_MAX = 2 /* the app's, and the page's where there is one */
};

/*
 * Listen on an address ("::" is every address, of IPv4 too). The caller closes *fd.
 * BT_EBUSY: the port is taken; BT_EDENIED: not for this user; BT_EIO: no such address here, or the system refused.
 */
bt_status bt_listen(const char *address, int port, int *fd);

/*
 * The sockets that were handed over to this very process, in the order of the unit file; asked once, they are the
 * caller's. BT_EINPUT when one of them does not listen for TCP, or there are more than BT_LISTEN_GIVEN_MAX.
 */
bt_status bt_listen_given(int fds[BT_LISTEN_GIVEN_MAX], size_t *count);

/* The port of a socket; 0 when it has none. */
int bt_listen_port(int fd);

/* True when only this machine reaches it. */
bool bt_listen_is_local(int fd);

/* The socket of this process that listens on this port of 127.0.0.1; -1 when there is none. Borrowed. */
int bt_listen_find(int port);

#endif
