#include "service/http/log.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 512, DETAIL_MAX_BYTES = 256, TIME_BYTES = 32 };

static void time_text(char out[TIME_BYTES])
{
    struct timespec now;
    struct tm parts;
    size_t len = 0;

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    len = strftime(out, TIME_BYTES, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(out + len, TIME_BYTES - len, ".%03ldZ", now.tv_nsec / 1000000);
}

/* A log that cannot be written (its reader went away, its disk is full) must not stop the service. */
static void put(const char *line, int len)
{
    if (len > 0 && len < LINE_MAX_BYTES && write(STDERR_FILENO, line, (size_t)len) < 0)
        return;
}

/* Words of a peer, made harmless: printable ASCII without what JSON or a terminal would read. */
static void clean(const char *from, char *to, size_t size)
{
    size_t at = 0;

    for (; from[at] != '\0' && at + 1 < size; at++)
        to[at] = (from[at] < ' ' || from[at] > '~' || from[at] == '"' || from[at] == '\\') ? '?' : from[at];
    to[at] = '\0';
}

void bt_log_request(const bt_log_line *line)
{
    char text[LINE_MAX_BYTES], now[TIME_BYTES], method[16];

    time_text(now);
    clean(line->method, method, sizeof method);
    put(text,
        snprintf(text, sizeof text,
                 "{\"time\":\"%s\",\"event\":\"request\",\"route\":\"%s\",\"method\":\"%s\",\"status\":%d,"
                 "\"code\":\"%s\",\"bytes\":%zu,\"ms\":%lld,\"device\":\"%s\",\"remote\":\"%s\"%s}\n",
                 now, line->route, method, line->status, line->code != NULL ? line->code : "", line->bytes,
                 (long long)line->took_ms, line->device, line->remote,
                 line->peer_left ? ",\"peer_left\":true" : ""));
}

void bt_log_event(const char *event, const char *detail)
{
    char text[LINE_MAX_BYTES], now[TIME_BYTES], cleaned[DETAIL_MAX_BYTES];

    time_text(now);
    clean(detail != NULL ? detail : "", cleaned, sizeof cleaned);
    put(text, snprintf(text, sizeof text, "{\"time\":\"%s\",\"event\":\"%s\",\"detail\":\"%s\"}\n", now,
                       event, cleaned));
}
