#include "service/notify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { STATE_MAX_BYTES = 64, US_A_S = 1000000, NS_A_US = 1000 };

/* A path, or with @ a name in Linux's abstract space, which begins with a NUL. */
static bt_status tell(const char *state)
{
    const char *where = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    size_t len = where == NULL ? 0 : strlen(where);
    ssize_t sent = -1;
    int fd = -1;

    if (len == 0)
        return BT_OK;
    if (len >= sizeof to.sun_path)
        return BT_EIO;
    memcpy(to.sun_path, where, len);
    if (to.sun_path[0] == '@')
        to.sun_path[0] = '\0';
    fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return BT_EIO;
    sent = sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&to,
                  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
    close(fd);
    return sent == (ssize_t)strlen(state) ? BT_OK : BT_EIO;
}

bt_status bt_notify_ready(void)
{
    return tell("READY=1");
}

bt_status bt_notify_stopping(void)
{
    return tell("STOPPING=1");
}

/* The time lets systemd tell this reload's READY from one that was late (Type=notify-reload). */
bt_status bt_notify_reloading(void)
{
    char state[STATE_MAX_BYTES];
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(state, sizeof state, "RELOADING=1\nMONOTONIC_USEC=%lld",
             (long long)now.tv_sec * US_A_S + now.tv_nsec / NS_A_US);
    return tell(state);
}
