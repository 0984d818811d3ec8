#define ZLIB_CONST /* input is not written to: zlib says so in its types only when asked */
#include "service/http/gzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    LEVEL = 5,              /* a page of records: 8 % more bytes than level 9 in a quarter of the time */
    GZIP_WINDOW = 15 + 16,  /* zlib's way to say: gzip, not zlib's own header */
    MEMORY_LEVEL = 8,       /* zlib's default */
    FIRST_BYTES = 16 * 1024 /* of the unpacked buffer; doubles */
};

bt_status bt_gzip_pack(bt_view plain, char **out, size_t *out_len)
{
    z_stream stream = { 0 };
    bt_status status = BT_ENOMEM;
    char *packed = NULL;
    uLong bound = 0;

    *out = NULL;
    *out_len = 0;
    if (plain.len > INT_MAX)
        return BT_ENOMEM;
    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return BT_ENOMEM;
    bound = deflateBound(&stream, (uLong)plain.len);
    packed = malloc(bound + 1);
    if (packed == NULL)
        goto done;
    stream.next_in = (const Bytef *)plain.data;
    stream.avail_in = (uInt)plain.len;
    stream.next_out = (Bytef *)packed;
    stream.avail_out = (uInt)bound;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        goto done;
    packed[stream.total_out] = '\0';
    *out = packed;
    *out_len = stream.total_out;
    packed = NULL;
    status = BT_OK;
done:
    free(packed);
    deflateEnd(&stream);
    return status;
}

/* Room for more output, one byte past max_bytes at most: that byte tells "exactly full" from "too much". */
static bt_status grow(char **buffer, size_t *size, size_t max_bytes)
{
    size_t wanted = *size == 0 ? FIRST_BYTES : *size * 2;
    char *grown = NULL;

    if (wanted > max_bytes + 1)
        wanted = max_bytes + 1;
    grown = realloc(*buffer, wanted + 1);
    if (grown == NULL)
        return BT_ENOMEM;
    *buffer = grown;
    *size = wanted;
    return BT_OK;
}

bt_status bt_gzip_unpack(bt_view packed, size_t max_bytes, char **out, size_t *out_len)
{
    z_stream stream = { 0 };
    bt_status status = BT_OK;
    char *plain = NULL;
    size_t size = 0;
    int code = Z_OK;

    *out = NULL;
    *out_len = 0;
    if (packed.len > INT_MAX || max_bytes > INT_MAX)
        return BT_ELIMIT;
    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
        return BT_ENOMEM;
    stream.next_in = (const Bytef *)packed.data;
    stream.avail_in = (uInt)packed.len;
    while (code == Z_OK) {
        if (stream.total_out == size) {
            status = stream.total_out > max_bytes ? BT_ELIMIT : grow(&plain, &size, max_bytes);
            if (status != BT_OK)
                goto done;
        }
        stream.next_out = (Bytef *)plain + stream.total_out;
        stream.avail_out = (uInt)(size - stream.total_out);
        code = inflate(&stream, Z_NO_FLUSH);
    }
    status = code == Z_MEM_ERROR ? BT_ENOMEM : BT_EINPUT;
    if (code != Z_STREAM_END || stream.avail_in != 0 || plain == NULL)
        goto done; /* cut off, no gzip at all, or something behind it */
    status = stream.total_out > max_bytes ? BT_ELIMIT : BT_OK;
    if (status != BT_OK)
        goto done;
    plain[stream.total_out] = '\0';
    *out = plain;
    *out_len = stream.total_out;
    plain = NULL;
done:
    free(plain);
    inflateEnd(&stream);
    return status;
}
