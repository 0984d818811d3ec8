#include "service/http/gate.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static size_t count_headers(const bt_head *head, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < head->header_count; i++) {
        if (strcasecmp(head->headers[i].name, name) == 0)
            count++;
    }
    return count;
}

const char *bt_head_find(const bt_head *head, const char *name)
{
    for (size_t i = 0; i < head->header_count; i++) {
        if (strcasecmp(head->headers[i].name, name) == 0)
            return head->headers[i].value;
    }
    return NULL;
}

bt_view bt_head_bearer(const bt_head *head)
{
    static const char scheme[] = "Bearer ";
    const char *value = bt_head_find(head, "Authorization");

    if (value == NULL || strncasecmp(value, scheme, sizeof scheme - 1) != 0)
        return (bt_view){ NULL, 0 };
    return bt_view_of(value + sizeof scheme - 1);
}

bt_view bt_head_cookie(const bt_head *head, const char *name)
{
    const char *at = bt_head_find(head, "Cookie");
    size_t name_len = strlen(name);

    while (at != NULL && *at != '\0') {
        size_t len = strcspn(at, ";");

        if (len > name_len && at[name_len] == '=' && memcmp(at, name, name_len) == 0)
            return (bt_view){ at + name_len + 1, len - name_len - 1 };
        at += len;
        at += strspn(at, "; ");
    }
    return (bt_view){ NULL, 0 };
}

static bt_verdict refuse(int status, const char *code, const char *message)
{
    return (bt_verdict){ .status = status, .code = code, .message = message };
}

static bt_verdict let_in(void)
{
    return (bt_verdict){ .status = 0 };
}

/* Our paths are plain letters: nothing to decode, so nothing that two readers decode differently. */
static bt_verdict check_target(const bt_head *head)
{
    const char *target = head->target;
    size_t path_len = 0;

    if (target == NULL || target[0] != '/')
        return refuse(400, "bad_path", "The request does not begin with a path.");
    if (strlen(target) > BT_TARGET_MAX_BYTES)
        return refuse(414, "path_too_long", "The address is too long.");
    path_len = strcspn(target, "?");
    for (size_t i = 0; i < path_len; i++) {
        if (target[i] == '%' || target[i] == '\\' || target[i] <= ' ' || target[i] > '~')
            return refuse(400, "bad_path", "The path holds a character that no path here has.");
    }
    return let_in();
}

bool bt_method_takes_body(const char *method)
{
    return strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0;
}

static bt_verdict check_method(const bt_head *head)
{
    if (strcmp(head->method, "GET") != 0 && strcmp(head->method, "HEAD") != 0 &&
        !bt_method_takes_body(head->method))
        return refuse(405, "method_not_allowed", "Only GET, HEAD, POST and PUT are served.");
    return let_in();
}

/* One plain Content-Length where there is a body, none that counts on the others, and no other framing at all. */
static bt_verdict check_framing(const bt_head *head)
{
    const char *length = bt_head_find(head, "Content-Length");
    bool takes_body = bt_method_takes_body(head->method);
    bt_verdict verdict = let_in();
    size_t digits = 0;

    if (bt_head_find(head, "Transfer-Encoding") != NULL)
        return refuse(411, "length_required", "Send the body with its Content-Length, not in chunks.");
    if (bt_head_find(head, "Expect") != NULL)
        return refuse(417, "expectation_failed", "Send the body at once, without Expect.");
    if (length == NULL) {
        return takes_body ? refuse(411, "length_required", "Send the body with its Content-Length.")
                          : verdict;
    }
    digits = strspn(length, "0123456789");
    if (count_headers(head, "Content-Length") > 1 || digits == 0 || length[digits] != '\0')
        return refuse(400, "bad_length", "Content-Length is not one plain number.");
    if (digits > BT_LENGTH_MAX_DIGITS)
        return refuse(413, "too_large", "The body is too large; send less at a time.");
    verdict.body_bytes = strtoul(length, NULL, 10);
    if (!takes_body && verdict.body_bytes > 0)
        return refuse(400, "body_not_expected", "Only POST and PUT carry a body.");
    return verdict;
}

