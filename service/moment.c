/* service/moment.c - points in time as JSON and people write them. */
#include "service/moment.h"

#include <string.h>
#include <time.h>

enum { SECONDS_LEN = 19 /* 2026-11-22T23:59:59 */, YEAR_MAX = 9999 };

bt_status bt_moment_write(int64_t unix_s, char out[BT_MOMENT_LEN + 1])
{
    time_t when = (time_t)unix_s;
    struct tm parts;

    out[0] = '\0';
    if (gmtime_r(&when, &parts) == NULL || parts.tm_year < -1900 || parts.tm_year > YEAR_MAX - 1900)
        return BT_EINPUT;
    return strftime(out, BT_MOMENT_LEN + 1, "%Y-%m-%dT%H:%M:%S.000Z", &parts) == BT_MOMENT_LEN ? BT_OK
                                                                                               : BT_EINPUT;
}

/* "Z", or a fraction before it. */
static bool is_end(bt_view rest)
{
    size_t digits = 0;

    if (rest.len > 0 && rest.data[0] == '.') {
        while (1 + digits < rest.len && rest.data[1 + digits] >= '0' && rest.data[1 + digits] <= '9')
            digits++;
        if (digits == 0)
            return false;
        digits++; /* the point */
    }
    return rest.len == digits + 1 && rest.data[digits] == 'Z';
}

bt_status bt_moment_read(bt_view text, int64_t *unix_s)
{
    char seconds[SECONDS_LEN + 1], again[BT_MOMENT_LEN + 1];
    struct tm parts = { .tm_isdst = 0 };
    const char *end;

    *unix_s = 0;
    if (text.len <= SECONDS_LEN || !is_end((bt_view){ text.data + SECONDS_LEN, text.len - SECONDS_LEN }))
        return BT_EINPUT;
    memcpy(seconds, text.data, SECONDS_LEN);
    seconds[SECONDS_LEN] = '\0';
    end = strptime(seconds, "%Y-%m-%dT%H:%M:%S", &parts);
    if (end == NULL || *end != '\0')
        return BT_EINPUT;
    *unix_s = (int64_t)timegm(&parts);
    /* strptime takes spaces and the 31st of any month; what prints differently was no such time. */
    if (bt_moment_write(*unix_s, again) != BT_OK || memcmp(again, seconds, SECONDS_LEN) != 0)
        return BT_EINPUT;
    return BT_OK;
}

int64_t bt_moment_day_end(int64_t unix_s)
{
    time_t when = (time_t)unix_s;
    struct tm parts;

    if (localtime_r(&when, &parts) == NULL)
        return unix_s;
    parts.tm_hour = 23;
    parts.tm_min = parts.tm_sec = 59;
    parts.tm_isdst = -1; /* the clock may change between now and then */
    return (int64_t)mktime(&parts);
}
