/* The table of what is served; the order does not matter, no two rows match one path. */
#include "service/exchange/exchange.h"
#include "service/history/history.h"
#include "service/http/handlers.h"
#include "service/photo/photos.h"

#include <string.h>

enum {
    SMALL_BODY_BYTES = 4 * 1024,
    REPORT_BODY_BYTES = 16 * 1024, /* BT_LOG_ENTRIES_MAX entries */
    SYNC_BODY_BYTES = 1024 * 1024  /* a batch of a day, and one record of BT_RECORD_MAX_BYTES with its base */
};

const bt_route bt_routes[] = {
    { "POST", "/api/v1/join", "join", false, SMALL_BODY_BYTES, bt_handle_join },
    { "POST", "/api/v1/device", "device", true, SMALL_BODY_BYTES, bt_handle_device },
    { "GET", "/api/v1/me", "me", true, 0, bt_handle_me },
    { "POST", "/api/v1/classrooms", "classrooms", true, SMALL_BODY_BYTES, bt_handle_classrooms },
    { "POST", "/api/v1/notebooks/{}/sync", "sync", true, SYNC_BODY_BYTES, bt_handle_sync },
    { "POST", "/api/v1/notebooks/{}/invites", "invites", true, SMALL_BODY_BYTES, bt_handle_invites },
    { "POST", "/api/v1/me/join", "own_join", true, SMALL_BODY_BYTES, bt_handle_own_join },
    { "POST", "/api/v1/me/invites", "own_invites", true, SMALL_BODY_BYTES, bt_handle_own_invites },
    { "GET", "/api/v1/notebooks/{}/people", "people", true, 0, bt_handle_people },
    { "POST", "/api/v1/notebooks/{}/people/{}", "person", true, SMALL_BODY_BYTES, bt_handle_person },
    { "POST", "/api/v1/notebooks/{}/private", "private", true, SMALL_BODY_BYTES, bt_handle_private },
    { "POST", "/api/v1/notebooks/{}/log", "report", true, REPORT_BODY_BYTES, bt_handle_report },
    { "GET", "/api/v1/notebooks/{}/log", "log", true, 0, bt_handle_log },
    { "GET", "/api/v1/notebooks/{}/log/{}", "log", true, 0, bt_handle_log },
    { "POST", "/api/v1/devices/{}/revoke", "revoke", true, SMALL_BODY_BYTES, bt_handle_revoke },
    { "GET", "/api/v1/notebooks/{}/records/{}/versions", "versions", true, 0, bt_handle_versions },
    { "GET", "/api/v1/notebooks/{}/students/{}/versions", "student", true, 0, bt_handle_student },
    { "GET", "/api/v1/notebooks/{}/at/{t}", "at", true, 0, bt_handle_at },
    { "GET", "/api/v1/notebooks/{}/versions/{}", "version", true, 0, bt_handle_version },
    { "PUT", "/api/v1/notebooks/{}/photos/{}", "photo", true, BT_PHOTO_MAX_BYTES, bt_handle_photo_put },
    { "GET", "/api/v1/notebooks/{}/photos/{}", "photo", true, 0, bt_handle_photo_get },
    { "GET", "/healthz", "healthz", false, 0, bt_handle_alive },
    { "GET", "/readyz", "readyz", false, 0, bt_handle_ready },
    { "GET", "/metrics", "metrics", false, 0, bt_handle_metrics },
};
const size_t bt_route_count = sizeof bt_routes / sizeof bt_routes[0];

/* The signs that a step of a pattern takes, one or more of them; *pattern moves behind the step. */
static const char *take_step(const char **pattern)
{
    bool is_instant = strncmp(*pattern, "{t}", 3) == 0;

    *pattern = strchr(*pattern, '}') + 1;
    return is_instant ? "0123456789TZ:.-" : "0123456789abcdef-";
}

/* True when `path` has the steps of `pattern`. */
static bool matches(const char *pattern, const char *path, bt_view params[BT_ROUTE_PARAMS])
{
    size_t count = 0;

    while (*pattern != '\0') {
        if (pattern[0] != '{') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        size_t len = strspn(path, take_step(&pattern));

        if (len == 0 || count == BT_ROUTE_PARAMS)
            return false;
        params[count++] = (bt_view){ path, len };
        path += len;
    }
    return *path == '\0';
}

const bt_route *bt_route_find(const char *method, const char *path, bt_view params[BT_ROUTE_PARAMS],
                              bool *path_known)
{
    bool is_head = strcmp(method, "HEAD") == 0;

    *path_known = false;
    for (size_t i = 0; i < bt_route_count; i++) {
        memset(params, 0, BT_ROUTE_PARAMS * sizeof params[0]);
        if (!matches(bt_routes[i].path, path, params))
            continue;
        *path_known = true;
        if (strcmp(bt_routes[i].method, is_head ? "GET" : method) == 0)
            return &bt_routes[i];
    }
    return NULL;
}
