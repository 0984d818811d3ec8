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

/* Adds "notebooks": [{id, role}] of a person to `to`. */
bt_status bt_answer_notebooks(bt_service *service, const char *person, struct cJSON *to);

/*
 * {person, device, notebooks, created} and the token: as a cookie, or in the body where a tool asked for it.
 *   bearer   the token goes into the body
 */
void bt_answer_pairing(bt_service *service, const bt_request *request, const bt_identity *who,
                       const char *token, bool bearer, bt_reply *reply);

#endif
