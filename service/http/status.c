/* Failures as answers: one table says what each bt_status is over HTTP. */
#include "service/http/request.h"

#include <stdio.h>
#include <stdlib.h>

enum { RETRY_S = 2, ERROR_MAX_BYTES = 512 };

static const struct {
    bt_status failure;
    int status;
    const char *code;
    const char *message;
    int retry_after_s;
} rows[] = {
    { BT_EINPUT, 400, "bad_request", "The request is not what it should be; update the app and try again.",
      0 },
    { BT_ELIMIT, 413, "too_large", "That is too much at once; send less at a time.", 0 },
    { BT_ENOMEM, 503, "busy", "The service is out of memory for the moment; try again.", RETRY_S },
    { BT_EIO, 507, "not_stored",
      "The service could not use its disk; look whether it is full. Nothing is lost: what was not stored "
      "stays on "
      "your device.",
      RETRY_S },
    { BT_EMOVED, 503, "busy", "Others are writing here at this moment; try again.", RETRY_S },
    { BT_ENOTFOUND, 404, "not_found", "There is nothing here by that name.", 0 },
    { BT_EBUSY, 503, "busy", "Another program is writing here at this moment; try again.", RETRY_S },
    { BT_EDAMAGED, 503, "damaged",
      "What is stored here is damaged; ask whoever runs the service to run 'backtable verify'.", 0 },
    { BT_EDENIED, 403, "not_allowed", "You may not do this here; ask an owner of the classroom.", 0 },
};

/* An answer that cannot even be formed is an empty one with its status: memory is short, the status still tells. */
void bt_reply_error(bt_reply *reply, int status, const char *code, const char *message)
{
    char *body = malloc(ERROR_MAX_BYTES);
    int len = -1;

    if (body != NULL)
        len = snprintf(body, ERROR_MAX_BYTES, "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}", code,
                       message);
    if (len < 0 || len >= ERROR_MAX_BYTES) {
        free(body);
        body = NULL;
        len = 0;
    }
    bt_reply_json(reply, status, body, (size_t)len);
}

void bt_reply_status(bt_reply *reply, bt_status failure)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].failure != failure)
            continue;
        bt_reply_error(reply, rows[i].status, rows[i].code, rows[i].message);
        reply->retry_after_s = rows[i].retry_after_s;
        return;
    }
    bt_reply_error(reply, 500, "internal",
                   "The service made a mistake; what you typed stays on your device.");
}