/* The origin whose host and port the request names. A name that was pointed at us is not among them. */
static bt_verdict check_host(const bt_head *head, const char *const *origins, size_t origin_count)
{
    const char *host = bt_head_find(head, "Host");
    bt_verdict verdict = let_in();

    if (count_headers(head, "Host") != 1)
        return refuse(400, "bad_host", "The request names no host, or several.");
    for (size_t i = 0; i < origin_count; i++) {
        const char *authority = strstr(origins[i], "://");

        if (authority != NULL && strcasecmp(authority + 3, host) == 0) {
            verdict.origin = origins[i];
            return verdict;
        }
    }
    return refuse(421, "unknown_host",
                  "This service does not answer to that name; open it by the address it printed.");
}

static bool is_json(const char *content_type)
{
    static const char json[] = "application/json";
    const char *rest = NULL;

    if (content_type == NULL || strncasecmp(content_type, json, sizeof json - 1) != 0)
        return false;
    rest = content_type + sizeof json - 1;
    rest += strspn(rest, " ");
    return *rest == '\0' || strcasecmp(rest, ";charset=utf-8") == 0 ||
           strcasecmp(rest, "; charset=utf-8") == 0;
}

/*
 * A browser tells with a body which page made it. Without that word we take it only from what
 * a page cannot make a browser send: a Bearer token, or a request with no cookie at all.
 */
static bt_verdict check_sender(const bt_head *head, const char *own)
{
    const char *origin = bt_head_find(head, "Origin");
    const char *site = bt_head_find(head, "Sec-Fetch-Site");

    if (site != NULL && strcmp(site, "same-origin") != 0)
        return refuse(403, "foreign_page", "A page of another site made this request.");
    if (origin != NULL) {
        if (count_headers(head, "Origin") != 1 || strcmp(origin, own) != 0)
            return refuse(403, "foreign_page", "A page of another site made this request.");
    } else if (bt_head_bearer(head).data == NULL && bt_head_find(head, "Cookie") != NULL) {
        return refuse(403, "origin_missing", "A request with a cookie has to name its Origin.");
    }
    return let_in();
}

/* A picture is sent as it is: it is packed already, and its sum is over these very bytes. */
static bt_verdict check_picture(const bt_head *head)
{
    const char *type = bt_head_find(head, "Content-Type");

    if (type == NULL || strcasecmp(type, "image/jpeg") != 0)
        return refuse(415, "not_jpeg", "Send the photo as image/jpeg.");
    if (bt_head_find(head, "Content-Encoding") != NULL)
        return refuse(415, "unknown_encoding", "Send the photo as it is, not packed.");
    return let_in();
}

static bt_verdict check_content(const bt_head *head)
{
    const char *encoding = bt_head_find(head, "Content-Encoding");
    bt_verdict verdict = let_in();

    if (strcmp(head->method, "PUT") == 0)
        return check_picture(head);
    if (!is_json(bt_head_find(head, "Content-Type")))
        return refuse(415, "not_json", "Send the body as application/json.");
    verdict.gzip_body = encoding != NULL && strcasecmp(encoding, "gzip") == 0;
    if (encoding != NULL && !verdict.gzip_body && strcasecmp(encoding, "identity") != 0)
        return refuse(415, "unknown_encoding", "Send the body plain or as gzip.");
    return verdict;
}

bt_verdict bt_gate(const bt_head *head, const char *const *origins, size_t origin_count)
{
    bt_verdict verdict, framing, host;

    if (head->header_count >= BT_HEADERS_MAX)
        return refuse(431, "too_many_headers", "The request has too many headers.");
    verdict = check_target(head);
    if (verdict.status != 0)
        return verdict;
    verdict = check_method(head);
    if (verdict.status != 0)
        return verdict;
    framing = check_framing(head);
    if (framing.status != 0)
        return framing;
    host = check_host(head, origins, origin_count);
    if (host.status != 0)
        return host;
    if (bt_method_takes_body(head->method)) {
        verdict = check_sender(head, host.origin);
        if (verdict.status != 0)
            return verdict;
        verdict = check_content(head);
        if (verdict.status != 0)
            return verdict;
    }
    verdict.origin = host.origin;
    verdict.body_bytes = framing.body_bytes;
    return verdict;
}
