/* service/http/gzip.h - the wire, both ways. It and stitch.h alone pack and unpack. */
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
 * Takes room for as much as the stream says that it holds, and never for more than `max_bytes`.
 * BT_EINPUT: not one whole gzip stream, or of another length than it says; BT_ELIMIT: it says more than max_bytes;
 * BT_ENOMEM.
 */
bt_status bt_gzip_unpack(bt_view packed, size_t max_bytes, char **out, size_t *out_len);

#endif
