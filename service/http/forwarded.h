/* service/http/forwarded.h - for whom a proxy asks. */
#ifndef BT_SERVICE_HTTP_FORWARDED_H
#define BT_SERVICE_HTTP_FORWARDED_H

#include "service/http/gate.h"
#include "service/tls/hosts.h"

/*
 * The address that the nearest proxy saw: the last one of X-Forwarded-For, as each proxy adds its own peer behind
 * what it was told. What stands before it anyone could have written. False when there is none: `out` is untouched.
 * To be believed only of a proxy on this machine.
 */
bool bt_forwarded_address(const bt_head *head, char out[BT_HOST_ADDRESS_BYTES]);

#endif
