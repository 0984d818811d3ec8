#include "service/tls/authority.h"
#include "service/json_out.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    DAY_S = 24 * 60 * 60,
    SERIAL_BITS = 159, /* RFC 5280: at most 20 bytes, and positive */
    X509_V3 = 2,       /* as it is counted inside a certificate */
    SHA256_BYTES = 32
};

/* The ranges of bt_address_is_private(), as masks. */
static const char private_ranges[] =
    "permitted;IP:10.0.0.0/255.0.0.0,permitted;IP:172.16.0.0/255.240.0.0,"
    "permitted;IP:192.168.0.0/255.255.0.0,permitted;IP:169.254.0.0/255.255.0.0,"
    "permitted;IP:127.0.0.0/255.0.0.0,permitted;IP:fc00::/fe00::,"
    "permitted;IP:fe80::/ffc0::,"
    "permitted;IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

void bt_keyed_free(bt_keyed *keyed)
{
    X509_free(keyed->certificate);
    EVP_PKEY_free(keyed->key);
    *keyed = (bt_keyed){ NULL, NULL };
}

bt_status bt_keyed_write(const bt_keyed *keyed, BIO **out)
{
    BIO *text = BIO_new(BIO_s_secmem()); /* wiped when it grows and when it is freed */

    *out = NULL;
    if (text != NULL && PEM_write_bio_PrivateKey(text, keyed->key, NULL, NULL, 0, NULL, NULL) == 1 &&
        PEM_write_bio_X509(text, keyed->certificate) == 1) {
        *out = text;
        return BT_OK;
    }
    BIO_free(text);
    ERR_clear_error();
    return BT_ENOMEM;
}

bt_status bt_keyed_read(bt_view pem, bt_keyed *out)
{
    BIO *text = BIO_new_mem_buf(pem.data, (int)pem.len);
    bt_status status = BT_EDAMAGED;

    *out = (bt_keyed){ NULL, NULL };
    if (text == NULL)
        return BT_ENOMEM;
    out->key = PEM_read_bio_PrivateKey(text, NULL, NULL, "");
    out->certificate = PEM_read_bio_X509(text, NULL, NULL, NULL);
    if (out->key != NULL && out->certificate != NULL &&
        X509_check_private_key(out->certificate, out->key) == 1)
        status = BT_OK;
    else
        bt_keyed_free(out);
    BIO_free(text);
    ERR_clear_error();
    return status;
}

/* A day is taken off the start: clocks of phones are set by hand, and their owners' time zones differ. */
static bool set_days(X509 *certificate, int64_t now_s, int days)
{
    time_t from = (time_t)(now_s - DAY_S), until = from + (time_t)days * DAY_S;

    return ASN1_TIME_set(X509_getm_notBefore(certificate), from) != NULL &&
           ASN1_TIME_set(X509_getm_notAfter(certificate), until) != NULL;
}

static bool set_serial(X509 *certificate)
{
    BIGNUM *number = BN_new();
    bool done = number != NULL && BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
                BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;

    BN_free(number);
    return done;
}

static bool set_subject(X509 *certificate, const char *name)
{
    return X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                      (const unsigned char *)name, -1, -1, 0) == 1;
}

static bool extend(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension = NULL;
    bool done = false;

    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    done = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return done;
}

/* What both kinds have: a fresh key, a random serial, a name, and days. */
static bt_status begin(const char *name, int64_t now_s, int days, bt_keyed *out)
{
    out->key = EVP_EC_gen("P-256");
    out->certificate = X509_new();
    if (out->key == NULL || out->certificate == NULL)
        return BT_ENOMEM;
    if (X509_set_version(out->certificate, X509_V3) == 1 && set_serial(out->certificate) &&
        set_subject(out->certificate, name) && set_days(out->certificate, now_s, days) &&
        X509_set_pubkey(out->certificate, out->key) == 1)
        return BT_OK;
    return BT_EIO;
}

