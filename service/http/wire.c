#include "service/http/wire.h"
#include "service/http/answer.h"
#include "service/http/forwarded.h"
#include "service/http/gate.h"
#include "service/http/gzip.h"
#include "service/http/log.h"
#include "service/http/metrics.h"
#include "service/http/reply.h"
#include "service/people/limit.h"
#include "service/tls/hosts.h"

#include <civetweb.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { HEADERS_OF_CIVETWEB = 64, DISCARD_MAX_BYTES = 2 * 1024 * 1024, DISCARD_AT_ONCE_BYTES = 4096 };

/* One request on its way through. */
typedef struct passage {
    struct mg_connection *connection;
    bt_peer *peer;
    bt_house *house;
    bt_header headers[HEADERS_OF_CIVETWEB];
    bt_head head;
    bt_verdict verdict;
    bt_request request;
    bt_reply reply;
    bt_wire wire;
    bt_log_line line;
    char forwarded[BT_HOST_ADDRESS_BYTES]; /* the peer's address as a proxy on this machine says it */
    bool by_page;                          /* the connection came in by the plain page's port */
    const bt_asset *asset;                 /* the answer is this one */
    size_t unread_bytes;                   /* of the body */
    int64_t began_ms;
} passage;

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* HTTP/1.0 peers and those that say so close; keeping the word of our own header needs to know it too. */
static bool peer_closes(const bt_head *head, const char *version)
{
    const char *wish = bt_head_find(head, "Connection");

    if (wish != NULL)
        return strcasestr(wish, "keep-alive") == NULL;
    return strcmp(version, "1.1") != 0;
}

/* One address has one spelling, for limits and logs: IPv4 also where it came through an IPv6 socket. */
static const char *plain_address(const char *remote)
{
    static const char mapped[] = "::ffff:";

    return strncmp(remote, mapped, sizeof mapped - 1) == 0 ? remote + sizeof mapped - 1 : remote;
}

static void read_head(passage *p)
{
    const struct mg_request_info *info = mg_get_request_info(p->connection);
    const char *encodings = NULL;
    size_t count = info->num_headers > 0 ? (size_t)info->num_headers : 0;

    for (size_t i = 0; i < count && i < HEADERS_OF_CIVETWEB; i++)
        p->headers[i] = (bt_header){ info->http_headers[i].name, info->http_headers[i].value };
    p->head = (bt_head){ info->request_method, info->request_uri, p->headers, count };
    encodings = bt_head_find(&p->head, "Accept-Encoding");
    p->wire.gzip =
        encodings != NULL && strcasestr(encodings, "gzip") != NULL && strstr(encodings, "gzip;q=0") == NULL;
    p->request.takes_gzip = p->wire.gzip;
    p->wire.head_only = strcmp(p->head.method, "HEAD") == 0;
    p->wire.close = peer_closes(&p->head, info->http_version);
    p->request.method = p->head.method;
    if (info->query_string != NULL)
        p->request.query = bt_view_of(info->query_string);
    p->request.remote = plain_address(info->remote_addr);
    if (p->house->behind_proxy && bt_address_is_loopback(p->request.remote) &&
        bt_forwarded_address(&p->head, p->forwarded))
        p->request.remote = p->forwarded;
    p->by_page = p->house->trust != NULL && info->is_ssl == 0;
    p->request.gone = bt_peer_gone;
    p->request.connection = p->peer;
    p->line.method = p->head.method;
    p->line.remote = p->request.remote;
    p->line.device = "";
    p->line.route = "refused";
}

static void refuse(passage *p, int status, const char *code, const char *message)
{
    p->line.code = code;
    bt_reply_error(&p->reply, status, code, message);
}

