#include "service/http/listen.h"
#include "service/tls/hosts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    FIRST_GIVEN_FD = 3,  /* as sd_listen_fds(3) says */
    FDS_LOOKED_AT = 1024 /* descriptors are numbered from the lowest; at the start few are open */
};

typedef union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} address;

static socklen_t fill(const char *text, int port, address *out)
{
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET6, text, &out->v6.sin6_addr) == 1) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = htons((uint16_t)port);
        return sizeof out->v6;
    }
    if (inet_pton(AF_INET, text, &out->v4.sin_addr) != 1)
        return 0;
    out->v4.sin_family = AF_INET;
    out->v4.sin_port = htons((uint16_t)port);
    return sizeof out->v4;
}

static bt_status status_of_errno(void)
{
    if (errno == EADDRINUSE)
        return BT_EBUSY;
    return errno == EACCES ? BT_EDENIED : BT_EIO;
}

bt_status bt_listen(const char *text, int port, int *fd)
{
    address at;
    socklen_t len = fill(text, port, &at);
    int yes = 1, alone = strcmp(text, "::") != 0;
    bt_status status = BT_OK;

    *fd = len == 0 ? -1 : socket(at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*fd < 0)
        return BT_EIO;
    if (setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        (at.any.sa_family == AF_INET6 &&
         setsockopt(*fd, IPPROTO_IPV6, IPV6_V6ONLY, &alone, sizeof alone) != 0) ||
        bind(*fd, &at.any, len) != 0 || listen(*fd, BT_LISTEN_BACKLOG) != 0) {
        status = status_of_errno();
        close(*fd);
        *fd = -1;
    }
    return status;
}

/* A number from the environment; -1 when it is not there or none. */
static long environment_number(const char *name)
{
    const char *text = getenv(name);
    char *end = NULL;
    long number = text == NULL ? -1 : strtol(text, &end, 10);

    return text == NULL || end == text || *end != '\0' ? -1 : number;
}

static bool is_listening(int fd)
{
    int yes = 0;
    socklen_t len = sizeof yes;

    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &len) == 0 && yes != 0;
}

/* Not for programs that we start; and not blocking, as the process before us may take the same connection first. */
static bool make_ours(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    return is_listening(fd) && bt_listen_port(fd) != 0 && flags >= 0 &&
           fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

bt_status bt_listen_given(int fds[BT_LISTEN_GIVEN_MAX], size_t *count)
{
    long given = environment_number("LISTEN_FDS");
    bool for_us = environment_number("LISTEN_PID") == (long)getpid();

    *count = 0;
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDNAMES");
    if (!for_us || given <= 0)
        return BT_OK;
    if (given > BT_LISTEN_GIVEN_MAX)
        return BT_EINPUT;
    for (int i = 0; i < (int)given; i++) {
        if (!make_ours(FIRST_GIVEN_FD + i))
            return BT_EINPUT;
        fds[i] = FIRST_GIVEN_FD + i;
    }
    *count = (size_t)given;
    return BT_OK;
}

int bt_listen_port(int fd)
{
    address at = { .v6 = { .sin6_family = AF_UNSPEC } };
    socklen_t len = sizeof at;

    if (getsockname(fd, &at.any, &len) != 0)
        return 0;
    if (at.any.sa_family == AF_INET6)
        return ntohs(at.v6.sin6_port);
    return at.any.sa_family == AF_INET ? ntohs(at.v4.sin_port) : 0;
}

bool bt_listen_is_local(int fd)
{
    address at = { .v6 = { .sin6_family = AF_UNSPEC } };
    socklen_t len = sizeof at;
    char text[INET6_ADDRSTRLEN] = "";

    if (getsockname(fd, &at.any, &len) != 0)
        return false;
    if (at.any.sa_family == AF_INET6)
        return inet_ntop(AF_INET6, &at.v6.sin6_addr, text, sizeof text) != NULL &&
               bt_address_is_loopback(text);
    return at.any.sa_family == AF_INET && inet_ntop(AF_INET, &at.v4.sin_addr, text, sizeof text) != NULL &&
           bt_address_is_loopback(text);
}

int bt_listen_find(int port)
{
    for (int fd = 0; fd < FDS_LOOKED_AT; fd++) {
        address at = { .v6 = { .sin6_family = AF_UNSPEC } };
        socklen_t len = sizeof at;

        if (getsockname(fd, &at.any, &len) == 0 && at.any.sa_family == AF_INET &&
            at.v4.sin_addr.s_addr == htonl(INADDR_LOOPBACK) && ntohs(at.v4.sin_port) == port &&
            is_listening(fd))
            return fd;
    }
    return -1;
}
