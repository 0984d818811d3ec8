#include "service/command/doors.h"
#include "service/command/command.h"
#include "service/http/listen.h"
#include "service/http/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct sockets {
    int app, page; /* -1: none */
    bool handed_over;
} sockets;

static int fail(const char *what)
{
    fprintf(stderr, "backtable serve: %s\n", what);
    return BT_EXIT_FAILED;
}

static bool is_wildcard(const char *address)
{
    return strcmp(address, "::") == 0 || strcmp(address, "0.0.0.0") == 0;
}

static int listen_here(const bt_serve_options *options, int port, const char *option, int *fd)
{
    bt_status status = bt_listen(options->address, port, fd);

    if (status == BT_OK)
        return BT_EXIT_DONE;
    if (status == BT_EBUSY)
        fprintf(stderr, "backtable serve: port %d is in use; choose another with %s\n", port, option);
    else if (status == BT_EDENIED)
        fprintf(stderr, "backtable serve: ports below 1024 are not for this user; choose another with %s\n",
                option);
    else
        fprintf(stderr, "backtable serve: cannot listen on %s; is it an address of this machine?\n",
                options->address);
    return BT_EXIT_FAILED;
}

static int take_given(const bt_serve_options *options, sockets *out)
{
    int given[BT_LISTEN_GIVEN_MAX];
    size_t count = 0;

    if (bt_listen_given(given, &count) != BT_OK || (count == 2 && options->mode != BT_SERVE_LOCAL))
        return fail(
            "the sockets that were handed over are not one for the app and, for the certificate's page, "
            "one more; look at the unit of the sockets");
    if (count > 0)
        out->app = given[0];
    if (count > 1)
        out->page = given[1];
    out->handed_over = count > 0;
    if (options->mode == BT_SERVE_PLAIN && count > 0 && !bt_listen_is_local(out->app))
        return fail(
            "--http is for this machine alone, and the socket that was handed over is for others too");
    return BT_EXIT_DONE;
}

static int open_sockets(const bt_serve_options *options, sockets *out)
{
    int failed = take_given(options, out);

    if (failed == BT_EXIT_DONE && out->app < 0)
        failed = listen_here(options, options->port, "--port", &out->app);
    if (failed == BT_EXIT_DONE && options->mode == BT_SERVE_LOCAL && out->page < 0)
        failed = listen_here(options, options->page_port, "--page-port", &out->page);
    return failed;
}

static int open_authority(bt_doors *doors, const char *folder)
{
    const bt_serve_options *options = doors->options;
    int64_t now_s = doors->service->now_s();
    const char *why = NULL;
    bool renewed = false;
    bt_status status =
        bt_keeper_open(folder, options->hosts, options->host_count, now_s, &doors->keeper, &why);

    if (status != BT_OK)
        return fail(why);
    doors->looked_s = now_s;
    status = bt_keeper_look(doors->keeper, now_s, doors->certificate, &renewed);
    if (status == BT_OK)
        status = bt_trust_make(bt_keeper_authority(doors->keeper), &doors->trust);
    return status == BT_OK ? BT_EXIT_DONE
                           : fail("a certificate could not be made or stored; is the disk full?");
}

static int open_certificate(bt_doors *doors, const char *folder)
{
    const bt_serve_options *options = doors->options;

    if (options->mode == BT_SERVE_PLAIN)
        return BT_EXIT_DONE;
    doors->certificate = bt_certificate_new();
    if (doors->certificate == NULL)
        return fail("out of memory");
    if (options->mode == BT_SERVE_LOCAL)
        return open_authority(doors, folder);
    if (bt_certificate_load(doors->certificate, options->cert_file, options->key_file) != BT_OK)
        return fail("the certificate or its key cannot be used; check --cert and --key");
    return BT_EXIT_DONE;
}

/* Names and addresses that the local certificate speaks for; the nearest comes first, as it is the one for links. */
static bt_status add_found(bt_doors *doors)
{
    const bt_hosts *hosts = bt_keeper_hosts(doors->keeper);
    bt_status status = BT_OK;

    if (hosts->nearest[0] != '\0')
        status = bt_origins_add_host(&doors->origins, hosts->nearest, doors->port, true);
    for (size_t i = 0; status == BT_OK && i < hosts->address_count; i++)
        status = bt_origins_add_host(&doors->origins, hosts->addresses[i], doors->port, true);
    for (size_t i = 0; status == BT_OK && i < hosts->name_count; i++)
        status = bt_origins_add_host(&doors->origins, hosts->names[i], doors->port, true);
    return status;
}

/* What phones use comes first: the first is the one for links. */
static bt_status add_origins(bt_doors *doors)
{
    const bt_serve_options *options = doors->options;
    bool tls = options->mode != BT_SERVE_PLAIN;
    bt_status status = BT_OK;

    for (size_t i = 0; status == BT_OK && i < options->origin_count; i++)
        status = bt_origins_add(&doors->origins, options->origins[i]);
    for (size_t i = 0; status == BT_OK && i < options->host_count; i++)
        status = bt_origins_add_host(&doors->origins, options->hosts[i], doors->port, tls);
    if (status == BT_OK && doors->keeper != NULL && is_wildcard(options->address))
        status = add_found(doors);
    if (status == BT_OK)
        status = bt_origins_add_host(&doors->origins, "localhost", doors->port, tls);
    if (status == BT_OK && !is_wildcard(options->address))
        status = bt_origins_add_host(&doors->origins, options->address, doors->port, tls);
    return status;
}

