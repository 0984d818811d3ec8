/* service/tls/certificate.h - the certificate that the next phone is shown.
 *
 * It may be exchanged at any time: a handshake takes what stands here when it
 * begins, and connections that are open keep theirs. May be used by many threads.
 */
#ifndef BT_SERVICE_TLS_CERTIFICATE_H
#define BT_SERVICE_TLS_CERTIFICATE_H

#include "sync/base.h"

#include <openssl/ssl.h>

typedef struct bt_certificate bt_certificate;

/* Without a certificate yet: handshakes fail. NULL when out of memory. */
bt_certificate *bt_certificate_new(void);
void bt_certificate_free(bt_certificate *certificate);

/* From now on this one, with its key; both stay the caller's. BT_EINPUT when they do not belong together. */
bt_status bt_certificate_set(bt_certificate *certificate, X509 *leaf, EVP_PKEY *key);

/*
 * From now on what these PEM files hold: a chain, the leaf first, and the leaf's key.
 * BT_EINPUT when they cannot be used: then the one before stays. BT_ENOMEM.
 */
bt_status bt_certificate_load(bt_certificate *certificate, const char *chain_file, const char *key_file);

/* Makes `tls` show it: `certificate` is borrowed for as long as connections begin. BT_EIO. */
bt_status bt_certificate_serve(bt_certificate *certificate, SSL_CTX *tls);

#endif
