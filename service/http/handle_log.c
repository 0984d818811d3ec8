/* Who looked at what: POST /api/v1/notebooks/{id}/log, GET …/log and …/log/{before}. */
#include "service/http/answer.h"
#include "service/http/door.h"
#include "service/http/handlers.h"
#include "service/http/role.h"
#include "service/moment.h"
#include "service/people/access_log.h"

#include <cjson/cJSON.h>
#include <string.h>

enum { BEFORE_MAX_LEN = 12 }; /* digits: some thousand years */

static bt_status read_entry(const cJSON *row, bt_log_entry *out)
{
    bt_view act, subject, at;

    *out = (bt_log_entry){ .at_s = 0 };
    if (!cJSON_IsObject(row) || bt_door_text(row, "act", BT_ID_LEN, &act) != BT_OK || act.data == NULL ||
        bt_door_text(row, "subject", BT_ID_LEN, &subject) != BT_OK || subject.data == NULL ||
        bt_door_text(row, "at", BT_ID_LEN, &at) != BT_OK || at.data == NULL)
        return BT_EINPUT;
    out->act = bt_log_act_find(act);
    memcpy(out->subject, subject.data, subject.len);
    return bt_log_subject_valid(out->act, subject) ? bt_moment_read(at, &out->at_s) : BT_EINPUT;
}

static bt_status read_entries(const cJSON *body, bt_log_entry entries[BT_LOG_ENTRIES_MAX], size_t *count)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(body, "entries"), *row = NULL;

    *count = 0;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > BT_LOG_ENTRIES_MAX)
        return BT_EINPUT;
    cJSON_ArrayForEach(row, list)
    {
        if (read_entry(row, &entries[(*count)++]) != BT_OK)
            return BT_EINPUT;
    }
    return BT_OK;
}

void bt_handle_report(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char notebook[BT_ID_LEN + 1];
    bt_log_entry entries[BT_LOG_ENTRIES_MAX];
    bt_standing standing;
    size_t count = 0;
    cJSON *body = NULL;
    bt_status status = bt_answer_standing(service, request, reply, notebook, &standing);

    if (status != BT_OK || bt_answer_read(request, &body, reply) != BT_OK)
        return;
    status = standing.is_private ? BT_EINPUT : read_entries(body, entries, &count);
    cJSON_Delete(body);
    if (status == BT_OK)
        status =
            bt_log_write(service->access, notebook, request->who.person, entries, count, service->now_s());
    if (status == BT_OK)
        bt_answer_json(reply, 200, cJSON_CreateObject());
    else if (status == BT_EINPUT)
        bt_reply_error(reply, 400, "bad_request",
                       "Send entries: at most 100, each with an act, its subject and at, a time in UTC.");
    else
        bt_reply_status(reply, status);
}

typedef struct page {
    cJSON *list;
    int64_t last_s;
    bool failed;
} page;

static int add_entry(void *context, const bt_log_entry *entry)
{
    page *p = context;
    cJSON *row = cJSON_CreateObject();

    p->last_s = entry->at_s;
    p->failed = !bt_answer_add_time(row, "at", entry->at_s) ||
                cJSON_AddStringToObject(row, "person", entry->person) == NULL ||
                cJSON_AddStringToObject(row, "act", bt_log_act_name(entry->act)) == NULL ||
                cJSON_AddStringToObject(row, "subject", entry->subject) == NULL ||
                !cJSON_AddItemToArray(p->list, row);
    if (p->failed)
        cJSON_Delete(row);
    return p->failed;
}

/* The end of the time in {before}; without one all that there is. False when it is no number of seconds. */
static bool read_before(bt_view step, int64_t *before_s)
{
    *before_s = INT64_MAX;
    if (step.data == NULL)
        return true;
    if (step.len > BEFORE_MAX_LEN)
        return false;
    *before_s = 0;
    for (size_t i = 0; i < step.len; i++) {
        if (step.data[i] < '0' || step.data[i] > '9')
            return false;
        *before_s = *before_s * 10 + (step.data[i] - '0');
    }
    return true;
}

void bt_handle_log(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char notebook[BT_ID_LEN + 1];
    int64_t before_s = 0;
    bool older = false;
    page p = { NULL, 0, false };
    cJSON *answer = NULL;
    bt_status status = bt_role_check_owner(service, request, notebook, reply);

    if (status != BT_OK)
        return;
    if (!read_before(request->params[1], &before_s)) {
        bt_reply_status(reply, BT_ENOTFOUND);
        return;
    }
    answer = cJSON_CreateObject();
    p.list = cJSON_AddArrayToObject(answer, "entries");
    status =
        p.list == NULL ? BT_ENOMEM : bt_log_read(service->access, notebook, before_s, add_entry, &p, &older);
    if (status == BT_OK &&
        (p.failed || (older && cJSON_AddNumberToObject(answer, "before", (double)p.last_s) == NULL)))
        status = BT_ENOMEM;
    if (status == BT_OK) {
        bt_answer_json(reply, 200, answer);
    } else {
        cJSON_Delete(answer);
        bt_reply_status(reply, status);
    }
}
