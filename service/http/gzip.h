/* service/http/gzip.h - the wire, both ways. It and stitch.h alone use zlib. */
#ifndef BT_SERVICE_HTTP_GZIP_H
#define BT_SERVICE_HTTP_GZIP_H

#include "sync/base.h"

enum { BT_GZIP_MIN_BYTES = 860 }; /* below, the answer fits one packet anyway */

/*
 * Both receive a malloc'ed buffer with a NUL behind the last byte; the caller frees it.
 * Every failure leaves *out NULL.
 */

/* BT_ENOMEM. */
bt_status bt_gzip_pack(bt_view plain, char **out, size_t *out_len);

/*
 * Stops at `max_bytes` of output, however little came in: memory is bounded, not only the answer.
 * BT_EINPUT: not one whole gzip stream; BT_ELIMIT: more than max_bytes; BT_ENOMEM.
 */
bt_status bt_gzip_unpack(bt_view packed, size_t max_bytes, char **out, size_t *out_len);

#endif
