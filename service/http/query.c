/* service/http/query.c - what stands behind the `?` of an address. */
#include "service/http/query.h"

#include <string.h>

static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-.:_";

/* The bytes up to `mark`, or all of them; they are taken off, and the mark too. */
static bt_view take_until(bt_view *rest, char mark)
{
    bt_view part = { rest->data, bt_view_find(*rest, mark) };
    size_t with_mark = part.len + (part.len < rest->len);

    rest->data += with_mark;
    rest->len -= with_mark;
    return part;
}

static bool is_plain(bt_view value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (value.data[i] == '\0' || strchr(allowed, value.data[i]) == NULL)
            return false;
    }
    return value.len > 0;
}

static bool keep(bt_view name, bt_view value, const bt_query_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!bt_view_equal(name, bt_view_of(keys[i].name)))
            continue;
        if (keys[i].value->data != NULL)
            return false;
        *keys[i].value = value;
        return true;
    }
    return false;
}

void bt_query_refuse(bt_reply *reply)
{
    bt_reply_error(reply, 400, "bad_query",
                   "What stands behind the ? of the address is not known here; update the app.");
}

bool bt_query_read(const bt_request *request, const bt_query_key *keys, size_t count, bt_reply *reply)
{
    bt_view rest = request->query;

    for (size_t i = 0; i < count; i++)
        *keys[i].value = (bt_view){ NULL, 0 };
    while (rest.len > 0) {
        bt_view value = take_until(&rest, '&');
        bt_view name = take_until(&value, '=');

        if (!is_plain(value) || !keep(name, value, keys, count)) {
            bt_query_refuse(reply);
            return false;
        }
    }
    return true;
}
