/* service/people/secret.h - making, hashing and comparing what only one person should hold.
 *
 * Every secret is random (tokens 256 bits, join codes 50), so a plain SHA-256 of
 * it is enough to keep; there is nothing to guess that a slow hash would protect.
 */
#ifndef BT_SERVICE_SECRET_H
#define BT_SERVICE_SECRET_H

#include "service/people/access.h"

enum { BT_HASH_BYTES = 32 };

/* `count` random bytes. BT_EIO when the system has none: then nothing may be made. */
bt_status bt_secret_random(unsigned char *out, size_t count);

/* A new token and its hash. The caller wipes the token. */
bt_status bt_secret_token(char token[BT_TOKEN_HEX_LEN + 1], unsigned char hash[BT_HASH_BYTES]);

/* A new join code and its hash. The caller wipes the code. */
bt_status bt_secret_code(char code[BT_CODE_LEN + 1], unsigned char hash[BT_HASH_BYTES]);

/*
 * The hash of a join code as somebody typed it: in either case, with spaces or hyphens.
 * BT_EINPUT when it cannot be a code.
 */
bt_status bt_secret_code_hash(bt_view typed, unsigned char hash[BT_HASH_BYTES]);

/* The hash of a token as it came. BT_EINPUT when it cannot be a token. */
bt_status bt_secret_token_hash(bt_view token, unsigned char hash[BT_HASH_BYTES]);

/* In constant time. */
bool bt_secret_same(const void *stored, size_t stored_len, const unsigned char hash[BT_HASH_BYTES]);

/* Overwrites memory in a way that the compiler keeps. */
void bt_secret_wipe(void *memory, size_t size);

#endif
