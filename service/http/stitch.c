#define ZLIB_CONST
#include "service/http/stitch.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    LEVEL = 9,                /* packed once, sent to every new phone */
    RAW_WINDOW = -15,         /* zlib's way to say: deflate alone, no header, no sum */
    MEMORY_LEVEL = 9,         /* 256 kB of tables while a part is made */
    FLUSH_BYTES = 16,         /* deflateBound() leaves out the flush */
    PART_MAX_BYTES = 1 << 30, /* far above any; keeps every length in 32 bits */
    STORED_MAX_BYTES = 65535,
    STORED_HEAD_BYTES = 5,
    TRAILER_BYTES = 8,
    FIRST_BYTES = 4096
};

/* Magic, deflate, no name, no time, system unknown (RFC 1952). */
static const unsigned char gzip_head[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255 };

uint32_t bt_sum(bt_view bytes)
{
    return libdeflate_crc32(0, bytes.data, bytes.len);
}

bt_status bt_part_pack(bt_view plain, char **out, bt_part *part)
{
    z_stream stream = { 0 };
    bt_status status = BT_ENOMEM;
    char *packed = NULL;
    uLong bound = 0;

    *out = NULL;
    *part = (bt_part){ 0 };
    if (plain.len > PART_MAX_BYTES)
        return BT_ELIMIT;
    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return BT_ENOMEM;
    bound = deflateBound(&stream, (uLong)plain.len) + FLUSH_BYTES;
    packed = malloc(bound);
    if (packed == NULL)
        goto done;
    stream.next_in = (const Bytef *)plain.data;
    stream.avail_in = (uInt)plain.len;
    stream.next_out = (Bytef *)packed;
    stream.avail_out = (uInt)bound;
    /* All was taken and there is room left: then the flush is whole, too. */
    if (deflate(&stream, Z_FULL_FLUSH) != Z_OK || stream.avail_in != 0 || stream.avail_out == 0)
        goto done;
    *part = (bt_part){ (uint32_t)plain.len, bt_sum(plain), (uint32_t)stream.total_out,
                       bt_sum((bt_view){ packed, stream.total_out }) };
    *out = packed;
    packed = NULL;
    status = BT_OK;
done:
    free(packed);
    (void)deflateEnd(&stream); /* complains that the stream has no end, which it is not to have */
    return status;
}

bt_status bt_part_check(const bt_part *part, const char *packed)
{
    return bt_sum((bt_view){ packed, part->packed_len }) == part->packed_sum ? BT_OK : BT_EDAMAGED;
}

static char *take_room(bt_stitch *stitch, size_t more)
{
    size_t size = stitch->size == 0 ? FIRST_BYTES : stitch->size;
    char *grown, *room;

    if (stitch->failed)
        return NULL;
    while (size < stitch->len + more)
        size *= 2;
    if (size != stitch->size) {
        grown = realloc(stitch->data, size);
        stitch->failed = grown == NULL;
        if (stitch->failed)
            return NULL;
        stitch->data = grown;
        stitch->size = size;
    }
    room = stitch->data + stitch->len;
    stitch->len += more;
    return room;
}

static void put(bt_stitch *stitch, const void *bytes, size_t len)
{
    char *room = take_room(stitch, len);

    if (room != NULL && len > 0)
        memcpy(room, bytes, len);
}

static void begin(bt_stitch *stitch)
{
    if (stitch->len == 0)
        put(stitch, gzip_head, sizeof gzip_head);
}

/* The length of a stored block, and once more with every bit turned. */
static void put_stored(bt_stitch *stitch, bool last, bt_view bytes)
{
    unsigned char head[STORED_HEAD_BYTES] = { last, (unsigned char)(bytes.len & 0xff),
                                              (unsigned char)(bytes.len >> 8) };

    head[3] = (unsigned char)~head[1];
    head[4] = (unsigned char)~head[2];
    put(stitch, head, sizeof head);
    put(stitch, bytes.data, bytes.len);
}

static void add_sum(bt_stitch *stitch, uint32_t sum, uint32_t len)
{
    stitch->sum = (uint32_t)crc32_combine(stitch->sum, sum, (z_off_t)len);
    stitch->plain_len += len; /* gzip wants it modulo 2^32 */
}

void bt_stitch_plain(bt_stitch *stitch, bt_view bytes)
{
    begin(stitch);
    add_sum(stitch, bt_sum(bytes), (uint32_t)bytes.len);
    while (bytes.len > 0) {
        size_t len = bytes.len < STORED_MAX_BYTES ? bytes.len : STORED_MAX_BYTES;

        put_stored(stitch, false, (bt_view){ bytes.data, len });
        bytes.data += len;
        bytes.len -= len;
    }
}

char *bt_stitch_part(bt_stitch *stitch, const bt_part *part)
{
    begin(stitch);
    add_sum(stitch, part->plain_sum, part->plain_len);
    return take_room(stitch, part->packed_len);
}

bt_status bt_stitch_end(bt_stitch *stitch)
{
    unsigned char trailer[TRAILER_BYTES];

    begin(stitch);
    put_stored(stitch, true, (bt_view){ "", 0 });
    for (unsigned i = 0; i < 4; i++) {
        trailer[i] = (unsigned char)(stitch->sum >> 8 * i);
        trailer[4 + i] = (unsigned char)(stitch->plain_len >> 8 * i);
    }
    put(stitch, trailer, sizeof trailer);
    return stitch->failed ? BT_ENOMEM : BT_OK;
}

void bt_stitch_free(bt_stitch *stitch)
{
    free(stitch->data);
    *stitch = (bt_stitch){ 0 };
}
