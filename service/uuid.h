/* service/uuid.h - new ids. Pure: time and randomness are the caller's. */
#ifndef BT_SERVICE_UUID_H
#define BT_SERVICE_UUID_H

#include "sync/base.h"

enum { BT_UUID_RANDOM_BYTES = 10 };

/*
 * A UUID version 7 (RFC 9562, section 5.7) in lower-case text form, with its NUL.
 *   unix_ms   milliseconds since 1970; the lower 48 bits count
 *   random    74 bits of it are used
 */
void bt_uuid_make(uint64_t unix_ms, const unsigned char random[BT_UUID_RANDOM_BYTES],
                  char out[BT_ID_LEN + 1]);

#endif
