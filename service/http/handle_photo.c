/* PUT and GET /api/v1/notebooks/{id}/photos/{sha256}: photos of children's work, by their sums. */
#include "service/exchange/room.h"
#include "service/http/answer.h"
#include "service/http/handlers.h"
#include "service/photo/jpeg.h"
#include "service/photo/photos.h"

#include <cjson/cJSON.h>
#include <string.h>

/* The standing of who asks, and which photo. Else the reply is filled. */
static bt_status read_address(bt_service *service, const bt_request *request, bt_reply *reply,
                              char notebook[BT_ID_LEN + 1], bt_standing *standing, bt_photo_sum *sum)
{
    bt_status status = bt_answer_standing(service, request, reply, notebook, standing);

    if (status == BT_OK && !bt_photo_sum_read(request->params[1], sum)) {
        bt_reply_error(reply, 400, "bad_sum",
                       "A photo is asked for by its SHA-256, 64 digits in small letters.");
        status = BT_EINPUT;
    }
    return status;
}

/* Why these bytes are not taken under that name, in the reply; BT_OK: they are. */
static bt_status check_photo(bt_view bytes, const bt_photo_sum *sum, bt_reply *reply)
{
    bt_photo_sum found;
    bt_jpeg look = bt_jpeg_look(bytes);
    bt_status status = bt_photo_sum_of(bytes, &found);

    if (status != BT_OK) {
        bt_reply_status(reply, status);
        return status;
    }
    if (look == BT_JPEG_PLAIN && strcmp(found.hex, sum->hex) == 0)
        return BT_OK;
    if (look == BT_JPEG_NONE)
        bt_reply_error(reply, 400, "not_a_photo", "This is no whole JPEG; take the photo again in the app.");
    else if (look == BT_JPEG_TELLS)
        bt_reply_error(
            reply, 400, "photo_tells_more",
            "This picture says more than it shows (where, when or with what it was taken), and "
            "that is not kept of children's work; take the photo in the app, which leaves it out.");
    else
        bt_reply_error(
            reply, 400, "other_sum",
            "The photo is not the one that its address names; it broke on the way, send it again.");
    return BT_EINPUT;
}

/* By the right that writes its record. A sample that names a photo goes before it, but the photo is not looked for in it:
   a phone that brings one back after the service was restored is welcome too. */
static bool may_put(unsigned role)
{
    const bt_type *sample = bt_type_find(bt_view_of("sample"));

    return sample != NULL && (role & sample->writers) != 0;
}

static void say_stored(const bt_photo_sum *sum, bt_reply *reply)
{
    cJSON *answer = cJSON_CreateObject();

    if (cJSON_AddStringToObject(answer, "sha256", sum->hex) == NULL) {
        cJSON_Delete(answer);
        answer = NULL;
    }
    bt_answer_json(reply, 200, answer);
}

void bt_handle_photo_put(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char notebook[BT_ID_LEN + 1];
    bt_standing standing;
    bt_photo_sum sum;
    bt_status status = read_address(service, request, reply, notebook, &standing, &sum);

    if (status != BT_OK)
        return;
    if (!may_put(standing.role)) {
        bt_reply_error(reply, 403, "no_right",
                       "Your role in this classroom does not add photos; ask an owner of it.");
        return;
    }
    if (check_photo(request->body, &sum, reply) != BT_OK)
        return;
    if (bt_room_is_short(service)) {
        bt_reply_error(reply, 507, bt_room_code, bt_room_message);
        return;
    }
    status = bt_photo_put(service->folder, notebook, &sum, request->body);
    if (status == BT_OK)
        say_stored(&sum, reply);
    else if (status == BT_ELIMIT)
        bt_reply_error(reply, 507, "photos_full",
                       "This classroom holds as many photos as the class service keeps for one. Your photo "
                       "stays on this device; ask whoever runs the service.");
    else
        bt_reply_status(reply, status);
}

void bt_handle_photo_get(bt_service *service, const bt_request *request, bt_reply *reply)
{
    char notebook[BT_ID_LEN + 1];
    bt_standing standing;
    bt_photo_sum sum;
    bt_bytes bytes = { NULL, 0 };
    bt_status status = read_address(service, request, reply, notebook, &standing, &sum);

    if (status != BT_OK)
        return;
    status = bt_photo_get(service->folder, notebook, &sum, &bytes);
    if (status == BT_OK) {
        *reply = (bt_reply){ .status = 200,
                             .content_type = "image/jpeg",
                             .body = bytes.data,
                             .body_len = bytes.len,
                             .is_picture = true };
    } else if (status == BT_ENOTFOUND) {
        bt_reply_error(reply, 404, "unknown_photo",
                       "This photo is not here yet; it comes from the phone that took it.");
    } else {
        bt_reply_status(reply, status);
    }
}
