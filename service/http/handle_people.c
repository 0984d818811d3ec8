/* People and devices of a classroom: GET …/people, POST …/people/{person}, POST /api/v1/devices/{device}/revoke. */
#include "service/http/answer.h"
#include "service/http/door.h"
#include "service/http/handlers.h"
#include "service/http/role.h"
#include "service/people/access_people.h"

#include <cjson/cJSON.h>
#include <string.h>

/* The list under construction: everyone's role for everyone, devices for owners and one's own. */
typedef struct listing {
    const bt_request *request;
    bool for_owner;
    int64_t now_s;
    cJSON *people;
    bool failed;
} listing;

static int add_person(void *context, const bt_person *one)
{
    listing *l = context;
    cJSON *row = NULL;

    if (!l->for_owner && one->until_s != 0 && one->until_s <= l->now_s)
        return 0; /* who is gone is a matter of those who can let them in again */
    row = cJSON_CreateObject();
    l->failed = cJSON_AddStringToObject(row, "id", one->person) == NULL ||
                !bt_answer_add_role(row, one->role, one->until_s, l->now_s) ||
                cJSON_AddArrayToObject(row, "devices") == NULL || !cJSON_AddItemToArray(l->people, row);
    if (l->failed)
        cJSON_Delete(row);
    return l->failed;
}

static cJSON *devices_of(const listing *l, const char *person)
{
    cJSON *row = NULL;

    cJSON_ArrayForEach(row, l->people)
    {
        if (strcmp(cJSON_GetObjectItemCaseSensitive(row, "id")->valuestring, person) == 0)
            return cJSON_GetObjectItemCaseSensitive(row, "devices");
    }
    return NULL;
}

static int add_device(void *context, const bt_device *device)
{
    listing *l = context;
    cJSON *row = NULL, *devices = devices_of(l, device->person);

    if (devices == NULL || (!l->for_owner && strcmp(device->person, l->request->who.person) != 0))
        return 0;
    row = cJSON_CreateObject();
    l->failed = cJSON_AddStringToObject(row, "id", device->id) == NULL ||
                cJSON_AddStringToObject(row, "name", device->name) == NULL ||
                !bt_answer_add_time(row, "joined_at", device->made_s) ||
                !bt_answer_add_time(row, "seen_at", device->seen_s) ||
                (device->revoked_s != 0 && !bt_answer_add_time(row, "revoked_at", device->revoked_s)) ||
                !cJSON_AddItemToArray(devices, row);
    if (l->failed)
        cJSON_Delete(row);
    return l->failed;
}

void bt_handle_people(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char notebook[BT_ID_LEN + 1];
    bt_standing standing;
    cJSON *answer = NULL;
    listing l = { .request = request, .now_s = service->now_s() };
    bt_status status = bt_answer_standing(service, request, reply, notebook, &standing);

    if (status != BT_OK)
        return;
    answer = cJSON_CreateObject();
    l.people = cJSON_AddArrayToObject(answer, "people");
    l.for_owner = standing.role == BT_ROLE_OWNER;
    status = l.people == NULL ? BT_ENOMEM : bt_people_members(service->access, notebook, add_person, &l);
    if (status == BT_OK && !l.failed)
        status = bt_people_devices(service->access, notebook, add_device, &l);
    if (status == BT_OK && l.failed)
        status = BT_ENOMEM;
    if (status == BT_OK) {
        bt_answer_json(reply, 200, answer);
    } else {
        cJSON_Delete(answer);
        bt_reply_status(reply, status);
    }
}

/* {"role":null} ends the role now; anything else is a role to give. */
static bt_status change(bt_service *service, const cJSON *body, const char *notebook, const char *person,
                        bt_reply *reply)
{
    bt_role_wish wish;
    bt_status status;

    if (cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(body, "role"))) {
        status = bt_people_end_role(service->access, notebook, person, service->now_s());
    } else {
        status = bt_role_read(service, body, &wish, reply);
        if (status != BT_OK)
            return status;
        status =
            bt_people_set_role(service->access, notebook, person, wish.role, wish.until_s, service->now_s());
    }
    if (status == BT_ENOTFOUND)
        bt_reply_error(reply, 404, "unknown_person",
                       "There is nobody of this id in the classroom; look again.");
    else if (status == BT_EDENIED)
        bt_reply_error(reply, 409, "last_owner",
                       "The classroom would be left without an owner; make somebody else an owner first.");
    else if (status != BT_OK)
        bt_reply_status(reply, status);
    return status;
}

/* {} : it is done. */
static void answer_done(bt_reply *reply)
{
    bt_answer_json(reply, 200, cJSON_CreateObject());
}

void bt_handle_person(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char notebook[BT_ID_LEN + 1], person[BT_ID_LEN + 1] = "";
    cJSON *body = NULL;

    if (bt_role_check_owner(service, request, notebook, reply) != BT_OK ||
        bt_answer_read(request, &body, reply) != BT_OK)
        return;
    if (bt_id_valid(request->params[1]))
        memcpy(person, request->params[1].data, BT_ID_LEN);
    if (change(service, body, notebook, person, reply) == BT_OK)
        answer_done(reply);
    cJSON_Delete(body);
}

/* A device that one may not sign out is as unknown as one that does not exist. */
static bt_status revoke(bt_service *service, const bt_identity *who, const char *device)
{
    bool may = false;
    int64_t now_s = service->now_s();
    bt_status status = bt_people_may_revoke(service->access, who, device, now_s, &may);

    if (status == BT_OK && !may)
        status = BT_ENOTFOUND;
    return status == BT_OK ? bt_people_revoke(service->access, device, now_s) : status;
}

void bt_handle_revoke(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char device[BT_ID_LEN + 1] = "";
    cJSON *body = NULL;
    bt_status status;

    if (bt_answer_read(request, &body, reply) != BT_OK)
        return;
    cJSON_Delete(body);
    if (bt_id_valid(request->params[0]))
        memcpy(device, request->params[0].data, BT_ID_LEN);
    status = revoke(service, &request->who, device);
    if (status == BT_OK)
        answer_done(reply);
    else if (status == BT_ENOTFOUND)
        bt_reply_error(reply, 404, "unknown_device_id",
                       "There is no such device that you may sign out; look at the list of people again.");
    else
        bt_reply_status(reply, status);
}
