/* POST /api/v1/notebooks/{id}/private: the asker's own private notebook of a classroom. */
#include "service/http/answer.h"
#include "service/http/door.h"
#include "service/http/handlers.h"
#include "service/people/access_private.h"

#include <cjson/cJSON.h>
#include <string.h>

/*
 * `wanted` is the device's own id, so that notes can be written before the service was asked. Where another device of
 * the person was first, its notebook is the one. A notebook that exists and belongs to nobody is one whose making was
 * cut off.
 */
static bt_status make(bt_service *service, const char *person, const char *classroom, const char *wanted,
                      char id[BT_ID_LEN + 1])
{
    bool claimed = true;
    bt_status status = bt_private_find(service->access, person, classroom, id);

    if (status != BT_ENOTFOUND)
        return status;
    status = bt_access_is_claimed(service->access, wanted, &claimed);
    if (status != BT_OK)
        return status;
    if (claimed)
        return BT_EDENIED;
    status = bt_notebooks_create(service->notebooks, wanted, service->now_s());
    if (status == BT_OK || status == BT_EBUSY)
        status = bt_private_keep(service->access, person, classroom, wanted);
    return status == BT_OK ? bt_private_find(service->access, person, classroom, id) : status;
}

static void answer_id(const char *id, bt_reply *reply)
{
    cJSON *answer = cJSON_CreateObject();

    if (cJSON_AddStringToObject(answer, "id", id) == NULL) {
        cJSON_Delete(answer);
        answer = NULL;
    }
    bt_answer_json(reply, 200, answer);
}

void bt_handle_private(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char classroom[BT_ID_LEN + 1], wanted[BT_ID_LEN + 1] = "", id[BT_ID_LEN + 1];
    bt_standing standing;
    bt_view given;
    cJSON *body = NULL;
    bt_status status = bt_answer_standing(service, request, reply, classroom, &standing);

    if (status != BT_OK || bt_answer_read(request, &body, reply) != BT_OK)
        return;
    if (standing.is_private || bt_door_text(body, "id", BT_ID_LEN, &given) != BT_OK || !bt_id_valid(given)) {
        bt_reply_error(reply, 400, "bad_request", "Send an id (a UUIDv7), to the address of a classroom.");
        goto done;
    }
    memcpy(wanted, given.data, BT_ID_LEN);
    status = make(service, request->who.person, classroom, wanted, id);
    if (status == BT_OK)
        answer_id(id, reply);
    else
        bt_reply_status(reply, status);
done:
    cJSON_Delete(body);
}