/* Without a name or a proxy, links lead to the address that is nearest now; it may change while we run. */
static void choose_origin(bt_doors *doors)
{
    const bt_serve_options *options = doors->options;
    const char *first = doors->origins.list[0], *nearest = NULL;

    if (doors->keeper != NULL && options->origin_count == 0 && options->host_count == 0 &&
        is_wildcard(options->address))
        nearest = bt_origins_find_host(&doors->origins, bt_keeper_hosts(doors->keeper)->nearest);
    doors->service->origin = nearest != NULL ? nearest : first;
}

/* The page by the same name as the app, on its own port. */
static bt_status describe_page(bt_doors *doors)
{
    const char *host = strstr(doors->service->origin, "://") + 3;
    size_t len = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    int written =
        snprintf(doors->page, sizeof doors->page, "http://%.*s:%d", (int)len, host, doors->page_port);
    bt_status status = written > 0 && (size_t)written < sizeof doors->page ? BT_OK : BT_ELIMIT;

    if (status == BT_OK)
        status = bt_origins_add_host(&doors->local, "localhost", doors->page_port, false);
    if (status == BT_OK)
        status = bt_origins_add_host(&doors->local, "127.0.0.1", doors->page_port, false);
    return status;
}

/* Takes the sockets. */
static int start_server(bt_doors *doors, const sockets *from)
{
    char why[BT_SERVER_WHY_BYTES];
    bt_server_options options = { .listener = from->app,
                                  .page_listener = from->page,
                                  .handed_over = from->handed_over,
                                  .behind_proxy = doors->options->behind_proxy,
                                  .certificate = doors->certificate,
                                  .trust = from->page >= 0 ? &doors->trust : NULL,
                                  .request_limit_ms = doors->options->request_limit_ms };

    doors->port = bt_listen_port(from->app);
    doors->page_port = from->page >= 0 ? bt_listen_port(from->page) : 0;
    if (bt_server_start(&options, doors->service, &doors->server, why) == BT_OK)
        return BT_EXIT_DONE;
    fprintf(stderr, "backtable serve: cannot listen: %s\n", why);
    return BT_EXIT_FAILED;
}

int bt_doors_open(const bt_serve_options *options, const char *folder, bt_service *service, bt_doors *out)
{
    sockets from = { .app = -1, .page = -1 };
    bt_status status = BT_OK;
    int failed = BT_EXIT_DONE;

    out->options = options;
    out->service = service;
    failed = open_certificate(out, folder);
    if (failed == BT_EXIT_DONE)
        failed = open_sockets(options, &from);
    if (failed != BT_EXIT_DONE) {
        if (from.app >= 0)
            close(from.app);
        if (from.page >= 0)
            close(from.page);
        return failed;
    }
    failed = start_server(out, &from);
    if (failed != BT_EXIT_DONE)
        return failed;
    status = add_origins(out);
    if (status == BT_OK) {
        choose_origin(out);
        status = out->page_port != 0 ? describe_page(out) : BT_OK;
    }
    if (status != BT_OK)
        return fail("a --host or --origin is not an address, or there are too many");
    bt_server_open(out->server, &out->origins, out->page_port != 0 ? &out->local : NULL);
    return BT_EXIT_DONE;
}

static void look(bt_doors *doors, int64_t now_s)
{
    bool renewed = false;
    bt_status status = BT_OK;

    if (doors->keeper == NULL)
        return;
    doors->looked_s = now_s;
    status = bt_keeper_look(doors->keeper, now_s, doors->certificate, &renewed);
    if (renewed)
        bt_log_event("certificate_renewed", NULL);
    if (status != BT_OK)
        bt_log_event("certificate_not_kept", "it could not be made or stored; is there room on the disk?");
    if (add_origins(doors) != BT_OK)
        bt_log_event("address_left_out", "there were too many since the start; start the service again");
    choose_origin(doors);
}

/* Also when the clock was set back: the dates of the certificate are looked at by it. */
void bt_doors_look(bt_doors *doors, int64_t now_s)
{
    if (now_s >= doors->looked_s && now_s - doors->looked_s < BT_DOORS_LOOK_S)
        return;
    look(doors, now_s);
}

void bt_doors_reload(bt_doors *doors, int64_t now_s)
{
    const bt_serve_options *options = doors->options;

    look(doors, now_s);
    if (options->mode != BT_SERVE_FILES)
        return;
    if (bt_certificate_load(doors->certificate, options->cert_file, options->key_file) == BT_OK)
        bt_log_event("certificate_read", NULL);
    else
        bt_log_event("certificate_not_read", "--cert or --key cannot be used; the one before is still shown");
}

bool bt_doors_close(bt_doors *doors)
{
    bool drained = bt_server_stop(doors->server);

    bt_keeper_close(doors->keeper);
    bt_certificate_free(doors->certificate);
    bt_trust_free(&doors->trust);
    return drained;
}
