#include "service/http/reply.h"
#include "service/http/gzip.h"
#include "service/people/secret.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD_MAX_BYTES = 2048 };

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    { 200, "OK" },
    { 304, "Not Modified" },
    { 400, "Bad Request" },
    { 401, "Unauthorized" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 408, "Request Timeout" },
    { 409, "Conflict" },
    { 411, "Length Required" },
    { 413, "Content Too Large" },
    { 414, "URI Too Long" },
    { 415, "Unsupported Media Type" },
    { 417, "Expectation Failed" },
    { 421, "Misdirected Request" },
    { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" },
    { 500, "Internal Server Error" },
    { 503, "Service Unavailable" },
    { 505, "HTTP Version Not Supported" },
    { 507, "Insufficient Storage" },
};

/*
 * The page talks to nobody but its own origin, runs no script that is not a file of ours, and cannot be framed.
 * 'wasm-unsafe-eval' lets it compile the merge; blob: images are photos that are not sent yet.
 */
static const char app_policy[] =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action "
    "'none'; "
    "base-uri 'none'; frame-ancestors 'none'";

static const char security[] =
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

/* A head under construction; `full` is sticky, so it is asked for once, at the end. */
typedef struct head {
    char bytes[HEAD_MAX_BYTES];
    size_t len;
    bool full;
} head;

__attribute__((format(printf, 2, 3))) static void add(head *to, const char *format, ...)
{
    va_list values;
    int len = 0;

    va_start(values, format);
    len = vsnprintf(to->bytes + to->len, sizeof to->bytes - to->len, format, values);
    va_end(values);
    if (len < 0 || (size_t)len >= sizeof to->bytes - to->len)
        to->full = true;
    else
        to->len += (size_t)len;
}

static const char *reason_of(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].status == status)
            return reasons[i].reason;
    }
    return "Unknown";
}

static void begin(head *to, int status, const bt_wire *wire, const char *policy)
{
    to->len = 0;
    to->full = false;
    add(to, "HTTP/1.1 %d %s\r\n", status, reason_of(status));
    add(to, "Connection: %s\r\n", wire->close ? "close" : "keep-alive");
    add(to, "Content-Security-Policy: %s\r\n", policy != NULL ? policy : app_policy);
    add(to, "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n");
    if (policy == NULL)
        add(to, "%s", security);
    if (wire->over_https)
        add(to, "Strict-Transport-Security: max-age=31536000\r\n");
}

/* Head and body in one piece. */
static bt_status join(head *from, bt_view body, bool head_only, bt_message *out)
{
    bt_status status = BT_ENOMEM;

    add(from, "Content-Length: %zu\r\n\r\n", body.len);
    out->body_len = head_only ? 0 : body.len;
    out->len = from->len + out->body_len;
    out->bytes = from->full ? NULL : malloc(out->len);
    if (out->bytes != NULL) {
        memcpy(out->bytes, from->bytes, from->len);
        if (out->body_len > 0)
            memcpy(out->bytes + from->len, body.data, out->body_len);
        status = BT_OK;
    } else {
        *out = (bt_message){ NULL, 0, 0 };
    }
    bt_secret_wipe(from->bytes, from->len); /* may hold a cookie */
    return status;
}

bt_status bt_reply_write(const bt_reply *reply, const bt_wire *wire, bt_message *out)
{
    bt_status status = BT_OK;
    bt_view body = { reply->body, reply->body_len };
    bool pays = wire->gzip && !reply->packed && !reply->is_picture && body.len >= BT_GZIP_MIN_BYTES;
    char *packed = NULL;
    size_t packed_len = 0;
    head top;

    *out = (bt_message){ NULL, 0, 0 };
    if (pays) {
        status = bt_gzip_pack(body, &packed, &packed_len);
        if (status != BT_OK)
            return status;
        body = (bt_view){ packed, packed_len };
    }
    begin(&top, reply->status, wire, reply->policy);
    add(&top, "Content-Type: %s\r\n", reply->content_type != NULL ? reply->content_type : "application/json");
    add(&top, "Cache-Control: %s\r\nVary: Accept-Encoding\r\n",
        reply->is_picture ? "private, max-age=31536000, immutable" : "no-store");
    if (pays || reply->packed)
        add(&top, "Content-Encoding: gzip\r\n");
    if (reply->status == 405)
        add(&top, "Allow: GET, HEAD, POST, PUT\r\n");
    if (reply->retry_after_s > 0)
        add(&top, "Retry-After: %d\r\n", reply->retry_after_s);
    if (reply->cookie != NULL)
        add(&top, "Set-Cookie: %s\r\n", reply->cookie);
    status = join(&top, body, wire->head_only, out);
    free(packed);
    return status;
}

bt_status bt_asset_write(const bt_asset *asset, bool known, const bt_wire *wire, bt_message *out)
{
    bt_view body = { (const char *)asset->gzip, known ? 0 : asset->gzip_len };
    char *plain = NULL;
    size_t plain_len = 0;
    bt_status status = BT_OK;
    head top;

    *out = (bt_message){ NULL, 0, 0 };
    if (!known && !wire->gzip) {
        /* Rare (every browser takes gzip), so the plain bytes are not kept twice. */
        status = bt_gzip_unpack(body, BT_ASSET_MAX_BYTES, &plain, &plain_len);
        if (status != BT_OK)
            return status;
        body = (bt_view){ plain, plain_len };
    }
    begin(&top, known ? 304 : 200, wire, NULL);
    add(&top, "Content-Type: %s\r\nETag: %s\r\nVary: Accept-Encoding\r\n", asset->content_type, asset->etag);
    add(&top, "Cache-Control: %s\r\n", asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (!known && wire->gzip)
        add(&top, "Content-Encoding: gzip\r\n");
    status = join(&top, body, wire->head_only, out);
    free(plain);
    return status;
}

void bt_message_free(bt_message *message)
{
    if (message->bytes != NULL)
        bt_secret_wipe(message->bytes, message->len);
    free(message->bytes);
    *message = (bt_message){ NULL, 0, 0 };
}

void bt_reply_free(bt_reply *reply)
{
    if (reply->cookie != NULL)
        bt_secret_wipe(reply->cookie, strlen(reply->cookie));
    free(reply->cookie);
    free(reply->body);
    *reply = (bt_reply){ 0 };
}

void bt_reply_json(bt_reply *reply, int status, char *body, size_t body_len)
{
    reply->status = status;
    reply->body = body;
    reply->body_len = body_len;
}
