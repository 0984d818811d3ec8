#include "service/tls/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { CHAIN_MAX = 8 }; /* certificates behind the leaf; public ones come with two or three */

struct bt_certificate {
    pthread_mutex_t lock;
    X509 *leaf;
    STACK_OF(X509) * behind; /* what leads from the leaf to one that phones know; may be empty */
    EVP_PKEY *key;
};

bt_certificate *bt_certificate_new(void)
{
    bt_certificate *certificate = calloc(1, sizeof *certificate);

    if (certificate != NULL && pthread_mutex_init(&certificate->lock, NULL) != 0) {
        free(certificate);
        return NULL;
    }
    return certificate;
}

static void release(X509 *leaf, STACK_OF(X509) * behind, EVP_PKEY *key)
{
    X509_free(leaf);
    sk_X509_pop_free(behind, X509_free);
    EVP_PKEY_free(key); /* OpenSSL wipes the number */
}

void bt_certificate_free(bt_certificate *certificate)
{
    if (certificate == NULL)
        return;
    release(certificate->leaf, certificate->behind, certificate->key);
    pthread_mutex_destroy(&certificate->lock);
    free(certificate);
}

/* Takes all three, also when they are refused. */
static bt_status exchange(bt_certificate *certificate, X509 *leaf, STACK_OF(X509) * behind, EVP_PKEY *key)
{
    X509 *old_leaf = leaf;
    STACK_OF(X509) *old_behind = behind;
    EVP_PKEY *old_key = key;
    bt_status status = X509_check_private_key(leaf, key) == 1 ? BT_OK : BT_EINPUT;

    if (status == BT_OK) {
        pthread_mutex_lock(&certificate->lock);
        old_leaf = certificate->leaf;
        old_behind = certificate->behind;
        old_key = certificate->key;
        certificate->leaf = leaf;
        certificate->behind = behind;
        certificate->key = key;
        pthread_mutex_unlock(&certificate->lock);
    }
    release(old_leaf, old_behind, old_key);
    ERR_clear_error();
    return status;
}

bt_status bt_certificate_set(bt_certificate *certificate, X509 *leaf, EVP_PKEY *key)
{
    STACK_OF(X509) *behind = sk_X509_new_null();

    if (behind == NULL)
        return BT_ENOMEM;
    X509_up_ref(leaf);
    EVP_PKEY_up_ref(key);
    return exchange(certificate, leaf, behind, key);
}

/* The file's certificates after the first. False when one of them is none, or there are too many. */
static bool read_behind(BIO *from, STACK_OF(X509) * behind)
{
    X509 *next = NULL;
    unsigned long end = 0;

    while ((next = PEM_read_bio_X509(from, NULL, NULL, NULL)) != NULL) {
        if (sk_X509_num(behind) == CHAIN_MAX || sk_X509_push(behind, next) == 0) {
            X509_free(next);
            return false;
        }
    }
    end = ERR_peek_last_error();
    return ERR_GET_LIB(end) == ERR_LIB_PEM && ERR_GET_REASON(end) == PEM_R_NO_START_LINE;
}

/* Nobody is there to type one: a key that wants a password is refused. */
static int no_password(char *to, int size, int writing, void *context)
{
    (void)to;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

bt_status bt_certificate_load(bt_certificate *certificate, const char *chain_file, const char *key_file)
{
    BIO *chain = BIO_new_file(chain_file, "re"), *keys = BIO_new_file(key_file, "re");
    STACK_OF(X509) *behind = sk_X509_new_null();
    X509 *leaf = NULL;
    EVP_PKEY *key = NULL;
    bt_status status = BT_EINPUT;

    if (behind == NULL) {
        status = BT_ENOMEM;
        goto done;
    }
    if (chain == NULL || keys == NULL)
        goto done;
    leaf = PEM_read_bio_X509(chain, NULL, NULL, NULL);
    key = PEM_read_bio_PrivateKey(keys, NULL, no_password, NULL);
    if (leaf == NULL || key == NULL || !read_behind(chain, behind))
        goto done;
    status = exchange(certificate, leaf, behind, key);
    leaf = NULL;
    behind = NULL;
    key = NULL;
done:
    release(leaf, behind, key);
    BIO_free(chain);
    BIO_free(keys);
    ERR_clear_error();
    return status;
}

/* OpenSSL asks at the beginning of each handshake, and counts its own references to what it is given. */
static int show(SSL *connection, void *context)
{
    bt_certificate *certificate = context;
    int shown = 0;

    pthread_mutex_lock(&certificate->lock);
    if (certificate->leaf != NULL)
        shown = SSL_use_cert_and_key(connection, certificate->leaf, certificate->key, certificate->behind, 1);
    pthread_mutex_unlock(&certificate->lock);
    return shown == 1 ? 1 : 0;
}

/* TLS 1.2 and newer, with forward secrecy and authenticated encryption only. */
bt_status bt_certificate_serve(bt_certificate *certificate, SSL_CTX *tls)
{
    static const unsigned char name[] = "backtable";

    SSL_CTX_set_cert_cb(tls, show, certificate);
    if (SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) == 1 &&
        SSL_CTX_set_cipher_list(tls, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
        SSL_CTX_set_session_id_context(tls, name, sizeof name - 1) == 1)
        return BT_OK;
    return BT_EIO;
}
