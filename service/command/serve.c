/* service/command/serve.c - `backtable serve`: the service, in the foreground, until SIGTERM or SIGINT. */
#include "service/command/command.h"
#include "service/command/desk.h"
#include "service/folder_lock.h"
#include "service/http/log.h"
#include "service/http/metrics.h"
#include "service/http/origins.h"
#include "service/http/server.h"
#include "service/limit.h"
#include "service/room.h"
#include "service/service.h"
#include "service/snapshots.h"

#include <arpa/inet.h>
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    INDEX_QUIET_MS = 500, /* between two notes: a push does not share the processor with what can wait */
    PORT_PLAIN = 8080,
    PORT_TLS = 8443,
    PORT_MAX = 65535,
    MB = 1024 * 1024,
    KEEP_FREE_MAX_MB = 1024 * 1024 * 1024,
    HOSTS_MAX = 8,
    QUIET_MS =
        5000 /* a class that writes one note after the other is not kept waiting by a checkpoint for each */
};

static const char usage[] =
    "usage: backtable serve [--data DIR] [--port N] [--bind ADDRESS] [--cert FILE --key FILE]\n"
    "                       [--host NAME]... [--origin URL]... [--keep-free MB]\n"
    "\n"
    "  --data DIR       the folder that 'backtable init' made\n"
    "  --port N         8080, with a certificate 8443; 0 lets the system choose\n"
    "  --bind ADDRESS   127.0.0.1; with a certificate all addresses\n"
    "  --cert, --key    PEM files; without them only this machine is served\n"
    "  --host NAME      a name that phones use for this machine, as in the certificate\n"
    "  --keep-free MB   take nothing new in while less than this is free on the disk (128)\n"
    "  --origin URL     the address that phones use, where a proxy stands in front\n";

typedef struct settings {
    const char *data; /* NULL: the user's own */
    const char *hosts[HOSTS_MAX];
    const char *proxies[HOSTS_MAX];
    size_t host_count, proxy_count;
    int keep_free_mb;
    bt_limit_rule devices;
    bt_server_options server;
} settings;

/* Everything that runs, in the order in which it is started. */
typedef struct running {
    char *folder;
    int lock;
    bool store_up;
    bt_service service;
    bt_server *server;
    bt_origins origins;
} running;

static int64_t wall_clock_s(void)
{
    return (int64_t)time(NULL);
}

static bool read_number(const char *text, int most, int *out)
{
    char *end = NULL;
    long number = strtol(text, &end, 10);

    if (end == text || *end != '\0' || number < 0 || number > most)
        return false;
    *out = (int)number;
    return true;
}

static bool keep(const char **list, size_t *count, const char *value)
{
    if (*count == HOSTS_MAX)
        return false;
    list[(*count)++] = value;
    return true;
}

static bool take_option(int option, settings *out)
{
    switch (option) {
    case 'd':
        out->data = optarg;
        return true;
    case 'p':
        return read_number(optarg, PORT_MAX, &out->server.port);
    case 'b':
        out->server.address = optarg;
        return true;
    case 'c':
        out->server.cert_file = optarg;
        return true;
    case 'k':
        out->server.key_file = optarg;
        return true;
    case 'h':
        return keep(out->hosts, &out->host_count, optarg);
    case 'o':
        return keep(out->proxies, &out->proxy_count, optarg);
    case 'f':
        return read_number(optarg, KEEP_FREE_MAX_MB, &out->keep_free_mb);
    case 'n': /* not in the usage: lets a test ask too often in a moment */
        return read_number(optarg, bt_limit_devices.for_each, &out->devices.for_each);
    case 'l': /* not in the usage: lets a test see a slow peer cut off without waiting as long as a phone may */
        return read_number(optarg, BT_SERVER_REQUEST_LIMIT_MS, &out->server.request_limit_ms);
    default:
        return false;
    }
}

/* Every address, of both kinds where this system knows IPv6 at all. */
static const char *every_address(void)
{
    int probe = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (probe < 0)
        return "0.0.0.0";
    close(probe);
    return "::";
}

static bool read_options(int argc, char **argv, settings *out)
{
    static const struct option options[] = { { "data", required_argument, NULL, 'd' },
                                             { "port", required_argument, NULL, 'p' },
                                             { "bind", required_argument, NULL, 'b' },
                                             { "cert", required_argument, NULL, 'c' },
                                             { "key", required_argument, NULL, 'k' },
                                             { "host", required_argument, NULL, 'h' },
                                             { "origin", required_argument, NULL, 'o' },
                                             { "keep-free", required_argument, NULL, 'f' },
                                             { "device-limit", required_argument, NULL, 'n' },
                                             { "request-limit-ms", required_argument, NULL, 'l' },
                                             { NULL, 0, NULL, 0 } };
    int option = 0;

    *out = (settings){ .keep_free_mb = BT_ROOM_KEEP_FREE_MB,
                       .devices = bt_limit_devices,
                       .server = { .port = -1, .request_limit_ms = BT_SERVER_REQUEST_LIMIT_MS } };
    optind = 1;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (!take_option(option, out))
            return false;
    }
    if (optind != argc || (out->server.cert_file == NULL) != (out->server.key_file == NULL))
        return false;
    if (out->server.port < 0)
        out->server.port = out->server.cert_file != NULL ? PORT_TLS : PORT_PLAIN;
    if (out->server.address == NULL)
        out->server.address = out->server.cert_file != NULL ? every_address() : "127.0.0.1";
    if (strcmp(out->server.address, "localhost") == 0)
        out->server.address = "127.0.0.1";
    return true;
}

