/* store/pack_index.c - where each object of a pack lies: git's index of a pack, version 2.
 *
 * Four tables after the header: how many names start with at most each byte, the
 * names in order, the checksums, the offsets (gitformat-pack).
 */
#include "store/internal.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum {
    FAN_OUT = 256,
    HEADER_BYTES = 8,
    NUMBER_BYTES = 4,
    OFFSET_LIMIT = 0x7fffffff /* larger ones need a fifth table; packs of ours stay far below */
};

static const unsigned char header[HEADER_BYTES] = { 0xff, 't', 'O', 'c', 0, 0, 0, 2 };

bt_status bt_pack_sum(bt_view bytes, unsigned char out[GIT_OID_RAWSZ])
{
    return EVP_Digest(bytes.data, bytes.len, out, NULL, EVP_sha1(), NULL) == 1 ? BT_OK : BT_ENOMEM;
}

static unsigned char *put_number(unsigned char *at, uint64_t number)
{
    for (size_t i = NUMBER_BYTES; i-- > 0; number >>= 8)
        at[i] = (unsigned char)number;
    return at + NUMBER_BYTES;
}

static int name_order(const void *a, const void *b)
{
    return git_oid_cmp(&((const bt_packed *)a)->oid, &((const bt_packed *)b)->oid);
}

bt_status bt_pack_index(bt_packed *objects, size_t count, const unsigned char pack_sum[GIT_OID_RAWSZ],
                        bt_bytes *out)
{
    size_t len = HEADER_BYTES + (size_t)FAN_OUT * NUMBER_BYTES +
                 count * (GIT_OID_RAWSZ + 2 * (size_t)NUMBER_BYTES) + 2 * (size_t)GIT_OID_RAWSZ;
    unsigned char *bytes = malloc(len), *at = bytes;
    size_t below = 0;
    bt_status status;

    if (!bytes)
        return BT_ENOMEM;
    qsort(objects, count, sizeof *objects, name_order);
    memcpy(at, header, sizeof header);
    at += sizeof header;
    for (unsigned first = 0; first < FAN_OUT; first++) {
        while (below < count && objects[below].oid.id[0] <= first)
            below++;
        at = put_number(at, below);
    }
    for (size_t i = 0; i < count; i++, at += GIT_OID_RAWSZ)
        memcpy(at, objects[i].oid.id, GIT_OID_RAWSZ);
    for (size_t i = 0; i < count; i++)
        at = put_number(at, objects[i].crc);
    status = BT_OK;
    for (size_t i = 0; i < count; i++) {
        if (objects[i].offset > OFFSET_LIMIT)
            status = BT_ELIMIT;
        at = put_number(at, objects[i].offset);
    }
    memcpy(at, pack_sum, GIT_OID_RAWSZ);
    at += GIT_OID_RAWSZ;
    if (status == BT_OK)
        status = bt_pack_sum((bt_view){ (const char *)bytes, (size_t)(at - bytes) }, at);
    if (status == BT_OK)
        *out = (bt_bytes){ (char *)bytes, len };
    else
        free(bytes);
    return status;
}
