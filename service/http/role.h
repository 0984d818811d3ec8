/* service/http/role.h - a role as somebody asks to have it given, and who may give it. */
#ifndef BT_SERVICE_HTTP_ROLE_H
#define BT_SERVICE_HTTP_ROLE_H

#include "service/http/request.h"
#include "service/service.h"

struct cJSON;

typedef struct bt_role_wish {
    unsigned role;   /* BT_ROLE_* */
    int64_t until_s; /* 0: no end */
} bt_role_wish;

/*
 * Reads {role, until?}. A substitute's role ends with the day when nothing else is said.
 * BT_OK, or the reply says what is wrong.
 */
bt_status bt_role_read(const bt_service *service, const struct cJSON *body, bt_role_wish *out,
                       bt_reply *reply);

/* BT_OK for an owner of the notebook that request->params[0] names; its id is copied. Else the reply is filled. */
bt_status bt_role_check_owner(bt_service *service, const bt_request *request, char notebook[BT_ID_LEN + 1],
                              bt_reply *reply);

#endif
