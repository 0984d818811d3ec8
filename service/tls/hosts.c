#include "service/tls/hosts.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BITS_A_BYTE = 8, LABEL_MAX = 63, NO_PORT_IN_USE = 9 };

/* A range of addresses, in network order. */
typedef struct range {
    int family;
    unsigned char start[sizeof(struct in6_addr)];
    unsigned bits;
} range;

static const range loopback[] = { { AF_INET, { 127 }, 8 }, { AF_INET6, { [15] = 1 }, 128 } };

static const range private_ones[] = { { AF_INET, { 10 }, 8 },        { AF_INET, { 172, 16 }, 12 },
                                      { AF_INET, { 192, 168 }, 16 }, { AF_INET, { 169, 254 }, 16 },
                                      { AF_INET6, { 0xfc }, 7 },     { AF_INET6, { 0xfe, 0x80 }, 10 } };

static bool starts_alike(const unsigned char *a, const unsigned char *b, unsigned bits)
{
    unsigned whole = bits / BITS_A_BYTE, rest = bits % BITS_A_BYTE;

    if (memcmp(a, b, whole) != 0)
        return false;
    return rest == 0 || (a[whole] ^ b[whole]) >> (BITS_A_BYTE - rest) == 0;
}

static bool is_in(const char *text, const range *ranges, size_t count)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    int family = strchr(text, ':') != NULL ? AF_INET6 : AF_INET;

    if (inet_pton(family, text, bytes) != 1)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].family == family && starts_alike(bytes, ranges[i].start, ranges[i].bits))
            return true;
    }
    return false;
}

bool bt_address_is_loopback(const char *text)
{
    return is_in(text, loopback, sizeof loopback / sizeof loopback[0]);
}

bool bt_address_is_private(const char *text)
{
    return is_in(text, private_ones, sizeof private_ones / sizeof private_ones[0]) ||
           bt_address_is_loopback(text);
}

bool bt_host_is_name(const char *text)
{
    size_t len = strlen(text), label = 0;
    bool has_letter = false;

    if (len == 0 || len >= BT_HOST_NAME_BYTES || text[0] == '-')
        return false;
    for (size_t i = 0; i < len; i++) {
        bool letter = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z');
        bool inside = letter || (text[i] >= '0' && text[i] <= '9') || (text[i] == '-' && label > 0);

        label = inside ? label + 1 : 0;
        has_letter = has_letter || letter;
        if (label > LABEL_MAX ||
            (!inside && (text[i] != '.' || i == 0 || text[i - 1] == '.' || i + 1 == len)))
            return false;
    }
    return has_letter; /* digits and dots alone are an address, or would be read as one */
}

static bt_status add_name(bt_hosts *to, const char *name)
{
    if (!bt_host_is_name(name))
        return BT_EINPUT;
    for (size_t i = 0; i < to->name_count; i++) {
        if (strcmp(to->names[i], name) == 0)
            return BT_OK;
    }
    if (to->name_count == BT_HOST_NAMES_MAX)
        return BT_ELIMIT;
    memcpy(to->names[to->name_count++], name, strlen(name) + 1);
    return BT_OK;
}

/* A machine whose name is none in DNS is reached by its addresses alone. */
static bt_status add_own_names(bt_hosts *to)
{
    char own[BT_HOST_NAME_BYTES], local[BT_HOST_NAME_BYTES + sizeof ".local"];
    bt_status status = add_name(to, "localhost");

    if (status != BT_OK || gethostname(own, sizeof own) != 0)
        return status;
    own[sizeof own - 1] = '\0';
    if (bt_host_is_name(own))
        status = add_name(to, own);
    own[strcspn(own, ".")] = '\0';
    snprintf(local, sizeof local, "%s.local", own);
    if (status == BT_OK && bt_host_is_name(local))
        status = add_name(to, local);
    return status;
}

static void add_address(bt_hosts *to, const char *text)
{
    for (size_t i = 0; i < to->address_count; i++) {
        if (strcmp(to->addresses[i], text) == 0)
            return;
    }
    if (to->address_count < BT_HOST_ADDRESSES_MAX)
        snprintf(to->addresses[to->address_count++], BT_HOST_ADDRESS_BYTES, "%s", text);
}

/* False for what has no text form, and for link-local IPv6: a link to it would need the phone's own name of its card. */
static bool write_address(const struct sockaddr *from, char out[BT_HOST_ADDRESS_BYTES])
{
    const struct sockaddr_in *v4 = (const void *)from;
    const struct sockaddr_in6 *v6 = (const void *)from;

    if (from == NULL)
        return false;
    if (from->sa_family == AF_INET)
        return inet_ntop(AF_INET, &v4->sin_addr, out, BT_HOST_ADDRESS_BYTES) != NULL;
    return from->sa_family == AF_INET6 && !IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr) &&
           inet_ntop(AF_INET6, &v6->sin6_addr, out, BT_HOST_ADDRESS_BYTES) != NULL;
}

static bt_status add_addresses(bt_hosts *to)
{
    struct ifaddrs *cards = NULL;
    char text[BT_HOST_ADDRESS_BYTES];

    if (getifaddrs(&cards) != 0)
        return BT_EIO;
    for (const struct ifaddrs *at = cards; at != NULL; at = at->ifa_next) {
        unsigned wanted = IFF_UP | IFF_RUNNING;

        if ((at->ifa_flags & wanted) == wanted && write_address(at->ifa_addr, text) &&
            bt_address_is_private(text) && !bt_address_is_loopback(text))
            add_address(to, text);
    }
    freeifaddrs(cards);
    return BT_OK;
}

/*
 * The address that the way out of this network begins with. Connecting a datagram socket asks the routing table
 * and sends nothing; the destination (192.0.2.1, RFC 5737) is nobody. A network without a way out has none.
 */
static void find_nearest(bt_hosts *of)
{
    struct sockaddr_in out = { .sin_family = AF_INET, .sin_port = htons(NO_PORT_IN_USE) };
    struct sockaddr_in own = { .sin_family = AF_UNSPEC };
    socklen_t len = sizeof own;
    char text[BT_HOST_ADDRESS_BYTES] = "";
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    if (fd >= 0 && inet_pton(AF_INET, "192.0.2.1", &out.sin_addr) == 1 &&
        connect(fd, (const struct sockaddr *)&out, sizeof out) == 0 &&
        getsockname(fd, (struct sockaddr *)&own, &len) == 0)
        (void)inet_ntop(AF_INET, &own.sin_addr, text, sizeof text);
    if (fd >= 0)
        close(fd);
    if (of->address_count > 0)
        memcpy(of->nearest, of->addresses[0], sizeof of->nearest);
    for (size_t i = 0; i < of->address_count; i++) {
        if (strcmp(of->addresses[i], text) == 0)
            memcpy(of->nearest, text, sizeof of->nearest);
    }
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

bt_status bt_hosts_find(const char *const *given, size_t given_count, bt_hosts *out)
{
    bt_status status = BT_OK;

    *out = (bt_hosts){ .name_count = 0 };
    for (size_t i = 0; i < given_count && status == BT_OK; i++) {
        if (!bt_address_is_private(given[i])) /* it is one of the cards' then */
            status = add_name(out, given[i]);
    }
    if (status == BT_OK)
        status = add_own_names(out);
    if (status == BT_OK)
        status = add_addresses(out);
    if (status != BT_OK)
        return status;
    qsort(out->names, out->name_count, sizeof out->names[0], compare);
    qsort(out->addresses, out->address_count, sizeof out->addresses[0], compare);
    find_nearest(out);
    return BT_OK;
}
