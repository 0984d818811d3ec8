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

    if (strncmp(origin, plain, sizeof plain - 1) == 0)
        authority = origin + sizeof plain - 1;
    else if (strncmp(origin, secure, sizeof secure - 1) == 0)
        authority = origin + sizeof secure - 1;
    if (authority == NULL || !is_authority(authority))
        return BT_EINPUT;
    if (to->count == BT_ORIGINS_MAX || strlen(origin) >= BT_ORIGIN_MAX_BYTES)
        return BT_ELIMIT;
    for (size_t i = 0; i < to->count; i++) {
        if (strcasecmp(to->list[i], origin) == 0)
            return BT_OK;
    }
    snprintf(to->text[to->count], BT_ORIGIN_MAX_BYTES, "%s", origin);
    to->list[to->count] = to->text[to->count];
    to->count++;
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