/* The cookie's name says whether TLS guarded it on its way: over TLS only the __Host- one counts. */
static bt_status identify(passage *p)
{
    bt_view token = bt_head_bearer(&p->head);
    bt_status status = BT_ENOTFOUND;

    if (token.data == NULL) {
        token = bt_head_cookie(&p->head, p->request.secure ? "__Host-backtable" : "backtable");
        p->request.by_cookie = token.data != NULL;
    }
    if (token.data != NULL) {
        bt_service *service = p->house->service;

        status = bt_access_identify(service->access, token, service->now_s(), &p->request.who);
    }
    p->request.known = status == BT_OK;
    if (p->request.known)
        p->line.device = p->request.who.device;
    return status;
}

/* Exactly what Content-Length said. The caller frees *out. */
static bt_status read_raw(passage *p, char **out)
{
    size_t wanted = p->verdict.body_bytes;
    size_t have = 0;
    int got = 1;
    char *body = malloc(wanted + 1);

    *out = NULL;
    if (body == NULL)
        return BT_ENOMEM;
    bt_peer_hurry(p->peer);
    while (have < wanted && got > 0) {
        got = mg_read(p->connection, body + have, wanted - have);
        if (got > 0)
            have += (size_t)got;
    }
    bt_peer_relax(p->peer);
    p->unread_bytes = wanted - have;
    if (have < wanted) {
        free(body);
        return BT_EINPUT;
    }
    body[have] = '\0';
    *out = body;
    return BT_OK;
}

/* The body as the handler sees it. BT_OK: *owned is to be freed. Else the refusal is in the reply. */
static bt_status read_body(passage *p, size_t max_bytes, char **owned)
{
    char *raw = NULL;
    size_t len = 0;
    bt_status status = read_raw(p, &raw);

    *owned = NULL;
    if (status == BT_EINPUT)
        refuse(p, 408, "body_incomplete", "The request broke off; send it again.");
    else if (status != BT_OK)
        bt_reply_status(&p->reply, status);
    if (status != BT_OK)
        return status;
    if (!p->verdict.gzip_body) {
        p->request.body = (bt_view){ raw, p->verdict.body_bytes };
        *owned = raw;
        return BT_OK;
    }
    status = bt_gzip_unpack((bt_view){ raw, p->verdict.body_bytes }, max_bytes, owned, &len);
    free(raw);
    p->request.body = (bt_view){ *owned, len };
    if (status == BT_EINPUT)
        refuse(p, 400, "bad_gzip", "The body is not one whole gzip stream; send it again.");
    else if (status == BT_ELIMIT)
        refuse(p, 413, "too_large", "The body is too large once unpacked; send less at a time.");
    else if (status != BT_OK)
        bt_reply_status(&p->reply, status);
    return status;
}

/* True when it was told to wait: a device that runs wild, or an address from which tokens are guessed. */
static bool asks_too_often(passage *p, const bt_route *route)
{
    bt_service *service = p->house->service;
    int wait_s = 0;

    if (p->request.known)
        wait_s = bt_limit_take(service->devices, p->request.who.device, service->now_s());
    else if (route->needs_device)
        wait_s = bt_limit_take(service->strangers, p->request.remote, service->now_s());
    if (wait_s > 0) {
        refuse(p, 429, "too_many_requests", "This device asks too often; it waits, and goes on by itself.");
        p->reply.retry_after_s = wait_s;
    }
    return wait_s > 0;
}

/* True when it was refused: the asker could not be looked up, or may not ask this. */
static bool turns_away(passage *p, const bt_route *route, bt_status status)
{
    if (status != BT_OK && status != BT_ENOTFOUND && status != BT_EDENIED) {
        bt_reply_status(&p->reply, status);
    } else if (route->needs_device && status == BT_EDENIED) {
        p->line.code = "revoked";
        bt_answer_revoked(&p->reply);
    } else if (route->needs_device && !p->request.known) {
        refuse(
            p, 401, "unknown_device",
            "This device has not joined, or was signed out; join again with a code. Nothing on it is lost.");
    } else {
        return false;
    }
    return true;
}

