#include "service/http/server.h"
#include "service/http/log.h"
#include "service/http/wire.h"

#include <civetweb.h>
#include <errno.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 16, LISTEN_BYTES = 128, OPTIONS_MAX = 40, WORKER_THREAD = 1 };

struct bt_server {
    struct mg_context *civetweb;
    bt_house house;
    const bt_server_options *options; /* during start only */
    int port;
    bool library_up;
    atomic_bool started; /* from here on messages of civetweb are about connections */
    sem_t worker_came;
    bool worker_came_ready;
    atomic_size_t stack_bytes; /* of the first worker */
    char why[BT_SERVER_WHY_BYTES];
};

static bt_server *server_of(const struct mg_connection *connection)
{
    return mg_get_user_data(mg_get_context(connection));
}

/* civetweb has no request to speak of yet on a worker's first connection: only the socket is asked for. */
static int on_connection(const struct mg_connection *connection, void **data)
{
    bt_server *server = server_of(connection);

    *data = bt_peers_enter(server->house.peers, bt_civetweb_socket(connection));
    return 0;
}

/* Also called after a failed TLS handshake, for which on_connection was not. */
static void on_connection_close(const struct mg_connection *connection)
{
    bt_peer *peer = mg_get_user_connection_data(connection);

    if (peer != NULL)
        bt_peer_leave(peer);
}

/* Runs before everything that civetweb would do with a request by itself; nothing of that is ever reached. */
static int on_request(struct mg_connection *connection)
{
    bt_server *server = server_of(connection);
    bt_peer *peer = mg_get_user_connection_data(connection);

    if (peer == NULL) {
        mg_disable_connection_keep_alive(connection);
        return 503;
    }
    return bt_wire_serve(connection, peer, &server->house);
}

static int on_error(struct mg_connection *connection, int status, const char *message)
{
    bt_peer *peer = mg_get_user_connection_data(connection);

    (void)message; /* may quote the peer's words */
    mg_disable_connection_keep_alive(connection);
    if (peer != NULL)
        bt_wire_refuse(connection, peer, &server_of(connection)->house, status);
    return 0;
}

static int on_message(const struct mg_connection *connection, const char *message)
{
    bt_server *server = server_of(connection);

    if (server == NULL || atomic_load(&server->started))
        bt_log_event("connection", message);
    else if (server->why[0] == '\0') /* the first one names the cause */
        snprintf(server->why, sizeof server->why, "%s", message);
    return 1;
}

static void *on_thread(const struct mg_context *context, int type)
{
    bt_server *server = mg_get_user_data(context);
    pthread_attr_t attributes;
    size_t bytes = 0;

    if (type != WORKER_THREAD)
        return NULL;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        if (pthread_attr_getstacksize(&attributes, &bytes) != 0)
            bytes = 0;
        pthread_attr_destroy(&attributes);
    }
    atomic_store(&server->stack_bytes, bytes);
    sem_post(&server->worker_came);
    return NULL;
}

/* TLS 1.2 and newer, with forward secrecy and authenticated encryption only. 1: done, -1: refused. */
static int on_tls(void *tls, void *context)
{
    bt_server *server = context;
    const bt_server_options *options = server->options;

    if (SSL_CTX_use_certificate_chain_file(tls, options->cert_file) == 1 &&
        SSL_CTX_use_PrivateKey_file(tls, options->key_file, SSL_FILETYPE_PEM) == 1 &&
        SSL_CTX_check_private_key(tls) == 1 && SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) == 1 &&
        SSL_CTX_set_cipher_list(tls, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
        SSL_CTX_set_session_id_context(tls, (const unsigned char *)"backtable", 9) == 1)
        return 1;
    return -1;
}

/* Pairs of names and values for civetweb, with the room for its numbers. */
typedef struct settings {
    const char *pairs[OPTIONS_MAX];
    size_t count;
    char listen[LISTEN_BYTES], threads[NUMBER_BYTES], head_ms[NUMBER_BYTES], keep_alive_ms[NUMBER_BYTES];
} settings;

static void set(settings *to, const char *name, const char *value)
{
    to->pairs[to->count++] = name;
    to->pairs[to->count++] = value;
    to->pairs[to->count] = NULL;
}

/* civetweb takes "[::]" for IPv6 alone and "+" for every address of both kinds, which is what "::" means elsewhere. */
static void write_listen(const bt_server_options *options, char out[LISTEN_BYTES])
{
    const char *tls = options->cert_file != NULL ? "s" : "";

    if (strcmp(options->address, "::") == 0)
        snprintf(out, LISTEN_BYTES, "+%d%s", options->port, tls);
    else if (strchr(options->address, ':') != NULL)
        snprintf(out, LISTEN_BYTES, "[%s]:%d%s", options->address, options->port, tls);
    else
        snprintf(out, LISTEN_BYTES, "%s:%d%s", options->address, options->port, tls);
}

