/* store/place.c - where an id lies: the path is a function of the id and says nothing about a child. */
#define _POSIX_C_SOURCE 200809L
#include "store/internal.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char suffix[] = ".json";

/* As "%0*d" would; printf took a seventh of a push. */
static char *put_number(char *at, int number, size_t digits)
{
    for (size_t i = digits; i-- > 0; number /= 10)
        at[i] = (char)('0' + number % 10);
    return at + digits;
}

bt_status bt_place_of_record(bt_view id, bt_place *out)
{
    enum { FIRST_YEAR = 1900, LAST_OF_FOUR = 9999 };
    struct tm day;
    time_t second;
    char *month;

    memset(out, 0, sizeof *out);
    if (!bt_id_valid(id))
        return BT_EINPUT;
    second = (time_t)(bt_id_time_ms(id) / 1000);
    /* 48 bits of milliseconds end in the year 10889: gmtime_r knows them all, and five digits fit */
    if (!gmtime_r(&second, &day))
        return BT_EINPUT;
    memcpy(out->part[0], BT_RECORDS, sizeof BT_RECORDS);
    month =
        put_number(out->part[1], day.tm_year + FIRST_YEAR, day.tm_year + FIRST_YEAR > LAST_OF_FOUR ? 5 : 4);
    *month = '-';
    (void)put_number(month + 1, day.tm_mon + 1, 2);
    (void)put_number(out->part[2], day.tm_mday, 2);
    memcpy(out->part[3], id.data, BT_ID_LEN);
    memcpy(out->part[3] + BT_ID_LEN, suffix, sizeof suffix);
    out->count = 4;
    return BT_OK;
}

bt_status bt_place_of_device(bt_view device, bt_place *out)
{
    memset(out, 0, sizeof *out);
    if (!bt_id_valid(device))
        return BT_EINPUT;
    snprintf(out->part[0], BT_PART_BYTES, BT_DEVICES);
    snprintf(out->part[1], BT_PART_BYTES, "%.*s", BT_ID_LEN, device.data);
    out->count = 2;
    return BT_OK;
}

bt_view bt_place_record_id(bt_view month, bt_view day, bt_view file)
{
    const bt_view none = { NULL, 0 };
    bt_view id = { file.data, BT_ID_LEN };
    bt_place path;

    if (file.len != BT_ID_LEN + sizeof suffix - 1 || bt_place_of_record(id, &path) != BT_OK)
        return none;
    if (!bt_view_equal(month, bt_view_of(path.part[1])) || !bt_view_equal(day, bt_view_of(path.part[2])) ||
        !bt_view_equal(file, bt_view_of(path.part[3])))
        return none;
    return id;
}

int bt_place_compare(const bt_place *a, const bt_place *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        int order = strcmp(a->part[i], b->part[i]);

        if (order != 0)
            return order;
    }
    return (a->count > b->count) - (a->count < b->count);
}