/* Names were checked by hosts.c: no comma or colon among them that could begin another entry. */
static void write_constraints(const bt_hosts *hosts, bt_out *out)
{
    bt_out_text(out, "critical,permitted;DNS:local,");
    for (size_t i = 0; i < hosts->name_count; i++) {
        bt_out_text(out, "permitted;DNS:");
        bt_out_text(out, hosts->names[i]);
        bt_out_text(out, ",");
    }
    bt_out_text(out, private_ranges);
}

static void write_names(const bt_hosts *hosts, bt_out *out)
{
    bt_out_text(out, "IP:127.0.0.1,IP:::1");
    for (size_t i = 0; i < hosts->name_count; i++) {
        bt_out_text(out, ",DNS:");
        bt_out_text(out, hosts->names[i]);
    }
    for (size_t i = 0; i < hosts->address_count; i++) {
        bt_out_text(out, ",IP:");
        bt_out_text(out, hosts->addresses[i]);
    }
}

/* The name that phones list it under: which machine, and since when. */
static void write_title(const bt_hosts *hosts, int64_t now_s, char out[ub_common_name + 1])
{
    time_t at = (time_t)now_s;
    struct tm day;
    char date[sizeof "-2147483648-99-99"] = "";
    const char *machine = hosts->name_count > 0 ? hosts->names[0] : "localhost";

    for (size_t i = 0; i < hosts->name_count; i++) {
        if (strstr(hosts->names[i], ".local") != NULL)
            machine = hosts->names[i];
    }
    if (gmtime_r(&at, &day) != NULL)
        strftime(date, sizeof date, "%Y-%m-%d", &day);
    snprintf(out, ub_common_name + 1, "Backtable %s (%.30s)", date, machine);
}

bt_status bt_authority_make(const bt_hosts *hosts, int64_t now_s, bt_keyed *out)
{
    char title[ub_common_name + 1];
    bt_out constraints = { 0 };
    bt_status status = BT_EIO;
    X509 *made = NULL;

    *out = (bt_keyed){ NULL, NULL };
    write_title(hosts, now_s, title);
    write_constraints(hosts, &constraints);
    status = constraints.failed ? BT_ENOMEM : begin(title, now_s, BT_AUTHORITY_DAYS, out);
    if (status != BT_OK)
        goto done;
    made = out->certificate;
    if (X509_set_issuer_name(made, X509_get_subject_name(made)) != 1 ||
        !extend(made, made, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
        !extend(made, made, NID_key_usage, "critical,keyCertSign") ||
        !extend(made, made, NID_name_constraints, constraints.data) ||
        !extend(made, made, NID_subject_key_identifier, "hash") ||
        X509_sign(made, out->key, EVP_sha256()) <= 0)
        status = BT_EIO;
done:
    if (status != BT_OK)
        bt_keyed_free(out);
    bt_out_free(&constraints);
    ERR_clear_error();
    return status;
}

bool bt_authority_permits(const bt_keyed *authority, const char *name)
{
    NAME_CONSTRAINTS *constraints =
        X509_get_ext_d2i(authority->certificate, NID_name_constraints, NULL, NULL);
    X509 *asked = X509_new();
    bt_out san = { 0 };
    bool permitted = false;

    bt_out_text(&san, "DNS:");
    bt_out_text(&san, name);
    if (asked != NULL && constraints != NULL && !san.failed &&
        extend(asked, authority->certificate, NID_subject_alt_name, san.data)) {
        (void)X509_check_purpose(asked, -1,
                                 0); /* makes OpenSSL take in the names; it is no whole certificate */
        permitted = NAME_CONSTRAINTS_check(asked, constraints) == X509_V_OK;
    }
    bt_out_free(&san);
    X509_free(asked);
    NAME_CONSTRAINTS_free(constraints);
    ERR_clear_error();
    return permitted;
}

/* No later than the authority's own end, which phones would refuse. */
static bool end_with(X509 *leaf, const X509 *authority)
{
    if (ASN1_TIME_compare(X509_get0_notAfter(leaf), X509_get0_notAfter(authority)) <= 0)
        return true;
    return X509_set1_notAfter(leaf, X509_get0_notAfter(authority)) == 1;
}

bt_status bt_authority_issue(const bt_keyed *authority, const bt_hosts *hosts, int64_t now_s, bt_keyed *out)
{
    X509 *issuer = authority->certificate, *made = NULL;
    bt_out names = { 0 };
    bt_status status = BT_EIO;

    *out = (bt_keyed){ NULL, NULL };
    write_names(hosts, &names);
    status = names.failed ? BT_ENOMEM : begin("Backtable", now_s, BT_LEAF_DAYS, out);
    if (status != BT_OK)
        goto done;
    made = out->certificate;
    if (X509_set_issuer_name(made, X509_get_subject_name(issuer)) != 1 || !end_with(made, issuer) ||
        !extend(made, issuer, NID_basic_constraints, "critical,CA:FALSE") ||
        !extend(made, issuer, NID_key_usage, "critical,digitalSignature") ||
        !extend(made, issuer, NID_ext_key_usage, "serverAuth") ||
        !extend(made, issuer, NID_subject_alt_name, names.data) ||
        !extend(made, issuer, NID_authority_key_identifier, "keyid") ||
        X509_sign(made, authority->key, EVP_sha256()) <= 0)
        status = BT_EIO;
done:
    if (status != BT_OK)
        bt_keyed_free(out);
    bt_out_free(&names);
    ERR_clear_error();
    return status;
}

static bool speaks_for(X509 *leaf, const bt_hosts *hosts)
{
    X509_EXTENSION *wanted = NULL;
    int at = X509_get_ext_by_NID(leaf, NID_subject_alt_name, -1);
    bt_out names = { 0 };
    bool same = false;

    write_names(hosts, &names);
    if (!names.failed)
        wanted = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, names.data);
    if (wanted != NULL && at >= 0)
        same = ASN1_OCTET_STRING_cmp(X509_EXTENSION_get_data(wanted),
                                     X509_EXTENSION_get_data(X509_get_ext(leaf, at))) == 0;
    X509_EXTENSION_free(wanted);
    bt_out_free(&names);
    return same;
}