static void call(passage *p, const bt_route *route)
{
    bool takes_body = bt_method_takes_body(route->method);
    char *body = NULL;
    bt_status status = identify(p);
    bool looked_up = status == BT_OK || status == BT_ENOTFOUND || status == BT_EDENIED;

    p->line.route = route->name;
    if (looked_up && asks_too_often(p, route))
        return;
    if (turns_away(p, route, status))
        return;
    if (p->verdict.body_bytes > route->max_body_bytes) {
        refuse(p, 413, "too_large", "The body is too large; send less at a time.");
        return;
    }
    if (takes_body && read_body(p, route->max_body_bytes, &body) != BT_OK)
        return;
    /* A body may come slowly, and the device be signed out meanwhile. */
    if (!takes_body || !turns_away(p, route, identify(p)))
        route->handle(p->house->service, &p->request, &p->reply);
    free(body);
}

static void dispatch(passage *p)
{
    bool path_known = false;
    const bt_route *route = NULL;

    if (!bt_method_takes_body(p->head.method)) {
        p->asset = bt_asset_find(p->head.target);
        if (p->asset != NULL) {
            p->line.route = "asset";
            return;
        }
    }
    route = bt_route_find(p->head.method, p->head.target, p->request.params, &path_known);
    if (route != NULL)
        call(p, route);
    else if (path_known || bt_asset_find(p->head.target) != NULL)
        refuse(p, 405, "method_not_allowed", "This address does not take that method.");
    else
        refuse(p, 404, "not_found",
               "There is nothing here; open the app by the address the service printed.");
}

/* What the plain port has for others than this machine: the certificate, and how to trust it. */
static void hand_out(passage *p)
{
    char origin[BT_ORIGIN_MAX_BYTES];
    const char *host = bt_head_find(&p->head, "Host"), *asked = origin;
    bool is_ours = bt_trust_takes_host(host, p->house->origins, origin);

    p->wire.close = true;
    p->verdict = bt_gate(&p->head, &asked, is_ours ? 1 : 0);
    p->unread_bytes = p->verdict.body_bytes;
    if (p->verdict.status != 0) {
        refuse(p, p->verdict.status, p->verdict.code, p->verdict.message);
        return;
    }
    p->line.route = "trust";
    bt_trust_answer(p->house->trust, &p->head, p->house->origins, &p->reply);
}

/* On the port of the plain page the app is for this machine: the address and the name both have to say so. */
static bool is_at_home(const passage *p)
{
    const char *host = bt_head_find(&p->head, "Host");

    return host != NULL && strcmp(p->head.target, bt_trust_file) != 0 &&
           bt_address_is_loopback(p->request.remote) && p->house->local != NULL &&
           bt_origins_find_host(p->house->local, host) != NULL;
}

static void decide(passage *p)
{
    const bt_origins *origins;

    /* Before it is open, neither list may be read: they are written while requests already come. */
    if (!atomic_load(&p->house->open)) {
        p->wire.close = true;
        refuse(p, 503, "starting", "The service is starting; try again.");
        return;
    }
    if (p->by_page && !is_at_home(p)) {
        hand_out(p);
        return;
    }
    origins = p->by_page ? p->house->local : p->house->origins;
    p->verdict = bt_gate(&p->head, origins->list, atomic_load(&origins->count));
    p->unread_bytes = p->verdict.body_bytes;
    if (p->verdict.status != 0) {
        p->wire.close = true; /* what follows in the stream cannot be trusted to be a request */
        refuse(p, p->verdict.status, p->verdict.code, p->verdict.message);
        return;
    }
    p->request.origin = p->verdict.origin;
    p->request.passed_on = bt_head_find(&p->head, "X-Forwarded-For") != NULL;
    p->request.secure = strncmp(p->verdict.origin, "https:", 6) == 0;
    p->request.from_page = bt_head_find(&p->head, "Origin") != NULL;
    /* Not with an authority of our own: a phone that lost its trust could not even open the page that gives it back. */
    p->wire.over_https = p->request.secure && p->house->trust == NULL &&
                         strncmp(p->verdict.origin, "https://localhost", 17) != 0;
    dispatch(p);
}

