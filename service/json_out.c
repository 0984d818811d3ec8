/* service/json_out.c - JSON, written piece by piece into memory that grows. */
#include "service/json_out.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FIRST_BYTES = 512 };

static bool make_room(bt_out *out, size_t more)
{
    size_t size = out->size == 0 ? FIRST_BYTES : out->size;
    char *grown;

    if (out->failed || more >= BT_OUT_MAX_BYTES - out->len) {
        out->failed = true;
        return false;
    }
    while (size < out->len + more + 1)
        size *= 2;
    if (size == out->size)
        return true;
    grown = realloc(out->data, size);
    if (grown == NULL) {
        out->failed = true;
        return false;
    }
    out->data = grown;
    out->size = size;
    return true;
}

void bt_out_bytes(bt_out *out, bt_view bytes)
{
    if (!make_room(out, bytes.len))
        return;
    if (bytes.len > 0)
        memcpy(out->data + out->len, bytes.data, bytes.len);
    out->len += bytes.len;
    out->data[out->len] = '\0';
}

void bt_out_text(bt_out *out, const char *text)
{
    bt_out_bytes(out, bt_view_of(text));
}

void bt_out_integer(bt_out *out, int64_t number)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%" PRId64, number);
    bt_out_text(out, text);
}

void bt_out_string(bt_out *out, bt_view text)
{
    size_t plain = 0; /* where the bytes that need no escape begin */

    if (text.data == NULL) {
        bt_out_text(out, "null");
        return;
    }
    bt_out_text(out, "\"");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        char escape[8];

        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        bt_out_bytes(out, (bt_view){ text.data + plain, i - plain });
        plain = i + 1;
        if (byte < 0x20)
            (void)snprintf(escape, sizeof escape, "\\u%04x", byte);
        else
            (void)snprintf(escape, sizeof escape, "\\%c", byte);
        bt_out_text(out, escape);
    }
    bt_out_bytes(out, (bt_view){ text.data + plain, text.len - plain });
    bt_out_text(out, "\"");
}

void bt_out_comma(bt_out *out)
{
    if (out->len > 0 && strchr("{[", out->data[out->len - 1]) == NULL)
        bt_out_text(out, ",");
}

void bt_out_key(bt_out *out, const char *key)
{
    bt_out_comma(out);
    bt_out_string(out, bt_view_of(key));
    bt_out_text(out, ":");
}

void bt_out_time(bt_out *out, int64_t unix_s)
{
    time_t when = (time_t)unix_s;
    struct tm parts;
    char text[40];

    if (gmtime_r(&when, &parts) == NULL ||
        strftime(text, sizeof text, "\"%Y-%m-%dT%H:%M:%S.000Z\"", &parts) == 0)
        bt_out_text(out, "null");
    else
        bt_out_text(out, text);
}

bt_view bt_out_view(const bt_out *out)
{
    return (bt_view){ out->data, out->len };
}

void bt_out_free(bt_out *out)
{
    free(out->data);
    *out = (bt_out){ 0 };
}
