/* service/http/trust.h - the plain page where a phone gets our certificate authority.
 *
 * Over plain http, for a phone trusts no other of our addresses yet. So there is nothing here that somebody on the
 * way could gain by reading: the public half of the authority, how to trust it, and where to go then. Whoever
 * changes it on the way is found out by the fingerprint, which the service prints where it was started.
 */
#ifndef BT_SERVICE_HTTP_TRUST_H
#define BT_SERVICE_HTTP_TRUST_H

#include "service/http/gate.h"
#include "service/http/origins.h"
#include "service/http/request.h"
#include "service/tls/authority.h"

typedef struct bt_trust {
    unsigned char *der; /* the authority's certificate; bt_trust_free() */
    size_t der_len;
    char fingerprint[BT_FINGERPRINT_BYTES];
} bt_trust;

/* BT_ENOMEM, BT_EIO leave *out empty. */
bt_status bt_trust_make(const bt_keyed *authority, bt_trust *out);
void bt_trust_free(bt_trust *trust);

/*
 * True when the page answers to this Host header (NULL: there is none): one of our own names, or any private
 * address, for which of ours a phone's network leads here is not for us to know. No name can be pointed at us.
 *   origin   receives "http://HOST"
 */
bool bt_trust_takes_host(const char *host, const bt_origins *ours, char origin[BT_ORIGIN_MAX_BYTES]);

/* GET / and GET bt_trust_file; all else is refused. `head` has passed the gate. */
void bt_trust_answer(const bt_trust *trust, const bt_head *head, const bt_origins *ours, bt_reply *reply);

/* The path of the certificate. */
extern const char bt_trust_file[];

/* Made of trust.html by trust.mjs: the page with {{words}} to be filled in, and the policy that allows its style alone. */
extern const char bt_trust_html[];
extern const char bt_trust_policy[];

#endif
