/* POST /api/v1/classrooms: a new notebook, with whoever asked as its owner. */
#include "service/http/answer.h"
#include "service/http/door.h"
#include "service/http/handlers.h"

#include <cjson/cJSON.h>
#include <string.h>

/*
 * The id is the device's own, so that asking again after a lost answer is harmless. A notebook that
 * exists without any member is one whose making was cut off before the role was given; nobody
 * gains a notebook of others by naming it.
 */
static bt_status found(bt_service *service, const char *person, const char *id)
{
    unsigned role = 0;
    bool claimed = true;
    bt_status status = bt_access_role(service->access, person, id, service->now_s(), &role);

    if (status != BT_ENOTFOUND)
        return status;
    status = bt_access_is_claimed(service->access, id, &claimed);
    if (status != BT_OK)
        return status;
    if (claimed)
        return BT_EDENIED;
    status = bt_notebooks_create(service->notebooks, id, service->now_s());
    if (status == BT_OK || status == BT_EBUSY) /* there already: see above */
        status = bt_access_grant(service->access, person, id, BT_ROLE_OWNER);
    return status;
}

void bt_handle_classrooms(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char id[BT_ID_LEN + 1] = "";
    bt_view wanted, name;
    cJSON *body = NULL;
    cJSON *answer = NULL;
    bt_status status = BT_EINPUT;

    if (!request->who.owner) {
        bt_reply_error(reply, 403, "not_owner",
                       "Only an owner of this service makes classrooms; ask for an invitation.");
        return;
    }
    if (bt_answer_read(request, &body, reply) != BT_OK)
        return;
    /* The name itself goes into the classroom's record, by the device's next batch. */
    if (bt_door_text(body, "id", BT_ID_LEN, &wanted) != BT_OK || !bt_id_valid(wanted) ||
        bt_door_text(body, "name", BT_NAME_MAX_BYTES, &name) != BT_OK) {
        bt_reply_error(reply, 400, "bad_request", "Send an id (a UUIDv7) and a name as strings.");
        goto done;
    }
    memcpy(id, wanted.data, BT_ID_LEN);
    status = found(service, request->who.person, id);
    if (status != BT_OK) {
        bt_reply_status(reply, status);
        goto done;
    }
    answer = cJSON_CreateObject();
    if (cJSON_AddStringToObject(answer, "id", id) == NULL) {
        cJSON_Delete(answer);
        answer = NULL;
    }
    bt_answer_json(reply, 200, answer);
done:
    cJSON_Delete(body);
}