static void fill_settings(const bt_server_options *options, settings *to)
{
    int head_ms = options->request_limit_ms < BT_SERVER_HEAD_LIMIT_MS ? options->request_limit_ms
                                                                      : BT_SERVER_HEAD_LIMIT_MS;

    to->count = 0;
    write_listen(options, to->listen);
    snprintf(to->threads, sizeof to->threads, "%d", BT_SERVER_WORKERS);
    snprintf(to->head_ms, sizeof to->head_ms, "%d", head_ms);
    snprintf(to->keep_alive_ms, sizeof to->keep_alive_ms, "%d", BT_SERVER_KEEP_ALIVE_MS);
    set(to, "listening_ports", to->listen);
    set(to, "num_threads", to->threads);
    set(to, "connection_queue", to->threads);
    set(to, "listen_backlog", "1024");
    set(to, "request_timeout_ms", to->head_ms);
    set(to, "enable_keep_alive", "yes");
    set(to, "keep_alive_timeout_ms", to->keep_alive_ms);
    set(to, "tcp_nodelay", "1");
    set(to, "decode_url", "no"); /* the gate looks at what was really sent */
    set(to, "decode_query_string", "no");
    set(to, "access_control_allow_origin", "");
    set(to, "access_control_allow_methods", "");
    set(to, "ssl_protocol_version", "4");
}

/* What we learned the hard way that a civetweb may lack; better found now than by the first phone. */
static bt_status check_library(bt_server *server)
{
    unsigned wanted = MG_FEATURES_TLS | MG_FEATURES_IPV6;

    server->library_up = (mg_init_library(wanted) & wanted) == wanted;
    if (!server->library_up) {
        snprintf(server->why, sizeof server->why, "civetweb was built without TLS or IPv6.");
        return BT_EIO;
    }
    return BT_OK;
}

static bt_status listen_on(bt_server *server, const bt_server_options *options)
{
    struct mg_callbacks callbacks = { .begin_request = on_request,
                                      .http_error = on_error,
                                      .init_connection = on_connection,
                                      .connection_close = on_connection_close,
                                      .init_ssl = on_tls,
                                      .init_thread = on_thread,
                                      .log_message = on_message };
    struct mg_server_port ports[1];
    settings list;

    fill_settings(options, &list);
    server->options = options;
    errno = 0;
    server->civetweb = mg_start(&callbacks, server, list.pairs);
    server->options = NULL;
    if (server->civetweb == NULL) {
        if (strstr(server->why, "SSL") != NULL)
            return BT_EINPUT;
        return strstr(server->why, "bind") != NULL ? BT_EBUSY : BT_EIO;
    }
    if (mg_get_server_ports(server->civetweb, 1, ports) != 1)
        return BT_EIO;
    server->port = ports[0].port;
    while (sem_wait(&server->worker_came) != 0) {
        if (errno != EINTR)
            return BT_EIO;
    }
    if (atomic_load(&server->stack_bytes) < BT_SERVER_STACK_MIN_BYTES) {
        snprintf(server->why, sizeof server->why, "civetweb's workers have too little stack for a commit.");
        return BT_EIO;
    }
    return BT_OK;
}

static void release(bt_server *server)
{
    if (server->civetweb != NULL)
        mg_stop(server->civetweb);
    bt_peers_stop(server->house.peers);
    if (server->library_up)
        mg_exit_library();
    if (server->worker_came_ready)
        sem_destroy(&server->worker_came);
    free(server);
}

bt_status bt_server_start(const bt_server_options *options, bt_service *service, bt_server **out,
                          char why[BT_SERVER_WHY_BYTES])
{
    bt_server *server = calloc(1, sizeof *server);
    bt_status status = BT_OK;

    *out = NULL;
    snprintf(why, BT_SERVER_WHY_BYTES, "The service is out of memory.");
    if (server == NULL)
        return BT_ENOMEM;
    server->house.service = service;
    server->worker_came_ready = sem_init(&server->worker_came, 0, 0) == 0;
    status = server->worker_came_ready ? check_library(server) : BT_EIO;
    if (status == BT_OK)
        status = bt_peers_start(BT_SERVER_WORKERS, options->request_limit_ms, &server->house.peers);
    if (status == BT_OK)
        status = listen_on(server, options);
    if (status == BT_OK) {
        atomic_store(&server->started, true);
        *out = server;
        return BT_OK;
    }
    if (server->why[0] != '\0')
        snprintf(why, BT_SERVER_WHY_BYTES, "%s", server->why);
    release(server);
    return status;
}

int bt_server_port(const bt_server *server)
{
    return server->port;
}

void bt_server_open(bt_server *server, const char *const *origins, size_t origin_count)
{
    server->house.origins = origins;
    server->house.origin_count = origin_count;
    atomic_store(&server->house.open, true);
}

bool bt_server_stop(bt_server *server)
{
    bool drained = false;

    if (server == NULL)
        return true;
    bt_peers_close(server->house.peers);
    bt_notebooks_wake(server->house.service->notebooks);
    drained = bt_peers_drain(server->house.peers, BT_SERVER_DRAIN_MS);
    release(server);
    return drained;
}
