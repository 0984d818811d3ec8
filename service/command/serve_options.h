/* service/command/serve_options.h - what `backtable serve` was asked for. */
#ifndef BT_SERVICE_COMMAND_SERVE_OPTIONS_H
#define BT_SERVICE_COMMAND_SERVE_OPTIONS_H

#include "service/people/limit.h"

enum { BT_SERVE_NAMES_MAX = 8 };

/* Whose certificate phones are shown. */
typedef enum bt_serve_mode {
    BT_SERVE_LOCAL, /* of our own authority, with the page that hands it out */
    BT_SERVE_FILES, /* the school's */
    BT_SERVE_PLAIN  /* none: this machine alone, or a proxy on it */
} bt_serve_mode;

/* Everything is borrowed from the words of the command. */
typedef struct bt_serve_options {
    bt_serve_mode mode;
    const char *data; /* NULL: the user's own */
    const char *address;
    int port, page_port;
    const char *cert_file, *key_file;        /* of BT_SERVE_FILES */
    const char *hosts[BT_SERVE_NAMES_MAX];   /* names of this machine */
    const char *origins[BT_SERVE_NAMES_MAX]; /* of a proxy in front */
    size_t host_count, origin_count;
    bool behind_proxy;
    int keep_free_mb;
    bt_limit_rule devices;
    int request_limit_ms;
} bt_serve_options;

/* False after it said on standard error what is wrong. */
bool bt_serve_options_read(int argc, char **argv, bt_serve_options *out);

#endif
