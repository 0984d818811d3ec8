/* service/tls/authority.h - a certificate authority for one school room.
 *
 * Phones keep an app for offline use only from an address whose certificate they
 * trust, and no public authority certifies 192.168.1.10. So the service is its
 * own: a teacher lets the phone trust it once. What that costs is bounded by the
 * certificate itself (RFC 5280, 4.2.1.10, critical): whoever steals the key can
 * speak for this machine's names, for .local and for private addresses, and for
 * no site of the internet.
 */
#ifndef BT_SERVICE_TLS_AUTHORITY_H
#define BT_SERVICE_TLS_AUTHORITY_H

#include "service/tls/hosts.h"

#include <openssl/x509.h>

enum {
    BT_AUTHORITY_DAYS = 3652, /* ten years: trusting it again is an errand for every phone */
    BT_LEAF_DAYS = 397,       /* what browsers take from public authorities at most is 398 */
    BT_LEAF_RENEW_DAYS = 30,  /* before its end */
    BT_FINGERPRINT_BYTES = 96 /* SHA-256 as 32 pairs of digits with spaces, as phones show it, and a NUL */
};

/* A certificate and its key. */
typedef struct bt_keyed {
    X509 *certificate;
    EVP_PKEY *key;
} bt_keyed;

void bt_keyed_free(bt_keyed *keyed);

/* Both as PEM, in one text: a pair cannot be half exchanged then. The caller wipes and frees *out with BIO_free(). */
bt_status bt_keyed_write(const bt_keyed *keyed, BIO **out);

/* Reads such a text. BT_EDAMAGED: it is none, or the two do not belong together. */
bt_status bt_keyed_read(bt_view pem, bt_keyed *out);

/*
 * A new authority for these names, .local, and every private address. P-256, no further authority under it.
 * BT_EIO, BT_ENOMEM. The caller frees *out.
 */
bt_status bt_authority_make(const bt_hosts *hosts, int64_t now_s, bt_keyed *out);

/* True when the authority may speak for this name. */
bool bt_authority_permits(const bt_keyed *authority, const char *name);

/* A new certificate for these names and addresses and the loopback, signed by the authority. The caller frees *out. */
bt_status bt_authority_issue(const bt_keyed *authority, const bt_hosts *hosts, int64_t now_s, bt_keyed *out);

/*
 * True when the leaf is the authority's own, speaks for exactly these names and addresses, and will for
 * BT_LEAF_RENEW_DAYS more, or for as long as the authority itself.
 */
bool bt_authority_stands_by(const bt_keyed *authority, const bt_keyed *leaf, const bt_hosts *hosts,
                            int64_t now_s);

/* True when the authority's own days are over, or have not begun: then no phone takes what it signs. */
bool bt_authority_is_over(const bt_keyed *authority, int64_t now_s);

/* What a person compares with what the phone shows. */
bt_status bt_authority_fingerprint(const bt_keyed *authority, char out[BT_FINGERPRINT_BYTES]);

#endif
