/* service/http/query.h - what stands behind the `?` of an address. */
#ifndef BT_SERVICE_HTTP_QUERY_H
#define BT_SERVICE_HTTP_QUERY_H

#include "service/http/request.h"

/* One value that a route knows. It is absent where the address does not name it, and borrows from the request. */
typedef struct bt_query_key {
    const char *name;
    bt_view *value;
} bt_query_key;

/*
 * Read the query of a request. Nothing in it is decoded: values are letters, digits and `-.:_`, one for a name.
 * False with the reply filled (400 bad_query) when it names something else, or one thing twice.
 */
bool bt_query_read(const bt_request *request, const bt_query_key *keys, size_t count, bt_reply *reply);

/* Fill a reply with 400 bad_query. */
void bt_query_refuse(bt_reply *reply);

#endif
