#include "service/http/origins.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char plain[] = "http://";
static const char secure[] = "https://";

/* What a Host header may hold: letters, digits, and the marks of names, addresses and ports. */
static bool is_authority(const char *text)
{
    return text[0] != '\0' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]") ==
               strlen(text);
}

bt_status bt_origins_add(bt_origins *to, const char *origin)
{
    const char *authority = NULL;
    size_t count = atomic_load(&to->count);

    if (strncmp(origin, plain, sizeof plain - 1) == 0)
        authority = origin + sizeof plain - 1;
    else if (strncmp(origin, secure, sizeof secure - 1) == 0)
        authority = origin + sizeof secure - 1;
    if (authority == NULL || !is_authority(authority))
        return BT_EINPUT;
    if (strlen(origin) >= BT_ORIGIN_MAX_BYTES)
        return BT_ELIMIT;
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(to->list[i], origin) == 0)
            return BT_OK;
    }
    if (count == BT_ORIGINS_MAX)
        return BT_ELIMIT;
    snprintf(to->text[count], BT_ORIGIN_MAX_BYTES, "%s", origin);
    to->list[count] = to->text[count];
    atomic_store(&to->count, count + 1);
    return BT_OK;
}

bt_status bt_origins_add_host(bt_origins *to, const char *host, int port, bool tls)
{
    char origin[BT_ORIGIN_MAX_BYTES];
    bool is_v6 = strchr(host, ':') != NULL;
    int len = snprintf(origin, sizeof origin, is_v6 ? "%s[%s]" : "%s%s", tls ? secure : plain, host);

    if (len < 0 || (size_t)len >= sizeof origin - sizeof ":65535")
        return BT_ELIMIT;
    if (port != (tls ? 443 : 80))
        snprintf(origin + len, sizeof origin - (size_t)len, ":%d", port);
    return bt_origins_add(to, origin);
}

/* Of "host", "host:port" and "[v6]:port", the host. */
static size_t host_len(const char *authority)
{
    return authority[0] == '[' ? strcspn(authority, "]") : strcspn(authority, ":");
}

const char *bt_origins_find_host(const bt_origins *in, const char *host)
{
    size_t count = atomic_load(&in->count), len = host_len(host);

    for (size_t i = 0; i < count; i++) {
        const char *authority = strstr(in->list[i], "://") + 3;

        if (host_len(authority) == len && strncasecmp(authority, host, len) == 0)
            return in->list[i];
    }
    return NULL;
}
