#include "service/http/answer.h"
#include "service/http/door.h"
#include "service/moment.h"
#include "service/people/secret.h"

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

void bt_answer_no_standing(bt_reply *reply, bt_status failure)
{
    if (failure == BT_ENOTFOUND)
        bt_reply_error(reply, 404, "unknown_notebook",
                       "There is no such classroom for you; ask for an invitation.");
    else if (failure == BT_EDENIED)
        bt_reply_error(
            reply, 403, "role_ended",
            "Your time in this classroom is over; ask an owner of it to let you in again. What was "
            "not shared stays on your device.");
    else
        bt_reply_status(reply, failure);
}

void bt_answer_revoked(bt_reply *reply)
{
    bt_reply_error(reply, 401, "revoked",
                   "This device was signed out for good. Export what is not shared yet; the rest is with the "
                   "class.");
}

bt_status bt_answer_standing(bt_service *service, const bt_request *request, bt_reply *reply,
                             char notebook[BT_ID_LEN + 1], bt_standing *out)
{
    bt_status status = BT_ENOTFOUND;

    notebook[0] = '\0';
    if (bt_id_valid(request->params[0])) {
        memcpy(notebook, request->params[0].data, BT_ID_LEN);
        notebook[BT_ID_LEN] = '\0';
        status = bt_access_standing(service->access, &request->who, notebook, service->now_s(), out);
    }
    if (status == BT_EDENIED && out->revoked)
        bt_answer_revoked(reply);
    else if (status != BT_OK)
        bt_answer_no_standing(reply, status);
    return status;
}

bool bt_answer_add_time(struct cJSON *to, const char *member, int64_t unix_s)
{
    char text[BT_MOMENT_LEN + 1];

    return bt_moment_write(unix_s, text) == BT_OK && cJSON_AddStringToObject(to, member, text) != NULL;
}

bool bt_answer_add_role(struct cJSON *to, unsigned role, int64_t until_s, int64_t now_s)
{
    const char *name = bt_role_name(role);

    return name != NULL && cJSON_AddStringToObject(to, "role", name) != NULL &&
           (until_s == 0 || bt_answer_add_time(to, "role_until", until_s)) &&
           (until_s == 0 || until_s > now_s || cJSON_AddTrueToObject(to, "ended") != NULL);
}

typedef struct listing {
    cJSON *list;
    int64_t now_s;
    bool failed;
} listing;

static int add_notebook(void *context, const bt_membership *membership)
{
    listing *l = context;
    cJSON *row = cJSON_CreateObject();

    l->failed = cJSON_AddStringToObject(row, "id", membership->notebook) == NULL ||
                !bt_answer_add_role(row, membership->role, membership->until_s, l->now_s) ||
                (membership->private_of[0] != '\0' &&
                 cJSON_AddStringToObject(row, "private_of", membership->private_of) == NULL) ||
                !cJSON_AddItemToArray(l->list, row);
    if (l->failed)
        cJSON_Delete(row);
    return l->failed;
}

bt_status bt_answer_notebooks(bt_service *service, const char *person, struct cJSON *to)
{
    listing l = { cJSON_AddArrayToObject(to, "notebooks"), service->now_s(), false };
    bt_status status = l.list != NULL ? BT_OK : BT_ENOMEM;

    if (status == BT_OK)
        status = bt_access_notebooks(service->access, person, add_notebook, &l);
    return status == BT_OK && l.failed ? BT_ENOMEM : status;
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
