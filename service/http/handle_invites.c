/* POST /api/v1/notebooks/{id}/invites: a join code for one colleague. */
#include "service/http/answer.h"
#include "service/http/door.h"
#include "service/http/handlers.h"
#include "service/secret.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { LINK_MAX_BYTES = 512, TIME_BYTES = 32 };

/* The code rides in the fragment, which no browser sends: it stays out of every log. */
static cJSON *describe(const bt_service *service, const char *code, int64_t expires_s)
{
    char link[LINK_MAX_BYTES], expires[TIME_BYTES];
    time_t at = (time_t)expires_s;
    struct tm parts;
    cJSON *answer = cJSON_CreateObject();
    int len = snprintf(link, sizeof link, "%s/#join=%s", service->origin, code);

    gmtime_r(&at, &parts);
    strftime(expires, sizeof expires, "%Y-%m-%dT%H:%M:%SZ", &parts);
    if (len < 0 || (size_t)len >= sizeof link || cJSON_AddStringToObject(answer, "code", code) == NULL ||
        cJSON_AddStringToObject(answer, "link", link) == NULL ||
        cJSON_AddStringToObject(answer, "expires_at", expires) == NULL) {
        cJSON_Delete(answer);
        answer = NULL;
    }
    bt_secret_wipe(link, sizeof link);
    return answer;
}

static void invite(bt_service *service, const char *notebook, unsigned role, bt_reply *reply)
{
    char code[BT_CODE_LEN + 1];
    int64_t now_s = service->now_s();
    bt_status status = bt_access_invite(service->access, notebook, role, NULL, now_s, BT_INVITE_LIFE_S, code);

    if (status == BT_OK)
        bt_answer_json(reply, 200, describe(service, code, now_s + BT_INVITE_LIFE_S));
    else
        bt_reply_status(reply, status);
    bt_secret_wipe(code, sizeof code);
}

/* An outsider learns nothing: a notebook that is not theirs is unknown. */
static bt_status check_owner(bt_service *service, const bt_request *request, char notebook[BT_ID_LEN + 1],
                             bt_reply *reply)
{
    unsigned role = 0;
    bt_status status = BT_ENOTFOUND;

    if (bt_id_valid(request->params[0])) {
        memcpy(notebook, request->params[0].data, BT_ID_LEN);
        notebook[BT_ID_LEN] = '\0';
        status = bt_access_role(service->access, request->who.person, notebook, service->now_s(), &role);
    }
    if (status == BT_ENOTFOUND) {
        bt_reply_error(reply, 404, "unknown_notebook",
                       "There is no such classroom for you; ask for an invitation.");
    } else if (status != BT_OK) {
        bt_reply_status(reply, status);
    } else if (role != BT_ROLE_OWNER) {
        status = BT_EDENIED;
        bt_reply_error(reply, 403, "not_owner", "Only an owner of the classroom invites others; ask one.");
    }
    return status;
}

void bt_handle_invites(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char notebook[BT_ID_LEN + 1] = "";
    cJSON *body = NULL;
    bt_view name;
    unsigned role = 0;

    if (check_owner(service, request, notebook, reply) != BT_OK ||
        bt_answer_read(request, &body, reply) != BT_OK)
        return;
    if (bt_door_text(body, "role", BT_NAME_MAX_BYTES, &name) == BT_OK && name.data != NULL)
        role = bt_role_find(name);
    if (role != 0)
        invite(service, notebook, role, reply);
    else
        bt_reply_error(reply, 400, "bad_role", "Send a role: owner, co_teacher, coach or substitute.");
    cJSON_Delete(body);
}
