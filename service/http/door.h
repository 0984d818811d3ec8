/* service/http/door.h - the strict door in front of cJSON.
 *
 * cJSON passes bytes that are not UTF-8, cuts strings at \u0000, keeps a key that
 * comes twice, ignores what follows the value, and recurses as deep as it is told
 * (measured on 1.7.15). What passes here holds none of that. For the small bodies
 * of people and settings only; records go through sync/, byte for byte.
 */
#ifndef BT_SERVICE_HTTP_DOOR_H
#define BT_SERVICE_HTTP_DOOR_H

#include "sync/base.h"

struct cJSON;

enum {
    BT_DOOR_MAX_BYTES = 16 * 1024,
    BT_DOOR_MAX_DEPTH = 32 /* levels; the outer object is level 1 */
};

/*
 * Read a JSON object.
 *   why   on BT_EINPUT and BT_ELIMIT: a static sentence; else NULL
 * BT_OK: the caller frees *out with cJSON_Delete(). BT_ENOMEM.
 */
bt_status bt_door_read(bt_view body, struct cJSON **out, const char **why);

/*
 * A string member. Absent when it is not there; borrowed from `object`.
 * BT_EINPUT when it is there and no string, or longer than `max_bytes`.
 */
bt_status bt_door_text(const struct cJSON *object, const char *member, size_t max_bytes, bt_view *out);

/* True when the member is there and `true`. */
bool bt_door_flag(const struct cJSON *object, const char *member);

#endif