static bool is_address(const char *text)
{
    struct in6_addr ignored;

    return inet_pton(AF_INET, text, &ignored) == 1 || inet_pton(AF_INET6, text, &ignored) == 1;
}

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static bool is_wildcard(const char *address)
{
    return strcmp(address, "::") == 0 || strcmp(address, "0.0.0.0") == 0;
}

/* Without TLS anyone in the staff room could read along, and phones give no offline app: so not beyond this machine. */
static bool check_address(const bt_server_options *server)
{
    if (!is_address(server->address)) {
        fprintf(stderr, "backtable serve: --bind takes an IP address, such as 127.0.0.1 or ::\n");
        return false;
    }
    if (server->cert_file == NULL && !is_loopback(server->address)) {
        fprintf(stderr, "backtable serve: beyond this machine only with --cert and --key; "
                        "without them use --bind 127.0.0.1\n");
        return false;
    }
    return true;
}

static int explain(const char *what, bt_status status)
{
    static const struct {
        bt_status status;
        const char *why;
    } rows[] = {
        { BT_EIO,
          "the disk or the system refused; look at the folder's rights and whether the disk is full" },
        { BT_EBUSY, "another program is using it; try again" },
        { BT_EDAMAGED, "it is damaged; restore it from a backup" },
        { BT_EDENIED, "a newer backtable made it; use that one" },
        { BT_ENOMEM, "out of memory" },
    };
    const char *why = "it cannot be used";

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].status == status)
            why = rows[i].why;
    }
    fprintf(stderr, "backtable serve: %s: %s\n", what, why);
    return BT_EXIT_FAILED;
}

static int open_access(const char *folder, bt_access **out)
{
    char *path = bt_data_path(folder, "access.db");
    bt_status status = BT_ENOMEM;
    int failed = BT_EXIT_DONE;

    if (path != NULL && access(path, F_OK) != 0) {
        fprintf(stderr, "backtable serve: %s is not a data folder; make one with: backtable init --data %s\n",
                folder, folder);
        failed = BT_EXIT_FAILED;
    } else {
        if (path != NULL)
            status = bt_access_open(path, out);
        if (status != BT_OK)
            failed = explain("the list of people (access.db)", status);
    }
    free(path);
    return failed;
}

static int lock_folder(const char *data, int *lock)
{
    long pid = 0;
    bt_status status = bt_folder_lock(data, lock, &pid);

    if (status == BT_EBUSY) {
        fprintf(stderr, "backtable serve: another service (process %ld) is serving %s; stop it first\n", pid,
                data);
        return BT_EXIT_FAILED;
    }
    return status == BT_OK ? BT_EXIT_DONE : explain("the data folder", status);
}

static int open_data(const settings *wanted, running *run)
{
    bt_status status = BT_OK;
    int failed = BT_EXIT_DONE;

    run->folder = bt_data_folder(wanted->data);
    if (run->folder == NULL)
        return explain("the data folder", BT_ENOMEM);
    if (!bt_data_is_ours(run->folder))
        return BT_EXIT_FAILED;
    failed = open_access(run->folder, &run->service.access);
    if (failed == BT_EXIT_DONE)
        failed = lock_folder(run->folder, &run->lock);
    if (failed != BT_EXIT_DONE)
        return failed;
    status = bt_store_library_start();
    run->store_up = status == BT_OK;
    if (status == BT_OK)
        status = bt_notebooks_open(run->folder, &run->service.notebooks);
    if (status != BT_OK)
        return explain("the notebooks", status);
    bt_notebooks_wait_limit(run->service.notebooks, BT_SERVER_WAITING_MAX);
    run->service.joins = bt_limit_new(bt_limit_codes);
    run->service.strangers = bt_limit_new(bt_limit_strangers);
    run->service.devices = bt_limit_new(wanted->devices);
    run->service.folder = run->folder;
    run->service.keep_free_bytes = (int64_t)wanted->keep_free_mb * MB;
    run->service.metrics = bt_metrics_new();
    run->service.now_s = wall_clock_s;
    if (run->service.joins == NULL || run->service.strangers == NULL || run->service.devices == NULL ||
        run->service.metrics == NULL)
        return explain("the service", BT_ENOMEM);
    return BT_EXIT_DONE;
}

