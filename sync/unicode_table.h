/* sync/unicode_table.h - the classes of all code points, packed by sync/unicode.mjs, which says how. */
#ifndef BT_SYNC_UNICODE_TABLE_H
#define BT_SYNC_UNICODE_TABLE_H

#include "sync/unicode.h"

typedef struct bt_class_block {
    uint32_t first; /* its first code point */
    uint32_t at;    /* where its rows start */
} bt_class_block;

extern const unsigned char bt_class_rows[];
extern const size_t bt_class_rows_len;
extern const bt_class_block bt_class_blocks[];
extern const size_t bt_class_block_count;

#endif
