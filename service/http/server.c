#include "service/http/server.h"
#include "service/http/listen.h"
#include "service/http/log.h"
#include "service/http/wire.h"

#include <civetweb.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NUMBER_BYTES = 16, OPTIONS_MAX = 40, WORKER_THREAD = 1, DOORS_MAX = 2 };

struct bt_server {
    struct mg_context *civetweb;
    bt_house house;
    bt_certificate *certificate;
    int doors[DOORS_MAX]; /* descriptors that civetweb accepts from */
    size_t door_count;
    bool handed_over;
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

/* 1: done, -1: refused. */
static int on_tls(void *tls, void *context)
{
    bt_server *server = context;

    return bt_certificate_serve(server->certificate, tls) == BT_OK ? 1 : -1;
}

/* Pairs of names and values for civetweb, with the room for its numbers. */
typedef struct settings {
    const char *pairs[OPTIONS_MAX];
    size_t count;
    char threads[NUMBER_BYTES], head_ms[NUMBER_BYTES], keep_alive_ms[NUMBER_BYTES];
} settings;

static void set(settings *to, const char *name, const char *value)
{
    to->pairs[to->count++] = name;
    to->pairs[to->count++] = value;
    to->pairs[to->count] = NULL;
}

/* One throw-away port of the loopback for each door; see take_doors(). */
static const char *listen_text(const bt_server_options *options)
{
    if (options->certificate == NULL)
        return "127.0.0.1:0";
    return options->page_listener >= 0 ? "127.0.0.1:0s,127.0.0.1:0" : "127.0.0.1:0s";
}

static void fill_settings(const bt_server_options *options, settings *to)
{
    int head_ms = options->request_limit_ms < BT_SERVER_HEAD_LIMIT_MS ? options->request_limit_ms
                                                                      : BT_SERVER_HEAD_LIMIT_MS;

    to->count = 0;
    snprintf(to->threads, sizeof to->threads, "%d", BT_SERVER_WORKERS);
    snprintf(to->head_ms, sizeof to->head_ms, "%d", head_ms);
    snprintf(to->keep_alive_ms, sizeof to->keep_alive_ms, "%d", BT_SERVER_KEEP_ALIVE_MS);
    set(to, "listening_ports", listen_text(options));
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

/* civetweb waits in poll() on the descriptor that was replaced: somebody at the door wakes it. */
static void knock(int port)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0)
        return; /* it wakes by itself, five times a second */
    (void)connect(fd, (const struct sockaddr *)&at, sizeof at);
    close(fd);
}

/*
 * civetweb opens its listening sockets by itself, from a text, and takes none that is open. So it was told
 * ports of the loopback that nobody knows, and here each of those descriptors comes to mean our socket.
 */
static bt_status take_doors(bt_server *server, const bt_server_options *options)
{
    const int ours[DOORS_MAX] = { options->listener, options->page_listener };
    struct mg_server_port ports[DOORS_MAX];
    int count = mg_get_server_ports(server->civetweb, DOORS_MAX, ports);

    if (count != (options->page_listener >= 0 ? 2 : 1))
        return BT_EIO;
    for (int i = 0; i < count; i++) {
        int theirs = bt_listen_find(ports[i].port);

        if (theirs < 0 || dup3(ours[i], theirs, O_CLOEXEC) < 0)
            return BT_EIO;
        server->doors[server->door_count++] = theirs;
        knock(ports[i].port);
    }
    return BT_OK;
}

/*
 * From now on nobody comes in: each descriptor means something that no connection ever comes from. Who is
 * waiting in a socket that others keep open, too, is taken by the next process.
 */
static void leave_doors(bt_server *server)
{
    int nobody = server->door_count == 0 ? -1 : eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

    for (size_t i = 0; nobody >= 0 && i < server->door_count; i++) {
        if (dup3(nobody, server->doors[i], O_CLOEXEC) < 0)
            bt_log_event("door_left_open", NULL);
    }
    server->door_count = 0;
    if (nobody >= 0)
        close(nobody);
}

static bt_status start_civetweb(bt_server *server, const bt_server_options *options)
{
    struct mg_callbacks callbacks = { .begin_request = on_request,
                                      .http_error = on_error,
                                      .init_connection = on_connection,
                                      .connection_close = on_connection_close,
                                      .init_ssl = on_tls,
                                      .init_thread = on_thread,
                                      .log_message = on_message };
    settings list;

    fill_settings(options, &list);
    server->civetweb = mg_start(&callbacks, server, list.pairs);
    if (server->civetweb == NULL)
        return BT_EIO;
    while (sem_wait(&server->worker_came) != 0) {
        if (errno != EINTR)
            return BT_EIO;
    }
    if (atomic_load(&server->stack_bytes) < BT_SERVER_STACK_MIN_BYTES) {
        snprintf(server->why, sizeof server->why, "civetweb's workers have too little stack for a commit.");
        return BT_EIO;
    }
    return take_doors(server, options);
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

static bt_status start(bt_server *server, const bt_server_options *options)
{
    bt_status status = BT_OK;

    server->certificate = options->certificate;
    server->handed_over = options->handed_over;
    server->house.trust = options->trust;
    server->house.behind_proxy = options->behind_proxy;
    server->worker_came_ready = sem_init(&server->worker_came, 0, 0) == 0;
    status = server->worker_came_ready ? check_library(server) : BT_EIO;
    if (status == BT_OK)
        status = bt_peers_start(BT_SERVER_WORKERS, options->request_limit_ms, &server->house.peers);
    if (status == BT_OK)
        status = start_civetweb(server, options);
    return status;
}

bt_status bt_server_start(const bt_server_options *options, bt_service *service, bt_server **out,
                          char why[BT_SERVER_WHY_BYTES])
{
    bt_server *server = calloc(1, sizeof *server);
    bt_status status = BT_ENOMEM;

    *out = NULL;
    snprintf(why, BT_SERVER_WHY_BYTES, "The service is out of memory.");
    if (server != NULL) {
        server->house.service = service;
        status = start(server, options);
    }
    /* civetweb has descriptors of its own for them by now. */
    close(options->listener);
    if (options->page_listener >= 0)
        close(options->page_listener);
    if (status == BT_OK) {
        atomic_store(&server->started, true);
        *out = server;
        return BT_OK;
    }
    if (server != NULL && server->why[0] != '\0')
        snprintf(why, BT_SERVER_WHY_BYTES, "%s", server->why);
    if (server != NULL)
        release(server);
    return status;
}

void bt_server_open(bt_server *server, const bt_origins *origins, const bt_origins *local)
{
    server->house.origins = origins;
    server->house.local = local;
    atomic_store(&server->house.open, true);
}

bool bt_server_stop(bt_server *server)
{
    bool drained = false;

    if (server == NULL)
        return true;
    leave_doors(server);
    if (server->handed_over)
        bt_peers_arrive(server->house.peers, BT_SERVER_ARRIVE_MS);
    bt_peers_close(server->house.peers);
    bt_notebooks_wake(server->house.service->notebooks);
    drained = bt_peers_drain(server->house.peers, BT_SERVER_DRAIN_MS);
    release(server);
    return drained;
}
