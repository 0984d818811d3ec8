/* GET /api/v1/me: who this device is, and where it may go. */
#include "service/http/answer.h"
#include "service/http/handlers.h"

#include <cjson/cJSON.h>

void bt_handle_me(bt_service *service, const bt_request *request, bt_reply *reply)
{
    cJSON *answer = cJSON_CreateObject();
    bt_status status = BT_ENOMEM;

    if (cJSON_AddStringToObject(answer, "person", request->who.person) != NULL &&
        cJSON_AddStringToObject(answer, "device", request->who.device) != NULL &&
        cJSON_AddBoolToObject(answer, "owner", request->who.owner) != NULL)
        status = bt_answer_notebooks(service, request->who.person, answer);
    if (status == BT_OK) {
        bt_answer_json(reply, 200, answer);
    } else {
        cJSON_Delete(answer);
        bt_reply_status(reply, status);
    }
}
