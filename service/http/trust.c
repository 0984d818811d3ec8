#include "service/http/trust.h"
#include "service/json_out.h"

#include <openssl/crypto.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char bt_trust_file[] = "/backtable-ca.crt";

bt_status bt_trust_make(const bt_keyed *authority, bt_trust *out)
{
    int len = 0;

    *out = (bt_trust){ NULL, 0, "" };
    len = i2d_X509(authority->certificate, &out->der);
    if (len <= 0)
        return BT_ENOMEM;
    out->der_len = (size_t)len;
    return bt_authority_fingerprint(authority, out->fingerprint);
}

void bt_trust_free(bt_trust *trust)
{
    OPENSSL_free(trust->der);
    *trust = (bt_trust){ NULL, 0, "" };
}

/* The host of "host", "host:port" or "[v6]:port", without brackets. False when it does not fit. */
static bool cut_host(const char *authority, char out[BT_HOST_NAME_BYTES])
{
    bool bracket = authority[0] == '[';
    const char *start = bracket ? authority + 1 : authority;
    size_t len = strcspn(start, bracket ? "]" : ":");

    if (len == 0 || len >= BT_HOST_NAME_BYTES)
        return false;
    memcpy(out, start, len);
    out[len] = '\0';
    return true;
}

bool bt_trust_takes_host(const char *host, const bt_origins *ours, char origin[BT_ORIGIN_MAX_BYTES])
{
    char bare[BT_HOST_NAME_BYTES];
    int len = 0;

    origin[0] = '\0';
    if (host == NULL || !cut_host(host, bare) ||
        (!bt_address_is_private(bare) && bt_origins_find_host(ours, host) == NULL))
        return false;
    len = snprintf(origin, BT_ORIGIN_MAX_BYTES, "http://%s", host);
    return len > 0 && len < BT_ORIGIN_MAX_BYTES;
}

/* Nothing that fills a word is from outside: digits and colons, and an address of ours without quotes. */
static bool fill(const char *name, size_t len, const bt_trust *trust, const char *onward, bt_out *out)
{
    const struct {
        const char *name, *value;
    } words[] = { { "fingerprint", trust->fingerprint }, { "onward", onward } };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i].name) == len && memcmp(words[i].name, name, len) == 0) {
            bt_out_text(out, words[i].value);
            return true;
        }
    }
    return false;
}

static void write_page(const bt_trust *trust, const char *onward, bt_out *out)
{
    const char *at = bt_trust_html, *open = NULL;

    while ((open = strstr(at, "{{")) != NULL) {
        const char *close = strstr(open, "}}");

        bt_out_bytes(out, (bt_view){ at, (size_t)(open - at) });
        at = open;
        if (close == NULL || !fill(open + 2, (size_t)(close - open - 2), trust, onward, out))
            break;
        at = close + 2;
    }
    bt_out_text(out, at);
}

static void answer_page(const bt_trust *trust, const char *onward, bt_reply *reply)
{
    bt_out page = { 0 };

    write_page(trust, onward, &page);
    if (page.failed) {
        bt_out_free(&page);
        bt_reply_status(reply, BT_ENOMEM);
        return;
    }
    bt_reply_json(reply, 200, page.data, page.len);
    reply->content_type = "text/html; charset=utf-8";
    reply->policy = bt_trust_policy;
}

/* Phones take this type as a certificate to install, and ask. */
static void answer_authority(const bt_trust *trust, bt_reply *reply)
{
    char *copy = malloc(trust->der_len);

    if (copy == NULL) {
        bt_reply_status(reply, BT_ENOMEM);
        return;
    }
    memcpy(copy, trust->der, trust->der_len);
    bt_reply_json(reply, 200, copy, trust->der_len);
    reply->content_type = "application/x-x509-ca-cert";
    reply->policy = bt_trust_policy;
}

void bt_trust_answer(const bt_trust *trust, const bt_head *head, const bt_origins *ours, bt_reply *reply)
{
    const char *onward = bt_origins_find_host(ours, bt_head_find(head, "Host"));

    if (strcmp(head->method, "GET") != 0 && strcmp(head->method, "HEAD") != 0)
        bt_reply_error(reply, 405, "method_not_allowed", "This address does not take that method.");
    else if (strcmp(head->target, "/") == 0)
        answer_page(trust, onward != NULL ? onward : ours->list[0], reply);
    else if (strcmp(head->target, bt_trust_file) == 0)
        answer_authority(trust, reply);
    else
        bt_reply_error(reply, 404, "not_found",
                       "There is only the certificate here; open the app by its https address.");
}