/*
 * A body that nobody asked for: a short one is taken, as closing on it would reset the connection before the
 * peer has read why (a photo a little too large is among them); a long one is not, or refusing would cost as
 * much as accepting.
 */
static void discard_body(passage *p)
{
    char waste[DISCARD_AT_ONCE_BYTES];
    int got = 1;

    if (p->unread_bytes == 0)
        return;
    p->wire.close = true;
    if (p->unread_bytes > DISCARD_MAX_BYTES)
        return;
    bt_peer_hurry(p->peer);
    while (got > 0)
        got = mg_read(p->connection, waste, sizeof waste);
    bt_peer_relax(p->peer);
}

static bt_status compose(passage *p, bt_message *out)
{
    bt_status status = BT_OK;

    if (p->asset != NULL) {
        bool known = bt_asset_is_known(p->asset, bt_head_find(&p->head, "If-None-Match"));

        p->reply.status = known ? 304 : 200;
        return bt_asset_write(p->asset, known, &p->wire, out);
    }
    status = bt_reply_write(&p->reply, &p->wire, out);
    if (status == BT_OK)
        return status;
    bt_reply_free(&p->reply);
    bt_reply_status(&p->reply, status);
    return bt_reply_write(&p->reply, &p->wire, out);
}

static void answer(passage *p)
{
    bt_message message = { NULL, 0, 0 };

    if (bt_peers_crowded(p->house->peers))
        p->wire.close = true;
    if (compose(p, &message) != BT_OK)
        p->wire.close =
            true; /* no memory even to say so: the peer sees a closed connection, and tries again */
    if (p->wire.close)
        mg_disable_connection_keep_alive(p->connection);
    if (message.bytes != NULL) {
        bt_peer_hurry(p->peer);
        p->line.peer_left = mg_write(p->connection, message.bytes, message.len) != (int)message.len;
        bt_peer_relax(p->peer);
    }
    p->line.status = p->reply.status;
    p->line.bytes = message.body_len;
    p->line.took_ms = now_ms() - p->began_ms;
    bt_log_request(&p->line);
    bt_metrics_count(p->house->service->metrics, &p->line);
    bt_message_free(&message);
    bt_reply_free(&p->reply);
}

int bt_wire_serve(struct mg_connection *connection, bt_peer *peer, bt_house *house)
{
    passage p = { .connection = connection, .peer = peer, .house = house, .began_ms = now_ms() };
    int status = 0;

    bt_peer_begin(peer);
    read_head(&p);
    decide(&p);
    discard_body(&p);
    answer(&p);
    status = p.line.status;
    bt_peer_end(peer);
    return status;
}

void bt_wire_refuse(struct mg_connection *connection, bt_peer *peer, bt_house *house, int status)
{
    const struct mg_request_info *info = mg_get_request_info(connection);
    bt_wire wire = { .close = true };
    bt_reply reply = { 0 };
    bt_message message = { NULL, 0, 0 };
    bt_log_line line = {
        .route = "refused", .method = "", .code = "malformed", .device = "", .remote = info->remote_addr
    };

    bt_reply_error(&reply, status, line.code, "This is not a request that can be understood.");
    if (bt_reply_write(&reply, &wire, &message) == BT_OK) {
        bt_peer_hurry(peer);
        line.peer_left = mg_write(connection, message.bytes, message.len) != (int)message.len;
        bt_peer_relax(peer);
    }
    line.status = status;
    line.bytes = message.body_len;
    bt_log_request(&line);
    bt_metrics_count(house->service->metrics, &line);
    bt_message_free(&message);
    bt_reply_free(&reply);
}