static bool begins_after(X509 *certificate, int64_t at_s)
{
    return ASN1_TIME_cmp_time_t(X509_get0_notBefore(certificate), (time_t)at_s) > 0;
}

static bool ends_before(X509 *certificate, int64_t at_s)
{
    return ASN1_TIME_cmp_time_t(X509_get0_notAfter(certificate), (time_t)at_s) < 0;
}

bool bt_authority_stands_by(const bt_keyed *authority, const bt_keyed *leaf, const bt_hosts *hosts,
                            int64_t now_s)
{
    X509 *shown = leaf->certificate, *issuer = authority->certificate;
    bool ends_with_it = ASN1_TIME_compare(X509_get0_notAfter(shown), X509_get0_notAfter(issuer)) >= 0;
    int64_t until_s = now_s + (ends_with_it ? 0 : (int64_t)BT_LEAF_RENEW_DAYS * DAY_S);
    bool stands = !begins_after(shown, now_s) && !ends_before(shown, until_s) &&
                  X509_verify(shown, X509_get0_pubkey(issuer)) == 1 && speaks_for(shown, hosts);

    ERR_clear_error();
    return stands;
}

bool bt_authority_is_over(const bt_keyed *authority, int64_t now_s)
{
    return begins_after(authority->certificate, now_s) || ends_before(authority->certificate, now_s);
}

bt_status bt_authority_fingerprint(const bt_keyed *authority, char out[BT_FINGERPRINT_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    out[0] = '\0';
    if (X509_digest(authority->certificate, EVP_sha256(), digest, &len) != 1 || len != SHA256_BYTES)
        return BT_EIO;
    for (unsigned i = 0; i < len; i++)
        snprintf(out + (size_t)i * 3, 4, "%02X%s", digest[i], i + 1 < len ? " " : "");
    return BT_OK;
}
