#include "service/http/door.h"

#include <cjson/cJSON.h>
#include <string.h>

/* The length of the UTF-8 sequence at `at` (RFC 3629: shortest form, no surrogates), or 0. */
static size_t sequence_len(const unsigned char *at, size_t left)
{
    static const struct {
        unsigned char first_low, first_high, second_low, second_high;
        size_t len;
    } rows[] = {
        { 0x00, 0x7f, 0, 0, 1 },       { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
        { 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
        { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (at[0] < rows[i].first_low || at[0] > rows[i].first_high)
            continue;
        if (rows[i].len > left)
            return 0;
        if (rows[i].len > 1 && (at[1] < rows[i].second_low || at[1] > rows[i].second_high))
            return 0;
        for (size_t k = 2; k < rows[i].len; k++) {
            if ((at[k] & 0xc0) != 0x80)
                return 0;
        }
        return rows[i].len;
    }
    return 0;
}

static bool is_utf8(bt_view body)
{
    size_t at = 0;

    while (at < body.len) {
        size_t len = sequence_len((const unsigned char *)body.data + at, body.len - at);

        if (len == 0)
            return false;
        at += len;
    }
    return true;
}

/* Where the string that begins at `at` ends (behind its quote), or 0 with *why set. */
static size_t scan_string(bt_view body, size_t at, const char **why)
{
    for (at++; at < body.len; at++) {
        unsigned char byte = (unsigned char)body.data[at];

        if (byte == '"')
            return at + 1;
        if (byte < 0x20) {
            *why = "A string in the JSON holds a control character; escape it.";
            return 0;
        }
        if (byte != '\\')
            continue;
        if (body.len - at >= 6 && memcmp(body.data + at, "\\u0000", 6) == 0) {
            *why = "A string in the JSON holds \\u0000; leave it out.";
            return 0;
        }
        at++;
    }
    *why = "The JSON ends inside a string.";
    return 0;
}

/* What cJSON would let pass or fall over: depth, \u0000, control characters. */
static bt_status scan(bt_view body, const char **why)
{
    size_t depth = 0;
    size_t at = 0;

    while (at < body.len) {
        char byte = body.data[at];

        if (byte == '"') {
            at = scan_string(body, at, why);
            if (at == 0)
                return BT_EINPUT;
            continue;
        }
        if (byte == '{' || byte == '[')
            depth++;
        else if ((byte == '}' || byte == ']') && depth > 0)
            depth--;
        if (depth > BT_DOOR_MAX_DEPTH) {
            *why = "The JSON is nested too deep.";
            return BT_ELIMIT;
        }
        at++;
    }
    return BT_OK;
}

/* Quadratic in the members of one object; BT_DOOR_MAX_BYTES keeps that small. */
static bool has_a_key_twice(const cJSON *value)
{
    for (const cJSON *member = value->child; member != NULL; member = member->next) {
        if (has_a_key_twice(member))
            return true;
        if (!cJSON_IsObject(value))
            continue;
        for (const cJSON *other = member->next; other != NULL; other = other->next) {
            if (strcmp(member->string, other->string) == 0)
                return true;
        }
    }
    return false;
}

static bool is_blank(const char *from, const char *end)
{
    while (from < end && (*from == ' ' || *from == '\t' || *from == '\r' || *from == '\n'))
        from++;
    return from == end;
}

bt_status bt_door_read(bt_view body, struct cJSON **out, const char **why)
{
    const char *end = NULL;
    cJSON *value = NULL;
    bt_status status = BT_EINPUT;

    *out = NULL;
    *why = NULL;
    if (body.len > BT_DOOR_MAX_BYTES) {
        *why = "The JSON is too long.";
        return BT_ELIMIT;
    }
    if (body.data == NULL || memchr(body.data, '\0', body.len) != NULL || !is_utf8(body)) {
        *why = "The body is not UTF-8 text.";
        return BT_EINPUT;
    }
    status = scan(body, why);
    if (status != BT_OK)
        return status;

    status = BT_EINPUT;
    value = cJSON_ParseWithLengthOpts(body.data, body.len, &end, 0);
    if (value == NULL)
        *why = "The body is not JSON.";
    else if (!is_blank(end, body.data + body.len))
        *why = "Something follows the JSON.";
    else if (!cJSON_IsObject(value))
        *why = "The body is not a JSON object.";
    else if (has_a_key_twice(value))
        *why = "A key occurs twice in the JSON.";
    else
        status = BT_OK;
    if (status == BT_OK)
        *out = value;
    else
        cJSON_Delete(value);
    return status;
}

bt_status bt_door_text(const struct cJSON *object, const char *member, size_t max_bytes, bt_view *out)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, member);

    *out = (bt_view){ NULL, 0 };
    if (value == NULL)
        return BT_OK;
    if (!cJSON_IsString(value))
        return BT_EINPUT;
    *out = bt_view_of(value->valuestring);
    if (out->len > max_bytes) {
        *out = (bt_view){ NULL, 0 };
        return BT_EINPUT;
    }
    return BT_OK;
}

bool bt_door_flag(const struct cJSON *object, const char *member)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, member));
}
