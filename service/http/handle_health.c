/* GET /healthz and /readyz, for whatever watches over the service on this machine. */
#include "service/http/handlers.h"

#include <stdlib.h>
#include <string.h>

/* What the service tells about itself stays on the machine; from outside there is nothing here. */
static bool is_loopback(const char *remote)
{
    return strncmp(remote, "127.", 4) == 0 || strcmp(remote, "::1") == 0;
}

static void answer_ok(const bt_request *request, bt_reply *reply, const char *word)
{
    char *body;

    if (!is_loopback(request->remote)) {
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

/* Ready: the people can be asked, and the data folder can be read. */
void bt_handle_ready(bt_service *service, const bt_request *request, bt_reply *reply)
{
    bt_identity owner;
    bt_status status = bt_access_owner(service->access, &owner);

    if (status == BT_OK || status == BT_ENOTFOUND) /* before anyone joined, nobody owns it */
        status = bt_notebooks_list(service->notebooks, stop_at_first, NULL);
    if (status == BT_OK)
        answer_ok(request, reply, "{\"ready\":true}");
    else
        bt_reply_status(reply, status);
}
