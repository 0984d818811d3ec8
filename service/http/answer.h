/* service/http/answer.h - answers that several handlers give alike. */
#ifndef BT_SERVICE_HTTP_ANSWER_H
#define BT_SERVICE_HTTP_ANSWER_H

#include "service/http/request.h"
#include "service/service.h"

struct cJSON;

/* Prints `value` into the reply and deletes it. NULL, or no memory to print: 503. */
void bt_answer_json(bt_reply *reply, int status, struct cJSON *value);

/*
 * Reads a request's body through the strict door. BT_OK: the caller deletes *out.
 * Else the reply says what was wrong.
 */
bt_status bt_answer_read(const bt_request *request, struct cJSON **out, bt_reply *reply);

/*
 * Says why somebody has no standing in a notebook, from a failure of bt_access_standing(): an outsider learns nothing,
 * who was in it hears that the role has ended.
 */
void bt_answer_no_standing(bt_reply *reply, bt_status failure);

/* Says that the device was signed out: the one word for which an app removes what it holds. */
void bt_answer_revoked(bt_reply *reply);

/*
 * The standing of whoever asks in the notebook that request->params[0] names. BT_OK: the id is copied; else the reply
 * is filled.
 */
bt_status bt_answer_standing(bt_service *service, const bt_request *request, bt_reply *reply,
                             char notebook[BT_ID_LEN + 1], bt_standing *out);

/* Adds a member with a point in time. False without memory. */
bool bt_answer_add_time(struct cJSON *to, const char *member, int64_t unix_s);

/* Adds "role", and "role_until" and "ended" where they apply. False without memory. */
bool bt_answer_add_role(struct cJSON *to, unsigned role, int64_t until_s, int64_t now_s);

/* Adds "notebooks": [{id, role, role_until?, ended?}] of a person to `to`. */
bt_status bt_answer_notebooks(bt_service *service, const char *person, struct cJSON *to);

/*
 * {person, device, notebooks, created} and the token: as a cookie, or in the body where a tool asked for it.
 *   bearer   the token goes into the body
 */
void bt_answer_pairing(bt_service *service, const bt_request *request, const bt_identity *who,
                       const char *token, bool bearer, bt_reply *reply);

#endif
