#include "service/http/answer.h"
#include "service/http/door.h"
#include "service/secret.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COOKIE_MAX_BYTES = 256,
    COOKIE_LIFE_S = 400 * 24 * 3600 /* the longest that browsers keep one (RFC 6265bis, section 5.5) */
};

void bt_answer_json(bt_reply *reply, int status, struct cJSON *value)
{
    char *text = value != NULL ? cJSON_PrintUnformatted(value) : NULL;

    if (text != NULL)
        bt_reply_json(reply, status, text, strlen(text));
    else
        bt_reply_status(reply, BT_ENOMEM);
    cJSON_Delete(value);
}

bt_status bt_answer_read(const bt_request *request, struct cJSON **out, bt_reply *reply)
{
    const char *why = NULL;
    bt_status status = bt_door_read(request->body, out, &why);

    if (status != BT_OK && why != NULL)
        bt_reply_error(reply, status == BT_ELIMIT ? 413 : 400, "bad_json", why);
    else if (status != BT_OK)
        bt_reply_status(reply, status);
    return status;
}

static int add_notebook(void *context, const char *notebook, unsigned role)
{
    cJSON *list = context;
    cJSON *row = cJSON_CreateObject();
    const char *name = bt_role_name(role);

    if (name != NULL && cJSON_AddStringToObject(row, "id", notebook) != NULL &&
        cJSON_AddStringToObject(row, "role", name) != NULL && cJSON_AddItemToArray(list, row))
        return 0;
    cJSON_Delete(row);
    return 1;
}

static int count_notebook(void *context, const char *notebook, unsigned role)
{
    int *count = context;

    (void)notebook;
    (void)role;
    (*count)++;
    return 0;
}

bt_status bt_answer_notebooks(bt_service *service, const char *person, struct cJSON *to)
{
    cJSON *list = cJSON_AddArrayToObject(to, "notebooks");
    int64_t now_s = service->now_s();
    bt_status status = list != NULL ? BT_OK : BT_ENOMEM;
    int count = 0;

    if (status == BT_OK)
        status = bt_access_notebooks(service->access, person, now_s, add_notebook, list);
    if (status == BT_OK)
        status = bt_access_notebooks(service->access, person, now_s, count_notebook, &count);
    return status == BT_OK && cJSON_GetArraySize(list) < count ? BT_ENOMEM : status;
}

/* __Host-: for this very host, over TLS alone, and no other path or subdomain can set it. */
static char *cookie_of(const char *token, bool secure)
{
    char *cookie = malloc(COOKIE_MAX_BYTES);

    if (cookie != NULL)
        snprintf(cookie, COOKIE_MAX_BYTES, "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s",
                 secure ? "__Host-backtable" : "backtable", token, COOKIE_LIFE_S, secure ? "; Secure" : "");
    return cookie;
}

void bt_answer_pairing(bt_service *service, const bt_request *request, const bt_identity *who,
                       const char *token, bool bearer, bt_reply *reply)
{
    cJSON *answer = cJSON_CreateObject();
    bt_status status = bt_answer_notebooks(service, who->person, answer);

    if (status == BT_OK && (cJSON_AddStringToObject(answer, "person", who->person) == NULL ||
                            cJSON_AddStringToObject(answer, "device", who->device) == NULL ||
                            cJSON_AddBoolToObject(answer, "created", who->created) == NULL ||
                            (bearer && cJSON_AddStringToObject(answer, "token", token) == NULL)))
        status = BT_ENOMEM;
    if (status == BT_OK && !bearer) {
        reply->cookie = cookie_of(token, request->secure);
        status = reply->cookie != NULL ? BT_OK : BT_ENOMEM;
    }
    if (status == BT_OK) {
        bt_answer_json(reply, 200, answer);
    } else {
        cJSON_Delete(answer);
        bt_reply_status(reply, status);
    }
}
