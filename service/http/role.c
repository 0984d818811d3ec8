/* service/http/role.c - a role as somebody asks to have it given, and who may give it. */
#include "service/http/role.h"
#include "service/http/answer.h"
#include "service/http/door.h"
#include "service/moment.h"
#include "service/people/access_people.h"

#include <cjson/cJSON.h>

bt_status bt_role_read(const bt_service *service, const struct cJSON *body, bt_role_wish *out,
                       bt_reply *reply)
{
    int64_t now_s = service->now_s();
    bt_view name, until;

    *out = (bt_role_wish){ 0 };
    if (bt_door_text(body, "role", BT_NAME_MAX_BYTES, &name) == BT_OK && name.data != NULL)
        out->role = bt_role_find(name);
    if (out->role == 0) {
        bt_reply_error(reply, 400, "bad_role", "Send a role: owner, co_teacher, coach or substitute.");
        return BT_EINPUT;
    }
    if (bt_door_text(body, "until", BT_NAME_MAX_BYTES, &until) != BT_OK ||
        (until.data != NULL && bt_moment_read(until, &out->until_s) != BT_OK))
        out->until_s = -1;
    else if (until.data == NULL && out->role == BT_ROLE_SUBSTITUTE)
        out->until_s = bt_moment_day_end(now_s);
    if (!bt_people_role_valid(out->role, out->until_s, now_s)) {
        bt_reply_error(reply, 400, "bad_until",
                       "Send as until when the role ends: a time in UTC that is still to come, within two "
                       "years.");
        return BT_EINPUT;
    }
    return BT_OK;
}

bt_status bt_role_check_owner(bt_service *service, const bt_request *request, char notebook[BT_ID_LEN + 1],
                              bt_reply *reply)
{
    bt_standing standing;
    bt_status status = bt_answer_standing(service, request, reply, notebook, &standing);

    if (status == BT_OK && standing.is_private) {
        status = BT_EDENIED;
        bt_reply_error(reply, 403, "private",
                       "A private notebook is yours alone; nobody else can be let in.");
    } else if (status == BT_OK && standing.role != BT_ROLE_OWNER) {
        status = BT_EDENIED;
        bt_reply_error(reply, 403, "not_owner", "Only an owner of the classroom does this; ask one.");
    }
    return status;
}
