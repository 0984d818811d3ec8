/* POST /api/v1/notebooks/{id}/invites and /api/v1/me/invites: a code for a colleague, or for another device of one's own. */
#include "service/http/answer.h"
#include "service/http/door.h"
#include "service/http/handlers.h"
#include "service/http/role.h"
#include "service/people/secret.h"

#include <cjson/cJSON.h>
#include <stdio.h>

enum { LINK_MAX_BYTES = 512 };

/* The code rides in the fragment, which no browser sends: it stays out of every log. */
static cJSON *describe(const bt_service *service, const char *code, int64_t expires_s)
{
    char link[LINK_MAX_BYTES];
    cJSON *answer = cJSON_CreateObject();
    int len = snprintf(link, sizeof link, "%s/#join=%s", service->origin, code);

    if (len < 0 || (size_t)len >= sizeof link || cJSON_AddStringToObject(answer, "code", code) == NULL ||
        cJSON_AddStringToObject(answer, "link", link) == NULL ||
        !bt_answer_add_time(answer, "expires_at", expires_s)) {
        cJSON_Delete(answer);
        answer = NULL;
    }
    bt_secret_wipe(link, sizeof link);
    return answer;
}

/* `notebook` or `person` is NULL. */
static void invite(bt_service *service, const char *notebook, const char *person, const bt_role_wish *wish,
                   bt_reply *reply)
{
    char code[BT_CODE_LEN + 1];
    int64_t now_s = service->now_s();
    bt_status status = bt_access_invite(service->access, notebook, wish->role, person, wish->until_s, now_s,
                                        BT_INVITE_LIFE_S, code);

    if (status == BT_OK)
        bt_answer_json(reply, 200, describe(service, code, now_s + BT_INVITE_LIFE_S));
    else
        bt_reply_status(reply, status);
    bt_secret_wipe(code, sizeof code);
}

void bt_handle_invites(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char notebook[BT_ID_LEN + 1];
    cJSON *body = NULL;
    bt_role_wish wish;

    if (bt_role_check_owner(service, request, notebook, reply) != BT_OK ||
        bt_answer_read(request, &body, reply) != BT_OK)
        return;
    if (bt_role_read(service, body, &wish, reply) == BT_OK)
        invite(service, notebook, NULL, &wish, reply);
    cJSON_Delete(body);
}

void bt_handle_own_invites(bt_service *service, const bt_request *request, bt_reply *reply)
{
    /* The code is of the service itself: which classrooms the new device sees is what its person may see. */
    const bt_role_wish wish = { BT_ROLE_OWNER, 0 };
    cJSON *body = NULL;

    if (bt_answer_read(request, &body, reply) != BT_OK)
        return;
    cJSON_Delete(body);
    invite(service, NULL, request->who.person, &wish, reply);
}
