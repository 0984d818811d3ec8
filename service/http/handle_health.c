/* GET /healthz, /readyz and /metrics, for whatever watches over the service on this machine. */
#include "service/exchange/room.h"
#include "service/http/handlers.h"
#include "service/http/metrics.h"

#include <stdlib.h>
#include <string.h>

/*
 * What the service tells about itself stays on the machine; from outside there is nothing here. A proxy in front
 * is on this machine too, so the address that was asked for counts as well: what comes from outside asks for the public one.
 */
static bool is_from_here(const bt_request *request)
{
    const char *host = strstr(request->origin, "://");
    bool to_here = host != NULL && (strncmp(host + 3, "localhost", 9) == 0 ||
                                    strncmp(host + 3, "127.", 4) == 0 || strncmp(host + 3, "[::1]", 5) == 0);

    return to_here && !request->passed_on &&
           (strncmp(request->remote, "127.", 4) == 0 || strcmp(request->remote, "::1") == 0);
}

static void answer_ok(const bt_request *request, bt_reply *reply, const char *word)
{
    char *body;

    if (!is_from_here(request)) {
        bt_reply_status(reply, BT_ENOTFOUND);
        return;
    }
    body = strdup(word);
    if (body == NULL)
        bt_reply_status(reply, BT_ENOMEM);
    else
        bt_reply_json(reply, 200, body, strlen(body));
}

void bt_handle_alive(bt_service *service, const bt_request *request, bt_reply *reply)
{
    (void)service;
    answer_ok(request, reply, "{\"alive\":true}");
}

static int stop_at_first(void *context, const char *id)
{
    (void)context;
    (void)id;
    return 1;
}

/* Ready: the people can be asked, the data folder can be read, and there is room to write. */
void bt_handle_ready(bt_service *service, const bt_request *request, bt_reply *reply)
{
    bt_identity owner;
    bt_status status = bt_access_owner(service->access, &owner);

    if (status == BT_OK || status == BT_ENOTFOUND) /* before anyone joined, nobody owns it */
        status = bt_notebooks_list(service->notebooks, stop_at_first, NULL);
    if (status == BT_OK && bt_room_is_short(service) && is_from_here(request))
        bt_reply_error(reply, 503, bt_room_code, bt_room_message);
    else if (status == BT_OK)
        answer_ok(request, reply, "{\"ready\":true}");
    else
        bt_reply_status(reply, status);
}

void bt_handle_metrics(bt_service *service, const bt_request *request, bt_reply *reply)
{
    bt_peer_counts now = bt_peers_counts(request->connection);
    bt_out text = { 0 };

    if (!is_from_here(request)) {
        bt_reply_status(reply, BT_ENOTFOUND);
        return;
    }
    bt_metrics_print(service->metrics, &now, &text);
    if (text.failed) {
        bt_out_free(&text);
        bt_reply_status(reply, BT_ENOMEM);
        return;
    }
    reply->content_type = "text/plain; version=0.0.4; charset=utf-8";
    bt_reply_json(reply, 200, text.data, text.len);
}
