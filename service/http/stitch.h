/* service/http/stitch.h - one gzip stream out of parts that were deflated long before.
 *
 * Parts cannot follow one another as gzip members of their own: Chromium stops
 * after the first. So a part is raw deflate (RFC 1951) that begins with nothing
 * before it and ends with a full flush, on a whole byte; between parts, what is
 * written fresh goes in as it is, in stored blocks. The sums of the parts make the
 * sum of the whole, so no byte of a part is looked at again.
 */
#ifndef BT_SERVICE_HTTP_STITCH_H
#define BT_SERVICE_HTTP_STITCH_H

#include "sync/base.h"

/* CRC-32 as gzip has it. */
uint32_t bt_sum(bt_view bytes);

typedef struct bt_part {
    uint32_t plain_len, plain_sum;
    uint32_t packed_len, packed_sum; /* tells a part that a disk has changed */
} bt_part;

/* Deflate a part. *out is malloc'ed, out->packed_len bytes. BT_ENOMEM, BT_ELIMIT (over 1 GiB) leave it NULL. */
bt_status bt_part_pack(bt_view plain, char **out, bt_part *part);

/* BT_EDAMAGED when `packed`, of part->packed_len bytes, is not what was packed. */
bt_status bt_part_check(const bt_part *part, const char *packed);

/* A stream under way. It begins zeroed, and owns `data`. */
typedef struct bt_stitch {
    char *data;
    size_t len, size;
    uint32_t sum, plain_len;
    bool failed; /* no memory: sticky, so that only the end needs a check */
} bt_stitch;

void bt_stitch_plain(bt_stitch *stitch, bt_view bytes);

/* Room for the part's packed bytes, for the caller to fill at once; NULL when there is no memory. */
char *bt_stitch_part(bt_stitch *stitch, const bt_part *part);

/* BT_ENOMEM: something did not fit; the stream is none. */
bt_status bt_stitch_end(bt_stitch *stitch);
void bt_stitch_free(bt_stitch *stitch);

#endif
