/* sync/unicode_table.h - the classes of all code points, packed by sync/unicode.mjs, which says how. */
#ifndef BT_SYNC_UNICODE_TABLE_H
#define BT_SYNC_UNICODE_TABLE_H

#include "sync/unicode.h"

enum { BT_CLASS_BLOCK_ROWS = 64 };

typedef struct bt_class_block {
    uint32_t first; /* its first code point */
    uint32_t step;  /* where the distances of its rows start */
} bt_class_block;

extern const unsigned char bt_class_steps[];
extern const unsigned char bt_class_rows[]; /* the class from the row's code point on */
extern const size_t bt_class_row_count;
extern const bt_class_block bt_class_blocks[];

#endif
