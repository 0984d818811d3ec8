/* service/tls/hosts.h - what this machine is called in its own network, at this moment.
 *
 * Only what a local certificate may speak for: names, and addresses that no public network routes.
 * A phone asks for one of these; which of them it can reach depends on where it stands.
 */
#ifndef BT_SERVICE_TLS_HOSTS_H
#define BT_SERVICE_TLS_HOSTS_H

#include "sync/base.h"

enum {
    BT_HOST_NAMES_MAX = 11,     /* given ones, and three of our own: NAME, NAME.local, localhost */
    BT_HOST_ADDRESSES_MAX = 16, /* of network cards; more are left out, the lowest come first */
    BT_HOST_NAME_BYTES = 254,   /* RFC 1035: 253 characters */
    BT_HOST_ADDRESS_BYTES = 46
};

/* Both lists are in order and without doubles, so that two of them can be compared. */
typedef struct bt_hosts {
    char names[BT_HOST_NAMES_MAX][BT_HOST_NAME_BYTES];
    size_t name_count;
    char addresses[BT_HOST_ADDRESSES_MAX][BT_HOST_ADDRESS_BYTES]; /* without the loopback */
    size_t address_count;
    char nearest[BT_HOST_ADDRESS_BYTES]; /* the one that others in the network reach first; empty: none */
} bt_hosts;

/*
 * The names of `given` (as --host has them), this machine's own, and the private addresses of its network
 * cards that are up. BT_EINPUT: one of `given` is no host name; BT_ELIMIT: there are too many; BT_EIO.
 */
bt_status bt_hosts_find(const char *const *given, size_t given_count, bt_hosts *out);

/* Letters, digits, hyphens and dots, as RFC 1123 has it. */
bool bt_host_is_name(const char *text);

/*
 * True for an address of a private network: 10/8, 172.16/12, 192.168/16 (RFC 1918), 169.254/16 (RFC 3927),
 * fc00::/7 (RFC 4193), fe80::/10, and of the loopback. False also when the text is no address.
 */
bool bt_address_is_private(const char *text);

bool bt_address_is_loopback(const char *text);

#endif
