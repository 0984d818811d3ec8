/* POST /api/v1/join, /api/v1/me/join and /api/v1/device: how a device gets its token, and its person another class. */
#include "service/http/answer.h"
#include "service/http/door.h"
#include "service/http/handlers.h"
#include "service/people/limit.h"
#include "service/people/secret.h"

#include <cjson/cJSON.h>

enum { CODE_MAX_BYTES = 64 }; /* with the spaces and hyphens that somebody typed */

typedef struct ticket {
    bt_view code;
    bt_view device_name;
    bool bearer;
} ticket;

/* The person's own name goes into a record of the notebook, so it is looked at here and not kept. */
static bt_status read_ticket(const cJSON *body, const bt_request *request, ticket *out)
{
    bt_view name;

    if (bt_door_text(body, "code", CODE_MAX_BYTES, &out->code) != BT_OK || out->code.data == NULL ||
        bt_door_text(body, "name", BT_NAME_MAX_BYTES, &name) != BT_OK ||
        bt_door_text(body, "device_name", BT_NAME_MAX_BYTES, &out->device_name) != BT_OK)
        return BT_EINPUT;
    if (out->device_name.data == NULL)
        out->device_name = bt_view_of("");
    out->bearer =
        bt_door_flag(body, "bearer") && !request->from_page; /* no script of a page may see a token */
    return BT_OK;
}

/* Codes are guessed at one door as at the other. True when one may be tried; else the reply says how long to wait. */
static bool may_try(bt_service *service, const bt_request *request, bt_reply *reply)
{
    int wait_s = bt_limit_take(service->joins, request->remote, service->now_s());

    if (wait_s <= 0)
        return true;
    bt_reply_error(reply, 429, "too_many_attempts", "Too many wrong codes; wait a minute, then try again.");
    reply->retry_after_s = wait_s;
    return false;
}

static void answer_unknown_code(bt_reply *reply)
{
    bt_reply_error(reply, 403, "unknown_code",
                   "This code is not valid, or was used or is too old; ask for a new one.");
}

static void redeem(bt_service *service, const bt_request *request, const ticket *given, bt_reply *reply)
{
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who;
    bt_status status = BT_EIO;

    if (!may_try(service, request, reply))
        return;
    status = bt_access_join(service->access, given->code, given->device_name, service->now_s(), &who, token);
    if (status != BT_ENOTFOUND)
        bt_limit_give_back(service->joins, request->remote);
    if (status == BT_OK)
        bt_answer_pairing(service, request, &who, token, given->bearer, reply);
    else if (status == BT_ENOTFOUND)
        answer_unknown_code(reply);
    else
        bt_reply_status(reply, status);
    bt_secret_wipe(token, sizeof token);
}

/* A colleague of one class is invited to another: the same person on the same device, with both. */
static void take_role(bt_service *service, const bt_request *request, bt_view code, bt_reply *reply)
{
    bt_status status;

    if (!may_try(service, request, reply))
        return;
    status = bt_access_take_role(service->access, code, &request->who, service->now_s());
    if (status != BT_ENOTFOUND)
        bt_limit_give_back(service->joins, request->remote);
    if (status == BT_OK)
        bt_handle_me(service, request, reply);
    else if (status == BT_ENOTFOUND)
        answer_unknown_code(reply);
    else
        bt_reply_status(reply, status);
}

void bt_handle_own_join(bt_service *service, const bt_request *request, bt_reply *reply)
{
    cJSON *body = NULL;
    bt_view code;

    if (bt_answer_read(request, &body, reply) != BT_OK)
        return;
    if (bt_door_text(body, "code", CODE_MAX_BYTES, &code) == BT_OK && code.data != NULL)
        take_role(service, request, code, reply);
    else
        bt_reply_error(reply, 400, "bad_request", "Send a code as a string.");
    cJSON_Delete(body);
}

void bt_handle_join(bt_service *service, const bt_request *request, bt_reply *reply)
{
    ticket given = { 0 };
    cJSON *body = NULL;

    if (bt_answer_read(request, &body, reply) != BT_OK)
        return;
    if (read_ticket(body, request, &given) == BT_OK)
        redeem(service, request, &given, reply);
    else
        bt_reply_error(reply, 400, "bad_request", "Send a code, a name and a device_name as strings.");
    cJSON_Delete(body);
}

void bt_handle_device(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who;
    cJSON *body = NULL;
    bt_status status = BT_EIO;

    if (bt_answer_read(request, &body, reply) != BT_OK)
        return;
    cJSON_Delete(body);
    status = bt_access_renew(service->access, &request->who, service->now_s(), &who, token);
    if (status == BT_OK)
        bt_answer_pairing(service, request, &who, token, !request->by_cookie, reply);
    else
        bt_reply_status(reply, status);
    bt_secret_wipe(token, sizeof token);
}
