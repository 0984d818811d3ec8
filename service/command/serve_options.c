#include "service/command/serve_options.h"
#include "service/exchange/room.h"
#include "service/http/server.h"
#include "service/tls/hosts.h"

#include <arpa/inet.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    PORT_PLAIN = 8080,
    PORT_TLS = 8443,
    PORT_MAX = 65535,
    KEEP_FREE_MAX_MB = 1024 * 1024 * 1024,
    NOT_SAID = -1
};

static const char usage[] =
    "usage: backtable serve [OPTIONS]                         phones, by this machine's own authority\n"
    "       backtable serve [OPTIONS] --cert FILE --key FILE  phones, by a certificate of the school\n"
    "       backtable serve [OPTIONS] --http [--proxy]        this machine, or a proxy on it\n"
    "\n"
    "  --data DIR       the folder that 'backtable init' made\n"
    "  --port N         8443, with --http 8080; 0 lets the system choose\n"
    "  --bind ADDRESS   all addresses, with --http 127.0.0.1\n"
    "  --host NAME      a name that phones use for this machine, such as classroom.local\n"
    "  --page-port N    8080; the plain page where phones get the certificate of the authority\n"
    "  --cert, --key    PEM files, read again on SIGHUP; there is no such page then\n"
    "  --http           plain http, for this machine alone\n"
    "  --proxy          a proxy on this machine stands in front; believe its X-Forwarded-For\n"
    "  --origin URL     the address that phones use, where a proxy stands in front\n"
    "  --keep-free MB   take nothing new in while less than this is free on the disk (128)\n"
    "\n"
    "Sockets that systemd hands over are used instead of --port and --page-port, in this order.\n";

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
    if (*count == BT_SERVE_NAMES_MAX)
        return false;
    list[(*count)++] = value;
    return true;
}

static bool take_flag(int option, bt_serve_options *out)
{
    if (option == 'H')
        out->mode = BT_SERVE_PLAIN;
    else if (option == 'x')
        out->behind_proxy = true;
    else
        return false;
    return true;
}

static bool take_option(int option, bt_serve_options *out)
{
    switch (option) {
    case 'd':
        out->data = optarg;
        return true;
    case 'p':
        return read_number(optarg, PORT_MAX, &out->port);
    case 'g':
        return read_number(optarg, PORT_MAX, &out->page_port);
    case 'b':
        out->address = strcmp(optarg, "localhost") == 0 ? "127.0.0.1" : optarg;
        return true;
    case 'c':
        out->cert_file = optarg;
        return true;
    case 'k':
        out->key_file = optarg;
        return true;
    case 'h':
        return keep(out->hosts, &out->host_count, optarg);
    case 'o':
        return keep(out->origins, &out->origin_count, optarg);
    case 'f':
        return read_number(optarg, KEEP_FREE_MAX_MB, &out->keep_free_mb);
    case 'n': /* not in the usage: lets a test ask too often in a moment */
        return read_number(optarg, bt_limit_devices.for_each, &out->devices.for_each);
    case 'l': /* not in the usage: lets a test see a slow peer cut off without waiting as long as a phone may */
        return read_number(optarg, BT_SERVER_REQUEST_LIMIT_MS, &out->request_limit_ms);
    default:
        return take_flag(option, out);
    }
}

static bool take_all(int argc, char **argv, bt_serve_options *out)
{
    static const struct option options[] = { { "data", required_argument, NULL, 'd' },
                                             { "port", required_argument, NULL, 'p' },
                                             { "bind", required_argument, NULL, 'b' },
                                             { "page-port", required_argument, NULL, 'g' },
                                             { "cert", required_argument, NULL, 'c' },
                                             { "key", required_argument, NULL, 'k' },
                                             { "host", required_argument, NULL, 'h' },
                                             { "origin", required_argument, NULL, 'o' },
                                             { "http", no_argument, NULL, 'H' },
                                             { "proxy", no_argument, NULL, 'x' },
                                             { "keep-free", required_argument, NULL, 'f' },
                                             { "device-limit", required_argument, NULL, 'n' },
                                             { "request-limit-ms", required_argument, NULL, 'l' },
                                             { NULL, 0, NULL, 0 } };
    int option = 0;

    optind = 1;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (!take_option(option, out))
            return false;
    }
    return optind == argc;
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

static bool is_address(const char *text)
{
    struct in6_addr ignored;

    return inet_pton(AF_INET, text, &ignored) == 1 || inet_pton(AF_INET6, text, &ignored) == 1;
}

/* Options that exclude or need each other. */
static bool make_sense(const bt_serve_options *options)
{
    bool has_files = options->cert_file != NULL;

    if (has_files != (options->key_file != NULL) || (has_files && options->mode == BT_SERVE_PLAIN))
        return false;
    if (options->behind_proxy && options->mode != BT_SERVE_PLAIN)
        return false;
    return options->page_port == NOT_SAID || (!has_files && options->mode != BT_SERVE_PLAIN);
}

static void fill_in(bt_serve_options *options)
{
    bool plain = options->mode == BT_SERVE_PLAIN;

    if (options->cert_file != NULL)
        options->mode = BT_SERVE_FILES;
    if (options->port == NOT_SAID)
        options->port = plain ? PORT_PLAIN : PORT_TLS;
    if (options->page_port == NOT_SAID)
        options->page_port = PORT_PLAIN;
    if (options->address == NULL)
        options->address = plain ? "127.0.0.1" : every_address();
}

/* Without TLS anyone in the staff room could read along, and phones give no offline app: so not beyond this machine. */
static bool check_address(const bt_serve_options *options)
{
    if (!is_address(options->address)) {
        fprintf(stderr, "backtable serve: --bind takes an IP address, such as 127.0.0.1 or ::\n");
        return false;
    }
    if (options->mode == BT_SERVE_PLAIN && !bt_address_is_loopback(options->address)) {
        fprintf(stderr, "backtable serve: --http is for this machine alone; for others leave it out\n");
        return false;
    }
    return true;
}

bool bt_serve_options_read(int argc, char **argv, bt_serve_options *out)
{
    *out = (bt_serve_options){ .mode = BT_SERVE_LOCAL,
                               .port = NOT_SAID,
                               .page_port = NOT_SAID,
                               .keep_free_mb = BT_ROOM_KEEP_FREE_MB,
                               .devices = bt_limit_devices,
                               .request_limit_ms = BT_SERVER_REQUEST_LIMIT_MS };
    if (!take_all(argc, argv, out) || !make_sense(out)) {
        fputs(usage, stderr);
        return false;
    }
    fill_in(out);
    return check_address(out);
}
