#include "service/http/forwarded.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

bool bt_forwarded_address(const bt_head *head, char out[BT_HOST_ADDRESS_BYTES])
{
    char text[BT_HOST_ADDRESS_BYTES];
    const char *value = NULL, *last = NULL;
    unsigned char ignored[sizeof(struct in6_addr)];

    for (size_t i = 0; i < head->header_count; i++) {
        if (strcasecmp(head->headers[i].name, "X-Forwarded-For") == 0)
            value = head->headers[i].value;
    }
    if (value == NULL)
        return false;
    last = strrchr(value, ',');
    last = last == NULL ? value : last + 1;
    last += strspn(last, " \t");
    snprintf(text, sizeof text, "%s", last);
    text[strcspn(text, " \t")] = '\0';
    if (inet_pton(AF_INET, text, ignored) != 1 && inet_pton(AF_INET6, text, ignored) != 1)
        return false;
    memcpy(out, text, sizeof text);
    return true;
}