/* What phones use comes first: the first is the one for links. */
static bt_status collect_origins(const settings *wanted, int port, bt_origins *out)
{
    bool tls = wanted->server.cert_file != NULL;
    bt_status status = BT_OK;

    for (size_t i = 0; status == BT_OK && i < wanted->proxy_count; i++)
        status = bt_origins_add(out, wanted->proxies[i]);
    for (size_t i = 0; status == BT_OK && i < wanted->host_count; i++)
        status = bt_origins_add_host(out, wanted->hosts[i], port, tls);
    if (status == BT_OK)
        status = bt_origins_add_host(out, "localhost", port, tls);
    if (status == BT_OK && !is_wildcard(wanted->server.address))
        status = bt_origins_add_host(out, wanted->server.address, port, tls);
    return status;
}

static int open_doors(const settings *wanted, running *run)
{
    char why[BT_SERVER_WHY_BYTES];
    bt_status status = bt_server_start(&wanted->server, &run->service, &run->server, why);

    if (status == BT_EBUSY) {
        fprintf(stderr, "backtable serve: port %d is in use; choose another with --port\n",
                wanted->server.port);
        return BT_EXIT_FAILED;
    }
    if (status == BT_EINPUT) {
        fprintf(stderr,
                "backtable serve: the certificate or its key cannot be used; check --cert and --key\n");
        return BT_EXIT_FAILED;
    }
    if (status != BT_OK) {
        fprintf(stderr, "backtable serve: cannot listen: %s\n", why);
        return BT_EXIT_FAILED;
    }
    status = collect_origins(wanted, bt_server_port(run->server), &run->origins);
    if (status != BT_OK) {
        fprintf(stderr, "backtable serve: a --host or --origin is not an address, or there are too many\n");
        return BT_EXIT_FAILED;
    }
    run->service.origin = run->origins.list[0];
    bt_server_open(run->server, run->origins.list, run->origins.count);
    return BT_EXIT_DONE;
}

/* The line on stderr is for programs (tests, packaging), the one on stdout for people. */
static void announce(const running *run)
{
    printf("Backtable is open at %s\n", run->service.origin);
    fflush(stdout);
    bt_log_event("listening", run->service.origin);
}

static void close_all(running *run)
{
    if (!bt_server_stop(run->server))
        bt_log_event("stopped_late", "some requests were cut off; the phones send them again");
    bt_notebooks_close(run->service.notebooks);
    bt_limit_free(run->service.joins);
    bt_limit_free(run->service.strangers);
    bt_limit_free(run->service.devices);
    bt_metrics_free(run->service.metrics);
    bt_access_close(run->service.access);
    if (run->store_up)
        bt_store_library_stop();
    bt_folder_unlock(run->lock);
    free(run->folder);
}

/* They are blocked, so that they stay pending until they are waited for. */
static bool is_signalled(void *nothing)
{
    sigset_t pending;

    (void)nothing;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1);
}

/*
 * Until one of the signals comes: what phones sent is brought to where git reads it, when they are quiet, and packed
 * for those who come new.
 */
static void tend_until(const sigset_t *signals, bt_notebooks *notebooks)
{
    const struct timespec pause = { .tv_sec = 1 };
    bt_status status;

    while (sigtimedwait(signals, NULL, &pause) < 0) {
        bt_notebooks_index(notebooks, INDEX_QUIET_MS);
        if (bt_notebooks_settle(notebooks, QUIET_MS) != BT_OK)
            bt_log_event("not_settled",
                         "a notebook's journal cannot be emptied yet; is there room on the disk?");
        status = bt_notebooks_snapshot(notebooks, is_signalled, NULL);
        if (status != BT_OK && status != BT_EBUSY)
            bt_log_event("no_snapshot",
                         "a new phone will take longer to begin with; is there room on the disk?");
    }
}

int bt_command_serve(int argc, char **argv)
{
    running run = { .lock = -1 };
    settings wanted;
    sigset_t signals;
    int failed = BT_EXIT_DONE;

    if (!read_options(argc, argv, &wanted)) {
        fputs(usage, stderr);
        return BT_EXIT_FAILED;
    }
    if (!check_address(&wanted.server))
        return BT_EXIT_FAILED;
    /* Blocked before any thread is made, so that every thread inherits it and only this one hears them. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    failed = open_data(&wanted, &run);
    if (failed == BT_EXIT_DONE)
        failed = open_doors(&wanted, &run);
    if (failed == BT_EXIT_DONE) {
        announce(&run);
        tend_until(&signals, run.service.notebooks);
        bt_log_event("stopping", NULL);
    }
    close_all(&run);
    return failed;
}
