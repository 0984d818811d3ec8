/* service/json_out.h - JSON, written piece by piece into memory that grows.
 *
 * For envelopes, device states and new records. A record that is stored goes in
 * as the bytes it is (bt_out_bytes). A writer that failed stays failed, so that
 * only the end needs a check.
 */
#ifndef BT_SERVICE_JSON_OUT_H
#define BT_SERVICE_JSON_OUT_H

#include "sync/base.h"

enum { BT_OUT_MAX_BYTES = 256 * 1024 * 1024 }; /* far above any answer; stops a runaway */

/* Zero it to begin. Owns `data`, which has a NUL behind the last byte once something was written. */
typedef struct bt_out {
    char *data;
    size_t len, size;
    bool failed; /* no memory, or over the limit */
} bt_out;

void bt_out_bytes(bt_out *out, bt_view bytes); /* as they are */
void bt_out_text(bt_out *out, const char *text);
void bt_out_integer(bt_out *out, int64_t number);

/* A JSON string in quotes; `text` is UTF-8. Absent becomes null. */
void bt_out_string(bt_out *out, bt_view text);

/* "key": with the quotes and colon, and a comma before it unless it is the first after an opening bracket. */
void bt_out_key(bt_out *out, const char *key);

/* A comma, unless nothing or an opening bracket stands before. */
void bt_out_comma(bt_out *out);

/* RFC 3339 in UTC with milliseconds, in quotes, as every stamp of a record has it. */
void bt_out_time(bt_out *out, int64_t unix_s);

bt_view bt_out_view(const bt_out *out);
void bt_out_free(bt_out *out);

#endif
