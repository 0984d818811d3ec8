/* store/place.c - where an id lies: the path is a function of the id and says nothing about a child. */
#define _POSIX_C_SOURCE 200809L
#include "store/internal.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char suffix[] = ".json";

bt_status bt_place_of_record(bt_view id, bt_place *out)
{
    struct tm day;
    time_t second;

    memset(out, 0, sizeof *out);
    if (!bt_id_valid(id))
        return BT_EINPUT;
    second = (time_t)(bt_id_time_ms(id) / 1000);
    /* 48 bits of milliseconds end in the year 10889: gmtime_r knows them all, and five digits fit */
    if (!gmtime_r(&second, &day))
        return BT_EINPUT;
    snprintf(out->part[0], BT_PART_BYTES, BT_RECORDS);
    snprintf(out->part[1], BT_PART_BYTES, "%04d-%02d", day.tm_year + 1900, day.tm_mon + 1);
    snprintf(out->part[2], BT_PART_BYTES, "%02d", day.tm_mday);
    snprintf(out->part[3], BT_PART_BYTES, "%.*s%s", BT_ID_LEN, id.data, suffix);
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
