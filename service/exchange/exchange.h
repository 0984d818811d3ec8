/* service/exchange/exchange.h - the exchange between a device and a notebook, as a handler.
 *
 * README.md in this folder is the contract. An outsider gets the same answer
 * for a notebook of others as for one that does not exist.
 */
#ifndef BT_SERVICE_EXCHANGE_H
#define BT_SERVICE_EXCHANGE_H

#include "service/http/request.h"
#include "service/service.h"

enum {
    BT_PAGE_DEFAULT_BYTES = 256 * 1024, /* of records, when the ask names no budget */
    BT_PAGE_MAX_BYTES = 1024 * 1024,    /* one record more may go over it, so that a page always gets on */
    BT_PAGE_PACKED_MAX_BYTES = 4 * BT_PAGE_MAX_BYTES, /* of a snapshot, which is packed already */
    BT_WAIT_MAX_S = 25, /* under the 30 s after which proxies and phones give up */
    BT_RETRY_MS = 5000  /* when no more can wait */
};

void bt_handle_sync(bt_service *service, const bt_request *request, bt_reply *reply);

/*
 * Borrow the notebook that request->params[0] names, for a member of it.
 * BT_OK with *role and *out set (release it); else the reply is filled.
 */
bt_status bt_exchange_enter(bt_service *service, const bt_request *request, bt_reply *reply, unsigned *role,
                            bt_notebook **out);

#endif
